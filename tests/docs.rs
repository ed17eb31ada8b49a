//! The documentation that is made from the program itself is not stale. `UPDATE_DOCS=1 cargo test --test docs` renews it.

#![allow(clippy::unwrap_used)] // a helper of a test may fail the test

use std::fmt::Write;
use std::fs;
use std::path::Path;

use linguistics::rule::{Example, Languages, Rule, marked};
use linguistics::rules;
use serde_json::Value;

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

/// What stands above the part of the configuration's page that is made.
const KEYS: &str = "<!-- Made from the schema by tests/docs.rs; do not edit below. -->";

fn schema() -> Value {
    let path = root().join("crates/wirecheck/schemas/wirecheck.schema.json");
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// Every key of wirecheck.toml, a table for each of its tables.
fn keys() -> String {
    let schema = schema();
    let mut page = format!("{KEYS}\n\n## Every key\n");
    table(&mut page, &schema, "");
    page
}

fn table(page: &mut String, schema: &Value, path: &str) {
    if !path.is_empty() {
        let description = schema["description"].as_str().unwrap();
        write!(page, "\n### `{path}`\n\n{}\n", prose(description)).unwrap();
    }
    page.push_str("\n| key | what it is | default |\n|---|---|---|\n");
    let properties = schema["properties"].as_object().unwrap();
    for (key, property) in properties {
        let description = property["description"].as_str().unwrap();
        let (values, default) = (values(property), property["default"].to_string());
        let default = if property["default"].is_null() {
            String::new()
        } else {
            format!("`{default}`")
        };
        writeln!(page, "| `{key}` | {}{values} | {default} |", prose(description)).unwrap();
    }
    for (key, property) in properties {
        let separator = if path.is_empty() { "" } else { "." };
        let name = format!("{}{separator}{key}", path.trim_matches(['[', ']']));
        if property["properties"].is_object() {
            table(page, property, &format!("[{name}]"));
        } else if property["items"]["properties"].is_object() {
            table(page, &property["items"], &format!("[[{name}]]"));
        }
    }
}

/// The values that a key can have, where they can be counted, and its range.
fn values(property: &Value) -> String {
    if let Some(values) = property["enum"].as_array() {
        let values: Vec<_> = values.iter().map(|value| format!("`{value}`")).collect();
        return format!(" One of {}.", values.join(", "));
    }
    match (property["minimum"].as_u64(), property["maximum"].as_u64()) {
        (Some(least), Some(most)) => format!(" From {least} to {most}."),
        (Some(least), None) if least > 0 => format!(" At least {least}."),
        _ => String::new(),
    }
}

/// A description on one line.
fn prose(description: &str) -> String {
    description.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn configuration_page_has_every_key() {
    let path = root().join("docs/configuration.md");
    let page = fs::read_to_string(&path).unwrap();
    let written = page
        .split_once(KEYS)
        .map_or(page.as_str(), |(written, _)| written);
    let current = format!("{written}{}", keys());
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, &current).unwrap();
        return;
    }
    assert!(
        page == current,
        "docs/configuration.md is stale: run `UPDATE_DOCS=1 cargo test --test docs`"
    );
}

/// Every block of TOML in the pages is a configuration that the program takes, or a pack that it reads.
#[test]
fn toml_in_the_pages_is_valid() {
    let validator = jsonschema::validator_for(&schema()).unwrap();
    let mut blocks = 0;
    for page in ["configuration.md", "packs.md"] {
        let text = fs::read_to_string(root().join("docs").join(page)).unwrap();
        for block in text.split("```toml\n").skip(1) {
            let block = block.split("```").next().unwrap_or_default();
            if block.contains("[[rule]]") {
                linguistics::packs::Pack::parse(block).unwrap();
            } else {
                let document: toml::Table = block.parse().unwrap();
                let document = serde_json::to_value(document).unwrap();
                let errors: Vec<_> = validator
                    .iter_errors(&document)
                    .map(|error| error.to_string())
                    .collect();
                assert!(errors.is_empty(), "{page}: {block}{}", errors.join("\n"));
            }
            blocks += 1;
        }
    }
    assert!(blocks >= 4, "only {blocks} blocks were found");
}

#[test]
fn rules_page_is_current() {
    let path = root().join("docs/rules.md");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, rules_page()).unwrap();
    }
    let current = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        current == rules_page(),
        "docs/rules.md is stale: run `UPDATE_DOCS=1 cargo test --test docs`"
    );
}
