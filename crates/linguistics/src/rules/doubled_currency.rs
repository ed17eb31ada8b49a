use std::sync::LazyLock;

use regex::Regex;

use crate::document::Document;
use crate::finding::{Category, Severity};
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "doubled-currency",
    summary: "the currency stands before and behind the number, “$43,000 dollars”",
    category: Category::NumberFormat,
    severity: Severity::Minor,
    languages: Languages::ENGLISH,
    point: Point::AnyText,
    explain: "The engine made the sign of the currency and kept the word, or the other way round. The word goes, the sign \
              says the same.",
    examples: &[
        Example::Flags {
            text: "The bridge cost [[$43,000 dollars]].",
            fixed: Some("The bridge cost $43,000."),
        },
        Example::Flags {
            text: "It is worth [[€5 million euros]] today.",
            fixed: Some("It is worth €5 million today."),
        },
        Example::Passes("It cost $43,000, or 40,000 euros."),
        Example::Passes("It pays $5 dollar-denominated bonds and $10 USD in cash."),
        Example::Passes("He changed $100 pounds of flour for €20."),
        Example::Passes("In million dollar deals, $2 million was paid."),
    ],
    check,
};

/// `$43,000 dollars`, `€5 million euros`: a sign, a number and the name of the same currency.
static AMOUNT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x) (?P<amount> (?: \$ (?P<dollar>) | € (?P<euro>) | £ ) \d[\d,.]*\d? (?:\x20(?:thousand|million|billion|trillion))? )
          \x20 (?P<name> (?:US\x20)?dollars | euros | pounds\x20sterling ) \b",
    )
    .expect("a constant pattern, compiled by every test")
});

fn check(doc: &Document, findings: &mut Findings) {
    for block in doc.prose().filter(|block| {
        block.has_mark(b"$") || !block.is_ascii() && doc.str(block.span).contains(['$', '€', '£'])
    }) {
        let text = doc.str(block.span);
        for found in AMOUNT.captures_iter(text) {
            let (whole, name) = (found.get(0).expect("group 0 is the match"), &found["name"]);
            let fits = match name {
                "euros" => found.name("euro").is_some(),
                "pounds sterling" => found.name("dollar").or(found.name("euro")).is_none(),
                _ => found.name("dollar").is_some(),
            };
            if fits && !text[whole.end()..].starts_with('-') {
                let start = block.span.start + whole.start();
                findings
                    .report(
                        &RULE,
                        start..start + whole.len(),
                        format!("“{}” names the currency twice", whole.as_str()),
                    )
                    .confidence(0.93)
                    .fix(&found["amount"]);
            }
        }
    }
}
