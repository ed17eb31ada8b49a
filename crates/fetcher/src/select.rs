//! What of a page is the article, where its user says it: [`PageSelectors`].

use std::collections::HashSet;

use dom_query::{Document, Matcher, NodeRef};

use crate::error::Error;

/// CSS selectors for what to keep of an article's page, and for what to remove from it before anything else.
#[derive(Debug, Clone, Default)]
pub struct PageSelectors {
    keep: Option<Matcher>,
    remove: Option<Matcher>,
}

/// The parts of a page, as markup.
#[derive(Debug)]
pub(crate) struct Selected {
    /// The page without what is to be removed.
    pub(crate) page: String,
    /// What is to be kept of it, in the order of the page; `None` if nothing was asked for, or nothing is there.
    pub(crate) kept: Option<String>,
}

impl PageSelectors {
    /// Reads lists of selectors. Where `keep` is empty, the article is looked for as in any other page.
    ///
    /// # Errors
    /// When one is no selector.
    pub fn parse(keep: &[String], remove: &[String]) -> Result<Self, Error> {
        Ok(Self {
            keep: matcher(keep)?,
            remove: matcher(remove)?,
        })
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.keep.is_none() && self.remove.is_none()
    }

    /// Whether the page's article is only what is to be kept.
    pub(crate) fn keeps(&self) -> bool {
        self.keep.is_some()
    }

    /// Applies the selectors to a page that is not nested too deep to make a tree of.
    pub(crate) fn apply(&self, html: &str) -> Selected {
        let document = Document::from(html);
        if let Some(remove) = &self.remove {
            document.select_matcher(remove).remove();
        }
        Selected {
            kept: self.keep.as_ref().and_then(|keep| kept(&document, keep)),
            page: document.html().to_string(),
        }
    }
}

/// The elements that match, as markup; one within another is a part of it.
fn kept(document: &Document, keep: &Matcher) -> Option<String> {
    let found = document.select_matcher(keep);
    let ids: HashSet<_> = found.nodes().iter().map(|node| node.id).collect();
    let is_inner = |node: &NodeRef| node.ancestors(None).iter().any(|around| ids.contains(&around.id));
    let outer = found.nodes().iter().filter(|node| !is_inner(node));
    let parts: Vec<_> = outer.map(|node| node.html().to_string()).collect();
    Some(parts.concat()).filter(|html| !html.is_empty())
}

fn matcher(selectors: &[String]) -> Result<Option<Matcher>, Error> {
    for selector in selectors {
        // One by one first, so that an error names the one that is wrong.
        parse(selector)?;
    }
    if selectors.is_empty() {
        return Ok(None);
    }
    parse(&selectors.join(", ")).map(Some)
}

fn parse(selector: &str) -> Result<Matcher, Error> {
    Matcher::new(selector).map_err(|_| Error::BadSelector {
        selector: selector.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn selectors(keep: &[&str], remove: &[&str]) -> PageSelectors {
        let owned = |list: &[&str]| list.iter().map(ToString::to_string).collect::<Vec<_>>();
        PageSelectors::parse(&owned(keep), &owned(remove)).unwrap()
    }

    #[test]
    fn removes_first_and_keeps_each_part_once() {
        let html = "<body><p class=b>B<i>x</i></p><div class=a><p class=b>C</p><aside>D</aside></div><p>E</p></body>";
        let selected = selectors(&[".a", "p.b"], &["aside", "i"]).apply(html);
        let kept = selected.kept.unwrap();
        assert_eq!(
            kept,
            "<p class=\"b\">B</p><div class=\"a\"><p class=\"b\">C</p></div>"
        );
        assert!(selected.page.contains("<p>E</p>") && !selected.page.contains("aside"));
        assert_eq!(selectors(&[".c"], &[]).apply(html).kept, None);
    }

    #[test]
    fn names_the_selector_that_is_none() {
        let list = ["p".to_owned(), "p[".to_owned()];
        let error = PageSelectors::parse(&list, &[]).unwrap_err();
        assert_eq!(error.to_string(), "p[: is no CSS selector");
        assert!(PageSelectors::parse(&[], &[String::new()]).is_err());
    }
}
