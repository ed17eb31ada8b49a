//! Whether English has a word: a large list, and the ways in which English makes new words of old ones.

/// Some 350,000 English words in small letters, made by `examples/build_words.rs`; `data/words.md` has sources and
/// licences. They are a graph: a row of edges for each node, four bytes an edge, and a word is a walk from the first node
/// on. What begins or ends alike shares its edges, so that a word takes five bytes, and nothing has to be
/// loaded.
static WORDS: &[u8] = include_bytes!("../data/words.graph");

/// Where a node of [`WORDS`] begins: the number of its first edge.
type Node = u32;

/// The node at which every word begins.
const ROOT: Node = 1;

/// What leads from a node over a letter to the next one.
#[derive(Debug, Clone, Copy)]
struct Edge(u32);

impl Edge {
    /// The edge of a node with this letter. Those that most words take come first.
    fn of(node: Node, letter: u8) -> Option<Self> {
        const BYTES: usize = 4;
        let row = WORDS[node as usize * BYTES..].as_chunks::<BYTES>().0;
        for edge in row {
            let edge = Self(u32::from_le_bytes(*edge));
            if edge.letter() == letter {
                return Some(edge);
            }
            if edge.is_last() {
                break;
            }
        }
        None
    }

    fn letter(self) -> u8 {
        let [letter, ..] = self.0.to_le_bytes();
        letter
    }

    /// Whether a word ends here.
    fn ends_word(self) -> bool {
        self.0 >> 8 & 1 == 1
    }

    /// Whether it is the last of its node.
    fn is_last(self) -> bool {
        self.0 >> 9 & 1 == 1
    }

    fn target(self) -> Node {
        self.0 >> 10
    }
}

/// Whether the lower-case `word` is English: on the list, with an ending or prefix, or put together from two words.
pub(crate) fn is_english(word: &str) -> bool {
    let beginnings = Beginnings::of(word);
    beginnings.is_form()
        || is_measure(word)
        || is_of_elements(word)
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
    let (mut node, mut ends_word) = (ROOT, false);
    for letter in word.bytes() {
        let Some(edge) = Edge::of(node, letter) else {
            return false;
        };
        (node, ends_word) = (edge.target(), edge.ends_word());
    }
    ends_word
}

/// Letters of the longest word on the list.
const LONGEST: usize = 24;

/// What the list has of the beginnings of a word, learned in one walk over its letters.
struct Beginnings<'w> {
    word: &'w str,
    /// Where each beginning leads, the empty one first.
    nodes: [Node; LONGEST + 1],
    /// How many of them there are: no word on the list begins with as many letters of this one.
    known: usize,
    /// A bit for each length of a beginning that is on the list itself.
    listed: u32,
}

impl<'w> Beginnings<'w> {
    fn of(word: &'w str) -> Self {
        let mut beginnings = Self {
            word,
            nodes: [ROOT; LONGEST + 1],
            known: 1,
            listed: 0,
        };
        let mut node = ROOT;
        for letter in word.bytes().take(LONGEST) {
            let Some(edge) = Edge::of(node, letter) else { break };
            node = edge.target();
            beginnings.listed |= u32::from(edge.ends_word()) << beginnings.known;
            beginnings.nodes[beginnings.known] = node;
            beginnings.known += 1;
        }
        beginnings
    }

    /// Whether the first `length` letters are on the list.
    fn is_listed(&self, length: usize) -> bool {
        length <= LONGEST && self.listed >> length & 1 == 1
    }

    /// Whether the first `length` letters and another behind them are.
    fn is_listed_with(&self, length: usize, letter: u8) -> bool {
        Edge::of(self.nodes[length], letter).is_some_and(Edge::ends_word)
    }

    /// Whether the word is on the list, or one on the list with an ending.
    fn is_form(&self) -> bool {
        self.is_listed(self.word.len())
            || ending_among(&SUFFIXES, self.word).any(|suffix| self.is_stem(self.word.len() - suffix.len()))
    }

