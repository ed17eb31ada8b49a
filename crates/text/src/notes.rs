//! What a text says of its own origin, by the lines of its translator or agency: [`notes`].

use std::sync::LazyLock;

use regex::Regex;

/// A line that says that its text is a translation, or from where it comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Note<'t> {
    /// What it says.
    pub claim: NoteClaim,
    /// What kind of line it is.
    pub kind: NoteKind,
    /// The words, as they stand in the text.
    pub quote: &'t str,
}

/// What a note says. Languages are BCP 47 tags.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoteClaim {
    /// The text was translated by a machine.
    MachineTranslated,
    /// The text was translated from this language.
    SourceLanguage(&'static str),
    /// The text was probably translated from this language: the note names a country.
    ProbableSourceLanguage(&'static str),
}

/// Whose line a note is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoteKind {
    /// A translator's or publisher's.
    Translator,
    /// The header that an agency puts before its text.
    Header,
    /// The line that an agency puts below its text.
    Footer,
}

/// `EDITOR'S NOTE: This article is a translation. Apologies should the grammar ...`
static TRANSLATION_NOTE: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"(?im)^[^\S\n]*EDITOR.{0,3}S NOTE: This (?:article|text) is a translation\b[^\n]*")
});

/// What may stand before a note in its line: `(`, `* Note:`. Not a quotation mark: what somebody says is no note.
const BEFORE_NOTE: &str = r"^[\s(\[*_>|—–-]*(?:(?:(?:editor|translator|publisher).{0,2}s? |please )?note|disclaimer|attention)?[\s:.]*";

/// `This article was automatically translated from Russian.`
static MACHINE_SENTENCE: LazyLock<Regex> = LazyLock::new(|| {
    regex(&format!(
        r"(?i){BEFORE_NOTE}(?:{SUBJECT}|the (?:article|text|page|post)) (?:{IS} (?:then |here )?{MACHINE}|{IS}(?: \w+)? translated {BY_MACHINE}|{IS} an? (?:machine|automatic|automated) translation\b)"
    ))
});

/// `Machine translation by DeepL.`, `AI-translated from Ukrainian`, `Translated using an online service`: a line of its own.
static MACHINE_LINE: LazyLock<Regex> = LazyLock::new(|| {
    regex(&format!(
        r"(?i){BEFORE_NOTE}(?:{MACHINE}(?: text| article| version| content)?|(?:machine|automatic|automated) translation|translated {BY_MACHINE})(?: (?:from|by|with|using|via)(?: the)? [^,;.!?]+)*[\s.)\]*_]*$"
    ))
});

const SUBJECT: &str = r"(?:this|the following|the above)(?: (?:news )?(?:article|text|story|page|post|content|report|material|press release|document|item|version|translation))?";
const IS: &str = "(?:is|was|has been)";
const MACHINE: &str = r"(?:auto|automatically|machine|AI)[- ]translated\b";
const BY_MACHINE: &str = r"(?:automatically|by (?:a )?(?:machine|AI|Google|DeepL|Yandex)|(?:using|with|via) (?:an online service|AI|artificial intelligence|(?:neural )?machine translation|Google|DeepL|Yandex))\b";

/// `Translated from the Russian by ...`, `Originally published in French`: a line of its own.
static LANGUAGE_LINE: LazyLock<Regex> = LazyLock::new(|| {
    regex(&format!(
        r"{BEFORE_NOTE_CASED}(?i:(?:(?:auto|automatically|machine|AI)[- ])?translated from(?: the)?(?: original)?|(?:machine |automatic )?translation from(?: the)?|originally (?:written|published) in) (?<language>\p{{Lu}}\p{{Ll}}+)(?: (?:by|with|using|via) [^,;!?]+)?[\s.)\]*_]*$"
    ))
});

/// `This article was originally published in French.`, `This text has been translated by AI from Russian`
static LANGUAGE_SENTENCE: LazyLock<Regex> = LazyLock::new(|| {
    regex(&format!(
        r"{BEFORE_NOTE_CASED}(?i:{SUBJECT} {IS} (?:[^,;.!?]*\btranslated\b[^,;.!?]*? from(?: the)?(?: original)?|an? (?:\w+ )?translation from(?: the)?|originally (?:written|published) in)) (?<language>\p{{Lu}}\p{{Ll}}+)(?:\s*[.,;:)\]]|\s*$|\s+(?:by|on|at|using|with|and|via)\b)"
    ))
});

/// [`BEFORE_NOTE`] for patterns in which the case of a language's name counts.
const BEFORE_NOTE_CASED: &str = r"^[\s(\[*_>|—–-]*(?i:(?:(?:editor|translator|publisher).{0,2}s? |please )?note|disclaimer|attention)?[\s:.]*";

/// `MIL OSI Translation.` as the first words of a line.
static AGENCY_HEADER: LazyLock<Regex> = LazyLock::new(|| regex(r"(?m)^[^\S\n]*MIL[- ]OSI Translation\b\.?"));

/// `Region: Russian Federation -` behind the agency's name or at the start of a line; an empty region is no evidence.
static REGION: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?m)^[^\S\n]*(?:\p{Lu}[^\n:]*\bTranslation\b\.?[^\S\n]*)?Region:[^\S\n]*(\p{Lu}[\p{L}.]*(?: [\p{L}.]+){0,3}?)[^\S\n]*(?:[–—-]|$|\n)",
    )
});

/// `MIL OSI Russia News` as a line of its own.
static AGENCY_FOOTER: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?m)^[^\S\n]*MIL[- ]OSI (\p{Lu}\p{Ll}+(?: \p{Lu}\p{Ll}+)?) News[^\S\n]*\r?$"));

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the patterns of this module are constant, and its tests use each of them")
}

