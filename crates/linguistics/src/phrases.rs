//! Phrase tables: patterns of words, matched in one pass over a sentence whatever the number of patterns.
//!
//! A pattern is words with single spaces between; it matches tokens, case-blind.
//!
//! | written | matches |
//! |---|---|
//! | `(in\|within) the framework of` | any of the alternatives; an empty one, `(the\|)`, is nothing |
//! | `{render} assistance` | the verb in any form; `{help}` in the replacement takes the same form |
//! | `[measure]` | the noun in either number; `[step]` in the replacement takes the same number |
//! | `a <demanded> and * format` | only the part between the angle brackets is replaced; the rest is context |
//! | `*`, `#` | exactly one word, exactly one number; among alternatives too, `(#\|several) houses` |
//!
//! Every pattern is filed under its rarest words, each with the words that can stand beside it. A token of the text costs a look or
//! two at a few bits, and only the patterns filed under it and its neighbour are tried there, so that the table can grow without
//! costing time.

use std::cmp::Reverse;
use std::ops::Range;

use text::{Key, KeySet, Span, Token};

use crate::document::Document;
use crate::inflection::{noun_forms, verb_forms};
use crate::lexicon;

/// A set of patterns, ready to match.
#[derive(Debug, Clone, Default)]
pub(crate) struct PhraseTable {
    patterns: Vec<Pattern>,
    index: Index,
}

/// Where patterns are filed: under a word of theirs and the word beside it, which is rarer than either, or under the word alone where
/// anything may stand beside it.
#[derive(Debug, Clone, Default)]
struct Index {
    /// The words under which something is filed: most tokens are asked no more.
    words: KeySet,
    /// Those that are filed alone.
    alone: KeySet,
    /// Two bits for each hash of a [`Place`], in one number.
    sieve: Vec<u64>,
    /// For each piece of a hash, where in `filed` the last pattern with it is, counted from 1; 0 where there is none.
    last: Vec<u32>,
    filed: Vec<Filed>,
}

/// What a pattern is filed under.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Place {
    word: Key,
    /// The word beside it, and on which side.
    beside: Option<(Side, Key)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

impl Place {
    fn words(self) -> (Key, Key) {
        (self.word, self.beside.map_or(Key::default(), |(_, other)| other))
    }

    #[inline]
    fn hash(self) -> u32 {
        let (side, other) = match self.beside {
            None => (0, Key::default()),
            Some((Side::Left, other)) => (1, other),
            Some((Side::Right, other)) => (2, other),
        };
        let heap = |key: Key| key.heap(u16::BITS) as u64;
        let packed = heap(self.word) << 18 | heap(other) << 2 | side;
        let [a, b, c, d, ..] = packed.wrapping_mul(0x9E37_79B9_7F4A_7C15).to_be_bytes();
        u32::from_be_bytes([a, b, c, d])
    }
}

impl Index {
    /// Two to the power of this is the number of bits in the sieve.
    const SIEVE: u32 = 19;

    /// The same of the pieces of a hash.
    const PIECES: u32 = 15;

    fn insert(&mut self, place: Place, mut filed: Filed) {
        let hash = place.hash();
        self.words.insert_key(place.word);
        if place.beside.is_none() {
            self.alone.insert_key(place.word);
        }
        self.sieve.resize(1 << (Self::SIEVE - u64::BITS.ilog2()), 0);
        self.last.resize(1 << Self::PIECES, 0);
        let (at, bits) = Self::bits(hash);
        self.sieve[at] |= bits;
        let last = &mut self.last[Self::piece(hash)];
        filed.before_it = *last;
        self.filed.push(filed);
        *last = u32::try_from(self.filed.len()).expect("there are fewer patterns than that");
    }

    /// Where the bits of a hash are.
    #[inline]
    fn bits(hash: u32) -> (usize, u64) {
        let bit = hash >> (u32::BITS - Self::SIEVE);
        let other = hash >> (u32::BITS - Self::SIEVE - 6);
        ((bit / 64) as usize, 1 << (bit % 64) | 1 << (other % 64))
    }

