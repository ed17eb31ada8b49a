//! The names of an article: its capitalised words, with what stands beside them. No rule, no state.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use text::{BlockKind, KeySet, Span, Token};

use crate::document::{Block, Document, Sentence};
use crate::lexicon;

use super::phrase::{is_lower_case, spaced, touching};

/// A capitalised word inside a sentence, without the possessive.
#[derive(Debug, Clone)]
pub(super) struct Mention<'a> {
    pub(super) span: Span,
    /// Where its sentence begins.
    pub(super) sentence: usize,
    /// The capitalised words next to it, where nothing but a space parts them; titles such as "President" are none.
    pub(super) before: Option<&'a str>,
    pub(super) after: Option<&'a str>,
    /// Whether it has a capital for being a name and not for its place in the sentence.
    is_name: bool,
}

/// All mentions by spelling, in the order of the text.
pub(super) type Names<'a> = FxHashMap<&'a str, Vec<Mention<'a>>>;

/// Every capitalised word of the article that is a name at least once.
pub(super) fn names<'a>(doc: &'a Document) -> Names<'a> {
    let mut names = Names::default();
    for block in doc.prose() {
        let plain = !is_title_case(doc, block);
        for sentence in doc.sentences_of(block) {
            let tokens = doc.tokens_in(sentence);
            let opening = tokens.iter().position(|token| !token.is_mark()).unwrap_or(0);
            for at in (0..tokens.len()).filter(|at| tokens[*at].is_capitalised()) {
                if let Some((name, mention)) = mention(doc, sentence, tokens, at, plain && at > opening) {
                    names.entry(name).or_default().push(mention);
                }
            }
        }
    }
    names.retain(|_, mentions| mentions.iter().any(|mention| mention.is_name));
    names
}

/// Whether a heading Writes Every Word So, and capitals say nothing.
fn is_title_case(doc: &Document, block: &Block) -> bool {
    let ordinary =
        |token: &Token| is_lower_case(doc.word(*token)) && !lexicon::is_function_word(doc.lower(*token));
    block.kind == BlockKind::Heading
        && !doc
            .tokens_of(block)
            .iter()
            .any(|token| token.is_word() && ordinary(token))
}

/// The name at `at`, if there is one; `inside` where a capital there is not owed to the place.
fn mention<'a>(
    doc: &'a Document,
    sentence: &Sentence,
    tokens: &[Token],
    at: usize,
    inside: bool,
) -> Option<(&'a str, Mention<'a>)> {
    let token = tokens[at];
    if !token.is_word() {
        return None;
    }
    let name = without_possessive(doc.word(token));
    let compound = at > 0 && touching(tokens[at - 1], token) && doc.word(tokens[at - 1]) == "-";
    let double_name = tokens
        .get(at + 1..at + 3)
        .is_some_and(|pair| touching(token, pair[0]) && doc.word(pair[0]) == "-" && pair[1].is_capitalised());
    if compound || double_name || !is_plain_name(name) {
        return None;
    }
    let left = at.checked_sub(1).map(|at| tokens[at]);
    let right = tokens.get(at + 1).copied();
    let after_quote =
        left.is_some_and(|left| left.is_mark() && !matches!(doc.word(left), "," | "." | "(" | "-"));
    let mention = Mention {
        span: Span::new(token.start(), token.start() + name.len()),
        sentence: sentence.span().start,
        before: left
            .filter(|left| spaced(doc, *left, token))
            .and_then(|left| name_part(doc, left)),
        after: right
            .filter(|right| name.len() == doc.word(token).len() && spaced(doc, token, *right))
            .and_then(|right| name_part(doc, right)),
        is_name: inside && !after_quote,
    };
    Some((name, mention))
}

/// Capital first, then at least three small letters and nothing else: names in capitals or with hyphens have spellings
/// of their own.
pub(super) fn is_plain_name(word: &str) -> bool {
    if word.is_ascii() {
        return matches!(word.as_bytes(), [first, rest @ ..]
            if first.is_ascii_uppercase() && rest.len() >= 3 && rest.iter().all(u8::is_ascii_lowercase));
    }
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase)
        && letters.clone().count() >= 3
        && letters.all(char::is_lowercase)
}

fn without_possessive(word: &str) -> &str {
    let stem = word.strip_suffix('s');
    stem.and_then(|stem| stem.strip_suffix(['\'', '’']))
        .unwrap_or(word)
}

/// The keys of words that are no names although they have a capital.
static ORDINARY: LazyLock<KeySet> = LazyLock::new(|| {
    lexicon::function_words()
        .chain(lexicon::titles())
        .chain(text::sentence_starters())
        .collect()
});

fn name_part<'a>(doc: &'a Document, token: Token) -> Option<&'a str> {
    if !token.is_word() || !token.is_capitalised() {
        return None;
    }
    let (whole, lower) = (doc.word(token), doc.lower(token));
    let word = without_possessive(whole);
    let may_be_ordinary = word.len() < whole.len() || !token.is_ascii() || token.may_be_in(&ORDINARY);
    let is_ordinary = may_be_ordinary
        && (lexicon::is_function_word(lower) || lexicon::is_title(lower) || text::is_sentence_starter(word));
    (!is_ordinary).then_some(word)
}
