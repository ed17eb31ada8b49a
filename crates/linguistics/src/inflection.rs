//! The forms of English verbs and nouns, so that one line of a phrase table stands for all of them.

/// The five forms of a verb: base, third person, past, participle, -ing.
pub(crate) fn verb_forms(base: &str) -> [String; 5] {
    if base == "be" {
        return ["be", "is", "was", "been", "being"].map(String::from);
    }
    if base == "have" {
        return ["have", "has", "had", "had", "having"].map(String::from);
    }
    let (past, participle) = match IRREGULAR.iter().find(|(verb, ..)| *verb == base) {
        Some((_, past, participle)) => ((*past).to_owned(), (*participle).to_owned()),
        None => (regular_past(base), regular_past(base)),
    };
    [base.to_owned(), with_s(base), past, participle, with_ing(base)]
}

/// Singular and plural of a noun.
pub(crate) fn noun_forms(singular: &str) -> [String; 2] {
    let plural = match singular {
        "man" => "men".into(),
        "woman" => "women".into(),
        "child" => "children".into(),
        "life" => "lives".into(),
        "basis" => "bases".into(),
        "crisis" => "crises".into(),
        "analysis" => "analyses".into(),
        "criterion" => "criteria".into(),
        _ => with_s(singular),
    };
    [singular.to_owned(), plural]
}

fn with_s(word: &str) -> String {
    if let Some(stem) = consonant_y(word) {
        return format!("{stem}ies");
    }
    let sibilant = ["s", "x", "z", "ch", "sh", "do", "go"]
        .iter()
        .any(|ending| word.ends_with(ending));
    format!("{word}{}", if sibilant { "es" } else { "s" })
}

fn regular_past(base: &str) -> String {
    if let Some(stem) = consonant_y(base) {
        return format!("{stem}ied");
    }
    match base.strip_suffix('e') {
        Some(stem) => format!("{stem}ed"),
        None => format!("{}ed", doubled(base)),
    }
}

fn with_ing(base: &str) -> String {
    if let Some(stem) = base.strip_suffix("ie") {
        return format!("{stem}ying");
    }
    match base.strip_suffix('e') {
        Some(stem) if !base.ends_with("ee") && !base.ends_with("oe") => format!("{stem}ing"),
        _ => format!("{}ing", doubled(base)),
    }
}

fn consonant_y(word: &str) -> Option<&str> {
    word.strip_suffix('y')
        .filter(|stem| !stem.ends_with(['a', 'e', 'i', 'o', 'u']))
}

/// `stop` -> `stopp`, `submit` -> `submitt`; stress decides in longer verbs, so those are listed.
fn doubled(base: &str) -> String {
    let letters: Vec<char> = base.chars().collect();
    let is_vowel = |c: char| "aeiou".contains(c);
    let short = match letters.as_slice() {
        [.., a, b, c] => {
            !is_vowel(*a)
                && is_vowel(*b)
                && !is_vowel(*c)
                && !"wxy".contains(*c)
                && letters.iter().filter(|c| is_vowel(**c)).count() == 1
        }
        [a, b] => is_vowel(*a) && !is_vowel(*b),
        _ => false,
    };
    if short || DOUBLING.contains(&base) {
        format!("{base}{}", letters[letters.len() - 1])
    } else {
        base.to_owned()
    }
}

/// Verbs of several syllables that double their last consonant.
const DOUBLING: [&str; 16] = [
    "admit", "begin", "commit", "control", "equip", "forget", "incur", "occur", "omit", "permit", "prefer",
    "refer", "regret", "submit", "transfer", "transmit",
];

