//! The rule packs, allowed words and terms of a configuration.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use checker::{Catalogue, did_you_mean, pack_of_words};
use linguistics::packs::Pack;
use linguistics::rule::Rule;

use super::file::Found;

/// Every pack that a configuration names, read once.
#[derive(Debug)]
pub(crate) struct Packs {
    files: checker::Packs,
    /// The `words/term` rule, if any feed defines terms; needed so that `[rules]` can name it.
    terms: Option<Pack>,
}

impl Packs {
    /// Reads the packs of a configuration, named or found upwards from `here`, and those of the command line.
    pub(crate) fn load(config: Option<&Path>, more: &[PathBuf], here: &Path) -> Result<Self> {
        let mut found = Found::read(config, here)?;
        found.file.packs.extend_from_slice(more);
        Self::read(&found).with_context(|| found.name())
    }

    /// Reads the packs of a file and of its feeds.
    pub(crate) fn read(found: &Found) -> Result<Self> {
        let mut files = checker::Packs::default();
        let of_feeds = found.file.feeds.iter().flat_map(|feed| &feed.packs);
        for path in found.file.packs.iter().chain(of_feeds) {
            if files.has(path) {
                continue;
            }
            let text =
                std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
            files
                .add(path, &text)
                .with_context(|| path.display().to_string())?;
        }
        let mut words = vec![words(found, None)?];
        for feed in 0..found.file.feeds.len() {
            words.push(self::words(found, Some(feed))?);
        }
        let terms = words
            .into_iter()
            .flatten()
            .find(|words| !words.rules().is_empty());
        Ok(Self { files, terms })
    }

    /// Every rule that the configuration knows.
    pub(super) fn catalogue(&self) -> Catalogue {
        Catalogue::of(self.all())
    }

    /// Every rule that can be explained: ours by name, then those of packs.
    pub(crate) fn rules(&self) -> impl Iterator<Item = Rule> {
        checker::own_rules()
            .into_iter()
            .chain(self.all().flat_map(Pack::rules).cloned())
    }

    /// The rule of that name, or an error that names the one that was probably meant.
    pub(crate) fn rule(&self, name: &str) -> Result<Rule> {
        self.rules().find(|rule| rule.name == name).ok_or_else(|| {
            let names: Vec<_> = self.rules().map(|rule| rule.name).collect();
            let hint = did_you_mean(name, names.iter().map(String::as_str));
            anyhow!("there is no rule `{name}` (`wirecheck rules` lists them){hint}")
        })
    }

    /// All packs, in the order of their paths.
    fn all(&self) -> impl Iterator<Item = &Pack> {
        self.files.all().chain(&self.terms)
    }

    /// The packs of a feed, by its number, or those that hold without one.
    pub(super) fn of(&self, found: &Found, feed: Option<usize>) -> Result<Vec<Pack>> {
        let own = feed.and_then(|feed| found.file.feeds.get(feed));
        let paths = found
            .file
            .packs
            .iter()
            .chain(own.into_iter().flat_map(|feed| &feed.packs));
        let mut packs = self.files.at(paths);
        packs.extend(words(found, feed)?);
        Ok(packs)
    }
}

/// The words and terms that hold for a feed, by its number, or without one; `None` where there are none.
fn words(found: &Found, feed: Option<usize>) -> Result<Option<Pack>> {
    let file = &found.file;
    let number = feed.unwrap_or_default().to_string();
    let key = ["feeds", &number, "terms"];
    let mut words = vec![&file.words];
    let mut terms = vec![(&["terms"][..], &file.terms[..])];
    if let Some(own) = feed.and_then(|feed| file.feeds.get(feed)) {
        words.push(&own.words);
        terms.push((&key, &own.terms));
    }
    Ok(pack_of_words(&found.text, &words, &terms)?)
}
