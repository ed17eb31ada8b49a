//! Whether a text reads like a translation, and what in its style says so.
//!
//! A translation, by a person or a machine, uses small words, punctuation and word forms a little differently from
//! text written in English. None of this is an error, and so none of it is a finding: [`judge`] gives a probability,
//! between what bounds it lies and the three strongest reasons in words. The model is a logistic regression over the
//! rates that [`features`] lists; the fewer sentences, the nearer to one half it stays ([`trust`]).
//! `data/likelihood.tsv` holds its numbers, and the laboratory (`crates/lab`) makes that file.
//!
//! ```
//! use linguistics::document::Document;
//! use linguistics::likelihood::{self, Judgement};
//!
//! let doc = Document::new("The bridge was opened on Monday after two years of repairs and a dispute about tolls.");
//! assert_eq!(likelihood::judge(&doc), Judgement::TooShort);
//! ```

mod style;

use std::sync::LazyLock;

use serde::Serialize;
use text::Lang;

use crate::document::Document;
use crate::lexicon;
use style::{Counter, Shape};
pub use style::{Feature, Kind, Rates};

/// Sentences of running text below which nothing is said: rates from fewer are chance.
pub const LEAST_SENTENCES: usize = 3;

/// The probability from which a text may pass for a machine translation where nobody says what it is.
///
/// `lab train` gives it as the least, in hundredths, that at most 2 % of the articles reach in each native register of
/// which there are 20 articles and more. Of 15 registers that were not trained on, 1.1 % of the articles of web sites
/// reach it, 0.6 % of recipes, and 0.2 % or fewer in each other; of machine-translated news 22 % (`docs/quality.md`).
pub const GATE: f64 = 0.84;

/// The sentences at which the style of a text says half of what that of an endless one would.
const HALF_TRUST: f64 = 5.0;

/// What the style of a text says of its origin.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Judgement {
    /// The text is not in English, or there is too little of it to tell.
    NotEnglish,
    /// The text has fewer than [`LEAST_SENTENCES`] sentences of running text.
    TooShort,
    /// The text can be judged.
    Judged(Likelihood),
}

/// How likely a text is a translation, by its style alone.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Likelihood {
    /// From 0 to 1: of texts that score like this one, the share that are translations, were half of all texts
    /// translations.
    pub probability: f64,
    /// Where the probability would lie were there more of the text: in four texts of five not below this.
    pub low: f64,
    /// And not above this.
    pub high: f64,
    /// The probability in words.
    pub reading: Reading,
    /// The strongest reasons for the reading, strongest first, at most three; each begins in lower case and has no
    /// full stop.
    pub reasons: Vec<String>,
}

/// A probability in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reading {
    /// So likely a translation that few articles written in English read like this.
    Translation,
    /// Somewhat more likely a translation than not.
    Unclear,
    /// More likely written in English.
    English,
}

impl Reading {
    /// The words for it, to follow "the text": "reads like a translation".
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Translation => "reads like a translation",
            Self::Unclear => "may be a translation",
            Self::English => "reads like text written in English",
        }
    }
}

/// Judges the running text of an article.
#[must_use]
pub fn judge(doc: &Document) -> Judgement {
    if doc.language() != Some(Lang::ENGLISH) {
        return Judgement::NotEnglish;
    }
    rates(doc).map_or(Judgement::TooShort, |rates| {
        Judgement::Judged(MODEL.judge(&rates))
    })
}

/// What is counted, in the order of [`rates`].
#[must_use]
pub fn features() -> &'static [Feature] {
    MODEL.counter.features()
}

/// What is counted in the running text of an article; `None` for fewer than [`LEAST_SENTENCES`] sentences. This is what
/// the model is trained on.
#[must_use]
pub fn rates(doc: &Document) -> Option<Rates> {
    MODEL.counter.rates(doc, LEAST_SENTENCES)
}

