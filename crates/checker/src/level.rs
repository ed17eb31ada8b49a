//! What a user makes of a rule: [`Level`].

use std::collections::BTreeMap;

use linguistics::finding::Severity;
use serde::{Deserialize, Serialize};

/// What a user makes of a rule or of a group of rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// It does not run.
    Off,
    /// It runs, with its own severity.
    On,
    /// It runs, and its findings have this severity.
    As(Severity),
}

/// Levels by the name of a rule or a group.
pub type Levels = BTreeMap<String, Level>;

impl Level {
    /// The word for it in a configuration: `off`, `on` or a severity.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::On => "on",
            Self::As(severity) => severity.as_str(),
        }
    }
}

impl Serialize for Level {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Level {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match String::deserialize(deserializer)?.as_str() {
            "off" => Ok(Self::Off),
            "on" => Ok(Self::On),
            word => word
                .parse()
                .map(Self::As)
                .map_err(|error| serde::de::Error::custom(format!("{error}, or on or off"))),
        }
    }
}
