use text::BlockKind;

use crate::document::{Block, Document};
use crate::finding::{Category, Severity};
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "cut-off-paragraph",
    summary: "a paragraph that breaks off in the middle of a sentence",
    category: Category::Punctuation,
    severity: Severity::Minor,
    languages: Languages::ENGLISH,
    point: Point::AnyText,
    explain: "The last word is one that no English sentence ends in, and no mark follows it: an engine that translates pieces \
              of limited length drops what goes beyond, and a program that cuts a text does not look where. What is \
              missing can only be read in the original.",
    examples: &[
        Example::Flags {
            text: "The port is old.\n\nThe mill was sold in May. The buyer, a firm from the north, wants to keep [[the]]\n\nThe mayor was glad.",
            fixed: None,
        },
        Example::Flags {
            text: "Ships were late on Monday. Nobody at the port could tell when the ferry would leave, [[and]]",
            fixed: None,
        },
        Example::Passes("The mill was sold in May. The buyer, a firm from the north, wants to keep the…"),
        Example::Passes("The mill was sold. The council then voted for the\n\n- bridge\n- road"),
        Example::Passes(
            "It was sold in May. The law that was passed then says that it is the\n\nduty of the buyer to keep it.",
        ),
        Example::Passes(
            "The port is old.\n\nThe mill was sold in May. The law says that it builds roads for all; it keeps them; and\n\nThird, it pays.",
        ),
        Example::Passes("A headline about the bridge and the"),
        Example::Passes(
            "It is paid. The ferry must not leave while the gate of the town is closed by the port, or\n\nThe mayor has said so.",
        ),
        Example::Passes(
            "The lines are short. They break wherever the poet wants, and then there is a\n\nMill.",
        ),
        Example::Passes(
            "The mill was sold in May. That is the one that the firm from the north was looking for",
        ),
    ],
    check,
};

/// Words behind which a noun, a verb or a clause is due.
const UNFINISHED: [&str; 22] = [
    "a", "although", "an", "and", "because", "every", "her", "if", "its", "my", "or", "our", "than", "the",
    "their", "unless", "very", "whereas", "which", "while", "whose", "your",
];

/// Words of the shortest paragraph that is looked at: verses and labels are shorter.
const SHORTEST: usize = 14;

fn check(doc: &Document, findings: &mut Findings) {
    let blocks = doc.blocks();
    for (at, block) in blocks.iter().enumerate() {
        if block.boilerplate.is_some()
            || block.kind != BlockKind::Paragraph
            || goes_on(doc, blocks.get(at + 1))
        {
            continue;
        }
        let tokens = doc.tokens_of(block);
        let Some(last) = tokens.last().filter(|last| last.is_word()) else {
            continue;
        };
        let words = tokens.iter().filter(|token| token.is_word()).count();
        // Verse and tables have no sentence that is closed.
        let closed = doc.sentences_of(block).len() >= 2 && tokens.iter().any(|token| doc.word(*token) == ".");
        // "It builds roads; and": the next paragraph is an item of a list that is written out.
        // "…, or" closes one alternative of several.
        let before = tokens.len().checked_sub(2).map_or("", |at| doc.word(tokens[at]));
        let listed = before == ";" || before == "," && doc.word(*last) == "or";
        if words >= SHORTEST && closed && !listed && UNFINISHED.contains(&doc.word(*last)) {
            let message = format!("the paragraph breaks off after “{}”", doc.word(*last));
            findings.report(&RULE, last.span(), message).confidence(0.93);
        }
    }
}

/// Whether the next block takes the sentence up: a list, a quotation, a line in small letters, a single word.
fn goes_on(doc: &Document, next: Option<&Block>) -> bool {
    next.is_some_and(|next| {
        let tokens = doc.tokens_of(next);
        next.kind != BlockKind::Paragraph && next.kind != BlockKind::Heading
            || tokens.len() < 4
            || !doc
                .str(next.span)
                .starts_with(|c: char| c.is_uppercase() || matches!(c, '“' | '"'))
    })
}
