//! The text under examination: blocks, sentences and tokens as byte spans, built once and borrowed by every rule.

use std::ops::Range;

use text::{BlockKind, Key, Lang, Span, Text, Token};

use crate::boilerplate::{self, Boilerplate};
use crate::index::Places;
use crate::language;

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
    places: Places,
    language: Option<Lang>,
    origin: Origin,
    rendered: Vec<Rendered>,
}

/// A stretch of a translation, and what it renders without doubt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// Bytes of the document's text.
    pub span: Span,
    /// The sentence of the original, or the few.
    pub original: String,
    /// The language of the original.
    pub language: Lang,
}

/// What is known of a text's origin, apart from its words.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Origin {
    /// Whether it is known to be a machine translation.
    pub machine_translated: bool,
    /// The language that it was translated from, where that is known.
    pub source_language: Option<Lang>,
}

impl Origin {
    /// A machine translation, from a language that may be known.
    #[must_use]
    pub fn machine_translation(source_language: Option<Lang>) -> Self {
        Self {
            machine_translated: true,
            source_language,
        }
    }
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

/// A sentence, or what stands for one: a heading, a list item without a full stop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    span: (u32, u32),
    tokens: Range<u32>,
}

impl Block {
    /// Whether all its text is ASCII.
    #[inline]
    #[must_use]
    pub fn is_ascii(&self) -> bool {
        self.is_ascii
    }

    /// Whether one of these marks of ASCII is a token of the block. It is known without looking, so that a rule about
    /// rare marks can leave most blocks alone.
    #[inline]
    #[must_use]
    pub fn has_mark(&self, marks: &[u8]) -> bool {
        marks.iter().any(|mark| self.marks >> mark & 1 == 1)
    }
}

impl Sentence {
    /// Bytes of the text, without surrounding white space.
    #[inline]
    #[must_use]
    pub fn span(&self) -> Span {
        Span::new(self.span.0 as usize, self.span.1 as usize)
    }
}

