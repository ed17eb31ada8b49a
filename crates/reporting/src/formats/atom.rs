//! An Atom feed of the articles that need a look, one entry an article, for a feed reader (RFC 4287).

use std::io;

use askama::Template;
use linguistics::finding::{Beside, Severity};

use crate::diff::{Piece, excerpt};
use crate::hash;
use crate::links::web_address;
use crate::place::Places;
use crate::report::{ArticleReport, Report, Reported};
use crate::translation;
use crate::verdict::Verdict;
use crate::visible::Visible;

/// Writes the feed: articles with findings above `info`, in the order of the report.
pub(crate) fn write(report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
    let mut out = out;
    Feed::new(report)?.write_into(&mut out)
}

#[derive(Template)]
#[template(path = "atom.xml", whitespace = "minimize")]
struct Feed<'r> {
    id: String,
    title: Visible<'r>,
    subtitle: String,
    updated: String,
    entries: Vec<Entry<'r>>,
}

struct Entry<'r> {
    id: String,
    title: Visible<'r>,
    updated: String,
    link: Option<String>,
    /// HTML, yet to be escaped for XML.
    content: String,
}

/// The findings of one article, in HTML.
#[derive(Template)]
#[template(path = "atom_entry.html", whitespace = "minimize")]
struct Content<'r> {
    findings: Vec<Item<'r>>,
}

struct Item<'r> {
    severity: Severity,
    message: Visible<'r>,
    place: String,
    pieces: Vec<Piece>,
    why: Visible<'r>,
    original: Option<Quoted<'r>>,
}

/// The sentence of the original, around the words in question.
struct Quoted<'r> {
    language: &'static str,
    parts: [Visible<'r>; 3],
    note: Option<Visible<'r>>,
}

impl<'r> Quoted<'r> {
    fn new(beside: &'r Beside) -> Self {
        Self {
            language: beside.language.tag(),
            parts: translation::parts(beside).map(Visible),
            note: beside.note.as_deref().map(Visible),
        }
    }
}

impl<'r> Feed<'r> {
    fn new(report: &'r Report) -> io::Result<Self> {
        let midnight = format!("{}T00:00:00Z", report.run.date);
        let articles = report.articles.iter();
        let articles = articles.filter(|article| article.tally().at_least(Severity::Minor) > 0);
        Ok(Self {
            id: urn(&[&report.run.title]),
            title: Visible(if report.run.title.is_empty() {
                "wirecheck"
            } else {
                &report.run.title
            }),
            subtitle: Verdict::of(report).headline,
            entries: articles
                .map(|article| Entry::new(report, article, &midnight))
                .collect::<io::Result<_>>()?,
            updated: midnight,
        })
    }
}

impl<'r> Entry<'r> {
    fn new(report: &'r Report, article: &'r ArticleReport, midnight: &str) -> io::Result<Self> {
        let places = Places::new(article);
        let item = |Reported { finding, .. }: &'r Reported| Item {
            severity: finding.severity,
            message: Visible(&finding.message),
            place: places.text(finding.span),
            pieces: excerpt(article, finding).visible().pieces,
            why: Visible(report.reason(finding).unwrap_or_default()),
            original: finding.beside.as_ref().map(Quoted::new),
        };
        let content = Content {
            findings: article.open().map(item).collect(),
        };
        let changed = article.updated.or(article.published);
        Ok(Self {
            id: entry_id(article),
            title: Visible(article.headline()),
            updated: changed.map_or_else(|| midnight.to_owned(), |moment| moment.to_string()),
            link: article.url.as_deref().and_then(web_address).map(String::from),
            content: content.render().map_err(io::Error::other)?,
        })
    }
}

/// New when the findings change, so that a reader who has seen the entry sees it again.
fn entry_id(article: &ArticleReport) -> String {
    let ids: Vec<_> = article.open().map(|reported| reported.id.to_string()).collect();
    let parts: Vec<_> = [article.source.as_str(), article.name()]
        .into_iter()
        .chain(ids.iter().map(String::as_str))
        .collect();
    urn(&parts)
}

/// A UUID of version 8 (RFC 9562) made of the hash of some texts.
fn urn(parts: &[&str]) -> String {
    let mut hash = hash::of_fields(parts.iter().copied());
    hash[6] = hash[6] & 0x0f | 0x80; // the version
    hash[8] = hash[8] & 0x3f | 0x80; // the variant
    let hex = hash::hex(&hash[..16]);
    format!(
        "urn:uuid:{}-{}-{}-{}-{}",
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..]
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::report;

    fn atom(report: &Report) -> String {
        let mut bytes = Vec::new();
        write(report, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn has_an_entry_for_each_article_that_needs_a_look() {
        let feed = feed_rs::parser::parse(atom(&report()).as_bytes()).unwrap();
        assert_eq!(feed.entries.len(), 2);
        let entry = &feed.entries[0];
        assert_eq!(
            entry.title.as_ref().unwrap().content,
            "River commission opens first session"
        );
        assert_eq!(
            entry.links[0].href,
            "https://ports.example/news/commission?lang=en"
        );
        let body = entry.content.as_ref().unwrap().body.as_ref().unwrap();
        assert!(body.contains("(<del>IWB</del><ins>IWS</ins>)"), "{body}");
        assert_eq!(entry.updated.unwrap().to_rfc3339(), "2026-11-24T06:10:00+00:00");
    }

    #[test]
    fn an_entry_is_new_when_its_findings_are() {
        let mut changed = report();
        changed.articles[1].findings.pop();
        let ids = |report: &Report| {
            let feed = feed_rs::parser::parse(atom(report).as_bytes()).unwrap();
            feed.entries.into_iter().map(|entry| entry.id).collect::<Vec<_>>()
        };
        let (before, after) = (ids(&report()), ids(&changed));
        assert_ne!(before[0], after[0]);
        assert_eq!(before[1], after[1]);
    }

    #[test]
    fn hostile_text_stays_text() {
        let mut report = report();
        report.articles[1].title = "]]></title><script>\u{0}\u{ffff}".into();
        report.articles[1].findings[0].finding.message = "<img src=x onerror=alert(1)>".into();
        let feed = feed_rs::parser::parse(atom(&report).as_bytes()).unwrap();
        assert_eq!(
            feed.entries[0].title.as_ref().unwrap().content,
            "]]></title><script>␀⟦U+FFFF⟧"
        );
        let body = feed.entries[0].content.as_ref().unwrap().body.as_ref().unwrap();
        assert!(!body.contains("<img"), "{body}");
    }

    #[test]
    fn ids_are_uuids_of_version_8() {
        let urn = urn(&["a", "b"]);
        let groups: Vec<_> = urn.strip_prefix("urn:uuid:").unwrap().split('-').collect();
        assert_eq!(
            groups.iter().map(|group| group.len()).collect::<Vec<_>>(),
            [8, 4, 4, 4, 12]
        );
        assert!(
            groups[2].starts_with('8') && groups[3].starts_with(['8', '9', 'a', 'b']),
            "{urn}"
        );
    }
}
