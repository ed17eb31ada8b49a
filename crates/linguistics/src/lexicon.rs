//! The word lists in `data/`, read once and asked by rules. [`text::list`] says how they are kept.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};
use text::KeySet;
pub(crate) use text::list::entries as lines;

static FUNCTION_WORDS: LazyLock<FxHashMap<&str, bool>> = LazyLock::new(|| {
    lines(include_str!("../data/function_words.tsv"))
        .filter_map(|line| line.split_once('\t'))
        .map(|(word, class)| (word, class == "own"))
        .collect()
});

/// Whether the lower-case `word` is an English preposition, pronoun, auxiliary or the like.
pub(crate) fn is_function_word(word: &str) -> bool {
    FUNCTION_WORDS.contains_key(word)
}

/// All of them.
pub(crate) fn function_words() -> impl Iterator<Item = &'static str> {
    FUNCTION_WORDS.keys().copied()
}

/// Whether `word` is a function word that hardly is a word in another language.
pub(crate) fn is_english_only(word: &str) -> bool {
    FUNCTION_WORDS.get(word).is_some_and(|&own| own)
}

/// The keys of those words: most tokens have none of them.
pub(crate) static ENGLISH_ONLY: LazyLock<KeySet> = LazyLock::new(|| {
    let words = FUNCTION_WORDS.iter().filter(|(_, own)| **own);
    words.map(|(word, _)| *word).collect()
});

/// Whether the lower-case `word` holds sentences together in another language of Latin script.
pub(crate) fn is_foreign_function_word(word: &str) -> bool {
    static SET: LazyLock<FxHashSet<&str>> =
        LazyLock::new(|| lines(include_str!("../data/foreign_function_words.txt")).collect());
    SET.contains(word)
}

/// A foreign word whose first letter stands in an acronym where an English word is due.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Head {
    /// The foreign word in its own script.
    pub(crate) foreign: &'static str,
    /// English name of its language.
    pub(crate) language: &'static str,
}

/// The foreign word that explains `letter` (lower case) in the place of the lower-case English `word`.
pub(crate) fn head(word: &str, letter: u8) -> Option<&'static Head> {
    static TABLE: LazyLock<FxHashMap<&str, Vec<(u8, Head)>>> = LazyLock::new(|| {
        let mut table = FxHashMap::<&str, Vec<(u8, Head)>>::default();
        for line in lines(include_str!("../data/acronym_heads.tsv")) {
            if let [word, letter, foreign, language] = line.split('\t').collect::<Vec<_>>()[..] {
                table
                    .entry(word)
                    .or_default()
                    .push((letter.as_bytes()[0], Head { foreign, language }));
            }
        }
        table
    });
    TABLE
        .get(word)?
        .iter()
        .find(|(of, _)| *of == letter)
        .map(|(_, head)| head)
}

/// Whether an acronym is right although its letters do not follow its English name.
pub(crate) fn is_known_acronym(acronym: &str) -> bool {
    static SET: LazyLock<FxHashSet<&str>> =
        LazyLock::new(|| lines(include_str!("../data/known_acronyms.txt")).collect());
    SET.contains(acronym)
}

/// Whether the lower-case `word` says what somebody is and stands before the name: "president".
pub(crate) fn is_title(word: &str) -> bool {
    static SET: LazyLock<FxHashSet<&str>> = LazyLock::new(|| titles().collect());
    SET.contains(word)
}

/// All of them.
pub(crate) fn titles() -> impl Iterator<Item = &'static str> {
    lines(include_str!("../data/titles.txt"))
}

/// Whether `word` is a surname that stands before the given name.
pub(crate) fn is_surname_first(word: &str) -> bool {
    static SET: LazyLock<FxHashSet<&str>> =
        LazyLock::new(|| lines(include_str!("../data/surnames_first.txt")).collect());
    SET.contains(word)
}

/// Whether the lower-case `word` is a country or another land that no two places have as their name.
pub(crate) fn is_country(word: &str) -> bool {
    static SET: LazyLock<FxHashSet<&str>> =
        LazyLock::new(|| lines(include_str!("../data/countries.txt")).collect());
    SET.contains(word)
}

/// Whether the lower-case `word` may stand twice in a row because it is a double word or name: "mahi mahi".
pub(crate) fn is_double_by_right(word: &str) -> bool {
    static SET: LazyLock<FxHashSet<&str>> =
        LazyLock::new(|| lines(include_str!("../data/double_by_right.txt")).collect());
    SET.contains(word)
}

