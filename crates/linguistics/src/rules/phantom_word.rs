use text::{Key, Span, Token};

use crate::document::Document;
use crate::finding::{Category, Severity};
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "phantom-word",
    summary: "“Essence” or “Intersection” where the original has three dots",
    category: Category::Addition,
    severity: Severity::Major,
    languages: Languages::ENGLISH,
    point: Point::AnyText,
    explain: "An engine for Chinese translates “。。。” and similar runs of marks with a word, so that “Essence”, “Intersection” \
              or “Extraction” stands as a sentence of its own where the original only pauses.",
    examples: &[
        Example::Flags {
            text: "Who can check this address? [[Intersection Intersection]] It is a fraud.",
            fixed: None,
        },
        Example::Flags {
            text: "The road was long. [[Essence]] Nobody knew where it went. [[Essence.]]",
            fixed: None,
        },
        Example::Passes("Time is of the essence. Essence of rose is sold in the shop."),
        Example::Passes("Intersection of Mill Street and Port Road closed on Monday."),
        Example::Passes("The film is called Essence. It is long."),
        Example::Passes("Essence: A Novel of the Port"),
        Example::Passes("The shops are Essence, Delta and Mill."),
    ],
    check,
};

const WORDS: [&str; 3] = ["Essence", "Extraction", "Intersection"];

fn check(doc: &Document, findings: &mut Findings) {
    for block in doc.blocks_with(&Key::of_each(WORDS)) {
        let tokens = doc.tokens_of(block);
        let mut at = 1;
        while at < tokens.len() {
            let end = at + phantoms(doc, &tokens[at..]);
            if end > at && ends_sentence(doc, tokens[at - 1]) && stands_alone(doc, &tokens[end..]) {
                let last = tokens
                    .get(end)
                    .filter(|stop| doc.word(**stop) == ".")
                    .unwrap_or(&tokens[end - 1]);
                report(doc, findings, tokens[at], *last);
            }
            at = end.max(at + 1);
        }
    }
}

/// How many copies of such a word stand at the beginning.
fn phantoms(doc: &Document, tokens: &[Token]) -> usize {
    tokens
        .iter()
        .take_while(|token| WORDS.contains(&doc.word(**token)))
        .count()
}

fn ends_sentence(doc: &Document, before: Token) -> bool {
    matches!(doc.word(before), "." | "?" | "!" | "…" | "”" | "\"")
}

/// Whether a sentence begins behind: "Essence of rose" and "Essence, Delta" go on.
fn stands_alone(doc: &Document, rest: &[Token]) -> bool {
    match rest {
        [] => true,
        [stop, ..] if doc.word(*stop) == "." => true,
        [next, ..] => next.is_word() && text::is_sentence_starter(doc.word(*next)),
    }
}

fn report(doc: &Document, findings: &mut Findings, first: Token, last: Token) {
    let span = Span::new(first.start(), last.end());
    let message = format!("“{}” stands for marks of the original", doc.word(first));
    findings.report(&RULE, span, message).confidence(0.9);
}
