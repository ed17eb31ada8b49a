use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};
use text::{Key, Token};

use crate::document::Document;
use crate::finding::{Category, Severity};
use crate::lexicon;
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

use super::phrase::{is_all_capitals, is_capitalised, spaced, touching};

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "cyrillic-acronym",
    summary: "a Russian or Ukrainian acronym that was only put into Latin letters",
    category: Category::Untranslated,
    severity: Severity::Major,
    languages: Languages::ENGLISH,
    point: Point::AnyText,
    explain: "The engine did not know the acronym and spelt it in Latin letters: “MKD” is an apartment building. The \
              acronyms stand in “data/cyrillic_acronyms.tsv”. Those that English news uses, such as FSB, TASS or SBU, \
              are not among them, and an article that explains its acronym is left alone.",
    examples: &[
        Example::Flags {
            text: "The heating in the [[MKD]] was repaired by the tenants.",
            fixed: None,
        },
        Example::Flags {
            text: "He spoke at the [[OON]] on Monday.",
            fixed: Some("He spoke at the UN on Monday."),
        },
        Example::Flags {
            text: "Officers of the [[GIBDD]] stopped the bus.",
            fixed: None,
        },
        Example::Passes("The FSB, the SBU, TASS and the ZNPP are known to readers."),
        Example::Passes("Small businesses (MSB) were asked. Every MSB answered."),
        Example::Passes("The minimum wage (MROT) rises; the MROT was low."),
        Example::Passes("The bank sold euros at 61.5 MKD; 300 MKD is the price of a lunch."),
        Example::Passes("She leads the GW4 Biomed DTP, and he the Harbour DTP."),
        Example::Passes("THE DTP COURSE IS FULL. A DTP-certified typesetter teaches it."),
    ],
    check,
};

/// A line of `data/cyrillic_acronyms.tsv`.
#[derive(Debug)]
struct Acronym {
    original: &'static str,
    english: &'static str,
}

static ACRONYMS: LazyLock<FxHashMap<&str, Acronym>> = LazyLock::new(|| {
    lexicon::lines(include_str!("../../data/cyrillic_acronyms.tsv"))
        .filter_map(|line| {
            let [acronym, original, english] = line.split('\t').collect::<Vec<_>>()[..] else {
                return None;
            };
            Some((acronym, Acronym { original, english }))
        })
        .collect()
});

static KEYS: LazyLock<Vec<Key>> = LazyLock::new(|| {
    ACRONYMS
        .keys()
        .map(|acronym| Key::of(acronym.as_bytes()))
        .collect()
});

fn check(doc: &Document, findings: &mut Findings) {
    let mut explained = FxHashSet::default();
    let mut found = Vec::new();
    for (sentence, at) in doc.places_in_sentences(&KEYS) {
        let tokens = doc.tokens_in(sentence);
        let Some(acronym) = ACRONYMS.get(doc.word(tokens[at])) else {
            continue;
        };
        if is_explained(doc, tokens, at) {
            explained.insert(doc.word(tokens[at]));
        } else if stands_by_itself(doc, tokens, at) {
            found.push((
                tokens[at],
                acronym,
                at.checked_sub(1).map(|before| tokens[before]),
            ));
        }
    }
    found.retain(|(token, ..)| !explained.contains(doc.word(*token)));
    for (token, acronym, before) in found {
        report(doc, findings, token, acronym, before);
    }
}

/// "small businesses (MSB)", "MSB (small businesses)".
fn is_explained(doc: &Document, tokens: &[Token], at: usize) -> bool {
    let is_bracket = |token: Option<&Token>, bracket| token.is_some_and(|token| doc.word(*token) == bracket);
    at > 0 && is_bracket(tokens.get(at - 1), "(") || is_bracket(tokens.get(at + 1), "(")
}

/// Not a currency, not part of a compound or a longer name, and not in a line of capitals.
fn stands_by_itself(doc: &Document, tokens: &[Token], at: usize) -> bool {
    let neighbours = [at.checked_sub(1), Some(at + 1)].map(|at| at.and_then(|at| tokens.get(at)).copied());
    let joined = |other: Token| {
        let mark = matches!(doc.word(other), "-" | "/" | "&" | "." | "_" | "@" | "#");
        mark && (touching(other, tokens[at]) || touching(tokens[at], other) && doc.word(other) != ".")
    };
    // "The GW4 Biomed DTP": behind a name it is a partnership that trains doctors.
    let named = doc.word(tokens[at]) == "DTP"
        && at > 1
        && is_capitalised(doc.word(tokens[at - 1]))
        && spaced(doc, tokens[at - 1], tokens[at]);
    if named {
        return false;
    }
    let excused = |other: Token| other.is_number() || is_all_capitals(doc.word(other)) || joined(other);
    !neighbours.into_iter().flatten().any(excused)
}

fn report(doc: &Document, findings: &mut Findings, token: Token, acronym: &Acronym, before: Option<Token>) {
    let (word, Acronym { original, english }) = (doc.word(token), acronym);
    let message = format!("“{word}” is “{original}” in Latin letters: {english}");
    let finding = findings.report(&RULE, token.span(), message).confidence(0.9);
    let article_may_change = before.is_some_and(|before| matches!(doc.lower(before), "a" | "an"));
    if is_all_capitals(english) && !article_may_change {
        finding.fix(*english);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_read_and_sorted() {
        let lines: Vec<_> = lexicon::lines(include_str!("../../data/cyrillic_acronyms.tsv")).collect();
        assert_eq!(
            ACRONYMS.len(),
            lines.len(),
            "a line has not three columns, or stands twice"
        );
        assert!(lines.is_sorted());
    }
}
