//! Every example of every rule holds: the marked spans are found and no others, the edits give the fixed text, and
//! what must pass stays silent.

use linguistics::document::{Document, Origin};
use linguistics::finding::{self, Finding};
use linguistics::rule::{BuiltIn, Example, Findings, Point, marked};
use linguistics::rules;
use text::Span;

/// What one rule alone says of a text.
fn findings(rule: &BuiltIn, text: &str) -> Vec<Finding> {
    let mut findings = Findings::default();
    let origin = Origin {
        machine_translated: rule.point == Point::KnownTranslation,
        source_language: None,
    };
    (rule.check)(&Document::new(text).with_origin(origin), &mut findings);
    findings.into_vec()
}

fn spans(findings: &[Finding]) -> Vec<Span> {
    let mut spans: Vec<Span> = findings.iter().map(|finding| finding.span).collect();
    spans.sort_by_key(|span| span.start);
    spans
}

fn corrected(text: &str, findings: &[Finding]) -> String {
    finding::corrected(text, findings.iter().flat_map(|finding| &finding.edits))
}

#[test]
fn every_example_holds() {
    let mut wrong = Vec::new();
    for rule in rules::ALL {
        for example in rule.examples {
            match example {
                Example::Flags { text, fixed } => {
                    let (plain, expected) = marked(text);
                    let found = findings(rule, &plain);
                    if spans(&found) != expected {
                        let quotes: Vec<_> = spans(&found).into_iter().map(|span| &plain[span]).collect();
                        wrong.push(format!("{}: {text}\n    found {quotes:?}", rule.name));
                    } else if let Some(fixed) = fixed
                        && corrected(&plain, &found) != *fixed
                    {
                        wrong.push(format!(
                            "{}: {text}\n    gives {}",
                            rule.name,
                            corrected(&plain, &found)
                        ));
                    }
                }
                Example::Passes(text) => {
                    for finding in findings(rule, text) {
                        wrong.push(format!(
                            "{}: {text}\n    found {:?}",
                            rule.name, &text[finding.span]
                        ));
                    }
                }
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} examples do not hold:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn every_rule_is_told_in_full() {
    for rule in rules::ALL {
        assert!(
            rule.explain.len() > 60,
            "{}: say what it is and why it occurs",
            rule.name
        );
        let flags = rule
            .examples
            .iter()
            .filter(|example| matches!(example, Example::Flags { .. }))
            .count();
        assert!(
            flags > 0 && flags < rule.examples.len(),
            "{}: examples of both kinds",
            rule.name
        );
    }
}

#[test]
fn every_file_of_a_rule_is_in_the_list() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/rules");
    let files = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let has_rule =
        |file: &std::path::PathBuf| std::fs::read_to_string(file).unwrap().contains("static RULE:");
    let mut named: Vec<_> = files
        .filter(has_rule)
        .map(|file| file.file_stem().unwrap().to_string_lossy().replace('_', "-"))
        .collect();
    named.sort();
    let listed: Vec<_> = rules::ALL.iter().map(|rule| rule.name).collect();
    assert_eq!(named, listed);
}

#[test]
fn rules_stand_in_the_order_of_their_names() {
    assert!(rules::ALL.is_sorted_by_key(|rule| rule.name));
}
