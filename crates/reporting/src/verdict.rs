//! The outcome of a run in plain words, the same in every format that people read.

use std::borrow::Cow;

use linguistics::finding::Severity;

use crate::report::{ArticleReport, Novelty, Report, Reported, SourceReport, Tally};
use crate::visible::Visible;

/// Characters of an article's title that the headline quotes.
const TITLE_CHARS: usize = 90;

/// What the run came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// No article could be checked.
    NothingChecked,
    /// Every item was checked in an earlier run, or is older than was asked for.
    NothingNew,
    /// There are findings at or above the threshold, or the score is too low.
    Failed,
    /// The demands are met, though there are findings or sources that could not be read.
    Passed,
    /// There is nothing to say about any article.
    Clean,
}

/// The outcome of a run in plain words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// What the run came to.
    pub outcome: Outcome,
    /// One line without a full stop: "Three findings must be fixed in “Port reopens”".
    pub headline: String,
    /// The figures behind it, in full sentences.
    pub summary: String,
}

impl Verdict {
    /// Judges a report by its own demands, [`Run::fail_on`](crate::report::Run::fail_on) and
    /// [`Run::min_score`](crate::report::Run::min_score).
    #[must_use]
    pub fn of(report: &Report) -> Self {
        Self {
            outcome: outcome(report),
            headline: headline(report),
            summary: summary(report),
        }
    }
}

/// A number and its noun: "1 article", "12 articles".
#[must_use]
pub(crate) fn counted(n: usize, one: &str) -> String {
    format!("{} {one}{}", grouped(n), if n == 1 { "" } else { "s" })
}

/// Findings by severity: "1 critical, 3 major, 2 minor".
#[must_use]
pub(crate) fn by_severity(tally: Tally) -> String {
    let counts: Vec<_> = tally
        .iter()
        .map(|(severity, n)| format!("{} {severity}", grouped(n)))
        .collect();
    counts.join(", ")
}

/// A number with a comma between thousands.
#[must_use]
pub(crate) fn grouped(n: usize) -> String {
    let digits = n.to_string();
    let groups: Vec<_> = digits
        .as_bytes()
        .rchunks(3)
        .rev()
        .map(String::from_utf8_lossy)
        .collect();
    groups.join(",")
}

/// A score with one decimal, and never "100.0" unless it is 100.
#[must_use]
pub(crate) fn score_text(score: f64) -> String {
    if score >= 100.0 {
        "100".into()
    } else {
        format!("{:.1}", (score * 10.0).floor() / 10.0)
    }
}

fn outcome(report: &Report) -> Outcome {
    if is_nothing_new(report) {
        Outcome::NothingNew
    } else if report.articles.is_empty() {
        Outcome::NothingChecked
    } else if report.failing() > 0 || report.scores_too_low() {
        Outcome::Failed
    } else if report.open().next().is_some() || report.sources.iter().any(|source| source.error.is_some()) {
        Outcome::Passed
    } else {
        Outcome::Clean
    }
}

/// Nothing was checked because nothing had to be: all items are those of an earlier run or older than was asked for, and
/// no source is lost.
fn is_nothing_new(report: &Report) -> bool {
    report.articles.is_empty()
        && report
            .sources
            .iter()
            .any(|source| source.unchanged > 0 || source.older > 0)
        && report.sources.iter().all(|source| source.error.is_none())
}

fn headline(report: &Report) -> String {
    let findings = report.tally().total();
    if is_nothing_new(report) {
        return nothing_new(report);
    }
    if report.articles.is_empty() {
        return "Nothing could be checked".into();
    }
    if let Some(threshold) = report.run.fail_on.filter(|_| report.failing() > 0) {
        let n = report.failing();
        let place = in_articles(report, threshold);
        return format!("{} must be fixed in {place}", spelled(n, "finding"));
    }
    if let Some(required) = report.run.min_score.filter(|_| report.scores_too_low()) {
        return format!(
            "The score of {} is below the required {required}",
            score_text(report.score())
        );
    }
    match findings {
        0 if report.articles.len() == 1 => "The article is clean".into(),
        0 => format!("All {} are clean", counted(report.articles.len(), "article")),
        n => format!(
            "Nothing has to be fixed; {} {} a look",
            spelled(n, "finding").to_lowercase(),
            deserve(n)
        ),
    }
}

