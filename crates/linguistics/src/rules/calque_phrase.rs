use std::sync::LazyLock;

use text::{Lang, Span, Token};

use crate::document::{Document, Origin, Rendered};
use crate::finding::{Beside, Category, Severity, UnknownSeverity};
use crate::lexicon;
use crate::phrases::{Forms, PhraseMatch, PhraseTable, inflected};
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

use super::phrase::{capitalised, cased_like, is_lower_case, starts_with_vowel_sound};

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
        Example::Flags {
            text: "They trade [[within the framework of]] ASEAN. Talks go on [[in the framework of]] the applicable rules.",
            fixed: Some("They trade within ASEAN. Talks go on within the applicable rules."),
        },
        Example::Flags {
            text: "Three crews are [[liquidating]] the fire. They [[liquidated]] the blaze by noon.",
            fixed: Some("Three crews are fighting the fire. They put out the blaze by noon."),
        },
        Example::Flags {
            text: "They won by a [[Sayonara]] home run. [[Sayonara]] victory for the town!",
            fixed: Some("They won by a walk-off home run. Walk-off victory for the town!"),
        },
        Example::Flags {
            text: "They counted four cases of [[asymptomatic infected persons]].",
            fixed: None,
        },
        Example::Flags {
            text: "Minsk won [[with a score of 3:1]]. [[Her account in Instagram]] was closed.",
            fixed: Some("Minsk won with a score of 3:1. Her account on Instagram was closed."),
        },
        Example::Flags {
            text: "[[As of 24:00]] on May 7, [[all sectors of society]] have sent money.",
            fixed: None,
        },
        Example::Flags {
            text: "They [[gave full play to]] the leading role of the port, and [[gave full play to]] the potential of the town.",
            fixed: None,
        },
        Example::Flags {
            text: "The town will [[give full play to]] its strengths.",
            fixed: Some("The town will make full use of its strengths."),
        },
        Example::Passes(
            "They won 3:1, said the press service of the club. The role of the mill is played out.",
        ),
        Example::Passes("Changes in the epidemic were watched, and the spirit of the law was carried on."),
        Example::Passes(
            "Police counted 60 new corona infections in the town, and new corona cases in the next.",
        ),
        Example::Passes(
            "It is open late, depending of course on the day, and this depends from town to town.",
        ),
        Example::Passes("Experts backed the first Fangcang shelter hospital when the beds ran out."),
        Example::Passes(
            "Lower taxes help the vast majority of consumers, and the vast number of small shops.",
        ),
        Example::Passes("Asymptomatic patients were counted as cases, and infected persons stayed at home."),
        Example::Passes(
            "The court is liquidating the bank. The liquidated firm had put out a fire with foam.",
        ),
        Example::Passes(
            "The town will strengthen the bridge; the construction of the mill goes on as part of the plan.",
        ),
        Example::Passes("They said sayonara to the old hall. A framework of rules was agreed within a year."),
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
    /// Beginnings of the words that can cause the phrase, by language: `ru:рамк;uk:рамк`. They are in small letters, with `|`
    /// between them. Empty where nobody wrote them down.
    source_words: &'static str,
}

/// What the sentence of the original says of a phrase that was found.
enum Proof<'d> {
    /// Nothing: it is not known, or the words that cause the phrase are not.
    None,
    /// It has none of them: whoever wrote the phrase chose it.
    Refuted,
    /// It has one of them, here.
    Stands(&'d Rendered, Span),
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
    /// `!`: only where the language of the original is known and among the entry's. “New corona infections” is a calque of
    /// Japanese, and good English for the German “Corona-Neuinfektionen”.
    OnlyFromThem,
}

impl Entry {
    /// How grave the phrase is in a text of that origin; `None` where it is nothing.
    fn severity_in(&self, origin: Origin) -> Option<Severity> {
        let known =
            origin.machine_translated && origin.source_language.is_none_or(|source| self.names(source));
        match self.in_translation {
            InTranslation::Only if !known => None,
            InTranslation::OnlyFromThem if !known || origin.source_language.is_none() => None,
            InTranslation::OneStepHigher if known => {
                let higher = Severity::ALL.iter().find(|severity| **severity > self.severity);
                higher.or(Some(&self.severity)).copied()
            }
            _ => Some(self.severity),
        }
    }