/// What the text tells by the lines of its translator or agency. A sentence of the article that mentions a translation
/// tells nothing: such lines are known by their form, and by their place at the top or the end.
#[must_use]
pub fn notes(text: &str) -> Vec<Note<'_>> {
    use NoteKind::{Footer, Header, Translator};
    let mut found = Vec::new();
    for (pattern, kind) in [(&TRANSLATION_NOTE, Translator), (&AGENCY_HEADER, Header)] {
        if let Some(note) = pattern.find(text) {
            found.push(Note::new(NoteClaim::MachineTranslated, kind, note.as_str()));
        }
    }
    let lines = outer_lines(text);
    let line_of = |pattern: &Regex| lines.iter().find_map(|line| Some(pattern.find(line)?.as_str()));
    if let Some(note) = line_of(&MACHINE_SENTENCE).or_else(|| line_of(&MACHINE_LINE)) {
        found.push(Note::new(NoteClaim::MachineTranslated, Translator, note));
    }
    let named = |pattern: &Regex| {
        let named = lines.iter().filter_map(|line| pattern.captures(line));
        let mut named =
            named.filter_map(|note| Some((language_of_name(&note["language"])?, note.get_match().as_str())));
        named.next()
    };
    if let Some((language, note)) = named(&LANGUAGE_SENTENCE).or_else(|| named(&LANGUAGE_LINE)) {
        found.push(Note::new(NoteClaim::SourceLanguage(language), Translator, note));
    }
    for (pattern, kind) in [(&REGION, Header), (&AGENCY_FOOTER, Footer)] {
        if let Some(line) = pattern.captures(text)
            && let Some(language) = language_of_region(&line[1])
        {
            let claim = NoteClaim::ProbableSourceLanguage(language);
            found.push(Note::new(claim, kind, line.get_match().as_str()));
        }
    }
    found
}

impl<'t> Note<'t> {
    fn new(claim: NoteClaim, kind: NoteKind, quote: &'t str) -> Self {
        let quote = quote.trim();
        Self { claim, kind, quote }
    }
}

/// What notes come to: whether a machine translated the text, and from which language. The first language counts, a
/// certain one before a guess.
#[must_use]
pub fn told(notes: &[Note]) -> (bool, Option<&'static str>) {
    let machine = notes
        .iter()
        .any(|note| note.claim == NoteClaim::MachineTranslated);
    let certain = notes.iter().find_map(|note| match note.claim {
        NoteClaim::SourceLanguage(language) => Some(language),
        _ => None,
    });
    let probable = || {
        notes.iter().find_map(|note| match note.claim {
            NoteClaim::ProbableSourceLanguage(language) => Some(language),
            _ => None,
        })
    };
    (machine, certain.or_else(probable))
}

/// The first and last lines, where notes stand.
fn outer_lines(text: &str) -> Vec<&str> {
    const FIRST: usize = 4;
    const LAST: usize = 5;
    let lines: Vec<_> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    if lines.len() <= FIRST + LAST {
        return lines;
    }
    [&lines[..FIRST], &lines[lines.len() - LAST..]].concat()
}

/// The language that an agency's region makes likely. Only regions whose press speaks one language.
fn language_of_region(region: &str) -> Option<&'static str> {
    Some(match region.to_lowercase().as_str() {
        "russia" | "russian federation" => "ru",
        "china" | "people's republic of china" | "taiwan" => "zh",
        "france" => "fr",
        "germany" | "austria" => "de",
        "spain" | "mexico" | "argentina" | "chile" | "colombia" | "peru" | "venezuela" | "cuba" => "es",
        "brazil" | "portugal" => "pt",
        "italy" => "it",
        "japan" => "ja",
        "korea" | "south korea" | "north korea" => "ko",
        "ukraine" => "uk",
        "poland" => "pl",
        "turkey" => "tr",
        "iran" => "fa",
        "netherlands" => "nl",
        "sweden" => "sv",
        "greece" => "el",
        "saudi arabia" | "egypt" | "syria" => "ar",
        _ => return None,
    })
}

fn language_of_name(name: &str) -> Option<&'static str> {
    Some(match name.to_lowercase().as_str() {
        "russian" => "ru",
        "chinese" => "zh",
        "french" => "fr",
        "german" => "de",
        "spanish" => "es",
        "portuguese" => "pt",
        "italian" => "it",
        "japanese" => "ja",
        "korean" => "ko",
        "ukrainian" => "uk",
        "polish" => "pl",
        "turkish" => "tr",
        "persian" | "farsi" => "fa",
        "dutch" => "nl",
        "swedish" => "sv",
        "greek" => "el",
        "arabic" => "ar",
        "hebrew" => "he",
        "czech" => "cs",
        "hungarian" => "hu",
        "romanian" => "ro",
        "serbian" => "sr",
        "hindi" => "hi",
        "vietnamese" => "vi",
        "indonesian" => "id",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_named_language_beats_a_region() {
        let text = "MIL OSI Translation. Region: Russian Federation –\nThis text was machine translated from Ukrainian.";
        let found = notes(text);
        assert_eq!(found[0].quote, "MIL OSI Translation.");
        assert_eq!(told(&found), (true, Some("uk")));
        assert_eq!(told(&found[3..]), (false, Some("ru")));
    }

    #[test]
    fn a_text_without_a_note_tells_nothing() {
        assert_eq!(
            told(&notes("The novel was translated from Russian by Ida Holm.")),
            (false, None)
        );
    }
}
