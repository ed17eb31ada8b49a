//! What a run knows of earlier ones, and what it leaves for the next.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use fetcher::seen::{Visit, VisitOutcome};
use fetcher::{Article, Reading, Source};
use linguistics::finding::Severity;
use reporting::fingerprint::FindingId;
use reporting::report::{ArticleReport, PastRun, Report, Status, Tally};

use crate::store::{Faulty, Found, FoundIn, Items, Run, Store, StoreError};

/// Earlier runs that a trend line shows.
const RUNS: u32 = 30;

/// What one run knows of earlier ones, and what comes of it. Without a store, or at the first run, there is no history.
///
/// A state that cannot be used never ends a run: what it would have said is not known then, and
/// [`RunHistory::keep`] tells why.
///
/// The store knows an article and its findings by the publisher's id alone, whatever else the run checks. Therefore an
/// article is noted before the report takes it in, which may set it apart from another source's article of that id.
#[derive(Debug)]
pub(crate) struct RunHistory {
    store: Option<Arc<Store>>,
    /// The first thing that went wrong with the state.
    trouble: Option<StoreError>,
    /// Earlier runs, oldest first; empty at the first one.
    pub(crate) runs: Vec<PastRun>,
    /// What was visited, and what was found in its articles.
    visits: Vec<(Visit, FoundIn)>,
    started: jiff::Timestamp,
}

impl RunHistory {
    /// The history in the file at `path`; none without a path.
    pub(crate) fn open(path: Option<&Path>) -> Self {
        let mut history = Self {
            store: None,
            trouble: None,
            runs: Vec::new(),
            visits: Vec::new(),
            started: jiff::Timestamp::now(),
        };
        if let Some(path) = path {
            let opened = Store::open(path).and_then(|store| Ok((store.runs(RUNS)?, store)));
            if let Some((runs, store)) = history.unless_troubled(opened) {
                history.runs = runs.iter().filter_map(past_run).collect();
                history.store = Some(Arc::new(store));
            }
        }
        history
    }

    /// The store, for a fetcher to ask.
    pub(crate) fn store(&self) -> Option<Arc<Store>> {
        self.store.clone()
    }

    /// Recalls what was found in an article before. Nothing is known at the first run.
    pub(crate) fn recall(&mut self, source: &Source, id: &str) -> BTreeSet<FindingId> {
        let (Some(store), Some(feed), false) = (&self.store, source.address(), self.runs.is_empty()) else {
            return BTreeSet::new();
        };
        let fingerprints = store.fingerprints(&feed, id);
        let fingerprints = self.unless_troubled(fingerprints).unwrap_or_default();
        fingerprints
            .iter()
            .filter_map(|id| FindingId::parse(id))
            .collect()
    }

    /// The articles of a source in which earlier runs found something, and that stand in it as they did: those that the
    /// reading left out as seen before, or all of the latest visit if this time the source could not be read.
    pub(crate) fn still_there(&mut self, source: &Source, reading: &Reading) -> Vec<Article> {
        let (Some(store), Some(feed)) = (&self.store, source.address()) else {
            return Vec::new();
        };
        let faulty = match reading.visit.as_ref().map(|visit| &visit.outcome) {
            Some(VisitOutcome::Read { items, .. }) if reading.account.error.is_none() => {
                let unchanged = items.iter().filter(|item| item.text.is_none());
                let ids: Vec<_> = unchanged.map(|item| item.id.as_str()).collect();
                store.faulty(&feed, Items::Named(&ids))
            }
            _ => store.faulty(&feed, Items::OfLatestVisit),
        };
        let faulty = self.unless_troubled(faulty).unwrap_or_default();
        faulty.into_iter().filter_map(restored).collect()
    }

    /// Takes note of a visit and of what was found in its articles.
    pub(crate) fn note(&mut self, visit: Option<Visit>, found: FoundIn) {
        self.visits.extend(visit.map(|visit| (visit, found)));
    }

    /// Tells the state what was seen and found, so that the next run checks only what is new. To be called when the
    /// report is where somebody can see it, and not before.
    ///
    /// # Errors
    /// The first thing that went wrong with the state in this run.
    pub(crate) fn keep(self, report: &Report) -> Result<(), StoreError> {
        if let Some(trouble) = self.trouble {
            return Err(trouble);
        }
        let Some(store) = self.store else {
            return Ok(());
        };
        for (visit, found) in &self.visits {
            store.remember(visit, found, jiff::Timestamp::now())?;
        }
        store.add_run(&Run {
            started: self.started,
            articles: report.totals().articles as u64,
            findings: report
                .checked_tally()
                .iter()
                .map(|(severity, n)| (severity.to_string(), n as u64))
                .collect(),
            score: (report.totals().articles > 0).then(|| report.score()),
        })
    }

    fn unless_troubled<T>(&mut self, answer: Result<T, StoreError>) -> Option<T> {
        match answer {
            Ok(answer) => Some(answer),
            Err(error) => {
                self.trouble.get_or_insert(error);
                None
            }
        }
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

impl Earlier {
    /// Tells an article what an earlier run knew of it.
    pub(crate) fn tell(self, article: &mut ArticleReport) {
        for reported in &mut article.findings {
            if self.findings.contains(&reported.id) {
                reported.status = Status::Known;
            }
        }
        article.before_edit = self.before.map(Box::new);
    }
}

/// What the state keeps of an article that was checked.
pub(crate) fn found(mut article: Article, report: &ArticleReport) -> Found {
    let ids = report.findings.iter().map(|reported| reported.id.to_string());
    let fingerprints: Vec<_> = ids.collect();
    // The store has the text already.
    article.text.string = String::new();
    article.previous = None;
    let article = (!fingerprints.is_empty())
        .then(|| serde_json::to_string(&article).expect("an article is made of strings and numbers"));
    Found {
        fingerprints,
        article,
    }
}

/// The article that [`found`] put down; `None` if the state says what cannot be.
fn restored(faulty: Faulty) -> Option<Article> {
    let mut article: Article = serde_json::from_str(&faulty.article).ok()?;
    article.text.string = faulty.text;
    let mut spans = article.text.blocks.iter().map(|block| block.span);
    spans
        .all(|span| span.get(&article.text.string).is_some())
        .then_some(article)
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
