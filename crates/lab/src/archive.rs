//! `lab archive`: an archive of any size, to measure with.
//!
//! Its articles are made of the paragraphs of our own corpora, with other numbers and some other words, so that no two are
//! alike and no memory of words or texts makes them cheaper than those of a publisher.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::Args;
use serde_json::json;

/// Paragraphs of an article.
const PARAGRAPHS: usize = 9;

/// One word in so many is changed.
const CHANGED: u64 = 25;

#[derive(Debug, Args)]
pub(crate) struct ArchiveArgs {
    /// Megabytes of JSON Lines
    #[arg(long, default_value_t = 100)]
    megabytes: u64,
    /// Another number gives other articles
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Folders with plain texts
    #[arg(long = "from", default_values = ["corpora/clean"])]
    texts: Vec<PathBuf>,
    /// The file [default: standard output]
    #[arg(long)]
    to: Option<PathBuf>,
}

pub(crate) fn run(args: &ArchiveArgs) -> Result<()> {
    let stock = Stock::read(&args.texts)?;
    let mut out: Box<dyn Write> = match &args.to {
        Some(path) => {
            Box::new(File::create(path).with_context(|| format!("cannot write {}", path.display()))?)
        }
        None => Box::new(io::stdout().lock()),
    };
    let mut out = BufWriter::new(&mut out);
    let mut dice = Dice(args.seed);
    let (mut written, mut number) = (0, 0);
    while written < args.megabytes * 1_000_000 {
        number += 1;
        let line = stock.article(number, &mut dice);
        out.write_all(line.as_bytes())?;
        written += line.len() as u64;
    }
    Ok(out.flush()?)
}

/// What articles are made of.
struct Stock {
    paragraphs: Vec<String>,
    /// Words in small letters, by length and ending, so that one can stand for the other.
    words: BTreeMap<(usize, String), Vec<String>>,
}

impl Stock {
    fn read(folders: &[PathBuf]) -> Result<Self> {
        let mut paragraphs = Vec::new();
        for folder in folders {
            let entries = fs::read_dir(folder).with_context(|| folder.display().to_string())?;
            let mut paths = entries
                .map(|entry| entry.map(|entry| entry.path()))
                .collect::<io::Result<Vec<_>>>()?;
            paths.sort();
            for path in paths
                .iter()
                .filter(|path| path.extension().is_some_and(|kind| kind == "txt"))
            {
                let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
                paragraphs.extend(text.split("\n\n").map(|block| block.trim().to_owned()));
            }
        }
        paragraphs.retain(|paragraph| paragraph.len() > 60);
        if paragraphs.is_empty() {
            bail!("there are no texts in these folders");
        }
        let mut words: BTreeMap<_, Vec<String>> = BTreeMap::new();
        for word in paragraphs.iter().flat_map(|paragraph| paragraph.split(' ')) {
            if let Some(kind) = kind(word) {
                words.entry(kind).or_default().push(word.to_owned());
            }
        }
        Ok(Self { paragraphs, words })
    }

    fn article(&self, number: u64, dice: &mut Dice) -> String {
        let mut paragraph = || {
            let paragraph: &String = dice.choose(&self.paragraphs);
            self.changed(paragraph, dice)
        };
        let first = paragraph();
        let title: Vec<_> = first.split_whitespace().take(8).collect();
        let text: Vec<_> = (1..PARAGRAPHS).map(|_| paragraph()).collect();
        let (month, day) = (1 + dice.below(12), 1 + dice.below(28));
        let line = json!({
            "id": format!("https://archive.example/{number}"),
            "title": title.join(" ").trim_end_matches(['.', ',', ';', ':']),
            "text": text.join("\n\n"),
            "published": format!("2026-{month:02}-{day:02}"),
            "lang": "en",
        });
        format!("{line}\n")
    }

    /// A paragraph with other numbers, and here and there another word.
    fn changed(&self, paragraph: &str, dice: &mut Dice) -> String {
        let other = |word: &str, dice: &mut Dice| match kind(word) {
            Some(kind) if dice.below(CHANGED) == 0 => dice.choose(&self.words[&kind]).clone(),
            _ => word
                .chars()
                .map(|c| if c.is_ascii_digit() { dice.digit() } else { c })
                .collect(),
        };
        let words: Vec<_> = paragraph.split(' ').map(|word| other(word, dice)).collect();
        words.join(" ")
    }
}

/// What a word in small letters can be exchanged for: words of its length with its last three letters.
fn kind(word: &str) -> Option<(usize, String)> {
    let is_plain = word.len() > 4 && word.bytes().all(|byte| byte.is_ascii_lowercase());
    is_plain.then(|| (word.len(), word[word.len() - 3..].to_owned()))
}

/// Numbers that look like chance and are the same in every run: splitmix64.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    /// From 1 to 9, so that no number begins with a nought.
    fn digit(&mut self) -> char {
        char::from(b'1' + u8::try_from(self.below(9)).unwrap_or_default())
    }

    fn choose<'t, T>(&mut self, from: &'t [T]) -> &'t T {
        let at = self.below(from.len() as u64);
        &from[usize::try_from(at).unwrap_or_default()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_differ_and_are_the_same_in_every_run() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpora/clean");
        let stock = Stock::read(&[folder]).unwrap();
        let articles = |seed| {
            let mut dice = Dice(seed);
            (0..50).map(|n| stock.article(n, &mut dice)).collect::<Vec<_>>()
        };
        let first = articles(1);
        assert_eq!(first, articles(1));
        assert_ne!(first, articles(2));
        for line in &first {
            let line: serde_json::Value = serde_json::from_str(line).unwrap();
            assert!(line["text"].as_str().unwrap().len() > 500);
        }
    }
}
