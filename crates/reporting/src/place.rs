//! Where in an article a byte span stands, in words and numbers that people and programs use.

use checker::CheckedBlock;
use std::collections::HashMap;
use std::fmt;
use text::BlockKind;

use text::Span;

use crate::report::ArticleReport;
use crate::verdict::shortened;

/// Characters shown of the id of a unit.
const UNIT_CHARS: usize = 60;

/// Where a finding stands, as an editor would say it: "paragraph 2, sentence 3".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The kind of block it starts in.
    pub kind: BlockKind,
    /// Whether that block belongs to the site rather than to the article.
    pub boilerplate: bool,
    /// The number of the block, from 1, among its like: paragraphs among paragraphs, boilerplate apart.
    pub number: usize,
    /// The number of the sentence within the block, from 1.
    pub sentence: usize,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.boilerplate {
            return write!(f, "site text {}", self.number);
        }
        let kind = if self.kind == BlockKind::ListItem {
            "list item"
        } else {
            self.kind.as_str()
        };
        match self.kind {
            BlockKind::Heading => write!(f, "{kind} {}", self.number),
            _ => write!(f, "{kind} {}, sentence {}", self.number, self.sentence),
        }
    }
}

/// Finds the [`Place`] of any span of one article.
pub(crate) struct Places<'a> {
    article: &'a ArticleReport,
    /// For each block its number among its like.
    numbers: Vec<usize>,
}

impl<'a> Places<'a> {
    /// Numbers the blocks of an article.
    pub(crate) fn new(article: &'a ArticleReport) -> Self {
        let mut seen: HashMap<Option<BlockKind>, usize> = HashMap::new();
        let mut number = |block: &CheckedBlock| {
            let count = seen
                .entry((!block.boilerplate).then_some(block.kind))
                .or_default();
            *count += 1;
            *count
        };
        Self {
            article,
            numbers: article.blocks.iter().map(&mut number).collect(),
        }
    }

    /// The place where a span starts; `None` when it starts in no block.
    pub(crate) fn of(&self, span: Span) -> Option<Place> {
        let index = self.block_index(span)?;
        let block = &self.article.blocks[index];
        Some(Place {
            kind: block.kind,
            boilerplate: block.boilerplate,
            number: self.numbers[index],
            sentence: self.sentence_number(block, span),
        })
    }

    /// The place where a span starts, in words.
    pub(crate) fn text(&self, span: Span) -> String {
        let article = self.article;
        let file = article.file.as_ref();
        if let Some(region) = file.and_then(|file| file.region(&article.text, span)) {
            let unit = shortened(&region.unit.id, UNIT_CHARS);
            return format!("unit {unit}, line {}", region.start.line);
        }
        self.of(span)
            .map_or_else(|| format!("byte {}", span.start), |place| place.to_string())
    }

    /// The number of a block among its like, from 1.
    pub(crate) fn number(&self, block: usize) -> usize {
        self.numbers[block]
    }

    /// The block in which a span starts.
    pub(crate) fn block_index(&self, span: Span) -> Option<usize> {
        let blocks = &self.article.blocks;
        let index = blocks.partition_point(|block| block.span.end <= span.start);
        blocks
            .get(index)
            .filter(|block| block.span.start <= span.start)
            .map(|_| index)
    }

    fn sentence_number(&self, block: &CheckedBlock, span: Span) -> usize {
        let sentences = &self.article.sentences;
        let before_block = sentences.partition_point(|sentence| sentence.end <= block.span.start);
        let up_to_span = sentences.partition_point(|sentence| sentence.start <= span.start);
        up_to_span.saturating_sub(before_block).max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article() -> ArticleReport {
        let block = |span, kind, boilerplate| CheckedBlock {
            span,
            kind,
            boilerplate,
        };
        ArticleReport {
            text: "Sponsored\n\nTitle\n\nOne. Two.\n\nThree.".into(),
            blocks: vec![
                block(Span::new(0, 9), BlockKind::Paragraph, true),
                block(Span::new(11, 16), BlockKind::Heading, false),
                block(Span::new(18, 27), BlockKind::Paragraph, false),
                block(Span::new(29, 35), BlockKind::Paragraph, false),
            ],
            sentences: vec![
                Span::new(0, 9),
                Span::new(11, 16),
                Span::new(18, 22),
                Span::new(23, 27),
                Span::new(29, 35),
            ],
            ..Default::default()
        }
    }

    #[test]
    fn numbers_paragraphs_among_paragraphs() {
        let article = article();
        let places = Places::new(&article);
        let place = |span| places.of(span).map(|place| place.to_string());
        assert_eq!(place(Span::new(0, 3)).as_deref(), Some("site text 1"));
        assert_eq!(place(Span::new(11, 12)).as_deref(), Some("heading 1"));
        assert_eq!(
            place(Span::new(23, 26)).as_deref(),
            Some("paragraph 1, sentence 2")
        );
        assert_eq!(
            place(Span::new(34, 35)).as_deref(),
            Some("paragraph 2, sentence 1")
        );
        assert_eq!(place(Span::new(27, 28)), None, "between two blocks");
    }
}
