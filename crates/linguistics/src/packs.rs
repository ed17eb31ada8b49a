//! Users' own rules: a pack of phrases and regular expressions in TOML, tested when it is read.
//!
//! ```
//! use linguistics::{check::check_with, document::Document, packs::Pack, rules};
//!
//! let pack = Pack::parse(r#"
//!     name = "house"
//!     allow = ["OON"]
//!
//!     [[rule]]
//!     name = "use"
//!     phrase = "{utilise}"
//!     replacement = "{use}"
//!     flags = ["They [[utilised]] the pier."]
//!     passes = ["The utility has a pier."]
//! "#)?;
//! let findings = check_with(&Document::new("The pier is utilised by all."), rules::ALL, &[pack]);
//! assert_eq!(findings[0].rule, "house/use");
//! assert_eq!(findings[0].edits[0].replacement, "used");
//! # Ok::<(), linguistics::packs::PackError>(())
//! ```
//!
//! | key of a rule | what it is |
//! |---|---|
//! | `name` | small letters, digits and hyphens; findings carry `pack/name` |
//! | `phrase` | words as in `data/calques.tsv`: `(in\|within) the framework of`, `{verb}`, `[noun]`, `*`, `#`, `<part>` |
//! | `regex` | instead of `phrase`: an expression of the `regex` crate, matched inside each paragraph |
//! | `replacement` | what is offered, with `{verb}` or `[noun]` for a phrase and `$1` for an expression; left out: nothing |
//! | `message` | what is wrong, without a full stop; left out: made from phrase and replacement |
//! | `reason` | why; full sentences |
//! | `severity` | `info`, `minor` (if left out), `major` or `critical` |
//! | `flags`, `passes` | texts in which the rule must find what stands between `[[ ]]`, and nothing |

use std::borrow::Cow;

use regex::{Regex, RegexBuilder};
use rustc_hash::FxHashSet;
use serde::Deserialize;
use toml::Spanned;

use crate::document::Document;
use crate::finding::{Category, Finding, Severity, Span};
use crate::phrases::{PhraseTable, inflected};
use crate::rule::{Findings, marked};
use crate::rules::phrase::cased_like;

/// A pack that was read and whose examples hold.
#[derive(Debug)]
pub struct Pack {
    name: String,
    allowed: FxHashSet<String>,
    rules: Vec<PackRule>,
    /// The phrases of all rules, and which rule each belongs to.
    phrases: PhraseTable,
    phrase_rules: Vec<usize>,
}

/// A rule of a pack.
#[derive(Debug)]
pub struct PackRule {
    name: String,
    regex: Option<Regex>,
    replacement: Option<String>,
    message: Option<String>,
    reason: Option<String>,
    severity: Severity,
}

/// Why a pack cannot be used. The caller knows the file; lines count from 1.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// It is no TOML, or has keys or values that a pack has not.
    #[error("line {line}: {message}")]
    Format {
        /// Where the reader stopped.
        line: usize,
        /// What it says.
        message: String,
    },
    /// A rule cannot be used.
    #[error("line {line}, rule `{rule}`: {message}")]
    Rule {
        /// Where the rule begins.
        line: usize,
        /// Its name as written.
        rule: String,
        /// What is wrong with it.
        message: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    name: Spanned<String>,
    #[serde(default)]
    allow: Vec<String>,
    #[serde(default, rename = "rule")]
    rules: Vec<Spanned<Entry>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: String,
    phrase: Option<String>,
    regex: Option<String>,
    replacement: Option<String>,
    message: Option<String>,
    reason: Option<String>,
    severity: Option<Severity>,
    #[serde(default)]
    flags: Vec<String>,
    #[serde(default)]
    passes: Vec<String>,
}

/// A place where a rule of the pack fires.
struct Hit {
    rule: usize,
    span: Span,
    replacement: Option<String>,
}

