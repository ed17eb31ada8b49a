//! Labelled faults and short articles, a JSON object a line beside the segments of a set. `corpora/README.md` describes both.

use std::collections::{BTreeMap, BTreeSet};

use fetcher::Reading;
use linguistics::document::Origin;
use linguistics::finding::{Finding, Severity};
use serde::{Deserialize, Serialize};
use text::{Lang, Span, Text};

use super::Judge;

/// A fault in a translation that a person labelled: the text and the faulty words in it.
#[derive(Debug, Deserialize)]
pub(super) struct Fault {
    /// Which page it comes from; the faults of one page belong together.
    page: u64,
    /// Language of the original.
    lang: String,
    kind: String,
    /// 3 garbled or wrong, 2 awkward, 1 style.
    severity: u8,
    text: String,
    quote: String,
}

/// A short article and what is expected of it.
#[derive(Debug, Deserialize)]
pub(super) struct Case {
    expect: Expectation,
    text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Expectation {
    /// No finding of minor severity or above.
    Silent,
    /// A finding of any severity.
    Finding,
    /// Nothing that calls the text a translation.
    NotTranslated,
}

impl Expectation {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Silent => "silent",
            Self::Finding => "finding",
            Self::NotTranslated => "not-translated",
        }
    }
}

/// What is shown of the labelled faults, and how many cases are as expected.
#[derive(Debug, Default)]
pub(super) struct Faults {
    /// By "all", "severity 3" and "kind …", in this order.
    pub(super) shares: BTreeMap<(u8, String), Share>,
    /// Findings that touch no labelled fault.
    pub(super) beside: usize,
    pages: BTreeSet<u64>,
    pages_shown: BTreeSet<u64>,
    pages_shown_as_minor: BTreeSet<u64>,
    /// Cases as expected, and all.
    pub(super) cases: BTreeMap<Expectation, (usize, usize)>,
}

/// How many of some things there are, and of how many a finding shows something.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Share {
    pub(super) all: usize,
    pub(super) with_finding: usize,
    pub(super) with_minor: usize,
}

impl Faults {
    /// Checks the text as one that is known to be a machine translation. A fault is shown where a finding touches it.
    pub(super) fn fault(&mut self, fault: &Fault, judge: &Judge) {
        let origin = Origin::machine_translation(Lang::from_tag(&fault.lang));
        let text = Text::plain(fault.text.as_str());
        let findings = judge.checker.check_known(&text, Some(origin), None).findings;
        let place = fault.text.find(&fault.quote);
        let span = place.map_or(Span::new(0, fault.text.len()), |at| {
            Span::new(at, at + fault.quote.len())
        });
        let (hits, others): (Vec<&Finding>, Vec<_>) =
            findings.iter().partition(|finding| finding.span.overlaps(span));
        let as_minor = hits.iter().any(|finding| finding.severity > Severity::Info);
        for key in [
            (0, "all".to_owned()),
            (4 - fault.severity.min(3), format!("severity {}", fault.severity)),
            (5, fault.kind.clone()),
        ] {
            let share = self.shares.entry(key).or_default();
            share.all += 1;
            share.with_finding += usize::from(!hits.is_empty());
            share.with_minor += usize::from(as_minor);
        }
        self.beside += others.len();
        self.pages.insert(fault.page);
        self.pages_shown.extend((!hits.is_empty()).then_some(fault.page));
        self.pages_shown_as_minor.extend(as_minor.then_some(fault.page));
    }

    /// Reads the text as an article, which tells whether something in it speaks of a translation, and checks it.
    pub(super) fn case(&mut self, case: &Case, judge: &Judge) {
        let line = serde_json::json!({ "id": "case", "title": "", "text": case.text }).to_string();
        let mut articles = Reading::of_bytes("case.jsonl", line.into_bytes()).articles;
        let as_expected = articles.pop().is_some_and(|article| {
            let findings = judge.checker.check(&article.text, None).findings;
            match case.expect {
                Expectation::Silent => findings.iter().all(|finding| finding.severity == Severity::Info),
                Expectation::Finding => !findings.is_empty(),
                Expectation::NotTranslated => {
                    article.provenance.machine_translated.is_none()
                        && article.provenance.source_language.is_none()
                }
            }
        });
        let (good, all) = self.cases.entry(case.expect).or_default();
        *good += usize::from(as_expected);
        *all += 1;
    }

    /// The pages with a fault, and those of which one is shown.
    pub(super) fn pages(&self) -> Share {
        Share {
            all: self.pages.len(),
            with_finding: self.pages_shown.len(),
            with_minor: self.pages_shown_as_minor.len(),
        }
    }
}
