//! What earlier runs saw, in an `SQLite` file: [`State`].
//!
//! Only feeds that are read from an address are remembered. A file is checked whenever its user asks for it.
//!
//! Every visit is one transaction, so a run that is killed leaves either all or nothing of it behind, and two runs at
//! once take turns. `SQLite`'s rollback journal is used rather than its write-ahead log, so that after a run the state is
//! a single file, which a CI job can keep in its cache.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, Transaction, TransactionBehavior, params};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use url::Url;

use crate::article::Article;
use crate::error::Error;
use crate::http::Validators;

/// Marks the file as ours in `SQLite`'s header ("WCHK").
const APPLICATION_ID: i32 = 0x5743_484B;

/// How long to wait for another run that is writing.
const BUSY_FOR: Duration = Duration::from_secs(10);

/// The first pause after a failed visit; it doubles with every further one.
const FIRST_PAUSE: Duration = Duration::from_mins(1);

/// The longest pause after failed visits.
const LONGEST_PAUSE: Duration = Duration::from_hours(48);

/// Items that were not in their feed for so long are forgotten.
const FORGET_AFTER: Duration = Duration::from_hours(24 * 365);

/// Each entry brings the file from the version of its index to the next one. Entries are never changed.
const MIGRATIONS: [&str; 1] = ["
    CREATE TABLE feeds (
        url TEXT PRIMARY KEY,
        kind TEXT,                        -- format and version
        title TEXT,
        etag TEXT,                        -- validators, exactly as received
        last_modified TEXT,
        moved_to TEXT,                    -- target of permanent redirects
        failures INTEGER NOT NULL DEFAULT 0,
        next_allowed INTEGER,             -- seconds since 1970
        gone_since INTEGER                -- the server answered 410
    ) STRICT;
    CREATE TABLE items (
        feed TEXT NOT NULL,
        id TEXT NOT NULL,                 -- guid
        url TEXT,
        hash BLOB NOT NULL,               -- SHA-256 of what the feed says
        text TEXT NOT NULL,               -- what was checked
        first_seen INTEGER NOT NULL,
        last_seen INTEGER NOT NULL,
        fingerprints TEXT NOT NULL,       -- JSON array: the findings
        PRIMARY KEY (feed, id)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE runs (
        started INTEGER NOT NULL,
        articles INTEGER NOT NULL,
        findings TEXT NOT NULL,           -- JSON object: number by severity
        score REAL
    ) STRICT;
"];

/// The memory of all runs.
#[derive(Debug)]
pub(crate) struct State {
    path: PathBuf,
    connection: Mutex<Connection>,
}

/// One run, for trend lines.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// When it began, RFC 3339.
    pub started: String,
    /// Articles checked.
    pub articles: u64,
    /// Findings by the name of their severity.
    pub findings: BTreeMap<String, u64>,
    /// The quality score of the whole run.
    pub score: Option<f64>,
}

/// What a visit to a feed brought, to be remembered once its articles have been checked.
///
/// Forget it, and the next run finds the feed as this one did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    pub(crate) feed: Url,
    pub(crate) outcome: Outcome,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It was read.
    Read {
        kind: String,
        title: Option<String>,
        /// What to show the server the next time; nothing, if the next run must see the whole feed again.
        validators: Validators,
        moved_to: Option<Url>,
        seen: Vec<Seen>,
    },
    /// The server says that nothing changed.
    NotModified,
    /// It could not be read.
    Failed {
        gone: bool,
        retry_after: Option<Duration>,
    },
}

/// An item as it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) id: String,
    pub(crate) url: Option<Url>,
    pub(crate) hash: Hash,
    /// What was checked; `None` for an item that was left out because it has not changed.
    pub(crate) text: Option<String>,
}

impl Seen {
    /// The trace of an item of a feed; `text` is what was checked, if it was.
    pub(crate) fn new(article: &Article, hash: Hash, text: Option<String>) -> Self {
        Self {
            id: article.id.clone(),
            url: article.url.clone(),
            hash,
            text,
        }
    }
}

/// SHA-256 of what a feed says about an item.
pub(crate) type Hash = [u8; 32];

