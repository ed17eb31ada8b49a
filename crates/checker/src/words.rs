//! The words of a configuration: [`Words`] that are right as they are, and [`Term`]s that are written otherwise.
//!
//! The doc comments of the keys are what `wirecheck config schema` and `docs/configuration.md` say of them.

use linguistics::finding::Severity;
use linguistics::packs::{self, Pack};
use serde::{Deserialize, Serialize};

use crate::toml_text::line_of;

/// The name of the pack that is made of words and terms.
pub(crate) const WORDS: &str = "words";

/// Words of your own.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    deny_unknown_fields,
    rename_all = "kebab-case",
    default,
    expecting = "a table with the key `allowed`"
)]
pub struct Words {
    /// Words, acronyms and phrases that are right as they are: a finding that marks one of them, of whatever rule, is not
    /// reported. One in small letters is allowed in capitals too.
    pub allowed: Vec<String>,
}

impl Words {
    /// Whether nothing is allowed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.allowed.is_empty()
    }
}

/// A word or phrase that you do not write, or write otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Term {
    /// What is not written: a phrase as in a rule pack.
    pub wrong: String,
    /// What is written instead; left out: the phrase is banned, and nothing is offered.
    pub right: Option<String>,
    /// Why; full sentences.
    pub reason: Option<String>,
    /// Severity of the finding; `minor` if left out.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(schema_with = "severity_schema"))]
    pub severity: Option<Severity>,
}

#[cfg(feature = "schema")]
fn severity_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    let highest_first: Vec<_> = Severity::ALL.iter().rev().map(|one| one.as_str()).collect();
    schemars::json_schema!({ "enum": highest_first })
}

/// A term that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, term `{wrong}`: {message}")]
pub struct TermError {
    /// Where it stands in the configuration, from 1.
    line: usize,
    wrong: String,
    message: String,
}

/// The pack that some words and lists of terms make; `None` where they are empty. Each list comes with its key in the
/// configuration `text`, by which its lines are found.
///
/// # Errors
/// When the phrase of a term cannot be read.
pub fn pack_of_words(
    text: &str,
    words: &[&Words],
    terms: &[(&[&str], &[Term])],
) -> Result<Option<Pack>, TermError> {
    let allowed = words.iter().flat_map(|words| &words.allowed);
    let mut pack = Pack::of_allowed(WORDS, allowed.cloned());
    for (key, list) in terms {
        for (number, term) in list.iter().enumerate() {
            let added = packs::Term {
                wrong: term.wrong.clone(),
                right: term.right.clone(),
                reason: term.reason.clone(),
                severity: term.severity,
            };
            pack.add_term(added).map_err(|message| TermError {
                line: line_of(text, &[key, &[number.to_string().as_str()][..]].concat()).unwrap_or(1),
                wrong: term.wrong.clone(),
                message,
            })?;
        }
    }
    Ok((!pack.is_empty()).then_some(pack))
}
