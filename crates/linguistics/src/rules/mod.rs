//! The rules, one file each. To add one: write the file, then add its module and its line in [`ALL`].

use crate::rule::BuiltIn;

mod acronym;
mod acronym_inconsistent;
mod acronym_mismatch;
mod article_astray;
mod article_sound;
mod assistant_remark;
mod attribution_dash;
mod auxiliary_form;
mod bare_noun;
mod boilerplate;
mod bracketed_date;
mod calque_phrase;
mod clause;
mod clock_point;
mod clock_word;
mod code;
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
mod foreign;
mod full_width_mark;
mod garbled_encoding;
mod glued_number;
mod grammar;
mod guillemets;
mod half_capitalised_name;
mod headline_figure;
mod impossible_date;
mod inner_space;
mod jumbled_words;
mod markup_leak;
mod mismatched_quotes;
mod misplaced_quote;
mod misplaced_space;
mod missing_space_after_punctuation;
mod missing_subject;
mod missing_verb;
mod misspelling;
mod mixed_hyphenation;
mod mixed_quotes;
mod mixed_script_word;
mod mixed_spelling;
mod name_without_comma;
mod names;
mod non_word;
mod number_disagreement;
mod number_sign;
mod numeral_remainder;
mod one_sided_hyphen;
mod percent_preposition;
mod phantom_word;
pub(crate) mod phrase;
mod recall_opener;
mod repeated_item;
mod repeated_phrase;
mod repeated_sentence;
mod residue_context;
mod small_initial;
mod small_proper_noun;
mod space_before_punctuation;
mod spaced_ellipsis;
mod spaced_hyphen;
mod spaced_percent;
mod spaced_slash;
mod speech;
mod split_apostrophe;
mod split_domain;
mod split_handle;
mod split_score;
mod split_time;
mod stray_capital;
mod stray_punctuation_sequence;
mod subjectless_clause;
mod surname_form;
mod template_leak;
mod thousand_numeral;
mod thousands_mark;
mod unattributed_quote;
mod untranslated_residue;
mod verb_chain;
mod wrong_ordinal;
mod wrong_preposition;
mod year_word;

/// Every rule, in the order in which `wirecheck rules` lists them: by name.
pub static ALL: &[&BuiltIn] = &[
    &acronym_inconsistent::RULE,
    &acronym_mismatch::RULE,
    &article_astray::RULE,
    &article_sound::RULE,
    &assistant_remark::RULE,
    &attribution_dash::RULE,
    &auxiliary_form::RULE,
    &bare_noun::RULE,
    &boilerplate::RULE,
    &bracketed_date::RULE,
    &calque_phrase::RULE,
    &clock_point::RULE,
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
    &headline_figure::RULE,
    &impossible_date::RULE,
    &inner_space::RULE,
    &jumbled_words::RULE,
    &markup_leak::RULE,
    &mismatched_quotes::RULE,
    &misplaced_quote::RULE,
    &misplaced_space::RULE,
    &missing_space_after_punctuation::RULE,
    &missing_subject::RULE,
    &missing_verb::RULE,
    &misspelling::RULE,
    &mixed_hyphenation::RULE,
    &mixed_quotes::RULE,
    &mixed_script_word::RULE,
    &mixed_spelling::RULE,
    &name_without_comma::RULE,
    &non_word::RULE,
    &number_disagreement::RULE,
    &number_sign::RULE,
    &numeral_remainder::RULE,
    &one_sided_hyphen::RULE,
    &percent_preposition::RULE,
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
    &spaced_percent::RULE,
    &spaced_slash::RULE,
    &split_apostrophe::RULE,
    &split_domain::RULE,
    &split_handle::RULE,
    &split_score::RULE,
    &split_time::RULE,
    &stray_capital::RULE,
    &stray_punctuation_sequence::RULE,
    &subjectless_clause::RULE,
    &surname_form::RULE,
    &template_leak::RULE,
    &thousand_numeral::RULE,
    &thousands_mark::RULE,
    &unattributed_quote::RULE,
    &untranslated_residue::RULE,
    &verb_chain::RULE,
    &wrong_ordinal::RULE,
    &wrong_preposition::RULE,
    &year_word::RULE,
];

/// Rules that had another name before: the former one and the present one, for configurations and baselines that know
/// the former.
const RENAMED: [(&str, &str); 1] = [("number-mismatch", "headline-figure")];

/// The rule of that name, present or former.
#[must_use]
pub fn find(name: &str) -> Option<&'static BuiltIn> {
    let name = present_name(name);
    ALL.iter().copied().find(|rule| rule.name == name)
}

/// The present name of a rule that is called by whatever name it ever had; any other name stays as it is.
#[must_use]
pub fn present_name(name: &str) -> &str {
    let renamed = RENAMED.iter().find(|(former, _)| *former == name);
    renamed.map_or(name, |(_, present)| present)
}

/// The first name of a rule, which stays what identities of its findings are made of.
#[must_use]
pub fn first_name(name: &str) -> &str {
    let renamed = RENAMED.iter().find(|(_, present)| *present == name);
    renamed.map_or(name, |(former, _)| former)
}