fn nothing_new(report: &Report) -> String {
    let sum = |count: fn(&SourceReport) -> usize| report.sources.iter().map(count).sum();
    let counts = [
        (sum(|source| source.unchanged), "checked in an earlier run"),
        (sum(|source| source.older), "older than asked for"),
    ];
    let told = counts.iter().filter(|(n, _)| *n > 0);
    let told: Vec<_> = told
        .map(|(n, what)| format!("{} {what}", counted(*n, "item")))
        .collect();
    format!("Nothing new: {}", told.join(", "))
}

fn summary(report: &Report) -> String {
    let mut sentences = vec![checked(report)];
    if report.tally().total() > 0 {
        sentences.push(findings_sentence(report));
    }
    sentences.extend(ignored_sentence(report));
    sentences.extend(score_sentence(report));
    sentences.extend(clean_sentence(report));
    sentences.extend(losses_sentence(report));
    sentences.join(" ")
}

fn checked(report: &Report) -> String {
    let articles = counted(report.articles.len(), "article");
    format!("{articles} checked, {}.", counted(report.words(), "word"))
}

fn findings_sentence(report: &Report) -> String {
    let tally = report.tally();
    let is_new = |reported: &&Reported| report.novelty(reported) == Some(Novelty::New);
    let new = if report.history.is_empty() {
        String::new()
    } else {
        format!(" ({} new)", grouped(report.open().filter(is_new).count()))
    };
    format!(
        "{}{new}: {}.",
        counted(tally.total(), "finding"),
        by_severity(tally)
    )
}

fn score_sentence(report: &Report) -> Option<String> {
    let required = report.run.min_score.filter(|_| !report.articles.is_empty())?;
    let score = score_text(report.score());
    let relation = if report.scores_too_low() {
        "below"
    } else {
        "not below"
    };
    Some(format!(
        "The score of {score} is {relation} the required {required}."
    ))
}

fn ignored_sentence(report: &Report) -> Option<String> {
    let ignored: usize = report
        .articles
        .iter()
        .map(|article| article.ignored().count())
        .sum();
    match ignored {
        0 => None,
        1 => Some("One known finding is ignored.".into()),
        n => Some(format!("{} known findings are ignored.", grouped(n))),
    }
}

fn clean_sentence(report: &Report) -> Option<String> {
    let clean = report
        .articles
        .iter()
        .filter(|article| article.is_clean())
        .count();
    let all = report.articles.len();
    match clean {
        0 => None,
        1 if all == 1 => None,
        n if n == all => None,
        n => Some(format!(
            "{} {} clean.",
            spelled(n, "article"),
            if n == 1 { "is" } else { "are" }
        )),
    }
}

fn losses_sentence(report: &Report) -> Option<String> {
    let unread = report
        .sources
        .iter()
        .filter(|source| source.error.is_some())
        .count();
    let lost: usize = report.sources.iter().map(|source| source.losses.len()).sum();
    match (unread, lost) {
        (0, 0) => None,
        (0, lost) => Some(format!("{} could not be checked in full.", spelled(lost, "item"))),
        (unread, _) => Some(format!("{} could not be read.", spelled(unread, "source"))),
    }
}

/// “Title” when all of the findings stand in one article, else how many articles there are.
fn in_articles(report: &Report, threshold: Severity) -> String {
    let concerned = |article: &&ArticleReport| article.tally().at_least(threshold) > 0;
    let mut articles = report.articles.iter().filter(concerned);
    match (articles.next(), articles.count()) {
        (Some(only), 0) if report.articles.len() == 1 && only.title.trim().is_empty() => "the article".into(),
        (Some(only), 0) => format!("“{}”", shortened(only.title.trim(), TITLE_CHARS)),
        (_, others) => format!("{} articles", grouped(others + 1)),
    }
}

/// Text cut after so many characters, made safe to show.
#[must_use]
pub(crate) fn shortened(text: &str, chars: usize) -> String {
    let cut = text
        .char_indices()
        .nth(chars)
        .map(|(at, _)| text[..at].trim_end());
    let text: Cow<str> = cut.map_or(text.into(), |cut| format!("{cut}…").into());
    Visible(&text).to_string()
}

