//! The rule packs, allowed words and terms of a configuration.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};
use checker::{Catalogue, did_you_mean};
use linguistics::packs::{self, Pack};
use linguistics::rule::Rule;

use super::file::{Feed, File, Found, Term};

/// The name of the pack that is made of `[words]` and `[[terms]]`.
const WORDS: &str = "words";

/// Every pack that a configuration names, read once.
#[derive(Debug)]
pub(crate) struct Packs {
    by_path: BTreeMap<PathBuf, Pack>,
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
        let mut packs = Self {
            by_path: BTreeMap::new(),
            terms: None,
        };
        let file = &found.file;
        for path in file
            .packs
            .iter()
            .chain(file.feeds.iter().flat_map(|feed| &feed.packs))
        {
            packs.add(path)?;
        }
        let mut words = vec![words(found, None)?];
        for feed in 0..file.feeds.len() {
            words.push(self::words(found, Some(feed))?);
        }
        packs.terms = words
            .into_iter()
            .flatten()
            .find(|words| !words.rules().is_empty());
        Ok(packs)
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
        self.by_path.values().chain(&self.terms)
    }

    /// The packs of a feed, by its number, or those that hold without one.
    pub(super) fn of(&self, found: &Found, feed: Option<usize>) -> Result<Vec<Pack>> {
        let mut paths = found.file.packs.clone();
        paths.extend(
            feed_of(&found.file, feed)
                .into_iter()
                .flat_map(|feed| feed.packs.clone()),
        );
        paths.sort();
        paths.dedup();
        let packs = paths.iter().filter_map(|path| self.by_path.get(path)).cloned();
        Ok(packs.chain(words(found, feed)?).collect())
    }

    fn add(&mut self, path: &Path) -> Result<()> {
        if self.by_path.contains_key(path) {
            return Ok(());
        }
        let text =
            std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        let pack = Pack::parse(&text).with_context(|| path.display().to_string())?;
        self.refuse_taken(pack.name())
            .with_context(|| path.display().to_string())?;
        self.by_path.insert(path.to_owned(), pack);
        Ok(())
    }

    /// Rejects duplicate names of packs: a key of `[rules]` must be unambiguous.
    fn refuse_taken(&self, name: &str) -> Result<()> {
        if let Some((other, _)) = self.by_path.iter().find(|(_, pack)| pack.name() == name) {
            bail!("the name `{name}` is that of the pack {} too", other.display());
        }
        let ours = Catalogue::of([]);
        if name == WORDS || ours.named(name).is_ok() {
            bail!("the name `{name}` is taken by wirecheck's own rules");
        }
        Ok(())
    }
}

fn feed_of(file: &File, feed: Option<usize>) -> Option<&Feed> {
    file.feeds.get(feed?)
}

/// The words and terms that hold for a feed, by its number, or without one; `None` where there are none.
fn words(found: &Found, feed: Option<usize>) -> Result<Option<Pack>> {
    let file = &found.file;
    let own = feed_of(file, feed);
    let allowed = file
        .words
        .allowed
        .iter()
        .chain(own.iter().flat_map(|feed| &feed.words.allowed));
    let mut pack = Pack::of_allowed(WORDS, allowed.cloned());
    add_terms(&mut pack, &file.terms, found, &["terms"])?;
    if let (Some(own), Some(number)) = (own, feed) {
        add_terms(
            &mut pack,
            &own.terms,
            found,
            &["feeds", &number.to_string(), "terms"],
        )?;
    }
    Ok((!pack.is_empty()).then_some(pack))
}

fn add_terms(pack: &mut Pack, terms: &[Term], found: &Found, key: &[&str]) -> Result<()> {
    for (number, term) in terms.iter().enumerate() {
        let added = packs::Term {
            wrong: term.wrong.clone(),
            right: term.right.clone(),
            reason: term.reason.clone(),
            severity: term.severity,
        };
        pack.add_term(added).map_err(|message| {
            let number = number.to_string();
            let line = found.line_of(&[key, &[&number]].concat()).unwrap_or(1);
            anyhow!("line {line}, term `{}`: {message}", term.wrong)
        })?;
    }
    Ok(())
}
