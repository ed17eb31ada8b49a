//! What words of other languages mean in English: the few [common](common) ones that come with the crate, and a larger
//! [`WordTable`] that a user may put beside the program.

use std::io::{self, BufRead};
use std::path::Path;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use text::Lang;
use text::list::entries;

use crate::stem;

/// An English word without its ending, as a number. Two words with one number are rare, and evidence bears it.
pub(crate) type Meaning = u64;

/// The number of an English word (lower case).
pub(crate) fn meaning(english: &str) -> Meaning {
    key(b'w', stem::english(english).as_bytes())
}

/// A number for `bytes` of one `class`.
pub(crate) fn key(class: u8, bytes: &[u8]) -> u64 {
    // FNV-1a: short words, and no state between two runs.
    let start = 0xcbf2_9ce4_8422_2325 ^ u64::from(class);
    let hash = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    bytes.iter().fold(hash(start, &class), hash)
}

const COMMON: &str = include_str!("../data/common_words.tsv");

/// The languages of the columns of `common_words.tsv`, after the English one.
const COLUMNS: [&str; 6] = ["ru", "uk", "de", "cs", "zh", "ja"];

/// Words of news in one language by their beginnings: "правительств" stands for all its cases.
pub(crate) struct Common {
    beginnings: FxHashMap<&'static str, Vec<Meaning>>,
}

/// The common words of `language`, if the crate has any.
pub(crate) fn common(language: Lang) -> Option<&'static Common> {
    static TABLES: LazyLock<Vec<Common>> =
        LazyLock::new(|| (1..=COLUMNS.len()).map(Common::of_column).collect());
    let tag = language.tag();
    let column = COLUMNS.iter().position(|column| *column == tag)?;
    Some(&TABLES[column])
}

impl Common {
    fn of_column(column: usize) -> Self {
        let mut beginnings: FxHashMap<&str, Vec<Meaning>> = FxHashMap::default();
        for line in entries(COMMON) {
            let mut cells = line.split('\t');
            let english: Vec<Meaning> = cells.next().unwrap_or_default().split(' ').map(meaning).collect();
            for word in cells
                .nth(column - 1)
                .unwrap_or_default()
                .split(' ')
                .filter(|word| !word.is_empty())
            {
                beginnings.entry(word).or_default().extend(&english);
            }
        }
        Self { beginnings }
    }

    /// What a word (lower case) means, by the longest beginning that is known. Short beginnings take short endings only.
    fn of_word(&self, word: &str) -> &[Meaning] {
        const SHORT: usize = 4;
        for (ending, (end, _)) in word.char_indices().rev().enumerate() {
            let beginning = &word[..end + word[end..].chars().next().map_or(0, char::len_utf8)];
            if let Some(meanings) = self.beginnings.get(beginning) {
                let short = beginning.chars().count() <= SHORT;
                return if short && ending > 3 { &[] } else { meanings };
            }
        }
        &[]
    }
}

/// A table of words of one language with the English words that may render them.
///
/// It is read from a file of the user's: a line a word, `word<TAB>english english …`, lines that start with `#` left out.
/// Such tables are trained from sentence pairs or taken from dictionaries, and have their own licences, which is why none
/// comes with the crate.
#[derive(Debug, Clone)]
pub struct WordTable {
    name: String,
    language: Lang,
    words: FxHashMap<Box<str>, Vec<Meaning>>,
    /// How many words each English word may render.
    renderings: FxHashMap<Meaning, u32>,
}

impl WordTable {
    /// Reads the table in the file at `path`; `name` is how reports call it.
    pub fn open(path: &Path, name: &str, language: Lang) -> io::Result<Self> {
        Self::read(io::BufReader::new(std::fs::File::open(path)?), name, language)
    }

    /// Reads a table; a line without a tab is an error of the kind `InvalidData` that names it.
    pub fn read(lines: impl BufRead, name: &str, language: Lang) -> io::Result<Self> {
        let mut words: FxHashMap<Box<str>, Vec<Meaning>> = FxHashMap::default();
        for (index, line) in lines.lines().enumerate() {
            let line = line?;
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let Some((word, english)) = line.split_once('\t') else {
                let message = format!("line {} of the word table has no tab", index + 1);
                return Err(io::Error::new(io::ErrorKind::InvalidData, message));
            };
            let lower = word.to_lowercase();
            let meanings = words
                .entry(stem::foreign(&lower, language.tag()).into())
                .or_default();
            for meaning in english.split_whitespace().map(meaning) {
                if !meanings.contains(&meaning) {
                    meanings.push(meaning);
                }
            }
        }
        let mut renderings: FxHashMap<Meaning, u32> = FxHashMap::default();
        for meaning in words.values().flatten() {
            *renderings.entry(*meaning).or_default() += 1;
        }
        Ok(Self {
            name: name.to_owned(),
            language,
            words,
            renderings,
        })
    }

