//! Servers that mean ill, or are broken. Raw sockets on loopback, so that every byte is ours.

#![expect(clippy::unwrap_used, reason = "a helper of a test may fail as a test does")]

use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use fetcher::{Error, Fetcher, Options, Politeness, Reading, Source, Timeouts};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// A server that answers each connection with a function, and counts them.
struct Server {
    address: String,
    requests: Arc<AtomicUsize>,
}

impl Server {
    async fn start<F>(answer: impl Fn(TcpStream, String) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&requests);
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let request = read_request(&mut stream).await;
                count.fetch_add(1, Ordering::SeqCst);
                tokio::spawn(answer(stream, request));
            }
        });
        Self { address, requests }
    }

    /// A server that sends the same bytes to everybody and hangs up.
    async fn sending(bytes: impl Into<Vec<u8>>) -> Self {
        let bytes: Arc<[u8]> = bytes.into().into();
        Self::start(move |mut stream, _| {
            let bytes = Arc::clone(&bytes);
            async move {
                // The client may well hang up before the end.
                let _ = stream.write_all(&bytes).await;
            }
        })
        .await
    }

    fn source(&self, path: &str) -> Source {
        Source::parse(&format!("{}{path}", self.address), Path::new("/")).unwrap()
    }

    fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }
}

async fn read_request(stream: &mut TcpStream) -> String {
    let mut request = Vec::new();
    let mut byte = [0];
    while !request.ends_with(b"\r\n\r\n") && stream.read(&mut byte).await.is_ok_and(|length| length == 1) {
        request.push(byte[0]);
    }
    String::from_utf8_lossy(&request).into_owned()
}

fn options() -> Options {
    Options {
        allow_hosts: vec!["127.0.0.1".to_owned()],
        politeness: Politeness {
            delay: Duration::ZERO,
            backoff: Duration::from_millis(10),
            retries: 1,
            ..Politeness::default()
        },
        ..Options::default()
    }
}

/// For servers that are slow on purpose. Elsewhere a loaded machine may take its time.
fn impatient() -> Options {
    let timeouts = Timeouts {
        connect: Duration::from_millis(500),
        idle: Duration::from_millis(300),
        total: Duration::from_millis(1500),
    };
    Options {
        timeouts,
        ..options()
    }
}

async fn read(options: Options, source: &Source) -> Reading {
    Fetcher::new(options).unwrap().read(source, &|_| ()).await
}

async fn error_of(server: &Server) -> Error {
    error_with(options(), server).await
}

async fn error_with(options: Options, server: &Server) -> Error {
    let reading = read(options, &server.source("/feed")).await;
    assert!(reading.articles.is_empty());
    reading.account.error.expect("an error")
}

fn ok(headers: &str, body: &[u8]) -> Vec<u8> {
    let mut answer = format!("HTTP/1.1 200 OK\r\nConnection: close\r\n{headers}\r\n").into_bytes();
    answer.extend_from_slice(body);
    answer
}

fn redirect(to: &str) -> Vec<u8> {
    format!("HTTP/1.1 302 Found\r\nConnection: close\r\nContent-Length: 0\r\nLocation: {to}\r\n\r\n")
        .into_bytes()
}

fn feed(items: usize) -> String {
    let item =
        "<item><title>A title</title><description>Words enough to be taken for a text.</description></item>";
    format!(
        "<rss version='2.0'><channel><title>F</title>{}</channel></rss>",
        item.repeat(items)
    )
}

// Addresses and redirects.

#[tokio::test]
async fn asks_no_private_address_unless_allowed() {
    let server = Server::sending(ok("", feed(1).as_bytes())).await;
    let mut strict = options();
    strict.allow_hosts.clear();
    assert!(matches!(
        error_with(strict.clone(), &server).await,
        Error::ForbiddenAddress { .. }
    ));
    // By name, the resolver refuses: localhost is the only name that a test can count on.
    let by_name = Source::parse(&server.address.replace("127.0.0.1", "localhost"), Path::new("/")).unwrap();
    let refused = read(strict, &by_name).await.account.error.expect("an error");
    assert!(matches!(refused, Error::ForbiddenAddress { .. }), "{refused}");
    assert_eq!(server.requests(), 0);
}

