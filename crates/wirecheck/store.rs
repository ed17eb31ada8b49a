//! What runs remember, in an `SQLite` file: [`Store`].
//!
//! `feeds` keeps what was seen of feeds, for the fetcher and for findings that are known; `runs` keeps the history of the
//! scores; `schema` opens a file and brings it up to date.
//!
//! Every change is one transaction, so a run that is killed leaves either all or nothing of it behind, and two runs at
//! once take turns. `SQLite`'s rollback journal is used rather than its write-ahead log, so that after a run the state is
//! a single file, which a CI job can keep in its cache.

mod feeds;
mod runs;
mod schema;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use rusqlite::{Connection, Transaction, TransactionBehavior};

pub(crate) use feeds::{Faulty, Found, FoundIn, Items};
pub(crate) use runs::Run;

/// The memory of all runs.
#[derive(Debug)]
pub(crate) struct Store {
    path: PathBuf,
    connection: Mutex<Connection>,
}

/// A state that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("the state {} cannot be used: {why}", .path.display())]
pub(crate) struct StoreError {
    path: PathBuf,
    /// What is wrong with it.
    why: Unusable,
}

/// Why a state cannot be used, with what helps. A user is told to delete it only where nothing else is left.
#[derive(Debug, thiserror::Error)]
enum Unusable {
    #[error("it is damaged ({0}); delete it, and the next run checks everything once more")]
    Damaged(String),
    #[error("it is no state of wirecheck; name another file with --state")]
    Foreign,
    #[error("a later version of wirecheck wrote it; use that version, or name another file with --state")]
    Later,
    #[error("another run is using it; try again when that has ended")]
    Locked,
    #[error("it may only be read; make it writable, or name another file with --state")]
    ReadOnly,
    #[error("the disk is full; make room and run again")]
    Full,
    #[error("{0}")]
    Folder(io::Error),
    #[error("it can neither be opened nor made; look at its folder, or name another file with --state")]
    NotOpened,
    #[error("{0}")]
    Other(rusqlite::Error),
}

impl From<rusqlite::Error> for Unusable {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Locked,
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Self::ReadOnly,
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged(error.to_string()),
            Some(ErrorCode::NotADatabase) => Self::Foreign,
            Some(ErrorCode::CannotOpen) => Self::NotOpened,
            _ => Self::Other(error),
        }
    }
}

impl Store {
    /// Opens the file, or makes it, and brings it up to date.
    ///
    /// # Errors
    /// When it is damaged, of another program or of a later version, or cannot be read or written.
    pub(crate) fn open(path: &Path) -> Result<Self, StoreError> {
        let unusable = |why| StoreError {
            path: path.to_owned(),
            why,
        };
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(|error| unusable(Unusable::Folder(error)))?;
        }
        Ok(Self {
            path: path.to_owned(),
            connection: Mutex::new(schema::open(path).map_err(unusable)?),
        })
    }

    /// Reads what belongs together; no other run writes in between.
    fn reading<T>(&self, read: impl FnOnce(&Transaction) -> rusqlite::Result<T>) -> Result<T, StoreError> {
        self.in_transaction(TransactionBehavior::Deferred, read)
    }

    /// Writes what belongs together, all of it or nothing.
    fn writing<T>(&self, write: impl FnOnce(&Transaction) -> rusqlite::Result<T>) -> Result<T, StoreError> {
        // Immediate: a transaction that reads first and then wants to write may find that another run was quicker.
        self.in_transaction(TransactionBehavior::Immediate, write)
    }

    fn in_transaction<T>(
        &self,
        behavior: TransactionBehavior,
        work: impl FnOnce(&Transaction) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        let run = || {
            let mut connection = self.connection();
            let transaction = connection.transaction_with_behavior(behavior)?;
            let result = work(&transaction)?;
            transaction.commit()?;
            Ok(result)
        };
        run().map_err(|error: rusqlite::Error| StoreError {
            path: self.path.clone(),
            why: error.into(),
        })
    }

    fn connection(&self) -> MutexGuard<'_, Connection> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The moment that a column of seconds since 1970 holds.
fn moment(seconds: i64) -> Option<Timestamp> {
    Timestamp::from_second(seconds).ok()
}

#[cfg(test)]
mod tests;
