//! Words that were left in the language of the original.

use std::collections::HashMap;

use text::Span;

use crate::{
    Certainty, Mismatch, MismatchKind, Side,
    language::Language,
    lex::{Lexed, is_han},
};

/// Runs of the translation that are not English: in another script, or in Latin letters word for word as in the original.
pub(crate) fn check(original: Side, translation: Side, language: Option<&Language>) -> Vec<Mismatch> {
    let words = words(translation);
    let mut found = foreign_script(translation, &words);
    if let Some(language) = language.filter(|l| !l.function_words.is_empty()) {
        found.extend(same_words(original, translation, &words, language));
    }
    found
}

struct Word {
    span: Span,
    small: String,
    capital: bool,
}

fn words(side: Side) -> Vec<Word> {
    let lexed = Lexed::new(side.text, side.span);
    (0..lexed.len())
        .filter(|&i| lexed.word(i).is_some() || lexed.written(i).chars().all(is_han))
        .map(|i| Word {
            span: lexed.span(i, i + 1),
            small: lexed.plain(i).to_owned(),
            capital: lexed.written(i).starts_with(char::is_uppercase),
        })
        .collect()
}

/// Runs in a script that English is not written in, of at least three letters (one Chinese character is a word).
fn foreign_script(translation: Side, words: &[Word]) -> Vec<Mismatch> {
    let mut found: Vec<Span> = Vec::new();
    for word in words.iter().filter(|w| w.small.chars().all(is_foreign)) {
        match found.last_mut() {
            Some(last)
                if translation.text[last.end..word.span.start]
                    .chars()
                    .all(|c| !c.is_alphabetic()) =>
            {
                *last = last.join(word.span);
            }
            _ => found.push(word.span),
        }
    }
    found.retain(|span| !is_gloss(translation, *span) && !is_address(translation, *span));
    found
        .into_iter()
        .filter(|s| is_long(&translation.text[*s]))
        .map(|span| left(translation, span, None))
        .collect()
}

fn is_long(run: &str) -> bool {
    run.chars().filter(|c| c.is_alphabetic()).count() >= 3 || run.chars().filter(|c| is_han(*c)).count() >= 2
}

/// A foreign word in brackets or quotation marks is told to the reader on purpose.
fn is_gloss(side: Side, span: Span) -> bool {
    let before = side.text[side.span.start..span.start].chars().next_back();
    before.is_some_and(|c| {
        matches!(
            c,
            '(' | '"' | '“' | '«' | '\'' | '‘' | '[' | '#' | '@' | '《' | '「' | '（'
        )
    })
}

/// президент.рф is an address.
fn is_address(side: Side, span: Span) -> bool {
    let is_inner = |(at, _)| side.text[at + 1..span.end].starts_with(char::is_alphanumeric);
    side.text[span]
        .match_indices('.')
        .map(|(at, dot)| (span.start + at, dot))
        .any(is_inner)
}

fn is_foreign(c: char) -> bool {
    is_han(c)
        || matches!(c, '\u{400}'..='\u{52F}' | '\u{590}'..='\u{6FF}' | '\u{900}'..='\u{DFF}' | '\u{E00}'..='\u{E7F}'
            | '\u{3040}'..='\u{30FF}' | '\u{AC00}'..='\u{D7AF}' | '\u{10A0}'..='\u{10FF}' | '\u{530}'..='\u{58F}')
}

