//! From sources to a report, top to bottom: the only place where the three libraries meet. Read this first.

use std::collections::BTreeSet;
use std::ops::Range;

use anyhow::Result;
use fetcher::provenance::{Claim, EvidenceKind};
use fetcher::{Account, Article, Fetcher, Reading, Source, Visit};
use futures_util::{StreamExt, stream};
use linguistics::check::check;
use linguistics::document::{self, Document};
use linguistics::finding::Finding;
use linguistics::language::Language;
use linguistics::rule::{Example, Rule};
use reporting::fingerprint::identify;
use reporting::report::{
    ArticleReport, Block, BlockKind, Evidence, Provenance, Report, RuleExample, RuleInfo, Run, SourceReport,
};

use crate::config::{Config, RuleSet, Target};
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
    let mut visits = Vec::new();

    let targets = open_folders(&config.targets, &mut report);
    let mut readings = stream::iter(&targets)
        .map(async |target| {
            (
                target,
                fetcher.read(&target.source, &|event| progress.show(event)).await,
            )
        })
        .buffered(config.fetch.concurrency); // the one concurrent step; results come in the order of the targets
    while let Some((
        target,
        Reading {
            account,
            articles,
            visit,
        },
    )) = readings.next().await
    {
        let mut source = source_report(account);
        let first = report.articles.len();
        for article in articles {
            match checked(article, &source.source, &target.rules) {
                Ok(article) => report.articles.push(article),
                Err(wordless) => drop_article(&mut source, &wordless),
            }
        }
        visits.extend(visit.map(|visit| (visit, first..report.articles.len())));
        report.sources.push(source);
    }
    progress.finish();

    remember(&fetcher, &visits, &report, started)?;
    give_unique_ids(&mut report);
    let incomplete = report.sources.iter().any(|source| source.error.is_some());
    Ok(Outcome { report, incomplete })
}

/// Tells the state what was seen and found, so that the next run checks only what is new.
fn remember(
    fetcher: &Fetcher,
    visits: &[(Visit, Range<usize>)],
    report: &Report,
    started: jiff::Timestamp,
) -> Result<()> {
    let fingerprints = identify(report);
    for (visit, articles) in visits {
        let of_article = |at: usize| fingerprints[at].iter().map(ToString::to_string).collect();
        let of_visit = articles
            .clone()
            .map(|at| (report.articles[at].id.clone(), of_article(at)))
            .collect();
        fetcher.remember(visit, &of_visit)?;
    }
    fetcher.remember_run(&fetcher::Run {
        started: started.to_string(),
        articles: report.articles.len() as u64,
        findings: report
            .tally()
            .iter()
            .map(|(severity, n)| (severity.to_string(), n as u64))
            .collect(),
        score: (!report.articles.is_empty()).then(|| report.score()),
    })?;
    Ok(())
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
    let blocks: Vec<_> = article
        .blocks
        .iter()
        .map(|block| (block_kind(block.kind), block.span.clone()))
        .collect();
    let document = Document::with_blocks(&article.text, &blocks);
    if !document.has_words() {
        return Err(Wordless { id: article.id });
    }
    let findings = findings(&document, rules);
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
        findings,
        ignored: Vec::new(),
        id: article.id,
        title: article.title,
        published: article.published,
        updated: article.updated,
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
    let mut findings = check(document, &rules.rules);
    for finding in &mut findings {
        weigh(finding, rules);
    }
    findings
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

/// Replaces each folder by its files, in order. A folder that cannot be opened is a source that could not be read.
fn open_folders(targets: &[Target], report: &mut Report) -> Vec<Target> {
    let mut files = Vec::new();
    for target in targets {
        let Source::Path(path) = &target.source else {
            files.push(target.clone());
            continue;
        };
        if !path.is_dir() {
            files.push(target.clone());
            continue;
        }
        let mut folder = SourceReport {
            source: path.display().to_string(),
            kind: "folder".into(),
            ..SourceReport::default()
        };
        match fetcher::expand(path) {
            Ok(found) => {
                folder.items_seen = found.sources.len();
                folder.losses = found.losses.iter().map(ToString::to_string).collect();
                files.extend(found.sources.into_iter().map(|source| Target {
                    source,
                    rules: target.rules.clone(),
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

fn about(config: &Config) -> Run {
    Run {
        version: env!("CARGO_PKG_VERSION").into(),
        date: output::today(),
        title: config.title.clone(),
        fail_on: config.fail_on,
        min_score: config.min_score,
    }
}

fn source_report(account: Account) -> SourceReport {
    let caps = account.caps.iter().map(ToString::to_string);
    SourceReport {
        kind: account
            .kind
            .as_ref()
            .map_or_else(|| "unknown".into(), ToString::to_string),
        title: account.title,
        items_seen: account.items_seen,
        unchanged: account.unchanged,
        edited: account.edited,
        articles: account.articles,
        repairs: account.repairs.iter().map(ToString::to_string).collect(),
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
    let mut rules: Vec<&Rule> = config
        .targets
        .iter()
        .flat_map(|target| &target.rules.rules)
        .copied()
        .collect();
    rules.sort_by_key(|rule| rule.name);
    rules.dedup_by_key(|rule| rule.name);
    rules.into_iter().map(rule_info).collect()
}

fn rule_info(rule: &Rule) -> RuleInfo {
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
