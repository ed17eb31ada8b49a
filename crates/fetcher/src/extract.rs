//! A document's bytes in, articles out, without a network: what a source is, what it holds, and which of its
//! articles have no more than a teaser.

use std::collections::HashSet;
use std::path::Path;

use text::Text;
use url::Url;

use crate::account::{Account, Loss, Repair, SourceKind};
use crate::article::{self, Article, Original};
use crate::blocks::{self, BlockReader, HtmlBlock};
use crate::decode::{self, Hints};
use crate::detect::{self, Content};
use crate::error::Error;
use crate::feed::{self, Feed, Item, ItemSource, Markup};
use crate::fields::Fields;
use crate::filter::ItemFilter;
use crate::json_lines::{self, Lines};
use crate::links::{LinkReader, OriginalPattern};
use crate::markup::{self, Defused};
use crate::opml;
use crate::options::FullText;
use crate::page::{self, Page};
use crate::provenance::{self, Claim, Evidence, EvidenceKind, Provenance};
use crate::seen::{self, ItemHash};
use crate::select::PageSelectors;
use crate::site_lines;

/// A feed text with fewer words is taken for a teaser if the item has a page.
const TEASER_WORDS: usize = 80;

/// A full-text field with fewer words is taken for a teaser; short news do exist.
const SHORT_CONTENT_WORDS: usize = 25;

/// A document as it was loaded.
#[derive(Debug)]
pub(crate) struct Document {
    /// What the user called it, for messages.
    pub(crate) place: String,
    /// Where it came from, if from the network.
    pub(crate) url: Option<Url>,
    /// The charset of the HTTP header.
    pub(crate) charset: Option<String>,
    /// Its bytes.
    pub(crate) bytes: Vec<u8>,
}

/// What is wanted of a document.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wanted {
    /// When to fetch the page of a feed's item.
    pub(crate) full_text: FullText,
    /// Where the source names the originals of its articles.
    pub(crate) original: Option<OriginalPattern>,
    /// What of its pages is the article.
    pub(crate) selectors: PageSelectors,
    /// Which of its items are taken.
    pub(crate) items: ItemFilter,
    /// Which field of its lines holds what.
    pub(crate) fields: Fields,
}

/// What a document holds.
#[derive(Debug)]
pub(crate) struct Extract {
    pub(crate) kind: SourceKind,
    pub(crate) title: Option<String>,
    pub(crate) items_seen: usize,
    /// Items that the user does not want.
    pub(crate) filtered: usize,
    pub(crate) drafts: Vec<Draft>,
    pub(crate) repairs: Vec<Repair>,
    pub(crate) losses: Vec<Loss>,
}

impl Extract {
    /// Returns a feed without items.
    pub(crate) fn empty(format: String, title: Option<&str>) -> Self {
        Self {
            kind: SourceKind::Feed(format),
            title: title.map(str::to_owned),
            items_seen: 0,
            filtered: 0,
            drafts: Vec::new(),
            repairs: Vec::new(),
            losses: Vec::new(),
        }
    }

    /// Enters what the document holds besides its articles into the account of its source.
    pub(crate) fn note_in(&self, account: &mut Account) {
        account.kind = Some(self.kind.clone());
        account.title.clone_from(&self.title);
        account.items_seen = self.items_seen;
        account.filtered = self.filtered;
        account.repairs.clone_from(&self.repairs);
        match self.kind {
            SourceKind::JsonLines => self.losses.iter().for_each(|loss| account.lose(loss.clone())),
            _ => account.losses.extend_from_slice(&self.losses),
        }
    }
}

/// An article that may still want the text of its page.
#[derive(Debug)]
pub(crate) struct Draft {
    pub(crate) article: Article,
    /// The page to fetch.
    pub(crate) page: Option<Url>,
    /// Hash of the feed item, to detect edits; `None` for what is no item of a feed.
    pub(crate) hash: Option<ItemHash>,
}

