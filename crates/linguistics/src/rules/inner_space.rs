use text::{Span, Token};

use crate::document::{Block, Document};
use crate::finding::{Category, Severity};
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

use super::phrase::{spaced, touching};

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "inner-space",
    summary: "a space inside quotation marks or brackets",
    category: Category::Spacing,
    severity: Severity::Minor,
    languages: Languages::ENGLISH,
    point: Point::AnyText,
    explain: "A space after an opening or before a closing quotation mark or bracket. Engines that split text into tokens \
              set every mark apart and join some of them on the wrong side.",
    examples: &[
        Example::Flags {
            text: "The [[“ Delta]]” firm won.",
            fixed: Some("The “Delta” firm won."),
        },
        Example::Flags {
            text: "The union (founded in [[1990 )]] is small, the [[“ Delta ”]] firm too.",
            fixed: Some("The union (founded in 1990) is small, the “Delta” firm too."),
        },
        Example::Flags {
            text: "She called it \"a [[mistake \"]] on Monday.",
            fixed: Some("She called it \"a mistake\" on Monday."),
        },
        Example::Passes("The “Delta” firm (founded in 1990) won “by far”."),
        Example::Passes("A 5\" pipe and a 7 \" screen; he said \"yes\" and \"no\"."),
        Example::Passes("He called it „a mistake“ and left."),
        Example::Passes("The symbols \"○\" and \"×\" stand for yes and no."),
        Example::Passes("Smile ;( or :) as you like."),
    ],
    check,
};

fn check(doc: &Document, findings: &mut Findings) {
    for block in doc
        .prose()
        .filter(|block| !block.is_ascii() || block.has_mark(b"([)]\""))
    {
        let tokens = doc.tokens_of(block);
        let straight = straight_quotes(doc, block);
        let mut open: Option<usize> = None;
        for at in (0..tokens.len()).filter(|at| tokens[*at].is_mark()) {
            let side = match doc.word(tokens[at]) {
                "(" | "[" | "“" => Side::Opening,
                ")" | "]" | "”" => Side::Closing,
                "\"" if straight => {
                    if open.is_some_and(|open| doc.word(tokens[open]) == "\"") {
                        Side::Closing
                    } else {
                        Side::Opening
                    }
                }
                _ => continue,
            };
            match side {
                Side::Opening => {
                    report(doc, tokens, open.replace(at), None, findings);
                }
                Side::Closing => report(doc, tokens, open.take(), Some(at), findings),
            }
        }
        report(doc, tokens, open, None, findings);
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Opening,
    Closing,
}

/// Whether straight quotation marks can be told apart by counting: they come in pairs and none is an inch mark.
fn straight_quotes(doc: &Document, block: &Block) -> bool {
    if !block.has_mark(b"\"") {
        return false;
    }
    let tokens = doc.tokens_of(block);
    let marks = tokens.iter().filter(|token| doc.word(**token) == "\"").count();
    let inches = tokens
        .windows(2)
        .any(|pair| pair[0].is_number() && doc.word(pair[1]) == "\"");
    marks % 2 == 0 && !inches
}

/// Tokens inside the marks up to which a pair with two faults is one finding.
const SHORT: usize = 10;

/// Reports what is wrong inside a pair of marks, or inside one whose partner is missing.
fn report(
    doc: &Document,
    tokens: &[Token],
    open: Option<usize>,
    close: Option<usize>,
    findings: &mut Findings,
) {
    let after = open.and_then(|at| gap_after(doc, tokens, at).map(|gap| (at, gap)));
    let before = close.and_then(|at| gap_before(doc, tokens, at).map(|gap| (at, gap)));
    match (after, before) {
        (Some((open, first)), Some((close, second))) if close - open <= SHORT => {
            let span = Span::new(tokens[open].start(), tokens[close].end());
            let message = format!("“{}”: spaces stand inside the marks", doc.str(span));
            findings
                .report(&RULE, span, message)
                .confidence(0.93)
                .edit(first, "")
                .edit(second, "");
        }
        (after, before) => {
            if let Some((at, gap)) = after {
                one_side(
                    doc,
                    findings,
                    Span::new(tokens[at].start(), tokens[at + 1].end()),
                    gap,
                    "after the opening",
                );
            }
            if let Some((at, gap)) = before {
                one_side(
                    doc,
                    findings,
                    Span::new(tokens[at - 1].start(), tokens[at].end()),
                    gap,
                    "before the closing",
                );
            }
        }
    }
}

fn one_side(doc: &Document, findings: &mut Findings, span: Span, gap: Span, place: &str) {
    let message = format!("“{}”: a space stands {place} mark", doc.str(span));
    findings
        .report(&RULE, span, message)
        .confidence(0.93)
        .edit(gap, "");
}

/// The space behind an opening mark, where a word follows it.
fn gap_after(doc: &Document, tokens: &[Token], open: usize) -> Option<Span> {
    let (mark, word) = (tokens[open], *tokens.get(open + 1)?);
    // A mark that touches the word before it closes a quotation: a straight one however the marks are counted, and “
    // where German or Icelandic habits go on.
    let closes = matches!(doc.word(mark), "\"" | "“") && open > 0 && touching(tokens[open - 1], mark);
    (spaced(doc, mark, word) && !closes && !word.is_mark() && !is_smiley(doc, tokens, open))
        .then(|| Span::new(mark.end(), word.start()))
}

/// The space before a closing mark, where a word or the end of a sentence precedes it.
fn gap_before(doc: &Document, tokens: &[Token], close: usize) -> Option<Span> {
    let (word, mark) = (tokens[close.checked_sub(1)?], tokens[close]);
    let ends = !word.is_mark() || matches!(doc.word(word), "." | "," | "?" | "!" | "…" | "%");
    // A mark that touches what follows may belong to the other side.
    let closes = tokens.get(close + 1).is_none_or(|next| {
        !touching(mark, *next)
            || matches!(
                doc.word(*next),
                "." | "," | ";" | ":" | "?" | "!" | ")" | "]" | "”" | "\"" | "…"
            )
    });
    (spaced(doc, word, mark) && ends && closes).then(|| Span::new(word.end(), mark.start()))
}

/// ":(" and ";(" are no brackets.
fn is_smiley(doc: &Document, tokens: &[Token], at: usize) -> bool {
    at > 0
        && touching(tokens[at - 1], tokens[at])
        && matches!(doc.word(tokens[at - 1]), ":" | ";" | "-" | "=")
}
