use std::sync::LazyLock;

use regex::Regex;

use crate::document::Document;
use crate::finding::{Category, Severity};
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "split-score",
    summary: "a space inside the score of a match, “2: 0 (1: 0)”",
    category: Category::NumberFormat,
    severity: Severity::Minor,
    languages: Languages::ENGLISH,
    point: Point::AnyText,
    explain: "German, Russian and Chinese write scores with a colon. Engines take it for the colon of a sentence and put a \
              space behind it. Only a score in brackets, or one with the score at half-time behind it, is judged: a verse \
              or a heading has a number and a colon as well.",
    examples: &[
        Example::Flags {
            text: "The team won [[2: 0 (1: 0)]] on Sunday.",
            fixed: Some("The team won 2-0 (1-0) on Sunday."),
        },
        Example::Flags {
            text: "They lost at home [[(0: 3)]].",
            fixed: Some("They lost at home (0-3)."),
        },
        Example::Passes("The team won 2-0 (1-0) on Sunday, and 3:1 (2:0) on Monday."),
        Example::Passes("He read Matthew 5: 12 and step 1: 20 tips."),
        Example::Passes("The ratio (1 : 3) and the verse (Mark 2: 4) stand there."),
        Example::Passes("The clock stood at (12: 45), and it was (3: 30)."),
    ],
    check,
};

/// `2: 0 (1: 0)` or `(1: 0)`, of goals.
static SCORE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b1?\d: 1?\d \(1?\d: 1?\d\)|\(\d: \d\)").expect("a constant pattern, compiled by every test")
});

fn check(doc: &Document, findings: &mut Findings) {
    for block in doc
        .prose()
        .filter(|block| block.has_mark(b"(") && block.has_mark(b":"))
    {
        for found in SCORE.find_iter(doc.str(block.span)) {
            let start = block.span.start + found.start();
            findings
                .report(
                    &RULE,
                    start..start + found.len(),
                    format!("“{}” is a score with a space inside", found.as_str()),
                )
                .confidence(0.93)
                .fix(found.as_str().replace(": ", "-"));
        }
    }
}
