use text::{Key, Span, Token};

use crate::document::{Document, Sentence};
use crate::finding::{Category, Severity};
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "unattributed-quote",
    summary: "words of somebody with a verb of saying that has no subject, “…, said in a statement”",
    category: Category::Grammar,
    severity: Severity::Minor,
    languages: Languages::ENGLISH,
    point: Point::AnyText,
    explain: "Russian and Ukrainian say “говорится в сообщении” and “об этом сообщил” without a subject or with the subject last. \
              English needs one before the verb or right behind it: “the statement said”, “the ministry reported this”.",
    examples: &[
        Example::Flags {
            text: "“They have shown courage”, – [[said in a]] greeting of the minister.",
            fixed: None,
        },
        Example::Flags {
            text: "[[About this reported]] the agency on Friday.",
            fixed: None,
        },
        Example::Flags {
            text: "[[This was during a meeting on Monday, said the]] deputy minister.",
            fixed: None,
        },
        Example::Passes("“They have shown courage,” the minister said in a greeting."),
        Example::Passes("“They have shown courage,” said in-house lawyer Ann Bell."),
        Example::Passes("About this time, the agency reported losses. About this he said nothing."),
        Example::Passes("This was at a time when police said the road was closed."),
        Example::Passes("“This was during a meeting on Monday,” said the deputy minister."),
        Example::Passes("This was announced by the minister, and later said to be false."),
    ],
    check,
};

fn check(doc: &Document, findings: &mut Findings) {
    const SAYING: [Key; 10] = Key::of_each([
        "about",
        "announced",
        "emphasized",
        "noted",
        "reported",
        "said",
        "says",
        "stated",
        "stressed",
        "told",
    ]);
    for sentence in doc.sentences_with(&SAYING) {
        let tokens = doc.tokens_in(sentence);
        let places = [
            said_by_nobody(doc, tokens),
            about_this(doc, tokens),
            this_was(doc, sentence, tokens),
        ];
        for span in places.into_iter().flatten() {
            let quote = doc.str(span);
            findings
                .report(
                    &RULE,
                    span,
                    format!("“{quote}”: the verb of saying has no subject in its place"),
                )
                .confidence(0.85);
        }
    }
}

/// A quotation that ends, perhaps with a comma and a dash, and then "said in a".
fn said_by_nobody(doc: &Document, tokens: &[Token]) -> Option<Span> {
    const SAID: [Key; 7] = Key::of_each([
        "said",
        "says",
        "stated",
        "noted",
        "emphasized",
        "stressed",
        "reported",
    ]);
    let at = tokens.windows(3).position(|window| {
        let [verb, preposition, article] = window else {
            return false;
        };
        SAID.contains(&verb.key())
            && matches!(
                doc.word(*verb),
                "said" | "says" | "stated" | "noted" | "emphasized" | "stressed" | "reported"
            )
            && matches!(doc.word(*preposition), "in" | "on" | "at")
            && matches!(doc.word(*article), "a" | "the" | "an" | "his" | "their")
    })?;
    let marks = tokens[..at].iter().rev().take_while(|token| token.is_mark());
    let marks: Vec<&str> = marks.map(|mark| doc.word(*mark)).collect();
    let closes = marks.len() <= 4
        && marks.iter().any(|mark| matches!(*mark, "\"" | "”" | "»"))
        && !marks.iter().any(|mark| matches!(*mark, "(" | ")" | ";" | ":"));
    // `“Words” said in a hurry` has no comma: there the quotation is a noun and "said" a participle.
    let parted = marks.iter().any(|mark| matches!(*mark, "," | "-" | "–" | "—"));
    (closes && parted).then(|| Span::new(tokens[at].start(), tokens[at + 2].end()))
}

/// "About this reported the agency", "About this “Unian” reported".
fn about_this(doc: &Document, tokens: &[Token]) -> Option<Span> {
    let at = tokens.iter().position(|token| !token.is_mark())?;
    let [about, this, rest @ ..] = &tokens[at..] else {
        return None;
    };
    if doc.word(*about) != "About" || !matches!(doc.word(*this), "this" | "it") {
        return None;
    }
    let verb = rest.iter().take(5).position(|token| {
        matches!(
            doc.word(*token),
            "reported" | "reports" | "informed" | "informs" | "writes" | "announced" | "stated" | "told"
        )
    })?;
    let has_subject = rest[..verb].iter().any(|token| {
        matches!(
            doc.word(*token),
            "time" | "," | "he" | "she" | "they" | "I" | "we" | "it"
        )
    });
    (!has_subject).then(|| Span::new(about.start(), rest[verb].end()))
}

/// "This was at the briefing on Friday, said the chief doctor": the predicate is missing.
fn this_was(doc: &Document, sentence: &Sentence, tokens: &[Token]) -> Option<Span> {
    const LONGEST: usize = 12;
    let [this, was, preposition, rest @ ..] = tokens else {
        return None;
    };
    let opens = doc.word(*this) == "This"
        && doc.word(*was) == "was"
        && matches!(doc.word(*preposition), "at" | "during" | "on" | "in");
    if !opens || this.start() != sentence.span().start {
        return None;
    }
    let said = rest.iter().take(LONGEST).position(|token| {
        matches!(
            doc.word(*token),
            "said" | "told" | "reported" | "announced" | "stated"
        )
    })?;
    let clause = |token: &Token| {
        matches!(
            doc.word(*token),
            "when"
                | "who"
                | "that"
                | "which"
                | "where"
                | "what"
                | "as"
                | "he"
                | "she"
                | "they"
                | "I"
                | "it"
                | "we"
                | "\""
                | "”"
                | "“"
                | "'"
                | "’"
                | "was"
                | "were"
        )
    };
    let speaker = rest.get(said + 1)?;
    let names = speaker.is_word() && !matches!(doc.word(*speaker), "to" | "that" | "in" | "on" | "by" | "at");
    (names && !rest[..said].iter().any(clause)).then(|| Span::new(this.start(), speaker.end()))
}
