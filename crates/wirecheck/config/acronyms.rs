//! The acronyms of `[originals.acronyms]`.

use anyhow::{Result, bail};
use checker::{Acronyms, Terms};
use text::Lang;

use super::file::Found;

/// What English says for acronyms of originals, by language.
///
/// # Errors
/// When a language is none, an acronym is none, or nothing is said for it; the line is named.
pub(super) fn terms(found: &Found) -> Result<Terms> {
    let mut terms = Terms::new();
    for (tag, table) in &found.file.originals.acronyms {
        let line = |key: &[&str]| {
            let key = [&["originals", "acronyms", tag], key].concat();
            found.line_of(&key).unwrap_or(1)
        };
        let Some(language) = Lang::from_tag(tag).filter(|language| *language != Lang::ENGLISH) else {
            bail!(
                "line {}: originals.acronyms.{tag}: `{tag}` is no language that originals can be in",
                line(&[])
            );
        };
        let acronyms: &mut Acronyms = terms.entry(language.tag().to_owned()).or_default();
        for (acronym, forms) in table {
            let letters = acronym.chars().count();
            if !(2..=7).contains(&letters)
                || acronym.contains(|c: char| !c.is_alphabetic() || c.is_lowercase())
            {
                bail!(
                    "line {}: `{acronym}` is no acronym: two to seven capital letters, as originals write it",
                    line(&[acronym])
                );
            }
            if forms.all().is_empty() || forms.all().iter().any(|form| form.trim().is_empty()) {
                bail!(
                    "line {}: nothing is said for `{acronym}`: name an English acronym, or words that stand for it",
                    line(&[acronym])
                );
            }
            acronyms.insert(acronym.clone(), forms.all());
        }
    }
    Ok(terms)
}
