//! Where each word of a text stands: [`Places`], so that a rule about a few words need not read all the others.

use text::{Key, Token};

/// The tokens of a document's prose, found by their [`Key`]: a few bytes a token, written in two passes.
///
/// The tokens lie in heaps by the first bits of their keys, about two tokens a heap, each heap in the order of the text.
#[derive(Debug, Default)]
pub(crate) struct Places {
    /// The number of heaps is two to the power of this.
    bits: u32,
    /// Hashes of the keys that there are, a bit each: most words that rules ask for do not stand in an article.
    present: Present,
    /// Where in `tokens` each heap ends.
    ends: Vec<u32>,
    /// Numbers of tokens, heap by heap.
    tokens: Vec<u32>,
    /// Those that are numbers.
    numbers: Vec<u32>,
}

impl Places {
    /// Files those of `tokens` whose numbers are among `prose`, which are in order.
    pub(crate) fn new(tokens: &[Token], prose: impl Iterator<Item = u32> + Clone) -> Self {
        let bits = (tokens.len() / 2).max(1).ilog2().min(u16::BITS);
        let heap = |place: u32| tokens[place as usize].key().heap(bits);
        let mut present = Present::default();
        // First the length of each heap, one to the right, so that their sums are where heaps begin.
        let mut ends = vec![0_u32; (1 << bits) + 1];
        for place in prose.clone() {
            ends[heap(place) + 1] += 1;
            present.insert(tokens[place as usize].key());
        }
        let mut sum = 0;
        for end in &mut ends {
            sum += *end;
            *end = sum;
        }
        // Every token moves the beginning of its heap on by one, which makes it the heap's end.
        let mut filed = vec![0; sum as usize];
        let mut numbers = Vec::new();
        for place in prose {
            let end = &mut ends[heap(place)];
            filed[*end as usize] = place;
            *end += 1;
            if tokens[place as usize].is_number() {
                numbers.push(place);
            }
        }
        Self {
            bits,
            present,
            ends,
            tokens: filed,
            numbers,
        }
    }

    /// The tokens that have one of `keys`, in order: those of its word and now and then another.
    pub(crate) fn of(&self, tokens: &[Token], keys: &[Key]) -> Vec<u32> {
        let mut found = Vec::new();
        for key in keys.iter().filter(|key| self.present.contains(**key)) {
            let heap = key.heap(self.bits);
            let start = heap.checked_sub(1).map_or(0, |before| self.ends[before]);
            let heap = &self.tokens[start as usize..self.ends[heap] as usize];
            found.reserve(heap.len());
            found.extend(heap.iter().filter(|place| tokens[**place as usize].key() == *key));
        }
        if keys.len() > 1 {
            found.sort_unstable();
            found.dedup();
        }
        found
    }

    /// The tokens that are numbers, in order.
    pub(crate) fn numbers(&self) -> &[u32] {
        &self.numbers
    }
}

/// A bit for each piece of the keys of some words.
#[derive(Debug)]
struct Present([u64; 1 << (Self::BITS - 6)]);

impl Default for Present {
    fn default() -> Self {
        Self([0; 1 << (Self::BITS - 6)])
    }
}

impl Present {
    const BITS: u32 = 12;

    #[inline]
    fn insert(&mut self, key: Key) {
        let at = key.heap(Self::BITS);
        self.0[at / 64] |= 1 << (at % 64);
    }

    #[inline]
    fn contains(&self, key: Key) -> bool {
        let at = key.heap(Self::BITS);
        self.0[at / 64] >> (at % 64) & 1 == 1
    }
}

#[cfg(test)]
mod tests {
    use text::Span;

    use super::*;

    #[test]
    fn finds_every_word_and_little_else() {
        let text = "The cat, the dog and 12 other cats saw the other 3 dogs.";
        let tokens = text::tokens(text, Span::new(0, text.len()));
        let places = Places::new(&tokens, 0..u32::try_from(tokens.len()).unwrap());
        let found = |words: &[Key]| -> Vec<&str> {
            let found = places.of(&tokens, words);
            found
                .iter()
                .map(|place| &text[tokens[*place as usize].span()])
                .collect()
        };
        assert_eq!(found(&Key::of_each(["the"])), ["The", "the", "the"]);
        assert_eq!(
            found(&Key::of_each(["dog", "cats", "other", "dog"])),
            ["dog", "other", "cats", "other"]
        );
        assert_eq!(found(&Key::of_each([","])), [","]);
        assert_eq!(found(&Key::of_each(["bird"])), [""; 0]);
        assert_eq!(places.numbers().len(), 2);
    }

    #[test]
    fn a_text_without_words_has_none() {
        assert_eq!(Places::new(&[], 0..0).of(&[], &Key::of_each(["the"])), [0; 0]);
    }
}
