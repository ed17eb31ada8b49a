//! The names under which RSS and Atom have said the same things over the years.

use std::fmt;

/// The dialect of a feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Format {
    /// The family, which decides what an element means.
    pub(super) family: Family,
    /// The version that the feed declares, such as `2.0`.
    pub(super) version: String,
}

/// The two families of XML feeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    /// RSS 0.9x, 1.0 (RDF) and 2.0.
    Rss,
    /// Atom 0.3 and 1.0.
    Atom,
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let family = match self.family {
            Family::Rss => "RSS",
            Family::Atom => "Atom",
        };
        write!(f, "{family} {}", self.version)
    }
}

/// The vocabulary that an element belongs to, by its namespace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Module {
    /// RSS itself, whatever namespace it claims.
    Rss,
    /// Atom 0.3 or 1.0.
    Atom,
    /// RSS content module.
    Content,
    /// Dublin Core, elements and terms.
    DublinCore,
    /// XHTML.
    Xhtml,
    /// Media RSS and the podcasters' modules, whose texts stand in where the feed's own are missing.
    Media,
    /// Anything else.
    Other,
}

impl Module {
    /// The module of a namespace URI, in any case and with or without the final slash.
    pub(super) fn of_namespace(uri: &str) -> Self {
        let uri = uri.trim().to_lowercase();
        match uri.trim_end_matches(['/', '#']) {
            "http://www.w3.org/2005/atom" | "http://purl.org/atom/ns" | "http://example.com/newformat" => {
                Self::Atom
            }
            "http://purl.org/rss/1.0/modules/content" => Self::Content,
            "http://purl.org/dc/elements/1.1"
            | "http://purl.org/dc/elements/1.0"
            | "http://purl.org/dc/terms" => Self::DublinCore,
            "http://www.w3.org/1999/xhtml" => Self::Xhtml,
            "http://search.yahoo.com/mrss" | "http://www.itunes.com/dtds/podcast-1.0.dtd" => Self::Media,
            uri if is_rss(uri) => Self::Rss,
            _ => Self::Other,
        }
    }

    /// The module that a prefix usually stands for, where nobody declared it.
    pub(super) fn of_usual_prefix(prefix: &str) -> Option<Self> {
        match prefix {
            "atom" | "atom10" | "a10" => Some(Self::Atom),
            "content" => Some(Self::Content),
            "dc" | "dcterms" | "dct" => Some(Self::DublinCore),
            "xhtml" | "html" | "h" => Some(Self::Xhtml),
            "media" | "itunes" => Some(Self::Media),
            "rss" => Some(Self::Rss),
            _ => None,
        }
    }
}

fn is_rss(uri: &str) -> bool {
    uri == "http://purl.org/rss/1.0"
        || uri.starts_with("http://my.netscape.com/")
        || uri.starts_with("http://channel.netscape.com/")
        || uri.starts_with("http://backend.userland.com/")
        || uri.starts_with("http://blogs.law.harvard.edu/")
        || uri.starts_with("http://purl.org/net/rss1.1")
}

/// What an element says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    /// The channel of an RSS feed.
    Channel,
    /// Title of the feed or item.
    Title,
    /// An address as text.
    Link,
    /// An address as the attribute `href`.
    AtomLink,
    /// Identity of the item.
    Id,
    /// Teaser or, in many a feed, the whole text.
    Summary,
    /// The whole text.
    Content,
    /// The feed's description of itself.
    Subtitle,
    /// Copyright line.
    Rights,
    /// Language of the feed or item.
    Language,
    /// A person as text.
    Author,
    /// A person as an element of its own.
    Person,
    /// Within a person.
    PersonName,
    /// Within a person.
    PersonEmail,
    /// First publication.
    Published,
    /// Last change.
    Updated,
    /// Where the item was taken from.
    Source,
    /// What the item is about, in one word or a few.
    Category,
    /// Media of one item, whose fields are the item's.
    Group,
}

/// What an element means in a feed of this family. `local` is the lower-case local name.
pub(super) fn field(family: Family, module: Module, local: &str, in_item: bool) -> Option<Field> {
    match (family, module) {
        (Family::Rss, Module::Rss) => rss(local, in_item),
        (_, Module::Atom) => atom(local, in_item),
        (_, Module::DublinCore) => dublin_core(local, in_item),
        (_, Module::Content) => (local == "encoded").then_some(Field::Content),
        (_, Module::Media) => media(local, in_item),
        (Family::Rss, Module::Xhtml) => (local == "body" || local == "div").then_some(Field::Content),
        _ => None,
    }
}

fn rss(local: &str, in_item: bool) -> Option<Field> {
    Some(match local {
        "channel" => Field::Channel,
        "title" => Field::Title,
        "link" => Field::Link,
        "guid" | "id" => Field::Id,
        "description" | "summary" if in_item => Field::Summary,
        "description" | "tagline" => Field::Subtitle,
        "content" | "fullitem" | "body" if in_item => Field::Content,
        "copyright" | "rights" => Field::Rights,
        "language" => Field::Language,
        "author" | "managingeditor" => Field::Author,
        "pubdate" | "published" | "issued" => Field::Published,
        "lastbuilddate" | "updated" | "modified" => Field::Updated,
        "source" if in_item => Field::Source,
        "category" if in_item => Field::Category,
        _ => return None,
    })
}

fn atom(local: &str, in_item: bool) -> Option<Field> {
    Some(match local {
        "title" => Field::Title,
        "link" => Field::AtomLink,
        "id" => Field::Id,
        "summary" | "abstract" if in_item => Field::Summary,
        "content" if in_item => Field::Content,
        "subtitle" | "tagline" | "info" => Field::Subtitle,
        "rights" | "copyright" => Field::Rights,
        "author" => Field::Person,
        "name" => Field::PersonName,
        "email" => Field::PersonEmail,
        "published" | "issued" | "created" | "pubdate" => Field::Published,
        "updated" | "modified" => Field::Updated,
        "source" if in_item => Field::Source,
        "category" if in_item => Field::Category,
        _ => return None,
    })
}

fn dublin_core(local: &str, in_item: bool) -> Option<Field> {
    Some(match local {
        "title" => Field::Title,
        "description" if in_item => Field::Summary,
        "description" => Field::Subtitle,
        "rights" => Field::Rights,
        "language" => Field::Language,
        "subject" if in_item => Field::Category,
        "creator" | "author" => Field::Author,
        "issued" | "created" => Field::Published,
        "date" | "modified" => Field::Updated,
        _ => return None,
    })
}

fn media(local: &str, in_item: bool) -> Option<Field> {
    Some(match local {
        "group" => Field::Group,
        "title" => Field::Title,
        "description" | "summary" | "subtitle" if in_item => Field::Summary,
        "summary" | "subtitle" => Field::Subtitle,
        _ => return None,
    })
}
