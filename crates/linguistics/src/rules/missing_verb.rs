use text::Token;

use crate::document::{Document, Sentence};
use crate::finding::{Category, Severity};
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

use super::grammar::{
    is_adjective, is_determiner, is_number_word, is_participle, is_running_text, opening_word,
};
use super::phrase::is_capitalised;

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "missing-verb",
    summary: "a sentence without a verb that could be its predicate",
    category: Category::Grammar,
    severity: Severity::Minor,
    languages: Languages::ENGLISH,
    point: Point::KnownTranslation,
    explain: "Russian and Ukrainian have no verb where English has “is” or “there are”: “В области 218 случаев инфекции”. Engines also cut \
              a sentence in two and leave one half without its verb. A sentence of a news report has one.",
    examples: &[
        Example::Flags {
            text: "The road is closed. [[Only 218 cases of infection with the flu in total.]]",
            fixed: None,
        },
        Example::Flags {
            text: "They hold the bank. [[To prevent possible attacks by the brigade.]]",
            fixed: None,
        },
        Example::Flags {
            text: "The third way is to close roads. [[Such as the bridge of a small town in the north.]]",
            fixed: None,
        },
        Example::Flags {
            text: "It is cold. [[At night, in places of possible rain with sleet.]]",
            fixed: None,
        },
        Example::Passes("There are only 218 cases in total. The experts say so. He works in the north."),
        Example::Passes(
            "Not a word. What a day! Why now? “Two coffees, please.” No more walks to the top of the old tower.",
        ),
        Example::Passes("In the morning, the bells of the church ring. The talks end in May."),
        Example::Passes("To the north lies the sea. Of the three, two remain."),
        Example::Passes(
            "In 1696, Tsar Peter the Great began the creation of a fleet. The same goes for the staff in the north.",
        ),
        Example::Passes("Photo by Ann Bell of the Harbour Press in London."),
        Example::Passes(
            "This brings the number of cases in the south to 20. Many welcomed the plan of the mayor.",
        ),
        Example::Passes("The mayor of the city, a former teacher of history in the east, left."),
        Example::Passes("They hold the bank. The man in white manages to cross the river by boat."),
        Example::Passes("It is late. The third in line fails to get to the other side of the river."),
        Example::Passes("They say so. One half of the road, and all of the dust of the town."),
        Example::Passes("They say so. A coat for the father, a shawl for the mother."),
        Example::Passes("They say so. With money to the mill, without money to the door."),
        Example::Passes("It is far. From the mill to the sea, a hundred steps on foot."),
        Example::Passes("They say so. Without an axe, no carpenter, and no needle, no tailor of the town."),
        Example::Passes("They say so. From an old goat, no wool, and no milk for the children."),
        Example::Passes("They say so. To fight for the town, not to grieve, but to grieve, not to fight."),
        Example::Passes("The strange story of the red door at the end of the street."),
        Example::Passes("The view from the tower of the old church in the north."),
        Example::Passes("They hope so. At least for the time of the works on the bridge."),
    ],
    check,
};

/// A shorter sentence without a verb is more often meant: "Not a word."
const FEWEST_WORDS: usize = 7;

fn check(doc: &Document, findings: &mut Findings) {
    for block in doc.prose().filter(|block| is_running_text(block)) {
        let sentences = doc.sentences_of(block);
        let lacking = |sentence: &&Sentence| {
            has_no_verb(doc, sentence) && (sentences.len() > 1 || !is_noun_phrase(doc, sentence))
        };
        for sentence in sentences.iter().filter(lacking) {
            findings
                .report(
                    &RULE,
                    sentence.span(),
                    "the sentence has no verb that could be its predicate",
                )
                .confidence(0.75);
        }
    }
}

