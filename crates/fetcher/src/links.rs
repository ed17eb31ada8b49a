//! Links that an article itself calls its original.

use std::sync::LazyLock;

use html5ever::tokenizer::{Tag, TagKind};
use regex::Regex;
use url::Url;

use crate::error::Error;
use crate::markup::{Reader, attribute};

/// So much text before a link is looked at, in characters.
const BEFORE: usize = 80;

/// `View the original article`, `Original post`, `Read the original here`
static SAYS_ORIGINAL: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)^\W*(?:(?:view|read|see|open|go to)\s+)?(?:the\s+|this\s+)?original(?:\s+(?:article|post|text|version|source|story|release|language))?(?:\s+here)?\W*$",
    )
});

/// `The original post can be viewed ` before a link that says `here`
static LEADS_TO_ORIGINAL: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)\boriginal(?:\s+(?:article|post|text|version|source|story|release))?(?:\s+(?:is|can be))?(?:\s+(?:viewed|found|read|published|available|at|on|in))*\s*:?\s*$",
    )
});

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the patterns of this module are constant, and its tests use each of them")
}

/// Where a publisher names the original of an article, in his own way, or where it lies by the article's own address.
#[derive(Debug, Clone, Default)]
pub struct OriginalPattern {
    markup: Option<Regex>,
    address: Option<(Regex, String)>,
}

impl OriginalPattern {
    /// Reads a regular expression (syntax of the crate `regex`) whose first group, or else the whole match, is the
    /// address. It is matched against the markup of an item, or of a page.
    ///
    /// # Errors
    /// When it is no regular expression.
    pub fn parse(pattern: &str) -> Result<Self, Error> {
        Ok(Self {
            markup: Some(expression(pattern)?),
            address: None,
        })
    }

    /// The same, and where the markup names none: what fits `pattern` in the address of an article is replaced, with `$1`
    /// for the first group, and that is the address of its original.
    ///
    /// # Errors
    /// When it is no regular expression.
    pub fn or_address(self, pattern: &str, replacement: &str) -> Result<Self, Error> {
        Ok(Self {
            address: Some((expression(pattern)?, replacement.to_owned())),
            ..self
        })
    }

    /// The first address that fits, with the words around it that matched; `base` is the article's own address.
    pub(crate) fn find(&self, html: &str, base: Option<&Url>) -> Option<(Url, String)> {
        self.in_markup(html, base).or_else(|| self.by_address(base?))
    }

    fn in_markup(&self, html: &str, base: Option<&Url>) -> Option<(Url, String)> {
        let found = self.markup.as_ref()?.captures(html)?;
        let href = found.get(1).or_else(|| found.get(0))?.as_str();
        Some((http_url(href, base)?, found[0].to_owned()))
    }

    fn by_address(&self, own: &Url) -> Option<(Url, String)> {
        let (pattern, replacement) = self.address.as_ref()?;
        let original = pattern.replace(own.as_str(), replacement);
        let url = http_url(&original, None).filter(|url| url != own)?;
        Some((url, own.to_string()))
    }
}

fn expression(pattern: &str) -> Result<Regex, Error> {
    Regex::new(pattern).map_err(|error| Error::BadPattern {
        pattern: pattern.to_owned(),
        why: error.to_string(),
    })
}

#[derive(Debug, Default)]
struct Anchor {
    href: String,
    text: String,
    before: String,
}

impl Anchor {
    /// The words by which the link is called the original, if it is.
    fn claim(&self) -> Option<String> {
        let text = self.text.trim();
        if SAYS_ORIGINAL.is_match(text) {
            return Some(text.to_owned());
        }
        LEADS_TO_ORIGINAL
            .find(&self.before)
            .map(|lead| format!("{}{text}", lead.as_str()))
    }

    fn address(&self, base: Option<&Url>) -> Option<Url> {
        http_url(&self.href, base)
    }
}

fn http_url(href: &str, base: Option<&Url>) -> Option<Url> {
    let href = href.trim();
    let url = base
        .map_or_else(|| Url::parse(href), |base| base.join(href))
        .ok()?;
    matches!(url.scheme(), "http" | "https").then_some(url)
}

/// Collects the links of what it reads.
#[derive(Default)]
pub(crate) struct LinkReader {
    anchors: Vec<Anchor>,
    is_open: bool,
    /// The latest text, white space collapsed.
    latest: String,
}

