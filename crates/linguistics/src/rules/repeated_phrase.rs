use text::Token;

use crate::document::Document;
use crate::finding::{Category, Severity};
use crate::lexicon;
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

use super::clause::may_lack_its_object;
use super::phrase::{is_capitalised, is_lower_case, touching};

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "repeated-phrase",
    summary: "the same phrase stands twice in a row",
    category: Category::Addition,
    severity: Severity::Major,
    languages: Languages::Any,
    point: Point::AnyText,
    explain: "A phrase of two to seven words that follows itself. The decoder of a neural translator falls into a \
              loop, or two versions of one segment were joined. Deliberate repetition in speech is set off by commas \
              and is left alone unless the phrase is long.",
    examples: &[
        Example::Flags {
            text: "The head [[of the repair department of the repair department]] confirmed it.",
            fixed: Some("The head of the repair department confirmed it."),
        },
        Example::Flags {
            text: "Exports fell by a third, [[writes the agency in Berlin, writes the agency in Berlin]].",
            fixed: Some("Exports fell by a third, writes the agency in Berlin."),
        },
        Example::Flags {
            text: "The works [[are expected are expected are expected]] to end in May.",
            fixed: Some("The works are expected to end in May."),
        },
        Example::Passes("Day after day after day they came, again and again and again, bit by bit by bit."),
        Example::Passes("She told them “not to wait for the ferry, not to wait for the ferry”."),
        Example::Passes("“We will rebuild, we will rebuild,” she said."),
        Example::Passes("He said he said nothing, and what she had she had earned."),
        Example::Passes(
            "The plan covers the centres for training, the centres for training of pilots and a hall.",
        ),
        Example::Passes("They traced close contacts of close contacts of the driver."),
        Example::Flags {
            text: "Exports rose by a tenth, [[the council of Mor said, the council of Mor said]].",
            fixed: Some("Exports rose by a tenth, the council of Mor said."),
        },
        Example::Passes(
            "Carts went from door to door to sell it, week by week by barge, layer on layer on sand.",
        ),
        Example::Passes(
            "It is the rest that they have to have to be well; what must be must be; so on and so on.",
        ),
        Example::Passes(
            "The thing I have learned I have learned late. Half--half--of them left, and if so--if so--why?",
        ),
        Example::Passes("She asked what makes a town a town. They call the old mill the Old Mill."),
        Example::Passes(
            "We help the farmers help the farmers in need. They sent the worst of the worst of the worst.",
        ),
        Example::Passes("He won four back to back titles and led them to neck to neck races."),
        Example::Passes(
            "She faces counts of attempted robbery of a bank, robbery of a bank, and arson; he was deputy head of the \
             harbour board, head of the harbour board.",
        ),
        Example::Passes("The choir sang “Bring Me The Rain” and Take Me Home Again, Take Me Home Again."),
        Example::Passes("This month, and more and more often, they work from time to time to check."),
        Example::Passes("Lorem ipsum dolor sit amet.\n\nmenu entry menu entry\n\nmenu entry"),
        Example::Passes("The score was 2 to 1 to 1, from time to time to time."),
        Example::Passes("An amendment to an amendment to a motion is rare."),
        Example::Passes(
            "This is how the mill stands still, This is how the mill stands still, Not with a bang at all.",
        ),
        Example::Passes(
            "Then the ring becomes the next ring out and the next ring out and at last it is all there.",
        ),
        Example::Passes(
            "See also: Types for Text Search, Types for Text Search, Locking. When you're a fool You're a fool all day.",
        ),
    ],
    check,
};

/// Words in the longest phrase that is looked for.
const LONGEST: usize = 7;

fn check(doc: &Document, findings: &mut Findings) {
    for sentence in doc.prose_sentences() {
        let tokens = doc.tokens_in(sentence);
        if !may_repeat(tokens) {
            continue;
        }
        let mut at = 0;
        while at < tokens.len() {
            let Some(looped) = Loop::at(doc, tokens, at) else {
                at += 1;
                continue;
            };
            // A page of dummy text is filled with what the designer had at hand.
            if doc.text().contains("Lorem ipsum") {
                return;
            }
            looped.report(doc, findings, tokens);
            at = looped.end;
        }
    }
}

