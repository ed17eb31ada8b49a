use text::Token;

use crate::document::Document;
use crate::finding::{Category, Severity};
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

use super::phrase::{MONTHS, spaced};

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "dotted-date",
    summary: "a date with full stops, “13.12.2021”",
    category: Category::DateFormat,
    severity: Severity::Info,
    languages: Languages::ENGLISH,
    point: Point::AnyText,
    explain: "Dates with full stops between day, month and year are Russian, Ukrainian and German; English news writes the \
              month as a word. The correction takes the order that the article has elsewhere, or else puts the day first.",
    examples: &[
        Example::Flags {
            text: "The law of [[13.12.2021]] was repealed.",
            fixed: Some("The law of 13 December 2021 was repealed."),
        },
        Example::Flags {
            text: "It was signed on [[1.06.2020]] and published on June 3.",
            fixed: Some("It was signed on June 1, 2020 and published on June 3."),
        },
        Example::Passes("Version 10.15.2021 of the program and firmware 13.12.21 were withdrawn."),
        Example::Passes("It was signed on 13 December 2021, or 12/13/2021 in America."),
        Example::Passes("The address 10.12.1999.4 and the section 3.1.2021.7 are no dates."),
        Example::Passes("Update to driver v1.6.2020 or version 1.6.2020 first."),
    ],
    check,
};

fn check(doc: &Document, findings: &mut Findings) {
    for (sentence, at) in doc.numbers_in_sentences() {
        let tokens = doc.tokens_in(sentence);
        let token = tokens[at];
        let Some((day, month, year)) = date(doc.word(token)) else {
            continue;
        };
        if at > 0 && is_numbered(doc.lower(tokens[at - 1])) {
            continue;
        }
        let written = if month_comes_first(doc) {
            format!("{month} {day}, {year}")
        } else {
            format!("{day} {month} {year}")
        };
        let message = format!("“{}” is not how English news writes the date", doc.word(token));
        findings
            .report(&RULE, token.span(), message)
            .confidence(0.93)
            .fix(written);
    }
}

/// What has numbers with full stops that are no dates.
fn is_numbered(before: &str) -> bool {
    matches!(
        before,
        "article"
            | "build"
            | "clause"
            | "driver"
            | "firmware"
            | "item"
            | "paragraph"
            | "section"
            | "v"
            | "version"
    )
}

/// Day, name of the month and year of `13.12.2021`.
fn date(number: &str) -> Option<(u32, &'static str, u32)> {
    let [day, month, year] = number.split('.').collect::<Vec<_>>()[..] else {
        return None;
    };
    let is_date = (1..=2).contains(&day.len()) && (1..=2).contains(&month.len()) && year.len() == 4;
    let (day, month, year) = (
        day.parse().ok()?,
        month.parse::<usize>().ok()?,
        year.parse().ok()?,
    );
    let is_date = is_date && (1..=31).contains(&day) && (1900..2100).contains(&year);
    is_date.then_some((day, *MONTHS.get(month.checked_sub(1)?)?, year))
}

/// Whether the article writes "December 13" somewhere.
fn month_comes_first(doc: &Document) -> bool {
    let is_day =
        |token: Token| token.is_number() && doc.word(token).parse::<u32>().is_ok_and(|day| day <= 31);
    doc.prose_sentences().any(|sentence| {
        let mut pairs = doc.tokens_in(sentence).windows(2);
        pairs.any(|pair| {
            MONTHS.contains(&doc.word(pair[0])) && is_day(pair[1]) && spaced(doc, pair[0], pair[1])
        })
    })
}
