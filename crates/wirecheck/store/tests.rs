//! Reading, writing, old and foreign files, and that no crash spoils a state.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use fetcher::seen::{SeenFeed, SeenItems as _, Validators, Visit, VisitOutcome, VisitedItem};
use jiff::Timestamp;
use rusqlite::Connection;
use url::Url;

use super::{Found, FoundIn, Items, Run, Store};

fn feed() -> Url {
    Url::parse("https://example.org/feed").unwrap()
}

fn visit(outcome: VisitOutcome) -> Visit {
    Visit {
        feed: feed(),
        outcome,
    }
}

fn read(items: Vec<VisitedItem>) -> Visit {
    visit(VisitOutcome::Read {
        kind: "RSS 2.0".into(),
        title: Some("News".into()),
        validators: Validators {
            etag: Some("W/\"x\"".into()),
            last_modified: None,
        },
        moved_to: None,
        items,
    })
}

fn item(id: &str, text: Option<&str>) -> VisitedItem {
    VisitedItem {
        id: id.into(),
        url: None,
        hash: [7; 32],
        text: text.map(str::to_owned),
    }
}

fn run(day: u32) -> Run {
    Run {
        started: format!("2024-01-0{day}T00:00:00Z").parse().unwrap(),
        articles: u64::from(day),
        findings: BTreeMap::from([("major".into(), 2)]),
        score: Some(91.5),
    }
}

fn open() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("sub/state.db")).unwrap();
    (folder, store)
}

fn recall(store: &Store) -> SeenFeed {
    store.recall(&feed()).unwrap()
}

/// A moment that a column of seconds holds exactly.
fn now() -> Timestamp {
    Timestamp::from_second(Timestamp::now().as_second()).unwrap()
}

#[test]
fn remembers_items_with_their_findings_and_forgets_old_ones() {
    let (_folder, store) = open();
    let fault = Found {
        fingerprints: vec!["f1".into()],
        article: Some("{}".into()),
    };
    let found = FoundIn::from([("1".to_owned(), fault)]);
    let both = read(vec![item("1", Some("one")), item("2", Some("two"))]);
    store.remember(&both, &found, now()).unwrap();
    let seen = recall(&store);
    assert_eq!(seen.state.validators.etag.as_deref(), Some("W/\"x\""));
    assert_eq!(
        (seen.items["1"].text.as_str(), seen.items["1"].hash),
        ("one", [7; 32])
    );
    assert_eq!(store.fingerprints(&feed(), "1").unwrap(), ["f1"]);
    assert!(store.fingerprints(&feed(), "2").unwrap().is_empty());
    let texts = |which| {
        let faulty = store.faulty(&feed(), which).unwrap();
        faulty.into_iter().map(|faulty| faulty.text).collect::<Vec<_>>()
    };
    assert_eq!(texts(Items::OfLatestVisit), ["one"]);
    assert_eq!(texts(Items::Named(&["2", "1", "3"])), ["one"]);

    let later = now() + Duration::from_hours(24 * 366);
    let second = read(vec![item("2", None)]);
    store.remember(&second, &FoundIn::new(), later).unwrap();
    let items = recall(&store).items;
    assert_eq!(items.keys().collect::<Vec<_>>(), ["2"]);
    assert_eq!(items["2"].text, "two");
}

#[test]
fn keeps_the_address_of_an_item_and_takes_a_new_one() {
    let (_folder, store) = open();
    let at = |path: &str| Url::parse("https://example.org").unwrap().join(path).ok();
    for (path, text) in [("/old", Some("one")), ("/new", None)] {
        let item = VisitedItem {
            url: at(path),
            ..item("1", text)
        };
        store.remember(&read(vec![item]), &FoundIn::new(), now()).unwrap();
        assert_eq!(recall(&store).items["1"].url, at(path));
    }
}

#[test]
fn an_unchanged_feed_keeps_its_items() {
    let (_folder, store) = open();
    let day = |number: u64| now() + Duration::from_hours(24 * number);
    let remember = |visit: &Visit, at| store.remember(visit, &FoundIn::new(), at).unwrap();
    remember(&read(vec![item("gone", Some("one"))]), day(0));
    remember(&read(vec![item("stays", Some("two"))]), day(1));
    for number in [200, 400] {
        remember(&visit(VisitOutcome::NotModified), day(number));
    }
    remember(&read(Vec::new()), day(500));
    assert_eq!(recall(&store).items.keys().collect::<Vec<_>>(), ["stays"]);
}

