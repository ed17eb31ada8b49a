//! The corpora hold what their README promises: every labelled finding and no other, and silence on good English.

#![allow(clippy::unwrap_used)] // a helper of a test may fail the test

mod support;

use std::fs;
use std::ops::Range;
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;
use support::server::{Answer, Server};
use support::{check, corpora, findings_of};

/// `labels/*.toml` of a labelled feed; the format is described in `corpora/README.md`.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Labels {
    guid: String,
    translated_from: Option<String>,
    original: Option<String>,
    #[serde(default)]
    findings: Vec<Label>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Label {
    rule: String,
    severity: String,
    quote: String,
    occurrence: Option<usize>,
    fix: Option<String>,
}

fn all_labels() -> Vec<Labels> {
    labels_of("sample")
}

fn labels_of(corpus: &str) -> Vec<Labels> {
    let mut paths: Vec<_> = fs::read_dir(corpora().join(corpus).join("labels"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    paths
        .iter()
        .map(|path| toml::from_str(&fs::read_to_string(path).unwrap()).unwrap())
        .collect()
}

fn span(value: &Value) -> Range<usize> {
    let offset = |key: &str| usize::try_from(value[key].as_u64().unwrap()).unwrap();
    offset("start")..offset("end")
}

/// Where the label's quote stands.
fn place(label: &Label, text: &str) -> Range<usize> {
    let nth = label.occurrence.unwrap_or(1) - 1;
    let start = text
        .match_indices(&label.quote)
        .nth(nth)
        .unwrap_or_else(|| panic!("{:?} is not in the text", label.quote))
        .0;
    start..start + label.quote.len()
}

/// The text after a finding's edits, without empty paragraphs.
fn after_edits(text: &str, edits: &[Value]) -> String {
    let mut text = text.to_owned();
    for edit in edits.iter().rev() {
        text.replace_range(span(&edit["span"]), edit["replacement"].as_str().unwrap());
    }
    paragraphs(&text)
}

fn paragraphs(text: &str) -> String {
    text.split("\n\n")
        .filter(|paragraph| !paragraph.trim().is_empty())
        .collect::<Vec<_>>()
        .join("\n\n")
}

/// What is wrong with the findings of one article, in words.
fn differences(labels: &Labels, report: &Value) -> Vec<String> {
    let articles = report["articles"].as_array().unwrap();
    let Some(article) = articles
        .iter()
        .find(|article| article["id"] == labels.guid.as_str())
    else {
        return vec![format!("{}: no such article", labels.guid)];
    };
    let text = article["text"].as_str().unwrap();
    let mut left = findings_of(report, &labels.guid);
    let mut wrong = Vec::new();
    for label in &labels.findings {
        let wanted = place(label, text);
        let meets = |finding: &&Value| {
            let found = span(&finding["span"]);
            finding["rule"] == label.rule.as_str() && found.start < wanted.end && wanted.start < found.end
        };
        let Some(at) = left.iter().position(meets) else {
            wrong.push(format!(
                "{}: missed {} {:?}",
                labels.guid, label.rule, label.quote
            ));
            continue;
        };
        let finding = left.remove(at);
        if finding["severity"] != label.severity.as_str() {
            wrong.push(format!(
                "{}: {} {:?} is {}",
                labels.guid, label.rule, label.quote, finding["severity"]
            ));
        }
        let edits = finding["edits"].as_array().unwrap();
        let fixed = label.fix.as_ref().map(|fix| {
            let mut fixed = text.to_owned();
            fixed.replace_range(wanted.clone(), fix);
            paragraphs(&fixed)
        });
        let suggested = (!edits.is_empty()).then(|| after_edits(text, edits));
        if suggested != fixed {
            wrong.push(format!(
                "{}: {} {:?}: the edits are {edits:?}",
                labels.guid, label.rule, label.quote
            ));
        }
    }
    wrong.extend(left.iter().map(|finding| {
        format!(
            "{}: unexpected {} {} ({})",
            labels.guid, finding["rule"], finding["quote"], finding["message"]
        )
    }));
    wrong
}

#[test]
fn the_sample_feed_has_the_labelled_findings_and_no_others() {
    has_the_labelled_findings_and_no_others("sample", "feed.xml");
}

#[test]
fn the_feed_of_rare_faults_has_the_labelled_findings_and_no_others() {
    has_the_labelled_findings_and_no_others("rare", "feed.xml");
}

#[test]
fn the_articles_beside_their_originals_have_the_labelled_findings_and_no_others() {
    has_the_labelled_findings_and_no_others("pairs", "articles.jsonl");
}

/// The first command of the README: it shows what only the original tells.
#[test]
fn the_first_run_shows_faults_beside_the_original() {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    let config = repository.join("wirecheck.toml");
    let report = support::wirecheck(
        ["check", "--format", "json", "--no-state", "--config"]
            .map(std::ffi::OsStr::new)
            .into_iter()
            .chain([config.as_os_str()]),
    )
    .expect_code(0)
    .json();
    let findings = report["findings"].as_array().unwrap();
    let beside = findings.iter().filter(|finding| !finding["original"].is_null());
    let labelled: usize = labels_of("pairs")
        .iter()
        .map(|labels| labels.findings.len())
        .sum();
    assert_eq!(beside.count(), labelled);
    assert_eq!(report["articles"].as_array().unwrap().len(), 14);
}

#[track_caller]
fn has_the_labelled_findings_and_no_others(corpus: &str, file: &str) {
    let report = check([corpora().join(corpus).join(file)]).expect_code(1).json();
    let labels = labels_of(corpus);
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

#[test]
fn every_rule_fires_on_a_labelled_feed() {
    // They need a whole article of one habit, or words in no order at all; their rules have examples of their own.
    const ELSEWHERE: [&str; 6] = [
        "cut-off-paragraph",
        "jumbled-words",
        "mixed-quotes",
        "mixed-spelling",
        "number-disagreement",
        "surname-form",
    ];
    let labels = [labels_of("sample"), labels_of("rare")].concat();
    let labelled = |rule: &str| {
        labels
            .iter()
            .flat_map(|labels| &labels.findings)
            .any(|label| label.rule == rule)
    };
    for rule in linguistics::rules::ALL {
        assert_ne!(
            labelled(rule.name),
            ELSEWHERE.contains(&rule.name),
            "{} never fires in a labelled feed, or does so now",
            rule.name
        );
    }
}

/// By style alone. The texts that were written in English are no ordinary news, and some read like translations too
/// (`docs/quality.md` says how many); what must hold is the order.
#[test]
fn translations_read_more_like_translations() {
    let report = check([corpora().join("sample/feed.xml")]).json();
    let labels = all_labels();
    let mean = |translated: bool| {
        let guids: Vec<_> = (labels
            .iter()
            .filter(|of| of.translated_from.is_some() == translated))
        .map(|of| of.guid.as_str())
        .collect();
        let articles = report["articles"].as_array().unwrap().iter();
        let meant = articles.filter(|article| guids.iter().any(|guid| article["id"] == *guid));
        let likelihoods: Vec<_> = meant
            .map(|article| article["translation"]["likelihood"].as_f64().unwrap())
            .collect();
        likelihoods.iter().sum::<f64>() / likelihoods.len() as f64
    };
    let (translated, native) = (mean(true), mean(false));
    assert!(
        translated > native + 0.1,
        "translated {translated:.2}, native {native:.2}"
    );
}

#[test]
fn translations_are_known_as_such() {
    let report = check([corpora().join("sample/feed.xml")]).json();
    for labels in all_labels() {
        let articles = report["articles"].as_array().unwrap();
        let article = articles
            .iter()
            .find(|article| article["id"] == labels.guid.as_str())
            .unwrap();
        let provenance = &article["provenance"];
        match &labels.translated_from {
            Some(tag) => assert_eq!(
                provenance["source_language"],
                tag.as_str(),
                "{}: {provenance}",
                labels.guid
            ),
            None => assert!(
                provenance["machine_translated"].is_null(),
                "{}: {provenance}",
                labels.guid
            ),
        }
        if let Some(original) = &labels.original {
            assert_eq!(
                provenance["original"],
                original.as_str(),
                "{}: {provenance}",
                labels.guid
            );
        }
    }
}

#[test]
fn good_english_stays_silent() {
    let report = check([corpora().join("clean")]).expect_code(0).json();
    assert_eq!(report["articles"].as_array().unwrap().len(), 12);
    let loud: Vec<_> = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|finding| finding["severity"] != "info")
        .map(|finding| format!("{}: {} {}", finding["article"], finding["rule"], finding["quote"]))
        .collect();
    assert!(loud.is_empty(), "{loud:#?}");
}

#[test]
fn teasers_lead_to_the_same_findings_through_their_pages() {
    let server = Server::start();
    let teaser = corpora().join("teaser");
    let feed = fs::read_to_string(teaser.join("feed.xml"))
        .unwrap()
        .replace("{{HOST}}", &server.url(""));
    server.answer("/feed.xml", Answer::ok("application/rss+xml", feed));
    for page in ["luna-bridge", "water-mains", "skarnes-bay"] {
        let html = fs::read(teaser.join(format!("pages/{page}.html"))).unwrap();
        server.answer(
            &format!("/pages/{page}.html"),
            Answer::ok("text/html; charset=utf-8", html),
        );
    }
    let report = check([server.url("/feed.xml")]).expect_code(1).json();
    let wrong: Vec<_> = all_labels()
        .iter()
        .filter(|labels| {
            ["102", "105", "112"]
                .iter()
                .any(|number| labels.guid.ends_with(number))
        })
        .flat_map(|labels| differences(labels, &report))
        .collect();
    assert!(
        wrong.is_empty(),
        "{} differences:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    let text = report["articles"][0]["text"].as_str().unwrap();
    for furniture in ["Subscribe", "min read", "Kettles"] {
        assert!(
            !text.contains(furniture),
            "the page's {furniture:?} is in the text:\n{text}"
        );
    }
}

/// The rules and quotes found in the first of the two items that every `two-items-*` file holds.
const IN_TWO_ITEMS: [(&str, &str); 2] = [("untranslated-residue", "маяк"), ("duplicated-word", "in in")];

#[test]
fn one_feed_reads_the_same_in_every_format_and_encoding() {
    let mut texts: Vec<(String, Value)> = Vec::new();
    for entry in fs::read_dir(corpora().join("odd")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if !name.starts_with("two-items-") {
            continue;
        }
        let report = check([&path]).expect_code(1).json();
        let mut found: Vec<_> = report["findings"]
            .as_array()
            .unwrap()
            .iter()
            .map(|f| (&f["rule"], &f["quote"]))
            .collect();
        found.sort_by_key(|(rule, _)| std::cmp::Reverse(rule.to_string()));
        assert_eq!(
            found,
            IN_TWO_ITEMS
                .map(|(rule, quote)| (Value::from(rule), Value::from(quote)))
                .each_ref()
                .map(|(a, b)| (a, b)),
            "{name}"
        );
        let articles = report["articles"].as_array().unwrap();
        let plain = articles
            .iter()
            .map(|article| article["text"].as_str().unwrap().replace('\u{a0}', " "))
            .collect();
        texts.push((name, plain));
    }
    assert_eq!(texts.len(), 12);
    for (name, text) in &texts[1..] {
        assert_eq!(text, &texts[0].1, "{name} differs from {}", texts[0].0);
    }
}

/// Exit code, and what standard error must say, for the other odd inputs.
#[test]
fn odd_inputs_get_a_clear_answer() {
    for (name, code, says) in [
        ("no-items.xml", 3, "without items"),
        ("error-page.html", 3, "feed"),
        ("not-a-feed.json", 3, "not-a-feed.json"),
        ("empty.xml", 3, "empty"),
        ("only-white-space.txt", 3, "only-white-space.txt"),
        ("bytes.bin", 3, "not text"),
        ("one-bad-line.jsonl", 3, "line 2"),
        ("truncated.xml", 3, "truncated.xml"),
        ("same-guid-twice.xml", 1, ""),
        ("invalid-utf-8.xml", 1, ""),
        ("invalid-utf-8.txt", 1, ""),
        ("hostile-feed.xml", 1, ""),
        ("hostile-text.txt", 1, ""),
    ] {
        let run = check([corpora().join("odd").join(name)]);
        assert_eq!(run.code, code, "{name}:\n{}\n{}", run.stdout, run.stderr);
        assert!(run.stderr.contains(says), "{name}: {}", run.stderr);
        assert!(!run.stderr.contains("panicked"), "{name}: {}", run.stderr);
    }
}

#[test]
fn hostile_text_acts_in_no_output() {
    let hostile = corpora().join("odd/hostile-text.txt");
    let folder = tempfile::tempdir().unwrap();
    let html = folder.path().join("report.html");
    for format in ["full", "concise", "json"] {
        let output = format!("html={}", html.display());
        let run = support::wirecheck([
            "check",
            hostile.to_str().unwrap(),
            "--format",
            format,
            "--color",
            "never",
            "--output",
            &output,
        ]);
        for stream in [&run.stdout, &run.stderr] {
            assert!(
                !stream.contains(|c: char| c.is_control() && c != '\n' && c != '\t'),
                "{format}: a control character"
            );
            assert!(
                !stream
                    .lines()
                    .any(|line| line.starts_with("::") || line.starts_with("##")),
                "{format}: a command"
            );
        }
    }
    let html = fs::read_to_string(&html).unwrap();
    assert!(
        !html.contains("<script>alert") && !html.contains("onerror=\""),
        "markup of the text is in the page"
    );
}

#[test]
fn a_folder_of_odd_things_still_gives_its_articles() {
    let run = check([corpora().join("odd")]).expect_code(3);
    let report = run.json();
    // Most of them are the same article in another encoding, which stands in the report once.
    let articles = report["articles"].as_array().unwrap().iter();
    let places: usize = articles
        .map(|article| 1 + article["also"].as_array().unwrap().len())
        .sum();
    assert!(places >= 24, "{places}");
    let failed = report["sources"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|source| !source["error"].is_null())
        .count();
    assert!(failed >= 4, "{failed} failed");
    assert!(Path::new(&corpora()).exists());
}
