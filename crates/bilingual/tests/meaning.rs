//! What a model of sentences adds: it is asked where words leave a doubt, and what it says is believed.

#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use std::sync::atomic::{AtomicUsize, Ordering};

use bilingual::{Certainty, Comparison, Meaning, MismatchKind, SentenceVectors, Words, compare};
use text::{BlockKind, Lang, Text};

/// Sentences and their translations, a language a column.
const SENTENCES: &str = include_str!("../../vectors/data/sentences.tsv");

fn column(number: usize) -> Vec<&'static str> {
    let rows = SENTENCES.lines().filter(|line| !line.starts_with('#'));
    rows.map(|row| row.split('\t').nth(number).unwrap()).collect()
}

/// A model that knows these sentences only, and gives each its own direction.
#[derive(Debug, Default)]
struct Known {
    asked: AtomicUsize,
}

impl SentenceVectors for Known {
    fn name(&self) -> String {
        "model of a test".to_owned()
    }

    fn typical(&self, language: Lang) -> Option<f32> {
        matches!(language.tag(), "en" | "ru").then_some(1.0)
    }

    fn vectors(&self, language: Lang, sentences: &[&str]) -> Option<Vec<Vec<f32>>> {
        self.asked.fetch_add(sentences.len(), Ordering::Relaxed);
        let known = column(usize::from(language.tag() == "ru"));
        let vector = |sentence: &&str| {
            let mut vector = vec![0.0; known.len() + 1];
            let number = known.iter().position(|known| known == sentence);
            vector[number.unwrap_or(known.len())] = 1.0;
            vector
        };
        Some(sentences.iter().map(vector).collect())
    }
}

fn text(paragraphs: &[&str]) -> Text {
    let mut text = Text::default();
    for paragraph in paragraphs {
        text.push(BlockKind::Paragraph, paragraph);
    }
    text
}

fn compared(original: &Text, tag: &str, translation: &Text, model: &Known) -> Comparison {
    let words = Words::default();
    compare(
        original,
        Lang::from_tag(tag).unwrap(),
        translation,
        &Meaning::new(&words, model),
    )
}

fn found(comparison: &Comparison, kind: MismatchKind) -> Vec<Certainty> {
    let of_kind = comparison
        .mismatches
        .iter()
        .filter(|mismatch| mismatch.kind == kind);
    of_kind.map(|mismatch| mismatch.certainty).collect()
}

#[test]
fn a_sentence_that_nothing_renders_is_missing_for_certain() {
    let (original, mut translation) = (column(1), column(0));
    let lost = original[9];
    translation.remove(9);
    let original = text(&original);
    let translation = text(&translation);
    let model = Known::default();
    let comparison = compared(&original, "ru", &translation, &model);
    assert_eq!(comparison.aligned_with, "model of a test");
    assert_eq!(
        found(&comparison, MismatchKind::Missing),
        [Certainty::Certain],
        "{comparison:?}"
    );
    assert_eq!(found(&comparison, MismatchKind::Other), []);
    let missing = comparison
        .mismatches
        .iter()
        .find(|one| one.kind == MismatchKind::Missing);
    assert_eq!(&original.string[missing.unwrap().original.unwrap()], lost);
    // Words alone only ask for a look.
    let words = compare(
        &original,
        Lang::from_tag("ru").unwrap(),
        &translation,
        &Words::default(),
    );
    assert!(!found(&words, MismatchKind::Missing).contains(&Certainty::Certain));
}

#[test]
fn a_single_sentence_is_told_from_another_one() {
    let model = Known::default();
    let (original, translation) = (column(1), column(0));
    for number in 0..original.len() {
        let pair = |other: usize| {
            let comparison = compared(
                &text(&[original[number]]),
                "ru",
                &text(&[translation[other]]),
                &model,
            );
            found(&comparison, MismatchKind::Other)
        };
        assert_eq!(pair(number), [], "{}", original[number]);
        assert_eq!(
            pair((number + 5) % original.len()),
            [Certainty::Certain],
            "{}",
            original[number]
        );
    }
}

#[test]
fn two_texts_on_different_things_are_no_translation() {
    let (original, translation) = (column(1), column(0));
    let comparison = compared(
        &text(&original[..12]),
        "ru",
        &text(&translation[12..]),
        &Known::default(),
    );
    assert_eq!(
        found(&comparison, MismatchKind::Other),
        [Certainty::Certain],
        "{comparison:?}"
    );
    assert_eq!(comparison.mismatches.len(), 1, "nothing else is said of them");
}

#[test]
fn a_model_is_not_asked_where_nothing_is_in_doubt_or_the_language_is_not_its_own() {
    let model = Known::default();
    // Each sentence with numbers and names that stand on both sides.
    let lines = |person: &str, word: &str| -> Vec<String> {
        let line = |number: usize| {
            format!(
                "{person} {}{number} {word} {} {}.",
                number + 10,
                number * 37,
                number * 91 + 1000
            )
        };
        (1..12).map(line).collect()
    };
    let (original, translation) = (lines("Orlow", "zahlte"), lines("Orlow", "paid"));
    let strings = |lines: &[String]| text(&lines.iter().map(String::as_str).collect::<Vec<_>>());
    let comparison = compared(&strings(&original), "ru", &strings(&translation), &model);
    assert_eq!(comparison.links.len(), 11);
    assert_eq!(model.asked.load(Ordering::Relaxed), 0);

    let comparison = compared(&text(&column(3)), "de", &text(&column(0)[..20]), &model);
    assert_eq!(comparison.aligned_with, "no model");
    assert_eq!(model.asked.load(Ordering::Relaxed), 0);
}
