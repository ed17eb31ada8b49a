//! Sentences as vectors: those of two sentences lie near each other where the sentences mean the same, in whatever language.
//!
//! A [`Model`] is a file of weights on disk, of the kind multilingual-e5-small (Wang et al., "Multilingual E5 Text Embeddings:
//! A Technical Report", 2024): words cut into pieces by a unigram model (Kudo, "Subword Regularization", 2018), an encoder
//! like BERT's, the mean of what it says of each piece. Everything is computed here, on one core or several, with the same
//! bits on each count of threads. Nothing here fetches, prints or guesses; a file that is damaged is one clear [`ModelError`].
//!
//! ```no_run
//! # fn main() -> Result<(), vectors::ModelError> {
//! let model = vectors::Model::open("models/sentences.e5s".as_ref())?;
//! let found = model.vectors(&["Суд начнётся в среду.", "The trial will begin on Wednesday."], 1);
//! println!("{}", found[0].similarity(&found[1]));
//! # Ok(())
//! # }
//! ```

mod encoder;
mod error;
mod model;
mod packed;
mod quantised;
mod smooth;
mod tokenizer;
mod vector;

pub use error::ModelError;
pub use model::{Language, Model};
pub use packed::Packed;
pub use vector::Vector;
