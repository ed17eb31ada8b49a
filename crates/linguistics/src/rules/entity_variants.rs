use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::document::Document;
use crate::finding::{Category, Severity};
use crate::lexicon;
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

use super::names::{Mention, Names, names};
use super::phrase::is_lower_case;

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "entity-variants",
    summary: "one name, spelt in several ways in one article",
    category: Category::InconsistentTerm,
    severity: Severity::Minor,
    languages: Languages::ENGLISH,
    point: Point::AnyText,
    explain: "A name from another script can be spelt in several ways: Gafoor or Ghafoor, Sergei or Sergey, Kyiv or Kiev. \
              An engine chooses anew in every sentence, a writer once an article. A place or a person that a list knows \
              gets its official spelling, a name that lost its accents gets them back, however often each stands there; \
              otherwise both spellings are named and none is offered. Two people with similar names, feminine forms of \
              surnames, ordinary words and names inside other names (Kyiv Post) are left alone.",
    examples: &[
        Example::Flags {
            text: "The chairman, Burhan Gafoor, opened the session. Later Mr. [[Ghafoor]] thanked the hosts. \
                   Gafoor closed the meeting.",
            fixed: None,
        },
        Example::Flags {
            text: "The train to [[Kiev]] was late. Trains from [[Kiev]] are slow, wrote a rider from Kyiv.",
            fixed: Some("The train to Kyiv was late. Trains from Kyiv are slow, wrote a rider from Kyiv."),
        },
        Example::Flags {
            text: "The judge Baltasar [[Garzon]] spoke. Baltasar [[Garzon]] left; nobody met Baltasar Garzón again.",
            fixed: Some(
                "The judge Baltasar Garzón spoke. Baltasar Garzón left; nobody met Baltasar Garzón again.",
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
            fixed: None,
        },
        Example::Flags {
            text: "We spoke to Volodymyr Tkach, a miller. The mill is old, [[Vladimir]] Tkach said.",
            fixed: None,
        },
        Example::Passes(
            "The talks of Boris Johnson with Ron Johnston went well; Johnson left before Johnston did.",
        ),
        Example::Passes(
            "We met Ivan Petrov and his wife Olga Petrova. Then Petrov spoke, and after him Petrova.",
        ),
        Example::Passes(
            "The engineers Sergei Lavrin and Sergey Shoikin, both from Omsk, met Sergei Lavrin’s son.",
        ),
        Example::Passes(
            "They fly from Kyiv, wrote the Kiev Post, and the fans of Dynamo Kiev travel with them to Kyiv.",
        ),
        Example::Passes(
            "Visitors from Iran and the Iranian envoy, the Martins and Steve Martin, chips by Intel and Inter Milan.",
        ),
        Example::Passes(
            "The Latter Rain was sung by Ann Latter. Later the choir left. Later Rain is another song.",
        ),
        Example::Passes(
            "He saw Anna Schmidt of Bonn and Peter Schmitt of Mainz; Ms. Schmidt left with Peter Schmitt.",
        ),
        Example::Passes(
            "Trains run through Shaanxi. In Shanxi they stop. The Tatra, the Tetra and Tatra Banka are no kin.",
        ),
        Example::Passes(
            "Bones from Skhul were dated at the School. The Skhul find is older than the School of Law.",
        ),
        Example::Passes(
            "Harbour Advisors meet in May, and the Harbour Advisory Board in June, and Harbour Advisors vote.",
        ),
        Example::Passes(
            "The Patent Office is shut; a Patient Group met there. The Guiana Shield begins in Guyana.",
        ),
        Example::Passes("Bryan Tew, a miller, was there. Brian, he said, was not; Bryan Tew waited for him."),
        Example::Passes("He met Ana Martinez of Boston, a nurse. In Madrid spoke Luis Martínez, a judge."),
        Example::Passes(
            "Irma Ruiz and Paula Peréz came. Later Irma Perez-Lugo spoke, and so did Olga Perez, Olga Perez said.",
        ),
        Example::Passes(
            "They live in the High Himalayas. The High Himalayan towns are small; the High Himalayas are cold.",
        ),
        Example::Passes(
            "Attorney Michael Frost and Attorney Michel Stone work there; Attorney Michael Frost leads.",
        ),
        Example::Passes("The brothers Wang Xiaoming and Wang Xiaoping run it; Wang Xiaoming cooks."),
    ],
    check,
};

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
    /// Only accents differ, and the same first name stands before both.
    Accents,
    /// One letter differs, and the same first name stands before both.
    OneLetter,
}

