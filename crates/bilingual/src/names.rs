//! Names that became another one.
//!
//! A name of the English that sounds like nothing in the original, beside a name of the original that sounds like nothing in the
//! English: one may have been put for the other. Two words sound alike when few sounds must be changed to make one from the other,
//! where vowels and sounds that languages mix up cost little, and an inflection at the end next to nothing. Names that English writes
//! quite differently are in a list of exonyms. It is never certain.

use std::{
    cell::{Cell, OnceCell},
    collections::HashSet,
    sync::LazyLock,
};

use text::Span;

use crate::{Certainty, Mismatch, MismatchKind, Side, language::Language, lex::Lexed, sound};

/// English words with a capital that are no names: of institutions, titles, months and days.
static TITLE_WORDS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| text::list::entries(include_str!("../data/en/title_words.txt")).collect());

/// Languages of which names are compared.
const LANGUAGES: [&str; 8] = ["cs", "de", "es", "fr", "it", "pl", "ru", "uk"];

/// How far apart, in shares of their sides, two names may stand that are put for each other.
const FARTHEST: f64 = 0.3;

/// Names of one side that are compared; more of them have no counterpart only where nothing has one.
const MOST: usize = 4;

/// A name of the English and one of the original at its place, neither of which has a counterpart; or, where only one side has
/// such a name, that one.
pub(crate) fn check(original: Side, translation: Side, language: Option<&Language>) -> Option<Mismatch> {
    let language = language.filter(|l| LANGUAGES.contains(&l.tag))?;
    let (source, english) = (words(original), words(translation));
    let added = without(
        english
            .iter()
            .filter(|w| w.is_name && !TITLE_WORDS.contains(w.folded.as_str())),
        |w| stands_in(w, &source, |s| is_exonym(language, w, s)),
    )?;
    // German writes every noun with a capital.
    let lost = if language.tag == "de" {
        Vec::new()
    } else {
        let names = source
            .iter()
            .filter(|w| w.is_name && w.folded.len() > 3 && !w.is_title(language));
        without(names, |w| stands_in(w, &english, |e| is_exonym(language, e, w)))?
    };
    let place = |word: &Word, side: Side| (word.span.start - side.span.start) as f64 / side.span.len() as f64;
    let apart = |english: &Word, source: &Word| (place(english, translation) - place(source, original)).abs();
    let pairs = added.iter().flat_map(|a| lost.iter().map(move |l| (*a, *l)));
    let nearest = pairs
        .min_by(|(a, b), (c, d)| apart(a, b).total_cmp(&apart(c, d)))
        .filter(|(added, lost)| apart(added, lost) <= FARTHEST);
    let (at, of, message) = match (nearest, added.first(), lost.first()) {
        (Some((added, lost)), ..) => {
            let (here, there) = (&translation.text[added.span], &original.text[lost.span]);
            (
                added.span,
                Some(lost.span),
                format!("{here} may stand for {there}."),
            )
        }
        (None, Some(added), _) => {
            let here = &translation.text[added.span];
            (added.span, None, format!("{here} is not in the original."))
        }
        (None, None, Some(lost)) => {
            let there = &original.text[lost.span];
            let end = Span::new(translation.span.end, translation.span.end);
            (
                end,
                Some(lost.span),
                format!("{there} is not in the translation."),
            )
        }
        (None, None, None) => return None,
    };
    Some(Mismatch {
        power: None,
        kind: MismatchKind::Name,
        certainty: Certainty::Look,
        translation: at,
        original: of,
        message,
        note: None,
        replacement: None,
    })
}

/// The names that nothing stands for; `None` where they are so many that the sides are hardly translations of each other.
fn without<'w>(
    names: impl Iterator<Item = &'w Word>,
    stands: impl Fn(&Word) -> bool,
) -> Option<Vec<&'w Word>> {
    let without: Vec<&Word> = names.filter(|name| !stands(name)).take(MOST + 1).collect();
    (without.len() <= MOST).then_some(without)
}

