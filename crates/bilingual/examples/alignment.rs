//! Measures the alignment on articles rebuilt from sentence pairs, with random merges, splits, drops and inserts.
//!
//! `cargo run --profile quick -p wirecheck-bilingual --example alignment -- PAIRS.jsonl.gz [LANG=TABLE.tsv …]`
//!
//! Each line of the file is a pair: `lang_pair` ("ru-en"), `system`, `src` and `text`; lines of one pair and system that
//! follow each other belong to one article.

#![allow(clippy::print_stdout, reason = "it is a report")]

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::time::{Duration, Instant};

use bilingual::{Side, WordTable, Words, align};
use flate2::read::GzDecoder;
use text::Lang;

fn main() -> std::io::Result<()> {
    let mut args = std::env::args().skip(1).peekable();
    let path = args.next().expect("a file of pairs");
    let seeds = args
        .next_if(|a| a.starts_with("--seeds="))
        .map_or(1, |a| a[8..].parse().expect("a number"));
    let mut tables = BTreeMap::new();
    for arg in args {
        let (tag, path) = arg.split_once('=').expect("LANG=TABLE.tsv");
        let language = Lang::from_tag(tag).expect("a language");
        let table = WordTable::open(Path::new(path), tag, language)?;
        tables.insert(tag.to_owned(), Words::with_table(table));
    }
    let groups = read(&path)?;
    let plain = Words::default();
    let mut all = Counts::default();
    for tag in ["ru", "de", "cs", "zh", "ja"] {
        let language = Lang::from_tag(tag).expect("a language");
        let evidence = tables.get(tag).unwrap_or(&plain);
        let mut counts = Counts::default();
        for seed in 1..=seeds {
            let mut random = Random(seed * 7919);
            for pairs in groups
                .iter()
                .filter(|(key, _)| key.0 == tag)
                .map(|(_, pairs)| pairs)
            {
                for article in articles(pairs, &mut random, tag) {
                    counts.add(&article, language, evidence);
                }
            }
        }
        println!("{tag} {counts}");
        all.merge(&counts);
    }
    println!("all {all:#}");
    Ok(())
}

type Pairs = Vec<(String, String)>;

fn read(path: &str) -> std::io::Result<BTreeMap<(String, String), Pairs>> {
    let mut groups: BTreeMap<(String, String), Pairs> = BTreeMap::new();
    for line in BufReader::new(GzDecoder::new(File::open(path)?)).lines() {
        let row: serde_json::Value = serde_json::from_str(&line?)?;
        let field = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
        let tag = field("lang_pair").trim_end_matches("-en").to_owned();
        groups
            .entry((tag, field("system")))
            .or_default()
            .push((field("src"), field("text")));
    }
    Ok(groups)
}

/// xorshift64*: the same articles on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % end
    }
}

#[derive(Default)]
struct Article {
    original: Vec<String>,
    translation: Vec<String>,
    gold: Vec<(usize, usize)>,
    dropped: Vec<usize>,
    inserted: Vec<usize>,
}

fn articles(pairs: &Pairs, random: &mut Random, tag: &str) -> Vec<Article> {
    let space = if matches!(tag, "zh" | "ja") { "" } else { " " };
    let mut articles = Vec::new();
    let mut rest = &pairs[..];
    while rest.len() > 12 {
        let count = usize::try_from(12 + random.below(19))
            .expect("small")
            .min(rest.len());
        let (document, behind) = rest.split_at(count);
        rest = behind;
        let mut article = Article::default();
        let mut at = 0;
        while at < document.len() {
            let dice = random.below(1000);
            let (source, target) = &document[at];
            let (s, t) = (article.original.len(), article.translation.len());
            let next = document.get(at + 1);
            match (dice, next) {
                (0..60, Some(next)) => {
                    article.original.extend([source.clone(), next.0.clone()]);
                    article.translation.push(format!("{target} {}", next.1));
                    article.gold.extend([(s, t), (s + 1, t)]);
                    at += 1;
                }
                (60..120, Some(next)) => {
                    article.original.push(format!("{source}{space}{}", next.0));
                    article.translation.extend([target.clone(), next.1.clone()]);
                    article.gold.extend([(s, t), (s, t + 1)]);
                    at += 1;
                }
                (120..155, _) => {
                    article.original.push(source.clone());
                    article.dropped.push(s);
                }
                (155..180, _) => {
                    article.translation.push(target.clone());
                    article.inserted.push(t);
                }
                _ => {
                    article.original.push(source.clone());
                    article.translation.push(target.clone());
                    article.gold.push((s, t));
                }
            }
            at += 1;
        }
        articles.push(article);
    }
    articles
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
    bytes: usize,
    time: Duration,
}

impl Counts {
    fn add(&mut self, article: &Article, language: Lang, evidence: &Words) {
        let side = |sentences: &'_ [String]| -> (usize, Vec<usize>) {
            (
                sentences.iter().map(String::len).sum(),
                (0..sentences.len()).collect(),
            )
        };
        let (original_bytes, original_paragraphs) = side(&article.original);
        let (translation_bytes, translation_paragraphs) = side(&article.translation);
        self.bytes += original_bytes + translation_bytes;
        let original = Side {
            sentences: article.original.iter().map(String::as_str).collect(),
            paragraphs: original_paragraphs,
        };
        let translation = Side {
            sentences: article.translation.iter().map(String::as_str).collect(),
            paragraphs: translation_paragraphs,
        };
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
        self.bytes += other.bytes;
        self.time += other.time;
    }
}

impl std::fmt::Display for Counts {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let percent = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
        write!(
            out,
            "P {:.2} R {:.2} | drops {:.1} of {}, invented {:.2} | inserts {:.1}, invented {:.2} | {:.2} MB/s",
            percent(self.right, self.found),
            percent(self.right, self.gold),
            percent(self.drops_found, self.drops),
            self.drops,
            percent(self.drops_invented, self.gold),
            percent(self.inserts_found, self.inserts),
            percent(self.inserts_invented, self.gold),
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
