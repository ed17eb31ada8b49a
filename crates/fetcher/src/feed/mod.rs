//! Bytes in, [`Feed`] out: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, JSON Feed 1 and 1.1.
//!
//! XML goes through three hands: `tidy` makes it tokenizable, `canonical` rewrites every dialect as
//! Atom 1.0, and feed-rs parses that. Alone, feed-rs refuses or silently empties a good part of what
//! publishers send; see `docs/fetching.md` for the figures.

mod canonical;
mod json;
mod tidy;
mod vocabulary;

use std::panic::{AssertUnwindSafe, catch_unwind};

use feed_rs::model::{Entry, Link, Text};
use url::Url;

pub(crate) use self::json::is_feed as is_json_feed;
use self::tidy::Faults;
use crate::account::Repair;
use crate::blocks;
use crate::date;

/// A feed's own fields and its items, in the order of the document.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Feed {
    /// Format and version as declared, such as `RSS 2.0`.
    pub format: String,
    /// The id that an Atom feed gives itself; empty if there is none.
    pub id: String,
    /// Title in one line, without markup.
    pub title: String,
    /// The feed's description of itself, markup as given.
    pub subtitle: String,
    /// The site that the feed belongs to.
    pub link: Option<String>,
    /// Copyright line.
    pub rights: String,
    /// The feed's author.
    pub author: String,
    /// Language as declared.
    pub language: Option<String>,
    /// First publication, RFC 3339 in UTC.
    pub published: Option<String>,
    /// Last change, RFC 3339 in UTC.
    pub updated: Option<String>,
    /// The items.
    pub items: Vec<Item>,
    /// Items counted in the bytes, independently of parsing.
    pub items_seen: usize,
    /// What had to be mended.
    pub repairs: Vec<Repair>,
}

/// One item or entry of a feed.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Item {
    /// guid or id as given; where there is none, the link or the title.
    pub id: String,
    /// Title in one line, without markup.
    pub title: String,
    /// Address of the article, absolute if it could be made so.
    pub link: Option<String>,
    /// The author.
    pub author: String,
    /// Copyright line.
    pub rights: String,
    /// First publication, RFC 3339 in UTC.
    pub published: Option<String>,
    /// Last change, RFC 3339 in UTC.
    pub updated: Option<String>,
    /// Language as declared for the item, or for the feed.
    pub language: Option<String>,
    /// The full text, if the feed has it in a field of its own.
    pub content: Option<Markup>,
    /// The summary, which in many feeds is the full text.
    pub summary: Option<Markup>,
    /// Name and address of the publication that the item was taken from.
    pub source: Option<(String, Option<String>)>,
    /// The same article in other languages: language and address.
    pub alternates: Vec<(String, String)>,
}

/// Text as a feed carries it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Markup {
    /// HTML.
    Html(String),
    /// Plain text.
    Plain(String),
}

impl Markup {
    /// The text as it stands in the feed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Html(text) | Self::Plain(text) => text,
        }
    }
}

/// Parses a feed. `base` is the address that it was read from, for relative links.
///
/// Never panics, whatever the text. A feed without items is no error here.
///
/// # Errors
/// The reason as a sentence, when the text is no feed at all.
pub fn parse(text: &str, base: Option<&Url>) -> Result<Feed, String> {
    let feed = if text.trim_start().starts_with('{') {
        json::parse(text, base)?
    } else {
        parse_xml(text, base)?
    };
    Ok(number_duplicates(feed))
}

