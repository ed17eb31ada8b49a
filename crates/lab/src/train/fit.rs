//! Logistic regression with a penalty on squared weights, by coordinate descent.
//!
//! Two things are asked of it that the crates for the purpose do not offer: classes and registers that weigh what the
//! list says whatever their size, and weights that keep the sign of their feature. A weight may not say that "said" speaks for
//! a translation where translations have it less often, for it would make a reason that is not true.

use linguistics::likelihood::{self, Kind, Rates, standardised, trust};

use super::data::Texts;

/// The penalty: the higher, the closer all weights are to zero. A low one learns the registers by heart.
const PENALTY: f64 = 0.1;

/// Sentences from which a piece tells how much texts differ from each other, and not only how much chance adds.
const STEADY: usize = 8;

/// Rounds over all weights; they have settled long before.
const ROUNDS: usize = 200;

/// The least standard deviation of what is counted in 100 words, and in 100 sentences. Without it, a phrase that hardly
/// ever occurs in native news would be miles from the usual wherever it stands once.
const LEAST_DEVIATION: f64 = 0.1;
const LEAST_DEVIATION_OF_OPENINGS: f64 = 2.0;

/// A trained model.
pub(crate) struct Fit {
    pub(crate) weighings: Vec<Weighing>,
    pub(crate) intercept: f64,
}

/// What a rate usually is, and how much it weighs.
pub(crate) struct Weighing {
    pub(crate) written: f64,
    pub(crate) translated: f64,
    pub(crate) deviation: f64,
    pub(crate) weight: f64,
}

impl Fit {
    /// Log-odds that a text with these rates is a translation, not yet calibrated.
    pub(crate) fn log_odds(&self, rates: &Rates) -> f64 {
        let evidence = self.weighings.iter().zip(&rates.values);
        let evidence = evidence.map(|(weighing, &rate)| weighing.weight * weighing.standardised(rate));
        trust(rates.sentences) * (self.intercept + evidence.sum::<f64>())
    }
}

impl Weighing {
    fn of(pieces: &[Piece], at: usize) -> Self {
        let written = mean(pieces, |piece| !piece.is_translated, |rates| rates.values[at]);
        let translated = mean(pieces, |piece| piece.is_translated, |rates| rates.values[at]);
        let is_steady = |piece: &Piece| !piece.is_translated && piece.rates.sentences >= STEADY;
        let usual = mean(pieces, is_steady, |rates| rates.values[at]);
        let variance = mean(pieces, is_steady, |rates| (rates.values[at] - usual).powi(2));
        let least_deviation = match likelihood::features()[at].kind {
            Kind::Opening => LEAST_DEVIATION_OF_OPENINGS,
            _ => LEAST_DEVIATION,
        };
        Self {
            written,
            translated,
            deviation: variance.sqrt().max(least_deviation),
            weight: 0.0,
        }
    }

    fn standardised(&self, rate: f64) -> f64 {
        standardised(rate, f64::midpoint(self.written, self.translated), self.deviation)
    }

    /// The nearest weight that keeps the sign of the difference between translations and native news.
    fn with_true_sign(&self, weight: f64) -> f64 {
        if self.translated > self.written {
            weight.max(0.0)
        } else {
            weight.min(0.0)
        }
    }
}

/// Trains on the pieces of some registers, of which some must be native and some must not.
pub(crate) fn fit<'t>(registers: impl Iterator<Item = &'t Texts>) -> Fit {
    let pieces = pieces(registers);
    let features = pieces.first().map_or(0, |piece| piece.rates.values.len());
    let mut weighings: Vec<Weighing> = (0..features).map(|at| Weighing::of(&pieces, at)).collect();
    let trusts: Vec<f64> = pieces.iter().map(|piece| trust(piece.rates.sentences)).collect();
    let column = |(at, weighing): (usize, &Weighing)| -> Vec<f64> {
        let standardised = pieces
            .iter()
            .map(|piece| weighing.standardised(piece.rates.values[at]));
        standardised
            .zip(&trusts)
            .map(|(value, trust)| value * trust)
            .collect()
    };
    let columns: Vec<Vec<f64>> = weighings.iter().enumerate().map(column).collect();
    let targets: Vec<f64> = pieces
        .iter()
        .map(|piece| f64::from(u8::from(piece.is_translated)))
        .collect();
    let weights: Vec<f64> = pieces.iter().map(|piece| piece.weight).collect();
    let intercept = descend(&mut weighings, (&trusts, &columns), &targets, &weights);
    Fit { weighings, intercept }
}

