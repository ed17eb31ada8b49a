//! The last stage of a run: what was checked becomes a report, article by article. [`Desk`].

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::Result;
use fetcher::account::SourceKind;
use fetcher::lines::{LinesAccount, Position};
use fetcher::seen::Visit;
use fetcher::{Article, Fetcher, Meter, Reading};
use reporting::ids::Ids;
use reporting::report::{ArticleReport, Report, SourceReport, Status, Suppression};

use crate::checking::{PANICKED, ReadFrom, checked};
use crate::checkpoint::Checkpoint;
use crate::config::{Config, NamedOriginals, Target};
use crate::convert::source_report;
use crate::history::{Earlier, RunHistory, found};
use crate::output::Outputs;
use crate::pipeline::{CheckedArticle, CheckedLine, Done, Outcome};
use crate::progress::Progress;
use crate::store::FoundIn;

/// Where everything comes together that was read and checked, in order.
pub(crate) struct Desk<'c> {
    config: &'c Config,
    fetcher: &'c Fetcher,
    report: Report,
    history: RunHistory,
    outputs: &'c mut Outputs,
    progress: &'c Progress,
    checkpoint: Option<Checkpoint>,
    /// Set once the run may take no more articles of local sources.
    is_full: &'c AtomicBool,
    current: Current<'c>,
    /// Whether there is one source only: then no article can share its id with another source's.
    pub(crate) is_alone: bool,
    /// What ends the run.
    pub(crate) trouble: Option<anyhow::Error>,
    unread: bool,
    /// Articles and findings so far, for who watches.
    articles: usize,
    findings: usize,
}

/// The source that is being collected.
enum Current<'c> {
    None,
    Whole(Box<Whole<'c>>),
    Lines(Box<JsonLines>),
}

/// A source that was read as a whole.
struct Whole<'c> {
    target: &'c Target,
    from: Arc<ReadFrom>,
    is_feed: bool,
    /// Whether its articles are to be compared with an original that the command line names.
    wants_original: bool,
    source: SourceReport,
    visit: Option<Visit>,
    found_in: FoundIn,
    /// Articles of earlier runs that stand in it as they did.
    still_there: Vec<Article>,
}

/// A source that is read a piece at a time.
struct JsonLines {
    source: String,
    account: LinesAccount,
    ids: Ids,
    end: Position,
}

impl<'c> Desk<'c> {
    pub(crate) fn new(
        config: &'c Config,
        fetcher: &'c Fetcher,
        report: Report,
        history: RunHistory,
        outputs: &'c mut Outputs,
        progress: &'c Progress,
        is_full: &'c AtomicBool,
    ) -> Self {
        Self {
            config,
            fetcher,
            report,
            history,
            outputs,
            progress,
            checkpoint: None,
            is_full,
            current: Current::None,
            is_alone: false,
            trouble: None,
            unread: false,
            articles: 0,
            findings: 0,
        }
    }

    /// Goes on where a run was broken off, or begins to note how far this one comes.
    pub(crate) fn take_up(&mut self, checkpoint: Option<Checkpoint>) -> Result<()> {
        if let Some(checkpoint) = &checkpoint {
            self.outputs.take_up(checkpoint.outputs(), &self.report)?;
            self.report.released = checkpoint.released();
        }
        self.checkpoint = checkpoint;
        Ok(())
    }

    /// Takes in what was done. It breaks when nobody wants more of it.
    ///
    /// # Errors
    /// When the run cannot go on.
    pub(crate) fn take(&mut self, done: Done<'c>) -> Result<ControlFlow<()>> {
        match done {
            Done::Failed(error) => return Err(error),
            Done::Whole(target, from, reading, no_original) => {
                self.begin_whole(target, from, *reading, no_original);
            }
            Done::Units(source, article) => {
                self.report.articles.extend(article.map(|article| *article));
                self.outputs.end_source(&mut self.report, *source);
            }
            Done::Articles(articles) => self.articles(articles),
            Done::Lines(from, meter) => self.begin_lines(&from, &meter),
            Done::Known(articles, end) => self.known(&articles, end)?,
            Done::Piece(lines, end) => self.piece(lines, end)?,
            Done::Counted(lines, end) => {
                if let Current::Lines(current) = &mut self.current {
                    current.account.beyond_limit(lines);
                    current.end = end;
                }
            }
            Done::End(error) => self.end(error)?,
        }
        self.unread = self.outputs.nobody_reads();
        Ok(if self.unread {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        })
    }

