//! The program as a user runs it: sources, formats, exit codes, configuration, bad input.

#![allow(clippy::unwrap_used)] // a helper of a test may fail the test

mod support;

use std::fs;
use std::io::Write as _;
use std::net::TcpListener;

use support::server::{Answer, Server};
use support::{check, corpora, wirecheck, wirecheck_in};

const CLEAN: &str =
    "The bridge was closed on Monday. Traffic returned to it in the evening, the mayor said.\n";
const MINOR: &str =
    "The list is on the site of the ministry,, and it was updated on Monday, the mayor said.\n";
const MAJOR: &str = "Crews will close the the bridge on Monday. Traffic will return to it in the evening.\n";

/// An RSS feed of one item.
fn feed(text: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\">\
         <channel><title>Feed</title><link>https://news.example/</link><description>d</description>\
         <item><title>Bridge</title><guid>g1</guid><content:encoded><![CDATA[<p>{text}</p><p>{}</p>]]></content:encoded>\
         </item></channel></rss>",
        CLEAN.repeat(8)
    )
}

#[test]
fn exit_codes_are_as_documented() {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [("clean.txt", CLEAN), ("minor.txt", MINOR), ("major.txt", MAJOR)] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    for (args, code) in [
        (vec!["clean.txt"], 0),
        (vec!["minor.txt"], 0),
        (vec!["major.txt"], 1),
        (vec!["minor.txt", "--fail-on", "minor"], 1),
        (vec!["major.txt", "--fail-on", "critical"], 0),
        (vec!["major.txt", "--fail-on", "never"], 0),
        (vec!["major.txt", "--exit-zero"], 0),
        (vec!["minor.txt", "--min-score", "99"], 1),
        (vec!["minor.txt", "--min-score", "50"], 0),
        (vec!["major.txt", "--rules=-duplicated-word"], 0),
        (vec!["major.txt", "--rules", "boilerplate"], 0),
        (vec!["missing.txt"], 3),
        (vec!["major.txt", "missing.txt"], 3),
        (vec!["missing.txt", "--exit-zero"], 3),
        (vec!["clean.txt", "--fail-on", "grave"], 2),
        (vec!["clean.txt", "--min-score", "101"], 2),
        (vec!["clean.txt", "--rules", "no-such-rule"], 2),
        (vec!["clean.txt", "--rules="], 2),
        (vec!["clean.txt", "--baseline", "missing.toml"], 2),
        (vec!["clean.txt", "--output", "pdf=x"], 2),
        (vec!["ftp://news.example/feed"], 2),
        (vec![], 2),
    ] {
        let run = wirecheck_in(folder.path(), ["check"].iter().chain(&args), None);
        assert_eq!(run.code, code, "{args:?}\n{}\n{}", run.stdout, run.stderr);
    }
}

#[test]
fn what_a_source_is_gets_told_by_its_content() {
    let folder = tempfile::tempdir().unwrap();
    let page = format!(
        "<!doctype html><html><head><title>Bridge</title></head><body><article><h1>Bridge</h1><p>{MAJOR}</p><p>{}</p></article></body></html>",
        CLEAN.repeat(8)
    );
    let line = serde_json::json!({"id": "a", "title": "Bridge", "text": MAJOR}).to_string();
    for (content, kind) in [
        (feed(MAJOR), "RSS 2.0"),
        (page, "web page"),
        (line, "JSON Lines"),
        (MAJOR.into(), "text"),
    ] {
        let path = folder.path().join("source");
        fs::write(&path, &content).unwrap();
        let from_file = check([&path]).expect_code(1).json();
        assert_eq!(from_file["sources"][0]["kind"], kind, "{content}");
        assert_eq!(from_file["findings"][0]["quote"], "the the");
        let args = ["check", "-", "--format", "json"];
        let from_stdin = wirecheck_in(folder.path(), args, Some(content.as_bytes()))
            .expect_code(1)
            .json();
        assert_eq!(
            from_stdin["findings"][0]["span"],
            from_file["findings"][0]["span"]
        );
    }
}

