use std::sync::LazyLock;

use text::{Key, Span, Token};

use crate::document::{Block, Document};
use crate::finding::{Category, Severity};
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

use super::grammar::{ends_with_site, is_adjective_here, is_count_noun, is_running_text, is_small_word};
use super::phrase::{spaced, touching};

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "bare-noun",
    summary: "a countable noun in the singular without an article",
    category: Category::Grammar,
    severity: Severity::Minor,
    languages: Languages::ENGLISH,
    point: Point::AnyText,
    explain: "Slavic languages, Chinese, Japanese and others have no articles, and engines leave them out where English needs one: \
              “in congratulatory message”, “on territory of the plant”. Which article is right depends on what the reader knows, \
              so there is no suggestion.",
    examples: &[
        Example::Flags {
            text: "The mayor spoke of it [[in short statement]] on Friday.",
            fixed: None,
        },
        Example::Flags {
            text: "Three men, [[including native of]] Minsk, were held.",
            fixed: None,
        },
        Example::Flags {
            text: "The fire began [[in warehouse]] near the port.",
            fixed: None,
        },
        Example::Flags {
            text: "The shelling took place [[on territory of]] the plant.",
            fixed: None,
        },
        Example::Flags {
            text: "The storm [[damaged residential building]] in the centre.",
            fixed: None,
        },
        Example::Flags {
            text: "His father [[was resident of]] Kharkiv.",
            fixed: None,
        },
        Example::Passes(
            "The mayor spoke of it in a short statement on Friday, and in short statements later.",
        ),
        Example::Passes(
            "They met in federal court, in central London, at local level and in large part by chance.",
        ),
        Example::Passes(
            "He served as foreign minister and as acting head of the bank; she became president of the club.",
        ),
        Example::Passes(
            "They use new vaccine technology and large country house hotels in local news programmes.",
        ),
        Example::Passes("The storm damaged residential buildings and a new school building in the centre."),
        Example::Passes(
            "In place of a letter, in view of the state of war, by order of the court, in case of fire.",
        ),
        Example::Passes("The plan was part of the budget, and he was head of state."),
        Example::Passes(
            "Workers and residents of the region met the natives of Minsk on the territory of the plant.",
        ),
        Example::Passes("First-time launch of special committee, opening in new building - Harbour News"),
        Example::Passes("Mayor speaks in short statement of new stadium – harbournews.com."),
        Example::Passes("The opening of special committee | Harbour News"),
        Example::Passes(
            "They met in full session and in permanent session, with little ceremony, under universal association.",
        ),
        Example::Passes(
            "He saw some kind of national council and a good sort of young woman, in village after village.",
        ),
        Example::Passes("Harbour mill at centre of quarantine concerns"),
        Example::Passes(
            "They were held. [See addendum for full list of the men.] They are far from weak opponent states.",
        ),
    ],
    check,
};

static OPENERS: LazyLock<Vec<Key>> = LazyLock::new(|| {
    let words = PREPOSITIONS.iter().chain(&VERBS).chain(&LINKS);
    words.map(|word| Key::of(word.as_bytes())).collect()
});

fn check(doc: &Document, findings: &mut Findings) {
    for (block, at) in doc.places_in_blocks(&OPENERS) {
        let tokens = doc.tokens_of(block);
        // "a drive-in restaurant"
        if !is_running_text(block)
            || at > 0 && touching(tokens[at - 1], tokens[at]) && doc.word(tokens[at - 1]) == "-"
        {
            continue;
        }
        if let Some(end) = bare_noun(doc, &tokens[at..])
            && !stands_by_right(doc, tokens, at, end)
            && (doc.origin().machine_translated || !is_headline(doc, block))
            && !ends_with_site(doc, block)
        {
            let span = Span::new(tokens[at].start(), end.end());
            let quote = doc.str(span);
            findings
                .report(&RULE, span, format!("“{quote}”: the noun wants an article"))
                .confidence(0.8);
        }
    }
}

/// "Some kind of national council", "village after village", "far from weak", "with little ceremony", "in full session", "(see list
/// for full text)": what is no single thing.
fn stands_by_right(doc: &Document, tokens: &[Token], at: usize, end: Token) -> bool {
    const KINDS: [&str; 10] = [
        "form", "forms", "kind", "kinds", "sort", "sorts", "species", "style", "type", "types",
    ];
    const OF_ACTS: [&str; 7] = [
        "association",
        "ceremony",
        "conference",
        "occupation",
        "session",
        "sessions",
        "situation",
    ];
    let before = at.checked_sub(1).map_or("", |at| doc.lower(tokens[at]));
    let (opener, noun) = (doc.lower(tokens[at]), doc.lower(end));
    let kind = opener == "of" && KINDS.contains(&before);
    let chain = matches!(opener, "after" | "by" | "to" | "for") && before == noun;
    let far = opener == "from" && before == "far";
    let little = tokens
        .get(at + 1)
        .is_some_and(|token| doc.lower(*token) == "little");
    let noted = tokens[at.saturating_sub(4)..at]
        .iter()
        .any(|token| doc.word(*token) == "[");
    kind || chain || far || little || noted || OF_ACTS.contains(&noun) && opener != "at"
}

/// Whether the block is a line without a full stop, as headlines are, which leave articles out.
fn is_headline(doc: &Document, block: &Block) -> bool {
    const LONGEST: usize = 14;
    let tokens = doc.tokens_of(block);
    tokens.len() <= LONGEST && tokens.last().is_some_and(|last| last.is_word())
}

