//! Hashes, in the forms in which reports name things.

use sha2::{Digest, Sha256};

/// SHA-256 over texts. Each is preceded by its length in bytes (64 bits, little endian), so that they do not run into
/// each other.
pub(crate) fn of_fields<'f>(fields: impl IntoIterator<Item = &'f str>) -> [u8; 32] {
    let mut hasher = Sha256::new();
    for field in fields {
        hasher.update((field.len() as u64).to_le_bytes());
        hasher.update(field);
    }
    hasher.finalize().into()
}

/// Bytes as hexadecimal digits, in small letters.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes
        .iter()
        .fold(String::with_capacity(2 * bytes.len()), |mut hex, byte| {
            write!(hex, "{byte:02x}").expect("strings take any text");
            hex
        })
}
