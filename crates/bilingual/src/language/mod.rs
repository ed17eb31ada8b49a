//! What is known of the languages of originals: [`Language`]. A language is a folder of data and a file here.

mod acronyms;
mod cs;
mod de;
mod en;
mod es;
mod forms;
mod fr;
mod it;
mod ja;
mod pl;
mod ru;
mod uk;
mod zh;

use std::sync::{LazyLock, OnceLock};

pub use acronyms::Acronyms;
pub(crate) use acronyms::Row;
pub(crate) use forms::{Excuse, Forms, Meaning, Unit};
use text::Lang;

/// What a language's file says of it.
struct Source {
    /// Its BCP 47 tag.
    tag: &'static str,
    /// How it writes numbers.
    writing: Writing,
    /// `numbers.tsv` of its folder.
    numbers: &'static str,
    /// `acronyms.tsv` of its folder, if it has one.
    acronyms: &'static str,
    /// `function_words.txt` of its folder, if it is written in Latin letters.
    function_words: &'static str,
    /// `exonyms.tsv` of its folder, if its names are compared.
    exonyms: &'static str,
}

/// The mark before the fraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Decimal {
    /// As in English, Chinese and Japanese.
    Point,
    /// As in most of Europe.
    Comma,
}

/// How a language writes numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Writing {
    /// In words that are parted, with this mark before fractions.
    Letters(Decimal),
    /// In Chinese characters and digits.
    Chinese,
    /// The same, and with more numbers in other scripts than can be read: only some of it can be called certain.
    Japanese,
}

/// A language that originals are written in.
pub(crate) struct Language {
    pub(crate) tag: &'static str,
    pub(crate) writing: Writing,
    /// Number words, months and what excuses a number.
    pub(crate) forms: Forms,
    /// Rows of acronyms: acronym, expected forms.
    pub(crate) acronyms: Acronyms,
    /// Words that make a run of words one of this language; none where its script tells.
    pub(crate) function_words: Vec<&'static str>,
    /// How folded names begin, and how the English ones do that may stand for them, parted by spaces.
    pub(crate) exonyms: Vec<(&'static str, &'static str)>,
}

/// One line a language, sorted by tag.
const SOURCES: &[Source] = &[
    cs::SOURCE,
    de::SOURCE,
    es::SOURCE,
    fr::SOURCE,
    it::SOURCE,
    ja::SOURCE,
    pl::SOURCE,
    ru::SOURCE,
    uk::SOURCE,
    zh::SOURCE,
];

/// Each is read when it is asked for.
static LANGUAGES: [OnceLock<Language>; SOURCES.len()] = [const { OnceLock::new() }; SOURCES.len()];

/// Number words of English.
pub(crate) static ENGLISH: LazyLock<Forms> = LazyLock::new(|| Forms::read(en::NUMBERS));

impl Language {
    /// What is known of a language; `None` where there is no data for it, and only digits can be compared.
    pub(crate) fn of(lang: Lang) -> Option<&'static Self> {
        let at = SOURCES.iter().position(|source| source.tag == lang.tag())?;
        Some(LANGUAGES[at].get_or_init(|| SOURCES[at].load()))
    }

    /// The mark before fractions.
    pub(crate) fn decimal(&self) -> Decimal {
        match self.writing {
            Writing::Letters(decimal) => decimal,
            Writing::Chinese | Writing::Japanese => Decimal::Point,
        }
    }
}

impl Source {
    fn load(&self) -> Language {
        Language {
            tag: self.tag,
            writing: self.writing,
            forms: Forms::read(self.numbers),
            acronyms: Acronyms::read(self.acronyms),
            function_words: text::list::entries(self.function_words).collect(),
            exonyms: text::list::entries(self.exonyms)
                .filter_map(|row| row.split_once('\t'))
                .collect(),
        }
    }
}

/// The languages whose words, magnitudes and months are known, by their tags; of any other, digits are compared only.
#[must_use]
pub fn languages() -> [&'static str; SOURCES.len()] {
    std::array::from_fn(|at| SOURCES[at].tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_sorted_by_tag() {
        assert!(SOURCES.is_sorted_by_key(|source| source.tag));
    }

    #[test]
    fn lists_are_sorted_and_name_their_licence() {
        for source in SOURCES {
            for list in [
                source.numbers,
                source.acronyms,
                source.function_words,
                source.exonyms,
            ] {
                assert_eq!(text::list::disorder(list), None, "{}", source.tag);
                assert!(
                    list.is_empty() || list.contains("Licence: CC0-1.0"),
                    "{}",
                    source.tag
                );
            }
        }
        assert_eq!(text::list::disorder(en::NUMBERS), None);
    }

    #[test]
    fn every_language_of_letters_has_twelve_months() {
        for lang in languages() {
            let language = Language::of(Lang::from_tag(lang).unwrap()).unwrap();
            let months: std::collections::BTreeSet<_> = language.forms.months().collect();
            let expected = if matches!(language.writing, Writing::Letters(_)) {
                12
            } else {
                0
            };
            assert_eq!(months.len(), expected, "{lang}");
        }
    }
}
