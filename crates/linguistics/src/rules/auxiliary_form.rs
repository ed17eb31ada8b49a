use text::{Key, Span, Token};

use crate::document::Document;
use crate::finding::{Category, Severity};
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

use super::phrase::spaced;

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "auxiliary-form",
    summary: "the wrong form of a verb behind an auxiliary, “did not went”, “am agree”",
    category: Category::Grammar,
    severity: Severity::Minor,
    languages: Languages::ENGLISH,
    point: Point::AnyText,
    explain: "Behind “did not” and “does not” the verb stands in its base form, and “agree” takes no form of “be”. The tense of \
              the original was put into both verbs.",
    examples: &[
        Example::Flags {
            text: "The mayor [[did not went]] to the port, and they [[didn't knew]] why.",
            fixed: Some("The mayor did not go to the port, and they didn't know why."),
        },
        Example::Flags {
            text: "I [[am agree]] with the plan, and they [[are agree]], too.",
            fixed: Some("I agree with the plan, and they agree, too."),
        },
        Example::Passes("He did not go, and they didn't know why; what he did had an effect."),
        Example::Passes("She does not need it. The works he did took a year."),
        Example::Passes("What they don't know was told. What I do not said nobody before."),
        Example::Passes("Those who are, agree. The terms are agreed."),
        Example::Passes("The firms that are not, do not; those that did not had to pay."),
    ],
    check,
};

/// Past forms that are no base form, with their base.
const PASTS: [(&str, &str); 30] = [
    ("ate", "eat"),
    ("became", "become"),
    ("began", "begin"),
    ("brought", "bring"),
    ("came", "come"),
    ("chose", "choose"),
    ("did", "do"),
    ("drove", "drive"),
    ("forgot", "forget"),
    ("gave", "give"),
    ("got", "get"),
    ("grew", "grow"),
    ("heard", "hear"),
    ("kept", "keep"),
    ("knew", "know"),
    ("lost", "lose"),
    ("made", "make"),
    ("met", "meet"),
    ("paid", "pay"),
    ("ran", "run"),
    ("sent", "send"),
    ("spoke", "speak"),
    ("stood", "stand"),
    ("taught", "teach"),
    ("told", "tell"),
    ("took", "take"),
    ("understood", "understand"),
    ("went", "go"),
    ("won", "win"),
    ("wrote", "write"),
];

fn check(doc: &Document, findings: &mut Findings) {
    const NEGATED: [Key; 6] = Key::of_each(["did", "didn't", "didn’t", "does", "doesn't", "doesn’t"]);
    for (sentence, at) in doc.places_in_sentences(&NEGATED) {
        check_negation(doc, doc.tokens_in(sentence), at, findings);
    }
    for (sentence, at) in doc.places_in_sentences(&Key::of_each(["agree"])) {
        if let Some(subject) = at.checked_sub(2) {
            check_agree(doc, doc.tokens_in(sentence), subject, findings);
        }
    }
}

/// "did not went", "didn't knew".
fn check_negation(doc: &Document, tokens: &[Token], at: usize, findings: &mut Findings) {
    let first = tokens[at];
    let verb_at = match doc.lower(first) {
        "didn't" | "didn’t" | "doesn't" | "doesn’t" => at + 1,
        "did" | "does"
            if tokens
                .get(at + 1)
                .is_some_and(|not| doc.word(*not) == "not" && spaced(doc, first, *not)) =>
        {
            at + 2
        }
        _ => return,
    };
    let Some(verb) = tokens
        .get(verb_at)
        .filter(|verb| spaced(doc, tokens[verb_at - 1], **verb))
    else {
        return;
    };
    let Ok(found) = PASTS.binary_search_by_key(&doc.word(*verb), |(past, _)| past) else {
        return;
    };
    // "Those who did not got nothing": the clause before is a subject.
    let clause = tokens[..at].iter().rev().take(3).any(|token| {
        matches!(
            doc.lower(*token),
            "who" | "that" | "which" | "those" | "what" | "if" | "where" | "when"
        )
    });
    if clause {
        return;
    }
    let span = Span::new(first.start(), verb.end());
    let base = PASTS[found].1;
    findings
        .report(
            &RULE,
            span,
            format!("“{}”: the base form “{base}” is due", doc.str(span)),
        )
        .confidence(0.94)
        .edit(verb.span(), base);
}

/// "I am agree", "they are agree".
fn check_agree(doc: &Document, tokens: &[Token], at: usize, findings: &mut Findings) {
    let Some([subject, be, agree]) = tokens.get(at..at + 3) else {
        return;
    };
    let fits = matches!(
        (doc.lower(*subject), doc.word(*be)),
        ("i", "am") | ("we" | "they" | "you", "are")
    );
    if fits && doc.word(*agree) == "agree" && spaced(doc, *subject, *be) && spaced(doc, *be, *agree) {
        findings
            .report(
                &RULE,
                be.start()..agree.end(),
                format!(
                    "“{}”: “agree” takes no form of “be”",
                    doc.str(be.start()..agree.end())
                ),
            )
            .confidence(0.95)
            .fix("agree");
    }
}
