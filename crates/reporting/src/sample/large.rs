//! A report of any size, made of the sample's worst article.

use crate::report::{ArticleReport, Report};
use checker::CheckedBlock;
use linguistics::finding::{Category, Edit, Finding, Severity};
use text::{BlockKind, Span};

use crate::sample::{finding, report_with_history};

/// A sentence with a fault, and sentences without.
const FAULTY: &str = "The ships passed the the locks without delay and the pilots were glad of it.";
const SOUND: &str = "On the river it was a quiet day, with good visibility and hardly any wind at all.";

/// A report on so many articles with so many findings each. In every second article the last is of another kind.
#[must_use]
pub fn large(articles: usize, findings: usize) -> Report {
    let articles = (0..articles).map(|n| article(n, findings)).collect();
    Report {
        articles,
        ..report_with_history()
    }
}

fn article(number: usize, findings: usize) -> ArticleReport {
    let mut article = ArticleReport {
        id: format!("https://ports.example/news/{number}"),
        source: "feed.xml".into(),
        title: format!("Shipping report number {number}"),
        url: Some(format!("https://ports.example/news/{number}")),
        language: Some("en".into()),
        ..Default::default()
    };
    for _ in 0..findings {
        let start = article.text.len();
        for (n, sentence) in [SOUND, FAULTY, SOUND].into_iter().enumerate() {
            article.text.push_str(if n == 0 { "" } else { " " });
            article
                .sentences
                .push(Span::new(article.text.len(), article.text.len() + sentence.len()));
            article.text.push_str(sentence);
        }
        article.blocks.push(CheckedBlock {
            span: Span::new(start, article.text.len()),
            kind: BlockKind::Paragraph,
            boilerplate: false,
        });
        article.text.push_str("\n\n");
    }
    let faults = article.text.match_indices("the the");
    let mut faults: Vec<_> = faults.map(|(at, _)| fault(at)).collect();
    if let Some(last) = faults.last_mut().filter(|_| number % 2 == 1) {
        last.rule = "calque-phrase".into();
        last.category = Category::Unidiomatic;
        last.severity = Severity::Minor;
        last.message = "“the the” is a calque".into();
    }
    article.words = article.text.split_whitespace().count();
    article.with_findings(faults)
}

fn fault(at: usize) -> Finding {
    Finding {
        edits: vec![Edit {
            span: Span::new(at, at + 7),
            replacement: "the".into(),
        }],
        ..finding(Span::new(at, at + 7))
    }
}
