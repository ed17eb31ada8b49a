use std::cell::LazyCell;
use std::hash::BuildHasher;
use std::sync::LazyLock;

use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};
use text::Token;
use unicase::UniCase;

use crate::document::{Block, Document};
use crate::finding::{Category, Severity};
use crate::lexicon;
use crate::memo::{Memo, Question};
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};
use crate::words;

use super::phrase::{capitalised, cased_like, is_capitalised, touching};

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "misspelling",
    summary: "a word that English does not have, one slip away from one that it has",
    category: Category::Spelling,
    severity: Severity::Minor,
    languages: Languages::ENGLISH,
    point: Point::AnyText,
    explain: "Engines that build words out of pieces now and then build one that does not exist. A word that no list knows \
              may still be a new one, so that two things must come together: the word is a known misspelling of one English \
              word, or it differs in one letter from a word that the same article has in its right spelling. British forms, species \
              and words among foreign ones are no misspellings. Of words of three and four letters only those are judged that stand \
              for a small word or have its letters in another order; of words with a capital, the first of a sentence, \
              countries, and long words that come once and follow no name. A correction is offered only where no other \
              English word is one slip away. What has a hyphen or figure is left alone.",
    examples: &[
        Example::Flags {
            text: "The mill is run [[indepedently]].",
            fixed: Some("The mill is run independently."),
        },
        Example::Flags {
            text: "The strawberry harvest is late. Growers blame the [[strawbery]] weevil.",
            fixed: Some("The strawberry harvest is late. Growers blame the strawberry weevil."),
        },
        Example::Flags {
            text: "The [[interseciton]] is closed.",
            fixed: None,
        },
        Example::Flags {
            text: "They [[hvae]] said [[thier]] plan [[aslo]] works.",
            fixed: Some("They hvae said thier plan also works."),
        },
        Example::Flags {
            text: "[[Altough]] the mill is in [[Beligum]], the Ministry of [[Goverment]] Works owns it.",
            fixed: None,
        },
        Example::Flags {
            text: "It is a [[sotry]] of luck.",
            fixed: None,
        },
        Example::Passes(
            "Gerda Trickey met A. Bording and Elena Dementieva; Canva pays Canva users, and Vitaliy Ostap left.",
        ),
        Example::Flags {
            text: "The town [[shouldnot]] sell the mill.",
            fixed: Some("The town should not sell the mill."),
        },
        Example::Passes("The widow left two Rembrandts and a pair of Valentinos to the town."),
        Example::Passes("Aare is a river. Whaat? She worked for Comercial Mexicana and for Nintento."),
        Example::Passes("They eat bak kut teh. Ein Haus ist alles, was er hat, oder?"),
        Example::Passes("The pupil wrote “Codeing [sic] is fun”. It is a ther of the old tongue."),
        Example::Passes(
            "Fintechs, foodborne germs, a pitchside reporter and a backheel are new words, not wrong ones.",
        ),
        Example::Passes("The colour of the organisation’s programme pleased the travellers who realised it."),
        Example::Passes("He lives in Kirchheim unter Teck, a left-hander who writes “becuase” with care."),
        Example::Flags {
            text: "The town relies on its stability. After the vote came [[nstability]].",
            fixed: None,
        },
        Example::Flags {
            text: "The [[practies]] of the two mills differ.",
            fixed: None,
        },
        Example::Passes("The priorities are clear: states that prioritise water hypothesise less."),
        Example::Passes(
            "Commerce grew, and ecommerce with it; the detailees made detailed notes, in an enterprisy way.",
        ),
        Example::Passes(
            "Haemophilus influenzae does not cause influenza, nor S. pneumoniae every pneumonia.",
        ),
        Example::Flags {
            text: "It is a comprehensive plan, or [[acomprehensive]] one.",
            fixed: None,
        },
        Example::Passes("“No es posible que gane”, he said. It is possible that he meant it."),
        Example::Passes("“They’re only discussin it,” she sang; she was lookin for nothin."),
        Example::Passes("The clip was reposted on Monday, the agency reported; a backheel followed."),
        Example::Passes(
            "The list names Hostbell, Automattic, Vultrane and others; he wrote for the Inquisitr.",
        ),
        Example::Passes("She signed for Internacional of Mor on Friday, and 81 participantes came."),
        Example::Passes("The film is A mariage d'amour; the tool interpet is that of the Interpet firm."),
        Example::Flags {
            text: "The [[worshop]] is growing, and prices are [[increas]] ing; the imam [[mashal]] spoke.",
            fixed: Some("The worshop is growing, and prices are increas ing; the imam mashal spoke."),
        },
        Example::Passes("The fintech and other fintechs randomised a trial; the randomized one failed."),
        Example::Passes(
            "Two millimeters of rain fell, then ten millimetres; the aging coaches and the ageing drivers waited.",
        ),
    ],
    check,
};

