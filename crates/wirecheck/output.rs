//! Where reports go: standard output and files. Results on standard output, everything else on standard error.

use std::cell::RefCell;
use std::fs::{self, File};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use anyhow::{Context, Result};
use reporting::baseline::{Baseline, Comparison, Watch};
use reporting::formats::Format as Machine;
use reporting::formats::github::Annotations;
use reporting::formats::stream::Stream;
use reporting::formats::terminal::{self, Colour, Concise, Detail, Options};
use reporting::report::{ArticleReport, Novelty, Report, Reported, SourceReport};
use reporting::verdict::{Outcome, Verdict};

use crate::args::{Format, Output};
use crate::config::Config;
use crate::whole_file::{GrowingFile, WholeFile};

/// Columns of a report that does not go to a terminal.
const COLUMNS: usize = 100;

/// What became of the reports of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Written {
    /// Each is where it was asked for.
    InFull,
    /// Nothing failed, but who read standard output had enough before its end, and no file has the report either.
    Unread,
    /// One could not be written; which, and why, was said on standard error.
    Failed,
}

/// The reports that a run writes. Those that need one article at a time are written while it is under way, as soon as an
/// article is settled; the others when it is over.
#[allow(clippy::struct_excessive_bools)] // each tells of something else
pub(crate) struct Outputs {
    files: Vec<Output>,
    /// What goes to standard output; `None`: nothing does.
    printed: Option<Format>,
    quiet: bool,
    in_workflow: bool,
    streams: Vec<Streamed>,
    keeps: Keeps,
    /// What is known, for articles that are settled; `None` until the first one is.
    baseline: Baseline,
    watch: Option<Watch>,
    /// Whether files grow over several runs.
    grow: bool,
    /// Whether the streams have begun.
    begun: bool,
    /// How many sources they have.
    sources: usize,
    /// The articles in the report that they have, by their numbers.
    written: Vec<usize>,
}

/// What of a settled article is needed when the run is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Keeps {
    /// Its figures.
    Figures,
    /// All of it if it has findings, and otherwise what can be said without its text.
    Findings,
    /// All of it.
    Everything,
}

/// A report that is written article by article.
struct Streamed {
    /// The file; `None` is standard output.
    output: Option<Output>,
    stream: Box<dyn Stream>,
    sink: Option<Sink>,
    /// Why it cannot be written any more.
    trouble: Option<io::Error>,
}

enum Sink {
    Printed(BufWriter<anstream::AutoStream<io::StdoutLock<'static>>>),
    Whole(WholeFile),
    Growing(GrowingFile),
}

impl Outputs {
    /// The reports that are asked for, without the findings that are known.
    pub(crate) fn new(config: &Config, format: Option<Format>, quiet: bool, baseline: Baseline) -> Self {
        let in_workflow = std::env::var_os("GITHUB_ACTIONS").is_some_and(|value| value == "true");
        let quiet = quiet || config.checkpoint.is_some();
        let by_default = if in_workflow && !quiet {
            Format::Other(Machine::Github)
        } else {
            Format::Full
        };
        let printed = format.unwrap_or(by_default);
        let mut keeps = Keeps::Figures;
        let mut streams = Vec::new();
        for output in &config.outputs {
            match stream(output.format, config, Colour::Never) {
                Some(stream) => streams.push(Streamed::new(Some(output.clone()), stream)),
                None => keeps = keeps.max(needed(output.format)),
            }
        }
        let printed_stream = stream(printed, config, Colour::Always);
        let is_verdict = quiet && !matches!(printed, Format::Other(_));
        match printed_stream {
            Some(stream) if !is_verdict => streams.push(Streamed::new(None, stream)),
            _ if is_verdict => {}
            _ => keeps = keeps.max(needed(printed)),
        }
        if config.checkpoint.is_none() && path_in_workflow(SUMMARY, in_workflow).is_some() {
            keeps = keeps.max(Keeps::Findings);
        }
        Self {
            files: config.outputs.clone(),
            printed: Some(printed),
            quiet,
            in_workflow,
            streams,
            keeps,
            baseline,
            watch: None,
            grow: config.checkpoint.is_some(),
            begun: false,
            sources: 0,
            written: Vec::new(),
        }
    }

