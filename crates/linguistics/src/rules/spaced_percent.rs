use text::Span;

use crate::document::Document;
use crate::finding::{Category, Severity};
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

use super::phrase::{spaced, touching};

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "spaced-percent",
    summary: "a space between a number and its per cent sign, “80 %”",
    category: Category::NumberFormat,
    severity: Severity::Info,
    languages: Languages::ENGLISH,
    point: Point::AnyText,
    explain: "Most languages of Europe part the number from the sign; English news writes “80%”. Some houses follow the \
              standard of the sciences, which parts them too, so this is a matter of style.",
    examples: &[
        Example::Flags {
            text: "Growth was [[80 %]] in May, and [[3.5 %]] of the farms took part.",
            fixed: Some("Growth was 80% in May, and 3.5% of the farms took part."),
        },
        Example::Flags {
            text: "It fell by [[12 %]].",
            fixed: Some("It fell by 12%."),
        },
        Example::Passes("Growth was 80% in May, or 80 per cent of the plan."),
        Example::Passes("The script takes 5 %s and 2 %d; the shell has % as its sign."),
        Example::Passes("In 2020 %whos was the command; the rest is 7 % 3 = 1."),
    ],
    check,
};

fn check(doc: &Document, findings: &mut Findings) {
    for block in doc.prose().filter(|block| block.has_mark(b"%")) {
        let tokens = doc.tokens_of(block);
        for at in 1..tokens.len() {
            let (number, sign) = (tokens[at - 1], tokens[at]);
            if !sign.is_mark() {
                continue;
            }
            let next = tokens.get(at + 1);
            // "%d" is a placeholder, "7 % 3" a remainder.
            let goes_on =
                next.is_some_and(|next| next.is_number() || next.is_word() && touching(sign, *next));
            if doc.word(sign) == "%" && number.is_number() && spaced(doc, number, sign) && !goes_on {
                let whole = Span::new(number.start(), sign.end());
                findings
                    .report(
                        &RULE,
                        whole,
                        format!("“{}”: English writes no space before the sign", doc.str(whole)),
                    )
                    .confidence(0.9)
                    .edit(number.end()..sign.start(), "");
            }
        }
    }
}
