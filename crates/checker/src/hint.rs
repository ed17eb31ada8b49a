//! What somebody probably meant who wrote a name that does not exist.

/// How alike two words must be, from 0 to 1 by Jaro and Winkler, for one to be offered for the other.
const ALIKE: f64 = 0.75;

/// The candidate that a word was probably meant to be, as a question that follows a message: "; did you mean `style`?".
/// Empty where none is alike.
pub fn did_you_mean<'a>(word: &str, candidates: impl Iterator<Item = &'a str>) -> String {
    candidates
        .map(|candidate| (strsim::jaro_winkler(word, candidate), candidate))
        .filter(|(likeness, _)| *likeness > ALIKE)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| format!("; did you mean `{candidate}`?"))
        .unwrap_or_default()
}
