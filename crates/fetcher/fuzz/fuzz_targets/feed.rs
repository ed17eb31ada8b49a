//! Any bytes as a feed: whatever the parser saw is among the items that were counted.
#![no_main]

use fetcher::feed;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(feed) = feed::parse_bytes(bytes, None, None) {
        assert!(
            feed.items.len() <= feed.items_seen,
            "{} of {}",
            feed.items.len(),
            feed.items_seen
        );
        assert!(feed.items.iter().all(|item| !item.id.is_empty()));
    }
});
