//! The originals that the command line names: a file, or a folder of them.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};
use fetcher::account::SourceKind;
use fetcher::article::Original;
use fetcher::{Article, Fetcher, Reading, Source, SourceOptions};

use crate::config::{Config, NamedOriginals};

/// The originals that the command line names, for the articles that are read.
#[derive(Debug)]
pub(crate) enum Originals {
    /// None.
    None,
    /// That of the only article.
    One(Original),
    /// A folder, and the folders whose files have their originals there.
    Folder { path: PathBuf, sources: Vec<PathBuf> },
}

impl Originals {
    /// Reads the file that is named, or makes sure that the folder is there.
    ///
    /// # Errors
    /// When it cannot be read, or holds no article or several.
    pub(crate) async fn open(config: &Config, fetcher: &Fetcher) -> Result<Self> {
        Ok(match &config.named_originals {
            NamedOriginals::None => Self::None,
            NamedOriginals::File(path) => {
                let read = read(fetcher, path).await;
                Self::One(read.with_context(|| format!("--original {}", path.display()))?)
            }
            NamedOriginals::Folder(path) => {
                if !path.is_dir() {
                    bail!("--original-dir {}: is no folder", path.display());
                }
                let targets = config.targets.iter();
                let folders = targets.filter_map(|target| match &target.source {
                    Source::Path(path) if path.is_dir() => Some(path.clone()),
                    _ => None,
                });
                Self::Folder {
                    path: path.clone(),
                    sources: folders.collect(),
                }
            }
        })
    }

    /// Whether the command line names any.
    pub(crate) fn are_named(&self) -> bool {
        !matches!(self, Self::None)
    }

    /// Puts the original beside the article of a source. A file that has none in the folder of originals, or one that cannot
    /// be read, is a loss.
    ///
    /// # Errors
    /// When one original is named and the source holds several articles.
    pub(crate) async fn give(
        &self,
        reading: &mut Reading,
        source: &Source,
        fetcher: &Fetcher,
    ) -> Result<Option<String>> {
        let original = match self {
            Self::None => return Ok(None),
            Self::One(original) => original.clone(),
            Self::Folder { path, sources } => {
                let is_file = matches!(reading.account.kind, Some(SourceKind::Text | SourceKind::Page));
                let Source::Path(file) = source else {
                    return Ok(None);
                };
                if !is_file {
                    return Ok(None); // feeds and JSON Lines name their originals themselves
                }
                let lost = |why: String| Ok(Some(format!("{}: was not compared: {why}", file.display())));
                let Some(found) = counterpart(path, &below(file, sources)) else {
                    return lost(format!("{} has no original of its name", path.display()));
                };
                match read(fetcher, &found).await {
                    Ok(original) => original,
                    Err(error) => return lost(format!("its original {}: {error:#}", found.display())),
                }
            }
        };
        let of_article = match &mut reading.articles[..] {
            [] => return Ok(None), // the account says why
            [article] => &mut article.original,
            several => bail!(
                "--original is for one article, and {} holds {}",
                reading.account.source,
                several.len()
            ),
        };
        let url = of_article.take().and_then(|named| named.url);
        *of_article = Some(Original { url, ..original });
        Ok(None)
    }
}

/// The path of a file from the source that it was found in: its name, where it is the source.
fn below(file: &Path, sources: &[PathBuf]) -> PathBuf {
    let mut inside = sources.iter().filter_map(|folder| file.strip_prefix(folder).ok());
    let relative = inside.next().map(Path::to_owned);
    relative.unwrap_or_else(|| file.file_name().map_or_else(PathBuf::new, PathBuf::from))
}

/// The file of a folder with that path, or the first by name with the same path up to its ending.
fn counterpart(folder: &Path, relative: &Path) -> Option<PathBuf> {
    let same = folder.join(relative);
    if same.is_file() {
        return Some(same);
    }
    let entries = fs::read_dir(same.parent()?).ok()?;
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    paths
        .filter(|path| path.is_file() && path.file_stem() == relative.file_stem())
        .min()
}

/// Reads a file that is one original.
async fn read(fetcher: &Fetcher, path: &Path) -> Result<Original> {
    let source = Source::Path(path.to_owned());
    let reading = fetcher
        .read_with(&source, &SourceOptions::default(), &|_| ())
        .await;
    if let Some(error) = reading.account.error {
        return Err(error.into());
    }
    let [article] = <[Article; 1]>::try_from(reading.articles)
        .map_err(|articles| anyhow!("it holds {} articles, and one is needed", articles.len()))?;
    Ok(Original {
        url: None,
        language: article.language,
        text: Some(article.text),
    })
}
