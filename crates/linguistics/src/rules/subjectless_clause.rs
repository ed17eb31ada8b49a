use text::{Key, Span, Token};

use crate::document::{Document, Sentence};
use crate::finding::{Category, Severity};
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

use super::grammar::{
    is_adjective, is_adverb, is_determiner, is_finite_be, is_participle, is_running_text, is_small_word,
};
use super::phrase::{is_all_capitals, is_capitalised};

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "subjectless-clause",
    summary: "a place or a time stands where the subject should, “in the north will be cloudy”",
    category: Category::Grammar,
    severity: Severity::Minor,
    languages: Languages::ENGLISH,
    point: Point::AnyText,
    explain: "Slavic and Romance languages open a sentence with a place or a time, let the verb follow and name the subject last or \
              not at all: “В некоторых областях ожидаются дожди”. In English the subject stands before the verb: “rain is expected \
              in some regions”, “it will be cloudy in the north”.",
    examples: &[
        Example::Flags {
            text: "This Sunday, [[in some districts are expected]] storms.",
            fixed: None,
        },
        Example::Flags {
            text: "[[In the south will be sunny]], and in the north too.",
            fixed: None,
        },
        Example::Flags {
            text: "So, on Monday, [[across the country is much warmer]].",
            fixed: None,
        },
        Example::Flags {
            text: "[[In Poland have sharply risen]] prices for gas.",
            fixed: None,
        },
        Example::Flags {
            text: "[[In the ministry noted]] that the road was closed.",
            fixed: None,
        },
        Example::Flags {
            text: "The rooms [[in which are kept the]] archives will be closed.",
            fixed: None,
        },
        Example::Passes("On the list are two men. In the box is a letter. At the top was a red flag."),
        Example::Passes("In the north it will be cloudy, and in some districts storms are expected."),
        Example::Passes(
            "In some districts the storms are expected to pass. In Poland prices have sharply risen.",
        ),
        Example::Passes("At the meeting were the minister and the mayor. Among the dead are children."),
        Example::Passes("Over the weekend is when most people come. Under the bridge was dark water."),
        Example::Passes("The rooms in which the archives are kept will be closed. At home is best."),
        Example::Passes("The man in the car was arrested. What happens in the north is expected."),
        Example::Passes("In the winter rain is expected. From one to two is lunch."),
        Example::Passes("Attached to the letter was a map. Included in the price are two meals."),
        Example::Passes(
            "In the audience was Alfred Bell. In this they are encouraged by the town, and in that we are helped.",
        ),
        Example::Passes("In the offices are embroidered panels. In the hall were woven carpets of the town."),
        Example::Passes("On the shelves are polished stones, and in the cellar were broken chairs."),
    ],
    check,
};

fn check(doc: &Document, findings: &mut Findings) {
    for block in doc.prose().filter(|block| is_running_text(block)) {
        for sentence in doc.sentences_of(block) {
            let places = [after_adverbials(doc, sentence), relative_clause(doc, sentence)];
            for span in places.into_iter().flatten() {
                let quote = doc.str(span);
                let finding = findings
                    .report(
                        &RULE,
                        span,
                        format!("“{quote}”: no subject stands before the verb"),
                    )
                    .confidence(0.8);
                // "On the flag was embroidered a lion": English inverts so as well, where the subject is long or new.
                if !doc.origin().machine_translated && may_be_inversion(doc, sentence, span) {
                    finding.severity(Severity::Info).confidence(0.5);
                }
            }
        }
    }
}

/// Whether the subject may stand behind the predicate: an article, a name, "one of" or a quotation follows or ends it.
fn may_be_inversion(doc: &Document, sentence: &Sentence, predicate: Span) -> bool {
    let tokens = doc.tokens_in(sentence);
    let behind = tokens.partition_point(|token| token.start() < predicate.end);
    let is_subject = |token: &Token| {
        let word = doc.word(*token);
        is_determiner(doc.lower(*token))
            || doc.lower(*token) == "one"
            || is_capitalised(word)
            || matches!(word, "“" | "\"" | "[" | "(" | "‘" | ":")
    };
    tokens[behind..].first().is_some_and(is_subject) || tokens[..behind].last().is_some_and(is_subject)
}

