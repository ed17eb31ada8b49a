use text::{Key, Span, Token};

use crate::document::Document;
use crate::finding::{Category, Severity};
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

use super::phrase::spaced;

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "year-word",
    summary: "“in the year 2021”, “in 2021 year”: the word “year” beside the number of a year",
    category: Category::DateFormat,
    severity: Severity::Info,
    languages: Languages::ENGLISH,
    point: Point::AnyText,
    explain: "Russian, Ukrainian and Chinese put the word “year” beside the number; English says “in 2021”. Some writers \
              use “in the year 2021” for weight, so this is a matter of style.",
    examples: &[
        Example::Flags {
            text: "It was built [[in the year 2021]] by hand.",
            fixed: Some("It was built in 2021 by hand."),
        },
        Example::Flags {
            text: "The plan for [[2021 year]] was met.",
            fixed: Some("The plan for 2021 was met."),
        },
        Example::Flags {
            text: "[[In the year 1998]], it closed.",
            fixed: Some("In 1998, it closed."),
        },
        Example::Passes("The 2021 year in review lists it, and so does the 2019 year group."),
        Example::Passes("In the years 2019 and 2020 it was the year 2020 that hurt most."),
        Example::Passes("In 2021 year-on-year growth slowed. By the year 2500 it may be gone."),
        Example::Passes("A temple of 2000 years stands there; in 1200 years it will still stand."),
        Example::Passes("In the year 2000 he was born, at the turn of the millennium."),
        Example::Passes("In 2021 Year Three pupils read it."),
    ],
    check,
};

fn check(doc: &Document, findings: &mut Findings) {
    for sentence in doc.sentences_with(&Key::of_each(["year"])) {
        let tokens = doc.tokens_in(sentence);
        for at in (1..tokens.len()).filter(|at| doc.lower(tokens[*at]) == "year") {
            let Some((span, written)) = year_before(doc, tokens, at).or_else(|| year_behind(doc, tokens, at))
            else {
                continue;
            };
            let message = format!("“{}”: the number says by itself that it is a year", doc.str(span));
            findings
                .report(&RULE, span, message)
                .confidence(0.85)
                .fix(written);
        }
    }
}

/// "in the *year* 2021", which becomes "in 2021".
fn year_before(doc: &Document, tokens: &[Token], at: usize) -> Option<(Span, String)> {
    let [preposition, the, _, number] = *tokens.get(at.checked_sub(2)?..at + 2)? else {
        return None;
    };
    let words = doc.lower(preposition) == "in" && doc.lower(the) == "the";
    // Two years sound bare without the word: 2000, and one so far away that it is a figure of speech.
    let fits = words && is_recent_year(doc.word(number)) && doc.word(number) != "2000";
    fits.then(|| {
        (
            Span::new(preposition.start(), number.end()),
            format!("{} {}", doc.word(preposition), doc.word(number)),
        )
    })
}

/// "in 2021 *year*", where the sentence ends or goes on with a mark or a small word.
fn year_behind(doc: &Document, tokens: &[Token], at: usize) -> Option<(Span, String)> {
    let (number, year) = (tokens[at - 1], tokens[at]);
    let before = tokens[at.checked_sub(2)?];
    let goes_on = tokens.get(at + 1).is_none_or(|next| {
        matches!(
            doc.lower(*next),
            "." | "," | ";" | ")" | "and" | "was" | "were" | "the" | "is" | "by" | "to" | "with"
        )
    });
    let after_preposition = matches!(
        doc.lower(before),
        "by" | "for" | "from" | "in" | "of" | "since" | "to" | "until"
    );
    let fits = goes_on && after_preposition && doc.word(year) == "year" && is_recent_year(doc.word(number));
    (fits && spaced(doc, number, year))
        .then(|| (Span::new(number.start(), year.end()), doc.word(number).to_owned()))
}

fn is_recent_year(number: &str) -> bool {
    number.len() == 4
        && number
            .parse::<u32>()
            .is_ok_and(|year| (1900..2050).contains(&year))
}
