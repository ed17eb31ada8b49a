//! Which items of a feed are wanted: [`ItemFilter`].

use regex::Regex;

use crate::error::Error;
use crate::feed::Item;

/// Patterns for the items of a feed. Without any, all are taken.
#[derive(Debug, Clone, Default)]
pub struct ItemFilter {
    /// If there are any, only items that fit one of these are taken.
    pub include: Option<ItemPatterns>,
    /// Items that fit one of these are left out.
    pub exclude: Option<ItemPatterns>,
}

/// Regular expressions (syntax of the crate `regex`), which may fit anywhere in what they are for.
#[derive(Debug, Clone)]
pub struct ItemPatterns {
    title: Option<Regex>,
    category: Option<Regex>,
    address: Option<Regex>,
}

impl ItemPatterns {
    /// Reads patterns for an item's title, for any of its categories, and for the address of its page; `None` where there
    /// is no pattern at all.
    ///
    /// # Errors
    /// When one is no regular expression.
    pub fn parse(
        title: Option<&str>,
        category: Option<&str>,
        address: Option<&str>,
    ) -> Result<Option<Self>, Error> {
        if title.or(category).or(address).is_none() {
            return Ok(None);
        }
        Ok(Some(Self {
            title: title.map(regex).transpose()?,
            category: category.map(regex).transpose()?,
            address: address.map(regex).transpose()?,
        }))
    }

    fn fit(&self, item: &Item) -> bool {
        let fits = |pattern: &Option<Regex>, text: &str| {
            pattern.as_ref().is_some_and(|pattern| pattern.is_match(text))
        };
        fits(&self.title, &item.title)
            || item
                .categories
                .iter()
                .any(|category| fits(&self.category, category))
            || item.link.as_ref().is_some_and(|link| fits(&self.address, link))
    }
}

impl ItemFilter {
    /// Is the item wanted?
    pub(crate) fn takes(&self, item: &Item) -> bool {
        let fit = |patterns: &Option<ItemPatterns>| patterns.as_ref().map(|patterns| patterns.fit(item));
        fit(&self.include).unwrap_or(true) && !fit(&self.exclude).unwrap_or(false)
    }
}

fn regex(pattern: &str) -> Result<Regex, Error> {
    Regex::new(pattern).map_err(|error| Error::BadPattern {
        pattern: pattern.to_owned(),
        why: error.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(title: &str, category: &str, link: &str) -> Item {
        Item {
            title: title.into(),
            categories: vec!["News".into(), category.into()],
            link: Some(link.into()),
            ..Item::default()
        }
    }

    #[test]
    fn takes_what_fits_one_pattern_and_is_not_excluded() {
        let patterns = |title, category, address| ItemPatterns::parse(title, category, address).unwrap();
        let filter = ItemFilter {
            include: patterns(Some("(?i)quay"), Some("^World$"), None),
            exclude: patterns(None, None, Some("/sport/")),
        };
        assert!(filter.takes(&item("The QUAY", "Harbour", "https://news.example/1")));
        assert!(filter.takes(&item("A lamp", "World", "https://news.example/2")));
        assert!(!filter.takes(&item("A lamp", "Underworld", "https://news.example/3")));
        assert!(!filter.takes(&item("A quay", "World", "https://news.example/sport/4")));
        assert!(ItemFilter::default().takes(&Item::default()));
        assert!(ItemPatterns::parse(None, None, None).unwrap().is_none());
        assert!(ItemPatterns::parse(Some("("), None, None).is_err());
    }
}
