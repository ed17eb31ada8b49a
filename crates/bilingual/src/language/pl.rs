//! Polish.

use super::{Decimal, Source, Writing};

pub(super) const SOURCE: Source = Source {
    tag: "pl",
    writing: Writing::Letters(Decimal::Comma),
    numbers: include_str!("../../data/pl/numbers.tsv"),
    acronyms: "",
    function_words: include_str!("../../data/pl/function_words.txt"),
    exonyms: include_str!("../../data/pl/exonyms.tsv"),
};
