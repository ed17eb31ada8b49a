use std::collections::BTreeSet;
use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::document::{Block, BlockKind, Document, Sentence, Token};
use crate::finding::{Category, Severity, Span};
use crate::lexicon;
use crate::rule::{Example, Findings, Languages, Rule};

use super::phrase::{is_capitalised, is_lower_case, spaced, touching};

pub(super) static RULE: Rule = Rule {
    name: "entity-variants",
    summary: "one name, spelt in several ways in one article",
    category: Category::InconsistentTerm,
    severity: Severity::Minor,
    languages: Languages::English,
    explain: "A name from another script can be spelt in several ways: Gafoor or Ghafoor, Sergei or Sergey, Kyiv or Kiev. \
              An engine chooses anew in every sentence, a writer once an article. The spelling that stands there most \
              often is offered, at a draw the official one or the first. Two people with similar names, feminine forms \
              of surnames and names inside other names (Kyiv Post) are left alone.",
    examples: &[
        Example::Flags {
            text: "The chairman, Burhan Gafoor, opened the session. Later Mr. [[Ghafoor]] thanked the hosts. \
                   Gafoor closed the meeting.",
            fixed: Some(
                "The chairman, Burhan Gafoor, opened the session. Later Mr. Gafoor thanked the hosts. Gafoor \
                 closed the meeting.",
            ),
        },
        Example::Flags {
            text: "The train from Kyiv was late. In [[Kiev]] it rained, said the mayor of [[Kiev]]’s sister city. \
                   Trains to Kyiv are slow, and so is the bus to Kyiv.",
            fixed: Some(
                "The train from Kyiv was late. In Kyiv it rained, said the mayor of Kyiv’s sister city. Trains to Kyiv \
                 are slow, and so is the bus to Kyiv.",
            ),
        },
        Example::Flags {
            text: "The secretary, Vikram Mishri, landed at noon. Reporters met Vikram [[Mishro]] at the airport, but \
                   Vikram Mishri did not speak.",
            fixed: Some(
                "The secretary, Vikram Mishri, landed at noon. Reporters met Vikram Mishri at the airport, but Vikram \
                 Mishri did not speak.",
            ),
        },
        Example::Flags {
            text: "We spoke to Volodymyr Tkach, a miller. The mill is old, [[Vladimir]] Tkach said.",
            fixed: Some("We spoke to Volodymyr Tkach, a miller. The mill is old, Volodymyr Tkach said."),
        },
        Example::Passes("The talks of Boris Johnson with Ron Johnston went well; Johnson left before Johnston did."),
        Example::Passes("We met Ivan Petrov and his wife Olga Petrova. Then Petrov spoke, and after him Petrova."),
        Example::Passes("The engineers Sergei Lavrin and Sergey Shoikin, both from Omsk, met Sergei Lavrin’s son."),
        Example::Passes(
            "They fly from Kyiv, wrote the Kiev Post, and the fans of Dynamo Kiev travel with them to Kyiv.",
        ),
        Example::Passes(
            "Visitors from Iran and the Iranian envoy, the Martins and Steve Martin, chips by Intel and Inter Milan.",
        ),
        Example::Passes("The Latter Rain was sung by Ann Latter. Later the choir left. Later Rain is another song."),
        Example::Passes("He saw Anna Schmidt of Bonn and Peter Schmitt of Mainz; Ms. Schmidt left with Peter Schmitt."),
        Example::Passes(
            "Trains run through Shaanxi. In Shanxi they stop. The Tatra, the Tetra and Tatra Banka are no kin.",
        ),
        Example::Passes("The brothers Wang Xiaoming and Wang Xiaoping run it; Wang Xiaoming cooks."),
    ],
    check,
};

