//! What an editor decided in the HTML report: [`Decisions`], and what comes of it: [`apply`].

use std::collections::HashMap;
use std::path::Path;

use linguistics::finding::{Edit, Finding};
use serde::Deserialize;
use similar::TextDiff;

use crate::baseline::{Entry, Expiry};
use crate::diff::corrected;
use crate::error::{Error, VERSION};
use crate::fingerprint::FindingId;
use crate::report::{ArticleReport, Report, Reported};

/// The decisions file, as the report exports it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Decisions {
    /// Findings whose correction is accepted.
    pub accept: Vec<FindingId>,
    /// Findings to be ignored from now on.
    pub ignore: Vec<Ignore>,
}

/// A finding to be ignored.
#[derive(Debug, Clone, PartialEq)]
pub struct Ignore {
    /// Its identity.
    pub id: FindingId,
    /// Why; never blank.
    pub reason: String,
    /// Who says so.
    pub by: Option<String>,
    /// The last day on which it is ignored.
    pub expires: Option<Expiry>,
}

/// What came of the decisions on a report.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Applied {
    /// The articles that have accepted corrections, in the order of the report.
    pub corrected: Vec<CorrectedArticle>,
    /// Entries for the baseline.
    pub ignored: Vec<Entry>,
    /// Decisions that came to nothing.
    pub rejected: Vec<Rejected>,
}

/// An article with its accepted corrections.
#[derive(Debug, Clone, PartialEq)]
pub struct CorrectedArticle {
    /// Its [`ArticleReport::name`].
    pub id: String,
    /// Its title.
    pub title: String,
    /// How many findings were corrected.
    pub findings: usize,
    /// The corrected text.
    pub text: String,
    /// From the text as published to the corrected one, as a unified diff.
    pub diff: String,
}

/// A decision that came to nothing.
#[derive(Debug, Clone, PartialEq)]
pub struct Rejected {
    /// The finding that it is about.
    pub id: FindingId,
    /// Why nothing came of it.
    pub why: Refusal,
}

/// The reason why a decision has no effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The report has no open finding of that id.
    #[error("the report has no such finding")]
    NotFound,
    /// The finding has no edits.
    #[error("the finding has no correction")]
    NoCorrection,
    /// The edits overlap those of a correction that was accepted before.
    #[error("its correction overlaps one that was accepted before")]
    Overlap,
}

impl Decisions {
    /// Reads a decisions file; `path` names it in errors.
    pub fn parse(text: &str, path: &Path) -> Result<Self, Error> {
        let file: File = toml::from_str(text).map_err(|source| Error::Form {
            path: path.into(),
            source,
        })?;
        if file.version != VERSION {
            return Err(Error::Version {
                path: path.into(),
                version: file.version,
            });
        }
        Ok(Self {
            accept: file
                .accept
                .iter()
                .map(|record| read_id(&record.finding, path))
                .collect::<Result<_, _>>()?,
            ignore: file
                .ignore
                .into_iter()
                .map(|record| record.read(path))
                .collect::<Result<_, _>>()?,
        })
    }
}

/// Works the decisions into the texts of a report. Nothing is written: that is up to the caller.
#[must_use]
pub fn apply(report: &Report, decisions: &Decisions) -> Applied {
    let mut open: HashMap<&FindingId, Finds> = HashMap::new();
    for (n, article) in report.articles.iter().enumerate() {
        let finds = article
            .open()
            .map(|Reported { id, finding, .. }| (id, Finds { n, article, finding }));
        open.extend(finds);
    }
    let mut applied = Applied::default();
    let mut accepted: Vec<Accepted> = report.articles.iter().map(|_| Accepted::default()).collect();
    for id in &decisions.accept {
        let outcome = match open.get(id) {
            Some(finds) => accepted[finds.n].add(finds.finding),
            None => Err(Refusal::NotFound),
        };
        applied
            .rejected
            .extend(outcome.err().map(|why| Rejected { id: id.clone(), why }));
    }
    for ignore in &decisions.ignore {
        match open.get(&ignore.id) {
            Some(finds) => applied.ignored.push(ignore.entry(finds)),
            None => applied.rejected.push(Rejected {
                id: ignore.id.clone(),
                why: Refusal::NotFound,
            }),
        }
    }
    let articles = report
        .articles
        .iter()
        .zip(accepted)
        .filter(|(_, accepted)| accepted.findings > 0);
    applied.corrected = articles
        .map(|(article, accepted)| correct(article, &accepted))
        .collect();
    applied
}

/// A finding and the article in which it was found.
struct Finds<'r> {
    /// The number of the article in the report.
    n: usize,
    article: &'r ArticleReport,
    finding: &'r Finding,
}

/// The accepted edits of one article, in text order.
#[derive(Default)]
struct Accepted {
    edits: Vec<Edit>,
    findings: usize,
}

impl Accepted {
    /// Takes in all edits of a finding, or none.
    fn add(&mut self, finding: &Finding) -> Result<(), Refusal> {
        if finding.edits.is_empty() {
            return Err(Refusal::NoCorrection);
        }
        let overlaps = |edit: &Edit| self.edits.iter().any(|other| overlap(edit, other));
        if finding.edits.iter().any(overlaps) {
            return Err(Refusal::Overlap);
        }
        self.edits.extend(finding.edits.iter().cloned());
        self.edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
        self.findings += 1;
        Ok(())
    }
}

/// Two insertions at the same offset conflict: their order is undefined.
fn overlap(a: &Edit, b: &Edit) -> bool {
    let apart = a.span.end <= b.span.start || b.span.end <= a.span.start;
    !apart || a.span == b.span
}

