//! What pieces mean beside each other: [`Encoder`].
//!
//! Layers of attention and of a small network, each added to what it read and normalised behind it (Vaswani et al., "Attention
//! Is All You Need", 2017; Devlin et al., "BERT", 2019). Weights stay at four bits in memory, and each matrix is unpacked once
//! for a whole batch of sentences.

use std::ops::Range;

use ndarray::linalg::general_mat_mul;
use ndarray::{Array2, ArrayView2, ArrayViewMut2, Axis, Slice};

use crate::error::ModelError;
use crate::packed::{Packed, Shape};
use crate::quantised::unpack;
use crate::smooth::{gelu, normalise, softmax};

/// The numbers that are not kept in four bits, and the names of the matrices that are.
#[derive(Debug)]
pub(crate) struct Encoder {
    /// What each position adds, the kind of the sentence included.
    positions: Array2<f32>,
    first: Norm,
    layers: Vec<Layer>,
}

#[derive(Debug)]
struct Norm {
    weights: Vec<f32>,
    biases: Vec<f32>,
}

#[derive(Debug)]
struct Layer {
    /// Questions, keys and values of the attention, one below the other.
    asking: Linear,
    attended: Linear,
    attended_norm: Norm,
    inner: Linear,
    outer: Linear,
    outer_norm: Norm,
}

/// Matrices with as many columns, one below the other, and what is added to their products.
#[derive(Debug)]
struct Linear {
    names: Vec<String>,
    columns: usize,
    biases: Vec<f32>,
}

impl Norm {
    fn read(packed: &Packed, name: &str) -> Result<Self, ModelError> {
        let numbers = |part: &str| packed.numbers(&format!("{name}.{part}"), packed.shape.width);
        Ok(Self {
            weights: numbers("w")?,
            biases: numbers("b")?,
        })
    }

    fn apply(&self, rows: &mut Array2<f32>, epsilon: f32) {
        for mut row in rows.rows_mut() {
            if let Some(row) = row.as_slice_mut() {
                normalise(row, &self.weights, &self.biases, epsilon);
            }
        }
    }
}

impl Linear {
    fn read(packed: &Packed, names: &[String], rows: usize, columns: usize) -> Result<Self, ModelError> {
        let mut biases = Vec::new();
        for name in names {
            packed.matrix(&format!("{name}.w"), rows, columns)?;
            biases.extend(packed.numbers(&format!("{name}.b"), rows)?);
        }
        Ok(Self {
            names: names.iter().map(|name| format!("{name}.w")).collect(),
            columns,
            biases,
        })
    }

    /// `out` = `rows` times the matrices, and the biases.
    fn apply(&self, packed: &Packed, rows: &Array2<f32>, weights: &mut [f32], out: &mut Array2<f32>) {
        let size = self.biases.len() * self.columns;
        let mut unpacked = &mut weights[..size];
        for name in &self.names {
            let matrix = packed.known_matrix(name, self.columns);
            let (these, rest) = unpacked.split_at_mut(size / self.names.len());
            matrix.unpack(these);
            unpacked = rest;
        }
        let weights = ArrayView2::from_shape((self.biases.len(), self.columns), &weights[..size]);
        for mut row in out.rows_mut() {
            row.assign(&ndarray::aview1(&self.biases));
        }
        if let Ok(weights) = weights {
            general_mat_mul(1.0, rows, &weights.t(), 1.0, out);
        }
    }
}

impl Encoder {
    pub(crate) fn new(packed: &Packed) -> Result<Self, ModelError> {
        let Shape {
            width,
            layers,
            inner,
            positions,
            ..
        } = packed.shape;
        packed.table()?;
        let kinds = packed.numbers("emb.type", packed.kinds() * width)?;
        let places = packed.numbers("emb.pos", positions * width)?;
        let positions = Array2::from_shape_fn((positions, width), |(position, at)| {
            places[position * width + at] + kinds[at]
        });
        let layer = |layer: usize| -> Result<Layer, ModelError> {
            let name = |part: &str| format!("l{layer}.{part}");
            let asking = [name("q"), name("k"), name("v")];
            Ok(Layer {
                asking: Linear::read(packed, &asking, width, width)?,
                attended: Linear::read(packed, &[name("ao")], width, width)?,
                attended_norm: Norm::read(packed, &name("aln"))?,
                inner: Linear::read(packed, &[name("fi")], inner, width)?,
                outer: Linear::read(packed, &[name("fo")], width, inner)?,
                outer_norm: Norm::read(packed, &name("oln"))?,
            })
        };
        Ok(Self {
            positions,
            first: Norm::read(packed, "emb.ln")?,
            layers: (0..layers).map(layer).collect::<Result<_, _>>()?,
        })
    }

