//! The form of a baseline on disk.

use std::path::Path;

use jiff::civil::Date;
use serde::Deserialize;
use toml_edit::{ArrayOfTables, Datetime, DocumentMut, Item, Table, Value};

use super::entry::{Entry, Expiry, Scope};
use crate::error::Error;
use crate::fingerprint::FindingId;

/// A file without entries.
const EMPTY: &str = "# Findings that wirecheck lets pass. Each has a reason; `wirecheck baseline` keeps the file.\nversion = 1\n";

/// The file as it is read.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub(super) version: u32,
    #[serde(default)]
    pub(super) finding: Vec<EntryRecord>,
    #[serde(default)]
    pub(super) scope: Vec<ScopeRecord>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EntryRecord {
    id: String,
    rule: String,
    article: String,
    url: Option<String>,
    quote: String,
    #[serde(default)]
    reason: String,
    by: Option<String>,
    expires: Option<toml::Value>,
    #[serde(default)]
    corrected: bool,
    replacement: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ScopeRecord {
    rule: String,
    source: Option<String>,
    quote: Option<String>,
    #[serde(default)]
    reason: String,
    by: Option<String>,
    expires: Option<toml::Value>,
}

impl EntryRecord {
    /// The entry in the table of this number.
    pub(super) fn read(self, table: usize, path: &Path) -> Result<Entry, Error> {
        let Some(id) = FindingId::parse(&self.id) else {
            return Err(Error::Id {
                path: path.into(),
                id: self.id,
            });
        };
        if self.reason.trim().is_empty() {
            return Err(Error::Reason {
                path: path.into(),
                what: self.id,
            });
        }
        Ok(Entry {
            id,
            rule: self.rule,
            article: self.article,
            url: self.url,
            quote: self.quote,
            reason: self.reason,
            by: self.by,
            expires: self.expires.as_ref().map(Expiry::read),
            corrected: self.corrected,
            replacement: self.replacement,
            table: Some(table),
        })
    }
}

impl ScopeRecord {
    pub(super) fn read(self, path: &Path) -> Result<Scope, Error> {
        if self.reason.trim().is_empty() {
            return Err(Error::Reason {
                path: path.into(),
                what: self.rule,
            });
        }
        Ok(Scope {
            rule: self.rule,
            source: self.source,
            quote: self.quote,
            reason: self.reason,
            by: self.by,
            expires: self.expires.as_ref().map(Expiry::read),
        })
    }
}

impl Expiry {
    /// From a TOML date, or a date between quotes.
    pub(crate) fn read(value: &toml::Value) -> Self {
        let datetime = match value {
            toml::Value::Datetime(datetime) => Some(*datetime),
            toml::Value::String(text) => text.parse().ok(),
            _ => None,
        };
        match datetime.and_then(day_of) {
            Some(day) => Self::Day(day),
            None => Self::Unreadable(value.as_str().map_or_else(|| value.to_string(), str::to_owned)),
        }
    }
}

fn day_of(datetime: toml::value::Datetime) -> Option<Date> {
    let day = datetime.date?;
    let [month, day_of_month] = [day.month, day.day].map(i8::try_from);
    Date::new(i16::try_from(day.year).ok()?, month.ok()?, day_of_month.ok()?).ok()
}

/// Writes a baseline over the text that it was read from: what people wrote there stays as it is, comments, order and
/// scopes; entries are renewed in place, those that are gone go, and new ones come where they belong in a sorted file,
/// so that two people's additions merge.
pub(super) fn write(entries: &[Entry], before: &str) -> String {
    let mut document = parse(before).or_else(|| parse(EMPTY)).unwrap_or_default();
    let old = document.remove("finding").map(Item::into_array_of_tables);
    let old: Vec<Table> = old.and_then(Result::ok).unwrap_or_default().into_iter().collect();
    let tables = in_order(entries).into_iter().map(|entry| {
        let mut table = entry.table.and_then(|n| old.get(n).cloned()).unwrap_or_default();
        fill(&mut table, entry);
        table
    });
    let tables: ArrayOfTables = tables.collect();
    if !tables.is_empty() {
        document.insert("finding", Item::ArrayOfTables(tables));
    }
    document.to_string()
}

fn parse(text: &str) -> Option<DocumentMut> {
    text.parse()
        .ok()
        .filter(|document: &DocumentMut| document.contains_key("version"))
}

/// The entries of the file in its order, each new one before the first of them that is greater.
fn in_order(entries: &[Entry]) -> Vec<&Entry> {
    let (mut kept, mut new): (Vec<&Entry>, Vec<&Entry>) =
        entries.iter().partition(|entry| entry.table.is_some());
    kept.sort_by_key(|entry| entry.table);
    new.sort_by_key(|entry| order(entry));
    let mut new = new.into_iter().peekable();
    let mut all = Vec::with_capacity(entries.len());
    for entry in kept {
        while let Some(before) = new.next_if(|new| order(new) < order(entry)) {
            all.push(before);
        }
        all.push(entry);
    }
    all.extend(new);
    all
}

fn order(entry: &Entry) -> (&str, &str, &FindingId) {
    (&entry.article, &entry.rule, &entry.id)
}

fn fill(table: &mut Table, entry: &Entry) {
    set(table, "id", Some(entry.id.to_string().into()));
    set(table, "rule", Some(entry.rule.as_str().into()));
    set(table, "article", Some(entry.article.as_str().into()));
    set(table, "url", entry.url.as_deref().map(Into::into));
    set(table, "quote", Some(entry.quote.as_str().into()));
    set(table, "reason", Some(entry.reason.as_str().into()));
    set(table, "by", entry.by.as_deref().map(Into::into));
    set(table, "expires", entry.expires.as_ref().map(Expiry::value));
    set(table, "corrected", entry.corrected.then(|| true.into()));
    set(table, "replacement", entry.replacement.as_deref().map(Into::into));
}

/// Gives a key a value, and leaves a value that says the same as it is written.
fn set(table: &mut Table, key: &str, value: Option<Value>) {
    let Some(value) = value else {
        table.remove(key);
        return;
    };
    match table.get_mut(key).and_then(Item::as_value_mut) {
        Some(old) if says_the_same(old, &value) => {}
        Some(old) => {
            let decor = old.decor().clone();
            *old = value;
            *old.decor_mut() = decor;
        }
        None => {
            table.insert(key, Item::Value(value));
        }
    }
}

fn says_the_same(a: &Value, b: &Value) -> bool {
    let text = |value: &Value| match value {
        Value::String(text) => text.value().clone(),
        Value::Datetime(moment) => moment.value().to_string(),
        other => other.to_string().trim().to_owned(),
    };
    text(a) == text(b)
}

impl Expiry {
    fn value(&self) -> Value {
        match self {
            Self::Day(day) => {
                let moment = day.to_string().parse::<Datetime>();
                moment.map_or_else(|_| day.to_string().into(), Value::from)
            }
            Self::Unreadable(text) => text.as_str().into(),
        }
    }
}
