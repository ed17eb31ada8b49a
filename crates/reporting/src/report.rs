//! What a run found: [`Report`], [`SourceReport`], [`ArticleReport`], [`Rule`].
//!
//! The pipeline fills these plain structs; every output format reads them and nothing else.

mod totals;

use std::collections::HashMap;
use std::ops::{Deref, DerefMut};

use checker::{Alongside, CheckedBlock};
use jiff::Timestamp;
use jiff::civil::Date;
use linguistics::finding::{Finding, Severity};
use linguistics::likelihood::Judgement;
use linguistics::rule::Rule;
use text::Span;

pub use self::totals::Totals;
use crate::fingerprint::{FindingId, Subject};
use crate::hash;
use crate::ids::Ids;
use crate::unit_file::UnitFile;

/// One run over any number of sources.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// When and with which demands the run took place.
    pub run: Run,
    /// Every source that was asked for, also those that could not be read.
    pub sources: Vec<SourceReport>,
    /// Every article that was checked, in the order in which it was read.
    pub articles: Articles,
    /// The rules that ran, also those that found nothing.
    pub rules: Vec<Rule>,
    /// Earlier runs over the same sources, oldest first; empty when none is known. This run is not among them.
    pub history: Vec<PastRun>,
    /// What is left of articles that were checked and written, and that the report holds no longer. A verdict counts them;
    /// a format that shows articles does not have them.
    pub released: Totals,
}

/// The outcome of an earlier run.
#[derive(Debug, Clone, Default)]
pub struct PastRun {
    /// Its day.
    pub date: Date,
    /// Its [`Report::score`].
    pub score: f64,
    /// How many articles it checked.
    pub articles: usize,
    /// How many findings it had.
    pub tally: Tally,
}

/// Whether the last run had a finding too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "State"))]
pub enum Novelty {
    /// It did not.
    New,
    /// It did.
    Known,
}

/// When and with which demands a run took place.
#[derive(Debug, Clone, Default)]
pub struct Run {
    /// The version of wirecheck.
    pub version: String,
    /// The day of the run: the only clock value in a report.
    pub date: Date,
    /// What was checked, in the user's words: "World desk feed".
    pub title: String,
    /// The lowest severity that makes the run fail; `None` when no finding does.
    pub fail_on: Option<Severity>,
    /// The feed score below which the run fails, from 0 to 100.
    pub min_score: Option<f64>,
    /// Losses that are let pass; one more, and the run is incomplete.
    pub max_losses: usize,
    /// The absolute address at which the HTML report will be found, without a fragment.
    pub report_url: Option<String>,
}

/// What was read from one source, and what was lost on the way.
#[derive(Debug, Clone, Default, serde::Serialize, serde::Deserialize)]
pub struct SourceReport {
    /// URL or path as it was asked for; `-` is standard input.
    pub source: String,
    /// What the source turned out to be: "RSS 2.0", "web page", "JSON Lines".
    pub kind: String,
    /// The title that the source gives itself.
    pub title: Option<String>,
    /// Items found in the source, whether or not an article came of them.
    pub items_seen: usize,
    /// Articles checked.
    pub articles: usize,
    /// Items that an earlier run has checked as they are, and that were left out for it.
    pub unchanged: usize,
    /// Articles that are older than was asked for, and that were left out for it.
    pub older: usize,
    /// Items that the user does not want, and that were left out for it.
    pub filtered: usize,
    /// Whether it is a feed that earlier runs have read and that holds no items now: there is nothing to check, and nothing
    /// is wrong.
    pub is_empty: bool,
    /// Of the articles, those that the publisher edited since an earlier run.
    pub edited: usize,
    /// What was left out because its file says that it is not to be checked, one clause each.
    pub left_out: Vec<String>,
    /// What was mended in order to read the source, one sentence each.
    pub repairs: Vec<String>,
    /// What could not be checked and why, one sentence each.
    pub losses: Vec<String>,
    /// How much more could not be checked: where there is too much to list, the last sentence counts it.
    pub unlisted: usize,
    /// Of the losses, the articles that were checked only as far as the source shortens them.
    pub teasers: usize,
    /// Why nothing at all could be read.
    pub error: Option<String>,
}

