//! What a second run knows of the first: news, edits, validators, failures.

#![expect(clippy::unwrap_used, reason = "a helper of a test may fail as a test does")]

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use fetcher::seen::{InMemory, SeenFeed, SeenItems};
use fetcher::{Error, Fetcher, FullText, Options, Politeness, Reading, Source};
use jiff::Timestamp;
use tempfile::TempDir;
use url::Url;
use wiremock::matchers::path;
use wiremock::{Mock, MockServer, ResponseTemplate};

fn options() -> Options {
    Options {
        allow_hosts: vec!["127.0.0.1".to_owned()],
        politeness: Politeness {
            delay: Duration::ZERO,
            backoff: Duration::ZERO,
            retries: 0,
            ..Politeness::default()
        },
        full_text: FullText::Never,
        ..Options::default()
    }
}

/// A whole run over one source: read, check (here: nothing), remember.
async fn run(seen: &Arc<InMemory>, options: Options, source: &Source) -> Reading {
    let reading = read(Arc::clone(seen) as _, options, source).await;
    if let Some(visit) = &reading.visit {
        seen.remember(visit, Timestamp::now());
    }
    reading
}

async fn read(seen: Arc<dyn SeenItems>, options: Options, source: &Source) -> Reading {
    let fetcher = Fetcher::new(options).unwrap().remembering(seen);
    fetcher.read(source, &|_| ()).await
}

struct Site {
    server: MockServer,
    seen: Arc<InMemory>,
}

impl Site {
    async fn start() -> Self {
        Self {
            server: MockServer::start().await,
            seen: Arc::default(),
        }
    }

    fn source(&self) -> Source {
        Source::parse(&format!("{}/feed", self.server.uri()), Path::new("/")).unwrap()
    }

    /// From now on, the feed answers with this.
    async fn answers(&self, response: ResponseTemplate) {
        self.server.reset().await;
        Mock::given(path("/feed"))
            .respond_with(response)
            .mount(&self.server)
            .await;
    }

    async fn serves(&self, items: &[(&str, &str)]) {
        self.answers(ResponseTemplate::new(200).set_body_string(feed(items)))
            .await;
    }

    async fn run(&self) -> Reading {
        self.run_with(options()).await
    }

    async fn run_with(&self, options: Options) -> Reading {
        run(&self.seen, options, &self.source()).await
    }
}

fn feed(items: &[(&str, &str)]) -> String {
    let item = |(id, text): &(&str, &str)| {
        format!(
            "<item><guid isPermaLink='false'>{id}</guid><title>Title {id}</title><description>{text}</description></item>"
        )
    };
    let items: Vec<_> = items.iter().map(item).collect();
    format!(
        "<rss version='2.0'><channel><title>F</title>{}</channel></rss>",
        items.concat()
    )
}

fn ids(reading: &Reading) -> Vec<&str> {
    reading
        .articles
        .iter()
        .map(|article| article.id.as_str())
        .collect()
}

#[tokio::test]
async fn a_second_run_finds_only_what_is_new_or_edited() {
    let site = Site::start().await;
    site.serves(&[("a", "First."), ("b", "Second.")]).await;
    assert_eq!(ids(&site.run().await), ["a", "b"]);

    let again = site.run().await;
    assert!(again.articles.is_empty() && again.account.error.is_none());
    assert_eq!((again.account.items_seen, again.account.unchanged), (2, 2));

    site.serves(&[("c", "Third."), ("a", "First, corrected."), ("b", "Second.")])
        .await;
    let third = site.run().await;
    assert_eq!(ids(&third), ["c", "a"]);
    assert_eq!((third.account.unchanged, third.account.edited), (1, 1));
    assert_eq!(third.articles[0].previous, None);
    assert_eq!(third.articles[1].previous.as_deref(), Some("Title a\n\nFirst."));

    let all = site
        .run_with(Options {
            all: true,
            ..options()
        })
        .await;
    assert_eq!(ids(&all), ["c", "a", "b"]);
    assert!(all.articles.iter().all(|article| article.previous.is_none()));
}

/// An item as careless feeds have it: any guid, any link.
fn careless(guid: &str, link: &str, text: &str) -> String {
    format!(
        "<item><guid isPermaLink='false'>{guid}</guid><title>T</title><link>{link}</link><description>{text}</description></item>"
    )
}

