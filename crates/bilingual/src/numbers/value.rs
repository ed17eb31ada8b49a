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

/// The digits of a number without the zeros at its ends.
pub(crate) fn digits_of(written: &str) -> String {
    let digits: String = written.chars().filter(char::is_ascii_digit).collect();
    digits.trim_matches('0').to_owned()
}

/// Whether two rows of digits are the same; of five and more, one may have a digit that the other lacks.
pub(crate) fn are_nearly(one: &str, other: &str) -> bool {
    let (long, short) = if one.len() > other.len() {
        (one, other)
    } else {
        (other, one)
    };
    let lacks = |at: usize| long[..at] == short[..at] && long[at + 1..] == short[at..];
    short.len() >= 3
        && (one == other || short.len() >= 5 && long.len() == short.len() + 1 && (0..long.len()).any(lacks))
}

/// Whether two written numbers have the same digits, or of three and more all but one: 1774 and 1744.
pub(crate) fn are_alike(one: &str, other: &str) -> bool {
    let (one, other) = (digits_of(one), digits_of(other));
    let differ = one.bytes().zip(other.bytes()).filter(|(a, b)| a != b).count();
    !one.is_empty() && (one == other || one.len() == other.len() && one.len() >= 3 && differ == 1)
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
    fn knows_digits_that_are_nearly_the_same() {
        assert_eq!(digits_of("1.2.8 million"), "128");
        assert!(are_nearly("128", "128") && are_nearly("10036318", "1036318"));
        assert!(!are_nearly("12", "12") && !are_nearly("1289", "128") && !are_nearly("128", "182"));
    }

    #[test]
    fn knows_powers_of_ten() {
        assert_eq!(power_of_ten(4.176e9, 4.176e6), Some(3));
        assert_eq!(power_of_ten(600.3, 6003.), Some(-1));
        assert_eq!(power_of_ten(5., 5.), None);
        assert_eq!(power_of_ten(0., 5.), None);
    }
}