#[test]
fn json_lines_are_checked_as_given() {
    let text = "Post sponsored by\n\nCrews will close the the bridge – on Monday.";
    let line = serde_json::json!({"id": "x-1", "title": "The the title", "text": text, "url": "https://news.example/1"});
    let folder = tempfile::tempdir().unwrap();
    let run = wirecheck_in(
        folder.path(),
        ["check", "-", "--format", "json"],
        Some(line.to_string().as_bytes()),
    );
    let report = run.expect_code(1).json();
    let article = &report["articles"][0];
    let with_title = format!("The the title\n\n{text}");
    assert_eq!(
        (&article["id"], &article["text"]),
        (&"x-1".into(), &with_title.as_str().into())
    );
    let findings = report["findings"].as_array().unwrap().iter();
    let quotes: Vec<_> = findings
        .filter(|finding| finding["rule"] == "duplicated-word" && finding["article"] == "x-1")
        .map(|finding| {
            let offset = |key: &str| usize::try_from(finding["span"][key].as_u64().unwrap()).unwrap();
            &with_title[offset("start")..offset("end")]
        })
        .collect();
    assert_eq!(quotes, ["The the", "the the"]);
}

#[test]
fn feeds_come_over_the_network() {
    let server = Server::start();
    server.answer("/feed", Answer::ok("application/rss+xml", feed(MAJOR)));
    server.answer("/moved", Answer::redirect(server.url("/feed")));
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(feed(MAJOR).as_bytes()).unwrap();
    server.answer(
        "/gzip",
        Answer::ok("application/rss+xml", gzip.finish().unwrap()).header("Content-Encoding", "gzip"),
    );
    for path in ["/feed", "/moved", "/gzip"] {
        let report = check([server.url(path)]).expect_code(1).json();
        assert_eq!(report["findings"][0]["quote"], "the the", "{path}");
    }
    let requests = server.requests.lock().unwrap();
    assert!(
        requests
            .iter()
            .any(|request| request.to_lowercase().contains("user-agent: wirecheck")),
        "{requests:?}"
    );
}

#[test]
fn what_cannot_be_checked_is_never_called_clean() {
    let server = Server::start();
    server.answer(
        "/empty",
        Answer::ok(
            "application/rss+xml",
            "<rss version=\"2.0\"><channel><title>t</title></channel></rss>",
        ),
    );
    server.answer("/error", Answer::error("500 Internal Server Error"));
    server.answer("/loop", Answer::redirect(server.url("/loop")));
    let dead = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    for source in [
        server.url("/empty"),
        server.url("/error"),
        server.url("/missing"),
        server.url("/loop"),
        format!("http://{dead}/feed"),
    ] {
        let run = check([&source]).expect_code(3);
        assert!(run.stderr.contains(&source), "{source}: {}", run.stderr);
        assert_eq!(run.json()["articles"].as_array().unwrap().len(), 0);
    }
}

#[test]
fn a_private_address_is_refused_unless_allowed() {
    let server = Server::start();
    server.answer("/feed", Answer::ok("application/rss+xml", feed(MAJOR)));
    let run = wirecheck(["check", &server.url("/feed")]).expect_code(3);
    assert!(run.stderr.contains("127.0.0.1"), "{}", run.stderr);
    assert!(server.paths().is_empty());
}

#[test]
fn one_bad_source_costs_nothing_of_the_others() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), MAJOR).unwrap();
    fs::write(folder.path().join("b.bin"), [0, 159, 146, 150, 0, 1, 2, 3]).unwrap();
    fs::write(
        folder.path().join("c.txt"),
        [b"The caf\xe9 reopened. ".as_slice(), MAJOR.as_bytes()].concat(),
    )
    .unwrap();
    fs::write(folder.path().join("d.txt"), "").unwrap();
    let run = check([folder.path()]).expect_code(3);
    let report = run.json();
    assert_eq!(report["articles"].as_array().unwrap().len(), 2);
    assert!(
        run.stderr.contains("b.bin") && run.stderr.contains("d.txt"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_huge_line_is_refused_with_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("huge.txt");
    fs::write(&path, "word ".repeat(10_000_000)).unwrap();
    let run = check([&path]).expect_code(3);
    assert!(
        run.stderr.contains("huge.txt") && run.stderr.contains("limit"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_folder_without_articles_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let run = check([folder.path()]).expect_code(3);
    assert!(
        run.stderr.contains(folder.path().to_str().unwrap()),
        "{}",
        run.stderr
    );
}

#[test]
fn two_runs_give_the_same_bytes() {
    let sample = corpora().join("sample/feed.xml");
    let runs = [0, 1].map(|_| {
        let folder = tempfile::tempdir().unwrap();
        let run = wirecheck_in(
            folder.path(),
            [
                "check",
                sample.to_str().unwrap(),
                "--output",
                "html=r.html",
                "--output",
                "json=r.json",
                "--output",
                "full=r.txt",
            ],
            None,
        );
        let files = ["r.html", "r.json", "r.txt"].map(|name| fs::read(folder.path().join(name)).unwrap());
        (run.stdout, files)
    });
    assert_eq!(runs[0], runs[1]);
}

#[test]
fn human_output_goes_to_stdout_and_colour_is_a_choice() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), MAJOR).unwrap();
    let run = |args: &[&str]| wirecheck_in(folder.path(), ["check", "a.txt"].iter().chain(args), None);
    let plain = run(&[]);
    assert!(
        plain.stdout.contains("duplicated-word") && plain.stdout.contains("suggested"),
        "{}",
        plain.stdout
    );
    assert!(!plain.stdout.contains('\u{1b}'), "a pipe gets no colours");
    assert!(plain.stderr.is_empty(), "{}", plain.stderr);
    assert!(run(&["--color", "always"]).stdout.contains("\u{1b}["));
    assert_eq!(
        run(&["--format", "concise"])
            .stdout
            .lines()
            .filter(|line| line.contains("duplicated-word"))
            .count(),
        1
    );
    assert!(run(&["--quiet"]).stdout.lines().count() <= 2);
}

