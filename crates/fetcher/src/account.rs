//! What became of a source: [`Account`], with every [`Repair`], [`Loss`] and [`CapHit`] in it.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use serde::{Serialize, Serializer};
use url::Url;

use crate::error::Error;

/// What was read from one source, what had to be mended, and what was lost and why.
///
/// Serializes to JSON with human sentences beside the figures. `items_seen` counts the items in the
/// bytes by a means that does not depend on the parser, so that a silent loss shows as a difference.
#[derive(Debug, Serialize)]
pub struct Account {
    /// The source as the user named it: a URL, a path, or `-`.
    pub source: String,
    /// What the content turned out to be; `None` when it could not be read that far.
    pub kind: Option<SourceKind>,
    /// The source's new address, when it moved for good.
    pub moved_to: Option<Url>,
    /// The title that a feed gives itself.
    pub title: Option<String>,
    /// Items found in the bytes: feed items, JSON Lines, or 1 for a page or text.
    pub items_seen: usize,
    /// Articles handed on.
    pub articles: usize,
    /// Items that an earlier run has seen as they are, and that were left out for it.
    pub unchanged: usize,
    /// Articles older than [`Options::since`](crate::Options::since), left out.
    pub older: usize,
    /// Items that the user does not want, by [`SourceOptions::items`](crate::SourceOptions::items), left out.
    pub filtered: usize,
    /// Whether it is a feed that earlier runs have read, and that is well-formed and without items now.
    pub is_empty: bool,
    /// Of the articles, those that the publisher edited since an earlier run.
    pub edited: usize,
    /// Faults of the source that were mended.
    pub repairs: Vec<Repair>,
    /// What is missing from the articles, and why.
    pub losses: Vec<Loss>,
    /// How much more is missing, of lines that cannot be used: only the first hundred are listed.
    pub unlisted: usize,
    /// Limits that cut something off.
    pub caps: Vec<CapHit>,
    /// Why nothing could be read; `None` when at least one article was, all were seen before or are too old or not
    /// wanted, a limit left them out, or a known feed holds none now.
    pub error: Option<Error>,
}

/// So many lines that cannot be used are listed.
pub(crate) const MAX_LISTED: usize = 100;

impl Account {
    /// Enters a line that cannot be used.
    pub(crate) fn lose(&mut self, loss: Loss) {
        if self.losses.len() < MAX_LISTED {
            self.losses.push(loss);
        } else {
            self.unlisted += 1;
        }
    }

    /// Takes over what was mended in a page; what was mended in many is named once.
    pub(crate) fn note_repairs(&mut self, repairs: Vec<Repair>) {
        for repair in repairs {
            if !self.repairs.contains(&repair) {
                self.repairs.push(repair);
            }
        }
    }

    /// Counts a page that was not fetched because the run's time was over.
    pub(crate) fn note_out_of_time(&mut self, limit: Duration) {
        for cap in &mut self.caps {
            if let CapHit::Time { left_out, .. } = cap {
                *left_out += 1;
                return;
            }
        }
        self.caps.push(CapHit::Time {
            seconds: limit.as_secs(),
            left_out: 1,
        });
    }

    pub(crate) fn new(source: String) -> Self {
        Self {
            source,
            kind: None,
            moved_to: None,
            title: None,
            items_seen: 0,
            articles: 0,
            unchanged: 0,
            older: 0,
            filtered: 0,
            is_empty: false,
            edited: 0,
            repairs: Vec::new(),
            losses: Vec::new(),
            unlisted: 0,
            caps: Vec::new(),
            error: None,
        }
    }
}

/// What a source turned out to be, by its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SourceKind {
    /// A feed; the string is its format and version, such as `RSS 2.0` or `Atom 1.0`.
    Feed(String),
    /// An HTML page.
    Page,
    /// Plain text, one article.
    Text,
    /// One JSON object a line, an article each.
    JsonLines,
}

impl fmt::Display for SourceKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Feed(format) => f.write_str(format),
            Self::Page => f.write_str("web page"),
            Self::Text => f.write_str("text"),
            Self::JsonLines => f.write_str("JSON Lines"),
        }
    }
}

