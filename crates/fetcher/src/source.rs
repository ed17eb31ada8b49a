//! What a user can name to be checked: [`Source`], and the files of a folder.

use std::borrow::Cow;
use std::ffi::OsStr;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use url::Url;

use crate::account::Loss;
use crate::decode::{self, Hints};
use crate::error::Error;
use crate::{coding, opml};

/// Folders below a source folder are followed this deep.
const MAX_DEPTH: usize = 16;

/// So many bytes of a file tell whether it is text.
const SNIFFED: usize = 1024;

/// Something to read articles from. What it is, feed, page or text, is told by its content.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Source {
    /// An http or https address.
    Url(Url),
    /// A file.
    Path(PathBuf),
    /// Standard input.
    Stdin,
}

impl Source {
    /// Reads a source as a user writes it: `-`, an address, or a path relative to `base`.
    ///
    /// # Errors
    /// When it has the scheme of an address, but none that is fetched, or is no valid address.
    pub fn parse(input: &str, base: &Path) -> Result<Self, Error> {
        if input == "-" {
            return Ok(Self::Stdin);
        }
        let bad = |why: String| Error::BadSource {
            input: input.to_owned(),
            why,
        };
        if base.join(input).exists() {
            return Ok(Self::Path(base.join(input)));
        }
        let address = address_of_feed(input);
        let Some((scheme, _)) = address.split_once("://") else {
            return if looks_like_address(input) {
                Err(bad(format!(
                    "there is no such file; did you mean https://{input}?"
                )))
            } else {
                Ok(Self::Path(base.join(input)))
            };
        };
        if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
            return Err(bad(format!("only http and https are fetched, not {scheme}")));
        }
        Url::parse(&address)
            .map(Self::Url)
            .map_err(|error| bad(error.to_string()))
    }

    /// Returns the address of a source on the network, without credentials. As such it is shown, and known to
    /// [`SeenItems`](crate::seen::SeenItems).
    #[must_use]
    pub fn address(&self) -> Option<Url> {
        match self {
            Self::Url(url) => Some(without_credentials(url)),
            Self::Path(_) | Self::Stdin => None,
        }
    }
}

/// `feed:https://…` and `feed://…`, as browsers once wrote the addresses of feeds, as the address that is meant.
fn address_of_feed(input: &str) -> Cow<'_, str> {
    let scheme = input.get(..5).filter(|start| start.eq_ignore_ascii_case("feed:"));
    match scheme.map(|_| &input[5..]) {
        Some(rest) if rest.starts_with("//") => Cow::Owned(format!("https:{rest}")),
        Some(rest) => Cow::Borrowed(rest),
        None => Cow::Borrowed(input),
    }
}

/// `example.org/feed`, `www.example.org`: a host with a dot and a top-level domain, and no file.
fn looks_like_address(input: &str) -> bool {
    let (host, has_path) = input
        .split_once('/')
        .map_or((input, false), |(host, _)| (host, true));
    let labels: Vec<_> = host.split('.').collect();
    let is_label =
        |label: &&str| !label.is_empty() && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    let is_top = |label: &&str| label.len() > 1 && label.chars().all(|c| c.is_ascii_alphabetic());
    let is_host = labels.len() > 1 && labels.iter().all(is_label) && labels.last().is_some_and(is_top);
    is_host && (has_path || labels[0] == "www")
}

/// The address as it may be shown and kept: without a user's name and password.
pub(crate) fn without_credentials(url: &Url) -> Url {
    let mut url = url.clone();
    // Only addresses without a host have no place for credentials, and then none to take away.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url
}

/// Shows no password.
impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Url(url) => f.write_str(without_credentials(url).as_str()),
            Self::Path(path) => path.display().fmt(f),
            Self::Stdin => f.write_str("-"),
        }
    }
}

/// The files of a folder.
#[derive(Debug, Default)]
pub struct Folder {
    /// The files that may hold articles, by path.
    pub sources: Vec<Source>,
    /// What was left out, and why; hidden files are left out without a word.
    pub losses: Vec<Loss>,
}

/// Does the path lead to several sources: a folder, or an OPML file?
#[must_use]
pub fn is_list(path: &Path) -> bool {
    path.is_dir() || feed_list(path).is_some()
}

/// The text of a file, if it is a list of feeds.
fn feed_list(path: &Path) -> Option<String> {
    // To look into a pipe would take from it what is to be read.
    if !fs::metadata(path).ok()?.is_file() {
        return None;
    }
    let mut head = Vec::new();
    File::open(path)
        .ok()?
        .take(SNIFFED as u64)
        .read_to_end(&mut head)
        .ok()?;
    if !opml::is_opml(&decode::decode(&head, Hints::default()).text) {
        return None;
    }
    let bytes = fs::read(path).ok()?;
    Some(decode::decode(&bytes, Hints::default()).text.into_owned())
}

/// The feeds of an OPML file. An address that is none is a loss.
fn feeds_of(path: &Path, text: &str) -> Result<Folder, Error> {
    let base = path.parent().unwrap_or(Path::new(""));
    let mut list = Folder::default();
    for address in opml::feeds(text) {
        match Source::parse(&address, base) {
            Ok(source @ Source::Url(_)) => list.sources.push(source),
            Ok(_) => list.losses.push(no_feed(address, "it is no address".to_owned())),
            Err(error) => list.losses.push(no_feed(address, error.sentence())),
        }
    }
    if list.sources.is_empty() {
        return Err(Error::NoArticles {
            place: path.display().to_string(),
            kind: "an OPML file without feeds".into(),
        });
    }
    Ok(list)
}

