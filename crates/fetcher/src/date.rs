//! Dates as feeds, pages and servers write them.

use std::sync::LazyLock;

use jiff::civil::{Date, DateTime, Time};
use jiff::fmt::rfc2822;
use jiff::tz::Offset;
use jiff::{Timestamp, ToSpan as _};
use regex::{Captures, Regex};

/// The point in time that a text in any known form names; `None` for anything else, and for dates such as `03/04/2026`
/// that are one day here and another there. Without a zone, or with one that nobody knows, it is UTC.
pub(crate) fn parse(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    // Parts before RFC 2822, whose parser takes every zone that it does not know for UTC.
    let forms = [rfc3339, epoch, in_parts, compact, rfc2822];
    forms.iter().find_map(|form| form(text))
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

/// `1764300000`: seconds since 1970, or milliseconds.
fn epoch(text: &str) -> Option<Timestamp> {
    let number = text.parse().ok()?;
    match text.len() {
        10 => Timestamp::from_second(number).ok(),
        13 => Timestamp::from_millisecond(number).ok(),
        _ => None,
    }
}

/// `20260601` or `20260601T100000`, in UTC.
fn compact(text: &str) -> Option<Timestamp> {
    let time = text.parse::<DateTime>().ok()?;
    Offset::UTC.to_timestamp(time).ok()
}

/// A day, and perhaps a clock and a zone, in any order: the clock is taken out, then the zone, and the rest is the day.
fn in_parts(text: &str) -> Option<Timestamp> {
    let text = &*western(text);
    let clock = CLOCK.captures(text);
    let (before, after) = match &clock {
        Some(clock) => (&text[..clock.get(0)?.start()], &text[clock.get(0)?.end()..]),
        None => (text, ""),
    };
    let (zone, after) = leading_zone(after);
    let is_american = clock.as_ref().is_some_and(|clock| clock.name("half").is_some());
    let slashes = if is_american {
        Slashes::MonthFirst
    } else {
        Slashes::Unknown
    };
    let date = date(&format!("{before} {after}"), slashes)?;
    let zone = zone.or_else(|| before.split_whitespace().find_map(named_zone));
    let (days, time) = clock.map_or(Some((0, Time::midnight())), |clock| time(&clock))?;
    let moment = date.checked_add(days.days()).ok()?.to_datetime(time);
    zone.unwrap_or(Offset::UTC).to_timestamp(moment).ok()
}

/// `10:00`, `T10:00:00.5`, `7:05 p.m.`, `10h20`; not the `02:00` of `+02:00`.
static CLOCK: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?ix) (?: ^ | [\s,T] ) (?<hour>\d{1,2}) [:h] (?<minute>\d{2}) (?: : (?<second>\d{2}) (?: [.,]\d+ )? )?
          (?: \s* (?<half>[ap]) \.? m \b \.? )?",
    )
});

/// `+0300`, `-05:00`, `GMT+2`, `UTC`, `MSK`, `(CET)` right after the clock.
static ZONE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?x) ^ \s* \(? \s* (?: (?: GMT | UTC | UT )? \s* (?<sign>[+\u{2212}-]) (?<hours>\d{1,2}) :? (?<minutes>\d{2})? \b
          | (?<name>[A-Z][A-Za-z]*) \b ) \s* \)?",
    )
});

/// `28.11.2026`, `11/28/26`, `28-11-2026`.
static DAY_FIRST: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?:^|\D)(\d{1,2})([-./])[ ]?(\d{1,2})[-./][ ]?(\d{4}|\d{2})(?:\D|$)"));

/// `2026-11-28`, `2026/11/28`, `2026.11.28`.
static YEAR_FIRST: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?:^|\D)(\d{4})[-./][ ]?(\d{1,2})[-./][ ]?(\d{1,2})(?:\D|$)"));

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the patterns of this module are constant, and its tests use each of them")
}

/// `2026年11月28日` and `2026년 11월 28일` as `2026-11-28`.
fn western(text: &str) -> String {
    let text = text.replace("年", "-").replace("月", "-").replace("日", " ");
    text.replace("년", "-").replace("월", "-").replace("일", " ")
}

/// The time of day, and the days to add for it: `24:00` is the midnight at the end of the day.
fn time(clock: &Captures) -> Option<(i64, Time)> {
    let number = |name: &str| {
        clock
            .name(name)
            .map_or(Some(0), |part| part.as_str().parse::<i8>().ok())
    };
    let (hour, minute, second) = (number("hour")?, number("minute")?, number("second")?);
    let afternoon = clock
        .name("half")
        .map(|half| half.as_str().eq_ignore_ascii_case("p"));
    let hour = match (afternoon, hour) {
        (Some(false), 12) => 0,
        (Some(true), 1..=11) => hour + 12,
        _ => hour,
    };
    if (hour, minute, second) == (24, 0, 0) {
        return Some((1, Time::midnight()));
    }
    // A leap second is as good as the one before it.
    Some((0, Time::new(hour, minute, second.min(59), 0).ok()?))
}