/// What is known about a feed.
#[derive(Debug, Default)]
pub(crate) struct FeedState {
    pub(crate) kind: Option<String>,
    pub(crate) title: Option<String>,
    pub(crate) validators: Validators,
    pub(crate) moved_to: Option<Url>,
    pub(crate) failures: u32,
    pub(crate) next_allowed: Option<Timestamp>,
    pub(crate) gone_since: Option<Timestamp>,
}

/// What is known about an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Known {
    pub(crate) hash: Hash,
    pub(crate) text: String,
}

/// The hash of parts of an item, in this order.
pub(crate) fn hash(parts: &[&str]) -> Hash {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    hasher.finalize().into()
}

impl State {
    /// Opens the file, or makes it, and brings it up to date.
    ///
    /// # Errors
    /// When it is damaged, of another program or of a later version, or cannot be read or written.
    pub(crate) fn open(path: &Path) -> Result<Self, Error> {
        let why = |why: String| Error::State {
            path: path.display().to_string(),
            why,
        };
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(|error| why(error.to_string()))?;
        }
        let mut connection = Connection::open(path).map_err(|error| why(error.to_string()))?;
        prepare(&mut connection).map_err(why)?;
        Ok(Self {
            path: path.to_owned(),
            connection: Mutex::new(connection),
        })
    }

    pub(crate) fn feed(&self, url: &Url) -> Result<FeedState, Error> {
        let query = "SELECT kind, title, etag, last_modified, moved_to, failures, next_allowed, gone_since FROM feeds WHERE url = ?1";
        let found = self.connection().query_row(query, [url.as_str()], |row| {
            let time =
                |seconds: Option<i64>| seconds.and_then(|seconds| Timestamp::from_second(seconds).ok());
            Ok(FeedState {
                kind: row.get(0)?,
                title: row.get(1)?,
                validators: Validators {
                    etag: row.get(2)?,
                    last_modified: row.get(3)?,
                },
                moved_to: row
                    .get::<_, Option<String>>(4)?
                    .and_then(|url| Url::parse(&url).ok()),
                failures: row.get(5)?,
                next_allowed: time(row.get(6)?),
                gone_since: time(row.get(7)?),
            })
        });
        Ok(found
            .optional()
            .map_err(|error| self.error(&error))?
            .unwrap_or_default())
    }

    /// All items that were ever seen in a feed and are not forgotten.
    pub(crate) fn items(&self, feed: &Url) -> Result<HashMap<String, Known>, Error> {
        let read = || {
            let connection = self.connection();
            let mut query = connection.prepare("SELECT id, hash, text FROM items WHERE feed = ?1")?;
            let rows = query.query_map([feed.as_str()], |row| {
                Ok((
                    row.get(0)?,
                    Known {
                        hash: row.get(1)?,
                        text: row.get(2)?,
                    },
                ))
            })?;
            rows.collect::<rusqlite::Result<_>>()
        };
        read().map_err(|error| self.error(&error))
    }

    /// The fingerprints of the findings in an item, as they were remembered last.
    pub(crate) fn fingerprints(&self, feed: &Url, id: &str) -> Result<Vec<String>, Error> {
        let query = "SELECT fingerprints FROM items WHERE feed = ?1 AND id = ?2";
        let found = self
            .connection()
            .query_row(query, [feed.as_str(), id], |row| row.get::<_, String>(0));
        let json = found.optional().map_err(|error| self.error(&error))?;
        Ok(json
            .and_then(|json| serde_json::from_str(&json).ok())
            .unwrap_or_default())
    }

    /// Remembers a visit, all of it or nothing. `fingerprints` has the findings by the article's id.
    pub(crate) fn remember(
        &self,
        visit: &Visit,
        fingerprints: &BTreeMap<String, Vec<String>>,
        now: Timestamp,
    ) -> Result<(), Error> {
        self.in_transaction(|transaction| {
            let feed = visit.feed.as_str();
            transaction.execute("INSERT INTO feeds (url) VALUES (?1) ON CONFLICT DO NOTHING", [feed])?;
            match &visit.outcome {
                Outcome::Failed { gone, retry_after } => note_failure(transaction, feed, *gone, *retry_after, now),
                Outcome::NotModified => {
                    note_success(transaction, feed)?;
                    let query = "UPDATE items SET last_seen = ?2 WHERE feed = ?1 AND last_seen = (SELECT max(last_seen) FROM items WHERE feed = ?1)";
                    transaction.execute(query, params![feed, now.as_second()]).map(drop)
                }
                Outcome::Read { kind, title, validators, moved_to, seen } => {
                    note_success(transaction, feed)?;
                    let query = "UPDATE feeds SET kind = ?2, title = ?3, etag = ?4, last_modified = ?5, moved_to = coalesce(?6, moved_to) WHERE url = ?1";
                    let moved_to = moved_to.as_ref().map(Url::as_str);
                    transaction.execute(query, params![feed, kind, title, validators.etag, validators.last_modified, moved_to])?;
                    note_items(transaction, feed, seen, fingerprints, now)
                }
            }
        })
    }

    pub(crate) fn add_run(&self, run: &Run) -> Result<(), Error> {
        let started: Timestamp = run.started.parse().unwrap_or_else(|_| Timestamp::now());
        self.in_transaction(|transaction| {
            let findings = serde_json::to_string(&run.findings).expect("a map of strings to numbers is JSON");
            let query = "INSERT INTO runs (started, articles, findings, score) VALUES (?1, ?2, ?3, ?4)";
            let articles = i64::try_from(run.articles).unwrap_or(i64::MAX);
            transaction
                .execute(query, params![started.as_second(), articles, findings, run.score])
                .map(drop)
        })
    }

    /// The latest runs, oldest first.
    pub(crate) fn runs(&self, most: u32) -> Result<Vec<Run>, Error> {
        let read = || {
            let connection = self.connection();
            let mut query = connection
                .prepare("SELECT started, articles, findings, score FROM runs ORDER BY started DESC, rowid DESC LIMIT ?1")?;
            let rows = query.query_map([most], |row| {
                let findings: String = row.get(2)?;
                Ok(Run {
                    started: Timestamp::from_second(row.get(0)?)
                        .unwrap_or(Timestamp::MAX)
                        .to_string(),
                    articles: row.get::<_, i64>(1)?.unsigned_abs(),
                    findings: serde_json::from_str(&findings).unwrap_or_default(),
                    score: row.get(3)?,
                })
            })?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        let mut runs = read().map_err(|error| self.error(&error))?;
        runs.reverse();
        Ok(runs)
    }

    fn in_transaction(&self, work: impl FnOnce(&Transaction) -> rusqlite::Result<()>) -> Result<(), Error> {
        let run = || {
            let mut connection = self.connection();
            // Immediate: a transaction that reads first and then wants to write may find that another run was quicker.
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            work(&transaction)?;
            transaction.commit()
        };
        run().map_err(|error| self.error(&error))
    }

    fn connection(&self) -> MutexGuard<'_, Connection> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn error(&self, error: &rusqlite::Error) -> Error {
        Error::State {
            path: self.path.display().to_string(),
            why: error.to_string(),
        }
    }
}

