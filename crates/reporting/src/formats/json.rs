//! The report as one versioned JSON document, for other programs.
//!
//! Later versions only add keys. Offsets come twice: `span` in UTF-8 bytes and `chars` in Unicode code
//! points, both from 0 and end exclusive, into the `text` of the finding's article.

use checker::Alongside;
use linguistics::rule::{Example, Rule};
use std::io;
use text::{BlockKind, CodePoints};

use linguistics::finding::{Beside, Edit, Related, Severity};
use linguistics::likelihood::{Judgement, Likelihood};
use serde::Serialize;
use text::Span;

use crate::place::{Place, Places};
use crate::report::{ArticleReport, Elsewhere, Novelty, Report, Reported, SourceReport, Suppression};
use crate::translation;
use crate::verdict::Verdict;

/// The version of the document: the number before the point changes when a key changes its meaning or
/// goes, the one after it when keys are added.
pub const SCHEMA_VERSION: &str = "1.2";

/// Writes the document, indented, with a line feed at its end.
pub fn write(report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &Document::new(report))?;
    out.write_all(b"\n")
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(title = "wirecheck report", inline))]
struct Document<'r> {
    /// Changes before the point break readers, those after it only add keys.
    schema_version: &'static str,
    /// When and with which demands the run took place, and what it came to.
    run: DocumentRun<'r>,
    /// What was read, and what was lost on the way.
    sources: Vec<SourceRecord<'r>>,
    /// Every article that was checked, in the order in which it was read.
    articles: Vec<ArticleRecord<'r>>,
    /// The faults, article by article.
    findings: Vec<FindingRecord<'r>>,
    /// Faults that the baseline lets pass.
    ignored: Vec<IgnoredRecord<'r>>,
    /// The rules that ran.
    rules: Vec<RuleRecord<'r>>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct RunRecord<'r> {
    tool: &'static str,
    version: &'r str,
    date: String,
    title: &'r str,
    #[cfg_attr(test, schemars(schema_with = "schema::optional_severity"))]
    fail_on: Option<Severity>,
    min_score: Option<f64>,
}

/// A run that is over.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "RunRecord"))]
struct DocumentRun<'r> {
    #[serde(flatten)]
    run: RunRecord<'r>,
    #[serde(flatten)]
    outcome: OutcomeRecord,
}