/// How much of the evidence of an endless text so many sentences give, from 0 to 1. What chance adds to a rate shrinks
/// with the length of the text, and the habits of its writer do not: their share of what is seen is this.
#[must_use]
pub fn trust(sentences: usize) -> f64 {
    let sentences = sentences as f64;
    sentences / (sentences + HALF_TRUST)
}

/// How far a rate lies from the middle between text written in English and translations, in standard deviations; at
/// most [`FARTHEST`] either way, so that one odd habit of a text cannot decide alone.
#[must_use]
pub fn standardised(rate: f64, middle: f64, deviation: f64) -> f64 {
    ((rate - middle) / deviation).clamp(-FARTHEST, FARTHEST)
}

/// Standard deviations beyond which a rate counts no more.
const FARTHEST: f64 = 3.0;

/// Reasons that are given.
const REASONS: usize = 3;

static MODEL: LazyLock<Model> = LazyLock::new(|| Model::read(include_str!("../data/likelihood.tsv")));

/// The numbers of the model.
#[derive(Debug)]
struct Model {
    counter: Counter,
    /// One for each feature of the counter.
    weighings: Vec<Weighing>,
    intercept: f64,
    /// Log-odds up and down between which four texts of five would end, for one of no length.
    spread: f64,
    /// The probability from which a text reads like a translation.
    threshold: f64,
}

/// What a rate usually is, and how much it weighs.
#[derive(Debug, Clone, Copy)]
struct Weighing {
    /// The mean in text written in English.
    written: f64,
    /// The mean in translations.
    translated: f64,
    /// Standard deviation in text written in English.
    deviation: f64,
    /// Log-odds per standard deviation; above 0 where a high rate speaks for a translation.
    weight: f64,
}

impl Model {
    fn read(file: &'static str) -> Self {
        let mut features = Vec::new();
        let mut weighings = Vec::new();
        let (mut intercept, mut spread, mut threshold) = (0.0, 0.0, 1.0);
        for line in lexicon::lines(file) {
            match line.split('\t').collect::<Vec<_>>()[..] {
                ["model", "intercept", value] => intercept = number(value),
                ["model", "spread", value] => spread = number(value),
                ["model", "threshold", value] => threshold = number(value),
                [kind, name, written, translated, deviation, weight] => {
                    features.extend(kind_of(kind).map(|kind| Feature { kind, name }));
                    weighings.push(Weighing {
                        written: number(written),
                        translated: number(translated),
                        deviation: number(deviation),
                        weight: number(weight),
                    });
                }
                _ => {}
            }
        }
        Self {
            counter: Counter::new(features),
            weighings,
            intercept,
            spread,
            threshold,
        }
    }

    fn judge(&self, rates: &Rates) -> Likelihood {
        let log_odds = |(weighing, &rate): (&Weighing, &f64)| weighing.log_odds(rate);
        let evidence: Vec<f64> = self.weighings.iter().zip(&rates.values).map(log_odds).collect();
        let trust = trust(rates.sentences);
        let log_odds = trust * (self.intercept + evidence.iter().sum::<f64>());
        let spread = self.spread * (1.0 - trust);
        let probability = sigmoid(log_odds);
        let reading = self.reading(probability);
        Likelihood {
            probability,
            low: sigmoid(log_odds - spread),
            high: sigmoid(log_odds + spread),
            reading,
            reasons: self.reasons(&rates.values, &evidence, reading),
        }
    }

    fn reading(&self, probability: f64) -> Reading {
        if probability >= self.threshold {
            Reading::Translation
        } else if probability >= 0.5 {
            Reading::Unclear
        } else {
            Reading::English
        }
    }

