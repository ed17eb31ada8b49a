use text::{Key, Token};

use crate::document::Document;
use crate::finding::{Category, Severity};
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

use super::phrase::{is_capitalised, spaced, touching};

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "split-domain",
    summary: "a web or e-mail address is torn apart",
    category: Category::Punctuation,
    severity: Severity::Major,
    languages: Languages::Any,
    point: Point::AnyText,
    explain: "The dot of a domain was taken for the end of a sentence: a space, and often a capital, followed it. The \
              address no longer works.",
    examples: &[
        Example::Flags {
            text: "This was reported by [[Gazeta. Ru]] on Monday.",
            fixed: Some("This was reported by Gazeta.Ru on Monday."),
        },
        Example::Flags {
            text: "Write to [[press@port. org]] today.",
            fixed: Some("Write to press@port.org today."),
        },
        Example::Flags {
            text: "See [[www. port.example]] for more.",
            fixed: Some("See www.port.example for more."),
        },
        Example::Passes("He reads Gazeta.ru. Russia and Com. Sec. are other words."),
        Example::Passes("The net. Net profit rose. It is in the com. centre."),
        Example::Passes(
            "Addresses begin with www. The rest is free. When www. is left out, it works. Say dot. Com is next.",
        ),
        Example::Passes("The Org mode is a project. Org is older. Foram 25 anos. Com certeza."),
        Example::Passes("He joined the org. Organisers were glad."),
    ],
    check,
};

/// Endings of domains that are no English words and open no sentence.
const ENDINGS: [&str; 6] = ["com", "org", "ru", "rf", "ua", "kz"];

fn check(doc: &Document, findings: &mut Findings) {
    const PIECES: [Key; 7] = Key::of_each(["com", "org", "ru", "rf", "ua", "kz", "www"]);
    for block in doc.blocks_with(&PIECES) {
        let tokens = doc.tokens_of(block);
        for window in tokens.windows(3).enumerate() {
            let (at, &[name, dot, ending]) = window else {
                continue;
            };
            if !dot.is_mark() || doc.word(dot) != "." || !touching(name, dot) || !spaced(doc, dot, ending) {
                continue;
            }
            if is_domain(doc, name, ending) {
                let start = address_start(doc, tokens, at);
                let quote = doc.str(start..ending.end());
                findings
                    .report(
                        &RULE,
                        start..ending.end(),
                        format!("The address “{quote}” is torn apart"),
                    )
                    .confidence(0.95)
                    .edit(dot.end()..ending.start(), "");
            }
        }
    }
}

fn is_domain(doc: &Document, name: Token, ending: Token) -> bool {
    let last = doc.word(ending);
    // "the Org mode project. Org is old": a capital behind a small word begins a sentence.
    let capitalised = last.chars().skip(1).all(char::is_lowercase)
        && (!is_capitalised(last) || is_capitalised(doc.word(name)));
    name.is_word()
        && (doc.lower(name) == "www" && last.contains('.')
            || doc.lower(name) != "dot"
                && ENDINGS.contains(&doc.lower(ending))
                && capitalised
                && !is_ending(doc, name))
}

/// "Gazeta.ru. Ru…" is the end of a sentence after a whole address.
fn is_ending(doc: &Document, name: Token) -> bool {
    doc.word(name).contains('.')
}

/// Where the address begins: at the name, or at what touches it before an `@`.
fn address_start(doc: &Document, tokens: &[Token], name: usize) -> usize {
    let mut first = name;
    while first > 0
        && touching(tokens[first - 1], tokens[first])
        && !matches!(doc.word(tokens[first - 1]), "(" | "“" | "\"" | "«")
    {
        first -= 1;
    }
    tokens[first].start()
}