fn parse_xml(text: &str, base: Option<&Url>) -> Result<Feed, String> {
    let start = crate::detect::feed_root(text).ok_or("it has no <rss>, <rdf:RDF> or <feed> element")?;
    let mut faults = Faults::default();
    let canonical = canonical::canonicalize(&text[start..], base, &mut faults)
        .ok_or("it has no <rss>, <rdf:RDF> or <feed> element")?;
    let parsed = catch_unwind(AssertUnwindSafe(|| parser().parse(canonical.xml.as_bytes())))
        .map_err(|_| "the feed parser panicked")?
        .map_err(|error| error.to_string())?;

    let mut repairs = Vec::new();
    let before = text[..start].trim_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    if !before.is_empty() && !before.starts_with('<') {
        repairs.push(Repair::TextBeforeFeed(before.len()));
    }
    repairs.extend(faults.into_repairs());
    let language = canonical.language.clone();
    let items = parsed
        .entries
        .into_iter()
        .zip(canonical.notes)
        .map(|(entry, notes)| item(entry, notes, language.as_deref()));
    Ok(Feed {
        format: canonical.format.to_string(),
        id: parsed.id,
        title: parsed.title.as_ref().map(one_line).unwrap_or_default(),
        subtitle: parsed.description.map(|text| text.content).unwrap_or_default(),
        link: main_link(&parsed.links),
        rights: parsed.rights.map(|text| text.content).unwrap_or_default(),
        author: parsed
            .authors
            .into_iter()
            .find_map(|person| person.name)
            .unwrap_or_default(),
        published: parsed.published.map(|time| date::from_seconds(time.timestamp())),
        updated: parsed.updated.map(|time| date::from_seconds(time.timestamp())),
        items: items.collect(),
        items_seen: tidy::count_items(&text[start..]),
        language,
        repairs,
    })
}

fn parser() -> feed_rs::parser::Parser {
    feed_rs::parser::Builder::new()
        .id_generator(|links, title, _| {
            main_link(links)
                .or_else(|| title.as_ref().map(one_line))
                .unwrap_or_default()
        })
        .sanitize_content(false)
        .build()
}

fn item(entry: Entry, notes: canonical::Notes, feed_language: Option<&str>) -> Item {
    let alternates = entry
        .links
        .iter()
        .filter(|link| link.rel.as_deref() == Some("alternate"))
        .filter_map(|link| {
            let language = link.href_lang.clone()?;
            Some((language, link.href.clone()))
        });
    Item {
        link: main_link(&entry.links),
        alternates: alternates.collect(),
        id: entry.id.trim().to_owned(),
        title: entry.title.as_ref().map(one_line).unwrap_or_default(),
        author: entry
            .authors
            .into_iter()
            .find_map(|person| person.name)
            .unwrap_or_default(),
        rights: entry.rights.map(|text| text.content).unwrap_or_default(),
        published: entry.published.map(|time| date::from_seconds(time.timestamp())),
        updated: entry.updated.map(|time| date::from_seconds(time.timestamp())),
        language: notes.language.or_else(|| feed_language.map(str::to_owned)),
        content: entry.content.and_then(|content| {
            let html = content.content_type.to_string() != "text/plain";
            content.body.map(|body| markup(body, html))
        }),
        summary: entry.summary.map(|text| {
            let html = text.content_type.to_string() != "text/plain";
            markup(text.content, html)
        }),
        source: notes.source.map(|source| (source.title, source.url)),
    }
}

fn markup(text: String, html: bool) -> Markup {
    if html {
        Markup::Html(text)
    } else {
        Markup::Plain(text)
    }
}

fn one_line(text: &Text) -> String {
    if text.content_type.to_string() == "text/plain" {
        text.content.split_whitespace().collect::<Vec<_>>().join(" ")
    } else {
        blocks::one_line(&text.content)
    }
}

/// The address of the article itself: an alternate without a language of its own before one with.
fn main_link(links: &[Link]) -> Option<String> {
    let alternates = || {
        links
            .iter()
            .filter(|link| link.rel.as_deref().unwrap_or("alternate") == "alternate")
    };
    alternates()
        .find(|link| link.href_lang.is_none())
        .or_else(|| alternates().next())
        .or_else(|| links.first())
        .map(|link| link.href.clone())
}

/// Gives items that repeat an id a number, so that an id names one article.
fn number_duplicates(mut feed: Feed) -> Feed {
    let mut times = std::collections::HashMap::<String, usize>::new();
    let mut duplicates = 0;
    for (index, item) in feed.items.iter_mut().enumerate() {
        if item.id.is_empty() {
            item.id = format!("item {}", index + 1);
        }
        let seen = times.entry(item.id.clone()).or_default();
        *seen += 1;
        if *seen > 1 {
            duplicates += 1;
            item.id = format!("{}#{seen}", item.id);
        }
    }
    if duplicates > 0 {
        feed.repairs.push(Repair::DuplicateIds(duplicates));
    }
    feed
}
