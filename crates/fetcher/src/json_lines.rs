//! JSON Lines of articles: `{"id", "title", "text"}` and, if known, `url`, `published`, `lang`, `source_text`,
//! `machine_translated`, `source_language`.

use serde::Deserialize;
use text::Text;
use url::Url;

use crate::account::{Loss, Repair};
use crate::article::{Article, Original};
use crate::date;
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
pub(crate) fn parse(text: &str) -> Lines {
    let mut lines = Lines::default();
    let mut ids = std::collections::HashSet::new();
    let mut unreadable_dates = 0;
    for (index, line) in text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
    {
        lines.seen += 1;
        let article = serde_json::from_str::<Line>(line)
            .map_err(|error| error.to_string())
            .and_then(|line| {
                let is_dated = line
                    .published
                    .as_ref()
                    .is_some_and(|date| !date.trim().is_empty());
                let article = article_of(line)?;
                unreadable_dates += usize::from(is_dated && article.published.is_none());
                Ok(article)
            });
        match article {
            Ok(article) if ids.insert(article.id.clone()) => lines.articles.push(article),
            Ok(article) => {
                let why = format!("the id \"{}\" was used before", article.id);
                lines.losses.push(loss(index, why));
            }
            Err(why) => lines.losses.push(loss(index, why)),
        }
    }
    if unreadable_dates > 0 {
        lines.repairs.push(Repair::UnreadableDates(unreadable_dates));
    }
    lines
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
        } = parse(text);
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
        let text = |line: &str| parse(line).articles[0].text.string.clone();
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
        let lines = parse(r#"{"id":"a","text":"Talks.","source_text":"Переговоры.","source_lang":"ru"}"#);
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
            let lines = parse(&format!("{{\"id\":\"a\",\"text\":\"Talks.\",{fields}}}"));
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
    fn a_date_that_nobody_can_read_is_on_record() {
        let lines = parse(r#"{"id":"a","text":"Talks.","published":"last spring"}"#);
        assert_eq!(lines.repairs, [Repair::UnreadableDates(1)]);
    }
}
