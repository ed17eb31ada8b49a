//! How well texts and translations are told apart, by register.

use std::fmt::Write as _;

use linguistics::likelihood::{Rates, trust};

use super::data::{LONG, Texts};
use super::fit::{Fit, fit, pieces, sigmoid};

/// The registers of either side are dealt out to so many parts; one of each is held out at a time.
const FOLDS: usize = 5;

/// How log-odds become those of a probability: Platt's scaling. The offset, too, is trusted with the length.
#[derive(Clone, Copy)]
pub(crate) struct Calibration {
    pub(crate) slope: f64,
    pub(crate) offset: f64,
}

/// What a piece that was held out scored.
struct Example {
    log_odds: f64,
    trust: f64,
    target: f64,
    weight: f64,
}

/// A model, and what its log-odds are worth.
pub(crate) struct Model {
    pub(crate) fit: Fit,
    pub(crate) calibration: Calibration,
    /// Log-odds up and down in which four texts of five end, for one of no length.
    pub(crate) spread: f64,
    pub(crate) threshold: f64,
}

/// The least probability that may be called "reads like a translation".
const LEAST_THRESHOLD: f64 = 0.7;

/// The share of native articles that may be called so, on average over the registers.
const FALSE_SHARE: f64 = 0.05;

/// The share of native articles of every register that may pass the gate.
const GATE_SHARE: f64 = 0.02;

/// Texts that a register must have for a share of it to mean something.
const FEW: usize = 20;

/// Of 100 texts, those whose end lies within the bounds.
const WITHIN: usize = 80;

impl Model {
    /// Trained on all registers that train, calibrated on registers that were held out.
    pub(crate) fn of(registers: &[Texts]) -> Self {
        let calibration = Calibration::of(&held_out(registers));
        let mut model = Self {
            fit: fit(registers.iter()),
            calibration,
            spread: 0.0,
            threshold: LEAST_THRESHOLD,
        };
        model.spread = model.spread_of(registers);
        while model.false_share(registers) > FALSE_SHARE && model.threshold < 0.99 {
            model.threshold += 0.01;
        }
        model
    }

    fn log_odds(&self, rates: &Rates) -> f64 {
        let raw = self.fit.log_odds(rates);
        self.calibration.log_odds(raw, trust(rates.sentences))
    }

    fn probability(&self, rates: &Rates) -> f64 {
        sigmoid(self.log_odds(rates))
    }

    fn share(&self, texts: &Texts, least: f64) -> f64 {
        let reach = texts
            .whole
            .iter()
            .filter(|rates| self.probability(rates) >= least);
        reach.count() as f64 / texts.whole.len() as f64
    }

    fn false_share(&self, registers: &[Texts]) -> f64 {
        let shares: Vec<f64> = measured(registers, false)
            .map(|texts| self.share(texts, self.threshold))
            .collect();
        average(&shares)
    }

    /// The least probability, in hundredths, at which few articles pass in every native register, trained on or not.
    fn gate(&self, registers: &[Texts]) -> f64 {
        let natives: Vec<&Texts> = registers
            .iter()
            .filter(|texts| !texts.register.is_translated && texts.whole.len() >= FEW)
            .collect();
        let passes = |gate: f64| natives.iter().all(|texts| self.share(texts, gate) <= GATE_SHARE);
        let mut gates = (50..99).map(|hundredths| f64::from(hundredths) / 100.0);
        gates.find(|&gate| passes(gate)).unwrap_or(0.99)
    }

    /// How far the log-odds of the starts of long texts lie from where they end, against what chance leaves.
    fn spread_of(&self, registers: &[Texts]) -> f64 {
        let mut distances: Vec<f64> = registers
            .iter()
            .flat_map(|texts| &texts.growing)
            .flat_map(|starts| self.distances(starts))
            .collect();
        distances.sort_by(f64::total_cmp);
        let at = distances.len() * WITHIN / 100;
        distances.get(at).copied().unwrap_or_default()
    }

    fn distances(&self, starts: &[Rates]) -> Vec<f64> {
        let Some((end, starts)) = starts.split_last() else {
            return Vec::new();
        };
        let end = self.log_odds(end);
        let distance = |start: &Rates| (self.log_odds(start) - end).abs() / (1.0 - trust(start.sentences));
        starts.iter().map(distance).collect()
    }
}

