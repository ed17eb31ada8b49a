//! What a text is, told by its content and never by its name.

use serde_json::{Map, Value};

use crate::feed::{feed_root, first_tag, is_feed_name, is_json_feed, is_news_sitemap};

/// What a text is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Content {
    /// RSS, Atom or JSON Feed.
    Feed,
    /// JSON Lines of articles.
    JsonLines,
    /// HTML.
    Page,
    /// XML that is no feed; the name of its root element.
    OtherXml(String),
    /// Anything else.
    Text,
}

/// Tells what the text is.
pub(crate) fn detect(text: &str) -> Content {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    if text.starts_with('{') {
        return detect_json(text);
    }
    match first_tag(text) {
        Some((_, name)) if is_feed_name(name) || is_news_sitemap(name, text) => Content::Feed,
        _ if feed_root(text).is_some() => Content::Feed,
        Some((_, name)) if is_html_name(name) => Content::Page,
        Some((_, name)) if text.starts_with("<?xml") => Content::OtherXml(name.to_owned()),
        _ if starts_with_ignoring_case(text, "<!doctype html") => Content::Page,
        _ => Content::Text,
    }
}

fn detect_json(text: &str) -> Content {
    let object = |json: &str| serde_json::from_str::<Map<String, Value>>(json).ok();
    // Lines first: a whole-document parse of a large JSON Lines file would be for nothing.
    let first_line = text.lines().next().and_then(object);
    match first_line.or_else(|| object(text)) {
        Some(object) if is_json_feed(&object) => Content::Feed,
        Some(_) => Content::JsonLines,
        None if text.contains("jsonfeed.org/version") => Content::Feed,
        None if text.lines().any(|line| object(line).is_some()) => Content::JsonLines,
        None => Content::Text,
    }
}

/// Whether a text that begins so, with a brace, is JSON Lines; `None` when more must be seen.
pub(crate) fn begins_json_lines(text: &str, is_all: bool) -> Option<bool> {
    if is_all {
        return Some(detect(text) == Content::JsonLines);
    }
    let object = |json: &str| serde_json::from_str::<Map<String, Value>>(json).ok();
    let whole_lines = &text[..=text.rfind('\n')?];
    let mut lines = whole_lines.lines();
    let first = lines.next()?;
    match object(first) {
        Some(object) => Some(!is_json_feed(&object)),
        // One document, with its parts on lines of their own.
        None if first.trim() == "{" || text.contains("jsonfeed.org/version") => Some(false),
        None => lines.any(|line| object(line).is_some()).then_some(true),
    }
}

fn is_html_name(name: &str) -> bool {
    const NAMES: [&str; 32] = [
        "a",
        "article",
        "b",
        "base",
        "blockquote",
        "body",
        "br",
        "center",
        "div",
        "em",
        "font",
        "h1",
        "h2",
        "h3",
        "head",
        "header",
        "html",
        "i",
        "img",
        "link",
        "main",
        "meta",
        "ol",
        "p",
        "script",
        "section",
        "span",
        "strong",
        "style",
        "table",
        "title",
        "ul",
    ];
    NAMES.iter().any(|known| name.eq_ignore_ascii_case(known))
}

fn starts_with_ignoring_case(text: &str, prefix: &str) -> bool {
    text.get(..prefix.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_kinds_by_content() {
        let cases = [
            (
                "<?xml version='1.0'?>\n<!-- x --><rss version='2.0'/>",
                Content::Feed,
            ),
            ("<!DOCTYPE rss [<!ENTITY a 'b'>]><RSS>", Content::Feed),
            (
                "Warning: something\n<?xml version='1.0'?><rdf:RDF>",
                Content::Feed,
            ),
            ("<br />\n<b>Notice</b>: bad\n<feed xmlns='x'>", Content::Feed),
            ("<!DOCTYPE html><html><body>x</body></html>", Content::Page),
            ("<p>A fragment</p>", Content::Page),
            (
                "<?xml version='1.0'?><opml></opml>",
                Content::OtherXml("opml".into()),
            ),
            (
                "{\"version\":\"https://jsonfeed.org/version/1\",\n\"items\":[]}",
                Content::Feed,
            ),
            (
                "{\"id\":\"1\",\"text\":\"x\"}\n{\"id\":\"2\"}",
                Content::JsonLines,
            ),
            ("{broken\n{\"id\":\"1\",\"text\":\"x\"}", Content::JsonLines),
            ("{braces} are just words", Content::Text),
            ("The <rss> element is the root.", Content::Text),
            ("<3 is a heart", Content::Text),
        ];
        for (text, expected) in cases {
            assert_eq!(detect(text), expected, "{text}");
        }
    }
}
