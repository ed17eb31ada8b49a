//! Ukrainian.

use super::{Decimal, Source, Writing};

pub(super) const SOURCE: Source = Source {
    tag: "uk",
    writing: Writing::Letters(Decimal::Comma),
    numbers: include_str!("../../data/uk/numbers.tsv"),
    acronyms: include_str!("../../data/uk/acronyms.tsv"),
    function_words: "",
    exonyms: include_str!("../../data/uk/exonyms.tsv"),
};
