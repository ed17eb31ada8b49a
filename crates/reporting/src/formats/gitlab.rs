//! GitLab's code quality report (<https://docs.gitlab.com/ci/testing/code_quality/>).

use std::io;

use serde::Serialize;

use crate::report::{Report, Reported};
use crate::snapshot::{Locator, Snapshot};
use crate::translation;

/// Writes the report, indented, with a line feed at its end.
pub(crate) fn write(report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
    let snapshots = Snapshot::all(report);
    let issues = snapshots.iter().flat_map(|snapshot| {
        let locator = snapshot.locator();
        let issue = |reported| Issue::new(reported, &snapshot.path, &locator);
        snapshot.article.open().map(issue).collect::<Vec<_>>()
    });
    serde_json::to_writer_pretty(&mut *out, &issues.collect::<Vec<_>>())?;
    out.write_all(b"\n")
}

#[derive(Serialize)]
struct Issue<'r> {
    description: String,
    check_name: &'r str,
    fingerprint: String,
    severity: &'static str,
    location: Location<'r>,
}

#[derive(Serialize)]
struct Location<'r> {
    path: &'r str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

impl<'r> Issue<'r> {
    fn new(reported: &'r Reported, path: &'r str, locator: &Locator) -> Self {
        let finding = &reported.finding;
        let region = locator.region(finding.span);
        Self {
            description: translation::with_original(finding),
            check_name: &finding.rule,
            fingerprint: reported.id.to_string(),
            severity: finding.severity.as_str(), // MQM's words are GitLab's too
            location: Location {
                path,
                lines: Lines {
                    begin: region.start.line,
                    end: region.end.line,
                },
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::report;
    use serde_json::Value;

    #[test]
    fn has_what_gitlab_asks_for() {
        let mut bytes = Vec::new();
        write(&report(), &mut bytes).unwrap();
        let issues: Vec<Value> = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(issues.len(), 9);
        for issue in &issues {
            assert!(["info", "minor", "major", "critical"].contains(&issue["severity"].as_str().unwrap()));
            assert!(issue["location"]["lines"]["begin"].as_u64().unwrap() > 0);
            assert!(issue["fingerprint"].as_str().unwrap().starts_with("wc1:"));
        }
        assert_eq!(issues[7]["description"], "“плотина” was left in Russian");
        assert_eq!(issues[7]["location"]["lines"]["begin"], 15);
    }
}
