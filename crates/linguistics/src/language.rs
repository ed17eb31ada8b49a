//! Which language a text is in: `whatlang`, asked only where a cheaper sign leaves doubt.

use crate::document::{Document, Sentence, Token};
use crate::lexicon;

/// A language that `whatlang` knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Language(whatlang::Lang);

impl Language {
    /// English.
    pub const ENGLISH: Self = Self(whatlang::Lang::Eng);

    /// Its English name: "Russian".
    #[must_use]
    pub fn name(self) -> &'static str {
        match self.0 {
            whatlang::Lang::Cmn => "Chinese", // whatlang says "Mandarin", which is a spoken language
            lang => lang.eng_name(),
        }
    }

    /// Its BCP 47 tag: `ru`.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self.0 {
            whatlang::Lang::Cmn => "zh",
            lang => isolang::Language::from_639_3(lang.code())
                .and_then(|l| l.to_639_1())
                .unwrap_or(lang.code()),
        }
    }

    /// Whether it is written in Latin letters.
    #[must_use]
    pub fn is_written_in_latin(self) -> bool {
        whatlang::Script::Latin.langs().contains(&self.0)
    }

    /// The language of a BCP 47 tag's first part, where `whatlang` knows it.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next()?.to_ascii_lowercase();
        let code = match primary.len() {
            2 => isolang::Language::from_639_1(&primary)?.to_639_3(),
            _ => primary.as_str(),
        };
        let code = if code == "zho" { "cmn" } else { code };
        whatlang::Lang::from_code(code).map(Self)
    }
}

/// Bytes of text shown to `whatlang`: its cost grows with length and its answer hardly improves beyond this.
const SAMPLE: usize = 400;

/// Running text is English without asking further if more than one word in so many is a function word that only English
/// has. English news has about one in four; text in other languages has them only in names and titles.
const ENGLISH_ONE_IN: usize = 10;

/// Words of an article that are looked at.
const MOST_WORDS: usize = 200;

/// The confidence of `whatlang` from which a whole article's language counts as known. Neighbours such as Russian and
/// Ukrainian share so much that it rarely gets higher for a short text; a single sentence needs its `is_reliable`.
const LIKELY: f64 = 0.3;

/// The language of the article's own text; `None` where there is too little to tell.
pub(crate) fn of_document(doc: &Document) -> Option<Language> {
    let words: Vec<Token> = doc
        .prose()
        .flat_map(|block| doc.tokens_of(block))
        .copied()
        .filter(|token| token.is_word())
        .take(MOST_WORDS)
        .collect();
    let enough = (words.len() / ENGLISH_ONE_IN + 1).max(2);
    let english = words
        .iter()
        .filter(|token| lexicon::is_english_only(doc.lower(**token)));
    if english.take(enough).count() == enough {
        return Some(Language::ENGLISH);
    }
    let (first, last) = (words.first()?, words.last()?);
    let info = whatlang::detect(sample(&doc.text()[first.start()..last.end()]))?;
    (info.confidence() >= LIKELY).then(|| Language(info.lang()))
}

/// Whether a sentence is long enough to tell its language and shows no sign of being in `expected`.
pub(crate) fn may_be_foreign(doc: &Document, sentence: &Sentence, expected: Language) -> bool {
    let words = || {
        doc.tokens_in(sentence)
            .iter()
            .copied()
            .filter(|token| token.is_word())
    };
    if words().nth(5).is_none() {
        return false;
    }
    expected != Language::ENGLISH
        || !words().any(|token| lexicon::is_english_only(doc.lower(token))) && looks_foreign(doc, words())
}

/// Words that hold a foreign sentence together, or many with letters that English lacks.
fn looks_foreign(doc: &Document, words: impl Iterator<Item = Token> + Clone) -> bool {
    let function_words = words
        .clone()
        .filter(|token| lexicon::is_foreign_function_word(doc.lower(*token)))
        .count();
    let accented = words.filter(|token| !token.is_ascii()).count();
    function_words > 1 || function_words + accented > 2
}

/// The language of a sentence that [may be foreign](may_be_foreign), where it is another than `expected` for sure.
pub(crate) fn foreign_sentence(doc: &Document, sentence: &Sentence, expected: Language) -> Option<Language> {
    let info = whatlang::detect(sample(doc.str(sentence.span())))?;
    (info.is_reliable() && Language(info.lang()) != expected).then(|| Language(info.lang()))
}

fn sample(text: &str) -> &str {
    let mut end = text.len().min(SAMPLE);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_articles_apart() {
        for (text, tag) in [
            (
                "The ministers met in Geneva and agreed on a plan for the reconstruction of the port.",
                Some("en"),
            ),
            (
                "Die Minister trafen sich gestern in Genf und einigten sich auf einen Plan für den Wiederaufbau.",
                Some("de"),
            ),
            (
                "Министры встретились в Женеве и договорились о плане восстановления порта и дорог.",
                Some("ru"),
            ),
            (
                "Los ministros se reunieron ayer en Ginebra y acordaron un plan para la reconstrucción del puerto.",
                Some("es"),
            ),
            ("", None),
        ] {
            assert_eq!(Document::new(text).language().map(Language::tag), tag, "{text}");
        }
    }

    #[test]
    fn reads_tags() {
        assert_eq!(Language::from_tag("ru-RU").map(Language::name), Some("Russian"));
        assert_eq!(Language::from_tag("zh-Hans").map(Language::tag), Some("zh"));
        assert_eq!(Language::from_tag("tlh"), None);
    }
}
