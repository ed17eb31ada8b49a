//! The configuration as a user meets it: rule packs, words and terms, groups, `--since`, `--new-only`, `config`.

#![allow(clippy::unwrap_used)] // a helper of a test may fail the test

mod support;

use std::fs;
use std::path::Path;

use serde_json::Value;
use support::server::{Answer, Server};
use support::{Run, wirecheck, wirecheck_in, wirecheck_with};

/// Two sentences without a fault.
const CLEAN: &str =
    "The bridge was closed on Monday. Traffic returned to it in the evening, the mayor said. ";

/// A folder with some files.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn run(folder: &Path, args: &[&str]) -> Run {
    wirecheck_in(folder, args, None)
}

/// The rules of the findings of a check, in the order of the report.
fn rules_found(folder: &Path, args: &[&str]) -> Vec<String> {
    let run = run(folder, &[&["check", "--format", "json"], args].concat());
    let report = run.json();
    let findings = report["findings"].as_array().unwrap().iter();
    findings
        .map(|finding| finding["rule"].as_str().unwrap().to_owned())
        .collect()
}

/// The pack in the documentation, as it stands there.
fn documented_pack() -> String {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/packs.md")).unwrap();
    let (_, behind) = page.split_once("<!-- house-style.toml -->\n```toml\n").unwrap();
    behind.split_once("```").unwrap().0.to_owned()
}

const HOUSE: &str = "name = \"house\"\n[[rule]]\nname = \"use\"\nphrase = \"{utilise}\"\nreplacement = \"{use}\"\n\
                     [[rule]]\nname = \"banned\"\nphrase = \"stakeholders\"\n";

#[test]
fn the_documented_pack_is_read_and_finds() {
    let folder = folder(&[
        ("house-style.toml", &documented_pack()),
        (
            "a.txt",
            "The stakeholders utilised two maritime vessels on Monday, the mayor said. Prices rose by 12 per cent in \
             May. The hall has 300 sq. m of floor. They met at the OON on Friday.",
        ),
    ]);
    let pack = ["a.txt", "--pack", "house-style.toml"];
    let found = [
        "house/stakeholders",
        "house/use",
        "house/vessel",
        "house/percent",
        "house/square-metres",
    ];
    assert_eq!(rules_found(folder.path(), &pack), found);
    let without = rules_found(folder.path(), &["a.txt"]);
    assert_eq!(
        without,
        ["cyrillic-acronym"],
        "the pack allows OON, which nobody else does"
    );
    let corrected = run(folder.path(), &[&["check"], &pack[..]].concat()).stdout;
    assert!(
        corrected.contains("{+ships+}") && corrected.contains("{+²+}"),
        "{corrected}"
    );

    let listed = run(folder.path(), &["rules", "--pack", "house-style.toml"]).expect_code(0);
    assert!(listed.stdout.contains("house/square-metres"), "{}", listed.stdout);
    let args = ["explain", "house/use", "--pack", "house-style.toml"];
    let explained = run(folder.path(), &args).expect_code(0).stdout;
    for part in [
        "Short words are read faster.",
        "It flags",
        "They used the pier.",
        "It lets pass",
    ] {
        assert!(explained.contains(part), "{explained}");
    }
}

#[test]
fn packs_belong_to_all_feeds_or_to_one() {
    let text = "The stakeholders utilised it on Monday, the mayor said.";
    let config = "packs = [\"house.toml\"]\n[rules]\n\"desk/mayor\" = \"major\"\n[[feeds]]\nsource = \"a.txt\"\n\
                  packs = [\"desk.toml\"]\nrules.\"house/use\" = \"off\"\n[[feeds]]\nsource = \"b.txt\"\n";
    let folder = folder(&[
        ("house.toml", HOUSE),
        (
            "desk.toml",
            "name = \"desk\"\n[[rule]]\nname = \"mayor\"\nphrase = \"mayor\"\n",
        ),
        ("wirecheck.toml", config),
        ("a.txt", text),
        ("b.txt", text),
    ]);
    assert_eq!(
        rules_found(folder.path(), &[]),
        ["house/banned", "desk/mayor", "house/banned", "house/use"]
    );
    let report = run(folder.path(), &["check", "--format", "json"])
        .expect_code(1)
        .json();
    let rule = |name: &str| {
        report["rules"]
            .as_array()
            .unwrap()
            .iter()
            .find(|rule| rule["name"] == name)
            .cloned()
    };
    assert!(rule("house/use").is_some() && rule("desk/mayor").is_some());
    assert_eq!(
        rules_found(folder.path(), &["--rules", "desk,house/banned"]),
        ["house/banned", "desk/mayor", "house/banned"]
    );
    let nothing = run(folder.path(), &["check", "--rules", "desk"]).expect_code(2);
    assert!(
        nothing
            .stderr
            .contains("in the feed `b.txt`: no rule is left to run"),
        "{}",
        nothing.stderr
    );
    assert_eq!(
        rules_found(folder.path(), &["b.txt", "--rules=-house/banned"]),
        ["house/use"],
        "a source of the command line has the packs for all"
    );
    // Every format can carry a rule with a slash in its name.
    for format in [
        "html", "sarif", "junit", "github", "gitlab", "rdjson", "markdown", "jsonl", "concise",
    ] {
        let page = run(folder.path(), &["check", "--format", format]).expect_code(1);
        assert!(page.stdout.contains("house/banned"), "{format}: {}", page.stdout);
    }
}