#[test]
fn remembers_all_that_is_known_of_a_feed() {
    let (_folder, store) = open();
    assert_eq!(recall(&store), SeenFeed::default());
    let moved = VisitOutcome::Read {
        kind: "Atom 1.0".into(),
        title: None,
        validators: Validators {
            etag: None,
            last_modified: Some("Tue, 01 Jun 2021 10:00:00 GMT".into()),
        },
        moved_to: Some(Url::parse("https://example.org/new").unwrap()),
        items: Vec::new(),
    };
    let gone = VisitOutcome::Failed {
        gone: true,
        retry_after: Some(Duration::from_hours(5)),
    };
    let mut state = SeenFeed::default().state;
    for outcome in [moved, gone, VisitOutcome::NotModified] {
        let now = now();
        state = state.after(&outcome, now);
        store.remember(&visit(outcome), &FoundIn::new(), now).unwrap();
        assert_eq!(recall(&store).state, state);
    }
}

#[test]
fn keeps_runs_in_order() {
    let (_folder, store) = open();
    for day in 1..=3 {
        store.add_run(&run(day)).unwrap();
    }
    assert_eq!(store.runs(2).unwrap(), [run(2), run(3)]);
}

/// What version 0.1.0 wrote, as `sqlite3 state.db .dump` shows it.
const FIRST_RELEASE: &str = "
    CREATE TABLE feeds (url TEXT PRIMARY KEY, kind TEXT, title TEXT, etag TEXT, last_modified TEXT, moved_to TEXT,
        failures INTEGER NOT NULL DEFAULT 0, next_allowed INTEGER, gone_since INTEGER) STRICT;
    CREATE TABLE items (feed TEXT NOT NULL, id TEXT NOT NULL, url TEXT, hash BLOB NOT NULL, text TEXT NOT NULL,
        first_seen INTEGER NOT NULL, last_seen INTEGER NOT NULL, fingerprints TEXT NOT NULL,
        PRIMARY KEY (feed, id)) STRICT, WITHOUT ROWID;
    CREATE TABLE runs (started INTEGER NOT NULL, articles INTEGER NOT NULL, findings TEXT NOT NULL, score REAL) STRICT;
    INSERT INTO feeds VALUES ('https://example.org/feed', 'RSS 2.0', 'News', '\"1\"', NULL, 'https://example.org/new',
        3, 1767225600, 1767225000);
    INSERT INTO items VALUES ('https://example.org/feed', 'a', NULL,
        X'0707070707070707070707070707070707070707070707070707070707070707', 'What was checked.', 1767225600,
        1767225600, '[\"wc1:0123456789abcdef\"]');
    INSERT INTO runs VALUES (1767225600, 12, '{\"major\":2}', NULL);
    PRAGMA application_id = 1464027211;
    PRAGMA user_version = 1;
";

#[test]
fn reads_a_state_of_the_first_release() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state.db");
    Connection::open(&path)
        .unwrap()
        .execute_batch(FIRST_RELEASE)
        .unwrap();
    let store = Store::open(&path).unwrap();
    let SeenFeed { state, items } = recall(&store);
    assert_eq!(
        (state.kind.as_deref(), state.title.as_deref(), state.failures),
        (Some("RSS 2.0"), Some("News"), 3)
    );
    assert_eq!(state.next_allowed.unwrap().to_string(), "2026-01-01T00:00:00Z");
    assert_eq!(state.gone_since.unwrap().to_string(), "2025-12-31T23:50:00Z");
    assert_eq!(state.moved_to.unwrap().path(), "/new");
    assert_eq!(items["a"].text, "What was checked.");
    assert_eq!(
        store.fingerprints(&feed(), "a").unwrap(),
        ["wc1:0123456789abcdef"]
    );
    let runs = store.runs(9).unwrap();
    assert_eq!(
        (runs[0].articles, runs[0].findings["major"], runs[0].score),
        (12, 2, None)
    );
    assert_eq!(runs[0].started.to_string(), "2026-01-01T00:00:00Z");
}

fn why(path: &Path) -> String {
    Store::open(path).unwrap_err().to_string()
}

#[test]
fn refuses_what_is_not_its_own() {
    let folder = tempfile::tempdir().unwrap();

    let garbage = folder.path().join("garbage.db");
    let text = "this is not a database, however long it may be".repeat(100);
    fs::write(&garbage, text).unwrap();
    assert!(
        why(&garbage).contains("no state of wirecheck"),
        "{}",
        why(&garbage)
    );

    let foreign = folder.path().join("foreign.db");
    Connection::open(&foreign)
        .unwrap()
        .execute_batch("CREATE TABLE t (x)")
        .unwrap();
    assert!(why(&foreign).contains("no state of wirecheck"));

    let future = folder.path().join("future.db");
    drop(Store::open(&future).unwrap());
    Connection::open(&future)
        .unwrap()
        .execute_batch("PRAGMA user_version = 99")
        .unwrap();
    assert!(why(&future).contains("later version"));
}

