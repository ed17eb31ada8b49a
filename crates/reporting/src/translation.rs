//! Whether an article is a translation, in words: what the page says, and how the text reads.
//!
//! This is information for an editor and never a finding: it changes no score and no exit code.

use linguistics::finding::{Beside, Finding};
use linguistics::likelihood::{Judgement, Likelihood, Reading};
use text::Lang;

use crate::report::ArticleReport;
use crate::verdict::{counted, grouped, shortened};
use crate::visible::Visible;

/// Characters shown of a language in an unknown form.
const LANGUAGE_CHARS: usize = 40;

/// What the page itself says of its origin: "machine translation from Russian".
pub(crate) fn stated(article: &ArticleReport) -> Option<String> {
    let provenance = &article.provenance;
    let from = provenance
        .source_language
        .as_deref()
        .map(|tag| Lang::from_tag(tag).map_or_else(|| tag.to_owned(), |language| language.name().to_owned()))
        .map(|language| shortened(&language, LANGUAGE_CHARS));
    match (provenance.machine_translated, from) {
        (Some(true), Some(language)) => Some(format!("machine translation from {language}")),
        (Some(true), None) => Some("machine translation".into()),
        (Some(false), _) => Some("not a machine translation".into()),
        (None, Some(language)) => Some(format!("translated from {language}")),
        (None, None) => None,
    }
}

/// At which of the two points the rules spoke, and why.
pub(crate) fn read_as(article: &ArticleReport) -> Option<String> {
    let because = article.known_translation.as_deref()?;
    Some(format!("checked as a machine translation ({because})"))
}

/// What it was compared with: "compared with its Russian original (no model), 12 of 13 sentences aligned".
pub(crate) fn compared(article: &ArticleReport) -> Option<String> {
    let alongside = article.comparison.as_ref()?;
    Some(format!(
        "compared with its {} original ({}), {} of {} aligned",
        alongside.language.name(),
        alongside.aligned_with,
        grouped(alongside.aligned),
        counted(alongside.sentences, "sentence")
    ))
}

/// The words of the original beside a finding: those before the marked ones, the marked ones, and those behind.
pub(crate) fn parts(beside: &Beside) -> [&str; 3] {
    let sentence = beside.sentence.as_str();
    let marked = beside.span.get(sentence).unwrap_or_default();
    if marked.is_empty() {
        return [sentence, "", ""];
    }
    [
        &sentence[..beside.span.start],
        marked,
        &sentence[beside.span.end..],
    ]
}

/// The original beside a finding in one line, with the marked words between `marks`: what a format adds to the note.
pub(crate) fn original(beside: &Beside, marks: [&str; 2]) -> String {
    let [before, marked, after] =
        parts(beside).map(|part| Visible(part).to_string().replace(['\n', '\t'], " "));
    let marked = if marked.is_empty() {
        marked
    } else {
        format!("{}{marked}{}", marks[0], marks[1])
    };
    let note = beside
        .note
        .as_ref()
        .map_or_else(String::new, |note| format!(" ({})", Visible(note)));
    format!("{before}{marked}{after}{note}")
}

/// The message of a finding, with the original below it where there is one: for formats that have one text only.
pub(crate) fn with_original(finding: &Finding) -> String {
    match &finding.beside {
        Some(beside) => {
            let language = beside.language.name();
            format!(
                "{}\n{language} original: {}",
                finding.message,
                original(beside, ["[", "]"])
            )
        }
        None => finding.message.clone(),
    }
}

/// How the text reads: "By its style, this reads like a translation, by a person or a machine (likelihood 0.71, from 0.42 to
/// 0.89)".
///
/// `None` where it was not examined or is not in English, and where the page calls itself a translation and the style
/// has nothing to add: the page knows better.
pub(crate) fn by_style(article: &ArticleReport) -> Option<String> {
    let provenance = &article.provenance;
    let known = provenance.machine_translated == Some(true) || provenance.source_language.is_some();
    if known && judged(article).is_none_or(|likelihood| likelihood.reading == Reading::English) {
        return None;
    }
    match article.translation.as_ref()? {
        Judgement::NotEnglish => None,
        Judgement::TooShort => Some("Too short to tell by its style whether this is a translation".into()),
        Judgement::Judged(likelihood) => {
            let by_whom = match likelihood.reading {
                Reading::English => "",
                Reading::Translation | Reading::Unclear => ", by a person or a machine",
            };
            let reading = likelihood.reading.as_str();
            let [figure, low, high] =
                [likelihood.probability, likelihood.low, likelihood.high].map(hundredths);
            Some(format!(
                "By its style, this {reading}{by_whom} (likelihood {figure:.2}, from {low:.2} to {high:.2})"
            ))
        }
    }
}

