//! The form of a baseline on disk.

use std::path::Path;

use serde::{Deserialize, Serialize};
use toml::value::Datetime;

use super::{Entry, Expiry, Scope};
use crate::error::Error;
use crate::fingerprint::FindingId;

/// The file as it is written.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub(super) version: u32,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) finding: Vec<EntryRecord>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) scope: Vec<ScopeRecord>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EntryRecord {
    pub(super) id: String,
    pub(super) rule: String,
    pub(super) article: String,
    url: Option<String>,
    quote: String,
    #[serde(default)]
    reason: String,
    by: Option<String>,
    expires: Option<toml::Value>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ScopeRecord {
    pub(super) rule: String,
    pub(super) source: Option<String>,
    pub(super) quote: Option<String>,
    #[serde(default)]
    reason: String,
    by: Option<String>,
    expires: Option<toml::Value>,
}

impl EntryRecord {
    pub(super) fn new(entry: &Entry) -> Self {
        Self {
            id: entry.id.to_string(),
            rule: entry.rule.clone(),
            article: entry.article.clone(),
            url: entry.url.clone(),
            quote: entry.quote.clone(),
            reason: entry.reason.clone(),
            by: entry.by.clone(),
            expires: entry.expires.as_ref().map(Expiry::write),
        }
    }

    pub(super) fn read(self, path: &Path) -> Result<Entry, Error> {
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
        })
    }
}

impl ScopeRecord {
    pub(super) fn new(scope: &Scope) -> Self {
        Self {
            rule: scope.rule.clone(),
            source: scope.source.clone(),
            quote: scope.quote.clone(),
            reason: scope.reason.clone(),
            by: scope.by.clone(),
            expires: scope.expires.as_ref().map(Expiry::write),
        }
    }

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
            toml::Value::String(text) => text.parse::<Datetime>().ok(),
            _ => None,
        };
        match datetime.and_then(|datetime| datetime.date) {
            Some(day) => Self::Day(day),
            None => Self::Unreadable(value.as_str().map_or_else(|| value.to_string(), str::to_owned)),
        }
    }

    fn write(&self) -> toml::Value {
        match self {
            Self::Day(day) => toml::Value::Datetime(Datetime {
                date: Some(*day),
                time: None,
                offset: None,
            }),
            Self::Unreadable(text) => toml::Value::String(text.clone()),
        }
    }
}