/// Reads a document.
///
/// # Errors
/// When it holds no article; the error says what it holds instead.
pub(crate) fn extract(document: &Document, wanted: &Wanted) -> Result<Extract, Error> {
    let place = || document.place.clone();
    if document.bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Error::Empty { place: place() });
    }
    if decode::is_binary(&document.bytes) {
        return Err(Error::Binary { place: place() });
    }
    let decoded = decode::decode(&document.bytes, document.hints());
    let mut extract = match detect::detect(&decoded.text) {
        Content::Feed => from_feed(document, &decoded.text, wanted),
        Content::JsonLines => from_json_lines(document, &decoded.text, wanted),
        Content::Page => from_page(document, &decoded.text, wanted),
        Content::Text => Ok(from_text(document, decoded.text.into_owned())),
        Content::OtherXml(_) if opml::is_opml(&decoded.text) => Err(Error::FeedList {
            place: place(),
            feeds: opml::addresses(&decoded.text),
        }),
        Content::OtherXml(root) => Err(Error::Unparsable {
            place: place(),
            kind: "XML".to_owned(),
            why: format!("its root element is <{root}>, which is no feed"),
        }),
    }?;
    extract.repairs.splice(0..0, decoded.repairs);
    Ok(extract)
}

impl Document {
    fn hints(&self) -> Hints<'_> {
        let domain = self.url.as_ref().and_then(Url::domain);
        // The detector takes ASCII only and wants lower case, as the URL parser leaves it.
        let top_level_domain = domain
            .and_then(|domain| domain.rsplit('.').next())
            .filter(|name| !name.is_empty());
        Hints {
            charset: self.charset.as_deref(),
            top_level_domain,
        }
    }
}

fn from_text(document: &Document, text: String) -> Extract {
    let name = file_name(&document.place);
    let article = Article {
        id: name.clone(),
        title: name,
        url: document.url.clone(),
        published: None,
        updated: None,
        language: None,
        provenance: Provenance::of_text(&text, document.url.as_ref()),
        text: Text::plain(text),
        previous: None,
        original: None,
    };
    Extract {
        kind: SourceKind::Text,
        title: None,
        items_seen: 1,
        filtered: 0,
        drafts: vec![Draft {
            article,
            page: None,
            hash: None,
        }],
        repairs: Vec::new(),
        losses: Vec::new(),
    }
}

/// The last part of a path or address; standard input is called by its name.
fn file_name(place: &str) -> String {
    if place == "-" {
        return "stdin".to_owned();
    }
    let name = Path::new(place)
        .file_name()
        .map(|name| name.to_string_lossy().into_owned());
    name.unwrap_or_else(|| place.to_owned())
}

fn from_json_lines(document: &Document, text: &str, wanted: &Wanted) -> Result<Extract, Error> {
    let Lines {
        articles,
        losses,
        repairs,
        seen,
    } = json_lines::parse(text, &wanted.fields);
    if articles.is_empty() {
        let why = losses.first().map(Loss::to_string).unwrap_or_default();
        return Err(Error::Unparsable {
            place: document.place.clone(),
            kind: "JSON Lines".to_owned(),
            why,
        });
    }
    let drafts = articles
        .into_iter()
        .map(|article| Draft {
            article,
            page: None,
            hash: None,
        })
        .collect();
    Ok(Extract {
        kind: SourceKind::JsonLines,
        title: None,
        items_seen: seen,
        filtered: 0,
        drafts,
        repairs,
        losses,
    })
}

fn from_page(document: &Document, text: &str, wanted: &Wanted) -> Result<Extract, Error> {
    let page = parse_page(document, text, wanted);
    let is_front = page.is_index && !page.facts.feeds.is_empty();
    if page.word_count() < page::MIN_WORDS || is_front {
        return Err(Error::PageWithoutArticle {
            place: document.place.clone(),
            feeds: page.facts.feeds,
        });
    }
    let losses = page.unextracted.iter().map(|why| {
        Loss::new(
            "the article's bounds",
            format!("{why}, so the whole page is checked"),
        )
        .at(document.url.clone())
    });
    let mut losses: Vec<_> = losses.collect();
    if page.facts.is_cut {
        let why = "the page breaks off before its end; what came before was read";
        losses.push(Loss::new("the end of the page", why).at(document.url.clone()));
    }
    let repairs = selector_repairs(&page);
    let title = page.title.clone();
    let article = page_article(page, document);
    Ok(Extract {
        kind: SourceKind::Page,
        title: Some(title).filter(|title| !title.is_empty()),
        items_seen: 1,
        filtered: 0,
        drafts: vec![Draft {
            article,
            page: None,
            hash: None,
        }],
        repairs,
        losses,
    })
}

