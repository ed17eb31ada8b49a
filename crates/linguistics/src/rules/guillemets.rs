use text::{Key, Token};

use crate::document::{Block, Document};
use crate::finding::{Category, Severity};
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

use super::phrase::touching;

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "guillemets",
    summary: "the quotation marks « » in English text",
    category: Category::Punctuation,
    severity: Severity::Info,
    languages: Languages::ENGLISH,
    point: Point::AnyText,
    explain: "Russian, Ukrainian and French quote with « », English with “ ”. The marks are copied from the original; the \
              correction takes the kind of quotation marks that the article has elsewhere.",
    examples: &[
        Example::Flags {
            text: "The ferry [[«Delta»]] was late.",
            fixed: Some("The ferry “Delta” was late."),
        },
        Example::Flags {
            text: "The ferry [[«Delta»]] was late. \"Again,\" he said.",
            fixed: Some("The ferry \"Delta\" was late. \"Again,\" he said."),
        },
        Example::Flags {
            text: "He said: [[«We read “Dawn” here»]].",
            fixed: None,
        },
        Example::Flags {
            text: "The mayor said: [[« The road is open. »]] He smiled.",
            fixed: Some("The mayor said: “The road is open.” He smiled."),
        },
        Example::Passes("« Previous page | Next page »"),
        Example::Passes("The ferry “Delta” was late."),
        Example::Passes("Home » News » Ferries « back"),
        Example::Passes("« Previous page of the article"),
    ],
    check,
};

fn check(doc: &Document, findings: &mut Findings) {
    // Straight marks where the article has them and no curly ones.
    let straight = || doc.text().contains('"') && !doc.text().contains(['“', '”']);
    let mut marks = None;
    for block in doc.blocks_with(&Key::of_each(["«"])) {
        for (open, close) in pairs(doc, block) {
            let inner = doc.str(open.end()..close.start());
            let message = format!("“{inner}” stands between Russian or French quotation marks");
            let finding = findings
                .report(&RULE, open.start()..close.end(), message)
                .confidence(0.9);
            // Marks inside would have to become single ones.
            if !inner.contains(['"', '“', '”']) {
                // The spaces of French go with the marks.
                let start = open.end() + (inner.len() - inner.trim_start().len());
                let end = close.start() - (inner.len() - inner.trim_end().len());
                let (left, right) =
                    *marks.get_or_insert_with(|| if straight() { ("\"", "\"") } else { ("“", "”") });
                finding
                    .edit(open.start()..start, left)
                    .edit(end..close.end(), right);
            }
        }
    }
}

/// Marks that open and close one quotation, without others of their kind in between.
fn pairs(doc: &Document, block: &Block) -> Vec<(Token, Token)> {
    let tokens = doc.tokens_of(block);
    let (mut pairs, mut open) = (Vec::new(), None);
    for (at, token) in tokens.iter().enumerate() {
        match doc.word(*token) {
            "«" => open = tokens.get(at + 1).map(|next| (at, touching(*token, *next))),
            "»" => {
                let touches = at > 0 && touching(tokens[at - 1], *token);
                // With spaces inside, as in French, at least a word stands before: "« Back | Next »" is a menu.
                let fits = |(from, touched): &(usize, bool)| *touched == touches && (touches || *from > 0);
                pairs.extend(open.take().filter(fits).map(|(from, _)| (tokens[from], *token)));
            }
            _ => {}
        }
    }
    pairs
}
