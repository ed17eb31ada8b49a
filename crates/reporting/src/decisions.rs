//! What an editor decided in the HTML report: [`Decisions`], and what comes of it: [`apply`].

use std::borrow::Cow;
use std::collections::HashMap;
use std::path::Path;

use linguistics::finding::{Edit, Finding};
use serde::Deserialize;
use similar::TextDiff;
use text::Span;

use crate::baseline::{Baseline, Entry, Expiry};
use crate::diff::corrected;
use crate::error::{Error, VERSION};
use crate::fingerprint::FindingId;
use crate::report::{ArticleReport, CORRECTED, FIXED, Report, Reported};

/// The decisions file, as the report exports it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Decisions {
    /// Findings whose correction is accepted, or an editor's own.
    pub accept: Vec<Accept>,
    /// Findings that an editor has corrected by hand, at the publisher's.
    pub fixed: Vec<FindingId>,
    /// Findings to be ignored from now on.
    pub ignore: Vec<Ignore>,
}

/// A finding whose correction is accepted.
#[derive(Debug, Clone, PartialEq)]
pub struct Accept {
    /// Its identity.
    pub id: FindingId,
    /// An editor's own words for what the finding quotes, in the place of the suggested correction.
    pub replacement: Option<String>,
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
    /// Entries for the baseline: what is corrected and waits for the publisher, then what is ignored.
    pub entries: Vec<Entry>,
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
                .into_iter()
                .map(|record| {
                    Ok(Accept {
                        id: read_id(&record.finding, path)?,
                        replacement: record.replacement,
                    })
                })
                .collect::<Result<_, Error>>()?,
            fixed: file
                .fixed
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

/// Works the decisions into the texts of a report. An article that is corrected now also gets the corrections that wait
/// for the publisher by the baseline, for its new text takes the place of one that had them. Nothing is written: that is
/// up to the caller.
#[must_use]
pub fn apply(report: &Report, decisions: &Decisions, baseline: &Baseline) -> Applied {
    let mut open: HashMap<&FindingId, Finds> = HashMap::new();
    for (n, article) in report.articles.iter().enumerate() {
        let finds = article
            .open()
            .map(|Reported { id, finding, .. }| (id, Finds { n, article, finding }));
        open.extend(finds);
    }
    let mut applied = Applied::default();
    let mut accepted: Vec<Accepted> = report.articles.iter().map(|_| Accepted::default()).collect();
    for Accept { id, replacement } in &decisions.accept {
        let outcome = open.get(id).ok_or(Refusal::NotFound).and_then(|finds| {
            let finding = in_own_words(finds.finding, replacement.as_deref());
            accepted[finds.n].add(&finding)?;
            Ok(finds.corrected(id, &finding))
        });
        match outcome {
            Ok(entry) => applied.entries.push(entry),
            Err(why) => applied.rejected.push(Rejected { id: id.clone(), why }),
        }
    }
    let by_hand = decisions.fixed.iter().map(|id| (id, None));
    let ignored = decisions.ignore.iter().map(|ignore| (&ignore.id, Some(ignore)));
    for (id, ignore) in by_hand.chain(ignored) {
        match (open.get(id), ignore) {
            (Some(finds), Some(ignore)) => applied.entries.push(ignore.entry(finds)),
            (Some(finds), None) => applied.entries.push(finds.fixed(id)),
            (None, _) => applied.rejected.push(Rejected {
                id: id.clone(),
                why: Refusal::NotFound,
            }),
        }
    }
    let waiting = waiting(report, decisions, baseline);
    let articles = report.articles.iter().zip(accepted);
    applied.corrected = articles
        .filter(|(_, accepted)| accepted.findings > 0)
        .map(|(article, mut accepted)| {
            for reported in article.open() {
                if let Some(own_words) = waiting.get(&reported.id) {
                    // A correction that was accepted now is the later word on the same place.
                    let _ = accepted.add(&in_own_words(&reported.finding, own_words.as_deref()));
                }
            }
            correct(article, &accepted)
        })
        .collect();
    applied
}

/// The findings whose corrections wait for the publisher and about which nothing is decided now, with what stands for their
/// quotes, where the baseline says so. What was corrected by hand is not corrected here.
fn waiting(
    report: &Report,
    decisions: &Decisions,
    baseline: &Baseline,
) -> HashMap<FindingId, Option<String>> {
    let entry = |id: &FindingId| baseline.entries.iter().find(|entry| entry.id == *id);
    let mut waiting: HashMap<_, _> = baseline
        .corrected(report)
        .into_iter()
        .filter(|id| entry(id).is_none_or(|entry| entry.reason != FIXED))
        .map(|id| {
            let replacement = entry(&id).and_then(|entry| entry.replacement.clone());
            (id, replacement)
        })
        .collect();
    let accepted = decisions.accept.iter().map(|accept| &accept.id);
    let ignored = decisions.ignore.iter().map(|ignore| &ignore.id);
    for id in accepted.chain(&decisions.fixed).chain(ignored) {
        waiting.remove(id);
    }
    waiting
}

/// The finding with an editor's words in the place of its quote, where there are any.
fn in_own_words<'f>(finding: &'f Finding, replacement: Option<&str>) -> Cow<'f, Finding> {
    let Some(replacement) = replacement else {
        return Cow::Borrowed(finding);
    };
    let edit = Edit {
        span: finding.span,
        replacement: replacement.to_owned(),
    };
    Cow::Owned(Finding {
        edits: vec![edit],
        ..finding.clone()
    })
}

