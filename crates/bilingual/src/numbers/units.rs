//! Units that translators convert: [`Measure`].

use super::{lex::Lexed, value};

/// A unit of the English, and what numbers of the original are multiplied with to become one of it.
#[derive(Debug)]
pub(crate) struct Measure {
    /// Beginnings of the word.
    words: &'static [&'static str],
    /// From kilometres, metres, li, versts, jin, mu, tatami, tens of thousands of tons and their like.
    factors: &'static [f64],
}

/// Areas, named by a word before the unit: "square miles".
const AREAS: [Measure; 4] = [
    Measure { words: &["mile", "mi"], factors: &[0.3861] },
    Measure { words: &["feet", "foot", "ft", "yard"], factors: &[10.764, 1.196, 35.58] },
    Measure { words: &["kilo", "km"], factors: &[0.01, 0.9917] },
    Measure { words: &["met", "m"], factors: &[666.67, 3.306, 1.653, 10_000., 0.0929] },
];

const MEASURES: [Measure; 15] = [
    Measure { words: &["mile", "mi", "mph"], factors: &[0.6214, 0.54, 0.3107, 2.44, 2.237] },
    Measure { words: &["feet", "foot", "ft"], factors: &[3.281, 0.03281, 1.094, 3281.] },
    Measure { words: &["inch"], factors: &[39.37, 0.3937, 0.03937] },
    Measure { words: &["pound", "lb"], factors: &[2.2046, 0.0022, 1.102] },
    Measure { words: &["ounce", "oz"], factors: &[0.03527, 35.27, 1.76] },
    Measure { words: &["acre"], factors: &[2.471, 0.1647, 0.000_247, 247.1] },
    Measure { words: &["yard"], factors: &[1.094] },
    Measure { words: &["gallon"], factors: &[0.2642] },
    Measure { words: &["hectare", "ha"], factors: &[0.0667, 0.9917, 0.0001, 100.] },
    Measure { words: &["kilometer", "kilometre", "km"], factors: &[0.5, 3.927, 1.609, 1.852] },
    Measure { words: &["kilogram", "kg", "kilo"], factors: &[0.5, 0.4536, 0.6] },
    Measure { words: &["meter", "metre", "m"], factors: &[3.333, 1.818, 0.3048, 0.01, 1000.] },
    Measure { words: &["centim", "cm"], factors: &[100., 2.54, 3.03, 0.1] },
    Measure { words: &["ton", "tonne"], factors: &[0.001, 1e-6, 5e-4] },
    Measure { words: &["gram", "g"], factors: &[50., 1000.] },
];

/// Degrees, which may be of Fahrenheit.
static DEGREES: Measure = Measure { words: &["degree", "fahrenheit", "f"], factors: &[] };
static ALL: ([Measure; 4], [Measure; 15]) = (AREAS, MEASURES);

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
            return ALL.0.iter().find(|m| m.is(unit));
        }
        let word = if word == "nautical" { lexed.word(lexed.skip_gap(i + 1))? } else { word };
        ALL.1.iter().find(|m| m.is(word)).or_else(|| DEGREES.is(word).then_some(&DEGREES))
    }

    fn is(&self, word: &str) -> bool {
        self.words.iter().any(|w| if w.len() > 2 { word.starts_with(w) } else { word == *w })
    }

    /// Whether `english` of this unit is `original` of another.
    pub(crate) fn converts(&self, english: f64, original: f64) -> bool {
        let near = |x: f64| (x - english).abs() <= 0.03 * english.abs().max(x.abs());
        self.factors.iter().any(|factor| near(original * factor))
            || self.factors.is_empty() && (near(original * 1.8 + 32.) || value::same(original * 1.8 + 32., english))
    }
}