/// Whether the sentence ends in a full stop, is no caption or list, and has no word that could be a finite verb.
fn has_no_verb(doc: &Document, sentence: &Sentence) -> bool {
    let tokens = doc.tokens_in(sentence);
    let words = tokens.iter().filter(|token| token.is_word()).count();
    let plain_marks = tokens
        .iter()
        .filter(|token| token.is_mark())
        .all(|mark| matches!(doc.word(*mark), "." | ","));
    let names = tokens
        .iter()
        .filter(|token| token.is_word() && is_capitalised(doc.word(**token)))
        .count();
    words >= FEWEST_WORDS
        && plain_marks
        && names * 3 <= words
        && opening_word(doc, tokens)
            .is_some_and(|first| !is_meant(doc, &tokens[first..]) && !is_in_two_parts(doc, &tokens[first..]))
        && matches!(tokens, [.., word, stop] if word.is_word() && doc.word(*stop) == ".")
        && (0..tokens.len()).all(|at| !may_be_finite(doc, tokens, at))
}

/// Openings of sentences that do without a verb on purpose: "Not a word", "No more queues", "The higher the better".
fn is_meant(doc: &Document, tokens: &[Token]) -> bool {
    let [first, second, ..] = tokens else { return true };
    let (first, second) = (doc.lower(*first), doc.lower(*second));
    matches!(
        first,
        "not" | "no" | "and" | "but" | "or" | "nor" | "all" | "one" | "for"
    ) || first == "the" && (second == "more" || second.ends_with("er"))
        || first == "at" && matches!(second, "least" | "most" | "best" | "worst")
}

/// Proverbs and slogans of two parts that answer each other need no verb: "A coat for the father, a shawl for the mother",
/// "With money to the mill, without money to the door", "From the mill to the sea".
fn is_in_two_parts(doc: &Document, tokens: &[Token]) -> bool {
    let mut words = tokens.iter().map(|token| doc.lower(*token));
    if doc.lower(tokens[0]) == "from" && words.any(|word| word == "to") {
        return true;
    }
    // "Without an axe, no carpenter", "from a goat, no milk", "to fight, not to grieve".
    let answered = |answers: &[&str]| {
        tokens
            .windows(2)
            .any(|pair| doc.word(pair[0]) == "," && answers.contains(&doc.lower(pair[1])))
    };
    let opening = doc.lower(tokens[0]);
    if matches!(opening, "from" | "without" | "with" | "in") && answered(&["no", "not"])
        || opening == "to" && answered(&["not", "but"])
    {
        return true;
    }
    let mut commas = (0..tokens.len()).filter(|at| doc.word(tokens[*at]) == ",");
    let (Some(comma), None) = (commas.next(), commas.next()) else {
        return false;
    };
    let joined = tokens
        .get(comma + 1)
        .is_some_and(|token| matches!(doc.lower(*token), "and" | "but" | "or"));
    let Some(second) = tokens.get(comma + 1 + usize::from(joined)) else {
        return false;
    };
    let opening = |word: &str| match word {
        "with" | "without" => Some(Opening::With),
        "for" | "against" => Some(Opening::For),
        _ if is_determiner(word) || is_number_word(word) => Some(Opening::Noun),
        _ => None,
    };
    let first = opening(doc.lower(tokens[0]));
    first.is_some() && first == opening(doc.lower(*second))
}

/// What each of two parts begins with.
#[derive(PartialEq, Eq)]
enum Opening {
    With,
    For,
    Noun,
}

/// Whether the sentence begins as a noun phrase does. By itself in its paragraph it is a title or the caption of a picture;
/// "To prevent attacks" and "After the attack on the town" are neither.
fn is_noun_phrase(doc: &Document, sentence: &Sentence) -> bool {
    let tokens = doc.tokens_in(sentence);
    let first = opening_word(doc, tokens).map(|at| tokens[at]);
    first.is_some_and(|first| {
        let word = doc.lower(first);
        !first.is_word() || is_determiner(word) || !is_function_word(word)
    })
}

