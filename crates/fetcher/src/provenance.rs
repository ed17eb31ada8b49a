//! Was the article translated by a machine, from which language, and how do we know: [`Provenance`].

use serde::{Deserialize, Serialize};
use text::{Note, NoteClaim, NoteKind};
use url::Url;

/// What is known about an article's origin. Every claim has evidence; without evidence nothing is claimed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    /// `Some(true)` when something says that a machine translated the text; `None` when nothing says
    /// anything. Nothing ever proves the contrary.
    pub machine_translated: Option<bool>,
    /// The language that the text was translated from, BCP 47; a guess where the evidence is one.
    pub source_language: Option<String>,
    /// What the claims rest on, in the order in which it was found.
    pub evidence: Vec<Evidence>,
}

/// One sign of an article's origin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// What it says.
    pub claim: Claim,
    /// Where it was found.
    pub kind: EvidenceKind,
    /// The words, attribute or address, as found.
    pub quote: String,
}

/// What a piece of evidence says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Claim {
    /// The text was translated by a machine.
    MachineTranslated,
    /// The text was translated from this language, BCP 47.
    SourceLanguage(String),
    /// The text was probably translated from this language, BCP 47: the sign names a country.
    ProbableSourceLanguage(String),
    /// The original is to be found here.
    Original(Url),
    /// The same text exists in other languages, or was taken from elsewhere.
    Related,
}

/// Where evidence was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum EvidenceKind {
    /// A note in the text that says that it is a translation.
    TranslatorsNote,
    /// The header that an agency puts before its text.
    Header,
    /// The line that an agency puts below its text.
    Footer,
    /// The address of the article.
    Url,
    /// A link between language versions.
    Hreflang,
    /// The page's address of record.
    Canonical,
    /// The name of a program in the page.
    Generator,
    /// The `source` element of a feed item.
    FeedSource,
    /// A link in the text that is called the original, or that fits the source's own pattern.
    Link,
    /// A `<meta>` in the head of the page.
    Meta,
    /// A field of a JSON line.
    Field,
}

impl Provenance {
    /// What the text and the address alone tell.
    pub(crate) fn of_text(text: &str, url: Option<&Url>) -> Self {
        let mut provenance = Self::default();
        for note in text::notes(text) {
            provenance.add(note.into());
        }
        if let Some(url) = url {
            for evidence in url_evidence(url) {
                provenance.add(evidence);
            }
        }
        provenance
    }

    /// Takes a piece of evidence in. The first source language counts, a certain one before a guess.
    pub(crate) fn add(&mut self, evidence: Evidence) {
        match &evidence.claim {
            Claim::MachineTranslated => self.machine_translated = Some(true),
            Claim::SourceLanguage(language) if !self.has_certain_language() => {
                self.source_language = Some(language.clone());
            }
            Claim::ProbableSourceLanguage(language) if self.source_language.is_none() => {
                self.source_language = Some(language.clone());
            }
            _ => {}
        }
        if !self.evidence.contains(&evidence) {
            self.evidence.push(evidence);
        }
    }

    fn has_certain_language(&self) -> bool {
        self.evidence
            .iter()
            .any(|evidence| matches!(evidence.claim, Claim::SourceLanguage(_)))
    }

    /// The address of the original, if something names it.
    pub(crate) fn original(&self) -> Option<&Url> {
        self.evidence.iter().find_map(|evidence| match &evidence.claim {
            Claim::Original(url) => Some(url),
            _ => None,
        })
    }
}

pub(crate) fn evidence(claim: Claim, kind: EvidenceKind, quote: &str) -> Evidence {
    Evidence {
        claim,
        kind,
        quote: quote.trim().to_owned(),
    }
}

impl From<Note<'_>> for Evidence {
    fn from(note: Note<'_>) -> Self {
        let claim = match note.claim {
            NoteClaim::MachineTranslated => Claim::MachineTranslated,
            NoteClaim::SourceLanguage(language) => Claim::SourceLanguage(language.to_owned()),
            NoteClaim::ProbableSourceLanguage(language) => Claim::ProbableSourceLanguage(language.to_owned()),
        };
        let kind = match note.kind {
            NoteKind::Translator => EvidenceKind::TranslatorsNote,
            NoteKind::Header => EvidenceKind::Header,
            NoteKind::Footer => EvidenceKind::Footer,
        };
        evidence(claim, kind, note.quote)
    }
}

/// What the address tells: pages behind Google's translating proxy name their languages and their host.
fn url_evidence(url: &Url) -> Vec<Evidence> {
    let Some(host) = url.host_str() else {
        return Vec::new();
    };
    let quote = url.as_str();
    let mut found = Vec::new();
    let parameter = |name: &str| {
        url.query_pairs()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
    };
    if let Some(site) = host.strip_suffix(".translate.goog") {
        found.push(evidence(Claim::MachineTranslated, EvidenceKind::Url, quote));
        if let Some(original) = behind_proxy(url, site) {
            found.push(evidence(Claim::Original(original), EvidenceKind::Url, quote));
        }
    } else if host == "translate.google.com" {
        found.push(evidence(Claim::MachineTranslated, EvidenceKind::Url, quote));
        if let Some(original) = parameter("u").and_then(|address| Url::parse(&address).ok()) {
            found.push(evidence(Claim::Original(original), EvidenceKind::Url, quote));
        }
    } else {
        return found;
    }
    if let Some(language) = parameter("_x_tr_sl")
        .or_else(|| parameter("sl"))
        .filter(|language| language != "auto")
    {
        found.push(evidence(
            Claim::SourceLanguage(language),
            EvidenceKind::Url,
            quote,
        ));
    }
    found
}

