//! Bytes in, text out, whatever the bytes were said to be.
//!
//! A byte order mark decides; then comes UTF-8, if the bytes are valid UTF-8 and not plain ASCII, for
//! that does not happen by chance; then the HTTP header, the XML declaration or the page's `<meta>`; then
//! detection, helped by the site's top-level domain.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::account::Repair;

/// How far into a document a declaration is looked for, in bytes; HTML5 says 1024.
const DECLARATION_WITHIN: usize = 1024;

/// Text, and what had to be done to get it.
#[derive(Debug)]
pub struct Decoded<'a> {
    /// The text without a byte order mark; the bytes themselves where they are UTF-8.
    pub text: Cow<'a, str>,
    /// What was mended.
    pub repairs: Vec<Repair>,
}

/// What is known about the bytes from outside.
#[derive(Debug, Default, Clone, Copy)]
pub struct Hints<'a> {
    /// The `charset` of the HTTP header.
    pub charset: Option<&'a str>,
    /// The site's top-level domain, in lower case, such as `ru`.
    pub top_level_domain: Option<&'a str>,
}

/// Decodes the bytes; never fails, for what means nothing becomes U+FFFD and is recorded.
#[must_use]
pub fn decode<'a>(bytes: &'a [u8], hints: Hints) -> Decoded<'a> {
    if let Some(text) = utf32(bytes) {
        return Decoded {
            text: Cow::Owned(text),
            repairs: Vec::new(),
        };
    }
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return decode_as(&bytes[length..], encoding, Vec::new());
    }
    if let Some(encoding) = utf16_by_shape(bytes) {
        return decode_as(bytes, encoding, Vec::new());
    }
    let declared = hints.charset.map(str::to_owned).or_else(|| declaration(bytes));
    match std::str::from_utf8(bytes) {
        Ok(text) if !is_iso_2022(bytes, declared.as_deref()) => Decoded {
            text: Cow::Borrowed(text),
            repairs: contradiction(bytes, declared.as_deref()),
        },
        _ => decode_legacy(bytes, declared, hints.top_level_domain),
    }
}

/// Is this no text in any encoding? Zero bytes outside of UTF-16 and UTF-32, a known signature, or one control
/// character in ten say so.
pub(crate) fn is_binary(bytes: &[u8]) -> bool {
    const SIGNATURES: [&[u8]; 7] = [
        b"%PDF-",
        b"PK\x03\x04",
        b"\x89PNG",
        b"\x1F\x8B",
        b"\xFF\xD8\xFF",
        b"GIF8",
        b"\x7FELF",
    ];
    if SIGNATURES.iter().any(|signature| bytes.starts_with(signature)) {
        return true;
    }
    if Encoding::for_bom(bytes).is_some() || utf16_by_shape(bytes).is_some() || utf32(bytes).is_some() {
        return false;
    }
    // ISO-2022-JP and escape sequences for terminals are text with many ESC.
    let count = |odd: fn(&u8) -> bool| bytes.iter().filter(|byte| odd(byte)).count();
    let controls = count(|byte| byte.is_ascii_control() && !byte.is_ascii_whitespace() && *byte != 0x1B);
    let zeros = count(|byte| *byte == 0);
    controls * 10 > bytes.len() || zeros * 100 > bytes.len()
}

/// UTF-32 has a byte order mark or, before the `<` of a document, three zero bytes. `encoding_rs`, which
/// follows the web, does not know it.
fn utf32(bytes: &[u8]) -> Option<String> {
    let (from_bytes, skip): (fn([u8; 4]) -> u32, usize) = match bytes {
        [0, 0, 0xFE, 0xFF, ..] => (u32::from_be_bytes, 4),
        [0xFF, 0xFE, 0, 0, ..] => (u32::from_le_bytes, 4),
        [0, 0, 0, b'<', ..] => (u32::from_be_bytes, 0),
        [b'<', 0, 0, 0, ..] => (u32::from_le_bytes, 0),
        _ => return None,
    };
    let units = bytes[skip..].as_chunks::<4>().0;
    Some(
        units
            .iter()
            .map(|unit| char::from_u32(from_bytes(*unit)).unwrap_or('\u{FFFD}'))
            .collect(),
    )
}

