//! TMX 1.1 to 1.4b, the memories of translation programs (<https://www.gala-global.org/tmx-14b>).

use std::collections::BTreeSet;
use std::io::BufRead;

use text::{FilePosition, Lang};

use crate::error::Error;
use crate::inline::content;
use crate::passage::Passage;
use crate::unit::{Account, Options, ReadUnits, Unit, is_english};
use crate::xml::{Element, Node, Xml};

/// Languages that are named when none of them is the one that is wanted.
const LANGUAGES_SHOWN: usize = 10;

/// Reads the `tu`s.
#[derive(Debug)]
pub(crate) struct Tmx<R: BufRead> {
    xml: Xml<R>,
    options: Options,
    account: Account,
    /// The language of the originals by the header.
    source_language: Option<String>,
    header_at: FilePosition,
    /// The tags of the languages that were seen.
    languages: BTreeSet<String>,
    has_pair: bool,
    is_over: bool,
}

/// A translation of a unit, or its original.
struct Variant {
    language: String,
    passage: Passage,
}

impl<R: BufRead> Tmx<R> {
    pub(crate) fn new(xml: Xml<R>, options: Options) -> Self {
        Self {
            xml,
            options,
            account: Account::default(),
            source_language: None,
            header_at: FilePosition::START,
            languages: BTreeSet::new(),
            has_pair: false,
            is_over: false,
        }
    }

    /// The error of a file in which no unit is a pair.
    fn no_pair(&self) -> Option<Error> {
        if self.has_pair || self.languages.is_empty() {
            return None;
        }
        let languages: Vec<&str> = self.languages.iter().map(String::as_str).collect();
        Some(Error::NoPair {
            source_language: self.wanted(None).unwrap_or_default(),
            languages: languages.join(", "),
        })
    }

    /// The language of the originals: the user's word goes before that of the unit, and that before the header's.
    fn wanted(&self, unit: Option<&Element>) -> Option<String> {
        let of_unit = unit.and_then(|unit| unit.get("srclang"));
        let said = self
            .options
            .source_language
            .as_deref()
            .or(of_unit)
            .or(self.source_language.as_deref())?;
        (said != "*all*").then(|| said.to_owned())
    }

    fn unit(&mut self, unit: &Element) -> Result<Option<Unit>, Error> {
        let variants = self.variants()?;
        let Some(wanted) = self.wanted(Some(unit)) else {
            self.is_over = true;
            return Err(Error::NoSourceLanguage {
                line: self.header_at.line,
            });
        };
        if is_english(&wanted) {
            self.is_over = true;
            let mut others = variants.iter().filter(|variant| !is_english(&variant.language));
            return Err(Error::Direction {
                line: self.header_at.line,
                source_language: wanted,
                target_language: others
                    .next()
                    .map(|other| other.language.clone())
                    .unwrap_or_default(),
            });
        }
        self.account.seen += 1;
        let (mut source, mut target) = (None, None);
        for variant in variants {
            if is_english(&variant.language) {
                target.get_or_insert(variant);
            } else if is_same(&variant.language, &wanted) {
                source.get_or_insert(variant);
            }
        }
        let Some(target) = target.filter(|target| !target.passage.text.is_empty()) else {
            self.account.untranslated += 1;
            return Ok(None);
        };
        let Some(source) = source else {
            self.account.unpaired += 1;
            return Ok(None);
        };
        self.has_pair = true;
        let number = || self.account.seen.to_string();
        Ok(Some(Unit {
            id: unit.get("tuid").map_or_else(number, str::to_owned),
            at: unit.at,
            source: source.passage,
            target: target.passage,
            source_language: Some(source.language),
            is_machine_translated: false,
        }))
    }

    fn variants(&mut self) -> Result<Vec<Variant>, Error> {
        let outside = self.xml.depth() - 1;
        let mut variants: Vec<Variant> = Vec::new();
        while self.xml.depth() > outside {
            let Node::Start(element) = self.xml.next_tag()? else {
                continue;
            };
            match element.name.as_str() {
                "tuv" => {
                    let tag = element
                        .get("xml:lang")
                        .or(element.get("lang"))
                        .unwrap_or_default();
                    if self.languages.len() < LANGUAGES_SHOWN && !self.languages.contains(tag) {
                        self.languages.insert(tag.to_owned());
                    }
                    variants.push(Variant {
                        language: tag.to_owned(),
                        passage: Passage::default(),
                    });
                }
                "seg" => {
                    let passage = content(&mut self.xml, false, &BTreeSet::new())?.whole;
                    if let Some(variant) = variants.last_mut() {
                        variant.passage = passage;
                    }
                }
                _ => self.xml.skip()?,
            }
        }
        Ok(variants)
    }
}

impl<R: BufRead> ReadUnits for Tmx<R> {
    fn next_unit(&mut self) -> Result<Option<Unit>, Error> {
        while !self.is_over {
            match self.xml.next_tag()? {
                Node::Start(element) => match element.name.as_str() {
                    "tmx" | "body" => {}
                    "header" => {
                        self.header_at = element.at;
                        self.source_language = element.get("srclang").map(str::to_owned);
                        self.xml.skip()?;
                    }
                    "tu" => {
                        if let Some(unit) = self.unit(&element)? {
                            return Ok(Some(unit));
                        }
                    }
                    _ => self.xml.skip()?,
                },
                Node::Over => {
                    self.is_over = true;
                    return self.no_pair().map_or(Ok(None), Err);
                }
                _ => {}
            }
        }
        Ok(None)
    }

    fn account(&self) -> Account {
        self.account
    }
}

/// Whether two tags are of one language, whatever the country.
fn is_same(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
        || Lang::from_tag(one).is_some_and(|language| Lang::from_tag(other) == Some(language))
}
