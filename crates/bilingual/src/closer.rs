//! A closer look at what words leave in doubt: [`look_closer`].
//!
//! Vectors of sentences are dear. They are made of sentences in doubt and of their neighbours only, and only these are aligned
//! again. Where each sentence has its counterpart beyond doubt, none is made.

use std::ops::Range;

use text::Lang;

use crate::alignment::{Alignment, Costs, Link, Table, align_with, turning_point};
use crate::evidence::{Evidence, Judge, Likeness};
use crate::meaning::{MeaningJudge, Vectors};
use crate::sentence_vectors::SentenceVectors;

/// Aligns an original, which is in `language`, with its translation into English.
#[must_use]
pub fn align(original: &[&str], language: Lang, translation: &[&str], evidence: &dyn Evidence) -> Alignment {
    align_judged(original, language, translation, evidence).0
}

/// The same with the judge that both sides were aligned by in the end.
pub(crate) fn align_judged<'t>(
    original: &[&'t str],
    language: Lang,
    translation: &[&'t str],
    evidence: &'t dyn Evidence,
) -> (Alignment, Box<dyn Judge + 't>) {
    let judge = evidence.judge(original, language, translation);
    let costs = Costs::of(evidence, language);
    let alignment = align_with(original, language, translation, judge.as_ref(), costs);
    let sides = Sides {
        original,
        language,
        translation,
    };
    match evidence.model() {
        Some(model) if !original.is_empty() && !translation.is_empty() => {
            look_closer(&sides, alignment, judge, model)
        }
        _ => (alignment, judge),
    }
}

/// Both sides, and what is known of them.
pub(crate) struct Sides<'a, 't> {
    pub(crate) original: &'a [&'t str],
    pub(crate) language: Lang,
    pub(crate) translation: &'a [&'t str],
}

/// The confidence of a link under which it is in doubt.
const DOUBT: f32 = 0.9;
/// The share of the typical likeness under which a link is in doubt.
const LITTLE: f32 = 0.2;
/// Texts of fewer links do not tell what is typical of them; there, less than this likeness is a doubt.
const FEW: usize = 5;
const PLAIN: f32 = 0.6;
/// How many links around one in doubt are looked at again.
const AROUND: usize = 2;
/// Under this confidence all of a text is in doubt.
const WHOLE: f32 = 0.5;
/// No more vectors than this are made for one side of a text.
const MOST: usize = 1_000;

/// Aligns what is in doubt again, by meaning. The judge that comes back knows what the vectors say.
pub(crate) fn look_closer<'t>(
    sides: &Sides<'_, 't>,
    mut alignment: Alignment,
    words: Box<dyn Judge + 't>,
    model: &dyn SentenceVectors,
) -> (Alignment, Box<dyn Judge + 't>) {
    let stretches = in_doubt(&alignment);
    if stretches.is_empty() {
        return (alignment, words);
    }
    let Some(typical) = model.typical(sides.language) else {
        return (alignment, words);
    };
    let sides_of = |stretch: &Range<usize>| of_stretch(&alignment.links[stretch.clone()]);
    let original: Vec<usize> = stretches.iter().flat_map(|stretch| sides_of(stretch).0).collect();
    let translation: Vec<usize> = stretches.iter().flat_map(|stretch| sides_of(stretch).1).collect();
    let vectors = |language: Lang, sentences: &[&'t str], numbers: &[usize]| -> Option<Vectors> {
        let strings: Vec<&str> = numbers.iter().map(|number| sentences[*number]).collect();
        let vectors = model.vectors(language, &strings)?;
        Some(Vectors::new(sentences, numbers, vectors))
    };
    let made = vectors(sides.language, sides.original, &original).zip(vectors(
        Lang::ENGLISH,
        sides.translation,
        &translation,
    ));
    let Some((original, translation)) = made else {
        return (alignment, words);
    };
    let judge = MeaningJudge::new(
        words,
        turning_point(alignment.typical),
        typical,
        original,
        translation,
    );
    for stretch in stretches.iter().rev() {
        let again = aligned_again(sides, &alignment.links[stretch.clone()], &judge);
        alignment.links.splice(stretch.clone(), again);
    }
    if alignment.confidence < WHOLE {
        alignment.confidence = confidence(&alignment.links, &judge, sides);
    }
    (alignment, Box::new(judge))
}

