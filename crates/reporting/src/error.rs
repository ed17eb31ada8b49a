//! What can be wrong with the files that an editor keeps: [`Error`].

use std::path::PathBuf;

/// A baseline or decisions file that cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The file is not TOML, or not of the form that is expected.
    #[error("cannot read {path}")]
    Form {
        /// The file.
        path: PathBuf,
        /// What is wrong with it, and in which line.
        #[source]
        source: toml::de::Error,
    },
    /// The file says that it is of a version that this program does not know.
    #[error("{path} is of version {version}; this program knows version {known}", known = VERSION)]
    Version {
        /// The file.
        path: PathBuf,
        /// What it says.
        version: u32,
    },
    /// Something in the file is called a finding's id and is none.
    #[error("{path}: `{id}` is no finding's id, such as wc1:0123456789abcdef:1")]
    Id {
        /// The file.
        path: PathBuf,
        /// What stands there.
        id: String,
    },
    /// A finding is to be ignored, but the file does not say why.
    #[error("{path}: no reason is given for ignoring {what}")]
    Reason {
        /// The file.
        path: PathBuf,
        /// The finding's id, or the rule of a scope.
        what: String,
    },
}

/// The version of the baseline and decisions files.
pub(crate) const VERSION: u32 = 1;
