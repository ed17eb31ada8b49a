//! The report for a terminal: [`write()`].
//!
//! Text of strangers is spelled out before it is written, so no escape sequence of a feed reaches the
//! terminal. Colour is the caller's decision: with [`Colour::Always`] the text carries ANSI styles,
//! ready for `anstream` to strip or translate; with [`Colour::Never`] it carries none.

use std::collections::BTreeSet;
use std::io;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Message, Renderer, Snippet};
use anstyle::{AnsiColor, Effects, Style};
use linguistics::finding::{Finding, Related, Severity};
use text::Span;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::diff::{Excerpt, Layout, Piece, excerpt};
use crate::formats::stream::{self, Stream};
use crate::place::Places;
use crate::report::{ArticleReport, Report, Reported, SourceReport};
use crate::translation;
use crate::verdict::{Outcome, Verdict, counted, found_in, score_text, shortened};
use crate::visible::Visible;
use crate::waiting::told;

/// How the report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// How much of it.
    pub detail: Detail,
    /// With or without ANSI styles.
    pub colour: Colour,
    /// Columns to fill at most; a caller without a terminal gives 100.
    pub columns: usize,
}

/// How much of a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// Every finding with its sentence, the reason and the correction, then sources, scores and verdict.
    Full,
    /// One line a finding, then the verdict.
    Concise,
    /// The verdict alone.
    Quiet,
}

/// Whether ANSI styles are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    /// Styles are written.
    Always,
    /// Plain text is written.
    Never,
}

/// Characters of a title in a line that holds more than the title.
const TITLE_CHARS: usize = 60;

/// What stands before a note below an article's line: the width of the score.
const NOTE_INDENT: &str = "         ";

/// Columns that the frame and the colon take from a message.
const FRAME_COLUMNS: usize = 5;

/// Fewest columns that leave room for a frame and some words.
const MIN_COLUMNS: usize = 40;

const STRONG: Style = Style::new().effects(Effects::BOLD);
const GOOD: Style = AnsiColor::Green.on_default().effects(Effects::BOLD);
const BAD: Style = AnsiColor::Red.on_default().effects(Effects::BOLD);
const WARN: Style = AnsiColor::Yellow.on_default().effects(Effects::BOLD);
const REMOVED: Style = AnsiColor::Red.on_default().effects(Effects::STRIKETHROUGH);
const ADDED: Style = AnsiColor::Green.on_default().effects(Effects::UNDERLINE);

/// Writes the report.
pub fn write(report: &Report, options: Options, out: &mut dyn io::Write) -> io::Result<()> {
    let page = Page {
        report,
        columns: options.columns.max(MIN_COLUMNS),
        colour: options.colour,
    };
    match options.detail {
        Detail::Full => {
            page.write_findings(out)?;
            page.write_sources(out)?;
            page.write_articles(out)?;
            page.write_verdict(out)?;
            page.write_summary(out)
        }
        Detail::Concise => stream::write(
            &mut Concise {
                colour: options.colour,
            },
            report,
            out,
        ),
        Detail::Quiet => page.write_verdict(out),
    }
}

/// One line a finding, then the verdict, written article by article.
#[derive(Debug, Clone, Copy)]
pub struct Concise {
    /// With or without ANSI styles.
    pub colour: Colour,
}

impl Stream for Concise {
    fn begin(&mut self, _: &Report, _: &mut dyn io::Write) -> io::Result<()> {
        Ok(())
    }

    fn source(&mut self, _: &SourceReport, _: &mut dyn io::Write) -> io::Result<()> {
        Ok(())
    }

    fn article(&mut self, _: &Report, article: &ArticleReport, out: &mut dyn io::Write) -> io::Result<()> {
        if article.carried_over || article.is_clean() {
            return Ok(());
        }
        let places = Places::new(article);
        for Reported { finding, .. } in article.open() {
            let place = places.text(finding.span);
            let style = severity_style(finding.severity);
            let severity = painted(finding.severity.as_str(), style, self.colour);
            let (rule, message) = (one_line(&finding.rule), one_line(&finding.message));
            writeln!(
                out,
                "{}: {place}: {severity} [{rule}] {message}",
                article_name(article)
            )?;
        }
        Ok(())
    }

