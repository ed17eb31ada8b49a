use text::{BlockKind, Token};

use crate::document::{Document, Sentence};
use crate::finding::{Category, Severity};
use crate::lexicon;
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};
use crate::word_order;

use super::grammar::is_number_word;
use super::phrase::{is_all_capitals, is_capitalised, shortened, spaced, touching};

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "jumbled-words",
    summary: "a sentence whose words stand in no order that English has",
    category: Category::Grammar,
    severity: Severity::Minor,
    languages: Languages::ENGLISH,
    point: Point::AnyText,
    explain: "Small words follow one another in few ways: “of the” is everywhere, “the of” nowhere. Where a sentence goes \
              against that again and again, its words are those of a sentence but their order is not. Engines lose it where \
              the original was cut wrongly or is ordered otherwise. Headings, lists, quoted titles and sentences in other \
              languages are left alone.",
    examples: &[
        Example::Flags {
            text: "[[To in according data average the 2019 wage in was office the from the town the of and.]]",
            fixed: None,
        },
        Example::Flags {
            text: "[[By not this and different harbour, in is town the as other from is mills it very old the.]]",
            fixed: None,
        },
        Example::Passes("What he did did not matter to the court, and what they do does not matter to him."),
        Example::Passes("It is not the be all and end all of the plan that the council has for the port."),
        Example::Passes(
            "Of the ten men who were in the boat when it sank, all but one were found on the shore.",
        ),
        Example::Passes(
            "He bought a .45 pistol, a .22 rifle and a .9 mm gun from the man whom he met at the pier.",
        ),
        Example::Passes(
            "The mill, old as it is, is what the town, small as it is, is known for in the north.",
        ),
        Example::Passes(
            "They tell you the what and the how of it, not the why, and it is not the if but the when that counts.",
        ),
        Example::Passes(
            "Watch the on-demand talk with the on-site, in-house and up-to-date team of the town hall.",
        ),
        Example::Passes("Of these, about nine hundred are under twelve years old."),
        Example::Passes(
            "Of them, just over two thousand are now out of work, and of those, one hundred are ill.",
        ),
        Example::Passes("Of the boats, 26 were from Harbourtown and 5 were from Millbridge."),
        Example::Passes("Of the total, more than fifty are at or under the age of twelve."),
        Example::Passes("For example, the A that's not an A is a Greek letter of the old town."),
        Example::Passes(
            "I don't even own the house I'm standing in. Of few authors is this more true than of Bell.",
        ),
        Example::Passes(
            "In strict SQL, GROUP BY can only group by columns but the MILL also allows it to group by a_name.",
        ),
        Example::Passes("They regard free trade . . . as something inherent in human nature . . ."),
        Example::Passes(
            "That is, may the poor be rich, may the old be at peace, and may the free set others free.",
        ),
        Example::Passes("In, out, up, down, over and under: that is how the ferry goes all day long."),
        Example::Passes(
            "“So I think that's what it is for,” she said of the bridge that nobody had asked for.",
        ),
    ],
    check,
};

/// Tokens of the shortest sentence that is judged.
const SHORTEST: usize = 10;

/// Mean affinity of neighbours below which a sentence is none; ordinary ones lie about 0.5.
const MEAN: f32 = -0.17;

/// The same where one pair less is rare.
const LOW_MEAN: f32 = -0.3;

/// Affinity of two neighbours that are hardly ever such, and how many of them there must be.
const RARE: f32 = -1.6;
const RARE_PAIRS: usize = 4;

fn check(doc: &Document, findings: &mut Findings) {
    for block in doc.prose() {
        if !matches!(block.kind, BlockKind::Paragraph | BlockKind::Quote) || block.has_mark(b"|{}=*`\\") {
            continue;
        }
        for sentence in doc.sentences_of(block) {
            let tokens = doc.tokens_in(sentence);
            if tokens.len() >= SHORTEST && is_jumbled(doc, tokens) && is_prose(doc, sentence, tokens) {
                let quote = shortened(doc.str(sentence.span()));
                findings
                    .report(
                        &RULE,
                        sentence.span(),
                        format!("“{quote}”: the words stand in no order that English has"),
                    )
                    .confidence(0.9);
            }
        }
    }
}

fn is_jumbled(doc: &Document, tokens: &[Token]) -> bool {
    has_no_order(doc, tokens) && has_no_order(doc, &tokens[fronted_group(doc, tokens)..])
}

/// Whether the neighbours among the tokens are such as English hardly has.
fn has_no_order(doc: &Document, tokens: &[Token]) -> bool {
    let (mut sum, mut rare, mut pairs) = (0.0, 0, 0.0);
    for affinity in word_order::affinities(doc, tokens) {
        sum += affinity;
        pairs += 1.0;
        rare += usize::from(affinity < RARE);
    }
    sum < MEAN * pairs && rare >= RARE_PAIRS || sum < LOW_MEAN * pairs && rare + 1 >= RARE_PAIRS
}

/// How many tokens "Of these," and the number behind it take. A group that is counted is put first in reports of figures, and then
/// small words follow one another as they do nowhere else: "Of these, about nine hundred are under fifteen".
fn fronted_group(doc: &Document, tokens: &[Token]) -> usize {
    let lower = |at: usize| tokens.get(at).map_or("", |token| doc.lower(*token));
    let group = matches!(lower(0), "of" | "among" | "in")
        && matches!(lower(1), "these" | "those" | "them" | "all" | "total" | "the")
        && (2..=4).any(|at| lower(at) == ",");
    if !group {
        return 0;
    }
    let comma = (2..=4).find(|at| lower(*at) == ",").unwrap_or_default();
    let counts = |token: &Token| {
        let word = doc.lower(*token);
        token.is_number()
            || is_number_word(word)
            || matches!(
                word,
                "a" | "about"
                    | "around"
                    | "almost"
                    | "another"
                    | "at"
                    | "fewer"
                    | "just"
                    | "least"
                    | "less"
                    | "million"
                    | "more"
                    | "nearly"
                    | "one"
                    | "only"
                    | "over"
                    | "some"
                    | "than"
                    | "and"
                    | "-"
            )
    };
    let number = tokens[comma + 1..]
        .iter()
        .take_while(|token| counts(token))
        .count();
    if number == 0 { 0 } else { comma + 1 + number }
}