impl Serialize for SourceKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A fault of the source that was mended so that its articles could be read.
///
/// Serializes as an object with `kind`, the figures, and a `note` for people (its [`Display`](fmt::Display)).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Repair {
    /// The bytes are not in the encoding that was declared, or none was declared.
    Encoding {
        /// The declared label, if there was one.
        declared: Option<String>,
        /// The encoding that was used instead.
        used: &'static str,
    },
    /// Byte sequences that mean nothing in the encoding became U+FFFD.
    BadBytes(usize),
    /// Text stood before the first tag of the feed.
    TextBeforeFeed(usize),
    /// Text or tags stood after the end of the feed.
    TextAfterFeed,
    /// Control characters that XML forbids were dropped.
    ControlCharacters(usize),
    /// `&` that starts no entity was read as itself.
    BareAmpersand(usize),
    /// `<` that starts no tag was read as itself.
    BareLessThan(usize),
    /// HTML entities that XML does not know were replaced.
    HtmlEntities(usize),
    /// Entities declared by a DTD were left as text; no DTD is ever obeyed.
    UnknownEntities(usize),
    /// End tags that close nothing, or elements closed by force.
    MismatchedTags(usize),
    /// The document breaks off; what stood before was kept.
    Truncated,
    /// A namespace prefix that was never declared was given its usual meaning.
    UndeclaredPrefix(String),
    /// Elements nested beyond the limit were read as text.
    TooDeep(usize),
    /// A version or element name outside the standard was read as its nearest relative.
    Dialect(String),
    /// Several items carry the same id; they are called by their links, their titles or numbers instead.
    DuplicateIds(usize),
    /// The address was a page's without an article, and the feed that it announces was read.
    FeedOfPage(Url),
    /// An earlier run was told that the feed moved for good, but there is no feed; it was read at its old address.
    MovedBack {
        /// The address that is given up.
        from: Url,
        /// Why it gives no feed.
        why: String,
    },
    /// What the user wants to keep of a page is not there, and its article was found as in any other page.
    NothingToKeep,
    /// Dates in a form that is not known, or that could be two days, were passed over.
    UnreadableDates(usize),
}

impl fmt::Display for Repair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Encoding {
                declared: Some(declared),
                used,
            } => {
                write!(
                    f,
                    "declared as {declared}, but the bytes are {used}; read as {used}"
                )
            }
            Self::Encoding { declared: None, used } => {
                write!(
                    f,
                    "no encoding is declared and the bytes are not UTF-8; read as {used}"
                )
            }
            Self::BadBytes(n) => write!(
                f,
                "{n} byte sequence(s) mean nothing in the encoding and became U+FFFD"
            ),
            Self::TextBeforeFeed(n) => write!(f, "{n} bytes before the feed were skipped"),
            Self::TextAfterFeed => f.write_str("what follows the end of the feed was skipped"),
            Self::ControlCharacters(n) => write!(f, "{n} control character(s) were dropped"),
            Self::BareAmpersand(n) => write!(f, "{n} unescaped '&' were read as themselves"),
            Self::BareLessThan(n) => write!(f, "{n} unescaped '<' were read as themselves"),
            Self::HtmlEntities(n) => write!(f, "{n} HTML entities, undeclared in XML, were replaced"),
            Self::UnknownEntities(n) => write!(f, "{n} unknown entities were left as text"),
            Self::MismatchedTags(n) => write!(f, "{n} tag(s) did not match and were closed or ignored"),
            Self::Truncated => f.write_str("the document breaks off; what stood before was kept"),
            Self::UndeclaredPrefix(prefix) => {
                write!(
                    f,
                    "the prefix '{prefix}' is not declared and was given its usual meaning"
                )
            }
            Self::TooDeep(n) => write!(f, "{n} element(s) nested too deep were read as text"),
            Self::Dialect(what) => write!(f, "outside the standard: {what}"),
            Self::DuplicateIds(n) => write!(
                f,
                "{n} item(s) repeat an id and are called by link, title or number"
            ),
            Self::FeedOfPage(feed) => write!(f, "the page is no article; its feed {feed} was read"),
            Self::MovedBack { from, why } => write!(
                f,
                "it had moved for good to {from}, where no feed is now ({why}); its old address was read again"
            ),
            Self::NothingToKeep => f.write_str(
                "nothing on a page fits the selectors of what to keep; its article was looked for instead",
            ),
            Self::UnreadableDates(n) => write!(f, "{n} date(s) could not be read and were passed over"),
        }
    }
}

