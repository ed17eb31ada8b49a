use text::{Span, Token};

use crate::document::Document;
use crate::finding::{Category, Severity};
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

use super::phrase::{spaced, touching};

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "thousand-numeral",
    summary: "“86.5 thousand” where English news writes 86,500",
    category: Category::NumberFormat,
    severity: Severity::Info,
    languages: Languages::ENGLISH,
    point: Point::AnyText,
    explain: "Russian and Ukrainian news writes “86,5 тысячи”; English news writes the figure out. Human translators let \
              it stand too, so this is a matter of style.",
    examples: &[
        Example::Flags {
            text: "About [[11.4 thousand]] families moved.",
            fixed: Some("About 11,400 families moved."),
        },
        Example::Flags {
            text: "They sent [[20 thousand]] tons.",
            fixed: Some("They sent 20,000 tons."),
        },
        Example::Flags {
            text: "Between 10 and [[15 thousand]] came.",
            fixed: None,
        },
        Example::Flags {
            text: "The fine is 5-[[10 thousand]] rubles.",
            fixed: None,
        },
        Example::Flags {
            text: "The mill cost $6 million and [[300 thousand]], the bridge 2 million [[40 thousand]] dollars.",
            fixed: None,
        },
        Example::Flags {
            text: "The mill cost 6 million, and there [[20 thousand]] people work.",
            fixed: Some("The mill cost 6 million, and there 20,000 people work."),
        },
        Example::Passes(
            "The mill cost $6 million and 300,000 yen; the bridge 2 million and a thousand days.",
        ),
        Example::Passes("Ten thousand people and 3 million tons; a few thousand; 2 thousandths."),
    ],
    check,
};

fn check(doc: &Document, findings: &mut Findings) {
    for block in doc.prose() {
        let tokens = doc.tokens_of(block);
        for at in 1..tokens.len() {
            let (number, thousand) = (tokens[at - 1], tokens[at]);
            if !number.is_number() || doc.lower(thousand) != "thousand" || !spaced(doc, number, thousand) {
                continue;
            }
            let span = Span::new(number.start(), thousand.end());
            let quote = doc.str(span);
            let finding = findings
                .report(
                    &RULE,
                    span,
                    format!("“{quote}” is not how English news writes the figure"),
                )
                .confidence(0.9);
            if let Some(figure) = written_out(doc.word(number))
                .filter(|_| !in_range(doc, tokens, at - 1) && !ends_number(doc, tokens, at - 1))
            {
                finding.fix(figure);
            }
        }
    }
}

/// "10-15 thousand", "between 10 and 15 thousand": the other number must change as well.
fn in_range(doc: &Document, tokens: &[Token], number: usize) -> bool {
    let before = number.checked_sub(1).map(|at| tokens[at]);
    let earlier = number.checked_sub(2).map(|at| tokens[at]);
    before.is_some_and(|before| {
        touching(before, tokens[number]) && matches!(doc.word(before), "-" | "–" | "—")
            || matches!(doc.lower(before), "and" | "to" | "or") && earlier.is_some_and(Token::is_number)
    })
}

/// "6 million and 300 thousand": half of one number, which is written 6.3 million.
fn ends_number(doc: &Document, tokens: &[Token], number: usize) -> bool {
    let mut before = tokens[..number].iter().rev().map(|token| doc.lower(*token));
    let word = before.next().filter(|word| !matches!(*word, "and" | ","));
    matches!(
        word.or_else(|| before.next()),
        Some("million" | "millions" | "billion" | "billions" | "trillion" | "thousand")
    )
}

/// `11.4` -> `11,400`; `None` for more than three decimals or a number that already has thousands.
fn written_out(number: &str) -> Option<String> {
    let (whole, decimals) = number.split_once(['.', ',']).unwrap_or((number, ""));
    if decimals.len() > 2
        || whole.len() > 3
        || !(whole.to_owned() + decimals).bytes().all(|b| b.is_ascii_digit())
    {
        return None;
    }
    Some(format!("{whole},{decimals:0<3}"))
}
