//! Words of which a question was answered with yes before: an article has mostly the words of the one before.

use std::cell::Cell;

use text::Key;

/// The last word with yes as its answer for each of some [keys](Key), for a thread. It saves the way to the answer and is
/// no part of it: whoever asks anew gets the same.
pub(crate) struct Memo(Box<[Cell<u128>]>);

impl Memo {
    /// Two to the power of this are remembered, 16 bytes each.
    const BITS: u32 = 13;

    /// Bytes of the longest word that is remembered.
    const LONGEST: usize = 16;

    pub(crate) fn new() -> Self {
        Self(vec![Cell::new(0); 1 << Self::BITS].into())
    }

    /// The answer for a word of small letters with this key. The same question must be asked every time.
    #[inline]
    pub(crate) fn ask(&self, key: Key, word: &str, question: impl FnOnce(&str) -> bool) -> bool {
        let mut letters = [0; Self::LONGEST];
        let Some(begin) = letters.get_mut(..word.len()) else {
            return question(word);
        };
        begin.copy_from_slice(word.as_bytes());
        let packed = u128::from_le_bytes(letters);
        let known = &self.0[key.heap(Self::BITS)];
        if known.get() == packed {
            return true;
        }
        let answer = question(word);
        if answer {
            known.set(packed);
        }
        answer
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn asks_until_the_answer_is_yes() {
        let memo = Memo::new();
        let asked = Cell::new(0);
        let ask = |word: &str| {
            memo.ask(Key::of(word.as_bytes()), word, |word| {
                asked.set(asked.get() + 1);
                word.contains('e')
            })
        };
        assert!(ask("sentence") && ask("sentence") && asked.get() == 1);
        assert!(!ask("words") && !ask("words") && asked.get() == 3);
        let long = "internationalisation";
        assert!(ask(&long[..16]) && ask(long) && ask(long) && asked.get() == 6);
    }
}
