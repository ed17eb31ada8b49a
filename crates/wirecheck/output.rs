//! Where reports go: standard output and files. Results on standard output, everything else on standard error.

use std::error::Error;
use std::fs::{self, File};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;

use anyhow::{Context, Result};
use reporting::html;
use reporting::report::Report;
use reporting::terminal::{Colour, Detail, Options};
use reporting::{json, terminal};

use crate::args::{Format, Output};

/// Columns of a report that does not go to a terminal.
const COLUMNS: usize = 100;

/// Writes every report that was asked for; the files first, so that a closed pipe costs none of them.
pub(crate) fn write(report: &Report, outputs: &[Output], format: Format, quiet: bool) -> Result<()> {
    for output in outputs {
        to_file(report, output).with_context(|| format!("cannot write {}", output.path.display()))?;
        anstream::eprintln!("wrote {}", output.path.display());
    }
    warn_of_losses(report);
    let mut out = BufWriter::new(anstream::AutoStream::auto(io::stdout().lock()));
    render(report, format, terminal_options(format, quiet), &mut out)?;
    out.flush()?;
    Ok(())
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
        Format::Json => json::write(report, out),
        Format::Html => html::write(report, out),
    }
}

/// Writes beside the file and renames, so that nobody reads half a report.
fn to_file(report: &Report, output: &Output) -> Result<()> {
    if let Some(folder) = output
        .path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
    {
        fs::create_dir_all(folder)?;
    }
    let partial = partial_path(&output.path);
    let mut file = BufWriter::new(File::create(&partial)?);
    let plain = Options {
        colour: Colour::Never,
        columns: COLUMNS,
        ..terminal_options(output.format, false)
    };
    render(report, output.format, plain, &mut file)?;
    file.into_inner()
        .map_err(io::IntoInnerError::into_error)?
        .sync_all()?;
    fs::rename(&partial, &output.path)?;
    Ok(())
}

/// Where a file grows until it is whole and takes its name.
pub(crate) fn partial_path(path: &Path) -> std::path::PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.part", std::process::id()));
    path.with_file_name(name)
}

/// What was lost is said on standard error too: machine formats have it inside, where nobody may look.
fn warn_of_losses(report: &Report) {
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

/// An error and what caused it, in one line.
pub(crate) fn with_causes(error: &dyn Error) -> String {
    let mut line = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        line = format!("{line}: {error}");
        cause = error.source();
    }
    line
}

/// The day of the run in UTC, `YYYY-MM-DD`; `SOURCE_DATE_EPOCH` (seconds, <https://reproducible-builds.org>) sets it.
pub(crate) fn today() -> String {
    let fixed = std::env::var("SOURCE_DATE_EPOCH")
        .ok()
        .and_then(|seconds| seconds.parse().ok());
    let now = fixed
        .and_then(|seconds| jiff::Timestamp::from_second(seconds).ok())
        .unwrap_or_else(jiff::Timestamp::now);
    now.strftime("%Y-%m-%d").to_string()
}
