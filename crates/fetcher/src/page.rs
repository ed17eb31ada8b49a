//! HTML in, [`Page`] out: the article's blocks, and what the page says about itself.

use std::borrow::Cow;
use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::LazyLock;

use dom_query::Document;
use dom_smoothie::{Article, Config, Readability};
use jiff::Timestamp;
use regex::{Captures, Regex};
use url::Url;

pub use crate::blocks::HtmlBlock;
use text::BlockKind;

use crate::blocks::{self, BlockReader};
use crate::date;
use crate::facts::FactReader;
pub use crate::facts::Facts;
use crate::links::LinkReader;
use crate::markup::{self, Defused};
use crate::select::PageSelectors;

/// Pages nested deeper are not given to the tree builder and the extractor, which would take a time
/// that grows with the square of the depth. Browsers stop at 512, too.
const MAX_DEPTH: usize = 512;

/// Pages of more elements are not given to the extractor either.
const MAX_ELEMENTS: usize = 200_000;

/// A page with fewer words is an error message or an index, not an article.
pub(crate) const MIN_WORDS: usize = 15;

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
    /// Does it list articles rather than being one?
    pub is_index: bool,
    /// Is there nothing of what was to be kept of the page?
    pub(crate) keep_missed: bool,
    /// Why the extractor was not used, if so; the blocks are then those of the whole page.
    pub unextracted: Option<&'static str>,
    /// What stands between headline and article and was not taken for a part of it.
    above: Vec<HtmlBlock>,
}

impl Page {
    /// The text of all blocks.
    pub(crate) fn text(&self) -> String {
        let texts: Vec<_> = self.blocks.iter().map(|block| block.text.as_str()).collect();
        texts.join("\n\n")
    }

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
    let page = parse_once(html, url);
    if page.word_count() >= MIN_WORDS {
        return page;
    }
    // Text that a script was to replace, and columns that an extractor takes for a sidebar.
    let loosened = NOT_FOR_EXTRACTORS.replace_all(html, |tag: &Captures| {
        let name = tag.name("aside").map_or("", |_| "div");
        if name.is_empty() {
            String::new()
        } else {
            format!("<{}div", &tag["end"])
        }
    });
    match loosened {
        Cow::Borrowed(_) => page,
        Cow::Owned(html) => {
            let again = parse_once(&html, url);
            if again.word_count() > page.word_count() {
                again
            } else {
                page
            }
        }
    }
}

/// Extracts what the selectors say is the article of a page, or does as [`parse`] where they say nothing.
pub(crate) fn parse_selected(html: &str, url: Option<&Url>, selectors: &PageSelectors) -> Page {
    if selectors.is_empty() {
        return parse(html, url);
    }
    let defused = Defused::of(html);
    let facts = markup::read(&defused, FactReader::new(url)).into_facts();
    if facts.depth > MAX_DEPTH || facts.elements > MAX_ELEMENTS {
        return Page {
            keep_missed: selectors.keeps(),
            ..parse(html, url)
        };
    }
    let selected = selectors.apply(&defused);
    let mut page = parse(&selected.page, url);
    // The tree was closed where it was written out again.
    page.facts.is_cut = facts.is_cut;
    match selected.kept {
        Some(kept) => page.take_kept(&kept, url),
        None => page.keep_missed = selectors.keeps(),
    }
    page
}

/// `<noscript>` and `</noscript>` as a whole, `<aside` and `</aside` up to their attributes.
static NOT_FOR_EXTRACTORS: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?i)<(?<end>/?)(?:noscript\b[^>]*>|(?<aside>aside)\b)"));

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a constant pattern, which the tests of this module use")
}

