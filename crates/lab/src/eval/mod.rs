//! `lab eval`: runs the rules over labelled text and says how loud, how right and how useful they are.
//!
//! A segment is checked by itself, as an evaluation set has it: one line, one document. The figures are those of
//! the WMT metrics tasks, and `--predictions` writes what an outside scorer needs to arrive at the same ones.

mod align;
mod corpus;
mod fault;
mod figures;
mod predictions;
mod segment;
mod statistics;
mod table;
mod tally;

use std::fs;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use checker::{Catalogue, Checker, Rules};
use clap::Args;
use fetcher::provenance::Provenance;
use indicatif::{ProgressBar, ProgressStyle};
use linguistics::document::Origin;
use linguistics::finding::{Finding, Severity};
use linguistics::packs::Pack;
use text::{Lang, Text};

use corpus::Corpus;
use figures::Figures;
use predictions::Predictions;
use segment::Line;
use tally::Tally;

/// What is measured, and on what.
#[derive(Debug, Args)]
pub(crate) struct EvalArgs {
    /// Segments, labelled faults or cases (JSON Lines, plain or gzip), or a folder with `feed.xml` and `labels/`
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,

    /// Print the figures as one JSON document
    #[arg(long)]
    json: bool,

    /// Write the findings of every segment as JSON Lines, for an outside scorer
    #[arg(long, value_name = "PATH")]
    predictions: Option<PathBuf>,

    /// Count findings of this severity or above: critical, major, minor or info
    #[arg(long, value_name = "SEVERITY", default_value_t = Severity::Info)]
    min_severity: Severity,

    /// Check every text as one that is known to be a machine translation
    #[arg(long)]
    known: bool,

    /// Run only these rules, or all but those with a minus
    #[arg(
        long,
        value_name = "ID,-ID",
        value_delimiter = ',',
        value_parser = clap::builder::NonEmptyStringValueParser::new(),
        allow_hyphen_values = true
    )]
    rules: Vec<String>,

    /// Run the rules of this pack too; may be given several times
    #[arg(long = "pack", value_name = "FILE")]
    packs: Vec<PathBuf>,
}

impl EvalArgs {
    fn rules(&self) -> Result<Rules> {
        let read = |path: &PathBuf| {
            let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
            Pack::parse(&text).with_context(|| path.display().to_string())
        };
        let packs = self.packs.iter().map(read).collect::<Result<Vec<_>>>()?;
        Ok(Rules::new(&Catalogue::of(&packs), packs, &[], &self.rules)?)
    }
}

/// Checks everything under the paths and prints the figures; the first line that cannot be read ends the run, because
/// figures over a part of a set would pass for figures of the set.
pub(crate) fn run(args: &EvalArgs) -> Result<()> {
    let judge = Judge {
        checker: Checker::new(args.rules()?),
        min_severity: args.min_severity,
        origin: if args.known {
            Origin::machine_translation(None)
        } else {
            Origin::default()
        },
    };
    let mut predictions = args.predictions.as_deref().map(Predictions::create).transpose()?;
    let mut tally = Tally::default();
    let bar = progress_bar(&args.paths);
    for path in &args.paths {
        bar.set_message(path.display().to_string());
        if path.is_dir() {
            corpus(path, &judge, &mut tally)?;
        } else {
            set(path, &bar, &judge, &mut tally, predictions.as_mut())?;
        }
    }
    bar.finish_and_clear();
    if let Some(predictions) = predictions {
        predictions.finish()?;
    }
    print(&Figures::of(&tally, &judge), args.json)
}

/// The checker, from which severity on a finding counts, and what is taken for known of every text.
#[derive(Debug)]
struct Judge {
    checker: Checker,
    min_severity: Severity,
    origin: Origin,
}

impl Judge {
    fn findings(&self, text: &str) -> Vec<Finding> {
        self.findings_in(&Text::plain(text), self.origin)
    }

    fn findings_in(&self, text: &Text, origin: Origin) -> Vec<Finding> {
        let mut findings = self.checker.check_known(text, Some(origin), None).findings;
        findings.retain(|finding| finding.severity >= self.min_severity);
        findings
    }
}

/// A file of segments, labelled faults and cases.
fn set(
    path: &Path,
    bar: &ProgressBar,
    judge: &Judge,
    tally: &mut Tally,
    mut predictions: Option<&mut Predictions>,
) -> Result<()> {
    let mut any = false;
    for line in segment::read(path, bar)? {
        let line = line?;
        any = true;
        let segment = match line {
            Line::Segment(segment) => segment,
            Line::Fault(fault) => {
                tally.faults.fault(&fault, judge);
                continue;
            }
            Line::Case(case) => {
                tally.faults.case(&case, judge);
                continue;
            }
        };
        let of_text = judge.findings(&segment.text);
        if let Some(predictions) = predictions.as_deref_mut() {
            predictions.write(&segment, "text", &of_text)?;
        }
        match &segment.clean {
            None => tally.segment(&segment, &of_text),
            Some(clean) => {
                let of_clean = judge.findings(clean);
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
fn corpus(folder: &Path, judge: &Judge, tally: &mut Tally) -> Result<()> {
    let corpus = Corpus::read(folder)?;
    for (article, labels) in corpus.articles {
        let findings = judge.findings_in(&article.text, origin(&article.provenance, judge.origin));
        tally.article(&corpus.name, &labels, &article.text.string, &findings);
    }
    Ok(())
}

/// What an article says of its origin; otherwise what is taken for known.
fn origin(found: &Provenance, otherwise: Origin) -> Origin {
    match found.machine_translated {
        Some(true) => {
            let language = found.source_language.as_deref().and_then(Lang::from_tag);
            Origin::machine_translation(language)
        }
        _ => otherwise,
    }
}

/// How badly a text comes off: the MQM penalty points of its findings.
fn badness(findings: &[Finding]) -> f64 {
    let points: u32 = findings.iter().map(|finding| finding.severity.penalty()).sum();
    f64::from(points)
}

/// Bytes read of all sets; nothing where nobody watches.
fn progress_bar(paths: &[PathBuf]) -> ProgressBar {
    if !io::stderr().is_terminal() {
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
