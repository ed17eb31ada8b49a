//! Any bytes as each format: the units end, and every byte of theirs is where it says it is.
#![no_main]

use exchange::{Format, Options, Units};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    for format in [Format::Xliff1, Format::Xliff2, Format::Tmx, Format::Po] {
        for unit in Units::new(bytes, format, Options::default()).flatten() {
            for passage in [&unit.source, &unit.target] {
                assert_eq!(passage.masked().len(), passage.text.len());
                let mut last = 0;
                for (at, _) in passage.text.char_indices() {
                    let offset = passage
                        .map
                        .start(&passage.text, at)
                        .expect("a map of every byte")
                        .offset;
                    assert!(offset >= last, "places go forward");
                    last = offset;
                }
            }
        }
    }
});
