//! A translation beside its original: what is wrong that reads like good English.
//!
//! [`Mismatch`] is what is said of a place on either side. It knows two [certainties](Certainty) only: what can be called a
//! fault unread, and what deserves a look. Nothing here fetches, prints or fails.
//!
//! [`compare`] takes both texts. It [aligns](align) their sentences by length and by [`Evidence`] of meaning: that of
//! [`Words`] comes with the crate, a larger [`WordTable`] or a model of sentences may stand in its place. Then it says what
//! is missing, added or another text, and [compares](check_segment) the numbers, acronyms and questions of the sentences
//! that render each other. Nothing is said of stretches that are badly aligned.

mod acronyms;
mod alignment;
mod band;
mod closer;
mod comparison;
mod completeness;
mod dateline;
mod evidence;
mod items;
mod language;
mod lex;
mod meaning;
mod mismatch;
mod names;
mod negation;
mod numbers;
mod question;
mod segment;
mod sentence;
mod sentence_vectors;
mod side;
mod sound;
mod stem;
mod training;
mod untranslated;
mod words;

pub use alignment::{Alignment, Link};
pub use closer::align;
pub use comparison::{Comparison, compare, compare_with};
pub use evidence::{Evidence, Judge, Likeness, Words};
pub use language::{Acronyms, languages};
pub use meaning::Meaning;
pub use mismatch::{Certainty, Mismatch, MismatchKind};
pub use segment::check_segment;
pub use sentence::{Sentence, sentences};
pub use sentence_vectors::SentenceVectors;
pub use side::Side;
pub use training::train;
pub use words::WordTable;
