//! Why a source gave nothing: [`Error`].

use std::fmt::Write as _;
use std::io;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use serde::{Serialize, Serializer};
use url::Url;

/// Why a source, or a page that it needs, could not be read. Every variant names its URL or path.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A source that is neither a readable path nor an http(s) URL.
    #[error("{input}: {why}")]
    BadSource {
        /// The source as written.
        input: String,
        /// What is wrong with it.
        why: String,
    },
    /// A pattern that is no regular expression.
    #[error("{pattern}: is no regular expression: {why}")]
    BadPattern {
        /// The pattern as written.
        pattern: String,
        /// What is wrong with it.
        why: String,
    },
    /// A selector that is none of CSS.
    #[error("{selector}: is no CSS selector")]
    BadSelector {
        /// The selector as written.
        selector: String,
    },
    /// A header that cannot be sent. What it says is no part of the error: it may be a secret.
    #[error("{name}: {why}")]
    BadHeader {
        /// Its name as written.
        name: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// An address of a proxy that is none. It is not shown: a password may be in it.
    #[error("the proxy must be the address of one, http or https")]
    BadProxy,
    /// The file, folder or standard input could not be read.
    #[error("{path}: cannot be read")]
    Unreadable {
        /// The path, or `-`.
        path: String,
        /// The system's reason.
        source: io::Error,
    },
    /// Nothing to read but white space.
    #[error("{place}: is empty")]
    Empty {
        /// The URL or path.
        place: String,
    },
    /// The bytes are no text in any encoding.
    #[error("{place}: is not text (binary data)")]
    Binary {
        /// The URL or path.
        place: String,
    },
    /// Larger than [`Options::max_body_bytes`](crate::Options::max_body_bytes).
    #[error("{place}: is larger than the limit of {limit} bytes (after decompression)")]
    TooLarge {
        /// The URL or path.
        place: String,
        /// The limit in bytes.
        limit: u64,
    },
    /// A feed by its looks, but no parser could make sense of it.
    #[error("{place}: looks like {kind}, but cannot be parsed: {why}")]
    Unparsable {
        /// The URL or path.
        place: String,
        /// What it looks like.
        kind: String,
        /// The parser's reason.
        why: String,
    },
    /// The bytes hold items, none of which could be read.
    #[error("{place}: holds {seen} item(s), none of which could be read")]
    ItemsLost {
        /// The URL or path.
        place: String,
        /// Items counted in the bytes.
        seen: usize,
    },
    /// Well-formed, and nothing to check in it.
    #[error("{place}: holds no article ({kind})")]
    NoArticles {
        /// The URL or path.
        place: String,
        /// What was read.
        kind: String,
    },
    /// A feed that is whole and holds no items.
    #[error("{place}: holds no article ({format} without items)")]
    EmptyFeed {
        /// The URL or path.
        place: String,
        /// The feed's format, such as `RSS 2.0`.
        format: String,
    },
    /// The answer to a request for an article's page is another page: a check for robots, a request for consent, a site
    /// under maintenance.
    #[error("{url}: it shares next to no words with the item, so it is not taken for the article")]
    OtherPage {
        /// The URL that was asked for.
        url: Url,
    },
    /// The article's page leads to the front page of its site, as that of a removed article does.
    #[error("{url}: it redirects to a front page, so it is not taken for the article")]
    FrontPage {
        /// The URL that was asked for.
        url: Url,
    },
    /// An article is split over more pages than are read.
    #[error("{url}: the article has more than {limit} pages, and no more are read")]
    MorePages {
        /// The first page that was not asked for.
        url: Url,
        /// The pages that were read.
        limit: usize,
    },
    /// A page that ends amid its elements: the server sent, or announced, less than there is.
    #[error("{url}: the page breaks off before its end; what came before was read")]
    CutPage {
        /// The page.
        url: Url,
    },
    /// An address that is that of a feed by its looks, and that gives something else.
    #[error("{place}: has the address of a feed, and is a {is}")]
    NoFeed {
        /// The URL.
        place: String,
        /// What it is.
        is: String,
    },
    /// What was a feed in earlier runs is something else now, perhaps the page of a site under maintenance.
    #[error("{place}: was {was} in an earlier run, and is {is} now")]
    NoFeedAnyMore {
        /// The URL.
        place: String,
        /// The feed's format, such as `RSS 2.0`.
        was: String,
        /// What it is now.
        is: String,
    },
    /// A list of feeds in OPML, which holds no article itself.
    #[error("{place}: is a list of {} feed(s)", feeds.len())]
    FeedList {
        /// The URL or path.
        place: String,
        /// The feeds, those with an address that can be fetched.
        feeds: Vec<Url>,
    },
    /// A web page in which no article was found; perhaps one of its feeds was meant.
    #[error("{place}: is a web page without an article{}", feed_hint(.feeds))]
    PageWithoutArticle {
        /// The URL or path.
        place: String,
        /// The feeds that the page links to.
        feeds: Vec<Url>,
    },
    /// The URL's scheme is neither http nor https.
    #[error("{url}: only http and https are fetched")]
    Scheme {
        /// The URL that was asked for, or to which a redirect led.
        url: String,
    },
    /// The address is private, local or otherwise not of the public internet, and not allowed by
    /// [`Options::allow_hosts`](crate::Options::allow_hosts).
    #[error("{url}: {address} is not a public address")]
    ForbiddenAddress {
        /// The URL that was asked for, or to which a redirect led.
        url: Url,
        /// The address that was refused.
        address: IpAddr,
    },
    /// A redirect from https to http.
    #[error("{from}: redirects from https to unprotected {to}")]
    Downgrade {
        /// The page that redirects.
        from: Url,
        /// Where it leads.
        to: String,
    },
    /// More redirects than five, or one that leads nowhere.
    #[error("{url}: {why}")]
    Redirect {
        /// The URL that was asked for.
        url: Url,
        /// What is wrong.
        why: String,
    },
    /// What was asked for redirects to something that cannot be had.
    #[error("{url}: redirects to {error}")]
    Redirected {
        /// The URL that was asked for.
        url: Url,
        /// Why what it leads to cannot be had.
        error: Box<Error>,
    },
    /// The server answered with a status other than success.
    #[error("{url}: the server answered {status}{}", retry_hint(*.retry_after))]
    Status {
        /// The URL that was asked for.
        url: Url,
        /// The HTTP status code.
        status: u16,
        /// How long the server wants to be left alone.
        retry_after: Option<Duration>,
    },
    /// The server could not be reached, or broke off.
    #[error("{url}: {why}")]
    Network {
        /// The URL that was asked for.
        url: Url,
        /// The client's reason.
        why: String,
    },
    /// The host could not be reached so often that it was not asked again in this run.
    #[error("{url}: not asked, because the host could not be reached {times} times in a row")]
    GivenUp {
        /// The URL that was not asked for.
        url: Url,
        /// How often it was tried.
        times: u32,
    },
    /// The site's robots.txt keeps programs away from the page.
    #[error("{url}: robots.txt forbids it")]
    Robots {
        /// The URL that was not asked for.
        url: Url,
    },
    /// The site's robots.txt is there and may say anything, but cannot be read.
    #[error("{url}: robots.txt cannot be read ({})", .cause.sentence())]
    RobotsUnreadable {
        /// The URL that was not asked for.
        url: Url,
        /// Why it cannot be read.
        cause: Arc<Error>,
    },
    /// The body grew out of all proportion when it was decompressed.
    #[error("{url}: is a decompression bomb")]
    Bomb {
        /// The URL that was asked for.
        url: Url,
    },
    /// [`Options::max_time`](crate::Options::max_time) was over.
    #[error("{url}: not fetched within the time for the whole run ({limit:?})")]
    OutOfTime {
        /// The URL that was asked for.
        url: Url,
        /// The limit.
        limit: Duration,
    },
    /// The page behind a teaser is no longer than the teaser.
    #[error("{url}: the page holds no more text than the feed")]
    NoMoreText {
        /// The page.
        url: Url,
    },
    /// The feed could not be read lately and is not asked again before a certain time.
    #[error("{url}: could not be read {failures} time(s) in a row; not asked again before {until}")]
    Resting {
        /// The feed.
        url: Url,
        /// Failed visits in a row.
        failures: u32,
        /// When it will be asked again.
        until: Timestamp,
    },
    /// The server said that the feed is gone for good.
    #[error("{url}: the server said on {since} that it is gone for good (410)")]
    Gone {
        /// The feed.
        url: Url,
        /// When it said so first.
        since: Timestamp,
    },
    /// What earlier runs saw of a feed cannot be told. The error is that of the [`SeenItems`](crate::seen::SeenItems).
    #[error(transparent)]
    Seen(Box<dyn std::error::Error + Send + Sync>),
    /// A recording cannot be written or read.
    #[error("{path}: cannot record to or replay from it")]
    Tape {
        /// The folder, or the URL whose answer could not be kept.
        path: String,
        /// The system's reason.
        source: io::Error,
    },
    /// A time limit was over.
    #[error("{url}: no answer within {limit:?} ({phase})")]
    Timeout {
        /// The URL that was asked for.
        url: Url,
        /// What was waited for.
        phase: &'static str,
        /// The limit.
        limit: Duration,
    },
    /// The HTTP client could not be set up.
    #[error("cannot set up the HTTP client: {why}")]
    Client {
        /// The client's reason.
        why: String,
    },
}

