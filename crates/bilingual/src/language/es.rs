//! Spanish.

use super::{Decimal, EXONYMS_LATIN, Source, TITLE_WORDS_LATIN, Writing};

pub(super) const SOURCE: Source = Source {
    tag: "es",
    writing: Writing::Letters(Decimal::Comma),
    numbers: include_str!("../../data/es/numbers.tsv"),
    acronyms: "",
    function_words: include_str!("../../data/es/function_words.txt"),
    exonyms: EXONYMS_LATIN,
    title_words: TITLE_WORDS_LATIN,
};
