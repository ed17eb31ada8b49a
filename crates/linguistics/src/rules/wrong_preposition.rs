use std::sync::LazyLock;

use text::{Key, Span, Token};

use crate::document::Document;
use crate::finding::{Category, Severity};
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

use super::phrase::{is_capitalised, is_month, spaced};

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "wrong-preposition",
    summary: "a verb or an adjective with the preposition of another language, “consists from”",
    category: Category::Grammar,
    severity: Severity::Minor,
    languages: Languages::ENGLISH,
    point: Point::AnyText,
    explain: "Which preposition a verb takes differs from language to language, and engines keep that of the original: “состоит из”, \
              “depende de”, “поздравил с”. A correction is offered where one preposition for another is all that is needed.",
    examples: &[
        Example::Flags {
            text: "The group [[consists from]] four members.",
            fixed: Some("The group consists of four members."),
        },
        Example::Flags {
            text: "The result [[depends from]] the weather, and the mayor is [[responsible of]] the roads.",
            fixed: Some("The result depends on the weather, and the mayor is responsible for the roads."),
        },
        Example::Flags {
            text: "The mayor [[congratulated the club with]] its victory.",
            fixed: Some("The mayor congratulated the club on its victory."),
        },
        Example::Flags {
            text: "They [[await for]] an answer.",
            fixed: Some("They await an answer."),
        },
        Example::Flags {
            text: "They [[discussed about]] the plan.",
            fixed: None,
        },
        Example::Flags {
            text: "The player is [[capable to]] win.",
            fixed: None,
        },
        Example::Flags {
            text: "The tests confirmed [[diagnoses at 819 persons]].",
            fixed: None,
        },
        Example::Passes("The group consists of four members, and the result depends on the weather."),
        Example::Passes("They discussed about 30 plans, and what is emphasized on the site is late."),
        Example::Passes(
            "She congratulated the team, with the mayor beside her, and congratulated him on the title.",
        ),
        Example::Passes("What they discuss, about noon, is known."),
        Example::Passes(
            "It depends from project to project and, from time to time, on luck. She congratulated him with a birthday letter.",
        ),
        Example::Passes("What he is capable of, to be honest, is unknown. They await, for now, an answer."),
        Example::Passes("The team with the best players were congratulated by friends with flowers."),
        Example::Passes("Diagnoses were made at 12 hospitals. The mayor is responsible, of course."),
    ],
    check,
};

