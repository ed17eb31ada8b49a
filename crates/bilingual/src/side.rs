//! One side of a pair: [`Side`].

use text::{Lang, Span};

/// The stretch of a text that is one side of a pair: a sentence or a few, an original or its translation.
#[derive(Debug, Clone, Copy)]
pub struct Side<'t> {
    /// The whole text; what is found is addressed in bytes of it.
    pub text: &'t str,
    /// The stretch.
    pub span: Span,
    /// Its language, if it is known. Without it, or without data of it, digits are compared only.
    pub lang: Option<Lang>,
}

impl<'t> Side<'t> {
    /// All of a text.
    #[must_use]
    pub fn whole(text: &'t str, lang: Option<Lang>) -> Self {
        Self {
            text,
            span: Span::new(0, text.len()),
            lang,
        }
    }

    /// The stretch itself.
    #[must_use]
    pub fn stretch(self) -> &'t str {
        &self.text[self.span]
    }
}