/// The zone at the start of a text, and what follows it.
fn leading_zone(text: &str) -> (Option<Offset>, &str) {
    let Some(found) = ZONE.captures(text) else {
        return (None, text);
    };
    let rest = &text[found.get(0).map_or(0, |whole| whole.end())..];
    match found.name("name") {
        Some(name) => match named_zone(&name.as_str().to_ascii_uppercase()) {
            Some(zone) => (Some(zone), rest),
            None => (None, text),
        },
        None => (numeric_zone(&found), rest),
    }
}

fn numeric_zone(found: &Captures) -> Option<Offset> {
    let number = |name: &str| {
        found
            .name(name)
            .map_or(Some(0), |part| part.as_str().parse::<i32>().ok())
    };
    let seconds = (number("hours")? * 60 + number("minutes")?) * 60;
    let east = found.name("sign")?.as_str() == "+";
    Offset::from_seconds(if east { seconds } else { -seconds }).ok()
}

/// The names of zones that feeds use in spite of their being ambiguous, with their minutes east of Greenwich. Where
/// a name has several meanings, it is that of the larger press: IST is India's, CST and AST are North America's.
const ZONES: &[(&str, i32)] = &[
    ("ACDT", 630),
    ("ACST", 570),
    ("ADT", -180),
    ("AEDT", 660),
    ("AEST", 600),
    ("AKDT", -480),
    ("AKST", -540),
    ("ALMT", 300),
    ("ART", -180),
    ("AST", -240),
    ("AWST", 480),
    ("AZT", 240),
    ("BRT", -180),
    ("BST", 60),
    ("BTT", 360),
    ("CAT", 120),
    ("CDT", -300),
    ("CEST", 120),
    ("CET", 60),
    ("CLT", -240),
    ("COT", -300),
    ("CST", -360),
    ("EAT", 180),
    ("EDT", -240),
    ("EEST", 180),
    ("EET", 120),
    ("EST", -300),
    ("GET", 240),
    ("GMT", 0),
    ("GST", 240),
    ("HAC", -300),
    ("HAE", -240),
    ("HAP", -420),
    ("HAR", -360),
    ("HKT", 480),
    ("HNC", -360),
    ("HNE", -300),
    ("HNP", -480),
    ("HNR", -420),
    ("HST", -600),
    ("ICT", 420),
    ("IDT", 180),
    ("IRST", 210),
    ("IST", 330),
    ("JST", 540),
    ("KST", 540),
    ("MDT", -360),
    ("MESZ", 120),
    ("MEZ", 60),
    ("MSK", 180),
    ("MST", -420),
    ("MYT", 480),
    ("NDT", -150),
    ("NPT", 345),
    ("NST", -210),
    ("NZDT", 780),
    ("NZST", 720),
    ("PDT", -420),
    ("PET", -300),
    ("PHT", 480),
    ("PKT", 300),
    ("PST", -480),
    ("SAST", 120),
    ("SGT", 480),
    ("TRT", 180),
    ("UT", 0),
    ("UTC", 0),
    ("UZT", 300),
    ("WAT", 60),
    ("WEST", 60),
    ("WET", 0),
    ("WIB", 420),
    ("Z", 0),
];

fn named_zone(name: &str) -> Option<Offset> {
    let (_, minutes) = ZONES.iter().find(|(known, _)| name == *known)?;
    Offset::from_seconds(minutes * 60).ok()
}

/// The day that a text without clock and zone names.
fn date(text: &str, slashes: Slashes) -> Option<Date> {
    if let Some(found) = YEAR_FIRST.captures(text) {
        let part = |index: usize| found[index].parse().ok();
        return day(part(1)?, part(2)?, part(3)?);
    }
    match DAY_FIRST.captures(text) {
        Some(found) => in_numbers(&found, slashes),
        None => in_words(text),
    }
}

fn day(year: i16, month: i16, day: i16) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// How `03/04/2026` is meant.
#[derive(Clone, Copy)]
enum Slashes {
    /// Beside a clock of twelve hours: as Americans do.
    MonthFirst,
    /// Nobody knows, unless a number is beyond 12.
    Unknown,
}

