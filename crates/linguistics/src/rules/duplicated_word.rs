use std::cell::{LazyCell, OnceCell};

use rustc_hash::FxHashSet;
use text::Token;

use crate::document::Document;
use crate::finding::{Category, Severity};
use crate::lexicon;
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

use super::clause::{may_lack_its_object, opens_or_is_subject};
use super::code::is_about_code;
use super::grammar::is_determiner;
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
            text: "The crew repaired the [[pump pump pump pump]] overnight.",
            fixed: Some("The crew repaired the pump overnight."),
        },
        Example::Flags {
            text: "The pipe was laid [[in in]] May.",
            fixed: Some("The pipe was laid in May."),
        },
        Example::Flags {
            text: "Italy won. He returned to [[Italy Italy]]. The bill was [[100 100]].",
            fixed: Some("Italy won. He returned to Italy. The bill was 100."),
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
            text: "The old mill is owned by the heirs [[of of]] the founder.",
            fixed: Some("The old mill is owned by the heirs of the founder."),
        },
        Example::Flags {
            text: "They met on the eve of Navy [[Day Day]].",
            fixed: Some("They met on the eve of Navy Day."),
        },
        Example::Flags {
            text: "The mill buys [[old old]] engines, and [[new new]] ones are dear.",
            fixed: Some("The mill buys old engines, and new ones are dear."),
        },
        Example::Flags {
            text: "The fair will open in [[Germany Germany]].",
            fixed: Some("The fair will open in Germany."),
        },
        Example::Passes("It is a big big bridge, from the old old days, and a long long wait."),
        Example::Passes("That was so good good things must come of it; the new new rule is better."),
        Example::Passes("Her teacher is Fan Bing Bing. They flew to Bora Bora."),
        Example::Passes("They played for Duran Duran. She is Fang Fang. Call 555 20 20."),
        Example::Passes("She had had enough, and he knew that that decision was final."),
        Example::Passes("What it is is a warning; fill in in ink."),
        Example::Passes("It was very very cold, so so cold, said Fang Fang of Duran Duran."),
        Example::Passes("“No no no,” he said, “it is a win win.”"),
        Example::Passes("The seven-time time trial champion hit it head-on on a bend."),
        Example::Passes("They log in in the morning and carry on on Friday. The lamps go on on weekdays."),
        Example::Passes("She won the sets 6-3 6-3, and the pairs ended 2-1 2-1; he had rounds of 71 71."),
        Example::Passes("Rents rose for for-profit schools, in in-depth reports and on on-site visits."),
        Example::Passes(
            "It is the bridge that farmers have waited for for years, and one we look at at dawn.",
        ),
        Example::Passes(
            "She knows whom to turn to to mend it. What they did did not help; those who have have enough.",
        ),
        Example::Passes(
            "It is the herd of Bison bison, the toad Bufo bufo and the ape Pan troglodytes troglodytes.",
        ),
        Example::Passes("What is is. Those who know know, and what matters matters; it is a big big day."),
        Example::Passes("We ate mahi mahi with piri piri. It takes rehearsal rehearsal rehearsal, he said."),
        Example::Passes("The bonds are worth a trillion trillion. Is it an and or an or or both?"),
        Example::Passes("We call the rubbish rubbish. What is it that makes time time? Is content content?"),
        Example::Passes("It need not be an and or or? Do not use a stroke for words like and or or."),
        Example::Passes("Georg and Are are brothers. They speak of Web 2.0 2.0 in the harbour office."),
        Example::Passes("Avoid redundancies such as “ATM machine” (automated teller machine machine)."),
        Example::Passes("OldPump-5.1 OldPump-5.1 NewPump-5.2"),
        Example::Passes("She counted: forty... forty forty men. The rule reads all -- any any anywhere."),
        Example::Passes("Present: Ana Gomez Gomez. They wrote for Boing Boing. Fans sang Gimme Gimme Gimme."),
        Example::Passes(
            "The \\s command sends the last rows to the shell command command. Type \\q to leave it.",
        ),
        Example::Passes(
            "Set mill_wheel to the desired pump pump, which defaults to on on most mills (see make_mill).",
        ),
        Example::Passes(
            "The operators AND and OR are known. The cells were kept in in vitro and in in situ tests.",
        ),
        Example::Passes(
            "A stroke stands between Bread and And and And and and Butter. Press To to choose a mill.",
        ),
        Example::Passes(
            "My my, what a poor poor mill, and such a sweet sweet river; it went down down down.",
        ),
        Example::Passes(
            "It is a mile long, or half half a mile. She began reading reading... well, books on it.",
        ),
        Example::Flags {
            text: "It is known that the same [[causes causes]] the same effect.",
            fixed: Some("It is known that the same causes causes the same effect."),
        },
        Example::Flags {
            text: "They sold [[my my]] boat to the town.",
            fixed: Some("They sold my boat to the town."),
        },
    ],
    check,
};

