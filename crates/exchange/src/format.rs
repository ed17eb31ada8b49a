//! Which format a file has, by its beginning: [`Format`].

use std::borrow::Cow;
use std::fmt;

use encoding_rs::{Encoding, UTF_8};
use quick_xml::Reader;
use quick_xml::events::Event;

/// So many bytes of a file tell what it is.
pub const HEAD_BYTES: usize = 64 * 1024;

/// A format of files with pairs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// XLIFF 1.0 to 1.2.
    Xliff1,
    /// XLIFF 2.0 and later.
    Xliff2,
    /// TMX.
    Tmx,
    /// PO.
    Po,
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Xliff1 => "XLIFF 1.2",
            Self::Xliff2 => "XLIFF 2",
            Self::Tmx => "TMX",
            Self::Po => "PO",
        })
    }
}

impl Format {
    /// Tells the format of a file by its first [`HEAD_BYTES`], or as many as there are; `None`: it is none of these.
    #[must_use]
    pub fn detect(head: &[u8]) -> Option<Self> {
        let text = decoded(head);
        let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
        if text.starts_with('<') {
            by_root(text)
        } else {
            by_keyword(text)
        }
    }
}

/// The encoding of a file, by its beginning: its mark, what it declares, or UTF-8.
pub(crate) fn encoding(head: &[u8]) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(head) {
        return encoding;
    }
    match head {
        [b'<', 0, ..] => return encoding_rs::UTF_16LE,
        [0, b'<', ..] => return encoding_rs::UTF_16BE,
        _ => {}
    }
    let text = String::from_utf8_lossy(&head[..head.len().min(HEAD_BYTES)]);
    let declared = if text.trim_start().starts_with("<?xml") {
        let declaration = text.split("?>").next().unwrap_or_default();
        value(declaration, "encoding=", &['"', '\''])
    } else {
        value(&text, "charset=", &['\\', '"'])
    };
    let declared = declared.and_then(|label| Encoding::for_label(label.trim().as_bytes()));
    // A declaration that can be read byte by byte is not in UTF-16.
    declared
        .filter(|encoding| encoding.is_ascii_compatible())
        .unwrap_or(UTF_8)
}

fn value<'t>(text: &'t str, key: &str, ends: &[char]) -> Option<&'t str> {
    let (_, behind) = text.split_once(key)?;
    behind.trim_start_matches(ends).split(ends).next()
}

fn decoded(head: &[u8]) -> Cow<'_, str> {
    encoding(head).decode(head).0
}

fn by_root(text: &str) -> Option<Format> {
    let mut reader = Reader::from_str(text);
    loop {
        let root = match reader.read_event().ok()? {
            Event::Start(root) | Event::Empty(root) => root,
            Event::Eof => return None,
            _ => continue,
        };
        let name = root.local_name();
        return match name.as_ref() {
            "xliff" => {
                let version = root.try_get_attribute("version").ok().flatten();
                let is_first = version.is_none_or(|version| version.value.trim_start().starts_with('1'));
                Some(if is_first { Format::Xliff1 } else { Format::Xliff2 })
            }
            "tmx" => Some(Format::Tmx),
            _ => None,
        };
    }
}

/// A PO file has comments first, and then a keyword with a string.
fn by_keyword(text: &str) -> Option<Format> {
    let mut lines = text.lines().map(str::trim);
    let first = lines.find(|line| !line.is_empty() && !line.starts_with('#'))?;
    let behind = first
        .strip_prefix("msgid")
        .or_else(|| first.strip_prefix("msgctxt"))?;
    behind.trim_start().starts_with('"').then_some(Format::Po)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_known_by_their_beginning() {
        let utf16: Vec<u8> = "\u{FEFF}<?xml version=\"1.0\"?><tmx version=\"1.4\">"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        for (head, format) in [
            (
                &b"<?xml version='1.0'?>\n<!DOCTYPE xliff [<!ENTITY a 'b'>]><xliff version=\"1.2\">"[..],
                Some(Format::Xliff1),
            ),
            (
                b"<xlf:xliff xmlns:xlf='urn:x' version='2.1'>",
                Some(Format::Xliff2),
            ),
            (b"<!-- a memory --><tmx version='1.4'>", Some(Format::Tmx)),
            (&utf16, Some(Format::Tmx)),
            (
                b"# A catalogue\n#, fuzzy\nmsgid \"\"\nmsgstr \"\"",
                Some(Format::Po),
            ),
            (b"msgid is a keyword of gettext.", None),
            (b"# Notes\n\nThe vote was open.", None),
            (b"<rss version='2.0'>", None),
            (b"<xliff", None),
            (b"", None),
        ] {
            assert_eq!(Format::detect(head), format, "{}", String::from_utf8_lossy(head));
        }
    }

    #[test]
    fn encodings_are_declared_in_two_ways() {
        let name = |head: &[u8]| encoding(head).name();
        assert_eq!(
            name(b"<?xml version='1.0' encoding='windows-1251'?><tmx>"),
            "windows-1251"
        );
        assert_eq!(
            name(b"msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=KOI8-R\\n\""),
            "KOI8-R"
        );
        assert_eq!(name(b"<?xml version='1.0' encoding='x-bogus'?><tmx>"), "UTF-8");
    }
}
