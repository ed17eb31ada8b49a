//! A translation beside its original: the rules that need both texts, and what [`bilingual`] says in the words of a finding.
//!
//! These rules have no check that reads a document: `bilingual` compares the two texts once, and each of its mismatches is a
//! finding of one rule. Everything else is as with other rules: names, groups, severities, switches.

use std::collections::BTreeMap;

use bilingual::{
    Acronyms, Certainty, Comparison, Evidence, Link, Meaning, Mismatch, MismatchKind, Sentence,
    SentenceVectors, Words,
};
use linguistics::document::{Document, Rendered};
use linguistics::finding::{Beside, Category, Finding, Severity};
use linguistics::rule::{Example, Languages, Point, Rule};
use serde::Serialize;
use text::{BlockKind, Lang, Span, Text};

/// The text that another one was translated from.
#[derive(Debug, Clone, Copy)]
pub struct Original<'t> {
    /// The text.
    pub text: &'t Text,
    /// Its language, where somebody says; otherwise the text tells it.
    pub language: Option<Lang>,
}

/// What English says for acronyms of the originals, by the tag of their language: the user's table beside ours.
pub type Terms = BTreeMap<String, Acronyms>;

/// How a translation lies beside its original.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Alongside {
    /// The language of the original.
    pub language: Lang,
    /// How sure it is that the two are translations of each other, from 0 to 1. It is no measure of quality.
    pub confidence: f32,
    /// What the sentences were aligned with: "no model", "word list ru".
    pub aligned_with: String,
    /// The sentences of the translation.
    pub sentences: usize,
    /// Of these, the ones that render a sentence of the original.
    pub aligned: usize,
}

/// A rule that reads a translation beside its original.
#[derive(Debug)]
pub(crate) struct BesideRule {
    pub(crate) name: &'static str,
    summary: &'static str,
    category: Category,
    /// Of most of its findings: major where it can be certain, information where it only asks for a look.
    pub(crate) severity: Severity,
    kinds: &'static [MismatchKind],
    explain: &'static str,
    /// `None` where it takes a whole article to show it.
    flags: Option<Pair>,
    passes: Pair,
}

/// An original and its translation; the fault is marked as in other examples.
#[derive(Debug, Clone, Copy)]
struct Pair {
    language: &'static str,
    original: &'static str,
    translation: &'static str,
}

impl Pair {
    /// Both sides, as lists of rules show them.
    fn shown(self) -> String {
        let language = Lang::from_tag(self.language).map_or(self.language, Lang::name);
        format!("{language}: {} → {}", self.original, self.translation)
    }
}

