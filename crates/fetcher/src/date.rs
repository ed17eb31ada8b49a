//! Dates as feeds, pages and servers write them.

use jiff::civil::{self, Date, Time};
use jiff::fmt::rfc2822;
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};

/// The point in time that a text in any known form names; `None` for anything else.
pub(crate) fn parse(text: &str) -> Option<Timestamp> {
    // Words before RFC 2822, which takes every zone that it does not know for UTC.
    let forms = [rfc3339, without_zone, in_words, rfc2822];
    forms.iter().find_map(|form| form(text.trim()))
}

/// A point in time written as RFC 3339 or RFC 2822 (which HTTP dates are, too).
pub(crate) fn timestamp(text: &str) -> Option<Timestamp> {
    rfc3339(text.trim()).or_else(|| rfc2822(text.trim()))
}

fn rfc3339(text: &str) -> Option<Timestamp> {
    text.parse().ok()
}

fn rfc2822(text: &str) -> Option<Timestamp> {
    rfc2822::DateTimeParser::new()
        .relaxed_weekday(true)
        .parse_timestamp(text)
        .ok()
}

/// `2021-06-01` or `2021-06-01 10:00:00`, taken for UTC.
fn without_zone(text: &str) -> Option<Timestamp> {
    let time = text.parse::<civil::DateTime>().ok();
    let time = time.or_else(|| Some(text.parse::<Date>().ok()?.to_datetime(Time::midnight())))?;
    Offset::UTC.to_timestamp(time).ok()
}

/// `Вт, 01 июн 2021 10:00:00 +0300`, `Tue, 1 June 21 10:00 MSK`, `June 1, 2021`: a day, the name of a month and
/// a year, and perhaps a time and a zone, which is UTC if it is missing or unknown.
fn in_words(text: &str) -> Option<Timestamp> {
    let (mut day, mut month, mut year) = (None, None, None);
    let (mut time, mut offset) = (Time::midnight(), Offset::UTC);
    for word in without_weekday(text)
        .split([' ', ',', '\t', '\u{a0}'])
        .filter(|word| !word.is_empty())
    {
        if let Some(clock) = clock(word) {
            time = clock;
        } else if let Some(zone) = zone(word) {
            offset = zone;
        } else if let Ok(number) = word.trim_end_matches(['.', '-']).parse::<i16>() {
            match day {
                None if (1..=31).contains(&number) => day = i8::try_from(number).ok(),
                _ => year = year.or(Some(full_year(number))),
            }
        } else {
            month = month.or_else(|| self::month(word));
        }
    }
    let moment = Date::new(year?, month?, day?).ok()?.to_datetime(time);
    offset.to_timestamp(moment).ok()
}

/// Drops `mar.,` (French for Tuesday), which could pass for a month.
fn without_weekday(text: &str) -> &str {
    match text.split_once(',') {
        Some((weekday, rest)) if !weekday.contains(|c: char| c.is_ascii_digit()) => rest,
        _ => text,
    }
}

/// `10:00` or `10:00:00`.
fn clock(word: &str) -> Option<Time> {
    let mut parts = word.split(':').map(|part| part.parse::<i8>().ok());
    let (hour, minute) = (parts.next()??, parts.next()??);
    Time::new(hour, minute, parts.next().flatten().unwrap_or(0), 0).ok()
}

/// `+0300`, `-05:00`, or one of the names that feeds use in spite of their being ambiguous.
fn zone(word: &str) -> Option<Offset> {
    const NAMES: [(&str, i8); 19] = [
        ("GMT", 0),
        ("UTC", 0),
        ("UT", 0),
        ("Z", 0),
        ("WET", 0),
        ("BST", 1),
        ("CET", 1),
        ("WEST", 1),
        ("CEST", 2),
        ("EET", 2),
        ("EEST", 3),
        ("MSK", 3),
        ("JST", 9),
        ("EDT", -4),
        ("EST", -5),
        ("CDT", -5),
        ("CST", -6),
        ("PDT", -7),
        ("PST", -8),
    ];
    if let Some((_, hours)) = NAMES.iter().find(|(name, _)| word.eq_ignore_ascii_case(name)) {
        return Some(Offset::constant(*hours));
    }
    let sign = if word.starts_with('+') { 1 } else { -1 };
    let digits = word.strip_prefix(['+', '-'])?.replace(':', "");
    let (hours, minutes) = (
        digits.get(..2)?.parse::<i64>().ok()?,
        digits.get(2..4)?.parse::<i64>().ok()?,
    );
    let seconds = SignedDuration::from_mins(sign * (hours * 60 + minutes)).as_secs();
    Offset::from_seconds(i32::try_from(seconds).ok()?).ok()
}

/// Two digits are of the years from 1970 to 2069.
fn full_year(number: i16) -> i16 {
    match number {
        0..=69 => 2000 + number,
        70..=99 => 1900 + number,
        _ => number,
    }
}

/// The month by the first letters of its name in English, Russian, German, French, Spanish, Italian or Portuguese.
fn month(word: &str) -> Option<i8> {
    const NAMES: [&[&str]; 12] = [
        &["jan", "янв", "ene", "gen"],
        &["feb", "фев", "fév", "fev"],
        &["mar", "мар", "mär"],
        &["apr", "апр", "avr", "abr"],
        &["may", "мая", "май", "mai", "mag"],
        &["jun", "июн", "juin", "giu"],
        &["jul", "июл", "juil", "lug"],
        &["aug", "авг", "aoû", "ago"],
        &["sep", "сен", "set"],
        &["oct", "окт", "okt", "ott", "out"],
        &["nov", "ноя"],
        &["dec", "дек", "dez", "déc", "dic"],
    ];
    let word = word.to_lowercase();
    let found = NAMES
        .iter()
        .position(|names| names.iter().any(|name| word.starts_with(name)))?;
    i8::try_from(found + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_dates_as_they_are_written() {
        let cases = [
            ("2021-06-01T10:00:00+03:00", "2021-06-01T07:00:00Z"),
            ("Tue, 01 Jun 2021 10:00:00 GMT", "2021-06-01T10:00:00Z"),
            ("Mon, 01 Jun 2021 10:00:00 +0300", "2021-06-01T07:00:00Z"),
            ("Tue, 01 Jun 21 10:00:00 MSK", "2021-06-01T07:00:00Z"),
            ("Вт, 01 июн 2021 10:00:00 +0300", "2021-06-01T07:00:00Z"),
            ("1 June 2021", "2021-06-01T00:00:00Z"),
            ("June 1, 2021 9:05 EST", "2021-06-01T14:05:00Z"),
            ("mar., 1 juin 2021 10:00 CEST", "2021-06-01T08:00:00Z"),
            ("2021-06-01", "2021-06-01T00:00:00Z"),
            (" 2021-06-01 10:00:00 ", "2021-06-01T10:00:00Z"),
            ("31 Feb 2021", ""),
            ("yesterday", ""),
            ("", ""),
        ];
        for (text, expected) in cases {
            let found = parse(text).map(|time| time.to_string());
            assert_eq!(found.unwrap_or_default(), expected, "{text}");
        }
    }
}
