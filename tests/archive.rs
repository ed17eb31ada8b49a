//! Archives: JSON Lines that nobody could hold, on every core, broken off and taken up again.

#![cfg(unix)] // pipes, signals and `times` of the shell
#![allow(clippy::unwrap_used)] // a helper of a test may fail the test

mod support;

use std::fs;
use std::io::{BufRead, BufReader, Read as _, Write as _};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};
use support::{Run, wirecheck_in};

/// One article in ten has a fault.
const FAULTY: usize = 10;

/// A field that nobody reads makes the lines long and their check none the dearer: an archive of a few hundred articles is
/// read in many pieces.
const PAD: usize = 3000;

/// A line of an archive; no two are alike.
fn line(n: usize) -> String {
    let fault = if n.is_multiple_of(FAULTY) {
        "the the"
    } else {
        "the"
    };
    let text = format!(
        "Crews closed {fault} bridge {n} on Monday. Boats waited for {} hours.\n\nIt opened again in the evening, \
         said harbour master number {}, and {} boats went through before midnight.",
        n % 17 + 2,
        n * 7,
        n % 91 + 3
    );
    let (id, title, url) = (
        format!("a{n}"),
        format!("Bridge {n} closed"),
        format!("https://a.example/{n}"),
    );
    json!({"id": id, "title": title, "text": text, "url": url, "pad": "x".repeat(PAD)}).to_string()
}

fn archive(lines: usize) -> String {
    (0..lines).fold(String::new(), |all, n| all + &line(n) + "\n")
}

/// A folder with an archive in it.
struct Room {
    folder: tempfile::TempDir,
}

