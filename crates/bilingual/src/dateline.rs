//! Lines that say when and where something was published: a translation appears at another time than its original.

use text::{BlockKind, Span};

use crate::language::{ENGLISH, Language, Meaning};
use crate::lex::{Class, Lexed};
use crate::sentence::Sentence;

/// Bytes of the longest line that is looked at.
const LONGEST: usize = 120;
/// Letters of a small word that may stand beside a date without making a sentence of it: "von", "at", "р".
const SHORT: usize = 3;
/// Chinese characters beside a date that make no sentence yet: 本报记者 and a name.
const FEW: usize = 12;

/// Whether a sentence is a line with a date, perhaps a time and names, and nothing else: "12 мая 2026, 08:15 Марина Соколова".
pub(crate) fn is_dateline(text: &str, sentence: &Sentence, language: Option<&Language>) -> bool {
    if sentence.kind == BlockKind::Heading || sentence.span.len() > LONGEST {
        return false;
    }
    let lexed = Lexed::new(text, sentence.span);
    let (mut numbers, mut has_year, mut has_month, mut has_small, mut ideographs) =
        (0, false, false, false, 0);
    let is_month = |word: &str| {
        let forms = language.map_or(&*ENGLISH, |language| &language.forms);
        forms
            .meanings(word)
            .iter()
            .any(|meaning| matches!(meaning, Meaning::Month(_)))
    };
    for i in 0..lexed.len() {
        match lexed.class(i) {
            Some(Class::Digits) => {
                let digits = lexed.plain(i);
                numbers += 1;
                has_year |= digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"));
            }
            Some(Class::Word) if is_month(lexed.plain(i)) => has_month = true,
            Some(Class::Word) => {
                let written = lexed.written(i);
                has_small |= written.starts_with(char::is_lowercase)
                    && written.chars().count() > SHORT
                    && !BESIDE_DATES.contains(&lexed.plain(i));
            }
            Some(Class::Han) => ideographs += 1,
            _ => {}
        }
    }
    let ends = ends_a_sentence(&text[sentence.span]);
    has_year && (has_month || numbers >= 3) && !has_small && !ends && ideographs <= FEW + 3
}

/// Words of datelines that are longer than others.
const BESIDE_DATES: [&str; 8] = [
    "read",
    "года",
    "року",
    "updated",
    "published",
    "обновлено",
    "оновлено",
    "опубликовано",
];

/// Whether a line ends as a sentence does; "р." and "г." behind a year do not.
fn ends_a_sentence(line: &str) -> bool {
    let Some(before) = line.strip_suffix(['.', '!', '?', '。', '！', '？', '”', '»']) else {
        return false;
    };
    let last = before
        .rsplit(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or_default();
    last.chars().count() > 1 || last.is_empty()
}

/// A stretch of English without the dateline that it begins with: "ZARETSK, April 24 (Volna Herald) – ".
pub(crate) fn behind_dateline(text: &str, span: Span) -> Span {
    const LONGEST_PLACE: usize = 80;
    let stretch = &text[span];
    let head = &stretch[..stretch.floor_char_boundary(LONGEST_PLACE)];
    let Some((line, dash)) = [" – ", " — ", " -- ", " - ", " –", " —"]
        .into_iter()
        .filter_map(|dash| Some((head.find(dash)?, dash)))
        .min_by_key(|(at, dash)| (*at, usize::MAX - dash.len()))
    else {
        return span;
    };
    let place = &head[..line];
    let mut words = place
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    let is_place = words
        .next()
        .is_some_and(|first| first.len() >= SHORT && first.chars().all(char::is_uppercase));
    let is_line = words.all(|word| !word.starts_with(char::is_lowercase));
    if is_place && is_line {
        Span::new(span.start + line + dash.len(), span.end)
    } else {
        span
    }
}

#[cfg(test)]
mod tests {
    use text::Lang;

    use super::*;

    fn is_line(tag: &str, text: &str) -> bool {
        let sentence = Sentence {
            span: Span::new(0, text.len()),
            block: 0,
            kind: BlockKind::Paragraph,
        };
        is_dateline(text, &sentence, Lang::from_tag(tag).and_then(Language::of))
    }

    #[test]
    fn a_dateline_is_told_from_a_sentence() {
        for (tag, line) in [
            ("en", "12 May 2026, 09:40 By Marina Sokolova"),
            ("en", "2026-06-09"),
            ("ru", "12 мая 2026, 08:15 Марина Соколова"),
            ("ru", "1 сентября 2026 года"),
            ("uk", "2 березня 2026 р."),
            ("de", "Montag, 8. Juni 2026 dpx"),
            ("de", "18.09.2026, 07:30 Uhr"),
            ("zh", "2026年6月9日 10:22 本报记者 陈薇"),
        ] {
            assert!(is_line(tag, line), "{line}");
        }
        for (tag, line) in [
            ("en", "The bridge opened on 14 June 2026."),
            ("en", "It was 14 June 2026."),
            ("ru", "Выборы пройдут 14 июня 2026 года"),
            (
                "zh",
                "2026年6月9日，港口开通了直达欧洲诺德港的新航线，每周六出发。",
            ),
        ] {
            assert!(!is_line(tag, line), "{line}");
        }
    }

    #[test]
    fn a_place_and_a_day_before_the_first_sentence_are_passed_over() {
        let rest = |text: &str| text[behind_dateline(text, Span::new(0, text.len()))].to_owned();
        for line in [
            "ZARETSK, April 24 (Volna Herald) – ",
            "LINGANG, June 9 -- ",
            "KAMIANSK –",
        ] {
            assert_eq!(rest(&format!("{line}The dam is old.")), "The dam is old.");
        }
        for whole in [
            "NATO wants 3 percent – and soon.",
            "The dam – 40 metres – is old.",
        ] {
            assert_eq!(rest(whole), whole);
        }
    }
}
