//! Chinese: numerals are read by `numbers::cjk`, the list says what else may hold a number.

use super::{Source, Writing};

pub(super) const SOURCE: Source = Source {
    tag: "zh",
    writing: Writing::Chinese,
    numbers: include_str!("../../data/zh/numbers.tsv"),
    acronyms: "",
    function_words: "",
    exonyms: "",
    title_words: "",
};
