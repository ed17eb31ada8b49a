//! An article and its findings as the templates show them.

use std::cmp::Reverse;
use std::collections::HashSet;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;
use linguistics::finding::{Beside, Finding, Related, Severity};
use text::Span;

use super::contents::title;
use super::filters::{Index, Listed};
use super::fulltext::{self, Fault, Part};
use super::link::to_words;
use super::map::{self, Map, Marked};
use crate::diff::{Excerpt, excerpt, revision};
use crate::fingerprint::Fingerprint;
use crate::links::{anchor, web_address};
use crate::place::Places;
use crate::report::{ArticleReport, Novelty, Report, Reported, Suppression};
use crate::translation;
use crate::verdict::{counted, score_text, shortened};
use crate::visible::Visible;

/// Characters of a quote shown beside the finding that it belongs to.
const QUOTE_CHARS: usize = 160;

/// Characters shown of a block of site text.
const SITE_TEXT_CHARS: usize = 300;

/// Characters shown of a date in an unknown form, or of a name.
const FACT_CHARS: usize = 40;

/// An article.
pub(super) struct ArticleView<'r> {
    pub(super) article: &'r ArticleReport,
    /// Its place among the articles, lowest score first, from 0.
    pub(super) index: usize,
    /// The place of its source among the sources of the report.
    pub(super) source: usize,
    pub(super) id: Visible<'r>,
    pub(super) anchor: String,
    pub(super) title: String,
    pub(super) lang: Option<&'r str>,
    pub(super) facts: Vec<String>,
    pub(super) url: Option<String>,
    pub(super) original: Option<String>,
    pub(super) evidence: Vec<EvidenceView<'r>>,
    pub(super) language_note: Option<Visible<'r>>,
    /// Whether the text reads like a translation, and the reasons.
    pub(super) style: Option<String>,
    pub(super) style_reasons: &'r [String],
    pub(super) site_text: Vec<String>,
    pub(super) ignored: Vec<IgnoredView<'r>>,
    /// The messages of the findings that are corrected and wait for the publisher.
    pub(super) corrected: Vec<Visible<'r>>,
    pub(super) map: Map,
    pub(super) jumps: Vec<Jump>,
    /// Gravest first, then in reading order.
    pub(super) cards: Vec<Card<'r>>,
    pub(super) text: Vec<Part>,
    pub(super) revision: Option<RevisionView<'r>>,
}

/// What the publisher changed since the last run.
pub(super) struct RevisionView<'r> {
    pub(super) paragraphs: Vec<Excerpt>,
    /// Findings that the change did away with.
    pub(super) gone: Vec<Visible<'r>>,
    /// How many findings it brought.
    pub(super) new: usize,
}

pub(super) struct EvidenceView<'r> {
    pub(super) claim: Visible<'r>,
    pub(super) quote: String,
}

/// A finding that the baseline lets pass.
pub(super) struct IgnoredView<'r> {
    pub(super) message: Visible<'r>,
    pub(super) reason: Visible<'r>,
    /// `Ada, until 21 February 2027`; empty when neither is known.
    pub(super) terms: String,
}

/// A button that leads to a finding where there is no room for the map.
pub(super) struct Jump {
    /// The block, before its first finding only.
    pub(super) label: String,
    pub(super) number: usize,
    pub(super) anchor: String,
    pub(super) severity: Severity,
}

/// A finding.
pub(super) struct Card<'r> {
    pub(super) finding: &'r Finding,
    pub(super) id: String,
    pub(super) anchor: String,
    /// "New" or "Seen before"; empty when there was no run before.
    pub(super) state: &'static str,
    /// Its number within the article, from 1.
    pub(super) number: usize,
    pub(super) severity: Severity,
    pub(super) severity_word: &'static str,
    pub(super) rule: usize,
    pub(super) rule_name: Visible<'r>,
    pub(super) category: usize,
    pub(super) category_label: String,
    pub(super) message: Visible<'r>,
    pub(super) place: String,
    pub(super) confidence: String,
    /// A link to the words in the published article.
    pub(super) live: Option<String>,
    pub(super) excerpt: Excerpt,
    /// What the original says there.
    pub(super) beside: Option<BesideView<'r>>,
    pub(super) why: Visible<'r>,
    pub(super) related: Vec<RelatedView<'r>>,
}

/// The sentence of the original, with the marked words apart.
pub(super) struct BesideView<'r> {
    pub(super) lang: &'static str,
    pub(super) language: &'static str,
    pub(super) before: Visible<'r>,
    /// Empty where nothing is marked.
    pub(super) marked: &'r str,
    pub(super) shown: Visible<'r>,
    pub(super) after: Visible<'r>,
    pub(super) note: Option<Visible<'r>>,
}

