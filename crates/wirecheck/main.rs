//! The command line of wirecheck. `pipeline.rs` is the place to start reading.

// The binary is the place that prints and exits; the libraries may not.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod args;
mod config;
mod eval;
mod explain;
mod output;
mod pipeline;
mod progress;

use std::io::Write as _;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::{CommandFactory, Parser};

use args::{CheckArgs, Cli, Command};
use config::Config;
use pipeline::Outcome;
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
        Command::Eval(args) => eval::run(&args)?,
        Command::Rules => explain::list(&mut anstream::stdout().lock())?,
        Command::Explain { rule } => {
            explain::rule(config::find_rule(&rule)?, &mut anstream::stdout().lock())?;
        }
        Command::Init => init()?,
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "wirecheck", &mut script);
            std::io::stdout().lock().write_all(&script)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn check(args: &CheckArgs) -> Result<ExitCode> {
    let here = std::env::current_dir().context("there is no working directory")?;
    let config = Config::load(args, &here)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let outcome = runtime.block_on(pipeline::run(&config))?;
    output::write(&outcome.report, &config.outputs, args.format, args.quiet)?;
    Ok(exit_code(&outcome, config.exit_zero))
}

/// Not having checked weighs more than findings; `--exit-zero` pardons findings only.
fn exit_code(outcome: &Outcome, exit_zero: bool) -> ExitCode {
    let verdict = Verdict::of(&outcome.report).outcome;
    if outcome.incomplete || verdict == reporting::verdict::Outcome::NothingChecked {
        ExitCode::from(NOT_CHECKED)
    } else if !exit_zero && (outcome.report.failing() > 0 || outcome.report.scores_too_low()) {
        ExitCode::from(FINDINGS)
    } else {
        ExitCode::SUCCESS
    }
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