#[tokio::test]
async fn follows_no_redirect_to_a_private_address() {
    for target in [
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data",
        "http://[::1]:80/",
        "http://0x7f.2/",
    ] {
        let server = Server::sending(redirect(target)).await;
        let error = error_of(&server).await;
        assert!(
            matches!(error.behind_redirects(), Error::ForbiddenAddress { .. }),
            "{error}"
        );
        assert!(
            error
                .to_string()
                .starts_with(&format!("{}/feed: redirects to http://", server.address)),
            "{error}"
        );
        assert_eq!(server.requests(), 1);
    }
}

#[tokio::test]
async fn follows_no_redirect_out_of_http() {
    for target in [
        "file:///etc/passwd",
        "ftp://127.0.0.1/",
        "data:text/plain,x",
        "gopher://127.0.0.1/",
    ] {
        let server = Server::sending(redirect(target)).await;
        let error = error_of(&server).await;
        assert!(
            matches!(error.behind_redirects(), Error::Scheme { .. }),
            "{error}"
        );
        assert!(
            error
                .to_string()
                .contains(&format!("/feed: redirects to {target}"))
        );
    }
}

#[tokio::test]
async fn stops_at_five_redirects() {
    let server = Server::sending(redirect("/feed")).await;
    let error = error_of(&server).await;
    assert!(error.to_string().ends_with("more than 5 redirects"), "{error}");
    assert_eq!(server.requests(), 6);
}

#[tokio::test]
async fn tells_where_a_feed_moved_for_good() {
    let server = Server::start(|mut stream, request| async move {
        let answer = if request.starts_with("GET /feed") {
            b"HTTP/1.1 301 Moved\r\nConnection: close\r\nContent-Length: 0\r\nLocation: /new\r\n\r\n".to_vec()
        } else {
            ok("", feed(1).as_bytes())
        };
        stream.write_all(&answer).await.unwrap();
    })
    .await;
    let reading = read(
        Options {
            full_text: fetcher::FullText::Never,
            ..options()
        },
        &server.source("/feed"),
    )
    .await;
    assert_eq!(reading.articles.len(), 1);
    assert_eq!(reading.account.moved_to.unwrap().path(), "/new");
}

#[tokio::test]
async fn credentials_stay_with_their_host() {
    let thief = Server::start(|mut stream, request| async move {
        assert!(!request.to_lowercase().contains("authorization"), "{request}");
        stream.write_all(&ok("", feed(1).as_bytes())).await.unwrap();
    })
    .await;
    let target = thief.address.clone();
    let server = Server::start(move |mut stream, request| {
        let answer = redirect(&target);
        async move {
            assert!(
                request.to_lowercase().contains("authorization: basic"),
                "{request}"
            );
            stream.write_all(&answer).await.unwrap();
        }
    })
    .await;
    let address = server.address.replace("http://", "http://user:secret@");
    let source = Source::parse(&address, Path::new("/")).unwrap();
    let reading = read(options(), &source).await;
    assert_eq!(reading.articles.len(), 1);
    let account = serde_json::to_string(&reading.account).unwrap();
    assert!(!account.contains("secret"), "{account}");
}

// Time.

