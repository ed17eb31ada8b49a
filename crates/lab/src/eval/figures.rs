//! The figures: what `--json` writes and the tables show.

use std::collections::BTreeMap;

use checker::Level;
use linguistics::finding::Severity;
use serde::Serialize;

use super::Judge;
use super::fault::{Expectation, Share};
use super::segment::Kind;
use super::statistics::{Agreement, mean, pearson, rate, share, spearman};
use super::tally::{Loudness, Pairs, Scores, Tally};

/// Version of the JSON document.
const SCHEMA: &str = "1.0";

/// Findings per so many words for rules, which hit too seldom for thousands.
const PER_RULE: f64 = 100_000.0;

#[derive(Debug, Serialize)]
pub(super) struct Figures {
    schema: &'static str,
    version: &'static str,
    /// Findings below it were not counted.
    pub(super) min_severity: Severity,
    pub(super) findings_per_1000_words: Vec<LoudnessRow>,
    pub(super) rules: Vec<RuleRow>,
    pub(super) labels: Vec<LabelRow>,
    pub(super) labelled_faults: Vec<FaultRow>,
    /// Findings in the texts of labelled faults that touch none of them.
    pub(super) findings_beside_faults: usize,
    pub(super) cases: Vec<CaseRow>,
    pub(super) minimal_pairs: Vec<PairRow>,
    pub(super) word_level: Vec<WordRow>,
    pub(super) sentence_level: Vec<ScoreRow>,
    pub(super) system_level: Vec<SystemRow>,
}

/// Rows for `all` languages and for `ALL` sets add up the others.
#[derive(Debug, Serialize)]
pub(super) struct LoudnessRow {
    pub(super) set: String,
    pub(super) lang_pair: String,
    pub(super) kind: Kind,
    pub(super) segments: usize,
    pub(super) words: usize,
    pub(super) findings: usize,
    pub(super) per_1000_words: Option<f64>,
    pub(super) ci95: Option<[f64; 2]>,
    pub(super) segments_flagged_share: Option<f64>,
    pub(super) by_severity: BTreeMap<Severity, SeverityRate>,
    /// Findings of minor severity and above.
    pub(super) faults: SeverityRate,
}

#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct SeverityRate {
    pub(super) findings: usize,
    pub(super) per_1000_words: Option<f64>,
    pub(super) ci95: Option<[f64; 2]>,
}

#[derive(Debug, Serialize)]
pub(super) struct RuleRow {
    pub(super) rule: String,
    /// The rule's own severity; it may lower single findings.
    pub(super) severity: Option<Severity>,
    pub(super) hits: BTreeMap<Kind, usize>,
    pub(super) per_100k_words: BTreeMap<Kind, Option<f64>>,
}

#[derive(Debug, Serialize)]
pub(super) struct LabelRow {
    pub(super) rule: String,
    pub(super) labels: usize,
    pub(super) found: usize,
    /// Of the found ones, those with another severity than the label has.
    pub(super) other_severity: usize,
    pub(super) unexpected: usize,
    pub(super) precision: Option<f64>,
    pub(super) recall: Option<f64>,
}

/// Faults, or pages with a fault, of which a finding shows something.
#[derive(Debug, Serialize)]
pub(super) struct FaultRow {
    pub(super) faults: String,
    pub(super) count: usize,
    pub(super) shown: usize,
    pub(super) recall: Option<f64>,
    /// With findings of minor severity and above alone.
    pub(super) recall_at_minor: Option<f64>,
}

#[derive(Debug, Serialize)]
pub(super) struct CaseRow {
    pub(super) expect: Expectation,
    pub(super) cases: usize,
    pub(super) as_expected: usize,
}

#[derive(Debug, Serialize)]
pub(super) struct PairRow {
    pub(super) set: String,
    pub(super) pert: String,
    pub(super) pairs: usize,
    pub(super) caught: Option<f64>,
    pub(super) caught_overlap_only: Option<f64>,
    pub(super) clean_flagged: Option<f64>,
    pub(super) badness_higher: Option<f64>,
    pub(super) badness_tied: Option<f64>,
}

#[derive(Debug, Serialize)]
pub(super) struct WordRow {
    pub(super) set: String,
    pub(super) lang_pair: String,
    pub(super) unaligned_tokens: usize,
    #[serde(flatten)]
    pub(super) agreement: Agreement,
}

/// Correlation of the human score with the negated badness.
#[derive(Debug, Serialize)]
pub(super) struct ScoreRow {
    pub(super) set: String,
    pub(super) lang_pair: String,
    pub(super) score_type: String,
    pub(super) n: usize,
    pub(super) spearman: Option<f64>,
    pub(super) pearson: Option<f64>,
}

