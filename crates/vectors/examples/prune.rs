//! Makes the model that is shipped: the pieces of the languages that are served, as many of the likeliest as there is room for.
//!
//! `cargo run --profile quick -p wirecheck-vectors --example prune -- e5-small-q4.bin models/sentences.e5s`

#![allow(clippy::print_stdout, reason = "it says what it made")]

use std::error::Error;

use vectors::{Language, Model, Packed, Vector};

/// The most bytes that it may have.
const MOST: usize = 45_000_000;
/// The letters of the languages that are served: en de fr es it pl cs, ru uk.
const LETTERS: &str = "abcdefghijklmnopqrstuvwxyz äöüß àâæçéèêëîïôœùûÿ áíñóúü ìò ąćęłńśźż čďěňřšťůýž \
                       абвгдежзийклмнопрстуфхцчшщъыьэюя ё іїєґ";

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().collect();
    let [_, from, to] = &args[..] else {
        return Err("FROM TO".into());
    };
    let packed = Packed::read(std::fs::read(from)?)?;
    let mut least = -30.0;
    let room = LANGUAGES.len() * (packed.width() + 16) * 4;
    let bytes = loop {
        let bytes = packed.pruned(|piece, score| wanted(piece, score, least), &[]);
        if bytes.len() + room <= MOST {
            break bytes;
        }
        least = if least < -15.0 { -15.0 } else { least + 0.02 };
    };
    let kept = Packed::read(bytes.clone())?.piece_count();
    let languages = languages(&Model::read(bytes)?)?;
    let bytes = packed.pruned(|piece, score| wanted(piece, score, least), &languages);
    println!(
        "{kept} of {} pieces, those of a score from {least:.2} on; {} bytes",
        packed.piece_count(),
        bytes.len()
    );
    Model::read(bytes.clone())?;
    std::fs::write(to, bytes)?;
    Ok(())
}

/// The languages of the columns of [`SENTENCES`].
const LANGUAGES: [&str; 11] = ["en", "ru", "uk", "de", "cs", "pl", "fr", "es", "it", "zh", "ja"];
/// Sentences and their translations.
const SENTENCES: &str = include_str!("../data/sentences.tsv");

/// The middle of each language, and how near a translation lies to its original.
#[allow(clippy::type_complexity, reason = "a list of names with numbers")]
fn languages(model: &Model) -> Result<Vec<(String, Vec<f32>)>, Box<dyn Error>> {
    let rows = SENTENCES.lines().filter(|line| !line.starts_with('#'));
    let rows: Vec<Vec<&str>> = rows.map(|line| line.split('\t').collect()).collect();
    let mut seen: Vec<Vec<Vector>> = Vec::new();
    let mut found = Vec::new();
    for (column, tag) in LANGUAGES.iter().enumerate() {
        let sentences: Vec<&str> = rows.iter().map(|row| row[column]).collect();
        let vectors = model.vectors(&sentences, 1);
        let width = vectors.first().ok_or("no sentence")?.values().len();
        let middle: Vec<f32> = (0..width)
            .map(|at| vectors.iter().map(|vector| vector.values()[at]).sum::<f32>() / vectors.len() as f32)
            .collect();
        seen.push(vectors.iter().map(|vector| vector.seen_from(&middle)).collect());
        let mut near: Vec<f32> = seen[0]
            .iter()
            .zip(&seen[column])
            .map(|(a, b)| a.similarity(b))
            .collect();
        near.sort_by(f32::total_cmp);
        let typical = near[near.len() / 2];
        println!(
            "{tag}: a translation lies at {typical:.3}, {:.3} at least",
            near[0]
        );
        found.push(Language { middle, typical }.packed(tag));
    }
    Ok(found)
}

fn wanted(piece: &str, score: f32, least: f32) -> bool {
    is_served(piece) && (score >= least || is_short(piece))
}

/// Whether a language that is served may write so, or any language one such character.
fn is_served(piece: &str) -> bool {
    let mut letters = piece.chars().filter(|c| c.is_alphabetic());
    if is_short(piece) {
        return letters.all(|c| is_ideographic(c) || matches!(c, '\0'..'\u{530}' | '\u{1e00}'..'\u{1f00}'));
    }
    letters.all(|c| is_ideographic(c) || c.to_lowercase().all(|c| LETTERS.contains(c)))
}

/// Whether a piece is a single character, which nothing else can stand for, or of a script whose words are short.
fn is_short(piece: &str) -> bool {
    let piece = piece.trim_start_matches('▁');
    piece.chars().nth(1).is_none() || piece.contains(is_ideographic)
}

/// Han and kana.
fn is_ideographic(c: char) -> bool {
    matches!(c, '々' | '〆' | '〇' | '\u{3040}'..'\u{3100}' | '\u{31f0}'..'\u{3200}' | '\u{3400}'..'\u{a000}')
}