    /// No reports: who runs this wants to see all that was found.
    pub(crate) fn none() -> Self {
        Self {
            files: Vec::new(),
            printed: None,
            quiet: true,
            in_workflow: false,
            streams: Vec::new(),
            keeps: Keeps::Findings,
            baseline: Baseline::default(),
            watch: None,
            grow: false,
            begun: false,
            sources: 0,
            written: Vec::new(),
        }
    }

    /// Goes on with reports that were begun, each with so many bytes that hold good. There are none at the first run.
    ///
    /// # Errors
    /// When one of them is not there any more.
    pub(crate) fn take_up(&mut self, lengths: &[(PathBuf, u64)], report: &Report) -> Result<()> {
        for streamed in &mut self.streams {
            let path = streamed.output.as_ref().map(|output| absolute(&output.path));
            let length = lengths.iter().find(|(other, _)| Some(other) == path.as_ref());
            if let (Some(path), Some((_, length))) = (path, length) {
                let file = GrowingFile::open(&path, *length)
                    .with_context(|| format!("cannot go on with {}", path.display()))?;
                streamed.sink = Some(Sink::Growing(file));
            }
        }
        if lengths.is_empty() {
            self.begin(report);
        }
        self.begun = true;
        self.sources = report.sources.len();
        Ok(())
    }

    /// Enters a source that the reports have from the run before this one.
    pub(crate) fn know_source(&mut self, report: &mut Report, source: SourceReport) {
        report.sources.push(source);
        self.sources = report.sources.len();
    }

    fn begin(&mut self, report: &Report) {
        if !std::mem::replace(&mut self.begun, true) {
            let grow = self.grow;
            self.each(|streamed| streamed.begin(report, grow));
        }
        let new = &report.sources[self.sources..];
        for streamed in &mut self.streams {
            streamed.write(|stream, out| new.iter().try_for_each(|source| stream.source(source, out)));
        }
        self.sources = report.sources.len();
    }

    fn each(&mut self, act: impl FnMut(&mut Streamed)) {
        self.streams.iter_mut().for_each(act);
    }

    /// Takes in an article that no other will change, and writes it where that is possible; the report keeps what is
    /// needed of it.
    pub(crate) fn settle(&mut self, report: &mut Report, mut article: ArticleReport) {
        self.begin(report);
        let baseline = &mut self.baseline;
        let watch = self
            .watch
            .get_or_insert_with(|| Watch::new(std::mem::take(baseline), report));
        watch.apply(&mut article);
        self.each(|streamed| streamed.write(|stream, out| stream.article(report, &article, out)));
        if self.keeps == Keeps::Figures {
            report.release(&article);
            return;
        }
        if self.keeps == Keeps::Findings && article.findings.is_empty() && article.gone.is_empty() {
            article.text = String::new();
            article.blocks = Vec::new();
            article.sentences = Vec::new();
        }
        self.written.push(report.articles.len());
        report.articles.keep(article);
    }

    /// Enters a source that is over.
    pub(crate) fn end_source(&mut self, report: &mut Report, source: SourceReport) {
        report.sources.push(source);
        if self.begun {
            self.begin(report);
        }
    }

    /// Hands on what was written so far.
    pub(crate) fn flush(&mut self) {
        self.each(|streamed| {
            let flushed = streamed.sink.as_mut().map_or(Ok(()), Write::flush);
            if let Err(error) = flushed {
                streamed.trouble.get_or_insert(error);
            }
        });
    }

    /// Whether there is one reader only, on standard output, and it has had enough.
    pub(crate) fn nobody_reads(&self) -> bool {
        let [only] = &self.streams[..] else { return false };
        only.output.is_none() && only.is_unread() && self.files.is_empty() && self.keeps == Keeps::Figures
    }

