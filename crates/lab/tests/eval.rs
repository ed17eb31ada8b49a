//! `lab eval`: its figures on texts small enough to count by hand, its errors, and its agreement with an outside
//! scorer.

#![allow(clippy::unwrap_used)] // a helper of a test may fail the test

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use flate2::Compression;
use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;
use serde_json::{Value, json};

fn corpora() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpora")
}

/// What a run printed and the code it ended with.
struct Run {
    code: i32,
    stdout: String,
    stderr: String,
}

impl Run {
    #[track_caller]
    fn expect_code(self, code: i32) -> Self {
        assert_eq!(
            self.code, code,
            "stdout:\n{}\nstderr:\n{}",
            self.stdout, self.stderr
        );
        self
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap()
    }
}

fn lab(args: impl IntoIterator<Item = PathBuf>) -> Run {
    let output = Command::new(env!("CARGO_BIN_EXE_lab"))
        .args(args)
        .output()
        .unwrap();
    Run {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

fn own_set() -> PathBuf {
    corpora().join("eval/segments.jsonl")
}

fn eval(args: &[&str], paths: &[PathBuf]) -> Run {
    let args = ["eval"].iter().chain(args).map(PathBuf::from);
    lab(args.chain(paths.iter().cloned()))
}

fn figures(args: &[&str], paths: &[PathBuf]) -> Value {
    let args: Vec<&str> = ["--json"].iter().chain(args).copied().collect();
    eval(&args, paths).expect_code(0).json()
}

/// The row of a table in which these keys have these values.
#[track_caller]
fn row<'f>(figures: &'f Value, table: &str, wanted: &[(&str, &str)]) -> &'f Value {
    let rows = figures[table].as_array().unwrap();
    rows.iter()
        .find(|row| wanted.iter().all(|(key, value)| row[key] == *value))
        .unwrap_or_else(|| panic!("{table} has no {wanted:?}: {figures:#}"))
}

#[track_caller]
fn assert_near(value: &Value, expected: f64) {
    let value = value.as_f64().unwrap_or_else(|| panic!("{value} is no number"));
    assert!((value - expected).abs() < 5e-4, "{value} is not {expected}");
}

#[test]
fn loudness_is_counted_by_kind_and_severity() {
    let figures = figures(&[], &[own_set()]);
    let native = row(
        &figures,
        "findings_per_1000_words",
        &[("set", "own"), ("lang_pair", "en")],
    );
    // One doubled word in five lines of 80 words.
    assert_eq!((&native["words"], &native["findings"]), (&80.into(), &1.into()));
    assert_near(&native["per_1000_words"], 12.5);
    assert_near(&native["segments_flagged_share"], 0.2);
    assert_eq!(native["by_severity"]["major"]["findings"], 1);
    let mt = row(
        &figures,
        "findings_per_1000_words",
        &[("set", "own"), ("lang_pair", "ru-en"), ("kind", "mt")],
    );
    // “12 thousand” is style; “of of” and two spaces before a comma and two before a full stop are faults.
    assert_eq!(
        (&mt["findings"], &mt["faults"]["findings"]),
        (&6.into(), &5.into())
    );
    let thousand = row(&figures, "rules", &[("rule", "thousand-numeral")]);
    assert_eq!(thousand["hits"]["human-translation"], 1);
    assert_near(&thousand["per_100k_words"]["human-translation"], 100_000.0 / 42.0);
}

#[test]
fn minimal_pairs_compare_both_sides() {
    let figures = figures(&[], &[own_set()]);
    let shares = |damage: &str| {
        let row = row(&figures, "minimal_pairs", &[("pert", damage)]);
        ["caught", "caught_overlap_only", "clean_flagged", "badness_tied"].map(|key| row[key].clone())
    };
    assert_eq!(shares("repeat2"), [1.0, 1.0, 0.0, 0.0].map(Value::from));
    assert_eq!(shares("tokenized"), [1.0, 1.0, 0.0, 0.0].map(Value::from));
    assert_eq!(shares("negation"), [0.0, 0.0, 0.0, 1.0].map(Value::from));
    // The doubled word of the second pair stands on both sides, away from the damage: nothing is caught.
    assert_eq!(shares("verb-removed"), [0.0, 0.0, 0.5, 1.0].map(Value::from));
}

