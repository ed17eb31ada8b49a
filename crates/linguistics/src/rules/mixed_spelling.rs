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
        Example::Flags {
            text: "The neighbours built a wall of 40 [[meters]] and a gate of 30 [[centimeters]] at the harbour in their favourite colour, grey, \
                   over 200 square [[meters]], with a 3-[[meter]] tower, a parking meter and colour in the theatre.",
            fixed: Some(
                "The neighbours built a wall of 40 metres and a gate of 30 centimetres at the harbour in their favourite colour, grey, \
                 over 200 square metres, with a 3-metre tower, a parking meter and colour in the theatre.",
            ),
        },
        Example::Flags {
            text: "It is 40 meters wide and 30 centimeters high, by the [[harbour]].",
            fixed: Some("It is 40 meters wide and 30 centimeters high, by the harbor."),
        },
        Example::Passes("The gate is 30 centimeters wide and 40 meters long; two meters count the gas."),
        Example::Passes("Their behaviours were popularized by the firms that utilize and organize them."),
        Example::Passes("The two meters of the neighbours and several parking meters count in grey."),
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
        .flat_map(|block| {
            let tokens = doc.tokens_of(block);
            let places = (0..tokens.len()).filter(|at| tokens[*at].may_be_in(&KEYS));
            places.map(move |at| (tokens, at))
        })
        .filter_map(|(tokens, at)| Some((tokens, at, SPELLINGS.get(doc.word(tokens[at]))?)))
        .filter(|(tokens, at, spelling)| spelling.tells || is_length(doc, tokens, *at))
        .map(|(tokens, at, spelling)| (tokens[at], spelling))
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

/// "40 meters", "a 40-meter wall", "square meters": a measure, which British writers spell "metre", and no device.
fn is_length(doc: &Document, tokens: &[Token], at: usize) -> bool {
    const COUNTING: [&str; 4] = ["cubic", "hundred", "square", "thousand"];
    let before = |back: usize| at.checked_sub(back).map(|before| tokens[before]);
    let is_hyphen = |token: &Token| doc.word(*token) == "-";
    let counts = if before(1).as_ref().is_some_and(is_hyphen) {
        before(2)
    } else {
        before(1)
    };
    matches!(doc.word(tokens[at]), "meter" | "meters")
        && counts.is_some_and(|token| token.is_number() || COUNTING.contains(&doc.lower(token)))
}
