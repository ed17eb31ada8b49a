use std::sync::LazyLock;

use text::{Key, KeySet, Span, Token};

use crate::document::Document;
use crate::finding::{Category, Severity};
use crate::lexicon;
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

use super::phrase::{capitalised, is_capitalised, spaced, touching};

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "small-proper-noun",
    summary: "a month, weekday, country or people with a small letter",
    category: Category::Spelling,
    severity: Severity::Minor,
    languages: Languages::ENGLISH,
    point: Point::AnyText,
    explain: "Most languages write days, months and adjectives of countries with a small letter, and engines copy that. Words \
              that are something else in small letters (may, march, china, turkey) are judged by what stands beside them, or \
              left alone. Addresses, tags, and sentences in small letters throughout are left alone.",
    examples: &[
        Example::Flags {
            text: "The port reopened on [[monday]] and the road in [[october]] 2021.",
            fixed: Some("The port reopened on Monday and the road in October 2021."),
        },
        Example::Flags {
            text: "Elections are due in [[may]].",
            fixed: Some("Elections are due in May."),
        },
        Example::Flags {
            text: "The film made [[ukraine]]'s best known actor and a [[russian]] singer rich.",
            fixed: Some("The film made Ukraine's best known actor and a Russian singer rich."),
        },
        Example::Flags {
            text: "Rice comes from the [[united states]], and none from the [[united kingdom]].",
            fixed: Some("Rice comes from the United States, and none from the United Kingdom."),
        },
        Example::Passes("The united states of the south were two; a united kingdom is what the king wanted."),
        Example::Passes(
            "Part i is short, the letter i was lost, and “so i have heard,” he wrote (i was late).",
        ),
        Example::Passes(
            "Two states united, and the united nations of the islands went to the United States.",
        ),
        Example::Passes("The site monday.com, the tag #ukraine and the path /russia/news stay as they are."),
        Example::Passes("In may not be the word; they march in august company on a march."),
        Example::Passes("the whole line is in small letters, monday to friday."),
        Example::Passes("The world eats more brazil nuts than the town does."),
        Example::Passes("She bought china, a turkey, french fries and swiss cheese."),
        Example::Passes("The firm monday Service was sold in May."),
        Example::Passes("His handle is ukraine-news, hers is berlin_fan."),
    ],
    check,
};

static NAMES: LazyLock<KeySet> = LazyLock::new(|| {
    let mut names: KeySet = lexicon::proper_nouns()
        .chain(["may", "march", "august"])
        .collect();
    for name in lexicon::proper_nouns() {
        names.insert(&format!("{name}'s"));
        names.insert(&format!("{name}’s"));
    }
    names
});

fn check(doc: &Document, findings: &mut Findings) {
    for sentence in doc.prose_sentences() {
        let tokens = doc.tokens_in(sentence);
        for at in 0..tokens.len() {
            let token = tokens[at];
            if let Some((span, put)) = union(doc, tokens, at) {
                if has_capitals(doc, tokens) {
                    takes_capital(doc, findings, span, put);
                }
                continue;
            }
            if !token.may_be_in(&NAMES) || !token.is_word() || is_capitalised(doc.word(token)) {
                continue;
            }
            if is_name(doc, tokens, at) && stands_free(doc, tokens, at) && has_capitals(doc, tokens) {
                report(doc, findings, token);
            }
        }
    }
}

/// "The united states": with a small "the", and not those "of" something, which may be any that united.
fn union(doc: &Document, tokens: &[Token], at: usize) -> Option<(Span, &'static str)> {
    const UNITED: Key = Key::of(b"united");
    let (united, next) = (tokens[at], *tokens.get(at + 1)?);
    if united.key() != UNITED {
        return None;
    }
    if doc.word(united) != "united" || doc.word(*tokens.get(at.checked_sub(1)?)?) != "the" {
        return None;
    }
    let put = match doc.word(next) {
        "states" => "United States",
        "kingdom" => "United Kingdom",
        _ => return None,
    };
    let goes_on = tokens
        .get(at + 2)
        .is_some_and(|behind| touching(next, *behind) && !is_stop(doc, *behind) || doc.word(*behind) == "of");
    (spaced(doc, united, next) && !goes_on).then(|| (Span::new(united.start(), next.end()), put))
}

fn is_stop(doc: &Document, token: Token) -> bool {
    matches!(doc.word(token), "." | "," | ";" | ":" | "?" | "!" | ")" | "”")
}

fn is_name(doc: &Document, tokens: &[Token], at: usize) -> bool {
    let word = bare(doc.word(tokens[at]));
    // Nuts of a kind: "brazil nuts".
    let kind = tokens
        .get(at + 1)
        .is_some_and(|next| matches!(doc.lower(*next), "nut" | "nuts" | "wax"));
    if word == "brazil" && kind {
        return false;
    }
    if matches!(word, "may" | "march" | "august") {
        return is_month(doc, tokens, at);
    }
    lexicon::is_proper_noun(word)
}

fn bare(word: &str) -> &str {
    word.strip_suffix("'s")
        .or_else(|| word.strip_suffix("’s"))
        .unwrap_or(word)
}

/// "in may 2021", "since march.": a preposition of time before, and a number or the end of a clause behind.
fn is_month(doc: &Document, tokens: &[Token], at: usize) -> bool {
    let before = at.checked_sub(1).map(|at| tokens[at]);
    let year = tokens
        .get(at + 1)
        .is_some_and(|next| next.is_number() && doc.word(*next).len() == 4);
    let ends = tokens
        .get(at + 1)
        .is_none_or(|next| matches!(doc.word(*next), "." | ","));
    before.is_some_and(|before| match doc.word(before) {
        "in" | "In" | "since" | "Since" | "until" | "Until" => year || ends,
        "of" | "late" | "early" | "last" | "next" => year,
        _ => before.is_number() && year,
    })
}

/// Whether nothing that makes it part of an address, a compound or a name touches the word.
fn stands_free(doc: &Document, tokens: &[Token], at: usize) -> bool {
    let token = tokens[at];
    let left = at
        .checked_sub(1)
        .is_none_or(|at| !touching(tokens[at], token) || matches!(doc.word(tokens[at]), "(" | "“" | "—"));
    let right = tokens.get(at + 1).is_none_or(|next| {
        let free = !touching(token, *next)
            || matches!(
                doc.word(*next),
                "." | "," | ";" | ":" | "?" | "!" | ")" | "”" | "'" | "’" | "—"
            );
        free && !is_capitalised(doc.word(*next))
    });
    left && right
}

/// Whether the sentence keeps capitals at all: it begins with one.
fn has_capitals(doc: &Document, tokens: &[Token]) -> bool {
    tokens
        .iter()
        .find(|token| token.is_word())
        .is_some_and(|first| is_capitalised(doc.word(*first)))
}

fn report(doc: &Document, findings: &mut Findings, token: Token) {
    let word = bare(doc.word(token));
    let span = Span::new(token.start(), token.start() + word.len());
    takes_capital(doc, findings, span, &capitalised(word));
}

fn takes_capital(doc: &Document, findings: &mut Findings, span: Span, put: &str) {
    findings
        .report(
            &RULE,
            span,
            format!("“{}” takes a capital in English", doc.str(span)),
        )
        .confidence(0.94)
        .fix(put);
}