impl Site {
    /// From now on, the feed holds these items.
    async fn holds(&self, items: &[String]) {
        let body = format!("<rss version='2.0'><channel>{}</channel></rss>", items.concat());
        self.answers(ResponseTemplate::new(200).set_body_string(body))
            .await;
    }
}

#[tokio::test]
async fn an_item_with_a_new_guid_is_known_by_its_link_and_keeps_its_id() {
    let site = Site::start().await;
    let (quay, ferry) = ("http://news.example/quay", "http://news.example/ferry");
    site.holds(&[careless("a1", quay, "First."), careless("b1", ferry, "Second.")])
        .await;
    assert_eq!(ids(&site.run().await), ["a1", "b1"]);

    let tracked = "https://news.example/quay/?utm_source=rss&amp;fbclid=x";
    site.holds(&[
        careless("c1", "https://news.example/lamp", "Third."),
        careless("a2", tracked, "First."),
        careless("b2", ferry, "Second, corrected."),
    ])
    .await;
    let second = site.run().await;
    assert_eq!(ids(&second), ["c1", "b1"]);
    assert_eq!((second.account.unchanged, second.account.edited), (1, 1));
    assert_eq!(second.articles[1].previous.as_deref(), Some("T\n\nSecond."));

    site.holds(&[
        careless("a3", quay, "First."),
        careless("b3", ferry, "Second, corrected."),
    ])
    .await;
    assert!(site.run().await.articles.is_empty());
    let again = Options {
        all: true,
        ..options()
    };
    assert_eq!(ids(&site.run_with(again).await), ["a1", "b1"]);
}

#[tokio::test]
async fn an_item_with_a_new_guid_and_a_new_link_is_known_by_its_text() {
    let site = Site::start().await;
    let old = careless("a1", "http://news.example/quay", "First.");
    site.holds(&[old, careless("b1", "", "Second.")]).await;
    site.run().await;
    let moved = careless("a2", "http://port.example/2026/quay", "First.");
    for _ in 0..2 {
        site.holds(&[careless("b2", "", "Second."), moved.clone()]).await;
        let reading = site.run().await;
        assert!(reading.articles.is_empty() && reading.account.error.is_none());
        assert_eq!(reading.account.unchanged, 2);
    }
    // From now on it is known by the new link.
    site.holds(&[careless(
        "a3",
        "http://port.example/2026/quay",
        "First, corrected.",
    )])
    .await;
    let edited = site.run().await;
    assert_eq!((ids(&edited), edited.account.edited), (vec!["a1"], 1));
}

#[tokio::test]
async fn a_link_that_several_items_share_names_none_of_them() {
    let site = Site::start().await;
    let live = "http://news.example/live";
    site.holds(&[careless("1", live, "First."), careless("2", live, "Second.")])
        .await;
    site.run().await;
    site.holds(&[careless("4", live, "Fourth."), careless("3", live, "Third.")])
        .await;
    let second = site.run().await;
    assert_eq!((ids(&second), second.account.edited), (vec!["4", "3"], 0));
    // Nor does one that a single item of the feed has, but several known ones.
    site.holds(&[careless("5", live, "Fifth.")]).await;
    let third = site.run().await;
    assert_eq!((ids(&third), third.account.edited), (vec!["5"], 0));
}

#[tokio::test]
async fn an_item_with_a_known_guid_is_no_other() {
    let site = Site::start().await;
    let (quay, ferry) = ("http://news.example/quay", "http://news.example/ferry");
    site.holds(&[careless("a", quay, "First."), careless("b", ferry, "Second.")])
        .await;
    site.run().await;
    // They exchange links and texts; and a new one comes under the link of a known one that is still there.
    site.holds(&[
        careless("a", ferry, "Second."),
        careless("b", "http://news.example/lamp", "First."),
        careless("c", quay, "Third."),
    ])
    .await;
    let second = site.run().await;
    assert_eq!((ids(&second), second.account.edited), (vec!["a", "b", "c"], 2));
}

#[tokio::test]
async fn one_guid_for_all_items_edits_no_neighbour() {
    let site = Site::start().await;
    let item = |name: &str| careless("all", &format!("http://news.example/{name}"), name);
    site.holds(&[item("quay"), item("ferry")]).await;
    site.run().await;
    site.holds(&[item("lamp"), item("quay"), item("ferry")]).await;
    let second = site.run().await;
    assert_eq!(ids(&second), ["http://news.example/lamp"]);
    assert_eq!((second.account.unchanged, second.account.edited), (2, 0));
}