/// Words that English says twice by its grammar, or for stress.
const MAY_STAND_TWICE: [&str; 36] = [
    "bad", "big", "can", "do", "far", "good", "had", "her", "is", "it", "little", "long", "many", "much",
    "never", "new", "no", "now", "old", "one", "people", "please", "poor", "pretty", "quite", "real",
    "really", "same", "so", "sweet", "that", "there", "very", "was", "well", "will",
];

/// Those of them that something must follow; at the end of a sentence the second is one too many.
const STAND_TWICE_BEFORE: [&str; 12] = [
    "far", "had", "is", "many", "much", "one", "quite", "really", "same", "that", "very", "was",
];

/// Those of them that are adjectives and nothing else.
const ADJECTIVES: [&str; 5] = ["bad", "big", "long", "new", "old"];

/// Verbs whose particle may be followed by the same word as a preposition: "log in in the morning".
const PHRASAL: [&str; 76] = [
    "add", "break", "bring", "brought", "build", "built", "call", "came", "carried", "carry", "catch",
    "check", "checked", "chip", "come", "comes", "coming", "dial", "dropped", "fill", "filled", "get",
    "gets", "getting", "give", "go", "goes", "going", "gone", "got", "hand", "hang", "hold", "jump",
    "jumped", "keep", "kept", "kick", "kicked", "lean", "let", "live", "lived", "lives", "lock", "locked",
    "log", "logged", "move", "moved", "moving", "opt", "opted", "pass", "passed", "pitch", "plug", "plugged",
    "put", "puts", "putting", "set", "settle", "sign", "signed", "stay", "stayed", "step", "stepped",
    "switch", "switched", "take", "took", "turn", "turned", "went",
];

/// Verbs that are hardly used without their preposition: "the drugs doctors rely on on wards".
const PREPOSITIONAL: [&str; 24] = [
    "aim", "ask", "asked", "bank", "believe", "belong", "care", "consist", "count", "deal", "depend",
    "dream", "focus", "hope", "insist", "listen", "look", "pay", "rely", "search", "talk", "think", "wait",
    "work",
];

/// Particles of phrasal verbs.
const PARTICLES: [&str; 8] = ["by", "in", "off", "on", "out", "over", "through", "up"];

/// Prepositions that may stand at the end of a clause, so that the next clause or phrase may begin with the same word.
const MAY_BE_STRANDED: [&str; 18] = [
    "about", "at", "by", "for", "from", "in", "into", "like", "of", "off", "on", "out", "over", "through",
    "to", "under", "up", "with",
];

/// Verbs that may end a clause and begin the rest of the sentence: "those who have have", "what he did did not matter".
const MAY_CLOSE_A_CLAUSE: [&str; 16] = [
    "are", "been", "could", "did", "does", "go", "has", "have", "may", "might", "must", "need", "say",
    "should", "were", "would",
];

fn check(doc: &Document, findings: &mut Findings) {
    let single = SingleWords::default();
    // A name or value that has lost its marks doubles the word before it: "the desired zone zone".
    let code = LazyCell::new(|| is_about_code(doc));
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
            if copies > 1
                && (unit > 1
                    && !is_score(doc, &tokens[at..at + unit])
                    && !is_label(doc, &tokens[at..at + unit])
                    || unit == 1
                        && is_fault(doc, tokens, at, copies, &single)
                        && !(copies == 2 && may_be_value(doc.lower(tokens[at])) && *code))
            {
                report(doc, findings, &tokens[at..end], unit, tokens.get(end).copied());
            } else if unit == 1 && closes_twice(doc, tokens, at) {
                report(doc, findings, &tokens[at..at + 4], 2, None);
            }
            at = end;
        }
    }
}