/// Letters of the words that are judged: short ones have too many neighbours, long ones are made of parts.
const LETTERS: std::ops::RangeInclusive<usize> = 3..=20;

/// Letters of a word that is short: it is a misspelling only where the right word is a small one or has the same letters.
const SHORT: usize = 4;

/// Letters of a word with a capital below which it may be anybody's name.
const LONG_NAME: usize = 8;

/// Slips that large lists have for a meaning that no news has.
const NEVER_MEANT: [&str; 4] = ["layed", "stong", "thier", "thrid"];

fn check(doc: &Document, findings: &mut Findings) {
    check_capitalised(doc, findings);
    let Odd { known, unlisted } = Odd::of(doc);
    let words = comparable(doc, &unlisted);
    let mut near = one_letter_apart(&words, &unlisted);
    if !near.is_empty() {
        let names = names(doc);
        near.retain(|odd, _| !names.contains(*odd));
    }
    if known.is_empty() && near.is_empty() {
        return;
    }
    let inner_names = LazyCell::new(|| inner_names(doc));
    let translated = doc.origin().machine_translated;
    for (tokens, at) in contexts(doc) {
        let (place, word) = (tokens[at], doc.word(tokens[at]));
        let (known, near) = (known.get(word), near.get(word));
        if known.is_none() && near.is_none() || is_foreign_or_species(doc, tokens, at) {
            continue;
        }
        // "Participantes" and what the article has as a name too are no slips of a writer; an engine may have left them.
        if !translated && (is_foreign_form(word) || inner_names.contains(word)) {
            continue;
        }
        if let Some(known) = known {
            report_known(doc, findings, tokens, at, known, inner_names.contains(word));
        } else if let Some(right) = near {
            report_near(doc, findings, place, words[right]);
        }
    }
}

/// The words of an article, of those that are judged, of which something may be said; most articles have none.
#[derive(Default)]
struct Odd<'a> {
    /// Those that are known misspellings.
    known: FxHashMap<&'a str, Known>,
    /// Those of at least [`COMPARED`] letters that are not English.
    unlisted: FxHashSet<&'a str>,
}

impl<'a> Odd<'a> {
    fn of(doc: &'a Document) -> Self {
        let mut odd = Self::default();
        Memo::with(|memo| {
            let is_ordinary =
                |token: Token| memo.ask(Question::IsOrdinary, token.key(), doc.word(token), is_ordinary);
            for (block, at) in doc.unsettled() {
                let tokens = doc.tokens_of(block);
                if !may_be_judged(tokens[at]) || is_ordinary(tokens[at]) || !is_plain(doc, tokens, at) {
                    continue;
                }
                let word = doc.word(tokens[at]);
                let known = known_misspelling(word);
                // What is not ordinary and no known misspelling is not English.
                if word.len() >= COMPARED && (known.is_none() || !is_english(word)) {
                    odd.unlisted.insert(word);
                }
                odd.known.extend(known.map(|known| (word, known)));
            }
        });
        odd
    }
}

/// Whether there is nothing to be said of the word.
fn is_ordinary(word: &str) -> bool {
    known_misspelling(word).is_none() && (word.len() < COMPARED || is_english(word))
}

/// Words with a capital, which may be names: the first of a sentence, names of countries, and long words of a title or of an
/// institution, none of which stands anywhere else in the article.
fn check_capitalised(doc: &Document, findings: &mut Findings) {
    let counts = LazyCell::new(|| counts(doc));
    let foreign_forms = !doc.origin().machine_translated;
    for sentence in doc.prose_sentences() {
        let tokens = doc.tokens_in(sentence);
        let opening = tokens.iter().position(|token| !token.is_mark());
        for at in (0..tokens.len()).filter(|at| has_only_first_capital(doc, tokens[*at])) {
            let Some(known) = known_misspelling(doc.lower(tokens[at])) else {
                continue;
            };
            if is_meant(doc, tokens, at, &known, Some(at) == opening)
                && !(foreign_forms && is_foreign_form(doc.lower(tokens[at])))
                && stands_free(doc, tokens, at)
                && !is_foreign_or_species(doc, tokens, at)
                && counts.get(doc.lower(tokens[at])) == Some(&1)
            {
                report_known(doc, findings, tokens, at, &known, false);
            }
        }
    }
}

