use text::{Key, Span, Token};

use crate::document::Document;
use crate::finding::{Category, Severity};
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

use super::phrase::{spaced, touching};

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "split-apostrophe",
    summary: "a space behind the apostrophe of “it’s” or “the mayor’s”",
    category: Category::Spacing,
    severity: Severity::Minor,
    languages: Languages::ENGLISH,
    point: Point::AnyText,
    explain: "The apostrophe was taken for a closing quotation mark, and a space was put behind it. The rule asks that no \
              quotation in single marks is open.",
    examples: &[
        Example::Flags {
            text: "[[It’ s]] late, and the [[mayor' s]] car is gone.",
            fixed: Some("It’s late, and the mayor's car is gone."),
        },
        Example::Flags {
            text: "They [[don’ t]] know.",
            fixed: Some("They don’t know."),
        },
        Example::Passes("The boys’ school and the workers' s-shaped hall."),
        Example::Passes("He wrote ‘Mill’ s times over, and 'Port' t times."),
        Example::Passes("It’s the mayor’s; they don’t know."),
        Example::Passes("The farmers’ relatives and the drivers’ demands were heard."),
    ],
    check,
};

const SUFFIXES: [&str; 6] = ["d", "ll", "re", "s", "t", "ve"];

fn check(doc: &Document, findings: &mut Findings) {
    for sentence in doc.sentences_with(&Key::of_each(["'", "’", "‘"])) {
        let tokens = doc.tokens_in(sentence);
        let mut quoted = false;
        for at in 0..tokens.len() {
            if !matches!(doc.word(tokens[at]), "'" | "’" | "‘") {
                continue;
            }
            if !quoted && is_split(doc, tokens, at) {
                report(doc, findings, tokens[at - 1], tokens[at], tokens[at + 1]);
            }
            quoted |= at == 0 || !touching(tokens[at - 1], tokens[at]);
        }
    }
}

/// Whether a word, an apostrophe that touches it, a space and the rest of a contraction stand at `at`.
fn is_split(doc: &Document, tokens: &[Token], at: usize) -> bool {
    let (Some(before), Some(suffix)) = (at.checked_sub(1).map(|at| tokens[at]), tokens.get(at + 1)) else {
        return false;
    };
    let fits = match doc.word(*suffix) {
        "t" => doc.lower(before).ends_with('n'),
        other => SUFFIXES.contains(&other),
    };
    fits && before.is_word()
        && !doc.lower(before).ends_with('s')
        && touching(before, tokens[at])
        && spaced(doc, tokens[at], *suffix)
        && tokens.get(at + 2).is_none_or(|next| {
            !touching(*suffix, *next)
                || matches!(doc.word(*next), "." | "," | "?" | "!" | ";" | ":" | "\"" | "”")
        })
}

fn report(doc: &Document, findings: &mut Findings, before: Token, apostrophe: Token, suffix: Token) {
    let span = Span::new(before.start(), suffix.end());
    let message = format!("“{}”: a space stands behind the apostrophe", doc.str(span));
    findings
        .report(&RULE, span, message)
        .confidence(0.95)
        .edit(apostrophe.end()..suffix.start(), "");
}
