//! How often one kind of word follows another in English, to tell a sentence from a heap of its words.
//!
//! Function words are kinds of their own; other words are told apart by their ending. `data/word_order.txt` says for each
//! pair whether it is more or less frequent than chance; `examples/train_word_order.rs` makes it.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use text::{KeySet, Token};

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

/// The kind of a token: its lower-case self for a function word, otherwise one of a dozen names with a tilde.
#[must_use]
pub fn kind<'d>(doc: &'d Document, token: Token) -> &'d str {
    let word = doc.lower(token);
    if token.is_number() {
        return "~number";
    }
    if token.is_mark() {
        return if matches!(word, "," | "." | ";" | ":" | "?" | "!") {
            word
        } else {
            "~mark"
        };
    }
    if lexicon::is_function_word(word) {
        return word;
    }
    kind_by_form(doc, token)
}

/// The kind of a word that is no function word.
fn kind_by_form<'d>(doc: &'d Document, token: Token) -> &'d str {
    let word = doc.lower(token);
    if doc.word(token).starts_with(char::is_uppercase) {
        return "~name";
    }
    ["ly", "ing", "ed", "s"]
        .into_iter()
        .zip(["~ly", "~ing", "~ed", "~s"])
        .find(|(ending, _)| word.ends_with(ending))
        .map_or("~word", |(_, kind)| kind)
}

struct Table {
    rows: FxHashMap<&'static str, usize>,
    scores: Vec<&'static [u8]>,
    /// The keys of function words.
    small: KeySet,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let lines: Vec<(&str, &str)> = lexicon::lines(include_str!("../data/word_order.txt"))
        .filter_map(|line| line.split_once('\t'))
        .collect();
    Table {
        rows: lines
            .iter()
            .enumerate()
            .map(|(row, (kind, _))| (*kind, row))
            .collect(),
        scores: lines.iter().map(|(_, scores)| scores.as_bytes()).collect(),
        small: lexicon::function_words().collect(),
    }
});

/// The natural logarithm of how much more often than by chance each word of a sentence follows the one before it, its two
/// ends included: from -6 to 3, and 0 for a pair that is not in the table.
pub(crate) fn affinities(doc: &Document, tokens: &[Token]) -> impl Iterator<Item = f32> {
    let table = &*TABLE;
    let mut before = table.rows.get(START);
    let rows = tokens.iter().map(|token| {
        // Most words need not be looked up to know that they are no function words.
        let kind = if token.is_word() && !token.may_be_in(&table.small) {
            kind_by_form(doc, *token)
        } else {
            kind(doc, *token)
        };
        table.rows.get(kind)
    });
    rows.chain([table.rows.get(END)]).map(move |row| {
        let (Some(first), Some(second)) = (std::mem::replace(&mut before, row), row) else {
            return 0.0;
        };
        table.scores[*first].get(*second).map_or(0.0, |step| {
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
    fn every_kind_of_form_is_in_the_table() {
        for kind in ["~number", "~mark", "~name", "~ly", "~ing", "~ed", "~s", "~word", START, END] {
            assert!(TABLE.rows.contains_key(kind), "{kind}");
        }
    }
}
