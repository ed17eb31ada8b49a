//! The page as its template shows it: every string is either ours, or [`Visible`].

use linguistics::rule::Rule;
use std::cmp::Reverse;
use std::collections::HashMap;

use askama::Template;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::civil::Date;
use sha2::{Digest, Sha256};

use super::article::{ArticleView, day_in_words};
use super::contents::Entry;
use super::filters::{Index, Listed, Menu, SeverityFilter, menus, severities, style};
use super::fulltext::TextPiece;
use super::rows::{Groups, Row};
use super::trend::{Trend, trend};
use crate::diff::{Layout, Piece};
use crate::report::{ArticleReport, Report, Reported, SourceReport, Tally, score};
use crate::snapshot::file_stems;
use crate::verdict::{Verdict, by_severity, counted, grouped, score_text, shortened};
use crate::visible::Visible;
use crate::waiting::told;

const STYLE: &str = include_str!("../../../templates/report.css");
const SCRIPT: &str = include_str!("../../../templates/report.js");

/// Characters shown of an example.
const EXAMPLE_CHARS: usize = 120;

/// The whole page.
#[derive(Template)]
#[template(path = "report.html", whitespace = "minimize")]
pub(super) struct Page<'r> {
    policy: String,
    style: String,
    script: &'static str,
    /// Names this run where a browser keeps decisions on it.
    run_key: String,
    version: Visible<'r>,
    title: Visible<'r>,
    day: Date,
    date: String,
    caption: String,
    headline: String,
    /// What limits the headline.
    limits: Vec<String>,
    summary: String,
    has_losses: bool,
    /// Whether the cards stand on pages of their own.
    is_index: bool,
    /// From the page of an article to the index.
    up: Option<String>,
    has_history: bool,
    trend: Option<Trend>,
    figures: Vec<Figure>,
    severities: Vec<SeverityFilter>,
    menus: Vec<Menu<'r>>,
    rules: Vec<RuleView<'r>>,
    contents: Vec<Entry>,
    /// The articles that have pages of their own, on the index.
    rows: Vec<Row<'r>>,
    articles: Vec<ArticleView<'r>>,
    clean: Vec<ArticleView<'r>>,
    sources: Vec<SourceView<'r>>,
}

/// A figure in the head of the page.
struct Figure {
    name: &'static str,
    value: String,
    note: String,
    tone: &'static str,
}

/// A rule that has findings, explained at the end of the page.
struct RuleView<'r> {
    index: usize,
    name: Visible<'r>,
    summary: Visible<'r>,
    explain: Visible<'r>,
    count: String,
    /// The faulty words of one of its findings.
    example: String,
}

struct SourceView<'r> {
    name: Visible<'r>,
    title: Visible<'r>,
    kind: Visible<'r>,
    items: String,
    articles: String,
    /// How many items were left out, and how many articles were edited, since an earlier run.
    since: String,
    /// Its articles' score together; a dash without articles.
    score: String,
    findings: String,
    account: Vec<AccountEntry<'r>>,
}

/// Something that was lost or repaired.
struct AccountEntry<'r> {
    what: &'static str,
    tone: &'static str,
    text: Visible<'r>,
}

/// The pages that can be made of a report.
pub(super) struct Site<'r> {
    report: &'r Report,
    /// The articles, lowest score first.
    articles: Vec<Ranked<'r>>,
    run_key: String,
}

struct Ranked<'r> {
    article: &'r ArticleReport,
    /// The place of its source among the sources of the report.
    source: usize,
    /// The name of its file, without folder and ending.
    stem: String,
}

impl<'r> Site<'r> {
    pub(super) fn new(report: &'r Report) -> Self {
        let sources = report.sources.iter().enumerate().rev(); // of a source that is read twice, the first place holds
        let sources: HashMap<&str, usize> = sources.map(|(n, source)| (source.source.as_str(), n)).collect();
        let rank = |(article, stem): (&'r ArticleReport, String)| Ranked {
            article,
            source: sources.get(article.source.as_str()).copied().unwrap_or_default(),
            stem,
        };
        let mut articles: Vec<_> = report.articles.iter().zip(file_stems(report)).map(rank).collect();
        articles.sort_by(|a, b| a.article.score().total_cmp(&b.article.score()));
        Self {
            report,
            articles,
            run_key: run_key(report),
        }
    }

