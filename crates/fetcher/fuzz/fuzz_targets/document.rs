//! Any bytes as a source: the account adds up, and every block is where it says it is.
#![no_main]

use std::collections::HashSet;

use fetcher::Reading;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Reading {
        account, articles, ..
    } = Reading::of_bytes("fuzz", bytes.to_vec());
    assert_eq!(account.articles, articles.len());
    assert_eq!(account.error.is_some(), articles.is_empty());
    let mut ids = HashSet::new();
    for article in &articles {
        assert!(ids.insert(&article.id), "two articles are called {}", article.id);
        let mut end = 0;
        for block in &article.text.blocks {
            assert!(block.span.start >= end && !article.text.block(block).trim().is_empty());
            end = block.span.end;
        }
    }
});
