//! The laboratory: measures the rules on labelled text, trains the model of style and makes archives to measure with. Not part
//! of the product.
//!
//! ```text
//! cargo run --release -p lab -- eval ../shared/eval/*.jsonl.gz corpora/sample
//! cargo run --release -p lab -- train crates/lab/registers.tsv TEXTS --write
//! cargo run --release -p lab -- archive --megabytes 1000 --to target/archive.jsonl
//! ```

#![allow(clippy::print_stdout, clippy::print_stderr)] // a tool of its own, which talks to whoever runs it

mod archive;
mod eval;
mod train;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Debug, Parser)]
#[command(
    name = "lab",
    about = "Measures the rules on labelled text, trains the model of style and makes archives to measure with"
)]
struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Measure the rules on labelled text
    Eval(eval::EvalArgs),
    /// Make a large archive of JSON Lines from our own texts, to measure with
    Archive(archive::ArchiveArgs),
    /// Train and measure the model that judges by style whether a text is a translation
    Train(train::TrainArgs),
}

fn main() -> ExitCode {
    let outcome = match Args::parse().command {
        Command::Archive(args) => archive::run(&args),
        Command::Eval(args) => eval::run(&args),
        Command::Train(args) => train::run(&args),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(2)
        }
    }
}