/// The rules, by name.
pub(crate) static RULES: [BesideRule; 10] = [
    BesideRule {
        name: "original-acronym",
        summary: "an acronym that does not stand for the one of the original",
        category: Category::WrongTerm,
        severity: Severity::Major,
        kinds: &[MismatchKind::Acronym],
        explain: "The original has an acronym with a known English form, and the translation has another one in its place: \
                  its letters were put into Latin ones, or guessed. Where nothing stands for the acronym, that is only worth \
                  a look.",
        flags: Some(Pair {
            language: "ru",
            original: "Доклад ВОЗ опубликуют в среду.",
            translation: "The [[VOZ]] report will be published on Wednesday.",
        }),
        passes: Pair {
            language: "ru",
            original: "Доклад ВОЗ опубликуют в среду.",
            translation: "The WHO report will be published on Wednesday.",
        },
    },
    BesideRule {
        name: "original-added",
        summary: "a sentence that renders nothing of the original, or stands twice",
        category: Category::Addition,
        severity: Severity::Info,
        kinds: &[MismatchKind::Added],
        explain: "The sentences around it render the original, and this one renders nothing of it: it was invented, or it \
                  belongs to the page rather than to the article. A sentence that stands twice in a row, and once in the \
                  original, is a fault for certain.",
        flags: Some(Pair {
            language: "ru",
            original: "Мост через реку Урал открыли в среду, 14 июня. Движение начнётся через неделю, сообщил мэр Павел \
                       Орлов. Строительство обошлось в 3,2 млрд рублей.",
            translation: "The bridge over the Ural river was opened on Wednesday, 14 June. Traffic will start in a week, \
                          Mayor Pavel Orlov said. [[Nobody was hurt in the accident.]] Construction cost 3.2 billion \
                          rubles.",
        }),
        passes: Pair {
            language: "ru",
            original: "Мост через реку Урал открыли в среду утром. Движение по нему начнётся через неделю.",
            translation: "The bridge over the Ural river was opened on Wednesday morning. Traffic on it will start in a \
                          week.",
        },
    },
    BesideRule {
        name: "original-date",
        summary: "a month or day that is another one in the original",
        category: Category::Mistranslation,
        severity: Severity::Major,
        kinds: &[MismatchKind::Date],
        explain: "The original names another month. Names of months are alike in what they mean, and a system that guesses \
                  the next word may take the wrong one.",
        flags: Some(Pair {
            language: "ru",
            original: "Выборы пройдут 14 июня.",
            translation: "The elections will be held on 14 [[July]].",
        }),
        passes: Pair {
            language: "ru",
            original: "Выборы пройдут 14 июня.",
            translation: "The elections will be held on June 14.",
        },
    },
    BesideRule {
        name: "original-missing",
        summary: "a sentence or paragraph of the original that nothing renders",
        category: Category::Omission,
        severity: Severity::Info,
        kinds: &[MismatchKind::Missing],
        explain: "The sentences around it are rendered, and it is not: a system left it out, or an editor did. It is marked \
                  on a word of the sentence behind which it would stand.",
        flags: Some(Pair {
            language: "ru",
            original: "Мост через реку Урал открыли в среду, 14 июня. Движение начнётся через неделю, сообщил мэр Павел \
                       Орлов. Строительство обошлось в 3,2 млрд рублей.",
            translation: "The bridge over the Ural river was opened on Wednesday, 14 [[June]]. Construction cost 3.2 \
                          billion rubles.",
        }),
        passes: Pair {
            language: "ru",
            original: "Суд начался. Его закончили в среду.",
            translation: "The trial began and was over on Wednesday.",
        },
    },
    BesideRule {
        name: "original-number",
        summary: "a number, amount, time or range that is another one in the original",
        category: Category::Mistranslation,
        severity: Severity::Major,
        kinds: &[MismatchKind::Number],
        explain: "The number has no equal in the sentence of the original that is rendered here, and a number of the original \
                  has none here: one stands for the other. Numbers are compared by value, with number words, magnitudes and \
                  the separators of each language; roundings within 3 % and converted units pass.",
        flags: Some(Pair {
            language: "ru",
            original: "В забастовке участвовали 11 тысяч человек.",
            translation: "[[15,000]] people took part in the strike.",
        }),
        passes: Pair {
            language: "ru",
            original: "В забастовке участвовали 11 тысяч человек.",
            translation: "Eleven thousand people took part in the strike.",
        },
    },
    BesideRule {
        name: "original-number-hint",
        summary: "a number that stands on one side only",
        category: Category::Mistranslation,
        severity: Severity::Info,
        kinds: &[MismatchKind::NumberHint],
        explain: "The translation has a number that the original lacks, or the other way round. It may be put in other words \
                  there, so that this only deserves a look. One that is missing in the translation is marked on a word at \
                  the end of its sentence.",
        flags: Some(Pair {
            language: "de",
            original: "Die Stadt baut neue Schulen.",
            translation: "The city is building [[14]] new schools.",
        }),
        passes: Pair {
            language: "de",
            original: "Die Stadt baut ein Dutzend Schulen.",
            translation: "The city is building 12 schools.",
        },
    },
    BesideRule {
        name: "original-other",
        summary: "a sentence that renders another one than that in its place, or a text that is no translation",
        category: Category::Mistranslation,
        severity: Severity::Info,
        kinds: &[MismatchKind::Other],
        explain: "What stands here has little in common with what stands in its place in the original. Of two texts that are \
                  no translation of each other this is said once, and nothing else is.",
        flags: None,
        passes: Pair {
            language: "ru",
            original: "Суд начнётся в среду.",
            translation: "The trial will begin on Wednesday.",
        },
    },
    BesideRule {
        name: "original-question",
        summary: "a question that became a statement, or the reverse",
        category: Category::Mistranslation,
        severity: Severity::Info,
        kinds: &[MismatchKind::Question],
        explain: "The original asks and the translation does not, or the other way round. Editors turn questions into \
                  statements for good reasons, too.",
        flags: Some(Pair {
            language: "de",
            original: "Der Minister tritt zurück.",
            translation: "Will the minister resign[[?]]",
        }),
        passes: Pair {
            language: "de",
            original: "Tritt der Minister zurück?",
            translation: "Will the minister resign?",
        },
    },
    BesideRule {
        name: "original-scale",
        summary: "the digits of the original with a wrong magnitude, such as million for billion",
        category: Category::Mistranslation,
        severity: Severity::Major,
        kinds: &[MismatchKind::Scale],
        explain: "The digits are those of the original, and the number is ten, a thousand or a million times as large or as \
                  small: magnitudes differ between languages, and 亿, Milliarde and “billion” are easily mixed up. From a \
                  factor of a thousand on it is critical.",
        flags: Some(Pair {
            language: "ru",
            original: "Ущерб составил 3,2 млрд рублей.",
            translation: "The damage came to [[3.2 million]] rubles.",
        }),
        passes: Pair {
            language: "ru",
            original: "Ущерб составил 3,2 млрд рублей.",
            translation: "The damage came to 3.2 billion rubles.",
        },
    },
    BesideRule {
        name: "original-untranslated",
        summary: "words that were left in the language of the original",
        category: Category::Untranslated,
        severity: Severity::Major,
        kinds: &[MismatchKind::Untranslated],
        explain: "These words are still those of the original, in its script or with its function words.",
        flags: Some(Pair {
            language: "ru",
            original: "Губернатор подписал указ о выплатах.",
            translation: "The governor signed [[указ о выплатах]].",
        }),
        passes: Pair {
            language: "ru",
            original: "Губернатор подписал указ о выплатах.",
            translation: "The governor signed the decree on payments.",
        },
    },
];

