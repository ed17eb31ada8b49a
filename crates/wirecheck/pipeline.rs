//! From sources to a report, top to bottom. Read this first.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use anyhow::Result;
use checker::{Checked, Checker};
use fetcher::account::SourceKind;
use fetcher::{Article, Fetcher, Source};
use futures_util::{StreamExt, stream};
use linguistics::rule::Rule;
use reporting::report::{ArticleReport, Report, Run, SourceReport, Status, Suppression};
use text::{BlockKind, Lang, Text};

use crate::config::{Config, Target};
use crate::convert::{origin, provenance, source_report};
use crate::file_id::file_id;
use crate::history::{Earlier, RunHistory};
use crate::progress::Progress;
use crate::store::Store;
use crate::{advice, clock};

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
    let mut fetcher = Fetcher::new(config.fetch.clone())?;
    let store = config
        .state
        .as_deref()
        .map(Store::open)
        .transpose()?
        .map(Arc::new);
    if let Some(store) = &store {
        fetcher = fetcher.remembering(Arc::clone(store) as _);
    }
    let progress = Progress::new();
    let mut report = Report {
        run: about(config),
        rules: rule_table(config),
        ..Report::default()
    };
    let mut history = RunHistory::of(store.as_deref())?;

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
        let file_id = local_id(target, reading.account.kind.as_ref(), &config.root);
        let mut source = source_report(reading.account);
        let first = report.articles.len();
        for article in reading.articles {
            let from = ReadFrom {
                source: &source.source,
                file_id: file_id.as_deref(),
            };
            let earlier = Earlier {
                findings: history.recall(&target.source, &article.id)?,
                before: before_edit(&article, &from, &target.checker),
            };
            match checked(article, &from, &target.checker) {
                Ok(mut article) => {
                    history.note(earlier, &mut article);
                    report.articles.push(article);
                }
                Err(wordless) => drop_article(&mut source, &wordless),
            }
        }
        history
            .visits
            .extend(reading.visit.map(|visit| (visit, first..report.articles.len())));
        report.sources.push(source);
    }
    progress.finish();

    history.keep(&report, started)?;
    report.history = history.runs;
    if config.new_only {
        ignore_known(&mut report);
    }
    let incomplete = report.sources.iter().any(|source| source.error.is_some());
    Ok(Outcome { report, incomplete })
}

/// An article without a word in it.
#[derive(Debug)]
struct Wordless {
    id: String,
}

/// The place where an article was read.
#[derive(Debug, Clone, Copy)]
struct ReadFrom<'s> {
    /// The source, as a report calls it.
    source: &'s str,
    /// The id of the file that is the article; `None` when its id is the publisher's.
    file_id: Option<&'s str>,
}

/// The id of a local file that is one article, a text or a page. Feeds and JSON Lines give their articles ids.
fn local_id(target: &Target, kind: Option<&SourceKind>, root: &Path) -> Option<String> {
    match (&target.source, kind) {
        (Source::Path(path), Some(SourceKind::Text | SourceKind::Page)) => Some(file_id(path, root)),
        _ => None,
    }
}

/// Checks one article and puts down what is to be reported of it.
fn checked(
    article: Article,
    from: &ReadFrom,
    checker: &Checker,
) -> std::result::Result<ArticleReport, Wordless> {
    let answer = checker.check_known(&article.text, origin(&article.provenance), None);
    if !answer.has_words {
        return Err(Wordless { id: article.id });
    }
    let report = ArticleReport {
        source: from.source.to_owned(),
        title: headline(&article, &answer),
        url: article.url.as_ref().map(ToString::to_string),
        language: answer
            .language
            .map(|language| language.tag().to_owned())
            .or(article.language),
        language_note: answer.language.and_then(language_note),
        words: answer.words,
        blocks: answer.blocks,
        sentences: answer.sentences.iter().map(|sentence| sentence.span).collect(),
        provenance: provenance(article.provenance, article.original.as_ref()),
        translation: answer.style,
        former_id: from.file_id.map(|_| article.id.clone()),
        id: from.file_id.map_or(article.id, str::to_owned),
        published: article.published,
        updated: article.updated,
        text: article.text.string,
        ..ArticleReport::default()
    };
    Ok(report.with_findings(answer.findings))
}

/// Checks an article as it was before its publisher edited it; `None` if nobody knows of an edit.
fn before_edit(article: &Article, from: &ReadFrom, checker: &Checker) -> Option<ArticleReport> {
    let before = Article {
        text: Text::plain(article.previous.clone()?),
        previous: None,
        ..article.clone()
    };
    checked(before, from, checker).ok()
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

/// The article's title. A text file has none but its name; then its first line serves, if it looks like a headline.
fn headline(article: &Article, checked: &Checked) -> String {
    match checked.blocks.first() {
        Some(first)
            if article.title == article.id && first.kind == BlockKind::Heading && !first.boilerplate =>
        {
            article.text.string[first.span].to_owned()
        }
        _ => article.title.clone(),
    }
}

/// What a reader must know about an article that not all rules could judge.
fn language_note(language: Lang) -> Option<String> {
    (language != Lang::ENGLISH).then(|| {
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
                folder.losses = found.losses.iter().map(advice::explained_loss).collect();
                files.extend(found.sources.into_iter().map(|source| Target {
                    source,
                    ..target.clone()
                }));
            }
            Err(error) => folder.error = Some(advice::explained(&error)),
        }
        report.sources.push(folder);
    }
    files
}

/// Lets the findings pass that the last run had too.
fn ignore_known(report: &mut Report) {
    let findings = report
        .articles
        .iter_mut()
        .flat_map(|article| &mut article.findings);
    for reported in findings.filter(|reported| reported.status == Status::Known) {
        reported.ignore(seen_before());
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
        date: clock::today(),
        title: config.title.clone(),
        fail_on: config.fail_on,
        min_score: config.min_score,
        report_url: config.report_url.clone(),
    }
}

/// The rules that any target is checked by.
fn rule_table(config: &Config) -> Vec<Rule> {
    let active = config
        .targets
        .iter()
        .flat_map(|target| target.checker.rules().active());
    let by_name: BTreeMap<_, _> = active.map(|rule| (rule.name.clone(), rule)).collect();
    by_name.into_values().collect()
}
