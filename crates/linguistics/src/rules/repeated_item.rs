use text::{Key, Span, Token};

use crate::document::Document;
use crate::finding::{Category, Severity};
use crate::lexicon;
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

use super::phrase::{is_capitalised, is_lower_case, spaced, touching};

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "repeated-item",
    summary: "an engine that got stuck: the same item of a list again and again",
    category: Category::Addition,
    severity: Severity::Minor,
    languages: Languages::ENGLISH,
    point: Point::AnyText,
    explain: "Engines that lose the thread repeat an item of a list, or put one name for all of them. People repeat a word \
              three times for stress (“location, location, location”), so that three times is reported only inside a list \
              that goes on or where the item is a whole phrase, twice only of a plural in the middle of a list, and \
              otherwise four times. Quotations are left alone.",
    examples: &[
        Example::Flags {
            text: "It meets the needs of [[transparency, transparency, transparency]] and fairness.",
            fixed: None,
        },
        Example::Flags {
            text: "The mill needs [[polymers, polymers, polymers, polymers]].",
            fixed: None,
        },
        Example::Flags {
            text: "The island ships oranges, [[melons, melons]], nuts and salt.",
            fixed: None,
        },
        Example::Flags {
            text: "The castle was held by [[the Count of Ree, the Count of Ree and the Count of Ree]].",
            fixed: None,
        },
        Example::Passes("There were maps, lots, lots of them, and eagles, eagles, and eagles to see."),
        Example::Passes("It was always, always late, and they came in boats, boats, boats and planes."),
        Example::Passes("He met the Count of Ree, the Count of Mor and the Count of Ree's wife."),
        Example::Passes(
            "The day came, the day went and the day was long; by the hour, the hour and the mile they paid.",
        ),
        Example::Passes("It is all about location, location, location."),
        Example::Passes("It is a really, really, really long pier, and very, very, very old."),
        Example::Passes("He said: “Growing, growing, growing, growing!”"),
        Example::Passes("They practise, practise, practise and win."),
        Example::Passes("They ship grain, oil, coal, wood, and oil cake."),
    ],
    check,
};

/// Bytes of the shortest word that nobody repeats four times for stress.
const SHORTEST: usize = 7;

/// Bytes of the shortest word that nobody repeats three times in a list that goes on.
const LONG: usize = 11;

fn check(doc: &Document, findings: &mut Findings) {
    for sentence in doc.prose_sentences() {
        let tokens = doc.tokens_in(sentence);
        if !may_repeat(tokens) {
            continue;
        }
        let mut quoted = false;
        let mut at = 0;
        while at < tokens.len() {
            let end = if quoted {
                at + 1
            } else {
                check_at(doc, tokens, at, findings)
            };
            quoted = tokens[at..end]
                .iter()
                .fold(quoted, |open, token| is_open(doc, *token, open));
            at = end;
        }
    }
}

/// Whether what stands behind some mark, or behind the mark and “and”, stands before it as well, as far back as an item can
/// begin. Hardly any sentence has that.
fn may_repeat(tokens: &[Token]) -> bool {
    const AND: [Key; 2] = Key::of_each(["and", "or"]);
    (1..tokens.len()).filter(|at| tokens[*at].is_mark()).any(|at| {
        let before = &tokens[at.saturating_sub(Phrase::LONGEST)..at];
        let comes_back = |at: usize| {
            let word = tokens.get(at);
            word.is_some_and(|word| before.iter().any(|item| item.may_be(*word)))
        };
        let and = tokens.get(at + 1).is_some_and(|next| AND.contains(&next.key()));
        comes_back(at + 1) || and && comes_back(at + 2)
    })
}

/// Looks for an item that begins at `at` and gives the place behind it.
fn check_at(doc: &Document, tokens: &[Token], at: usize, findings: &mut Findings) -> usize {
    let copies = copies(doc, tokens, at);
    let last = at + 2 * (copies - 1);
    let goes_on = tokens
        .get(last + 1)
        .is_some_and(|next| matches!(doc.lower(*next), "and" | "or"));
    let length = tokens[at].span().len();
    let stuck = copies >= 4 && length >= SHORTEST
        || copies == 3 && length >= LONG && goes_on
        || copies == 2 && is_inside_list(doc, tokens, at, last);
    if stuck {
        report(doc, findings, &tokens[at..=last], copies);
    } else if let Some(phrase) = Phrase::at(doc, tokens, at) {
        phrase.report(doc, findings, tokens);
        return phrase.end;
    }
    last + 1
}

/// Whether a quotation is open behind the token.
fn is_open(doc: &Document, token: Token, open: bool) -> bool {
    match doc.word(token) {
        "“" | "‘" => true,
        "”" => false,
        "\"" => !open,
        _ => open,
    }
}

