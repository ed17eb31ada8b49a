use std::cell::LazyCell;

use text::{Key, Token};

use crate::document::Document;
use crate::finding::{Category, Severity};
use crate::lexicon;
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

use super::phrase::{
    cased_like, is_all_capitals, is_capitalised, is_lower_case, starts_with_vowel_sound, touching,
};

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
            text: "The firm of Barrow [[an Bell]] paid.",
            fixed: None,
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
        Example::Passes(
            "He was out to an lbw appeal, sent an mp4 file to an fbi.example address and has an nginx server.",
        ),
        Example::Passes(
            "It was a Uefa Cup tie for an Xbox, a 1x1 grid of an S3 bucket, a SQL query and a url or a udev rule.",
        ),
        Example::Passes(
            "La Ni&ntilde;a event, kur<unk>an books, golpeó a Otil, pidió a Estados Unidos, va a investi.",
        ),
        Example::Passes("An Ntombi fan, an Mbeki aide and an Nguyen album were seen."),
        Example::Passes("Vitamin A is good. Group A opened. Plan a) is older than plan b)."),
        Example::Passes("The film “A un passo”, the a cappella group and Serie A iniziativa."),
        Example::Passes("She has an handsome house, an husband and an high opinion of the town."),
        Example::Passes(
            "An humble man and an heroic one; a SNP is a change of one letter; the Qur 'an simply says so.",
        ),
        Example::Passes("It was an usurper who took the mill by force."),
    ],
    check,
};

