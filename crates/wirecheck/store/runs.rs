//! The history of the runs.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rusqlite::{Row, params};

use super::{Store, StoreError, moment};

/// One run, for trend lines.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Run {
    /// When it began, to the second.
    pub(crate) started: Timestamp,
    /// Articles checked.
    pub(crate) articles: u64,
    /// Findings by the name of their severity.
    pub(crate) findings: BTreeMap<String, u64>,
    /// The quality score of the whole run; `None` if nothing was checked.
    pub(crate) score: Option<f64>,
}

impl Store {
    /// Adds a run to the history.
    pub(crate) fn add_run(&self, run: &Run) -> Result<(), StoreError> {
        let findings = serde_json::to_string(&run.findings).expect("a map of strings to numbers is JSON");
        let articles = i64::try_from(run.articles).unwrap_or(i64::MAX);
        self.writing(|transaction| {
            let query = "INSERT INTO runs (started, articles, findings, score) VALUES (?1, ?2, ?3, ?4)";
            transaction
                .execute(
                    query,
                    params![run.started.as_second(), articles, findings, run.score],
                )
                .map(drop)
        })
    }

    /// Returns the latest runs, `most` at most, oldest first.
    pub(crate) fn runs(&self, most: u32) -> Result<Vec<Run>, StoreError> {
        let mut runs: Vec<_> = self.reading(|transaction| {
            let query = "SELECT started, articles, findings, score FROM runs ORDER BY started DESC, rowid DESC LIMIT ?1";
            let mut query = transaction.prepare(query)?;
            query.query_map([most], run)?.collect()
        })?;
        runs.reverse();
        Ok(runs)
    }
}

fn run(row: &Row) -> rusqlite::Result<Run> {
    let findings: String = row.get("findings")?;
    Ok(Run {
        started: moment(row.get("started")?).unwrap_or_default(),
        articles: row.get::<_, i64>("articles")?.unsigned_abs(),
        findings: serde_json::from_str(&findings).unwrap_or_default(),
        score: row.get("score")?,
    })
}
