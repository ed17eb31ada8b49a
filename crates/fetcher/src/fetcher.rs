//! Sources in, [`Reading`]s out: [`Fetcher`].

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use crate::error::Error;
use crate::extract::Wanted;
use crate::http::Http;
use crate::job::{self, Job, Resources};
use crate::lines::Lines;
use crate::local::Opened;
use crate::options::{Options, SourceOptions};
use crate::reading::{Progress, Reading};
use crate::seen::SeenItems;
use crate::source::Source;

/// Reads sources. Keep one for a whole run: it sees to it that no host is asked twice at a time, and it keeps
/// the run within its limits.
#[derive(Debug)]
pub struct Fetcher(Resources);

impl Fetcher {
    /// Makes a fetcher. Nothing is connected to before the first source that needs it, and every run is the first.
    ///
    /// # Errors
    /// When the folder of a recording cannot be used.
    pub fn new(options: Options) -> Result<Self, Error> {
        Ok(Self(Resources {
            http: Http::new(&options)?,
            seen: None,
            articles_left: AtomicUsize::new(options.max_articles),
            opened: Mutex::default(),
            options,
        }))
    }

    /// Leaves out, from here on, what earlier runs have seen of feeds on the network. Keep it from a run that is
    /// [recorded](crate::Tape::Record): only a recording of the whole run can be replayed by anybody.
    #[must_use]
    pub fn remembering(mut self, seen: Arc<dyn SeenItems>) -> Self {
        self.0.seen = Some(seen);
        self
    }

    /// Opens a source that is JSON Lines on this machine, to be read line by line, however many there are. `None` for
    /// anything else, and for what cannot be opened: [`read_with`](Self::read_with) reads it or says why. What was
    /// taken from a pipe in order to tell is kept for that.
    pub async fn open_lines(&self, source: &Source) -> Option<Lines> {
        let limit = self.0.options.max_body_bytes;
        let opened = job::open(source, limit).await?.ok()?;
        match opened {
            Opened::Lines(input) => Some(Lines::new(input, limit)),
            Opened::Other(input) => {
                self.0.keep_opened(source, input);
                None
            }
        }
    }

    /// Takes an article from what the run may still have of files and standard input; `false` if that is nothing.
    pub fn take_local_article(&self) -> bool {
        let take = |left: usize| left.checked_sub(1);
        !self.0.options.limit_local
            || self
                .0
                .articles_left
                .fetch_update(Ordering::Relaxed, Ordering::Relaxed, take)
                .is_ok()
    }

    /// The options that it was made with.
    #[must_use]
    pub fn options(&self) -> &Options {
        &self.0.options
    }

    /// Reads a source: detects what it is, parses it, and fetches the pages of those items of a feed that are
    /// mere teasers. Items of a feed that [earlier runs](Self::remembering) have seen are left out, unless edited.
    ///
    /// Never fails as a whole; see [`Account::error`](crate::Account::error) for why there is no article.
    pub async fn read(&self, source: &Source, progress: Progress<'_>) -> Reading {
        self.read_with(source, &SourceOptions::default(), progress).await
    }

    /// As [`read`](Self::read), with options for this source alone.
    pub async fn read_with(
        &self,
        source: &Source,
        options: &SourceOptions,
        progress: Progress<'_>,
    ) -> Reading {
        let full_text = options.full_text.unwrap_or(self.0.options.full_text);
        let wanted = Wanted {
            full_text,
            original: options.original.clone(),
            selectors: options.selectors.clone(),
            items: options.items.clone(),
            fields: options.fields.clone(),
        };
        Job {
            resources: &self.0,
            wanted,
            home: source.address(),
            headers: &options.headers,
            progress,
        }
        .read(source)
        .await
    }
}
