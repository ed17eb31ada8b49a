//! Answers to questions about words: an article has mostly the words of the one before.

use std::cell::Cell;

use text::Key;

/// The last word for each of some [keys](Key): its letters, and the answer to each [`Question`] that was asked of it, a bit
/// for yes and one for no. That saves the way to an answer and is no part of it: whoever asks anew gets the same.
pub(crate) struct Memo(Box<[Cell<u128>]>);

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
    /// Two to the power of this are remembered, 16 bytes each.
    const BITS: u32 = 14;

    /// Bytes of the longest word that is remembered; one more is for the answers.
    const LONGEST: usize = 15;

    fn new() -> Self {
        Self(vec![Cell::new(0); 1 << Self::BITS].into())
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
        let known = &self.0[key.heap(Self::BITS)];
        let answers = known.get() ^ packed;
        let is_same = answers >> u8::BITS == 0;
        if is_same && answers & (yes | no) != 0 {
            return answers & yes != 0;
        }
        let answer = answer(word);
        let before = if is_same { known.get() } else { packed };
        known.set(before | if answer { yes } else { no });
        answer
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
        let long = "internationalisation";
        assert!(known(&long[..15]) && known(long) && known(long) && asked.get() == 6);
    }
}
