use rustc_hash::{FxHashMap, FxHashSet};
use text::Token;
use unicase::UniCase;

use crate::document::{Block, Document};
use crate::finding::{Category, Severity};
use crate::lexicon;
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

use super::phrase::{is_capitalised, touching};

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "misspelling",
    summary: "a word that English does not have, one slip away from one that it has",
    category: Category::Spelling,
    severity: Severity::Minor,
    languages: Languages::ENGLISH,
    point: Point::AnyText,
    explain: "Engines that build words out of pieces now and then build one that does not exist. A word that no list knows \
              may still be a new one, so that two things must come together: the word is a known misspelling of one English \
              word, or it differs in one letter from a word that the same article has in its right spelling. Names and \
              everything with a capital, hyphen or figure are left alone.",
    examples: &[
        Example::Flags {
            text: "The mill is run [[indepedently]].",
            fixed: Some("The mill is run independently."),
        },
        Example::Flags {
            text: "The omicron variant spreads fast. Three cases of [[omicrone]] were found in the harbour.",
            fixed: Some(
                "The omicron variant spreads fast. Three cases of omicron were found in the harbour.",
            ),
        },
        Example::Flags {
            text: "The [[interseciton]] is closed.",
            fixed: None,
        },
        Example::Passes(
            "Fintechs, foodborne germs, a pitchside reporter and a backheel are new words, not wrong ones.",
        ),
        Example::Passes("The colour of the organisation’s programme pleased the travellers who realised it."),
        Example::Passes("He lives in Kirchheim unter Teck, a left-hander who writes “becuase” with care."),
        Example::Passes("The clip was reposted on Monday, the agency reported; a backheel followed."),
        Example::Passes("The fintech and other fintechs randomised a trial; the randomized one failed."),
        Example::Passes(
            "Two millimeters of rain fell, then ten millimetres; the aging coaches and the ageing drivers waited.",
        ),
    ],
    check,
};

/// Letters of the words that are judged: short ones have too many neighbours, long ones are made of parts.
const LETTERS: std::ops::RangeInclusive<usize> = 5..=20;

fn check(doc: &Document, findings: &mut Findings) {
    let words = words(doc);
    let known: FxHashMap<&str, &str> = words
        .keys()
        .filter_map(|word| Some((*word, known_misspelling(word)?)))
        .collect();
    let mut near = one_letter_apart(&words);
    if !near.is_empty() {
        let names = names(doc);
        near.retain(|odd, _| !names.contains(*odd));
    }
    if known.is_empty() && near.is_empty() {
        return;
    }
    for place in places(doc) {
        let word = doc.word(place);
        if let Some(right) = known.get(word) {
            report_known(doc, findings, place, right);
        } else if let Some(right) = near.get(word) {
            report_near(doc, findings, place, words[right]);
        }
    }
}

/// The words that are judged, each with the first place where it stands.
fn words<'a>(doc: &'a Document) -> FxHashMap<&'a str, Token> {
    let mut words = FxHashMap::default();
    for place in places(doc) {
        words.entry(doc.word(place)).or_insert(place);
    }
    words
}

fn places(doc: &Document) -> impl Iterator<Item = Token> {
    doc.prose().flat_map(|block| {
        let tokens = doc.tokens_of(block);
        (0..tokens.len())
            .filter(|at| is_plain(doc, tokens, *at))
            .map(|at| tokens[at])
    })
}

/// Whether the token is a word of small English letters that stands by itself in running text.
fn is_plain(doc: &Document, tokens: &[Token], at: usize) -> bool {
    let token = tokens[at];
    if !LETTERS.contains(&token.span().len())
        || !token.is_word()
        || !doc.word(token).bytes().all(|b| b.is_ascii_lowercase())
    {
        return false;
    }
    let left = at.checked_sub(1).map(|at| tokens[at]);
    let right = tokens.get(at + 1).copied();
    // What touches a word from the left, and anything but a mark of the sentence on its right, makes it part of a code, a
    // compound or a quotation of itself.
    let free_left = left.is_none_or(|left| !touching(left, token) || doc.word(left) == "(");
    let free_right = right.is_none_or(|right| {
        !touching(token, right)
            || matches!(
                doc.word(right),
                "." | "," | ";" | ":" | "?" | "!" | ")" | "”" | "\""
            )
    });
    let capital = |word: Option<Token>| word.is_some_and(|word| is_capitalised(doc.word(word)));
    free_left && free_right && !(capital(left) && capital(right))
}

/// The one English word of which the lower-case `word` is a known misspelling.
fn known_misspelling(word: &str) -> Option<&'static str> {
    match typos_dict::WORD.find(&UniCase::ascii(word))? {
        [right] if !wordnik_list::word_exists(word) => Some(right),
        _ => None,
    }
}

/// A correction of more than one slip may be another word, and is only named.
fn report_known(doc: &Document, findings: &mut Findings, place: Token, right: &str) {
    let word = doc.word(place);
    let finding = findings
        .report(
            &RULE,
            place.span(),
            format!("“{word}” is a misspelling of “{right}”"),
        )
        .confidence(0.95);
    if strsim::osa_distance(word, right) == 1 {
        finding.fix(right);
    }
}

