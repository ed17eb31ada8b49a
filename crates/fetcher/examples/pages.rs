//! Prints the article text of web pages, one JSON line each, for comparison with other extractors.
//!
//! `cargo run --example pages -- DIR > OUT.jsonl`, DIR holding `NAME/source.html`.

use std::error::Error;
use std::io::Write as _;
use std::time::Instant;
use std::{env, fs, io};

use fetcher::page;
use serde_json::json;
use url::Url;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = env::args().nth(1).ok_or("usage: pages DIR")?;
    let url = Url::parse("http://fakehost/test/page.html")?;
    let mut names = fs::read_dir(&folder)?.collect::<io::Result<Vec<_>>>()?;
    names.sort_by_key(fs::DirEntry::file_name);
    let mut out = io::stdout().lock();
    for name in names
        .iter()
        .filter(|name| name.path().join("source.html").exists())
    {
        let html = fs::read(name.path().join("source.html"))?;
        let html = String::from_utf8_lossy(&html);
        let start = Instant::now();
        let page = page::parse(&html, Some(&url));
        let micros = u64::try_from(start.elapsed().as_micros())?;
        let text: Vec<_> = page.blocks.iter().map(|block| block.text.as_str()).collect();
        let page_name = name.file_name().to_string_lossy().into_owned();
        writeln!(
            out,
            "{}",
            json!({ "page": page_name, "tool": "wirecheck", "text": text.join("\n\n"), "err": page.unextracted, "us": micros })
        )?;
    }
    Ok(())
}
