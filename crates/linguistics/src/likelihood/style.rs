//! What is counted in a text: how often small words, phrases, openings, endings and marks stand in it, and how long
//! its sentences are. No word of content is looked at, so that the subject of a text says nothing.

use std::fmt;

use rustc_hash::FxHashMap;
use text::{BlockKind, Token, TokenKind};

use crate::document::{Document, Sentence};

/// One thing that is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Feature {
    /// What sort of thing it is.
    pub kind: Kind,
    /// The word, phrase or ending itself in lower case, or the name of a mark or shape.
    pub name: &'static str,
}

/// What sort of thing is counted, and in what unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// What a word ends in, after an apostrophe (`'s`) or as part of it (`ing`); in 100 words.
    Ending,
    /// A mark of punctuation, whatever its typographic form; in 100 words.
    Mark,
    /// What a sentence begins with; in 100 sentences.
    Opening,
    /// Words in a row, `#` for a number; in 100 words.
    Phrase,
    /// A length: `sentence-spread`, the standard deviation of the words in a sentence; `word-length`, in bytes.
    Shape,
    /// A small word; in 100 words.
    Word,
}

impl Kind {
    /// All kinds, in the order of the model's file.
    pub const ALL: [Self; 6] = [
        Self::Ending,
        Self::Mark,
        Self::Opening,
        Self::Phrase,
        Self::Shape,
        Self::Word,
    ];

    /// The word for it in the model's file.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ending => "ending",
            Self::Mark => "mark",
            Self::Opening => "opening",
            Self::Phrase => "phrase",
            Self::Shape => "shape",
            Self::Word => "word",
        }
    }
}

/// Lengths that are measured. The mean length of a sentence is not among them: it says "translation" when it is long
/// for Chinese and when it is short for Icelandic, and the model is to know languages that it has not seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Standard deviation of the number of words in a sentence.
    SentenceSpread,
    /// Bytes of a word, on average.
    WordLength,
}

impl Shape {
    pub(super) fn from_name(name: &str) -> Option<Self> {
        match name {
            "sentence-spread" => Some(Self::SentenceSpread),
            "word-length" => Some(Self::WordLength),
            _ => None,
        }
    }
}

/// What was counted in a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Rates {
    /// How often each feature occurs, in the unit of its [`Kind`].
    pub values: Vec<f64>,
    /// Sentences of running text.
    pub sentences: usize,
}

impl fmt::Display for Feature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.kind.as_str(), self.name)
    }
}

/// The features, laid out for one pass over the tokens of a text.
#[derive(Debug)]
pub(super) struct Counter {
    features: Vec<Feature>,
    vocabulary: FxHashMap<&'static str, Entry>,
    /// Bytes of the longest word of the vocabulary: a longer one need not be looked up.
    longest: usize,
    number: Entry,
    /// Endings within a word, by their feature.
    endings: Vec<(&'static str, usize)>,
    /// Endings after an apostrophe, without it.
    clitics: Vec<(&'static str, usize)>,
    marks: Vec<(Mark, usize)>,
}

/// A word of the vocabulary and what it counts for.
#[derive(Debug, Default, Clone)]
struct Entry {
    id: Id,
    /// The feature of the word itself.
    word: Option<usize>,
    /// What ends with this word.
    patterns: Vec<Pattern>,
}

/// Words in a row.
#[derive(Debug, Clone)]
struct Pattern {
    feature: usize,
    words: Vec<Id>,
    /// Whether it counts at the start of a sentence only.
    opens: bool,
}

/// Stands for a word; 0 for any that is not in the vocabulary.
type Id = u16;

/// The words of the longest phrase.
const WINDOW: usize = 5;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Colon,
    Comma,
    Dash,
    Hyphen,
    Question,
    Quote,
    Semicolon,
}

impl Counter {
    pub(super) fn new(features: Vec<Feature>) -> Self {
        let mut counter = Self {
            features: Vec::new(),
            vocabulary: FxHashMap::default(),
            longest: 0,
            number: Entry::default(),
            endings: Vec::new(),
            clitics: Vec::new(),
            marks: Vec::new(),
        };
        counter.number.id = counter.id("#");
        for (at, feature) in features.iter().enumerate() {
            counter.add(at, *feature);
        }
        counter.number = counter.vocabulary.remove("#").unwrap_or_default();
        counter.features = features;
        counter
    }

