use std::sync::LazyLock;

use text::{KeySet, Token};

use crate::document::{Block, Document};
use crate::finding::{Category, Severity};
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

use super::grammar::{is_running_text, is_small_word};
use super::phrase::{is_capitalised, spaced};

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "stray-capital",
    summary: "a capital on a small word inside a sentence, where two sentences ran together",
    category: Category::Punctuation,
    severity: Severity::Minor,
    languages: Languages::ENGLISH,
    point: Point::AnyText,
    explain: "A pronoun, a preposition or a conjunction has a capital in the middle of a sentence. Engines translate pieces of a sentence \
              as if each were one, and lose the full stop between two: “the film He also began”. Between words in small letters \
              it is no part of a title. What is missing depends on the sentence, so there is no suggestion.",
    examples: &[
        Example::Flags {
            text: "The letters held data [[that It]] took from the bank.",
            fixed: None,
        },
        Example::Flags {
            text: "He saw the [[film He]] also liked the music.",
            fixed: None,
        },
        Example::Flags {
            text: "The nurse said that [[she Died]] in the night.",
            fixed: None,
        },
        Example::Passes("The film Gone With the Wind and the song That Was Then were hits."),
        Example::Passes("He asked Will to share the tips; a US team and an IT firm may help."),
        Example::Passes("They trust in God because He is great, and I am sure that I was right."),
        Example::Passes(
            "They ask the Almighty that He will keep the town, and the Maker of it in His own way.",
        ),
        Example::Passes("I send up my prayers and supplications that He will keep the town."),
        Example::Passes("He said: It was late. “We” is a small word, and He or She is too."),
        Example::Passes("The Who played, the It girl danced and Before and After pictures were shown."),
        Example::Passes("Questions such as Are you ready and Was it good were asked."),
    ],
    check,
};

/// Words that are no part of a name when they stand between words in small letters.
const SMALL_WORDS: [&str; 41] = [
    "about", "after", "also", "and", "are", "at", "because", "been", "before", "but", "by", "died", "for",
    "from", "had", "has", "have", "he", "his", "in", "into", "is", "it", "its", "many", "of", "on", "she",
    "some", "their", "then", "there", "these", "they", "this", "to", "very", "was", "were", "when", "with",
];

static KEYS: LazyLock<KeySet> = LazyLock::new(|| SMALL_WORDS.into_iter().collect());

fn check(doc: &Document, findings: &mut Findings) {
    for block in doc.prose().filter(|block| is_running_text(block)) {
        for sentence in doc.sentences_of(block) {
            let tokens = doc.tokens_in(sentence);
            for (at, window) in tokens.windows(4).enumerate() {
                let &[left, stray, right, next] = window else {
                    continue;
                };
                if stray.may_be_in(&KEYS)
                    && is_stray(doc, [left, stray, right])
                    && is_small_word(doc, next)
                    && !is_coordinated(doc, &tokens[..=at])
                    && !is_reverent(doc, block, stray)
                {
                    report(doc, left, stray, findings);
                }
            }
        }
    }
}

fn report(doc: &Document, left: Token, stray: Token, findings: &mut Findings) {
    let word = doc.word(stray);
    findings
        .report(
            &RULE,
            left.start()..stray.end(),
            format!("“{word}” has a capital inside the sentence"),
        )
        .confidence(0.8);
}

/// A listed word with one capital between two words in small letters. "such as Are you ready" quotes a question.
fn is_stray(doc: &Document, [left, stray, right]: [Token; 3]) -> bool {
    let word = doc.word(stray);
    let one_capital = word
        .bytes()
        .next()
        .is_some_and(|first| first.is_ascii_uppercase())
        && word.bytes().skip(1).all(|letter| letter.is_ascii_lowercase());
    one_capital
        && SMALL_WORDS.binary_search(&doc.lower(stray)).is_ok()
        && is_small_word(doc, left)
        && !doc.word(left).contains('.')
        && is_small_word(doc, right)
        && !matches!(doc.lower(left), "a" | "as" | "like" | "the" | "or")
        && !matches!(doc.lower(right), "and" | "or" | "to")
        && spaced(doc, left, stray)
        && spaced(doc, stray, right)
}

/// "Before and After", "Are you ready and Was it good": what ends with "and" may be coordinated with the capital.
fn is_coordinated(doc: &Document, before: &[Token]) -> bool {
    let Some((and, rest)) = before.split_last() else {
        return false;
    };
    let mut words = rest.iter().rev().take(4);
    doc.lower(*and) == "and" && words.any(|token| is_capitalised(doc.word(*token)))
}

/// "because He is great", of God.
fn is_reverent(doc: &Document, block: &Block, stray: Token) -> bool {
    matches!(doc.lower(stray), "he" | "his")
        && [
            "God",
            "Allah",
            "Lord",
            "Christ",
            "Jesus",
            "Holy",
            "Providence",
            "Creator",
            "Being",
            "Parent",
            "Almighty",
            "Maker",
            "Ruler",
            "Supreme",
            "Divine",
            "supplication",
            "prayer",
            "Heaven",
            "blessing",
        ]
        .iter()
        .any(|name| doc.str(block.span).contains(name))
}

#[cfg(test)]
mod tests {
    use super::SMALL_WORDS;

    #[test]
    fn the_words_are_sorted() {
        assert!(SMALL_WORDS.is_sorted());
    }
}
