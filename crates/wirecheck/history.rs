//! What a run knows of earlier ones, and what it leaves for the next.

use std::collections::BTreeSet;
use std::ops::Range;

use anyhow::Result;
use fetcher::Source;
use fetcher::seen::Visit;
use linguistics::finding::Severity;
use reporting::fingerprint::FindingId;
use reporting::report::{ArticleReport, PastRun, Report, Status, Tally};

use crate::store::{Run, Store};

/// Earlier runs that a trend line shows.
const RUNS: u32 = 30;

/// What one run knows of earlier ones, and what comes of it. Without a store, or at the first run, there is no history.
///
/// The store knows an article and its findings by the publisher's id alone, whatever else the run checks. Therefore an
/// article is noted before the report takes it in, which may set it apart from another source's article of that id.
pub(crate) struct RunHistory<'s> {
    store: Option<&'s Store>,
    /// Earlier runs, oldest first; empty at the first one.
    pub(crate) runs: Vec<PastRun>,
    /// One for each article of the report.
    articles: Vec<Remembered>,
    /// What was visited, and which articles of the report came of it.
    pub(crate) visits: Vec<(Visit, Range<usize>)>,
}

impl<'s> RunHistory<'s> {
    pub(crate) fn of(store: Option<&'s Store>) -> Result<Self> {
        let runs = store.map_or(Ok(Vec::new()), |store| store.runs(RUNS))?;
        let runs = runs.iter().filter_map(past_run).collect();
        Ok(Self {
            store,
            runs,
            articles: Vec::new(),
            visits: Vec::new(),
        })
    }

    /// Recalls what was found in an article before. Nothing is known at the first run.
    pub(crate) fn recall(&self, source: &Source, id: &str) -> Result<BTreeSet<FindingId>> {
        let (Some(store), Some(feed)) = (self.store, source.address()) else {
            return Ok(BTreeSet::new());
        };
        if self.runs.is_empty() {
            return Ok(BTreeSet::new());
        }
        let fingerprints = store.fingerprints(&feed, id)?;
        Ok(fingerprints
            .iter()
            .filter_map(|id| FindingId::parse(id))
            .collect())
    }

    /// Takes note of the next article of the report, and tells it what an earlier run knew of it.
    pub(crate) fn note(&mut self, earlier: Earlier, article: &mut ArticleReport) {
        for reported in &mut article.findings {
            if earlier.findings.contains(&reported.id) {
                reported.status = Status::Known;
            }
        }
        article.before_edit = earlier.before.filter(|_| !self.runs.is_empty()).map(Box::new);
        self.articles.push(Remembered {
            id: article.id.clone(),
            findings: article
                .findings
                .iter()
                .map(|reported| reported.id.to_string())
                .collect(),
        });
    }

    /// Tells the state what was seen and found, so that the next run checks only what is new.
    pub(crate) fn keep(&self, report: &Report, started: jiff::Timestamp) -> Result<()> {
        let Some(store) = self.store else {
            return Ok(());
        };
        for (visit, articles) in &self.visits {
            let of_visit = self.articles[articles.clone()]
                .iter()
                .map(|article| (article.id.clone(), article.findings.clone()))
                .collect();
            store.remember(visit, &of_visit, jiff::Timestamp::now())?;
        }
        store.add_run(&Run {
            started,
            articles: report.articles.len() as u64,
            findings: report
                .tally()
                .iter()
                .map(|(severity, n)| (severity.to_string(), n as u64))
                .collect(),
            score: (!report.articles.is_empty()).then(|| report.score()),
        })?;
        Ok(())
    }
}

/// What an earlier run left of an article.
#[derive(Debug, Default)]
pub(crate) struct Earlier {
    /// What was found in it.
    pub(crate) findings: BTreeSet<FindingId>,
    /// How it read, if the publisher has edited it since.
    pub(crate) before: Option<ArticleReport>,
}

/// An article of this run, by what the state calls it and its findings.
struct Remembered {
    id: String,
    findings: Vec<String>,
}

/// A run that checked nothing has no score and no place in a trend.
fn past_run(run: &Run) -> Option<PastRun> {
    let count = |severity: Severity| run.findings.get(severity.as_str()).copied().unwrap_or_default();
    Some(PastRun {
        date: jiff::tz::Offset::UTC.to_datetime(run.started).date(),
        score: run.score?,
        articles: usize::try_from(run.articles).ok()?,
        tally: Tally::from_counts(
            Severity::ALL.map(|severity| usize::try_from(count(severity)).unwrap_or(usize::MAX)),
        ),
    })
}
