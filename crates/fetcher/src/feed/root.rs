//! The root element of an XML feed, and where it starts.

/// How far into a text a feed is looked for behind what does not belong to it, in bytes.
const JUNK_WITHIN: usize = 8 * 1024;

/// Where the root element of a feed starts: the first tag, or, behind a server's warnings, the first
/// `<rss`, `<rdf:RDF` or `<feed` that follows an XML declaration or begins a line.
pub(crate) fn feed_root(text: &str) -> Option<usize> {
    if let Some((at, name)) = first_tag(text)
        && is_feed_name(name)
    {
        return Some(at);
    }
    let declared = text.find("<?xml").filter(|at| *at < JUNK_WITHIN);
    if let Some(at) = declared
        && let Some((offset, name)) = first_tag(&text[at..])
        && is_feed_name(name)
    {
        return Some(at + offset);
    }
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if start > JUNK_WITHIN {
            return None;
        }
        let indent = line.len() - line.trim_start().len();
        if line[indent..].starts_with('<') && tag_name(&text[start + indent..]).is_some_and(is_root_name) {
            return Some(start + indent);
        }
        start += line.len();
    }
    None
}

/// Offset and local name of the first tag, when only white space, comments, declarations and
/// processing instructions stand before it.
pub(crate) fn first_tag(text: &str) -> Option<(usize, &str)> {
    let mut at = 0;
    loop {
        at += text[at..].find(|c: char| !c.is_whitespace() && c != '\u{FEFF}')?;
        let rest = &text[at..];
        let skip = if rest.starts_with("<!--") {
            rest.find("-->")? + 3
        } else if rest.starts_with("<?") {
            rest.find("?>")? + 2
        } else if rest.starts_with("<!") {
            doctype_end(rest)?
        } else {
            return Some((at, tag_name(rest)?));
        };
        at += skip;
    }
}

fn doctype_end(rest: &str) -> Option<usize> {
    let close = rest.find('>')?;
    match rest.find('[') {
        Some(open) if open < close => rest.find("]>").map(|end| end + 2).or(Some(close + 1)),
        _ => Some(close + 1),
    }
}

/// The local name of the tag at the start of `rest`.
fn tag_name(rest: &str) -> Option<&str> {
    let rest = rest.strip_prefix('<')?;
    let end = rest.find(|c: char| c.is_whitespace() || c == '>' || c == '/')?;
    let name = &rest[..end];
    let local = name.rsplit_once(':').map_or(name, |(_, local)| local);
    local.starts_with(|c: char| c.is_alphabetic()).then_some(local)
}

fn is_root_name(name: &str) -> bool {
    ["rss", "rdf", "feed"]
        .iter()
        .any(|known| name.eq_ignore_ascii_case(known))
}

/// Is this the local name of a feed's root element?
pub(crate) fn is_feed_name(name: &str) -> bool {
    is_root_name(name) || name.eq_ignore_ascii_case("channel") || name.eq_ignore_ascii_case("entry")
}