#[test]
fn configuration_is_found_upwards_and_checked() {
    let folder = tempfile::tempdir().unwrap();
    let inside = folder.path().join("a/b");
    fs::create_dir_all(&inside).unwrap();
    fs::write(folder.path().join("feed.xml"), feed(MAJOR)).unwrap();
    let config = folder.path().join("wirecheck.toml");
    let write = |text: &str| fs::write(&config, text).unwrap();

    write("[output]\njson = \"out/report.json\"\n[[feeds]]\nsource = \"feed.xml\"\nname = \"Desk\"\n");
    let run = wirecheck_in(&inside, ["check"], None).expect_code(1);
    assert!(run.stdout.contains("the the"), "{}", run.stdout);
    assert!(folder.path().join("out/report.json").exists());

    write("[[feeds]]\nsource = \"feed.xml\"\n[feeds.rules]\nduplicated-word = \"info\"\n");
    wirecheck_in(&inside, ["check"], None).expect_code(0);

    write("fail-onn = \"major\"\n");
    let run = wirecheck_in(&inside, ["check"], None).expect_code(2);
    assert!(
        run.stderr.contains("wirecheck.toml") && run.stderr.contains("did you mean `fail-on`?"),
        "{}",
        run.stderr
    );

    // The search ends at the root of a repository.
    fs::create_dir(inside.join(".git")).unwrap();
    let run = wirecheck_in(&inside, ["check"], None).expect_code(2);
    assert!(run.stderr.contains("nothing to check"), "{}", run.stderr);
    let run = wirecheck_in(&inside, ["check", "--config", "missing.toml"], None).expect_code(2);
    assert!(run.stderr.contains("missing.toml"), "{}", run.stderr);
}

#[test]
fn rules_explain_init_and_completions_answer() {
    let rules = wirecheck(["rules"]).expect_code(0);
    for rule in linguistics::rules::ALL {
        assert!(rules.stdout.contains(rule.name));
        let explained = wirecheck(["explain", rule.name]).expect_code(0).stdout;
        assert!(
            explained.contains("It flags") && explained.contains("It lets pass"),
            "{explained}"
        );
    }
    let run = wirecheck(["explain", "duplicate-word"]).expect_code(2);
    assert!(
        run.stderr.contains("did you mean `duplicated-word`?"),
        "{}",
        run.stderr
    );
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        assert!(
            wirecheck(["completions", shell])
                .expect_code(0)
                .stdout
                .contains("wirecheck")
        );
    }
    let folder = tempfile::tempdir().unwrap();
    wirecheck_in(folder.path(), ["init"], None).expect_code(0);
    let run = wirecheck_in(folder.path(), ["init"], None).expect_code(2);
    assert!(run.stderr.contains("is there already"), "{}", run.stderr);
    let run = wirecheck_in(folder.path(), ["check"], None).expect_code(2);
    assert!(run.stderr.contains("nothing to check"), "{}", run.stderr);
}

