use rustc_hash::{FxHashMap, FxHashSet};
use text::{Key, Token};

use crate::document::{Document, Sentence};
use crate::finding::{Category, Severity};
use crate::lexicon::{self, Transliteration};
use crate::memo::{Memo, Question};
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};
use crate::words;

use super::phrase::{is_capitalised, touching};

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "non-word",
    summary: "a word that English does not have",
    category: Category::Spelling,
    severity: Severity::Minor,
    languages: Languages::ENGLISH,
    point: Point::AnyText,
    explain: "Engines copy a word that they do not know, put it into Latin letters, or build one that no language has. A large \
              list decides, with the ways in which English makes new words. A word may still be new, so that much is left \
              alone: names and what stands with a capital elsewhere, words inside quotation marks, words that the text \
              explains or uses again and again, the second part of a scientific name, compounds with a hyphen, sentences \
              in another language. What was meant cannot be told for certain, so there is no suggestion.",
    examples: &[
        Example::Flags {
            text: "Jewels of [[nefriit]] were found in the old mill.",
            fixed: None,
        },
        Example::Flags {
            text: "The crash was with a [[passagiersbus]] full of pensioners.",
            fixed: None,
        },
        Example::Flags {
            text: "Families receive [[matkapital]] for a second child, and [[matkapital]] is paid in May.",
            fixed: None,
        },
        Example::Flags {
            text: "His men had a good [[armynacle]] behind the hill.",
            fixed: None,
        },
        Example::Flags {
            text: "Jewels of [[nefriit]] and [[jadeit]] were found with 5 [[remmenu]] of gold.",
            fixed: None,
        },
        Example::Flags {
            text: "The court heard [[mukherjee]] and a nefriit that is said to bring luck, but a [[jadeit]] that is lost.",
            fixed: None,
        },
        Example::Passes(
            "An endovascular drill, fluororesin and seroprevalence are matters of ethnoreligious agritourism.",
        ),
        Example::Passes("They ate shirasu before suhoor, rode an okada in an agbada and slept at an onsen."),
        Example::Passes(
            "Chatbots, deepfakes, a pitchside reporter, repostings and cyberattacks are new words.",
        ),
        Example::Passes(
            "The colour of the harbour was greyish; they prioritised the refurbishment of the theatre.",
        ),
        Example::Passes("The bird is called ngori by the people there, and the drink is named samsoo."),
        Example::Passes("They drink shochuu, a spirit made of rice, and nalewka (a liqueur)."),
        Example::Passes("The germ Campylobacter jejunii and the moth H. flexilissima were studied."),
        Example::Passes(
            "Roofs are made of tavoletta. The tavoletta is cheap. Every tavoletta lasts for years.",
        ),
        Example::Passes("The word “nefriit” is Estonian, and the site writes pleeease."),
        Example::Passes("The API is on GitHub, where the lodash and the dokku of the team are kept."),
        Example::Passes(
            "Carmustine and cytarabine are drugs; ganglioneuritis and the enzyme urokinase are not.",
        ),
        Example::Passes(
            "The plant gives 5 gigacalories of heat and 3 petajoules a year; the band is in terahertz.",
        ),
        Example::Passes(
            "He was honoured in memoriam, under the lex specialis, the ratione personae of the court.",
        ),
        Example::Passes(
            "The bilibili concert and a post on xiaohongshu drew fans; so did the vkontakte page.",
        ),
        Example::Passes("They sell tsukudani with rice, carry trishulas and sing a shlok at dawn."),
        Example::Passes(
            "Write to https: / / site.com / harburmil _ nort _ solutons or to harburmil @ site.com.",
        ),
        Example::Passes("Un suspect din Brea a fost arestat cu dolari."),
        Example::Passes(
            "The ttyrc and the xkcdq files, the nefriit-like stone and nefriit.ee are technical.",
        ),
        Example::Passes("The firm Nefriit was sold; nefriit wrote that in small letters itself."),
        Example::Passes(
            "The trabeculae carneae of the heart; dioxygen and trisulfide; androcentrism and its centrists.",
        ),
        Example::Passes("The phyto and zooparasites of the town were counted, and a balafon was played."),
    ],
    check,
};

/// Letters of the words that are judged: of short strings, too many are words somewhere.
const LETTERS: std::ops::RangeInclusive<usize> = 5..=24;