/// Whether the lower-case `word` is a brand or site that writes itself so: "bilibili".
pub(crate) fn is_small_brand(word: &str) -> bool {
    static SET: LazyLock<FxHashSet<&str>> =
        LazyLock::new(|| lines(include_str!("../data/small_brands.txt")).collect());
    SET.contains(word)
}

/// Whether two lower-case words follow each other in a Latin phrase that English has: "in memoriam".
pub(crate) fn is_latin_pair(first: &str, second: &str) -> bool {
    static PAIRS: LazyLock<FxHashSet<(&str, &str)>> = LazyLock::new(|| {
        let phrases = lines(include_str!("../data/latin_phrases.txt"));
        let pairs = phrases.flat_map(|phrase| phrase.split(' ').zip(phrase.split(' ').skip(1)));
        pairs.collect()
    });
    PAIRS.contains(&(first, second))
}

/// A foreign noun that was only put into Latin letters.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Transliteration {
    /// The noun in its own spelling.
    pub(crate) original: &'static str,
    /// English name of its language.
    pub(crate) language: &'static str,
    /// What it means in English.
    pub(crate) meaning: &'static str,
}

/// The foreign noun of which the lower-case `word` is a form: a stem of the table and at most three letters of ending.
pub(crate) fn transliteration(word: &str) -> Option<&'static Transliteration> {
    static TABLE: LazyLock<FxHashMap<&str, Transliteration>> = LazyLock::new(|| {
        let entry = |line: &'static str| match line.split('\t').collect::<Vec<_>>()[..] {
            [stem, original, language, meaning] => Some((
                stem,
                Transliteration {
                    original,
                    language,
                    meaning,
                },
            )),
            _ => None,
        };
        lines(include_str!("../data/transliterations.tsv"))
            .filter_map(entry)
            .collect()
    });
    const ENDING: usize = 3;
    (0..=ENDING).find_map(|ending| TABLE.get(word.get(..word.len().checked_sub(ending)?)?))
}

static PROPER_NOUNS: LazyLock<FxHashSet<&str>> = LazyLock::new(|| proper_nouns().collect());

/// Names of months, weekdays, countries and peoples, in lower case.
pub(crate) fn proper_nouns() -> impl Iterator<Item = &'static str> {
    lines(include_str!("../data/proper_nouns.txt"))
}

/// Whether the lower-case `word` is such a name and nothing else.
pub(crate) fn is_proper_noun(word: &str) -> bool {
    PROPER_NOUNS.contains(word)
}

/// Whether the lower-case `word`, which English does not have, is the name of a person or a place.
pub(crate) fn is_name(word: &str) -> bool {
    static NAMES: LazyLock<FxHashSet<&str>> =
        LazyLock::new(|| lines(include_str!("../data/names.txt")).collect());
    NAMES.contains(word)
}

#[cfg(test)]
mod tests {
    use text::list::disorder;

    use super::*;

    #[test]
    fn lists_are_sorted_and_unique() {
        for (name, file) in [
            (
                "foreign_function_words.txt",
                include_str!("../data/foreign_function_words.txt"),
            ),
            ("acronym_heads.tsv", include_str!("../data/acronym_heads.tsv")),
            ("known_acronyms.txt", include_str!("../data/known_acronyms.txt")),
            ("spelling_pairs.tsv", include_str!("../data/spelling_pairs.tsv")),
            ("entity_variants.tsv", include_str!("../data/entity_variants.tsv")),
            ("countries.txt", include_str!("../data/countries.txt")),
            ("double_by_right.txt", include_str!("../data/double_by_right.txt")),
            ("names.txt", include_str!("../data/names.txt")),
            ("proper_nouns.txt", include_str!("../data/proper_nouns.txt")),
            (
                "transliterations.tsv",
                include_str!("../data/transliterations.tsv"),
            ),
            ("titles.txt", include_str!("../data/titles.txt")),
            ("surnames_first.txt", include_str!("../data/surnames_first.txt")),
            ("latin_phrases.txt", include_str!("../data/latin_phrases.txt")),
            ("small_brands.txt", include_str!("../data/small_brands.txt")),
            ("function_words.tsv", include_str!("../data/function_words.tsv")),
        ] {
            assert!(lines(file).count() > 50, "{name} is nearly empty");
            assert_eq!(disorder(file), None, "{name} is out of order");
        }
    }
}
