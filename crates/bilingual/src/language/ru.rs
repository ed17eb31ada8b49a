//! Russian.

use super::{Decimal, EXONYMS_CYRILLIC, Source, TITLE_WORDS_CYRILLIC, Writing};

pub(super) const SOURCE: Source = Source {
    tag: "ru",
    writing: Writing::Letters(Decimal::Comma),
    numbers: include_str!("../../data/ru/numbers.tsv"),
    acronyms: include_str!("../../data/ru/acronyms.tsv"),
    function_words: "",
    exonyms: EXONYMS_CYRILLIC,
    title_words: TITLE_WORDS_CYRILLIC,
};