/// Whether pairs of systems are ranked as people rank them; a tie is no agreement.
#[derive(Debug, Serialize)]
pub(super) struct SystemRow {
    pub(super) set: String,
    pub(super) lang_pair: String,
    pub(super) systems: usize,
    pub(super) pairs: usize,
    pub(super) agree: usize,
    pub(super) tied: usize,
    pub(super) pairwise_accuracy: Option<f64>,
}

impl Figures {
    pub(super) fn of(tally: &Tally, judge: &Judge) -> Self {
        Self {
            schema: SCHEMA,
            version: env!("CARGO_PKG_VERSION"),
            min_severity: judge.min_severity,
            findings_per_1000_words: loudness(tally),
            rules: hits(tally, judge),
            labels: labels(tally),
            labelled_faults: labelled_faults(tally),
            findings_beside_faults: tally.faults.beside,
            cases: cases(tally),
            minimal_pairs: minimal_pairs(tally),
            word_level: word_level(tally),
            sentence_level: sentence_level(tally),
            system_level: system_level(tally),
        }
    }
}

fn loudness(tally: &Tally) -> Vec<LoudnessRow> {
    let mut all = tally.loudness.clone();
    for ((set, _, kind), of_pair) in &tally.loudness {
        for set in [set.as_str(), "ALL"] {
            let total = all.entry((set.to_owned(), "all".to_owned(), *kind)).or_default();
            total.add(*of_pair);
        }
    }
    all.into_iter().map(loudness_row).collect()
}

fn loudness_row(((set, lang_pair, kind), loudness): ((String, String, Kind), Loudness)) -> LoudnessRow {
    let by_severity: BTreeMap<_, _> = Severity::ALL.into_iter().zip(loudness.findings).collect();
    let total = severity_rate(loudness.findings.iter().sum(), loudness.words);
    let faults = by_severity
        .range(Severity::Minor..)
        .map(|(_, findings)| findings)
        .sum();
    LoudnessRow {
        set,
        lang_pair,
        kind,
        segments: loudness.segments,
        words: loudness.words,
        findings: total.findings,
        per_1000_words: total.per_1000_words,
        ci95: total.ci95,
        segments_flagged_share: share(loudness.flagged, loudness.segments),
        faults: severity_rate(faults, loudness.words),
        by_severity: by_severity
            .into_iter()
            .map(|(severity, findings)| (severity, severity_rate(findings, loudness.words)))
            .collect(),
    }
}

fn severity_rate(findings: usize, words: usize) -> SeverityRate {
    let rate = rate(findings, words, 1000.0);
    SeverityRate {
        findings,
        per_1000_words: rate.map(|[estimate, ..]| estimate),
        ci95: rate.map(|[_, lower, upper]| [lower, upper]),
    }
}

/// A line for each rule that ran, also where it never hit.
fn hits(tally: &Tally, judge: &Judge) -> Vec<RuleRow> {
    let mut words: BTreeMap<Kind, usize> = BTreeMap::new();
    for ((_, _, kind), loudness) in &tally.loudness {
        *words.entry(*kind).or_default() += loudness.words;
    }
    let rules = judge.checker.rules();
    let ran: Vec<_> = rules.active().map(|rule| rule.name).collect();
    let hit = tally.hits.keys().map(AsRef::as_ref);
    let mut names: Vec<&str> = ran.iter().map(String::as_str).chain(hit).collect();
    names.sort_unstable();
    names.dedup();
    names
        .into_iter()
        .map(|name| {
            let of_rule = tally.hits.get(name);
            let hits = |kind: &Kind| of_rule.and_then(|hits| hits.get(kind)).copied().unwrap_or(0);
            let per_100k = |kind, words| rate(hits(kind), words, PER_RULE).map(|[estimate, ..]| estimate);
            RuleRow {
                rule: name.to_owned(),
                severity: match rules.level(name) {
                    Some(Level::As(severity)) => Some(severity),
                    _ => None,
                },
                hits: words.keys().map(|kind| (*kind, hits(kind))).collect(),
                per_100k_words: words
                    .iter()
                    .map(|(kind, words)| (*kind, per_100k(kind, *words)))
                    .collect(),
            }
        })
        .collect()
}

