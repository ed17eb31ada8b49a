//! What is missing, added, doubled or another text altogether: [`completeness`].
//!
//! A sentence is called missing for certain only where the evidence knows the language and finds nothing of it nearby, and
//! where its neighbours are aligned beyond doubt. In a stretch that is badly aligned nothing is said at all.

use std::cell::OnceCell;
use std::collections::HashSet;

use text::{BlockKind, Lang, Span, Text};

use crate::alignment::{Alignment, Link};
use crate::evidence::Judge;
use crate::lex::Lexed;
use crate::mismatch::{Certainty, Mismatch, MismatchKind};
use crate::sentence::Sentence;
use crate::words;

/// Both texts and how they were aligned.
pub(crate) struct Aligned<'a> {
    pub(crate) original: &'a Text,
    pub(crate) translation: &'a Text,
    pub(crate) original_sentences: &'a [Sentence],
    pub(crate) translation_sentences: &'a [Sentence],
    pub(crate) alignment: &'a Alignment,
    /// The places of paragraphs that the translation has twice.
    pub(crate) doubled: &'a [Span],
    pub(crate) judge: &'a dyn Judge,
    pub(crate) language: Lang,
    /// [`Aligned::length_ratio`], once it was asked for.
    pub(crate) ratio: OnceCell<f32>,
}

/// Under this confidence a pair is no translation of each other; nothing else is then said of it.
pub(crate) const OTHER_PAIR: f32 = 0.25;
/// Fewer sentences than this on a side say nothing about the pair, only about themselves.
const ENOUGH_SENTENCES: usize = 5;
/// The mean confidence of the links around a sentence from which on it is judged.
const WELL_ALIGNED: f32 = 0.6;
/// How many links on either side are around it.
const AROUND: usize = 2;
/// The confidence of a link from which on it is worth a look: of two sentences beside each other one is missing, and each
/// may be the one. At 0.5 and at this, 82 and 85 % of planted drops are found (ru, de, cs), and in 1,000 sentences 0.6 and
/// 0.8 are invented.
const LIKELY: f32 = 0.42;
/// The confidence of a link that is beyond doubt.
const SURE: f32 = 0.7;
/// The weight of evidence from which on a likeness is believed.
const WEIGHTY: f32 = 0.6;
/// What a rendered part of a merged sentence has at least in common with it.
const RENDERED: f32 = 0.05;
/// The share of the likeness of another sentence under which one is another without doubt: a list may lack the words.
const CERTAINLY: f32 = 0.67;
/// The share of the likeness of another sentence under which one is another in a text that is aligned well.
const AMONG_OTHERS: f32 = 0.3;
/// Bytes from which on a repeated sentence is no refrain, and letters from which on numbers alone render nothing.
const LONG: usize = 40;
/// A copy of a paragraph stands at most so many paragraphs behind it; farther away it is a pulled quote or a summary.
const NEAR: usize = 3;
/// Numbers and names of each side from which on some are on both, if one side renders the other.
const ENOUGH_SIGNS: usize = 8;
/// Letters under which the loss of a sentence is not worth a look.
const SLIGHT: usize = 6;
/// The share of a sentence that its neighbour's rendering has to be too short by to have been a part of it.
const FILLING: f32 = 0.5;

/// What is wrong with the translation as a whole.
pub(crate) fn completeness(aligned: &Aligned<'_>) -> Vec<Mismatch> {
    if let Some(pair) = aligned.empty().or_else(|| aligned.other_pair()) {
        return vec![pair];
    }
    let mut found = Vec::new();
    let links = &aligned.alignment.links;
    let mut at = 0;
    while at < links.len() {
        let taken = aligned.stretch(at);
        // Of a paragraph that stands twice this is said once, and nothing else of its second copy.
        let judged = aligned.judge_stretch(at, taken).into_iter();
        found.extend(judged.filter(|one| {
            one.kind != MismatchKind::Added
                || !aligned.doubled.iter().any(|copy| copy.overlaps(one.translation))
        }));
        at += taken;
    }
    found.extend(aligned.doubled.iter().map(|copy| aligned.twice(*copy)));
    found
}