/// UTF-16 without a byte order mark shows by the zero beside the first `<`, `{` or other ASCII letter.
fn utf16_by_shape(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [0, a, 0, b, ..] if is_ascii_text(*a) && is_ascii_text(*b) => Some(UTF_16BE),
        [a, 0, b, 0, ..] if is_ascii_text(*a) && is_ascii_text(*b) => Some(UTF_16LE),
        _ => None,
    }
}

fn is_ascii_text(byte: u8) -> bool {
    byte.is_ascii_graphic() || byte.is_ascii_whitespace()
}

/// ISO-2022-JP is ASCII by its bytes; only a declaration together with an escape gives it away.
fn is_iso_2022(bytes: &[u8], declared: Option<&str>) -> bool {
    declared.is_some_and(|label| label.to_ascii_lowercase().starts_with("iso-2022")) && bytes.contains(&0x1B)
}

/// The encoding that an XML declaration or a `<meta>` names within the first bytes.
fn declaration(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(DECLARATION_WITHIN)]).to_ascii_lowercase();
    let xml = head.find("<?xml").and_then(|at| {
        let declaration = &head[at..];
        let declaration = &declaration[..declaration.find("?>")?];
        quoted_value(declaration.split_once("encoding")?.1)
    });
    xml.or_else(|| {
        let meta = &head[head.find("<meta")?..];
        quoted_value(meta.split_once("charset")?.1)
    })
}

/// `="utf-8"`, `='utf-8'` or `=utf-8"` -> `utf-8`.
fn quoted_value(rest: &str) -> Option<String> {
    let value = rest.trim_start().strip_prefix('=')?.trim_start();
    let value = value.trim_start_matches(['"', '\'']);
    let end = value.find(|c: char| c == '"' || c == '\'' || c == ';' || c == '>' || c.is_whitespace())?;
    Some(value[..end].to_owned()).filter(|label| !label.is_empty())
}

/// Valid UTF-8 with other than ASCII letters was declared as something else.
fn contradiction(bytes: &[u8], declared: Option<&str>) -> Vec<Repair> {
    let Some(label) = declared else { return Vec::new() };
    if bytes.is_ascii() || Encoding::for_label(label.as_bytes()) == Some(UTF_8) {
        return Vec::new();
    }
    vec![Repair::Encoding {
        declared: Some(label.to_owned()),
        used: UTF_8.name(),
    }]
}

fn decode_legacy<'a>(
    bytes: &'a [u8],
    declared: Option<String>,
    top_level_domain: Option<&str>,
) -> Decoded<'a> {
    let encoding = declared
        .as_deref()
        .and_then(|label| Encoding::for_label_no_replacement(label.as_bytes()));
    if let Some(encoding) = encoding.filter(|encoding| *encoding != UTF_8)
        && let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(bytes)
    {
        return Decoded {
            text,
            repairs: Vec::new(),
        };
    }
    if mostly_utf8(bytes) {
        let repairs = if encoding.is_some_and(|encoding| encoding != UTF_8) {
            vec![Repair::Encoding {
                declared,
                used: UTF_8.name(),
            }]
        } else {
            Vec::new()
        };
        return decode_as(bytes, UTF_8, repairs);
    }
    let used = encoding
        .filter(|e| *e != UTF_8)
        .unwrap_or_else(|| detect(bytes, top_level_domain));
    let repairs = if encoding == Some(used) {
        Vec::new()
    } else {
        vec![Repair::Encoding {
            declared,
            used: used.name(),
        }]
    };
    decode_as(bytes, used, repairs)
}

