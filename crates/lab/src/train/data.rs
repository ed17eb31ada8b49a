//! The registers and their texts, whole and cut into pieces of every length, with what was counted in them.

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;
use linguistics::document::Document;
use linguistics::likelihood::{self, Rates};
use serde::Deserialize;
use text::BlockKind;

/// Sentences of a piece, in turn.
const LENGTHS: [usize; 10] = [3, 4, 5, 6, 8, 10, 14, 20, 30, 40];

/// Sentences that are enough for a text to stand for all that its writer would write.
pub(crate) const LONG: usize = 40;

/// The text whose document is not known is cut into articles of so many segments.
const UNKNOWN_DOCUMENT: usize = 12;

/// Bytes that are read of a register at most: some are a hundred times as large as others.
const LARGEST: usize = 4_000_000;

/// Texts of one kind: one line of the list of registers.
#[derive(Debug, Clone)]
pub(crate) struct Register {
    pub(crate) name: String,
    pub(crate) is_translated: bool,
    /// What it counts for in training; `None` for one that only measures.
    pub(crate) weight: Option<f64>,
    pub(crate) file: PathBuf,
}

/// A register and its texts.
pub(crate) struct Texts {
    pub(crate) register: Register,
    pub(crate) whole: Vec<Rates>,
    pub(crate) pieces: Vec<Rates>,
    /// The starts of each long text and, last, its first [`LONG`] sentences.
    pub(crate) growing: Vec<Vec<Rates>>,
}

#[derive(Deserialize)]
struct Segment {
    lang_pair: String,
    kind: String,
    system: String,
    doc: String,
    text: String,
}

/// The list: role, register, weight and file in columns, and what else one wants to say of it.
pub(crate) fn registers(list: &Path, folder: &Path) -> Result<Vec<Register>, String> {
    let text = fs::read_to_string(list).map_err(|error| format!("{}: {error}", list.display()))?;
    text.lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| {
            register(line, folder).ok_or_else(|| format!("{}: not a register: {line}", list.display()))
        })
        .collect()
}

fn register(line: &str, folder: &Path) -> Option<Register> {
    let mut columns = line.split('\t');
    let is_translated = match columns.next()? {
        "native" => false,
        "translated" => true,
        _ => return None,
    };
    let name = columns.next()?.to_owned();
    let weight = match columns.next()? {
        "-" => None,
        weight => Some(weight.parse().ok()?),
    };
    Some(Register {
        name,
        is_translated,
        weight,
        file: folder.join(columns.next()?),
    })
}

pub(crate) fn read(register: Register) -> Result<Texts, String> {
    let about = |error: std::io::Error| format!("{}: {error}", register.file.display());
    let articles = if register
        .file
        .extension()
        .is_some_and(|extension| extension == "gz")
    {
        segments(&register.file, &register.name).map_err(about)?
    } else {
        let text = fs::read_to_string(&register.file).map_err(about)?;
        text.split("\n\n")
            .map(|article| article.trim().replace('\n', "\n\n"))
            .collect()
    };
    Ok(Texts::new(register, &articles))
}

impl Texts {
    fn new(register: Register, articles: &[String]) -> Self {
        let mut texts = Self {
            register,
            whole: Vec::new(),
            pieces: Vec::new(),
            growing: Vec::new(),
        };
        let mut lengths = LENGTHS.iter().copied().cycle();
        for article in sample(articles) {
            let document = Document::new(article);
            texts.whole.extend(likelihood::rates(&document));
            let sentences = sentences(&document);
            let mut rest = sentences.as_slice();
            while rest.len() >= likelihood::LEAST_SENTENCES {
                let length = lengths.next().map_or(rest.len(), |length| length.min(rest.len()));
                let (piece, after) = rest.split_at(length);
                texts.pieces.extend(rates(piece));
                rest = after;
            }
            if let Some(long) = sentences.get(..LONG) {
                let starts = LENGTHS.iter().filter_map(|&length| rates(&long[..length]));
                texts.growing.push(starts.collect());
            }
        }
        texts
    }
}

/// Texts from all over a register that is too large.
fn sample(articles: &[String]) -> impl Iterator<Item = &String> {
    let bytes: usize = articles.iter().map(String::len).sum();
    articles.iter().step_by(bytes.div_ceil(LARGEST).max(1))
}

fn sentences<'d>(document: &Document<'d>) -> Vec<&'d str> {
    document
        .prose()
        .filter(|block| matches!(block.kind, BlockKind::Paragraph | BlockKind::Quote))
        .flat_map(|block| document.sentences_of(block))
        .filter(|sentence| document.tokens_in(sentence).iter().any(|token| !token.is_mark()))
        .map(|sentence| document.str(sentence.span()).trim())
        .collect()
}

fn rates(sentences: &[&str]) -> Option<Rates> {
    likelihood::rates(&Document::new(&sentences.join(" ")))
}

/// The machine translations of a pair, or whatever stands in the file if it holds one kind: a segment is a paragraph,
/// as it is on most news pages, and consecutive ones of one document and system an article.
fn segments(file: &Path, register: &str) -> std::io::Result<Vec<String>> {
    let mut segments: Vec<Segment> = Vec::new();
    for line in BufReader::new(GzDecoder::new(File::open(file)?)).lines() {
        segments.push(serde_json::from_str(&line?)?);
    }
    let (pair, by) = register.split_once(' ').unwrap_or((register, ""));
    let kind = match by {
        "people" => "human-translation",
        "native" => "human-native",
        _ => "mt",
    };
    // What is left of native documents whose ids are not known repeats lines of those that are.
    segments.retain(|s| s.lang_pair == pair && s.kind == kind && !s.doc.starts_with("unknown"));
    let same = |a: &Segment, b: &Segment| (&a.system, &a.doc) == (&b.system, &b.doc);
    let mut articles = Vec::new();
    for document in segments.chunk_by(same) {
        let is_known = !document[0].doc.ends_with("/unknown");
        let length = if is_known {
            document.len()
        } else {
            UNKNOWN_DOCUMENT
        };
        articles.extend(document.chunks(length).map(article));
    }
    Ok(articles)
}

fn article(segments: &[Segment]) -> String {
    let texts: Vec<&str> = segments.iter().map(|segment| segment.text.as_str()).collect();
    texts.join("\n\n")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // a test may fail

    use super::*;

    #[test]
    fn a_register_without_a_weight_only_measures() {
        let folder = Path::new("texts");
        let trains = register("native\tnews\t2.5\tnews.txt\tCC0", folder).unwrap();
        assert_eq!((trains.weight, trains.is_translated), (Some(2.5), false));
        assert_eq!(trains.file, folder.join("news.txt"));
        let measures = register("translated\tru-en\t-\tmt.jsonl.gz", folder).unwrap();
        assert_eq!((measures.weight, measures.is_translated), (None, true));
        assert!(register("other\tnews\t1\tnews.txt", folder).is_none());
    }

    #[test]
    fn texts_are_cut_into_pieces_and_kept_whole() {
        let sentence = "The council met in the old town hall and heard what the mayor had to say. ";
        let register = register("native\tnews\t1\tnews.txt", Path::new("")).unwrap();
        let texts = Texts::new(register, &[sentence.repeat(50), sentence.repeat(2)]);
        let lengths = |rates: &[Rates]| rates.iter().map(|rates| rates.sentences).collect::<Vec<_>>();
        assert_eq!(lengths(&texts.whole), [50]);
        assert_eq!(lengths(&texts.pieces), [3, 4, 5, 6, 8, 10, 14]);
        assert_eq!(lengths(&texts.growing[0]), LENGTHS);
    }
}
