use text::{Key, Span, Token};

use crate::document::Document;
use crate::finding::{Category, Severity};
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

use super::phrase::{spaced, touching};

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "clock-word",
    summary: "“o’clock” beside a time with minutes or above twelve",
    category: Category::DateFormat,
    severity: Severity::Info,
    languages: Languages::ENGLISH,
    point: Point::AnyText,
    explain: "“O’clock” stands behind a full hour from one to twelve. German “um 15 Uhr 30” and Russian “в 15 часов 30 \
              минут” become “15 o'clock 30”, which no clock says; the figures alone are enough.",
    examples: &[
        Example::Flags {
            text: "The train leaves at [[15 o'clock 30]].",
            fixed: Some("The train leaves at 15:30."),
        },
        Example::Flags {
            text: "It starts at [[o'clock 15:00]] in the hall.",
            fixed: Some("It starts at 15:00 in the hall."),
        },
        Example::Flags {
            text: "Doors open at [[19:30 o’clock]].",
            fixed: Some("Doors open at 19:30."),
        },
        Example::Flags {
            text: "Shops close at [[18 o’clock]].",
            fixed: Some("Shops close at 18:00."),
        },
        Example::Flags {
            text: "The office works from 9 to [[20 o'clock]].",
            fixed: Some("The office works from 9 to 20 o'clock."),
        },
        Example::Passes("He came at 8 o'clock and left at twelve o’clock."),
        Example::Passes("At 10 o’clock 30 people stood in the street."),
        Example::Passes("The six o’clock news began at 18:00."),
        Example::Passes("By 7 o'clock 2021 was an hour old."),
    ],
    check,
};

fn check(doc: &Document, findings: &mut Findings) {
    const CLOCK: [Key; 2] = Key::of_each(["o'clock", "o’clock"]);
    for sentence in doc.sentences_with(&CLOCK) {
        let tokens = doc.tokens_in(sentence);
        for at in (0..tokens.len()).filter(|at| matches!(doc.lower(tokens[*at]), "o'clock" | "o’clock")) {
            let Some((span, time)) = time(doc, tokens, at) else {
                continue;
            };
            let first = tokens[..at].partition_point(|token| token.start() < span.start);
            let ends_range = first > 0 && matches!(doc.lower(tokens[first - 1]), "-" | "–" | "to" | "and");
            let message = format!("“{}” is no time that a clock shows", doc.str(span));
            let finding = findings.report(&RULE, span, message).confidence(0.9);
            // In "from 9 to 20 o'clock" the other time would have to change as well.
            if !ends_range {
                finding.fix(time);
            }
        }
    }
}

/// The time that "o'clock" at `at` belongs to, where the word does not fit it.
fn time(doc: &Document, tokens: &[Token], at: usize) -> Option<(Span, String)> {
    let oclock = tokens[at];
    let (before, behind) = (&tokens[..at], &tokens[at + 1..]);
    if let Some(time) = before
        .last_chunk()
        .filter(|time| is_time(doc, **time) && spaced(doc, time[2], oclock))
    {
        return Some((
            Span::new(time[0].start(), oclock.end()),
            doc.str(whole(*time)).to_owned(),
        ));
    }
    if let Some(time) = behind
        .first_chunk()
        .filter(|time| is_time(doc, **time) && spaced(doc, oclock, time[0]))
    {
        return Some((
            Span::new(oclock.start(), time[2].end()),
            doc.str(whole(*time)).to_owned(),
        ));
    }
    // Up to twelve "10 o'clock 30 people" is good English.
    let hour = before
        .last()
        .filter(|hour| spaced(doc, **hour, oclock) && is_afternoon(doc.word(**hour)))?;
    let minutes = behind
        .first()
        .filter(|minutes| spaced(doc, oclock, **minutes) && is_minutes(doc.word(**minutes)));
    let end = minutes.map_or(oclock.end(), |minutes| minutes.end());
    Some((
        Span::new(hour.start(), end),
        format!(
            "{}:{}",
            doc.word(*hour),
            minutes.map_or("00", |minutes| doc.word(*minutes))
        ),
    ))
}

/// `15:00` is three tokens.
fn is_time(doc: &Document, [hour, colon, minutes]: [Token; 3]) -> bool {
    let joined = touching(hour, colon) && touching(colon, minutes) && doc.word(colon) == ":";
    joined && doc.word(hour).parse::<u32>().is_ok_and(|hour| hour <= 24) && is_minutes(doc.word(minutes))
}

fn whole([first, .., last]: [Token; 3]) -> Span {
    Span::new(first.start(), last.end())
}

fn is_afternoon(hour: &str) -> bool {
    hour.parse::<u32>().is_ok_and(|hour| (13..=24).contains(&hour))
}

fn is_minutes(word: &str) -> bool {
    word.len() == 2 && word.parse::<u32>().is_ok_and(|minutes| minutes < 60)
}
