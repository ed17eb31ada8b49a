//! Findings in, report out.
//!
//! The pipeline fills a [`Report`](report::Report); each format writes it, and all of them call a finding
//! by the same [identity](fingerprint). Nothing here fetches or checks anything, opens a file, reads the
//! clock or prints: writers take an [`io::Write`](std::io::Write), and the one date comes with the
//! report. Equal reports give equal bytes.
//!
//! All text of an article is taken for hostile: it is shown, never acted on, and no text, however long
//! or odd, makes a writer fail. Spans are trusted to lie within the text, on character boundaries.
//!
//! ```
//! use reporting::report::{ArticleReport, Report};
//! use reporting::terminal::{self, Colour, Detail, Options};
//!
//! let article = ArticleReport { title: "Lock reopens".into(), words: 212, ..Default::default() };
//! let report = Report { articles: vec![article].into(), ..Default::default() };
//!
//! let mut out = Vec::new();
//! let options = Options { detail: Detail::Quiet, colour: Colour::Never, columns: 100 };
//! terminal::write(&report, options, &mut out)?;
//! assert_eq!(out, b"The article is clean\n");
//! # Ok::<(), std::io::Error>(())
//! ```

#[cfg(test)]
extern crate self as reporting; // the sample report speaks of this crate as its examples do

mod atom;
pub mod baseline;
pub mod decisions;
pub mod diff;
mod error;
pub mod fingerprint;
pub mod format;
mod github;
mod gitlab;
#[cfg(test)]
#[path = "../examples/sample/hostile.rs"]
mod hostile;
pub mod html;
pub mod json;
mod jsonl;
mod junit;
#[cfg(test)]
#[path = "../examples/sample/large.rs"]
mod large;
mod markdown;
mod place;
mod rdjson;
pub mod report;
#[cfg(test)]
#[path = "../examples/sample/mod.rs"]
mod sample;
mod sarif;
mod sentence;
pub mod snapshot;
pub mod terminal;
#[cfg(test)]
mod testing;
mod translation;
pub mod verdict;
pub mod visible;

pub use error::Error;
pub use place::Place;
