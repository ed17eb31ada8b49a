//! Sources in, [`Reading`]s out: [`Fetcher`].

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::future::join_all;
use jiff::Timestamp;
use url::Url;

use crate::account::{Account, CapHit, Loss, SourceKind};
use crate::article::Article;
use crate::error::Error;
use crate::extract::{self, Document, Draft, Extract};
use crate::http::{Body, Http, Validators};
use crate::memory::{self, Memory};
use crate::options::{FullText, Options, Tape};
use crate::page;
use crate::source::{Source, without_credentials};
use crate::state::{Outcome, Run, Seen, State, Visit};

/// Reads sources. Keep one for a whole run: it sees to it that no host is asked twice at a time, and it keeps
/// the run within its limits.
#[derive(Debug)]
pub struct Fetcher {
    options: Options,
    http: Http,
    state: Option<State>,
    /// How many articles the run may still take.
    articles_left: AtomicUsize,
}

/// Everything that was read from a source. Never all or nothing: what could be read is here, and the account
/// tells what could not.
#[derive(Debug)]
pub struct Reading {
    /// What was read, mended and lost.
    pub account: Account,
    /// The articles, in the order of the source.
    pub articles: Vec<Article>,
    /// What to [`remember`](Fetcher::remember) once the articles have been checked.
    pub visit: Option<Visit>,
}