pub(super) struct RelatedView<'r> {
    /// Number and anchor of a finding at that place.
    pub(super) finding: Option<(usize, String)>,
    pub(super) place: String,
    pub(super) quote: String,
    pub(super) note: Visible<'r>,
}

impl<'r> ArticleView<'r> {
    pub(super) fn new(report: &'r Report, listed: Listed<'r>, filters: &Index) -> Self {
        let Listed {
            article,
            index,
            source,
        } = listed;
        let places = Places::new(article);
        let cards = cards(report, article, &places, filters);
        let provenance = &article.provenance;
        let evidence = provenance.evidence.iter();
        let evidence = evidence.map(|e| EvidenceView {
            claim: Visible(&e.claim),
            quote: shortened(&e.quote, QUOTE_CHARS),
        });
        Self {
            article,
            index,
            source,
            id: Visible(article.name()),
            anchor: format!("article-{}", index + 1),
            title: title(article),
            lang: article.language.as_deref().filter(|tag| is_language_tag(tag)),
            facts: facts(article),
            url: article.url.as_deref().and_then(web_address).map(String::from),
            original: provenance
                .original
                .as_deref()
                .and_then(web_address)
                .map(String::from),
            evidence: evidence.collect(),
            language_note: article.language_note.as_deref().map(Visible),
            style: translation::by_style(article),
            style_reasons: translation::reasons(article),
            site_text: site_text(article),
            ignored: article.ignored().map(IgnoredView::new).collect(),
            corrected: article
                .corrected()
                .map(|reported| Visible(&reported.finding.message))
                .collect(),
            map: map::draw(article, &places, cards.iter().map(Card::marked).collect()),
            jumps: jumps(article, &places, &cards),
            text: full_text(article, &cards),
            revision: article
                .before_edit
                .as_deref()
                .map(|before| RevisionView::new(before, article)),
            cards,
        }
    }

    pub(super) fn listed(&self) -> Listed<'r> {
        Listed {
            article: self.article,
            index: self.index,
            source: self.source,
        }
    }
}

/// The day of a moment in UTC.
fn day_of(moment: Timestamp) -> Date {
    Offset::UTC.to_datetime(moment).date()
}

/// A day as people write it: "24 November 2026".
pub(super) fn day_in_words(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}

fn cards<'r>(
    report: &'r Report,
    article: &'r ArticleReport,
    places: &Places,
    filters: &Index,
) -> Vec<Card<'r>> {
    let mut order: Vec<_> = article.open().collect();
    order.sort_by_key(|reported| Reverse(reported.severity()));
    let anchors: Vec<_> = order
        .iter()
        .map(|Reported { id, finding, .. }| (finding.span, anchor(id)))
        .collect();
    let card = |(n, reported @ Reported { id, finding, .. }): (usize, &&'r Reported)| Card {
        finding,
        id: id.to_string(),
        anchor: anchor(id),
        state: novelty_word(report.novelty(reported)),
        number: n + 1,
        severity: finding.severity,
        severity_word: severity_word(finding.severity),
        rule: filters.rule(finding),
        rule_name: Visible(&finding.rule),
        category: filters.category(finding),
        category_label: finding.category.label(),
        message: Visible(&finding.message),
        place: capitalised(&places.text(finding.span)),
        confidence: format!("{:.2}", finding.confidence),
        live: to_words(article, finding.span).map(String::from),
        excerpt: excerpt(article, finding).visible(),
        beside: finding.beside.as_ref().map(BesideView::new),
        why: Visible(report.reason(finding).unwrap_or_default()),
        related: finding
            .related
            .iter()
            .map(|r| RelatedView::new(article, r, places, &anchors))
            .collect(),
    };
    order.iter().enumerate().map(card).collect()
}

impl<'r> RevisionView<'r> {
    fn new(previous: &'r ArticleReport, article: &ArticleReport) -> Self {
        let (before, after) = (fingerprints(previous), fingerprints(article));
        let is_gone = |reported: &&Reported| !after.contains(&reported.id.fingerprint);
        let gone = previous.open().filter(is_gone);
        let paragraphs = revision(&previous.text, &article.text).into_iter();
        Self {
            paragraphs: paragraphs.map(Excerpt::visible).collect(),
            gone: gone.map(|reported| Visible(&reported.finding.message)).collect(),
            new: article
                .findings
                .iter()
                .filter(|reported| !before.contains(&reported.id.fingerprint))
                .count(),
        }
    }
}

fn fingerprints(article: &ArticleReport) -> HashSet<&Fingerprint> {
    let findings = article.findings.iter();
    findings.map(|reported| &reported.id.fingerprint).collect()
}