/// Runs of at least four words that stand so in the original, with two of its function words: without capitals, for they
/// may be a title or a name otherwise. German writes its nouns with them: there the run begins small, and is no end of a
/// name.
fn same_words(original: Side, translation: Side, words: &[Word], language: &Language) -> Vec<Mismatch> {
    let source = self::words(original);
    let grams: HashMap<[&str; RUN], Span> = source
        .windows(RUN)
        .map(|w| (gram(w), w[0].span.join(w[RUN - 1].span)))
        .collect();
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (at, window) in words.windows(RUN).enumerate() {
        if !grams.contains_key(&gram(window)) {
            continue;
        }
        match runs.last_mut() {
            Some(run) if run.1 >= at => run.1 = at + RUN,
            _ => runs.push((at, at + RUN)),
        }
    }
    let mut found = Vec::new();
    for (from, to) in runs {
        let run = &words[from..to];
        let function = run
            .iter()
            .filter(|w| language.function_words.contains(&w.small.as_str()))
            .count();
        let small = run.windows(RUN).any(|w| !w.iter().any(|w| w.capital));
        let begins_small = || {
            let before = from.checked_sub(1).map(|before| &words[before]);
            let goes_on = before.is_some_and(|before| {
                before.capital
                    && translation.text[before.span.end..run[0].span.start]
                        .trim()
                        .is_empty()
            });
            !run[0].capital && !goes_on && !is_gloss(translation, run[0].span)
        };
        if function < 2 || !(small || language.tag == "de" && begins_small()) {
            continue;
        }
        let span = run[0].span.join(run[run.len() - 1].span);
        let first = grams.get(&gram(&run[..RUN])).copied();
        let last = grams.get(&gram(&run[run.len() - RUN..])).copied();
        // The same words may stand elsewhere, too.
        let all = first.zip(last).map(|(first, last)| first.join(last));
        let place = all.filter(|all| all.len() <= 2 * span.len()).or(first);
        found.push(left(translation, span, place));
    }
    found
}

/// How many words in a row make no coincidence.
const RUN: usize = 4;

fn gram(words: &[Word]) -> [&str; RUN] {
    std::array::from_fn(|i| words[i].small.as_str())
}

fn left(translation: Side, span: Span, original: Option<Span>) -> Mismatch {
    Mismatch {
        power: None,
        kind: MismatchKind::Untranslated,
        certainty: Certainty::Certain,
        translation: span,
        original,
        message: format!("“{}” was not translated.", &translation.text[span]),
        note: None,
        replacement: None,
    }
}

#[cfg(test)]
mod tests {
    use text::Lang;

    use super::*;

    fn left(lang: &str, original: &str, english: &str) -> Vec<String> {
        let lang = Lang::from_tag(lang);
        check(
            Side::whole(original, lang),
            Side::whole(english, None),
            lang.and_then(Language::of),
        )
        .into_iter()
        .map(|m| english[m.translation].to_owned())
        .collect()
    }

    #[test]
    fn finds_what_was_left() {
        assert_eq!(left("ru", "Он нашёл клад.", "He found клад."), ["клад"]);
        assert_eq!(left("zh", "东方快讯说", "东方快讯 reports"), ["东方快讯"]);
        assert_eq!(
            left(
                "de",
                "Er sagte, dass es nicht so sei.",
                "He said, dass es nicht so sei."
            ),
            ["dass es nicht so sei"]
        );
        assert_eq!(
            left(
                "de",
                "Sie erfuhren davon, so eine Sprecherin der Gewerkschaft, erst am Freitag.",
                "They learned of it, so eine Sprecherin der Gewerkschaft, only on Friday."
            ),
            ["so eine Sprecherin der Gewerkschaft"]
        );
    }

    #[test]
    fn names_titles_and_glosses_stay() {
        for (lang, original, english) in [
            (
                "de",
                "Sie gehört dem Verein für die Geschichte der Stadt an.",
                "She is in the Verein für die Geschichte der Stadt.",
            ),
            (
                "de",
                "Er las Die Leiden des jungen Werther.",
                "He read Die Leiden des jungen Werther.",
            ),
            ("ru", "Это «соборность».", "This is sobornost (соборность)."),
            ("fr", "Le journal Le Monde est là.", "The paper Le Monde is here."),
        ] {
            assert!(left(lang, original, english).is_empty(), "{english}");
        }
    }
}