/// The last token of what begins with the first of `tokens`, a preposition or a verb, and lacks an article.
fn bare_noun(doc: &Document, tokens: &[Token]) -> Option<Token> {
    let [opener, second, third, ..] = *tokens else {
        return None;
    };
    let word = doc.lower(opener);
    if word.len() > "participated".len() || !spaced(doc, opener, second) || !is_small_word(doc, second) {
        return None;
    }
    let before_of = spaced(doc, second, third) && doc.lower(third) == "of";
    if before_of
        && (PREPOSITIONS.contains(&word) && is_bare_of(doc.lower(second))
            || LINKS.contains(&word) && is_person_of(doc.lower(second)))
    {
        return Some(third);
    }
    if is_place_preposition(word) && is_place(doc.lower(second)) && ends_phrase(doc, second, Some(third)) {
        return Some(second);
    }
    let at = 1 + adjectives(doc, &tokens[1..])?;
    if !PREPOSITIONS.contains(&word) && !VERBS.contains(&word) {
        return None;
    }
    let noun = *tokens.get(at)?;
    let lacks = is_small_word(doc, noun)
        && spaced(doc, tokens[at - 1], noun)
        && is_count_noun(doc.lower(noun))
        && ends_phrase(doc, noun, tokens.get(at + 1).copied());
    lacks.then_some(noun)
}

/// How many tokens the adjectives at the beginning of `tokens` take: "short", "historical and archaeological".
fn adjectives(doc: &Document, tokens: &[Token]) -> Option<usize> {
    let is_one = |at: usize| {
        tokens
            .get(at)
            .is_some_and(|token| is_small_word(doc, *token) && is_adjective_here(doc, *token))
    };
    if !is_one(0) {
        return None;
    }
    let coordinated = tokens.get(1).is_some_and(|token| doc.lower(*token) == "and") && is_one(2);
    Some(if coordinated {
        3
    } else {
        1 + usize::from(is_one(1))
    })
}

/// Whether nothing after the noun makes it the first half of a compound: "in federal court records".
fn ends_phrase(doc: &Document, noun: Token, next: Option<Token>) -> bool {
    let Some(next) = next else { return true };
    match doc.lower(next) {
        "." | "," | ";" | ")" => true,
        "of" | "near" | "in" | "on" | "at" | "for" | "with" | "from" | "by" | "that" | "which" | "who"
        | "where" | "is" | "was" | "has" | "will" | "had" => spaced(doc, noun, next),
        _ => false,
    }
}

/// Prepositions that a noun without an article may follow.
const PREPOSITIONS: [&str; 20] = [
    "about",
    "after",
    "against",
    "at",
    "before",
    "during",
    "for",
    "from",
    "in",
    "including",
    "inside",
    "into",
    "near",
    "of",
    "on",
    "outside",
    "through",
    "to",
    "under",
    "with",
];

/// Prepositions behind which a building or the like wants an article; "kind of hotel" and "from village to village" do not.
fn is_place_preposition(word: &str) -> bool {
    matches!(
        word,
        "after" | "at" | "during" | "from" | "in" | "inside" | "into" | "near" | "on" | "outside" | "with"
    )
}

/// Places and papers that English never names without an article, whatever stands before them.
fn is_place(noun: &str) -> bool {
    matches!(
        noun,
        "airfield"
            | "ambulance"
            | "apartment"
            | "briefing"
            | "cathedral"
            | "cemetery"
            | "courtyard"
            | "dormitory"
            | "embassy"
            | "hotel"
            | "manuscript"
            | "monastery"
            | "mosque"
            | "museum"
            | "palace"
            | "restaurant"
            | "stadium"
            | "stairwell"
            | "statue"
            | "telegram"
            | "village"
            | "warehouse"
    )
}

/// Past forms of verbs with an object that is a thing.
const VERBS: [&str; 26] = [
    "announced",
    "attacked",
    "attended",
    "built",
    "created",
    "damaged",
    "demolished",
    "destroyed",
    "hit",
    "injured",
    "issued",
    "launched",
    "opened",
    "organised",
    "organized",
    "prepared",
    "presented",
    "published",
    "received",
    "recorded",
    "seized",
    "signed",
    "struck",
    "visited",
    "won",
    "wrote",
];

/// Verbs between somebody and what he is.
const LINKS: [&str; 3] = ["became", "is", "was"];

/// Nouns that stand in "on territory of" without an article in a translation, and never in English.
fn is_bare_of(noun: &str) -> bool {
    matches!(
        noun,
        "absence"
            | "beginning"
            | "border"
            | "capital"
            | "centre"
            | "center"
            | "city"
            | "department"
            | "district"
            | "framework"
            | "inhabitant"
            | "initiative"
            | "native"
            | "outskirts"
            | "region"
            | "resident"
            | "territory"
            | "town"
            | "village"
            | "website"
            | "site"
    )
}

/// People that somebody is one of; offices need no article: "he was head of the bank".
fn is_person_of(noun: &str) -> bool {
    matches!(
        noun,
        "citizen"
            | "descendant"
            | "inhabitant"
            | "member"
            | "native"
            | "owner"
            | "participant"
            | "resident"
            | "veteran"
            | "victim"
            | "winner"
    )
}
