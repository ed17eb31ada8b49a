//! What a sentence offers for comparison: [`Items`], each a word, a number or a mark with the keys under which the other
//! side may have it.

use rustc_hash::FxHashMap;
use text::Lang;

use crate::sound;
use crate::words::{Vocabulary, key, meaning};

/// The items of all sentences of one side.
#[derive(Default)]
pub(crate) struct Items {
    keys: Vec<Id>,
    /// Where the keys of each item end.
    ends: Vec<u32>,
    /// The most that an item may count.
    caps: Vec<f32>,
    /// Whether the vocabulary has the word of an item.
    known: Vec<bool>,
    /// Where the items of each sentence end.
    sentences: Vec<u32>,
}

/// A key by the order in which it was met first.
pub(crate) type Id = u32;

/// The keys that the translation has, and those by which items of the original count that it has not.
#[derive(Default)]
pub(crate) struct Ids(FxHashMap<u64, Id>);

impl Ids {
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// All keys and their numbers.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (u64, Id)> {
        self.0.iter().map(|(key, id)| (*key, *id))
    }

    fn insert(&mut self, key: u64) -> Id {
        let next = index(self.0.len());
        *self.0.entry(key).or_insert(next)
    }
}

/// A mark says less than a word.
const MARK: f32 = 0.6;
const UNLIMITED: f32 = f32::INFINITY;

impl Items {
    /// The items of sentences in the original's language, with the keys that the translation has too.
    pub(crate) fn of_original(sentences: &[&str], vocabulary: Vocabulary<'_>, ids: &mut Ids) -> Self {
        Self::read(sentences, Some(vocabulary), true, ids)
    }

    /// The items of English sentences, with keys that an original in `language` may have.
    pub(crate) fn of_translation(sentences: &[&str], language: Lang, ids: &mut Ids) -> Self {
        Self::read(sentences, None, language.tag() == "ja", ids)
    }

    fn read(sentences: &[&str], vocabulary: Option<Vocabulary<'_>>, kana: bool, ids: &mut Ids) -> Self {
        let mut reader = Reader {
            items: Self::default(),
            ids,
            vocabulary,
            kana,
            open: Vec::new(),
            known: false,
            lower: String::new(),
        };
        for sentence in sentences {
            reader.sentence(sentence);
        }
        reader.items
    }

    /// How many sentences there are.
    pub(crate) fn len(&self) -> usize {
        self.sentences.len()
    }

    /// The numbers of the items of a sentence.
    pub(crate) fn of_sentence(&self, sentence: usize) -> std::ops::Range<usize> {
        let start = sentence.checked_sub(1).map_or(0, |before| self.sentences[before]);
        start as usize..self.sentences[sentence] as usize
    }

    /// The keys of an item.
    pub(crate) fn keys(&self, item: usize) -> &[Id] {
        let start = item.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.keys[start as usize..self.ends[item] as usize]
    }

    /// Whether the vocabulary has the word of an item of the original.
    pub(crate) fn is_known(&self, item: usize) -> bool {
        self.known[item]
    }

    /// The most that an item may count.
    pub(crate) fn cap(&self, item: usize) -> f32 {
        self.caps[item]
    }
}

/// Reads the sentences of one side.
struct Reader<'a> {
    items: Items,
    ids: &'a mut Ids,
    /// The words of the original's language, if this is the original.
    vocabulary: Option<Vocabulary<'a>>,
    /// Whether words are compared by how katakana would write them.
    kana: bool,
    /// The keys of the item that is being read.
    open: Vec<u64>,
    /// Whether the vocabulary has the word of that item.
    known: bool,
    lower: String,
}

