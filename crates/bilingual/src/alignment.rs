//! Which sentences render which: [`align`].
//!
//! Dynamic programming over beads of one to three sentences, by length (Gale and Church, "A Program for Aligning Sentences
//! in Bilingual Corpora", 1993) and by [`Evidence`]. How much evidence a true pair shows differs between languages and
//! texts; it is measured on the two texts themselves. The [confidence](Link::confidence) of a link is its probability among
//! all ways through the table (the forward and backward sums of the same costs).

use std::ops::Range;

use text::Lang;

use crate::band::Band;
use crate::evidence::{Evidence, Judge, Likeness};

/// Sentences of the original and the sentences of the translation that render them.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// Indexes of sentences of the original; empty where the translation has sentences of its own.
    pub original: Range<usize>,
    /// Indexes of sentences of the translation; empty where nothing renders the original.
    pub translation: Range<usize>,
    /// How sure it is that these belong together and no others, from 0 to 1.
    pub confidence: f32,
    /// How much the two have in common.
    pub likeness: Likeness,
}

/// All links of two sides, in order; every sentence of either side is in one of them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Alignment {
    /// The links.
    pub links: Vec<Link>,
    /// How sure it is that the two are translations of each other, from 0 to 1.
    pub confidence: f32,
    /// The level that [`Likeness::value`] reaches where two sentences belong together in these texts.
    pub typical: f32,
}

/// More sentences than this on one side are not aligned: no article has them, and the table would not fit the memory of a
/// small machine.
pub(crate) const MOST_SENTENCES: usize = 20_000;

/// Aligns the two sides that `judge` has read.
pub(crate) fn align_with(
    original: &[&str],
    language: Lang,
    translation: &[&str],
    judge: &dyn Judge,
    costs: Costs,
) -> Alignment {
    let (rows, columns) = (original.len(), translation.len());
    if rows == 0 || columns == 0 || rows.max(columns) > MOST_SENTENCES {
        return Alignment {
            links: unlinked(rows, columns),
            ..Alignment::default()
        };
    }
    let table = Table::new(original, language, translation, judge, costs, None);
    let links = table.links();
    Alignment {
        confidence: table.confidence(&links),
        links,
        typical: table.typical,
    }
}

fn unlinked(rows: usize, columns: usize) -> Vec<Link> {
    let link = |original, translation| Link {
        original,
        translation,
        confidence: 0.0,
        likeness: Likeness::default(),
    };
    let dropped = (0..rows).map(|i| link(i..i + 1, 0..0));
    dropped
        .chain((0..columns).map(|j| link(rows..rows, j..j + 1)))
        .collect()
}

/// The shapes of beads: sentences of the original, of the translation.
const BEADS: [(usize, usize); 8] = [(1, 1), (1, 2), (2, 1), (1, 0), (0, 1), (2, 2), (1, 3), (3, 1)];

/// What a bead costs beside length and evidence, in units of minus the logarithm of a probability.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Costs {
    /// A sentence without counterpart.
    lone: f32,
    /// Two sentences for one.
    merged: f32,
    /// Three sentences for one.
    thrice: f32,
    /// Two for two.
    crossed: f32,
    /// The weight of a part of a bead that has nothing to do with the other side.
    idle: f32,
}

impl Costs {
    const PLAIN: Self = Self {
        lone: 1.5,
        merged: 1.6,
        thrice: 3.4,
        crossed: 4.0,
        idle: 0.0,
    };
    /// Evidence that knows the language is believed when it finds nothing.
    const KNOWING: Self = Self {
        lone: 1.25,
        merged: 1.4,
        idle: 3.0,
        ..Self::PLAIN
    };

    /// Of vectors it is believed, too, but less of the parts of merged sentences, which lie beside the whole by their topic.
    pub(crate) const MEANT: Self = Self {
        lone: 1.6,
        idle: 1.5,
        ..Self::KNOWING
    };

    pub(crate) fn of(evidence: &dyn Evidence, language: Lang) -> Self {
        match evidence.unlike(language) {
            None => Self::PLAIN,
            Some(_) => Self::KNOWING,
        }
    }

    fn of_bead(self, height: usize, width: usize) -> f32 {
        match (height, width) {
            (1, 1) => 0.0,
            (0, _) | (_, 0) => self.lone,
            (1, 2) | (2, 1) => self.merged,
            (2, 2) => self.crossed,
            _ => self.thrice,
        }
    }
}

/// The weight of length.
const LENGTH: f32 = 0.5;
/// The most that length may cost before it is weighed.
const LENGTH_MOST: f32 = 9.0;
/// The weight of evidence.
const EVIDENCE: f32 = 9.0;
/// The share of the typical likeness above which likeness speaks for a link and below which against it.
const TURNING_POINT: f32 = 0.55;

/// The likeness above which it speaks for a link, where `typical` is that of sentences that belong together.
pub(crate) fn turning_point(typical: f32) -> f32 {
    typical * TURNING_POINT
}

