//! The boxes that show and hide findings, and the style lines that let them work without scripts.

use std::collections::BTreeMap;
use std::fmt::Write;

use linguistics::finding::{Category, Finding, Severity};

use super::contents::title;
use crate::report::{ArticleReport, Report, Reported, Tally};
use crate::verdict::{grouped, shortened};
use crate::visible::Visible;

/// Articles that still get a box each: a longer list is no filter, and each box costs the browser time.
const MAX_ARTICLES: usize = 60;

/// Characters of an article's title beside its box.
const TITLE_CHARS: usize = 80;

/// An article as the boxes know it.
#[derive(Clone, Copy)]
pub(super) struct Listed<'r> {
    pub(super) article: &'r ArticleReport,
    /// Its place among the articles, lowest score first, from 0.
    pub(super) index: usize,
    /// The place of its source among the sources of the report.
    pub(super) source: usize,
}

/// A severity that occurs, and how often.
pub(super) struct SeverityFilter {
    pub(super) severity: Severity,
    pub(super) count: String,
}

/// A list of boxes to tick, each of which shows or hides some findings.
pub(super) struct Menu<'r> {
    pub(super) name: &'static str,
    /// `rule`, `category`, `source` or `article`: the attribute `data-rule` and so on that the boxes look at.
    pub(super) kind: &'static str,
    pub(super) entries: Vec<MenuEntry<'r>>,
}

/// A box of a [`Menu`].
pub(super) struct MenuEntry<'r> {
    /// The value of the attribute.
    pub(super) index: usize,
    /// What the address of the page calls it.
    pub(super) value: Visible<'r>,
    pub(super) label: String,
    pub(super) count: String,
}

/// The rules and categories that have findings, numbered as the attributes of the page number them.
pub(super) struct Index<'r> {
    rules: BTreeMap<&'r str, Numbered>,
    categories: BTreeMap<Category, Numbered>,
}

/// The number of a rule or category on the page, and of its findings.
#[derive(Default)]
struct Numbered {
    number: usize,
    findings: usize,
}

impl<'r> Index<'r> {
    /// Numbers the rules by name and the categories in MQM's order.
    pub(super) fn new(findings: impl Iterator<Item = &'r Reported>) -> Self {
        let mut index = Self {
            rules: BTreeMap::new(),
            categories: BTreeMap::new(),
        };
        for Reported { finding, .. } in findings {
            index.rules.entry(&finding.rule).or_default().findings += 1;
            index.categories.entry(finding.category).or_default().findings += 1;
        }
        number(index.rules.values_mut());
        number(index.categories.values_mut());
        index
    }

    /// The number of the rule of a finding of this report.
    pub(super) fn rule(&self, finding: &Finding) -> usize {
        self.rules[finding.rule.as_ref()].number
    }

    /// The number of the category of a finding of this report.
    pub(super) fn category(&self, finding: &Finding) -> usize {
        self.categories[&finding.category].number
    }

    /// The rules that have findings: number, name, and how many findings.
    pub(super) fn rules(&self) -> impl Iterator<Item = (usize, &'r str, usize)> {
        self.rules
            .iter()
            .map(|(name, numbered)| (numbered.number, *name, numbered.findings))
    }
}

fn number<'n>(entries: impl Iterator<Item = &'n mut Numbered>) {
    for (number, entry) in entries.enumerate() {
        entry.number = number;
    }
}

/// The severities that occur, highest first.
pub(super) fn severities(tally: Tally) -> Vec<SeverityFilter> {
    let filter = |(severity, count)| SeverityFilter {
        severity,
        count: grouped(count),
    };
    tally.iter().map(filter).collect()
}

/// The menus that have something to choose from.
pub(super) fn menus<'r>(report: &'r Report, index: &Index<'r>, articles: &[Listed<'r>]) -> Vec<Menu<'r>> {
    let rules = Menu {
        name: "Rules",
        kind: "rule",
        entries: rule_entries(report, index),
    };
    let categories = Menu {
        name: "Categories",
        kind: "category",
        entries: category_entries(index),
    };
    let sources = Menu {
        name: "Sources",
        kind: "source",
        entries: source_entries(articles),
    };
    let articles = Menu {
        name: "Articles",
        kind: "article",
        entries: article_entries(articles),
    };
    [rules, categories, sources, articles]
        .into_iter()
        .filter(|menu| menu.entries.len() > 1)
        .collect()
}

fn rule_entries<'r>(report: &'r Report, index: &Index<'r>) -> Vec<MenuEntry<'r>> {
    let entry = |(name, numbered): (&&'r str, &Numbered)| MenuEntry {
        index: numbered.number,
        value: Visible(name),
        label: Visible(report.rule(name).map_or("", |rule| &rule.summary)).to_string(),
        count: grouped(numbered.findings),
    };
    index.rules.iter().map(entry).collect()
}

fn category_entries<'r>(index: &Index) -> Vec<MenuEntry<'r>> {
    let entry = |(category, numbered): (&Category, &Numbered)| MenuEntry {
        index: numbered.number,
        value: Visible(category.kind()),
        label: category.label(),
        count: grouped(numbered.findings),
    };
    index.categories.iter().map(entry).collect()
}

fn source_entries<'r>(articles: &[Listed<'r>]) -> Vec<MenuEntry<'r>> {
    let mut findings: BTreeMap<usize, (&'r str, usize)> = BTreeMap::new();
    for listed in articles {
        let (_, count) = findings
            .entry(listed.source)
            .or_insert((&listed.article.source, 0));
        *count += listed.article.open().count();
    }
    let entry = |(index, (source, count)): (usize, (&'r str, usize))| MenuEntry {
        index,
        value: Visible(source),
        label: shortened(source, TITLE_CHARS),
        count: grouped(count),
    };
    findings.into_iter().map(entry).collect()
}

fn article_entries<'r>(articles: &[Listed<'r>]) -> Vec<MenuEntry<'r>> {
    if articles.len() > MAX_ARTICLES {
        return Vec::new();
    }
    let entry = |listed: &Listed<'r>| MenuEntry {
        index: listed.index,
        value: Visible(listed.article.name()),
        label: shortened(&title(listed.article), TITLE_CHARS),
        count: grouped(listed.article.open().count()),
    };
    articles.iter().map(entry).collect()
}

/// A line of style for each box: what it stands for is hidden when it is not ticked.
pub(super) fn style(menus: &[Menu]) -> String {
    let mut style = String::new();
    let mut hide = |id: String, hidden: String| {
        writeln!(style, ":root:has(#{id}:not(:checked)) {hidden}{{display:none}}")
            .expect("strings take any text");
    };
    for severity in Severity::ALL {
        hide(format!("show-{severity}"), format!(".finding.{severity}"));
    }
    for menu in menus {
        for MenuEntry { index, .. } in &menu.entries {
            hide(
                format!("filter-{}-{index}", menu.kind),
                format!("[data-{}=\"{index}\"]", menu.kind),
            );
        }
    }
    style
}
