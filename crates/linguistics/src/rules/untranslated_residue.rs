use std::cell::OnceCell;
use std::ops::Range;

use text::{Lang, Span, Token};
use unicode_script::{Script, UnicodeScript};

use crate::document::{Block, Document, Sentence};
use crate::finding::{Category, Severity};
use crate::language::{self};
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

use super::foreign::may_be_foreign;
use super::phrase::{is_lower_case, shortened};
use super::residue_context::{Purpose, is_glossed, is_letter, is_named, purpose};

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "untranslated-residue",
    summary: "words or a sentence left in another language",
    category: Category::Untranslated,
    severity: Severity::Major,
    languages: Languages::Any,
    point: Point::AnyText,
    explain: "Text that was left in the original: words in another script, or a whole sentence in another language. The \
              translator skips what it takes for a name or code, and segments that time out come back as they were. \
              Words in quotation marks are only mentioned, since a foreign title may be quoted on purpose; words in \
              brackets, or with a gloss in brackets behind them, are left alone, and so are words that are named as \
              foreign (“the Arabic word”), samples under a label, messages of a social network, links to the page in \
              another language and names in a list. Where several paragraphs in a row are foreign, and the text is not \
              known to be a translation, the page may be in two languages.",
    examples: &[
        Example::Flags {
            text: "The plant makes [[утюг]] parts for export.",
            fixed: None,
        },
        Example::Flags {
            text: "The company [[中国石油]] reported a profit.",
            fixed: None,
        },
        Example::Flags {
            text: "The mayor opened the bridge for the traffic of the port. [[Die Arbeiten wurden gestern nach drei Jahren endlich abgeschlossen.]] \
                   Traffic resumed at noon.",
            fixed: None,
        },
        Example::Flags {
            text: "The weekly “[[Новая жизнь]]” wrote about it in the spring.",
            fixed: None,
        },
        Example::Passes("The α and β variants and a 5 μm filter were tested."),
        Example::Passes("“Ich bin ein Berliner,” Kennedy said in 1963."),
        Example::Passes(
            "Die Arbeiten wurden gestern nach drei Jahren endlich abgeschlossen, sagte die Stadt. The image of the bridge is \
             satisfactory to all of them. Die Brücke ist wieder offen, und die Leute sind froh darüber.",
        ),
        Example::Passes("Álvarez, Müller, Øystein Håland, Šarić and Nguyễn attended."),
        Example::Flags {
            text: "The mayor opened the bridge for the traffic of the port. [[Die Arbeiten wurden gestern nach drei Jahren endlich abgeschlossen. \
                   Die Brücke wurde von der Stadt mit dem Geld der Bürger gebaut und ist wieder offen.]] Traffic resumed at noon, and the people who had waited for it since the spring of last year were glad that they could \
                   go to work without the ferry.",
            fixed: None,
        },
        Example::Passes("The 16π system, the law ψ ↔ φ and the set Δx ∪ Δy are in the proof."),
        Example::Flags {
            text: "The Russian [[Газпром]] raised its price, and the Chinese [[石油]] did so too.",
            fixed: None,
        },
        Example::Passes(
            "The word is from the Arabic word شکر shekar, and that is from the Persian شکر shekar.",
        ),
        Example::Passes("As the Chinese idiom goes, 未雨綢繆, repair the roof before it rains."),
        Example::Passes("In that valley ' ष ' was said as ' ख ', and many read 'ॐ' first."),
        Example::Passes("The page is called Search, Buscar, Поиск, جستجو, Cari in the towns of the coast."),
        Example::Passes("The film Тихий берег / The Quiet Shore was shown in the hall of the town."),
        Example::Passes(
            "The first bridge of the town is open.\n\nこの記事を日本語で読む\n\nIt was built by the port.",
        ),
        Example::Passes(
            "The mill tests what the machine has read.\n\nFrench sentence:\n\nLe moulin de la ville est ouvert depuis le \
             printemps pour les enfants.\n\nReference translation:\n\nThe mill of the town has been open since the spring.",
        ),
        Example::Passes(
            "The team thanks them all for the help they gave.\n\nAnn Miller\n\nBo Li\n\nИван Петров\n\n李丽\n\nZoe Fox",
        ),
        Example::Passes("The site президент.рф was down."),
        Example::Passes(
            "The word is from γράμμα (gramma), \"letter\", itself from γράφειν (graphein), \"to write\".",
        ),
        Example::Passes(
            "The mill has a saying on its door, which the mayor likes, and it is read aloud to the guests of the town.\n\nDie Arbeiten wurden gestern \
             nach drei Jahren endlich abgeschlossen.\n\n-- A. Bell\n\n[ The works were done at last. ]",
        ),
        Example::Passes("Li Li (李丽) read from “Тихий берег” (“The Quiet Shore”)."),
    ],
    check,
};

