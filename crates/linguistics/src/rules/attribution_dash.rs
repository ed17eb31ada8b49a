use text::{Key, Token};

use crate::document::Document;
use crate::finding::{Category, Severity};
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

use super::phrase::{is_capitalised, is_lower_case, shortened, spaced, touching};
use super::speech::speech;

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "attribution-dash",
    summary: "a dash between a quotation and “said”",
    category: Category::Punctuation,
    severity: Severity::Minor,
    languages: Languages::ENGLISH,
    point: Point::AnyText,
    explain: "Russian, Ukrainian and Polish part a quotation from “said the minister” with a comma and a dash. English \
              has the comma alone, inside the quotation marks. Where the whole quotation stands between dashes, the marks \
              are missing as well.",
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
        Example::Flags {
            text: "“Did anybody pay for the ferry[[?” - ]]Anna Belova asked the council.",
            fixed: Some("“Did anybody pay for the ferry?” Anna Belova asked the council."),
        },
        Example::Flags {
            text: "The mill will open in spring[[, - ]]said the mayor. [[- ]]The road comes later.",
            fixed: Some("The mill will open in spring, said the mayor. - The road comes later."),
        },
        Example::Flags {
            text: "We repair what we can[[, - ]]the head of the workshop told reporters.",
            fixed: Some("We repair what we can, the head of the workshop told reporters."),
        },
        Example::Flags {
            text: "- Nobody was hurt in the fire[[, – ]]the fire service said.",
            fixed: None,
        },
        Example::Passes("The film opens on Friday, - no trailer has been shown."),
        Example::Passes("Who pays? – The mayor says nobody does."),
        Example::Passes("“Why now?” – a question that the council, said to be divided, left open."),
        Example::Passes("His last film, “The Ferry” – a comedy – opened in May."),
        Example::Passes("“The road is open,” said the mayor – a former engineer."),
        Example::Passes("They call it “the wall” – and they mean it."),
    ],
    check,
};

fn check(doc: &Document, findings: &mut Findings) {
    // The block in which the last attribution stands.
    let mut attributed = None;
    for (block, at) in doc.places_in_blocks(&Key::of_each(["-", "–", "—", "―"])) {
        let tokens = doc.tokens_of(block);
        if at == 0 || !is_dash(doc, tokens[at]) {
            continue;
        }
        if let Some(attribution) = Attribution::at(doc, tokens, at) {
            attribution.report(doc, findings, is_dash(doc, tokens[0]));
            attributed = Some(block.span.start);
        } else if attributed == Some(block.span.start) && resumes(doc, tokens, at) {
            report_resumption(doc, findings, tokens, at);
        }
    }
}

fn is_dash(doc: &Document, token: Token) -> bool {
    matches!(doc.word(token), "-" | "–" | "—" | "―")
}

/// A dash, with what closes the quotation before it.
struct Attribution<'a> {
    /// From the first closing mark to the word after the dash.
    start: usize,
    end: usize,
    /// The closing quotation mark; empty where the quotation has none.
    quote: &'a str,
    mark: Option<&'a str>,
    /// What follows the dash, up to the verb of speech.
    said: &'a str,
}

impl<'a> Attribution<'a> {
    fn at(doc: &Document<'a>, tokens: &[Token], dash: usize) -> Option<Self> {
        let word = *tokens.get(dash + 1)?;
        if !spaced(doc, tokens[dash - 1], tokens[dash]) || !spaced(doc, tokens[dash], word) {
            return None;
        }
        let closing = closing(doc, &tokens[..dash])?;
        let verb = speech(doc, tokens, dash + 1)?;
        let attributes = match closing.mark {
            // English has no comma before a dash, so that one word of speech in the clause is enough.
            Some(",") => true,
            Some(_) if !closing.quote.is_empty() => is_lower_case(doc.word(word)) || verb - dash <= 3,
            _ => verb == dash + 1,
        };
        let said = doc.str(word.start()..tokens[verb].end());
        attributes.then_some(Self {
            start: closing.start,
            end: word.start(),
            quote: closing.quote,
            mark: closing.mark,
            said,
        })
    }

    /// A paragraph that opens with a dash has no quotation marks, and needs them: no single edit mends it.
    fn report(&self, doc: &Document, findings: &mut Findings, opens_with_dash: bool) {
        let message = format!(
            "A dash stands between the quotation and “{}”",
            shortened(self.said)
        );
        let finding = findings
            .report(&RULE, self.start..self.end, message)
            .confidence(0.92);
        if !opens_with_dash {
            let mark = self.mark.unwrap_or(",");
            let space = &doc.text()[self.end - 1..self.end];
            finding.fix(format!("{mark}{}{space}", self.quote));
        }
    }
}

/// What closes a quotation.
struct Closing<'a> {
    quote: &'a str,
    mark: Option<&'a str>,
    start: usize,
}

/// The closing quotation mark at the end of `tokens` with the mark before or after it, or a mark alone.
fn closing<'a>(doc: &Document<'a>, tokens: &[Token]) -> Option<Closing<'a>> {
    let is_quote = |token: Token| matches!(doc.word(token), "”" | "\"" | "»");
    let is_mark = |token: Token| matches!(doc.word(token), "," | "?" | "!" | "…");
    let last = *tokens.last()?;
    let before = tokens
        .len()
        .checked_sub(2)
        .map(|at| tokens[at])
        .filter(|before| touching(*before, last));
    if is_quote(last) {
        let mark = before.filter(|before| is_mark(*before));
        let start = mark.unwrap_or(last).start();
        return Some(Closing {
            quote: doc.word(last),
            mark: mark.map(|mark| doc.word(mark)),
            start,
        });
    }
    let before = before.filter(|_| is_mark(last))?;
    let quote = is_quote(before);
    let start = if quote { before.start() } else { last.start() };
    Some(Closing {
        quote: if quote { doc.word(before) } else { "" },
        mark: Some(doc.word(last)),
        start,
    })
}

/// "…, - wrote Anna. - The road": a dash takes up the quotation again.
fn resumes(doc: &Document, tokens: &[Token], dash: usize) -> bool {
    let Some(word) = tokens.get(dash + 1) else {
        return false;
    };
    matches!(doc.word(tokens[dash - 1]), "." | "!" | "?")
        && spaced(doc, tokens[dash - 1], tokens[dash])
        && spaced(doc, tokens[dash], *word)
        && is_capitalised(doc.word(*word))
}

/// The dash is all that shows that somebody speaks again, so that it may not simply go.
fn report_resumption(doc: &Document, findings: &mut Findings, tokens: &[Token], dash: usize) {
    let word = tokens[dash + 1];
    let message = format!("A dash takes up the quotation again before “{}”", doc.word(word));
    findings
        .report(&RULE, tokens[dash].start()..word.start(), message)
        .confidence(0.9);
}