/// The places of paragraphs that repeat one of the few before them, where no paragraph of the original stands twice.
pub(crate) fn doubled_paragraphs(
    original: &Text,
    original_sentences: &[Sentence],
    translation: &Text,
    translation_sentences: &[Sentence],
) -> Vec<Span> {
    let copies = copies(translation, translation_sentences);
    if copies.is_empty() || !self::copies(original, original_sentences).is_empty() {
        return Vec::new();
    }
    copies
}

/// The places of paragraphs that say again what one of the few before them says, marks aside.
fn copies(text: &Text, sentences: &[Sentence]) -> Vec<Span> {
    let paragraphs: Vec<Span> = sentences
        .chunk_by(|one, next| one.block == next.block)
        .map(joined)
        .filter(|paragraph| paragraph.len() >= LONG)
        .collect();
    let letters = |paragraph: Span| text.string[paragraph].chars().filter(|c| c.is_alphanumeric());
    let is_copy = |&at: &usize| {
        let before = &paragraphs[at.saturating_sub(NEAR)..at];
        before
            .iter()
            .any(|other| letters(*other).eq(letters(paragraphs[at])))
    };
    (0..paragraphs.len())
        .filter(is_copy)
        .map(|at| paragraphs[at])
        .collect()
}

impl Aligned<'_> {
    fn mismatch(
        &self,
        kind: MismatchKind,
        certainty: Certainty,
        places: Places,
        message: String,
    ) -> Mismatch {
        debug_assert!(places.translation.end <= self.translation.string.len());
        Mismatch {
            power: None,
            kind,
            certainty,
            translation: places.translation,
            original: places.original,
            message,
            note: None,
            replacement: None,
        }
    }

    /// A translation without a word of an original with some.
    fn empty(&self) -> Option<Mismatch> {
        let has_words = |text: &Text| {
            text.blocks
                .iter()
                .any(|block| text.block(block).contains(char::is_alphabetic))
        };
        if !has_words(self.original) || has_words(self.translation) {
            return None;
        }
        let (figures, rendered) = (figures(self.original), figures(self.translation));
        // A date or a score may be all that a line says.
        let found = figures.iter().filter(|figure| rendered.contains(figure)).count();
        let is_short = self.original.string.chars().filter(|c| c.is_alphabetic()).count() < LONG;
        if !rendered.is_empty() && found * 2 >= figures.len() && (found > 0 || is_short) {
            return None;
        }
        let message = if rendered.is_empty() {
            "the translation is empty"
        } else {
            "the translation has no words"
        };
        let places = Places {
            translation: Span::new(0, self.translation.string.len()).trimmed(&self.translation.string),
            original: whole(self.original_sentences),
        };
        Some(self.mismatch(
            MismatchKind::Other,
            Certainty::Certain,
            places,
            message.to_owned(),
        ))
    }

    /// Two texts that are no translation of each other: one finding about the pair.
    fn other_pair(&self) -> Option<Mismatch> {
        let sentences = self
            .original_sentences
            .len()
            .min(self.translation_sentences.len());
        if sentences < ENOUGH_SENTENCES || self.alignment.confidence >= OTHER_PAIR {
            return None;
        }
        let links = &self.alignment.links;
        let is_known = |link: &Link| self.unlike(link).is_some();
        let has_words = links.iter().any(is_known) || words::common(self.language).is_some();
        if !has_words && !self.shares_no_sign() {
            return None;
        }
        let places = Places {
            translation: whole(self.translation_sentences).unwrap_or_default(),
            original: whole(self.original_sentences),
        };
        let certainty = if links.iter().filter(|link| is_known(link)).count() * 2 > links.len() {
            Certainty::Certain
        } else {
            Certainty::Look
        };
        let message = format!(
            "this is no translation of the {} text beside it",
            self.language.name()
        );
        Some(self.mismatch(MismatchKind::Other, certainty, places, message))
    }

    /// Whether both sides have numbers and names enough, and none of them on both. Of a language without a word list nothing
    /// else can tell whether a text is a translation from it.
    fn shares_no_sign(&self) -> bool {
        let (original, translation) = (signs(self.original), signs(self.translation));
        original.len().min(translation.len()) >= ENOUGH_SIGNS && original.is_disjoint(&translation)
    }

    /// How many links from `at` on are one thing to judge: what neither side has of one paragraph, or a single link.
    fn stretch(&self, at: usize) -> usize {
        let links = &self.alignment.links;
        let lone = |link: &Link| link.original.is_empty() || link.translation.is_empty();
        if !lone(&links[at]) {
            return 1;
        }
        let first = self.paragraph(&links[at]);
        links[at..]
            .iter()
            .take_while(|link| lone(link) && self.paragraph(link) == first)
            .count()
    }

    /// The side and the paragraph of a link that has one side only.
    fn paragraph(&self, link: &Link) -> (bool, usize) {
        if link.translation.is_empty() {
            (true, self.original_sentences[link.original.start].block)
        } else {
            (false, self.translation_sentences[link.translation.start].block)
        }
    }

    /// Whether the links around `at..at + taken` are sure of what they say.
    fn is_well_aligned(&self, at: usize, taken: usize) -> bool {
        let links = &self.alignment.links;
        let before = &links[at.saturating_sub(AROUND)..at];
        let behind = &links[at + taken..(at + taken + AROUND).min(links.len())];
        let around = || before.iter().chain(behind);
        let count = around().count();
        count > 0 && around().map(|link| link.confidence).sum::<f32>() / count as f32 >= WELL_ALIGNED
    }

    fn judge_stretch(&self, at: usize, taken: usize) -> Vec<Mismatch> {
        let links = &self.alignment.links;
        let link = &links[at];
        if link.original.is_empty() || link.translation.is_empty() {
            let stretch = &links[at..at + taken];
            let sure = stretch.iter().map(|link| link.confidence).sum::<f32>() / taken as f32;
            if sure < LIKELY || !self.is_well_aligned(at, taken) {
                return self.doubled(at).into_iter().collect();
            }
            return if link.translation.is_empty() {
                // What stands on the other side in its place is a sentence that renders another one.
                self.missing(at, taken).into_iter().collect()
            } else {
                self.added(at, taken).into_iter().collect()
            };
        }
        if let Some(other) = self.other(at) {
            return vec![other];
        }
        let mut found: Vec<Mismatch> = self.doubled(at).into_iter().collect();
        found.extend(self.left_out_of_merge(at));
        found
    }

    /// Sentences of one paragraph that nothing renders, unless they say next to nothing.
    fn missing(&self, at: usize, taken: usize) -> Option<Mismatch> {
        let links = &self.alignment.links[at..at + taken];
        let (first, last) = (links[0].original.start, links[taken - 1].original.end - 1);
        let sentences = &self.original_sentences[first..=last];
        if let [only] = sentences
            && is_slight(&self.original.string[only.span], self.language)
        {
            return None;
        }
        let place = self.place_behind(at);
        let is_known_to_be_missing = |link: &Link| {
            let rendered = self.judge.rendered(link.original.start, link.translation.clone());
            link.confidence >= SURE
                && rendered.weight >= 0.3
                && self.near(at).all(|j| {
                    let unlike = self.judge.unlike(link.original.clone(), j..j + 1);
                    let likeness = self.judge.likeness(link.original.clone(), j..j + 1);
                    unlike.is_some_and(|unlike| likeness.value < unlike)
                })
        };
        let certain = sentences
            .iter()
            .all(|sentence| sentence.kind != BlockKind::Caption)
            && links.iter().all(is_known_to_be_missing);
        let certainty = if certain {
            Certainty::Certain
        } else {
            Certainty::Look
        };
        let places = Places {
            translation: place,
            original: Some(joined(sentences)),
        };
        let message = format!(
            "nothing renders this {}",
            Self::thing(self.original_sentences, first, last)
        );
        Some(self.mismatch(MismatchKind::Missing, certainty, places, message))
    }

    /// Sentences of the translation around a link.
    fn near(&self, at: usize) -> impl Iterator<Item = usize> + use<> {
        let links = &self.alignment.links;
        let from = links[at.saturating_sub(AROUND)].translation.start;
        let to = links[(at + AROUND).min(links.len() - 1)].translation.end;
        from..to.max(from)
    }

    /// The place behind the sentences of the translation before a link.
    fn place_behind(&self, at: usize) -> Span {
        let start = self.alignment.links[at].translation.start;
        let place = match start.checked_sub(1) {
            Some(before) => self.translation_sentences[before].span.end,
            None => self
                .translation_sentences
                .first()
                .map_or(0, |first| first.span.start),
        };
        Span::new(place, place)
    }

    /// Sentences of one paragraph that render nothing; `None` where they only repeat others, which is said of each.
    fn added(&self, at: usize, taken: usize) -> Vec<Mismatch> {
        if let Some(doubled) = self.doubled(at) {
            return vec![doubled];
        }
        let links = &self.alignment.links[at..at + taken];
        let (first, last) = (links[0].translation.start, links[taken - 1].translation.end - 1);
        let places = Places {
            translation: joined(&self.translation_sentences[first..=last]),
            original: None,
        };
        if self.fills_up(at, taken, places.translation) {
            return Vec::new();
        }
        let message = format!(
            "this {} renders nothing of the original",
            Self::thing(self.translation_sentences, first, last)
        );
        vec![self.mismatch(MismatchKind::Added, Certainty::Look, places, message)]
    }

    /// Bytes of renderings for a byte of what they render. What stands on one side only, such as a box of the page or a doubled
    /// paragraph, says nothing of it.
    fn length_ratio(&self) -> f32 {
        let links = self.alignment.links.iter();
        let (there, here) = links
            .filter(|link| !link.original.is_empty() && !link.translation.is_empty())
            .fold((0, 0), |(there, here), link| {
                let original = joined(&self.original_sentences[link.original.clone()]);
                let rendering = joined(&self.translation_sentences[link.translation.clone()]);
                (there + original.len(), here + rendering.len())
            });
        here as f32 / there.max(1) as f32
    }

    /// Whether the rendering of a neighbour is too short by about what is `added`: a long Chinese sentence is often two English
    /// ones, and the second shares nothing with it that the evidence knows.
    fn fills_up(&self, at: usize, taken: usize, added: Span) -> bool {
        if !matches!(self.language.tag(), "zh" | "ja") {
            return false;
        }
        let links = &self.alignment.links;
        let ratio = *self.ratio.get_or_init(|| self.length_ratio());
        let neighbours = [at.checked_sub(1), Some(at + taken)].into_iter().flatten();
        neighbours.filter_map(|at| links.get(at)).any(|link| {
            if link.original.is_empty() || link.translation.is_empty() {
                return false;
            }
            let original = joined(&self.original_sentences[link.original.clone()]);
            let rendering = joined(&self.translation_sentences[link.translation.clone()]);
            let lacking = original.len() as f32 * ratio - rendering.len() as f32;
            self.original.string[original].contains(['，', '、', '；', '：'])
                && lacking >= added.len() as f32 * FILLING
        })
    }

    /// A sentence that renders another one than that in its place.
    fn other(&self, at: usize) -> Option<Mismatch> {
        let link = &self.alignment.links[at];
        let unlike = self.unlike(link)?;
        if self.least_weight(link) < WEIGHTY {
            return None;
        }
        let certainty = if self.alignment.links.len() == 1 {
            match self.common(link) {
                common if common < unlike * CERTAINLY => Certainty::Certain,
                common if common < unlike => Certainty::Look,
                _ => return None,
            }
        } else {
            // Where a text stands around it, a free translation of one sentence is likelier than another sentence.
            if link.likeness.value >= unlike * AMONG_OTHERS || !self.is_well_aligned(at, 1) {
                return None;
            }
            Certainty::Certain
        };
        let places = Places {
            translation: joined(&self.translation_sentences[link.translation.clone()]),
            original: Some(joined(&self.original_sentences[link.original.clone()])),
        };
        let message = "this says something else than the sentence in its place".to_owned();
        Some(self.mismatch(MismatchKind::Other, certainty, places, message))
    }

    /// The likeness under which the two sides of a link are no translation of each other.
    fn unlike(&self, link: &Link) -> Option<f32> {
        self.judge.unlike(link.original.clone(), link.translation.clone())
    }

    /// What the two sides of a link have in common: the share of the side that has less of the other.
    fn common(&self, link: &Link) -> f32 {
        let least = |shares: &mut dyn Iterator<Item = f32>| shares.fold(1.0, f32::min);
        let rendered = &mut link
            .original
            .clone()
            .map(|i| self.judge.rendered(i, link.translation.clone()).value);
        let founded = &mut link
            .translation
            .clone()
            .map(|j| self.judge.founded(link.original.clone(), j).value);
        least(rendered).min(least(founded))
    }

    /// How much there is to compare on the side of a link that has less: of "said Mr Li" nobody can tell.
    fn least_weight(&self, link: &Link) -> f32 {
        let rendered = link
            .original
            .clone()
            .map(|i| self.judge.rendered(i, link.translation.clone()).weight);
        let founded = link
            .translation
            .clone()
            .map(|j| self.judge.founded(link.original.clone(), j).weight);
        rendered.sum::<f32>().min(founded.sum::<f32>())
    }

    /// A paragraph that stands twice, marked on its first sentence.
    fn twice(&self, copy: Span) -> Mismatch {
        let first = self
            .translation_sentences
            .iter()
            .find(|sentence| copy.overlaps(sentence.span));
        let places = Places {
            translation: first.map_or(copy, |first| first.span),
            original: None,
        };
        let message = "this paragraph stands twice, and once in the original".to_owned();
        self.mismatch(MismatchKind::Added, Certainty::Certain, places, message)
    }

    /// A sentence that repeats the one before it, where the original repeats nothing.
    fn doubled(&self, at: usize) -> Option<Mismatch> {
        let link = &self.alignment.links[at];
        let string =
            |side: &Text, sentence: &Sentence| -> String { side.string[sentence.span].to_lowercase() };
        let repeated = link.translation.clone().find(|&j| {
            j > 0 && self.translation_sentences[j].span.len() >= LONG && {
                let sentence = string(self.translation, &self.translation_sentences[j]);
                sentence == string(self.translation, &self.translation_sentences[j - 1])
            }
        })?;
        let twice = link.original.start > 0
            && self
                .original_sentences
                .get(link.original.start)
                .is_some_and(|sentence| {
                    let before = &self.original_sentences[link.original.start - 1];
                    string(self.original, sentence) == string(self.original, before)
                });
        if twice {
            return None;
        }
        let places = Places {
            translation: self.translation_sentences[repeated].span,
            original: None,
        };
        let message = "this sentence stands twice, and once in the original".to_owned();
        Some(self.mismatch(MismatchKind::Added, Certainty::Certain, places, message))
    }

    /// A sentence of the original that was linked as part of a merged one, but of which nothing is there.
    fn left_out_of_merge(&self, at: usize) -> Option<Mismatch> {
        let link = &self.alignment.links[at];
        self.unlike(link)?;
        if link.original.len() < 2 || !self.is_well_aligned(at, 1) {
            return None;
        }
        let left_out = link.original.clone().find(|&i| {
            let rendered = self.judge.rendered(i, link.translation.clone());
            rendered.value < RENDERED && rendered.weight >= 0.4
        })?;
        let places = Places {
            translation: joined(&self.translation_sentences[link.translation.clone()]),
            original: Some(self.original_sentences[left_out].span),
        };
        let message = "little of this sentence is in the one that renders its neighbour".to_owned();
        Some(self.mismatch(MismatchKind::Missing, Certainty::Look, places, message))
    }

    /// What the sentences from `first` to `last` are.
    fn thing(sentences: &[Sentence], first: usize, last: usize) -> &'static str {
        let block = sentences[first].block;
        let is_whole = first
            .checked_sub(1)
            .is_none_or(|before| sentences[before].block != block)
            && sentences.get(last + 1).is_none_or(|behind| behind.block != block);
        match sentences[first].kind {
            BlockKind::Heading => "heading",
            BlockKind::ListItem if is_whole => "list item",
            BlockKind::Quote if is_whole => "quotation",
            BlockKind::Caption => "caption",
            BlockKind::Paragraph if is_whole && first < last => "paragraph",
            _ if first < last => "passage",
            _ => "sentence",
        }
    }
}

