//! Articles rebuilt from sentence pairs, with random merges, splits, drops and inserts; what both measurements read.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use bilingual::{Evidence, Meaning, SentenceVectors, WordTable, Words};
use flate2::read::GzDecoder;
use text::Lang;
use vectors::Model;

/// What sentences are aligned by: word tables, and a model.
#[derive(Default)]
pub(crate) struct Sources {
    plain: Words,
    tables: BTreeMap<String, Words>,
    model: Option<Remembering>,
}

impl Sources {
    /// Calls `run` with the evidence for the language with a tag.
    pub(crate) fn with<T>(&self, tag: &str, run: impl FnOnce(&dyn Evidence) -> T) -> T {
        let words = self.tables.get(tag).unwrap_or(&self.plain);
        match &self.model {
            Some(model) => run(&Meaning::new(words, model)),
            None => run(words),
        }
    }

    /// How many vectors were asked for since the last time.
    #[allow(dead_code, reason = "one of the two measurements counts them")]
    pub(crate) fn asked(&self) -> usize {
        self.model
            .as_ref()
            .map_or(0, |model| model.asked.swap(0, Ordering::Relaxed))
    }
}

/// A model that keeps the vectors it made in a file, so that the same sentences cost nothing in the next measurement.
#[derive(Debug)]
pub(crate) struct Remembering {
    model: Model,
    known: Mutex<BTreeMap<String, Vec<f32>>>,
    file: Option<File>,
    asked: AtomicUsize,
}

impl Remembering {
    fn open(model: &str, memory: Option<&str>) -> std::io::Result<Self> {
        let model = Model::open(Path::new(model)).map_err(std::io::Error::other)?;
        let mut known = BTreeMap::new();
        let mut file = None;
        if let Some(path) = memory {
            let opened = File::options().create(true).append(true).read(true).open(path)?;
            for line in BufReader::new(&opened).lines() {
                let line = line?;
                let (sentence, numbers) = line.split_once('\t').expect("a sentence and its vector");
                let vector = numbers
                    .split(' ')
                    .map(|number| number.parse().expect("a number"))
                    .collect();
                known.insert(sentence.to_owned(), vector);
            }
            file = Some(opened);
        }
        Ok(Self {
            model,
            known: known.into(),
            file,
            asked: AtomicUsize::default(),
        })
    }
}

impl SentenceVectors for Remembering {
    fn name(&self) -> String {
        "model".to_owned()
    }

    fn typical(&self, language: Lang) -> Option<f32> {
        Some(self.model.language(language.tag())?.typical)
    }

    fn vectors(&self, language: Lang, sentences: &[&str]) -> Option<Vec<Vec<f32>>> {
        self.asked.fetch_add(sentences.len(), Ordering::Relaxed);
        let key = |sentence: &str| sentence.replace(['\t', '\n', '\r'], " ");
        let mut known = self.known.lock().expect("one thread");
        let new: Vec<&str> = sentences
            .iter()
            .copied()
            .filter(|s| !known.contains_key(&key(s)))
            .collect();
        let made = self.model.vectors_in(language.tag(), &new, 1)?;
        for (sentence, vector) in new.iter().zip(made) {
            if let Some(mut file) = self.file.as_ref() {
                let numbers: Vec<String> = vector
                    .values()
                    .iter()
                    .map(|value| format!("{value:.5}"))
                    .collect();
                writeln!(file, "{}\t{}", key(sentence), numbers.join(" ")).expect("room for it");
            }
            known.insert(key(sentence), vector.values().to_vec());
        }
        Some(
            sentences
                .iter()
                .map(|sentence| known[&key(sentence)].clone())
                .collect(),
        )
    }
}

/// The word tables of `LANG=TABLE.tsv` arguments, the model of `model=FILE`, with its vectors kept in `memory=FILE`.
pub(crate) fn sources(args: impl Iterator<Item = String>) -> std::io::Result<Sources> {
    let (mut tables, mut model, mut memory) = (BTreeMap::new(), None, None);
    for arg in args {
        let (tag, path) = arg.split_once('=').expect("LANG=TABLE.tsv");
        match tag {
            "model" => model = Some(path.to_owned()),
            "memory" => memory = Some(path.to_owned()),
            _ => {}
        }
        if matches!(tag, "model" | "memory") {
            continue;
        }
        let language = Lang::from_tag(tag).expect("a language");
        let table = WordTable::open(Path::new(path), tag, language)?;
        tables.insert(tag.to_owned(), Words::with_table(table));
    }
    Ok(Sources {
        plain: Words::default(),
        tables,
        model: model
            .map(|path| Remembering::open(&path, memory.as_deref()))
            .transpose()?,
    })
}

pub(crate) type Pairs = Vec<(String, String)>;

pub(crate) fn read(path: &str) -> std::io::Result<BTreeMap<(String, String), Pairs>> {
    let mut groups: BTreeMap<(String, String), Pairs> = BTreeMap::new();
    for line in BufReader::new(GzDecoder::new(File::open(path)?)).lines() {
        let row: serde_json::Value = serde_json::from_str(&line?)?;
        let field = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
        let tag = field("lang_pair").trim_end_matches("-en").to_owned();
        groups
            .entry((tag, field("system")))
            .or_default()
            .push((field("src"), field("text")));
    }
    Ok(groups)
}

/// xorshift64*: the same articles on every machine.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % end
    }
}

#[derive(Default)]
pub(crate) struct Article {
    pub(crate) original: Vec<String>,
    pub(crate) translation: Vec<String>,
    pub(crate) gold: Vec<(usize, usize)>,
    pub(crate) dropped: Vec<usize>,
    pub(crate) inserted: Vec<usize>,
}

pub(crate) fn articles(pairs: &Pairs, random: &mut Random, tag: &str) -> Vec<Article> {
    let space = if matches!(tag, "zh" | "ja") { "" } else { " " };
    let mut articles = Vec::new();
    let mut rest = &pairs[..];
    while rest.len() > 12 {
        let count = usize::try_from(12 + random.below(19))
            .expect("small")
            .min(rest.len());
        let (document, behind) = rest.split_at(count);
        rest = behind;
        let mut article = Article::default();
        let mut at = 0;
        while at < document.len() {
            let dice = random.below(1000);
            let (source, target) = &document[at];
            let (s, t) = (article.original.len(), article.translation.len());
            let next = document.get(at + 1);
            match (dice, next) {
                (0..60, Some(next)) => {
                    article.original.extend([source.clone(), next.0.clone()]);
                    article.translation.push(format!("{target} {}", next.1));
                    article.gold.extend([(s, t), (s + 1, t)]);
                    at += 1;
                }
                (60..120, Some(next)) => {
                    article.original.push(format!("{source}{space}{}", next.0));
                    article.translation.extend([target.clone(), next.1.clone()]);
                    article.gold.extend([(s, t), (s, t + 1)]);
                    at += 1;
                }
                (120..155, _) => {
                    article.original.push(source.clone());
                    article.dropped.push(s);
                }
                (155..180, _) => {
                    article.translation.push(target.clone());
                    article.inserted.push(t);
                }
                _ => {
                    article.original.push(source.clone());
                    article.translation.push(target.clone());
                    article.gold.push((s, t));
                }
            }
            at += 1;
        }
        articles.push(article);
    }
    articles
}
