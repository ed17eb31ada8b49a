//! How close a run comes to the schedule that politeness allows, and what unchanged feeds cost.
//!
//! A server on loopback answers each request after 50 ms, under as many addresses of 127.0.0.0/8 as there are hosts, so
//! that every host is another one to the fetcher. Prints the ideal times beside the measured ones; run it with
//! `cargo bench -p wirecheck-fetcher --bench schedule`. Linux only: elsewhere 127.0.0.2 is not on loopback.

#![expect(clippy::unwrap_used, reason = "a benchmark may fail as a test does")]
#![expect(clippy::print_stdout, reason = "its output is its purpose")]

use std::borrow::Cow;
use std::path::Path;
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

use fetcher::seen::InMemory;
use fetcher::{Fetcher, Options, Politeness, Reading, Source};
use futures_util::future::join_all;
use jiff::Timestamp;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

const DELAY_OF_AN_ANSWER: Duration = Duration::from_millis(50);
const ARTICLES: usize = 10;

#[tokio::main(flavor = "current_thread")] // as the program does
async fn main() {
    let port = serve().await;
    twenty_feeds(port).await;
    two_hundred_unchanged(port).await;
    ten_thousand_items(port).await;
}

/// 20 hosts, each with a feed of 10 teasers and their pages.
async fn twenty_feeds(port: u16) {
    let politeness = Politeness {
        delay: Duration::from_millis(200),
        ..Politeness::default()
    };
    let options = Options {
        concurrency: 20,
        politeness,
        ..options()
    };
    // The feed, robots.txt and the pages follow one another with a pause between.
    let requests = u32::try_from(2 + ARTICLES).unwrap();
    let ideal = DELAY_OF_AN_ANSWER * requests + politeness.delay * (requests - 1);
    let fetcher = Fetcher::new(options).unwrap();
    let start = Instant::now();
    let articles = articles(&read_all(&fetcher, 20, port, "/feed").await);
    let took = start.elapsed();
    println!(
        "20 feeds with {ARTICLES} new articles each: {articles} articles in {took:.2?}, ideal {ideal:.2?}, ratio {:.2}",
        took.as_secs_f64() / ideal.as_secs_f64()
    );
}

/// 200 hosts whose feeds have not changed since the run before.
async fn two_hundred_unchanged(port: u16) {
    let politeness = Politeness {
        delay: Duration::ZERO,
        ..Politeness::default()
    };
    let options = Options {
        concurrency: 20,
        politeness,
        ..options()
    };
    let seen = Arc::<InMemory>::default();
    for round in ["first", "second"] {
        let fetcher = Fetcher::new(options.clone()).unwrap().remembering(seen.clone());
        let (start, before) = (Instant::now(), processor_time());
        let readings = read_all(&fetcher, 200, port, "/unchanged").await;
        for visit in readings.iter().filter_map(|reading| reading.visit.as_ref()) {
            seen.remember(visit, Timestamp::now());
        }
        println!(
            "200 feeds, {round} run: {} articles in {:.2?}, {:.2?} of processor time (the server's included)",
            articles(&readings),
            start.elapsed(),
            processor_time().saturating_sub(before)
        );
    }
}

async fn ten_thousand_items(port: u16) {
    let fetcher = Fetcher::new(options()).unwrap();
    let server = LARGE.len() / 1_000_000;
    // From here on, the kernel counts the peak afresh.
    std::fs::write("/proc/self/clear_refs", "5").unwrap();
    let start = Instant::now();
    let articles = articles(&read_all(&fetcher, 1, port, "/large").await);
    println!(
        "10,000 items: {articles} articles in {:.2?}, peak memory {} MB, {server} MB of it the server's copy of the feed",
        start.elapsed(),
        peak_memory()
    );
}

fn options() -> Options {
    let allow_hosts = (1..=200).map(host).collect();
    Options {
        allow_hosts,
        ..Options::default()
    }
}

fn host(number: usize) -> String {
    format!("127.0.0.{number}")
}

/// Reads the feeds of so many hosts at once.
async fn read_all(fetcher: &Fetcher, hosts: usize, port: u16, path: &str) -> Vec<Reading> {
    let readings = join_all((1..=hosts).map(|number| async move {
        let source = Source::parse(&format!("http://{}:{port}{path}", host(number)), Path::new("/")).unwrap();
        let reading = fetcher.read(&source, &|_| ()).await;
        assert!(reading.account.error.is_none(), "{:?}", reading.account.error);
        reading
    }));
    readings.await
}

fn articles(readings: &[Reading]) -> usize {
    readings.iter().map(|reading| reading.articles.len()).sum()
}

/// Starts the server and gives its port.
async fn serve() -> u16 {
    let listener = TcpListener::bind("0.0.0.0:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(answer(stream));
        }
    });
    port
}

/// Answers one request after another on a connection.
async fn answer(mut stream: TcpStream) {
    loop {
        let mut request = Vec::new();
        while !request.ends_with(b"\r\n\r\n") {
            match stream.read_u8().await {
                Ok(byte) => request.push(byte),
                Err(_) => return,
            }
        }
        tokio::time::sleep(DELAY_OF_AN_ANSWER).await;
        if stream
            .write_all(&response(&String::from_utf8_lossy(&request)))
            .await
            .is_err()
        {
            return;
        }
    }
}

static LARGE: LazyLock<Vec<u8>> = LazyLock::new(|| {
    ok(&feed(
        10_000,
        &"A text of some length, complete as it is. ".repeat(30),
    ))
});

fn response(request: &str) -> Cow<'static, [u8]> {
    let path = request.split(' ').nth(1).unwrap_or("/");
    if path == "/large" {
        return Cow::Borrowed(&LARGE);
    }
    if path == "/unchanged" && request.to_lowercase().contains("if-none-match") {
        return Cow::Borrowed(b"HTTP/1.1 304 Not Modified\r\nETag: \"1\"\r\n\r\n");
    }
    let body = match path {
        "/robots.txt" => "User-agent: *\nAllow: /\n".to_owned(),
        "/feed" => feed(ARTICLES, "A short teaser [...]"),
        "/unchanged" => feed(ARTICLES, &"A text of some length, complete as it is. ".repeat(20)),
        _ => page(path),
    };
    Cow::Owned(ok(&body))
}

fn ok(body: &str) -> Vec<u8> {
    format!(
        "HTTP/1.1 200 OK
ETag: \"1\"
Content-Length: {}

{body}",
        body.len()
    )
    .into_bytes()
}

fn feed(items: usize, text: &str) -> String {
    let item = |n| {
        format!("<item><title>Article {n}</title><link>/{n}</link><description>{text}</description></item>")
    };
    let items: Vec<_> = (0..items).map(item).collect();
    format!(
        "<rss version='2.0'><channel><title>F</title>{}</channel></rss>",
        items.concat()
    )
}

fn page(path: &str) -> String {
    let paragraph = "<p>The delegations of this article met on Monday, and they will meet again, the ministry said in the evening.</p>";
    format!(
        "<html><body><article><h1>Article {path}</h1>{}</article></body></html>",
        paragraph.repeat(20)
    )
}

/// Processor time of this process so far, from the kernel's clock of a hundredth of a second.
fn processor_time() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
    let ticks: u64 = fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap();
    Duration::from_millis(ticks * 10)
}

/// The most memory that this process had at a time, in MB.
fn peak_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() / 1024
}
