//! Values of numbers: when two are the same, and how one is written in English.

use super::quantity::Kind;

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

/// A value as English news writes it: "4.176 million", "15,000", "12.5%", "14:30".
pub(crate) fn in_english(value: f64, kind: Kind) -> String {
    match kind {
        Kind::Year | Kind::Label => format!("{value}"),
        Kind::Decade if value < 100. => format!("'{value}s"),
        Kind::Decade => format!("{value}s"),
        Kind::Time => format!("{:02}:{:02}", (value / 100.).floor(), value % 100.),
        Kind::Percent => format!("{}%", magnitude(value)),
        Kind::Month => month(value).to_owned(),
        Kind::Plain | Kind::Ordinal => magnitude(value),
    }
}

/// A value with commas, and with a magnitude word from a million on.
fn magnitude(value: f64) -> String {
    for (scale, word) in [(1e12, "trillion"), (1e9, "billion"), (1e6, "million")] {
        if value >= scale && value < scale * 1e3 {
            return format!("{} {word}", with_commas(value / scale));
        }
    }
    with_commas(value)
}

/// A value with commas between thousands: "15,000.5".
pub(crate) fn with_commas(value: f64) -> String {
    let plain = format!("{value:.6}");
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let mut out = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    let fraction = fraction.trim_end_matches('0');
    if !fraction.is_empty() {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

/// The name of a month from its number, 1 to 12.
pub(crate) fn month(number: f64) -> &'static str {
    const NAMES: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    (1..)
        .zip(NAMES)
        .find(|&(n, _)| same(f64::from(n), number))
        .map_or("", |(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_values_as_news_do() {
        for (value, kind, expected) in [
            (4_176_000., Kind::Plain, "4.176 million"),
            (15_000., Kind::Plain, "15,000"),
            (1999., Kind::Year, "1999"),
            (12.5, Kind::Percent, "12.5%"),
            (1430., Kind::Time, "14:30"),
            (6., Kind::Month, "June"),
            (0.25, Kind::Plain, "0.25"),
            (2.5e12, Kind::Plain, "2.5 trillion"),
        ] {
            assert_eq!(in_english(value, kind), expected);
        }
    }

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