fn report_near(doc: &Document, findings: &mut Findings, place: Token, right: Token) {
    let (word, known) = (doc.word(place), doc.word(right));
    findings
        .report(
            &RULE,
            place.span(),
            format!("“{word}” is no English word; elsewhere the article has “{known}”"),
        )
        .confidence(0.85)
        .fix(known)
        .relate(right.span(), "the word in its right spelling");
}

/// Words that stand with a capital somewhere, in lower case: they may be names.
fn names(doc: &Document) -> FxHashSet<String> {
    let prose = doc.prose().flat_map(|block: &Block| doc.tokens_of(block));
    prose
        .map(|token| doc.word(*token))
        .filter(|word| is_capitalised(word))
        .map(str::to_lowercase)
        .collect()
}

/// Bytes of the shortest word that is compared with others of the article.
const COMPARED: usize = 7;

/// Words compared with one another because they begin or end alike; more are those of no ordinary article.
const ALIKE: usize = 24;

/// A known word for each unknown one that is one slip away from it.
fn one_letter_apart<'a>(words: &FxHashMap<&'a str, Token>) -> FxHashMap<&'a str, &'a str> {
    let mut pairs = Vec::new();
    let mut compared: Vec<&str> = words
        .keys()
        .copied()
        .filter(|word| word.len() >= COMPARED)
        .collect();
    for part in [first, last] {
        // A single slip leaves either the beginning or the end as it was.
        compared.sort_unstable_by_key(|word| (part(word), *word));
        for alike in compared
            .chunk_by(|a, b| part(a) == part(b))
            .filter(|alike| (2..=ALIKE).contains(&alike.len()))
        {
            for odd in alike {
                let near = |right: &&&str| {
                    is_slip(odd, right) && is_english(right) && !is_english(odd) && !is_made_of_english(odd)
                };
                pairs.extend(alike.iter().find(near).map(|right| (*odd, *right)));
            }
        }
    }
    // Of several known words the first in the alphabet is taken, on whichever side the slip is.
    pairs.sort_unstable_by(|a, b| b.cmp(a));
    pairs.into_iter().collect()
}

/// The first four letters as a number.
fn first(word: &str) -> u32 {
    word.bytes()
        .take(4)
        .fold(0, |number, byte| number << 8 | u32::from(byte))
}

/// The last four letters as a number.
fn last(word: &str) -> u32 {
    word.bytes()
        .rev()
        .take(4)
        .fold(0, |number, byte| number << 8 | u32::from(byte))
}

/// Whether one letter was dropped, added, changed or swapped, and not by grammar or by the habits of a country.
fn is_slip(odd: &str, right: &str) -> bool {
    let (odd_rest, right_rest) = differing(odd.as_bytes(), right.as_bytes());
    let slip = match (odd_rest, right_rest) {
        ([_], [] | [_]) | ([], [_]) => true,
        ([a, b], [c, d]) => a == d && b == c,
        _ => false,
    };
    slip && !is_inflection(odd, right)
        && !is_inflection(right, odd)
        && international(odd) != international(right)
}

/// What is left of both words without the beginning and the end that they share.
fn differing<'a>(a: &'a [u8], b: &'a [u8]) -> (&'a [u8], &'a [u8]) {
    let beginning = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[beginning..], &b[beginning..]);
    let end = a
        .iter()
        .rev()
        .zip(b.iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    (&a[..a.len() - end], &b[..b.len() - end])
}

/// Whether the longer word is the shorter one with an ending.
fn is_inflection(longer: &str, shorter: &str) -> bool {
    longer
        .strip_prefix(shorter)
        .is_some_and(|ending| matches!(ending, "s" | "d" | "y" | "n" | "r" | "t"))
}

/// The word with what American and British spelling write in two ways written in one.
fn international(word: &str) -> String {
    const ONE_WAY: [(&str, &str); 7] = [
        ("our", "or"),
        ("re", "er"),
        ("ll", "l"),
        ("ae", "e"),
        ("oe", "e"),
        ("z", "s"),
        ("c", "s"),
    ];
    ONE_WAY
        .iter()
        .fold(word.to_owned(), |word, (from, to)| word.replace(from, to))
}

fn is_english(word: &str) -> bool {
    wordnik_list::word_exists(word) || lexicon::is_function_word(word)
}

/// Whether the word is made of English parts, as new words are: "reposted", "pitchside", "tweetable".
fn is_made_of_english(word: &str) -> bool {
    const PREFIXES: [&str; 14] = [
        "anti", "co", "de", "dis", "inter", "micro", "mis", "multi", "non", "out", "over", "pre", "re", "un",
    ];
    const SUFFIXES: [&str; 13] = [
        "able", "d", "ed", "er", "ers", "ing", "ish", "less", "like", "ly", "ness", "s", "wise",
    ];
    let behind_prefix = PREFIXES.iter().filter_map(|prefix| word.strip_prefix(prefix));
    let before_suffix = SUFFIXES.iter().filter_map(|suffix| word.strip_suffix(suffix));
    behind_prefix.chain(before_suffix).any(is_english)
        || (3..word.len() - 2).any(|at| is_english(&word[..at]) && is_english(&word[at..]))
}
