//! Trains and measures the model of `linguistics::likelihood`.
//!
//! Reads a list of registers (`crates/lab/registers.tsv`, which says what is in its columns) and the texts in a folder,
//! calibrates the model on registers that were held out, prints how it fares on those that are never trained on, and
//! with `--write` puts it into `likelihood.tsv`. A text file holds one paragraph a line and an empty line between texts;
//! a `.jsonl.gz` holds one segment a line with the keys `lang_pair`, `kind`, `system`, `doc` and `text`, of which the
//! machine translations of the pair that is the register's name are read ("ru-en people": those by people). The features
//! are those that `likelihood.tsv` lists already: to try a new one, add its line with zeros; `--without mark` or
//! `--without "mark quote"` measures the model without some.

mod data;
mod fit;
mod measure;

use std::fmt::Write as _;
use std::path::PathBuf;

use anyhow::{Context, Result, anyhow};
use clap::Args;
use linguistics::likelihood::{self, Feature};

use data::Texts;
use measure::Model;

/// The file that holds the model.
const MODEL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../linguistics/data/likelihood.tsv");

/// What is trained on, and what is done with the model.
#[derive(Debug, Args)]
pub(crate) struct TrainArgs {
    /// The list of registers
    list: PathBuf,

    /// The folder with their texts
    folder: PathBuf,

    /// Put the model into its data file
    #[arg(long)]
    write: bool,

    /// Leave out a kind of features, or one feature: a model for looking at, not for keeping
    #[arg(long, value_name = "KIND[ NAME]", conflicts_with = "write")]
    without: Vec<String>,
}

/// Trains the model on the registers of the list that train, and measures it on the others. Of those, one whose file is
/// not there is skipped with a message.
pub(crate) fn run(args: &TrainArgs) -> Result<()> {
    let mut registers = Vec::new();
    for register in data::registers(&args.list, &args.folder).map_err(|message| anyhow!(message))? {
        if register.weight.is_none() && !register.file.exists() {
            println!("skipped: {}", register.file.display());
            continue;
        }
        registers.push(data::read(register).map_err(|message| anyhow!(message))?);
    }
    let features = likelihood::features();
    blank(&mut registers, features, &args.without);

    let model = Model::of(&registers);
    print!("{}", measure::table(&model, &registers));
    if args.write {
        let text = file(features, &model);
        std::fs::write(MODEL, text).with_context(|| format!("cannot write {MODEL}"))?;
        println!("\nwrote {MODEL}");
    }
    Ok(())
}

/// Sets the rates of features that are left out to nothing, everywhere.
fn blank(registers: &mut [Texts], features: &[Feature], without: &[String]) {
    let out = |feature: &Feature| {
        without
            .iter()
            .any(|out| *out == feature.kind.as_str() || *out == feature.to_string())
    };
    let out: Vec<usize> = (0..features.len()).filter(|&at| out(&features[at])).collect();
    for texts in registers {
        let growing = texts.growing.iter_mut().flatten();
        for rates in texts.whole.iter_mut().chain(&mut texts.pieces).chain(growing) {
            for &at in &out {
                rates.values[at] = 0.0;
            }
        }
    }
}

/// The model as the library reads it, its log-odds calibrated.
fn file(features: &[Feature], model: &Model) -> String {
    let calibration = model.calibration;
    let mut text = HEADER.to_owned();
    for (feature, weighing) in features.iter().zip(&model.fit.weighings) {
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
    let intercept = model.fit.intercept * calibration.slope + calibration.offset;
    let _ = writeln!(text, "model\tintercept\t{intercept:.4}");
    let _ = writeln!(text, "model\tspread\t{:.4}", model.spread);
    let _ = writeln!(text, "model\tthreshold\t{:.2}", model.threshold);
    text
}

const HEADER: &str = "\
# The model of likelihood.rs. Made by `lab train`; only the first two columns are written by hand.
# kind, feature, mean in text written in English, mean in translations, standard deviation in text written in English,
# weight in log-odds per standard deviation (above 0: a high rate speaks for a translation). Units: Kind in style.rs.
# The last lines: the log-odds of a text in the middle; how far up and down from its log-odds four texts of five would end,
# for one of no length; the probability from which a text reads like a translation.
# Trained on text that is in the public domain or under a licence that asks for no more than a name, as listed with
# weights and licences in crates/lab/registers.tsv: translations are MLQE-PE (CC0 1.0); native are 18F and digital.gov,
# US presidents' speeches and The World Factbook (public domain), the Open American National Corpus's MASC (free for any
# use), and of GUM news and interviews (Wikinews, CC BY 2.5), academic and court texts (CC BY 4.0).
# The file holds rates and weights that we computed, and no sentence of those texts.
# Licence: MIT OR Apache-2.0, as the rest of the project.
";