/// Parses a page and looks for the original where the user says.
fn parse_page(document: &Document, text: &str, wanted: &Wanted) -> Page {
    let mut page = page::parse_selected(text, document.url.as_ref(), &wanted.selectors);
    let named = wanted
        .original
        .as_ref()
        .and_then(|pattern| pattern.find(text, document.url.as_ref()));
    page.facts.original_links.splice(0..0, named);
    page.restore_lead(None);
    page
}

fn page_article(page: Page, document: &Document) -> Article {
    let url = document.url.clone().or_else(|| page.facts.canonical.clone());
    let mut article = Article {
        id: document
            .url
            .as_ref()
            .map_or_else(|| file_name(&document.place), Url::to_string),
        title: page.title.clone(),
        url,
        published: page.published,
        updated: page.updated,
        language: page.facts.language.clone(),
        text: Text::default(),
        previous: None,
        provenance: Provenance::default(),
        original: None,
    };
    fill_from_page(&mut article, page);
    article
}

/// Gives an article the text of its page, and what the page tells about its origin.
pub(crate) fn fill_from_page(article: &mut Article, page: Page) {
    let alternates = page.facts.alternates.clone();
    let signs = page.facts.evidence(article.url.as_ref());
    article.text = article::join(&article.title, site_lines::without(page.blocks));
    let feed_signs = std::mem::take(&mut article.provenance.evidence);
    article.provenance = Provenance::of_text(&article.text.string, article.url.as_ref());
    for sign in feed_signs.into_iter().chain(signs) {
        article.provenance.add(sign);
    }
    article.original = find_original(&article.provenance, &alternates);
}

/// The original that the evidence names, or the version in the language that it names.
fn find_original(provenance: &Provenance, alternates: &[(String, Url)]) -> Option<Original> {
    if let Some(url) = provenance.original() {
        let language = provenance.source_language.clone();
        return Some(Original {
            url: Some(url.clone()),
            language,
            text: None,
        });
    }
    let (url, language) = provenance::original_among(provenance, alternates)?;
    Some(Original {
        url: Some(url),
        language: Some(language),
        text: None,
    })
}

fn from_feed(document: &Document, text: &str, wanted: &Wanted) -> Result<Extract, Error> {
    let place = || document.place.clone();
    let Feed {
        format,
        title,
        items,
        items_seen,
        repairs,
        is_cut,
        ..
    } = feed::parse(text, document.url.as_ref()).map_err(|why| Error::Unparsable {
        place: place(),
        kind: "a feed".to_owned(),
        why: why.to_string(),
    })?;
    if items.is_empty() {
        return Err(match items_seen {
            0 if !repairs.contains(&Repair::Truncated) => Error::EmptyFeed {
                place: place(),
                format,
            },
            0 => Error::NoArticles {
                place: place(),
                kind: format!("{format} that breaks off before its first item"),
            },
            seen => Error::ItemsLost { place: place(), seen },
        });
    }
    let mut losses = Vec::new();
    if items.len() < items_seen {
        let missing = items_seen - items.len();
        losses.push(Loss::new(
            format!("{missing} of {items_seen} items"),
            "they are in the bytes, but could not be parsed",
        ));
    }
    if is_cut {
        let last = items.last().map_or("", |item| item.title.as_str());
        losses.push(Loss::new(
            format!("the end of \"{last}\", and what may have followed"),
            "the document breaks off within it",
        ));
    }
    let mut drafts = Vec::new();
    let found = items.len();
    let wanted_items: Vec<_> = items
        .into_iter()
        .filter(|item| wanted.items.takes(item))
        .collect();
    let filtered = found - wanted_items.len();
    for item in wanted_items {
        let what = if item.title.is_empty() {
            item.id.clone()
        } else {
            item.title.clone()
        };
        let draft = draft(item, wanted);
        if draft.article.text.string.is_empty() && draft.page.is_none() {
            losses.push(Loss::new(what, "it holds no text and has no page").at(draft.article.url));
        } else {
            drafts.push(draft);
        }
    }
    Ok(Extract {
        kind: SourceKind::Feed(format),
        title: Some(title).filter(|title| !title.is_empty()),
        items_seen,
        filtered,
        drafts,
        repairs,
        losses,
    })
}

