use text::Token;

use crate::document::Document;
use crate::finding::{Category, Severity};
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

use super::phrase::{spaced, touching};

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "misplaced-space",
    summary: "the space stands before the comma or full stop and not behind it",
    category: Category::Spacing,
    severity: Severity::Minor,
    languages: Languages::ENGLISH,
    point: Point::AnyText,
    explain: "The mark belongs to the word before it and was joined to the word behind it, as happens where a program puts \
              tokens together again. Names that begin with a full stop (“.NET”), numbers and addresses are left alone.",
    examples: &[
        Example::Flags {
            text: "The ferry is late[[ .]]The crew is ill.",
            fixed: Some("The ferry is late. The crew is ill."),
        },
        Example::Flags {
            text: "They ship grain[[ ,]]oil and coal.",
            fixed: Some("They ship grain, oil and coal."),
        },
        Example::Flags {
            text: "Was the bridge open[[ ?]]Nobody knew.",
            fixed: Some("Was the bridge open? Nobody knew."),
        },
        Example::Passes("She writes .NET code and C++ for a .org site."),
        Example::Passes("He fired a .45 and hit .300 in May, up from .250."),
        Example::Passes("Files such as .Trash and .Net stay where they are."),
        Example::Passes("The rule is !important; the field ?Name is empty."),
        Example::Passes("He waited ...Then he left."),
    ],
    check,
};

fn check(doc: &Document, findings: &mut Findings) {
    for block in doc.prose().filter(|block| block.has_mark(b",.;?!")) {
        let tokens = doc.tokens_of(block);
        for window in tokens.windows(3) {
            let &[before, mark, after] = window else { continue };
            if mark.is_mark()
                && after.is_word()
                && !before.is_mark()
                && touching(mark, after)
                && spaced(doc, before, mark)
                && belongs_left(doc, mark, after)
            {
                report(doc, findings, before, mark);
            }
        }
    }
}

/// Whether the mark cannot be the beginning of what it touches.
fn belongs_left(doc: &Document, mark: Token, after: Token) -> bool {
    let word = doc.word(after);
    match doc.word(mark) {
        "," | ";" => word.chars().all(char::is_alphabetic),
        "." | "?" | "!" => text::is_sentence_starter(word) && word != "Net",
        _ => false,
    }
}

fn report(doc: &Document, findings: &mut Findings, before: Token, mark: Token) {
    let sign = doc.word(mark);
    let message = format!("the space stands before “{sign}” and not behind it");
    findings
        .report(&RULE, before.end()..mark.end(), message)
        .confidence(0.93)
        .fix(format!("{sign} "));
}
