use text::{Span, Token};

use crate::document::{Block, Document};
use crate::finding::{Category, Severity};
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

use super::phrase::{is_all_capitals, is_lower_case, spaced, touching};

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
        Example::Flags {
            text: "It lives by its \"materials (trade and crafts[[) \"]] and by its \"spirit\" alike.",
            fixed: Some("It lives by its \"materials (trade and crafts)\" and by its \"spirit\" alike."),
        },
        Example::Flags {
            text: "The plan for the \" river was read aloud, and nobody in the long hall of the old mill had [[their \"]] law.",
            fixed: None,
        },
        Example::Flags {
            text: "The Harbour Party[[( Hp]]) won, the Mill League[[( founded in 1990 )]] lost.",
            fixed: Some("The Harbour Party (Hp) won, the Mill League (founded in 1990) lost."),
        },
        Example::Flags {
            text: "She said: [[\" It]] is an astonishing new record for a coin of so small a mill[[, \"]] as he said.",
            fixed: Some(
                "She said: \"It is an astonishing new record for a coin of so small a mill,\" as he said.",
            ),
        },
        Example::Passes("The “Delta” firm (founded in 1990) won “by far”."),
        Example::Passes("The firm(s) won; so did f(x) and the Mill League (founded in 1990)."),
        Example::Passes("She has \"a mill (of wood)\" and \"a barn\"; he has \"a (small) dog\"."),
        Example::Passes("The law (Draft) \" on roads\" and their \" health law\" wait, and \"more."),
        Example::Passes(
            "It reads \"a plan\" on top, the rest \" is lost and their \"own\" law is \"new\" here, \"too.",
        ),
        Example::Passes("A 5\" pipe and a 7 \" screen; he said \"yes\" and \"no\"."),
        Example::Passes("He called it „a mistake“ and left."),
        Example::Passes("The symbols \"○\" and \"×\" stand for yes and no."),
        Example::Passes("Smile ;( or :) as you like."),
        Example::Passes("\\dt [ mill ] shows it; write IS [ NOT ] NULL, or [ a ] and [ b ]."),
        Example::Passes("He said \"it was time for war. . . . \" and left."),
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
        let synopsis = is_synopsis(doc, block);
        // A bracket inside a quotation does not end it: straight marks are counted by themselves.
        let (mut open, mut quote) = (None, None);
        for at in (0..tokens.len()).filter(|at| tokens[*at].is_mark()) {
            if synopsis && matches!(doc.word(tokens[at]), "(" | ")" | "[" | "]") {
                continue;
            }
            let side = match doc.word(tokens[at]) {
                "(" | "[" | "“" => Side::Opening,
                ")" | "]" | "”" => Side::Closing,
                "\"" if straight => {
                    match quote.take() {
                        Some(first) if is_uncertain(doc, tokens, first, at) => {
                            unclear(doc, tokens, at, findings);
                        }
                        Some(first) => report(doc, tokens, Some(first), Some(at), findings),
                        None => quote = Some(at),
                    }
                    continue;
                }
                _ => continue,
            };
            match side {
                Side::Opening => report(doc, tokens, open.replace(at), None, findings),
                Side::Closing => report(doc, tokens, open.take(), Some(at), findings),
            }
        }
        report(doc, tokens, open, None, findings);
    }
}

/// `\dt [ pattern ]`, `IS [ NOT ] NULL`: two spaced brackets, or one and a stroke or a sign of code, show how
/// something is written.
fn is_synopsis(doc: &Document, block: &Block) -> bool {
    const LONGEST: usize = 5;
    if !block.has_mark(b"[") {
        return false;
    }
    let tokens = doc.tokens_of(block);
    // What stands in them is a word or two: a sentence in brackets is a remark.
    let is_part = |at: &usize| {
        let rest = &tokens[*at..];
        doc.word(rest[0]) == "["
            && rest.len() > 1
            && spaced(doc, rest[0], rest[1])
            && !rest[1].is_number()
            && rest
                .iter()
                .skip(1)
                .take(LONGEST)
                .any(|token| matches!(doc.word(*token), "]" | "["))
    };
    let spaced_brackets = (0..tokens.len()).filter(is_part).take(2).count();
    let capitals = tokens
        .iter()
        .filter(|token| token.is_word() && token.span().len() > 2 && is_all_capitals(doc.word(**token)))
        .take(2)
        .count();
    spaced_brackets > 1
        || block.has_mark(b"|\\")
        || spaced_brackets == 1 && (capitals > 1 || doc.str(block.span).contains('_'))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Opening,
    Closing,
}