/// "On-demand", "how-do-we": a compound with a small word in it is one word, and that word has not its usual neighbours.
fn has_small_compound(doc: &Document, tokens: &[Token]) -> bool {
    tokens.windows(3).any(|three| {
        doc.word(three[1]) == "-"
            && touching(three[0], three[1])
            && touching(three[1], three[2])
            && (lexicon::is_function_word(doc.lower(three[0]))
                || lexicon::is_function_word(doc.lower(three[2])))
    })
}

/// "It is not the if but the when", "the I is narrow", "that that": words that are talked about, or that stand twice by
/// right.
fn talks_of_words(doc: &Document, tokens: &[Token]) -> bool {
    tokens.windows(2).any(|pair| {
        let word = doc.lower(pair[1]);
        match doc.lower(pair[0]) {
            "the" => matches!(
                word,
                "how" | "i" | "if" | "what" | "when" | "where" | "who" | "why"
            ),
            "that" => word == "that",
            _ => false,
        }
    })
}

/// "I don't even own the house I'm in", "Well! evil to some …", "Of few is this more true", "Which the reports do boil down to":
/// speech and the order of essays. `GROUP BY can group by a_name` is code.
fn is_spoken(doc: &Document, tokens: &[Token]) -> bool {
    const FRONT: usize = 6;
    let contracted = |token: &&Token| {
        let word = doc.lower(**token);
        ["n't", "n’t", "'m", "’m", "'ll", "’ll", "'ve", "’ve", "'re", "’re"]
            .iter()
            .any(|ending| word.ends_with(ending))
    };
    let shouted =
        |token: &&Token| token.span().len() > 1 && token.is_word() && is_all_capitals(doc.word(**token));
    // What is put first takes the verb along; the rest has the usual order.
    let fronted = tokens
        .first()
        .is_some_and(|first| matches!(doc.word(*first), "Of" | "Which"));
    let is_code = tokens.iter().any(|token| doc.word(*token).contains('_'));
    tokens.iter().filter(contracted).take(2).count() == 2
        || tokens.iter().filter(shouted).take(3).count() == 3
        || is_code
        || tokens.iter().any(|token| matches!(doc.word(*token), "!" | "?"))
        || fronted && !has_no_order(doc, &tokens[tokens.len().min(FRONT)..])
}

/// "The A that's not an A": a letter that is spoken of.
fn has_letter(doc: &Document, tokens: &[Token]) -> bool {
    tokens.windows(2).skip(1).any(|pair| {
        let word = doc.word(pair[1]);
        word.len() == 1
            && word.bytes().all(|letter| letter.is_ascii_uppercase())
            && (word != "I" || matches!(doc.lower(pair[0]), "a" | "an" | "the"))
    })
}

/// "May the wicked be gentle, may the righteous be at peace, may the free …": one beginning again and again.
fn is_litany(doc: &Document, tokens: &[Token]) -> bool {
    const TIMES: usize = 3;
    let begins_alike = |pair: &[Token]| {
        tokens
            .windows(2)
            .filter(|other| doc.same_word(pair[0], other[0]) && doc.same_word(pair[1], other[1]))
            .take(TIMES)
            .count()
            == TIMES
    };
    tokens
        .windows(2)
        .filter(|pair| pair[0].is_word() && matches!(doc.lower(pair[0]), "let" | "may"))
        .take(TIMES)
        .any(begins_alike)
}

/// Whether it is a whole sentence of running English text.
fn is_prose(doc: &Document, sentence: &Sentence, tokens: &[Token]) -> bool {
    let text = doc.str(sentence.span());
    let words: Vec<&Token> = tokens.iter().filter(|token| token.is_word()).collect();
    let count =
        |wanted: &dyn Fn(&str) -> bool| words.iter().filter(|token| wanted(doc.lower(***token))).count();
    let function_words = count(&lexicon::is_function_word);
    let foreign = count(&|word| lexicon::is_foreign_function_word(word) && !lexicon::is_function_word(word));
    let capitals = words
        .iter()
        .skip(1)
        .filter(|token| is_capitalised(doc.word(***token)))
        .count();
    let whole = text.ends_with('.') && text.starts_with(char::is_uppercase);
    let odd_marks = ["..", ". .", "…", "--", "[", "(", "\"", "“"]
        .iter()
        .any(|mark| text.contains(mark));
    // ".45 pistol", ".html": what begins with a full stop ends no sentence.
    let abbreviated = words.iter().any(|token| doc.word(**token).contains('.'));
    let inner_stop = tokens.windows(3).any(|three| {
        doc.word(three[1]) == "." && spaced(doc, three[0], three[1]) && touching(three[1], three[2])
    });
    whole
        && !odd_marks
        && !inner_stop
        && !abbreviated
        && !talks_of_words(doc, tokens)
        && !has_letter(doc, tokens)
        && !is_spoken(doc, tokens)
        && !is_litany(doc, tokens)
        && !has_small_compound(doc, tokens)
        && foreign < 2
        && function_words * 5 >= words.len()
        && capitals * 3 <= words.len()
        && words.len() >= 8
}
