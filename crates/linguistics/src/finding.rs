//! What a rule says about a document: [`Finding`], [`Edit`], [`Severity`], [`Category`].

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use text::{Lang, Span};

/// How much a fault hurts the reader, in the words of MQM (<https://themqm.org>), lowest first.
///
/// MQM's *neutral* is called `info` here: worth knowing, costs no points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; never lowers a score.
    Info,
    /// Noticeable, does not mislead.
    Minor,
    /// Confuses or misleads the reader.
    Major,
    /// Makes the text unusable or harmful.
    Critical,
}

impl Severity {
    /// All severities, lowest first.
    pub const ALL: [Severity; 4] = [Self::Info, Self::Minor, Self::Major, Self::Critical];

    /// The lower-case word used in configuration and in every machine format.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Minor => "minor",
            Self::Major => "major",
            Self::Critical => "critical",
        }
    }

    /// Penalty points of one finding: the MQM scoring model's 0, 1, 5 and 25.
    #[must_use]
    pub fn penalty(self) -> u32 {
        match self {
            Self::Info => 0,
            Self::Minor => 1,
            Self::Major => 5,
            Self::Critical => 25,
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A word that is not the name of a [`Severity`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no severity; use info, minor, major or critical")]
pub struct UnknownSeverity(String);

impl FromStr for Severity {
    type Err = UnknownSeverity;

    fn from_str(word: &str) -> Result<Self, UnknownSeverity> {
        Self::ALL
            .into_iter()
            .find(|severity| severity.as_str() == word)
            .ok_or_else(|| UnknownSeverity(word.to_owned()))
    }
}

/// Where a fault stands in the MQM typology: dimension and error type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Category {
    /// Accuracy: the target says something else than the source.
    Mistranslation,
    /// Accuracy: the target says something twice or more than the source.
    Addition,
    /// Accuracy: the original says something that the text does not.
    Omission,
    /// Accuracy: text was left in another language or script.
    Untranslated,
    /// Terminology: the term or acronym does not fit.
    WrongTerm,
    /// Terminology: one thing, several names.
    InconsistentTerm,
    /// Fluency: marks that cannot stand there.
    Punctuation,
    /// Fluency: white space that cannot stand there, or is missing.
    Spacing,
    /// Fluency: words that cannot stand together.
    Grammar,
    /// Fluency: a word that is not one.
    Spelling,
    /// Style: an English writer would not put it so.
    Unidiomatic,
    /// Style: forms mixed within one text.
    InconsistentStyle,
    /// Locale convention: how numbers are written.
    NumberFormat,
    /// Locale convention: how dates and times are written.
    DateFormat,
    /// Design and markup: codes where text is due.
    Markup,
    /// Design and markup: text of the site, not of the article.
    Boilerplate,
}

impl Category {
    /// The MQM dimension, the first half of [`Category::label`].
    #[must_use]
    pub fn dimension(self) -> &'static str {
        match self {
            Self::Mistranslation | Self::Addition | Self::Omission | Self::Untranslated => "Accuracy",
            Self::WrongTerm | Self::InconsistentTerm => "Terminology",
            Self::Punctuation | Self::Spacing | Self::Grammar | Self::Spelling => "Fluency",
            Self::Unidiomatic | Self::InconsistentStyle => "Style",
            Self::NumberFormat | Self::DateFormat => "Locale convention",
            Self::Markup | Self::Boilerplate => "Design and markup",
        }
    }

    /// The error type within its dimension, the second half of [`Category::label`].
    #[must_use]
    pub fn kind(self) -> &'static str {
        match self {
            Self::Mistranslation => "Mistranslation",
            Self::Addition => "Addition",
            Self::Omission => "Omission",
            Self::Untranslated => "Untranslated",
            Self::WrongTerm => "Wrong term",
            Self::InconsistentTerm => "Inconsistent term",
            Self::Punctuation => "Punctuation",
            Self::Spacing => "Spacing",
            Self::Grammar => "Grammar",
            Self::Spelling => "Spelling",
            Self::Unidiomatic => "Unidiomatic",
            Self::InconsistentStyle => "Inconsistent style",
            Self::NumberFormat => "Number format",
            Self::DateFormat => "Date format",
            Self::Markup => "Markup",
            Self::Boilerplate => "Boilerplate",
        }
    }

    /// All error types.
    pub const ALL: [Self; 16] = [
        Self::Mistranslation,
        Self::Addition,
        Self::Omission,
        Self::Untranslated,
        Self::WrongTerm,
        Self::InconsistentTerm,
        Self::Punctuation,
        Self::Spacing,
        Self::Grammar,
        Self::Spelling,
        Self::Unidiomatic,
        Self::InconsistentStyle,
        Self::NumberFormat,
        Self::DateFormat,
        Self::Markup,
        Self::Boilerplate,
    ];

    /// The error type as a key: `wrong-term`.
    #[must_use]
    pub fn key(self) -> String {
        self.kind().to_ascii_lowercase().replace(' ', "-")
    }

    /// What reports and machine formats show: `"Fluency / Punctuation"`.
    #[must_use]
    pub fn label(self) -> String {
        format!("{} / {}", self.dimension(), self.kind())
    }
}