/// A sentence that opens with adverbials and goes on with its verb: the last adverbial up to the predicate.
fn after_adverbials(doc: &Document, sentence: &Sentence) -> Option<Span> {
    let tokens = doc.tokens_in(sentence);
    let mut at = tokens.iter().position(|token| !token.is_mark())?;
    let mut last = None;
    loop {
        if let Some(end) = after_phrase(doc, tokens, at) {
            last = Some(at);
            at = end;
        } else if let Some(end) = after_connector(doc, tokens, at) {
            at = end;
        } else {
            break;
        }
        let comma = tokens.get(at).is_some_and(|token| doc.word(*token) == ",");
        at += usize::from(comma);
    }
    let start = last?;
    // "On Monday, is expected" has a comma where a subject in brackets may have been.
    if doc.word(tokens[at - 1]) == "," {
        return None;
    }
    let end = after_predicate(doc, tokens, at)?;
    Some(Span::new(tokens[start].start(), tokens[end - 1].end()))
}

/// Behind "So", "This Sunday", "Tomorrow" at `at`.
fn after_connector(doc: &Document, tokens: &[Token], at: usize) -> Option<usize> {
    let lower = |at: usize| tokens.get(at).map(|token| doc.lower(*token));
    match lower(at)? {
        "so" | "thus" | "also" | "tomorrow" | "today" | "now" | "moreover" | "however" => Some(at + 1),
        "this" | "next" | "last" if lower(at + 1).is_some_and(is_day_or_season) => Some(at + 2),
        _ => None,
    }
}

fn is_day_or_season(word: &str) -> bool {
    word.ends_with("day")
        || matches!(
            word,
            "week" | "weekend" | "month" | "year" | "summer" | "winter" | "autumn" | "spring"
        )
}

/// Behind a prepositional phrase of place or time at `at` whose end is certain: "in the north", "in some remote districts",
/// "on Saturday", "in Kyiv". One more noun might be the subject ("in the winter rain is expected"), so there is none.
fn after_phrase(doc: &Document, tokens: &[Token], at: usize) -> Option<usize> {
    if !matches!(
        doc.lower(*tokens.get(at)?),
        "in" | "on" | "at" | "during" | "throughout" | "across"
    ) {
        return None;
    }
    let next = at + 1;
    let token = *tokens.get(next)?;
    if token.is_word() && is_capitalised(doc.word(token)) && !is_determiner(doc.lower(token)) {
        return Some(next + 1);
    }
    if !is_determiner(doc.lower(token))
        || matches!(
            doc.lower(token),
            "which" | "what" | "that" | "whose" | "one" | "all"
        )
    {
        return None;
    }
    let modifier = tokens.get(next + 1).is_some_and(|token| is_modifier(doc, *token));
    let noun = next + 1 + usize::from(modifier);
    let is_noun = tokens
        .get(noun)
        .is_some_and(|token| token.is_word() && !is_other_than_noun(doc.lower(*token)));
    is_noun.then_some(noun + 1)
}

/// An adjective, a participle of present such as "coming", or a point of the compass with a capital.
fn is_modifier(doc: &Document, token: Token) -> bool {
    let word = doc.lower(token);
    is_adjective(word)
        || matches!(
            word,
            "coming"
                | "following"
                | "remaining"
                | "first"
                | "second"
                | "western"
                | "eastern"
                | "northern"
                | "southern"
                | "central"
                | "same"
        )
}

/// A word with which no noun phrase ends.
fn is_other_than_noun(word: &str) -> bool {
    is_determiner(word)
        || is_finite_be(word)
        || is_adverb(word)
        || matches!(
            word,
            "of" | "in" | "on" | "to" | "and" | "or" | "will" | "has" | "have"
        )
        || matches!(word, "he" | "i" | "it" | "she" | "there" | "they" | "we" | "you")
}

/// Behind the verb at `at` and the word that shows that no subject follows: "are expected", "will be sunny",
/// "have sharply risen". "In the box is a letter" is English, and so is any noun behind "be".
fn after_predicate(doc: &Document, tokens: &[Token], at: usize) -> Option<usize> {
    let lower = |at: usize| tokens.get(at).map(|token| doc.lower(*token));
    let is_be = is_finite_be(lower(at)?);
    let mut at = match (lower(at)?, lower(at + 1)) {
        ("will" | "has" | "have" | "had" | "would", Some("be" | "been")) => at + 2,
        ("will", Some("not")) if lower(at + 2) == Some("be") => at + 3,
        ("has" | "have", _) => at + 1,
        (verb, _) if is_finite_be(verb) => at + 1,
        (verb, Some("that" | "about" | "the" | "a")) if is_report(verb) => return Some(at + 1),
        _ => return None,
    };
    while lower(at).is_some_and(is_adverb) {
        at += 1;
    }
    let word = lower(at)?;
    let ends = tokens
        .get(at + 1)
        .is_none_or(|next| next.is_mark() || !is_small_word(doc, *next) || is_function(doc, *next));
    // "In the offices are embroidered panels": the participle may belong to the noun, unless it is one of news.
    let before_plural = is_be
        && tokens.get(at + 1).is_some_and(|next| {
            let word = doc.lower(*next);
            is_small_word(doc, *next) && word.len() > 3 && word.ends_with('s') && !word.ends_with("ss")
        });
    let is_name = tokens
        .get(at)
        .is_some_and(|token| is_capitalised(doc.word(*token)) && !is_all_capitals(doc.word(*token)));
    let happens = !is_name && is_event_participle(word) && (!before_plural || is_news_participle(word));
    let shown = happens || is_weather(word) && ends;
    shown.then_some(at + 1)
}

