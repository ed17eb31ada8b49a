//! From sources to a report, top to bottom. Read this first.
//!
//! Three stages, each on threads of its own, with queues between them: reading (`tasks`), checking (`do_task`) and
//! collecting, which is the [`Desk`]. The first two know nothing of the third; what they hand on comes in the order of the
//! sources, whatever the number of threads. A source is read as a whole, or, where it is JSON Lines on this machine, a
//! piece at a time: then nobody holds more of it than the queues do.

use std::collections::BTreeMap;
use std::io;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;

use anyhow::Result;
use fetcher::lines::{Line, Lines, Piece, Position};
use fetcher::{Article, Fetcher, Meter, Reading, Source};
use futures_util::{StreamExt, stream};
use linguistics::rule::Rule;
use reporting::report::{ArticleReport, Report, Run, SourceReport};
use tokio::sync::oneshot;

use crate::checking::{Panicked, ReadFrom, before_edit, checked_safely, local_id};
use crate::checkpoint::{self, Checkpoint};
use crate::config::{Config, Target};
use crate::desk::Desk;
use crate::history::RunHistory;
use crate::originals::Originals;
use crate::output::Outputs;
use crate::pool::{self, Queue};
use crate::progress::Progress;
use crate::{advice, clock, units};

/// So many bytes of text make a task.
const BATCH: usize = 128 * 1024;

/// What a run came to.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// Everything that was checked.
    pub(crate) report: Report,
    /// What is to be remembered once the report has been written.
    pub(crate) history: RunHistory,
    /// Whether nobody wanted to see more of it.
    pub(crate) unread: bool,
    /// What is to be removed once the report has been written.
    pub(crate) checkpoint: Option<Checkpoint>,
}

