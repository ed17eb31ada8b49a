//! Where something is in a text: [`Span`].

use std::ops::{Bound, Index, Range, RangeBounds};

use serde::{Deserialize, Serialize};

/// A range of bytes in a text: `start` inclusive, `end` exclusive, both on character boundaries of the text it is of.
///
/// Spans order by start, then by end. A string is indexed by one: `&text[span]`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// Offset of the first byte.
    pub start: usize,
    /// Offset after the last byte.
    pub end: usize,
}

impl Span {
    /// The span from `start` to `end`.
    #[inline]
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end, "a span runs forward: {start}..{end}");
        Self { start, end }
    }

    /// Length in bytes.
    #[inline]
    #[must_use]
    pub fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Whether it has no bytes.
    #[inline]
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// Whether a byte offset lies in it.
    #[inline]
    #[must_use]
    pub fn contains(self, offset: usize) -> bool {
        self.start <= offset && offset < self.end
    }

    /// Whether all of `other` lies in it.
    #[inline]
    #[must_use]
    pub fn covers(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share a byte.
    #[inline]
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that covers both.
    #[inline]
    #[must_use]
    pub fn join(self, other: Self) -> Self {
        Self::new(self.start.min(other.start), self.end.max(other.end))
    }

    /// The same span in a text that has `bytes` more before it.
    #[inline]
    #[must_use]
    pub fn shifted(self, bytes: usize) -> Self {
        Self::new(self.start + bytes, self.end + bytes)
    }

    /// The same span without the white space at its ends; empty, at its start, where it holds nothing else.
    ///
    /// # Panics
    /// If it is no span of `text`.
    #[inline]
    #[must_use]
    pub fn trimmed(self, text: &str) -> Self {
        let inner = &text[self];
        let start = self.start + (inner.len() - inner.trim_start().len());
        Self::new(start, start + inner.trim().len())
    }

    /// The text under it; `None` if it is no span of `text`.
    #[inline]
    #[must_use]
    pub fn get(self, text: &str) -> Option<&str> {
        text.get(self.range())
    }

    /// As a range, for what is indexed by ranges only.
    #[inline]
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }
}

impl From<Range<usize>> for Span {
    #[inline]
    fn from(range: Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

impl RangeBounds<usize> for Span {
    #[inline]
    fn start_bound(&self) -> Bound<&usize> {
        Bound::Included(&self.start)
    }

    #[inline]
    fn end_bound(&self) -> Bound<&usize> {
        Bound::Excluded(&self.end)
    }
}

impl PartialEq<Range<usize>> for Span {
    #[inline]
    fn eq(&self, other: &Range<usize>) -> bool {
        self.range() == *other
    }
}

impl Index<Span> for str {
    type Output = str;

    #[inline]
    fn index(&self, span: Span) -> &str {
        &self[span.range()]
    }
}

impl Index<Span> for String {
    type Output = str;

    #[inline]
    fn index(&self, span: Span) -> &str {
        &self.as_str()[span]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_share_no_byte() {
        let (a, b) = (Span::new(0, 4), Span::new(4, 9));
        assert!(!a.overlaps(b) && !b.overlaps(a));
        assert!(a.overlaps(Span::new(3, 5)));
        assert_eq!(a.join(b), 0..9);
        assert!(a.join(b).covers(b) && !a.covers(b));
        assert!(a.contains(3) && !a.contains(4));
    }

    #[test]
    fn trims_white_space_of_any_script() {
        assert_eq!(&"a \u{3000}中 b"[Span::new(1, 8).trimmed("a \u{3000}中 b")], "中");
        assert_eq!(Span::new(1, 3).trimmed("a  b"), 3..3);
    }

    #[test]
    fn gives_nothing_for_a_span_of_another_text() {
        assert_eq!(Span::new(1, 3).get("aéb"), Some("é"));
        assert_eq!(Span::new(1, 2).get("aéb"), None);
        assert_eq!(Span::new(3, 9).get("aéb"), None);
    }
}