    fn add(&mut self, at: usize, feature: Feature) {
        let name = feature.name;
        match feature.kind {
            Kind::Word => self.entry(name).word = Some(at),
            Kind::Phrase => self.add_pattern(name, at, false),
            Kind::Opening => self.add_pattern(name, at, true),
            Kind::Ending => match name.strip_prefix('\'') {
                Some(clitic) => self.clitics.push((clitic, at)),
                None => self.endings.push((name, at)),
            },
            Kind::Mark => self.marks.extend(Mark::from_name(name).map(|mark| (mark, at))),
            Kind::Shape => {} // measured from the sums that are kept anyway
        }
    }

    fn add_pattern(&mut self, name: &'static str, feature: usize, opens: bool) {
        let words: Vec<Id> = name.split(' ').map(|word| self.id(word)).collect();
        let last = name.rsplit(' ').next().unwrap_or(name);
        self.entry(last).patterns.push(Pattern {
            feature,
            words,
            opens,
        });
    }

    fn id(&mut self, word: &'static str) -> Id {
        self.entry(word).id
    }

    fn entry(&mut self, word: &'static str) -> &mut Entry {
        let next = Id::try_from(self.vocabulary.len() + 1).expect("the model's file has some hundred words");
        self.longest = self.longest.max(word.len());
        self.vocabulary.entry(word).or_insert_with(|| Entry {
            id: next,
            ..Entry::default()
        })
    }

    pub(super) fn features(&self) -> &[Feature] {
        &self.features
    }

    /// Whether a feature is one that this counter finds: known by name, and no longer than the window.
    #[cfg(test)]
    pub(super) fn knows(&self, feature: Feature) -> bool {
        match feature.kind {
            Kind::Mark => !self.marks.is_empty(),
            Kind::Shape => Shape::from_name(feature.name).is_some(),
            Kind::Phrase | Kind::Opening => feature.name.split(' ').count() <= WINDOW,
            Kind::Ending | Kind::Word => !feature.name.contains(' '),
        }
    }

    /// The rate of each feature in the running text of an article; `None` where it has fewer than `least` sentences.
    pub(super) fn rates(&self, doc: &Document, least: usize) -> Option<Rates> {
        let mut tally = Tally::new(self.features.len());
        for sentence in running_text(doc) {
            self.count_sentence(doc, sentence, &mut tally);
        }
        (tally.sentences >= least).then(|| Rates {
            values: self.rates_of(&tally),
            sentences: tally.sentences,
        })
    }

    fn count_sentence(&self, doc: &Document, sentence: &Sentence, tally: &mut Tally) {
        let tokens = doc.tokens_in(sentence);
        let mut window = Window::default();
        let words_before = tally.words;
        for (at, &token) in tokens.iter().enumerate() {
            match token.kind {
                TokenKind::Word => self.count_word(doc, token, &mut window, tally),
                TokenKind::Number => {
                    tally.words += 1;
                    window.push(&self.number, tally);
                }
                TokenKind::Mark => {
                    window.part();
                    self.count_mark(doc, tokens, at, tally);
                }
            }
        }
        tally.end_sentence(tally.words - words_before);
    }

    fn count_word(&self, doc: &Document, token: Token, window: &mut Window, tally: &mut Tally) {
        let (stem, clitic) = parted(doc.lower(token));
        tally.words += 1;
        tally.letters += stem.len();
        if let Some(clitic) = clitic {
            tally.add_if(&self.clitics, |&ending| ending == clitic);
        }
        // Small words are short, and endings tell something on longer ones only.
        if stem.len() >= SHORTEST_WITH_ENDING {
            tally.add_if(&self.endings, |ending| stem.ends_with(ending));
        }
        let entry = (stem.len() <= self.longest)
            .then(|| self.vocabulary.get(stem))
            .flatten();
        match entry {
            Some(entry) => {
                if let Some(feature) = entry.word {
                    tally.counts[feature] += 1;
                }
                window.push(entry, tally);
            }
            None => window.push_unknown(),
        }
    }

    fn count_mark(&self, doc: &Document, tokens: &[Token], at: usize, tally: &mut Tally) {
        let Some(mark) = Mark::of(doc, tokens, at) else {
            return;
        };
        tally.add_if(&self.marks, |&of| of == mark);
    }