fn has_only_first_capital(doc: &Document, token: Token) -> bool {
    token.is_capitalised()
        && token.is_ascii()
        && token.is_word()
        && LETTERS.contains(&token.span().len())
        && doc.word(token).bytes().skip(1).all(|b| b.is_ascii_lowercase())
}

/// Whether the word with a capital is a slip in the known word and nobody's name.
fn is_meant(doc: &Document, tokens: &[Token], at: usize, known: &Known, opens: bool) -> bool {
    let (lower, right) = (doc.lower(tokens[at]), known.right);
    let one_slip = strsim::osa_distance(lower, right) == 1 || is_anagram(lower, right);
    // "A pair of Valentinos" is the plural of a name.
    let plural_of_name = right.ends_with('s')
        && lower
            .strip_suffix('s')
            .is_some_and(|one| known_misspelling(one).is_none() && one.ends_with('o'));
    if !known.certain || !one_slip || plural_of_name || words::is_listed(lower) {
        return false;
    }
    // "Whaat" is a cry, "Aare" a name.
    let starts_sentence = lexicon::is_function_word(right) || text::is_sentence_starter(&capitalised(right));
    if opens && starts_sentence {
        return undoubled(lower) != undoubled(right);
    }
    let place = right.len() > SHORT && (lexicon::is_proper_noun(right) || lexicon::is_country(right));
    place || is_institution(doc, tokens, at, right) && (opens || stands_in_title(doc, tokens, at, right))
}

/// Whether words beside the capital show that it is one of a title: "Lieutanant Commander", "Ministry of Goverment Works". Alone
/// in a sentence such a word is a name: "Automattic", "Internacional"; but for the words of which most institutions are made.
fn stands_in_title(doc: &Document, tokens: &[Token], at: usize, right: &str) -> bool {
    const OF_INSTITUTIONS: [&str; 21] = [
        "assembly",
        "association",
        "commission",
        "committee",
        "conference",
        "council",
        "department",
        "federation",
        "foundation",
        "government",
        "institute",
        "lieutenant",
        "minister",
        "ministry",
        "organisation",
        "organization",
        "parliament",
        "president",
        "republic",
        "secretary",
        "university",
    ];
    let is_english_name = |at: Option<usize>| {
        at.and_then(|at| tokens.get(at)).is_some_and(|token| {
            is_capitalised(doc.word(*token)) && wordnik_list::word_exists(doc.lower(*token))
        })
    };
    OF_INSTITUTIONS.contains(&right) || is_english_name(at.checked_sub(1)) || is_english_name(Some(at + 1))
}

/// Whether the word ends as words of Spanish, Italian or Dutch do and English ones do not: "direccion", "participantes".
fn is_foreign_form(word: &str) -> bool {
    const ENDINGS: [&str; 21] = [
        "antes", "atie", "aties", "cion", "ciones", "dades", "dad", "emas", "entes", "iento", "ientos",
        "imente", "lares", "mente", "mento", "mentos", "siones", "zione", "zioni", "ismo", "istas",
    ];
    ENDINGS.iter().any(|ending| word.ends_with(ending))
}

/// Words with a capital that do not begin a sentence, in lower case.
fn inner_names<'d>(doc: &'d Document) -> FxHashSet<&'d str> {
    doc.prose_sentences()
        .flat_map(|sentence| doc.tokens_in(sentence).iter().skip(1))
        .filter(|token| token.is_capitalised())
        .map(|token| doc.lower(*token))
        .collect()
}

/// A long English word of a title or the name of an institution: "the Federal Goverment", "Lieutanant Commander".
fn is_institution(doc: &Document, tokens: &[Token], at: usize, right: &str) -> bool {
    let is_name =
        |token: &Token| is_capitalised(doc.word(*token)) && !wordnik_list::word_exists(doc.lower(*token));
    let first_name = at > 0
        && (is_name(&tokens[at - 1])
            || doc.word(tokens[at - 1]) == "." && at > 1 && tokens[at - 2].span().len() == 1);
    let surname = tokens.get(at + 1).is_some_and(is_name) && !lexicon::is_title(right);
    right.len() >= LONG_NAME
        && wordnik_list::word_exists(right)
        && !right.ends_with("ing")
        && !first_name
        && !surname
}

