//! The command line of wirecheck. `pipeline.rs` is the place to start reading.

// The binary is the place that prints and exits; the libraries may not.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod advice;
mod args;
mod checking;
mod checkpoint;
mod clock;
mod config;
mod convert;
mod desk;
mod explain;
mod file_id;
mod history;
mod model;
mod originals;
mod output;
mod pipeline;
mod pool;
mod progress;
mod review;
mod since;
mod store;
mod units;
mod whole_file;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::{CommandFactory, Parser};

use args::{ApplyArgs, BaselineCommand, CheckArgs, Cli, Command, ConfigCommand, RuleArgs};
use config::{Config, Packs};
use history::RunHistory;
use output::{Outputs, Written};
use pipeline::Outcome;
use reporting::baseline::Prune;
use reporting::report::Report;
use reporting::verdict::Verdict;

/// The documented exit codes. A panic exits with 101, which no program should take for one of these.
const FINDINGS: u8 = 1;
const USAGE: u8 = 2;
const NOT_CHECKED: u8 = 3;

fn main() -> ExitCode {
    let cli = Cli::parse();
    colour(cli.color).write_global();
    match run(cli.command) {
        Ok(code) => code,
        // A reader that has seen enough ("wirecheck rules | head") is no error.
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            anstream::eprintln!("error: {error:#}");
            ExitCode::from(USAGE)
        }
    }
}

fn colour(choice: clap::ColorChoice) -> anstream::ColorChoice {
    match choice {
        clap::ColorChoice::Auto => anstream::ColorChoice::Auto,
        clap::ColorChoice::Always => anstream::ColorChoice::Always,
        clap::ColorChoice::Never => anstream::ColorChoice::Never,
    }
}

fn run(command: Command) -> Result<ExitCode> {
    match command {
        Command::Check(args) => return check(&args),
        Command::Rules(args) => {
            let rules: Vec<_> = packs(&args)?.rules().collect();
            explain::list(&rules, &mut anstream::stdout().lock())?;
        }
        Command::Explain { rule, rules } => {
            explain::explain(&packs(&rules)?.rule(&rule)?, &mut anstream::stdout().lock())?;
        }
        Command::Config(command) => show_config(&command)?,
        Command::Apply(args) => return apply(&args),
        Command::Baseline(command) => return baseline(&command),
        Command::Man { command } => manual(&command)?,
        Command::Init => init()?,
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "wirecheck", &mut script);
            std::io::stdout().lock().write_all(&script)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The rule packs of the configuration, and those of the command line.
fn packs(args: &RuleArgs) -> Result<Packs> {
    Packs::load(args.config.as_deref(), &args.packs, &working_directory()?)
}

fn show_config(command: &ConfigCommand) -> Result<()> {
    let text = match command {
        ConfigCommand::Show(args) => config::show(args, &working_directory()?)?,
        ConfigCommand::Schema => config::SCHEMA.to_owned(),
    };
    std::io::stdout().lock().write_all(text.as_bytes())?;
    Ok(())
}

fn manual(words: &[String]) -> Result<()> {
    let mut program = Cli::command();
    program.build();
    let mut command = &program;
    for word in words {
        command = command
            .find_subcommand(word)
            .with_context(|| format!("there is no command `{}`; see `wirecheck help`", words.join(" ")))?;
    }
    clap_mangen::Man::new(command.clone()).render(&mut std::io::stdout().lock())?;
    Ok(())
}

fn working_directory() -> Result<PathBuf> {
    std::env::current_dir().context("there is no working directory")
}

fn check(args: &CheckArgs) -> Result<ExitCode> {
    let config = load(args)?;
    if args.baseline.as_ref().is_some_and(|named| !named.exists()) {
        let path = config.baseline.display();
        anyhow::bail!("there is no baseline {path}; `wirecheck baseline create` makes one");
    }
    // A baseline that cannot be read is told before anything is asked for.
    let baseline = review::load(&config.baseline)?;
    let mut outputs = Outputs::new(&config, args.format, args.quiet, baseline);
    let Outcome {
        mut report,
        history,
        unread,
        checkpoint,
    } = run_pipeline(&config, &mut outputs)?;
    if unread {
        return Ok(exit_code(&report, false, config.exit_zero));
    }
    let comparison = outputs.apply_baseline(&mut report);
    let annotated = units::annotate(&config, &report);
    let written = outputs.finish(&report);
    if let (Some(checkpoint), Written::InFull) = (checkpoint, written) {
        checkpoint.remove();
    }
    review::warn(&comparison, &config.baseline);
    let kept = keep(history, &report, written);
    let neglected = !(comparison.stale.is_empty()
        && comparison.expired.is_empty()
        && comparison.expired_scopes.is_empty());
    if let Err(error) = &annotated {
        anstream::eprintln!("error: {error:#}");
    }
    if !kept || annotated.is_err() {
        return Ok(ExitCode::from(USAGE));
    }
    Ok(exit_code(
        &report,
        args.strict_baseline && neglected,
        config.exit_zero,
    ))
}

/// Remembers a run, after its report was written and not before: what nobody could see yet, the next run finds again.
/// Returns whether everything was written that had to be.
fn keep(history: RunHistory, report: &Report, written: Written) -> bool {
    if written == Written::InFull {
        let kept = history.keep(report);
        if let Err(error) = &kept {
            anstream::eprintln!("warning: {error}");
            anstream::eprintln!(
                "warning: this run is not remembered: the next one checks the same once more"
            );
        }
        return kept.is_ok();
    }
    anstream::eprintln!(
        "warning: this run is not remembered, since not all of its report was written: the next one checks the same once \
         more"
    );
    written == Written::Unread
}

fn load(args: &CheckArgs) -> Result<Config> {
    Config::load(args, &working_directory()?)
}

fn run_pipeline(config: &Config, outputs: &mut Outputs) -> Result<Outcome> {
    warn_of_proxies(config);
    pipeline::run(config, outputs)
}

/// A proxy goes round the check of addresses, so only one that is asked for is used; who set another should know.
fn warn_of_proxies(config: &Config) {
    let on_network = config
        .targets
        .iter()
        .any(|target| matches!(target.source, fetcher::Source::Url(_)));
    let set = [
        "http_proxy",
        "https_proxy",
        "all_proxy",
        "HTTP_PROXY",
        "HTTPS_PROXY",
        "ALL_PROXY",
    ]
    .into_iter()
    .find(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()));
    if let (true, Some(name)) = (on_network && config.fetch.proxy.is_none(), set) {
        anstream::eprintln!(
            "warning: {name} is set, but wirecheck connects to hosts directly; --proxy, or proxy in [fetch], names a proxy \
             to use"
        );
    }
}

