//! What earlier runs have seen of feeds: [`SeenItems`] tells it before a feed is read, a [`Visit`] what to keep afterwards.
//!
//! This crate writes nothing down. Whoever reads feeds again and again implements [`SeenItems`] over a store of their own,
//! and stores each [`Reading::visit`](crate::Reading::visit) once its articles have been dealt with: one that is dropped
//! instead leaves the feed as it was, and the next run finds the same articles again. What a visit changes is computed by
//! [`FeedState::after`], so that all stores agree on it. [`InMemory`] is a store for a program that does not end.

use std::collections::HashMap;
use std::error::Error;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use url::Url;

/// The first pause after a failed visit; it doubles with every further one.
const FIRST_PAUSE: Duration = Duration::from_mins(1);

/// The longest pause after failed visits.
const LONGEST_PAUSE: Duration = Duration::from_hours(48);

/// The store that knows what earlier runs saw.
///
/// Only feeds that are read from an address are asked for. A file is read whenever its user asks for it.
pub trait SeenItems: fmt::Debug + Send + Sync {
    /// Returns what is known of the feed at this address, which holds no credentials; the default for one that was never
    /// visited.
    ///
    /// Called once per feed and run, from the task that reads; a store on disk may block for as long as it takes.
    ///
    /// # Errors
    /// When the store cannot be read. The feed is then not read either: every item would pass for a new one.
    fn recall(&self, feed: &Url) -> Result<SeenFeed, Box<dyn Error + Send + Sync>>;
}

/// A feed as earlier runs saw it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SeenFeed {
    /// The feed itself.
    pub state: FeedState,
    /// Its items by their ids.
    pub items: HashMap<String, SeenItem>,
}

/// What is known about a feed apart from its items.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FeedState {
    /// Its format and version, such as `RSS 2.0`.
    pub kind: Option<String>,
    /// The title that it gives itself.
    pub title: Option<String>,
    /// What to show the server, so that it need not send what was read already.
    pub validators: Validators,
    /// Its new address, when it moved for good.
    pub moved_to: Option<Url>,
    /// Failed visits in a row.
    pub failures: u32,
    /// The moment before which it is not asked again.
    pub next_allowed: Option<Timestamp>,
    /// The moment at which the server first said that it is gone for good.
    pub gone_since: Option<Timestamp>,
}

/// How a server recognises the version of a document that we have; sent back exactly as received.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Validators {
    /// The `ETag` header.
    pub etag: Option<String>,
    /// The `Last-Modified` header.
    pub last_modified: Option<String>,
}

/// What is known about an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenItem {
    /// Identifies what the feed said about it.
    pub hash: ItemHash,
    /// The text of the article that was made of it.
    pub text: String,
    /// The address of its page. By it the item is known when the publisher gives it another id; `None` where it has none,
    /// or a store did not keep it.
    pub url: Option<Url>,
}

/// SHA-256 of what a feed says about an item.
pub type ItemHash = [u8; 32];

/// Returns the hash of what a feed says about an item, part by part.
pub(crate) fn hash(parts: &[&str]) -> ItemHash {
    let mut hasher = Sha256::new();
    for part in parts {
        // Without the length, text could move from one part into the next and leave the hash as it is.
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    hasher.finalize().into()
}

/// The hash to remember of an item whose page could not be had, and may be the next time: the feed never says it, so that the
/// item is read again.
pub(crate) fn unfinished(hash: ItemHash) -> ItemHash {
    hash.map(|byte| !byte)
}

/// A visit to a feed, to be stored once its articles have been dealt with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    /// The address of the feed, without credentials: the one that [`SeenItems::recall`] was asked for.
    pub feed: Url,
    /// What came of it.
    pub outcome: VisitOutcome,
}

/// What came of a visit to a feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VisitOutcome {
    /// The feed was read.
    Read {
        /// Its format and version, such as `RSS 2.0`.
        kind: String,
        /// The title that it gives itself.
        title: Option<String>,
        /// What to show the server the next time; empty, if the next run must see the whole feed again.
        validators: Validators,
        /// Its new address, if it moved for good; `None` where it was found at the address that it is known by, even if it
        /// was said to have moved before.
        moved_to: Option<Url>,
        /// The items that count as seen.
        items: Vec<VisitedItem>,
    },
    /// The server said that nothing changed.
    NotModified,
    /// The feed could not be read, and that may be the server's fault.
    Failed {
        /// Whether the server said that it is gone for good.
        gone: bool,
        /// How long the server wants to be left alone.
        retry_after: Option<Duration>,
    },
}

/// An item as a visit found it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitedItem {
    /// The publisher's id; of an item that is known under another, that one.
    pub id: String,
    /// The address of its page.
    pub url: Option<Url>,
    /// Identifies what the feed said about it.
    pub hash: ItemHash,
    /// The text of the article that was made of it; `None` for an item that was left out because it has not changed: then
    /// the text that is known stays.
    pub text: Option<String>,
}

