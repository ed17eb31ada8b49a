//! Evidence of meaning from vectors of sentences: [`Meaning`], which asks a model where words leave a doubt.

use std::ops::Range;

use text::Lang;

use crate::evidence::{Evidence, Judge, Likeness, Words};
use crate::sentence_vectors::SentenceVectors;

/// Evidence of words, and of a model where words leave a doubt: vectors cost a thousand times as much.
#[derive(Debug, Clone, Copy)]
pub struct Meaning<'m> {
    words: &'m Words,
    model: &'m dyn SentenceVectors,
}

impl<'m> Meaning<'m> {
    /// Asks `words` first and `model` where they leave a doubt.
    #[must_use]
    pub fn new(words: &'m Words, model: &'m dyn SentenceVectors) -> Self {
        Self { words, model }
    }
}

impl Evidence for Meaning<'_> {
    fn name(&self, language: Lang) -> String {
        match self.model.typical(language) {
            Some(_) => self.model.name(),
            None => self.words.name(language),
        }
    }

    fn unlike(&self, language: Lang) -> Option<f32> {
        self.words.unlike(language)
    }

    fn judge<'t>(
        &'t self,
        original: &[&'t str],
        language: Lang,
        translation: &[&'t str],
    ) -> Box<dyn Judge + 't> {
        self.words.judge(original, language, translation)
    }

    fn model(&self) -> Option<&dyn SentenceVectors> {
        Some(self.model)
    }
}

/// A judge of sentences of which some have vectors; of the others words say what they can.
pub(crate) struct MeaningJudge<'t> {
    words: Box<dyn Judge + 't>,
    original: Vectors,
    translation: Vectors,
    /// The similarity of a sentence and its translation.
    typical: f32,
    /// The likeness by words above which words speak for a pair.
    turning_point: f32,
}

/// Vectors of some sentences of one side.
#[derive(Debug, Default)]
pub(crate) struct Vectors {
    /// By the number of the sentence; empty where it has none.
    vectors: Vec<Vec<f32>>,
    /// Lengths in characters.
    lengths: Vec<f32>,
}

/// Under this share of the typical similarity two sentences are no translation of each other.
const UNLIKE: f32 = 0.5;
/// What words add to a likeness by meaning, for what they are above or below their turning point.
const WORDS: f32 = 0.5;
/// How many sentences of a text tell the middle of its vectors as well as the model does.
const ENOUGH_SENTENCES: f32 = 24.0;

impl Vectors {
    /// With the `vectors` of `numbers`; `sentences` are all of the side.
    pub(crate) fn new(sentences: &[&str], numbers: &[usize], vectors: Vec<Vec<f32>>) -> Self {
        let mut all = Self {
            vectors: vec![Vec::new(); sentences.len()],
            lengths: sentences
                .iter()
                .map(|sentence| sentence.chars().count().max(1) as f32)
                .collect(),
        };
        // All sentences of a text lie towards its topic; seen from there they differ more.
        let count = vectors.len() as f32;
        let share = 1.0 / (count + ENOUGH_SENTENCES);
        let mut middle = vec![0.0; vectors.first().map_or(0, Vec::len)];
        for vector in &vectors {
            for (middle, value) in middle.iter_mut().zip(vector) {
                *middle += value * share;
            }
        }
        for (&number, mut vector) in numbers.iter().zip(vectors) {
            for (value, middle) in vector.iter_mut().zip(&middle) {
                *value -= middle;
            }
            all.vectors[number] = to_length_one(vector);
        }
        all
    }

    /// The direction of neighbouring sentences together; `None` if one has no vector.
    fn together(&self, sentences: Range<usize>) -> Option<Vec<f32>> {
        let mut sum = self.vectors.get(sentences.start)?.clone();
        if sentences.len() > 1 {
            for value in &mut sum {
                *value *= self.lengths[sentences.start];
            }
            for sentence in sentences.skip(1) {
                let vector = self.vectors.get(sentence).filter(|vector| !vector.is_empty())?;
                for (sum, value) in sum.iter_mut().zip(vector) {
                    *sum += value * self.lengths[sentence];
                }
            }
            sum = to_length_one(sum);
        }
        (!sum.is_empty()).then_some(sum)
    }

    fn has(&self, sentences: Range<usize>) -> bool {
        self.vectors[sentences].iter().all(|vector| !vector.is_empty())
    }
}

fn to_length_one(mut vector: Vec<f32>) -> Vec<f32> {
    let length = vector.iter().map(|value| value * value).sum::<f32>().sqrt();
    for value in &mut vector {
        *value /= length.max(f32::MIN_POSITIVE);
    }
    vector
}

impl<'t> MeaningJudge<'t> {
    /// `turning_point` is the likeness by words above which words speak for a pair in these texts.
    pub(crate) fn new(
        words: Box<dyn Judge + 't>,
        turning_point: f32,
        typical: f32,
        original: Vectors,
        translation: Vectors,
    ) -> Self {
        Self {
            words,
            original,
            translation,
            typical,
            turning_point,
        }
    }

    /// The share of the typical similarity that two stretches have.
    pub(crate) fn nearness(&self, original: Range<usize>, translation: Range<usize>) -> Option<f32> {
        let original = self.original.together(original)?;
        let translation = self.translation.together(translation)?;
        let similarity: f32 = original.iter().zip(&translation).map(|(a, b)| a * b).sum();
        Some(similarity / self.typical)
    }
}

impl Judge for MeaningJudge<'_> {
    fn likeness(&self, original: Range<usize>, translation: Range<usize>) -> Likeness {
        let words = self.words.likeness(original.clone(), translation.clone());
        match self.nearness(original, translation) {
            Some(nearness) => Likeness {
                value: (nearness + WORDS * words.weight * (words.value - self.turning_point)).clamp(0.0, 1.0),
                weight: 1.0,
            },
            None => words,
        }
    }

    fn unlike(&self, original: Range<usize>, translation: Range<usize>) -> Option<f32> {
        if self.original.has(original.clone()) && self.translation.has(translation.clone()) {
            Some(UNLIKE)
        } else {
            self.words.unlike(original, translation)
        }
    }
}
