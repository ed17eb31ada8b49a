//! What a site's robots.txt allows: asked once for each site, and kept for the run.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use robotxt::Robots as Rules;
use tokio::sync::OnceCell;
use url::Url;

use crate::error::Error;

/// What stands behind so many bytes is not read, as RFC 9309 permits.
const MAX_BYTES: usize = 512 * 1024;

/// The robots.txt of each site.
#[derive(Debug, Default)]
pub(super) struct RobotsCache {
    sites: Mutex<HashMap<String, Arc<OnceCell<Robots>>>>,
}

impl RobotsCache {
    /// The cell of the site, which the first to come fills.
    pub(super) fn cell(&self, url: &Url) -> Arc<OnceCell<Robots>> {
        let mut sites = self.sites.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(sites.entry(url.origin().ascii_serialization()).or_default())
    }
}

/// The address of a site's robots.txt.
pub(super) fn address(url: &Url) -> Url {
    let mut address = url.clone();
    address.set_path("/robots.txt");
    address.set_query(None);
    address.set_fragment(None);
    address
}

/// What a robots.txt says to us.
#[derive(Debug)]
pub(super) enum Robots {
    /// Some pages, others not.
    Rules(Rules),
    /// Everything: there is no robots.txt.
    Everything,
    /// Nothing: it could not be read for this reason, and may say anything.
    Nothing(Arc<Error>),
}

impl Robots {
    /// Reads an answer as RFC 9309 wants: missing means everything, out of order means nothing. `agent` is the name that the
    /// file may address us by.
    pub(super) fn of(answer: Result<Vec<u8>, Error>, agent: &str) -> Self {
        let error = match answer {
            Ok(text) => return Self::Rules(Rules::parse(&text[..text.len().min(MAX_BYTES)], agent)),
            Err(error) => error,
        };
        match error.behind_redirects() {
            Error::Status {
                status: 300..=499, ..
            }
            | Error::Redirect { .. } => Self::Everything,
            _ => Self::Nothing(Arc::new(error)),
        }
    }

    /// May the page be fetched?
    pub(super) fn permit(&self, url: &Url) -> Result<(), Error> {
        match self {
            Self::Rules(rules) if !rules.is_url_allowed(url) => Err(Error::Robots { url: url.clone() }),
            Self::Nothing(cause) => Err(Error::RobotsUnreadable {
                url: url.clone(),
                cause: Arc::clone(cause),
            }),
            _ => Ok(()),
        }
    }

    /// The pause between requests that it asks for.
    pub(super) fn delay(&self) -> Option<Duration> {
        match self {
            Self::Rules(rules) => rules.crawl_delay(),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn robots(text: &str) -> Robots {
        Robots::of(Ok(text.into()), "newsreader")
    }

    fn failed(status: u16) -> Robots {
        let url = Url::parse("https://example.org/robots.txt").unwrap();
        let error = Error::Status {
            url,
            status,
            retry_after: None,
        };
        Robots::of(Err(error), "newsreader")
    }

    fn objects(robots: &Robots, path: &str) -> bool {
        robots
            .permit(&Url::parse(&format!("https://example.org{path}")).unwrap())
            .is_err()
    }

    #[test]
    fn obeys_its_own_rules_before_those_for_all() {
        let text =
            "User-agent: *\nDisallow: /\n\nUser-agent: Newsreader\nDisallow: /private/\nCrawl-delay: 1.5\n";
        let robots = robots(text);
        assert!(objects(&robots, "/private/1") && !objects(&robots, "/news/1"));
        assert_eq!(robots.delay(), Some(Duration::from_millis(1500)));
    }

    #[test]
    fn a_missing_file_allows_all_and_a_broken_server_nothing() {
        assert!(!objects(&failed(404), "/"));
        assert!(objects(&failed(503), "/"));
        assert!(!objects(&robots("\u{0}\u{1} nonsense"), "/"));
    }
}