    #[inline]
    fn piece(hash: u32) -> usize {
        (hash >> (u32::BITS - Self::PIECES)) as usize
    }

    /// What is filed under a place.
    #[inline]
    fn at(&self, place: Place) -> impl Iterator<Item = &Filed> {
        let hash = place.hash();
        let (at, bits) = Self::bits(hash);
        let mut next = match self.sieve.get(at) {
            Some(all) if all & bits == bits => self.last[Self::piece(hash)],
            _ => 0,
        };
        std::iter::from_fn(move || {
            let filed = &self.filed[(next as usize).checked_sub(1)?];
            next = filed.before_it;
            Some(filed)
        })
        .filter(move |filed| filed.words == place.words())
    }

    /// Calls `found` with what is filed under a word between two others, where there are such, and may match there.
    #[inline]
    fn each(&self, word: Key, left: Option<Word>, right: Option<Word>, mut found: impl FnMut(&Filed)) {
        let bits = |word: Option<Word>| word.map_or(0, Word::short_bits);
        let mut each = |beside: Option<(Side, Key)>, opposite: Option<Word>| {
            let place = Place { word, beside };
            for filed in self.at(place) {
                if filed.opposite == ANY_BIT || filed.opposite & bits(opposite) != 0 {
                    found(filed);
                }
            }
        };
        for (side, other, opposite) in [(Side::Left, left, right), (Side::Right, right, left)] {
            let Some(other) = other else { continue };
            each(Some((side, other.key)), opposite);
            if other.is_number {
                each(Some((side, NUMBER_KEY)), opposite);
            }
        }
        if self.alone.contains(word) {
            each(None, None);
        }
    }
}

/// The words of which one must stand beside another, `#` among them for any number; `None` where any word may, or none.
type Beside<'e> = Option<Vec<&'e str>>;

/// A token as patterns see it.
#[derive(Debug, Clone, Copy)]
struct Word {
    key: Key,
    is_number: bool,
}

impl Word {
    fn of(doc: &Document, token: Token) -> Self {
        Self {
            key: pattern_key(doc, token),
            is_number: token.is_number(),
        }
    }

    /// The bits of the word itself and of `#`, if it is a number.
    fn short_bits(self) -> u64 {
        self.key.short_bit() | if self.is_number { NUMBER_KEY.short_bit() } else { 0 }
    }
}

/// The key of [`ANY_NUMBER`] where it stands beside a word.
const NUMBER_KEY: Key = Key::of(ANY_NUMBER.as_bytes());

/// A place where a pattern matches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PhraseMatch {
    /// Number of the pattern in the order of [`PhraseTable::insert`].
    pub(crate) entry: usize,
    /// Bytes of the part that the pattern is about.
    pub(crate) span: Span,
    /// All tokens of the match, context included: a range into the sentence's tokens.
    pub(crate) tokens: Range<usize>,
    /// Which forms of the pattern's verb or noun stand there; several where forms look alike.
    pub(crate) forms: Forms,
}

/// A pattern where it is filed, in half a line of the processor's cache.
#[derive(Debug, Clone)]
#[repr(align(32))]
struct Filed {
    /// The word and the one beside it, if there is one. On which side that stands is in the hash, and what is found for a wrong reason
    /// does not match.
    words: (Key, Key),
    pattern: u32,
    /// How many tokens of the pattern can stand before the word: at least, at most.
    before: (u16, u16),
    /// The bits of the words that can stand on the other side of the word; all bits where any word can.
    opposite: u64,
    /// The bits of words of which one must stand in the sentence, beside those of the place; all bits where there are none.
    needed: u64,
    /// What is filed with the same piece of a hash, as [`Index::last`] has it.
    before_it: u32,
}

