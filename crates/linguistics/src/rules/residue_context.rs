//! What stands round foreign words and tells that they were left on purpose. No rule, no state.

use std::ops::RangeInclusive;

use text::{Span, Token};
use unicode_script::{Script, UnicodeScript};

use crate::document::{Block, Document};
use crate::lexicon;

/// Names of languages as English has them.
const LANGUAGES: [&str; 36] = [
    "arabic",
    "armenian",
    "bengali",
    "bulgarian",
    "burmese",
    "cantonese",
    "chinese",
    "czech",
    "farsi",
    "french",
    "georgian",
    "german",
    "greek",
    "hebrew",
    "hindi",
    "italian",
    "japanese",
    "khmer",
    "korean",
    "latvian",
    "mandarin",
    "marathi",
    "nepali",
    "persian",
    "polish",
    "portuguese",
    "punjabi",
    "russian",
    "sanskrit",
    "spanish",
    "tamil",
    "thai",
    "turkish",
    "ukrainian",
    "urdu",
    "vietnamese",
];

/// Names of languages in those languages, as links to a translation have them.
const OWN_NAMES: [&str; 14] = [
    "Deutsch",
    "Español",
    "español",
    "Français",
    "français",
    "Italiano",
    "italiano",
    "Português",
    "português",
    "русском",
    "日本語",
    "中文",
    "한국어",
    "العربية",
];

/// Words of a block that may be a label.
const LABEL_WORDS: usize = 5;

/// How the blocks round a run of foreign words explain it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// They do not.
    None,
    /// The page may be in two languages: not only this sentence is foreign.
    Bilingual,
    /// The text is set out as foreign: a sample under a label, a message of a social network, a link, a name in a list.
    SetOut,
}

/// What the blocks round the run from `first` to `last` say of it. `blocks` are those of the article, in order.
pub(super) fn purpose(doc: &Document, blocks: &[&Block], first: Span, last: Span) -> Purpose {
    let at = |span: Span| blocks.partition_point(|block| block.span.end <= span.start);
    let run = at(first)..=at(last);
    let Some(block) = blocks.get(*run.start()) else {
        return Purpose::None;
    };
    let fills = first.len() * 2 >= block.span.len() || run.start() != run.end();
    let is_post = || doc.str(first).split_whitespace().any(is_handle);
    if is_post() || fills && is_set_out(doc, blocks, &run) {
        return Purpose::SetOut;
    }
    let beside = [run.start().checked_sub(1), Some(*run.end() + 1)];
    let goes_on = run.start() != run.end()
        || beside
            .into_iter()
            .flatten()
            .filter_map(|at| blocks.get(at))
            .any(|block| is_foreign(doc, block));
    let wholly = fills && doc.sentences_of(block).len() > 1 && is_foreign(doc, block);
    if wholly || goes_on && (fills || is_foreign(doc, block)) {
        Purpose::Bilingual
    } else {
        Purpose::None
    }
}

fn is_set_out(doc: &Document, blocks: &[&Block], run: &RangeInclusive<usize>) -> bool {
    let (first, behind) = (*run.start(), blocks.get(*run.end() + 1));
    let text = doc.str(blocks[first].span);
    let is_post = text.split_whitespace().any(is_handle)
        || behind.is_some_and(|block| {
            let text = doc.str(block.span);
            text.starts_with('—') && text.contains("(@")
        });
    is_post
        || is_labelled(doc, blocks, first)
        || behind.is_some_and(|block| heads_translation(doc, block))
        || is_translated_below(doc, blocks, *run.end())
        || is_link(text)
        || is_listed(doc, blocks, first)
}

/// "@name", "#word" and the address of a picture: a message of a social network is quoted as it was written.
fn is_handle(word: &str) -> bool {
    let tagged = word.strip_prefix(['@', '#']).is_some_and(|name| name.len() > 1);
    tagged && word.chars().nth(1).is_some_and(char::is_alphabetic) || word.starts_with("pic.twitter.com")
}

/// "French sentence:", "Prompt", or "(Simplified Chinese)" and a date.
fn is_labelled(doc: &Document, blocks: &[&Block], at: usize) -> bool {
    let before = blocks[..at]
        .iter()
        .rev()
        .take(2)
        .take_while(|block| is_short(doc, block));
    before.enumerate().any(|(back, block)| {
        let mut words = doc.tokens_of(block).iter().map(|token| doc.lower(*token));
        words.any(|word| is_language(word) || back == 0 && matches!(word, "prompt" | "original"))
    })
}

/// "English translation", "Reference translation:", "Translation: I am glad".
fn heads_translation(doc: &Document, block: &Block) -> bool {
    let mut words = doc.tokens_of(block).iter().take(3).map(|token| doc.lower(*token));
    words.any(|word| word == "translation")
}

