use text::{BlockKind, Key, Token};

use crate::document::{Block, Document};
use crate::finding::{Category, Severity};
use crate::lexicon;
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};
use crate::words;

use super::phrase::{capitalised, is_capitalised, is_lower_case, spaced, touching};

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "small-initial",
    summary: "a sentence that begins with a small letter",
    category: Category::Spelling,
    severity: Severity::Minor,
    languages: Languages::ENGLISH,
    point: Point::AnyText,
    explain: "A sentence was cut in two by the engine, or put together from pieces, and its second part kept its small \
              letter; or a full stop has come into the middle of a sentence. A capital is offered only where the small \
              word is one that begins a sentence of its own. Abbreviations, addresses, names that are written small, and \
              articles that are written in small letters throughout are left alone.",
    examples: &[
        Example::Flags {
            text: "The mayor was tired. [[he]] did not want to speak.",
            fixed: Some("The mayor was tired. He did not want to speak."),
        },
        Example::Flags {
            text: "The court closed the case[[. against]] him, it was said later.",
            fixed: None,
        },
        Example::Flags {
            text: "[[the]] ferry was late on Monday, and nobody knew why it was.",
            fixed: Some("The ferry was late on Monday, and nobody knew why it was."),
        },
        Example::Flags {
            text: "\"[[we]] are late with the repairs of the bridge,\" the mayor of the town said.",
            fixed: Some("\"We are late with the repairs of the bridge,\" the mayor of the town said."),
        },
        Example::Flags {
            text: "[[i]] hope that the ferry will be on time when the fair begins.",
            fixed: Some("I hope that the ferry will be on time when the fair begins."),
        },
        Example::Passes("“to be or not to be” was the title of the play that the school gave in May."),
        Example::Passes("i. The mayor of the town, who was elected by its council in May."),
        Example::Passes(
            "The works cost approx. twenty million, incl. the bridge etc. and no. it is not cheap.",
        ),
        Example::Passes("He moved to the U.S. in May at 10 a.m. on Monday."),
        Example::Passes("The site gazeta. ru and npm. org were down."),
        Example::Passes(
            "The firm paid for the benefit of the town.\n\nrecession in the north cost it half of its sales in May.\n\nIt was sold.",
        ),
        Example::Passes("iPhone sales fell in May, and eBay sold more of them than before."),
        Example::Passes("the lines are short. the poet writes all of them small. he always did."),
        Example::Passes("He waited ... and left. Then came “the end”. Nobody spoke."),
        Example::Passes("van Dyck was born in Antwerp and worked in London until his death."),
        Example::Passes(
            "The members are:\n\nthe mayor of the town, who was elected in May;\n\nthe clerk of the council, who was not.",
        ),
    ],
    check,
};

/// Words of a paragraph that is judged by its first letter; shorter ones are labels and items.
const SHORTEST: usize = 6;

fn check(doc: &Document, findings: &mut Findings) {
    let paragraphs: Vec<&Block> = doc
        .prose()
        .filter(|block| block.kind == BlockKind::Paragraph)
        .collect();
    let small = |block: &&&Block| {
        doc.tokens_of(block)
            .first()
            .is_some_and(|first| is_small(doc, *first))
    };
    let small_paragraphs = paragraphs.iter().filter(small).count();
    // An article that begins most of its paragraphs so does it on purpose.
    let on_purpose = small_paragraphs * 3 > paragraphs.len() && paragraphs.len() > 1;
    let mut before: Option<&Block> = None;
    for block in doc.blocks() {
        if block.boilerplate.is_none() && !on_purpose && before.is_none_or(|before| is_closed(doc, before)) {
            check_first(doc, block, findings);
        }
        before = Some(block);
    }
    for (block, at) in doc.places_in_blocks(&Key::of_each(["."])) {
        let tokens = doc.tokens_of(block);
        let has_capitals = || {
            let mut words = tokens.iter().filter(|token| token.is_word());
            words.next().is_some_and(|first| is_capitalised(doc.word(*first)))
        };
        if is_small_behind_stop(doc, tokens, at) && has_capitals() {
            report_inside(doc, tokens[at], tokens[at + 1], findings);
        }
    }
}

fn is_small(doc: &Document, token: Token) -> bool {
    doc.word(token).starts_with(|c: char| c.is_ascii_lowercase())
}

/// Whether a block ends with a mark that ends a sentence, so that the next one does not go on with it.
fn is_closed(doc: &Document, block: &Block) -> bool {
    block.kind == BlockKind::Heading
        || doc
            .str(block.span)
            .ends_with(['.', '?', '!', '”', '"', '’', '…', ')'])
}

