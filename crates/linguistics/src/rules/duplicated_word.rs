use text::Token;

use crate::document::Document;
use crate::finding::{Category, Severity};
use crate::lexicon;
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

use super::phrase::{is_all_capitals, is_capitalised, is_lower_case, is_month, spaced, touching};

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "duplicated-word",
    summary: "the same word stands twice in a row",
    category: Category::Addition,
    severity: Severity::Major,
    languages: Languages::Any,
    point: Point::AnyText,
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
        Example::Flags {
            text: "The pipe was laid [[in in]] May.",
            fixed: Some("The pipe was laid in May."),
        },
        Example::Flags {
            text: "He returned to [[Italy Italy]]. The bill was [[100 100]].",
            fixed: Some("He returned to Italy. The bill was 100."),
        },
        Example::Flags {
            text: "It closed for lack of parts for the [[T-34 T-34]]. They sent a [[follow-up follow-up]].",
            fixed: Some("It closed for lack of parts for the T-34. They sent a follow-up."),
        },
        Example::Flags {
            text: "The talks begin at noon (13:00 [[GMT) GMT)]]. No mill has burnt down so [[far far]].",
            fixed: Some("The talks begin at noon (13:00 GMT). No mill has burnt down so far."),
        },
        Example::Flags {
            text: "They met on the eve of Navy [[Day Day]].",
            fixed: Some("They met on the eve of Navy Day."),
        },
        Example::Passes("Her teacher is Fan Bing Bing. They flew to Bora Bora."),
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
    "aye", "bang", "beep", "blah", "boo", "bye", "can", "cha", "chop", "dear", "do", "far", "ha", "had",
    "hear", "her", "hey", "hush", "is", "knock", "la", "long", "many", "much", "never", "night", "no", "now",
    "one", "oh", "please", "pom", "quite", "really", "same", "so", "that", "there", "tut", "very", "was",
    "well", "win",
];

/// Those of them that something must follow; at the end of a sentence the second is one too many.
const STAND_TWICE_BEFORE: [&str; 13] = [
    "far", "had", "is", "many", "much", "one", "quite", "really", "same", "that", "there", "very", "was",
];

/// Names of people, places and groups that are double by right.
const DOUBLE_NAMES: [&str; 29] = [
    "baden",
    "bella",
    "bora",
    "boutros",
    "cash",
    "choo",
    "duran",
    "gogo",
    "humbert",
    "kalidou",
    "liquid",
    "mahamadou",
    "major",
    "marin",
    "mau",
    "nelson",
    "pago",
    "puka",
    "sing",
    "sirhan",
    "sudan",
    "talk",
    "thomas",
    "tora",
    "tuk",
    "wagga",
    "walla",
    "yeah",
    "zsa",
];

/// Verbs whose particle may be followed by the same word as a preposition: "log in in the morning".
const PHRASAL: [&str; 30] = [
    "bring", "call", "came", "carried", "carry", "check", "checked", "come", "coming", "dropped", "fill",
    "filled", "get", "give", "go", "going", "hand", "hold", "keep", "kept", "log", "logged", "move", "moved",
    "pass", "sign", "signed", "went", "hang", "stay",
];

/// Particles of such verbs.
const PARTICLES: [&str; 8] = ["by", "in", "off", "on", "out", "over", "through", "up"];

fn check(doc: &Document, findings: &mut Findings) {
    for block in doc.prose() {
        let tokens = doc.tokens_of(block);
        let mut at = 0;
        while at < tokens.len() {
            if !may_repeat(doc, tokens, at) {
                at += 1;
                continue;
            }
            let unit = unit(doc, tokens, at);
            let copies = copies(doc, tokens, at, unit);
            let end = at + copies * unit;
            if copies > 1 && (unit > 1 || is_fault(doc, tokens, at, copies)) {
                report(doc, findings, &tokens[at..end], unit);
            } else if unit == 1 && closes_twice(doc, tokens, at) {
                report(doc, findings, &tokens[at..at + 4], 2);
            }
            at = end;
        }
    }
}

/// The cheapest question first: whether the next token is the same word, or a mark that belongs to what repeats.
fn may_repeat(doc: &Document, tokens: &[Token], at: usize) -> bool {
    let Some(next) = tokens.get(at + 1).filter(|_| !tokens[at].is_mark()) else {
        return false;
    };
    if next.is_mark() {
        return touching(tokens[at], *next) && matches!(doc.word(*next), "-" | "‑" | "–" | "/" | ")");
    }
    doc.same_word(tokens[at], *next)
}

/// Tokens of the word at `at` with what hyphens and slashes join to it: 3 in "Covid-19".
fn unit(doc: &Document, tokens: &[Token], at: usize) -> usize {
    let joins = |token: Token| matches!(doc.word(token), "-" | "‑" | "–" | "/");
    let mut end = at + 1;
    while let Some([joint, next]) = tokens.get(end..end + 2) {
        let joined =
            joins(*joint) && !next.is_mark() && touching(tokens[end - 1], *joint) && touching(*joint, *next);
        if !joined {
            break;
        }
        end += 2;
    }
    end - at
}

