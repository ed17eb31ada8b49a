//! HTML in, [`Page`] out: the article's blocks, and what the page says about itself.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use dom_smoothie::{Config, Readability};
use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult};
use url::Url;

pub use crate::blocks::HtmlBlock;
use crate::blocks::{self, attribute, raw_content};
use crate::date;
use crate::links;

/// Pages nested deeper are not given to the tree builder and the extractor, which would take a time
/// that grows with the square of the depth. Browsers stop at 512, too.
const MAX_DEPTH: usize = 512;

/// Pages of more elements are not given to the extractor either.
const MAX_ELEMENTS: usize = 200_000;

/// An article's page.
#[derive(Debug, Default)]
pub struct Page {
    /// Headline in one line.
    pub title: String,
    /// The article.
    pub blocks: Vec<HtmlBlock>,
    /// First publication as the page states it, RFC 3339 in UTC.
    pub published: Option<String>,
    /// Last change as the page states it, RFC 3339 in UTC.
    pub updated: Option<String>,
    /// What the head of the page says.
    pub facts: Facts,
    /// Why the extractor was not used, if so; the blocks are then those of the whole page.
    pub unextracted: Option<&'static str>,
}

/// What the markup of a page says about it.
#[derive(Debug, Default, Clone)]
pub struct Facts {
    /// `lang` of the root element.
    pub language: Option<String>,
    /// `rel=canonical`.
    pub canonical: Option<Url>,
    /// Language and address of each `rel=alternate hreflang`.
    pub alternates: Vec<(String, Url)>,
    /// Addresses of the feeds that the page announces.
    pub feeds: Vec<Url>,
    /// `<meta name=generator>` and plug-ins known by their scripts.
    pub generators: Vec<String>,
    /// `<meta name=original-source>` and `syndication-source`: where the article was published first.
    pub syndicated_from: Vec<Url>,
    /// Links in the article that are called the original, with the words that say so.
    pub original_links: Vec<(Url, String)>,
    /// The page was saved after a browser had translated it.
    pub translated_by_browser: bool,
    /// The first `<h1>`.
    heading: String,
    in_heading: bool,
    depth: Depth,
}

#[derive(Debug, Default, Clone, Copy)]
struct Depth {
    now: usize,
    deepest: usize,
    elements: usize,
}

/// Extracts the article of a page. `url` is where it was read, for relative links.
///
/// Never panics and takes bounded time for any input. A page without an article gives no blocks, or few.
#[must_use]
pub fn parse(html: &str, url: Option<&Url>) -> Page {
    let html = &*blocks::defuse(html);
    let mut facts = facts(html, url);
    if facts.depth.deepest > MAX_DEPTH || facts.depth.elements > MAX_ELEMENTS {
        return whole(
            html,
            facts,
            "the page is nested too deep or has too many elements for the extractor",
        );
    }
    let extracted = catch_unwind(AssertUnwindSafe(|| {
        let config = Config {
            keep_classes: true,
            ..Config::default()
        };
        Readability::new(html, url.map(Url::as_str), Some(config)).and_then(|mut page| page.parse())
    }));
    match extracted {
        Ok(Ok(article)) => {
            facts.original_links = links::originals(&article.content, url);
            Page {
                title: headline(&article.title, &facts.heading),
                blocks: without_byline(blocks::from_html(&article.content)),
                published: article.published_time.as_deref().and_then(date::parse),
                updated: article.modified_time.as_deref().and_then(date::parse),
                facts,
                unextracted: None,
            }
        }
        Ok(Err(_)) => Page {
            facts,
            ..Page::default()
        },
        Err(_) => whole(html, facts, "the extractor panicked"),
    }
}

/// The title without the site's name: `Talks begin - Example News` under `<h1>Talks begin</h1>`.
fn headline(title: &str, heading: &str) -> String {
    let title = blocks::one_line(title);
    let heading = heading.split_whitespace().collect::<Vec<_>>().join(" ");
    let separators = ['-', '–', '—', '|', '»', '·', ':'];
    let is_cut = title
        .strip_prefix(&heading)
        .is_some_and(|rest| rest.trim_start().starts_with(separators));
    if is_cut && !heading.is_empty() {
        heading
    } else {
        title
    }
}

