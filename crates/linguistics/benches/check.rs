//! Checking with every rule, beside the floor: plain Unicode word and sentence iteration over the same text.
//!
//! `just bench` prints bytes a second; what counts is the ratio between the lines, which holds on any machine.

use std::fs;
use std::path::Path;

use divan::Bencher;
use divan::counter::BytesCount;
use linguistics::check::check;
use linguistics::document::Document;
use linguistics::likelihood;
use linguistics::rules;
use unicode_segmentation::UnicodeSegmentation;

fn main() {
    divan::main();
}

/// The articles of `corpora/clean`, each checked as a document of its own.
fn articles() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpora/clean");
    let mut paths: Vec<_> = fs::read_dir(folder)
        .expect("corpora/clean is part of the repository")
        .map(|entry| entry.expect("the folder can be listed").path())
        .collect();
    paths.sort();
    paths
        .iter()
        .map(|path| fs::read_to_string(path).expect("the texts are UTF-8"))
        .collect()
}

fn bytes(articles: &[String]) -> BytesCount {
    BytesCount::new(articles.iter().map(String::len).sum::<usize>())
}

#[divan::bench]
fn floor_words_and_sentences(bencher: Bencher) {
    let articles = articles();
    bencher.counter(bytes(&articles)).bench(|| {
        let count = |text: &String| text.split_word_bounds().count() + text.split_sentence_bounds().count();
        articles.iter().map(count).sum::<usize>()
    });
}

#[divan::bench]
fn document(bencher: Bencher) {
    let articles = articles();
    let count = |text: &String| Document::new(text).sentences().len();
    bencher
        .counter(bytes(&articles))
        .bench(|| articles.iter().map(count).sum::<usize>());
}

#[divan::bench]
fn document_and_all_rules(bencher: Bencher) {
    let articles = articles();
    let count = |text: &String| check(&Document::new(text), rules::ALL).len();
    bencher
        .counter(bytes(&articles))
        .bench(|| articles.iter().map(count).sum::<usize>());
}

/// The translation likelihood of documents that stand already.
#[divan::bench]
fn likelihood(bencher: Bencher) {
    let articles = articles();
    let documents: Vec<_> = articles.iter().map(|text| Document::new(text)).collect();
    let is_judged =
        |document: &Document| matches!(likelihood::judge(document), likelihood::Judgement::Judged(_));
    bencher
        .counter(bytes(&articles))
        .bench(|| documents.iter().filter(|document| is_judged(document)).count());
}

/// One rule at a time over documents that stand already: which rule costs what.
#[divan::bench(args = rules::ALL.iter().map(|rule| rule.name))]
fn rule(bencher: Bencher, name: &str) {
    let articles = articles();
    let documents: Vec<_> = articles.iter().map(|text| Document::new(text)).collect();
    let rule = rules::find(name).expect("the argument is a rule's name");
    bencher.counter(bytes(&articles)).bench(|| {
        documents
            .iter()
            .map(|document| check(document, &[rule]).len())
            .sum::<usize>()
    });
}
