//! Matrices of four bits a weight: [`Quantised`].

/// Weights that share a scale.
pub(crate) const BLOCK: usize = 32;
/// Bytes of a block: a scale of sixteen bits, then two weights a byte, the first half of the block in the low bits.
pub(crate) const BLOCK_BYTES: usize = 2 + BLOCK / 2;

/// A matrix of four bits a weight, in rows of blocks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Quantised<'m> {
    pub(crate) bytes: &'m [u8],
    pub(crate) columns: usize,
}

impl<'m> Quantised<'m> {
    fn row_bytes(self) -> usize {
        self.columns / BLOCK * BLOCK_BYTES
    }

    /// The bytes of one row.
    pub(crate) fn row(self, row: usize) -> &'m [u8] {
        &self.bytes[row * self.row_bytes()..(row + 1) * self.row_bytes()]
    }

    /// Whether every scale is a number.
    pub(crate) fn is_finite(self) -> bool {
        let (blocks, _) = self.bytes.as_chunks::<BLOCK_BYTES>();
        blocks.iter().all(|block| (block[1] >> 2) & 0x1f != 0x1f)
    }

    /// Writes all weights to `out`, row by row.
    pub(crate) fn unpack(self, out: &mut [f32]) {
        unpack(self.bytes, out);
    }
}

/// Writes the weights of whole blocks to `out`.
pub(crate) fn unpack(bytes: &[u8], out: &mut [f32]) {
    let (blocks, _) = bytes.as_chunks::<BLOCK_BYTES>();
    let (weights, _) = out.as_chunks_mut::<BLOCK>();
    for (block, weights) in blocks.iter().zip(weights) {
        let scale = half(u16::from_le_bytes([block[0], block[1]]));
        let (low, high) = weights.split_at_mut(BLOCK / 2);
        for ((byte, low), high) in block[2..].iter().zip(low).zip(high) {
            *low = scale * (f32::from(byte & 15) - 8.0);
            *high = scale * (f32::from(byte >> 4) - 8.0);
        }
    }
}

/// A number of sixteen bits (IEEE 754 binary16).
fn half(bits: u16) -> f32 {
    /// What moves an exponent of sixteen bits to its place in 32.
    const MOVED: f32 = f32::from_bits((254 - 15) << 23);
    let sign = u32::from(bits & 0x8000) << 16;
    let magnitude = u32::from(bits & 0x7fff);
    // Read as if its exponent were that of 32 bits, then moved to where it belongs; this holds for subnormal numbers too.
    let value = f32::from_bits(magnitude << 13) * MOVED;
    f32::from_bits(value.to_bits() | sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_sixteen_bits() {
        for (bits, value) in [
            (0x0000, 0.0),
            (0x3c00, 1.0),
            (0xc000, -2.0),
            (0x7bff, 65504.0),
            (0x0001, 2.0_f32.powi(-24)),
            (0x3555, 0.333_251_95),
        ] {
            assert_eq!(half(bits).to_bits(), f32::to_bits(value), "{bits:x}");
        }
    }

    #[test]
    fn a_block_has_its_first_half_in_the_low_bits() {
        let mut bytes = [0x98; BLOCK_BYTES];
        bytes[..2].copy_from_slice(&0x3800_u16.to_le_bytes());
        let mut out = [0.0; BLOCK];
        unpack(&bytes, &mut out);
        assert_eq!((out[0], out[15], out[16], out[31]), (0.0, 0.0, 0.5, 0.5));
    }
}