/// Whether the word may be a name or a value in code, as articles and "and" are not.
fn may_be_value(word: &str) -> bool {
    !matches!(word, "a" | "an" | "and" | "of" | "the")
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

/// "6-4 6-4": two sets, and no fault of anybody. Years ("2021-2025 2021-2025") are no score.
fn is_score(doc: &Document, unit: &[Token]) -> bool {
    const DIGITS: usize = 3;
    unit.iter()
        .step_by(2)
        .all(|part| part.is_number() && doc.word(*part).len() <= DIGITS)
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

/// What makes a double word a fault depends on what kind of word it is.
fn is_fault<'d>(
    doc: &'d Document,
    tokens: &[Token],
    at: usize,
    copies: usize,
    single: &SingleWords<'d>,
) -> bool {
    let (first, second) = (tokens[at], tokens[at + 1]);
    let word = doc.lower(first);
    let ends = ends_sentence(doc, tokens, at + copies);
    // "hit it head-on on a bend", "a seven-time time trial champion", "for for-profit schools"
    if joined_on_the_left(tokens, at)
        || joined_on_the_right(doc, tokens, at + copies)
        || copies == 2 && is_deliberate(doc, tokens, at)
        || is_talked_about(doc, tokens, at)
    {
        return false;
    }
    if lexicon::is_double_by_right(word) {
        return false;
    }
    if ADJECTIVES.contains(&word) && !is_stressed(doc, tokens, at, copies) {
        return copies == 2 && !ends;
    }
    if MAY_STAND_TWICE.contains(&word) {
        // "so far far away" goes on; nothing is left to go on to at the end.
        return ends && at > 1 && STAND_TWICE_BEFORE.contains(&word) && !may_lack_its_object(doc, tokens, at);
    }
    if is_spelt_out(doc, tokens, at, copies) {
        return false;
    }
    if first.is_number() {
        return copies > 2 && doc.word(first).len() > 3 || ends && is_figure_twice(doc, tokens, at);
    }
    // A capital at the start of a sentence is no name when a function word follows.
    let is_name = !is_lower_case(doc.word(second))
        || !is_lower_case(doc.word(first)) && !lexicon::is_function_word(word);
    if is_name {
        return is_name_twice(doc, tokens, at, copies, single);
    }
    if lexicon::is_function_word(word) || MAY_CLOSE_A_CLAUSE.contains(&word) {
        // "It narrows down down down": three of a particle are stress, four are a loop.
        if copies == 3 && matches!(word, "away" | "down" | "up") {
            return false;
        }
        return copies > 2 || ends || !is_seam(doc, tokens, at);
    }
    is_content_word_twice(doc, tokens, at, copies)
}

/// What somebody writes twice because he means it twice.
fn is_deliberate(doc: &Document, tokens: &[Token], at: usize) -> bool {
    const NAMING: [&str; 9] = [
        "call", "called", "calling", "calls", "keep", "make", "made", "makes", "making",
    ];
    let before = |back: usize| at.checked_sub(back).map_or("", |at| doc.lower(tokens[at]));
    let behind = tokens.get(at + 2).map_or("", |token| doc.word(*token));
    let (first, word) = (doc.word(tokens[at]), doc.lower(tokens[at]));
    let content = is_lower_case(first) && !lexicon::is_function_word(word);
    // "What makes time time", "call the rubbish rubbish".
    let named = content && (NAMING.contains(&before(1)) || before(1) == "the" && NAMING.contains(&before(2)));
    let asked = content && behind == "?" && matches!(before(1), "is" | "are");
    // "It need not be an and or or", "words like and or or".
    let mentioned = matches!(word, "and" | "or")
        && matches!(before(1), "and" | "or")
        && matches!(before(2), "a" | "an" | "word" | "words" | "like");
    // "Georg and Are are": a name, and a verb in small letters.
    let name = MAY_CLOSE_A_CLAUSE.contains(&word)
        && is_capitalised(first)
        && is_lower_case(doc.word(tokens[at + 1]))
        && at > 0
        && tokens[at - 1].is_word();
    // "Web 2.0 2.0": what follows version 2.0 of a thing is version 2.0 of that.
    let version = tokens[at].is_number() && word.contains('.') && at > 0 && {
        let named = tokens[at - 1];
        named.is_word() && is_capitalised(doc.word(named))
    };
    // "(automated teller machine machine)", where redundancy is spoken of.
    let spelt_out = behind == ")"
        && tokens
            .iter()
            .any(|token| doc.lower(*token).starts_with("redundan"));
    let stuttered = matches!(before(1), "..." | "…" | ".") && before(2) == word
        || matches!(before(1), ".") && before(2) == "." && before(4) == word;
    // "all -- any any anywhere" in a listing of a firewall.
    let listed = word == "any" && matches!(before(1), "-" | "--" | "—");
    named
        || asked
        || mentioned
        || name
        || version
        || spelt_out
        || stuttered
        || listed
        || are_two_words(doc, tokens, at)
        || is_said(doc, tokens, at)
}

/// Two words that are spelt alike: "AND and OR", "press To to choose", "in in vitro tests".
fn are_two_words(doc: &Document, tokens: &[Token], at: usize) -> bool {
    const IN_LATIN: [&str; 8] = [
        "absentia", "camera", "extenso", "memoriam", "silico", "situ", "vitro", "vivo",
    ];
    let (first, second) = (doc.word(tokens[at]), doc.word(tokens[at + 1]));
    let word = doc.lower(tokens[at]);
    let operator = first.len() > 1
        && (is_all_capitals(first) && is_lower_case(second)
            || is_lower_case(first) && is_all_capitals(second));
    let behind_word = at > 0 && tokens[at - 1].is_word();
    let button =
        behind_word && lexicon::is_function_word(word) && is_capitalised(first) && is_lower_case(second);
    let latin = word == "in"
        && tokens
            .get(at + 2)
            .is_some_and(|next| IN_LATIN.contains(&doc.lower(*next)));
    operator || button || latin
}

/// "A stroke between Bread and And and And and Butter": the word is talked about, with a capital and without, again and again.
fn is_talked_about(doc: &Document, tokens: &[Token], at: usize) -> bool {
    const NEAR: usize = 12;
    doc.lower(tokens[at]) == "and"
        && tokens[at.saturating_sub(NEAR)..tokens.len().min(at + NEAR)]
            .windows(2)
            .any(|pair| {
                doc.lower(pair[0]) == "and"
                    && doc.lower(pair[1]) == "and"
                    && doc.word(pair[0]) != doc.word(pair[1])
            })
}

/// What is said, sung or stammered: "my my,", "half half a mile", "reading reading... well".
fn is_said(doc: &Document, tokens: &[Token], at: usize) -> bool {
    let word = doc.lower(tokens[at]);
    let behind = tokens.get(at + 2);
    let set_off = at == 0 || tokens[at - 1].is_mark() || behind.is_none_or(|behind| behind.is_mark());
    let article = behind.is_some_and(|behind| matches!(doc.lower(*behind), "a" | "an" | "the"));
    let breaks_off = match tokens[at + 2..] {
        [first, second, ..] => doc.word(first) == "." && doc.word(second) == "." && touching(first, second),
        _ => false,
    } || behind.is_some_and(|behind| matches!(doc.word(*behind), "..." | "…"));
    word == "my" && set_off
        || word == "half" && article
        || breaks_off && !lexicon::is_function_word(word) && !doc.origin().machine_translated
}

/// "ThinkingModel-5.1 ThinkingModel-5.1": labels of a chart that ran together.
fn is_label(doc: &Document, unit: &[Token]) -> bool {
    let word = doc.word(unit[0]).as_bytes();
    let seam = word
        .windows(2)
        .any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase());
    seam && unit.iter().any(|part| part.is_number())
}