fn draft(item: Item, wanted: &Wanted) -> Draft {
    // `javascript:` and `file:` are no addresses for a reader.
    let url = item.link.as_deref().and_then(|link| Url::parse(link).ok());
    let url = url.filter(|url| matches!(url.scheme(), "http" | "https"));
    let read = |markup: &Markup| ItemText::of(markup, url.as_ref(), wanted.original.as_ref());
    let content = item.content.as_ref().map(read).unwrap_or_default();
    let summary = item.summary.as_ref().map(read).unwrap_or_default();
    let signs: Vec<_> = source_evidence(item.source.as_ref())
        .into_iter()
        .chain(provenance::link_evidence(content.originals))
        .chain(provenance::link_evidence(summary.originals))
        .collect();
    let (body, origin) = longer(content.blocks, summary.blocks);
    let page = url.clone().filter(|_| match wanted.full_text {
        FullText::Never => false,
        FullText::Always => true,
        FullText::Auto => is_teaser(&body, origin),
    });
    let text = article::join(&item.title, site_lines::without(body));
    let updated = item.updated.map(|time| time.to_string());
    let hash = seen::hash(&[&item.title, &text.string, updated.as_deref().unwrap_or_default()]);
    let mut provenance = Provenance::of_text(&text.string, url.as_ref());
    for sign in signs {
        provenance.add(sign);
    }
    let alternates: Vec<(String, Url)> = item
        .alternates
        .iter()
        .filter_map(|(language, link)| Some((language.clone(), Url::parse(link).ok()?)))
        .collect();
    let article = Article {
        original: find_original(&provenance, &alternates),
        id: item.id,
        title: item.title,
        url,
        published: item.published,
        updated: item.updated,
        language: item.language,
        text,
        previous: None,
        provenance,
    };
    Draft {
        article,
        page,
        hash: Some(hash),
    }
}

/// One of the two texts that a feed has of an item.
#[derive(Default)]
struct ItemText {
    blocks: Vec<HtmlBlock>,
    /// Links that the source's own pattern, or their words, call the original.
    originals: Vec<(Url, String)>,
}

impl ItemText {
    fn of(markup: &Markup, url: Option<&Url>, pattern: Option<&OriginalPattern>) -> Self {
        let html = Defused::of(markup.as_str());
        let readers = (BlockReader::new(&html), LinkReader::default());
        let (blocks, links) = markup::read(&html, readers);
        let named = pattern.and_then(|pattern| pattern.find(markup.as_str(), url));
        Self {
            blocks: match markup {
                Markup::Html(_) => blocks.into_blocks(),
                Markup::Plain(text) => blocks::from_plain(text),
            },
            originals: named.into_iter().chain(links.originals(url)).collect(),
        }
    }
}

/// Which of a feed's two texts the body of an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Origin {
    /// The full text: `content:encoded`, Atom `content`, JSON Feed `content_html`.
    FeedContent,
    /// The summary: RSS `description`, Atom `summary`.
    FeedSummary,
}

/// Of full text and summary the one with more words; some publishers put the teaser into the field for the
/// full text.
fn longer(content: Vec<HtmlBlock>, summary: Vec<HtmlBlock>) -> (Vec<HtmlBlock>, Origin) {
    if blocks::word_count(&summary) > blocks::word_count(&content) {
        (summary, Origin::FeedSummary)
    } else {
        (content, Origin::FeedContent)
    }
}

/// Does the text only whet the appetite? It breaks off with a mark that says so, or it is short; a field that is
/// meant for the full text may be shorter.
fn is_teaser(body: &[HtmlBlock], origin: Origin) -> bool {
    let enough = if origin == Origin::FeedContent {
        SHORT_CONTENT_WORDS
    } else {
        TEASER_WORDS
    };
    blocks::word_count(body) < enough || breaks_off(body)
}

