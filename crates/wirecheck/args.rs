//! The command line.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;
use linguistics::finding::Severity;

use crate::since::Since;

/// Finds the garbled sentences in machine-translated news and shows the correction.
#[derive(Debug, Parser)]
#[command(version, about, max_term_width = 100, arg_required_else_help = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,

    /// Colours in the output; `NO_COLOR` and `CLICOLOR_FORCE` are obeyed
    #[arg(long, value_name = "WHEN", default_value = "auto", global = true)]
    pub(crate) color: clap::ColorChoice,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check feeds, pages, files or folders
    Check(Box<CheckArgs>),
    /// List the rules, ours and those of rule packs
    Rules(RuleArgs),
    /// Explain a rule: what it finds, why it occurs in translated text, examples
    Explain {
        /// Id of the rule, as `wirecheck rules` lists it
        rule: String,
        #[command(flatten)]
        rules: RuleArgs,
    },
    /// Show the configuration, or the schema of its file
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Apply the decisions that an editor exported from the HTML report
    Apply(Box<ApplyArgs>),
    /// Keep a file of known findings, so that only new ones fail a run
    #[command(subcommand)]
    Baseline(BaselineCommand),
    /// Write a commented wirecheck.toml into the working directory
    Init,
    /// Print the manual page of the program, or of one of its commands: `wirecheck man check`
    Man {
        /// The command, such as `check` or `config show`
        #[arg(value_name = "COMMAND")]
        command: Vec<String>,
    },
    /// Print the completion script for a shell
    Completions {
        /// The shell
        shell: Shell,
    },
}

#[derive(Debug, Args)]
pub(crate) struct RuleArgs {
    /// A rule pack, besides those of the configuration; may be given several times
    #[arg(long = "pack", value_name = "FILE")]
    pub(crate) packs: Vec<PathBuf>,

    /// Read this configuration instead of looking for wirecheck.toml
    #[arg(long, value_name = "PATH")]
    pub(crate) config: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ConfigCommand {
    /// Print what holds for a run, as TOML, and beside each value where it comes from: a line of the file, the command
    /// line, or the default. Takes the arguments of `check`
    Show(Box<CheckArgs>),
    /// Print a JSON Schema of wirecheck.toml, for editors and validators
    Schema,
}

/// The exit codes, for `--help`.
const EXIT_CODES: &str = "Exit codes:
  0  everything was checked, and nothing was found at or above --fail-on
  1  findings at or above --fail-on, or a score below --min-score
  2  wrong usage, wrong configuration, or an internal error
  3  something could not be checked: unreachable, unreadable, or no article in it";

#[derive(Debug, Args)]
#[allow(clippy::struct_excessive_bools)] // a flag is a bool
#[command(after_help = EXIT_CODES)]
pub(crate) struct CheckArgs {
    /// Feed URL, page URL, file, folder, or `-` for standard input; what it is gets detected from its content. With
    /// none, the `[[feeds]]` of wirecheck.toml are checked
    #[arg(value_name = "SOURCE")]
    pub(crate) sources: Vec<String>,

    /// The text that the article was translated from, a page or a text file, to compare it with: numbers, dates, acronyms
    /// and what is missing. For one SOURCE with one article; feeds and JSON Lines name the originals themselves
    #[arg(long, value_name = "PATH")]
    pub(crate) original: Option<PathBuf>,

    /// A folder with the texts that files were translated from, each under the file's own path and name, or under its name
    /// with another ending. A file without one there is named as not compared
    #[arg(long, value_name = "DIR", conflicts_with = "original")]
    pub(crate) original_dir: Option<PathBuf>,

    /// Write a report to a file: `html=report.html`, `json=out.json`; may be given several times
    #[arg(short, long = "output", value_name = "FORMAT=PATH")]
    pub(crate) outputs: Vec<Output>,

    #[arg(long, value_name = "FORMAT", help = format_help())]
    pub(crate) format: Option<Format>,

    /// Print the verdict only
    #[arg(short, long)]
    pub(crate) quiet: bool,

    /// Exit with 1 when there is a finding of this severity or above: critical, major, minor, info or never
    /// [default: major]
    #[arg(long, value_name = "SEVERITY")]
    pub(crate) fail_on: Option<FailOn>,

