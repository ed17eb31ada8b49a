//! Which language a text is in: `whatlang`, asked only where a cheaper sign leaves doubt.

use text::{Lang, Token};

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

/// The language of running text; `None` where there is too little to tell. `lower` is `text` with A–Z as a–z, and `words`
/// are those of the text that count, in order.
pub(crate) fn of_words(text: &str, lower: &str, words: impl Iterator<Item = Token>) -> Option<Lang> {
    let words: Vec<Token> = words.take(MOST_WORDS).collect();
    let enough = (words.len() / ENGLISH_ONE_IN + 1).max(2);
    let english = words
        .iter()
        .filter(|token| lexicon::is_english_only(&lower[token.span()]));
    if english.take(enough).count() == enough {
        return Some(Lang::ENGLISH);
    }
    let (first, last) = (words.first()?, words.last()?);
    let info = whatlang::detect(sample(&text[first.start()..last.end()]))?;
    (info.confidence() >= LIKELY).then(|| Lang::from(info.lang()))
}

/// The language of a single sentence, where it is beyond doubt.
pub(crate) fn of_sentence(sentence: &str) -> Option<Lang> {
    let info = whatlang::detect(sample(sentence))?;
    info.is_reliable().then(|| Lang::from(info.lang()))
}

fn sample(text: &str) -> &str {
    &text[..text.floor_char_boundary(SAMPLE)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;

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