/// The blocks without the line that names the author, the day or the time it takes to read. The extractor takes out
/// what its class names give away; what it leaves, often without the author's linked name, stands at the top.
fn without_byline(mut blocks: Vec<HtmlBlock>) -> Vec<HtmlBlock> {
    const TOP: usize = 4;
    let byline = blocks.iter().take(TOP).position(|block| is_byline(&block.text));
    if let Some(at) = byline {
        blocks.remove(at);
    }
    blocks
}

/// "By · June 4, 2026 · 3 min read", "By Ann Lund | 4 June 2026": short, no sentence, parts set off from each other.
fn is_byline(text: &str) -> bool {
    const LONGEST: usize = 120;
    let lower = text.to_lowercase();
    let parts = text.split(['·', '|', '•']).count();
    let names = lower.starts_with("by ") || lower.contains("min read") || lower.contains("minute read");
    text.len() <= LONGEST && parts > 1 && names && !text.trim_end().ends_with(['.', '!', '?'])
}

/// The page without extraction: everything that reads like text.
fn whole(html: &str, facts: Facts, why: &'static str) -> Page {
    Page {
        blocks: blocks::from_html(html),
        facts,
        unextracted: Some(why),
        ..Page::default()
    }
}

fn facts(html: &str, base: Option<&Url>) -> Facts {
    let sink = FactSink {
        facts: RefCell::default(),
        base,
    };
    blocks::tokenize(html, sink).facts.into_inner()
}

struct FactSink<'a> {
    facts: RefCell<Facts>,
    base: Option<&'a Url>,
}

impl TokenSink for FactSink<'_> {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut facts = self.facts.borrow_mut();
        let tag = match token {
            Token::TagToken(tag) => tag,
            Token::CharacterTokens(text) if facts.in_heading => {
                facts.heading.push_str(&text);
                return TokenSinkResult::Continue;
            }
            _ => return TokenSinkResult::Continue,
        };
        facts.depth.count(&tag);
        if &*tag.name == "h1" {
            facts.in_heading = tag.kind == TagKind::StartTag && facts.heading.is_empty();
        } else if tag.kind == TagKind::StartTag {
            match &*tag.name {
                "html" => facts.root(&tag),
                "link" => facts.link(&tag, self.base),
                "meta" => facts.meta(&tag, self.base),
                "script" => facts.script(&tag),
                _ => {}
            }
        }
        raw_content(&tag)
    }
}

impl Depth {
    /// A rough count, without a tree: void elements and forgotten end tags of `<p>` and `<li>` aside.
    fn count(&mut self, tag: &Tag) {
        let is_flat = matches!(
            &*tag.name,
            "area"
                | "base"
                | "br"
                | "col"
                | "dd"
                | "dt"
                | "embed"
                | "hr"
                | "img"
                | "input"
                | "li"
                | "link"
                | "meta"
                | "option"
                | "p"
                | "param"
                | "source"
                | "td"
                | "th"
                | "tr"
                | "track"
                | "wbr"
        );
        self.elements += usize::from(tag.kind == TagKind::StartTag);
        if is_flat || tag.self_closing {
            return;
        }
        match tag.kind {
            TagKind::StartTag => self.now += 1,
            TagKind::EndTag => self.now = self.now.saturating_sub(1),
        }
        self.deepest = self.deepest.max(self.now);
    }
}

impl Facts {
    fn root(&mut self, tag: &Tag) {
        self.language = attribute(tag, "lang")
            .map(str::trim)
            .filter(|tag| !tag.is_empty())
            .map(str::to_owned);
        let classes = attribute(tag, "class").unwrap_or_default();
        self.translated_by_browser = classes
            .split_whitespace()
            .any(|c| c == "translated-ltr" || c == "translated-rtl");
    }

    fn link(&mut self, tag: &Tag, base: Option<&Url>) {
        let Some(url) = attribute(tag, "href").and_then(|href| resolve(href, base)) else {
            return;
        };
        let rel = attribute(tag, "rel").unwrap_or_default().to_lowercase();
        let kind = attribute(tag, "type").unwrap_or_default();
        if rel == "canonical" {
            self.canonical = Some(url);
        } else if rel.split_whitespace().any(|word| word == "alternate") {
            if kind.contains("rss") || kind.contains("atom") || kind.contains("feed+json") {
                self.feeds.push(url);
            } else if let Some(language) = attribute(tag, "hreflang") {
                self.alternates.push((language.trim().to_owned(), url));
            }
        }
    }

