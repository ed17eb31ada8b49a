use text::{Key, Span, Token};

use crate::document::Document;
use crate::finding::{Category, Severity};
use crate::lexicon;
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

use super::phrase::{is_all_capitals, is_capitalised, is_lower_case, touching};

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "coordinated-duplicate",
    summary: "“X and X”: the same thing is named twice",
    category: Category::Mistranslation,
    severity: Severity::Major,
    languages: Languages::ENGLISH,
    point: Point::AnyText,
    explain: "The same noun or name on both sides of “and” or “or”. The original names two things, often a noun and its \
              own inflected form or a full name and its abbreviation, and the translator gave both the same word. \
              What the second should be stands only in the original, so there is no suggestion.",
    examples: &[
        Example::Flags {
            text: "The delegation visited [[Zimbabwe and Zimbabwe]] in March.",
            fixed: None,
        },
        Example::Flags {
            text: "A group on security in the use of information technologies [[(ICT) and ICT]] 2021-2025 met.",
            fixed: None,
        },
        Example::Flags {
            text: "The firm is engaged in the [[sale and sale]] of grain.",
            fixed: None,
        },
        Example::Flags {
            text: "Trains from [[New Castle and New Castle]] were late.",
            fixed: None,
        },
        Example::Passes("Prices rose more and more, again and again, for years and years."),
        Example::Passes("He worked and worked; the noise grew louder and louder."),
        Example::Passes("Talks between the European Union (EU) and EU member states went on."),
        Example::Passes("The Minister and Minister of State met; oil and oil products were on the list."),
        Example::Passes("Papua New Guinea and Guinea, Northern Ireland and Ireland signed."),
        Example::Passes("New York and New York City differ, and so do Washington and Washington State."),
        Example::Flags {
            text: "Buyers from Kenya, [[Zambia and Zambia]] came to the fair.",
            fixed: None,
        },
        Example::Flags {
            text: "The centre drafted seven [[standards and standards]] for transport.",
            fixed: None,
        },
        Example::Passes(
            "Bring it to a simmer and simmer until soft. Paint 3 and Paint 4 run on WebDraw and WebDraw 2.",
        ),
        Example::Passes(
            "The cruise is for the old and old at heart. The gap between our tax and tax in the south grew.",
        ),
        Example::Passes("The book has drawings of Anna Bell and Anna Bell in costume."),
        Example::Passes("Marks and Marks sued Weber and Weber; Larson and Larson deny it."),
        Example::Passes(
            "It took them tonnes and tonnes, for generations and generations, time and time again.",
        ),
        Example::Passes(
            "Without the six and six of next year the squad is cut. Pain from aspirin or aspirin with food.",
        ),
        Example::Passes(
            "There are lies and lies, and there are friends and friends; he spoke for hours and hours.",
        ),
        Example::Passes(
            "It is called The Mill: What It Is and What It Is Not. A list of anarchist and anarchist related pages.",
        ),
        Example::Passes(
            "They march with freedom or freedom is lost. It was a question of the church or church led schools.",
        ),
    ],
    check,
};

/// Words that mean something when said twice: "over and over", "half and half".
const IDIOMS: [&str; 32] = [
    "again", "around", "away", "back", "by", "deep", "down", "enough", "forth", "half", "here", "less",
    "many", "more", "neck", "on", "one", "out", "over", "round", "so", "some", "such", "that", "there",
    "this", "through", "up", "well", "what", "who", "worse",
];

fn check(doc: &Document, findings: &mut Findings) {
    for (sentence, at) in doc.places_in_sentences(&Key::of_each(["and", "or"])) {
        let tokens = doc.tokens_in(sentence);
        if at == 0 || at + 1 == tokens.len() || !matches!(doc.lower(tokens[at]), "and" | "or") {
            continue;
        }
        if let Some(span) = through_bracket(doc, tokens, at).or_else(|| side_by_side(doc, tokens, at)) {
            let quote = doc.str(span);
            findings
                .report(&RULE, span, format!("“{quote}” names the same thing twice"))
                .because(
                    "One of the two should be something else, which only the original can tell, or both are the same \
                     word of the original in two forms.",
                )
                .confidence(0.9);
        }
    }
}

