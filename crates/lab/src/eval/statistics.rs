//! The arithmetic of the figures.

use serde::Serialize;
use statrs::distribution::{ChiSquared, ContinuousCDF};
use statrs::statistics::{Data, OrderStatistics, RankTieBreaker};

/// A count and its 95 % interval per `unit` words: estimate, lower, upper bound; `None` where there are no words.
/// The interval is the exact one for a Poisson count (Garwood 1936).
pub(super) fn rate(count: usize, words: usize, unit: f64) -> Option<[f64; 3]> {
    let per_unit = |count: f64| rounded(unit * count / words as f64, 3);
    let quantile = |degrees: usize, p: f64| {
        ChiSquared::new(degrees as f64).map_or(0.0, |distribution| distribution.inverse_cdf(p) / 2.0)
    };
    let lower = if count == 0 {
        0.0
    } else {
        quantile(2 * count, 0.025)
    };
    let upper = quantile(2 * count + 2, 0.975);
    (words > 0).then(|| [count as f64, lower, upper].map(per_unit))
}

/// `part / whole` with four decimals, `None` where the whole is nothing.
pub(super) fn share(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| rounded(part as f64 / whole as f64, 4))
}

pub(super) fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// Pearson's correlation, `None` for fewer than three pairs or where one side does not vary.
pub(super) fn pearson(a: &[f64], b: &[f64]) -> Option<f64> {
    let (mean_a, mean_b) = (mean(a), mean(b));
    let sum =
        |of: fn(f64, f64) -> f64| -> f64 { a.iter().zip(b).map(|(x, y)| of(x - mean_a, y - mean_b)).sum() };
    let spread = (sum(|x, _| x * x) * sum(|_, y| y * y)).sqrt();
    (a.len() >= 3 && spread > 0.0).then(|| rounded(sum(|x, y| x * y) / spread, 4))
}

/// Spearman's rank correlation; ties share the mean of their ranks.
pub(super) fn spearman(a: &[f64], b: &[f64]) -> Option<f64> {
    let ranks = |values: &[f64]| Data::new(values.to_vec()).ranks(RankTieBreaker::Average);
    pearson(&ranks(a), &ranks(b))
}

/// What was flagged against what is bad, in tokens.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Confusion {
    hit: usize,
    false_alarm: usize,
    miss: usize,
    silence: usize,
}

/// The measures of a [`Confusion`]; `None` where one divides by nothing.
#[derive(Debug, Serialize)]
pub(super) struct Agreement {
    pub(super) tokens: usize,
    pub(super) bad_share: Option<f64>,
    pub(super) flagged_share: Option<f64>,
    /// Matthews correlation, 0 where one side is constant.
    pub(super) mcc: f64,
    pub(super) precision: Option<f64>,
    pub(super) recall: Option<f64>,
}

impl Confusion {
    pub(super) fn add(&mut self, bad: bool, flagged: bool) {
        *match (bad, flagged) {
            (true, true) => &mut self.hit,
            (false, true) => &mut self.false_alarm,
            (true, false) => &mut self.miss,
            (false, false) => &mut self.silence,
        } += 1;
    }

    pub(super) fn agreement(self) -> Agreement {
        let (bad, flagged) = (self.hit + self.miss, self.hit + self.false_alarm);
        let tokens = bad + self.false_alarm + self.silence;
        Agreement {
            tokens,
            bad_share: share(bad, tokens),
            flagged_share: share(flagged, tokens),
            mcc: self.mcc(),
            precision: share(self.hit, flagged),
            recall: share(self.hit, bad),
        }
    }

    fn mcc(self) -> f64 {
        let [hit, false_alarm, miss, silence] =
            [self.hit, self.false_alarm, self.miss, self.silence].map(|count| count as f64);
        let spread = ((hit + false_alarm) * (hit + miss) * (silence + false_alarm) * (silence + miss)).sqrt();
        if spread == 0.0 {
            return 0.0;
        }
        rounded((hit * silence - false_alarm * miss) / spread, 4)
    }
}

fn rounded(value: f64, decimals: i32) -> f64 {
    let unit = 10f64.powi(decimals);
    (value * unit).round() / unit
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_ignore_distance_and_share_ties() {
        assert_eq!(
            spearman(&[1.0, 2.0, 3.0, 4.0], &[1.0, 8.0, 9.0, 900.0]),
            Some(1.0)
        );
        // By hand: ranks 1.5 1.5 3 4 against 1 2 3 4 give 4.5 / √(4.5 · 5).
        assert_eq!(
            spearman(&[0.0, 0.0, 1.0, 2.0], &[1.0, 2.0, 3.0, 4.0]),
            Some(0.9487)
        );
        assert_eq!(spearman(&[0.0, 0.0, 0.0], &[1.0, 2.0, 3.0]), None);
        assert_eq!(spearman(&[], &[]), None);
    }

    #[test]
    fn a_rate_has_the_exact_interval() {
        // Garwood's interval for no event is 0 to 3.689, for ten events 4.795 to 18.390.
        assert_eq!(rate(0, 1000, 1000.0), Some([0.0, 0.0, 3.689]));
        assert_eq!(rate(10, 1000, 1000.0), Some([10.0, 4.795, 18.39]));
        assert_eq!(rate(3, 0, 1000.0), None);
    }

    #[test]
    fn mcc_is_one_for_agreement_and_nothing_for_silence() {
        let confusion = |pairs: &[(bool, bool)]| {
            let mut confusion = Confusion::default();
            for (bad, flagged) in pairs {
                confusion.add(*bad, *flagged);
            }
            confusion.agreement()
        };
        assert!((confusion(&[(true, true), (false, false)]).mcc - 1.0).abs() < 1e-9);
        let silent = confusion(&[(true, false), (false, false)]);
        assert!(silent.mcc.abs() < 1e-9 && silent.precision.is_none() && silent.recall == Some(0.0));
    }
}