/// What the run came to.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct OutcomeRecord {
    /// The verdict in plain words.
    verdict: String,
    /// 100 × (1 − penalty ÷ words), never below 0.
    score: f64,
    words: usize,
    /// Whether everything was checked that was asked for, but for as many losses as are let pass.
    complete: bool,
    /// Findings by severity; ignored ones are not counted.
    counts: Counts,
    /// Of these, the findings of earlier runs that are still open.
    still_open: usize,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Counts {
    critical: usize,
    major: usize,
    minor: usize,
    info: usize,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct SourceRecord<'r> {
    source: &'r str,
    kind: &'r str,
    title: Option<&'r str>,
    /// Items found in the source, whether or not an article came of them.
    items_seen: usize,
    /// Items that an earlier run has checked as they are, and that were left out for it.
    unchanged: usize,
    /// Articles that are older than was asked for, and that were left out for it.
    older: usize,
    /// Items that the user does not want, and that were left out for it.
    filtered: usize,
    /// What was left out because its file says that it is not to be checked: "2 units without a translation".
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    #[cfg_attr(test, schemars(default))]
    left_out: &'r [String],
    /// Of the articles, those that the publisher edited since an earlier run.
    edited: usize,
    /// Articles checked.
    articles: usize,
    /// What was mended in order to read the source.
    repairs: &'r [String],
    /// What could not be checked, and why.
    losses: &'r [String],
    /// Of the losses, the articles that were checked only as far as the source shortens them.
    teasers: usize,
    /// Why nothing at all could be read.
    error: Option<&'r str>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct ArticleRecord<'r> {
    id: &'r str,
    source: &'r str,
    title: &'r str,
    url: Option<&'r str>,
    published: Option<String>,
    updated: Option<String>,
    /// BCP 47 tag.
    language: Option<&'r str>,
    /// How far the language is supported.
    language_note: Option<&'r str>,
    score: f64,
    words: usize,
    /// Whether an earlier run checked it, and this one only shows it again because its findings are open.
    carried_over: bool,
    /// Where else the same text stands.
    also: Vec<ElsewhereRecord<'r>>,
    provenance: ProvenanceRecord<'r>,
    /// Why it was checked as a known machine translation, on which more rules speak; null when it was checked as any text.
    known_translation: Option<&'r str>,
    /// Whether the text reads like a translation; null when it was not examined. It is no finding.
    translation: Option<TranslationRecord<'r>>,
    /// How it lies beside its original; left out where it was not compared with one.
    #[serde(skip_serializing_if = "Option::is_none")]
    comparison: Option<ComparisonRecord<'r>>,
    /// Left out together with the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    blocks: Option<Vec<BlockRecord>>,
    /// Exactly what was checked; all offsets are into it. Left out only from JSON Lines, and only if that is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'r str>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct ElsewhereRecord<'r> {
    id: &'r str,
    source: &'r str,
    url: Option<&'r str>,
}

impl<'r> ElsewhereRecord<'r> {
    fn new(elsewhere: &'r Elsewhere) -> Self {
        Self {
            id: &elsewhere.id,
            source: &elsewhere.source,
            url: elsewhere.url.as_deref(),
        }
    }
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct ProvenanceRecord<'r> {
    machine_translated: Option<bool>,
    source_language: Option<&'r str>,
    original: Option<&'r str>,
    evidence: Vec<EvidenceRecord<'r>>,
}

/// Whether the text reads like a translation, by a person or a machine, whatever the page says.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct TranslationRecord<'r> {
    /// `reads-like-a-translation`, `may-be-a-translation`, `reads-like-written-in-english`, `too-short` or `not-english`.
    style: &'static str,
    /// From 0.01 to 0.99: of texts that score like this one, the share that are translations, were half of all texts
    /// translations. Null when the text is too short or not English.
    likelihood: Option<f64>,
    /// In four texts of five, the likelihood would not be below this were there more of the text: the shorter it is, the
    /// farther the bounds.
    likelihood_low: Option<f64>,
    /// And not above this.
    likelihood_high: Option<f64>,
    /// The strongest reasons, at most three, strongest first.
    reasons: &'r [String],
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct EvidenceRecord<'r> {
    claim: &'r str,
    quote: &'r str,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct BlockRecord {
    #[serde(flatten)]
    at: At,
    #[cfg_attr(test, schemars(schema_with = "schema::block_kind"))]
    kind: BlockKind,
    boilerplate: bool,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct FindingRecord<'r> {
    /// The same in every run that finds it again: `wc1:`, 16 hexadecimal digits, and which of its equals.
    id: String,
    /// Whether the last run had it too; null when there was none.
    state: Option<Novelty>,
    rule: &'r str,
    #[cfg_attr(test, schemars(schema_with = "schema::severity"))]
    severity: Severity,
    category: String,
    /// The `id` of the article.
    article: &'r str,
    source: &'r str,
    /// Where in the article, in numbers that people use.
    place: Option<PlaceRecord>,
    /// Where in the file, of an article that is the units of one.
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<UnitRecord<'r>>,
    #[serde(flatten)]
    at: At,
    quote: &'r str,
    /// What is wrong, in plain text.
    message: &'r str,
    /// Why it occurred: the finding's own reason, else its rule's explanation.
    reason: Option<&'r str>,
    /// The correction: apply all of them or none. Sorted, not overlapping.
    edits: Vec<EditRecord<'r>>,
    /// From 0 to 1.
    confidence: f32,
    /// Other places in the article that explain the finding.
    related: Vec<RelatedRecord<'r>>,
    /// What the original says there, where the article was compared with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    original: Option<OriginalRecord<'r>>,
}

/// Where a finding stands in a file of units.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct UnitRecord<'r> {
    /// What the file calls the unit. It need not be unique.
    id: &'r str,
    /// From the root of the project.
    path: &'r str,
    /// From 1, as the following.
    line: usize,
    /// In code points.
    column: usize,
    end_line: usize,
    /// Exclusive.
    end_column: usize,
}

impl<'r> UnitRecord<'r> {
    fn of(article: &'r ArticleReport, span: Span) -> Option<Self> {
        let file = article.file.as_ref()?;
        let region = file.region(&article.text, span)?;
        Some(Self {
            id: &region.unit.id,
            path: &file.path,
            line: region.start.line,
            column: region.start.column,
            end_line: region.end.line,
            end_column: region.end.column,
        })
    }
}

