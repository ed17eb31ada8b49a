//! Phrase tables: patterns of words with a replacement each, matched in one pass whatever the number of entries.
//!
//! A pattern is words with single spaces between; it matches tokens, case-blind.
//!
//! | written | matches |
//! |---|---|
//! | `(in\|within) the framework of` | either alternative; an empty one, `(the\|)`, is nothing |
//! | `{render} assistance` | the verb in any form; `{help}` in the replacement takes the same form |
//! | `[measure]` | the noun in either number; `[step]` in the replacement takes the same number |
//! | `a <demanded> and * format` | only the part between the angle brackets is replaced; the rest is context |
//! | `*`, `#` | exactly one word, exactly one number |
//!
//! Every pattern is spelt out into plain token sequences, which share a trie: a token of the text costs one look-up.

use rustc_hash::FxHashMap;

use crate::document::{Document, Token, TokenKind};
use crate::finding::Span;
use crate::inflection::{noun_forms, verb_forms};
use crate::segment;

/// A set of patterns, ready to match.
#[derive(Debug, Default)]
pub(crate) struct PhraseTable {
    nodes: Vec<Node>,
    endings: Vec<Ending>,
}

#[derive(Debug, Default)]
struct Node {
    words: FxHashMap<String, u32>,
    any_word: Option<u32>,
    any_number: Option<u32>,
    ending: Option<u32>,
}

/// Where a spelt-out pattern ends.
#[derive(Debug, Clone)]
struct Ending {
    entry: usize,
    /// Tokens of the match that are replaced.
    replaced: std::ops::Range<usize>,
    /// Which form of its verb or noun this is; several where forms look alike.
    forms: Vec<usize>,
}

/// A place where a pattern matches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PhraseMatch {
    /// Number of the pattern in the order of [`PhraseTable::insert`].
    pub(crate) entry: usize,
    /// Bytes of the part that the entry is about.
    pub(crate) span: Span,
    /// How many tokens the whole match has.
    pub(crate) length: usize,
    /// Which form of the pattern's verb or noun stands there.
    pub(crate) forms: Vec<usize>,
}

/// One element of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Element {
    Word(String),
    AnyWord,
    AnyNumber,
    Open,
    Close,
}

/// A spelt-out pattern: its elements and the forms it stands for.
#[derive(Debug, Clone, Default)]
struct Spelling {
    elements: Vec<Element>,
    forms: Option<Vec<usize>>,
}

impl PhraseTable {
    /// Adds pattern number `entry`. Errors say what is wrong with the pattern.
    pub(crate) fn insert(&mut self, entry: usize, pattern: &str) -> Result<(), String> {
        for spelling in spellings(pattern)? {
            self.insert_spelling(entry, spelling)
                .map_err(|error| format!("{error} in `{pattern}`"))?;
        }
        Ok(())
    }

    fn insert_spelling(&mut self, entry: usize, spelling: Spelling) -> Result<(), String> {
        if self.nodes.is_empty() {
            self.nodes.push(Node::default());
        }
        let (mut at, mut tokens, mut open, mut close) = (0, 0, 0, None);
        for element in spelling.elements {
            match element {
                Element::Open => open = tokens,
                Element::Close => close = Some(tokens),
                element => {
                    at = self.child(at, element);
                    tokens += 1;
                }
            }
        }
        let replaced = open..close.unwrap_or(tokens);
        if replaced.is_empty() || tokens < 2 {
            return Err("fewer than two words, or nothing to replace,".into());
        }
        let forms = spelling.forms.unwrap_or_default();
        match self.nodes[at].ending {
            None => {
                self.nodes[at].ending = Some(number(self.endings.len()));
                self.endings.push(Ending {
                    entry,
                    replaced,
                    forms,
                });
            }
            // "cut" is base, past and participle: one spelling, several forms.
            Some(ending) if self.endings[ending as usize].entry == entry => {
                self.endings[ending as usize].forms.extend(forms);
            }
            Some(ending) => {
                return Err(format!(
                    "the same words as in entry {}",
                    self.endings[ending as usize].entry + 1
                ));
            }
        }
        Ok(())
    }