fn parse_once(html: &str, url: Option<&Url>) -> Page {
    let html = Defused::of(html);
    let readers = (FactReader::new(url), BlockReader::new(&html));
    let (facts, whole) = markup::read(&html, readers);
    let (mut facts, whole) = (facts.into_facts(), whole.into_blocks());
    if facts.depth > MAX_DEPTH || facts.elements > MAX_ELEMENTS {
        let why = "the page is nested too deep or has too many elements for the extractor";
        return unextracted(whole, facts, why);
    }
    let Ok(article) = catch_unwind(AssertUnwindSafe(|| readable(&html, url))) else {
        return unextracted(whole, facts, "the extractor panicked");
    };
    let mut page = Page::default();
    if let Some(article) = article {
        let content = Defused::again(&article.content);
        let readers = (BlockReader::new(&content), LinkReader::default());
        let (blocks, links) = markup::read(&content, readers);
        facts.original_links = links.originals(url);
        page.title = headline(&article.title, &facts.heading);
        page.blocks = without_byline(blocks.into_blocks());
        page.published = article.published_time.as_deref().and_then(date::parse);
        page.updated = article.modified_time.as_deref().and_then(date::parse);
    }
    page.take_fuller_body(&facts.bodies);
    page.above = above(whole, &page.blocks, &facts.heading);
    page.is_index = is_index(&page.blocks, &facts.linked_headings);
    page.facts = facts;
    page
}

/// Lets the extractor find the article; `None` if it finds none.
fn readable(html: &str, url: Option<&Url>) -> Option<Article> {
    let config = Config {
        keep_classes: true,
        ..Config::default()
    };
    let document = Document::from(html);
    remove_consent(&document);
    let readability = Readability::with_document(document, url.map(Url::as_str), Some(config));
    readability.and_then(|mut page| page.parse()).ok()
}

/// Takes out the boxes that ask for consent, which are often longer than a short article.
fn remove_consent(document: &Document) {
    const BOXES: &str = "[role=dialog], [role=alertdialog], [aria-modal=true], [class*=cookie], [id*=cookie], [class*=consent], \
        [id*=consent], [class*=gdpr], [id*=gdpr], [class*=Cookie], [id*=Cookie]";
    for found in &document.select(BOXES) {
        let is_asking = asks_for_consent(&found.text());
        if is_asking && found.select("h1, article, main").is_empty() && !found.is("html, body, main, article")
        {
            found.remove();
        }
    }
}

/// Is this the text of a box that asks for consent?
pub(crate) fn asks_for_consent(text: &str) -> bool {
    let text = text.to_lowercase();
    let asks = ["cookie", "consent", "privacy", "partners", "personal data"];
    asks.iter().filter(|word| text.contains(*word)).count() >= 2
}

impl Page {
    /// Takes what is to be kept for the whole article.
    fn take_kept(&mut self, kept: &str, url: Option<&Url>) {
        let kept = Defused::again(kept);
        let readers = (BlockReader::new(&kept), LinkReader::default());
        let (blocks, links) = markup::read(&kept, readers);
        self.blocks = blocks.into_blocks();
        self.facts.original_links = links.originals(url);
        if self.title.is_empty() {
            self.title = blocks::plain_line(&self.facts.heading);
        }
        self.above.clear();
        self.is_index = false;
    }

    /// Takes the article from the structured data, if that has clearly more of the same.
    fn take_fuller_body(&mut self, bodies: &[String]) {
        let [body] = bodies else { return };
        let body = if body.contains('<') {
            blocks::from_html(body)
        } else {
            // A line is a paragraph here; entities may stand in it all the same.
            blocks::from_html(&body.replace('\n', "\n\n"))
        };
        let (own, full) = (self.word_count(), blocks::word_count(&body));
        let is_fuller = full >= MIN_WORDS && full * 10 > own * 13 + 200;
        let shown: Vec<_> = self.blocks.iter().map(|block| block.text.as_str()).collect();
        let told: Vec<_> = body.iter().map(|block| block.text.as_str()).collect();
        if is_fuller && (own < MIN_WORDS || overlap(&shown.join(" "), &told.join(" ")) >= SAME) {
            self.blocks = body;
        }
    }

    /// Appends the text of a further page of the article, without what it repeats, such as the headline.
    pub(crate) fn append(&mut self, further: Page) {
        let repeated: HashSet<_> = self.blocks.iter().map(|block| block.text.clone()).collect();
        let new = further
            .blocks
            .into_iter()
            .filter(|block| !repeated.contains(&block.text));
        self.blocks.extend(new);
    }

