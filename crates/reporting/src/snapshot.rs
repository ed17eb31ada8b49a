//! The text of an article as a file, for programs that only know files and lines: [`Snapshot`].
//!
//! A feed item is not a file, but code scanners, annotations and diffs want a path, a line and a column.
//! A snapshot holds one sentence a line and an empty line between blocks, so that a line number says
//! which sentence is meant and a diff of two snapshots shows whole sentences.

use std::collections::HashMap;

use linguistics::finding::Edit;
use sha2::{Digest, Sha256};
use text::{CodePoints, FilePosition, Span};

use crate::hash;
use crate::report::{ArticleReport, Report};
use crate::unit_file::UnitFile;

/// Bytes of a title that become part of a file's name.
const SLUG_BYTES: usize = 48;

/// The text of an article, one sentence a line.
#[derive(Debug, Clone)]
pub struct Snapshot<'r> {
    /// The article.
    pub article: &'r ArticleReport,
    /// Where the text would stand, relative to the working directory: `items/port-reopens-1a2b3c4d.txt`.
    pub path: String,
    /// The text; line feeds only between lines and at the end.
    pub text: String,
    lines: Vec<Line>,
}

/// A stretch of the article that became a line.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    /// Where it stands in the article, in bytes.
    source: Span,
    /// Where it starts in the snapshot, in bytes.
    start: usize,
    /// The number of the line, from 1.
    number: usize,
}

/// A stretch of a [`Snapshot`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Region {
    /// Where it starts.
    pub start: Position,
    /// Where it ends; exclusive.
    pub end: Position,
}

/// A place in a [`Snapshot`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in code points, from 1.
    pub column: usize,
    /// Column in bytes, from 1.
    pub byte_column: usize,
    /// Code points before it in the whole snapshot; 0 in a [file](Snapshot::file).
    pub offset: usize,
}

impl From<FilePosition> for Position {
    fn from(at: FilePosition) -> Self {
        Self {
            line: at.line,
            column: at.column,
            byte_column: at.byte_column,
            offset: 0,
        }
    }
}

impl<'r> Snapshot<'r> {
    /// The snapshots of all articles, in the order of the report. Their paths differ.
    #[must_use]
    pub fn all(report: &'r Report) -> Vec<Self> {
        let articles = report.articles.iter().zip(file_stems(report));
        articles
            .map(|(article, stem)| Self::new(article, format!("items/{stem}.txt")))
            .collect()
    }

    /// The snapshot of one article of many. Its path is as in [`all`](Snapshot::all), where no other article has the same.
    #[must_use]
    pub fn of(article: &'r ArticleReport) -> Self {
        Self::new(article, format!("items/{}.txt", file_stem(article)))
    }

    fn new(article: &'r ArticleReport, path: String) -> Self {
        if let Some(file) = &article.file {
            return Self {
                article,
                path: file.path.clone(),
                text: String::new(),
                lines: Vec::new(),
            };
        }
        let mut snapshot = Self {
            article,
            path,
            text: String::new(),
            lines: Vec::new(),
        };
        let mut number = 0;
        let mut end_of_last = 0;
        for source in stretches(article) {
            let starts_block = article
                .quote(Span::new(end_of_last, source.start))
                .contains("\n\n");
            if starts_block && number > 0 {
                snapshot.text.push('\n');
                number += 1;
            }
            number += 1;
            let line = article.quote(source).replace(['\n', '\r'], " ");
            snapshot.lines.push(Line {
                source,
                start: snapshot.text.len(),
                number,
            });
            snapshot.text.push_str(&line);
            snapshot.text.push('\n');
            end_of_last = source.end;
        }
        snapshot
    }

    /// The file that the article is, if it is one of units. Then there is nothing to write: it lies where its path says, and
    /// lines and columns are its own.
    #[must_use]
    pub fn file(&self) -> Option<&'r UnitFile> {
        self.article.file.as_ref()
    }

    /// Whether an edit of the article may be made in the snapshot as it is.
    pub(crate) fn takes(&self, edit: &Edit) -> bool {
        self.file().is_none_or(|file| file.takes(edit))
    }

    /// Prepares for looking up any number of spans.
    #[must_use]
    pub fn locator(&self) -> Locator<'_> {
        Locator {
            snapshot: self,
            points: CodePoints::new(&self.text),
        }
    }
}