impl Reader<'_> {
    fn sentence(&mut self, sentence: &str) {
        let mut rest = sentence;
        while let Some(c) = rest.chars().next() {
            let taken = match c {
                _ if digit(c).is_some() => self.number(rest),
                _ if is_ideograph(c) => self.ideographs(rest),
                _ if is_katakana(c) => self.katakana(rest),
                _ if c.is_alphabetic() => self.word(rest),
                _ => {
                    self.mark(c);
                    c.len_utf8()
                }
            };
            rest = &rest[taken..];
        }
        self.items.sentences.push(index(self.items.ends.len()));
    }

    /// Ends the item that is being read.
    fn end_item(&mut self, cap: f32) {
        let Some(&first) = self.open.first() else { return };
        let items = &mut self.items;
        let before = items.keys.len();
        if self.vocabulary.is_none() {
            items
                .keys
                .extend(self.open.iter().map(|key| self.ids.insert(*key)));
        } else {
            items
                .keys
                .extend(self.open.iter().filter_map(|key| self.ids.0.get(key)));
            if items.keys.len() == before {
                // What the translation nowhere has still counts, by how rare it is in the original.
                items.keys.push(self.ids.insert(first));
            }
        }
        self.open.clear();
        items.ends.push(index(items.keys.len()));
        items.caps.push(cap);
        items.known.push(std::mem::take(&mut self.known));
    }

    /// A word of an alphabetic script: what it means, and how it sounds.
    fn word(&mut self, rest: &str) -> usize {
        let in_word =
            |c: char| (c.is_alphabetic() || is_mark_above(c)) && !is_ideograph(c) && !is_katakana(c);
        let end = rest.find(|c| !in_word(c)).unwrap_or(rest.len());
        let word = &rest[..end];
        let mut lower = std::mem::take(&mut self.lower);
        lower.clear();
        if word.is_ascii() {
            lower.push_str(word);
            lower.make_ascii_lowercase();
        } else {
            lower.extend(
                word.chars()
                    .flat_map(char::to_lowercase)
                    .map(|c| if c == 'ё' { 'е' } else { c }),
            );
        }
        if lower.len() >= 2 {
            match self.vocabulary {
                Some(vocabulary) => self.original_word(&lower, vocabulary),
                None => self.english_word(&lower),
            }
        }
        self.lower = lower;
        end
    }

    fn original_word(&mut self, lower: &str, vocabulary: Vocabulary<'_>) {
        let is_ascii = lower.is_ascii();
        vocabulary.word(lower, &mut self.open);
        self.known = !self.open.is_empty();
        if let Some(sound) = sound::beginning(lower) {
            self.open.push(key(b'n', &sound));
        }
        // Latin words are English ones in a text of another script, and often names in one of the same.
        if is_ascii && (self.kana || lower.len() >= 4) {
            self.open.push(meaning(lower));
        }
        self.end_item(UNLIMITED);
    }

    fn english_word(&mut self, lower: &str) {
        if is_small_word(lower) {
            return;
        }
        self.open.push(meaning(lower));
        if let Some(sound) = sound::beginning(lower) {
            self.open.push(key(b'n', &sound));
        }
        if self.kana
            && let Some(sound) = sound::as_katakana(lower)
        {
            self.open.push(key(b'k', &sound));
        }
        if let Some(value) = number_word(lower) {
            self.open.push(number_key(value.as_bytes()));
        }
        self.end_item(UNLIMITED);
    }

    fn katakana(&mut self, rest: &str) -> usize {
        let end = rest.find(|c| !is_katakana(c)).unwrap_or(rest.len());
        let word = &rest[..end];
        if let Some(vocabulary) = self.vocabulary {
            vocabulary.longest(word, &mut self.open);
            self.known = !self.open.is_empty();
        }
        if let Some(sound) = sound::of_katakana(word) {
            self.open.push(key(b'k', &sound));
        }
        self.end_item(UNLIMITED);
        end
    }

    /// A number in ideographs, a word of the vocabulary that they begin with, or nothing.
    fn ideographs(&mut self, rest: &str) -> usize {
        if let Some((taken, value)) = ideographic_number(rest) {
            self.number_item(&value, rest[taken..].chars().next());
            return taken;
        }
        let found = self
            .vocabulary
            .and_then(|vocabulary| vocabulary.longest(rest, &mut self.open));
        self.known = found.is_some();
        self.end_item(UNLIMITED);
        found.unwrap_or_else(|| rest.chars().next().map_or(rest.len(), char::len_utf8))
    }

    /// A number in digits, whatever separates them.
    fn number(&mut self, rest: &str) -> usize {
        let mut digits = String::new();
        let mut decimals = false;
        let mut end = 0;
        let mut chars = rest.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            if let Some(digit) = digit(c) {
                digits.push(digit);
                end = at + c.len_utf8();
                continue;
            }
            let next_is_digit = chars.peek().is_some_and(|(_, c)| digit(*c).is_some());
            let separates = match c {
                '.' | ',' | '．' | '，' | '・' | '\'' | '’' => next_is_digit,
                ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' => is_group(&rest[at + c.len_utf8()..]),
                _ => false,
            };
            if !separates {
                break;
            }
            decimals = true;
        }
        let mut after = rest[end..].chars().filter(|c| !c.is_whitespace());
        let next = after.next();
        let scaled = decimals || next.is_some_and(|c| "万萬亿億千百mbtkмтMБм".contains(c));
        let plain = digits.trim_start_matches('0');
        if !plain.is_empty() {
            self.open.push(number_key(plain.as_bytes()));
            if scaled || plain.len() >= 4 {
                // "417.6万" and "4.176 million" share their digits.
                self.open.push(key(b'~', plain.trim_end_matches('0').as_bytes()));
            }
            self.date_key(plain, next);
            if let Ok(small @ 2..=12) = plain.parse::<usize>() {
                self.open.push(meaning(NUMBER_WORDS[small - 2].0));
            }
            self.end_item(UNLIMITED);
        }
        end
    }

    fn number_item(&mut self, value: &str, next: Option<char>) {
        self.open.push(number_key(value.as_bytes()));
        if value.len() >= 4 {
            self.open.push(key(b'~', value.trim_end_matches('0').as_bytes()));
        }
        self.date_key(value, next);
        self.end_item(UNLIMITED);
    }

    /// "6月" is June.
    fn date_key(&mut self, value: &str, next: Option<char>) {
        if next == Some('月')
            && let Ok(month @ 1..=12) = value.parse::<usize>()
        {
            self.open.push(meaning(MONTHS[month - 1]));
        }
    }

    fn mark(&mut self, c: char) {
        let class = match c {
            '?' | '？' => b'?',
            '!' | '！' => b'!',
            '«' | '»' | '„' | '“' | '”' | '"' | '「' | '」' | '『' | '』' | '《' | '》' => b'"',
            '(' | '（' => b'(',
            '%' | '％' => b'%',
            ':' | '：' => b':',
            ';' | '；' => b';',
            _ => return,
        };
        let mark = key(b'!', &[class]);
        self.open.push(mark);
        self.end_item(MARK);
    }
}