#[tokio::test]
async fn does_not_wait_for_a_dripping_server() {
    let server = Server::start(|mut stream, _| async move {
        for byte in b"HTTP/1.1 200 OK\r\nX: ".iter().chain(std::iter::repeat(&b'x')) {
            if stream.write_all(&[*byte]).await.is_err() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    })
    .await;
    let start = Instant::now();
    assert!(matches!(
        error_with(impatient(), &server).await,
        Error::Timeout { .. }
    ));
    assert!(start.elapsed() < Duration::from_secs(10));
}

#[tokio::test]
async fn does_not_wait_for_a_silent_server() {
    let server = Server::start(|stream, _| async move {
        tokio::time::sleep(Duration::from_secs(30)).await;
        drop(stream);
    })
    .await;
    let start = Instant::now();
    assert!(matches!(
        error_with(impatient(), &server).await,
        Error::Timeout { .. }
    ));
    assert!(start.elapsed() < Duration::from_secs(10));
}

#[tokio::test]
async fn ends_a_body_that_never_ends_slowly_and_quickly() {
    for pause in [40, 0] {
        let server = Server::start(move |mut stream, _| async move {
            let _ = stream
                .write_all(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n<rss>")
                .await;
            while stream.write_all(&[b' '; 8192]).await.is_ok() {
                tokio::time::sleep(Duration::from_millis(pause)).await;
            }
        })
        .await;
        let error = error_with(
            Options {
                max_body_bytes: 1_000_000,
                ..impatient()
            },
            &server,
        )
        .await;
        assert!(
            matches!(error, Error::Timeout { .. } | Error::TooLarge { .. }),
            "{error}"
        );
    }
}

#[tokio::test]
async fn keeps_to_the_time_for_the_whole_run() {
    let items = "<item><title>T</title><link>/page</link><description>Short</description></item>".repeat(10);
    let body = ok(
        "",
        format!("<rss version='2.0'><channel>{items}</channel></rss>").as_bytes(),
    );
    let server = Server::start(move |mut stream, request| {
        let body = body.clone();
        async move {
            if !request.starts_with("GET /feed") {
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
            let _ = stream.write_all(&body).await;
        }
    })
    .await;
    let start = Instant::now();
    let reading = read(
        Options {
            max_time: Some(Duration::from_millis(700)),
            ..options()
        },
        &server.source("/feed"),
    )
    .await;
    // All ten pages would take ten seconds.
    assert!(start.elapsed() < Duration::from_secs(5));
    assert_eq!(reading.articles.len(), 10, "the teasers are kept");
    let caps = serde_json::to_value(&reading.account.caps).unwrap();
    assert_eq!(caps[0]["kind"], "max-time");
}

// Bodies.

#[tokio::test]
async fn keeps_the_items_before_the_connection_broke() {
    let whole = feed(3);
    let half = &whole[..whole.len() - 60];
    let lying = format!("Content-Length: {}\r\n", whole.len() + 1000);
    let server = Server::sending(ok(&lying, half.as_bytes())).await;
    let reading = read(options(), &server.source("/feed")).await;
    assert_eq!(reading.articles.len(), 3);
    assert!(
        reading.account.losses[0].what.starts_with("everything after"),
        "{:?}",
        reading.account.losses
    );
    assert_eq!(server.requests(), 2, "it was tried again first");
}

#[tokio::test]
async fn reports_a_connection_reset_before_the_body() {
    let server = Server::sending("").await;
    let error = error_of(&server).await;
    assert!(matches!(error, Error::Network { .. }), "{error}");
    let nonsense = Server::sending("SSH-2.0-OpenSSH_9.6\r\n").await;
    assert!(matches!(error_of(&nonsense).await, Error::Network { .. }));
}

#[tokio::test]
async fn reports_a_port_where_nobody_listens() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/", listener.local_addr().unwrap());
    drop(listener);
    let reading = read(options(), &Source::parse(&address, Path::new("/")).unwrap()).await;
    let error = reading.account.error.expect("an error").to_string();
    assert!(
        error.starts_with(&address) && error.to_lowercase().contains("refused"),
        "{error}"
    );
}

#[tokio::test]
async fn refuses_a_body_over_the_limit_by_its_length_and_by_its_size() {
    let announced = Server::sending(ok("Content-Length: 99999999999\r\n", b"x")).await;
    assert!(matches!(error_of(&announced).await, Error::TooLarge { .. }));
    let sent = Server::sending(ok("", &vec![b'x'; 300_000])).await;
    let error = error_with(
        Options {
            max_body_bytes: 200_000,
            ..options()
        },
        &sent,
    )
    .await;
    assert!(matches!(error, Error::TooLarge { limit: 200_000, .. }));
}

fn gzip(data: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(data).unwrap();
    encoder.finish().unwrap()
}

/// Compresses with one of async-compression's encoders.
macro_rules! compressed {
    ($encoder:ident, $data:expr) => {{
        let mut encoder = async_compression::tokio::write::$encoder::new(Vec::new());
        encoder.write_all($data).await.unwrap();
        encoder.shutdown().await.unwrap();
        encoder.into_inner()
    }};
}

#[tokio::test]
async fn reads_every_coding_that_it_asks_for() {
    let body = feed(2).into_bytes();
    let codings = [
        ("gzip", gzip(&body)),
        ("br", compressed!(BrotliEncoder, &body)),
        ("zstd", compressed!(ZstdEncoder, &body)),
    ];
    for (coding, bytes) in codings {
        let server = Server::sending(ok(&format!("Content-Encoding: {coding}\r\n"), &bytes)).await;
        assert_eq!(
            read(options(), &server.source("/feed")).await.articles.len(),
            2,
            "{coding}"
        );
    }
}

#[tokio::test]
async fn defuses_bombs() {
    let zeros = vec![0; 15_000_000];
    let codings = [
        ("gzip", gzip(&zeros)),
        ("br", compressed!(BrotliEncoder, &zeros)),
        ("zstd", compressed!(ZstdEncoder, &zeros)),
    ];
    for (coding, bytes) in codings {
        let server = Server::sending(ok(&format!("Content-Encoding: {coding}\r\n"), &bytes)).await;
        let error = error_of(&server).await;
        assert!(matches!(error, Error::Bomb { .. }), "{coding}: {error}");
    }
    let nested = gzip(&gzip(&zeros));
    let server = Server::sending(ok("Content-Encoding: gzip, gzip\r\n", &nested)).await;
    assert!(matches!(error_of(&server).await, Error::Bomb { .. }));
}

#[tokio::test]
async fn refuses_a_flood_of_headers() {
    let flood = "X-Flood: 1\r\n".repeat(5000);
    let server = Server::sending(ok(&flood, feed(1).as_bytes())).await;
    assert!(matches!(error_of(&server).await, Error::Network { .. }));
    let long = format!("X-Long: {}\r\n", "x".repeat(1_000_000));
    let server = Server::sending(ok(&long, feed(1).as_bytes())).await;
    assert!(matches!(error_of(&server).await, Error::Network { .. }));
}

#[tokio::test]
async fn reads_ten_thousand_items_and_an_item_of_five_megabytes() {
    let many = Server::sending(ok("", feed(10_000).as_bytes())).await;
    let plenty = Options {
        max_articles: 20_000,
        full_text: fetcher::FullText::Never,
        ..options()
    };
    let reading = read(plenty.clone(), &many.source("/feed")).await;
    assert_eq!(
        (reading.articles.len(), reading.account.items_seen),
        (10_000, 10_000)
    );

    let text = "A sentence of some words. ".repeat(200_000);
    let huge = feed(1).replace("Words enough to be taken for a text.", &text);
    let server = Server::sending(ok("", huge.as_bytes())).await;
    let reading = read(plenty, &server.source("/feed")).await;
    assert!(reading.articles[0].text.string.len() > 5_000_000);
}

// Manners.

#[tokio::test]
async fn waits_as_long_as_a_busy_server_asks() {
    let http_date = |wait| {
        let then = jiff::Timestamp::now() + wait;
        jiff::fmt::rfc2822::DateTimePrinter::new()
            .timestamp_to_rfc9110_string(&then)
            .unwrap()
    };
    for case in ["seconds", "date", "nonsense"] {
        let (retry_after, least) = match case {
            "seconds" => ("1".to_owned(), Duration::from_millis(950)),
            // A date has whole seconds, so two may mean little more than one.
            "date" => (http_date(Duration::from_secs(2)), Duration::from_millis(900)),
            _ => ("nonsense".to_owned(), Duration::ZERO),
        };
        let busy = Arc::new(AtomicUsize::new(0));
        let server = Server::start(move |mut stream, _| {
            let answer = match busy.fetch_add(1, Ordering::SeqCst) {
                0 => format!("HTTP/1.1 429 Slow down\r\nRetry-After: {retry_after}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                    .into_bytes(),
                _ => ok("", feed(1).as_bytes()),
            };
            async move { stream.write_all(&answer).await.unwrap() }
        })
        .await;
        let start = Instant::now();
        let reading = read(options(), &server.source("/feed")).await;
        assert_eq!(reading.articles.len(), 1, "{case}");
        assert!(start.elapsed() >= least, "{case}: {:?}", start.elapsed());
    }
}

#[tokio::test]
async fn does_not_wait_for_a_server_that_asks_for_an_hour() {
    let server = Server::sending(
        "HTTP/1.1 503 Busy\r\nRetry-After: 3600\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
    )
    .await;
    let error = error_of(&server).await;
    assert_eq!(server.requests(), 1);
    assert!(
        error
            .to_string()
            .ends_with("answered 503 and wants to be left alone for 3600 s"),
        "{error}"
    );
}

#[tokio::test]
async fn tries_a_failing_server_again_but_not_for_ever() {
    let server = Server::sending("HTTP/1.1 500 Oops\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").await;
    assert!(matches!(
        error_of(&server).await,
        Error::Status { status: 500, .. }
    ));
    assert_eq!(server.requests(), 2);
    let gone = Server::sending("HTTP/1.1 410 Gone\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").await;
    assert!(matches!(error_of(&gone).await, Error::Status { status: 410, .. }));
    assert_eq!(gone.requests(), 1);
}

#[tokio::test]
async fn has_one_connection_to_a_host_at_a_time() {
    let open = Arc::new(AtomicUsize::new(0));
    let most = Arc::new(AtomicUsize::new(0));
    let peak = Arc::clone(&most);
    let items: String = (0..8)
        .map(|n| format!("<item><title>T{n}</title><link>/{n}</link></item>"))
        .collect::<Vec<_>>()
        .concat();
    let feed = format!("<rss version='2.0'><channel>{items}</channel></rss>");
    let server = Server::start(move |mut stream, _| {
        let (open, most, feed) = (Arc::clone(&open), Arc::clone(&most), feed.clone());
        async move {
            most.fetch_max(open.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            tokio::time::sleep(Duration::from_millis(10)).await;
            open.fetch_sub(1, Ordering::SeqCst);
            let _ = stream.write_all(&ok("", feed.as_bytes())).await;
        }
    })
    .await;
    let reading = read(options(), &server.source("/feed")).await;
    assert_eq!(reading.articles.len(), 8);
    assert!(server.requests() >= 9);
    assert_eq!(peak.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn obeys_robots_txt_for_pages_but_not_for_feeds() {
    let server = Server::start(|mut stream, request| async move {
        let body = match request.split(' ').nth(1).unwrap() {
            "/robots.txt" => "User-agent: *\nDisallow: /\n".to_owned(),
            _ => {
                "<rss version='2.0'><channel><item><title>T</title><link>/page</link></item></channel></rss>"
                    .to_owned()
            }
        };
        stream.write_all(&ok("", body.as_bytes())).await.unwrap();
    })
    .await;
    let reading = read(options(), &server.source("/feed")).await;
    assert_eq!(reading.account.losses[0].why, "robots.txt forbids it");
    assert_eq!(server.requests(), 2, "the feed and robots.txt");
    let mut own_site = options();
    own_site.politeness.respect_robots = false;
    read(own_site, &server.source("/feed")).await;
    assert_eq!(server.requests(), 4, "the feed and the page");
}

#[tokio::test]
async fn a_dead_host_does_not_hold_up_the_others() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let dead = listener.local_addr().unwrap();
    drop(listener);
    let items = format!("<item><title>T</title><link>http://{dead}/a</link></item>").repeat(50);
    let server = Server::sending(ok(
        "",
        format!("<rss version='2.0'><channel>{items}</channel></rss>").as_bytes(),
    ))
    .await;
    let start = Instant::now();
    let mut options = options();
    options.politeness.respect_robots = false;
    let reading = read(options, &server.source("/feed")).await;
    assert_eq!((reading.articles.len(), reading.account.losses.len()), (50, 50));
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
    let refused = reading
        .account
        .losses
        .iter()
        .filter(|loss| loss.why.contains("could not be reached"))
        .count();
    assert!(refused >= 45, "{refused}");
}
