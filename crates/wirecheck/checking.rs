//! One article in, what is to be reported of it out.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use checker::Checked;
use fetcher::account::SourceKind;
use fetcher::{Article, Source};
use reporting::report::ArticleReport;
use text::{BlockKind, Lang, Text};

use crate::config::Target;
use crate::convert::{origin, provenance};
use crate::file_id::file_id;

/// The place where an article was read.
#[derive(Debug)]
pub(crate) struct ReadFrom {
    /// The source, as a report calls it.
    pub(crate) source: String,
    /// The id of the file that is the article; `None` when its id is the publisher's.
    pub(crate) file_id: Option<String>,
}

/// The id of a local file that is one article, a text or a page. Feeds and JSON Lines give their articles ids.
pub(crate) fn local_id(target: &Target, kind: Option<&SourceKind>, root: &Path) -> Option<String> {
    match (&target.source, kind) {
        (Source::Path(path), Some(SourceKind::Text | SourceKind::Page)) => Some(file_id(path, root)),
        _ => None,
    }
}

/// A fault of this program, which costs one article.
#[derive(Debug)]
pub(crate) struct Panicked;

/// What is said of an article that could not be checked.
pub(crate) const PANICKED: &str = "checking it failed; this is a fault of wirecheck, please report it";

/// Checks one article, and catches a panic, so that it costs this article only.
pub(crate) fn checked_safely(
    article: &Article,
    from: &ReadFrom,
    target: &Target,
) -> Result<Option<ArticleReport>, Panicked> {
    catch_unwind(AssertUnwindSafe(|| checked(article, from, target))).map_err(|_| Panicked)
}

/// Checks one article and puts down what is to be reported of it; `None` if there is no word in it.
pub(crate) fn checked(article: &Article, from: &ReadFrom, target: &Target) -> Option<ArticleReport> {
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
        source: from.source.clone(),
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
        former_id: from.file_id.as_ref().map(|_| article.id.clone()),
        id: from.file_id.as_ref().unwrap_or(&article.id).clone(),
        published: article.published,
        updated: article.updated,
        text: article.text.string.clone(),
        ..ArticleReport::default()
    };
    Some(report.with_findings(answer.findings))
}

/// Checks an article as it was before its publisher edited it; `None` if nobody knows of an edit.
pub(crate) fn before_edit(article: &Article, from: &ReadFrom, target: &Target) -> Option<ArticleReport> {
    let before = Article {
        text: Text::plain(article.previous.clone()?),
        previous: None,
        ..article.clone()
    };
    checked(&before, from, target)
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
