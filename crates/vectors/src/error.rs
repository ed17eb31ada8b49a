//! Why a model cannot be used: [`ModelError`].

use std::io;

/// Why a file is no model that can be used.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// The file cannot be read.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// The file is something else.
    #[error("this is no model of sentences: it does not begin with E5S1")]
    NoModel,
    /// It is a model, but not all of it is there or something in it makes no sense.
    #[error("the model is damaged: {0}")]
    Damaged(String),
}

impl ModelError {
    pub(crate) fn damaged(what: impl Into<String>) -> Self {
        Self::Damaged(what.into())
    }
}
