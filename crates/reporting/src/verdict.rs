//! The outcome of a run in plain words, the same in every format that people read.

use std::borrow::Cow;

use linguistics::finding::Severity;

use crate::report::{ArticleReport, CORRECTED, Report, SourceReport, Tally, Totals};
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
    /// The demands are met as far as was checked, but [not everything was](Report::is_incomplete).
    Incomplete,
    /// The demands are met, though there are findings.
    Passed,
    /// The rules found nothing. They see what lies on the surface of an English text; this is no proof of its quality.
    NothingFound,
}

/// The outcome of a run in plain words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// What the run came to.
    pub outcome: Outcome,
    /// One line without a full stop: "Three findings must be fixed in “Port reopens”; 1 source could not be read".
    pub headline: String,
    /// The first clause of the headline.
    pub outcome_clause: String,
    /// Its other clauses, which limit the first: what was not checked, and what is still open from earlier runs.
    pub limits: Vec<String>,
    /// The figures behind it, in full sentences.
    pub summary: String,
}

impl Verdict {
    /// Judges a report by its own demands, [`Run::fail_on`](crate::report::Run::fail_on) and
    /// [`Run::min_score`](crate::report::Run::min_score).
    #[must_use]
    pub fn of(report: &Report) -> Self {
        let outcome_clause = outcome_clause(report);
        let limits: Vec<_> = lost_clause(report)
            .into_iter()
            .chain(open_clause(report))
            .collect();
        let clauses: Vec<_> = [&outcome_clause]
            .into_iter()
            .chain(&limits)
            .map(String::as_str)
            .collect();
        Self {
            outcome: outcome(report),
            headline: clauses.join("; "),
            summary: summary(report),
            outcome_clause,
            limits,
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

/// What was found in an article, for a list of articles.
#[must_use]
pub(crate) fn found_in(article: &ArticleReport) -> String {
    let tally = article.tally();
    let (ignored, waiting) = (article.ignored().count(), article.corrected().count());
    if tally.total() > 0 {
        return by_severity(tally);
    }
    match (ignored, waiting) {
        (0, 0) => "nothing found".into(),
        (0, waiting) => format!("{} {CORRECTED}", grouped(waiting)),
        (ignored, 0) => format!("{} known, ignored", grouped(ignored)),
        (ignored, waiting) => {
            format!(
                "{} known, ignored; {} {CORRECTED}",
                grouped(ignored),
                grouped(waiting)
            )
        }
    }
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
    } else if report.totals().articles == 0 {
        Outcome::NothingChecked
    } else if report.failing() > 0 || report.scores_too_low() {
        Outcome::Failed
    } else if report.is_incomplete() {
        Outcome::Incomplete
    } else if report.checked_tally().total() > 0 {
        Outcome::Passed
    } else {
        Outcome::NothingFound
    }
}

/// Nothing was checked because nothing had to be: all items are those of an earlier run, older than was asked for or not
/// wanted, or a known feed has none; and no source is lost.
fn is_nothing_new(report: &Report) -> bool {
    let spared = |source: &SourceReport| {
        source.unchanged + source.older + source.filtered + source.left_out.len() > 0 || source.is_empty
    };
    report.totals().articles == 0 && report.sources.iter().any(spared) && !report.is_incomplete()
}

fn outcome_clause(report: &Report) -> String {
    if is_nothing_new(report) {
        return nothing_new(report);
    }
    if report.totals().articles == 0 {
        return "Nothing could be checked".into();
    }
    if let Some(threshold) = report.run.fail_on.filter(|_| report.failing() > 0) {
        let n = report.failing();
        let place = in_articles(&report.totals(), threshold);
        return format!("{} must be fixed in {place}", spelled(n, "finding"));
    }
    if let Some(required) = report.run.min_score.filter(|_| report.scores_too_low()) {
        return format!(
            "The score of {} is below the required {required}",
            score_text(report.score())
        );
    }
    match report.checked_tally().total() {
        0 => nothing_found(report),
        n => format!(
            "Nothing has to be fixed; {} {} a look",
            spelled(n, "finding").to_lowercase(),
            deserve(n)
        ),
    }
}

/// What can be said of articles without an open finding, and no more than that.
fn nothing_found(report: &Report) -> String {
    let Totals {
        articles,
        ignored,
        with_ignored,
        corrected: waiting,
        words,
        not_english: foreign,
        ..
    } = report.totals();
    if ignored > 0 {
        let place = match articles {
            1 => String::new(),
            _ => format!(" in {}", counted(with_ignored, "article")),
        };
        return format!(
            "Nothing new; {}{place} {} ignored",
            counted(ignored, "known finding"),
            be(ignored)
        );
    }
    if waiting > 0 {
        return format!(
            "Nothing new; {} {} {CORRECTED}",
            counted(waiting, "finding"),
            be(waiting)
        );
    }
    let words = counted(words, "word");
    if foreign == articles {
        let subject = match articles {
            1 => "The article is".into(),
            n => format!("All {} are", counted(n, "article")),
        };
        return format!("{subject} not in English: only marks, spacing and repetitions were checked");
    }
    match articles {
        1 => format!("No surface fault found in {words}"),
        n => format!("No surface fault found in {}, {words}", counted(n, "article")),
    }
}

fn nothing_new(report: &Report) -> String {
    let sum = |count: fn(&SourceReport) -> usize| report.sources.iter().map(count).sum();
    let counts = [
        (sum(|source| source.unchanged), "checked in an earlier run"),
        (sum(|source| source.older), "older than asked for"),
        (sum(|source| source.filtered), "left out by include/exclude"),
    ];
    let told = counts.iter().filter(|(n, _)| *n > 0);
    let left_out = report.sources.iter().flat_map(|source| &source.left_out);
    let told: Vec<_> = told
        .map(|(n, what)| format!("{} {what}", counted(*n, "item")))
        .chain(left_out.cloned())
        .collect();
    if told.is_empty() {
        return "Nothing new: no items in the source".to_owned();
    }
    format!("Nothing new: {}", told.join(", "))
}

/// What was not checked.
fn lost_clause(report: &Report) -> Option<String> {
    let unread = report
        .sources
        .iter()
        .filter(|source| source.error.is_some())
        .count();
    let teasers: usize = report.sources.iter().map(|source| source.teasers).sum();
    let others = report.losses().saturating_sub(teasers);
    let of_all = match report.totals().articles {
        articles if articles > teasers => format!("{} of {}", grouped(teasers), counted(articles, "article")),
        _ => counted(teasers, "article"),
    };
    let clauses = [
        (teasers > 0).then(|| format!("{of_all} could only be read as {}", teaser_word(teasers))),
        (others > 0).then(|| format!("{} could not be checked in full", counted(others, "item"))),
        (unread > 0).then(|| format!("{} could not be read", counted(unread, "source"))),
    ];
    let clauses: Vec<_> = clauses.into_iter().flatten().collect();
    (!clauses.is_empty()).then(|| clauses.join(", "))
}

/// What earlier runs found and nobody has dealt with.
fn open_clause(report: &Report) -> Option<String> {
    let findings = report.carried_over().flat_map(ArticleReport::open).count();
    let articles = counted(report.carried_over().count(), "article");
    (findings > 0).then(|| {
        format!(
            "{} of earlier runs {} still open in {articles}",
            counted(findings, "finding"),
            be(findings)
        )
    })
}

fn summary(report: &Report) -> String {
    let mut sentences = vec![checked(report)];
    if report.checked_tally().total() > 0 {
        sentences.push(findings_sentence(report));
    }
    sentences.extend(ignored_sentence(report));
    sentences.extend(score_sentence(report));
    sentences.extend(without_findings_sentence(report));
    sentences.extend(twins_sentence(report));
    sentences.extend(foreign_sentence(report));
    sentences.extend(meaning_sentence(report));
    sentences.join(" ")
}

fn checked(report: &Report) -> String {
    let totals = report.totals();
    let articles = counted(totals.articles, "article");
    format!("{articles} checked, {}.", counted(totals.words, "word"))
}

fn findings_sentence(report: &Report) -> String {
    let Totals { tally, new, .. } = report.totals();
    let new = if report.history.is_empty() {
        String::new()
    } else {
        format!(" ({} new)", grouped(new))
    };
    format!(
        "{}{new}: {}.",
        counted(tally.total(), "finding"),
        by_severity(tally)
    )
}

fn score_sentence(report: &Report) -> Option<String> {
    let required = report.run.min_score.filter(|_| report.totals().articles > 0)?;
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
    let known = report.articles.iter().map(|article| article.ignored().count());
    match known.sum::<usize>() + report.released.ignored {
        0 => None,
        1 => Some("One known finding is ignored.".into()),
        n => Some(format!("{} known findings are ignored.", grouped(n))),
    }
}

fn without_findings_sentence(report: &Report) -> Option<String> {
    let Totals {
        clean: without,
        articles: all,
        ..
    } = report.totals();
    (without > 0 && without < all).then(|| format!("No fault was found in {}.", counted(without, "article")))
}

/// The same release often stands in several feeds.
fn twins_sentence(report: &Report) -> Option<String> {
    let twins: usize = report.articles.iter().map(|article| article.also.len()).sum();
    (twins > 0).then(|| {
        let say = if twins == 1 { "says" } else { "say" };
        format!(
            "{} {say} word for word what another says.",
            spelled(twins, "item")
        )
    })
}

/// Articles in another language, where the headline does not say it already.
fn foreign_sentence(report: &Report) -> Option<String> {
    let Totals {
        not_english: foreign,
        articles,
        ..
    } = report.totals();
    let in_headline = foreign == articles && outcome(report) == Outcome::NothingFound;
    (foreign > 0 && !in_headline).then(|| {
        format!(
            "{} {} not in English: only marks, spacing and repetitions were checked there.",
            spelled(foreign, "article"),
            be(foreign)
        )
    })
}

/// Most rules read the translation alone, and what the others compare is not all of the meaning.
fn meaning_sentence(report: &Report) -> Option<String> {
    let Totals {
        articles, compared, ..
    } = report.totals();
    let which = match (compared, articles) {
        (_, 0) => return None,
        (0, _) => return Some("Whether the meaning is right was not checked.".into()),
        (1, 1) => String::new(),
        (compared, articles) if compared == articles => " in all articles".into(),
        (compared, articles) => format!(" in {} of {}", grouped(compared), counted(articles, "article")),
    };
    Some(format!(
        "Meaning was compared with the original{which}, as far as numbers, dates, acronyms and completeness go."
    ))
}

/// “Title” when all of the findings stand in one article, else how many articles there are.
fn in_articles(totals: &Totals, threshold: Severity) -> String {
    match totals.concerned.at_least(threshold) {
        1 => {
            let title = totals.gravest_title().unwrap_or_default().trim();
            if totals.articles == 1 && title.is_empty() {
                return "the article".into();
            }
            format!("“{}”", shortened(title, TITLE_CHARS))
        }
        articles => format!("{} articles", grouped(articles)),
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

fn teaser_word(n: usize) -> &'static str {
    if n == 1 { "a teaser" } else { "teasers" }
}

fn be(n: usize) -> &'static str {
    if n == 1 { "is" } else { "are" }
}

fn deserve(n: usize) -> &'static str {
    if n == 1 { "deserves" } else { "deserve" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Suppression;
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
            (
                Outcome::NothingFound,
                "No surface fault found in 2 articles, 200 words".into()
            )
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
        report.sources[0] = SourceReport {
            filtered: 2,
            ..Default::default()
        };
        let unwanted = "Nothing new: 2 items left out by include/exclude".to_owned();
        assert_eq!(verdict(&report), (Outcome::NothingNew, unwanted));
        report.sources[0] = SourceReport {
            is_empty: true,
            ..Default::default()
        };
        let empty = "Nothing new: no items in the source".to_owned();
        assert_eq!(verdict(&report), (Outcome::NothingNew, empty));
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
        let incomplete = "No surface fault found in 100 words; 1 source could not be read".to_owned();
        assert_eq!(verdict(&report), (Outcome::Incomplete, incomplete));
    }

    #[test]
    fn losses_stand_in_the_headline_and_make_a_run_incomplete() {
        let mut report = report(&[0, 0, 0]);
        report.sources.push(SourceReport {
            losses: vec!["full text of “A”: 404".into(), "full text of “B”: 404".into()],
            teasers: 2,
            ..Default::default()
        });
        let headline =
            "No surface fault found in 3 articles, 300 words; 2 of 3 articles could only be read as teasers";
        assert_eq!(verdict(&report), (Outcome::Incomplete, headline.into()));
        report.run.max_losses = 2;
        assert_eq!(verdict(&report), (Outcome::NothingFound, headline.into()));
        report.sources[0].losses.push("line 7: no JSON".into());
        report.sources[0].teasers = 3;
        report.articles[0].carried_over = true;
        let headline =
            "No surface fault found in 2 articles, 200 words; 3 articles could only be read as teasers";
        assert_eq!(verdict(&report), (Outcome::Incomplete, headline.into()));
        report.sources[0].teasers = 0;
        assert!(
            verdict(&report)
                .1
                .ends_with("; 3 items could not be checked in full")
        );
    }

    #[test]
    fn what_earlier_runs_found_stays_open_and_fails_no_run() {
        let mut report = report(&[3, 1]);
        report.articles[0].carried_over = true;
        report.articles[1].carried_over = true;
        report.sources.push(SourceReport {
            unchanged: 2,
            ..Default::default()
        });
        let headline = "Nothing new: 2 items checked in an earlier run; 4 findings of earlier runs are still open in 2 \
                        articles";
        assert_eq!(verdict(&report), (Outcome::NothingNew, headline.into()));
        assert_eq!((report.failing(), report.tally().total()), (0, 4));
        report.articles[1].carried_over = false;
        assert!(
            verdict(&report)
                .1
                .starts_with("One finding must be fixed in “Story 2”; 3 findings of earlier runs")
        );
    }

    #[test]
    fn corrected_findings_are_no_clean_bill() {
        let mut report = report(&[2, 0]);
        for reported in &mut report.articles[0].findings {
            reported.mark_corrected(Suppression {
                reason: CORRECTED.into(),
                by: None,
                expires: None,
            });
        }
        let headline = "Nothing new; 2 findings are corrected, waiting for the publisher";
        assert_eq!(verdict(&report), (Outcome::NothingFound, headline.into()));
        assert_eq!(
            found_in(&report.articles[0]),
            "2 corrected, waiting for the publisher"
        );
        assert_eq!(found_in(&report.articles[1]), "nothing found");
    }

    #[test]
    fn known_findings_are_no_clean_bill() {
        let mut report = report(&[2, 1, 0]);
        for article in report.articles.iter_mut() {
            for reported in &mut article.findings {
                reported.ignore(crate::report::Suppression {
                    reason: "known".into(),
                    by: None,
                    expires: None,
                });
            }
        }
        let headline = "Nothing new; 3 known findings in 2 articles are ignored".to_owned();
        assert_eq!(verdict(&report), (Outcome::NothingFound, headline));
    }

    #[test]
    fn a_text_in_another_language_was_hardly_checked() {
        let mut report = report(&[0]);
        report.articles[0].language_note = Some("There are no rules for Russian yet.".into());
        assert!(
            verdict(&report)
                .1
                .starts_with("The article is not in English: only marks")
        );
    }

    #[test]
    fn rounds_scores_down_so_that_a_fault_is_never_a_hundred() {
        assert_eq!(score_text(100.0), "100");
        assert_eq!(score_text(99.99), "99.9");
        assert_eq!(grouped(1_234_567), "1,234,567");
    }
}
