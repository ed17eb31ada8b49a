//! From sources to a report, top to bottom: the only place where the three libraries meet. Read this first.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use fetcher::article::Origin;
use fetcher::provenance::{Claim, EvidenceKind};
use fetcher::{Account, Article, Fetcher, Source};
use futures_util::{StreamExt, stream};
use linguistics::check::check_with;
use linguistics::document::{self, Document};
use linguistics::finding::Finding;
use linguistics::language::Language;
use linguistics::likelihood;
use linguistics::packs::PackRule;
use linguistics::rule::{Example, Rule};
use reporting::fingerprint::identify;
use reporting::report::{
    ArticleReport, Block, BlockKind, Evidence, Ignored, Provenance, Report, RuleExample, RuleInfo, Run,
    SourceReport, State, Suppression,
};

use crate::config::{Config, RuleSet, Target};
use crate::memory::Memory;
use crate::output;
use crate::progress::Progress;

/// What a run came to.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// Everything that was checked.
    pub(crate) report: Report,
    /// Whether a source could not be read.
    pub(crate) incomplete: bool,
}

/// Fetches, extracts, checks, collects and remembers. Errors of a source become part of the report; only a state or
/// a recording that cannot be used ends the run.
pub(crate) async fn run(config: &Config) -> Result<Outcome> {
    let started = jiff::Timestamp::now();
    let fetcher = Fetcher::new(config.fetch.clone())?;
    let progress = Progress::new();
    let mut report = Report {
        run: about(config),
        rules: rule_table(config),
        ..Report::default()
    };
    let mut memory = Memory::of(&fetcher)?;

    let targets = open_folders(&config.targets, &mut report);
    let mut readings = stream::iter(&targets)
        .map(async |target| {
            (
                target,
                fetcher
                    .read_with(&target.source, &target.options, &|event| progress.show(event))
                    .await,
            )
        })
        .buffered(config.fetch.concurrency); // the one concurrent step; results come in the order of the targets
    while let Some((target, reading)) = readings.next().await {
        let mut source = source_report(reading.account);
        let first = report.articles.len();
        for article in reading.articles {
            let earlier = memory.recall(target, &article, &source.source)?;
            match checked(article, &source.source, &target.rules) {
                Ok(article) => {
                    memory.note(earlier, &article);
                    report.articles.push(article);
                }
                Err(wordless) => drop_article(&mut source, &wordless),
            }
        }
        memory
            .visits
            .extend(reading.visit.map(|visit| (visit, first..report.articles.len())));
        report.sources.push(source);
    }
    progress.finish();

    memory.keep(&report, started)?;
    give_unique_ids(&mut report);
    report.history = memory.history(&report);
    if config.new_only {
        ignore_known(&mut report);
    }
    let incomplete = report.sources.iter().any(|source| source.error.is_some());
    Ok(Outcome { report, incomplete })
}

/// An article without a word in it.
#[derive(Debug)]
pub(crate) struct Wordless {
    pub(crate) id: String,
}

/// Reads one article and says what the rules find in it.
pub(crate) fn checked(
    article: Article,
    source: &str,
    rules: &RuleSet,
) -> std::result::Result<ArticleReport, Wordless> {
    let document = read(&article.text, &article.blocks);
    if !document.has_words() {
        return Err(Wordless { id: article.id });
    }
    let findings = findings(&document, rules);
    let title = headline(&article, &document);
    Ok(ArticleReport {
        source: source.to_owned(),
        url: article.url.as_ref().map(ToString::to_string),
        language: document
            .language()
            .map(|language| language.tag().to_owned())
            .or(article.language),
        language_note: document.language().and_then(language_note),
        words: document.word_count(),
        blocks: document.blocks().iter().map(reported_block).collect(),
        sentences: document
            .sentences()
            .iter()
            .map(document::Sentence::span)
            .collect(),
        provenance: provenance(article.provenance, article.original.as_ref()),
        translation: Some(likelihood::judge(&document)),
        findings,
        ignored: Vec::new(),
        title,
        id: article.id,
        published: article.published.map(|time| time.to_string()),
        updated: article.updated.map(|time| time.to_string()),
        text: article.text,
    })
}

/// Nothing was checked in an article without words, so it must not count as clean.
fn drop_article(source: &mut SourceReport, article: &Wordless) {
    source.articles -= 1;
    source
        .losses
        .push(format!("{}: there is no word to check in it", article.id));
    if source.articles == 0 {
        source.error = Some(format!("{}: holds no text to check", source.source));
    }
}

/// What the rules find in a document, with the severities that the user wants.
pub(crate) fn findings(document: &Document, rules: &RuleSet) -> Vec<Finding> {
    let mut findings = check_with(document, &rules.rules, &rules.packs);
    for finding in &mut findings {
        weigh(finding, rules);
    }
    findings
}