    /// Puts a lead back that stands between headline and article and was not taken for a part of it: where its class or
    /// place says that it is one, or where it says what the page's description or the feed's `teaser` says.
    pub(crate) fn restore_lead(&mut self, teaser: Option<&str>) {
        let told = teaser.or(self.facts.description.as_deref()).unwrap_or_default();
        let is_lead = |block: &HtmlBlock| {
            let words = block.text.split_whitespace().count();
            let is_told = overlap(&block.text, told) >= SAME || overlap(told, &block.text) >= SAME;
            words >= LEAD_WORDS
                && !names_author_or_day(&block.text)
                && (is_told || self.facts.leads.contains(&block.text))
        };
        let Some(at) = self.above.iter().position(is_lead) else {
            return;
        };
        let lead = self.above.remove(at);
        let has_headline = self.blocks.first().is_some_and(|block| block.text == self.title);
        self.blocks.insert(usize::from(has_headline), lead);
    }
}

/// "By Ann Lund June 4, 2026", "Ann Lund - 4 June 2026 8:02 pm"
fn names_author_or_day(text: &str) -> bool {
    let last_words: Vec<_> = text.split_whitespace().rev().take(6).collect();
    let names_day = (2..=last_words.len()).any(|length| {
        let end: Vec<_> = last_words[..length].iter().rev().copied().collect();
        date::parse(&end.join(" ")).is_some()
    });
    let is_sentence = text.ends_with(['.', '!', '?', '”']);
    names_day || !is_sentence && text.to_lowercase().starts_with("by ")
}

/// A shorter line is a kicker or a credit.
const LEAD_WORDS: usize = 5;

/// Texts that share so many of their words say the same.
const SAME: f64 = 0.8;

/// A page of headings that lead to articles, with no more than a teaser to each.
fn is_index(blocks: &[HtmlBlock], linked_headings: &[String]) -> bool {
    const LEAST: usize = 4;
    const TEASER_WORDS: usize = 60;
    let headings = blocks.iter().filter(|block| block.kind == BlockKind::Heading);
    let linked = headings
        .filter(|block| linked_headings.contains(&block.text))
        .count();
    linked >= LEAST && blocks::word_count(blocks) < linked * TEASER_WORDS
}

/// What stands between the headline and the first paragraph of the article, and is not in the article.
fn above(whole: Vec<HtmlBlock>, article: &[HtmlBlock], heading: &str) -> Vec<HtmlBlock> {
    let heading = blocks::plain_line(heading);
    let first = article.iter().find(|block| block.kind != BlockKind::Heading);
    let end = first.and_then(|first| whole.iter().position(|block| block.text == first.text));
    let Some(end) = end.filter(|_| !heading.is_empty()) else {
        return Vec::new();
    };
    let start = whole[..end].iter().rposition(|block| block.text == heading);
    let Some(start) = start else { return Vec::new() };
    let above = whole.into_iter().take(end).skip(start + 1);
    above
        .filter(|block| !article.iter().any(|own| own.text.contains(&block.text)))
        .collect()
}

/// The share of the words of `part` that occur in `whole`, from 0 to 1; 0 for no words.
pub(crate) fn overlap(part: &str, whole: &str) -> f64 {
    let words = |text: &str| -> HashSet<String> {
        let words = text.split(|c: char| !c.is_alphanumeric());
        words
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect()
    };
    let (part, whole) = (words(part), words(whole));
    if part.is_empty() {
        return 0.0;
    }
    part.intersection(&whole).count() as f64 / part.len() as f64
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

/// The blocks without the lines that name the author, the day or the time it takes to read. The extractor takes out
/// what its class names give away; what it leaves, often without the author's linked name, stands at the top.
fn without_byline(blocks: Vec<HtmlBlock>) -> Vec<HtmlBlock> {
    const TOP: usize = 4;
    let mut follows_day = false;
    let mut own = Vec::with_capacity(blocks.len());
    for (at, block) in blocks.into_iter().enumerate() {
        let may_be = at < TOP && block.kind == BlockKind::Paragraph;
        let is_day = may_be && (is_byline(&block.text) || is_day_line(&block.text));
        let is_line = is_day || may_be && follows_day && is_name(&block.text);
        follows_day = is_day;
        if !is_line {
            own.push(block);
        }
    }
    own
}

/// "12 мая 2026, 08:15 Марина Соколова", "Montag, 8. Juni 2026": a day, perhaps a time and names, and no sentence.
fn is_day_line(text: &str) -> bool {
    const LONGEST: usize = 100;
    const LEAST_DIGITS: usize = 5;
    let digits = text.chars().filter(char::is_ascii_digit).count();
    if text.len() > LONGEST || digits < LEAST_DIGITS || text.ends_with(['!', '?', '。', '”', '»']) {
        return false;
    }
    let words: Vec<_> = text.split_whitespace().collect();
    let day_then_name = |at: &usize| {
        let (day, rest) = words.split_at(*at);
        date::parse(&day.join(" ")).is_some() && (rest.is_empty() || is_name(&rest.join(" ")))
    };
    let name_then_day = |at: &usize| {
        let (name, day) = words.split_at(*at);
        date::parse(&day.join(" ")).is_some() && is_name(&name.join(" "))
    };
    let ends = text
        .strip_suffix('.')
        .is_some_and(|line| line.ends_with(|c: char| c.is_ascii_digit()));
    let makes_sentence = |word: &&str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        word.starts_with(char::is_lowercase)
            && word.chars().count() > 3
            && !date::is_month(word)
            && !matches!(word, "года" | "року")
    };
    !ends
        && !words.iter().any(makes_sentence)
        && ((1..=words.len()).rev().any(|at| day_then_name(&at))
            || (1..words.len()).any(|at| name_then_day(&at)))
}

