use text::{Key, Span, Token};

use crate::document::Document;
use crate::finding::{Category, Severity};
use crate::lexicon;
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

use super::phrase::{spaced, touching};

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "one-sided-hyphen",
    summary: "a hyphen with a space on one side, “cost -effective”",
    category: Category::Spacing,
    severity: Severity::Minor,
    languages: Languages::ENGLISH,
    point: Point::AnyText,
    explain: "A compound was taken apart into tokens and its hyphen was joined to one half only. A suspended hyphen \
              (“two- and three-year terms”) is right and is left alone, and so are options of commands, endings that a text \
              talks about, and hyphens that stand for dashes. The space is taken out where the second half is one that \
              compounds end in.",
    examples: &[
        Example::Flags {
            text: "The ferry is a [[cost -effective]] way to travel.",
            fixed: Some("The ferry is a cost-effective way to travel."),
        },
        Example::Flags {
            text: "They asked for a [[point -to -point]] link.",
            fixed: Some("They asked for a point-to-point link."),
        },
        Example::Flags {
            text: "The [[three- year]] grant went to a [[wholly- owned]] mill.",
            fixed: Some("The three-year grant went to a wholly-owned mill."),
        },
        Example::Flags {
            text: "The [[award -winning]] film is long.",
            fixed: None,
        },
        Example::Passes(
            "Two- and three-year terms, pre- or post-war houses, the first-, second- and third-placed teams.",
        ),
        Example::Passes("Run the job with -force or find -name, the manual says."),
        Example::Passes("Words with -able or the ending -ness are nouns or adjectives."),
        Example::Passes(
            "Goods that sell in cases -thought to be old -are kept; the best men today -outside of town- came.",
        ),
        Example::Passes("The plan -which failed- was dropped; the mayor -tired- went home."),
        Example::Passes("The long- versus short-term rates, and the high- to low-risk groups."),
        Example::Passes("Rain - heavy rain - fell, and the harbour -- old and small -- was full."),
    ],
    check,
};

/// Words that compounds end in.
const TAILS: [&str; 60] = [
    "age",
    "aged",
    "backed",
    "based",
    "born",
    "building",
    "capita",
    "catching",
    "century",
    "class",
    "cost",
    "date",
    "day",
    "degree",
    "digit",
    "driven",
    "earning",
    "edge",
    "effective",
    "end",
    "faced",
    "fold",
    "free",
    "friendly",
    "funded",
    "grade",
    "growing",
    "held",
    "hour",
    "income",
    "intensive",
    "known",
    "led",
    "level",
    "long",
    "made",
    "making",
    "mile",
    "minded",
    "minute",
    "month",
    "old",
    "oriented",
    "owned",
    "profile",
    "quality",
    "range",
    "related",
    "rise",
    "run",
    "saving",
    "scale",
    "sized",
    "speed",
    "standing",
    "storey",
    "term",
    "time",
    "wide",
    "year",
];

/// Words behind a suspended hyphen.
const SUSPENDING: [&str; 12] = [
    "and", "as", "but", "from", "nor", "or", "plus", "than", "through", "to", "versus", "vs",
];

fn check(doc: &Document, findings: &mut Findings) {
    for sentence in doc.sentences_with(&Key::of_each(["-"])) {
        check_sentence(doc, doc.tokens_in(sentence), findings);
    }
}

fn check_sentence(doc: &Document, tokens: &[Token], findings: &mut Findings) {
    let hyphens: Vec<usize> = (1..tokens.len().saturating_sub(1))
        .filter(|at| is_hyphen(doc, tokens, *at))
        .collect();
    let side = |at: usize| Side::of(doc, tokens, at);
    let left = hyphens.iter().filter(|at| side(**at) == Some(Side::Left)).count();
    let right = hyphens
        .iter()
        .filter(|at| side(**at) == Some(Side::Right))
        .count();
    // "The plan -which failed- was dropped", "cases -thought to be old -are kept": the hyphens are dashes.
    let parted = hyphens.windows(2).any(|pair| pair[1] > pair[0] + 2);
    if left > 0 && right > 0 || left > 1 && parted {
        return;
    }
    let mut done = 0;
    for at in hyphens {
        if at < done {
            continue;
        }
        if let Some(last) = compound(doc, tokens, at) {
            report(doc, findings, &tokens[at - 1..=last]);
            done = last;
        }
    }
}

