use crate::document::{Block, Document};
use crate::finding::{Category, Severity};
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

use super::phrase::spaced;

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "spaced-ellipsis",
    summary: "a paragraph breaks off in “word …”",
    category: Category::Punctuation,
    severity: Severity::Info,
    languages: Languages::ENGLISH,
    point: Point::AnyText,
    explain: "A paragraph ends in a space and an ellipsis. Russian and Ukrainian releases close a list so, and feeds cut \
              text off so; in English it reads as if something were missing. Compare the end with the original. Inside \
              a sentence a spaced ellipsis is good style and is left alone.",
    examples: &[
        Example::Flags {
            text: "The convention is to cover the use of networks for criminal [[ends …]]",
            fixed: Some("The convention is to cover the use of networks for criminal ends…"),
        },
        Example::Flags {
            text: "They spoke of roads, ports, [[airfields ...]]",
            fixed: Some("They spoke of roads, ports, airfields..."),
        },
        Example::Passes("He waited ... and left. “The road … is long,” he said."),
        Example::Passes("They wondered what would come next…"),
    ],
    check,
};

fn check(doc: &Document, findings: &mut Findings) {
    for block in doc.prose() {
        check_end(doc, block, findings);
    }
}

fn check_end(doc: &Document, block: &Block, findings: &mut Findings) {
    let tokens = doc.tokens_of(block);
    let dots = tokens
        .iter()
        .rev()
        .take_while(|token| matches!(doc.word(**token), "." | "…"))
        .count();
    let Some(word) = tokens.len().checked_sub(dots + 1).map(|at| tokens[at]) else {
        return;
    };
    let Some(first) = tokens.get(tokens.len() - dots).copied().filter(|_| dots > 0) else {
        return;
    };
    let ellipsis = doc.str(first.start()..block.span.end);
    if !matches!(ellipsis, "…" | "...") || !word.is_word() || !spaced(doc, word, first) {
        return;
    }
    findings
        .report(
            &RULE,
            word.start()..block.span.end,
            format!("The paragraph breaks off in “{} {ellipsis}”", doc.word(word)),
        )
        .confidence(0.8)
        .edit(word.end()..first.start(), "");
}