impl SourceReport {
    /// Returns how much could not be checked, whether or not it is listed.
    #[must_use]
    pub fn lost(&self) -> usize {
        self.losses.len() + self.unlisted
    }
}

/// One article, the text that was checked and the findings in it.
#[derive(Debug, Clone, Default)]
pub struct ArticleReport {
    /// The publisher's id for it (guid, `atom:id`, JSON id), else its canonical URL.
    pub id: String,
    /// The [`SourceReport::source`] it came from.
    pub source: String,
    /// Headline, as published.
    pub title: String,
    /// Where the article stands, as published: not yet known to be a safe link.
    pub url: Option<String>,
    /// When it was published.
    pub published: Option<Timestamp>,
    /// When it was last changed.
    pub updated: Option<Timestamp>,
    /// BCP 47 tag of the language that the text is written in.
    pub language: Option<String>,
    /// What the reader should know about how far the language is supported.
    pub language_note: Option<String>,
    /// Exactly the text that was checked; all spans are byte ranges into it.
    pub text: String,
    /// Words checked, the denominator of [`ArticleReport::score`].
    pub words: usize,
    /// Where the text comes from.
    pub provenance: Provenance,
    /// Why it was checked as a known machine translation, on which rules speak that would be too loud elsewhere: "setting of
    /// the feed". `None` when it was checked as any text.
    pub known_translation: Option<String>,
    /// Whether its style is that of a translation; `None` when it was not examined. Information only: it is no finding
    /// and costs no points.
    pub translation: Option<Judgement>,
    /// How it lies beside its original; `None` where it was not compared with one.
    pub comparison: Option<Alongside>,
    /// The parts of the text, sorted, not overlapping.
    pub blocks: Vec<CheckedBlock>,
    /// The sentences of the text, sorted, not overlapping.
    pub sentences: Vec<Span>,
    /// Everything that was found, whatever its status, sorted by span; [`ArticleReport::with_findings`] fills it.
    pub findings: Vec<Reported>,
    /// Findings of the [baseline](crate::baseline::Baseline::apply) that have disappeared from the text.
    pub gone: Vec<Gone>,
    /// The article as the last run saw it, if the publisher has edited it since.
    pub before_edit: Option<Box<ArticleReport>>,
    /// Whether an earlier run checked it, and this one only shows it again: it has not changed, it is still in its
    /// source, and its findings are open. It makes no run fail and is not part of its score.
    pub carried_over: bool,
    /// Where else the same text stands.
    pub also: Vec<Elsewhere>,
    /// The name that replaces the id in identities when another source of the run has used that id before;
    /// [`Articles::push`] sets it.
    pub set_apart: Option<String>,
    /// The id that earlier versions gave the article: of a local file the last part of its path. A baseline may still
    /// know it by that.
    pub former_id: Option<String>,
    /// The file of units whose translations are the text; `None` of any other article.
    pub file: Option<UnitFile>,
}

/// A place where an article stands besides the one in the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Elsewhere {
    /// The publisher's id for it.
    pub id: String,
    /// The [`SourceReport::source`] it came from.
    pub source: String,
    /// Its address, as published: not yet known to be a safe link.
    pub url: Option<String>,
}

/// The articles of a report. No two findings of theirs share an identity.
///
/// The key of an article is its source and its id: the id is the publisher's, and two sources may use the same one.
/// Identities are made of the id alone, so that a feed may move. Therefore the first article of an id in a run has the
/// plain identities, and those of another source's article with that id are made of `<id> (<source>)`, which is its
/// [name](ArticleReport::name), too.
#[derive(Debug, Clone, Default)]
pub struct Articles {
    list: Vec<ArticleReport>,
    /// The names by which identities call the articles, also those that were named and never taken in.
    names: Ids,
    /// The articles by the hash of their text.
    by_text: HashMap<[u8; 32], usize>,
}

