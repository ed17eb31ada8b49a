//! A translation beside its original: [`compare`].

use std::cell::OnceCell;
use std::ops::Range;

use text::{BlockKind, Lang, Span, Text};

use crate::alignment::{Link, MOST_SENTENCES};
use crate::closer::align_judged;
use crate::completeness::{Aligned, OTHER_PAIR, completeness, doubled_paragraphs};
use crate::dateline::{behind_dateline, is_dateline};
use crate::evidence::Evidence;
use crate::language::{Acronyms, Language};
use crate::mismatch::{Certainty, Mismatch, MismatchKind};
use crate::names;
use crate::numbers;
use crate::segment::check_segment;
use crate::sentence::{Sentence, sentences};
use crate::side::Side;

/// What a comparison found.
#[derive(Debug, Clone, Default)]
pub struct Comparison {
    /// The sentences of the original in the order in which they are aligned: captions behind all others, for a picture
    /// stands elsewhere on another page, and so do copies of a paragraph that the translation has twice.
    pub original: Vec<Sentence>,
    /// The sentences of the translation, in the same order.
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
/// The same of one sentence that renders one, beside a link that is surer than that.
const BESIDE_CONFIDENT: f32 = 0.5;
/// The same between two such links: the wrong number itself may be why it is less sure, and there is no other sentence.
const BETWEEN_CONFIDENT: f32 = 0.2;

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
pub fn compare(original: &Text, language: Lang, translation: &Text, evidence: &dyn Evidence) -> Comparison {
    compare_with(original, language, translation, evidence, &Acronyms::default())
}

/// Compares them as [`compare`] does; `terms` is the user's table of acronyms beside ours.
#[must_use]
pub fn compare_with<'t>(
    original: &'t Text,
    language: Lang,
    translation: &'t Text,
    evidence: &'t dyn Evidence,
    terms: &Acronyms,
) -> Comparison {
    let original_sentences = sentences(original, language);
    let translation_sentences = sentences(translation, Lang::ENGLISH);
    let doubled = doubled_paragraphs(original, &original_sentences, translation, &translation_sentences);
    let (original_sentences, original_body) = body_first(original_sentences, &[]);
    let (translation_sentences, translation_body) = body_first(translation_sentences, &doubled);
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
        doubled: &doubled,
        judge: judge.as_ref(),
        language,
        ratio: OnceCell::new(),
    });
    let whole = |text: &'t Text, lang| Side::whole(&text.string, Some(lang));
    let texts = names::Texts::new(whole(original, language), whole(translation, Lang::ENGLISH));
    let data = Language::of(language);
    // Of two texts that are no translation of each other nothing more is said.
    let all = span(&original_sentences);
    let is_other = |m: &Mismatch| {
        m.kind == MismatchKind::Other && m.certainty == Certainty::Certain && m.original == Some(all)
    };
    let is_rendered = alignment.confidence >= OTHER_PAIR || alignment.links.len() < 5;
    if is_rendered && !mismatches.iter().any(is_other) {
        for (at, link) in alignment.links.iter().enumerate() {
            if !is_compared(&alignment.links, at) {
                continue;
            }
            let rendered = &original_sentences[link.original.clone()];
            let rendering = &translation_sentences[link.translation.clone()];
            let is_line = |text: &Text, sentences: &[Sentence], language| {
                sentences
                    .iter()
                    .all(|sentence| is_dateline(&text.string, sentence, language))
            };
            // Half of the text and half of what was put behind it: all of an article lies between the two.
            let is_torn = |link: &Range<usize>, body: usize| link.start < body && body < link.end;
            if is_torn(&link.original, original_body)
                || is_torn(&link.translation, translation_body)
                || is_line(original, rendered, data)
                || is_line(translation, rendering, None)
            {
                continue;
            }
            let side = |text: &'t Text, span, lang| Side {
                text: &text.string,
                span,
                lang: Some(lang),
            };
            let english = behind_dateline(&translation.string, span(rendering));
            let mut found = check_segment(
                side(original, span(rendered), language),
                side(translation, english, Lang::ENGLISH),
                terms,
            );
            let is_doubtful = link.confidence < CONFIDENT;
            if link.likeness.value <= 0.0 && (is_doubtful || alignment.links.len() == 1) {
                doubt_numbers(&mut found, &original.string, &translation.string);
            }
            if is_doubtful {
                found.retain(|m| m.certainty == Certainty::Certain);
            }
            // A name that only one side has is nearly always a matter of style; for order and measurements it is told.
            let keep = |found: &Mismatch| found.kind != MismatchKind::Name || texts.confirm(found, data);
            mismatches.extend(found.into_iter().filter(keep));
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

/// The same sentences with those of captions and of `copies` behind all others, and the number of these others.
fn body_first(mut sentences: Vec<Sentence>, copies: &[Span]) -> (Vec<Sentence>, usize) {
    let is_behind = |sentence: &Sentence| {
        sentence.kind == BlockKind::Caption || copies.iter().any(|copy| copy.overlaps(sentence.span))
    };
    sentences.sort_by_key(is_behind);
    let body = sentences.partition_point(|sentence| !is_behind(sentence));
    (sentences, body)
}

/// Whether the two sides of a link are compared with each other.
fn is_compared(links: &[Link], at: usize) -> bool {
    let link = &links[at];
    let sure = |at: Option<usize>| {
        at.and_then(|at| links.get(at)).is_some_and(|link| {
            link.confidence >= CONFIDENT && !link.original.is_empty() && !link.translation.is_empty()
        })
    };
    if link.original.is_empty() || link.translation.is_empty() {
        return false;
    }
    let is_single = link.original.len() == 1 && link.translation.len() == 1;
    let least = match (sure(at.checked_sub(1)), sure(Some(at + 1))) {
        (true, true) if is_single => BETWEEN_CONFIDENT,
        (true, false) | (false, true) if is_single => BESIDE_CONFIDENT,
        _ => CONFIDENT,
    };
    link.confidence >= least
}

/// Two sentences that have nothing in common may be no translations of each other: a number of the one is then none that
/// stands for one of the other, unless the two look alike.
fn doubt_numbers(found: &mut [Mismatch], original: &str, translation: &str) {
    for mismatch in found.iter_mut().filter(|m| m.kind == MismatchKind::Number) {
        let is_alike = mismatch
            .original
            .is_some_and(|span| numbers::are_alike(&original[span], &translation[mismatch.translation]));
        if !is_alike {
            mismatch.certainty = Certainty::Look;
            mismatch.replacement = None;
        }
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
