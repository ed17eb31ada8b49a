//! Dates as feeds and servers write them, to RFC 3339 in UTC.

use jiff::Timestamp;
use jiff::fmt::rfc2822;

/// RFC 3339 or RFC 2822, to RFC 3339 in UTC; `None` for anything else.
pub(crate) fn parse(text: &str) -> Option<String> {
    timestamp(text).map(|time| time.to_string())
}

/// A point in time written as RFC 3339 or RFC 2822 (which HTTP dates are, too).
pub(crate) fn timestamp(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    let rfc3339 = text.parse::<Timestamp>().ok();
    rfc3339.or_else(|| {
        rfc2822::DateTimeParser::new()
            .relaxed_weekday(true)
            .parse_timestamp(text)
            .ok()
    })
}

/// Seconds since 1970 to RFC 3339; a time beyond the year 9999 becomes the last one before it.
pub(crate) fn from_seconds(seconds: i64) -> String {
    Timestamp::from_second(seconds)
        .unwrap_or(Timestamp::MAX)
        .to_string()
}