/// A few words that all begin large, "by" and its like before them, or a few characters of Chinese: an author or a desk.
fn is_name(text: &str) -> bool {
    const MOST_WORDS: usize = 5;
    const MOST_IDEOGRAPHS: usize = 12;
    let words: Vec<_> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let is_ideographic = words
        .iter()
        .any(|word| word.starts_with(|c: char| matches!(c, '\u{4E00}'..='\u{9FFF}')));
    let begins_large = |word: &&str| !word.starts_with(char::is_lowercase) || word.chars().count() <= 3;
    let is_sentence = text.ends_with(['.', '!', '?', '。', ':']);
    !is_sentence
        && !words.is_empty()
        && words.len() <= MOST_WORDS
        && if is_ideographic {
            text.chars().count() <= MOST_IDEOGRAPHS
        } else {
            words.iter().all(begins_large) && !text.contains(|c: char| c.is_ascii_digit())
        }
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
fn unextracted(blocks: Vec<HtmlBlock>, facts: Facts, why: &'static str) -> Page {
    Page {
        blocks,
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
    fn a_line_with_the_day_is_told_from_a_sentence() {
        for line in [
            "12 мая 2026, 08:15 Марина Соколова",
            "Montag, 8. Juni 2026",
            "18.09.2026, 07:30 Uhr Von Lena Brandt",
            "2 березня 2026 р.",
            "3 March 2026",
            "2026年6月9日 10:22",
            "2026-05-06 09:11:30",
            "Ann Lund 4 June 2026 8:02 pm",
        ] {
            assert!(is_day_line(line), "{line}");
        }
        for text in [
            "The bridge was opened on 14 June 2026.",
            "Выборы пройдут 14 июня 2026 года",
            "In 2026 and 2027 the port will close",
            "1.020.000 Container",
            "2026年6月9日，港口开通了直达欧洲的新航线。",
        ] {
            assert!(!is_day_line(text), "{text}");
        }
    }

    const PARAGRAPHS: [&str; 4] = [
        "The port renewed its oldest quay wall over the summer, and ferries left from the eastern basin meanwhile.",
        "Lorries had to use the ring road, which the town had widened for them in the spring of the year before.",
        "Traders along the quay lost a third of their custom, their association said, and asked for a lower rent.",
        "The council will decide on it in the autumn, when the last of the bills for the work has come in.",
    ];

    fn paragraphs(texts: &[&str]) -> String {
        format!("<p>{}</p>", texts.join("</p><p>"))
    }

    fn read(head: &str, body: &str) -> Vec<String> {
        let html = format!("<html><head><title>Quay renewed</title>{head}</head><body>{body}</body></html>");
        let mut page = parse(&html, None);
        page.restore_lead(None);
        page.blocks.into_iter().map(|block| block.text).collect()
    }

    #[test]
    fn a_lead_above_the_article_is_put_back() {
        let lead = "Two years of work on the oldest wall of the harbour are over";
        let body = format!("<div class=body>{}</div>", paragraphs(&PARAGRAPHS));
        let description = format!("<meta name=description content='{lead}'>");
        for (head, above) in [
            (
                "",
                format!("<header><h1>Quay renewed</h1><p class=lead>{lead}</p></header>"),
            ),
            ("", format!("<header><h1>Quay renewed</h1><p>{lead}</p></header>")),
            (
                "",
                format!("<h1>Quay renewed</h1><h2 class='article__subtitle'>{lead}</h2>"),
            ),
            (
                &description,
                format!("<h1>Quay renewed</h1><div class=x><p>{lead}</p></div>"),
            ),
        ] {
            let texts = read(
                head,
                &format!("<article>{above}<div class=share>Share</div>{body}</article>"),
            );
            assert_eq!(
                texts.iter().filter(|text| *text == lead).count(),
                1,
                "{above}: {texts:?}"
            );
            assert!(texts.iter().position(|text| text == lead) < Some(2), "{texts:?}");
        }
    }

    #[test]
    fn a_byline_is_no_lead() {
        for byline in [
            "By Ida Holm March 13, 2026",
            "Ida Holm - Mar 13, 2026 8:02 pm UTC",
            "By Ida Holm and Per Lund in Elmstad",
        ] {
            assert!(names_author_or_day(byline), "{byline}");
        }
        for lead in [
            "By Monday the quay was open again.",
            "The quay is shut until 2027",
            "A port and its walls in 1911",
        ] {
            assert!(!names_author_or_day(lead), "{lead}");
        }
    }

    #[test]
    fn structured_data_and_noscript_stand_in_for_what_a_script_would_load() {
        let body = PARAGRAPHS.join("\n");
        let data = serde_json::json!({"@graph": [{"@type": "NewsArticle", "articleBody": body}]});
        let head = format!("<script type='application/ld+json'>{data}</script>");
        let short = format!(
            "<article><h1>Quay renewed</h1>{}</article>",
            paragraphs(&PARAGRAPHS[..1])
        );
        assert_eq!(read(&head, &short), PARAGRAPHS);
        assert_eq!(read(&head, "<div id=app></div>"), PARAGRAPHS);
        // Another article's text is not this one's.
        let text =
            "Pupils had a day off on Friday while painters worked in both gyms of the school. ".repeat(6);
        let data = serde_json::json!({"@type": "NewsArticle", "articleBody": text});
        let other = format!("<script type='application/ld+json'>{data}</script>");
        assert_eq!(read(&other, &short).len(), 1);
        let hidden = format!(
            "<div id=app></div><noscript><article>{}</article></noscript>",
            paragraphs(&PARAGRAPHS)
        );
        assert_eq!(read("", &hidden), PARAGRAPHS);
    }

    #[test]
    fn a_box_that_asks_for_consent_is_not_the_article() {
        let asking = "<div role=dialog><h2>Your privacy</h2><p>We and our 200 partners store cookies on your device and process \
            personal data, such as identifiers, for advertising and content, measurement and audience research.</p></div>";
        let article = format!(
            "<aside class=column><h1>Quay renewed</h1>{}</aside>",
            paragraphs(&PARAGRAPHS[..2])
        );
        let texts = read("", &format!("<div>{article}</div>{asking}"));
        assert!(texts.iter().any(|text| text == PARAGRAPHS[0]), "{texts:?}");
        assert!(!texts.iter().any(|text| text.contains("partners")), "{texts:?}");
        assert!(read("", asking).is_empty());
    }

    #[test]
    fn a_page_may_send_its_reader_on() {
        let base = Url::parse("https://example.org/a").ok();
        let to = |content: &str| {
            let html = format!("<meta http-equiv=Refresh content=\"{content}\">");
            parse(&html, base.as_ref())
                .facts
                .refresh
                .map(|url| url.path().to_owned())
        };
        assert_eq!(to("0;url=/b").as_deref(), Some("/b"));
        assert_eq!(to("1; URL='/b'").as_deref(), Some("/b"));
        assert_eq!(to("300;url=/b"), None);
        assert_eq!(to("0;url=/a"), None);
        assert_eq!(to("5"), None);
    }

    #[test]
    fn keeps_away_from_bottomless_pages() {
        let html = format!("<body>{}<p>deep</p>", "<div>".repeat(100_000));
        let page = parse(&html, None);
        assert!(page.unextracted.is_some());
        assert_eq!(page.blocks[0].text, "deep");
    }
}