fn check(doc: &Document, findings: &mut Findings) {
    let language = doc.language().unwrap_or(Lang::ENGLISH);
    let blocks: OnceCell<Vec<&Block>> = OnceCell::new();
    let purpose = |first: Span, more: &[Span]| {
        let blocks = blocks.get_or_init(|| doc.prose().collect());
        purpose(doc, blocks, first, *more.last().unwrap_or(&first))
    };
    if language.is_written_in_latin() {
        for run in joined(doc, script_runs(doc), |run| (run.span, &mut run.more)) {
            report_run(doc, &run, purpose(run.span, &run.more), findings);
        }
    }
    for run in joined(doc, foreign_runs(doc, language), |run| (run.span, &mut run.more)) {
        report_sentences(doc, &run, purpose(run.span, &run.more), findings);
    }
}

/// The runs as they are, or all of them as one where the text is in two languages on purpose: they are many, and a good
/// part of it.
fn joined<R>(doc: &Document, mut runs: Vec<R>, parts: impl Fn(&mut R) -> (Span, &mut Vec<Span>)) -> Vec<R> {
    const MANY: usize = 5;
    const PART: usize = 5;
    let spans: Vec<Span> = runs
        .iter_mut()
        .flat_map(|run| {
            let (first, more) = parts(run);
            std::iter::once(first).chain(more.clone())
        })
        .collect();
    let bytes: usize = spans.iter().map(|span| span.len()).sum();
    let prose: usize = doc.prose().map(|block| block.span.len()).sum();
    if runs.len() >= MANY && bytes * PART >= prose {
        runs.truncate(1);
        *parts(&mut runs[0]).1 = spans[1..].to_vec();
    }
    runs
}

/// What was left in another language in one piece: sentences of one block, and the blocks behind it that go on.
struct ForeignRun {
    language: Lang,
    /// The sentences of the first block.
    span: Span,
    /// The pieces of the blocks behind it.
    more: Vec<Span>,
    last_block: usize,
}

/// The foreign sentences of the article, those that follow one another as one: a speech in two languages was not left
/// untranslated thirty times.
fn foreign_runs(doc: &Document, expected: Lang) -> Vec<ForeignRun> {
    let mut runs: Vec<ForeignRun> = Vec::new();
    // Whether a sentence in the article's language stands between the last foreign one and the next.
    let mut parted = true;
    for (at, block) in doc.prose().enumerate() {
        for sentence in doc.sentences_of(block) {
            let Some(language) = other_language(doc, sentence, expected) else {
                parted = parted || reads_as_prose(doc, sentence);
                continue;
            };
            let span = sentence.span();
            match runs.last_mut().filter(|run| !parted && run.language == language) {
                Some(run) if run.last_block == at => {
                    run.more.last_mut().unwrap_or(&mut run.span).end = span.end;
                }
                Some(run) => {
                    run.more.push(span);
                    run.last_block = at;
                }
                None => runs.push(ForeignRun {
                    language,
                    span,
                    more: Vec::new(),
                    last_block: at,
                }),
            }
            parted = false;
        }
    }
    runs
}

/// A page may be in two languages; a translation that was left in the original for some paragraphs is none.
fn is_bilingual(doc: &Document, purpose: Purpose) -> bool {
    purpose == Purpose::Bilingual && !doc.origin().machine_translated
}

