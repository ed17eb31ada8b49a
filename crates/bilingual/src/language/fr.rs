//! French.

use super::{Decimal, Source, Writing};

pub(super) const SOURCE: Source = Source {
    tag: "fr",
    writing: Writing::Letters(Decimal::Comma),
    numbers: include_str!("../../data/fr/numbers.tsv"),
    acronyms: "",
    function_words: include_str!("../../data/fr/function_words.txt"),
    exonyms: include_str!("../../data/fr/exonyms.tsv"),
};
