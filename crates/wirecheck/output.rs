//! Where reports go: standard output and files. Results on standard output, everything else on standard error.

use std::cell::RefCell;
use std::fs::{self, File};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use anyhow::{Context, Result};
use reporting::formats::Format as Machine;
use reporting::formats::terminal::{self, Colour, Detail, Options};
use reporting::report::{ArticleReport, Novelty, Report, Reported};
use reporting::verdict::{Outcome, Verdict};

use crate::args::{Format, Output};
use crate::whole_file::WholeFile;

/// Columns of a report that does not go to a terminal.
const COLUMNS: usize = 100;

/// What became of the reports of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Written {
    /// Each is where it was asked for.
    InFull,
    /// Nothing failed, but who read standard output had enough before its end, and no file has the report either.
    Unread,
    /// One could not be written; which, and why, was said on standard error.
    Failed,
}

/// Writes every report that was asked for, whatever becomes of the others; the files first, so that a closed pipe costs
/// none of them.
pub(crate) fn write(report: &Report, outputs: &[Output], format: Option<Format>, quiet: bool) -> Written {
    let mut failed = false;
    let mut told = |result: Result<()>| {
        if let Err(error) = result {
            anstream::eprintln!("error: {error:#}");
            failed = true;
        }
    };
    for output in outputs {
        told(write_output(report, output).with_context(|| format!("cannot write {}", output.path.display())));
    }
    warn_of_losses(report);
    let in_workflow = std::env::var_os("GITHUB_ACTIONS").is_some_and(|value| value == "true");
    let path_in = |name| std::env::var_os(name).filter(|_| in_workflow).map(PathBuf::from);
    if let Some(path) = path_in("GITHUB_STEP_SUMMARY") {
        told(append_summary(report, &path).context("cannot write the step summary"));
    }
    if let Some(path) = path_in("GITHUB_OUTPUT") {
        told(append_outputs(report, &path).context("cannot write the outputs of the step"));
    }
    let printed = print(report, format, in_workflow, quiet);
    let is_unread = printed
        .as_ref()
        .is_err_and(|error| error.kind() == io::ErrorKind::BrokenPipe);
    if !is_unread {
        told(printed.context("cannot write to standard output"));
    }
    match failed {
        true => Written::Failed,
        false if is_unread && outputs.is_empty() => Written::Unread,
        false => Written::InFull,
    }
}

/// Writes one report, unless it would take the findings of an earlier run away from who has not read them yet.
fn write_output(report: &Report, output: &Output) -> Result<()> {
    let path = std::path::absolute(&output.path).unwrap_or_else(|_| output.path.clone());
    if says_nothing(report) && holds_findings(output) {
        anstream::eprintln!(
            "kept {} as it was: it holds findings, and in this run nothing could be read",
            path.display()
        );
        return Ok(());
    }
    to_file(report, output)?;
    anstream::eprintln!("wrote {}", path.display());
    Ok(())
}

/// Whether there is nothing in a report, because nothing could be read.
fn says_nothing(report: &Report) -> bool {
    let outcome = Verdict::of(report).outcome;
    outcome == Outcome::NothingChecked && report.open().next().is_none()
}

/// Whether a file is a report for people that holds findings. Other programs are given what is true now.
fn holds_findings(output: &Output) -> bool {
    let sign = match output.format {
        Format::Other(Machine::Html) => &["class=\"finding ", "data-findings=\""][..],
        Format::Other(Machine::Markdown) => &["\n- **"],
        _ => return false,
    };
    let text = fs::read_to_string(&output.path).unwrap_or_default();
    sign.iter().any(|sign| text.contains(sign))
}

fn print(report: &Report, format: Option<Format>, in_workflow: bool, quiet: bool) -> io::Result<()> {
    let by_default = if in_workflow && !quiet {
        Format::Other(Machine::Github)
    } else {
        Format::Full
    };
    let format = format.unwrap_or(by_default);
    let mut out = BufWriter::new(anstream::AutoStream::auto(io::stdout().lock()));
    render(report, format, terminal_options(format, quiet), &mut out)?;
    out.flush()
}

