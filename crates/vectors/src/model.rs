//! A model that is ready: [`Model`].

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
}

/// What the model was trained to read before a sentence that is compared with sentences.
const PREFIX: &str = "query: ";
/// Pieces that go through the matrices together: enough that unpacking them costs little.
const BATCH: usize = 512;

impl Model {
    /// Reads the file at `path`.
    pub fn open(path: &Path) -> Result<Self, ModelError> {
        Self::read(std::fs::read(path)?)
    }

    /// Reads a file's bytes.
    pub fn read(bytes: Vec<u8>) -> Result<Self, ModelError> {
        let packed = Packed::read(bytes)?;
        Ok(Self {
            tokenizer: Tokenizer::new(&packed)?,
            encoder: Encoder::new(&packed)?,
            packed,
        })
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
