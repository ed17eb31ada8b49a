//! How far back articles are checked: `--since`.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, Time};
use jiff::tz::Offset;
use jiff::{SignedDuration, Span, SpanRelativeTo, Timestamp};

/// The age of the oldest article that is checked, or a moment; shown as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Since {
    written: String,
    begin: Begin,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Begin {
    Ago(SignedDuration),
    At(Timestamp),
}

impl Since {
    /// The moment from which on articles are checked.
    pub(crate) fn moment(&self, now: Timestamp) -> Timestamp {
        match self.begin {
            Begin::Ago(age) => now.checked_sub(age).unwrap_or(Timestamp::MIN),
            Begin::At(moment) => moment,
        }
    }
}

impl FromStr for Since {
    type Err = String;

    fn from_str(written: &str) -> Result<Self, String> {
        let begin = span(written)
            .or_else(|| moment(written))
            .or_else(|| day(written))
            .ok_or_else(|| {
                format!("`{written}` is neither an age (90m, 24h, 7d) nor a date (2026-11-20, 2026-11-20T06:00:00Z)")
            })?;
        Ok(Self {
            written: written.to_owned(),
            begin,
        })
    }
}

/// `90m`, `24h`, `7d`, `2w`. Months and years have no length of their own and are refused.
fn span(written: &str) -> Option<Begin> {
    let span: Span = written.parse().ok()?;
    let age = span.to_duration(SpanRelativeTo::days_are_24_hours()).ok()?;
    (!age.is_negative()).then_some(Begin::Ago(age))
}

fn moment(written: &str) -> Option<Begin> {
    written.parse().ok().map(Begin::At)
}

/// A day begins at midnight in UTC, as feeds without a time have it.
fn day(written: &str) -> Option<Begin> {
    const LENGTH: usize = "2026-11-20".len();
    // The parser takes a time behind the day too, and forgets it.
    let day: Date = written.parse().ok().filter(|_| written.len() == LENGTH)?;
    Some(Begin::At(
        Offset::UTC.to_timestamp(day.to_datetime(Time::midnight())).ok()?,
    ))
}

impl fmt::Display for Since {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.written)
    }
}

impl serde::Serialize for Since {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Since {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_ages_days_and_moments() {
        let now: Timestamp = "2026-11-24T12:00:00Z".parse().unwrap();
        for (written, moment) in [
            ("90m", "2026-11-24T10:30:00Z"),
            ("24h", "2026-11-23T12:00:00Z"),
            ("7d", "2026-11-17T12:00:00Z"),
            ("2w", "2026-11-10T12:00:00Z"),
            ("1d 12h", "2026-11-23T00:00:00Z"),
            ("2026-11-20", "2026-11-20T00:00:00Z"),
            ("2026-11-20T08:00:00+02:00", "2026-11-20T06:00:00Z"),
        ] {
            let since: Since = written.parse().unwrap();
            assert_eq!(since.moment(now).to_string(), moment, "{written}");
            assert_eq!(since.to_string(), written);
        }
        for refused in [
            "",
            "yesterday",
            "24",
            "-24h",
            "3mo",
            "2026-13-01",
            "2026-11-20T06:00",
        ] {
            assert!(refused.parse::<Since>().is_err(), "{refused}");
        }
    }
}
