//! What holds for one source alone: headers and cookies, selectors, the choice of items; and the proxy for all.

#![expect(clippy::unwrap_used, reason = "a helper of a test may fail as a test does")]

use std::path::Path;
use std::time::Duration;

use fetcher::{
    Error, Fetcher, FullText, ItemFilter, ItemPatterns, Options, OwnHeaders, PageSelectors, Politeness,
    Proxy, Reading, Source, SourceOptions,
};
use wiremock::matchers::{header, header_exists, path};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

fn options() -> Options {
    Options {
        allow_hosts: vec!["127.0.0.1".to_owned()],
        politeness: Politeness {
            delay: Duration::ZERO,
            retries: 0,
            ..Politeness::default()
        },
        ..Options::default()
    }
}

async fn read(source: &Source, own: &SourceOptions) -> Reading {
    let fetcher = Fetcher::new(options()).unwrap();
    fetcher.read_with(source, own, &|_| ()).await
}

fn source(server: &MockServer, at: &str) -> Source {
    Source::parse(&format!("{}{at}", server.uri()), Path::new("/")).unwrap()
}

async fn serve(server: &MockServer, at: &str, body: &str) {
    let response = ResponseTemplate::new(200).set_body_raw(body, "text/html; charset=utf-8");
    Mock::given(path(at)).respond_with(response).mount(server).await;
}

async fn redirect(server: &MockServer, at: &str, to: &str) {
    let response = ResponseTemplate::new(302).insert_header("location", to);
    Mock::given(path(at)).respond_with(response).mount(server).await;
}

/// A feed of teasers: titles, and addresses of pages.
fn feed(items: &[(&str, &str)]) -> String {
    let item =
        |(title, link): &(&str, &str)| format!("<item><title>{title}</title><link>{link}</link></item>");
    let items: Vec<_> = items.iter().map(item).collect();
    format!(
        "<rss version='2.0'><channel><title>F</title>{}</channel></rss>",
        items.concat()
    )
}

fn page(inside: &str) -> String {
    format!("<html><head><title>Quay renewed</title></head><body><main>{inside}</main></body></html>")
}

const ARTICLE: &str = "<div class=text><p>The port renews its oldest quay wall, which was built in 1904, over two years, \
    and the ferries sail from the new pier meanwhile.</p><p>The harbour master said that the quay would be closed to \
    cars from Monday on, and that bicycles could pass.</p><p class=box>Subscribe to the quay letter today, and win a trip \
    around the harbour with the oldest ferry of all.</p></div>";

async fn requests(server: &MockServer) -> Vec<Request> {
    server.received_requests().await.unwrap()
}

fn secrets() -> SourceOptions {
    let mut headers = OwnHeaders::default();
    headers.add("Authorization", "Bearer s3cret").unwrap();
    headers.add("User-Agent", "desk-reader/1").unwrap();
    headers.add_cookie("session", "s3cret").unwrap();
    SourceOptions {
        headers,
        ..SourceOptions::default()
    }
}

fn knows_secret(request: &Request) -> bool {
    let mut values = request.headers.values();
    values.any(|value| value.to_str().is_ok_and(|value| value.contains("s3cret")))
}

#[tokio::test]
async fn headers_go_to_the_feed_and_its_pages_and_to_no_other_host() {
    let (own, other) = (MockServer::start().await, MockServer::start().await);
    let elsewhere = format!("{}/elsewhere", other.uri());
    let body = feed(&[
        ("Quay renewed", "/quay"),
        ("Quay here", "/moved"),
        ("Quay there", &elsewhere),
    ]);
    serve(&own, "/feed", &body).await;
    serve(&own, "/quay", &page(ARTICLE)).await;
    redirect(&own, "/moved", &format!("{}/target", other.uri())).await;
    serve(&other, "/elsewhere", &page(ARTICLE)).await;
    serve(&other, "/target", &page(ARTICLE)).await;
    let reading = read(&source(&own, "/feed"), &secrets()).await;
    assert_eq!((reading.articles.len(), reading.account.losses.len()), (3, 0));

    for request in requests(&own).await {
        let is_own = request.url.path() != "/robots.txt";
        assert_eq!(knows_secret(&request), is_own, "{}", request.url);
        let agent = request.headers["user-agent"].to_str().unwrap();
        assert_eq!(agent == "desk-reader/1", is_own, "{agent}");
        assert_eq!(request.headers.get_all("user-agent").iter().count(), 1);
    }
    let at_other = requests(&other).await;
    assert_eq!(at_other.len(), 3, "two pages and robots.txt");
    assert!(!at_other.iter().any(knows_secret));
    assert!(
        at_other
            .iter()
            .all(|request| !request.headers.contains_key("cookie"))
    );
}