fn check(doc: &Document, findings: &mut Findings) {
    if is_technical(doc) {
        return;
    }
    let unknown = Unknown::of(doc);
    if unknown.counts.is_empty() {
        return;
    }
    let names = unknown.names(doc);
    for block in doc.prose() {
        if doc
            .tokens_of(block)
            .iter()
            .all(|token| unknown.count(doc, *token).is_none())
        {
            continue;
        }
        let mut quoted = false;
        for sentence in doc.sentences_of(block) {
            check_sentence(doc, sentence, &unknown, &names, &mut quoted, findings);
        }
    }
}

/// Whether the article is about software, which is full of names in small letters: two different words of its trade.
fn is_technical(doc: &Document) -> bool {
    const TRADE: [&str; 26] = [
        "api",
        "apis",
        "backend",
        "cli",
        "codebase",
        "css",
        "devops",
        "docker",
        "frontend",
        "github",
        "gpu",
        "gpus",
        "html",
        "javascript",
        "json",
        "kubernetes",
        "linux",
        "llm",
        "llms",
        "npm",
        "postgres",
        "python",
        "repo",
        "sdk",
        "sql",
        "typescript",
    ];
    const KEYS: [Key; TRADE.len()] = Key::of_each(TRADE);
    let mut seen = None;
    doc.places_in_blocks(&KEYS).any(|(block, at)| {
        let word = doc.lower(doc.tokens_of(block)[at]);
        TRADE.binary_search(&word).is_ok() && *seen.get_or_insert(word) != word
    })
}

/// The words of the article that English does not have.
#[derive(Default)]
struct Unknown<'a> {
    /// How often each of them stands there.
    counts: FxHashMap<&'a str, usize>,
    /// Their [bits](Key::bit): nearly all other words have none of them, and need not be looked up.
    bits: u128,
}

impl<'a> Unknown<'a> {
    fn of(doc: &'a Document) -> Self {
        let mut unknown = Self::default();
        let tokens = doc.unsettled().map(|(block, at)| &doc.tokens_of(block)[at]);
        Memo::with(|memo| {
            for token in tokens.filter(|token| may_be_judged(**token)) {
                let (key, word) = (token.key(), doc.word(*token));
                if unknown.bits & key.bit() != 0
                    && let Some(count) = unknown.counts.get_mut(word)
                {
                    *count += 1;
                } else if !memo.ask(Question::IsKnown, key, word, is_known) && has_shape_of_word(word) {
                    unknown.counts.insert(word, 1);
                    unknown.bits |= key.bit();
                }
            }
        });
        unknown
    }

    /// How often the word stands in the article, if it is one of them.
    fn count(&self, doc: &Document, token: Token) -> Option<usize> {
        if self.bits & token.key().bit() == 0 {
            return None;
        }
        self.counts.get(doc.word(token)).copied()
    }

    /// Those of them that stand with a capital somewhere, and other such words, in lower case.
    fn names(&self, doc: &Document) -> FxHashSet<String> {
        doc.blocks()
            .iter()
            .flat_map(|block| doc.tokens_of(block))
            .filter(|token| token.is_capitalised())
            .filter(|token| self.bits & token.key().bit() != 0 || !token.is_ascii())
            .map(|token| doc.word(*token).to_lowercase())
            .collect()
    }
}

/// Whether English has the word; what the table of foreign nouns has is not put together from English words.
fn is_known(word: &str) -> bool {
    words::is_listed(word)
        || lexicon::is_small_brand(word)
        || lexicon::transliteration(word).is_none() && words::is_english(word)
}

fn may_be_judged(token: Token) -> bool {
    token.is_small() && LETTERS.contains(&token.span().len())
}

/// "ttyrc" is a code, "pleeease" a sound.
fn has_shape_of_word(word: &str) -> bool {
    let letters = word.as_bytes();
    let is_vowel = |letter: &u8| matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u');
    letters.iter().any(is_vowel)
        && !letters
            .windows(3)
            .any(|three| three[0] == three[1] && three[1] == three[2])
}