/// Whether two neighbours may stand once more within the reach of a phrase. Each is looked for where the last two with their hash
/// stood, so that a token costs one look.
fn may_repeat(tokens: &[Token]) -> bool {
    const BITS: u32 = 8;
    const REACH: u32 = 8;
    const { assert!(REACH as usize == LONGEST + 1) };
    let mut last = [0; 1 << BITS];
    tokens.windows(2).zip(REACH + 1..).any(|(pair, at)| {
        let hash = pair[0].key().with(pair[1].key()).heap(BITS);
        at - std::mem::replace(&mut last[hash], at) <= REACH
    })
}

/// A phrase and its copies: `tokens[start..start + length]` is the phrase, `tokens[start..end]` all of them.
struct Loop {
    start: usize,
    length: usize,
    end: usize,
    copies: usize,
    /// Whether a comma or the like parts the copies, which may be rhetoric.
    separated: bool,
}

impl Loop {
    /// The shortest phrase that begins at `start` and follows itself.
    fn at(doc: &Document, tokens: &[Token], start: usize) -> Option<Self> {
        let rest = &tokens[start..];
        // A copy begins with the same word, and a comma may stand before it.
        let near = &rest[rest.len().min(2)..rest.len().min(LONGEST + 2)];
        if rest[0].is_mark() || !near.iter().any(|token| doc.same_word(*token, rest[0])) {
            return None;
        }
        let last = (0..rest.len().min(LONGEST))
            .take_while(|at| !rest[*at].is_mark() || is_joint(doc, rest, *at))
            .count();
        (2..=last).find_map(|length| {
            // The cheapest question first; then what can be told without counting copies, since in a long run every
            // place would count them anew.
            if !begins_again(doc, tokens, start, length) || tokens[start + length - 1].is_mark() {
                return None;
            }
            if !says_something(doc, &tokens[start..start + length]) || is_chain(doc, tokens, start, length) {
                return None;
            }
            let found = Self::of_length(doc, tokens, start, length)?;
            (found.copies > 1 && found.is_fault(doc, tokens)).then_some(found)
        })
    }

    /// `None` where a comma makes it rhetoric.
    fn of_length(doc: &Document, tokens: &[Token], start: usize, length: usize) -> Option<Self> {
        let phrase = &tokens[start..start + length];
        let excused_by_comma = words(phrase) < 4 || speaks(doc, phrase);
        let mut found = Self {
            start,
            length,
            end: start + length,
            copies: 1,
            separated: false,
        };
        loop {
            let comma = tokens.get(found.end).is_some_and(|token| doc.word(*token) == ",");
            let next = found.end + usize::from(comma);
            let Some(copy) = tokens.get(next..next + length) else {
                return Some(found);
            };
            // "The Working Group The working group met": a heading and the sentence under it.
            let recast = phrase[1..]
                .iter()
                .zip(&copy[1..])
                .any(|(a, b)| doc.word(*a) != doc.word(*b));
            if recast || !doc.same_word(phrase[0], copy[0]) {
                return Some(found);
            }
            if comma && excused_by_comma {
                return None;
            }
            found = Self {
                end: next + length,
                copies: found.copies + 1,
                separated: found.separated || comma,
                ..found
            };
        }
    }

    fn is_fault(&self, doc: &Document, tokens: &[Token]) -> bool {
        let phrase = &tokens[self.start..self.start + self.length];
        // In "day after day after day" the chain goes on with the word behind it.
        let goes_on = tokens
            .get(self.end)
            .is_some_and(|next| doc.lower(*next) == doc.lower(phrase[0]));
        if goes_on && self.copies <= LONGEST_CHAIN {
            return false;
        }
        // Who is quoted may say a thing twice.
        if self.separated && is_quoted(doc, &tokens[..self.start]) {
            return false;
        }
        if self.separated && (may_have_attribute(doc, tokens, self.start) || is_title(doc, phrase)) {
            return false;
        }
        if self.is_verse(doc, tokens) || self.copies == 2 && !self.separated && self.tells_on(doc, tokens) {
            return false;
        }
        if self.copies == 2 && !self.separated && is_grammar(doc, tokens, self.start, self.length) {
            return false;
        }
        // Two items of a list may begin alike: "the centres for training, the centres for training of pilots".
        let ends = tokens.get(self.end).is_none_or(|next| next.is_mark());
        if self.separated && !ends || !self.separated && is_linked(doc, phrase) {
            return false;
        }
        let lower_case = phrase.iter().all(|token| is_lower_case(doc.word(*token)));
        self.separated || words(phrase) > 2 || self.copies > 2 || lower_case && !speaks(doc, phrase)
    }

