//! Translations beside originals that are fetched: what was planted is found, and what is faithful is left alone.

#![allow(clippy::unwrap_used)] // a helper of a test may fail the test

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::Value;
use support::server::{Answer, Server};
use support::{corpora, findings_of, wirecheck_in};

/// `labels/*.toml` of `corpora/originals`; the format is described in `corpora/README.md`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Labels {
    page: String,
    original: String,
    #[serde(default)]
    faults: Vec<Fault>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fault {
    rule: String,
    severity: String,
    /// What is marked in the translation; of something missing there, nothing.
    quote: Option<String>,
    /// What the sentence of the original has in it.
    original: Option<String>,
    /// Which occurrence of `quote`, from 1.
    occurrence: Option<usize>,
}

impl Labels {
    /// The article's guid.
    fn name(&self) -> &str {
        Path::new(&self.page).file_stem().unwrap().to_str().unwrap()
    }
}

fn folder() -> PathBuf {
    corpora().join("originals")
}

fn all_labels() -> Vec<Labels> {
    let mut paths: Vec<_> = fs::read_dir(folder().join("labels"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    let read = |path: &PathBuf| toml::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    paths.iter().map(read).collect()
}

/// Whether a finding is the one that a label is about.
fn meets(fault: &Fault, finding: &Value, text: &str) -> bool {
    let start = finding["span"]["start"].as_u64().unwrap();
    let is_there = fault.quote.as_ref().is_none_or(|quote| {
        let nth = fault.occurrence.unwrap_or(1) - 1;
        let (at, _) = text.match_indices(quote.as_str()).nth(nth).unwrap();
        usize::try_from(start).unwrap() == at
    });
    let beside = finding["original"]["sentence"].as_str().unwrap_or_default();
    finding["rule"] == fault.rule.as_str()
        && finding["severity"] == fault.severity.as_str()
        && is_there
        && fault
            .original
            .as_ref()
            .is_none_or(|original| beside.contains(original.as_str()))
}

fn is_certain(finding: &Value) -> bool {
    let rule = finding["rule"].as_str().unwrap();
    rule.starts_with("original-") && matches!(finding["severity"].as_str(), Some("major" | "critical"))
}

/// What is missing of the faults of an article, and what is called certain and is none.
fn differences(labels: &Labels, report: &Value) -> Vec<String> {
    let name = labels.name();
    let articles = report["articles"].as_array().unwrap();
    let Some(article) = articles.iter().find(|article| article["id"] == name) else {
        return vec![format!("{name}: no such article")];
    };
    if article["comparison"].is_null() {
        return vec![format!("{name}: was not compared with its original")];
    }
    let text = article["text"].as_str().unwrap();
    let mut left = findings_of(report, name);
    let mut wrong = Vec::new();
    for fault in &labels.faults {
        match left.iter().position(|finding| meets(fault, finding, text)) {
            Some(at) => drop(left.remove(at)),
            None => wrong.push(format!(
                "{name}: missed {} {} {:?}",
                fault.severity,
                fault.rule,
                fault.quote.as_ref().or(fault.original.as_ref())
            )),
        }
    }
    let certain = left.into_iter().filter(|finding| is_certain(finding));
    wrong.extend(certain.map(|finding| {
        format!(
            "{name}: certain and not planted: {} {} ({})",
            finding["rule"], finding["quote"], finding["message"]
        )
    }));
    wrong
}

#[test]
fn planted_faults_are_found_beside_fetched_originals_and_nothing_else_is_certain() {
    let labels = all_labels();
    assert!(labels.iter().filter(|labels| labels.faults.is_empty()).count() >= 6);
    assert!(labels.iter().filter(|labels| !labels.faults.is_empty()).count() >= 6);
    let server = Server::start();
    let feed = fs::read_to_string(folder().join("feed.xml")).unwrap();
    server.answer(
        "/feed.xml",
        Answer::ok("application/rss+xml", feed.replace("{{HOST}}", &server.url(""))),
    );
    for page in labels.iter().flat_map(|labels| [&labels.page, &labels.original]) {
        let html = fs::read(folder().join(page)).unwrap();
        server.answer(&format!("/{page}"), Answer::ok("text/html; charset=utf-8", html));
    }
    let here = tempfile::tempdir().unwrap();
    let config = format!(
        "[fetch]\nallow-hosts = [\"127.0.0.1\"]\ndelay-ms = 0\n\n[originals]\ncheck = true\n\n[[feeds]]\n\
         source = \"{}\"\noriginal = 'data-original=\"([^\"]+)\"'\n",
        server.url("/feed.xml")
    );
    fs::write(here.path().join("wirecheck.toml"), config).unwrap();
    let report = wirecheck_in(here.path(), ["check", "--format", "json", "--no-state"], None)
        .expect_code(1)
        .json();
    assert_eq!(report["articles"].as_array().unwrap().len(), labels.len());
    let wrong: Vec<_> = labels
        .iter()
        .flat_map(|labels| differences(labels, &report))
        .collect();
    assert!(
        wrong.is_empty(),
        "{} differences:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

const ORIGINAL: &str = "Шахтёры начали забастовку во вторник утром, сообщил профсоюз. В ней участвуют 11 тысяч человек.\n\nДоклад ЦОУ \
                        опубликуют в среду.\n";
const WRONG: &str = "The miners went on strike on Tuesday morning, the union said. It involves 15,000 people.\n\nThe TSOU report \
                     will be published on Wednesday.\n";
const RIGHT: &str = "The miners went on strike on Tuesday morning, the union said. It involves 11,000 people.\n\nThe AOC report \
                     will be published on Wednesday.\n";

fn write(folder: &Path, files: &[(&str, &str)]) {
    for (name, text) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

/// What comparisons found: article, rule and quote.
fn compared(report: &Value) -> Vec<(&str, &str, &str)> {
    let findings = report["findings"].as_array().unwrap().iter();
    findings
        .filter(|finding| finding["rule"].as_str().unwrap().starts_with("original-"))
        .map(|finding| {
            let part = |key: &str| finding[key].as_str().unwrap();
            (part("article"), part("rule"), part("quote"))
        })
        .collect()
}

#[test]
fn a_folder_of_originals_goes_with_a_folder_of_translations() {
    let here = tempfile::tempdir().unwrap();
    let files = [
        ("en/a.txt", WRONG),
        ("en/deep/b.txt", WRONG),
        ("en/deep/faithful.txt", RIGHT),
        ("ru/a.txt", ORIGINAL),
        ("ru/deep/b.md", ORIGINAL),
        ("ru/deep/faithful.txt", ORIGINAL),
    ];
    write(here.path(), &files);
    let args = ["check", "--format", "json", "en", "--original-dir", "ru"];
    let report = wirecheck_in(here.path(), args, None).expect_code(1).json();
    let found = compared(&report);
    assert_eq!(
        found,
        [
            ("en/a.txt", "original-number", "15,000"),
            ("en/deep/b.txt", "original-number", "15,000")
        ]
    );

    write(
        here.path(),
        &[("en/lone.txt", RIGHT), ("en/bad.txt", RIGHT), ("ru/bad.txt", "")],
    );
    let run = wirecheck_in(here.path(), args, None).expect_code(3);
    assert_eq!(compared(&run.json()).len(), 2, "nothing else is lost");
    let said = run.json()["sources"].to_string();
    assert!(said.contains("ru has no original of its name"), "{said}");
    assert!(
        said.contains("its original ru/bad.txt") && said.contains("empty"),
        "{said}"
    );

    let file = [
        "check",
        "--format",
        "json",
        "en/deep/b.txt",
        "--original-dir",
        "ru/deep",
    ];
    let report = wirecheck_in(here.path(), file, None).expect_code(1).json();
    assert_eq!(compared(&report).len(), 1);
    let none = ["check", "en", "--original-dir", "nowhere"];
    let run = wirecheck_in(here.path(), none, None).expect_code(2);
    assert!(run.stderr.contains("nowhere: is no folder"), "{}", run.stderr);
}

#[test]
fn acronyms_of_the_configuration_are_expected_in_the_translation() {
    let here = tempfile::tempdir().unwrap();
    let texts = [("a.txt", WRONG), ("right.txt", RIGHT), ("ru.txt", ORIGINAL)];
    write(here.path(), &texts);
    let configured = |config: &str, article: &str| {
        write(here.path(), &[("wirecheck.toml", config)]);
        let args = ["check", "--format", "json", article, "--original", "ru.txt"];
        wirecheck_in(here.path(), args, None)
    };
    let table = "[originals.acronyms.ru]\n\"ЦОУ\" = [\"AOC\", \"area operations\"]\n";
    let report = configured(table, "a.txt").expect_code(1).json();
    let wrong = report["findings"].as_array().unwrap().iter();
    let wrong: Vec<_> = wrong
        .filter(|finding| finding["rule"] == "original-acronym")
        .collect();
    assert_eq!(wrong.len(), 1, "{report}");
    assert_eq!(wrong[0]["quote"], "TSOU");
    assert_eq!(wrong[0]["original"]["note"], "ЦОУ = area operations (AOC)");
    configured(table, "right.txt").expect_code(0);
    let other = "[originals.acronyms.uk]\n\"ЦОУ\" = \"AOC\"\n";
    let other = configured(other, "right.txt").expect_code(0);
    assert_eq!(compared(&other.json()), []);

    for (table, said) in [
        (
            "[originals.acronyms.qq]\n\"ЦОУ\" = \"AOC\"\n",
            "line 1: originals.acronyms.qq: `qq` is no language",
        ),
        (
            "[originals.acronyms.ru]\n\"цоу\" = \"AOC\"\n",
            "line 2: `цоу` is no acronym",
        ),
        (
            "[originals.acronyms.ru]\n\"ВОЗ\" = \"WHO\"\n\"ЦОУ\" = []\n",
            "line 3: nothing is said for `ЦОУ`",
        ),
        ("[originals.acronyms.ru]\n\"ЦОУ\" = 3\n", "line 2"),
        ("[fetch]\noriginals = true\n", "unknown field `originals`"),
    ] {
        let run = configured(table, "a.txt").expect_code(2);
        assert!(
            run.stderr.contains(said) && run.stderr.contains("wirecheck.toml"),
            "{}",
            run.stderr
        );
    }
}

#[test]
fn the_address_of_an_original_can_follow_from_that_of_the_article() {
    let server = Server::start();
    let page = |lang: &str, text: &str, last: &str| {
        let paragraphs = text.trim().split("\n\n").chain([last]);
        let paragraphs = paragraphs.collect::<Vec<_>>().join("</p><p>");
        let html = format!(
            "<!doctype html><html lang=\"{lang}\"><body><article><p>{paragraphs}</p></article></body></html>"
        );
        Answer::ok("text/html; charset=utf-8", html)
    };
    let english =
        "The company promises to answer the demands of the workers by the end of the week, and talks go on.";
    let russian =
        "Компания обещает ответить на требования рабочих до конца недели, и переговоры продолжаются.";
    server.answer("/en/strike.html", page("en", WRONG, english));
    server.answer("/ru/strike.html", page("ru", ORIGINAL, russian));
    let here = tempfile::tempdir().unwrap();
    let check = |more: &str| {
        let config = format!(
            "[fetch]\nallow-hosts = [\"127.0.0.1\"]\ndelay-ms = 0\n[originals]\ncheck = true\n[[feeds]]\nsource = \"{}\"\n{more}\n",
            server.url("/en/strike.html")
        );
        write(here.path(), &[("wirecheck.toml", &config)]);
        wirecheck_in(here.path(), ["check", "--format", "json", "--no-state"], None)
    };
    let without = check("").expect_code(0).json();
    assert_eq!(compared(&without), []);
    let with = check("original-address = { pattern = \"/en/\", replacement = \"/ru/\" }");
    let with = with.expect_code(1).json();
    let found = compared(&with);
    let wrong = found
        .iter()
        .any(|(_, rule, quote)| (*rule, *quote) == ("original-number", "15,000"));
    assert!(wrong, "{found:?}");
    let bad = check("original-address = { pattern = \"/en(\", replacement = \"/ru/\" }").expect_code(2);
    assert!(
        bad.stderr.contains("original-address") && bad.stderr.contains("in the feed"),
        "{}",
        bad.stderr
    );
}
