//! OPML: the list of feeds that feed readers exchange.

use quick_xml::Reader;
use quick_xml::escape::{resolve_html5_entity, unescape_with};
use quick_xml::events::{BytesStart, Event};
use url::Url;

use crate::feed::first_tag;

/// Is the text an OPML document?
pub(crate) fn is_opml(text: &str) -> bool {
    first_tag(text).is_some_and(|(_, root)| root.eq_ignore_ascii_case("opml"))
}

/// The addresses of the feeds in an OPML document, in order, each once. What follows broken markup is lost.
pub(crate) fn feeds(text: &str) -> Vec<String> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    let mut feeds = Vec::new();
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) => {
                feeds.extend(address(&tag).filter(|address| !feeds.contains(address)));
            }
            Ok(Event::Eof) | Err(_) => return feeds,
            Ok(_) => {}
        }
    }
}

/// Those of the feeds that can be fetched.
pub(crate) fn addresses(text: &str) -> Vec<Url> {
    let urls = feeds(text).into_iter().filter_map(|feed| Url::parse(&feed).ok());
    urls.filter(|url| matches!(url.scheme(), "http" | "https"))
        .collect()
}

/// The `xmlUrl` of an outline.
fn address(tag: &BytesStart) -> Option<String> {
    if !tag.name().0.eq_ignore_ascii_case("outline") {
        return None;
    }
    let mut attributes = tag.html_attributes().filter_map(Result::ok);
    let address = attributes.find(|attribute| attribute.key.0.eq_ignore_ascii_case("xmlurl"))?;
    let address = unescape_with(&address.value, resolve_html5_entity).ok()?;
    Some(address.trim().to_owned()).filter(|address| !address.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_the_feeds_of_nested_outlines() {
        let text = "<?xml version='1.0'?><opml version='2.0'><head><title>Ports</title></head><body><outline text='North'>
            <outline type='rss' text='Harbour' xmlUrl='https://a.example/feed?x=1&amp;y=2' htmlUrl='https://a.example/'/>
            <outline text='Quay' XMLURL=\"https://b.example/rss\"></outline></outline>
            <outline xmlUrl='https://b.example/rss'/><outline text='No feed'/></body></opml>";
        assert!(is_opml(text));
        assert_eq!(
            feeds(text),
            ["https://a.example/feed?x=1&y=2", "https://b.example/rss"]
        );
        assert!(!is_opml("<rss version='2.0'/>"));
    }
}
