use std::sync::LazyLock;

use regex::Regex;

use crate::document::Document;
use crate::finding::{Category, Severity};
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

use super::phrase::capitalised;

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "half-capitalised-name",
    summary: "a name of an institution with a capital on one word only",
    category: Category::Spelling,
    severity: Severity::Minor,
    languages: Languages::ENGLISH,
    point: Point::AnyText,
    explain: "Slavic and Romance languages capitalise one word of a name, and engines copy that: “the foreign Ministry”, \
              “Ministry of culture”. English writes either all words of the name with a capital or none. Only names that are \
              names in any article are judged; “the state Supreme Court” and “the federal Ministry” are right where the \
              adjective is none of the name.",
    examples: &[
        Example::Flags {
            text: "The [[foreign Ministry]] and the [[state Duma]] were told.",
            fixed: Some("The Foreign Ministry and the State Duma were told."),
        },
        Example::Flags {
            text: "The [[Ministry of culture]] will meet the [[Minister of foreign affairs]].",
            fixed: Some("The Ministry of Culture will meet the Minister of Foreign Affairs."),
        },
        Example::Flags {
            text: "Veterans of the [[great Patriotic war]] met in May.",
            fixed: Some("Veterans of the Great Patriotic War met in May."),
        },
        Example::Flags {
            text: "The [[national Bank of]] Ukraine set the rate.",
            fixed: Some("The National Bank of Ukraine set the rate."),
        },
        Example::Passes("The Foreign Ministry, the foreign ministry and the Ministry of Health."),
        Example::Passes("The state Supreme Court and the state Department of Health sued."),
        Example::Passes(
            "He was foreign minister, and later Minister of the Interior and Prime Minister of the country.",
        ),
        Example::Passes("A Ministry of state is not what the Minister of Finance of a state is."),
        Example::Passes("The federal Ministry of Justice, the regional Ministry and the then Minister."),
        Example::Passes(
            "The Ministry of health and population and the Ministry of education and science agree.",
        ),
        Example::Passes("The national Bank Holiday and other national Teams in Union colours."),
    ],
    check,
};

/// Names whose first part has a small letter, or whose last part has.
static NAME: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x) \b(?:
          (?: foreign | defen[cs]e | interior | health | justice | finance | education | culture | agriculture | energy | economy )
            \x20 (?: Ministry | Minister )
        | state \x20 Duma | security \x20 Council | national \x20 (?: Bank \x20 of | Assembly | Guard )
        | supreme \x20 (?: Court | Rada | Council ) | constitutional \x20 Court | european \x20 (?: Union | Commission | Parliament )
        | united \x20 (?: Nations | States ) | central \x20 Bank \x20 of | verkhovna \x20 Rada | Verkhovna \x20 rada
        | great \x20 Patriotic \x20 [wW]ar | Great \x20 Patriotic \x20 war | Second \x20 world \x20 War | world \x20 War
        | (?: Ministry | Minister | Ministers ) \x20 of \x20 (?: foreign \x20 affairs | internal \x20 affairs | culture | health | education | justice | finance
            | defen[cs]e | agriculture | energy | transport | industry | labou?r | economy | sports? | tourism )
        )\b",
    )
    .expect("a constant pattern, compiled by every test")
});

fn check(doc: &Document, findings: &mut Findings) {
    for block in doc.prose() {
        let text = doc.str(block.span);
        for found in NAME.find_iter(text) {
            let name = found.as_str();
            // "the Ministry of health and sport services": the field goes on, and may be none.
            if is_part(&text[..found.start()], &text[found.end()..], name) {
                continue;
            }
            let start = block.span.start + found.start();
            findings
                .report(
                    &RULE,
                    start..start + name.len(),
                    format!("“{name}” has a capital on one part of the name only"),
                )
                .confidence(0.93)
                .fix(with_capitals(name));
        }
    }
}

/// Whether the words belong to a longer name or compound: "deputy-health Minister", "the state supreme Court".
fn is_part(before: &str, after: &str, name: &str) -> bool {
    let own_court =
        name.starts_with("supreme") && (before.ends_with("state ") || before.ends_with("federal "));
    // "The Ministry of health and population": the name has a second half in small letters.
    let goes_on = name.contains(" of ")
        && after.strip_prefix(" and ").is_some_and(|rest| {
            let next = rest
                .split(|c: char| !c.is_alphabetic())
                .next()
                .unwrap_or_default();
            FIELDS.contains(&next)
        });
    before.ends_with(['-', '/', '_', '@', '#']) || after.starts_with(['-', '/', '_']) || own_court || goes_on
}

/// Second fields of ministries.
const FIELDS: [&str; 18] = [
    "care",
    "commerce",
    "construction",
    "development",
    "family",
    "finance",
    "forestry",
    "human",
    "industry",
    "mining",
    "population",
    "science",
    "social",
    "sports",
    "technology",
    "tourism",
    "trade",
    "welfare",
];

fn with_capitals(name: &str) -> String {
    let words: Vec<String> = name
        .split(' ')
        .map(|word| {
            if word == "of" {
                word.to_owned()
            } else {
                capitalised(word)
            }
        })
        .collect();
    words.join(" ")
}
