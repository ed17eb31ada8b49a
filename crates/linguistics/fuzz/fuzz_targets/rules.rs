//! Any text under all rules: findings are in order and in range, and the text with their edits is a text again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use linguistics::check::check;
use linguistics::document::Document;
use linguistics::rules;
use sound::{assert_sound, corrected};

#[path = "../../tests/sound/mod.rs"]
mod sound;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let findings = check(&Document::new(&text), rules::ALL);
    assert_sound(&text, &findings);
    let corrected = corrected(&text, &findings);
    assert_sound(&corrected, &check(&Document::new(&corrected), rules::ALL));
});
