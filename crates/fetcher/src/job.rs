//! The reading of one source, from its first byte to its last page.

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::future::join_all;
use tokio::io::AsyncReadExt as _;
use url::Url;

use crate::account::{Account, CapHit, Loss, Repair, SourceKind};
use crate::article::{self, Article};
use crate::coding;
use crate::error::Error;
use crate::extract::{self, Document, Draft, Extract, Wanted};
use crate::http::own::{Own, OwnHeaders};
use crate::http::{Body, Errand, Http};
use crate::options::Options;
use crate::page::Page;
use crate::pagination;
use crate::reading::{Event, Progress, Reading};
use crate::recall::{self, Recall};
use crate::seen::{self, SeenItems, Validators, VisitOutcome, VisitedItem};
use crate::site_lines;
use crate::source::{Source, without_credentials};

/// What all sources of a run share.
#[derive(Debug)]
pub(crate) struct Resources {
    pub(crate) options: Options,
    pub(crate) http: Http,
    pub(crate) seen: Option<Arc<dyn SeenItems>>,
    /// How many articles the run may still take.
    pub(crate) articles_left: AtomicUsize,
}

/// The reading of one source.
pub(crate) struct Job<'a> {
    pub(crate) resources: &'a Resources,
    pub(crate) wanted: Wanted,
    /// The address of the source, if it has one, and the headers that go to its host.
    pub(crate) home: Option<Url>,
    pub(crate) headers: &'a OwnHeaders,
    pub(crate) progress: Progress<'a>,
}

/// An article may be split over so many pages.
const MAX_PAGES: usize = 10;

/// What a source holds, and what to show its server the next time.
type Found = (Extract, Validators);

/// An article that is complete, what could not be had for it, and the trace that it leaves.
struct Completed {
    article: Article,
    failures: Vec<Loss>,
    repairs: Vec<Repair>,
    seen: Option<VisitedItem>,
}

