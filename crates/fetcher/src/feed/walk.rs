//! XML in, feed and items out, whatever the dialect.
//!
//! Feeds in the wild are RSS 0.90 to 2.0, RDF, Atom 0.3 or 1.0, with Dublin Core and content modules,
//! half of them broken somewhere. So the document is walked once, without trust: elements are recognised by
//! namespace and name in any case, forgotten end tags are supplied, markup that should have been escaped is
//! kept as written, and the few fields that an article needs are filled in as they come.

use jiff::Timestamp;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use url::Url;

use super::fields::{Fields, Link};
use super::leaf::{Content, Leaf, Scope, atom_content, attributes, local_name, value};
use super::tidy::{Faults, tidy};
use super::vocabulary::{self, Family, Field, Format, Module};
use crate::blocks;
use crate::date;

/// Elements nested deeper than this are hostile; their tags are passed over.
const MAX_DEPTH: usize = 256;

/// Declarations of namespaces beyond so many are passed over: each element is looked up among them.
const MAX_NAMESPACES: usize = 256;

/// What the walk over a feed finds.
#[derive(Debug)]
pub(super) struct Walked {
    /// The dialect that the feed is written in.
    pub(super) format: Format,
    /// The feed's own fields.
    pub(super) feed: Fields,
    /// Those of its items, in the order of the document.
    pub(super) items: Vec<Fields>,
}

/// Walks the feed whose root element is the first in `xml`. `None` without a known root.
pub(super) fn walk(xml: &str, base: Option<&Url>, faults: &mut Faults) -> Option<Walked> {
    let tidied = tidy(xml, faults);
    let mut reader = Reader::from_str(&tidied);
    let config = reader.config_mut();
    config.allow_dangling_amp = true;
    config.allow_unmatched_ends = true;
    config.check_end_names = false;
    config.expand_empty_elements = true;

    let mut walk = Walk::new(base.cloned(), faults);
    while !walk.finished {
        match reader.read_event() {
            Ok(Event::Start(start)) => walk.start(&start),
            Ok(Event::End(end)) => walk.end(&end.name().0.to_lowercase()),
            Ok(Event::Eof) | Err(_) => break,
            Ok(event) => walk.content(&event),
        }
    }
    if walk.finished {
        walk.faults.text_after_feed = has_more(&mut reader);
    }
    walk.finish()
}

/// Is there anything but white space left?
fn has_more(reader: &mut Reader<&[u8]>) -> bool {
    loop {
        match reader.read_event() {
            Ok(Event::Eof) => return false,
            Ok(Event::Text(text)) if text.trim().is_empty() => {}
            _ => return true,
        }
    }
}

/// What an open element of the source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// `rss`, `RDF` or `feed`.
    Root,
    /// `channel`.
    Channel,
    /// `item` or `entry`.
    Item,
    /// An Atom person.
    Person,
    /// An Atom `source`.
    Source,
    /// A `media:group` within an item.
    Group,
    /// Something with fields of its own that is not wanted, such as `image`.
    Skipped,
}

/// An open element that holds other elements.
struct Open {
    /// Lower-case name with its prefix.
    name: String,
    place: Place,
    scope: Scope,
}

struct Walk<'f> {
    faults: &'f mut Faults,
    format: Option<Format>,
    feed: Fields,
    items: Vec<Fields>,
    /// The open item.
    item: Option<Fields>,
    open: Vec<Open>,
    leaf: Option<Leaf>,
    /// Declared prefixes, innermost last; the default namespace has an empty one.
    namespaces: Vec<(String, Module)>,
    bases: Vec<Option<Url>>,
    /// Texts of other modules, for fields that the item may turn out to lack.
    spares: Vec<Leaf>,
    /// A guid that may serve as the link of the open item.
    permalink: Option<String>,
    person: Person,
    finished: bool,
}

#[derive(Default)]
struct Person {
    name: String,
    email: String,
}

