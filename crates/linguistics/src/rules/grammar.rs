//! What rules about sentence structure ask about words: closed classes and a few open ones. No rule, no state.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;
use text::{BlockKind, KeySet, Token};

use crate::document::{Block, Document};
use crate::lexicon;

use super::phrase::{is_capitalised, is_lower_case, spaced};

/// Whether the lower-case `word` stands before a noun and makes it definite or counts it.
pub(super) fn is_determiner(word: &str) -> bool {
    matches!(
        word,
        "the"
            | "a"
            | "an"
            | "this"
            | "that"
            | "these"
            | "those"
            | "some"
            | "any"
            | "no"
            | "every"
            | "each"
            | "either"
            | "neither"
            | "all"
            | "both"
            | "many"
            | "most"
            | "much"
            | "several"
            | "few"
            | "another"
            | "other"
            | "such"
            | "what"
            | "which"
            | "whose"
            | "my"
            | "your"
            | "his"
            | "her"
            | "its"
            | "our"
            | "their"
            | "one"
    )
}

/// Whether the lower-case `word` stands for a noun as a subject.
pub(super) fn is_subject_pronoun(word: &str) -> bool {
    matches!(
        word,
        "i" | "you"
            | "he"
            | "she"
            | "it"
            | "we"
            | "they"
            | "there"
            | "this"
            | "that"
            | "these"
            | "those"
            | "who"
            | "what"
            | "everyone"
            | "everybody"
            | "everything"
            | "someone"
            | "somebody"
            | "something"
            | "anyone"
            | "anybody"
            | "anything"
            | "nobody"
            | "nothing"
            | "none"
            | "one"
            | "people"
            | "all"
            | "both"
            | "y'all"
    )
}

/// Whether the lower-case `word` is a finite form of "be".
pub(super) fn is_finite_be(word: &str) -> bool {
    matches!(word, "is" | "are" | "was" | "were")
}

/// Whether the lower-case `word` is a past participle: any word in "-ed" that is one, and the frequent irregular ones.
pub(super) fn is_participle(word: &str) -> bool {
    const OTHERS: [&str; 12] = [
        "bed", "breed", "exceed", "feed", "hundred", "indeed", "need", "proceed", "red", "seed", "speed",
        "succeed",
    ];
    let regular = word.len() > 4 && word.ends_with("ed") && !OTHERS.contains(&word);
    regular
        || matches!(
            word,
            "begun"
                | "bought"
                | "broken"
                | "brought"
                | "built"
                | "caught"
                | "chosen"
                | "done"
                | "drawn"
                | "driven"
                | "fallen"
                | "felt"
                | "forgotten"
                | "fought"
                | "found"
                | "given"
                | "grown"
                | "heard"
                | "held"
                | "hidden"
                | "kept"
                | "known"
                | "laid"
                | "left"
                | "lost"
                | "made"
                | "met"
                | "paid"
                | "put"
                | "risen"
                | "said"
                | "seen"
                | "sent"
                | "set"
                | "shot"
                | "shown"
                | "sold"
                | "spent"
                | "spoken"
                | "stolen"
                | "sworn"
                | "taken"
                | "thrown"
                | "told"
                | "torn"
                | "withdrawn"
                | "won"
                | "written"
        )
}

/// Whether the lower-case `word` is a noun that wants a determiner in the singular.
pub(super) fn is_count_noun(word: &str) -> bool {
    static SET: LazyLock<FxHashSet<&str>> =
        LazyLock::new(|| lexicon::lines(include_str!("../../data/count_nouns.txt")).collect());
    SET.contains(word)
}

/// Whether the lower-case `word` is an adjective before a noun and hardly anything else.
pub(super) fn is_adjective(word: &str) -> bool {
    static SET: LazyLock<FxHashSet<&str>> = LazyLock::new(|| adjectives().collect());
    SET.contains(word) || is_learned_adjective(word)
}

/// The same of a token: its key tells most that are none.
pub(super) fn is_adjective_here(doc: &Document, token: Token) -> bool {
    static KEYS: LazyLock<KeySet> = LazyLock::new(|| adjectives().collect());
    let word = doc.lower(token);
    token.may_be_in(&KEYS) && is_adjective(word) || is_learned_adjective(word)
}

/// Those of the list.
fn adjectives() -> impl Iterator<Item = &'static str> {
    lexicon::lines(include_str!("../../data/adjectives.txt"))
}

fn is_learned_adjective(word: &str) -> bool {
    word.ends_with("ological") || word.ends_with("ographical")
}

