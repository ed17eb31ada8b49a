//! The documentation that is made from the program itself is not stale. `UPDATE_DOCS=1 cargo test --test docs` renews it.

#![allow(clippy::unwrap_used)] // a helper of a test may fail the test

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use linguistics::rule::{Example, Languages, Point, Rule, marked};
use serde_json::Value;
use support::{corpora, wirecheck, wirecheck_in};

/// The rule whose first finding in the sample feed stands in the pages as an example.
const EXAMPLE_RULE: &str = "acronym-mismatch";

/// Lines of an example; what is longer breaks off.
const LONGEST_EXAMPLE: usize = 50;

fn rules_page() -> String {
    let mut page = String::from(
        "<!-- Made from the rules by tests/docs.rs; do not edit. -->\n\n# Rules\n\nThe faults that wirecheck looks for. \
         `wirecheck explain RULE` says the same in the terminal.\n\n| rule | severity | what it finds |\n|---|---|---|\n",
    );
    for rule in checker::own_rules() {
        writeln!(
            page,
            "| [{0}](#{0}) | {1} | {2} |",
            rule.name, rule.severity, rule.summary
        )
        .unwrap();
    }
    for rule in checker::own_rules() {
        section(&mut page, &rule);
    }
    page
}

fn section(page: &mut String, rule: &Rule) {
    let languages = match rule.languages {
        Languages::Any => "any language",
        Languages::Only(language) => language.name(),
    };
    let point = match rule.point {
        Point::AnyText => "",
        Point::KnownTranslation => ", where it is known to be a machine translation",
    };
    write!(
        page,
        "\n## {}\n\n{}, {}; text in {languages}{point}.\n\n",
        rule.name,
        rule.category.label(),
        rule.severity
    )
    .unwrap();
    writeln!(page, "{}", rule.explain.replace('<', "&lt;")).unwrap();
    if rule
        .examples
        .iter()
        .any(|example| matches!(example, Example::Flags { .. }))
    {
        writeln!(page, "\nIt flags").unwrap();
    }
    for example in &rule.examples {
        if let Example::Flags { text, fixed } = example {
            writeln!(page, "- {}", emphasised(text)).unwrap();
            if let Some(fixed) = fixed {
                writeln!(page, "  → {}", plain(fixed)).unwrap();
            }
        }
    }
    writeln!(page, "\nand lets pass").unwrap();
    for example in &rule.examples {
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
            plain(&text[span])
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

/// What stands between the marks of an example, and the example itself.
fn with_examples(page: &str, examples: &BTreeMap<&str, String>) -> String {
    const END: &str = "<!-- end of sample -->";
    let mut current = String::new();
    let mut rest = page;
    while let Some((before, after)) = rest.split_once("<!-- sample: ") {
        let (name, after) = after.split_once(" -->").unwrap();
        let (_, after) = after
            .split_once(END)
            .unwrap_or_else(|| panic!("{name} has no end"));
        write!(
            current,
            "{before}<!-- sample: {name} -->\n{}{END}",
            examples[name]
        )
        .unwrap();
        rest = after;
    }
    current + rest
}

/// The first finding of [`EXAMPLE_RULE`] in each format, as a block of Markdown.
fn examples() -> BTreeMap<&'static str, String> {
    let folder = tempfile::tempdir().unwrap();
    write_reports(folder.path());
    EXAMPLES
        .iter()
        .map(|(name, language, part)| {
            let report = fs::read_to_string(folder.path().join(name)).unwrap();
            let example = shortened(&part.of(&report));
            assert!(!example.trim().is_empty(), "no example in {name}: {report}");
            (*name, format!("\n```{language}\n{example}```\n\n"))
        })
        .collect()
}

/// Checks the sample feed and writes a report in each format, a baseline, and what is said of articles beside their originals,
/// each under its name in [`EXAMPLES`].
fn write_reports(folder: &Path) {
    fs::copy(corpora().join("sample/feed.xml"), folder.join("feed.xml")).unwrap();
    let source = ["feed.xml", "--rules", EXAMPLE_RULE].map(str::to_owned);
    let formats = EXAMPLES
        .iter()
        .filter(|(name, ..)| !["baseline", "pairs"].contains(name));
    let outputs = formats.map(|(format, ..)| format!("--output={format}={format}"));
    let check = ["check".into(), "--quiet".into()].into_iter().chain(outputs);
    wirecheck_in(folder, check.chain(source.clone()), None).expect_code(1);
    fs::copy(
        corpora().join("pairs/articles.jsonl"),
        folder.join("articles.jsonl"),
    )
    .unwrap();
    let pairs = ["check", "--quiet", "--output=full=pairs", "articles.jsonl"];
    wirecheck_in(folder, pairs, None).expect_code(1);
    let create = [
        "baseline",
        "create",
        "--baseline=baseline",
        "--reason=before we began",
        "--by=desk",
    ];
    wirecheck_in(folder, create.map(str::to_owned).into_iter().chain(source), None).expect_code(0);
}

/// The formats and the baseline, the language of their examples, and the part that is shown.
const EXAMPLES: [(&str, &str, Part); 13] = [
    ("pairs", "text", Part::Lines("critical[original-scale]", " ╰ ")),
    ("full", "text", Part::Lines("feed.xml: ", " ╰ ")),
    ("concise", "text", Part::Lines("feed.xml: ", "")),
    ("json", "json", Part::Object("\"findings\": [")),
    ("jsonl", "json", Part::Lines("{\"type\":\"finding\"", "")),
    ("sarif", "json", Part::Object("\"results\": [")),
    (
        "junit",
        "xml",
        Part::Lines("<testcase name=\"acronym", "</testcase>"),
    ),
    ("github", "text", Part::Lines("::error", "")),
    ("gitlab", "json", Part::Object("[")),
    ("rdjson", "json", Part::Object("\"diagnostics\": [")),
    ("markdown", "markdown", Part::Lines("## ", "  > ")),
    ("atom", "xml", Part::Lines("<entry>", "</entry>")),
    ("baseline", "toml", Part::Lines("# Findings", "by = ")),
];

/// A part of a report.
enum Part {
    /// From the first line that begins with the one to the next that begins with the other; one line where that is "".
    Lines(&'static str, &'static str),
    /// The first object of the list that opens with these words, as the formats indent it.
    Object(&'static str),
}

impl Part {
    fn of(&self, report: &str) -> String {
        match self {
            Self::Lines(first, last) => lines_between(report, first, last),
            Self::Object(list) => first_object(report, list),
        }
    }
}

fn lines_between(report: &str, first: &str, last: &str) -> String {
    let mut part = String::new();
    for line in report.lines().skip_while(|line| !line.starts_with(first)) {
        part.push_str(line);
        part.push('\n');
        if line.starts_with(last) {
            break;
        }
    }
    part
}

fn first_object(report: &str, list: &str) -> String {
    let lines = report
        .lines()
        .skip_while(|line| line.trim_start() != list)
        .skip(1);
    let mut lines = lines.peekable();
    let indent = lines
        .peek()
        .map_or(0, |line| line.len() - line.trim_start().len());
    let mut object = String::new();
    for line in lines {
        let line = &line[indent..];
        if line.starts_with('}') {
            object.push_str("}\n");
            break;
        }
        object.push_str(line);
        object.push('\n');
    }
    object
}

/// At most [`LONGEST_EXAMPLE`] lines, with a mark where it breaks off.
fn shortened(text: &str) -> String {
    let lines: Vec<_> = text.lines().collect();
    if lines.len() <= LONGEST_EXAMPLE {
        return lines.join("\n") + "\n";
    }
    lines[..LONGEST_EXAMPLE].join("\n") + "\n…\n"
}

/// What stands above the part of the configuration's page that is made.
const KEYS: &str = "<!-- Made from the schema by tests/docs.rs; do not edit below. -->";

fn schema() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("crates/wirecheck/schemas/wirecheck.schema.json");
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

fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs")
}

/// Compares a page with what it should be, or writes it where that was asked for.
fn assert_current(path: &Path, current: &str) {
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(path, current).unwrap();
    }
    assert!(
        fs::read_to_string(path).unwrap_or_default() == current,
        "{} is stale: run `UPDATE_DOCS=1 cargo test --test docs`",
        path.display()
    );
}

