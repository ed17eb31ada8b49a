//! A translation beside its original: what is wrong that reads like good English.
//!
//! [`Mismatch`] is what is said of a place on either side. It knows two [certainties](Certainty) only: what can be called a
//! fault unread, and what deserves a look. Nothing here fetches, prints or fails.

mod mismatch;

pub use mismatch::{Certainty, Mismatch, MismatchKind};