fn terminal_options(format: Format, quiet: bool) -> Options {
    let detail = match format {
        _ if quiet => Detail::Quiet,
        Format::Concise => Detail::Concise,
        _ => Detail::Full,
    };
    let columns = if io::stdout().is_terminal() {
        terminal_size::terminal_size().map_or(COLUMNS, |(width, _)| usize::from(width.0))
    } else {
        COLUMNS
    };
    // The stream strips the styles again where the user or the terminal wants none.
    Options {
        detail,
        colour: Colour::Always,
        columns,
    }
}

fn render(report: &Report, format: Format, options: Options, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Full | Format::Concise => terminal::write(report, options, out),
        Format::Other(format) => format.write(report, out),
    }
}

/// GitHub shows the Markdown in this file below the job's log; other steps write to it too.
fn append_summary(report: &Report, path: &Path) -> io::Result<()> {
    let mut file = File::options().append(true).create(true).open(path)?;
    Machine::Markdown.write(report, &mut file)
}

/// Later steps of a GitHub workflow read these figures as `steps.ID.outputs.NAME`.
fn append_outputs(report: &Report, path: &Path) -> io::Result<()> {
    let mut file = File::options().append(true).create(true).open(path)?;
    writeln!(file, "findings={}", report.checked_tally().total())?;
    writeln!(file, "failing={}", report.failing())?;
    writeln!(file, "new-failing={}", new_failing(report))?;
    let still_open = report.carried_over().flat_map(ArticleReport::open);
    writeln!(file, "still-open={}", still_open.count())?;
    writeln!(file, "score={:.1}", report.score())
}

/// Findings that make the run fail and that no earlier run had.
fn new_failing(report: &Report) -> usize {
    let fails = |reported: &Reported| {
        report
            .run
            .fail_on
            .is_some_and(|least| reported.severity() >= least)
    };
    let is_known = |reported| report.novelty(reported) == Some(Novelty::Known);
    report
        .open()
        .filter(|reported| fails(reported) && !is_known(reported))
        .count()
}

fn to_file(report: &Report, output: &Output) -> io::Result<()> {
    if let Format::Other(format) = output.format {
        return to_files(report, format, &output.path);
    }
    let plain = Options {
        colour: Colour::Never,
        columns: COLUMNS,
        ..terminal_options(output.format, false)
    };
    let mut file = WholeFile::create(&output.path)?;
    render(report, output.format, plain, &mut file)?;
    file.finish()
}

/// One file, or several where a report is split.
fn to_files(report: &Report, format: Machine, path: &Path) -> io::Result<()> {
    let name = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let folder = path.parent().unwrap_or(Path::new(""));
    let written = RefCell::new(Vec::new());
    format.write_files(report, &name, &mut |page| {
        let file = Rc::new(RefCell::new(WholeFile::create(&folder.join(page))?));
        written.borrow_mut().push(Rc::clone(&file));
        Ok(Box::new(Shared(file)))
    })?;
    for file in written.into_inner() {
        Rc::into_inner(file)
            .expect("the writers are gone with write_files")
            .into_inner()
            .finish()?;
    }
    Ok(())
}

/// A [`WholeFile`] that somebody else finishes.
struct Shared(Rc<RefCell<WholeFile>>);

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.borrow_mut().flush()
    }
}

/// What was lost is said on standard error too: machine formats have it inside, where nobody may look.
pub(crate) fn warn_of_losses(report: &Report) {
    for source in &report.sources {
        if let Some(error) = &source.error {
            anstream::eprintln!("error: {}", visible(error));
        }
        for loss in &source.losses {
            anstream::eprintln!("warning: {}: {}", visible(&source.source), visible(loss));
        }
    }
}

/// Text of strangers may hold escapes that a terminal acts on.
fn visible(text: &str) -> String {
    reporting::visible::Visible(text).to_string()
}