/// Whether a name sounds like a word of the other side, is a part of one, or sounds like two that stand together.
fn stands_in(name: &Word, others: &[Word], is_exonym: impl Fn(&Word) -> bool) -> bool {
    let folded = &name.folded;
    others.iter().any(|other| same_start(folded, &other.folded))
        || others
            .iter()
            .any(|other| sound_alike(name.spoken(), other.spoken()))
        || folded.len() >= 4 && others.iter().any(|other| other.folded.contains(folded.as_str()))
        || others.iter().any(is_exonym)
        || others.windows(2).any(|two| {
            let both = [two[0].spoken(), two[1].spoken()].concat();
            sound_alike(name.spoken(), &both)
        })
}

/// How many names of an article are looked for in all of it: more of them without a counterpart say that nothing can be told.
const MOST_SOUGHT: usize = 100;

/// Both texts as wholes, whose words are read when the first name is looked for.
pub(crate) struct Texts<'t> {
    original: Side<'t>,
    translation: Side<'t>,
    words: OnceCell<(Vec<Word>, Vec<Word>)>,
    sought: Cell<usize>,
}

impl<'t> Texts<'t> {
    pub(crate) fn new(original: Side<'t>, translation: Side<'t>) -> Self {
        Self {
            original,
            translation,
            words: OnceCell::new(),
            sought: Cell::new(0),
        }
    }

    /// Whether neither of the two names of a mismatch has a counterpart somewhere else in the texts: if one has, a sentence is
    /// only put differently.
    pub(crate) fn confirm(&self, found: &Mismatch, language: Option<&Language>) -> bool {
        let (Some(language), Some(there)) = (language, found.original) else {
            return false;
        };
        self.sought.set(self.sought.get() + 1);
        if found.translation.is_empty() || self.sought.get() > MOST_SOUGHT {
            return false;
        }
        let (original, translation) = self
            .words
            .get_or_init(|| (words(self.original), words(self.translation)));
        let here = translation.iter().find(|word| word.span == found.translation);
        let there = original.iter().find(|word| word.span == there);
        let (Some(here), Some(there)) = (here, there) else {
            return false;
        };
        !stands_in(here, original, |there| is_exonym(language, here, there))
            && !stands_in(there, translation, |here| is_exonym(language, here, there))
    }
}

fn is_exonym(language: &Language, english: &Word, source: &Word) -> bool {
    language.exonyms.iter().any(|(there, here)| {
        source.folded.starts_with(there) && here.split(' ').any(|h| english.folded.starts_with(h))
    })
}

struct Word {
    span: Span,
    /// In small Latin letters without marks.
    folded: String,
    /// Its sounds, in one notation; made when they are asked for.
    spoken: OnceCell<Vec<u8>>,
    /// It has a capital that no sentence gave it.
    is_name: bool,
}

fn words(side: Side) -> Vec<Word> {
    let lexed = Lexed::new(side.text, side.span);
    let mut opens = true;
    let mut out = Vec::new();
    for i in 0..lexed.len() {
        if lexed.word(i).is_some() {
            let written = lexed.written(i);
            let mut letters = written.chars();
            let capital = letters.next().is_some_and(char::is_uppercase) && letters.any(char::is_lowercase);
            let folded = fold(lexed.plain(i));
            out.push(Word {
                span: lexed.span(i, i + 1),
                spoken: OnceCell::new(),
                is_name: capital && !opens && folded.len() > 2 && !is_roman(written),
                folded,
            });
            opens = false;
        } else if matches!(
            lexed.plain(i),
            "." | "!" | "?" | ":" | "\"" | "“" | "«" | "„" | "(" | "-" | "…" | "|" | "\n" | ";"
        ) {
            opens = true;
        } else if lexed.digits(i).is_some() {
            opens = false;
        }
    }
    out
}

