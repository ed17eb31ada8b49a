//! Where sentences begin and end.
//!
//! Sentences end where Unicode Standard Annex 29 says so (`boundaries.rs`), with the exceptions that news needs at full
//! stops which end no sentence (initials, titles, months, "No. 75/240").

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::boundaries::sentence_end;
use crate::list::entries;
use crate::span::Span;
use crate::token::Token;

/// The sentences of `text[block]`, in order and without surrounding white space. None ends within one of the block's
/// `tokens`, though the boundaries of UAX 29 do in "Kontur.דף".
#[must_use]
pub fn sentences(text: &str, block: Span, tokens: &[Token]) -> Vec<Span> {
    let inner = &text[block];
    let mut found = Vec::new();
    let (mut start, mut end) = (0, 0);
    // The first letter or digit behind `end`. It is looked for once and not behind every boundary before it, because a
    // stranger's text may have a million boundaries and then a letter.
    let mut letter = 0;
    let mut tokens = tokens.iter().peekable();
    while end < inner.len() {
        end = sentence_end(inner, end);
        if letter < end {
            letter = inner[end..]
                .find(char::is_alphanumeric)
                .map_or(inner.len(), |offset| end + offset);
        }
        while tokens.next_if(|token| token.end() <= block.start + end).is_some() {}
        if tokens
            .peek()
            .is_some_and(|token| token.start() < block.start + end)
        {
            continue;
        }
        if end == inner.len() || ends_sentence(&inner[start..end], &inner[letter..]) {
            found.push(Span::new(start, end).trimmed(inner).shifted(block.start));
            start = end;
        }
    }
    found.retain(|sentence| !sentence.is_empty());
    found
}

/// Whether a boundary that UAX 29 sees behind `before` really ends a sentence of a news text; `after` is what follows,
/// from its first letter or digit on.
fn ends_sentence(before: &str, after: &str) -> bool {
    let broken_line = before.ends_with('\n');
    let before = before.trim_end();
    let Some(next) = after.chars().next() else {
        return broken_line;
    };
    let Some(stem) = before.strip_suffix('.') else {
        return if broken_line && !before.ends_with(TERMINATORS) {
            // A line was broken in the middle of a sentence unless the next one starts like a line of its own.
            !(next.is_lowercase() || next.is_numeric() && before.len() >= HARD_WRAP)
        } else {
            !next.is_lowercase()
        };
    };
    let word_start = stem
        .rfind(|c: char| c.is_whitespace() || "([\"“‘'".contains(c))
        .map_or(0, |at| at + stem[at..].chars().next().map_or(1, char::len_utf8));
    !goes_on(&stem[word_start..], after, next)
}

/// Marks after which a line break also ends the sentence.
const TERMINATORS: [char; 8] = ['.', '!', '?', ':', '"', '”', '»', '…'];

/// Lines this long (bytes) were probably broken by a program and not by a writer.
const HARD_WRAP: usize = 60;

/// Whether `stem` plus a full stop is an abbreviation that goes on with `after`, whose first letter or digit is `next`.
fn goes_on(stem: &str, after: &str, next: char) -> bool {
    let lower = stem.to_lowercase();
    match abbreviation(&lower) {
        Some(Abbreviation::Title) => true,
        Some(Abbreviation::BeforeNumber) => next.is_numeric(),
        Some(Abbreviation::AnyWhere) => !starts_sentence(after),
        None => is_initials(stem) && !starts_sentence(after),
    }
}

/// `B`, `J.R`, `U.N`, `Yu`: one or two letters at a time with full stops between.
fn is_initials(stem: &str) -> bool {
    !stem.is_empty()
        && stem.split('.').all(|part| {
            let mut chars = part.chars();
            chars.next().is_some_and(char::is_uppercase) && {
                let rest = chars.as_str();
                rest.is_empty() || matches!(rest, "h" | "u" | "a" | "e" | "o") // Sh., Yu., Ya., Ye., Yo.
            }
        })
}

