//! What the template shows, ready to be shown: every string is either ours, or [`Visible`].

use std::collections::BTreeMap;

use askama::Template;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use linguistics::finding::{Category, Finding, Related, Severity, Span};
use sha2::{Digest, Sha256};

use super::link::{to_words, web_address};
use super::map::{self, Map, Marked};
use crate::diff::{Excerpt, Layout, Piece, excerpt};
use crate::fingerprint::{FindingId, identify};
use crate::place::Places;
use crate::report::{ArticleReport, Report, RuleInfo, SourceReport};
use crate::verdict::{Verdict, by_severity, counted, grouped, score_text, shortened};
use crate::visible::Visible;

const STYLE: &str = include_str!("../../templates/report.css");
const SCRIPT: &str = include_str!("../../templates/report.js");

/// Characters of a quote shown beside the finding that it belongs to.
const QUOTE_CHARS: usize = 160;

/// Characters shown of a block of site text.
const SITE_TEXT_CHARS: usize = 300;

/// The whole page.
#[derive(Template)]
#[template(path = "report.html", whitespace = "minimize")]
pub(super) struct Page<'r> {
    policy: String,
    style: String,
    script: &'static str,
    version: Visible<'r>,
    title: Visible<'r>,
    day: Visible<'r>,
    date: String,
    caption: String,
    verdict: Verdict,
    has_losses: bool,
    figures: Vec<Figure>,
    severities: Vec<SeverityFilter>,
    rules: Vec<RuleView<'r>>,
    categories: Vec<CategoryFilter>,
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

struct SeverityFilter {
    severity: Severity,
    count: String,
}

/// A rule that has findings: its filter, and its explanation at the end of the page.
struct RuleView<'r> {
    index: usize,
    name: Visible<'r>,
    summary: Visible<'r>,
    explain: Visible<'r>,
    count: String,
}

struct CategoryFilter {
    index: usize,
    label: String,
    count: String,
}

/// An article in the table of contents.
struct Entry {
    anchor: String,
    title: String,
    score: String,
    findings: String,
    tone: &'static str,
}

struct ArticleView<'r> {
    anchor: String,
    title: String,
    lang: Option<String>,
    facts: Vec<String>,
    url: Option<String>,
    original: Option<String>,
    evidence: Vec<EvidenceView<'r>>,
    language_note: Option<Visible<'r>>,
    site_text: Vec<String>,
    map: Map,
    jumps: Vec<Jump>,
    cards: Vec<Card<'r>>,
}

struct EvidenceView<'r> {
    claim: Visible<'r>,
    quote: String,
}

/// A button that leads to a finding where there is no room for the map.
struct Jump {
    /// The block, before its first finding only.
    label: String,
    number: usize,
    anchor: String,
    severity: Severity,
}

/// One finding.
struct Card<'r> {
    anchor: String,
    number: usize,
    severity: Severity,
    severity_word: &'static str,
    rule: usize,
    rule_name: Visible<'r>,
    category: usize,
    category_label: String,
    message: Visible<'r>,
    place: String,
    confidence: String,
    live: Option<String>,
    excerpt: Excerpt,
    why: Visible<'r>,
    related: Vec<RelatedView<'r>>,
    span: Span,
}

struct RelatedView<'r> {
    /// Number and anchor of a finding at that place.
    finding: Option<(usize, String)>,
    place: String,
    quote: String,
    note: Visible<'r>,
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

/// The rules and categories that have findings, numbered as the page's filters are.
struct Index<'r> {
    rules: BTreeMap<&'r str, (usize, usize)>,
    categories: BTreeMap<Category, (usize, usize)>,
}

