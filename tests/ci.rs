//! What wirecheck brings for CI services is well formed, and its commands run as they are written.
//!
//! The services themselves are not there: [`Job`] stands in for the runner. Other people's actions are not run; what they
//! are given is looked at. `cargo`, `rustup` and `gh` are stand-ins that note how they were called.

#![cfg(unix)] // the scripts are for bash
#![allow(clippy::unwrap_used)] // a helper of a test may fail the test

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;
use support::job::Job;
use support::server::{Answer, Server};
use support::{corpora, wirecheck};

const GOOD: &str =
    "The bridge was closed on Monday. Traffic returned to it in the evening, the mayor said.\n";
const BAD: &str = "Crews will close the the bridge on Monday. Traffic will return to it in the evening.\n";

#[test]
fn every_action_has_a_version() {
    let mut seen = 0;
    for step in action_steps().iter().chain(&workflow_steps()) {
        if let Some(action) = step["uses"].as_str() {
            assert!(has_version(action), "{action}");
            seen += 1;
        }
    }
    assert!(seen >= 7, "only {seen} steps use an action");
    for loose in ["actions/cache", "actions/cache@main", "actions/cache@v", "@v1"] {
        assert!(!has_version(loose), "{loose}");
    }
}

#[test]
fn every_script_is_shell_without_expressions() {
    let scripts = scripts();
    assert!(scripts.len() >= 7, "{scripts:?}");
    for script in scripts {
        // A value that GitHub writes into a script is code there; in the environment it is a value.
        assert!(!script.contains("${{"), "{script}");
        assert!(is_shell(&script), "{script}");
    }
    assert!(!is_shell("if true; then echo"));
}

#[test]
fn the_action_checks_reports_and_fails() {
    let mut job = action_job(&[("feed", "feed.xml")]);
    fs::copy(corpora().join("sample/feed.xml"), job.path("feed.xml")).unwrap();
    let run = job.run_steps(&action_steps()).expect_code(1);

    let [findings, failing] = figures_of_sample();
    assert!(failing > 9, "the sample has more than annotations can show");
    let outputs = action_outputs(&job);
    assert_eq!(outputs["exit-code"], "1");
    assert_eq!(outputs["findings"], findings.to_string());
    assert_eq!(outputs["failing"], failing.to_string());
    assert_eq!(outputs["new-failing"], failing.to_string());
    assert!(
        (0.0..100.0).contains(&outputs["score"].parse::<f64>().unwrap()),
        "{outputs:?}"
    );
    for report in ["html", "sarif", "markdown"] {
        assert!(fs::metadata(&outputs[report]).unwrap().len() > 1000, "{report}");
    }
    let annotations = run.stdout.lines().filter(|line| line.starts_with("::error"));
    assert_eq!(annotations.count(), 9);
    for (step, what) in [
        ("Send the findings to code scanning", "sarif_file"),
        ("Keep the report", "path"),
    ] {
        let uploaded = &job.given[step][what];
        assert!(fs::exists(uploaded).unwrap(), "{step}: {uploaded}");
    }
    assert!(fs::read_to_string(job.path("summary")).unwrap().starts_with("# "));
}

#[test]
fn the_action_passes_on_good_text_and_hands_arguments_on() {
    let mut job = action_job(&[
        ("feed", " good.txt\n bad.txt "),
        ("config", "other.toml"),
        ("fail-on", "critical"),
        ("args", "--quiet --rules=-article-sound"),
    ]);
    fs::write(job.path("good.txt"), GOOD).unwrap();
    fs::write(job.path("bad.txt"), BAD).unwrap();
    fs::write(job.path("other.toml"), "[output]\njson = \"other.json\"\n").unwrap();
    job.run_steps(&action_steps()).expect_code(0);
    let outputs = action_outputs(&job);
    assert_eq!((&*outputs["findings"], &*outputs["failing"]), ("1", "0"));
    let report: Value = serde_json::from_slice(&fs::read(job.path("other.json")).unwrap()).unwrap();
    assert_eq!(report["articles"].as_array().unwrap().len(), 2);
}

