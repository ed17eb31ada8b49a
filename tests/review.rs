//! What comes after a report: known findings stay known, decisions are applied, every format is written in one run.

#![allow(clippy::unwrap_used)] // a helper of a test may fail the test

mod support;

use std::fs;
use std::path::Path;

use serde_json::Value;
use support::wirecheck_in;

const TEXT: &str =
    "Bridge reopens\n\nCrews will close the the bridge on Monday. Traffic will return in in the evening.\n";

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("bridge.txt"), TEXT).unwrap();
    folder
}

fn report(folder: &Path) -> Value {
    let run = wirecheck_in(
        folder,
        ["check", "bridge.txt", "--format", "json", "--fail-on", "never"],
        None,
    );
    run.expect_code(0).json()
}

fn quotes(report: &Value) -> Vec<&str> {
    report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| finding["quote"].as_str().unwrap())
        .collect()
}

#[test]
fn a_baseline_lets_known_findings_pass_and_new_ones_fail() {
    let folder = folder();
    let run = |args: &[&str]| wirecheck_in(folder.path(), args, None);
    run(&["check", "bridge.txt"]).expect_code(1);
    run(&[
        "baseline",
        "create",
        "--reason",
        "old news",
        "--by",
        "desk",
        "bridge.txt",
    ])
    .expect_code(0);
    run(&["check", "bridge.txt"]).expect_code(0);
    let shown = run(&["baseline", "show"]).expect_code(0).stdout;
    assert!(
        shown.contains("“the the”") && shown.contains("old news, desk") && shown.contains("2 findings"),
        "{shown}"
    );

    // Edits elsewhere keep what is known; a new fault is news.
    let edited = TEXT.replace("\n\n", "\n\nThe weather was fine. ")
        + "\nIt was was late.\n".replace("was was", "of of").as_str();
    fs::write(folder.path().join("bridge.txt"), edited).unwrap();
    let after = report(folder.path());
    assert_eq!(quotes(&after), ["of of"]);
    run(&["check", "bridge.txt"]).expect_code(1);

    // Updating takes in nothing unless told; creating twice is refused.
    run(&["baseline", "update", "bridge.txt"]).expect_code(0);
    run(&["check", "bridge.txt"]).expect_code(1);
    run(&["baseline", "create", "--reason", "again", "bridge.txt"]).expect_code(2);
    run(&[
        "baseline",
        "update",
        "--add",
        "--reason",
        "also old",
        "bridge.txt",
    ])
    .expect_code(0);
    run(&["check", "bridge.txt"]).expect_code(0);

    // What was corrected is stale: said, a failure when strict, and gone after pruning.
    fs::write(folder.path().join("bridge.txt"), TEXT.replace("the the", "the")).unwrap();
    let stale = run(&["check", "bridge.txt"]).expect_code(0).stderr;
    assert!(stale.contains("stale"), "{stale}");
    run(&["check", "--strict-baseline", "bridge.txt"]).expect_code(1);
    run(&["baseline", "prune", "bridge.txt"]).expect_code(0);
    run(&["check", "--strict-baseline", "bridge.txt"]).expect_code(0);
}

/// Yesterday's and today's article in folders of their own, with the same two faults.
fn days() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for day in ["27", "28"] {
        fs::create_dir(folder.path().join(day)).unwrap();
        fs::write(folder.path().join(day).join("article.txt"), TEXT).unwrap();
    }
    folder
}

#[test]
fn a_baseline_does_not_take_a_file_for_another_of_its_name() {
    let folder = days();
    let run = |args: &[&str]| wirecheck_in(folder.path(), args, None);
    run(&["baseline", "create", "--reason", "old", "27/article.txt"]).expect_code(0);
    run(&["check", "27/article.txt"]).expect_code(0);
    run(&["check", "28/article.txt"]).expect_code(1);
    run(&["check", "."]).expect_code(1);
}

