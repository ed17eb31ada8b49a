//! `JUnit` XML, as Jenkins and most CI systems read it: an article is a suite, a finding is a case.

use std::io;

use askama::Template;
use linguistics::finding::Finding;

use crate::diff::{Layout, excerpt, plain};
use crate::place::Places;
use crate::report::{ArticleReport, Report, Reported, SourceReport, Suppression};
use crate::translation;
use crate::verdict::counted;
use crate::visible::Visible;

/// Writes the file. Findings at or above [`Run::fail_on`](crate::report::Run::fail_on) fail, lesser ones
/// pass and say what they found, ignored ones are skipped; a source that could not be read is an error,
/// and a clean article one case that passes.
pub(crate) fn write(report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
    let mut out = out;
    JunitFile::new(report).write_into(&mut out)
}

#[derive(Template)]
#[template(path = "junit.xml", whitespace = "minimize")]
struct JunitFile {
    tests: usize,
    failures: usize,
    errors: usize,
    suites: Vec<Suite>,
}

struct Suite {
    name: String,
    cases: Vec<Case>,
}

/// All strings are [`Visible`]: XML cannot hold every character of a feed, and dropping some would hide
/// what went wrong.
struct Case {
    name: String,
    class: String,
    outcome: Outcome,
    text: String,
}

enum Outcome {
    Passed,
    Failure { kind: String, message: String },
    Error { message: String },
    Skipped { reason: String },
}

impl JunitFile {
    fn new(report: &Report) -> Self {
        let mut suites = vec![Suite {
            name: "sources".into(),
            cases: report
                .sources
                .iter()
                .map(|source| Case::source(source, report.is_incomplete()))
                .collect(),
        }];
        suites.extend(report.articles.iter().map(|article| Suite::new(report, article)));
        Self {
            tests: suites.iter().map(|suite| suite.cases.len()).sum(),
            failures: suites.iter().map(Suite::failures).sum(),
            errors: suites.iter().map(Suite::errors).sum(),
            suites,
        }
    }
}

impl Suite {
    fn new(report: &Report, article: &ArticleReport) -> Self {
        let context = Context {
            report,
            article,
            places: Places::new(article),
        };
        let findings = article.open().map(|reported| context.finding(reported));
        let suppressed = article
            .suppressed()
            .map(|(reported, suppression)| context.suppressed(reported, suppression));
        let mut cases: Vec<_> = findings.chain(suppressed).collect();
        if cases.is_empty() {
            cases.push(context.case("nothing found".into(), Outcome::Passed, String::new()));
        }
        Self {
            name: format!("{}: {}", Visible(&article.source), Visible(article.headline())),
            cases,
        }
    }

    fn failures(&self) -> usize {
        self.cases.iter().filter(|case| case.outcome.is_failure()).count()
    }

    fn errors(&self) -> usize {
        self.cases
            .iter()
            .filter(|case| matches!(case.outcome, Outcome::Error { .. }))
            .count()
    }

    fn skipped(&self) -> usize {
        self.cases
            .iter()
            .filter(|case| matches!(case.outcome, Outcome::Skipped { .. }))
            .count()
    }
}

impl Case {
    /// Losses are errors where they make the run incomplete.
    fn source(source: &SourceReport, incomplete: bool) -> Self {
        let losses = counted(source.losses.len(), "item");
        let losses = format!("{losses} could not be checked in full");
        let losses = Some(losses).filter(|_| incomplete && !source.losses.is_empty());
        let error = source.error.clone().or(losses).map(|error| Outcome::Error {
            message: Visible(&error).to_string(),
        });
        Self {
            name: Visible(&source.source).to_string(),
            class: "sources".into(),
            outcome: error.unwrap_or(Outcome::Passed),
            text: Visible(&source.losses.join("\n")).to_string(),
        }
    }
}

impl Outcome {
    fn is_failure(&self) -> bool {
        matches!(self, Self::Failure { .. })
    }
}