/// Whether the lower-case `word` tells how, how much or when, between an auxiliary and what follows it.
pub(super) fn is_adverb(word: &str) -> bool {
    word.len() > 4 && word.ends_with("ly") && !matches!(word, "family" | "early" | "july" | "italy" | "only")
        || matches!(
            word,
            "again"
                | "almost"
                | "already"
                | "also"
                | "always"
                | "even"
                | "ever"
                | "much"
                | "never"
                | "not"
                | "now"
                | "often"
                | "only"
                | "quite"
                | "so"
                | "soon"
                | "still"
                | "then"
                | "too"
                | "very"
                | "yet"
        )
}

/// Whether the lower-case `word` is a number written out, up to ten and the round ones.
pub(super) fn is_number_word(word: &str) -> bool {
    matches!(
        word,
        "two"
            | "three"
            | "four"
            | "five"
            | "six"
            | "seven"
            | "eight"
            | "nine"
            | "ten"
            | "eleven"
            | "twelve"
            | "twenty"
            | "thirty"
            | "forty"
            | "fifty"
            | "hundred"
            | "thousand"
    )
}

/// Whether the block is running text, where sentences are whole; headings and items of lists leave words out.
pub(super) fn is_running_text(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Paragraph | BlockKind::Quote)
}

/// Whether the block is the title of a page, with the name of its site behind a dash: "… builds bridge - Harbour News",
/// "… builds bridge - harbournews.com." Titles leave words out.
pub(super) fn ends_with_site(doc: &Document, block: &Block) -> bool {
    const LONGEST: usize = 5;
    let tokens = doc.tokens_of(block);
    let stop = tokens.last().is_some_and(|last| doc.word(*last) == ".");
    let tokens = &tokens[..tokens.len() - usize::from(stop)];
    let behind = tokens
        .iter()
        .rev()
        .take(LONGEST + 1)
        .position(|token| token.is_mark() && matches!(doc.word(*token), "-" | "–" | "—" | "|"));
    let dash = behind
        .filter(|behind| *behind > 0)
        .map_or(0, |behind| tokens.len() - behind - 1);
    if dash == 0 {
        return false;
    }
    let site = &tokens[dash + 1..];
    let parted = spaced(doc, tokens[dash - 1], tokens[dash]) && spaced(doc, tokens[dash], site[0]);
    // A name that a full stop follows may end a sentence: only an address cannot.
    let is_address = || {
        let last = &doc.text()[site[0].start()..site[site.len() - 1].end()];
        last.rsplit_once('.').is_some_and(|(name, end)| {
            !name.is_empty() && (2..=4).contains(&end.len()) && end.bytes().all(|b| b.is_ascii_lowercase())
        })
    };
    let is_name = || !stop && site.iter().all(|token| is_capitalised(doc.word(*token)));
    parted && (is_address() || is_name())
}

/// Where the first word of a sentence stands, if only marks of quotation and dashes stand before it and it has a capital.
pub(super) fn opening_word(doc: &Document, tokens: &[Token]) -> Option<usize> {
    let at = tokens.iter().position(|token| !token.is_mark())?;
    let only_quotes = tokens[..at].iter().all(|mark| {
        matches!(
            doc.word(*mark),
            "\"" | "“" | "”" | "„" | "«" | "'" | "‘" | "-" | "–" | "—" | "−"
        )
    });
    (only_quotes && is_capitalised(doc.word(tokens[at]))).then_some(at)
}

/// Whether the sentence is a statement: its last mark, quotation aside, is a full stop or a comma before "he said".
pub(super) fn is_statement(doc: &Document, tokens: &[Token]) -> bool {
    let last = tokens.iter().rev().map(|token| doc.word(*token));
    let mut last = last.skip_while(|word| matches!(*word, "\"" | "”" | "“" | "»" | "'" | "’" | ")"));
    last.next().is_some_and(|mark| mark == ".")
        && !tokens
            .iter()
            .any(|token| matches!(doc.word(*token), "?" | "!" | ":"))
}

/// Whether the token is a word in small letters.
pub(super) fn is_small_word(doc: &Document, token: Token) -> bool {
    token.is_small() || token.is_word() && is_lower_case(doc.word(token))
}

#[cfg(test)]
mod tests {
    use text::list::disorder;

    #[test]
    fn lists_are_sorted_and_unique() {
        for list in [
            include_str!("../../data/count_nouns.txt"),
            include_str!("../../data/adjectives.txt"),
        ] {
            assert_eq!(disorder(list), None);
        }
    }
}