impl<'de> Deserialize<'de> for Category {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let key = String::deserialize(deserializer)?;
        let known = Self::ALL.into_iter().find(|category| category.key() == key);
        known.ok_or_else(|| {
            let keys = Self::ALL.map(Self::key).join(", ");
            serde::de::Error::custom(format!("`{key}` is no category; use one of {keys}"))
        })
    }
}

impl Serialize for Category {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.label())
    }
}

/// A replacement of one span of the text. An empty `span` inserts, an empty `replacement` deletes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Edit {
    /// What is replaced, in bytes of the document's text.
    pub span: Span,
    /// What stands there afterwards.
    pub replacement: String,
}

/// The text after some edits, in any order. An edit that overlaps one after it in the text, or is not within the text, is
/// left out.
#[must_use]
pub fn corrected<'e>(text: &str, edits: impl IntoIterator<Item = &'e Edit>) -> String {
    let mut edits: Vec<&Edit> = edits.into_iter().collect();
    edits.sort_by_key(|edit| edit.span);
    let (mut corrected, mut untouched) = (text.to_owned(), text.len());
    for edit in edits.into_iter().rev() {
        if edit.span.end <= untouched && edit.span.get(text).is_some() {
            corrected.replace_range(edit.span, &edit.replacement);
            untouched = edit.span.start;
        }
    }
    corrected
}

/// Another place in the same document that explains a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Related {
    /// Where, in bytes of the document's text.
    pub span: Span,
    /// What that place has to do with the finding: "defined here".
    pub note: String,
}

/// What the original says in the place of a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Beside {
    /// The language of the original.
    pub language: Lang,
    /// Its sentence, or the few that one sentence of the translation renders.
    pub sentence: String,
    /// The words that the finding is about, in bytes of the sentence; empty where none of them are.
    pub span: Span,
    /// What both sides say, in one notation: "417.6万 = 4.176 million".
    pub note: Option<String>,
}

/// One fault in one place.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Finding {
    /// Id of the rule that says so, such as `stray-punctuation-sequence`.
    pub rule: Cow<'static, str>,
    /// MQM error type.
    pub category: Category,
    /// MQM severity; the rule's own unless the rule or the user lowers or raises it.
    pub severity: Severity,
    /// The faulty text, in bytes of the document's text; never empty.
    pub span: Span,
    /// What is wrong in this sentence, quoting it, in an editor's words; plain text, no full stop at the end.
    pub message: String,
    /// Why this happened here, where more can be said than the rule's explanation does; full sentences.
    pub reason: Option<String>,
    /// The correction, only where it can be accepted unread. The edits belong together: apply all or none.
    /// Sorted, not overlapping.
    pub edits: Vec<Edit>,
    /// How sure the rule is, from 0 to 1.
    pub confidence: f32,
    /// Other places that belong to the same fault, such as the definition of an acronym.
    pub related: Vec<Related>,
    /// What the original says there, where the translation was compared with it: in a box, for hardly any finding has it, and a long
    /// article has many findings.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub beside: Option<Box<Beside>>,
}

impl Finding {
    /// The span together with those of the edits: what another finding must not touch.
    #[must_use]
    pub fn extent(&self) -> Span {
        let edits = self.edits.iter().map(|edit| edit.span);
        edits.fold(self.span, Span::join)
    }
}

/// What a rule adds to a finding while it reports it; each method returns the finding for the next.
impl Finding {
    /// Replaces the whole span.
    pub fn fix(&mut self, replacement: impl Into<String>) -> &mut Self {
        self.edit(self.span, replacement)
    }

    /// Adds an edit to the correction.
    pub fn edit(&mut self, span: impl Into<Span>, replacement: impl Into<String>) -> &mut Self {
        self.edits.push(Edit {
            span: span.into(),
            replacement: replacement.into(),
        });
        self.edits.sort_by_key(|edit| edit.span.start);
        self
    }

    /// Says why the fault occurs here.
    pub fn because(&mut self, reason: impl Into<String>) -> &mut Self {
        self.reason = Some(reason.into());
        self
    }

    /// Sets how sure the rule is, from 0 to 1.
    pub fn confidence(&mut self, confidence: f32) -> &mut Self {
        self.confidence = confidence;
        self
    }

    /// Sets another severity than the rule's own.
    pub fn severity(&mut self, severity: Severity) -> &mut Self {
        self.severity = severity;
        self
    }

    /// Points at another place that belongs to the fault.
    pub fn relate(&mut self, span: impl Into<Span>, note: impl Into<String>) -> &mut Self {
        self.related.push(Related {
            span: span.into(),
            note: note.into(),
        });
        self
    }
}
