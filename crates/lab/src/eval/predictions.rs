//! What the rules said of each segment, for an outside scorer: one JSON line a text.

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use linguistics::finding::{Finding, Severity};
use serde::Serialize;
use tempfile::NamedTempFile;

use super::segment::Segment;

/// A file of predictions while it is written; it takes its name when it is complete.
#[derive(Debug)]
pub(super) struct Predictions {
    path: PathBuf,
    file: BufWriter<NamedTempFile>,
}

#[derive(Debug, Serialize)]
struct Line<'a> {
    set: &'a str,
    system: &'a str,
    doc: &'a str,
    seg: u64,
    side: &'a str,
    findings: Vec<Hit<'a>>,
    score: f64,
}

/// `start` and `end` are byte offsets into the text, end exclusive.
#[derive(Debug, Serialize)]
struct Hit<'a> {
    start: usize,
    end: usize,
    rule: &'a str,
    severity: Severity,
}

impl Predictions {
    pub(super) fn create(path: &Path) -> Result<Self> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let file = NamedTempFile::new_in(folder.unwrap_or(Path::new(".")))
            .with_context(|| format!("cannot write {}", path.display()))?;
        Ok(Self {
            path: path.to_owned(),
            file: BufWriter::new(file),
        })
    }

    /// `side` is `text` or, for the undamaged text of a minimal pair, `clean`.
    pub(super) fn write(&mut self, segment: &Segment, side: &str, findings: &[Finding]) -> Result<()> {
        let line = Line {
            set: &segment.set,
            system: &segment.system,
            doc: &segment.doc,
            seg: segment.seg,
            side,
            findings: findings.iter().map(Hit::of).collect(),
            score: super::badness(findings),
        };
        serde_json::to_writer(&mut self.file, &line)
            .map_err(std::io::Error::from)
            .and_then(|()| writeln!(self.file))
            .with_context(|| format!("cannot write {}", self.path.display()))
    }

    pub(super) fn finish(self) -> Result<()> {
        let written = self
            .file
            .into_inner()
            .map_err(std::io::IntoInnerError::into_error);
        written
            .and_then(|file| file.persist(&self.path).map_err(|error| error.error))
            .map(drop)
            .with_context(|| format!("cannot write {}", self.path.display()))
    }
}

impl<'a> Hit<'a> {
    fn of(finding: &'a Finding) -> Self {
        Self {
            start: finding.span.start,
            end: finding.span.end,
            rule: &finding.rule,
            severity: finding.severity,
        }
    }
}