/// The rule of that name.
pub(crate) fn find(name: &str) -> Option<&'static BesideRule> {
    RULES.iter().find(|rule| rule.name == name)
}

impl From<&BesideRule> for Rule {
    fn from(rule: &BesideRule) -> Self {
        let flags = rule.flags.map(|pair| Example::Flags {
            text: pair.shown(),
            fixed: None,
        });
        let passes = Example::Passes(rule.passes.shown());
        Self {
            name: rule.name.into(),
            summary: rule.summary.into(),
            category: rule.category,
            severity: rule.severity,
            languages: Languages::ENGLISH,
            point: Point::AnyText,
            explain: rule.explain.into(),
            examples: flags.into_iter().chain([passes]).collect(),
        }
    }
}

/// The likelihood that a fault is one, where the comparison is certain and where it asks for a look.
const SURE: f32 = 0.95;
const UNSURE: f32 = 0.5;

/// The confidence of a link from which on its sides are taken for renderings of each other without a look.
const BEYOND_DOUBT: f32 = 0.8;

/// The power of ten from which on a wrong magnitude is critical: million for billion.
const GRAVE: i32 = 3;

/// Bytes of the original that are shown with a finding: of two texts that are no translation of each other, the beginning.
const MOST_SHOWN: usize = 1200;

/// A document and its original, compared.
pub(crate) struct Comparer<'t> {
    original: &'t Text,
    language: Lang,
    comparison: Comparison,
}

