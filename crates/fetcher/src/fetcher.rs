//! Sources in, [`Reading`]s out: [`Fetcher`].

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::time::Instant;

use futures_util::future::join_all;
use url::Url;

use crate::account::{Account, CapHit, Loss};
use crate::article::Article;
use crate::error::Error;
use crate::extract::{self, Document, Draft, Extract};
use crate::http::{Http, Response};
use crate::options::Options;
use crate::page;
use crate::source::Source;

/// Reads sources. Keep one for a whole run: it sees to it that no host is asked twice at a time.
#[derive(Debug)]
pub struct Fetcher {
    options: Options,
    http: Http,
    started: Instant,
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
    #[must_use]
    pub fn new(options: Options) -> Self {
        Self {
            http: Http::new(&options),
            options,
            started: Instant::now(),
        }
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
        let document = self.load(source, progress).await?;
        let place = document.place.clone();
        let full_text = self.options.full_text;
        let Extract {
            kind,
            title,
            items_seen,
            mut drafts,
            repairs,
            losses,
        } = blocking(&place, move || extract::extract(&document, full_text)).await??;
        (account.kind, account.title, account.items_seen) = (Some(kind), title, items_seen);
        account.repairs = repairs;
        for loss in &losses {
            progress(Event::Lost(loss));
        }
        account.losses = losses;

        let limit = self.options.max_articles;
        if drafts.len() > limit {
            account.caps.push(CapHit::Articles {
                limit,
                left_out: drafts.len() - limit,
            });
            drafts.truncate(limit);
        }
        progress(Event::Found(drafts.len()));
        let articles = self.complete(drafts, account, progress).await;
        if articles.is_empty() {
            let kind = account.kind.as_ref().map(ToString::to_string).unwrap_or_default();
            return Err(Error::NoArticles { place, kind });
        }
        Ok(articles)
    }

    async fn load(&self, source: &Source, progress: Progress<'_>) -> Result<Document, Error> {
        let limit = self.options.max_body_bytes;
        let place = source.to_string();
        let bytes = match source {
            Source::Url(url) => {
                progress(Event::Fetching(url));
                let Response { url, charset, body } = self.http.get(url).await?;
                return Ok(Document {
                    place,
                    url: Some(url),
                    charset,
                    bytes: body,
                });
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

    /// Fetches what the drafts still want, all hosts side by side, and keeps the order.
    async fn complete(
        &self,
        drafts: Vec<Draft>,
        account: &mut Account,
        progress: Progress<'_>,
    ) -> Vec<Article> {
        let completed = join_all(drafts.into_iter().map(|draft| async move {
            let (article, losses) = self.complete_one(draft, progress).await;
            for loss in &losses {
                progress(Event::Lost(loss));
            }
            progress(Event::Article(&article.title));
            (article, losses)
        }));
        let mut articles = Vec::new();
        for (article, losses) in completed.await {
            account.losses.extend(losses);
            if !article.text.trim().is_empty() {
                articles.push(article);
            }
        }
        articles
    }

    async fn complete_one(&self, draft: Draft, progress: Progress<'_>) -> (Article, Vec<Loss>) {
        let Draft { mut article, page } = draft;
        let mut losses = Vec::new();
        if let Some(url) = page
            && let Err(why) = self.add_page(&mut article, &url, progress).await
        {
            let what = format!("full text of \"{}\"", article.title);
            losses.push(Loss {
                what,
                url: Some(url),
                why,
            });
        }
        if self.options.originals
            && let Err(loss) = self.add_original(&mut article, progress).await
        {
            losses.push(loss);
        }
        (article, losses)
    }

    /// Replaces a teaser by the text of its page, unless the page says less; the error is a sentence.
    async fn add_page(&self, article: &mut Article, url: &Url, progress: Progress<'_>) -> Result<(), String> {
        let page = self.page(url, progress).await.map_err(|error| error.sentence())?;
        if page.word_count() <= extract::body_words(&article.text, &article.blocks) {
            return Err("the page holds no more text than the feed".to_owned());
        }
        article.published = article.published.take().or_else(|| page.published.clone());
        article.updated = article.updated.take().or_else(|| page.updated.clone());
        article.language = article.language.take().or_else(|| page.facts.language.clone());
        extract::fill_from_page(article, page);
        Ok(())
    }

    async fn add_original(&self, article: &mut Article, progress: Progress<'_>) -> Result<(), Loss> {
        let Some(original) = article
            .original
            .as_mut()
            .filter(|original| original.text.is_none())
        else {
            return Ok(());
        };
        let Some(url) = original.url.clone() else {
            return Ok(());
        };
        match self.page(&url, progress).await {
            Ok(page) => {
                original.language = original.language.take().or_else(|| page.facts.language.clone());
                let blocks: Vec<_> = page.into_blocks().into_iter().map(|block| block.text).collect();
                original.text = Some(blocks.join("\n\n"));
                Ok(())
            }
            Err(error) => {
                let what = format!("original of \"{}\"", article.title);
                Err(Loss {
                    what,
                    url: Some(url),
                    why: error.sentence(),
                })
            }
        }
    }

    async fn page(&self, url: &Url, progress: Progress<'_>) -> Result<page::Page, Error> {
        if let Some(limit) = self
            .options
            .max_time
            .filter(|limit| self.started.elapsed() >= *limit)
        {
            return Err(Error::Timeout {
                url: url.clone(),
                phase: "max-time of the whole run",
                limit,
            });
        }
        progress(Event::Fetching(url));
        let Response { url, charset, body } = self.http.get(url).await?;
        let document = Document {
            place: url.to_string(),
            url: Some(url),
            charset,
            bytes: body,
        };
        blocking(&document.place.clone(), move || extract::read_page(&document)).await?
    }
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