    fn end(&mut self, report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
        write_verdict(report, self.colour, out)
    }
}

struct Page<'r> {
    report: &'r Report,
    columns: usize,
    colour: Colour,
}

impl Page<'_> {
    fn write_findings(&self, out: &mut dyn io::Write) -> io::Result<()> {
        let renderer = match self.colour {
            Colour::Always => Renderer::styled(),
            Colour::Never => Renderer::plain(),
        };
        let renderer = renderer
            .decor_style(DecorStyle::Unicode)
            .term_width(self.columns - FRAME_COLUMNS);
        let mut explained = BTreeSet::new();
        for article in self.report.checked().filter(|article| !article.is_clean()) {
            writeln!(out, "{}\n", self.painted(&article_name(article), STRONG))?;
            let places = Places::new(article);
            for Reported { finding, .. } in article.open() {
                let is_news = explained.insert(finding.rule.as_ref());
                let group = self.group(article, finding, &places, is_news);
                writeln!(out, "{}\n", renderer.render(&[group]))?;
            }
        }
        Ok(())
    }

    /// A finding in the terms of the renderer. Its own line for the place holds a path, a line and a
    /// column, which say nothing about an article: the place becomes a note instead.
    ///
    /// What a rule says about all of its findings is told with the first one only: `explain` says whether this is it.
    fn group(
        &self,
        article: &ArticleReport,
        finding: &Finding,
        places: &Places,
        explain: bool,
    ) -> Group<'static> {
        let excerpt = excerpt(article, finding);
        let (line, marks) = self.published_line(&excerpt);
        let marks = marks
            .into_iter()
            .map(|mark| AnnotationKind::Primary.span(mark.range()));
        let place = places.text(finding.span);
        level(finding.severity)
            .with_name(finding.severity.as_str())
            .primary_title(one_line(&finding.message))
            .id(one_line(&finding.rule))
            .element(Snippet::source(line).line_numbering(false).annotations(marks))
            .elements(
                finding
                    .beside
                    .as_ref()
                    .map(|beside| self.note("original", &translation::original(beside, ["[", "]"]))),
            )
            .element(self.note("where", &place))
            .elements(
                self.reason(finding)
                    .filter(|_| explain || finding.reason.is_some()),
            )
            .element(self.suggestion(finding, &excerpt))
            .elements(
                finding
                    .related
                    .iter()
                    .map(|related| self.see(article, related, places)),
            )
    }

    fn reason(&self, finding: &Finding) -> Option<Message<'static>> {
        self.report
            .reason(finding)
            .map(|reason| self.note("why", &Visible(reason).to_string()))
    }

    fn suggestion(&self, finding: &Finding, excerpt: &Excerpt) -> Message<'static> {
        let (name, text) = match excerpt.layout {
            Layout::Marked => ("no suggestion", "an editor decides".into()),
            Layout::Inline => ("suggested", self.diff(excerpt.pieces.iter())),
            Layout::Blocks => ("suggested", self.diff(excerpt.suggested())),
        };
        let text = if text.is_empty() {
            "delete this line".into()
        } else {
            text
        };
        self.note(name, &format!("{text} (confidence {:.2})", finding.confidence))
    }

    fn see(&self, article: &ArticleReport, related: &Related, places: &Places) -> Message<'static> {
        let quote = one_line(&shortened(article.quote(related.span), TITLE_CHARS));
        let place = places.text(related.span);
        self.note("see", &format!("“{quote}”, {place}: {}", Visible(&related.note)))
    }

    /// A message under an excerpt, wrapped to the columns that the frame leaves.
    fn note(&self, name: &'static str, text: &str) -> Message<'static> {
        let columns = self.columns.saturating_sub(name.len() + FRAME_COLUMNS);
        Level::NOTE.with_name(name).message(textwrap::fill(text, columns))
    }

    /// Old and new words in one line, as `git diff --word-diff` marks them: the marks stay when the
    /// colours go.
    fn diff<'p>(&self, pieces: impl Iterator<Item = &'p Piece>) -> String {
        let show = |piece: &Piece| match piece {
            Piece::Same(text) | Piece::Fault(text) => one_line(text),
            Piece::Removed(text) => format!("[-{}-]", self.painted(&one_line(text), REMOVED)),
            Piece::Added(text) => format!("{{+{}+}}", self.painted(&one_line(text), ADDED)),
            Piece::Gap(_) => " … ".into(),
        };
        pieces.map(show).collect::<String>().trim().to_owned()
    }

    /// The sentence as published in one line, and the byte spans in it that are at fault.
    fn published_line(&self, excerpt: &Excerpt) -> (String, Vec<Span>) {
        let mut line = String::new();
        let mut marks = Vec::new();
        for piece in &excerpt.pieces {
            let start = line.len();
            match piece {
                Piece::Same(text) => line.push_str(&one_line(text)),
                Piece::Fault(text) | Piece::Removed(text) => {
                    line.push_str(&self.fitting(&one_line(text)));
                    marks.push(Span::new(start, line.len()));
                }
                Piece::Added(_) if marks.last().is_none_or(|mark: &Span| mark.end < start) => {
                    marks.push(Span::new(start, start));
                }
                Piece::Added(_) => {}
                Piece::Gap(_) => line.push_str(" … "),
            }
        }
        (line, marks)
    }

    /// A marked passage that leaves room for words around it: the middle of a longer one goes.
    fn fitting(&self, passage: &str) -> String {
        let columns = self.columns / 2;
        if passage.width() <= columns {
            return passage.to_owned();
        }
        let (head, rest) = passage.split_at(end_of_columns(passage.chars(), columns / 2 - 1));
        let tail = rest.len() - end_of_columns(rest.chars().rev(), columns / 2 - 1);
        format!("{head}…{}", &rest[tail..])
    }

    fn write_sources(&self, out: &mut dyn io::Write) -> io::Result<()> {
        if self.report.sources.is_empty() {
            return Ok(());
        }
        writeln!(out, "{}", self.painted("Sources", STRONG))?;
        for source in &self.report.sources {
            writeln!(out, "  {}", source_line(source))?;
            self.write_account(source, out)?;
        }
        writeln!(out)
    }

    /// What was mended, what was lost, and why nothing could be read.
    fn write_account(&self, source: &SourceReport, out: &mut dyn io::Write) -> io::Result<()> {
        let error = source.error.iter().map(|error| ("could not be read", error, BAD));
        let losses = source.losses.iter().map(|loss| ("not checked", loss, WARN));
        let repairs = source.repairs.iter().map(|repair| ("repaired", repair, STRONG));
        let left_out = source.left_out.iter().map(|what| ("left out", what, STRONG));
        for (what, text, style) in error.chain(losses).chain(left_out).chain(repairs) {
            writeln!(out, "    {}: {}", self.painted(what, style), one_line(text))?;
        }
        Ok(())
    }

    fn write_articles(&self, out: &mut dyn io::Write) -> io::Result<()> {
        let articles = self.report.by_score();
        let (carried_over, checked): (Vec<_>, Vec<_>) =
            articles.into_iter().partition(|article| article.carried_over);
        self.write_list("Articles, lowest score first", &checked, out)?;
        self.write_list(
            "Found by earlier runs and still open (--all shows it in full)",
            &carried_over,
            out,
        )
    }

    fn write_list(&self, head: &str, articles: &[&ArticleReport], out: &mut dyn io::Write) -> io::Result<()> {
        if articles.is_empty() {
            return Ok(());
        }
        writeln!(out, "{}", self.painted(head, STRONG))?;
        for article in articles {
            let score = format!("{:>5}", score_text(article.score()));
            let title = shortened(&title(article), TITLE_CHARS);
            let found = found_in(article);
            writeln!(
                out,
                "  {}  {title}: {found}",
                self.painted(&score, score_style(article))
            )?;
            for elsewhere in &article.also {
                let place = elsewhere.url.as_deref().unwrap_or(&elsewhere.id);
                let source = shortened(&elsewhere.source, TITLE_CHARS);
                writeln!(out, "{NOTE_INDENT}also in {source}: {}", one_line(place))?;
            }
            if let Some(note) = &article.language_note {
                writeln!(out, "         {}", one_line(note))?;
            }
            // Whoever wants to know more of one that was told before finds it in the other formats.
            if let Some(line) = translation::line(article).filter(|_| !article.carried_over) {
                writeln!(out, "{}", indented(&one_line(&line), self.columns))?;
            }
        }
        writeln!(out)
    }

    fn write_verdict(&self, out: &mut dyn io::Write) -> io::Result<()> {
        write_verdict(self.report, self.colour, out)
    }

    fn write_summary(&self, out: &mut dyn io::Write) -> io::Result<()> {
        writeln!(
            out,
            "{}",
            textwrap::fill(&told(Verdict::of(self.report).summary, self.report), self.columns)
        )
    }

    fn painted(&self, text: &str, style: Style) -> String {
        painted(text, style, self.colour)
    }
}