/// A piece and its share of all that is trained on.
pub(crate) struct Piece<'t> {
    pub(crate) rates: &'t Rates,
    pub(crate) is_translated: bool,
    pub(crate) weight: f64,
}

/// Native registers together weigh as much as translations, and each what the list says; all together 1.
pub(crate) fn pieces<'t>(registers: impl Iterator<Item = &'t Texts>) -> Vec<Piece<'t>> {
    let registers: Vec<(&Texts, f64)> = registers
        .filter_map(|texts| Some((texts, texts.register.weight?)))
        .collect();
    let total = |is_translated: bool| {
        let of_side = registers
            .iter()
            .filter(|(texts, _)| texts.register.is_translated == is_translated);
        of_side.map(|(_, weight)| weight).sum::<f64>()
    };
    let pieces_of = |&(texts, weight): &(&'t Texts, f64)| {
        let is_translated = texts.register.is_translated;
        let weight = 0.5 * weight / total(is_translated) / texts.pieces.len() as f64;
        texts.pieces.iter().map(move |rates| Piece {
            rates,
            is_translated,
            weight,
        })
    };
    registers.iter().flat_map(pieces_of).collect()
}

fn mean(pieces: &[Piece], counts: impl Fn(&Piece) -> bool, value: impl Fn(&Rates) -> f64) -> f64 {
    let (mut sum, mut total) = (0.0, 0.0);
    for piece in pieces.iter().filter(|piece| counts(piece)) {
        sum += piece.weight * value(piece.rates);
        total += piece.weight;
    }
    sum / total
}

/// Moves one weight at a time to the minimum of a parabola that lies above the loss and touches it, so that no step
/// makes the loss greater. Gives the intercept.
fn descend(
    weighings: &mut [Weighing],
    (trusts, columns): (&[f64], &[Vec<f64>]),
    targets: &[f64],
    weights: &[f64],
) -> f64 {
    let mut intercept = 0.0;
    let mut log_odds = vec![0.0; targets.len()];
    for _ in 0..ROUNDS {
        let (slope, bend) = slope_and_bend(trusts, &log_odds, targets, weights);
        intercept -= slope / bend;
        shift(&mut log_odds, trusts, -slope / bend);
        for (weighing, column) in weighings.iter_mut().zip(columns) {
            let (slope, bend) = slope_and_bend(column, &log_odds, targets, weights);
            let step = (slope + PENALTY * weighing.weight) / (bend + PENALTY);
            let moved = weighing.with_true_sign(weighing.weight - step);
            shift(&mut log_odds, column, moved - weighing.weight);
            weighing.weight = moved;
        }
    }
    intercept
}

/// First derivative of the loss by one weight, and a bound of the second.
fn slope_and_bend(column: &[f64], log_odds: &[f64], targets: &[f64], weights: &[f64]) -> (f64, f64) {
    let mut slope = 0.0;
    let mut bend = 0.0;
    for (((value, log_odds), target), weight) in column.iter().zip(log_odds).zip(targets).zip(weights) {
        slope += weight * (sigmoid(*log_odds) - target) * value;
        bend += weight * value * value / 4.0;
    }
    (slope, bend)
}

fn shift(log_odds: &mut [f64], column: &[f64], by: f64) {
    for (log_odds, value) in log_odds.iter_mut().zip(column) {
        *log_odds += by * value;
    }
}

/// Log-odds as a probability.
pub(crate) fn sigmoid(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}
