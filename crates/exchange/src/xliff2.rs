//! XLIFF 2.0 and later (<https://docs.oasis-open.org/xliff/xliff-core/v2.1/os/xliff-core-v2.1-os.html>).

use std::collections::{BTreeSet, VecDeque};
use std::io::BufRead;

use crate::error::Error;
use crate::inline::{CODE_BYTES, content, is_break};
use crate::passage::Passage;
use crate::unit::{Account, Options, ReadUnits, Unit};
use crate::xliff::{Inherited, Scopes, direction};
use crate::xml::{Element, Node, Xml};

/// Reads the segments of the `unit`s.
#[derive(Debug)]
pub(crate) struct Xliff2<R: BufRead> {
    xml: Xml<R>,
    options: Options,
    account: Account,
    scopes: Scopes,
    source_language: Option<String>,
    ready: VecDeque<Unit>,
}

/// A segment as it stands in its unit.
#[derive(Debug, Default)]
struct Segment {
    id: Option<String>,
    is_done: bool,
    source: Passage,
    target: Passage,
}

impl<R: BufRead> Xliff2<R> {
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
        let mut segments = Vec::new();
        let mut line_breaks = BTreeSet::new();
        while self.xml.depth() > outside {
            let Node::Start(child) = self.xml.next_tag()? else {
                continue;
            };
            match child.name.as_str() {
                "segment" => segments.push(self.segment(&child, inherited, &line_breaks)?),
                "originalData" => line_breaks = self.line_breaks()?,
                _ => self.xml.skip()?,
            }
        }
        self.account.seen += segments.len();
        if inherited.is_protected {
            self.account.protected += segments.len();
            return Ok(());
        }
        let several = segments.len() > 1;
        let id = unit.get("id").unwrap_or_default();
        for (number, segment) in segments.into_iter().enumerate() {
            if segment.target.text.is_empty() {
                self.account.untranslated += 1;
            } else if segment.source.text.is_empty() {
                self.account.unpaired += 1;
            } else if segment.is_done && !self.options.all {
                self.account.done += 1;
            } else {
                let own = segment.id.unwrap_or_else(|| (number + 1).to_string());
                self.ready.push_back(Unit {
                    id: if several {
                        format!("{id}/{own}")
                    } else {
                        id.to_owned()
                    },
                    at: unit.at,
                    source: segment.source,
                    target: segment.target,
                    source_language: self.source_language.clone(),
                    is_machine_translated: false,
                });
            }
        }
        Ok(())
    }

    fn segment(
        &mut self,
        segment: &Element,
        inherited: Inherited,
        line_breaks: &BTreeSet<String>,
    ) -> Result<Segment, Error> {
        let outside = self.xml.depth() - 1;
        let mut read = Segment {
            id: segment.get("id").map(str::to_owned),
            is_done: segment.says("state", "final"),
            ..Segment::default()
        };
        while self.xml.depth() > outside {
            let Node::Start(child) = self.xml.next_tag()? else {
                continue;
            };
            let keeps_space = inherited.by(&child).keeps_space;
            match child.name.as_str() {
                "source" => read.source = content(&mut self.xml, keeps_space, line_breaks)?.whole,
                "target" => read.target = content(&mut self.xml, keeps_space, line_breaks)?.whole,
                _ => self.xml.skip()?,
            }
        }
        Ok(read)
    }

    /// The ids of the native codes that break a line.
    fn line_breaks(&mut self) -> Result<BTreeSet<String>, Error> {
        let outside = self.xml.depth() - 1;
        let mut ids = BTreeSet::new();
        while self.xml.depth() > outside {
            let Node::Start(data) = self.xml.next_tag()? else {
                continue;
            };
            let code = self.xml.beginning(CODE_BYTES)?;
            ids.extend(data.get("id").filter(|_| is_break(&code)).map(str::to_owned));
        }
        Ok(ids)
    }
}

impl<R: BufRead> ReadUnits for Xliff2<R> {
    fn next_unit(&mut self) -> Result<Option<Unit>, Error> {
        loop {
            if let Some(unit) = self.ready.pop_front() {
                return Ok(Some(unit));
            }
            match self.xml.next_tag()? {
                Node::Start(element) => match element.name.as_str() {
                    "xliff" => {
                        if let Err(error) = direction(&element, "srcLang", "trgLang") {
                            self.xml.skip()?;
                            return Err(error);
                        }
                        self.source_language = element.get("srcLang").map(str::to_owned);
                        self.scopes.enter(&element, self.xml.depth());
                    }
                    "file" | "group" => self.scopes.enter(&element, self.xml.depth()),
                    "unit" => self.unit(&element)?,
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
