//! How much of what an editor sees do the rules show on texts that are known to be machine translations?
//!
//! ```text
//! recall labelled FILE.jsonl… [--rules NAME,NAME] [--misses]   share of labelled faults that a finding touches
//! recall scan FILE.txt…       [--rules NAME,NAME] [--show N]   findings per million words, one paragraph a line
//! ```
//!
//! A line of a labelled file is `{"page", "lang", "kind", "severity", "quote", "text"}`: a text, the language that it was
//! translated from, and the faulty words in it.
#![allow(clippy::print_stdout, reason = "an example shows what it measured")]

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::Path;

use checker::{Catalogue, Checker, Rules};
use linguistics::document::Origin;
use linguistics::finding::{Finding, Severity};
use serde_json::Value;
use text::{Lang, Span, Text};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let value = |flag: &str| {
        let at = arguments.iter().position(|argument| argument == flag)?;
        arguments.get(at + 1).cloned()
    };
    let rules = value("--rules").unwrap_or_default();
    let selection: Vec<String> = rules.split(',').map(str::to_owned).collect();
    let checker = Checker::new(Rules::new(&Catalogue::of([]), Vec::new(), &[], &selection)?);
    let is_file = |argument: &&String| Path::new(argument).is_file();
    let files: Vec<&String> = arguments.iter().filter(is_file).collect();
    match arguments.first().map(String::as_str) {
        Some("labelled") => labelled(
            &checker,
            &files,
            arguments.iter().any(|argument| argument == "--misses"),
        ),
        Some("scan") => scan(
            &checker,
            &files,
            value("--show").and_then(|show| show.parse().ok()),
        ),
        _ => Err("say `labelled` or `scan`, then files".into()),
    }
}

/// How many faults there are of a kind, and how many of them are shown.
#[derive(Default)]
struct Share {
    shown: usize,
    shown_as_minor: usize,
    all: usize,
}

fn labelled(checker: &Checker, files: &[&String], misses: bool) -> Result<(), Box<dyn Error>> {
    let mut shares = BTreeMap::<String, Share>::new();
    let (mut pages, mut shown_pages, mut beside) = (BTreeSet::new(), BTreeSet::new(), 0);
    for line in lines(files)? {
        let row: Value = serde_json::from_str(&line)?;
        let field = |name: &str| row[name].as_str().unwrap_or_default();
        let text = Text::plain(field("text"));
        let findings = known(checker, &text, Lang::from_tag(field("lang")));
        let fault = text
            .string
            .find(field("quote"))
            .map(|at| Span::new(at, at + field("quote").len()));
        let fault = fault.unwrap_or(Span::new(0, text.string.len()));
        let (hits, others): (Vec<&Finding>, Vec<_>) =
            findings.iter().partition(|finding| finding.span.overlaps(fault));
        for key in [
            "all".to_owned(),
            format!("severity {}", row["severity"]),
            format!("kind {}", field("kind")),
        ] {
            let share = shares.entry(key).or_default();
            share.all += 1;
            share.shown += usize::from(!hits.is_empty());
            share.shown_as_minor += usize::from(hits.iter().any(|finding| finding.severity > Severity::Info));
        }
        pages.insert(row["page"].to_string());
        if !hits.is_empty() {
            shown_pages.insert(row["page"].to_string());
        }
        beside += others.len();
        for (verdict, finding) in hits
            .iter()
            .map(|hit| ("hit", hit))
            .chain(others.iter().map(|other| ("beside", other)))
        {
            println!(
                "{verdict}\t{}\t{}",
                finding.rule,
                marked(&text.string, finding.span)
            );
        }
        if misses && hits.is_empty() {
            println!("miss\t{}\t{}", field("kind"), marked(&text.string, fault));
        }
    }
    for (kind, share) in &shares {
        let percent = |part: usize| 100.0 * part as f64 / share.all as f64;
        println!(
            "{kind:40} {:4} of {:4} = {:5.1} %   minor+ {:5.1} %",
            share.shown,
            share.all,
            percent(share.shown),
            percent(share.shown_as_minor)
        );
    }
    println!(
        "pages with a fault shown: {} of {}; findings beside the labels: {beside}",
        shown_pages.len(),
        pages.len()
    );
    Ok(())
}

fn scan(checker: &Checker, files: &[&String], show: Option<usize>) -> Result<(), Box<dyn Error>> {
    let mut found = BTreeMap::<String, Vec<String>>::new();
    let mut words = 0;
    for article in articles(files)? {
        let text = Text::plain(article);
        words += text.string.split_whitespace().count();
        for finding in known(checker, &text, None) {
            found
                .entry(finding.rule.to_string())
                .or_default()
                .push(marked(&text.string, finding.span));
        }
    }
    for (rule, places) in &found {
        println!(
            "{rule}\t{}\t{:.1} per million words",
            places.len(),
            places.len() as f64 / words as f64 * 1e6
        );
        let every = (places.len() / show.unwrap_or(0).max(1)).max(1);
        for place in places.iter().step_by(every).take(show.unwrap_or(0)) {
            println!("    {place}");
        }
    }
    println!("{words} words");
    Ok(())
}

fn known(checker: &Checker, text: &Text, language: Option<Lang>) -> Vec<Finding> {
    checker
        .check_known(text, Origin::machine_translation(language), None)
        .findings
}

fn lines(files: &[&String]) -> Result<Vec<String>, Box<dyn Error>> {
    let mut lines = Vec::new();
    for file in files {
        lines.extend(std::fs::read_to_string(file)?.lines().map(str::to_owned));
    }
    Ok(lines)
}

/// Paragraphs between empty lines, each a block of its own.
fn articles(files: &[&String]) -> Result<Vec<String>, Box<dyn Error>> {
    let lines = lines(files)?;
    let articles = lines.split(|line| line.trim().is_empty());
    Ok(articles
        .filter(|article| !article.is_empty())
        .map(|article| article.join("\n\n"))
        .collect())
}

/// The finding in brackets with what stands around it.
fn marked(text: &str, span: Span) -> String {
    const CONTEXT: usize = 80;
    let from = text.floor_char_boundary(span.start.saturating_sub(CONTEXT));
    let to = text.ceil_char_boundary(span.end + CONTEXT);
    let marked = format!(
        "{}[[{}]]{}",
        &text[from..span.start],
        &text[span],
        &text[span.end..to]
    );
    marked.replace('\n', " ")
}