/// "technologies (ICT) and ICT 2021-2025"
fn through_bracket(doc: &Document, tokens: &[Token], and: usize) -> Option<Span> {
    let [open, inside, close] = tokens[..and].last_chunk()?;
    let second = *tokens.get(and + 1)?;
    let matches = doc.word(*open) == "("
        && doc.word(*close) == ")"
        && is_all_capitals(doc.word(*inside))
        && doc.word(*inside) == doc.word(second);
    (matches && stands_alone(doc, tokens, and + 2)).then(|| Span::new(open.start(), second.end()))
}

/// "Zimbabwe and Zimbabwe", "New Castle and New Castle", "sale and sale"
fn side_by_side(doc: &Document, tokens: &[Token], and: usize) -> Option<Span> {
    (1..=3).rev().find_map(|length| {
        let first = tokens[..and]
            .len()
            .checked_sub(length)
            .map(|from| &tokens[from..and])?;
        let second = tokens.get(and + 1..and + 1 + length)?;
        let same = first
            .iter()
            .zip(second)
            .all(|(a, b)| a.is_word() && doc.word(*a) == doc.word(*b));
        let before = (and - length).checked_sub(1).map(|at| tokens[at]);
        let after = and + 1 + length;
        (same && is_fault(doc, first, before, tokens, after))
            .then(|| Span::new(first[0].start(), second[length - 1].end()))
    })
}

fn is_fault(doc: &Document, phrase: &[Token], before: Option<Token>, tokens: &[Token], after: usize) -> bool {
    let first = doc.word(phrase[0]);
    // A longer name ends in this word ("Northern Ireland and Ireland"), or a compound does ("Guinea-Bissau").
    // "What it is and what it is not": the second says the opposite.
    let next = tokens.get(after).map_or("", |next| doc.lower(*next));
    let clause = doc.lower(tokens[after - phrase.len() - 1]) == "or"
        && matches!(
            next,
            "is" | "are" | "was" | "were" | "will" | "can" | "has" | "have" | "had" | "would"
        );
    if next == "not" || ATTRIBUTES.contains(&next) || clause {
        return false;
    }
    let part_of_name = before.is_some_and(|before| {
        touching(before, phrase[0])
            || before.is_word() && is_capitalised(doc.word(before)) && is_capitalised(first)
    });
    if part_of_name || !stands_alone(doc, tokens, after) {
        return false;
    }
    match phrase {
        [word] if is_lower_case(first) => {
            is_plain_noun(doc.lower(*word))
                && has_determiner(doc, *word, before)
                && (is_counted(doc, *word, before) || closes_the_phrase(doc, tokens.get(after)))
        }
        // Two people and two firms may have one name, two countries have not.
        [word] => is_all_capitals(first) && first.len() > 2 || lexicon::is_country(doc.lower(*word)),
        // "Anna Bell and Anna Bell in costume"
        _ => {
            is_capitalised(first)
                && is_capitalised(doc.word(phrase[phrase.len() - 1]))
                && !(tokens.get(after))
                    .is_some_and(|next| matches!(doc.lower(*next), "as" | "at" | "for" | "in" | "with"))
        }
    }
}

