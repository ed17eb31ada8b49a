use rustc_hash::FxHashMap;

use crate::document::Document;
use crate::finding::{Category, Severity};
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

use super::names::{Mention, Names, names};

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "surname-form",
    summary: "a person's surname in another form than with the first name",
    category: Category::InconsistentTerm,
    severity: Severity::Minor,
    languages: Languages::ENGLISH,
    point: Point::KnownTranslation,
    explain: "Slavic surnames have a form for men and one for women, and case endings besides. Engines turn “Ivanova” into “Ivanov” or \
              leave a case ending in place, and spell one name in two ways within an article. The form that stands with the first \
              name is most likely the right one.",
    examples: &[
        Example::Flags {
            text: "Director Olga Ivanova spoke first. “We have nowhere to go,” said [[Ivanov]].",
            fixed: None,
        },
        Example::Flags {
            text: "The speaker, Viktor Morozin, wrote on Sunday. It was late, [[Morogin]] said.",
            fixed: None,
        },
        Example::Passes("Director Olga Ivanova spoke first, and Ivan Ivanov last. It was late, said Ivanov."),
        Example::Passes("Olga Ivanova spoke first. It was late, said Ivanova. The Ivanovs left."),
        Example::Passes("Peter Schmidt left. In Berlin Schmitt and Anna Schmitt stayed."),
        Example::Passes("Anna Martin of Austria met a man in Australia. Marvin Martin was there."),
        Example::Passes("Olga Ivanova and Ivanov, her husband, left."),
    ],
    check,
};

/// Spellings of a key that are compared with each other at most; what has more is no name.
const MOST_SPELLINGS: usize = 8;

fn check(doc: &Document, findings: &mut Findings) {
    let names = names(doc);
    let mut by_frame = FxHashMap::<(char, usize), Vec<&str>>::default();
    for name in names.keys().filter(|name| name.len() >= 6) {
        let first = name.chars().next().unwrap_or_default();
        by_frame.entry((first, name.len() / 4)).or_default().push(name);
    }
    let mut frames: Vec<_> = by_frame
        .into_values()
        .filter(|frame| frame.len() <= MOST_SPELLINGS)
        .collect();
    for frame in &mut frames {
        frame.sort_unstable();
    }
    for frame in frames {
        for full in frame.iter().filter(|name| has_first_name(&names[**name])) {
            for bare in frame
                .iter()
                .filter(|name| is_other_form(full, name) && stands_alone(&names[**name]))
            {
                if is_other_gender(full, bare) || names[bare].iter().all(|mention| speaks(doc, mention)) {
                    report(&names, full, bare, findings);
                }
            }
        }
    }
}

/// Another word than `full` for the same person: the other gender, or one letter changed inside.
fn is_other_form(full: &str, bare: &str) -> bool {
    is_other_gender(full, bare) || is_one_letter_apart(full, bare)
}

/// "Ivanov" and "Ivanova".
fn is_other_gender(full: &str, bare: &str) -> bool {
    let gender = |man: &str, woman: &str| {
        woman.strip_suffix('a') == Some(man)
            && ["ov", "ev", "in", "yn"]
                .iter()
                .any(|ending| man.ends_with(ending))
    };
    gender(full, bare) || gender(bare, full)
}

/// One letter changed inside: "Morozin" and "Morogin".
fn is_one_letter_apart(full: &str, bare: &str) -> bool {
    full.len() >= 7
        && full.len() == bare.len()
        && full.chars().last() == bare.chars().last()
        && strsim::osa_distance(full, bare) == 1
}

fn has_first_name(mentions: &[Mention]) -> bool {
    mentions
        .iter()
        .any(|mention| mention.before.is_some() && mention.after.is_none())
}

/// Whether nobody of that name has a first name or stands beside another name, as a place or a firm may.
fn stands_alone(mentions: &[Mention]) -> bool {
    mentions
        .iter()
        .all(|mention| mention.before.is_none() && mention.after.is_none())
}

/// Whether a verb of saying stands beside the name, which makes it a person's: Iceland says little.
fn speaks(doc: &Document, mention: &Mention) -> bool {
    const VERBS: [&str; 10] = [
        "added",
        "explained",
        "noted",
        "replied",
        "reported",
        "said",
        "says",
        "stressed",
        "told",
        "wrote",
    ];
    let before = doc.text()[..mention.span.start].split_whitespace().next_back();
    let after = doc.text()[mention.span.end..].split_whitespace().next();
    [before, after]
        .into_iter()
        .flatten()
        .any(|word| VERBS.contains(&word.trim_matches(|c: char| !c.is_alphabetic())))
}

fn report(names: &Names, full: &str, bare: &str, findings: &mut Findings) {
    let together = |mention: &Mention| names[full].iter().any(|other| other.sentence == mention.sentence);
    if names[bare].iter().any(together) {
        return;
    }
    let first = names[full][0].span;
    for mention in &names[bare] {
        findings
            .report(
                &RULE,
                mention.span,
                format!("“{bare}” is “{full}” where the first name stands with it"),
            )
            .confidence(0.8)
            .relate(first, format!("“{full}” here"));
    }
}
