use text::{Key, Token};

use crate::document::Document;
use crate::finding::{Category, Severity};
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

use super::phrase::{is_lower_case, spaced, touching};
use super::speech::speech;

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "misplaced-quote",
    summary: "a closing quotation mark stuck to the word after it",
    category: Category::Punctuation,
    severity: Severity::Minor,
    languages: Languages::ENGLISH,
    point: Point::AnyText,
    explain: "The closing mark has lost its place: the space stands before it and not behind it (“the road is open, \"the \
              mayor said”). Engines that take a straight quotation mark for an opening one wherever a space is due do this. \
              The rule asks for a verb of speech behind the mark, and for a quotation that is open before it.",
    examples: &[
        Example::Flags {
            text: "\"The road is open[[, \"]]the mayor said on Friday.",
            fixed: Some("\"The road is open,\" the mayor said on Friday."),
        },
        Example::Flags {
            text: "The mill will not be sold[[, \"]]said Anna Belova, who owns it.",
            fixed: Some("The mill will not be sold,\" said Anna Belova, who owns it."),
        },
        Example::Flags {
            text: "“Will the road be open[[? “]]asked the mayor.",
            fixed: Some("“Will the road be open?” asked the mayor."),
        },
        Example::Flags {
            text: "It is amazing how they find their way on the field[[, “]]Ivanov wrote.",
            fixed: Some("It is amazing how they find their way on the field,” Ivanov wrote."),
        },
        Example::Flags {
            text: "“We are late,” he said. It is a risk that you take[[, \"]]he said.",
            fixed: Some("“We are late,” he said. It is a risk that you take,\" he said."),
        },
        Example::Passes("The ministry denied, \"said to be busy\" or not, that it had been asked."),
        Example::Passes("The council is saying, \"we hope that the mills will reopen.\""),
        Example::Passes("He claimed, \"they told me nothing,\" and left."),
        Example::Passes("\"The road,\" the mayor said, \"was told to be open.\""),
        Example::Passes("\"The film, \"the mayor's favourite\", was shown,\" she said."),
    ],
    check,
};

fn check(doc: &Document, findings: &mut Findings) {
    let mut quotes = Quotes::default();
    let mut start = None;
    for (block, at) in doc.places_in_blocks(&Key::of_each(["\"", "“", "”"])) {
        let tokens = doc.tokens_of(block);
        if !is_quote(doc, tokens[at]) {
            continue;
        }
        if start.replace(block.span.start) != Some(block.span.start) {
            quotes = Quotes::default();
        }
        if is_misplaced(doc, tokens, at) && quotes.awaits_closing(doc, &tokens[at + 1..]) {
            report(doc, findings, tokens[at - 1], tokens[at]);
            quotes.open = false;
        } else {
            quotes.open = opens(tokens, at);
        }
        quotes.seen = true;
    }
}

fn is_quote(doc: &Document, token: Token) -> bool {
    matches!(doc.word(token), "\"" | "“" | "”")
}

/// Tokens of an attribution that ends its paragraph: "the mayor of the town said on Friday."
const ATTRIBUTION: usize = 12;

/// What the quotation marks of a paragraph have said so far.
#[derive(Default)]
struct Quotes {
    seen: bool,
    open: bool,
}

impl Quotes {
    /// Whether a quotation is open here. One that a paragraph before has opened shows in no mark on either side.
    fn awaits_closing(&self, doc: &Document, rest: &[Token]) -> bool {
        let last = !rest.iter().any(|token| is_quote(doc, *token));
        // Where one mark of a paragraph is missing, the last one still closes if little more than "the mayor said" follows.
        self.open || last && (!self.seen || rest.len() <= ATTRIBUTION)
    }
}

/// Whether the mark at `at` touches what follows it and not what precedes it.
fn opens(tokens: &[Token], at: usize) -> bool {
    let touches_left = at > 0 && touching(tokens[at - 1], tokens[at]);
    !touches_left && tokens.get(at + 1).is_some_and(|next| touching(tokens[at], *next))
}

/// Whether a mark of a clause and a space stand before the quotation mark, and "said the mayor" directly behind it.
fn is_misplaced(doc: &Document, tokens: &[Token], at: usize) -> bool {
    let (Some(before), Some(after)) = (at.checked_sub(1).map(|at| tokens[at]), tokens.get(at + 1)) else {
        return false;
    };
    matches!(doc.word(before), "," | "?" | "!" | "…")
        && matches!(doc.word(tokens[at]), "\"" | "“")
        && spaced(doc, before, tokens[at])
        && touching(tokens[at], *after)
        && after.is_word()
        && speech(doc, tokens, at + 1).is_some_and(|verb| {
            let name_ends = verb > at + 1
                && tokens.len() <= at + ATTRIBUTION
                && !tokens[at + 1..].iter().any(|token| is_quote(doc, *token));
            verb == at + 1 || is_lower_case(doc.word(*after)) || name_ends
        })
}

fn report(doc: &Document, findings: &mut Findings, mark: Token, quote: Token) {
    let closing = if doc.word(quote) == "“" {
        "”"
    } else {
        doc.word(quote)
    };
    let message = format!(
        "“{}”: the space stands before the closing quotation mark",
        doc.str(mark.start()..quote.end())
    );
    findings
        .report(&RULE, mark.start()..quote.end(), message)
        .confidence(0.93)
        .fix(format!("{}{closing} ", doc.word(mark)));
}
