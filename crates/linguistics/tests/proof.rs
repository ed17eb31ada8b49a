//! No edit makes a text worse: after each of them alone, no rule says anything of its block that none said before, and
//! what was said twice loses an exact copy and nothing else.

#![allow(clippy::print_stderr)] // a test tells what it read and what it skipped

use std::collections::HashMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use linguistics::check::check;
use linguistics::document::{Block, Document};
use linguistics::finding::{Category, Finding};
use linguistics::rule::{Example, marked};
use linguistics::rules;
use text::Span;

/// How often each rule said something of each piece of text.
type Said = HashMap<(&'static str, String), usize>;

fn said(doc: &Document, text: &str, block: &Block) -> Said {
    let whole = text::Block {
        kind: block.kind,
        span: Span::new(0, text.len()),
    };
    let alone = Document::with_blocks(text, &[whole]);
    let mut said = Said::new();
    for rule in rules::ALL.iter().filter(|rule| rule.judges(doc)) {
        for finding in rule.findings(&alone) {
            let quote = alone.str(finding.span).to_lowercase();
            *said.entry((rule.name, quote)).or_default() += 1;
        }
    }
    said
}

/// The block after the edits of some findings.
fn corrected(doc: &Document, block: &Block, findings: &[&Finding]) -> String {
    let mut edits: Vec<_> = findings.iter().flat_map(|finding| &finding.edits).collect();
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.span.start));
    let mut text = doc.str(block.span).to_owned();
    for edit in edits {
        let at = |offset: usize| offset - block.span.start;
        text.replace_range(at(edit.span.start)..at(edit.span.end), &edit.replacement);
    }
    text
}

/// Whether the edits of `findings`, applied together, make a rule say something new of their block.
fn brings_something(doc: &Document, block: &Block, findings: &[&Finding]) -> bool {
    let before = said(doc, doc.str(block.span), block);
    let after = said(doc, &corrected(doc, block, findings), block);
    after
        .iter()
        .any(|(what, count)| before.get(what).is_none_or(|known| known < count))
}

/// Counts the edits of a text and those that bring something, alone and with all edits of their block.
fn edits(text: &str) -> (usize, Vec<String>) {
    let doc = Document::new(text);
    let findings = check(&doc, rules::ALL);
    let mut bad = Vec::new();
    let offered: Vec<&Finding> = findings
        .iter()
        .filter(|finding| !finding.edits.is_empty() && finding.category != Category::Boilerplate)
        .collect();
    for block in doc.blocks() {
        let ours: Vec<&Finding> = offered
            .iter()
            .filter(|finding| finding.span.start >= block.span.start && finding.span.end <= block.span.end)
            .copied()
            .collect();
        if ours.is_empty() || !brings_something(&doc, block, &ours) {
            continue;
        }
        bad.extend(
            ours.iter()
                .filter(|finding| brings_something(&doc, block, &[finding]))
                .map(|finding| format!("{}: {:?}", finding.rule, doc.str(finding.span))),
        );
    }
    for finding in offered
        .iter()
        .filter(|finding| finding.category == Category::Addition)
    {
        assert!(takes_a_copy(&doc, finding), "{finding:?}");
    }
    (offered.len(), bad)
}

/// Whether the text reads alike with the first copy taken out and with the others.
fn takes_a_copy(doc: &Document, finding: &Finding) -> bool {
    finding.edits.iter().all(|edit| {
        let (first, rest) = (
            doc.str(finding.span.start..edit.span.start).to_lowercase(),
            doc.str(edit.span).to_lowercase(),
        );
        !edit.replacement.is_empty()
            || rest
                .split(&first)
                .all(|between| between.trim_matches([' ', ',', '\t', '\u{a0}']).trim().is_empty())
    })
}

fn hold(name: &str, texts: impl IntoIterator<Item = String>) {
    let (mut all, mut bad) = (0, Vec::new());
    for text in texts {
        let (count, worse) = edits(&text);
        all += count;
        bad.extend(worse);
    }
    eprintln!("{name}: {all} edits");
    assert!(
        bad.is_empty(),
        "{name}: {} of {all} edits bring something new:\n{}",
        bad.len(),
        bad.join("\n")
    );
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[test]
fn of_the_examples() {
    let texts = rules::ALL
        .iter()
        .flat_map(|rule| rule.examples)
        .map(|example| match example {
            Example::Flags { text, .. } => marked(text).0,
            Example::Passes(text) => (*text).to_owned(),
        });
    hold("examples", texts);
}

#[test]
fn of_the_corpora() {
    let folders = ["clean", "odd", "sample", "teaser", "eval"];
    let texts = folders.iter().flat_map(|folder| {
        fs::read_dir(root().join("corpora").join(folder))
            .expect("the corpora are part of the repository")
            .filter_map(|entry| fs::read(entry.ok()?.path()).ok())
            .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
    });
    hold("corpora", texts);
}

#[test]
fn of_hostile_texts() {
    let pieces = [
        "the the The ",
        "a a an ",
        "word, word, ",
        "\" ' “ ” ",
        ". , ; : ",
        "&amp;quot; ",
        "<b> </b> ",
        "an hour a hour ",
        "Kiev Kyiv ",
        "x / y ",
        "4,7 percent ",
        "grain,oil;a.B ",
        "( a ) [ b ] ",
        "GMT) GMT) ",
        "of it of it, of it ",
    ];
    let texts = pieces.iter().flat_map(|a| {
        pieces
            .iter()
            .map(move |b| format!("The port {a}{b}{a}{a}was closed{b}."))
    });
    hold("hostile texts", texts);
}

#[test]
fn of_the_development_sets() {
    const ARTICLE: usize = 12;
    let folder = root().join("../shared/eval");
    for set in ["news-native-wmt21", "news-mt-wmt21", "mlqe-pe-dev", "demetr-odd"] {
        let path = folder.join(format!("{set}.jsonl.gz"));
        let Ok(file) = fs::File::open(&path) else {
            eprintln!("skipped {set}: there is no {}", path.display());
            continue;
        };
        let mut text = String::new();
        flate2::read::GzDecoder::new(file)
            .read_to_string(&mut text)
            .expect("the set is UTF-8");
        // Unoptimised, the whole of it would take minutes.
        let every = if cfg!(debug_assertions) { 10 } else { 1 };
        let lines: Vec<String> = text
            .lines()
            .step_by(every)
            .filter_map(|line| {
                let row: serde_json::Value = serde_json::from_str(line).ok()?;
                Some(row["text"].as_str()?.to_owned())
            })
            .collect();
        hold(set, lines.chunks(ARTICLE).map(|lines| lines.join("\n\n")));
    }
}
