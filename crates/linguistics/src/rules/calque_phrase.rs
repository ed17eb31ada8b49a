use std::sync::LazyLock;

use text::{Lang, Span, Token};

use crate::document::{Document, Origin};
use crate::finding::{Category, Severity, UnknownSeverity};
use crate::lexicon;
use crate::phrases::{Forms, PhraseMatch, PhraseTable, inflected};
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

use super::phrase::{cased_like, starts_with_vowel_sound};

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "calque-phrase",
    summary: "a phrase carried over word for word from the original",
    category: Category::Unidiomatic,
    severity: Severity::Minor,
    languages: Languages::ENGLISH,
    point: Point::AnyText,
    explain: "A phrase that is good in the original and no English in translation, or official language that English \
              news says shorter. The phrases stand in “data/calques.tsv”, one a line with its original, the reason and \
              a replacement where one fits every sentence. An editor can send a new line.",
    examples: &[
        Example::Flags {
            text: "Other questions will be settled [[in the framework of]] broad consultations.",
            fixed: Some("Other questions will be settled as part of broad consultations."),
        },
        Example::Flags {
            text: "They see the group as a [[demanded]] and promising format.",
            fixed: Some("They see the group as a sought-after and promising format."),
        },
        Example::Flags {
            text: "The plan sets out [[the continuation of the further development]] of the rules.",
            fixed: Some("The plan sets out the further development of the rules."),
        },
        Example::Passes("The framework of the building was steel; demand rose; the format was demanding."),
        Example::Passes("The teacher demanded and got an apology."),
    ],
    check,
};

/// A line of `data/calques.tsv`.
#[derive(Debug)]
struct Entry {
    replacement: &'static str,
    languages: &'static str,
    severity: Severity,
    /// What it is in a text that is known to be a machine translation from one of the languages.
    in_translation: InTranslation,
    original: &'static str,
    reason: &'static str,
}

/// What changes where a text is known to be a machine translation from a language that an entry names, as a mark after the
/// severity says it in the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum InTranslation {
    /// Nothing: an English writer hardly writes so.
    Same,
    /// `+`: what is style elsewhere is a fault.
    OneStepHigher,
    /// `*`: only there it is anything at all.
    Only,
}

impl Entry {
    /// How grave the phrase is in a text of that origin; `None` where it is nothing.
    fn severity_in(&self, origin: Origin) -> Option<Severity> {
        let names = |language: Lang| self.languages.split(',').any(|tag| tag == language.tag());
        let known = origin.machine_translated && origin.source_language.is_none_or(names);
        match self.in_translation {
            InTranslation::Only if !known => None,
            InTranslation::OneStepHigher if known => {
                let higher = Severity::ALL.iter().find(|severity| **severity > self.severity);
                higher.or(Some(&self.severity)).copied()
            }
            _ => Some(self.severity),
        }
    }
}

struct Calques {
    entries: Vec<Entry>,
    table: PhraseTable,
}

static CALQUES: LazyLock<Calques> = LazyLock::new(|| load().expect("data/calques.tsv is read by a test"));

fn load() -> Result<Calques, String> {
    let (mut entries, mut table) = (Vec::new(), PhraseTable::default());
    for line in lexicon::lines(include_str!("../../data/calques.tsv")) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [
            pattern,
            replacement,
            languages,
            severity,
            original,
            reason,
            _example,
        ] = columns[..]
        else {
            return Err(format!("seven columns are due in `{line}`"));
        };
        table.insert(pattern)?;
        let (severity, in_translation) = if let Some(severity) = severity.strip_suffix('*') {
            (severity, InTranslation::Only)
        } else if let Some(severity) = severity.strip_suffix('+') {
            (severity, InTranslation::OneStepHigher)
        } else {
            (severity, InTranslation::Same)
        };
        entries.push(Entry {
            replacement,
            languages,
            severity: severity
                .parse()
                .map_err(|error: UnknownSeverity| error.to_string())?,
            in_translation,
            original,
            reason,
        });
    }
    Ok(Calques { entries, table })
}

