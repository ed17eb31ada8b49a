//! A negation gained or lost.
//!
//! One side denies for certain, and nothing on the other may deny. On good translations that is most often a choice ("did not cope
//! with" for "lost control of"), so it is never certain, and the rule that shows it is off unless somebody wants it.

use std::{collections::HashMap, sync::LazyLock};

use text::{Lang, Span};

use crate::{Certainty, Mismatch, MismatchKind, Side};

/// The words of one language.
struct Words {
    strict: Vec<&'static str>,
    loose: Vec<&'static str>,
    /// Behind a strict word: "не только".
    excuses: Vec<&'static str>,
}

static WORDS: LazyLock<HashMap<&str, Words>> = LazyLock::new(|| {
    let rows = text::list::entries(include_str!("../data/negation.tsv"));
    rows.filter_map(|row| {
        let mut columns = row.split('\t');
        let tag = columns.next()?;
        let mut words = || Some(columns.next()?.split(' ').collect());
        let words = Words {
            strict: words()?,
            loose: words()?,
            excuses: words()?,
        };
        Some((tag, words))
    })
    .collect()
});

/// One side denies, and the other does not.
pub(crate) fn check(original: Side, translation: Side) -> Option<Mismatch> {
    let language = original.lang?;
    let (there, here) = (WORDS.get(language.tag())?, WORDS.get(Lang::ENGLISH.tag())?);
    let (message, at, of) = if let Some(denied) = there.denies(original)
        && !here.may_deny(translation)
    {
        let end = Span::new(translation.span.end, translation.span.end);
        let message = format!("The original says “{}”.", &original.text[denied]);
        (message, end, Some(denied))
    } else if let Some(denied) = here.denies(translation)
        && !there.may_deny(original)
    {
        ("The original denies nothing.".to_owned(), denied, None)
    } else {
        return None;
    };
    Some(Mismatch {
        power: None,
        kind: MismatchKind::Negation,
        certainty: Certainty::Look,
        translation: at,
        original: of,
        message,
        note: None,
        replacement: None,
    })
}

impl Words {
    /// The first word that denies for certain.
    fn denies(&self, side: Side) -> Option<Span> {
        if has_no_spaces(side) {
            let found = |word: &&str| {
                let at = side.stretch().find(*word)?;
                let behind = &side.stretch()[at + word.len()..];
                let excused = self.excuses.iter().any(|excuse| behind.starts_with(excuse));
                (!excused).then(|| Span::new(side.span.start + at, side.span.start + at + word.len()))
            };
            return self.strict.iter().find_map(found);
        }
        let words = words(side);
        let denies = |i: usize, word: &str| {
            let next = words.get(i + 1).map_or("", |(_, next)| next.as_str());
            (fits(word, &self.strict) || word.ends_with("n't")) && !fits(next, &self.excuses)
        };
        let mut found = words.iter().enumerate();
        found
            .find(|(i, (_, word))| denies(*i, word))
            .map(|(_, (span, _))| *span)
    }

    /// Whether any word may deny.
    fn may_deny(&self, side: Side) -> bool {
        if has_no_spaces(side) {
            return self.loose.iter().any(|word| side.stretch().contains(word));
        }
        let words = words(side);
        words
            .iter()
            .any(|(_, word)| fits(word, &self.loose) || word.ends_with("n't"))
    }
}

fn has_no_spaces(side: Side) -> bool {
    side.lang.is_some_and(|lang| matches!(lang.tag(), "zh" | "ja"))
}

/// Whether a word is in a list; a star there is any ending.
fn fits(word: &str, list: &[&str]) -> bool {
    list.iter().any(|entry| match entry.strip_suffix('*') {
        Some(start) => word.starts_with(start),
        None => word == *entry,
    })
}

/// Words in small letters, with "n't" where it belongs, and their places.
fn words(side: Side) -> Vec<(Span, String)> {
    let is_letter = |c: char| c.is_alphabetic() || matches!(c, '\'' | '’');
    let stretch = side.stretch();
    let mut words = Vec::new();
    let mut at = 0;
    for piece in stretch.split(|c| !is_letter(c)) {
        if !piece.is_empty() {
            let start = side.span.start + at;
            words.push((
                Span::new(start, start + piece.len()),
                piece.to_lowercase().replace('’', "'"),
            ));
        }
        at += piece.len();
        at += stretch[at..].chars().next().map_or(0, char::len_utf8);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(lang: &str, original: &str, english: &str) -> Option<String> {
        let original = Side::whole(original, Lang::from_tag(lang));
        check(original, Side::whole(english, Some(Lang::ENGLISH))).map(|m| m.message)
    }

    #[test]
    fn both_sides_deny_or_neither() {
        for (lang, original, english) in [
            ("ru", "Он не приехал.", "He didn’t come."),
            ("ru", "Он не приехал.", "He failed to come."),
            ("ru", "Приехал не только он.", "He and others came."),
            ("de", "Er kam nicht nur gestern.", "He came yesterday as well."),
            ("de", "Er ist unzufrieden.", "He is not satisfied."),
            ("zh", "他没有来。", "He did not come."),
            ("zh", "他来了。", "He came."),
            ("fr", "Il n'est pas venu.", "He never came."),
        ] {
            assert_eq!(message(lang, original, english), None, "{original}");
        }
    }

    #[test]
    fn one_side_denies() {
        let lost = message("ru", "Он не приехал в город.", "He came to the city.");
        assert_eq!(lost.as_deref(), Some("The original says “не”."));
        let lost = message("zh", "他没有来。", "He came.");
        assert_eq!(lost.as_deref(), Some("The original says “没有”."));
        let gained = message("de", "Er kam gestern.", "He didn't come yesterday.");
        assert_eq!(gained.as_deref(), Some("The original denies nothing."));
    }

    #[test]
    fn the_list_is_sorted() {
        assert_eq!(text::list::disorder(include_str!("../data/negation.tsv")), None);
    }
}
