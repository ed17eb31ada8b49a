//! Measures the alignment on articles rebuilt from sentence pairs, with random merges, splits, drops and inserts.
//!
//! `cargo run --profile quick -p wirecheck-bilingual --example alignment -- PAIRS.jsonl.gz [--seeds=N] [--only=ru,de] [--systems=N]
//! [LANG=TABLE.tsv …] [model=FILE memory=FILE]`
//!
//! Each line of the file is a pair: `lang_pair` ("ru-en"), `system`, `src` and `text`; lines of one pair and system that
//! follow each other belong to one article.

#![allow(clippy::print_stdout, reason = "it is a report")]

use std::time::{Duration, Instant};

use bilingual::{Evidence, align};
use rebuilt::{Article, Random, articles, read, sources};
use text::Lang;

mod rebuilt;

fn main() -> std::io::Result<()> {
    let mut args = std::env::args().skip(1).peekable();
    let path = args.next().expect("a file of pairs");
    let seeds = args
        .next_if(|a| a.starts_with("--seeds="))
        .map_or(1, |a| a[8..].parse().expect("a number"));
    let only = args
        .next_if(|a| a.starts_with("--only="))
        .map(|a| a[7..].to_owned());
    let systems = args
        .next_if(|a| a.starts_with("--systems="))
        .map_or(usize::MAX, |a| a[10..].parse().expect("a number"));
    let sources = sources(args)?;
    let groups = read(&path)?;
    let mut all = Counts::default();
    for tag in ["ru", "de", "cs", "zh", "ja"] {
        let language = Lang::from_tag(tag).expect("a language");
        if only
            .as_ref()
            .is_some_and(|only| !only.split(',').any(|only| only == tag))
        {
            continue;
        }
        let mut counts = Counts::default();
        for seed in 1..=seeds {
            let mut random = Random(seed * 7919);
            for pairs in groups
                .iter()
                .filter(|(key, _)| key.0 == tag)
                .map(|(_, pairs)| pairs)
                .take(systems)
            {
                for article in articles(pairs, &mut random, tag) {
                    sources.with(tag, |evidence| counts.add(&article, language, evidence));
                }
            }
        }
        counts.vectors = sources.asked();
        println!("{tag} {counts}");
        all.merge(&counts);
    }
    println!("all {all:#}");
    Ok(())
}

#[derive(Default)]
struct Counts {
    gold: usize,
    found: usize,
    right: usize,
    drops: usize,
    drops_found: usize,
    drops_invented: usize,
    inserts: usize,
    inserts_found: usize,
    inserts_invented: usize,
    /// Links by confidence in tenths: how many, and how many of them right.
    by_confidence: [(usize, usize); 11],
    sentences: usize,
    vectors: usize,
    bytes: usize,
    time: Duration,
}

impl Counts {
    fn add(&mut self, article: &Article, language: Lang, evidence: &dyn Evidence) {
        let original: Vec<&str> = article.original.iter().map(String::as_str).collect();
        let translation: Vec<&str> = article.translation.iter().map(String::as_str).collect();
        self.sentences += original.len() + translation.len();
        self.bytes += original
            .iter()
            .chain(&translation)
            .map(|sentence| sentence.len())
            .sum::<usize>();
        let start = Instant::now();
        let alignment = align(&original, language, &translation, evidence);
        self.time += start.elapsed();
        self.gold += article.gold.len();
        self.drops += article.dropped.len();
        self.inserts += article.inserted.len();
        for link in &alignment.links {
            let mut all_right = true;
            for i in link.original.clone() {
                for j in link.translation.clone() {
                    self.found += 1;
                    let right = article.gold.contains(&(i, j));
                    self.right += usize::from(right);
                    all_right &= right;
                }
                if link.translation.is_empty() {
                    let right = article.dropped.contains(&i);
                    all_right &= right;
                    self.drops_found += usize::from(right);
                    self.drops_invented += usize::from(!right);
                }
            }
            for j in link.translation.clone().filter(|_| link.original.is_empty()) {
                let right = article.inserted.contains(&j);
                all_right &= right;
                self.inserts_found += usize::from(right);
                self.inserts_invented += usize::from(!right);
            }
            #[allow(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "from 0 to 10"
            )]
            let tenth = &mut self.by_confidence[(link.confidence * 10.0) as usize];
            tenth.0 += 1;
            tenth.1 += usize::from(all_right);
        }
    }

    fn merge(&mut self, other: &Self) {
        self.gold += other.gold;
        self.found += other.found;
        self.right += other.right;
        self.drops += other.drops;
        self.drops_found += other.drops_found;
        self.drops_invented += other.drops_invented;
        self.inserts += other.inserts;
        self.inserts_found += other.inserts_found;
        self.inserts_invented += other.inserts_invented;
        for (tenth, other) in self.by_confidence.iter_mut().zip(other.by_confidence) {
            tenth.0 += other.0;
            tenth.1 += other.1;
        }
        self.sentences += other.sentences;
        self.vectors += other.vectors;
        self.bytes += other.bytes;
        self.time += other.time;
    }
}

impl std::fmt::Display for Counts {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let percent = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
        write!(
            out,
            "P {:.2} R {:.2} | drops {:.1} of {}, invented {:.2} | inserts {:.1}, invented {:.2} | vectors of {:.1} % | {:.2} MB/s",
            percent(self.right, self.found),
            percent(self.right, self.gold),
            percent(self.drops_found, self.drops),
            self.drops,
            percent(self.drops_invented, self.gold),
            percent(self.inserts_found, self.inserts),
            percent(self.inserts_invented, self.gold),
            percent(self.vectors, self.sentences),
            self.bytes as f64 / 1e6 / self.time.as_secs_f64(),
        )?;
        if out.alternate() {
            for (tenth, (count, right)) in self.by_confidence.iter().enumerate() {
                write!(
                    out,
                    "\n  confidence .{tenth}: {count}, right {:.1}",
                    percent(*right, *count)
                )?;
            }
        }
        Ok(())
    }
}