#[test]
fn words_and_terms_stand_in_the_configuration() {
    let text =
        "The stakeholders met at the OON on Monday, the mayor said. The pier was utilised by all of them.";
    let config = "[words]\nallowed = [\"OON\"]\n[[terms]]\nwrong = \"{utilise}\"\nright = \"{use}\"\n\
                  [[feeds]]\nsource = \"a.txt\"\n[[feeds.terms]]\nwrong = \"stakeholders\"\nseverity = \"major\"\n\
                  [[feeds]]\nsource = \"b.txt\"\nwords.allowed = [\"utilised\"]\n";
    let folder = folder(&[("wirecheck.toml", config), ("a.txt", text), ("b.txt", text)]);
    let report = run(folder.path(), &["check", "--format", "json"])
        .expect_code(1)
        .json();
    let found: Vec<_> = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| {
            [&finding["rule"], &finding["quote"], &finding["severity"]].map(|v| v.as_str().unwrap())
        })
        .collect();
    assert_eq!(
        found,
        [
            ["words/term", "stakeholders", "major"],
            ["words/term", "utilised", "minor"]
        ]
    );
    fs::write(
        folder.path().join("wirecheck.toml"),
        "[[feeds]]\nsource = \"a.txt\"\n",
    )
    .unwrap();
    assert_eq!(rules_found(folder.path(), &[]), ["cyrillic-acronym"]);
}

#[test]
fn what_is_wrong_with_a_pack_is_told_with_file_and_line() {
    let folder = folder(&[
        ("a.txt", CLEAN),
        ("house.toml", HOUSE),
        ("again.toml", "name = \"house\"\n"),
        ("style.toml", "name = \"style\"\n"),
        (
            "example.toml",
            "name = \"x\"\n\n[[rule]]\nname = \"y\"\nphrase = \"pier\"\nflags = [\"A [[quay]].\"]\n",
        ),
        (
            "regex.toml",
            "name = \"x\"\n[[rule]]\nname = \"y\"\nregex = '('\n",
        ),
        ("key.toml", "name = \"x\"\nallow = []\n"),
    ]);
    for (pack, told) in [
        ("missing.toml", "missing.toml"),
        (
            "again.toml",
            "the name `house` is that of the pack house.toml too",
        ),
        ("style.toml", "style.toml: the name `style` is taken"),
        (
            "example.toml",
            "example.toml: line 3, rule `y`: in “A [[quay]].” it finds nothing",
        ),
        ("regex.toml", "regex.toml: line 2, rule `y`"),
        ("key.toml", "key.toml: line 2: unknown field `allow`"),
    ] {
        let args = ["check", "a.txt", "--pack", "house.toml", "--pack", pack];
        let run = run(folder.path(), &args).expect_code(2);
        assert!(run.stderr.contains(told), "{pack}: {}", run.stderr);
    }
    let config = "[[feeds]]\nsource = \"a.txt\"\nterms = [\n  { wrong = \"pier\" },\n  { wrong = \"the (pier\" },\n]\n";
    fs::write(folder.path().join("wirecheck.toml"), config).unwrap();
    let run = run(folder.path(), &["check"]).expect_code(2);
    assert!(
        run.stderr.contains("wirecheck.toml: line 5, term `the (pier`"),
        "{}",
        run.stderr
    );
}

