//! Articles as lists of them show them.

use crate::report::ArticleReport;
use crate::verdict::{found_in, score_text};
use crate::visible::Visible;

/// An article in the table of contents.
pub(super) struct Entry {
    pub(super) href: String,
    pub(super) title: String,
    pub(super) score: String,
    pub(super) findings: String,
    pub(super) tone: &'static str,
}

impl Entry {
    pub(super) fn new(article: &ArticleReport, href: String) -> Self {
        let tally = article.tally();
        let worst = tally.iter().next().map(|(severity, _)| severity.as_str());
        Self {
            href,
            title: title(article),
            score: score_text(article.score()),
            findings: found_in(article),
            tone: worst.unwrap_or("clean"),
        }
    }
}

/// Returns the headline of an article, made visible, without white space around it.
pub(super) fn title(article: &ArticleReport) -> String {
    Visible(article.headline().trim()).to_string()
}
