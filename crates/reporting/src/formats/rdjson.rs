//! Reviewdog's diagnostic format, with suggestions
//! (<https://github.com/reviewdog/reviewdog/tree/master/proto/rdf>).

use std::io;

use linguistics::finding::{Finding, Severity};
use serde::Serialize;
use text::Span;

use crate::diff::corrected_part;
use crate::report::{ArticleReport, Report, Reported};
use crate::snapshot::{Locator, Position, Region, Snapshot};
use crate::translation;

/// Writes the document, indented, with a line feed at its end.
pub(crate) fn write(report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
    let snapshots = Snapshot::all(report);
    serde_json::to_writer_pretty(&mut *out, &DiagnosticResult::new(&snapshots))?;
    out.write_all(b"\n")
}

#[derive(Serialize)]
struct DiagnosticResult<'r> {
    source: Source,
    diagnostics: Vec<Diagnostic<'r>>,
}

#[derive(Serialize)]
struct Source {
    name: &'static str,
}

#[derive(Serialize)]
struct Diagnostic<'r> {
    message: String,
    location: Location<'r>,
    severity: &'static str,
    code: Code<'r>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<Suggestion>,
}

#[derive(Serialize)]
struct Location<'r> {
    path: &'r str,
    range: Range,
}

#[derive(Serialize)]
struct Code<'r> {
    value: &'r str,
}

#[derive(Serialize)]
struct Suggestion {
    range: Range,
    text: String,
}

#[derive(Serialize)]
struct Range {
    start: LineColumn,
    end: LineColumn,
}

/// Columns are counted in bytes here.
#[derive(Serialize)]
struct LineColumn {
    line: usize,
    column: usize,
}

impl<'r> DiagnosticResult<'r> {
    fn new(snapshots: &'r [Snapshot]) -> Self {
        let diagnostics = snapshots.iter().flat_map(|snapshot| {
            let locator = snapshot.locator();
            let diagnostic = |reported: &'r Reported| {
                Diagnostic::new(snapshot.article, &reported.finding, &snapshot.path, &locator)
            };
            snapshot.article.open().map(diagnostic).collect::<Vec<_>>()
        });
        Self {
            source: Source { name: "wirecheck" },
            diagnostics: diagnostics.collect(),
        }
    }
}

impl<'r> Diagnostic<'r> {
    fn new(article: &ArticleReport, finding: &'r Finding, path: &'r str, locator: &Locator) -> Self {
        let severity = match finding.severity {
            Severity::Critical | Severity::Major => "ERROR",
            Severity::Minor => "WARNING",
            Severity::Info => "INFO",
        };
        Self {
            message: translation::with_original(finding),
            location: Location {
                path,
                range: Range::new(&locator.region(finding.span)),
            },
            severity,
            code: Code { value: &finding.rule },
            suggestions: suggestion(article, finding, locator).into_iter().collect(),
        }
    }
}

/// All edits as one replacement, since several suggestions would be taken for alternatives. A correction
/// across lines has none: its spaces would have to become line feeds.
fn suggestion(article: &ArticleReport, finding: &Finding, locator: &Locator) -> Option<Suggestion> {
    let (first, last) = (finding.edits.first()?, finding.edits.last()?);
    let span: Span = Span::new(first.span.start, last.span.end);
    let region = locator.region(span);
    if region.start.line != region.end.line {
        return None;
    }
    Some(Suggestion {
        range: Range::new(&region),
        text: corrected_part(&article.text, span, &finding.edits),
    })
}

impl Range {
    fn new(region: &Region) -> Self {
        Self {
            start: LineColumn::new(region.start),
            end: LineColumn::new(region.end),
        }
    }
}

impl LineColumn {
    fn new(position: Position) -> Self {
        Self {
            line: position.line,
            column: position.byte_column,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::report;
    use crate::testing::check_against_schema;
    use serde_json::{Value, json};

    fn document(report: &Report) -> Value {
        let mut bytes = Vec::new();
        write(report, &mut bytes).unwrap();
        serde_json::from_slice(&bytes).unwrap()
    }

    #[test]
    fn is_valid() {
        check_against_schema("rdjson-DiagnosticResult.json", &document(&report()), |bad| {
            bad["diagnostics"][0]["location"]["range"]["start"]["line"] = json!("one");
        });
    }

    #[test]
    fn suggests_what_the_finding_suggests() {
        let document = document(&report());
        let suggestion = &document["diagnostics"][2]["suggestions"][0];
        assert_eq!(suggestion["text"], "(IWS)");
        assert_eq!(
            suggestion["range"],
            document["diagnostics"][2]["location"]["range"]
        );
        assert_eq!(
            document["diagnostics"][7]["suggestions"],
            Value::Null,
            "no correction, no suggestion"
        );
    }
}
