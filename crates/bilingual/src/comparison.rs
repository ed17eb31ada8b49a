//! A translation beside its original: [`compare`].

use text::{Lang, Span, Text};

use crate::alignment::{Link, MOST_SENTENCES, align_judged};
use crate::completeness::{Aligned, OTHER_PAIR, completeness};
use crate::evidence::Evidence;
use crate::language::Acronyms;
use crate::mismatch::{Mismatch, MismatchKind};
use crate::segment::check_segment;
use crate::sentence::{Sentence, sentences};
use crate::side::Side;

/// What a comparison found.
#[derive(Debug, Clone, Default)]
pub struct Comparison {
    /// The sentences of the original.
    pub original: Vec<Sentence>,
    /// The sentences of the translation.
    pub translation: Vec<Sentence>,
    /// Which sentences render which: indexes of the two lists above.
    pub links: Vec<Link>,
    /// How sure it is that the two are translations of each other, from 0 to 1. It is no measure of quality.
    pub confidence: f32,
    /// What the alignment was made with, in the words of a report: "no model", "word list ru".
    pub aligned_with: String,
    /// What does not match, in the order of the translation.
    pub mismatches: Vec<Mismatch>,
}

/// The confidence of a link from which on its two sides are compared with each other.
const CONFIDENT: f32 = 0.6;

/// Compares a translation into English with its original, which is in `language`.
///
/// Offsets of mismatches are bytes of the two whole texts.
///
/// ```
/// use bilingual::{MismatchKind, Words, compare};
/// use text::{Lang, Text};
///
/// let language = Lang::from_tag("ru").unwrap();
/// let comparison = compare(&Text::plain("Суд начнётся в среду."), language, &Text::plain("…"), &Words::default());
/// assert_eq!(comparison.mismatches[0].kind, MismatchKind::Other);
/// assert_eq!(comparison.aligned_with, "no model");
/// ```
#[must_use]
pub fn compare<'t>(
    original: &'t Text,
    language: Lang,
    translation: &'t Text,
    evidence: &'t dyn Evidence,
) -> Comparison {
    let original_sentences = sentences(original, language);
    let translation_sentences = sentences(translation, Lang::ENGLISH);
    if original_sentences.len().max(translation_sentences.len()) > MOST_SENTENCES {
        return Comparison {
            original: original_sentences,
            translation: translation_sentences,
            aligned_with: "nothing: the texts are too long".to_owned(),
            ..Comparison::default()
        };
    }
    let original_strings = strings(original, &original_sentences);
    let translation_strings = strings(translation, &translation_sentences);
    let (alignment, judge) = align_judged(&original_strings, language, &translation_strings, evidence);
    let mut mismatches = completeness(&Aligned {
        original,
        translation,
        original_sentences: &original_sentences,
        translation_sentences: &translation_sentences,
        alignment: &alignment,
        judge: judge.as_ref(),
        language,
    });
    let acronyms = Acronyms::default();
    // Of two texts that are no translation of each other nothing more is said.
    if alignment.confidence >= OTHER_PAIR || alignment.links.len() < 5 {
        for link in &alignment.links {
            if link.confidence < CONFIDENT || link.original.is_empty() || link.translation.is_empty() {
                continue;
            }
            let side = |text: &'t Text, sentences: &[Sentence], lang| Side {
                text: &text.string,
                span: span(sentences),
                lang: Some(lang),
            };
            let found = check_segment(
                side(original, &original_sentences[link.original.clone()], language),
                side(
                    translation,
                    &translation_sentences[link.translation.clone()],
                    Lang::ENGLISH,
                ),
                &acronyms,
            );
            // Of names most looks are wrong as long as nobody remembers the names of the article.
            mismatches.extend(found.into_iter().filter(|found| found.kind != MismatchKind::Name));
        }
    }
    mismatches.sort_by_key(|mismatch| (mismatch.translation, mismatch.original, mismatch.kind as u8));
    drop(judge);
    Comparison {
        original: original_sentences,
        translation: translation_sentences,
        links: alignment.links,
        confidence: alignment.confidence,
        aligned_with: evidence.name(language),
        mismatches,
    }
}

fn strings<'t>(text: &'t Text, sentences: &[Sentence]) -> Vec<&'t str> {
    sentences
        .iter()
        .map(|sentence| &text.string[sentence.span])
        .collect()
}

/// From the first of some sentences to the last.
fn span(sentences: &[Sentence]) -> Span {
    match sentences {
        [first, .., last] => first.span.join(last.span),
        [only] => only.span,
        [] => Span::default(),
    }
}
