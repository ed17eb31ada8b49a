//! A word, a number or a mark: [`Token`].

use crate::key::{Hash, Key, KeySet};
use crate::span::Span;

/// A word, a number or a mark. White space has no token; it is what lies between two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    start: u32,
    end: u32,
    /// What it is.
    pub kind: TokenKind,
    letters: Letters,
    key: Key,
}

/// What its characters are, as far as nearly every rule asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Letters {
    /// a–z and nothing else.
    Small,
    /// ASCII.
    Ascii,
    /// ASCII that begins with a capital.
    CapitalAscii,
    /// Any.
    Other,
    /// Any that begin with a capital.
    CapitalOther,
}

impl Letters {
    #[inline]
    fn of(word: &[u8]) -> Self {
        if word.iter().all(u8::is_ascii_lowercase) {
            return Self::Small;
        }
        let first = || str::from_utf8(word).ok().and_then(|word| word.chars().next());
        match (word.is_ascii(), word.first()) {
            (true, Some(b'A'..=b'Z')) => Self::CapitalAscii,
            (true, _) => Self::Ascii,
            (false, _) if first().is_some_and(char::is_uppercase) => Self::CapitalOther,
            (false, _) => Self::Other,
        }
    }
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// Has a letter: `session`, `U.N`, `can't`, `1st`, `Gazeta.ru`.
    Word,
    /// Digits with their separators: `86.5`, `11,400`, `2021`.
    Number,
    /// Anything else that is not white space, such as `.`, `…`, `(`, an emoji.
    Mark,
}

/// What a token of ASCII is while its bytes are read, each of them once.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Reading {
    hash: Hash,
    /// The union of the [classes](class) of its bytes.
    classes: u8,
}

const SMALL: u8 = 1;
const CAPITAL: u8 = 2;
const DIGIT: u8 = 4;
const LOW_LINE: u8 = 8;
const MARK: u8 = 16;

/// What a byte is: a bit of its own for each kind.
const fn class(byte: u8) -> u8 {
    match byte {
        b'a'..=b'z' => SMALL,
        b'A'..=b'Z' => CAPITAL,
        b'0'..=b'9' => DIGIT,
        b'_' => LOW_LINE,
        _ => MARK,
    }
}

static CLASSES: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = u8::MIN;
    loop {
        table[byte as usize] = class(byte);
        if byte == u8::MAX {
            break;
        }
        byte += 1;
    }
    table
};

impl Reading {
    /// The token that begins with a byte.
    #[inline]
    pub(crate) fn of(byte: u8) -> Self {
        Self::default().with(byte)
    }

    /// With one more byte.
    #[inline]
    pub(crate) fn with(self, byte: u8) -> Self {
        Self {
            hash: self.hash.with(byte),
            classes: self.classes | CLASSES[usize::from(byte)],
        }
    }

    /// With one more byte if it is a letter, a digit or `_`.
    #[inline]
    pub(crate) fn with_word_byte(self, byte: u8) -> Option<Self> {
        (CLASSES[usize::from(byte)] != MARK).then(|| self.with(byte))
    }

    /// Whether no byte yet was anything but a letter, a digit or `_`.
    #[inline]
    pub(crate) fn is_word(self) -> bool {
        self.classes & MARK == 0
    }

    /// The token that was read from `start` to `end`; `first` is its first byte.
    #[inline]
    pub(crate) fn token(self, start: usize, end: usize, first: u8) -> Token {
        let kind = if self.classes & (SMALL | CAPITAL) != 0 {
            TokenKind::Word
        } else if self.classes & DIGIT != 0 {
            TokenKind::Number
        } else {
            TokenKind::Mark
        };
        let letters = if self.classes == SMALL {
            Letters::Small
        } else if CLASSES[usize::from(first)] == CAPITAL {
            Letters::CapitalAscii
        } else {
            Letters::Ascii
        };
        Token {
            start: offset(start),
            end: offset(end),
            kind,
            letters,
            key: self.hash.key(),
        }
    }
}

/// A text has millions of tokens, so they are small.
#[inline]
fn offset(at: usize) -> u32 {
    u32::try_from(at).expect("`tokens` leaves out what lies beyond 4 GiB")
}

impl Token {
    /// The token at a span of `text`, which must end below 4 GiB.
    #[inline]
    pub(crate) fn new(text: &[u8], span: Span, kind: TokenKind) -> Self {
        let bytes = &text[span.range()];
        Self {
            start: offset(span.start),
            end: offset(span.end),
            kind,
            letters: Letters::of(bytes),
            key: Key::of(bytes),
        }
    }

    /// Offset of the first byte.
    #[inline]
    #[must_use]
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// Offset after the last byte.
    #[inline]
    #[must_use]
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// Bytes of the text.
    #[inline]
    #[must_use]
    pub fn span(self) -> Span {
        Span::new(self.start(), self.end())
    }

    /// Whether it is a word.
    #[inline]
    #[must_use]
    pub fn is_word(self) -> bool {
        self.kind == TokenKind::Word
    }

    /// Whether it is a number.
    #[inline]
    #[must_use]
    pub fn is_number(self) -> bool {
        self.kind == TokenKind::Number
    }

    /// Whether it is a mark.
    #[inline]
    #[must_use]
    pub fn is_mark(self) -> bool {
        self.kind == TokenKind::Mark
    }

    /// Whether all its characters are ASCII.
    #[inline]
    #[must_use]
    pub fn is_ascii(self) -> bool {
        matches!(
            self.letters,
            Letters::Small | Letters::Ascii | Letters::CapitalAscii
        )
    }

    /// Whether all its characters are small letters from a to z.
    #[inline]
    #[must_use]
    pub fn is_small(self) -> bool {
        self.letters == Letters::Small
    }

    /// Whether its first character is a capital.
    #[inline]
    #[must_use]
    pub fn is_capitalised(self) -> bool {
        matches!(self.letters, Letters::CapitalAscii | Letters::CapitalOther)
    }

    /// A hash of its text in whatever case of A–Z.
    #[inline]
    #[must_use]
    pub fn key(self) -> Key {
        self.key
    }

    /// Whether it may be one of the lower-case words of a set, which most tokens are not.
    #[inline]
    #[must_use]
    pub fn may_be_in(self, words: &KeySet) -> bool {
        words.contains(self.key)
    }

    /// Whether two tokens may be the same word in whatever case of A–Z, which most are not.
    #[inline]
    #[must_use]
    pub fn may_be(self, other: Self) -> bool {
        self.key == other.key
    }
}