#[test]
fn refuses_a_damaged_state() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("damaged.db");
    let text = "words ".repeat(200);
    let items = (0..200).map(|n| item(&n.to_string(), Some(&text))).collect();
    let store = Store::open(&path).unwrap();
    store.remember(&read(items), &FoundIn::new(), now()).unwrap();
    drop(store);
    let mut bytes = fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    bytes[8192..middle].fill(0x55);
    fs::write(&path, bytes).unwrap();
    let why = why(&path);
    assert!(
        why.contains("damaged.db cannot be used: it is damaged") && why.contains("delete it"),
        "{why}"
    );
}

#[test]
fn only_a_damaged_state_is_to_be_deleted() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state.db");
    let store = Store::open(&path).unwrap();
    let other = Connection::open(&path).unwrap();
    other.execute_batch("BEGIN EXCLUSIVE").unwrap();
    store.connection().busy_timeout(Duration::ZERO).unwrap();
    let locked = store.add_run(&run(1)).unwrap_err().to_string();
    assert!(
        locked.contains("another run is using it") && !locked.contains("delete"),
        "{locked}"
    );
    other.execute_batch("ROLLBACK").unwrap();
    store.connection().execute_batch("PRAGMA query_only = 1").unwrap();
    let read_only = store.add_run(&run(1)).unwrap_err().to_string();
    assert!(
        read_only.contains("may only be read") && !read_only.contains("delete"),
        "{read_only}"
    );
    store
        .connection()
        .execute_batch("PRAGMA query_only = 0; PRAGMA max_page_count = 1")
        .unwrap();
    let long = Run {
        findings: BTreeMap::from([("word ".repeat(10_000), 1)]),
        ..run(1)
    };
    let full = store.add_run(&long).unwrap_err().to_string();
    assert!(
        full.contains("the disk is full") && !full.contains("delete"),
        "{full}"
    );
}

#[test]
fn opens_an_empty_file_as_new() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state.db");
    fs::write(&path, "").unwrap();
    assert!(Store::open(&path).unwrap().runs(1).unwrap().is_empty());
}

#[test]
fn two_at_once_take_turns() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state.db");
    std::thread::scope(|scope| {
        for worker in 0..4 {
            let path = &path;
            scope.spawn(move || {
                let store = Store::open(path).unwrap();
                for n in 0..25 {
                    let item = item(&format!("{worker}-{n}"), Some("text"));
                    store.remember(&read(vec![item]), &FoundIn::new(), now()).unwrap();
                }
            });
        }
    });
    assert_eq!(recall(&Store::open(&path).unwrap()).items.len(), 100);
}

/// The variable that makes this program the child of [`survives_a_kill_and_two_runs_at_once`], and names its state.
const CHILD: &str = "WIRECHECK_TEST_STATE";

/// Items of each visit of the child.
const ITEMS: usize = 50;

/// Not a test: remembers visits for ever, until it is killed.
#[test]
#[ignore = "is run by another test, as a child process"]
fn child_that_remembers_for_ever() {
    let Some(path) = std::env::var_os(CHILD).map(PathBuf::from) else {
        return;
    };
    for round in 0.. {
        let store = Store::open(&path).unwrap();
        let text = format!("Round {round}. ").repeat(50);
        let items = (0..ITEMS)
            .map(|number| item(&format!("{}-{round}-{number}", std::process::id()), Some(&text)))
            .collect();
        let visit = read(items);
        store.remember(&visit, &FoundIn::new(), now()).unwrap();
        store.add_run(&run(1)).unwrap();
    }
}

#[test]
fn survives_a_kill_and_two_runs_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state.db");
    // Opening it checks the whole file.
    let runs = || Store::open(&path).unwrap().runs(u32::MAX).unwrap().len();
    for _ in 0..3 {
        let before = runs();
        let mut children: Vec<_> = (0..2).map(|_| remember_for_ever(&path)).collect();
        let start = Instant::now();
        while runs() < before + 6 {
            assert!(
                start.elapsed() < Duration::from_mins(1),
                "the children do not get on"
            );
            std::thread::sleep(Duration::from_millis(20));
        }
        for child in &mut children {
            // On Unix this is signal 9.
            child.kill().unwrap();
            child.wait().unwrap();
        }
        assert!(runs() >= before + 6);
        let items = recall(&Store::open(&path).unwrap()).items.len();
        assert_eq!(items % ITEMS, 0, "half a visit was remembered");
    }
}

fn remember_for_ever(path: &Path) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "store::tests::child_that_remembers_for_ever",
            "--ignored",
        ])
        .env(CHILD, path)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}
