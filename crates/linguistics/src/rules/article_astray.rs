use std::cell::LazyCell;
use std::sync::LazyLock;

use text::{Key, KeySet, Span, Token};

use crate::document::Document;
use crate::finding::{Category, Severity};
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

use super::code::is_about_code;
use super::phrase::{is_capitalised, spaced, touching};

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "article-astray",
    summary: "an article before a word that none can stand before, “the of”, “a were”",
    category: Category::Grammar,
    severity: Severity::Minor,
    languages: Languages::ENGLISH,
    point: Point::AnyText,
    explain: "A noun is missing behind the article, or the article has come to a place where none can stand: “the of”, “a \
              were”, “in the.”, “in the 2020 it”. Engines write so where they lose the thread of a long sentence. Words that are talked about, \
              hyphenated adjectives (“an in-house lawyer”) and turns such as “a for now small firm” are left alone.",
    examples: &[
        Example::Flags {
            text: "It was sold to [[the of]] the town, where [[a were]] seen.",
            fixed: None,
        },
        Example::Flags {
            text: "It belongs to [[the to]] the port and stayed in [[the.]]",
            fixed: None,
        },
        Example::Flags {
            text: "She came with [[the he]] had, and with [[an has]] been sold.",
            fixed: None,
        },
        Example::Flags {
            text: "In [[the 2020]] the mill closed; it had been open since [[the 1987]], and nobody knew why.",
            fixed: Some("In 2020 the mill closed; it had been open since 1987, and nobody knew why."),
        },
        Example::Passes(
            "In the 2020 census they won; in the 2019, 2020 and 2021 seasons they lost to the 1987 side.",
        ),
        Example::Passes(
            "It was built in the 1980s, and of the 2008 that came, half left. She is fond of the 1963 Ford.",
        ),
        Example::Passes("The wine is better in the 1983 than in the 1979."),
        Example::Passes("An in-house lawyer, the on-site check, a by-election and the at-large member."),
        Example::Passes("The in crowd, the on switch, a by now familiar row and an at times loud crowd."),
        Example::Passes(
            "It is not the be all and end all, it took a while, the yet unnamed film is late, and the on the ground team left.",
        ),
        Example::Passes("The why and the how; the what if; the it girl; the us team; the who of the vote."),
        Example::Passes("The word “the of” is none; the \"a were\" of the text is an error."),
        Example::Passes("Vitamin A has a part in it. Plan A was dropped, and Group A is full."),
        Example::Passes("It is the Who, the Is and the Has of rock; The Was is a band."),
        Example::Passes(
            "The then mayor, the above list, the below table, the over-60s, the might of the fleet.",
        ),
        Example::Passes(
            "Call make_mill() with the alias a is the name of; the column a was set in bed_rock.",
        ),
        Example::Passes("He saw a she wolf and a he goat. The duty rose from a should to a must."),
        Example::Passes("Items a and b, or a of the first list; option (a) is the best."),
        Example::Passes("That is about the, um, bridge, and the... well, the road."),
    ],
    check,
};

/// Words that end the noun phrase before it has begun.
const NEVER: [&str; 36] = [
    "am", "are", "be", "became", "because", "been", "could", "did", "does", "during", "had", "has", "have",
    "he", "him", "into", "is", "nor", "of", "she", "should", "than", "them", "there", "they", "until",
    "upon", "was", "we", "were", "whereas", "whether", "which", "whose", "without", "would",
];

/// Prepositions that count where another article follows. Those that begin adjectives ("an on the ground team") are
/// none of them.
const BEFORE_ARTICLE: [&str; 4] = ["for", "from", "to", "with"];

/// The keys of both: hardly any word behind an article has one of them.
static MAY_BE_ASTRAY: LazyLock<KeySet> = LazyLock::new(|| NEVER.into_iter().chain(BEFORE_ARTICLE).collect());

fn check(doc: &Document, findings: &mut Findings) {
    const ARTICLES: [Key; 3] = Key::of_each(["a", "an", "the"]);
    let code = LazyCell::new(|| is_about_code(doc));
    for (sentence, at) in doc.places_in_sentences(&ARTICLES) {
        let tokens = doc.tokens_in(sentence);
        if is_before_year(doc, tokens, at) {
            report_year(doc, findings, tokens[at], tokens[at + 1]);
        } else if is_article(doc, tokens, at)
            && !is_animal_or_duty(doc, &tokens[at..])
            && let Some(last) = last_of_fault(doc, tokens, at)
            && !is_quoted(doc, tokens, at)
            && !(doc.word(tokens[at]) == "a" && *code)
        {
            report(doc, findings, tokens[at], last);
        }
    }
}

/// "A she wolf", "from a should to a must".
fn is_animal_or_duty(doc: &Document, tokens: &[Token]) -> bool {
    let lower = |at: usize| tokens.get(at).map_or("", |token| doc.lower(*token));
    match lower(1) {
        "he" | "she" => matches!(
            lower(2),
            "ass" | "bear" | "cat" | "devil" | "dog" | "dragon" | "fox" | "goat" | "wolf" | "wolves"
        ),
        "could" | "should" | "would" => lower(2) == "to" && lower(3) == "a",
        _ => false,
    }
}

