//! The seam to a model of sentences: [`SentenceVectors`].

use std::fmt;

use text::Lang;

/// A model that makes vectors of sentences, in such a way that sentences of one meaning lie near each other.
pub trait SentenceVectors: fmt::Debug + Send + Sync {
    /// How a report calls it: "model multilingual-e5-small".
    fn name(&self) -> String;

    /// The similarity (cosine) that the vectors of a sentence in `language` and of its English translation have as a rule;
    /// `None` if the model does not know the language.
    fn typical(&self, language: Lang) -> Option<f32>;

    /// A vector of length 1 for each of some sentences in `language`; `None` if the model does not know the language.
    fn vectors(&self, language: Lang, sentences: &[&str]) -> Option<Vec<Vec<f32>>>;
}