#[test]
fn groups_of_rules_are_switched_whole() {
    let text = "About 86.5 thousand people came in the year 2021, and the the mayor left.";
    let folder = folder(&[("a.txt", text), ("wirecheck.toml", "")]);
    let config = |text: &str| fs::write(folder.path().join("wirecheck.toml"), text).unwrap();
    let all = ["thousand-numeral", "year-word", "duplicated-word"];
    assert_eq!(rules_found(folder.path(), &["a.txt"]), all);
    assert_eq!(
        rules_found(folder.path(), &["a.txt", "--rules=-locale"]),
        ["duplicated-word"]
    );
    assert_eq!(
        rules_found(folder.path(), &["a.txt", "--rules", "locale"]),
        all[..2]
    );
    config("[rules]\nlocale = \"off\"\nyear-word = \"on\"\n");
    assert_eq!(rules_found(folder.path(), &["a.txt"]), all[1..]);
    config("[rules]\nlocal = \"off\"\n");
    let run = run(folder.path(), &["check", "a.txt"]).expect_code(2);
    assert!(
        run.stderr.contains(
            "wirecheck.toml: in [rules]: there is no rule or group `local` (`wirecheck rules` lists the rules); did you mean `locale`?"
        ),
        "{}",
        run.stderr
    );
}

/// A feed of items with their dates and texts; an empty date is none.
fn feed(items: &[(&str, &str, &str)]) -> String {
    let item = |(id, date, text): &(&str, &str, &str)| {
        let date = if date.is_empty() {
            String::new()
        } else {
            format!("<pubDate>{date}</pubDate>")
        };
        format!(
            "<item><title>Bridge {id}</title><guid>{id}</guid>{date}<content:encoded><![CDATA[<p>{text}</p><p>{}</p>]]>\
             </content:encoded></item>",
            CLEAN.repeat(8)
        )
    };
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\">\
         <channel><title>Feed</title><link>https://news.example/</link><description>d</description>{}</channel></rss>",
        items.iter().map(item).collect::<String>()
    )
}

const FAULT: &str = "Crews will close the the bridge on Monday.";
const OTHER_FAULT: &str = "Crews will open a a bridge on Monday.";

fn checked_ids(report: &Value) -> Vec<&str> {
    let articles = report["articles"].as_array().unwrap().iter();
    let checked = articles.filter(|article| article["carried_over"] == false);
    checked.map(|article| article["id"].as_str().unwrap()).collect()
}

#[test]
fn only_what_is_recent_is_checked() {
    // The tests' day is 24 November 2026.
    let old = ("old", "Sat, 21 Nov 2026 10:00:00 GMT", FAULT);
    let new = ("new", "Mon, 23 Nov 2026 10:00:00 GMT", FAULT);
    let undated = ("undated", "", FAULT);
    let server = Server::start();
    server.answer(
        "/feed",
        Answer::ok("application/rss+xml", feed(&[old, new, undated])).header("ETag", "\"1\""),
    );
    let folder = folder(&[]);
    let url = server.url("/feed");
    let check = |more: &[&str]| {
        let args = ["check", &url, "--allow-host", "127.0.0.1", "--format", "json"];
        run(folder.path(), &[&args, more].concat())
    };
    let recent = check(&["--since", "2d"]).expect_code(1).json();
    assert_eq!(checked_ids(&recent), ["new", "undated"]);
    assert_eq!(recent["sources"][0]["older"], 1);
    let rest = check(&[]).expect_code(1).json();
    assert_eq!(checked_ids(&rest), ["old"], "what was left out was not seen");

    for (since, count) in [("2026-11-22", 2), ("2026-11-23T10:00:00Z", 2), ("5d", 3)] {
        let report = check(&["--all", "--since", since]).expect_code(1).json();
        assert_eq!(checked_ids(&report).len(), count, "{since}");
    }
    server.answer("/feed", Answer::ok("application/rss+xml", feed(&[old])));
    let nothing = check(&["--all", "--since", "24h"]).expect_code(0).json();
    let verdict = nothing["run"]["verdict"].as_str().unwrap();
    assert!(
        verdict.starts_with("Nothing new: 1 item older than asked for"),
        "{verdict}"
    );
    let refused = check(&["--since", "yesterday"]).expect_code(2);
    assert!(refused.stderr.contains("24h"), "{}", refused.stderr);
    fs::write(folder.path().join("wirecheck.toml"), "since = \"24h\"\n").unwrap();
    assert_eq!(checked_ids(&check(&["--all"]).expect_code(0).json()), [""; 0]);
}

