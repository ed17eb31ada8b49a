//! Compares the vectors of this crate with those of another program, and measures how many are made a second.
//!
//! `cargo run --profile quick -p wirecheck-vectors --example vectors -- MODEL REFERENCE.tsv`
//!
//! A line of the file is a language, a sentence, its count of pieces (those around it included) and the numbers of its vector,
//! between tabs.

#![allow(clippy::print_stdout, reason = "it is a report")]

use std::collections::BTreeMap;
use std::error::Error;
use std::time::Instant;

use vectors::{Model, Vector};

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().collect();
    let [_, model, reference] = &args[..] else {
        return Err("MODEL REFERENCE.tsv".into());
    };
    let start = Instant::now();
    let model = Model::open(model.as_ref())?;
    println!("opened in {:.0} ms", start.elapsed().as_secs_f64() * 1e3);
    let reference = std::fs::read_to_string(reference)?;
    let rows: Vec<Vec<&str>> = reference.lines().map(|line| line.split('\t').collect()).collect();
    let sentences: Vec<&str> = rows.iter().map(|row| row[1]).collect();
    let start = Instant::now();
    let pieces: usize = sentences
        .iter()
        .map(|sentence| model.pieces(sentence).len())
        .sum();
    let cut = start.elapsed().as_secs_f64();
    let start = Instant::now();
    let vectors = model.vectors(&sentences, 1);
    let time = start.elapsed().as_secs_f64();
    println!(
        "{} sentences of {:.1} pieces, cut in {:.1} ms; {:.1} sentences a second on one thread",
        rows.len(),
        pieces as f64 / rows.len() as f64,
        cut * 1e3,
        rows.len() as f64 / time,
    );
    println!(
        "on three threads the same: {}",
        vectors == model.vectors(&sentences, 3)
    );
    let mut languages: BTreeMap<&str, Vec<(f32, bool)>> = BTreeMap::new();
    for (row, vector) in rows.iter().zip(&vectors) {
        let values = row[3]
            .split(' ')
            .map(str::parse)
            .collect::<Result<Vec<f32>, _>>()?;
        let same_pieces = row[2].parse::<usize>()? == model.pieces(row[1]).len() + 2;
        let similarity = vector.similarity(&Vector::towards(values));
        languages
            .entry(row[0])
            .or_default()
            .push((similarity, same_pieces));
    }
    for (language, found) in languages {
        let least = found
            .iter()
            .map(|(similarity, _)| *similarity)
            .fold(1.0, f32::min);
        let mean = found.iter().map(|(similarity, _)| similarity).sum::<f32>() / found.len() as f32;
        let other = found.iter().filter(|(_, same)| !same).count();
        println!(
            "{language:18} {} sentences: cosine {mean:.5}, least {least:.5}; other pieces {other}",
            found.len()
        );
    }
    Ok(())
}