#[derive(Debug, Clone)]
struct Pattern {
    elements: Box<[Element]>,
    /// For each element of which a word must stand in the sentence, the bits of the rarest words of its choices: see
    /// [`Key::bit`].
    needed: Box<[u128]>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Element {
    /// One of several sequences of words.
    Words(Choices),
    AnyWord,
    AnyNumber,
    /// Where the replaced part begins and ends.
    Open,
    Close,
}

/// The choices of an element, in one piece of memory for each of a hundred thousand words.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Choices {
    /// The words of all of them.
    text: Box<str>,
    ends: Box<[End]>,
}

/// Where a choice ends in [`Choices::text`], and the rest of it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct End {
    at: u32,
    count: u16,
    forms: Forms,
}

/// One of several sequences of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Choice<'e> {
    /// The words with a space between two.
    words: &'e str,
    /// How many words there are; none for an empty choice.
    count: usize,
    /// The forms of a verb or noun that are spelt so.
    forms: Forms,
}

/// Some of the forms of a verb or noun, a bit each: every choice has them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Forms(u8);

impl Forms {
    /// The form of that number in the order of [`verb_forms`] or [`noun_forms`].
    fn of(form: usize) -> Self {
        Self(1 << form)
    }

    fn and(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }

    /// Their numbers, in order.
    fn numbers(self) -> impl Iterator<Item = usize> {
        (0..u8::BITS as usize).filter(move |form| self.0 >> form & 1 == 1)
    }
}

impl Choices {
    fn of(choices: Vec<Spelling>) -> Self {
        let (mut text, mut ends) = (String::new(), Vec::with_capacity(choices.len()));
        for choice in choices {
            text.push_str(&choice.words);
            ends.push(End {
                at: u32::try_from(text.len()).expect("a line of a table is shorter than 4 GiB"),
                count: choice.count,
                forms: choice.forms,
            });
        }
        Self {
            text: text.into(),
            ends: ends.into(),
        }
    }

    fn iter(&self) -> impl Iterator<Item = Choice<'_>> {
        let mut start = 0;
        self.ends.iter().map(move |end| {
            let words = &self.text[start..end.at as usize];
            start = end.at as usize;
            Choice {
                words,
                count: end.count.into(),
                forms: end.forms,
            }
        })
    }
}

impl<'e> Choice<'e> {
    fn words(self) -> impl Iterator<Item = &'e str> {
        self.words.split(' ').take(self.count)
    }
}

/// A choice while a pattern is read.
struct Spelling {
    words: String,
    count: u16,
    forms: Forms,
}

/// What a match has come to so far: tokens taken, where the replaced part begins and ends, the forms seen.
#[derive(Debug, Clone)]
struct Progress {
    taken: usize,
    open: usize,
    close: Option<usize>,
    forms: Forms,
}

