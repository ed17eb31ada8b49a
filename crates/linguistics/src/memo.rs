//! Answers to questions about words: an article has mostly the words of the one before.

use std::cell::Cell;

use text::Key;

/// The last few words for each of some [keys](Key): their letters, and the answer to each [`Question`] that was asked of them, a
/// bit for yes and one for no. That saves the way to an answer and is no part of it: whoever asks anew gets the same.
pub(crate) struct Memo(Box<[Drawer]>);

/// Words that share a piece of a key, the last one first, in a line of the processor's cache. Most words come back, and with a
/// single place they would drive one another out of it.
#[repr(align(64))]
#[derive(Clone, Default)]
struct Drawer([Cell<u128>; 4]);

/// What is asked of a word of small letters.
#[derive(Clone, Copy)]
pub(crate) enum Question {
    IsKnown,
    IsOrdinary,
}

thread_local! {
    static MEMO: Memo = Memo::new();
}

impl Memo {
    /// Two to the power of this is the number of drawers.
    const BITS: u32 = 12;

    /// Bytes of the longest word that is remembered; one more is for the answers.
    const LONGEST: usize = 15;

    fn new() -> Self {
        Self(vec![Drawer::default(); 1 << Self::BITS].into())
    }

    /// Lets somebody ask the one of this thread.
    pub(crate) fn with<T>(work: impl FnOnce(&Self) -> T) -> T {
        MEMO.with(work)
    }

    /// The answer for a word with this key: `answer` finds it, the same way for the same question every time.
    #[inline]
    pub(crate) fn ask(
        &self,
        question: Question,
        key: Key,
        word: &str,
        answer: impl FnOnce(&str) -> bool,
    ) -> bool {
        let mut letters = [0; Self::LONGEST + 1];
        let Some(begin) = letters[1..].get_mut(..word.len()) else {
            return answer(word);
        };
        begin.copy_from_slice(word.as_bytes());
        let packed = u128::from_le_bytes(letters);
        let (yes, no) = (1_u128 << (2 * question as u32), 2_u128 << (2 * question as u32));
        let drawer = &self.0[key.heap(Self::BITS)];
        let known = drawer.first(packed);
        if known & (yes | no) != 0 {
            return known & yes != 0;
        }
        let answer = answer(word);
        drawer.0[0].set(known | if answer { yes } else { no });
        answer
    }
}

impl Drawer {
    /// Makes the word with these letters the first, instead of the last one where it is new, and gives it with its answers.
    #[inline]
    fn first(&self, packed: u128) -> u128 {
        let is_it = |known: u128| (known ^ packed) >> u8::BITS == 0;
        let first = self.0[0].get();
        if is_it(first) {
            return first;
        }
        let mut carried = first;
        for place in &self.0[1..] {
            carried = place.replace(carried);
            if is_it(carried) {
                self.0[0].set(carried);
                return carried;
            }
        }
        self.0[0].set(packed);
        packed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn asks_once_for_each_question() {
        let memo = Memo::new();
        let asked = Cell::new(0);
        let ask = |question: Question, word: &str| {
            memo.ask(question, Key::of(word.as_bytes()), word, |word| {
                asked.set(asked.get() + 1);
                word.contains('e')
            })
        };
        let known = |word: &str| ask(Question::IsKnown, word);
        assert!(known("sentence") && known("sentence") && asked.get() == 1);
        assert!(!known("words") && !known("words") && asked.get() == 2);
        assert!(ask(Question::IsOrdinary, "sentence") && known("sentence") && asked.get() == 3);
        let others: Vec<String> = (0..1000).map(|n| format!("other{n}")).collect();
        assert!(others.iter().all(|other| known(other)) && asked.replace(3) == 1003);
        assert!(known("other999") && known("other998") && asked.get() == 3);
        let long = "internationalisation";
        assert!(known(&long[..15]) && known(long) && known(long) && asked.get() == 6);
    }
}