/// Dots and hyphens put the day first.
fn in_numbers(found: &Captures, slashes: Slashes) -> Option<Date> {
    let part = |index: usize| found[index].parse::<i16>().ok();
    let (first, second, year) = (part(1)?, part(3)?, full_year(part(4)?));
    if &found[2] != "/" || first > 12 {
        return day(year, second, first);
    }
    let is_known = second > 12 || first == second || matches!(slashes, Slashes::MonthFirst);
    is_known.then(|| day(year, first, second)).flatten()
}

/// `Вт, 01 июн 2021`, `Tue, 1 June 21`, `June 1st, 2021`, `28-Nov-2026`: a day, the name of a month and a year.
fn in_words(text: &str) -> Option<Date> {
    let (mut number, mut month, mut year) = (None, None, None);
    let words = text.split(|c: char| c.is_whitespace() || ",-/()".contains(c));
    for word in words.filter(|word| !word.is_empty()) {
        let digits = word.trim_end_matches(|c: char| !c.is_ascii_digit());
        if let Ok(value) = digits.parse::<i16>() {
            match number {
                None if (1..=31).contains(&value) => number = Some(value),
                _ => year = year.or(Some(full_year(value))),
            }
        } else {
            // Of two names the later one: `mar. 1 giugno` is a Tuesday in June.
            month = self::month(word).or(month);
        }
    }
    day(year?, month?, number?)
}

/// Two digits are of the years from 1970 to 2069.
fn full_year(number: i16) -> i16 {
    match number {
        0..=69 => 2000 + number,
        70..=99 => 1900 + number,
        _ => number,
    }
}

/// The first letters of the months' names in the languages of European news, in Turkish, Indonesian and Arabic. Croatian
/// is not among them: its `lipanj` is June where Polish `lipiec` is July.
const MONTHS: [&str; 12] = [
    "jan ene gen jän ian янв січ сту яну јан sty led oca tam saus ιαν يناير",
    "feb fev fév фев феб лют lut úno şub hel vas veeb φεβ فبراير",
    "mar már mär maer mrt maa мар бер сак bře kov μαρ μάρ مارس",
    "apr avr abr ápr апр кві кра kwi dub nis huh bal απρ أبريل",
    "may mai maj máj mag mei май мая мај тра kvě tou geg μαι μαΐ μάι مايو",
    "jun jún jūn juin juun giu iun июн чер чэр юни јун cze červen červn čvn haz kes birž ιουν ιούν يونيو",
    "jul júl jūl juil juul lug iul июл лип ліп юли јул lip červenec července čvc tem hei liep ιουλ ιούλ يوليو",
    "aug ago aoû aou agu авг сер жні sie srp ağu elo rugp αυγ αύγ أغسطس",
    "sep set szep сен вер сеп wrz zář eyl syy rugs σεπ سبتمبر",
    "oct okt out ott окт жов кас paź říj eki lok spal οκτ أكتوبر",
    "nov noi ноя ное лис ліс нов lis kas marr lap νοε νοέ نوفمبر",
    "dec déc dez des dic дек дец гру сне gru pro ara jou dets δεκ ديسمبر",
];

/// Whether a word is the name of a month, or begins as one does.
pub(crate) fn is_month(word: &str) -> bool {
    month(word).is_some()
}

