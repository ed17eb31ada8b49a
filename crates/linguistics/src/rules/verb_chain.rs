use text::{Key, Span, Token};

use crate::document::Document;
use crate::finding::{Category, Severity};
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

use super::grammar::{is_adverb, is_finite_be, is_subject_pronoun};
use super::phrase::spaced;

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "verb-chain",
    summary: "two verb forms that cannot follow each other, “was been”, “is happened”, “has began”",
    category: Category::Grammar,
    severity: Severity::Minor,
    languages: Languages::ENGLISH,
    point: Point::AnyText,
    explain: "Engines build a tense from pieces of the original: “è successo” and “ist passiert” become “is happened”, two passives run \
              into “was been held”. “Have” takes a participle, “be” takes no “been”, and verbs without an object have no passive.",
    examples: &[
        Example::Flags {
            text: "The officer said this when he [[was been]] asked.",
            fixed: None,
        },
        Example::Flags {
            text: "On the road [[is an accident happened]] with a lorry.",
            fixed: None,
        },
        Example::Flags {
            text: "The storm [[has already began]] in the south, and much [[is happened]].",
            fixed: None,
        },
        Example::Flags {
            text: "That [[would been]] late.",
            fixed: None,
        },
        Example::Passes("It has been asked what has already begun; he had become late."),
        Example::Passes("All the money he had went to his son, and what she had began to grow."),
        Example::Passes("What he was, been there or not, is known. The accident happened at noon."),
        Example::Passes(
            "It was an accident that happened on the road. Those who are died out, others remain.",
        ),
        Example::Passes("They were prayed for. The people who were disappeared in 1976 are not forgotten."),
        Example::Passes(
            "The will became known. The tin can became a lamp. He did what he could given the time.",
        ),
    ],
    check,
};

fn check(doc: &Document, findings: &mut Findings) {
    const AUXILIARIES: [Key; 12] = Key::of_each([
        "are", "could", "had", "has", "have", "is", "might", "must", "should", "was", "were", "would",
    ]);
    for (sentence, at) in doc.places_in_sentences(&AUXILIARIES) {
        let tokens = doc.tokens_in(sentence);
        if let Some(end) = impossible_chain(doc, tokens, at) {
            let span = Span::new(tokens[at].start(), tokens[end].end());
            let quote = doc.str(span);
            findings
                .report(
                    &RULE,
                    span,
                    format!("“{quote}”: these forms of verbs cannot follow each other"),
                )
                .confidence(0.85);
        }
    }
}

/// The last token of a chain that begins with the auxiliary at `at` and that English does not have.
fn impossible_chain(doc: &Document, tokens: &[Token], at: usize) -> Option<usize> {
    let auxiliary = doc.lower(tokens[at]);
    if auxiliary.len() > "should".len() {
        return None;
    }
    let adverb = tokens
        .get(at + 1)
        .is_some_and(|token| is_adverb(doc.lower(*token)));
    let verb_at = at + 1 + usize::from(adverb);
    let verb = *tokens.get(verb_at)?;
    if !tokens[at..=verb_at]
        .windows(2)
        .all(|pair| spaced(doc, pair[0], pair[1]))
    {
        return None;
    }
    let word = doc.word(verb);
    let impossible = match auxiliary {
        "has" | "have" | "had" => is_past_only(word) && !ends_clause(doc, &tokens[..at]),
        "would" | "could" | "should" | "must" | "might" => word == "been",
        _ if is_finite_be(auxiliary) => {
            word == "been"
                || is_without_passive(word) && is_passive(doc, &tokens[..at], tokens.get(verb_at + 1))
        }
        _ => false,
    };
    if impossible {
        return Some(verb_at);
    }
    if is_finite_be(auxiliary) && matches!(word, "a" | "an") {
        return happened_behind(doc, tokens, verb_at);
    }
    None
}

/// Past tenses that are no participles.
fn is_past_only(word: &str) -> bool {
    matches!(
        word,
        "became"
            | "began"
            | "chose"
            | "drove"
            | "flew"
            | "gave"
            | "grew"
            | "knew"
            | "sang"
            | "spoke"
            | "stole"
            | "threw"
            | "took"
            | "went"
            | "wore"
            | "wrote"
    )
}

/// Whether "had" may end a clause of its own: "all the money he had went", "what she had began".
fn ends_clause(doc: &Document, before: &[Token]) -> bool {
    let mut words = before.iter().rev().map(|token| doc.lower(*token));
    let Some(subject) = words.next() else { return true };
    let opened = words.next().is_none_or(|word| {
        matches!(
            word,
            "," | "."
                | "\""
                | "“"
                | "and"
                | "but"
                | "if"
                | "when"
                | "because"
                | "as"
                | "while"
                | "so"
                | "since"
                | "said"
        )
    });
    let relative = |word: &str| {
        matches!(
            word,
            "what" | "whatever" | "all" | "everything" | "everyone" | "that" | "which" | "who" | "anything"
        )
    };
    is_subject_pronoun(subject) && !opened
        || before
            .iter()
            .rev()
            .take(6)
            .any(|token| relative(doc.lower(*token)))
}

/// Verbs that take no object. "Disappeared" does in "were disappeared", of prisoners.
fn is_without_passive(word: &str) -> bool {
    matches!(
        word,
        "belonged"
            | "came"
            | "consisted"
            | "died"
            | "emerged"
            | "existed"
            | "happened"
            | "laughed"
            | "lasted"
            | "occurred"
            | "prayed"
            | "seemed"
            | "slept"
            | "vanished"
            | "went"
    )
}

/// Whether "is" and "happened" are one verb: not "those who are died out", "what it is came late", "prayed for".
fn is_passive(doc: &Document, before: &[Token], next: Option<&Token>) -> bool {
    let stranded = before.iter().rev().take(5).any(|token| {
        matches!(
            doc.lower(*token),
            "what"
                | "who"
                | "whatever"
                | "where"
                | "how"
                | "that"
                | "which"
                | "than"
                | "as"
                | "all"
                | "it"
                | "they"
                | "he"
                | "she"
                | "we"
        )
    });
    let preposition = next.is_some_and(|next| {
        matches!(
            doc.lower(*next),
            "for" | "over" | "to" | "upon" | "with" | "out" | "about"
        )
    });
    !stranded && !preposition
}

/// "is an accident happened": the article at `article`, a noun, and a verb without an object.
fn happened_behind(doc: &Document, tokens: &[Token], article: usize) -> Option<usize> {
    let [noun, verb] = tokens.get(article + 1..article + 3)? else {
        return None;
    };
    (noun.is_word() && matches!(doc.word(*verb), "happened" | "occurred")).then_some(article + 2)
}