impl PhraseTable {
    /// Adds the next pattern. Errors say what is wrong with it.
    pub(crate) fn insert(&mut self, pattern: &str) -> Result<(), String> {
        let elements = parse(pattern)?;
        let rarest: Vec<Option<Vec<Rarest>>> = elements.iter().map(rarest_of_each).collect();
        let anchor =
            anchor(&rarest).ok_or_else(|| format!("there is no word that must stand in `{pattern}`"))?;
        let (Element::Words(choices), Some(filed_under)) = (&elements[anchor], &rarest[anchor]) else {
            unreachable!("anchor gives an element with words")
        };
        let (front, behind) = (&elements[..anchor], &elements[anchor + 1..]);
        let lengths = front.iter().map(length).fold((0, 0), add);
        let short = |length: usize| u16::try_from(length).map_err(|_| format!("`{pattern}` is too long"));
        let number = u32::try_from(self.patterns.len()).map_err(|_| "there are too many patterns")?;
        for (choice, &Rarest { offset, word, .. }) in choices.iter().zip(filed_under) {
            let mut words = choice.words().skip(offset + 1);
            let left = match offset.checked_sub(1).and_then(|at| choice.words().nth(at)) {
                Some(before) => one(before),
                None => nearest(front.iter().rev(), |choice| choice.words().last()),
            };
            let right = match words.next() {
                Some(next) => one(next),
                None => nearest(behind.iter(), |choice| choice.words().next()),
            };
            // The side with fewer words, for each of which the pattern is filed; the element that has them is not needed again.
            let count = |side: &Beside| side.as_ref().map_or(usize::MAX, Vec::len);
            let is_required = |at: &usize| rarest[*at].is_some();
            let (side, others, opposite, nearest) = if count(&left) <= count(&right) {
                (Side::Left, &left, &right, (0..anchor).rfind(is_required))
            } else {
                let mut behind = anchor + 1..rarest.len();
                (Side::Right, &right, &left, behind.find(is_required))
            };
            let rest = (0..rarest.len()).filter(|at| *at != anchor && Some(*at) != nearest);
            let needed = rest
                .filter_map(|at| rarest[at].as_ref())
                .map(|words| words.iter().fold(0, |bits, rarest| bits | word_bit(rarest.word)))
                .min_by_key(|bits| bits.count_ones());
            let mut insert = |beside: Option<(Side, Key)>| -> Result<(), String> {
                let word = Key::of(word.as_bytes());
                let place = Place { word, beside };
                let filed = Filed {
                    words: place.words(),
                    pattern: number,
                    before: (short(lengths.0 + offset)?, short(lengths.1 + offset)?),
                    opposite: if beside.is_some() { bits(opposite) } else { ANY_BIT },
                    needed: needed.unwrap_or(ANY_BIT),
                    before_it: 0,
                };
                self.index.insert(place, filed);
                Ok(())
            };
            let Some(others) = others else {
                insert(None)?;
                continue;
            };
            for other in others {
                insert(Some((side, Key::of(other.as_bytes()))))?;
            }
        }
        let needed_bits = |words: &Vec<Rarest>| {
            words
                .iter()
                .fold(0, |bits, rarest| bits | Key::of(rarest.word.as_bytes()).bit())
        };
        let needed = rarest.iter().flatten().map(needed_bits).collect();
        self.patterns.push(Pattern {
            elements: elements.into(),
            needed,
        });
        Ok(())
    }

    /// Gives back memory that was kept for more patterns.
    pub(crate) fn shrink_to_fit(&mut self) {
        self.patterns.shrink_to_fit();
        self.index.filed.shrink_to_fit();
    }

    /// All matches in a sentence, from left to right, the longest where several begin at one place; they do not overlap.
    pub(crate) fn matches(&self, doc: &Document, tokens: &[Token]) -> Vec<PhraseMatch> {
        let mut found = Vec::new();
        let mut present = None;
        let word_at = |at: usize| tokens.get(at).map(|token| Word::of(doc, *token));
        for (at, token) in tokens.iter().enumerate() {
            let key = pattern_key(doc, *token);
            if !self.index.words.contains(key) {
                continue;
            }
            let left = at.checked_sub(1).and_then(word_at);
            self.index.each(key, left, word_at(at + 1), |filed| {
                let (present, short) = *present.get_or_insert_with(|| present_bits(doc, tokens));
                if filed.needed & short == 0 {
                    return;
                }
                let entry = filed.pattern as usize;
                if (self.patterns[entry].needed.iter()).any(|needed| needed & present == 0) {
                    return;
                }
                let (least, most) = filed.before;
                for start in at.saturating_sub(most.into())..=at.saturating_sub(least.into()) {
                    found.extend(self.match_at(doc, tokens, start, entry));
                }
            });
        }
        found.sort_by_key(|m| (m.tokens.start, Reverse(m.tokens.end), m.entry));
        let mut end = 0;
        found.retain(|m| {
            let free = m.tokens.start >= end;
            end = if free { m.tokens.end } else { end };
            free
        });
        found
    }

    fn match_at(&self, doc: &Document, tokens: &[Token], start: usize, entry: usize) -> Option<PhraseMatch> {
        let rest = &tokens[start..];
        let begin = Progress {
            taken: 0,
            open: 0,
            close: None,
            forms: Forms::default(),
        };
        let end = longest(doc, rest, &self.patterns[entry].elements, begin)?;
        let replaced = rest.get(end.open..end.close.unwrap_or(end.taken))?;
        Some(PhraseMatch {
            entry,
            span: Span::new(replaced.first()?.start(), replaced.last()?.end()),
            tokens: start..start + end.taken,
            forms: end.forms,
        })
    }
}