fn labels(tally: &Tally) -> Vec<LabelRow> {
    tally
        .labels
        .iter()
        .map(|(rule, count)| LabelRow {
            rule: rule.clone(),
            labels: count.labels,
            found: count.found,
            other_severity: count.other_severity,
            unexpected: count.unexpected,
            precision: share(count.found, count.found + count.unexpected),
            recall: share(count.found, count.labels),
        })
        .collect()
}

fn labelled_faults(tally: &Tally) -> Vec<FaultRow> {
    let row = |faults: &str, found: Share| FaultRow {
        faults: faults.to_owned(),
        count: found.all,
        shown: found.with_finding,
        recall: share(found.with_finding, found.all),
        recall_at_minor: share(found.with_minor, found.all),
    };
    let pages = tally.faults.pages();
    let pages = (pages.all > 0).then(|| row("pages with a fault", pages));
    let shares = tally.faults.shares.iter();
    shares
        .map(|((_, faults), shown)| row(faults, *shown))
        .chain(pages)
        .collect()
}

fn cases(tally: &Tally) -> Vec<CaseRow> {
    let rows = tally.faults.cases.iter();
    rows.map(|(&expect, &(as_expected, cases))| CaseRow {
        expect,
        cases,
        as_expected,
    })
    .collect()
}

fn minimal_pairs(tally: &Tally) -> Vec<PairRow> {
    let mut all = tally.pairs.clone();
    for ((set, _), pairs) in &tally.pairs {
        let total: &mut Pairs = all.entry((set.clone(), "ALL".to_owned())).or_default();
        total.add(*pairs);
    }
    all.into_iter()
        .map(|((set, pert), pairs)| PairRow {
            set,
            pert,
            pairs: pairs.count,
            caught: share(pairs.caught, pairs.count),
            caught_overlap_only: share(pairs.caught_in_place, pairs.count),
            clean_flagged: share(pairs.clean_flagged, pairs.count),
            badness_higher: share(pairs.worse, pairs.count),
            badness_tied: share(pairs.tied, pairs.count),
        })
        .collect()
}

fn word_level(tally: &Tally) -> Vec<WordRow> {
    tally
        .words
        .iter()
        .map(|((set, lang_pair), words)| WordRow {
            set: set.clone(),
            lang_pair: lang_pair.clone(),
            unaligned_tokens: words.unaligned,
            agreement: words.confusion.agreement(),
        })
        .collect()
}

fn sentence_level(tally: &Tally) -> Vec<ScoreRow> {
    tally
        .scores
        .iter()
        .map(|((set, lang_pair, score_type), scores)| {
            let goodness: Vec<f64> = scores.badness.iter().map(|badness| -badness).collect();
            ScoreRow {
                set: set.clone(),
                lang_pair: lang_pair.clone(),
                score_type: score_type.clone(),
                n: goodness.len(),
                spearman: spearman(&goodness, &scores.human),
                pearson: pearson(&goodness, &scores.human),
            }
        })
        .collect()
}

fn system_level(tally: &Tally) -> Vec<SystemRow> {
    let mut rows: Vec<SystemRow> = tally
        .systems
        .iter()
        .filter(|(_, systems)| systems.len() > 1)
        .map(|((set, lang_pair, _), systems)| system_row(set, lang_pair, systems))
        .collect();
    if !rows.is_empty() {
        let sum = |of: fn(&SystemRow) -> usize| rows.iter().map(of).sum();
        let (pairs, agree) = (sum(|row| row.pairs), sum(|row| row.agree));
        rows.push(SystemRow {
            set: "ALL".to_owned(),
            lang_pair: "all".to_owned(),
            systems: sum(|row| row.systems),
            pairs,
            agree,
            tied: sum(|row| row.tied),
            pairwise_accuracy: share(agree, pairs),
        });
    }
    rows
}

fn system_row(set: &str, lang_pair: &str, systems: &BTreeMap<String, Scores>) -> SystemRow {
    let means: Vec<(f64, f64)> = systems
        .values()
        .map(|scores| (mean(&scores.badness), mean(&scores.human)))
        .collect();
    let (mut pairs, mut agree, mut tied) = (0, 0, 0);
    for (at, a) in means.iter().enumerate() {
        for b in &means[at + 1..] {
            let (badness, human) = (a.0 - b.0, a.1 - b.1);
            pairs += usize::from(human != 0.0);
            agree += usize::from(badness * human < 0.0);
            tied += usize::from(human != 0.0 && badness == 0.0);
        }
    }
    SystemRow {
        set: set.to_owned(),
        lang_pair: lang_pair.to_owned(),
        systems: means.len(),
        pairs,
        agree,
        tied,
        pairwise_accuracy: share(agree, pairs),
    }
}
