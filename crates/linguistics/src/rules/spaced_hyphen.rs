use text::{Span, Token};

use crate::document::Document;
use crate::finding::{Category, Severity};
use crate::lexicon;
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

use super::phrase::{spaced, touching};

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "spaced-hyphen",
    summary: "spaces around the hyphen of a compound",
    category: Category::Spacing,
    severity: Severity::Minor,
    languages: Languages::ENGLISH,
    point: Point::AnyText,
    explain: "Engines that split text into tokens part “non-essential” at its hyphen and do not always join it again. A hyphen \
              with spaces may also be a dash, so that the rule keeps to compounds whose first part cannot stand by itself, \
              to pairs such as “high-quality”, to ages, and to COVID-19.",
    examples: &[
        Example::Flags {
            text: "All [[non - essential]] shops and [[multi - storey]] car parks closed.",
            fixed: Some("All non-essential shops and multi-storey car parks closed."),
        },
        Example::Flags {
            text: "A [[62 - year - old]] miller caught [[Covid - 19]] in a [[high - speed]] train.",
            fixed: Some("A 62-year-old miller caught Covid-19 in a high-speed train."),
        },
        Example::Passes(
            "The mill - built in 1890 - is old, and its owner - a miller - is 62 - year after year.",
        ),
        Example::Passes("Her ex - the miller - and his sense of self - or lack of it - were known."),
        Example::Passes("Pre-war and non-profit; the water is high - speed boats can pass."),
    ],
    check,
};

/// First parts of compounds that are no words, or hardly ever.
const PREFIXES: [&str; 10] = [
    "anti", "co", "ex", "inter", "mid", "multi", "non", "pre", "self", "semi",
];

/// Compounds of two words that stand before a noun; the second word could not go on behind a dash.
const PAIRS: [(&str, &[&str]); 7] = [
    ("full", &["scale", "time"]),
    ("high", &["level", "quality", "ranking", "speed", "tech"]),
    ("large", &["scale"]),
    ("long", &["distance", "term", "time"]),
    ("low", &["carbon", "income", "level"]),
    ("real", &["time"]),
    ("short", &["term", "time"]),
];

fn check(doc: &Document, findings: &mut Findings) {
    for block in doc.prose().filter(|block| block.has_mark(b"-")) {
        let tokens = doc.tokens_of(block);
        let mut at = 1;
        while at + 1 < tokens.len() {
            let joints = if is_split(doc, tokens, at) {
                joints(doc, tokens, at)
            } else {
                0
            };
            if joints > 0 {
                report(doc, findings, &tokens[(at - 1)..(at + 2 * joints)]);
            }
            at += (2 * joints).max(1);
        }
    }
}

/// Whether the token at `hyphen` is one, with a space on either side.
fn is_split(doc: &Document, tokens: &[Token], hyphen: usize) -> bool {
    let [left, mark, right] = [hyphen - 1, hyphen, hyphen + 1].map(|at| tokens[at]);
    mark.is_mark() && doc.word(mark) == "-" && spaced(doc, left, mark) && spaced(doc, mark, right)
}

/// How many of the hyphens from `hyphen` on belong to one compound; 0 where it may be a dash.
fn joints(doc: &Document, tokens: &[Token], hyphen: usize) -> usize {
    let (left, right) = (tokens[hyphen - 1], tokens[hyphen + 1]);
    let word = doc.lower(right);
    if left.is_number() {
        let old = tokens.get(hyphen + 3).is_some_and(|old| doc.lower(*old) == "old");
        return if old && word == "year" && is_split(doc, tokens, hyphen + 2) {
            2
        } else {
            0
        };
    }
    let compound = match doc.lower(left) {
        "covid" => word == "19",
        prefix if PREFIXES.contains(&prefix) => {
            right.is_word() && !lexicon::is_function_word(word) && !is_inside(tokens, hyphen - 1)
        }
        first => {
            // "The water is high - speed boats can pass": what follows "is" may end a clause.
            let ends_clause = hyphen >= 2 && lexicon::is_function_word(doc.lower(tokens[hyphen - 2]));
            let article = hyphen >= 2
                && matches!(
                    doc.lower(tokens[hyphen - 2]),
                    "a" | "the" | "of" | "in" | "for" | "and"
                );
            let pair = PAIRS
                .iter()
                .any(|(of, seconds)| *of == first && seconds.contains(&word));
            pair && (!ends_clause || article)
        }
    };
    usize::from(compound)
}

/// Whether the word is itself the end of a compound.
fn is_inside(tokens: &[Token], at: usize) -> bool {
    at > 0 && touching(tokens[at - 1], tokens[at]) && !tokens[at - 1].is_word()
}

/// `compound` is words and hyphens in turn.
fn report(doc: &Document, findings: &mut Findings, compound: &[Token]) {
    let words: Vec<&str> = compound.iter().map(|token| doc.word(*token)).collect();
    let joined = words.concat();
    let span = Span::new(compound[0].start(), compound[compound.len() - 1].end());
    let message = format!("“{joined}” is one word; spaces stand around its hyphen");
    findings.report(&RULE, span, message).confidence(0.93).fix(joined);
}
