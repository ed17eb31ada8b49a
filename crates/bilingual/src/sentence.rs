//! The sentences of one side: [`Sentence`].
//!
//! The `text` crate splits by UAX 29 and knows the abbreviations of English. What other languages add is mended here: a full
//! stop after "г." or "Mio." or behind a German ordinal ends no sentence.

use text::{BlockKind, Lang, Span, Text};

use crate::language::{ENGLISH, Meaning};

/// A sentence of one side, and the block that it stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sentence {
    /// Bytes of the text, without white space at the ends.
    pub span: Span,
    /// Index of its block in [`Text::blocks`].
    pub block: usize,
    /// What the block is.
    pub kind: BlockKind,
}

/// The sentences of `text`, in order; none runs across the end of a block.
#[must_use]
pub fn sentences(text: &Text, language: Lang) -> Vec<Sentence> {
    let mut all = Vec::new();
    for (index, block) in text.blocks.iter().enumerate() {
        let tokens = text::tokens(&text.string, block.span);
        let spans = text::sentences(&text.string, block.span, &tokens);
        let as_sentence = |span| Sentence {
            span,
            block: index,
            kind: block.kind,
        };
        all.extend(
            joined(&text.string, &spans, language)
                .into_iter()
                .map(as_sentence),
        );
    }
    all
}

/// `spans` with those joined that a full stop of `language` cut in two.
fn joined(text: &str, spans: &[Span], language: Lang) -> Vec<Span> {
    let mut whole: Vec<Span> = Vec::with_capacity(spans.len());
    for &span in spans {
        let mut span = span;
        if let Some(last) = whole.last_mut() {
            // UAX 29 takes the bracket of "。「" for the end of the sentence before it.
            let kept = text[*last]
                .trim_end_matches(['「', '『', '（', '《', '“', '«', '„'])
                .len();
            if kept > 0 && last.len() > kept {
                span.start = last.start + kept;
                last.end = span.start;
            }
        }
        match whole.last_mut() {
            Some(last)
                if last.end == span.start && is_within_token(&text[*last], &text[span])
                    || goes_on(&text[*last], &text[span], language) =>
            {
                last.end = span.end;
            }
            _ => whole.push(span),
        }
    }
    whole
}

/// Whether the mark that `before` ends in is part of a token, given what follows without white space: 600519.SH, .NET,
/// Yahoo!ニュース. "In 2019.He" has lost a space.
fn is_within_token(before: &str, after: &str) -> bool {
    let mut behind = before.chars().rev();
    let (mark, last) = (behind.next(), behind.next());
    match mark {
        Some('.') => {
            let code = after
                .find(|c: char| !c.is_ascii_alphanumeric())
                .unwrap_or(after.len());
            let capitals = !after[..code].contains(|c: char| c.is_ascii_lowercase());
            let glued = last.is_none_or(|c| c.is_whitespace() || c.is_ascii_alphanumeric());
            glued && capitals && (1..=5).contains(&code)
        }
        Some('!') => {
            last.is_some_and(|c| c.is_ascii_alphabetic()) && after.starts_with(|c| matches!(c, 'ァ'..='ヺ'))
        }
        _ => false,
    }
}

/// Whether `before` ends in a full stop that ends no sentence of `language`, given what follows.
fn goes_on(before: &str, after: &str, language: Lang) -> bool {
    // 「賛成だ。」と述べた: the words behind a quotation belong to its sentence.
    if before.ends_with(['」', '』', '）']) {
        return after.starts_with(|c| matches!(c, 'ぁ'..='ゖ'));
    }
    let Some(stem) = before.strip_suffix('.') else {
        return false;
    };
    let word = stem
        .rsplit(|c: char| c.is_whitespace() || "(«„\"".contains(c))
        .next()
        .unwrap_or(stem);
    let tag = language.tag();
    // "am 3. Juni", "14. října": an ordinal. A year or a score that ends a sentence has more digits or a colon.
    if matches!(
        tag,
        "de" | "cs" | "sk" | "da" | "nb" | "fi" | "hu" | "sl" | "hr" | "et" | "lv" | "is"
    ) && (1..=2).contains(&word.len())
        && word.bytes().all(|b| b.is_ascii_digit())
    {
        return after.chars().next().is_some_and(char::is_alphabetic);
    }
    // "The next meeting is on 15. August" is how translations from such languages write.
    if tag == "en" && (1..=2).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit()) {
        let month = after
            .split(|c: char| !c.is_alphabetic())
            .next()
            .unwrap_or_default();
        let meanings = ENGLISH.meanings(&month.to_lowercase());
        return meanings.iter().any(|m| matches!(m, Meaning::Month(_)));
    }
    let lower = word.to_lowercase();
    if always_goes_on(tag).contains(&lower.as_str()) {
        return true;
    }
    // "т. е.", "z. B.", "А. Петренко": one letter with a full stop is an abbreviation or an initial.
    let mut letters = lower.chars();
    matches!((letters.next(), letters.next()), (Some(letter), None) if letter.is_alphabetic())
        && !matches!(lower.as_str(), "г" | "р" | "я")
}

