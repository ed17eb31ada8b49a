//! Articles rebuilt from sentence pairs, with random merges, splits, drops and inserts; what both measurements read.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use bilingual::{WordTable, Words};
use flate2::read::GzDecoder;
use text::Lang;

/// The word tables of `LANG=TABLE.tsv` arguments.
pub(crate) fn tables(args: impl Iterator<Item = String>) -> std::io::Result<BTreeMap<String, Words>> {
    let mut tables = BTreeMap::new();
    for arg in args {
        let (tag, path) = arg.split_once('=').expect("LANG=TABLE.tsv");
        let language = Lang::from_tag(tag).expect("a language");
        let table = WordTable::open(Path::new(path), tag, language)?;
        tables.insert(tag.to_owned(), Words::with_table(table));
    }
    Ok(tables)
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