/// The numbers of a text, without zeros before them.
fn figures(text: &Text) -> Vec<String> {
    let lexed = Lexed::new(&text.string, Span::new(0, text.string.len()));
    let digits = (0..lexed.len()).filter_map(|i| lexed.digits(i));
    digits
        .map(|digits| digits.trim_start_matches('0').to_owned())
        .collect()
}

/// The numbers of two digits and more, and the beginnings of words in Latin capitals, which are names most often.
fn signs(text: &Text) -> HashSet<String> {
    let lexed = Lexed::new(&text.string, Span::new(0, text.string.len()));
    let sign = |i: usize| {
        let name = lexed.word(i).filter(|word| {
            word.is_ascii()
                && word.len() >= 4
                && lexed.written(i).starts_with(|c: char| c.is_ascii_uppercase())
        });
        let number = lexed.digits(i).filter(|digits| digits.len() >= 2);
        name.map(|name| name[..4].to_owned())
            .or(number.map(str::to_owned))
    };
    (0..lexed.len()).filter_map(sign).collect()
}

/// Whether a sentence says so little that its words may be elsewhere: "So.", "王国军说。", "сказал Иванов".
fn is_slight(sentence: &str, language: Lang) -> bool {
    let letters = sentence.chars().filter(|c| c.is_alphanumeric()).count();
    let said = said(language.tag());
    letters < SLIGHT
        || match language.tag() {
            "zh" | "ja" => {
                let plain = sentence.trim_end_matches(|c: char| !c.is_alphanumeric());
                letters <= SLIGHT * 2 && said.iter().any(|said| plain.ends_with(said))
            }
            _ => {
                let mut words = sentence.split_whitespace();
                words.clone().count() <= 3
                    && words.any(|word| said.iter().any(|said| word.to_lowercase().starts_with(said)))
            }
        }
}

/// How words for "said" begin, or in languages without spaces end.
fn said(tag: &str) -> &'static [&'static str] {
    match tag {
        "ru" => &[
            "сказа",
            "заяви",
            "сообщи",
            "отмети",
            "подчеркн",
            "добави",
            "поясни",
        ],
        "uk" => &[
            "сказа",
            "заяви",
            "повідоми",
            "зазначи",
            "підкресл",
            "додав",
            "поясни",
        ],
        "de" => &["sagt", "erklärt", "betont", "teilt"],
        "cs" => &["řek", "uved", "doda", "prohl", "sděl"],
        "zh" => &["说", "说道", "表示", "介绍", "指出"],
        "ja" => &["述べた", "話した", "語った", "という"],
        _ => &[],
    }
}

/// Where a mismatch is on both sides.
#[derive(Clone, Copy)]
struct Places {
    translation: Span,
    original: Option<Span>,
}

/// From the first sentence to the last.
fn joined(sentences: &[Sentence]) -> Span {
    match sentences {
        [] => Span::default(),
        [only] => only.span,
        [first, .., last] => first.span.join(last.span),
    }
}

fn whole(sentences: &[Sentence]) -> Option<Span> {
    (!sentences.is_empty()).then(|| joined(sentences))
}
