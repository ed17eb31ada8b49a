use text::{Key, Token};

use crate::document::Document;
use crate::finding::{Category, Severity};
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

use super::phrase::spaced;

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "percent-preposition",
    summary: "“rose on 3%” where English says “by”",
    category: Category::Grammar,
    severity: Severity::Minor,
    languages: Languages::ENGLISH,
    point: Point::AnyText,
    explain: "Slavic languages say by how much something changes with the word for “on”: “подешевел на 3%”. English says “by 3%”.",
    examples: &[
        Example::Flags {
            text: "The coin has fallen in price [[on]] 3% since May.",
            fixed: Some("The coin has fallen in price by 3% since May."),
        },
        Example::Flags {
            text: "Exports increased [[on]] 12 per cent, and prices grew [[on]] 5 percent.",
            fixed: Some("Exports increased by 12 per cent, and prices grew by 5 percent."),
        },
        Example::Flags {
            text: "Output was reduced [[on]] 7%.",
            fixed: Some("Output was reduced by 7%."),
        },
        Example::Passes("The coin fell 3% on Monday and rose by 5 percent on Tuesday."),
        Example::Passes("Shares rose on 3% growth and fell on 5% higher costs."),
        Example::Passes("The tax increased on 12 products. It dropped on 3 May."),
        Example::Passes("They settled on 3%, and the vote turned on 2 percent of the ballots."),
    ],
    check,
};

fn check(doc: &Document, findings: &mut Findings) {
    for (sentence, at) in doc.places_in_sentences(&Key::of_each(["on"])) {
        let tokens = doc.tokens_in(sentence);
        if at > 0 && doc.word(tokens[at]) == "on" && tells_change(doc, tokens, at) {
            findings
                .report(
                    &RULE,
                    tokens[at].span(),
                    "a change is “by” so many per cent, not “on”",
                )
                .confidence(0.9)
                .fix("by");
        }
    }
}

/// A verb of change, perhaps with "in price", before the "on" at `at`, and a percentage with a clause's end behind it.
fn tells_change(doc: &Document, tokens: &[Token], at: usize) -> bool {
    let in_price = at >= 3
        && doc.lower(tokens[at - 2]) == "in"
        && matches!(doc.lower(tokens[at - 1]), "price" | "value" | "size");
    let verb = tokens[at - if in_price { 3 } else { 1 }];
    let Some(sign) = tokens.get(at + 2).filter(|_| tokens[at + 1].is_number()) else {
        return false;
    };
    let length = match doc.lower(*sign) {
        "%" | "percent" => 3,
        "per" => 4,
        _ => return false,
    };
    is_change(doc.lower(verb))
        && spaced(doc, tokens[at - 1], tokens[at])
        && ends_clause(doc, tokens.get(at + length))
}

/// "rose on 3% growth" is English: nothing but a preposition, a conjunction or a mark may follow.
fn ends_clause(doc: &Document, next: Option<&Token>) -> bool {
    next.is_none_or(|next| {
        next.is_mark()
            || matches!(
                doc.lower(*next),
                "and"
                    | "but"
                    | "since"
                    | "in"
                    | "to"
                    | "from"
                    | "over"
                    | "compared"
                    | "at"
                    | "during"
                    | "for"
                    | "while"
            )
    })
}

fn is_change(verb: &str) -> bool {
    matches!(
        verb,
        "decline"
            | "declined"
            | "decrease"
            | "decreased"
            | "decreases"
            | "dropped"
            | "fall"
            | "fallen"
            | "falls"
            | "fell"
            | "gained"
            | "grew"
            | "grow"
            | "grown"
            | "grows"
            | "increase"
            | "increased"
            | "increases"
            | "lowered"
            | "raised"
            | "reduced"
            | "rise"
            | "risen"
            | "rises"
            | "rose"
            | "shrank"
            | "strengthened"
            | "weakened"
    )
}
