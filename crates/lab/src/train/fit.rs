//! Logistic regression with a penalty on squared weights, by coordinate descent.
//!
//! Two things are asked of it that the crates for the purpose do not offer: classes and pairs that weigh the same
//! whatever their number, and weights that keep the sign of their feature. A weight may not say that "said" speaks for
//! a translation where translations have it less often, for it would make a reason that is not true.

use linguistics::likelihood::{self, Kind, standardised};

use super::data::Article;

/// The penalty: the higher, the closer all weights are to zero. There are few native documents and many features.
const PENALTY: f64 = 0.02;

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
    pub(crate) fn log_odds(&self, rates: &[f64]) -> f64 {
        let evidence = self.weighings.iter().zip(rates);
        self.intercept
            + evidence
                .map(|(weighing, &rate)| weighing.weight * weighing.standardised(rate))
                .sum::<f64>()
    }
}

impl Weighing {
    fn of(written: &[f64], translated: &[(f64, f64)], least_deviation: f64) -> Self {
        let written_mean = written.iter().sum::<f64>() / written.len() as f64;
        let variance = written
            .iter()
            .map(|rate| (rate - written_mean).powi(2))
            .sum::<f64>()
            / written.len() as f64;
        let total: f64 = translated.iter().map(|(_, weight)| weight).sum();
        Self {
            written: written_mean,
            translated: translated.iter().map(|(rate, weight)| rate * weight).sum::<f64>() / total,
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

/// Trains on some articles, of which some must be native and some must not.
pub(crate) fn fit<'a>(articles: impl Iterator<Item = &'a Article>) -> Fit {
    let articles: Vec<&Article> = articles.collect();
    let weights = weights(&articles);
    let mut weighings: Vec<Weighing> = (0..articles[0].rates.len())
        .map(|at| weighing(&articles, &weights, at))
        .collect();
    let columns: Vec<Vec<f64>> = weighings
        .iter()
        .enumerate()
        .map(|(at, weighing)| {
            articles
                .iter()
                .map(|article| weighing.standardised(article.rates[at]))
                .collect()
        })
        .collect();
    let targets: Vec<f64> = articles
        .iter()
        .map(|article| f64::from(u8::from(!article.is_native())))
        .collect();
    let intercept = descend(&mut weighings, &columns, &targets, &weights);
    Fit { weighings, intercept }
}

/// Native articles together weigh as much as translations, and each pair as much as the others; all together 1.
fn weights(articles: &[&Article]) -> Vec<f64> {
    let of_pair = |pair: &str| articles.iter().filter(|article| article.pair == pair).count() as f64;
    let mut pairs: Vec<&str> = articles
        .iter()
        .filter(|article| !article.is_native())
        .map(|article| article.pair.as_str())
        .collect();
    pairs.sort_unstable();
    pairs.dedup();
    let share = |article: &&Article| {
        let pairs_of_class = if article.is_native() { 1 } else { pairs.len() };
        0.5 / of_pair(&article.pair) / pairs_of_class as f64
    };
    articles.iter().map(share).collect()
}

fn weighing(articles: &[&Article], weights: &[f64], at: usize) -> Weighing {
    let mut written = Vec::new();
    let mut translated = Vec::new();
    for (article, &weight) in articles.iter().zip(weights) {
        if article.is_native() {
            written.push(article.rates[at]);
        } else {
            translated.push((article.rates[at], weight));
        }
    }
    let least_deviation = match likelihood::features()[at].kind {
        Kind::Opening => LEAST_DEVIATION_OF_OPENINGS,
        _ => LEAST_DEVIATION,
    };
    Weighing::of(&written, &translated, least_deviation)
}

/// Moves one weight at a time to the minimum of a parabola that lies above the loss and touches it, so that no step
/// makes the loss greater. Gives the intercept.
fn descend(weighings: &mut [Weighing], columns: &[Vec<f64>], targets: &[f64], weights: &[f64]) -> f64 {
    let ones = vec![1.0; targets.len()];
    let mut intercept = 0.0;
    let mut log_odds = vec![0.0; targets.len()];
    for _ in 0..ROUNDS {
        let (slope, bend) = slope_and_bend(&ones, &log_odds, targets, weights);
        intercept -= slope / bend;
        shift(&mut log_odds, &ones, -slope / bend);
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
