use text::{Span, Token};

use crate::document::Document;
use crate::finding::{Category, Severity};
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "bracketed-date",
    summary: "a date in figures in brackets behind a day, “on Sunday (24/6)”",
    category: Category::DateFormat,
    severity: Severity::Minor,
    languages: Languages::ENGLISH,
    point: Point::AnyText,
    explain: "Indonesian and Malay news puts the date in figures behind the day of the week: “Minggu (24/6)”. English writes “Sunday, June 24”, \
              and “Sunday” alone in the same week; day and month in figures are read the other way round in America.",
    examples: &[
        Example::Flags {
            text: "The attack took place on Sunday [[(24/6)]] in the west of the city.",
            fixed: None,
        },
        Example::Flags {
            text: "He said so on Friday [[(3/8/2018)]].",
            fixed: None,
        },
        Example::Flags {
            text: "The talks were held yesterday [[(12.05)]].",
            fixed: None,
        },
        Example::Passes("The attack took place on Sunday, June 24, and on Monday (25 June)."),
        Example::Passes("He won on Friday (6-4, 6-3). On Monday (3/4 of an hour late) they came."),
        Example::Passes("The ratio (24/6) is four. The time on Sunday (12:05) was short."),
        Example::Passes("They met on Sunday (see page 24/6)."),
    ],
    check,
};

fn check(doc: &Document, findings: &mut Findings) {
    for block in doc.prose().filter(|block| block.has_mark(b"(")) {
        let tokens = doc.tokens_of(block);
        for at in 1..tokens.len() {
            if tokens[at].is_mark()
                && doc.word(tokens[at]) == "("
                && is_day(doc.lower(tokens[at - 1]))
                && let Some(close) = after_date(doc, tokens, at + 1)
            {
                let span = Span::new(tokens[at].start(), tokens[close].end());
                let quote = doc.str(span);
                findings.report(&RULE, span, format!("“{quote}” is a date in figures"));
            }
        }
    }
}

fn is_day(word: &str) -> bool {
    matches!(
        word,
        "monday"
            | "tuesday"
            | "wednesday"
            | "thursday"
            | "friday"
            | "saturday"
            | "sunday"
            | "today"
            | "yesterday"
            | "evening"
            | "morning"
            | "afternoon"
            | "night"
    )
}

/// The closing bracket behind "24/6", "3/8/2018" or "12.05" at `at`.
fn after_date(doc: &Document, tokens: &[Token], at: usize) -> Option<usize> {
    const LONGEST: usize = 6;
    let close = tokens[at..]
        .iter()
        .take(LONGEST)
        .position(|token| doc.word(*token) == ")")?
        + at;
    let inside = doc.str(tokens[at].start()..tokens[close].start());
    let parts: Vec<&str> = inside.split(['/', '.']).collect();
    let number = |part: &str| part.parse::<u16>().ok();
    let [day, month, year @ ..] = parts.as_slice() else {
        return None;
    };
    let is_date = matches!(number(day)?, 1..=31) && matches!(number(month)?, 1..=12);
    let is_year = match year {
        [] => true,
        [year] => matches!(number(year)?, 10..=99 | 1900..=2100),
        _ => false,
    };
    (is_date && is_year).then_some(close)
}
