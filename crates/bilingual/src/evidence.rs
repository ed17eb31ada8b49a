//! What speaks for two sentences having one meaning: the seam [`Evidence`], and the evidence of [`Words`] that fills it.

use std::ops::Range;

use text::Lang;

use crate::band::Band;
use crate::items::{Id, Ids, Items};
use crate::sentence_vectors::SentenceVectors;
use crate::words::{Vocabulary, WordTable};

/// A source of evidence of meaning, such as words or a model that makes vectors of sentences.
///
/// An alignment asks it once for a [`Judge`] of the two sides, and the judge very often for pairs. What it says is measured
/// against what it says elsewhere in the same two texts, so that its level matters less than its differences.
pub trait Evidence {
    /// How a report calls it where the original is in `language`: "no model", "word list ru".
    fn name(&self, language: Lang) -> String;

    /// What two sentences without a text around them have in common at least if one translates the other: the lesser of
    /// [`Judge::rendered`] and [`Judge::founded`]; `None` where too little is known of `language` to say so.
    fn unlike(&self, language: Lang) -> Option<f32>;

    /// Reads both sides: the sentences of the original, which is in `language`, and those of its translation.
    fn judge<'t>(
        &'t self,
        original: &[&'t str],
        language: Lang,
        translation: &[&'t str],
    ) -> Box<dyn Judge + 't>;

    /// A model to ask where the judge leaves a doubt.
    fn model(&self) -> Option<&dyn SentenceVectors> {
        None
    }
}

/// What an [`Evidence`] made of the two sides.
pub trait Judge {
    /// How much these neighbouring sentences of the original and those of the translation have in common. Both ranges
    /// hold one to three sentences.
    fn likeness(&self, original: Range<usize>, translation: Range<usize>) -> Likeness;

    /// How much of what one sentence of the original says is in these sentences of the translation.
    fn rendered(&self, original: usize, translation: Range<usize>) -> Likeness {
        self.likeness(original..original + 1, translation)
    }

    /// How much of what one sentence of the translation says is in these sentences of the original.
    fn founded(&self, original: Range<usize>, translation: usize) -> Likeness {
        self.likeness(original, translation..translation + 1)
    }

    /// What these sentences have in common at least if they render each other, as [`Evidence::unlike`] says it.
    fn unlike(&self, _original: Range<usize>, _translation: Range<usize>) -> Option<f32> {
        None
    }

    /// The likeness of sentences that belong together; `None` where the texts have to tell.
    fn typical(&self) -> Option<f32> {
        None
    }
}

/// How much two stretches have in common.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Likeness {
    /// From 0, nothing, to 1, everything.
    pub value: f32,
    /// How much there was to compare, from 0, nothing, to 1, enough to trust the value.
    pub weight: f32,
}

/// The evidence of words: numbers, names, words that look or sound alike, the common words that come with the crate, and a
/// [`WordTable`] where there is one.
#[derive(Debug, Default)]
pub struct Words {
    table: Option<WordTable>,
}

impl Words {
    /// With a user's table beside what the crate knows.
    #[must_use]
    pub fn with_table(table: WordTable) -> Self {
        Self { table: Some(table) }
    }
}

impl Evidence for Words {
    fn name(&self, language: Lang) -> String {
        match &self.table {
            Some(table) if table.language() == language => format!("word list {}", table.name()),
            _ => "no model".to_owned(),
        }
    }

    fn unlike(&self, language: Lang) -> Option<f32> {
        let knows = |table: &&WordTable| table.language() == language && table.len() >= ENOUGH_WORDS;
        let table = self.table.as_ref().filter(knows)?;
        let ideographs = matches!(table.language().tag(), "zh" | "ja");
        Some(if ideographs { UNLIKE_IDEOGRAPHS } else { UNLIKE })
    }

    fn judge<'t>(
        &'t self,
        original: &[&'t str],
        language: Lang,
        translation: &[&'t str],
    ) -> Box<dyn Judge + 't> {
        let vocabulary = Vocabulary::new(language, self.table.as_ref());
        // The translation first: of the many words that may render one, only those are kept that it has.
        let mut ids = Ids::default();
        let english = Items::of_translation(translation, language, &mut ids);
        let items = Items::of_original(original, vocabulary, &mut ids);
        let identical = |i: usize, j: usize| original[i] == translation[j];
        let table = vocabulary.table();
        let mut precision = vec![None; ids.len()];
        for (key, id) in ids.iter() {
            precision[id as usize] = table.and_then(|table| table.precision(key));
        }
        let frequencies = Frequencies::of(&items, &english, precision, table.is_some());
        let unlike = self.unlike(language);
        Box::new(WordJudge::new(&items, &english, &frequencies, identical, unlike))
    }
}

/// A table of fewer words helps to align, but does not tell a free translation from another sentence.
const ENOUGH_WORDS: usize = 25_000;
/// With such a table, a sentence and its translation share more than this, and nearly any two others less.
const UNLIKE: f32 = 0.33;
/// The same where words are found among ideographs, which gives fewer of them by chance.
const UNLIKE_IDEOGRAPHS: f32 = 0.25;

