//! Bytes in, [`Feed`] out: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, JSON Feed 1 and 1.1.
//!
//! XML goes through two hands: `tidy` makes it tokenizable, and `walk` fills the items on one way through the
//! document. Parsers of the standards refuse or silently empty a good part of what publishers send; see
//! `docs/fetching.md` for the figures.

mod fields;
mod ids;
mod json;
mod leaf;
mod root;
mod sitemap;
mod tidy;
mod vocabulary;
mod walk;

use jiff::Timestamp;
use url::Url;

pub(crate) use self::json::is_feed as is_json_feed;
pub(crate) use self::root::{feed_root, first_tag, is_feed_name};
pub(crate) use self::sitemap::is_news_sitemap;
use self::tidy::Faults;
use self::walk::Walked;
use crate::account::Repair;
use crate::decode::{self, Hints};

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
    /// First publication.
    pub published: Option<Timestamp>,
    /// Last change.
    pub updated: Option<Timestamp>,
    /// The items.
    pub items: Vec<Item>,
    /// Items counted in the bytes, independently of parsing.
    pub items_seen: usize,
    /// What had to be mended.
    pub repairs: Vec<Repair>,
    /// The document breaks off within its last item, the end of which is missing.
    pub is_cut: bool,
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
    /// First publication.
    pub published: Option<Timestamp>,
    /// Last change.
    pub updated: Option<Timestamp>,
    /// Language as declared for the item, or for the feed.
    pub language: Option<String>,
    /// The full text, if the feed has it in a field of its own.
    pub content: Option<Markup>,
    /// The summary, which in many feeds is the full text.
    pub summary: Option<Markup>,
    /// The publication that the item was taken from.
    pub source: Option<ItemSource>,
    /// What it is about, as the publisher files it.
    pub categories: Vec<String>,
    /// The same article in other languages: language and address.
    pub alternates: Vec<(String, String)>,
}

/// RSS `<source url="...">Name</source>` or Atom `<source>`.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct ItemSource {
    /// Its name; may be empty.
    pub title: String,
    /// Its address, absolute if it could be made so.
    pub url: Option<String>,
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

    fn into_string(self) -> String {
        match self {
            Self::Html(text) | Self::Plain(text) => text,
        }
    }
}

/// A text that is no feed; shown as the reason.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NoFeed(String);

impl From<String> for NoFeed {
    fn from(why: String) -> Self {
        Self(why)
    }
}

/// Parses a feed. `base` is the address that it was read from, for relative links.
///
/// Never panics, whatever the text. A feed without items is no error here.
///
/// # Errors
/// When the text is no feed at all.
pub fn parse(text: &str, base: Option<&Url>) -> Result<Feed, NoFeed> {
    let feed = if text.trim_start().starts_with('{') {
        json::parse(text, base)?
    } else if first_tag(text).is_some_and(|(_, root)| is_news_sitemap(root, text)) {
        sitemap::parse(text, base)
    } else {
        parse_xml(text, base)?
    };
    Ok(ids::tell_apart(feed))
}

/// Parses a feed from its bytes. `charset` is what an HTTP header says about them.
///
/// # Errors
/// As [`parse`].
pub fn parse_bytes(bytes: &[u8], charset: Option<&str>, base: Option<&Url>) -> Result<Feed, NoFeed> {
    let decoded = decode::decode(
        bytes,
        Hints {
            charset,
            ..Hints::default()
        },
    );
    let mut feed = parse(&decoded.text, base)?;
    feed.repairs.splice(0..0, decoded.repairs);
    Ok(feed)
}

