//! Japanese: numerals are read by `numbers::cjk`, the list says what else may hold a number.

use super::{Source, Writing};

pub(super) const SOURCE: Source = Source {
    tag: "ja",
    writing: Writing::Japanese,
    numbers: include_str!("../../data/ja/numbers.tsv"),
    acronyms: "",
    function_words: "",
    exonyms: "",
    title_words: "",
};