    fn rates_of(&self, tally: &Tally) -> Vec<f64> {
        let rate = |(feature, &count): (&Feature, &u32)| match feature.kind {
            Kind::Shape => Shape::from_name(feature.name).map_or(0.0, |shape| tally.shape(shape)),
            Kind::Opening => percent(count, tally.sentences),
            _ => percent(count, tally.words),
        };
        self.features.iter().zip(&tally.counts).map(rate).collect()
    }
}

/// Bytes of the shortest word whose ending counts: "being" and "only" say nothing of their endings.
const SHORTEST_WITH_ENDING: usize = 6;

/// The sentences of paragraphs and quotations: headlines, lists and captions have a style of their own.
fn running_text<'d>(doc: &'d Document) -> impl Iterator<Item = &'d Sentence> {
    doc.prose()
        .filter(|block| matches!(block.kind, BlockKind::Paragraph | BlockKind::Quote))
        .flat_map(|block| doc.sentences_of(block))
        .filter(|sentence| doc.tokens_in(sentence).iter().any(|token| !token.is_mark()))
}

/// A word and what stands behind its last apostrophe: "it", "s". A negation is parted before its "n".
fn parted(word: &str) -> (&str, Option<&str>) {
    // A typographic apostrophe begins with a byte above ASCII; most words have neither that nor a straight one.
    if !word.bytes().any(|byte| byte == b'\'' || !byte.is_ascii()) {
        return (word, None);
    }
    let Some((stem, clitic)) = word.rsplit_once(['\'', '’']) else {
        return (word, None);
    };
    match clitic {
        "t" => (stem.strip_suffix('n').unwrap_or(stem), Some(clitic)),
        _ => (stem, Some(clitic)),
    }
}

fn percent(part: u32, whole: usize) -> f64 {
    100.0 * f64::from(part) / whole.max(1) as f64
}

/// What was counted so far.
struct Tally {
    /// One for each feature; those of shapes stay 0.
    counts: Vec<u32>,
    words: usize,
    letters: usize,
    sentences: usize,
    /// Sum over all sentences of the number of their words squared.
    squares: f64,
}

impl Tally {
    fn new(features: usize) -> Self {
        Self {
            counts: vec![0; features],
            words: 0,
            letters: 0,
            sentences: 0,
            squares: 0.0,
        }
    }

    fn add_if<T>(&mut self, candidates: &[(T, usize)], is_met: impl Fn(&T) -> bool) {
        for (candidate, feature) in candidates {
            if is_met(candidate) {
                self.counts[*feature] += 1;
            }
        }
    }

    fn end_sentence(&mut self, words: usize) {
        self.sentences += 1;
        self.squares += (words * words) as f64;
    }

    fn shape(&self, shape: Shape) -> f64 {
        let sentences = self.sentences.max(1) as f64;
        let length = self.words as f64 / sentences;
        match shape {
            Shape::SentenceSpread => (self.squares / sentences - length * length).max(0.0).sqrt(),
            Shape::WordLength => self.letters as f64 / self.words.max(1) as f64,
        }
    }
}

/// The last words of a sentence, so that a phrase is seen when its last word comes.
#[derive(Default)]
struct Window {
    last: [Id; WINDOW],
    /// Words since the start of the sentence.
    words: usize,
}

impl Window {
    fn push(&mut self, entry: &Entry, tally: &mut Tally) {
        self.shift(entry.id);
        for pattern in &entry.patterns {
            let is_in_place = !pattern.opens || self.words == pattern.words.len();
            if is_in_place && self.last.ends_with(&pattern.words) {
                tally.counts[pattern.feature] += 1;
            }
        }
    }

    fn push_unknown(&mut self) {
        self.shift(0);
    }

    /// No phrase runs across a mark.
    fn part(&mut self) {
        self.last = [0; WINDOW];
    }

    fn shift(&mut self, id: Id) {
        self.last.rotate_left(1);
        self.last[WINDOW - 1] = id;
        self.words += 1;
    }
}

