use text::{Span, Token};

use crate::document::Document;
use crate::finding::{Category, Severity};
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

use super::phrase::touching;

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "wrong-ordinal",
    summary: "an ordinal number with the wrong ending, “23th”, “1-st”",
    category: Category::NumberFormat,
    severity: Severity::Minor,
    languages: Languages::ENGLISH,
    point: Point::AnyText,
    explain: "English writes 1st, 2nd, 3rd, 21st, and 11th, 12th, 13th. Engines take the ending from another number, and those \
              that know Slavic “1-й” keep the hyphen.",
    examples: &[
        Example::Flags {
            text: "It took place on the [[23th]] of May and on June [[1th]].",
            fixed: Some("It took place on the 23rd of May and on June 1st."),
        },
        Example::Flags {
            text: "The [[12nd]] and the [[111st]] regiment left.",
            fixed: Some("The 12th and the 111th regiment left."),
        },
        Example::Flags {
            text: "On the [[1-st]] of May the [[5-th]] grade was free.",
            fixed: Some("On the 1st of May the 5th grade was free."),
        },
        Example::Passes("The 1st, 2nd, 3rd, 4th, 11th, 12th, 13th, 21st, 111th and 1,002nd visitors."),
        Example::Passes("The n-1th term, x2th and the 1,001th app."),
        Example::Passes("It weighs 2 rd and 3 st; the 5-star hotel is on 5-th Street's map as 5th."),
    ],
    check,
};

fn check(doc: &Document, findings: &mut Findings) {
    for block in doc.prose() {
        let tokens = doc.tokens_of(block);
        for at in 0..tokens.len() {
            if !doc.text().as_bytes()[tokens[at].start()].is_ascii_digit() && !tokens[at].is_number() {
                continue;
            }
            if at > 0 && touching(tokens[at - 1], tokens[at]) && doc.word(tokens[at - 1]) != "(" {
                continue;
            }
            let last = if tokens[at].is_number() {
                hyphenated(doc, tokens, at)
            } else {
                tokens[at].is_word().then_some(at)
            };
            let Some(last) = last else { continue };
            let span = Span::new(tokens[at].start(), tokens[last].end());
            let found = doc.str(span);
            if let Some(right) = corrected(found) {
                findings
                    .report(
                        &RULE,
                        span,
                        format!("“{found}”: the ordinal is written “{right}”"),
                    )
                    .confidence(0.95)
                    .fix(right);
            }
        }
    }
}

/// `1-st` before a space, an "of" or a noun: where it ends.
fn hyphenated(doc: &Document, tokens: &[Token], at: usize) -> Option<usize> {
    let (hyphen, ending) = (tokens.get(at + 1)?, tokens.get(at + 2)?);
    let joined = doc.word(*hyphen) == "-" && touching(tokens[at], *hyphen) && touching(*hyphen, *ending);
    let known = matches!(doc.word(*ending), "st" | "nd" | "rd" | "th");
    // "5-th Street" may be how the street writes itself.
    let named = tokens.get(at + 3).is_some_and(|next| {
        touching(*ending, *next) && doc.word(*next) == "-" || doc.word(*next).starts_with(char::is_uppercase)
    });
    (joined && known && !named).then_some(at + 2)
}

/// The ordinal as it should be; `None` where it is so, or is none.
fn corrected(word: &str) -> Option<String> {
    let ending = word.get(word.len().checked_sub(2)?..)?;
    let digits = word[..word.len() - 2].trim_end_matches('-');
    if !matches!(ending, "st" | "nd" | "rd" | "th")
        || digits.is_empty()
        || !digits.bytes().all(|b| b.is_ascii_digit())
    {
        return None;
    }
    let right = match digits.as_bytes() {
        [.., b'1', _] => "th",
        [.., b'1'] => "st",
        [.., b'2'] => "nd",
        [.., b'3'] => "rd",
        _ => "th",
    };
    let corrected = format!("{digits}{right}");
    (corrected != word).then_some(corrected)
}
