//! What may be taken for known of a text's origin: [`Stated`] by its user, else told by the text itself.

use linguistics::document::Origin;
use text::Lang;

/// What somebody states of the origin of a text, or of all texts of a feed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stated {
    /// Whether a machine translated them; `None`: they tell themselves.
    pub machine_translated: Option<bool>,
    /// The language that they were translated from.
    pub language: Option<Lang>,
}

impl Stated {
    /// The origin of a text that tells of itself whether a machine translated it, and from which language. What is stated
    /// goes before what is told; `None`: nobody says anything.
    #[must_use]
    pub fn origin(self, is_told: bool, told: Option<Lang>) -> Option<Origin> {
        match (self.machine_translated, is_told) {
            (Some(true), _) | (None, true) => Some(Origin::machine_translation(self.language.or(told))),
            (Some(false), _) => Some(Origin::default()),
            (None, false) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stated_goes_before_what_is_told() {
        let (ru, uk) = (Lang::from_tag("ru"), Lang::from_tag("uk"));
        let stated = |machine_translated, language| Stated {
            machine_translated,
            language,
        };
        let translation = |language| Some(Origin::machine_translation(language));
        assert_eq!(stated(None, None).origin(true, uk), translation(uk));
        assert_eq!(stated(None, ru).origin(true, uk), translation(ru));
        assert_eq!(stated(Some(true), None).origin(false, uk), translation(uk));
        assert_eq!(stated(Some(false), ru).origin(true, uk), Some(Origin::default()));
        assert_eq!(stated(None, ru).origin(false, uk), None);
    }
}