/// The longest way in which the elements match the beginning of `tokens[progress.taken..]`.
fn longest(doc: &Document, tokens: &[Token], elements: &[Element], progress: Progress) -> Option<Progress> {
    let Some((first, rest)) = elements.split_first() else {
        return Some(progress);
    };
    let next = tokens.get(progress.taken);
    let one = Progress {
        taken: progress.taken + 1,
        ..progress.clone()
    };
    match first {
        Element::Open => longest(
            doc,
            tokens,
            rest,
            Progress {
                open: progress.taken,
                ..progress
            },
        ),
        Element::Close => longest(
            doc,
            tokens,
            rest,
            Progress {
                close: Some(progress.taken),
                ..progress
            },
        ),
        Element::AnyWord if next.is_some_and(|token| token.is_word()) => longest(doc, tokens, rest, one),
        Element::AnyNumber if next.is_some_and(|token| token.is_number()) => longest(doc, tokens, rest, one),
        Element::AnyWord | Element::AnyNumber => None,
        Element::Words(choices) => choices
            .iter()
            .filter(|choice| stands_here(doc, &tokens[progress.taken..], *choice))
            .filter_map(|choice| {
                let forms = if choice.forms == Forms::default() {
                    progress.forms
                } else {
                    choice.forms
                };
                let taken = progress.taken + choice.count;
                longest(
                    doc,
                    tokens,
                    rest,
                    Progress {
                        taken,
                        forms,
                        ..progress.clone()
                    },
                )
            })
            .max_by_key(|end| end.taken),
    }
}

/// The key that a pattern's word would have, which is written with a straight apostrophe.
fn pattern_key(doc: &Document, token: Token) -> Key {
    if token.is_ascii() {
        token.key()
    } else {
        Key::of(straight(doc.lower(token)).as_bytes())
    }
}

/// One word of a pattern, or `#`.
fn one(word: &str) -> Beside<'_> {
    (word != ANY_WORD).then(|| vec![word])
}

/// The bits of some words.
fn bits(words: &Beside) -> u64 {
    words.as_ref().map_or(ANY_BIT, |words| {
        words.iter().fold(0, |bits, word| bits | word_bit(word))
    })
}

fn word_bit(word: &str) -> u64 {
    Key::of(word.as_bytes()).short_bit()
}

/// The bits of a sentence's words, long and short.
fn present_bits(doc: &Document, tokens: &[Token]) -> (u128, u64) {
    let keys = tokens.iter().map(|token| pattern_key(doc, *token));
    keys.fold((0, 0), |(long, short), key| {
        (long | key.bit(), short | key.short_bit())
    })
}

/// The bits of any word, or of none.
const ANY_BIT: u64 = u64::MAX;

/// The words that can stand nearest, of elements that follow one another on one side; `end` gives the word of a choice that is on
/// this side.
fn nearest<'e>(
    elements: impl Iterator<Item = &'e Element>,
    end: impl Fn(Choice<'e>) -> Option<&'e str>,
) -> Beside<'e> {
    let mut words = Vec::new();
    for element in elements {
        match element {
            Element::Open | Element::Close => {}
            Element::AnyWord => return None,
            Element::AnyNumber => {
                words.push(ANY_NUMBER);
                return Some(words);
            }
            Element::Words(choices) => {
                for word in choices.iter().filter_map(&end) {
                    words.extend(one(word)?);
                }
                if choices.iter().all(|choice| choice.count > 0) {
                    words.sort_unstable();
                    words.dedup();
                    return Some(words);
                }
            }
        }
    }
    // The pattern ends here, and whatever the sentence goes on with may stand there.
    None
}