    /// Whether a listed word becomes the first `length` letters before an ending: "bake" → "bak", "stop" → "stopp",
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

/// Whether the word is a unit with a prefix of the SI, of which no list has all: "gigacalories", "petajoule".
fn is_measure(word: &str) -> bool {
    let singular = word.strip_suffix('s').unwrap_or(word);
    let is_unit = |unit: &str| UNITS.contains(&unit) || unit == "hertz" || unit == "siemen";
    SI_PREFIXES
        .iter()
        .filter_map(|prefix| singular.strip_prefix(prefix))
        .any(is_unit)
}

/// Whether the word says how many atoms or groups of a kind there are: "dioxygen", "trisulfide".
fn is_of_elements(word: &str) -> bool {
    const NUMBERS: [&str; 7] = ["di", "tri", "tetra", "penta", "hexa", "mono", "per"];
    const KINDS: [&str; 7] = ["amine", "ate", "gen", "ide", "iodine", "phosphate", "yl"];
    NUMBERS
        .iter()
        .filter_map(|number| word.strip_prefix(number))
        .any(|rest| rest.len() > 4 && KINDS.iter().any(|kind| rest.ends_with(kind)) && is_listed(rest))
}

/// Whether the lower-case `word` is a part with which English begins new words.
pub(crate) fn is_prefix(word: &str) -> bool {
    PREFIXES.binary_search(&word).is_ok()
}

const SI_PREFIXES: [&str; 21] = [
    "atto", "centi", "deca", "deci", "deka", "exa", "femto", "giga", "hecto", "hekto", "kilo", "mega",
    "micro", "milli", "nano", "peta", "pico", "tera", "yocto", "yotta", "zetta",
];

/// Units in the singular.
const UNITS: [&str; 44] = [
    "amp",
    "ampere",
    "are",
    "bar",
    "barrel",
    "base",
    "becquerel",
    "bit",
    "byte",
    "calorie",
    "coulomb",
    "curie",
    "dalton",
    "electronvolt",
    "farad",
    "flop",
    "gram",
    "gramme",
    "gray",
    "henry",
    "joule",
    "kelvin",
    "liter",
    "litre",
    "lumen",
    "lux",
    "meter",
    "metre",
    "molar",
    "mole",
    "newton",
    "ohm",
    "parsec",
    "pascal",
    "pixel",
    "poise",
    "second",
    "sievert",
    "tesla",
    "ton",
    "tonne",
    "volt",
    "watt",
    "weber",
];

/// What new words begin with.
const PREFIXES: [&str; 167] = [
    "aero",
    "agri",
    "andro",
    "angio",
    "anthropo",
    "anti",
    "arterio",
    "astro",
    "athero",
    "auto",
    "bacterio",
    "biblio",
    "bio",
    "broncho",
    "carbo",
    "carcino",
    "cardio",
    "cerebro",
    "chemo",
    "chloro",
    "chrono",
    "co",
    "counter",
    "cross",
    "cryo",
    "crypto",
    "cyber",
    "cyto",
    "de",
    "deep",
    "dermato",
    "dis",
    "down",
    "eco",
    "elasto",
    "electro",
    "encephalo",
    "endo",
    "entero",
    "erythro",
    "ethno",
    "euro",
    "extra",
    "ferro",
    "fluoro",
    "fore",
    "gastro",
    "geo",
    "gluco",
    "glyco",
    "gyno",
    "haemo",
    "helio",
    "hemo",
    "hepato",
    "hetero",
    "histo",
    "hydro",
    "hyo",
    "hyper",
    "hypo",
    "ichthyo",
    "immuno",
    "in",
    "inter",
    "intra",
    "karyo",
    "laryngo",
    "leuko",
    "lipo",
    "litho",
    "lympho",
    "macro",
    "magneto",
    "mal",
    "medico",
    "mega",
    "meso",
    "meta",
    "metallo",
    "micro",
    "mid",
    "mini",
    "mis",
    "mono",
    "morpho",
    "muco",
    "multi",
    "musculo",
    "myco",
    "myelo",
    "nano",
    "narco",
    "necro",
    "neo",
    "nephro",
    "neuro",
    "nitro",
    "non",
    "oceano",
    "opto",
    "ornitho",
    "ortho",
    "osteo",
    "out",
    "over",
    "oxy",
    "paedo",
    "palaeo",
    "paleo",
    "patho",
    "petro",
    "phono",
    "phospho",
    "photo",
    "physio",
    "phyto",
    "plasmo",
    "pneumo",
    "politico",
    "poly",
    "post",
    "pre",
    "pro",
    "proteo",
    "proto",
    "pseudo",
    "psycho",
    "quadri",
    "quasi",
    "quinti",
    "radio",
    "re",
    "retro",
    "rheo",
    "rhino",
    "self",
    "semi",
    "sero",
    "sino",
    "socio",
    "spectro",
    "steno",
    "stereo",
    "sub",
    "sulfo",
    "super",
    "supra",
    "tauro",
    "techno",
    "tele",
    "tetra",
    "theo",
    "thermo",
    "thrombo",
    "toxico",
    "trans",
    "tropo",
    "trypano",
    "ultra",
    "un",
    "under",
    "vaso",
    "vibro",
    "viro",
    "xeno",
    "zoo",
];

/// Endings of drugs, enzymes, diseases and families of animals, of which no list has all.
const LEARNED: [&str; 57] = [
    "aceous",
    "aemia",
    "aemic",
    "amide",
    "amine",
    "ase",
    "ases",
    "azole",
    "caine",
    "centric",
    "centrism",
    "centrist",
    "centrists",
    "cillin",
    "cyte",
    "cytes",
    "cytic",
    "dontia",
    "dontic",
    "ectomy",
    "emia",
    "emic",
    "genesis",
    "genic",
    "idae",
    "idine",
    "inib",
    "itis",
    "lysis",
    "mab",
    "metry",
    "morphic",
    "mycin",
    "ologist",
    "ology",
    "olol",
    "omics",
    "osis",
    "otic",
    "oxide",
    "pathy",
    "phile",
    "philia",
    "philic",
    "phobia",
    "phobic",
    "plasty",
    "pril",
    "rabine",
    "rrhea",
    "rrhoea",
    "sartan",
    "scopy",
    "statin",
    "tropic",
    "ustine",
    "vir",
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
    fn every_edge_leads_to_a_node() {
        let edges: Vec<Edge> = WORDS
            .as_chunks()
            .0
            .iter()
            .map(|edge| Edge(u32::from_le_bytes(*edge)))
            .collect();
        assert!(edges.len() > 400_000 && edges[edges.len() - 1].is_last());
        for edge in &edges[1..] {
            let target = edge.target() as usize;
            assert!(target < edges.len(), "{edge:?}");
            assert!(
                target == 0 && edge.ends_word() || target > 0 && edges[target - 1].is_last(),
                "{edge:?}"
            );
        }
    }

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
            "gigacalories",
            "petajoule",
            "terawatts",
            "gigahertz",
            "hectolitres",
            "endovascular",
            "fluororesin",
            "fluoropolymers",
            "ethnoreligious",
            "ethnonationalist",
            "hyperdontia",
            "hypodontia",
            "agritourism",
            "agrivoltaic",
            "phytosanitary",
            "seroprevalence",
            "yokai",
            "izakayas",
            "suhoor",
            "danfos",
            "dioxygen",
            "androcentrism",
            "thrombocytes",
            "balafon",
            "kamandalu",
            "argmax",
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
            "gigakalorie",
            "endoprotez",
            "seropozitiv",
            "bupati",
        ] {
            assert!(!is_english(word), "{word}");
        }
    }
}