fn is_hyphen(doc: &Document, tokens: &[Token], at: usize) -> bool {
    tokens[at].is_mark()
        && doc.word(tokens[at]) == "-"
        && tokens[at - 1].is_word()
        && tokens[at + 1].is_word()
}

/// The side of a hyphen on which the space stands.
#[derive(PartialEq)]
enum Side {
    Left,
    Right,
}

impl Side {
    fn of(doc: &Document, tokens: &[Token], at: usize) -> Option<Self> {
        let [before, hyphen, after] = [tokens[at - 1], tokens[at], tokens[at + 1]];
        if spaced(doc, before, hyphen) && touching(hyphen, after) {
            Some(Self::Left)
        } else if touching(before, hyphen) && spaced(doc, hyphen, after) {
            Some(Self::Right)
        } else {
            None
        }
    }
}

/// The index of the last word of the compound whose first hyphen is at `at`.
fn compound(doc: &Document, tokens: &[Token], at: usize) -> Option<usize> {
    let (first, second) = (tokens[at - 1], tokens[at + 1]);
    let side = Side::of(doc, tokens, at)?;
    if !is_half(doc, first) {
        return None;
    }
    // What else touches the pair makes it a code or a longer chain.
    if at >= 2 && touching(tokens[at - 2], first) {
        return None;
    }
    let chain = tokens.get(at + 3).filter(|third| {
        doc.word(tokens[at + 2]) == "-"
            && Side::of(doc, tokens, at + 2) == Some(Side::Left)
            && third.is_word()
            && is_half(doc, **third)
    });
    if chain.is_some() && side == Side::Left {
        return Some(at + 3);
    }
    let ends = tokens.get(at + 2).is_none_or(|next| {
        !touching(second, *next) || matches!(doc.word(*next), "." | "," | ";" | "?" | "!" | ")")
    });
    let fits = match side {
        Side::Left => is_tail(doc, second) || is_participle(doc, second) && !is_option(doc, tokens, at),
        Side::Right => is_tail(doc, second) && !SUSPENDING.contains(&doc.lower(second)),
    };
    (ends && fits).then_some(at + 1)
}

/// A word of small letters that may be half of a compound.
fn is_half(doc: &Document, token: Token) -> bool {
    let word = doc.word(token);
    word.len() >= 4
        && word.bytes().all(|b| b.is_ascii_lowercase())
        && !lexicon::is_function_word(word)
        && wordnik_list::word_exists(word)
        || matches!(word, "one" | "two" | "six" | "ten" | "low" | "new" | "old")
        || is_tail(doc, token)
}

fn is_tail(doc: &Document, token: Token) -> bool {
    TAILS.binary_search(&doc.word(token)).is_ok()
}

/// "award -winning", "state -funded": what a compound that modifies a noun often ends in.
fn is_participle(doc: &Document, token: Token) -> bool {
    let word = doc.word(token);
    is_half(doc, token) && word.len() >= 6 && (word.ends_with("ing") || word.ends_with("ed"))
}

/// Whether the text is about commands or about endings: "find -name", "with -able".
fn is_option(doc: &Document, tokens: &[Token], at: usize) -> bool {
    const COMMANDS: [&str; 8] = [
        "command", "ending", "find", "flag", "option", "run", "suffix", "switch",
    ];
    let tail = is_tail(doc, tokens[at + 1]);
    let endings = ["able", "less", "ness", "ment", "ship", "hood", "wise", "like"];
    !tail
        && (endings.contains(&doc.word(tokens[at + 1]))
            || tokens[..at]
                .iter()
                .rev()
                .take(4)
                .any(|token| COMMANDS.contains(&doc.lower(*token))))
}

fn report(doc: &Document, findings: &mut Findings, compound: &[Token]) {
    let (first, last) = (compound[0], compound[compound.len() - 1]);
    let joined: String = compound.iter().map(|token| doc.word(*token)).collect();
    let span = Span::new(first.start(), last.end());
    let message = format!(
        "“{}”: the hyphen of “{joined}” has a space on one side",
        doc.str(span)
    );
    let sure = compound.len() > 3 || is_tail(doc, last);
    let finding = findings.report(&RULE, span, message).confidence(0.93);
    if sure {
        finding.fix(joined);
    }
}