    /// A line that comes back begins with a capital again: "This is the end, This is the end", "when you're … You're …".
    fn is_verse(&self, doc: &Document, tokens: &[Token]) -> bool {
        let second = self.start + self.length + usize::from(self.separated);
        let is_line = |at: usize| {
            tokens
                .get(at)
                .is_some_and(|token| is_capitalised(doc.word(*token)))
        };
        let first_is_line = is_line(self.start);
        // Many copies are a loop, and to count them anew at every place would take its time.
        self.copies <= LONGEST_CHAIN
            && is_line(second)
            && (self.separated && first_is_line || !first_is_line && words(&tokens[self.start..second]) > 2)
            && !doc.origin().machine_translated
    }

    /// "The next ring out and the next ring out and", "an amendment to an amendment to a motion": what links the copies leads on
    /// to a third.
    fn tells_on(&self, doc: &Document, tokens: &[Token]) -> bool {
        let lower = |at: usize| doc.lower(tokens[at]);
        let (first, last) = (lower(self.start), lower(self.start + self.length - 1));
        let determiner = |word: &str| matches!(word, "a" | "an");
        let preposition = matches!(
            last,
            "by" | "for" | "from" | "in" | "on" | "to" | "with" | "within"
        );
        let goes_on = tokens.get(self.end).is_some_and(|token| token.is_word());
        goes_on
            && (last == "and" && first == "the"
                || preposition && determiner(first) && determiner(lower(self.end)))
    }

    fn report(&self, doc: &Document, findings: &mut Findings, tokens: &[Token]) {
        let (first, end) = (tokens[self.start], tokens[self.end - 1].end());
        let phrase_end = tokens[self.start + self.length - 1].end();
        let phrase = doc.str(first.start()..phrase_end);
        let times = if self.copies == 2 {
            "twice".to_owned()
        } else {
            format!("{} times", self.copies)
        };
        let finding = findings
            .report(
                &RULE,
                first.start()..end,
                format!("“{phrase}” stands {times} in a row"),
            )
            .confidence(0.96)
            .edit(phrase_end..end, "");
        // Set off by a comma, the second may be there for stress; with a capital, the first may be a heading that ran into
        // its paragraph.
        let begins = |at: usize| is_capitalised(doc.word(tokens[at]));
        let heading = begins(self.start) && begins(self.start + self.length);
        if self.copies == 2 && (self.separated || heading) {
            finding.severity(Severity::Minor);
        }
    }
}

/// Whether a quotation is open behind `before`.
fn is_quoted(doc: &Document, before: &[Token]) -> bool {
    before.iter().fold(false, |open, token| match doc.word(*token) {
        "“" => true,
        "”" => false,
        "\"" => !open,
        _ => open,
    })
}

/// Copies in the longest chain that somebody would write.
const LONGEST_CHAIN: usize = 8;

/// Whether the first word of the phrase stands behind it, perhaps after a comma.
fn begins_again(doc: &Document, tokens: &[Token], start: usize, length: usize) -> bool {
    let mut behind = tokens[start + length..].iter().take(2);
    behind.any(|token| doc.same_word(*token, tokens[start]))
}

fn words(phrase: &[Token]) -> usize {
    phrase.iter().filter(|token| token.is_word()).count()
}

/// Whether there are two words, and not one word twice or a single compound.
fn says_something(doc: &Document, phrase: &[Token]) -> bool {
    let compound = phrase.windows(2).all(|pair| touching(pair[0], pair[1]));
    words(phrase) >= 2
        && !compound
        && phrase
            .iter()
            .any(|token| doc.lower(*token) != doc.lower(phrase[0]))
}

/// "day after day after day", "again and again and again": the word before belongs to the chain.
fn is_chain(doc: &Document, tokens: &[Token], start: usize, length: usize) -> bool {
    let lower = |at: usize| doc.lower(tokens[at]);
    start > 0 && lower(start - 1) == lower(start + length - 1) || is_half_of_chain(doc, tokens, start, length)
}

