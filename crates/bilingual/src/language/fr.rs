//! French.

use super::{Decimal, EXONYMS_LATIN, Source, TITLE_WORDS_LATIN, Writing};

pub(super) const SOURCE: Source = Source {
    tag: "fr",
    writing: Writing::Letters(Decimal::Comma),
    numbers: include_str!("../../data/fr/numbers.tsv"),
    acronyms: "",
    function_words: include_str!("../../data/fr/function_words.txt"),
    exonyms: EXONYMS_LATIN,
    title_words: TITLE_WORDS_LATIN,
};
