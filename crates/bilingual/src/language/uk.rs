//! Ukrainian.

use super::{Decimal, EXONYMS_CYRILLIC, Source, TITLE_WORDS_CYRILLIC, Writing};

pub(super) const SOURCE: Source = Source {
    tag: "uk",
    writing: Writing::Letters(Decimal::Comma),
    numbers: include_str!("../../data/uk/numbers.tsv"),
    acronyms: include_str!("../../data/uk/acronyms.tsv"),
    function_words: "",
    exonyms: EXONYMS_CYRILLIC,
    title_words: TITLE_WORDS_CYRILLIC,
};