/// "…, and more and more", "from door to door to sell", "by week by week": a chain of one word is no loop although half
/// of it repeats.
fn is_half_of_chain(doc: &Document, tokens: &[Token], start: usize, length: usize) -> bool {
    const LINKS: [&str; 20] = [
        "after", "against", "and", "at", "beside", "beyond", "by", "for", "from", "in", "into", "of", "on",
        "or", "over", "than", "to", "under", "upon", "with",
    ];
    const AROUND: [&str; 4] = ["and", "by", "or", "to"];
    let lower = |at: usize| doc.lower(tokens[at]);
    let (first, last) = (lower(start), lower(start + length - 1));
    match length {
        2 => LINKS.contains(&last) || AROUND.contains(&first),
        3 => matches!(first, "and" | "or") || matches!(last, "and" | "or"),
        _ => false,
    }
}

/// "contacts of contacts of his", "the best of the best of them": what links the copies makes sense.
fn is_linked(doc: &Document, phrase: &[Token]) -> bool {
    let lower = |at: usize| doc.lower(phrase[at]);
    let last = phrase.len() - 1;
    lower(last) == "of"
        || phrase.len() == 3
            && (lower(0) == "of" && lower(1) == "the" || lower(1) == "of" && lower(2) == "the")
}

/// Whether grammar can make two copies of a short phrase: "call a spade a spade", "help the people help the people",
/// "what must be must be".
fn is_grammar(doc: &Document, tokens: &[Token], start: usize, length: usize) -> bool {
    const NAMING: [&str; 22] = [
        "keeping",
        "call",
        "called",
        "calling",
        "calls",
        "consider",
        "considered",
        "keep",
        "keeps",
        "let",
        "made",
        "make",
        "makes",
        "making",
        "name",
        "named",
        "names",
        "give",
        "gives",
        "gave",
        "declare",
        "declared",
    ];
    const HELPING: [&str; 12] = [
        "hear", "help", "helped", "helping", "helps", "let", "lets", "make", "makes", "saw", "see", "watch",
    ];
    const DETERMINERS: [&str; 9] = ["a", "an", "her", "his", "its", "my", "our", "the", "their"];
    let lower = |at: usize| doc.lower(tokens[at]);
    let first = lower(start);
    // "The thing I have learned I have learned late."
    let relative = start > 0 && tokens[start - 1].is_word() && speaks(doc, &tokens[start..=start]);
    let named = DETERMINERS.contains(&first) && start > 0 && NAMING.contains(&lower(start - 1));
    let correlative = matches!(first, "as" | "the") && length == 2; // "the more the more", "as cold as cold can be"
    relative
        || named
        || correlative
        || HELPING.contains(&first)
        || may_lack_its_object(doc, tokens, start) && length < 5
}

/// Whether the first copy has an attribute that the second lacks, as items of a list may: "attempted robbery of a bank,
/// robbery of a bank". A preposition or an article at its beginning leaves no place for one.
fn may_have_attribute(doc: &Document, tokens: &[Token], start: usize) -> bool {
    start > 0 && tokens[start - 1].is_word() && !lexicon::is_function_word(doc.lower(tokens[start]))
}

/// "Take Me Home Again, Take Me Home Again": a line of a song, or a name.
fn is_title(doc: &Document, phrase: &[Token]) -> bool {
    let is_of_title = |token: &Token| {
        is_capitalised(doc.word(*token))
            || matches!(
                doc.word(*token),
                "and" | "for" | "in" | "of" | "on" | "the" | "to"
            )
    };
    let mut words = phrase.iter().filter(|token| token.is_word());
    is_capitalised(doc.word(phrase[0])) && words.all(is_of_title)
}

/// A hyphen or slash inside a compound: "follow-up follow-up".
fn is_joint(doc: &Document, tokens: &[Token], at: usize) -> bool {
    let before = at.checked_sub(1).map(|before| tokens[before]);
    let joined = before.is_some_and(|before| touching(before, tokens[at]))
        && tokens.get(at + 1).is_some_and(|next| touching(tokens[at], *next));
    joined && matches!(doc.word(tokens[at]), "-" | "‑" | "/")
}

/// "he said he said", "we will rebuild, we will rebuild": at the seam of two clauses, and in speech.
fn speaks(doc: &Document, phrase: &[Token]) -> bool {
    const PRONOUNS: [&str; 15] = [
        "he", "how", "i", "it", "no", "she", "that", "they", "we", "what", "where", "which", "who", "why",
        "you",
    ];
    phrase.iter().any(|token| PRONOUNS.contains(&doc.lower(*token)))
}
