//! Any text as a page: no block is empty or holds a control character.
#![no_main]

use fetcher::page;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let page = page::parse(&String::from_utf8_lossy(bytes), None);
    for block in &page.blocks {
        let text = &block.text;
        assert!(!text.is_empty() && text.trim() == text && !text.contains(char::is_control));
    }
});
