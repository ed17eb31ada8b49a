//! Links to the very words of a finding in the published article.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use text::Span;
use url::Url;

use crate::links::web_address;
use crate::report::ArticleReport;

/// Bytes of a passage that a link still quotes whole; of a longer one it names both ends.
const QUOTED_BYTES: usize = 100;

/// Words that a link quotes on each side of a passage, and at each end of a long one.
const CONTEXT_WORDS: usize = 3;

/// A link to the words of a span in the published article, by a text fragment
/// (<https://wicg.github.io/scroll-to-text-fragment/>): browsers that know these scroll there and mark
/// the words, others open the page.
pub(super) fn to_words(article: &ArticleReport, span: Span) -> Option<Url> {
    let mut url = web_address(article.url.as_deref()?)?;
    let fragment = url.fragment().unwrap_or_default();
    let fragment = fragment.split(":~:").next().unwrap_or_default();
    url.set_fragment(Some(&format!(
        "{fragment}:~:text={}",
        text_directive(article, span)
    )));
    Some(url)
}

/// `prefix-,text,-suffix`, or `prefix-,start,end,-suffix`, in words of the block that the span is in.
fn text_directive(article: &ArticleReport, span: Span) -> String {
    let block = article
        .blocks
        .iter()
        .map(|block| block.span)
        .find(|block| block.end >= span.end);
    let block = block.filter(|block| block.start <= span.start).unwrap_or(span);
    let (before, after) = (
        article.quote(Span::new(block.start, span.start)),
        article.quote(Span::new(span.end, block.end)),
    );
    let start = span.start - touching(before.chars().rev());
    let end = span.end + touching(after.chars());

    let prefix = last_words(article.quote(Span::new(block.start, start)));
    let suffix = first_words(article.quote(Span::new(end, block.end)));
    let mut parts = Vec::new();
    if !prefix.is_empty() {
        parts.push(format!("{}-", encoded(&prefix)));
    }
    parts.extend(passage(article.quote(Span::new(start, end))));
    if !suffix.is_empty() {
        parts.push(format!("-{}", encoded(&suffix)));
    }
    parts.join(",")
}

/// Bytes up to the first white space: a text fragment must start and end at the edge of a word.
fn touching(chars: impl Iterator<Item = char>) -> usize {
    chars.take_while(|c| !c.is_whitespace()).map(char::len_utf8).sum()
}

fn passage(text: &str) -> Vec<String> {
    if text.len() <= QUOTED_BYTES {
        return vec![encoded(&text.split_whitespace().collect::<Vec<_>>().join(" "))];
    }
    vec![encoded(&first_words(text)), encoded(&last_words(text))]
}

fn first_words(text: &str) -> String {
    let text = &text[..text.floor_char_boundary(QUOTED_BYTES)];
    text.split_whitespace()
        .take(CONTEXT_WORDS)
        .collect::<Vec<_>>()
        .join(" ")
}

fn last_words(text: &str) -> String {
    let text = &text[text.ceil_char_boundary(text.len().saturating_sub(QUOTED_BYTES))..];
    let mut words: Vec<_> = text.split_whitespace().rev().take(CONTEXT_WORDS).collect();
    words.reverse();
    words.join(" ")
}

/// Also `-`, `,` and `&`, which have a meaning within a text directive.
fn encoded(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use checker::CheckedBlock;
    use text::BlockKind;

    fn link(text: &str, words: &str) -> String {
        let start = text.find(words).unwrap();
        let block = CheckedBlock {
            span: Span::new(0, text.len()),
            kind: BlockKind::Paragraph,
            boilerplate: false,
        };
        let article = ArticleReport {
            url: Some("https://ports.example/a?lang=en#top".into()),
            text: text.into(),
            blocks: vec![block],
            ..Default::default()
        };
        to_words(&article, Span::new(start, start + words.len()))
            .unwrap()
            .to_string()
    }

    #[test]
    fn quotes_whole_words_and_their_neighbours() {
        assert_eq!(
            link("Ships passed without delay. , pilots said on the day.", ". ,"),
            "https://ports.example/a?lang=en#top:~:text=Ships%20passed%20without-,delay%2E%20%2C,-pilots%20said%20on"
        );
    }

    #[test]
    fn names_the_ends_of_a_long_passage() {
        let text = format!("One two three {} four five six.", "many ".repeat(40));
        let link = link(&text, &text);
        assert!(
            link.ends_with("#top:~:text=One%20two%20three,four%20five%20six%2E"),
            "{link}"
        );
    }
}