/// How often each word stands in the article; a name comes back.
fn counts<'d>(doc: &'d Document) -> FxHashMap<&'d str, usize> {
    let mut counts = FxHashMap::default();
    for token in doc.prose().flat_map(|block: &Block| doc.tokens_of(block)) {
        *counts.entry(doc.lower(*token)).or_default() += 1;
    }
    counts
}

/// The words that are judged: the tokens of their block and where they stand among them.
fn contexts<'d>(doc: &'d Document) -> impl Iterator<Item = (&'d [Token], usize)> {
    contexts_of(doc, |_| true)
}

/// Those of them that are `wanted`.
fn contexts_of<'d>(
    doc: &'d Document,
    wanted: impl Fn(Token) -> bool + Copy,
) -> impl Iterator<Item = (&'d [Token], usize)> {
    doc.prose().flat_map(move |block| {
        let tokens = doc.tokens_of(block);
        (0..tokens.len())
            .filter(move |at| may_be_judged(tokens[*at]) && wanted(tokens[*at]) && is_plain(doc, tokens, *at))
            .map(move |at| (tokens, at))
    })
}

fn may_be_judged(token: Token) -> bool {
    token.is_small() && LETTERS.contains(&token.span().len())
}

/// "Klebsiella pneumoniae" is a species; "no es posible" is Spanish, which the words beside it tell.
fn is_foreign_or_species(doc: &Document, tokens: &[Token], at: usize) -> bool {
    let left = at.checked_sub(1).map(|at| tokens[at]);
    let right = tokens.get(at + 1).copied();
    let is_latin = ["ae", "ii", "is", "us", "um", "i"]
        .iter()
        .any(|ending| doc.word(tokens[at]).ends_with(ending));
    // "S. pneumoniae": the genus may be an initial.
    let genus = left
        .filter(|left| doc.word(*left) != ".")
        .or_else(|| Some(tokens[at.checked_sub(2)?]));
    let after_genus = genus
        .is_some_and(|genus| is_capitalised(doc.word(genus)) && !lexicon::is_function_word(doc.lower(genus)));
    let is_foreign = |word: Token| {
        let lower = doc.lower(word);
        // "Un mariage d'amour"
        if ["d'", "l'", "d’", "l’"]
            .iter()
            .any(|article| lower.starts_with(article))
        {
            return true;
        }
        if word.is_word() && !word.is_ascii() {
            return !lower.contains(['’', '\'']);
        }
        word.is_word()
            && !lexicon::is_function_word(lower)
            && (lexicon::is_foreign_function_word(lower)
                || lower == doc.word(word)
                    && lower.len() > 1
                    && lower.bytes().all(|b| b.is_ascii_alphabetic())
                    && !is_english(lower)
                    && known_misspelling(lower).is_none())
    };
    // "c itizens" is a word that was torn apart.
    let torn = left.is_some_and(|left| {
        left.is_word() && left.span().len() == 1 && !matches!(doc.lower(left), "a" | "i")
    });
    torn || is_latin && after_genus || [left, right].into_iter().flatten().any(is_foreign)
}

/// Whether the word stands by itself in running text.
fn is_plain(doc: &Document, tokens: &[Token], at: usize) -> bool {
    let capital = |at: Option<usize>| {
        at.and_then(|at| tokens.get(at))
            .is_some_and(|word| is_capitalised(doc.word(*word)))
    };
    stands_free(doc, tokens, at) && !(capital(at.checked_sub(1)) && capital(Some(at + 1)))
}

/// Whether the word is no part of a code, a compound or a quotation of itself.
fn stands_free(doc: &Document, tokens: &[Token], at: usize) -> bool {
    let token = tokens[at];
    let left = at.checked_sub(1).map(|at| tokens[at]);
    let right = tokens.get(at + 1).copied();
    // What touches a word from the left, and anything but a mark of the sentence on its right, makes it part of a code, a
    // compound or a quotation of itself.
    let free_left = left.is_none_or(|left| !touching(left, token) || doc.word(left) == "(");
    let free_right = right.is_none_or(|right| {
        !touching(token, right)
            || matches!(
                doc.word(right),
                "." | "," | ";" | ":" | "?" | "!" | ")" | "”" | "\""
            )
    });
    // "Codeing [sic]".
    let noted = right.is_some_and(|right| doc.word(right) == "[");
    free_left && free_right && !noted
}