impl<'a> Document<'a> {
    /// Reads plain text for its own signs of headings and lists, as [`Text::plain`] does.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        Self::with_blocks(text, &text::plain_blocks(text))
    }

    /// Reads a text whose blocks are known.
    #[must_use]
    pub fn of(text: &'a Text) -> Self {
        Self::with_blocks(&text.string, &text.blocks)
    }

    /// Reads text whose blocks are known. Blocks must be in order and must not overlap; text outside them is not
    /// examined, nor is anything beyond 4 GiB.
    #[must_use]
    pub fn with_blocks(text: &'a str, blocks: &[text::Block]) -> Self {
        let mut doc = Self {
            text,
            lower: text.to_ascii_lowercase(),
            blocks: Vec::with_capacity(blocks.len()),
            sentences: Vec::new(),
            tokens: Vec::with_capacity(text.len() / 5),
            places: Places::default(),
            language: None,
            origin: Origin::default(),
            rendered: Vec::new(),
        };
        for block in blocks {
            doc.add_block(block.kind, block.span.trimmed(text));
        }
        doc.places = Places::new(&doc.tokens, doc.prose().flat_map(|block| block.tokens.clone()));
        let words = doc.prose().flat_map(|block| doc.tokens_of(block)).copied();
        doc.language = language::of_words(text, &doc.lower, words.filter(|token| token.is_word()));
        doc
    }

    fn add_block(&mut self, kind: BlockKind, span: Span) {
        if span.is_empty() || span.end > u32::MAX as usize {
            return;
        }
        let (first_token, first_sentence) = (self.tokens.len(), self.sentences.len());
        text::add_tokens(self.text, span, &mut self.tokens);
        let mut next = first_token;
        for sentence in text::sentences(self.text, span, &self.tokens[first_token..]) {
            let from = next;
            while next < self.tokens.len() && self.tokens[next].start() < sentence.end {
                next += 1;
            }
            self.sentences.push(Sentence {
                span: (index(sentence.start), index(sentence.end)),
                tokens: index(from)..index(next),
            });
        }
        let marks = self.marks(&self.tokens[first_token..]);
        self.blocks.push(Block {
            kind,
            boilerplate: boilerplate::classify(&self.text[span], &self.lower[span]),
            is_ascii: self.text[span].is_ascii(),
            marks,
            span,
            tokens: index(first_token)..index(self.tokens.len()),
            sentences: index(first_sentence)..index(self.sentences.len()),
        });
    }

    /// A bit for each byte of ASCII that is a token.
    fn marks(&self, tokens: &[Token]) -> u128 {
        let marks = tokens.iter().filter(|token| token.is_mark() && token.is_ascii());
        marks.fold(0, |marks, token| match self.text[token.span()].as_bytes() {
            [mark] => marks | 1 << mark,
            _ => marks,
        })
    }

    /// The same document with what is known of its origin.
    #[must_use]
    pub fn with_origin(self, origin: Origin) -> Self {
        Self { origin, ..self }
    }

    /// What is known of its origin; nothing, unless somebody said.
    #[must_use]
    pub fn origin(&self) -> Origin {
        self.origin
    }

    /// The same document with the sentences of the original that its own are known to render, in any order.
    #[must_use]
    pub fn with_rendered(self, mut rendered: Vec<Rendered>) -> Self {
        rendered.sort_by_key(|rendered| rendered.span);
        Self { rendered, ..self }
    }

    /// What the sentence around a span renders; `None` where nobody knows.
    #[must_use]
    pub fn rendered_at(&self, span: Span) -> Option<&Rendered> {
        let behind = self
            .rendered
            .partition_point(|rendered| rendered.span.start <= span.start);
        let rendered = self.rendered.get(behind.checked_sub(1)?)?;
        (span.end <= rendered.span.end).then_some(rendered)
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// The text at a span.
    #[inline]
    #[must_use]
    pub fn str(&self, span: impl Into<Span>) -> &'a str {
        &self.text[span.into()]
    }

    /// The text of a token.
    #[inline]
    #[must_use]
    pub fn word(&self, token: Token) -> &'a str {
        &self.text[token.span()]
    }

    /// The text of a token with A–Z as a–z; other letters stay as they are.
    #[inline]
    #[must_use]
    pub fn lower(&self, token: Token) -> &str {
        &self.lower[token.span()]
    }

    /// Whether two tokens are the same word, in whatever case of A–Z.
    #[inline]
    #[must_use]
    pub fn same_word(&self, a: Token, b: Token) -> bool {
        a.may_be(b) && self.lower(a) == self.lower(b)
    }

    /// All blocks in order.
    #[must_use]
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// The blocks that belong to the article itself, in order.
    pub fn prose(&self) -> impl Iterator<Item = &Block> + Clone {
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
    #[inline]
    #[must_use]
    pub fn sentences_of(&self, block: &Block) -> &[Sentence] {
        &self.sentences[range(&block.sentences)]
    }

    /// The tokens of a block.
    #[inline]
    #[must_use]
    pub fn tokens_of(&self, block: &Block) -> &[Token] {
        &self.tokens[range(&block.tokens)]
    }

    /// The tokens of a sentence.
    #[inline]
    #[must_use]
    pub fn tokens_in(&self, sentence: &Sentence) -> &[Token] {
        &self.tokens[range(&sentence.tokens)]
    }

    /// Where words of the article stand: the sentence, and which of its tokens it is. A word of another spelling may be
    /// among them, because only [keys](Key) are compared.
    pub(crate) fn places_in_sentences<'d>(
        &'d self,
        words: &[Key],
    ) -> impl Iterator<Item = (&'d Sentence, usize)> + use<'d, 'a> {
        in_parts(
            &self.sentences,
            |sentence| &sentence.tokens,
            self.places.of(&self.tokens, words),
        )
    }

    /// The same with the block and which of the block's tokens it is.
    pub(crate) fn places_in_blocks<'d>(
        &'d self,
        words: &[Key],
    ) -> impl Iterator<Item = (&'d Block, usize)> + use<'d, 'a> {
        in_parts(
            &self.blocks,
            |block| &block.tokens,
            self.places.of(&self.tokens, words),
        )
    }

    /// The sentences of the article in which one of some words stands, and now and then another sentence.
    pub(crate) fn sentences_with<'d>(
        &'d self,
        words: &[Key],
    ) -> impl Iterator<Item = &'d Sentence> + use<'d, 'a> {
        once_each(self.places_in_sentences(words))
    }

    /// The same of blocks.
    pub(crate) fn blocks_with<'d>(&'d self, words: &[Key]) -> impl Iterator<Item = &'d Block> + use<'d, 'a> {
        once_each(self.places_in_blocks(words))
    }

    /// Where numbers of the article stand: the sentence, and which of its tokens it is.
    pub(crate) fn numbers_in_sentences(&self) -> impl Iterator<Item = (&Sentence, usize)> {
        in_parts(
            &self.sentences,
            |sentence| &sentence.tokens,
            self.places.numbers().iter().copied(),
        )
    }

    /// What lies between two tokens that follow each other in one block: white space or nothing.
    #[inline]
    #[must_use]
    pub fn gap(&self, left: Token, right: Token) -> &'a str {
        &self.text[left.end()..right.start()]
    }

    /// The language of the article's own text, where there is enough of it to tell.
    #[must_use]
    pub fn language(&self) -> Option<Lang> {
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

/// Each of `places`, numbers of tokens in order, with the part whose `tokens` it is among, and which of them it is.
fn in_parts<P>(
    parts: &[P],
    tokens: impl Fn(&P) -> &Range<u32>,
    places: impl IntoIterator<Item = u32>,
) -> impl Iterator<Item = (&P, usize)> {
    let mut rest = parts;
    places.into_iter().map(move |place| {
        // One after the other: the next place is mostly in the same part or a few parts on.
        while let [first, behind @ ..] = rest
            && tokens(first).end <= place
        {
            rest = behind;
        }
        let part = rest
            .first()
            .expect("every token of a document is in a block and in a sentence");
        (part, (place - tokens(part).start) as usize)
    })
}

/// The parts of some places, each once.
fn once_each<'d, P: 'd>(places: impl Iterator<Item = (&'d P, usize)>) -> impl Iterator<Item = &'d P> {
    let mut last = None;
    places.filter_map(move |(part, _)| {
        let again = last.is_some_and(|last| std::ptr::eq(last, part));
        last = Some(part);
        (!again).then_some(part)
    })
}

fn index(at: usize) -> u32 {
    u32::try_from(at).expect("add_block refuses spans beyond 4 GiB")
}

fn range(range: &Range<u32>) -> Range<usize> {
    range.start as usize..range.end as usize
}