/// A capitalised word inside a sentence, without the possessive.
#[derive(Debug, Clone)]
struct Mention<'a> {
    span: Span,
    /// Where its sentence begins.
    sentence: usize,
    /// The capitalised words next to it, where nothing but a space parts them; titles such as "President" are none.
    before: Option<&'a str>,
    after: Option<&'a str>,
    /// Whether it has a capital for being a name and not for its place in the sentence.
    is_name: bool,
}

/// All mentions by spelling, in the order of the text.
type Names<'a> = FxHashMap<&'a str, Vec<Mention<'a>>>;

/// Two spellings of one name.
struct Variants<'a> {
    kept: &'a str,
    odd: &'a str,
    evidence: Evidence,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Evidence {
    /// A line of `data/entity_variants.tsv`.
    Known(Kind),
    /// The spellings differ only in how a sound is written in Latin letters.
    Transliteration,
    /// One letter differs, and the same first name stands before both.
    OneLetter,
}

/// What a name in `data/entity_variants.tsv` is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Stands by itself.
    Place,
    /// A first name, compared where the same surname follows.
    Given,
    /// A name that only one person or group in the news has.
    Person,
    /// Names of two things that only look like spellings of one.
    Two,
}

fn check(doc: &Document, findings: &mut Findings) {
    let names = names(doc);
    let mut variants = known(&names);
    variants.extend(transliterations(&names));
    variants.extend(one_letter_apart(&names));
    for pair in &variants {
        report(doc, findings, &names, pair);
    }
}

/// Every capitalised word of the article that never stands in lower case and is a name at least once.
fn names<'a>(doc: &'a Document) -> Names<'a> {
    let mut names = Names::default();
    let mut lower = FxHashSet::default();
    for block in doc.prose() {
        let plain = !is_title_case(doc, block);
        for sentence in doc.sentences_of(block) {
            let tokens = doc.tokens_in(sentence);
            lower.extend(tokens.iter().map(|token| doc.word(*token)).filter(|word| is_lower_case(word)));
            for at in 0..tokens.len() {
                if let Some((name, mention)) = mention(doc, sentence, tokens, at, plain) {
                    names.entry(name).or_default().push(mention);
                }
            }
        }
    }
    names.retain(|name, mentions| {
        mentions.iter().any(|mention| mention.is_name) && !lower.contains(name.to_lowercase().as_str())
    });
    names
}

/// Whether a heading Writes Every Word So, and capitals say nothing.
fn is_title_case(doc: &Document, block: &Block) -> bool {
    let ordinary = |token: &Token| is_lower_case(doc.word(*token)) && !lexicon::is_function_word(doc.lower(*token));
    block.kind == BlockKind::Heading && !doc.tokens_of(block).iter().any(|token| token.is_word() && ordinary(token))
}

fn mention<'a>(
    doc: &'a Document,
    sentence: &Sentence,
    tokens: &[Token],
    at: usize,
    plain: bool,
) -> Option<(&'a str, Mention<'a>)> {
    let token = tokens[at];
    let name = without_possessive(doc.word(token));
    let compound = at > 0 && touching(tokens[at - 1], token) && doc.word(tokens[at - 1]) == "-";
    if compound || !is_plain_name(name) {
        return None;
    }
    let left = at.checked_sub(1).map(|at| tokens[at]);
    let right = tokens.get(at + 1).copied();
    let opens = doc.str(sentence.span().start..token.start()).chars().all(|c| !c.is_alphanumeric());
    let after_quote = left.is_some_and(|left| left.is_mark() && !matches!(doc.word(left), "," | "." | "(" | "-"));
    let mention = Mention {
        span: token.start()..token.start() + name.len(),
        sentence: sentence.span().start,
        before: left.filter(|left| spaced(doc, *left, token)).and_then(|left| name_part(doc, left)),
        after: right
            .filter(|right| name.len() == doc.word(token).len() && spaced(doc, token, *right))
            .and_then(|right| name_part(doc, right)),
        is_name: plain && !opens && !after_quote,
    };
    Some((name, mention))
}