fn correct(article: &ArticleReport, accepted: &Accepted) -> CorrectedArticle {
    let text = corrected(&article.text, &accepted.edits);
    let (old, new) = (format!("{}\n", article.text), format!("{text}\n"));
    let diff = TextDiff::from_lines(old.as_str(), new.as_str())
        .unified_diff()
        .header("published", "corrected")
        .to_string();
    CorrectedArticle {
        id: article.name().to_owned(),
        title: article.title.clone(),
        findings: accepted.findings,
        text,
        diff,
    }
}

impl Ignore {
    fn entry(&self, finds: &Finds) -> Entry {
        Entry {
            id: self.id.clone(),
            rule: finds.finding.rule.to_string(),
            article: finds.article.name().to_owned(),
            url: finds.article.url.clone(),
            quote: finds.article.quote(finds.finding.span).to_owned(),
            reason: self.reason.clone(),
            by: self.by.clone(),
            expires: self.expires.clone(),
            table: None,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    #[serde(default)]
    accept: Vec<AcceptRecord>,
    #[serde(default)]
    ignore: Vec<IgnoreRecord>,
}

/// Rule and article are there for people; the id says it all.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AcceptRecord {
    finding: String,
    #[serde(rename = "rule")]
    _rule: Option<String>,
    #[serde(rename = "article")]
    _article: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct IgnoreRecord {
    finding: String,
    #[serde(rename = "rule")]
    _rule: Option<String>,
    #[serde(rename = "article")]
    _article: Option<String>,
    #[serde(default)]
    reason: String,
    by: Option<String>,
    expires: Option<toml::Value>,
}

impl IgnoreRecord {
    fn read(self, path: &Path) -> Result<Ignore, Error> {
        let id = read_id(&self.finding, path)?;
        if self.reason.trim().is_empty() {
            return Err(Error::Reason {
                path: path.into(),
                what: self.finding,
            });
        }
        Ok(Ignore {
            id,
            reason: self.reason,
            by: self.by,
            expires: self.expires.as_ref().map(Expiry::read),
        })
    }
}

fn read_id(text: &str, path: &Path) -> Result<FindingId, Error> {
    FindingId::parse(text).ok_or_else(|| Error::Id {
        path: path.into(),
        id: text.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::report;

    /// The ids of the sample's worst article, by rule and how often the rule has found something before.
    fn id(rule: &str, n: usize) -> String {
        let report = report();
        let of_rule = report.articles[1]
            .open()
            .filter(|reported| reported.finding.rule == rule);
        of_rule.map(|reported| reported.id.to_string()).nth(n).unwrap()
    }

    fn decide(tables: &str) -> Applied {
        let text = format!("version = 1\n{tables}");
        apply(
            &report(),
            &Decisions::parse(&text, Path::new("decisions.toml")).unwrap(),
        )
    }

    fn accept(ids: &[&str]) -> Applied {
        let tables: Vec<_> = ids
            .iter()
            .map(|id| format!("[[accept]]\nfinding = \"{id}\"\n"))
            .collect();
        decide(&tables.concat())
    }

    #[test]
    fn accepted_corrections_are_worked_into_the_text() {
        let applied = accept(&[&id("acronym-mismatch", 0), &id("stray-punctuation-sequence", 0)]);
        let [article] = applied.corrected.as_slice() else {
            panic!("{applied:?}")
        };
        assert_eq!(article.findings, 2);
        assert!(article.text.contains("International Water Safety (IWS) and"));
        assert!(article.text.contains("without delay, pilots"));
        assert!(
            article.text.contains("A paper on IWB is"),
            "nobody accepted this one"
        );
        assert!(
            article.diff.starts_with("--- published\n+++ corrected\n@@ "),
            "{}",
            article.diff
        );
        assert!(
            article
                .diff
                .lines()
                .any(|line| line.starts_with('-') && line.contains("(IWB)"))
        );
        assert!(
            article
                .diff
                .lines()
                .any(|line| line.starts_with('+') && line.contains("(IWS)"))
        );
    }

    #[test]
    fn ignored_findings_become_entries_of_the_baseline() {
        let applied = decide(&format!(
            "[[ignore]]\nfinding = \"{}\"\nrule = \"duplicated-word\"\nreason = \"fine\"\n",
            id("duplicated-word", 0)
        ));
        let [entry] = applied.ignored.as_slice() else {
            panic!("{applied:?}")
        };
        assert_eq!(
            (entry.rule.as_str(), entry.quote.as_str(), entry.reason.as_str()),
            ("duplicated-word", "The the", "fine")
        );
        assert_eq!(entry.article, "tag:ports.example,2026:commission");
    }

    #[test]
    fn what_cannot_be_done_is_said() {
        let twice = id("acronym-mismatch", 0);
        let applied = accept(&[
            "wc1:0123456789abcdef:1",
            &id("untranslated-residue", 0),
            &twice,
            &twice,
        ]);
        let why: Vec<_> = applied.rejected.iter().map(|rejected| rejected.why).collect();
        assert_eq!(why, [Refusal::NotFound, Refusal::NoCorrection, Refusal::Overlap]);
        assert_eq!(applied.corrected[0].findings, 1);
    }

    #[test]
    fn ignoring_needs_a_reason() {
        let text = "version = 1\n[[ignore]]\nfinding = \"wc1:0123456789abcdef:1\"\n";
        let error = Decisions::parse(text, Path::new("decisions.toml")).unwrap_err();
        assert!(matches!(error, Error::Reason { .. }), "{error}");
    }
}
