//! Prints what the feed parser makes of files, one JSON line each, for comparison with other parsers.
//!
//! `cargo run --example feeds -- LIST > OUT.jsonl`, LIST holding one path a line. A comment `Header: name: value`
//! in a file, as feedparser's tests have them, stands for an HTTP header.

use std::error::Error;
use std::io::Write as _;
use std::time::Instant;
use std::{env, fs, io};

use fetcher::feed::{self, Feed, Item};
use jiff::Timestamp;
use serde_json::{Value, json};
use url::Url;

fn main() -> Result<(), Box<dyn Error>> {
    let list = env::args().nth(1).ok_or("usage: feeds LIST")?;
    let mut out = io::stdout().lock();
    for path in fs::read_to_string(list)?.lines() {
        let bytes = fs::read(path)?;
        let head = String::from_utf8_lossy(&bytes).replace('\0', "");
        let base = header(&head, "content-location").unwrap_or_else(|| "http://127.0.0.1:8097/".into());
        let charset = header(&head, "content-type").and_then(|value| {
            Some(
                value
                    .split_once("charset=")?
                    .1
                    .trim_matches(['"', '\''])
                    .to_owned(),
            )
        });
        let start = Instant::now();
        let parsed = feed::parse_bytes(&bytes, charset.as_deref(), Url::parse(&base).ok().as_ref());
        let mut line = parsed.map_or_else(
            |why| json!({ "ok": false, "err": why.to_string() }),
            |feed| report(&feed),
        );
        line["us"] = json!(u64::try_from(start.elapsed().as_micros())?);
        line["parser"] = json!("wirecheck");
        line["file"] = json!(path);
        writeln!(out, "{line}")?;
    }
    Ok(())
}

fn header(head: &str, name: &str) -> Option<String> {
    head.lines().find_map(|line| {
        let (key, value) = line.trim().strip_prefix("Header:")?.trim().split_once(':')?;
        key.eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
    })
}

fn report(feed: &Feed) -> Value {
    json!({
        "ok": true,
        "feed": {
            "title": feed.title, "link": feed.link, "subtitle": feed.subtitle, "id": feed.id,
            "language": feed.language, "rights": feed.rights, "author": feed.author,
            "updated": feed.updated.map(Timestamp::as_second), "published": feed.published.map(Timestamp::as_second),
        },
        "entries": feed.items.iter().map(entry).collect::<Vec<_>>(),
        "seen": feed.items_seen,
        "repairs": feed.repairs,
    })
}

fn entry(item: &Item) -> Value {
    json!({
        "title": item.title, "link": item.link, "id": item.id,
        // feedparser, whose tests these are, repeats the content where there is no summary.
        "summary": item.summary.as_ref().or(item.content.as_ref()).map(feed::Markup::as_str),
        "content": item.content.as_ref().map(feed::Markup::as_str),
        "rights": item.rights, "author": item.author,
        "updated": item.updated.map(Timestamp::as_second), "published": item.published.map(Timestamp::as_second),
    })
}