/// Scores of pieces by models that have not seen their register.
fn held_out(registers: &[Texts]) -> Vec<Example> {
    let fold_of = |texts: &Texts| {
        let side = registers
            .iter()
            .filter(|other| other.register.is_translated == texts.register.is_translated);
        side.take_while(|other| other.register.name != texts.register.name)
            .count()
            % FOLDS
    };
    (0..FOLDS)
        .flat_map(|fold| {
            let (seen, unseen): (Vec<&Texts>, Vec<&Texts>) =
                registers.iter().partition(|texts| fold_of(texts) != fold);
            let model = fit(seen.into_iter());
            let example = move |piece: super::fit::Piece| Example {
                log_odds: model.log_odds(piece.rates),
                trust: trust(piece.rates.sentences),
                target: f64::from(u8::from(piece.is_translated)),
                weight: piece.weight,
            };
            pieces(unseen.into_iter())
                .into_iter()
                .map(example)
                .collect::<Vec<_>>()
        })
        .collect()
}

/// Newton's method settles within a handful of steps on two numbers.
const NEWTON_STEPS: usize = 25;

impl Calibration {
    fn of(examples: &[Example]) -> Self {
        let mut calibration = Self {
            slope: 1.0,
            offset: 0.0,
        };
        for _ in 0..NEWTON_STEPS {
            calibration = calibration.improved(examples);
        }
        calibration
    }

    fn log_odds(self, log_odds: f64, trust: f64) -> f64 {
        self.slope * log_odds + self.offset * trust
    }

    fn improved(self, examples: &[Example]) -> Self {
        let (mut slope, mut offset) = (0.0, 0.0);
        let (mut slope2, mut both, mut offset2) = (1e-9, 0.0, 1e-9);
        for example in examples {
            let probability = sigmoid(self.log_odds(example.log_odds, example.trust));
            let error = example.weight * (probability - example.target);
            let bend = example.weight * probability * (1.0 - probability);
            slope += error * example.log_odds;
            offset += error * example.trust;
            slope2 += bend * example.log_odds * example.log_odds;
            both += bend * example.log_odds * example.trust;
            offset2 += bend * example.trust * example.trust;
        }
        let determinant = slope2 * offset2 - both * both;
        Self {
            slope: self.slope - (offset2 * slope - both * offset) / determinant,
            offset: self.offset - (slope2 * offset - both * slope) / determinant,
        }
    }
}

/// The share of pairs of a native text and a translation of which the translation scores higher, a tie counting half.
fn auc(native: &[f64], translated: &[f64]) -> f64 {
    let mut won = 0.0;
    for native in native {
        for translated in translated {
            won += match translated.total_cmp(native) {
                std::cmp::Ordering::Greater => 1.0,
                std::cmp::Ordering::Equal => 0.5,
                std::cmp::Ordering::Less => 0.0,
            };
        }
    }
    won / (native.len() * translated.len()) as f64
}

/// Everything that is measured on the registers that only measure, as the documentation shows it.
pub(crate) fn table(model: &Model, registers: &[Texts]) -> String {
    let gate = model.gate(registers);
    let mut text = format!(
        "calibration {:.3} {:+.3}, bounds {:.2}, reads like a translation from {:.2}, gate {gate:.2}\n",
        model.calibration.slope, model.calibration.offset, model.spread, model.threshold
    );
    register_table(model, registers, gate, &mut text);
    auc_table(model, registers, &mut text);
    calibration_table(model, registers, &mut text);
    bounds_table(model, registers, &mut text);
    text
}

fn register_table(model: &Model, registers: &[Texts], gate: f64, text: &mut String) {
    let _ = writeln!(
        text,
        "\nArticles that reach a probability (*: the register trains)\n\n  {:<28} articles   0.50    {:.2}    0.90   gate",
        "register", model.threshold
    );
    for texts in registers.iter().filter(|texts| texts.whole.len() >= FEW) {
        let share = |least: f64| 100.0 * model.share(texts, least);
        let mark = if texts.register.weight.is_some() { "*" } else { " " };
        let _ = writeln!(
            text,
            "{mark} {:<28} {:>8}  {:>5.1} % {:>5.1} % {:>5.1} % {:>5.1} %",
            texts.register.name,
            texts.whole.len(),
            share(0.5),
            share(model.threshold),
            share(0.9),
            share(gate)
        );
    }
}