    /// What the run came to.
    ///
    /// # Errors
    /// What ended it.
    pub(crate) fn close(mut self) -> Result<Outcome> {
        if let Some(error) = self.trouble {
            return Err(error);
        }
        if self.config.new_only {
            ignore_known(&mut self.report);
        }
        Ok(Outcome {
            report: self.report,
            history: self.history,
            unread: self.unread,
            checkpoint: self.checkpoint,
        })
    }

    fn begin_whole(
        &mut self,
        target: &'c Target,
        from: Arc<ReadFrom>,
        reading: Reading,
        no_original: Option<String>,
    ) {
        let still_there = self.history.still_there(&target.source, &reading);
        let is_feed = matches!(reading.account.kind, Some(SourceKind::Feed(_)));
        let mut source = source_report(reading.account);
        // What is named and not found is told once.
        let wants_original =
            no_original.is_none() && !matches!(self.config.named_originals, NamedOriginals::None);
        source.losses.extend(no_original);
        self.current = Current::Whole(Box::new(Whole {
            target,
            from,
            is_feed,
            wants_original,
            source,
            visit: reading.visit,
            found_in: FoundIn::new(),
            still_there,
        }));
    }

    /// The same release often stands in a feed twice, and in several feeds. Who names files and lines means each of them.
    fn articles(&mut self, articles: Vec<CheckedArticle>) {
        let Current::Whole(current) = &mut self.current else {
            return;
        };
        let source = &mut current.source;
        for CheckedArticle {
            article,
            report,
            before,
        } in articles
        {
            let mut checked = match report {
                Ok(Some(checked)) => checked,
                Ok(None) => {
                    drop_article(source, &article.id, "there is no word to check in it");
                    continue;
                }
                Err(_) => {
                    drop_article(source, &article.id, PANICKED);
                    continue;
                }
            };
            if current.wants_original && checked.comparison.is_none() {
                source.losses.push(not_compared(&article.id));
            }
            let earlier = Earlier {
                findings: self.history.recall(&current.target.source, &article.id),
                before,
            };
            earlier.tell(&mut checked);
            if current.visit.is_some() {
                current
                    .found_in
                    .insert(article.id.clone(), found(article, &checked));
            }
            if current.is_feed {
                self.report.articles.join(checked);
            } else {
                self.report.articles.push(checked);
            }
        }
    }

    fn begin_lines(&mut self, from: &ReadFrom, meter: &Meter) {
        self.progress.begin_lines(&from.source, meter.clone());
        self.current = Current::Lines(Box::new(JsonLines {
            source: from.source.clone(),
            account: LinesAccount::default(),
            ids: Ids::default(),
            end: Position::default(),
        }));
    }

    fn piece(&mut self, lines: Vec<CheckedLine>, end: Position) -> Result<()> {
        let mut current = std::mem::replace(&mut self.current, Current::None);
        if let Current::Lines(current) = &mut current {
            for line in lines {
                self.line(line, current);
            }
            current.end = end;
            self.outputs.flush();
            self.progress.lines_checked(self.articles, self.findings);
            if let Some(checkpoint) = &mut self.checkpoint {
                checkpoint.note_piece(&current.account, end, &self.report, self.outputs)?;
            }
        }
        self.current = current;
        Ok(())
    }

    fn line(&mut self, checked: CheckedLine, current: &mut JsonLines) {
        let CheckedLine {
            line,
            is_recent,
            report,
        } = checked;
        if self.is_full.load(Ordering::Relaxed) {
            return current.account.beyond_limit(1);
        }
        let article = line.article.as_deref().ok();
        let is_new = article.is_some_and(|article| current.ids.insert([article.id.as_str()]));
        if is_new && is_recent && !self.fetcher.take_local_article() {
            self.is_full.store(true, Ordering::Relaxed);
            return current.account.beyond_limit(1);
        }
        current.account.seen(&line);
        let number = line.number;
        let article = match line.article {
            Ok(article) => article,
            Err(why) => return current.account.lost(number, why),
        };
        if !is_new {
            return current.account.used_before(number, &article.id);
        }
        if !is_recent {
            return current.account.older();
        }
        let name = self.name(&article.id, &current.source);
        match report {
            Err(_) => current.account.lost(number, PANICKED.to_owned()),
            Ok(None) => current.account.wordless(&article.id),
            Ok(Some(mut report)) => {
                if let Some(name) = name {
                    report.set_apart_as(&name);
                }
                current.account.took();
                self.articles += 1;
                self.findings += report.findings.len();
                self.outputs.settle(&mut self.report, *report);
            }
        }
    }

