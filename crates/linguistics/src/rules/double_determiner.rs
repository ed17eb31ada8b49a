use std::cell::LazyCell;

use text::{Key, Span};

use crate::document::Document;
use crate::finding::{Category, Severity};
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

use super::code::is_about_code;
use super::phrase::spaced;

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "double-determiner",
    summary: "two articles in a row, or an article and “his”, “their”",
    category: Category::Grammar,
    severity: Severity::Major,
    languages: Languages::ENGLISH,
    point: Point::AnyText,
    explain: "Two articles, or an article and a possessive, stand before one noun. The translator added the English article and kept, or repeated, \
              another. Which of the two is right depends on the sentence, so there is no suggestion.",
    examples: &[
        Example::Flags {
            text: "The ministry issued [[the a]] permit.",
            fixed: None,
        },
        Example::Flags {
            text: "It was [[a the]] first step.",
            fixed: None,
        },
        Example::Flags {
            text: "It is borne by [[the their]] firm and [[the his]] brother.",
            fixed: None,
        },
        Example::Passes("The Their Mill label, the my-way-or-none mood, the Our Lady hospital."),
        Example::Passes("The her-or-me choice; the his and hers towels; she gave the his."),
        Example::Passes("The a cappella group and the a-ha concert; vitamin A the first."),
        Example::Passes("Give the a element a title, and look at the a tag and the a attribute."),
        Example::Passes("An A-line skirt; the “an” before a vowel; the the."),
        Example::Passes("Me an ' my mill, an my river; he took the boat an the net, an his hat too."),
        Example::Passes(
            "Add a my bridge class to it, and give make_mill() the a column in the bed_rock file.",
        ),
        Example::Passes("Ah saw dat mill, an his ole boat was gone, ole man."),
    ],
    check,
};

fn check(doc: &Document, findings: &mut Findings) {
    const ARTICLES: [Key; 3] = Key::of_each(["a", "an", "the"]);
    let code = LazyCell::new(|| is_about_code(doc));
    let dialect = LazyCell::new(|| is_in_dialect(doc));
    for (block, at) in doc.places_in_blocks(&ARTICLES) {
        let [first, second, next, ..] = doc.tokens_of(block)[at..] else {
            continue;
        };
        if second.span().len() > "their".len() {
            continue;
        }
        let pair = (doc.word(first), doc.word(second));
        let two_articles = matches!(
            pair,
            (
                "the" | "The",
                "a" | "an" | "his" | "her" | "their" | "its" | "our" | "my" | "your"
            ) | (
                "a" | "an",
                "the" | "his" | "their" | "its" | "our" | "my" | "your"
            ) | ("a", "an")
                | ("an", "a")
        );
        if !two_articles {
            continue;
        }
        let marked_off = doc.word(next) == "and" || doc.word(next) == "or";
        let foreign = marked_off
            || matches!(
                doc.lower(next),
                "la" | "cappella"
                    | "capella"
                    | "priori"
                    | "posteriori"
                    | "fortiori"
                    | "element"
                    | "elements"
                    | "tag"
                    | "tags"
                    | "attribute"
            );
        // "Add a my testimonial class": what has a name of its own. "Me an his dog" is "me and his dog".
        let named = doc.tokens_of(block)[at + 3..].iter().take(3).any(|token| {
            matches!(
                doc.lower(*token),
                "class" | "column" | "element" | "tag" | "variable"
            )
        });
        if named || *code || doc.lower(first) == "an" && *dialect {
            continue;
        }
        if !foreign && next.is_word() && spaced(doc, first, second) && spaced(doc, second, next) {
            let span = Span::new(first.start(), second.end());
            let quote = doc.str(span);
            findings
                .report(
                    &RULE,
                    span,
                    format!("“{quote}”: two determiners stand before one noun"),
                )
                .confidence(0.9);
        }
    }
}

/// Whether people speak in dialect, in which "an" is "and": several of its words, or the "an" of "me an my gun" again and again.
fn is_in_dialect(doc: &Document) -> bool {
    const SPOKEN: [&str; 9] = ["ah", "an'", "an’", "dat", "dis", "mah", "ole", "thet", "wid"];
    const WORDS: [Key; SPOKEN.len()] = Key::of_each(SPOKEN);
    const AN: [Key; 1] = Key::of_each(["an"]);
    const SIGNS: usize = 3;
    let words = doc
        .places_in_blocks(&WORDS)
        .filter(|(block, at)| SPOKEN.contains(&doc.lower(doc.tokens_of(block)[*at])));
    let torn = doc.places_in_blocks(&AN).filter(|(block, at)| {
        let behind = doc.tokens_of(block).get(at + 1);
        behind.is_some_and(|behind| {
            matches!(
                doc.word(*behind),
                "'" | "’" | "his" | "my" | "the" | "their" | "your"
            )
        })
    });
    words.take(SIGNS).count() + torn.take(SIGNS).count() >= SIGNS
}
