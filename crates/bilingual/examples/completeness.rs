//! Measures what a whole comparison says of articles rebuilt with planted drops, of pairs that are none, and of single
//! sentences with an empty translation or that of another sentence.
//!
//! `cargo run --profile quick -p wirecheck-bilingual --example completeness -- PAIRS.jsonl.gz ODD.jsonl.gz [--only=ru,de] [--systems=N]
//! [LANG=TABLE.tsv …] [model=FILE memory=FILE]`

#![allow(clippy::print_stdout, reason = "it is a report")]

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::time::Instant;

use bilingual::{Certainty, Comparison, Evidence, MismatchKind, compare};
use flate2::read::GzDecoder;
use rebuilt::{Random, articles, read, sources};
use text::{BlockKind, Lang, Text};

#[allow(dead_code, reason = "each example uses a part of it")]
mod rebuilt;

fn main() -> std::io::Result<()> {
    let mut args = std::env::args().skip(1);
    let pairs = args.next().expect("a file of pairs");
    let odd = args.next().expect("a file of odd pairs");
    let mut args = args.peekable();
    let only = args
        .next_if(|a| a.starts_with("--only="))
        .map(|a| a[7..].to_owned());
    let systems = args
        .next_if(|a| a.starts_with("--systems="))
        .map_or(usize::MAX, |a| a[10..].parse().expect("a number"));
    let sources = sources(args)?;
    let groups = read(&pairs)?;
    for tag in ["ru", "de", "cs", "zh", "ja"] {
        let language = Lang::from_tag(tag).expect("a language");
        if only
            .as_ref()
            .is_some_and(|only| !only.split(',').any(|only| only == tag))
        {
            continue;
        }
        let mut random = Random(7919);
        let mut texts = Vec::new();
        for (_, pairs) in groups.iter().filter(|(key, _)| key.0 == tag).take(systems) {
            for article in articles(pairs, &mut random, tag) {
                texts.push((
                    text(&article.original),
                    text(&article.translation),
                    article.dropped,
                ));
            }
        }
        let (mut sentences, mut bytes) = (0, 0);
        let mut kinds = std::collections::BTreeMap::<String, usize>::new();
        let (mut drops, mut found, mut certain) = (0, 0, 0);
        let mut true_pairs = Vec::new();
        let mut other_pairs = Vec::new();
        let start = Instant::now();
        let comparisons: Vec<Comparison> = texts
            .iter()
            .map(|(original, translation, _)| {
                sources.with(tag, |evidence| compare(original, language, translation, evidence))
            })
            .collect();
        let time = start.elapsed().as_secs_f64();
        for (comparison, (original, translation, dropped)) in comparisons.iter().zip(&texts) {
            sentences += comparison.original.len();
            bytes += original.string.len() + translation.string.len();
            true_pairs.push(comparison.confidence);
            drops += dropped.len();
            for mismatch in &comparison.mismatches {
                let blocks: Vec<usize> = mismatch
                    .original
                    .iter()
                    .flat_map(|span| {
                        (0..original.blocks.len()).filter(|&b| original.blocks[b].span.overlaps(*span))
                    })
                    .collect();
                let planted =
                    mismatch.kind == MismatchKind::Missing && blocks.iter().all(|b| dropped.contains(b));
                if planted {
                    found += 1;
                    certain += usize::from(mismatch.certainty == Certainty::Certain);
                } else {
                    if std::env::var("SHOW").is_ok() && mismatch.certainty == Certainty::Certain {
                        let original = mismatch.original.map(|span| &original.string[span]);
                        println!(
                            "{mismatch:?}\n  {original:?}\n  {}",
                            &translation.string[mismatch.translation]
                        );
                    }
                    *kinds
                        .entry(format!("{:?} {:?}", mismatch.kind, mismatch.certainty))
                        .or_default() += 1;
                }
            }
        }
        for (index, (original, _, _)) in texts.iter().enumerate() {
            let translation = &texts[(index + 1) % texts.len()].1;
            let other = sources.with(tag, |evidence| compare(original, language, translation, evidence));
            other_pairs.push(other.confidence);
        }
        println!(
            "{tag}: {drops} drops, found {:.1} %, certain {:.1} %; beside them, in {sentences} sentences: {kinds:?}; {:.2} MB/s",
            100.0 * f64::from(found) / drops as f64,
            100.0 * certain as f64 / drops as f64,
            bytes as f64 / 1e6 / time,
        );
        println!(
            "    confidence of true pairs {}, of others {}",
            spread(true_pairs),
            spread(other_pairs)
        );
        sources.with(tag, |evidence| single(&odd, tag, language, evidence))?;
    }
    Ok(())
}

fn text(paragraphs: &[String]) -> Text {
    let mut text = Text::default();
    for paragraph in paragraphs {
        text.push(BlockKind::Paragraph, paragraph);
    }
    text
}

fn spread(mut values: Vec<f32>) -> String {
    values.sort_by(f32::total_cmp);
    let at = |share: usize| values[(values.len() - 1) * share / 100];
    format!(
        "{:.2} {:.2} {:.2} {:.2} {:.2}",
        at(0),
        at(5),
        at(50),
        at(95),
        at(100)
    )
}

/// Single sentences: their own translation, none, and that of the next one.
fn single(path: &str, tag: &str, language: Lang, words: &dyn Evidence) -> std::io::Result<()> {
    let mut rows = Vec::new();
    for line in BufReader::new(GzDecoder::new(File::open(path)?)).lines() {
        let row: serde_json::Value = serde_json::from_str(&line?)?;
        let field = |name: &str| row[name].as_str().unwrap_or_default();
        if field("pert") != "base_id33_empty" {
            continue;
        }
        let name = field("lang_pair")
            .trim_end_matches("-en")
            .trim_end_matches("_simple");
        if Lang::from_tag(tag).is_some_and(|language| language.name().to_lowercase() == name) {
            rows.push((
                field("src").to_owned(),
                field("clean").to_owned(),
                field("text").to_owned(),
            ));
        }
    }
    let flagged = |src: &str, text: &str| {
        let comparison = compare(&Text::plain(src), language, &Text::plain(text), words);
        comparison
            .mismatches
            .iter()
            .any(|m| m.kind == MismatchKind::Other)
    };
    let likeness = |src: &str, text: &str| {
        let judge = words.judge(&[src], language, &[text]);
        judge.rendered(0, 0..1).value.min(judge.founded(0..1, 0).value)
    };
    let next = |index: usize| &rows[(index + 1) % rows.len()].1;
    if std::env::var("SHOW").is_ok() {
        for (src, clean, _) in rows.iter().filter(|(src, clean, _)| flagged(src, clean)) {
            println!("    clean and found: {src}\n      {clean}");
        }
        for index in (0..rows.len()).filter(|&index| !flagged(&rows[index].0, next(index))) {
            println!(
                "    another and not found: {}\n      {}",
                rows[index].0,
                next(index)
            );
        }
    }
    let empty = rows.iter().filter(|(src, _, text)| flagged(src, text)).count();
    let clean = rows.iter().filter(|(src, clean, _)| flagged(src, clean)).count();
    let other = (0..rows.len())
        .filter(|&index| flagged(&rows[index].0, next(index)))
        .count();
    println!(
        "    single sentences: {} empty, found {empty}; another one, found {other}; clean, found {clean}; likeness {} and {}",
        rows.len(),
        spread(rows.iter().map(|(src, clean, _)| likeness(src, clean)).collect()),
        spread(
            (0..rows.len())
                .map(|index| likeness(&rows[index].0, next(index)))
                .collect()
        ),
    );
    Ok(())
}