/// Stretches of links, in order, that hold those in doubt and their neighbours.
fn in_doubt(alignment: &Alignment) -> Vec<Range<usize>> {
    let links = &alignment.links;
    let is_in_doubt = |link: &Link| {
        alignment.confidence < WHOLE
            || link.original.len() != 1
            || link.translation.len() != 1
            || link.confidence < DOUBT
            || link.likeness.value < alignment.typical * LITTLE
            || links.len() < FEW && link.likeness.value < PLAIN
    };
    let mut stretches: Vec<Range<usize>> = Vec::new();
    let mut sentences = 0;
    for (number, link) in links.iter().enumerate() {
        if !is_in_doubt(link) {
            continue;
        }
        let mut stretch = number.saturating_sub(AROUND)..(number + AROUND + 1).min(links.len());
        match stretches.last_mut() {
            Some(last) if last.end >= stretch.start => {
                stretch.start = last.end;
                sentences += stretch.len();
                last.end = stretch.end;
            }
            _ => {
                sentences += stretch.len();
                stretches.push(stretch);
            }
        }
        if sentences >= MOST {
            break;
        }
    }
    stretches
}

/// The sentences of both sides that some neighbouring links hold.
fn of_stretch(links: &[Link]) -> (Range<usize>, Range<usize>) {
    match links {
        [] => (0..0, 0..0),
        [first, ..] => {
            let last = &links[links.len() - 1];
            (
                first.original.start..last.original.end,
                first.translation.start..last.translation.end,
            )
        }
    }
}

fn aligned_again(sides: &Sides<'_, '_>, links: &[Link], judge: &MeaningJudge<'_>) -> Vec<Link> {
    let (original, translation) = of_stretch(links);
    if original.is_empty() || translation.is_empty() {
        return links.to_vec();
    }
    // One sentence beside one is what somebody put there; whether it renders the other is not for an alignment to say.
    if (sides.original.len(), sides.translation.len()) == (1, 1) {
        return vec![Link {
            likeness: judge.likeness(0..1, 0..1),
            original,
            translation,
            confidence: 1.0,
        }];
    }
    let part = Part {
        judge,
        original: original.start,
        translation: translation.start,
    };
    let lengths = |sentences: &[&str]| {
        sentences
            .iter()
            .map(|sentence| sentence.chars().count())
            .sum::<usize>()
            .max(1)
    };
    let ratio = lengths(sides.translation) as f32 / lengths(sides.original) as f32;
    let table = Table::new(
        &sides.original[original.clone()],
        sides.language,
        &sides.translation[translation.clone()],
        &part,
        Costs::MEANT,
        Some(ratio),
    );
    let mut again = table.links();
    for link in &mut again {
        let moved = |range: &Range<usize>, by: usize| range.start + by..range.end + by;
        link.original = moved(&link.original, original.start);
        link.translation = moved(&link.translation, translation.start);
    }
    again
}

/// A judge that counts sentences from the beginning of a part.
struct Part<'a, 't> {
    judge: &'a MeaningJudge<'t>,
    original: usize,
    translation: usize,
}

impl Judge for Part<'_, '_> {
    fn likeness(&self, original: Range<usize>, translation: Range<usize>) -> Likeness {
        self.judge.likeness(
            original.start + self.original..original.end + self.original,
            translation.start + self.translation..translation.end + self.translation,
        )
    }

    fn typical(&self) -> Option<f32> {
        Some(1.0)
    }
}

/// How sure it is that two texts are translations of each other whose words do not say so: the share that is linked, as far as
/// the meanings of its two sides lie near each other.
fn confidence(links: &[Link], judge: &MeaningJudge<'_>, sides: &Sides<'_, '_>) -> f32 {
    /// The nearness of sentences of two texts on one topic.
    const CHANCE: f32 = 0.3;
    /// The nearness of a sentence and a free translation of it.
    const FREE: f32 = 0.7;
    let linked: f32 = links
        .iter()
        .filter(|link| !link.original.is_empty() && !link.translation.is_empty())
        .map(|link| {
            let near = judge
                .nearness(link.original.clone(), link.translation.clone())
                .unwrap_or_default();
            let near = ((near - CHANCE) / (FREE - CHANCE)).clamp(0.0, 1.0);
            near * (link.original.len() + link.translation.len()) as f32
        })
        .sum();
    linked / (sides.original.len() + sides.translation.len()) as f32
}