    fn meta(&mut self, tag: &Tag, base: Option<&Url>) {
        let name = attribute(tag, "name").unwrap_or_default().to_lowercase();
        let Some(content) = attribute(tag, "content") else {
            return;
        };
        match name.as_str() {
            "generator" => self.generators.push(content.to_owned()),
            "original-source" | "syndication-source" => self.syndicated_from.extend(resolve(content, base)),
            _ => {}
        }
    }

    fn script(&mut self, tag: &Tag) {
        const PLUG_INS: [&str; 4] = ["gtranslate", "weglot", "linguise", "conveythis"];
        let source = attribute(tag, "src").unwrap_or_default();
        if PLUG_INS.iter().any(|name| source.contains(name)) {
            self.generators.push(source.to_owned());
        }
    }
}

fn resolve(href: &str, base: Option<&Url>) -> Option<Url> {
    let url = base
        .map_or_else(|| Url::parse(href.trim()), |base| base.join(href.trim()))
        .ok()?;
    matches!(url.scheme(), "http" | "https").then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ARTICLE: &str = "<html lang=en class='translated-ltr'><head><title>Talks begin - Example News</title>\
        <link rel=alternate type='application/rss+xml' href='/feed'>\
        <link rel=alternate hreflang=ru href='https://example.org/ru/1'><link rel=canonical href='https://example.org/ru/1'>\
        <meta name=generator content='GTranslate 3'><meta name=syndication-source content='https://agency.example/1'></head><body><nav><a href=/>Home</a></nav><article>\
        <h1>Talks begin</h1><p>The delegations met on Monday in the capital, and they will meet again, officials said.</p>\
        <p>Both sides, according to the ministry, spoke of a constructive atmosphere and agreed on further steps.</p>\
        <figure><img src=a.png><figcaption>The hall, before the talks</figcaption></figure>\
        <p>A third meeting, on trade and on transport, is to follow in the spring, the ministry added.</p>\
        </article><footer>Imprint</footer></body></html>";

    #[test]
    fn extracts_the_article_and_the_facts() {
        let url = Url::parse("https://example.org/en/1").unwrap();
        let page = parse(ARTICLE, Some(&url));
        let texts: Vec<_> = page.blocks.iter().map(|block| block.text.as_str()).collect();
        assert!(texts.contains(&"The hall, before the talks"), "{texts:?}");
        assert!(texts.iter().any(|text| text.starts_with("The delegations")));
        assert!(
            !texts
                .iter()
                .any(|text| text.contains("Imprint") || text.contains("Home"))
        );
        assert_eq!(page.title, "Talks begin");
        assert_eq!(page.facts.language.as_deref(), Some("en"));
        assert_eq!(page.facts.feeds[0].as_str(), "https://example.org/feed");
        assert_eq!(page.facts.alternates[0].0, "ru");
        assert!(page.facts.translated_by_browser);
        assert_eq!(page.facts.syndicated_from[0].as_str(), "https://agency.example/1");
        assert_eq!(page.facts.generators, ["GTranslate 3"]);
    }

    #[test]
    fn a_byline_is_told_from_a_sentence() {
        for byline in [
            "By · June 4, 2026 · 3 min read",
            "By Ann Lund | 4 June 2026",
            "June 4 • 2 minute read",
        ] {
            assert!(is_byline(byline), "{byline}");
        }
        for text in [
            "By Monday the bridge was open.",
            "By the bridge",
            "Ferry | Bridge",
            "Tickets · 3 euros",
        ] {
            assert!(!is_byline(text), "{text}");
        }
    }

    #[test]
    fn keeps_away_from_bottomless_pages() {
        let html = format!("<body>{}<p>deep</p>", "<div>".repeat(100_000));
        let page = parse(&html, None);
        assert!(page.unextracted.is_some());
        assert_eq!(page.blocks[0].text, "deep");
    }
}
