//! HTML in, blocks out: the same for a feed's markup and for an extracted page.
//!
//! Works on the token stream of html5ever, not on a tree: it takes time in proportion to the input
//! however deep a stranger nests his tags, and needs no tag to be closed.

use html5ever::tokenizer::{Tag, TagKind};
use text::BlockKind;

use crate::markup::{self, Defused, Reader, attribute};

/// A block before it has a place in an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HtmlBlock {
    /// What it is.
    pub kind: BlockKind,
    /// Its words: entities decoded, white space collapsed, no control characters, never empty.
    pub text: String,
}

/// The blocks of an HTML fragment or document.
pub(crate) fn from_html(html: &str) -> Vec<HtmlBlock> {
    let html = Defused::of(html);
    markup::read(&html, BlockReader::new(&html)).into_blocks()
}

/// The blocks of plain text: blank lines part them.
pub(crate) fn from_plain(text: &str) -> Vec<HtmlBlock> {
    let mut reader = BlockReader::default();
    reader.push_preformatted(text);
    reader.into_blocks()
}

/// The words of an HTML fragment in one line, such as a title.
pub(crate) fn one_line(html: &str) -> String {
    let texts: Vec<_> = from_html(html).into_iter().map(|block| block.text).collect();
    texts.join(" ")
}

