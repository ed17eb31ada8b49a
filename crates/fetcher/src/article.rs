//! What a source is read for: [`Article`], its [`Block`]s and its [`Original`].

use std::ops::Range;

use jiff::Timestamp;
use serde::Serialize;
use url::Url;

use crate::blocks::HtmlBlock;
use crate::provenance::Provenance;

/// One article: the text to check, and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// The feed's guid or id, the file name, or the page's URL. Unique within one source.
    pub id: String,
    /// The headline; empty when there is none.
    pub title: String,
    /// Where a reader finds the article.
    pub url: Option<Url>,
    /// First publication.
    pub published: Option<Timestamp>,
    /// Last change.
    pub updated: Option<Timestamp>,
    /// The language that the source declares, BCP 47 as written; not detected.
    pub language: Option<String>,
    /// The text to check. Of a text file or a JSON line: exactly as given. Of a feed item or a page:
    /// the title and the blocks, joined by blank lines, white space within a block collapsed to single
    /// spaces (a no-break space counts as white space).
    pub text: String,
    /// What the text consists of, in order, without overlap.
    pub blocks: Vec<Block>,
    /// The text as an earlier run saw it, if the publisher has edited it since.
    pub previous: Option<String>,
    /// Whether, and from what, the article was translated.
    pub provenance: Provenance,
    /// The article that this one was translated from, when it is known.
    pub original: Option<Original>,
}

/// A stretch of [`Article::text`] that stands on its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// UTF-8 byte offsets into [`Article::text`], end exclusive, on character boundaries.
    pub span: Range<usize>,
    /// Where it was read.
    pub origin: Origin,
}

/// What a block is: headings, list items and captions need not be sentences.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum BlockKind {
    /// A title or a heading within the text.
    Heading,
    /// Running text.
    Paragraph,
    /// An item of a list.
    ListItem,
    /// A paragraph of a block quotation.
    Quote,
    /// What stands below a picture or a table.
    Caption,
}

/// Where a block was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// The title of the item or page.
    Title,
    /// The feed's full text: `content:encoded`, Atom `content`, JSON Feed `content_html`.
    FeedContent,
    /// The feed's summary: RSS `description`, Atom `summary`.
    FeedSummary,
    /// The article's web page.
    Page,
    /// A text file or a JSON line.
    Given,
}

/// The article that another one was translated from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Original {
    /// Its address, when it is known.
    pub url: Option<Url>,
    /// Its language, BCP 47, when it is declared.
    pub language: Option<String>,
    /// Its text, when it was given or fetched.
    pub text: Option<String>,
}

/// Joins a title and blocks into the text of an article.
///
/// The title becomes the first heading, unless the body begins with it.
pub(crate) fn join(title: &str, body: Vec<HtmlBlock>, origin: Origin) -> (String, Vec<Block>) {
    let mut text = String::new();
    let mut blocks = Vec::new();
    let mut body = body;
    if let Some(first) = body.first_mut()
        && same_words(&first.text, title)
    {
        first.kind = BlockKind::Heading;
    } else if !title.is_empty() {
        push(&mut text, &mut blocks, BlockKind::Heading, Origin::Title, title);
    }
    for block in &body {
        push(&mut text, &mut blocks, block.kind, origin, &block.text);
    }
    (text, blocks)
}

fn push(text: &mut String, blocks: &mut Vec<Block>, kind: BlockKind, origin: Origin, words: &str) {
    if !text.is_empty() {
        text.push_str("\n\n");
    }
    let start = text.len();
    text.push_str(words);
    blocks.push(Block {
        kind,
        span: start..text.len(),
        origin,
    });
}

fn same_words(a: &str, b: &str) -> bool {
    let words = |s: &str| s.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>();
    !b.trim().is_empty() && words(a) == words(b)
}

/// The paragraphs of a text that is checked as given: what stands between blank lines.
pub(crate) fn paragraphs(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<Range<usize>> = None;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let words = line.trim();
        if words.is_empty() {
            blocks.extend(open.take().map(given));
        } else {
            let from = start + (line.len() - line.trim_start().len());
            let span = open.get_or_insert(from..from);
            span.end = from + words.len();
        }
        start += line.len();
    }
    blocks.extend(open.map(given));
    blocks
}

fn given(span: Range<usize>) -> Block {
    Block {
        kind: BlockKind::Paragraph,
        span,
        origin: Origin::Given,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraph(text: &str) -> HtmlBlock {
        HtmlBlock {
            kind: BlockKind::Paragraph,
            text: text.into(),
        }
    }

    #[test]
    fn puts_the_title_first() {
        let (text, blocks) = join("Talks", vec![paragraph("They met.")], Origin::FeedContent);
        assert_eq!(text, "Talks\n\nThey met.");
        assert_eq!(&text[blocks[1].span.clone()], "They met.");
        assert_eq!(blocks[0].origin, Origin::Title);
    }

    #[test]
    fn does_not_repeat_a_title_that_the_body_begins_with() {
        let (text, blocks) = join(
            "Talks  begin",
            vec![paragraph("TALKS begin"), paragraph("So.")],
            Origin::Page,
        );
        assert_eq!(text, "TALKS begin\n\nSo.");
        assert_eq!(blocks[0].kind, BlockKind::Heading);
    }

    #[test]
    fn splits_given_text_at_blank_lines_only() {
        let text = "\n  One\ntwo \r\n \r\nThree\n\n";
        let found: Vec<_> = paragraphs(text).into_iter().map(|b| &text[b.span]).collect();
        assert_eq!(found, ["One\ntwo", "Three"]);
    }
}
