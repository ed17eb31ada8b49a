//! The rule packs of a configuration, each read once: [`Packs`].

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use linguistics::packs::{Pack, PackError};

use crate::catalogue::Catalogue;
use crate::words::WORDS;

/// Packs by the path that a configuration gives. Their names differ from each other and from those of our rules.
#[derive(Debug, Clone, Default)]
pub struct Packs {
    by_path: BTreeMap<PathBuf, Pack>,
}

/// Why a file cannot be one of the packs. The caller knows which file.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PacksError {
    /// It is no pack.
    #[error(transparent)]
    Pack(#[from] PackError),
    /// Another pack has its name: a key of `[rules]` must be unambiguous.
    #[error("the name `{name}` is that of the pack {} too", .other.display())]
    Twice {
        /// The name.
        name: String,
        /// The path of the other pack.
        other: PathBuf,
    },
    /// A rule or group of ours has its name.
    #[error("the name `{0}` is taken by wirecheck's own rules")]
    Ours(String),
}

impl Packs {
    /// Whether a pack was read from that path.
    #[must_use]
    pub fn has(&self, path: &Path) -> bool {
        self.by_path.contains_key(path)
    }

    /// Reads the text of the file at `path`.
    pub fn add(&mut self, path: &Path, text: &str) -> Result<(), PacksError> {
        let pack = Pack::parse(text)?;
        let name = pack.name();
        if let Some((other, _)) = self.by_path.iter().find(|(_, pack)| pack.name() == name) {
            return Err(PacksError::Twice {
                name: name.to_owned(),
                other: other.clone(),
            });
        }
        if name == WORDS || Catalogue::of([]).named(name).is_ok() {
            return Err(PacksError::Ours(name.to_owned()));
        }
        self.by_path.insert(path.to_owned(), pack);
        Ok(())
    }

    /// All packs, in the order of their paths.
    pub fn all(&self) -> impl Iterator<Item = &Pack> {
        self.by_path.values()
    }

    /// The packs at some paths, each once and in the order of their paths.
    pub fn at<'p>(&self, paths: impl IntoIterator<Item = &'p PathBuf>) -> Vec<Pack> {
        let mut paths: Vec<_> = paths.into_iter().collect();
        paths.sort();
        paths.dedup();
        let packs = paths.into_iter().filter_map(|path| self.by_path.get(path));
        packs.cloned().collect()
    }
}