    /// Everything on one page.
    pub(super) fn whole(&self) -> Page<'r> {
        let index = Index::new(self.report.open());
        let views: Vec<_> = (0..self.articles.len()).map(|n| self.view(n, &index)).collect();
        let contents = views
            .iter()
            .map(|view| Entry::new(view.article, format!("#{}", view.anchor)));
        let page = Page {
            contents: contents.collect(),
            ..self.front_page(&index)
        };
        page.with_articles(views, self.report, &index)
    }

    /// The verdict, the clean articles and the sources; the other articles as rows that lead into a folder.
    pub(super) fn index(&self, folder: &str) -> Page<'r> {
        let index = Index::new(self.report.open());
        let is_clean = |n: &usize| self.articles[*n].article.is_clean();
        let (clean, with_page): (Vec<usize>, Vec<usize>) = (0..self.articles.len()).partition(is_clean);
        let worth_showing = |n: &usize| worth_showing(self.articles[*n].article);
        let groups = Groups::new(self.report, &index);
        let row = |n: &usize| {
            let stem = &self.articles[*n].stem;
            groups.row(self.listed(*n), format!("{folder}/{stem}.html"))
        };
        let listed: Vec<_> = with_page.iter().map(|n| self.listed(*n)).collect();
        let menus = menus(self.report, &index, &listed);
        let rows_style = groups.style(&menus);
        let page = Page {
            is_index: true,
            severities: severities(self.report.tally()),
            rows: with_page.iter().map(row).collect(),
            clean: clean
                .into_iter()
                .filter(worth_showing)
                .map(|n| self.view(n, &index))
                .collect(),
            menus,
            ..self.front_page(&index)
        };
        page.sealed(&rows_style)
    }

    /// The pages of the articles that have findings: the name of the file, and the page.
    pub(super) fn article_pages(&self, up: &str) -> impl Iterator<Item = (String, Page<'r>)> {
        let with_page = self
            .articles
            .iter()
            .enumerate()
            .filter(|(_, ranked)| !ranked.article.is_clean());
        with_page.map(move |(n, ranked)| (format!("{}.html", ranked.stem), self.article_page(n, up)))
    }

    fn article_page(&self, n: usize, up: &str) -> Page<'r> {
        let article = self.articles[n].article;
        let index = Index::new(article.open());
        let view = self.view(n, &index);
        let tally = article.tally();
        let page = Page {
            caption: format!("{} in one article", counted(tally.total(), "finding")),
            headline: view.title.clone(),
            summary: format!("{}: {}.", counted(tally.total(), "finding"), by_severity(tally)),
            figures: vec![Figure::score(article.score(), self.report)],
            rules: rule_views(self.report, std::slice::from_ref(article), &index),
            up: Some(up.to_owned()),
            contents: self.neighbours(n),
            ..self.page()
        };
        page.with_articles(vec![view], self.report, &index)
    }

    /// The articles before and after one, as far as they have pages.
    fn neighbours(&self, n: usize) -> Vec<Entry> {
        let near = self
            .articles
            .iter()
            .enumerate()
            .filter(|(other, _)| other.abs_diff(n) == 1);
        let with_page = near.filter(|(_, ranked)| !ranked.article.is_clean());
        with_page
            .map(|(_, ranked)| Entry::new(ranked.article, format!("{}.html", ranked.stem)))
            .collect()
    }

    fn view(&self, n: usize, index: &Index) -> ArticleView<'r> {
        ArticleView::new(self.report, self.listed(n), index)
    }

    fn listed(&self, n: usize) -> Listed<'r> {
        let Ranked { article, source, .. } = &self.articles[n];
        Listed {
            article,
            index: n,
            source: *source,
        }
    }

    /// A page that speaks of the whole report.
    fn front_page(&self, index: &Index<'r>) -> Page<'r> {
        let report = self.report;
        let verdict = Verdict::of(report);
        let lost = |source: &SourceReport| source.error.is_some() || !source.losses.is_empty();
        let sources = report.sources.iter();
        let mut articles: HashMap<&str, Vec<&ArticleReport>> = HashMap::new();
        for article in report.articles.iter() {
            articles.entry(&article.source).or_default().push(article);
        }
        let source_view = |source: &'r SourceReport| {
            let of_source = articles.get(source.source.as_str());
            SourceView::new(source, of_source.map_or(&[], Vec::as_slice))
        };
        Page {
            caption: caption(report),
            headline: verdict.outcome_clause,
            limits: verdict.limits,
            summary: told(verdict.summary, report),
            has_losses: report.sources.iter().any(lost),
            trend: trend(report),
            figures: figures(report),
            rules: rule_views(report, &report.articles, index),
            sources: sources.map(source_view).collect(),
            ..self.page()
        }
    }

    /// What all pages have in common: nothing that takes longer the larger the report is, for there may be a
    /// thousand of them.
    fn page(&self) -> Page<'r> {
        let run = &self.report.run;
        Page {
            policy: String::new(),
            style: String::new(),
            script: SCRIPT,
            run_key: self.run_key.clone(),
            version: Visible(&run.version),
            title: Visible(&run.title),
            day: run.date,
            date: day_in_words(run.date),
            caption: String::new(),
            headline: String::new(),
            limits: Vec::new(),
            summary: String::new(),
            has_losses: false,
            is_index: false,
            up: None,
            has_history: !self.report.history.is_empty(),
            trend: None,
            figures: Vec::new(),
            severities: Vec::new(),
            menus: Vec::new(),
            rules: Vec::new(),
            contents: Vec::new(),
            rows: Vec::new(),
            articles: Vec::new(),
            clean: Vec::new(),
            sources: Vec::new(),
        }
    }
}