impl Pack {
    /// Reads a pack from the text of its file and runs the examples of every rule.
    pub fn parse(text: &str) -> Result<Self, PackError> {
        let file: File = toml::from_str(text).map_err(|error| PackError::Format {
            line: line_at(text, error.span().map_or(0, |span| span.start)),
            message: error.message().to_owned(),
        })?;
        if !is_kebab_case(file.name.get_ref()) {
            let line = line_at(text, file.name.span().start);
            let message = format!("`{}` {KEBAB_CASE}", file.name.get_ref());
            return Err(PackError::Format { line, message });
        }
        let mut pack = Self {
            name: file.name.into_inner(),
            allowed: file.allow.into_iter().collect(),
            rules: Vec::with_capacity(file.rules.len()),
            phrases: PhraseTable::default(),
            phrase_rules: Vec::new(),
        };
        let fault = |entry: &Spanned<Entry>, message| PackError::Rule {
            line: line_at(text, entry.span().start),
            rule: entry.get_ref().name.clone(),
            message,
        };
        for entry in &file.rules {
            pack.add(entry.get_ref())
                .map_err(|message| fault(entry, message))?;
        }
        for (rule, entry) in file.rules.iter().enumerate() {
            pack.test(rule, entry.get_ref())
                .map_err(|message| fault(entry, message))?;
        }
        Ok(pack)
    }

    /// The name that its findings carry before the `/`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its rules in the order of the file.
    #[must_use]
    pub fn rules(&self) -> &[PackRule] {
        &self.rules
    }

    /// Reports what its rules find in the article's own text, whatever the language.
    pub fn check(&self, doc: &Document, findings: &mut Findings) {
        for hit in self.hits(doc) {
            findings.push(self.finding(doc, hit));
        }
    }

    /// Whether the pack allows what a finding points at, word for word.
    #[must_use]
    pub fn allows(&self, doc: &Document, finding: &Finding) -> bool {
        self.allowed.contains(doc.str(finding.span.clone()))
    }

    fn add(&mut self, entry: &Entry) -> Result<(), String> {
        if !is_kebab_case(&entry.name) {
            return Err(format!("the name {KEBAB_CASE}"));
        }
        if self.rules.iter().any(|rule| rule.name == entry.name) {
            return Err("another rule has this name already".into());
        }
        let regex = match (&entry.phrase, &entry.regex) {
            (Some(phrase), None) => {
                self.phrases.insert(phrase)?;
                self.phrase_rules.push(self.rules.len());
                None
            }
            (None, Some(regex)) => Some(compiled(regex)?),
            _ => return Err("give either `phrase` or `regex`".into()),
        };
        self.rules.push(PackRule {
            name: entry.name.clone(),
            regex,
            replacement: entry.replacement.clone(),
            message: entry.message.clone(),
            reason: entry.reason.clone(),
            severity: entry.severity.unwrap_or(Severity::Minor),
        });
        Ok(())
    }

    /// Runs the examples of one rule, with the other rules beside it as they will be.
    fn test(&self, rule: usize, entry: &Entry) -> Result<(), String> {
        for example in &entry.flags {
            let (text, expected) = marked(example);
            let found = self.spans(&text, rule);
            if expected.is_empty() {
                return Err(format!("mark what is wrong in “{example}” with [[ ]]"));
            }
            if found != expected {
                return Err(format!("in “{example}” it finds {}", quoted(&text, &found)));
            }
        }
        for example in &entry.passes {
            let found = self.spans(example, rule);
            if !found.is_empty() {
                return Err(format!("in “{example}” it finds {}", quoted(example, &found)));
            }
        }
        Ok(())
    }

    fn spans(&self, text: &str, rule: usize) -> Vec<Span> {
        let hits = self.hits(&Document::new(text)).into_iter();
        let mut spans: Vec<Span> = hits.filter(|hit| hit.rule == rule).map(|hit| hit.span).collect();
        spans.sort_by_key(|span| (span.start, span.end));
        spans
    }

