//! Whether a sentence may be in another language than its text. No rule, no state.

use text::{Lang, Token};

use crate::document::{Document, Sentence};
use crate::lexicon;

/// Whether a sentence is long enough to tell its language and shows no sign of being in `expected`.
pub(super) fn may_be_foreign(doc: &Document, sentence: &Sentence, expected: Lang) -> bool {
    let words = || {
        doc.tokens_in(sentence)
            .iter()
            .copied()
            .filter(|token| token.is_word())
    };
    if words().nth(5).is_none() {
        return false;
    }
    expected != Lang::ENGLISH
        || !words().any(|token| is_english_only(doc, token)) && looks_foreign(doc, words())
}

fn is_english_only(doc: &Document, token: Token) -> bool {
    token.may_be_in(&lexicon::ENGLISH_ONLY) && lexicon::is_english_only(doc.lower(token))
}

/// Words that hold a foreign sentence together, or many with letters that English lacks.
fn looks_foreign(doc: &Document, words: impl Iterator<Item = Token> + Clone) -> bool {
    let function_words = words
        .clone()
        .filter(|token| lexicon::is_foreign_function_word(doc.lower(*token)))
        .count();
    let accented = words.filter(|token| !token.is_ascii()).count();
    function_words > 1 || function_words + accented > 2
}
