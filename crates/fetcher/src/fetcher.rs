//! Sources in, [`Reading`]s out: [`Fetcher`].

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;

use crate::error::Error;
use crate::extract::Wanted;
use crate::http::Http;
use crate::job::{Job, Resources};
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