/// "XIVe": a number with an ending.
fn is_roman(written: &str) -> bool {
    let number = written.trim_end_matches(char::is_lowercase);
    number.len() > 1 && number.chars().all(|c| "IVXLC".contains(c))
}

impl Word {
    fn spoken(&self) -> &[u8] {
        self.spoken.get_or_init(|| sound::spoken(&self.folded))
    }

    /// Whether the translation renders it by a word, as parts of institutions.
    fn is_title(&self, language: &Language) -> bool {
        language
            .title_words
            .iter()
            .any(|title| self.folded.starts_with(title))
    }
}

fn same_start(one: &str, other: &str) -> bool {
    let common = one.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
    common >= 4
        || common == 3 && one.len().min(other.len()) > 4
        || common == one.len().min(other.len()) && common >= 3
}

/// What it costs to change, drop or add sounds, in hundredths of another sound.
const VOWEL: u32 = 35;
const NEAR: u32 = 40;
const OTHER: u32 = 100;
const DROPPED: u32 = 80;
const ENDING: u32 = 12;

/// Whether few sounds must be changed to make one word from the other, measured at the shorter one.
fn sound_alike(one: &[u8], other: &[u8]) -> bool {
    let shorter = one.len().min(other.len());
    if shorter < 3 {
        return shorter == 2 && one[..2] == other[..2] && one.len().abs_diff(other.len()) <= 2;
    }
    let wander = |sound: u8| is_vowel(sound) || matches!(sound, b'h' | b'j');
    if replacing(one[0], other[0]) > 50 && !wander(one[0]) && !wander(other[0]) {
        return false;
    }
    let limit = if shorter >= 5 { 30 } else { 27 } * u32::try_from(shorter).unwrap_or(u32::MAX);
    // Every sound that the shorter one lacks costs at least an ending.
    one.len().abs_diff(other.len()) <= 8 && distance(one, other) <= limit
}

/// The cost of making one word from the other, whose last three and two sounds may be an inflection.
fn distance(one: &[u8], other: &[u8]) -> u32 {
    let mut row: Vec<u32> = std::iter::once(0)
        .chain(other.iter().scan(0, |sum, sound| {
            *sum += dropping(*sound);
            Some(*sum)
        }))
        .collect();
    let (from, until) = (
        one.len().saturating_sub(3).max(2),
        other.len().saturating_sub(2).max(2),
    );
    let mut best = u32::MAX;
    for (i, a) in one.iter().enumerate() {
        let mut corner = row[0];
        row[0] += dropping(*a);
        for (j, b) in other.iter().enumerate() {
            let next = (corner + replacing(*a, *b))
                .min(row[j] + dropping(*b))
                .min(row[j + 1] + dropping(*a));
            corner = row[j + 1];
            row[j + 1] = next;
        }
        let left = |len: usize, at: usize| ENDING * u32::try_from(len - at).unwrap_or(u32::MAX);
        if i + 1 >= from {
            for (at, cost) in row.iter().enumerate().skip(until) {
                best = best.min(cost + left(one.len(), i + 1) + left(other.len(), at));
            }
        }
    }
    best
}

