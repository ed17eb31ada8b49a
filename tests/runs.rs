//! Runs that can be trusted: whatever cannot be written, read or finished, nothing that was found is lost, and nothing is
//! called free of faults that was not checked.

#![allow(clippy::unwrap_used)] // a helper of a test may fail the test

// The faults are made by a shell and by signals.
#![cfg(unix)]

mod support;

use std::fs;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rusqlite::Connection;
use support::server::{Answer, Server};
use support::{Run, wirecheck_in};
use tempfile::TempDir;

const FAULT: &str = "Crews will close the the bridge on Monday.";
const SOUND: &str = "Traffic returned to the bridge in the evening, the mayor of the town said on Tuesday.";

/// A desk: a folder of its own, and a server with a feed at `/feed`.
struct Desk {
    folder: TempDir,
    server: Server,
}

impl Desk {
    /// A desk whose feed has one item for each pair of title and text.
    fn new(items: &[(&str, &str)]) -> Self {
        let desk = Self {
            folder: tempfile::tempdir().unwrap(),
            server: Server::start(),
        };
        desk.publish(items);
        desk
    }

    fn publish(&self, items: &[(&str, &str)]) {
        let item = |(title, text): &(&str, &str)| {
            let body = format!("<p>{text}</p><p>{title} {}</p>", SOUND.repeat(8));
            format!(
                "<item><title>{title}</title><guid>{title}</guid><content:encoded><![CDATA[{body}]]></content:encoded>\
                 </item>"
            )
        };
        let list: Vec<_> = items.iter().map(item).collect();
        self.serve(&list.concat());
    }

    fn serve(&self, items: &str) {
        let feed = format!(
            "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\">\
             <channel><title>Harbour news</title><link>https://news.example/</link><description>d</description>{items}\
             </channel></rss>"
        );
        self.server
            .answer("/feed", Answer::ok("application/rss+xml", feed));
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_default()
    }

    fn args(&self, more: &[&str]) -> Vec<String> {
        let args = ["check", "--allow-host", "127.0.0.1"];
        let mut args: Vec<String> = args.iter().chain(more).map(ToString::to_string).collect();
        args.push(self.server.url("/feed"));
        args
    }

    fn check(&self, more: &[&str]) -> Run {
        wirecheck_in(self.folder.path(), self.args(more), None)
    }

    /// Fails unless a run finds the fault as one that nobody has seen before.
    #[track_caller]
    fn expect_fault_is_new(&self) {
        let run = self.check(&["--format", "json"]).expect_code(1).json();
        assert_eq!(run["findings"].as_array().unwrap().len(), 1, "{run}");
        assert_ne!(run["findings"][0]["state"], "known");
        assert_eq!(run["articles"][0]["carried_over"], false);
    }

