//! The fields of a feed or item while it is read, and the [`Item`] that they become.

use jiff::Timestamp;

use super::leaf::{Leaf, value};
use super::vocabulary::Field;
use super::{Item, ItemSource, Markup};
use crate::blocks;

/// What a feed or an item has said so far. Of fields that repeat the first counts, dates apart.
#[derive(Debug, Default)]
pub(super) struct Fields {
    pub(super) id: String,
    pub(super) title: Option<Markup>,
    pub(super) subtitle: Option<Markup>,
    pub(super) summary: Option<Markup>,
    pub(super) content: Option<Markup>,
    pub(super) rights: Option<Markup>,
    pub(super) author: String,
    pub(super) language: Option<String>,
    pub(super) published: Option<Timestamp>,
    pub(super) updated: Option<Timestamp>,
    pub(super) links: Vec<Link>,
    pub(super) source: Option<ItemSource>,
    pub(super) categories: Vec<String>,
}

/// An address with its relation.
#[derive(Debug)]
pub(super) struct Link {
    /// Absolute, if it could be made so.
    pub(super) href: String,
    /// What is to be found there; `alternate` is the article itself.
    pub(super) rel: String,
    /// The language of what is to be found there.
    pub(super) language: Option<String>,
}

impl Link {
    /// A link to the article itself.
    pub(super) fn to(href: String) -> Self {
        Self {
            href,
            rel: "alternate".to_owned(),
            language: None,
        }
    }

    fn is_alternate(&self) -> bool {
        self.rel == "alternate"
    }

    /// Not a file that comes along, a form to edit the item in, or a place in a list.
    fn may_be_article(&self) -> bool {
        matches!(self.rel.as_str(), "canonical" | "related" | "shortlink" | "via")
    }

    fn is_own(&self) -> bool {
        self.is_alternate() && self.language.is_none()
    }
}

impl Fields {
    /// Takes a text in, unless it is blank or the field is filled.
    pub(super) fn add_text(&mut self, leaf: &Leaf) {
        let Some(text) = leaf.text().filter(|text| !text.as_str().trim().is_empty()) else {
            return;
        };
        // Podcasts have a line in `description`, and the text in `itunes:summary`.
        let is_fuller = |text: &Markup| {
            self.summary
                .as_ref()
                .is_some_and(|own| words(text) > 2 * words(own))
        };
        let slot = match leaf.field {
            Field::Title => &mut self.title,
            Field::Rights => &mut self.rights,
            Field::Content => &mut self.content,
            // RSS items have, now and then, both `description` and `summary`: the second is the full text.
            Field::Summary if self.summary.is_some() && (!leaf.spare || is_fuller(&text)) => {
                &mut self.content
            }
            Field::Summary => &mut self.summary,
            _ => &mut self.subtitle,
        };
        if slot.is_none() {
            *slot = Some(text);
            if let Some(language) = value(&leaf.attributes, "xml:lang").filter(|_| leaf.is_body()) {
                self.add_language(language);
            }
        }
    }

    pub(super) fn add_language(&mut self, language: &str) {
        let language = language.trim();
        if !language.is_empty() {
            self.language.get_or_insert_with(|| language.replace('_', "-"));
        }
    }

    pub(super) fn add_author(&mut self, words: &str) {
        if self.author.is_empty() {
            words.clone_into(&mut self.author);
        }
    }

    /// Is there a link to the article itself, and not to a version in another language?
    pub(super) fn has_own_link(&self) -> bool {
        self.links.iter().any(Link::is_own)
    }

    /// The address of the article itself: an alternate without a language of its own before one with.
    pub(super) fn main_link(&self) -> Option<String> {
        let own = self.links.iter().find(|link| link.is_own());
        own.or_else(|| self.links.iter().find(|link| link.is_alternate()))
            .or_else(|| self.links.iter().find(|link| link.may_be_article()))
            .map(|link| link.href.clone())
    }

    /// The title in one line, without markup.
    pub(super) fn title(&self) -> String {
        self.title.as_ref().map(one_line).unwrap_or_default()
    }

    /// The id as given; where there is none, a link or the title.
    pub(super) fn id(&self) -> String {
        if !self.id.is_empty() {
            return self.id.clone();
        }
        let any_link = || self.links.first().map(|link| link.href.clone());
        let link = self.main_link().or_else(any_link);
        link.unwrap_or_else(|| self.title())
    }

    /// The item that the fields make; `language` is the feed's.
    pub(super) fn into_item(self, language: Option<&str>) -> Item {
        let alternates = self.links.iter().filter(|link| link.is_alternate());
        let alternates = alternates.filter_map(|link| Some((link.language.clone()?, link.href.clone())));
        Item {
            alternates: alternates.collect(),
            id: self.id().trim().to_owned(),
            title: self.title(),
            link: self.main_link(),
            author: self.author,
            rights: self.rights.map(Markup::into_string).unwrap_or_default(),
            published: self.published,
            updated: self.updated,
            language: self.language.or_else(|| language.map(str::to_owned)),
            content: self.content,
            summary: self.summary,
            source: self.source,
            categories: self.categories,
        }
    }
}

fn words(text: &Markup) -> usize {
    text.as_str().split_whitespace().count()
}

fn one_line(text: &Markup) -> String {
    let words = match text {
        Markup::Html(html) => blocks::one_line(html),
        Markup::Plain(_) => String::new(),
    };
    // A title such as `<!DOCTYPE>` is all markup, and meant as words.
    if words.is_empty() {
        blocks::plain_line(text.as_str())
    } else {
        words
    }
}
