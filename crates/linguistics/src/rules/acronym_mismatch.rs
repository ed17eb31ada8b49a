use rustc_hash::{FxHashMap, FxHashSet};
use text::{Span, Token};

use crate::document::{Document, Sentence};
use crate::finding::{Category, Severity};
use crate::lexicon::{self, Head};
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

use super::acronym::{all_words_before, words_before};
use super::phrase::{is_all_capitals, is_capitalised, touching};

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "acronym-mismatch",
    summary: "an acronym whose letters do not fit the words it stands for",
    category: Category::WrongTerm,
    severity: Severity::Major,
    languages: Languages::ENGLISH,
    point: Point::AnyText,
    explain: "An acronym in brackets has one letter that fits none of the words before it. The name was translated and \
              the acronym was only put into Latin letters: in “International Information Security (IIB)” the B is \
              Russian “безопасность”, security. Every other use in the article is linked to that definition. Acronyms \
              that keep the order of their own language, such as CERN, FIFA or CGT, are right and are left alone.",
    examples: &[
        Example::Flags {
            text: "A report on International Information Security ([[IIB]]) was adopted. The session on [[IIB]] is over.",
            fixed: Some(
                "A report on International Information Security (IIS) was adopted. The session on IIS is over.",
            ),
        },
        Example::Flags {
            text: "The [[MPB]] (Ministry of Public Security) sent a team, the Regional Customs Union ([[RCS]]) none.",
            fixed: None,
        },
        Example::Flags {
            text: "The Public Company Accounting Regulatory Board ([[PCAOB]]) issued it.",
            fixed: None,
        },
        Example::Passes(
            "The European Organization for Nuclear Research (CERN) and the football federation (FIFA) met.",
        ),
        Example::Passes(
            "The General Confederation of Labour (CGT) and the Socialist Unity Party (SED) signed.",
        ),
        Example::Passes(
            "The World Health Organization (WHO), the Ministry of Defence (MoD) and Extensible Markup Language (XML).",
        ),
        Example::Passes(
            "Small arms and light weapons (SALW), non-governmental organizations (NGOs), the Group of Twenty (G20).",
        ),
        Example::Passes(
            "The Organization for Security and Co-operation in Europe (OSCE) and the U.S. Centers for Disease Control and Prevention (CDC).",
        ),
        Example::Passes(
            "Use SAML Single Sign-On (SSO), an Add-In Manager (AIM) or the Harbour Point-of-Sale (POS).",
        ),
        Example::Passes("She runs the Civil Rights Division (CRT) and the Public Lands Section (PUL)."),
        Example::Passes("The National Electoral Commission (INEC) announced the result."),
        Example::Passes("The Swiss People's Party (SVP) and the Federal Security Service (FSB) declined."),
    ],
    check,
};

/// An acronym with the words that it should abbreviate, one of which it does not.
struct Mismatch<'a> {
    acronym: Token,
    words: Vec<Token>,
    /// Which letter of the acronym, and which of `words`, do not go together.
    odd: usize,
    head: Option<&'a Head>,
}

fn check(doc: &Document, findings: &mut Findings) {
    let with_brackets = doc
        .prose()
        .filter(|block| block.has_mark(b"("))
        .flat_map(|block| doc.sentences_of(block));
    let mismatches: Vec<Mismatch> = with_brackets
        .flat_map(|sentence| in_sentence(doc, sentence))
        .collect();
    for mismatch in &mismatches {
        report_definition(doc, findings, mismatch);
    }
    if !mismatches.is_empty() {
        report_uses(doc, findings, &mismatches);
    }
}

