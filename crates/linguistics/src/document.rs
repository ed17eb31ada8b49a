//! The text under examination: blocks, sentences and tokens as byte spans, built once and borrowed by every rule.

use std::ops::Range;

use crate::boilerplate::{self, Boilerplate};
use crate::boundaries;
use crate::finding::Span;
use crate::key::{Key, KeySet};
use crate::language::{self, Language};
use crate::segment;

/// A text with its structure. Built once, never edited.
///
/// ```
/// use linguistics::document::Document;
///
/// let doc = Document::new("Talks in Geneva\n\nB. Ghafoor was elected. The vote was open.");
/// assert_eq!(doc.blocks().len(), 2);
/// assert_eq!(doc.sentences().len(), 3);
/// assert_eq!(&doc.text()[doc.sentences()[1].span()], "B. Ghafoor was elected.");
/// ```
#[derive(Debug)]
pub struct Document<'a> {
    text: &'a str,
    lower: String,
    blocks: Vec<Block>,
    sentences: Vec<Sentence>,
    tokens: Vec<Token>,
    language: Option<Language>,
}

/// A paragraph or another piece of text that stands by itself; no sentence runs across its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it is in the article.
    pub kind: BlockKind,
    /// Bytes of the text, without surrounding white space.
    pub span: Span,
    /// Set where the block is the site's text and not the article's; rules about language leave it alone.
    pub boilerplate: Option<Boilerplate>,
    tokens: Range<u32>,
    sentences: Range<u32>,
    is_ascii: bool,
    /// A bit for each byte of ASCII that is a token.
    marks: u128,
}

/// The part a block plays in an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// A headline or a heading inside the article.
    Heading,
    /// Running text.
    Paragraph,
    /// One item of a list.
    ListItem,
    /// A block quotation.
    Quote,
    /// The text below a picture or table.
    Caption,
}

/// A sentence, or what stands for one: a heading, a list item without a full stop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    span: (u32, u32),
    tokens: Range<u32>,
}

/// A word, a number or a mark. White space has no token; it is what lies between two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    start: u32,
    end: u32,
    /// What it is.
    pub kind: TokenKind,
    is_ascii: bool,
    key: Key,
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

impl Block {
    /// Whether all its text is ASCII.
    #[must_use]
    pub fn is_ascii(&self) -> bool {
        self.is_ascii
    }

    /// Whether one of these marks of ASCII is a token of the block. It is known without looking, so that a rule about
    /// rare marks can leave most blocks alone.
    #[must_use]
    pub fn has_mark(&self, marks: &[u8]) -> bool {
        marks.iter().any(|mark| self.marks >> mark & 1 == 1)
    }
}

impl Sentence {
    /// Bytes of the text, without surrounding white space.
    #[must_use]
    pub fn span(&self) -> Span {
        self.span.0 as usize..self.span.1 as usize
    }
}

impl Token {
    pub(crate) fn new(span: Span, kind: TokenKind) -> Self {
        let offset = |at: usize| u32::try_from(at).expect("Document::with_blocks cuts the text at 4 GiB");
        Self {
            start: offset(span.start),
            end: offset(span.end),
            kind,
            is_ascii: true,
            key: Key::default(),
        }
    }

    /// Offset of the first byte.
    #[must_use]
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// Offset after the last byte.
    #[must_use]
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// Bytes of the text.
    #[must_use]
    pub fn span(self) -> Span {
        self.start()..self.end()
    }

    /// Whether it is a word.
    #[must_use]
    pub fn is_word(self) -> bool {
        self.kind == TokenKind::Word
    }

    /// Whether it is a number.
    #[must_use]
    pub fn is_number(self) -> bool {
        self.kind == TokenKind::Number
    }

    /// Whether it is a mark.
    #[must_use]
    pub fn is_mark(self) -> bool {
        self.kind == TokenKind::Mark
    }

    /// Whether all its characters are ASCII.
    #[must_use]
    pub fn is_ascii(self) -> bool {
        self.is_ascii
    }

    /// Whether it may be one of the lower-case words of a set, which most tokens are not.
    pub(crate) fn may_be_in(self, words: &KeySet) -> bool {
        words.contains(self.key)
    }
}