/// What a known misspelling stands for.
struct Known {
    /// The right word, the likeliest of several.
    right: &'static str,
    /// Whether there is no other.
    certain: bool,
}

/// The English word of which the lower-case `word` is a known misspelling.
fn known_misspelling(word: &str) -> Option<Known> {
    if !MAY_BE_KNOWN.contains(word) {
        return None;
    }
    let (right, others) = typos_dict::WORD.find(&UniCase::ascii(word))?.split_first()?;
    let certain = others.is_empty();
    let is_short = word.len() <= SHORT;
    let may_be_meant = is_english(word) && !NEVER_MEANT.contains(&word)
        || is_dialect(word)
        || lexicon::is_small_brand(word)
        || lexicon::is_foreign_function_word(word)
        || (is_short || !certain) && words::is_listed(word);
    // Of short strings most are words or names somewhere, so that a short one must be a well-known word in disorder.
    let is_slip = !is_short || certain && (lexicon::is_function_word(right) || is_anagram(word, right));
    (is_slip && !may_be_meant).then_some(Known { right, certain })
}

/// Whether the letters of one word are those of the other: "hvae", "yrea".
fn is_anagram(word: &str, right: &str) -> bool {
    let sorted = |word: &str| {
        let mut letters = word.as_bytes().to_vec();
        letters.sort_unstable();
        letters
    };
    word.len() == right.len() && sorted(word) == sorted(right)
}

/// Most words are no misspelling that is known, and this tells it without a look at the large table.
static MAY_BE_KNOWN: LazyLock<Sieve> = LazyLock::new(|| {
    let mut sieve = Sieve(vec![0; 1 << (Sieve::BITS - u64::BITS.ilog2())]);
    for word in typos_dict::WORD.map.keys() {
        sieve.insert(&word.convert().to_ascii_lowercase());
    }
    sieve
});

/// A bit for each hash of many words.
struct Sieve(Vec<u64>);

impl Sieve {
    const BITS: u32 = 20;

    fn insert(&mut self, word: &str) {
        let (at, bit) = Self::place(word);
        self.0[at] |= bit;
    }

    fn contains(&self, word: &str) -> bool {
        let (at, bit) = Self::place(word);
        self.0[at] & bit != 0
    }

    /// Where the bit of a word is.
    fn place(word: &str) -> (usize, u64) {
        let [.., a, b, c] = FxBuildHasher.hash_one(word).to_be_bytes();
        let hash = u32::from_be_bytes([0, a, b, c]) >> (24 - Self::BITS);
        ((hash / u64::BITS) as usize, 1 << (hash % u64::BITS))
    }
}

/// "Lookin", "nothin": a g that is not spoken.
fn is_dialect(word: &str) -> bool {
    word.ends_with("in") && is_english(&format!("{word}g"))
}

/// A word is named only where no other can have been meant: “monolistic” may stand for “monolithic” and for “monistic”. It is
/// offered where, moreover, a single slip parts the two.
fn report_known(
    doc: &Document,
    findings: &mut Findings,
    tokens: &[Token],
    at: usize,
    known: &Known,
    may_be_name: bool,
) {
    let place = tokens[at];
    let (word, lower) = (doc.word(place), doc.lower(place));
    // "Shouldnot" is two words that ran together, and no "shouldnt".
    let apart = lower
        .strip_suffix("not")
        .filter(|verb| known.right.strip_suffix("nt") == Some(verb));
    let right = match apart {
        Some(verb) => format!("{} not", &word[..verb.len()]),
        None => cased_like(word, known.right),
    };
    let one_slip = strsim::osa_distance(lower, known.right) == 1;
    let offered = apart.is_some()
        || known.certain
            && one_slip
            && !may_be_name
            && !is_foreign_form(lower)
            && !is_torn_or_titled(doc, tokens, at)
            && is_only_neighbour(lower, known.right);
    let named = offered || known.certain && !one_slip && keeps_its_ends(lower, known.right);
    let message = if named {
        format!("“{word}” is a misspelling of “{right}”")
    } else {
        format!("“{word}” is a misspelling")
    };
    let finding = findings
        .report(&RULE, place.span(), message)
        .confidence(if known.certain { 0.95 } else { 0.85 });
    if offered {
        finding.fix(right);
    }
}

