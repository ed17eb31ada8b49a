//! What the tests of the whole program share: running it as a user would, and a web server on loopback.

// Each test file is a crate of its own and uses a part of this.
#![allow(
    dead_code,
    missing_docs,
    unreachable_pub,
    clippy::missing_panics_doc,
    clippy::must_use_candidate,
    clippy::unwrap_used
)]

#[cfg(unix)] // scripts for bash, and links
pub mod job;
pub mod server;

use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// The repository's corpora.
pub fn corpora() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpora")
}

/// A run of the program: what it printed and the code it ended with.
pub struct Run {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Run {
    /// The JSON document on standard output.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout)
            .unwrap_or_else(|error| panic!("{error}: {}\n{}", self.stdout, self.stderr))
    }

    /// Fails with what was printed unless the code is the expected one.
    #[track_caller]
    pub fn expect_code(self, code: i32) -> Self {
        assert_eq!(
            self.code, code,
            "stdout:\n{}\nstderr:\n{}",
            self.stdout, self.stderr
        );
        self
    }
}

/// Runs `wirecheck` in a folder. The day is fixed and no setting of this machine reaches it.
pub fn wirecheck_in(
    folder: &Path,
    args: impl IntoIterator<Item = impl AsRef<OsStr>>,
    stdin: Option<&[u8]>,
) -> Run {
    wirecheck_with(folder, args, stdin, &[])
}

/// Runs `wirecheck` in a folder, with further variables of the environment.
pub fn wirecheck_with(
    folder: &Path,
    args: impl IntoIterator<Item = impl AsRef<OsStr>>,
    stdin: Option<&[u8]>,
    variables: &[(&str, &str)],
) -> Run {
    let mut child = Command::new(env!("CARGO_BIN_EXE_wirecheck"))
        .args(args)
        .current_dir(folder)
        .env("SOURCE_DATE_EPOCH", "1795478400")
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR_FORCE")
        .env_remove("GITHUB_ACTIONS")
        .env_remove("http_proxy")
        .env_remove("https_proxy")
        .envs(variables.iter().copied())
        .stdin(if stdin.is_some() {
            Stdio::piped()
        } else {
            Stdio::null()
        })
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    if let Some(bytes) = stdin {
        // The program may refuse the input before it has read all of it.
        let _ = child.stdin.take().unwrap().write_all(bytes);
    }
    let Output {
        status,
        stdout,
        stderr,
    } = child.wait_with_output().unwrap();
    Run {
        code: status.code().unwrap_or(-1),
        stdout: String::from_utf8(stdout).unwrap(),
        stderr: String::from_utf8(stderr).unwrap(),
    }
}

/// Runs `wirecheck` in an empty folder, without a configuration.
pub fn wirecheck(args: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Run {
    let folder = tempfile::tempdir().unwrap();
    wirecheck_in(folder.path(), args, None)
}

/// Checks sources and gives the JSON document, whatever the exit code.
pub fn check(sources: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Run {
    let flags = [
        "check",
        "--format",
        "json",
        "--no-state",
        "--allow-host",
        "127.0.0.1",
    ]
    .map(PathBuf::from);
    wirecheck(
        flags
            .into_iter()
            .chain(sources.into_iter().map(|source| PathBuf::from(source.as_ref()))),
    )
}

/// The findings of one article.
pub fn findings_of<'a>(report: &'a Value, article: &str) -> Vec<&'a Value> {
    let all = report["findings"].as_array().unwrap();
    all.iter()
        .filter(|finding| finding["article"] == article)
        .collect()
}
