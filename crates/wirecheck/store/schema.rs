//! The tables of the state, and how a file of an earlier version gets them.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, TransactionBehavior};

use super::Unusable;

/// Marks the file as ours in `SQLite`'s header ("WCHK").
const APPLICATION_ID: i32 = 0x5743_484B;

/// How long to wait for another run that is writing.
const BUSY_FOR: Duration = Duration::from_secs(10);

/// Each entry brings the file from the version of its index to the next one. Entries are never changed.
const MIGRATIONS: [&str; 2] = [
    "
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
",
    // What is needed to show an article again: JSON, without its text. NULL where nothing was found.
    "ALTER TABLE items ADD COLUMN article TEXT;",
];

/// Opens the file, checks that it is ours and whole, and brings it up to date.
///
/// A file that may only be read is opened all the same, if it is up to date.
pub(super) fn open(path: &Path) -> Result<Connection, Unusable> {
    let mut connection = Connection::open(path)?;
    connection.busy_timeout(BUSY_FOR)?;
    let health: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if health != "ok" {
        return Err(Unusable::Damaged(health));
    }
    if missing_migrations(&connection)?.is_empty() {
        return Ok(connection);
    }
    migrate(&mut connection)?;
    Ok(connection)
}

fn migrate(connection: &mut Connection) -> Result<(), Unusable> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Asked again: another run may have been quicker.
    for migration in missing_migrations(&transaction)? {
        transaction.execute_batch(migration)?;
    }
    let marks = format!(
        "PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {}",
        MIGRATIONS.len()
    );
    transaction.execute_batch(&marks)?;
    Ok(transaction.commit()?)
}

/// What brings the file up to date.
fn missing_migrations(connection: &Connection) -> Result<&'static [&'static str], Unusable> {
    let number = |query: &str| connection.query_row(query, [], |row| row.get::<_, i32>(0));
    let version = number("PRAGMA user_version")?;
    let is_new = version == 0 && number("SELECT count(*) FROM sqlite_schema")? == 0;
    if !is_new && number("PRAGMA application_id")? != APPLICATION_ID {
        return Err(Unusable::Foreign);
    }
    let done = usize::try_from(version).unwrap_or_default();
    MIGRATIONS.get(done..).ok_or(Unusable::Later)
}
