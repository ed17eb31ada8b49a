//! The boundaries of words and sentences that Unicode Standard Annex 29 gives, found faster where the text is ASCII.
//!
//! Most of a news text is ASCII, and there a byte and its neighbours decide. Wherever a character beyond ASCII could
//! have a say, the crate `unicode-segmentation` is asked about that place. Tests hold both ways to the same boundaries.

use unicode_segmentation::UnicodeSegmentation;

use crate::span::Span;
use crate::token::{Reading, Token, TokenKind};

/// The tokens of `text[span]`, in order, with offsets into `text`. A span that ends beyond 4 GiB has none.
#[must_use]
pub fn tokens(text: &str, span: Span) -> Vec<Token> {
    let mut out = Vec::with_capacity(span.len() / 5);
    add_tokens(text, span, &mut out);
    out
}

/// Adds the tokens of `text[span]` to others, so that those of a whole text need no second list.
pub fn add_tokens(text: &str, span: Span, out: &mut Vec<Token>) {
    if u32::try_from(span.end).is_err() {
        return;
    }
    let bytes = text.as_bytes();
    if bytes[span.range()].is_ascii() {
        return ascii_tokens(bytes, span, out);
    }
    let mut at = span.start;
    while at < span.end {
        let length = bytes[at..span.end].iter().position(|byte| is_space(*byte));
        let chunk = Span::new(at, length.map_or(span.end, |length| at + length));
        at = chunk.end + 1;
        if bytes[chunk.range()].is_ascii() {
            ascii_tokens(bytes, chunk, out);
        } else {
            unicode_tokens(text, chunk, out);
        }
    }
}

/// ASCII white space always parts words, so that a chunk between two of them can be looked at by itself.
fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t'..=b'\r')
}

/// The word boundary rules of UAX 29 as far as they concern ASCII: rules 5 to 13b.
fn ascii_tokens(bytes: &[u8], span: Span, out: &mut Vec<Token>) {
    let mut at = span.start;
    while at < span.end {
        let start = at;
        at += 1;
        if is_space(bytes[start]) {
            continue;
        }
        let mut reading = Reading::of(bytes[start]);
        if reading.is_word() {
            while let Some(byte) = bytes[..span.end].get(at) {
                reading = match reading.with_word_byte(*byte) {
                    Some(longer) => longer,
                    None if joins(bytes, at, span.end) => reading.with(*byte),
                    None => break,
                };
                at += 1;
            }
        }
        out.push(reading.token(start, at, bytes[start]));
    }
}

/// Whether the mark at `at` stands between two letters or two digits that it holds together: `U.N`, `can't`, `11,400`.
fn joins(bytes: &[u8], at: usize, end: usize) -> bool {
    let (before, Some(after)) = (bytes[at - 1], bytes[..end].get(at + 1)) else {
        return false;
    };
    let letters = before.is_ascii_alphabetic() && after.is_ascii_alphabetic();
    let digits = before.is_ascii_digit() && after.is_ascii_digit();
    match bytes[at] {
        b'\'' | b'.' => letters || digits,
        b':' => letters,
        b',' | b';' => digits,
        _ => false,
    }
}

fn unicode_tokens(text: &str, chunk: Span, out: &mut Vec<Token>) {
    for (offset, piece) in text[chunk].split_word_bound_indices() {
        let Some(kind) = kind_of(piece) else { continue };
        let end = chunk.start + offset + piece.len();
        // A mark that combines with a space forms one piece with it, but no token has white space.
        let span = Span::new(end - piece.trim_start().len(), end);
        out.push(Token::new(text.as_bytes(), span, kind));
    }
}

fn kind_of(piece: &str) -> Option<TokenKind> {
    if piece.chars().all(char::is_whitespace) {
        None
    } else if piece.chars().any(char::is_alphabetic) {
        Some(TokenKind::Word)
    } else if piece.chars().any(char::is_numeric) {
        Some(TokenKind::Number)
    } else {
        Some(TokenKind::Mark)
    }
}