/// The words of plain text in one line: white space collapsed, invisible characters dropped.
pub(crate) fn plain_line(text: &str) -> String {
    let mut clean = String::new();
    for c in text.chars() {
        if c.is_whitespace() || !is_invisible(c, clean.chars().next_back()) {
            clean.push(c);
        }
    }
    clean.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Control characters, soft hyphens, and what joins or parts letters without a trace: a reader does not see them, and
/// they would tear a word apart. Joiners mean something in scripts other than Latin, and within emoji.
fn is_invisible(c: char, before: Option<char>) -> bool {
    match c {
        '\u{AD}' | '\u{180E}' | '\u{200B}' | '\u{2060}' | '\u{FEFF}' => true,
        '\u{200C}'..='\u{200F}' => before.is_none_or(|before| before.is_ascii()),
        _ => c.is_control(),
    }
}

/// The number of words in all the blocks.
pub(crate) fn word_count(blocks: &[HtmlBlock]) -> usize {
    blocks.iter().map(|block| words(&block.text)).sum()
}

/// The number of words of a text: white space parts them, and in Chinese and Japanese, which have none, two characters are
/// one.
pub(crate) fn words(text: &str) -> usize {
    let is_of_word =
        |c: &char| matches!(c, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}');
    text.split_whitespace()
        .map(|word| (word.chars().filter(is_of_word).count() / 2).max(1))
        .sum()
}

/// Makes blocks of what it reads.
///
/// Scripts, styles, forms and share bars are left out; `<br><br>` parts paragraphs. Without a single
/// tag, blank lines do.
#[derive(Default)]
pub(crate) struct BlockReader {
    blocks: Vec<HtmlBlock>,
    /// The words of the block that is being read.
    open: String,
    /// Line breaks since the last word.
    breaks: usize,
    heading: bool,
    caption: bool,
    quotes: usize,
    preformatted: usize,
    /// One entry an open list: is an item of it open?
    lists: Vec<bool>,
    skipping: Option<Skipping>,
    /// Is this the inside of an element that is left out?
    is_inside: bool,
}

/// An element that is left out, up to its own end tag.
struct Skipping {
    name: String,
    depth: usize,
    /// What stands in it: text after all, if its end tag never comes.
    inside: Option<Box<BlockReader>>,
}

impl Reader for BlockReader {
    fn text(&mut self, text: &str) {
        if let Some(skipping) = &mut self.skipping {
            if let Some(inside) = &mut skipping.inside {
                inside.text(text);
            }
            return;
        }
        if self.preformatted > 0 {
            self.push_preformatted(text);
        } else {
            self.push(text);
        }
    }

    fn tag(&mut self, tag: &Tag) {
        match tag.kind {
            TagKind::StartTag => self.start(tag),
            TagKind::EndTag => self.end(&tag.name),
        }
    }
}

impl BlockReader {
    /// A reader of this HTML.
    pub(crate) fn new(html: &str) -> Self {
        Self {
            preformatted: usize::from(!html.contains('<')),
            ..Self::default()
        }
    }

    /// The blocks of all that was read.
    pub(crate) fn into_blocks(mut self) -> Vec<HtmlBlock> {
        self.flush();
        if let Some(inside) = self.skipping.and_then(|skipping| skipping.inside) {
            self.blocks.extend(inside.into_blocks());
        }
        self.blocks
    }

    /// Adds words, every run of white space becoming one space; control characters vanish.
    fn push(&mut self, text: &str) {
        for c in text.chars() {
            if c.is_whitespace() {
                if !self.open.is_empty() && !self.open.ends_with(' ') {
                    self.open.push(' ');
                }
            } else if !is_invisible(c, self.open.chars().next_back()) {
                self.breaks = 0;
                self.open.push(c);
            }
        }
    }

    fn push_preformatted(&mut self, text: &str) {
        for line in text.split_inclusive('\n') {
            self.push(line);
            if line.ends_with('\n') {
                self.line_break();
            }
        }
    }

    /// A first break is a space, a second one in a row ends the paragraph.
    fn line_break(&mut self) {
        self.breaks += 1;
        if self.breaks >= 2 {
            self.flush();
        } else {
            self.push(" ");
            self.breaks = 1;
        }
    }

    fn flush(&mut self) {
        self.breaks = 0;
        let text = self.open.trim_end();
        if !text.is_empty() {
            let block = HtmlBlock {
                kind: self.kind(),
                text: text.to_owned(),
            };
            self.blocks.push(block);
        }
        self.open.clear();
    }

    fn kind(&self) -> BlockKind {
        if self.heading {
            BlockKind::Heading
        } else if self.caption {
            BlockKind::Caption
        } else if self.lists.contains(&true) {
            BlockKind::ListItem
        } else if self.quotes > 0 {
            BlockKind::Quote
        } else {
            BlockKind::Paragraph
        }
    }

    fn start(&mut self, tag: &Tag) {
        if let Some(skipping) = &mut self.skipping {
            skipping.depth += usize::from(*skipping.name == *tag.name && !tag.self_closing);
            if let Some(inside) = &mut skipping.inside {
                inside.start(tag);
            }
            return;
        }
        if is_noise(tag) {
            self.flush_if_block(&tag.name);
            // Self-closing noise in XHTML has no end tag to wait for.
            if !tag.self_closing {
                // One level is enough, and no nest of a stranger's makes it more.
                let keeps = !self.is_inside && may_hold_text(&tag.name);
                let inside = keeps.then(|| {
                    Box::new(Self {
                        is_inside: true,
                        ..Self::default()
                    })
                });
                self.skipping = Some(Skipping {
                    name: tag.name.to_string(),
                    depth: 1,
                    inside,
                });
            }
            return;
        }
        if &*tag.name == "br" {
            self.line_break();
            return;
        }
        self.flush_if_block(&tag.name);
        self.enter(tag);
    }

    fn flush_if_block(&mut self, name: &str) {
        if is_block(name) {
            self.flush();
            // A heading that was never closed must not swallow the article.
            self.heading = false;
        }
    }

    fn enter(&mut self, tag: &Tag) {
        match &*tag.name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading = true,
            "figcaption" | "caption" => self.caption = true,
            "blockquote" => self.quotes += 1,
            "pre" => self.preformatted += 1,
            "ul" | "ol" | "dl" => self.lists.push(false),
            "li" | "dt" | "dd" => match self.lists.last_mut() {
                Some(item_open) => *item_open = true,
                None => self.lists.push(true),
            },
            _ if has_class(tag, "wp-caption-text") || has_class(tag, "caption") => self.caption = true,
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        if let Some(skipping) = &mut self.skipping {
            skipping.depth -= usize::from(skipping.name == name);
            if skipping.depth == 0 {
                self.skipping = None;
            } else if let Some(inside) = &mut skipping.inside {
                inside.end(name);
            }
            return;
        }
        if is_block(name) {
            self.flush();
            self.leave(name);
        }
    }

    fn leave(&mut self, name: &str) {
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading = false,
            "blockquote" => self.quotes = self.quotes.saturating_sub(1),
            "pre" => self.preformatted = self.preformatted.saturating_sub(1),
            "ul" | "ol" | "dl" => drop(self.lists.pop()),
            "li" | "dt" | "dd" => {
                if let Some(item_open) = self.lists.last_mut() {
                    *item_open = false;
                }
            }
            // A caption is a block without blocks: `<figcaption>`, `<p class="wp-caption-text">`.
            _ => self.caption = false,
        }
    }
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "caption"
            | "center"
            | "dd"
            | "details"
            | "dialog"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "head"
            | "header"
            | "hgroup"
            | "hr"
            | "html"
            | "legend"
            | "li"
            | "main"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "title"
            | "tr"
            | "ul"
    )
}

/// Elements without words to check: code, controls, and what plug-ins add around an article.
fn is_noise(tag: &Tag) -> bool {
    match &*tag.name {
        "script" | "style" | "template" | "iframe" | "object" | "svg" | "canvas" | "audio" | "video"
        | "button" | "select" | "textarea" | "nav" | "noscript" | "noembed" | "noframes" | "amp-ad"
        | "amp-sticky-ad" | "amp-embed" | "amp-social-share" => true,
        "ins" => has_class(tag, "adsbygoogle"),
        "div" | "p" | "ul" | "span" | "section" | "aside" => is_share_bar(tag),
        _ => false,
    }
}

/// Elements that browsers show the text of if they are never closed.
fn may_hold_text(name: &str) -> bool {
    matches!(
        name,
        "object"
            | "audio"
            | "video"
            | "canvas"
            | "button"
            | "nav"
            | "noscript"
            | "div"
            | "p"
            | "ul"
            | "span"
            | "section"
            | "aside"
    )
}