    /// The reports that grow, and how long each of them is on the disk.
    ///
    /// # Errors
    /// When one of them cannot be written.
    pub(crate) fn settled_lengths(&mut self) -> Result<Vec<(PathBuf, u64)>> {
        let mut lengths = Vec::new();
        for streamed in &mut self.streams {
            let Some(output) = &streamed.output else { continue };
            let cannot_write = || format!("cannot write {}", output.path.display());
            if let Some(error) = streamed.trouble.take() {
                return Err(error).with_context(cannot_write);
            }
            if let Some(Sink::Growing(file)) = &mut streamed.sink {
                lengths.push((
                    absolute(&output.path),
                    file.settled_length().with_context(cannot_write)?,
                ));
            }
        }
        Ok(lengths)
    }

    /// Lets the findings pass that are known, in the articles that were not settled; tells what came of the baseline in all.
    pub(crate) fn apply_baseline(&mut self, report: &mut Report) -> Comparison {
        // Those that were settled have had their turn.
        let settled: Vec<_> = self
            .written
            .iter()
            .map(|n| std::mem::take(&mut report.articles[*n]))
            .collect();
        let comparison = match self.watch.take() {
            Some(watch) => watch.finish(report),
            None => self.baseline.apply(report),
        };
        for (n, article) in self.written.iter().zip(settled) {
            report.articles[*n] = article;
        }
        comparison
    }

    /// Writes every report that was asked for, whatever becomes of the others; the files first, so that a closed pipe costs
    /// none of them.
    pub(crate) fn finish(mut self, report: &Report) -> Written {
        self.begin(report);
        let mut written = self.written.iter().copied().peekable();
        for (number, article) in report.articles.iter().enumerate() {
            if written.next_if_eq(&number).is_none() {
                for streamed in &mut self.streams {
                    streamed.write(|stream, out| stream.article(report, article, out));
                }
            }
        }
        let mut failed = false;
        let mut told = |result: Result<()>| {
            if let Err(error) = result {
                anstream::eprintln!("error: {error:#}");
                failed = true;
            }
        };
        let mut streams = self.streams;
        for output in &self.files {
            let streamed = streams
                .iter()
                .position(|streamed| streamed.output.as_ref() == Some(output));
            let result = match streamed {
                Some(at) => streams.remove(at).end_file(report, &output.path),
                None => write_output(report, output),
            };
            told(result.with_context(|| format!("cannot write {}", output.path.display())));
        }
        warn_of_losses(report);
        if let Some(path) = path_in_workflow(SUMMARY, self.in_workflow) {
            told(append_summary(report, &path).context("cannot write the step summary"));
        }
        if let Some(path) = path_in_workflow("GITHUB_OUTPUT", self.in_workflow) {
            told(append_outputs(report, &path).context("cannot write the outputs of the step"));
        }
        let printed = match (streams.pop(), self.printed) {
            (Some(streamed), _) => streamed.end(report),
            (None, Some(format)) => print(report, format, self.quiet),
            (None, None) => Ok(()),
        };
        let is_unread = printed
            .as_ref()
            .is_err_and(|error| error.kind() == io::ErrorKind::BrokenPipe);
        if !is_unread {
            told(printed.context("cannot write to standard output"));
        }
        match failed {
            true => Written::Failed,
            false if is_unread && self.files.is_empty() => Written::Unread,
            false => Written::InFull,
        }
    }
}

impl Streamed {
    fn new(output: Option<Output>, stream: Box<dyn Stream>) -> Self {
        Self {
            output,
            stream,
            sink: None,
            trouble: None,
        }
    }

    fn begin(&mut self, report: &Report, grows: bool) {
        let sink = match &self.output {
            None => Ok(Sink::Printed(printer())),
            Some(output) if grows => GrowingFile::open(&absolute(&output.path), 0).map(Sink::Growing),
            Some(output) => WholeFile::create(&output.path).map(Sink::Whole),
        };
        match sink {
            Ok(sink) => self.sink = Some(sink),
            Err(error) => self.trouble = Some(error),
        }
        self.write(|stream, out| stream.begin(report, out));
    }