impl FeedState {
    /// Returns what is known about the feed after a visit that ended at `now`.
    #[must_use]
    pub fn after(self, outcome: &VisitOutcome, now: Timestamp) -> Self {
        match outcome {
            VisitOutcome::Read {
                kind,
                title,
                validators,
                moved_to,
                ..
            } => Self {
                kind: Some(kind.clone()),
                title: title.clone(),
                validators: validators.clone(),
                moved_to: moved_to.clone(),
                ..Self::default()
            },
            VisitOutcome::NotModified => Self {
                failures: 0,
                next_allowed: None,
                gone_since: None,
                ..self
            },
            VisitOutcome::Failed { gone, retry_after } => {
                let failures = self.failures.saturating_add(1);
                Self {
                    failures,
                    next_allowed: Some(now + pause_after(failures, *retry_after)),
                    gone_since: gone.then(|| self.gone_since.unwrap_or(now)),
                    ..self
                }
            }
        }
    }
}

/// Returns how long a feed is left alone after so many failures in a row, at least one.
fn pause_after(failures: u32, retry_after: Option<Duration>) -> Duration {
    FIRST_PAUSE
        .saturating_mul(1 << (failures - 1).min(16))
        .max(retry_after.unwrap_or_default())
        .min(LONGEST_PAUSE)
}

/// A store that lasts as long as the program.
#[derive(Debug, Default)]
pub struct InMemory {
    feeds: Mutex<HashMap<Url, SeenFeed>>,
}

impl InMemory {
    /// Stores a visit that ended at `now`.
    pub fn remember(&self, visit: &Visit, now: Timestamp) {
        let mut feeds = self.feeds();
        let feed = feeds.entry(visit.feed.clone()).or_default();
        feed.state = std::mem::take(&mut feed.state).after(&visit.outcome, now);
        let VisitOutcome::Read { items, .. } = &visit.outcome else {
            return;
        };
        for item in items {
            if let Some(text) = &item.text {
                let (hash, text, url) = (item.hash, text.clone(), item.url.clone());
                feed.items.insert(item.id.clone(), SeenItem { hash, text, url });
            } else if let Some(known) = feed.items.get_mut(&item.id) {
                known.hash = item.hash;
                known.url.clone_from(&item.url);
            }
        }
    }

    fn feeds(&self) -> MutexGuard<'_, HashMap<Url, SeenFeed>> {
        self.feeds.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl SeenItems for InMemory {
    fn recall(&self, feed: &Url) -> Result<SeenFeed, Box<dyn Error + Send + Sync>> {
        Ok(self.feeds().get(feed).cloned().unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FAILED: VisitOutcome = VisitOutcome::Failed {
        gone: false,
        retry_after: None,
    };

    fn read(moved_to: Option<&str>) -> VisitOutcome {
        VisitOutcome::Read {
            kind: "RSS 2.0".into(),
            title: None,
            validators: Validators::default(),
            moved_to: moved_to.map(|url| Url::parse(url).unwrap()),
            items: Vec::new(),
        }
    }

    #[test]
    fn pauses_longer_after_each_failure_and_starts_afresh_after_a_success() {
        let now = Timestamp::now();
        let mut state = FeedState::default();
        let mut pauses = Vec::new();
        for _ in 0..40 {
            state = state.after(&FAILED, now);
            pauses.push(state.next_allowed.unwrap().as_second() - now.as_second());
        }
        assert_eq!(pauses[..3], [60, 120, 240]);
        assert_eq!(pauses[12..], [48 * 3600; 28]);
        for success in [VisitOutcome::NotModified, read(None)] {
            let after = state.clone().after(&success, now);
            assert_eq!((after.failures, after.next_allowed), (0, None));
        }
    }

    #[test]
    fn waits_as_long_as_the_server_wants_but_not_for_ever() {
        let now = Timestamp::now();
        let pause = |hours| {
            let outcome = VisitOutcome::Failed {
                gone: false,
                retry_after: Some(Duration::from_hours(hours)),
            };
            let state = FeedState::default().after(&outcome, now);
            state.next_allowed.unwrap().as_second() - now.as_second()
        };
        assert_eq!((pause(1), pause(1000)), (3600, 48 * 3600));
    }

    #[test]
    fn knows_since_when_a_feed_is_gone_until_it_is_back() {
        let gone = VisitOutcome::Failed {
            gone: true,
            retry_after: None,
        };
        let first = Timestamp::from_second(1_700_000_000).unwrap();
        let later = first + Duration::from_hours(1);
        let state = FeedState::default().after(&gone, first).after(&gone, later);
        assert_eq!(state.gone_since, Some(first));
        assert_eq!(state.clone().after(&FAILED, later).gone_since, None);
        assert_eq!(state.after(&read(None), later).gone_since, None);
    }

    #[test]
    fn keeps_the_new_address_of_a_feed_until_it_is_found_at_the_old_one() {
        let now = Timestamp::now();
        let new = "https://example.org/new";
        let state = FeedState::default().after(&read(Some(new)), now);
        for outcome in [&FAILED, &VisitOutcome::NotModified] {
            let after = state.clone().after(outcome, now);
            assert_eq!(after.moved_to.unwrap().as_str(), new);
        }
        assert_eq!(state.after(&read(None), now).moved_to, None);
    }

    #[test]
    fn text_that_moves_between_parts_changes_the_hash() {
        assert_ne!(hash(&["ab", "c"]), hash(&["a", "bc"]));
    }
}