/// `... the ministry said [...]`, or a last line that sends the reader on.
fn breaks_off(body: &[HtmlBlock]) -> bool {
    const MARKS: [&str; 6] = ["[...]", "[…]", "(...)", "(…)", "...", "…"];
    const INVITATIONS: [&str; 6] = [
        "read more",
        "continue reading",
        "read the full",
        "read the rest",
        "full story",
        "more »",
    ];
    // WordPress puts "The post X appeared first on Y." below its teasers.
    let mut lines = body
        .iter()
        .rev()
        .skip_while(|block| block.text.contains("appeared first on"))
        .take(2);
    let (last, before) = (lines.next(), lines.next());
    let Some(last) = last else { return false };
    let lower = last.text.to_lowercase();
    let invites = |text: &str| INVITATIONS.iter().any(|invitation| text.contains(invitation));
    let ends_open = |text: &str| MARKS.iter().any(|mark| text.ends_with(mark));
    // An ellipsis alone is also a way to end an article, so a long text with one is taken for whole.
    let bracketed = lower.ends_with(']') || lower.ends_with(')');
    if ends_open(&lower) {
        return bracketed || blocks::word_count(body) < 2 * TEASER_WORDS;
    }
    let is_short_line = lower.split_whitespace().count() <= 12;
    is_short_line && invites(&lower) || before.is_some_and(|block| block.text.ends_with("[…]"))
}

fn source_evidence(source: Option<&ItemSource>) -> Option<Evidence> {
    let ItemSource { title, url } = source?;
    let quote = match url {
        Some(url) => format!("{title} ({url})"),
        None => title.clone(),
    };
    Some(Evidence {
        claim: Claim::Related,
        kind: EvidenceKind::FeedSource,
        quote,
    })
}

/// Makes sure that a page has to do with the item: a check for robots, a request for consent or a missing page answered
/// with 200 shares next to no words with the item's title and teaser.
///
/// # Errors
/// When it is another page.
pub(crate) fn refuse_other_page(article: &Article, page: &Page, url: &Url) -> Result<(), Error> {
    /// Of the item's words the page has so many at least. Teasers are rewritten; one word in eight is still little.
    const LEAST: f64 = 0.125;
    let wanted = telling_words(&article.text.string);
    let mut found = telling_words(&page.text());
    if article.body().is_empty() && !page::asks_for_consent(&page.text()) {
        // Of an item without a teaser there is only the headline, whose words an article need not repeat.
        found.extend(telling_words(&page.title));
    }
    let shared = wanted.intersection(&found).count();
    if wanted.is_empty() || shared as f64 >= LEAST * wanted.len() as f64 && shared > 0 {
        return Ok(());
    }
    Err(Error::OtherPage { url: url.clone() })
}

/// The words that a text is about: longer ones, and the characters of scripts that set no spaces.
fn telling_words(text: &str) -> HashSet<String> {
    const FILLERS: [&str; 30] = [
        "about", "after", "also", "been", "before", "from", "have", "here", "into", "just", "more", "most",
        "only", "other", "over", "than", "that", "their", "them", "then", "there", "they", "this", "were",
        "what", "when", "which", "will", "with", "your",
    ];
    let is_ideograph =
        |c: char| matches!(c, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}');
    let lower = text.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric());
    let long = words
        .filter(|word| word.chars().count() >= 4 && !FILLERS.contains(word))
        .map(str::to_owned);
    let characters = lower.chars().filter(|c| is_ideograph(*c)).map(String::from);
    long.chain(characters).collect()
}

/// Reads a document that should be an article's page; what had to be mended for it comes along.
///
/// # Errors
/// When it is something else, or holds no article.
pub(crate) fn read_page(document: &Document, wanted: &Wanted) -> Result<(Page, Vec<Repair>), Error> {
    if decode::is_binary(&document.bytes) {
        return Err(Error::Binary {
            place: document.place.clone(),
        });
    }
    let decoded = decode::decode(&document.bytes, document.hints());
    let page = parse_page(document, &decoded.text, wanted);
    if page.word_count() < page::MIN_WORDS {
        return Err(Error::PageWithoutArticle {
            place: document.place.clone(),
            feeds: Vec::new(),
        });
    }
    let mut repairs = decoded.repairs;
    repairs.extend(selector_repairs(&page));
    Ok((page, repairs))
}

