use text::{Key, Span, Token};

use crate::document::{Block, Document};
use crate::finding::{Category, Severity};
use crate::lexicon;
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

use super::phrase::{is_lower_case, touching};

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "missing-space-after-punctuation",
    summary: "no space after a comma or at the end of a sentence",
    category: Category::Spacing,
    severity: Severity::Minor,
    languages: Languages::ENGLISH,
    point: Point::AnyText,
    explain: "Two sentences or clauses run into each other. The space was lost where a line break or a tag of the \
              original was removed. Addresses, brands and file names are left alone.",
    examples: &[
        Example::Flags {
            text: "Work will end in [[June.The]] bridge stays closed.",
            fixed: Some("Work will end in June. The bridge stays closed."),
        },
        Example::Flags {
            text: "They ship [[grain,oil]] and coal.",
            fixed: Some("They ship grain, oil and coal."),
        },
        Example::Flags {
            text: "Was it [[late?Nobody]] knew.",
            fixed: Some("Was it late? Nobody knew."),
        },
        Example::Passes("The sites Kontur.Fokus, Kostroma.Today and gazeta.ru wrote to press@example.org."),
        Example::Passes("Visit https://example.org/a,b or booking.Com; Yahoo!Finance is a name."),
        Example::Passes("The tl;dr is short, and csv,conf and repo;msg are names of meetings."),
        Example::Passes("The U.S.A. team ran node.js and main.rs at 10,000 requests."),
    ],
    check,
};

fn check(doc: &Document, findings: &mut Findings) {
    for block in doc.prose() {
        for token in words_with_stop(doc, block) {
            if let Some(stop) = joined_sentences(doc, token) {
                report(doc, findings, token, token, stop);
            }
        }
    }
    for (block, at) in doc.places_in_blocks(&Key::of_each([",", ";", "?", "!"])) {
        let tokens = doc.tokens_of(block);
        if at >= 1 && at + 1 < tokens.len() && joined_clauses(doc, tokens, at) {
            report(doc, findings, tokens[at - 1], tokens[at + 1], tokens[at].end());
        }
    }
}

fn report(doc: &Document, findings: &mut Findings, first: Token, last: Token, gap: usize) {
    let span = Span::new(first.start(), last.end());
    let message = format!(
        "“{}”: a space is missing after “{}”",
        doc.str(span),
        &doc.text()[gap - 1..gap]
    );
    findings
        .report(&RULE, span, message)
        .confidence(0.9)
        .edit(gap..gap, " ");
}

/// Bytes of the shortest token that can be two sentences joined: three letters, the full stop, two letters.
const SHORTEST: usize = 6;

/// The words of a block that have a full stop inside, once for each: they are few, and full stops are quickly found.
fn words_with_stop(doc: &Document, block: &Block) -> impl Iterator<Item = Token> {
    let tokens = doc.tokens_of(block);
    doc.str(block.span).match_indices('.').filter_map(move |(at, _)| {
        let stop = block.span.start + at;
        if doc.text().as_bytes().get(stop + 1)?.is_ascii_whitespace() {
            return None;
        }
        let token = tokens.get(tokens.partition_point(|token| token.end() <= stop))?;
        let inside = token.start() < stop && stop + 1 < token.end();
        (inside && token.is_word() && token.span().len() >= SHORTEST).then_some(*token)
    })
}

/// `June.The`: one token for the word boundary rules. The offset after the full stop.
///
/// What follows must be a word that opens sentences: "Kontur.Fokus" and "asp.Net" are names.
fn joined_sentences(doc: &Document, token: Token) -> Option<usize> {
    let word = doc.word(token);
    let stop = word.bytes().position(|byte| byte == b'.')?;
    let (left, right) = (&word[..stop], &word[stop + 1..]);
    let joined = left.len() > 2
        && !right.contains('.')
        && left.chars().skip(1).all(char::is_lowercase)
        && right.len() > 1
        && right.chars().skip(1).all(char::is_lowercase)
        && text::is_sentence_starter(right)
        && right != "Today";
    joined.then(|| token.start() + left.len() + 1)
}

/// `grain,oil`, `late?Nobody`: the mark at `at` touches a word on both sides.
fn joined_clauses(doc: &Document, tokens: &[Token], at: usize) -> bool {
    let (left, mark, right) = (tokens[at - 1], tokens[at], tokens[at + 1]);
    if !(left.is_word() && right.is_word() && touching(left, mark) && touching(mark, right)) {
        return false;
    }
    let plain = is_lower_case(doc.word(left))
        && doc.word(left).len() > 1
        && (doc.word(right).len() > 1 || doc.word(right) == "a");
    // "csv,conf" and "tl;dr" are names.
    let is_word = |token: Token| {
        let lower = doc.lower(token);
        wordnik_list::word_exists(lower) || lexicon::is_function_word(lower) || !token.is_ascii()
    };
    let plain = plain && is_word(left) && (is_word(right) || !is_lower_case(doc.word(right)));
    match doc.word(mark) {
        "," => plain && !in_address(doc, tokens, at),
        ";" => plain && is_lower_case(doc.word(right)) && !in_address(doc, tokens, at),
        "?" | "!" => plain && text::is_sentence_starter(doc.word(right)) && !in_address(doc, tokens, at),
        _ => false,
    }
}

/// Whether the run of tokens round the mark looks like an address, a path or code.
fn in_address(doc: &Document, tokens: &[Token], at: usize) -> bool {
    const REACH: usize = 16; // enough for an address, and a limit for text without spaces
    let before = tokens[..=at]
        .windows(2)
        .rev()
        .take(REACH)
        .take_while(|pair| touching(pair[0], pair[1]));
    let after = tokens[at..]
        .windows(2)
        .take(REACH)
        .take_while(|pair| touching(pair[0], pair[1]));
    let technical = |token: Token| {
        matches!(doc.word(token), "/" | "@" | "=" | "#" | "&" | "|" | "\\" | "<")
            || doc.word(token).contains('_')
    };
    before
        .map(|pair| pair[0])
        .chain(after.map(|pair| pair[1]))
        .any(technical)
}