/// The first word of a paragraph of whole sentences.
fn check_first(doc: &Document, block: &Block, findings: &mut Findings) {
    let tokens = doc.tokens_of(block);
    // "\"we are late,\" he said": the quotation may begin in the middle of what was said, unless its first word is a subject.
    let quoted = tokens
        .first()
        .is_some_and(|mark| matches!(doc.word(*mark), "\"" | "“") && touches_next(tokens, 0));
    let tokens = &tokens[usize::from(quoted)..];
    let Some((first, next)) = tokens.first().zip(tokens.get(1)) else {
        return;
    };
    let word = doc.word(*first);
    if !is_small(doc, *first) {
        return;
    }
    if quoted && !begins_quotation(word) {
        return;
    }
    let is_text = block.kind == BlockKind::Paragraph
        && tokens.iter().filter(|token| token.is_word()).count() >= SHORTEST
        && doc.str(block.span).ends_with(['.', '?', '!', '”', '"']);
    // Where a text was cut into lines, any word may stand first; a paragraph by itself was not cut.
    // "from the talk of the mayor." stands below what it names.
    let opens = doc.blocks().len() == 1
        || !matches!(word, "by" | "from" | "in" | "of" | "with")
            && text::is_sentence_starter(&capitalised(word));
    if !is_text || !opens || !is_opener(word) || touching(*first, *next) && doc.word(*next) != "," {
        return;
    }
    // A sentence below in small letters as well: whoever writes so has a habit.
    let habit = doc.sentences_of(block)[1..].iter().any(|sentence| {
        doc.tokens_in(sentence)
            .first()
            .is_some_and(|first| is_small(doc, *first))
    });
    if habit || (0..tokens.len()).any(|at| is_small_behind_stop(doc, tokens, at)) {
        return;
    }
    findings
        .report(
            &RULE,
            first.span(),
            format!("“{word}” begins the paragraph with a small letter"),
        )
        .confidence(0.9)
        .fix(capitalised(word));
}

/// Whether a sentence may begin with the small word: "the", "officials", but not "van" or "npm".
fn is_opener(word: &str) -> bool {
    const NAMES: [&str; 16] = [
        "al", "ap", "bin", "da", "dal", "de", "del", "della", "den", "der", "di", "du", "la", "le", "van",
        "von",
    ];
    let word = word
        .strip_suffix("'s")
        .or_else(|| word.strip_suffix("’s"))
        .or_else(|| word.strip_suffix(['\'', '’']))
        .unwrap_or(word);
    word.bytes().all(|b| b.is_ascii_lowercase())
        && (word.len() > 1 || matches!(word, "a" | "i"))
        && (lexicon::is_function_word(word) || lexicon::is_proper_noun(word) || words::is_english(word))
        && !NAMES.contains(&word)
}

/// Subjects and determiners with which a sentence in quotation marks begins.
fn begins_quotation(word: &str) -> bool {
    matches!(
        word,
        "he" | "i"
            | "i'm"
            | "i’m"
            | "it"
            | "it's"
            | "it’s"
            | "she"
            | "that's"
            | "that’s"
            | "there"
            | "they"
            | "this"
            | "we"
            | "we're"
            | "we’re"
    )
}

fn touches_next(tokens: &[Token], at: usize) -> bool {
    tokens
        .get(at..at + 2)
        .is_some_and(|pair| touching(pair[0], pair[1]))
}

fn report_inside(doc: &Document, stop: Token, small: Token, findings: &mut Findings) {
    let word = doc.word(small);
    let message = format!("a full stop, and then a small letter: “{word}”");
    if begins_clause(word) {
        findings
            .report(&RULE, small.span(), message)
            .confidence(0.92)
            .fix(capitalised(word));
    } else {
        findings
            .report(&RULE, stop.start()..small.end(), message)
            .confidence(0.88);
    }
}

/// A pronoun that is the subject of a new sentence and hardly goes on with the one before.
fn begins_clause(word: &str) -> bool {
    matches!(word, "he" | "she" | "they" | "we" | "it" | "there")
}

/// Whether the token at `at` is a full stop that ends a sentence and has a small letter behind it.
fn is_small_behind_stop(doc: &Document, tokens: &[Token], at: usize) -> bool {
    let Some(&[before, stop, after]) = at.checked_sub(1).and_then(|at| tokens.get(at..at + 3)) else {
        return false;
    };
    stop.is_mark()
        && before.is_word()
        && doc.word(stop) == "."
        && touching(before, stop)
        && spaced(doc, stop, after)
        && is_lower_case(doc.word(after))
        && ends_sentence(doc, before)
        && (text::is_sentence_starter(&capitalised(doc.word(after)))
            || lexicon::is_function_word(doc.word(after)))
        && tokens
            .get(at + 2)
            .is_none_or(|next| !touching(after, *next) || doc.word(*next) == ",")
}

/// Whether the word before a full stop is an ordinary one and no abbreviation.
fn ends_sentence(doc: &Document, before: Token) -> bool {
    let word = doc.word(before);
    word.len() >= 4
        && word.bytes().all(|b| b.is_ascii_lowercase())
        && !text::is_abbreviation(word)
        && wordnik_list::word_exists(word)
        && !matches!(word, "approx" | "cent" | "dept" | "incl" | "tbsp")
}