#[test]
fn known_findings_can_be_left_out_of_account() {
    let server = Server::start();
    let answer = |text: &str| {
        server.answer(
            "/feed",
            Answer::ok("application/rss+xml", feed(&[("g1", "", text)])),
        );
    };
    answer(FAULT);
    let folder = folder(&[]);
    let url = server.url("/feed");
    let check = |more: &[&str]| {
        let args = ["check", &url, "--allow-host", "127.0.0.1"];
        run(folder.path(), &[&args, more].concat())
    };
    let first = check(&["--new-only"]).expect_code(1);
    assert!(
        first.stdout.contains("the the"),
        "what was never checked is new: {}",
        first.stdout
    );
    for format in ["full", "concise", "github"] {
        let again = check(&["--all", "--new-only", "--format", format]).expect_code(0);
        assert!(!again.stdout.contains("the the"), "{format}: {}", again.stdout);
    }
    let report = check(&["--all", "--new-only", "--format", "json"])
        .expect_code(0)
        .json();
    assert_eq!(report["findings"].as_array().unwrap().len(), 0);
    assert_eq!(report["ignored"].as_array().unwrap().len(), 1, "nothing is lost");
    check(&["--all"]).expect_code(1);

    answer(&format!("{FAULT} {OTHER_FAULT}"));
    let edited = check(&["--new-only"]).expect_code(1);
    assert!(
        edited.stdout.contains("a a") && !edited.stdout.contains("duplicated-word]: “the the”"),
        "{}",
        edited.stdout
    );
}

/// Two feeds that give an article the same id: what is known of one must not depend on whether the other is checked too.
#[test]
fn an_id_that_two_feeds_share_is_recognised() {
    let server = Server::start();
    let answer = |path: &str, text: &str| {
        // The same words in both would be one article in two places.
        let text = format!("{text} This stands in {path}.");
        server.answer(
            path,
            Answer::ok("application/rss+xml", feed(&[("g1", "", &text)])),
        );
    };
    answer("/a", FAULT);
    answer("/b", FAULT);
    let folder = folder(&[]);
    let check = |more: &[&str]| {
        let (a, b) = (server.url("/a"), server.url("/b"));
        let args = ["check", &a, &b, "--allow-host", "127.0.0.1", "--format", "json"];
        run(folder.path(), &[&args, more].concat()).json()
    };
    let states = |report: &Value| -> Vec<String> {
        let findings = report["findings"].as_array().unwrap().iter();
        findings
            .map(|finding| format!("{} {}", finding["quote"], finding["state"]))
            .collect()
    };
    check(&[]);
    let again = check(&["--all"]);
    assert_eq!(states(&again), ["\"the the\" \"known\""; 2]);
    let ids = checked_ids(&again);
    assert_ne!(ids[0], ids[1], "findings name their article");

    answer("/b", &format!("{FAULT} {OTHER_FAULT}"));
    let edited = check(&[]);
    assert_eq!(
        states(&edited),
        [
            "\"the the\" \"known\"",
            "\"the the\" \"known\"",
            "\"a a\" \"new\""
        ],
        "the first feed has nothing new, and its finding is still open"
    );
    answer("/b", FAULT);
    let back = check(&["--all"]);
    assert_eq!(states(&back), ["\"the the\" \"known\""; 2]);
}

/// Every file below a folder but the configuration, as text.
fn written(folder: &Path) -> String {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let texts = entries
        .filter(|path| !path.ends_with("wirecheck.toml"))
        .map(|path| {
            if path.is_dir() {
                written(&path)
            } else {
                String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned()
            }
        });
    texts.collect()
}