/// Capital first, then at least three small letters and nothing else: names in capitals or with hyphens have spellings
/// of their own.
fn is_plain_name(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase) && letters.clone().count() >= 3 && letters.all(char::is_lowercase)
}

fn without_possessive(word: &str) -> &str {
    word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word)
}

fn name_part<'a>(doc: &'a Document, token: Token) -> Option<&'a str> {
    let word = without_possessive(doc.word(token));
    let lower = doc.lower(token);
    let ordinary = lexicon::is_function_word(lower) || is_title(lower) || lexicon::is_sentence_starter(word);
    (token.is_word() && is_capitalised(word) && !ordinary).then_some(word)
}

/// A word before a name that says what somebody is and not who.
fn is_title(lower: &str) -> bool {
    TITLES.binary_search(&lower).is_ok()
}

/// What stands with a capital before a name and is no part of it; sorted.
const TITLES: [&str; 52] = [
    "academician",
    "adviser",
    "ambassador",
    "archbishop",
    "bishop",
    "captain",
    "chairman",
    "chancellor",
    "chief",
    "coach",
    "colonel",
    "commander",
    "commissioner",
    "congressman",
    "dame",
    "deputy",
    "director",
    "doctor",
    "dr",
    "father",
    "foreign",
    "former",
    "general",
    "governor",
    "head",
    "judge",
    "justice",
    "king",
    "lady",
    "leader",
    "lieutenant",
    "lord",
    "major",
    "mayor",
    "minister",
    "miss",
    "mr",
    "mrs",
    "ms",
    "officer",
    "pope",
    "premier",
    "president",
    "prime",
    "prince",
    "princess",
    "prof",
    "professor",
    "queen",
    "secretary",
    "senator",
    "sir",
];

/// Pairs that `data/entity_variants.tsv` lists.
fn known<'a>(names: &Names<'a>) -> Vec<Variants<'a>> {
    let mut pairs = Vec::new();
    for (name, official, kind) in KNOWN.iter() {
        let (Some((odd, theirs)), Some((kept, ours))) = (names.get_key_value(name), names.get_key_value(official))
        else {
            continue;
        };
        let evidence = Evidence::Known(*kind);
        let counts = (counted(theirs, evidence, ours), counted(ours, evidence, theirs));
        match counts {
            (0, _) | (_, 0) => {}
            (theirs, ours) if theirs > ours => pairs.push(Variants { kept: odd, odd: kept, evidence }),
            _ => pairs.push(Variants { kept, odd, evidence }),
        }
    }
    pairs
}

/// Another spelling, the official one, and what it names.
static KNOWN: LazyLock<Vec<(&str, &str, Kind)>> = LazyLock::new(|| {
    lexicon::lines(include_str!("../../data/entity_variants.tsv"))
        .filter_map(|line| {
            let [official, others, kind] = line.split('\t').collect::<Vec<_>>()[..] else { return None };
            let kind = match kind {
                "given" => Kind::Given,
                "person" => Kind::Person,
                "two" => Kind::Two,
                _ => Kind::Place,
            };
            Some(others.split(',').map(move |other| (other, official, kind)))
        })
        .flatten()
        .collect()
});

fn is_known(a: &str, b: &str) -> bool {
    KNOWN.iter().any(|(name, official, _)| [*name, *official] == [a, b] || [*official, *name] == [a, b])
}

/// How many of the mentions may be compared with those of the other spelling.
fn counted(mentions: &[Mention], evidence: Evidence, others: &[Mention]) -> usize {
    mentions.iter().filter(|mention| is_comparable(mention, evidence, others)).count()
}

fn is_comparable(mention: &Mention, evidence: Evidence, others: &[Mention]) -> bool {
    match evidence {
        // "Kyiv Post" and "Dynamo Kiev" keep the name they were given.
        Evidence::Known(Kind::Place) => mention.before.is_none() && mention.after.is_none(),
        Evidence::Known(Kind::Given) => {
            mention.after.is_some() && others.iter().any(|other| other.after == mention.after)
        }
        Evidence::Known(Kind::Two) => false,
        Evidence::Known(Kind::Person) | Evidence::Transliteration | Evidence::OneLetter => true,
    }
}

