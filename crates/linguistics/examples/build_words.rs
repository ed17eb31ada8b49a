//! Makes `data/words.fst`, the list of English words that the rule `non-word` asks.
//!
//! ```text
//! cargo run -p wirecheck-linguistics --example build_words -- SCOWL WORDNET
//! ```
//!
//! SCOWL is the directory with the files `english-words.10` and so on (Debian package `scowl`, `/usr/share/dict/scowl`),
//! WORDNET the one with `index.noun` and so on (Debian package `wordnet-base`, `/usr/share/wordnet`). Words of five to 24
//! letters are taken from all sizes of SCOWL, shorter ones from its sizes up to 50 only: the rule puts words together, and
//! with "aa", "ba" and "ka" every string would be one. `data/modern_words.txt` adds what is younger than both.

use std::collections::BTreeSet;
use std::path::Path;
use std::{env, fs, io};

/// The largest size of SCOWL whose words of three and four letters are taken.
const COMMON: u32 = 50;

fn main() -> io::Result<()> {
    let mut arguments = env::args().skip(1);
    let (Some(scowl), Some(wordnet)) = (arguments.next(), arguments.next()) else {
        return Err(io::Error::other("usage: build_words SCOWL WORDNET"));
    };
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let mut words = BTreeSet::new();
    add_scowl(&mut words, Path::new(&scowl))?;
    add_wordnet(&mut words, Path::new(&wordnet))?;
    for line in fs::read_to_string(data.join("modern_words.txt"))?.lines() {
        add(&mut words, line, 3);
    }
    let words = without_forms(words);
    let mut builder = fst::SetBuilder::memory();
    builder.extend_iter(&words).map_err(io::Error::other)?;
    fs::write(
        data.join("words.fst"),
        builder.into_inner().map_err(io::Error::other)?,
    )
}

/// The words without those that are a shorter one with an ending which `src/words.rs` knows: half of them.
fn without_forms(words: BTreeSet<String>) -> BTreeSet<String> {
    const ENDINGS: [&str; 8] = ["s", "es", "ed", "d", "ing", "ly", "ness", "less"];
    let mut by_length: Vec<String> = words.into_iter().collect();
    by_length.sort_by_key(String::len);
    let mut kept = BTreeSet::new();
    for word in by_length {
        let has = |stem: String| stem.len() >= 5 && kept.contains(&stem);
        let is_form = ENDINGS
            .iter()
            .filter_map(|ending| word.strip_suffix(ending))
            .any(|stem| {
                let y = stem.strip_suffix('i').is_some_and(|stem| has(format!("{stem}y")));
                has(stem.to_owned()) || has(format!("{stem}e")) || y
            });
        if !is_form {
            kept.insert(word);
        }
    }
    kept
}

fn add_scowl(words: &mut BTreeSet<String>, directory: &Path) -> io::Result<()> {
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let Some((kind, size)) = name.rsplit_once('.') else {
            continue;
        };
        if kind.contains("abbreviation") || kind.contains("contraction") {
            continue;
        }
        let common = size.parse().is_ok_and(|size: u32| size <= COMMON) && kind.ends_with("-words");
        // The files are Latin-1; a word with a letter beyond ASCII is not taken anyway.
        for line in fs::read(&path)?.split(|byte| *byte == b'\n') {
            let word = String::from_utf8_lossy(line);
            add(
                words,
                word.trim().trim_end_matches("'s"),
                if common { 3 } else { 5 },
            );
        }
    }
    Ok(())
}

/// The lemmas of an index stand first on their lines, with `_` between the words of a phrase.
fn add_wordnet(words: &mut BTreeSet<String>, directory: &Path) -> io::Result<()> {
    for part in ["noun", "verb", "adj", "adv"] {
        for line in fs::read_to_string(directory.join(format!("index.{part}")))?.lines() {
            for word in line.split(' ').next().unwrap_or_default().split('_') {
                add(words, word, 5);
            }
        }
    }
    Ok(())
}

fn add(words: &mut BTreeSet<String>, word: &str, shortest: usize) {
    let word = word.to_ascii_lowercase();
    if (shortest..=24).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_lowercase()) {
        words.insert(word);
    }
}