/// Where the sentence that begins at `start` ends: the offset after its last byte, trailing white space included.
///
/// Calling it again with what it returned walks through all sentences of the text in linear time, which the iterator of
/// `unicode-segmentation` does not where many brackets or spaces follow a full stop.
pub(crate) fn sentence_end(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = start;
    while at < bytes.len() {
        // Letters and marks that have no say, one after the other.
        let passed = bytes[at..].iter().position(|byte| MAY_END[usize::from(*byte)]);
        let Some(passed) = passed else { break };
        at += passed;
        let behind = match SENTENCE_CLASS[usize::from(bytes[at])] {
            Class::Terminator => behind_terminator(text, start, at),
            Class::LineBreak => return behind_line_break(bytes, at),
            Class::Beyond => behind_character(text, start, at),
            _ => Behind::GoesOn(at + 1),
        };
        match behind {
            Behind::Ends(end) => return end,
            Behind::GoesOn(next) => at = next,
        }
    }
    bytes.len()
}

/// What the bytes of ASCII are to the sentence boundary rules. None of them is an "other letter", and all that is
/// neither listed in UAX 29 nor a letter or digit is `Other`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Other,
    Lower,
    Upper,
    Digit,
    /// `.`, `!` and `?`.
    Terminator,
    /// Quotation marks and brackets.
    Close,
    Space,
    LineBreak,
    /// Marks after which a sentence goes on: `,`, `-`, `:` and `;`.
    Continue,
    /// Part of a character beyond ASCII.
    Beyond,
}

static SENTENCE_CLASS: [Class; 256] = {
    let mut table = [Class::Other; 256];
    let mut byte = u8::MIN;
    loop {
        table[byte as usize] = sentence_class(byte);
        if byte == u8::MAX {
            break;
        }
        byte += 1;
    }
    table
};

/// Whether a sentence may end at a byte, or the crate must be asked.
static MAY_END: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < table.len() {
        table[byte] = matches!(
            SENTENCE_CLASS[byte],
            Class::Terminator | Class::LineBreak | Class::Beyond
        );
        byte += 1;
    }
    table
};

const fn sentence_class(byte: u8) -> Class {
    match byte {
        b'a'..=b'z' => Class::Lower,
        b'A'..=b'Z' => Class::Upper,
        b'0'..=b'9' => Class::Digit,
        b'.' | b'!' | b'?' => Class::Terminator,
        b'"' | b'\'' | b'(' | b')' | b'[' | b']' | b'{' | b'}' => Class::Close,
        b'\t' | 0x0B | 0x0C | b' ' => Class::Space,
        b'\n' | b'\r' => Class::LineBreak,
        b',' | b'-' | b':' | b';' => Class::Continue,
        0x80.. => Class::Beyond,
        _ => Class::Other,
    }
}

/// What follows a character that may end a sentence.
enum Behind {
    /// The sentence ends at this offset.
    Ends(usize),
    /// It does not end before this offset.
    GoesOn(usize),
}

fn behind_line_break(bytes: &[u8], at: usize) -> usize {
    at + if bytes[at..].starts_with(b"\r\n") { 2 } else { 1 }
}

/// Rules SB6 to SB11 behind the ASCII terminator at `at`.
fn behind_terminator(text: &str, start: usize, at: usize) -> Behind {
    let bytes = text.as_bytes();
    let is_full_stop = bytes[at] == b'.';
    let class = |at: usize| bytes.get(at).map(|byte| SENTENCE_CLASS[usize::from(*byte)]);
    let skip = |mut from: usize, wanted: Class| {
        while class(from) == Some(wanted) {
            from += 1;
        }
        from
    };
    match class(at + 1) {
        Some(Class::Digit) if is_full_stop => return Behind::GoesOn(at + 1),
        Some(Class::Upper) if is_full_stop && at > start => match class(at - 1) {
            Some(Class::Upper | Class::Lower) => return Behind::GoesOn(at + 1),
            Some(Class::Beyond) => return ask_about(text, start, at),
            _ => {}
        },
        _ => {}
    }
    let behind = skip(skip(at + 1, Class::Close), Class::Space);
    match class(behind) {
        Some(Class::LineBreak) => Behind::Ends(behind_line_break(bytes, behind)),
        Some(Class::Continue | Class::Terminator) => Behind::GoesOn(behind),
        Some(Class::Beyond) => ask_about(text, start, at),
        Some(_) if is_full_stop => behind_full_stop(text, start, at, behind),
        _ => Behind::Ends(behind),
    }
}