    /// A run through a shell that sets something up first.
    fn check_after(&self, setup: &str, more: &[&str]) -> Run {
        let output = Command::new("sh")
            .args(["-c", &format!("{setup}; exec \"$0\" \"$@\"")])
            .arg(env!("CARGO_BIN_EXE_wirecheck"))
            .args(self.args(more))
            .current_dir(self.folder.path())
            .env("SOURCE_DATE_EPOCH", "1795478400")
            .output()
            .unwrap();
        Run {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// A run whose standard output nobody reads.
    fn start(&self, more: &[&str]) -> Child {
        Command::new(env!("CARGO_BIN_EXE_wirecheck"))
            .args(self.args(more))
            .current_dir(self.folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    }
}

fn faulty_desk() -> Desk {
    Desk::new(&[("Bridge", FAULT)])
}

#[track_caller]
fn wait_until(what: &str, mut holds: impl FnMut() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < Duration::from_mins(3), "{what} never came");
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// Every format that a file can have.
const FORMATS: [&str; 12] = [
    "full", "concise", "html", "markdown", "json", "jsonl", "sarif", "junit", "github", "gitlab", "rdjson",
    "atom",
];

#[test]
fn a_report_that_cannot_be_written_costs_neither_the_others_nor_the_findings() {
    for format in FORMATS {
        let desk = faulty_desk();
        fs::write(desk.path("blocked"), "a file where a folder is wanted").unwrap();
        let blocked = format!("{format}=blocked/report");
        let other = if format == "html" {
            "json=other"
        } else {
            "html=other"
        };
        let run = desk
            .check(&["--output", &blocked, "--output", other])
            .expect_code(2);
        assert!(
            run.stderr.contains("cannot write blocked/report"),
            "{format}: {}",
            run.stderr
        );
        assert!(
            run.stderr.contains("this run is not remembered"),
            "{format}: {}",
            run.stderr
        );
        assert!(desk.read("other").contains("doubled") || desk.read("other").contains("duplicated"));
        assert!(run.stdout.contains("duplicated-word"), "{format}: {}", run.stdout);
        desk.expect_fault_is_new();
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_costs_nothing() {
    for format in FORMATS {
        let desk = faulty_desk();
        let full = format!("{format}=/dev/full");
        let run = desk.check(&["--output", &full]).expect_code(2);
        assert!(
            run.stderr.contains("cannot write /dev/full: No space left"),
            "{}",
            run.stderr
        );
        assert!(run.stdout.contains("duplicated-word"), "{}", run.stdout);
        desk.expect_fault_is_new();
    }
    let desk = faulty_desk();
    let run = desk
        .check_after("exec > /dev/full", &["--output", "html=report.html"])
        .expect_code(2);
    assert!(
        run.stderr
            .contains("cannot write to standard output: No space left"),
        "{}",
        run.stderr
    );
    assert!(desk.read("report.html").contains("duplicated-word"));
    desk.expect_fault_is_new();
}

#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_fills_up_during_the_report_leaves_the_report_before_it() {
    let desk = faulty_desk();
    let mount = "mkdir small && mount -t tmpfs -o size=16k none small && echo before > small/report.html";
    let mounted = Command::new("unshare")
        .args(["--mount", "--map-root-user", "sh", "-c", mount])
        .current_dir(desk.folder.path())
        .status();
    if !mounted.is_ok_and(|status| status.success()) {
        println!("skipped: a small file system cannot be mounted here");
        return;
    }
    let output = Command::new("unshare")
        .args(["--mount", "--map-root-user", "sh", "-c"])
        .arg(
            "mount -t tmpfs -o size=16k none small && echo before > small/report.html; \"$0\" \"$@\"; code=$?; ls small; \
             cat small/report.html; exit $code",
        )
        .arg(env!("CARGO_BIN_EXE_wirecheck"))
        .args(desk.args(&["--output", "html=small/report.html"]))
        .current_dir(desk.folder.path())
        .output()
        .unwrap();
    let (stdout, stderr) = (
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap(),
    );
    assert_eq!(output.status.code(), Some(2), "{stdout}\n{stderr}");
    assert!(
        stderr.contains("cannot write small/report.html: No space left"),
        "{stderr}"
    );
    assert!(
        stdout.ends_with("report.html\nbefore\n"),
        "nothing else is left: {stdout}"
    );
    desk.expect_fault_is_new();
}

#[test]
fn a_state_that_cannot_be_used_is_a_warning_beside_the_report() {
    let desk = faulty_desk();
    fs::write(desk.path("blocked"), "a file where a folder is wanted").unwrap();
    fs::write(
        desk.path("foreign"),
        "no state, but long enough for one ".repeat(99),
    )
    .unwrap();
    for state in ["blocked/state.db", "foreign"] {
        let run = desk
            .check(&["--state", state, "--output", "html=report.html"])
            .expect_code(2);
        assert!(
            run.stderr.contains(&format!(
                "warning: the state {}",
                desk.path("").join(state).display()
            )) || run.stderr.contains(&format!("warning: the state {state}")),
            "{}",
            run.stderr
        );
        assert!(
            run.stderr.contains("this run is not remembered"),
            "{}",
            run.stderr
        );
        assert!(!run.stderr.contains("delete"), "{}", run.stderr);
        assert!(
            desk.read("report.html").contains("duplicated-word") && run.stdout.contains("duplicated-word")
        );
    }
    // A limit on the length of files stands for a disk that is full.
    let run = desk
        .check_after("trap '' XFSZ; ulimit -f 1", &["--format", "concise"])
        .expect_code(2);
    assert!(
        run.stdout.contains("duplicated-word"),
        "{}\n{}",
        run.stdout,
        run.stderr
    );
    assert!(
        run.stderr.contains("this run is not remembered"),
        "{}",
        run.stderr
    );
    desk.expect_fault_is_new();
}

/// The state of a desk after a first run over an empty feed, with a transaction of another run that has not ended.
fn busy_state(desk: &Desk) -> Connection {
    desk.publish(&[("Opening", SOUND)]);
    desk.check(&[]).expect_code(0);
    desk.publish(&[("Bridge", FAULT)]);
    let connection = Connection::open(desk.path(".wirecheck/state.db")).unwrap();
    connection.execute_batch("BEGIN IMMEDIATE").unwrap();
    connection
}

#[test]
fn a_state_that_another_run_holds_loses_nothing() {
    let desk = faulty_desk();
    let other = busy_state(&desk);
    let run = desk.check(&["--output", "html=report.html"]).expect_code(2);
    assert!(
        run.stderr.contains("another run is using it; try again"),
        "{}",
        run.stderr
    );
    assert!(!run.stderr.contains("delete"), "{}", run.stderr);
    assert!(desk.read("report.html").contains("duplicated-word") && run.stdout.contains("duplicated-word"));
    drop(other);
    desk.expect_fault_is_new();
}

#[test]
fn a_run_that_is_killed_after_its_report_is_done_again() {
    let desk = faulty_desk();
    let other = busy_state(&desk);
    let mut run = desk.start(&["--output", "html=report.html"]);
    wait_until("the report", || desk.path("report.html").exists());
    run.kill().unwrap(); // on Unix this is signal 9
    run.wait().unwrap();
    drop(other);
    desk.expect_fault_is_new();
}

#[test]
fn a_run_that_is_killed_while_it_prints_is_done_again() {
    let long = format!("{FAULT} {}", SOUND.repeat(800)); // more than a pipe holds
    let desk = Desk::new(&[("Bridge", &long)]);
    let mut run = desk.start(&["--output", "html=report.html", "--format", "json"]);
    wait_until("the report", || desk.path("report.html").exists());
    std::thread::sleep(Duration::from_millis(200));
    run.kill().unwrap();
    run.wait().unwrap();
    assert!(desk.read("report.html").contains("duplicated-word"));
    desk.expect_fault_is_new();
}

#[test]
fn a_run_that_is_killed_while_it_reads_is_done_again() {
    let desk = faulty_desk();
    let mut run = desk.start(&["--output", "html=report.html"]);
    wait_until("the request", || !desk.server.paths().is_empty());
    run.kill().unwrap();
    run.wait().unwrap();
    desk.expect_fault_is_new();
}

#[test]
fn who_closes_the_pipe_sees_the_findings_again() {
    let long = format!("{FAULT} {}", SOUND.repeat(800));
    let desk = Desk::new(&[("Bridge", &long)]);
    let mut run = desk.start(&["--format", "json"]);
    drop(run.stdout.take());
    let output = run.wait_with_output().unwrap();
    assert_eq!(
        output.status.code(),
        Some(1),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    desk.expect_fault_is_new();

    let desk = Desk::new(&[("Bridge", &long)]);
    let mut run = desk.start(&["--format", "json", "--output", "html=report.html"]);
    drop(run.stdout.take());
    assert_eq!(run.wait().unwrap().code(), Some(1));
    let second = desk.check(&["--format", "json"]).expect_code(0).json();
    assert_eq!(
        second["run"]["still_open"], 1,
        "the report has it, so it was seen"
    );
}

#[test]
fn two_runs_on_one_state_both_report_and_spoil_nothing() {
    let desk = faulty_desk();
    let runs: Vec<_> = (0..2).map(|_| desk.start(&["--format", "json"])).collect();
    for run in runs {
        let output = run.wait_with_output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(text.contains("duplicated-word"), "{text}");
    }
    let third = desk.check(&["--format", "json"]).expect_code(0).json();
    assert_eq!(third["sources"][0]["unchanged"], 1);
}

#[test]
fn an_unreadable_baseline_is_told_before_anything_is_fetched() {
    let desk = faulty_desk();
    fs::write(desk.path("known.toml"), "this is = no baseline [").unwrap();
    let run = desk.check(&["--baseline", "known.toml"]).expect_code(2);
    assert!(run.stderr.contains("known.toml"), "{}", run.stderr);
    assert!(desk.server.paths().is_empty());
    desk.expect_fault_is_new();
}

#[test]
fn a_baseline_that_cannot_be_written_stays_what_it_was() {
    let desk = faulty_desk();
    let baseline = |command: &[&str], setup: &str| {
        let mut args: Vec<_> = command.iter().map(ToString::to_string).collect();
        args.extend(desk.args(&[]).into_iter().skip(1));
        Command::new("sh")
            .args(["-c", &format!("{setup}; exec \"$0\" baseline \"$@\"")])
            .arg(env!("CARGO_BIN_EXE_wirecheck"))
            .args(args)
            .current_dir(desk.folder.path())
            .output()
            .unwrap()
    };
    assert!(
        baseline(&["create", "--reason", "known"], "true")
            .status
            .success()
    );
    let before = desk.read("wirecheck-baseline.toml");
    assert!(before.contains("duplicated-word"));
    desk.publish(&[("Bridge", FAULT), ("Port", "The port port opens on Monday.")]);
    let output = baseline(
        &["update", "--add", "--reason", "known"],
        "trap '' XFSZ; ulimit -f 0",
    );
    assert_eq!(
        output.status.code(),
        Some(2),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(String::from_utf8_lossy(&output.stderr).contains("cannot write"));
    assert_eq!(desk.read("wirecheck-baseline.toml"), before);
    let files = fs::read_dir(desk.folder.path()).unwrap();
    assert!(
        files
            .flatten()
            .all(|file| !file.file_name().to_string_lossy().ends_with(".part"))
    );
}

#[test]
fn a_recording_that_cannot_be_kept_is_an_error_with_its_name() {
    let desk = faulty_desk();
    fs::write(desk.path("tape"), "a file where a folder is wanted").unwrap();
    let run = desk.check(&["--record", "tape"]).expect_code(2);
    assert!(run.stderr.contains("tape"), "{}", run.stderr);
    desk.expect_fault_is_new();
}

#[test]
fn open_findings_stay_in_the_report_until_they_are_dealt_with() {
    let desk = Desk::new(&[("Bridge", FAULT), ("Port", "The port port opens on Monday.")]);
    let report = ["--output", "html=report.html", "--format", "json"];
    let first = desk.check(&report).expect_code(1).json();
    assert_eq!(first["findings"].as_array().unwrap().len(), 2);

    // An hour later: nothing new, and nothing gone.
    let second = desk.check(&report).expect_code(0).json();
    assert_eq!(
        second["run"]["verdict"],
        "Nothing new: 2 items checked in an earlier run; 2 findings of earlier runs are still open in 2 articles"
    );
    let ids = |run: &serde_json::Value| -> Vec<String> {
        let findings = run["findings"].as_array().unwrap();
        findings.iter().map(|finding| finding["id"].to_string()).collect()
    };
    assert_eq!(sorted(ids(&second)), sorted(ids(&first)));
    assert!(
        second["findings"]
            .as_array()
            .unwrap()
            .iter()
            .all(|finding| finding["state"] == "known")
    );
    assert_eq!(desk.read("report.html").matches("class=\"finding ").count(), 2);

    // A new item is new beside them.
    desk.publish(&[
        ("Lock", "The lock of the the harbour was closed."),
        ("Bridge", FAULT),
        ("Port", "The port port opens on Monday."),
    ]);
    let third = desk.check(&report).expect_code(1).json();
    let states = |run: &serde_json::Value| -> Vec<String> {
        let findings = run["findings"].as_array().unwrap();
        findings
            .iter()
            .map(|finding| finding["state"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(states(&third), ["new", "known", "known"]);
    assert!(
        third["run"]["verdict"]
            .as_str()
            .unwrap()
            .starts_with("One finding must be fixed in “Lock”; 2 findings of")
    );

    // The server fails: what is open is still shown, and the run is no good news.
    desk.server.answer("/feed", Answer::error("404 Not Found"));
    let failed = desk.check(&report).expect_code(3).json();
    assert_eq!(failed["findings"].as_array().unwrap().len(), 3);
    assert!(
        failed["run"]["verdict"]
            .as_str()
            .unwrap()
            .starts_with("Nothing could be checked; 1 source could not be read")
    );
    assert_eq!(desk.read("report.html").matches("class=\"finding ").count(), 3);

    // The publisher corrects one article and takes another out of the feed; the editor lets the third pass.
    desk.publish(&[
        ("Lock", "The lock of the harbour was closed."),
        ("Port", "The port port opens on Monday."),
    ]);
    let fourth = desk
        .check(&[&report[..], &["--all", "--state", "other.db"]].concat())
        .expect_code(1)
        .json();
    assert_eq!(fourth["findings"].as_array().unwrap().len(), 1);
    let fifth = desk.check(&[&report[..], &["--all"]].concat()).json();
    assert_eq!(fifth["findings"].as_array().unwrap().len(), 1);
    let mut create = vec![
        "baseline".to_owned(),
        "create".into(),
        "--reason".into(),
        "it is called that".into(),
    ];
    create.extend(desk.args(&[]).into_iter().skip(1));
    wirecheck_in(desk.folder.path(), create, None).expect_code(0);
    let last = desk.check(&report).expect_code(0).json();
    assert_eq!(
        (
            last["run"]["still_open"].as_u64(),
            last["findings"].as_array().unwrap().len()
        ),
        (Some(0), 0)
    );
    assert_eq!(desk.read("report.html").matches("class=\"finding ").count(), 0);
}

fn sorted(mut names: Vec<String>) -> Vec<String> {
    names.sort();
    names
}

#[test]
fn a_report_with_findings_is_not_replaced_by_one_that_could_read_nothing() {
    let desk = faulty_desk();
    let outputs = [
        "--no-state",
        "--output",
        "html=report.html",
        "--output",
        "markdown=report.md",
        "--output",
        "json=r.json",
    ];
    desk.check(&outputs).expect_code(1);
    let before = (desk.read("report.html"), desk.read("report.md"));
    desk.server
        .answer("/feed", Answer::error("503 Service Unavailable"));
    let run = desk.check(&outputs).expect_code(3);
    assert_eq!((desk.read("report.html"), desk.read("report.md")), before);
    assert_eq!(
        run.stderr.matches("as it was: it holds findings").count(),
        2,
        "{}",
        run.stderr
    );
    let json: serde_json::Value = serde_json::from_str(&desk.read("r.json")).unwrap();
    assert_eq!(
        json["findings"].as_array().unwrap().len(),
        0,
        "programs are told what is true now"
    );
    desk.publish(&[("Bridge", SOUND)]);
    desk.check(&outputs).expect_code(0);
    assert!(!desk.read("report.html").contains("class=\"finding "));
}

#[test]
fn what_was_not_checked_makes_the_run_incomplete_and_stands_in_the_verdict() {
    let desk = Desk::new(&[]);
    let teaser = |n: u32| {
        let link = desk.server.url(&format!("/gone/{n}"));
        format!("<item><title>Story {n}</title><link>{link}</link><description>{SOUND}</description></item>")
    };
    desk.serve(&(1..=3).map(teaser).collect::<String>());
    let run = desk.check(&["--quiet", "--no-state"]).expect_code(3);
    assert_eq!(
        run.stdout,
        "No surface fault found in 3 articles, 54 words; 3 articles could only be read as teasers\n"
    );
    desk.check(&["--no-state", "--max-losses", "2"]).expect_code(3);
    desk.check(&["--no-state", "--max-losses", "3"]).expect_code(0);

    let lines = format!("{{\"id\":\"1\",\"text\":\"{SOUND}\"}}\n{{\"id\":2\nno line\n");
    fs::write(desk.path("articles.jsonl"), lines).unwrap();
    let args = ["check", "--quiet", "articles.jsonl"];
    let run = wirecheck_in(desk.folder.path(), args, None).expect_code(3);
    assert_eq!(
        run.stdout,
        "No surface fault found in 16 words; 2 items could not be checked in full\n"
    );

    desk.publish(&[("Bridge", SOUND)]);
    let dead = desk.server.url("/dead");
    let run = desk
        .check(&["--quiet", "--no-state", "--max-losses", "9", &dead])
        .expect_code(3);
    assert!(
        run.stdout.ends_with("; 1 source could not be read\n"),
        "{}",
        run.stdout
    );
}

#[test]
fn one_text_in_several_places_is_reported_once() {
    let desk = Desk::new(&[]);
    let item = |guid: &str| {
        let text = format!("<p>{FAULT}</p><p>{}</p>", SOUND.repeat(8));
        format!(
            "<item><title>Bridge</title><guid>{guid}</guid><content:encoded><![CDATA[{text}]]></content:encoded></item>"
        )
    };
    desk.serve(&(item("a") + &item("b")));
    let run = desk.check(&["--format", "json"]).expect_code(1).json();
    assert_eq!(run["findings"].as_array().unwrap().len(), 1);
    assert_eq!(run["articles"][0]["also"][0]["id"], "b");
    let again = desk.check(&["--format", "json"]).expect_code(0).json();
    assert_eq!(
        (
            again["run"]["still_open"].as_u64(),
            again["sources"][0]["unchanged"].as_u64()
        ),
        (Some(1), Some(2))
    );
}

#[test]
fn the_trend_has_no_point_for_a_run_that_checked_nothing() {
    let desk = faulty_desk();
    let trend = |desk: &Desk| {
        desk.check(&["--output", "html=report.html"]);
        desk.read("report.html").contains("<polyline")
    };
    assert!(!trend(&desk));
    assert!(
        !trend(&desk),
        "the second run checked nothing, and one point is no line"
    );
    desk.publish(&[("Port", FAULT)]);
    assert!(trend(&desk));
}
