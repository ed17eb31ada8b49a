//! The scores of the last runs as a line.

use crate::report::{PastRun, Report};
use crate::verdict::{by_severity, grouped, score_text};

use super::article::day_in_words;

/// Runs shown at most, this one included.
const MAX_RUNS: usize = 30;

/// Size of the drawing in its own units, and the space left free around the line.
const WIDTH: f64 = 430.0;
const HEIGHT: f64 = 60.0;
const MARGIN: f64 = 6.0;

/// The least range of scores that the height stands for: a tenth of a point is no precipice.
const MIN_RANGE: f64 = 1.0;

/// What the template draws.
pub(super) struct Trend {
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) points: String,
    pub(super) last_x: String,
    pub(super) last_y: String,
    /// Where the required score lies, if one is required.
    pub(super) required_y: Option<String>,
    pub(super) tone: &'static str,
    /// What the line shows, for those who do not see it.
    pub(super) summary: String,
    /// The runs in figures, this one last.
    pub(super) rows: Vec<TrendRow>,
}

pub(super) struct TrendRow {
    pub(super) date: String,
    pub(super) score: String,
    pub(super) articles: String,
    pub(super) findings: String,
}

/// The line, when there are runs before this one. A run that checked nothing has no place in it.
pub(super) fn trend(report: &Report) -> Option<Trend> {
    let past = report.history.as_slice();
    let checked = report.checked().count();
    let this = (checked > 0).then(|| PastRun {
        date: report.run.date,
        score: report.score(),
        articles: checked,
        tally: report.checked_tally(),
    });
    let runs: Vec<_> = past[past.len().saturating_sub(MAX_RUNS - 1)..]
        .iter()
        .chain(&this)
        .collect();
    if past.is_empty() || runs.len() < 2 {
        return None;
    }
    let scale = Scale::new(&runs, report.run.min_score);
    let points: Vec<_> = runs
        .iter()
        .enumerate()
        .map(|(n, run)| (scale.x(n), scale.y(run.score)))
        .collect();
    let (last_x, last_y) = *points.last()?;
    let points: Vec<_> = points.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
    Some(Trend {
        width: WIDTH,
        height: HEIGHT,
        points: points.join(" "),
        last_x: format!("{last_x:.1}"),
        last_y: format!("{last_y:.1}"),
        required_y: report.run.min_score.map(|score| format!("{:.1}", scale.y(score))),
        tone: if this.is_some() && report.scores_too_low() {
            "major"
        } else {
            "clean"
        },
        summary: summary(&runs),
        rows: runs.iter().map(|run| TrendRow::new(run)).collect(),
    })
}

/// From runs and scores to the units of the drawing.
struct Scale {
    lowest: f64,
    highest: f64,
    runs: usize,
}

impl Scale {
    fn new(runs: &[&PastRun], required: Option<f64>) -> Self {
        let scores = || runs.iter().map(|run| run.score).chain(required);
        let (lowest, highest) = (scores().fold(100.0, f64::min), scores().fold(0.0, f64::max));
        let spare = (MIN_RANGE - (highest - lowest)).max(0.0) / 2.0;
        Self {
            lowest: lowest - spare,
            highest: highest + spare,
            runs: runs.len(),
        }
    }

    fn x(&self, run: usize) -> f64 {
        MARGIN + (WIDTH - 2.0 * MARGIN) * run as f64 / (self.runs - 1).max(1) as f64
    }

    fn y(&self, score: f64) -> f64 {
        MARGIN + (HEIGHT - 2.0 * MARGIN) * (self.highest - score) / (self.highest - self.lowest)
    }
}

fn summary(runs: &[&PastRun]) -> String {
    let (before, last) = (&runs[..runs.len() - 1], runs[runs.len() - 1]);
    let lowest = before.iter().map(|run| run.score).fold(100.0, f64::min);
    let highest = before.iter().map(|run| run.score).fold(0.0, f64::max);
    format!(
        "Score in {} runs: between {} and {} before, {} now",
        runs.len(),
        score_text(lowest),
        score_text(highest),
        score_text(last.score)
    )
}

impl TrendRow {
    fn new(run: &PastRun) -> Self {
        let findings = if run.tally.total() == 0 {
            "none".into()
        } else {
            by_severity(run.tally)
        };
        Self {
            date: day_in_words(run.date),
            score: score_text(run.score),
            articles: grouped(run.articles),
            findings,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Articles;
    use crate::sample::report;

    /// The sample after runs with these scores.
    fn with_runs(scores: &[f64]) -> Report {
        let run = |score: &f64| PastRun {
            score: *score,
            ..Default::default()
        };
        Report {
            history: scores.iter().map(run).collect(),
            ..report()
        }
    }

    #[test]
    fn there_is_no_line_without_runs_before() {
        assert!(trend(&report()).is_none());
        assert!(trend(&with_runs(&[])).is_none());
    }

    #[test]
    fn the_line_ends_with_this_run_and_stays_within_the_drawing() {
        let trend = trend(&with_runs(&[99.1, 98.0, 99.5])).unwrap();
        assert_eq!(trend.rows.len(), 4);
        assert_eq!(trend.rows[3].findings, "1 critical, 4 major, 3 minor, 1 info");
        assert_eq!(
            trend.summary,
            "Score in 4 runs: between 98.0 and 99.5 before, 75.0 now"
        );
        for number in trend.points.split([',', ' ']) {
            let number: f64 = number.parse().unwrap();
            assert!((0.0..=WIDTH).contains(&number), "{}", trend.points);
        }
        assert!(
            trend
                .points
                .ends_with(&format!("{},{}", trend.last_x, trend.last_y))
        );
    }

    #[test]
    fn equal_scores_make_a_flat_line_and_no_nonsense() {
        let mut report = with_runs(&[100.0; 50]);
        report.articles = Articles::default();
        let trend = trend(&report).unwrap();
        assert_eq!(trend.rows.len(), MAX_RUNS - 1, "this run checked nothing");
        assert!(!trend.points.contains("NaN"), "{}", trend.points);
    }
}