    fn child(&mut self, at: usize, element: Element) -> usize {
        let fresh = number(self.nodes.len());
        let node = &mut self.nodes[at];
        let child = match element {
            Element::Word(word) => *node.words.entry(word).or_insert(fresh),
            Element::AnyWord => *node.any_word.get_or_insert(fresh),
            _ => *node.any_number.get_or_insert(fresh),
        };
        if child == fresh {
            self.nodes.push(Node::default());
        }
        child as usize
    }

    /// The longest match that begins at the first of `tokens`, which are the rest of a sentence.
    pub(crate) fn match_at(&self, doc: &Document, tokens: &[Token]) -> Option<PhraseMatch> {
        let root = self.nodes.first()?;
        let first = doc.lower(*tokens.first()?);
        if root.any_word.is_none() && root.any_number.is_none() && !root.words.contains_key(first) {
            return None;
        }
        let (ending, length) = self.longest(doc, 0, tokens, 0)?;
        let ending = &self.endings[ending as usize];
        let replaced = &tokens[ending.replaced.clone()];
        Some(PhraseMatch {
            entry: ending.entry,
            span: replaced[0].start()..replaced[replaced.len() - 1].end(),
            length,
            forms: ending.forms.clone(),
        })
    }

    fn longest(&self, doc: &Document, at: usize, tokens: &[Token], depth: usize) -> Option<(u32, usize)> {
        let node = &self.nodes[at];
        let deeper = tokens.get(depth).and_then(|token| {
            let exact = word_child(node, doc.lower(*token));
            let any = match token.kind {
                TokenKind::Word => node.any_word,
                TokenKind::Number => node.any_number,
                TokenKind::Mark => None,
            };
            exact
                .into_iter()
                .chain(any)
                .filter_map(|child| self.longest(doc, child as usize, tokens, depth + 1))
                .max_by_key(|(_, length)| *length)
        });
        deeper.or_else(|| node.ending.map(|ending| (ending, depth)))
    }
}

/// Patterns are written with straight apostrophes; texts use both.
fn word_child(node: &Node, word: &str) -> Option<u32> {
    node.words.get(word).copied().or_else(|| {
        word.contains('’')
            .then(|| node.words.get(word.replace('’', "'").as_str()).copied())
            .flatten()
    })
}

fn number(index: usize) -> u32 {
    u32::try_from(index).expect("a phrase table has far fewer than 2^32 words")
}

/// `replacement` with its `{verb}` or `[noun]` put into the form that the text had. `None` where the text's form is
/// ambiguous and the replacement's forms differ.
pub(crate) fn inflected(replacement: &str, forms: &[usize]) -> Option<String> {
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
    let mut fitting = forms.iter().filter_map(|form| all.get(*form));
    let first = fitting.next()?;
    fitting
        .all(|other| other == first)
        .then(|| format!("{before}{first}{after}"))
}

/// Phrases that one pattern may stand for: a limit for slips of the pen, far above what an honest entry needs.
const MOST_SPELLINGS: usize = 2048;

/// All the token sequences that a pattern stands for.
fn spellings(pattern: &str) -> Result<Vec<Spelling>, String> {
    let mut all = vec![Spelling::default()];
    let mut rest = pattern.trim();
    while let Some(next) = rest.chars().next() {
        let (options, behind) = match next {
            ' ' => (vec![Spelling::default()], &rest[1..]),
            '<' => (vec![single(Element::Open)], &rest[1..]),
            '>' => (vec![single(Element::Close)], &rest[1..]),
            '*' => (vec![single(Element::AnyWord)], &rest[1..]),
            '#' => (vec![single(Element::AnyNumber)], &rest[1..]),
            '(' => {
                let (inner, behind) = bracketed(rest, ')')?;
                let options: Result<Vec<_>, _> = inner.split('|').map(spellings).collect();
                (options?.concat(), behind)
            }
            '{' => {
                let (base, behind) = bracketed(rest, '}')?;
                (numbered(&verb_forms(base)), behind)
            }
            '[' => {
                let (singular, behind) = bracketed(rest, ']')?;
                (numbered(&noun_forms(singular)), behind)
            }
            _ => {
                let end = rest
                    .find([' ', '<', '>', '(', '{', '[', '*', '#'])
                    .unwrap_or(rest.len());
                (
                    vec![Spelling {
                        elements: plain(&rest[..end]),
                        forms: None,
                    }],
                    &rest[end..],
                )
            }
        };
        all = combined(&all, &options);
        rest = behind;
        if all.len() > MOST_SPELLINGS {
            return Err(format!(
                "`{pattern}` stands for more than {MOST_SPELLINGS} phrases"
            ));
        }
    }
    Ok(all)
}

