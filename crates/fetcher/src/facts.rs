//! What the markup of a page says about the page: [`Facts`].

use html5ever::tokenizer::{Tag, TagKind};
use url::Url;

use crate::markup::{Reader, attribute};
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
    /// Elements that are open, roughly.
    open: usize,
}

impl Reader for FactReader<'_> {
    fn text(&mut self, text: &str) {
        if self.in_heading {
            self.facts.heading.push_str(text);
        }
    }

    fn tag(&mut self, tag: &Tag) {
        self.count(tag);
        let facts = &mut self.facts;
        if &*tag.name == "h1" {
            self.in_heading = tag.kind == TagKind::StartTag && facts.heading.is_empty();
        } else if tag.kind == TagKind::StartTag {
            match &*tag.name {
                "html" => facts.root(tag),
                "link" => facts.link(tag, self.base),
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
    pub(crate) fn into_facts(self) -> Facts {
        self.facts
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