#[tokio::test]
async fn a_feed_that_leads_to_another_host_leaves_its_headers_behind() {
    let (own, other) = (MockServer::start().await, MockServer::start().await);
    redirect(&own, "/feed", &format!("{}/feed", other.uri())).await;
    serve(&other, "/feed", &feed(&[("Quay renewed", "/quay")])).await;
    serve(&other, "/quay", &page(ARTICLE)).await;
    let reading = read(&source(&own, "/feed"), &secrets()).await;
    assert_eq!(reading.articles.len(), 1);
    assert!(requests(&own).await.iter().all(knows_secret));
    assert!(!requests(&other).await.iter().any(knows_secret));
}

#[tokio::test]
async fn what_headers_say_is_told_by_nothing() {
    let own = MockServer::start().await;
    Mock::given(path("/feed"))
        .respond_with(ResponseTemplate::new(401))
        .mount(&own)
        .await;
    let folder = tempfile::TempDir::new().unwrap();
    let recording = Options {
        tape: fetcher::Tape::Record(folder.path().join("tape")),
        ..options()
    };
    let fetcher = Fetcher::new(recording).unwrap();
    let settings = secrets();
    let reading = fetcher
        .read_with(&source(&own, "/feed"), &settings, &|_| ())
        .await;
    assert!(knows_secret(&requests(&own).await[0]));
    let index = std::fs::read_to_string(folder.path().join("tape/index.jsonl")).unwrap();
    let account = serde_json::to_string(&reading.account).unwrap();
    let debug = format!("{settings:?} {reading:?} {fetcher:?}");
    assert!(
        index.contains("401") && debug.contains("authorization"),
        "{debug}"
    );
    for shown in [index, account, debug] {
        assert!(!shown.contains("s3cret"), "{shown}");
    }
}

#[tokio::test]
async fn a_cookie_that_is_set_on_the_way_is_brought_back_and_then_forgotten() {
    let site = MockServer::start().await;
    let teasers = ResponseTemplate::new(200).set_body_string(feed(&[("Quay renewed", "/quay")]));
    Mock::given(path("/feed"))
        .and(header("cookie", "session=s3cret; visitor=7"))
        .respond_with(teasers)
        .mount(&site)
        .await;
    let first = ResponseTemplate::new(302)
        .insert_header("set-cookie", "visitor=7; Path=/; HttpOnly")
        .insert_header("location", "/feed");
    Mock::given(path("/feed"))
        .and(header_exists("user-agent"))
        .respond_with(first)
        .mount(&site)
        .await;
    serve(&site, "/quay", &page(ARTICLE)).await;
    let reading = read(&source(&site, "/feed"), &secrets()).await;
    assert_eq!(reading.articles.len(), 1, "{:?}", reading.account.error);
    let asked = requests(&site).await;
    let last = asked.last().unwrap();
    assert_eq!(
        (last.url.path(), last.headers["cookie"].to_str().unwrap()),
        ("/quay", "session=s3cret")
    );
}

#[tokio::test]
async fn selectors_say_what_of_a_page_is_the_article() {
    let site = MockServer::start().await;
    serve(&site, "/feed", &feed(&[("Quay renewed", "/quay")])).await;
    let around = format!("<p class=lead>Quay and pier: the harbour has plans.</p>{ARTICLE}");
    serve(&site, "/quay", &page(&around)).await;
    let with = async |keep: &[&str], remove: &[&str]| {
        let lists = [keep, remove].map(|list| list.iter().map(ToString::to_string).collect::<Vec<_>>());
        let own = SourceOptions {
            selectors: PageSelectors::parse(&lists[0], &lists[1]).unwrap(),
            ..SourceOptions::default()
        };
        read(&source(&site, "/feed"), &own).await
    };
    let removed = with(&[], &[".box"]).await;
    let text = &removed.articles[0].text.string;
    assert!(
        text.contains("bicycles could pass") && !text.contains("Subscribe"),
        "{text}"
    );
    let kept = with(&[".text > p:first-child", ".lead"], &[]).await;
    let text = &kept.articles[0].text.string;
    assert!(
        text.contains("the harbour has plans") && text.contains("1904"),
        "{text}"
    );
    assert!(!text.contains("bicycles"), "{text}");
    assert!(kept.account.repairs.is_empty(), "{:?}", kept.account.repairs);

    let missed = with(&[".story"], &[]).await;
    assert!(missed.articles[0].text.string.contains("bicycles could pass"));
    assert_eq!(missed.account.repairs[0].kind(), "nothing-to-keep");
}

