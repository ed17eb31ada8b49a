//! The rules, one file each. To add one: write the file, then add its module and its line in [`ALL`].

use crate::rule::Rule;

mod acronym;
mod acronym_inconsistent;
mod acronym_mismatch;
mod article_astray;
mod article_sound;
mod assistant_remark;
mod attribution_dash;
mod auxiliary_form;
mod boilerplate;
mod calque_phrase;
mod clock_word;
mod coordinated_duplicate;
mod cut_off_paragraph;
mod cyrillic_acronym;
mod decimal_comma;
mod dotted_date;
mod double_determiner;
mod doubled_currency;
mod doubled_punctuation;
mod duplicated_word;
mod entity_variants;
mod full_width_mark;
mod garbled_encoding;
mod glued_number;
mod guillemets;
mod half_capitalised_name;
mod impossible_date;
mod inner_space;
mod jumbled_words;
mod markup_leak;
mod mismatched_quotes;
mod misplaced_quote;
mod misplaced_space;
mod missing_space_after_punctuation;
mod misspelling;
mod mixed_hyphenation;
mod mixed_quotes;
mod mixed_script_word;
mod mixed_spelling;
mod names;
mod non_word;
mod number_mismatch;
mod number_sign;
mod one_sided_hyphen;
mod phantom_word;
pub(crate) mod phrase;
mod recall_opener;
mod repeated_item;
mod repeated_phrase;
mod repeated_sentence;
mod small_initial;
mod small_proper_noun;
mod space_before_punctuation;
mod spaced_ellipsis;
mod spaced_hyphen;
mod spaced_slash;
mod speech;
mod split_apostrophe;
mod split_domain;
mod split_handle;
mod split_score;
mod split_time;
mod stray_punctuation_sequence;
mod template_leak;
mod thousand_numeral;
mod thousands_mark;
mod untranslated_residue;
mod wrong_ordinal;
mod year_word;

/// Every rule, in the order in which `wirecheck rules` lists them: by name.
pub static ALL: &[&Rule] = &[
    &acronym_inconsistent::RULE,
    &acronym_mismatch::RULE,
    &article_astray::RULE,
    &article_sound::RULE,
    &assistant_remark::RULE,
    &attribution_dash::RULE,
    &auxiliary_form::RULE,
    &boilerplate::RULE,
    &calque_phrase::RULE,
    &clock_word::RULE,
    &coordinated_duplicate::RULE,
    &cut_off_paragraph::RULE,
    &cyrillic_acronym::RULE,
    &decimal_comma::RULE,
    &dotted_date::RULE,
    &double_determiner::RULE,
    &doubled_currency::RULE,
    &doubled_punctuation::RULE,
    &duplicated_word::RULE,
    &entity_variants::RULE,
    &full_width_mark::RULE,
    &garbled_encoding::RULE,
    &glued_number::RULE,
    &guillemets::RULE,
    &half_capitalised_name::RULE,
    &impossible_date::RULE,
    &inner_space::RULE,
    &jumbled_words::RULE,
    &markup_leak::RULE,
    &mismatched_quotes::RULE,
    &misplaced_quote::RULE,
    &misplaced_space::RULE,
    &missing_space_after_punctuation::RULE,
    &misspelling::RULE,
    &mixed_hyphenation::RULE,
    &mixed_quotes::RULE,
    &mixed_script_word::RULE,
    &mixed_spelling::RULE,
    &non_word::RULE,
    &number_mismatch::RULE,
    &number_sign::RULE,
    &one_sided_hyphen::RULE,
    &phantom_word::RULE,
    &recall_opener::RULE,
    &repeated_item::RULE,
    &repeated_phrase::RULE,
    &repeated_sentence::RULE,
    &small_initial::RULE,
    &small_proper_noun::RULE,
    &space_before_punctuation::RULE,
    &spaced_ellipsis::RULE,
    &spaced_hyphen::RULE,
    &spaced_slash::RULE,
    &split_apostrophe::RULE,
    &split_domain::RULE,
    &split_handle::RULE,
    &split_score::RULE,
    &split_time::RULE,
    &stray_punctuation_sequence::RULE,
    &template_leak::RULE,
    &thousand_numeral::RULE,
    &thousands_mark::RULE,
    &untranslated_residue::RULE,
    &wrong_ordinal::RULE,
    &year_word::RULE,
];

/// The rule of that name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Rule> {
    ALL.iter().copied().find(|rule| rule.name == name)
}
