//! Spanish.

use super::{Decimal, Source, Writing};

pub(super) const SOURCE: Source = Source {
    tag: "es",
    writing: Writing::Letters(Decimal::Comma),
    numbers: include_str!("../../data/es/numbers.tsv"),
    acronyms: "",
    function_words: include_str!("../../data/es/function_words.txt"),
    exonyms: include_str!("../../data/es/exonyms.tsv"),
};