/// A finding and the article in which it was found.
struct Finds<'r> {
    /// The number of the article in the report.
    n: usize,
    article: &'r ArticleReport,
    finding: &'r Finding,
}

impl Finds<'_> {
    /// The entry of a finding whose correction is accepted; `finding` has the edits that were.
    fn corrected(&self, id: &FindingId, finding: &Finding) -> Entry {
        Entry {
            corrected: true,
            replacement: corrected_quote(self.article, finding),
            ..self.entry(id, CORRECTED)
        }
    }

    /// The entry of a finding that was corrected by hand.
    fn fixed(&self, id: &FindingId) -> Entry {
        Entry {
            corrected: true,
            ..self.entry(id, FIXED)
        }
    }

    fn entry(&self, id: &FindingId, reason: &str) -> Entry {
        Entry {
            id: id.clone(),
            rule: self.finding.rule.to_string(),
            article: self.article.name().to_owned(),
            url: self.article.url.clone(),
            quote: self.article.quote(self.finding.span).to_owned(),
            reason: reason.to_owned(),
            by: None,
            expires: None,
            corrected: false,
            replacement: None,
            table: None,
        }
    }
}

/// What becomes of the quote of a finding; `None` where the correction changes what stands beside it, for then the quote
/// alone does not tell.
pub(crate) fn corrected_quote(article: &ArticleReport, finding: &Finding) -> Option<String> {
    let quoted = finding.span;
    let edits = finding.edits.iter().map(|edit| {
        let edit = narrowed(article.quote(edit.span), edit);
        let is_inside = quoted.start <= edit.span.start && edit.span.end <= quoted.end;
        is_inside.then(|| Edit {
            span: Span::new(edit.span.start - quoted.start, edit.span.end - quoted.start),
            ..edit
        })
    });
    let edits: Vec<_> = edits.collect::<Option<_>>()?;
    Some(corrected(article.quote(quoted), &edits))
}

