use text::{Span, Token};

use crate::document::Document;
use crate::finding::{Category, Severity};
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

use super::phrase::touching;

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "clock-point",
    summary: "a time of day with a point or an “h”, “at 16.00”, “19h40”",
    category: Category::DateFormat,
    severity: Severity::Info,
    languages: Languages::ENGLISH,
    point: Point::KnownTranslation,
    explain: "Many languages part hours and minutes by a point, French and Portuguese by an “h”. English news writes 16:00 or 4 p.m.; \
              British papers that write 4.30pm never leave out the “pm”.",
    examples: &[
        Example::Flags {
            text: "The shelling began at about [[16.00]] on Friday.",
            fixed: Some("The shelling began at about 16:00 on Friday."),
        },
        Example::Flags {
            text: "At [[12.34]], the message was deleted.",
            fixed: Some("At 12:34, the message was deleted."),
        },
        Example::Flags {
            text: "The operation ended at 15:40 ([[19h40]] in Lisbon).",
            fixed: Some("The operation ended at 15:40 (19:40 in Lisbon)."),
        },
        Example::Passes("The shelling began at 16:00, and the talks at 4.30pm and at 4.30 p.m."),
        Example::Passes("It stood at 12.34 per cent, at 0.12, at 1.25 million and at 12.34 euros."),
        Example::Passes("The share closed at 12.34, and the index at 16.00 points."),
        Example::Passes("Version 16.00 and chapter 12.34 are new. The model is at 1.25-2x speed."),
    ],
    check,
};

fn check(doc: &Document, findings: &mut Findings) {
    for sentence in doc.prose_sentences() {
        let tokens = doc.tokens_in(sentence);
        for at in 0..tokens.len() {
            let Some(separator) = separator(doc.word(tokens[at])) else {
                continue;
            };
            let is_time = separator == 'h' || is_introduced(doc, tokens, at) && !is_measured(doc, tokens, at);
            if is_time {
                let span = Span::new(tokens[at].start(), tokens[at].end());
                let time = doc.str(span);
                findings
                    .report(
                        &RULE,
                        span,
                        format!("“{time}” is written with “{separator}” between hours and minutes"),
                    )
                    .fix(time.replace(separator, ":"));
            }
        }
    }
}

/// The sign between two digits of hours and two of minutes: "16.00", "19h40".
fn separator(word: &str) -> Option<char> {
    let &[a, b, sign, c, d] = word.as_bytes() else {
        return None;
    };
    let digits = [a, b, c, d].iter().all(u8::is_ascii_digit);
    let possible = digits && (a < b'2' || a == b'2' && b < b'4') && c < b'6';
    (possible && matches!(sign, b'.' | b'h')).then_some(char::from(sign))
}

/// "at 16.00", "at about 16.00", "by 16.00", where no price or share closes: the sentence's words tell which.
fn is_introduced(doc: &Document, tokens: &[Token], at: usize) -> bool {
    let before = |back: usize| at.checked_sub(back).map(|at| doc.lower(tokens[at]));
    let preposition = match before(1) {
        Some("about" | "around" | "approximately") => before(2),
        other => other,
    };
    let closes = tokens[..at].iter().any(|token| {
        matches!(
            doc.lower(*token),
            "closed"
                | "closes"
                | "index"
                | "opened"
                | "price"
                | "rate"
                | "ratio"
                | "share"
                | "shares"
                | "stood"
                | "traded"
                | "trading"
                | "version"
        )
    });
    matches!(
        preposition,
        Some("at" | "until" | "till" | "since" | "before" | "after")
    ) && !closes
}

/// A unit or a sign of percentage stands behind the number.
fn is_measured(doc: &Document, tokens: &[Token], at: usize) -> bool {
    let Some(next) = tokens.get(at + 1) else {
        return false;
    };
    let word = doc.lower(*next);
    let goes_on = next.is_word()
        && !matches!(
            word,
            "on" | "local"
                | "in"
                | "moscow"
                | "kyiv"
                | "the"
                | "and"
                | "a"
                | "today"
                | "yesterday"
                | "he"
                | "she"
                | "they"
        );
    goes_on
        || next.is_mark()
            && (word == "%" || touching(tokens[at], *next) && !matches!(word, "." | "," | ")" | ";" | ":"))
}