impl Serialize for Error {
    /// Serializes as one sentence: the error and, after colons, its causes.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.sentence())
    }
}

impl Error {
    /// The error without the redirects that led to it.
    #[must_use]
    pub fn behind_redirects(&self) -> &Self {
        match self {
            Self::Redirected { error, .. } => error.behind_redirects(),
            error => error,
        }
    }

    /// The error as what `asked` leads to, if it was met at another address.
    pub(crate) fn beyond_redirect(self, asked: &Url, met_at: &Url) -> Self {
        let is_elsewhere = match &self {
            Self::Scheme { url } => url != asked.as_str(),
            _ => met_at != asked,
        };
        if !is_elsewhere {
            return self;
        }
        Self::Redirected {
            url: asked.clone(),
            error: Box::new(self),
        }
    }

    /// The error and its causes in one line.
    #[must_use]
    pub fn sentence(&self) -> String {
        let mut sentence = self.to_string();
        if let Self::Unreadable { source, .. } | Self::Tape { source, .. } = self.behind_redirects() {
            // Writing to a String cannot fail.
            let _ = write!(sentence, ": {source}");
        }
        sentence
    }
}

fn feed_hint(feeds: &[Url]) -> String {
    if feeds.is_empty() {
        return String::new();
    }
    let list: Vec<_> = feeds.iter().map(Url::as_str).collect();
    format!("; it links to these feeds: {}", list.join(", "))
}

fn retry_hint(retry_after: Option<Duration>) -> String {
    retry_after.map_or_else(String::new, |wait| {
        format!(" and wants to be left alone for {} s", wait.as_secs())
    })
}
