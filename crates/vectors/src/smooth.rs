//! The functions between the matrices: exponentials, the error function, means. Loops without calls, which a compiler turns
//! into instructions for several numbers at once.

/// *e* to the power of `x`, within 2 parts in ten million; 0 where `x` is far below it.
#[inline]
pub(crate) fn exp(x: f32) -> f32 {
    const LEAST: f32 = -87.0;
    const MOST: f32 = 88.0;
    /// Added and taken away again, it rounds to a whole number.
    const ROUND: f32 = 12_582_912.0;
    const LN_2_HIGH: f32 = 0.693_359_4;
    const LN_2_LOW: f32 = -2.121_944_4e-4;
    let x = x.clamp(LEAST, MOST);
    let shifted = x * std::f32::consts::LOG2_E + ROUND;
    let power = shifted - ROUND;
    let r = x - power * LN_2_HIGH - power * LN_2_LOW;
    // The series of e^r, |r| ≤ ln 2 / 2.
    let series = 1.0
        + r * (1.0 + r * (0.5 + r * (1.0 / 6.0 + r * (1.0 / 24.0 + r * (1.0 / 120.0 + r * (1.0 / 720.0))))));
    // The whole number is in the low bits of `shifted`.
    series * f32::from_bits((shifted.to_bits() << 23).wrapping_add(127 << 23))
}

/// The Gaussian error linear unit of every value: x Φ(x).
pub(crate) fn gelu(values: &mut [f32]) {
    // erf by Abramowitz and Stegun, Handbook of Mathematical Functions, 7.1.26.
    const P: f32 = 0.327_591_1;
    const A: [f32; 5] = [0.254_829_6, -0.284_496_74, 1.421_413_8, -1.453_152, 1.061_405_4];
    for x in values {
        let z = x.abs() * std::f32::consts::FRAC_1_SQRT_2;
        let t = 1.0 / (1.0 + P * z);
        let tail = t * (A[0] + t * (A[1] + t * (A[2] + t * (A[3] + t * A[4])))) * exp(-z * z);
        *x *= 0.5 + (0.5 - 0.5 * tail).copysign(*x);
    }
}

/// Makes shares of 1 out of the exponentials of `values`.
pub(crate) fn softmax(values: &mut [f32]) {
    let most = values.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    for value in values.iter_mut() {
        *value = exp(*value - most);
    }
    let sum: f32 = values.iter().sum();
    for value in values {
        *value /= sum;
    }
}

/// Moves `values` to mean 0 and variance 1, then stretches each by `weights` and moves it by `biases`.
pub(crate) fn normalise(values: &mut [f32], weights: &[f32], biases: &[f32], epsilon: f32) {
    let count = values.len() as f32;
    let mean = sum(values, |value| value) / count;
    let variance = sum(values, |value| (value - mean) * (value - mean)) / count;
    let scale = 1.0 / (variance + epsilon).sqrt();
    for ((value, weight), bias) in values.iter_mut().zip(weights).zip(biases) {
        *value = (*value - mean) * scale * weight + bias;
    }
}

/// A sum in eight parts, so that each need not wait for the one before it.
fn sum(values: &[f32], of: impl Fn(f32) -> f32) -> f32 {
    let (parts, rest) = values.as_chunks::<8>();
    let mut sums = [0.0; 8];
    for part in parts {
        for (sum, value) in sums.iter_mut().zip(part) {
            *sum += of(*value);
        }
    }
    sums.iter().sum::<f32>() + rest.iter().map(|value| of(*value)).sum::<f32>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exponentials_are_near() {
        for step in -870..=880_i16 {
            let x = f32::from(step) / 10.0;
            let (found, wanted) = (f64::from(exp(x)), f64::from(x).exp());
            assert!((found / wanted - 1.0).abs() < 4e-7, "{x}: {found} {wanted}");
        }
        assert!(exp(-1000.0) < 1e-37 && (exp(0.0) - 1.0).abs() < 1e-6);
    }

    #[test]
    fn gelu_is_that_of_tables() {
        // x Φ(x), with Φ from tables of the normal distribution.
        for (x, wanted) in [
            (0.0, 0.0),
            (1.0, 0.841_344_7),
            (-1.0, -0.158_655_3),
            (2.0, 1.954_499_7),
            (-3.0, -0.004_049_7),
            (9.0, 9.0),
        ] {
            let mut found = [x];
            gelu(&mut found);
            assert!((found[0] - wanted).abs() < 1e-6, "{x}: {found:?}");
        }
    }

    #[test]
    fn shares_and_means() {
        let mut values = [1.0, 1.0, f32::NEG_INFINITY, 1.0 + 2.0_f32.ln()];
        softmax(&mut values);
        for (found, wanted) in values.iter().zip([0.25, 0.25, 0.0, 0.5]) {
            assert!((found - wanted).abs() < 1e-6, "{values:?}");
        }
        let mut values = [1.0, 3.0];
        normalise(&mut values, &[1.0, 2.0], &[0.5, 0.0], 0.0);
        assert!(
            (values[0] + 0.5).abs() < 1e-6 && (values[1] - 2.0).abs() < 1e-6,
            "{values:?}"
        );
    }
}