impl Evidence {
    /// Whether it says for sure which spelling is right: a list does, and so do accents, which are lost but not made up.
    /// A given name may be right in both forms: Volodymyr of Kyiv and Vladimir of Omsk.
    fn is_certain(self) -> bool {
        matches!(self, Self::Known(Kind::Place | Kind::Person) | Self::Accents)
    }
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
    if variants.is_empty() {
        return;
    }
    let ordinary = lower_case_words(doc);
    let is_ordinary = |name: &str| ordinary.contains(name.to_lowercase().as_str());
    for pair in variants
        .iter()
        .filter(|pair| !is_ordinary(pair.kept) && !is_ordinary(pair.odd))
        .filter(|pair| {
            is_listed(pair.evidence) || !is_dictionary_word(pair.kept) && !is_dictionary_word(pair.odd)
        })
    {
        report(findings, &names, pair);
    }
}

fn is_listed(evidence: Evidence) -> bool {
    matches!(evidence, Evidence::Known(_))
}

/// "School" and "Patent" are words with a capital and no spellings of a name.
fn is_dictionary_word(name: &str) -> bool {
    wordnik_list::word_exists(&name.to_lowercase())
}

/// What stands in lower case somewhere is an ordinary word with a capital elsewhere.
fn lower_case_words<'a>(doc: &'a Document) -> FxHashSet<&'a str> {
    let tokens = doc.prose().flat_map(|block| doc.tokens_of(block));
    tokens
        .map(|token| doc.word(*token))
        .filter(|word| is_lower_case(word))
        .collect()
}

/// Pairs that `data/entity_variants.tsv` lists.
fn known<'a>(names: &Names<'a>) -> Vec<Variants<'a>> {
    let mut pairs = Vec::new();
    let mut lines: Vec<usize> = names
        .keys()
        .filter_map(|name| LINES.get(name))
        .flatten()
        .copied()
        .collect();
    lines.sort_unstable();
    for (name, official, kind) in lines.into_iter().map(|line| &KNOWN[line]) {
        let (Some((odd, theirs)), Some((kept, ours))) =
            (names.get_key_value(name), names.get_key_value(official))
        else {
            continue;
        };
        let evidence = Evidence::Known(*kind);
        if !comparable(theirs, evidence, ours).is_empty() && !comparable(ours, evidence, theirs).is_empty() {
            pairs.push(Variants { kept, odd, evidence });
        }
    }
    pairs
}

