//! On well-formed feeds the walk agrees with feed-rs, which parses by the standards.

use std::fs;

use feed_rs::parser;
use fetcher::feed;

/// RSS 2.0 with the modules that publishers use.
const RSS: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Harbour &amp; Town</title><link>https://harbour.example/</link><description>News of the port</description>
<language>en-gb</language>
<item><title>Lock closes for repairs</title><link>https://harbour.example/lock?a=1&amp;b=2</link><guid>https://harbour.example/?p=17</guid>
<pubDate>Mon, 02 Mar 2026 08:15:00 +0100</pubDate><dc:creator>Ida Holm</dc:creator>
<description>The lock is shut until &lt;b&gt;Easter&lt;/b&gt;.</description>
<content:encoded><![CDATA[<p>The lock is shut until Easter &amp; beyond.</p>]]></content:encoded></item>
<item><title>Ferry timetable</title><link>https://harbour.example/ferry</link><guid isPermaLink="false">ferry-3</guid>
<pubDate>Tue, 03 Mar 2026 09:00:00 GMT</pubDate><description>Two more crossings a day.</description></item>
</channel></rss>"#;

/// Atom 1.0 with each kind of text.
const ATOM: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title type="text">Harbour</title><id>urn:feed</id><updated>2026-03-03T10:00:00Z</updated>
<entry><id>urn:1</id><title type="html">Cranes &amp;amp; rails</title><link href="https://harbour.example/cranes"/>
<link rel="enclosure" href="https://harbour.example/cranes.mp3"/><author><name>Ida Holm</name></author>
<published>2026-03-01T07:00:00+02:00</published><updated>2026-03-02T07:00:00Z</updated>
<summary>Three cranes are for sale.</summary><content type="html">&lt;p&gt;Three cranes are for sale.&lt;/p&gt;</content></entry>
<entry><id>urn:2</id><title>Plain &lt;title&gt;</title><link rel="alternate" href="https://harbour.example/plain"/>
<updated>2026-03-02T08:00:00Z</updated><content type="text">No markup here.</content></entry></feed>"#;

/// RSS 1.0.
const RDF: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<channel rdf:about="https://harbour.example/"><title>Harbour</title><link>https://harbour.example/</link><description>News</description></channel>
<item rdf:about="https://harbour.example/tide"><title>Spring tide</title><link>https://harbour.example/tide</link>
<description>The quay is under water at noon.</description></item></rdf:RDF>"#;

fn agree(xml: &str) {
    let ours = feed::parse(xml, None).expect("the feed is well-formed");
    let theirs = parser::Builder::new()
        .sanitize_content(false)
        .build()
        .parse(xml.as_bytes())
        .expect("the feed is well-formed");
    assert_eq!(
        ours.title,
        theirs.title.map(|title| title.content).unwrap_or_default()
    );
    assert!(ours.repairs.is_empty(), "{:?}", ours.repairs);
    assert_eq!(ours.items.len(), theirs.entries.len());
    assert_eq!(ours.items_seen, ours.items.len());
    for (item, entry) in ours.items.iter().zip(theirs.entries) {
        let seconds = |time: Option<jiff::Timestamp>| time.map(jiff::Timestamp::as_second);
        assert_eq!(
            item.link.as_deref(),
            entry.links.first().map(|link| link.href.as_str())
        );
        assert_eq!(
            seconds(item.published),
            entry.published.map(|time| time.timestamp())
        );
        let author = entry.authors.first().and_then(|person| person.name.clone());
        assert_eq!(item.author, author.unwrap_or_default());
        let text =
            |markup: &Option<feed::Markup>| markup.as_ref().map(|text| text.as_str().trim().to_owned());
        assert_eq!(
            text(&item.summary),
            entry.summary.map(|text| text.content.trim().to_owned())
        );
        assert_eq!(
            text(&item.content),
            entry
                .content
                .and_then(|content| Some(content.body?.trim().to_owned()))
        );
        if !entry.id.is_empty() && !item.id.starts_with("http") {
            assert_eq!(item.id, entry.id);
        }
    }
}

#[test]
fn agrees_with_a_parser_of_the_standards() {
    for xml in [RSS, ATOM, RDF] {
        agree(xml);
    }
}

#[test]
fn agrees_on_the_sample_of_every_module() {
    agree(&fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/feeds/full.xml")).unwrap());
}