    fn hits(&self, doc: &Document) -> Vec<Hit> {
        let mut hits = Vec::new();
        for sentence in doc.prose_sentences() {
            let found = self.phrases.matches(doc, doc.tokens_in(sentence)).into_iter();
            hits.extend(found.map(|found| {
                let rule = self.phrase_rules[found.entry];
                let replacement = self.rules[rule].replacement.as_deref();
                let fitting = replacement.and_then(|replacement| inflected(replacement, &found.forms));
                let quote = doc.str(found.span.clone());
                Hit {
                    rule,
                    replacement: fitting.map(|fitting| cased_like(quote, &fitting)),
                    span: found.span,
                }
            }));
        }
        for (rule, regex) in self.rules.iter().enumerate() {
            if let Some(regex) = &regex.regex {
                self.regex_hits(doc, rule, regex, &mut hits);
            }
        }
        hits
    }

    fn regex_hits(&self, doc: &Document, rule: usize, regex: &Regex, hits: &mut Vec<Hit>) {
        let replacement = self.rules[rule].replacement.as_deref();
        for block in doc.prose() {
            for found in regex.captures_iter(doc.str(block.span.clone())) {
                let all = found.get_match();
                if all.is_empty() {
                    continue; // a finding points at something
                }
                let expanded = replacement.map(|replacement| {
                    let mut text = String::new();
                    found.expand(replacement, &mut text);
                    text
                });
                let span = block.span.start + all.start()..block.span.start + all.end();
                hits.push(Hit {
                    rule,
                    span,
                    replacement: expanded,
                });
            }
        }
    }

    fn finding(&self, doc: &Document, hit: Hit) -> Finding {
        let rule = &self.rules[hit.rule];
        let quote = doc.str(hit.span.clone());
        let mut finding = Finding {
            rule: Cow::Owned(format!("{}/{}", self.name, rule.name)),
            category: Category::WrongTerm,
            severity: rule.severity,
            message: rule.message_for(quote, hit.replacement.as_deref()),
            span: hit.span,
            reason: rule.reason.clone(),
            edits: Vec::new(),
            confidence: 0.95,
            related: Vec::new(),
        };
        if let Some(replacement) = hit.replacement {
            finding.fix(replacement);
        }
        finding
    }
}

impl PackRule {
    /// Its name without the pack's.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Severity of its findings.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.severity
    }

    fn message_for(&self, quote: &str, replacement: Option<&str>) -> String {
        match (self.message.as_deref(), replacement) {
            (Some(message), _) => message.trim_end_matches('.').to_owned(),
            (None, Some("")) => format!("“{quote}” is left out here"),
            (None, Some(replacement)) => format!("“{quote}” is written “{replacement}” here"),
            (None, None) => format!("“{quote}” is not used here"),
        }
    }
}

/// What a name has to be, after the name.
const KEBAB_CASE: &str = "must be small letters, digits and hyphens";

fn is_kebab_case(name: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    !name.is_empty() && name.bytes().all(allowed)
}

/// Memory that one expression may take when compiled; a page of alternatives needs a tenth of it.
const REGEX_LIMIT: usize = 1 << 20;

fn compiled(pattern: &str) -> Result<Regex, String> {
    RegexBuilder::new(pattern)
        .size_limit(REGEX_LIMIT)
        .build()
        .map_err(|error| error.to_string())
}

fn line_at(text: &str, offset: usize) -> usize {
    let before = text.get(..offset).unwrap_or(text);
    1 + before.matches('\n').count()
}