impl<'r> Page<'r> {
    /// Puts articles on the page, and what filters them.
    fn with_articles(mut self, views: Vec<ArticleView<'r>>, report: &'r Report, index: &Index<'r>) -> Self {
        (self.clean, self.articles) = views.into_iter().partition(|view| view.cards.is_empty());
        self.clean.retain(|view| worth_showing(view.article));
        if !self.articles.is_empty() {
            let findings = self.articles.iter().flat_map(|view| view.article.open());
            self.severities = severities(findings.map(Reported::severity).collect());
            let listed: Vec<_> = self.articles.iter().map(ArticleView::listed).collect();
            self.menus = menus(report, index, &listed);
        }
        self.sealed("")
    }

    /// Puts the style on the page, and the policy that allows it.
    fn sealed(mut self, rows_style: &str) -> Self {
        self.style = format!("{STYLE}{}{rows_style}", style(&self.menus));
        self.policy = policy(&self.style);
        self
    }
}

/// Whether an article without open findings is shown: one of an earlier run only if it waits for its publisher.
fn worth_showing(article: &ArticleReport) -> bool {
    !article.carried_over || article.corrected().next().is_some()
}

/// Only the one style and the one script, and nothing from anywhere else.
fn policy(style: &str) -> String {
    let (style, script) = (content_hash(style), content_hash(SCRIPT));
    format!(
        "default-src 'none'; style-src '{style}'; script-src '{script}'; base-uri 'none'; form-action 'none'"
    )
}

/// The hash of an inline element as a content security policy names it.
fn content_hash(content: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(content)))
}

/// The same for two reports on the same findings.
fn run_key(report: &Report) -> String {
    let mut hasher = Sha256::new();
    report
        .open()
        .for_each(|reported| hasher.update(reported.id.to_string()));
    STANDARD.encode(&hasher.finalize()[..12])
}

/// The name of the page in a list of windows.
fn caption(report: &Report) -> String {
    let findings = counted(report.tally().total(), "finding");
    format!("{findings} in {}", counted(report.articles.len(), "article"))
}

fn figures(report: &Report) -> Vec<Figure> {
    if report.articles.is_empty() {
        return Vec::new();
    }
    let checked = report.checked().count();
    let without = report.checked().filter(|article| article.is_clean()).count();
    let fixes = report
        .run
        .fail_on
        .map(|least| format!("{} must be fixed", grouped(report.tally().at_least(least))));
    let findings = Figure {
        name: "Findings",
        value: grouped(report.tally().total()),
        note: fixes.unwrap_or_else(|| "none must be fixed".into()),
        tone: "",
    };
    if checked == 0 {
        return vec![findings];
    }
    let without = Figure {
        name: "Without findings",
        value: grouped(without),
        note: format!("of {}", counted(checked, "article")),
        tone: "",
    };
    vec![Figure::score(report.score(), report), findings, without]
}

impl Figure {
    fn score(score: f64, report: &Report) -> Self {
        let required = report.run.min_score;
        let known: usize = report.checked().map(|article| article.ignored().count()).sum();
        Self {
            name: "Score",
            value: score_text(score),
            note: match (required, known) {
                (Some(required), _) => format!("required {required}"),
                (None, 0) => "of 100".into(),
                (None, known) => format!("of 100, without {} known", grouped(known)),
            },
            tone: if required.is_some_and(|required| score < required) {
                "major"
            } else {
                ""
            },
        }
    }
}

/// The rules that have findings in the articles of the page, the most frequent first.
fn rule_views<'r>(report: &'r Report, articles: &'r [ArticleReport], index: &Index<'r>) -> Vec<RuleView<'r>> {
    let mut rules: Vec<_> = index.rules().collect();
    rules.sort_by_key(|(_, _, findings)| Reverse(*findings));
    rules
        .into_iter()
        .map(|(number, name, findings)| {
            let example = example(articles, name);
            RuleView::new(report, number, name, findings, example)
        })
        .collect()
}

/// The faulty words of the first finding of a rule.
fn example(articles: &[ArticleReport], rule: &str) -> String {
    let example = articles.iter().find_map(|article| {
        let reported = article.open().find(|reported| reported.finding.rule == rule)?;
        Some(shortened(
            article.quote(reported.finding.span).trim(),
            EXAMPLE_CHARS,
        ))
    });
    example.unwrap_or_default()
}

