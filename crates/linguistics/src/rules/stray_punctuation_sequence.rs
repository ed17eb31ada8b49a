use std::cell::LazyCell;

use text::{Key, Span, Token};

use crate::document::Document;
use crate::finding::Category;
use crate::finding::Severity;
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

use super::code::is_about_code;
use super::phrase::{is_all_capitals, is_capitalised, spaced, touching};

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "stray-punctuation-sequence",
    summary: "two marks meet where one belongs",
    category: Category::Punctuation,
    severity: Severity::Major,
    languages: Languages::Any,
    point: Point::AnyText,
    explain: "Two marks that cannot stand side by side, as in “states. , confidence”. A translator that works segment \
              by segment closes the sentence where a markup boundary or a line break cut the original, and the rest \
              of the clause follows behind its own comma.",
    examples: &[
        Example::Flags {
            text: "The rules apply to ports used by neighbours[[. ,]] customs measures and training.",
            fixed: Some("The rules apply to ports used by neighbours, customs measures and training."),
        },
        Example::Flags {
            text: "The report was approved[[, .]] The next session is in May.",
            fixed: Some("The report was approved. The next session is in May."),
        },
        Example::Flags {
            text: "He named three towns[[:,]] two of them on the coast.",
            fixed: None,
        },
        Example::Passes("Harbin Pump Co., Ltd., a supplier, and its U.S., U.K. and French partners signed."),
        Example::Passes("Flour, sugar, etc., were sold at 10 a.m., the mayor said."),
        Example::Passes("The .NET library, a .ru domain and a .45 pistol were mentioned."),
        Example::Passes("He waited. . . and left. All are born free, . . . wrote the judge."),
        Example::Passes("The caf&#233;, the &Eacute;cole, and the ship :rocket:. are shown."),
        Example::Passes("Date: 4 March. To: undisclosed recipients:; Dear friend, the bridge is open."),
        Example::Passes(
            "A link may begin with mailto: or https:. The path must begin with C:. Both are read.",
        ),
        Example::Passes("The next chapter is .: the old mill :. and then the end."),
        Example::Passes("“ferryTimes”: ,\n\n“bridges”: 4"),
        Example::Passes(
            "Do not use CC:, it is wrong; the order ends with ;. All else is text. Press Ctrl;. Then type.",
        ),
        Example::Passes("If make_mill() is used, . and \\s count as one."),
        Example::Passes("The marks are & , || , line , ; , & and others."),
        Example::Passes("Cc:, the clerk; Fax:; the office. Subject:, From:, To: and Date: are fields."),
    ],
    check,
};

fn check(doc: &Document, findings: &mut Findings) {
    let code = LazyCell::new(|| is_about_code(doc));
    for (block, at) in doc.places_in_blocks(&Key::of_each([",", ".", ";", ":"])) {
        let tokens = doc.tokens_of(block);
        if !(1..tokens.len() - 1).contains(&at) {
            continue;
        }
        let (word, first, second) = (tokens[at - 1], tokens[at], tokens[at + 1]);
        if !first.is_mark()
            || !second.is_mark()
            || !is_stray(doc, word, first, second)
            || continues_a_word(tokens, at + 1)
            || ends_a_code(doc, tokens, at)
            || is_named_with_its_colon(doc, tokens, at)
            || begins_ellipsis(doc, tokens, at + 1)
            || is_mentioned(doc, tokens, at)
            || *code
        {
            continue;
        }
        let span = Span::new(first.start(), second.end());
        let quote = doc.str(word.start()..second.end());
        let message = format!("“{quote}”: two marks stand where one belongs");
        let finding = findings.report(&RULE, span, message).confidence(0.98);
        if let Some(mark) = surviving(doc, first, second, tokens.get(at + 2)) {
            let from = if touching(word, first) {
                span.start
            } else {
                word.end()
            };
            finding.edit(from..span.end, mark);
        }
    }
}

fn is_stray(doc: &Document, word: Token, first: Token, second: Token) -> bool {
    if word.is_mark() && !matches!(doc.word(word), ")" | "]" | "\"" | "”" | "»" | "%") {
        return false;
    }
    match (doc.word(first), doc.word(second)) {
        (".", "," | ";" | ":") => spaced(doc, first, second) && !may_be_abbreviation(doc, word),
        ("," | ";" | ":", "." | "," | ";" | ":") => doc.word(first) != doc.word(second),
        _ => false,
    }
}