#[test]
fn secrets_go_to_the_feed_and_are_written_nowhere() {
    let server = Server::start();
    server.answer(
        "/feed",
        Answer::ok("application/rss+xml", feed(&[("a", "", CLEAN)])),
    );
    let config = format!(
        "[fetch]\nallow-hosts = [\"127.0.0.1\"]\n[[feeds]]\nsource = \"http://desk:s3cret-1@{}/feed\"\n\
         full-text = \"never\"\nuser-agent = \"reader/s3cret-2\"\n\
         headers = {{ X-Key = \"key ${{WIRECHECK_TEST_KEY}}\" }}\ncookies = {{ session = \"s3cret-3\" }}\n",
        server.address
    );
    let folder = folder(&[("wirecheck.toml", &config)]);
    let key = [("WIRECHECK_TEST_KEY", "s3cret-4")];
    let run =
        |args: &[&str], variables: &[(&str, &str)]| wirecheck_with(folder.path(), args, None, variables);
    let outputs = [
        "check",
        "-o",
        "html=r.html",
        "-o",
        "json=r.json",
        "-o",
        "atom=r.atom",
    ];
    let checked = run(&outputs, &key).expect_code(0);
    let recorded = run(&["check", "--record", "tape"], &key).expect_code(0);
    let shown = run(&["config", "show"], &[]).expect_code(0);
    let unset = run(&["check"], &[]).expect_code(2);

    let asked = server.requests.lock().unwrap().concat().to_lowercase();
    for sent in [
        "user-agent: reader/s3cret-2",
        "cookie: session=s3cret-3",
        "x-key: key s3cret-4",
    ] {
        assert!(asked.contains(sent), "{asked}");
    }
    for Run { stdout, stderr, .. } in [&checked, &recorded, &unset] {
        assert!(
            !stdout.contains("s3cret") && !stderr.contains("s3cret"),
            "{stdout}{stderr}"
        );
    }
    assert!(!written(folder.path()).contains("s3cret"));
    assert!(
        unset.stderr.contains("wirecheck.toml")
            && unset
                .stderr
                .contains("headers.X-Key: the environment variable WIRECHECK_TEST_KEY is not set"),
        "{}",
        unset.stderr
    );
    for secret in ["s3cret-2", "s3cret-3", "s3cret-4"] {
        assert!(!shown.stdout.contains(secret), "{}", shown.stdout);
    }
}

#[test]
fn items_are_chosen_by_patterns() {
    let server = Server::start();
    let items = [("a", "", CLEAN), ("b", "", CLEAN), ("c", "", CLEAN)];
    server.answer("/feed", Answer::ok("application/rss+xml", feed(&items)));
    let config = |choice: &str| {
        format!(
            "[fetch]\nallow-hosts = [\"127.0.0.1\"]\n[[feeds]]\nsource = \"http://{}/feed\"\nfull-text = \"never\"\n\
             {choice}\n",
            server.address
        )
    };
    let folder = folder(&[("wirecheck.toml", &config("include = { title = \"x\" }"))]);
    let check = |args: &[&str]| run(folder.path(), &[&["check", "--no-state"], args].concat());
    let nothing = check(&[]).expect_code(0);
    assert!(
        nothing
            .stdout
            .contains("Nothing new: 3 items left out by include/exclude"),
        "{}",
        nothing.stdout
    );
    for (wrong, message) in [
        (
            "include = { title = \"(\" }",
            "include: (: is no regular expression",
        ),
        ("keep = [\"p[\"]", "p[: is no CSS selector"),
        ("headers = { Host = \"x\" }", "Host: it is set for each request"),
    ] {
        fs::write(folder.path().join("wirecheck.toml"), config(wrong)).unwrap();
        let refused = check(&[]).expect_code(2).stderr;
        assert!(refused.contains(message), "{refused}");
    }
    fs::write(
        folder.path().join("wirecheck.toml"),
        "[[feeds]]\nsource = \"feed.xml\"\nuser-agent = \"x\"\n",
    )
    .unwrap();
    let refused = check(&[]).expect_code(2).stderr;
    assert!(refused.contains("for a source with an address"), "{refused}");
}

#[test]
fn a_proxy_is_used_when_it_is_asked_for() {
    let proxy = Server::start();
    let at = format!("http://{}", proxy.address);
    // Nobody listens there, so only the proxy can have the feed.
    let closed = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let page = format!("http://{closed}/feed");
    proxy.answer(
        &page,
        Answer::ok("application/rss+xml", feed(&[("a", "", CLEAN)])),
    );
    let folder = folder(&[]);
    let args = ["check", "--no-state", "--allow-host", "127.0.0.1", &page];
    let ignored = wirecheck_with(folder.path(), args, None, &[("HTTP_PROXY", &at)]);
    assert!(
        ignored.stderr.contains("HTTP_PROXY is set") && ignored.stderr.contains("--proxy"),
        "{}",
        ignored.stderr
    );
    assert!(proxy.requests.lock().unwrap().is_empty());
    let config = "[fetch]\nproxy = \"${HTTP_PROXY}\"\nfull-text = \"never\"\n";
    fs::write(folder.path().join("wirecheck.toml"), config).unwrap();
    let asked = wirecheck_with(folder.path(), args, None, &[("HTTP_PROXY", &at)]).expect_code(0);
    assert!(!asked.stderr.contains("warning"), "{}", asked.stderr);
    assert_eq!(proxy.requests.lock().unwrap().len(), 1);
    fs::remove_file(folder.path().join("wirecheck.toml")).unwrap();
    let refused = run(folder.path(), &["check", &page, "--proxy", "s3cret:1"]).expect_code(2);
    assert!(
        refused.stderr.contains("proxy") && !refused.stderr.contains("s3cret"),
        "{}",
        refused.stderr
    );
}