/// A finding with its identity and what becomes of it.
#[derive(Debug, Clone)]
pub struct Reported {
    /// Its identity.
    pub id: FindingId,
    /// The fault and its place.
    pub finding: Finding,
    /// New, known, ignored or corrected.
    pub status: Status,
}

/// The status of a finding. One that has disappeared has no span and is a [`Gone`] instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// It counts, and the last run did not have it. Findings start with this status and keep it when no earlier run is
    /// known, see [`Report::novelty`].
    New,
    /// It counts, and the last run had it too.
    Known,
    /// It is let pass and costs no points.
    Ignored {
        /// The permission.
        suppression: Suppression,
        /// New or known to the last run.
        novelty: Novelty,
    },
    /// An editor has accepted its correction, and the publisher has yet to take it over. It costs no points.
    Corrected {
        /// The permission that it has until then.
        suppression: Suppression,
        /// New or known to the last run.
        novelty: Novelty,
    },
}

/// What is said of a [corrected](Status::Corrected) finding.
pub(crate) const CORRECTED: &str = "corrected, waiting for the publisher";

/// The reason of what an editor has corrected by hand, which waits as well.
pub(crate) const FIXED: &str = "corrected by hand, waiting for the publisher";

/// A finding that was let pass, and that is gone from an article that was checked again by its rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gone {
    /// Its identity.
    pub id: FindingId,
    /// The rule that found it.
    pub rule: String,
    /// The faulty text.
    pub quote: String,
    /// The permission that it had.
    pub suppression: Suppression,
}

/// Who lets a finding pass, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suppression {
    /// Why.
    pub reason: String,
    /// Who says so.
    pub by: Option<String>,
    /// The last day on which it is let pass.
    pub expires: Option<Date>,
}

/// Where a text comes from, as far as the article itself tells.
#[derive(Debug, Clone, Default)]
pub struct Provenance {
    /// Whether a machine translated it; `None` when nothing tells.
    pub machine_translated: Option<bool>,
    /// Name or BCP 47 tag of the language it was translated from.
    pub source_language: Option<String>,
    /// Where the original stands, as published: not yet known to be a safe link.
    pub original: Option<String>,
    /// What the above was concluded from.
    pub evidence: Vec<Evidence>,
}

/// A conclusion about an article and the words it rests on.
#[derive(Debug, Clone)]
pub struct Evidence {
    /// What is concluded: "translator's note".
    pub claim: String,
    /// The words of the feed or page that say so.
    pub quote: String,
}

impl Report {
    /// Iterates over the articles that this run checked: all but those that are carried over from earlier runs.
    pub fn checked(&self) -> impl Iterator<Item = &ArticleReport> {
        self.articles.iter().filter(|article| !article.carried_over)
    }

    /// Iterates over the articles that earlier runs checked, and whose findings are open.
    pub fn carried_over(&self) -> impl Iterator<Item = &ArticleReport> {
        let carried = self.articles.iter().filter(|article| article.carried_over);
        carried.filter(|article| !article.is_clean())
    }

    /// The figures of all articles that this run checked, also of those that are [released](Report::released).
    #[must_use]
    pub fn totals(&self) -> Totals {
        let mut totals = self.released.clone();
        self.checked().for_each(|article| totals.add(article));
        totals
    }

    /// Lets go of an article: only its figures stay. It must be one that this run checked.
    pub fn release(&mut self, article: &ArticleReport) {
        self.released.add(article);
    }

    /// Words in all articles that were checked.
    #[must_use]
    pub fn words(&self) -> usize {
        self.totals().words
    }

    /// The score of all articles that were checked, each word weighing the same: see [`ArticleReport::score`].
    #[must_use]
    pub fn score(&self) -> f64 {
        self.totals().score()
    }

    /// Iterates over the findings that count, article by article; those of [released](Report::released) articles are gone.
    pub fn open(&self) -> impl Iterator<Item = &Reported> {
        self.articles.iter().flat_map(ArticleReport::open)
    }

    /// How many findings there are of each severity.
    #[must_use]
    pub fn tally(&self) -> Tally {
        let open = self.open().map(Reported::severity).collect();
        self.released.tally.plus(open)
    }

