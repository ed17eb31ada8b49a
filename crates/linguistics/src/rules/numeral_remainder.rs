use text::{Key, Span, Token};

use crate::document::Document;
use crate::finding::{Category, Severity};
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

use super::phrase::spaced;

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "numeral-remainder",
    summary: "a number read out in pieces, “52 thousand 43”",
    category: Category::NumberFormat,
    severity: Severity::Minor,
    languages: Languages::ENGLISH,
    point: Point::AnyText,
    explain: "Russian and Ukrainian news writes large numbers as they are spoken, “52 тысячи 43 случая”. English writes one number: 52,043.",
    examples: &[
        Example::Flags {
            text: "The number of patients has reached [[52 thousand 43]].",
            fixed: Some("The number of patients has reached 52,043."),
        },
        Example::Flags {
            text: "They spent [[4 million 37]] thousand hryvnias.",
            fixed: None,
        },
        Example::Flags {
            text: "It cost [[1 thousand 250]] euros.",
            fixed: Some("It cost 1,250 euros."),
        },
        Example::Passes("The number of patients has reached 52,043 thousand. 43 of them recovered."),
        Example::Passes("They sold 26 million, 43 of them abroad. Of 3 million 2019 models, half are left."),
        Example::Passes("It cost 1.5 million 20 years ago, and 3 thousand 10 days later."),
        Example::Passes("That will add 4 billion 100 million to the payments."),
        Example::Flags {
            text: "About [[2 thousand 9]] snakes were found.",
            fixed: Some("About 2 thousand 9 snakes were found."),
        },
        Example::Passes("They spent 40 thousand on 43 patients and 2 million in 2020."),
    ],
    check,
};

fn check(doc: &Document, findings: &mut Findings) {
    for block in doc.blocks_with(&Key::of_each(["thousand", "million", "billion"])) {
        let tokens = doc.tokens_of(block);
        for (at, window) in tokens.windows(3).enumerate() {
            let &[number, unit, rest] = window else { continue };
            let pieces = number.is_number()
                && rest.is_number()
                && spaced(doc, number, unit)
                && spaced(doc, unit, rest)
                && matches!(doc.word(unit), "thousand" | "million" | "billion");
            if !pieces {
                continue;
            }
            let is_rest = matches!(doc.word(rest).parse::<u16>(), Ok(1..1000)) && is_whole(doc.word(number));
            // Presidents say "4 billion 100 million", too.
            let next_unit = tokens.get(at + 3).map(|next| doc.word(*next));
            let spoken = doc.word(unit) != "thousand" && next_unit != Some("thousand");
            let next = tokens.get(at + 3).copied();
            if is_rest && !spoken && !next.is_some_and(|next| is_measure(doc, next)) {
                let whole = at == 0 || !is_unit(doc, tokens[at - 1]);
                report(
                    doc,
                    [number, unit, rest],
                    whole && !next.is_some_and(|next| is_unit(doc, next)),
                    findings,
                );
            }
        }
    }
}

/// Digits with nothing between: "52", not "1.5" or "1,250".
fn is_whole(number: &str) -> bool {
    number.bytes().all(|byte| byte.is_ascii_digit())
}

/// Words that make the second number one of its own: "1 million 20 years ago".
fn is_measure(doc: &Document, token: Token) -> bool {
    matches!(
        doc.lower(token),
        "year"
            | "years"
            | "month"
            | "months"
            | "week"
            | "weeks"
            | "day"
            | "days"
            | "hour"
            | "hours"
            | "minutes"
            | "times"
            | "percent"
            | "%"
            | "-"
            | "–"
            | "per"
    )
}

fn is_unit(doc: &Document, token: Token) -> bool {
    matches!(doc.word(token), "thousand" | "million" | "billion")
}

/// Reports the pieces; `whole` where no more of them stand around.
fn report(doc: &Document, [number, unit, rest]: [Token; 3], whole: bool, findings: &mut Findings) {
    let span = Span::new(number.start(), rest.end());
    let quote = doc.str(span);
    let finding = findings.report(
        &RULE,
        span,
        format!("“{quote}” is one number, read out in pieces"),
    );
    // "2 thousand 9" may be 2,900 with a hundred lost.
    let figures = doc.word(rest).len();
    if whole && figures > 1 && doc.word(unit) == "thousand" && number.span().len() <= 3 {
        finding.fix(format!("{},{:0>3}", doc.word(number), doc.word(rest)));
    }
}