/// The sentence of the original that a finding is about.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct OriginalRecord<'r> {
    /// BCP 47 tag.
    language: &'static str,
    /// One sentence, or the few that one of the translation renders.
    sentence: &'r str,
    /// The words that the finding is about, in this sentence; empty where none are.
    #[serde(flatten)]
    at: At,
    /// What both sides say, in one notation.
    note: Option<&'r str>,
}

/// How an article lies beside its original.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct ComparisonRecord<'r> {
    /// BCP 47 tag of the original.
    language: &'static str,
    /// How sure it is that the two are translations of each other, from 0 to 1; no measure of quality.
    confidence: f64,
    /// What the sentences were aligned with: `no model`.
    aligned_with: &'r str,
    /// The sentences of the article.
    sentences: usize,
    /// Of these, the ones that render a sentence of the original.
    aligned: usize,
}

/// A finding that the baseline lets pass.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct IgnoredRecord<'r> {
    #[serde(flatten)]
    finding: FindingRecord<'r>,
    suppression: SuppressionRecord<'r>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct SuppressionRecord<'r> {
    reason: &'r str,
    by: Option<&'r str>,
    expires: Option<String>,
    /// Whether it is corrected and waits for the publisher.
    corrected: bool,
}

/// The numbers of [`Place`](crate::Place).
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct PlaceRecord {
    #[cfg_attr(test, schemars(schema_with = "schema::block_kind"))]
    block: BlockKind,
    boilerplate: bool,
    /// From 1, among blocks of its kind.
    number: usize,
    sentence: usize,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct EditRecord<'r> {
    #[serde(flatten)]
    at: At,
    /// What stands there afterwards.
    replacement: &'r str,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct RelatedRecord<'r> {
    #[serde(flatten)]
    at: At,
    quote: &'r str,
    note: &'r str,
}

/// A span in both units.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct At {
    /// In UTF-8 bytes, from 0, end exclusive.
    span: Offsets,
    /// In Unicode code points, from 0, end exclusive.
    chars: Offsets,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Offsets {
    start: usize,
    end: usize,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct RuleRecord<'r> {
    name: &'r str,
    summary: &'r str,
    category: String,
    #[cfg_attr(test, schemars(schema_with = "schema::severity"))]
    severity: Severity,
    explain: &'r str,
    /// Texts that the rule flags, the fault between `[[` and `]]`.
    flags: Vec<FlagRecord<'r>>,
    /// Texts that it lets pass.
    passes: Vec<&'r str>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct FlagRecord<'r> {
    text: &'r str,
    fixed: Option<&'r str>,
}

impl<'r> Document<'r> {
    fn new(report: &'r Report) -> Self {
        let articles = || {
            report
                .articles
                .iter()
                .map(|article| Findings::new(report, article))
        };
        Self {
            schema_version: SCHEMA_VERSION,
            run: DocumentRun {
                run: RunRecord::new(report),
                outcome: OutcomeRecord::new(report),
            },
            sources: report.sources.iter().map(SourceRecord::new).collect(),
            articles: report.articles.iter().map(ArticleRecord::new).collect(),
            findings: articles().flat_map(|findings| findings.open()).collect(),
            ignored: articles().flat_map(|findings| findings.suppressed()).collect(),
            rules: report.rules.iter().map(RuleRecord::new).collect(),
        }
    }
}

impl<'r> RunRecord<'r> {
    pub(crate) fn new(report: &'r Report) -> Self {
        Self {
            tool: "wirecheck",
            version: &report.run.version,
            date: report.run.date.to_string(),
            title: &report.run.title,
            fail_on: report.run.fail_on,
            min_score: report.run.min_score,
        }
    }
}

impl OutcomeRecord {
    pub(crate) fn new(report: &Report) -> Self {
        Self {
            verdict: Verdict::of(report).headline,
            score: hundredths(report.score()),
            words: report.words(),
            complete: !report.is_incomplete(),
            still_open: report.carried_over().flat_map(ArticleReport::open).count(),
            counts: Counts::new(report),
        }
    }
}

impl Counts {
    fn new(report: &Report) -> Self {
        let tally = report.tally();
        Self {
            critical: tally.of(Severity::Critical),
            major: tally.of(Severity::Major),
            minor: tally.of(Severity::Minor),
            info: tally.of(Severity::Info),
        }
    }
}

impl<'r> SourceRecord<'r> {
    pub(crate) fn new(source: &'r SourceReport) -> Self {
        Self {
            source: &source.source,
            kind: &source.kind,
            title: source.title.as_deref(),
            items_seen: source.items_seen,
            unchanged: source.unchanged,
            older: source.older,
            filtered: source.filtered,
            left_out: &source.left_out,
            edited: source.edited,
            articles: source.articles,
            repairs: &source.repairs,
            losses: &source.losses,
            teasers: source.teasers,
            error: source.error.as_deref(),
        }
    }
}

impl<'r> ArticleRecord<'r> {
    pub(crate) fn new(article: &'r ArticleReport) -> Self {
        let points = CodePoints::new(&article.text);
        let blocks = article.blocks.iter().map(|block| BlockRecord {
            at: At::new(block.span, &points),
            kind: block.kind,
            boilerplate: block.boilerplate,
        });
        Self {
            id: article.name(),
            source: &article.source,
            title: &article.title,
            url: article.url.as_deref(),
            published: article.published.map(|moment| moment.to_string()),
            updated: article.updated.map(|moment| moment.to_string()),
            language: article.language.as_deref(),
            language_note: article.language_note.as_deref(),
            score: hundredths(article.score()),
            words: article.words,
            carried_over: article.carried_over,
            also: article.also.iter().map(ElsewhereRecord::new).collect(),
            provenance: ProvenanceRecord::new(article),
            known_translation: article.known_translation.as_deref(),
            translation: article.translation.as_ref().map(TranslationRecord::new),
            comparison: article.comparison.as_ref().map(ComparisonRecord::new),
            blocks: Some(blocks.collect()),
            text: Some(&article.text),
        }
    }

    /// The record without the text, and without what means nothing without it.
    pub(crate) fn without_text(self) -> Self {
        Self {
            blocks: None,
            text: None,
            ..self
        }
    }
}

impl<'r> ProvenanceRecord<'r> {
    fn new(article: &'r ArticleReport) -> Self {
        let provenance = &article.provenance;
        let evidence = provenance.evidence.iter();
        Self {
            machine_translated: provenance.machine_translated,
            source_language: provenance.source_language.as_deref(),
            original: provenance.original.as_deref(),
            evidence: evidence
                .map(|e| EvidenceRecord {
                    claim: &e.claim,
                    quote: &e.quote,
                })
                .collect(),
        }
    }
}

impl<'r> TranslationRecord<'r> {
    fn new(judgement: &'r Judgement) -> Self {
        let likelihood = match judgement {
            Judgement::Judged(likelihood) => Some(likelihood),
            Judgement::TooShort | Judgement::NotEnglish => None,
        };
        let shown =
            |of: fn(&Likelihood) -> f64| likelihood.map(|likelihood| translation::hundredths(of(likelihood)));
        Self {
            style: translation::name(judgement),
            likelihood: shown(|likelihood| likelihood.probability),
            likelihood_low: shown(|likelihood| likelihood.low),
            likelihood_high: shown(|likelihood| likelihood.high),
            reasons: likelihood.map_or(&[], |likelihood| &likelihood.reasons),
        }
    }
}

/// What it takes to write down the findings of one article.
pub(crate) struct Findings<'r> {
    report: &'r Report,
    article: &'r ArticleReport,
    places: Places<'r>,
    points: CodePoints<'r>,
}

impl<'r> Findings<'r> {
    pub(crate) fn new(report: &'r Report, article: &'r ArticleReport) -> Self {
        Self {
            report,
            article,
            places: Places::new(article),
            points: CodePoints::new(&article.text),
        }
    }

    pub(crate) fn open(&self) -> Vec<FindingRecord<'r>> {
        self.article
            .open()
            .map(|reported| self.record(reported))
            .collect()
    }

    pub(crate) fn suppressed(&self) -> Vec<IgnoredRecord<'r>> {
        let record = |(reported, suppression): (&'r Reported, &'r Suppression)| IgnoredRecord {
            finding: self.record(reported),
            suppression: SuppressionRecord {
                reason: &suppression.reason,
                by: suppression.by.as_deref(),
                expires: suppression.expires.map(|day| day.to_string()),
                corrected: reported.is_corrected(),
            },
        };
        self.article.suppressed().map(record).collect()
    }

    fn record(&self, reported: &'r Reported) -> FindingRecord<'r> {
        let (points, finding) = (&self.points, &reported.finding);
        FindingRecord {
            id: reported.id.to_string(),
            state: self.report.novelty(reported),
            rule: &finding.rule,
            severity: finding.severity,
            category: finding.category.label(),
            article: self.article.name(),
            source: &self.article.source,
            place: self.places.of(finding.span).map(PlaceRecord::new),
            unit: UnitRecord::of(self.article, finding.span),
            at: At::new(finding.span, points),
            quote: self.article.quote(finding.span),
            message: &finding.message,
            reason: self.report.reason(finding),
            edits: finding
                .edits
                .iter()
                .map(|edit| EditRecord::new(edit, points))
                .collect(),
            confidence: finding.confidence,
            related: finding
                .related
                .iter()
                .map(|related| RelatedRecord::new(related, self.article, points))
                .collect(),
            original: finding.beside.as_deref().map(OriginalRecord::new),
        }
    }
}