/// The reasons for what [`by_style`] says, strongest first.
pub(crate) fn reasons(article: &ArticleReport) -> &[String] {
    judged(article).map_or(&[], |likelihood| &likelihood.reasons)
}

/// What there is to say of an article that may be a translation, in one line; `None` for one that neither says so nor
/// reads like one. The reasons are left to formats with more room.
pub(crate) fn line(article: &ArticleReport) -> Option<String> {
    let stated = stated(article).map(|stated| format!("The page says: {stated}"));
    let is_suspect = judged(article).is_some_and(|likelihood| likelihood.reading != Reading::English);
    let style = by_style(article).filter(|_| is_suspect);
    let read_as = read_as(article).map(|clause| capitalised(&clause));
    let compared = compared(article).map(|clause| capitalised(&clause));
    let parts: Vec<String> = stated
        .into_iter()
        .chain(read_as)
        .chain(compared)
        .chain(style)
        .collect();
    (!parts.is_empty()).then(|| parts.join(". "))
}

fn capitalised(clause: &str) -> String {
    let mut chars = clause.chars();
    let first = chars.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(chars).collect()
}

/// The name of a judgement in machine formats.
pub(crate) fn name(judgement: &Judgement) -> &'static str {
    match judgement {
        Judgement::NotEnglish => "not-english",
        Judgement::TooShort => "too-short",
        Judgement::Judged(likelihood) => match likelihood.reading {
            Reading::Translation => "reads-like-a-translation",
            Reading::Unclear => "may-be-a-translation",
            Reading::English => "reads-like-written-in-english",
        },
    }
}

/// A probability with two decimals, from 0.01 to 0.99 so that none looks like certainty, and cut rather than rounded so
/// that none looks like a threshold that it does not reach.
pub(crate) fn hundredths(probability: f64) -> f64 {
    ((probability * 100.0).floor() / 100.0).clamp(0.01, 0.99)
}

fn judged(article: &ArticleReport) -> Option<&Likelihood> {
    match &article.translation {
        Some(Judgement::Judged(likelihood)) => Some(likelihood),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Provenance;

    fn article(machine_translated: Option<bool>, probability: f64, reading: Reading) -> ArticleReport {
        let likelihood = Likelihood {
            probability,
            low: probability * 0.5,
            high: probability.sqrt(),
            reading,
            reasons: vec!["fewer commas than in translations: 2.0 against 5.6 in 100 words".into()],
        };
        ArticleReport {
            provenance: Provenance {
                machine_translated,
                ..Default::default()
            },
            translation: Some(Judgement::Judged(likelihood)),
            ..Default::default()
        }
    }

    #[test]
    fn page_and_style_both_have_their_say() {
        let line = line(&article(Some(true), 0.9, Reading::Translation)).unwrap();
        assert_eq!(
            line,
            "The page says: machine translation. By its style, this reads like a translation, by a person or a machine \
             (likelihood 0.90, from 0.45 to 0.94)"
        );
    }

    #[test]
    fn style_does_not_contradict_the_page() {
        let line = line(&article(Some(true), 0.3, Reading::English)).unwrap();
        assert_eq!(line, "The page says: machine translation");
    }

    #[test]
    fn an_article_above_suspicion_gets_no_line() {
        assert_eq!(line(&article(None, 0.3, Reading::English)), None);
        assert!(line(&article(None, 0.6, Reading::Unclear)).is_some());
        let short = ArticleReport {
            translation: Some(Judgement::TooShort),
            ..Default::default()
        };
        assert_eq!(line(&short), None);
        assert!(
            by_style(&short).is_some(),
            "but the full report says that it is too short"
        );
    }

    #[test]
    fn no_likelihood_looks_like_certainty() {
        for probability in [0.0, 0.000_1, 0.999_99, 1.0] {
            let shown = hundredths(probability);
            assert!((0.01..=0.99).contains(&shown), "{probability}: {shown}");
        }
    }
}
