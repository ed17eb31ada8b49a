//! English, the language of translations.

pub(super) const NUMBERS: &str = include_str!("../../data/en/numbers.tsv");
