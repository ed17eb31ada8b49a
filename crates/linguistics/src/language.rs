//! Which language a text is in: `whatlang`, asked only where a cheaper sign leaves doubt.

use text::{Lang, Token};

use crate::document::{Document, Sentence};
use crate::lexicon;

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
pub(crate) fn of_document(doc: &Document) -> Option<Lang> {
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
        return Some(Lang::ENGLISH);
    }
    let (first, last) = (words.first()?, words.last()?);
    let info = whatlang::detect(sample(&doc.text()[first.start()..last.end()]))?;
    (info.confidence() >= LIKELY).then(|| Lang::from(info.lang()))
}

/// Whether a sentence is long enough to tell its language and shows no sign of being in `expected`.
pub(crate) fn may_be_foreign(doc: &Document, sentence: &Sentence, expected: Lang) -> bool {
    let words = || {
        doc.tokens_in(sentence)
            .iter()
            .copied()
            .filter(|token| token.is_word())
    };
    if words().nth(5).is_none() {
        return false;
    }
    expected != Lang::ENGLISH
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
pub(crate) fn foreign_sentence(doc: &Document, sentence: &Sentence, expected: Lang) -> Option<Lang> {
    let info = whatlang::detect(sample(doc.str(sentence.span())))?;
    (info.is_reliable() && Lang::from(info.lang()) != expected).then(|| Lang::from(info.lang()))
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
            assert_eq!(Document::new(text).language().map(Lang::tag), tag, "{text}");
        }
    }
}
