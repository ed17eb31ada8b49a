//! Values as English writes them.

use text::Span;

use super::{quantity::Kind, value::same};

/// A span of the original with what it is worth, for a note: "417.6万 = 4.176 million".
pub(crate) fn explained(text: &str, span: Span, value: f64, kind: Kind) -> String {
    format!("{} = {}", text[span].trim(), in_english(value, kind))
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
}
