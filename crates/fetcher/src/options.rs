//! How to fetch: [`Options`].

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use jiff::Timestamp;
use url::Url;

use crate::article::Article;
use crate::error::Error;
use crate::fields::Fields;
use crate::filter::ItemFilter;
use crate::http::own::OwnHeaders;
use crate::links::OriginalPattern;
use crate::select::PageSelectors;

/// How to fetch, and how much. The defaults suit a CI job that checks a few feeds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The program that fetches, as servers are told. `None`: this library.
    pub agent: Option<Agent>,
    /// Whom a server's operator can turn to: an address or an e-mail, sent with the User-Agent.
    pub contact: Option<String>,
    /// Hosts that are asked at the same time. Each of them has one connection only.
    pub concurrency: usize,
    /// Time limits of a single answer.
    pub timeouts: Timeouts,
    /// The largest document that is read, in bytes after decompression; of JSON Lines on this machine, the longest line.
    pub max_body_bytes: u64,
    /// Articles taken in the whole run; later ones are left out and accounted for. Of sources that are read at
    /// the same time, the quicker one takes first.
    pub max_articles: usize,
    /// Whether that holds for files and standard input too, which have no limit otherwise.
    pub limit_local: bool,
    /// Take only articles that were published or changed at this moment or later, and those without a date. What is left
    /// out is not remembered as seen.
    pub since: Option<Timestamp>,
    /// When so much time has passed since the [`Fetcher`](crate::Fetcher) was made, nothing more is fetched.
    pub max_time: Option<Duration>,
    /// Hosts that may be asked although their address is not public: one's own intranet. A name or an
    /// address, or `*.example.org` for all names below one.
    pub allow_hosts: Vec<String>,
    /// The proxy that asks all hosts for us. It looks up their names itself, so that whether a name leads to a private
    /// address is for the proxy to watch; addresses in place of names, redirects included, are still refused here.
    pub proxy: Option<Proxy>,
    /// How to treat the hosts.
    pub politeness: Politeness,
    /// Whether to keep every answer, or to take them all from a recording.
    pub tape: Tape,
    /// Whether to read everything again, whatever earlier runs have seen.
    pub all: bool,
    /// When to fetch the page of a feed's item.
    pub full_text: FullText,
    /// Whether to fetch the original that an article names.
    pub originals: bool,
}

impl Options {
    /// Whether an article is as recent as is asked for. One without a date may be.
    #[must_use]
    pub fn is_recent(&self, article: &Article) -> bool {
        let Some(since) = self.since else { return true };
        let dates = article.published.iter().chain(&article.updated);
        dates.max().is_none_or(|latest| *latest >= since)
    }
}

/// A program, as servers are told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agent {
    /// Its name: ASCII letters, hyphens and underscores (RFC 9309). A robots.txt addresses it by this, in any case.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// Time limits of a single answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    /// For the connection, including TLS.
    pub connect: Duration,
    /// Between two pieces of an answer.
    pub idle: Duration,
    /// For the whole answer, redirects included.
    pub total: Duration,
}

/// How to treat the hosts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Politeness {
    /// The pause between two requests to a host, give or take a quarter. A robots.txt may ask for more.
    pub delay: Duration,
    /// The first pause after a failure that may pass (429, 5xx, a broken connection); it doubles each time.
    pub backoff: Duration,
    /// So often a request is repeated after such a failure.
    pub retries: u32,
    /// The longest pause that is made for a server that asks for one; if it asks for more, it is not waited for.
    pub max_wait: Duration,
    /// Whether robots.txt decides which article pages are fetched. Feeds are made for programs and always are.
    pub respect_robots: bool,
}

impl Default for Politeness {
    fn default() -> Self {
        Self {
            delay: Duration::from_millis(500),
            backoff: Duration::from_secs(1),
            retries: 2,
            max_wait: Duration::from_secs(30),
            respect_robots: true,
        }
    }
}

/// Whether answers are kept in a folder, or taken from one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Tape {
    /// Neither.
    #[default]
    Off,
    /// Keep every answer in this folder, which must not hold a recording yet.
    Record(PathBuf),
    /// Take every answer from this folder; the network is not used.
    Replay(PathBuf),
}

/// What holds for one source only.
#[derive(Debug, Clone, Default)]
pub struct SourceOptions {
    /// Instead of [`Options::full_text`].
    pub full_text: Option<FullText>,
    /// Where this source names the originals of its articles.
    pub original: Option<OriginalPattern>,
    /// Headers for this source's own host.
    pub headers: OwnHeaders,
    /// What of its pages is the article.
    pub selectors: PageSelectors,
    /// Which of its items are taken.
    pub items: ItemFilter,
    /// Which field of its lines holds what, where it is JSON Lines.
    pub fields: Fields,
}

/// The address of a proxy, perhaps with a name and a password. `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct Proxy(Url);

impl Proxy {
    /// Reads the address of an http or https proxy.
    ///
    /// # Errors
    /// When it is none.
    pub fn parse(address: &str) -> Result<Self, Error> {
        let url = Url::parse(address).ok();
        let url = url.filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
        url.map(Self).ok_or(Error::BadProxy)
    }

    pub(crate) fn url(&self) -> &Url {
        &self.0
    }
}

impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Proxy").finish_non_exhaustive()
    }
}

/// When to fetch the page of a feed's item.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum FullText {
    /// When the feed holds no more than a teaser.
    #[default]
    Auto,
    /// Never: the feed's text is all there is.
    Never,
    /// Always: the feed's text is used only where the page cannot be had.
    Always,
}

impl Default for Agent {
    /// Returns this library, for a program that does not name itself.
    fn default() -> Self {
        Self {
            name: env!("CARGO_PKG_NAME").to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        }
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            agent: None,
            contact: None,
            concurrency: 8,
            timeouts: Timeouts::default(),
            max_body_bytes: 20 * 1024 * 1024,
            max_articles: 10_000,
            limit_local: false,
            since: None,
            max_time: None,
            allow_hosts: Vec::new(),
            proxy: None,
            politeness: Politeness::default(),
            tape: Tape::default(),
            all: false,
            full_text: FullText::default(),
            originals: false,
        }
    }
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            idle: Duration::from_secs(15),
            total: Duration::from_mins(1),
        }
    }
}
