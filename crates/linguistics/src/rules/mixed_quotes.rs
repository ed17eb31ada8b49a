use text::{Span, Token};

use crate::document::Document;
use crate::finding::{Category, Severity};
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

use super::phrase::touching;

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "mixed-quotes",
    summary: "straight and curly quotation marks in one article",
    category: Category::InconsistentStyle,
    severity: Severity::Info,
    languages: Languages::ENGLISH,
    point: Point::AnyText,
    explain: "An engine copies the marks of each sentence it learnt from, so that “ ” and \" \" stand in one article. Either \
              is right by itself; the kind that stands there more often is offered for the other. Where both are about \
              equally frequent, the article has no habit to hold it to, and nothing is said.",
    examples: &[
        Example::Flags {
            text: "“The mill is old,” he said. “It works.” The ferry “Delta” waits. She called it [[\"a wonder\"]].",
            fixed: Some(
                "“The mill is old,” he said. “It works.” The ferry “Delta” waits. She called it “a wonder”.",
            ),
        },
        Example::Flags {
            text: "\"The mill is old,\" he said. \"It works.\" The ferry \"Delta\" waits. She called it [[“a wonder”]].",
            fixed: Some(
                "\"The mill is old,\" he said. \"It works.\" The ferry \"Delta\" waits. She called it \"a wonder\".",
            ),
        },
        Example::Passes("“The mill is old,” he said. She called it \"a wonder\"."),
        Example::Passes(
            "“The mill is old,” he said. “It works.” The ferry “Delta” has a screen of 12\" and one of 7\".",
        ),
    ],
    check,
};

/// How many pairs of the usual kind there must be for each pair of the other.
const HABIT: usize = 3;

fn check(doc: &Document, findings: &mut Findings) {
    if !(doc.text().contains('"') && doc.text().contains('“')) {
        return;
    }
    let pairs: Vec<Pair> = doc
        .prose()
        .flat_map(|block| pairs(doc, doc.tokens_of(block)))
        .collect();
    let (straight, curly): (Vec<&Pair>, Vec<&Pair>) = pairs.iter().partition(|pair| pair.straight);
    let (odd, usual, marks) = match (straight.len(), curly.len()) {
        (straight_pairs, curly_pairs) if curly_pairs >= HABIT * straight_pairs => {
            (straight, "curly", ("“", "”"))
        }
        (straight_pairs, curly_pairs) if straight_pairs >= HABIT * curly_pairs => {
            (curly, "straight", ("\"", "\""))
        }
        _ => return,
    };
    for pair in odd {
        let span = Span::new(pair.open.start(), pair.close.end());
        let inner = doc.str(pair.open.end()..pair.close.start());
        let message = format!("“{inner}”: the other quotation marks of the article are {usual}");
        findings
            .report(&RULE, span, message)
            .confidence(0.85)
            .edit(pair.open.span(), marks.0)
            .edit(pair.close.span(), marks.1);
    }
}

/// A quotation mark that opens and the next one, of the same kind, that closes.
struct Pair {
    open: Token,
    close: Token,
    straight: bool,
}

fn pairs(doc: &Document, tokens: &[Token]) -> Vec<Pair> {
    let (mut pairs, mut open) = (Vec::new(), None::<Token>);
    for at in 0..tokens.len() {
        let token = tokens[at];
        let straight = match doc.word(token) {
            "\"" => true,
            "“" | "”" => false,
            _ => continue,
        };
        let touches_left = at > 0 && touching(tokens[at - 1], token);
        let touches_right = tokens.get(at + 1).is_some_and(|next| touching(token, *next));
        let closes = touches_left && doc.word(token) != "“";
        match open.take() {
            Some(opening) if closes && (doc.word(opening) == "\"") == straight => {
                pairs.push(Pair {
                    open: opening,
                    close: token,
                    straight,
                });
            }
            _ if !touches_left && touches_right && doc.word(token) != "”" => open = Some(token),
            _ => {}
        }
    }
    pairs
}
