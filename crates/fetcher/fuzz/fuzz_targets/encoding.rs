//! Any bytes under any declared encoding; the first byte chooses it. Valid UTF-8 stays as it is.
#![no_main]

use fetcher::decode::{Hints, decode};
use libfuzzer_sys::fuzz_target;

const LABELS: [Option<&str>; 8] = [
    None,
    Some("utf-8"),
    Some("windows-1251"),
    Some("koi8-r"),
    Some("gb18030"),
    Some("utf-16"),
    Some("iso-2022-jp"),
    Some("x-bogus"),
];

fuzz_target!(|bytes: &[u8]| {
    let Some((choice, bytes)) = bytes.split_first() else {
        return;
    };
    let charset = LABELS[usize::from(*choice) % LABELS.len()];
    let decoded = decode(
        bytes,
        Hints {
            charset,
            top_level_domain: Some("ru"),
        },
    );
    let marked = bytes.starts_with(b"\xEF\xBB\xBF") || bytes.iter().take(4).any(|byte| *byte == 0);
    if let Ok(text) = std::str::from_utf8(bytes)
        && !marked
        && !bytes.contains(&0x1B)
    {
        assert_eq!(decoded.text, text);
        assert!(decoded.repairs.len() <= 1);
    }
});
