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
//! use reporting::formats::terminal::{self, Colour, Detail, Options};
//! use reporting::report::{ArticleReport, Report};
//!
//! let article = ArticleReport { title: "Lock reopens".into(), words: 212, ..Default::default() };
//! let report = Report { articles: vec![article].into(), ..Default::default() };
//!
//! let mut out = Vec::new();
//! let options = Options { detail: Detail::Quiet, colour: Colour::Never, columns: 100 };
//! terminal::write(&report, options, &mut out)?;
//! assert_eq!(out, b"No surface fault found in 212 words\n");
//! # Ok::<(), std::io::Error>(())
//! ```

pub mod baseline;
mod cited;
pub mod decisions;
pub mod diff;
mod error;
pub mod fingerprint;
pub mod formats;
mod hash;
mod links;
mod place;
pub mod report;
#[cfg(any(test, feature = "sample"))]
pub mod sample;
mod sentence;
pub mod snapshot;
#[cfg(test)]
mod testing;
mod translation;
pub mod verdict;
pub mod visible;
mod waiting;

pub use error::Error;
pub use place::Place;
