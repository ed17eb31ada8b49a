//! What several rules ask about tokens and their neighbours. No rule, no state.

use text::Token;

use crate::document::Document;

/// Whether white space and nothing else parts two neighbouring tokens.
#[inline]
pub(super) fn spaced(doc: &Document, left: Token, right: Token) -> bool {
    left.end() < right.start() && !doc.text().as_bytes()[left.end()..right.start()].contains(&b'\n')
}

/// Whether nothing parts two neighbouring tokens.
#[inline]
pub(super) fn touching(left: Token, right: Token) -> bool {
    left.end() == right.start()
}

/// Whether the word begins with a capital.
#[inline]
pub(super) fn is_capitalised(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

/// Whether every letter is a capital and there are at least two: `ICT`, `UN`.
pub(super) fn is_all_capitals(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase)
        && letters.next().is_some_and(char::is_uppercase)
        && letters.all(char::is_uppercase)
}

/// Whether every letter is lower case: `session`, `can't`, not `iPhone`.
pub(super) fn is_lower_case(word: &str) -> bool {
    if word.is_ascii() {
        return !word.bytes().any(|byte| byte.is_ascii_uppercase());
    }
    word.chars().all(|c| c.is_lowercase() || !c.is_alphabetic())
}

/// The English names of the months, in order.
pub(super) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Whether the word is the English name of a month.
pub(super) fn is_month(word: &str) -> bool {
    MONTHS.contains(&word)
}

/// `replacement` with its first letter as in `original`, so that a sentence keeps its capital.
pub(crate) fn cased_like(original: &str, replacement: &str) -> String {
    if !is_capitalised(original) {
        return replacement.to_owned();
    }
    capitalised(replacement)
}

/// The text with its first letter as a capital.
pub(super) fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map(|first| first.to_uppercase().chain(chars).collect())
        .unwrap_or_default()
}

/// The text as a message quotes it: cut after 60 characters.
pub(super) fn shortened(text: &str) -> String {
    const LONGEST: usize = 60;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}

/// Whether the word is spoken with a vowel first, so that "an" and not "a" stands before it; `None` where that cannot
/// be told from its letters alone (an acronym may be spelt out or read as a word).
pub(super) fn starts_with_vowel_sound(word: &str) -> Option<bool> {
    let lower = word.to_lowercase();
    let first = lower.chars().next()?;
    if first.is_ascii_digit() {
        return number_starts_with_vowel_sound(&lower);
    }
    if is_all_capitals(word) || word.len() == 1 {
        return acronym_starts_with_vowel_sound(&lower);
    }
    if !first.is_ascii_alphabetic() || word[first.len_utf8()..].contains(char::is_uppercase) {
        return None;
    }
    let begins = |stems: &[&str]| stems.iter().any(|stem| lower.starts_with(stem));
    // "Uefa" and "Xbox" are spoken as letters, "Mbeki" and "Ntombi" with a vowel by some: a name of no dictionary tells its
    // sound only where a vowel or the usual consonants follow its first letter.
    if is_capitalised(word) && !has_plain_beginning(&lower) && !wordnik_list::word_exists(&lower) {
        return None;
    }
    match first {
        'h' if begins(&["hour", "honest", "honor", "honour", "heir"]) => Some(true),
        'h' if begins(&[
            "herb",
            "hotel",
            "histor",
            "homage",
            "habitual",
            "hallucin",
            "heroic",
            "hereditary",
        ]) =>
        {
            None
        }
        'u' => u_starts_with_vowel_sound(&lower),
        'e' => Some(!begins(&["eu", "ewe"])),
        'o' => Some(!begins(&["one", "ouija", "once"]) || begins(&["oner"])),
        'a' | 'i' => Some(true),
        'y' => Some(begins(&["ytt", "yp"])),
        _ => Some(false),
    }
}

