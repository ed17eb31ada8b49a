//! JSON Lines of articles: `{"id", "title", "text"}` and, if known, `url`, `published`, `lang`, `source_text`,
//! `machine_translated`, `source_language`.

use serde::Deserialize;
use serde_json::Value;
use text::Text;
use url::Url;

use crate::account::{Loss, Repair};
use crate::article::{Article, Original};
use crate::date;
use crate::fields::Fields;
use crate::provenance::{Claim, EvidenceKind, Provenance, evidence};

/// One line. Fields that are not known are passed over; later versions may add some.
#[derive(Debug, Deserialize)]
struct Line {
    id: Id,
    #[serde(default)]
    title: Option<String>,
    text: String,
    url: Option<String>,
    published: Option<String>,
    lang: Option<String>,
    source_text: Option<String>,
    source_url: Option<String>,
    /// The language of the original, BCP 47.
    #[serde(alias = "source_language")]
    source_lang: Option<String>,
    machine_translated: Option<bool>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Id {
    Text(String),
    Number(serde_json::Number),
}

/// What a JSON Lines text holds.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    pub(crate) articles: Vec<Article>,
    pub(crate) losses: Vec<Loss>,
    pub(crate) repairs: Vec<Repair>,
    /// Lines that are not blank.
    pub(crate) seen: usize,
}

/// Reads a JSON Lines text.
pub(crate) fn parse(text: &str, fields: &Fields) -> Lines {
    let mut lines = Lines::default();
    let mut ids = std::collections::HashSet::new();
    let mut unreadable_dates = 0;
    for (index, line) in text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
    {
        lines.seen += 1;
        match read(line, fields) {
            Ok(read) if ids.insert(read.article.id.clone()) => {
                unreadable_dates += usize::from(read.unreadable_date);
                lines.articles.push(read.article);
            }
            Ok(read) => lines.losses.push(loss(index, used_before(&read.article.id))),
            Err(why) => lines.losses.push(loss(index, why)),
        }
    }
    if unreadable_dates > 0 {
        lines.repairs.push(Repair::UnreadableDates(unreadable_dates));
    }
    lines
}

/// What one line holds.
pub(crate) struct Read {
    pub(crate) article: Article,
    /// Whether it has a date that nobody can read.
    pub(crate) unreadable_date: bool,
}

/// Reads one line; the error says why it cannot be used.
pub(crate) fn read(line: &str, fields: &Fields) -> Result<Read, String> {
    let line = if fields.are_ours() {
        serde_json::from_str::<Line>(line)
    } else {
        serde_json::from_str(line).and_then(|line| Line::deserialize(Value::Object(fields.renamed(line))))
    };
    let line = line.map_err(|error| fields.named(error.to_string()))?;
    let is_dated = line
        .published
        .as_ref()
        .is_some_and(|date| !date.trim().is_empty());
    let article = article_of(line)?;
    Ok(Read {
        unreadable_date: is_dated && article.published.is_none(),
        article,
    })
}

/// Why the second line with an id is not taken.
pub(crate) fn used_before(id: &str) -> String {
    format!("the id \"{id}\" was used before")
}

fn loss(index: usize, why: String) -> Loss {
    Loss::new(format!("line {}", index + 1), why)
}

fn article_of(line: Line) -> Result<Article, String> {
    if line.text.trim().is_empty() {
        return Err("the text is empty".to_owned());
    }
    let url = parse_url(line.url.as_deref(), "url")?;
    let source_url = parse_url(line.source_url.as_deref(), "source_url")?;
    let mut provenance = Provenance::of_text(&line.text, url.as_ref());
    for (claim, quote) in claims(&line) {
        provenance.add(evidence(claim, EvidenceKind::Field, &quote));
    }
    let id = match line.id {
        Id::Text(id) => id,
        Id::Number(number) => number.to_string(),
    };
    let original = line.source_text.map(|text| Original {
        url: source_url,
        language: line.source_lang,
        text: Some(Text::plain(text)),
    });
    let title = line.title.unwrap_or_default();
    Ok(Article {
        id,
        text: Text::titled(&title, line.text),
        title,
        published: line.published.as_deref().and_then(date::parse),
        updated: None,
        language: line.lang,
        provenance,
        url,
        previous: None,
        original,
    })
}

/// What the line itself says of its origin.
fn claims(line: &Line) -> Vec<(Claim, String)> {
    let machine = line.machine_translated.filter(|is_machine| *is_machine);
    let machine = machine.map(|_| (Claim::MachineTranslated, "machine_translated: true".to_owned()));
    let language = line
        .source_lang
        .as_ref()
        .filter(|language| !language.trim().is_empty());
    let language = language.map(|language| {
        let quote = format!("source_language: {language}");
        (Claim::SourceLanguage(language.trim().to_owned()), quote)
    });
    machine.into_iter().chain(language).collect()
}

