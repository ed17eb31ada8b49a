//! A job of a CI service, as far as it can be had without the service.
//!
//! For a step of GitHub it does what the runner does: it fills in the expressions, gives the step its environment and
//! collects its outputs. Of expressions it knows a name, and two values that are compared.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

use super::Run;

/// The folder that a job works in, what it can refer to, and what was done.
pub struct Job {
    folder: TempDir,
    /// Values by the name that an expression calls them by.
    context: BTreeMap<String, String>,
    /// Variables of the environment.
    variables: BTreeMap<String, String>,
    /// What steps handed to actions of other people, by the step's name.
    pub given: BTreeMap<String, BTreeMap<String, String>>,
    /// The step that was taken last.
    pub last_step: String,
}

impl Job {
    /// A job in an empty folder, with `wirecheck` on its path.
    pub fn new() -> Self {
        let job = Self {
            folder: tempfile::tempdir().unwrap(),
            context: BTreeMap::new(),
            variables: BTreeMap::new(),
            given: BTreeMap::new(),
            last_step: String::new(),
        };
        fs::create_dir(job.path("bin")).unwrap();
        symlink(env!("CARGO_BIN_EXE_wirecheck"), job.path("bin/wirecheck")).unwrap();
        job
    }

    /// A path in the job's folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Gives a name that expressions use its value.
    pub fn set(&mut self, name: &str, value: &str) {
        self.context.insert(name.into(), value.into());
    }

    /// Sets a variable of the environment.
    pub fn set_variable(&mut self, name: &str, value: &str) {
        self.variables.insert(name.into(), value.into());
    }

    /// Puts a program first on the path: it notes how it is called, then does what the script says.
    pub fn stand_in(&self, program: &str, script: &str) {
        let note = format!("echo {program} \"$@\" >> \"$FOLDER/calls\"");
        self.program(
            &format!("bin/{program}"),
            &format!("#!/usr/bin/env bash\n{note}\n{script}\n"),
        );
    }

    /// Writes a program into the job's folder.
    pub fn program(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    }

    /// How the stand-ins were called, a line a call.
    pub fn calls(&self) -> String {
        fs::read_to_string(self.path("calls")).unwrap_or_default()
    }

    /// Takes steps in order up to the first that fails; gives its code and what all of them printed.
    pub fn run_steps(&mut self, steps: &[Value]) -> Run {
        let mut all = Run {
            code: 0,
            stdout: String::new(),
            stderr: String::new(),
        };
        for step in steps {
            if all.code != 0 || !self.applies(step) {
                continue;
            }
            self.last_step = step["name"].as_str().unwrap_or_default().into();
            if step.get("uses").is_some() {
                self.hand_over(step);
                continue;
            }
            let run = self.run_step(step);
            all.code = run.code;
            all.stdout += &run.stdout;
            all.stderr += &run.stderr;
        }
        all
    }

    /// Runs the script of a step and takes in its outputs.
    pub fn run_step(&mut self, step: &Value) -> Run {
        let output = self.path("output");
        fs::write(&output, "").unwrap();
        let mut command = self.bash();
        for (name, value) in step["env"].as_object().into_iter().flatten() {
            command.env(name, self.filled_in(value.as_str().unwrap()));
        }
        command
            .env("GITHUB_ACTIONS", "true")
            .env("GITHUB_OUTPUT", &output)
            .env("GITHUB_STEP_SUMMARY", self.path("summary"));
        if step["shell"] == "bash" {
            command.args(["-o", "pipefail"]);
        }
        let run = finished(command.args(["-e", "-c", step["run"].as_str().unwrap()]));
        let id = step["id"].as_str().unwrap_or_default();
        for line in fs::read_to_string(&output).unwrap().lines() {
            let (name, value) = line.split_once('=').unwrap();
            self.set(&format!("steps.{id}.outputs.{name}"), value);
        }
        run
    }

    /// Runs lines of shell one after the other, up to the first that fails.
    pub fn run_lines(&self, lines: &[String]) -> Run {
        let mut command = self.bash();
        finished(
            command
                .envs(&self.variables)
                .args(["-e", "-c", &lines.join("\n")]),
        )
    }

    /// A text with its expressions replaced by their values.
    pub fn filled_in(&self, text: &str) -> String {
        let Some((before, rest)) = text.split_once("${{") else {
            return text.into();
        };
        let (name, after) = rest.split_once("}}").unwrap();
        format!("{before}{}{}", self.value(name.trim()), self.filled_in(after))
    }

    /// The value of a name. A step that has not run has empty outputs; any other unknown name is a mistake.
    fn value(&self, name: &str) -> &str {
        match self.context.get(name) {
            Some(value) => value,
            None if name.starts_with("steps.") => "",
            None => panic!("nothing is known as {name}"),
        }
    }

    /// Whether the step's condition holds.
    fn applies(&self, step: &Value) -> bool {
        let Some(condition) = step["if"].as_str() else {
            return true;
        };
        let compared = |operator: &str| {
            let (name, value) = condition.split_once(operator)?;
            Some(self.value(name.trim()) == value.trim().trim_matches('\''))
        };
        compared("==")
            .or_else(|| compared("!=").map(|equal| !equal))
            .unwrap_or_else(|| panic!("a condition of another kind: {condition}"))
    }

    /// Notes what an action of other people is given.
    fn hand_over(&mut self, step: &Value) {
        let given = step["with"].as_object().unwrap().iter();
        let given = given.map(|(name, value)| (name.clone(), self.filled_in(value.as_str().unwrap())));
        self.given.insert(self.last_step.clone(), given.collect());
    }

    /// A shell in the job's folder. No setting of this machine reaches it but the path.
    fn bash(&self) -> Command {
        let path = std::env::var("PATH").unwrap();
        let mut command = Command::new("bash");
        command
            .args(["--noprofile", "--norc"])
            .current_dir(self.folder.path())
            .env_clear()
            .env("PATH", format!("{}:{path}", self.path("bin").display()))
            .env("LC_ALL", "C.UTF-8")
            .env("FOLDER", self.folder.path())
            .env("SOURCE_DATE_EPOCH", "1795478400");
        command
    }
}

fn finished(command: &mut Command) -> Run {
    let output = command.output().unwrap();
    Run {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}
