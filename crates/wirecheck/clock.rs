//! The moment of the run. `SOURCE_DATE_EPOCH` (seconds, <https://reproducible-builds.org>) sets it, so that two runs on the
//! same input can give the same bytes.

use jiff::Timestamp;

/// Returns the day of the run in UTC, `YYYY-MM-DD`.
pub(crate) fn today() -> jiff::civil::Date {
    jiff::tz::Offset::UTC.to_datetime(now()).date()
}

/// Returns the moment of the run.
pub(crate) fn now() -> Timestamp {
    let fixed = std::env::var("SOURCE_DATE_EPOCH")
        .ok()
        .and_then(|seconds| seconds.parse().ok());
    fixed
        .and_then(|seconds| Timestamp::from_second(seconds).ok())
        .unwrap_or_else(Timestamp::now)
}
