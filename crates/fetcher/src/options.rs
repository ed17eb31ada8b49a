//! How to fetch: [`Options`].

use std::time::Duration;

/// How to fetch, and how much. The defaults suit a CI job that checks a few feeds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Whom a server's operator can turn to: an address or an e-mail, sent with the User-Agent.
    pub contact: Option<String>,
    /// Hosts that are asked at the same time. Each of them has one connection only.
    pub concurrency: usize,
    /// Time limits of a single answer.
    pub timeouts: Timeouts,
    /// The largest document that is read, in bytes after decompression.
    pub max_body_bytes: u64,
    /// Articles taken from one source, in the order of the source; later ones are left out and accounted for.
    pub max_articles: usize,
    /// When so much time has passed since the [`Fetcher`](crate::Fetcher) was made, nothing more is fetched.
    pub max_time: Option<Duration>,
    /// Hosts that may be asked although their address is not public: one's own intranet. A name or an
    /// address, or `*.example.org` for all names below one.
    pub allow_hosts: Vec<String>,
    /// When to fetch the page of a feed's item.
    pub full_text: FullText,
    /// Whether to fetch the original that an article names.
    pub originals: bool,
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

impl Default for Options {
    fn default() -> Self {
        Self {
            contact: None,
            concurrency: 8,
            timeouts: Timeouts::default(),
            max_body_bytes: 20 * 1024 * 1024,
            max_articles: 1000,
            max_time: None,
            allow_hosts: Vec::new(),
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
