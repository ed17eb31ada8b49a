//! Whatever the bytes, reading them ends well: the account adds up and every block is where it says it is.

use std::collections::HashSet;

use fetcher::Reading;
use proptest::prelude::*;

fn check(bytes: Vec<u8>) {
    let Reading {
        account, articles, ..
    } = Reading::of_bytes("any", bytes);
    assert_eq!(account.articles, articles.len());
    assert_eq!(account.error.is_some(), articles.is_empty());
    let mut ids = HashSet::new();
    for article in &articles {
        assert!(ids.insert(&article.id), "two articles are called {}", article.id);
        let mut end = 0;
        for block in &article.text.blocks {
            assert!(block.span.start >= end, "blocks overlap");
            assert!(!article.text.block(block).trim().is_empty());
            end = block.span.end;
        }
    }
}

/// Good documents to spoil.
const DOCUMENTS: [&str; 5] = [
    include_str!("feeds/full.xml"),
    "<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>1</id><title type='xhtml'><div>T &amp; <b>t</b></div></title>\
     <content type='html'>&lt;p&gt;Words&lt;/p&gt;<![CDATA[<br>]]></content><link href='/a' hreflang='ru'/></entry></feed>",
    "{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":[{\"id\":1,\"content_html\":\"<p>x</p>\"},{\"id\":\"1\"}]}",
    "{\"id\":\"a\",\"text\":\"One.\\n\\nTwo.\"}\n{\"id\":\"b\",\"title\":\"T\",\"text\":\"x\",\"url\":\"https://example.org/\"}\n",
    "<!doctype html><html lang=en><head><title>T</title><link rel=alternate hreflang=ru href=/ru></head><body><article>\
     <h1>T</h1><p>The delegations met on Monday, and they will meet again, the ministry said.</p><ul><li>a<li>b</ul>\
     <p>A third meeting, on trade and transport, is to follow, the ministry added in the evening.</p></article></body></html>",
];

/// One change: from a place on, so many bytes are replaced by others, perhaps markup.
fn change() -> impl Strategy<Value = (prop::sample::Index, usize, Vec<u8>)> {
    let markup = prop::sample::select(
        &[
            "<",
            ">",
            "&",
            "]]>",
            "<![CDATA[",
            "<!--",
            "</item>",
            "<item>",
            "\"",
            "\0",
            "\u{FEFF}",
        ][..],
    );
    let inserted = prop_oneof![
        prop::collection::vec(any::<u8>(), 0..4),
        markup.prop_map(|text| text.as_bytes().to_vec()),
    ];
    (any::<prop::sample::Index>(), 0..40_usize, inserted)
}

proptest! {
    #[test]
    fn any_bytes_at_all(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        check(bytes);
    }

    #[test]
    fn any_text_at_all(text in "\\PC{0,200}") {
        check(text.into_bytes());
    }

    #[test]
    fn good_documents_spoilt(which in 0..DOCUMENTS.len(), changes in prop::collection::vec(change(), 1..6)) {
        let mut bytes = DOCUMENTS[which].as_bytes().to_vec();
        for (place, length, inserted) in changes {
            let start = place.index(bytes.len() + 1);
            let end = (start + length).min(bytes.len());
            bytes.splice(start..end, inserted);
        }
        check(bytes);
    }
}