impl LinkReader {
    /// The links that are called the original, with the words that say so.
    pub(crate) fn originals(&self, base: Option<&Url>) -> Vec<(Url, String)> {
        let called = self
            .anchors
            .iter()
            .filter_map(|anchor| Some((anchor.address(base)?, anchor.claim()?)));
        called.collect()
    }
}

impl Reader for LinkReader {
    fn text(&mut self, text: &str) {
        if self.is_open
            && let Some(anchor) = self.anchors.last_mut()
        {
            anchor.text.push_str(text);
        }
        for c in text.chars() {
            if !c.is_whitespace() {
                self.latest.push(c);
            } else if !self.latest.ends_with(' ') {
                self.latest.push(' ');
            }
        }
    }

    fn tag(&mut self, tag: &Tag) {
        match (&*tag.name, tag.kind) {
            ("a", TagKind::StartTag) => {
                self.is_open = true;
                let href = attribute(tag, "href").unwrap_or_default().to_owned();
                let before = last_chars(&self.latest, BEFORE).to_owned();
                self.anchors.push(Anchor {
                    href,
                    text: String::new(),
                    before,
                });
            }
            ("a", TagKind::EndTag) => {
                self.is_open = false;
                // The words of one link do not introduce the next.
                self.latest.clear();
            }
            // What stands in another paragraph does not introduce a link.
            ("p" | "div" | "li" | "br" | "td", _) => self.latest.clear(),
            _ => {}
        }
    }
}

fn last_chars(text: &str, count: usize) -> &str {
    let start = text
        .char_indices()
        .rev()
        .nth(count.saturating_sub(1))
        .map_or(0, |(at, _)| at);
    &text[start..]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markup::{self, Defused};

    fn found(html: &str) -> Vec<String> {
        let base = Url::parse("https://example.org/en/1").unwrap();
        markup::read(&Defused::of(html), LinkReader::default())
            .originals(Some(&base))
            .into_iter()
            .map(|(url, words)| format!("{} {words}", url.path()))
            .collect()
    }

    #[test]
    fn knows_a_link_by_its_words_or_those_before_it() {
        assert_eq!(
            found("<a href='/ru/1'><i>View the original article</i></a>"),
            ["/ru/1 View the original article"]
        );
        assert_eq!(
            found("<p>The original post can be viewed <a href='/ru/2'>here</a>."),
            ["/ru/2 original post can be viewed here"]
        );
        assert_eq!(
            found("Original source: <a href='/ru/3'>agency</a>"),
            ["/ru/3 Original source: agency"]
        );
    }

    #[test]
    fn a_pattern_finds_what_a_publisher_writes_in_his_own_way() {
        let base = Url::parse("https://example.org/en/1").unwrap();
        let html = "<span data-src='x' data-orig='/ru/9'></span>";
        let find = |pattern: &str| OriginalPattern::parse(pattern).unwrap().find(html, Some(&base));
        let (url, words) = find("data-orig='([^']+)'").unwrap();
        assert_eq!((url.path(), words.as_str()), ("/ru/9", "data-orig='/ru/9'"));
        assert_eq!(find("nothing"), None);
        assert!(
            OriginalPattern::parse("(")
                .unwrap_err()
                .to_string()
                .starts_with("(: is no regular expression")
        );
    }

    #[test]
    fn takes_no_other_link() {
        let html = "<a href='/a'>The original cast returns</a> <p>an original</p><a href='/b'>More</a>
            <a href='javascript:1'>original</a> <a href='/c'>aboriginal art</a>";
        assert!(found(html).is_empty(), "{:?}", found(html));
    }

    #[test]
    fn an_original_can_lie_at_an_address_like_the_own_one() {
        let own = Url::parse("https://news.example/en/2026/1.html").unwrap();
        let pattern = OriginalPattern::default()
            .or_address("/en/(.*)$", "/ru/$1")
            .unwrap();
        let found = |url: &Url| Some(pattern.find("<p>", Some(url))?.0.to_string());
        assert_eq!(
            found(&own).as_deref(),
            Some("https://news.example/ru/2026/1.html")
        );
        assert_eq!(found(&Url::parse("https://news.example/de/1").unwrap()), None);
        let named = OriginalPattern::parse("data-o='([^']*)'")
            .unwrap()
            .or_address("/en/", "/ru/")
            .unwrap();
        let found = |html: &str| named.find(html, Some(&own)).unwrap().0.path().to_owned();
        assert_eq!(
            found("<i data-o='/uk/7'>"),
            "/uk/7",
            "what the page says goes first"
        );
        assert_eq!(found("<i>"), "/ru/2026/1.html");
    }
}
