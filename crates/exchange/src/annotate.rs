//! Notes on units of an XLIFF file, in a copy of it: [`annotate`].

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};

use encoding_rs::UTF_8;
use quick_xml::escape::partial_escape;
use text::FilePosition;

use crate::counted::Counted;
use crate::error::Error;
use crate::format::{Format, HEAD_BYTES, encoding};
use crate::xml::{Element, Node, Xml};

/// Who the notes are from. Those of an earlier run are known by it.
const AUTHOR: &str = "wirecheck";

/// The notes on each unit, by the offset at which its [element begins](crate::Unit::at).
pub type Notes = BTreeMap<u64, Vec<String>>;

/// Why a copy with notes cannot be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AnnotateError {
    /// A format that has no place for them, or of which nobody expects it.
    #[error("notes are written into XLIFF, and this is {0}")]
    Format(Format),
    /// A file in another encoding than UTF-8.
    #[error("notes are written into files in UTF-8, and this one is in {0}")]
    Encoding(&'static str),
    /// The file cannot be read to its end.
    #[error("{}", .0.sentence())]
    Unreadable(#[source] Error),
    /// The copy cannot be written.
    #[error("the copy cannot be written")]
    Unwritable(#[source] io::Error),
}

impl From<Error> for AnnotateError {
    fn from(error: Error) -> Self {
        Self::Unreadable(error)
    }
}

/// A change of the file: the bytes from `from` to `to` go, and `new` comes in their place.
#[derive(Debug)]
struct Change {
    from: u64,
    to: u64,
    new: String,
}

/// Copies an XLIFF file with notes: `<note from="wirecheck">` behind the `target` of a `trans-unit`, `<note
/// category="wirecheck">` in the `notes` of a `unit`. Notes of that kind which are there already go. Everything else stays
/// as it is, byte by byte. The file is read twice.
///
/// # Errors
/// If the file is no whole XLIFF file in UTF-8, or the copy cannot be written.
pub fn annotate<F: Read + Seek>(
    file: &mut F,
    format: Format,
    notes: &Notes,
    out: &mut dyn Write,
) -> Result<(), AnnotateError> {
    let unreadable = |error| AnnotateError::Unreadable(Error::Unreadable(error));
    let mut input = BufReader::with_capacity(HEAD_BYTES, &mut *file);
    let encoding = encoding(input.fill_buf().map_err(unreadable)?);
    if encoding != UTF_8 {
        return Err(AnnotateError::Encoding(encoding.name()));
    }
    let changes = changes(input, format, notes)?;
    file.seek(SeekFrom::Start(0)).map_err(unreadable)?;
    copy(BufReader::with_capacity(HEAD_BYTES, file), &changes, out)
}

fn copy(mut file: impl BufRead, changes: &[Change], out: &mut dyn Write) -> Result<(), AnnotateError> {
    // An error of reading is told as one of writing here: the file was read once without one.
    let unwritable = AnnotateError::Unwritable;
    let mut at = 0;
    for change in changes {
        io::copy(&mut (&mut file).take(change.from - at), out).map_err(unwritable)?;
        out.write_all(change.new.as_bytes()).map_err(unwritable)?;
        io::copy(&mut (&mut file).take(change.to - change.from), &mut io::sink()).map_err(unwritable)?;
        at = change.to;
    }
    io::copy(&mut file, out).map_err(unwritable)?;
    Ok(())
}

/// What is to be changed, in the order of the file.
fn changes(file: impl BufRead, format: Format, notes: &Notes) -> Result<Vec<Change>, AnnotateError> {
    let unit_name = match format {
        Format::Xliff1 => "trans-unit",
        Format::Xliff2 => "unit",
        Format::Tmx | Format::Po => return Err(AnnotateError::Format(format)),
    };
    let mut xml = Xml::new(Counted::new(file));
    let mut changes = Vec::new();
    loop {
        match xml.next_tag()? {
            Node::Start(element) if element.name == unit_name => {
                let first = changes.len();
                let of_unit = notes.get(&element.at.offset).map_or(&[][..], Vec::as_slice);
                if format == Format::Xliff1 {
                    in_trans_unit(&mut xml, &element, of_unit, &mut changes)?;
                } else {
                    in_unit(&mut xml, &element, of_unit, &mut changes)?;
                }
                changes[first..].sort_by_key(|change| (change.from, change.to));
            }
            Node::Over => return Ok(changes),
            _ => {}
        }
    }
}

/// White space in front of a tag.
#[derive(Debug, Clone)]
struct Indent {
    at: FilePosition,
    space: String,
}

/// The next tag, with the white space in front of it.
fn next_tag<R: BufRead>(xml: &mut Xml<R>) -> Result<(Node, Indent), Error> {
    let mut space = None;
    loop {
        let node = xml.next()?;
        let from = xml.from();
        match node {
            Node::Text(text) if text.trim().is_empty() => {
                space = Some(Indent {
                    at: from,
                    space: text,
                });
            }
            Node::Text(_) | Node::Character(_) | Node::Unknown => space = None,
            tag => {
                let nothing = Indent {
                    at: from,
                    space: String::new(),
                };
                // A comment may stand between the two.
                let touches = |indent: &Indent| indent.at.offset + indent.space.len() as u64 == from.offset;
                return Ok((tag, space.filter(touches).unwrap_or(nothing)));
            }
        }
    }
}

fn in_trans_unit<R: BufRead>(
    xml: &mut Xml<R>,
    unit: &Element,
    notes: &[String],
    changes: &mut Vec<Change>,
) -> Result<(), Error> {
    let outside = xml.depth() - 1;
    // Behind `source`, `seg-source` and `target`, the first elements of a unit.
    let mut place: Option<(u64, String)> = None;
    while xml.depth() > outside {
        let (Node::Start(child), indent) = next_tag(xml)? else {
            continue;
        };
        xml.skip()?;
        let end = xml.to().offset;
        match child.name.as_str() {
            "source" | "seg-source" | "target" => place = Some((end, indent.space)),
            "note" if child.get("from") == Some(AUTHOR) => changes.push(Change {
                from: indent.at.offset,
                to: end,
                new: String::new(),
            }),
            _ => {}
        }
    }
    if let Some((at, space)) = place.filter(|_| !notes.is_empty()) {
        let prefix = &unit.prefix;
        let note = |note: &String| {
            format!(
                "{space}<{prefix}note from=\"{AUTHOR}\" annotates=\"target\">{}</{prefix}note>",
                escaped(note)
            )
        };
        changes.push(Change {
            from: at,
            to: at,
            new: notes.iter().map(note).collect(),
        });
    }
    Ok(())
}

fn in_unit<R: BufRead>(
    xml: &mut Xml<R>,
    unit: &Element,
    notes: &[String],
    changes: &mut Vec<Change>,
) -> Result<(), Error> {
    let outside = xml.depth() - 1;
    // In front of the native codes and the segments, and behind the last note of somebody else.
    let (mut before_codes, mut behind_others) = (None, None);
    while xml.depth() > outside {
        let (Node::Start(child), indent) = next_tag(xml)? else {
            continue;
        };
        match child.name.as_str() {
            "notes" => behind_others = in_notes(xml, &indent, changes)?,
            "originalData" | "segment" | "ignorable" => {
                before_codes.get_or_insert((indent.at.offset, indent.space));
                xml.skip()?;
            }
            _ => xml.skip()?,
        }
    }
    if notes.is_empty() {
        return Ok(());
    }
    let prefix = &unit.prefix;
    let written = |space: &str| {
        let note = |note: &String| {
            format!(
                "{space}<{prefix}note category=\"{AUTHOR}\" appliesTo=\"target\">{}</{prefix}note>",
                escaped(note)
            )
        };
        notes.iter().map(note).collect::<String>()
    };
    let change = match (behind_others, before_codes) {
        (Some((at, space)), _) => Some((at, written(&space))),
        (None, Some((at, space))) => {
            let inner = if space.contains('\n') {
                format!("{space}  ")
            } else {
                space.clone()
            };
            let new = format!("{space}<{prefix}notes>{}{space}</{prefix}notes>", written(&inner));
            Some((at, new))
        }
        (None, None) => None,
    };
    changes.extend(change.map(|(at, new)| Change {
        from: at,
        to: at,
        new,
    }));
    Ok(())
}

/// Takes our notes out of the `notes` whose start tag was read, or all of it where there are no others. Returns where the
/// last of the others ends, and the white space in front of it.
fn in_notes<R: BufRead>(
    xml: &mut Xml<R>,
    indent: &Indent,
    changes: &mut Vec<Change>,
) -> Result<Option<(u64, String)>, Error> {
    let outside = xml.depth() - 1;
    let first = changes.len();
    let mut others = None;
    while xml.depth() > outside {
        let (Node::Start(note), indent) = next_tag(xml)? else {
            continue;
        };
        xml.skip()?;
        let end = xml.to().offset;
        if note.get("category") == Some(AUTHOR) {
            changes.push(Change {
                from: indent.at.offset,
                to: end,
                new: String::new(),
            });
        } else {
            others = Some((end, indent.space));
        }
    }
    if others.is_none() && changes.len() > first {
        changes.truncate(first);
        changes.push(Change {
            from: indent.at.offset,
            to: xml.to().offset,
            new: String::new(),
        });
    }
    Ok(others)
}

/// A text that may stand in XML, in one line.
fn escaped(note: &str) -> String {
    let plain: String = note
        .chars()
        .map(|c| {
            if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') {
                ' '
            } else {
                c
            }
        })
        .collect();
    partial_escape(plain).into_owned()
}