/// An article in small letters, or "The" at the beginning; "A" may be a letter.
fn is_article(doc: &Document, tokens: &[Token], at: usize) -> bool {
    let token = tokens[at];
    token.span().len() <= 3
        && (matches!(doc.word(token), "a" | "an" | "the") || at == 0 && doc.word(token) == "The")
        && !(at > 0 && touching(tokens[at - 1], token))
}

/// The token that cannot follow the article at `at`.
fn last_of_fault(doc: &Document, tokens: &[Token], at: usize) -> Option<Token> {
    let (article, next) = (tokens[at], *tokens.get(at + 1)?);
    if next.is_mark() {
        return ends_in_article(doc, tokens, at).then_some(next);
    }
    if !spaced(doc, article, next) || !next.is_small() || !next.may_be_in(&MAY_BE_ASTRAY) {
        return None;
    }
    let behind = tokens.get(at + 2);
    // "the is-ought problem", "a were-", "the has_been", "the 'of'".
    if behind.is_some_and(|behind| {
        touching(next, *behind) && !matches!(doc.word(*behind), "," | "." | ";" | "?" | "!")
    }) {
        return None;
    }
    if doc.word(next) == "be" && behind.is_some_and(|behind| doc.word(*behind) == "all") {
        return None;
    }
    // "Items a and b", "a of the first list": the letter is an item.
    let item = doc.word(article) == "a"
        && at
            .checked_sub(1)
            .is_some_and(|at| matches!(doc.lower(tokens[at]), "and" | "or" | "items" | "item"));
    let astray = NEVER.binary_search(&doc.word(next)).is_ok() && !item
        || BEFORE_ARTICLE.contains(&doc.word(next))
            && doc.word(article) != "a"
            && behind.is_some_and(|behind| {
                matches!(doc.word(*behind), "a" | "an" | "the" | "his" | "her" | "their")
                    && spaced(doc, next, *behind)
            });
    astray.then_some(next)
}

/// "in the 2020 the mill", "since the 1987, and": the year is that of the clause and not of a noun behind it.
fn is_before_year(doc: &Document, tokens: &[Token], at: usize) -> bool {
    let Some([article, year, next]) = tokens.get(at..at + 3) else {
        return false;
    };
    if !year.is_number() {
        return false;
    }
    let number = doc.word(*year);
    let preposition = at.checked_sub(1).is_some_and(|at| {
        matches!(doc.lower(tokens[at]), "in" | "since" | "until") && spaced(doc, tokens[at], *article)
    });
    let clause_follows = match doc.word(*next) {
        "," => !tokens.get(at + 3).is_none_or(|item| item.is_number()),
        word => spaced(doc, *year, *next) && matches!(word, "the" | "it" | "he" | "she" | "they" | "we"),
    };
    doc.word(*article) == "the"
        && preposition
        && number.len() == 4
        && (number.starts_with("19") || number.starts_with("20"))
        && clause_follows
}

fn report_year(doc: &Document, findings: &mut Findings, article: Token, year: Token) {
    let span = Span::new(article.start(), year.end());
    let number = doc.word(year);
    findings
        .report(
            &RULE,
            span,
            format!("“{}”: the number of a year has no article", doc.str(span)),
        )
        .confidence(0.9)
        .fix(number);
}

/// "in the.": a preposition, the article and the end of the sentence.
fn ends_in_article(doc: &Document, tokens: &[Token], at: usize) -> bool {
    let (article, mark) = (tokens[at], tokens[at + 1]);
    let preposition = at.checked_sub(1).is_some_and(|at| {
        matches!(
            doc.lower(tokens[at]),
            "in" | "of" | "on" | "for" | "to" | "with" | "from" | "by" | "at" | "and"
        ) && spaced(doc, tokens[at], article)
    });
    preposition
        && doc.word(article) != "a"
        && touching(article, mark)
        && doc.word(mark) == "."
        && tokens.len() == at + 2
}

/// Whether quotation marks, brackets or capitals around show that the words are talked about.
fn is_quoted(doc: &Document, tokens: &[Token], at: usize) -> bool {
    let quoted = |token: &Token| {
        matches!(
            doc.word(*token),
            "\"" | "“" | "”" | "‘" | "'" | "’" | "…" | "*" | "`" | "—" | "--"
        )
    };
    let before = tokens[..at].iter().rev().take(2).any(quoted);
    let after = tokens[at + 1..].iter().take(2).any(quoted);
    let talked_about = tokens[..at].iter().rev().take(2).any(|token| {
        matches!(
            doc.lower(*token),
            "word" | "words" | "article" | "articles" | "letter" | "letters"
        )
    });
    before
        || after
        || talked_about
        || tokens
            .get(at + 2)
            .is_some_and(|token| is_capitalised(doc.word(*token)) && doc.word(tokens[at + 1]) == "is")
}

fn report(doc: &Document, findings: &mut Findings, article: Token, last: Token) {
    let span = Span::new(article.start(), last.end());
    let quote = doc.str(span);
    findings
        .report(
            &RULE,
            span,
            format!("“{quote}”: nothing stands behind the article that it could belong to"),
        )
        .confidence(0.92);
}