impl Repair {
    /// The fault's name in machine formats.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Encoding { .. } => "encoding",
            Self::BadBytes(_) => "bad-bytes",
            Self::TextBeforeFeed(_) => "text-before-feed",
            Self::TextAfterFeed => "text-after-feed",
            Self::ControlCharacters(_) => "control-characters",
            Self::BareAmpersand(_) => "bare-ampersand",
            Self::BareLessThan(_) => "bare-less-than",
            Self::HtmlEntities(_) => "html-entities",
            Self::UnknownEntities(_) => "unknown-entities",
            Self::MismatchedTags(_) => "mismatched-tags",
            Self::Truncated => "truncated",
            Self::UndeclaredPrefix(_) => "undeclared-prefix",
            Self::TooDeep(_) => "too-deep",
            Self::Dialect(_) => "dialect",
            Self::DuplicateIds(_) => "duplicate-ids",
            Self::FeedOfPage(_) => "feed-of-page",
            Self::MovedBack { .. } => "moved-back",
            Self::NothingToKeep => "nothing-to-keep",
            Self::UnreadableDates(_) => "unreadable-dates",
        }
    }
}

impl Serialize for Repair {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        named_note(serializer, self.kind(), self)
    }
}

/// Something that is missing from the articles, and why.
#[derive(Debug, Clone, Serialize)]
pub struct Loss {
    /// What is missing: an item by its title, a line by its number, a page.
    pub what: String,
    /// Where it is to be found, if it has an address.
    pub url: Option<Url>,
    /// Why it is missing, as a sentence without a full stop.
    pub why: String,
    /// The error that `why` words, where what is missing is a page that could not be had.
    #[serde(skip)]
    pub cause: Option<Arc<Error>>,
    /// Whether an article is there all the same, but only as its feed shortens it.
    #[serde(skip)]
    pub teaser_only: bool,
}

impl Loss {
    /// A loss without an address.
    pub(crate) fn new(what: impl Into<String>, why: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            url: None,
            why: why.into(),
            cause: None,
            teaser_only: false,
        }
    }

    /// The loss with the address at which what is missing is to be found.
    pub(crate) fn at(self, url: Option<Url>) -> Self {
        Self { url, ..self }
    }
}

impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.url {
            Some(url) => write!(f, "{} ({url}): {}", self.what, self.why),
            None => write!(f, "{}: {}", self.what, self.why),
        }
    }
}

/// A limit that cut something off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CapHit {
    /// More articles than [`Options::max_articles`](crate::Options::max_articles); so many were left out.
    Articles {
        /// The limit.
        limit: usize,
        /// Items left out.
        left_out: usize,
    },
    /// The run's [`Options::max_time`](crate::Options::max_time) was over before so many pages were fetched.
    Time {
        /// The limit in seconds.
        seconds: u64,
        /// Pages that were not fetched.
        left_out: usize,
    },
}

impl CapHit {
    fn kind(self) -> &'static str {
        match self {
            Self::Articles { .. } => "max-articles",
            Self::Time { .. } => "max-time",
        }
    }
}

impl fmt::Display for CapHit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Articles { limit, left_out } => {
                write!(
                    f,
                    "only the first {limit} articles were taken; {left_out} were left out"
                )
            }
            Self::Time { seconds, left_out } => {
                write!(
                    f,
                    "the time limit of {seconds} s was over; {left_out} page(s) were not fetched"
                )
            }
        }
    }
}

impl Serialize for CapHit {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        named_note(serializer, self.kind(), self)
    }
}

/// Writes `{"kind": ..., "note": ...}`: a stable name for programs, a sentence for people.
fn named_note<S: Serializer>(serializer: S, kind: &str, note: &impl fmt::Display) -> Result<S::Ok, S::Error> {
    use serde::ser::SerializeStruct;
    let mut object = serializer.serialize_struct("Note", 2)?;
    object.serialize_field("kind", kind)?;
    object.serialize_field("note", &note.to_string())?;
    object.end()
}