/// "A big big bridge", "it was big big": who doubles an adjective for stress speaks of one thing, with an article, or of
/// what something is. Before a plural without anything that leads to it, nobody does.
fn is_stressed(doc: &Document, tokens: &[Token], at: usize, copies: usize) -> bool {
    let led = at == 0 || {
        let before = tokens[at - 1];
        before.is_mark() || is_capitalised(doc.word(before)) || lexicon::is_function_word(doc.lower(before))
    };
    let plural = tokens.get(at + copies).is_some_and(|noun| {
        is_lower_case(doc.word(*noun)) && noun.is_word() && doc.word(*noun).ends_with('s')
    });
    let behind_conjunction =
        at > 0 && matches!(doc.lower(tokens[at - 1]), "and" | "of" | "with" | "for" | "from");
    (led && !behind_conjunction) || !plural
}

/// "m y n a a t z" and "10000000 00000000 00000000 00000001": letters and figures in a row mean what they say.
fn is_spelt_out(doc: &Document, tokens: &[Token], at: usize, copies: usize) -> bool {
    let beside = [at.checked_sub(1), Some(at + copies)];
    let mut neighbours = beside.into_iter().flatten().filter_map(|at| tokens.get(at));
    if tokens[at].is_number() {
        return neighbours.any(|token| token.is_number());
    }
    doc.word(tokens[at]).len() == 1 && neighbours.all(|token| doc.word(*token).len() == 1)
}

