//! Users' own rules: a pack of phrases and regular expressions in TOML, tested when it is read.
//!
//! ```
//! use linguistics::{check::check_with, document::Document, packs::Pack, rules};
//!
//! let pack = Pack::parse(r#"
//!     name = "house"
//!     allowed = ["OON"]
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
//! `allowed` has words, acronyms and phrases: a finding that points at one of them, of whatever rule, is not reported. One
//! in small letters is allowed in capitals too.
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
//! | `category` | the MQM error type: `wrong-term` (if left out), `grammar`, `spelling`, `punctuation`, … |
//! | `language` | the language of the texts that it judges, such as `en`; left out: any |
//! | `flags`, `passes` | texts in which the rule must find what stands between `[[ ]]`, and nothing |

use std::borrow::Cow;

use regex::{Regex, RegexBuilder};
use rustc_hash::FxHashSet;
use serde::Deserialize;
use text::{Lang, Span};
use toml::Spanned;

use crate::document::Document;
use crate::finding::{Category, Finding, Severity};
use crate::phrases::{PhraseTable, inflected};
use crate::rule::{Example, Findings, Languages, Point, Rule, marked};
use crate::rules::phrase::cased_like;

/// A pack that was read and whose examples hold.
#[derive(Debug, Clone)]
pub struct Pack {
    name: String,
    allowed: FxHashSet<String>,
    rules: Vec<Rule>,
    /// The names of rules that are switched off.
    off: FxHashSet<String>,
    wordings: Vec<Wording>,
    /// The phrases of all wordings, and which wording each belongs to.
    phrases: PhraseTable,
    phrase_wordings: Vec<usize>,
}

/// A word or phrase that a house does not write, or writes otherwise: an entry of a list without examples.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// What is not written: a phrase as in a rule of a pack.
    pub wrong: String,
    /// What is written instead; `None` where nothing is offered.
    pub right: Option<String>,
    /// Why; full sentences.
    pub reason: Option<String>,
    /// Severity of its findings; `None` is minor.
    pub severity: Option<Severity>,
}

/// What a rule looks for, and what it says of it. A rule of a file has one, the rule for terms has one a term.
#[derive(Debug, Clone)]
struct Wording {
    rule: usize,
    /// `None` for a phrase, which is in the table.
    regex: Option<Regex>,
    replacement: Option<String>,
    message: Option<String>,
    reason: Option<String>,
    severity: Severity,
}

/// Why a pack cannot be used. The caller knows the file; lines count from 1.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
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
    allowed: Vec<String>,
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
    category: Option<Category>,
    language: Option<String>,
    #[serde(default)]
    flags: Vec<String>,
    #[serde(default)]
    passes: Vec<String>,
}

/// A place where a wording stands.
struct Hit {
    wording: usize,
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
        let mut pack = Self::of_allowed(file.name.get_ref(), file.allowed);
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

    /// A pack that allows some words and has no rule yet.
    #[must_use]
    pub fn of_allowed(name: &str, allowed: impl IntoIterator<Item = String>) -> Self {
        Self {
            name: name.to_owned(),
            allowed: allowed.into_iter().collect(),
            rules: Vec::new(),
            off: FxHashSet::default(),
            wordings: Vec::new(),
            phrases: PhraseTable::default(),
            phrase_wordings: Vec::new(),
        }
    }

    /// Adds a term. All terms of a pack belong to one rule, `pack/term`. Errors say what is wrong with the phrase.
    pub fn add_term(&mut self, term: Term) -> Result<(), String> {
        let name = format!("{}/term", self.name);
        let known = self.rules.iter().position(|rule| rule.name == name);
        self.phrases.insert(&term.wrong)?;
        self.phrase_wordings.push(self.wordings.len());
        self.wordings.push(Wording {
            rule: known.unwrap_or(self.rules.len()),
            regex: None,
            replacement: term.right,
            message: None,
            reason: term.reason,
            severity: term.severity.unwrap_or(Severity::Minor),
        });
        if known.is_none() {
            self.rules.push(Rule {
                name,
                summary: "a term that is not written here, or is written otherwise".into(),
                category: Category::WrongTerm,
                severity: Severity::Minor,
                languages: Languages::Any,
                point: Point::AnyText,
                explain: "The list of terms asks for it.".into(),
                examples: Vec::new(),
            });
        }
        Ok(())
    }