    /// How many findings there are of each severity in the articles that this run checked.
    #[must_use]
    pub fn checked_tally(&self) -> Tally {
        self.totals().tally
    }

    /// Findings that make the run fail: at or above [`Run::fail_on`], in an article that this run checked.
    #[must_use]
    pub fn failing(&self) -> usize {
        self.run
            .fail_on
            .map_or(0, |threshold| self.checked_tally().at_least(threshold))
    }

    /// What could not be checked, in all sources that could be read.
    #[must_use]
    pub fn losses(&self) -> usize {
        self.sources.iter().map(SourceReport::lost).sum()
    }

    /// Whether less was checked than was asked for: a source could not be read, or more was lost than
    /// [`Run::max_losses`].
    #[must_use]
    pub fn is_incomplete(&self) -> bool {
        let unread = self.sources.iter().any(|source| source.error.is_some());
        unread || self.losses() > self.run.max_losses
    }

    /// Whether the score is lower than [`Run::min_score`] demands.
    #[must_use]
    pub fn scores_too_low(&self) -> bool {
        self.run.min_score.is_some_and(|required| self.score() < required)
    }

    /// The articles that were checked before those that are carried over, the lowest score first; equal scores in the
    /// order in which they were read.
    #[must_use]
    pub fn by_score(&self) -> Vec<&ArticleReport> {
        let mut articles: Vec<_> = self.checked().chain(self.carried_over()).collect();
        articles.sort_by(|a, b| {
            let by_score = || a.score().total_cmp(&b.score());
            a.carried_over.cmp(&b.carried_over).then_with(by_score)
        });
        articles
    }

    /// Returns whether the last run had a finding too; `None` when no earlier run is known.
    #[must_use]
    pub fn novelty(&self, reported: &Reported) -> Option<Novelty> {
        (!self.history.is_empty()).then(|| reported.novelty())
    }

    /// What is known about the rule of that name.
    #[must_use]
    pub fn rule(&self, name: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.name == name)
    }

    /// Why the finding occurred: its own reason, else what its rule says about all of its kind.
    #[must_use]
    pub fn reason<'r>(&'r self, finding: &'r Finding) -> Option<&'r str> {
        finding
            .reason
            .as_deref()
            .or_else(|| self.rule(&finding.rule).map(|rule| rule.explain.as_str()))
    }
}

impl ArticleReport {
    /// Quality from 0 to 100, after the MQM scoring model: `100 × (1 − penalty ÷ words)`, never below 0.
    ///
    /// The penalty is the sum of [`Severity::penalty`] over all findings: 25 points for a critical one,
    /// 5 for a major, 1 for a minor, 0 for information. A text without words scores 100, unless it has
    /// findings that cost points: then 0.
    #[must_use]
    pub fn score(&self) -> f64 {
        score([self])
    }

    /// Penalty points of the findings that count.
    #[must_use]
    pub fn penalty(&self) -> u64 {
        self.open()
            .map(|reported| u64::from(reported.severity().penalty()))
            .sum()
    }

    /// Returns the number of open findings of each severity.
    #[must_use]
    pub fn tally(&self) -> Tally {
        self.open().map(Reported::severity).collect()
    }

    /// Iterates over the findings that count, in reading order.
    pub fn open(&self) -> impl Iterator<Item = &Reported> {
        self.findings.iter().filter(|reported| reported.is_open())
    }

    /// Iterates over the findings that do not count, ignored ones and corrected ones, and their permissions, in reading
    /// order.
    pub fn suppressed(&self) -> impl Iterator<Item = (&Reported, &Suppression)> {
        let suppressed = |reported| Some((reported, Reported::suppression(reported)?));
        self.findings.iter().filter_map(suppressed)
    }

    /// Iterates over the ignored findings and their permissions, in reading order.
    pub fn ignored(&self) -> impl Iterator<Item = (&Reported, &Suppression)> {
        self.suppressed().filter(|(reported, _)| !reported.is_corrected())
    }