fn in_sentence<'a>(doc: &Document, sentence: &Sentence) -> Vec<Mismatch<'a>> {
    let tokens = doc.tokens_in(sentence);
    let brackets = (0..tokens.len()).filter(|at| tokens[*at].is_mark() && doc.word(tokens[*at]) == "(");
    brackets
        .filter_map(|open| {
            let length = tokens[open..]
                .iter()
                .take(LONGEST_BRACKET)
                .position(|token| doc.word(*token) == ")")?;
            let inside = &tokens[open + 1..open + length];
            if let [acronym] = inside {
                let before = &tokens[..open];
                if fits(doc, doc.word(*acronym), &all_words_before(doc, before), 1) {
                    return None;
                }
                return mismatch(doc, *acronym, &words_before(doc, before), false);
            }
            // In "MPB (Ministry of Public Security)" the bracket holds the name and nothing else.
            let acronym = *tokens.get(open.checked_sub(1)?)?;
            let words = words_before(doc, inside);
            (words.len() == doc.word(acronym).len()).then(|| mismatch(doc, acronym, &words, true))?
        })
        .collect()
}

/// Tokens in the longest bracket that holds a name; without a limit a text of opening brackets costs its square.
const LONGEST_BRACKET: usize = 40;

fn mismatch<'a>(doc: &Document, acronym: Token, words: &[Token], reversed: bool) -> Option<Mismatch<'a>> {
    let letters = doc.word(acronym);
    let acceptable = (3..=7).contains(&letters.len()) && letters.is_ascii() && is_all_capitals(letters);
    if !acceptable || lexicon::is_known_acronym(letters) || fits(doc, letters, words, 1) {
        return None;
    }
    let named = words.get(words.len().checked_sub(letters.len())?..)?;
    let odd = only_difference(doc, letters, named)?;
    let head = lexicon::head(
        doc.lower(named[odd]),
        letters.as_bytes()[odd].to_ascii_lowercase(),
    );
    let plausible = if head.is_some() {
        named
            .iter()
            .filter(|word| is_capitalised(doc.word(**word)))
            .count()
            * 2
            > named.len()
    } else {
        // "National Electoral Commission (INEC)" lacks a word in front rather than having a wrong one;
        // in "Extensible Markup Language (XML)" a letter inside the word stands for it.
        // In "Civil Rights Division (CRT)" the letters follow one another in the words, as in many codes of offices.
        let excused = odd == 0
            || letters.as_bytes()[odd] == b'X'
            || fits(
                doc,
                letters,
                words,
                if letters.len() == 3 { usize::MAX } else { 3 },
            );
        !reversed && !excused && may_be_wrong(doc, named)
    };
    plausible.then(|| Mismatch {
        acronym,
        words: named.to_vec(),
        odd,
        head,
    })
}

/// Whether the letters can be found in order, each as a capital inside a word or among its first `prefix` letters.
fn fits(doc: &Document, letters: &str, words: &[Token], prefix: usize) -> bool {
    let mut sources = words.iter().flat_map(|word| {
        let text = doc.word(*word).char_indices();
        text.filter(|(at, c)| *at < prefix || c.is_uppercase())
            .map(|(_, c)| c.to_ascii_uppercase())
    });
    letters
        .chars()
        .all(|letter| sources.any(|source| source == letter))
}

/// The one position where acronym and initials differ; `None` where they differ nowhere or more than once.
fn only_difference(doc: &Document, letters: &str, words: &[Token]) -> Option<usize> {
    let initial = |word: &Token| doc.word(*word).as_bytes()[0].to_ascii_uppercase();
    let mut different = letters
        .bytes()
        .zip(words)
        .enumerate()
        .filter(|(_, (letter, word))| initial(word) != *letter);
    let (at, _) = different.next()?;
    let ascii = words.iter().all(|word| doc.word(*word).is_ascii());
    (different.next().is_none() && ascii).then_some(at)
}

/// Without a foreign word that explains the letter: a name in capitals, and of no nation that may have its own acronym.
fn may_be_wrong(doc: &Document, words: &[Token]) -> bool {
    const NATIONAL: [&str; 5] = ["ian", "ish", "ese", "ean", "can"];
    const NATIONS: [&str; 12] = [
        "czech",
        "dutch",
        "french",
        "german",
        "greek",
        "iraqi",
        "israeli",
        "pakistani",
        "slovak",
        "swiss",
        "thai",
        "afghan",
    ];
    words.iter().all(|word| {
        let lower = doc.lower(*word);
        is_capitalised(doc.word(*word))
            && !NATIONAL.iter().any(|ending| lower.ends_with(ending))
            && !NATIONS.contains(&lower)
    })
}