#[test]
fn human_judgments_are_compared() {
    let figures = figures(&[], &[own_set()]);
    // Of 104 tokens 11 are bad and 8 are flagged, 2 of them rightly.
    let words = row(&figures, "word_level", &[("lang_pair", "ru-en")]);
    assert_near(&words["precision"], 2.0 / 8.0);
    assert_near(&words["recall"], 2.0 / 11.0);
    assert_near(
        &words["mcc"],
        (2.0 * 87.0 - 6.0 * 9.0) / (8.0 * 11.0 * 93.0 * 96.0_f64).sqrt(),
    );
    // Points 0 2 5 0 0 0 0 2 against the scores: ranks, least bad last, 6 2.5 1 6 6 6 6 2.5 and 4 2 3 1 7 6 8 5.
    let sentences = row(&figures, "sentence_level", &[("score_type", "da-z")]);
    assert_near(&sentences["spearman"], 0.3986);
    let systems = row(&figures, "system_level", &[("set", "own")]);
    assert_eq!((&systems["pairs"], &systems["agree"]), (&1.into(), &1.into()));
}

#[test]
fn labelled_faults_give_recall_and_cases_are_as_expected() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("faults.jsonl");
    let lines = [
        r#"{"page": 1, "lang": "ru", "kind": "a", "severity": 3, "text": "The pipe was laid in in May.", "quote": "in in"}"#,
        r#"{"page": 1, "lang": "ru", "kind": "b", "severity": 1, "text": "It grew by 80 % in May.", "quote": "80 %"}"#,
        r#"{"page": 2, "lang": "ru", "kind": "a", "severity": 3, "text": "The the pipe was not seen in May.", "quote": "not seen"}"#,
        r#"{"id": "x", "expect": "silent", "text": "The pipe was laid in May."}"#,
        r#"{"id": "y", "expect": "finding", "text": "The pipe was laid in May."}"#,
    ];
    fs::write(&path, lines.join("\n")).unwrap();
    let figures = figures(&[], &[path]);
    let recall = |faults: &str| {
        let row = row(&figures, "labelled_faults", &[("faults", faults)]);
        ["count", "shown", "recall", "recall_at_minor"].map(|key| row[key].clone())
    };
    assert_eq!(recall("all"), [json!(3), json!(2), json!(0.6667), json!(0.3333)]);
    assert_eq!(recall("severity 3"), [json!(2), json!(1), json!(0.5), json!(0.5)]);
    assert_eq!(
        recall("pages with a fault"),
        [json!(2), json!(1), json!(0.5), json!(0.5)]
    );
    assert_eq!(figures["findings_beside_faults"], 1);
    let cases = |expect: &str| row(&figures, "cases", &[("expect", expect)])["as_expected"].clone();
    assert_eq!((cases("silent"), cases("finding")), (json!(1), json!(0)));
}

/// The figures of our own faults are those of `docs/quality.md`; a rule that loses some of them says so here.
#[test]
fn our_own_faults_are_shown_as_often_as_told() {
    let figures = figures(
        &[],
        &[
            corpora().join("faults/translated.jsonl"),
            corpora().join("faults/cases.jsonl"),
        ],
    );
    let recall = |faults: &str| {
        row(&figures, "labelled_faults", &[("faults", faults)])["recall"]
            .as_f64()
            .unwrap()
    };
    assert!(recall("all") > 0.6 && recall("severity 3") > 0.5, "{figures:#}");
    for row in figures["cases"].as_array().unwrap() {
        assert_eq!(row["as_expected"], row["cases"], "{row}");
    }
}

#[test]
fn gzip_is_told_by_its_content() {
    let folder = tempfile::tempdir().unwrap();
    let packed = folder.path().join("segments.jsonl");
    let mut gzip = GzEncoder::new(File::create(&packed).unwrap(), Compression::default());
    gzip.write_all(&fs::read(own_set()).unwrap()).unwrap();
    gzip.finish().unwrap();
    assert_eq!(figures(&[], &[packed]), figures(&[], &[own_set()]));
}