/// Sentences of articles that are compared, from and to.
const LENGTHS: [(usize, usize); 4] = [(3, 4), (5, 7), (8, 14), (15, usize::MAX)];

fn auc_table(model: &Model, registers: &[Texts], text: &mut String) {
    let natives: Vec<&Texts> = measured(registers, false).collect();
    let Some(first) = natives.first() else {
        return;
    };
    let _ = writeln!(
        text,
        "\nAUC of articles of 8 sentences and more against {}, and on average against all native registers\n",
        first.register.name
    );
    let long = |texts: &Texts| -> Vec<f64> {
        let long = texts.whole.iter().filter(|rates| rates.sentences >= 8);
        long.map(|rates| model.log_odds(rates)).collect()
    };
    for texts in measured(registers, true) {
        let translated = long(texts);
        let all: Vec<f64> = natives
            .iter()
            .map(|native| auc(&long(native), &translated))
            .collect();
        let _ = writeln!(
            text,
            "  {:<28} {:>8}  {:.3}  {:.3}",
            texts.register.name,
            translated.len(),
            auc(&long(first), &translated),
            average(&all)
        );
    }
}

/// Bands of probabilities.
const BANDS: [(f64, f64); 5] = [(0.0, 0.3), (0.3, 0.5), (0.5, 0.7), (0.7, 0.9), (0.9, 1.01)];

fn calibration_table(model: &Model, registers: &[Texts], text: &mut String) {
    let _ = writeln!(
        text,
        "\nShare of translations among pieces in a band of probability, native and translated registers weighing the same\n\n  \
         sentences       0 to .3    .3 to .5    .5 to .7    .7 to .9       .9 up"
    );
    for (from, to) in LENGTHS {
        let _ = write!(text, "  {from:>2} and up   ");
        for band in BANDS {
            let share = |is_translated| {
                let of_register = |texts: &Texts| share_in(model, texts, (from, to), band);
                average(
                    &measured(registers, is_translated)
                        .map(of_register)
                        .collect::<Vec<_>>(),
                )
            };
            let (native, translated) = (share(false), share(true));
            let _ = write!(
                text,
                " {:>4.0} % ({:>2.0})",
                100.0 * translated / (native + translated),
                50.0 * (native + translated)
            );
        }
        let _ = writeln!(text);
    }
}

fn share_in(model: &Model, texts: &Texts, (from, to): (usize, usize), (low, high): (f64, f64)) -> f64 {
    let of_length = texts
        .pieces
        .iter()
        .filter(|rates| (from..=to).contains(&rates.sentences));
    let scores: Vec<f64> = of_length.map(|rates| model.probability(rates)).collect();
    let within = scores
        .iter()
        .filter(|&&score| (low..high).contains(&score))
        .count();
    within as f64 / scores.len().max(1) as f64
}

fn bounds_table(model: &Model, registers: &[Texts], text: &mut String) {
    let _ = writeln!(
        text,
        "\nTexts of which the likelihood at {LONG} sentences lies within the bounds that it had at its start, in the registers that measure\n"
    );
    let growing = || {
        registers
            .iter()
            .filter(|texts| texts.register.weight.is_none())
            .flat_map(|texts| &texts.growing)
    };
    let starts = growing()
        .next()
        .map_or(0, |starts| starts.len().saturating_sub(1));
    for at in 0..starts {
        let distances: Vec<f64> = growing()
            .filter_map(|starts| model.distances(starts).get(at).copied())
            .collect();
        let within = distances
            .iter()
            .filter(|&&distance| distance <= model.spread)
            .count();
        let sentences = growing().next().map_or(0, |starts| starts[at].sentences);
        let _ = writeln!(
            text,
            "  {sentences:>2} sentences {:>5} texts  {:>5.1} %",
            distances.len(),
            100.0 * within as f64 / distances.len() as f64
        );
    }
}

/// Registers of a side that are not trained on and are large enough.
fn measured(registers: &[Texts], is_translated: bool) -> impl Iterator<Item = &Texts> {
    let measures = move |texts: &&Texts| {
        texts.register.weight.is_none()
            && texts.register.is_translated == is_translated
            && texts.whole.len() >= FEW
    };
    registers.iter().filter(measures)
}

fn average(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}