    /// Iterates over the findings that are corrected and wait for the publisher, in reading order.
    pub fn corrected(&self) -> impl Iterator<Item = &Reported> {
        self.findings.iter().filter(|reported| reported.is_corrected())
    }

    /// Returns whether there is no open finding.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.open().next().is_none()
    }

    /// The article with these findings, all of them new. Each gets its identity here; id, text and sentences of the
    /// article must be there already.
    #[must_use]
    pub fn with_findings(mut self, mut findings: Vec<Finding>) -> Self {
        findings.sort_by_key(|finding| (finding.span.start, finding.span.end));
        let ids = self.subject(&self.id).identify(&findings);
        let born = |(finding, id)| Reported {
            id,
            finding,
            status: Status::New,
        };
        self.findings = findings.into_iter().zip(ids).map(born).collect();
        self
    }

    /// Returns the name of the article in identities and reports, unique in its report: its id unless
    /// [set apart](ArticleReport::set_apart).
    #[must_use]
    pub fn name(&self) -> &str {
        self.set_apart.as_deref().unwrap_or(&self.id)
    }

    /// Returns the title, or the name when the title is blank.
    #[must_use]
    pub fn headline(&self) -> &str {
        if self.title.trim().is_empty() {
            self.name()
        } else {
            &self.title
        }
    }

    /// Returns the ids that the findings would have if the article had another name.
    pub(crate) fn ids_under(&self, name: &str) -> Vec<FindingId> {
        self.subject(name)
            .identify(self.findings.iter().map(|reported| &reported.finding))
    }

    fn subject<'t>(&'t self, article: &'t str) -> Subject<'t> {
        Subject {
            article,
            text: &self.text,
            sentences: &self.sentences,
        }
    }

    /// Sets the article apart: gives it a name other than its id, and its findings the identities of that name.
    pub fn set_apart_as(&mut self, name: &str) {
        let ids = self.ids_under(name);
        for (reported, id) in self.findings.iter_mut().zip(ids) {
            reported.id = id;
        }
        self.set_apart = Some(name.to_owned());
        if let Some(before) = &mut self.before_edit {
            before.set_apart_as(name);
        }
    }

    /// The text under a span; empty when the span is not one of this text.
    #[must_use]
    pub fn quote(&self, span: Span) -> &str {
        span.get(&self.text).unwrap_or_default()
    }
}

impl Articles {
    /// Takes in an article that has its name, and whose text is nobody else's business.
    pub fn keep(&mut self, article: ArticleReport) {
        self.list.push(article);
    }

    /// Takes in an article, and sets its findings apart from those of an article with the same id.
    pub fn push(&mut self, mut article: ArticleReport) {
        let name = self.take_name(&article.id, &article.source);
        if name != article.id {
            article.set_apart_as(&name);
        }
        self.by_text
            .entry(hash::of_fields([article.text.as_str()]))
            .or_insert(self.list.len());
        self.list.push(article);
    }

    /// Takes in an article as [`push`](Articles::push) does, unless its text is there already: then the article that has
    /// it only learns of the other place.
    pub fn join(&mut self, article: ArticleReport) {
        let twin = self.by_text.get(&hash::of_fields([article.text.as_str()]));
        match twin.and_then(|at| self.list.get_mut(*at)) {
            Some(twin) => twin.also.push(Elsewhere {
                id: article.id,
                source: article.source,
                url: article.url,
            }),
            None => self.push(article),
        }
    }

    /// Takes and returns the first free name of: the id, `<id> (<source>)`, and that with a number from 2. For an article
    /// that is [kept](Articles::keep) or only written; the other ways of taking one in see to its name.
    pub fn take_name(&mut self, id: &str, source: &str) -> String {
        if self.names.insert([id]) {
            return id.to_owned();
        }
        let with_source = format!("{id} ({source})");
        let mut name = with_source.clone();
        let mut number = 2_usize;
        while !self.names.insert([name.as_str()]) {
            name = format!("{with_source} {number}");
            number += 1;
        }
        name
    }
}