fn quoted(text: &str, spans: &[Span]) -> String {
    if spans.is_empty() {
        return "nothing".into();
    }
    let quotes: Vec<String> = spans
        .iter()
        .map(|span| format!("“{}”", &text[span.clone()]))
        .collect();
    quotes.join(", ")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::check::check_with;
    use crate::rules;

    fn findings(pack: &str, text: &str) -> Vec<(String, String, Option<String>)> {
        let pack = Pack::parse(pack).unwrap();
        let doc = Document::new(text);
        let mut findings = Findings::default();
        pack.check(&doc, &mut findings);
        let told = |finding: Finding| {
            let edit = finding.edits.first().map(|edit| edit.replacement.clone());
            (doc.str(finding.span).to_owned(), finding.message, edit)
        };
        findings.into_vec().into_iter().map(told).collect()
    }

    fn error(pack: &str) -> String {
        Pack::parse(pack).unwrap_err().to_string()
    }

    #[test]
    fn phrases_and_expressions_fire() {
        let pack = r#"
            name = "house"
            [[rule]]
            name = "use"
            phrase = "{utilise}"
            replacement = "{use}"
            [[rule]]
            name = "zone"
            regex = '(\d+) sq\. m\b'
            replacement = "$1 m²"
            message = "Areas take the sign."
            severity = "info"
            [[rule]]
            name = "banned"
            phrase = "stakeholders"
        "#;
        let found = findings(pack, "Utilising 30 sq. m of pier, stakeholders met.");
        let expected = [
            ("Utilising", "“Utilising” is written “Using” here", Some("Using")),
            ("stakeholders", "“stakeholders” is not used here", None),
            ("30 sq. m", "Areas take the sign", Some("30 m²")),
        ];
        let expected = expected
            .map(|(quote, message, edit)| (quote.to_owned(), message.to_owned(), edit.map(str::to_owned)));
        assert_eq!(found, expected);
    }

    #[test]
    fn allowed_words_silence_every_rule() {
        let text = "He spoke at the OON on Monday.";
        let doc = Document::new(text);
        let pack = |allow| Pack::parse(&format!("name = \"house\"\nallow = [{allow}]")).unwrap();
        assert_eq!(check_with(&doc, rules::ALL, &[pack("")]).len(), 1);
        assert_eq!(check_with(&doc, rules::ALL, &[pack("\"OON\"")]), []);
    }

    #[test]
    fn bad_packs_name_line_and_rule() {
        assert_eq!(
            error("name = \"House\""),
            "line 1: `House` must be small letters, digits and hyphens"
        );
        assert!(error("name = \"house\"\nrules = 3").starts_with("line 2: unknown field `rules`"));
        assert!(error("name = \"house\"\n\n[[rule]\n").starts_with("line 3: "));
        assert!(
            error("name = \"house\"\n[[rule]]\nname = \"x\"\nphrase = \"y\"\nseverity = \"bad\"")
                .starts_with("line 5: unknown variant `bad`")
        );
        let rule = |line: &str| error(&format!("name = \"house\"\n\n[[rule]]\nname = \"x\"\n{line}"));
        for (line, message) in [
            ("", "give either `phrase` or `regex`"),
            ("phrase = \"a\"\nregex = \"b\"", "give either `phrase` or `regex`"),
            ("phrase = \"the (pier\"", "`)` is missing after `(pier`"),
            (
                "phrase = \"pier\"\npasses = [\"A pier.\"]",
                "in “A pier.” it finds “pier”",
            ),
            (
                "phrase = \"pier\"\nflags = [\"A [[quay]].\"]",
                "in “A [[quay]].” it finds nothing",
            ),
            (
                "phrase = \"pier\"\nflags = [\"A quay.\"]",
                "mark what is wrong in “A quay.” with [[ ]]",
            ),
            (
                "phrase = \"pier\"\n[[rule]]\nname = \"x\"\nphrase = \"quay\"",
                "another rule has this name already",
            ),
        ] {
            let text = rule(line);
            assert!(
                text.starts_with("line ") && text.ends_with(&format!("rule `x`: {message}")),
                "{text}"
            );
        }
        assert!(rule("regex = '('").contains("rule `x`: regex parse error"));
        assert!(
            rule("phrase = \"a (b\"").starts_with("line 3, "),
            "{}",
            rule("phrase = \"a (b\"")
        );
    }

    proptest! {
        #[test]
        fn no_phrase_or_text_panics(phrase in "([a-z]{0,3}|[ (){}<>|*#\\[\\]']){0,8}", text in "\\PC{0,40}") {
            let mut table = PhraseTable::default();
            if table.insert(&phrase).is_ok() {
                let doc = Document::new(&text);
                for sentence in doc.sentences() {
                    table.matches(&doc, doc.tokens_in(sentence));
                }
            }
        }
    }
}
