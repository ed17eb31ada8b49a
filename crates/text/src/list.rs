//! How word lists are kept: one entry a line, sorted, columns separated by tabs, and lines with `#` that name the source
//! and the licence.

/// The entries of a list: its lines without comments and empty ones.
pub fn entries(list: &str) -> impl Iterator<Item = &str> {
    list.lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// The first two neighbours that are out of order or equal; `None` where a list is sorted.
#[must_use]
pub fn disorder(list: &str) -> Option<(&str, &str)> {
    entries(list)
        .zip(entries(list).skip(1))
        .find(|(one, next)| one >= next)
}