    /// Whether the phrase is one of that language.
    fn names(&self, language: Lang) -> bool {
        self.languages.split(',').any(|tag| tag == language.tag())
    }

    /// What the original says of the phrase.
    fn proof<'d>(&self, rendered: Option<&'d Rendered>) -> Proof<'d> {
        let known = rendered
            .filter(|_| !self.source_words.is_empty())
            .and_then(|rendered| {
                let mut languages = self
                    .source_words
                    .split(';')
                    .filter_map(|words| words.split_once(':'));
                let (_, words) = languages.find(|(tag, _)| *tag == rendered.language.tag())?;
                Some((rendered, words))
            });
        let Some((rendered, words)) = known else {
            return Proof::None;
        };
        let place = words
            .split('|')
            .find_map(|word| place_of(word, &rendered.original));
        place.map_or(Proof::Refuted, |place| Proof::Stands(rendered, place))
    }

    /// Whether `original` is in that language: it is given in the first that has the phrase.
    fn quotes(&self, language: Lang) -> bool {
        self.languages.split(',').next() == Some(language.tag())
    }

    /// Whether who reads one of the languages understands `original`, which is in the first: a Korean word tells nobody what
    /// stood in Japanese.
    fn are_akin(&self) -> bool {
        const FAMILIES: [&[&str]; 5] = [
            &["be", "bg", "ru", "uk"],
            &["cs", "pl", "sk"],
            &["da", "de", "nl", "no", "sv"],
            &["es", "fr", "it", "pt", "ro"],
            &["id", "ms"],
        ];
        let mut tags = self.languages.split(',');
        let first = tags.next();
        let family = FAMILIES
            .iter()
            .find(|family| first.is_some_and(|first| family.contains(&first)));
        tags.all(|tag| family.is_some_and(|family| family.contains(&tag)))
    }

    /// What is wrong with `quote` in a text of that origin. A language is named only where it may be that of the original.
    fn message(&self, quote: &str, origin: Origin) -> String {
        let original = self.original;
        match origin.source_language {
            Some(source) if self.quotes(source) => {
                format!("“{quote}” is {} “{original}” word for word", source.name())
            }
            Some(source) if self.names(source) => {
                format!("“{quote}” was translated word for word from {}", source.name())
            }
            Some(_) => format!("“{quote}” was translated word for word"),
            None if !self.are_akin() => format!(
                "“{quote}” was translated word for word, as from {}",
                language_names(self.languages)
            ),
            None => format!(
                "“{quote}” is {} “{original}” word for word",
                language_names(self.languages)
            ),
        }
    }

    /// The reason, without the parts that speak of a language which is not that of the original.
    fn reason_in(&self, origin: Origin) -> Option<String> {
        let quotes = |source| self.quotes(source);
        if origin.source_language.map_or(self.are_akin(), quotes) {
            return Some(self.reason.to_owned());
        }
        let parts = self.reason.trim_end_matches('.').split("; ");
        let kept: Vec<&str> = parts.filter(|part| is_about_english(part)).collect();
        (!kept.is_empty()).then(|| capitalised(&format!("{}.", kept.join("; "))))
    }
}

/// The first words of a text that begin as `stem` does, which is in small letters; Chinese, which has no spaces, anywhere.
fn place_of(stem: &str, text: &str) -> Option<Span> {
    if stem.starts_with(|c: char| matches!(c, '\u{3400}'..='\u{9FFF}')) {
        let start = text.find(stem)?;
        return Some(Span::new(start, start + stem.len()));
    }
    let small = |c: char| {
        c.to_lowercase()
            .next()
            .map_or(c, |c| if c == 'ё' { 'е' } else { c })
    };
    let mut before = ' ';
    for (start, c) in text.char_indices() {
        let begins = !before.is_alphanumeric() && c.is_alphanumeric();
        before = c;
        let rest = &text[start..];
        if !begins
            || !stem
                .chars()
                .map(small)
                .eq(rest.chars().map(small).take(stem.chars().count()))
        {
            continue;
        }
        let mut end = rest.char_indices().skip(stem.chars().count());
        let length = end
            .find(|(_, c)| !c.is_alphanumeric())
            .map_or(rest.len(), |(at, _)| at);
        return Some(Span::new(start, start + length));
    }
    None
}

