//! How a word table comes out of sentence pairs: [`train`].

use rustc_hash::FxHashMap;
use text::Lang;

use crate::stem;

/// Rounds of estimation; more change little.
const ROUNDS: usize = 5;
/// The least probability of an English word given one of the other language, and the reverse, for both to be kept.
const FORWARD: f32 = 0.08;
const BACKWARD: f32 = 0.03;
/// Longer sentences say little about single words and cost much.
const LONGEST: usize = 40;

/// Trains a table from pairs of a sentence in `language` and its English translation: each word with the English words that
/// may render it, both in their commonest form and in alphabetical order, as [`WordTable`](crate::WordTable) reads them.
///
/// IBM model 1 in both directions (Brown et al., "The Mathematics of Statistical Machine Translation", 1993); a pair of words
/// is kept where both directions agree.
#[must_use]
pub fn train<'p>(
    pairs: impl IntoIterator<Item = (&'p str, &'p str)>,
    language: Lang,
) -> Vec<(String, Vec<String>)> {
    let (mut originals, mut english) = (Words::default(), Words::default());
    let mut sentences: Vec<(Vec<u32>, Vec<u32>)> = pairs
        .into_iter()
        .map(|(a, b)| {
            (
                originals.read(a, |word| stem::foreign(word, language.tag())),
                english.read(b, stem::english),
            )
        })
        .filter(|(a, b)| !a.is_empty() && !b.is_empty() && a.len().max(b.len()) <= LONGEST)
        .collect();
    sentences.sort_unstable();
    sentences.dedup();
    let forward = estimate(&sentences.iter().map(|(a, b)| (&a[..], &b[..])));
    let backward = estimate(&sentences.iter().map(|(a, b)| (&b[..], &a[..])));
    let mut table: FxHashMap<u32, Vec<String>> = FxHashMap::default();
    for (&(a, b), &probability) in &forward {
        if probability >= FORWARD && backward.get(&(b, a)).is_some_and(|back| *back >= BACKWARD) {
            table.entry(a).or_default().push(english.commonest(b));
        }
    }
    let mut table: Vec<(String, Vec<String>)> = table
        .into_iter()
        .map(|(word, mut renderings)| {
            renderings.sort_unstable();
            (originals.commonest(word), renderings)
        })
        .collect();
    table.sort_unstable();
    table
}

/// The probability of each word of the second sentences given one of the first.
fn estimate<'s>(
    pairs: &(impl Iterator<Item = (&'s [u32], &'s [u32])> + Clone),
) -> FxHashMap<(u32, u32), f32> {
    let mut probabilities: FxHashMap<(u32, u32), f32> = FxHashMap::default();
    for round in 0..ROUNDS {
        let mut counts: FxHashMap<(u32, u32), f32> = FxHashMap::default();
        let mut totals: FxHashMap<u32, f32> = FxHashMap::default();
        let probability = |x, y| {
            if round == 0 {
                1.0
            } else {
                probabilities.get(&(x, y)).copied().unwrap_or(0.0)
            }
        };
        for (given, seen) in pairs.clone() {
            for &y in seen {
                let all: f32 = given.iter().map(|&x| probability(x, y)).sum();
                if all <= 0.0 {
                    continue;
                }
                for &x in given {
                    let share = probability(x, y) / all;
                    if share > 0.0 {
                        *counts.entry((x, y)).or_default() += share;
                        *totals.entry(x).or_default() += share;
                    }
                }
            }
        }
        counts.retain(|(x, _), count| {
            *count /= totals[x];
            *count > 1e-3
        });
        probabilities = counts;
    }
    probabilities
}

/// The words of one side by their stems.
#[derive(Default)]
struct Words {
    stems: FxHashMap<String, u32>,
    forms: Vec<FxHashMap<String, u32>>,
}

impl Words {
    fn read(&mut self, sentence: &str, stem: impl Fn(&str) -> &str) -> Vec<u32> {
        let words = sentence
            .split(|c: char| !c.is_alphabetic())
            .filter(|word| word.chars().nth(2).is_some());
        let mut found = Vec::new();
        for word in words {
            let word = word.to_lowercase();
            let next = u32::try_from(self.stems.len()).unwrap_or(u32::MAX);
            let number = *self.stems.entry(stem(&word).to_owned()).or_insert(next);
            if number == next {
                self.forms.push(FxHashMap::default());
            }
            *self.forms[number as usize].entry(word).or_default() += 1;
            found.push(number);
        }
        found
    }

    /// The form of a word that is met most; of two, the first in the alphabet.
    fn commonest(&self, word: u32) -> String {
        let forms = &self.forms[word as usize];
        let best = forms.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0)));
        best.map(|(form, _)| form.clone()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_go_together_are_found() {
        let pairs = [
            ("das Haus brennt", "the house burns"),
            ("das Buch", "the book"),
            ("das Haus", "the house"),
            ("ein Buch brennt", "one book burns"),
            ("ein Haus", "one house"),
            ("die Häuser", "those houses"),
        ];
        let table = train(pairs, Lang::from_tag("de").unwrap());
        let renders = |word: &str, english: &str| {
            table
                .iter()
                .any(|(a, b)| a == word && b.iter().any(|b| b == english))
        };
        assert!(renders("haus", "house"), "{table:?}");
        assert!(renders("buch", "book"), "{table:?}");
        assert!(!renders("buch", "house"), "{table:?}");
    }
}