    /// Exit with 1 when the score of all articles together is lower (0 to 100)
    #[arg(long, value_name = "N", value_parser = score)]
    pub(crate) min_score: Option<f64>,

    /// Exit with 3 only when more than so many items could not be checked in full; a source that cannot be read always
    /// makes it 3 [default: 0]
    #[arg(long, value_name = "N")]
    pub(crate) max_losses: Option<usize>,

    /// Exit with 0 where findings or the score would make it 1
    #[arg(long)]
    pub(crate) exit_zero: bool,

    /// Run only these rules, or all but those with a minus: `--rules doubled-punctuation`, `--rules=-boilerplate`. A group
    /// stands for its rules: accuracy, terminology, fluency, style, locale, design, or the name of a rule pack
    #[arg(
        long,
        value_name = "ID,-ID",
        value_delimiter = ',',
        value_parser = clap::builder::NonEmptyStringValueParser::new(),
        allow_hyphen_values = true
    )]
    pub(crate) rules: Vec<String>,

    /// A file with rules of your own, besides those of the configuration; may be given several times
    #[arg(long = "pack", value_name = "FILE")]
    pub(crate) packs: Vec<PathBuf>,

    /// Check only articles published or changed in the last 90m, 24h or 7d, or since a day (2026-11-20) or a moment
    /// (2026-11-20T06:00:00Z). An article without a date is checked. What is left out counts as not seen: a run without
    /// --since checks it
    #[arg(long, value_name = "AGE|DATE")]
    pub(crate) since: Option<Since>,

    /// Leave out of account what an article had when it was last checked: such findings are listed as ignored, do not
    /// lower the score, do not fail the run, and are neither printed nor annotated. Of an article that was never checked,
    /// and without a state (files, --no-state), every finding is new
    #[arg(long)]
    pub(crate) new_only: bool,

    /// Check at most this many articles
    #[arg(long, value_name = "N")]
    pub(crate) max_articles: Option<usize>,

    /// Fetch nothing more after so many seconds
    #[arg(long, value_name = "SECONDS")]
    pub(crate) max_time: Option<u64>,

    /// A host that may be asked although its address is not public; may be given several times
    #[arg(long, value_name = "HOST")]
    pub(crate) allow_host: Vec<String>,

    /// The http or https proxy that asks all hosts. It looks up their names: whether one leads into a private network is
    /// for the proxy to watch. Without it, variables such as `HTTPS_PROXY` are not obeyed
    #[arg(long, value_name = "URL")]
    pub(crate) proxy: Option<String>,

    /// Read this configuration instead of looking for wirecheck.toml
    #[arg(long, value_name = "PATH")]
    pub(crate) config: Option<PathBuf>,

    /// Known findings, which do not count [default: wirecheck-baseline.toml beside the configuration, if it is there]
    #[arg(long, value_name = "PATH")]
    pub(crate) baseline: Option<PathBuf>,

    /// Exit with 1 also when an entry of the baseline is stale or expired
    #[arg(long)]
    pub(crate) strict_baseline: bool,

    /// Check all items, also those that an earlier run has seen as they are
    #[arg(long)]
    pub(crate) all: bool,

    /// What is remembered between runs about feeds on the network [default: .wirecheck/state.db]
    #[arg(long, value_name = "PATH")]
    pub(crate) state: Option<PathBuf>,

    /// Neither read nor write what is remembered between runs
    #[arg(long, conflicts_with = "state")]
    pub(crate) no_state: bool,

    /// Keep every answer of the network in this folder, so that the run can be repeated without it
    #[arg(long, value_name = "DIR")]
    pub(crate) record: Option<PathBuf>,

    /// Repeat a recorded run: take every answer from this folder and none from the network
    #[arg(long, value_name = "DIR", conflicts_with = "record")]
    pub(crate) replay: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct ApplyArgs {
    /// The file that the report exported, wirecheck-decisions.toml
    pub(crate) decisions: PathBuf,

    /// The folder for the corrected articles and their diffs
    #[arg(long, value_name = "DIR", default_value = "corrected")]
    pub(crate) to: PathBuf,

    #[command(flatten)]
    pub(crate) check: CheckArgs,
}

