use text::{Key, Span, Token};

use crate::document::Document;
use crate::finding::{Category, Severity};
use crate::lexicon;
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

use super::grammar::{is_determiner, is_running_text};
use super::phrase::{is_capitalised, spaced};

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "name-without-comma",
    summary: "a name put behind a whole office without a comma, “the head of the department Ivan Petrov”",
    category: Category::Punctuation,
    severity: Severity::Minor,
    languages: Languages::ENGLISH,
    point: Point::AnyText,
    explain: "Russian and Ukrainian put the name behind the office without a comma: “глава департамента Иван Петров”. In English a title \
              stands before a name only when it is short, “Mayor Ivan Petrov”; behind “the head of the department” the name \
              stands between commas.",
    examples: &[
        Example::Flags {
            text: "The plan was approved, said [[the head of the department Ivan Petrov]].",
            fixed: Some("The plan was approved, said the head of the department, Ivan Petrov."),
        },
        Example::Flags {
            text: "[[The deputy chairman of the committee Anna Bilyk]] said that it was late.",
            fixed: Some("The deputy chairman of the committee, Anna Bilyk, said that it was late."),
        },
        Example::Flags {
            text: "It was hit, said [[the official representative of the Interior Ministry Ivan Petrov]].",
            fixed: Some(
                "It was hit, said the official representative of the Interior Ministry, Ivan Petrov.",
            ),
        },
        Example::Passes("The head of the department, Ivan Petrov, said that it was late."),
        Example::Passes(
            "The director of the company Venom Supplies and the head of the charity Action Aid left.",
        ),
        Example::Passes("The chairman of the Urban Development Committee, Wei Zhang, spoke."),
        Example::Passes(
            "The head of the department praised Ivan Petrov. The leader of the party is Anna Bilyk.",
        ),
        Example::Passes("Chairman of the Economics Committee George Bell says that it is late."),
        Example::Passes(
            "The speech of Secretary of State Ann Bell and the chief of police and Judge John Bell, too.",
        ),
        Example::Passes("The president of the New York Fed and the mayor of the city of San Diego met."),
        Example::Passes("The head of the department John Smith founded in 1990 resigned."),
    ],
    check,
};

/// What people head or speak for; "the company Venom Supplies" names the company.
const BODIES: [&str; 31] = [
    "administration",
    "assembly",
    "body",
    "board",
    "centre",
    "center",
    "city",
    "commission",
    "committee",
    "council",
    "delegation",
    "department",
    "directorate",
    "district",
    "division",
    "expedition",
    "faculty",
    "government",
    "headquarters",
    "inspectorate",
    "laboratory",
    "ministry",
    "office",
    "parliament",
    "party",
    "police",
    "region",
    "republic",
    "service",
    "state",
    "village",
];

fn check(doc: &Document, findings: &mut Findings) {
    for (block, at) in doc.places_in_blocks(&Key::of_each(["of"])) {
        let tokens = doc.tokens_of(block);
        if is_running_text(block)
            && doc.lower(tokens[at]) == "of"
            && let Some((office, body, last)) = office_and_name(doc, tokens, at)
        {
            report(doc, tokens, [office, body, last], findings);
        }
    }
}

fn report(doc: &Document, tokens: &[Token], [office, body, last]: [usize; 3], findings: &mut Findings) {
    let span = Span::new(tokens[office].start(), tokens[last].end());
    let name = doc.str(tokens[body + 1].start()..tokens[last].end());
    let at_end = tokens.get(last + 1).is_none_or(|next| next.is_mark());
    let finding = findings.report(
        &RULE,
        span,
        format!("the name “{name}” stands behind its office without a comma"),
    );
    finding
        .confidence(0.85)
        .edit(Span::new(tokens[body].end(), tokens[body].end()), ",");
    if !at_end {
        finding.edit(Span::new(tokens[last].end(), tokens[last].end()), ",");
    }
}

