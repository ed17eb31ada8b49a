//! What the readers give: [`Unit`], and the [`Account`] of what they left out.

use text::FilePosition;

use crate::error::Error;
use crate::passage::Passage;

/// An original and its translation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unit {
    /// What the file calls it: the id of the unit, and behind a slash that of its segment if it has several; in PO the
    /// context or the beginning of the original. It need not be unique.
    pub id: String,
    /// Where its element or entry begins in the file. The segments of one element share it.
    pub at: FilePosition,
    /// The original.
    pub source: Passage,
    /// The translation.
    pub target: Passage,
    /// The tag of the language of the original, as written; `None` where nobody says.
    pub source_language: Option<String>,
    /// Whether the file says that a machine translated it.
    pub is_machine_translated: bool,
}

/// How many units there are, and how many of them were left out and why.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Account {
    /// All units that were read.
    pub seen: usize,
    /// Those without a translation.
    pub untranslated: usize,
    /// Those that are approved or final.
    pub done: usize,
    /// Those of which a translator still has to think (`fuzzy`).
    pub fuzzy: usize,
    /// Those that the program needs no more (`#~`).
    pub obsolete: usize,
    /// Those that are not to be translated.
    pub protected: usize,
    /// Those that have no original in the language of the others.
    pub unpaired: usize,
}

impl Account {
    /// What was left out, one clause each: "12 units without a translation". The clause on those that are done is
    /// given by [`Account::done`] alone, for whoever shows it knows how they are had.
    #[must_use]
    pub fn left_out(&self) -> Vec<String> {
        let counts = [
            (self.untranslated, "without a translation"),
            (self.unpaired, "without an original"),
            (self.fuzzy, "marked as fuzzy"),
            (self.obsolete, "marked as obsolete"),
            (self.protected, "marked as not to be translated"),
        ];
        let told = counts.into_iter().filter(|(count, _)| *count > 0);
        told.map(|(count, what)| format!("{count} {} {what}", if count == 1 { "unit" } else { "units" }))
            .collect()
    }
}

/// What to read of a file.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Whether units that are approved or final are read, too.
    pub all: bool,
    /// The tag of the language of the originals, for files that do not say it.
    pub source_language: Option<String>,
}

/// A reader of one format.
pub(crate) trait ReadUnits {
    /// The next unit; `None` at the end of the file.
    fn next_unit(&mut self) -> Result<Option<Unit>, Error>;

    /// What was read so far.
    fn account(&self) -> Account;
}

/// Whether a tag is one of English.
pub(crate) fn is_english(tag: &str) -> bool {
    text::Lang::from_tag(tag) == Some(text::Lang::ENGLISH)
}
