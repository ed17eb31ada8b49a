//! Acronyms of the original that the English renders as others, or not at all.

use text::Span;

use crate::{
    Certainty, Mismatch, MismatchKind, Side,
    language::{Acronyms, Language, Row},
    lex::Lexed,
};

/// Acronyms of the original that the English renders as another one, or not at all; `terms` of the user come before ours.
pub(crate) fn check(
    original: Side,
    translation: Side,
    language: Option<&Language>,
    terms: &Acronyms,
) -> Vec<Mismatch> {
    let ours = language.map(|l| &l.acronyms);
    if terms.is_empty() && ours.is_none_or(Acronyms::is_empty) || is_shouted(original.stretch()) {
        return Vec::new();
    }
    let english = English::read(translation);
    let known: Vec<(Span, &str, &Row)> = acronyms(original)
        .filter_map(|(span, acronym)| {
            let found = terms.get(acronym).or_else(|| ours.and_then(|t| t.get(acronym)))?;
            Some((span, acronym, found))
        })
        .collect();
    let mut found: Vec<Mismatch> = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    for &(span, acronym, row) in &known {
        if seen.contains(&acronym) {
            continue;
        }
        seen.push(acronym);
        if english.renders(row) {
            continue;
        }
        let taken = |at: Span| found.iter().any(|m| m.translation == at);
        let expected_elsewhere = |form: &str| {
            known
                .iter()
                .any(|(.., other)| other.forms.iter().any(|f| f == form))
        };
        let wrong = english.acronyms.iter().find(|(at, form)| {
            stands_for(form, acronym, row)
                && !taken(*at)
                && !expected_elsewhere(form)
                && !original.stretch().contains(form.as_str())
        });
        found.push(match wrong {
            Some((at, form)) => wrong_form(*at, form, span, acronym, row),
            None => dropped(translation, span, acronym, row),
        });
    }
    found
}

fn wrong_form(at: Span, form: &str, original: Span, acronym: &str, row: &Row) -> Mismatch {
    let right = row.forms.first().unwrap_or(&row.name);
    Mismatch {
        power: None,
        kind: MismatchKind::Acronym,
        certainty: Certainty::Certain,
        translation: at,
        original: Some(original),
        message: format!("{form} stands for {acronym}, which is {right} in English."),
        note: Some(reason(acronym, row)),
        replacement: match &row.forms[..] {
            [one] => Some(one.clone()),
            _ => None,
        },
    }
}

fn dropped(translation: Side, original: Span, acronym: &str, row: &Row) -> Mismatch {
    let end = translation.span.trimmed(translation.text).end;
    Mismatch {
        power: None,
        kind: MismatchKind::Acronym,
        certainty: Certainty::Look,
        translation: Span::new(end, end),
        original: Some(original),
        message: format!(
            "Nothing stands for {acronym}, which is {} in English.",
            row.forms.first().unwrap_or(&row.name)
        ),
        note: Some(reason(acronym, row)),
        replacement: None,
    }
}

/// "МИБ = international information security (IIS)".
fn reason(acronym: &str, row: &Row) -> String {
    match row.forms.first() {
        Some(form) if row.name.is_empty() => format!("{acronym} = {form}"),
        Some(form) if *form != row.name => format!("{acronym} = {} ({form})", row.name),
        _ => format!("{acronym} = {}", row.name),
    }
}

/// The words of the English that can stand for an acronym.
struct English {
    small: Vec<String>,
    acronyms: Vec<(Span, String)>,
    written: Vec<String>,
}

impl English {
    fn read(side: Side) -> Self {
        let lexed = Lexed::new(side.text, side.span);
        let mut out = Self {
            small: Vec::new(),
            acronyms: Vec::new(),
            written: Vec::new(),
        };
        let mut i = 0;
        while i < lexed.len() {
            if lexed.word(i).is_some() {
                let (written, end) = dotted(&lexed, i);
                let letters = written.trim_end_matches('s');
                if letters.len() >= 2 && letters.len() <= 6 && letters.bytes().all(|b| b.is_ascii_uppercase())
                {
                    out.acronyms.push((lexed.span(i, end), letters.to_owned()));
                }
                out.small.push(lexed.plain(i).to_owned());
                out.written.push(written);
                i = end;
            } else {
                i += 1;
            }
        }
        out
    }

    fn renders(&self, row: &Row) -> bool {
        let has_form = |form: &String| {
            self.written
                .iter()
                .any(|w| w == form || w.strip_suffix('s') == Some(form))
        };
        let starts = |stem: &String| {
            let stem = stem.to_lowercase();
            self.small.iter().any(|word| word.starts_with(&stem))
                || self
                    .written
                    .iter()
                    .any(|w| *w == stem.replace('.', "").to_uppercase())
        };
        row.forms.iter().any(has_form) || row.stems.iter().any(starts)
    }
}

/// The word at `i` as it is written, with the dots of "U.S." left out, and the lexeme after it.
fn dotted(lexed: &Lexed, i: usize) -> (String, usize) {
    let mut written = lexed.written(i).to_owned();
    let mut end = i + 1;
    while written.len() == end.div_ceil(2) - i.div_ceil(2)
        && lexed.written(end - 1).len() == 1
        && lexed.is(end, ".")
        && lexed.written(end + 1).len() == 1
        && lexed.written(end + 1).bytes().all(|b| b.is_ascii_uppercase())
    {
        written.push_str(lexed.written(end + 1));
        end += 2;
    }
    (written, end)
}

