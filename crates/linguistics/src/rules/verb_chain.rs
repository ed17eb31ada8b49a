use text::{Key, Span, Token};

use crate::document::Document;
use crate::finding::{Category, Severity};
use crate::lexicon;
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

use super::grammar::{
    is_adjective, is_adverb, is_determiner, is_finite_be, is_small_word, is_subject_pronoun,
};
use super::phrase::{is_capitalised, spaced};

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "verb-chain",
    summary: "two verb forms that cannot follow each other, “was been”, “should to”, “were was”",
    category: Category::Grammar,
    severity: Severity::Minor,
    languages: Languages::ENGLISH,
    point: Point::AnyText,
    explain: "Engines build a tense from pieces of the original: “è successo” and “ist passiert” become “is happened”, two passives run \
              into “was been held”. “Have” takes a participle, “be” takes no “been”, “should” and “must” take no “to”, and verbs \
              without an object have no passive.",
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
        Example::Flags {
            text: "The council [[should to]] vote, and the firm [[must to]] pay.",
            fixed: Some("The council should vote, and the firm must pay."),
        },
        Example::Flags {
            text: "The repairs [[were was]] done in May, and the road [[is are]] open.",
            fixed: None,
        },
        Example::Passes(
            "They do what they should to help; it is a must to see, and they act as they must to win.",
        ),
        Example::Passes("What they were was late; how we are is known; where it is was a mill."),
        Example::Passes(
            "The question is are they open. The council, if it is, is late; those who were are not.",
        ),
        Example::Passes("He gives all the help he must to those who ask, more than he should to a friend."),
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
        if takes_no_to(doc, tokens, at) {
            report_to(doc, findings, tokens[at], tokens[at + 1]);
        } else if let Some(end) = impossible_chain(doc, tokens, at) {
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

/// "the council should to vote", where no clause before it can have its verb left out ("they do what they should to help").
fn takes_no_to(doc: &Document, tokens: &[Token], at: usize) -> bool {
    let Some([modal, to, verb]) = tokens.get(at..at + 3) else {
        return false;
    };
    matches!(doc.word(*modal), "should" | "must")
        && doc.word(*to) == "to"
        && spaced(doc, *modal, *to)
        && spaced(doc, *to, *verb)
        && is_small_word(doc, *verb)
        && (doc.word(*verb) == "be" || !lexicon::is_function_word(doc.word(*verb)))
        && at > 0
        && tokens[at - 1].is_word()
        && !is_determiner(doc.lower(tokens[at - 1]))
        && !is_adjective(doc.lower(tokens[at - 1]))
        && !leaves_its_verb_out(doc, &tokens[..at])
}

/// Whether one of the last words opens a clause that may end in an auxiliary: "what they should", "as we must", "more than
/// he should".
fn leaves_its_verb_out(doc: &Document, before: &[Token]) -> bool {
    before.iter().rev().take(8).any(|token| {
        matches!(
            doc.lower(*token),
            "all"
                | "anything"
                | "as"
                | "everything"
                | "how"
                | "if"
                | "like"
                | "than"
                | "that"
                | "way"
                | "what"
                | "whatever"
                | "when"
                | "where"
                | "which"
                | "who"
        )
    })
}

fn report_to(doc: &Document, findings: &mut Findings, modal: Token, to: Token) {
    let (span, modal_word) = (Span::new(modal.start(), to.end()), doc.word(modal));
    findings
        .report(&RULE, span, format!("“{modal_word}” takes no “to”"))
        .confidence(0.9)
        .fix(modal_word);
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
                || is_finite_be(word)
                    && !adverb
                    && word != auxiliary
                    && is_small_word(doc, tokens[at])
                    && is_second_verb(doc, tokens, at)
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

/// Whether "are" in "the road is are open" is one verb too many: no clause may end in the first one ("what they were was"),
/// and none may begin with the second ("the question is are they").
fn is_second_verb(doc: &Document, tokens: &[Token], at: usize) -> bool {
    let ends_clause = tokens[..at].iter().rev().take(10).any(|token| {
        matches!(
            doc.lower(*token),
            "all"
                | "as"
                | "he"
                | "how"
                | "i"
                | "it"
                | "she"
                | "than"
                | "that"
                | "they"
                | "this"
                | "we"
                | "what"
                | "whatever"
                | "where"
                | "which"
                | "who"
                | "whose"
                | "you"
        )
    });
    let asks = tokens.get(at + 2).is_some_and(|next| {
        is_subject_pronoun(doc.lower(*next))
            || is_determiner(doc.lower(*next))
            || is_capitalised(doc.word(*next))
    });
    at > 0 && tokens[at - 1].is_word() && !ends_clause && !asks
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