fn parse_url(text: Option<&str>, field: &str) -> Result<Option<Url>, String> {
    text.map(|text| Url::parse(text).map_err(|error| format!("{field} \"{text}\": {error}")))
        .transpose()
}

#[cfg(test)]
mod tests {
    use text::BlockKind;

    use super::*;

    #[test]
    fn keeps_good_lines_and_accounts_for_bad_ones() {
        let text = "{\"id\":1,\"title\":\"A\",\"text\":\"One.\\n\\nTwo.\",\"lang\":\"en\",\"new\":0}\n\n{bad\n\
                    {\"id\":\"1\",\"text\":\"again\"}\n{\"id\":\"2\"}\n\
                    {\"id\":\"3\",\"text\":\"x\",\"url\":\"not a url\"}\n";
        let Lines {
            articles,
            losses,
            repairs,
            seen,
        } = parse(text, &Fields::default());
        assert_eq!((articles.len(), seen), (1, 5));
        assert!(repairs.is_empty());
        let text = &articles[0].text;
        assert_eq!(text.string, "A\n\nOne.\n\nTwo.", "the title is checked too");
        let kinds: Vec<_> = text.blocks.iter().map(|block| block.kind).collect();
        assert_eq!(
            kinds,
            [BlockKind::Heading, BlockKind::Paragraph, BlockKind::Paragraph]
        );
        let lines: Vec<_> = losses.iter().map(|loss| loss.what.as_str()).collect();
        assert_eq!(lines, ["line 3", "line 4", "line 5", "line 6"]);
        assert!(
            losses[2].why.contains("missing field `text`"),
            "{}",
            losses[2].why
        );
    }

    #[test]
    fn a_title_that_the_text_begins_with_is_checked_once() {
        let text = |line: &str| parse(line, &Fields::default()).articles[0].text.string.clone();
        assert_eq!(
            text(r#"{"id":1,"title":"Talks  begin","text":"TALKS begin\n\nThey met."}"#),
            "TALKS begin\n\nThey met."
        );
        assert_eq!(text(r#"{"id":1,"title":" ","text":"They met."}"#), "They met.");
        assert_eq!(
            text(r#"{"id":1,"title":"A\nB","text":"They met."}"#),
            "A B\n\nThey met."
        );
    }

    #[test]
    fn an_original_needs_no_address() {
        let lines = parse(
            r#"{"id":"a","text":"Talks.","source_text":"Переговоры.","source_lang":"ru"}"#,
            &Fields::default(),
        );
        let original = lines.articles[0].original.as_ref().unwrap();
        assert_eq!(original.text.as_ref().unwrap().string, "Переговоры.");
        assert_eq!(
            (original.url.as_ref(), original.language.as_deref()),
            (None, Some("ru"))
        );
    }

    #[test]
    fn a_line_tells_where_its_text_comes_from() {
        let of = |fields: &str| {
            let lines = parse(
                &format!("{{\"id\":\"a\",\"text\":\"Talks.\",{fields}}}"),
                &Fields::default(),
            );
            lines.articles[0].provenance.clone()
        };
        let told = of(r#""machine_translated":true,"source_language":"uk""#);
        assert_eq!(
            (told.machine_translated, told.source_language.as_deref()),
            (Some(true), Some("uk"))
        );
        assert_eq!(
            of(r#""machine_translated":false,"source_language":null"#),
            Provenance::default()
        );
    }

    #[test]
    fn an_archive_may_have_other_names() {
        let mut fields = Fields::default();
        for (name, path) in [
            ("id", "uuid"),
            ("text", "article.body"),
            ("source_text", "article.original"),
        ] {
            fields.set(name, Some(path));
        }
        let line =
            r#"{"uuid":7,"title":"Talks","article":{"body":"They met.","original":"Sie trafen sich."}}"#;
        let article = read(line, &fields).ok().unwrap().article;
        assert_eq!(
            (article.id.as_str(), article.text.string.as_str()),
            ("7", "Talks\n\nThey met.")
        );
        assert_eq!(article.original.unwrap().text.unwrap().string, "Sie trafen sich.");
        let why = read(r#"{"uuid":7,"text":"not this one"}"#, &fields)
            .err()
            .unwrap();
        assert_eq!(why, "missing field `article.body`");
    }

    #[test]
    fn a_date_that_nobody_can_read_is_on_record() {
        let lines = parse(
            r#"{"id":"a","text":"Talks.","published":"last spring"}"#,
            &Fields::default(),
        );
        assert_eq!(lines.repairs, [Repair::UnreadableDates(1)]);
    }
}
