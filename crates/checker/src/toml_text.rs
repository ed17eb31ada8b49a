//! Configurations as they are written: [`from_toml`] reads one, [`line_of`] finds a key again.

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::hint::did_you_mean;

/// Why a text is no configuration: the line, an excerpt, what is wrong, and the key that was probably meant.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct TomlError(String);

/// Reads a TOML text. An error names the line, and for an unknown key the likeliest one.
pub fn from_toml<T: DeserializeOwned>(text: &str) -> Result<T, TomlError> {
    toml::from_str(text).map_err(|error| {
        let message = error.to_string();
        let hint = hint_for_unknown_key(error.message());
        TomlError(format!("{}{hint}", message.trim_end()))
    })
}

/// toml says "unknown field `fail-onn`, expected one of `fail-on`, `min-score`"; this picks the likeliest.
fn hint_for_unknown_key(message: &str) -> String {
    let mut words = message.split('`').skip(1).step_by(2);
    match words.next() {
        Some(unknown) if message.starts_with("unknown field") => did_you_mean(unknown, words),
        _ => String::new(),
    }
}

/// The line of a key in a TOML text, counted from 1: `["fetch", "timeout"]`, `["feeds", "0", "terms", "2"]`; `None` where
/// the text does not have it.
#[must_use]
pub fn line_of(text: &str, key: &[&str]) -> Option<usize> {
    let root = DeTable::parse(text).ok()?;
    let mut at = root.span().start;
    let mut value = &Spanned::new(0..0, DeValue::Table(root.into_inner()));
    for step in key {
        (at, value) = child(value.get_ref(), step)?;
    }
    Some(1 + text.get(..at)?.matches('\n').count())
}

/// Where an entry of a table or array begins, and its value.
fn child<'v, 't>(value: &'v DeValue<'t>, step: &str) -> Option<(usize, &'v Spanned<DeValue<'t>>)> {
    match value {
        DeValue::Table(table) => table
            .iter()
            .find(|(key, _)| key.get_ref() == step)
            .map(|(key, value)| (key.span().start, value)),
        DeValue::Array(array) => {
            let value = array.get(step.parse::<usize>().ok()?)?;
            Some((value.span().start, value))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_lines_of_keys() {
        let text = "[rules]\nlocale = \"off\"\n\n[[terms]]\nwrong = \"quay\"\n[[terms]]\nwrong = \"pier\"\n";
        assert_eq!(line_of(text, &["rules", "locale"]), Some(2));
        assert_eq!(line_of(text, &["terms", "1", "wrong"]), Some(7));
        assert_eq!(line_of(text, &["rules", "style"]), None);
        assert_eq!(line_of("no toml", &["rules"]), None);
    }
}
