//! `wirecheck config show`: what holds for a run, and who says so.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result};
use checker::{Catalogue, Levels, Rules};
use serde_json::Value as Json;
use toml::{Table, Value};

use super::packs::Packs;
use super::{Layers, SCHEMA, secret};
use crate::args::CheckArgs;

/// The effective configuration as TOML, with the origin of every value beside it and the keys that are not set below.
pub(crate) fn show(args: &CheckArgs, here: &Path) -> Result<String> {
    let layers = Layers::read(args, here)?;
    text(&layers, args).with_context(|| layers.found.name())
}

fn text(layers: &Layers, args: &CheckArgs) -> Result<String> {
    let mut effective = Table::try_from(layers.effective()?)?;
    if args.no_state {
        effective.remove("state");
    }
    secret::hide(&mut effective);
    effective.insert("rules".into(), Value::Table(Table::new()));
    let page = Page {
        file: Table::try_from(&layers.found.file)?,
        command_line: Table::try_from(&layers.command_line)?,
        layers,
    };
    let mut text = String::new();
    page.values(&effective, &[], &mut text);
    let unset = unset(&effective);
    if !unset.is_empty() {
        let _ = writeln!(text, "# not set: {}", unset.join(", "));
    }
    page.tables(&effective, &mut text);
    page.rules(args, &mut text)?;
    page.lists(&effective, &mut text);
    Ok(text)
}

/// What is needed to tell where a value comes from.
struct Page<'l> {
    file: Table,
    command_line: Table,
    layers: &'l Layers,
}

impl Page<'_> {
    /// The values of a table that are no tables themselves, a line each.
    fn values(&self, table: &Table, path: &[&str], text: &mut String) {
        for (key, value) in table.iter().filter(|(_, value)| is_plain(value)) {
            let path = [path, &[key]].concat();
            line(text, key, value, &self.origin(&path));
        }
    }

    /// Every table but `[rules]`.
    fn tables(&self, effective: &Table, text: &mut String) {
        for (key, value) in effective.iter().filter(|(key, _)| *key != "rules") {
            self.table(value, &[key], text);
        }
    }

    /// A table with the tables in it.
    fn table(&self, value: &Value, path: &[&str], text: &mut String) {
        let Value::Table(table) = value else { return };
        if table.is_empty() || table.values().any(is_plain) {
            let _ = writeln!(text, "\n[{}]", path.join("."));
            self.values(table, path, text);
        }
        for (key, value) in table {
            self.table(value, &[path, &[key]].concat(), text);
        }
    }

    /// Every rule with what becomes of it: off, or its severity.
    fn rules(&self, args: &CheckArgs, text: &mut String) -> Result<()> {
        let found = &self.layers.found;
        let packs = Packs::read(found)?;
        let catalogue = packs.catalogue();
        let levels = &found.file.rules;
        let set = |selection: &[String]| {
            let packs = packs.of(found, None)?;
            anyhow::Ok(Rules::new(&catalogue, packs, &[levels], selection)?)
        };
        let (of_file, effective) = (set(&[])?, set(&args.rules)?);
        text.push_str("\n[rules]\n");
        for (rule, level) in effective.levels(&catalogue) {
            let origin = if of_file.level(rule) == Some(level) {
                self.origin_of_rule(rule, &catalogue, levels)
            } else {
                COMMAND_LINE.to_owned()
            };
            line(text, rule, &Value::String(level.as_str().to_owned()), &origin);
        }
        Ok(())
    }

    fn origin_of_rule(&self, rule: &str, catalogue: &Catalogue, levels: &Levels) -> String {
        match catalogue.deciding_key(rule, levels) {
            Some(key) => self.origin(&["rules", key]),
            None => DEFAULT.to_owned(),
        }
    }

    /// `[[terms]]` and `[[feeds]]`, as they are written; where they come from stands above each.
    fn lists(&self, effective: &Table, text: &mut String) {
        for (key, value) in effective.iter().filter(|(_, value)| is_list_of_tables(value)) {
            for (number, entry) in value.as_array().into_iter().flatten().enumerate() {
                let single = Table::from_iter([(key.clone(), Value::Array(vec![entry.clone()]))]);
                let origin = self.origin(&[key, &number.to_string()]);
                let _ = write!(text, "\n# {origin}\n{single}");
            }
        }
    }

    /// Who says what a key is: the command line, a line of the file, or nobody.
    fn origin(&self, path: &[&str]) -> String {
        if reach(&self.command_line, path) {
            return COMMAND_LINE.to_owned();
        }
        if !reach(&self.file, path) {
            return DEFAULT.to_owned();
        }
        let found = &self.layers.found;
        match found.line_of(path) {
            Some(line) => format!("{}:{line}", found.name()),
            None => found.name(),
        }
    }
}

const COMMAND_LINE: &str = "command line";
const DEFAULT: &str = "default";

fn line(text: &mut String, key: &str, value: &Value, origin: &str) {
    let single = Table::from_iter([(key.to_owned(), value.clone())]).to_string();
    let _ = writeln!(text, "{}  # {origin}", single.trim_end());
}

fn is_plain(value: &Value) -> bool {
    !value.is_table() && !is_list_of_tables(value)
}

fn is_list_of_tables(value: &Value) -> bool {
    value
        .as_array()
        .is_some_and(|list| list.iter().any(Value::is_table))
}

/// Whether there is something at a path of keys and numbers.
fn reach(table: &Table, path: &[&str]) -> bool {
    let Some((first, rest)) = path.split_first() else {
        return true;
    };
    let step = |value: Option<&Value>, key: &&str| match value? {
        Value::Table(table) => table.get(*key).cloned(),
        Value::Array(list) => list.get(key.parse::<usize>().ok()?).cloned(),
        _ => None,
    };
    rest.iter()
        .fold(table.get(*first).cloned(), |value, key| step(value.as_ref(), key))
        .is_some()
}

/// The keys of the schema that have no value, tables with a point: `fetch.contact`.
fn unset(effective: &Table) -> Vec<String> {
    let schema: Json = serde_json::from_str(SCHEMA).unwrap_or_default();
    let keys = |schema: &Json| -> BTreeSet<String> {
        let properties = schema["properties"].as_object();
        properties
            .into_iter()
            .flat_map(|keys| keys.keys().cloned())
            .collect()
    };
    let fetch = effective.get("fetch").and_then(Value::as_table);
    let missing = keys(&schema)
        .into_iter()
        .filter(|key| !effective.contains_key(key));
    let in_fetch = keys(&schema["properties"]["fetch"]).into_iter();
    let in_fetch = in_fetch.filter(|key| fetch.is_none_or(|fetch| !fetch.contains_key(key)));
    missing
        .chain(in_fetch.map(|key| format!("fetch.{key}")))
        .collect()
}
