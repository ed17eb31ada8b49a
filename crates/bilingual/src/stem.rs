//! Words without their endings, so that a table needs one entry a word: coarse, and the same on both sides of a table.

/// An English word (lower case) without its ending: "vaccines" and "vaccinated" both begin with what "vaccine" leaves.
pub(crate) fn english(word: &str) -> &str {
    let word = word
        .strip_suffix("'s")
        .or_else(|| word.strip_suffix("’s"))
        .unwrap_or(word);
    let word = match word {
        _ if word.len() <= 3 || word.ends_with("ss") || word.ends_with("us") || word.ends_with("is") => word,
        _ => word.strip_suffix('s').unwrap_or(word),
    };
    let long = |stem: &&str| stem.len() >= 3;
    let stem = word
        .strip_suffix("ing")
        .filter(long)
        .or_else(|| word.strip_suffix("ed").filter(long))
        .or_else(|| word.strip_suffix("ie").filter(long))
        .or_else(|| word.strip_suffix('y').filter(long))
        .or_else(|| word.strip_suffix('e').filter(long))
        .unwrap_or(word);
    let undoubled = match stem.as_bytes() {
        [.., a, b] if a == b && a.is_ascii() && stem.len() > 3 => &stem[..stem.len() - 1],
        _ => stem,
    };
    cut(undoubled, 6)
}

/// A word of the language `tag` (lower case) without its ending.
pub(crate) fn foreign<'w>(word: &'w str, tag: &str) -> &'w str {
    let endings: &[&str] = match tag {
        "ru" | "uk" | "be" | "bg" => &[
            "иями", "ями", "ами", "ией", "иям", "ием", "иях", "ого", "его", "ому", "ему", "ыми", "ими", "ає",
            "ить", "ать", "ять", "еть", "ити", "ати", "ував", "ая", "яя", "ое", "ее", "ые", "ие", "ый", "ий",
            "ой", "ей", "ом", "ем", "ам", "ям", "ах", "ях", "ов", "ев", "ів", "їв", "ую", "юю", "ых", "их",
            "ым", "им", "ию", "ия", "ии", "ью", "ла", "ло", "ли", "ія", "ії", "ію", "ість", "ості", "а", "я",
            "о", "е", "ы", "и", "у", "ю", "ь", "й", "і", "ї", "є", "л", "в",
        ],
        "de" => &[
            "erinnen", "innen", "ern", "em", "en", "er", "es", "et", "te", "e", "s", "n", "t",
        ],
        "cs" | "sk" | "pl" => &[
            "ami", "emi", "ých", "ého", "ému", "ými", "ách", "ech", "ego", "emu", "ych", "ymi", "ów", "ům",
            "ou", "ová", "al", "il", "at", "it", "a", "e", "i", "í", "o", "u", "y", "ý", "á", "é", "ě", "ů",
            "ą", "ę",
        ],
        "fr" | "es" | "it" | "pt" | "ca" => &[
            "es", "os", "as", "s", "e", "o", "a", "i", "é", "er", "ar", "ir", "re",
        ],
        _ => &[],
    };
    endings
        .iter()
        .filter_map(|ending| word.strip_suffix(ending))
        .filter(|stem| stem.chars().nth(2).is_some())
        .min_by_key(|stem| stem.len())
        .unwrap_or(word)
}

/// The first `letters` of a word.
fn cut(word: &str, letters: usize) -> &str {
    word.char_indices()
        .nth(letters)
        .map_or(word, |(at, _)| &word[..at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_share_a_stem() {
        for forms in [
            ["vaccine", "vaccines", "vaccine's"],
            ["stop", "stopped", "stopping"],
            ["city", "cities", "city’s"],
        ] {
            assert!(
                forms.iter().all(|form| english(form) == english(forms[0])),
                "{forms:?}"
            );
        }
        assert_eq!(foreign("правительства", "ru"), foreign("правительством", "ru"));
        assert_eq!(foreign("regierungen", "de"), "regierung");
        assert_eq!(foreign("中国", "zh"), "中国");
    }
}
