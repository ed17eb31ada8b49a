//! Values of numbers: when two are the same, or one the other rounded.

/// Whether two values are one, but for what floating point adds.
pub(crate) fn same(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-6 * one.abs().max(other.abs())
}

/// Whether `rounded` is `exact` with fewer digits, within 3 %.
pub(crate) fn is_rounded(rounded: f64, exact: f64) -> bool {
    let larger = rounded.abs().max(exact.abs());
    larger >= 20. && (rounded - exact).abs() <= 0.03 * larger && digits(rounded) < digits(exact)
}

/// The power of ten that `one` is larger than `other` by, if it is one; 0 is none.
pub(crate) fn power_of_ten(one: f64, other: f64) -> Option<i32> {
    if one <= 0. || other <= 0. {
        return None;
    }
    let power = (one / other).log10().round();
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the logarithm of a double is below 400"
    )]
    let whole = power as i32;
    (whole != 0 && whole.abs() <= 12 && same(one, other * 10f64.powi(whole))).then_some(whole)
}

/// How many digits of a value count: 2 of 150,000.
fn digits(value: f64) -> usize {
    let digits = format!("{value:.5e}");
    let mantissa = digits.split('e').next().unwrap_or_default().trim_end_matches('0');
    mantissa.bytes().filter(u8::is_ascii_digit).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_rounding_from_another_number() {
        assert!(is_rounded(150_000., 149_872.) && is_rounded(66., 65.7));
        assert!(
            !is_rounded(15_000., 11_000.) && !is_rounded(5254., 5245.) && !is_rounded(149_872., 150_000.)
        );
    }

    #[test]
    fn knows_powers_of_ten() {
        assert_eq!(power_of_ten(4.176e9, 4.176e6), Some(3));
        assert_eq!(power_of_ten(600.3, 6003.), Some(-1));
        assert_eq!(power_of_ten(5., 5.), None);
        assert_eq!(power_of_ten(0., 5.), None);
    }
}