    /// What speaks most for the reading.
    fn reasons(&self, rates: &[f64], evidence: &[f64], reading: Reading) -> Vec<String> {
        let side = if reading == Reading::English { -1.0 } else { 1.0 };
        let mut order: Vec<usize> = (0..evidence.len())
            .filter(|&at| evidence[at] * side > 0.0)
            .collect();
        order.sort_by(|&a, &b| {
            (evidence[b] * side)
                .total_cmp(&(evidence[a] * side))
                .then(a.cmp(&b))
        });
        order.truncate(REASONS);
        let reason = |at: usize| self.weighings[at].reason(self.counter.features()[at], rates[at], reading);
        order.into_iter().map(reason).collect()
    }
}

impl Weighing {
    fn log_odds(self, rate: f64) -> f64 {
        let middle = f64::midpoint(self.written, self.translated);
        self.weight * standardised(rate, middle, self.deviation)
    }

    /// A rate against that of the texts which it sets this one apart from: "“said” less often than in news written in
    /// English: 0.2 against 1.3 in 100 words".
    fn reason(self, feature: Feature, rate: f64, reading: Reading) -> String {
        let (others, usual) = match reading {
            Reading::English => ("in translations", self.translated),
            Reading::Translation | Reading::Unclear => ("in text written in English", self.written),
        };
        let compared = compared(feature, rate > usual);
        let unit = unit(feature);
        format!(
            "{compared} than {others}: {} against {}{unit}",
            short(rate),
            short(usual)
        )
    }
}

/// What is more or less than elsewhere: "“of the” more often", "shorter sentences".
fn compared(feature: Feature, more: bool) -> String {
    let name = feature.name;
    let often = if more { "more often" } else { "less often" };
    let share = if more { "more" } else { "fewer" };
    match feature.kind {
        Kind::Word | Kind::Phrase => format!("“{}” {often}", spoken(name)),
        Kind::Opening => format!("sentences begin with “{}” {often}", spoken(name)),
        Kind::Ending if name.starts_with('\'') => format!("words with “{}” {often}", name.replace('\'', "’")),
        Kind::Ending => format!("words in “-{name}” {often}"),
        Kind::Mark => format!("{share} {}", marks(name)),
        Kind::Shape => match (Shape::from_name(name), more) {
            (Some(Shape::SentenceSpread) | None, true) => "sentences vary more in length".into(),
            (Some(Shape::SentenceSpread) | None, false) => "sentences vary less in length".into(),
            (Some(Shape::WordLength), true) => "longer words".into(),
            (Some(Shape::WordLength), false) => "shorter words".into(),
        },
    }
}

/// A phrase as it is read: a number stands as an example, the pronoun has its capital.
fn spoken(name: &str) -> String {
    let word = |word: &str| match word {
        "#" => "20".to_owned(),
        "i" => "I".to_owned(),
        word => word.to_owned(),
    };
    name.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

fn marks(name: &str) -> String {
    match name {
        "dash" => "dashes".into(),
        "question" => "question marks".into(),
        "quote" => "quotation marks".into(),
        name => format!("{name}s"),
    }
}

fn unit(feature: Feature) -> &'static str {
    match (feature.kind, Shape::from_name(feature.name)) {
        (Kind::Shape, Some(Shape::WordLength)) => " letters",
        (Kind::Shape, _) => " words up or down",
        (Kind::Opening, _) => " in 100 sentences",
        _ => " in 100 words",
    }
}

/// Two significant digits or so: more would be noise.
fn short(rate: f64) -> String {
    if rate == 0.0 {
        "none".into()
    } else if rate < 0.95 {
        format!("{rate:.2}")
    } else {
        format!("{rate:.1}")
    }
}

/// Log-odds as a probability.
fn sigmoid(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}

fn kind_of(word: &str) -> Option<Kind> {
    Kind::ALL.into_iter().find(|kind| kind.as_str() == word)
}

