//! What does not match between a translation and its original: [`Mismatch`].

use text::Span;

/// A place where a translation does not say what its original says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    /// What is wrong.
    pub kind: MismatchKind,
    /// How sure it is.
    pub certainty: Certainty,
    /// Of a wrong magnitude: the power of ten by which the translation is too large, or with a minus too small.
    pub power: Option<i32>,
    /// The place in the translation; of something that is missing there, the place where it would stand (empty).
    pub translation: Span,
    /// The place in the original; `None` where nothing stands for it.
    pub original: Option<Span>,
    /// What is wrong in this sentence, in an editor's words: "15,000 stands for 11,000".
    pub message: String,
    /// What both sides say, in one notation: "417.6万 = 4.176 million".
    pub note: Option<String>,
    /// The text to put in the place of [`Mismatch::translation`], if it would be accepted unread.
    pub replacement: Option<String>,
}

/// How sure a mismatch is. There is nothing between: users of such checks drown in false alarms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Certainty {
    /// It deserves a look, and fails no run.
    Look,
    /// It is a fault.
    Certain,
}

/// What does not match.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MismatchKind {
    /// A number, amount, time or range is another one.
    Number,
    /// The right digits with a wrong magnitude: million for billion.
    Scale,
    /// A month or day is another one.
    Date,
    /// A number that stands on one side only.
    NumberHint,
    /// An acronym that does not stand for the one of the original.
    Acronym,
    /// A sentence or paragraph of the original that nothing renders.
    Missing,
    /// A sentence that renders nothing of the original.
    Added,
    /// A sentence that renders another one, or a pair that is no translation.
    Other,
    /// Words that were left in the language of the original.
    Untranslated,
    /// A name that is another one.
    Name,
    /// A question that became a statement, or the reverse.
    Question,
}
