//! The rules, one file each. To add one: write the file, add its line to the list.

use crate::rule::Rule;

mod acronym;
mod names;
pub(crate) mod phrase;
mod speech;

/// Declares the modules and the list of their `RULE`s.
macro_rules! rules {
    ($($name:ident),+ $(,)?) => {
        $(mod $name;)+

        /// Every rule, in the order in which `wirecheck rules` lists them: by name.
        pub static ALL: &[&Rule] = &[$(&$name::RULE),+];
    };
}

rules![
    acronym_inconsistent,
    acronym_mismatch,
    article_sound,
    attribution_dash,
    boilerplate,
    calque_phrase,
    clock_word,
    coordinated_duplicate,
    cyrillic_acronym,
    decimal_comma,
    dotted_date,
    double_determiner,
    doubled_punctuation,
    duplicated_word,
    entity_variants,
    guillemets,
    inner_space,
    markup_leak,
    misplaced_quote,
    missing_space_after_punctuation,
    misspelling,
    mixed_hyphenation,
    mixed_quotes,
    mixed_script_word,
    mixed_spelling,
    number_mismatch,
    number_sign,
    recall_opener,
    repeated_phrase,
    space_before_punctuation,
    spaced_ellipsis,
    spaced_hyphen,
    spaced_slash,
    split_domain,
    split_time,
    stray_punctuation_sequence,
    thousand_numeral,
    untranslated_residue,
    year_word,
];

/// The rule of that name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Rule> {
    ALL.iter().copied().find(|rule| rule.name == name)
}
