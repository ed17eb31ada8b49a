//! Trains and measures the model of `linguistics::likelihood`.
//!
//! Reads `news-native-wmt21.jsonl.gz` and `news-mt-wmt21.jsonl.gz` in the folder, prints how well the model tells them
//! apart where neither the language pair nor the native documents were seen in training, and with `--write` puts the
//! model trained on everything into `likelihood.tsv`. The features are those that the file lists already: to try a
//! new one, add its line with zeros. `--without mark` or `--without "mark quote"` measures the model without some.

mod data;
mod fit;
mod measure;

use std::fmt::Write as _;
use std::path::PathBuf;

use anyhow::{Context, Result, anyhow};
use clap::Args;
use linguistics::likelihood::{self, Feature};

use fit::Fit;
use measure::HeldOut;

/// The file that holds the model.
const MODEL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../linguistics/data/likelihood.tsv");

/// What is trained on, and what is done with the model.
#[derive(Debug, Args)]
pub(crate) struct TrainArgs {
    /// The folder with the sets
    folder: PathBuf,

    /// Put the model into its data file
    #[arg(long)]
    write: bool,

    /// Leave out a kind of features, or one feature: a model for looking at, not for keeping
    #[arg(long, value_name = "KIND[ NAME]", conflicts_with = "write")]
    without: Vec<String>,
}

/// Measures the model on held-out articles and trains it on all. A folder without the sets is skipped with a message.
pub(crate) fn run(args: &TrainArgs) -> Result<()> {
    if !data::is_in(&args.folder) {
        println!("skipped: {} does not hold the sets", args.folder.display());
        return Ok(());
    }
    let mut articles = data::read(&args.folder).map_err(|message| anyhow!(message))?;
    let features = likelihood::features();
    let kept: Vec<bool> = features
        .iter()
        .map(|feature| is_kept(feature, &args.without))
        .collect();
    data::blank(&mut articles, &kept);

    println!("{} features\n", kept.iter().filter(|&&kept| kept).count());
    let held_out = HeldOut::of(&articles);
    print!("{}", measure::table(&articles, &held_out));
    if args.write {
        let model = fit::fit(articles.iter().filter(|article| article.trains()));
        let text = file(features, &model, &held_out);
        std::fs::write(MODEL, text).with_context(|| format!("cannot write {MODEL}"))?;
        println!("\nwrote {MODEL}");
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
# The model of likelihood.rs. Made by `lab train`; only the first two columns are written by hand.
# kind, feature, mean in news written in English, mean in translations, standard deviation in news written in English,
# weight in log-odds per standard deviation (above 0: a high rate speaks for a translation). Units: Kind in style.rs.
# The last lines: the log-odds of a text in the middle, and the probability from which a text reads like a translation.
# Trained on the machine translations (three systems for each of seven languages) and the English source side of the
# WMT21 news sets. The file holds rates and weights that we computed, and no sentence of those sets.
# Licence: MIT OR Apache-2.0, as the rest of the project.
";
