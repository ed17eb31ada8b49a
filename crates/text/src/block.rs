//! What a text consists of: [`Text`], its [`Block`]s, and how plain text is cut into them.

use serde::{Deserialize, Serialize};

use crate::span::Span;

/// A text and the blocks it consists of.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// The characters, exactly as they are checked. All spans are byte ranges into it.
    pub string: String,
    /// The blocks, in order, without overlap and without white space at their ends. What lies between them is not part
    /// of the text proper.
    pub blocks: Vec<Block>,
}

/// A paragraph or another piece of text that stands by itself; no sentence runs across its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// What it is in the article.
    pub kind: BlockKind,
    /// Bytes of the text.
    pub span: Span,
}

/// The part that a block plays in an article. Headings, list items and captions need not be sentences.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BlockKind {
    /// A headline or a heading inside the article.
    Heading,
    /// Running text.
    Paragraph,
    /// One item of a list.
    ListItem,
    /// A block quotation.
    Quote,
    /// The words below a picture or a table.
    Caption,
}

impl BlockKind {
    /// All kinds.
    pub const ALL: [Self; 5] = [
        Self::Heading,
        Self::Paragraph,
        Self::ListItem,
        Self::Quote,
        Self::Caption,
    ];

    /// The word for it, in running text and in machine formats.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Heading => "heading",
            Self::Paragraph => "paragraph",
            Self::ListItem => "list-item",
            Self::Quote => "quote",
            Self::Caption => "caption",
        }
    }
}

impl Text {
    /// Reads plain text for its own signs: blank lines separate blocks, a line that starts with a bullet is a list item,
    /// and a short first line without a full stop is a heading.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        let string = text.into();
        let blocks = plain_blocks(&string);
        Self { string, blocks }
    }

    /// Plain text with its title before it as the first heading, unless it begins with that or the title has no words.
    #[must_use]
    pub fn titled(title: &str, text: String) -> Self {
        let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
        let first = text.trim_start().lines().next().unwrap_or_default();
        if title.is_empty() || same_words(first, &title) {
            return Self::plain(text);
        }
        let mut text = Self::plain(format!("{title}\n\n{text}"));
        if let Some(first) = text.blocks.first_mut() {
            first.kind = BlockKind::Heading;
        }
        text
    }

    /// Adds a block of its own after a blank line. White space at its ends is left out; without anything else it is not
    /// added at all.
    pub fn push(&mut self, kind: BlockKind, words: &str) {
        let words = words.trim();
        if words.is_empty() {
            return;
        }
        if !self.string.is_empty() {
            self.string.push_str("\n\n");
        }
        let start = self.string.len();
        self.string.push_str(words);
        let span = Span::new(start, self.string.len());
        self.blocks.push(Block { kind, span });
    }

    /// The words of a block.
    #[must_use]
    pub fn block(&self, block: &Block) -> &str {
        &self.string[block.span]
    }
}

/// Whether two lines are the same but for white space and capitals, and not empty.
#[must_use]
pub fn same_words(a: &str, b: &str) -> bool {
    let words = |s: &str| s.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>();
    !b.trim().is_empty() && words(a) == words(b)
}

/// The blocks of plain text, by its own signs: see [`Text::plain`].
#[must_use]
pub fn plain_blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let span = Span::new(at, at + line.len());
        at = span.end;
        let content = line.trim();
        let kind = if is_bullet(content) {
            BlockKind::ListItem
        } else {
            BlockKind::Paragraph
        };
        match &mut open {
            _ if content.is_empty() => blocks.extend(open.take()),
            Some(block) if kind == BlockKind::Paragraph => block.span.end = span.end,
            _ => blocks.extend(open.replace(Block { kind, span })),
        }
    }
    blocks.extend(open);
    for block in &mut blocks {
        block.span = block.span.trimmed(text);
    }
    if let [first, _, ..] = blocks.as_mut_slice()
        && first.kind == BlockKind::Paragraph
        && is_headline(&text[first.span])
    {
        first.kind = BlockKind::Heading;
    }
    blocks
}

/// A bullet is a mark with a space after it. A dash is one only where it is no line of dialogue.
fn is_bullet(line: &str) -> bool {
    let mut chars = line.chars();
    matches!(chars.next(), Some('•' | '*' | '·' | '▪' | '-' | '–'))
        && chars.next().is_some_and(char::is_whitespace)
}

/// Bytes of the longest line that is taken for a headline.
const LONGEST_HEADLINE: usize = 160;

fn is_headline(line: &str) -> bool {
    line.len() <= LONGEST_HEADLINE && !line.contains('\n') && !line.ends_with(['.', ':', ';', ','])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_has_headline_paragraphs_and_items() {
        let text =
            Text::plain("Talks resume\n\nThe parties met.\nThey will meet again.\n\n- first\n- second\n");
        let blocks: Vec<_> = text
            .blocks
            .iter()
            .map(|block| (block.kind, text.block(block)))
            .collect();
        assert_eq!(
            blocks,
            [
                (BlockKind::Heading, "Talks resume"),
                (BlockKind::Paragraph, "The parties met.\nThey will meet again."),
                (BlockKind::ListItem, "- first"),
                (BlockKind::ListItem, "- second"),
            ]
        );
    }

    #[test]
    fn a_single_line_is_no_headline_and_blank_lines_are_no_blocks() {
        let text = Text::plain(" \r\n \r\n One\ntwo \r\n");
        assert_eq!(text.blocks.len(), 1);
        assert_eq!(text.blocks[0].kind, BlockKind::Paragraph);
        assert_eq!(text.block(&text.blocks[0]), "One\ntwo");
    }

    #[test]
    fn blocks_are_joined_by_blank_lines() {
        let mut text = Text::default();
        text.push(BlockKind::Heading, "Talks");
        text.push(BlockKind::Paragraph, "  ");
        text.push(BlockKind::Paragraph, " They met. ");
        assert_eq!(text.string, "Talks\n\nThey met.");
        assert_eq!(text.blocks.len(), 2);
        assert_eq!(text.block(&text.blocks[1]), "They met.");
    }
}
