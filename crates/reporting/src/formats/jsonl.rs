//! The report as JSON Lines, for programs that read line by line: the keys are those of the
//! [JSON document](crate::formats::json), each line says what it is.

use std::io;

use serde::Serialize;

use crate::formats::json::{
    ArticleRecord, FindingRecord, Findings, IgnoredRecord, OutcomeRecord, RunRecord, SourceRecord,
};
use crate::formats::stream::{self, Stream};
use crate::report::{ArticleReport, Report, SourceReport};

/// The version of the lines: the number before the point changes when a key changes its meaning or goes, the one after it
/// when keys are added.
const SCHEMA_VERSION: &str = "2.0";

/// Writes a `run` line, one for each source, then for each article a line followed by those of its
/// findings, and a `summary` line that says that the file is complete.
pub(crate) fn write(report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
    stream::write(&mut Lines::default(), report, out)
}

/// JSON Lines, written article by article. A source has its line when it was read to its end: the articles of an archive
/// stand before it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Lines {
    /// Whether articles without findings are left out.
    pub only_findings: bool,
    /// Whether the texts of articles are left out, and their blocks.
    pub no_text: bool,
}

impl Stream for Lines {
    fn begin(&mut self, report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
        let run = Line::Run {
            schema_version: SCHEMA_VERSION,
            run: RunRecord::new(report),
        };
        write_line(&run, out)
    }

    fn source(&mut self, source: &SourceReport, out: &mut dyn io::Write) -> io::Result<()> {
        write_line(&Line::Source(SourceRecord::new(source)), out)
    }

    fn article(
        &mut self,
        report: &Report,
        article: &ArticleReport,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        if self.only_findings && article.findings.is_empty() {
            return Ok(());
        }
        let findings = Findings::new(report, article);
        let record = ArticleRecord::new(article);
        let record = if self.no_text {
            record.without_text()
        } else {
            record
        };
        write_line(&Line::Article(record), out)?;
        for finding in findings.open() {
            write_line(&Line::Finding(finding), out)?;
        }
        for ignored in findings.suppressed() {
            write_line(&Line::Ignored(ignored), out)?;
        }
        Ok(())
    }

    fn end(&mut self, report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
        write_line(&Line::Summary(OutcomeRecord::new(report)), out)
    }
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
        assert!(
            lines[0].get("score").is_none(),
            "nobody knows it at the beginning"
        );
    }

    #[test]
    fn articles_and_texts_can_be_left_out() {
        let mut report = report();
        report.articles.push(ArticleReport {
            id: "clean".into(),
            text: "A sound text.".into(),
            ..Default::default()
        });
        let kinds = |mut lines: Lines| {
            let mut bytes = Vec::new();
            stream::write(&mut lines, &report, &mut bytes).unwrap();
            let text = String::from_utf8(bytes).unwrap();
            let lines = text
                .lines()
                .map(|line| serde_json::from_str::<Value>(line).unwrap());
            lines
                .filter(|line| line["type"] == "article")
                .map(|line| {
                    (
                        line["id"] == "clean",
                        line.get("text").is_some(),
                        line.get("blocks").is_some(),
                    )
                })
                .collect::<Vec<_>>()
        };
        assert_eq!(kinds(Lines::default()).last(), Some(&(true, true, true)));
        let short = kinds(Lines {
            only_findings: true,
            no_text: true,
        });
        assert!(
            short.iter().all(|line| *line == (false, false, false)),
            "{short:?}"
        );
        let with_findings = report
            .articles
            .iter()
            .filter(|article| !article.findings.is_empty());
        assert_eq!(short.len(), with_findings.count());
    }

    #[test]
    fn the_published_schema_is_true() {
        let schema = schemars::schema_for!(Line).to_value();
        check_published_schema("report-lines-2.schema.json", &schema, &lines(), |bad| {
            bad["type"] = "page".into();
        });
    }
}
