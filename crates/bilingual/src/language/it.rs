//! Italian.

use super::{Decimal, Source, Writing};

pub(super) const SOURCE: Source = Source {
    tag: "it",
    writing: Writing::Letters(Decimal::Comma),
    numbers: include_str!("../../data/it/numbers.tsv"),
    acronyms: "",
    function_words: include_str!("../../data/it/function_words.txt"),
    exonyms: include_str!("../../data/it/exonyms.tsv"),
};