fn parse_xml(text: &str, base: Option<&Url>) -> Result<Feed, String> {
    const NO_ROOT: &str = "it has no <rss>, <rdf:RDF> or <feed> element";
    let start = feed_root(text).ok_or(NO_ROOT)?;
    let mut faults = Faults::default();
    let Walked { format, feed, items } = walk::walk(&text[start..], base, &mut faults).ok_or(NO_ROOT)?;

    let mut repairs = Vec::new();
    let before = text[..start].trim_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    if !before.is_empty() && !before.starts_with('<') {
        repairs.push(Repair::TextBeforeFeed(before.len()));
    }
    // An item whose tag held a control character is one only after tidying.
    let items_seen = faults.items.max(items.len());
    let is_cut = faults.cut_item;
    repairs.extend(faults.into_repairs());
    let language = feed.language.as_deref();
    Ok(Feed {
        format: format.to_string(),
        id: feed.id(),
        title: feed.title(),
        link: feed.main_link(),
        items: items.into_iter().map(|item| item.into_item(language)).collect(),
        items_seen,
        subtitle: feed.subtitle.map(Markup::into_string).unwrap_or_default(),
        rights: feed.rights.map(Markup::into_string).unwrap_or_default(),
        author: feed.author,
        published: feed.published,
        updated: feed.updated,
        language: feed.language,
        repairs,
        is_cut,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Feed {
        parse(text, None).unwrap()
    }

    fn kinds(feed: &Feed) -> Vec<&'static str> {
        feed.repairs.iter().map(Repair::kind).collect()
    }

    fn rss(items: &str) -> String {
        format!("<rss version='2.0'><channel><title>News</title>{items}</channel></rss>")
    }

    #[test]
    fn reads_rss_with_its_usual_modules() {
        let feed = read(
            "<?xml version='1.0'?><rss version='2.0' xmlns:c='http://purl.org/rss/1.0/modules/content/'
              xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><title>A &amp;amp; B</title><language>en-us</language>
              <image><title>Logo</title><link>https://example.org/logo</link></image>
              <item><title>Talks</title><guid isPermaLink='true'>https://example.org/1</guid><description>Short</description>
              <c:encoded><![CDATA[<p>Full</p>]]></c:encoded><pubDate>Tue, 01 Jun 2021 10:00:00 +0300</pubDate>
              <dc:creator>A. Writer</dc:creator><source url='https://example.com/feed'>Agency</source></item></channel></rss>",
        );
        assert_eq!((feed.format.as_str(), feed.title.as_str()), ("RSS 2.0", "A & B"));
        let item = &feed.items[0];
        assert_eq!(item.link.as_deref(), Some("https://example.org/1"));
        assert_eq!(item.content, Some(Markup::Html("<p>Full</p>".into())));
        assert_eq!(item.summary, Some(Markup::Html("Short".into())));
        assert_eq!(item.published, Some("2021-06-01T07:00:00Z".parse().unwrap()));
        assert_eq!(
            (item.author.as_str(), item.language.as_deref()),
            ("A. Writer", Some("en-us"))
        );
        assert_eq!(
            item.source,
            Some(ItemSource {
                title: "Agency".into(),
                url: Some("https://example.com/feed".into())
            })
        );
        assert!(feed.repairs.is_empty());
    }

    #[test]
    fn reads_every_dialect() {
        let rdf = "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'>
            <channel><title>F</title></channel><item rdf:about='https://example.org/1'><title>T</title></item></rdf:RDF>";
        let netscape = "<rdf:RDF xmlns:rdf='x' xmlns='http://my.netscape.com/rdf/simple/0.9/'><item><title>T</title></item></rdf:RDF>";
        let old_atom = "<feed version='0.3' xmlns='http://purl.org/atom/ns#'><entry><title>T</title>
            <issued>2004-01-01T00:00:00Z</issued><content mode='escaped' type='text/html'>&lt;b&gt;x&lt;/b&gt;</content></entry></feed>";
        let atom = "<a:feed xmlns:a='http://www.w3.org/2005/Atom'><a:entry><a:title type='xhtml'><div>T</div></a:title></a:entry></a:feed>";
        let shouted = rss("<ITEM><TITLE>T</TITLE></ITEM>").replace("rss", "RSS");
        let cases = [
            (rdf, "RSS 1.0"),
            (netscape, "RSS 0.90"),
            (old_atom, "Atom 0.3"),
            (atom, "Atom 1.0"),
            (&shouted, "RSS 2.0"),
            (
                "<rss version='0.91'><channel><item><title>T</title></item></channel></rss>",
                "RSS 0.91",
            ),
            ("<channel><item><title>T</title></item></channel>", "RSS 2.0"),
        ];
        for (text, format) in cases {
            let feed = read(text);
            assert_eq!(feed.format, format, "{text}");
            assert_eq!((feed.items_seen, feed.items.len()), (1, 1), "{text}");
            assert_eq!(feed.items[0].title, "T", "{text}");
        }
        assert_eq!(
            read(old_atom).items[0].content,
            Some(Markup::Html("<b>x</b>".into()))
        );
        assert_eq!(read(rdf).items[0].link.as_deref(), Some("https://example.org/1"));
    }

    #[test]
    fn mends_what_publishers_break() {
        let item = |inside: &str| {
            rss(&format!(
                "<item><title>T</title><description>{inside}</description></item>"
            ))
        };
        let cases = [
            (item("AT&T R&D a=1&b=2"), "AT&T R&D a=1&b=2", "bare-ampersand"),
            (item("1 < 2"), "1 < 2", "bare-less-than"),
            (item("a&nbsp;b &mdash; c"), "a\u{a0}b — c", "html-entities"),
            (item("a\u{b}b"), "ab", "control-characters"),
            (item("<b>x</i>"), "<b>x</i>", ""),
            (item("x").replace("</description>", ""), "x", "mismatched-tags"),
            (
                item("x").split_once("</description>").unwrap().0.to_owned(),
                "x",
                "truncated",
            ),
            (format!("{}<script>1</script>", item("x")), "x", "text-after-feed"),
            (format!("Warning: late\n{}", item("x")), "x", "text-before-feed"),
            (item("x").replace("2.0", "9.9"), "x", "dialect"),
            (
                item("x").replace("description", "content:encoded"),
                "x",
                "undeclared-prefix",
            ),
            (
                format!("<!DOCTYPE r [<!ENTITY l 'lol'>]>{}", item("[&l;]")),
                "[&l;]",
                "unknown-entities",
            ),
        ];
        for (text, expected, repair) in cases {
            let feed = read(&text);
            let item = &feed.items[0];
            let body = item.content.as_ref().or(item.summary.as_ref()).unwrap();
            assert_eq!(body.as_str().trim(), expected, "{text}");
            assert!(
                repair.is_empty() || kinds(&feed).contains(&repair),
                "{text}: {:?}",
                feed.repairs
            );
        }
    }

    #[test]
    fn keeps_the_items_before_the_break() {
        let whole = rss(&"<item><title>T</title><description>x</description></item>".repeat(3));
        let broken = &whole[..whole.len() - 60];
        let feed = read(broken);
        assert_eq!((feed.items.len(), feed.items_seen), (3, 3));
        assert!(kinds(&feed).contains(&"truncated"));
    }

    /// Found by fuzzing.
    #[test]
    fn never_returns_more_items_than_it_counted() {
        let feed = read("<feed><entr\u{1}y><id>1</id></entry></feed>");
        assert_eq!((feed.items.len(), feed.items_seen), (1, 1));
    }

    #[test]
    fn resolves_relative_links() {
        let base = Url::parse("https://example.org/feeds/").unwrap();
        let text = "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='/news/'><entry xml:base='en/'>
            <title>T</title><link href='1'/><link rel='alternate' hreflang='ru' href='../ru/1'/></entry></feed>";
        let item = &parse(text, Some(&base)).unwrap().items[0];
        assert_eq!(item.link.as_deref(), Some("https://example.org/news/en/1"));
        assert_eq!(
            item.alternates,
            [("ru".to_owned(), "https://example.org/news/ru/1".to_owned())]
        );
    }

    #[test]
    fn stands_hostile_documents() {
        let deep = format!("{}{}", "<zz>".repeat(20_000), "</yy>".repeat(20_000));
        let flood = (0..20_000)
            .map(|n| format!(" a{n}='1'"))
            .collect::<Vec<_>>()
            .concat();
        let namespaces = (0..20_000)
            .map(|n| format!(" xmlns:a{n}='1'"))
            .collect::<Vec<_>>()
            .concat();
        let namespaces = format!("<x{namespaces}>{}</x>", "<a:b></a:b>".repeat(20_000));
        let markup = "<a>".repeat(20_000);
        let many = "<item><title>T</title></item>".repeat(20_000);
        for inside in [
            deep,
            namespaces,
            format!("<item{flood}><title>T</title></item>"),
            format!("<item><title>{markup}T"),
            many,
        ] {
            let text = rss(&inside);
            let feed = read(&text);
            assert_eq!(feed.items.len(), feed.items_seen);
        }
    }

    #[test]
    fn takes_no_enclosure_for_the_article() {
        let entry = |link: &str| {
            let text = format!(
                "<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>T</title>{link}</entry></feed>"
            );
            read(&text).items.remove(0).link
        };
        for rel in ["enclosure", "edit", "self", "replies", "next"] {
            assert_eq!(
                entry(&format!("<link rel='{rel}' href='https://example.org/a.mp3'/>")),
                None,
                "{rel}"
            );
        }
        assert!(entry("<link rel='related' href='https://example.org/a'/>").is_some());
    }

    #[test]
    fn takes_the_longer_summary_of_a_podcast() {
        let text = rss(
            "<item><description>Deck.</description><itunes:summary>The quay was renewed, the port said.</itunes:summary></item>
             <item><description>The quay was renewed, the port said.</description><itunes:summary>Deck.</itunes:summary></item>",
        )
        .replace("<rss", "<rss xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd'");
        let bodies = |item: &Item| {
            let body = item.content.as_ref().or(item.summary.as_ref());
            body.map(|text| text.as_str().to_owned())
        };
        let feed = read(&text);
        assert_eq!(bodies(&feed.items[0]), bodies(&feed.items[1]));
    }

    #[test]
    fn a_feed_that_breaks_off_within_an_item_is_cut() {
        let whole = rss("<item><title>T</title><description>A few words</description></item>");
        let until = |end: &str| read(whole.split(end).next().unwrap_or_default()).is_cut;
        assert!(until(" words"));
        assert!(!until("</channel>"));
    }

    #[test]
    fn refuses_what_is_no_feed() {
        for text in [
            "",
            "<html><body>502</body></html>",
            "<opml/>",
            "{}",
            "[]",
            "words",
        ] {
            assert!(parse(text, None).is_err(), "{text}");
        }
    }
}
