use text::Span;

use crate::document::Document;
use crate::finding::{Category, Severity};
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "number-sign",
    summary: "the sign “№” where English has “No.”",
    category: Category::NumberFormat,
    severity: Severity::Info,
    languages: Languages::ENGLISH,
    point: Point::AnyText,
    explain: "“№” is the number sign of Russian and Ukrainian typewriters; English writes “No.” before the number.",
    examples: &[
        Example::Flags {
            text: "Pupils of school [[№ 75]] won.",
            fixed: Some("Pupils of school No. 75 won."),
        },
        Example::Flags {
            text: "Order [[№75]]/240 was signed.",
            fixed: Some("Order No. 75/240 was signed."),
        },
        Example::Passes("School No. 75 and school #12 took part."),
        Example::Passes("The sign № is on every Russian keyboard."),
        Example::Passes("Chanel N°5 and Opus No. 9 were played."),
    ],
    check,
};

fn check(doc: &Document, findings: &mut Findings) {
    let sentences = doc
        .prose()
        .filter(|block| !block.is_ascii())
        .flat_map(|block| doc.sentences_of(block));
    for sentence in sentences {
        for pair in doc.tokens_in(sentence).windows(2) {
            if doc.word(pair[0]) != "№" || !pair[1].is_number() {
                continue;
            }
            let span = Span::new(pair[0].start(), pair[1].end());
            let message = format!("“{}” has the Russian number sign", doc.str(span));
            findings
                .report(&RULE, span, message)
                .confidence(0.97)
                .fix(format!("No. {}", doc.word(pair[1])));
        }
    }
}
