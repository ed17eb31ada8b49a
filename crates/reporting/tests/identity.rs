//! How well findings keep their identity when a publisher edits the sample feed: with the real rules, on
//! articles whose sentences are moved, joined by others and reworded. The shares are printed:
//! `cargo test -p wirecheck-reporting --test identity -- --nocapture`.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "helpers of tests, and figures to look at"
)]

use std::collections::BTreeSet;
use std::path::Path;

use dom_query::Document as Page;
use linguistics::check::check;
use linguistics::document::{Document, Sentence};
use linguistics::rules;
use reporting::baseline::{Baseline, Entry};
use reporting::fingerprint::FindingId;
use reporting::report::{ArticleReport, Report, Reported};

/// The share of untouched faults that must keep their identity.
const REQUIRED: f64 = 0.98;

/// The texts of the sample feed, paragraph by paragraph.
fn corpus() -> Vec<Vec<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpora/sample/feed.xml");
    let feed = feed_rs::parser::parse(std::fs::read(path).unwrap().as_slice()).unwrap();
    let paragraphs = |html: String| {
        let page = Page::from(html);
        page.select("p")
            .iter()
            .map(|paragraph| paragraph.text().to_string())
            .collect()
    };
    feed.entries
        .into_iter()
        .map(|entry| paragraphs(entry.content.unwrap().body.unwrap()))
        .collect()
}

/// Checks the texts, each as one article.
fn report(corpus: &[Vec<String>]) -> Report {
    let article = |(n, paragraphs): (usize, &Vec<String>)| {
        let text = paragraphs.join("\n\n");
        let document = Document::new(&text);
        let findings = check(&document, rules::ALL);
        let article = ArticleReport {
            id: format!("article {n}"),
            sentences: document.sentences().iter().map(Sentence::span).collect(),
            text,
            ..Default::default()
        };
        article.with_findings(findings)
    };
    Report {
        articles: corpus.iter().enumerate().map(article).collect(),
        ..Default::default()
    }
}

/// Each paragraph cut into its sentences, changed, and put together again.
fn with_sentences(corpus: &[Vec<String>], change: impl Fn(usize, &mut Vec<String>)) -> Vec<Vec<String>> {
    let change_paragraph = |(n, paragraph): (usize, &String)| {
        let document = Document::new(paragraph);
        let sentences = document
            .sentences()
            .iter()
            .map(|sentence| document.str(sentence.span()).to_owned());
        let mut sentences = sentences.collect();
        change(n, &mut sentences);
        sentences.join(" ")
    };
    corpus
        .iter()
        .map(|paragraphs| paragraphs.iter().enumerate().map(change_paragraph).collect())
        .collect()
}

/// The findings by what an editor would call the same: article, rule, quote and the sentence it stands in.
fn faults(report: &Report) -> Vec<((String, String, String), FindingId)> {
    let of_article = |article: &ArticleReport| {
        let fault = |Reported { id, finding, .. }: &Reported| {
            let sentence = article
                .sentences
                .iter()
                .find(|sentence| sentence.end > finding.span.start);
            let sentence = sentence.map_or("", |sentence| article.quote(*sentence));
            let fault = (
                format!("{} {}", article.id, finding.rule),
                article.quote(finding.span).to_owned(),
                sentence.to_owned(),
            );
            (fault, id.clone())
        };
        article.open().map(fault).collect::<Vec<_>>()
    };
    report.articles.iter().flat_map(of_article).collect()
}

/// Of the faults that stand in both reports, the share whose identity is the same, and how many there are.
fn kept(before: &Report, after: &Report) -> (f64, usize) {
    let after = faults(after);
    let untouched: Vec<_> = faults(before)
        .into_iter()
        .filter(|(fault, _)| after.iter().any(|(other, _)| other == fault))
        .collect();
    let ids: BTreeSet<_> = after.iter().map(|(_, id)| id).collect();
    assert_eq!(ids.len(), after.len(), "two findings share an identity");
    let kept = untouched.iter().filter(|(_, id)| ids.contains(id)).count();
    (kept as f64 / untouched.len() as f64, untouched.len())
}

fn assert_kept(edit: &str, after: &[Vec<String>]) {
    let (before, after) = (report(&corpus()), report(after));
    let (share, untouched) = kept(&before, &after);
    println!(
        "{edit}: {:.1} % of {untouched} untouched faults keep their identity",
        share * 100.0
    );
    assert!(untouched > 60, "too few faults to measure anything");
    assert!(share >= REQUIRED);
}

#[test]
fn sentences_that_come_in_between_change_nothing() {
    let after = with_sentences(&corpus(), |n, sentences| {
        sentences.insert(
            n % (sentences.len() + 1),
            "Nobody was hurt, the mayor said.".into(),
        );
    });
    assert_kept("inserted sentences", &after);
}

#[test]
fn paragraphs_and_sentences_may_change_places() {
    let mut after = with_sentences(&corpus(), |_, sentences| sentences.reverse());
    for paragraphs in &mut after {
        paragraphs.rotate_left(1);
    }
    assert_kept("moved sentences and paragraphs", &after);
}

#[test]
fn neighbours_may_be_reworded() {
    let faulty: BTreeSet<_> = faults(&report(&corpus()))
        .into_iter()
        .map(|((_, _, sentence), _)| sentence)
        .collect();
    let after = with_sentences(&corpus(), |_, sentences| {
        for sentence in sentences
            .iter_mut()
            .filter(|sentence| !faulty.contains(*sentence))
        {
            *sentence = format!("As was said before, {sentence}");
        }
    });
    assert_kept("reworded neighbours", &after);
}

#[test]
fn a_baseline_finds_faults_again_whose_own_sentences_were_reworded() {
    let after = with_sentences(&corpus(), |_, sentences| {
        for sentence in sentences.iter_mut() {
            *sentence = format!("Meanwhile {sentence}");
        }
    });
    let (before, mut after) = (report(&corpus()), report(&after));
    let baseline = Baseline::create(&before, "known", None);
    let still_there: Vec<_> = faults(&after)
        .into_iter()
        .map(|((rule, quote, _), _)| (rule, quote))
        .collect();
    let is_still_there = |entry: &&Entry| {
        still_there.contains(&(format!("{} {}", entry.article, entry.rule), entry.quote.clone()))
    };
    let expected = baseline.entries.iter().filter(is_still_there).count();
    let comparison = baseline.apply(&mut after);
    let lost = comparison.stale.iter().filter(is_still_there).count();
    let share = 1.0 - lost as f64 / expected as f64;
    println!(
        "reworded sentences: {:.1} % of {expected} entries find their fault again",
        share * 100.0
    );
    println!("({} of them by article and quote)", comparison.moved);
    assert!(comparison.moved > 5 && expected > 60, "nothing was reworded");
    assert!(share >= REQUIRED);
}
