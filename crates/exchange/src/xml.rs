//! XML as the readers of units see it: elements and text with their places, nothing expanded, nothing fetched.

use std::io::BufRead;

use quick_xml::escape::resolve_html5_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use text::FilePosition;

use crate::counted::{Counted, TooMuch};
use crate::error::Error;

/// Elements inside of each other, at most.
const MOST_DEEP: usize = 100;

/// An element, by its name without a prefix.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Element {
    pub(crate) name: String,
    /// The prefix of its name, with the colon.
    pub(crate) prefix: String,
    attributes: Vec<(String, String)>,
    /// Where its tag begins.
    pub(crate) at: FilePosition,
}

impl Element {
    /// The value of an attribute, by its name as written: `xml:lang`.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Whether an attribute has this value.
    pub(crate) fn says(&self, name: &str, value: &str) -> bool {
        self.get(name)
            .is_some_and(|said| said.eq_ignore_ascii_case(value))
    }

    fn of(start: &BytesStart, at: FilePosition) -> Self {
        let mut attributes = start.attributes();
        let attributes = attributes.with_checks(false).flatten().map(|attribute| {
            let key = attribute.key.as_ref().to_owned();
            let value = attribute.normalized_value(XmlVersion::Implicit1_0);
            let value = value.map_or_else(|_| attribute.value.as_ref().to_owned(), Into::into);
            (key, value)
        });
        let prefix = start
            .name()
            .prefix()
            .map(|prefix| format!("{}:", prefix.as_ref()));
        Self {
            name: start.local_name().as_ref().to_owned(),
            prefix: prefix.unwrap_or_default(),
            attributes: attributes.collect(),
            at,
        }
    }
}

/// What comes next in a file.
#[derive(Debug)]
pub(crate) enum Node {
    /// A start tag; its end comes, too, if it is an empty element.
    Start(Element),
    /// An end tag.
    End,
    /// Text as the file has it.
    Text(String),
    /// A character that something else stands for.
    Character(String),
    /// A reference that nobody knows.
    Unknown,
    /// The file is over, and no element is open.
    Over,
}

/// A file, read node by node.
#[derive(Debug)]
pub(crate) struct Xml<R: BufRead> {
    reader: Reader<Counted<R>>,
    buffer: Vec<u8>,
    /// The names of the elements that are open.
    open: Vec<String>,
    /// Where the last node began and ended.
    from: FilePosition,
}

impl<R: BufRead> Xml<R> {
    pub(crate) fn new(input: Counted<R>) -> Self {
        let mut reader = Reader::from_reader(input);
        reader.config_mut().expand_empty_elements = true;
        Self {
            reader,
            buffer: Vec::new(),
            open: Vec::new(),
            from: FilePosition::START,
        }
    }

    /// Where the last node began.
    pub(crate) fn from(&self) -> FilePosition {
        self.from
    }

    /// Where the last node ended.
    pub(crate) fn to(&self) -> FilePosition {
        self.reader.get_ref().at()
    }

    /// How many elements are open.
    pub(crate) fn depth(&self) -> usize {
        self.open.len()
    }

    /// The next tag; text before it is passed over, however long it is.
    pub(crate) fn next_tag(&mut self) -> Result<Node, Error> {
        loop {
            self.pass_text()?;
            let node = self.next()?;
            if matches!(node, Node::Start(_) | Node::End | Node::Over) {
                return Ok(node);
            }
        }
    }

    /// Passes over an element whose start tag was read.
    pub(crate) fn skip(&mut self) -> Result<(), Error> {
        let outside = self.depth().saturating_sub(1);
        while self.depth() > outside {
            self.next_tag()?;
        }
        Ok(())
    }

    /// The beginning of the text of an element whose start tag was read, up to its end.
    pub(crate) fn beginning(&mut self, bytes: usize) -> Result<String, Error> {
        let outside = self.depth().saturating_sub(1);
        let mut beginning = String::new();
        while self.depth() > outside {
            if let Node::Text(words) | Node::Character(words) = self.next()?
                && beginning.len() < bytes
            {
                beginning.extend(words.chars().take(bytes));
            }
        }
        Ok(beginning)
    }

    fn pass_text(&mut self) -> Result<(), Error> {
        let line = self.to().line;
        let mut text = self.reader.stream();
        loop {
            text.get_mut().begin();
            let bytes = text.fill_buf().map_err(|error| unreadable(error, line))?;
            let length = bytes.iter().position(|byte| *byte == b'<');
            let (length, is_over) = (
                length.unwrap_or(bytes.len()),
                length.is_some() || bytes.is_empty(),
            );
            text.consume(length);
            if is_over {
                return Ok(());
            }
        }
    }

    /// The next node; comments and instructions are passed over.
    pub(crate) fn next(&mut self) -> Result<Node, Error> {
        loop {
            self.from = self.to();
            self.buffer.clear();
            self.reader.get_mut().begin();
            let line = self.from.line;
            let damaged = |why: String| Error::damaged(line, why);
            let event = match self.reader.read_event_into(&mut self.buffer) {
                Ok(event) => event,
                Err(error) => return Err(broken(error, line)),
            };
            return Ok(match event {
                Event::Start(start) => {
                    let element = Element::of(&start, self.from);
                    if self.open.len() == MOST_DEEP {
                        return Err(damaged(format!("elements are nested more than {MOST_DEEP} deep")));
                    }
                    self.open.push(element.name.clone());
                    Node::Start(element)
                }
                Event::End(_) => {
                    self.open.pop();
                    Node::End
                }
                Event::Text(text) => Node::Text(text.into_inner().into_owned()),
                Event::CData(text) => {
                    // The place of the words, not of the brackets around them.
                    self.from = self.from.after(b"<![CDATA[");
                    Node::Text(text.into_inner().into_owned())
                }
                Event::GeneralRef(reference) => {
                    let character = match reference.resolve_char_ref() {
                        Ok(Some(character)) => Some(character.to_string()),
                        Ok(None) => resolve_html5_entity(&reference).map(str::to_owned),
                        Err(_) => None,
                    };
                    character.map_or(Node::Unknown, Node::Character)
                }
                Event::Eof => match self.open.last() {
                    Some(name) => return Err(damaged(format!("the file ends inside of <{name}>"))),
                    None => Node::Over,
                },
                Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {
                    continue;
                }
            });
        }
    }
}

fn broken(error: quick_xml::Error, line: usize) -> Error {
    match error {
        quick_xml::Error::Io(error) => match std::sync::Arc::try_unwrap(error) {
            Ok(error) => unreadable(error, line),
            Err(shared) => unreadable(std::io::Error::new(shared.kind(), shared.to_string()), line),
        },
        quick_xml::Error::Encoding(_) => Error::damaged(line, "it is not valid UTF-8"),
        error => Error::damaged(line, format!("it is not well-formed XML: {error}")),
    }
}

/// An error of the system, or what is larger than it may be.
pub(crate) fn unreadable(error: std::io::Error, line: usize) -> Error {
    if matches!(error.get_ref(), Some(inner) if inner.is::<TooMuch>()) {
        Error::damaged(line, TooMuch.to_string())
    } else {
        Error::Unreadable(error)
    }
}
