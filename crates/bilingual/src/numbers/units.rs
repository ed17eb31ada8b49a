//! Units that translators convert: [`Measure`].

use crate::lex::Lexed;

/// A unit of the English, and what numbers of the original are multiplied with to become one of it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Measure {
    /// Beginnings of the word.
    words: &'static [&'static str],
    /// From kilometres, metres, kilograms, litres and their kin, or from miles and pounds.
    factors: &'static [f64],
    /// From li, mu, jin, tatami, ri and their kin, which only Chinese and Japanese count in.
    eastern: &'static [f64],
    /// Words of originals for this very unit: where they stand, nothing was converted.
    same: &'static [&'static str],
    /// Beginnings of units that only some languages count in, and what their numbers are multiplied with: they count only
    /// where the original names them, for a factor of ten is a fault elsewhere.
    named: &'static [(&'static str, f64)],
}

/// 100 kilograms in the east of Europe and 50 in Germany, where 100 are a `Doppelzentner`.
const CENTNERS_IN_TONNES: &[(&str, f64)] = &[
    ("центнер", 0.1),
    ("ц/га", 0.1),
    ("doppelzentner", 0.1),
    ("zentner", 0.05),
    ("kwintal", 0.1),
    ("quintal", 0.1),
];
const CENTNERS_IN_KILOGRAMS: &[(&str, f64)] = &[
    ("центнер", 100.),
    ("doppelzentner", 100.),
    ("zentner", 50.),
    ("kwintal", 100.),
    ("quintal", 100.),
    ("пуд", 16.38),
];
/// A plot of 100 square metres.
const SOTKAS_IN_HECTARES: &[(&str, f64)] = &[("соток", 0.01), ("сотки", 0.01), ("сотка", 0.01)];
const SOTKAS_IN_SQUARE_METRES: &[(&str, f64)] = &[("соток", 100.), ("сотки", 100.), ("сотка", 100.)];

const fn unit(words: &'static [&'static str], factors: &'static [f64], eastern: &'static [f64]) -> Measure {
    Measure {
        words,
        factors,
        eastern,
        same: &[],
        named: &[],
    }
}

const fn named(measure: Measure, named: &'static [(&'static str, f64)]) -> Measure {
    Measure { named, ..measure }
}

/// Areas, named by a word before the unit: "square miles".
static AREAS: [Measure; 4] = [
    unit(&["mile", "mi"], &[0.3861], &[]),
    unit(&["feet", "foot", "ft", "yard"], &[10.764, 1.196], &[35.58]),
    unit(&["kilo", "km"], &[0.01, 2.59], &[0.9917]),
    named(
        unit(&["met", "m"], &[10_000., 0.0929], &[666.67, 3.306, 1.653]),
        SOTKAS_IN_SQUARE_METRES,
    ),
];

static MEASURES: [Measure; 15] = [
    unit(&["mile", "mi", "mph"], &[0.6214, 0.54, 2.237], &[0.3107, 2.44]),
    unit(&["feet", "foot", "ft"], &[3.281, 0.03281, 3281.], &[1.094]),
    unit(&["inch"], &[39.37, 0.3937, 0.03937], &[]),
    unit(&["pound", "lb"], &[2.2046, 0.0022], &[1.102]),
    unit(&["ounce", "oz"], &[0.03527, 35.27], &[1.76]),
    unit(&["acre"], &[2.471, 0.000_247, 247.1], &[0.1647]),
    unit(&["yard"], &[1.094], &[]),
    unit(&["gallon"], &[0.2642], &[]),
    named(
        unit(&["hectare", "ha"], &[0.0001, 100., 0.4047], &[0.0667, 0.9917]),
        SOTKAS_IN_HECTARES,
    ),
    Measure {
        words: &["kilometer", "kilometre", "km"],
        factors: &[1.609, 1.852, 0.001],
        eastern: &[0.5, 3.927],
        same: &[
            "km",
            "км",
            "кілометр",
            "километр",
            "kilom",
            "公里",
            "千米",
            "キロ",
        ],
        named: &[],
    },
    Measure {
        words: &["kilogram", "kg", "kilo"],
        factors: &[0.4536, 0.001],
        eastern: &[0.5, 0.6],
        same: &[
            "kg",
            "кг",
            "килограмм",
            "кілограм",
            "kilo",
            "公斤",
            "千克",
            "キロ",
        ],
        named: CENTNERS_IN_KILOGRAMS,
    },
    unit(&["meter", "metre", "m"], &[0.3048, 0.01, 1000.], &[3.333, 1.818]),
    unit(&["centim", "cm"], &[100., 2.54, 0.1], &[3.03]),
    named(
        unit(&["ton", "tonne"], &[0.001, 1e-6], &[5e-4]),
        CENTNERS_IN_TONNES,
    ),
    unit(&["gram", "g"], &[1000.], &[50.]),
];

/// Degrees, which may be of Fahrenheit.
static DEGREES: Measure = unit(&["degree", "fahrenheit", "f"], &[], &[]);

impl Measure {
    /// The unit that begins at lexeme `i`.
    pub(crate) fn at(lexed: &Lexed, i: usize) -> Option<&'static Self> {
        let i = lexed.skip_gap(i);
        if lexed.is(i, "°") {
            return Some(&DEGREES);
        }
        let word = lexed.word(i)?;
        if matches!(word, "square" | "sq") {
            let next = lexed.skip_gap(if lexed.is(i + 1, ".") { i + 2 } else { i + 1 });
            let unit = lexed.word(next)?;
            return AREAS.iter().find(|m| m.is(unit));
        }
        let word = if word == "nautical" {
            lexed.word(lexed.skip_gap(i + 1))?
        } else {
            word
        };
        MEASURES
            .iter()
            .find(|m| m.is(word))
            .or_else(|| DEGREES.is(word).then_some(&DEGREES))
    }

    fn is(&self, word: &str) -> bool {
        self.words.iter().any(|w| {
            if w.len() > 2 {
                word.starts_with(w)
            } else {
                word == *w
            }
        })
    }

    /// What `english` of this unit can have been in others. `eastern` says whether the original is Chinese or Japanese,
    /// `small` is the original in small letters.
    pub(crate) fn before(&self, english: f64, eastern: bool, small: &str) -> impl Iterator<Item = f64> {
        let named = self.named.iter().filter(move |(word, _)| small.contains(word));
        let others = if eastern { self.eastern } else { &[] };
        let celsius = self.factors.is_empty().then_some((english - 32.) / 1.8);
        self.factors
            .iter()
            .chain(others)
            .chain(named.map(|(_, factor)| factor))
            .map(move |factor| english / factor)
            .chain(celsius)
    }

    /// Whether an original in small letters names this very unit.
    pub(crate) fn is_named_in(&self, small: &str) -> bool {
        self.same.iter().any(|word| small.contains(word))
    }
}
