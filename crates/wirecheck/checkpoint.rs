//! How far a run over JSON Lines has come, in a file, so that a run that was broken off can go on: [`Checkpoint`].
//!
//! A checkpoint vouches for the beginning of each archive, by its length and its checksum, and for the beginning of each
//! report, by its length. What a report holds beyond that is cut off, and what an archive holds beyond it is checked: so
//! every finding is in the report once. The beginning of an archive is read again, for the ids in it, but not checked.

use std::collections::VecDeque;
use std::fs;
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use fetcher::Source;
use fetcher::lines::{LinesAccount, Position};
use reporting::report::{Report, SourceReport, Totals};
use serde::{Deserialize, Serialize};

use crate::config::Config;
use crate::output::Outputs;
use crate::whole_file::GrowingFile;

/// The version of the file.
const VERSION: u32 = 1;

/// So many times as long as it took to write a checkpoint, none is written: they cost two parts in a hundred.
const PAUSE: u32 = 50;

/// How far a run has come.
#[derive(Debug)]
pub(crate) struct Checkpoint {
    path: PathBuf,
    noted: Noted,
    /// What a run before this one had finished, and this one has not come to yet.
    known: VecDeque<(SourceReport, Position)>,
    /// What it was about, until this one comes to it.
    begun: Option<(LinesAccount, Position)>,
    /// When the last one was written, and how long that took.
    last: Instant,
    cost: Duration,
}

/// What stands in the file.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Noted {
    version: u32,
    /// [`Config::asked`] of the run.
    asked: u64,
    /// The sources that are over, each with its length.
    done: Vec<(SourceReport, Position)>,
    /// The one after them, as far as it was dealt with.
    begun: Option<(LinesAccount, Position)>,
    /// The figures of all articles so far.
    released: Totals,
    /// The reports, each with as many bytes of it as hold these articles.
    outputs: Vec<(PathBuf, u64)>,
}

impl Checkpoint {
    /// Reads the file that the configuration names, or prepares a new one; `None` if none is asked for.
    ///
    /// # Errors
    /// When it cannot be read, or belongs to a run that was asked for something else.
    pub(crate) fn open(config: &Config) -> Result<Option<Self>> {
        let Some(path) = &config.checkpoint else {
            return Ok(None);
        };
        let noted = match fs::read_to_string(path) {
            Ok(text) => {
                read(&text, config.asked).with_context(|| format!("the checkpoint {}", path.display()))?
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Noted {
                version: VERSION,
                asked: config.asked,
                ..Noted::default()
            },
            Err(error) => return Err(error).with_context(|| format!("cannot read {}", path.display())),
        };
        Ok(Some(Self {
            path: path.clone(),
            known: noted.done.iter().cloned().collect(),
            begun: noted.begun.clone(),
            noted,
            last: Instant::now(),
            cost: Duration::ZERO,
        }))
    }

    /// How far each source was dealt with, in their order.
    pub(crate) fn known(&self) -> Vec<Position> {
        let done = self.noted.done.iter().map(|(_, end)| *end);
        done.chain(self.noted.begun.iter().map(|(_, end)| *end)).collect()
    }

    /// The reports that were begun, with as many bytes of each as are vouched for.
    pub(crate) fn outputs(&self) -> &[(PathBuf, u64)] {
        &self.noted.outputs
    }

    /// The figures of the articles in them.
    pub(crate) fn released(&self) -> Totals {
        self.noted.released.clone()
    }

    /// To be called for what is known of a source. Where the run before this one had come to, gives its account.
    ///
    /// # Errors
    /// When the source is not what it was.
    pub(crate) fn reached(&mut self, end: Position, source: &str) -> Result<Option<LinesAccount>> {
        let is_next = self.known.is_empty();
        let Some((account, position)) = self
            .begun
            .take_if(|(_, begun)| is_next && end.bytes >= begun.bytes)
        else {
            return Ok(None);
        };
        self.refuse_changed(end == position, source)?;
        anstream::eprintln!("{source}: going on after line {}", end.lines);
        Ok(Some(account))
    }

    /// To be called at the end of a source. If the run before this one had come there too, gives what it said of it.
    ///
    /// # Errors
    /// When the source is not what it was.
    pub(crate) fn known_source(&mut self, end: Position, source: &str) -> Result<Option<SourceReport>> {
        if let Some((report, position)) = self.known.pop_front() {
            self.refuse_changed(end == position, source)?;
            return Ok(Some(report));
        }
        self.refuse_changed(self.begun.is_none(), source)?;
        Ok(None)
    }

    fn refuse_changed(&self, is_same: bool, source: &str) -> Result<()> {
        if !is_same {
            bail!(
                "{source} is not what it was when the checkpoint {} was written; delete that, and the run begins anew",
                self.path.display()
            );
        }
        Ok(())
    }

    /// Notes that a source was dealt with as far as `end`, if it is time for that.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(crate) fn note_piece(
        &mut self,
        account: &LinesAccount,
        end: Position,
        report: &Report,
        outputs: &mut Outputs,
    ) -> Result<()> {
        if self.last.elapsed() < self.cost * PAUSE {
            return Ok(());
        }
        self.noted.begun = Some((account.clone(), end));
        self.write(report, outputs)
    }

    /// Notes that a source is over.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(crate) fn note_source(
        &mut self,
        end: Position,
        report: &Report,
        outputs: &mut Outputs,
    ) -> Result<()> {
        let source = report.sources.last().cloned().unwrap_or_default();
        self.noted.done.push((source, end));
        self.noted.begun = None;
        self.write(report, outputs)
    }

    fn write(&mut self, report: &Report, outputs: &mut Outputs) -> Result<()> {
        let start = Instant::now();
        self.noted.released = report.released.clone();
        self.noted.outputs = outputs.settled_lengths()?;
        let text = serde_json::to_string(&self.noted)?;
        self.put(&text)
            .with_context(|| format!("cannot write {}", self.path.display()))?;
        self.last = Instant::now();
        self.cost = self.last - start;
        Ok(())
    }

    /// Puts the file down whole, with one name on the way there, so that a kill leaves no more than that behind.
    fn put(&self, text: &str) -> io::Result<()> {
        let mut file = GrowingFile::open(&self.path, 0)?;
        file.write_all(text.as_bytes())?;
        file.finish()
    }

    /// Removes the file: the run is over, and its reports are written.
    pub(crate) fn remove(self) {
        if let Err(error) = fs::remove_file(&self.path)
            && error.kind() != io::ErrorKind::NotFound
        {
            anstream::eprintln!("warning: cannot remove {}: {error}", self.path.display());
        }
    }
}

fn read(text: &str, asked: u64) -> Result<Noted> {
    let noted: Noted =
        serde_json::from_str(text).context("cannot be read; delete it, and the run begins anew")?;
    if noted.version != VERSION || noted.asked != asked {
        bail!(
            "belongs to a run with other sources, settings or options, or of another version; delete it, and the run begins anew"
        );
    }
    Ok(noted)
}

/// Why a source cannot be part of a run with a checkpoint.
pub(crate) fn refused(source: &Source) -> anyhow::Error {
    anyhow::anyhow!("--checkpoint is for JSON Lines on this machine, and {source} is something else")
}