impl Job<'_> {
    /// Reads the source; what goes wrong is in the account.
    pub(crate) async fn read(&self, source: &Source) -> Reading {
        let mut reading = Reading::new(source.to_string());
        if let Err(error) = self.fill(&mut reading, source).await {
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

    fn own(&self) -> Option<Own<'_>> {
        let home = self.home.as_ref().filter(|_| !self.headers.is_empty());
        home.map(|home| Own::new(self.headers, home))
    }

    async fn fill(&self, reading: &mut Reading, source: &Source) -> Result<(), Error> {
        let mut recall = Recall::of(self.resources.seen.as_deref(), source, self.resources.options.all)?;
        let mut found = self.find(source, &recall, &mut reading.account).await;
        if let Err(error) = &found
            && let Some(moved_to) = recall.take_new_address()
            && let Some(back) = self.find_at_old_address(source, &recall, moved_to, error).await
        {
            (found, reading.account) = (Ok(Some(back.0)), back.1);
        }
        let found = found.inspect_err(|error| {
            reading.visit = recall::failure(error).and_then(|outcome| recall.visit(outcome));
        })?;
        let Some((extract, validators)) = found else {
            note_unchanged(reading, &recall);
            return Ok(());
        };
        self.take(reading, &mut recall, extract, validators).await;
        reading.refuse_empty();
        Ok(())
    }

    /// Loads and parses a source, or what it stands for; `None` if a server says that it has not changed.
    async fn find(
        &self,
        source: &Source,
        recall: &Recall,
        account: &mut Account,
    ) -> Result<Option<Found>, Error> {
        let Some((document, validators)) = self.load(source, recall, account).await? else {
            return Ok(None);
        };
        let place = document.place.clone();
        let wanted = self.wanted.clone();
        let extract = blocking(&place, move || extract::extract(&document, &wanted)).await?;
        let (extract, validators) = match extract {
            Err(Error::PageWithoutArticle { place, feeds }) if !feeds.is_empty() => {
                let found = self.read_feed(&feeds[0], account).await;
                let mut found = found.map_err(|_| Error::PageWithoutArticle {
                    place,
                    feeds: feeds.clone(),
                })?;
                found.repairs.push(Repair::FeedOfPage(feeds[0].clone()));
                // Those of the feed do not fit the page, which is what is asked for the next time.
                (Ok(found), Validators::default())
            }
            Err(Error::FeedList { feeds, .. }) => {
                let all = self.read_feeds(&feeds, account).await;
                (Ok(all), Validators::default())
            }
            // A quiet feed is one that was a feed before; at the first time it may be the wrong address.
            Err(Error::EmptyFeed { format, .. }) if recall.description().0.is_some() => {
                account.is_empty = true;
                // Otherwise the server would say that nothing changed, and the count of its items would be that of old ones.
                (
                    Ok(Extract::empty(format, recall.description().1)),
                    Validators::default(),
                )
            }
            extract => (extract, validators),
        };
        let extract = still_a_feed(recall.description().0, &place, extract)?;
        refuse_page_of_feed(source, &extract)?;
        Ok(Some((extract, validators)))
    }

    /// Looks for a feed at the address that it was said to have left for good, when the new one gives none: a redirect may
    /// have been a mistake, and its target may be sold. `None` if it is not there either.
    async fn find_at_old_address(
        &self,
        source: &Source,
        recall: &Recall,
        moved_to: Url,
        why: &Error,
    ) -> Option<(Found, Account)> {
        let mut account = Account::new(source.to_string());
        let found = self.find(source, recall, &mut account).await;
        let (mut extract, validators) = found.ok()??;
        if !matches!(extract.kind, SourceKind::Feed(_)) {
            return None;
        }
        extract.repairs.push(Repair::MovedBack {
            why: reason(why, &moved_to),
            from: moved_to,
        });
        Some(((extract, validators), account))
    }

    /// Reads a feed that another document names.
    async fn read_feed(&self, feed: &Url, account: &mut Account) -> Result<Extract, Error> {
        let moved_to = account.moved_to.take();
        let loaded = Box::pin(self.load_url(feed, &Recall::default(), account)).await;
        // Where the feed moved is for the document to tell that names it.
        account.moved_to = moved_to;
        let (document, _) = loaded?.ok_or_else(|| unasked_304(feed))?;
        let wanted = self.wanted.clone();
        let extract = blocking(feed.as_str(), move || extract::extract(&document, &wanted)).await??;
        match extract.kind {
            SourceKind::Feed(_) => Ok(extract),
            kind => Err(Error::NoArticles {
                place: feed.to_string(),
                kind: format!("{kind}, not a feed"),
            }),
        }
    }

    /// Reads the feeds of a list as if they were one. A feed that cannot be read is a loss.
    async fn read_feeds(&self, feeds: &[Url], account: &mut Account) -> Extract {
        let mut all = Extract::empty("OPML".to_owned(), None);
        let mut ids = HashSet::new();
        for feed in feeds {
            match self.read_feed(feed, account).await {
                Ok(found) => {
                    all.items_seen += found.items_seen;
                    all.filtered += found.filtered;
                    all.repairs.extend(found.repairs);
                    all.losses.extend(found.losses);
                    for mut draft in found.drafts {
                        if !ids.insert(draft.article.id.clone()) {
                            draft.article.id = format!("{} ({feed})", draft.article.id);
                            ids.insert(draft.article.id.clone());
                        }
                        all.drafts.push(draft);
                    }
                }
                Err(error) => all
                    .losses
                    .push(lost("a feed of the list".to_owned(), feed.clone(), error)),
            }
        }
        all
    }

    /// Loads a source; `None` if a server says that it has not changed.
    async fn load(
        &self,
        source: &Source,
        recall: &Recall,
        account: &mut Account,
    ) -> Result<Option<(Document, Validators)>, Error> {
        let limit = self.resources.options.max_body_bytes;
        let place = source.to_string();
        let bytes = match source {
            Source::Url(url) => return self.load_url(url, recall, account).await,
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
        let bytes = decompressed(&place, bytes, limit).await?;
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
        recall: &Recall,
        account: &mut Account,
    ) -> Result<Option<(Document, Validators)>, Error> {
        let address = recall.address(url);
        let shown = without_credentials(address);
        (self.progress)(Event::Fetching(&shown));
        let errand = Errand {
            validators: Some(&recall.validators()),
            own: self.own(),
            shunned: recall.left_address(),
        };
        let response = self.resources.http.get(address, &errand).await?;
        let moved_before = Some(shown.clone()).filter(|address| *address != without_credentials(url));
        account.moved_to = response.moved_to.or(moved_before);
        let Some(mut body) = response.document else {
            return if recall.known_items() > 0 {
                Ok(None)
            } else {
                Err(unasked_304(&shown))
            };
        };
        let mut validators = response.validators;
        if let Some(why) = body.broken.take() {
            let why = format!("{why}; what came before it was read");
            let what = format!("everything after {} bytes", body.bytes.len());
            account.losses.push(Loss::new(what, why).at(Some(shown)));
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
        recall: &mut Recall,
        extract: Extract,
        mut validators: Validators,
    ) {
        let Reading {
            account,
            articles,
            visit,
        } = reading;
        extract.note_in(account);
        let Extract {
            kind, title, drafts, ..
        } = extract;
        for loss in &account.losses {
            (self.progress)(Event::Lost(loss));
        }
        let (mut drafts, mut seen) = recall.sift(drafts);
        account.unchanged = seen.len();
        let found = drafts.len();
        drafts.retain(|draft| self.is_recent(&draft.article));
        account.older = found - drafts.len();
        let mut complete = self.keep_within_budget(&mut drafts, account);
        (self.progress)(Event::Found(drafts.len()));
        for Completed {
            mut article,
            failures,
            repairs,
            seen: trace,
        } in self.complete(drafts).await
        {
            let mut causes = failures.iter().filter_map(|loss| loss.cause.as_deref());
            let again = causes.any(recall::may_pass);
            complete &= !again;
            self.note_failures(account, failures);
            account.note_repairs(repairs);
            if article.text.string.trim().is_empty() {
                continue;
            }
            // Its page may have told the date that the feed kept to itself.
            if !self.is_recent(&article) {
                account.older += 1;
                continue;
            }
            let is_news = recall.compare(&mut article, trace.as_ref().map(|trace| trace.hash));
            // What may be had in full the next time is asked for again; of a text that has not changed, what is known stays.
            seen.extend(trace.map(|trace| VisitedItem {
                hash: if again {
                    seen::unfinished(trace.hash)
                } else {
                    trace.hash
                },
                id: article.id.clone(),
                text: trace.text.filter(|_| is_news),
                ..trace
            }));
            if is_news {
                articles.push(article);
            } else {
                account.unchanged += 1;
            }
        }
        if !complete || account.older + account.filtered > 0 {
            // Otherwise the server would say that nothing changed, and the rest would never be read.
            validators = Validators::default();
        }
        if let SourceKind::Feed(kind) = kind {
            let moved_to = account.moved_to.clone();
            *visit = recall.visit(VisitOutcome::Read {
                kind,
                title,
                validators,
                moved_to,
                items: seen,
            });
        }
    }

    /// Whether an article is as recent as is asked for. One without a date may be.
    fn is_recent(&self, article: &Article) -> bool {
        let Some(since) = self.resources.options.since else {
            return true;
        };
        let dates = article.published.iter().chain(&article.updated);
        dates.max().is_none_or(|latest| *latest >= since)
    }

    /// Takes from the run's budget of articles, and leaves out what goes beyond; `false` if anything does.
    fn keep_within_budget(&self, drafts: &mut Vec<Draft>, account: &mut Account) -> bool {
        let take = |left: usize| Some(left.saturating_sub(drafts.len()));
        let left = self
            .resources
            .articles_left
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, take);
        let left = left.expect("the update always gives a value");
        if drafts.len() <= left {
            return true;
        }
        let limit = self.resources.options.max_articles;
        account.caps.push(CapHit::Articles {
            limit,
            left_out: drafts.len() - left,
        });
        drafts.truncate(left);
        false
    }

    fn note_failures(&self, account: &mut Account, failures: Vec<Loss>) {
        for loss in &failures {
            if let Some(Error::OutOfTime { .. }) = loss.cause.as_deref().map(Error::behind_redirects) {
                let limit = self.resources.options.max_time.unwrap_or_default();
                account.note_out_of_time(limit);
            }
        }
        account.losses.extend(failures);
    }

    /// Fetches what the drafts still want, all hosts side by side, and keeps the order.
    async fn complete(&self, drafts: Vec<Draft>) -> Vec<Completed> {
        join_all(drafts.into_iter().map(|draft| self.complete_one(draft))).await
    }

    async fn complete_one(&self, draft: Draft) -> Completed {
        let Draft {
            mut article,
            page,
            hash,
        } = draft;
        let (mut failures, mut repairs) = (Vec::new(), Vec::new());
        if let Some(url) = page {
            // Boxed, as below: most items want no page, and the state of a request is large.
            match Box::pin(self.add_page(&mut article, &url)).await {
                Ok((mended, partly)) => {
                    repairs = mended;
                    failures = partly;
                }
                Err(error) => {
                    let what = format!("full text of \"{}\"", article.title);
                    failures.push(Loss {
                        teaser_only: true,
                        ..lost(what, url, error)
                    });
                }
            }
        }
        if let Some(url) = self.wanted_original(&article)
            && let Err(error) = Box::pin(self.add_original(&mut article, &url)).await
        {
            failures.push(lost(format!("original of \"{}\"", article.title), url, error));
        }
        for loss in &failures {
            (self.progress)(Event::Lost(loss));
        }
        (self.progress)(Event::Article(&article.title));
        // Without a store nobody wants to know, and the text would be kept twice.
        let seen = hash
            .filter(|_| self.resources.seen.is_some())
            .map(|hash| recall::visited(&article, hash, Some(article.text.string.clone())));
        Completed {
            article,
            failures,
            repairs,
            seen,
        }
    }

    /// Replaces a teaser by the text of its page, unless the page says less; gives what had to be mended, and what
    /// could not be had of further pages.
    async fn add_page(&self, article: &mut Article, url: &Url) -> Result<(Vec<Repair>, Vec<Loss>), Error> {
        let (mut page, mut repairs) = self.page(url).await?;
        extract::refuse_other_page(article, &page, url)?;
        let mut failures = Vec::new();
        if page.facts.is_cut {
            failures.push(cut(article, url));
        }
        let failure = self
            .add_further_pages(article, &mut page, &mut repairs, url)
            .await;
        failures.extend(failure);
        page.restore_lead(Some(&article.body()));
        if page.word_count() <= article.body_words() {
            return Err(Error::NoMoreText { url: url.clone() });
        }
        article.published = article.published.or(page.published);
        article.updated = article.updated.or(page.updated);
        article.language = article.language.take().or_else(|| page.facts.language.clone());
        extract::fill_from_page(article, page);
        Ok((repairs, failures))
    }

    /// Appends the further pages of an article that is split over several; gives what could not be had.
    async fn add_further_pages(
        &self,
        article: &Article,
        page: &mut Page,
        repairs: &mut Vec<Repair>,
        url: &Url,
    ) -> Option<Loss> {
        let mut last = url.clone();
        let mut next = page.facts.next.clone();
        for number in 2..=MAX_PAGES {
            let address = pagination::following(&last, next.as_ref())?.clone();
            match Box::pin(self.page(&address)).await {
                Ok((further, mended)) => {
                    repairs.extend(mended);
                    if further.facts.is_cut {
                        page.append(further);
                        return Some(cut(article, &address));
                    }
                    next.clone_from(&further.facts.next);
                    page.append(further);
                }
                Err(error) => {
                    let what = format!("page {number} of \"{}\"", article.title);
                    return Some(lost(what, address, error));
                }
            }
            last = address;
        }
        let rest = pagination::following(&last, next.as_ref())?;
        let error = Error::MorePages {
            url: rest.clone(),
            limit: MAX_PAGES,
        };
        Some(lost(
            format!("the rest of \"{}\"", article.title),
            rest.clone(),
            error,
        ))
    }

    fn wanted_original(&self, article: &Article) -> Option<Url> {
        let original = article
            .original
            .as_ref()
            .filter(|original| original.text.is_none())?;
        original.url.clone().filter(|_| self.resources.options.originals)
    }

    async fn add_original(&self, article: &mut Article, url: &Url) -> Result<(), Error> {
        let (page, _) = self.page(url).await?;
        if let Some(original) = &mut article.original {
            original.language = original.language.take().or_else(|| page.facts.language.clone());
            original.text = Some(article::join("", site_lines::without(page.blocks)));
        }
        Ok(())
    }

    async fn page(&self, url: &Url) -> Result<(Page, Vec<Repair>), Error> {
        (self.progress)(Event::Fetching(url));
        let errand = Errand {
            own: self.own(),
            ..Errand::default()
        };
        let response = self.resources.http.get_page(url, &errand).await?;
        let body = response.document.ok_or_else(|| unasked_304(url))?;
        if let Some(why) = body.broken {
            // Half an article would pass for a whole one.
            return Err(Error::Network {
                url: url.clone(),
                why,
            });
        }
        if response.url.path() == "/" && url.path() != "/" {
            return Err(Error::FrontPage { url: url.clone() });
        }
        let document = document(url.to_string(), response.url, body);
        let wanted = self.wanted.clone();
        blocking(url.as_str(), move || extract::read_page(&document, &wanted)).await?
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

/// Refuses a document that is no feed, where earlier runs found one: not clean, but gone.
fn still_a_feed(was: Option<&str>, place: &str, extract: Result<Extract, Error>) -> Result<Extract, Error> {
    match (was, extract) {
        (Some(was), Ok(extract)) if !matches!(extract.kind, SourceKind::Feed(_)) => {
            Err(Error::NoFeedAnyMore {
                place: place.to_owned(),
                was: was.to_owned(),
                is: extract.kind.to_string(),
            })
        }
        (_, extract) => extract,
    }
}

/// Refuses a page at the address of a feed, even where no earlier run knows one: a site under maintenance, or a feed that is
/// no more. An article at such an address would be checked as one that nobody meant.
fn refuse_page_of_feed(source: &Source, extract: &Extract) -> Result<(), Error> {
    let Source::Url(url) = source else { return Ok(()) };
    if matches!(extract.kind, SourceKind::Page | SourceKind::Text) && is_address_of_feed(url) {
        return Err(Error::NoFeed {
            place: source.to_string(),
            is: extract.kind.to_string(),
        });
    }
    Ok(())
}

/// `/feed`, `/world/rss/`, `/news.xml`, `/?feed=rss2`
fn is_address_of_feed(url: &Url) -> bool {
    const NAMES: [&str; 6] = ["atom", "feed", "feeds", "rdf", "rss", "rss2"];
    let path = url.path().trim_end_matches('/').to_ascii_lowercase();
    let name = path.rsplit('/').next().unwrap_or_default();
    let ends = [".atom", ".rdf", ".rss", ".xml"];
    let asks = url
        .query_pairs()
        .any(|(key, value)| key == "feed" && !value.is_empty());
    NAMES.contains(&name) || ends.iter().any(|end| name.ends_with(end)) || asks
}

/// The server says that there is nothing new.
fn note_unchanged(reading: &mut Reading, recall: &Recall) {
    let (kind, title) = recall.description();
    reading.account.kind = kind.map(|kind| SourceKind::Feed(kind.to_owned()));
    reading.account.title = title.map(str::to_owned);
    reading.account.unchanged = recall.known_items();
    reading.visit = recall.visit(VisitOutcome::NotModified);
}

/// "Not modified" without having been asked.
fn unasked_304(url: &Url) -> Error {
    Error::Status {
        url: url.clone(),
        status: 304,
        retry_after: None,
    }
}

/// What is missing of an article because its page breaks off.
fn cut(article: &Article, url: &Url) -> Loss {
    let what = format!("the end of \"{}\"", article.title);
    lost(what, url.clone(), Error::CutPage { url: url.clone() })
}

/// What is missing because a page could not be had.
fn lost(what: String, url: Url, error: Error) -> Loss {
    let why = reason(&error, &url);
    Loss {
        cause: Some(Arc::new(error)),
        ..Loss::new(what, why).at(Some(url))
    }
}

/// The error without the address that begins it, where that stands beside it.
fn reason(error: &Error, url: &Url) -> String {
    let sentence = error.sentence();
    let bare = sentence.strip_prefix(&format!("{url}: ")).map(str::to_owned);
    bare.unwrap_or(sentence)
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

/// The bytes of a file or of standard input without their compression, if they have one.
async fn decompressed(place: &str, bytes: Vec<u8>, limit: u64) -> Result<Vec<u8>, Error> {
    if !coding::is_compressed(&bytes) {
        return Ok(bytes);
    }
    let unreadable = |source| Error::Unreadable {
        path: place.to_owned(),
        source,
    };
    let plain = coding::plain(Box::new(&bytes[..]), "")
        .await
        .map_err(unreadable)?;
    let mut read = Vec::new();
    let mut plain = plain.take(limit.saturating_add(1));
    plain.read_to_end(&mut read).await.map_err(unreadable)?;
    if read.len() as u64 > limit {
        return Err(Error::TooLarge {
            place: place.to_owned(),
            limit,
        });
    }
    Ok(read)
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
