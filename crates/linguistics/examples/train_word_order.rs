//! Makes `data/word_order.txt` from English text whose licence is free: a paragraph a line.
//!
//! ```text
//! cargo run --release -p wirecheck-linguistics --example train_word_order -- FILE ...
//! ```
//!
//! The table in the repository is made from two million words in the public domain: the blogs of 18F and digital.gov, and
//! the inaugural addresses and messages of presidents of the United States.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;
use std::{env, fs, io};

use linguistics::document::Document;
use linguistics::word_order::{END, LOWEST, START, STEPS_PER_UNIT, kind};

const HEADER: &str = "\
# How much more often than by chance one kind of word follows another: a row for the first, a character for each second in the
# order of the rows; '!' is a natural logarithm of -6, each character behind it .2 more.
# Made by examples/train_word_order.rs from text in the public domain. Licence: that of wirecheck.
";

#[derive(Default)]
struct Counts {
    pairs: BTreeMap<(String, String), u32>,
    first: BTreeMap<String, u32>,
    second: BTreeMap<String, u32>,
    total: u32,
}

impl Counts {
    fn add(&mut self, first: &str, second: &str) {
        *self
            .pairs
            .entry((first.to_owned(), second.to_owned()))
            .or_default() += 1;
        *self.first.entry(first.to_owned()).or_default() += 1;
        *self.second.entry(second.to_owned()).or_default() += 1;
        self.total += 1;
    }

    /// The logarithm of observed over expected; half an occurrence is added to both, so that rare kinds stay near 0.
    fn affinity(&self, first: &str, second: &str) -> f64 {
        let count =
            |counts: &BTreeMap<String, u32>, kind: &str| f64::from(counts.get(kind).copied().unwrap_or(0));
        let observed = self
            .pairs
            .get(&(first.to_owned(), second.to_owned()))
            .copied()
            .unwrap_or(0);
        let expected = count(&self.first, first) * count(&self.second, second) / f64::from(self.total.max(1));
        ((f64::from(observed) + 0.5) / (expected + 0.5)).ln()
    }
}

fn main() -> io::Result<()> {
    let mut counts = Counts::default();
    for file in env::args().skip(1) {
        for line in fs::read_to_string(&file)?.lines() {
            count_sentences(&Document::new(line), &mut counts);
        }
    }
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/word_order.txt");
    fs::write(data, table(&counts))
}

fn count_sentences(doc: &Document, counts: &mut Counts) {
    for sentence in doc.sentences() {
        let mut before = START;
        for token in doc.tokens_in(sentence) {
            let next = kind(doc, *token);
            counts.add(before, next);
            before = next;
        }
        counts.add(before, END);
    }
}

fn table(counts: &Counts) -> String {
    let kinds: BTreeSet<&String> = counts.first.keys().chain(counts.second.keys()).collect();
    let mut text = HEADER.to_owned();
    for first in &kinds {
        let row: String = kinds
            .iter()
            .map(|second| step(counts.affinity(first, second)))
            .collect();
        writeln!(text, "{first}\t{row}").expect("a string takes all that is written");
    }
    text
}

fn step(affinity: f64) -> char {
    let (lowest, steps) = (f64::from(LOWEST), f64::from(STEPS_PER_UNIT));
    let step = ((affinity.clamp(lowest, 3.0) - lowest) * steps).round();
    // From 0 to 45, as the affinity is clamped.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to 0..=45 above"
    )]
    char::from(b'!' + step as u8)
}
