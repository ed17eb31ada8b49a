//! The word lists in `data/`, read once and asked by rules and by segmentation.
//!
//! A list file has one entry a line, sorted, tab-separated, with `#` lines that give source and licence.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

/// Where a full stop after an abbreviation does not end the sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Abbreviation {
    /// Always goes on: "Gen.".
    Title,
    /// Goes on before a number: "No. 75/240", "Dec. 13".
    BeforeNumber,
    /// Goes on unless a sentence opener follows: "Ltd.", "U.S.".
    AnyWhere,
}

/// The entries of a data file: its lines without comments.
pub(crate) fn lines(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// What `stem` (lower case, without its last full stop) abbreviates.
pub(crate) fn abbreviation(stem: &str) -> Option<Abbreviation> {
    static TABLE: LazyLock<FxHashMap<&str, Abbreviation>> = LazyLock::new(|| {
        lines(include_str!("../data/abbreviations.tsv"))
            .filter_map(|line| {
                let (stem, class) = line.split_once('\t')?;
                let class = match class {
                    "title" => Abbreviation::Title,
                    "number" => Abbreviation::BeforeNumber,
                    _ => Abbreviation::AnyWhere,
                };
                Some((stem, class))
            })
            .collect()
    });
    TABLE.get(stem).copied()
}

/// Whether a sentence often begins with `word` (any case; only its capitalised form counts).
pub(crate) fn is_sentence_starter(word: &str) -> bool {
    static SET: LazyLock<FxHashSet<&str>> =
        LazyLock::new(|| lines(include_str!("../data/sentence_openers.txt")).collect());
    word.starts_with(char::is_uppercase) && SET.contains(word.to_lowercase().as_str())
}

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

/// Whether `word` is a function word that hardly is a word in another language.
pub(crate) fn is_english_only(word: &str) -> bool {
    FUNCTION_WORDS.get(word).is_some_and(|&own| own)
}

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
    static SET: LazyLock<FxHashSet<&str>> =
        LazyLock::new(|| lines(include_str!("../data/titles.txt")).collect());
    SET.contains(word)
}

/// Whether `word` is a surname that stands before the given name.
pub(crate) fn is_surname_first(word: &str) -> bool {
    static SET: LazyLock<FxHashSet<&str>> =
        LazyLock::new(|| lines(include_str!("../data/surnames_first.txt")).collect());
    SET.contains(word)
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

#[cfg(test)]
mod tests {
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
            ("abbreviations.tsv", include_str!("../data/abbreviations.tsv")),
            (
                "sentence_openers.txt",
                include_str!("../data/sentence_openers.txt"),
            ),
            ("spelling_pairs.tsv", include_str!("../data/spelling_pairs.tsv")),
            ("entity_variants.tsv", include_str!("../data/entity_variants.tsv")),
            ("proper_nouns.txt", include_str!("../data/proper_nouns.txt")),
            (
                "transliterations.tsv",
                include_str!("../data/transliterations.tsv"),
            ),
            ("titles.txt", include_str!("../data/titles.txt")),
            ("surnames_first.txt", include_str!("../data/surnames_first.txt")),
            ("function_words.tsv", include_str!("../data/function_words.tsv")),
        ] {
            let entries: Vec<_> = lines(file).collect();
            assert!(entries.len() > 50, "{name} is nearly empty");
            for pair in entries.windows(2) {
                assert!(
                    pair[0] < pair[1],
                    "{name}: `{}` must stand once and after `{}`",
                    pair[1],
                    pair[0]
                );
            }
        }
    }
}
