use std::sync::LazyLock;

use crate::document::{Document, Token};
use crate::finding::{Category, Severity, Span};
use crate::lexicon;
use crate::phrases::{PhraseMatch, PhraseTable, inflected};
use crate::rule::{Example, Findings, Languages, Rule};

use super::phrase::{cased_like, starts_with_vowel_sound};

pub(super) static RULE: Rule = Rule {
    name: "calque-phrase",
    summary: "a phrase carried over word for word from the original",
    category: Category::Unidiomatic,
    severity: Severity::Minor,
    languages: Languages::English,
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
    original: &'static str,
    reason: &'static str,
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
        entries.push(Entry {
            replacement,
            languages,
            severity: severity.parse()?,
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
            report(doc, findings, tokens, &found);
        }
    }
}

fn report(doc: &Document, findings: &mut Findings, tokens: &[Token], found: &PhraseMatch) {
    let entry = &CALQUES.entries[found.entry];
    let quote = doc.str(found.span.clone());
    let message = format!(
        "“{quote}” is {} “{}” word for word",
        language_names(entry.languages),
        entry.original
    );
    let finding = findings
        .report(&RULE, found.span.clone(), message)
        .severity(entry.severity)
        .because(entry.reason)
        .confidence(if entry.severity == Severity::Info {
            0.7
        } else {
            0.88
        });
    let Some(replacement) = replacement(entry, &found.forms) else {
        return;
    };
    let before = tokens
        .iter()
        .take_while(|token| token.end() <= found.span.start)
        .last();
    let next = if replacement.is_empty() {
        finding.edit(deletion(doc, before, found.span.clone()), "");
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
fn replacement(entry: &Entry, forms: &[usize]) -> Option<String> {
    match entry.replacement {
        "-" => None,
        "=" => Some(String::new()),
        replacement => inflected(replacement, forms),
    }
}

/// A deleted phrase takes the space before it along, or the one behind it at the start of a sentence.
fn deletion(doc: &Document, before: Option<&Token>, span: Span) -> Span {
    match before {
        Some(before) => before.end()..span.end,
        None => span.start..span.end + usize::from(doc.text()[span.end..].starts_with(' ')),
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
        .map(|tag| match tag {
            "ru" => "Russian",
            "uk" => "Ukrainian",
            "zh" => "Chinese",
            "de" => "German",
            "fr" => "French",
            "es" => "Spanish",
            "nl" => "Dutch",
            "it" => "Italian",
            "pt" => "Portuguese",
            "pl" => "Polish",
            "cs" => "Czech",
            "ro" => "Romanian",
            other => other,
        })
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
        let calques = load().unwrap();
        assert!(!calques.entries.is_empty());
        let mut last = "";
        for (number, line) in lexicon::lines(include_str!("../../data/calques.tsv")).enumerate() {
            let pattern = line.split('\t').next().unwrap();
            assert!(last < pattern, "`{pattern}` must stand once and after `{last}`");
            last = pattern;
            example_fires(&calques, number, line.split('\t').next_back().unwrap());
        }
    }

    #[test]
    fn languages_are_listed_as_in_a_sentence() {
        assert_eq!(language_names("ru"), "Russian");
        assert_eq!(language_names("ru,uk"), "Russian or Ukrainian");
        assert_eq!(language_names("ru,uk,fr"), "Russian, Ukrainian or French");
    }

    fn example_fires(calques: &Calques, number: usize, example: &str) {
        let (text, spans) = marked(example);
        let doc = Document::new(&text);
        let found: Vec<_> = doc
            .sentences()
            .iter()
            .flat_map(|sentence| calques.table.matches(&doc, doc.tokens_in(sentence)))
            .filter(|found| found.entry == number)
            .map(|found| found.span)
            .collect();
        assert_eq!(found, spans, "{example}");
    }
}