/// Checks that the file is ours and whole, and brings it up to date; the error is a sentence.
fn prepare(connection: &mut Connection) -> Result<(), String> {
    let sentence = |error: rusqlite::Error| error.to_string();
    connection.busy_timeout(BUSY_FOR).map_err(sentence)?;
    let health: String = connection
        .query_row("PRAGMA quick_check(1)", [], |row| row.get(0))
        .map_err(sentence)?;
    if health != "ok" {
        return Err(format!("it is damaged: {health}"));
    }
    let transaction = connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(sentence)?;
    let number = |query: &str| {
        transaction
            .query_row(query, [], |row| row.get::<_, i32>(0))
            .map_err(sentence)
    };
    let version = number("PRAGMA user_version")?;
    let is_new = version == 0 && number("SELECT count(*) FROM sqlite_schema")? == 0;
    if !is_new && number("PRAGMA application_id")? != APPLICATION_ID {
        return Err("it is a database of another program".to_owned());
    }
    let done = usize::try_from(version).unwrap_or_default();
    if done > MIGRATIONS.len() {
        return Err("it was written by a later version of wirecheck".to_owned());
    }
    for migration in &MIGRATIONS[done..] {
        transaction.execute_batch(migration).map_err(sentence)?;
    }
    let marks = format!(
        "PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {}",
        MIGRATIONS.len()
    );
    transaction.execute_batch(&marks).map_err(sentence)?;
    transaction.commit().map_err(sentence)
}