fn index(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn number_key(digits: &[u8]) -> u64 {
    key(b'#', digits)
}

fn digit(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        '０'..='９' => char::from_digit(c as u32 - '０' as u32, 10),
        _ => None,
    }
}

/// Whether exactly three digits follow, as behind the space of "15 000".
fn is_group(rest: &str) -> bool {
    let digits = rest.chars().take(4).take_while(|c| digit(*c).is_some()).count();
    digits == 3
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '々' | '〇' | '\u{20000}'..='\u{2fa1f}')
}

fn is_katakana(c: char) -> bool {
    matches!(c, 'ァ'..='ヺ' | 'ー')
}

/// A combining accent, as in a stressed Russian vowel.
fn is_mark_above(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// A number in ideographs ("二十三", "二〇一九"): its bytes and its digits. A single one is too often part of a word, but
/// before a counter.
fn ideographic_number(text: &str) -> Option<(usize, String)> {
    const DIGITS: &str = "〇一二三四五六七八九";
    let (mut total, mut current, mut digits) = (0_u64, 0_u64, String::new());
    let (mut end, mut count, mut has_units) = (0, 0, false);
    for (at, c) in text.char_indices().take(12) {
        let unit = match c {
            '十' => 10,
            '百' => 100,
            '千' => 1000,
            _ => {
                let Some(digit) = DIGITS.chars().position(|d| d == c).or((c == '两').then_some(2)) else {
                    break;
                };
                current = digit as u64;
                digits.extend(char::from_digit(u32::try_from(digit).unwrap_or(0), 10));
                end = at + c.len_utf8();
                count += 1;
                continue;
            }
        };
        total += unit * current.max(1);
        current = 0;
        has_units = true;
        end = at + c.len_utf8();
        count += 1;
    }
    let counted = text[end..]
        .chars()
        .next()
        .is_some_and(|c| "万亿億萬月日年人个個名岁歳時时点次回".contains(c));
    if count == 0 || count == 1 && !counted {
        return None;
    }
    let value = if has_units {
        (total + current).to_string()
    } else {
        digits.trim_start_matches('0').to_owned()
    };
    (!value.is_empty() && value != "0" && value != "1").then_some((end, value))
}

const NUMBER_WORDS: [(&str, &str); 20] = [
    ("two", "2"),
    ("three", "3"),
    ("four", "4"),
    ("five", "5"),
    ("six", "6"),
    ("seven", "7"),
    ("eight", "8"),
    ("nine", "9"),
    ("ten", "10"),
    ("eleven", "11"),
    ("twelve", "12"),
    ("fifteen", "15"),
    ("twenty", "20"),
    ("thirty", "30"),
    ("forty", "40"),
    ("fifty", "50"),
    ("sixty", "60"),
    ("seventy", "70"),
    ("eighty", "80"),
    ("ninety", "90"),
];

/// The digits of an English number word.
fn number_word(lower: &str) -> Option<&'static str> {
    NUMBER_WORDS
        .iter()
        .find(|(word, _)| *word == lower)
        .map(|(_, digits)| *digits)
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// English words that stand in any sentence.
const SMALL_WORDS: [&str; 137] = [
    "about", "after", "all", "also", "am", "an", "and", "another", "any", "are", "as", "at", "be", "because",
    "been", "being", "but", "by", "came", "can", "come", "could", "did", "do", "does", "down", "even",
    "every", "for", "from", "get", "give", "given", "go", "goes", "going", "got", "had", "has", "have",
    "having", "he", "her", "here", "him", "his", "how", "if", "in", "into", "is", "it", "its", "just", "let",
    "like", "made", "make", "makes", "making", "many", "may", "me", "might", "more", "most", "much", "must",
    "my", "no", "not", "now", "of", "off", "on", "one", "only", "or", "other", "our", "out", "over", "own",
    "per", "put", "said", "she", "should", "since", "so", "some", "still", "such", "take", "taken", "takes",
    "than", "that", "the", "their", "them", "then", "there", "these", "they", "this", "those", "though",
    "through", "to", "too", "took", "under", "up", "upon", "us", "use", "used", "very", "via", "was", "we",
    "went", "were", "what", "when", "where", "which", "while", "who", "will", "with", "without", "would",
    "yet", "you", "your",
];

fn is_small_word(lower: &str) -> bool {
    // "May" and "about" are needed where they are months and "около"; they are rare enough to lose.
    SMALL_WORDS.binary_search(&lower).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shared(language: &str, original: &str, english: &str) -> usize {
        let language = Lang::from_tag(language).unwrap();
        let mut ids = Ids::default();
        let english = Items::of_translation(&[english], language, &mut ids);
        let original = Items::of_original(&[original], Vocabulary::new(language, None), &mut ids);
        let keys: Vec<Id> = english
            .of_sentence(0)
            .flat_map(|item| english.keys(item))
            .copied()
            .collect();
        original
            .of_sentence(0)
            .filter(|&item| original.keys(item).iter().any(|key| keys.contains(key)))
            .count()
    }

    #[test]
    fn numbers_meet_in_every_notation() {
        for (language, original, english) in [
            ("ru", "15 000", "15,000"),
            ("de", "1.500", "1,500"),
            ("de", "4,5 Mrd.", "4.5 billion"),
            ("zh", "417.6万", "4.176 million"),
            ("zh", "二十三", "23"),
            ("zh", "二〇一九年", "2019"),
            ("ja", "３００", "300"),
            ("zh", "6月", "June"),
            ("ru", "3", "three"),
        ] {
            assert!(shared(language, original, english) > 0, "{original}: {english}");
        }
        assert_eq!(shared("ru", "15 000", "16,000"), 0);
    }

    #[test]
    fn the_small_words_are_in_order() {
        assert!(SMALL_WORDS.is_sorted());
    }
}
