//! What the rules about acronyms ask of the words around a bracket. No rule, no state.

use text::Token;

use crate::document::Document;

/// The words at the end of `tokens` that an acronym takes letters from, in order; parts of a compound count singly.
pub(super) fn words_before(doc: &Document, tokens: &[Token]) -> Vec<Token> {
    let mut words = all_words_before(doc, tokens);
    words.retain(|word| !is_skipped(doc.lower(*word)));
    words
}

/// The same with the words that lend no letter as a rule, but do in "Single Sign-On (SSO)".
pub(super) fn all_words_before(doc: &Document, tokens: &[Token]) -> Vec<Token> {
    let mut words: Vec<Token> = tokens
        .iter()
        .rev()
        .take_while(|token| token.is_word() || matches!(doc.word(**token), "-" | "," | "&" | "’" | "'" | "‑"))
        .filter(|token| token.is_word())
        .copied()
        .take(16)
        .collect();
    words.reverse();
    words
}

/// Words that lend no letter: "Centers *for* Disease Control *and* Prevention".
fn is_skipped(word: &str) -> bool {
    matches!(
        word,
        "a" | "an"
            | "and"
            | "at"
            | "by"
            | "for"
            | "from"
            | "in"
            | "of"
            | "on"
            | "or"
            | "the"
            | "to"
            | "with"
            | "de"
            | "s"
    )
}

/// The last of `words`, one for each letter, where their initials are the letters of the acronym.
pub(super) fn spelt_out<'t>(doc: &Document, acronym: Token, words: &'t [Token]) -> Option<&'t [Token]> {
    let letters = doc.word(acronym);
    let named = words.get(words.len().checked_sub(letters.len())?..)?;
    let fits = named
        .iter()
        .zip(letters.bytes())
        .all(|(word, letter)| doc.word(*word).as_bytes()[0].eq_ignore_ascii_case(&letter));
    fits.then_some(named)
}
