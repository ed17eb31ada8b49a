use std::cell::LazyCell;
use std::sync::LazyLock;

use regex::Regex;
use text::Key;

use crate::document::{Block, Document};
use crate::finding::{Category, Severity};
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

use super::phrase::shortened;

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "assistant-remark",
    summary: "what a translating program says of its own work, “Here is the translation”",
    category: Category::Boilerplate,
    severity: Severity::Major,
    languages: Languages::ENGLISH,
    point: Point::AnyText,
    explain: "A program that answers in sentences was asked to translate, and its preamble, excuse or note was published with \
              the article. Only a sentence that begins so is reported, outside of quotations: articles about such programs \
              quote them.",
    examples: &[
        Example::Flags {
            text: "[[Here is the translation of the article:]]\n\nThe bridge was closed on Monday, and the ferry was late.",
            fixed: None,
        },
        Example::Flags {
            text: "[[As an AI language model, I cannot verify this claim.]] The bridge was closed.",
            fixed: None,
        },
        Example::Flags {
            text: "[[Sure! Here's the translated text:]]\n\nThe ferry was late on Monday.",
            fixed: None,
        },
        Example::Flags {
            text: "The ferry was late.\n\n[[(Note: The original text is cut off here.)]]",
            fixed: None,
        },
        Example::Passes("“As an AI language model, I cannot verify this claim,” the program wrote."),
        Example::Passes("As an AI language model maker, the firm cannot say what it will cost."),
        Example::Passes("Here is the translation prize that the town gives every year."),
        Example::Passes("He said that, as an AI language model, it cannot vote."),
        Example::Passes("I'm sorry, but I can't come on Monday, the mayor wrote."),
        Example::Passes("Note: The original of the painting is in the museum."),
        Example::Passes("Sure, here is what the mayor said of the bridge."),
        Example::Passes(
            "The mill tested how the model answers.\n\nI’m sorry, but I can’t help with that\n\nThe chatbot said no.",
        ),
    ],
    check,
};

/// The beginnings of sentences that only a program writes.
static REMARK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?xi) ^ (?:
            (?: (?:sure|certainly|of\ course|okay|ok) [,!.] \s+ )? here(?:\ is|’s|'s)\ (?:the|your|a|my)\ (?: (?:english|full|requested|complete|direct)\ )?
              (?: translation | translated\ (?:text|article|version) | rewritten\ (?:text|article|version) ) \b
              (?: \ (?:of|in|into|for)\ (?:the|your|this)\ (?:article|text|passage|given\ text|provided\ text|sentence)s? | \ (?:in|into|to)\ English )? \s* [:.]
          | as\ an?\ (?:AI|large)\ (?:language\ )? (?:model|assistant) , \ I\ (?:am|cannot|can't|can’t|do\ not|don't|don’t|must|have) \b
          | I(?:'m|’m|\ am)\ sorry,\ (?:but\ )?(?:as\ an\ AI\b | I\ (?:cannot|can't|can’t|am\ unable\ to)\ (?:translate|assist|help\ with\ that|fulfil?l) )
          | (?:please\ )? (?:provide|paste|send)\ (?:me\ )?(?:with\ )?the\ text\ (?:that\ )?(?:you(?:'d|’d|\ would)\ like|you\ want)\ (?:me\ )?to\ (?:be\ )?translate
          | \( (?:translator(?:'|’)?s?\ )? note:\ (?:the\ )?(?: original | source | provided ) \ (?:text|article|sentence|passage) \b
          | (?:i\ hope\ this\ translation | let\ me\ know\ if\ you\ (?:need|would\ like)\ (?:any|further|me\ to)\ (?:adjust|chang|clarif|translat) )
          | the\ (?:provided|given)\ text\ (?:is|appears\ to\ be|seems\ to\ be)\ (?:already\ )?(?:in\ English|incomplete|cut\ off)
        )",
    )
    .expect("a constant pattern, compiled by every test")
});

fn check(doc: &Document, findings: &mut Findings) {
    let about_models = LazyCell::new(|| is_about_models(doc));
    for block in doc.prose() {
        check_block(doc, block, &about_models, findings);
    }
}

/// Whether the article is about such programs, so that it shows what they answer.
fn is_about_models(doc: &Document) -> bool {
    const WORDS: [Key; 6] = Key::of_each(["chatbot", "chatbots", "llm", "llms", "chatgpt", "model"]);
    let is_one = |word: &str| {
        matches!(
            word,
            "chatbot" | "chatbots" | "llm" | "llms" | "chatgpt" | "model"
        )
    };
    let mut places = doc
        .places_in_blocks(&WORDS)
        .filter(|(block, at)| is_one(doc.lower(doc.tokens_of(block)[*at])));
    places.nth(1).is_some()
}

fn check_block(
    doc: &Document,
    block: &Block,
    about_models: &LazyCell<bool, impl FnOnce() -> bool>,
    findings: &mut Findings,
) {
    let mut end = 0;
    for sentence in doc.sentences_of(block) {
        let span = sentence.span();
        let rest = doc.str(span.start..block.span.end);
        if span.start < end || !may_begin_remark(rest) {
            continue;
        }
        if let Some(found) = REMARK.find(rest)
            && !(is_excuse(found.as_str()) && **about_models)
        {
            // To the end of the sentence in which the beginning ends: "Sure! Here is the translation:" is two.
            let inside = span.start + found.end();
            end = doc
                .sentences_of(block)
                .iter()
                .map(|sentence| sentence.span().end)
                .find(|end| *end >= inside)
                .unwrap_or(inside);
            let quote = shortened(doc.str(span.start..end));
            findings
                .report(
                    &RULE,
                    span.start..end,
                    format!("“{quote}” is said by the program that translated"),
                )
                .confidence(0.95);
        }
    }
}

/// Whether it refuses and says nothing of a translation.
fn is_excuse(remark: &str) -> bool {
    remark.starts_with(['I', 'i']) && !remark.contains("translat")
}

/// The first letters of all remarks, asked before the pattern.
fn may_begin_remark(sentence: &str) -> bool {
    sentence.bytes().next().is_some_and(|first| {
        matches!(
            first.to_ascii_lowercase(),
            b's' | b'c' | b'o' | b'h' | b'a' | b'i' | b'p' | b'(' | b't' | b'l'
        )
    })
}