/// A source that has been read, or opened.
enum Opened<'c> {
    /// With why an article of it cannot be compared with its original, if the command line names originals.
    Whole(&'c Target, Box<Reading>, Option<String>),
    Lines(&'c Target, Box<Lines>),
    /// A file of units: they are checked while they are read.
    Units(&'c Target, exchange::Format),
}

/// What there is to do, in the order of the sources.
enum Task<'c> {
    /// A source that was read as a whole begins; its articles follow.
    Whole(&'c Target, Arc<ReadFrom>, Box<Reading>, Option<String>),
    Articles(&'c Target, Arc<ReadFrom>, Vec<Article>),
    /// A file of units, read and checked at once.
    Units(&'c Target, exchange::Format),
    /// JSON Lines begin; their pieces follow.
    Lines(Arc<ReadFrom>, Meter),
    Piece(&'c Target, Arc<ReadFrom>, Piece),
    /// A piece that a run before this one has dealt with.
    Known(&'c Target, Piece),
    /// A source is over, or could not be read on.
    End(Option<io::Error>),
    Failed(anyhow::Error),
}

/// What was done, in the same order.
pub(crate) enum Done<'c> {
    Whole(&'c Target, Arc<ReadFrom>, Box<Reading>, Option<String>),
    Articles(Vec<CheckedArticle>),
    Units(Box<SourceReport>, Option<Box<ArticleReport>>),
    Lines(Arc<ReadFrom>, Meter),
    Piece(Vec<CheckedLine>, Position),
    /// The articles of lines that are known: their ids, and whether they are recent.
    Known(Vec<(String, bool)>, Position),
    /// Lines that nobody wants any more.
    Counted(usize, Position),
    End(Option<io::Error>),
    Failed(anyhow::Error),
}

/// An article of a source that was read as a whole.
pub(crate) struct CheckedArticle {
    pub(crate) article: Article,
    /// `None` if there is no word in it.
    pub(crate) report: Result<Option<ArticleReport>, Panicked>,
    /// As it was before its publisher edited it.
    pub(crate) before: Option<ArticleReport>,
}

/// A line of JSON Lines.
pub(crate) struct CheckedLine {
    pub(crate) line: Line,
    /// Whether its article, if it has one, is as recent as is asked for. Others are not checked.
    pub(crate) is_recent: bool,
    /// `None` if there is no word in it, or no article.
    pub(crate) report: Result<Option<Box<ArticleReport>>, Panicked>,
}

/// Fetches, extracts, checks and collects. Errors of a source become part of the report; only a recording that cannot be
/// used, an original that is not one and a checkpoint of another run end the run.
pub(crate) fn run(config: &Config, outputs: &mut Outputs) -> Result<Outcome> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let history = RunHistory::open(config.state.as_deref());
    let fetcher = {
        let _inside = runtime.enter();
        Fetcher::new(config.fetch.clone())?
    };
    let fetcher = match history.store() {
        Some(store) => fetcher.remembering(store),
        None => fetcher,
    };
    let mut report = Report {
        run: about(config),
        rules: rule_table(config),
        ..Report::default()
    };
    report.history.clone_from(&history.runs);
    let targets = open_folders(&config.targets, &mut report);
    if config.checkpoint.is_some() {
        runtime.block_on(refuse_unfit_for_checkpoint(&targets, &fetcher))?;
    }
    let progress = Progress::new();
    let checkpoint = Checkpoint::open(config)?;
    let known = checkpoint.as_ref().map(Checkpoint::known).unwrap_or_default();
    let is_full = AtomicBool::new(false);
    let edits_are_known = !history.runs.is_empty();
    let mut desk = Desk::new(config, &fetcher, report, history, outputs, &progress, &is_full);
    desk.is_alone = targets.len() == 1;
    desk.take_up(checkpoint)?;

    let (opened, sources) = mpsc::channel();
    let (running, broken_off) = oneshot::channel::<()>();
    let mut running = Some(running);
    std::thread::scope(|scope| {
        let (fetcher, targets, progress, runtime) = (&fetcher, &targets, &progress, &runtime);
        scope.spawn(move || {
            runtime.block_on(async {
                tokio::select! {
                    () = read_all(config, fetcher, targets, progress, opened) => {}
                    _ = broken_off => {}
                }
            });
        });
        let (known, is_full) = (&known, &is_full);
        pool::in_order(
            config.jobs,
            move |queue| tasks(&sources, config, known, queue),
            |task| do_task(task, config, edits_are_known, fetcher, is_full),
            |done| {
                let flow = desk.take(done).unwrap_or_else(|error| {
                    desk.trouble = Some(error);
                    ControlFlow::Break(())
                });
                if flow.is_break() {
                    running = None; // nothing more is to be read
                }
                flow
            },
        );
    });
    // Who reads from a pipe that nobody writes to is not waited for.
    runtime.shutdown_background();
    progress.finish();
    desk.close()
}

/// The first stage: reads or opens every source, several at a time, and hands them on in the order of the targets. Whole
/// sources are not held back: the limits of the network bound them.
async fn read_all<'c>(
    config: &Config,
    fetcher: &Fetcher,
    targets: &'c [Target],
    progress: &Progress,
    opened: mpsc::Sender<Result<Opened<'c>>>,
) {
    let originals = match Originals::open(config, fetcher).await {
        Ok(originals) => originals,
        Err(error) => {
            // Nobody listens when the run has broken off.
            let _ = opened.send(Err(error));
            return;
        }
    };
    let originals = &originals;
    let mut readings = stream::iter(targets)
        .map(async |target| {
            if let Some(format) = units::format(&target.source) {
                return Ok(Opened::Units(target, format));
            }
            // The article that an original belongs to is the only one, however it is written down.
            if !matches!(originals, Originals::One(_))
                && let Some(lines) = fetcher.open_lines(&target.source).await
            {
                return Ok(Opened::Lines(target, Box::new(lines)));
            }
            let mut reading = fetcher
                .read_with(&target.source, &target.options, &|event| progress.show(event))
                .await;
            let no_original = originals.give(&mut reading, &target.source, fetcher).await?;
            Ok(Opened::Whole(target, Box::new(reading), no_original))
        })
        .buffered(config.fetch.concurrency);
    while let Some(reading) = readings.next().await {
        if opened.send(reading).is_err() {
            return;
        }
    }
}

/// Refuses sources that a run cannot go on with, before anything is begun. What comes through a pipe is looked at when its
/// turn comes.
async fn refuse_unfit_for_checkpoint(targets: &[Target], fetcher: &Fetcher) -> Result<()> {
    for Target { source, .. } in targets {
        let is_fit = match source {
            Source::Url(_) => false,
            Source::Path(path) if path.is_file() => fetcher.open_lines(source).await.is_some(),
            Source::Path(_) | Source::Stdin => true,
        };
        if !is_fit {
            return Err(checkpoint::refused(source));
        }
    }
    Ok(())
}

/// Cuts what was read into tasks. `known` says how far a run before this one came, source by source.
fn tasks<'c>(
    sources: &mpsc::Receiver<Result<Opened<'c>>>,
    config: &Config,
    known: &[Position],
    queue: &Queue<Task<'c>, Done<'c>>,
) {
    let mut known = known.iter();
    for opened in sources {
        let wanted = match opened {
            Err(error) => queue.push(Task::Failed(error)),
            Ok(Opened::Whole(target, ..) | Opened::Units(target, _)) if config.checkpoint.is_some() => {
                queue.push(Task::Failed(checkpoint::refused(&target.source)))
            }
            Ok(Opened::Whole(target, reading, no_original)) => {
                push_whole(target, reading, no_original, config, queue)
            }
            Ok(Opened::Units(target, format)) => queue.push(Task::Units(target, format)),
            Ok(Opened::Lines(target, lines)) => {
                push_lines(target, *lines, known.next().copied().unwrap_or_default(), queue)
            }
        };
        if !wanted {
            return;
        }
    }
}

fn push_whole<'c>(
    target: &'c Target,
    mut reading: Box<Reading>,
    no_original: Option<String>,
    config: &Config,
    queue: &Queue<Task<'c>, Done<'c>>,
) -> bool {
    let from = Arc::new(ReadFrom {
        source: reading.account.source.clone(),
        file_id: local_id(target, reading.account.kind.as_ref(), &config.root),
    });
    let articles = std::mem::take(&mut reading.articles);
    let mut wanted = queue.push(Task::Whole(target, Arc::clone(&from), reading, no_original));
    let (mut batch, mut bytes) = (Vec::new(), 0);
    for article in articles {
        bytes += article.text.string.len();
        batch.push(article);
        if bytes >= BATCH {
            let batch = std::mem::take(&mut batch);
            wanted = wanted && queue.push(Task::Articles(target, Arc::clone(&from), batch));
            bytes = 0;
        }
    }
    if !batch.is_empty() {
        wanted = wanted && queue.push(Task::Articles(target, from, batch));
    }
    wanted && queue.push(Task::End(None))
}

fn push_lines<'c>(
    target: &'c Target,
    mut lines: Lines,
    known: Position,
    queue: &Queue<Task<'c>, Done<'c>>,
) -> bool {
    let from = Arc::new(ReadFrom {
        source: target.source.to_string(),
        file_id: None,
    });
    if !queue.push(Task::Lines(Arc::clone(&from), lines.meter())) {
        return false;
    }
    lines.set_mark(known.bytes);
    loop {
        let task = match lines.next_piece() {
            Ok(Some(piece)) if piece.end.bytes <= known.bytes => Task::Known(target, piece),
            Ok(Some(piece)) => Task::Piece(target, Arc::clone(&from), piece),
            Ok(None) => return queue.push(Task::End(None)),
            Err(error) => return queue.push(Task::End(Some(error))),
        };
        if !queue.push(task) {
            return false;
        }
    }
}

/// The second stage.
fn do_task<'c>(
    task: Task<'c>,
    config: &Config,
    edits_are_known: bool,
    fetcher: &Fetcher,
    is_full: &AtomicBool,
) -> Done<'c> {
    match task {
        Task::Whole(target, from, reading, no_original) => Done::Whole(target, from, reading, no_original),
        Task::Units(target, format) => match units::check(target, format, config) {
            Ok((source, article)) => Done::Units(Box::new(source), article.map(Box::new)),
            Err(error) => Done::Failed(error),
        },
        Task::Articles(target, from, articles) => {
            let check = |article: Article| CheckedArticle {
                report: checked_safely(&article, &from, target),
                before: edits_are_known
                    .then(|| before_edit(&article, &from, target))
                    .flatten(),
                article,
            };
            Done::Articles(articles.into_iter().map(check).collect())
        }
        Task::Lines(from, meter) => Done::Lines(from, meter),
        Task::Piece(_, _, piece) if is_full.load(Ordering::Relaxed) => {
            Done::Counted(piece.count(), piece.end)
        }
        Task::Piece(target, from, piece) => {
            let lines = piece.lines(&target.options.fields);
            let check = |line: Line| {
                let article = line.article.as_deref().ok();
                let recent = article.filter(|article| fetcher.options().is_recent(article));
                CheckedLine {
                    is_recent: recent.is_some(),
                    report: recent.map_or(Ok(None), |article| {
                        checked_safely(article, &from, target).map(|report| report.map(Box::new))
                    }),
                    line,
                }
            };
            Done::Piece(lines.map(check).collect(), piece.end)
        }
        Task::Known(target, piece) => {
            let articles = piece
                .lines(&target.options.fields)
                .filter_map(|line| line.article.ok());
            let known = |article: Box<Article>| {
                let is_recent = fetcher.options().is_recent(&article);
                (article.id, is_recent)
            };
            Done::Known(articles.map(known).collect(), piece.end)
        }
        Task::End(error) => Done::End(error),
        Task::Failed(error) => Done::Failed(error),
    }
}