/// Acronyms of an original: two to seven capitals, with an ending or without: `МИДа`.
fn acronyms<'t>(side: Side<'t>) -> impl Iterator<Item = (Span, &'t str)> + use<'t> {
    let lexed = Lexed::new(side.text, side.span);
    let found: Vec<(Span, &'t str)> = (0..lexed.len())
        .filter(|&i| lexed.word(i).is_some() && !i.checked_sub(1).is_some_and(|b| lexed.is(b, "-")))
        .filter_map(|i| {
            let written = lexed.written(i);
            let capitals = written.find(char::is_lowercase).unwrap_or(written.len());
            let (head, ending) = written.split_at(capitals);
            let is_one = (2..=7).contains(&head.chars().count()) && ending.chars().count() <= 2;
            is_one.then(|| (lexed.span(i, i + 1), head))
        })
        .collect();
    found.into_iter()
}

/// Whether an English acronym looks as if it was made from the original's: МИБ as MIB or IIB, УЕФА as EUFA.
fn stands_for(form: &str, acronym: &str, row: &Row) -> bool {
    let letters = transliterated(acronym);
    form.len() >= 3 && form == letters
        || form.len() >= 3 && (is_near(form, &letters) || row.forms.iter().any(|f| is_near(form, f)))
}

/// Whether two acronyms of one length differ in one letter, or in the order of two neighbours.
fn is_near(one: &str, other: &str) -> bool {
    if one.len() != other.len() || one == other {
        return false;
    }
    let differ: Vec<usize> = (0..one.len())
        .filter(|&i| one.as_bytes()[i] != other.as_bytes()[i])
        .collect();
    match differ[..] {
        [_] => true,
        [a, b] => {
            b == a + 1 && one.as_bytes()[a] == other.as_bytes()[b] && one.as_bytes()[b] == other.as_bytes()[a]
        }
        _ => false,
    }
}

fn transliterated(acronym: &str) -> String {
    acronym
        .chars()
        .map(|c| match c {
            'А' => "A",
            'Б' => "B",
            'В' => "V",
            'Г' | 'Ґ' => "G",
            'Д' => "D",
            'Е' | 'Ё' | 'Э' | 'Є' => "E",
            'Ж' => "ZH",
            'З' => "Z",
            'И' | 'І' | 'Ї' => "I",
            'Й' | 'Ы' => "Y",
            'К' => "K",
            'Л' => "L",
            'М' => "M",
            'Н' => "N",
            'О' => "O",
            'П' => "P",
            'Р' => "R",
            'С' => "S",
            'Т' => "T",
            'У' => "U",
            'Ф' => "F",
            'Х' => "KH",
            'Ц' => "TS",
            'Ч' => "CH",
            'Ш' => "SH",
            'Щ' => "SHCH",
            'Ю' => "YU",
            'Я' => "YA",
            _ => "",
        })
        .collect()
}

/// Whether a stretch is written in capitals, where no word can be told from an acronym.
fn is_shouted(stretch: &str) -> bool {
    let letters = stretch.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = stretch.chars().filter(|c| c.is_uppercase()).count();
    capitals * 2 > letters
}

#[cfg(test)]
mod tests {
    use text::Lang;

    use super::*;

    fn found(original: &str, english: &str, terms: &str) -> Vec<(Certainty, String, Option<String>)> {
        let lang = Lang::from_tag("ru");
        check(
            Side::whole(original, lang),
            Side::whole(english, None),
            lang.and_then(Language::of),
            &Acronyms::read(terms),
        )
        .into_iter()
        .map(|m| (m.certainty, m.message, m.replacement))
        .collect()
    }

    #[test]
    fn a_wrong_acronym_is_proven() {
        let made = found(
            "Мы говорили о МИБ на встрече.",
            "We spoke about IIB at the meeting.",
            "",
        );
        assert_eq!(made[0].0, Certainty::Certain);
        assert_eq!(made[0].1, "IIB stands for МИБ, which is IIS in English.");
        assert_eq!(made[0].2.as_deref(), Some("IIS"));
        assert_eq!(
            found("Матч УЕФА завтра.", "The EUFA match is tomorrow.", "")[0]
                .2
                .as_deref(),
            Some("UEFA")
        );
    }

    #[test]
    fn a_dropped_one_deserves_a_look() {
        assert_eq!(
            found("Это сообщил МИД в среду.", "It was said on Wednesday.", "")[0].0,
            Certainty::Look
        );
    }

    #[test]
    fn what_english_says_is_right() {
        for (original, english) in [
            ("Глава МИДа прибыл.", "The foreign minister arrived."),
            ("Войска США ушли.", "U.S. troops left."),
            ("По данным ВОЗ, да.", "According to the WHO, yes."),
            ("ООН и ЕС за мир.", "The United Nations and the EU are for peace."),
        ] {
            assert!(
                found(original, english, "").is_empty(),
                "{english}: {:?}",
                found(original, english, "")
            );
        }
    }

    #[test]
    fn a_user_adds_terms() {
        assert_eq!(
            found("Слово о ЪЪЖ тут.", "A word on this.", "ЪЪЖ\tXYZ\texample")[0].0,
            Certainty::Look
        );
        assert!(found("Слово о ЪЪЖ тут.", "A word on XYZ.", "ЪЪЖ\tXYZ\texample").is_empty());
    }
}
