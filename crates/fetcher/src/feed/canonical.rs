//! Any dialect of RSS and Atom in, Atom 1.0 out.
//!
//! Feeds in the wild are RSS 0.90 to 2.0, RDF, Atom 0.3 or 1.0, with Dublin Core and content modules,
//! half of them broken somewhere. The parser behind this module knows the standards well and forgives
//! little. So the feed is walked once, without trust: elements are recognised by namespace and name in any
//! case, forgotten end tags are supplied, markup that should have been escaped is escaped, and the
//! few fields that an article needs are written down again in the one dialect that is parsed best.
//! What the Atom model has no place for is kept in [`Notes`].

use std::fmt::{self, Write as _};

use quick_xml::Reader;
use quick_xml::escape::escape;
use quick_xml::events::{BytesStart, Event};
use url::Url;

use super::leaf::{Content, Leaf, Scope, atom_content, attributes, local_name, value};
use super::tidy::{Faults, tidy};
use super::vocabulary::{self, Family, Field, Format, Module};
use crate::date;

/// Elements nested deeper than this are hostile; their tags are passed over.
const MAX_DEPTH: usize = 256;

/// Declarations of namespaces beyond so many are passed over: each element is looked up among them.
const MAX_NAMESPACES: usize = 256;

/// A feed in canonical form.
#[derive(Debug)]
pub(super) struct Canonical {
    /// An Atom 1.0 document without entries.
    pub(super) xml: String,
    /// The dialect that it was written in.
    pub(super) format: Format,
    /// The language of the whole feed.
    pub(super) language: Option<String>,
}

/// Takes an entry: an Atom entry document, and what Atom has no element for.
///
/// Entries are handed over one by one so that a large feed is not in memory once more, and so that an entry
/// that the parser cannot stand costs one entry.
pub(super) type EntrySink<'a> = &'a mut dyn FnMut(&str, Notes);

/// What an item says and Atom has no element for.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Notes {
    /// `xml:lang` or `dc:language`.
    pub(super) language: Option<String>,
    /// The publication that the item was taken from.
    pub(super) source: Option<Source>,
}

/// RSS `<source url="...">Name</source>` or Atom `<source>`.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Source {
    /// Its name.
    pub(crate) title: String,
    /// Its address, as written.
    pub(crate) url: Option<String>,
}

/// Rewrites the feed whose root element is the first in `xml`. `None` without a known root.
pub(super) fn canonicalize(
    xml: &str,
    base: Option<&Url>,
    faults: &mut Faults,
    sink: EntrySink,
) -> Option<Canonical> {
    let tidied = tidy(xml, faults);
    let mut reader = Reader::from_str(&tidied);
    let config = reader.config_mut();
    config.allow_dangling_amp = true;
    config.allow_unmatched_ends = true;
    config.check_end_names = false;
    config.expand_empty_elements = true;

    let mut writer = Writer::new(base.cloned(), faults, sink);
    while !writer.finished {
        match reader.read_event() {
            Ok(Event::Start(start)) => writer.start(&start),
            Ok(Event::End(end)) => writer.end(&end.name().0.to_lowercase()),
            Ok(Event::Eof) | Err(_) => break,
            Ok(event) => writer.content(&event),
        }
    }
    if writer.finished {
        writer.faults.text_after_feed = has_more(&mut reader);
    }
    writer.finish()
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

struct Writer<'f> {
    xml: String,
    faults: &'f mut Faults,
    format: Option<Format>,
    language: Option<String>,
    sink: EntrySink<'f>,
    /// The open entry, and what Atom has no element for.
    entry: String,
    notes: Notes,
    open: Vec<Open>,
    leaf: Option<Leaf>,
    /// Declared prefixes, innermost last; the default namespace has an empty one.
    namespaces: Vec<(String, Module)>,
    bases: Vec<Option<Url>>,
    /// Fields that the feed has already; the first of each counts.
    feed_fields: Vec<Field>,
    /// The same of the open entry; `None` outside of entries.
    entry_fields: Option<Vec<Field>>,
    /// Texts of other modules, for fields that the entry may turn out to lack.
    spares: Vec<Leaf>,
    /// A guid that may serve as the link of the open entry.
    permalink: Option<String>,
    person: Person,
    finished: bool,
}

