//! Trains and measures the model of `linguistics::likelihood`.
//!
//! ```text
//! cargo run --release -p linguistics --example train_likelihood -- ../shared/eval [--write] [--without KIND[ NAME]]...
//! ```
//!
//! Reads `news-native-wmt21.jsonl.gz` and `news-mt-wmt21.jsonl.gz` in the folder, prints how well the model tells them
//! apart where neither the language pair nor the native documents were seen in training, and with `--write` puts the
//! model trained on everything into `data/likelihood.tsv`. The features are those that the file lists already: to try a
//! new one, add its line with zeros. `--without mark` or `--without "mark quote"` measures the model without some.

#![allow(clippy::print_stdout, clippy::print_stderr)] // a tool of its own, which talks to whoever runs it

mod data;
mod fit;
mod measure;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use linguistics::likelihood::{self, Feature};

use fit::Fit;
use measure::HeldOut;

/// The file that holds the model.
const MODEL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/likelihood.tsv");

struct Options {
    folder: PathBuf,
    write: bool,
    without: Vec<String>,
}

fn main() -> ExitCode {
    let Some(options) = options(std::env::args().skip(1)) else {
        eprintln!("usage: train_likelihood FOLDER [--write] [--without KIND[ NAME]]...");
        return ExitCode::from(2);
    };
    if !data::is_in(&options.folder) {
        println!("skipped: {} does not hold the sets", options.folder.display());
        return ExitCode::SUCCESS;
    }
    match run(&options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// `None` where the command line makes no sense. A model that lacks features is for looking at, not for keeping.
fn options(mut args: impl Iterator<Item = String>) -> Option<Options> {
    let mut options = Options {
        folder: PathBuf::from(args.next()?),
        write: false,
        without: Vec::new(),
    };
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--write" => options.write = true,
            "--without" => options.without.push(args.next()?),
            _ => return None,
        }
    }
    (!options.write || options.without.is_empty()).then_some(options)
}

fn run(options: &Options) -> Result<(), String> {
    let mut articles = data::read(&options.folder)?;
    let features = likelihood::features();
    let kept: Vec<bool> = features
        .iter()
        .map(|feature| is_kept(feature, &options.without))
        .collect();
    data::blank(&mut articles, &kept);

    println!("{} features\n", kept.iter().filter(|&&kept| kept).count());
    let held_out = HeldOut::of(&articles);
    print!("{}", measure::table(&articles, &held_out));
    if options.write {
        let model = fit::fit(articles.iter().filter(|article| article.trains()));
        let text = file(features, &model, &held_out);
        std::fs::write(MODEL, text).map_err(|error| format!("cannot write {MODEL}: {error}"))?;
        println!("\nwrote {}", Path::new(MODEL).display());
    }
    Ok(())
}

fn is_kept(feature: &Feature, without: &[String]) -> bool {
    !without
        .iter()
        .any(|out| *out == feature.kind.as_str() || *out == feature.to_string())
}

/// The model as the library reads it, with log-odds that are calibrated on held-out articles.
fn file(features: &[Feature], model: &Fit, held_out: &HeldOut) -> String {
    let calibration = held_out.calibration();
    let mut text = HEADER.to_owned();
    for (feature, weighing) in features.iter().zip(&model.weighings) {
        let _ = writeln!(
            text,
            "{}\t{}\t{:.4}\t{:.4}\t{:.4}\t{:.4}",
            feature.kind.as_str(),
            feature.name,
            weighing.written,
            weighing.translated,
            weighing.deviation,
            weighing.weight * calibration.slope
        );
    }
    let intercept = model.intercept * calibration.slope + calibration.offset;
    let _ = writeln!(text, "model\tintercept\t{intercept:.4}");
    let _ = writeln!(text, "model\tthreshold\t{:.2}", held_out.threshold());
    text
}

const HEADER: &str = "\
# The model of likelihood.rs. Made by examples/train_likelihood; only the first two columns are written by hand.
# kind, feature, mean in news written in English, mean in translations, standard deviation in news written in English,
# weight in log-odds per standard deviation (above 0: a high rate speaks for a translation). Units: Kind in style.rs.
# The last lines: the log-odds of a text in the middle, and the probability from which a text reads like a translation.
# Trained on the machine translations (three systems for each of seven languages) and the English source side of the
# WMT21 news sets. The file holds rates and weights that we computed, and no sentence of those sets.
# Licence: MIT OR Apache-2.0, as the rest of the project.
";