/// Spellings that become the same once every sound is written in one way.
fn transliterations<'a>(names: &Names<'a>) -> Vec<Variants<'a>> {
    let mut by_sound = FxHashMap::<String, Vec<&'a str>>::default();
    for name in names.keys().filter(|name| name.len() >= 5) {
        by_sound.entry(sound(name)).or_default().push(name);
    }
    by_sound
        .into_values()
        .filter_map(|mut spellings| {
            spellings.sort_by_key(|spelling| (usize::MAX - names[spelling].len(), names[spelling][0].span.start));
            let [kept, odd @ ..] = spellings.as_slice() else { return None };
            let pairs = odd.iter().filter(|odd| !is_known(kept, odd) && may_be_one(&names[*kept], &names[**odd]));
            Some(pairs.map(|odd| Variants { kept, odd, evidence: Evidence::Transliteration }).collect::<Vec<_>>())
        })
        .flatten()
        .collect()
}

/// The name with every sound written in one way; two names that sound alike in another script give the same.
fn sound(name: &str) -> String {
    // In this order: what one line makes, a later line may change.
    const ONE_WAY: [(&str, &str); 24] = [
        ("shch", "sh"),
        ("sch", "sh"),
        ("tch", "ch"),
        ("kh", "h"),
        ("gh", "g"),
        ("ks", "x"),
        ("dzh", "j"),
        ("dj", "j"),
        ("ts", "c"),
        ("tz", "c"),
        ("ou", "u"),
        ("oo", "u"),
        ("ee", "i"),
        ("ck", "k"),
        ("q", "k"),
        ("w", "v"),
        ("iy", "i"),
        ("yi", "i"),
        ("ya", "ia"),
        ("yu", "iu"),
        ("ye", "e"),
        ("yo", "e"),
        ("y", "i"),
        ("ie", "e"),
    ];
    let mut sound = ONE_WAY.iter().fold(name.to_lowercase(), |sound, (from, to)| sound.replace(from, to));
    let mut last = '\0';
    sound.retain(|c| std::mem::replace(&mut last, c) != c);
    sound
}

/// Whether nothing says that these are two people or places: the same neighbour stands with both or one stands alone,
/// and no sentence names both, as a list does.
fn may_be_one(a: &[Mention], b: &[Mention]) -> bool {
    !together(a, b) && agree(a, b, |mention| mention.before) && agree(a, b, |mention| mention.after)
}

fn together(a: &[Mention], b: &[Mention]) -> bool {
    let sentences: FxHashSet<usize> = a.iter().map(|mention| mention.sentence).collect();
    b.iter().any(|mention| sentences.contains(&mention.sentence))
}

fn agree<'a>(a: &[Mention<'a>], b: &[Mention<'a>], neighbour: fn(&Mention<'a>) -> Option<&'a str>) -> bool {
    let known: FxHashSet<&str> = a.iter().filter_map(neighbour).collect();
    let mut others = b.iter().filter_map(neighbour).peekable();
    known.is_empty() || others.peek().is_none() || others.any(|other| known.contains(other))
}

/// Spellings with one letter between them and the same first name before both.
fn one_letter_apart<'a>(names: &Names<'a>) -> Vec<Variants<'a>> {
    let mut by_first_name = FxHashMap::<&str, BTreeSet<&'a str>>::default();
    for (name, mentions) in names.iter().filter(|(name, _)| name.len() >= 6) {
        for first in mentions.iter().filter_map(|mention| mention.before).filter(|first| may_be_first_name(first)) {
            by_first_name.entry(first).or_default().insert(name);
        }
    }
    by_first_name
        .values()
        .filter(|surnames| surnames.len() <= MOST_SURNAMES)
        .flat_map(|surnames| misspelt(names, surnames))
        .collect()
}

