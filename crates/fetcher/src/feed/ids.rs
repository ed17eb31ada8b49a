//! An id for every item that is no other's, and that stays as it is when items come and go around it.

use std::collections::{HashMap, HashSet};

use url::Url;

use super::{Feed, Item, Markup};
use crate::account::Repair;
use crate::blocks;
use crate::identity;

/// So many words of its text name an item that has no other name.
const OPENING_WORDS: usize = 12;

/// Gives every item an id of its own. Items that share one are called by their links, without marks of tracking, or else
/// by their titles; only what neither tells apart gets a number, which depends on the items around it.
pub(super) fn tell_apart(mut feed: Feed) -> Feed {
    for item in feed.items.iter_mut().filter(|item| item.id.is_empty()) {
        item.id = opening(item);
    }
    let ids = count(feed.items.iter().map(|item| Some(item.id.clone())));
    let repeated = ids.iter().filter(|(id, _)| !id.is_empty());
    let repeated = repeated.map(|(_, times)| times - 1).sum();
    if repeated > 0 {
        let names = Names {
            ids,
            links: count(feed.items.iter().map(link)),
            titles: count(feed.items.iter().map(|item| Some(item.title.clone()))),
        };
        for item in &mut feed.items {
            if let Some(name) = names.of(item) {
                item.id = name;
            }
        }
        feed.repairs.push(Repair::DuplicateIds(repeated));
    }
    number(&mut feed.items);
    feed
}

/// The names that items of a feed have, and how many items have each.
struct Names {
    ids: HashMap<String, usize>,
    links: HashMap<String, usize>,
    titles: HashMap<String, usize>,
}

impl Names {
    /// A better name for an item that shares its id, if it has one that no other has.
    fn of(&self, item: &Item) -> Option<String> {
        if self.ids.get(&item.id).is_none_or(|times| *times < 2) {
            return None;
        }
        let is_own = |names: &HashMap<String, usize>, name: &String| names.get(name) == Some(&1);
        let link = link(item).filter(|link| is_own(&self.links, link));
        let title =
            || Some(item.title.clone()).filter(|title| !title.is_empty() && is_own(&self.titles, title));
        link.or_else(title).filter(|name| !self.ids.contains_key(name))
    }
}

fn count(names: impl Iterator<Item = Option<String>>) -> HashMap<String, usize> {
    let mut counts = HashMap::new();
    for name in names.flatten() {
        *counts.entry(name).or_default() += 1;
    }
    counts
}

fn link(item: &Item) -> Option<String> {
    let url = Url::parse(item.link.as_deref()?).ok()?;
    Some(identity::without_tracking(&url).into())
}

/// The first words of an item.
fn opening(item: &Item) -> String {
    let line = match item.content.as_ref().or(item.summary.as_ref()) {
        Some(Markup::Html(html)) => blocks::one_line(html),
        Some(Markup::Plain(text)) => blocks::plain_line(text),
        None => String::new(),
    };
    let words: Vec<_> = line.split(' ').take(OPENING_WORDS).collect();
    words.join(" ")
}

/// Gives items that still repeat an id a number.
fn number(items: &mut [Item]) {
    let mut taken = HashSet::new();
    // The last number that was given to each id, so that ten thousand items of one id take no square of it.
    let mut numbers = HashMap::<String, usize>::new();
    for (index, item) in items.iter_mut().enumerate() {
        if item.id.is_empty() {
            item.id = format!("item {}", index + 1);
        }
        if taken.insert(item.id.clone()) {
            continue;
        }
        let number = numbers.entry(item.id.clone()).or_insert(1);
        item.id = loop {
            *number += 1;
            let id = format!("{}#{number}", item.id);
            if taken.insert(id.clone()) {
                break id;
            }
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feed;

    fn read(items: &[String]) -> Feed {
        let items = items.concat();
        feed::parse(
            &format!("<rss version='2.0'><channel>{items}</channel></rss>"),
            None,
        )
        .unwrap()
    }

    fn ids(feed: &Feed) -> Vec<&str> {
        feed.items.iter().map(|item| item.id.as_str()).collect()
    }

    fn item(guid: &str, title: &str, link: &str) -> String {
        format!(
            "<item><guid isPermaLink='false'>{guid}</guid><title>{title}</title><link>{link}</link></item>"
        )
    }

    #[test]
    fn calls_items_of_one_id_by_their_links_whatever_comes_on_top() {
        let link = |number: usize| format!("https://news.example/{number}?utm_source=rss&amp;n={number}");
        let items: Vec<_> = (1..4).map(|number| item("g", "T", &link(number))).collect();
        let feed = read(&items[1..]);
        let names = ["https://news.example/2?n=2", "https://news.example/3?n=3"];
        assert_eq!(ids(&feed), names);
        assert_eq!(feed.repairs, [Repair::DuplicateIds(1)]);
        assert_eq!(ids(&read(&items))[1..], names);
    }

    #[test]
    fn calls_items_of_one_link_by_their_titles() {
        let front = "https://news.example/";
        let feed = read(&[
            item("g", "Quay renewed", front),
            item("g", "Ferry is back", front),
            item("own", "Lamp", front),
        ]);
        assert_eq!(ids(&feed), ["Quay renewed", "Ferry is back", "own"]);
    }

    #[test]
    fn numbers_what_nothing_tells_apart() {
        let feed = read(&["g", "g", "g#2", "g"].map(|guid| item(guid, "T", "")));
        assert_eq!(ids(&feed), ["g", "g#2", "g#2#2", "g#3"]);
        assert_eq!(feed.repairs, [Repair::DuplicateIds(2)]);
    }

    #[test]
    fn takes_no_name_that_is_anothers_id() {
        let link = "https://news.example/1";
        let feed = read(&[
            item(link, "A", "https://news.example/2"),
            item("g", "B", link),
            item("g", "B", ""),
        ]);
        assert_eq!(ids(&feed), [link, "g", "g#2"]);
    }

    #[test]
    fn an_item_without_any_name_is_called_by_its_first_words() {
        let bare = |text: &str| format!("<item><description>{text}</description></item>");
        let feed = read(&[
            bare("<p>The quay</p> is open."),
            bare(""),
            bare("The ferry sails."),
        ]);
        assert_eq!(ids(&feed), ["The quay is open.", "item 2", "The ferry sails."]);
        assert!(feed.repairs.is_empty());
    }
}