/// Whether straight quotation marks can be told apart by counting: they come in pairs, none is an inch mark, and none touches a
/// word on the side on which it cannot stand. Where a mark is missing, all behind it would be taken for their opposites.
fn straight_quotes(doc: &Document, block: &Block) -> bool {
    if !block.has_mark(b"\"") {
        return false;
    }
    let tokens = doc.tokens_of(block);
    let mut marks = 0;
    for at in (0..tokens.len()).filter(|at| tokens[*at].is_mark() && doc.word(tokens[*at]) == "\"") {
        let due = if marks % 2 == 0 {
            Side::Opening
        } else {
            Side::Closing
        };
        let is_inches = at > 0 && tokens[at - 1].is_number() && due == Side::Opening;
        if is_inches || side_by_place(tokens, at).is_some_and(|side| side != due) {
            return false;
        }
        marks += 1;
    }
    marks % 2 == 0
}

/// What a straight mark is by the word that it touches; `None` between two spaces, or two words.
fn side_by_place(tokens: &[Token], at: usize) -> Option<Side> {
    let left = at.checked_sub(1).map(|left| tokens[left]);
    let right = tokens.get(at + 1);
    let touches_left = left.is_some_and(|left| touching(left, tokens[at]));
    let touches_right = right.is_some_and(|right| touching(tokens[at], *right));
    match (touches_left, touches_right) {
        (true, false) if left.is_some_and(Token::is_word) => Some(Side::Closing),
        (false, true) if right.copied().is_some_and(Token::is_word) => Some(Side::Opening),
        _ => None,
    }
}

/// Whether nothing but the count says that the mark at `close` closes: it stands between spaces and two words, far from a
/// mark that touches no word either. "Nobody had their " law": it may as well open.
fn is_uncertain(doc: &Document, tokens: &[Token], open: usize, close: usize) -> bool {
    let next = tokens.get(close + 1);
    close - open > SHORT
        && side_by_place(tokens, open).is_none()
        && tokens[close - 1].is_word()
        && !touching(tokens[close - 1], tokens[close])
        && next.is_some_and(|next| is_lower_case(doc.word(*next)) && !touching(tokens[close], *next))
}

fn unclear(doc: &Document, tokens: &[Token], at: usize, findings: &mut Findings) {
    let span = Span::new(tokens[at - 1].start(), tokens[at].end());
    let message = format!("“{}”: the mark stands between two spaces", doc.str(span));
    findings.report(&RULE, span, message).confidence(0.9);
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
                .edit(first.0, first.1)
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
                    (gap, ""),
                    "before the closing",
                );
            }
        }
    }
}

fn one_side(
    doc: &Document,
    findings: &mut Findings,
    span: Span,
    (gap, put): (Span, &'static str),
    place: &str,
) {
    let message = format!("“{}”: a space stands {place} mark", doc.str(span));
    findings
        .report(&RULE, span, message)
        .confidence(0.93)
        .edit(gap, put);
}

/// The space behind an opening mark, where a word follows it, and what to put there. "Party( Hp)": the space belongs before a
/// bracket that touches a word.
fn gap_after(doc: &Document, tokens: &[Token], open: usize) -> Option<(Span, &'static str)> {
    let (mark, word) = (tokens[open], *tokens.get(open + 1)?);
    // A mark that touches the word before it closes a quotation: a straight one however the marks are counted, and “
    // where German or Icelandic habits go on.
    let closes = matches!(doc.word(mark), "\"" | "“") && open > 0 && touching(tokens[open - 1], mark);
    let is_glued = open > 0 && tokens[open - 1].is_word() && touching(tokens[open - 1], mark);
    (spaced(doc, mark, word) && !closes && !word.is_mark() && !is_smiley(doc, tokens, open)).then(
        || match doc.word(mark) {
            "(" if is_glued => (Span::new(mark.start(), word.start()), " ("),
            "[" if is_glued => (Span::new(mark.start(), word.start()), " ["),
            _ => (Span::new(mark.end(), word.start()), ""),
        },
    )
}

/// The space before a closing mark, where a word or the end of a sentence precedes it.
fn gap_before(doc: &Document, tokens: &[Token], close: usize) -> Option<Span> {
    let (word, mark) = (tokens[close.checked_sub(1)?], tokens[close]);
    // "In time of war. . . ”": the dots are spaced.
    let dots = doc.word(word) == "." && close > 1 && doc.word(tokens[close - 2]) == ".";
    if dots && spaced(doc, tokens[close - 2], word) {
        return None;
    }
    let ends = !word.is_mark() || matches!(doc.word(word), "." | "," | "?" | "!" | "…" | "%");
    // "Materials (trade and crafts) ”": a bracket may end the quotation.
    let ends = ends || doc.word(word) == ")" && matches!(doc.word(mark), "\"" | "”");
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
