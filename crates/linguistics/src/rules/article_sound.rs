use text::Token;

use crate::document::Document;
use crate::finding::{Category, Severity};
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

use super::phrase::{cased_like, is_all_capitals, is_lower_case, starts_with_vowel_sound};

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "article-sound",
    summary: "“a” before a vowel sound, “an” before a consonant",
    category: Category::Grammar,
    severity: Severity::Minor,
    languages: Languages::ENGLISH,
    point: Point::AnyText,
    explain: "“a” stands before a consonant sound and “an” before a vowel sound, whatever the letter: “a union”, “an hour”, \
              “an MP”, “an 11-day visit”. The fault often shows where a word was replaced after the sentence was made.",
    examples: &[
        Example::Flags {
            text: "He called [[an meeting]] in May.",
            fixed: Some("He called a meeting in May."),
        },
        Example::Flags {
            text: "It is [[a important]] step.",
            fixed: Some("It is an important step."),
        },
        Example::Flags {
            text: "They spent [[a hour]] there.",
            fixed: Some("They spent an hour there."),
        },
        Example::Flags {
            text: "[[An union]] was founded.",
            fixed: Some("A union was founded."),
        },
        Example::Flags {
            text: "It was [[a 11]]-day visit.",
            fixed: Some("It was an 11-day visit."),
        },
        Example::Flags {
            text: "She is [[a FBI]] agent.",
            fixed: Some("She is an FBI agent."),
        },
        Example::Passes(
            "An MP, a one-off, a UN agency, a European, an heir, a NATO base, a user, an 18th floor.",
        ),
        Example::Passes(
            "An historic hotel, a herb, a 1,800 euro fine, an 80-year-old, a eulogy, an umbrella.",
        ),
        Example::Passes("An Jing lost in an 0-2 defeat at a us base."),
        Example::Passes("Vitamin A is good. Group A opened. Plan a) is older than plan b)."),
        Example::Passes("The film “A un passo”, the a cappella group and Serie A iniziativa."),
    ],
    check,
};

fn check(doc: &Document, findings: &mut Findings) {
    for sentence in doc.prose_sentences() {
        let tokens = doc.tokens_in(sentence);
        for (at, pair) in tokens.windows(2).enumerate() {
            let (article, next) = (pair[0], pair[1]);
            if article.span().len() > "an".len() {
                continue;
            }
            // "An Jing" is a name.
            let first = at == 0
                && (is_lower_case(doc.word(next)) || is_all_capitals(doc.word(next)) || next.is_number());
            let Some(is_an) = article_kind(doc, article, first) else {
                continue;
            };
            if doc.gap(article, next) != " " || !wants_other(doc, next, is_an) {
                continue;
            }
            report(doc, findings, article, next, is_an);
        }
    }
}

/// Whether it is "an"; `None` where it is no article: "Group A" has a capital inside the sentence.
fn article_kind(doc: &Document, token: Token, first: bool) -> Option<bool> {
    match doc.word(token) {
        "a" => Some(false),
        "an" => Some(true),
        "A" if first => Some(false),
        "An" if first => Some(true),
        _ => None,
    }
}

fn wants_other(doc: &Document, next: Token, is_an: bool) -> bool {
    let word = doc.word(next);
    if word.chars().count() < 2
        || next.is_mark()
        || matches!(doc.lower(next), "un" | "in" | "is" | "or" | "and" | "as")
    {
        return next.is_number() && starts_with_vowel_sound(word) == Some(!is_an);
    }
    starts_with_vowel_sound(word) == Some(!is_an)
}

fn report(doc: &Document, findings: &mut Findings, article: Token, next: Token, is_an: bool) {
    let right = if is_an { "a" } else { "an" };
    let sound = if is_an { "consonant" } else { "vowel" };
    let (found, word) = (doc.word(article), doc.word(next));
    findings
        .report(
            &RULE,
            article.start()..next.end(),
            format!("“{found} {word}”: “{word}” starts with a {sound} sound"),
        )
        .confidence(0.93)
        .edit(article.span(), cased_like(found, right));
}