/// Finds the [`Region`] of any span of the article.
pub struct Locator<'s> {
    snapshot: &'s Snapshot<'s>,
    points: CodePoints<'s>,
}

impl Locator<'_> {
    /// Where a span of the article stands in the snapshot. White space that the snapshot left out counts
    /// as the end of the line before it.
    #[must_use]
    pub fn region(&self, span: Span) -> Region {
        let article = self.snapshot.article;
        let in_file = self
            .snapshot
            .file()
            .and_then(|file| file.region(&article.text, span));
        if let Some(region) = in_file {
            return Region {
                start: region.start.into(),
                end: region.end.into(),
            };
        }
        let lines = &self.snapshot.lines;
        let first = lines
            .partition_point(|line| line.source.end <= span.start)
            .min(lines.len().saturating_sub(1));
        let last = lines
            .partition_point(|line| line.source.start < span.end)
            .saturating_sub(1)
            .max(first);
        Region {
            start: self.position(first, span.start),
            end: self.position(last, span.end),
        }
    }

    /// The text of the lines that a region touches, without the last line feed.
    #[must_use]
    pub fn lines(&self, region: &Region) -> &str {
        let start = self
            .snapshot
            .lines
            .partition_point(|line| line.number < region.start.line);
        let after = self
            .snapshot
            .lines
            .partition_point(|line| line.number <= region.end.line);
        let Some(first) = self.snapshot.lines.get(start) else {
            return "";
        };
        let end = self
            .snapshot
            .lines
            .get(after)
            .map_or(self.snapshot.text.len(), |line| line.start);
        self.snapshot.text[first.start..end.max(first.start)].trim_end_matches('\n')
    }

    fn position(&self, line: usize, byte: usize) -> Position {
        let Some(line) = self.snapshot.lines.get(line) else {
            return Position {
                line: 1,
                column: 1,
                byte_column: 1,
                offset: 0,
            };
        };
        let within = byte.clamp(line.source.start, line.source.end) - line.source.start;
        let offset = self.points.before(line.start + within);
        Position {
            line: line.number,
            column: offset - self.points.before(line.start) + 1,
            byte_column: within + 1,
            offset,
        }
    }
}

/// The sentences, and what stands between them if it is more than white space; without sentences the
/// lines of the text.
fn stretches(article: &ArticleReport) -> Vec<Span> {
    let mut stretches = Vec::new();
    let mut at = 0;
    for sentence in &article.sentences {
        if sentence.start >= at {
            stretches.extend(lines(article, Span::new(at, sentence.start)));
            stretches.push(*sentence);
            at = sentence.end;
        }
    }
    stretches.extend(lines(article, Span::new(at, article.text.len())));
    stretches.retain(|stretch| !article.quote(*stretch).trim().is_empty());
    stretches
}

/// The lines within a span, without the white space around them.
fn lines(article: &ArticleReport, span: Span) -> Vec<Span> {
    let mut lines = Vec::new();
    let mut start = span.start;
    for line in article.quote(span).split('\n') {
        let indent = line.len() - line.trim_start().len();
        lines.push(Span::new(start + indent, start + indent + line.trim().len()));
        start += line.len() + 1;
    }
    lines
}

/// Names for files on the articles of a report, in its order: the same in every run, and no two alike.
pub(crate) fn file_stems(report: &Report) -> Vec<String> {
    let mut uses: HashMap<String, usize> = HashMap::new();
    let mut stem = |article: &ArticleReport| {
        let stem = file_stem(article);
        let uses = uses.entry(stem.clone()).or_default();
        *uses += 1;
        if *uses > 1 { format!("{stem}-{uses}") } else { stem }
    };
    report.articles.iter().map(&mut stem).collect()
}