/// Whether the part of a reason speaks of English, or of no language and no foreign word.
fn is_about_english(part: &str) -> bool {
    const OTHERS: [&str; 24] = [
        "Arabic",
        "Baltic",
        "Chinese",
        "Czech",
        "Dutch",
        "French",
        "German",
        "Indonesian",
        "Italian",
        "Japanese",
        "Korean",
        "Malay",
        "Original",
        "Polish",
        "Portuguese",
        "Romance",
        "Romanian",
        "Russian",
        "Slavic",
        "Soviet",
        "Spanish",
        "Turkish",
        "Ukrainian",
        "original",
    ];
    !OTHERS.iter().any(|other| part.contains(other)) && (part.contains("English") || !part.contains('"'))
}

/// How sure a phrase is whose source words stand in the original.
const PROVEN: f32 = 0.97;

struct Calques {
    entries: Vec<Entry>,
    table: PhraseTable,
}

static CALQUES: LazyLock<Calques> = LazyLock::new(|| load().expect("data/calques.tsv is read by a test"));

fn load() -> Result<Calques, String> {
    let (mut entries, mut table) = (Vec::new(), PhraseTable::default());
    for line in lexicon::lines(include_str!("../../data/calques.tsv")) {
        let columns: Vec<&str> = line.split('\t').collect();
        let (columns, more) = columns.split_at(columns.len().min(7));
        let source_words = match more {
            [] => "",
            [words] => words,
            _ => return Err(format!("seven or eight columns are due in `{line}`")),
        };
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
            return Err(format!("seven or eight columns are due in `{line}`"));
        };
        table.insert(pattern)?;
        let (severity, in_translation) = if let Some(severity) = severity.strip_suffix('*') {
            (severity, InTranslation::Only)
        } else if let Some(severity) = severity.strip_suffix('+') {
            (severity, InTranslation::OneStepHigher)
        } else if let Some(severity) = severity.strip_suffix('!') {
            (severity, InTranslation::OnlyFromThem)
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
            source_words,
        });
    }
    Ok(Calques { entries, table })
}

fn check(doc: &Document, findings: &mut Findings) {
    for sentence in doc.prose_sentences() {
        let tokens = doc.tokens_in(sentence);
        for found in CALQUES.table.matches(doc, tokens) {
            if stands_by_right(doc, tokens, &found) {
                continue;
            }
            let entry = &CALQUES.entries[found.entry];
            let proof = entry.proof(doc.rendered_at(found.span));
            if let Some(severity) = entry.severity_in(doc.origin())
                && !matches!(proof, Proof::Refuted)
            {
                report(doc, findings, tokens, &found, severity, &proof);
            }
        }
    }
}

/// "depending, of course", "it depends from town to town": the preposition belongs to what follows.
fn stands_by_right(doc: &Document, tokens: &[Token], found: &PhraseMatch) -> bool {
    let at = |at: usize| tokens.get(at).map_or("", |token| doc.lower(*token));
    let (last, next) = (found.tokens.end - 1, at(found.tokens.end));
    match at(last) {
        "of" => next == "course",
        "from" => at(last + 2) == "to" && next == at(last + 3),
        _ => false,
    }
}