impl Mark {
    fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "colon" => Self::Colon,
            "comma" => Self::Comma,
            "dash" => Self::Dash,
            "hyphen" => Self::Hyphen,
            "question" => Self::Question,
            "quote" => Self::Quote,
            "semicolon" => Self::Semicolon,
            _ => return None,
        })
    }

    /// The mark at `at`; all forms of a quotation mark or dash are one, since their form is the site's choice.
    fn of(doc: &Document, tokens: &[Token], at: usize) -> Option<Self> {
        Some(match doc.word(tokens[at]) {
            "," => Self::Comma,
            "\"" | "“" | "”" | "„" | "«" | "»" | "'" | "‘" | "’" => Self::Quote,
            "-" | "‐" | "‑" if is_within_word(tokens, at) => Self::Hyphen,
            "-" | "–" | "—" => Self::Dash,
            ":" => Self::Colon,
            ";" => Self::Semicolon,
            "?" => Self::Question,
            _ => return None,
        })
    }
}

/// Whether a mark touches a word or number on either side: the hyphen of "well-known".
fn is_within_word(tokens: &[Token], at: usize) -> bool {
    let (Some(before), Some(after)) = (at.checked_sub(1).map(|before| tokens[before]), tokens.get(at + 1))
    else {
        return false;
    };
    let touches = before.end() == tokens[at].start() && tokens[at].end() == after.start();
    touches && !before.is_mark() && !after.is_mark()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The rate of one feature in a text of any length.
    fn rate(kind: Kind, name: &'static str, text: &str) -> f64 {
        let counter = Counter::new(vec![Feature { kind, name }]);
        // Without a blank line, a text has no headline.
        counter
            .rates(&Document::new(text), 1)
            .expect("the text has a sentence")
            .values[0]
    }

    #[track_caller]
    fn assert_rate(kind: Kind, name: &'static str, text: &str, expected: f64) {
        let rate = rate(kind, name, text);
        assert!(
            (rate - expected).abs() < 1e-9,
            "{} {name} in {text:?}: {rate}",
            kind.as_str()
        );
    }

    #[test]
    fn words_are_counted_in_any_case_and_before_an_apostrophe() {
        assert_rate(Kind::Word, "it", "It rained, and it’s cold. Is it?", 300.0 / 7.0);
        assert_rate(Kind::Word, "the", "There is theory in other tales.", 0.0);
    }

    #[test]
    fn phrases_do_not_run_across_marks() {
        assert_rate(
            Kind::Phrase,
            "as well as",
            "Tea as well as milk, as well, as ever.",
            100.0 / 9.0,
        );
        assert_rate(
            Kind::Phrase,
            "# thousand",
            "Some 11.4 thousand came, 3, thousand left.",
            100.0 / 7.0,
        );
    }

    #[test]
    fn openings_count_at_the_start_of_a_sentence_only() {
        let text =
            "According to him, it rained. “But why?” It rained according to him. Not according to her.";
        assert_rate(Kind::Opening, "according to him", text, 25.0);
        assert_rate(Kind::Opening, "but", text, 25.0);
    }

    #[test]
    fn endings_count_on_words_that_are_long_enough() {
        assert_rate(Kind::Ending, "ing", "The king is singing and being.", 100.0 / 6.0);
        assert_rate(Kind::Ending, "'s", "Mali's coach didn’t see France’s.", 40.0);
        assert_rate(Kind::Ending, "'t", "Mali's coach didn’t see France’s.", 20.0);
    }

    #[test]
    fn a_mark_is_one_in_all_its_forms() {
        for text in ["He \"may\" go.", "He “may” go.", "He «may» go.", "He ‘may’ go."] {
            assert_rate(Kind::Mark, "quote", text, 200.0 / 3.0);
        }
        let text = "A well-known man - or woman – came.";
        assert_rate(Kind::Mark, "hyphen", text, 100.0 / 7.0);
        assert_rate(Kind::Mark, "dash", text, 200.0 / 7.0);
    }

    #[test]
    fn shapes_are_measured_over_words_and_sentences() {
        let text = "They came to UNESCO. It had been raining all night.";
        assert_rate(Kind::Shape, "sentence-spread", text, 1.0);
        assert_rate(Kind::Shape, "word-length", "It is so. Be it so.", 2.0);
    }

    #[test]
    fn headlines_and_site_text_are_left_out() {
        let text = "The talks resume\n\nThey met in Geneva.\n\nPost sponsored by";
        assert_rate(Kind::Word, "the", text, 0.0);
    }
}