/// "Increas ing" has lost no letter but its end; "the imam mashal" is somebody's name.
fn is_torn_or_titled(doc: &Document, tokens: &[Token], at: usize) -> bool {
    const ENDS: [&str; 12] = [
        "able", "al", "ed", "er", "ers", "ing", "ion", "ity", "ly", "ment", "ness", "tion",
    ];
    const TITLES: [&str; 5] = ["imam", "mullah", "saint", "sheikh", "sultan"];
    let before = at.checked_sub(1).map_or("", |at| doc.lower(tokens[at]));
    let behind = tokens.get(at + 1).map_or("", |token| doc.lower(*token));
    ENDS.contains(&behind) || TITLES.contains(&before) || lexicon::is_title(before)
}

/// Whether what was misspelt lies inside the word, where endings and prefixes cannot have been confused.
fn keeps_its_ends(word: &str, right: &str) -> bool {
    const END: usize = 3;
    let ends = word
        .get(..END)
        .zip(word.len().checked_sub(END).and_then(|at| word.get(at..)));
    ends.is_some_and(|(first, last)| {
        right.len() >= 2 * END && right.starts_with(first) && right.ends_with(last)
    })
}

fn report_near(doc: &Document, findings: &mut Findings, place: Token, right: Token) {
    let (word, known) = (doc.word(place), doc.word(right));
    let finding = findings
        .report(
            &RULE,
            place.span(),
            format!("“{word}” is no English word; elsewhere the article has “{known}”"),
        )
        .confidence(0.85)
        .relate(right.span(), "the word in its right spelling");
    // No list knows the slip, so that another word may be meant ("generaties"), unless a letter was only doubled or halved.
    if is_only_neighbour(word, known) && undoubled(word) == undoubled(known) {
        finding.fix(known);
    }
}

/// The word with each run of a letter written once.
fn undoubled(word: &str) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    letters.dedup();
    letters.into_iter().collect()
}

/// Whether no other English word than `right` becomes `word` by a letter dropped, doubled, swapped or changed, the slips of a hand
/// and of an engine. "Nstability" may have been "instability", "practies" practices or to practise, and "worshop" worship.
fn is_only_neighbour(word: &str, right: &str) -> bool {
    // "acomprehensive" has swallowed its article, or lost the letter before the first.
    let has_one_more = word.get(1..) == Some(right);
    !has_one_more
        && neighbours(word).all(|other| other == right || other == word || !is_english(&other))
        && changed(word).all(|other| other == right || other == word || !wordnik_list::word_exists(&other))
}

/// What a letter taken for another of its kind can have made into `word`, an ASCII word: a vowel, m or n, or the first.
fn changed(word: &str) -> impl Iterator<Item = String> {
    const VOWELS: &str = "aeiouy";
    const NASALS: &str = "mn";
    const ALL: &str = "abcdefghijklmnopqrstuvwxyz";
    word.char_indices().flat_map(move |(at, letter)| {
        let kind = [VOWELS, NASALS].into_iter().find(|kind| kind.contains(letter));
        let kind = if at == 0 { ALL } else { kind.unwrap_or_default() };
        let (before, behind) = (&word[..at], &word[at + letter.len_utf8()..]);
        kind.chars().map(move |other| format!("{before}{other}{behind}"))
    })
}

/// What a dropped, added or swapped letter can have made into `word`, an ASCII word.
fn neighbours(word: &str) -> impl Iterator<Item = String> {
    (0..=word.len()).flat_map(move |at| {
        let (before, behind) = word.split_at(at);
        let whole = ('a'..='z').map(move |letter| format!("{before}{letter}{behind}"));
        let shorter = behind.get(1..).map(|rest| format!("{before}{rest}"));
        let swapped = behind
            .get(2..)
            .map(|rest| format!("{before}{}{}{rest}", &behind[1..2], &behind[..1]));
        whole.chain(shorter).chain(swapped)
    })
}

/// Words that stand with a capital somewhere, in lower case: they may be names.
fn names(doc: &Document) -> FxHashSet<String> {
    let prose = doc.prose().flat_map(|block: &Block| doc.tokens_of(block));
    prose
        .map(|token| doc.word(*token))
        .filter(|word| is_capitalised(word))
        .map(str::to_lowercase)
        .collect()
}

