use text::{Span, Token};

use crate::document::Document;
use crate::finding::{Category, Severity};
use crate::lexicon;
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

use super::phrase::{is_month, touching};

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "glued-number",
    summary: "no space between a number and the word behind it, “15%higher”",
    category: Category::Spacing,
    severity: Severity::Minor,
    languages: Languages::ENGLISH,
    point: Point::AnyText,
    explain: "Chinese and Japanese write numbers, signs and words without spaces; an engine that copies the number copies \
              that, too. Codes of addresses (“%20”) and names are left alone.",
    examples: &[
        Example::Flags {
            text: "Output is about [[15%higher]] than before.",
            fixed: Some("Output is about 15% higher than before."),
        },
        Example::Flags {
            text: "And [[65%of]] farms took part in [[2020,We]] were told.",
            fixed: Some("And 65% of farms took part in 2020, We were told."),
        },
        Example::Flags {
            text: "It was Monday, July [[1At]] nine he left. The outlook for [[2008The]] firm grew.",
            fixed: None,
        },
        Example::Passes("A 15% rise, 100%-owned mills, 5%p.a. and a 3%age of the vote."),
        Example::Passes("The address has a%20b%2Fof in it, the format is 10%abs."),
        Example::Passes("It cost 1,200 and 2,300; see table 4,Ab and rows 0%10%20%pass."),
        Example::Passes("5This is what a note says; see columns 521-2After and page 4The."),
        Example::Passes("The 1970s, 4K, 5G, 3D and a 2Day pass; the 1st, 2nd and 3rd."),
    ],
    check,
};

fn check(doc: &Document, findings: &mut Findings) {
    for block in doc.prose() {
        let tokens = doc.tokens_of(block);
        for at in 0..tokens.len() {
            if tokens[at].is_word() {
                let digit = doc.text().as_bytes()[tokens[at].start()].is_ascii_digit();
                if digit && let Some(gap) = joined_word(doc, tokens, at) {
                    report(doc, findings, tokens[at], tokens[at], gap);
                }
            } else if tokens[at].is_mark() && is_joined(doc, tokens, at) {
                let finding = report(doc, findings, tokens[at - 1], tokens[at + 1], tokens[at].end());
                finding.edit(tokens[at].end()..tokens[at].end(), " ");
            }
        }
    }
}

/// `July 1At`, `2008The`: where the word that opens a sentence begins. Behind another number it is the mark of a note.
fn joined_word(doc: &Document, tokens: &[Token], at: usize) -> Option<usize> {
    let word = doc.word(tokens[at]);
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    if !(1..=4).contains(&digits) {
        return None;
    }
    let is_date =
        word.starts_with("19") || word.starts_with("20") || at > 0 && is_month(doc.word(tokens[at - 1]));
    let rest = &word[digits..];
    let opens = rest.len() >= 2 && rest != "Day" && text::is_sentence_starter(rest);
    (is_date && opens).then(|| tokens[at].start() + digits)
}

/// Whether the mark at `at` holds a number and a word together.
fn is_joined(doc: &Document, tokens: &[Token], at: usize) -> bool {
    let (Some(number), Some(word)) = (at.checked_sub(1).map(|at| tokens[at]), tokens.get(at + 1)) else {
        return false;
    };
    if !(number.is_number() && word.is_word() && touching(number, tokens[at]) && touching(tokens[at], *word))
    {
        return false;
    }
    let free_left = at < 2
        || !touching(tokens[at - 2], number)
        || matches!(doc.word(tokens[at - 2]), "(" | "$" | "€" | "£");
    let free_right = tokens
        .get(at + 2)
        .is_none_or(|next| !touching(*word, *next) || matches!(doc.word(*next), "." | "," | ")"));
    let right = doc.word(*word);
    let fits = match doc.word(tokens[at]) {
        "%" => {
            right.bytes().all(|b| b.is_ascii_lowercase())
                && (lexicon::is_function_word(right) || right.len() >= 4 && wordnik_list::word_exists(right))
        }
        "," => text::is_sentence_starter(right),
        _ => false,
    };
    free_left && free_right && fits
}

fn report<'f>(
    doc: &Document,
    findings: &'f mut Findings,
    first: Token,
    last: Token,
    gap: usize,
) -> &'f mut crate::finding::Finding {
    let span = Span::new(first.start(), last.end());
    let message = format!(
        "“{}”: a space is missing before “{}”",
        doc.str(span),
        doc.str(gap..last.end())
    );
    findings.report(&RULE, span, message).confidence(0.93)
}
