use crate::document::{Document, Token};
use crate::finding::{Category, Severity};
use crate::rule::{Example, Findings, Languages, Rule};

use super::phrase::{is_lower_case, spaced, touching};

pub(super) static RULE: Rule = Rule {
    name: "attribution-dash",
    summary: "a dash between a quotation and “said”",
    category: Category::Punctuation,
    severity: Severity::Minor,
    languages: Languages::English,
    explain: "Russian, Ukrainian and Polish part a quotation from “said the minister” with a comma and a dash. English \
              has the comma alone, inside the quotation marks.",
    examples: &[
        Example::Flags {
            text: "“The road is open[[,” – ]]said the mayor.",
            fixed: Some("“The road is open,” said the mayor."),
        },
        Example::Flags {
            text: "\"Nobody was hurt[[\", - ]]the agency noted.",
            fixed: Some("\"Nobody was hurt,\" the agency noted."),
        },
        Example::Flags {
            text: "\"Will it hold[[?\" - ]]asked the minister.",
            fixed: Some("\"Will it hold?\" asked the minister."),
        },
        Example::Flags {
            text: "“It will hold[[” — ]]said the minister.",
            fixed: Some("“It will hold,” said the minister."),
        },
        Example::Passes("His last film, “The Ferry” – a comedy – opened in May."),
        Example::Passes("“The road is open,” said the mayor – a former engineer."),
        Example::Passes("They call it “the wall” – and they mean it."),
    ],
    check,
};

/// Verbs that attribute words to somebody.
const SPEECH: [&str; 30] = [
    "added", "adds", "admitted", "asked", "asks", "believes", "commented", "comments", "concluded", "continued",
    "emphasized", "emphasised", "explained", "explains", "informed", "noted", "notes", "recalled", "reminded",
    "replied", "reported", "reports", "said", "says", "stated", "states", "stressed", "told", "writes", "wrote",
];

fn check(doc: &Document, findings: &mut Findings) {
    for block in doc.prose().filter(|block| !block.is_ascii() || block.has_mark(b"-")) {
        let tokens = doc.tokens_of(block);
        for at in (1..tokens.len()).filter(|at| tokens[*at].is_mark()) {
            if let Some(attribution) = Attribution::at(doc, tokens, at) {
                attribution.report(doc, findings);
            }
        }
    }
}

/// A dash, with what closes the quotation before it.
struct Attribution<'a> {
    /// From the first closing mark to the word after the dash.
    start: usize,
    end: usize,
    quote: &'a str,
    mark: Option<&'a str>,
    word: Token,
}

impl<'a> Attribution<'a> {
    fn at(doc: &Document<'a>, tokens: &[Token], dash: usize) -> Option<Self> {
        let word = *tokens.get(dash + 1)?;
        if !matches!(doc.word(tokens[dash]), "-" | "–" | "—" | "―") || !spaced(doc, tokens[dash - 1], tokens[dash]) {
            return None;
        }
        let (quote, mark, start) = closing(doc, &tokens[..dash])?;
        let attributes = SPEECH.contains(&doc.lower(word)) || mark.is_some() && speaks_soon(doc, tokens, dash + 1);
        let follows = word.is_word() && is_lower_case(doc.word(word)) && spaced(doc, tokens[dash], word);
        (attributes && follows).then(|| Self { start, end: word.start(), quote, mark, word })
    }

    fn report(&self, doc: &Document, findings: &mut Findings) {
        let mark = self.mark.unwrap_or(",");
        let message = format!("A dash stands between the quotation and “{}”", doc.word(self.word));
        findings
            .report(&RULE, self.start..self.end, message)
            .confidence(0.92)
            .fix(format!("{mark}{} ", self.quote));
    }
}

/// The closing quotation mark at the end of `tokens`, the mark before or after it, and where the two begin.
fn closing<'a>(doc: &Document<'a>, tokens: &[Token]) -> Option<(&'a str, Option<&'a str>, usize)> {
    let is_quote = |token: Token| matches!(doc.word(token), "”" | "\"" | "»");
    let is_mark = |token: Token| matches!(doc.word(token), "," | "?" | "!" | "…");
    let last = *tokens.last()?;
    let before = tokens.len().checked_sub(2).map(|at| tokens[at]).filter(|before| touching(*before, last));
    if is_quote(last) {
        let mark = before.filter(|before| is_mark(*before));
        return Some((doc.word(last), mark.map(|mark| doc.word(mark)), mark.unwrap_or(last).start()));
    }
    let quote = before.filter(|before| is_quote(*before) && is_mark(last))?;
    Some((doc.word(quote), Some(doc.word(last)), quote.start()))
}

/// "the agency noted", "he said": a verb of speech among the next words of the clause.
fn speaks_soon(doc: &Document, tokens: &[Token], from: usize) -> bool {
    tokens[from..].iter().take(5).take_while(|token| token.is_word()).any(|token| SPEECH.contains(&doc.lower(*token)))
}