#[test]
fn config_show_tells_what_holds_and_who_says_so() {
    let config = "fail-on = \"minor\"\npacks = [\"house.toml\"]\n\n[fetch]\ntimeout = 30\n\n[rules]\nlocale = \"off\"\n\
                  \"house/use\" = \"major\"\n\n[[feeds]]\nsource = \"a.txt\"\n";
    let folder = folder(&[("wirecheck.toml", config), ("house.toml", HOUSE)]);
    let show = |args: &[&str]| {
        run(folder.path(), &[&["config", "show"], args].concat())
            .expect_code(0)
            .stdout
    };
    let shown = show(&["--min-score", "90", "--rules=-style"]);
    for line in [
        "fail-on = \"minor\"  # wirecheck.toml:1",
        "packs = [\"house.toml\"]  # wirecheck.toml:2",
        "min-score = 90.0  # command line",
        "exit-zero = false  # default",
        "timeout = 30  # wirecheck.toml:5",
        "concurrency = 8  # default",
        "dotted-date = \"off\"  # wirecheck.toml:8",
        "\"house/use\" = \"major\"  # wirecheck.toml:9",
        "\"house/banned\" = \"minor\"  # default",
        "calque-phrase = \"off\"  # command line",
        "boilerplate = \"info\"  # default",
        "# wirecheck.toml:11",
    ] {
        assert!(
            shown.lines().any(|other| other == line),
            "{line} is not in\n{shown}"
        );
    }
    assert!(
        shown.contains("# not set: ") && shown.contains("since"),
        "{shown}"
    );
    let instead = show(&["b.txt", "--fail-on", "never", "--pack", "house.toml"]);
    assert!(
        instead.contains("fail-on = \"never\"  # command line")
            && instead.contains("# command line\n[[feeds]]\nsource = \"b.txt\""),
        "{instead}"
    );

    // What is shown is a configuration that says the same.
    fs::write(folder.path().join("wirecheck.toml"), &shown).unwrap();
    let values = |text: &str| -> Vec<String> {
        let values = text.lines().filter(|line| !line.starts_with('#'));
        values
            .map(|line| line.split("  # ").next().unwrap_or_default().to_owned())
            .collect()
    };
    assert_eq!(values(&show(&[])), values(&shown));
}

#[test]
fn manual_and_completions_know_what_can_be_asked_for() {
    let manual = wirecheck(["man", "check"]).expect_code(0).stdout;
    let completions = wirecheck(["completions", "bash"]).expect_code(0).stdout;
    for flag in [
        "since",
        "new-only",
        "pack",
        "rules",
        "max-articles",
        "min-score",
        "fail-on",
        "exit-zero",
        "quiet",
    ] {
        let roff = format!("\\-\\-{}", flag.replace('-', "\\-"));
        assert!(manual.contains(&roff), "{flag}\n{manual}");
        assert!(completions.contains(&format!("--{flag}")), "{flag}");
    }
    assert!(wirecheck(["man"]).expect_code(0).stdout.contains("check"));
    let unknown = wirecheck(["man", "chekc"]).expect_code(2);
    assert!(
        unknown.stderr.contains("there is no command `chekc`"),
        "{}",
        unknown.stderr
    );
}

#[test]
fn config_schema_is_a_schema_of_the_file() {
    let schema: Value = wirecheck(["config", "schema"]).expect_code(0).json();
    let validator = jsonschema::validator_for(&schema).unwrap();
    assert!(validator.is_valid(&serde_json::json!({ "fail-on": "minor", "fetch": { "timeout": 30 } })));
    assert!(!validator.is_valid(&serde_json::json!({ "fail-onn": "minor" })));
}
