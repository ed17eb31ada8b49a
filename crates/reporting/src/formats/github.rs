//! Workflow commands that GitHub shows as annotations
//! (<https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands>).

use std::cmp::Reverse;
use std::io;

use linguistics::finding::{Finding, Severity};

use crate::formats::markdown::MAX_FINDINGS;
use crate::place::Places;
use crate::report::Report;
use crate::snapshot::{Region, Snapshot};
use crate::translation;
use crate::verdict::{Verdict, counted, grouped, shortened};
use crate::visible::Visible;

/// Annotations that GitHub shows of one step; the rest would vanish without a word.
const MAX_ANNOTATIONS: usize = 10;

/// Characters of an article's title in the title of an annotation.
const TITLE_CHARS: usize = 60;

/// Writes one command a finding, gravest first; when there are more than ten, nine and a notice that
/// tells how many are left, for the step summary ([`markdown`](crate::formats::markdown)) to show.
pub(crate) fn write(report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
    let snapshots = Snapshot::all(report);
    let found = snapshots.iter().flat_map(|snapshot| {
        let open = snapshot.article.open();
        open.map(move |reported| (snapshot, &reported.finding))
    });
    let mut found: Vec<_> = found.collect();
    found.sort_by_key(|(snapshot, finding)| (snapshot.article.carried_over, Reverse(finding.severity)));
    let shown = if found.len() > MAX_ANNOTATIONS {
        MAX_ANNOTATIONS - 1
    } else {
        found.len()
    };
    for (snapshot, finding) in &found[..shown] {
        let region = snapshot.locator().region(finding.span);
        writeln!(out, "{}", annotation(snapshot, &region, finding))?;
    }
    if shown < found.len() {
        let message = format!(
            "{}; the summary shows {} of {}",
            Verdict::of(report).headline,
            grouped(found.len().min(MAX_FINDINGS)),
            counted(found.len(), "finding")
        );
        writeln!(out, "::notice title=wirecheck::{}", data(&message))?;
    }
    Ok(())
}

fn annotation(snapshot: &Snapshot, region: &Region, finding: &Finding) -> String {
    let article = snapshot.article;
    let title = format!("{} in “{}”", finding.rule, shortened(&article.title, TITLE_CHARS));
    let place = Places::new(article).text(finding.span);
    // An end column is only allowed within one line.
    let end_column = if region.start.line == region.end.line {
        format!(",endColumn={}", region.end.column)
    } else {
        String::new()
    };
    format!(
        "::{} file={},line={},endLine={},col={}{end_column},title={}::{}",
        command(finding.severity),
        property(&snapshot.path),
        region.start.line,
        region.end.line,
        region.start.column,
        property(&title),
        data(&message(finding, &place)),
    )
}

/// The message with severity and place, and the original below it.
fn message(finding: &Finding, place: &str) -> String {
    let all = translation::with_original(finding);
    let original = &all[finding.message.len()..];
    format!("{} ({}, {place}){original}", finding.message, finding.severity)
}

fn command(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::Major => "error",
        Severity::Minor => "warning",
        Severity::Info => "notice",
    }
}

/// Text after the second pair of colons.
fn data(text: &str) -> String {
    Visible(text).to_string().replace('%', "%25").replace('\n', "%0A")
}

/// Text between the first pair of colons and the second.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{finding, report};

    fn lines(report: &Report) -> Vec<String> {
        let mut bytes = Vec::new();
        write(report, &mut bytes).unwrap();
        String::from_utf8(bytes)
            .unwrap()
            .lines()
            .map(str::to_owned)
            .collect()
    }

    #[test]
    fn gravest_first_with_file_line_and_column() {
        let lines = lines(&report());
        assert_eq!(lines.len(), 9);
        assert!(
            lines[0].starts_with("::error file=items/river-commission-opens-first-session-"),
            "{}",
            lines[0]
        );
        assert!(
            lines[0].contains(".txt,line=15,endLine=15,col=19,endColumn=26,title=untranslated-residue in ")
        );
        assert!(lines[0].ends_with("::“плотина” was left in Russian (critical, quote 1, sentence 1)"));
        assert!(lines[8].starts_with("::notice "));
    }

    #[test]
    fn never_more_than_ten() {
        let mut report = report();
        report.articles[0] = report.articles[0].clone().with_findings(vec![finding(0..3); 30]);
        let lines = lines(&report);
        assert_eq!(lines.len(), 10);
        assert!(
            lines[9].ends_with("; the summary shows 39 of 39 findings"),
            "{}",
            lines[9]
        );
    }

    #[test]
    fn promises_no_more_than_the_summary_holds() {
        let mut report = report();
        report.articles[0] = report.articles[0].clone().with_findings(vec![finding(0..3); 400]);
        let last = lines(&report).pop().unwrap();
        assert!(
            last.ends_with("; the summary shows 300 of 409 findings"),
            "{last}"
        );
    }

    #[test]
    fn a_feed_cannot_give_commands() {
        let mut report = report();
        report.articles[1].title = "a,file=/etc/passwd::x\n::warning::y".into();
        report.articles[1].findings[7].finding.message = "100%\r\n::error::z".into();
        let lines = lines(&report);
        assert_eq!(lines.len(), 9, "{lines:#?}");
        assert!(
            lines[0].contains("“a%2Cfile=/etc/passwd%3A%3Ax%0A%3A%3Awarning%3A%3Ay”"),
            "{}",
            lines[0]
        );
        assert!(lines[0].contains("::100%25␍%0A::error::z ("), "{}", lines[0]);
    }
}