fn report_sentences(doc: &Document, run: &ForeignRun, purpose: Purpose, findings: &mut Findings) {
    if purpose == Purpose::SetOut {
        return;
    }
    let message = format!(
        "“{}” was left in {}",
        shortened(doc.str(run.span)),
        run.language.name()
    );
    let finding = findings.report(&RULE, run.span, message).confidence(0.9);
    if is_bilingual(doc, purpose) {
        finding.severity(Severity::Info).confidence(0.6);
    }
    for span in &run.more {
        finding.relate(*span, format!("{} goes on here", run.language.name()));
    }
}

/// Words in a script that the article's language is not written in.
struct ScriptRun {
    script: Script,
    span: Span,
    setting: Setting,
    /// The blocks behind it that are wholly in that script.
    more: Vec<Span>,
}

/// The runs of other scripts. A block wholly in the script of the one before it goes on with that run.
fn script_runs(doc: &Document) -> Vec<ScriptRun> {
    let mut runs: Vec<ScriptRun> = Vec::new();
    let mut wholly_before = None;
    for block in doc.prose() {
        let in_block = if block.is_ascii() {
            Vec::new()
        } else {
            runs_of_block(doc, doc.tokens_of(block))
        };
        let wholly = wholly_in_one_script(doc, block, &in_block);
        match runs.last_mut() {
            Some(run) if wholly.is_some() && wholly == wholly_before => run.more.push(block.span),
            _ => runs.extend(in_block),
        }
        wholly_before = wholly;
    }
    runs
}

/// The script of the only run of a block in which nothing else is a word.
fn wholly_in_one_script(doc: &Document, block: &Block, runs: &[ScriptRun]) -> Option<Script> {
    let [run] = runs else { return None };
    let others = doc
        .tokens_of(block)
        .iter()
        .any(|token| token.is_word() && foreign_script(doc, *token).is_none());
    (!others && run.setting == Setting::None).then_some(family(run.script))
}

fn runs_of_block(doc: &Document, tokens: &[Token]) -> Vec<ScriptRun> {
    let mut runs = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let Some(script) = foreign_script(doc, tokens[at]) else {
            at += 1;
            continue;
        };
        let length = run_length(doc, &tokens[at..], script);
        let setting = setting(doc, tokens, &(at..at + length));
        runs.push(ScriptRun {
            script,
            span: Span::new(tokens[at].start(), tokens[at + length - 1].end()),
            setting,
            more: Vec::new(),
        });
        at += length;
    }
    mark_lists(doc, &mut runs);
    runs
}

/// "Search, Buscar, Поиск, جستجو": the same word in several scripts.
fn mark_lists(doc: &Document, runs: &mut [ScriptRun]) {
    for at in 1..runs.len() {
        let between = doc.str(runs[at - 1].span.end..runs[at].span.start);
        if between.trim() == "," && family(runs[at - 1].script) != family(runs[at].script) {
            runs[at - 1].setting = Setting::Glossed;
            runs[at].setting = Setting::Glossed;
        }
    }
}

/// Tokens of the run of `script` at the start of `tokens`; marks and numbers inside it belong to it.
fn run_length(doc: &Document, tokens: &[Token], script: Script) -> usize {
    // A vowel sign of Arabic that stands by itself belongs to what stands round it.
    let is_sign = |token: &Token| {
        let mut scripts = doc.word(*token).chars().map(|c| c.script());
        scripts.all(|script| script == Script::Inherited)
    };
    let belongs =
        |token: &Token| foreign_script(doc, *token).map(family) == Some(family(script)) || is_sign(token);
    tokens
        .iter()
        .take_while(|token| !token.is_word() || belongs(token))
        .enumerate()
        .filter(|(_, token)| token.is_word())
        .last()
        .map_or(1, |(last, _)| last + 1)
}

/// Japanese mixes three scripts, which are one residue.
fn family(script: Script) -> Script {
    match script {
        Script::Hiragana | Script::Katakana => Script::Han,
        other => other,
    }
}