#[test]
fn the_action_remembers_what_it_has_told() {
    let server = Server::start();
    server.answer("/feed", Answer::ok("application/rss+xml", feed(BAD)));
    let mut job = action_job(&[("feed", &server.url("/feed")), ("args", "--allow-host 127.0.0.1")]);
    job.run_steps(&action_steps()).expect_code(1);
    assert_eq!(action_outputs(&job)["new-failing"], "1");

    // The publisher edits the article and leaves the fault in: it fails again, and it is no news.
    server.answer(
        "/feed",
        Answer::ok("application/rss+xml", feed(&format!("{BAD}It will be dry."))),
    );
    job.run_steps(&action_steps()).expect_code(1);
    let outputs = action_outputs(&job);
    assert_eq!((&*outputs["failing"], &*outputs["new-failing"]), ("1", "0"));

    job.run_steps(&action_steps()).expect_code(0);
    assert_eq!(action_outputs(&job)["findings"], "0");

    server.answer("/feed", Answer::error("503 Service Unavailable"));
    job.run_steps(&action_steps()).expect_code(3);
    for step in ["Recall what was seen", "Remember what was seen"] {
        assert!(
            job.path(&job.given[step]["path"]).join("state.db").exists(),
            "{step}"
        );
    }
}

#[test]
fn the_action_ends_at_once_when_it_is_used_wrongly() {
    let mut job = action_job(&[("feed", "good.txt"), ("fail-on", "grave")]);
    fs::write(job.path("good.txt"), GOOD).unwrap();
    let run = job.run_steps(&action_steps()).expect_code(2);
    assert!(run.stderr.contains("grave"), "{}", run.stderr);
    assert_eq!(job.last_step, "Check");
}

#[test]
fn inputs_are_no_code() {
    let hostile = "$(touch stolen) `touch stolen` ; touch stolen";
    for input in ["feed", "config", "fail-on", "args"] {
        let mut job = action_job(&[(input, hostile)]);
        assert_ne!(job.run_steps(&action_steps()).code, 0, "{input}");
        assert!(!job.path("stolen").exists(), "{input}");
    }
}

#[test]
fn the_action_builds_its_own_source_once() {
    let source = env!("CARGO_MANIFEST_DIR");
    let mut job = action_job(&[("feed", "good.txt")]);
    fs::write(job.path("good.txt"), GOOD).unwrap();
    job.run_steps(&action_steps()).expect_code(0);
    let root = job.path("tools/wirecheck");
    assert_eq!(
        job.calls(),
        format!(
            "rustup toolchain install stable --profile minimal --no-self-update\n\
             cargo +stable install --locked --force --path {source} --root {}\n",
            root.display()
        )
    );
    assert_eq!(
        job.given["Look for a built wirecheck"]["path"],
        root.to_str().unwrap()
    );

    job.set("steps.binary.outputs.cache-hit", "true");
    job.run_steps(&action_steps()).expect_code(0);
    assert_eq!(job.calls().lines().count(), 2, "a binary in the cache is used");
}

#[test]
fn another_source_is_another_binary() {
    let key = |text: &str| {
        let mut job = action_job(&[]);
        let source = job.path("source");
        fs::create_dir_all(source.join("crates")).unwrap();
        fs::write(source.join("Cargo.toml"), "").unwrap();
        fs::write(source.join("Cargo.lock"), "").unwrap();
        fs::write(source.join("crates/a file.rs"), text).unwrap();
        job.set("github.action_path", source.to_str().unwrap());
        job.run_steps(&action_steps()[..2]).expect_code(0);
        job.given["Look for a built wirecheck"]["key"].clone()
    };
    assert_eq!(key("a"), key("a"));
    assert_ne!(key("a"), key("b"));
}

#[test]
fn new_findings_become_an_issue_and_then_its_comments() {
    let steps = workflow_steps();
    let tell = steps.last().unwrap();
    assert_eq!(tell["if"], "failure() && steps.wirecheck.outputs.new-failing > 0");
    let mut job = Job::new();
    fs::write(
        job.path("report.md"),
        "# Two findings – “Zürich”\n".repeat(10_000),
    )
    .unwrap();
    for (name, value) in [
        ("steps.wirecheck.outputs.markdown", "report.md"),
        ("github.token", "secret"),
        ("github.repository", "desk/feeds"),
        ("github.server_url", "https://github.example"),
        ("github.run_id", "7"),
    ] {
        job.set(name, value);
    }

    job.stand_in("gh", "cat > \"$FOLDER/body\"");
    job.run_step(tell).expect_code(0);
    let calls = job.calls();
    assert!(
        calls.contains("gh label create wirecheck --force")
            && calls.contains("gh issue create --label wirecheck"),
        "{calls}"
    );
    let body = fs::read_to_string(job.path("body")).unwrap();
    assert!(body.starts_with("# Two findings"), "{body}");
    assert!(
        body.ends_with("[The whole report](https://github.example/desk/feeds/actions/runs/7)\n"),
        "{body}"
    );
    assert!((60_000..65_536).contains(&body.chars().count()));

    job.stand_in(
        "gh",
        "if [[ $2 == list ]]; then echo 12; else cat > \"$FOLDER/body\"; fi",
    );
    job.run_step(tell).expect_code(0);
    assert!(
        job.calls().ends_with("gh issue comment 12 --body-file -\n"),
        "{}",
        job.calls()
    );
}

