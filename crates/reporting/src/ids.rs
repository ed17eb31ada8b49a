//! Millions of ids in little memory: [`Ids`].

use std::collections::HashSet;

use crate::hash;

/// So many ids are kept apart before they are sorted in.
const RECENT: usize = 4096;

/// The hash of an id: 56 bits. In one of 6,000 sets of five million ids, two have the same.
type Id = [u8; 7];

/// A set of ids, of which only a hash is kept: some seven bytes each.
#[derive(Debug, Clone, Default)]
pub struct Ids {
    sorted: Vec<Id>,
    recent: HashSet<Id>,
}

impl Ids {
    /// Takes in what is named by these fields together; `false` if it was there already.
    pub fn insert<'f>(&mut self, fields: impl IntoIterator<Item = &'f str>) -> bool {
        let id = of(fields);
        if self.sorted.binary_search(&id).is_ok() || !self.recent.insert(id) {
            return false;
        }
        if self.recent.len() >= RECENT.max(self.sorted.len() / 64) {
            self.sort_in();
        }
        true
    }

    /// Returns whether what these fields name is there.
    pub fn contains<'f>(&self, fields: impl IntoIterator<Item = &'f str>) -> bool {
        let id = of(fields);
        self.recent.contains(&id) || self.sorted.binary_search(&id).is_ok()
    }

    /// Merges the recent ids from the back, so that no second list is needed.
    fn sort_in(&mut self) {
        let mut recent: Vec<_> = self.recent.drain().collect();
        recent.sort_unstable();
        let mut old = self.sorted.len();
        self.sorted.reserve_exact(recent.len());
        self.sorted.resize(old + recent.len(), Id::default());
        let mut end = self.sorted.len();
        while let Some(&last) = recent.last() {
            end -= 1;
            if old > 0 && self.sorted[old - 1] > last {
                old -= 1;
                self.sorted[end] = self.sorted[old];
            } else {
                self.sorted[end] = last;
                recent.pop();
            }
        }
    }
}

fn of<'f>(fields: impl IntoIterator<Item = &'f str>) -> Id {
    let hash = hash::of_fields(fields);
    std::array::from_fn(|n| hash[n])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_every_id_and_no_other() {
        let mut ids = Ids::default();
        for n in 0..50_000 {
            assert!(ids.insert([format!("a{n}").as_str()]), "{n}");
        }
        assert!(ids.sorted.is_sorted() && ids.sorted.len() > 40_000);
        for n in 0..50_000 {
            assert!(!ids.insert([format!("a{n}").as_str()]), "{n}");
            assert!(!ids.contains([format!("b{n}").as_str()]), "{n}");
        }
        assert!(ids.insert(["a", "1"]), "fields do not run into each other");
    }
}
