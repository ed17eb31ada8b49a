//! What a second run knows of the first: news, edits, validators, failures; and that no crash spoils it.

#![expect(clippy::unwrap_used, reason = "a helper of a test may fail as a test does")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use fetcher::{Error, Fetcher, FullText, Options, Politeness, Reading, Run, Source};
use tempfile::TempDir;
use wiremock::matchers::path;
use wiremock::{Mock, MockServer, ResponseTemplate};

fn options(state: &Path) -> Options {
    Options {
        allow_hosts: vec!["127.0.0.1".to_owned()],
        politeness: Politeness {
            delay: Duration::ZERO,
            backoff: Duration::ZERO,
            retries: 0,
            ..Politeness::default()
        },
        full_text: FullText::Never,
        state: Some(state.to_owned()),
        ..Options::default()
    }
}

/// A whole run over one source: read, check (here: find nothing), remember.
async fn run(options: Options, source: &Source) -> Reading {
    let fetcher = Fetcher::new(options).unwrap();
    let reading = fetcher.read(source, &|_| ()).await;
    if let Some(visit) = &reading.visit {
        let found = reading
            .articles
            .iter()
            .map(|article| (article.id.clone(), vec![format!("f-{}", article.id)]));
        fetcher.remember(visit, &found.collect()).unwrap();
    }
    reading
}

struct Site {
    server: MockServer,
    folder: TempDir,
}

impl Site {
    async fn start() -> Self {
        Self {
            server: MockServer::start().await,
            folder: TempDir::new().unwrap(),
        }
    }

    fn state(&self) -> PathBuf {
        self.folder.path().join(".wirecheck/state.db")
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
        run(options(&self.state()), &self.source()).await
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

    let all = run(
        Options {
            all: true,
            ..options(&site.state())
        },
        &site.source(),
    )
    .await;
    assert_eq!(ids(&all), ["c", "a", "b"]);
    assert!(all.articles.iter().all(|article| article.previous.is_none()));
}

#[tokio::test]
async fn what_was_not_remembered_is_found_again() {
    let site = Site::start().await;
    site.serves(&[("a", "First.")]).await;
    let unchecked = Fetcher::new(options(&site.state()))
        .unwrap()
        .read(&site.source(), &|_| ())
        .await;
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
    let first = run(
        Options {
            max_articles: 1,
            ..options(&site.state())
        },
        &site.source(),
    )
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
            ..options(&site.state())
        };
        let losses = run(with_pages(), &site.source()).await.account.losses;
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
        let again = run(with_pages(), &site.source()).await;
        assert!(again.articles[0].text.contains("quay wall"), "{failing}");
        assert!(
            run(with_pages(), &site.source()).await.articles.is_empty(),
            "{failing}"
        );
    }
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
        let all = run(
            Options {
                all: true,
                ..options(&site.state())
            },
            &site.source(),
        )
        .await;
        assert_eq!(all.articles.len(), 1);
        assert!(site.run().await.account.error.is_none());
    }
}

#[tokio::test]
async fn remembers_findings_and_runs() {
    let site = Site::start().await;
    site.serves(&[("a", "First.")]).await;
    site.run().await;
    let fetcher = Fetcher::new(options(&site.state())).unwrap();
    let Source::Url(url) = site.source() else {
        unreachable!("the source is an address")
    };
    assert_eq!(fetcher.remembered_fingerprints(&url, "a").unwrap(), ["f-a"]);
    let run = Run {
        started: "2024-05-01T08:00:00Z".into(),
        articles: 1,
        findings: BTreeMap::new(),
        score: None,
    };
    fetcher.remember_run(&run).unwrap();
    assert_eq!(fetcher.runs(10).unwrap(), [run]);
}

#[tokio::test]
async fn a_file_is_read_whenever_it_is_asked_for() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("feed.xml");
    std::fs::write(&file, feed(&[("a", "First.")])).unwrap();
    for _ in 0..2 {
        let reading = run(
            options(&folder.path().join("state.db")),
            &Source::Path(file.clone()),
        )
        .await;
        assert_eq!(reading.articles.len(), 1);
        assert!(reading.visit.is_none());
    }
}

/// The name of the variable that makes this program the child of [`survives_a_kill_and_two_runs_at_once`].
const CHILD: &str = "FETCHER_TEST_STATE";

/// Not a test: remembers visits for ever, until it is killed.
#[tokio::test]
#[ignore = "is run by another test, as a child process"]
async fn child_that_remembers_for_ever() {
    let Some(state) = std::env::var_os(CHILD).map(PathBuf::from) else {
        return;
    };
    let server = MockServer::start().await;
    let source = Source::parse(&format!("{}/feed", server.uri()), Path::new("/")).unwrap();
    for round in 0.. {
        server.reset().await;
        let texts: Vec<_> = (0..50)
            .map(|item| (item.to_string(), format!("Round {round}. ").repeat(50)))
            .collect();
        let items: Vec<_> = texts
            .iter()
            .map(|(id, text)| (id.as_str(), text.as_str()))
            .collect();
        let response = ResponseTemplate::new(200).set_body_string(feed(&items));
        Mock::given(path("/feed"))
            .respond_with(response)
            .mount(&server)
            .await;
        assert_eq!(run(options(&state), &source).await.articles.len(), 50);
        let run = Run {
            started: "2024-05-01T08:00:00Z".into(),
            articles: round,
            findings: BTreeMap::new(),
            score: None,
        };
        Fetcher::new(options(&state)).unwrap().remember_run(&run).unwrap();
    }
}

#[tokio::test]
async fn survives_a_kill_and_two_runs_at_once() {
    let folder = TempDir::new().unwrap();
    let state = folder.path().join("state.db");
    let runs = || {
        Fetcher::new(options(&state))
            .unwrap()
            .runs(u32::MAX)
            .unwrap()
            .len()
    };
    for _ in 0..3 {
        let before = runs();
        let mut children: Vec<_> = (0..2).map(|_| remember_for_ever(&state)).collect();
        let start = Instant::now();
        while runs() < before + 6 {
            assert!(
                start.elapsed() < Duration::from_mins(1),
                "the children do not get on"
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        for child in &mut children {
            // On Unix this is signal 9.
            child.kill().unwrap();
            child.wait().unwrap();
        }
        // Opening it checks the whole file.
        assert!(runs() >= before + 6);
    }
}

fn remember_for_ever(state: &Path) -> std::process::Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "child_that_remembers_for_ever", "--ignored"])
        .env(CHILD, state)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}
