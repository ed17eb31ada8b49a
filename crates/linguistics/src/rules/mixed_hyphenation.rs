use rustc_hash::FxHashMap;
use text::{Key, Span, Token};

use crate::document::Document;
use crate::finding::{Category, Finding, Severity};
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

use super::phrase::{is_lower_case, touching};

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "mixed-hyphenation",
    summary: "one compound, with and without its hyphen, in one article",
    category: Category::InconsistentStyle,
    severity: Severity::Info,
    languages: Languages::ENGLISH,
    point: Point::AnyText,
    explain: "“Cease-fire” and “ceasefire” are both right, but not side by side. An engine chooses anew in every sentence; \
              the form that stands there more often is offered, at a draw none. Pairs that are two words, such as \
              “re-sign” and “resign”, are left alone.",
    examples: &[
        Example::Flags {
            text: "The ceasefire holds, the monitors said. A [[cease-fire]] of ten days is planned after this ceasefire.",
            fixed: Some(
                "The ceasefire holds, the monitors said. A ceasefire of ten days is planned after this ceasefire.",
            ),
        },
        Example::Flags {
            text: "The [[co-operation]] goes on. Where cooperation pays, they want more.",
            fixed: None,
        },
        Example::Flags {
            text: "The [[play-offs]] begin in May. The favourites won the playoffs at home and the [[millparty]] or mill-party.",
            fixed: None,
        },
        Example::Flags {
            text: "The [[play-offs]] begin in May. They won the playoffs at home, and no playoffs are as good.",
            fixed: Some(
                "The playoffs begin in May. They won the playoffs at home, and no playoffs are as good.",
            ),
        },
        Example::Flags {
            text: "The co-operation goes on. Where [[cooperation]] pays, they want more co-operation.",
            fixed: None,
        },
        Example::Flags {
            text: "The co-operation goes on, a co-operation that pays. Where [[cooperation]] fails, co-operation ends.",
            fixed: Some(
                "The co-operation goes on, a co-operation that pays. Where co-operation fails, co-operation ends.",
            ),
        },
        Example::Passes("He will resign rather than re-sign the contract; the coop is run by a co-op."),
        Example::Passes("The Cease-Fire Committee watches the ceasefire."),
        Example::Passes("The check-up is free, and a check-up takes an hour. The cooperation goes on."),
        Example::Passes("A well-known singer is well known there."),
        Example::Passes("The co-operation goes on, and where co-operation pays they want more co-operation."),
    ],
    check,
};

/// Prefixes whose hyphen makes another word of it.
const TELLING: [&str; 2] = ["re", "un"];

/// How many times as often as the form of the dictionary another must stand there to be a choice and no accident.
const CHOSEN: usize = 3;

fn check(doc: &Document, findings: &mut Findings) {
    let hyphenated = hyphenated(doc);
    if hyphenated.is_empty() {
        return;
    }
    let mut closed = FxHashMap::<&str, Vec<Token>>::default();
    for word in hyphenated.keys() {
        let key = [Key::of(word.as_bytes())];
        let places = doc.places_in_blocks(&key);
        let tokens = places.map(|(block, at)| doc.tokens_of(block)[at]);
        for token in tokens.filter(|token| doc.word(*token) == word) {
            closed.entry(word).or_default().push(token);
        }
    }
    for (word, places) in closed {
        let compounds = &hyphenated[word];
        // A closed form that no dictionary has is never offered.
        let is_word = wordnik_list::word_exists(word);
        if is_word && places.len() >= compounds.len() {
            for &span in compounds {
                let finding = report(doc, findings, span, word);
                if places.len() > compounds.len() {
                    finding.fix(word);
                }
            }
            continue;
        }
        let usual = doc.str(compounds[0]);
        let is_chosen =
            compounds.len() >= CHOSEN * places.len() || !is_word && compounds.len() > places.len();
        for place in places {
            let finding = report(doc, findings, place.span(), usual);
            if is_chosen {
                finding.fix(usual);
            }
        }
    }
}

/// Compounds of two words in lower case, by what they are without their hyphen.
fn hyphenated(doc: &Document) -> FxHashMap<String, Vec<Span>> {
    let mut compounds = FxHashMap::<String, Vec<Span>>::default();
    for (block, at) in doc.places_in_blocks(&Key::of_each(["-"])) {
        let tokens = doc.tokens_of(block);
        if (1..tokens.len() - 1).contains(&at) && doc.word(tokens[at]) == "-" && is_compound(doc, tokens, at)
        {
            let (left, right) = (tokens[at - 1], tokens[at + 1]);
            let word = format!("{}{}", doc.word(left), doc.word(right));
            compounds
                .entry(word)
                .or_default()
                .push(Span::new(left.start(), right.end()));
        }
    }
    compounds
}

/// Whether the hyphen joins two words of small letters and nothing more is joined to them.
fn is_compound(doc: &Document, tokens: &[Token], hyphen: usize) -> bool {
    let (left, right) = (tokens[hyphen - 1], tokens[hyphen + 1]);
    let plain = |token: Token| token.is_word() && is_lower_case(doc.word(token));
    let joined = |a: usize, b: usize| match (tokens.get(a), tokens.get(b)) {
        (Some(a), Some(b)) => {
            touching(*a, *b) && matches!(doc.word(*b), "-" | "/") | matches!(doc.word(*a), "-" | "/")
        }
        _ => false,
    };
    plain(left)
        && plain(right)
        && touching(left, tokens[hyphen])
        && touching(tokens[hyphen], right)
        && !(hyphen >= 2 && joined(hyphen - 2, hyphen - 1))
        && !joined(hyphen + 1, hyphen + 2)
        && !TELLING.contains(&doc.word(left))
        && doc.word(right) != "op"
}

fn report<'f>(doc: &Document, findings: &'f mut Findings, span: Span, usual: &str) -> &'f mut Finding {
    let message = format!(
        "“{}” is written “{usual}” elsewhere in the article",
        doc.str(span)
    );
    findings.report(&RULE, span, message).confidence(0.85)
}
