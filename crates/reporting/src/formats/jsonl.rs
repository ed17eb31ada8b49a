//! The report as JSON Lines, for programs that read line by line: the keys are those of the
//! [JSON document](crate::formats::json), each line says what it is.

use std::io;

use serde::Serialize;

use crate::formats::json::{
    ArticleRecord, FindingRecord, Findings, IgnoredRecord, OutcomeRecord, RunRecord, SCHEMA_VERSION,
    SourceRecord,
};
use crate::report::Report;

/// Writes a `run` line, one for each source, then for each article a line followed by those of its
/// findings, and a `summary` line that says that the file is complete.
pub(crate) fn write(report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
    write_line(
        &Line::Run {
            schema_version: SCHEMA_VERSION,
            run: RunRecord::new(report),
        },
        out,
    )?;
    for source in &report.sources {
        write_line(&Line::Source(SourceRecord::new(source)), out)?;
    }
    for article in report.articles.iter() {
        let findings = Findings::new(report, article);
        write_line(&Line::Article(ArticleRecord::new(article)), out)?;
        for finding in findings.open() {
            write_line(&Line::Finding(finding), out)?;
        }
        for ignored in findings.suppressed() {
            write_line(&Line::Ignored(ignored), out)?;
        }
    }
    write_line(&Line::Summary(OutcomeRecord::new(report)), out)
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(title = "wirecheck report, one line"))]
#[serde(tag = "type", rename_all = "lowercase")]
enum Line<'r> {
    /// The first line.
    Run {
        schema_version: &'static str,
        #[serde(flatten)]
        run: RunRecord<'r>,
    },
    Source(SourceRecord<'r>),
    /// The findings that follow are in this article.
    Article(ArticleRecord<'r>),
    Finding(FindingRecord<'r>),
    /// A finding that the baseline lets pass, for good or until the publisher takes a correction over.
    Ignored(IgnoredRecord<'r>),
    /// The last line.
    Summary(OutcomeRecord),
}

fn write_line(line: &Line, out: &mut dyn io::Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    out.write_all(b"\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::report;
    use crate::testing::check_published_schema;
    use serde_json::Value;

    fn lines() -> Vec<Value> {
        let mut report = report();
        let mut baseline = crate::baseline::Baseline::create(&report, "house style", None);
        baseline.entries.truncate(1);
        baseline.apply(&mut report);
        let mut bytes = Vec::new();
        write(&report, &mut bytes).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        text.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    #[test]
    fn starts_with_the_run_and_ends_with_the_summary() {
        let lines = lines();
        let kinds: Vec<_> = lines.iter().map(|line| line["type"].as_str().unwrap()).collect();
        assert_eq!(kinds[..4], ["run", "source", "source", "article"]);
        assert_eq!(kinds[kinds.len() - 1], "summary");
        let count = |kind: &str| kinds.iter().filter(|other| **other == kind).count();
        assert_eq!((count("article"), count("finding"), count("ignored")), (4, 8, 1));
    }

    #[test]
    fn the_published_schema_is_true() {
        let schema = schemars::schema_for!(Line).to_value();
        check_published_schema("report-lines-1.schema.json", &schema, &lines(), |bad| {
            bad["type"] = "page".into();
        });
    }
}
