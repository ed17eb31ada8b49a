//! What is counted while the sets go by; nothing of the texts is kept.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use linguistics::finding::{Finding, Severity};

use super::align;
use super::badness;
use super::corpus::{Label, Labels};
use super::fault::Faults;
use super::segment::{Kind, Segment};
use super::statistics::Confusion;

/// Everything that the figures are made of.
#[derive(Debug, Default)]
pub(super) struct Tally {
    /// By set, languages and kind.
    pub(super) loudness: BTreeMap<(String, String, Kind), Loudness>,
    /// Hits by rule and kind, minimal pairs apart.
    pub(super) hits: BTreeMap<Cow<'static, str>, BTreeMap<Kind, usize>>,
    /// By rule, over all labelled corpora.
    pub(super) labels: BTreeMap<String, Labelled>,
    /// By set and damage.
    pub(super) pairs: BTreeMap<(String, String), Pairs>,
    /// Labelled faults and cases, of all sets together.
    pub(super) faults: Faults,
    /// By set and languages.
    pub(super) words: BTreeMap<(String, String), Words>,
    /// By set, languages and type of score: badness and human score of each segment.
    pub(super) scores: BTreeMap<(String, String, String), Scores>,
    /// By set, languages and type of score, then by system: badness and human score.
    pub(super) systems: BTreeMap<(String, String, String), BTreeMap<String, Scores>>,
}

/// How much is reported.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Loudness {
    pub(super) segments: usize,
    pub(super) words: usize,
    /// Segments with a finding.
    pub(super) flagged: usize,
    /// Findings, in the order of [`Severity::ALL`].
    pub(super) findings: [usize; 4],
}

/// Findings against the labels of a corpus.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Labelled {
    pub(super) labels: usize,
    pub(super) found: usize,
    /// Of the found ones, those with another severity than the label has.
    pub(super) other_severity: usize,
    /// Findings without a label.
    pub(super) unexpected: usize,
}

/// Minimal pairs of one damage.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Pairs {
    pub(super) count: usize,
    /// The damaged side has a finding where it was damaged, or one that the clean side lacks.
    pub(super) caught: usize,
    /// The damaged side has a finding where it was damaged.
    pub(super) caught_in_place: usize,
    /// The clean side has a finding.
    pub(super) clean_flagged: usize,
    /// The damaged side has more penalty points.
    pub(super) worse: usize,
    /// Both sides have the same penalty points.
    pub(super) tied: usize,
}

/// Tokens that people called good or bad.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Words {
    pub(super) confusion: Confusion,
    /// Tokens that do not stand in the text; they count as not flagged.
    pub(super) unaligned: usize,
}

/// Two judgments of the same things.
#[derive(Debug, Default, Clone)]
pub(super) struct Scores {
    pub(super) badness: Vec<f64>,
    /// Higher is better.
    pub(super) human: Vec<f64>,
}

impl Scores {
    fn push(&mut self, badness: f64, human: f64) {
        self.badness.push(badness);
        self.human.push(human);
    }
}

impl Loudness {
    pub(super) fn add(&mut self, other: Self) {
        self.segments += other.segments;
        self.words += other.words;
        self.flagged += other.flagged;
        for (sum, findings) in self.findings.iter_mut().zip(other.findings) {
            *sum += findings;
        }
    }

    fn of(text: &str, findings: &[Finding]) -> Self {
        let count = |severity: Severity| {
            findings
                .iter()
                .filter(|finding| finding.severity == severity)
                .count()
        };
        Self {
            segments: 1,
            words: align::words(text),
            flagged: usize::from(!findings.is_empty()),
            findings: Severity::ALL.map(count),
        }
    }
}

impl Pairs {
    pub(super) fn add(&mut self, other: Self) {
        self.count += other.count;
        self.caught += other.caught;
        self.caught_in_place += other.caught_in_place;
        self.clean_flagged += other.clean_flagged;
        self.worse += other.worse;
        self.tied += other.tied;
    }
}

