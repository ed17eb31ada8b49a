use text::{Span, Token};

use crate::document::Document;
use crate::finding::{Category, Severity};
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

use super::phrase::{spaced, touching};

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "split-time",
    summary: "a space inside a time of day",
    category: Category::Spacing,
    severity: Severity::Minor,
    languages: Languages::Any,
    point: Point::AnyText,
    explain: "Some engines take the colon of a time for the end of a clause and put a space behind it: 13: 50. The rule \
              asks for a word beside the figures that makes them a time; scores, ratios and verses are left alone.",
    examples: &[
        Example::Flags {
            text: "The bus leaves at [[13: 50]] in front of the mill.",
            fixed: Some("The bus leaves at 13:50 in front of the mill."),
        },
        Example::Flags {
            text: "It was [[9: 05]] a.m. when the siren went off, and [[12: 25]] local time when it fell silent.",
            fixed: Some(
                "It was 9:05 a.m. when the siren went off, and 12:25 local time when it fell silent.",
            ),
        },
        Example::Flags {
            text: "The bridge is closed from [[22: 00]] to [[06: 30]].",
            fixed: Some("The bridge is closed from 22:00 to 06:30."),
        },
        Example::Passes("He read from Psalm 23: 14 people listened."),
        Example::Passes("Chapter 3: 16 ways to mend a bicycle."),
        Example::Passes("The house has a number, 13: 50 people live in it."),
        Example::Passes("The bus leaves at 13:50."),
        Example::Passes("We met at 7: 15 of us came by bus."),
    ],
    check,
};

fn check(doc: &Document, findings: &mut Findings) {
    for block in doc.prose().filter(|block| block.has_mark(b":")) {
        let tokens = doc.tokens_of(block);
        for at in 1..tokens.len().saturating_sub(1) {
            if doc.word(tokens[at]) == ":" && is_time(doc, tokens, at) {
                let span = Span::new(tokens[at - 1].start(), tokens[at + 1].end());
                let gap = Span::new(tokens[at].end(), tokens[at + 1].start());
                let message = format!("“{}”: a space splits the time", doc.str(span));
                findings.report(&RULE, span, message).edit(gap, "");
            }
        }
    }
}

/// Whether hour, colon, space and minute stand around `colon`, with a word beside them that says so.
fn is_time(doc: &Document, tokens: &[Token], colon: usize) -> bool {
    let (hour, minute) = (tokens[colon - 1], tokens[colon + 1]);
    let figures = touching(hour, tokens[colon])
        && spaced(doc, tokens[colon], minute)
        && below(doc.word(hour), 1..=2, 24)
        && below(doc.word(minute), 2..=2, 60);
    figures && (follows_clock_word(doc, tokens, colon + 2) || precedes(doc, tokens, colon))
}

/// Whether `word` has so many digits and nothing else, and stands for less than `limit`.
fn below(word: &str, digits: std::ops::RangeInclusive<usize>, limit: u8) -> bool {
    digits.contains(&word.len()) && word.parse().is_ok_and(|number: u8| number < limit)
}

/// "a.m.", "local time", "Moscow time".
fn follows_clock_word(doc: &Document, tokens: &[Token], from: usize) -> bool {
    let next = |at: usize| tokens.get(from + at).map_or("", |token| doc.lower(*token));
    let half = |word: &str| {
        matches!(
            word,
            "a.m" | "p.m" | "am" | "pm" | "a.m." | "p.m." | "gmt" | "utc" | "cet" | "msk"
        )
    };
    half(next(0)) || matches!(next(0), "hours" | "o'clock") || next(1) == "time" || next(2) == "time"
}

/// "at 13: 50 in the village", but not "at 7: 15 of us": a preposition before, and no people behind.
fn precedes(doc: &Document, tokens: &[Token], colon: usize) -> bool {
    const BEFORE: [&str; 9] = [
        "at", "around", "from", "until", "till", "by", "after", "before", "since",
    ];
    const BEHIND: [&str; 14] = [
        "and", "at", "before", "for", "from", "in", "near", "on", "the", "then", "to", "today", "tomorrow",
        "when",
    ];
    let Some(before) = colon.checked_sub(2).map(|at| doc.lower(tokens[at])) else {
        return false;
    };
    let behind = tokens
        .get(colon + 2)
        .map(|token| (token.is_mark(), doc.lower(*token)));
    let range = before == "to" && colon >= 4 && doc.word(tokens[colon - 4]) == ":";
    (BEFORE.contains(&before) || range) && behind.is_none_or(|(mark, word)| mark || BEHIND.contains(&word))
}
