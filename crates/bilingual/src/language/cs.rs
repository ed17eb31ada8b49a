//! Czech.

use super::{Decimal, Source, Writing};

pub(super) const SOURCE: Source = Source {
    tag: "cs",
    writing: Writing::Letters(Decimal::Comma),
    numbers: include_str!("../../data/cs/numbers.tsv"),
    acronyms: "",
    function_words: include_str!("../../data/cs/function_words.txt"),
    exonyms: include_str!("../../data/cs/exonyms.tsv"),
};
