//! What the markup of a page says about the page: [`Facts`].

use html5ever::tokenizer::{Tag, TagKind};
use serde_json::Value;
use url::Url;

use crate::blocks;
use crate::markup::{self, Defused, Reader, attribute};
use crate::provenance::{Claim, Evidence, EvidenceKind, evidence, link_evidence, primary_language};

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
    /// `<meta name=description>` or `og:description`.
    pub description: Option<String>,
    /// Where `<meta http-equiv=refresh>` sends the reader at once.
    pub refresh: Option<Url>,
    /// `rel=next`: the next page of the article, or just the next article.
    pub next: Option<Url>,
    /// `articleBody` of the structured data (JSON-LD).
    pub bodies: Vec<String>,
    /// Texts between headline and article that their class or place calls a lead.
    pub(crate) leads: Vec<String>,
    /// Headings of the second and third rank that are links, as on a front page.
    pub(crate) linked_headings: Vec<String>,
    /// The page ends amid its elements.
    pub(crate) is_cut: bool,
    /// The first `<h1>`.
    pub(crate) heading: String,
    /// How deep elements are nested, roughly.
    pub(crate) depth: usize,
    /// The number of elements.
    pub(crate) elements: usize,
}

/// Collects the facts of what it reads.
#[derive(Default)]
pub(crate) struct FactReader<'a> {
    facts: Facts,
    base: Option<&'a Url>,
    in_heading: bool,
    /// The heading of lower rank that is being read, and whether there is a link in or around it.
    subheading: Option<(String, bool)>,
    /// Within `<a>`.
    in_link: bool,
    /// Within `<header>`.
    in_header: bool,
    /// The structured data that is being read.
    json: Option<String>,
    /// The lead that is being read, and the name of its element.
    lead: Option<(String, String)>,
    /// Elements that are open, roughly.
    open: usize,
    /// How far the page has got.
    progress: Progress,
    /// Containers that are open; they have an end tag in any HTML that is whole.
    containers: usize,
}

/// Where a reader stands in a page.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Progress {
    /// Before its first tag, or in a fragment.
    #[default]
    Before,
    /// Within `<html>` or `<body>`.
    Begun,
    /// Behind the end tag of either.
    Ended,
}

impl Reader for FactReader<'_> {
    fn text(&mut self, text: &str) {
        if let Some((heading, _)) = &mut self.subheading {
            heading.push_str(text);
        }
        if self.in_heading {
            self.facts.heading.push_str(text);
        } else if let Some(json) = &mut self.json {
            json.push_str(text);
        } else if let Some((_, lead)) = &mut self.lead {
            lead.push_str(text);
        }
    }

    fn tag(&mut self, tag: &Tag) {
        self.count(tag);
        self.bounds(tag);
        self.structured_data(tag);
        self.subheading(tag);
        self.lead(tag);
        let facts = &mut self.facts;
        if &*tag.name == "h1" {
            self.in_heading = tag.kind == TagKind::StartTag && facts.heading.is_empty();
        } else if tag.kind == TagKind::StartTag {
            match &*tag.name {
                "html" => facts.root(tag),
                "link" => facts.link(tag, self.base),
                "a" => facts.next_page(tag, self.base),
                "meta" => facts.meta(tag, self.base),
                "script" => facts.script(tag),
                _ => {}
            }
        }
    }
}

impl<'a> FactReader<'a> {
    /// A reader of a page that was read from `base`.
    pub(crate) fn new(base: Option<&'a Url>) -> Self {
        Self {
            base,
            ..Self::default()
        }
    }

    /// The facts of all that was read.
    pub(crate) fn into_facts(mut self) -> Facts {
        // Minifiers leave out the last tags, and sloppy pages that of a container; both together are what a break leaves.
        self.facts.is_cut = self.progress == Progress::Begun && self.containers > 0;
        self.facts
    }