fn report(
    doc: &Document,
    findings: &mut Findings,
    tokens: &[Token],
    found: &PhraseMatch,
    severity: Severity,
    proof: &Proof,
) {
    let entry = &CALQUES.entries[found.entry];
    let span = telling_span(doc, tokens, found);
    let finding = findings
        .report(&RULE, span, entry.message(doc.str(span), doc.origin()))
        .severity(severity)
        .confidence(if severity == Severity::Info { 0.7 } else { 0.88 });
    if let Some(reason) = entry.reason_in(doc.origin()) {
        finding.because(reason);
    }
    if let Proof::Stands(rendered, place) = *proof {
        finding.confidence = PROVEN;
        let words = &rendered.original[place];
        finding.message = format!("{}; the original has “{words}” here", finding.message);
        finding.beside = Some(Beside {
            language: rendered.language,
            sentence: rendered.original.clone(),
            span: place,
            note: None,
        });
    }
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
        let put = if stands_in_small_letters(doc, tokens, found.span) {
            replacement.clone()
        } else {
            cased_like(doc.str(found.span), &replacement)
        };
        finding.edit(found.span, put);
        replacement.split([' ', '-']).next()
    };
    if let Some((span, article)) = before
        .zip(next)
        .and_then(|(before, next)| fitting_article(doc, *before, next))
    {
        finding.edit(span, article);
    }
}

/// What the finding quotes: the part that the entry is about, and the words round it where that is only a small word or a mark.
/// “Of” is no Russian “со счётом”, “with a score of 3:1” is.
fn telling_span(doc: &Document, tokens: &[Token], found: &PhraseMatch) -> Span {
    let tells = |token: &Token| !token.is_mark() && !lexicon::is_function_word(doc.lower(*token));
    let matched = &tokens[found.tokens.clone()];
    let mut about = matched
        .iter()
        .filter(|token| found.span.start <= token.start() && token.end() <= found.span.end);
    if about.any(tells) {
        return found.span;
    }
    let last = matched.iter().rev().find(|token| tells(token));
    let start = matched.first().map_or(found.span.start, |first| first.start());
    Span::new(start, last.map_or(0, |last| last.end()).max(found.span.end))
}