#[test]
fn the_scheduled_workflow_uses_the_action_as_it_is() {
    let action = parsed("action.yml");
    let steps = workflow_steps();
    let step = steps.iter().find(|step| step["id"] == "wirecheck").unwrap();
    assert!(
        step["uses"]
            .as_str()
            .unwrap()
            .ends_with(concat!("/wirecheck@v", env!("CARGO_PKG_VERSION")))
    );
    for input in step["with"].as_object().unwrap().keys() {
        assert!(
            action["inputs"].get(input).is_some(),
            "no input is called {input}"
        );
    }
    for script in [
        steps.last().unwrap()["if"].to_string(),
        steps.last().unwrap()["env"].to_string(),
    ] {
        for (_, name) in script
            .match_indices("wirecheck.outputs.")
            .map(|(at, text)| script.split_at(at + text.len()))
        {
            let name = name.split([' ', '"']).next().unwrap();
            assert!(
                action["outputs"].get(name).is_some(),
                "no output is called {name}"
            );
        }
    }
}

#[test]
fn the_gitlab_job_checks_and_keeps_its_reports() {
    let template = parsed("docs/ci/gitlab.yml");
    let tag = template["variables"]["WIRECHECK_TAG"].as_str().unwrap();
    assert_eq!(tag, concat!("v", env!("CARGO_PKG_VERSION")));

    let job = gitlab_job(&template);
    let run = job.run_lines(&gitlab_lines(&template)).expect_code(2);
    assert!(run.stdout.contains("WIRECHECK_REPOSITORY"), "{}", run.stdout);

    for (args, code) in [
        ("", 1),
        ("--fail-on critical", 0),
        ("bad.txt good.txt", 1),
        ("good.txt", 0),
        ("missing.txt", 3),
    ] {
        let mut job = gitlab_job(&template);
        job.set_variable("WIRECHECK_REPOSITORY", "https://git.example/wirecheck");
        job.set_variable("WIRECHECK_ARGS", args);
        fs::write(job.path("good.txt"), GOOD).unwrap();
        fs::write(job.path("bad.txt"), BAD).unwrap();
        fs::write(
            job.path("wirecheck.toml"),
            "[[feeds]]\nsource = \"bad.txt\"\nname = \"Desk\"\n",
        )
        .unwrap();
        job.run_lines(&gitlab_lines(&template)).expect_code(code);
        assert_eq!(
            job.calls(),
            format!("cargo install --locked --git https://git.example/wirecheck --tag {tag} wirecheck\n")
        );
        let reports = &template["wirecheck"]["artifacts"]["reports"];
        for report in ["codequality", "junit"] {
            let path = job.path(reports[report].as_str().unwrap());
            assert!(path.exists(), "{args}: {report}");
        }
        assert!(job.path("report/report.html").exists());
    }
}

#[test]
fn the_pre_commit_hook_holds_back_what_is_garbled() {
    let hooks = parsed(".pre-commit-hooks.yaml");
    let hook = &hooks[0];
    assert_eq!(
        (&hook["id"], &hook["language"]),
        (&"wirecheck".into(), &"rust".into())
    );
    let job = Job::new();
    fs::write(job.path("good.txt"), GOOD).unwrap();
    fs::write(job.path("bad.txt"), BAD).unwrap();
    let commit = |file: &str| {
        let commit =
            format!("git -c user.name=desk -c user.email=desk@news.example commit --quiet -m news {file}");
        job.run_lines(&[format!("git add {file}"), commit])
    };

    // As pre-commit does, git calls the entry with the names of the files that are to be committed.
    let entry = hook["entry"].as_str().unwrap();
    job.run_lines(&["git init --quiet".into()]).expect_code(0);
    let hook = format!("#!/bin/sh\ngit diff --cached --name-only -z | xargs -0 {entry} >&2\n");
    job.program(".git/hooks/pre-commit", &hook);
    let refused = commit("bad.txt");
    assert_ne!(refused.code, 0, "{}", refused.stderr);
    assert!(
        refused.stderr.contains("bad.txt") && refused.stderr.contains("duplicated-word"),
        "{}",
        refused.stderr
    );
    job.run_lines(&["git reset --quiet".into()]).expect_code(0);
    commit("good.txt").expect_code(0);
    assert!(!job.path(".wirecheck").exists(), "a hook leaves nothing behind");
}