/// Bytes of the shortest word that is compared with others of the article.
const COMPARED: usize = 7;

/// Words compared with one another because they begin or end alike; more are those of no ordinary article.
const ALIKE: usize = 24;

/// The words of at least [`COMPARED`] letters that begin or end as one of `unlisted` does, each with the first place where
/// it stands.
fn comparable<'a>(doc: &'a Document, unlisted: &FxHashSet<&str>) -> FxHashMap<&'a str, Token> {
    let mut words = FxHashMap::default();
    if unlisted.is_empty() {
        return words;
    }
    let parts = |part: fn(&str) -> u32| unlisted.iter().map(|word| part(word)).collect();
    let (firsts, lasts): (Parts, Parts) = (parts(first), parts(last));
    let is_alike = |token: Token| {
        let word = doc.word(token);
        word.len() >= COMPARED && (firsts.contains(first(word)) || lasts.contains(last(word)))
    };
    for (tokens, at) in contexts_of(doc, is_alike) {
        words.entry(doc.word(tokens[at])).or_insert(tokens[at]);
    }
    words
}

/// Beginnings or ends of words as numbers.
#[derive(Default)]
struct Parts {
    set: FxHashSet<u32>,
    /// A bit for each hash of them: nearly all other words have none, and need not be looked up.
    bits: u64,
}

impl Parts {
    fn bit(part: u32) -> u64 {
        1 << (part.wrapping_mul(0x9E37_79B9) >> (u32::BITS - u64::BITS.ilog2()))
    }

    fn contains(&self, part: u32) -> bool {
        self.bits & Self::bit(part) != 0 && self.set.contains(&part)
    }
}

impl FromIterator<u32> for Parts {
    fn from_iter<I: IntoIterator<Item = u32>>(parts: I) -> Self {
        let set: FxHashSet<u32> = parts.into_iter().collect();
        let bits = set.iter().fold(0, |bits, part| bits | Self::bit(*part));
        Self { set, bits }
    }
}

/// A known word for each of `unlisted` that is one slip away from it.
fn one_letter_apart<'a>(
    words: &FxHashMap<&'a str, Token>,
    unlisted: &FxHashSet<&str>,
) -> FxHashMap<&'a str, &'a str> {
    let mut pairs = Vec::new();
    for part in [first, last] {
        // A single slip leaves either the beginning or the end as it was.
        let mut parted: Vec<(u32, &str)> = words.keys().map(|word| (part(word), *word)).collect();
        parted.sort_unstable_by_key(|(part, _)| *part);
        for alike in parted
            .chunk_by(|a, b| a.0 == b.0)
            .filter(|alike| (2..=ALIKE).contains(&alike.len()))
        {
            let mut alike: Vec<&str> = alike.iter().map(|(_, word)| *word).collect();
            alike.sort_unstable();
            for odd in alike.iter().filter(|word| unlisted.contains(**word)) {
                let near =
                    |right: &&&str| is_slip(odd, right) && is_english(right) && !is_made_of_english(odd);
                pairs.extend(alike.iter().find(near).map(|right| (*odd, *right)));
            }
        }
    }
    // Of several known words the first in the alphabet is taken, on whichever side the slip is.
    pairs.sort_unstable_by(|a, b| b.cmp(a));
    pairs.into_iter().collect()
}

/// The first four letters as a number.
fn first(word: &str) -> u32 {
    word.bytes()
        .take(4)
        .fold(0, |number, byte| number << 8 | u32::from(byte))
}

/// The last four letters as a number.
fn last(word: &str) -> u32 {
    word.bytes()
        .rev()
        .take(4)
        .fold(0, |number, byte| number << 8 | u32::from(byte))
}

/// Whether one letter was dropped, added, changed or swapped, and not by grammar or by the habits of a country.
fn is_slip(odd: &str, right: &str) -> bool {
    let (odd_rest, right_rest) = differing(odd.as_bytes(), right.as_bytes());
    let slip = match (odd_rest, right_rest) {
        ([_], [] | [_]) | ([], [_]) => true,
        ([a, b], [c, d]) => a == d && b == c,
        _ => false,
    };
    slip && !is_inflection(odd, right)
        && !is_inflection(right, odd)
        && international(odd) != international(right)
}

