//! Any bytes as XLIFF: what was annotated twice is what was annotated once, and without notes the file is as it was.
#![no_main]

use std::io::Cursor;

use exchange::{Format, Notes, Options, Units, annotate};
use libfuzzer_sys::fuzz_target;

fn annotated(bytes: &[u8], format: Format, with_notes: bool) -> Option<Vec<u8>> {
    let mut notes = Notes::new();
    for unit in Units::new(bytes, format, Options::default())
        .flatten()
        .filter(|_| with_notes)
    {
        notes
            .entry(unit.at.offset)
            .or_default()
            .push(format!("a < b & {}", unit.id));
    }
    let mut copy = Vec::new();
    annotate(&mut Cursor::new(bytes), format, &notes, &mut copy).ok()?;
    Some(copy)
}

fuzz_target!(|bytes: &[u8]| {
    for format in [Format::Xliff1, Format::Xliff2] {
        let (Some(clean), Some(once)) = (annotated(bytes, format, false), annotated(bytes, format, true))
        else {
            continue;
        };
        assert_eq!(annotated(&once, format, true).as_ref(), Some(&once));
        assert_eq!(annotated(&once, format, false), Some(clean));
    }
});