impl Extend<ArticleReport> for Articles {
    fn extend<T: IntoIterator<Item = ArticleReport>>(&mut self, list: T) {
        list.into_iter().for_each(|article| self.push(article));
    }
}

impl From<Vec<ArticleReport>> for Articles {
    fn from(list: Vec<ArticleReport>) -> Self {
        list.into_iter().collect()
    }
}

impl FromIterator<ArticleReport> for Articles {
    fn from_iter<I: IntoIterator<Item = ArticleReport>>(list: I) -> Self {
        let mut articles = Self::default();
        articles.extend(list);
        articles
    }
}

impl Deref for Articles {
    type Target = [ArticleReport];

    fn deref(&self) -> &[ArticleReport] {
        &self.list
    }
}

impl DerefMut for Articles {
    fn deref_mut(&mut self) -> &mut [ArticleReport] {
        &mut self.list
    }
}

impl Reported {
    /// The severity of the finding.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.finding.severity
    }

    /// Returns whether it counts.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.suppression().is_none()
    }

    /// Returns whether it is corrected and waits for the publisher.
    #[must_use]
    pub fn is_corrected(&self) -> bool {
        matches!(self.status, Status::Corrected { .. })
    }

    /// Returns the permission of an ignored or corrected finding; `None` when it counts.
    #[must_use]
    pub fn suppression(&self) -> Option<&Suppression> {
        match &self.status {
            Status::Ignored { suppression, .. } | Status::Corrected { suppression, .. } => Some(suppression),
            Status::New | Status::Known => None,
        }
    }

    /// Returns [`Novelty::New`] also when no earlier run is known; [`Report::novelty`] tells these apart.
    fn novelty(&self) -> Novelty {
        match &self.status {
            Status::New => Novelty::New,
            Status::Known => Novelty::Known,
            Status::Ignored { novelty, .. } | Status::Corrected { novelty, .. } => *novelty,
        }
    }

    /// Sets the status to ignored; what earlier runs say of it is kept.
    pub fn ignore(&mut self, suppression: Suppression) {
        self.status = Status::Ignored {
            novelty: self.novelty(),
            suppression,
        };
    }

    /// Sets the status to corrected; what earlier runs say of it is kept.
    pub fn mark_corrected(&mut self, suppression: Suppression) {
        self.status = Status::Corrected {
            novelty: self.novelty(),
            suppression,
        };
    }
}

/// The score of some articles together: see [`ArticleReport::score`].
pub(crate) fn score<'a>(articles: impl IntoIterator<Item = &'a ArticleReport>) -> f64 {
    articles.into_iter().collect::<Totals>().score()
}

/// Findings counted by severity.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Tally {
    counts: [usize; Severity::ALL.len()],
}

impl Tally {
    /// Findings of this severity.
    #[must_use]
    pub fn of(&self, severity: Severity) -> usize {
        self.counts[severity as usize]
    }

    /// Counts given from the outside, for [`Severity::ALL`] in its order.
    #[must_use]
    pub fn from_counts(counts: [usize; Severity::ALL.len()]) -> Self {
        Self { counts }
    }

    /// The findings of both.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            counts: std::array::from_fn(|severity| self.counts[severity] + other.counts[severity]),
        }
    }

    /// Findings of this severity or a higher one.
    #[must_use]
    pub fn at_least(&self, severity: Severity) -> usize {
        self.counts[severity as usize..].iter().sum()
    }

    /// All findings.
    #[must_use]
    pub fn total(&self) -> usize {
        self.at_least(Severity::Info)
    }

    /// The severities that occur and how often, highest first.
    pub fn iter(&self) -> impl Iterator<Item = (Severity, usize)> {
        Severity::ALL
            .into_iter()
            .rev()
            .map(|severity| (severity, self.of(severity)))
            .filter(|(_, n)| *n > 0)
    }
}

