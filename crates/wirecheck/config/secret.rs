//! Values that nobody is to see, and that a configuration may leave to the environment: `${NAME}`.

use std::env;

use anyhow::{Context, Result, bail};
use toml::{Table, Value};

/// What is shown instead of a value.
const HIDDEN: &str = "(not shown)";

/// The text with what the environment says in place of every `${NAME}`.
///
/// # Errors
/// When a variable is not set or not text, or a `${` is no such place. What the text says is no part of the error.
pub(super) fn expand(text: &str) -> Result<String> {
    let mut expanded = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        let name = after.split_once('}').filter(|(name, _)| is_name(name));
        let (name, after) = name.context("after `${` comes the name of a variable and `}`")?;
        let value = match env::var(name) {
            Ok(value) if !value.is_empty() => value,
            Ok(_) => bail!("the environment variable {name} is empty"),
            Err(env::VarError::NotPresent) => bail!("the environment variable {name} is not set"),
            Err(env::VarError::NotUnicode(_)) => bail!("the environment variable {name} is not UTF-8"),
        };
        expanded.push_str(before);
        expanded.push_str(&value);
        rest = after;
    }
    expanded.push_str(rest);
    Ok(expanded)
}

fn is_name(name: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    !name.is_empty() && name.chars().all(is_part)
}

/// Takes out of a configuration what is not to be shown: values of headers and cookies that stand in it, and a proxy's
/// password. The names of variables stay.
pub(super) fn hide(effective: &mut Table) {
    if let Some(Value::String(proxy)) = effective
        .get_mut("fetch")
        .and_then(|fetch| fetch.get_mut("proxy"))
        && proxy.contains('@')
    {
        hide_value(proxy);
    }
    let feeds = effective.get_mut("feeds").and_then(Value::as_array_mut);
    for feed in feeds.into_iter().flatten() {
        for key in ["headers", "cookies", "user-agent"] {
            match feed.get_mut(key) {
                Some(Value::Table(values)) => values.iter_mut().for_each(|(_, value)| hide_string(value)),
                Some(value) => hide_string(value),
                None => {}
            }
        }
    }
}

fn hide_string(value: &mut Value) {
    if let Value::String(text) = value {
        hide_value(text);
    }
}

fn hide_value(text: &mut String) {
    let variable = text.strip_prefix("${").and_then(|rest| rest.strip_suffix('}'));
    if !variable.is_some_and(is_name) {
        HIDDEN.clone_into(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variable_that_is_not_set_is_named_and_nothing_else() {
        let error = |text: &str| expand(text).unwrap_err().to_string();
        assert_eq!(
            error("Bearer ${WIRECHECK_TEST_NO_SUCH}"),
            "the environment variable WIRECHECK_TEST_NO_SUCH is not set"
        );
        for odd in ["s3cret ${", "${}", "${s3cret", "${A-B}"] {
            assert!(!error(odd).contains("s3cret"), "{odd}");
        }
        assert_eq!(expand("5 $ and $HOME {x}").unwrap(), "5 $ and $HOME {x}");
        let manifest = expand("[${CARGO_PKG_NAME}|${CARGO_PKG_NAME}]");
        // Set by cargo, which runs the tests.
        assert_eq!(manifest.unwrap(), "[wirecheck|wirecheck]");
    }

    #[test]
    fn hides_what_stands_in_the_file_and_shows_what_stands_for_it() {
        let mut table: Table = "fetch.proxy = 'http://desk:s3cret@proxy.example'
            [[feeds]]
            source = 'https://news.example/feed'
            headers = { Authorization = 'Bearer s3cret', X-Key = '${KEY}' }
            cookies.session = '${A}s3cret'
            user-agent = 's3cret/1'"
            .parse()
            .unwrap();
        hide(&mut table);
        let shown = table.to_string();
        assert!(!shown.contains("s3cret"), "{shown}");
        assert!(
            shown.contains("${KEY}") && shown.matches(HIDDEN).count() == 4,
            "{shown}"
        );
        let mut plain: Table = "fetch.proxy = 'http://proxy.example:3128'".parse().unwrap();
        hide(&mut plain);
        assert!(plain.to_string().contains("proxy.example:3128"));
    }
}