/// Verbs with which Slavic news lets a ministry speak: “В министерстве сообщили”.
fn is_report(verb: &str) -> bool {
    matches!(
        verb,
        "added"
            | "assured"
            | "believe"
            | "called"
            | "confirmed"
            | "declared"
            | "emphasized"
            | "explained"
            | "informed"
            | "noted"
            | "promise"
            | "reported"
            | "said"
            | "say"
            | "stated"
            | "stressed"
            | "told"
    )
}

fn is_function(doc: &Document, token: Token) -> bool {
    matches!(
        doc.lower(token),
        "and" | "but" | "or" | "in" | "on" | "at" | "than" | "with" | "to" | "for"
    )
}

/// Participles of what happens to a subject; "attached", "included" and the like open English inversions.
fn is_event_participle(word: &str) -> bool {
    is_participle(word)
        && !matches!(
            word,
            "attached"
                | "buried"
                | "carved"
                | "engraved"
                | "hidden"
                | "inscribed"
                | "included"
                | "listed"
                | "lost"
                | "painted"
                | "printed"
                | "scrawled"
                | "stamped"
                | "supposed"
                | "written"
        )
}

/// What news says of its events and nobody of things in a room: "in some districts are expected storms".
fn is_news_participle(word: &str) -> bool {
    matches!(
        word,
        "announced"
            | "detained"
            | "discovered"
            | "discussed"
            | "established"
            | "expected"
            | "forecast"
            | "found"
            | "held"
            | "injured"
            | "killed"
            | "located"
            | "noted"
            | "observed"
            | "opened"
            | "organised"
            | "organized"
            | "planned"
            | "predicted"
            | "prepared"
            | "recorded"
            | "registered"
            | "reported"
            | "scheduled"
            | "situated"
    )
}

fn is_weather(word: &str) -> bool {
    matches!(
        word,
        "chilly"
            | "clear"
            | "cloudy"
            | "cold"
            | "colder"
            | "cool"
            | "cooler"
            | "dry"
            | "foggy"
            | "frosty"
            | "hot"
            | "hotter"
            | "possible"
            | "rainy"
            | "snowy"
            | "sunny"
            | "warm"
            | "warmer"
            | "wet"
            | "windy"
    )
}

/// "in which are located the reading rooms": a verb before its subject in a relative clause.
fn relative_clause(doc: &Document, sentence: &Sentence) -> Option<Span> {
    const WHICH: Key = Key::of(b"which");
    let tokens = doc.tokens_in(sentence);
    tokens.windows(5).find_map(|window| {
        let [preposition, which, be, participle, article] = *window else {
            return None;
        };
        let inverted = which.key() == WHICH
            && doc.lower(which) == "which"
            && matches!(doc.lower(preposition), "in" | "on" | "at" | "from" | "to")
            && is_finite_be(doc.lower(be))
            && is_participle(doc.lower(participle))
            && matches!(doc.lower(article), "the" | "a" | "an");
        inverted.then(|| Span::new(preposition.start(), article.end()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Origin;

    #[test]
    fn an_inversion_is_a_fault_of_a_translation_only() {
        let text = "He wore a ring in which was set a lump of jade. On the flag was embroidered “Peace”.";
        let severities = |doc: &Document| {
            let found = RULE.findings(doc);
            found.iter().map(|finding| finding.severity).collect::<Vec<_>>()
        };
        let doc = Document::new(text);
        assert_eq!(severities(&doc), [Severity::Info; 2]);
        let doc = doc.with_origin(Origin::machine_translation(None));
        assert_eq!(severities(&doc), [Severity::Minor; 2]);
    }
}
