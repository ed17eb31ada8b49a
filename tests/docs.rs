//! The documentation that is made from the program itself is not stale. `UPDATE_DOCS=1 cargo test --test docs` renews it.

#![allow(clippy::unwrap_used)] // a helper of a test may fail the test

use std::fmt::Write;
use std::fs;
use std::path::Path;

use linguistics::rule::{Example, Languages, Rule, marked};
use linguistics::rules;

fn rules_page() -> String {
    let mut page = String::from(
        "<!-- Made from the rules by tests/docs.rs; do not edit. -->\n\n# Rules\n\nThe faults that wirecheck looks for. \
         `wirecheck explain RULE` says the same in the terminal.\n\n| rule | severity | what it finds |\n|---|---|---|\n",
    );
    for rule in rules::ALL {
        writeln!(
            page,
            "| [{0}](#{0}) | {1} | {2} |",
            rule.name, rule.severity, rule.summary
        )
        .unwrap();
    }
    for rule in rules::ALL {
        section(&mut page, rule);
    }
    page
}

fn section(page: &mut String, rule: &Rule) {
    let languages = if rule.languages == Languages::Any {
        "any language"
    } else {
        "English"
    };
    write!(
        page,
        "\n## {}\n\n{}, {}; text in {languages}.\n\n",
        rule.name,
        rule.category.label(),
        rule.severity
    )
    .unwrap();
    writeln!(page, "{}\n\nIt flags", rule.explain.replace('<', "&lt;")).unwrap();
    for example in rule.examples {
        if let Example::Flags { text, fixed } = example {
            writeln!(page, "- {}", emphasised(text)).unwrap();
            if let Some(fixed) = fixed {
                writeln!(page, "  → {}", plain(fixed)).unwrap();
            }
        }
    }
    writeln!(page, "\nand lets pass").unwrap();
    for example in rule.examples {
        if let Example::Passes(text) = example {
            writeln!(page, "- {}", plain(text)).unwrap();
        }
    }
}

/// The text with its marked spans in bold.
fn emphasised(text: &str) -> String {
    let (text, spans) = marked(text);
    let mut page = String::new();
    let mut end = 0;
    for span in spans {
        write!(
            page,
            "{}<b>{}</b>",
            plain(&text[end..span.start]),
            plain(&text[span.clone()])
        )
        .unwrap();
        end = span.end;
    }
    page + &plain(&text[end..])
}

/// Text that Markdown and HTML leave alone.
fn plain(text: &str) -> String {
    let escaped = text
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace("\n\n", " ¶ ");
    escaped.chars().fold(String::new(), |mut page, c| {
        if "*_`[]|@".contains(c) {
            page.push('\\');
        }
        page.push(c);
        page
    })
}

#[test]
fn rules_page_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules.md");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, rules_page()).unwrap();
    }
    let current = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        current == rules_page(),
        "docs/rules.md is stale: run `UPDATE_DOCS=1 cargo test --test docs`"
    );
}
