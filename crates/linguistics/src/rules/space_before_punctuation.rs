use text::{Key, Span, Token};

use crate::document::Document;
use crate::finding::{Category, Severity};
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

use super::phrase::{spaced, touching};

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "space-before-punctuation",
    summary: "a space before a comma, full stop or apostrophe",
    category: Category::Spacing,
    severity: Severity::Minor,
    languages: Languages::ENGLISH,
    point: Point::AnyText,
    explain: "A space before a mark that belongs to the word before it. Translation engines split text into tokens and \
              do not always join them again; link and tag boundaries of the original leave the same gap. The only one of an \
              article of some length is taken for a slip of the hand and is information.",
    examples: &[
        Example::Flags {
            text: "The list is on the site of the ministry[[ .]]",
            fixed: Some("The list is on the site of the ministry."),
        },
        Example::Flags {
            text: "Grain[[ ,]] oil and coal were shipped.",
            fixed: Some("Grain, oil and coal were shipped."),
        },
        Example::Flags {
            text: "The baby[[ 's]] father did[[ n't]] answer.",
            fixed: Some("The baby's father didn't answer."),
        },
        Example::Flags {
            text: "“They have opened the mill.”[[ .]] Who pays for it? “Nobody!”[[ .]] That is all.",
            fixed: Some("“They have opened the mill.” Who pays for it? “Nobody!” That is all."),
        },
        Example::Flags {
            text: "“They have opened the mill.”[[ ,]] he said of the fire.",
            fixed: None,
        },
        Example::Passes("The .NET team used a .45 and a .ru address ... and left."),
        Example::Passes("Smile :) and wait . . . for the '90s or the 's' key."),
        Example::Passes(
            "The bus to ’s-Hertogenbosch and 's-Gravenhage was late. Vincent van 't Hoff and Gerard 't Hooft lived there.",
        ),
        Example::Passes("They won 3 : 1 in the rain."),
        Example::Passes("A ; symbol ends the line, the operator ? is a question. I am sick at work ;-)"),
        Example::Passes("“They have opened the mill.” “Who pays for it?” “Nobody!” That is all, “he said”."),
        Example::Passes("The word 'since' and the year 'nineteen' were quoted."),
    ],
    check,
};

/// Words of an article in which one space too many may be a slip of the hand; in a few sentences it is one of many.
const LONG: usize = 60;

/// What follows the apostrophe of a contraction or a possessive.
const SUFFIXES: [&str; 7] = ["d", "ll", "m", "re", "s", "t", "ve"];

fn check(doc: &Document, findings: &mut Findings) {
    let gaps: Vec<Gap> = doc
        .prose()
        .flat_map(|block| gaps(doc, doc.tokens_of(block)))
        .collect();
    // Whoever types a single space too many has slipped; an engine that parts tokens does so again and again, and
    // nobody types "did n't".
    let slip = matches!(
        gaps[..],
        [Gap {
            contraction: false,
            ..
        }]
    ) && doc.word_count() >= LONG;
    for gap in gaps {
        let fixed = doc.str(gap.mark).to_owned();
        let whole = doc.str(gap.before.start()..gap.mark.end);
        let message = format!("“{whole}”: a space stands before “{fixed}”");
        let finding = findings
            .report(&RULE, gap.before.end()..gap.mark.end, message)
            .confidence(0.96);
        match gap.inside.map(|inside| doc.word(inside)) {
            None => {
                finding.fix(fixed);
            }
            Some(inside) if inside == fixed || matches!(inside, "?" | "!") => {
                finding.fix("");
            }
            // `.” ,` has one mark too many, and which one only the sentence tells.
            Some(_) => {}
        }
        if slip {
            finding.severity(Severity::Info);
        }
    }
}

/// What stands before the apostrophe of "can 't".
const MAY_BE_NEGATED: [&str; 20] = [
    "ain", "aren", "can", "couldn", "didn", "doesn", "don", "hadn", "hasn", "haven", "isn", "mightn",
    "mustn", "needn", "shan", "shouldn", "wasn", "weren", "won", "wouldn",
];

/// A space and the mark or the end of a contraction behind it.
struct Gap {
    before: Token,
    mark: Span,
    contraction: bool,
    /// The mark inside the quotation that closes before the space: with it, the mark behind is a second one.
    inside: Option<Token>,
}