#[derive(Default)]
struct Person {
    name: String,
    email: String,
}

impl<'f> Writer<'f> {
    fn new(base: Option<Url>, faults: &'f mut Faults, sink: EntrySink<'f>) -> Self {
        Self {
            xml: String::from(r#"<feed xmlns="http://www.w3.org/2005/Atom">"#),
            faults,
            format: None,
            language: None,
            sink,
            entry: String::new(),
            notes: Notes::default(),
            open: Vec::new(),
            leaf: None,
            namespaces: Vec::new(),
            bases: vec![base],
            feed_fields: Vec::new(),
            entry_fields: None,
            spares: Vec::new(),
            permalink: None,
            person: Person::default(),
            finished: false,
        }
    }

    /// Closes what the document left open.
    fn finish(mut self) -> Option<Canonical> {
        if !self.finished {
            self.faults.truncated = true;
            self.close_leaf();
            self.pop_to(0);
        }
        self.xml.push_str("</feed>");
        Some(Canonical {
            xml: self.xml,
            format: self.format?,
            language: self.language,
        })
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
        let field = vocabulary::field(family, module, local_name(&name), self.entry_fields.is_some());
        match (place, field) {
            (Place::Skipped, _) | (_, None) => self.push(name, Place::Skipped, scope),
            (Place::Root, Some(Field::Channel)) => {
                self.note_language(&attributes);
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
        self.note_language(attributes);
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
        self.notes = Notes {
            language: value(attributes, "xml:lang").map(str::to_owned),
            source: None,
        };
        self.entry_fields = Some(Vec::new());
        self.permalink = value(attributes, "rdf:about").map(str::to_owned);
        self.entry.clear();
        self.entry
            .push_str(r#"<entry xmlns="http://www.w3.org/2005/Atom">"#);
        self.push(name, Place::Item, scope);
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
            self.write(&leaf);
        }
        let linked = self
            .entry_fields
            .as_ref()
            .is_some_and(|fields| fields.contains(&Field::Link));
        if let Some(permalink) = self.permalink.take()
            && !linked
            && permalink.starts_with("http")
        {
            self.write_link(&[("href".into(), permalink)]);
        }
        self.entry.push_str("</entry>");
        self.entry_fields = None;
        (self.sink)(&self.entry, std::mem::take(&mut self.notes));
    }

    fn close_person(&mut self) {
        let Person { name, email } = std::mem::take(&mut self.person);
        let words = match (name.is_empty(), email.is_empty()) {
            (false, false) => format!("{name} ({email})"),
            (true, _) => email,
            (false, true) => name,
        };
        self.write_author(&words);
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
        if leaf.spare && self.entry_fields.is_some() {
            self.spares.push(leaf);
        } else {
            self.write(&leaf);
        }
    }

    fn write(&mut self, leaf: &Leaf) {
        let words = leaf.decoded.trim();
        match self.open.last().map(|open| open.place) {
            Some(Place::Source) => return self.write_source(leaf),
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
                self.write_text(leaf);
            }
            Field::Published => self.write_date("published", words),
            Field::Updated => self.write_date("updated", words),
            Field::Id => self.write_id(leaf, words),
            Field::Link => {
                let href = if words.is_empty() {
                    value(&leaf.attributes, "href").unwrap_or("")
                } else {
                    words
                };
                self.write_link(&[("href".into(), href.to_owned())]);
            }
            Field::AtomLink => self.write_link(&leaf.attributes),
            Field::Language => self.write_language(words),
            Field::Author => self.write_author(words),
            Field::Source => self.write_source(leaf),
            Field::Channel | Field::Group | Field::Person | Field::PersonName | Field::PersonEmail => {}
        }
    }

    /// Marks a field of the feed or entry as given; `false` if it was so already.
    fn is_first(&mut self, field: Field) -> bool {
        let fields = self.entry_fields.as_mut().unwrap_or(&mut self.feed_fields);
        let first = !fields.contains(&field);
        if first {
            fields.push(field);
        }
        first
    }

    fn write_text(&mut self, leaf: &Leaf) {
        let Some((kind, text)) = leaf.text().filter(|(_, text)| !text.trim().is_empty()) else {
            return;
        };
        let Some(element) = self.text_element(leaf) else {
            return;
        };
        let is_body = matches!(element, "content" | "summary");
        if let Some(language) = value(&leaf.attributes, "xml:lang").filter(|_| is_body) {
            self.write_language(language);
        }
        self.put(format_args!(
            "<{element} type=\"{kind}\">{}</{element}>",
            escape(&*text)
        ));
    }

    /// The Atom element for a text; `None` if the feed or entry has one already.
    fn text_element(&mut self, leaf: &Leaf) -> Option<&'static str> {
        if !self.is_first(leaf.field) {
            // RSS items have, now and then, both `description` and `summary`: the second is the full text.
            let is_second = leaf.field == Field::Summary && !leaf.spare && self.is_first(Field::Content);
            return is_second.then_some("content");
        }
        Some(match leaf.field {
            Field::Title => "title",
            Field::Summary => "summary",
            Field::Content => "content",
            Field::Rights => "rights",
            _ => "subtitle",
        })
    }

    /// Writes a date in the form that Atom wants, or as it is if nobody knows the form. Of several, the parser
    /// takes the last: a publisher who repeats a date has added the newer one.
    fn write_date(&mut self, element: &str, words: &str) {
        if !words.is_empty() {
            let date = date::parse(words);
            self.put(format_args!(
                "<{element}>{}</{element}>",
                escape(date.as_deref().unwrap_or(words))
            ));
        }
    }

    fn write_id(&mut self, leaf: &Leaf, words: &str) {
        if self.entry_fields.is_some() && value(&leaf.attributes, "ispermalink") != Some("false") {
            self.permalink.get_or_insert_with(|| words.to_owned());
        }
        // Only a path is a relative address for sure; other ids are names.
        let id = Some(words)
            .filter(|id| id.starts_with('/'))
            .and_then(|path| self.resolve(path));
        let id = id.as_deref().unwrap_or(words);
        if !id.is_empty() && self.is_first(Field::Id) {
            self.put(format_args!("<id>{}</id>", escape(id)));
        }
    }

    fn write_link(&mut self, attributes: &[(String, String)]) {
        let Some(href) = value(attributes, "href").and_then(|href| self.resolve(href)) else {
            return;
        };
        let rel = value(attributes, "rel").unwrap_or("alternate");
        if rel == "alternate" && value(attributes, "hreflang").is_none() {
            self.is_first(Field::Link);
        }
        self.put(format_args!(
            "<link rel=\"{}\" href=\"{}\"",
            escape(rel),
            escape(&*href)
        ));
        for name in ["type", "hreflang", "title"] {
            if let Some(value) = value(attributes, name) {
                self.put(format_args!(" {name}=\"{}\"", escape(value)));
            }
        }
        self.put(format_args!("/>"));
    }

    fn write_author(&mut self, words: &str) {
        if !words.is_empty() {
            self.put(format_args!("<author><name>{}</name></author>", escape(words)));
        }
    }

    fn put(&mut self, markup: fmt::Arguments) {
        let xml = if self.entry_fields.is_some() {
            &mut self.entry
        } else {
            &mut self.xml
        };
        xml.write_fmt(markup).expect("a String takes any text");
    }

    fn write_language(&mut self, language: &str) {
        let language = language.trim();
        if language.is_empty() {
            return;
        }
        let slot = if self.entry_fields.is_some() {
            &mut self.notes.language
        } else {
            &mut self.language
        };
        slot.get_or_insert_with(|| language.replace('_', "-"));
    }

    fn note_language(&mut self, attributes: &[(String, String)]) {
        if let Some(language) = value(attributes, "xml:lang") {
            self.write_language(language);
        }
    }

    fn write_source(&mut self, leaf: &Leaf) {
        let href = value(&leaf.attributes, "url").or_else(|| value(&leaf.attributes, "href"));
        let url = href.and_then(|href| self.resolve(href));
        let source = self.notes.source.get_or_insert_default();
        source.url = source.url.take().or(url);
        if leaf.field != Field::AtomLink && source.title.is_empty() {
            leaf.decoded.trim().clone_into(&mut source.title);
        }
    }
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