/// The variance of a translation's length for a character of the original (Gale and Church), wider for news.
const VARIANCE: f32 = 6.8 * 1.2;
/// The same between ideographs and letters.
const VARIANCE_IDEOGRAPHS: f32 = 6.8 * 1.8;

/// The way through both sides, sentence by sentence.
pub(crate) struct Table<'a> {
    judge: &'a dyn Judge,
    costs: Costs,
    band: Band,
    rows: usize,
    columns: usize,
    /// Lengths in characters, summed up to each sentence, the original's in characters of the translation.
    original_lengths: Vec<f32>,
    translation_lengths: Vec<f32>,
    variance: f32,
    turning_point: f32,
    typical: f32,
}

impl<'a> Table<'a> {
    /// `ratio` is the length of a translation for that of its original, where more is known of it than these sentences say.
    pub(crate) fn new(
        original: &[&str],
        language: Lang,
        translation: &[&str],
        judge: &'a dyn Judge,
        costs: Costs,
        ratio: Option<f32>,
    ) -> Self {
        let (rows, columns) = (original.len(), translation.len());
        let mut original_lengths = summed(original);
        let translation_lengths = summed(translation);
        let ratio = ratio.unwrap_or(translation_lengths[columns] / original_lengths[rows]);
        for length in &mut original_lengths {
            *length *= ratio;
        }
        let typical = judge
            .typical()
            .unwrap_or_else(|| typical_likeness(judge, rows, columns));
        Self {
            judge,
            costs,
            band: Band::new(rows, columns),
            rows,
            columns,
            original_lengths,
            translation_lengths,
            variance: if matches!(language.tag(), "zh" | "ja" | "ko") {
                VARIANCE_IDEOGRAPHS
            } else {
                VARIANCE
            },
            turning_point: turning_point(typical),
            typical,
        }
    }

    /// What the bead of `height` by `width` sentences costs behind `row` and `column`.
    fn cost(&self, row: usize, column: usize, (height, width): (usize, usize)) -> f32 {
        let prior = self.costs.of_bead(height, width);
        if height == 0 || width == 0 {
            return prior;
        }
        let original = self.original_lengths[row + height] - self.original_lengths[row];
        let translation = self.translation_lengths[column + width] - self.translation_lengths[column];
        let spread = (f32::midpoint(original, translation).max(1.0) * self.variance).sqrt();
        let off = (translation - original) / spread;
        let likeness = self.judge.likeness(row..row + height, column..column + width);
        prior
            + LENGTH * (off * off / 2.0).min(LENGTH_MOST)
            + EVIDENCE * likeness.weight * (self.turning_point - likeness.value)
            + self.costs.idle * self.idle(row..row + height, column..column + width)
    }

    /// How little the idlest sentence of a bead has to do with the other side. A sentence that nothing renders would like
    /// to hide beside its neighbour, whose words speak for both.
    fn idle(&self, original: Range<usize>, translation: Range<usize>) -> f32 {
        if self.costs.idle <= 0.0 {
            return 0.0;
        }
        let idle = |part: Likeness| part.weight * (self.turning_point - part.value).max(0.0);
        let mut most = 0.0_f32;
        if original.len() > 1 {
            for i in original.clone() {
                most = most.max(idle(self.judge.rendered(i, translation.clone())));
            }
        }
        if translation.len() > 1 {
            for j in translation {
                most = most.max(idle(self.judge.founded(original.clone(), j)));
            }
        }
        most
    }

    /// The likeliest way.
    pub(crate) fn links(&self) -> Vec<Link> {
        let cells = self.band.cells();
        let mut costs = vec![[f32::INFINITY; BEADS.len()]; cells];
        let mut best = vec![f32::INFINITY; cells];
        let mut sums = vec![f32::INFINITY; cells];
        let mut beads = vec![u8::MAX; cells];
        best[self.band.cell(0, 0)] = 0.0;
        sums[self.band.cell(0, 0)] = 0.0;
        for row in 0..=self.rows {
            for column in self.band.columns(row) {
                let from = self.band.cell(row, column);
                if best[from].is_infinite() {
                    continue;
                }
                for (number, bead) in BEADS.into_iter().enumerate() {
                    let Some(to) = self.behind(row, column, bead) else {
                        continue;
                    };
                    let cost = self.cost(row, column, bead);
                    costs[from][number] = cost;
                    sums[to] = added(sums[to], sums[from] + cost);
                    if best[from] + cost < best[to] {
                        best[to] = best[from] + cost;
                        beads[to] = u8::try_from(number).unwrap_or(u8::MAX);
                    }
                }
            }
        }
        let rest = self.rest(&costs);
        let mut links = Vec::with_capacity(self.rows.max(self.columns));
        let (mut row, mut column) = (self.rows, self.columns);
        let all = sums[self.band.cell(row, column)];
        while row > 0 || column > 0 {
            let to = self.band.cell(row, column);
            let number = usize::from(beads[to]);
            let Some(&(height, width)) = BEADS.get(number) else {
                // The band leads to its end, so this cannot be; but a wrong answer would be worse than none.
                return unlinked(self.rows, self.columns);
            };
            (row, column) = (row - height, column - width);
            let from = self.band.cell(row, column);
            let through = sums[from] + costs[from][number] + rest[to];
            let (original, translation) = (row..row + height, column..column + width);
            let likeness = if height == 0 || width == 0 {
                Likeness::default()
            } else {
                self.judge.likeness(original.clone(), translation.clone())
            };
            links.push(Link {
                original,
                translation,
                confidence: (all - through).exp().min(1.0),
                likeness,
            });
        }
        links.reverse();
        links
    }