fn gaps(doc: &Document, tokens: &[Token]) -> Vec<Gap> {
    let gap = |at: usize| {
        let (before, mark) = (tokens[at - 1], tokens[at]);
        let may_be_detached = mark.is_mark() || is_negation(doc, mark);
        if !may_be_detached || !spaced(doc, before, mark) || is_opening(doc, before) {
            return None;
        }
        if detached(doc, mark, tokens.get(at + 1))
            && !follows_list_mark(doc, tokens, at)
            && !is_named(doc, tokens, at)
        {
            return Some(Gap {
                before,
                mark: mark.span(),
                contraction: false,
                inside: mark_inside(doc, &tokens[..=at]),
            });
        }
        let end = contraction_end(doc, tokens, at)?;
        Some(Gap {
            before,
            mark: Span::new(mark.start(), end),
            contraction: true,
            inside: None,
        })
    };
    (1..tokens.len()).filter_map(gap).collect()
}

/// The mark before the closing quotation mark that stands before the last of `tokens`, if that is a full stop or a comma: it ends
/// the sentence or the clause already.
fn mark_inside(doc: &Document, tokens: &[Token]) -> Option<Token> {
    let [.., inside, quote, mark] = *tokens else {
        return None;
    };
    let is_second = matches!(doc.word(mark), "." | ",")
        && matches!(doc.word(quote), "”" | "\"" | "’" | "»")
        && matches!(doc.word(inside), "." | "," | "?" | "!")
        && touching(inside, quote);
    is_second.then_some(inside)
}

/// A mark that closes what stands before it and has nothing attached behind.
fn detached(doc: &Document, mark: Token, next: Option<&Token>) -> bool {
    let free_behind = next.is_none_or(|next| !touching(mark, *next));
    match doc.word(mark) {
        // "Sick at work ;-)"
        ";" if next.is_some_and(|next| matches!(doc.word(*next), "-" | "(" | ")")) && !free_behind => false,
        "," | ";" => free_behind || next.is_some_and(|next| next.is_mark()),
        "." | "?" | "!" => {
            free_behind || next.is_some_and(|next| matches!(doc.word(*next), "”" | "\"" | ")" | "’"))
        }
        ":" => free_behind && next.is_some_and(|next| !next.is_number()),
        _ => false,
    }
}

fn is_opening(doc: &Document, before: Token) -> bool {
    before.is_mark() && !matches!(doc.word(before), ")" | "]" | "”" | "\"" | "’" | "%" | "»")
}

/// "A ; symbol", "the operator ? is": the mark itself is meant.
fn is_named(doc: &Document, tokens: &[Token], at: usize) -> bool {
    let before = doc.lower(tokens[at - 1]);
    let behind = tokens
        .get(at + 1)
        .filter(|behind| spaced(doc, tokens[at], **behind))
        .map_or("", |behind| doc.lower(*behind));
    let a_mark = matches!(before, "a" | "an" | "the" | "each" | "one")
        && matches!(
            behind,
            "character" | "key" | "mark" | "operator" | "sign" | "symbol"
        );
    let operator = matches!(before, "character" | "mark" | "operator" | "sign" | "symbol")
        && matches!(behind, "and" | "is" | "or" | "was");
    a_mark || operator || before == "or" && behind == "if" && doc.word(tokens[at]) != ","
}

/// ". . ." and "- ," are patterns of their own.
fn follows_list_mark(doc: &Document, tokens: &[Token], at: usize) -> bool {
    doc.word(tokens[at]) == "." && tokens.get(at + 1).is_some_and(|next| doc.word(*next) == ".")
}

/// "baby 's", "did n't": where the split contraction ends.
fn contraction_end(doc: &Document, tokens: &[Token], at: usize) -> Option<usize> {
    let piece = tokens[at];
    if !tokens[at - 1].is_word() {
        return None;
    }
    if is_negation(doc, piece) {
        return Some(piece.end());
    }
    let suffix = *tokens.get(at + 1)?;
    let split = matches!(doc.word(piece), "'" | "’")
        && touching(piece, suffix)
        && SUFFIXES.contains(&doc.lower(suffix))
        && tokens
            .get(at + 2)
            .is_none_or(|next| !closes_or_goes_on(doc, suffix, *next))
        // "Vincent van 't Hoff" is Dutch; "can 't" was torn.
        && (doc.lower(suffix) != "t" || MAY_BE_NEGATED.contains(&doc.lower(tokens[at - 1])));
    split.then(|| suffix.end())
}

/// A second apostrophe makes it a quotation, a hyphen a name such as ’s-Hertogenbosch.
fn closes_or_goes_on(doc: &Document, suffix: Token, next: Token) -> bool {
    match doc.word(next) {
        "'" | "’" => true,
        "-" | "‑" => touching(suffix, next),
        _ => false,
    }
}

fn is_negation(doc: &Document, token: Token) -> bool {
    const KEYS: [Key; 2] = Key::of_each(["n't", "n’t"]);
    KEYS.contains(&token.key()) && matches!(doc.lower(token), "n't" | "n’t")
}
