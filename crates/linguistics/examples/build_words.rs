//! Makes `data/words.graph`, the list of English words that the rule `non-word` asks.
//!
//! ```text
//! cargo run -p wirecheck-linguistics --example build_words -- SCOWL WORDNET
//! ```
//!
//! SCOWL is the directory with the files `english-words.10` and so on (Debian package `scowl`, `/usr/share/dict/scowl`),
//! WORDNET the one with `index.noun` and so on (Debian package `wordnet-base`, `/usr/share/wordnet`). Words of five to 24
//! letters are taken from all sizes of SCOWL, shorter ones from its sizes up to 50 only: the rule puts words together, and
//! with "aa", "ba" and "ka" every string would be one. `data/modern_words.txt` adds what is younger than both.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
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
    let words = fst::Set::from_iter(&words).map_err(io::Error::other)?;
    fs::write(data.join("words.graph"), graph(&words))
}

/// The words as `src/words.rs` reads them: nodes that share what begins or ends alike, each a row of edges of four bytes.
/// The edge that most words take comes first.
fn graph(words: &fst::Set<Vec<u8>>) -> Vec<u8> {
    let words = words.as_fst();
    let mut below = BTreeMap::new();
    count_words(words, words.root().addr(), &mut below);
    // A node stands where the number of edges before it says; the first has no edges and stands for all that have none.
    let (mut order, mut starts, mut edges) = (vec![words.root().addr()], BTreeMap::new(), 1_u32);
    let mut next = 0;
    while let Some(&address) = order.get(next) {
        next += 1;
        if words.node(address).is_empty() || starts.contains_key(&address) {
            continue;
        }
        starts.insert(address, edges);
        edges += u32::try_from(words.node(address).len()).expect("a node has at most 256 edges");
        order.extend(words.node(address).transitions().map(|edge| edge.addr));
    }
    assert!(
        edges < 1 << (u32::BITS - EDGE_BITS),
        "an edge has no room for more"
    );
    let mut rows: Vec<_> = starts.iter().map(|(address, start)| (start, *address)).collect();
    rows.sort_unstable();
    let mut graph = LAST.to_le_bytes().to_vec();
    for (_, address) in rows {
        let mut edges: Vec<_> = words.node(address).transitions().collect();
        edges.sort_by_key(|edge| (Reverse(below[&edge.addr]), edge.inp));
        for (at, edge) in edges.iter().enumerate() {
            let word = if words.node(edge.addr).is_final() { WORD } else { 0 };
            let last = if at + 1 == edges.len() { LAST } else { 0 };
            let target = starts.get(&edge.addr).copied().unwrap_or(0);
            graph.extend((target << EDGE_BITS | last | word | u32::from(edge.inp)).to_le_bytes());
        }
    }
    graph
}

/// An edge is its letter, a bit for the end of a word, a bit for the last of its node, and the edge where it leads.
const WORD: u32 = 1 << 8;
const LAST: u32 = 1 << 9;
const EDGE_BITS: u32 = 10;

/// How many words can be made from each node on.
fn count_words(words: &fst::raw::Fst<Vec<u8>>, address: usize, below: &mut BTreeMap<usize, usize>) -> usize {
    if let Some(count) = below.get(&address) {
        return *count;
    }
    let node = words.node(address);
    let edges: Vec<usize> = node.transitions().map(|edge| edge.addr).collect();
    let more: usize = edges
        .into_iter()
        .map(|edge| count_words(words, edge, below))
        .sum();
    let count = more + usize::from(node.is_final());
    below.insert(address, count);
    count
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