fn stands_here(doc: &Document, tokens: &[Token], choice: Choice) -> bool {
    // Most choices are one word, which needs no parting.
    if choice.count == 1 {
        return tokens
            .first()
            .is_some_and(|token| is_here(doc, *token, choice.words));
    }
    tokens.len() >= choice.count
        && choice
            .words()
            .zip(tokens)
            .all(|(word, token)| is_here(doc, *token, word))
}

fn is_here(doc: &Document, token: Token, word: &str) -> bool {
    match word {
        ANY_WORD => token.is_word(),
        ANY_NUMBER => token.is_number(),
        word if token.is_ascii() => doc.lower(token) == word,
        word => straight(doc.lower(token)) == word,
    }
}

/// Stands for one word of the text.
const ANY_WORD: &str = "*";
/// Stands for one number of the text.
const ANY_NUMBER: &str = "#";

/// Patterns are written with straight apostrophes; texts use both.
fn straight(word: &str) -> std::borrow::Cow<'_, str> {
    if !word.is_ascii() && word.contains('’') {
        word.replace('’', "'").into()
    } else {
        word.into()
    }
}

/// The rarest word of a choice, where it stands among the others, and how rare it is.
struct Rarest<'e> {
    word: &'e str,
    offset: usize,
    weight: usize,
}

/// The element with the rarest words among those that must stand in every match.
fn anchor(rarest: &[Option<Vec<Rarest>>]) -> Option<usize> {
    let weights = rarest.iter().enumerate().filter_map(|(at, words)| {
        let weights = words.iter().flatten().map(|rarest| rarest.weight);
        Some((at, weights.min()?))
    });
    weights.max_by_key(|(_, weight)| *weight).map(|(at, _)| at)
}

/// The rarest word of each choice of an element; `None` where a choice has no word to look for.
fn rarest_of_each(element: &Element) -> Option<Vec<Rarest<'_>>> {
    match element {
        Element::Words(choices) => choices.iter().map(rarest).collect(),
        _ => None,
    }
}