fn report_run(doc: &Document, run: &ScriptRun, purpose: Purpose, findings: &mut Findings) {
    let text = doc.str(run.span);
    // A single letter is a symbol, a list mark or a homoglyph; Greek ones are terms of a formula.
    let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count();
    let is_formula = text.split_whitespace().all(|word| letters(word) < 3);
    let is_symbol =
        run.script == Script::Greek && is_formula || run.script == Script::Cyrillic && letters(text) == 1;
    let on_purpose = run.setting == Setting::Glossed || purpose == Purpose::SetOut;
    if is_symbol || is_address(text) || on_purpose {
        return;
    }
    let message = format!(
        "“{}” was left in {} letters",
        shortened(text),
        run.script.full_name()
    );
    let finding = findings.report(&RULE, run.span, message).confidence(0.95);
    if run.setting == Setting::Quoted || is_bilingual(doc, purpose) {
        finding.severity(Severity::Info).confidence(0.6);
    }
    for span in &run.more {
        finding.relate(*span, format!("{} letters go on here", run.script.full_name()));
    }
}

/// The script of a word's first letter when that is no Latin one; words of mixed script have a rule of their own.
fn foreign_script(doc: &Document, token: Token) -> Option<Script> {
    let word = doc.word(token);
    if word.is_ascii() || word.chars().any(|c| c.script() == Script::Latin) {
        return None;
    }
    let script = word.chars().find(|c| c.is_alphabetic())?.script();
    (!matches!(script, Script::Common | Script::Inherited | Script::Unknown)).then_some(script)
}

fn is_address(text: &str) -> bool {
    text.split_whitespace().count() == 1 && text.contains(".рф")
}

/// How an author sets foreign words off.
#[derive(PartialEq, Eq)]
enum Setting {
    /// Nothing does: the words stand in the sentence as if they were English.
    None,
    /// In quotation marks, such as a title.
    Quoted,
    /// Between brackets, or in quotation marks with a gloss in brackets behind: on purpose.
    Glossed,
}

fn setting(doc: &Document, tokens: &[Token], run: &Range<usize>) -> Setting {
    let before = run.start.checked_sub(1).map_or("", |at| doc.word(tokens[at]));
    let mut behind = tokens[run.end..]
        .iter()
        .map(|token| doc.word(*token))
        .skip_while(|mark| *mark == ",");
    let after = behind.next().unwrap_or_default();
    let text = &doc.text()[tokens[run.start].start()..tokens[run.end - 1].end()];
    if is_letter(text, before, after)
        || is_named(doc, &tokens[..run.start])
        || is_glossed(doc, &tokens[run.end..])
    {
        return Setting::Glossed;
    }
    match (before, after) {
        ("(" | "[", _) | (_, ")" | "]") => Setting::Glossed,
        ("“" | "\"" | "«" | "‘" | "„", "”" | "\"" | "»" | "’" | "“") => {
            if behind.next() == Some("(") {
                Setting::Glossed
            } else {
                Setting::Quoted
            }
        }
        _ => Setting::None,
    }
}

/// The other language of the same script that the whole sentence is in.
fn other_language(doc: &Document, sentence: &Sentence, expected: Lang) -> Option<Lang> {
    if !may_be_foreign(doc, sentence, expected) || !reads_as_prose(doc, sentence) {
        return None;
    }
    let found = language::of_sentence(doc.str(sentence.span())).filter(|found| *found != expected)?;
    // What stands there in English was translated, whatever the rest of the article is taken for: of garbled English, other
    // languages are the likelier guess.
    if found == Lang::ENGLISH {
        return None;
    }
    (found.is_written_in_latin() && !is_quoted(doc.str(sentence.span()))).then_some(found)
}

/// Names and lists are in no language; running text is mostly lower case.
fn reads_as_prose(doc: &Document, sentence: &Sentence) -> bool {
    let words = doc.tokens_in(sentence).iter().filter(|token| token.is_word());
    let (lower, all) = words.fold((0, 0), |(lower, all), token| {
        (lower + usize::from(is_lower_case(doc.word(*token))), all + 1)
    });
    all >= 6 && lower * 5 >= all * 3
}

fn is_quoted(text: &str) -> bool {
    text.starts_with(['“', '"', '«', '„', '‘']) || text.contains(['“', '”', '"', '«', '»'])
}
