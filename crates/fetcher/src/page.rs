//! HTML in, [`Page`] out: the article's blocks, and what the page says about itself.

use std::panic::{AssertUnwindSafe, catch_unwind};

use dom_smoothie::{Config, Readability};
use jiff::Timestamp;
use url::Url;

pub use crate::blocks::HtmlBlock;
use crate::blocks::{self, BlockReader};
use crate::date;
use crate::facts::FactReader;
pub use crate::facts::Facts;
use crate::links::LinkReader;
use crate::markup::{self, Defused};

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
    /// First publication as the page states it.
    pub published: Option<Timestamp>,
    /// Last change as the page states it.
    pub updated: Option<Timestamp>,
    /// What the head of the page says.
    pub facts: Facts,
    /// Why the extractor was not used, if so; the blocks are then those of the whole page.
    pub unextracted: Option<&'static str>,
}

impl Page {
    /// Words in all blocks.
    pub(crate) fn word_count(&self) -> usize {
        blocks::word_count(&self.blocks)
    }
}

/// Extracts the article of a page. `url` is where it was read, for relative links.
///
/// Never panics and takes bounded time for any input. A page without an article gives no blocks, or few.
#[must_use]
pub fn parse(html: &str, url: Option<&Url>) -> Page {
    let html = Defused::of(html);
    let mut facts = markup::read(&html, FactReader::new(url)).into_facts();
    if facts.depth > MAX_DEPTH || facts.elements > MAX_ELEMENTS {
        return whole(
            &html,
            facts,
            "the page is nested too deep or has too many elements for the extractor",
        );
    }
    let extracted = catch_unwind(AssertUnwindSafe(|| {
        let config = Config {
            keep_classes: true,
            ..Config::default()
        };
        Readability::new(&*html, url.map(Url::as_str), Some(config)).and_then(|mut page| page.parse())
    }));
    match extracted {
        Ok(Ok(article)) => {
            let content = Defused::again(&article.content);
            let readers = (BlockReader::new(&content), LinkReader::default());
            let (blocks, links) = markup::read(&content, readers);
            facts.original_links = links.originals(url);
            Page {
                title: headline(&article.title, &facts.heading),
                blocks: without_byline(blocks.into_blocks()),
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
        Err(_) => whole(&html, facts, "the extractor panicked"),
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
fn whole(html: &Defused, facts: Facts, why: &'static str) -> Page {
    Page {
        blocks: markup::read(html, BlockReader::new(html)).into_blocks(),
        facts,
        unextracted: Some(why),
        ..Page::default()
    }
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