#[test]
fn only_new_and_edited_items_are_checked_again() {
    let server = Server::start();
    server.answer("/feed", Answer::ok("application/rss+xml", feed(MAJOR)));
    let folder = tempfile::tempdir().unwrap();
    let url = server.url("/feed");
    let run = |more: &[&str]| {
        let args = ["check", &url, "--allow-host", "127.0.0.1", "--format", "json"];
        wirecheck_in(folder.path(), args.iter().chain(more), None)
    };
    let first = run(&[]).expect_code(1).json();
    assert!(folder.path().join(".wirecheck/state.db").exists());
    let second = run(&[]).expect_code(0).json();
    assert_eq!(second["sources"][0]["unchanged"], 1);
    assert!(
        second["run"]["verdict"]
            .as_str()
            .unwrap()
            .starts_with("Nothing new"),
        "{}",
        second["run"]
    );
    let again = run(&["--all"]).expect_code(1).json();
    assert_eq!(again["findings"][0]["id"], first["findings"][0]["id"]);
    assert_eq!(again["findings"][0]["state"], "known");
    assert_eq!(
        run(&["--no-state"]).expect_code(1).json()["findings"],
        first["findings"]
    );

    server.answer("/feed", Answer::ok("application/rss+xml", feed(MINOR)));
    let edited = run(&[]).expect_code(0).json();
    assert_eq!(
        (&edited["sources"][0]["edited"], &edited["sources"][0]["articles"]),
        (&1.into(), &1.into())
    );
    assert_eq!(edited["findings"][0]["state"], "new", "{}", edited["findings"][0]);

    server.answer("/feed", Answer::error("503 Service Unavailable"));
    run(&["--all"]).expect_code(3);
}

#[test]
fn a_damaged_state_is_an_error_that_no_state_avoids() {
    let server = Server::start();
    server.answer("/feed", Answer::ok("application/rss+xml", feed(MAJOR)));
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("state.db"),
        "not a database, but long enough to be taken for one".repeat(100),
    )
    .unwrap();
    let url = server.url("/feed");
    let args = ["check", &url, "--allow-host", "127.0.0.1"];
    let run = wirecheck_in(folder.path(), args.iter().chain(&["--state", "state.db"]), None).expect_code(2);
    assert!(run.stderr.contains("state.db"), "{}", run.stderr);
    wirecheck_in(folder.path(), args.iter().chain(&["--no-state"]), None).expect_code(1);
}

#[test]
fn a_recorded_run_can_be_repeated_without_the_network() {
    let server = Server::start();
    server.answer("/feed", Answer::ok("application/rss+xml", feed(MAJOR)));
    let folder = tempfile::tempdir().unwrap();
    let url = server.url("/feed");
    let run = |tape: [&str; 2]| {
        let args = ["check", &url, "--allow-host", "127.0.0.1", "--format", "json"];
        wirecheck_in(folder.path(), args.iter().chain(&tape), None)
            .expect_code(1)
            .stdout
    };
    let recorded = run(["--record", "tape"]);
    server.answer("/feed", Answer::error("500 Internal Server Error"));
    assert_eq!(run(["--replay", "tape"]), recorded);
}

#[test]
fn the_settings_of_a_feed_say_whether_it_is_a_translation() {
    let folder = tempfile::tempdir().unwrap();
    let line = |more: &str| format!("{{\"id\":\"1\",\"text\":\"{CLEAN}\"{more}}}\n").replace(".\n\"", ".\"");
    fs::write(folder.path().join("plain.jsonl"), line("")).unwrap();
    fs::write(
        folder.path().join("noted.jsonl"),
        line(",\"machine_translated\":true"),
    )
    .unwrap();
    let because = |source: &str, setting: &str| {
        let config = format!("[[feeds]]\nsource = \"{source}\"\n{setting}\n");
        fs::write(folder.path().join("wirecheck.toml"), config).unwrap();
        let run = wirecheck_in(folder.path(), ["check", "--format", "json"], None).expect_code(0);
        run.json()["articles"][0]["known_translation"].clone()
    };
    assert!(because("plain.jsonl", "").is_null());
    assert_eq!(
        because("plain.jsonl", "machine-translated = true"),
        "setting of the feed"
    );
    assert_eq!(
        because("noted.jsonl", "source-language = \"ru\""),
        "field of the line"
    );
    assert!(because("noted.jsonl", "machine-translated = false").is_null());

    let config = "[[feeds]]\nsource = \"plain.jsonl\"\nsource-language = \"qq\"\n";
    fs::write(folder.path().join("wirecheck.toml"), config).unwrap();
    let run = wirecheck_in(folder.path(), ["check"], None).expect_code(2);
    assert!(run.stderr.contains("\"qq\" is no language"), "{}", run.stderr);
}

const ORIGINAL: &str = "Шахтёры начали забастовку во вторник утром. В ней участвуют 11 тысяч человек.";
const WRONG: &str = "The miners went on strike on Tuesday morning. It involves 15,000 people.";