/// How often the `unit` tokens from `at` on stand in a row, at least once.
fn copies(doc: &Document, tokens: &[Token], at: usize, unit: usize) -> usize {
    let first = &tokens[at..at + unit];
    let again = |nth: &usize| {
        tokens
            .get(at + nth * unit..at + (nth + 1) * unit)
            .is_some_and(|copy| {
                spaced(doc, tokens[at + nth * unit - 1], copy[0])
                    && first.iter().zip(copy).all(|(a, b)| doc.same_word(*a, *b))
            })
    };
    1 + (1..=tokens.len()).take_while(again).count()
}

/// "(15:00 UTC) UTC)": the word stands twice with its closing bracket.
fn closes_twice(doc: &Document, tokens: &[Token], at: usize) -> bool {
    let Some([word, bracket, copy, second]) = tokens.get(at..at + 4) else {
        return false;
    };
    !word.is_mark()
        && doc.word(*bracket) == ")"
        && doc.word(*second) == ")"
        && doc.lower(*word) == doc.lower(*copy)
        && touching(*word, *bracket)
        && touching(*copy, *second)
        && spaced(doc, *bracket, *copy)
}

fn is_fault(doc: &Document, tokens: &[Token], at: usize, copies: usize) -> bool {
    let (first, second) = (tokens[at], tokens[at + 1]);
    let word = doc.lower(first);
    let ends = ends_sentence(doc, tokens, at + copies);
    if MAY_STAND_TWICE.contains(&word) {
        // "so far far away" goes on; nothing is left to go on to at the end.
        return ends && at > 1 && STAND_TWICE_BEFORE.contains(&word);
    }
    if first.is_number() {
        return copies > 2 && doc.word(first).len() > 3 || ends && is_figure_twice(doc, tokens, at);
    }
    // A capital at the start of a sentence is no name when a function word follows.
    let is_name = !is_lower_case(doc.word(second))
        || !is_lower_case(doc.word(first)) && !lexicon::is_function_word(word);
    if is_name {
        return is_name_twice(doc, tokens, at, copies, ends);
    }
    // "hit it head-on on a bend", "a seven-time time trial champion"
    if at > 0 && touching(tokens[at - 1], first) {
        return false;
    }
    let after_verb = at > 0 && PHRASAL.contains(&doc.lower(tokens[at - 1]));
    !(copies == 2 && PARTICLES.contains(&word) && after_verb && !ends)
}

/// Whether the sentence ends before `next`, perhaps with a closing bracket or quotation mark.
fn ends_sentence(doc: &Document, tokens: &[Token], next: usize) -> bool {
    let mut rest = tokens[next..]
        .iter()
        .map(|token| doc.word(*token))
        .skip_while(|word| matches!(*word, "\"" | "”" | ")"));
    rest.next().is_none_or(|word| matches!(word, "." | "?" | "!"))
}

/// "The bill was 100 100." and "until October 2 2.", but not the last digits of a telephone number.
fn is_figure_twice(doc: &Document, tokens: &[Token], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).map(|at| tokens[at]) else {
        return false;
    };
    !before.is_number() && (doc.word(tokens[at]).len() > 1 || is_month(doc.word(before)))
}

/// Names double by right ("Fang Fang", "Bora Bora"). Many copies are a loop; two are one only at the end of a sentence,
/// where decoders loop, and not if the name could be Chinese or is known to be double.
fn is_name_twice(doc: &Document, tokens: &[Token], at: usize, copies: usize, ends: bool) -> bool {
    let (word, lower) = (doc.word(tokens[at]), doc.lower(tokens[at]));
    let letters = word.chars().count();
    if copies > 2 {
        return letters > 3 || copies > 3 && letters > 1;
    }
    let Some(before) = at.checked_sub(1).map(|at| tokens[at]) else {
        return false;
    };
    if !ends || DOUBLE_NAMES.contains(&lower) {
        return false;
    }
    if is_all_capitals(word) || doc.lower(before) == "the" {
        return true;
    }
    let placed = lexicon::is_function_word(doc.lower(before)) || is_capitalised(doc.word(before));
    !is_pinyin(lower) && (letters > 4 || letters > 2 && placed)
}

/// Whether the lower-case `word` can be one syllable of Chinese in pinyin.
fn is_pinyin(word: &str) -> bool {
    const INITIALS: [&str; 23] = [
        "zh", "ch", "sh", "b", "p", "m", "f", "d", "t", "n", "l", "g", "k", "h", "j", "q", "x", "r", "z",
        "c", "s", "y", "w",
    ];
    const FINALS: [&str; 34] = [
        "a", "o", "e", "i", "u", "ai", "ei", "ao", "ou", "an", "en", "ang", "eng", "ong", "ia", "ie", "iao",
        "iu", "ian", "in", "iang", "ing", "iong", "ua", "uo", "uai", "ui", "uan", "un", "uang", "ue", "ve",
        "v", "er",
    ];
    let initial = INITIALS
        .iter()
        .find(|initial| word.starts_with(**initial))
        .map_or(0, |initial| initial.len());
    FINALS.contains(&&word[initial..])
}

fn report(doc: &Document, findings: &mut Findings, copies: &[Token], unit: usize) {
    let (first, last) = (&copies[..unit], copies[copies.len() - 1]);
    let (start, end) = (first[0].start(), first[unit - 1].end());
    let times = if copies.len() == 2 * unit {
        "twice".to_owned()
    } else {
        format!("{} times", copies.len() / unit)
    };
    findings
        .report(
            &RULE,
            start..last.end(),
            format!("“{}” stands {times} in a row", doc.str(start..end)),
        )
        .confidence(0.97)
        .edit(end..last.end(), "");
}