/// Plain text is read for its own signs of headings and lists; what came as markup has its blocks already.
fn read<'a>(text: &'a str, blocks: &[fetcher::article::Block]) -> Document<'a> {
    if blocks.iter().all(|block| block.origin == Origin::Given) {
        return Document::new(text);
    }
    let blocks: Vec<_> = blocks
        .iter()
        .map(|block| (block_kind(block.kind), block.span.clone()))
        .collect();
    Document::with_blocks(text, &blocks)
}

/// The article's title. A text file has none but its name; then its first line serves, if it looks like a headline.
fn headline(article: &Article, document: &Document) -> String {
    match document.blocks().first() {
        Some(first) if article.title == article.id && is_headline(first) => {
            document.str(first.span.clone()).to_owned()
        }
        _ => article.title.clone(),
    }
}

fn is_headline(block: &document::Block) -> bool {
    block.kind == document::BlockKind::Heading && block.boilerplate.is_none()
}

/// Gives a finding the severity that the user wants for its rule.
fn weigh(finding: &mut Finding, rules: &RuleSet) {
    if let Some(severity) = rules.severity(&finding.rule) {
        finding.severity = severity;
    }
}

/// What a reader must know about an article that not all rules could judge.
fn language_note(language: Language) -> Option<String> {
    (language != Language::ENGLISH).then(|| {
        format!(
            "There are no rules for {} yet: only marks, spacing, scripts and repetitions were checked.",
            language.name()
        )
    })
}

/// Replaces each folder by its files, and each list of feeds by its feeds, in order. A folder that cannot be opened is a source that could not be read.
fn open_folders(targets: &[Target], report: &mut Report) -> Vec<Target> {
    let mut files = Vec::new();
    for target in targets {
        let Source::Path(path) = &target.source else {
            files.push(target.clone());
            continue;
        };
        if !fetcher::is_list(path) {
            files.push(target.clone());
            continue;
        }
        let mut folder = SourceReport {
            source: path.display().to_string(),
            kind: if path.is_dir() { "folder" } else { "OPML" }.into(),
            ..SourceReport::default()
        };
        match fetcher::expand(path) {
            Ok(found) => {
                folder.items_seen = found.sources.len();
                folder.losses = found.losses.iter().map(ToString::to_string).collect();
                files.extend(found.sources.into_iter().map(|source| Target {
                    source,
                    ..target.clone()
                }));
            }
            Err(error) => folder.error = Some(output::with_causes(&error)),
        }
        report.sources.push(folder);
    }
    files
}

/// Findings name their article by its id, so an id that two sources give is made to tell them apart.
fn give_unique_ids(report: &mut Report) {
    let mut seen = BTreeSet::new();
    for article in &mut report.articles {
        if !seen.insert(article.id.clone()) {
            article.id = format!("{} ({})", article.id, article.source);
            seen.insert(article.id.clone());
        }
    }
}

/// Moves the findings that the last run had too to those that are ignored.
fn ignore_known(report: &mut Report) {
    let ids = identify(report);
    let is_known: Vec<Vec<bool>> = ids
        .iter()
        .map(|ids| {
            ids.iter()
                .map(|id| report.state(id) == Some(State::Known))
                .collect()
        })
        .collect();
    for ((article, ids), is_known) in report.articles.iter_mut().zip(ids).zip(is_known) {
        let findings = std::mem::take(&mut article.findings);
        for ((finding, id), is_known) in findings.into_iter().zip(ids).zip(is_known) {
            if is_known {
                article.ignored.push(Ignored {
                    finding,
                    id,
                    suppression: seen_before(),
                });
            } else {
                article.findings.push(finding);
            }
        }
    }
}

fn seen_before() -> Suppression {
    Suppression {
        reason: "The article had it when it was last checked (--new-only).".into(),
        by: None,
        expires: None,
    }
}

fn about(config: &Config) -> Run {
    Run {
        version: env!("CARGO_PKG_VERSION").into(),
        date: output::today(),
        title: config.title.clone(),
        fail_on: config.fail_on,
        min_score: config.min_score,
        report_url: config.report_url.clone(),
    }
}

fn source_report(account: Account) -> SourceReport {
    let caps = account.caps.iter().map(ToString::to_string);
    let moved = account
        .moved_to
        .iter()
        .map(|url| format!("moved for good to {url}: name that address from now on"));
    SourceReport {
        kind: account
            .kind
            .as_ref()
            .map_or_else(|| "unknown".into(), ToString::to_string),
        title: account.title,
        items_seen: account.items_seen,
        unchanged: account.unchanged,
        older: account.older,
        edited: account.edited,
        articles: account.articles,
        repairs: account
            .repairs
            .iter()
            .map(ToString::to_string)
            .chain(moved)
            .collect(),
        losses: account
            .losses
            .iter()
            .map(ToString::to_string)
            .chain(caps)
            .collect(),
        error: account.error.as_ref().map(|error| output::with_causes(error)),
        source: account.source,
    }
}