/// Replaces each folder by its files, and each list of feeds by its feeds, in order. A folder that cannot be opened is a source that could not be read.
fn open_folders(targets: &[Target], report: &mut Report) -> Vec<Target> {
    let mut files = Vec::new();
    for target in targets {
        let Source::Path(path) = &target.source else {
            files.push(target.clone());
            continue;
        };
        if !fetcher::is_list(path) {
            files.push(target.clone());
            continue;
        }
        let mut folder = SourceReport {
            source: path.display().to_string(),
            kind: if path.is_dir() { "folder" } else { "OPML" }.into(),
            ..SourceReport::default()
        };
        match fetcher::expand(path) {
            Ok(found) => {
                folder.items_seen = found.sources.len();
                folder.losses = found.losses.iter().map(advice::explained_loss).collect();
                files.extend(found.sources.into_iter().map(|source| Target {
                    source,
                    ..target.clone()
                }));
            }
            Err(error) => folder.error = Some(advice::explained(&error)),
        }
        report.sources.push(folder);
    }
    files
}

fn about(config: &Config) -> Run {
    Run {
        version: env!("CARGO_PKG_VERSION").into(),
        date: clock::today(),
        title: config.title.clone(),
        fail_on: config.fail_on,
        min_score: config.min_score,
        max_losses: config.max_losses,
        report_url: config.report_url.clone(),
    }
}

/// The rules that any target is checked by.
fn rule_table(config: &Config) -> Vec<Rule> {
    let active = config
        .targets
        .iter()
        .flat_map(|target| target.checker.rules().active());
    let by_name: BTreeMap<_, _> = active.map(|rule| (rule.name.clone(), rule)).collect();
    by_name.into_values().collect()
}