/// Another spelling, the official one, and what it names.
static KNOWN: LazyLock<Vec<(&str, &str, Kind)>> = LazyLock::new(|| {
    lexicon::lines(include_str!("../../data/entity_variants.tsv"))
        .filter_map(|line| {
            let [official, others, kind] = line.split('\t').collect::<Vec<_>>()[..] else {
                return None;
            };
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

/// Where in [`KNOWN`] a spelling stands that is not the official one.
static LINES: LazyLock<FxHashMap<&str, Vec<usize>>> = LazyLock::new(|| {
    let mut lines = FxHashMap::<&str, Vec<usize>>::default();
    for (line, (name, ..)) in KNOWN.iter().enumerate() {
        lines.entry(name).or_default().push(line);
    }
    lines
});

fn is_known(a: &str, b: &str) -> bool {
    KNOWN
        .iter()
        .any(|(name, official, _)| [*name, *official] == [a, b] || [*official, *name] == [a, b])
}

/// The mentions that may be compared with those of the other spelling.
fn comparable<'m, 'a>(
    mentions: &'m [Mention<'a>],
    evidence: Evidence,
    others: &[Mention<'a>],
) -> Vec<&'m Mention<'a>> {
    let surnames: FxHashSet<&str> = others.iter().filter_map(|other| other.after).collect();
    let first_names: FxHashSet<&str> = others.iter().filter_map(|other| other.before).collect();
    let fits = |mention: &&Mention| match evidence {
        // "Kyiv Post" and "Dynamo Kiev" keep the name they were given.
        Evidence::Known(Kind::Place) => mention.before.is_none() && mention.after.is_none(),
        Evidence::Known(Kind::Given) => mention.after.is_some_and(|surname| surnames.contains(surname)),
        Evidence::Known(Kind::Two) => false,
        Evidence::Known(Kind::Person) | Evidence::Transliteration => true,
        // Another first name is another person.
        Evidence::Accents | Evidence::OneLetter => {
            mention.before.is_none_or(|first| first_names.contains(first))
        }
    };
    mentions.iter().filter(fits).collect()
}

/// What has more spellings than this in one article is no name, and comparing all of them would take its time.
const MOST_SPELLINGS: usize = 8;

/// Spellings that become the same once every sound is written in one way.
fn transliterations<'a>(names: &Names<'a>) -> Vec<Variants<'a>> {
    let names_of = names.keys().filter(|name| name.len() >= 5);
    // Few names share what no spelling changes, and fewer of those their sound.
    let mut frames: Vec<(u64, &str)> = names_of.map(|name| (frame(name), *name)).collect();
    frames.sort_unstable();
    let mut by_sound = FxHashMap::<String, Vec<&'a str>>::default();
    for alike in frames.chunk_by(|a, b| a.0 == b.0).filter(|alike| alike.len() > 1) {
        for (_, name) in alike {
            by_sound.entry(sound(name)).or_default().push(name);
        }
    }
    by_sound
        .into_values()
        .filter(|spellings| spellings.len() <= MOST_SPELLINGS)
        .filter_map(|mut spellings| {
            spellings
                .sort_by_key(|spelling| (usize::MAX - names[spelling].len(), names[spelling][0].span.start));
            let [kept, odd @ ..] = spellings.as_slice() else {
                return None;
            };
            let pairs = odd
                .iter()
                .filter(|odd| !is_known(kept, odd) && may_be_one(&names[*kept], &names[**odd]));
            Some(
                pairs
                    .map(|odd| Variants {
                        kept,
                        odd,
                        evidence: Evidence::Transliteration,
                    })
                    .collect::<Vec<_>>(),
            )
        })
        .flatten()
        .collect()
}

/// How sounds are written in other ways and in one, in this order: what one line makes, a later line may change.
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

/// The letters of what each line looks for: nearly all lines ask for one that the name does not have.
const WANTED: [u32; ONE_WAY.len()] = {
    let mut wanted = [0; ONE_WAY.len()];
    let mut line = 0;
    while line < wanted.len() {
        wanted[line] = letters(ONE_WAY[line].0);
        line += 1;
    }
    wanted
};

/// A bit for each letter.
const fn letters(text: &str) -> u32 {
    let mut set = 0;
    let mut rest = text.as_bytes();
    while let [letter, behind @ ..] = rest {
        set |= 1 << (*letter & 31);
        rest = behind;
    }
    set
}

/// A number for the letters of a name that [`sound`] leaves as they are, each run of one and the same once: names that sound alike have
/// the same, and hardly any others.
fn frame(name: &str) -> u64 {
    let mut last = 0;
    name.bytes().fold(0, |frame: u64, byte| {
        let letter = byte.to_ascii_lowercase();
        if !KEPT.contains(&letter) || std::mem::replace(&mut last, letter) == letter {
            return frame;
        }
        (frame ^ u64::from(letter))
            .wrapping_mul(0x9E37_79B9_7F4A_7C15)
            .rotate_left(23)
    })
}

/// Letters that no line of [`ONE_WAY`] adds or takes away, nor any change to lower case.
const KEPT: [u8; 8] = *b"abflmnpr";

/// The name with every sound written in one way; two names that sound alike in another script give the same.
fn sound(name: &str) -> String {
    let mut sound = name.to_lowercase();
    let mut present = letters(&sound);
    for ((from, to), wanted) in ONE_WAY.into_iter().zip(WANTED) {
        if wanted & !present == 0 && sound.contains(from) {
            sound = sound.replace(from, to);
            present |= letters(to);
        }
    }
    let mut last = '\0';
    sound.retain(|c| std::mem::replace(&mut last, c) != c);
    sound
}

/// Whether nothing says that these are two people or places: the same neighbour stands with both or one stands alone,
/// and no sentence names both, as a list does.
fn may_be_one(a: &[Mention], b: &[Mention]) -> bool {
    let is_first_name = |mentions: &[Mention]| mentions.iter().any(|mention| mention.after.is_some());
    // "Bryan Clark" and "Brian" are one only if both have a surname, and the same.
    let one_is_first_name = is_first_name(a) != is_first_name(b);
    !one_is_first_name
        && !together(a, b)
        && agree(a, b, |mention| mention.before)
        && agree(a, b, |mention| mention.after)
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
    let mut by_first_name = Vec::<(&str, &'a str)>::new();
    for (name, mentions) in names.iter().filter(|(name, _)| name.len() >= 6) {
        let before = mentions.iter().filter_map(|mention| mention.before);
        let first_names = before.filter(|first| may_be_first_name(first));
        by_first_name.extend(first_names.map(|first| (first, *name)));
    }
    by_first_name.sort_unstable();
    by_first_name.dedup();
    by_first_name
        .chunk_by(|a, b| a.0 == b.0)
        .filter(|surnames| (2..=MOST_SURNAMES).contains(&surnames.len()))
        .flat_map(|surnames| misspelt(names, surnames))
        .collect()
}

/// A word with more different names behind it than this is no first name.
const MOST_SURNAMES: usize = 8;

/// A surname that stands first, as in China and Korea, is shared by people whose given names may be one letter apart.
fn may_be_first_name(word: &str) -> bool {
    word.len() >= 4 && !lexicon::is_surname_first(word)
}

fn misspelt<'a>(names: &Names<'a>, surnames: &[(&str, &'a str)]) -> Vec<Variants<'a>> {
    let mut pairs = Vec::new();
    for (_, kept) in surnames {
        let others = surnames.iter().map(|(_, odd)| odd);
        let others = others.filter(|odd| *odd != kept && !is_known(kept, odd));
        pairs.extend(others.filter_map(|odd| {
            let evidence = if lost_accents(odd, kept) {
                Evidence::Accents
            } else if names[*odd].len() < names[*kept].len()
                && is_one_letter_apart(kept, odd)
                && agree(&names[*kept], &names[*odd], |mention| mention.after)
            {
                Evidence::OneLetter
            } else {
                return None;
            };
            Some(Variants { kept, odd, evidence })
        }));
    }
    pairs
}

/// Whether `plain` is `accented` without its accents: "Garzon", "Garzón".
fn lost_accents(plain: &str, accented: &str) -> bool {
    plain.is_ascii()
        && !accented.is_ascii()
        && plain.chars().count() == accented.chars().count()
        && plain
            .chars()
            .zip(accented.chars())
            .all(|(a, b)| a == b || without_accent(b) == Some(a))
}

/// The letter of ASCII under an accent of the Latin-1 and Latin Extended-A blocks.
fn without_accent(letter: char) -> Option<char> {
    const LETTERS: [(char, &str); 22] = [
        ('a', "áàâäãåāăą"),
        ('c', "çćčĉċ"),
        ('d', "ďđ"),
        ('e', "éèêëēĕėęě"),
        ('g', "ĝğġģ"),
        ('h', "ĥħ"),
        ('i', "íìîïĩīĭįı"),
        ('j', "ĵ"),
        ('k', "ķ"),
        ('l', "ĺļľŀł"),
        ('n', "ñńņň"),
        ('o', "óòôöõøōŏő"),
        ('r', "ŕŗř"),
        ('s', "śŝşšș"),
        ('t', "ţťŧț"),
        ('u', "úùûüũūŭůűų"),
        ('w', "ŵ"),
        ('y', "ýÿŷ"),
        ('z', "źżž"),
        ('A', "ÁÀÂÄÃÅĀ"),
        ('O', "ÓÒÔÖÕØŌŐ"),
        ('S', "ŚŞŠȘ"),
    ];
    LETTERS
        .iter()
        .find(|(_, accented)| accented.contains(letter))
        .map(|(plain, _)| *plain)
}

/// One letter changed, lost, added or swapped with the next; not at the end, where grammar adds letters, and not the
/// "man" and "men" of one word.
fn is_one_letter_apart(a: &str, b: &str) -> bool {
    // "Himalayas" and "Himalayan", "Marxist" and "Marxism" are two words of one stem.
    let inflected = |a: &str, b: &str| {
        let forms = [("as", "an"), ("ist", "ism"), ("ia", "is"), ("ians", "ists")];
        forms.iter().any(|(one, other)| {
            a.strip_suffix(one)
                .is_some_and(|stem| b.strip_suffix(other) == Some(stem))
        })
    };
    let grammar = a.starts_with(b)
        || b.starts_with(a)
        || inflected(a, b)
        || inflected(b, a)
        || a.strip_suffix("man")
            .is_some_and(|stem| b.strip_suffix("men") == Some(stem));
    let reverse = b
        .strip_suffix("man")
        .is_some_and(|stem| a.strip_suffix("men") == Some(stem));
    // "Martinez" and "Martínez" differ in an accent, which other names of the family may have or not.
    !grammar
        && !reverse
        && !lost_accents(a, b)
        && !lost_accents(b, a)
        && strsim::osa_distance(a, b) == 1
        && sound(a) != sound(b)
}

/// Every comparable mention of the odd spelling.
fn report(findings: &mut Findings, names: &Names, pair: &Variants) {
    let (kept, odd) = (&names[pair.kept], &names[pair.odd]);
    let Some(first) = comparable(kept, pair.evidence, odd)
        .first()
        .map(|mention| mention.span)
    else {
        return;
    };
    for mention in comparable(odd, pair.evidence, kept) {
        let message = format!("“{}” is spelt “{}” elsewhere in the article", pair.odd, pair.kept);
        let finding = findings
            .report(&RULE, mention.span, message)
            .confidence(if pair.evidence == Evidence::OneLetter {
                0.8
            } else {
                0.88
            })
            .relate(first, format!("spelt “{}” here", pair.kept));
        if pair.evidence.is_certain() {
            finding.fix(pair.kept);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::names::is_plain_name;
    use super::*;

    #[test]
    fn names_that_sound_alike_have_one_frame() {
        let kept = |text: &str| -> String {
            text.chars()
                .filter(|c| KEPT.iter().any(|kept| *c == char::from(*kept)))
                .collect()
        };
        for (from, to) in ONE_WAY {
            assert_eq!(kept(from), kept(to), "{from}");
        }
        for (a, b) in [
            ("Ghafoor", "Gafur"),
            ("Allelyev", "Alelyev"),
            ("Yatsenyuk", "Iacenyuk"),
        ] {
            assert_eq!(sound(a), sound(b));
            assert_eq!(frame(a), frame(b));
        }
        assert_ne!(frame("Sergei"), frame("Semyon"));
        for c in (char::MIN..=char::MAX).filter(|c| !c.is_ascii()) {
            assert!(
                c.to_lowercase().all(|small| kept(&small.to_string()).is_empty()),
                "{c}"
            );
        }
    }

    #[test]
    fn every_line_is_read() {
        for (name, official, _) in KNOWN.iter() {
            assert!(
                is_plain_name(name) && is_plain_name(official),
                "{name}, {official}"
            );
        }
        let others = |line: &str| {
            line.split('\t')
                .nth(1)
                .map_or(0, |others| others.split(',').count())
        };
        let lines = lexicon::lines(include_str!("../../data/entity_variants.tsv"));
        assert_eq!(
            KNOWN.len(),
            lines.map(others).sum::<usize>(),
            "a line has not three columns"
        );
    }
}