#[tokio::test]
async fn what_was_not_remembered_is_found_again() {
    let site = Site::start().await;
    site.serves(&[("a", "First.")]).await;
    let unchecked = read(site.seen.clone(), options(), &site.source()).await;
    assert_eq!(unchecked.articles.len(), 1);
    assert_eq!(site.run().await.articles.len(), 1);
}

#[tokio::test]
async fn sends_validators_back_as_they_came_and_believes_a_304() {
    let site = Site::start().await;
    let dated = "Tue, 01 Jun 2021 10:00:00 GMT";
    let fresh = ResponseTemplate::new(200)
        .set_body_string(feed(&[("a", "First.")]))
        .insert_header("etag", "W/\"odd, \\\"tag\"")
        .insert_header("last-modified", dated);
    site.answers(fresh).await;
    site.run().await;

    site.answers(ResponseTemplate::new(304)).await;
    let unchanged = site.run().await;
    assert!(unchanged.account.error.is_none(), "{:?}", unchanged.account.error);
    assert_eq!((unchanged.account.unchanged, unchanged.articles.len()), (1, 0));
    assert_eq!(unchanged.account.kind.unwrap().to_string(), "RSS 2.0");
    let sent = &site.server.received_requests().await.unwrap()[0].headers;
    assert_eq!(sent["if-none-match"], "W/\"odd, \\\"tag\"");
    assert_eq!(sent["if-modified-since"], dated);
}

#[tokio::test]
async fn asks_without_validators_while_something_is_left_to_read() {
    let site = Site::start().await;
    let items = [("a", "First."), ("b", "Second.")];
    let tagged = || {
        ResponseTemplate::new(200)
            .set_body_string(feed(&items))
            .insert_header("etag", "\"1\"")
    };
    site.answers(tagged()).await;
    let first = site
        .run_with(Options {
            max_articles: 1,
            ..options()
        })
        .await;
    assert_eq!(ids(&first), ["a"]);
    let second = site.run().await;
    assert_eq!(ids(&second), ["b"]);
    let requests = site.server.received_requests().await.unwrap();
    assert!(
        requests
            .iter()
            .all(|request| !request.headers.contains_key("if-none-match"))
    );
}

#[tokio::test]
async fn an_item_whose_page_failed_is_tried_again() {
    for failing in ["/page", "/robots.txt"] {
        let site = Site::start().await;
        let teaser = "<rss version='2.0'><channel><item><guid>1</guid><title>T</title><link>/page</link></item></channel></rss>";
        site.answers(ResponseTemplate::new(200).set_body_string(teaser))
            .await;
        let failure = ResponseTemplate::new(503);
        Mock::given(path(failing))
            .respond_with(failure)
            .mount(&site.server)
            .await;
        let with_pages = || Options {
            full_text: FullText::Auto,
            ..options()
        };
        let losses = site.run_with(with_pages()).await.account.losses;
        assert!(losses[0].why.contains("503"), "{losses:?}");

        let words =
            "<p>The port will renew its oldest quay wall, which was built long ago, over two years.</p>";
        let page = format!("<html><body><article>{}</article></body></html>", words.repeat(3));
        site.answers(ResponseTemplate::new(200).set_body_string(teaser))
            .await;
        let success = ResponseTemplate::new(200).set_body_string(page);
        Mock::given(path("/page"))
            .respond_with(success)
            .mount(&site.server)
            .await;
        let again = site.run_with(with_pages()).await;
        assert!(again.articles[0].text.string.contains("quay wall"), "{failing}");
        assert!(site.run_with(with_pages()).await.articles.is_empty(), "{failing}");
    }
}

