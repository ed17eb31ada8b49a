//! Keys of words: a cheap question that spares most dear ones. Two words with different keys are different words.

/// A hash of a lower-case word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Key(u16);

impl Key {
    /// The key of a word that is in lower case.
    pub(crate) fn of(word: &str) -> Self {
        let mixed = word
            .bytes()
            .fold(0_u32, |hash, byte| hash.rotate_left(5) ^ u32::from(byte));
        // The upper half of the product depends on all bits of the hash; the constant is 2^32 over the golden ratio.
        let [high, low, ..] = mixed.wrapping_mul(0x9E37_79B9).to_be_bytes();
        Self(u16::from_be_bytes([high, low]))
    }
}

/// The keys of many words, a bit each.
#[derive(Clone, Debug)]
pub(crate) struct KeySet(Vec<u64>);

impl Default for KeySet {
    fn default() -> Self {
        Self(vec![0; 1 << (u16::BITS - 6)])
    }
}

impl KeySet {
    /// Adds the key of a lower-case word.
    pub(crate) fn insert(&mut self, word: &str) {
        let key = Key::of(word).0;
        self.0[usize::from(key >> 6)] |= 1 << (key & 63);
    }

    /// Whether a word with this key was added.
    pub(crate) fn contains(&self, key: Key) -> bool {
        self.0[usize::from(key.0 >> 6)] >> (key.0 & 63) & 1 == 1
    }
}

impl<'w> FromIterator<&'w str> for KeySet {
    fn from_iter<I: IntoIterator<Item = &'w str>>(words: I) -> Self {
        let mut set = Self::default();
        words.into_iter().for_each(|word| set.insert(word));
        set
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_what_was_added_and_little_else() {
        let words: Vec<String> = (0..1000).map(|n| format!("word{n}")).collect();
        let set: KeySet = words.iter().map(String::as_str).collect();
        assert!(words.iter().all(|word| set.contains(Key::of(word))));
        let others = (1000..11_000)
            .filter(|n| set.contains(Key::of(&format!("word{n}"))))
            .count();
        assert!(
            others < 500,
            "{others} of 10,000 other words have the key of one of the 1,000"
        );
    }
}
