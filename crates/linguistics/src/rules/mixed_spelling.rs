use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use text::{KeySet, Token};

use crate::document::Document;
use crate::finding::{Category, Severity};
use crate::lexicon;
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "mixed-spelling",
    summary: "American and British spelling in one article",
    category: Category::InconsistentStyle,
    severity: Severity::Info,
    languages: Languages::ENGLISH,
    point: Point::AnyText,
    explain: "“Color” and “centre” do not stand in one article: an engine that learnt from both kinds of English takes \
              either. The spelling that the article uses more often is offered. Names and titles have capitals and are \
              left alone; at a draw nothing is said. “Organize” is good British spelling and does not count as American.",
    examples: &[
        Example::Flags {
            text: "The color of the harbor changed. The [[centre]] of the town is gray.",
            fixed: Some("The color of the harbor changed. The center of the town is gray."),
        },
        Example::Flags {
            text: "The neighbours organised a theatre night, and their [[favorite]] play was on.",
            fixed: Some("The neighbours organised a theatre night, and their favourite play was on."),
        },
        Example::Passes("The color of the harbor changed, said the Centre for Theatre in Leeds."),
        Example::Passes("The neighbours organize a theatre night at the harbour."),
        Example::Passes("The color of the theatre changed."),
        Example::Passes("The programme is written by a programmer, and the meter counts kilometres."),
        Example::Passes("Laboratory work is laborious, honorary and humorous in the colour theatre."),
    ],
    check,
};

/// Where a spelling comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Origin {
    American,
    British,
}

/// A word of `data/spelling_pairs.tsv`.
#[derive(Debug)]
struct Spelling {
    origin: Origin,
    /// Whether nobody spells so who does not spell so throughout.
    tells: bool,
    other: String,
}

static SPELLINGS: LazyLock<FxHashMap<String, Spelling>> = LazyLock::new(|| {
    let mut spellings = FxHashMap::default();
    for line in lexicon::lines(include_str!("../../data/spelling_pairs.tsv")) {
        if let [american, british, endings, tells] = line.split('\t').collect::<Vec<_>>()[..] {
            for ending in endings.split(',').map(|ending| ending.trim_start_matches('-')) {
                let (american, british) = (format!("{american}{ending}"), format!("{british}{ending}"));
                let tells = tells == "both";
                let spelling = |origin, tells, other: &str| Spelling {
                    origin,
                    tells,
                    other: other.to_owned(),
                };
                spellings.insert(american.clone(), spelling(Origin::American, tells, &british));
                spellings.insert(british, spelling(Origin::British, true, &american));
            }
        }
    }
    spellings
});

static KEYS: LazyLock<KeySet> = LazyLock::new(|| SPELLINGS.keys().map(String::as_str).collect());

fn check(doc: &Document, findings: &mut Findings) {
    let words: Vec<(Token, &Spelling)> = doc
        .prose()
        .flat_map(|block| doc.tokens_of(block))
        .filter(|token| token.may_be_in(&KEYS))
        .filter_map(|token| Some((*token, SPELLINGS.get(doc.word(*token))?)))
        .filter(|(_, spelling)| spelling.tells)
        .collect();
    let of = |origin| {
        words
            .iter()
            .filter(|(_, spelling)| spelling.origin == origin)
            .count()
    };
    let (rarer, name, other) = match (of(Origin::American), of(Origin::British)) {
        (american, british) if american < british => (Origin::American, "American", "British"),
        (american, british) if american > british => (Origin::British, "British", "American"),
        _ => return,
    };
    for (token, spelling) in words.iter().filter(|(_, spelling)| spelling.origin == rarer) {
        let message = format!(
            "“{}” is {name} spelling; most of the article is {other}",
            doc.word(*token)
        );
        findings
            .report(&RULE, token.span(), message)
            .confidence(0.85)
            .fix(&spelling.other);
    }
}