/// "Ends with ;.", "press Ctrl;.", "line , ; , &": the first mark, or both, are what the sentence speaks of.
fn is_mentioned(doc: &Document, tokens: &[Token], at: usize) -> bool {
    let (word, first, second) = (tokens[at - 1], tokens[at], tokens[at + 1]);
    let named =
        matches!(doc.lower(word), "a" | "is" | "the" | "use" | "uses" | "with") && spaced(doc, word, first);
    let key = matches!(doc.word(word), "Alt" | "Cmd" | "Ctrl" | "Shift") && touching(word, first);
    let listed = spaced(doc, first, second)
        && tokens.get(at + 2).is_some_and(|third| {
            spaced(doc, second, *third) && matches!(doc.word(*third), "," | ";" | "&" | "|")
        });
    named || key || listed
}

fn may_be_abbreviation(doc: &Document, word: Token) -> bool {
    let text = doc.word(word);
    text.contains('.')
        || text.chars().count() == 1
        || text::is_abbreviation(doc.lower(word))
        || text.len() <= 4 && is_capitalised(text)
}

/// "created equal, . . . endowed with"
fn begins_ellipsis(doc: &Document, tokens: &[Token], second: usize) -> bool {
    let dot = |at: usize| tokens.get(at).is_some_and(|token| doc.word(*token) == ".");
    dot(second) && dot(second + 1)
}

/// `&#233;,`, `:rocket:.`, `Cc:,`: the first mark belongs to an entity, a short code or the label of an empty field.
fn ends_a_code(doc: &Document, tokens: &[Token], mark: usize) -> bool {
    const LONGEST_ENTITY: usize = 4; // &, #, digits, ;
    let back = |n: usize| mark.checked_sub(n).map_or("", |at| doc.word(tokens[at]));
    match doc.word(tokens[mark]) {
        ";" => {
            (2..=LONGEST_ENTITY).any(|n| back(n) == "&" && touching(tokens[mark - n], tokens[mark - n + 1]))
        }
        ":" => {
            let labelled = matches!(back(2), "." | ";") || back(2) == "," && is_capitalised(back(1));
            back(2) == ":" || mark == 1 || labelled
        }
        _ => false,
    }
}

/// `https:.`, `C:.`, `recipients:;`, `“key”: ,`, `.: ornament :.`: the colon belongs to what stands before it.
fn is_named_with_its_colon(doc: &Document, tokens: &[Token], colon: usize) -> bool {
    const SCHEMES: [&str; 8] = ["data", "file", "ftp", "http", "https", "mailto", "ssh", "tel"];
    let (word, second) = (doc.lower(tokens[colon - 1]), doc.word(tokens[colon + 1]));
    if doc.word(tokens[colon]) != ":" {
        return false;
    }
    let ornament = || {
        let mut pairs = tokens[..colon].windows(2);
        pairs.any(|pair| doc.word(pair[0]) == "." && doc.word(pair[1]) == ":" && touching(pair[0], pair[1]))
    };
    match second {
        ";" => word == "recipients",
        // "CC:," is the field of a letter.
        "," if word.len() == 2 && is_all_capitals(doc.word(tokens[colon - 1])) => true,
        "," => matches!(word, "\"" | "”") && colon + 2 == tokens.len(),
        _ => SCHEMES.contains(&word) || word.len() == 1 && tokens[colon - 1].is_word() || ornament(),
    }
}

/// `.5`, `.NET`, `...`: the second mark belongs to what follows it.
fn continues_a_word(tokens: &[Token], second: usize) -> bool {
    tokens
        .get(second + 1)
        .is_some_and(|next| touching(tokens[second], *next) && !is_closing(*next))
}

fn is_closing(token: Token) -> bool {
    token.is_mark() && token.end() - token.start() > 1 // ” and » are longer than a byte; ". ." and ":)" are not
}

/// The mark to keep, where it can be told: the sentence goes on after it, or ends there.
fn surviving(doc: &Document, first: Token, second: Token, next: Option<&Token>) -> Option<&'static str> {
    let goes_on = next.is_some_and(|next| next.is_word() && !is_capitalised(doc.word(*next)));
    match (doc.word(first), doc.word(second)) {
        (".", ",") | (",", ".") if goes_on => Some(","),
        (".", ";") if goes_on => Some(";"),
        ("," | ";", ".") if !goes_on => Some("."),
        _ => None,
    }
}