impl FromIterator<Severity> for Tally {
    fn from_iter<I: IntoIterator<Item = Severity>>(severities: I) -> Self {
        let mut tally = Self::default();
        for severity in severities {
            tally.counts[severity as usize] += 1;
        }
        tally
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::finding;

    fn article(words: usize, severities: &[Severity]) -> ArticleReport {
        let findings = severities.iter().map(|severity| Finding {
            severity: *severity,
            ..finding(0..1)
        });
        let article = ArticleReport {
            words,
            ..Default::default()
        };
        article.with_findings(findings.collect())
    }

    fn close(score: f64, expected: f64) -> bool {
        (score - expected).abs() < 1e-9
    }

    #[test]
    fn scores_with_mqm_penalties() {
        let article = article(
            200,
            &[
                Severity::Critical,
                Severity::Major,
                Severity::Minor,
                Severity::Info,
            ],
        );
        assert!(close(article.score(), 84.5), "{}", article.score());
    }

    #[test]
    fn scores_never_fall_below_zero() {
        assert!(close(article(10, &[Severity::Critical]).score(), 0.0));
        assert!(close(article(0, &[Severity::Minor]).score(), 0.0));
        assert!(close(article(0, &[Severity::Info]).score(), 100.0));
    }

    #[test]
    fn the_feed_score_weighs_words_not_articles() {
        let articles = vec![article(10, &[Severity::Minor]), article(990, &[])];
        let report = Report {
            articles: articles.into(),
            ..Default::default()
        };
        assert!(close(report.score(), 99.9), "{}", report.score());
    }

    #[test]
    fn counts_failing_findings_at_the_threshold_and_above() {
        let articles = vec![article(
            9,
            &[Severity::Minor, Severity::Major, Severity::Critical],
        )];
        let mut report = Report {
            articles: articles.into(),
            ..Default::default()
        };
        assert_eq!(report.failing(), 0, "no threshold, no failure");
        report.run.fail_on = Some(Severity::Major);
        assert_eq!(report.failing(), 2);
    }
    /// An article of this id and source with one finding.
    fn one_finding(id: &str, source: &str) -> ArticleReport {
        let article = ArticleReport {
            id: id.into(),
            source: source.into(),
            text: "Close the the lane.".into(),
            ..Default::default()
        };
        article.with_findings(vec![finding(6..13)])
    }

    fn id(article: &ArticleReport) -> &FindingId {
        &article.findings[0].id
    }

    #[test]
    fn an_id_that_two_sources_use_tells_no_finding_apart() {
        let alone: Articles = vec![one_finding("7", "a.xml")].into();
        let again = [
            one_finding("7", "a.xml"),
            one_finding("7", "b.xml"),
            one_finding("7", "b.xml"),
        ];
        let together: Articles = again.into_iter().collect();
        assert_eq!(id(&together[0]), id(&alone[0]), "the first keeps its identity");
        let names: Vec<_> = together.iter().map(ArticleReport::name).collect();
        assert_eq!(names, ["7", "7 (b.xml)", "7 (b.xml) 2"]);
        assert!(
            together.iter().all(|article| article.id == "7"),
            "the key is source and id"
        );
        let ids: std::collections::HashSet<_> = together.iter().map(id).collect();
        assert_eq!(ids.len(), 3);
    }

    #[test]
    fn the_source_goes_into_an_identity_as_it_always_did() {
        let together: Articles = vec![one_finding("7", "a.xml"), one_finding("7", "b.xml")].into();
        assert_eq!(id(&together[1]), id(&one_finding("7 (b.xml)", "b.xml")));
    }

    #[test]
    fn letting_a_finding_pass_keeps_what_earlier_runs_say_of_it() {
        let mut article = one_finding("7", "a.xml");
        article.findings[0].status = Status::Known;
        article.findings[0].ignore(Suppression {
            reason: "house style".into(),
            by: None,
            expires: None,
        });
        let mut report = Report {
            articles: vec![article].into(),
            ..Default::default()
        };
        let novelty = |report: &Report| report.novelty(&report.articles[0].findings[0]);
        assert_eq!(
            (report.open().count(), novelty(&report)),
            (0, None),
            "no run before is known"
        );
        report.history.push(PastRun::default());
        assert_eq!(novelty(&report), Some(Novelty::Known));
    }
}