impl<'t> Comparer<'t> {
    /// Compares them; `None` where there is nothing to compare: no English, or an original that is English, too, or in a
    /// language that nobody can tell.
    pub(crate) fn compare(
        translation: &Text,
        document: &Document,
        original: &Original<'t>,
        terms: &Terms,
        model: Option<&dyn SentenceVectors>,
    ) -> Option<Self> {
        let told = || Document::of(original.text).language();
        let language = original
            .language
            .filter(|language| *language != Lang::ENGLISH) // many a page says so by mistake
            .or_else(told)
            .filter(|language| *language != Lang::ENGLISH)?;
        if document
            .language()
            .is_some_and(|language| language != Lang::ENGLISH)
        {
            return None;
        }
        let words = Words::default();
        let meaning = model.map(|model| Meaning::new(&words, model));
        let evidence: &dyn Evidence = meaning.as_ref().map_or(&words, |meaning| meaning);
        Some(Self {
            original: original.text,
            language,
            comparison: bilingual::compare_with(
                original.text,
                language,
                translation,
                evidence,
                terms.get(language.tag()).unwrap_or(&Acronyms::default()),
            ),
        })
    }

    /// The stretches of the translation of which it is known beyond doubt what they render.
    pub(crate) fn rendered(&self) -> Vec<Rendered> {
        let Comparison {
            original,
            translation,
            links,
            ..
        } = &self.comparison;
        let whole = |sentences: &[Sentence]| Some(sentences.first()?.span.join(sentences.last()?.span));
        let rendered = |link: &Link| {
            let stretch = whole(&original[link.original.clone()])?;
            Some(Rendered {
                span: whole(&translation[link.translation.clone()])?,
                original: self.original.string[stretch].to_owned(),
                language: self.language,
            })
        };
        let known = links.iter().filter(|link| link.confidence >= BEYOND_DOUBT);
        known.filter_map(rendered).collect()
    }

    pub(crate) fn alongside(&self) -> Alongside {
        let links = self.comparison.links.iter();
        let aligned = links
            .filter(|link| !link.original.is_empty())
            .map(|link| link.translation.len());
        Alongside {
            language: self.language,
            confidence: self.comparison.confidence,
            aligned_with: self.comparison.aligned_with.clone(),
            sentences: self.comparison.translation.len(),
            aligned: aligned.sum(),
        }
    }

    /// What is wrong with words of one sentence.
    pub(crate) fn at_words(&self, rules: &[&BesideRule]) -> Vec<Finding> {
        let at_words = |mismatch: &&Mismatch| !is_placeless(mismatch);
        let mismatches = self.comparison.mismatches.iter().filter(at_words);
        mismatches
            .filter_map(|mismatch| {
                let mut finding = self.finding(mismatch, rule_of(mismatch, rules)?, mismatch.translation);
                if let Some(replacement) = &mismatch.replacement {
                    finding.fix(replacement);
                }
                Some(finding)
            })
            .collect()
    }

    /// Adds what is wrong with whole sentences, and what is not there at all, on places that no finding has yet: neither
    /// may hide what is wrong with a word. `findings` stay sorted by place.
    pub(crate) fn add_placeless(
        &self,
        document: &Document,
        rules: &[&BesideRule],
        findings: &mut Vec<Finding>,
    ) {
        let placeless = self.comparison.mismatches.iter().filter(|m| is_placeless(m));
        for mismatch in &joined(placeless) {
            let Some(rule) = rule_of(mismatch, rules).filter(|_| !self.is_of_the_page(document, mismatch))
            else {
                continue;
            };
            if let Some(place) = place(document, mismatch.translation, findings) {
                findings.push(self.finding(mismatch, rule, place));
            }
        }
        findings.sort_by_key(|finding| finding.span);
    }

    /// Whether a sentence that renders nothing is the site's own, or a title that the original came without.
    fn is_of_the_page(&self, document: &Document, mismatch: &Mismatch) -> bool {
        if mismatch.kind != MismatchKind::Added {
            return false;
        }
        let mut blocks = document.blocks().iter();
        let first = document.blocks().first();
        let titled = |text: &Text| {
            text.blocks
                .first()
                .is_some_and(|block| block.kind == BlockKind::Heading)
        };
        blocks
            .find(|block| block.span.overlaps(mismatch.translation))
            .is_some_and(|block| {
                block.boilerplate.is_some()
                    || block.kind == BlockKind::Heading
                        && first.is_some_and(|first| first.span == block.span)
                        && !titled(self.original)
            })
    }

