//! Makes a stranger's XML digestible to a strict tokenizer, and counts what had to be done.
//!
//! What comes out consists of tags, text and CDATA sections only: no prolog, no DTD (so no entity is
//! ever declared, let alone fetched), no comments, no processing instructions.

use crate::account::Repair;

/// How often each fault of the document's characters was met.
#[derive(Debug, Default)]
pub(super) struct Faults {
    /// Control characters dropped.
    pub(super) control_characters: usize,
    /// `<` that starts no tag.
    pub(super) bare_less_than: usize,
    /// `&` that starts no reference.
    pub(super) bare_ampersands: usize,
    /// HTML entities replaced.
    pub(super) html_entities: usize,
    /// Entities that nobody knows.
    pub(super) unknown_entities: usize,
    /// Tags without a partner.
    pub(super) mismatched_tags: usize,
    /// The document ends inside an element.
    pub(super) truncated: bool,
    /// That element is an item, or stands in one: something of it is missing.
    pub(super) cut_item: bool,
    /// Something stands behind the end of the feed.
    pub(super) text_after_feed: bool,
    /// Prefixes without a declaration.
    pub(super) undeclared_prefixes: Vec<String>,
    /// Dates that nobody can read.
    pub(super) unreadable_dates: usize,
    /// Oddities of version and naming.
    pub(super) dialects: Vec<String>,
    /// No fault, but counted on the same way: the items in the bytes, without regard to structure. That is `<item`
    /// and `<entry` tags, also with a prefix, outside of CDATA sections and comments.
    pub(super) items: usize,
}

impl Faults {
    /// The faults as repairs, in a fixed order, those that did not occur left out.
    pub(super) fn into_repairs(self) -> Vec<Repair> {
        let counted = [
            (
                self.control_characters,
                Repair::ControlCharacters as fn(usize) -> Repair,
            ),
            (self.bare_less_than, Repair::BareLessThan),
            (self.bare_ampersands, Repair::BareAmpersand),
            (self.html_entities, Repair::HtmlEntities),
            (self.unknown_entities, Repair::UnknownEntities),
            (self.mismatched_tags, Repair::MismatchedTags),
            (self.unreadable_dates, Repair::UnreadableDates),
        ];
        let mut repairs: Vec<_> = counted
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, repair)| repair(count))
            .collect();
        repairs.extend(self.truncated.then_some(Repair::Truncated));
        repairs.extend(self.text_after_feed.then_some(Repair::TextAfterFeed));
        repairs.extend(self.undeclared_prefixes.into_iter().map(Repair::UndeclaredPrefix));
        repairs.extend(self.dialects.into_iter().map(Repair::Dialect));
        repairs
    }
}

/// Rewrites the document so that every `<` starts a tag or a CDATA section.
pub(super) fn tidy(xml: &str, faults: &mut Faults) -> String {
    let mut out = String::with_capacity(xml.len());
    let mut ends = Ends::default();
    let mut rest = xml;
    while let Some(at) = rest.find('<') {
        push_text(&mut out, &rest[..at], faults);
        rest = markup(&mut out, &rest[at..], &mut ends, faults);
    }
    push_text(&mut out, rest, faults);
    out
}

/// Remembers which closing marks do not occur any more, so that a document of a million `<!--` is
/// not searched to its end a million times.
#[derive(Default)]
struct Ends {
    no_comment: bool,
    no_instruction: bool,
    no_declaration: bool,
}

/// Looks for an end unless it was looked for in vain before.
fn seek(missing: &mut bool, find: impl FnOnce() -> Option<usize>) -> Option<usize> {
    if *missing {
        return None;
    }
    let found = find();
    *missing = found.is_none();
    found
}

/// Copies, drops or escapes the markup at the start of `rest`, and gives what follows it.
fn markup<'a>(out: &mut String, rest: &'a str, ends: &mut Ends, faults: &mut Faults) -> &'a str {
    if let Some(content) = rest.strip_prefix("<![CDATA[") {
        return cdata(out, content, faults);
    }
    let dropped = if rest.starts_with("<!--") {
        seek(&mut ends.no_comment, || rest.find("-->").map(|end| end + 3))
    } else if rest.starts_with("<?") {
        seek(&mut ends.no_instruction, || rest.find("?>").map(|end| end + 2))
    } else if rest.starts_with("<!") {
        seek(&mut ends.no_declaration, || declaration_end(rest))
    } else {
        None
    };
    if let Some(end) = dropped {
        return &rest[end..];
    }
    faults.items += usize::from(is_item(&rest[1..]));
    if let Some(end) = tag_end(rest) {
        push_text(out, &rest[..end], faults);
        return &rest[end..];
    }
    faults.bare_less_than += 1;
    out.push_str("&lt;");
    &rest[1..]
}

