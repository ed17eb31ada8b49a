//! Every format writes the same bytes as it did when the golden files were kept: a change of structure changes nothing
//! that a user sees. `UPDATE_GOLDEN=1 cargo test --test golden` keeps the present output, after a change that is meant.
//!
//! `tests/golden/*.txt` hold the `concise` output in full, so that a change of findings can be read in its diff; the
//! other formats are held by digest in `digests.tsv`. What a run wrote lies in `target/tmp/golden` afterwards.

#![allow(clippy::unwrap_used)] // a helper of a test may fail the test

mod support;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use support::{corpora, wirecheck_in};

const FORMATS: [&str; 12] = [
    "html", "json", "jsonl", "sarif", "junit", "github", "gitlab", "rdjson", "markdown", "atom", "full",
    "concise",
];

fn golden() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

/// Where the outputs of this run are left for a comparison by hand.
fn kept() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("golden")
}

/// A name, the folder to run in and the arguments that name the input.
type Case = (String, PathBuf, Vec<String>);

/// The odd inputs are copied into an empty folder: the id of a file is its path in the repository, if there is one.
fn cases(replay: &Path, empty: &Path) -> Vec<Case> {
    let sample = corpora().join("sample");
    let replay = [
        "--replay",
        replay.to_str().unwrap(),
        "https://news.example/feed.xml",
    ];
    let mut cases = vec![
        ("sample".to_owned(), sample.clone(), vec!["feed.xml".to_owned()]),
        (
            "pairs".to_owned(),
            corpora().join("pairs"),
            vec!["articles.jsonl".to_owned()],
        ),
        ("teaser".to_owned(), sample, replay.map(str::to_owned).to_vec()),
    ];
    let mut odd: Vec<_> = fs::read_dir(corpora().join("odd"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    odd.sort();
    cases.extend(odd.into_iter().map(|name| {
        fs::copy(corpora().join("odd").join(&name), empty.join(&name)).unwrap();
        (format!("odd-{name}"), empty.to_owned(), vec![name])
    }));
    cases
}

/// A recording of the teaser feed and its pages, as `--record` would have made it.
fn teaser_recording(folder: &Path) {
    let teaser = corpora().join("teaser");
    let feed = fs::read_to_string(teaser.join("feed.xml")).unwrap();
    let mut index = String::new();
    let mut answer = |url: &str, kind: &str, body: &[u8]| {
        let file = format!("{}.body", index.lines().count());
        fs::write(folder.join(&file), body).unwrap();
        writeln!(
            index,
            r#"{{"url":"https://news.example{url}","status":200,"headers":[["content-type","{kind}"]],"body":"{file}"}}"#
        )
        .unwrap();
    };
    answer("/robots.txt", "text/plain", b"");
    answer(
        "/feed.xml",
        "application/rss+xml",
        feed.replace("{{HOST}}", "https://news.example").as_bytes(),
    );
    for (page, query) in [
        ("luna-bridge", ""),
        ("water-mains", "?utm_source=rss&utm_medium=feed"),
        ("skarnes-bay", ""),
    ] {
        let html = fs::read(teaser.join(format!("pages/{page}.html"))).unwrap();
        answer(
            &format!("/pages/{page}.html{query}"),
            "text/html; charset=utf-8",
            &html,
        );
    }
    fs::write(folder.join("index.jsonl"), index).unwrap();
}

/// Runs one case with every output, keeps what it wrote, and returns its lines of `digests.tsv` and its `concise` text.
fn run((name, folder, input): &Case) -> (String, String) {
    let kept = kept().join(name);
    fs::create_dir_all(&kept).unwrap();
    let mut args: Vec<String> = ["check", "--no-state", "--config", "/dev/null"]
        .map(str::to_owned)
        .to_vec();
    args.extend(input.iter().cloned());
    for format in FORMATS {
        let path = kept.join(format);
        let _ = fs::remove_file(&path);
        args.extend(["--output".to_owned(), format!("{format}={}", path.display())]);
    }
    let run = wirecheck_in(folder, &args, None);
    let mut digests = format!("{name}\texit\t{}\n", run.code);
    for format in FORMATS {
        let bytes = fs::read(kept.join(format)).unwrap_or_default();
        write!(digests, "{name}\t{format}\t{} bytes\t", bytes.len()).unwrap();
        for byte in &Sha256::digest(&bytes)[..8] {
            write!(digests, "{byte:02x}").unwrap();
        }
        digests.push('\n');
    }
    (
        digests,
        fs::read_to_string(kept.join("concise")).unwrap_or_default(),
    )
}

#[test]
fn every_format_writes_the_same_bytes_as_before() {
    let (replay, empty) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    teaser_recording(replay.path());
    let update = std::env::var_os("UPDATE_GOLDEN").is_some();
    let (mut digests, mut changed) = (String::new(), Vec::new());
    for case in cases(replay.path(), empty.path()) {
        let (lines, concise) = run(&case);
        digests.push_str(&lines);
        let path = golden().join(format!("{}.txt", case.0));
        if update {
            fs::write(&path, concise).unwrap();
        } else if fs::read_to_string(&path).unwrap_or_default() != concise {
            changed.push(format!(
                "{} differs from what {} prints now",
                path.display(),
                case.0
            ));
        }
    }
    let path = golden().join("digests.tsv");
    if update {
        fs::write(path, digests).unwrap();
        return;
    }
    let known = fs::read_to_string(path).unwrap();
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    let (known, now) = (lines(&known), lines(&digests));
    changed.extend(now.iter().filter(|line| !known.contains(line)).cloned());
    changed.extend(
        known
            .iter()
            .filter(|line| !now.contains(line))
            .map(|line| format!("gone: {line}")),
    );
    assert!(
        changed.is_empty(),
        "{}\nThe outputs lie in {}. If the change is meant: UPDATE_GOLDEN=1 cargo test --test golden",
        changed.join("\n"),
        kept().display()
    );
}