impl<'r> Page<'r> {
    pub(super) fn new(report: &'r Report) -> Self {
        let index = Index::new(report);
        let style = style(&index);
        let mut with_ids: Vec<_> = report.articles.iter().zip(identify(report)).collect();
        with_ids.sort_by(|(a, _), (b, _)| a.score().total_cmp(&b.score()));
        let views = with_ids.iter().enumerate();
        let views: Vec<_> = views
            .map(|(n, (article, ids))| ArticleView::new(report, article, ids, n + 1, &index))
            .collect();
        let contents = with_ids
            .iter()
            .zip(&views)
            .map(|((article, _), view)| Entry::new(article, view));
        Self {
            policy: policy(&style),
            script: SCRIPT,
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
            severities: report.tally().iter().map(SeverityFilter::new).collect(),
            rules: index
                .rules
                .iter()
                .map(|(name, numbers)| RuleView::new(report, name, *numbers))
                .collect(),
            categories: index.categories.iter().map(CategoryFilter::new).collect(),
            contents: contents.collect(),
            sources: report.sources.iter().map(SourceView::new).collect(),
            style,
            articles: Vec::new(),
            clean: Vec::new(),
        }
        .with_articles(views)
    }

    fn with_articles(mut self, views: Vec<ArticleView<'r>>) -> Self {
        (self.clean, self.articles) = views.into_iter().partition(|view| view.cards.is_empty());
        self
    }
}

impl<'r> Index<'r> {
    fn new(report: &'r Report) -> Self {
        let mut index = Self {
            rules: BTreeMap::new(),
            categories: BTreeMap::new(),
        };
        for finding in report.findings() {
            index.rules.entry(&finding.rule).or_default().1 += 1;
            index.categories.entry(finding.category).or_default().1 += 1;
        }
        let rules = index.rules.values_mut().enumerate();
        rules.for_each(|(n, (number, _))| *number = n);
        let categories = index.categories.values_mut().enumerate();
        categories.for_each(|(n, (number, _))| *number = n);
        index
    }
}

/// The style of every page, and the lines that let the filters of this one work without scripts.
fn style(index: &Index) -> String {
    let severities = Severity::ALL.iter().map(|severity| {
        format!(":root:has(#show-{severity}:not(:checked)) .finding.{severity}{{display:none}}\n")
    });
    let rules = index.rules.values().map(|(n, _)| {
        format!(":root:has(#rule-{n}:not(:checked)) .finding[data-rule=\"{n}\"]{{display:none}}\n")
    });
    let categories = index.categories.values().map(|(n, _)| {
        format!(":root:has(#category-{n}:not(:checked)) .finding[data-category=\"{n}\"]{{display:none}}\n")
    });
    std::iter::once(STYLE.to_owned())
        .chain(severities)
        .chain(rules)
        .chain(categories)
        .collect()
}

/// The name of the page in a list of windows.
fn caption(report: &Report) -> String {
    let findings = counted(report.tally().total(), "finding");
    format!("{findings} in {}", counted(report.articles.len(), "article"))
}

fn policy(style: &str) -> String {
    let (style, script) = (hash(style), hash(SCRIPT));
    format!(
        "default-src 'none'; style-src '{style}'; script-src '{script}'; base-uri 'none'; form-action 'none'"
    )
}

/// The hash of an inline element as a content security policy names it.
fn hash(content: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(content)))
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
            note: fixes.unwrap_or_else(|| "none is required to be fixed".into()),
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

impl SeverityFilter {
    fn new((severity, count): (Severity, usize)) -> Self {
        Self {
            severity,
            count: grouped(count),
        }
    }
}

impl<'r> RuleView<'r> {
    fn new(report: &'r Report, name: &'r str, (index, count): (usize, usize)) -> Self {
        let info = report.rule(name);
        let field = |field: fn(&RuleInfo) -> &String| Visible(info.map_or("", |info| field(info).as_str()));
        Self {
            index,
            name: Visible(name),
            summary: field(|info| &info.summary),
            explain: field(|info| &info.explain),
            count: grouped(count),
        }
    }
}

impl CategoryFilter {
    fn new((category, (index, count)): (&Category, &(usize, usize))) -> Self {
        Self {
            index: *index,
            label: category.label(),
            count: grouped(*count),
        }
    }
}

impl Entry {
    fn new(article: &ArticleReport, view: &ArticleView) -> Self {
        let tally = article.tally();
        let worst = tally.iter().next().map(|(severity, _)| severity.as_str());
        Self {
            anchor: view.anchor.clone(),
            title: view.title.clone(),
            score: score_text(article.score()),
            findings: if tally.total() == 0 {
                "clean".into()
            } else {
                by_severity(tally)
            },
            tone: worst.unwrap_or("clean"),
        }
    }
}