#[derive(Debug, Subcommand)]
pub(crate) enum BaselineCommand {
    /// Check, and take in all findings
    Create {
        /// Why they are let pass
        #[arg(long, value_parser = reason)]
        reason: String,
        /// Who says so
        #[arg(long)]
        by: Option<String>,
        #[command(flatten)]
        check: Box<CheckArgs>,
    },
    /// Check, renew the entries whose finding has moved, and remove those whose correction is published; new findings are
    /// taken in only with --add
    Update {
        /// Take in new findings too; needs --reason
        #[arg(long, requires = "reason")]
        add: bool,
        /// Why they are let pass
        #[arg(long, value_parser = reason)]
        reason: Option<String>,
        /// Who says so
        #[arg(long)]
        by: Option<String>,
        #[command(flatten)]
        check: Box<CheckArgs>,
    },
    /// Check, and remove the entries whose finding is gone or whose time is over
    Prune {
        /// Remove also those whose article was not checked, or not by their rule
        #[arg(long)]
        unseen: bool,
        #[command(flatten)]
        check: Box<CheckArgs>,
    },
    /// List the entries
    Show {
        /// The file [default: as for check]
        #[arg(long, value_name = "PATH")]
        baseline: Option<PathBuf>,
        /// Read this configuration instead of looking for wirecheck.toml
        #[arg(long, value_name = "PATH")]
        config: Option<PathBuf>,
    },
}

/// A way to write a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// Every finding with its sentence, the reason and the correction.
    Full,
    /// One line a finding.
    Concise,
    /// For other programs, or for a browser.
    Other(reporting::formats::Format),
}

/// The names of all formats.
pub(crate) fn formats() -> Vec<&'static str> {
    let others = reporting::formats::Format::ALL
        .iter()
        .map(|format| format.as_str());
    ["full", "concise"].into_iter().chain(others).collect()
}

fn format_help() -> String {
    let formats = formats();
    let (last, others) = formats.split_last().expect("there are two at least");
    let others = others.join(", ");
    format!(
        "What to print on standard output: {others} or {last} [default: full; github in a GitHub workflow]"
    )
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Full => f.pad("full"),
            Self::Concise => f.pad("concise"),
            Self::Other(format) => format.fmt(f),
        }
    }
}

impl FromStr for Format {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        match name {
            "full" => Ok(Self::Full),
            "concise" => Ok(Self::Concise),
            _ => name
                .parse()
                .map(Self::Other)
                .map_err(|_| format!("`{name}` is no format; use {}", formats().join(", "))),
        }
    }
}

/// A report and the file it goes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Output {
    pub(crate) format: Format,
    pub(crate) path: PathBuf,
}

impl FromStr for Output {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (format, path) = text
            .split_once('=')
            .ok_or("write FORMAT=PATH, for example html=report.html")?;
        if path.is_empty() {
            return Err(format!("a path is missing after `{format}=`"));
        }
        Ok(Self {
            format: format.parse()?,
            path: path.into(),
        })
    }
}

/// The lowest severity that makes a run fail; `None` inside is never.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FailOn(pub(crate) Option<Severity>);

impl FromStr for FailOn {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        if word == "never" {
            return Ok(Self(None));
        }
        word.parse()
            .map(|severity| Self(Some(severity)))
            .map_err(|error| format!("{error}, or never"))
    }
}

impl serde::Serialize for FailOn {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.map_or("never", Severity::as_str))
    }
}

impl<'de> serde::Deserialize<'de> for FailOn {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

/// A baseline cannot be read again where an entry has no reason.
fn reason(text: &str) -> Result<String, String> {
    if text.trim().is_empty() {
        return Err("a reason is missing".to_owned());
    }
    Ok(text.to_owned())
}

fn score(text: &str) -> Result<f64, String> {
    let score: f64 = text.parse().map_err(|_| "not a number".to_owned())?;
    (0.0..=100.0)
        .contains(&score)
        .then_some(score)
        .ok_or_else(|| "a score lies between 0 and 100".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        use clap::CommandFactory;
        Cli::command().debug_assert();
    }

    #[test]
    fn outputs_name_format_and_path() {
        let output: Output = "html=a=b.html".parse().unwrap();
        let html = Format::Other(reporting::formats::Format::Html);
        assert_eq!((output.format, output.path), (html, PathBuf::from("a=b.html")));
        assert!("html".parse::<Output>().unwrap_err().contains("FORMAT=PATH"));
        assert!("pdf=x".parse::<Output>().is_err());
    }
}
