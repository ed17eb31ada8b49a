use text::Span;

use crate::document::Document;
use crate::finding::{Category, Severity};
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

use super::phrase::spaced;

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "double-determiner",
    summary: "two articles in a row",
    category: Category::Grammar,
    severity: Severity::Major,
    languages: Languages::ENGLISH,
    point: Point::AnyText,
    explain: "Two articles stand before one noun. The translator added the English article and kept, or repeated, \
              another. Which of the two is right depends on the sentence, so there is no suggestion.",
    examples: &[
        Example::Flags {
            text: "The ministry issued [[the a]] permit.",
            fixed: None,
        },
        Example::Flags {
            text: "It was [[a the]] first step.",
            fixed: None,
        },
        Example::Passes("The a cappella group and the a-ha concert; vitamin A the first."),
        Example::Passes("An A-line skirt; the “an” before a vowel; the the."),
    ],
    check,
};

fn check(doc: &Document, findings: &mut Findings) {
    for block in doc.prose() {
        for window in doc.tokens_of(block).windows(3) {
            let &[first, second, next] = window else { continue };
            if [first, second].iter().any(|word| word.span().len() > "the".len()) {
                continue;
            }
            let pair = (doc.word(first), doc.word(second));
            let two_articles = matches!(
                pair,
                ("the" | "The", "a" | "an") | ("a" | "an", "the") | ("a", "an") | ("an", "a")
            );
            if !two_articles {
                continue;
            }
            let foreign = matches!(
                doc.lower(next),
                "la" | "cappella" | "capella" | "priori" | "posteriori" | "fortiori"
            );
            if !foreign && next.is_word() && spaced(doc, first, second) && spaced(doc, second, next) {
                let span = Span::new(first.start(), second.end());
                let quote = doc.str(span);
                findings
                    .report(
                        &RULE,
                        span,
                        format!("“{quote}”: two articles stand before one noun"),
                    )
                    .confidence(0.9);
            }
        }
    }
}