/// The edit of this text without what it leaves as it is at the ends: of `(IWB)` → `(IWS)` that is `B` → `S`.
fn narrowed(text: &str, edit: &Edit) -> Edit {
    let same = |pairs: &mut dyn Iterator<Item = (char, char)>| -> usize {
        pairs.take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum()
    };
    let (old, new) = (text, edit.replacement.as_str());
    let before = same(&mut old.chars().zip(new.chars()));
    let (old, new) = (&old[before..], &new[before..]);
    let after = same(&mut old.chars().rev().zip(new.chars().rev()));
    Edit {
        span: Span::new(edit.span.start + before, edit.span.end - after),
        replacement: new[..new.len() - after].to_owned(),
    }
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
            by: self.by.clone(),
            expires: self.expires.clone(),
            ..finds.entry(&self.id, &self.reason)
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
    fixed: Vec<FixedRecord>,
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
    replacement: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FixedRecord {
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
            &Baseline::default(),
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
        let [entry] = applied.entries.as_slice() else {
            panic!("{applied:?}")
        };
        assert_eq!(
            (entry.rule.as_str(), entry.quote.as_str(), entry.reason.as_str()),
            ("duplicated-word", "The the", "fine")
        );
        assert_eq!(entry.article, "tag:ports.example,2026:commission");
        assert!(!entry.corrected);
    }

    #[test]
    fn an_accepted_finding_waits_for_the_publisher() {
        let acronym = id("acronym-mismatch", 0);
        let applied = accept(&[&acronym]);
        let [entry] = applied.entries.as_slice() else {
            panic!("{applied:?}")
        };
        assert_eq!(
            (entry.corrected, entry.replacement.as_deref()),
            (true, Some("(IWS)"))
        );
        let mut report = report();
        let before = report.open().count();
        let mut baseline = Baseline::default();
        baseline.add(applied.entries);
        baseline.apply(&mut report);
        let waiting: Vec<_> = report.articles[1]
            .corrected()
            .map(|reported| reported.id.to_string())
            .collect();
        assert_eq!((waiting, report.open().count()), (vec![acronym], before - 1));
        assert_eq!(report.articles[1].ignored().count(), 0);
    }

    #[test]
    fn an_editors_own_words_take_the_place_of_the_quote() {
        let doubled = id("duplicated-word", 0);
        let own = decide(&format!(
            "[[accept]]\nfinding = \"{doubled}\"\nreplacement = \"These\"\n"
        ));
        assert!(
            own.corrected[0].text.contains("These "),
            "{}",
            own.corrected[0].text
        );
        assert_eq!(own.entries[0].replacement.as_deref(), Some("These"));
        // A batch that comes later has them still.
        let mut baseline = Baseline::default();
        baseline.add(own.entries);
        let text = format!(
            "version = 1\n[[accept]]\nfinding = \"{}\"\n",
            id("acronym-mismatch", 0)
        );
        let decisions = Decisions::parse(&text, Path::new("decisions.toml")).unwrap();
        let later = apply(&report(), &decisions, &baseline);
        assert_eq!(later.corrected[0].findings, 2);
        assert!(later.corrected[0].text.contains("These "));
    }

    #[test]
    fn what_was_corrected_by_hand_waits_and_is_not_corrected_here() {
        let doubled = id("duplicated-word", 0);
        let fixed = decide(&format!("[[fixed]]\nfinding = \"{doubled}\"\n"));
        assert_eq!(fixed.corrected, []);
        let [entry] = fixed.entries.as_slice() else {
            panic!("{fixed:?}")
        };
        assert_eq!((entry.corrected, entry.reason.as_str()), (true, FIXED));
        let mut baseline = Baseline::default();
        baseline.add(fixed.entries);
        let text = format!(
            "version = 1\n[[accept]]\nfinding = \"{}\"\n",
            id("acronym-mismatch", 0)
        );
        let decisions = Decisions::parse(&text, Path::new("decisions.toml")).unwrap();
        assert_eq!(apply(&report(), &decisions, &baseline).corrected[0].findings, 1);
    }

    #[test]
    fn a_later_batch_keeps_what_waits_and_the_last_word_counts() {
        let (acronym, doubled) = (id("acronym-mismatch", 0), id("duplicated-word", 0));
        let mut baseline = Baseline::default();
        baseline.add(accept(&[&acronym]).entries);
        let decide = |decisions: &Decisions| apply(&report(), decisions, &baseline);
        let accept = Decisions {
            accept: vec![Accept {
                id: FindingId::parse(&doubled).unwrap(),
                replacement: None,
            }],
            ..Decisions::default()
        };
        let later = decide(&accept);
        assert_eq!((later.corrected[0].findings, later.entries.len()), (2, 1));
        assert!(
            later.corrected[0]
                .text
                .contains("International Water Safety (IWS)")
        );
        let ignore = Ignore {
            id: FindingId::parse(&acronym).unwrap(),
            reason: "theirs".into(),
            by: None,
            expires: None,
        };
        let taken_back = decide(&Decisions {
            ignore: vec![ignore],
            ..accept
        });
        assert!(
            taken_back.corrected[0]
                .text
                .contains("International Water Safety (IWB)")
        );
        baseline.add(taken_back.entries);
        assert!(
            baseline
                .entries
                .iter()
                .any(|entry| !entry.corrected && entry.reason == "theirs")
        );
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
