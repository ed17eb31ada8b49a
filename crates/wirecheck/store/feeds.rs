//! What was seen of feeds, and what was found in their articles.

use std::collections::{BTreeMap, HashMap};
use std::error::Error;
use std::time::Duration;

use fetcher::seen::{FeedState, SeenFeed, SeenItem, SeenItems, Validators, Visit, VisitOutcome, VisitedItem};
use jiff::Timestamp;
use rusqlite::{OptionalExtension as _, Row, Transaction, params};
use url::Url;

use super::{Store, StoreError, moment};

/// What was found in each article that has been checked, by the publisher's id.
pub(crate) type FoundIn = BTreeMap<String, Found>;

/// What was found in an article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Found {
    /// The fingerprints of its findings.
    pub(crate) fingerprints: Vec<String>,
    /// What is needed to show it again: JSON, without its text. `None` where nothing was found.
    pub(crate) article: Option<String>,
}

/// Which items of a feed are asked for.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Items<'a> {
    /// Those with these ids.
    Named(&'a [&'a str]),
    /// Those of the latest visit that could read the feed.
    OfLatestVisit,
}

/// An article in which something was found.
#[derive(Debug)]
pub(crate) struct Faulty {
    /// What [`Found::article`] said.
    pub(crate) article: String,
    /// Its text.
    pub(crate) text: String,
}

/// Items that were not in their feed for so long are forgotten.
const FORGET_AFTER: Duration = Duration::from_hours(24 * 365);

impl SeenItems for Store {
    fn recall(&self, feed: &Url) -> Result<SeenFeed, Box<dyn Error + Send + Sync>> {
        let seen = self.reading(|transaction| {
            Ok(SeenFeed {
                state: state(transaction, feed)?,
                items: items(transaction, feed)?,
            })
        });
        Ok(seen?)
    }
}

impl Store {
    /// Remembers a visit that ended at `now`, with the findings in its articles, so that the next run finds only what is new.
    pub(crate) fn remember(&self, visit: &Visit, found: &FoundIn, now: Timestamp) -> Result<(), StoreError> {
        let feed = &visit.feed;
        self.writing(|transaction| {
            let state = state(transaction, feed)?.after(&visit.outcome, now);
            put_state(transaction, feed, &state)?;
            match &visit.outcome {
                VisitOutcome::Failed { .. } => Ok(()),
                VisitOutcome::NotModified => touch_latest(transaction, feed, now),
                VisitOutcome::Read { items, .. } => {
                    put_items(transaction, feed, items, found, now)?;
                    forget(transaction, feed, now)
                }
            }
        })
    }

    /// Returns the fingerprints of the findings in an article, as they were remembered last.
    pub(crate) fn fingerprints(&self, feed: &Url, id: &str) -> Result<Vec<String>, StoreError> {
        let json: Option<String> = self.reading(|transaction| {
            let query = "SELECT fingerprints FROM items WHERE feed = ?1 AND id = ?2";
            transaction
                .query_row(query, [feed.as_str(), id], |row| row.get(0))
                .optional()
        })?;
        Ok(json
            .and_then(|json| serde_json::from_str(&json).ok())
            .unwrap_or_default())
    }

    /// Returns the articles of a feed in which something was found, the latest first.
    pub(crate) fn faulty(&self, feed: &Url, which: Items<'_>) -> Result<Vec<Faulty>, StoreError> {
        let latest = "SELECT article, text FROM items WHERE feed = ?1 AND article IS NOT NULL
            AND last_seen = (SELECT max(last_seen) FROM items WHERE feed = ?1) ORDER BY first_seen DESC, id";
        let named = "SELECT article, text FROM items WHERE feed = ?1 AND id = ?2 AND article IS NOT NULL";
        let faulty = |row: &Row| {
            Ok(Faulty {
                article: row.get("article")?,
                text: row.get("text")?,
            })
        };
        self.reading(|transaction| match which {
            Items::OfLatestVisit => transaction
                .prepare(latest)?
                .query_map([feed.as_str()], faulty)?
                .collect(),
            Items::Named(ids) => {
                let mut query = transaction.prepare(named)?;
                let found = ids
                    .iter()
                    .map(|id| query.query_row([feed.as_str(), id], faulty).optional());
                found.filter_map(Result::transpose).collect()
            }
        })
    }
}