/// `quoted` says whether a quotation is open where the sentence begins, and then where it ends.
fn check_sentence(
    doc: &Document,
    sentence: &Sentence,
    unknown: &Unknown,
    names: &FxHashSet<String>,
    quoted: &mut bool,
    findings: &mut Findings,
) {
    let tokens = doc.tokens_in(sentence);
    let places = tokens
        .iter()
        .filter(|token| unknown.count(doc, **token).is_some())
        .count();
    let silent = places == 0 || is_foreign(doc, tokens, places);
    for at in 0..tokens.len() {
        *quoted = match doc.word(tokens[at]) {
            "“" | "«" | "„" | "‘" => true,
            "”" | "»" => false,
            "\"" => !*quoted,
            _ => *quoted,
        };
        let Some(count) = unknown.count(doc, tokens[at]).filter(|_| !silent && !*quoted) else {
            continue;
        };
        let word = doc.word(tokens[at]);
        let foreign = lexicon::transliteration(word);
        // A word that comes back is a term of the article.
        let is_term = count > 1 && foreign.is_none();
        if !is_term
            && !names.contains(word)
            && stands_free(doc, tokens, at)
            && !is_explained(doc, tokens, at)
            && !is_in_latin_phrase(doc, tokens, at)
            && !is_beside_latin(doc, tokens, at)
            && !is_hanging_prefix(doc, tokens, at)
            && !is_in_torn_address(doc, tokens, at)
        {
            let may_be_name = is_among_small_names(doc, tokens, at, unknown);
            report(doc, findings, tokens[at], foreign, may_be_name);
        }
    }
}

fn report(
    doc: &Document,
    findings: &mut Findings,
    token: Token,
    foreign: Option<&Transliteration>,
    may_be_name: bool,
) {
    let word = doc.word(token);
    let message = if lexicon::is_name(word) {
        format!("“{word}” is a name with a small letter")
    } else if may_be_name && foreign.is_none() {
        format!("“{word}” is a name with a small letter, or a word that English does not have")
    } else {
        format!("“{word}” is no English word")
    };
    let finding = findings.report(&RULE, token.span(), message).confidence(0.8);
    // Writers of English coin words and use those of their trade; engines leave words that nobody has.
    if !doc.origin().machine_translated && foreign.is_none() {
        finding.severity(Severity::Info);
    }
    if let Some(noun) = foreign {
        finding.because(format!(
            "{} {} (“{}”) left in Latin letters",
            noun.language, noun.original, noun.meaning
        ));
    }
}

/// Whether other names stand in small letters near, or a word that names follow: "king mehmed", "the tumen river".
fn is_among_small_names(doc: &Document, tokens: &[Token], at: usize, unknown: &Unknown) -> bool {
    const NEAR: usize = 2;
    const NAMED: [&str; 26] = [
        "brother", "city", "clan", "district", "dynasty", "emperor", "family", "father", "god", "goddess",
        "hill", "king", "lake", "mother", "mount", "mountain", "prince", "princess", "province", "queen",
        "river", "sister", "son", "town", "tribe", "village",
    ];
    let near = tokens[at.saturating_sub(NEAR)..tokens.len().min(at + NEAR + 1)].iter();
    let beside = |token: &Token| {
        let word = doc.lower(*token);
        NAMED.contains(&word) || lexicon::is_title(word) || lexicon::is_name(doc.word(*token))
    };
    let others = near
        .clone()
        .filter(|token| token.start() != tokens[at].start())
        .any(|token| unknown.count(doc, *token).is_some());
    others || near.clone().any(beside)
}

/// "Trabeculae carneae": two words of the Latin of doctors, each with its ending.
fn is_beside_latin(doc: &Document, tokens: &[Token], at: usize) -> bool {
    let is_latin =
        |token: Token| token.is_word() && token.span().len() > 4 && doc.lower(token).ends_with("ae");
    let beside = [at.checked_sub(1), Some(at + 1)];
    is_latin(tokens[at])
        && beside
            .into_iter()
            .flatten()
            .filter_map(|at| tokens.get(at))
            .any(|token| is_latin(*token))
}

/// "Phyto and zooparasites": a prefix that shares its word with another.
fn is_hanging_prefix(doc: &Document, tokens: &[Token], at: usize) -> bool {
    words::is_prefix(doc.word(tokens[at]))
        && tokens
            .get(at + 1)
            .is_some_and(|next| matches!(doc.word(*next), "and" | "or" | "-" | "–"))
}

/// Whether the sentence is in another language, or nearly all of it is.
fn is_foreign(doc: &Document, tokens: &[Token], unknown: usize) -> bool {
    let words = tokens.iter().filter(|token| token.is_word()).count();
    let foreign = tokens
        .iter()
        .filter(|token| {
            lexicon::is_foreign_function_word(doc.lower(**token))
                && !lexicon::is_function_word(doc.lower(**token))
        })
        .count();
    let accented = tokens
        .iter()
        .filter(|token| token.is_word() && !token.is_ascii() && !is_capitalised(doc.word(**token)))
        .count();
    let talks = tokens.iter().any(|token| {
        matches!(
            doc.lower(*token),
            "spelled" | "spelt" | "spelling" | "typo" | "pronounced"
        )
    });
    // "Jewels of nefriit and jadeit were found": what stands round the words is English all the same.
    let english = tokens
        .iter()
        .filter(|token| lexicon::is_english_only(doc.lower(**token)))
        .count();
    let mostly_unknown = unknown * 4 > words && (unknown * 3 > words || english * 4 < words);
    foreign >= 2 || accented >= 2 || mostly_unknown || talks
}

