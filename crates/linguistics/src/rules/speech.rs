//! Verbs that attribute words to somebody. No rule, no state.

use text::Token;

use crate::document::Document;

const VERBS: [&str; 41] = [
    "added",
    "adds",
    "admitted",
    "answered",
    "asked",
    "asks",
    "assured",
    "believes",
    "claimed",
    "commented",
    "comments",
    "complained",
    "concluded",
    "continued",
    "declared",
    "emphasized",
    "emphasised",
    "explained",
    "explains",
    "informed",
    "insisted",
    "noted",
    "notes",
    "quoted",
    "quotes",
    "recalled",
    "remarked",
    "reminded",
    "replied",
    "reported",
    "reports",
    "said",
    "says",
    "shared",
    "stated",
    "states",
    "stressed",
    "summarized",
    "told",
    "writes",
    "wrote",
];

/// Words of a clause among which the verb is looked for.
const CLAUSE: usize = 9;

/// Where the verb stands in the clause that begins at `from`: "the agency noted", "said Anna Belova".
pub(super) fn speech(doc: &Document, tokens: &[Token], from: usize) -> Option<usize> {
    let in_clause = |token: &&Token| !token.is_mark() || doc.word(**token) == ".";
    let mut clause = tokens.get(from..)?.iter().take(CLAUSE).take_while(in_clause);
    clause
        .position(|token| VERBS.contains(&doc.lower(*token)))
        .map(|at| from + at)
}
