//! A translation beside its original: what is wrong that reads like good English.
//!
//! [`Mismatch`] is what is said of a place on either side. It knows two [certainties](Certainty) only: what can be called a
//! fault unread, and what deserves a look. Nothing here fetches, prints or fails.

mod acronyms;
mod language;
mod lex;
mod mismatch;
mod names;
mod numbers;
mod question;
mod segment;
mod side;
mod untranslated;

pub use language::{Acronyms, languages};
pub use mismatch::{Certainty, Mismatch, MismatchKind};
pub use segment::check_segment;
pub use side::Side;
