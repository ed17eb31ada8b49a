use text::BlockKind;

use crate::document::{Block, Document, Sentence};
use crate::finding::{Category, Severity};
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

use super::phrase::shortened;

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "repeated-sentence",
    summary: "the same sentence stands twice in a row",
    category: Category::Addition,
    severity: Severity::Major,
    languages: Languages::Any,
    point: Point::AnyText,
    explain: "Engines that translate piece by piece now and then give the same sentence for two pieces, or for one piece \
              twice. Short sentences are repeated on purpose, and speeches and songs are quoted; those are left alone.",
    examples: &[
        Example::Flags {
            text: "The ferry was late on Monday because of fog. [[The ferry was late on Monday because of fog.]] The mayor came.",
            fixed: Some("The ferry was late on Monday because of fog. The mayor came."),
        },
        Example::Flags {
            text: "It makes pumps and parts of all kinds. [[It makes pumps and parts of all kinds.]] [[It makes pumps and parts of all kinds.]]",
            fixed: Some("It makes pumps and parts of all kinds."),
        },
        Example::Passes("You are going to win it. You are going to win it."),
        Example::Passes("Never again. Never again. The mayor left."),
        Example::Passes(
            "Ah, look at all the lonely mills by the sea. Ah, look at all the lonely mills by the sea.",
        ),
        Example::Passes("“We will not give up on this port. We will not give up on this port,” he said."),
        Example::Passes("“We will not give up on it. We will not give up on it. We will not,” he said."),
        Example::Passes(
            "The ferry was late on Monday because of fog. The ferry was late on Tuesday because of fog.",
        ),
    ],
    check,
};

/// Words of the shortest sentence that nobody repeats for stress.
const SHORTEST: usize = 7;

fn check(doc: &Document, findings: &mut Findings) {
    for block in doc.prose().filter(|block| block.kind == BlockKind::Paragraph) {
        check_block(doc, block, findings);
    }
}

fn check_block(doc: &Document, block: &Block, findings: &mut Findings) {
    let mut quoted = false;
    let is_same = |pair: &[Sentence]| doc.str(pair[0].span()) == doc.str(pair[1].span());
    let pairs = doc.sentences_of(block).windows(2);
    if !pairs.clone().any(is_same) {
        return;
    }
    for pair in pairs {
        let (first, second) = (&pair[0], &pair[1]);
        quoted = is_open_after(doc, first, quoted);
        let words = doc
            .tokens_in(second)
            .iter()
            .filter(|token| token.is_word())
            .count();
        if !quoted && words >= SHORTEST && is_same(pair) && !is_sung(doc, second) {
            let message = format!("“{}” stands twice in a row", shortened(doc.str(second.span())));
            findings
                .report(&RULE, second.span(), message)
                .confidence(0.95)
                .edit(first.span().end..second.span().end, "");
        }
    }
}

/// "Ah, look at them all": a line of a song.
fn is_sung(doc: &Document, sentence: &Sentence) -> bool {
    let first = doc.tokens_in(sentence).first();
    first.is_some_and(|first| matches!(doc.word(*first), "Ah" | "Hey" | "Oh" | "Ooh" | "O" | "Yeah"))
}

/// Whether a quotation is open behind the sentence; `open` says whether one was before it.
fn is_open_after(doc: &Document, sentence: &Sentence, open: bool) -> bool {
    doc.tokens_in(sentence)
        .iter()
        .fold(open, |open, token| match doc.word(*token) {
            "“" | "«" | "„" => true,
            "”" | "»" => false,
            "\"" => !open,
            _ => open,
        })
}
