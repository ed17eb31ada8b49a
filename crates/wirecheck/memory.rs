//! What a run knows of earlier ones, and what it leaves for the next.

use std::ops::Range;

use anyhow::Result;
use fetcher::{Article, Fetcher, Source, Visit};
use linguistics::finding::Severity;
use reporting::fingerprint::{FindingId, identify};
use reporting::report::{History, PastRun, Report, Tally};

use crate::config::Target;
use crate::pipeline::checked;

/// Earlier runs that a trend line shows.
const RUNS: u32 = 30;

/// The memory of one run. Without a state, or at the first run, there is no history.
pub(crate) struct Memory<'f> {
    fetcher: &'f Fetcher,
    history: History,
    /// What was visited, and which articles of the report came of it.
    pub(crate) visits: Vec<(Visit, Range<usize>)>,
}

impl<'f> Memory<'f> {
    pub(crate) fn of(fetcher: &'f Fetcher) -> Result<Self> {
        let runs = fetcher.runs(RUNS)?.iter().filter_map(past_run).collect();
        let history = History {
            runs,
            ..History::default()
        };
        Ok(Self {
            fetcher,
            history,
            visits: Vec::new(),
        })
    }

    /// Recalls what was found in an article before, and how it read if the publisher has edited it.
    pub(crate) fn recall(&mut self, target: &Target, article: &Article, source: &str) -> Result<()> {
        let Source::Url(feed) = &target.source else {
            return Ok(());
        };
        let fingerprints = self.fetcher.remembered_fingerprints(feed, &article.id)?;
        self.history
            .known
            .extend(fingerprints.iter().filter_map(|id| FindingId::parse(id)));
        if let Some(previous) = &article.previous {
            let before = Article {
                text: previous.clone(),
                blocks: Vec::new(),
                previous: None,
                ..article.clone()
            };
            self.history
                .edited
                .extend(checked(before, source, &target.rules).ok());
        }
        Ok(())
    }

    /// Tells the state what was seen and found, so that the next run checks only what is new.
    pub(crate) fn keep(&self, report: &Report, started: jiff::Timestamp) -> Result<()> {
        let ids = identify(report);
        for (visit, articles) in &self.visits {
            let of_article = |at: usize| ids[at].iter().map(ToString::to_string).collect();
            let of_visit = articles
                .clone()
                .map(|at| (report.articles[at].id.clone(), of_article(at)))
                .collect();
            self.fetcher.remember(visit, &of_visit)?;
        }
        self.fetcher.remember_run(&fetcher::Run {
            started: started.to_string(),
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

    pub(crate) fn history(self) -> Option<History> {
        (!self.history.runs.is_empty()).then_some(self.history)
    }
}

/// A run that checked nothing has no score and no place in a trend.
fn past_run(run: &fetcher::Run) -> Option<PastRun> {
    let count = |severity: Severity| run.findings.get(severity.as_str()).copied().unwrap_or_default();
    Some(PastRun {
        date: run.started.get(..10)?.to_owned(),
        score: run.score?,
        articles: usize::try_from(run.articles).ok()?,
        tally: Tally::from_counts(
            Severity::ALL.map(|severity| usize::try_from(count(severity)).unwrap_or(usize::MAX)),
        ),
    })
}
