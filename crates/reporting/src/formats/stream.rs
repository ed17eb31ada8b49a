//! Formats that need one article at a time: [`Stream`].

use std::io;

use crate::report::{ArticleReport, Report, SourceReport};

/// A report that is written while the run is under way, so that nobody has to hold all of its articles.
///
/// `begin` comes first and `end` last; in between, sources and articles come in any order, each once and in its final
/// form. The report that is passed along tells of the run, its rules and earlier runs; what it holds of articles and
/// sources is complete at the end only.
pub trait Stream {
    /// Writes what comes before all articles.
    ///
    /// # Errors
    /// Those of `out`, as for the other steps.
    fn begin(&mut self, report: &Report, out: &mut dyn io::Write) -> io::Result<()>;

    /// Writes what was read from a source.
    fn source(&mut self, source: &SourceReport, out: &mut dyn io::Write) -> io::Result<()>;

    /// Writes an article and its findings.
    fn article(
        &mut self,
        report: &Report,
        article: &ArticleReport,
        out: &mut dyn io::Write,
    ) -> io::Result<()>;

    /// Writes what comes after all articles.
    fn end(&mut self, report: &Report, out: &mut dyn io::Write) -> io::Result<()>;
}

/// Writes a report that is complete: the sources, then the articles.
pub(crate) fn write(stream: &mut dyn Stream, report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
    stream.begin(report, out)?;
    for source in &report.sources {
        stream.source(source, out)?;
    }
    for article in report.articles.iter() {
        stream.article(report, article, out)?;
    }
    stream.end(report, out)
}