/// Where the office begins, its body stands and the name ends, around the "of" at `of`.
fn office_and_name(doc: &Document, tokens: &[Token], of: usize) -> Option<(usize, usize, usize)> {
    let head = of.checked_sub(1)?;
    if !is_office(doc.lower(tokens[head])) {
        return None;
    }
    let body = (of + 1..tokens.len().min(of + 7)).find(|at| {
        let Some(next) = tokens.get(at + 1) else {
            return false;
        };
        is_body(doc, tokens[*at])
            && spaced(doc, tokens[*at], *next)
            && next.is_word()
            && is_capitalised(doc.word(*next))
    })?;
    let start = office_start(doc, tokens, head)?;
    let is_name_of_body = |token: &Token| {
        token.is_word()
            && !matches!(
                doc.lower(*token),
                "and" | "by" | "from" | "is" | "was" | "were" | "who" | "that" | "to"
            )
    };
    let stands_apart = body > of + 1 && tokens[of..=body].iter().all(is_name_of_body);
    let last = after_name(doc, tokens, body + 1)?;
    stands_apart.then_some((start, body, last))
}

fn is_office(word: &str) -> bool {
    matches!(
        word,
        "chairman"
            | "chairwoman"
            | "chief"
            | "commander"
            | "dean"
            | "director"
            | "governor"
            | "head"
            | "leader"
            | "mayor"
            | "minister"
            | "president"
            | "rector"
            | "representative"
            | "secretary"
            | "spokesman"
            | "spokesperson"
            | "spokeswoman"
    )
}

/// A body in small letters, or with a capital: "the department", "the Interior Ministry".
fn is_body(doc: &Document, token: Token) -> bool {
    BODIES.contains(&doc.lower(token))
}

/// The last word of a name of two or three words at `at`, where a verb or a mark that ends a clause follows.
fn after_name(doc: &Document, tokens: &[Token], at: usize) -> Option<usize> {
    let is_part = |token: &&Token| {
        let word = doc.word(**token);
        let lower = doc.lower(**token);
        token.is_word()
            && is_capitalised(word)
            && word
                .chars()
                .skip(1)
                .all(|c| c.is_lowercase() || c == '\'' || c == '’')
            && !BODIES.contains(&lower)
            && !lexicon::is_title(lower)
            && !is_part_of_body(lower)
            && !is_determiner(lower)
            && !word.ends_with("'s")
            && !word.ends_with("’s")
    };
    let length = tokens[at..].iter().take_while(is_part).count();
    let last = at + length.checked_sub(1)?;
    let closes = tokens.get(last + 1).is_none_or(|next| {
        matches!(
            doc.lower(*next),
            "." | ","
                | "said"
                | "says"
                | "told"
                | "noted"
                | "stated"
                | "reported"
                | "announced"
                | "explained"
                | "added"
                | "confirmed"
                | "has"
                | "emphasized"
                | "stressed"
                | "wrote"
                | "believes"
                | "also"
        )
    });
    (matches!(length, 2 | 3) && closes).then_some(last)
}

fn is_part_of_body(word: &str) -> bool {
    matches!(
        word,
        "agency"
            | "assistant"
            | "association"
            | "branch"
            | "bureau"
            | "college"
            | "company"
            | "corps"
            | "federation"
            | "fund"
            | "group"
            | "institute"
            | "press"
            | "prime"
            | "section"
            | "society"
            | "team"
            | "trust"
            | "union"
            | "unit"
            | "university"
    )
}

/// Where the office begins with its article and adjectives: "the official representative". Without an article it is a title,
/// and a title needs no comma: "Committee chairman Ivan Petrov".
fn office_start(doc: &Document, tokens: &[Token], head: usize) -> Option<usize> {
    let before = tokens[..head].iter().enumerate().rev();
    let is_modifier = |token: Token| {
        matches!(
            doc.lower(token),
            "acting"
                | "deputy"
                | "executive"
                | "first"
                | "former"
                | "general"
                | "official"
                | "press"
                | "vice"
        )
    };
    let (at, article) = before.take(4).find(|(_, token)| !is_modifier(**token))?;
    (doc.lower(*article) == "the").then_some(at)
}
