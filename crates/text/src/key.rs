//! A 16-bit hash of each word: a filter before a map of strings, which most words then never reach. Words with different
//! keys are different; words with the same key need not be the same.

/// A hash of a word in whatever case of A–Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Key(u16);

impl Key {
    /// The key of a word, given as UTF-8.
    #[inline]
    #[must_use]
    pub const fn of(word: &[u8]) -> Self {
        let mut hash = Hash(0);
        let mut rest = word;
        while let [byte, behind @ ..] = rest {
            hash = hash.with(*byte);
            rest = behind;
        }
        hash.key()
    }

    /// The keys of some words, for a constant.
    #[must_use]
    pub const fn of_each<const N: usize>(words: [&str; N]) -> [Self; N] {
        let mut keys = [Self(0); N];
        let mut at = 0;
        while at < N {
            keys[at] = Self::of(words[at].as_bytes());
            at += 1;
        }
        keys
    }

    /// A key of two words, this one and one behind it.
    #[inline]
    #[must_use]
    pub fn with(self, next: Self) -> Self {
        Self(self.0.rotate_left(7) ^ next.0)
    }

    /// Which of `1 << bits` heaps the key belongs to, where keys are parted into heaps; `bits` is at most 16.
    #[inline]
    #[must_use]
    pub fn heap(self, bits: u32) -> usize {
        usize::from(self.0) >> (u16::BITS - bits)
    }

    /// One bit of 128 for the key: the union of those of a sentence's words tells, in one comparison, that most words do
    /// not stand in it.
    #[inline]
    #[must_use]
    pub fn bit(self) -> u128 {
        1 << (self.0 & 127)
    }

    /// The same, of 64.
    #[inline]
    #[must_use]
    pub fn short_bit(self) -> u64 {
        1 << (self.0 & 63)
    }
}

/// The key of a word while its bytes are read.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Hash(u32);

impl Hash {
    /// With one more byte.
    #[inline]
    pub(crate) const fn with(self, byte: u8) -> Self {
        Self(self.0.rotate_left(5) ^ byte.to_ascii_lowercase() as u32)
    }

    #[inline]
    pub(crate) const fn key(self) -> Key {
        // The upper half of the product depends on all bits of the hash; the constant is 2^32 over the golden ratio.
        let [high, low, ..] = self.0.wrapping_mul(0x9E37_79B9).to_be_bytes();
        Key(u16::from_be_bytes([high, low]))
    }
}

/// The keys of many words, a bit each.
#[derive(Clone, Debug)]
pub struct KeySet(Vec<u64>);

impl Default for KeySet {
    fn default() -> Self {
        Self(vec![0; 1 << (u16::BITS - 6)])
    }
}

impl KeySet {
    /// Adds the key of a word.
    #[inline]
    pub fn insert(&mut self, word: &str) {
        self.insert_key(Key::of(word.as_bytes()));
    }

    /// Adds a key.
    #[inline]
    pub fn insert_key(&mut self, Key(key): Key) {
        self.0[usize::from(key >> 6)] |= 1 << (key & 63);
    }

    /// Whether a word with this key was added.
    #[inline]
    #[must_use]
    pub fn contains(&self, key: Key) -> bool {
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
        assert!(words.iter().all(|word| set.contains(Key::of(word.as_bytes()))));
        let others = (1000..11_000)
            .filter(|n| set.contains(Key::of(format!("word{n}").as_bytes())))
            .count();
        assert!(
            others < 500,
            "{others} of 10,000 other words have the key of one of the 1,000"
        );
    }
}