    /// The name that its findings carry before the `/`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether it has no rule and allows nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty() && self.allowed.is_empty()
    }

    /// Its rules in the order of the file, also those that are switched off.
    #[must_use]
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// Its rules that are switched on.
    pub fn active_rules(&self) -> impl Iterator<Item = &Rule> {
        self.rules.iter().filter(|rule| self.is_on(&rule.name))
    }

    /// Whether the rule of that whole name is not switched off.
    #[must_use]
    pub fn is_on(&self, rule: &str) -> bool {
        !self.off.contains(rule)
    }

    /// Switches on the rules that `wanted` says of their whole name, `pack/name`, and the others off.
    pub fn switch(&mut self, wanted: impl Fn(&str) -> bool) {
        let names = self.rules.iter().map(|rule| &rule.name);
        self.off = names.filter(|name| !wanted(name)).cloned().collect();
    }

    /// Reports what its rules find in the article's own text.
    pub fn check(&self, doc: &Document, findings: &mut Findings) {
        for hit in self.hits(doc) {
            let rule = self.rule_of(&hit);
            if self.is_on(&rule.name) && rule.languages.include(doc.language()) {
                findings.push(self.finding(doc, hit));
            }
        }
    }

    /// Whether the pack allows what a finding points at. What is allowed in small letters is allowed in any.
    #[must_use]
    pub fn allows(&self, doc: &Document, finding: &Finding) -> bool {
        if self.allowed.is_empty() {
            return false;
        }
        let quote = doc.str(finding.span);
        self.allowed.contains(quote) || self.allowed.contains(&quote.to_lowercase())
    }

    fn add(&mut self, entry: &Entry) -> Result<(), String> {
        if !is_kebab_case(&entry.name) {
            return Err(format!("the name {KEBAB_CASE}"));
        }
        let name = format!("{}/{}", self.name, entry.name);
        if self.rules.iter().any(|rule| rule.name == name) {
            return Err("another rule has this name already".into());
        }
        let (pattern, regex) = match (&entry.phrase, &entry.regex) {
            (Some(phrase), None) => {
                self.phrases.insert(phrase)?;
                self.phrase_wordings.push(self.wordings.len());
                (phrase, None)
            }
            (None, Some(regex)) => (regex, Some(compiled(regex)?)),
            _ => return Err("give either `phrase` or `regex`".into()),
        };
        let wording = Wording {
            rule: self.rules.len(),
            regex,
            replacement: entry.replacement.clone(),
            message: entry.message.clone(),
            reason: entry.reason.clone(),
            severity: entry.severity.unwrap_or(Severity::Minor),
        };
        let asked_by = || format!("The rule pack `{}` asks for it.", self.name);
        self.rules.push(Rule {
            name,
            summary: wording.message_for(pattern, entry.replacement.as_deref()),
            category: entry.category.unwrap_or(Category::WrongTerm),
            severity: wording.severity,
            languages: languages(entry.language.as_deref())?,
            point: Point::AnyText,
            explain: entry.reason.clone().unwrap_or_else(asked_by),
            examples: Vec::new(),
        });
        self.wordings.push(wording);
        Ok(())
    }

    /// Runs the examples of one rule, with the other rules beside it as they will be.
    fn test(&mut self, rule: usize, entry: &Entry) -> Result<(), String> {
        for example in &entry.flags {
            let (text, expected) = marked(example);
            if expected.is_empty() {
                return Err(format!("mark what is wrong in “{example}” with [[ ]]"));
            }
            let hits = self.hits_of(&text, rule);
            if !hits.iter().map(|hit| &hit.span).eq(&expected) {
                return Err(format!("in “{example}” it finds {}", quoted(&text, &hits)));
            }
            self.rules[rule].examples.push(Example::Flags {
                fixed: fixed(&text, &hits),
                text: example.clone(),
            });
        }
        for example in &entry.passes {
            let hits = self.hits_of(example, rule);
            if !hits.is_empty() {
                return Err(format!("in “{example}” it finds {}", quoted(example, &hits)));
            }
            self.rules[rule].examples.push(Example::Passes(example.clone()));
        }
        Ok(())
    }

    /// Where a rule fires in a text, from left to right.
    fn hits_of(&self, text: &str, rule: usize) -> Vec<Hit> {
        let mut hits = self.hits(&Document::new(text));
        hits.retain(|hit| self.wordings[hit.wording].rule == rule);
        hits.sort_by_key(|hit| (hit.span.start, hit.span.end));
        hits
    }

    fn hits(&self, doc: &Document) -> Vec<Hit> {
        let mut hits = Vec::new();
        for sentence in doc.prose_sentences() {
            let found = self.phrases.matches(doc, doc.tokens_in(sentence)).into_iter();
            hits.extend(found.map(|found| {
                let wording = self.phrase_wordings[found.entry];
                let replacement = self.wordings[wording].replacement.as_deref();
                let fitting = replacement.and_then(|replacement| inflected(replacement, found.forms));
                let quote = doc.str(found.span);
                Hit {
                    wording,
                    replacement: fitting.map(|fitting| cased_like(quote, &fitting)),
                    span: found.span,
                }
            }));
        }
        for (number, wording) in self.wordings.iter().enumerate() {
            if let Some(regex) = &wording.regex {
                regex_hits(doc, number, regex, wording.replacement.as_deref(), &mut hits);
            }
        }
        hits
    }

    fn rule_of(&self, hit: &Hit) -> &Rule {
        &self.rules[self.wordings[hit.wording].rule]
    }

    fn finding(&self, doc: &Document, hit: Hit) -> Finding {
        let wording = &self.wordings[hit.wording];
        let quote = doc.str(hit.span);
        let rule = self.rule_of(&hit);
        let mut finding = Finding {
            rule: Cow::Owned(rule.name.clone()),
            category: rule.category,
            severity: wording.severity,
            message: wording.message_for(quote, hit.replacement.as_deref()),
            span: hit.span,
            reason: wording.reason.clone(),
            edits: Vec::new(),
            confidence: 0.95,
            related: Vec::new(),
            beside: None,
        };
        if let Some(replacement) = hit.replacement {
            finding.fix(replacement);
        }
        finding
    }
}