#[test]
fn severities_and_rules_are_chosen() {
    let hits = |args: &[&str]| -> Vec<String> {
        let figures = figures(args, &[own_set()]);
        let rules = figures["rules"].as_array().unwrap();
        let hit = rules
            .iter()
            .filter(|row| row["hits"].as_object().unwrap().values().any(|n| *n != 0));
        hit.map(|row| row["rule"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(
        hits(&[]),
        ["duplicated-word", "space-before-punctuation", "thousand-numeral"]
    );
    assert_eq!(hits(&["--min-severity", "major"]), ["duplicated-word"]);
    // “in the framework of of”: the calque shows once the graver finding that overlaps it is gone.
    assert_eq!(
        hits(&["--rules=-duplicated-word", "--min-severity=minor"]),
        ["calque-phrase", "space-before-punctuation"]
    );
}

#[test]
fn a_labelled_feed_gives_precision_and_recall() {
    let sample = figures(&[], &[corpora().join("sample")]);
    for row in sample["labels"].as_array().unwrap() {
        assert_eq!(
            (&row["precision"], &row["recall"]),
            (&1.0.into(), &1.0.into()),
            "{row}"
        );
    }
    let folder = mislabelled_sample();
    let figures = figures(&[], &[folder.path().to_owned()]);
    let spoilt = row(&figures, "labels", &[("rule", "coordinated-duplicate")]);
    let whole = row(&sample, "labels", &[("rule", "coordinated-duplicate")]);
    let labels = whole["labels"].as_u64().unwrap();
    assert_eq!(spoilt["labels"], labels - 1);
    assert_eq!(spoilt["unexpected"], 1);
    assert_near(&spoilt["precision"], (labels - 1) as f64 / labels as f64);
    let missed = row(&figures, "labels", &[("rule", "double-determiner")]);
    assert_eq!((&missed["found"], &missed["recall"]), (&0.into(), &0.0.into()));
    assert!(missed["precision"].is_null());
}

/// The sample feed with one label given to a rule that does not fire there.
fn mislabelled_sample() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let sample = corpora().join("sample");
    fs::copy(sample.join("feed.xml"), folder.path().join("feed.xml")).unwrap();
    fs::create_dir(folder.path().join("labels")).unwrap();
    for entry in fs::read_dir(sample.join("labels")).unwrap() {
        let path = entry.unwrap().path();
        let mut labels = fs::read_to_string(&path).unwrap();
        if path.file_name().unwrap().to_string_lossy().starts_with("01-") {
            labels = labels.replacen("\"coordinated-duplicate\"", "\"double-determiner\"", 1);
        }
        fs::write(
            folder.path().join("labels").join(path.file_name().unwrap()),
            labels,
        )
        .unwrap();
    }
    folder
}

#[test]
fn what_cannot_be_read_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, content: &str| {
        let path = folder.path().join(name);
        fs::write(&path, content).unwrap();
        path
    };
    let good = fs::read_to_string(own_set()).unwrap();
    let first = good.lines().next().unwrap();
    let cases = [
        (
            file("cut.jsonl", &format!("{first}\n\n{}\n", &first[..80])),
            "cut.jsonl, line 3",
        ),
        (
            file("kind.jsonl", &first.replace("human-native", "hu\\u001bman")),
            "kind.jsonl, line 1: not a segment of an evaluation set: unknown variant `hu",
        ),
        (file("other.jsonl", "{\"id\": 1}\n"), "missing field `set`"),
        (
            file("tags.jsonl", &first.replace("\"tags\": null", "\"tags\": [1]")),
            "tags.jsonl, line 1: 1 tags for 0 tokens",
        ),
        (
            file("empty.jsonl", "\n"),
            "empty.jsonl: there is no segment in it",
        ),
        (file("half.gz", "\u{1f}"), "half.gz, line 1"),
        (folder.path().join("absent.jsonl"), "cannot open"),
        (
            folder.path().to_owned(),
            "a labelled corpus has `feed.xml` and `labels/`",
        ),
    ];
    for (path, says) in cases {
        let run = eval(&[], std::slice::from_ref(&path)).expect_code(2);
        assert!(run.stderr.contains(says), "{}: {}", path.display(), run.stderr);
        assert!(!run.stderr.contains('\u{1b}'), "{}", run.stderr);
        assert!(run.stdout.is_empty(), "{}", run.stdout);
    }
}

#[test]
fn an_unfinished_run_leaves_no_predictions() {
    let folder = tempfile::tempdir().unwrap();
    let bad = folder.path().join("bad.jsonl");
    fs::write(&bad, "{}\n").unwrap();
    let predictions = folder.path().join("predictions.jsonl");
    let flag = format!("--predictions={}", predictions.display());
    eval(&[&flag], &[own_set(), bad]).expect_code(2);
    assert!(!predictions.exists());
    eval(&[&flag], &[own_set()]).expect_code(0);
    let lines = fs::read_to_string(&predictions).unwrap();
    let hit: Value = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .find(|line: &Value| line["system"] == "native" && line["seg"] == 4)
        .unwrap();
    assert_eq!(hit["findings"][0]["rule"], "duplicated-word");
    assert_eq!(
        (&hit["findings"][0]["start"], &hit["findings"][0]["end"]),
        (&25.into(), &32.into())
    );
    assert_near(&hit["score"], 5.0);
}

#[test]
fn tables_are_for_people() {
    let run = eval(&[], &[own_set(), corpora().join("sample")]).expect_code(0);
    for title in [
        "Findings per 1,000 words",
        "Labelled corpora",
        "Minimal pairs",
        "Word level",
        "System level",
    ] {
        assert!(run.stdout.contains(title), "{title}: {}", run.stdout);
    }
    assert!(run.stderr.is_empty(), "{}", run.stderr);
}

/// The scorer that stands beside the checkout of those who have the evaluation sets, and a Python that can run it.
fn outside_scorer() -> Option<PathBuf> {
    let scorer = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/tools/score.py");
    let python = Command::new("python3")
        .args(["-c", "import numpy, scipy"])
        .output();
    let usable = scorer.is_file() && python.is_ok_and(|python| python.status.success());
    usable.then_some(scorer)
}

/// Every so many lines of each set beside the checkout, and the set of the project.
fn thinned_sets(folder: &Path) -> Vec<PathBuf> {
    let sets = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/eval");
    let thinned = [
        ("news-native-wmt21", 10),
        ("news-mt-wmt21", 300),
        ("demetr-odd", 80),
        ("mlqe-pe-dev", 40),
        ("wmt-qe-zhen", 100),
    ]
    .map(|(name, every)| {
        let packed = File::open(sets.join(format!("{name}.jsonl.gz"))).ok()?;
        let lines = BufReader::new(MultiGzDecoder::new(packed)).lines();
        let some: Vec<String> = lines.step_by(every).map(Result::unwrap).collect();
        let path = folder.join(format!("{name}.jsonl"));
        fs::write(&path, some.join("\n")).unwrap();
        Some(path)
    });
    thinned.into_iter().flatten().chain([own_set()]).collect()
}

/// What differs between the scorer's value and ours, with the path to it; keys that only we have do not matter.
fn differences(place: &str, theirs: &Value, ours: &Value, found: &mut Vec<String>) {
    match (theirs, ours) {
        (Value::Object(theirs), _) => {
            for (key, value) in theirs.iter().filter(|(key, _)| *key != "f1_bad") {
                differences(&format!("{place}.{key}"), value, &ours[key], found);
            }
        }
        (Value::Array(theirs), Value::Array(ours)) if theirs.len() == ours.len() => {
            for (at, (theirs, ours)) in theirs.iter().zip(ours).enumerate() {
                differences(&format!("{place}[{at}]"), theirs, ours, found);
            }
        }
        (Value::Number(a), Value::Number(b)) => {
            // Both sides round to three or four decimals.
            let apart = (a.as_f64().unwrap() - b.as_f64().unwrap()).abs();
            if apart > 0.001_001 {
                found.push(format!("{place}: {a} there, {b} here"));
            }
        }
        _ if theirs == ours => {}
        _ => found.push(format!("{place}: {theirs} there, {ours} here")),
    }
}

#[test]
fn an_outside_scorer_arrives_at_the_same_figures() {
    let Some(scorer) = outside_scorer() else {
        eprintln!("skipped: needs ../shared/tools/score.py and a python3 with numpy and scipy");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let sets = thinned_sets(folder.path());
    let [predictions, result] = ["predictions.jsonl", "result.json"].map(|name| folder.path().join(name));
    let ours = figures(&[&format!("--predictions={}", predictions.display())], &sets);
    let output = Command::new("python3")
        .arg(scorer)
        .arg("score")
        .args(["--pred".as_ref(), predictions.as_os_str()])
        .args(["--json".as_ref(), result.as_os_str()])
        .args(&sets)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let theirs: Value = serde_json::from_str(&fs::read_to_string(result).unwrap()).unwrap();
    let mut found = Vec::new();
    for table in [
        "findings_per_1000_words",
        "minimal_pairs",
        "word_level",
        "sentence_level",
        "system_level",
    ] {
        differences(table, &theirs[table], &ours[table], &mut found);
    }
    for (kind, rules) in theirs["rules"].as_object().unwrap() {
        for (rule, hits) in rules.as_object().unwrap() {
            let here = &row(&ours, "rules", &[("rule", rule)])["hits"][kind];
            differences(&format!("rules.{kind}.{rule}"), hits, here, &mut found);
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}