    fn bounds(&mut self, tag: &Tag) {
        match (&*tag.name, tag.kind) {
            ("html" | "body", TagKind::StartTag) if self.progress == Progress::Before => {
                self.progress = Progress::Begun;
            }
            ("html" | "body", TagKind::EndTag) => self.progress = Progress::Ended,
            ("article" | "div" | "main" | "section", TagKind::StartTag) => self.containers += 1,
            ("article" | "div" | "main" | "section", TagKind::EndTag) => {
                self.containers = self.containers.saturating_sub(1);
            }
            _ => {}
        }
    }

    fn structured_data(&mut self, tag: &Tag) {
        if &*tag.name != "script" {
            return;
        }
        if let Some(json) = self.json.take()
            && let Ok(data) = serde_json::from_str::<Value>(json.trim())
        {
            collect_bodies(&data, &mut self.facts.bodies);
        }
        let kind = attribute(tag, "type").unwrap_or_default();
        let opens = tag.kind == TagKind::StartTag && kind.trim().eq_ignore_ascii_case("application/ld+json");
        self.json = opens.then(String::new);
    }

    fn subheading(&mut self, tag: &Tag) {
        let opens = tag.kind == TagKind::StartTag;
        match &*tag.name {
            "a" => {
                self.in_link = opens;
                if let Some((_, is_linked)) = &mut self.subheading {
                    *is_linked = true;
                }
            }
            "h2" | "h3" => {
                if let Some((text, true)) = self.subheading.take() {
                    self.facts.linked_headings.push(blocks::plain_line(&text));
                }
                self.subheading = opens.then(|| (String::new(), self.in_link));
            }
            _ => {}
        }
    }

    fn lead(&mut self, tag: &Tag) {
        if &*tag.name == "header" {
            self.in_header = tag.kind == TagKind::StartTag;
        }
        match &mut self.lead {
            Some((name, text)) if *name == *tag.name => {
                let text = blocks::plain_line(text);
                self.facts
                    .leads
                    .extend(Some(text).filter(|text| !text.is_empty()));
                self.lead = None;
            }
            // Neighbouring elements are words apart.
            Some((_, text)) => text.push(' '),
            None => {}
        }
        let is_candidate = tag.kind == TagKind::StartTag && !self.facts.heading.is_empty();
        if self.lead.is_none() && is_candidate && (is_lead(tag) || self.in_header && &*tag.name == "p") {
            self.lead = Some((tag.name.to_string(), String::new()));
        }
    }

    /// Counts roughly, without a tree: void elements and forgotten end tags of `<p>` and `<li>` aside.
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
        self.facts.elements += usize::from(tag.kind == TagKind::StartTag);
        if is_flat || tag.self_closing {
            return;
        }
        match tag.kind {
            TagKind::StartTag => self.open += 1,
            TagKind::EndTag => self.open = self.open.saturating_sub(1),
        }
        self.facts.depth = self.facts.depth.max(self.open);
    }
}