impl Wording {
    fn message_for(&self, quote: &str, replacement: Option<&str>) -> String {
        match (self.message.as_deref(), replacement) {
            (Some(message), _) => message.trim_end_matches('.').to_owned(),
            (None, Some("")) => format!("“{quote}” is left out here"),
            (None, Some(replacement)) => format!("“{quote}” is written “{replacement}” here"),
            (None, None) => format!("“{quote}” is not used here"),
        }
    }
}

fn regex_hits(doc: &Document, wording: usize, regex: &Regex, replacement: Option<&str>, hits: &mut Vec<Hit>) {
    for block in doc.prose() {
        for found in regex.captures_iter(doc.str(block.span)) {
            let all = found.get_match();
            if all.is_empty() {
                continue; // a finding points at something
            }
            let expanded = replacement.map(|replacement| {
                let mut text = String::new();
                found.expand(replacement, &mut text);
                text
            });
            hits.push(Hit {
                wording,
                span: Span::from(all.range()).shifted(block.span.start),
                replacement: expanded,
            });
        }
    }
}

/// The text with the hits of one wording, which do not overlap, replaced; `None` where one offers nothing.
fn fixed(text: &str, hits: &[Hit]) -> Option<String> {
    let (mut fixed, mut end) = (String::with_capacity(text.len()), 0);
    for hit in hits {
        fixed.push_str(&text[end..hit.span.start]);
        fixed.push_str(hit.replacement.as_deref()?);
        end = hit.span.end;
    }
    Some(fixed + &text[end..])
}

