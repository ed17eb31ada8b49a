//! How often one kind of word follows another in English, to tell a sentence from a heap of its words.
//!
//! Function words are kinds of their own; other words are told apart by their ending. `data/word_order.txt` says for each
//! pair whether it is more or less frequent than chance; `examples/train_word_order.rs` makes it.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use text::Token;

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
    }
});

/// The natural logarithm of how much more often than by chance `second` follows `first`, from -6 to 3; 0 for a pair that
/// is not in the table.
#[must_use]
pub fn affinity(first: &str, second: &str) -> f32 {
    let rows = &TABLE.rows;
    let (Some(row), Some(column)) = (rows.get(first), rows.get(second)) else {
        return 0.0;
    };
    TABLE.scores[*row].get(*column).map_or(0.0, |step| {
        f32::from(step.saturating_sub(b'!')) / STEPS_PER_UNIT + LOWEST
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_what_follows_what() {
        assert!(affinity("of", "the") > 0.5);
        assert!(affinity("the", "of") < -3.0);
        assert!(affinity("to", "than") < -1.0);
        assert!(affinity("no such kind", "the").abs() < f32::EPSILON);
    }
}
