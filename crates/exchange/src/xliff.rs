//! What both versions of XLIFF share: what an element hands down to those inside of it, and the languages of a file.

use crate::error::Error;
use crate::unit::is_english;
use crate::xml::Element;

/// What holds inside of an element until something inside of it says otherwise.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Inherited {
    /// `translate="no"`.
    pub(crate) is_protected: bool,
    /// `xml:space="preserve"`.
    pub(crate) keeps_space: bool,
}

impl Inherited {
    /// What holds inside of `element`.
    pub(crate) fn by(self, element: &Element) -> Self {
        let is_protected = match element.get("translate") {
            Some("no") => true,
            Some("yes") => false,
            _ => self.is_protected,
        };
        let keeps_space = match element.get("xml:space") {
            Some("preserve") => true,
            Some("default") => false,
            _ => self.keeps_space,
        };
        Self {
            is_protected,
            keeps_space,
        }
    }
}

/// What the open elements hand down, with the number of elements that are open inside of each.
#[derive(Debug, Default)]
pub(crate) struct Scopes(Vec<(usize, Inherited)>);

impl Scopes {
    /// What holds inside of the innermost.
    pub(crate) fn inherited(&self) -> Inherited {
        self.0.last().map(|(_, inherited)| *inherited).unwrap_or_default()
    }

    /// Enters an element; `depth` elements are open with it.
    pub(crate) fn enter(&mut self, element: &Element, depth: usize) {
        self.0.push((depth, self.inherited().by(element)));
    }

    /// Leaves those that are no longer open when `depth` elements are.
    pub(crate) fn leave(&mut self, depth: usize) {
        self.0.retain(|(inside, _)| *inside <= depth);
    }
}

/// Makes sure that an element says by these two attributes that it holds translations into English.
pub(crate) fn direction(element: &Element, source: &str, target: &str) -> Result<(), Error> {
    let line = element.at.line;
    let source = element.get(source).unwrap_or_default();
    let Some(target) = element.get(target) else {
        return Err(Error::NoTargetLanguage { line });
    };
    if !is_english(target) || is_english(source) {
        return Err(Error::Direction {
            line,
            source_language: source.to_owned(),
            target_language: target.to_owned(),
        });
    }
    Ok(())
}