#[tokio::test]
async fn a_wrong_page_is_asked_for_again_and_its_teaser_reported_once() {
    let site = Site::start().await;
    let teaser = "<rss version='2.0'><channel><item><guid>1</guid><title>Quay wall renewed</title><link>/page</link>\
                  <description>The harbour renews its oldest quay wall.</description></item></channel></rss>";
    let answers = async |page: &str| {
        let tagged = ResponseTemplate::new(200)
            .set_body_string(teaser)
            .insert_header("etag", "\"1\"");
        site.answers(tagged).await;
        Mock::given(path("/page"))
            .respond_with(ResponseTemplate::new(200).set_body_string(page))
            .mount(&site.server)
            .await;
    };
    let with_pages = || Options {
        full_text: FullText::Auto,
        ..options()
    };
    let checking = "<html><body><article><p>Please wait while we verify that you are human; this check takes only a few \
                    seconds and happens automatically in your browser.</p></article></body></html>";
    answers(checking).await;
    let first = site.run_with(with_pages()).await;
    assert_eq!((first.articles.len(), first.account.losses.len()), (1, 1));
    let cause = first.account.losses[0].cause.as_deref();
    assert!(matches!(cause, Some(Error::OtherPage { .. })), "{cause:?}");
    let second = site.run_with(with_pages()).await;
    assert_eq!((second.articles.len(), second.account.losses.len()), (0, 1));

    let words = "<p>The port will renew its oldest quay wall, which was built long ago, over two years.</p>";
    answers(&format!(
        "<html><body><article>{}</article></body></html>",
        words.repeat(3)
    ))
    .await;
    let third = site.run_with(with_pages()).await;
    assert!(third.articles[0].text.string.contains("two years"));
    assert_eq!(
        (third.account.edited, third.account.losses.len()),
        (0, 0),
        "it was never edited"
    );
    assert!(site.run_with(with_pages()).await.articles.is_empty());
}

#[tokio::test]
async fn goes_to_the_new_address_of_a_feed_that_moved_for_good() {
    let site = Site::start().await;
    site.answers(ResponseTemplate::new(308).insert_header("location", "/new"))
        .await;
    let body = feed(&[("a", "First.")]);
    Mock::given(path("/new"))
        .respond_with(ResponseTemplate::new(200).set_body_string(body))
        .mount(&site.server)
        .await;
    assert_eq!(site.run().await.account.moved_to.unwrap().path(), "/new");
    let second = site.run().await;
    assert_eq!(second.account.moved_to.unwrap().path(), "/new");
    assert_eq!(second.account.unchanged, 1);
    let asked: Vec<_> = site
        .server
        .received_requests()
        .await
        .unwrap()
        .iter()
        .map(|request| request.url.path().to_owned())
        .collect();
    assert_eq!(asked, ["/feed", "/new", "/new"]);
}

#[tokio::test]
async fn goes_back_to_the_old_address_when_there_is_no_feed_at_the_new_one() {
    let parked = "<html><body><article><p>This domain is for sale; ask for a price today, and make it yours before \
                  somebody else does.</p></article></body></html>";
    for wrong in [
        ResponseTemplate::new(404),
        ResponseTemplate::new(410),
        ResponseTemplate::new(200).set_body_string(parked),
        ResponseTemplate::new(200).set_body_string("<html><title>Welcome</title></html>"),
        ResponseTemplate::new(200),
    ] {
        let site = Site::start().await;
        site.answers(ResponseTemplate::new(301).insert_header("location", "/new"))
            .await;
        let body = feed(&[("a", "First.")]);
        Mock::given(path("/new"))
            .respond_with(ResponseTemplate::new(200).set_body_string(body))
            .mount(&site.server)
            .await;
        site.run().await;

        site.serves(&[("a", "First."), ("b", "Second.")]).await;
        Mock::given(path("/new"))
            .respond_with(wrong)
            .mount(&site.server)
            .await;
        let back = site.run().await;
        assert_eq!(ids(&back), ["b"], "{:?}", back.account.error);
        let note = serde_json::to_value(&back.account.repairs).unwrap();
        assert_eq!(note[0]["kind"], "moved-back", "{note}");
        assert_eq!(back.account.moved_to, None);
        let before = site.server.received_requests().await.unwrap().len();
        assert!(site.run().await.account.repairs.is_empty());
        let asked = site.server.received_requests().await.unwrap();
        assert_eq!((asked.len(), asked[before].url.path()), (before + 1, "/feed"));
    }
}

#[tokio::test]
async fn a_feed_that_is_at_neither_address_has_failed_at_the_new_one() {
    let site = Site::start().await;
    let moved = || ResponseTemplate::new(301).insert_header("location", "/new");
    site.answers(moved()).await;
    let body = feed(&[("a", "First.")]);
    Mock::given(path("/new"))
        .respond_with(ResponseTemplate::new(200).set_body_string(body))
        .mount(&site.server)
        .await;
    site.run().await;
    site.answers(moved()).await;
    let failure = ResponseTemplate::new(503);
    Mock::given(path("/new"))
        .respond_with(failure)
        .mount(&site.server)
        .await;
    let error = site.run().await.account.error.unwrap();
    assert!(matches!(error, Error::Status { status: 503, .. }), "{error}");
    assert!(error.to_string().contains("/new"), "{error}");
    let asked = site.server.received_requests().await.unwrap();
    let paths: Vec<_> = asked.iter().map(|request| request.url.path()).collect();
    assert_eq!(
        paths,
        ["/new", "/feed"],
        "the new address is not asked a second time"
    );
    // The new address is not forgotten: it may be back when it is asked again.
    let state = site.seen.recall(&site.source().address().unwrap()).unwrap().state;
    assert_eq!(state.moved_to.unwrap().path(), "/new");
}

