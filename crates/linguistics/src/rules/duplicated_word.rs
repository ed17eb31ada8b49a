use crate::document::{Document, Token};
use crate::finding::{Category, Severity};
use crate::lexicon;
use crate::rule::{Example, Findings, Languages, Rule};

use super::phrase::{is_all_capitals, is_lower_case, spaced, touching};

pub(super) static RULE: Rule = Rule {
    name: "duplicated-word",
    summary: "the same word stands twice in a row",
    category: Category::Addition,
    severity: Severity::Major,
    languages: Languages::Any,
    explain: "The same word twice in a row. Neural translation repeats a word where two words of the original have one \
              English equivalent, and feed software repeats one where two pieces of a sentence were joined.",
    examples: &[
        Example::Flags {
            text: "Crews will close [[the the]] northern lane.",
            fixed: Some("Crews will close the northern lane."),
        },
        Example::Flags {
            text: "[[The the]] station reopened on Monday.",
            fixed: Some("The station reopened on Monday."),
        },
        Example::Flags {
            text: "The crew repaired the [[pump pump pump]] overnight.",
            fixed: Some("The crew repaired the pump overnight."),
        },
        Example::Flags { text: "The pipe was laid [[in in]] May.", fixed: Some("The pipe was laid in May.") },
        Example::Flags {
            text: "He returned to [[Italy Italy]]. The bill was [[100 100]].",
            fixed: Some("He returned to Italy. The bill was 100."),
        },
        Example::Passes("They played for Duran Duran. She is Fang Fang. Call 555 20 20."),
        Example::Passes("She had had enough, and he knew that that decision was final."),
        Example::Passes("What it is is a warning; fill in in ink."),
        Example::Passes("It was very very cold, so so cold, said Fang Fang of Duran Duran."),
        Example::Passes("“No no no,” he said, “it is a win win.”"),
        Example::Passes("The seven-time time trial champion hit it head-on on a bend."),
        Example::Passes("They log in in the morning and carry on on Friday."),
    ],
    check,
};

/// Words that English says twice on purpose or by its grammar.
const MAY_STAND_TWICE: [&str; 43] = [
    "aye", "bang", "beep", "blah", "boo", "bye", "can", "cha", "chop", "dear", "do", "far", "ha", "had", "hear", "her",
    "hey", "hush", "is", "knock", "la", "long", "many", "much", "never", "night", "no", "now", "one", "oh", "please",
    "pom", "quite", "really", "same", "so", "that", "there", "tut", "very", "was", "well", "win",
];

/// Names of people and places that are double by right.
const DOUBLE_NAMES: [&str; 12] = [
    "baden", "boutros", "duran", "humbert", "kalidou", "mahamadou", "marin", "nelson", "sirhan", "thomas", "wagga",
    "walla",
];

/// Verbs whose particle may be followed by the same word as a preposition: "log in in the morning".
const PHRASAL: [&str; 30] = [
    "bring", "call", "came", "carried", "carry", "check", "checked", "come", "coming", "dropped", "fill", "filled",
    "get", "give", "go", "going", "hand", "hold", "keep", "kept", "log", "logged", "move", "moved", "pass", "sign",
    "signed", "went", "hang", "stay",
];

/// Particles of such verbs.
const PARTICLES: [&str; 8] = ["by", "in", "off", "on", "out", "over", "through", "up"];

fn check(doc: &Document, findings: &mut Findings) {
    for block in doc.prose() {
        let tokens = doc.tokens_of(block);
        let mut at = 0;
        while at < tokens.len() {
            let copies = 1 + tokens[at..].windows(2).take_while(|pair| repeats(doc, pair[0], pair[1])).count();
            if copies > 1 && is_fault(doc, tokens, at, copies) {
                report(doc, findings, &tokens[at..at + copies]);
            }
            at += copies;
        }
    }
}

fn repeats(doc: &Document, left: Token, right: Token) -> bool {
    left.kind == right.kind
        && !left.is_mark()
        && doc.same_word(left, right)
        && spaced(doc, left, right)
}

fn is_fault(doc: &Document, tokens: &[Token], at: usize, copies: usize) -> bool {
    let (first, second) = (tokens[at], tokens[at + 1]);
    let word = doc.lower(first);
    if MAY_STAND_TWICE.contains(&word) {
        return false;
    }
    // Names double ("Fang Fang") and so do figures ("call 20 20"); a capital at the start of a sentence is no name when a
    // function word follows.
    let is_name = !is_lower_case(doc.word(second)) || !is_lower_case(doc.word(first)) && !lexicon::is_function_word(word);
    if is_name || first.is_number() {
        return copies > 2 && word.chars().count() > 3 || ends_sentence_twice(doc, tokens, at, copies);
    }
    // "hit it head-on on a bend", "a seven-time time trial champion"
    if at > 0 && touching(tokens[at - 1], first) {
        return false;
    }
    let after_verb = at > 0 && PHRASAL.contains(&doc.lower(tokens[at - 1]));
    !(copies == 2 && PARTICLES.contains(&word) && after_verb)
}

/// "He returned to Italy Italy.": at the end of a sentence, where a decoder loops, a name or figure stands twice by
/// mistake unless it is one of those that are double by right or short enough for one.
fn ends_sentence_twice(doc: &Document, tokens: &[Token], at: usize, copies: usize) -> bool {
    let (word, lower) = (doc.word(tokens[at]), doc.lower(tokens[at]));
    let ends = tokens.get(at + copies).is_none_or(|next| matches!(doc.word(*next), "." | "?" | "!"));
    let alone = at > 0 && !tokens[at - 1].is_number();
    let long = word.chars().count() > 4 || is_all_capitals(word) || tokens[at].is_number() && word.len() > 1;
    ends && alone && long && !DOUBLE_NAMES.contains(&lower)
}

fn report(doc: &Document, findings: &mut Findings, copies: &[Token]) {
    let (first, last) = (copies[0], copies[copies.len() - 1]);
    let times = if copies.len() == 2 { "twice".to_owned() } else { format!("{} times", copies.len()) };
    findings
        .report(&RULE, first.start()..last.end(), format!("“{}” stands {times} in a row", doc.word(first)))
        .confidence(0.97)
        .edit(first.end()..last.end(), "");
}
