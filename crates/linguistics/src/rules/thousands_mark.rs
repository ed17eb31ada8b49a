use text::{Span, Token};

use crate::document::Document;
use crate::finding::{Category, Severity};
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

use super::phrase::{is_lower_case, spaced, touching};

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "thousands-mark",
    summary: "a full stop or space that parts thousands, “80.000 people”",
    category: Category::NumberFormat,
    severity: Severity::Minor,
    languages: Languages::ENGLISH,
    point: Point::AnyText,
    explain: "Most of Europe parts thousands with a full stop or a space, English with a comma. “80.000 people” reads as \
              eighty people with three decimals, and is a fault; “17 000” is understood, and is information. A number \
              with three decimals is left alone unless people or things are counted, which have none.",
    examples: &[
        Example::Flags {
            text: "The town has [[80.000]] inhabitants.",
            fixed: Some("The town has 80,000 inhabitants."),
        },
        Example::Flags {
            text: "The fine is [[1.500.000]] euros.",
            fixed: Some("The fine is 1,500,000 euros."),
        },
        Example::Flags {
            text: "More than [[17 000]] people came.",
            fixed: Some("More than 17,000 people came."),
        },
        Example::Passes("It weighs 1.250 tonnes, took 3.500 seconds and rose 2.125 points."),
        Example::Passes("He hit .300 and won by 1.000 in version 1.500.000 of the game."),
        Example::Passes("Call 1 800 000 or 020 700; the network is 10.100.200.300."),
        Example::Passes("In May 17 000 was dialled; the row has 320 480 and 5 000 in it."),
        Example::Passes("The town has 80,000 inhabitants and 17,000 cars."),
        Example::Passes("The average household has 2.134 people in it, and 1.745 children."),
    ],
    check,
};

/// What is counted and never measured in thousandths.
const COUNTED: [&str; 40] = [
    "animals",
    "beds",
    "bikes",
    "birds",
    "books",
    "buildings",
    "bulgarians",
    "cars",
    "cases",
    "children",
    "citizens",
    "copies",
    "customers",
    "deaths",
    "doctors",
    "employees",
    "families",
    "homes",
    "houses",
    "households",
    "infections",
    "inhabitants",
    "jobs",
    "lives",
    "members",
    "men",
    "passengers",
    "patients",
    "people",
    "pupils",
    "refugees",
    "residents",
    "seats",
    "soldiers",
    "spectators",
    "students",
    "troops",
    "vehicles",
    "women",
    "workers",
];

fn check(doc: &Document, findings: &mut Findings) {
    for (sentence, at) in doc.numbers_in_sentences() {
        let tokens = doc.tokens_in(sentence);
        if !is_free(doc, tokens, at) {
            continue;
        }
        if is_dotted(doc, tokens, at) {
            let number = tokens[at];
            report(doc, findings, &[number]).confidence(0.93);
        } else if is_parted(doc, tokens, at) {
            report(doc, findings, &tokens[at..at + 2])
                .confidence(0.85)
                .severity(Severity::Info);
        }
    }
}

/// Whether nothing touches the number from the left, and no other number stands there.
fn is_free(doc: &Document, tokens: &[Token], at: usize) -> bool {
    at.checked_sub(1).is_none_or(|left| {
        let left = tokens[left];
        !left.is_number() && (!touching(left, tokens[at]) || matches!(doc.word(left), "$" | "€" | "£" | "("))
    })
}

/// "80.000 people", "1.500.000 euros".
fn is_dotted(doc: &Document, tokens: &[Token], at: usize) -> bool {
    let mut parts = doc.word(tokens[at]).split('.');
    let first = parts.next().unwrap_or_default();
    let rest: Vec<&str> = parts.collect();
    let three_digits = |part: &&str| part.len() == 3 && part.bytes().all(|b| b.is_ascii_digit());
    let grouped =
        !first.is_empty() && first.len() <= 3 && !first.starts_with('0') && rest.iter().all(three_digits);
    let counted = tokens[at + 1..]
        .iter()
        .take(2)
        .take_while(|next| next.is_word() && is_lower_case(doc.word(**next)))
        .any(|next| COUNTED.binary_search(&doc.lower(*next)).is_ok());
    // An average has decimals: "2.134 people". A round number, or two figures before the mark, is none.
    let many = rest.first().is_some_and(|rest| rest.ends_with("00")) || first.len() >= 2;
    let money = tokens.get(at + 1).is_some_and(|next| {
        matches!(
            doc.lower(*next),
            "euros" | "dollars" | "people" | "inhabitants" | "pounds" | "rubles" | "roubles"
        )
    });
    grouped
        && (rest.len() == 1 && counted && many || rest.len() >= 2 && rest.len() <= 3 && (counted || money))
}

/// "17 000 people": one to three digits, a space and three more, and a word in small letters behind.
fn is_parted(doc: &Document, tokens: &[Token], at: usize) -> bool {
    let Some([first, second, unit]) = tokens.get(at..at + 3) else {
        return false;
    };
    let digits = |token: Token| doc.word(token).bytes().all(|b| b.is_ascii_digit());
    second.is_number()
        && spaced(doc, *first, *second)
        && spaced(doc, *second, *unit)
        && digits(*first)
        && digits(*second)
        && (1..=3).contains(&doc.word(*first).len())
        && doc.word(*second).len() == 3
        && !doc.word(*first).starts_with('0')
        && (COUNTED.binary_search(&doc.lower(*unit)).is_ok()
            || matches!(
                doc.lower(*unit),
                "euros"
                    | "dollars"
                    | "pounds"
                    | "rubles"
                    | "roubles"
                    | "hryvnias"
                    | "km"
                    | "tonnes"
                    | "tons"
                    | "hectares"
            ))
}

fn report<'f>(
    doc: &Document,
    findings: &'f mut Findings,
    number: &[Token],
) -> &'f mut crate::finding::Finding {
    let span = Span::new(number[0].start(), number[number.len() - 1].end());
    let found = doc.str(span);
    let right = found.replace(['.', ' ', '\u{a0}', '\u{202f}'], ",");
    findings
        .report(
            &RULE,
            span,
            format!("“{found}”: English parts thousands with a comma"),
        )
        .fix(right)
}
