//! The cells that an alignment looks at: those near the diagonal.

use std::ops::Range;

/// A band around the diagonal of a table with a row a sentence of the original and a column a sentence of the translation.
#[derive(Debug, Clone)]
pub(crate) struct Band {
    columns: usize,
    reach: usize,
    /// The first column of each row.
    starts: Vec<usize>,
}

/// The least number of columns on either side of the diagonal.
const LEAST: usize = 12;
/// The most: it keeps the cost in proportion to the texts where one is many times as long as the other.
const MOST: usize = 100;

impl Band {
    pub(crate) fn new(rows: usize, columns: usize) -> Self {
        // A step down of the diagonal must not leave the band, or there would be no way to its end.
        let step = columns / rows.max(1) + 1;
        let reach = (rows.abs_diff(columns) + 8).clamp(LEAST, MOST).max(step);
        let start = |row: usize| (row * columns / rows.max(1)).saturating_sub(reach);
        Self {
            columns,
            reach,
            starts: (0..=rows).map(start).collect(),
        }
    }

    /// The columns of a row (`0..=rows`), the one behind the last sentence included.
    pub(crate) fn columns(&self, row: usize) -> Range<usize> {
        let start = self.starts[row];
        start..(start + self.width()).min(self.columns + 1)
    }

    fn width(&self) -> usize {
        2 * self.reach + 1
    }

    /// How many cells there are to number.
    pub(crate) fn cells(&self) -> usize {
        self.starts.len() * self.width()
    }

    /// The number of a cell within the band.
    pub(crate) fn cell(&self, row: usize, column: usize) -> usize {
        row * self.width() + column - self.starts[row]
    }
}
