//! JSON Lines of articles: `{"id", "title", "text"}` and, if known, `url`, `published`, `lang`, `source_text`.

use serde::Deserialize;
use text::Text;
use url::Url;

use crate::account::Loss;
use crate::article::{Article, Original};
use crate::date;
use crate::provenance::Provenance;

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
    source_lang: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Id {
    Text(String),
    Number(serde_json::Number),
}

/// The articles of a JSON Lines text, what was lost, and the number of lines that hold anything.
pub(crate) fn parse(text: &str) -> (Vec<Article>, Vec<Loss>, usize) {
    let mut articles = Vec::new();
    let mut losses = Vec::new();
    let mut seen = 0;
    let mut ids = std::collections::HashSet::new();
    for (index, line) in text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
    {
        seen += 1;
        let article = serde_json::from_str::<Line>(line)
            .map_err(|error| error.to_string())
            .and_then(article_of);
        match article {
            Ok(article) if ids.insert(article.id.clone()) => articles.push(article),
            Ok(article) => losses.push(loss(index, format!("the id \"{}\" was used before", article.id))),
            Err(why) => losses.push(loss(index, why)),
        }
    }
    (articles, losses, seen)
}

fn loss(index: usize, why: String) -> Loss {
    Loss {
        what: format!("line {}", index + 1),
        url: None,
        why,
        cause: None,
    }
}

fn article_of(line: Line) -> Result<Article, String> {
    if line.text.trim().is_empty() {
        return Err("the text is empty".to_owned());
    }
    let url = parse_url(line.url.as_deref(), "url")?;
    let source_url = parse_url(line.source_url.as_deref(), "source_url")?;
    let id = match line.id {
        Id::Text(id) => id,
        Id::Number(number) => number.to_string(),
    };
    let original = line.source_text.map(|text| Original {
        url: source_url,
        language: line.source_lang,
        text: Some(Text::plain(text)),
    });
    Ok(Article {
        id,
        title: line.title.unwrap_or_default(),
        published: line.published.as_deref().and_then(date::parse),
        updated: None,
        language: line.lang,
        provenance: Provenance::of_text(&line.text, url.as_ref()),
        text: Text::plain(line.text),
        url,
        previous: None,
        original,
    })
}

fn parse_url(text: Option<&str>, field: &str) -> Result<Option<Url>, String> {
    text.map(|text| Url::parse(text).map_err(|error| format!("{field} \"{text}\": {error}")))
        .transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_good_lines_and_accounts_for_bad_ones() {
        let text = "{\"id\":1,\"title\":\"A\",\"text\":\"One.\\n\\nTwo.\",\"lang\":\"en\",\"new\":0}\n\n{bad\n\
                    {\"id\":\"1\",\"text\":\"again\"}\n{\"id\":\"2\"}\n\
                    {\"id\":\"3\",\"text\":\"x\",\"url\":\"not a url\"}\n";
        let (articles, losses, seen) = parse(text);
        assert_eq!((articles.len(), seen), (1, 5));
        assert_eq!(articles[0].text.string, "One.\n\nTwo.");
        assert_eq!(articles[0].text.blocks.len(), 2);
        let lines: Vec<_> = losses.iter().map(|loss| loss.what.as_str()).collect();
        assert_eq!(lines, ["line 3", "line 4", "line 5", "line 6"]);
        assert!(
            losses[2].why.contains("missing field `text`"),
            "{}",
            losses[2].why
        );
    }

    #[test]
    fn an_original_needs_no_address() {
        let (articles, _, _) =
            parse(r#"{"id":"a","text":"Talks.","source_text":"Переговоры.","source_lang":"ru"}"#);
        let original = articles[0].original.as_ref().unwrap();
        assert_eq!(original.text.as_ref().unwrap().string, "Переговоры.");
        assert_eq!(
            (original.url.as_ref(), original.language.as_deref()),
            (None, Some("ru"))
        );
    }
}