impl<'f> Walk<'f> {
    fn new(base: Option<Url>, faults: &'f mut Faults) -> Self {
        Self {
            faults,
            format: None,
            feed: Fields::default(),
            items: Vec::new(),
            item: None,
            open: Vec::new(),
            leaf: None,
            namespaces: Vec::new(),
            bases: vec![base],
            spares: Vec::new(),
            permalink: None,
            person: Person::default(),
            finished: false,
        }
    }

    /// Closes what the document left open.
    fn finish(mut self) -> Option<Walked> {
        if !self.finished {
            self.faults.truncated = true;
            self.faults.cut_item = self.item.is_some();
            self.close_leaf();
            self.pop_to(0);
        }
        Some(Walked {
            format: self.format?,
            feed: self.feed,
            items: self.items,
        })
    }

    /// The fields of the open item, or else of the feed.
    fn fields(&mut self) -> &mut Fields {
        self.item.as_mut().unwrap_or(&mut self.feed)
    }

    fn start(&mut self, tag: &BytesStart) {
        let name = tag.name().0.to_lowercase();
        let begins_item = matches!(local_name(&name), "item" | "entry");
        if let Some(leaf) = &mut self.leaf {
            if !begins_item {
                leaf.open_tag(tag, &name);
                return;
            }
            // An item within a text: the end tag of the text was forgotten.
            self.faults.mismatched_tags += 1;
            self.close_leaf();
        }
        let attributes = attributes(tag);
        let scope = Scope {
            namespaces: self.namespaces.len(),
            bases: self.bases.len(),
        };
        self.declare(&attributes);
        let Some(family) = self.format.as_ref().map(|format| format.family) else {
            return self.open_root(tag, &name, &attributes, scope);
        };
        let module = self.module(&name);
        if begins_item && matches!(module, Module::Rss | Module::Atom) {
            return self.open_item(name, &attributes, scope);
        }
        let place = self.open.last().map_or(Place::Skipped, |open| open.place);
        let field = vocabulary::field(family, module, local_name(&name), self.item.is_some());
        match (place, field) {
            (Place::Skipped, _) | (_, None) => self.push(name, Place::Skipped, scope),
            (Place::Root, Some(Field::Channel)) => {
                self.feed_language(&attributes);
                self.push(name, Place::Channel, scope);
            }
            (_, Some(Field::Person)) => self.push(name, Place::Person, scope),
            (Place::Item, Some(Field::Source)) if module == Module::Atom => {
                self.push(name, Place::Source, scope);
            }
            (Place::Item, Some(Field::Group)) => self.push(name, Place::Group, scope),
            (_, Some(field)) => self.open_leaf(name, field, attributes, scope),
        }
    }

    fn end(&mut self, name: &str) {
        if let Some(leaf) = &mut self.leaf {
            if leaf.name == name && leaf.depth == 0 {
                self.close_leaf();
                return;
            }
            if !self
                .open
                .iter()
                .any(|open| open.name == name && open.place != Place::Skipped)
            {
                leaf.close_tag(name);
                return;
            }
            self.faults.mismatched_tags += 1;
            self.close_leaf();
        }
        match self.open.iter().rposition(|open| open.name == name) {
            Some(index) => {
                self.faults.mismatched_tags += self.open.len() - 1 - index;
                self.pop_to(index);
                self.finished = self.open.is_empty();
            }
            None => self.faults.mismatched_tags += 1,
        }
    }

    /// Takes what is between tags, where it is wanted.
    fn content(&mut self, event: &Event) {
        let Some(leaf) = &mut self.leaf else { return };
        match event {
            Event::Text(text) => leaf.push_text(text, self.faults),
            Event::CData(text) => leaf.push_cdata(text),
            Event::GeneralRef(reference) => leaf.push_reference(reference, self.faults),
            _ => {}
        }
    }

