//! What checking costs, part by part, and what it says, to the byte: for whoever makes it faster.
//!
//! `cargo run -p wirecheck-linguistics --example cost --profile quick -- FILE...` prints nanoseconds a byte for the floor (plain
//! segmentation), for building documents, for every rule by itself and for all together with the proof of edits. Of every
//! article the fastest of a few rounds is taken, so that a busy machine does little harm.
//!
//! With `--findings` before the files it prints every finding instead, one a line: what must not change. With `--rounds N` it
//! checks every article once and then N times: for a profiler, and for a count of instructions, which is the same in every run:
//!
//! `valgrind --tool=callgrind --collect-atstart=no --toggle-collect='cost::checked_again' target/quick/examples/cost --rounds 1 FILE`
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
    let rounds: Option<usize> = match &arguments[..] {
        [first, rounds, ..] if first == "--rounds" => rounds.parse().ok(),
        _ => None,
    };
    arguments.drain(..usize::from(findings) + 2 * usize::from(rounds.is_some()));
    let mut articles = Vec::new();
    for path in &arguments {
        let text = fs::read_to_string(path)?;
        let article = |part: &str| part.trim().replace('\n', "\n\n");
        articles.extend(text.split("\n\n").map(article).filter(|text| !text.is_empty()));
    }
    let mut out = BufWriter::new(io::stdout().lock());
    if findings {
        print_findings(&articles, &mut out)
    } else if let Some(rounds) = rounds {
        // The tables are loaded by then.
        let found = checked(&articles);
        let counted: usize = (0..rounds).map(|_| checked_again(&articles)).sum();
        writeln!(out, "{found} findings, and {counted} in {rounds} rounds more")
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

/// The number of findings.
fn checked(articles: &[String]) -> usize {
    let findings = |text: &String| check(&Document::new(text), rules::ALL).len();
    articles.iter().map(findings).sum()
}

/// The same under a name of its own, by which a profiler can tell it from the first round.
#[inline(never)]
fn checked_again(articles: &[String]) -> usize {
    black_box(checked(articles))
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
    let mut of_rules = costs_in_turn(&documents);
    of_rules.sort_by(|a, b| b.0.total_cmp(&a.0));
    let alone: f64 = rules::ALL
        .iter()
        .map(|rule| {
            let judged = documents.iter().filter(|document| rule.judges(document));
            least(judged, |document| rule.findings(document).len())
        })
        .sum();
    let lines = [
        (floor, "floor: words and sentences, nothing else"),
        (build, "building the documents"),
        (together, "all rules, one after the other on each document"),
        (all - build - together, "settling and proving"),
        (all, "everything"),
        (alone, "all rules, each by itself on all documents"),
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

/// What each rule takes of the seconds for all rules, one after the other on each document: more than by itself, for the rules
/// take the caches from one another.
fn costs_in_turn(documents: &[Document]) -> Vec<(f64, &'static str)> {
    let mut least = vec![f64::INFINITY; documents.len() * rules::ALL.len()];
    for _ in 0..ROUNDS {
        for (document, least) in documents.iter().zip(least.chunks_mut(rules::ALL.len())) {
            for (rule, least) in rules::ALL.iter().zip(least) {
                let start = Instant::now();
                if rule.judges(document) {
                    black_box(rule.findings(document).len());
                }
                *least = least.min(start.elapsed().as_secs_f64());
            }
        }
    }
    let cost = |rule: usize| least.iter().skip(rule).step_by(rules::ALL.len()).sum();
    rules::ALL
        .iter()
        .enumerate()
        .map(|(at, rule)| (cost(at), rule.name))
        .collect()
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