#[test]
fn the_id_of_a_file_does_not_depend_on_the_run() {
    let folder = days();
    fs::write(folder.path().join(".wirecheck.toml"), "").unwrap(); // no article, since hidden
    let ids = |here: &str, source: &str| {
        let args = ["check", source, "--format", "json", "--fail-on", "never"];
        let report = wirecheck_in(&folder.path().join(here), args, None)
            .expect_code(0)
            .json();
        let articles = report["articles"].as_array().unwrap().clone();
        let findings = report["findings"].as_array().unwrap().iter();
        let ids: Vec<_> = findings.map(|finding| finding["id"].clone()).collect();
        (
            articles
                .into_iter()
                .map(|article| article["id"].clone())
                .collect::<Vec<_>>(),
            ids,
        )
    };
    let (names, all) = ids(".", ".");
    assert_eq!(names, ["27/article.txt", "28/article.txt"]);
    for (here, source, name, of_file) in [
        (".", "28/article.txt", &names[1], &all[2..]),
        ("28", "article.txt", &names[1], &all[2..]),
        ("28", "../27/article.txt", &names[0], &all[..2]),
    ] {
        let (names, ids) = ids(here, source);
        assert_eq!(
            (&names[..], &ids[..]),
            (&[name.clone()][..], of_file),
            "{source} in {here}"
        );
    }
}

/// What `baseline create` wrote for `27/article.txt` when files were called by the last part of their path.
const FORMER_BASELINE: &str = r#"
version = 1

[[finding]]
id = "wc1:98b8d776df6d3abf:1"
rule = "duplicated-word"
article = "article.txt"
quote = "the the"
reason = "old"

[[finding]]
id = "wc1:ea4b94f09e0ee9b6:1"
rule = "duplicated-word"
article = "article.txt"
quote = "in in"
reason = "old"
"#;

#[test]
fn a_baseline_of_an_earlier_version_holds_until_it_is_renewed() {
    let folder = days();
    let run = |args: &[&str]| wirecheck_in(folder.path(), args, None);
    let baseline = folder.path().join("wirecheck-baseline.toml");
    fs::write(&baseline, FORMER_BASELINE).unwrap();

    let said = run(&["check", "27/article.txt"]).expect_code(0).stderr;
    assert!(
        said.contains("2 entries call a file by the last part of its path"),
        "{said}"
    );
    // Of two files that could be meant, none is.
    run(&["check", "27", "28"]).expect_code(1);

    let said = run(&["baseline", "update", "27/article.txt"])
        .expect_code(0)
        .stderr;
    assert!(
        said.contains("2 of the entries called a file by the last part"),
        "{said}"
    );
    let renewed = fs::read_to_string(&baseline).unwrap();
    assert_eq!(
        renewed.matches("article = \"27/article.txt\"").count(),
        2,
        "{renewed}"
    );
    let said = run(&["check", "27/article.txt"]).expect_code(0).stderr;
    assert!(!said.contains("last part of its path"), "{said}");
    run(&["check", "28/article.txt"]).expect_code(1);
}

#[test]
fn commands_on_the_baseline_say_what_became_of_it() {
    let folder = folder();
    let said = |args: &[&str]| wirecheck_in(folder.path(), args, None).expect_code(0).stderr;
    let file = folder.path().join("wirecheck-baseline.toml");
    for command in ["update", "prune"] {
        let said = said(&["baseline", command, "bridge.txt"]);
        assert!(said.contains("nothing to change, 0 findings are known"), "{said}");
        assert!(!file.exists(), "{command} made an empty file");
    }
    let made = said(&["baseline", "create", "--reason", "old", "bridge.txt"]);
    assert!(
        made.contains("wirecheck-baseline.toml: 2 findings are known"),
        "{made}"
    );
    let kept = said(&["baseline", "prune", "--rules", "misspelling", "bridge.txt"]);
    assert!(
        kept.contains("nothing to change, 2 findings"),
        "a rule that did not run knows nothing: {kept}"
    );
}

#[test]
fn a_blank_reason_is_refused_before_it_stands_in_a_file() {
    let folder = folder();
    let args = ["baseline", "create", "--reason", " ", "bridge.txt"];
    let run = wirecheck_in(folder.path(), args, None).expect_code(2);
    assert!(run.stderr.contains("a reason is missing"), "{}", run.stderr);
    assert!(!folder.path().join("wirecheck-baseline.toml").exists());
}

