//! The sets as articles with their rates.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use flate2::read::GzDecoder;
use linguistics::document::Document;
use linguistics::likelihood;
use serde::Deserialize;

const NATIVE: &str = "news-native-wmt21.jsonl.gz";
const TRANSLATED: &str = "news-mt-wmt21.jsonl.gz";

/// Native articles are dealt out to so many parts; one is held out at a time.
pub(crate) const FOLDS: usize = 5;

/// An article and what was counted in it.
pub(crate) struct Article {
    pub(crate) origin: Origin,
    /// "ru-en"; "en" for native text.
    pub(crate) pair: String,
    pub(crate) system: String,
    /// The part to which a native article belongs.
    pub(crate) fold: usize,
    pub(crate) rates: Vec<f64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    Native,
    Person,
    Machine,
}

impl Article {
    /// Translations by persons only test: what is said of them should not rest on having seen them.
    pub(crate) fn trains(&self) -> bool {
        self.origin != Origin::Person
    }

    pub(crate) fn is_native(&self) -> bool {
        self.origin == Origin::Native
    }
}

#[derive(Deserialize)]
struct Segment {
    lang_pair: String,
    kind: String,
    system: String,
    doc: String,
    text: String,
}

pub(crate) fn is_in(folder: &Path) -> bool {
    [NATIVE, TRANSLATED].iter().all(|name| folder.join(name).exists())
}

/// All articles that are long enough to be judged.
pub(crate) fn read(folder: &Path) -> Result<Vec<Article>, String> {
    let native = segments(&folder.join(NATIVE))?;
    let mut native = by_document(&native, &[]);
    // What is left of native documents whose ids are not known repeats lines of those that are.
    native.retain(|article| !article[0].doc.starts_with("unknown"));
    let lengths: Vec<usize> = native.iter().map(|article| article.len()).collect();
    let translated = segments(&folder.join(TRANSLATED))?;
    let translated = by_document(&translated, &lengths);
    let all = native.into_iter().chain(translated);
    let mut articles: Vec<Article> = all.filter_map(article).collect();
    for (at, article) in articles
        .iter_mut()
        .filter(|article| article.is_native())
        .enumerate()
    {
        article.fold = at % FOLDS;
    }
    Ok(articles)
}

/// Sets the rates of features that are left out to nothing, everywhere.
pub(crate) fn blank(articles: &mut [Article], kept: &[bool]) {
    for article in articles {
        for (rate, kept) in article.rates.iter_mut().zip(kept) {
            *rate *= f64::from(u8::from(*kept));
        }
    }
}

fn segments(path: &Path) -> Result<Vec<Segment>, String> {
    let about = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
    let file = File::open(path).map_err(|error| about(&error))?;
    BufReader::new(GzDecoder::new(file))
        .lines()
        .map(|line| {
            let line = line.map_err(|error| about(&error))?;
            serde_json::from_str(&line).map_err(|error| about(&error))
        })
        .collect()
}

/// Consecutive segments of one system and document. Where the document is not known, pieces of `lengths` segments in
/// turn: the order of the file is that of the documents.
fn by_document<'s>(segments: &'s [Segment], lengths: &[usize]) -> Vec<&'s [Segment]> {
    let same =
        |a: &Segment, b: &Segment| (&a.lang_pair, &a.system, &a.doc) == (&b.lang_pair, &b.system, &b.doc);
    let mut articles = Vec::new();
    for document in segments.chunk_by(same) {
        if document[0].doc.ends_with("/unknown") {
            articles.extend(cut(document, lengths));
        } else {
            articles.push(document);
        }
    }
    articles
}

fn cut<'s>(mut segments: &'s [Segment], lengths: &[usize]) -> Vec<&'s [Segment]> {
    let mut pieces = Vec::new();
    for length in lengths.iter().cycle() {
        if segments.is_empty() {
            break;
        }
        let (piece, rest) = segments.split_at(segments.len().min(*length));
        pieces.push(piece);
        segments = rest;
    }
    pieces
}

/// A segment is a paragraph, as it is on most news pages.
fn article(segments: &[Segment]) -> Option<Article> {
    let texts: Vec<&str> = segments.iter().map(|segment| segment.text.as_str()).collect();
    let text = texts.join("\n\n");
    let first = &segments[0];
    Some(Article {
        origin: match first.kind.as_str() {
            "human-native" => Origin::Native,
            "human-translation" => Origin::Person,
            _ => Origin::Machine,
        },
        pair: first.lang_pair.clone(),
        system: first.system.clone(),
        fold: 0,
        rates: likelihood::rates(&Document::new(&text))?,
    })
}