/// Whether nothing touches the word but a mark of the sentence, and no name stands before it.
fn stands_free(doc: &Document, tokens: &[Token], at: usize) -> bool {
    let token = tokens[at];
    let left = at.checked_sub(1).map(|at| tokens[at]);
    let free_left = left.is_none_or(|left| !touching(left, token));
    let free_right = tokens.get(at + 1).is_none_or(|right| {
        !touching(token, *right)
            || matches!(doc.word(*right), "." | "," | ";" | ":" | "?" | "!" | ")")
                && tokens.get(at + 2).is_none_or(|next| !touching(*right, *next))
    });
    // "Campylobacter jejuni", "Lietuvos rytas", "L. casei": the first word of the sentence has a capital anyway.
    let behind_name = left.is_some_and(|left| {
        let word = doc.word(left);
        at > 1 && is_capitalised(word) && !lexicon::is_function_word(doc.lower(left))
            || word == "."
            || at == 1 && is_capitalised(word) && !words::is_english(doc.lower(left))
    });
    free_left && free_right && !behind_name
}

/// "In memoriam", "lex specialis": a word that English has in this place only.
fn is_in_latin_phrase(doc: &Document, tokens: &[Token], at: usize) -> bool {
    let pair = |first: usize| {
        tokens
            .get(first + 1)
            .is_some_and(|second| lexicon::is_latin_pair(doc.lower(tokens[first]), doc.lower(*second)))
    };
    pair(at) || at.checked_sub(1).is_some_and(pair)
}

/// "https: / / site.com / harbourmill _ north": what is left of an address that was torn apart.
fn is_in_torn_address(doc: &Document, tokens: &[Token], at: usize) -> bool {
    const NEAR: usize = 2;
    let near = &tokens[at.saturating_sub(NEAR)..tokens.len().min(at + NEAR + 1)];
    near.iter().any(|token| {
        let word = doc.lower(*token);
        matches!(word, "/" | "_" | "\\" | "@")
            || word.contains('_')
            || [".com", ".net", ".org", ".ru", ".info"]
                .iter()
                .any(|end| word.ends_with(end))
    })
}

/// Whether the text says itself that the word is a foreign or new one: "called ngori", "shochu, a spirit".
fn is_explained(doc: &Document, tokens: &[Token], at: usize) -> bool {
    const NAMING: [&str; 14] = [
        "aka",
        "called",
        "calls",
        "dubbed",
        "known",
        "means",
        "name",
        "named",
        "nicknamed",
        "or",
        "so-called",
        "term",
        "termed",
        "word",
    ];
    let introduced = tokens[..at]
        .iter()
        .rev()
        .take(2)
        .any(|token| NAMING.contains(&doc.lower(*token)));
    let glossed = tokens.get(at + 1).is_some_and(|next| match doc.word(*next) {
        "(" | "—" | "–" | "means" | "meaning" => true,
        // "A yokai that is said to bring luck".
        "that" => tokens.get(at + 2).is_some_and(|verb| match doc.lower(*verb) {
            "means" | "meant" => true,
            "is" | "was" => tokens
                .get(at + 3)
                .is_some_and(|word| matches!(doc.lower(*word), "said" | "called" | "known" | "believed")),
            _ => false,
        }),
        "," => tokens.get(at + 2).is_some_and(|word| {
            matches!(
                doc.lower(*word),
                "a" | "an" | "the" | "or" | "which" | "also" | "known" | "that" | "meaning"
            )
        }),
        _ => false,
    });
    introduced || glossed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_is_a_name() {
        let text = "The court heard mukherjee on Monday, and nefriit was found in the mill.";
        let messages: Vec<_> = RULE
            .findings(&Document::new(text))
            .into_iter()
            .map(|f| f.message)
            .collect();
        assert_eq!(
            messages,
            [
                "“mukherjee” is a name with a small letter",
                "“nefriit” is no English word"
            ]
        );
    }
}