/// Whether the word at `at` may be a finite verb, as far as its form and the word before it tell.
fn may_be_finite(doc: &Document, tokens: &[Token], at: usize) -> bool {
    let token = tokens[at];
    let word = doc.lower(token);
    if !token.is_word() || is_function_word(word) {
        return false;
    }
    if is_auxiliary(word) || word.contains(['\'', '’']) {
        return true;
    }
    let before_infinitive = tokens.get(at + 1).is_some_and(|next| doc.lower(*next) == "to");
    if before_infinitive && governs_infinitive(word) {
        return true;
    }
    let Some(before) = at.checked_sub(1).map(|before| tokens[before]) else {
        return !is_adjective(word) && !word.ends_with("ing");
    };
    let left = doc.lower(before);
    // "the Great began", "a local refused": what looks like a participle behind an adjective may be the verb.
    let described =
        is_adjective(left) && left != "same" && !is_capitalised(doc.word(before)) && !is_participle(word);
    let in_noun_phrase = is_article(left) || described || is_preposition(left) || left == "to";
    let counted = (before.is_number() || is_number_word(left)) && word.ends_with('s');
    if in_noun_phrase || counted || is_capitalised(doc.word(token)) {
        return false;
    }
    // Behind a noun anything but an adjective or an "-ing" may be a verb; only "of" and the like end that doubt.
    is_participle(word)
        || !(is_adjective(word)
            || word.len() > 5 && word.ends_with("ing")
            || word.ends_with("tion")
            || word.ends_with("ly"))
}

/// Determiners that always stand before a noun; "this" and "many" may be subjects themselves.
fn is_article(word: &str) -> bool {
    matches!(
        word,
        "the"
            | "a"
            | "an"
            | "no"
            | "every"
            | "my"
            | "your"
            | "his"
            | "her"
            | "its"
            | "our"
            | "their"
            | "such"
    )
}

/// Verbs before "to" and another verb that are hardly nouns, so that what stands before them does not matter: "the man in white
/// manages to escape", and not "the recent plans to build".
fn governs_infinitive(word: &str) -> bool {
    matches!(
        word,
        "agrees"
            | "appears"
            | "attempts"
            | "begins"
            | "chooses"
            | "continues"
            | "decides"
            | "fails"
            | "happens"
            | "has"
            | "intends"
            | "learns"
            | "manages"
            | "needs"
            | "prefers"
            | "proves"
            | "refuses"
            | "seeks"
            | "seems"
            | "starts"
            | "strives"
            | "struggles"
            | "tends"
            | "threatens"
            | "tries"
            | "wants"
            | "wishes"
    )
}

fn is_auxiliary(word: &str) -> bool {
    matches!(
        word,
        "am" | "are"
            | "be"
            | "been"
            | "can"
            | "cannot"
            | "could"
            | "did"
            | "do"
            | "does"
            | "had"
            | "has"
            | "have"
            | "is"
            | "may"
            | "might"
            | "must"
            | "shall"
            | "should"
            | "was"
            | "were"
            | "will"
            | "would"
    )
}

fn is_preposition(word: &str) -> bool {
    matches!(
        word,
        "about"
            | "after"
            | "against"
            | "among"
            | "around"
            | "as"
            | "at"
            | "before"
            | "between"
            | "by"
            | "during"
            | "for"
            | "from"
            | "in"
            | "inside"
            | "into"
            | "near"
            | "of"
            | "on"
            | "over"
            | "through"
            | "under"
            | "until"
            | "with"
            | "without"
    )
}

fn is_function_word(word: &str) -> bool {
    is_determiner(word)
        || is_preposition(word)
        || is_number_word(word)
        || matches!(
            word,
            "also"
                | "and"
                | "but"
                | "not"
                | "only"
                | "or"
                | "such"
                | "than"
                | "there"
                | "to"
                | "up"
                | "very"
                | "well"
        )
}
