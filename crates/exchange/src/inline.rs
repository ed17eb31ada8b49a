//! The content of a `source`, `target` or `seg`: text, and markup inside of it.

use std::collections::BTreeSet;
use std::io::BufRead;
use std::mem::replace;

use text::FilePosition;

use crate::error::Error;
use crate::passage::{Builder, Passage};
use crate::xml::{Element, Node, Xml};

/// Bytes of the text of one unit; a unit is no book.
pub(crate) const MOST_BYTES: usize = 1024 * 1024;

/// What a `source`, `target` or `seg` holds.
#[derive(Debug, Default)]
pub(crate) struct Content {
    /// All of it.
    pub(crate) whole: Passage,
    /// The segments that are marked in it, with their ids (`<mrk mtype="seg" mid="1">`).
    pub(crate) segments: Vec<(String, Passage)>,
}

/// What becomes of what an element holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Its text is text.
    Words,
    /// Its text is that of a program, such as a tag of HTML, which stands at the edge of words.
    Tag,
    /// The same, and it may stand for a word.
    Code,
    /// A text of its own inside of code.
    Sub,
    /// A segment.
    Segment,
    /// Words that are not to be translated.
    Protected,
}

impl Kind {
    /// The names are those of XLIFF 1.2 and 2.x and of TMX, which do not contradict each other.
    fn of(element: &Element) -> Self {
        match element.name.as_str() {
            "bpt" | "ept" | "it" | "ut" | "bx" | "ex" | "sc" | "ec" | "sm" | "em" => Self::Tag,
            "x" | "ph" | "cp" => Self::Code,
            "sub" => Self::Sub,
            "mrk" if element.says("mtype", "seg") => Self::Segment,
            "mrk" if element.says("mtype", "protected") || element.says("translate", "no") => Self::Protected,
            _ => Self::Words,
        }
    }

    fn is_code(self) -> bool {
        matches!(self, Self::Tag | Self::Code)
    }
}

/// Whether a piece of code is a line break.
fn is_line_break(element: &Element) -> bool {
    let shown = ["equiv-text", "equiv", "disp"]
        .into_iter()
        .filter_map(|name| element.get(name));
    element.says("ctype", "lb")
        || element.says("subType", "xlf:lb")
        || element.says("type", "lb")
        || shown.clone().any(is_break)
}

pub(crate) fn is_break(code: &str) -> bool {
    let start = code.trim_start_matches(' ').get(..3);
    code.starts_with(['\n', '\r']) || start.is_some_and(|start| start.eq_ignore_ascii_case("<br"))
}

/// An element that is open inside of the content.
struct Open {
    kind: Kind,
    /// The id of a segment.
    mid: Option<String>,
    at: FilePosition,
    /// Whether it is a line break by its attributes.
    breaks_line: bool,
    /// The beginning of the code that it holds.
    code: String,
}

/// Bytes of code that tell whether it breaks a line.
pub(crate) const CODE_BYTES: usize = 16;

/// Reads what an element holds whose start tag was read, up to its end. `line_breaks` are the ids of native codes that break
/// a line (XLIFF 2.x keeps them beside the text).
pub(crate) fn content<R: BufRead>(
    xml: &mut Xml<R>,
    keeps_space: bool,
    line_breaks: &BTreeSet<String>,
) -> Result<Content, Error> {
    let outside = xml.depth() - 1;
    let mut text = Builder::new(keeps_space);
    let mut bytes = 0;
    let mut open: Vec<Open> = Vec::new();
    // The texts in which a segment or the text of a code was begun.
    let mut waiting: Vec<Builder> = Vec::new();
    let (mut subs, mut segments) = (Vec::new(), Vec::new());
    loop {
        let node = xml.next()?;
        let (from, to) = (xml.from(), xml.to());
        let in_code = open.last().is_some_and(|open| open.kind.is_code());
        match node {
            Node::Start(element) => {
                let kind = Kind::of(&element);
                match kind {
                    Kind::Sub | Kind::Segment => waiting.push(replace(&mut text, Builder::new(keeps_space))),
                    Kind::Protected => text.protect(),
                    _ => {}
                }
                let kept = element.get("dataRef").is_some_and(|id| line_breaks.contains(id));
                open.push(Open {
                    // What stands in code is code, but for its texts.
                    kind: if in_code && kind == Kind::Code {
                        Kind::Tag
                    } else {
                        kind
                    },
                    mid: element.get("mid").map(str::to_owned),
                    at: from,
                    breaks_line: kept || is_line_break(&element),
                    code: String::new(),
                });
            }
            Node::End if xml.depth() == outside => break,
            Node::End => {
                let Some(closed) = open.pop() else {
                    continue;
                };
                match closed.kind {
                    Kind::Code if closed.breaks_line || is_break(&closed.code) => {
                        text.line_break(closed.at, to);
                    }
                    Kind::Code => text.code(closed.at, to),
                    Kind::Sub => {
                        let own = replace(&mut text, waiting.pop().unwrap_or_default());
                        subs.push(own.finish());
                    }
                    Kind::Segment => {
                        let own = replace(&mut text, waiting.pop().unwrap_or_default());
                        segments.push((closed.mid.unwrap_or_default(), own.finish()));
                    }
                    Kind::Protected => text.end_protected(),
                    Kind::Words | Kind::Tag => {}
                }
            }
            Node::Text(words) | Node::Character(words) if in_code => {
                if let Some(open) = open.last_mut().filter(|open| open.code.len() < CODE_BYTES) {
                    open.code.extend(words.chars().take(CODE_BYTES));
                }
            }
            Node::Text(words) => {
                bytes += words.len();
                text.verbatim(&words, from);
            }
            Node::Character(words) => {
                bytes += words.len();
                text.decoded(&words, from, to);
            }
            Node::Unknown if !in_code => text.code(from, to),
            Node::Unknown => {}
            Node::Over => break,
        }
        if bytes > MOST_BYTES {
            let why = format!("a unit is larger than {} MiB", MOST_BYTES / 1024 / 1024);
            return Err(Error::damaged(from.line, why));
        }
    }
    for sub in &subs {
        text.append(sub);
    }
    Ok(Content {
        whole: text.finish(),
        segments,
    })
}