impl<'r> RuleView<'r> {
    fn new(report: &'r Report, index: usize, name: &'r str, findings: usize, example: String) -> Self {
        let info = report.rule(name);
        let field = |field: fn(&Rule) -> &String| Visible(info.map_or("", |info| field(info).as_str()));
        Self {
            index,
            name: Visible(name),
            summary: field(|info| &info.summary),
            explain: field(|info| &info.explain),
            count: counted(findings, "time"),
            example,
        }
    }
}

impl<'r> SourceView<'r> {
    fn new(source: &'r SourceReport, articles: &[&ArticleReport]) -> Self {
        let articles = || articles.iter().copied();
        let tally: Tally = articles()
            .flat_map(ArticleReport::open)
            .map(Reported::severity)
            .collect();
        let score = score(articles());
        let entry = |what, tone| {
            move |text: &'r String| AccountEntry {
                what,
                tone,
                text: Visible(text),
            }
        };
        let error = source.error.iter().map(entry("could not be read", "major"));
        let losses = source.losses.iter().map(entry("not checked", "minor"));
        let left_out = source.left_out.iter().map(entry("left out", "info"));
        let repairs = source.repairs.iter().map(entry("repaired", "info"));
        Self {
            name: Visible(&source.source),
            title: Visible(source.title.as_deref().unwrap_or_default()),
            kind: Visible(&source.kind),
            items: grouped(source.items_seen),
            articles: grouped(source.articles),
            since: since_earlier_run(source),
            score: if source.articles == 0 {
                "–".into()
            } else {
                score_text(score)
            },
            findings: if tally.total() == 0 {
                "none".into()
            } else {
                by_severity(tally)
            },
            account: error.chain(losses).chain(left_out).chain(repairs).collect(),
        }
    }
}

fn since_earlier_run(source: &SourceReport) -> String {
    let counts = [
        (source.unchanged, "unchanged"),
        (source.older, "too old"),
        (source.filtered, "left out by include/exclude"),
        (source.edited, "edited"),
    ];
    let told = counts.iter().filter(|(n, _)| *n > 0);
    told.map(|(n, what)| format!("{} {what}", grouped(*n)))
        .collect::<Vec<_>>()
        .join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The colours of a block of style, by name: `--ink: #1b1a17` and so on.
    fn colours(style: &str) -> Vec<(&str, [f64; 3])> {
        let declarations = style
            .split([';', '{'])
            .filter_map(|part| part.trim().split_once(": #"));
        declarations
            .map(|(name, hex)| (name.trim_start_matches("--"), channels(hex)))
            .collect()
    }

    fn channels(hex: &str) -> [f64; 3] {
        let digits: Vec<_> = hex.chars().map(|c| c.to_digit(16).unwrap_or_default()).collect();
        let pairs = if digits.len() == 3 {
            digits.iter().flat_map(|d| [*d, *d]).collect()
        } else {
            digits
        };
        [0, 2, 4].map(|n| f64::from(pairs[n] * 16 + pairs[n + 1]) / 255.0)
    }

    /// WCAG 2.2: relative luminance.
    fn luminance(channels: [f64; 3]) -> f64 {
        let [red, green, blue] = channels.map(|c| {
            if c <= 0.04045 {
                c / 12.92
            } else {
                ((c + 0.055) / 1.055).powf(2.4)
            }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// What axe cannot compute (text in drawings, under the tray) is computed here for all of it.
    #[test]
    fn text_stands_out_in_every_theme() {
        let blocks = [
            (":root {", "light"),
            (":root:not(:has(#theme-light:checked)) {", "dark"),
            (":root:has(#theme-dark:checked) {", "dark by choice"),
        ];
        for (start, theme) in blocks {
            let block = STYLE.split_once(start).unwrap().1.split_once('}').unwrap().0;
            let colours = colours(block);
            let of = |name: &str| colours.iter().find(|(other, _)| *other == name).unwrap().1;
            let contrast = |text: &str, ground: &str| {
                let (a, b) = (luminance(of(text)) + 0.05, luminance(of(ground)) + 0.05);
                a.max(b) / a.min(b)
            };
            for text in [
                "ink", "soft", "link", "critical", "major", "minor", "info", "clean",
            ] {
                for ground in ["paper", "card"] {
                    assert!(
                        contrast(text, ground) >= 4.5,
                        "{theme}: {text} on {ground}: {}",
                        contrast(text, ground)
                    );
                }
            }
            assert!(
                contrast("gone-ink", "gone") >= 4.5 && contrast("come-ink", "come") >= 4.5,
                "{theme}"
            );
            assert!(
                contrast("edge", "paper") >= 3.0 && contrast("focus", "card") >= 3.0,
                "{theme}"
            );
        }
    }
}
