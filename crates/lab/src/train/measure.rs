//! How well native articles and translations are told apart where neither were seen in training.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::data::{Article, FOLDS, Origin};
use super::fit::{Fit, fit, sigmoid};

/// What models say of articles that they have not seen.
pub(crate) struct HeldOut {
    /// By the pair that was left out: log-odds of native articles, and of translations from that pair by the same
    /// models. Both fold by fold.
    by_pair: BTreeMap<String, Vec<Fold>>,
}

/// One part of the native articles, and the translations of a pair that was not in training either.
struct Fold {
    native: Vec<f64>,
    machine: Vec<f64>,
    person: Vec<f64>,
}

/// How log-odds become those of a probability: Platt's scaling.
#[derive(Clone, Copy)]
pub(crate) struct Calibration {
    pub(crate) slope: f64,
    pub(crate) offset: f64,
}

/// The least probability that may be called "reads like a translation".
const LEAST_THRESHOLD: f64 = 0.8;

/// The share of native articles that may be called so.
const FALSE_SHARE: f64 = 0.05;

impl HeldOut {
    pub(crate) fn of(articles: &[Article]) -> Self {
        let folds = |pair: &String| {
            let folds = (0..FOLDS)
                .map(|fold| Fold::of(articles, fold, pair, None))
                .collect();
            (pair.clone(), folds)
        };
        Self {
            by_pair: pairs(articles).iter().map(folds).collect(),
        }
    }

    /// Fitted so that native articles and translations weigh the same, and each pair as much as the others.
    pub(crate) fn calibration(&self) -> Calibration {
        let examples = self.examples();
        let mut calibration = Calibration {
            slope: 1.0,
            offset: 0.0,
        };
        for _ in 0..NEWTON_STEPS {
            calibration = calibration.improved(&examples);
        }
        calibration
    }

    /// (log-odds, target, weight) of all articles that were held out.
    fn examples(&self) -> Vec<(f64, f64, f64)> {
        let mut examples = Vec::new();
        for folds in self.by_pair.values() {
            let (native, machine) = (all(folds, |fold| &fold.native), all(folds, |fold| &fold.machine));
            examples.extend(native.iter().map(|&odds| (odds, 0.0, 1.0 / native.len() as f64)));
            examples.extend(
                machine
                    .iter()
                    .map(|&odds| (odds, 1.0, 1.0 / machine.len() as f64)),
            );
        }
        examples
    }

    /// The least probability, in hundredths, that at most [`FALSE_SHARE`] of the held-out native articles reach.
    pub(crate) fn threshold(&self) -> f64 {
        let mut threshold = LEAST_THRESHOLD;
        while self.share(threshold, |fold| &fold.native) > FALSE_SHARE && threshold < 0.99 {
            threshold += 0.01;
        }
        threshold
    }

    /// The share that reaches a probability, each pair weighing the same.
    fn share(&self, threshold: f64, side: impl Fn(&Fold) -> &Vec<f64> + Copy) -> f64 {
        let calibration = self.calibration();
        let of_pair = |folds: &Vec<Fold>| {
            let odds = all(folds, side);
            odds.iter()
                .filter(|&&odds| calibration.probability(odds) >= threshold)
                .count() as f64
                / odds.len() as f64
        };
        self.by_pair.values().map(of_pair).sum::<f64>() / self.by_pair.len() as f64
    }
}

/// Newton's method settles within a handful of steps on two numbers.
const NEWTON_STEPS: usize = 25;

impl Calibration {
    fn probability(self, log_odds: f64) -> f64 {
        sigmoid(self.slope * log_odds + self.offset)
    }

    fn improved(self, examples: &[(f64, f64, f64)]) -> Self {
        let (mut slope, mut offset) = (0.0, 0.0);
        let (mut slope2, mut both, mut offset2) = (1e-9, 0.0, 1e-9);
        for &(odds, target, weight) in examples {
            let probability = self.probability(odds);
            let (error, bend) = (
                weight * (probability - target),
                weight * probability * (1.0 - probability),
            );
            slope += error * odds;
            offset += error;
            slope2 += bend * odds * odds;
            both += bend * odds;
            offset2 += bend;
        }
        let determinant = slope2 * offset2 - both * both;
        Self {
            slope: self.slope - (offset2 * slope - both * offset) / determinant,
            offset: self.offset - (slope2 * offset - both * slope) / determinant,
        }
    }
}