/// The texts that a rule judges, by the tag that the pack gives.
fn languages(tag: Option<&str>) -> Result<Languages, String> {
    let Some(tag) = tag else {
        return Ok(Languages::Any);
    };
    Lang::from_tag(tag)
        .filter(|language| language.is_detected())
        .map(Languages::Only)
        .ok_or_else(|| {
            format!("`{tag}` is not the tag of a language that texts are told to be in, such as `en`")
        })
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

fn quoted(text: &str, hits: &[Hit]) -> String {
    if hits.is_empty() {
        return "nothing".into();
    }
    let quotes: Vec<String> = hits.iter().map(|hit| format!("“{}”", &text[hit.span])).collect();
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
        let pack = |allow| Pack::parse(&format!("name = \"house\"\nallowed = [{allow}]")).unwrap();
        assert_eq!(check_with(&doc, rules::ALL, &[pack("")]).len(), 1);
        assert_eq!(check_with(&doc, rules::ALL, &[pack("\"OON\"")]), []);
        assert_eq!(
            check_with(&doc, rules::ALL, &[pack("\"oon\"")]),
            [],
            "small letters allow any"
        );
        assert_eq!(check_with(&doc, rules::ALL, &[pack("\"Oon\"")]).len(), 1);
    }

    #[test]
    fn terms_are_one_rule() {
        let mut pack = Pack::of_allowed("words", []);
        let term = |wrong: &str, right: Option<&str>| Term {
            wrong: wrong.into(),
            right: right.map(Into::into),
            reason: None,
            severity: None,
        };
        pack.add_term(term("{utilise}", Some("{use}"))).unwrap();
        pack.add_term(term("stakeholders", None)).unwrap();
        assert!(
            pack.add_term(term("the (pier", None))
                .unwrap_err()
                .contains("is missing")
        );
        let names: Vec<_> = pack.rules().iter().map(|rule| rule.name.as_str()).collect();
        assert_eq!(names, ["words/term"]);
        let doc = Document::new("Stakeholders utilise it.");
        let found = check_with(&doc, &[], std::slice::from_ref(&pack));
        assert_eq!(
            found.iter().map(|finding| &*finding.rule).collect::<Vec<_>>(),
            ["words/term"; 2]
        );
        assert_eq!(
            (found[0].edits.len(), &*found[1].edits[0].replacement),
            (0, "use")
        );
        pack.switch(|name| name != "words/term");
        assert_eq!(check_with(&doc, &[], &[pack]), []);
    }

    #[test]
    fn examples_are_kept_with_their_correction() {
        let pack = Pack::parse(
            r#"
            name = "house"
            [[rule]]
            name = "use"
            phrase = "{utilise}"
            replacement = "{use}"
            flags = ["[[Utilised]] once and [[utilised]] twice."]
            passes = ["The utility is used."]
            [[rule]]
            name = "banned"
            phrase = "stakeholders"
            flags = ["The [[stakeholders]] met."]
        "#,
        )
        .unwrap();
        let [using, banned] = pack.rules() else {
            panic!("{:?}", pack.rules())
        };
        let flags = |text: &str, fixed: Option<&str>| Example::Flags {
            text: text.to_owned(),
            fixed: fixed.map(str::to_owned),
        };
        assert_eq!(using.summary, "“{utilise}” is written “{use}” here");
        assert_eq!(
            using.examples,
            [
                flags(
                    "[[Utilised]] once and [[utilised]] twice.",
                    Some("Used once and used twice.")
                ),
                Example::Passes("The utility is used.".into())
            ]
        );
        assert_eq!(banned.examples, [flags("The [[stakeholders]] met.", None)]);
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