/// Rule SB8: a full stop ends no sentence if the next letter is a small one and nothing but marks and digits stand before.
fn behind_full_stop(text: &str, start: usize, at: usize, behind: usize) -> Behind {
    let letters = text.as_bytes()[behind..]
        .iter()
        .map(|byte| SENTENCE_CLASS[usize::from(*byte)]);
    for (offset, class) in letters.enumerate() {
        match class {
            Class::Lower => return Behind::GoesOn(behind + offset),
            Class::Beyond => return ask_about(text, start, at),
            Class::Upper | Class::Terminator | Class::LineBreak => break,
            _ => {}
        }
    }
    Behind::Ends(behind)
}

/// Behind a character beyond ASCII: few of them end sentences or lines, such as `。` and U+2028.
fn behind_character(text: &str, start: usize, at: usize) -> Behind {
    let character = text[at..].chars().next().unwrap_or_default();
    if ends_nothing(character) || !may_end_sentence(character) {
        Behind::GoesOn(at + character.len_utf8())
    } else {
        ask_about(text, start, at)
    }
}

/// Large ranges without a character that ends a sentence or a line, to spare most questions.
fn ends_nothing(character: char) -> bool {
    matches!(character,
        '\u{A0}'..='\u{588}' // Latin, Greek, Cyrillic
        | '\u{2010}'..='\u{2023}' | '\u{2025}'..='\u{2027}' // dashes, quotation marks, the ellipsis
        | '\u{20A0}'..='\u{20CF}' // currencies
        | '\u{3041}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}') // kana, Chinese, Korean
}

/// Whether a new sentence begins behind the character when a capital follows.
fn may_end_sentence(character: char) -> bool {
    let mut buffer = [b'A'; 5];
    let length = character.encode_utf8(&mut buffer).len();
    std::str::from_utf8(&buffer[..=length]).is_ok_and(|pair| {
        pair.split_sentence_bounds()
            .next()
            .is_some_and(|first| first.len() == length)
    })
}

/// What `unicode-segmentation` says behind the character at `at`.
///
/// It is shown as little as decides: up to the next letter, terminator or line break of ASCII, and at most [`AHEAD`]
/// bytes, because its cost grows with the square of the brackets and spaces that follow a full stop.
fn ask_about(text: &str, start: usize, at: usize) -> Behind {
    let from = text.floor_char_boundary(at.saturating_sub(BEFORE)).max(start);
    let first = text[at..].chars().next().map_or(1, char::len_utf8);
    let limit = text.floor_char_boundary(at + AHEAD);
    let decides = |byte: &u8| {
        matches!(
            SENTENCE_CLASS[usize::from(*byte)],
            Class::Lower | Class::Upper | Class::Terminator | Class::LineBreak
        )
    };
    let ahead = &text.as_bytes()[at + first..limit];
    let end = ahead
        .iter()
        .position(decides)
        .map_or(limit, |offset| at + first + offset + 1);
    let bounds = text[from..end]
        .split_sentence_bound_indices()
        .map(|(offset, piece)| from + offset + piece.len());
    match bounds.take_while(|bound| *bound < end).find(|bound| *bound > at) {
        Some(bound) => Behind::Ends(bound),
        None => Behind::GoesOn(at + first),
    }
}

/// Bytes before a terminator that can matter: the letter before it, with what combines with that.
const BEFORE: usize = 32;