/// Whether a name that begins so is read as a word by everybody: "Berlin", "Stettin", "Omsk", "Ukraine", not "Uefa".
fn has_plain_beginning(lower: &str) -> bool {
    let mut letters = lower.bytes();
    let (Some(first), Some(second)) = (letters.next(), letters.next()) else {
        return false;
    };
    let is_vowel = |letter: u8| b"aeiouy".contains(&letter);
    match first {
        b'u' => ["ukr", "ugan", "uru", "uni"]
            .iter()
            .any(|stem| lower.starts_with(stem)),
        b'x' => false,
        b'f' | b'l' | b'm' | b'n' | b'r' => {
            is_vowel(second)
                || first == b'f' && matches!(second, b'l' | b'r')
                || first == b'r' && second == b'h'
        }
        b's' => is_vowel(second) || b"chklmnpqtw".contains(&second),
        _ => true,
    }
}

/// "an umbrella", "an unusual", but "a union", "a user", "a unanimous", "a unit".
fn u_starts_with_vowel_sound(lower: &str) -> Option<bool> {
    const YOU: [&str; 18] = [
        "ubiq", "uganda", "ukr", "ukulele", "unani", "uni", "ural", "uran", "urea", "urin", "uro", "uru",
        "usa", "use", "usu", "ute", "uti", "uto",
    ];
    const UN_PREFIX: [&str; 7] = ["unim", "unin", "unid", "unig", "unill", "unissu", "unintel"];
    if matches!(lower, "u" | "us" | "uk" | "uae") {
        return None; // letters or a word
    }
    Some(
        UN_PREFIX.iter().any(|stem| lower.starts_with(stem))
            || !YOU.iter().any(|stem| lower.starts_with(stem)),
    )
}

/// "an 8", "an 11-day", "an 18th", "an 80", "an 800", "an 11,000", but "a 1,100".
fn number_starts_with_vowel_sound(lower: &str) -> Option<bool> {
    if lower.starts_with('0') {
        return None; // "an oh-two defeat", "a nil-two defeat", "a zero"
    }
    if lower.starts_with('8') {
        return Some(true);
    }
    let end = lower
        .find(|c: char| !c.is_ascii_digit() && c != ',')
        .unwrap_or(lower.len());
    // "1x1" and "11b" are read in more than one way; "11th" and "1990s" are not.
    if !matches!(&lower[end..], "" | "st" | "nd" | "rd" | "th" | "s" | "am" | "pm")
        && !lower[end..].starts_with(['.', ':'])
    {
        return None;
    }
    let digits: String = lower[..end].chars().filter(char::is_ascii_digit).collect();
    if !(digits.starts_with("11") || digits.starts_with("18")) {
        return Some(false);
    }
    match digits.len() {
        2 | 5 | 8 => Some(true),
        4 => None, // "an 1800s house", "a 1,800 euro fine"
        _ => Some(false),
    }
}

/// Spelt-out letters: "an FBI agent", "a UN agency". Read as a word: "a NATO base". Where the two differ, unknown.
fn acronym_starts_with_vowel_sound(lower: &str) -> Option<bool> {
    // "sequel" or three letters, "Triple-A" or three letters.
    // "Snip" or three letters.
    if matches!(lower, "sql" | "snp" | "snps") || lower.starts_with("aaa") {
        return None;
    }
    let vowels = lower.bytes().filter(|byte| b"aeiouy".contains(byte)).count();
    match lower.bytes().next()? {
        b'a' | b'e' | b'i' | b'o' => Some(true),
        b'u' if lower.len() <= 3 => Some(false),
        b'u' => None,
        b'f' | b'h' | b'l' | b'm' | b'n' | b'r' | b's' | b'x' => {
            (vowels == 0 || !is_pronounceable(lower)).then_some(true)
        }
        _ => Some(false),
    }
}

/// Whether the first two letters can begin a spoken word: "NATO", "STEM", "FLAC", but not "FBI" or "MRI".
fn is_pronounceable(acronym: &str) -> bool {
    let mut letters = acronym.bytes();
    let (Some(first), Some(second)) = (letters.next(), letters.next()) else {
        return false;
    };
    b"aeiouy".contains(&second) || first == b's' || first == b'f' && matches!(second, b'l' | b'r')
}
