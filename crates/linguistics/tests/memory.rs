//! What checking takes of memory, with every table loaded. The tests of this file are a process of their own.

#![cfg(target_os = "linux")]

use std::fs;
use std::path::Path;

use linguistics::check::check;
use linguistics::document::Document;
use linguistics::rules;

/// Bytes of the article: far more than any release, and less than the limit for a page.
const ARTICLE: usize = 5_000_000;

/// What the process may have held at most, in kilobytes of 1024 bytes.
const LIMIT: u64 = 80 * 1024;

/// Something for the rules that look at every word, so that their tables are loaded and findings are held.
const FAULTY: &str =
    "\n\nThe International Information Security (IIB) , “ render assistance ” and Kyiv or Kiev .\n\n";

#[test]
#[allow(clippy::print_stdout, reason = "the figure is for docs/performance.md")]
fn an_article_of_five_megabytes_takes_less_than_80() {
    let pieces = clean_articles().join(FAULTY);
    let text = pieces.repeat(ARTICLE / pieces.len());
    drop(pieces);
    let doc = Document::new(&text);
    let findings = check(&doc, rules::ALL);
    let peak = peak_memory();
    println!(
        "{} words, {} findings, {peak} kB",
        doc.word_count(),
        findings.len()
    );
    assert!(
        findings.len() > 1000 && peak < LIMIT,
        "{} findings, {peak} kB",
        findings.len()
    );
}

/// The articles of `corpora/clean`.
fn clean_articles() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpora/clean");
    let entries = fs::read_dir(folder).expect("corpora/clean is part of the repository");
    let paths = entries.map(|entry| entry.expect("the folder can be listed").path());
    let mut articles: Vec<String> = paths
        .map(|path| fs::read_to_string(path).expect("the texts are UTF-8"))
        .collect();
    articles.sort();
    articles
}

/// The most memory that this process has held, in kilobytes: `VmHWM:   12345 kB`.
fn peak_memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").expect("Linux has it");
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .expect("Linux counts it");
    line.trim()
        .trim_end_matches(" kB")
        .parse()
        .expect("it is a number")
}