    /// How many words it has, forms of one counted once.
    pub(crate) fn len(&self) -> usize {
        self.words.len()
    }

    /// How much it says that an English word renders a given one: little of a word that renders a thousand others ("set"),
    /// all of one that renders a few. From 0 to 1; `None` of a word that the table has not.
    pub(crate) fn precision(&self, meaning: Meaning) -> Option<f32> {
        /// The logarithm of the share of words at which a word is precise.
        const PRECISE: f32 = 9.0;
        let renderings = *self.renderings.get(&meaning)?;
        let share = self.words.len() as f32 / renderings as f32;
        Some((share.ln() / PRECISE).clamp(0.2, 1.0).powi(2))
    }

    /// How reports call it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The language of its words.
    #[must_use]
    pub fn language(&self) -> Lang {
        self.language
    }
}

/// The words that are known of one language, from both sources.
#[derive(Clone, Copy)]
pub(crate) struct Vocabulary<'t> {
    common: Option<&'static Common>,
    table: Option<&'t WordTable>,
    tag: &'static str,
}

impl<'t> Vocabulary<'t> {
    pub(crate) fn new(language: Lang, table: Option<&'t WordTable>) -> Self {
        let table = table.filter(|table| table.language == language);
        Self {
            common: common(language),
            table,
            tag: language.tag(),
        }
    }

    /// The larger table behind it.
    pub(crate) fn table(self) -> Option<&'t WordTable> {
        self.table
    }

    /// Adds to `out` what a word (lower case) of an alphabetic script may mean.
    pub(crate) fn word(self, word: &str, out: &mut Vec<Meaning>) {
        if let Some(common) = self.common {
            out.extend(common.of_word(word));
        }
        if let Some(table) = self.table {
            let found = table.words.get(stem::foreign(word, self.tag));
            if let Some(found) = found {
                out.extend(found);
            } else if self.tag == "de" {
                self.compound(table, word, out);
            }
        }
    }

    /// The parts of a German compound, where both are known: "Wirtschafts|minister".
    fn compound(self, table: &WordTable, word: &str, out: &mut Vec<Meaning>) {
        const SHORTEST: usize = 4;
        for (at, _) in word.char_indices().skip(SHORTEST) {
            let (first, second) = word.split_at(at);
            if second.len() < SHORTEST {
                return;
            }
            let part = |word| table.words.get(stem::foreign(word, self.tag));
            if let (Some(first), Some(second)) = (part(first), part(second)) {
                out.extend(first.iter().chain(second));
                return;
            }
        }
    }

    /// The longest word that Han or kana `characters` begin with: its bytes, with what it means added to `out`.
    pub(crate) fn longest(self, characters: &str, out: &mut Vec<Meaning>) -> Option<usize> {
        const LONGEST: usize = 8;
        let mut ends = [0; LONGEST];
        let mut count = 0;
        for (at, c) in characters.char_indices().take(LONGEST) {
            ends[count] = at + c.len_utf8();
            count += 1;
        }
        ends[..count].iter().rev().copied().find(|&end| {
            let word = &characters[..end];
            let before = out.len();
            out.extend(
                self.common
                    .and_then(|common| common.beginnings.get(word))
                    .into_iter()
                    .flatten(),
            );
            out.extend(
                self.table
                    .and_then(|table| table.words.get(word))
                    .into_iter()
                    .flatten(),
            );
            out.len() > before
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_common_words_are_in_order_and_whole() {
        assert_eq!(text::list::disorder(COMMON), None);
        for line in entries(COMMON) {
            assert_eq!(line.split('\t').count(), COLUMNS.len() + 1, "{line}");
        }
    }

    #[test]
    fn beginnings_stand_for_their_forms() {
        let russian = common(Lang::from_tag("ru").unwrap()).unwrap();
        assert_eq!(russian.of_word("правительством"), [meaning("government")]);
        assert_eq!(russian.of_word("мостами"), []);
        assert!(common(Lang::from_tag("fi").unwrap()).is_none());
    }
}
