//! Sources in, [`Reading`]s out: [`Fetcher`].

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::future::join_all;
use url::Url;

use crate::account::{Account, CapHit, Loss};
use crate::article::Article;
use crate::error::Error;
use crate::extract::{self, Document, Draft, Extract};
use crate::http::{Body, Http, Validators};
use crate::options::Options;
use crate::page;
use crate::source::{Source, without_credentials};

/// Reads sources. Keep one for a whole run: it sees to it that no host is asked twice at a time, and it keeps
/// the run within its limits.
#[derive(Debug)]
pub struct Fetcher {
    options: Options,
    http: Http,
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

impl Fetcher {
    /// Makes a fetcher. Nothing is connected to before the first source that needs it.
    ///
    /// # Errors
    /// When the folder of a recording cannot be used.
    pub fn new(options: Options) -> Result<Self, Error> {
        let articles_left = AtomicUsize::new(options.max_articles);
        Ok(Self {
            http: Http::new(&options)?,
            options,
            articles_left,
        })
    }

    /// Reads a source: detects what it is, parses it, and fetches the pages of those items of a feed that are
    /// mere teasers. Never fails as a whole; see [`Account::error`] for why there is no article.
    pub async fn read(&self, source: &Source, progress: Progress<'_>) -> Reading {
        let mut account = Account::new(source.to_string());
        let articles = match self.collect(source, &mut account, progress).await {
            Ok(articles) => articles,
            Err(error) => {
                account.error = Some(error);
                Vec::new()
            }
        };
        account.articles = articles.len();
        Reading { account, articles }
    }

    async fn collect(
        &self,
        source: &Source,
        account: &mut Account,
        progress: Progress<'_>,
    ) -> Result<Vec<Article>, Error> {
        let document = self.load(source, account, progress).await?;
        let place = document.place.clone();
        let full_text = self.options.full_text;
        let extract = blocking(&place, move || extract::extract(&document, full_text)).await??;
        let Extract {
            kind,
            title,
            items_seen,
            mut drafts,
            repairs,
            losses,
        } = extract;
        (account.kind, account.title, account.items_seen) = (Some(kind.clone()), title, items_seen);
        account.repairs = repairs;
        account.losses.extend(losses);
        for loss in &account.losses {
            progress(Event::Lost(loss));
        }
        self.keep_within_budget(&mut drafts, account);
        progress(Event::Found(drafts.len()));
        let articles = self.complete(drafts, account, progress).await;
        if articles.is_empty() {
            return Err(Error::NoArticles {
                place,
                kind: kind.to_string(),
            });
        }
        Ok(articles)
    }

    async fn load(
        &self,
        source: &Source,
        account: &mut Account,
        progress: Progress<'_>,
    ) -> Result<Document, Error> {
        let limit = self.options.max_body_bytes;
        let place = source.to_string();
        let bytes = match source {
            Source::Url(url) => {
                let shown = without_credentials(url);
                progress(Event::Fetching(&shown));
                let response = self.http.get(url, &Validators::default()).await?;
                account.moved_to = response.moved_to;
                let body = response.document.ok_or_else(|| unasked_304(&shown))?;
                account.losses.extend(broken(&body, &shown));
                return Ok(document(place, response.url, body));
            }
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
        Ok(Document {
            place,
            url: None,
            charset: None,
            bytes,
        })
    }

    /// Takes from the run's budget of articles, and leaves out what goes beyond.
    fn keep_within_budget(&self, drafts: &mut Vec<Draft>, account: &mut Account) {
        let take = |left: usize| Some(left.saturating_sub(drafts.len()));
        let left = self
            .articles_left
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, take);
        let left = left.expect("the update always gives a value");
        if drafts.len() > left {
            let limit = self.options.max_articles;
            account.caps.push(CapHit::Articles {
                limit,
                left_out: drafts.len() - left,
            });
            drafts.truncate(left);
        }
    }

    /// Fetches what the drafts still want, all hosts side by side, and keeps the order.
    async fn complete(
        &self,
        drafts: Vec<Draft>,
        account: &mut Account,
        progress: Progress<'_>,
    ) -> Vec<Article> {
        let completed = join_all(drafts.into_iter().map(|draft| self.complete_one(draft, progress))).await;
        let mut articles = Vec::new();
        let mut out_of_time = 0;
        for (article, failures) in completed {
            for (what, url, error) in failures {
                out_of_time += usize::from(matches!(error, Error::OutOfTime { .. }));
                account.losses.push(Loss {
                    what,
                    why: reason(&error, &url),
                    url: Some(url),
                });
            }
            if !article.text.trim().is_empty() {
                articles.push(article);
            }
        }
        if out_of_time > 0 {
            let seconds = self.options.max_time.map_or(0, |limit| limit.as_secs());
            account.caps.push(CapHit::Time {
                seconds,
                left_out: out_of_time,
            });
        }
        articles
    }

    async fn complete_one(
        &self,
        draft: Draft,
        progress: Progress<'_>,
    ) -> (Article, Vec<(String, Url, Error)>) {
        let Draft { mut article, page } = draft;
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
        (article, failures)
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

/// The part of a source that is missing because the connection broke.
fn broken(body: &Body, url: &Url) -> Option<Loss> {
    let why = format!("{}; what came before it was read", body.broken.as_ref()?);
    Some(Loss {
        what: format!("everything after {} bytes", body.bytes.len()),
        url: Some(url.clone()),
        why,
    })
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