    fn finding(&self, mismatch: &Mismatch, rule: &BesideRule, span: Span) -> Finding {
        let is_grave = mismatch.power.is_some_and(|power| power.abs() >= GRAVE);
        let (severity, confidence) = match mismatch.certainty {
            Certainty::Certain if is_grave => (Severity::Critical, SURE),
            Certainty::Certain => (Severity::Major, SURE),
            Certainty::Look => (Severity::Info, UNSURE),
        };
        Finding {
            rule: rule.name.into(),
            category: rule.category,
            severity,
            span,
            message: mismatch.message.trim_end_matches('.').to_owned(),
            reason: None,
            edits: Vec::new(),
            confidence,
            related: Vec::new(),
            beside: self.beside(mismatch),
        }
    }

    /// What the original says there; `None` where nothing of it is rendered.
    fn beside(&self, mismatch: &Mismatch) -> Option<Beside> {
        let stretch = self.stretch(mismatch)?;
        let string = &self.original.string;
        let end = stretch.end.min(stretch.start + MOST_SHOWN);
        let shown = Span::new(stretch.start, string.floor_char_boundary(end));
        let marked = mismatch.original.map_or(Span::default(), |marked| {
            let within = |at: usize| at.clamp(shown.start, shown.end) - shown.start;
            Span::new(within(marked.start), within(marked.end))
        });
        Some(Beside {
            language: self.language,
            sentence: string[shown].to_owned(),
            span: marked,
            note: mismatch.note.clone().filter(|note| says_something(note)),
        })
    }

    /// The sentences of the original that a mismatch is about.
    fn stretch(&self, mismatch: &Mismatch) -> Option<Span> {
        let sentences = &self.comparison.original;
        if let Some(marked) = mismatch.original {
            let touched = sentences.iter().filter(|sentence| sentence.span.overlaps(marked));
            return Some(touched.fold(marked, |all, sentence| all.join(sentence.span)));
        }
        let renders = |link: &&Link| {
            let mut rendering = self.comparison.translation[link.translation.clone()].iter();
            !link.original.is_empty()
                && rendering.any(|sentence: &Sentence| sentence.span.overlaps(mismatch.translation))
        };
        let link = self.comparison.links.iter().find(renders)?;
        let rendered = &sentences[link.original.clone()];
        Some(rendered.first()?.span.join(rendered.last()?.span))
    }
}

/// The stretch itself if nothing is said of it yet, else the last word of its first sentence of which nothing is.
fn place(document: &Document, stretch: Span, findings: &[Finding]) -> Option<Span> {
    let is_free = |span: &Span| findings.iter().all(|finding| !finding.extent().overlaps(*span));
    let sentences = document.sentences();
    let at = sentences.partition_point(|sentence| sentence.span().end < stretch.start.max(1));
    let sentence = sentences.get(at).or(sentences.last())?.span();
    let whole = Some(stretch)
        .filter(|stretch| stretch.start < stretch.end && stretch.end <= sentence.end && is_free(stretch));
    let words = || {
        let tokens = text::tokens(document.text(), sentence);
        let words = tokens.iter().rev().filter(|token| !token.is_mark());
        words.map(|token| token.span()).find(is_free)
    };
    whole.or_else(words)
}

/// Whether a mismatch is about whole sentences, or about something that is not there.
fn is_placeless(mismatch: &Mismatch) -> bool {
    let whole = matches!(
        mismatch.kind,
        MismatchKind::Missing | MismatchKind::Added | MismatchKind::Other
    );
    whole || mismatch.translation.start == mismatch.translation.end
}