impl Room {
    fn new(lines: usize) -> Self {
        let room = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        fs::write(room.path("a.jsonl"), archive(lines)).unwrap();
        room
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    fn run(&self, args: &[&str]) -> Run {
        self.run_with(args, None)
    }

    fn run_with(&self, args: &[&str], stdin: Option<&[u8]>) -> Run {
        wirecheck_in(self.folder.path(), [&["check"], args].concat(), stdin)
    }

    fn start(&self, args: &[&str]) -> Child {
        Command::new(env!("CARGO_BIN_EXE_wirecheck"))
            .arg("check")
            .args(args)
            .current_dir(self.folder.path())
            .env("SOURCE_DATE_EPOCH", "1795478400")
            .env_remove("GITHUB_ACTIONS")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    }

    /// When a file was written; `None` where there is none.
    fn stamp(&self, name: &str) -> Option<SystemTime> {
        fs::metadata(self.path(name))
            .and_then(|file| file.modified())
            .ok()
    }

    fn names(&self) -> Vec<String> {
        let names = fs::read_dir(self.folder.path()).unwrap();
        let mut names: Vec<_> = names
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

fn lines(text: &str) -> Vec<Value> {
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn of_kind<'l>(lines: &'l [Value], kind: &str) -> Vec<&'l Value> {
    lines.iter().filter(|line| line["type"] == kind).collect()
}

#[test]
fn the_bytes_are_the_same_whatever_the_number_of_threads() {
    let room = Room::new(400);
    fs::write(room.path("b.jsonl"), archive(100)).unwrap();
    for format in ["jsonl", "concise", "json"] {
        let run = |jobs: &str| {
            let args = ["a.jsonl", "b.jsonl", "--format", format, "--jobs", jobs];
            room.run(&args).expect_code(1)
        };
        let (one, many) = (run("1"), run("7"));
        assert!(one.stdout == many.stdout, "{format}");
    }
}

#[test]
fn articles_are_told_in_order_and_all_of_them() {
    let room = Room::new(400);
    let run = room.run(&["a.jsonl", "--format", "jsonl"]).expect_code(1);
    let all = lines(&run.stdout);
    let articles = of_kind(&all, "article");
    let ids: Vec<_> = articles
        .iter()
        .map(|article| article["id"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(ids, (0..400).map(|n| format!("a{n}")).collect::<Vec<_>>());
    let faults: Vec<_> = of_kind(&all, "finding")
        .iter()
        .map(|finding| finding["article"].clone())
        .collect();
    let expected = (0..400).filter(|n| n % FAULTY == 0);
    assert_eq!(
        faults,
        expected.map(|n| Value::from(format!("a{n}"))).collect::<Vec<_>>()
    );
    let summary = &all[all.len() - 1];
    assert_eq!(
        (&summary["type"], &summary["counts"]["major"]),
        (&"summary".into(), &40.into())
    );
    assert_eq!(
        (
            &of_kind(&all, "source")[0]["articles"],
            &of_kind(&all, "source")[0]["items_seen"]
        ),
        (&400.into(), &400.into())
    );
    let whole = room.run(&["a.jsonl", "--format", "json"]).expect_code(1).json();
    assert_eq!(whole["run"]["verdict"], summary["verdict"]);
    let ids = |findings: Vec<&Value>| {
        findings
            .iter()
            .map(|finding| finding["id"].clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        ids(whole["findings"].as_array().unwrap().iter().collect()),
        ids(of_kind(&all, "finding")),
        "a finding has one identity, held or streamed"
    );
}

#[test]
fn an_archive_is_one_however_it_comes() {
    let room = Room::new(150);
    let text = room.read("a.jsonl");
    let mut gzip = GzEncoder::new(fs::File::create(room.path("g.gz")).unwrap(), Compression::fast());
    gzip.write_all(text.as_bytes()).unwrap();
    gzip.finish().unwrap();
    // Two members, as log rotation and `cat` make them.
    let (head, tail) = text.split_at(text.find("{\"id\":\"a70\"").unwrap_or(text.len() / 2));
    let mut two = Vec::new();
    for part in [head, tail] {
        let mut gzip = GzEncoder::new(&mut two, Compression::fast());
        gzip.write_all(part.as_bytes()).unwrap();
        gzip.finish().unwrap();
    }
    fs::write(room.path("two.gz"), two).unwrap();
    fs::write(room.path("z.zst"), zstd::encode_all(text.as_bytes(), 1).unwrap()).unwrap();
    let found = |run: Run| {
        let run = run.expect_code(1);
        let findings = lines(&run.stdout);
        of_kind(&findings, "finding")
            .iter()
            .map(|finding| finding["id"].to_string())
            .collect::<Vec<_>>()
    };
    let args = |source| [source, "--format", "jsonl", "--only-findings", "--no-text"];
    let plain = found(room.run(&args("a.jsonl")));
    assert_eq!(plain.len(), 150_usize.div_ceil(FAULTY));
    for packed in ["g.gz", "two.gz", "z.zst"] {
        assert_eq!(found(room.run(&args(packed))), plain, "{packed}");
    }
    let gz = fs::read(room.path("g.gz")).unwrap();
    for bytes in [text.as_bytes(), &gz] {
        assert_eq!(found(room.run_with(&args("-"), Some(bytes))), plain);
    }
}

#[test]
fn an_archive_that_breaks_off_keeps_what_came_before() {
    let room = Room::new(600);
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    gzip.write_all(room.read("a.jsonl").as_bytes()).unwrap();
    let whole = gzip.finish().unwrap();
    fs::write(room.path("cut.gz"), &whole[..whole.len() / 2]).unwrap();
    let run = room
        .run(&["cut.gz", "--format", "jsonl", "--no-text"])
        .expect_code(3);
    let all = lines(&run.stdout);
    let articles = of_kind(&all, "article").len();
    assert!((30..590).contains(&articles), "{articles}");
    assert!(
        run.stderr
            .contains(&format!("cut.gz: everything after line {articles}")),
        "{}",
        run.stderr
    );
}

#[test]
fn one_bad_line_costs_one_line_and_many_are_counted() {
    let room = Room::new(10);
    let mut text = room.read("a.jsonl");
    text.push_str("{\"id\":\"a3\",\"text\":\"Again.\"}\n\n");
    for _ in 0..10_000 {
        text.push_str("{\"id\": broken}\n");
    }
    text.push_str(&line(10));
    fs::write(room.path("b.jsonl"), text).unwrap();
    let run = room.run(&["b.jsonl", "--format", "jsonl"]).expect_code(3);
    assert!(
        run.stderr
            .contains("b.jsonl: line 11: the id \"a3\" was used before"),
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains("b.jsonl: line 13: "), "{}", run.stderr);
    assert!(
        run.stderr
            .contains("b.jsonl: 9901 more losses that are not listed"),
        "{}",
        run.stderr
    );
    assert!(run.stderr.lines().count() < 110, "{}", run.stderr.lines().count());
    let all = lines(&run.stdout);
    assert_eq!(
        (of_kind(&all, "article").len(), of_kind(&all, "source").len()),
        (11, 1)
    );
    assert!(
        all[all.len() - 1]["verdict"]
            .as_str()
            .unwrap()
            .contains("10,001 items could not be checked in full"),
        "{}",
        all[all.len() - 1]
    );
    let pardoned = room.run(&["b.jsonl", "--quiet", "--max-losses", "10001"]);
    pardoned.expect_code(1);
    room.run(&["b.jsonl", "--quiet", "--max-losses", "10000"])
        .expect_code(3);
}

#[test]
fn a_limit_that_is_asked_for_holds_for_files_too() {
    let room = Room::new(300);
    for jobs in ["1", "3"] {
        let args = [
            "a.jsonl",
            "--format",
            "jsonl",
            "--only-findings",
            "--no-text",
            "--max-articles",
            "95",
        ];
        let run = room.run(&[&args[..], &["--jobs", jobs]].concat()).expect_code(3);
        assert!(
            run.stderr
                .contains("only the first 95 articles were taken; 205 were left out"),
            "{}",
            run.stderr
        );
        let all = lines(&run.stdout);
        assert_eq!(of_kind(&all, "source")[0]["articles"], 95);
        assert_eq!(of_kind(&all, "finding").len(), 10);
    }
}

#[test]
fn fields_are_found_by_their_names() {
    let room = Room::new(1);
    let text = "Crews closed the the bridge on Monday. Boats waited for two hours.";
    let article = json!({"uuid": 7, "id": "no", "head": "Bridge", "article": {"body": text, "lang": "en"}, "link": "https://a.example/7",
        "day": "2026-11-20"});
    fs::write(room.path("b.jsonl"), format!("{article}\n")).unwrap();
    let names = [
        ("--id-field", "uuid"),
        ("--title-field", "head"),
        ("--text-field", "article.body"),
        ("--url-field", "link"),
        ("--published-field", "day"),
        ("--language-field", "article.lang"),
    ];
    let names: Vec<_> = names.iter().flat_map(|(option, name)| [*option, *name]).collect();
    let check = |args: &[&str]| {
        let run = room
            .run(&[&["b.jsonl", "--format", "json"], args].concat())
            .expect_code(1)
            .json();
        let article = &run["articles"][0];
        assert_eq!(
            (&article["id"], &article["title"]),
            (&"7".into(), &"Bridge".into()),
            "{run}"
        );
        assert_eq!(article["text"], format!("Bridge\n\n{text}"));
        assert_eq!(article["url"], "https://a.example/7");
        assert_eq!(article["published"], "2026-11-20T00:00:00Z");
    };
    check(&names);
    fs::write(
        room.path("wirecheck.toml"),
        "[fields]\nid = \"uuid\"\ntitle = \"head\"\ntext = \"nowhere\"\nurl = \"link\"\npublished = \"day\"\n\
         [[feeds]]\nsource = \"b.jsonl\"\nfields = { text = \"article.body\" }\n",
    )
    .unwrap();
    let run = room.run(&["--format", "json"]).expect_code(1).json();
    assert_eq!(run["articles"][0]["id"], "7");
    check(&["--text-field", "article.body"]);
    let lost = room.run(&["b.jsonl", "--quiet"]).expect_code(3);
    assert!(
        lost.stderr.contains("line 1: missing field `nowhere`"),
        "{}",
        lost.stderr
    );
}

#[test]
fn a_line_is_written_when_its_article_is_checked() {
    let room = Room::new(1);
    let mut run = Command::new(env!("CARGO_BIN_EXE_wirecheck"))
        .args(["check", "-", "--format", "concise", "--config", "/dev/null"])
        .current_dir(room.folder.path())
        .env_remove("GITHUB_ACTIONS")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut stdin = run.stdin.take().unwrap();
    let mut told = BufReader::new(run.stdout.take().unwrap()).lines();
    for n in [0, 10, 20] {
        writeln!(stdin, "{}", line(n)).unwrap();
        stdin.flush().unwrap();
        // The archive goes on, and yet the finding is here.
        let line = told.next().unwrap().unwrap();
        assert!(line.contains(&format!("Bridge {n} closed")), "{line}");
    }
    drop(stdin);
    assert!(
        told.next()
            .unwrap()
            .unwrap()
            .starts_with("Three findings must be fixed")
    );
    assert_eq!(run.wait().unwrap().code(), Some(1));
}

#[test]
fn who_has_seen_enough_ends_the_run() {
    let room = Room::new(8000);
    let mut run = room.start(&["a.jsonl", "--format", "jsonl"]);
    let mut first = String::new();
    let mut out = BufReader::new(run.stdout.take().unwrap());
    out.read_line(&mut first).unwrap();
    assert!(first.starts_with("{\"type\":\"run\""), "{first}");
    drop(out);
    let start = Instant::now();
    let status = run.wait().unwrap();
    assert!(
        start.elapsed() < Duration::from_secs(20),
        "it went on for {:?}",
        start.elapsed()
    );
    let mut stderr = String::new();
    run.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
    assert!(matches!(status.code(), Some(0 | 1)), "{status}: {stderr}");
    assert!(
        !stderr.contains("panicked") && !stderr.contains("error"),
        "{stderr}"
    );

    // A closed pipe costs no file.
    fs::write(room.path("b.jsonl"), archive(300)).unwrap();
    let mut run = room.start(&["b.jsonl", "--format", "jsonl", "--output", "concise=out.txt"]);
    drop(run.stdout.take());
    run.wait().unwrap();
    assert_eq!(room.read("out.txt").lines().count(), 31);
}

/// A small number that looks like chance.
fn chance(seed: &mut u64, bound: u64) -> u64 {
    *seed = seed
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407);
    (*seed >> 33) % bound
}

#[test]
fn a_run_that_is_killed_goes_on_and_loses_and_doubles_nothing() {
    let room = Room::new(400);
    let mut gzip = GzEncoder::new(fs::File::create(room.path("c.gz")).unwrap(), Compression::fast());
    gzip.write_all(
        (3000..5000)
            .fold(String::new(), |all, n| all + &line(n) + "\n{bad\n")
            .as_bytes(),
    )
    .unwrap();
    gzip.finish().unwrap();
    let sources = ["a.jsonl", "c.gz"];
    let whole = room.run(
        &[
            &sources[..],
            &[
                "--output",
                "jsonl=whole.jsonl",
                "--output",
                "concise=whole.txt",
                "--quiet",
            ],
        ]
        .concat(),
    );
    let whole = whole.expect_code(3);
    let args = [
        &sources[..],
        &[
            "--output",
            "jsonl=part.jsonl",
            "--output",
            "concise=part.txt",
            "--checkpoint",
            "so-far",
        ],
    ]
    .concat();
    let mut seed = std::process::id().into();
    let mut kills = 0;
    let mut went_on = 0;
    let last = loop {
        let mut run = room.start(&args);
        // Mostly after a checkpoint of this run, of which there may be one only, and a moment more.
        let mut left = chance(&mut seed, 4).min(1);
        let mut before = room.stamp("so-far");
        while left > 0 && run.try_wait().unwrap().is_none() {
            let now = room.stamp("so-far");
            if now != before {
                (before, left) = (now, left - 1);
            }
            std::thread::sleep(Duration::from_micros(200));
        }
        std::thread::sleep(Duration::from_millis(chance(&mut seed, 300)));
        if run.try_wait().unwrap().is_none() && kills < 12 {
            run.kill().unwrap(); // signal 9
            kills += 1;
        }
        let output = run.wait_with_output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        went_on += usize::from(stderr.contains("going on after line"));
        if output.status.code().is_some() {
            break (
                output.status.code(),
                String::from_utf8(output.stdout).unwrap(),
                stderr,
            );
        }
    };
    println!("{kills} kills, {went_on} of the runs went on");
    assert!(kills > 0 && went_on > 0, "{kills} kills, {went_on} went on");
    assert_eq!((last.0, &last.1), (Some(whole.code), &whole.stdout), "{}", last.2);
    for (whole, part) in [("whole.jsonl", "part.jsonl"), ("whole.txt", "part.txt")] {
        assert!(room.read(whole) == room.read(part), "{part} is not {whole}");
    }
    let left: Vec<_> = room
        .names()
        .into_iter()
        .filter(|name| name.contains("so-far") || name.contains("part"))
        .collect();
    assert_eq!(
        left,
        ["part.jsonl", "part.txt"],
        "of a run that is over, no checkpoint is left"
    );
}

#[test]
fn a_checkpoint_of_another_run_is_refused() {
    let room = Room::new(500);
    let args = ["a.jsonl", "--output", "jsonl=out.jsonl", "--checkpoint", "so-far"];
    let start = Instant::now();
    let mut run = room.start(&args);
    while !room.path("so-far").exists() {
        assert!(start.elapsed() < Duration::from_mins(1) && run.try_wait().unwrap().is_none());
        std::thread::sleep(Duration::from_millis(1));
    }
    run.kill().unwrap();
    run.wait().unwrap();
    let refused = |args: &[&str], why: &str| {
        let run = room.run(args).expect_code(2);
        assert!(run.stderr.contains(why), "{why}: {}", run.stderr);
        assert!(room.path("so-far").exists());
    };
    refused(
        &[&args[..], &["--no-text"]].concat(),
        "belongs to a run with other sources, settings or options",
    );
    let text = room.read("a.jsonl");
    fs::write(room.path("a.jsonl"), text.replacen("Monday", "Sunday", 1)).unwrap();
    refused(&args, "a.jsonl is not what it was when the checkpoint");
    fs::write(room.path("a.jsonl"), line(0) + "\n").unwrap();
    refused(&args, "a.jsonl is not what it was when the checkpoint");
    fs::write(room.path("a.jsonl"), &text).unwrap();
    fs::write(room.path("out.jsonl.partial"), "").unwrap();
    refused(&args, "it is shorter than the checkpoint says");
    fs::remove_file(room.path("so-far")).unwrap();
    room.run(&args).expect_code(1);
    assert_eq!(of_kind(&lines(&room.read("out.jsonl")), "article").len(), 500);
}

#[test]
fn a_checkpoint_needs_reports_that_can_be_continued() {
    let room = Room::new(3);
    fs::write(room.path("note.txt"), "A note of some words.").unwrap();
    for (args, why) in [
        (&["a.jsonl"][..], "--output jsonl=FILE"),
        (
            &["a.jsonl", "--output", "html=a.html"],
            "html must see all articles",
        ),
        (
            &["a.jsonl", "--output", "jsonl=o", "--format", "jsonl"],
            "cannot be taken back",
        ),
        (
            &["a.jsonl", "note.txt", "--output", "jsonl=o"],
            "note.txt is something else",
        ),
    ] {
        let run = room.run(&[args, &["--checkpoint", "c"]].concat()).expect_code(2);
        assert!(run.stderr.contains(why), "{why}: {}", run.stderr);
    }
    room.run(&["a.jsonl", "--output", "jsonl=o", "--checkpoint", "c"])
        .expect_code(1);
    assert_eq!(room.names(), ["a.jsonl", "note.txt", "o"]);
}

#[test]
fn what_is_known_stays_known_in_an_archive() {
    let room = Room::new(30);
    room.run(&["a.jsonl", "--quiet"]).expect_code(1);
    let create = wirecheck_in(
        room.folder.path(),
        ["baseline", "create", "--reason", "known", "a.jsonl"],
        None,
    );
    create.expect_code(0);
    let run = room.run(&["a.jsonl", "--format", "jsonl"]).expect_code(0);
    let all = lines(&run.stdout);
    assert_eq!(
        (of_kind(&all, "finding").len(), of_kind(&all, "ignored").len()),
        (0, 3)
    );
}

/// Peak memory of a run in kB, from the system's own account of it while it runs.
#[cfg(target_os = "linux")]
fn peak(room: &Room, args: &[&str]) -> u64 {
    let mut run = room.start(args);
    let mut out = run.stdout.take().unwrap();
    let reader = std::thread::spawn(move || std::io::copy(&mut out, &mut std::io::sink()));
    let status = format!("/proc/{}/status", run.id());
    let mut peak = 0;
    while run.try_wait().unwrap().is_none() {
        let text = fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        peak = line.map_or(peak, |line| line.trim().trim_end_matches(" kB").parse().unwrap());
        std::thread::sleep(Duration::from_millis(2));
    }
    reader.join().unwrap().unwrap();
    peak
}

#[cfg(target_os = "linux")]
#[test]
fn memory_stays_flat() {
    // A few long words take much room and little time.
    let text = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft ".repeat(40);
    let room = Room::new(1);
    for (name, articles) in [("a.jsonl", 200), ("b.jsonl", 2000)] {
        let lines = (0..articles).map(|n| json!({"id": n, "text": format!("{n} {text}")}).to_string() + "\n");
        fs::write(room.path(name), lines.collect::<String>()).unwrap();
    }
    let [small, large] =
        ["a.jsonl", "b.jsonl"].map(|name| peak(&room, &[name, "--jobs", "2", "--format", "jsonl"]));
    println!("{small} kB, and {large} kB for ten times as much");
    assert!(
        large * 100 < small * 110,
        "{small} kB, and {large} kB for ten times as much"
    );
}

/// Seconds of CPU that a run takes, as the shell counts them.
fn cpu(room: &Room, args: &[&str]) -> f64 {
    let output = Command::new("sh")
        .args(["-c", "\"$0\" check \"$@\" >/dev/null 2>&1; times"])
        .arg(env!("CARGO_BIN_EXE_wirecheck"))
        .args(args)
        .current_dir(room.folder.path())
        .env("LC_ALL", "C")
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let children = text.lines().nth(1).unwrap();
    let seconds = |time: &str| {
        let (minutes, seconds) = time.trim_end_matches('s').split_once('m').unwrap();
        60.0 * minutes.parse::<f64>().unwrap() + seconds.parse::<f64>().unwrap()
    };
    children.split_whitespace().map(seconds).sum()
}

#[test]
fn the_second_half_of_an_archive_costs_no_more_than_the_first() {
    let room = Room::new(600);
    fs::write(room.path("half.jsonl"), archive(300)).unwrap();
    fs::write(room.path("none.jsonl"), archive(1)).unwrap();
    // Other work on the machine only ever makes a run dearer: the cheapest of several counts.
    let mut least = [f64::INFINITY; 3];
    for _ in 0..8 {
        for (least, name) in least.iter_mut().zip(["none.jsonl", "half.jsonl", "a.jsonl"]) {
            *least = least.min(cpu(&room, &[name, "--format", "jsonl", "--no-text"]));
        }
        // What a run takes to begin is in each of them. Were the cost a square, the second half would cost three times as much.
        let [none, half, whole] = least;
        if whole - half < 1.5 * (half - none) + 0.05 {
            return;
        }
    }
    panic!("{least:?} s to begin, for half of the archive and for all of it");
}
