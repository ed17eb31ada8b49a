//! What a `wirecheck.toml` says of the rules: [`Settings`].

use std::io;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::catalogue::{Catalogue, UnknownRule};
use crate::checker::{Rules, SetupError};
use crate::level::Levels;
use crate::packs::{Packs, PacksError};
use crate::toml_text::{TomlError, from_toml, line_of};
use crate::words::{Term, TermError, Words, pack_of_words};

/// The part of a `wirecheck.toml` that says which rules run and how: `packs`, `[words]`, `[[terms]]` and `[rules]`. What it
/// says of feeds, of fetching and of reports is passed over.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    text: String,
    file: File,
}

/// Why settings cannot be used. Lines are those of the settings, or of the pack that is named, and count from 1.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SettingsError {
    /// The text is no configuration.
    #[error(transparent)]
    Toml(#[from] TomlError),
    /// The file of a pack cannot be read.
    #[error("line {line}, packs: cannot read {}: {error}", .path.display())]
    Read {
        /// Where the packs are named.
        line: usize,
        /// The file, as it is named.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// A pack cannot be used.
    #[error("{}: {error}", .path.display())]
    Pack {
        /// The file, as it is named.
        path: PathBuf,
        /// Why.
        error: PacksError,
    },
    /// A term cannot be used.
    #[error(transparent)]
    Term(#[from] TermError),
    /// There is no such rule or group.
    #[error("line {line}, in [rules]: {error}")]
    Rule {
        /// Where it is named.
        line: usize,
        /// Its name, and a better one.
        error: UnknownRule,
    },
    /// The rules cannot be put together.
    #[error(transparent)]
    Setup(SetupError),
}

/// A `wirecheck.toml`, of which only the first four keys are read.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct File {
    packs: Vec<PathBuf>,
    words: Words,
    terms: Vec<Term>,
    rules: Levels,
    #[serde(rename = "fail-on")]
    _fail_on: IgnoredAny,
    #[serde(rename = "min-score")]
    _min_score: IgnoredAny,
    #[serde(rename = "max-losses")]
    _max_losses: IgnoredAny,
    #[serde(rename = "exit-zero")]
    _exit_zero: IgnoredAny,
    #[serde(rename = "since")]
    _since: IgnoredAny,
    #[serde(rename = "new-only")]
    _new_only: IgnoredAny,
    #[serde(rename = "report-url")]
    _report_url: IgnoredAny,
    #[serde(rename = "baseline")]
    _baseline: IgnoredAny,
    #[serde(rename = "state")]
    _state: IgnoredAny,
    #[serde(rename = "output")]
    _output: IgnoredAny,
    #[serde(rename = "fields")]
    _fields: IgnoredAny,
    #[serde(rename = "originals")]
    _originals: IgnoredAny,
    #[serde(rename = "fetch")]
    _fetch: IgnoredAny,
    #[serde(rename = "feeds")]
    _feeds: IgnoredAny,
}

impl Settings {
    /// Reads the text of a `wirecheck.toml`. A key that such a file cannot have is an error.
    pub fn parse(text: &str) -> Result<Self, SettingsError> {
        Ok(Self {
            file: from_toml(text)?,
            text: text.to_owned(),
        })
    }

    /// The files of the packs, as they are named.
    #[must_use]
    pub fn packs(&self) -> &[PathBuf] {
        &self.file.packs
    }

    /// The rules that these settings make. `read` gives the text of a pack by its path, as
    /// it is named.
    ///
    /// # Errors
    /// When a pack, a term or the name of a rule cannot be used, or no rule is left to run.
    pub fn rules(&self, mut read: impl FnMut(&Path) -> io::Result<String>) -> Result<Rules, SettingsError> {
        let line = |key: &[&str]| line_of(&self.text, key).unwrap_or(1);
        let mut packs = Packs::default();
        for path in &self.file.packs {
            if packs.has(path) {
                continue;
            }
            let text = read(path).map_err(|error| SettingsError::Read {
                line: line(&["packs"]),
                path: path.clone(),
                error,
            })?;
            packs.add(path, &text).map_err(|error| SettingsError::Pack {
                path: path.clone(),
                error,
            })?;
        }
        let terms = (&["terms"][..], &self.file.terms[..]);
        let words = pack_of_words(&self.text, &[&self.file.words], &[terms])?;
        let catalogue = Catalogue::of(packs.all().chain(&words));
        let packs = packs.at(&self.file.packs).into_iter().chain(words).collect();
        let rules = Rules::new(&catalogue, packs, &[&self.file.rules], &[]).map_err(|error| match error {
            SetupError::Levels(error) => SettingsError::Rule {
                line: line(&["rules", &error.name]),
                error,
            },
            error => SettingsError::Setup(error),
        })?;
        Ok(rules)
    }
}

#[cfg(test)]
mod tests {
    use linguistics::finding::Severity;

    use super::*;
    use crate::level::Level;

    const PACK: &str = "name = \"house\"\n[[rule]]\nname = \"use\"\nphrase = \"{utilise}\"\n";

    fn rules(text: &str) -> Result<Rules, String> {
        let read = |path: &Path| match path.to_str() {
            Some("house.toml") => Ok(PACK.to_owned()),
            Some("bad.toml") => Ok(format!("{PACK}flags = [\"No mark.\"]\n")),
            _ => Err(io::ErrorKind::NotFound.into()),
        };
        let settings = Settings::parse(text).map_err(|error| error.to_string())?;
        settings.rules(read).map_err(|error| error.to_string())
    }

    #[test]
    fn rules_are_put_together_from_a_file() {
        let text = "packs = [\"house.toml\"]\nfail-on = \"minor\"\nterms = [{ wrong = \"quay\" }]\n[rules]\nboilerplate = \"off\"\n\
                    \"house/use\" = \"info\"\n[[feeds]]\nsource = \"feed.xml\"";
        let rules = rules(text).unwrap();
        assert_eq!(rules.level("boilerplate"), Some(Level::Off));
        assert_eq!(rules.level("house/use"), Some(Level::As(Severity::Info)));
        assert_eq!(rules.level("words/term"), Some(Level::As(Severity::Minor)));
    }

    #[test]
    fn faults_have_a_line() {
        for (text, expected) in [
            ("\nfail-onn = 1", "line 2, column 1"),
            ("\nfail-onn = 1", "did you mean `fail-on`?"),
            (
                "\npacks = [\"none.toml\"]",
                "line 2, packs: cannot read none.toml",
            ),
            (
                "packs = [\"bad.toml\"]",
                "bad.toml: line 2, rule `use`: mark what is wrong",
            ),
            (
                "[[terms]]\nwrong = \"quay\"\n[[terms]]\nwrong = \"(a\"",
                "line 3, term `(a`",
            ),
            (
                "[rules]\nstyle = \"off\"\nboilerplat = \"off\"",
                "line 3, in [rules]: there is no rule or group `boilerplat`",
            ),
        ] {
            let error = rules(text).unwrap_err();
            assert!(error.contains(expected), "{error}");
        }
    }
}
