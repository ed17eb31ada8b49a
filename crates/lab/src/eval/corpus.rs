//! A folder with `feed.xml` and `labels/*.toml`: articles, and the findings that a careful editor would mark in each.
//! `corpora/README.md` describes the format.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};
use checker::Catalogue;
use fetcher::{Article, Reading};
use linguistics::finding::Severity;
use reporting::visible::Visible;
use serde::Deserialize;
use text::Span;

/// A labelled feed.
#[derive(Debug)]
pub(super) struct Corpus {
    /// Name of the folder.
    pub(super) name: String,
    /// Each article with its labels, in the order of the feed.
    pub(super) articles: Vec<(Article, Labels)>,
}

/// What is expected in one article.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Labels {
    guid: String,
    /// ISO 639-1 code of the original's language; none: written in English.
    pub(super) translated_from: Option<String>,
    #[serde(rename = "original")]
    _original: Option<String>,
    #[serde(default)]
    pub(super) findings: Vec<Label>,
}

/// One expected finding.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Label {
    pub(super) rule: String,
    pub(super) severity: Severity,
    quote: String,
    /// Which of the places where the quote stands, from 1.
    occurrence: Option<usize>,
    #[serde(rename = "fix")]
    _fix: Option<String>,
}

impl Label {
    /// Where the quote stands in the article's text.
    pub(super) fn span(&self, text: &str) -> Option<Span> {
        let nth = self.occurrence.unwrap_or(1).checked_sub(1)?;
        let (start, quote) = text.match_indices(&self.quote).nth(nth)?;
        Some(Span::new(start, start + quote.len()))
    }
}

impl Corpus {
    /// Reads the feed and its labels. An article without labels or labels without an article are errors: either would
    /// make the figures better or worse than the rules are.
    pub(super) fn read(folder: &Path) -> Result<Self> {
        let feed = folder.join("feed.xml");
        let mut labels = labels_by_guid(&folder.join("labels"))?;
        let mut articles = Vec::new();
        for article in read_feed(&feed)? {
            let (path, labels) = labels
                .remove(&article.id)
                .ok_or_else(|| anyhow!("{}: no labels for {}", feed.display(), Visible(&article.id)))?;
            check_quotes(&article, &labels).with_context(|| path.display().to_string())?;
            articles.push((article, labels));
        }
        if let Some((path, labels)) = labels.into_values().next() {
            bail!(
                "{}: no article {} in the feed",
                path.display(),
                Visible(&labels.guid)
            );
        }
        let name = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
        Ok(Self {
            name: name
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned(),
            articles,
        })
    }
}

fn read_feed(path: &Path) -> Result<Vec<Article>> {
    let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let reading = Reading::of_bytes(&path.display().to_string(), bytes);
    if let Some(error) = reading.account.error {
        return Err(error.into());
    }
    if let Some(loss) = reading.account.losses.first() {
        bail!("{}: {}", path.display(), Visible(&loss.to_string()));
    }
    Ok(reading.articles)
}

fn labels_by_guid(folder: &Path) -> Result<BTreeMap<String, (PathBuf, Labels)>> {
    let entries = fs::read_dir(folder).with_context(|| {
        format!(
            "cannot open {}; a labelled corpus has `feed.xml` and `labels/`",
            folder.display()
        )
    })?;
    let mut labels = BTreeMap::new();
    for entry in entries {
        let path = entry.with_context(|| folder.display().to_string())?.path();
        if path.extension().is_none_or(|extension| extension != "toml") {
            continue;
        }
        let of_article = read_labels(&path).with_context(|| path.display().to_string())?;
        if let Some((other, _)) = labels.insert(of_article.guid.clone(), (path.clone(), of_article)) {
            bail!(
                "{} and {} label the same article",
                other.display(),
                path.display()
            );
        }
    }
    Ok(labels)
}

fn read_labels(path: &Path) -> Result<Labels> {
    let labels: Labels = toml::from_str(&fs::read_to_string(path)?)
        .map_err(|error| anyhow!("{}", Visible(error.to_string().trim_end())))?;
    for label in &labels.findings {
        Catalogue::of([]).named(&label.rule)?;
    }
    Ok(labels)
}

fn check_quotes(article: &Article, labels: &Labels) -> Result<()> {
    for label in &labels.findings {
        if label.span(&article.text.string).is_none() {
            bail!(
                "{:?} does not stand in the article as often as the label says",
                label.quote
            );
        }
    }
    Ok(())
}