#[test]
fn a_wrong_number_is_shown_beside_the_original() {
    let folder = tempfile::tempdir().unwrap();
    let line = serde_json::json!({"id": "a1", "title": "Strike", "text": WRONG, "source_text": ORIGINAL});
    fs::write(folder.path().join("pair.jsonl"), format!("{line}\n")).unwrap();
    let args = ["check", "pair.jsonl", "-o", "json=r.json", "-o", "html=r.html"];
    let run = wirecheck_in(folder.path(), args, None).expect_code(1);
    for part in [
        "original: В ней участвуют [11 тысяч] человек.",
        "11 тысяч = 11,000",
    ] {
        assert!(run.stdout.contains(part), "{}", run.stdout);
    }
    let report = fs::read_to_string(folder.path().join("r.json")).unwrap();
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    let finding = &report["findings"][0];
    assert_eq!(report["findings"].as_array().unwrap().len(), 1);
    assert_eq!(
        (&finding["rule"], &finding["quote"]),
        (&"original-number".into(), &"15,000".into())
    );
    assert_eq!(finding["original"]["language"], "ru");
    assert_eq!(
        finding["original"]["sentence"],
        "В ней участвуют 11 тысяч человек."
    );
    assert_eq!(
        finding["original"]["chars"],
        serde_json::json!({"start": 16, "end": 24})
    );
    assert_eq!(report["articles"][0]["comparison"]["aligned"], 2);
    let page = fs::read_to_string(folder.path().join("r.html")).unwrap();
    for part in [
        "lang=\"ru\">В ней участвуют <mark>11 тысяч</mark> человек.</p>",
        "compared with its Russian original (no model), 2 of 3 sentences aligned",
    ] {
        assert!(page.contains(part), "{part}");
    }
}

#[test]
fn an_article_is_compared_with_the_original_that_the_command_line_names() {
    let folder = tempfile::tempdir().unwrap();
    let page = |lang: &str, text: &str| {
        format!("<!doctype html><html lang=\"{lang}\"><body><article>{text}</article></body></html>")
    };
    // A page with two sentences is no article.
    let russian = "<p>Шахтёры начали забастовку во вторник утром, сообщил профсоюз. В ней участвуют 11 тысяч человек со \
                   всего региона.</p><p>Компания обещает ответить на требования рабочих до конца недели. Переговоры \
                   продолжатся в столице, куда приехал министр энергетики.</p><p>Профсоюз требует повысить зарплату и \
                   улучшить условия труда на шахтах. Губернатор призвал обе стороны к спокойствию.</p>";
    let english = "<p>The miners went on strike on Tuesday morning, the union said. It involves 15,000 people from all over \
                   the region.</p><p>The company promises to answer the demands of the workers by the end of the week. The \
                   talks will go on in the capital, where the energy minister has arrived.</p><p>The union demands higher \
                   wages and better working conditions in the mines. The governor called on both sides to stay calm.</p>";
    for (name, text) in [
        ("article.html", page("en", english)),
        ("original.html", page("ru", russian)),
        ("original.txt", russian.replace("<p>", "").replace("</p>", "\n\n")),
        ("english.txt", CLEAN.to_owned()),
        (
            "two.jsonl",
            "{\"id\": 1, \"text\": \"One.\"}\n{\"id\": 2, \"text\": \"Two.\"}\n".to_owned(),
        ),
    ] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let check = |article: &str, original: &str| {
        let args = ["check", article, "--original", original, "--format", "concise"];
        wirecheck_in(folder.path(), args, None)
    };
    for original in ["original.html", "original.txt"] {
        let run = check("article.html", original).expect_code(1);
        assert!(
            run.stdout.contains("[original-number] 15,000 stands for 11,000"),
            "{}",
            run.stdout
        );
    }
    let off = wirecheck_in(
        folder.path(),
        [
            "check",
            "article.html",
            "--original",
            "original.txt",
            "--rules=-original-number",
        ],
        None,
    );
    off.expect_code(0);
    check("article.html", "english.txt").expect_code(3);
    for (article, original, said) in [
        ("article.html", "missing.html", "missing.html"),
        ("article.html", "two.jsonl", "two.jsonl: it holds 2 articles"),
        ("two.jsonl", "original.txt", "two.jsonl holds 2"),
    ] {
        let run = check(article, original).expect_code(2);
        assert!(run.stderr.contains(said), "{}", run.stderr);
    }
    let none = wirecheck_in(
        folder.path(),
        ["check", "a.txt", "b.txt", "--original", "original.txt"],
        None,
    );
    let none = none.expect_code(2);
    assert!(none.stderr.contains("one SOURCE"), "{}", none.stderr);
}
