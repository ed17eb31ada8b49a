use text::{Span, Token};

use crate::document::Document;
use crate::finding::{Category, Severity};
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

use super::phrase::{spaced, touching};

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "repeated-item",
    summary: "an engine that got stuck: the same word again and again between commas",
    category: Category::Addition,
    severity: Severity::Minor,
    languages: Languages::ENGLISH,
    point: Point::AnyText,
    explain: "Engines that lose the thread repeat the last item of a list. People repeat a word three times for stress \
              (“location, location, location”), so that three times is reported only inside a list that goes on, and \
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
        let mut at = 0;
        while at < tokens.len() {
            // Nothing is parted where no mark follows.
            if tokens.get(at + 1).is_none_or(|next| !next.is_mark()) {
                at += 1;
                continue;
            }
            let copies = copies(doc, tokens, at);
            let last = at + 2 * (copies - 1);
            let goes_on = tokens
                .get(last + 1)
                .is_some_and(|next| matches!(doc.lower(*next), "and" | "or"));
            let length = tokens[at].span().len();
            let stuck = copies >= 4 && length >= SHORTEST || copies == 3 && length >= LONG && goes_on;
            if stuck && !is_quoted(doc, &tokens[..at]) {
                report(doc, findings, &tokens[at..=last], copies);
            }
            at = last + 1;
        }
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

fn is_quoted(doc: &Document, before: &[Token]) -> bool {
    before.iter().fold(false, |open, token| match doc.word(*token) {
        "“" | "‘" => true,
        "”" => false,
        "\"" => !open,
        _ => open,
    })
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
