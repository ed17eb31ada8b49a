//! Text in, findings out: the document model and the rules that find what machine translation leaves in English news.
//!
//! The crate does no I/O, has no clock and cannot fail: any text gives findings, possibly none, and the same text
//! always gives the same ones in the same order. What it refuses to do: guess. A rule reports what an editor would
//! change, and offers an edit only where it can be accepted unread.
//!
//! ```
//! use linguistics::{check::check, document::Document, rules};
//!
//! let doc = Document::new("The first report on International Information Security (IIB) was adopted.");
//! let findings = check(&doc, rules::ALL);
//! assert_eq!(findings[0].rule, "acronym-mismatch");
//! assert_eq!(findings[0].edits[0].replacement, "IIS");
//! ```

pub mod boilerplate;
pub mod check;
pub mod document;
pub mod finding;
mod index;
mod inflection;
mod language;
mod lexicon;
pub mod likelihood;
mod memo;
pub mod packs;
mod phrases;
mod proof;
pub mod rule;
pub mod rules;
pub mod word_order;
mod words;