/// Whether `after` begins with a word that starts a new sentence far more often than it follows an abbreviation.
fn starts_sentence(after: &str) -> bool {
    let end = after.find(|c: char| !c.is_alphabetic()).unwrap_or(after.len());
    let is_initial = end == 1 && after[end..].starts_with('.');
    !is_initial && is_sentence_starter(&after[..end])
}

const ABBREVIATIONS: &str = include_str!("../data/abbreviations.tsv");
const SENTENCE_OPENERS: &str = include_str!("../data/sentence_openers.txt");

/// Whether `stem`, in lower case and without its last full stop, is an abbreviation that the list knows.
#[must_use]
pub fn is_abbreviation(stem: &str) -> bool {
    abbreviation(stem).is_some()
}

/// Where a full stop after an abbreviation does not end the sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Abbreviation {
    /// Always goes on: "Gen.".
    Title,
    /// Goes on before a number: "No. 75/240", "Dec. 13".
    BeforeNumber,
    /// Goes on unless a sentence opener follows: "Ltd.", "U.S.".
    AnyWhere,
}

/// What `stem` (lower case, without its last full stop) abbreviates.
fn abbreviation(stem: &str) -> Option<Abbreviation> {
    static TABLE: LazyLock<FxHashMap<&str, Abbreviation>> = LazyLock::new(|| {
        entries(ABBREVIATIONS)
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

/// The words of [`is_sentence_starter`] in lower case.
pub fn sentence_starters() -> impl Iterator<Item = &'static str> {
    entries(SENTENCE_OPENERS)
}

/// Whether a sentence often begins with `word` (any case; only its capitalised form counts).
#[must_use]
pub fn is_sentence_starter(word: &str) -> bool {
    static SET: LazyLock<FxHashSet<&str>> = LazyLock::new(|| sentence_starters().collect());
    const ROOM: usize = 16;
    if !word.starts_with(char::is_uppercase) {
        return false;
    }
    // Without a string of its own for a short word of ASCII, as nearly all of them are.
    let mut lower = [0; ROOM];
    match lower.get_mut(..word.len()).filter(|_| word.is_ascii()) {
        Some(lower) => {
            lower.copy_from_slice(word.as_bytes());
            lower.make_ascii_lowercase();
            str::from_utf8(lower).is_ok_and(|lower| SET.contains(lower))
        }
        None => SET.contains(word.to_lowercase().as_str()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::boundaries::tokens;
    use crate::list::disorder;

    fn split(text: &str) -> Vec<&str> {
        let all = Span::new(0, text.len());
        sentences(text, all, &tokens(text, all))
            .into_iter()
            .map(|span| &text[span])
            .collect()
    }

    #[test]
    fn keeps_what_only_looks_like_an_end() {
        for whole in [
            "Permanent Representative of Singapore to the UN in New York B. Ghafoor was elected its chairman.",
            "It was adopted as resolution No. 75/240 by consensus.",
            "The U.N. Security Council met on Dec. 13 at 10 a.m. Geneva time.",
            "Harbin Pump Co., Ltd. Shanghai branch reported a profit of 3.5 percent.",
            "The site Gazeta.ru wrote about Gen. Yu. A. Petrenko and St. Petersburg.",
            "He waited ... and then left … without a word.",
            "International law applies to the use of ICT by states. , confidence-building measures and more.",
            "“Why now?” he asked.",
            "The site Kontur.דף opened.",
            "The line was broken\nin the middle of a sentence.",
        ] {
            assert_eq!(split(whole), [whole]);
        }
    }

    #[test]
    fn parts_what_ends() {
        for (text, parts) in [
            ("They chose Plan B. The vote was open.", 2),
            ("He lives in the U.S. She does not.", 2),
            ("It closed at 10 p.m. It reopened at noon.", 2),
            ("Was it late? Nobody knew! The clock had stopped.", 3),
            ("The first line.\nThe second line.", 2),
            ("Agenda\nOpening of the session", 2),
        ] {
            assert_eq!(split(text).len(), parts, "{text}");
        }
    }

    #[test]
    fn lists_are_sorted_and_unique() {
        for list in [ABBREVIATIONS, SENTENCE_OPENERS] {
            assert!(entries(list).count() > 50);
            assert_eq!(disorder(list), None);
        }
    }
}