/// That the page was read in another way than the user wants it to be.
fn selector_repairs(page: &Page) -> Vec<Repair> {
    let missed = page.keep_missed.then_some(Repair::NothingToKeep);
    missed.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn teaser(paragraphs: &[&str], origin: Origin) -> bool {
        is_teaser(&blocks::from_plain(&paragraphs.join("\n\n")), origin)
    }

    #[test]
    fn tells_a_teaser_by_its_length_and_its_end() {
        let long = "One more sentence of seven words follows. ".repeat(30);
        let ends = |end: &str| format!("{long}{end}");
        let cases: [(&[&str], Origin, bool); 12] = [
            (&[&long], Origin::FeedSummary, false),
            (&["The ministry met."], Origin::FeedSummary, true),
            (&[&long[..300]], Origin::FeedSummary, true),
            (&[&long[..300]], Origin::FeedContent, false),
            (&["The ministry met."], Origin::FeedContent, true),
            (&[&ends("The ministry said […]")], Origin::FeedContent, true),
            (&[&ends("The ministry said [...]")], Origin::FeedContent, true),
            (&[&ends("Time will tell …")], Origin::FeedContent, false),
            (&[&long[..600], "Who knows…"], Origin::FeedContent, true),
            (
                &[&long, "Continue reading Talks go on →"],
                Origin::FeedContent,
                true,
            ),
            (
                &[&ends("[…]"), "The post Talks appeared first on Wire."],
                Origin::FeedContent,
                true,
            ),
            (
                &[
                    &long,
                    "He had to read more books than he could carry, and to read more he had to stay.",
                ],
                Origin::FeedContent,
                false,
            ),
        ];
        for (paragraphs, origin, expected) in cases {
            assert_eq!(
                teaser(paragraphs, origin),
                expected,
                "{origin:?} {:?}",
                paragraphs.last()
            );
        }
    }

    #[test]
    fn takes_the_longer_of_summary_and_content() {
        let blocks = blocks::from_plain;
        assert_eq!(
            longer(blocks("Short"), blocks("Much longer than that")).1,
            Origin::FeedSummary
        );
        assert_eq!(
            longer(blocks("The same"), blocks("The same")).1,
            Origin::FeedContent
        );
    }

    #[test]
    fn an_item_without_any_text_is_a_loss() {
        let feed = "<rss version='2.0'><channel><item><title>T</title></item><item><guid>g</guid></item></channel></rss>";
        let document = Document {
            place: "f".into(),
            url: None,
            charset: None,
            bytes: feed.into(),
        };
        let extract = extract(&document, &Wanted::default()).unwrap();
        assert_eq!((extract.drafts.len(), extract.losses[0].what.as_str()), (1, "g"));
    }

    #[test]
    fn items_in_the_bytes_that_do_not_come_out_are_a_loss() {
        // `items` that the counter sees and the walk does not: in an element that holds no items.
        let feed = "<rss version='2.0'><channel><x:entry xmlns:x='urn:y'/><item><title>T</title></item></channel></rss>";
        let document = Document {
            place: "f".into(),
            url: None,
            charset: None,
            bytes: feed.into(),
        };
        let extract = extract(&document, &Wanted::default()).unwrap();
        assert_eq!((extract.items_seen, extract.drafts.len()), (2, 1));
        assert_eq!(extract.losses[0].what, "1 of 2 items");
        let none = "<rss version='2.0'><channel><x:entry xmlns:x='urn:y'/></channel></rss>";
        let document = Document {
            place: "f".into(),
            url: None,
            charset: None,
            bytes: none.into(),
        };
        assert!(matches!(
            super::extract(&document, &Wanted::default()),
            Err(Error::ItemsLost { seen: 1, .. })
        ));
    }
}