impl Mismatch<'_> {
    fn expansion(&self) -> Span {
        Span::new(self.words[0].start(), self.words[self.words.len() - 1].end())
    }

    fn letter(&self, doc: &Document) -> char {
        char::from(doc.word(self.acronym).as_bytes()[self.odd])
    }

    /// The acronym of the words. Offered only where the odd letter is explained; else the words may be wrong instead.
    fn expected(&self, doc: &Document) -> String {
        self.words
            .iter()
            .map(|word| char::from(doc.word(*word).as_bytes()[0].to_ascii_uppercase()))
            .collect()
    }

    fn severity(&self) -> Severity {
        if self.head.is_some() {
            Severity::Major
        } else {
            Severity::Minor
        }
    }

    fn reason(&self, doc: &Document) -> String {
        let initials: Vec<String> = self.expected(doc).chars().map(String::from).collect();
        let (letter, word) = (self.letter(doc), doc.word(self.words[self.odd]));
        let cause = match self.head {
            Some(head) => format!(
                "{letter} stands for {} {}, “{}”.",
                head.language,
                head.foreign,
                doc.lower(self.words[self.odd])
            ),
            None => format!("{letter} stands where “{word}” is due; either the letter or the word is wrong."),
        };
        format!("The initials of the words are {}. {cause}", initials.join(", "))
    }
}

fn report_definition(doc: &Document, findings: &mut Findings, mismatch: &Mismatch) {
    let (acronym, expansion) = (doc.word(mismatch.acronym), doc.str(mismatch.expansion()));
    let message = format!(
        "“{acronym}” does not abbreviate “{expansion}”: {} fits no word",
        mismatch.letter(doc)
    );
    let finding = findings
        .report(&RULE, mismatch.acronym.span(), message)
        .severity(mismatch.severity())
        .because(mismatch.reason(doc))
        .confidence(if mismatch.head.is_some() { 0.97 } else { 0.7 })
        .relate(
            mismatch.expansion(),
            format!("“{acronym}” is meant to stand for this"),
        );
    if mismatch.head.is_some() {
        finding.fix(mismatch.expected(doc));
    }
}

/// Every use of the acronyms outside their definitions, in one pass however many there are.
fn report_uses(doc: &Document, findings: &mut Findings, definitions: &[Mismatch]) {
    let defined: FxHashSet<usize> = definitions
        .iter()
        .map(|definition| definition.acronym.start())
        .collect();
    let mut first = FxHashMap::<&str, &Mismatch>::default();
    // Without a foreign word that explains the letter the words may be wrong, and the acronym right wherever it stands.
    for definition in definitions.iter().filter(|definition| definition.head.is_some()) {
        first.entry(doc.word(definition.acronym)).or_insert(definition);
    }
    for block in doc.prose() {
        let tokens = doc.tokens_of(block);
        for (at, token) in tokens.iter().enumerate() {
            let acronym = doc.word(*token);
            let Some(mismatch) = first.get(acronym) else {
                continue;
            };
            // Part of another name: "IIB-Bank".
            let compound = tokens
                .get(at + 1)
                .is_some_and(|next| touching(*token, *next) && doc.word(*next) == "-");
            if compound || defined.contains(&token.start()) {
                continue;
            }
            let message = format!("The wrong acronym “{acronym}” is used again");
            let finding = findings
                .report(&RULE, token.span(), message)
                .severity(mismatch.severity())
                .because(format!(
                    "It stands for “{}”. {}",
                    doc.str(mismatch.expansion()),
                    mismatch.reason(doc)
                ))
                .confidence(if mismatch.head.is_some() { 0.95 } else { 0.65 })
                .relate(mismatch.acronym.span(), "defined here");
            if mismatch.head.is_some() {
                finding.fix(mismatch.expected(doc));
            }
        }
    }
}
