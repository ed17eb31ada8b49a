//! Languages by name and tag: [`Lang`].

use serde::Serialize;

/// A language. Texts are told to be in one of those that `whatlang` knows; a translation may be from any.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Lang(Kind);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Kind {
    Detected(whatlang::Lang),
    Other(isolang::Language),
}

impl Lang {
    /// English.
    pub const ENGLISH: Self = Self(Kind::Detected(whatlang::Lang::Eng));

    /// Its English name: "Russian".
    #[must_use]
    pub fn name(self) -> &'static str {
        match self.0 {
            Kind::Detected(whatlang::Lang::Cmn) => "Chinese", // whatlang says "Mandarin", which is a spoken language
            Kind::Detected(lang) => lang.eng_name(),
            Kind::Other(lang) => lang.to_name(),
        }
    }

    /// Its BCP 47 tag: `ru`.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self.0 {
            Kind::Detected(whatlang::Lang::Cmn) => "zh",
            Kind::Detected(lang) => isolang::Language::from_639_3(lang.code())
                .and_then(|l| l.to_639_1())
                .unwrap_or(lang.code()),
            Kind::Other(lang) => lang.to_639_1().unwrap_or(lang.to_639_3()),
        }
    }

    /// Whether a text can be told to be in it.
    #[must_use]
    pub fn is_detected(self) -> bool {
        matches!(self.0, Kind::Detected(_))
    }

    /// Whether it is known to be written in Latin letters.
    #[must_use]
    pub fn is_written_in_latin(self) -> bool {
        matches!(self.0, Kind::Detected(lang) if whatlang::Script::Latin.langs().contains(&lang))
    }

    /// The language of a BCP 47 tag's first part.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next()?.to_ascii_lowercase();
        let language = match primary.len() {
            2 => isolang::Language::from_639_1(&primary),
            _ => isolang::Language::from_639_3(&primary),
        }?;
        let code = match language.to_639_3() {
            "zho" => "cmn",
            "fas" => "pes",
            "nor" => "nob",
            code => code,
        };
        let kind = whatlang::Lang::from_code(code).map_or(Kind::Other(language), Kind::Detected);
        Some(Self(kind))
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
        Self(Kind::Detected(lang))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_tags() {
        assert_eq!(Lang::from_tag("ru-RU").map(Lang::name), Some("Russian"));
        assert_eq!(Lang::from_tag("zh-Hans").map(Lang::tag), Some("zh"));
        assert_eq!(Lang::from_tag("ha").map(Lang::name), Some("Hausa"));
        assert_eq!(Lang::from_tag("is-IS").map(Lang::tag), Some("is"));
        assert_eq!(Lang::from_tag("qq"), None);
    }
}