/// The month by the longest beginning that a word shares with one of its names.
fn month(word: &str) -> Option<i16> {
    let word = word.to_lowercase();
    let shared = |names: &str| {
        let fitting = names.split(' ').filter(|name| word.starts_with(name));
        fitting.map(str::len).max()
    };
    let months = (1..).zip(MONTHS);
    let named = months.filter_map(|(month, names)| Some((shared(names)?, month)));
    named.max_by_key(|(length, _)| *length).map(|(_, month)| month)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(cases: &[(&str, &str)]) {
        for (text, expected) in cases {
            let found = parse(text).map(|time| time.to_string());
            assert_eq!(found.unwrap_or_default(), *expected, "{text}");
        }
    }

    #[test]
    fn reads_dates_as_they_are_written() {
        check(&[
            ("2021-06-01T10:00:00+03:00", "2021-06-01T07:00:00Z"),
            ("Tue, 01 Jun 2021 10:00:00 GMT", "2021-06-01T10:00:00Z"),
            ("Mon, 01 Jun 2021 10:00:00 +0300", "2021-06-01T07:00:00Z"),
            ("Tue, 01 Jun 21 10:00:00 MSK", "2021-06-01T07:00:00Z"),
            ("1 June 2021", "2021-06-01T00:00:00Z"),
            ("June 1st, 2021 9:05 EST", "2021-06-01T14:05:00Z"),
            ("Tue Jun  1 10:00:00 CEST 2021", "2021-06-01T08:00:00Z"),
            ("01-Jun-2021 10:00", "2021-06-01T10:00:00Z"),
            ("2021-06-01", "2021-06-01T00:00:00Z"),
            ("20210601T100000Z", "2021-06-01T10:00:00Z"),
            (" 2021-06-01 10:00:00 ", "2021-06-01T10:00:00Z"),
            ("2021/06/01 10:00:00 -0330", "2021-06-01T13:30:00Z"),
            ("2021-06-01 10:00:00 UTC", "2021-06-01T10:00:00Z"),
            ("2021年6月1日 10:00", "2021-06-01T10:00:00Z"),
            ("1622541600", "2021-06-01T10:00:00Z"),
            ("31 Feb 2021", ""),
            ("yesterday", ""),
            ("", ""),
        ]);
    }

    #[test]
    fn takes_no_zone_for_a_time_of_day() {
        check(&[
            ("Tue, 01 Jun 2021 10:15:00 +02:00", "2021-06-01T08:15:00Z"),
            ("Tue, 01 Jun 2021 10:15:00 +00:00", "2021-06-01T10:15:00Z"),
            ("Tue, 01 Jun 2021 10:15 -09:30", "2021-06-01T19:45:00Z"),
            ("Tue Jun 01 2021 10:15:00 GMT+0545 (NPT)", "2021-06-01T04:30:00Z"),
            ("1 Jun 2021 10:15 UTC+3", "2021-06-01T07:15:00Z"),
        ]);
    }

    #[test]
    fn knows_zones_beyond_europe_and_america() {
        check(&[
            ("1 Jun 2021 10:00 IST", "2021-06-01T04:30:00Z"),
            ("1 Jun 2021 10:00 AEDT", "2021-05-31T23:00:00Z"),
            ("1 Jun 2021 10:00 NZST", "2021-05-31T22:00:00Z"),
            ("1 Jun 2021 10:00 MESZ", "2021-06-01T08:00:00Z"),
            ("1 Jun 2021 10:00 HNE", "2021-06-01T15:00:00Z"),
        ]);
    }

    #[test]
    fn reads_clocks_of_twelve_hours_and_the_end_of_a_day() {
        check(&[
            ("June 1, 2021 7:05 PM", "2021-06-01T19:05:00Z"),
            ("6/14/2021 12:05:00 AM", "2021-06-14T00:05:00Z"),
            ("6/1/2021 12:05pm", "2021-06-01T12:05:00Z"),
            ("1 Jun 2021 9:05 a.m. EDT", "2021-06-01T13:05:00Z"),
            ("Tue, 01 Jun 2021 24:00:00 GMT", "2021-06-02T00:00:00Z"),
            ("1 juin 2021 à 10h20", "2021-06-01T10:20:00Z"),
            ("1 Jun 2021 10:75", ""),
        ]);
    }

    #[test]
    fn guesses_no_order_of_day_and_month() {
        check(&[
            ("14.06.2021", "2021-06-14T00:00:00Z"),
            ("01.06.2021, 10:20", "2021-06-01T10:20:00Z"),
            ("1. 6. 21", "2021-06-01T00:00:00Z"),
            ("14/06/2021 10:20", "2021-06-14T10:20:00Z"),
            ("06/14/2021", "2021-06-14T00:00:00Z"),
            ("06/01/2021", ""),
        ]);
    }

    #[test]
    fn knows_the_months_of_many_languages() {
        for day in [
            "Вт, 01 июн 2021",
            "1 червня 2021",
            "1 czerwca 2021",
            "1. Juni 2021",
            "mar. 1 juin 2021",
            "martes, 1 de junio de 2021",
            "mar 1 giugno 2021",
            "1 de junho de 2021",
            "1. června 2021",
            "dinsdag 1 juni 2021",
            "1 Haziran 2021 Salı",
            "1 червень 2021 р.",
            "1. kesäkuuta 2021",
            "1 Ιουνίου 2021",
            "1 يونيو 2021",
        ] {
            check(&[(day, "2021-06-01T00:00:00Z")]);
        }
        check(&[
            ("1. července 2021", "2021-07-01T00:00:00Z"),
            ("1 juillet 2021", "2021-07-01T00:00:00Z"),
            ("Чт, 4 лис 2021 10:00:00 +0200", "2021-11-04T08:00:00Z"),
            ("4. marraskuuta 2021", "2021-11-04T00:00:00Z"),
            ("środa, 4 sierpnia 2021", "2021-08-04T00:00:00Z"),
            ("4 Kasım 2021", "2021-11-04T00:00:00Z"),
        ]);
    }
}
