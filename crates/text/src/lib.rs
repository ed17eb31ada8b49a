//! The words that every part of wirecheck shares about a text: where things are in it, and what it is made of.
//!
//! A [`Text`] is a string and its [`Block`]s. Whoever reads it from a feed or a page gives it, the rules take it, a report
//! shows it. [`tokens`] and [`sentences`] cut a block into words and sentences with the boundaries of
//! [Unicode Standard Annex 29](https://www.unicode.org/reports/tr29/); all of it is addressed by [`Span`]s of bytes.
//!
//! The crate knows no rule, no network and no report. It does no I/O and cannot fail.
//!
//! ```
//! use text::{BlockKind, Text};
//!
//! let text = Text::plain("Talks in Geneva\n\nB. Ghafoor was elected. The vote was open.");
//! let [title, body] = &text.blocks[..] else { panic!() };
//! assert_eq!(title.kind, BlockKind::Heading);
//!
//! let tokens = text::tokens(&text.string, body.span);
//! let sentences = text::sentences(&text.string, body.span, &tokens);
//! assert_eq!(&text.string[sentences[0]], "B. Ghafoor was elected.");
//! ```

mod block;
mod boundaries;
mod key;
mod lang;
pub mod list;
mod notes;
mod points;
mod sentences;
mod source_map;
mod span;
mod token;

pub use block::{Block, BlockKind, Text, plain_blocks, same_words};
pub use boundaries::{add_tokens, tokens};
pub use key::{Key, KeySet};
pub use lang::Lang;
pub use notes::{Note, NoteClaim, NoteKind, notes, told};
pub use points::CodePoints;
pub use sentences::{is_abbreviation, is_sentence_starter, sentences};
pub use source_map::{FilePosition, SourceMap};
pub use span::Span;
pub use token::{Token, TokenKind};
