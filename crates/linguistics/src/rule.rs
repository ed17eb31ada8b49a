//! What a rule is: one literal that feeds the checker, the tests, `wirecheck explain`, the docs and the reports.

use std::borrow::Cow;

use crate::document::Document;
use crate::finding::{Category, Finding, Severity, Span};

/// Everything there is to know about a rule, in one literal in one file.
#[derive(Debug)]
pub struct Rule {
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
    /// What the fault is and why it occurs in translated text; full sentences, plain text.
    pub explain: &'static str,
    /// Marked and clean sentences; they are the tests, the documentation and the `explain` text.
    pub examples: &'static [Example],
    /// Reads the document and reports; keeps no state and knows no other rule.
    pub check: fn(&Document, &mut Findings),
}

/// The languages of text that a rule can judge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Languages {
    /// Marks, spaces, scripts: the same in any language.
    Any,
    /// Rests on English words.
    English,
}

/// A sentence that shows what a rule does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Example {
    /// Text with every span that the rule must report between `[[` and `]]`; `fixed` is the text after all its
    /// edits, `None` where the rule offers no correction.
    Flags {
        /// The marked text.
        text: &'static str,
        /// The corrected text.
        fixed: Option<&'static str>,
    },
    /// A sentence somebody would really write, which the rule must leave alone.
    Passes(&'static str),
}

/// The findings of one document while rules add to them.
#[derive(Debug, Default)]
pub struct Findings {
    list: Vec<Finding>,
}

impl Findings {
    /// Reports a fault at `span` with the rule's own severity; the finding's own methods add the rest.
    pub fn report(&mut self, rule: &'static Rule, span: Span, message: impl Into<String>) -> &mut Finding {
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
        spans.push(plain.len()..plain.len() + end);
        plain.push_str(&behind[..end]);
        rest = behind.get(end + 2..).unwrap_or_default();
    }
    plain.push_str(rest);
    (plain, spans)
}