/// Each word in a style of its own, so that no style runs into the frame where a line is wrapped.
fn painted(text: &str, style: Style, colour: Colour) -> String {
    if colour == Colour::Never {
        return text.to_owned();
    }
    let words = text.split(' ').map(|word| format!("{style}{word}{style:#}"));
    words.collect::<Vec<_>>().join(" ")
}

fn write_verdict(report: &Report, colour: Colour, out: &mut dyn io::Write) -> io::Result<()> {
    let verdict = Verdict::of(report);
    let style = match verdict.outcome {
        Outcome::Failed | Outcome::NothingChecked => BAD,
        Outcome::Passed | Outcome::Incomplete => WARN,
        Outcome::NothingFound | Outcome::NothingNew => GOOD,
    };
    writeln!(out, "{}", painted(&verdict.headline, style, colour))
}

/// Bytes of the characters that fit into so many columns.
fn end_of_columns(chars: impl Iterator<Item = char>, columns: usize) -> usize {
    let mut left = columns;
    let fits = |c: &char| {
        let width = c.width().unwrap_or(0);
        let fits = width <= left;
        left = left.saturating_sub(width);
        fits
    };
    chars.take_while(fits).map(char::len_utf8).sum()
}

/// Feed text that stays on its line and acts on nothing.
fn one_line(text: &str) -> String {
    Visible(text).to_string().replace(['\n', '\t'], " ")
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Critical | Severity::Major => Level::ERROR,
        Severity::Minor => Level::WARNING,
        Severity::Info => Level::INFO,
    }
}

