//! The checks of one pair of stretches: [`check_segment`].

use crate::{
    Mismatch, Side, acronyms,
    language::{Acronyms, Language},
    names, negation, numbers, question, untranslated,
};

/// What does not match between a stretch of an original and of its English translation, in the order of the translation.
///
/// `terms` is the user's table of acronyms beside ours.
///
/// ```
/// use bilingual::{Acronyms, Certainty, Side, check_segment};
/// use text::Lang;
///
/// let original = Side::whole("Погибли 11 тыс. человек.", Lang::from_tag("ru"));
/// let translation = Side::whole("Some 15,000 people died.", Some(Lang::ENGLISH));
/// let found = check_segment(original, translation, &Acronyms::default());
/// assert_eq!(found[0].certainty, Certainty::Certain);
/// assert_eq!(found[0].message, "15,000 stands for 11,000.");
/// assert_eq!(found[0].note.as_deref(), Some("11 тыс = 11,000"));
/// ```
#[must_use]
pub fn check_segment(original: Side, translation: Side, terms: &Acronyms) -> Vec<Mismatch> {
    let same_stretch = original.stretch().trim() == translation.stretch().trim();
    if same_stretch {
        return Vec::new(); // nothing was translated, or nothing had to be
    }
    let language = original.lang.and_then(Language::of);
    let small = original.stretch().to_lowercase();
    let mut found = numbers::check(original, &small, translation, language);
    found.extend(acronyms::check(original, translation, language, terms));
    found.extend(names::check(original, translation, language));
    found.extend(question::check(original, translation));
    let left: Vec<Mismatch> = untranslated::check(original, translation, language)
        .into_iter()
        .collect();
    if left.is_empty() {
        found.extend(negation::check(original, translation));
    }
    found.extend(left);
    found.sort_by_key(|m| (m.translation, m.original, m.kind));
    found
}
