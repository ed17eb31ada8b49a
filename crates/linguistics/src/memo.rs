//! Answers to questions about words: an article has mostly the words of the one before.

use std::cell::Cell;

use text::{Key, Span};

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

impl Question {
    /// The bit of the answer yes; the next one is that of no.
    fn yes(self) -> u128 {
        1 << (2 * self as u32)
    }
}

/// Bytes of the longest word that is remembered; one more is for the answers.
const LONGEST: usize = 15;

/// The letters of a word as they are remembered, with room for the answers.
#[inline]
fn packed(word: &str) -> Option<u128> {
    let mut letters = [0; LONGEST + 1];
    letters[1..]
        .get_mut(..word.len())?
        .copy_from_slice(word.as_bytes());
    Some(u128::from_le_bytes(letters))
}

/// The same of a word in a text: nearly always in one piece with what stands behind it.
#[inline]
fn packed_in(text: &str, word: Span) -> Option<u128> {
    let Some(piece) = text.as_bytes()[word.start..].first_chunk() else {
        return packed(&text[word]);
    };
    if word.is_empty() || word.len() > LONGEST {
        return None;
    }
    // What stands behind the word is pushed out at the end.
    let others = 8 * (LONGEST + 1 - word.len());
    Some((u128::from_le_bytes(*piece) << others >> others) << u8::BITS)
}

/// Whether what is remembered is about the word with these letters.
#[inline]
fn is_of(packed: u128, known: u128) -> bool {
    (known ^ packed) >> u8::BITS == 0
}

thread_local! {
    static MEMO: Memo = Memo::new();
}

impl Memo {
    /// Two to the power of this is the number of drawers.
    const BITS: u32 = 12;

    fn new() -> Self {
        Self(vec![Drawer::default(); 1 << Self::BITS].into())
    }

    /// Lets somebody ask the one of this thread.
    pub(crate) fn with<T>(work: impl FnOnce(&Self) -> T) -> T {
        MEMO.with(work)
    }

    /// Whether each of some questions was answered with yes for the word of `text` with this key. Where it was not, that says nothing.
    #[inline]
    pub(crate) fn affirms(&self, questions: &[Question], key: Key, text: &str, word: Span) -> bool {
        let Some(packed) = packed_in(text, word) else {
            return false;
        };
        let yes = questions.iter().fold(0, |bits, question| bits | question.yes());
        let drawer = &self.0[key.heap(Self::BITS)].0;
        // All four are looked at: which of them it is cannot be foretold.
        drawer.iter().fold(false, |affirmed, known| {
            let known = known.get();
            affirmed | ((known & yes == yes) & is_of(packed, known))
        })
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
        let Some(packed) = packed(word) else {
            return answer(word);
        };
        let (yes, no) = (question.yes(), question.yes() << 1);
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
        let first = self.0[0].get();
        if is_of(packed, first) {
            return first;
        }
        let mut carried = first;
        for place in &self.0[1..] {
            carried = place.replace(carried);
            if is_of(packed, carried) {
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
        let affirms = |question: Question, word: &str| {
            let whole = Span::new(0, word.len());
            let behind = format!("{word} and something more");
            let key = Key::of(word.as_bytes());
            let affirmed = memo.affirms(&[question], key, word, whole);
            assert_eq!(memo.affirms(&[question], key, &behind, whole), affirmed);
            affirmed
        };
        assert!(affirms(Question::IsKnown, "other999"));
        for (question, word) in [
            (Question::IsOrdinary, "other999"),
            (Question::IsKnown, "words"),
            (Question::IsKnown, "new"),
        ] {
            assert!(!affirms(question, word));
        }
        let long = "internationalisation";
        assert!(known(&long[..15]) && known(long) && known(long) && asked.get() == 6);
    }
}
