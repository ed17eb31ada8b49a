//! What checking costs, part by part, and what it says, to the byte: for whoever makes it faster.
//!
//! `cargo run -p wirecheck-linguistics --example cost --profile quick -- FILE...` prints nanoseconds a byte for the floor (plain
//! segmentation), for building documents, for every rule by itself and for all together with the proof of edits. Of every
//! article the fastest of a few rounds is taken, so that a busy machine does little harm.
//!
//! With `--findings` before the files it prints every finding instead, one a line: what must not change.
//!
//! A file is read as articles with a blank line between and a paragraph a line.

use std::fs;
use std::hint::black_box;
use std::io::{self, BufWriter, Write};
use std::time::Instant;

use linguistics::check::check;
use linguistics::document::{Document, Origin};
use linguistics::rules;
use text::Lang;
use unicode_segmentation::UnicodeSegmentation;

/// How often each part is measured.
const ROUNDS: usize = 5;

fn main() -> io::Result<()> {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let findings = arguments.first().is_some_and(|first| first == "--findings");
    if findings {
        arguments.remove(0);
    }
    let mut articles = Vec::new();
    for path in &arguments {
        let text = fs::read_to_string(path)?;
        let article = |part: &str| part.trim().replace('\n', "\n\n");
        articles.extend(text.split("\n\n").map(article).filter(|text| !text.is_empty()));
    }
    let mut out = BufWriter::new(io::stdout().lock());
    if findings {
        print_findings(&articles, &mut out)
    } else {
        print_costs(&articles, &mut out)
    }
}

/// Every finding at either operating point, one a line.
fn print_findings(articles: &[String], out: &mut impl Write) -> io::Result<()> {
    let origins = [
        Origin::default(),
        Origin::machine_translation(Lang::from_tag("ru")),
    ];
    for (number, text) in articles.iter().enumerate() {
        for origin in origins {
            for finding in check(&Document::new(text).with_origin(origin), rules::ALL) {
                writeln!(out, "{number} {} {finding:?}", origin.machine_translated)?;
            }
        }
    }
    Ok(())
}

fn print_costs(articles: &[String], out: &mut impl Write) -> io::Result<()> {
    let bytes: usize = articles.iter().map(String::len).sum();
    let texts = || articles.iter().map(String::as_str);
    let floor = least(texts(), |text| {
        text.split_word_bounds().count() + text.split_sentence_bounds().count()
    });
    let build = least(texts(), |text| Document::new(text).sentences().len());
    let all = least(texts(), |text| check(&Document::new(text), rules::ALL).len());
    let documents: Vec<Document> = texts().map(Document::new).collect();
    let judging = |document: &Document| {
        let judges = rules::ALL.iter().filter(|rule| rule.judges(document));
        judges.map(|rule| rule.findings(document).len()).sum()
    };
    let together = least(documents.iter(), judging);
    let mut of_rules: Vec<(f64, &str)> = rules::ALL
        .iter()
        .map(|rule| {
            let judged = documents.iter().filter(|document| rule.judges(document));
            (least(judged, |document| rule.findings(document).len()), rule.name)
        })
        .collect();
    of_rules.sort_by(|a, b| b.0.total_cmp(&a.0));
    let alone: f64 = of_rules.iter().map(|(cost, _)| cost).sum();
    let lines = [
        (floor, "floor: words and sentences, nothing else"),
        (build, "building the documents"),
        (together, "all rules, one after the other on each document"),
        (all - build - together, "settling and proving"),
        (all, "everything"),
        (alone, "all rules, each on all documents"),
    ];
    for (seconds, name) in lines.into_iter().chain(of_rules) {
        let per_byte = seconds * 1e9 / bytes as f64;
        writeln!(
            out,
            "{per_byte:8.2} ns/B {:6.2} x the floor  {name}",
            seconds / floor
        )?;
    }
    Ok(())
}

/// The seconds that some work on each item takes, at its fastest: few items are interrupted in every round.
fn least<T>(items: impl Iterator<Item = T> + Clone, work: impl Fn(T) -> usize) -> f64 {
    let time = |item| {
        let start = Instant::now();
        black_box(work(item));
        start.elapsed().as_secs_f64()
    };
    let mut rounds = Vec::new();
    for _ in 1..ROUNDS {
        rounds.push(items.clone().map(time).collect());
    }
    rounds.push(items.map(time).collect::<Vec<f64>>());
    let of_item = |at: usize| {
        rounds
            .iter()
            .map(|round: &Vec<f64>| round[at])
            .fold(f64::INFINITY, f64::min)
    };
    (0..rounds[0].len()).map(of_item).sum()
}