    /// Writes a part of the report, unless that has failed before.
    fn write(&mut self, part: impl FnOnce(&mut dyn Stream, &mut dyn Write) -> io::Result<()>) {
        if let (Some(sink), None) = (&mut self.sink, &self.trouble) {
            self.trouble = part(&mut *self.stream, sink).err();
        }
    }

    fn is_unread(&self) -> bool {
        self.trouble
            .as_ref()
            .is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
    }

    /// Writes the end, and puts a file into its place.
    fn end(mut self, report: &Report) -> io::Result<()> {
        self.write(|stream, out| stream.end(report, out));
        if let Some(error) = self.trouble {
            return Err(error);
        }
        match self.sink {
            Some(Sink::Printed(mut out)) => out.flush(),
            Some(Sink::Whole(file)) => file.finish(),
            Some(Sink::Growing(file)) => file.finish(),
            None => Ok(()),
        }
    }

    fn end_file(self, report: &Report, path: &Path) -> Result<()> {
        self.end(report)?;
        anstream::eprintln!("wrote {}", absolute(path).display());
        Ok(())
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Printed(out) => out.write(bytes),
            Self::Whole(file) => file.write(bytes),
            Self::Growing(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Printed(out) => out.flush(),
            Self::Whole(file) => file.flush(),
            Self::Growing(file) => file.flush(),
        }
    }
}

/// How a format is written article by article; `None` for one that must see all.
fn stream(format: Format, config: &Config, colour: Colour) -> Option<Box<dyn Stream>> {
    match format {
        Format::Concise => Some(Box::new(Concise { colour })),
        Format::Other(Machine::Jsonl) => Some(Box::new(config.lines)),
        Format::Other(Machine::Github) => Some(Box::new(Annotations::default())),
        Format::Full | Format::Other(_) => None,
    }
}

/// What a format that must see all needs of an article.
fn needed(format: Format) -> Keeps {
    match format {
        Format::Other(Machine::Json) => Keeps::Everything,
        _ => Keeps::Findings,
    }
}

/// The file with the summary of a step.
const SUMMARY: &str = "GITHUB_STEP_SUMMARY";

/// A path that a GitHub workflow names.
fn path_in_workflow(name: &str, in_workflow: bool) -> Option<PathBuf> {
    std::env::var_os(name).filter(|_| in_workflow).map(PathBuf::from)
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

/// Writes one report, unless it would take the findings of an earlier run away from who has not read them yet.
fn write_output(report: &Report, output: &Output) -> Result<()> {
    let path = absolute(&output.path);
    if says_nothing(report) && holds_findings(output) {
        anstream::eprintln!(
            "kept {} as it was: it holds findings, and in this run nothing could be read",
            path.display()
        );
        return Ok(());
    }
    to_file(report, output)?;
    anstream::eprintln!("wrote {}", path.display());
    Ok(())
}

/// Whether there is nothing in a report, because nothing could be read.
fn says_nothing(report: &Report) -> bool {
    let outcome = Verdict::of(report).outcome;
    outcome == Outcome::NothingChecked && report.open().next().is_none()
}

/// Whether a file is a report for people that holds findings. Other programs are given what is true now.
fn holds_findings(output: &Output) -> bool {
    let sign = match output.format {
        Format::Other(Machine::Html) => &["class=\"finding ", "data-findings=\""][..],
        Format::Other(Machine::Markdown) => &["\n- **"],
        _ => return false,
    };
    let text = fs::read_to_string(&output.path).unwrap_or_default();
    sign.iter().any(|sign| text.contains(sign))
}

fn printer() -> BufWriter<anstream::AutoStream<io::StdoutLock<'static>>> {
    BufWriter::new(anstream::AutoStream::auto(io::stdout().lock()))
}

fn print(report: &Report, format: Format, quiet: bool) -> io::Result<()> {
    let mut out = printer();
    render(report, format, terminal_options(format, quiet), &mut out)?;
    out.flush()
}

fn terminal_options(format: Format, quiet: bool) -> Options {
    let detail = match format {
        _ if quiet => Detail::Quiet,
        Format::Concise => Detail::Concise,
        _ => Detail::Full,
    };
    let columns = if io::stdout().is_terminal() {
        terminal_size::terminal_size().map_or(COLUMNS, |(width, _)| usize::from(width.0))
    } else {
        COLUMNS
    };
    // The stream strips the styles again where the user or the terminal wants none.
    Options {
        detail,
        colour: Colour::Always,
        columns,
    }
}

fn render(report: &Report, format: Format, options: Options, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Full | Format::Concise => terminal::write(report, options, out),
        Format::Other(format) => format.write(report, out),
    }
}