/// A word with more different names behind it than this is no first name.
const MOST_SURNAMES: usize = 8;

/// A surname that stands first, as in China and Korea, is shared by people whose given names may be one letter apart.
fn may_be_first_name(word: &str) -> bool {
    word.len() >= 4 && SURNAMES_FIRST.binary_search(&word).is_err()
}

/// Chinese, Korean and Vietnamese surnames of four letters or more; sorted.
const SURNAMES_FIRST: [&str; 46] = [
    "Chang", "Chen", "Cheng", "Chiang", "Choi", "Chung", "Deng", "Dong", "Fang", "Feng", "Gong", "Hong", "Huang",
    "Jiang", "Jung", "Kang", "Liang", "Liao", "Long", "Meng", "Ming", "Nguyen", "Park", "Peng", "Pham", "Qian", "Qiao",
    "Shen", "Song", "Tang", "Tian", "Tran", "Wang", "Wong", "Xiao", "Xiong", "Yang", "Yoon", "Yuan", "Zeng", "Zhang",
    "Zhao", "Zheng", "Zhong", "Zhou", "Zhuang",
];

fn misspelt<'a>(names: &Names<'a>, surnames: &BTreeSet<&'a str>) -> Vec<Variants<'a>> {
    let mut pairs = Vec::new();
    for kept in surnames {
        let rarer = surnames.iter().filter(|odd| names[**odd].len() < names[*kept].len());
        let misspelt = rarer.filter(|odd| is_one_letter_apart(kept, odd));
        pairs.extend(misspelt.map(|odd| Variants { kept, odd, evidence: Evidence::OneLetter }));
    }
    pairs
}

/// One letter changed, lost, added or swapped with the next; not at the end, where grammar adds letters, and not the
/// "man" and "men" of one word.
fn is_one_letter_apart(a: &str, b: &str) -> bool {
    let grammar = a.starts_with(b)
        || b.starts_with(a)
        || a.strip_suffix("man").is_some_and(|stem| b.strip_suffix("men") == Some(stem));
    let reverse = b.strip_suffix("man").is_some_and(|stem| a.strip_suffix("men") == Some(stem));
    !grammar && !reverse && strsim::osa_distance(a, b) == 1 && sound(a) != sound(b)
}

/// Every comparable mention of the odd spelling.
fn report(doc: &Document, findings: &mut Findings, names: &Names, pair: &Variants) {
    let (kept, odd) = (&names[pair.kept], &names[pair.odd]);
    let comparable = |mention: &&Mention| is_comparable(mention, pair.evidence, kept);
    let first = kept.iter().find(|mention| is_comparable(mention, pair.evidence, odd)).unwrap_or(&kept[0]);
    for mention in odd.iter().filter(comparable) {
        let message = format!("“{}” is spelt “{}” elsewhere in the article", pair.odd, pair.kept);
        findings
            .report(&RULE, mention.span.clone(), message)
            .confidence(if pair.evidence == Evidence::OneLetter { 0.8 } else { 0.88 })
            .relate(first.span.clone(), format!("spelt “{}” here", doc.str(first.span.clone())))
            .fix(pair.kept);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted_and_every_line_is_read() {
        assert!(TITLES.is_sorted() && SURNAMES_FIRST.is_sorted());
        for (name, official, _) in KNOWN.iter() {
            assert!(is_plain_name(name) && is_plain_name(official), "{name}, {official}");
        }
        let others = |line: &str| line.split('\t').nth(1).map_or(0, |others| others.split(',').count());
        let lines = lexicon::lines(include_str!("../../data/entity_variants.tsv"));
        assert_eq!(KNOWN.len(), lines.map(others).sum::<usize>(), "a line has not three columns");
    }
}
