//! The figures as tables for people.

use std::io::{self, Write};

use linguistics::finding::Severity;
use reporting::visible::Visible;

use super::figures::{Figures, LoudnessRow, RuleRow};
use super::segment::Kind;

/// Columns of a table are this many spaces apart.
const GAP: &str = "  ";

/// Writes every table that has a row.
pub(super) fn write(figures: &Figures, out: &mut dyn Write) -> io::Result<()> {
    loudness(figures, out)?;
    rules(figures, out)?;
    labels(figures, out)?;
    labelled_faults(figures, out)?;
    cases(figures, out)?;
    minimal_pairs(figures, out)?;
    word_level(figures, out)?;
    sentence_level(figures, out)?;
    system_level(figures, out)?;
    writeln!(
        out,
        "Findings of severity {} and above were counted. A dash: nothing to divide by.",
        figures.min_severity
    )
}

fn loudness(figures: &Figures, out: &mut dyn Write) -> io::Result<()> {
    let head = [
        "set",
        "languages",
        "kind",
        "segments",
        "words",
        "major",
        "minor",
        "minor+",
        "/1000",
        "95 % from",
        "to",
        "info",
        "/1000",
    ];
    let rows = &figures.findings_per_1000_words;
    table(
        "Findings per 1,000 words",
        &head,
        rows.iter().map(loudness_cells),
        out,
    )
}

fn loudness_cells(row: &LoudnessRow) -> Vec<String> {
    let of = |severity| row.by_severity[&severity];
    let major = of(Severity::Major).findings + of(Severity::Critical).findings;
    vec![
        row.set.clone(),
        row.lang_pair.clone(),
        row.kind.as_str().to_owned(),
        row.segments.to_string(),
        row.words.to_string(),
        major.to_string(),
        of(Severity::Minor).findings.to_string(),
        row.faults.findings.to_string(),
        number(row.faults.per_1000_words, 3),
        number(row.faults.ci95.map(|[lower, _]| lower), 3),
        number(row.faults.ci95.map(|[_, upper]| upper), 3),
        of(Severity::Info).findings.to_string(),
        number(of(Severity::Info).per_1000_words, 3),
    ]
}

fn rules(figures: &Figures, out: &mut dyn Write) -> io::Result<()> {
    let mut head = vec!["rule", "severity"];
    for kind in Kind::ALL {
        head.extend([kind.as_str(), "/100k"]);
    }
    let rows = figures.rules.iter().map(rule_cells);
    table(
        "Hits per rule, and per 100,000 words of each kind of text",
        &head,
        rows,
        out,
    )
}

fn rule_cells(row: &RuleRow) -> Vec<String> {
    let severity = row.severity.map_or("-", Severity::as_str).to_owned();
    let mut cells = vec![row.rule.clone(), severity];
    for kind in Kind::ALL {
        cells.push(row.hits.get(&kind).map_or("-".to_owned(), ToString::to_string));
        cells.push(number(row.per_100k_words.get(&kind).copied().flatten(), 2));
    }
    cells
}

fn labels(figures: &Figures, out: &mut dyn Write) -> io::Result<()> {
    let head = [
        "rule",
        "labels",
        "found",
        "other severity",
        "unexpected",
        "precision",
        "recall",
    ];
    let rows = figures.labels.iter().map(|row| {
        vec![
            row.rule.clone(),
            row.labels.to_string(),
            row.found.to_string(),
            row.other_severity.to_string(),
            row.unexpected.to_string(),
            percent(row.precision),
            percent(row.recall),
        ]
    });
    table("Labelled corpora", &head, rows, out)
}

fn labelled_faults(figures: &Figures, out: &mut dyn Write) -> io::Result<()> {
    let head = ["faults", "labels", "shown", "recall", "at minor"];
    let rows = figures.labelled_faults.iter().map(|row| {
        vec![
            row.faults.clone(),
            row.count.to_string(),
            row.shown.to_string(),
            percent(row.recall),
            percent(row.recall_at_minor),
        ]
    });
    let title = format!(
        "Labelled faults of known translations; {} findings touch none of them",
        figures.findings_beside_faults
    );
    table(&title, &head, rows, out)
}

fn cases(figures: &Figures, out: &mut dyn Write) -> io::Result<()> {
    let head = ["expected", "cases", "as expected"];
    let rows = figures.cases.iter().map(|row| {
        vec![
            row.expect.as_str().to_owned(),
            row.cases.to_string(),
            row.as_expected.to_string(),
        ]
    });
    table("Cases", &head, rows, out)
}