impl<'r> ArticleView<'r> {
    fn new(
        report: &'r Report,
        article: &'r ArticleReport,
        ids: &[FindingId],
        number: usize,
        index: &Index,
    ) -> Self {
        let places = Places::new(article);
        let cards = cards(report, article, ids, &places, index);
        let provenance = &article.provenance;
        let evidence = provenance.evidence.iter();
        Self {
            anchor: format!("article-{number}"),
            title: title(article),
            lang: article.language.as_deref().and_then(language_tag),
            facts: facts(article),
            url: article.url.as_deref().and_then(web_address).map(String::from),
            original: provenance
                .original
                .as_deref()
                .and_then(web_address)
                .map(String::from),
            evidence: evidence
                .map(|e| EvidenceView {
                    claim: Visible(&e.claim),
                    quote: shortened(&e.quote, QUOTE_CHARS),
                })
                .collect(),
            language_note: article.language_note.as_deref().map(Visible),
            site_text: site_text(article),
            map: map::draw(article, &places, cards.iter().map(Card::marked).collect()),
            jumps: jumps(article, &places, &cards),
            cards,
        }
    }
}

/// The cards of an article, gravest first, then in reading order.
fn cards<'r>(
    report: &'r Report,
    article: &'r ArticleReport,
    ids: &[FindingId],
    places: &Places,
    index: &Index,
) -> Vec<Card<'r>> {
    let mut order: Vec<_> = article.findings.iter().zip(ids).collect();
    order.sort_by_key(|(finding, _)| std::cmp::Reverse(finding.severity));
    let neighbours: Vec<_> = order
        .iter()
        .map(|(finding, id)| (&finding.span, anchor(id)))
        .collect();
    let card = |(n, (finding, id)): (usize, &(&'r Finding, &FindingId))| Card {
        anchor: anchor(id),
        number: n + 1,
        severity: finding.severity,
        severity_word: severity_word(finding.severity),
        rule: index.rules[finding.rule.as_ref()].0,
        rule_name: Visible(&finding.rule),
        category: index.categories[&finding.category].0,
        category_label: finding.category.label(),
        message: Visible(&finding.message),
        place: capitalised(&place(places, &finding.span)),
        confidence: format!("{:.2}", finding.confidence),
        live: to_words(article, &finding.span).map(String::from),
        excerpt: visible(excerpt(article, finding)),
        why: Visible(report.reason(finding).unwrap_or_default()),
        related: finding
            .related
            .iter()
            .map(|r| RelatedView::new(article, r, places, &neighbours))
            .collect(),
        span: finding.span.clone(),
    };
    order.iter().enumerate().map(card).collect()
}

impl Card<'_> {
    fn marked(&self) -> Marked {
        Marked {
            number: self.number,
            anchor: self.anchor.clone(),
            severity: self.severity,
            span: self.span.clone(),
        }
    }
}

impl<'r> RelatedView<'r> {
    fn new(
        article: &'r ArticleReport,
        related: &'r Related,
        places: &Places,
        neighbours: &[(&Span, String)],
    ) -> Self {
        let overlaps = |span: &Span| span.start < related.span.end && related.span.start < span.end;
        let at = neighbours.iter().position(|(span, _)| overlaps(span));
        Self {
            finding: at.map(|n| (n + 1, neighbours[n].1.clone())),
            place: place(places, &related.span),
            quote: shortened(article.quote(&related.span), QUOTE_CHARS),
            note: Visible(&related.note),
        }
    }
}

fn jumps(article: &ArticleReport, places: &Places, cards: &[Card]) -> Vec<Jump> {
    let mut in_order: Vec<_> = cards.iter().collect();
    in_order.sort_by_key(|card| (card.span.start, card.number));
    let mut last_block = None;
    let jump = |card: &&Card| {
        let block = places.block_index(&card.span);
        let is_first = block != last_block;
        last_block = block;
        let label = block
            .filter(|_| is_first)
            .map(|n| map::label(&article.blocks[n], places.number(n)));
        Jump {
            label: label.unwrap_or_default(),
            number: card.number,
            anchor: card.anchor.clone(),
            severity: card.severity,
        }
    };
    in_order.iter().map(jump).collect()
}

