use text::{Key, Token};

use crate::document::{Document, Sentence};
use crate::finding::{Category, Severity};
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

use super::phrase::capitalised;

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "recall-opener",
    summary: "a sentence opens with “Recall,” or “We remind that”",
    category: Category::Unidiomatic,
    severity: Severity::Info,
    languages: Languages::ENGLISH,
    point: Point::AnyText,
    explain: "Russian and Ukrainian news opens the paragraph with the background by “Напомним”, “let us remind you”. \
              English simply tells the background.",
    examples: &[
        Example::Flags {
            text: "[[Recall, the]] bridge was closed in May.",
            fixed: Some("The bridge was closed in May."),
        },
        Example::Flags {
            text: "[[We remind you that the]] bridge was closed in May.",
            fixed: Some("The bridge was closed in May."),
        },
        Example::Flags {
            text: "[[Let us recall that the]] bridge was closed.",
            fixed: Some("The bridge was closed."),
        },
        Example::Passes("Recall that the minister was elected in 2019."),
        Example::Passes("We remind ourselves every day. Recall of the product began in May."),
        Example::Passes("Recall elections are rare."),
    ],
    check,
};

/// The openers, longest first, as lower-case tokens.
const OPENERS: [&[&str]; 14] = [
    &["let", "us", "remind", "you", "that"],
    &["let", "us", "recall", "that"],
    &["let", "us", "recall", ","],
    &["let", "us", "remind", "that"],
    &["let's", "recall", "that"],
    &["let’s", "recall", "that"],
    &["we", "remind", "you", "that"],
    &["we", "remind", "you", ","],
    &["we", "remind", "that"],
    &["we", "recall", "that"],
    &["we", "will", "remind", "that"],
    &["we", "remind", ","],
    &["recall", ","],
    &["recall", ":"],
];

fn check(doc: &Document, findings: &mut Findings) {
    for sentence in doc.sentences_with(&Key::of_each(["recall", "remind"])) {
        if let Some((opener, next)) = opener(doc, sentence) {
            let quote = doc.str(sentence.span().start..opener.end());
            findings
                .report(
                    &RULE,
                    sentence.span().start..next.end(),
                    format!("“{quote}” opens the sentence as in Russian"),
                )
                .confidence(0.9)
                .fix(capitalised(doc.word(next)));
        }
    }
}

/// The last token of the opener and the word after it.
fn opener(doc: &Document, sentence: &Sentence) -> Option<(Token, Token)> {
    let tokens = doc.tokens_in(sentence);
    let length = OPENERS.iter().find(|opener| {
        tokens.len() > opener.len()
            && opener
                .iter()
                .zip(tokens)
                .all(|(word, token)| doc.lower(*token) == *word)
    })?;
    let next = tokens[length.len()];
    next.is_word().then(|| (tokens[length.len() - 1], next))
}