/// The same with one mismatch for all of a kind that are missing in one place: an editor reads one sentence once.
fn joined<'m>(placeless: impl Iterator<Item = &'m Mismatch>) -> Vec<Mismatch> {
    let mut joined: Vec<Mismatch> = Vec::new();
    for mismatch in placeless {
        let same = joined.iter_mut().find(|other| {
            mismatch.translation.start == mismatch.translation.end
                && other.translation == mismatch.translation
                && other.kind == mismatch.kind
        });
        match (same, mismatch.original) {
            (Some(other), Some(original)) => {
                other.message = format!("{}; {}", other.message.trim_end_matches('.'), mismatch.message);
                other.original = Some(other.original.map_or(original, |first| first.join(original)));
                let notes = [&other.note, &mismatch.note].into_iter().flatten();
                let notes: Vec<_> = notes.filter(|note| says_something(note)).cloned().collect();
                other.note = (!notes.is_empty()).then(|| notes.join("; "));
            }
            _ => joined.push(mismatch.clone()),
        }
    }
    joined
}

/// Whether a note is more than "3 = 3".
fn says_something(note: &str) -> bool {
    note.split_once(" = ")
        .is_none_or(|(original, english)| original != english)
}

/// The rule that a mismatch belongs to, if it is one of `rules`.
fn rule_of<'r>(mismatch: &Mismatch, rules: &[&'r BesideRule]) -> Option<&'r BesideRule> {
    let mut rules = rules.iter().copied();
    rules.find(|rule| rule.kinds.contains(&mismatch.kind))
}

#[cfg(test)]
mod tests {
    use linguistics::rule::marked;

    use super::*;
    use crate::{Catalogue, Checked, Checker, Rules};

    fn check(checker: &Checker, language: Option<&str>, original: &str, translation: &str) -> Checked {
        let original = Original {
            text: &Text::plain(original),
            language: language.map(|tag| Lang::from_tag(tag).unwrap()),
        };
        checker.check(&Text::plain(translation), Some(&original))
    }

    fn of_original(checked: &Checked) -> Vec<&Finding> {
        let findings = checked.findings.iter();
        findings
            .filter(|finding| finding.rule.starts_with("original-"))
            .collect()
    }

    #[test]
    fn examples_are_found_and_passed() {
        let checker = Checker::default();
        for rule in &RULES {
            if let Some(pair) = rule.flags {
                let (text, spans) = marked(pair.translation);
                let answer = check(&checker, Some(pair.language), pair.original, &text);
                let found = of_original(&answer).into_iter();
                let found: Vec<Span> = found
                    .filter(|finding| finding.rule == rule.name)
                    .map(|finding| finding.span)
                    .collect();
                assert_eq!(found, spans, "{}: {:?}", rule.name, answer.findings);
            }
            let Pair {
                language,
                original,
                translation,
            } = rule.passes;
            let answer = check(&checker, Some(language), original, translation);
            assert_eq!(of_original(&answer), [] as [&Finding; 0], "{}", rule.name);
        }
    }

    #[test]
    fn rules_are_sorted_by_name() {
        assert!(RULES.is_sorted_by_key(|rule| rule.name));
    }

    const ORIGINAL: &str = "Шахтёры начали забастовку во вторник утром. В ней участвуют 11 тысяч человек. Компания обещает \
                            ответить до конца недели.";
    const FAITHFUL: &str = "The miners went on strike on Tuesday morning. It involves 11,000 people. The company \
                            promises to answer by the end of the week.";

    #[test]
    fn a_wrong_number_is_shown_with_both_sides() {
        let wrong = FAITHFUL.replace("11,000", "15,000");
        let checked = check(&Checker::default(), None, ORIGINAL, &wrong);
        let found = of_original(&checked);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(
            (&*found[0].rule, found[0].severity),
            ("original-number", Severity::Major)
        );
        assert_eq!(&wrong[found[0].span], "15,000");
        let beside = found[0].beside.as_ref().unwrap();
        assert_eq!(beside.sentence, "В ней участвуют 11 тысяч человек.");
        assert_eq!(&beside.sentence[beside.span], "11 тысяч");
        assert_eq!(beside.language.tag(), "ru");
        assert_eq!(beside.note.as_deref(), Some("11 тысяч = 11,000"));
    }