    /// The name of an article in identities, if it is not its id.
    fn name(&mut self, id: &str, source: &str) -> Option<String> {
        if self.is_alone {
            return None;
        }
        let name = self.report.articles.take_name(id, source);
        (name != id).then_some(name)
    }

    /// What a run before this one has dealt with is only taken note of.
    fn known(&mut self, articles: &[(String, bool)], end: Position) -> Result<()> {
        let mut current = std::mem::replace(&mut self.current, Current::None);
        if let Current::Lines(current) = &mut current {
            for (id, is_recent) in articles {
                if current.ids.insert([id.as_str()]) && *is_recent {
                    self.fetcher.take_local_article();
                    self.name(id, &current.source);
                }
            }
            current.end = end;
            if let Some(checkpoint) = &mut self.checkpoint
                && let Some(account) = checkpoint.reached(end, &current.source)?
            {
                current.account = account;
            }
        }
        self.current = current;
        Ok(())
    }

    fn end(&mut self, error: Option<std::io::Error>) -> Result<()> {
        match std::mem::replace(&mut self.current, Current::None) {
            Current::None => {}
            Current::Whole(current) => self.end_whole(*current),
            Current::Lines(current) => self.end_lines(*current, error)?,
        }
        Ok(())
    }

    fn end_whole(&mut self, current: Whole) {
        self.history.note(current.visit, current.found_in);
        for article in current.still_there {
            let checked = checked(&article, &current.from, current.target);
            if let Some(article) = checked.filter(|article| !article.is_clean()) {
                self.report.articles.join(carried_over(article));
            }
        }
        self.outputs.end_source(&mut self.report, current.source);
    }

    fn end_lines(&mut self, mut current: JsonLines, error: Option<std::io::Error>) -> Result<()> {
        self.progress.end_lines();
        let known = match &mut self.checkpoint {
            Some(checkpoint) => checkpoint.known_source(current.end, &current.source)?,
            None => None,
        };
        if let Some(source) = known {
            self.outputs.know_source(&mut self.report, source);
            return Ok(());
        }
        if let Some(error) = error {
            current.account.broke_off(current.end.lines, &error);
        }
        let limit = self.config.fetch.max_articles;
        let handed_on = current.account.articles();
        let mut source = source_report(current.account.close(current.source, limit));
        let is_limited = self.is_full.load(Ordering::Relaxed);
        if handed_on == 0 && source.error.is_none() && source.older == 0 && !is_limited {
            source.error = Some(format!("{}: holds no text to check", source.source));
        }
        self.outputs.end_source(&mut self.report, source);
        if let Some(checkpoint) = &mut self.checkpoint {
            checkpoint.note_source(current.end, &self.report, self.outputs)?;
        }
        Ok(())
    }
}

/// Nothing was checked in an article without words, so it must not count as clean.
fn drop_article(source: &mut SourceReport, id: &str, why: &str) {
    source.articles -= 1;
    source.losses.push(format!("{id}: {why}"));
    if source.articles == 0 {
        source.error = Some(format!("{}: holds no text to check", source.source));
    }
}

/// An article of an earlier run whose findings are still open.
fn carried_over(mut article: ArticleReport) -> ArticleReport {
    for reported in &mut article.findings {
        reported.status = Status::Known;
    }
    ArticleReport {
        carried_over: true,
        ..article
    }
}

/// Who names an original wants to know that nothing came of it.
fn not_compared(id: &str) -> String {
    format!(
        "{id}: was not compared with its original, which must be in another language than English, while it must be in \
         English itself, and a rule that compares them must be on"
    )
}

/// Lets the findings pass that the last run had too.
fn ignore_known(report: &mut Report) {
    // What was carried over from an earlier run makes no run fail, and stays open until it is dealt with.
    let checked = report.articles.iter_mut().filter(|article| !article.carried_over);
    let findings = checked.flat_map(|article| &mut article.findings);
    for reported in findings.filter(|reported| reported.status == Status::Known) {
        reported.ignore(seen_before());
    }
}

fn seen_before() -> Suppression {
    Suppression {
        reason: "The article had it when it was last checked (--new-only).".into(),
        by: None,
        expires: None,
    }
}