fn note_failure(
    transaction: &Transaction,
    feed: &str,
    gone: bool,
    retry_after: Option<Duration>,
    now: Timestamp,
) -> rusqlite::Result<()> {
    let query = "UPDATE feeds SET failures = failures + 1 WHERE url = ?1 RETURNING failures";
    let failures: u32 = transaction.query_row(query, [feed], |row| row.get(0))?;
    let pause = FIRST_PAUSE
        .saturating_mul(1 << (failures - 1).min(16))
        .max(retry_after.unwrap_or_default());
    let next = now + pause.min(LONGEST_PAUSE);
    let query = "UPDATE feeds SET next_allowed = ?2, gone_since = CASE WHEN ?3 THEN coalesce(gone_since, ?4) END WHERE url = ?1";
    transaction
        .execute(query, params![feed, next.as_second(), gone, now.as_second()])
        .map(drop)
}

fn note_success(transaction: &Transaction, feed: &str) -> rusqlite::Result<()> {
    let query = "UPDATE feeds SET failures = 0, next_allowed = NULL, gone_since = NULL WHERE url = ?1";
    transaction.execute(query, [feed]).map(drop)
}

fn note_items(
    transaction: &Transaction,
    feed: &str,
    seen: &[Seen],
    fingerprints: &BTreeMap<String, Vec<String>>,
    now: Timestamp,
) -> rusqlite::Result<()> {
    let mut touch =
        transaction.prepare("UPDATE items SET hash = ?3, last_seen = ?4 WHERE feed = ?1 AND id = ?2")?;
    let mut put = transaction.prepare(
        "INSERT INTO items (feed, id, url, hash, text, first_seen, last_seen, fingerprints) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7)
         ON CONFLICT DO UPDATE SET url = ?3, hash = ?4, text = ?5, last_seen = ?6, fingerprints = ?7",
    )?;
    for item in seen {
        let Some(text) = &item.text else {
            touch.execute(params![feed, item.id, item.hash, now.as_second()])?;
            continue;
        };
        let found = fingerprints.get(&item.id).map_or(&[][..], Vec::as_slice);
        let found = serde_json::to_string(found).expect("strings are JSON");
        let url = item.url.as_ref().map(Url::as_str);
        put.execute(params![
            feed,
            item.id,
            url,
            item.hash,
            text,
            now.as_second(),
            found
        ])?;
    }
    let forgotten = now - FORGET_AFTER;
    transaction
        .execute(
            "DELETE FROM items WHERE feed = ?1 AND last_seen < ?2",
            params![feed, forgotten.as_second()],
        )
        .map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn feed() -> Url {
        Url::parse("https://example.org/feed").unwrap()
    }

    fn read(seen: Vec<Seen>) -> Visit {
        let validators = Validators {
            etag: Some("W/\"x\"".into()),
            last_modified: None,
        };
        let outcome = Outcome::Read {
            kind: "RSS 2.0".into(),
            title: None,
            validators,
            moved_to: None,
            seen,
        };
        Visit {
            feed: feed(),
            outcome,
        }
    }

    fn failed(gone: bool) -> Visit {
        Visit {
            feed: feed(),
            outcome: Outcome::Failed {
                gone,
                retry_after: None,
            },
        }
    }

    fn seen(id: &str, text: Option<&str>) -> Seen {
        Seen {
            id: id.into(),
            url: None,
            hash: hash(&[text.unwrap_or("")]),
            text: text.map(str::to_owned),
        }
    }

    fn open() -> (tempfile::TempDir, State) {
        let folder = tempfile::tempdir().unwrap();
        let state = State::open(&folder.path().join("sub/state.db")).unwrap();
        (folder, state)
    }

    #[test]
    fn remembers_items_with_their_findings_and_forgets_old_ones() {
        let (_folder, state) = open();
        let now = Timestamp::now();
        let findings = BTreeMap::from([("1".to_owned(), vec!["f1".to_owned()])]);
        state
            .remember(
                &read(vec![seen("1", Some("one")), seen("2", Some("two"))]),
                &findings,
                now,
            )
            .unwrap();
        assert_eq!(
            state.feed(&feed()).unwrap().validators.etag.as_deref(),
            Some("W/\"x\"")
        );
        assert_eq!(state.items(&feed()).unwrap()["1"].text, "one");
        assert_eq!(state.fingerprints(&feed(), "1").unwrap(), ["f1"]);

        let later = now + Duration::from_hours(24 * 366);
        state
            .remember(&read(vec![seen("2", None)]), &BTreeMap::new(), later)
            .unwrap();
        let items = state.items(&feed()).unwrap();
        assert_eq!(items.keys().collect::<Vec<_>>(), ["2"]);
        assert_eq!(items["2"].text, "two");
    }

    #[test]
    fn pauses_longer_after_each_failure_and_starts_afresh_after_a_success() {
        let (_folder, state) = open();
        let now = Timestamp::now();
        let mut pauses = Vec::new();
        for _ in 0..13 {
            state.remember(&failed(false), &BTreeMap::new(), now).unwrap();
            let next = state.feed(&feed()).unwrap().next_allowed.unwrap();
            pauses.push(next.as_second() - now.as_second());
        }
        assert_eq!(pauses[..3], [60, 120, 240]);
        assert_eq!(pauses[12], 48 * 3600);
        state.remember(&read(Vec::new()), &BTreeMap::new(), now).unwrap();
        assert_eq!(state.feed(&feed()).unwrap().next_allowed, None);
        state.remember(&failed(true), &BTreeMap::new(), now).unwrap();
        assert_eq!(
            state.feed(&feed()).unwrap().gone_since.map(Timestamp::as_second),
            Some(now.as_second())
        );
    }

    #[test]
    fn keeps_runs_in_order() {
        let (_folder, state) = open();
        let run = |day: u32| Run {
            started: format!("2024-01-0{day}T00:00:00Z"),
            articles: u64::from(day),
            findings: BTreeMap::from([("major".into(), 2)]),
            score: Some(91.5),
        };
        for day in 1..=3 {
            state.add_run(&run(day)).unwrap();
        }
        assert_eq!(state.runs(2).unwrap(), [run(2), run(3)]);
    }

    #[test]
    fn refuses_what_is_not_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let why = |path: &Path| State::open(path).unwrap_err().to_string();

        let garbage = folder.path().join("garbage.db");
        fs::write(
            &garbage,
            "this is not a database, however long it may be".repeat(100),
        )
        .unwrap();
        assert!(
            why(&garbage).contains("file is not a database"),
            "{}",
            why(&garbage)
        );

        let foreign = folder.path().join("foreign.db");
        Connection::open(&foreign)
            .unwrap()
            .execute_batch("CREATE TABLE t (x)")
            .unwrap();
        assert!(why(&foreign).contains("another program"));

        let future = folder.path().join("future.db");
        drop(State::open(&future).unwrap());
        Connection::open(&future)
            .unwrap()
            .execute_batch("PRAGMA user_version = 99")
            .unwrap();
        assert!(why(&future).contains("later version"));

        let damaged = folder.path().join("damaged.db");
        let state = State::open(&damaged).unwrap();
        let texts = (0..200)
            .map(|n| seen(&n.to_string(), Some(&"words ".repeat(200))))
            .collect();
        state
            .remember(&read(texts), &BTreeMap::new(), Timestamp::now())
            .unwrap();
        drop(state);
        let mut bytes = fs::read(&damaged).unwrap();
        let middle = bytes.len() / 2;
        bytes[8192..middle].fill(0x55);
        fs::write(&damaged, bytes).unwrap();
        assert!(why(&damaged).contains("damaged.db: "), "{}", why(&damaged));
        assert!(why(&damaged).contains("damaged") && why(&damaged).contains("--no-state"));
    }

    #[test]
    fn opens_an_empty_file_as_new() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state.db");
        fs::write(&path, "").unwrap();
        assert!(State::open(&path).unwrap().runs(1).unwrap().is_empty());
    }

    #[test]
    fn two_at_once_take_turns() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state.db");
        std::thread::scope(|scope| {
            for worker in 0..4 {
                let path = &path;
                scope.spawn(move || {
                    let state = State::open(path).unwrap();
                    for n in 0..25 {
                        let item = seen(&format!("{worker}-{n}"), Some("text"));
                        state
                            .remember(&read(vec![item]), &BTreeMap::new(), Timestamp::now())
                            .unwrap();
                    }
                });
            }
        });
        assert_eq!(State::open(&path).unwrap().items(&feed()).unwrap().len(), 100);
    }
}