fn is_vowel(sound: u8) -> bool {
    matches!(sound, b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
}

fn dropping(sound: u8) -> u32 {
    if is_vowel(sound) || matches!(sound, b'h' | b'j' | b'w') {
        VOWEL
    } else {
        DROPPED
    }
}

fn replacing(one: u8, other: u8) -> u32 {
    /// Sounds that languages write for each other; `C` is "ch", `S` "sh", `J` "zh", `c` "ts".
    const NEAR_SOUNDS: [&[u8]; 14] = [
        b"gh", b"szc", b"cks", b"JjgC", b"vwfb", b"td", b"CcS", b"SszjJ", b"kgq", b"xkh", b"Ck", b"ijy",
        b"vuw", b"ncm",
    ];
    if one == other {
        0
    } else if is_vowel(one) && is_vowel(other) {
        VOWEL
    } else if NEAR_SOUNDS
        .iter()
        .any(|near| near.contains(&one) && near.contains(&other))
    {
        NEAR
    } else {
        OTHER
    }
}

/// A word in small Latin letters without marks.
pub(crate) fn fold(small: &str) -> String {
    let mut out = String::with_capacity(small.len());
    for c in small.chars() {
        match c {
            'a'..='z' | '0'..='9' => out.push(c),
            _ => out.push_str(latin(c)),
        }
    }
    out
}

fn latin(c: char) -> &'static str {
    match c {
        'а' | 'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' | 'ą' => "a",
        'б' => "b",
        'в' => "v",
        'г' | 'ґ' => "g",
        'д' | 'ď' => "d",
        'е' | 'э' | 'є' | 'ё' | 'é' | 'è' | 'ê' | 'ë' | 'ě' | 'ę' => "e",
        'ж' | 'ż' | 'ź' => "zh",
        'з' | 'ž' => "z",
        'и' | 'і' | 'í' | 'ì' | 'î' | 'ï' => "i",
        'ї' => "yi",
        'й' | 'ы' | 'ý' => "y",
        'к' => "k",
        'л' | 'ł' => "l",
        'м' => "m",
        'н' | 'ñ' | 'ň' | 'ń' => "n",
        'о' | 'ó' | 'ò' | 'ô' | 'ö' | 'õ' => "o",
        'п' => "p",
        'р' | 'ř' => "r",
        'с' | 'ś' | 'ç' => "s",
        'т' | 'ť' => "t",
        'у' | 'ú' | 'ù' | 'û' | 'ü' | 'ů' => "u",
        'ф' => "f",
        'х' => "kh",
        'ц' => "ts",
        'ч' | 'č' | 'ć' => "ch",
        'ш' | 'š' => "sh",
        'щ' => "shch",
        'ю' => "yu",
        'я' => "ya",
        'ß' => "ss",
        'œ' => "oe",
        'æ' => "ae",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use text::Lang;

    use super::*;

    fn message(lang: &str, original: &str, english: &str) -> Option<String> {
        let lang = Lang::from_tag(lang);
        let (original, english) = (Side::whole(original, lang), Side::whole(english, None));
        check(original, english, lang.and_then(Language::of)).map(|m| m.message)
    }

    #[test]
    fn names_that_sound_alike_are_one() {
        for (lang, original, english) in [
            (
                "ru",
                "Вчера Михаил Кузнецов уехал в Саратов.",
                "Yesterday Mikhail Kuznetsov left for Saratov.",
            ),
            ("ru", "Она живёт в Германии.", "She lives in Germany."),
            ("ru", "Он вернулся из Техаса.", "He came back from Texas."),
            ("cs", "Včera přijel do Prahy.", "He came to Prague yesterday."),
            ("fr", "Il vit à Londres.", "He lives in London."),
            ("uk", "Він їде до Харкова.", "He goes to Kharkiv."),
        ] {
            assert_eq!(message(lang, original, english), None, "{original}");
        }
    }

    #[test]
    fn another_name_at_the_same_place_deserves_a_look() {
        let found = message("ru", "Вчера Кузнецов уехал.", "Yesterday Petersen left.");
        assert_eq!(found.as_deref(), Some("Petersen may stand for Кузнецов."));
        let found = message("es", "Ayer Gómez llegó tarde.", "Yesterday Whitfield was late.");
        assert_eq!(found.as_deref(), Some("Whitfield may stand for Gómez."));
    }

    #[test]
    fn a_name_of_one_side_only_is_told() {
        let found = message(
            "de",
            "Der Besuch beginnt am Montag.",
            "The visit of Whitfield begins on Monday.",
        );
        assert_eq!(found.as_deref(), Some("Whitfield is not in the original."));
        let found = message("ru", "Сегодня Кузнецов уехал.", "Today he left.");
        assert_eq!(found.as_deref(), Some("Кузнецов is not in the translation."));
    }
}