/// A file of the repository, from YAML.
fn parsed(path: &str) -> Value {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
    serde_saphyr::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn action_steps() -> Vec<Value> {
    parsed("action.yml")["runs"]["steps"].as_array().unwrap().clone()
}

fn workflow_steps() -> Vec<Value> {
    parsed("docs/ci/scheduled.yml")["jobs"]["check"]["steps"]
        .as_array()
        .unwrap()
        .clone()
}

/// Everything that a service gives to a shell.
fn scripts() -> Vec<String> {
    let steps = [action_steps(), workflow_steps()].concat();
    let of_github = steps.iter().filter_map(|step| step["run"].as_str());
    let of_gitlab = gitlab_lines(&parsed("docs/ci/gitlab.yml"));
    of_github.map(str::to_owned).chain(of_gitlab).collect()
}

/// What the GitLab job does, line by line.
fn gitlab_lines(template: &Value) -> Vec<String> {
    ["before_script", "script"]
        .iter()
        .flat_map(|key| template["wirecheck"][key].as_array().unwrap())
        .map(|line| line.as_str().unwrap().to_owned())
        .collect()
}

/// Whether an action is named as `owner/name@v1`, with or without a path and minor versions.
fn has_version(action: &str) -> bool {
    action.split_once("@v").is_some_and(|(name, version)| {
        name.contains('/') && version.starts_with(|c: char| c.is_ascii_digit())
    })
}

/// Whether bash can read the script.
fn is_shell(script: &str) -> bool {
    let mut bash = Command::new("bash");
    bash.args(["-n", "-c", script]).stderr(Stdio::null());
    bash.status().unwrap().success()
}

/// Findings of the sample feed, and how many of them are major or critical.
fn figures_of_sample() -> [usize; 2] {
    let sample = corpora().join("sample/feed.xml");
    let run = wirecheck(["check".as_ref(), sample.as_os_str(), "--format=json".as_ref()]);
    let report = run.expect_code(1).json();
    let severities: Vec<_> = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| finding["severity"].clone())
        .collect();
    let failing = severities
        .iter()
        .filter(|severity| *severity == "major" || *severity == "critical");
    [severities.len(), failing.count()]
}

/// A feed of one item.
fn feed(text: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\">\
         <channel><title>Feed</title><link>https://news.example/</link><description>d</description>\
         <item><title>Bridge</title><guid>g1</guid><content:encoded><![CDATA[<p>{text}</p><p>{}</p>]]></content:encoded>\
         </item></channel></rss>",
        GOOD.repeat(8)
    )
}

/// What the action tells the job that uses it.
fn action_outputs(job: &Job) -> BTreeMap<String, String> {
    let action = parsed("action.yml");
    let outputs = action["outputs"].as_object().unwrap();
    outputs
        .iter()
        .map(|(name, output)| (name.clone(), job.filled_in(output["value"].as_str().unwrap())))
        .collect()
}

/// A job that calls the action with these inputs and the defaults of the others.
fn action_job(inputs: &[(&str, &str)]) -> Job {
    let mut job = Job::new();
    let action = parsed("action.yml");
    for (name, input) in action["inputs"].as_object().unwrap() {
        job.set(&format!("inputs.{name}"), input["default"].as_str().unwrap());
    }
    for (name, value) in inputs {
        assert!(action["inputs"].get(name).is_some(), "no input is called {name}");
        job.set(&format!("inputs.{name}"), value);
    }
    for (name, value) in [
        ("github.action_path", env!("CARGO_MANIFEST_DIR").into()),
        ("github.run_id", "7".into()),
        ("github.run_attempt", "1".into()),
        ("runner.os", "Linux".into()),
        ("runner.arch", "X64".into()),
        ("runner.temp", job.path("temp").display().to_string()),
        ("runner.tool_cache", job.path("tools").display().to_string()),
    ] {
        job.set(name, &value);
    }
    job.stand_in("rustup", "");
    // The root is the last argument.
    job.stand_in("cargo", &installing("${!#}"));
    job
}

/// A job with the variables of the template.
fn gitlab_job(template: &Value) -> Job {
    let mut job = Job::new();
    let folder = job.path("").display().to_string();
    for variables in [&template["variables"], &template["wirecheck"]["variables"]] {
        for (name, value) in variables.as_object().unwrap() {
            job.set_variable(
                name,
                &value.as_str().unwrap().replace("$CI_PROJECT_DIR/", &folder),
            );
        }
    }
    job.stand_in("cargo", &installing("$CARGO_INSTALL_ROOT"));
    job
}

/// Puts the program where `cargo install` would.
fn installing(root: &str) -> String {
    let program = env!("CARGO_BIN_EXE_wirecheck");
    format!("mkdir -p \"{root}/bin\" && ln -sf '{program}' \"{root}/bin/wirecheck\"")
}
