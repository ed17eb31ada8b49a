use text::Token;

use crate::document::Document;
use crate::finding::{Category, Severity};
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

use super::phrase::{spaced, touching};

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "decimal-comma",
    summary: "a decimal comma, “4,7 percent”, where English has a point",
    category: Category::NumberFormat,
    severity: Severity::Info,
    languages: Languages::ENGLISH,
    point: Point::AnyText,
    explain: "Most of Europe writes decimals with a comma, English with a point. The comma survives where the engine copies \
              a number as it stands. “1,2 billion” may \
              be read as another sum and is minor, all else information. Only a number before a unit is reported, with one comma and not three digits behind \
              it, since “6,500 km” is six thousand.",
    examples: &[
        Example::Flags {
            text: "Prices rose by [[4,7]] percent.",
            fixed: Some("Prices rose by 4.7 percent."),
        },
        Example::Flags {
            text: "The road is [[86,5]] km long.",
            fixed: Some("The road is 86.5 km long."),
        },
        Example::Flags {
            text: "It grew [[0,25]]% and cost $[[1,2]] million.",
            fixed: Some("It grew 0.25% and cost $1.2 million."),
        },
        Example::Flags {
            text: "A card is [[8,5]] by [[5,4]] cm.",
            fixed: Some("A card is 8.5 by 5.4 cm."),
        },
        Example::Passes("The dam holds 6,500 tons, is 12,400 km away and cost 1,250 million."),
        Example::Passes("Rooms 4,7 and 9 are free, so are rooms 11,12."),
        Example::Passes("It takes 10,15 or 20 km, on days 1,2, and 3."),
        Example::Passes("India counts 1,00,000 tons as a lakh of tons."),
    ],
    check,
};

/// What is measured in decimals. “m” is left out: it is also a million.
const UNITS: [&str; 46] = [
    "%",
    "billion",
    "carats",
    "centimeters",
    "centimetres",
    "cm",
    "degrees",
    "dollars",
    "euros",
    "feet",
    "gb",
    "hectares",
    "hours",
    "inches",
    "kg",
    "kilograms",
    "kilometers",
    "kilometres",
    "kilos",
    "km",
    "kwh",
    "liters",
    "litres",
    "mb",
    "meters",
    "metres",
    "miles",
    "million",
    "mm",
    "mw",
    "per",
    "percent",
    "percentage",
    "points",
    "pounds",
    "roubles",
    "rubles",
    "seconds",
    "thousand",
    "times",
    "tonnes",
    "tons",
    "trillion",
    "yards",
    "°",
    "℃",
];

fn check(doc: &Document, findings: &mut Findings) {
    for (sentence, at) in doc.numbers_in_sentences() {
        let tokens = doc.tokens_in(sentence);
        let number = tokens[at];
        let Some(point) = with_point(doc.word(number)) else {
            continue;
        };
        if is_measured(doc, tokens, at) || starts_range(doc, tokens, at) {
            let message = format!("“{}”: decimals take a point in English", doc.word(number));
            let finding = findings
                .report(&RULE, number.span(), message)
                .confidence(0.9)
                .fix(point);
            if is_magnitude(doc, tokens, at) {
                finding.severity(Severity::Minor);
            }
        }
    }
}

/// "4,7 percent", "0,25%".
fn is_measured(doc: &Document, tokens: &[Token], at: usize) -> bool {
    tokens.get(at + 1).is_some_and(|unit| {
        (spaced(doc, tokens[at], *unit) || touching(tokens[at], *unit))
            && UNITS.binary_search(&doc.lower(*unit)).is_ok()
    })
}

/// "1,2 billion": who reads the comma as that of thousands reads another sum, so that this is more than a habit.
fn is_magnitude(doc: &Document, tokens: &[Token], at: usize) -> bool {
    tokens
        .get(at + 1)
        .is_some_and(|unit| matches!(doc.lower(*unit), "thousand" | "million" | "billion" | "trillion"))
}

/// "8,5 by 5,5 centimetres": the unit stands behind the second number.
fn starts_range(doc: &Document, tokens: &[Token], at: usize) -> bool {
    let joined = tokens
        .get(at + 1)
        .is_some_and(|word| matches!(doc.lower(*word), "to" | "by" | "-" | "–" | "x" | "×"));
    joined && tokens.get(at + 2).is_some_and(|token| token.is_number()) && is_measured(doc, tokens, at + 2)
}

/// `4,7` -> `4.7`; `None` where the comma parts thousands or items of a list.
fn with_point(number: &str) -> Option<String> {
    let (whole, decimals) = number.split_once(',')?;
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let is_decimal =
        (1..=3).contains(&whole.len()) && !matches!(decimals.len(), 0 | 3) && decimals.len() <= 4;
    // "11,12" counts on; "4,5" does too, but is far more often a decimal.
    let counts_on = whole.parse::<u32>().ok()?.checked_add(1) == decimals.parse().ok();
    (is_decimal && digits(whole) && digits(decimals) && !(counts_on && decimals.len() > 1))
        .then(|| format!("{whole}.{decimals}"))
}
