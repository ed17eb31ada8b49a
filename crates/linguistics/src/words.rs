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
    is_form(word)
        || LEARNED
            .iter()
            .any(|ending| word.len() > ending.len() + 3 && word.ends_with(ending))
        || PREFIXES
            .iter()
            .filter_map(|prefix| word.strip_prefix(prefix))
            .any(|rest| rest.len() >= 3 && is_form(rest))
        || (3..word.len().saturating_sub(2))
            .any(|at| word.is_char_boundary(at) && is_listed(&word[..at]) && is_form(&word[at..]))
}

/// Whether the lower-case `word` is on the list itself. Forms with common endings are not.
pub(crate) fn is_listed(word: &str) -> bool {
    WORDS.contains(word)
}

/// Whether the word is on the list, or one on the list with an ending.
fn is_form(word: &str) -> bool {
    is_listed(word)
        || SUFFIXES
            .iter()
            .filter_map(|suffix| word.strip_suffix(suffix))
            .any(|stem| stem.len() >= 3 && is_stem(stem))
}

/// Whether a listed word becomes `stem` before an ending: "bake" → "bak", "stop" → "stopp", "happy" → "happi".
fn is_stem(stem: &str) -> bool {
    let letters = stem.as_bytes();
    let (last, before) = (letters[letters.len() - 1], letters[letters.len() - 2]);
    is_listed(stem)
        || is_listed(&format!("{stem}e"))
        || is_listed(&format!("{stem}y"))
        || last == before && stem.is_char_boundary(stem.len() - 1) && is_listed(&stem[..stem.len() - 1])
        || stem
            .strip_suffix('i')
            .is_some_and(|stem| is_listed(&format!("{stem}y")))
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