/// Not having checked weighs more than findings; `--exit-zero` pardons findings only.
fn exit_code(report: &Report, baseline_neglected: bool, exit_zero: bool) -> ExitCode {
    let verdict = Verdict::of(report).outcome;
    if report.is_incomplete() || verdict == reporting::verdict::Outcome::NothingChecked {
        return ExitCode::from(NOT_CHECKED);
    }
    let failed = report.failing() > 0 || report.scores_too_low() || baseline_neglected;
    if failed && !exit_zero {
        ExitCode::from(FINDINGS)
    } else {
        ExitCode::SUCCESS
    }
}

fn apply(args: &ApplyArgs) -> Result<ExitCode> {
    let (config, report) = check_again(&args.check)?;
    let complete = review::apply(&report, &args.decisions, &args.to, &config.baseline)?;
    Ok(if report.is_incomplete() {
        ExitCode::from(NOT_CHECKED)
    } else if complete {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(FINDINGS)
    })
}

fn baseline(command: &BaselineCommand) -> Result<ExitCode> {
    match command {
        BaselineCommand::Create { reason, by, check } => with_report(check, |report, path| {
            review::create(report, path, reason, by.as_deref())
        }),
        BaselineCommand::Update {
            add,
            reason,
            by,
            check,
        } => with_report(check, |report, path| {
            let adopt = reason
                .as_deref()
                .filter(|_| *add)
                .map(|reason| (reason, by.as_deref()));
            review::update(report, path, adopt)
        }),
        BaselineCommand::Prune { unseen, check } => with_report(check, |report, path| {
            review::prune(report, path, if *unseen { Prune::Unseen } else { Prune::Stale })
        }),
        BaselineCommand::Show { baseline, config } => {
            review::show(&config::find_baseline(
                baseline.as_deref(),
                config.as_deref(),
                &working_directory()?,
            )?)?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// Checks everything anew and hands the report and the path of the baseline on.
fn with_report(args: &CheckArgs, act: impl FnOnce(&Report, &Path) -> Result<()>) -> Result<ExitCode> {
    let (config, report) = check_again(args)?;
    act(&report, &config.baseline)?;
    Ok(if report.is_incomplete() {
        ExitCode::from(NOT_CHECKED)
    } else {
        ExitCode::SUCCESS
    })
}

/// Checks everything anew, known or not, and leaves the memory of earlier runs as it is.
fn check_again(args: &CheckArgs) -> Result<(Config, Report)> {
    let mut config = load(args)?;
    config.state = None;
    let Outcome { report, .. } = run_pipeline(&config, &mut Outputs::none())?;
    output::warn_of_losses(&report);
    Ok((config, report))
}

fn init() -> Result<()> {
    let path = config::NAMES[0];
    let mut file = match std::fs::File::create_new(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            bail!("{path} is there already; nothing was changed")
        }
        Err(error) => return Err(error).context(format!("cannot write {path}")),
    };
    file.write_all(config::TEMPLATE.as_bytes())
        .with_context(|| format!("cannot write {path}"))?;
    anstream::eprintln!("wrote {path}: name your feeds at its end, then run `wirecheck check`");
    Ok(())
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause
            .downcast_ref::<std::io::Error>()
            .is_some_and(|io| io.kind() == std::io::ErrorKind::BrokenPipe)
    })
}
