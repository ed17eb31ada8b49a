//! Trains a word table from sentence pairs: `cargo run --profile quick -p wirecheck-bilingual --example train_words -- LANG PAIRS.tsv`
//!
//! Each line is a sentence, a tab and its English translation. The table goes to standard output; its licence is that of
//! the pairs.

#![allow(clippy::print_stdout, reason = "the table is its output")]

use text::Lang;

fn main() -> std::io::Result<()> {
    let mut args = std::env::args().skip(1);
    let language = args
        .next()
        .and_then(|tag| Lang::from_tag(&tag))
        .expect("a language");
    let pairs = std::fs::read_to_string(args.next().expect("a file of pairs"))?;
    let pairs = pairs.lines().filter_map(|line| line.split_once('\t'));
    for (word, english) in bilingual::train(pairs, language) {
        println!("{word}\t{}", english.join(" "));
    }
    Ok(())
}
