//! XLIFF 1.2 (<https://docs.oasis-open.org/xliff/v1.2/os/xliff-core.html>), and 1.0 and 1.1, which differ in nothing that
//! is read here.

use std::collections::{BTreeSet, VecDeque};
use std::io::BufRead;

use crate::error::Error;
use crate::inline::{Content, content};
use crate::passage::Passage;
use crate::unit::{Account, Options, ReadUnits, Unit};
use crate::xliff::{Scopes, direction};
use crate::xml::{Element, Node, Xml};

/// Reads the `trans-unit`s.
#[derive(Debug)]
pub(crate) struct Xliff1<R: BufRead> {
    xml: Xml<R>,
    options: Options,
    account: Account,
    scopes: Scopes,
    /// The language of the originals of the open `file`.
    source_language: Option<String>,
    /// Segments of the last unit.
    ready: VecDeque<Unit>,
}

impl<R: BufRead> Xliff1<R> {
    pub(crate) fn new(xml: Xml<R>, options: Options) -> Self {
        Self {
            xml,
            options,
            account: Account::default(),
            scopes: Scopes::default(),
            source_language: None,
            ready: VecDeque::new(),
        }
    }

    fn unit(&mut self, unit: &Element) -> Result<(), Error> {
        let inherited = self.scopes.inherited().by(unit);
        let outside = self.xml.depth() - 1;
        let (mut source, mut marked, mut target) = (None, None, None);
        let mut target_tag = Element::default();
        while self.xml.depth() > outside {
            let Node::Start(child) = self.xml.next_tag()? else {
                continue;
            };
            let keeps_space = inherited.by(&child).keeps_space;
            match child.name.as_str() {
                "source" => source = Some(content(&mut self.xml, keeps_space, &BTreeSet::new())?),
                "seg-source" => marked = Some(content(&mut self.xml, keeps_space, &BTreeSet::new())?),
                "target" => {
                    target = Some(content(&mut self.xml, keeps_space, &BTreeSet::new())?);
                    target_tag = child;
                }
                _ => self.xml.skip()?,
            }
        }
        let pairs = pairs(source.unwrap_or_default(), marked, target.unwrap_or_default());
        let state = target_tag.get("state").unwrap_or_default();
        let is_done = unit.says("approved", "yes") || matches!(state, "final" | "signed-off");
        let is_open = matches!(state, "new" | "needs-translation");
        self.account.seen += pairs.len();
        if inherited.is_protected {
            self.account.protected += pairs.len();
            return Ok(());
        }
        let is_machine_translated = target_tag
            .get("state-qualifier")
            .is_some_and(|state| matches!(state, "mt-suggestion" | "leveraged-mt"));
        let id = unit.get("id").unwrap_or_default();
        for (segment, source, target) in pairs {
            if is_open || target.text.is_empty() {
                self.account.untranslated += 1;
            } else if source.text.is_empty() {
                self.account.unpaired += 1;
            } else if is_done && !self.options.all {
                self.account.done += 1;
            } else {
                self.ready.push_back(Unit {
                    id: segment.map_or_else(|| id.to_owned(), |segment| format!("{id}/{segment}")),
                    at: unit.at,
                    source,
                    target,
                    source_language: self.source_language.clone(),
                    is_machine_translated,
                });
            }
        }
        Ok(())
    }
}

impl<R: BufRead> ReadUnits for Xliff1<R> {
    fn next_unit(&mut self) -> Result<Option<Unit>, Error> {
        loop {
            if let Some(unit) = self.ready.pop_front() {
                return Ok(Some(unit));
            }
            match self.xml.next_tag()? {
                Node::Start(element) => match element.name.as_str() {
                    "xliff" | "body" | "group" => self.scopes.enter(&element, self.xml.depth()),
                    "file" => {
                        if let Err(error) = direction(&element, "source-language", "target-language") {
                            self.xml.skip()?;
                            return Err(error);
                        }
                        self.source_language = element.get("source-language").map(str::to_owned);
                        self.scopes.enter(&element, self.xml.depth());
                    }
                    "trans-unit" => self.unit(&element)?,
                    _ => self.xml.skip()?,
                },
                Node::End => {
                    self.scopes.leave(self.xml.depth());
                }
                _ => return Ok(None),
            }
        }
    }

    fn account(&self) -> Account {
        self.account
    }
}

/// The segments with the same ids on both sides, or all of both where they are not marked alike.
fn pairs(
    source: Content,
    marked: Option<Content>,
    mut target: Content,
) -> Vec<(Option<String>, Passage, Passage)> {
    let mut originals = marked.unwrap_or_default();
    let is_alike = originals.segments.len() == target.segments.len()
        && originals
            .segments
            .iter()
            .zip(&target.segments)
            .all(|((one, _), (other, _))| one == other);
    if target.segments.is_empty() {
        return vec![(None, source.whole, target.whole)];
    }
    if is_alike {
        let several = target.segments.len() > 1;
        let segments = originals.segments.drain(..).zip(target.segments.drain(..));
        return segments
            .map(|((mid, source), (_, target))| (several.then_some(mid), source, target))
            .collect();
    }
    let mut all = crate::passage::Builder::default();
    for (_, segment) in &target.segments {
        all.append(segment);
    }
    vec![(None, source.whole, all.finish())]
}