const IRREGULAR: [(&str, &str, &str); 78] = [
    ("arise", "arose", "arisen"),
    ("bear", "bore", "borne"),
    ("become", "became", "become"),
    ("begin", "began", "begun"),
    ("bind", "bound", "bound"),
    ("break", "broke", "broken"),
    ("bring", "brought", "brought"),
    ("build", "built", "built"),
    ("buy", "bought", "bought"),
    ("catch", "caught", "caught"),
    ("choose", "chose", "chosen"),
    ("come", "came", "come"),
    ("cut", "cut", "cut"),
    ("deal", "dealt", "dealt"),
    ("do", "did", "done"),
    ("draw", "drew", "drawn"),
    ("drive", "drove", "driven"),
    ("fall", "fell", "fallen"),
    ("feel", "felt", "felt"),
    ("fight", "fought", "fought"),
    ("find", "found", "found"),
    ("fly", "flew", "flown"),
    ("forget", "forgot", "forgotten"),
    ("get", "got", "got"),
    ("give", "gave", "given"),
    ("go", "went", "gone"),
    ("grow", "grew", "grown"),
    ("hear", "heard", "heard"),
    ("hold", "held", "held"),
    ("hurt", "hurt", "hurt"),
    ("keep", "kept", "kept"),
    ("know", "knew", "known"),
    ("lay", "laid", "laid"),
    ("lead", "led", "led"),
    ("leave", "left", "left"),
    ("lend", "lent", "lent"),
    ("let", "let", "let"),
    ("lie", "lay", "lain"),
    ("lose", "lost", "lost"),
    ("make", "made", "made"),
    ("mean", "meant", "meant"),
    ("meet", "met", "met"),
    ("overcome", "overcame", "overcome"),
    ("pay", "paid", "paid"),
    ("put", "put", "put"),
    ("read", "read", "read"),
    ("ring", "rang", "rung"),
    ("rise", "rose", "risen"),
    ("run", "ran", "run"),
    ("say", "said", "said"),
    ("see", "saw", "seen"),
    ("seek", "sought", "sought"),
    ("sell", "sold", "sold"),
    ("send", "sent", "sent"),
    ("set", "set", "set"),
    ("show", "showed", "shown"),
    ("shut", "shut", "shut"),
    ("sing", "sang", "sung"),
    ("sit", "sat", "sat"),
    ("speak", "spoke", "spoken"),
    ("spend", "spent", "spent"),
    ("spread", "spread", "spread"),
    ("stand", "stood", "stood"),
    ("steal", "stole", "stolen"),
    ("strike", "struck", "struck"),
    ("swear", "swore", "sworn"),
    ("take", "took", "taken"),
    ("teach", "taught", "taught"),
    ("tell", "told", "told"),
    ("think", "thought", "thought"),
    ("throw", "threw", "thrown"),
    ("undergo", "underwent", "undergone"),
    ("understand", "understood", "understood"),
    ("undertake", "undertook", "undertaken"),
    ("wear", "wore", "worn"),
    ("win", "won", "won"),
    ("withdraw", "withdrew", "withdrawn"),
    ("write", "wrote", "written"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_take_their_forms() {
        assert_eq!(
            verb_forms("carry"),
            ["carry", "carries", "carried", "carried", "carrying"]
        );
        assert_eq!(
            verb_forms("submit"),
            ["submit", "submits", "submitted", "submitted", "submitting"]
        );
        assert_eq!(verb_forms("make"), ["make", "makes", "made", "made", "making"]);
        assert_eq!(
            verb_forms("stop"),
            ["stop", "stops", "stopped", "stopped", "stopping"]
        );
        assert_eq!(
            verb_forms("render"),
            ["render", "renders", "rendered", "rendered", "rendering"]
        );
        assert_eq!(
            verb_forms("agree"),
            ["agree", "agrees", "agreed", "agreed", "agreeing"]
        );
        assert_eq!(verb_forms("go"), ["go", "goes", "went", "gone", "going"]);
        assert_eq!(
            verb_forms("help"),
            ["help", "helps", "helped", "helped", "helping"]
        );
    }

    #[test]
    fn nouns_take_their_plural() {
        assert_eq!(noun_forms("measure"), ["measure", "measures"]);
        assert_eq!(noun_forms("party"), ["party", "parties"]);
        assert_eq!(noun_forms("crisis"), ["crisis", "crises"]);
    }
}