/// A saying, its author, and its meaning in square brackets: "-- A. Bell", "[ All things were said …".
fn is_translated_below(doc: &Document, blocks: &[&Block], last: usize) -> bool {
    let mut below = blocks
        .iter()
        .skip(last + 1)
        .take(2)
        .map(|block| doc.str(block.span));
    below.any(|text| text.starts_with('[') && text.contains(' '))
}

/// A line that leads to the same text in another language, or to another page.
fn is_link(text: &str) -> bool {
    const LONGEST: usize = 60;
    text.contains("(opens in a new window)")
        || text.chars().count() <= LONGEST && OWN_NAMES.iter().any(|name| text.contains(name))
}

/// One of many lines of a few words each: a list of names.
fn is_listed(doc: &Document, blocks: &[&Block], at: usize) -> bool {
    const LINES: usize = 5;
    const LONGEST: usize = 30;
    let is_item = |block: &&&Block| is_short(doc, block) && doc.str(block.span).chars().count() <= LONGEST;
    let above = blocks[..at].iter().rev().take(LINES).take_while(is_item).count();
    let below = blocks[at..].iter().take(LINES).take_while(is_item).count();
    below > 0 && above + below >= LINES
}

fn is_short(doc: &Document, block: &Block) -> bool {
    let words = doc.tokens_of(block).iter().filter(|token| token.is_word());
    words.take(LABEL_WORDS + 1).count() <= LABEL_WORDS
}

/// Whether a block shows no English and signs of another language.
fn is_foreign(doc: &Document, block: &Block) -> bool {
    const WORDS: usize = 60;
    let (mut all, mut signs) = (0, 0);
    for token in doc
        .tokens_of(block)
        .iter()
        .filter(|token| token.is_word())
        .take(WORDS)
    {
        let (word, lower) = (doc.word(*token), doc.lower(*token));
        if lexicon::is_english_only(lower) {
            return false;
        }
        let script = word.chars().next().map_or(Script::Common, |c| c.script());
        all += 1;
        signs += match script {
            Script::Latin => usize::from(!word.is_ascii() || lexicon::is_foreign_function_word(lower)),
            _ => 3,
        };
    }
    // What was never text, such as a picture read as one, is in no language.
    signs >= 2 && signs * 6 >= all && !doc.str(block.span).contains('\u{FFFD}')
}

fn is_language(word: &str) -> bool {
    LANGUAGES.binary_search(&word).is_ok()
}

/// "the Arabic word شکر", "as the Chinese idiom goes, 未雨綢繆", "from the Persian شکر": the words are named as foreign.
pub(super) fn is_named(doc: &Document, before: &[Token]) -> bool {
    const OF_WORDS: [&str; 20] = [
        "as",
        "character",
        "characters",
        "expression",
        "for",
        "goes",
        "idiom",
        "is",
        "letter",
        "letters",
        "name",
        "phrase",
        "proverb",
        "says",
        "saying",
        "script",
        "term",
        "title",
        "word",
        "words",
    ];
    let lower = |token: &Token| doc.lower(*token);
    let between = before
        .iter()
        .rev()
        .take(4)
        .take_while(|token| OF_WORDS.contains(&lower(token)) || matches!(doc.word(**token), "," | ":"))
        .count();
    let rest = &before[..before.len() - between];
    let back = |n: usize| rest.len().checked_sub(n).map_or("", |at| lower(&rest[at]));
    let source = |word: &str| matches!(word, "from" | "in" | "into");
    is_language(back(1)) && (between > 0 || source(back(2)) || back(2) == "the" && source(back(3)))
}

/// "' ख '", "ॐ": a letter that is spoken of, or a sign that stands for itself.
pub(super) fn is_letter(text: &str, before: &str, after: &str) -> bool {
    const QUOTES: [&str; 8] = ["'", "\"", "‘", "’", "“", "”", "«", "»"];
    let single = text.chars().filter(|c| c.is_alphabetic()).count() == 1;
    text == "ॐ" || single && QUOTES.contains(&before) && QUOTES.contains(&after)
}

/// Whether a title, a gloss or its translation stands behind: "Тихий берег / The Quiet Shore", "Тихий берег Git (The Quiet Shore …",
/// "γράμμα (gramma)".
pub(super) fn is_glossed(doc: &Document, behind: &[Token]) -> bool {
    let word = |at: usize| behind.get(at).map_or("", |token| doc.word(*token));
    let capital = |at: usize| word(at).starts_with(|c: char| c.is_ascii_uppercase());
    let in_brackets = || {
        const LONGEST: usize = 12;
        word(0) == "("
            && word(1).starts_with(|c: char| c.is_ascii_alphabetic())
            && behind.iter().take(LONGEST).any(|token| doc.word(*token) == ")")
    };
    in_brackets() || matches!(word(0), "/") && capital(1) || capital(0) && word(1) == "(" && capital(2)
}

#[cfg(test)]
mod tests {
    use super::LANGUAGES;

    #[test]
    fn the_languages_are_sorted() {
        assert!(LANGUAGES.is_sorted());
    }
}