impl<'r> OriginalRecord<'r> {
    fn new(beside: &'r Beside) -> Self {
        Self {
            language: beside.language.tag(),
            sentence: &beside.sentence,
            at: At::new(beside.span, &CodePoints::new(&beside.sentence)),
            note: beside.note.as_deref(),
        }
    }
}

impl<'r> ComparisonRecord<'r> {
    fn new(alongside: &'r Alongside) -> Self {
        Self {
            language: alongside.language.tag(),
            confidence: hundredths(f64::from(alongside.confidence)),
            aligned_with: &alongside.aligned_with,
            sentences: alongside.sentences,
            aligned: alongside.aligned,
        }
    }
}

impl PlaceRecord {
    fn new(place: Place) -> Self {
        let Place {
            kind,
            boilerplate,
            number,
            sentence,
        } = place;
        Self {
            block: kind,
            boilerplate,
            number,
            sentence,
        }
    }
}

impl<'r> EditRecord<'r> {
    fn new(edit: &'r Edit, points: &CodePoints) -> Self {
        Self {
            at: At::new(edit.span, points),
            replacement: &edit.replacement,
        }
    }
}

impl<'r> RelatedRecord<'r> {
    fn new(related: &'r Related, article: &'r ArticleReport, points: &CodePoints) -> Self {
        Self {
            at: At::new(related.span, points),
            quote: article.quote(related.span),
            note: &related.note,
        }
    }
}

