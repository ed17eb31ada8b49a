//! The page as its template shows it: every string is either ours, or [`Visible`].

use askama::Template;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use super::article::{ArticleView, long_date};
use super::filters::{Index, Menu, SeverityFilter, menus, severities, style};
use super::fulltext::TextPiece;
use crate::diff::{Layout, Piece};
use crate::fingerprint::{FindingId, identify};
use crate::report::{Report, RuleInfo, SourceReport};
use crate::verdict::{Verdict, by_severity, counted, grouped, score_text};
use crate::visible::Visible;

const STYLE: &str = include_str!("../../templates/report.css");
const SCRIPT: &str = include_str!("../../templates/report.js");

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
    day: Visible<'r>,
    date: String,
    caption: String,
    verdict: Verdict,
    has_losses: bool,
    figures: Vec<Figure>,
    severities: Vec<SeverityFilter>,
    menus: Vec<Menu<'r>>,
    rules: Vec<RuleView<'r>>,
    contents: Vec<Entry>,
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
}

/// An article in the table of contents.
struct Entry {
    anchor: String,
    title: String,
    score: String,
    findings: String,
    tone: &'static str,
}

struct SourceView<'r> {
    name: Visible<'r>,
    title: Visible<'r>,
    kind: Visible<'r>,
    items: String,
    articles: String,
    account: Vec<AccountEntry<'r>>,
}

/// Something that was lost or repaired.
struct AccountEntry<'r> {
    what: &'static str,
    tone: &'static str,
    text: Visible<'r>,
}

impl<'r> Page<'r> {
    pub(super) fn new(report: &'r Report) -> Self {
        let ids = identify(report);
        let index = Index::new(report);
        let views = views(report, &ids, &index);
        let contents = views.iter().map(Entry::new).collect();
        let (clean, articles): (Vec<_>, Vec<_>) = views.into_iter().partition(|view| view.cards.is_empty());
        let menus = menus(report, &index, &articles);
        let style = format!("{STYLE}{}", style(&menus));
        Self {
            policy: policy(&style),
            style,
            script: SCRIPT,
            run_key: run_key(&ids),
            version: Visible(&report.run.version),
            title: Visible(&report.run.title),
            day: Visible(&report.run.date),
            date: long_date(&report.run.date),
            caption: caption(report),
            verdict: Verdict::of(report),
            has_losses: report
                .sources
                .iter()
                .any(|source| source.error.is_some() || !source.losses.is_empty()),
            figures: figures(report),
            severities: severities(report),
            menus,
            rules: index
                .rules()
                .map(|(number, name)| RuleView::new(report, number, name))
                .collect(),
            contents,
            articles,
            clean,
            sources: report.sources.iter().map(SourceView::new).collect(),
        }
    }
}

/// All articles, lowest score first.
fn views<'r>(report: &'r Report, ids: &[Vec<FindingId>], index: &Index) -> Vec<ArticleView<'r>> {
    let mut articles: Vec<_> = report.articles.iter().zip(ids).collect();
    articles.sort_by(|(a, _), (b, _)| a.score().total_cmp(&b.score()));
    let articles = articles.into_iter().enumerate();
    articles
        .map(|(n, (article, ids))| ArticleView::new(report, article, ids, n, index))
        .collect()
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
fn run_key(ids: &[Vec<FindingId>]) -> String {
    let mut hasher = Sha256::new();
    ids.iter().flatten().for_each(|id| hasher.update(id.to_string()));
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
    let clean = report
        .articles
        .iter()
        .filter(|article| article.findings.is_empty())
        .count();
    let required = report.run.min_score.map(|score| format!("required {score}"));
    let fixes = report
        .run
        .fail_on
        .map(|_| format!("{} must be fixed", grouped(report.failing())));
    vec![
        Figure {
            name: "Score",
            value: score_text(report.score()),
            note: required.unwrap_or_else(|| "of 100".into()),
            tone: if report.scores_too_low() { "major" } else { "" },
        },
        Figure {
            name: "Findings",
            value: grouped(report.tally().total()),
            note: fixes.unwrap_or_else(|| "none must be fixed".into()),
            tone: "",
        },
        Figure {
            name: "Clean articles",
            value: grouped(clean),
            note: format!("of {}", grouped(report.articles.len())),
            tone: "",
        },
    ]
}

impl<'r> RuleView<'r> {
    fn new(report: &'r Report, index: usize, name: &'r str) -> Self {
        let info = report.rule(name);
        let field = |field: fn(&RuleInfo) -> &String| Visible(info.map_or("", |info| field(info).as_str()));
        Self {
            index,
            name: Visible(name),
            summary: field(|i| &i.summary),
            explain: field(|i| &i.explain),
        }
    }
}

impl Entry {
    fn new(view: &ArticleView) -> Self {
        let tally = view.article.tally();
        let worst = tally.iter().next().map(|(severity, _)| severity.as_str());
        Self {
            anchor: view.anchor.clone(),
            title: view.title.clone(),
            score: score_text(view.article.score()),
            findings: if tally.total() == 0 {
                "clean".into()
            } else {
                by_severity(tally)
            },
            tone: worst.unwrap_or("clean"),
        }
    }
}

impl<'r> SourceView<'r> {
    fn new(source: &'r SourceReport) -> Self {
        let entry = |what, tone| {
            move |text: &'r String| AccountEntry {
                what,
                tone,
                text: Visible(text),
            }
        };
        let error = source.error.iter().map(entry("could not be read", "major"));
        let losses = source.losses.iter().map(entry("not checked", "minor"));
        let repairs = source.repairs.iter().map(entry("repaired", "info"));
        Self {
            name: Visible(&source.source),
            title: Visible(source.title.as_deref().unwrap_or_default()),
            kind: Visible(&source.kind),
            items: grouped(source.items_seen),
            articles: grouped(source.articles),
            account: error.chain(losses).chain(repairs).collect(),
        }
    }
}
