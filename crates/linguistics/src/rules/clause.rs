//! Where one clause may end and the next begin. No rule, no state.

use text::Token;

use crate::document::Document;
use crate::lexicon;

use super::phrase::is_lower_case;

/// Words that open a clause and stand for its subject or object.
const OPENERS: [&str; 13] = [
    "how",
    "that",
    "what",
    "whatever",
    "where",
    "wherever",
    "which",
    "whichever",
    "who",
    "whoever",
    "whom",
    "whose",
    "why",
];

/// Pronouns that are the subject of a clause.
const SUBJECTS: [&str; 10] = [
    "he", "i", "i'm", "i've", "it", "she", "they", "we", "you", "you're",
];

/// Whether the lower-case `word` opens a clause or is its subject, so that a verb follows.
pub(super) fn opens_or_is_subject(word: &str) -> bool {
    OPENERS.contains(&word) || SUBJECTS.contains(&word)
}

/// Words before a place among which the beginning of its clause is looked for.
const CLAUSE: usize = 16;

/// Whether the words before `at` may be a clause that lacks its object: after "that", "who" or "what", a pronoun behind a
/// noun ("the species we look at"), or an infinitive ("nobody to turn to").
pub(super) fn may_lack_its_object(doc: &Document, tokens: &[Token], at: usize) -> bool {
    let from = tokens[..at]
        .iter()
        .rposition(|token| matches!(doc.word(*token), "." | ";" | ":" | "?" | "!"))
        .map_or(0, |stop| stop + 1)
        .max(at.saturating_sub(CLAUSE));
    (from..at).any(|place| {
        let word = doc.lower(tokens[place]);
        let behind_word = place > from && tokens[place - 1].is_word();
        OPENERS.contains(&word)
            || behind_word && SUBJECTS.contains(&word)
            || behind_word && word == "to" && is_infinitive(doc, tokens, place, at)
    })
}

/// Whether a verb may follow the "to" at `place`.
fn is_infinitive(doc: &Document, tokens: &[Token], place: usize, at: usize) -> bool {
    tokens[place + 1..at].first().is_some_and(|verb| {
        let word = doc.lower(*verb);
        verb.is_word()
            && is_lower_case(doc.word(*verb))
            && (!lexicon::is_function_word(word) || matches!(word, "be" | "have" | "do"))
    })
}
