//! Reads files of pairs, an original and its translation each: XLIFF, TMX and PO.
//!
//! [`Units`] gives one [`Unit`] after the other and keeps one in memory. Inline markup is removed, entities are decoded, and
//! every byte of a text still knows its place in the file. What is not to be checked is left out and counted: see
//! [`Account`]. Only translations into English are read.
//!
//! The crate knows no rule, no network and no report. It expands no entity of a document type and fetches nothing.
//!
//! ```
//! use exchange::{Format, Options, Units};
//!
//! let file = r#"<xliff version="2.0" srcLang="de" trgLang="en"><file id="f"><unit id="u"><segment>
//!   <source>Der Rat <pc id="1">tagt</pc>.</source><target>The council <pc id="1">meets</pc>.</target>
//! </segment></unit></file></xliff>"#;
//! let format = Format::detect(file.as_bytes()).unwrap();
//! let mut units = Units::new(file.as_bytes(), format, Options::default());
//! let unit = units.next().unwrap().unwrap();
//! assert_eq!(unit.target.text, "The council meets.");
//! assert_eq!(unit.target.map.start(&unit.target.text, 12).unwrap().line, 2);
//! ```

mod annotate;
mod counted;
mod error;
mod format;
mod html;
mod inline;
mod passage;
mod placeholders;
mod po;
mod tmx;
mod unit;
mod units;
mod xliff;
mod xliff1;
mod xliff2;
mod xml;

pub use annotate::{AnnotateError, Notes, annotate};
pub use error::Error;
pub use format::{Format, HEAD_BYTES};
pub use passage::{OBJECT, Passage};
pub use unit::{Account, Options, Unit};
pub use units::Units;
