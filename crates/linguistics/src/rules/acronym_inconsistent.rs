use rustc_hash::FxHashMap;
use text::{Span, Token};

use crate::document::Document;
use crate::finding::{Category, Severity};
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

use super::acronym::{spelt_out, words_before};
use super::phrase::{is_all_capitals, is_capitalised};

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "acronym-inconsistent",
    summary: "one name with two acronyms, or one acronym for two versions of a name",
    category: Category::InconsistentTerm,
    severity: Severity::Minor,
    languages: Languages::ENGLISH,
    point: Point::AnyText,
    explain: "An article explains a name and its acronym in brackets twice, and not in the same way. The translator met \
              the name again and chose other words, or took the letters of the original the second time. A reader \
              thinks of two organisations. Acronyms that are never explained are not reported.",
    examples: &[
        Example::Flags {
            text: "The National Tidal Agency (NTA) met in May. A lawyer of the National Tidal Agency ([[NTP]]) spoke.",
            fixed: Some(
                "The National Tidal Agency (NTA) met in May. A lawyer of the National Tidal Agency (NTA) spoke.",
            ),
        },
        Example::Flags {
            text: "The Harbour Workers Union (HWU) called a strike. The [[Harbour Watch Union]] (HWU) ended it.",
            fixed: None,
        },
        Example::Passes(
            "The European Union (EU) signed. Later the European Union (EU) and its envoy (AP) declined.",
        ),
        Example::Passes("The Free Harbour Party (FHP) won. The Fishermen's Housing Project (FHP) lost."),
        Example::Passes(
            "The Organization of Tidal States (OTS) and the Organisation of Tidal State (OTS) agree.",
        ),
        Example::Passes("Rhine Gas (RGA) rose. Shares of Rhine Gas (XETRA) fell at noon."),
        Example::Passes(
            "The General Confederation of Labour (CGT) met; the General Confederation of Labour (CGT) voted.",
        ),
        Example::Passes("The PTA called, and so did the PTO; both mean the parents."),
        Example::Flags {
            text: "The Port Pilots Union (PPU) met in May. A man of the Port Pilots Union ([[CPPU]]) left.",
            fixed: Some(
                "The Port Pilots Union (PPU) met in May. A man of the Port Pilots Union (CPPU) left.",
            ),
        },
    ],
    check,
};

/// An acronym in brackets and the words before it that may be its name.
struct Definition {
    acronym: Token,
    words: Vec<Token>,
}

fn check(doc: &Document, findings: &mut Findings) {
    let with_brackets = doc
        .prose()
        .filter(|block| block.has_mark(b"("))
        .flat_map(|block| doc.sentences_of(block));
    let definitions: Vec<Definition> = with_brackets
        .flat_map(|sentence| definitions(doc, doc.tokens_in(sentence)))
        .collect();
    if definitions.len() > 1 {
        other_acronyms(doc, findings, &definitions);
        other_names(doc, findings, &definitions);
    }
}

fn definitions(doc: &Document, tokens: &[Token]) -> Vec<Definition> {
    let bracketed = |part: &[Token]| {
        part[0].is_mark()
            && doc.word(part[0]) == "("
            && doc.word(part[2]) == ")"
            && is_acronym(doc.word(part[1]))
    };
    tokens
        .windows(3)
        .enumerate()
        .filter(|(_, part)| bracketed(part))
        .map(|(open, part)| Definition {
            acronym: part[1],
            words: words_before(doc, &tokens[..open]),
        })
        .collect()
}

fn is_acronym(word: &str) -> bool {
    (2..=7).contains(&word.len()) && word.is_ascii() && is_all_capitals(word)
}

/// The same words with an acronym that is nearly theirs.
fn other_acronyms(doc: &Document, findings: &mut Findings, definitions: &[Definition]) {
    let mut right = FxHashMap::<String, Token>::default();
    for definition in definitions {
        if let Some(name) = spelt_out(doc, definition.acronym, &definition.words) {
            right.entry(lower(doc, name)).or_insert(definition.acronym);
        }
    }
    for definition in definitions {
        let Some((name, acronym)) = longest_known(doc, &right, &definition.words) else {
            continue;
        };
        let (found, due) = (doc.word(definition.acronym), doc.word(acronym));
        if found == due || !is_nearly(found, due) {
            continue;
        }
        let message = format!(
            "“{}” is “{due}” elsewhere in the article and “{found}” here",
            doc.str(name)
        );
        let finding = findings
            .report(&RULE, definition.acronym.span(), message)
            .confidence(0.85)
            .relate(acronym.span(), format!("“{due}” here"));
        // Of "CPPCC" and "PPCC" the longer may be the right one: the first lost a word of the name.
        if !found.contains(due) && !due.contains(found) {
            finding.fix(due);
        }
    }
}

fn lower(doc: &Document, words: &[Token]) -> String {
    words
        .iter()
        .map(|word| doc.lower(*word))
        .collect::<Vec<_>>()
        .join(" ")
}

/// The longest end of `words` that has an acronym.
fn longest_known(doc: &Document, right: &FxHashMap<String, Token>, words: &[Token]) -> Option<(Span, Token)> {
    (0..words.len().saturating_sub(1)).find_map(|from| {
        let acronym = right.get(&lower(doc, &words[from..]))?;
        let span = Span::new(words[from].start(), words[words.len() - 1].end());
        Some((span, *acronym))
    })
}

/// Whether one may stand for the other by mistake: the same letters in another order, or one letter off. What else
/// stands in a bracket behind a name is something else: a country, a stock exchange, an agency.
fn is_nearly(found: &str, due: &str) -> bool {
    let sorted = |word: &str| {
        let mut letters = word.as_bytes().to_vec();
        letters.sort_unstable();
        letters
    };
    due.len() > 2 && (sorted(found) == sorted(due) || strsim::osa_distance(found, due) == 1)
}

/// The same acronym with other words that also have its initials, some of them the same.
fn other_names(doc: &Document, findings: &mut Findings, definitions: &[Definition]) {
    let mut first = FxHashMap::<&str, &[Token]>::default();
    for definition in definitions {
        let Some(name) = spelt_out(doc, definition.acronym, &definition.words) else {
            continue;
        };
        let acronym = doc.word(definition.acronym);
        let known = *first.entry(acronym).or_insert(name);
        let is_name = name
            .iter()
            .chain(known)
            .all(|word| is_capitalised(doc.word(*word)));
        if is_name && is_other_version(doc, known, name) {
            let (span, known) = (whole(name), whole(known));
            let message = format!(
                "“{acronym}” is “{}” here and “{}” before",
                doc.str(span),
                doc.str(known)
            );
            findings
                .report(&RULE, span, message)
                .confidence(0.8)
                .relate(known, format!("explained as “{acronym}” here"));
        }
    }
}

fn whole(words: &[Token]) -> Span {
    Span::new(words[0].start(), words[words.len() - 1].end())
}

/// Whether the names share a word and differ in another by more than an ending or "s" and "z".
fn is_other_version(doc: &Document, a: &[Token], b: &[Token]) -> bool {
    let stem = |word: &Token| doc.lower(*word).chars().take(5).collect::<String>();
    let same = a.iter().zip(b).filter(|(a, b)| stem(a) == stem(b)).count();
    same > 0 && same < a.len()
}
