//! How a sentence becomes pieces: [`Tokenizer`].
//!
//! The likeliest of all ways to cut it, by the probability of each piece on its own (Kudo, "Subword Regularization", 2018).

use std::ops::Range;

use crate::error::ModelError;
use crate::packed::Packed;

/// The pieces of one model, in the order of their bytes, and how characters are put into the form that pieces have.
#[derive(Debug)]
pub(crate) struct Tokenizer {
    /// All pieces, one behind the other.
    string: String,
    /// Of each piece where it ends in `string`, its number and its score, in the order of the bytes.
    pieces: Vec<Piece>,
    /// The forms of characters that have another one, by character.
    forms: Vec<(char, Box<str>)>,
    unknown: u32,
    unknown_score: f32,
}

#[derive(Debug)]
struct Piece {
    start: u32,
    end: u32,
    number: u32,
    score: f32,
}

/// What stands for a space.
const SPACE: char = '▁';
/// How much less likely than the unlikeliest piece a character is that no piece has.
const UNKNOWN: f32 = 10.0;

impl Tokenizer {
    pub(crate) fn new(packed: &Packed) -> Result<Self, ModelError> {
        let string = packed.pieces_string().to_owned();
        let mut pieces = Vec::with_capacity(packed.piece_count());
        let mut least = f32::INFINITY;
        for (number, (range, score)) in packed.pieces().enumerate() {
            least = least.min(score);
            let number = u32::try_from(number).unwrap_or(u32::MAX);
            // Those that stand for no text: a text that has "</s>" in it does not end there.
            if !packed.is_special(number) && !range.is_empty() {
                pieces.push(Piece {
                    start: to_u32(range.start),
                    end: to_u32(range.end),
                    number,
                    score,
                });
            }
        }
        pieces.sort_unstable_by_key(|piece| &string.as_bytes()[piece.range()]);
        let mut forms = packed.forms()?;
        forms.sort_unstable_by_key(|(from, _)| *from);
        Ok(Self {
            string,
            pieces,
            forms,
            unknown: packed.unknown(),
            unknown_score: least - UNKNOWN,
        })
    }

    /// The numbers of the pieces of `text`.
    pub(crate) fn pieces(&self, text: &str) -> Vec<u32> {
        let text = self.normal(text);
        let ends: Vec<usize> = text.char_indices().map(|(at, c)| at + c.len_utf8()).collect();
        // Of the best way to each end: its score, where its last piece starts (a number of characters), and the piece.
        let mut best = vec![(f32::NEG_INFINITY, 0, self.unknown); ends.len() + 1];
        best[0].0 = 0.0;
        for start in 0..ends.len() {
            let score = best[start].0;
            let first = start.checked_sub(1).map_or(0, |before| ends[before]);
            let mut offer = |end: usize, number: u32, piece_score: f32| {
                if score + piece_score > best[end].0 {
                    best[end] = (score + piece_score, start, number);
                }
            };
            let mut range = 0..self.pieces.len();
            let mut from = first;
            for (end, &to) in ends.iter().enumerate().skip(start) {
                range = self.narrowed(range, from - first, &text.as_bytes()[from..to]);
                if range.is_empty() {
                    break;
                }
                let shortest = &self.pieces[range.start];
                if shortest.range().len() == to - first {
                    offer(end + 1, shortest.number, shortest.score);
                }
                from = to;
            }
            offer(start + 1, self.unknown, self.unknown_score);
        }
        let mut pieces = Vec::new();
        let mut at = ends.len();
        while at > 0 {
            let (_, start, number) = best[at];
            pieces.push(number);
            at = start;
        }
        pieces.reverse();
        pieces
    }

    /// Of the pieces in `range`, which begin with the same `depth` bytes, those that go on with `next`.
    fn narrowed(&self, range: Range<usize>, depth: usize, next: &[u8]) -> Range<usize> {
        let part = |piece: &Piece| {
            let bytes = &self.string.as_bytes()[piece.range()];
            &bytes[depth..bytes.len().min(depth + next.len())]
        };
        let pieces = &self.pieces[range.clone()];
        let start = pieces.partition_point(|piece| part(piece) < next);
        let end = start + pieces[start..].partition_point(|piece| part(piece) == next);
        range.start + start..range.start + end
    }

    /// `text` in the form that pieces have: other forms of a character as that character, one mark for spaces, one in front.
    fn normal(&self, text: &str) -> String {
        let mut normal = String::with_capacity(text.len() + text.len() / 4 + SPACE.len_utf8());
        let mut was_space = false;
        let mut push = |c: char| {
            let is_space = c == ' ';
            if normal.is_empty() && !is_space {
                normal.push(SPACE);
            }
            if !(is_space && was_space) {
                normal.push(if is_space { SPACE } else { c });
            }
            was_space = is_space;
        };
        for c in text.chars() {
            match self.forms.binary_search_by_key(&c, |(from, _)| *from) {
                Ok(found) => self.forms[found].1.chars().for_each(&mut push),
                Err(_) => push(c),
            }
        }
        normal
    }
}

impl Piece {
    fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

fn to_u32(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
