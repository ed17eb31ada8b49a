use text::{Key, Span, Token};

use crate::document::Document;
use crate::finding::{Category, Severity};
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

use super::phrase::{is_capitalised, spaced, touching};

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "doubled-punctuation",
    summary: "the same mark stands twice",
    category: Category::Punctuation,
    severity: Severity::Minor,
    languages: Languages::Any,
    point: Point::AnyText,
    explain: "A comma, semicolon, full stop or straight quotation mark stands twice. Two segments were joined and each brought \
              its own mark.",
    examples: &[
        Example::Flags {
            text: "Grain[[,,]] oil and coal were shipped.",
            fixed: Some("Grain, oil and coal were shipped."),
        },
        Example::Flags {
            text: "The bridge is closed[[..]] Traffic was moved.",
            fixed: Some("The bridge is closed. Traffic was moved."),
        },
        Example::Flags {
            text: "Grain[[, ,]] oil and coal.",
            fixed: Some("Grain, oil and coal."),
        },
        Example::Flags {
            text: "The mayor called it a “plan[[\"\"]] and left. [[\"\"]] Is it safe?\" she asked.",
            fixed: None,
        },
        Example::Flags {
            text: "The council had asked for help and[[..]] Nobody came to the mill[[..]] and the road was closed.",
            fixed: None,
        },
        Example::Flags {
            text: "The flood took 20 houses in[[..]]",
            fixed: None,
        },
        Example::Flags {
            text: "The new neighbours moved in[[..]] Then came the flood.",
            fixed: Some("The new neighbours moved in. Then came the flood."),
        },
        Example::Passes("The flood took 20 houses in... It is not known where the boats came from."),
        Example::Passes(
            "The field is \"\" by default, alt=\"\" is allowed, and so are f(\"\") and the \"\" name.",
        ),
        Example::Passes("The screen is 25\"\" wide. \"She said, \"yes.\"\" He wrote \"\"\"."),
        Example::Passes("He waited... and left. He waited . . . and left. Really?! Yes!!"),
        Example::Passes("He asked for help and ... nobody came; they had been there for … years."),
        Example::Passes(
            "The mill is run by Bell & Co. and the road by the town. It is open from 8 a.m. to 5 p.m.",
        ),
        Example::Passes("Use .. instead of . in the path; the range is 5 .. 12 and no more."),
        Example::Passes("See ../index and std::fmt; the score, “2:1”, was final…."),
    ],
    check,
};

fn check(doc: &Document, findings: &mut Findings) {
    for (block, at) in doc.places_in_blocks(&Key::of_each([",", ";", ".", "\""])) {
        let tokens = doc.tokens_of(block);
        let (first, Some(&second)) = (tokens[at], tokens.get(at + 1)) else {
            continue;
        };
        if at == 0 || !first.is_mark() || !second.is_mark() {
            continue;
        }
        if is_quote_twice(doc, tokens, at) {
            let span = Span::new(first.start(), second.end());
            findings
                .report(&RULE, span, "the quotation mark stands twice")
                .confidence(0.9);
            continue;
        }
        if !is_doubled(doc, tokens, at) {
            continue;
        }
        let span = Span::new(first.start(), second.end());
        let mark = doc.word(first);
        let finding = findings
            .report(&RULE, span, format!("“{mark}” stands twice"))
            .confidence(0.97);
        if mark != "." || ends_sentence(doc, tokens, at) {
            finding.fix(mark);
        }
    }
}

/// `""` that closes behind a word or opens a sentence. Between spaces, behind a bracket or an equals sign it is an empty
/// string, behind a figure it is inches, behind a mark it may close two quotations.
fn is_quote_twice(doc: &Document, tokens: &[Token], at: usize) -> bool {
    let (before, first, second) = (tokens[at - 1], tokens[at], tokens[at + 1]);
    if doc.word(first) != "\"" || doc.word(second) != "\"" || !touching(first, second) {
        return false;
    }
    let next = tokens.get(at + 2);
    let free_right = next.is_none_or(|next| !touching(second, *next));
    let closes = before.is_word() && touching(before, first) && free_right;
    let opens = matches!(doc.word(before), "." | "?" | "!")
        && spaced(doc, before, first)
        && next.is_some_and(|next| next.is_word() && is_capitalised(doc.word(*next)));
    closes || opens
}

/// Whether a full stop may stand at `at`: a sentence ends with no "and" and goes on with no small letter. Where it does, words
/// were lost, and one full stop would hide that.
fn ends_sentence(doc: &Document, tokens: &[Token], at: usize) -> bool {
    let goes_on = matches!(
        doc.lower(tokens[at - 1]),
        "a" | "an"
            | "and"
            | "as"
            | "at"
            | "be"
            | "because"
            | "but"
            | "by"
            | "for"
            | "from"
            | "his"
            | "if"
            | "into"
            | "its"
            | "my"
            | "nor"
            | "of"
            | "or"
            | "our"
            | "than"
            | "that"
            | "the"
            | "their"
            | "to"
            | "was"
            | "were"
            | "which"
            | "who"
            | "with"
            | "your"
    );
    let next = tokens.get(at + 2).map(|next| doc.word(*next));
    // "They moved in. Then": only at the end of all can nothing be meant to follow "in".
    let is_last_preposition = next.is_none() && doc.lower(tokens[at - 1]) == "in";
    !goes_on && !is_last_preposition && next.is_none_or(|next| !next.starts_with(char::is_lowercase))
}

fn is_doubled(doc: &Document, tokens: &[Token], at: usize) -> bool {
    let (word, first, second) = (tokens[at - 1], tokens[at], tokens[at + 1]);
    let mark = doc.word(first);
    let close = touching(first, second) || mark != "." && spaced(doc, first, second);
    // Three in a row are an ellipsis, a line of dots or a matter of their own.
    let third = tokens
        .get(at + 2)
        .is_some_and(|third| third.is_mark() && doc.word(*third) == mark);
    let path = tokens
        .get(at + 2)
        .is_some_and(|next| touching(second, *next) && !matches!(doc.word(*next), "”" | "\"" | ")"));
    // "Use .. instead of .", "5 .. 2": a path and a range stand by themselves between words.
    let stands_alone = mark == "."
        && spaced(doc, word, first)
        && tokens
            .get(at + 2)
            .is_some_and(|next| spaced(doc, second, *next) && !is_capitalised(doc.word(*next)));
    matches!(mark, "," | ";" | ".")
        && !stands_alone
        && doc.word(second) == mark
        && close
        && !third
        && !path
        && doc.word(word) != mark
        && (!word.is_mark() || touching(word, first) && matches!(doc.word(word), ")" | "”" | "\"" | "%"))
}
