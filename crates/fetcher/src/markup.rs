//! HTML in, tags and text out: one pass of html5ever's tokenizer for everybody who wants something of a text.

use std::borrow::Cow;
use std::cell::RefCell;
use std::ops::Deref;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

/// Tags longer than this, in bytes, are looked into before they are given to a parser.
const LONG_TAG: usize = 8 * 1024;

/// No element has so many attributes but to cost time.
const MAX_ATTRIBUTES: usize = 256;

/// HTML without the attributes of elements that have absurdly many: html5ever compares each attribute with
/// all those before it, so that a tag of a megabyte would take minutes.
pub(crate) struct Defused<'a>(Cow<'a, str>);

impl<'a> Defused<'a> {
    /// Looks through HTML of a stranger.
    pub(crate) fn of(html: &'a str) -> Self {
        let open = "<![CDATA[";
        if !html.contains(open) {
            return Self(defuse(html));
        }
        // A section that was escaped once too often, or stands in HTML, where it would be a comment: its text is meant.
        let html = html.replace(open, "").replace("]]>", "");
        Self(Cow::Owned(defuse(&html).into_owned()))
    }

    /// HTML that was written by a parser that had read defused HTML.
    pub(crate) fn again(html: &'a str) -> Self {
        Self(Cow::Borrowed(html))
    }
}

impl Deref for Defused<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

fn defuse(html: &str) -> Cow<'_, str> {
    let mut clean = String::new();
    let mut copied = 0;
    let mut at = 0;
    while let Some(start) = html[at..].find('<').map(|offset| at + offset) {
        if !html[start + 1..].starts_with(|c: char| c.is_ascii_alphabetic()) {
            at = start + 1;
            continue;
        }
        let Some(end) = html[start..].find('>').map(|offset| start + offset) else {
            break;
        };
        let tag = &html[start..end];
        if tag.len() > LONG_TAG && attribute_count(tag) > MAX_ATTRIBUTES {
            let name = tag
                .find(|c: char| c.is_whitespace() || c == '/')
                .unwrap_or(tag.len());
            clean.push_str(&html[copied..start + name]);
            copied = end;
        }
        at = end;
    }
    if copied == 0 {
        return Cow::Borrowed(html);
    }
    clean.push_str(&html[copied..]);
    Cow::Owned(clean)
}

/// Roughly: the white space outside of quotes.
fn attribute_count(tag: &str) -> usize {
    let mut quote = None;
    let mut count = 0;
    for byte in tag.bytes() {
        match quote {
            Some(open) if byte == open => quote = None,
            Some(_) => {}
            None if byte == b'"' || byte == b'\'' => quote = Some(byte),
            None => count += usize::from(byte.is_ascii_whitespace() || byte == b'/'),
        }
    }
    count
}

/// Somebody who wants something of a text: its blocks, its links, what it says of itself.
pub(crate) trait Reader {
    /// Takes text, entities decoded. A run of text may come in pieces.
    fn text(&mut self, text: &str);

    /// Takes a start or end tag.
    fn tag(&mut self, tag: &Tag);
}

impl<A: Reader, B: Reader> Reader for (A, B) {
    fn text(&mut self, text: &str) {
        self.0.text(text);
        self.1.text(text);
    }

    fn tag(&mut self, tag: &Tag) {
        self.0.tag(tag);
        self.1.tag(tag);
    }
}

/// Lets a reader read the whole text, and gives it back.
pub(crate) fn read<R: Reader>(html: &Defused, reader: R) -> R {
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from_slice(html));
    let tokenizer = Tokenizer::new(Sink(RefCell::new(reader)), TokenizerOpts::default());
    // It would stop before the end only for a sink that asks to run a script; ours does not.
    let _ = tokenizer.feed(&queue);
    tokenizer.end();
    tokenizer.sink.0.into_inner()
}

struct Sink<R>(RefCell<R>);

impl<R: Reader> TokenSink for Sink<R> {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        match token {
            Token::CharacterTokens(text) => self.0.borrow_mut().text(&text),
            Token::TagToken(tag) => {
                self.0.borrow_mut().tag(&tag);
                return raw_content(&tag);
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

/// What the tokenizer must be told after a start tag whose content is not markup.
fn raw_content<H>(tag: &Tag) -> TokenSinkResult<H> {
    if tag.kind != TagKind::StartTag || tag.self_closing {
        return TokenSinkResult::Continue;
    }
    match &*tag.name {
        "script" => TokenSinkResult::RawData(RawKind::ScriptData),
        "style" | "xmp" | "iframe" | "noembed" | "noframes" => TokenSinkResult::RawData(RawKind::Rawtext),
        "textarea" | "title" => TokenSinkResult::RawData(RawKind::Rcdata),
        _ => TokenSinkResult::Continue,
    }
}

/// The value of an attribute, if the tag has it.
pub(crate) fn attribute<'a>(tag: &'a Tag, name: &str) -> Option<&'a str> {
    tag.attrs
        .iter()
        .find(|attribute| &*attribute.name.local == name)
        .map(|attribute| &*attribute.value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_the_attributes_from_a_tag_of_too_many() {
        let flood = (0..50_000)
            .map(|n| format!(" a{n}=1"))
            .collect::<Vec<_>>()
            .concat();
        assert_eq!(defuse(&format!("<p{flood}>text</p>")), "<p>text</p>");
        let picture = format!("<img src='data:{}' alt='a b'>", "x".repeat(100_000));
        assert_eq!(defuse(&picture), picture);
        let drawing = format!("<path d='{}'/>", "M 1 2 ".repeat(10_000));
        assert_eq!(defuse(&drawing), drawing);
        for pattern in ["<", "<a", "<a ", "<a '"] {
            defuse(&pattern.repeat(100_000));
            defuse(&format!("{}>", pattern.repeat(100_000)));
        }
    }
}