fn single(element: Element) -> Spelling {
    Spelling {
        elements: vec![element],
        forms: None,
    }
}

/// What stands inside the bracket that `rest` begins with, and what follows it.
fn bracketed(rest: &str, close: char) -> Result<(&str, &str), String> {
    rest[1..]
        .split_once(close)
        .ok_or_else(|| format!("`{close}` is missing after `{rest}`"))
}

fn numbered(forms: &[String]) -> Vec<Spelling> {
    let spelling = |(form, word): (usize, &String)| Spelling {
        elements: plain(word),
        forms: Some(vec![form]),
    };
    forms.iter().enumerate().map(spelling).collect()
}

/// The tokens of plain words: "confidence-building" is three.
fn plain(words: &str) -> Vec<Element> {
    let lower = words.to_ascii_lowercase();
    let mut tokens = Vec::new();
    segment::tokens(&lower, 0..lower.len(), &mut tokens);
    tokens
        .into_iter()
        .map(|token| Element::Word(lower[token.span()].to_owned()))
        .collect()
}

fn combined(heads: &[Spelling], tails: &[Spelling]) -> Vec<Spelling> {
    heads
        .iter()
        .flat_map(|head| {
            tails.iter().map(|tail| Spelling {
                elements: head.elements.iter().chain(&tail.elements).cloned().collect(),
                // The first verb or noun of the pattern is the one that the replacement follows.
                forms: head.forms.clone().or_else(|| tail.forms.clone()),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(patterns: &[&str], text: &str) -> Vec<(usize, String, Vec<usize>)> {
        let mut table = PhraseTable::default();
        for (entry, pattern) in patterns.iter().enumerate() {
            table.insert(entry, pattern).unwrap();
        }
        let doc = Document::new(text);
        let sentence = &doc.sentences()[0];
        let tokens = doc.tokens_in(sentence);
        (0..tokens.len())
            .filter_map(|at| table.match_at(&doc, &tokens[at..]))
            .map(|found| (found.entry, doc.str(found.span).to_owned(), found.forms))
            .collect()
    }

    #[test]
    fn alternatives_wildcards_and_context() {
        let patterns = [
            "(in|within) the (general |)framework of",
            "a <demanded> and * format",
            "# <thousand> times",
        ];
        assert_eq!(
            matches(&patterns, "It met Within the framework of talks."),
            [(0, "Within the framework of".into(), vec![])]
        );
        assert_eq!(
            matches(&patterns, "It met in the general framework of talks.").len(),
            1
        );
        assert_eq!(
            matches(&patterns, "It is a demanded and promising format."),
            [(1, "demanded".into(), vec![])]
        );
        assert_eq!(
            matches(&patterns, "It rose 20 thousand times."),
            [(2, "thousand".into(), vec![])]
        );
        assert_eq!(matches(&patterns, "It is a frame within the house."), []);
    }

    #[test]
    fn forms_carry_over_to_the_replacement() {
        let found = matches(
            &["{render} assistance to"],
            "They rendered assistance to the town.",
        );
        assert_eq!(found, [(0, "rendered assistance to".into(), vec![2, 3])]);
        assert_eq!(inflected("{help}", &[2, 3]).as_deref(), Some("helped"));
        assert_eq!(
            inflected("{give} help to", &[2, 3]),
            None,
            "gave or given: the text does not say"
        );
        assert_eq!(
            inflected("{give} help to", &[4]).as_deref(),
            Some("giving help to")
        );
        assert_eq!(inflected("[step] taken", &[1]).as_deref(), Some("steps taken"));
        assert_eq!(inflected("as part of", &[]).as_deref(), Some("as part of"));
    }

    #[test]
    fn bad_patterns_say_what_is_wrong() {
        let mut table = PhraseTable::default();
        assert!(table.insert(0, "(in the").unwrap_err().contains("`)` is missing"));
        assert!(
            table
                .insert(0, "word")
                .unwrap_err()
                .contains("fewer than two words")
        );
        table.insert(0, "in the frame of").unwrap();
        assert!(
            table
                .insert(1, "in the frame of")
                .unwrap_err()
                .contains("entry 1")
        );
    }
}