/// The facts under a title: score, words, dates, translation.
fn facts(article: &ArticleReport) -> Vec<String> {
    let scored = !article.findings.is_empty();
    let mut facts: Vec<_> = scored
        .then(|| format!("Score {}", score_text(article.score())))
        .into_iter()
        .collect();
    facts.push(counted(article.words, "word"));
    facts.extend(
        article
            .published
            .as_deref()
            .map(|date| format!("published {}", long_date(date))),
    );
    facts.extend(
        article
            .updated
            .as_deref()
            .map(|date| format!("changed {}", long_date(date))),
    );
    facts.extend(translation(article));
    facts.push(shortened(&article.source, QUOTE_CHARS));
    facts
}

fn translation(article: &ArticleReport) -> Option<String> {
    let provenance = &article.provenance;
    let from = provenance
        .source_language
        .as_deref()
        .map(|language| shortened(language, 40));
    match (provenance.machine_translated, from) {
        (Some(true), Some(language)) => Some(format!("machine translation from {language}")),
        (Some(true), None) => Some("machine translation".into()),
        (Some(false), _) => Some("not a machine translation".into()),
        (None, Some(language)) => Some(format!("translated from {language}")),
        (None, None) => None,
    }
}

fn site_text(article: &ArticleReport) -> Vec<String> {
    let blocks = article.blocks.iter().filter(|block| block.boilerplate);
    blocks
        .map(|block| shortened(article.quote(&block.span), SITE_TEXT_CHARS))
        .collect()
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

fn title(article: &ArticleReport) -> String {
    let title = if article.title.trim().is_empty() {
        &article.id
    } else {
        &article.title
    };
    Visible(title.trim()).to_string()
}

/// The element id of a finding: the same in every run that finds it again.
fn anchor(id: &FindingId) -> String {
    let (_, hex) = id.fingerprint.as_str().split_once(':').unwrap_or_default();
    format!("f{hex}-{}", id.occurrence)
}

fn place(places: &Places, span: &Span) -> String {
    places
        .of(span)
        .map_or_else(|| format!("byte {}", span.start), |place| place.to_string())
}

fn visible(excerpt: Excerpt) -> Excerpt {
    let show = |piece| match piece {
        Piece::Same(text) => Piece::Same(Visible(&text).to_string()),
        Piece::Fault(text) => Piece::Fault(Visible(&text).to_string()),
        Piece::Removed(text) => Piece::Removed(Visible(&text).to_string()),
        Piece::Added(text) => Piece::Added(Visible(&text).to_string()),
        Piece::Gap(words) => Piece::Gap(words),
    };
    Excerpt {
        pieces: excerpt.pieces.into_iter().map(show).collect(),
        ..excerpt
    }
}

/// The tag when it has the form of one: letters, digits and hyphens.
fn language_tag(tag: &str) -> Option<String> {
    let well_formed =
        !tag.is_empty() && tag.len() <= 35 && tag.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    well_formed.then(|| tag.to_owned())
}

fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "Critical",
        Severity::Major => "Major",
        Severity::Minor => "Minor",
        Severity::Info => "Info",
    }
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// The day of a date such as `2026-11-24` or `2026-11-24T06:10:00Z`: "24 November 2026". Other forms
/// stay as they are.
fn long_date(date: &str) -> String {
    parts_of_date(date).map_or_else(
        || shortened(date, 40),
        |(day, month, year)| format!("{day} {month} {year}"),
    )
}

fn parts_of_date(date: &str) -> Option<(u32, &'static str, u32)> {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let day = date.split(['T', ' ']).next()?;
    let (year, rest) = day.split_once('-')?;
    let (month, day) = rest.split_once('-')?;
    let month = MONTHS.get(month.parse::<usize>().ok()?.checked_sub(1)?)?;
    Some((day.parse().ok()?, month, year.parse().ok()?))
}