fn cdata<'a>(out: &mut String, content: &'a str, faults: &mut Faults) -> &'a str {
    let end = content.find("]]>").unwrap_or_else(|| {
        faults.truncated = true;
        // The end mark was forgotten; items in what follows count, for they are lost.
        faults.items += content
            .match_indices('<')
            .filter(|(at, _)| is_item(&content[at + 1..]))
            .count();
        content.len()
    });
    out.push_str("<![CDATA[");
    push_text(out, &content[..end], faults);
    out.push_str("]]>");
    content.get(end + 3..).unwrap_or_default()
}

/// The end of `<!DOCTYPE ...>`, its internal subset in square brackets included.
fn declaration_end(rest: &str) -> Option<usize> {
    let close = rest.find('>')?;
    match rest.find('[') {
        Some(open) if open < close => {
            let subset_end = rest[open..].find(']')? + open;
            // A `]` within the quotes of an entity does not end the subset; `]` and `>` together do.
            let after = rest[subset_end..]
                .find("]>")
                .map_or(subset_end, |at| subset_end + at);
            Some(rest[after..].find('>')? + after + 1)
        }
        _ => Some(close + 1),
    }
}

/// The end of the tag that starts here, `None` if none does. A `>` within quotes does not end a tag,
/// unless its quotes are not closed before the next `<`.
fn tag_end(rest: &str) -> Option<usize> {
    let name = rest[1..].strip_prefix('/').unwrap_or(&rest[1..]);
    if !name.starts_with(|c: char| c.is_alphabetic() || c == '_' || c == ':') {
        return None;
    }
    let mut quote = None;
    for (at, byte) in rest.bytes().enumerate().skip(1) {
        match (quote, byte) {
            (None, b'>') => return Some(at + 1),
            (_, b'<') => break,
            (None, b'"' | b'\'') if rest[..at].trim_end().ends_with('=') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    let end = rest[1..].find(['<', '>'])? + 1;
    rest[end..].starts_with('>').then_some(end + 1)
}

/// Copies text without the control characters that XML forbids.
fn push_text(out: &mut String, text: &str, faults: &mut Faults) {
    let forbidden =
        |c: char| c < ' ' && !matches!(c, '\t' | '\n' | '\r') || matches!(c, '\u{FFFE}' | '\u{FFFF}');
    for (index, clean) in text.split(forbidden).enumerate() {
        faults.control_characters += usize::from(index > 0);
        out.push_str(clean);
    }
}

fn is_item(tag: &str) -> bool {
    /// No prefix is longer; and to look for the end of every name up to the end of the document would take the
    /// square of its length.
    const LONGEST: usize = 64;
    let ends = |c: char| c.is_whitespace() || c == '>' || c == '/';
    let end = tag.char_indices().take(LONGEST).find(|(_, c)| ends(*c));
    let Some((end, _)) = end.or_else(|| (tag.len() < LONGEST).then_some((tag.len(), ' '))) else {
        return false;
    };
    let name = &tag[..end];
    let local = name.rsplit_once(':').map_or(name, |(_, local)| local);
    local.eq_ignore_ascii_case("item") || local.eq_ignore_ascii_case("entry")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tidied(xml: &str) -> (String, Faults) {
        let mut faults = Faults::default();
        (tidy(xml, &mut faults), faults)
    }

    #[test]
    fn drops_prolog_dtd_comments_and_instructions() {
        let xml = "<?xml version='1.0'?><!DOCTYPE r [<!ENTITY a \"]b>\"> <!ENTITY c 'd'>]><!-- x --><r><?php ?>t</r>";
        assert_eq!(tidied(xml).0, "<r>t</r>");
    }

    #[test]
    fn escapes_a_less_than_that_starts_no_tag() {
        let (xml, faults) = tidied("<a>1 < 2 <b and c</a><b x=\"1>0\">t</b>");
        assert_eq!(xml, "<a>1 &lt; 2 &lt;b and c</a><b x=\"1>0\">t</b>");
        assert_eq!(faults.bare_less_than, 2);
    }

    #[test]
    fn leaves_cdata_alone() {
        let (xml, faults) = tidied("<a><![CDATA[1 < 2 <b]]></a>");
        assert_eq!(xml, "<a><![CDATA[1 < 2 <b]]></a>");
        assert!(faults.into_repairs().is_empty());
    }

    #[test]
    fn counts_items_wherever_they_stand() {
        let xml = "<rss><ITEM/><a:entry x=''>y</a:entry><items/><!-- <item> --><![CDATA[<item>]]><item>";
        assert_eq!(tidied(xml).1.items, 3);
    }

    #[test]
    fn takes_time_in_proportion_to_hostile_input() {
        for pattern in ["<", "<a ", "<a b=\"", "<!--", "<![CDATA[", "<?", "<!D [", "&"] {
            tidied(&pattern.repeat(30_000));
        }
    }
}