fn number(field: &str) -> f64 {
    field.parse().expect("a test reads every number of the file")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A model of two features, in which "of the" and few quotation marks speak for a translation.
    const SMALL: &str = "\
mark\tquote\t2.0\t1.0\t1.0\t-1.0
phrase\tof the\t0.5\t1.5\t0.5\t2.0
model\tintercept\t0.5
model\tspread\t2.0
model\tthreshold\t0.9
";

    #[test]
    fn every_line_of_the_file_is_read() {
        let file = include_str!("../data/likelihood.tsv");
        let lines: Vec<_> = lexicon::lines(file).collect();
        assert_eq!(MODEL.weighings.len() + 3, lines.len());
        assert_eq!(features().len(), MODEL.weighings.len());
        let sorted = &lines[..lines.len() - 3];
        assert!(sorted.is_sorted(), "kinds and features stand in order");
        assert!((0.6..1.0).contains(&MODEL.threshold));
        for (feature, weighing) in features().iter().zip(&MODEL.weighings) {
            assert!(weighing.deviation > 0.0, "{feature}");
            let difference = weighing.translated - weighing.written;
            assert!(
                weighing.weight * difference >= 0.0,
                "{feature}: its reason would not be true"
            );
        }
    }

    #[test]
    fn every_feature_can_be_counted() {
        for feature in features() {
            let counter = Counter::new(vec![*feature]);
            assert!(counter.knows(*feature), "{feature}");
        }
    }

    fn rates(sentences: usize, values: [f64; 2]) -> Rates {
        let values = values.to_vec();
        Rates { values, sentences }
    }

    #[test]
    fn log_odds_add_up_as_far_as_the_length_is_trusted() {
        let model = Model::read(SMALL);
        // Quotation marks lie in the middle; "of the" two deviations above it. Half of that is trusted.
        let judged = model.judge(&rates(5, [1.5, 2.0]));
        assert!((judged.probability - sigmoid(2.25)).abs() < 1e-12);
        assert!((judged.low - sigmoid(2.25 - 1.0)).abs() < 1e-12);
        assert!((judged.high - sigmoid(2.25 + 1.0)).abs() < 1e-12);
        assert_eq!(judged.reading, Reading::Translation);
        assert_eq!(
            judged.reasons,
            ["“of the” more often than in text written in English: 2.0 against 0.50 in 100 words"]
        );
    }

    #[test]
    fn a_short_text_says_less_and_within_wider_bounds() {
        let model = Model::read(SMALL);
        let [short, long] = [3, 40].map(|sentences| model.judge(&rates(sentences, [1.5, 2.0])));
        assert!(0.5 < short.probability && short.probability < long.probability);
        assert!(short.high - short.low > 2.0 * (long.high - long.low));
    }

    #[test]
    fn reasons_fit_the_reading() {
        let judged = Model::read(SMALL).judge(&rates(20, [4.0, 0.0]));
        assert_eq!(judged.reading, Reading::English);
        assert_eq!(
            judged.reasons,
            [
                "“of the” less often than in translations: none against 1.5 in 100 words",
                "more quotation marks than in translations: 4.0 against 1.0 in 100 words",
            ]
        );
    }

    #[test]
    fn one_odd_habit_does_not_decide_alone() {
        let model = Model::read(SMALL);
        let judge = |rate| model.judge(&rates(20, [1.5, rate])).probability;
        assert!((judge(2.5) - judge(90.0)).abs() < 1e-12);
    }

    #[test]
    fn short_and_foreign_texts_are_not_judged() {
        let sentence = "The council met in the old town hall and heard what the mayor had to say. ";
        let english = sentence.repeat(LEAST_SENTENCES);
        assert!(matches!(judge(&Document::new(&english)), Judgement::Judged(_)));
        let short = sentence.repeat(LEAST_SENTENCES - 1);
        assert_eq!(judge(&Document::new(&short)), Judgement::TooShort);
        let german =
            "Der Rat traf sich im alten Rathaus und hörte, was der Bürgermeister zu sagen hatte. ".repeat(9);
        assert_eq!(judge(&Document::new(&german)), Judgement::NotEnglish);
    }
}
