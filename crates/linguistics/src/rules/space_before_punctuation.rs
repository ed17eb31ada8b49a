use crate::document::{Document, Token};
use crate::finding::{Category, Severity};
use crate::rule::{Example, Findings, Languages, Rule};

use super::phrase::{spaced, touching};

pub(super) static RULE: Rule = Rule {
    name: "space-before-punctuation",
    summary: "a space before a comma, full stop or apostrophe",
    category: Category::Spacing,
    severity: Severity::Minor,
    languages: Languages::English,
    explain: "A space before a mark that belongs to the word before it. Translation engines split text into tokens and \
              do not always join them again; link and tag boundaries of the original leave the same gap.",
    examples: &[
        Example::Flags {
            text: "The list is on the site of the ministry[[ .]]",
            fixed: Some("The list is on the site of the ministry."),
        },
        Example::Flags {
            text: "Grain[[ ,]] oil and coal were shipped.",
            fixed: Some("Grain, oil and coal were shipped."),
        },
        Example::Flags {
            text: "The baby[[ 's]] father did[[ n't]] answer.",
            fixed: Some("The baby's father didn't answer."),
        },
        Example::Passes("The .NET team used a .45 and a .ru address ... and left."),
        Example::Passes("Smile :) and wait . . . for the '90s or the 's' key."),
        Example::Passes("They won 3 : 1 in the rain."),
        Example::Passes("The word 'since' and the year 'nineteen' were quoted."),
    ],
    check,
};

/// What follows the apostrophe of a contraction or a possessive.
const SUFFIXES: [&str; 7] = ["d", "ll", "m", "re", "s", "t", "ve"];

fn check(doc: &Document, findings: &mut Findings) {
    for block in doc.prose() {
        let tokens = doc.tokens_of(block);
        for at in 1..tokens.len() {
            let (before, mark) = (tokens[at - 1], tokens[at]);
            let may_be_detached = mark.is_mark() || is_negation(doc, mark);
            if !may_be_detached || !spaced(doc, before, mark) || is_opening(doc, before) {
                continue;
            }
            let end = if detached(doc, mark, tokens.get(at + 1)) && !follows_list_mark(doc, tokens, at) {
                mark.end()
            } else if let Some(end) = contraction_end(doc, tokens, at) {
                end
            } else {
                continue;
            };
            let fixed = doc.str(mark.start()..end).to_owned();
            let whole = doc.str(before.start()..end);
            findings
                .report(&RULE, before.end()..end, format!("“{whole}”: a space stands before “{fixed}”"))
                .confidence(0.96)
                .fix(fixed);
        }
    }
}

/// A mark that closes what stands before it and has nothing attached behind.
fn detached(doc: &Document, mark: Token, next: Option<&Token>) -> bool {
    let free_behind = next.is_none_or(|next| !touching(mark, *next));
    match doc.word(mark) {
        "," | ";" => free_behind || next.is_some_and(|next| next.is_mark()),
        "." | "?" | "!" => free_behind || next.is_some_and(|next| matches!(doc.word(*next), "”" | "\"" | ")" | "’")),
        ":" => free_behind && next.is_some_and(|next| !next.is_number()),
        _ => false,
    }
}

fn is_opening(doc: &Document, before: Token) -> bool {
    before.is_mark() && !matches!(doc.word(before), ")" | "]" | "”" | "\"" | "’" | "%" | "»")
}

/// ". . ." and "- ," are patterns of their own.
fn follows_list_mark(doc: &Document, tokens: &[Token], at: usize) -> bool {
    doc.word(tokens[at]) == "." && tokens.get(at + 1).is_some_and(|next| doc.word(*next) == ".")
}

/// "baby 's", "did n't": where the split contraction ends.
fn contraction_end(doc: &Document, tokens: &[Token], at: usize) -> Option<usize> {
    let piece = tokens[at];
    if !tokens[at - 1].is_word() {
        return None;
    }
    if is_negation(doc, piece) {
        return Some(piece.end());
    }
    let suffix = *tokens.get(at + 1)?;
    let split = matches!(doc.word(piece), "'" | "’")
        && touching(piece, suffix)
        && SUFFIXES.contains(&doc.lower(suffix))
        && tokens.get(at + 2).is_none_or(|next| !matches!(doc.word(*next), "'" | "’"));
    split.then(|| suffix.end())
}

fn is_negation(doc: &Document, token: Token) -> bool {
    matches!(doc.lower(token), "n't" | "n’t")
}