/// The rarest of some words. `*` and `#` are not words of a text and cannot be found.
fn rarest(choice: Choice<'_>) -> Option<Rarest<'_>> {
    let words = choice.words().enumerate();
    words
        .filter(|(_, word)| ![ANY_WORD, ANY_NUMBER].contains(word))
        .map(|(offset, word)| Rarest {
            word,
            offset,
            weight: weight(word),
        })
        .max_by_key(|rarest| rarest.weight)
}

/// How rare a word probably is: function words are everywhere, and long words are rarer than short ones.
fn weight(word: &str) -> usize {
    if lexicon::is_function_word(word) {
        0
    } else {
        word.len()
    }
}

/// Fewest and most tokens of an element.
fn length(element: &Element) -> (usize, usize) {
    match element {
        Element::Open | Element::Close => (0, 0),
        Element::AnyWord | Element::AnyNumber => (1, 1),
        Element::Words(choices) => {
            let lengths = || choices.iter().map(|choice| choice.count);
            (lengths().min().unwrap_or(0), lengths().max().unwrap_or(0))
        }
    }
}

fn add(a: (usize, usize), b: (usize, usize)) -> (usize, usize) {
    (a.0 + b.0, a.1 + b.1)
}

/// `replacement` with its `{verb}` or `[noun]` put into the form that the text had. `None` where the text's form is
/// ambiguous and the replacement's forms differ.
pub(crate) fn inflected(replacement: &str, forms: Forms) -> Option<String> {
    let (open, close) = if replacement.contains('{') {
        ('{', '}')
    } else {
        ('[', ']')
    };
    let Some((before, rest)) = replacement.split_once(open) else {
        return Some(replacement.to_owned());
    };
    let (base, after) = rest.split_once(close)?;
    let all: Vec<String> = if open == '{' {
        verb_forms(base).into()
    } else {
        noun_forms(base).into()
    };
    let mut fitting = forms.numbers().filter_map(|form| all.get(form));
    let first = fitting.next()?;
    fitting
        .all(|other| other == first)
        .then(|| format!("{before}{first}{after}"))
}

fn parse(pattern: &str) -> Result<Vec<Element>, String> {
    let mut elements = Vec::new();
    let mut rest = pattern.trim();
    while let Some(next) = rest.chars().next() {
        let (element, behind) = match next {
            ' ' => (None, &rest[1..]),
            '<' => (Some(Element::Open), &rest[1..]),
            '>' => (Some(Element::Close), &rest[1..]),
            '*' => (Some(Element::AnyWord), &rest[1..]),
            '#' => (Some(Element::AnyNumber), &rest[1..]),
            '(' => {
                let (inner, behind) = bracketed(rest, ')')?;
                (
                    Some(Element::Words(Choices::of(inner.split('|').map(plain).collect()))),
                    behind,
                )
            }
            '{' => {
                let (base, behind) = bracketed(rest, '}')?;
                (Some(Element::Words(Choices::of(verb_choices(base)))), behind)
            }
            '[' => {
                let (singular, behind) = bracketed(rest, ']')?;
                (
                    Some(Element::Words(Choices::of(numbered(&noun_forms(singular))))),
                    behind,
                )
            }
            _ => {
                let end = rest
                    .find([' ', '<', '>', '(', '{', '[', '*', '#'])
                    .unwrap_or(rest.len());
                (
                    Some(Element::Words(Choices::of(vec![plain(&rest[..end])]))),
                    &rest[end..],
                )
            }
        };
        elements.extend(element);
        rest = behind;
    }
    Ok(elements)
}

/// What stands inside the bracket that `rest` begins with, and what follows it.
fn bracketed(rest: &str, close: char) -> Result<(&str, &str), String> {
    rest[1..]
        .split_once(close)
        .ok_or_else(|| format!("`{close}` is missing after `{rest}`"))
}

/// The tokens of plain words: "confidence-building" is three.
fn plain(words: &str) -> Spelling {
    // One word is what most choices are, and there are a hundred thousand of them.
    if !words.is_empty() && words.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Spelling {
            words: words.into(),
            count: 1,
            forms: Forms::default(),
        };
    }
    let lower = words.to_ascii_lowercase();
    let tokens = text::tokens(&lower, Span::new(0, lower.len()));
    let words: Vec<&str> = tokens.iter().map(|token| &lower[token.span()]).collect();
    Spelling {
        words: words.join(" "),
        count: u16::try_from(words.len()).unwrap_or(u16::MAX),
        forms: Forms::default(),
    }
}

fn verb_choices(base: &str) -> Vec<Spelling> {
    let mut choices = numbered(&verb_forms(base));
    if base == "be" {
        // "am" and "are" stand where the replacement has "is", "were" where it has "was".
        let more = [("am", 1), ("are", 1), ("were", 2)];
        choices.extend(more.map(|(word, form)| Spelling {
            words: word.into(),
            count: 1,
            forms: Forms::of(form),
        }));
    }
    choices
}