impl Fold {
    /// Trains without one part of the native articles, without a pair, and without a system in any pair.
    fn of(articles: &[Article], fold: usize, pair: &str, system: Option<&str>) -> Self {
        let is_seen = |article: &&Article| match article.origin {
            Origin::Native => article.fold != fold,
            Origin::Machine => article.pair != pair && system != Some(article.system.as_str()),
            Origin::Person => false,
        };
        let model = fit(articles.iter().filter(is_seen));
        let of_pair = |origin: Origin| -> Vec<f64> {
            let of_pair = |article: &&Article| {
                article.origin == origin
                    && article.pair == pair
                    && system.is_none_or(|system| article.system == system)
            };
            odds(&model, articles.iter().filter(of_pair))
        };
        Self {
            native: odds(
                &model,
                articles
                    .iter()
                    .filter(|article| article.is_native() && article.fold == fold),
            ),
            machine: of_pair(Origin::Machine),
            person: of_pair(Origin::Person),
        }
    }
}

fn odds<'a>(model: &Fit, articles: impl Iterator<Item = &'a Article>) -> Vec<f64> {
    articles.map(|article| model.log_odds(&article.rates)).collect()
}

fn all(folds: &[Fold], side: impl Fn(&Fold) -> &Vec<f64>) -> Vec<f64> {
    folds.iter().flat_map(side).copied().collect()
}

fn pairs(articles: &[Article]) -> Vec<String> {
    let mut pairs: Vec<String> = articles
        .iter()
        .filter(|article| !article.is_native())
        .map(|article| article.pair.clone())
        .collect();
    pairs.sort();
    pairs.dedup();
    pairs
}

/// The share of pairs of a native article and a translation of which the translation scores higher, a tie counting
/// half; only scores of the same model are compared.
fn auc(folds: &[Fold], side: impl Fn(&Fold) -> &Vec<f64>) -> f64 {
    let (mut won, mut of) = (0.0, 0.0);
    for fold in folds {
        for native in &fold.native {
            for translated in side(fold) {
                won += match translated.total_cmp(native) {
                    std::cmp::Ordering::Greater => 1.0,
                    std::cmp::Ordering::Equal => 0.5,
                    std::cmp::Ordering::Less => 0.0,
                };
                of += 1.0;
            }
        }
    }
    won / of
}

/// Everything that is measured, as the documentation shows it.
pub(crate) fn table(articles: &[Article], held_out: &HeldOut) -> String {
    let mut text = String::new();
    pair_table(articles, held_out, &mut text);
    system_table(articles, &mut text);
    threshold_table(held_out, &mut text);
    text
}

fn pair_table(articles: &[Article], held_out: &HeldOut, text: &mut String) {
    let native = articles.iter().filter(|article| article.is_native()).count();
    let _ = writeln!(
        text,
        "AUC against {native} native articles; pair and native articles left out of training\n"
    );
    let _ = writeln!(text, "  pair   machine articles    AUC   person articles    AUC");
    for (pair, folds) in &held_out.by_pair {
        let (machine, person) = (folds[0].machine.len(), folds[0].person.len());
        let (of_machine, of_person) = (auc(folds, |fold| &fold.machine), auc(folds, |fold| &fold.person));
        let _ = writeln!(
            text,
            "  {pair}  {machine:>16}  {of_machine:.3}   {person:>15}  {of_person:.3}"
        );
    }
}

fn system_table(articles: &[Article], text: &mut String) {
    let _ = writeln!(
        text,
        "\nThe same, the system left out as well, in whatever pair it is\n"
    );
    let _ = writeln!(text, "  pair   system                articles    AUC");
    for (pair, system) in systems(articles) {
        let folds: Vec<Fold> = (0..FOLDS)
            .map(|fold| Fold::of(articles, fold, pair, Some(system)))
            .collect();
        let of_machine = auc(&folds, |fold| &fold.machine);
        let _ = writeln!(
            text,
            "  {pair}  {system:<20}  {:>8}  {of_machine:.3}",
            folds[0].machine.len()
        );
    }
}

fn systems(articles: &[Article]) -> BTreeSet<(&str, &str)> {
    articles
        .iter()
        .filter(|article| article.origin == Origin::Machine)
        .map(|article| (article.pair.as_str(), article.system.as_str()))
        .collect()
}

fn threshold_table(held_out: &HeldOut, text: &mut String) {
    let _ = writeln!(
        text,
        "\nArticles that reach a probability; pair and native articles left out of training\n"
    );
    let _ = writeln!(text, "  from  native   machine  person");
    for threshold in [0.5, held_out.threshold()] {
        let share = |side: fn(&Fold) -> &Vec<f64>| 100.0 * held_out.share(threshold, side);
        let (native, machine) = (share(|fold| &fold.native), share(|fold| &fold.machine));
        let person = share(|fold| &fold.person);
        let _ = writeln!(
            text,
            "  {threshold:.2}  {native:>4.1} %  {machine:>6.1} %  {person:>4.1} %"
        );
    }
}