/// Abbreviations after which a sentence goes on though a capital follows.
fn always_goes_on(tag: &str) -> &'static [&'static str] {
    match tag {
        "ru" => &[
            "им",
            "ул",
            "пл",
            "просп",
            "проф",
            "акад",
            "ген",
            "гос",
            "св",
            "обл",
            "респ",
            "тов",
            "гр",
            "рис",
            "см",
            "ср",
            "т.е",
            "т.н",
            "долл",
            "тыс",
        ],
        "uk" => &[
            "ім",
            "вул",
            "пл",
            "просп",
            "проф",
            "акад",
            "ген",
            "св",
            "обл",
            "див",
            "тов",
            "грн",
            "дол",
            "тис",
            "т.зв",
        ],
        "de" => &[
            "z.b", "bzw", "dr", "prof", "hr", "fr", "st", "ca", "vgl", "evtl", "ggf", "u.a", "d.h", "mio",
            "mrd", "nr", "abs", "art", "str", "geb", "inkl", "sog", "jan", "feb", "aug", "sept", "okt",
            "nov", "dez",
        ],
        "cs" => &[
            "např", "tzv", "mj", "tj", "dr", "ing", "mgr", "prof", "sv", "č", "str", "ul", "mil", "mld",
            "tis", "resp", "cca", "gen",
        ],
        "pl" => &[
            "np", "tzw", "dr", "inż", "mgr", "prof", "św", "ul", "im", "nr", "gen", "tys", "m.in",
        ],
        "fr" => &["m", "mm", "dr", "av", "env", "art", "no", "st"],
        "es" => &["sr", "sra", "dr", "dra", "av", "núm", "art", "gral"],
        "it" => &["sig", "dott", "prof", "art", "on", "gen", "n"],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split<'t>(text: &'t Text, tag: &str) -> Vec<&'t str> {
        let language = Lang::from_tag(tag).unwrap();
        sentences(text, language)
            .iter()
            .map(|s| &text.string[s.span])
            .collect()
    }

    #[test]
    fn other_languages_keep_their_abbreviations() {
        for (tag, whole) in [
            ("ru", "Театр им. Вахтангова на ул. Арбат откроется в среду."),
            (
                "ru",
                "Директор А. С. Петренко, т. е. глава музея, подал в отставку.",
            ),
            ("uk", "Лікарня на вул. Шевченка отримала 12 тис. доз."),
            ("de", "Am 3. Juni zahlte Dr. Weber ca. 4 Mio. Euro."),
            ("de", "Der 17. Bundestag, z. B. die Opposition, stimmte zu."),
            ("cs", "Ve čtvrtek 14. Října podepsal prof. Novák smlouvu."),
            ("en", "The council meets on 15. August next year."),
            (
                "en",
                "Shares of Hengda Steel (600519.SH) and Orient Foods (0700.HK) fell.",
            ),
            ("en", "The team writes it in .NET and tests it there."),
            ("zh", "恒达钢铁（600519.SH）的股价周三下跌了百分之五。"),
            ("ja", "市長はYahoo!ニュースの取材に答えた。"),
        ] {
            assert_eq!(split(&Text::plain(whole), tag), [whole], "{tag}");
        }
    }

    #[test]
    fn sentences_end_where_each_script_ends_them() {
        for (tag, text, count) in [
            (
                "ru",
                "Суд начался в 2019 г. Его закончили в среду. «Мы рады», — сказал он.",
                3,
            ),
            ("uk", "Чи буде дощ? Синоптики кажуть, що ні. Вітер слабкий.", 3),
            (
                "de",
                "Der Rat tagte 2019. Er stimmte zu. „Gut so!“ Dann ging er.",
                4,
            ),
            (
                "zh",
                "会议在周三举行。代表们说：“我们同意。”会议何时结束？没有人知道！",
                4,
            ),
            (
                "en",
                "The council met in 2019.He was there on the 15. Nobody else came.",
                3,
            ),
            (
                "ja",
                "会議は水曜日に開かれた。「賛成だ。」と代表は述べた。いつ終わるのか？誰も知らない。",
                4,
            ),
        ] {
            let text = Text::plain(text);
            let found = split(&text, tag);
            assert_eq!(found.len(), count, "{found:?}");
        }
    }
}
