use std::cell::LazyCell;

use text::{Span, Token};

use crate::document::{Document, Sentence};
use crate::finding::{Category, Severity};
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

use super::code::is_about_code;
use super::grammar::{
    is_determiner, is_number_word, is_participle, is_running_text, is_small_word, is_statement,
    is_subject_pronoun, opening_word,
};

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "missing-subject",
    summary: "a sentence that begins with its verb and has no subject",
    category: Category::Grammar,
    severity: Severity::Minor,
    languages: Languages::ENGLISH,
    point: Point::KnownTranslation,
    explain: "Russian, Spanish, Italian, Chinese and others leave the subject out where the context tells it, or put it behind \
              the verb: “Требует обсуждения”, “Погибли два человека”. English statements have a subject, and it stands before \
              the verb.",
    examples: &[
        Example::Flags {
            text: "The plan is not ready. [[Requires discussion]] with the residents.",
            fixed: None,
        },
        Example::Flags {
            text: "[[Will not rise]] above ten degrees in the north.",
            fixed: None,
        },
        Example::Flags {
            text: "He came from Lviv. [[Was arrested]] in May.",
            fixed: None,
        },
        Example::Flags {
            text: "[[Killed two]] people, and one is in hospital.",
            fixed: None,
        },
        Example::Flags {
            text: "[[Informed about]] the storm at the weekend, said the forecaster.",
            fixed: None,
        },
        Example::Passes("Was he arrested in May? Will it not rise above ten degrees?"),
        Example::Passes("Will Smith was arrested. Will power is needed."),
        Example::Passes("Killed two years ago, he was never forgotten."),
        Example::Passes("Reports of the fire came at noon. Remains were found."),
        Example::Passes("Informed about the storm, the captain turned back."),
        Example::Passes(
            "make_mill()\n\nCreates a mill with the wheel that bed_rock names, and then runs it.",
        ),
        Example::Passes("Is there a plan. Were it not for the rain, they would have won."),
        Example::Passes("Had they known, they would have stayed. Should that happen, we leave."),
        Example::Passes(
            "Registered in 2010, the firm has two owners. Opened two doors down from here, the shop sells tea.",
        ),
    ],
    check,
};

fn check(doc: &Document, findings: &mut Findings) {
    // "Creates a table": what a manual says of a function.
    let code = LazyCell::new(|| is_about_code(doc));
    for block in doc.prose().filter(|block| is_running_text(block)) {
        for sentence in doc.sentences_of(block) {
            if let Some((first, last)) = verb_without_subject(doc, sentence)
                && !*code
            {
                let span = Span::new(first.start(), last.end());
                let quote = doc.str(span);
                findings
                    .report(
                        &RULE,
                        span,
                        format!("“{quote}”: the sentence begins with its verb and has no subject"),
                    )
                    .confidence(0.8);
            }
        }
    }
}

/// The first and the last token of what shows that the sentence has no subject.
fn verb_without_subject(doc: &Document, sentence: &Sentence) -> Option<(Token, Token)> {
    let tokens = doc.tokens_in(sentence);
    let at = opening_word(doc, tokens)?;
    let [first, second, rest @ ..] = &tokens[at..] else {
        return None;
    };
    let (verb, next) = (doc.lower(*first), doc.lower(*second));
    if verb.len() > "participates".len() || !is_statement(doc, tokens) {
        return None;
    }
    let last = match verb {
        "was" | "is" | "are" | "has" | "does" if may_follow_auxiliary(doc, *second) => *second,
        "will" | "can" | "could" | "must" | "cannot" => after_modal(doc, *second, rest)?,
        "informed" | "told" | "notified" if next == "about" && has_late_speaker(doc, rest) => *second,
        _ if is_third_person(verb) && begins_object(doc, *second) => *second,
        _ if is_event(verb) && counts_people(doc, *second, rest) => *second,
        _ => return None,
    };
    Some((*first, last))
}