#[test]
fn rules_page_is_current() {
    assert_current(&docs().join("rules.md"), &rules_page());
}

#[test]
fn configuration_page_has_every_key() {
    let path = docs().join("configuration.md");
    let page = fs::read_to_string(&path).unwrap();
    let written = page
        .split_once(KEYS)
        .map_or(page.as_str(), |(written, _)| written);
    let current = format!("{written}{}", keys());
    assert_current(&path, &current);
}

/// Every block of TOML in the pages is a configuration that the program takes, or a pack that it reads.
#[test]
fn toml_in_the_pages_is_valid() {
    let validator = jsonschema::validator_for(&schema()).unwrap();
    let mut blocks = 0;
    for page in ["configuration.md", "packs.md"] {
        let text = fs::read_to_string(docs().join(page)).unwrap();
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
fn examples_from_the_sample_are_current() {
    let examples = examples();
    for name in [
        "README.md",
        "docs/first-run.md",
        "docs/formats.md",
        "docs/baseline.md",
        "docs/originals.md",
    ] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
        let page = fs::read_to_string(&path).unwrap();
        assert_current(&path, &with_examples(&page, &examples));
    }
}

#[test]
fn every_format_has_its_place_in_the_page() {
    let page = fs::read_to_string(docs().join("formats.md")).unwrap();
    let refused = wirecheck(["check", "--format", "pdf"]).expect_code(2).stderr;
    let (_, formats) = refused.split_once("is no format; use full, ").unwrap();
    for format in formats.lines().next().unwrap().split(", ") {
        assert!(page.contains(&format!("\n## {format}\n")), "nothing on {format}");
        let shown = page.contains(&format!("<!-- sample: {format} -->"));
        assert!(shown || format == "html", "no example of {format}");
    }
}

#[test]
fn every_option_in_the_pages_is_one() {
    let known = options_in(&every_help());
    let pages = fs::read_dir(docs()).unwrap().map(|page| page.unwrap().path());
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let pages = pages.filter(|path| path.extension().is_some_and(|extension| extension == "md"));
    for page in pages.chain([readme]) {
        let text = fs::read_to_string(&page).unwrap();
        for option in options_in(&text).difference(&known) {
            let of_another_program = OTHER_OPTIONS.contains(&option.as_str());
            assert!(
                of_another_program,
                "{}: no option is called {option}",
                page.display()
            );
        }
    }
}

/// Options of cargo, of the laboratory, of the scripts of `.ci`, and of `wirecheck` without a command, that the pages name.
const OTHER_OPTIONS: [&str; 23] = [
    "--bench",
    "--build",
    "--collect-atstart",
    "--example",
    "--findings",
    "--locked",
    "--megabytes",
    "--min-severity",
    "--no-deps",
    "--nocapture",
    "--path",
    "--predictions",
    "--profile",
    "--release",
    "--rounds",
    "--spark",
    "--test",
    "--to",
    "--toggle-collect",
    "--tool",
    "--version",
    "--workspace",
    "--write",
];

/// What `--help` says of all commands.
fn every_help() -> String {
    let commands = [
        "check",
        "apply",
        "baseline create",
        "baseline update",
        "baseline prune",
        "baseline show",
    ];
    let help = |command: &str| {
        wirecheck(command.split(' ').chain(["--help"]))
            .expect_code(0)
            .stdout
    };
    commands.map(help).concat()
}

/// The long options that a text names.
fn options_in(text: &str) -> BTreeSet<String> {
    text.split(|c: char| !(c.is_ascii_lowercase() || c == '-'))
        .filter(|word| {
            word.strip_prefix("--")
                .is_some_and(|name| name.starts_with(|c: char| c.is_ascii_lowercase()))
        })
        .map(str::to_owned)
        .collect()
}

#[test]
fn links_of_the_front_pages_lead_to_files() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for name in ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"] {
        let page = fs::read_to_string(root.join(name)).unwrap();
        for link in local_links(&page) {
            assert!(root.join(link).exists(), "{name}: there is no {link}");
        }
    }
    assert_eq!(
        local_links("[a](docs/a.md#part) ![b](b.png) [c](https://c.example)"),
        ["docs/a.md", "b.png"]
    );
}

/// Paths that a page of Markdown links to, without the part after `#`.
fn local_links(page: &str) -> Vec<&str> {
    page.split("](")
        .skip(1)
        .filter_map(|rest| rest.split([')', '#']).next())
        .filter(|link| !link.is_empty() && !link.contains("://"))
        .collect()
}