/// A few bad bytes in text whose other letters are proper UTF-8 do not make it another encoding.
pub(crate) fn mostly_utf8(bytes: &[u8]) -> bool {
    let mut good = 0;
    let mut bad = 0;
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > bad
}

fn detect(bytes: &[u8], top_level_domain: Option<&str>) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(top_level_domain.map(str::as_bytes), Utf8Detection::Deny)
}

fn decode_as<'a>(bytes: &'a [u8], encoding: &'static Encoding, mut repairs: Vec<Repair>) -> Decoded<'a> {
    let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
    if had_errors {
        repairs.push(Repair::BadBytes(text.matches('\u{FFFD}').count()));
    }
    Decoded { text, repairs }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HELLO: &str = "<?xml version='1.0' encoding='ENC'?><p>Открылась сессия рабочей группы</p>";

    fn text(bytes: &[u8], charset: Option<&str>) -> (String, Vec<Repair>) {
        let decoded = decode(
            bytes,
            Hints {
                charset,
                top_level_domain: None,
            },
        );
        (decoded.text.into_owned(), decoded.repairs)
    }

    #[test]
    fn obeys_a_true_declaration() {
        for label in ["windows-1251", "koi8-r", "iso-8859-5", "gb18030"] {
            let source = HELLO.replace("ENC", label);
            let bytes = Encoding::for_label(label.as_bytes())
                .unwrap()
                .encode(&source)
                .0
                .into_owned();
            assert_eq!(text(&bytes, None), (source, Vec::new()), "{label}");
        }
    }

    #[test]
    fn the_http_header_beats_the_declaration() {
        let source = HELLO.replace("ENC", "koi8-r");
        let bytes = encoding_rs::WINDOWS_1251.encode(&source).0.into_owned();
        assert_eq!(text(&bytes, Some("windows-1251")).0, source);
    }

    #[test]
    fn valid_utf8_beats_a_false_declaration() {
        let source = HELLO.replace("ENC", "windows-1251");
        let (read, repairs) = text(source.as_bytes(), None);
        assert_eq!(read, source);
        assert_eq!(
            repairs,
            [Repair::Encoding {
                declared: Some("windows-1251".into()),
                used: "UTF-8"
            }]
        );
    }

    #[test]
    fn reads_utf16_and_utf32_both_ways() {
        let big: Vec<u8> = "<p>Ω</p>".encode_utf16().flat_map(u16::to_be_bytes).collect();
        let little: Vec<u8> = "<p>Ω</p>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let marked = [&[0xFE, 0xFF], &big[..]].concat();
        let wide: Vec<u8> = "<p>Ω</p>"
            .chars()
            .flat_map(|c| (c as u32).to_be_bytes())
            .collect();
        for bytes in [big, little, marked, wide] {
            assert_eq!(text(&bytes, None), ("<p>Ω</p>".into(), Vec::new()));
        }
    }

    #[test]
    fn detects_what_nobody_declared() {
        let source = "<p>Открылась организационная сессия рабочей группы по вопросам безопасности</p>";
        let (read, repairs) = text(&encoding_rs::WINDOWS_1251.encode(source).0, None);
        assert_eq!(read, source);
        assert_eq!(
            repairs,
            [Repair::Encoding {
                declared: None,
                used: "windows-1251"
            }]
        );
    }

    #[test]
    fn one_bad_byte_does_not_spoil_utf8() {
        let (read, repairs) = text(b"caf\xC3\xA9 na\xC3\xAFve \xFF", None);
        assert_eq!(read, "café naïve \u{FFFD}");
        assert_eq!(repairs, [Repair::BadBytes(1)]);
    }

    #[test]
    fn finds_the_charset_of_a_page() {
        let bytes = b"<html><head><meta charset=windows-1252></head>na\xEFve";
        assert!(text(bytes, None).0.ends_with("naïve"));
    }
}