fn state(transaction: &Transaction, feed: &Url) -> rusqlite::Result<FeedState> {
    let query = "SELECT * FROM feeds WHERE url = ?1";
    let found = transaction.query_row(query, [feed.as_str()], feed_state);
    Ok(found.optional()?.unwrap_or_default())
}

fn feed_state(row: &Row) -> rusqlite::Result<FeedState> {
    let moved_to: Option<String> = row.get("moved_to")?;
    Ok(FeedState {
        kind: row.get("kind")?,
        title: row.get("title")?,
        validators: Validators {
            etag: row.get("etag")?,
            last_modified: row.get("last_modified")?,
        },
        moved_to: moved_to.and_then(|url| Url::parse(&url).ok()),
        failures: row.get("failures")?,
        next_allowed: row.get::<_, Option<i64>>("next_allowed")?.and_then(moment),
        gone_since: row.get::<_, Option<i64>>("gone_since")?.and_then(moment),
    })
}

fn put_state(transaction: &Transaction, feed: &Url, state: &FeedState) -> rusqlite::Result<()> {
    let query = "INSERT OR REPLACE INTO feeds
        (url, kind, title, etag, last_modified, moved_to, failures, next_allowed, gone_since)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
    let values = params![
        feed.as_str(),
        state.kind,
        state.title,
        state.validators.etag,
        state.validators.last_modified,
        state.moved_to.as_ref().map(Url::as_str),
        state.failures,
        state.next_allowed.map(Timestamp::as_second),
        state.gone_since.map(Timestamp::as_second),
    ];
    transaction.execute(query, values).map(drop)
}

fn items(transaction: &Transaction, feed: &Url) -> rusqlite::Result<HashMap<String, SeenItem>> {
    let mut query = transaction.prepare("SELECT id, url, hash, text FROM items WHERE feed = ?1")?;
    let item = |row: &Row| {
        let (hash, text) = (row.get("hash")?, row.get("text")?);
        let url: Option<String> = row.get("url")?;
        let url = url.and_then(|url| Url::parse(&url).ok());
        Ok((row.get("id")?, SeenItem { hash, text, url }))
    };
    query.query_map([feed.as_str()], item)?.collect()
}

/// Remembers that the items of the latest visit are still in the feed.
fn touch_latest(transaction: &Transaction, feed: &Url, now: Timestamp) -> rusqlite::Result<()> {
    let query = "UPDATE items SET last_seen = ?2
        WHERE feed = ?1 AND last_seen = (SELECT max(last_seen) FROM items WHERE feed = ?1)";
    transaction
        .execute(query, params![feed.as_str(), now.as_second()])
        .map(drop)
}

fn put_items(
    transaction: &Transaction,
    feed: &Url,
    items: &[VisitedItem],
    found: &FoundIn,
    now: Timestamp,
) -> rusqlite::Result<()> {
    let nothing = Found::default();
    let (feed, now) = (feed.as_str(), now.as_second());
    let mut touch = transaction
        .prepare("UPDATE items SET hash = ?3, last_seen = ?4, url = ?5 WHERE feed = ?1 AND id = ?2")?;
    let mut put = transaction.prepare(
        "INSERT INTO items (feed, id, url, hash, text, first_seen, last_seen, fingerprints, article)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7, ?8)
         ON CONFLICT DO UPDATE SET url = ?3, hash = ?4, text = ?5, last_seen = ?6, fingerprints = ?7, article = ?8",
    )?;
    for VisitedItem { id, url, hash, text } in items {
        let url = url.as_ref().map(Url::as_str);
        if let Some(text) = text {
            let found = found.get(id).unwrap_or(&nothing);
            let fingerprints = serde_json::to_string(&found.fingerprints).expect("strings are JSON");
            put.execute(params![
                feed,
                id,
                url,
                hash,
                text,
                now,
                fingerprints,
                found.article
            ])?;
        } else {
            touch.execute(params![feed, id, hash, now, url])?;
        }
    }
    Ok(())
}

fn forget(transaction: &Transaction, feed: &Url, now: Timestamp) -> rusqlite::Result<()> {
    let oldest = (now - FORGET_AFTER).as_second();
    let query = "DELETE FROM items WHERE feed = ?1 AND last_seen < ?2";
    transaction
        .execute(query, params![feed.as_str(), oldest])
        .map(drop)
}