/// How often the word at `at` stands there in a row with commas or dashes in between.
fn copies(doc: &Document, tokens: &[Token], at: usize) -> usize {
    if !tokens[at].is_word() {
        return 1;
    }
    let next = |copies: usize| {
        let [left, mark, right] = tokens.get(at + 2 * (copies - 1)..)?.get(..3)? else {
            return None;
        };
        if !left.may_be(*right) {
            return None;
        }
        let parted = match doc.word(*mark) {
            "," => touching(*left, *mark) && spaced(doc, *mark, *right),
            "-" | "–" => spaced(doc, *left, *mark) && spaced(doc, *mark, *right),
            _ => false,
        };
        (parted && doc.same_word(*left, *right)).then_some(())
    };
    let mut copies = 1;
    while next(copies).is_some() {
        copies += 1;
    }
    copies
}

/// "oranges, melons, melons, nuts and salt": a plural twice, with other items of the list on both sides.
fn is_inside_list(doc: &Document, tokens: &[Token], at: usize, last: usize) -> bool {
    const PLURAL: usize = 5;
    let word = doc.word(tokens[at]);
    let plural = word.len() >= PLURAL && word.ends_with('s') && is_lower_case(word) && !word.ends_with("ss");
    let item_before = at > 1 && doc.word(tokens[at - 1]) == "," && tokens[at - 2].is_word();
    let item_behind = tokens.get(last + 1..last + 3).is_some_and(|pair| {
        doc.word(pair[0]) == ","
            && pair[1].is_word()
            && !lexicon::is_function_word(doc.lower(pair[1]))
            && !doc.same_word(pair[1], tokens[at])
    });
    let closes = || {
        tokens[last + 1..]
            .iter()
            .take(LIST)
            .any(|token| matches!(doc.lower(*token), "and" | "or" | "etc"))
    };
    plural && doc.word(tokens[at + 1]) == "," && item_before && item_behind && closes()
}

/// Tokens behind an item among which the end of its list is looked for.
const LIST: usize = 24;

/// A name or a noun with its article that stands three times between commas and "and".
struct Phrase {
    start: usize,
    end: usize,
    length: usize,
    copies: usize,
}

impl Phrase {
    /// Words of the longest phrase that is looked for.
    const LONGEST: usize = 6;

    fn at(doc: &Document, tokens: &[Token], start: usize) -> Option<Self> {
        let first = doc.word(tokens[start]);
        // A sentence that begins so may be a refrain.
        if start == 0
            || !tokens[start].is_word()
            || !(matches!(first, "the" | "a" | "an") || is_capitalised(first))
        {
            return None;
        }
        let longest = Self::LONGEST.min(tokens.len() - start);
        (2..=longest)
            .take_while(|length| tokens[start + length - 1].is_word())
            .find_map(|length| Self::of_length(doc, tokens, start, length))
    }

    fn of_length(doc: &Document, tokens: &[Token], start: usize, length: usize) -> Option<Self> {
        let phrase = &tokens[start..start + length];
        let last = phrase[length - 1];
        // "The day came, the day went" has a verb, which no name or plain noun has. What can be told without counting
        // comes first, since in a long run every place would count anew.
        let is_name = is_capitalised(doc.word(last)) || length == 2 && last.span().len() >= SHORTEST;
        if !is_name
            || tokens
                .get(start + length)
                .is_none_or(|mark| doc.word(*mark) != ",")
        {
            return None;
        }
        let (mut end, mut copies) = (start + length, 1);
        while let Some(joint) = joint(doc, tokens, end) {
            let from = end + joint;
            let Some(copy) = tokens.get(from..from + length) else {
                break;
            };
            if !copy.iter().zip(phrase).all(|(a, b)| doc.same_word(*a, *b)) {
                break;
            }
            copies += 1;
            end = from + length;
        }
        (copies >= 3).then_some(Self {
            start,
            end,
            length,
            copies,
        })
    }

    fn report(&self, doc: &Document, findings: &mut Findings, tokens: &[Token]) {
        let all = Span::new(tokens[self.start].start(), tokens[self.end - 1].end());
        let phrase = Span::new(
            tokens[self.start].start(),
            tokens[self.start + self.length - 1].end(),
        );
        findings
            .report(
                &RULE,
                all,
                format!("“{}” stands {} times in a row", doc.str(phrase), self.copies),
            )
            .confidence(0.92);
    }
}

/// Tokens that part two items from `at` on: "," or "and", or both.
fn joint(doc: &Document, tokens: &[Token], at: usize) -> Option<usize> {
    let is_and = |at: usize| {
        tokens
            .get(at)
            .is_some_and(|token| matches!(doc.word(*token), "and" | "or"))
    };
    let comma = tokens.get(at).is_some_and(|token| doc.word(*token) == ",");
    match (comma, is_and(at + usize::from(comma))) {
        (false, false) => None,
        (comma, and) => Some(usize::from(comma) + usize::from(and)),
    }
}

fn report(doc: &Document, findings: &mut Findings, items: &[Token], copies: usize) {
    let span = Span::new(items[0].start(), items[items.len() - 1].end());
    findings
        .report(
            &RULE,
            span,
            format!("“{}” stands {copies} times in a row", doc.word(items[0])),
        )
        .confidence(0.92);
}