    fn declare(&mut self, attributes: &[(String, String)]) {
        for (name, value) in attributes {
            if let Some(prefix) = name.strip_prefix("xmlns")
                && self.namespaces.len() < MAX_NAMESPACES
            {
                let prefix = prefix.trim_start_matches(':').to_owned();
                self.namespaces.push((prefix, Module::of_namespace(value)));
            } else if name == "xml:base" {
                let base = self.resolve(value).and_then(|url| Url::parse(&url).ok());
                self.bases.push(base);
            }
        }
    }

    /// The module of an element by its prefix. Without a prefix it is the feed's own, unless the
    /// default namespace is known to be another one.
    fn module(&mut self, name: &str) -> Module {
        let prefix = name.rsplit_once(':').map_or("", |(prefix, _)| prefix);
        let declared = self
            .namespaces
            .iter()
            .rev()
            .find(|(known, _)| known == prefix)
            .map(|(_, module)| *module);
        if prefix.is_empty() {
            let own = match self.format {
                Some(Format {
                    family: Family::Atom, ..
                }) => Module::Atom,
                _ => Module::Rss,
            };
            return declared.filter(|module| *module != Module::Other).unwrap_or(own);
        }
        if let Some(module) = declared {
            return module;
        }
        let Some(module) = Module::of_usual_prefix(prefix) else {
            return Module::Other;
        };
        if !self
            .faults
            .undeclared_prefixes
            .iter()
            .any(|known| known == prefix)
        {
            self.faults.undeclared_prefixes.push(prefix.to_owned());
        }
        module
    }

    /// An address made absolute; `None` for an empty one.
    fn resolve(&self, href: &str) -> Option<String> {
        let href = href.trim();
        if href.is_empty() {
            return None;
        }
        let base = self.bases.last().and_then(Option::as_ref);
        let url = match base {
            Some(base) => base.join(href),
            None => Url::parse(href),
        };
        Some(url.map_or_else(|_| href.to_owned(), String::from))
    }

    fn open_root(&mut self, tag: &BytesStart, name: &str, attributes: &[(String, String)], scope: Scope) {
        let Some(format) = root_format(name, attributes, self.faults) else {
            return;
        };
        let written = tag.name();
        if written.0.chars().all(|c| !c.is_lowercase()) {
            self.faults
                .dialects
                .push(format!("the root element is written <{}>", written.0));
        }
        self.format = Some(format);
        self.feed_language(attributes);
        match local_name(name) {
            "entry" => self.open_item(name.to_owned(), attributes, scope),
            "channel" => self.push(name.to_owned(), Place::Channel, scope),
            _ => self.push(name.to_owned(), Place::Root, scope),
        }
    }

    fn open_item(&mut self, name: String, attributes: &[(String, String)], scope: Scope) {
        // Whatever is open inside the channel was never closed.
        let parents = self
            .open
            .iter()
            .take_while(|open| matches!(open.place, Place::Root | Place::Channel))
            .count();
        self.faults.mismatched_tags += self.open[parents..]
            .iter()
            .filter(|open| open.place == Place::Item)
            .count();
        self.pop_to(parents);
        self.item = Some(Fields {
            language: value(attributes, "xml:lang").map(str::to_owned),
            ..Fields::default()
        });
        self.permalink = value(attributes, "rdf:about").map(str::to_owned);
        self.push(name, Place::Item, scope);
    }

    fn feed_language(&mut self, attributes: &[(String, String)]) {
        if let Some(language) = value(attributes, "xml:lang") {
            self.feed.add_language(language);
        }
    }

    fn push(&mut self, name: String, place: Place, scope: Scope) {
        if self.open.len() < MAX_DEPTH {
            self.open.push(Open { name, place, scope });
        }
    }