    /// How far what linked sentences share is above what others share, and how much of the original is linked.
    fn confidence(&self, links: &[Link]) -> f32 {
        let both = || {
            links
                .iter()
                .filter(|link| !link.original.is_empty() && !link.translation.is_empty())
        };
        let linked = weighted(both().map(|link| link.likeness));
        // Each sentence beside one that is some lines away: what two sentences of these texts share by chance.
        let others = (0..self.rows).filter_map(|row| {
            let columns = self.band.columns(row);
            let centre = row * self.columns / self.rows;
            let away = [centre + AWAY, centre.wrapping_sub(AWAY)];
            let column = away
                .into_iter()
                .find(|column| *column < self.columns && columns.contains(column))?;
            Some(self.judge.likeness(row..row + 1, column..column + 1))
        });
        // A text that repeats itself is like itself everywhere, and still the translation of its original.
        let chance = weighted(others).min(linked / 2.0);
        let covered: usize = both()
            .map(|link| link.original.len() + link.translation.len())
            .sum();
        let covered = covered as f32 / (self.rows + self.columns) as f32;
        let sure = both().map(|link| link.confidence).sum::<f32>() / both().count().max(1) as f32;
        (covered * sure * (linked - chance) / CLEAR).clamp(0.0, 1.0)
    }

    /// The sums from each cell to the end of the table.
    fn rest(&self, costs: &[[f32; BEADS.len()]]) -> Vec<f32> {
        let mut rest = vec![f32::INFINITY; costs.len()];
        rest[self.band.cell(self.rows, self.columns)] = 0.0;
        for row in (0..=self.rows).rev() {
            for column in self.band.columns(row).rev() {
                let from = self.band.cell(row, column);
                for (number, bead) in BEADS.into_iter().enumerate() {
                    if costs[from][number].is_finite()
                        && let Some(to) = self.behind(row, column, bead)
                    {
                        rest[from] = added(rest[from], rest[to] + costs[from][number]);
                    }
                }
            }
        }
        rest
    }

    /// The cell behind a bead, if it is in the band.
    fn behind(&self, row: usize, column: usize, (height, width): (usize, usize)) -> Option<usize> {
        let (row, column) = (row + height, column + width);
        let inside = row <= self.rows && column <= self.columns && self.band.columns(row).contains(&column);
        inside.then(|| self.band.cell(row, column))
    }
}

/// How many lines away sentences have nothing to do with each other.
const AWAY: usize = 6;
/// By how much the likeness of sentences that belong together is above that of others where there is no doubt.
const CLEAR: f32 = 0.25;

/// The likeness that speaks plainly; more of it in a few sentences does not make up for many that have nothing in common.
const PLAIN: f32 = 0.3;

/// The mean of what there was to compare.
fn weighted(likenesses: impl Iterator<Item = Likeness>) -> f32 {
    let (mut sum, mut weights) = (0.0, 0.0);
    for likeness in likenesses {
        sum += likeness.value.min(PLAIN) * likeness.weight;
        weights += likeness.weight;
    }
    if weights > 0.0 { sum / weights } else { 0.0 }
}

/// Lengths in characters up to each sentence; a sentence has at least one.
fn summed(sentences: &[&str]) -> Vec<f32> {
    let mut sums = Vec::with_capacity(sentences.len() + 1);
    let mut sum = 0.0;
    sums.push(sum);
    for sentence in sentences {
        sum += sentence.chars().count().max(1) as f32;
        sums.push(sum);
    }
    sums
}

/// The likeness of a sentence's most like neighbour near the diagonal: the middle one of all sentences.
fn typical_likeness(judge: &dyn Judge, rows: usize, columns: usize) -> f32 {
    let mut nearest: Vec<f32> = (0..rows)
        .map(|row| {
            let centre = row * columns / rows;
            (centre.saturating_sub(3)..(centre + 4).min(columns))
                .map(|column| judge.likeness(row..row + 1, column..column + 1).value)
                .fold(0.0, f32::max)
        })
        .collect();
    nearest.sort_by(f32::total_cmp);
    nearest[rows / 2]
}

/// The cost of two ways together: minus the logarithm of the sum of their probabilities.
fn added(a: f32, b: f32) -> f32 {
    let (low, high) = if a < b { (a, b) } else { (b, a) };
    if high - low > 16.0 || high.is_infinite() {
        low
    } else {
        low - (low - high).exp().ln_1p()
    }
}
