//! Where the bytes of a text come from in the file that it was read out of: [`SourceMap`].

use serde::{Deserialize, Serialize};

use crate::span::Span;

/// A place in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FilePosition {
    /// Bytes before it. Of a file in another encoding than UTF-8: bytes of the file as UTF-8.
    pub offset: u64,
    /// Line, from 1.
    pub line: usize,
    /// Column in code points, from 1.
    pub column: usize,
    /// Column in bytes, from 1.
    pub byte_column: usize,
}

impl FilePosition {
    /// The first byte of a file.
    pub const START: Self = Self {
        offset: 0,
        line: 1,
        column: 1,
        byte_column: 1,
    };

    /// The place behind these bytes of the file.
    #[must_use]
    pub fn after(mut self, bytes: &[u8]) -> Self {
        self.offset += bytes.len() as u64;
        for byte in bytes {
            if *byte == b'\n' {
                self.line += 1;
                self.column = 1;
                self.byte_column = 1;
            } else {
                self.byte_column += 1;
                self.column += usize::from(byte & 0xC0 != 0x80); // not inside a character of UTF-8
            }
        }
        self
    }
}

impl Default for FilePosition {
    fn default() -> Self {
        Self::START
    }
}

/// Where each byte of a text stands in a file, piece by piece: text as it is in the file, or text that something else
/// stands for, such as `&amp;` for an ampersand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceMap {
    /// In the order of the text.
    pieces: Vec<Piece>,
}

/// A stretch of a text and its place in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Piece {
    /// Where it starts in the text, in bytes.
    at: usize,
    from: FilePosition,
    to: FilePosition,
    /// Whether the file has the same bytes there.
    is_verbatim: bool,
}

impl SourceMap {
    /// Says that the text from `at` on, up to the next piece, is what the file has from `from` to `to`: the same bytes if
    /// `is_verbatim`. Pieces come in the order of the text.
    pub fn push(&mut self, at: usize, from: FilePosition, to: FilePosition, is_verbatim: bool) {
        debug_assert!(self.pieces.last().is_none_or(|last| last.at <= at));
        self.pieces.push(Piece {
            at,
            from,
            to,
            is_verbatim,
        });
    }

    /// Takes over what `other` says of a stretch of its text, which stands at `at` in this one.
    pub fn push_stretch(&mut self, at: usize, other: &Self, text: &str, stretch: Span) {
        let first = other.pieces.partition_point(|piece| piece.at <= stretch.start);
        let inside = other.pieces[first.saturating_sub(1)..].iter();
        for piece in inside.take_while(|piece| piece.at < stretch.end) {
            let start = piece.at.max(stretch.start);
            let from = other.start(text, start).unwrap_or(piece.from);
            self.push(at + start - stretch.start, from, piece.to, piece.is_verbatim);
        }
    }

    /// Takes over a map of a text that stands at `at` in this one.
    pub fn append(&mut self, at: usize, other: &Self) {
        let shifted = other.pieces.iter().map(|piece| Piece {
            at: piece.at + at,
            ..*piece
        });
        self.pieces.extend(shifted);
    }

    /// Where the byte at `at` of `text` stands; `None` of an empty map.
    #[must_use]
    pub fn start(&self, text: &str, at: usize) -> Option<FilePosition> {
        let index = self.pieces.partition_point(|piece| piece.at <= at);
        let piece = self.pieces.get(index.saturating_sub(1))?;
        if !piece.is_verbatim {
            return Some(piece.from);
        }
        let before = text.as_bytes().get(piece.at..at).unwrap_or_default();
        Some(piece.from.after(before).min(piece.to))
    }

    /// Where the byte before `at` of `text` ends; `None` of an empty map.
    #[must_use]
    pub fn end(&self, text: &str, at: usize) -> Option<FilePosition> {
        let index = self.pieces.partition_point(|piece| piece.at < at);
        let piece = self.pieces.get(index.saturating_sub(1))?;
        if !piece.is_verbatim {
            return Some(piece.to);
        }
        let before = text.as_bytes().get(piece.at..at).unwrap_or_default();
        Some(piece.from.after(before).min(piece.to))
    }

    /// Whether the file has the same bytes as `text` at a span, in one stretch.
    #[must_use]
    pub fn is_verbatim(&self, span: Span) -> bool {
        let index = self.pieces.partition_point(|piece| piece.at <= span.start);
        let next = self.pieces.get(index);
        index > 0 && self.pieces[index - 1].is_verbatim && next.is_none_or(|next| next.at >= span.end)
    }

    /// Whether it says nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `a&amp;bc` in a file as `a&bc`.
    fn map() -> SourceMap {
        let at = |offset: usize| FilePosition::START.after("a&amp;bc".as_bytes().get(..offset).unwrap());
        let mut map = SourceMap::default();
        map.push(0, at(0), at(1), true);
        map.push(1, at(1), at(6), false);
        map.push(2, at(6), at(8), true);
        map
    }

    #[test]
    fn bytes_are_found_before_in_and_behind_what_stands_for_others() {
        let (map, text) = (map(), "a&bc");
        let starts: Vec<u64> = (0..4).map(|at| map.start(text, at).unwrap().offset).collect();
        let ends: Vec<u64> = (1..5).map(|at| map.end(text, at).unwrap().offset).collect();
        assert_eq!(starts, [0, 1, 6, 7]);
        assert_eq!(ends, [1, 6, 7, 8]);
        assert!(map.is_verbatim(Span::new(2, 4)) && !map.is_verbatim(Span::new(1, 3)));
        assert_eq!(SourceMap::default().start("", 0), None);
    }

    #[test]
    fn lines_and_columns_are_those_of_an_editor() {
        let at = FilePosition::START.after("né\nп\u{e9}".as_bytes());
        assert_eq!((at.offset, at.line, at.column, at.byte_column), (8, 2, 3, 5));
    }

    #[test]
    fn a_stretch_keeps_its_places_in_another_text() {
        let (map, text) = (map(), "a&bc");
        let mut cut = SourceMap::default();
        cut.push_stretch(10, &map, text, Span::new(1, 4));
        let whole = format!("{}&bc", "x".repeat(10));
        assert_eq!(cut.start(&whole, 10).unwrap().offset, 1);
        assert_eq!(cut.start(&whole, 12).unwrap().offset, 7);
        assert_eq!(cut.end(&whole, 13).unwrap().offset, 8);
    }
}