/// What is right where a preposition is wrong.
#[derive(Debug, Clone, Copy)]
enum Cure {
    /// Another preposition.
    Instead(&'static str),
    /// No preposition.
    Nothing,
    /// More must change.
    Rewording,
}

/// Words, the preposition that they do not take, and the cure.
const WRONG: [(&[&str], &str, Cure); 11] = [
    (
        &["consist", "consisted", "consisting", "consists"],
        "from",
        Cure::Instead("of"),
    ),
    (
        &["consist", "consisted", "consisting", "consists"],
        "by",
        Cure::Instead("of"),
    ),
    (
        &["depend", "depended", "depending", "depends"],
        "from",
        Cure::Instead("on"),
    ),
    (&["responsible"], "of", Cure::Instead("for")),
    (
        &["discuss", "discussed", "discusses", "discussing"],
        "about",
        Cure::Rewording,
    ),
    (&["await", "awaited", "awaiting", "awaits"], "for", Cure::Nothing),
    (&["afraid"], "from", Cure::Instead("of")),
    (&["proud"], "with", Cure::Instead("of")),
    (&["capable"], "to", Cure::Rewording),
    (&["insisted", "insists"], "to", Cure::Rewording),
    (&["differ", "differed", "differs"], "of", Cure::Instead("from")),
];

/// What is found “at” people in other languages.
const FOUND: [&str; 8] = [
    "confirmed",
    "coronavirus",
    "detected",
    "diagnosed",
    "diagnoses",
    "disease",
    "found",
    "infection",
];

/// The words that begin a fault, but for those of congratulation.
static BEGINNINGS: LazyLock<Vec<Key>> = LazyLock::new(|| {
    let words = WRONG.iter().flat_map(|(words, ..)| *words).chain(&FOUND);
    words.map(|word| Key::of(word.as_bytes())).collect()
});

fn check(doc: &Document, findings: &mut Findings) {
    for (sentence, at) in doc.places_in_sentences(&BEGINNINGS) {
        let tokens = doc.tokens_in(sentence);
        if let Some(right) = wrong_pair(doc, &tokens[at..]) {
            report(doc, tokens[at], tokens[at + 1], right, findings);
        }
        if let Some(end) = diagnosed_at(doc, &tokens[at..]) {
            report(doc, tokens[at], end, Cure::Rewording, findings);
        }
    }
    for sentence in doc.sentences_with(&Key::of_each(["with"])) {
        let tokens = doc.tokens_in(sentence);
        for at in 0..tokens.len().saturating_sub(2) {
            if doc.word(tokens[at]).starts_with("congratulat")
                && let Some(with) = congratulated_with(doc, tokens, at)
            {
                report(doc, tokens[at], tokens[with], Cure::Instead("on"), findings);
            }
        }
    }
}

/// Reports from `first` to the preposition `last`, with what replaces it.
fn report(doc: &Document, first: Token, last: Token, right: Cure, findings: &mut Findings) {
    let span = Span::new(first.start(), last.end());
    let quote = doc.str(span);
    let finding = findings.report(
        &RULE,
        span,
        format!("“{quote}” has the preposition of another language"),
    );
    match right {
        Cure::Rewording => {}
        Cure::Nothing => {
            finding.edit(Span::new(first.end(), last.end()), "");
        }
        Cure::Instead(right) => {
            finding.edit(last.span(), right);
        }
    }
}

/// What stands instead of the preposition, where the first two of `tokens` do not go together.
fn wrong_pair(doc: &Document, tokens: &[Token]) -> Option<Cure> {
    let [word, preposition, next, ..] = *tokens else {
        return None;
    };
    let (lower, second) = (doc.lower(word), doc.word(preposition));
    if second.len() > "about".len() || !spaced(doc, word, preposition) {
        return None;
    }
    let (.., right) = WRONG
        .iter()
        .find(|(words, wrong, _)| *wrong == second && words.contains(&lower))?;
    let next = doc.word(next);
    let to_and_fro = second == "from" && tokens.get(3).is_some_and(|after| doc.word(*after) == "to");
    let other_sense = to_and_fro
        || next.starts_with(|first: char| first.is_ascii_digit() || first.is_ascii_punctuation())
        || next.ends_with("day")
        || is_month(next)
        || matches!(next, "respect" | "this" | "half" | "being" | "the" if second == "on")
        || matches!(next, "respect" | "regard" | "time" | "half" | "a" if second != "for" && second != "from" && second != "of");
    (!other_sense).then_some(*right)
}

/// "congratulated the academy with the anniversary": where the "with" stands.
fn congratulated_with(doc: &Document, tokens: &[Token], at: usize) -> Option<usize> {
    const LONGEST: usize = 8;
    let clause = tokens[at + 1..]
        .iter()
        .take(LONGEST)
        .take_while(|token| token.is_word());
    let mut clause = clause.zip(at + 1..);
    let with = clause
        .find(|(token, _)| doc.word(**token) == "with")
        .map(|(_, at)| at)?;
    let direct = tokens[at + 1..with]
        .iter()
        .all(|token| !matches!(doc.word(*token), "by" | "on" | "for" | "and" | "who" | "each"));
    let occasion = tokens[with + 1..]
        .iter()
        .take(6)
        .take_while(|token| !token.is_mark())
        .any(|token| {
            matches!(
                doc.lower(*token),
                "anniversary"
                    | "appointment"
                    | "award"
                    | "beginning"
                    | "birth"
                    | "birthday"
                    | "day"
                    | "election"
                    | "holiday"
                    | "jubilee"
                    | "medal"
                    | "success"
                    | "title"
                    | "victory"
                    | "win"
            )
        });
    let definite = tokens
        .get(with + 1)
        .is_some_and(|next| matches!(doc.lower(*next), "the" | "his" | "her" | "its" | "their"));
    (with > at + 1 && direct && definite && occasion).then_some(with)
}

/// "diagnoses at 819 persons": the people at whom something was found.
fn diagnosed_at(doc: &Document, tokens: &[Token]) -> Option<Token> {
    let [found, at, number, people, ..] = *tokens else {
        return None;
    };
    let found = FOUND.contains(&doc.lower(found));
    let counted = doc.word(at) == "at"
        && number.is_number()
        && !is_capitalised(doc.word(people))
        && matches!(
            doc.lower(people),
            "people" | "persons" | "patients" | "children" | "citizens" | "residents"
        );
    (found && counted).then_some(people)
}
