//! An element whose text is wanted, while it is being read; and what is read from tags.

use std::borrow::Cow;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD as BASE64;
use quick_xml::escape::{escape, resolve_html5_entity, resolve_xml_entity, unescape_with};
use quick_xml::events::{BytesRef, BytesStart};

use super::Markup;
use super::tidy::Faults;
use super::vocabulary::Field;

/// Lengths of the namespace and base stacks at the start of an element; they are cut back to these when it ends.
#[derive(Clone, Copy)]
pub(super) struct Scope {
    pub(super) namespaces: usize,
    pub(super) bases: usize,
}

/// An open element whose text is wanted.
pub(super) struct Leaf {
    /// Lower-case name with its prefix.
    pub(super) name: String,
    pub(super) field: Field,
    /// Wanted only where the field is missing otherwise.
    pub(super) spare: bool,
    pub(super) content: Content,
    pub(super) attributes: Vec<(String, String)>,
    /// The text with its references resolved: what a well-made feed means.
    pub(super) decoded: String,
    /// The text as written: what XHTML means, and a feed that forgot to escape its markup.
    pub(super) raw: String,
    pub(super) marked_up: bool,
    /// Open elements of the same name inside of this one.
    pub(super) depth: usize,
    pub(super) scope: Scope,
}

/// How the text of a leaf is to be understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    /// Words.
    Plain,
    /// Markup, escaped.
    Html,
    /// Markup as child elements.
    Xhtml,
    /// Bytes in Base64, which may be markup.
    Base64,
    /// Pictures and sounds.
    Binary,
}

impl Leaf {
    pub(super) fn push_text(&mut self, text: &str, faults: &mut Faults) {
        // The tokenizer gives references apart, so an ampersand in a text was meant as one.
        faults.bare_ampersands += text.matches('&').count();
        self.decoded.push_str(text);
        self.raw.push_str(text);
    }

    pub(super) fn push_cdata(&mut self, text: &str) {
        self.decoded.push_str(text);
        match self.content {
            Content::Xhtml => self.raw.push_str(&escape(text)),
            _ => self.raw.push_str(text),
        }
    }

    pub(super) fn push_reference(&mut self, reference: &BytesRef, faults: &mut Faults) {
        let written = format!("&{};", &**reference);
        self.raw.push_str(&written);
        if reference.is_char_ref() {
            self.decoded.push(character(reference));
        } else if let Some(text) = resolve_xml_entity(reference) {
            self.decoded.push_str(text);
        } else if let Some(text) = resolve_html5_entity(reference) {
            faults.html_entities += 1;
            self.decoded.push_str(text);
        } else {
            // A name without a meaning, or the parameters of an address that ends in a semicolon.
            faults.unknown_entities += 1;
            self.decoded.push_str(&written);
        }
    }

    pub(super) fn open_tag(&mut self, tag: &BytesStart, name: &str) {
        self.marked_up = true;
        self.depth += usize::from(self.name == name);
        let inside = &tag[tag.name().0.len()..];
        self.push_markup(&format!("<{}{inside}>", local_name(tag.name().0)));
    }

    pub(super) fn close_tag(&mut self, name: &str) {
        if self.name == name {
            self.depth = self.depth.saturating_sub(1);
        }
        self.push_markup(&format!("</{}>", local_name(name)));
    }

    fn push_markup(&mut self, markup: &str) {
        self.decoded.push_str(markup);
        self.raw.push_str(markup);
    }

    /// The text, trimmed; `None` where there is none.
    pub(super) fn text(&self) -> Option<Markup> {
        match self.content {
            Content::Plain if !self.marked_up => Some(Markup::Plain(self.decoded.trim().to_owned())),
            Content::Html if !self.marked_up => Some(Markup::Html(self.decoded.trim().to_owned())),
            Content::Plain | Content::Html | Content::Xhtml => Some(Markup::Html(self.raw.trim().to_owned())),
            Content::Base64 => {
                let bytes = BASE64
                    .decode(self.decoded.split_whitespace().collect::<String>())
                    .ok()?;
                let text = String::from_utf8(bytes).ok()?;
                Some(Markup::Html(text.trim().to_owned()))
            }
            Content::Binary => None,
        }
    }

    /// Is it the article's text, whose language is the article's?
    pub(super) fn is_body(&self) -> bool {
        matches!(self.field, Field::Content | Field::Summary)
    }
}

/// How an Atom text construct is to be read, by its `type` and, in Atom 0.3, its `mode`.
pub(super) fn atom_content(attributes: &[(String, String)]) -> Content {
    let kind = value(attributes, "type").unwrap_or("text").trim().to_lowercase();
    let mode = value(attributes, "mode").unwrap_or("");
    if mode == "base64" {
        return Content::Base64;
    }
    match kind.as_str() {
        "" | "text" | "text/plain" => Content::Plain,
        "html" | "text/html" => Content::Html,
        "xhtml" | "application/xhtml+xml" if mode == "escaped" => Content::Html,
        "xhtml" => Content::Xhtml,
        kind if kind.ends_with("+xml") || kind.ends_with("/xml") => Content::Xhtml,
        kind if kind.starts_with("text/") => Content::Plain,
        kind if ["image/", "audio/", "video/"]
            .iter()
            .any(|media| kind.starts_with(media)) =>
        {
            Content::Binary
        }
        _ => Content::Base64,
    }
}

pub(super) fn local_name(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

pub(super) fn value<'a>(attributes: &'a [(String, String)], name: &str) -> Option<&'a str> {
    attributes
        .iter()
        .find(|(known, _)| known == name)
        .map(|(_, value)| value.as_str())
}

/// The attributes with lower-case names; what cannot be read is passed over.
pub(super) fn attributes(tag: &BytesStart) -> Vec<(String, String)> {
    tag.html_attributes()
        .with_checks(false)
        .filter_map(Result::ok)
        .map(|attribute| {
            let value = unescape_with(&attribute.value, resolve_html5_entity)
                .map_or_else(|_| attribute.value.to_string(), Cow::into_owned);
            (attribute.key.0.to_lowercase(), value)
        })
        .collect()
}

/// The character of a numeric reference. Numbers from 128 to 159 are windows-1252, as in HTML.
pub(super) fn character(reference: &BytesRef) -> char {
    match reference.resolve_char_ref() {
        Ok(Some(c @ '\u{80}'..='\u{9F}')) => {
            let byte = [u8::try_from(u32::from(c)).expect("0x80 to 0x9F fit a byte")];
            let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&byte);
            text.chars().next().unwrap_or(c)
        }
        Ok(Some(c)) if c >= ' ' || c.is_ascii_whitespace() => c,
        _ => char::REPLACEMENT_CHARACTER,
    }
}