/// Bytes behind a terminator that can matter, unless more than 250 bytes of marks stand there in a row.
const AHEAD: usize = 256;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn words(text: &str) -> Vec<Span> {
        tokens(text, Span::new(0, text.len()))
            .into_iter()
            .filter(|token| !token.is_mark())
            .map(Token::span)
            .collect()
    }

    fn reference_words(text: &str) -> Vec<Span> {
        text.split_word_bound_indices()
            .filter(|(_, piece)| matches!(kind_of(piece), Some(TokenKind::Word | TokenKind::Number)))
            .map(|(at, piece)| Span::new(at + piece.len() - piece.trim_start().len(), at + piece.len()))
            .collect()
    }

    fn sentence_ends(text: &str) -> Vec<usize> {
        let next = |end: &usize| (*end < text.len()).then(|| sentence_end(text, *end));
        std::iter::successors(next(&0), next).collect()
    }

    fn reference_ends(text: &str) -> Vec<usize> {
        text.split_sentence_bound_indices()
            .map(|(at, piece)| at + piece.len())
            .collect()
    }

    /// Calls `check` with every string of up to `longest` characters of the alphabet.
    fn for_each_string(alphabet: &[char], longest: usize, check: &mut impl FnMut(&str)) {
        fn extend(text: &mut String, alphabet: &[char], left: usize, check: &mut impl FnMut(&str)) {
            check(text);
            if left > 0 {
                for character in alphabet {
                    text.push(*character);
                    extend(text, alphabet, left - 1, check);
                    text.pop();
                }
            }
        }
        extend(&mut String::new(), alphabet, longest, check);
    }

    /// One or two of each class that UAX 29 knows for words or sentences, and every mark that joins words.
    const ALPHABET: [char; 36] = [
        'a', 'B', '1', '_', '.', '!', ',', ';', ':', '\'', '"', '(', '-', '/', ' ', '\t', '\u{B}', '\n',
        '\r', '\0', 'é', 'É', 'א', '中', 'カ', '٣', '’', '”', '…', '。', '\u{301}', '\u{AD}', '\u{200D}',
        '\u{A0}', '\u{85}', '🙂',
    ];

    #[test]
    fn every_short_string_has_the_boundaries_of_uax29() {
        for_each_string(&ALPHABET, 3, &mut |text| {
            assert_eq!(words(text), reference_words(text), "{text:?}");
            assert_eq!(sentence_ends(text), reference_ends(text), "{text:?}");
        });
    }

    #[test]
    fn every_longer_string_of_what_ends_sentences_has_the_boundaries_of_uax29() {
        let alphabet = [
            'a', 'B', '1', '.', '?', ')', ' ', '\n', '\r', ',', '%', 'É', '”', '\u{301}',
        ];
        for_each_string(
            &alphabet,
            if cfg!(debug_assertions) { 4 } else { 6 },
            &mut |text| {
                assert_eq!(sentence_ends(text), reference_ends(text), "{text:?}");
            },
        );
    }

    #[test]
    fn every_character_is_known_for_what_it_is() {
        // What is left out is Chinese, private, or not assigned.
        let (first, tags) = ('\0'..='\u{20FFF}', '\u{E0000}'..='\u{E0FFF}');
        for character in first
            .chain(tags)
            .filter(|c| !('\u{4E10}'..='\u{9FF0}').contains(c))
        {
            let text = format!("a{character} B. {character}b.{character}C");
            assert_eq!(sentence_ends(&text), reference_ends(&text), "{character:?}");
            let text =
                format!("a{character}b. {character}{character}c-{character}1,{character}2'{character}");
            assert_eq!(words(&text), reference_words(&text), "{character:?}");
        }
    }

    /// Text of a stranger, not of a writer: the boundaries may differ from UAX 29, but there must be some.
    #[test]
    fn a_long_run_of_marks_ends_a_sentence_at_last() {
        let text = format!("One.{} Two.", "”".repeat(1000));
        let ends = sentence_ends(&text);
        assert_eq!(ends.last(), Some(&text.len()));
    }

    proptest! {
        #[test]
        fn ascii_has_the_boundaries_of_uax29(text in "[ -~\\x00-\\x1F]{0,60}|[aB1.!?,:;'\"() \\r\\n]{0,60}") {
            prop_assert_eq!(words(&text), reference_words(&text));
            prop_assert_eq!(sentence_ends(&text), reference_ends(&text));
        }

        #[test]
        fn ascii_beside_other_characters_has_the_boundaries_of_uax29(
            text in "([aB1 ]{0,4}[.!?]?[\"')]?[ \\n]?[éД’”“«»…。\u{301}\u{200D}\u{2028}]?){0,12}",
        ) {
            prop_assert_eq!(words(&text), reference_words(&text));
            prop_assert_eq!(sentence_ends(&text), reference_ends(&text));
        }

        #[test]
        fn any_text_has_the_boundaries_of_uax29(text in any::<String>()) {
            prop_assert_eq!(words(&text), reference_words(&text));
            prop_assert_eq!(sentence_ends(&text), reference_ends(&text));
        }
    }
}