/// The wrappers in which the common plug-ins put their buttons and their lists of related posts.
fn is_share_bar(tag: &Tag) -> bool {
    const PREFIXES: [&str; 10] = [
        "addtoany_",
        "feedflare",
        "heateor_sss",
        "jp-relatedposts",
        "sd-sharing",
        "share-",
        "sharedaddy",
        "sharethis",
        "social-share",
        "yarpp-related",
    ];
    ["class", "id"]
        .iter()
        .filter_map(|name| attribute(tag, name))
        .flat_map(str::split_whitespace)
        .any(|token| PREFIXES.iter().any(|prefix| token.starts_with(prefix)))
}

fn has_class(tag: &Tag, class: &str) -> bool {
    attribute(tag, "class").is_some_and(|value| value.split_whitespace().any(|token| token == class))
}

#[cfg(test)]
mod tests {
    use super::*;
    use BlockKind::{Caption, Heading, ListItem, Paragraph, Quote};

    fn read(html: &str) -> Vec<(BlockKind, String)> {
        from_html(html)
            .into_iter()
            .map(|block| (block.kind, block.text))
            .collect()
    }

    fn texts(html: &str) -> Vec<String> {
        from_html(html).into_iter().map(|block| block.text).collect()
    }

    #[test]
    fn tells_the_kinds_apart() {
        let html = "<h2>Aims</h2><p>One.</p><ul><li>a<li><p>b</p></ul><blockquote><p>So.</p></blockquote>\
                    <figure><img src=x><figcaption>The hall</figcaption></figure><p>Two.</p>";
        let expected = [
            (Heading, "Aims"),
            (Paragraph, "One."),
            (ListItem, "a"),
            (ListItem, "b"),
            (Quote, "So."),
            (Caption, "The hall"),
            (Paragraph, "Two."),
        ];
        assert_eq!(read(html), expected.map(|(kind, text)| (kind, text.to_owned())));
    }

    #[test]
    fn an_element_that_is_never_closed_swallows_nothing() {
        assert_eq!(
            texts("<p>One.</p><object data=x><p>Two.</p><nav>Menu</nav><p>Three.</p>"),
            ["One.", "Two.", "Three."]
        );
        assert_eq!(
            texts("<p>One.</p><object><p>No player</p></object><p>Two.</p>"),
            ["One.", "Two."]
        );
        assert_eq!(texts("<p>One.</p><script>let two = 2;"), ["One."]);
    }

    #[test]
    fn drops_what_cannot_be_seen() {
        assert_eq!(
            texts("<p>har&shy;bour\u{200B}master a\u{200D}b</p>"),
            ["harbourmaster ab"]
        );
        assert_eq!(plain_line("\u{FEFF}Har\u{AD}bour"), "Harbour");
        let joined = "می\u{200C}خواهم 👩\u{200D}🚒";
        assert_eq!(texts(joined), [joined]);
    }

    #[test]
    fn parts_paragraphs_at_two_line_breaks() {
        assert_eq!(texts("One<br>two<br /> <br>three"), ["One two", "three"]);
    }

    #[test]
    fn counts_the_words_of_scripts_without_spaces() {
        assert_eq!(words("The port has opened."), 4);
        assert_eq!(words("白鹤抵达湖面。 共5320只"), 4);
        assert_eq!(words(" "), 0);
    }

    #[test]
    fn decodes_entities_once_and_collapses_white_space() {
        assert_eq!(
            texts("<p>A&amp;B \n &amp;lt;&nbsp;&mdash; c</p>"),
            ["A&B &lt; — c"]
        );
    }

    #[test]
    fn keeps_inline_markup_within_the_word() {
        assert_eq!(
            texts("<p>un<b>believ</b>able <a href=x>link</a>.</p>"),
            ["unbelievable link."]
        );
    }

    #[test]
    fn leaves_out_scripts_and_share_bars() {
        let html = "<p>Text</p><script>if (a < b) {}</script><div class='sharedaddy sd-block'><div>Share</div>\
                    <ul><li>X</li></ul></div><style>p{}</style><p>More</p>";
        assert_eq!(texts(html), ["Text", "More"]);
    }

    #[test]
    fn reads_untagged_text_by_its_blank_lines() {
        assert_eq!(texts("One\ntwo &amp; three\n\nFour"), ["One two & three", "Four"]);
        assert_eq!(texts("<p>One\n\ntwo</p>"), ["One two"]);
    }

    #[test]
    fn keeps_the_blank_lines_of_preformatted_text() {
        assert_eq!(texts("<pre>A\nb\n\nC</pre>"), ["A b", "C"]);
    }

    #[test]
    fn an_unclosed_heading_ends_at_the_next_block() {
        assert_eq!(read("<h1>Title<p>Text")[1], (Paragraph, "Text".to_owned()));
    }

    #[test]
    fn stands_any_depth() {
        let html = format!(
            "{}deep{}",
            "<div><a><b>".repeat(100_000),
            "</b></a></div>".repeat(100_000)
        );
        assert_eq!(texts(&html), ["deep"]);
    }
}
