//! HTML inside of a text, as publishing systems export it: `&lt;p&gt;` or `<![CDATA[<p>]]>`.

use quick_xml::escape::resolve_html5_entity;
use text::Span;

/// Elements inside of a line.
const INLINE: [&str; 20] = [
    "a", "abbr", "b", "cite", "code", "del", "em", "font", "i", "img", "ins", "mark", "q", "s", "small",
    "span", "strong", "sub", "sup", "u",
];

/// Elements that end a paragraph.
const BLOCKS: [&str; 22] = [
    "article",
    "blockquote",
    "br",
    "div",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "ol",
    "p",
    "section",
    "table",
    "td",
    "th",
    "tr",
    "ul",
];

/// What stands for the end of a paragraph.
const PARAGRAPH: &str = "\n\n";

/// The longest tag, in bytes; what is longer is none.
const LONGEST: usize = 4096;

/// The tags and references in a text, each with what to put in its place: nothing, a blank line, or the character.
pub(crate) fn cuts(text: &str) -> Vec<(Span, String)> {
    let mut cuts: Vec<(Span, String)> = Vec::new();
    let mut at = 0;
    while let Some(step) = text[at..].find(['<', '&']) {
        let start = at + step;
        let cut = if text[start..].starts_with('<') {
            tag(&text[start..])
        } else {
            reference(&text[start..])
        };
        at = start + 1;
        if let Some((length, replacement)) = cut {
            at = start + length;
            cuts.push((Span::new(start, at), replacement));
        }
    }
    // Several ends of paragraphs in a row are one, with the white space between them.
    cuts.dedup_by(|next, last| {
        let is_row =
            next.1 == PARAGRAPH && last.1 == PARAGRAPH && text[last.0.end..next.0.start].trim().is_empty();
        if is_row {
            last.0.end = next.0.end;
        }
        is_row
    });
    cuts
}

/// The length of a tag and what stands for it.
fn tag(text: &str) -> Option<(usize, String)> {
    let within = &text[..text.floor_char_boundary(LONGEST)];
    if let Some(comment) = within.strip_prefix("<!--") {
        return comment.find("-->").map(|end| (end + 7, String::new()));
    }
    let name = within[1..].trim_start_matches('/');
    let length = name.find(|c: char| !c.is_ascii_alphanumeric())?;
    let end = within.find('>')?;
    let is_tag = matches!(
        name.as_bytes().get(length),
        Some(b'>' | b'/' | b' ' | b'\n' | b'\t')
    ) && !within[1..end].contains('<');
    let lower = name[..length].to_ascii_lowercase();
    let replacement = if BLOCKS.contains(&lower.as_str()) {
        PARAGRAPH
    } else if INLINE.contains(&lower.as_str()) {
        ""
    } else {
        return None;
    };
    is_tag.then(|| (end + 1, replacement.to_owned()))
}

/// The length of a reference to a character and that character.
fn reference(text: &str) -> Option<(usize, String)> {
    let within = &text[..text.floor_char_boundary(12)];
    let end = within.find(';')?;
    let name = &within[1..end];
    let character = match name.strip_prefix('#') {
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?)
                .filter(|c| !c.is_control())?
                .to_string()
        }
        None => resolve_html5_entity(name)?.to_owned(),
    };
    Some((end + 1, character))
}

#[cfg(test)]
mod tests {
    use text::FilePosition;

    use crate::passage::Builder;

    fn read(text: &str) -> String {
        let mut builder = Builder::new(true);
        builder.verbatim(text, FilePosition::START);
        builder.finish().text
    }

    #[test]
    fn tags_go_and_paragraphs_stay() {
        for (html, text) in [
            (
                "<p>The vote was <b>open</b>.</p>\n<p class=\"a\">It closed&nbsp;late &amp; well.</p>",
                "The vote was open.\n\nIt closed\u{a0}late & well.",
            ),
            ("Line one<br/>line two", "Line one\n\nline two"),
            ("<!-- wp:paragraph -->A <em>b</em> c<!-- /wp -->", "A b c"),
            (
                "5 < 6 and a <name> & b > c; R&D;",
                "5 < 6 and a <name> & b > c; R&D;",
            ),
        ] {
            assert_eq!(read(html), text, "{html}");
        }
    }

    #[test]
    fn what_is_left_knows_its_place() {
        let html = "<p>The <b>vote</b> was open.</p>";
        let mut builder = Builder::new(true);
        builder.verbatim(html, FilePosition::START);
        let passage = builder.finish();
        let open = passage.text.find("open").unwrap();
        let place = passage.map.start(&passage.text, open).unwrap();
        assert_eq!(usize::try_from(place.offset), Ok(html.find("open").unwrap()));
    }
}
