//! What a rule is: [`BuiltIn`], the literal in which one of ours is written, and [`Rule`], what everybody else sees of any rule.

use std::borrow::Cow;

use serde::Serialize;
use text::{Lang, Span};

use crate::document::Document;
use crate::finding::{Category, Finding, Severity};

/// A rule of ours: one literal in one file, which feeds the checker, the tests, `wirecheck explain`, the documentation and
/// the reports.
#[derive(Debug)]
pub struct BuiltIn {
    /// Names the fault in kebab-case: `stray-punctuation-sequence`.
    pub name: &'static str,
    /// The fault in one line, for lists and report legends; no full stop.
    pub summary: &'static str,
    /// MQM error type of its findings.
    pub category: Category,
    /// Severity of its findings unless the rule lowers one or the user sets another.
    pub severity: Severity,
    /// The texts it can judge.
    pub languages: Languages,
    /// The texts on which it is quiet enough to speak.
    pub point: Point,
    /// What the fault is and why it occurs in translated text; full sentences, plain text.
    pub explain: &'static str,
    /// Marked and clean sentences; they are the tests, the documentation and the `explain` text.
    pub examples: &'static [Example<&'static str>],
    /// Reads the document and reports; keeps no state and knows no other rule.
    pub check: fn(&Document, &mut Findings),
}

impl BuiltIn {
    /// Whether it can judge a document and may speak on it: by the language and what is known of the origin.
    #[must_use]
    pub fn judges(&self, doc: &Document) -> bool {
        let speaks = self.point == Point::AnyText || doc.origin().machine_translated;
        speaks && self.languages.include(doc.language())
    }

    /// What it says of a document, as it was reported: unsettled, and whether or not it can judge the document.
    #[must_use]
    pub fn findings(&self, doc: &Document) -> Vec<Finding> {
        let mut findings = Findings::default();
        (self.check)(doc, &mut findings);
        findings.into_vec()
    }
}

/// What there is to know about a rule, whether it is one of ours or a user's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Its name as findings carry it: `stray-punctuation-sequence`, or `pack/name`.
    pub name: String,
    /// What it finds, in one line without a full stop.
    pub summary: String,
    /// MQM error type of its findings.
    pub category: Category,
    /// MQM severity of its findings unless a finding says otherwise.
    pub severity: Severity,
    /// The texts it judges.
    pub languages: Languages,
    /// The texts on which it speaks.
    pub point: Point,
    /// Why such faults occur in translated text; full sentences.
    pub explain: String,
    /// What it flags and what it lets pass.
    pub examples: Vec<Example>,
}

impl From<&BuiltIn> for Rule {
    fn from(rule: &BuiltIn) -> Self {
        Self {
            name: rule.name.into(),
            summary: rule.summary.into(),
            category: rule.category,
            severity: rule.severity,
            languages: rule.languages,
            point: rule.point,
            explain: rule.explain.into(),
            examples: rule.examples.iter().copied().map(Example::owned).collect(),
        }
    }
}

/// The languages of text that a rule can judge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Languages {
    /// Marks, spaces, scripts: the same in any language.
    Any,
    /// Rests on words of this language.
    Only(Lang),
}

impl Languages {
    /// Rests on English words.
    pub const ENGLISH: Self = Self::Only(Lang::ENGLISH);

    /// Whether a text in `language` can be judged; one too short to tell is taken for whatever the rule knows.
    #[must_use]
    pub fn include(self, language: Option<Lang>) -> bool {
        match self {
            Self::Any => true,
            Self::Only(known) => language.is_none_or(|language| language == known),
        }
    }
}

/// The operating point of a rule: how sure it must be before it speaks depends on how common faults are, and in a text that
/// is known to be a machine translation they are many times as common as in one that may be anybody's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Point {
    /// It speaks on any text: it is next to silent on what people wrote in English.
    AnyText,
    /// It speaks only on a text that is [known](crate::document::Origin) to be a machine translation.
    KnownTranslation,
}

/// A sentence that shows what a rule does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Example<S = String> {
    /// Text with every span that the rule must report between `[[` and `]]`; `fixed` is the text after all its
    /// edits, `None` where the rule offers no correction.
    Flags {
        /// The marked text.
        text: S,
        /// The corrected text.
        fixed: Option<S>,
    },
    /// A sentence somebody would really write, which the rule must leave alone.
    Passes(S),
}

impl Example<&str> {
    fn owned(self) -> Example {
        match self {
            Self::Flags { text, fixed } => Example::Flags {
                text: text.into(),
                fixed: fixed.map(Into::into),
            },
            Self::Passes(text) => Example::Passes(text.into()),
        }
    }
}

/// The findings of one document while rules add to them.
#[derive(Debug, Default)]
pub struct Findings {
    list: Vec<Finding>,
}

impl Findings {
    /// Reports a fault at `span` with the rule's own severity; the finding's own methods add the rest.
    pub fn report(
        &mut self,
        rule: &'static BuiltIn,
        span: impl Into<Span>,
        message: impl Into<String>,
    ) -> &mut Finding {
        let span = span.into();
        debug_assert!(
            span.start < span.end,
            "{}: a finding points at something",
            rule.name
        );
        let at = self.list.len();
        self.list.push(Finding {
            rule: Cow::Borrowed(rule.name),
            category: rule.category,
            severity: rule.severity,
            span,
            message: message.into(),
            reason: None,
            edits: Vec::new(),
            confidence: 0.95,
            related: Vec::new(),
            beside: None,
        });
        &mut self.list[at]
    }

    /// Adds a finding that was made elsewhere, such as by a user's own rule.
    pub fn push(&mut self, finding: Finding) {
        self.list.push(finding);
    }

    /// The findings as they were reported, unsorted.
    #[must_use]
    pub fn into_vec(self) -> Vec<Finding> {
        self.list
    }
}

/// Takes the `[[` and `]]` out of an example's text and returns it with the spans they marked.
#[must_use]
pub fn marked(text: &str) -> (String, Vec<Span>) {
    let (mut plain, mut spans) = (String::with_capacity(text.len()), Vec::new());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("[[") {
        // A bracket of the example's own may touch the closing marks: "[[[/caption]]]".
        let end = behind.find("]]").map_or(behind.len(), |end| {
            end + usize::from(behind[end..].starts_with("]]]"))
        });
        plain.push_str(before);
        spans.push(Span::new(plain.len(), plain.len() + end));
        plain.push_str(&behind[..end]);
        rest = behind.get(end + 2..).unwrap_or_default();
    }
    plain.push_str(rest);
    (plain, spans)
}