fn joined_on_the_left(tokens: &[Token], at: usize) -> bool {
    at > 0 && touching(tokens[at - 1], tokens[at])
}

/// Whether the last copy goes on as a compound: "in in-house hands".
fn joined_on_the_right(doc: &Document, tokens: &[Token], next: usize) -> bool {
    tokens.get(next..next + 2).is_some_and(|pair| {
        touching(tokens[next - 1], pair[0])
            && touching(pair[0], pair[1])
            && matches!(doc.word(pair[0]), "-" | "‑" | "–" | "/")
    })
}

/// Whether one clause may end with the word at `at` and the next may begin with it. The edit takes a word away, so a
/// clause that could be one of these is left alone.
fn is_seam(doc: &Document, tokens: &[Token], at: usize) -> bool {
    let word = doc.lower(tokens[at]);
    let before = at.checked_sub(1).map(|at| doc.lower(tokens[at]));
    match word {
        // "Is it an and or an or or both?"
        "and" | "or" => matches!(before, Some("a" | "an" | "and" | "or" | "the")),
        // "It adds to this this new law."
        "this" | "these" | "those" => before.is_some_and(lexicon::is_function_word),
        // "Without them them losing is sure", "if you see you you wave".
        "you" | "he" | "she" | "they" | "we" | "me" | "him" | "them" | "us" | "i" => at > 1,
        _ if MAY_CLOSE_A_CLAUSE.contains(&word) => may_lack_its_object(doc, tokens, at),
        _ if MAY_BE_STRANDED.contains(&word) => {
            PARTICLES.contains(&word) && follows_phrasal_verb(doc, tokens, at)
                || before.is_some_and(|before| PREPOSITIONAL.contains(&before))
                || may_lack_its_object(doc, tokens, at)
        }
        _ => false,
    }
}

/// "log in in", "fit you in in", "the lights are on on".
fn follows_phrasal_verb(doc: &Document, tokens: &[Token], at: usize) -> bool {
    const BE: [&str; 8] = ["am", "are", "be", "been", "is", "was", "were", "stays"];
    const OBJECTS: [&str; 7] = ["her", "him", "it", "me", "them", "us", "you"];
    let lower = |back: usize| at.checked_sub(back).map(|at| doc.lower(tokens[at]));
    lower(1).is_some_and(|word| {
        PHRASAL.contains(&word) || BE.contains(&word) || OBJECTS.contains(&word) && lower(2).is_some()
    })
}

/// Three copies are stress ("practice practice practice"), four are a loop. A word that English does not have may be a
/// foreign one that is double in its own language, or a species: "mahi mahi", "Pan troglodytes troglodytes".
fn is_content_word_twice(doc: &Document, tokens: &[Token], at: usize, copies: usize) -> bool {
    let word = doc.lower(tokens[at]);
    let after_name = at > 0 && is_capitalised(doc.word(tokens[at - 1]));
    let latin = ["a", "ens", "es", "i", "is", "um", "us"]
        .iter()
        .any(|ending| word.ends_with(ending));
    // "those who know know", "the more we see see"
    let may_be_seam = at > 0 && opens_or_is_subject(doc.lower(tokens[at - 1]));
    copies > 3 || copies == 2 && !may_be_seam && wordnik_list::word_exists(word) && !(after_name && latin)
}

/// Whether the sentence ends before `next`, perhaps with a closing bracket or quotation mark.
fn ends_sentence(doc: &Document, tokens: &[Token], next: usize) -> bool {
    let mut rest = tokens[next..]
        .iter()
        .map(|token| doc.word(*token))
        .skip_while(|word| matches!(*word, "\"" | "”" | ")"));
    rest.next().is_none_or(|word| matches!(word, "." | "?" | "!"))
}

