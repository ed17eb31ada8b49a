//! Every example of every rule holds: the marked spans are found and no others, the edits give the fixed text, and
//! what must pass stays silent.

use linguistics::document::Document;
use linguistics::finding::{Edit, Finding, Span};
use linguistics::rule::{Example, Findings, Rule, marked};
use linguistics::rules;

/// What one rule alone says of a text.
fn findings(rule: &Rule, text: &str) -> Vec<Finding> {
    let mut findings = Findings::default();
    (rule.check)(&Document::new(text), &mut findings);
    findings.into_vec()
}

fn spans(findings: &[Finding]) -> Vec<Span> {
    let mut spans: Vec<Span> = findings.iter().map(|finding| finding.span.clone()).collect();
    spans.sort_by_key(|span| span.start);
    spans
}

fn corrected(text: &str, findings: &[Finding]) -> String {
    let mut edits: Vec<&Edit> = findings.iter().flat_map(|finding| &finding.edits).collect();
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.span.start));
    edits.iter().fold(text.to_owned(), |mut text, edit| {
        text.replace_range(edit.span.clone(), &edit.replacement);
        text
    })
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
fn rules_stand_in_the_order_of_their_names() {
    assert!(rules::ALL.is_sorted_by_key(|rule| rule.name));
}