fn provenance(
    found: fetcher::provenance::Provenance,
    original: Option<&fetcher::article::Original>,
) -> Provenance {
    Provenance {
        machine_translated: found.machine_translated,
        source_language: found.source_language,
        original: original
            .and_then(|original| original.url.as_ref())
            .map(ToString::to_string),
        evidence: found
            .evidence
            .into_iter()
            .map(|evidence| Evidence {
                claim: claim(&evidence),
                quote: evidence.quote,
            })
            .collect(),
    }
}

/// What a sign of an article's origin says, in an editor's words: "translated from Russian (header)".
fn claim(evidence: &fetcher::provenance::Evidence) -> String {
    let name = |tag: &str| {
        Language::from_tag(tag).map_or_else(|| tag.to_owned(), |language| language.name().to_owned())
    };
    let claim = match &evidence.claim {
        Claim::MachineTranslated => "machine translation".to_owned(),
        Claim::SourceLanguage(tag) => format!("translated from {}", name(tag)),
        Claim::ProbableSourceLanguage(tag) => format!("probably translated from {}", name(tag)),
        Claim::Original(url) => format!("the original is at {url}"),
        Claim::Related => "the same text elsewhere".to_owned(),
    };
    let place = match evidence.kind {
        EvidenceKind::TranslatorsNote => "translator’s note",
        EvidenceKind::Header => "header of the agency",
        EvidenceKind::Footer => "footer of the agency",
        EvidenceKind::Url => "address",
        EvidenceKind::Hreflang => "link between language versions",
        EvidenceKind::Canonical => "address of record",
        EvidenceKind::Generator => "name of the publishing program",
        EvidenceKind::Link => "link in the text",
        EvidenceKind::Meta => "description of the page",
        EvidenceKind::FeedSource => "source element of the feed",
        EvidenceKind::Field => "field of the line",
    };
    format!("{claim} ({place})")
}

fn block_kind(kind: fetcher::article::BlockKind) -> document::BlockKind {
    match kind {
        fetcher::article::BlockKind::Heading => document::BlockKind::Heading,
        fetcher::article::BlockKind::Paragraph => document::BlockKind::Paragraph,
        fetcher::article::BlockKind::ListItem => document::BlockKind::ListItem,
        fetcher::article::BlockKind::Quote => document::BlockKind::Quote,
        fetcher::article::BlockKind::Caption => document::BlockKind::Caption,
    }
}

fn reported_block(block: &document::Block) -> Block {
    let kind = match block.kind {
        document::BlockKind::Heading => BlockKind::Heading,
        document::BlockKind::Paragraph => BlockKind::Paragraph,
        document::BlockKind::ListItem => BlockKind::ListItem,
        document::BlockKind::Quote => BlockKind::Quote,
        document::BlockKind::Caption => BlockKind::Caption,
    };
    Block {
        span: block.span.clone(),
        kind,
        boilerplate: block.boilerplate.is_some(),
    }
}

/// The rules that any target is checked by.
fn rule_table(config: &Config) -> Vec<RuleInfo> {
    let sets = || config.targets.iter().map(|target| &target.rules);
    let own = sets()
        .flat_map(|set| &set.rules)
        .map(|rule| (rule.name, rule_info(rule)));
    let of_packs = sets()
        .flat_map(RuleSet::pack_rules)
        .map(|rule| (rule.name(), pack_rule_info(rule)));
    let rules: BTreeMap<_, _> = own.chain(of_packs).collect();
    rules.into_values().collect()
}

pub(crate) fn pack_rule_info(rule: &PackRule) -> RuleInfo {
    let flags = rule.flags().iter().map(|example| RuleExample::Flags {
        text: example.text.clone(),
        fixed: example.fixed.clone(),
    });
    let passes = rule.passes().iter().cloned().map(RuleExample::Passes);
    RuleInfo {
        name: rule.name().into(),
        summary: rule.summary().into(),
        category: PackRule::CATEGORY,
        severity: rule.severity(),
        explain: rule.explain().into(),
        examples: flags.chain(passes).collect(),
    }
}

pub(crate) fn rule_info(rule: &Rule) -> RuleInfo {
    RuleInfo {
        name: rule.name.into(),
        summary: rule.summary.into(),
        category: rule.category,
        severity: rule.severity,
        explain: rule.explain.into(),
        examples: rule.examples.iter().map(rule_example).collect(),
    }
}

fn rule_example(example: &Example) -> RuleExample {
    match example {
        Example::Flags { text, fixed } => RuleExample::Flags {
            text: (*text).into(),
            fixed: fixed.map(Into::into),
        },
        Example::Passes(text) => RuleExample::Passes((*text).into()),
    }
}
