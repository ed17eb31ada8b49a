//! JSON Feed 1 and 1.1, read field by field so that one odd value costs one value.

use serde_json::{Map, Value};
use url::Url;

use super::{Feed, Item, Markup};
use crate::account::Repair;
use crate::blocks;
use crate::date;

/// Does the object look like a JSON Feed? Its version may be missing, its items may not.
pub(crate) fn is_feed(object: &Map<String, Value>) -> bool {
    let versioned = object
        .get("version")
        .and_then(Value::as_str)
        .is_some_and(|v| v.contains("jsonfeed.org"));
    versioned || object.get("items").is_some_and(Value::is_array)
}

pub(super) fn parse(text: &str, base: Option<&Url>) -> Result<Feed, String> {
    let document: Value =
        serde_json::from_str(text.trim()).map_err(|error| format!("it is not valid JSON: {error}"))?;
    let items = document
        .get("items")
        .and_then(Value::as_array)
        .ok_or("it has no array \"items\"")?;
    let language = words(&document, "language");
    let mut repairs = Vec::new();
    let unreadable = items.iter().map(unreadable_dates).sum();
    if unreadable > 0 {
        repairs.push(Repair::UnreadableDates(unreadable));
    }
    Ok(Feed {
        format: format!("JSON Feed {}", version(&document, &mut repairs)),
        id: words(&document, "feed_url").unwrap_or_default(),
        title: blocks::plain_line(&words(&document, "title").unwrap_or_default()),
        subtitle: words(&document, "description").unwrap_or_default(),
        link: link(&document, "home_page_url", base),
        author: author(&document),
        items: items
            .iter()
            .filter(|item| item.is_object())
            .map(|entry| item(entry, base, language.as_deref()))
            .collect(),
        items_seen: items.len(),
        language,
        repairs,
        ..Feed::default()
    })
}

fn version(document: &Value, repairs: &mut Vec<Repair>) -> String {
    let declared = words(document, "version").unwrap_or_default();
    if let Some((_, version @ ("1" | "1.1"))) = declared.rsplit_once("/version/") {
        version.to_owned()
    } else {
        repairs.push(Repair::Dialect(format!(
            "JSON Feed version \"{declared}\"; read as 1.1"
        )));
        "1.1".to_owned()
    }
}

fn item(item: &Value, base: Option<&Url>, feed_language: Option<&str>) -> Item {
    let link = link(item, "url", base).or_else(|| link(item, "external_url", base));
    let title = blocks::plain_line(&words(item, "title").unwrap_or_default());
    let html = words(item, "content_html").map(Markup::Html);
    Item {
        id: words(item, "id")
            .or_else(|| link.clone())
            .unwrap_or_else(|| title.clone()),
        author: author(item),
        published: words(item, PUBLISHED).and_then(|text| date::parse(&text)),
        updated: words(item, MODIFIED).and_then(|text| date::parse(&text)),
        language: words(item, "language").or_else(|| feed_language.map(str::to_owned)),
        content: html.or_else(|| words(item, "content_text").map(Markup::Plain)),
        summary: words(item, "summary").map(Markup::Plain),
        categories: tags(item),
        title,
        link,
        ..Item::default()
    }
}

const PUBLISHED: &str = "date_published";
const MODIFIED: &str = "date_modified";

fn unreadable_dates(item: &Value) -> usize {
    let dates = [PUBLISHED, MODIFIED]
        .into_iter()
        .filter_map(|key| words(item, key));
    dates.filter(|date| date::parse(date).is_none()).count()
}

/// A string that is not empty; numbers, which some write as ids, count as strings.
fn words(object: &Value, key: &str) -> Option<String> {
    let text = match object.get(key)? {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    Some(text).filter(|text| !text.is_empty())
}

fn link(object: &Value, key: &str, base: Option<&Url>) -> Option<String> {
    let href = words(object, key)?;
    let url = base.map_or_else(|| Url::parse(&href), |base| base.join(&href));
    Some(url.map_or(href, String::from))
}

/// The tags that are words.
fn tags(item: &Value) -> Vec<String> {
    let tags = item.get("tags").and_then(Value::as_array).into_iter().flatten();
    tags.filter_map(Value::as_str).map(blocks::plain_line).collect()
}

fn author(object: &Value) -> String {
    let first = object
        .get("authors")
        .and_then(|authors| authors.get(0))
        .or_else(|| object.get("author"));
    first.and_then(|author| words(author, "name")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_feed_with_numeric_ids_and_odd_values() {
        let text = r#"{"title":"F\u001b[31m","items":[{"id":7,"content_text":"x","tags":"not a list","url":"/a",
            "date_published":"2021-06-01T10:00:00+03:00"}, "junk"]}"#;
        let base = Url::parse("https://example.org/feed.json").unwrap();
        let feed = parse(text, Some(&base)).unwrap();
        assert_eq!((feed.items.len(), feed.items_seen), (1, 2));
        assert_eq!(feed.items[0].id, "7");
        assert_eq!(feed.title, "F[31m");
        assert_eq!(feed.items[0].link.as_deref(), Some("https://example.org/a"));
        assert_eq!(
            feed.items[0].published,
            Some("2021-06-01T07:00:00Z".parse().unwrap())
        );
        assert_eq!(feed.repairs[0].kind(), "dialect");
    }

    #[test]
    fn refuses_bottomless_nesting() {
        let text = format!(
            r#"{{"version":"https://jsonfeed.org/version/1","items":{}"#,
            "[".repeat(100_000)
        );
        assert!(parse(&text, None).unwrap_err().contains("not valid JSON"));
    }
}
