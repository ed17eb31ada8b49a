//! What checking costs beside the floor, plain Unicode word and sentence iteration, in one number that holds on a busy
//! machine: the two take turns on the same text, and the median of their ratios is printed.
//!
//! Without arguments the text is that of `corpora/clean`; files named behind `--` are checked instead, an article each.

use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use linguistics::check::check;
use linguistics::document::Document;
use linguistics::rules;
use unicode_segmentation::UnicodeSegmentation;

/// How often each of the three takes its turn.
const ROUNDS: usize = 101;

#[allow(clippy::print_stdout, reason = "the figures are what the program is for")]
fn main() {
    let articles = articles();
    let bytes: usize = articles.iter().map(String::len).sum();
    let rounds: Vec<[Duration; 3]> = (0..ROUNDS)
        .map(|_| {
            [
                time(&articles, |text| {
                    text.split_word_bounds().count() + text.split_sentence_bounds().count()
                }),
                time(&articles, |text| Document::new(text).sentences().len()),
                time(&articles, |text| check(&Document::new(text), rules::ALL).len()),
            ]
        })
        .collect();
    for (what, name) in ["floor", "documents", "documents and all rules"]
        .into_iter()
        .enumerate()
    {
        let seconds = median(rounds.iter().map(|round| round[what].as_secs_f64()));
        let ratio = median(
            rounds
                .iter()
                .map(|round| round[what].as_secs_f64() / round[0].as_secs_f64()),
        );
        println!(
            "{name:24} {:6.1} MB/s {ratio:6.2} x the floor",
            bytes as f64 / 1e6 / seconds
        );
    }
}

fn articles() -> Vec<String> {
    // Cargo itself adds `--bench`.
    let named: Vec<PathBuf> = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with("--"))
        .map(PathBuf::from)
        .collect();
    let clean = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpora/clean");
    let listed = || {
        let entries = fs::read_dir(&clean).expect("corpora/clean is part of the repository");
        entries
            .map(|entry| entry.expect("the folder can be listed").path())
            .collect()
    };
    let paths = if named.is_empty() { listed() } else { named };
    paths
        .iter()
        .map(|path| fs::read_to_string(path).expect("the texts are UTF-8"))
        .collect()
}

fn time(articles: &[String], work: impl Fn(&str) -> usize) -> Duration {
    let start = Instant::now();
    black_box(articles.iter().map(|text| work(text)).sum::<usize>());
    start.elapsed()
}

fn median(figures: impl Iterator<Item = f64>) -> f64 {
    let mut figures: Vec<f64> = figures.collect();
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}