fn minimal_pairs(figures: &Figures, out: &mut dyn Write) -> io::Result<()> {
    let head = [
        "set",
        "damage",
        "pairs",
        "caught",
        "in place",
        "clean side flagged",
    ];
    let rows = figures.minimal_pairs.iter().map(|row| {
        vec![
            row.set.clone(),
            row.pert.clone(),
            row.pairs.to_string(),
            percent(row.caught),
            percent(row.caught_overlap_only),
            percent(row.clean_flagged),
        ]
    });
    table("Minimal pairs", &head, rows, out)
}

fn word_level(figures: &Figures, out: &mut dyn Write) -> io::Result<()> {
    let head = [
        "set",
        "languages",
        "tokens",
        "bad",
        "flagged",
        "MCC",
        "precision",
        "recall",
        "unaligned",
    ];
    let rows = figures.word_level.iter().map(|row| {
        vec![
            row.set.clone(),
            row.lang_pair.clone(),
            row.agreement.tokens.to_string(),
            percent(row.agreement.bad_share),
            percent(row.agreement.flagged_share),
            number(Some(row.agreement.mcc), 4),
            percent(row.agreement.precision),
            percent(row.agreement.recall),
            row.unaligned_tokens.to_string(),
        ]
    });
    table("Word level: findings against words tagged bad", &head, rows, out)
}

fn sentence_level(figures: &Figures, out: &mut dyn Write) -> io::Result<()> {
    let head = ["set", "languages", "score", "segments", "Spearman", "Pearson"];
    let rows = figures.sentence_level.iter().map(|row| {
        vec![
            row.set.clone(),
            row.lang_pair.clone(),
            row.score_type.clone(),
            row.n.to_string(),
            number(row.spearman, 4),
            number(row.pearson, 4),
        ]
    });
    table(
        "Sentence level: penalty points against the human score",
        &head,
        rows,
        out,
    )
}

fn system_level(figures: &Figures, out: &mut dyn Write) -> io::Result<()> {
    let head = [
        "set",
        "languages",
        "systems",
        "pairs",
        "agree",
        "tied",
        "accuracy",
    ];
    let rows = figures.system_level.iter().map(|row| {
        vec![
            row.set.clone(),
            row.lang_pair.clone(),
            row.systems.to_string(),
            row.pairs.to_string(),
            row.agree.to_string(),
            row.tied.to_string(),
            percent(row.pairwise_accuracy),
        ]
    });
    table(
        "System level: pairs of systems ranked as people rank them",
        &head,
        rows,
        out,
    )
}

fn number(value: Option<f64>, decimals: usize) -> String {
    value.map_or("-".to_owned(), |value| format!("{value:.decimals$}"))
}

fn percent(value: Option<f64>) -> String {
    value.map_or("-".to_owned(), |value| format!("{:.1} %", value * 100.0))
}

/// A title, a head and the rows, or nothing where there is no row. Columns of figures are flush right. Names come
/// from the sets, so they are made visible.
fn table(
    title: &str,
    head: &[&str],
    rows: impl Iterator<Item = Vec<String>>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let rows: Vec<Vec<String>> = rows
        .map(|row| row.iter().map(|cell| Visible(cell).to_string()).collect())
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    let widths: Vec<usize> = head
        .iter()
        .enumerate()
        .map(|(column, name)| {
            rows.iter()
                .map(|row| row[column].chars().count())
                .fold(name.len(), usize::max)
        })
        .collect();
    let is_figure = |cell: &String| cell.starts_with(|c: char| c.is_ascii_digit() || c == '-');
    let right: Vec<bool> = (0..head.len())
        .map(|column| rows.iter().all(|row| is_figure(&row[column])))
        .collect();
    writeln!(out, "{title}\n")?;
    let head = head.iter().map(|name| (*name).to_owned()).collect();
    for row in std::iter::once(&head).chain(&rows) {
        line(row, &widths, &right, out)?;
    }
    writeln!(out)
}

fn line(cells: &[String], widths: &[usize], right: &[bool], out: &mut dyn Write) -> io::Result<()> {
    let mut line = String::new();
    for ((cell, width), right) in cells.iter().zip(widths).zip(right) {
        let cell = if *right {
            format!("{cell:>width$}")
        } else {
            format!("{cell:width$}")
        };
        line = line + GAP + &cell;
    }
    writeln!(out, "{}", line.trim_end())
}
