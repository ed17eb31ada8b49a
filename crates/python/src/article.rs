//! One text to check, as `wirecheck check` reads it from a JSON line: [`Article`].

use checker::{Checker, Original, Stated};
use text::{Lang, Text};

/// A text, with its title and the text that it was translated from, where they are known.
#[derive(Debug)]
pub(crate) struct Article {
    pub(crate) text: String,
    pub(crate) title: Option<String>,
    pub(crate) original: Option<String>,
}

impl Article {
    /// Checks it, and returns exactly the text that was checked with what is said of it.
    pub(crate) fn check(self, checker: &Checker, stated: Stated) -> (String, checker::Checked) {
        let (is_told, language) = text::told(&text::notes(&self.text));
        let origin = stated.origin(is_told, language.and_then(Lang::from_tag));
        let original = self.original.map(Text::plain);
        let original = original.as_ref().map(|text| Original {
            text,
            language: stated.language,
        });
        let text = match &self.title {
            Some(title) => Text::titled(title, self.text),
            None => Text::plain(self.text),
        };
        let mut said = checker.check_known(&text, origin, original.as_ref());
        if !said.has_words {
            said.findings.clear(); // nothing was checked
        }
        (text.string, said)
    }
}