/// "seven standards and standards": two nouns were counted together, whatever follows.
fn is_counted(doc: &Document, noun: Token, before: Option<Token>) -> bool {
    const NUMBERS: [&str; 9] = [
        "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    ];
    let number = before.is_some_and(|before| before.is_number() || NUMBERS.contains(&doc.lower(before)));
    number && doc.lower(noun).ends_with('s')
}

/// Whether the second copy is a noun that nothing tells from the first. In "bring it to a boil and boil for an hour" it is
/// a verb, in "our work and work in the north" another thing.
fn closes_the_phrase(doc: &Document, next: Option<&Token>) -> bool {
    const GOES_ON: [&str; 17] = [
        "and", "are", "can", "had", "has", "have", "is", "of", "or", "that", "was", "were", "which", "who",
        "will", "would", "could",
    ];
    next.is_none_or(|next| {
        next.is_mark() || GOES_ON.contains(&doc.lower(*next)) || is_past_verb(doc.lower(*next))
    })
}

/// Nothing that follows makes the second word the head or the attribute of a longer name.
fn stands_alone(doc: &Document, tokens: &[Token], after: usize) -> bool {
    let Some(next) = tokens.get(after) else {
        return true;
    };
    if touching(tokens[after - 1], *next)
        && !matches!(doc.word(*next), "." | "," | ";" | ":" | ")" | "?" | "!" | "”")
    {
        return false;
    }
    match doc.lower(*next) {
        "of" => is_lower_case(doc.word(tokens[after - 1])), // "Minister and Minister of State"
        word if next.is_number() => is_year(word),
        word => !next.is_word() || lexicon::is_function_word(word) || is_past_verb(word),
    }
}

/// "ICT 2021-2025" is a programme, "Paint 2" another version.
fn is_year(number: &str) -> bool {
    number.len() == 4 && (number.starts_with("19") || number.starts_with("20"))
}

/// What makes the word before it one half of an adjective: "anarchist related".
const ATTRIBUTES: [&str; 8] = [
    "based",
    "dominated",
    "funded",
    "inspired",
    "led",
    "owned",
    "related",
    "run",
];

fn is_past_verb(word: &str) -> bool {
    word.ends_with("ed")
        || matches!(
            word,
            "became" | "began" | "came" | "held" | "led" | "lost" | "made" | "met" | "took" | "went" | "won"
        )
}

/// Not a comparative, an adverb, a verb form or a quantity that English repeats for emphasis.
fn is_plain_noun(word: &str) -> bool {
    const QUANTITIES: [&str; 53] = [
        "acres",
        "ages",
        "barrels",
        "billions",
        "boxes",
        "buckets",
        "centuries",
        "crates",
        "days",
        "decades",
        "dozens",
        "eight",
        "five",
        "floors",
        "four",
        "gallons",
        "generations",
        "heaps",
        "hours",
        "hundreds",
        "inches",
        "kilos",
        "kinds",
        "layers",
        "lies",
        "lines",
        "lists",
        "litres",
        "loads",
        "lots",
        "miles",
        "millions",
        "minutes",
        "months",
        "nine",
        "pages",
        "piles",
        "pounds",
        "rooms",
        "rows",
        "seven",
        "shelves",
        "stacks",
        "thousands",
        "three",
        "time",
        "times",
        "tonnes",
        "tons",
        "volumes",
        "weeks",
        "yards",
        "years",
    ];
    word.len() > 3
        && !["er", "ers'", "ly", "ed", "ing"]
            .iter()
            .any(|ending| word.ends_with(ending))
        && !lexicon::is_function_word(word)
        && !IDIOMS.contains(&word)
        && !QUANTITIES.contains(&word)
}

/// "the sale and sale", "of sale and sale", "seven standards and standards": what stands before says that a noun
/// follows, which "there are lies and lies" does not. "For ages and ages" is stress, so that a plural wants an article or a
/// number.
fn has_determiner(doc: &Document, noun: Token, before: Option<Token>) -> bool {
    const NOUN_FOLLOWS: [&str; 24] = [
        "a", "all", "an", "both", "eight", "five", "four", "her", "his", "its", "many", "nine", "our",
        "seven", "several", "six", "some", "ten", "the", "their", "these", "this", "three", "two",
    ];
    const SINGULAR_FOLLOWS: [&str; 6] = ["as", "by", "for", "from", "of", "with"];
    before.is_some_and(|before| {
        let word = doc.lower(before);
        before.is_number()
            || NOUN_FOLLOWS.contains(&word)
            || SINGULAR_FOLLOWS.contains(&word) && !doc.lower(noun).ends_with('s')
    })
}
