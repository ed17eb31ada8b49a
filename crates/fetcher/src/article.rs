//! What a source is read for: [`Article`] and its [`Original`].

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use text::{BlockKind, Text};
use url::Url;

use crate::blocks::{self, HtmlBlock};
use crate::provenance::Provenance;

/// One article: the text to check, and where it comes from.
///
/// Serializes, so that a store can keep one whose findings are to be shown again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// The feed's guid or id, the file name, or the page's URL. Unique within one source. Of an article that an earlier run
    /// saw under another guid: the one by which it is [remembered](crate::seen).
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
    /// The text to check. Of a text file: exactly as given; of a JSON line too, after its title. Of a feed item or a page:
    /// the title and the blocks, joined by blank lines, white space within a block collapsed to single
    /// spaces (a no-break space counts as white space).
    pub text: Text,
    /// The text as an earlier run saw it, if the publisher has edited it since.
    pub previous: Option<String>,
    /// Whether, and from what, the article was translated.
    pub provenance: Provenance,
    /// The article that this one was translated from, when it is known.
    pub original: Option<Original>,
}

/// The article that another one was translated from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Original {
    /// Its address, when it is known.
    pub url: Option<Url>,
    /// Its language, BCP 47, when it is declared.
    pub language: Option<String>,
    /// Its text, when it was given or fetched.
    pub text: Option<Text>,
}

impl Article {
    /// The number of words of the text, without those of the title where it stands first.
    #[must_use]
    pub fn body_words(&self) -> usize {
        self.body_blocks().map(blocks::words).sum()
    }

    /// The text without the title where it stands first.
    #[must_use]
    pub fn body(&self) -> String {
        self.body_blocks().collect::<Vec<_>>().join(" ")
    }

    fn body_blocks(&self) -> impl Iterator<Item = &str> {
        let blocks = self.text.blocks.iter().map(|block| self.text.block(block));
        blocks
            .enumerate()
            .filter(|(at, words)| *at > 0 || !same_words(words, &self.title))
            .map(|(_, words)| words)
    }
}

/// Joins a title and blocks into the text of an article.
///
/// The title becomes the first heading, unless the body begins with it.
pub(crate) fn join(title: &str, mut body: Vec<HtmlBlock>) -> Text {
    let mut text = Text::default();
    if let Some(first) = body.first_mut()
        && same_words(&first.text, title)
    {
        first.kind = BlockKind::Heading;
    } else {
        text.push(BlockKind::Heading, title);
    }
    for block in &body {
        text.push(block.kind, &block.text);
    }
    text
}

pub(crate) fn same_words(a: &str, b: &str) -> bool {
    let words = |s: &str| s.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>();
    !b.trim().is_empty() && words(a) == words(b)
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
        let text = join("Talks", vec![paragraph("They met.")]);
        assert_eq!(text.string, "Talks\n\nThey met.");
        assert_eq!(text.block(&text.blocks[1]), "They met.");
    }

    #[test]
    fn does_not_repeat_a_title_that_the_body_begins_with() {
        let text = join("Talks  begin", vec![paragraph("TALKS begin"), paragraph("So.")]);
        assert_eq!(text.string, "TALKS begin\n\nSo.");
        assert_eq!(text.blocks[0].kind, BlockKind::Heading);
    }
}
