//! The entries of a baseline: [`Entry`] for one finding, [`Scope`] for a phrase.

use jiff::civil::Date;

use crate::fingerprint::FindingId;
use crate::report::Suppression;

/// A known finding.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Its identity.
    pub id: FindingId,
    /// The rule that found it.
    pub rule: String,
    /// The [name](crate::report::ArticleReport::name) of its article.
    pub article: String,
    /// The address of its article.
    pub url: Option<String>,
    /// The faulty text.
    pub quote: String,
    /// Why it is let pass; never blank.
    pub reason: String,
    /// Who says so.
    pub by: Option<String>,
    /// How long it is let pass.
    pub expires: Option<Expiry>,
    /// Whether it is no exception: an editor has corrected it, and it is let pass until the publisher takes that over.
    /// Such an entry answers for the very finding that it was made for and for none that is like it.
    pub corrected: bool,
    /// What the editor has put in place of the quote.
    pub replacement: Option<String>,
    /// The number of its table in the file that it was read from, from 0.
    pub(crate) table: Option<usize>,
}

/// A phrase that is let pass wherever it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Scope {
    /// The rule that is to be silent.
    pub rule: String,
    /// The source in which it is to be silent; everywhere without one.
    pub source: Option<String>,
    /// What the faulty text must be like, `*` standing for any text and `?` for any character; compared
    /// as [identities](crate::fingerprint) are. Any text without one.
    pub quote: Option<String>,
    /// Why it is let pass; never blank.
    pub reason: String,
    /// Who says so.
    pub by: Option<String>,
    /// How long it is let pass.
    pub expires: Option<Expiry>,
}

/// The end of a permission.
#[derive(Debug, Clone, PartialEq)]
pub enum Expiry {
    /// The last day on which it holds.
    Day(Date),
    /// Something that is no day: it holds no longer, lest a slip of the pen make it last for ever.
    Unreadable(String),
}

impl Expiry {
    /// The last day on which the permission holds; `None` when it cannot be read.
    #[must_use]
    pub fn day(&self) -> Option<Date> {
        match self {
            Self::Day(day) => Some(*day),
            Self::Unreadable(_) => None,
        }
    }

    /// Returns whether the permission ended before `today`: it holds through its last day.
    fn is_before(&self, today: Date) -> bool {
        self.day().is_none_or(|day| day < today)
    }
}

impl Entry {
    /// Returns whether the permission has ended.
    pub(super) fn has_expired(&self, today: Date) -> bool {
        self.expires
            .as_ref()
            .is_some_and(|expiry| expiry.is_before(today))
    }

    pub(super) fn suppression(&self) -> Suppression {
        suppression(&self.reason, self.by.as_deref(), self.expires.as_ref())
    }
}

impl Scope {
    /// Returns whether the permission has ended.
    pub(super) fn has_expired(&self, today: Date) -> bool {
        self.expires
            .as_ref()
            .is_some_and(|expiry| expiry.is_before(today))
    }

    pub(super) fn suppression(&self) -> Suppression {
        suppression(&self.reason, self.by.as_deref(), self.expires.as_ref())
    }
}

fn suppression(reason: &str, by: Option<&str>, expires: Option<&Expiry>) -> Suppression {
    Suppression {
        reason: reason.to_owned(),
        by: by.map(str::to_owned),
        expires: expires.and_then(Expiry::day),
    }
}
