//! Whether English has a word: a large list, and the ways in which English makes new words of old ones.

use std::sync::LazyLock;

use fst::Set;

/// Some 300,000 English words in small letters, made by `examples/build_words.rs`; `data/words.md` has sources and
/// licences.
static WORDS: LazyLock<Set<&'static [u8]>> = LazyLock::new(|| {
    Set::new(include_bytes!("../data/words.fst").as_slice())
        .expect("the file was made by the same crate; a test reads it")
});

/// Whether the lower-case `word` is English: on the list, with an ending or prefix, or put together from two words.
pub(crate) fn is_english(word: &str) -> bool {
    let beginnings = Beginnings::of(word);
    beginnings.is_form()
        || ending_among(&LEARNED, word).any(|ending| word.len() > ending.len() + 3)
        || PREFIXES
            .iter()
            .filter_map(|prefix| word.strip_prefix(prefix))
            .any(|rest| rest.len() >= 3 && Beginnings::of(rest).is_form())
        || (3..word.len().saturating_sub(2))
            .any(|at| beginnings.is_listed(at) && Beginnings::of(&word[at..]).is_form())
}

/// Whether the lower-case `word` is on the list itself. Forms with common endings are not.
pub(crate) fn is_listed(word: &str) -> bool {
    let words = WORDS.as_fst();
    let mut node = words.root();
    for letter in word.bytes() {
        let Some(next) = node.find_input(letter) else {
            return false;
        };
        node = words.node(node.transition_addr(next));
    }
    node.is_final()
}

/// Bytes of a word of which more is not looked at: the longest on the list has fewer.
const LONGEST: usize = 63;

/// What the list has of the beginnings of a word, learned in one walk over its letters.
struct Beginnings<'w> {
    word: &'w str,
    /// Where each beginning leads in the automaton of the list, the empty one first.
    nodes: [usize; LONGEST + 1],
    /// How many of them there are: the list has no word that begins with more of the word than that, less one.
    known: usize,
    /// A bit for each length of a beginning that is on the list itself.
    listed: u64,
}

impl<'w> Beginnings<'w> {
    fn of(word: &'w str) -> Self {
        let words = WORDS.as_fst();
        let mut node = words.root();
        let mut beginnings = Self {
            word,
            nodes: [0; LONGEST + 1],
            known: 1,
            listed: u64::from(node.is_final()),
        };
        beginnings.nodes[0] = node.addr();
        for letter in word.bytes().take(LONGEST) {
            let Some(next) = node.find_input(letter) else { break };
            node = words.node(node.transition_addr(next));
            beginnings.listed |= u64::from(node.is_final()) << beginnings.known;
            beginnings.nodes[beginnings.known] = node.addr();
            beginnings.known += 1;
        }
        beginnings
    }

    /// Whether the first `length` bytes are on the list.
    fn is_listed(&self, length: usize) -> bool {
        length <= LONGEST && self.listed >> length & 1 == 1
    }

    /// Whether the first `length` bytes and the letter behind them are.
    fn is_listed_with(&self, length: usize, letter: u8) -> bool {
        let words = WORDS.as_fst();
        let node = words.node(self.nodes[length]);
        node.find_input(letter)
            .is_some_and(|next| words.node(node.transition_addr(next)).is_final())
    }

    /// Whether the word is on the list, or one on the list with an ending.
    fn is_form(&self) -> bool {
        self.is_listed(self.word.len())
            || ending_among(&SUFFIXES, self.word).any(|suffix| self.is_stem(self.word.len() - suffix.len()))
    }

    /// Whether a listed word becomes the first `length` bytes before an ending: "bake" → "bak", "stop" → "stopp",
    /// "happy" → "happi".
    fn is_stem(&self, length: usize) -> bool {
        // At most the last letter of a stem is not that of the word.
        if length < 3 || length > self.known {
            return false;
        }
        let letters = self.word.as_bytes();
        let (last, before) = (letters[length - 1], letters[length - 2]);
        let whole = length < self.known;
        whole
            && (self.is_listed(length)
                || self.is_listed_with(length, b'e')
                || self.is_listed_with(length, b'y'))
            || last == before && self.is_listed(length - 1)
            || last == b'i' && self.is_listed_with(length - 1, b'y')
    }
}

/// The endings of a list with which a word ends.
fn ending_among<'e>(endings: &'e [&str], word: &str) -> impl Iterator<Item = &'e str> {
    let last = word.as_bytes().last();
    endings
        .iter()
        .filter(move |ending| ending.as_bytes().last() == last && word.ends_with(**ending))
        .copied()
}

/// What new words begin with.
const PREFIXES: [&str; 62] = [
    "anti", "auto", "bio", "co", "counter", "cross", "cyber", "de", "deep", "dis", "down", "eco", "electro",
    "euro", "extra", "fore", "geo", "hydro", "hyper", "in", "inter", "intra", "macro", "mal", "mega", "meta",
    "micro", "mid", "mini", "mis", "mono", "multi", "nano", "neo", "neuro", "non", "out", "over", "photo",
    "physio", "poly", "post", "pre", "pro", "pseudo", "psycho", "quasi", "radio", "re", "retro", "self",
    "semi", "socio", "sub", "super", "techno", "tele", "thermo", "trans", "ultra", "un", "under",
];

/// Endings of drugs, enzymes, diseases and families of animals, of which no list has all.
const LEARNED: [&str; 34] = [
    "aceous", "aemia", "amide", "amine", "ase", "ases", "azole", "caine", "cillin", "ectomy", "emia", "emic",
    "idae", "idine", "inib", "itis", "lysis", "mab", "mycin", "olol", "ology", "ologist", "omics", "osis",
    "otic", "oxide", "pathy", "phile", "pril", "rabine", "sartan", "statin", "ustine", "vir",
];

/// What new words end with.
const SUFFIXES: [&str; 44] = [
    "s",
    "es",
    "ed",
    "d",
    "ing",
    "er",
    "ers",
    "r",
    "ly",
    "y",
    "ness",
    "able",
    "ish",
    "less",
    "like",
    "ism",
    "ist",
    "ists",
    "isms",
    "al",
    "ally",
    "ic",
    "ity",
    "ize",
    "ise",
    "ized",
    "ised",
    "izing",
    "ising",
    "izes",
    "ises",
    "ization",
    "isation",
    "ship",
    "hood",
    "wise",
    "ful",
    "ability",
    "or",
    "ors",
    "ification",
    "ify",
    "ified",
    "ifying",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_words_their_forms_and_new_ones() {
        for word in [
            "harbour",
            "color",
            "prioritise",
            "livestreamed",
            "cybergang",
            "pitchside",
            "backheel",
            "fintechs",
            "tweetable",
            "repostings",
            "unfriended",
            "ransomware",
            "deepfakes",
            "chatbots",
            "microgrid",
            "covid",
        ] {
            assert!(is_english(word), "{word}");
        }
    }

    #[test]
    fn does_not_know_what_no_language_or_another_one_has() {
        for word in [
            "nefriit",
            "remmenu",
            "devaysa",
            "passagiersbus",
            "politiewoordvoerder",
            "armynacle",
            "phallels",
        ] {
            assert!(!is_english(word), "{word}");
        }
    }
}
