//! What earlier runs mean for this one: which items are news, which were edited, what to ask the server.

use jiff::Timestamp;
use url::Url;

use crate::article::Article;
use crate::error::Error;
use crate::extract::Draft;
use crate::seen::{FeedState, ItemHash, SeenFeed, SeenItems, Validators, Visit, VisitOutcome, VisitedItem};
use crate::source::Source;

/// What is known about a source. Empty for anything but a feed whose visits are stored.
#[derive(Debug, Default)]
pub(crate) struct Recall {
    /// The address under which the feed is known.
    feed: Option<Url>,
    known: SeenFeed,
    /// Read everything again, whatever is known.
    all: bool,
}

impl Recall {
    /// Recalls what is known about a source.
    ///
    /// # Errors
    /// When the feed is gone or must be left alone for now, unless `all` is asked for; when the store fails.
    pub(crate) fn of(seen: Option<&dyn SeenItems>, source: &Source, all: bool) -> Result<Self, Error> {
        let (Some(seen), Some(feed)) = (seen, source.address()) else {
            return Ok(Self::default());
        };
        let known = seen.recall(&feed).map_err(Error::Seen)?;
        if !all {
            refuse_if_gone_or_resting(&feed, &known.state)?;
        }
        Ok(Self {
            feed: Some(feed),
            known,
            all,
        })
    }

    /// The address to ask: the new one of a feed that moved for good. Credentials are for the old one only.
    pub(crate) fn address<'a>(&'a self, url: &'a Url) -> &'a Url {
        self.known.state.moved_to.as_ref().unwrap_or(url)
    }

    /// What to show the server, so that it need not send what we have.
    pub(crate) fn validators(&self) -> Validators {
        if self.all {
            Validators::default()
        } else {
            self.known.state.validators.clone()
        }
    }

    /// The number of items that were seen before.
    pub(crate) fn known_items(&self) -> usize {
        self.known.items.len()
    }

    /// Format and title of the feed, as an earlier run saw them.
    pub(crate) fn description(&self) -> (Option<&str>, Option<&str>) {
        (
            self.known.state.kind.as_deref(),
            self.known.state.title.as_deref(),
        )
    }

    /// Takes out the items of which the feed says what it said before.
    pub(crate) fn sift(&self, drafts: Vec<Draft>) -> (Vec<Draft>, Vec<VisitedItem>) {
        let (mut news, mut unchanged) = (Vec::new(), Vec::new());
        for draft in drafts {
            let known = self.known.items.get(&draft.article.id).filter(|_| !self.all);
            if known.is_some_and(|known| Some(known.hash) == draft.hash) {
                unchanged.extend(draft.hash.map(|hash| visited(&draft.article, hash, None)));
            } else {
                news.push(draft);
            }
        }
        (news, unchanged)
    }

    /// Compares a complete article with its earlier text. `false` if it says what it said before.
    pub(crate) fn compare(&self, article: &mut Article) -> bool {
        let Some(known) = self.known.items.get(&article.id) else {
            return true;
        };
        if known.text == article.text.string {
            return self.all;
        }
        article.previous = Some(known.text.clone());
        true
    }

    /// A visit to this feed; `None` if its visits are not stored.
    pub(crate) fn visit(&self, outcome: VisitOutcome) -> Option<Visit> {
        Some(Visit {
            feed: self.feed.clone()?,
            outcome,
        })
    }
}

/// Returns the trace of an item of a feed; `text` is that of its article, if one was made.
pub(crate) fn visited(article: &Article, hash: ItemHash, text: Option<String>) -> VisitedItem {
    VisitedItem {
        id: article.id.clone(),
        url: article.url.clone(),
        hash,
        text,
    }
}

fn refuse_if_gone_or_resting(feed: &Url, state: &FeedState) -> Result<(), Error> {
    if let Some(since) = state.gone_since {
        return Err(Error::Gone {
            url: feed.clone(),
            since,
        });
    }
    if let Some(until) = state.next_allowed.filter(|until| *until > Timestamp::now()) {
        return Err(Error::Resting {
            url: feed.clone(),
            failures: state.failures,
            until,
        });
    }
    Ok(())
}

/// What the failure to read a feed is remembered as: only what may be the server's fault.
pub(crate) fn failure(error: &Error) -> Option<VisitOutcome> {
    match error {
        Error::Status {
            status, retry_after, ..
        } => Some(VisitOutcome::Failed {
            gone: *status == 410,
            retry_after: *retry_after,
        }),
        Error::Network { .. } | Error::Timeout { .. } | Error::Redirect { .. } => {
            Some(VisitOutcome::Failed {
                gone: false,
                retry_after: None,
            })
        }
        _ => None,
    }
}

/// May the same request succeed in the next run? What it was for is then not remembered as seen.
pub(crate) fn may_pass(error: &Error) -> bool {
    match error {
        Error::Status { status, .. } => *status == 429 || *status >= 500,
        Error::Network { .. }
        | Error::Timeout { .. }
        | Error::GivenUp { .. }
        | Error::OutOfTime { .. }
        | Error::RobotsUnreadable { .. } => true,
        _ => false,
    }
}
