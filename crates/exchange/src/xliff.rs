//! What both versions of XLIFF share: what an element hands down to those inside of it.

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