impl Facts {
    /// What a page's markup tells: other language versions, the address of record, translating plug-ins.
    pub(crate) fn evidence(&self, url: Option<&Url>) -> Vec<Evidence> {
        let mut found = Vec::new();
        let own = self.language.as_deref().map(primary_language);
        for (language, address) in &self.alternates {
            if Some(primary_language(language)) == own || language.eq_ignore_ascii_case("x-default") {
                continue;
            }
            let quote = format!("hreflang=\"{language}\" href=\"{address}\"");
            let is_record = self.canonical.as_ref() == Some(address) && url != Some(address);
            let claim = if is_record {
                Claim::Original(address.clone())
            } else {
                Claim::Related
            };
            found.push(evidence(claim, EvidenceKind::Hreflang, &quote));
            if is_record {
                found.push(evidence(
                    Claim::SourceLanguage(language.clone()),
                    EvidenceKind::Canonical,
                    &quote,
                ));
            }
        }
        if self.translated_by_browser {
            found.push(evidence(
                Claim::MachineTranslated,
                EvidenceKind::Generator,
                "class=\"translated-ltr\"",
            ));
        }
        for url in &self.syndicated_from {
            found.push(evidence(
                Claim::Original(url.clone()),
                EvidenceKind::Meta,
                url.as_str(),
            ));
        }
        found.extend(link_evidence(self.original_links.iter().cloned()));
        for generator in &self.generators {
            let lower = generator.to_lowercase();
            // These plug-ins translate by machine unless an editor steps in.
            if ["gtranslate", "weglot", "linguise", "conveythis"]
                .iter()
                .any(|name| lower.contains(name))
            {
                found.push(evidence(
                    Claim::MachineTranslated,
                    EvidenceKind::Generator,
                    generator,
                ));
            }
        }
        found
    }

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
        } else if rel == "next" {
            self.next = Some(url);
        } else if rel.split_whitespace().any(|word| word == "alternate") {
            if kind.contains("rss") || kind.contains("atom") || kind.contains("feed+json") {
                self.feeds.push(url);
            } else if let Some(language) = attribute(tag, "hreflang") {
                self.alternates.push((language.trim().to_owned(), url));
            }
        }
    }

    fn next_page(&mut self, tag: &Tag, base: Option<&Url>) {
        let is_next =
            attribute(tag, "rel").is_some_and(|rel| rel.split_whitespace().any(|word| word == "next"));
        if is_next && self.next.is_none() {
            self.next = attribute(tag, "href").and_then(|href| resolve(href, base));
        }
    }

    fn meta(&mut self, tag: &Tag, base: Option<&Url>) {
        let name = attribute(tag, "name").or_else(|| attribute(tag, "property"));
        let name = name
            .or_else(|| attribute(tag, "http-equiv"))
            .unwrap_or_default()
            .to_lowercase();
        let Some(content) = attribute(tag, "content") else {
            return;
        };
        match name.as_str() {
            "generator" => self.generators.push(content.to_owned()),
            "description" | "og:description" => {
                self.description
                    .get_or_insert_with(|| blocks::plain_line(content));
            }
            "refresh" => self.refresh = refresh_target(content, base),
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

/// The facts of a page that was read from `base`.
pub(crate) fn of(html: &str, base: Option<&Url>) -> Facts {
    markup::read(&Defused::of(html), FactReader::new(base)).into_facts()
}

/// `0; url=/news/1` -> `/news/1`. A page that loads itself anew after minutes sends nobody away.
fn refresh_target(content: &str, base: Option<&Url>) -> Option<Url> {
    const AT_ONCE: f32 = 5.0;
    let (seconds, rest) = content.split_once([';', ','])?;
    if seconds.trim().parse::<f32>().ok()? > AT_ONCE {
        return None;
    }
    let (name, target) = rest.split_once('=')?;
    let target = target.trim().trim_matches(['"', '\'']);
    let target = resolve(target, base).filter(|_| name.trim().eq_ignore_ascii_case("url"))?;
    Some(target).filter(|target| Some(target) != base)
}

fn collect_bodies(data: &Value, bodies: &mut Vec<String>) {
    match data {
        Value::Array(parts) => parts.iter().for_each(|part| collect_bodies(part, bodies)),
        Value::Object(fields) => {
            if let Some(Value::String(body)) = fields.get("articleBody")
                && !bodies.contains(body)
            {
                bodies.push(body.clone());
            }
            fields.values().for_each(|part| collect_bodies(part, bodies));
        }
        _ => {}
    }
}

/// `<p class="article__lead">`, `<h2 class=subtitle>`
fn is_lead(tag: &Tag) -> bool {
    const WORDS: [&str; 16] = [
        "abstract",
        "chapeau",
        "chapo",
        "deck",
        "dek",
        "excerpt",
        "intro",
        "lead",
        "lede",
        "sapo",
        "standfirst",
        "strapline",
        "subhead",
        "subheadline",
        "subtitle",
        "vorspann",
    ];
    let class = attribute(tag, "class").unwrap_or_default().to_lowercase();
    let mut words = class.split(|c: char| !c.is_alphanumeric());
    matches!(&*tag.name, "p" | "h2" | "h3" | "h4" | "div" | "strong")
        && words.any(|word| WORDS.contains(&word))
}

fn resolve(href: &str, base: Option<&Url>) -> Option<Url> {
    let url = base
        .map_or_else(|| Url::parse(href.trim()), |base| base.join(href.trim()))
        .ok()?;
    matches!(url.scheme(), "http" | "https").then_some(url)
}
