//! The sentences of an original that findings cite, as a file: [`Cited`].
//!
//! Formats that know files and lines only can point into it, as they point into a [snapshot](crate::snapshot) of the
//! translation. It holds one sentence a line, each once, in the order of the findings.

use linguistics::finding::Beside;
use text::{CodePoints, Lang};

use crate::report::ArticleReport;
use crate::snapshot::{Position, Region, Snapshot};

/// The cited sentences of one article's original.
#[derive(Debug, Clone)]
pub(crate) struct Cited<'r> {
    /// The article.
    pub(crate) article: &'r ArticleReport,
    /// The language of the original.
    pub(crate) language: Lang,
    /// Where it would stand, beside the snapshot: `items/port-reopens-1a2b3c4d.original.txt`.
    pub(crate) path: String,
    /// The sentences, a line each.
    pub(crate) text: String,
    /// Each sentence, and where its line starts, in bytes.
    lines: Vec<(&'r str, usize)>,
}

impl<'r> Cited<'r> {
    /// What the findings of an article cite; `None` where they cite nothing.
    pub(crate) fn of(snapshot: &Snapshot<'r>) -> Option<Self> {
        let article = snapshot.article;
        let beside = |reported: &'r crate::report::Reported| reported.finding.beside.as_ref();
        let mut cited = article.findings.iter().filter_map(beside).peekable();
        let stem = snapshot.path.trim_end_matches(".txt");
        let mut file = Self {
            article,
            language: cited.peek()?.language,
            path: format!("{stem}.original.txt"),
            text: String::new(),
            lines: Vec::new(),
        };
        for Beside { sentence, .. } in cited {
            if file.line(sentence).is_none() {
                file.lines.push((sentence, file.text.len()));
                // Both are a byte, so that places in the sentence are places in the line.
                file.text.push_str(&sentence.replace(['\n', '\r'], " "));
                file.text.push('\n');
            }
        }
        Some(file)
    }

    /// The number of a sentence, from 0, and where it starts.
    fn line(&self, sentence: &str) -> Option<(usize, usize)> {
        let number = self.lines.iter().position(|(line, _)| *line == sentence)?;
        Some((number, self.lines[number].1))
    }

    /// Where the words stand that a finding is about, or the whole sentence where none are marked; then the line.
    pub(crate) fn regions(&self, beside: &Beside) -> Option<(Region, Region)> {
        let (number, start) = self.line(&beside.sentence)?;
        let points = CodePoints::new(&self.text);
        let position = |within: usize| Position {
            line: number + 1,
            column: points.before(start + within) - points.before(start) + 1,
            byte_column: within + 1,
            offset: points.before(start + within),
        };
        let line = Region {
            start: position(0),
            end: position(beside.sentence.len()),
        };
        let marked = Region {
            start: position(beside.span.start),
            end: position(beside.span.end),
        };
        let is_marked = beside.span.start < beside.span.end;
        Some((if is_marked { marked } else { line }, line))
    }
}

#[cfg(test)]
mod tests {
    use text::Span;

    use super::*;
    use crate::sample::{finding, report};

    #[test]
    fn a_sentence_is_a_line_and_words_have_their_place_in_it() {
        let beside = |sentence: &str, words: &str| {
            let start = sentence.find(words).unwrap();
            let span = if words.is_empty() {
                Span::default()
            } else {
                Span::new(start, start + words.len())
            };
            let mut finding = finding(0..3);
            finding.beside = Some(Beside {
                language: Lang::from_tag("ru").unwrap(),
                sentence: sentence.to_owned(),
                span,
                note: None,
            });
            finding
        };
        let mut report = report();
        let findings = vec![
            beside("Погибли 11 человек.", "11"),
            beside("Суд\nначался.", ""),
            beside("Погибли 11 человек.", "человек"),
        ];
        report.articles[0] = report.articles[0].clone().with_findings(findings.clone());
        let snapshots = Snapshot::all(&report);
        let cited = Cited::of(&snapshots[0]).unwrap();
        assert_eq!(cited.text, "Погибли 11 человек.\nСуд начался.\n");
        assert!(cited.path.ends_with(".original.txt"), "{}", cited.path);
        let region = |n: usize| cited.regions(findings[n].beside.as_ref().unwrap()).unwrap();
        let (number, line) = region(0);
        assert_eq!(
            (number.start.column, number.end.column, number.start.line),
            (9, 11, 1)
        );
        assert_eq!((line.start.offset, line.end.offset), (0, 19));
        let (all, line) = region(1);
        assert_eq!(all, line);
        assert_eq!((all.start.line, all.start.offset, all.end.offset), (2, 20, 32));
        assert!(Cited::of(&snapshots[1]).is_none());
    }
}