fn no_feed(address: String, why: String) -> Loss {
    Loss::new(address, why)
}

/// Lists the files below a folder, sorted by path, or the feeds of an OPML file.
///
/// Files that cannot be read are listed, too, so that reading them says why. Left out are hidden files
/// and folders, links that lead out of the folder, and files that are no text by their first bytes.
/// A path to a file gives that file.
///
/// # Errors
/// When the path cannot be read, or no file in it may hold articles.
pub fn expand(path: &Path) -> Result<Folder, Error> {
    let unreadable = |source: io::Error| Error::Unreadable {
        path: path.display().to_string(),
        source,
    };
    if let Some(text) = feed_list(path) {
        return feeds_of(path, &text);
    }
    if !fs::metadata(path).map_err(unreadable)?.is_dir() {
        return Ok(Folder {
            sources: vec![Source::Path(path.to_owned())],
            losses: Vec::new(),
        });
    }
    let root = path.canonicalize().map_err(unreadable)?;
    let mut folder = Folder::default();
    walk(path, &root, 0, &mut folder).map_err(unreadable)?;
    if folder.sources.is_empty() {
        return Err(Error::NoArticles {
            place: path.display().to_string(),
            kind: "a folder without text files".into(),
        });
    }
    Ok(folder)
}

fn walk(path: &Path, root: &Path, depth: usize, folder: &mut Folder) -> io::Result<()> {
    let mut entries = fs::read_dir(path)?.collect::<io::Result<Vec<_>>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries.iter().filter(|entry| !is_hidden(&entry.file_name())) {
        let path = entry.path();
        if let Err(why) = visit(&path, root, depth, folder) {
            folder.losses.push(Loss::new(path.display().to_string(), why));
        }
    }
    Ok(())
}

/// Takes in a file or a folder; the error says why it was left out.
fn visit(path: &Path, root: &Path, depth: usize, folder: &mut Folder) -> Result<(), String> {
    let target = path.canonicalize().map_err(|error| error.to_string())?;
    if !target.starts_with(root) {
        return Err("it is a link that leads out of the folder".to_owned());
    }
    if target.is_dir() {
        if path.is_symlink() {
            // Its target is listed where it lies; following both would list it twice, or for ever.
            return Ok(());
        }
        if depth == MAX_DEPTH {
            return Err(format!("folders are followed {MAX_DEPTH} deep"));
        }
        return walk(path, root, depth + 1, folder).or_else(|error| unreadable_folder(&error));
    }
    if !target.is_file() || path.is_symlink() {
        return Ok(());
    }
    if is_binary(path) {
        return Err("it is not text".to_owned());
    }
    folder.sources.push(Source::Path(path.to_owned()));
    Ok(())
}

fn unreadable_folder(error: &io::Error) -> Result<(), String> {
    Err(format!("the folder cannot be read: {error}"))
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

/// Is the file readable and clearly no text? An unreadable one is not judged here, nor a text in a compressed file.
fn is_binary(path: &Path) -> bool {
    let mut head = Vec::new();
    match File::open(path) {
        Ok(file) => {
            file.take(SNIFFED as u64).read_to_end(&mut head).is_ok()
                && decode::is_binary(&head)
                && !(coding::is_compressed(&head) && is_compressed_text(path))
        }
        Err(_) => false,
    }
}

/// `feed.xml.gz`, `articles.jsonl.zst`; not `backup.tar.gz`.
fn is_compressed_text(path: &Path) -> bool {
    const TEXTS: [&str; 9] = [
        "atom", "htm", "html", "json", "jsonl", "ndjson", "rss", "txt", "xml",
    ];
    let kind = path.file_stem().map(Path::new).and_then(Path::extension);
    kind.is_some_and(|kind| TEXTS.iter().any(|known| kind.eq_ignore_ascii_case(known)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_addresses_from_paths() {
        let base = Path::new("/base");
        assert_eq!(Source::parse("-", base).unwrap(), Source::Stdin);
        assert!(matches!(
            Source::parse("HTTPS://example.org/feed", base).unwrap(),
            Source::Url(_)
        ));
        assert_eq!(
            Source::parse("feeds/a.xml", base).unwrap(),
            Source::Path("/base/feeds/a.xml".into())
        );
        assert_eq!(
            Source::parse("/a.xml", base).unwrap(),
            Source::Path("/a.xml".into())
        );
        for feed in ["feed://example.org/rss", "FEED:https://example.org/rss"] {
            let meant = Source::Url(Url::parse("https://example.org/rss").unwrap());
            assert_eq!(Source::parse(feed, base).unwrap(), meant);
        }
        for bare in ["example.org/feed", "www.example.org"] {
            let refused = Source::parse(bare, base).unwrap_err().to_string();
            assert!(
                refused.ends_with(&format!("did you mean https://{bare}?")),
                "{refused}"
            );
        }
        for file in ["articles.jsonl", "2026.11/a.txt", "../feeds.d/a.xml", "a.b/c"] {
            assert!(matches!(Source::parse(file, base), Ok(Source::Path(_))), "{file}");
        }
        let refused = Source::parse("ftp://example.org/feed", base).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "ftp://example.org/feed: only http and https are fetched, not ftp"
        );
    }
}