/// "The bill was 100 100." and "until October 2 2.", but not the last digits of a telephone number or two rounds of golf.
fn is_figure_twice(doc: &Document, tokens: &[Token], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).map(|at| tokens[at]) else {
        return false;
    };
    !before.is_number() && (doc.word(tokens[at]).len() > 2 || is_month(doc.word(before)))
}

/// Names double by right ("Fang Fang", "Bora Bora", "Ana Gomez Gomez"). Many copies are a loop; two are one only at the
/// end of a sentence, where decoders loop, and where the article has the name once as well, or it is a country, a month
/// or an English word.
fn is_name_twice<'d>(
    doc: &'d Document,
    tokens: &[Token],
    at: usize,
    copies: usize,
    single: &SingleWords<'d>,
) -> bool {
    let (word, lower) = (doc.word(tokens[at]), doc.lower(tokens[at]));
    let letters = word.chars().count();
    if copies > 2 {
        return copies > 3 && letters > 1;
    }
    let Some(before) = at.checked_sub(1).map(|at| tokens[at]) else {
        return false;
    };
    let ends = ends_sentence(doc, tokens, at + copies);
    // "Bison bison" is a species.
    if !ends || doc.word(tokens[at + 1]) != word || is_pinyin(lower) || letters < 3 {
        return false;
    }
    let placed = lexicon::is_function_word(doc.lower(before)) || is_capitalised(doc.word(before));
    let known = wordnik_list::word_exists(lower)
        || lexicon::is_proper_noun(lower)
        || lexicon::is_country(lower)
        || single.contains(doc, lower);
    placed && known
}

/// The lower-case words that stand somewhere in the article with no copy beside them; collected when first asked for.
#[derive(Default)]
struct SingleWords<'d>(OnceCell<FxHashSet<&'d str>>);

impl<'d> SingleWords<'d> {
    fn contains(&self, doc: &'d Document, word: &str) -> bool {
        let collect = || {
            doc.prose()
                .flat_map(|block| single_words(doc, doc.tokens_of(block)))
                .collect()
        };
        self.0.get_or_init(collect).contains(word)
    }
}

fn single_words<'d>(doc: &'d Document, tokens: &'d [Token]) -> impl Iterator<Item = &'d str> {
    let same = |a: usize, b: usize| {
        tokens
            .get(a)
            .zip(tokens.get(b))
            .is_some_and(|(a, b)| doc.same_word(*a, *b))
    };
    (0..tokens.len())
        .filter(move |at| tokens[*at].is_word() && !same(*at, at + 1) && !(*at > 0 && same(*at, at - 1)))
        .map(|at| doc.lower(tokens[at]))
}

/// Whether the lower-case `word` may be a plural and the form of a verb alike.
fn is_third_person(word: &str) -> bool {
    word.len() > 3 && word.ends_with('s') && !word.ends_with("ss") && !lexicon::is_function_word(word)
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

fn report(doc: &Document, findings: &mut Findings, copies: &[Token], unit: usize, next: Option<Token>) {
    let (first, last) = (&copies[..unit], copies[copies.len() - 1]);
    let (start, end) = (first[0].start(), first[unit - 1].end());
    let times = if copies.len() == 2 * unit {
        "twice".to_owned()
    } else {
        format!("{} times", copies.len() / unit)
    };
    let finding = findings
        .report(
            &RULE,
            start..last.end(),
            format!("“{}” stands {times} in a row", doc.str(start..end)),
        )
        .confidence(0.97);
    // "The same causes causes the same effect": one of the two is the noun and the other the verb, and a letter is wrong.
    let noun_and_verb = copies.len() == 2
        && is_third_person(doc.lower(first[0]))
        && next.is_some_and(|next| is_determiner(doc.lower(next)));
    if !noun_and_verb {
        finding.edit(end..last.end(), "");
    }
    // "It is not not working" says something; a translator hardly says it so.
    let behind_of = doc.text()[..start].trim_end().ends_with(" of");
    if doc.lower(first[0]) == "not" && !behind_of && !doc.origin().machine_translated {
        finding.severity(Severity::Info).confidence(0.5);
    }
}