/// `news-example-ru.translate.goog/a?_x_tr_sl=ru` -> `https://news.example.ru/a`: the proxy writes `.`
/// as `-` and `-` as `--`.
fn behind_proxy(url: &Url, site: &str) -> Option<Url> {
    let host = site.replace("--", "\0").replace('-', ".").replace('\0', "-");
    let mut original = url.clone();
    original.set_host(Some(&host)).ok()?;
    let kept: Vec<(String, String)> = url
        .query_pairs()
        .into_owned()
        .filter(|(name, _)| !name.starts_with("_x_tr_"))
        .collect();
    original.set_query(None);
    if !kept.is_empty() {
        original.query_pairs_mut().extend_pairs(kept);
    }
    Some(original)
}

/// What links in the text tell that are called the original.
pub(crate) fn link_evidence(
    links: impl IntoIterator<Item = (Url, String)>,
) -> impl Iterator<Item = Evidence> {
    links
        .into_iter()
        .map(|(url, words)| evidence(Claim::Original(url), EvidenceKind::Link, &words))
}

/// A version in another language that is known to be the original's: the address for the language that
/// the other evidence names.
pub(crate) fn original_among(provenance: &Provenance, alternates: &[(String, Url)]) -> Option<(Url, String)> {
    let wanted = primary_language(provenance.source_language.as_deref()?);
    let (language, url) = alternates
        .iter()
        .find(|(language, _)| primary_language(language) == wanted)?;
    Some((url.clone(), language.clone()))
}

/// `pt-BR` -> `pt`, in lower case.
pub(crate) fn primary_language(tag: &str) -> String {
    tag.split(['-', '_']).next().unwrap_or_default().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Provenance {
        Provenance::of_text(text, None)
    }

    #[test]
    fn reads_the_marks_of_an_agency() {
        use EvidenceKind::{Footer, Header, TranslatorsNote};
        let text = "MIL OSI Translation. Region: Russian Federation –\n\nThe talks went on.\n\n\
                    EDITOR’S NOTE: This article is a translation. Apologies should the grammar not be perfect.\n\n\
                    MIL OSI Russia News";
        let provenance = of(text);
        assert_eq!(provenance.machine_translated, Some(true));
        assert_eq!(provenance.source_language.as_deref(), Some("ru"));
        let kinds: Vec<_> = provenance.evidence.iter().map(|evidence| evidence.kind).collect();
        assert_eq!(kinds, [TranslatorsNote, Header, Header, Footer]);
        assert_eq!(
            provenance.evidence[2].claim,
            Claim::ProbableSourceLanguage("ru".into())
        );
    }

    #[test]
    fn a_named_language_beats_a_region() {
        let provenance = of("Region: Russian Federation –\nThis text was machine translated from Ukrainian.");
        assert_eq!(provenance.machine_translated, Some(true));
        assert_eq!(provenance.source_language.as_deref(), Some("uk"));
    }

    #[test]
    fn reads_the_line_of_a_translator() {
        let article = "A quay\n\nThe quay was renewed over the summer, the port said.";
        let cases = [
            (
                "This article was automatically translated from Russian.",
                true,
                Some("ru"),
            ),
            ("(Machine translation by DeepL)", true, None),
            (
                "Note: this page has been translated by AI from Ukrainian.",
                true,
                Some("uk"),
            ),
            ("AI-translated from Spanish", true, Some("es")),
            ("This is a machine translation.", true, None),
            (
                "The text has been translated using an online service.",
                true,
                None,
            ),
            ("Translated using an online service.", true, None),
            ("Translated from the Polish by Ida Holm", false, Some("pl")),
            (
                "This story was originally published in French.",
                false,
                Some("fr"),
            ),
        ];
        for (line, machine, language) in cases {
            for text in [format!("{line}\n\n{article}"), format!("{article}\n\n{line}")] {
                let provenance = of(&text);
                assert_eq!(provenance.machine_translated.unwrap_or(false), machine, "{text}");
                assert_eq!(provenance.source_language.as_deref(), language, "{text}");
            }
        }
    }

    #[test]
    fn a_sentence_that_mentions_a_translation_claims_nothing() {
        for sentence in [
            "The novel was translated from Russian by Ida Holm.",
            "Her memoir, originally written in French, sold well.",
            "The library will offer machine-translated leaflets in spring.",
            "Machine-translated novels are booming, publishers say.",
            "“This article was automatically translated,” said a note that the paper removed.",
            "Machine translation by phone has improved, the survey found.",
            "Translated from Russian by Ida Holm, the play opens on Friday.",
            "The letter was translated by Google staff for the court.",
            "The text was translated from Russian by Ida Holm.",
            "This report was originally published in German newspapers.",
        ] {
            assert_eq!(of(sentence), Provenance::default(), "{sentence}");
        }
    }

    #[test]
    fn claims_nothing_without_a_sign() {
        let plain =
            "Her novel, translated from Danish hands to ours, sold well. Region: –\nThe region: Russia.";
        assert_eq!(of(plain), Provenance::default());
    }

    #[test]
    fn looks_behind_the_translating_proxy() {
        let url = Url::parse("https://news-a--b-ru.translate.goog/1?x=1&_x_tr_sl=ru&_x_tr_tl=en").unwrap();
        let provenance = Provenance::of_text("", Some(&url));
        assert_eq!(provenance.machine_translated, Some(true));
        assert_eq!(provenance.source_language.as_deref(), Some("ru"));
        assert_eq!(
            provenance.original().map(Url::as_str),
            Some("https://news.a-b.ru/1?x=1")
        );
    }
}