/// Whether what is replaced stands inside a sentence between words in small letters, so that a capital was that of a word which
/// was taken for a name: "they won by a Sayonara hit". After a mark a sentence or a title may begin.
fn stands_in_small_letters(doc: &Document, tokens: &[Token], span: Span) -> bool {
    let small = |token: &Token| token.is_word() && is_lower_case(doc.word(*token));
    let before = tokens.iter().take_while(|token| token.end() <= span.start).last();
    let behind = tokens.iter().find(|token| token.start() >= span.end);
    let mut inner = tokens
        .iter()
        .filter(|token| span.start < token.start() && token.end() <= span.end);
    before.is_some_and(small)
        && behind.is_none_or(|token| !token.is_word() || small(token))
        && inner.all(small)
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
    use crate::finding::Finding;
    use crate::rule::marked;

    #[test]
    fn every_line_is_sorted_and_its_example_fires() {
        assert!(!load().unwrap().entries.is_empty());
        let mut last = "";
        for line in lexicon::lines(include_str!("../../data/calques.tsv")) {
            let pattern = line.split('\t').next().unwrap();
            assert!(last < pattern, "`{pattern}` must stand once and after `{last}`");
            last = pattern;
            example_fires(pattern, line.split('\t').nth(6).unwrap());
        }
    }

    #[test]
    fn source_words_are_small_and_belong_to_the_original() {
        let mut filled = 0;
        for line in lexicon::lines(include_str!("../../data/calques.tsv")) {
            let Some(words) = line.split('\t').nth(7) else {
                continue;
            };
            filled += 1;
            let languages = line.split('\t').nth(2).unwrap();
            for of_language in words.split(';') {
                let (tag, words) = of_language.split_once(':').unwrap();
                assert!(languages.split(',').any(|other| other == tag), "{line}");
                for word in words.split('|') {
                    assert_eq!(word, word.trim().to_lowercase(), "{line}");
                    assert!(!word.is_empty(), "{line}");
                }
            }
        }
        assert!(filled >= 150, "{filled}");
    }

    #[test]
    fn source_words_prove_a_phrase_and_their_absence_refutes_it() {
        let text = "Other questions will be settled in the framework of broad consultations.";
        let found = |original: Option<(&str, &str)>| {
            let rendered = original.map(|(tag, original)| Rendered {
                span: Span::new(0, text.len()),
                original: original.to_owned(),
                language: Lang::from_tag(tag).unwrap(),
            });
            let doc = Document::new(text).with_rendered(rendered.into_iter().collect());
            RULE.findings(&doc)
        };
        let alone = found(None);
        assert_eq!((alone.len(), &alone[0].beside), (1, &None));
        let proven = found(Some((
            "ru",
            "Другие вопросы решат В рамках широких консультаций.",
        )));
        assert!(proven[0].confidence > alone[0].confidence);
        assert!(
            proven[0].message.ends_with("; the original has “рамках” here"),
            "{}",
            proven[0].message
        );
        let beside = proven[0].beside.as_ref().unwrap();
        assert_eq!(&beside.sentence[beside.span], "рамках");
        assert!(found(Some(("ru", "Другие вопросы решат на широких консультациях."))).is_empty());
        let other = found(Some(("ja", "他の問題は協議で解決される。")));
        assert_eq!(other, alone, "of that language nothing is written down");
    }

    #[test]
    fn a_stem_is_found_at_the_beginning_of_a_word() {
        let found = |stem: &str, text: &str| place_of(stem, text).map(|span| text[span].to_owned());
        assert_eq!(found("рамк", "В Рамках плана").as_deref(), Some("Рамках"));
        assert_eq!(found("в рамк", "и в рамках плана").as_deref(), Some("в рамках"));
        assert_eq!(found("еще", "Ещё раз").as_deref(), Some("Ещё"));
        assert_eq!(found("рамк", "подрамк"), None);
        assert_eq!(found("采访", "接受采访时").as_deref(), Some("采访"));
    }

    /// What is said of `text` as a machine translation from the language of `tag`.
    fn said(text: &str, tag: &str) -> Vec<Finding> {
        let origin = Origin::machine_translation(Lang::from_tag(tag));
        RULE.findings(&Document::new(text).with_origin(origin))
    }

    #[test]
    fn names_no_language_that_the_original_is_not_in() {
        let text = "Nine coronaviral patients lie in the ward.";
        for (source, message) in [
            ("ru", "“coronaviral” is Russian “коронавирусный” word for word"),
            ("cs", "“coronaviral” was translated word for word from Czech"),
            ("ha", "“coronaviral” was translated word for word"),
            (
                "",
                "“coronaviral” was translated word for word, as from Russian, Ukrainian or Czech",
            ),
        ] {
            assert_eq!(said(text, source)[0].message, message);
        }
        let text = "The agency revealed on the 15th that sales fell.";
        for (source, message) in [
            ("ko", "“revealed” is Korean “15일 밝혔다” word for word"),
            ("ja", "“revealed” was translated word for word from Japanese"),
            (
                "",
                "“revealed” was translated word for word, as from Korean or Japanese",
            ),
        ] {
            assert_eq!(said(text, source)[0].message, message);
        }
        assert_eq!(said(text, "")[0].reason, None);
    }

    #[test]
    fn gives_no_reason_from_another_language() {
        let text = "The ministers discussed grain in the framework of a long visit.";
        let reason = |source: &str| said(text, source)[0].reason.clone().unwrap_or_default();
        assert!(reason("ru").starts_with("The Russian"));
        assert!(reason("ha").starts_with("English says"));
        let text = "Four miners perished in the explosion.";
        assert_eq!(said(text, "ha")[0].reason.as_deref(), Some("Perish is literary."));
    }

    #[test]
    fn needs_the_language_where_the_words_are_right_in_others() {
        let text = "They counted 60 new corona infections on Friday.";
        assert_eq!(said(text, "ja").len(), 1);
        for source in ["de", "cs", "zh", ""] {
            assert!(said(text, source).is_empty(), "{source}");
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