    /// The mean of what the pieces of each sentence mean. No sentence has more pieces than there are positions, or none.
    pub(crate) fn means(&self, packed: &Packed, sentences: &[&[u32]]) -> Vec<Vec<f32>> {
        let Shape {
            width,
            inner,
            epsilon,
            ..
        } = packed.shape;
        let count: usize = sentences.iter().map(|pieces| pieces.len()).sum();
        let mut rows = self.embedded(packed, sentences, count);
        self.first.apply(&mut rows, epsilon);
        let mut asked = Array2::zeros((count, 3 * width));
        let mut context = Array2::zeros((count, width));
        let mut added = Array2::zeros((count, width));
        let mut middle = Array2::zeros((count, inner));
        let mut weights = vec![0.0; width * (3 * width).max(inner)];
        for layer in &self.layers {
            layer.asking.apply(packed, &rows, &mut weights, &mut asked);
            attend(packed.shape, sentences, &asked, &mut context);
            layer.attended.apply(packed, &context, &mut weights, &mut added);
            rows += &added;
            layer.attended_norm.apply(&mut rows, epsilon);
            layer.inner.apply(packed, &rows, &mut weights, &mut middle);
            if let Some(values) = middle.as_slice_mut() {
                gelu(values);
            }
            layer.outer.apply(packed, &middle, &mut weights, &mut added);
            rows += &added;
            layer.outer_norm.apply(&mut rows, epsilon);
        }
        let mut at = 0;
        let mean = |pieces: &&[u32]| {
            let of_sentence = rows.slice_axis(Axis(0), Slice::from(at..at + pieces.len()));
            at += pieces.len();
            of_sentence
                .mean_axis(Axis(0))
                .map_or(Vec::new(), |mean| mean.to_vec())
        };
        sentences.iter().map(mean).collect()
    }

    /// What each piece means by itself, in its place.
    fn embedded(&self, packed: &Packed, sentences: &[&[u32]], count: usize) -> Array2<f32> {
        let table = packed.known_table();
        let mut rows = Array2::zeros((count, packed.shape.width));
        let pieces = sentences.iter().flat_map(|pieces| pieces.iter().enumerate());
        for ((place, piece), mut row) in pieces.zip(rows.rows_mut()) {
            if let Some(row) = row.as_slice_mut() {
                unpack(table.row(*piece as usize), row);
            }
            row += &self.positions.row(place);
        }
        rows
    }
}

/// What each piece takes from all pieces of its sentence, head by head.
fn attend(shape: Shape, sentences: &[&[u32]], asked: &Array2<f32>, context: &mut Array2<f32>) {
    let width = shape.width / shape.heads;
    let scale = 1.0 / (width as f32).sqrt();
    let longest = sentences
        .iter()
        .map(|pieces| pieces.len())
        .max()
        .unwrap_or_default();
    let mut shares = vec![0.0; longest * longest];
    let mut at = 0;
    for pieces in sentences {
        let length = pieces.len();
        let rows = at..at + length;
        at += length;
        let Ok(mut shares) = ArrayViewMut2::from_shape((length, length), &mut shares[..length * length])
        else {
            continue;
        };
        for head in 0..shape.heads {
            let of = |part: usize| {
                let from = part * shape.width + head * width;
                asked.slice_each_axis(|axis| within(axis.axis, &rows, from..from + width))
            };
            general_mat_mul(scale, &of(0), &of(1).t(), 0.0, &mut shares);
            for mut row in shares.rows_mut() {
                if let Some(row) = row.as_slice_mut() {
                    softmax(row);
                }
            }
            let columns = head * width..(head + 1) * width;
            let mut out = context.slice_each_axis_mut(|axis| within(axis.axis, &rows, columns.clone()));
            general_mat_mul(1.0, &shares, &of(2), 0.0, &mut out);
        }
    }
}

/// The part of one axis of a stretch of rows and columns.
fn within(axis: Axis, rows: &Range<usize>, columns: Range<usize>) -> Slice {
    Slice::from(if axis == Axis(0) { rows.clone() } else { columns })
}