    /// Closes elements, innermost first, until so many are left open.
    fn pop_to(&mut self, length: usize) {
        while self.open.len() > length {
            let Some(open) = self.open.pop() else { return };
            self.leave(open.scope);
            match open.place {
                Place::Item => self.close_item(),
                Place::Person => self.close_person(),
                _ => {}
            }
        }
    }

    fn leave(&mut self, scope: Scope) {
        self.namespaces.truncate(scope.namespaces);
        self.bases.truncate(scope.bases);
    }

    fn close_item(&mut self) {
        for leaf in std::mem::take(&mut self.spares) {
            self.take(&leaf);
        }
        let permalink = self.permalink.take().filter(|id| id.starts_with("http"));
        let link = permalink.and_then(|permalink| self.resolve(&permalink));
        let Some(mut item) = self.item.take() else { return };
        if !item.has_own_link() {
            item.links.extend(link.map(Link::to));
        }
        self.items.push(item);
    }

    fn close_person(&mut self) {
        let Person { name, email } = std::mem::take(&mut self.person);
        let words = match (name.is_empty(), email.is_empty()) {
            (false, false) => format!("{name} ({email})"),
            (true, _) => email,
            (false, true) => name,
        };
        self.fields().add_author(&words);
    }

    fn open_leaf(&mut self, name: String, field: Field, attributes: Vec<(String, String)>, scope: Scope) {
        let family = self.format.as_ref().map_or(Family::Rss, |format| format.family);
        let module = self.module(&name);
        let content = match module {
            Module::Xhtml => Content::Xhtml,
            Module::Atom if family == Family::Atom || value(&attributes, "type").is_some() => {
                atom_content(&attributes)
            }
            _ => Content::Html,
        };
        self.leaf = Some(Leaf {
            name,
            field,
            spare: module == Module::Media,
            content,
            attributes,
            decoded: String::new(),
            raw: String::new(),
            marked_up: false,
            depth: 0,
            scope,
        });
    }

    fn close_leaf(&mut self) {
        let Some(leaf) = self.leaf.take() else { return };
        self.leave(leaf.scope);
        if leaf.spare && self.item.is_some() {
            self.spares.push(leaf);
        } else {
            self.take(&leaf);
        }
    }

    /// Fills in what a complete element says.
    fn take(&mut self, leaf: &Leaf) {
        let words = leaf.decoded.trim();
        match self.open.last().map(|open| open.place) {
            Some(Place::Source) => return self.take_source(leaf),
            Some(Place::Person) => {
                match leaf.field {
                    Field::PersonName => words.clone_into(&mut self.person.name),
                    Field::PersonEmail => words.clone_into(&mut self.person.email),
                    _ => {}
                }
                return;
            }
            _ => {}
        }
        match leaf.field {
            Field::Title | Field::Summary | Field::Content | Field::Subtitle | Field::Rights => {
                self.fields().add_text(leaf);
            }
            Field::Published => self.take_date(words, |fields| &mut fields.published),
            Field::Updated => self.take_date(words, |fields| &mut fields.updated),
            Field::Id => self.take_id(leaf, words),
            Field::Link => {
                let href = if words.is_empty() {
                    value(&leaf.attributes, "href").unwrap_or("")
                } else {
                    words
                };
                let link = self.resolve(href).map(Link::to);
                self.fields().links.extend(link);
            }
            Field::AtomLink => self.take_link(&leaf.attributes),
            Field::Language => self.fields().add_language(words),
            Field::Author => self.fields().add_author(words),
            Field::Source => self.take_source(leaf),
            Field::Category => self.take_category(leaf),
            Field::Channel | Field::Group | Field::Person | Field::PersonName | Field::PersonEmail => {}
        }
    }

    /// Of several dates the last counts: a publisher who repeats a date has added the newer one.
    fn take_date(&mut self, words: &str, slot: fn(&mut Fields) -> &mut Option<Timestamp>) {
        match date::parse(words) {
            Some(date) => *slot(self.fields()) = Some(whole_seconds(date)),
            None => self.faults.unreadable_dates += usize::from(!words.is_empty()),
        }
    }