impl At {
    fn new(span: Span, points: &CodePoints) -> Self {
        Self {
            span: Offsets {
                start: span.start,
                end: span.end,
            },
            chars: Offsets {
                start: points.before(span.start),
                end: points.before(span.end),
            },
        }
    }
}

impl<'r> RuleRecord<'r> {
    pub(crate) fn new(rule: &'r Rule) -> Self {
        let flags = rule.examples.iter().filter_map(|example| match example {
            Example::Flags { text, fixed } => Some(FlagRecord {
                text,
                fixed: fixed.as_deref(),
            }),
            Example::Passes(_) => None,
        });
        let passes = rule.examples.iter().filter_map(|example| match example {
            Example::Passes(text) => Some(text.as_str()),
            Example::Flags { .. } => None,
        });
        Self {
            name: &rule.name,
            summary: &rule.summary,
            category: rule.category.label(),
            severity: rule.severity,
            explain: &rule.explain,
            flags: flags.collect(),
            passes: passes.collect(),
        }
    }
}

/// Scores carry two decimals: more would be noise of the division.
fn hundredths(score: f64) -> f64 {
    (score * 100.0).round() / 100.0
}

/// Schemas of what other crates define.
#[cfg(test)]
mod schema {
    use linguistics::finding::Severity;
    use schemars::{Schema, SchemaGenerator, json_schema};
    use text::BlockKind;

