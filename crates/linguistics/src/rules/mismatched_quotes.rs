use text::Token;

use crate::document::{Block, Document};
use crate::finding::{Category, Severity};
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

use super::phrase::{spaced, touching};

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "mismatched-quotes",
    summary: "a quotation that opens with one kind of mark and closes with another",
    category: Category::Punctuation,
    severity: Severity::Minor,
    languages: Languages::ENGLISH,
    point: Point::AnyText,
    explain: "The marks of the original and those of the engine meet in one quotation: “…», „…\", ‘…\", or a « or » stands \
              alone. Arrows of a menu and pointers between headings are left alone.",
    examples: &[
        Example::Flags {
            text: "The host said: [[“]]We will mend the bridge before winter.[[»]] Work has begun.",
            fixed: Some("The host said: “We will mend the bridge before winter.” Work has begun."),
        },
        Example::Flags {
            text: "The host said: [[“]]We will mend the bridge. [[»]] Work has begun.",
            fixed: Some("The host said: “We will mend the bridge.” Work has begun."),
        },
        Example::Flags {
            text: "The ferry [[„]]Delta[[\"]] and the ferry [[„]]Nord[[“]] were late.",
            fixed: Some("The ferry “Delta” and the ferry “Nord” were late."),
        },
        Example::Flags {
            text: "The mayor said [[‘]]we will win[[\"]]. The crowd cheered.",
            fixed: None,
        },
        Example::Flags {
            text: "The long-awaited consolidation of the[[»]] price is near.",
            fixed: None,
        },
        Example::Passes("“We will mend the bridge,” he said. “It is old.”"),
        Example::Passes("The ferry «Delta» was late. Home » News » Ferries"),
        Example::Passes("Read more »"),
        Example::Passes("‘We read “Dawn” here,’ he said, and “we read ‘Dawn’ here”."),
        Example::Passes("The film “The ’90s” and the ’n’ in rock ’n’ roll; a 12\" record."),
        Example::Passes("The mayor‘s son said “yes”, and the screen is 7\" wide."),
        Example::Passes("« Previous page"),
        Example::Passes("The spread of ‘Deepfake’ films will grow.\" That was one paragraph."),
    ],
    check,
};

fn check(doc: &Document, findings: &mut Findings) {
    for block in doc.prose().filter(|block| !block.is_ascii()) {
        let marks = marks(doc, block);
        let mut at = 0;
        while at < marks.len() {
            at += match marks[at..] {
                [open, close, ..] if is_mismatch(doc, open, close) => {
                    report_pair(doc, findings, open.token, close.token);
                    2
                }
                [alone, ..] if is_lone(doc, block, &marks, at) => {
                    let message = format!("“{}” stands alone", doc.word(alone.token));
                    findings
                        .report(&RULE, alone.token.span(), message)
                        .confidence(0.9);
                    1
                }
                _ => 1,
            };
        }
    }
}

/// A quotation mark and what it touches.
#[derive(Clone, Copy)]
struct Mark {
    token: Token,
    touches_left: bool,
    touches_right: bool,
    /// Whether the mark before it is one that ends a sentence.
    behind_stop: bool,
}

fn marks(doc: &Document, block: &Block) -> Vec<Mark> {
    let tokens = doc.tokens_of(block);
    let mark = |at: usize| {
        let token = tokens[at];
        let is_quote = token.is_mark() && matches!(doc.word(token), "“" | "”" | "„" | "«" | "»" | "\"" | "‘");
        is_quote.then(|| Mark {
            token,
            touches_left: at > 0 && touching(tokens[at - 1], token),
            touches_right: tokens.get(at + 1).is_some_and(|next| touching(token, *next)),
            behind_stop: at > 0
                && spaced(doc, tokens[at - 1], token)
                && matches!(doc.word(tokens[at - 1]), "." | "!" | "?" | "…"),
        })
    };
    (0..tokens.len()).filter_map(mark).collect()
}

/// Whether the two marks open and close one quotation in two manners.
fn is_mismatch(doc: &Document, open: Mark, close: Mark) -> bool {
    let opens = !open.touches_left && open.touches_right;
    let closes = close.touches_left && !opens_word(doc, close);
    match (doc.word(open.token), doc.word(close.token)) {
        ("“", "»") => opens && (closes || close.behind_stop),
        ("„", "\"" | "»" | "“" | "”") | ("«", "”") => opens && closes,
        ("‘", "\"") => {
            opens
                && closes
                && !doc
                    .str(open.token.end()..close.token.start())
                    .contains(['’', '\''])
        }
        _ => false,
    }
}

/// Whether a word begins right behind a mark that closes nothing: "7\"wide".
fn opens_word(doc: &Document, mark: Mark) -> bool {
    mark.touches_right && doc.text()[mark.token.end()..].starts_with(char::is_alphanumeric)
}

/// Marks before and behind a » that are searched for its partner.
const REACH: usize = 16;

/// A » at the end of a word inside a sentence, in a block that has no other guillemets and is no list of links.
fn is_lone(doc: &Document, block: &Block, marks: &[Mark], at: usize) -> bool {
    let mark = marks[at];
    // The others are counted to two at most, and only behind a », so that a text of nothing but marks stays cheap.
    if doc.word(mark.token) != "»" {
        return false;
    }
    let others = |mark: &&Mark| matches!(doc.word(mark.token), "«" | "»");
    let guillemets = marks[at.saturating_sub(REACH)..(at + REACH).min(marks.len())]
        .iter()
        .filter(others)
        .count();
    let letter = doc.text()[..mark.token.start()].ends_with(char::is_alphabetic);
    let inside = doc.text()[mark.token.end()..block.span.end].starts_with(' ')
        && doc.text()[mark.token.end()..block.span.end]
            .trim_start()
            .starts_with(char::is_lowercase);
    guillemets == 1 && letter && inside
}

fn report_pair(doc: &Document, findings: &mut Findings, open: Token, close: Token) {
    let single = doc.word(open) == "‘";
    let message = format!(
        "a quotation opens with {} and closes with {}",
        doc.word(open),
        doc.word(close)
    );
    for (mark, right) in [(open, "“"), (close, "”")] {
        // The space before a mark that closes goes with it.
        let space = doc.text()[..mark.start()].ends_with(' ') && right == "”";
        let finding = findings
            .report(&RULE, mark.span(), message.clone())
            .confidence(0.93);
        if !single && doc.word(mark) != right {
            finding.edit(mark.start() - usize::from(space)..mark.end(), right);
        }
    }
}
