//! What earlier runs mean for this one: which items are news, which were edited, what to ask the server.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::OnceLock;

use jiff::Timestamp;
use url::Url;

use crate::article::Article;
use crate::error::Error;
use crate::extract::Draft;
use crate::identity;
use crate::seen::{
    self, FeedState, ItemHash, SeenFeed, SeenItem, SeenItems, Validators, Visit, VisitOutcome, VisitedItem,
};
use crate::source::Source;

/// What is known about a source. Empty for anything but a feed whose visits are stored.
#[derive(Debug, Default)]
pub(crate) struct Recall {
    /// The address under which the feed is known.
    feed: Option<Url>,
    known: SeenFeed,
    /// The known items that this visit has found, each of which is one item of the feed.
    found: HashSet<String>,
    /// The known items by the hashes of their texts; made when it is first asked for.
    texts: OnceLock<HashMap<ItemHash, BTreeSet<String>>>,
    /// The new address of the feed, if this visit found no feed there.
    left: Option<Url>,
    /// Read everything again, whatever is known.
    all: bool,
}

impl Recall {
    /// Recalls what is known about a source.
    ///
    /// # Errors
    /// When the feed is gone or must be left alone for now, unless `all` is asked for; when the store fails.
    pub(crate) fn of(store: Option<&dyn SeenItems>, source: &Source, all: bool) -> Result<Self, Error> {
        let (Some(store), Some(feed)) = (store, source.address()) else {
            return Ok(Self::default());
        };
        let known = store.recall(&feed).map_err(Error::Seen)?;
        if !all {
            refuse_if_gone_or_resting(&feed, &known.state)?;
        }
        Ok(Self {
            feed: Some(feed),
            known,
            found: HashSet::new(),
            texts: OnceLock::new(),
            left: None,
            all,
        })
    }

    /// The address to ask: the new one of a feed that moved for good. Credentials are for the old one only.
    pub(crate) fn address<'a>(&'a self, url: &'a Url) -> &'a Url {
        self.known.state.moved_to.as_ref().unwrap_or(url)
    }

    /// Takes away the new address of a feed that moved for good, so that the old one is asked again; `None` if it did not.
    pub(crate) fn take_new_address(&mut self) -> Option<Url> {
        let moved_to = self.known.state.moved_to.take()?;
        // They are of what was found there.
        self.known.state.validators = Validators::default();
        self.left = Some(moved_to.clone());
        Some(moved_to)
    }

    /// The new address that was given up, to which the old one may still redirect.
    pub(crate) fn left_address(&self) -> Option<&Url> {
        self.left.as_ref()
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

    /// Takes out the items of which the feed says what it said before. All that are known have the id that is stored.
    pub(crate) fn sift(&mut self, mut drafts: Vec<Draft>) -> (Vec<Draft>, Vec<VisitedItem>) {
        self.find_by_id(&drafts);
        self.find_by_address(&mut drafts);
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

    fn find_by_id(&mut self, drafts: &[Draft]) {
        let ids = drafts.iter().map(|draft| &draft.article.id);
        let known = ids.filter(|id| self.known.items.contains_key(*id));
        self.found = known.cloned().collect();
    }

    /// Finds items whose id is not known by the address of their page. One that several items have, known ones or those of
    /// the feed, says nothing: it is a live blog's, or that of a section.
    fn find_by_address(&mut self, drafts: &mut [Draft]) {
        if drafts.iter().all(|draft| self.found.contains(&draft.article.id)) {
            return;
        }
        let known = self.known.items.iter();
        let known = single(known.map(|(id, item)| (item.url.as_ref().and_then(identity::page_key), id)));
        let key = |draft: &Draft| draft.article.url.as_ref().and_then(identity::page_key);
        let drafted = single(drafts.iter().enumerate().map(|(at, draft)| (key(draft), at)));
        let pairs = drafted
            .into_iter()
            .filter_map(|(key, at)| Some((at, *known.get(&key)?)));
        for (at, id) in pairs {
            let draft = &mut drafts[at];
            if !self.found.contains(&draft.article.id) && self.found.insert(id.clone()) {
                draft.article.id.clone_from(id);
            }
        }
    }

    /// Compares a complete article with its earlier text. `false` if it says what it said before, be it under another id
    /// and address: then it has the id that is stored. `hash` is that of what the feed says of it.
    pub(crate) fn compare(&mut self, article: &mut Article, hash: Option<ItemHash>) -> bool {
        let Some(known) = self.known.items.get(&article.id) else {
            return !self.find_by_text(article) || self.all;
        };
        if known.text == article.text.string {
            return self.all;
        }
        // Whoever could read only a part before has not seen an edit now.
        if hash.map(seen::unfinished) != Some(known.hash) {
            article.previous = Some(known.text.clone());
        }
        true
    }

    /// Finds an article whose id is not known among those that the feed no longer holds. The same words are checked to the
    /// same end, so of several any will do; it is the same one each time.
    fn find_by_text(&mut self, article: &mut Article) -> bool {
        let known = &self.known.items;
        let texts = self.texts.get_or_init(|| by_text(known));
        let same = texts.get(&seen::hash(&[&article.text.string]));
        let Some(id) = same.and_then(|ids| ids.iter().find(|id| !self.found.contains(*id))) else {
            return false;
        };
        article.id.clone_from(id);
        self.found.insert(id.clone())
    }

    /// A visit to this feed; `None` if its visits are not stored.
    pub(crate) fn visit(&self, outcome: VisitOutcome) -> Option<Visit> {
        Some(Visit {
            feed: self.feed.clone()?,
            outcome,
        })
    }
}

/// What has a key that nothing else has.
fn single<T>(entries: impl Iterator<Item = (Option<String>, T)>) -> HashMap<String, T> {
    let mut found = HashMap::new();
    for (key, value) in entries {
        if let Some(key) = key {
            found
                .entry(key)
                .and_modify(|value| *value = None)
                .or_insert(Some(value));
        }
    }
    let found = found.into_iter();
    found.filter_map(|(key, value)| Some((key, value?))).collect()
}

fn by_text(known: &HashMap<String, SeenItem>) -> HashMap<ItemHash, BTreeSet<String>> {
    let mut texts = HashMap::<_, BTreeSet<_>>::new();
    for (id, item) in known {
        let ids = texts.entry(seen::hash(&[&item.text])).or_default();
        ids.insert(id.clone());
    }
    texts
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
    match error.behind_redirects() {
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

/// May the same request succeed in the next run? What it was for is then asked for again.
pub(crate) fn may_pass(error: &Error) -> bool {
    match error.behind_redirects() {
        Error::Status { status, .. } => *status == 429 || *status >= 500,
        Error::Network { .. }
        | Error::Timeout { .. }
        | Error::GivenUp { .. }
        | Error::OutOfTime { .. }
        | Error::OtherPage { .. }
        | Error::RobotsUnreadable { .. } => true,
        _ => false,
    }
}