#[tokio::test]
async fn items_that_are_not_wanted_are_counted_and_not_lost() {
    let site = MockServer::start().await;
    let entry = |title: &str, term: &str| {
        format!(
            "<entry><id>{title}</id><title>{title}</title><category term='{term}'/><summary>Words.</summary></entry>"
        )
    };
    let entries = [
        entry("Quay", "world"),
        entry("Horoscope", "world"),
        entry("Match", "sport"),
    ];
    let body = format!(
        "<feed xmlns='http://www.w3.org/2005/Atom'>{}</feed>",
        entries.concat()
    );
    serve(&site, "/feed", &body).await;
    let own = |include: &str, exclude: &str| SourceOptions {
        full_text: Some(FullText::Never),
        items: ItemFilter {
            include: ItemPatterns::parse(None, Some(include), None).unwrap(),
            exclude: ItemPatterns::parse(Some(exclude), None, None).unwrap(),
        },
        ..SourceOptions::default()
    };
    let reading = read(&source(&site, "/feed"), &own("world", "(?i)horoscope")).await;
    let ids: Vec<_> = reading
        .articles
        .iter()
        .map(|article| article.id.as_str())
        .collect();
    assert_eq!(ids, ["Quay"]);
    let account = reading.account;
    assert_eq!(
        (account.items_seen, account.filtered, account.losses.len()),
        (3, 2, 0)
    );
    let nothing = read(&source(&site, "/feed"), &own("culture", "x")).await.account;
    assert_eq!((nothing.filtered, nothing.articles), (3, 0));
    assert!(nothing.error.is_none());
}

#[tokio::test]
async fn a_proxy_that_is_asked_for_asks_the_hosts() {
    let proxy = MockServer::start().await;
    let body = feed(&[("Quay renewed", "http://news.example/quay")]);
    serve(&proxy, "/feed", &body).await;
    serve(&proxy, "/quay", &page(ARTICLE)).await;
    redirect(&proxy, "/private", "http://10.0.0.1/feed").await;
    redirect(&proxy, "/local", "http://localhost/feed").await;
    let address = proxy.uri().replace("http://", "http://desk:s3cret@");
    let through = Options {
        proxy: Some(Proxy::parse(&address).unwrap()),
        allow_hosts: Vec::new(),
        ..options()
    };
    assert!(!format!("{through:?}").contains("s3cret"));
    let fetcher = Fetcher::new(through).unwrap();
    let read = async |address: &str| {
        let source = Source::parse(address, Path::new("/")).unwrap();
        fetcher.read(&source, &|_| ()).await
    };
    // No name server knows these hosts: only the proxy can.
    let reading = read("http://news.example/feed").await;
    assert_eq!(reading.articles.len(), 1, "{:?}", reading.account.error);
    assert!(reading.articles[0].text.string.contains("bicycles"));
    let asked = requests(&proxy).await;
    assert!(
        asked
            .iter()
            .all(|request| request.headers["host"] == "news.example")
    );
    assert!(
        asked
            .iter()
            .all(|request| request.headers.contains_key("proxy-authorization"))
    );

    for address in [
        "http://news.example/private",
        "http://news.example/local",
        "http://127.0.0.1/feed",
    ] {
        let error = read(address).await.account.error.unwrap();
        assert!(
            matches!(error.behind_redirects(), Error::ForbiddenAddress { .. }),
            "{error}"
        );
    }
}

#[tokio::test]
async fn a_proxy_that_is_out_of_order_is_named() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let through = Options {
        proxy: Some(Proxy::parse(&address).unwrap()),
        ..options()
    };
    let source = Source::parse("http://news.example/feed", Path::new("/")).unwrap();
    let reading = Fetcher::new(through).unwrap().read(&source, &|_| ()).await;
    let error = reading.account.error.unwrap().to_string();
    assert!(
        error.starts_with("http://news.example/feed: ") && error.contains("through the proxy"),
        "{error}"
    );
    for bad in [
        "news.example:3128",
        "socks5://127.0.0.1:1",
        "ftp://desk:s3cret@news.example",
    ] {
        let error = Proxy::parse(bad).unwrap_err().to_string();
        assert!(!error.contains("s3cret"), "{error}");
    }
}
