use text::{Key, Span, Token};

use crate::document::Document;
use crate::finding::{Category, Severity};
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

use super::phrase::{is_month, spaced, touching};

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "impossible-date",
    summary: "a day that its month does not have, “November 31”",
    category: Category::DateFormat,
    severity: Severity::Major,
    languages: Languages::ENGLISH,
    point: Point::AnyText,
    explain: "A figure or the month was changed on the way. A number behind a month need not be a day (“In June 40 people \
              came”), so that the year or the end of a clause must follow. Which part is wrong cannot be told, so there is \
              no suggestion.",
    examples: &[
        Example::Flags {
            text: "The deadline is [[November 31]], 2021.",
            fixed: None,
        },
        Example::Flags {
            text: "It opened on [[35 May]] 2020 and shut on [[February 30]].",
            fixed: None,
        },
        Example::Passes("It opened on November 30, 2021, and shut on February 29, 2020."),
        Example::Passes("In June 40 people came, and in November 31 of them left."),
        Example::Passes("He joked that it would be done by February 30, “or never”."),
        Example::Passes("In May 2020 it closed; in April 1931 it opened. Section April 31 people met."),
        Example::Passes("“The mill puts its foot down”, Harbour Spectrum, May 88"),
        Example::Passes("Of the workers, 35 May have left; the score was 31 April, 2 Smith."),
    ],
    check,
};

const MONTHS: [Key; 12] = Key::of_each([
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]);

fn check(doc: &Document, findings: &mut Findings) {
    for sentence in doc.sentences_with(&MONTHS) {
        let tokens = doc.tokens_in(sentence);
        // "By February 30, or never": who says so knows.
        if tokens
            .iter()
            .any(|token| matches!(doc.lower(*token), "never" | "joke" | "joked"))
        {
            continue;
        }
        for at in (0..tokens.len()).filter(|at| is_month(doc.word(tokens[*at]))) {
            if let Some((first, last)) = american(doc, tokens, at).or_else(|| british(doc, tokens, at)) {
                let span = Span::new(tokens[first].start(), tokens[last].end());
                let found = doc.str(span);
                findings
                    .report(&RULE, span, format!("“{found}”: the month has no such day"))
                    .confidence(0.95);
            }
        }
    }
}

/// "November 31, 2021", "on November 31."
fn american(doc: &Document, tokens: &[Token], at: usize) -> Option<(usize, usize)> {
    let day = tokens.get(at + 1).filter(|day| spaced(doc, tokens[at], **day))?;
    let stands_as_day = match tokens.get(at + 2) {
        // "The Mill Post, May 88": the number of a magazine.
        None => at == 0 || doc.word(tokens[at - 1]) != ",",
        Some(next) => {
            is_year(doc, tokens.get(at + 3)) && doc.word(*next) == ","
                || ends_clause(doc, *next) && is_on(doc, tokens, at)
        }
    };
    (stands_as_day && beyond(doc.word(*day), doc.word(tokens[at]))).then_some((at, at + 1))
}

/// "on 31 November", "35 May 2020".
fn british(doc: &Document, tokens: &[Token], at: usize) -> Option<(usize, usize)> {
    let first = at.checked_sub(1)?;
    let day = tokens[first];
    let joined = first > 0 && touching(tokens[first - 1], day);
    let stands_as_day = is_year(doc, tokens.get(at + 1)) || is_on(doc, tokens, first);
    (!joined && stands_as_day && spaced(doc, day, tokens[at]) && beyond(doc.word(day), doc.word(tokens[at])))
        .then_some((first, at))
}

fn is_on(doc: &Document, tokens: &[Token], at: usize) -> bool {
    at.checked_sub(1)
        .is_some_and(|at| matches!(doc.lower(tokens[at]), "on" | "until" | "till"))
}

fn is_year(doc: &Document, token: Option<&Token>) -> bool {
    token.is_some_and(|token| {
        let word = doc.word(*token);
        word.len() == 4
            && (word.starts_with("19") || word.starts_with("20"))
            && word.bytes().all(|b| b.is_ascii_digit())
    })
}

fn ends_clause(doc: &Document, token: Token) -> bool {
    matches!(doc.word(token), "." | "," | ";" | ")")
}

/// Whether the month has fewer days than the number, which is one of two digits.
fn beyond(number: &str, month: &str) -> bool {
    let days = match month {
        "February" => 29,
        "April" | "June" | "September" | "November" => 30,
        _ => 31,
    };
    number.len() == 2 && number.parse::<u8>().is_ok_and(|day| day > days)
}
