//! How word lists are kept: one entry a line, sorted, columns separated by tabs, and lines with `#` at its head
//! that name the source and the licence. The head ends with an empty line or the first entry; behind it, `#` is a letter
//! like any other.

/// The entries of a list: its lines without the head and empty ones.
pub fn entries(list: &str) -> impl Iterator<Item = &str> {
    list.lines()
        .skip_while(|line| line.starts_with('#'))
        .filter(|line| !line.is_empty())
}

/// The first two neighbours that are out of order or equal; `None` where a list is sorted.
#[must_use]
pub fn disorder(list: &str) -> Option<(&str, &str)> {
    entries(list)
        .zip(entries(list).skip(1))
        .find(|(one, next)| one >= next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_the_head_from_entries() {
        let list = "# Source: ours.\n#\n\n# -year plan\tplan\nword\n#";
        assert_eq!(
            entries(list).collect::<Vec<_>>(),
            ["# -year plan\tplan", "word", "#"]
        );
    }
}