fn check(doc: &Document, findings: &mut Findings) {
    const ARTICLES: [Key; 2] = Key::of_each(["a", "an"]);
    let old = LazyCell::new(|| writes_an_before_h(doc));
    for (sentence, at) in doc.places_in_sentences(&ARTICLES) {
        let tokens = doc.tokens_in(sentence);
        let (article, Some(&next)) = (tokens[at], tokens.get(at + 1)) else {
            continue;
        };
        // "An Jing" is a name.
        let first =
            at == 0 && (is_lower_case(doc.word(next)) || is_all_capitals(doc.word(next)) || next.is_number());
        let Some(is_an) = article_kind(doc, article, first) else {
            continue;
        };
        let before = at.checked_sub(1).map(|at| tokens[at]);
        if doc.gap(article, next) != " "
            || !wants_other(doc, next, is_an)
            || before.is_some_and(|before| is_torn_or_foreign(doc, before, article, next))
            || is_torn_word(doc, &tokens[..=at])
            || is_an && (is_of_old(doc.lower(next)) || doc.lower(next).starts_with('h') && *old)
        {
            continue;
        }
        report(doc, findings, before, article, next, is_an);
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

/// Words that no article stands before: the letter A is meant, or another word was.
const MAY_NOT_FOLLOW: [&str; 31] = [
    "and", "are", "as", "at", "had", "has", "have", "he", "if", "in", "into", "is", "it", "its", "of", "on",
    "or", "our", "over", "she", "the", "they", "un", "under", "until", "upon", "us", "was", "we", "were",
    "will",
];

/// "Ni&ntilde;a event": what touches the article makes it a piece of a word. "Golpeó a Otil": it is no English article.
fn is_torn_or_foreign(doc: &Document, before: Token, article: Token, next: Token) -> bool {
    if touching(before, article) {
        return !matches!(
            doc.word(before),
            "(" | "[" | "“" | "\"" | "‘" | "'" | "—" | "–" | "…" | "-" | "«"
        );
    }
    let (word, lower) = (doc.word(before), doc.lower(before));
    // "the Holy Qur ' an was"
    if matches!(word, "'" | "’") {
        return true;
    }
    let among_names =
        is_capitalised(word) && is_capitalised(doc.word(next)) && !wordnik_list::word_exists(doc.lower(next));
    doc.word(article) == "a" && before.is_word() && among_names
        || before.is_word()
            && is_lower_case(word)
            && !lexicon::is_function_word(lower)
            && (!before.is_ascii() && word.chars().all(char::is_alphabetic)
                || lexicon::is_foreign_function_word(lower))
}

/// Words before which older English has "an", and some writers still have.
fn is_of_old(word: &str) -> bool {
    ["humbl", "hysteric", "horrific", "usurp"]
        .iter()
        .any(|stem| word.starts_with(stem))
}

/// Whether the article writes "an" before an h that is spoken again and again, as books of other centuries do.
fn writes_an_before_h(doc: &Document) -> bool {
    const AN: [Key; 1] = Key::of_each(["an"]);
    let before_h = doc.places_in_blocks(&AN).filter(|(block, at)| {
        let tokens = doc.tokens_of(block);
        doc.lower(tokens[*at]) == "an"
            && tokens.get(at + 1).is_some_and(|next| {
                is_lower_case(doc.word(*next))
                    && doc.lower(*next).starts_with('h')
                    && starts_with_vowel_sound(doc.word(*next)) != Some(true)
            })
    });
    let least = if doc.origin().machine_translated { 3 } else { 2 };
    before_h.take(least).count() == least
}

/// "Qur 'an simply": the article is the end of a word that was torn apart at its apostrophe.
fn is_torn_word(doc: &Document, to_article: &[Token]) -> bool {
    let [.., word, apostrophe, article] = *to_article else {
        return false;
    };
    matches!(doc.word(apostrophe), "'" | "’")
        && touching(apostrophe, article)
        && word.is_word()
        && is_capitalised(doc.word(word))
}

/// Whether the sound of the word can be told: a word of small letters is one that a dictionary has, since "npm" and "url"
/// are spoken as letters.
fn has_known_sound(doc: &Document, next: Token) -> bool {
    let (word, lower) = (doc.word(next), doc.lower(next));
    if is_lower_case(word) && next.is_ascii() && word.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return lower.contains(['a', 'e', 'i', 'o', 'u', 'y'])
            && (wordnik_list::word_exists(lower) || lexicon::is_function_word(lower));
    }
    !word.contains('.') && !word.bytes().any(|byte| byte.is_ascii_digit())
        || word.as_bytes()[0].is_ascii_digit()
}

/// Whether the word wants the other article. The cheapest question comes first, since it settles nearly all.
fn wants_other(doc: &Document, next: Token, is_an: bool) -> bool {
    let word = doc.word(next);
    !next.is_mark()
        && starts_with_vowel_sound(word) == Some(!is_an)
        && (next.is_number()
            || word.chars().count() > 1
                && !MAY_NOT_FOLLOW.contains(&doc.lower(next))
                && has_known_sound(doc, next))
}

fn report(
    doc: &Document,
    findings: &mut Findings,
    before: Option<Token>,
    article: Token,
    next: Token,
    is_an: bool,
) {
    let right = if is_an { "a" } else { "an" };
    let sound = if is_an { "consonant" } else { "vowel" };
    let (found, word) = (doc.word(article), doc.word(next));
    let is_and = is_an && may_be_and(doc, before, next);
    let message = if is_and {
        format!("“{found} {word}”: “and” or “a” is meant")
    } else {
        format!("“{found} {word}”: “{word}” starts with a {sound} sound")
    };
    let finding = findings
        .report(&RULE, article.start()..next.end(), message)
        .confidence(0.93);
    if !is_and {
        finding.edit(article.span(), cased_like(found, right));
    }
}

/// "Barrow an Bell": "an" may have lost the d of "and" between two names or two words of one kind.
fn may_be_and(doc: &Document, before: Option<Token>, next: Token) -> bool {
    before.is_some_and(|before| {
        let lower = doc.lower(before);
        let may_be_verb = ["ed", "ing", "s"].iter().any(|ending| lower.ends_with(ending));
        before.is_word()
            && !lexicon::is_function_word(lower)
            && (is_capitalised(doc.word(next)) || !may_be_verb)
    })
}
