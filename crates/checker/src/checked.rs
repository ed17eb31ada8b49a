//! What a checker says of a text: [`Checked`].

use linguistics::document::Document;
use linguistics::finding::Finding;
use linguistics::likelihood::Judgement;
use serde::Serialize;
use text::{BlockKind, Lang, Span};

use crate::beside::Alongside;

/// Everything that is said of one text. All spans are byte ranges into its string.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Checked {
    /// The language of the text proper; `None` where there is too little of it to tell.
    pub language: Option<Lang>,
    /// Whether there was anything to check: a word or a number in any block, boilerplate included.
    pub has_words: bool,
    /// Words and numbers of the text proper, the base of a score.
    pub words: usize,
    /// The blocks that were checked, in order.
    pub blocks: Vec<CheckedBlock>,
    /// The sentences of all blocks, in order.
    pub sentences: Vec<CheckedSentence>,
    /// Whether its style is that of a translation; `None` when it was not examined.
    pub style: Option<Judgement>,
    /// Whether its style alone made it pass for a machine translation, on which more rules speak.
    pub by_style: bool,
    /// How it lies beside its original; `None` where it was not compared with one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comparison: Option<Alongside>,
    /// What is wrong with it, sorted by place.
    pub findings: Vec<Finding>,
}

/// A block of a checked text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct CheckedBlock {
    /// What it is in the article.
    pub kind: BlockKind,
    /// Where it is.
    pub span: Span,
    /// Whether it belongs to the site rather than to the article; it is not counted and hardly checked.
    pub boilerplate: bool,
}

/// A sentence of a checked text.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct CheckedSentence {
    /// Where it is.
    pub span: Span,
    /// How odd a [`SentenceScorer`](crate::SentenceScorer) finds it; `None` without one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<f32>,
}

impl Checked {
    pub(crate) fn new(document: &Document, style: Judgement, findings: Vec<Finding>) -> Self {
        let block = |block: &linguistics::document::Block| CheckedBlock {
            kind: block.kind,
            span: block.span,
            boilerplate: block.boilerplate.is_some(),
        };
        let sentence = |sentence: &linguistics::document::Sentence| CheckedSentence {
            span: sentence.span(),
            score: None,
        };
        Self {
            language: document.language(),
            has_words: document.has_words(),
            words: document.word_count(),
            blocks: document.blocks().iter().map(block).collect(),
            sentences: document.sentences().iter().map(sentence).collect(),
            style: Some(style),
            by_style: false,
            comparison: None,
            findings,
        }
    }
}
