use text::{Span, Token};

use crate::boilerplate::Boilerplate;
use crate::document::{Block, Document};
use crate::finding::{Category, Severity};
use crate::lexicon;
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

use super::phrase::{is_lower_case, spaced};

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "spaced-slash",
    summary: "spaces round the slash between two words",
    category: Category::Spacing,
    severity: Severity::Info,
    languages: Languages::Any,
    point: Point::AnyText,
    explain: "Most English papers set the slash between two alternatives without spaces; some part them, so that this is \
              information. Engines that split text into tokens leave \
              it standing apart. Between names and in verse a spaced slash is right and is left alone. This rule also \
              reads the translator's note, since readers see that too.",
    examples: &[
        Example::Flags {
            text: "Forgive the grammar [[and / or]] spelling.",
            fixed: Some("Forgive the grammar and/or spelling."),
        },
        Example::Flags {
            text: "Every applicant brings [[his / her]] papers.",
            fixed: Some("Every applicant brings his/her papers."),
        },
        Example::Flags {
            text: "It opens in [[spring / summer]] 2027.",
            fixed: None,
        },
        Example::Passes("Photo: Reuters / AP. Moscow / Minsk, May 3."),
        Example::Passes("He sang “row your boat / gently down the stream”."),
        Example::Passes("Open the /store page and the link /news; the share is hits / misses = 2."),
        Example::Passes("Prices in USD / EUR; and/or; 1 / 2."),
    ],
    check,
};

fn check(doc: &Document, findings: &mut Findings) {
    // The site's note on the translation is read too: it is the one line of boilerplate that stays.
    let read = |block: &&Block| matches!(block.boilerplate, None | Some(Boilerplate::TranslatorsNote));
    for block in doc
        .blocks()
        .iter()
        .filter(read)
        .filter(|block| block.has_mark(b"/"))
    {
        let tokens = doc.tokens_of(block);
        // Several are the ends of lines of verse, and with "=" they divide.
        let slashes = tokens.iter().filter(|token| doc.word(**token) == "/").count();
        if slashes > 2 || block.has_mark(b"=") {
            continue;
        }
        for at in 1..tokens.len().saturating_sub(1) {
            let (left, slash, right) = (tokens[at - 1], tokens[at], tokens[at + 1]);
            if is_split(doc, left, slash, right) && !is_quoted(doc, &tokens[..at]) {
                let span = Span::new(left.start(), right.end());
                let quote = doc.str(span);
                let finding = findings
                    .report(&RULE, span, format!("“{quote}”: the slash takes no spaces"))
                    .confidence(0.9);
                // "and / or" is one expression; two nouns may be a quotient or the house's style.
                let both_function_words = [left, right]
                    .iter()
                    .all(|side| lexicon::is_function_word(doc.lower(*side)));
                if both_function_words && !doc.same_word(left, right) {
                    finding.fix(format!("{}/{}", doc.word(left), doc.word(right)));
                }
            }
        }
    }
}

fn is_split(doc: &Document, left: Token, slash: Token, right: Token) -> bool {
    doc.word(slash) == "/"
        && spaced(doc, slash, right)
        && [left, right]
            .iter()
            .all(|side| side.is_word() && is_lower_case(doc.word(*side)))
}

/// Whether quotation marks are open after `tokens`: the slash behind them parts two lines of verse.
fn is_quoted(doc: &Document, tokens: &[Token]) -> bool {
    tokens
        .iter()
        .filter(|token| matches!(doc.word(**token), "“" | "”" | "\""))
        .count()
        % 2
        == 1
}