/// GitHub shows the Markdown in this file below the job's log; other steps write to it too.
fn append_summary(report: &Report, path: &Path) -> io::Result<()> {
    let mut file = File::options().append(true).create(true).open(path)?;
    Machine::Markdown.write(report, &mut file)
}

/// Later steps of a GitHub workflow read these figures as `steps.ID.outputs.NAME`.
fn append_outputs(report: &Report, path: &Path) -> io::Result<()> {
    let mut file = File::options().append(true).create(true).open(path)?;
    writeln!(file, "findings={}", report.checked_tally().total())?;
    writeln!(file, "failing={}", report.failing())?;
    writeln!(file, "new-failing={}", new_failing(report))?;
    let still_open = report.carried_over().flat_map(ArticleReport::open);
    writeln!(file, "still-open={}", still_open.count())?;
    writeln!(file, "score={:.1}", report.score())
}

/// Findings that make the run fail and that no earlier run had.
fn new_failing(report: &Report) -> usize {
    let fails = |reported: &Reported| {
        report
            .run
            .fail_on
            .is_some_and(|least| reported.severity() >= least)
    };
    let is_known = |reported| report.novelty(reported) == Some(Novelty::Known);
    report
        .open()
        .filter(|reported| fails(reported) && !is_known(reported))
        .count()
}

fn to_file(report: &Report, output: &Output) -> io::Result<()> {
    if let Format::Other(format) = output.format {
        return to_files(report, format, &output.path);
    }
    let plain = Options {
        colour: Colour::Never,
        columns: COLUMNS,
        ..terminal_options(output.format, false)
    };
    let mut file = WholeFile::create(&output.path)?;
    render(report, output.format, plain, &mut file)?;
    file.finish()
}

/// One file, or several where a report is split.
fn to_files(report: &Report, format: Machine, path: &Path) -> io::Result<()> {
    let name = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let folder = path.parent().unwrap_or(Path::new(""));
    let written = RefCell::new(Vec::new());
    format.write_files(report, &name, &mut |page| {
        let file = Rc::new(RefCell::new(WholeFile::create(&folder.join(page))?));
        written.borrow_mut().push(Rc::clone(&file));
        Ok(Box::new(Shared(file)))
    })?;
    for file in written.into_inner() {
        Rc::into_inner(file)
            .expect("the writers are gone with write_files")
            .into_inner()
            .finish()?;
    }
    Ok(())
}

/// A [`WholeFile`] that somebody else finishes.
struct Shared(Rc<RefCell<WholeFile>>);

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.borrow_mut().flush()
    }
}

/// What was lost is said on standard error too: machine formats have it inside, where nobody may look.
pub(crate) fn warn_of_losses(report: &Report) {
    for source in &report.sources {
        if let Some(error) = &source.error {
            anstream::eprintln!("error: {}", visible(error));
        }
        for loss in &source.losses {
            anstream::eprintln!("warning: {}: {}", visible(&source.source), visible(loss));
        }
    }
}

/// Text of strangers may hold escapes that a terminal acts on.
fn visible(text: &str) -> String {
    reporting::visible::Visible(text).to_string()
}