impl Tally {
    /// A segment that stands for itself.
    pub(super) fn segment(&mut self, segment: &Segment, findings: &[Finding]) {
        let set_and_pair = || (segment.set.clone(), segment.lang_pair.clone());
        let (set, pair) = set_and_pair();
        self.count((set, pair, segment.kind), &segment.text, findings);
        if let (Some(tokens), Some(tags)) = (&segment.tokens, &segment.tags) {
            let words = self.words.entry(set_and_pair()).or_default();
            words.add(&segment.text, tokens, tags, findings);
        }
        let badness = badness(findings);
        let with_type = |kind: Option<&String>| {
            let (set, pair) = set_and_pair();
            (set, pair, kind.cloned().unwrap_or_default())
        };
        if let Some(score) = segment.score {
            let key = with_type(segment.score_type.as_ref());
            self.scores.entry(key).or_default().push(badness, score);
        }
        // The official score of the system where the set has one, else the mean over its segments.
        if let (Kind::Mt, Some(score)) = (segment.kind, segment.sys_score.or(segment.score)) {
            let key = with_type(segment.sys_score_type.as_ref().or(segment.score_type.as_ref()));
            let systems = self.systems.entry(key).or_default();
            systems
                .entry(segment.system.clone())
                .or_default()
                .push(badness, score);
        }
    }

    /// A text and the same text damaged on purpose.
    pub(super) fn pair(&mut self, segment: &Segment, clean: &str, of_text: &[Finding], of_clean: &[Finding]) {
        let changed = align::changed(clean, &segment.text);
        let in_place = of_text
            .iter()
            .any(|finding| changed.iter().any(|stretch| align::meets(finding.span, *stretch)));
        let caught = in_place || has_more(&segment.text, of_text, clean, of_clean);
        let order = badness(of_text).total_cmp(&badness(of_clean));
        let damage = segment.pert.clone().unwrap_or_default();
        self.pairs
            .entry((segment.set.clone(), damage))
            .or_default()
            .add(Pairs {
                count: 1,
                caught: usize::from(caught),
                caught_in_place: usize::from(in_place),
                clean_flagged: usize::from(!of_clean.is_empty()),
                worse: usize::from(order.is_gt()),
                tied: usize::from(order.is_eq()),
            });
    }

    /// An article of a labelled corpus.
    pub(super) fn article(&mut self, corpus: &str, labels: &Labels, text: &str, findings: &[Finding]) {
        let (pair, kind) = match &labels.translated_from {
            Some(language) => (format!("{language}-en"), Kind::Mt),
            None => ("en".to_owned(), Kind::HumanNative),
        };
        self.count((corpus.to_owned(), pair, kind), text, findings);
        let mut left: Vec<&Finding> = findings.iter().collect();
        for label in &labels.findings {
            let of_rule = self.labels.entry(label.rule.clone()).or_default();
            of_rule.labels += 1;
            if let Some(at) = left.iter().position(|finding| is_expected(finding, label, text)) {
                let finding = left.remove(at);
                of_rule.found += 1;
                of_rule.other_severity += usize::from(finding.severity != label.severity);
            }
        }
        for finding in left {
            self.labels
                .entry(finding.rule.to_string())
                .or_default()
                .unexpected += 1;
        }
    }

    fn count(&mut self, key: (String, String, Kind), text: &str, findings: &[Finding]) {
        for finding in findings {
            let of_rule = self.hits.entry(finding.rule.clone()).or_default();
            *of_rule.entry(key.2).or_default() += 1;
        }
        self.loudness
            .entry(key)
            .or_default()
            .add(Loudness::of(text, findings));
    }
}

impl Words {
    fn add(&mut self, text: &str, tokens: &[String], tags: &[u8], findings: &[Finding]) {
        for (span, tag) in align::token_spans(text, tokens).iter().zip(tags) {
            let flagged = span
                .as_ref()
                .is_some_and(|span| findings.iter().any(|finding| align::meets(finding.span, *span)));
            self.unaligned += usize::from(span.is_none());
            self.confusion.add(*tag != 0, flagged);
        }
    }
}

/// Whether the text has a finding, told by rule and quoted words, more often than the clean text.
fn has_more(text: &str, of_text: &[Finding], clean: &str, of_clean: &[Finding]) -> bool {
    let mut known: HashMap<(&str, &str), usize> = HashMap::new();
    for finding in of_clean {
        *known.entry((&finding.rule, &clean[finding.span])).or_default() += 1;
    }
    of_text.iter().any(
        |finding| match known.get_mut(&(&*finding.rule, &text[finding.span])) {
            Some(left) if *left > 0 => {
                *left -= 1;
                false
            }
            _ => true,
        },
    )
}

fn is_expected(finding: &Finding, label: &Label, text: &str) -> bool {
    finding.rule == label.rule
        && label
            .span(text)
            .is_some_and(|span| align::meets(finding.span, span))
}
