//! A question that became a statement, or the reverse.

use text::Span;

use crate::{Certainty, Mismatch, MismatchKind, Side};

/// Question marks: ours, full-width, Arabic, Armenian.
const MARKS: [char; 4] = ['?', '？', '؟', '՞'];

/// Languages that ask without a mark, or with one that is no question mark.
const WITHOUT_MARKS: [&str; 2] = ["th", "el"];

/// What Japanese asks with beside か at the end, which needs no mark.
const JAPANESE: [&str; 7] = ["なぜ", "誰", "だれ", "だろう", "でしょう", "かしら", "どうして"];

/// One side asks, the other does not.
pub(crate) fn check(original: Side, translation: Side) -> Option<Mismatch> {
    if original
        .lang
        .is_some_and(|lang| WITHOUT_MARKS.contains(&lang.tag()))
    {
        return None;
    }
    let (asked, asks) = (mark(original), mark(translation));
    if original.lang.is_some_and(|lang| lang.tag() == "ja") && (asks.is_none() || may_ask(original.stretch()))
    {
        return None;
    }
    let (message, at) = match (asked, asks) {
        (Some(_), None) => ("The original asks a question.", end(translation)),
        (None, Some(at)) => ("The original asks no question.", at),
        _ => return None,
    };
    Some(Mismatch {
        power: None,
        kind: MismatchKind::Question,
        certainty: Certainty::Look,
        translation: at,
        original: asked,
        message: message.to_owned(),
        note: None,
        replacement: None,
    })
}

/// Whether Japanese may ask without a mark.
fn may_ask(japanese: &str) -> bool {
    let ends = japanese.match_indices('か').any(|(at, ka)| {
        let after = japanese[at + ka.len()..].chars().next();
        after.is_none_or(|c| !c.is_alphabetic() || matches!(c, 'と' | 'な' | 'ね'))
    });
    ends || JAPANESE.iter().any(|word| japanese.contains(word))
}

/// The first question mark of a side that is not part of an address.
fn mark(side: Side) -> Option<Span> {
    let stretch = side.stretch();
    stretch.char_indices().find_map(|(at, c)| {
        let asks = MARKS.contains(&c)
            && !stretch[at + c.len_utf8()..].starts_with(|c: char| c.is_ascii_alphanumeric());
        let start = side.span.start + at;
        asks.then(|| Span::new(start, start + c.len_utf8()))
    })
}

/// The end of a side, without white space.
fn end(side: Side) -> Span {
    let end = side.span.trimmed(side.text).end;
    Span::new(end, end)
}

#[cfg(test)]
mod tests {
    use text::Lang;

    use super::*;

    fn message(lang: &str, original: &str, english: &str) -> Option<String> {
        check(
            Side::whole(original, Lang::from_tag(lang)),
            Side::whole(english, None),
        )
        .map(|m| m.message)
    }

    #[test]
    fn questions_stay_questions() {
        assert_eq!(message("ru", "Кто виноват?", "Who is to blame?"), None);
        assert_eq!(message("zh", "谁？", "Who?"), None);
        assert_eq!(message("ja", "誰ですか。", "Who is it?"), None);
        assert_eq!(message("ja", "本当ですか", "It is true."), None);
        assert!(message("ja", "彼は来た。", "Did he come?").is_some());
        assert_eq!(
            message("de", "Kommt er?", "He comes.").as_deref(),
            Some("The original asks a question.")
        );
        assert_eq!(
            message("de", "Er kommt.", "Is he coming?").as_deref(),
            Some("The original asks no question.")
        );
        assert_eq!(message("de", "Siehe x.de/a?b=1.", "See x.de/a?b=1."), None);
    }
}
