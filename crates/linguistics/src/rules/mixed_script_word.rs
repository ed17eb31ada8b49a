use text::Token;
use unicode_script::{Script, UnicodeScript};

use crate::document::Document;
use crate::finding::{Category, Severity};
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "mixed-script-word",
    summary: "Latin and Cyrillic or Greek letters in one word",
    category: Category::Spelling,
    severity: Severity::Major,
    languages: Languages::Any,
    point: Point::AnyText,
    explain: "One word holds letters of two scripts. Some letters look alike in both, so the word reads well but \
              cannot be found, linked or read aloud; others are left over from the original. Where every odd letter \
              has a Latin twin, the word in Latin letters is offered.",
    examples: &[
        Example::Flags {
            text: "The [[WНO]] office in Geneva closed.",
            fixed: Some("The WHO office in Geneva closed."),
        },
        Example::Flags {
            text: "The ferry to [[Оdesa]] left at noon.",
            fixed: Some("The ferry to Odesa left at noon."),
        },
        Example::Flags {
            text: "The town of [[Dobeьют]] was named.",
            fixed: None,
        },
        Example::Flags {
            text: "It was 24°[[С]] in the shade.",
            fixed: Some("It was 24°C in the shade."),
        },
        Example::Passes("A particle of 5 μm and a resistor of 3 kΩ were found."),
        Example::Passes("The newspaper Правда and the α-helix are each in one script."),
    ],
    check,
};

fn check(doc: &Document, findings: &mut Findings) {
    for block in doc.prose().filter(|block| !block.is_ascii()) {
        for token in doc.tokens_of(block).iter().filter(|token| token.is_word()) {
            let word = doc.word(*token);
            if token.is_ascii() || !(is_mixed(word) || is_degree(doc, *token)) {
                continue;
            }
            let finding = findings
                .report(&RULE, token.span(), message(doc, *token))
                .confidence(0.97);
            if let Some(latin) = in_latin(word) {
                finding.fix(latin);
            }
        }
    }
}

/// Latin letters beside Cyrillic ones, or beside Greek ones that look Latin. Greek letters in `kΩ`, `μm` are units.
fn is_mixed(word: &str) -> bool {
    let has = |wanted| word.chars().any(|c| c.script() == wanted);
    has(Script::Latin)
        && (has(Script::Cyrillic)
            || word.chars().filter(|c| c.script() == Script::Latin).count() > 1
                && word
                    .chars()
                    .any(|c| c.script() == Script::Greek && latin_twin(c).is_some()))
}

/// "24°С" with a Cyrillic С.
fn is_degree(doc: &Document, token: Token) -> bool {
    doc.text()[..token.start()].ends_with('°') && single_twin(doc.word(token)).is_some()
}

/// The Latin twin of a word that is one letter.
fn single_twin(word: &str) -> Option<char> {
    let mut letters = word.chars();
    latin_twin(letters.next()?).filter(|_| letters.next().is_none())
}

fn message(doc: &Document, token: Token) -> String {
    let word = doc.word(token);
    let odd: Vec<String> = word
        .chars()
        .filter(|c| matches!(c.script(), Script::Cyrillic | Script::Greek))
        .map(|c| format!("{c} ({})", c.script().full_name()))
        .collect();
    format!("“{word}” mixes scripts: {} among Latin letters", odd.join(", "))
}

/// The word in Latin letters, where every other letter has a Latin twin.
fn in_latin(word: &str) -> Option<String> {
    word.chars()
        .map(|c| {
            if c.script() == Script::Latin || !c.is_alphabetic() {
                Some(c)
            } else {
                latin_twin(c)
            }
        })
        .collect()
}

/// The Latin letter that looks the same (Unicode confusables, only pairs that no reader can tell apart).
fn latin_twin(c: char) -> Option<char> {
    const TWINS: [(&str, &str); 2] = [
        ("АВЕЅІЈКМНОРСТУХасеѕіјорухԁ", "ABESIJKMHOPCTYXacesijopyxd"),
        ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEZHIKMNOPTYXo"),
    ];
    TWINS.iter().find_map(|(odd, latin)| {
        let at = odd.chars().position(|twin| twin == c)?;
        latin.chars().nth(at)
    })
}