    pub(super) fn block_kind(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "enum": BlockKind::ALL.map(BlockKind::as_str) })
    }

    pub(super) fn severity(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "enum": Severity::ALL.map(Severity::as_str) })
    }

    pub(super) fn optional_severity(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "enum": ["info", "minor", "major", "critical", null] })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::baseline::Baseline;
    use crate::sample::report;
    use crate::testing::check_published_schema;
    use serde_json::Value;

    fn document(report: &Report) -> Value {
        let mut bytes = Vec::new();
        write(report, &mut bytes).unwrap();
        serde_json::from_slice(&bytes).unwrap()
    }

    fn slice<'t>(text: &'t str, span: &Value) -> &'t str {
        let offset = |key| usize::try_from(span[key].as_u64().unwrap()).unwrap();
        &text[offset("start")..offset("end")]
    }

    #[test]
    fn spans_point_at_their_quotes_in_bytes_and_code_points() {
        let document = document(&report());
        let findings = document["findings"].as_array().unwrap();
        assert_eq!(findings.len(), report().open().count());
        for finding in findings {
            let articles = document["articles"].as_array().unwrap();
            let article = articles
                .iter()
                .find(|article| article["id"] == finding["article"])
                .unwrap();
            let text = article["text"].as_str().unwrap();
            assert_eq!(slice(text, &finding["span"]), finding["quote"]);
            let points: String = text
                .chars()
                .skip(usize::try_from(finding["chars"]["start"].as_u64().unwrap()).unwrap())
                .take(finding["quote"].as_str().unwrap().chars().count())
                .collect();
            assert_eq!(points, finding["quote"].as_str().unwrap());
        }
    }

    #[test]
    fn has_what_other_programs_rely_on() {
        let document = document(&report());
        assert_eq!(document["schema_version"], SCHEMA_VERSION);
        assert_eq!(document["sources"][1]["error"], "connection refused");
        assert_eq!(document["articles"][1]["score"], 67.36, "100 × (1 − 47 ÷ 144)");
        assert_eq!(
            document["articles"][1]["provenance"]["source_language"],
            "Russian"
        );
        let finding = &document["findings"][2];
        assert_eq!(finding["rule"], "acronym-mismatch");
        assert_eq!(finding["severity"], "major");
        assert_eq!(finding["category"], "Terminology / Wrong term");
        assert_eq!(finding["edits"][0]["replacement"], "(IWS)");
        assert_eq!(finding["confidence"], 0.97);
        assert_eq!(finding["related"][0]["note"], "used again here");
        assert_eq!(finding["place"]["number"], 2);
    }

    #[test]
    fn a_finding_without_a_reason_gives_that_of_its_rule() {
        let document = document(&report());
        let reason = document["findings"][1]["reason"].as_str().unwrap();
        assert!(reason.starts_with("Each part of a long sentence"), "{reason}");
    }

    #[test]
    fn ignored_findings_are_kept_apart_with_their_reason() {
        let mut report = report();
        Baseline::create(&report, "house style", Some("Ada")).apply(&mut report);
        let document = document(&report);
        assert_eq!(document["findings"].as_array().unwrap().len(), 0);
        assert_eq!(document["ignored"].as_array().unwrap().len(), 9);
        assert_eq!(document["ignored"][1]["rule"], "stray-punctuation-sequence");
        assert_eq!(document["ignored"][1]["suppression"]["reason"], "house style");
        assert_eq!(document["ignored"][1]["suppression"]["corrected"], false);
        assert_eq!(document["run"]["score"], 100.0);
    }

    #[test]
    fn ids_are_unique() {
        let mut report = report();
        report.articles.push(report.articles[1].clone());
        let document = document(&report);
        let ids: Vec<_> = document["findings"]
            .as_array()
            .unwrap()
            .iter()
            .map(|f| f["id"].as_str())
            .collect();
        let unique: std::collections::HashSet<_> = ids.iter().collect();
        assert_eq!(unique.len(), ids.len());
    }

    #[test]
    fn the_published_schema_is_true() {
        let schema = schemars::schema_for!(Document).to_value();
        let mut report = report();
        Baseline::create(&report, "house style", None).apply(&mut report);
        let units = crate::sample::unit_report();
        for report in [crate::sample::report(), report, units, Report::default()] {
            check_published_schema("report-1.schema.json", &schema, &[document(&report)], |bad| {
                bad["run"]["score"] = "high".into();
            });
        }
    }

    #[test]
    fn a_finding_in_a_file_of_units_names_unit_line_and_column() {
        let document = document(&crate::sample::unit_report());
        let unit = &document["findings"][0]["unit"];
        assert_eq!(
            (&unit["id"], &unit["path"]),
            (&"p1".into(), &"texts/desk.xlf".into())
        );
        let numbers = ["line", "column", "end_line", "end_column"].map(|key| unit[key].as_u64().unwrap());
        assert_eq!(numbers, [7, 25, 7, 32]);
        assert_eq!(
            document["sources"][0]["left_out"][0],
            "2 units without a translation"
        );
        assert!(super::tests::document(&report())["findings"][0]["unit"].is_null());
    }

    #[test]
    fn equal_reports_give_equal_bytes() {
        let bytes = || {
            let mut bytes = Vec::new();
            write(&report(), &mut bytes).unwrap();
            bytes
        };
        assert_eq!(bytes(), bytes());
    }
}