/// "Was arrested", "Has always been", but not "Is there", "Was he".
fn may_follow_auxiliary(doc: &Document, second: Token) -> bool {
    let next = doc.lower(second);
    is_small_word(doc, second)
        && (is_participle(next)
            || matches!(
                next,
                "not"
                    | "also"
                    | "still"
                    | "already"
                    | "now"
                    | "always"
                    | "never"
                    | "been"
                    | "expected"
                    | "able"
            ))
}

/// "Will not rise", "Can be used": the verb, and with "not" the word after it.
fn after_modal(doc: &Document, second: Token, rest: &[Token]) -> Option<Token> {
    let third = rest.first().filter(|third| is_small_word(doc, **third))?;
    match doc.lower(second) {
        "not" | "also" | "soon" | "now" | "probably" | "only" | "never"
            if !is_subject_pronoun(doc.lower(*third)) =>
        {
            Some(*third)
        }
        "be" | "have" => Some(second),
        _ => None,
    }
}

/// Third persons that are no plural of a noun.
fn is_third_person(verb: &str) -> bool {
    matches!(
        verb,
        "allows"
            | "appears"
            | "applies"
            | "becomes"
            | "begins"
            | "believes"
            | "belongs"
            | "brings"
            | "confirms"
            | "considers"
            | "consists"
            | "contains"
            | "continues"
            | "creates"
            | "denies"
            | "depends"
            | "describes"
            | "differs"
            | "enters"
            | "exists"
            | "expects"
            | "explains"
            | "goes"
            | "helps"
            | "includes"
            | "informs"
            | "knows"
            | "leads"
            | "occurs"
            | "participates"
            | "prevents"
            | "provides"
            | "receives"
            | "recommends"
            | "refers"
            | "requires"
            | "seems"
            | "speaks"
            | "thinks"
            | "threatens"
            | "understands"
            | "wants"
            | "warns"
    )
}

/// The word after a verb may begin its object or complement; a verb or a second noun of a name may not.
fn begins_object(doc: &Document, token: Token) -> bool {
    is_small_word(doc, token)
        && !matches!(
            doc.lower(token),
            "is" | "are" | "was" | "were" | "has" | "have" | "will" | "and" | "or"
        )
}

/// Past forms with which Slavic news opens a report: "Погибли", "Задержаны".
fn is_event(verb: &str) -> bool {
    matches!(
        verb,
        "arrested"
            | "confirmed"
            | "cured"
            | "damaged"
            | "destroyed"
            | "detained"
            | "died"
            | "discharged"
            | "evacuated"
            | "hospitalized"
            | "hospitalised"
            | "injured"
            | "killed"
            | "recovered"
            | "registered"
            | "rescued"
            | "wounded"
    )
}

/// A number of people or things, and not of years: "two people", "12 cars".
fn counts_people(doc: &Document, number: Token, rest: &[Token]) -> bool {
    let Some(counted) = rest.first().filter(|counted| is_small_word(doc, **counted)) else {
        return false;
    };
    let counts = number.is_number() || is_number_word(doc.lower(number));
    let time = matches!(
        doc.lower(*counted),
        "years"
            | "months"
            | "weeks"
            | "days"
            | "hours"
            | "minutes"
            | "times"
            | "thousand"
            | "million"
            | "doors"
            | "miles"
            | "of"
    );
    let main_clause = rest.windows(2).any(|pair| {
        doc.word(pair[0]) == ","
            && (is_determiner(doc.lower(pair[1])) || is_subject_pronoun(doc.lower(pair[1])))
    });
    counts && !time && doc.lower(*counted).ends_with(['s', 'e', 'n']) && !main_clause
}

/// "…, said the forecaster": the speaker comes last and is the subject of nothing else.
fn has_late_speaker(doc: &Document, rest: &[Token]) -> bool {
    let mut commas = rest.windows(2).filter(|pair| doc.word(pair[0]) == ",");
    let said = |token: Token| {
        matches!(
            doc.lower(token),
            "said" | "told" | "reported" | "stated" | "noted"
        )
    };
    commas.next().is_none_or(|pair| said(pair[1]))
}
