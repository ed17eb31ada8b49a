//! Under which names JSON Lines keep what makes an article: [`Fields`].

use std::collections::BTreeMap;

use serde_json::{Map, Value};

/// The fields that a line may have, by the names that they have where nobody says otherwise.
const NAMES: [&str; 10] = [
    "id",
    "title",
    "text",
    "url",
    "published",
    "lang",
    "source_text",
    "source_url",
    "source_lang",
    "machine_translated",
];

/// Which field of a line holds what, where it is not the one of our own name. A dot leads into an object: `article.body` is
/// the key `body` of the object `article`, unless the line has a key with the dot in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields {
    /// Our name, and the path.
    paths: BTreeMap<&'static str, String>,
}

impl Fields {
    /// Says where a field is found; `None` leaves it as it was. `false` if there is no field of that name: `id`, `title`,
    /// `text`, `url`, `published`, `lang`, `source_text`, `source_url`, `source_lang`, `machine_translated`.
    pub fn set(&mut self, name: &str, path: Option<&str>) -> bool {
        let known = NAMES.iter().find(|known| **known == name);
        if let (Some(name), Some(path)) = (known, path) {
            self.paths.insert(name, path.to_owned());
        }
        known.is_some()
    }

    /// Returns whether all fields have our own names.
    pub(crate) fn are_ours(&self) -> bool {
        self.paths.is_empty()
    }

    /// Puts what the paths lead to under our own names. What stood there by chance goes.
    pub(crate) fn renamed(&self, line: Map<String, Value>) -> Map<String, Value> {
        let found: Vec<_> = self
            .paths
            .iter()
            .map(|(name, path)| (*name, follow(&line, path).cloned()))
            .collect();
        let mut line = line;
        for (name, value) in found {
            match value {
                Some(value) => line.insert(name.to_owned(), value),
                None => line.remove(name),
            };
        }
        line
    }

    /// Puts the paths into a message about our own names.
    pub(crate) fn named(&self, message: String) -> String {
        self.paths.iter().fold(message, |message, (name, path)| {
            message.replace(&format!("`{name}`"), &format!("`{path}`"))
        })
    }
}

fn follow<'v>(object: &'v Map<String, Value>, path: &str) -> Option<&'v Value> {
    if let Some(value) = object.get(path) {
        return Some(value);
    }
    path.match_indices('.').find_map(|(at, _)| {
        let inner = object.get(&path[..at])?.as_object()?;
        follow(inner, &path[at + 1..])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(json: &str) -> Map<String, Value> {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn dots_lead_into_objects_unless_they_belong_to_the_key() {
        let line = object(r#"{"a":{"b":{"c":1},"b.c":2},"a.d":3,"e":[1]}"#);
        let at = |path| follow(&line, path).and_then(Value::as_i64);
        assert_eq!(
            (at("a.b.c"), at("a.d"), at("a.x"), at("e.0")),
            (Some(2), Some(3), None, None)
        );
        assert_eq!(follow(&line, "a.b"), line["a"].get("b"));
    }

    #[test]
    fn a_renamed_field_takes_the_place_of_ours() {
        let mut fields = Fields::default();
        assert!(fields.set("text", Some("article.body")) && fields.set("title", Some("head")));
        assert!(fields.set("id", None) && !fields.set("body", Some("x")));
        let line = fields.renamed(object(
            r#"{"id":1,"text":"teaser","title":"t","article":{"body":"b"}}"#,
        ));
        assert_eq!((&line["text"], line.get("title")), (&Value::from("b"), None));
    }
}