    fn take_id(&mut self, leaf: &Leaf, words: &str) {
        if self.item.is_some() && value(&leaf.attributes, "ispermalink") != Some("false") {
            self.permalink.get_or_insert_with(|| words.to_owned());
        }
        // Only a path is a relative address for sure; other ids are names.
        let id = Some(words)
            .filter(|id| id.starts_with('/'))
            .and_then(|path| self.resolve(path))
            .unwrap_or_else(|| words.to_owned());
        let fields = self.fields();
        if fields.id.is_empty() {
            fields.id = id;
        }
    }

    fn take_link(&mut self, attributes: &[(String, String)]) {
        let Some(href) = value(attributes, "href").and_then(|href| self.resolve(href)) else {
            return;
        };
        self.fields().links.push(Link {
            href,
            rel: value(attributes, "rel").unwrap_or("alternate").to_owned(),
            language: value(attributes, "hreflang").map(str::to_owned),
        });
    }

    /// RSS has the category as text; Atom has it for programs in `term`, and for people in `label`.
    fn take_category(&mut self, leaf: &Leaf) {
        let labels = ["term", "label"].map(|name| value(&leaf.attributes, name).unwrap_or_default());
        for words in [leaf.decoded.as_str(), labels[0], labels[1]] {
            let words = blocks::plain_line(words);
            let known = &mut self.fields().categories;
            if !words.is_empty() && known.last() != Some(&words) {
                known.push(words);
            }
        }
    }

    fn take_source(&mut self, leaf: &Leaf) {
        let href = value(&leaf.attributes, "url").or_else(|| value(&leaf.attributes, "href"));
        let url = href.and_then(|href| self.resolve(href));
        let source = self.fields().source.get_or_insert_default();
        source.url = source.url.take().or(url);
        if leaf.field != Field::AtomLink && source.title.is_empty() {
            leaf.decoded.trim().clone_into(&mut source.title);
        }
    }
}

/// XML feeds give whole seconds; what some add behind the point is the clock of a database.
fn whole_seconds(date: Timestamp) -> Timestamp {
    Timestamp::from_second(date.as_second()).unwrap_or(date)
}

/// The dialect by the root element; `None` if it is not the root of a feed.
fn root_format(name: &str, attributes: &[(String, String)], faults: &mut Faults) -> Option<Format> {
    let namespace = |wanted: &str| attributes.iter().any(|(_, value)| value.contains(wanted));
    let (family, version) = match local_name(name) {
        "rss" => (Family::Rss, rss_version(value(attributes, "version"), faults)),
        "rdf" if namespace("netscape.com") => (Family::Rss, "0.90".to_owned()),
        "rdf" => (Family::Rss, "1.0".to_owned()),
        "channel" => {
            faults
                .dialects
                .push("a channel without the element <rss> around it".to_owned());
            (Family::Rss, "2.0".to_owned())
        }
        "feed" | "entry" if namespace("purl.org/atom/ns#") => (Family::Atom, "0.3".to_owned()),
        "feed" | "entry" => (Family::Atom, "1.0".to_owned()),
        _ => return None,
    };
    Some(Format { family, version })
}

fn rss_version(declared: Option<&str>, faults: &mut Faults) -> String {
    const KNOWN: [&str; 8] = ["0.90", "0.91", "0.92", "0.93", "0.94", "1.0", "2.0", "2.0.1"];
    match declared.map(str::trim) {
        Some(version) if KNOWN.contains(&version) => version.to_owned(),
        Some(version) if !version.is_empty() => {
            faults
                .dialects
                .push(format!("RSS version \"{version}\" does not exist; read as 2.0"));
            version.to_owned()
        }
        _ => {
            faults
                .dialects
                .push("no RSS version is given; read as 2.0".to_owned());
            "2.0".to_owned()
        }
    }
}