#[tokio::test]
async fn a_feed_without_items_is_no_failure_if_it_was_one_before() {
    let site = Site::start().await;
    site.serves(&[]).await;
    let first = site.run().await;
    assert!(matches!(first.account.error, Some(Error::EmptyFeed { .. })));
    assert!(first.visit.is_none());

    site.serves(&[("a", "First.")]).await;
    site.run().await;
    site.serves(&[]).await;
    for _ in 0..2 {
        let quiet = site.run().await;
        assert!(quiet.account.error.is_none() && quiet.account.is_empty);
    }
    let state = site.seen.recall(&site.source().address().unwrap()).unwrap().state;
    assert_eq!((state.title.as_deref(), state.failures), (Some("F"), 0));
    site.answers(ResponseTemplate::new(200).set_body_string("<rss version='2.0'><channel><title>F</tit"))
        .await;
    assert!(
        site.run().await.account.error.is_some(),
        "one that breaks off is not empty"
    );
    site.serves(&[("a", "First."), ("b", "Second.")]).await;
    assert_eq!(ids(&site.run().await), ["b"]);
}

#[tokio::test]
async fn leaves_a_failing_feed_alone_for_a_while_and_a_dead_one_for_good() {
    for (status, dead) in [(500, false), (410, true)] {
        let site = Site::start().await;
        site.answers(ResponseTemplate::new(status)).await;
        assert!(matches!(
            site.run().await.account.error,
            Some(Error::Status { .. })
        ));
        let error = site.run().await.account.error.unwrap();
        assert_eq!(matches!(error, Error::Gone { .. }), dead, "{error}");
        assert_eq!(matches!(error, Error::Resting { .. }), !dead, "{error}");
        assert_eq!(site.server.received_requests().await.unwrap().len(), 1);

        site.serves(&[("a", "Back.")]).await;
        let all = site
            .run_with(Options {
                all: true,
                ..options()
            })
            .await;
        assert_eq!(all.articles.len(), 1);
        assert!(site.run().await.account.error.is_none());
    }
}

#[tokio::test]
async fn a_file_is_read_whenever_it_is_asked_for() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("feed.xml");
    std::fs::write(&file, feed(&[("a", "First.")])).unwrap();
    let seen = Arc::default();
    for _ in 0..2 {
        let reading = run(&seen, options(), &Source::Path(file.clone())).await;
        assert_eq!(reading.articles.len(), 1);
        assert!(reading.visit.is_none());
    }
}

/// A store that has become unreadable.
#[derive(Debug)]
struct Broken;

impl SeenItems for Broken {
    fn recall(&self, feed: &Url) -> Result<SeenFeed, Box<dyn std::error::Error + Send + Sync>> {
        Err(format!("the store has lost {}", feed.path()).into())
    }
}

#[tokio::test]
async fn nothing_is_read_where_the_store_fails() {
    let site = Site::start().await;
    site.serves(&[("a", "First.")]).await;
    let reading = read(Arc::new(Broken), options(), &site.source()).await;
    assert!(reading.articles.is_empty() && reading.visit.is_none());
    let error = reading.account.error.unwrap();
    assert_eq!(error.to_string(), "the store has lost /feed");
    assert!(matches!(error, Error::Seen(_)));
    assert!(site.server.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn credentials_are_no_part_of_what_is_remembered() {
    let site = Site::start().await;
    site.serves(&[("a", "First.")]).await;
    let address = site.server.uri().replace("http://", "http://reader:secret@");
    let source = Source::parse(&format!("{address}/feed"), Path::new("/")).unwrap();
    let visit = run(&site.seen, options(), &source).await.visit.unwrap();
    assert_eq!(visit.feed.to_string(), site.source().to_string());
    assert_eq!(site.run().await.account.unchanged, 1);
}