fn check(doc: &Document, findings: &mut Findings) {
    for sentence in doc.prose_sentences() {
        let tokens = doc.tokens_in(sentence);
        for found in CALQUES.table.matches(doc, tokens) {
            if let Some(severity) = CALQUES.entries[found.entry].severity_in(doc.origin()) {
                report(doc, findings, tokens, &found, severity);
            }
        }
    }
}

fn report(
    doc: &Document,
    findings: &mut Findings,
    tokens: &[Token],
    found: &PhraseMatch,
    severity: Severity,
) {
    let entry = &CALQUES.entries[found.entry];
    let quote = doc.str(found.span);
    let message = format!(
        "“{quote}” is {} “{}” word for word",
        language_names(entry.languages),
        entry.original
    );
    let finding = findings
        .report(&RULE, found.span, message)
        .severity(severity)
        .because(entry.reason)
        .confidence(if severity == Severity::Info { 0.7 } else { 0.88 });
    let Some(replacement) = replacement(entry, found.forms) else {
        return;
    };
    let before = tokens
        .iter()
        .take_while(|token| token.end() <= found.span.start)
        .last();
    let next = if replacement.is_empty() {
        finding.edit(deletion(doc, before, found.span), "");
        tokens
            .iter()
            .find(|token| token.start() >= found.span.end)
            .map(|token| doc.word(*token))
    } else {
        finding.fix(cased_like(quote, &replacement));
        replacement.split([' ', '-']).next()
    };
    if let Some((span, article)) = before
        .zip(next)
        .and_then(|(before, next)| fitting_article(doc, *before, next))
    {
        finding.edit(span, article);
    }
}

/// What the entry puts there: `-` is nothing safe, `=` deletes.
fn replacement(entry: &Entry, forms: Forms) -> Option<String> {
    match entry.replacement {
        "-" => None,
        "=" => Some(String::new()),
        replacement => inflected(replacement, forms),
    }
}

/// A deleted phrase takes the space before it along, or the one behind it at the start of a sentence.
fn deletion(doc: &Document, before: Option<&Token>, span: Span) -> Span {
    match before {
        Some(before) => Span::new(before.end(), span.end),
        None => Span::new(
            span.start,
            span.end + usize::from(doc.text()[span.end..].starts_with(' ')),
        ),
    }
}

/// The article before `word`, where it must change: "an actual" becomes "a current".
fn fitting_article(doc: &Document, before: Token, word: &str) -> Option<(Span, &'static str)> {
    match (doc.word(before), starts_with_vowel_sound(word)?) {
        ("a", true) => Some((before.span(), "an")),
        ("an", false) => Some((before.span(), "a")),
        _ => None,
    }
}

/// "Russian", "Russian or Ukrainian", "Russian, Ukrainian or French".
fn language_names(tags: &str) -> String {
    let names: Vec<&str> = tags
        .split(',')
        .map(|tag| Lang::from_tag(tag).map_or(tag, |language| language.name()))
        .collect();
    match names.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} or {last}", others.join(", ")),
        _ => names.concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::marked;

    #[test]
    fn every_line_is_sorted_and_its_example_fires() {
        assert!(!load().unwrap().entries.is_empty());
        let mut last = "";
        for line in lexicon::lines(include_str!("../../data/calques.tsv")) {
            let pattern = line.split('\t').next().unwrap();
            assert!(last < pattern, "`{pattern}` must stand once and after `{last}`");
            last = pattern;
            example_fires(pattern, line.split('\t').next_back().unwrap());
        }
    }

    #[test]
    fn languages_are_listed_as_in_a_sentence() {
        assert_eq!(language_names("ru"), "Russian");
        assert_eq!(language_names("ru,uk"), "Russian or Ukrainian");
        assert_eq!(language_names("ru,uk,fr"), "Russian, Ukrainian or French");
    }

    /// Alone in its table, since beside others the longest match wins.
    fn example_fires(pattern: &str, example: &str) {
        let mut table = PhraseTable::default();
        table.insert(pattern).unwrap();
        let (text, spans) = marked(example);
        let doc = Document::new(&text);
        let found: Vec<_> = doc
            .sentences()
            .iter()
            .flat_map(|sentence| table.matches(&doc, doc.tokens_in(sentence)))
            .map(|found| found.span)
            .collect();
        assert_eq!(found, spans, "{example}");
    }
}