fn severity_style(severity: Severity) -> Style {
    match severity {
        Severity::Critical | Severity::Major => BAD,
        Severity::Minor => WARN,
        Severity::Info => STRONG,
    }
}

fn score_style(article: &ArticleReport) -> Style {
    match article.tally().iter().next() {
        Some((severity, _)) => severity_style(severity),
        None => GOOD,
    }
}

fn article_name(article: &ArticleReport) -> String {
    format!(
        "{}: {}",
        one_line(&article.source),
        shortened(&title(article), TITLE_CHARS)
    )
}

fn title(article: &ArticleReport) -> String {
    let words: Vec<_> = article.headline().split_whitespace().collect();
    words.join(" ")
}

/// A note below an article's line, wrapped.
fn indented(text: &str, columns: usize) -> String {
    let options = textwrap::Options::new(columns)
        .initial_indent(NOTE_INDENT)
        .subsequent_indent(NOTE_INDENT);
    textwrap::fill(text, options)
}

fn source_line(source: &SourceReport) -> String {
    let kind = if source.kind.is_empty() {
        String::new()
    } else {
        format!(" ({})", one_line(&source.kind))
    };
    let items = counted(source.items_seen, "item");
    let articles = counted(source.articles, "article");
    let unchanged = match source.unchanged {
        0 => String::new(),
        n => format!(", {} as in an earlier run", counted(n, "item")),
    };
    let older = match source.older {
        0 => String::new(),
        n => format!(", {} older than asked for", counted(n, "item")),
    };
    let filtered = match source.filtered {
        0 => String::new(),
        n => format!(", {} left out by include/exclude", counted(n, "item")),
    };
    format!(
        "{}{kind}: {items}, {articles} checked{unchanged}{older}{filtered}",
        one_line(&source.source)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::report;

    fn written(report: &Report, detail: Detail, colour: Colour, columns: usize) -> String {
        let mut out = Vec::new();
        write(
            report,
            Options {
                detail,
                colour,
                columns,
            },
            &mut out,
        )
        .unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn full_shows_sentence_reason_and_correction() {
        let text = written(&report(), Detail::Full, Colour::Never, 100);
        for part in [
            "major[acronym-mismatch]: “IWB” does not abbreviate “International Water Safety”",
            "where: paragraph 2, sentence 1",
            "why: The initials are I-W-S;",
            "([-IWB-]{+IWS+}) and",
            "see: “(IWB)”, paragraph 2, sentence 1: defined here",
            "no suggestion: an editor decides",
            "not checked: item 5 has neither text nor a link",
            "could not be read: connection refused",
            "Five findings must be fixed in “River commission opens first session”",
        ] {
            assert!(text.contains(part), "`{part}` is missing in\n{text}");
        }
    }

    #[test]
    fn full_keeps_to_the_columns() {
        for columns in [40, 72, 100] {
            let text = written(&report(), Detail::Full, Colour::Never, columns);
            let framed = text
                .lines()
                .filter(|line| line.trim_start().starts_with(['│', '├', '╰']));
            for line in framed {
                let width = line.width();
                assert!(width <= columns, "{width} columns in {columns}: {line}");
            }
        }
    }

    #[test]
    fn concise_is_one_line_a_finding() {
        let text = written(&report(), Detail::Concise, Colour::Never, 100);
        let line = "feed.xml: River commission opens first session: paragraph 1, sentence 2: major \
                    [stray-punctuation-sequence] A full stop splits the list: “delay. ,”";
        assert!(text.lines().any(|l| l == line), "{text}");
        assert_eq!(text.lines().count(), report().open().count() + 1);
    }

    #[test]
    fn quiet_is_the_verdict() {
        let text = written(&report(), Detail::Quiet, Colour::Never, 100);
        assert_eq!(
            text,
            "Five findings must be fixed in “River commission opens first session”; 1 item could not be checked in full, 1 source could not be read\n"
        );
    }

    #[test]
    fn a_feed_cannot_drive_the_terminal() {
        let mut report = report();
        let hostile = "\u{1b}]0;pwned\u{7}\u{202e}\u{9b}2J\r";
        report.articles[1].title = hostile.into();
        report.articles[1].source = hostile.into();
        report.articles[1].findings[1].finding.message = hostile.into();
        report.articles[1].text = report.articles[1].text.replace("IWB", "\u{1b}[2");
        report.sources[0].losses[0] = hostile.into();
        for detail in [Detail::Full, Detail::Concise, Detail::Quiet] {
            let text = written(&report, detail, Colour::Never, 100);
            let acting = text
                .chars()
                .find(|c| c.is_control() && *c != '\n' || *c == '\u{202e}');
            assert_eq!(acting, None, "{text:?}");
        }
    }

    #[test]
    fn colours_only_when_asked() {
        assert!(written(&report(), Detail::Full, Colour::Always, 100).contains("\u{1b}["));
        assert!(!written(&report(), Detail::Full, Colour::Never, 100).contains('\u{1b}'));
    }
}