impl<'a> Document<'a> {
    /// Reads plain text: blank lines part blocks, a line that starts with a bullet is a list item, and a short first
    /// line without a full stop is a heading.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        Self::with_blocks(text, &segment::plain_blocks(text))
    }

    /// Reads text whose blocks are known. Blocks must be in order and must not overlap; text outside them is not
    /// examined, nor is anything beyond 4 GiB.
    #[must_use]
    pub fn with_blocks(text: &'a str, blocks: &[(BlockKind, Span)]) -> Self {
        let mut doc = Self {
            text,
            lower: text.to_ascii_lowercase(),
            blocks: Vec::with_capacity(blocks.len()),
            sentences: Vec::new(),
            tokens: Vec::with_capacity(text.len() / 5),
            language: None,
        };
        for (kind, span) in blocks {
            doc.add_block(*kind, trimmed(text, span.clone()));
        }
        doc.language = language::of_document(&doc);
        doc
    }

    fn add_block(&mut self, kind: BlockKind, span: Span) {
        if span.is_empty() || span.end > u32::MAX as usize {
            return;
        }
        let (first_token, first_sentence) = (self.tokens.len(), self.sentences.len());
        boundaries::tokens(self.text, span.clone(), &mut self.tokens);
        let is_ascii = self.text[span.clone()].is_ascii();
        let marks = self.describe_tokens(first_token, is_ascii);
        let mut next = first_token;
        for sentence in segment::sentences(self.text, span.clone(), &self.tokens[first_token..]) {
            let from = next;
            while next < self.tokens.len() && self.tokens[next].start() < sentence.end {
                next += 1;
            }
            self.sentences.push(Sentence {
                span: (index(sentence.start), index(sentence.end)),
                tokens: index(from)..index(next),
            });
        }
        self.blocks.push(Block {
            kind,
            boilerplate: boilerplate::classify(&self.text[span.clone()]),
            is_ascii,
            marks,
            span,
            tokens: index(first_token)..index(self.tokens.len()),
            sentences: index(first_sentence)..index(self.sentences.len()),
        });
    }

    /// Fills in what tokens say about their text, and collects the marks among them for their block.
    fn describe_tokens(&mut self, first: usize, all_ascii: bool) -> u128 {
        let mut marks = 0;
        for token in &mut self.tokens[first..] {
            let word = &self.lower[token.span()];
            token.key = Key::of(word);
            token.is_ascii = all_ascii || word.is_ascii();
            if token.is_mark() && token.is_ascii && word.len() == 1 {
                marks |= 1 << word.as_bytes()[0];
            }
        }
        marks
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// The text at a span.
    #[must_use]
    pub fn str(&self, span: Span) -> &'a str {
        &self.text[span]
    }

    /// The text of a token.
    #[must_use]
    pub fn word(&self, token: Token) -> &'a str {
        &self.text[token.span()]
    }

    /// The text of a token with A–Z as a–z; other letters stay as they are.
    #[must_use]
    pub fn lower(&self, token: Token) -> &str {
        &self.lower[token.span()]
    }

    /// Whether two tokens are the same word, in whatever case of A–Z.
    #[must_use]
    pub fn same_word(&self, a: Token, b: Token) -> bool {
        a.key == b.key && self.lower(a) == self.lower(b)
    }

    /// The whole text with A–Z as a–z; offsets are those of [`Document::text`].
    #[must_use]
    pub fn lower_text(&self) -> &str {
        &self.lower
    }

    /// All blocks in order.
    #[must_use]
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// The blocks that belong to the article itself, in order.
    pub fn prose(&self) -> impl Iterator<Item = &Block> {
        self.blocks.iter().filter(|block| block.boilerplate.is_none())
    }

    /// All sentences in order, boilerplate included.
    #[must_use]
    pub fn sentences(&self) -> &[Sentence] {
        &self.sentences
    }

    /// The sentences of the article itself, in order.
    pub fn prose_sentences(&self) -> impl Iterator<Item = &Sentence> {
        self.prose().flat_map(|block| self.sentences_of(block))
    }

    /// The sentences of a block.
    #[must_use]
    pub fn sentences_of(&self, block: &Block) -> &[Sentence] {
        &self.sentences[range(&block.sentences)]
    }

    /// The tokens of a block.
    #[must_use]
    pub fn tokens_of(&self, block: &Block) -> &[Token] {
        &self.tokens[range(&block.tokens)]
    }

    /// The tokens of a sentence.
    #[must_use]
    pub fn tokens_in(&self, sentence: &Sentence) -> &[Token] {
        &self.tokens[range(&sentence.tokens)]
    }

    /// What lies between two tokens that follow each other in one block: white space or nothing.
    #[must_use]
    pub fn gap(&self, left: Token, right: Token) -> &'a str {
        &self.text[left.end()..right.start()]
    }

    /// The language of the article's own text, where there is enough of it to tell.
    #[must_use]
    pub fn language(&self) -> Option<Language> {
        self.language
    }

    /// Whether there is anything to check: a word or a number in any block.
    #[must_use]
    pub fn has_words(&self) -> bool {
        self.tokens.iter().any(|token| !token.is_mark())
    }

    /// Number of words and numbers in the article itself, the base of the quality score.
    #[must_use]
    pub fn word_count(&self) -> usize {
        self.prose()
            .flat_map(|block| self.tokens_of(block))
            .filter(|token| !token.is_mark())
            .count()
    }
}

fn trimmed(text: &str, span: Span) -> Span {
    let inner = &text[span.clone()];
    let start = span.start + (inner.len() - inner.trim_start().len());
    start..start + inner.trim().len()
}

fn index(at: usize) -> u32 {
    u32::try_from(at).expect("add_block refuses spans beyond 4 GiB")
}

fn range(range: &Range<u32>) -> Range<usize> {
    range.start as usize..range.end as usize
}
