//! What comes of reading a source: [`Reading`], and the [`Event`]s on the way.

use url::Url;

use crate::account::{Account, Loss};
use crate::article::Article;
use crate::error::Error;
use crate::extract::{self, Document, Wanted};
use crate::options::FullText;
use crate::seen::Visit;

/// Everything that was read from a source. Never all or nothing: what could be read is here, and the account
/// tells what could not.
#[derive(Debug)]
pub struct Reading {
    /// What was read, mended and lost.
    pub account: Account,
    /// The articles, in the order of the source.
    pub articles: Vec<Article>,
    /// What to store once the articles have been dealt with, so that the next run finds only what is new. `None` for
    /// anything but a feed on the network, and where nothing is [remembered](crate::Fetcher::remembering).
    pub visit: Option<Visit>,
}

impl Reading {
    pub(crate) fn new(place: String) -> Self {
        Self {
            account: Account::new(place),
            articles: Vec::new(),
            visit: None,
        }
    }

    /// Reads a document that is at hand, without a network: teasers stay teasers. `place` is what messages call it.
    ///
    /// Never panics, whatever the bytes.
    #[must_use]
    pub fn of_bytes(place: &str, bytes: Vec<u8>) -> Self {
        let mut reading = Self::new(place.to_owned());
        let document = Document {
            place: place.to_owned(),
            url: None,
            charset: None,
            bytes,
        };
        match extract::extract(
            &document,
            &Wanted {
                full_text: FullText::Never,
                ..Wanted::default()
            },
        ) {
            Ok(extract) => {
                extract.note_in(&mut reading.account);
                reading.articles = extract.drafts.into_iter().map(|draft| draft.article).collect();
            }
            Err(error) => reading.account.error = Some(error),
        }
        reading.account.articles = reading.articles.len();
        reading.refuse_empty();
        reading
    }

    /// A source of which nothing was read and nothing left out on purpose has failed.
    pub(crate) fn refuse_empty(&mut self) {
        let account = &mut self.account;
        let spared = account.is_empty
            || account.unchanged + account.older + account.filtered > 0
            || !account.caps.is_empty();
        if self.articles.is_empty() && !spared && account.error.is_none() {
            let kind = account.kind.as_ref().map(ToString::to_string).unwrap_or_default();
            account.error = Some(Error::NoArticles {
                place: account.source.clone(),
                kind,
            });
        }
    }
}

/// What is happening, for a progress display.
#[derive(Debug, Clone, Copy)]
pub enum Event<'a> {
    /// A document is about to be fetched.
    Fetching(&'a Url),
    /// A source was read and holds so many articles.
    Found(usize),
    /// An article is complete.
    Article(&'a str),
    /// Something could not be had.
    Lost(&'a Loss),
}

/// Takes [`Event`]s. Called from the task that reads; it should be quick.
pub type Progress<'a> = &'a (dyn Fn(Event<'_>) + Sync);