    #[test]
    fn a_faithful_translation_has_no_finding_and_says_what_it_was_compared_with() {
        let checked = check(&Checker::default(), None, ORIGINAL, FAITHFUL);
        assert_eq!(of_original(&checked), [] as [&Finding; 0]);
        let alongside = checked.comparison.unwrap();
        assert_eq!((alongside.aligned, alongside.sentences), (3, 3));
        assert_eq!(alongside.aligned_with, "no model");
    }

    #[test]
    fn rules_of_the_original_are_switched_and_weighed_like_others() {
        let wrong = FAITHFUL.replace("11,000", "15,000");
        let catalogue = Catalogue::of(&[]);
        let rules = |selection: &[&str], level: Option<Severity>| {
            let levels = level.map(|level| ("original-number".to_owned(), crate::Level::As(level)));
            let levels = levels.into_iter().collect();
            let selection: Vec<_> = selection.iter().map(|&name| name.to_owned()).collect();
            Checker::new(Rules::new(&catalogue, Vec::new(), &[&levels], &selection).unwrap())
        };
        let off = check(&rules(&["-original-number"], None), None, ORIGINAL, &wrong);
        assert_eq!(of_original(&off), [] as [&Finding; 0]);
        let minor = check(&rules(&[], Some(Severity::Minor)), None, ORIGINAL, &wrong);
        assert_eq!(of_original(&minor)[0].severity, Severity::Minor);
        let none = check(&rules(&["duplicated-word"], None), None, ORIGINAL, &wrong);
        assert_eq!(none.comparison, None, "nothing asks for the original");
    }

    #[test]
    fn nothing_is_compared_with_english_or_with_what_nobody_can_tell() {
        let checker = Checker::default();
        assert_eq!(check(&checker, None, FAITHFUL, FAITHFUL).comparison, None);
        assert_eq!(check(&checker, None, "1 2 3", FAITHFUL).comparison, None);
        assert_eq!(check(&checker, Some("ru"), FAITHFUL, ORIGINAL).comparison, None);
    }

    #[test]
    fn a_calque_is_proven_or_refuted_by_the_original() {
        let text = "The ministers met in Geneva on Tuesday, 14 June. Other questions will be settled in the framework of \
                    broad consultations. The next meeting of the 27 countries is due in autumn.";
        let proven = "Министры встретились в Женеве во вторник, 14 июня. Другие вопросы будут решены в рамках широких \
                      консультаций. Следующая встреча 27 стран состоится осенью.";
        let refuted = proven.replace("в рамках широких консультаций", "на широких консультациях");
        let checker = Checker::default();
        let calques = |checked: Checked| -> Vec<Finding> {
            let findings = checked.findings.into_iter();
            findings
                .filter(|finding| finding.rule == "calque-phrase")
                .collect()
        };
        let alone = calques(checker.check(&Text::plain(text), None));
        let beside = calques(check(&checker, Some("ru"), proven, text));
        assert_eq!((alone.len(), beside.len()), (1, 1), "{beside:?}");
        assert!(beside[0].confidence > alone[0].confidence);
        let original = beside[0].beside.as_ref().unwrap();
        assert_eq!(&original.sentence[original.span], "рамках");
        assert_eq!(calques(check(&checker, Some("ru"), &refuted, text)), []);
    }

    #[test]
    fn what_is_missing_is_marked_on_a_word_that_nothing_is_said_of() {
        let original = "Врачи ВОЗ посетили 14 школ и 9 больниц?";
        let text = "Doctors visited schools and hospitals.";
        let checked = check(&Checker::default(), Some("ru"), original, text);
        let found = of_original(&checked);
        let marked: Vec<_> = found.iter().map(|finding| &text[finding.span]).collect();
        assert_eq!(marked, ["schools", "and", "hospitals"], "{found:?}");
        let hint = found
            .iter()
            .find(|finding| finding.rule == "original-number-hint");
        let hint = hint.unwrap();
        assert_eq!(
            hint.message,
            "The 14 of the original is not in the English; The 9 of the original is not in the English"
        );
        let beside = hint.beside.as_ref().unwrap();
        assert_eq!(&beside.sentence[beside.span], "14 школ и 9");
        assert_eq!(beside.note, None, "“14 = 14” says nothing");
    }
}
