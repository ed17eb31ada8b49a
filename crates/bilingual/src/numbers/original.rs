//! The numbers of the original: [`Original`].

use super::quantity::{Kind, Quantity};
use crate::language::{Excuse, Meaning};

/// What an original says in numbers.
#[derive(Default)]
pub(crate) struct Original {
    /// Numbers in digits, months by name, and numbers in several characters; in the order of the text.
    pub(crate) quantities: Vec<Quantity>,
    /// Numbers in words and Roman numerals, from three on. They are never asked for in the English; where another number in
    /// words stands there that has no counterpart, it was put for one of them.
    pub(crate) spelled: Vec<Quantity>,
    /// What else may stand in the English, as it is.
    pub(crate) support: Vec<f64>,
    /// From where to where the English may say any number: 四五千 is 4,500 as well.
    pub(crate) ranges: Vec<(f64, f64)>,
    /// What may stand there before a unit.
    pub(crate) excuses: Vec<Excuse>,
    /// Months that stand as numbers in dates.
    pub(crate) months: Vec<f64>,
}

impl Original {
    /// All values that the English may have, sorted; those of months are not among them.
    pub(crate) fn values(&self) -> Vec<f64> {
        let quantities = self.quantities.iter().filter(|q| q.kind != Kind::Month);
        let mut values: Vec<f64> = quantities
            .flat_map(|q| q.readings().collect::<Vec<_>>())
            .chain(self.support.iter().copied())
            .collect();
        values.sort_by(f64::total_cmp);
        values.dedup();
        values
    }
}

impl Original {
    /// Adds what phrases mean.
    pub(crate) fn take<'m>(&mut self, meanings: impl Iterator<Item = &'m Meaning>) {
        for meaning in meanings {
            match meaning {
                Meaning::Number(n) => self.support.push(*n),
                Meaning::Numbers(all) => self.support.extend(all),
                Meaning::Excuses(all) => self.excuse(all),
                _ => {}
            }
        }
    }

    /// Adds the values that a word allows.
    pub(crate) fn excuse(&mut self, all: &[Excuse]) {
        for excuse in all {
            match excuse.unit {
                Some(_) if self.excuses.contains(excuse) => {}
                Some(_) => self.excuses.push(*excuse),
                None => self.support.push(excuse.value),
            }
        }
    }
}
