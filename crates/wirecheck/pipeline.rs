//! From sources to a report, top to bottom. Read this first.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Result;
use checker::Checked;
use fetcher::account::SourceKind;
use fetcher::{Article, Fetcher, Source};
use futures_util::{StreamExt, stream};
use linguistics::rule::Rule;
use reporting::report::{ArticleReport, Report, Run, SourceReport, Status, Suppression};
use text::{BlockKind, Lang, Text};

use crate::config::{Config, Target};
use crate::convert::{origin, provenance, source_report};
use crate::file_id::file_id;
use crate::history::{Earlier, RunHistory, found};
use crate::originals::Originals;
use crate::progress::Progress;
use crate::store::FoundIn;
use crate::{advice, clock};

/// What a run came to.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// Everything that was checked.
    pub(crate) report: Report,
    /// What is to be remembered once the report has been written.
    pub(crate) history: RunHistory,
}

/// Fetches, extracts, checks and collects. Errors of a source become part of the report; only a recording that cannot be
/// used ends the run.
pub(crate) async fn run(config: &Config) -> Result<Outcome> {
    let mut fetcher = Fetcher::new(config.fetch.clone())?;
    let mut history = RunHistory::open(config.state.as_deref());
    if let Some(store) = history.store() {
        fetcher = fetcher.remembering(store);
    }
    let progress = Progress::new();
    let mut report = Report {
        run: about(config),
        rules: rule_table(config),
        ..Report::default()
    };

    let originals = Originals::open(config, &fetcher).await?;
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
    while let Some((target, mut reading)) = readings.next().await {
        let no_original = originals.give(&mut reading, &target.source, &fetcher).await?;
        let file_id = local_id(target, reading.account.kind.as_ref(), &config.root);
        let is_feed = matches!(reading.account.kind, Some(SourceKind::Feed(_)));
        let still_there = history.still_there(&target.source, &reading);
        let mut source = source_report(reading.account);
        source.losses.extend(no_original.clone());
        let mut found_in = FoundIn::new();
        // The same release often stands in a feed twice, and in several feeds. Who names files and lines means each of them.
        for article in reading.articles {
            let from = ReadFrom {
                source: &source.source,
                file_id: file_id.as_deref(),
            };
            let Some(mut checked) = checked(&article, &from, target) else {
                drop_article(&mut source, &article.id);
                continue;
            };
            if originals.are_named() && no_original.is_none() && checked.comparison.is_none() {
                source.losses.push(not_compared(&article.id));
            }
            let earlier = Earlier {
                findings: history.recall(&target.source, &article.id),
                before: before_edit(&article, &from, target).filter(|_| !history.runs.is_empty()),
            };
            earlier.tell(&mut checked);
            if reading.visit.is_some() {
                found_in.insert(article.id.clone(), found(article, &checked));
            }
            if is_feed {
                report.articles.join(checked);
            } else {
                report.articles.push(checked);
            }
        }
        history.note(reading.visit, found_in);
        for article in still_there {
            let from = ReadFrom {
                source: &source.source,
                file_id: None,
            };
            let checked = checked(&article, &from, target);
            if let Some(article) = checked.filter(|article| !article.is_clean()) {
                report.articles.join(carried_over(article));
            }
        }
        report.sources.push(source);
    }
    progress.finish();

    report.history.clone_from(&history.runs);
    if config.new_only {
        ignore_known(&mut report);
    }
    Ok(Outcome { report, history })
}

/// An article of an earlier run whose findings are still open.
fn carried_over(mut article: ArticleReport) -> ArticleReport {
    for reported in &mut article.findings {
        reported.status = Status::Known;
    }
    ArticleReport {
        carried_over: true,
        ..article
    }
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

/// Who names an original wants to know that nothing came of it.
fn not_compared(id: &str) -> String {
    format!(
        "{id}: was not compared with its original, which must be in another language than English, while it must be in \
         English itself, and a rule that compares them must be on"
    )
}

/// The text that an article was translated from, if it is at hand.
fn original<'a>(article: &'a Article, target: &Target) -> Option<checker::Original<'a>> {
    let original = article.original.as_ref()?;
    let declared = original.language.as_deref().and_then(Lang::from_tag);
    Some(checker::Original {
        text: original.text.as_ref()?,
        language: declared.or(target.stated.language),
    })
}

/// Checks one article and puts down what is to be reported of it; `None` if there is no word in it.
fn checked(article: &Article, from: &ReadFrom, target: &Target) -> Option<ArticleReport> {
    let (origin, because) = origin(target.stated, &article.provenance).unzip();
    let original = original(article, target);
    let answer = target
        .checker
        .check_known(&article.text, origin, original.as_ref());
    let by_style = answer.by_style.then(|| "its style".to_owned());
    if !answer.has_words {
        return None;
    }
    let report = ArticleReport {
        source: from.source.to_owned(),
        title: headline(article, &answer),
        url: article.url.as_ref().map(ToString::to_string),
        language: answer
            .language
            .map(|language| language.tag().to_owned())
            .or_else(|| article.language.clone()),
        language_note: answer.language.and_then(language_note),
        words: answer.words,
        blocks: answer.blocks,
        sentences: answer.sentences.iter().map(|sentence| sentence.span).collect(),
        provenance: provenance(&article.provenance, article.original.as_ref()),
        known_translation: because.flatten().or(by_style),
        translation: answer.style,
        comparison: answer.comparison,
        former_id: from.file_id.map(|_| article.id.clone()),
        id: from.file_id.unwrap_or(&article.id).to_owned(),
        published: article.published,
        updated: article.updated,
        text: article.text.string.clone(),
        ..ArticleReport::default()
    };
    Some(report.with_findings(answer.findings))
}

/// Checks an article as it was before its publisher edited it; `None` if nobody knows of an edit.
fn before_edit(article: &Article, from: &ReadFrom, target: &Target) -> Option<ArticleReport> {
    let before = Article {
        text: Text::plain(article.previous.clone()?),
        previous: None,
        ..article.clone()
    };
    checked(&before, from, target)
}

/// Nothing was checked in an article without words, so it must not count as clean.
fn drop_article(source: &mut SourceReport, id: &str) {
    source.articles -= 1;
    source
        .losses
        .push(format!("{id}: there is no word to check in it"));
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
    // What was carried over from an earlier run makes no run fail, and stays open until it is dealt with.
    let checked = report.articles.iter_mut().filter(|article| !article.carried_over);
    let findings = checked.flat_map(|article| &mut article.findings);
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
        max_losses: config.max_losses,
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
