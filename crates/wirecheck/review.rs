//! What comes after a report: the baseline, and the decisions of an editor.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use anyhow::{Context, Result};
use reporting::baseline::{Baseline, Comparison, Entry, Prune};
use reporting::decisions::{self, CorrectedArticle, Decisions};
use reporting::report::Report;
use reporting::visible::Visible;

use crate::whole_file;

/// The baseline in the file at `path`; an empty one where there is no file.
pub(crate) fn load(path: &Path) -> Result<Baseline> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Baseline::parse(&text, path)?),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Baseline::default()),
        Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
    }
}

/// Says on standard error which entries no longer do their work.
pub(crate) fn warn(comparison: &Comparison, path: &Path) {
    let path = path.display();
    for (entries, state) in [
        (&comparison.stale, "stale: its finding is gone"),
        (&comparison.expired, "expired"),
    ] {
        for entry in entries {
            anstream::eprintln!(
                "warning: {path}: {} ({}, “{}”) is {state}",
                entry.id,
                entry.rule,
                Visible(&entry.quote)
            );
        }
    }
    let outdated = comparison.outdated.len();
    if outdated > 0 {
        anstream::eprintln!(
            "warning: {path}: {outdated} {} the last part of its path, as earlier versions did; `wirecheck baseline \
             update` renews them",
            if outdated == 1 {
                "entry calls a file by"
            } else {
                "entries call a file by"
            }
        );
    }
    for scope in &comparison.expired_scopes {
        anstream::eprintln!("warning: {path}: the scope for {} is expired", scope.rule);
    }
}

/// Takes in all findings of a report.
pub(crate) fn create(report: &Report, path: &Path, reason: &str, by: Option<&str>) -> Result<()> {
    if path.exists() {
        anyhow::bail!(
            "{} is there already; use `wirecheck baseline update`",
            path.display()
        );
    }
    save(&Baseline::create(report, reason, by), path)
}

/// Renews the entries, and takes new findings in where there is a reason.
pub(crate) fn update(report: &Report, path: &Path, adopt: Option<(&str, Option<&str>)>) -> Result<()> {
    let before = load(path)?;
    let comparison = before.compare(report);
    let outdated = comparison.outdated.len();
    if outdated > 0 {
        anstream::eprintln!("{outdated} of the entries called a file by the last part of its path: renewed");
    }
    comparison.done.iter().for_each(say_removed);
    let mut baseline = before.clone();
    baseline.update(report, adopt);
    renew(&before, &baseline, path)
}

/// Removes what no longer does its work.
pub(crate) fn prune(report: &Report, path: &Path, which: Prune) -> Result<()> {
    let before = load(path)?;
    let mut baseline = before.clone();
    baseline.prune(report, which).iter().for_each(say_removed);
    renew(&before, &baseline, path)
}

fn say_removed(entry: &Entry) {
    let why = if entry.corrected { ": it was corrected" } else { "" };
    anstream::eprintln!(
        "removed {} ({}, “{}”){why}",
        entry.id,
        entry.rule,
        Visible(&entry.quote)
    );
}

/// Writes a baseline that has changed; no file comes of it where there was none and nothing is known.
fn renew(before: &Baseline, after: &Baseline, path: &Path) -> Result<()> {
    if before == after {
        anstream::eprintln!("{}: nothing to change, {}", path.display(), known(after));
        return Ok(());
    }
    save(after, path)
}

/// Lists the entries.
pub(crate) fn show(path: &Path) -> Result<()> {
    let baseline = load(path)?;
    let mut out = anstream::stdout().lock();
    for entry in &baseline.entries {
        let by = entry
            .by
            .as_deref()
            .map(|by| format!(", {by}"))
            .unwrap_or_default();
        let reason = Visible(&entry.reason);
        writeln!(
            out,
            "{}  {}  “{}”  {reason}{by}",
            entry.id,
            entry.rule,
            Visible(&entry.quote)
        )?;
    }
    for scope in &baseline.scopes {
        writeln!(
            out,
            "everywhere  {}  “{}”  {}",
            scope.rule,
            scope.quote.as_deref().unwrap_or("*"),
            Visible(&scope.reason)
        )?;
    }
    writeln!(out, "{}", known(&baseline))?;
    Ok(())
}

/// How much a baseline lets pass, as a clause.
fn known(baseline: &Baseline) -> String {
    let (findings, phrases) = (baseline.entries.len(), baseline.scopes.len());
    let ending = |count| if count == 1 { "" } else { "s" };
    let (of_findings, of_phrases) = (ending(findings), ending(phrases));
    match (findings, phrases) {
        (1, 0) => "1 finding is known".to_owned(),
        (_, 0) => format!("{findings} findings are known"),
        _ => format!("{findings} finding{of_findings} and {phrases} phrase{of_phrases} are known"),
    }
}

/// Writes the corrected articles and their diffs, and then adds what waits for the publisher and what is to be ignored to
/// the baseline, so that a baseline never knows of a correction that nobody has. Returns whether every decision came to something.
pub(crate) fn apply(report: &Report, file: &Path, folder: &Path, baseline: &Path) -> Result<bool> {
    let text = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let decisions = Decisions::parse(&text, file)?;
    // A baseline that cannot be read is better found before anything is written.
    let before = load(baseline)?;
    let applied = decisions::apply(report, &decisions, &before);
    let mut after = before.clone();
    after.add(applied.entries);
    for (number, article) in applied.corrected.iter().enumerate() {
        write_corrected(number + 1, article, folder).with_context(|| match number {
            0 => "nothing was written".to_owned(),
            _ => format!("{number} of {} articles were written", applied.corrected.len()),
        })?;
    }
    if before != after {
        save(&after, baseline).with_context(|| match applied.corrected.len() {
            0 => "no decision was kept".to_owned(),
            _ => format!(
                "the corrected texts are in {}, but the baseline does not know of them",
                folder.display()
            ),
        })?;
    }
    for rejected in &applied.rejected {
        anstream::eprintln!("warning: {}: {}", rejected.id, rejected.why);
    }
    Ok(applied.rejected.is_empty())
}

/// Writes one corrected article and its diff.
fn write_corrected(number: usize, article: &CorrectedArticle, folder: &Path) -> Result<()> {
    let path = folder.join(file_name(number, &article.title));
    write(&path.with_extension("txt"), &article.text)?;
    write(&path.with_extension("diff"), &article.diff)?;
    let plural = if article.findings == 1 { "" } else { "s" };
    anstream::eprintln!(
        "{}: {} correction{plural}",
        path.with_extension("txt").display(),
        article.findings
    );
    Ok(())
}

/// A name that says which article it is and is safe on any file system.
fn file_name(number: usize, title: &str) -> String {
    const LONGEST: usize = 48;
    let words = title
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty());
    let mut slug = words.collect::<Vec<_>>().join("-").to_ascii_lowercase();
    slug.truncate(LONGEST);
    format!("{number:03}-{}", slug.trim_end_matches('-'))
}

fn save(baseline: &Baseline, path: &Path) -> Result<()> {
    write(path, &baseline.to_string())?;
    anstream::eprintln!("wrote {}: {}", path.display(), known(baseline));
    Ok(())
}

fn write(path: &Path, text: &str) -> Result<()> {
    whole_file::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}