#[test]
fn decisions_become_corrected_text_and_baseline_entries() {
    let folder = folder();
    let before = report(folder.path());
    let id = |quote: &str| {
        let finding = before["findings"]
            .as_array()
            .unwrap()
            .iter()
            .find(|finding| finding["quote"] == quote)
            .unwrap();
        finding["id"].as_str().unwrap().to_owned()
    };
    let decisions = format!(
        "version = 1\n[[accept]]\nfinding = \"{}\"\n[[ignore]]\nfinding = \"{}\"\nreason = \"a quotation\"\n",
        id("the the"),
        id("in in")
    );
    fs::write(folder.path().join("wirecheck-decisions.toml"), decisions).unwrap();
    wirecheck_in(
        folder.path(),
        ["apply", "wirecheck-decisions.toml", "bridge.txt"],
        None,
    )
    .expect_code(0);

    let mut written: Vec<_> = fs::read_dir(folder.path().join("corrected"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    written.sort();
    let [diff, text] = written.as_slice() else {
        panic!("{written:?}")
    };
    assert_eq!(fs::read_to_string(text).unwrap(), TEXT.replace("the the", "the"));
    let diff = fs::read_to_string(diff).unwrap();
    assert!(
        diff.contains("-Crews will close the the bridge") && diff.contains("+Crews will close the bridge"),
        "{diff}"
    );

    // Until the publisher takes the correction over, the accepted one waits; it fails no run. To apply the decisions
    // again changes nothing.
    let baseline = folder.path().join("wirecheck-baseline.toml");
    let kept = fs::read_to_string(&baseline).unwrap();
    assert!(
        kept.contains("corrected = true\nreplacement = \"the\"\n"),
        "{kept}"
    );
    let run = |args: &[&str]| wirecheck_in(folder.path(), args, None);
    let waits = run(&["check", "--strict-baseline", "bridge.txt"]).expect_code(0);
    let told = "One finding is corrected, waiting for the";
    assert!(waits.stdout.contains(told), "{}", waits.stdout);
    run(&["apply", "wirecheck-decisions.toml", "bridge.txt"]).expect_code(0);
    assert_eq!(fs::read_to_string(&baseline).unwrap(), kept);

    // The second run shows the ignored one as ignored, and the corrected text is clean but for it.
    fs::copy(text, folder.path().join("bridge.txt")).unwrap();
    assert!(quotes(&report(folder.path())).is_empty());
    let done = run(&["check", "--strict-baseline", "bridge.txt"]).expect_code(0);
    assert!(!done.stderr.contains("stale"), "{}", done.stderr);
    let update = run(&["baseline", "update", "bridge.txt"]).expect_code(0);
    assert!(
        update
            .stderr
            .contains("(duplicated-word, “the the”): it was corrected"),
        "{}",
        update.stderr
    );
    assert!(!fs::read_to_string(&baseline).unwrap().contains("corrected"));

    // A decision on a finding that is gone is said, not swallowed.
    let run = wirecheck_in(
        folder.path(),
        ["apply", "wirecheck-decisions.toml", "bridge.txt"],
        None,
    )
    .expect_code(1);
    assert!(run.stderr.contains("warning: wc1:"), "{}", run.stderr);
}

#[test]
fn bad_review_files_are_named() {
    let folder = folder();
    fs::write(
        folder.path().join("bad.toml"),
        "version = 1\n[[ignore]]\nfinding = \"nonsense\"\nreason = \"x\"\n",
    )
    .unwrap();
    for args in [
        ["apply", "bad.toml", "bridge.txt"],
        ["apply", "missing.toml", "bridge.txt"],
        ["check", "--baseline=bad.toml", "bridge.txt"],
    ] {
        let run = wirecheck_in(folder.path(), args, None).expect_code(2);
        assert!(run.stderr.contains(".toml"), "{args:?}: {}", run.stderr);
    }
}

#[test]
fn every_format_is_written_in_one_run() {
    const FORMATS: [&str; 12] = [
        "html", "json", "jsonl", "sarif", "junit", "github", "gitlab", "rdjson", "markdown", "atom", "full",
        "concise",
    ];
    let folder = folder();
    let outputs = FORMATS.map(|format| format!("--output={format}=out/{format}"));
    let args = ["check", "bridge.txt"]
        .into_iter()
        .map(String::from)
        .chain(outputs);
    wirecheck_in(folder.path(), args, None).expect_code(1);
    for format in FORMATS {
        let text = fs::read_to_string(folder.path().join("out").join(format)).unwrap();
        assert!(text.to_lowercase().contains("bridge"), "{format}:\n{text}");
        if matches!(format, "json" | "sarif" | "gitlab" | "rdjson") {
            serde_json::from_str::<Value>(&text).unwrap();
        }
    }
    assert_eq!(
        fs::read_dir(folder.path().join("out")).unwrap().count(),
        FORMATS.len(),
        "unfinished files are left"
    );
}