impl Reading {
    /// Reads a document that is at hand, without a network: teasers stay teasers. `place` is what messages call it.
    ///
    /// Never panics, whatever the bytes.
    #[must_use]
    pub fn of_bytes(place: &str, bytes: Vec<u8>) -> Self {
        let mut reading = Self {
            account: Account::new(place.to_owned()),
            articles: Vec::new(),
            visit: None,
        };
        let document = Document {
            place: place.to_owned(),
            url: None,
            charset: None,
            bytes,
        };
        match extract::extract(&document, FullText::Never) {
            Ok(extract) => {
                reading.account.take(&extract);
                reading.articles = extract.drafts.into_iter().map(|draft| draft.article).collect();
            }
            Err(error) => reading.account.error = Some(error),
        }
        reading.account.articles = reading.articles.len();
        reading
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

/// An article that is complete, what could not be had for it, and the trace that it leaves.
struct Completed {
    article: Article,
    failures: Vec<(String, Url, Error)>,
    seen: Option<Seen>,
}

impl Fetcher {
    /// Makes a fetcher. Nothing is connected to before the first source that needs it.
    ///
    /// # Errors
    /// When the state or the folder of a recording cannot be used.
    pub fn new(options: Options) -> Result<Self, Error> {
        // A recording is of a whole run, so that it can be replayed by anybody.
        let state = options.state.as_deref().filter(|_| options.tape == Tape::Off);
        Ok(Self {
            http: Http::new(&options)?,
            state: state.map(State::open).transpose()?,
            articles_left: AtomicUsize::new(options.max_articles),
            options,
        })
    }

    /// Reads a source: detects what it is, parses it, and fetches the pages of those items of a feed that are
    /// mere teasers. With a state, items of a feed that were seen before are left out, unless edited.
    ///
    /// Never fails as a whole; see [`Account::error`] for why there is no article.
    pub async fn read(&self, source: &Source, progress: Progress<'_>) -> Reading {
        let mut reading = Reading {
            account: Account::new(source.to_string()),
            articles: Vec::new(),
            visit: None,
        };
        if let Err(error) = self.fill(&mut reading, source, progress).await {
            reading.account.error = Some(error);
        }
        reading.account.articles = reading.articles.len();
        reading.account.edited = reading
            .articles
            .iter()
            .filter(|article| article.previous.is_some())
            .count();
        reading
    }

    /// Remembers a visit, so that the next run finds only what is new. `fingerprints` has the findings of each
    /// article by its id. Does nothing without a state.
    ///
    /// # Errors
    /// When the state cannot be written.
    pub fn remember(&self, visit: &Visit, fingerprints: &BTreeMap<String, Vec<String>>) -> Result<(), Error> {
        self.state.as_ref().map_or(Ok(()), |state| {
            state.remember(visit, fingerprints, Timestamp::now())
        })
    }

    /// The fingerprints that were last remembered for an item of a feed; none without a state.
    ///
    /// # Errors
    /// When the state cannot be read.
    pub fn remembered_fingerprints(&self, feed: &Url, id: &str) -> Result<Vec<String>, Error> {
        let feed = without_credentials(feed);
        self.state
            .as_ref()
            .map_or(Ok(Vec::new()), |state| state.fingerprints(&feed, id))
    }

    /// Adds a run to those that are remembered. Does nothing without a state.
    ///
    /// # Errors
    /// When the state cannot be written.
    pub fn remember_run(&self, run: &Run) -> Result<(), Error> {
        self.state.as_ref().map_or(Ok(()), |state| state.add_run(run))
    }

    /// The latest runs, `most` at most, oldest first; none without a state.
    ///
    /// # Errors
    /// When the state cannot be read.
    pub fn runs(&self, most: u32) -> Result<Vec<Run>, Error> {
        self.state
            .as_ref()
            .map_or(Ok(Vec::new()), |state| state.runs(most))
    }

    async fn fill(
        &self,
        reading: &mut Reading,
        source: &Source,
        progress: Progress<'_>,
    ) -> Result<(), Error> {
        let memory = Memory::recall(self.state.as_ref(), source, self.options.all)?;
        let loaded = self.load(source, &memory, &mut reading.account, progress).await;
        let Some((document, validators)) = loaded.inspect_err(|error| {
            reading.visit = memory::failure(error).and_then(|outcome| memory.visit(outcome));
        })?
        else {
            note_unchanged(reading, &memory);
            return Ok(());
        };
        let place = document.place.clone();
        let full_text = self.options.full_text;
        let extract = blocking(&place, move || extract::extract(&document, full_text)).await??;
        self.take(reading, &memory, extract, validators, progress).await;
        if reading.articles.is_empty() && reading.account.unchanged == 0 {
            let kind = reading
                .account
                .kind
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default();
            return Err(Error::NoArticles { place, kind });
        }
        Ok(())
    }

    /// Loads a source; `None` if a server says that it has not changed.
    async fn load(
        &self,
        source: &Source,
        memory: &Memory,
        account: &mut Account,
        progress: Progress<'_>,
    ) -> Result<Option<(Document, Validators)>, Error> {
        let limit = self.options.max_body_bytes;
        let place = source.to_string();
        let bytes = match source {
            Source::Url(url) => return self.load_url(url, memory, account, progress).await,
            Source::Path(path) => {
                let path = path.clone();
                blocking(&place, move || read_file(&path, limit)).await?
            }
            Source::Stdin => blocking(&place, move || read_within(io::stdin(), limit)).await?,
        };
        let bytes = bytes.map_err(|source| Error::Unreadable {
            path: place.clone(),
            source,
        })?;
        let bytes = bytes.ok_or_else(|| Error::TooLarge {
            place: place.clone(),
            limit,
        })?;
        Ok(Some((
            Document {
                place,
                url: None,
                charset: None,
                bytes,
            },
            Validators::default(),
        )))
    }

    async fn load_url(
        &self,
        url: &Url,
        memory: &Memory,
        account: &mut Account,
        progress: Progress<'_>,
    ) -> Result<Option<(Document, Validators)>, Error> {
        let address = memory.address(url);
        let shown = without_credentials(address);
        progress(Event::Fetching(&shown));
        let response = self.http.get(address, &memory.validators()).await?;
        let moved_before = Some(shown.clone()).filter(|address| *address != without_credentials(url));
        account.moved_to = response.moved_to.or(moved_before);
        let Some(mut body) = response.document else {
            return if memory.known_items() > 0 {
                Ok(None)
            } else {
                Err(unasked_304(&shown))
            };
        };
        let mut validators = response.validators;
        if let Some(why) = body.broken.take() {
            let why = format!("{why}; what came before it was read");
            let what = format!("everything after {} bytes", body.bytes.len());
            account.losses.push(Loss {
                what,
                url: Some(shown),
                why,
            });
            // The rest is to be had the next time.
            validators = Validators::default();
        }
        Ok(Some((
            document(account.source.clone(), response.url, body),
            validators,
        )))
    }

    /// Takes over what a document holds, as far as it is news.
    async fn take(
        &self,
        reading: &mut Reading,
        memory: &Memory,
        extract: Extract,
        mut validators: Validators,
        progress: Progress<'_>,
    ) {
        let Reading {
            account,
            articles,
            visit,
        } = reading;
        account.take(&extract);
        let Extract {
            kind, title, drafts, ..
        } = extract;
        for loss in &account.losses {
            progress(Event::Lost(loss));
        }
        let (mut drafts, mut seen) = memory.sift(drafts);
        account.unchanged = seen.len();
        let mut complete = self.keep_within_budget(&mut drafts, account);
        progress(Event::Found(drafts.len()));
        for Completed {
            mut article,
            failures,
            seen: trace,
        } in self.complete(drafts, progress).await
        {
            let again = failures.iter().any(|(_, _, error)| memory::may_pass(error));
            complete &= !again;
            self.note_failures(account, failures);
            if article.text.trim().is_empty() {
                continue;
            }
            // What may be had in full the next time has not been seen yet.
            seen.extend(trace.filter(|_| !again));
            if memory.compare(&mut article) {
                articles.push(article);
            } else {
                account.unchanged += 1;
            }
        }
        if !complete {
            // Otherwise the server would say that nothing changed, and the rest would never be read.
            validators = Validators::default();
        }
        if let SourceKind::Feed(kind) = kind {
            let moved_to = account.moved_to.clone();
            *visit = memory.visit(Outcome::Read {
                kind,
                title,
                validators,
                moved_to,
                seen,
            });
        }
    }

    /// Takes from the run's budget of articles, and leaves out what goes beyond; `false` if anything does.
    fn keep_within_budget(&self, drafts: &mut Vec<Draft>, account: &mut Account) -> bool {
        let take = |left: usize| Some(left.saturating_sub(drafts.len()));
        let left = self
            .articles_left
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, take);
        let left = left.expect("the update always gives a value");
        if drafts.len() <= left {
            return true;
        }
        let limit = self.options.max_articles;
        account.caps.push(CapHit::Articles {
            limit,
            left_out: drafts.len() - left,
        });
        drafts.truncate(left);
        false
    }

    fn note_failures(&self, account: &mut Account, failures: Vec<(String, Url, Error)>) {
        for (what, url, error) in failures {
            if matches!(error, Error::OutOfTime { .. }) {
                let limit = self.options.max_time.unwrap_or_default();
                account.note_out_of_time(limit);
            }
            account.losses.push(Loss {
                what,
                why: reason(&error, &url),
                url: Some(url),
            });
        }
    }

    /// Fetches what the drafts still want, all hosts side by side, and keeps the order.
    async fn complete(&self, drafts: Vec<Draft>, progress: Progress<'_>) -> Vec<Completed> {
        join_all(drafts.into_iter().map(|draft| self.complete_one(draft, progress))).await
    }

    async fn complete_one(&self, draft: Draft, progress: Progress<'_>) -> Completed {
        let Draft {
            mut article,
            page,
            hash,
        } = draft;
        let mut failures = Vec::new();
        if let Some(url) = page
            && let Err(error) = self.add_page(&mut article, &url, progress).await
        {
            failures.push((format!("full text of \"{}\"", article.title), url, error));
        }
        if let Some(url) = self.wanted_original(&article)
            && let Err(error) = self.add_original(&mut article, &url, progress).await
        {
            failures.push((format!("original of \"{}\"", article.title), url, error));
        }
        for (what, url, error) in &failures {
            progress(Event::Lost(&Loss {
                what: what.clone(),
                why: reason(error, url),
                url: Some(url.clone()),
            }));
        }
        progress(Event::Article(&article.title));
        let seen = hash.map(|hash| Seen::new(&article, hash, Some(article.text.clone())));
        Completed {
            article,
            failures,
            seen,
        }
    }

    /// Replaces a teaser by the text of its page, unless the page says less.
    async fn add_page(&self, article: &mut Article, url: &Url, progress: Progress<'_>) -> Result<(), Error> {
        let page = self.page(url, progress).await?;
        if page.word_count() <= extract::body_words(&article.text, &article.blocks) {
            return Err(Error::NoMoreText { url: url.clone() });
        }
        article.published = article.published.take().or_else(|| page.published.clone());
        article.updated = article.updated.take().or_else(|| page.updated.clone());
        article.language = article.language.take().or_else(|| page.facts.language.clone());
        extract::fill_from_page(article, page);
        Ok(())
    }

    fn wanted_original(&self, article: &Article) -> Option<Url> {
        let original = article
            .original
            .as_ref()
            .filter(|original| original.text.is_none())?;
        original.url.clone().filter(|_| self.options.originals)
    }

    async fn add_original(
        &self,
        article: &mut Article,
        url: &Url,
        progress: Progress<'_>,
    ) -> Result<(), Error> {
        let page = self.page(url, progress).await?;
        if let Some(original) = &mut article.original {
            original.language = original.language.take().or_else(|| page.facts.language.clone());
            let blocks: Vec<_> = page.blocks.iter().map(|(_, text)| text.as_str()).collect();
            original.text = Some(blocks.join("\n\n"));
        }
        Ok(())
    }

    async fn page(&self, url: &Url, progress: Progress<'_>) -> Result<page::Page, Error> {
        progress(Event::Fetching(url));
        let response = self.http.get_page(url).await?;
        let body = response.document.ok_or_else(|| unasked_304(url))?;
        if let Some(why) = body.broken {
            // Half an article would pass for a whole one.
            return Err(Error::Network {
                url: url.clone(),
                why,
            });
        }
        let document = document(url.to_string(), response.url, body);
        blocking(url.as_str(), move || extract::read_page(&document)).await?
    }
}

fn document(place: String, url: Url, body: Body) -> Document {
    Document {
        place,
        url: Some(url),
        charset: body.charset,
        bytes: body.bytes,
    }
}

/// The server says that there is nothing new.
fn note_unchanged(reading: &mut Reading, memory: &Memory) {
    let (kind, title) = memory.description();
    reading.account.kind = kind.map(|kind| SourceKind::Feed(kind.to_owned()));
    reading.account.title = title.map(str::to_owned);
    reading.account.unchanged = memory.known_items();
    reading.visit = memory.visit(Outcome::NotModified);
}

/// "Not modified" without having been asked.
fn unasked_304(url: &Url) -> Error {
    Error::Status {
        url: url.clone(),
        status: 304,
        retry_after: None,
    }
}

/// The error without the address, which stands beside it.
fn reason(error: &Error, url: &Url) -> String {
    let sentence = error.sentence();
    sentence
        .strip_prefix(&format!("{url}: "))
        .map_or_else(|| sentence.clone(), str::to_owned)
}

/// Runs what takes processor time, or blocks, beside the network. A panic in it becomes an error.
async fn blocking<T: Send + 'static>(
    place: &str,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Error> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| Error::Unparsable {
            place: place.to_owned(),
            kind: "a document".to_owned(),
            why: format!("the parser gave up ({error})"),
        })
}

fn read_file(path: &Path, limit: u64) -> io::Result<Option<Vec<u8>>> {
    read_within(File::open(path)?, limit)
}

/// Everything there is to read, or `None` when it is more than the limit.
fn read_within(reader: impl Read, limit: u64) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    reader.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= limit).then_some(bytes))
}
