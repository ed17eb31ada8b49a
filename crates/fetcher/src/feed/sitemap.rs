//! News sitemaps: addresses with titles and days, whose texts are on their pages.
//!
//! See <https://www.google.com/schemas/sitemap-news/0.9/>. A sitemap without that module lists a whole site, and is none.

use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::Event;
use url::Url;

use super::fields::{Fields, Link};
use super::tidy::{Faults, tidy};
use super::{Feed, Markup};
use crate::date;

/// What the namespace of the module contains.
const MODULE: &str = "sitemap-news";

/// Is the document a news sitemap? `root` is the local name of its root element.
pub(crate) fn is_news_sitemap(root: &str, text: &str) -> bool {
    root.eq_ignore_ascii_case("urlset") && text.contains(MODULE)
}

/// Reads a news sitemap.
pub(super) fn parse(text: &str, base: Option<&Url>) -> Feed {
    let mut faults = Faults::default();
    let tidied = tidy(text, &mut faults);
    let mut reader = Reader::from_str(&tidied);
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_unmatched_ends = true;
    let (mut items, mut fields, mut words) = (Vec::new(), Fields::default(), String::new());
    loop {
        match reader.read_event() {
            Ok(Event::Start(_)) => words.clear(),
            Ok(Event::Text(text)) => words.push_str(&text),
            Ok(Event::CData(text)) => words.push_str(&text),
            Ok(Event::GeneralRef(reference)) => {
                words.push_str(&unescape(&format!("&{};", &*reference)).unwrap_or_default());
            }
            Ok(Event::End(end)) if end.name().0.eq_ignore_ascii_case("url") => {
                items.push(std::mem::take(&mut fields).into_item(None));
            }
            Ok(Event::End(end)) => {
                let name = end.name().0.to_lowercase();
                take(&mut fields, &name, words.trim(), base, &mut faults);
            }
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    Feed {
        format: "news sitemap".to_owned(),
        items_seen: items.len(),
        items,
        repairs: faults.into_repairs(),
        ..Feed::default()
    }
}

fn take(fields: &mut Fields, name: &str, words: &str, base: Option<&Url>, faults: &mut Faults) {
    let (prefix, local) = name.split_once(':').unwrap_or(("", name));
    // Pictures and films have addresses and titles of their own.
    if words.is_empty() || matches!(prefix, "image" | "video") {
        return;
    }
    match local {
        "loc" => {
            let url = base.map_or_else(|| Url::parse(words), |base| base.join(words));
            let href = url.map_or_else(|_| words.to_owned(), String::from);
            fields.links.push(Link::to(href));
        }
        "title" => fields.title = Some(Markup::Plain(words.to_owned())),
        "language" => fields.add_language(words),
        "publication_date" | "lastmod" => {
            let date = date::parse(words);
            faults.unreadable_dates += usize::from(date.is_none());
            if local == "lastmod" {
                fields.updated = date;
            } else {
                fields.published = date;
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use crate::feed;

    #[test]
    fn reads_addresses_titles_and_days() {
        let text = "<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'
            xmlns:n='http://www.google.com/schemas/sitemap-news/0.9'><url><loc>https://example.org/quay</loc><n:news>
            <n:publication><n:name>Harbour</n:name><n:language>en</n:language></n:publication>
            <n:publication_date>2026-03-02</n:publication_date><n:title>Quay &amp; wall</n:title></n:news>
            <image:image><image:loc>https://example.org/q.jpg</image:loc><image:title>Crane</image:title></image:image></url></urlset>";
        let feed = feed::parse(text, None).unwrap();
        let item = &feed.items[0];
        assert_eq!(
            (item.title.as_str(), item.language.as_deref()),
            ("Quay & wall", Some("en"))
        );
        assert_eq!(item.link.as_deref(), Some("https://example.org/quay"));
        assert_eq!(item.published, Some("2026-03-02T00:00:00Z".parse().unwrap()));
        let plain = text.replace("sitemap-news", "sitemap-image");
        assert!(feed::parse(&plain, None).is_err());
    }
}
