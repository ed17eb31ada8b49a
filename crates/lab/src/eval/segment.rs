//! Evaluation sets: JSON Lines, plain or gzip, one segment a line.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};
use flate2::bufread::MultiGzDecoder;
use indicatif::ProgressBar;
use reporting::visible::Visible;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Serialize};

use super::fault::{Case, Fault};

/// The longest line that is read, in bytes: far above any segment, far below what a broken file could hold.
const LONGEST_LINE: u64 = 8 * 1024 * 1024;

/// A text and what people said of it. Keys that are not named here are left alone.
#[derive(Debug, Deserialize)]
pub(super) struct Segment {
    /// Name of the set.
    pub(super) set: String,
    /// Languages, such as `ru-en`; `en` for text that was written in English.
    pub(super) lang_pair: String,
    pub(super) kind: Kind,
    /// Who wrote or translated it.
    pub(super) system: String,
    pub(super) doc: String,
    /// Number within the document.
    pub(super) seg: u64,
    /// What is checked.
    pub(super) text: String,
    /// Human judgment, higher is better.
    pub(super) score: Option<f64>,
    pub(super) score_type: Option<String>,
    /// The text in the publisher's tokens; they differ from it in white space only.
    pub(super) tokens: Option<Vec<String>>,
    /// 1 for each token that a person called bad, else 0.
    pub(super) tags: Option<Vec<u8>>,
    /// For a minimal pair: the text before it was damaged, and the name of the damage.
    pub(super) clean: Option<String>,
    pub(super) pert: Option<String>,
    /// Human judgment of the whole system, higher is better.
    pub(super) sys_score: Option<f64>,
    pub(super) sys_score_type: Option<String>,
}

/// Where a text comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Kind {
    /// Written in English by a person.
    HumanNative,
    /// Translated by a person.
    HumanTranslation,
    /// Translated by a machine.
    Mt,
}

impl Kind {
    pub(super) const ALL: [Self; 3] = [Self::HumanNative, Self::HumanTranslation, Self::Mt];

    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::HumanNative => "human-native",
            Self::HumanTranslation => "human-translation",
            Self::Mt => "mt",
        }
    }
}

/// A line of an evaluation set.
#[derive(Debug)]
pub(super) enum Line {
    Segment(Box<Segment>),
    Fault(Fault),
    Case(Case),
}

/// The keys by which the kinds of lines are told apart.
#[derive(Debug, Default, Deserialize)]
struct Keys {
    quote: Option<IgnoredAny>,
    expect: Option<IgnoredAny>,
}

/// The lines of a file in order. Errors name the file and the line, and end the reading.
pub(super) fn read(path: &Path, bar: &ProgressBar) -> Result<impl Iterator<Item = Result<Line>>> {
    let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
    let mut lines = Lines {
        path: path.to_owned(),
        number: 0,
        reader: unpacked(bar.wrap_read(file)).with_context(|| path.display().to_string())?,
    };
    Ok(std::iter::from_fn(move || lines.next_line().transpose()).fuse())
}

/// Gzip is told by its first two bytes (RFC 1952), not by the file's name.
fn unpacked(file: impl Read + 'static) -> std::io::Result<Box<dyn BufRead>> {
    let mut file = BufReader::new(file);
    if file.fill_buf()?.starts_with(&[0x1f, 0x8b]) {
        return Ok(Box::new(BufReader::new(MultiGzDecoder::new(file))));
    }
    Ok(Box::new(file))
}

struct Lines {
    path: PathBuf,
    number: u64,
    reader: Box<dyn BufRead>,
}

impl Lines {
    /// The next line that is not blank, `None` at the end of the file.
    fn next_line(&mut self) -> Result<Option<Line>> {
        let mut line = Vec::new();
        loop {
            self.number += 1;
            line.clear();
            let read = self
                .reader
                .by_ref()
                .take(LONGEST_LINE)
                .read_until(b'\n', &mut line);
            if read.with_context(|| self.place())? == 0 {
                return Ok(None);
            }
            if line.len() as u64 == LONGEST_LINE {
                bail!("{}: the line is longer than {LONGEST_LINE} bytes", self.place());
            }
            if !line.trim_ascii().is_empty() {
                return parse(&line).map(Some).with_context(|| self.place());
            }
        }
    }

    fn place(&self) -> String {
        format!("{}, line {}", self.path.display(), self.number)
    }
}

fn parse(line: &[u8]) -> Result<Line> {
    // A line that is no JSON is said to be no segment.
    let keys: Keys = serde_json::from_slice(line).unwrap_or_default();
    if keys.quote.is_some() {
        return parsed(line, "labelled fault").map(Line::Fault);
    }
    if keys.expect.is_some() {
        return parsed(line, "case").map(Line::Case);
    }
    let segment: Segment = parsed(line, "segment of an evaluation set")?;
    let tokens = segment.tokens.as_ref().map_or(0, Vec::len);
    if let Some(tags) = segment.tags.as_ref().filter(|tags| tags.len() != tokens) {
        bail!("{} tags for {tokens} tokens", tags.len());
    }
    if segment.clean.is_some() != segment.pert.is_some() {
        bail!("a minimal pair needs both `clean` and `pert`");
    }
    Ok(Line::Segment(Box::new(segment)))
}

fn parsed<T: DeserializeOwned>(line: &[u8], what: &str) -> Result<T> {
    // The message may quote the file, and with it what a terminal would act on.
    serde_json::from_slice(line).map_err(|error| anyhow!("not a {what}: {}", Visible(&error.to_string())))
}
