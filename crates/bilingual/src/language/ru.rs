//! Russian.

use super::{Decimal, Source, Writing};

pub(super) const SOURCE: Source = Source {
    tag: "ru",
    writing: Writing::Letters(Decimal::Comma),
    numbers: include_str!("../../data/ru/numbers.tsv"),
    acronyms: include_str!("../../data/ru/acronyms.tsv"),
    function_words: "",
    exonyms: include_str!("../../data/ru/exonyms.tsv"),
};