/// Which items of one sentence the other has: a bit each.
type Bits = u128;
const MOST_ITEMS: usize = Bits::BITS as usize;

/// The items of two sides, weighed, and what each pair of sentences within the band shares.
struct WordJudge {
    band: Band,
    original: Vec<Weighed>,
    translation: Vec<Weighed>,
    /// For every cell of the band, one more than an index of `shared`; 0 where nothing is.
    cells: Vec<u32>,
    shared: Vec<(Bits, Bits)>,
    unlike: Option<f32>,
}

/// The items of a sentence by weight.
#[derive(Default)]
struct Weighed {
    weights: Vec<f32>,
    total: f32,
}

impl Weighed {
    fn sum(&self, bits: Bits) -> f32 {
        let mut rest = bits;
        let mut sum = 0.0;
        while rest != 0 {
            sum += self.weights[rest.trailing_zeros() as usize];
            rest &= rest - 1;
        }
        sum
    }
}

impl WordJudge {
    fn new(
        original: &Items,
        english: &Items,
        frequencies: &Frequencies,
        identical: impl Fn(usize, usize) -> bool,
        unlike: Option<f32>,
    ) -> Self {
        let band = Band::new(original.len(), english.len());
        let side = |items: &Items| -> (Vec<Vec<usize>>, Vec<Weighed>) {
            (0..items.len())
                .map(|sentence| frequencies.weigh(items, sentence))
                .unzip()
        };
        let (original_items, original_weights) = side(original);
        let (english_items, english_weights) = side(english);

        let places = Places::of(english, &english_items, frequencies.counts.len());
        let mut judge = Self {
            cells: vec![0; band.cells()],
            shared: Vec::new(),
            unlike,
            original: original_weights,
            translation: english_weights,
            band,
        };
        for (i, kept) in original_items.iter().enumerate() {
            let columns = judge.band.columns(i);
            for (bit, &item) in kept.iter().enumerate() {
                for key in original.keys(item) {
                    let places = places.of_key(*key);
                    let from = places.partition_point(|(j, _)| (*j as usize) < columns.start);
                    for &(j, english_bit) in places[from..]
                        .iter()
                        .take_while(|(j, _)| (*j as usize) < columns.end)
                    {
                        let shared = judge.shared_mut(i, j as usize);
                        shared.0 |= 1 << bit;
                        shared.1 |= 1 << english_bit;
                    }
                }
            }
            for j in columns.start..columns.end.min(english.len()) {
                if identical(i, j) {
                    let (all, all_english) = (
                        judge.original[i].weights.len(),
                        judge.translation[j].weights.len(),
                    );
                    *judge.shared_mut(i, j) = (first_bits(all), first_bits(all_english));
                }
            }
        }
        judge
    }

    fn shared_mut(&mut self, i: usize, j: usize) -> &mut (Bits, Bits) {
        let cell = &mut self.cells[self.band.cell(i, j)];
        if *cell == 0 {
            self.shared.push((0, 0));
            *cell = to_u32(self.shared.len());
        }
        &mut self.shared[*cell as usize - 1]
    }

    fn shared(&self, i: usize, j: usize) -> (Bits, Bits) {
        if !self.band.columns(i).contains(&j) {
            return (0, 0);
        }
        match self.cells[self.band.cell(i, j)] {
            0 => (0, 0),
            cell => self.shared[cell as usize - 1],
        }
    }
}

/// Where each key stands in the translation: the sentence and the bit of the item, in order.
struct Places {
    places: Vec<(u32, u8)>,
    ends: Vec<u32>,
}

impl Places {
    fn of(english: &Items, kept: &[Vec<usize>], ids: usize) -> Self {
        let all = || {
            kept.iter().enumerate().flat_map(|(sentence, kept)| {
                kept.iter().enumerate().flat_map(move |(bit, &item)| {
                    english.keys(item).iter().map(move |&id| (id, sentence, bit))
                })
            })
        };
        let mut ends = vec![0; ids + 1];
        for (id, ..) in all() {
            ends[id as usize + 1] += 1;
        }
        for id in 0..ids {
            ends[id + 1] += ends[id];
        }
        let mut places = vec![(0, 0); ends[ids] as usize];
        for (id, sentence, bit) in all() {
            // While it is filled, each end is where the next place goes; behind the last it is the true end.
            let next = &mut ends[id as usize];
            places[*next as usize] = (to_u32(sentence), u8::try_from(bit).unwrap_or(u8::MAX));
            *next += 1;
        }
        Self { places, ends }
    }

    fn of_key(&self, id: Id) -> &[(u32, u8)] {
        let id = id as usize;
        let start = id.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.places[start as usize..self.ends[id] as usize]
    }
}

fn first_bits(count: usize) -> Bits {
    if count >= MOST_ITEMS {
        Bits::MAX
    } else {
        (1 << count) - 1
    }
}

