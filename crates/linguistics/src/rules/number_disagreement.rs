use text::{Key, Span, Token};

use crate::document::Document;
use crate::finding::{Category, Severity};
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

use super::grammar::{
    is_adjective, is_adjective_here, is_count_noun, is_number_word, is_running_text, is_small_word,
};
use super::phrase::{spaced, touching};

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "number-disagreement",
    summary: "a plural behind “a”, or a singular behind “several”",
    category: Category::Grammar,
    severity: Severity::Minor,
    languages: Languages::ENGLISH,
    point: Point::AnyText,
    explain: "The article or the number says how many there are, and the noun says something else: “a liquid bodies”, “several village”. \
              Engines choose both by themselves where the original language marks neither, or marks it at another word.",
    examples: &[
        Example::Flags {
            text: "In the past the planet had [[a liquid bodies]] of water.",
            fixed: None,
        },
        Example::Flags {
            text: "The storm hit [[several village]] in the north and [[many hotel]].",
            fixed: None,
        },
        Example::Flags {
            text: "He read it in [[a media]] that is known.",
            fixed: None,
        },
        Example::Passes(
            "In the past the planet had liquid bodies of water, a few villages and a hundred cities.",
        ),
        Example::Passes("There were several firm, gray stones in the wall, and many native, small birds."),
        Example::Passes("It is a villages project, a parties and events service, a media company."),
        Example::Passes("Several village schools and many hotel guests; these large hotel chains."),
        Example::Passes(
            "A further countries list, a news site, a series of events, a crossroads in the city.",
        ),
        Example::Passes(
            "He ate a great many cookies and a good many of the pies; half a dozen companies of note; two hours a week children have to play.",
        ),
    ],
    check,
};

fn check(doc: &Document, findings: &mut Findings) {
    const COUNTING: [Key; 6] = Key::of_each(["a", "an", "many", "numerous", "several", "various"]);
    for (block, at) in doc.places_in_blocks(&COUNTING) {
        let tokens = doc.tokens_of(block);
        // "the one-to-many road"
        if !is_running_text(block) || at > 0 && touching(tokens[at - 1], tokens[at]) {
            continue;
        }
        if let Some(noun) = wrong_number(doc, &tokens[at..]) {
            let span = Span::new(tokens[at].start(), noun.end());
            let quote = doc.str(span);
            findings
                .report(&RULE, span, format!("“{quote}”: the noun has the wrong number"))
                .confidence(0.85);
        }
    }
}

/// The noun that disagrees with the first of `tokens`.
fn wrong_number(doc: &Document, tokens: &[Token]) -> Option<Token> {
    let [first, second, third, ..] = *tokens else {
        return None;
    };
    let wants_singular = match doc.word(first) {
        "a" | "an" => true,
        "several" | "many" | "various" | "numerous" => false,
        _ => return None,
    };
    let modified = is_adjective_here(doc, second)
        || wants_singular && is_irregular_plural(doc.lower(third)) && !is_amount(doc.lower(second));
    let (noun, next) = if modified {
        (third, tokens.get(3).copied()?)
    } else {
        (second, third)
    };
    let plain = is_small_word(doc, second) && is_small_word(doc, noun) && spaced(doc, first, second);
    let word = doc.lower(noun);
    let disagrees = if wants_singular {
        is_plural(word)
    } else {
        is_count_noun(word)
    };
    // "Several firm, gray stones": what looks like the noun is an adjective too.
    let coordinated = doc.word(next) == ","
        && !wants_singular
        && tokens
            .get(if modified { 4 } else { 3 })
            .is_some_and(|token| is_adjective(doc.lower(*token)) || is_colour(doc.lower(*token)))
        && is_adjective_too(word);
    (plain && disagrees && !coordinated && ends_phrase(doc, next)).then_some(noun)
}

/// Nouns that are adjectives as well.
fn is_adjective_too(word: &str) -> bool {
    matches!(
        word,
        "adult"
            | "capital"
            | "criminal"
            | "firm"
            | "individual"
            | "local"
            | "native"
            | "official"
            | "private"
            | "novel"
    )
}

fn is_colour(word: &str) -> bool {
    matches!(
        word,
        "black" | "blue" | "brown" | "gray" | "green" | "grey" | "pink" | "red" | "white" | "yellow"
    )
}

/// Plurals that are no names of one thing, as "news" and "crossroads" are.
fn is_plural(word: &str) -> bool {
    word.strip_suffix('s').is_some_and(is_count_noun) || is_irregular_plural(word)
}

fn is_irregular_plural(word: &str) -> bool {
    matches!(
        word,
        "bodies"
            | "children"
            | "cities"
            | "companies"
            | "countries"
            | "families"
            | "media"
            | "men"
            | "parties"
            | "women"
    )
}

/// Words with which "a" counts: "a few cities", "a record 20 countries", "a dozen men".
fn is_amount(word: &str) -> bool {
    is_number_word(word)
        || matches!(
            word,
            "additional"
                | "billion"
                | "certain"
                | "combined"
                | "couple"
                | "dozen"
                | "few"
                | "full"
                | "further"
                | "good"
                | "great"
                | "half"
                | "handful"
                | "many"
                | "mere"
                | "million"
                | "more"
                | "new"
                | "record"
                | "score"
                | "social"
                | "mass"
                | "digital"
                | "total"
                | "day"
                | "week"
                | "month"
                | "year"
                | "season"
        )
}

/// No second noun follows, which would make the first one part of a compound.
fn ends_phrase(doc: &Document, next: Token) -> bool {
    matches!(
        doc.word(next),
        "." | ","
            | "of"
            | "in"
            | "that"
            | "which"
            | "who"
            | "with"
            | "were"
            | "are"
            | "have"
            | "from"
            | "on"
            | "for"
    )
}
