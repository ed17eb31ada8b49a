//! Languages by name and tag: [`Lang`].

use serde::Serialize;

/// A language that `whatlang` knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Lang(whatlang::Lang);

impl Lang {
    /// English.
    pub const ENGLISH: Self = Self(whatlang::Lang::Eng);

    /// Its English name: "Russian".
    #[must_use]
    pub fn name(self) -> &'static str {
        match self.0 {
            whatlang::Lang::Cmn => "Chinese", // whatlang says "Mandarin", which is a spoken language
            lang => lang.eng_name(),
        }
    }

    /// Its BCP 47 tag: `ru`.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self.0 {
            whatlang::Lang::Cmn => "zh",
            lang => isolang::Language::from_639_3(lang.code())
                .and_then(|l| l.to_639_1())
                .unwrap_or(lang.code()),
        }
    }

    /// Whether it is written in Latin letters.
    #[must_use]
    pub fn is_written_in_latin(self) -> bool {
        whatlang::Script::Latin.langs().contains(&self.0)
    }

    /// The language of a BCP 47 tag's first part, where `whatlang` knows it.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next()?.to_ascii_lowercase();
        let code = match primary.len() {
            2 => isolang::Language::from_639_1(&primary)?.to_639_3(),
            _ => primary.as_str(),
        };
        let code = if code == "zho" { "cmn" } else { code };
        whatlang::Lang::from_code(code).map(Self)
    }
}

impl Serialize for Lang {
    /// As its BCP 47 tag.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.tag())
    }
}

impl From<whatlang::Lang> for Lang {
    fn from(lang: whatlang::Lang) -> Self {
        Self(lang)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_tags() {
        assert_eq!(Lang::from_tag("ru-RU").map(Lang::name), Some("Russian"));
        assert_eq!(Lang::from_tag("zh-Hans").map(Lang::tag), Some("zh"));
        assert_eq!(Lang::from_tag("tlh"), None);
    }
}
