//! Why a file, or a part of one, gives no units: [`Error`].

use std::io;

use text::Lang;

/// Why a file, or a part of one, gives no units. Whoever shows it puts the name of the file before it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The system cannot read it.
    #[error("cannot be read")]
    Unreadable(#[source] io::Error),
    /// It is not what its format says, from this line on.
    #[error("line {line}: {why}")]
    Damaged {
        /// The line, from 1.
        line: usize,
        /// What is wrong, a clause.
        why: String,
    },
    /// It is a translation into another language than English, or from English.
    #[error("line {line}: it is a translation from {} into {}, and only translations into English are checked", name(.source_language), name(.target_language))]
    Direction {
        /// The line that says so.
        line: usize,
        /// The tag of the language that it is translated from, as written.
        source_language: String,
        /// The tag of the language that it is translated into, as written.
        target_language: String,
    },
    /// It does not say that it is in English.
    #[error("line {line}: it does not say that its translations are in English, and only those are checked")]
    NoTargetLanguage {
        /// The line that should say so.
        line: usize,
    },
    /// It holds texts in several languages, and does not say which of them is the original.
    #[error("line {line}: it does not say which language is that of the originals (srclang)")]
    NoSourceLanguage {
        /// The line that should say so.
        line: usize,
    },
    /// A memory in which no unit has both languages.
    #[error("it holds no pair of {} and English; its languages are {languages}", name(.source_language))]
    NoPair {
        /// The tag of the language of the originals.
        source_language: String,
        /// The tags of the languages that it has, as written.
        languages: String,
    },
}

impl Error {
    pub(crate) fn damaged(line: usize, why: impl Into<String>) -> Self {
        Self::Damaged {
            line,
            why: why.into(),
        }
    }

    /// Whether nothing of the file can be read after it.
    #[must_use]
    pub fn is_final(&self) -> bool {
        matches!(self, Self::Unreadable(_) | Self::Damaged { .. })
    }

    /// The error and its cause in one clause.
    #[must_use]
    pub fn sentence(&self) -> String {
        match self {
            Self::Unreadable(cause) => format!("{self}: {cause}"),
            _ => self.to_string(),
        }
    }
}

/// The longest tag of a language that is shown as it is.
const LONGEST_TAG: usize = 35;

/// "German (de-AT)"; the tag alone where it is of no known language.
fn name(tag: &str) -> String {
    let shown: String = tag.chars().take(LONGEST_TAG).collect();
    match Lang::from_tag(tag) {
        Some(language) => format!("{} ({shown})", language.name()),
        None => format!("“{shown}”"),
    }
}