/// "Three findings", "13 findings": numbers up to twelve in words, for the start of a sentence.
fn spelled(n: usize, noun: &str) -> String {
    const WORDS: [&str; 13] = [
        "No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven",
        "Twelve",
    ];
    let Some(word) = WORDS.get(n) else {
        return counted(n, noun);
    };
    format!("{word} {noun}{}", if n == 1 { "" } else { "s" })
}

fn deserve(n: usize) -> &'static str {
    if n == 1 { "deserves" } else { "deserve" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::finding;

    fn report(findings: &[usize]) -> Report {
        let article = |(i, n): (usize, &usize)| {
            let article = ArticleReport {
                title: format!("Story {}", i + 1),
                words: 100,
                ..Default::default()
            };
            article.with_findings(vec![finding(0..1); *n])
        };
        let mut report = Report {
            articles: findings.iter().enumerate().map(article).collect(),
            ..Default::default()
        };
        report.run.fail_on = Some(Severity::Major);
        report
    }

    fn verdict(report: &Report) -> (Outcome, String) {
        let verdict = Verdict::of(report);
        (verdict.outcome, verdict.headline)
    }

    #[test]
    fn names_the_article_when_there_is_only_one() {
        let (outcome, headline) = verdict(&report(&[0, 3]));
        assert_eq!(outcome, Outcome::Failed);
        assert_eq!(headline, "Three findings must be fixed in “Story 2”");
        assert_eq!(
            verdict(&report(&[1, 13])).1,
            "14 findings must be fixed in 2 articles"
        );
    }

    #[test]
    fn a_low_score_fails_when_nothing_else_does() {
        let mut report = report(&[1]);
        report.run.fail_on = None;
        report.run.min_score = Some(98.5);
        assert_eq!(
            verdict(&report),
            (
                Outcome::Failed,
                "The score of 95.0 is below the required 98.5".into()
            )
        );
    }

    #[test]
    fn findings_below_the_threshold_pass() {
        let mut report = report(&[1, 0]);
        report.run.fail_on = Some(Severity::Critical);
        let headline = "Nothing has to be fixed; one finding deserves a look".to_owned();
        assert_eq!(verdict(&report), (Outcome::Passed, headline));
    }

    #[test]
    fn an_empty_run_is_never_clean() {
        assert_eq!(verdict(&report(&[])).0, Outcome::NothingChecked);
        assert_eq!(
            verdict(&report(&[0, 0])),
            (Outcome::Clean, "All 2 articles are clean".into())
        );
    }

    #[test]
    fn a_run_without_news_says_so() {
        let mut report = report(&[]);
        report.sources.push(SourceReport {
            unchanged: 12,
            ..Default::default()
        });
        let nothing_new = "Nothing new: 12 items checked in an earlier run".to_owned();
        assert_eq!(verdict(&report), (Outcome::NothingNew, nothing_new));
        report.sources[0].older = 1;
        let some_old =
            "Nothing new: 12 items checked in an earlier run, 1 item older than asked for".to_owned();
        assert_eq!(verdict(&report), (Outcome::NothingNew, some_old));
        report.sources[0].unchanged = 0;
        assert_eq!(verdict(&report).0, Outcome::NothingNew);
        report.sources.push(SourceReport {
            error: Some("refused".into()),
            ..Default::default()
        });
        assert_eq!(verdict(&report).0, Outcome::NothingChecked);
    }

    #[test]
    fn a_lost_source_is_no_clean_run() {
        let mut report = report(&[0]);
        report.sources.push(SourceReport {
            error: Some("refused".into()),
            ..Default::default()
        });
        assert_eq!(verdict(&report).0, Outcome::Passed);
        assert!(
            Verdict::of(&report)
                .summary
                .ends_with("One source could not be read.")
        );
    }

    #[test]
    fn rounds_scores_down_so_that_a_fault_is_never_a_hundred() {
        assert_eq!(score_text(100.0), "100");
        assert_eq!(score_text(99.99), "99.9");
        assert_eq!(grouped(1_234_567), "1,234,567");
    }
}
