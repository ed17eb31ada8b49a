//! A model that is ready: [`Model`].

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::encoder::Encoder;
use crate::error::ModelError;
use crate::packed::Packed;
use crate::tokenizer::Tokenizer;
use crate::vector::Vector;

/// A model of sentences, ready to make vectors.
#[derive(Debug)]
pub struct Model {
    packed: Packed,
    tokenizer: Tokenizer,
    encoder: Encoder,
    languages: BTreeMap<String, Language>,
}

/// What is known of the vectors of one language.
#[derive(Debug, Clone)]
pub struct Language {
    /// The middle of its vectors. Those of all sentences lie in one corner, and each language has its own place in it; seen
    /// from the middle, sentences that mean the same lie much nearer than others.
    pub middle: Vec<f32>,
    /// The similarity that a sentence and its translation into English have as a rule, each seen from the middle of its
    /// language.
    pub typical: f32,
}

/// The names under which a model has its languages, before their tags.
const LANGUAGE: &str = "language.";

/// What the model was trained to read before a sentence that is compared with sentences.
const PREFIX: &str = "query: ";
/// Pieces that go through the matrices together: enough that unpacking them costs little.
const BATCH: usize = 512;

impl Language {
    /// The numbers as which [`Packed::pruned`] takes it, and their name.
    #[must_use]
    pub fn packed(&self, tag: &str) -> (String, Vec<f32>) {
        let numbers = self.middle.iter().copied().chain([self.typical]);
        (format!("{LANGUAGE}{tag}"), numbers.collect())
    }
}

impl Model {
    /// Reads the file at `path`.
    pub fn open(path: &Path) -> Result<Self, ModelError> {
        Self::read(std::fs::read(path)?)
    }

    /// Reads a file's bytes.
    pub fn read(bytes: Vec<u8>) -> Result<Self, ModelError> {
        let packed = Packed::read(bytes)?;
        let tags = packed.names().filter_map(|name| name.strip_prefix(LANGUAGE));
        let language = |tag: &str| {
            let mut middle = packed.numbers(&format!("{LANGUAGE}{tag}"), packed.shape.width + 1)?;
            let typical = middle.pop().unwrap_or_default();
            Ok::<_, ModelError>((tag.to_owned(), Language { middle, typical }))
        };
        Ok(Self {
            languages: tags.map(language).collect::<Result<_, _>>()?,
            tokenizer: Tokenizer::new(&packed)?,
            encoder: Encoder::new(&packed)?,
            packed,
        })
    }

    /// What the model knows of the language with a tag such as "ru".
    #[must_use]
    pub fn language(&self, tag: &str) -> Option<&Language> {
        self.languages.get(tag)
    }

    /// The vectors of sentences of one language, seen from its middle; `None` if the model does not know it. Otherwise as
    /// [`Self::vectors`].
    #[must_use]
    pub fn vectors_in(&self, tag: &str, sentences: &[&str], threads: usize) -> Option<Vec<Vector>> {
        let middle = &self.language(tag)?.middle;
        let vectors = self.vectors(sentences, threads);
        Some(vectors.iter().map(|vector| vector.seen_from(middle)).collect())
    }

    /// The pieces that a sentence is cut into, as the model numbers them, without those around it.
    #[must_use]
    pub fn pieces(&self, sentence: &str) -> Vec<u32> {
        self.tokenizer.pieces(&format!("{PREFIX}{sentence}"))
    }

    /// The vectors of `sentences`, computed on at most `threads` threads; their number changes no bit. Of a sentence of more
    /// than some 500 pieces only the beginning is read.
    #[must_use]
    pub fn vectors(&self, sentences: &[&str], threads: usize) -> Vec<Vector> {
        let sentences: Vec<Vec<u32>> = sentences.iter().map(|sentence| self.around(sentence)).collect();
        let batches = batches(&sentences);
        let next = AtomicUsize::new(0);
        let done: Mutex<Vec<Vec<Vec<f32>>>> = Mutex::new(vec![Vec::new(); batches.len()]);
        let work = || {
            while let Some(batch) = batches.get(next.fetch_add(1, Ordering::Relaxed)) {
                let number = batch.0;
                let means = self.encoder.means(&self.packed, &batch.1);
                done.lock().unwrap_or_else(PoisonError::into_inner)[number] = means;
            }
        };
        std::thread::scope(|scope| {
            for _ in 1..threads.min(batches.len()) {
                scope.spawn(work);
            }
            work();
        });
        let done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
        done.into_iter().flatten().map(Vector::towards).collect()
    }

    /// The pieces of a sentence and those around it, as many as the model has positions for.
    fn around(&self, sentence: &str) -> Vec<u32> {
        let (begin, end) = self.packed.around();
        let mut pieces = self.pieces(sentence);
        pieces.truncate(self.packed.shape.positions - 2);
        pieces.insert(0, begin);
        pieces.push(end);
        pieces
    }
}

/// Sentences that are computed together, with the number of the batch.
fn batches(sentences: &[Vec<u32>]) -> Vec<(usize, Vec<&[u32]>)> {
    let mut batches: Vec<(usize, Vec<&[u32]>)> = Vec::new();
    let mut room = 0;
    for pieces in sentences {
        if pieces.len() > room {
            batches.push((batches.len(), Vec::new()));
            room = BATCH.max(pieces.len());
        }
        room -= pieces.len();
        if let Some((_, batch)) = batches.last_mut() {
            batch.push(pieces);
        }
    }
    batches
}