/// What is left of both words without the beginning and the end that they share.
fn differing<'a>(a: &'a [u8], b: &'a [u8]) -> (&'a [u8], &'a [u8]) {
    let beginning = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[beginning..], &b[beginning..]);
    let end = a
        .iter()
        .rev()
        .zip(b.iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    (&a[..a.len() - end], &b[..b.len() - end])
}

/// Whether the longer word is the shorter one with an ending.
fn is_inflection(longer: &str, shorter: &str) -> bool {
    longer.strip_prefix(shorter).is_some_and(|ending| {
        matches!(ending, "s" | "d" | "y" | "n" | "r" | "t") || ending == "e" && shorter.ends_with('a')
    })
}

/// The word with what American and British spelling write in two ways written in one.
fn international(word: &str) -> String {
    const ONE_WAY: [(&str, &str); 7] = [
        ("our", "or"),
        ("re", "er"),
        ("ll", "l"),
        ("ae", "e"),
        ("oe", "e"),
        ("z", "s"),
        ("c", "s"),
    ];
    ONE_WAY
        .iter()
        .fold(word.to_owned(), |word, (from, to)| word.replace(from, to))
}

fn is_english(word: &str) -> bool {
    wordnik_list::word_exists(word) || lexicon::is_function_word(word) || is_british(word)
}

/// Whether the word is the British form of one that the American list has: "prioritise", "analyse".
fn is_british(word: &str) -> bool {
    const FORMS: [(&str, &str); 8] = [
        ("isation", "ization"),
        ("ise", "ize"),
        ("ising", "izing"),
        ("isable", "izable"),
        ("yse", "yze"),
        ("ysing", "yzing"),
        ("our", "or"),
        ("ae", "e"),
    ];
    // A piece of each of them: most words have none.
    let mut pairs = word.as_bytes().array_windows();
    if !pairs.any(|pair| matches!(pair, b"is" | b"ys" | b"ou" | b"ae")) {
        return false;
    }
    FORMS.iter().any(|(british, american)| {
        let mut pieces = word.as_bytes().windows(british.len());
        pieces
            .rposition(|piece| piece == british.as_bytes())
            .is_some_and(|at| {
                let form = format!("{}{american}{}", &word[..at], &word[at + british.len()..]);
                wordnik_list::word_exists(&form)
            })
    })
}

/// Whether the word is made of English parts, as new words are: "reposted", "pitchside", "tweetable".
fn is_made_of_english(word: &str) -> bool {
    const PREFIXES: [&str; 28] = [
        "anti", "bio", "co", "cyber", "de", "dis", "e", "eco", "geo", "hyper", "inter", "macro", "mega",
        "micro", "mis", "multi", "neuro", "non", "out", "over", "photo", "post", "pre", "re", "semi", "sub",
        "ultra", "un",
    ];
    const SUFFIXES: [&str; 6] = ["less", "like", "ly", "ness", "s", "wise"];
    const VOWEL_SUFFIXES: [&str; 24] = [
        "abilities",
        "ability",
        "able",
        "d",
        "ed",
        "ee",
        "ees",
        "er",
        "ers",
        "ing",
        "isation",
        "ise",
        "ised",
        "iser",
        "ises",
        "ish",
        "ist",
        "ization",
        "ize",
        "ized",
        "izer",
        "izers",
        "izes",
        "y",
    ];
    let mut behind_prefix = PREFIXES.iter().filter_map(|prefix| word.strip_prefix(prefix));
    let mut before_suffix = SUFFIXES.iter().filter_map(|suffix| word.strip_suffix(suffix));
    let mut before_vowel = VOWEL_SUFFIXES
        .iter()
        .filter_map(|suffix| word.strip_suffix(suffix));
    behind_prefix.any(is_english)
        || before_suffix.any(is_english)
        || before_vowel.any(is_stem)
        || (3..word.len() - 2).any(|at| is_english(&word[..at]) && is_english(&word[at..]))
}

/// Whether an ending that begins with a vowel can stand behind `stem`: a word ("repost-ed"), one that lost its last letter ("scienc-y") or one that
/// doubled it ("embedd-er").
fn is_stem(stem: &str) -> bool {
    let doubled = stem.as_bytes().last_chunk::<2>().is_some_and(|[a, b]| a == b);
    is_english(stem)
        || stem.len() > 4 && is_english(&format!("{stem}e"))
        || doubled && is_english(&stem[..stem.len() - 1])
}
