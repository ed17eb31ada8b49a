//! How often one kind of word follows another in English, to tell a sentence from a heap of its words.
//!
//! Function words are kinds of their own; other words are told apart by their ending. `data/word_order.txt` says for each
//! pair whether it is more or less frequent than chance; `examples/train_word_order.rs` makes it.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use text::{Key, KeySet, Token, TokenKind};

use crate::document::Document;
use crate::lexicon;

/// The kind before the first word of a sentence.
pub const START: &str = "~start";

/// The kind behind the last one.
pub const END: &str = "~end";

/// Steps of the scale in which the table is written: a logarithm of -6 is its first character, '!', and 3 its last.
pub const STEPS_PER_UNIT: f32 = 5.0;

/// The smallest logarithm in the table.
pub const LOWEST: f32 = -6.0;

/// The kinds of the words that are no kind of their own, by their form.
const FORMS: [&str; 8] = ["~number", "~mark", "~name", "~ly", "~ing", "~ed", "~s", "~word"];

/// The kind of a token: its lower-case self for a function word, otherwise one of a dozen names with a tilde.
#[must_use]
pub fn kind<'d>(doc: &'d Document, token: Token) -> &'d str {
    let word = doc.lower(token);
    let own = if token.is_mark() {
        is_own_mark(word)
    } else {
        token.is_word() && lexicon::is_function_word(word)
    };
    if own { word } else { FORMS[form(doc, token)] }
}

fn is_own_mark(word: &str) -> bool {
    matches!(word, "," | "." | ";" | ":" | "?" | "!")
}

/// Which of [`FORMS`] a token has.
fn form(doc: &Document, token: Token) -> usize {
    match (token.kind, doc.lower(token).as_bytes()) {
        (TokenKind::Number, _) => 0,
        (TokenKind::Mark, _) => 1,
        (TokenKind::Word, _) if token.is_capitalised() => 2,
        (TokenKind::Word, [.., b'l', b'y']) => 3,
        (TokenKind::Word, [.., b'i', b'n', b'g']) => 4,
        (TokenKind::Word, [.., b'e', b'd']) => 5,
        (TokenKind::Word, [.., b's']) => 6,
        (TokenKind::Word, _) => 7,
    }
}

struct Table {
    /// What is in a line of the table, by its number: how often each kind follows.
    scores: Vec<&'static [u8]>,
    /// The function words and marks that are kinds of their own, each with its line. No two have the same key.
    own: FxHashMap<Key, (&'static str, Option<usize>)>,
    /// Their keys: most words have none of them.
    keys: KeySet,
    /// The lines of [`FORMS`].
    forms: [Option<usize>; FORMS.len()],
    start: Option<usize>,
    end: Option<usize>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let lines: Vec<(&str, &str)> = lexicon::lines(include_str!("../data/word_order.txt"))
        .filter_map(|line| line.split_once('\t'))
        .collect();
    let rows: FxHashMap<&str, usize> = (lines.iter().enumerate())
        .map(|(row, (kind, _))| (*kind, row))
        .collect();
    let row = |kind: &str| rows.get(kind).copied();
    let own: FxHashMap<_, _> = lexicon::function_words()
        .chain([",", ".", ";", ":", "?", "!"])
        .map(|word| (Key::of(word.as_bytes()), (word, row(word))))
        .collect();
    Table {
        scores: lines.iter().map(|(_, scores)| scores.as_bytes()).collect(),
        keys: own.values().map(|(word, _)| *word).collect(),
        own,
        forms: FORMS.map(row),
        start: row(START),
        end: row(END),
    }
});

impl Table {
    /// The line of a token's [`kind`].
    fn row(&self, doc: &Document, token: Token) -> Option<usize> {
        let own = token
            .may_be_in(&self.keys)
            .then(|| self.own.get(&token.key()))
            .flatten()
            .filter(|(word, _)| *word == doc.lower(token));
        own.map_or_else(|| self.forms[form(doc, token)], |(_, row)| *row)
    }
}

/// The natural logarithm of how much more often than by chance each word of a sentence follows the one before it, its two
/// ends included: from -6 to 3, and 0 for a pair that is not in the table.
pub(crate) fn affinities(doc: &Document, tokens: &[Token]) -> impl Iterator<Item = f32> {
    let table = &*TABLE;
    let mut before = table.start;
    let rows = tokens.iter().map(|token| table.row(doc, *token));
    rows.chain([table.end]).map(move |row| {
        let pair = std::mem::replace(&mut before, row).zip(row);
        let step = pair.and_then(|(first, second)| table.scores[first].get(second));
        step.map_or(0.0, |step| {
            f32::from(step.saturating_sub(b'!')) / STEPS_PER_UNIT + LOWEST
        })
    })
}

#[cfg(test)]
mod tests {
    use text::Span;

    use super::*;

    #[test]
    fn knows_what_follows_what() {
        let of = |pair: &str| {
            let doc = Document::new(pair);
            let tokens = text::tokens(pair, Span::new(0, pair.len()));
            let affinity = affinities(&doc, &tokens).nth(1);
            affinity.unwrap()
        };
        assert!(of("of the") > 0.5);
        assert!(of("the of") < -3.0);
        assert!(of("to than") < -1.0);
    }

    #[test]
    fn the_table_has_every_kind() {
        assert!(TABLE.start.is_some() && TABLE.end.is_some());
        assert!(TABLE.forms.iter().all(Option::is_some));
        assert_eq!(TABLE.own.len(), lexicon::function_words().count() + 6);
    }

    #[test]
    fn a_line_is_that_of_the_kind() {
        let text = "However, 12 happily running dogs of Geneva were asked: why - or when?";
        let doc = Document::new(text);
        for token in text::tokens(text, Span::new(0, text.len())) {
            let line = lexicon::lines(include_str!("../data/word_order.txt"))
                .position(|line| line.split('\t').next() == Some(kind(&doc, token)));
            assert_eq!(TABLE.row(&doc, token), line, "{}", doc.word(token));
        }
    }
}