/// `<words of the title>-<hash of source and id>`.
fn file_stem(article: &ArticleReport) -> String {
    let hash = Sha256::new()
        .chain_update(&article.source)
        .chain_update([0])
        .chain_update(article.name())
        .finalize();
    let hash = hash::hex(&hash[..4]);
    let slug = slug(&article.title);
    if slug.is_empty() {
        hash
    } else {
        format!("{slug}-{hash}")
    }
}

/// The Latin letters and digits of a title, in words joined by hyphens.
fn slug(title: &str) -> String {
    let mut slug = String::new();
    for c in title.chars().flat_map(char::to_lowercase) {
        match c {
            _ if slug.len() >= SLUG_BYTES => break,
            'a'..='z' | '0'..='9' => slug.push(c),
            _ if slug.ends_with('-') || slug.is_empty() => {}
            _ => slug.push('-'),
        }
    }
    slug.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::report;
    use proptest::prelude::*;

    #[test]
    fn holds_one_sentence_a_line() {
        let report = report();
        let snapshots = Snapshot::all(&report);
        let lines: Vec<_> = snapshots[1].text.lines().collect();
        assert_eq!(lines[0], "Region: Kazakhstan –");
        assert_eq!(lines[1], "");
        assert_eq!(lines[2], "The river commission met in Atyrau on Tuesday.");
        assert!(lines[3].starts_with("Masters of forty ships"));
    }

    #[test]
    fn finds_words_by_line_and_column() {
        let report = report();
        let snapshot = &Snapshot::all(&report)[1];
        let locator = snapshot.locator();
        let word = report.articles[1].findings[7].finding.span;
        assert_eq!(report.articles[1].quote(word), "плотина");
        let region = locator.region(word);
        let line = snapshot.text.lines().nth(region.start.line - 1).unwrap();
        let taken =
            |text: &str, from: usize, to: usize| text.chars().skip(from).take(to - from).collect::<String>();
        assert_eq!(
            taken(line, region.start.column - 1, region.end.column - 1),
            "плотина"
        );
        assert_eq!(
            &line[region.start.byte_column - 1..region.end.byte_column - 1],
            "плотина"
        );
        assert_eq!(
            taken(&snapshot.text, region.start.offset, region.end.offset),
            "плотина"
        );
        assert_eq!(locator.lines(&region), line);
    }

    #[test]
    fn names_files_after_titles_and_tells_equal_ones_apart() {
        let mut report = report();
        report.articles.push(report.articles[1].clone());
        let paths: Vec<_> = Snapshot::all(&report)
            .into_iter()
            .map(|snapshot| snapshot.path)
            .collect();
        assert!(
            paths[1].starts_with("items/river-commission-opens-first-session-"),
            "{}",
            paths[1]
        );
        let slug = paths[1]
            .split_at("items/river-commission-opens-first-session-".len())
            .0;
        assert!(paths[4].starts_with(slug) && paths[4] != paths[1], "{}", paths[4]);
        assert_eq!(
            paths[3].len(),
            "items/01234567.txt".len(),
            "a title without Latin letters: {}",
            paths[3]
        );
    }

    proptest! {
        #[test]
        fn every_region_lies_within_the_text(
            text in "[a-cж \\n]{0,40}", cut in 0..40_usize, a in 0..50_usize, b in 0..50_usize,
        ) {
            let cut = text.floor_char_boundary(cut);
            let (start, end) = (text.floor_char_boundary(a.min(b)), text.floor_char_boundary(a.max(b)));
            let sentences = vec![Span::new(0, cut), Span::new(cut, text.len())];
            let article = ArticleReport { text, sentences, ..Default::default() };
            let snapshot = Snapshot::new(&article, "items/x.txt".into());
            let region = snapshot.locator().region(Span::new(start, end));
            prop_assert!(region.start.offset <= region.end.offset);
            prop_assert!(region.end.offset <= snapshot.text.chars().count());
            prop_assert!(snapshot.text.is_empty() || region.end.line <= snapshot.text.lines().count());
            let lines = snapshot.locator().lines(&region).lines().count();
            prop_assert!(lines <= snapshot.text.lines().count());
        }
    }
}
