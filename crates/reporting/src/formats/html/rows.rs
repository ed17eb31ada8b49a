//! The index of a report that is split into pages: one row an article, filtered by the same boxes as findings are.
//!
//! A row is shown while one of its findings passes all boxes. Style rules cannot look for such a finding on
//! another page, so findings that the boxes treat alike form a [`Group`], a row names its groups as classes,
//! and for each group a line of style shows its rows while the group's boxes are ticked.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use linguistics::finding::{Finding, Severity};

use super::contents::Entry;
use super::filters::{Index, Listed, Menu};
use crate::links::anchor;
use crate::report::{ArticleReport, Novelty, Report, Reported};
use crate::visible::Visible;

/// An article that has a page of its own.
pub(super) struct Row<'r> {
    pub(super) entry: Entry,
    pub(super) index: usize,
    pub(super) source: usize,
    pub(super) id: Visible<'r>,
    /// The classes of its groups: `g3`, and `n3` where some finding of the group is new.
    pub(super) groups: String,
    pub(super) findings: usize,
    /// Their anchors, without the letter before each.
    pub(super) ids: String,
    /// What the search looks through, beside the title.
    pub(super) text: String,
}

/// Findings that the boxes treat alike.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Group {
    severity: Severity,
    rule: usize,
    category: usize,
}

/// The groups that occur, numbered.
pub(super) struct Groups<'i, 'r> {
    report: &'r Report,
    index: &'i Index<'r>,
    numbers: BTreeMap<Group, usize>,
}

impl<'i, 'r> Groups<'i, 'r> {
    pub(super) fn new(report: &'r Report, index: &'i Index<'r>) -> Self {
        let groups: BTreeSet<_> = report
            .open()
            .map(|reported| group(&reported.finding, index))
            .collect();
        let numbers = groups.into_iter().zip(0..).collect();
        Self {
            report,
            index,
            numbers,
        }
    }

    /// The row of an article.
    pub(super) fn row(&self, listed: Listed<'r>, href: String) -> Row<'r> {
        let article = listed.article;
        Row {
            entry: Entry::new(article, href),
            index: listed.index,
            source: listed.source,
            id: Visible(article.name()),
            groups: self.classes(article),
            findings: article.open().count(),
            ids: ids(article),
            text: searchable(article),
        }
    }

    fn classes(&self, article: &ArticleReport) -> String {
        let mut classes = BTreeSet::new();
        for reported in article.open() {
            let number = self.numbers[&group(&reported.finding, self.index)];
            classes.insert(('g', number));
            if self.report.novelty(reported) == Some(Novelty::New) {
                classes.insert(('n', number));
            }
        }
        let classes: Vec<_> = classes
            .into_iter()
            .map(|(letter, number)| format!("{letter}{number}"))
            .collect();
        classes.join(" ")
    }

    /// A line of style for each group: its rows are shown while all its boxes are ticked. `:where` keeps the lines
    /// weaker than those that hide whole articles and sources.
    pub(super) fn style(&self, menus: &[Menu]) -> String {
        let mut style = String::new();
        for (group, number) in &self.numbers {
            let boxes = boxes(group, menus);
            writeln!(
                style,
                ":where(:root:not(:has(#new-only:checked)){boxes}) .g{number},:where(:root{boxes}) .n{number}{{display:block}}"
            )
            .expect("strings take any text");
        }
        style
    }
}

fn group(finding: &Finding, index: &Index) -> Group {
    Group {
        severity: finding.severity,
        rule: index.rule(finding),
        category: index.category(finding),
    }
}

/// What must be ticked for a group to be shown, as selectors. A menu with one entry is not on the page.
fn boxes(group: &Group, menus: &[Menu]) -> String {
    let of_menus = [("rule", group.rule), ("category", group.category)].into_iter();
    let of_menus = of_menus.filter(|(kind, _)| menus.iter().any(|menu| menu.kind == *kind));
    let mut boxes = format!(":has(#show-{}:checked)", group.severity);
    boxes.extend(of_menus.map(|(kind, number)| format!(":has(#filter-{kind}-{number}:checked)")));
    boxes
}

/// By these the index counts what is decided: not by the article, for a finding that has gone may still have a decision.
fn ids(article: &ArticleReport) -> String {
    let ids: Vec<_> = article
        .open()
        .map(|reported| anchor(&reported.id).split_off(1))
        .collect();
    ids.join(" ")
}

/// The rules and messages of an article's findings, each once: ten thousand findings say few things.
fn searchable(article: &ArticleReport) -> String {
    let lines: BTreeSet<&str> = article
        .open()
        .flat_map(|Reported { finding, .. }| [finding.rule.as_ref(), finding.message.as_str()])
        .collect();
    let lines: Vec<_> = lines.into_iter().map(|line| Visible(line).to_string()).collect();
    lines.join("\n")
}
