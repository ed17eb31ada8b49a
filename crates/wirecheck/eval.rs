//! `wirecheck eval`: runs the rules over labelled text and says how loud, how right and how useful they are.
//!
//! A segment is checked by itself, as an evaluation set has it: one line, one document. The figures are those of
//! the WMT metrics tasks, and `--predictions` writes what an outside scorer needs to arrive at the same ones.

mod align;
mod corpus;
mod figures;
mod predictions;
mod segment;
mod statistics;
mod table;
mod tally;

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use indicatif::{ProgressBar, ProgressStyle};
use linguistics::document::Document;
use linguistics::finding::{Finding, Severity};

use crate::args::EvalArgs;
use crate::config::RuleSet;
use crate::pipeline::{self, ReadFrom};
use crate::progress;
use corpus::Corpus;
use figures::Figures;
use predictions::Predictions;
use tally::Tally;

/// Checks everything under the paths and prints the figures; the first line that cannot be read ends the run, because
/// figures over a part of a set would pass for figures of the set.
pub(crate) fn run(args: &EvalArgs) -> Result<()> {
    let here = std::env::current_dir().context("there is no working directory")?;
    let checker = Checker {
        rules: RuleSet::load(args.config.as_deref(), &args.rules, &here)?,
        min_severity: args.min_severity,
    };
    let mut predictions = args.predictions.as_deref().map(Predictions::create).transpose()?;
    let mut tally = Tally::default();
    let bar = progress_bar(&args.paths);
    for path in &args.paths {
        bar.set_message(path.display().to_string());
        if path.is_dir() {
            corpus(path, &checker, &mut tally)?;
        } else {
            set(path, &bar, &checker, &mut tally, predictions.as_mut())?;
        }
    }
    bar.finish_and_clear();
    if let Some(predictions) = predictions {
        predictions.finish()?;
    }
    print(&Figures::of(&tally, &checker), args.json)
}

/// Which rules judge, and from which severity on a finding counts.
#[derive(Debug)]
struct Checker {
    rules: RuleSet,
    min_severity: Severity,
}

impl Checker {
    fn findings(&self, text: &str) -> Vec<Finding> {
        self.counted(pipeline::findings(&Document::new(text), &self.rules))
    }

    fn counted(&self, mut findings: Vec<Finding>) -> Vec<Finding> {
        findings.retain(|finding| finding.severity >= self.min_severity);
        findings
    }
}

/// A file of segments.
fn set(
    path: &Path,
    bar: &ProgressBar,
    checker: &Checker,
    tally: &mut Tally,
    mut predictions: Option<&mut Predictions>,
) -> Result<()> {
    let mut any = false;
    for segment in segment::read(path, bar)? {
        let segment = segment?;
        any = true;
        let of_text = checker.findings(&segment.text);
        if let Some(predictions) = predictions.as_deref_mut() {
            predictions.write(&segment, "text", &of_text)?;
        }
        match &segment.clean {
            None => tally.segment(&segment, &of_text),
            Some(clean) => {
                let of_clean = checker.findings(clean);
                if let Some(predictions) = predictions.as_deref_mut() {
                    predictions.write(&segment, "clean", &of_clean)?;
                }
                tally.pair(&segment, clean, &of_text, &of_clean);
            }
        }
    }
    anyhow::ensure!(any, "{}: there is no segment in it", path.display());
    Ok(())
}

/// A folder with a feed and the findings that a person expects in each of its articles.
fn corpus(folder: &Path, checker: &Checker, tally: &mut Tally) -> Result<()> {
    let corpus = Corpus::read(folder)?;
    for (article, labels) in corpus.articles {
        let report = pipeline::checked(article, &ReadFrom::source(&corpus.name), &checker.rules)
            .map_err(|wordless| anyhow::anyhow!("{}: no word in {}", folder.display(), wordless.id))?;
        let findings = report.findings.into_iter().map(|reported| reported.finding);
        let findings = checker.counted(findings.collect());
        tally.article(&corpus.name, &labels, &report.text, &findings);
    }
    Ok(())
}

/// How badly a text comes off: the MQM penalty points of its findings.
fn badness(findings: &[Finding]) -> f64 {
    let points: u32 = findings.iter().map(|finding| finding.severity.penalty()).sum();
    f64::from(points)
}

/// Bytes read of all sets; nothing where nobody watches.
fn progress_bar(paths: &[PathBuf]) -> ProgressBar {
    if !progress::watched() {
        return ProgressBar::hidden();
    }
    let size =
        |path: &PathBuf| fs::metadata(path).map_or(0, |data| if data.is_file() { data.len() } else { 0 });
    let bar = ProgressBar::new(paths.iter().map(size).sum());
    let style = ProgressStyle::with_template("{spinner} {percent:>3} % [{bar:30}] {eta}  {wide_msg}");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar
}

fn print(figures: &Figures, json: bool) -> Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    if json {
        serde_json::to_writer_pretty(&mut out, figures)?;
        writeln!(out)?;
    } else {
        table::write(figures, &mut out)?;
    }
    out.flush()?;
    Ok(())
}
