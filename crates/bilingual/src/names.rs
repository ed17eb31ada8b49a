//! Names that became another one.
//!
//! A name of the English that sounds like nothing in the original, beside a name of the original that sounds like nothing in the
//! English: one may have been put for the other. Names are compared by their consonants, which survive most ways of writing them
//! in another script; those that do not are in a list of exonyms. It is never certain.

use std::{collections::HashSet, sync::LazyLock};

use text::Span;

use crate::{Certainty, Mismatch, MismatchKind, Side, language::Language, lex::Lexed};

/// English words with a capital that are no names: of institutions, titles, months and days.
static TITLE_WORDS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| text::list::entries(include_str!("../data/en/title_words.txt")).collect());

/// Languages of which names are compared. German writes all nouns with a capital.
const LANGUAGES: [&str; 7] = ["cs", "es", "fr", "it", "pl", "ru", "uk"];

/// How far apart, in shares of their sides, two names may stand that are put for each other.
const FARTHEST: f64 = 0.3;

/// Names of one side that are compared; more of them have no counterpart only where nothing has one.
const MOST: usize = 4;

/// A name of the English and one of the original at its place, neither of which has a counterpart.
pub(crate) fn check(original: Side, translation: Side, language: Option<&Language>) -> Option<Mismatch> {
    let language = language.filter(|l| LANGUAGES.contains(&l.tag))?;
    let (source, english) = (words(original), words(translation));
    let stands_for = |english: &Word, source: &Word| {
        let exonym = |(there, here): &(&str, &str)| {
            source.folded.starts_with(there) && here.split(' ').any(|h| english.folded.starts_with(h))
        };
        source.is_like(english) || language.exonyms.iter().any(exonym)
    };
    let names = |words: &[Word]| words.iter().filter(|w| w.is_name && w.folded.len() > 3).count();
    if names(&english) == 0 || names(&source) == 0 {
        return None;
    }
    let added = english.iter().filter(|w| w.is_name && w.folded.len() > 2);
    let added = added.filter(|w| !TITLE_WORDS.contains(w.folded.as_str()));
    let added: Vec<&Word> = added
        .filter(|w| !source.iter().any(|s| stands_for(w, s)))
        .take(MOST + 1)
        .collect();
    let lost = source.iter().filter(|w| w.is_name && w.folded.len() > 3);
    let lost: Vec<&Word> = lost
        .filter(|w| !english.iter().any(|e| stands_for(e, w)))
        .take(MOST + 1)
        .collect();
    if added.len() > MOST || lost.len() > MOST {
        return None;
    }
    let place = |word: &Word, side: Side| (word.span.start - side.span.start) as f64 / side.span.len() as f64;
    let apart = |english: &Word, source: &Word| (place(english, translation) - place(source, original)).abs();
    let pairs = added.iter().flat_map(|a| lost.iter().map(move |l| (*a, *l)));
    let (added, lost) = pairs.min_by(|(a, b), (c, d)| apart(a, b).total_cmp(&apart(c, d)))?;
    (apart(added, lost) <= FARTHEST).then(|| Mismatch {
        power: None,
        kind: MismatchKind::Name,
        certainty: Certainty::Look,
        translation: added.span,
        original: Some(lost.span),
        message: format!(
            "{} may stand for {}.",
            &translation.text[added.span], &original.text[lost.span]
        ),
        note: None,
        replacement: None,
    })
}

struct Word {
    span: Span,
    /// In small Latin letters without marks.
    folded: String,
    /// Its consonants, in one notation.
    sound: String,
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
                sound: sound(&folded),
                folded,
                is_name: capital && !opens,
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

impl Word {
    /// Whether two words sound alike, or begin with the same letters.
    fn is_like(&self, other: &Self) -> bool {
        sounds_alike(&self.sound, &other.sound) || same_start(&self.folded, &other.folded)
    }
}

fn same_start(one: &str, other: &str) -> bool {
    let common = one.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
    common >= 4
        || common == 3 && one.len().min(other.len()) > 4
        || common == one.len().min(other.len()) && common >= 3
}

/// Whether two rows of consonants are one, but for an inflection at the end and one in three.
fn sounds_alike(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let shorter = one.len().min(other.len());
    if shorter == 0 {
        return false;
    }
    // What is inflected or derived goes on after the same beginning: Финский, Finland.
    let start = shorter.min(3);
    if shorter > 1 && one[..start] == other[..start] {
        return true;
    }
    let cut = |word: &[u8]| word.len().min(shorter + 1);
    one.len().abs_diff(other.len()) <= 3
        && distance(&one[..cut(one)], &other[..cut(other)]) * 3 <= shorter.max(2)
}

/// Edit distance.
fn distance(one: &[u8], other: &[u8]) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.iter().enumerate() {
        let mut corner = i;
        row[0] = i + 1;
        for (j, b) in other.iter().enumerate() {
            let next = (corner + usize::from(a != b)).min(row[j] + 1).min(row[j + 1] + 1);
            corner = row[j + 1];
            row[j + 1] = next;
        }
    }
    row[other.len()]
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

/// The consonants of a folded word in one notation; its first vowel stands for them where it has none.
fn sound(folded: &str) -> String {
    let mut out = String::new();
    let mut rest = folded;
    while let Some(c) = rest.chars().next() {
        let (letters, heard) = GROUPS
            .iter()
            .find(|(letters, _)| rest.starts_with(letters))
            .map_or((c.len_utf8(), single(c)), |(letters, heard)| {
                (letters.len(), heard)
            });
        if !heard.is_empty() && !out.ends_with(heard) {
            out.push_str(heard);
        }
        rest = &rest[letters..];
    }
    if out.is_empty() {
        folded.chars().take(2).collect()
    } else {
        out
    }
}

/// Letters that are heard as one.
const GROUPS: [(&str, &str); 25] = [
    ("ow", ""),
    ("aw", ""),
    ("ew", ""),
    ("shch", "s"),
    ("tsch", "c"),
    ("sch", "s"),
    ("tch", "c"),
    ("sh", "s"),
    ("ch", "c"),
    ("zh", "s"),
    ("kh", ""),
    ("gh", "g"),
    ("ph", "f"),
    ("th", "t"),
    ("ck", "k"),
    ("cz", "c"),
    ("sz", "s"),
    ("rz", "s"),
    ("dzh", "s"),
    ("dj", "s"),
    ("ce", "s"),
    ("ci", "s"),
    ("qu", "k"),
    ("tz", "ts"),
    ("w", "b"),
];

fn single(c: char) -> &'static str {
    match c {
        'b' | 'v' => "b",
        'c' | 'k' | 'q' => "k",
        'd' => "d",
        'f' => "f",
        'g' => "g",
        'l' => "l",
        'm' => "m",
        'n' => "n",
        'p' => "p",
        'r' => "r",
        's' | 'j' | 'z' => "s",
        't' => "t",
        'x' => "ks",
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
}
