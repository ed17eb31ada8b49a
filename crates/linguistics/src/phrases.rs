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
//! Every pattern is filed under its rarest words. A token of the text costs one look-up in that index, and only the
//! patterns filed under it are tried there, so that the table can grow without costing time.

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

/// What is filed under each key: a look at the words beside one tells more than one at the word itself.
#[derive(Debug, Clone, Default)]
struct Index {
    /// Where something may be filed; most tokens are asked no more.
    sieve: Sieve,
    /// By key, which of `beside` and of `filed` are its own, counted from 1; 0 for a key without.
    numbers: Vec<u16>,
    /// The bits of the words that can stand next to a key in any of its patterns: no pattern need be looked at for most others.
    beside: Vec<[u64; 2]>,
    filed: Vec<Vec<Filed>>,
}

impl Index {
    /// Files a pattern under a word, between words of which one must stand on the left and one on the right.
    fn insert(&mut self, word: &str, sides: [&Beside; 2], filed: Filed) {
        self.sieve.insert(word, sides);
        self.numbers.resize(1 << u16::BITS, 0);
        let number = &mut self.numbers[Key::of(word.as_bytes()).heap(u16::BITS)];
        if *number == 0 {
            self.beside.push([0; 2]);
            // Most words have one pattern, and a list has room for four unless it is told.
            self.filed.push(Vec::with_capacity(1));
            *number = u16::try_from(self.filed.len()).expect("there are no more keys than that");
        }
        let number = usize::from(*number) - 1;
        for (all, words) in self.beside[number].iter_mut().zip(filed.beside) {
            *all |= words;
        }
        self.filed[number].push(filed);
    }

    /// What is filed under the key of a word between two others, where there are such, and may match there.
    #[inline]
    fn at(&self, key: Key, sides: [Option<Word>; 2]) -> impl Iterator<Item = &Filed> {
        let neighbours = sides.map(|word| word.map_or(0, Word::short_bits));
        let number = self.numbers.get(key.heap(u16::BITS)).copied().unwrap_or_default();
        let number = usize::from(number).checked_sub(1);
        let filed = match number {
            Some(number) if can_stand_beside(self.beside[number], neighbours) => &self.filed[number][..],
            _ => &[],
        };
        filed
            .iter()
            .filter(move |filed| can_stand_beside(filed.beside, neighbours))
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

/// A bit for each word that is looked for by itself, and for each hash of a word and the one beside it that are looked for
/// together.
#[derive(Debug, Clone, Default)]
struct Sieve {
    alone: KeySet,
    pairs: Vec<u64>,
}

/// Where the other word of a pair stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

impl Sieve {
    /// Two to the power of this is the number of bits for pairs.
    const BITS: u32 = 19;

    /// Adds a word with the neighbours on the side where there are fewer.
    fn insert(&mut self, word: &str, [left, right]: [&Beside; 2]) {
        let count = |side: &Beside| side.as_ref().map_or(usize::MAX, Vec::len);
        let (side, neighbours) = if count(left) <= count(right) {
            (Side::Left, left)
        } else {
            (Side::Right, right)
        };
        let Some(neighbours) = neighbours else {
            self.alone.insert(word);
            return;
        };
        self.pairs.resize(1 << (Self::BITS - u64::BITS.ilog2()), 0);
        for beside in neighbours {
            let (at, bit) = Self::place(Key::of(word.as_bytes()), side, Key::of(beside.as_bytes()));
            self.pairs[at] |= bit;
        }
    }

    /// Whether something may be filed under a word between two others.
    #[inline]
    fn contains(&self, word: Word, [left, right]: [Option<Word>; 2]) -> bool {
        let beside = |side: Side, other: Option<Word>| {
            other.is_some_and(|other| {
                self.has_pair(word.key, side, other.key)
                    || other.is_number && self.has_pair(word.key, side, NUMBER_KEY)
            })
        };
        self.alone.contains(word.key) || beside(Side::Left, left) || beside(Side::Right, right)
    }

    #[inline]
    fn has_pair(&self, word: Key, side: Side, other: Key) -> bool {
        let (at, bit) = Self::place(word, side, other);
        self.pairs.get(at).is_some_and(|bits| bits & bit != 0)
    }

    /// Where the bit of a pair is.
    #[inline]
    fn place(word: Key, side: Side, other: Key) -> (usize, u64) {
        let pair = (word.heap(u16::BITS) << u16::BITS | other.heap(u16::BITS)) as u64;
        let pair = pair << 1 | u64::from(side == Side::Left);
        let hash = pair.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (u64::BITS - Self::BITS);
        ((hash / 64) as usize, 1 << (hash % 64))
    }
}

/// Whether both neighbours are among the words that can stand there.
#[inline]
fn can_stand_beside(words: [u64; 2], neighbours: [u64; 2]) -> bool {
    let mut sides = words.into_iter().zip(neighbours);
    sides.all(|(words, neighbour)| words == ANY_BIT || words & neighbour != 0)
}

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

/// A pattern where it is filed under a word.
#[derive(Debug, Clone)]
struct Filed {
    pattern: u32,
    /// How many tokens of the pattern can stand before the word: at least, at most.
    before: (u16, u16),
    /// The bits of the words that can stand next to it, on its left and on its right; all bits where any word can.
    beside: [u64; 2],
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
        for (choice, &Rarest { offset, word, .. }) in choices.iter().zip(filed_under) {
            let mut words = choice.words().skip(offset + 1);
            let sides = [
                match offset.checked_sub(1).and_then(|at| choice.words().nth(at)) {
                    Some(before) => one(before),
                    None => nearest(front.iter().rev(), |choice| choice.words().last()),
                },
                match words.next() {
                    Some(next) => one(next),
                    None => nearest(behind.iter(), |choice| choice.words().next()),
                },
            ];
            let short = |length: usize| u16::try_from(length).map_err(|_| format!("`{pattern}` is too long"));
            let filed = Filed {
                pattern: u32::try_from(self.patterns.len()).map_err(|_| "there are too many patterns")?,
                before: (short(lengths.0 + offset)?, short(lengths.1 + offset)?),
                beside: sides.each_ref().map(bits),
            };
            self.index.insert(word, sides.each_ref(), filed);
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

    /// All matches in a sentence, from left to right, the longest where several begin at one place; they do not overlap.
    pub(crate) fn matches(&self, doc: &Document, tokens: &[Token]) -> Vec<PhraseMatch> {
        let mut found = Vec::new();
        let mut present = None;
        let word_at = |at: usize| tokens.get(at).map(|token| Word::of(doc, *token));
        let (mut before, mut next) = (None, word_at(0));
        for at in 0..tokens.len() {
            let Some(word) = next else { break };
            next = word_at(at + 1);
            let sides = [before.replace(word), next];
            if !self.index.sieve.contains(word, sides) {
                continue;
            }
            for filed in self.index.at(word.key, sides) {
                let present = *present.get_or_insert_with(|| {
                    let bits = tokens.iter().map(|token| pattern_key(doc, *token).bit());
                    bits.fold(0, |bits, bit| bits | bit)
                });
                let entry = filed.pattern as usize;
                if (self.patterns[entry].needed.iter()).any(|needed| needed & present == 0) {
                    continue;
                }
                let (least, most) = filed.before;
                for start in at.saturating_sub(most.into())..=at.saturating_sub(least.into()) {
                    found.extend(self.match_at(doc, tokens, start, entry));
                }
            }
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
        let bits = words.iter().map(|word| Key::of(word.as_bytes()).short_bit());
        bits.fold(0, |bits, bit| bits | bit)
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
