//! Findings in, report out.

#[cfg(test)]
extern crate self as reporting; // the sample report speaks of this crate as its examples do

pub mod diff;
pub mod fingerprint;
pub mod json;
mod place;
pub mod report;
#[cfg(test)]
#[path = "../examples/sample/mod.rs"]
mod sample;
pub mod terminal;
pub mod verdict;
pub mod visible;

pub use place::Place;