fn novelty_word(novelty: Option<Novelty>) -> &'static str {
    match novelty {
        Some(Novelty::New) => "New",
        Some(Novelty::Known) => "Seen before",
        None => "",
    }
}

impl<'r> BesideView<'r> {
    fn new(beside: &'r Beside) -> Self {
        let [before, marked, after] = translation::parts(beside);
        Self {
            lang: beside.language.tag(),
            language: beside.language.name(),
            before: Visible(before),
            marked,
            shown: Visible(marked),
            after: Visible(after),
            note: beside.note.as_deref().map(Visible),
        }
    }
}

impl<'r> RelatedView<'r> {
    fn new(
        article: &'r ArticleReport,
        related: &'r Related,
        places: &Places,
        anchors: &[(Span, String)],
    ) -> Self {
        let at = anchors.iter().position(|(span, _)| span.overlaps(related.span));
        Self {
            finding: at.map(|n| (n + 1, anchors[n].1.clone())),
            place: places.text(related.span),
            quote: shortened(article.quote(related.span), QUOTE_CHARS),
            note: Visible(&related.note),
        }
    }
}

impl<'r> IgnoredView<'r> {
    fn new((reported, suppression): (&'r Reported, &'r Suppression)) -> Self {
        let by = suppression.by.as_deref().map(|name| shortened(name, FACT_CHARS));
        let until = suppression
            .expires
            .map(|day| format!("until {}", day_in_words(day)));
        let terms: Vec<_> = by.into_iter().chain(until).collect();
        Self {
            message: Visible(&reported.finding.message),
            reason: Visible(&suppression.reason),
            terms: terms.join(", "),
        }
    }
}

impl Card<'_> {
    fn marked(&self) -> Marked {
        Marked {
            number: self.number,
            anchor: self.anchor.clone(),
            severity: self.severity,
            span: self.finding.span,
        }
    }
}

fn jumps(article: &ArticleReport, places: &Places, cards: &[Card]) -> Vec<Jump> {
    let mut in_order: Vec<_> = cards.iter().collect();
    in_order.sort_by_key(|card| (card.finding.span.start, card.number));
    let mut last_block = None;
    let jump = |card: &&Card| {
        let block = places.block_index(card.finding.span);
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

/// The text of an article that has findings; a clean one needs no second look.
fn full_text(article: &ArticleReport, cards: &[Card]) -> Vec<Part> {
    if cards.is_empty() {
        return Vec::new();
    }
    let fault = |card: &Card<'_>| Fault {
        number: card.number,
        anchor: card.anchor.clone(),
        severity: card.severity,
        span: card.finding.span,
        edits: card.finding.edits.clone(),
    };
    fulltext::parts(article, cards.iter().map(fault).collect())
}

/// The facts under a title: score, words, dates, translation, source.
fn facts(article: &ArticleReport) -> Vec<String> {
    let scored = !article.is_clean();
    let score = scored.then(|| format!("Score {}", score_text(article.score())));
    let published = article
        .published
        .map(|moment| format!("published {}", day_in_words(day_of(moment))));
    let updated = article
        .updated
        .map(|moment| format!("changed {}", day_in_words(day_of(moment))));
    let mut facts: Vec<_> = score.into_iter().collect();
    facts.push(counted(article.words, "word"));
    facts.extend(published);
    facts.extend(updated);
    facts.extend(translation::stated(article));
    facts.extend(translation::read_as(article));
    facts.extend(translation::compared(article));
    facts.push(shortened(&article.source, QUOTE_CHARS));
    let unshown = article.file.as_ref().map_or(0, |file| file.unshown);
    facts.extend((unshown > 0).then(|| format!("{} without a finding not shown", counted(unshown, "unit"))));
    facts.extend(
        article
            .carried_over
            .then(|| "found by an earlier run, still open".into()),
    );
    let also = article.also.iter().map(|elsewhere| {
        let place = elsewhere.url.as_deref().unwrap_or(&elsewhere.id);
        format!(
            "also in {}: {}",
            shortened(&elsewhere.source, QUOTE_CHARS),
            shortened(place, QUOTE_CHARS)
        )
    });
    facts.extend(also);
    facts
}

fn site_text(article: &ArticleReport) -> Vec<String> {
    let blocks = article.blocks.iter().filter(|block| block.boilerplate);
    blocks
        .map(|block| shortened(article.quote(block.span), SITE_TEXT_CHARS))
        .collect()
}

/// Whether a tag has the form of one: letters, digits and hyphens.
fn is_language_tag(tag: &str) -> bool {
    !tag.is_empty() && tag.len() <= 35 && tag.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
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