fn to_u32(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// The weight of items at which what they say is trusted fully.
const ENOUGH: f32 = 12.0;

fn likeness(found: f32, total: f32) -> Likeness {
    if total <= 0.0 {
        return Likeness::default();
    }
    Likeness {
        value: found / total,
        weight: (total / ENOUGH).min(1.0),
    }
}

impl Judge for WordJudge {
    fn unlike(&self, _original: Range<usize>, _translation: Range<usize>) -> Option<f32> {
        self.unlike
    }

    fn rendered(&self, original: usize, translation: Range<usize>) -> Likeness {
        let bits = translation.fold(0, |bits, j| bits | self.shared(original, j).0);
        let side = &self.original[original];
        likeness(side.sum(bits), side.total)
    }

    fn founded(&self, original: Range<usize>, translation: usize) -> Likeness {
        let bits = original.fold(0, |bits, i| bits | self.shared(i, translation).1);
        let side = &self.translation[translation];
        likeness(side.sum(bits), side.total)
    }

    fn likeness(&self, original: Range<usize>, translation: Range<usize>) -> Likeness {
        let (mut found, mut total) = (0.0, 0.0);
        for i in original.clone() {
            let bits = translation.clone().fold(0, |bits, j| bits | self.shared(i, j).0);
            found += self.original[i].sum(bits);
            total += self.original[i].total;
        }
        for j in translation {
            let bits = original.clone().fold(0, |bits, i| bits | self.shared(i, j).1);
            found += self.translation[j].sum(bits);
            total += self.translation[j].total;
        }
        likeness(found, total)
    }
}

/// A pair of single sentences is weighed as if it stood in a text of this many, or its rare words would weigh no more than
/// its common ones.
const FEWEST_SENTENCES: f32 = 30.0;

/// In how many sentences of each side a key stands.
struct Frequencies {
    counts: Vec<(u32, u32)>,
    sentences: f32,
    /// What the table says of each key: see [`WordTable::precision`].
    precision: Vec<Option<f32>>,
    has_table: bool,
}

/// What an item counts that has no counterpart anywhere on the other side: most often nobody knows its word.
const UNKNOWN: f32 = 0.3;
/// The same where a table knows its word, and so should have found it.
const KNOWN: f32 = 0.6;
/// The same where there is a table that does not know its word.
const UNKNOWN_TO_TABLE: f32 = 0.3;
/// What a word counts that is in every sentence.
const LEAST: f32 = 0.15;

impl Frequencies {
    fn of(original: &Items, english: &Items, precision: Vec<Option<f32>>, has_table: bool) -> Self {
        let mut counts = vec![(0, 0); precision.len()];
        let mut last = vec![0; precision.len()];
        for (items, is_english) in [(original, false), (english, true)] {
            last.fill(0);
            for sentence in 0..items.len() {
                let stamp = to_u32(sentence + 1);
                for item in items.of_sentence(sentence) {
                    for &id in items.keys(item) {
                        let last = &mut last[id as usize];
                        if *last == stamp {
                            continue;
                        }
                        *last = stamp;
                        let count: &mut (u32, u32) = &mut counts[id as usize];
                        if is_english {
                            count.1 += 1;
                        } else {
                            count.0 += 1;
                        }
                    }
                }
            }
        }
        Self {
            counts,
            precision,
            has_table,
            sentences: ((original.len() + english.len()) as f32).max(FEWEST_SENTENCES),
        }
    }

    /// The items of a sentence that count, and their weights; of a very long one the weightiest.
    fn weigh(&self, items: &Items, sentence: usize) -> (Vec<usize>, Weighed) {
        let mut weighed: Vec<(usize, f32)> = items
            .of_sentence(sentence)
            .map(|item| (item, self.weight(items, item)))
            .collect();
        if weighed.len() > MOST_ITEMS {
            weighed.sort_by(|a, b| b.1.total_cmp(&a.1));
            weighed.truncate(MOST_ITEMS);
        }
        let total = weighed.iter().map(|(_, weight)| weight).sum();
        let (kept, weights) = weighed.into_iter().unzip();
        (kept, Weighed { weights, total })
    }

    /// The rarer, the more it says (inverse document frequency over the sentences of both sides).
    fn weight(&self, items: &Items, item: usize) -> f32 {
        let (mut shared, mut alone) = (f32::NEG_INFINITY, f32::NEG_INFINITY);
        for &id in items.keys(item) {
            let (original, english) = self.counts[id as usize];
            let precision = self.precision[id as usize];
            let rarity = ((self.sentences + 1.0) / (original + english).max(1) as f32)
                .ln()
                .max(LEAST);
            if original > 0 && english > 0 {
                shared = shared.max(rarity * precision.unwrap_or(1.0));
            } else {
                let share = match (self.has_table, items.is_known(item) || precision.is_some()) {
                    (false, _) => UNKNOWN,
                    (true, false) => UNKNOWN_TO_TABLE,
                    (true, true) => KNOWN,
                };
                alone = alone.max(rarity * share);
            }
        }
        (if shared > 0.0 { shared } else { alone }).min(items.cap(item))
    }
}