/// A choice for each spelling, with all the forms that are spelt so.
fn numbered(forms: &[String]) -> Vec<Spelling> {
    let mut choices: Vec<Spelling> = Vec::new();
    for (form, word) in forms.iter().enumerate() {
        let spelt = plain(word);
        match choices.iter_mut().find(|choice| choice.words == spelt.words) {
            Some(choice) => choice.forms = choice.forms.and(Forms::of(form)),
            None => choices.push(Spelling {
                forms: Forms::of(form),
                ..spelt
            }),
        }
    }
    choices
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(patterns: &[&str], text: &str) -> Vec<(usize, String, Vec<usize>)> {
        let mut table = PhraseTable::default();
        for pattern in patterns {
            table.insert(pattern).unwrap();
        }
        let doc = Document::new(text);
        let found = table.matches(&doc, doc.tokens_in(&doc.sentences()[0]));
        found
            .into_iter()
            .map(|m| (m.entry, doc.str(m.span).to_owned(), m.forms.numbers().collect()))
            .collect()
    }

    #[test]
    fn alternatives_may_hold_wildcards() {
        let patterns = ["(#|several) of the (houses|* flats)"];
        let found = |text| {
            matches(&patterns, text)
                .into_iter()
                .map(|(_, quote, _)| quote)
                .next()
        };
        assert_eq!(
            found("Some 40 of the houses fell.").as_deref(),
            Some("40 of the houses")
        );
        assert_eq!(
            found("Several of the new flats fell.").as_deref(),
            Some("Several of the new flats")
        );
        assert_eq!(found("Many of the houses fell."), None);
    }

    #[test]
    fn alternatives_wildcards_and_context() {
        let patterns = [
            "(in|within) the (general |)framework of",
            "a <demanded> and * format",
            "# <thousand> times",
            "(#|two|at least #) (dead|deads)",
        ];
        let one = |entry, quote: &str| vec![(entry, quote.to_owned(), vec![])];
        assert_eq!(
            matches(&patterns, "It met Within the framework of talks."),
            one(0, "Within the framework of")
        );
        assert_eq!(
            matches(&patterns, "It met in the general framework of talks.").len(),
            1
        );
        assert_eq!(
            matches(&patterns, "It is a demanded and promising format."),
            one(1, "demanded")
        );
        assert_eq!(
            matches(&patterns, "It rose 20 thousand times."),
            one(2, "thousand")
        );
        assert_eq!(
            matches(&patterns, "It left at least 14 dead."),
            one(3, "at least 14 dead")
        );
        assert_eq!(matches(&patterns, "It left two dead."), one(3, "two dead"));
        assert_eq!(matches(&patterns, "It left many dead."), []);
        assert_eq!(matches(&patterns, "It is a frame within the house."), []);
    }

    #[test]
    fn numbers_stand_among_alternatives() {
        let patterns = ["(#|two|several) (thousand|# thousand) voters"];
        for text in [
            "It has 9 thousand voters.",
            "It has two thousand voters.",
            "It has 9 40 thousand voters.",
        ] {
            assert_eq!(matches(&patterns, text).len(), 1, "{text}");
        }
        assert_eq!(matches(&patterns, "It has # thousand voters."), []);
        assert!(
            PhraseTable::default()
                .insert("(#|two) #")
                .unwrap_err()
                .contains("no word")
        );
    }

    #[test]
    fn the_longest_match_wins_and_none_overlap() {
        let patterns = [
            "further development of",
            "the (continuation|) of the further development of",
        ];
        let found = matches(
            &patterns,
            "It is the continuation of the further development of the further development of it.",
        );
        let quotes: Vec<_> = found
            .iter()
            .map(|(entry, quote, _)| (*entry, quote.as_str()))
            .collect();
        assert_eq!(
            quotes,
            [
                (1, "the continuation of the further development of"),
                (0, "further development of")
            ]
        );
    }

    #[test]
    fn forms_carry_over_to_the_replacement() {
        let forms = |numbers: &[usize]| {
            let forms = numbers.iter().map(|form| Forms::of(*form));
            forms.fold(Forms::default(), Forms::and)
        };
        let found = matches(
            &["{render} assistance to"],
            "They rendered assistance to the town.",
        );
        assert_eq!(found, [(0, "rendered assistance to".into(), vec![2, 3])]);
        assert_eq!(inflected("{help}", forms(&[2, 3])).as_deref(), Some("helped"));
        assert_eq!(
            inflected("{give} help to", forms(&[2, 3])),
            None,
            "gave or given: the text does not say"
        );
        assert_eq!(
            inflected("{give} help to", forms(&[4])).as_deref(),
            Some("giving help to")
        );
        assert_eq!(
            inflected("[step] taken", forms(&[1])).as_deref(),
            Some("steps taken")
        );
        assert_eq!(inflected("as part of", forms(&[])).as_deref(), Some("as part of"));
    }

    #[test]
    fn bad_patterns_say_what_is_wrong() {
        let mut table = PhraseTable::default();
        assert!(table.insert("(in the").unwrap_err().contains("`)` is missing"));
        assert!(
            table
                .insert("* (the|) #")
                .unwrap_err()
                .contains("no word that must stand")
        );
    }
}