/// What the cases of one article have in common.
struct Context<'r> {
    report: &'r Report,
    article: &'r ArticleReport,
    places: Places<'r>,
}

impl Context<'_> {
    fn finding(&self, reported: &Reported) -> Case {
        let finding = &reported.finding;
        let fails = self
            .report
            .run
            .fail_on
            .is_some_and(|threshold| finding.severity >= threshold);
        let failure = || Outcome::Failure {
            kind: Visible(&finding.rule).to_string(),
            message: Visible(&finding.message).to_string(),
        };
        let outcome = match fails {
            _ if self.article.carried_over => Outcome::Skipped {
                reason: "found by an earlier run and still open".into(),
            },
            true => failure(),
            false => Outcome::Passed,
        };
        self.case(name(reported), outcome, self.text(finding))
    }

    fn suppressed(&self, reported: &Reported, suppression: &Suppression) -> Case {
        let reason = Visible(&suppression.reason).to_string();
        self.case(name(reported), Outcome::Skipped { reason }, String::new())
    }

    fn case(&self, name: String, outcome: Outcome, text: String) -> Case {
        Case {
            name,
            class: Visible(self.article.name()).to_string(),
            outcome,
            text,
        }
    }

    /// Severity, message and place; the reason; the sentence with its correction.
    fn text(&self, finding: &Finding) -> String {
        let excerpt = excerpt(self.article, finding);
        let sentence = if excerpt.layout == Layout::Marked {
            "in"
        } else {
            "suggested"
        };
        let original = finding.beside.as_ref().map_or_else(String::new, |beside| {
            format!("\noriginal: {}", translation::original(beside, ["[", "]"]))
        });
        let text = format!(
            "{}: {} ({})\n{}\n{sentence}: {}{original}",
            finding.severity,
            finding.message,
            self.places.text(finding.span),
            self.report.reason(finding).unwrap_or_default(),
            plain(&excerpt.pieces)
        );
        Visible(&text).to_string()
    }
}

fn name(reported: &Reported) -> String {
    format!("{} {}", Visible(&reported.finding.rule), reported.id)
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::process::{Command, Stdio};

    use super::*;
    use crate::baseline::Baseline;
    use crate::sample::report;
    use crate::testing::schema_path;

    fn junit(report: &Report) -> String {
        let mut bytes = Vec::new();
        write(report, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    fn report_with_ignored() -> Report {
        let mut report = report();
        let mut baseline = Baseline::create(&report, "house style", None);
        baseline.entries.truncate(1);
        baseline.apply(&mut report);
        report
    }

    #[test]
    fn counts_failures_errors_and_skipped() {
        let xml = junit(&report_with_ignored());
        let totals = "<testsuites name=\"wirecheck\" tests=\"13\" failures=\"5\" errors=\"2\">";
        assert!(xml.contains(totals), "{xml}");
        assert_eq!(xml.matches("<skipped message=\"house style\"/>").count(), 1);
        assert!(xml.contains("<error type=\"source\" message=\"connection refused\"/>"));
        assert!(xml.contains("name=\"nothing found\""));
        assert!(xml.contains("International Water Safety ([-IWB-]{+IWS+})"));
    }

    #[test]
    fn is_valid() {
        let Some(schema) = schema_path("junit-10.xsd") else {
            return;
        };
        let validate = |xml: &str| {
            let mut xmllint = Command::new("xmllint")
                .args(["--noout", "--nonet", "--schema"])
                .args([schema.as_os_str(), "-".as_ref()])
                .stdin(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .ok()?;
            xmllint.stdin.take()?.write_all(xml.as_bytes()).ok()?;
            xmllint.wait_with_output().ok()
        };
        let xml = junit(&report_with_ignored());
        let Some(output) = validate(&xml) else {
            println!("skipped: xmllint is not installed");
            return;
        };
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        let spoilt = validate(&xml.replace("testcase", "testcaze")).unwrap();
        assert!(!spoilt.status.success(), "the schema lets everything pass");
    }
}
