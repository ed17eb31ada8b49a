//! What makes a finding the same finding in the next run: [`Fingerprint`] and [`FindingId`].
//!
//! The identity says what was found and between which words, never where it stood or how it was put, so
//! it survives edits elsewhere in the article and new wordings of the rule's messages:
//!
//! ```text
//! wc1:<first 16 hex digits of SHA-256 over (rule, article id, quote, 3 words before, 3 words after)>
//! ```
//!
//! The words before and after come from the sentence that the finding stands in, so a sentence that is
//! inserted next to it changes nothing. Quote and words are normalised (NFKC, lower case, straight
//! quotes, single spaces). Each field is preceded by its length in bytes (64 bits, little endian).
//! The source is left out on purpose: a feed that moves to another address keeps its findings. Where two
//! sources of one run share an article id, [`Articles`](crate::report::Articles) puts the source beside the
//! id of the later article. `wc1` names this algorithm; another one gets another name.

use std::collections::HashMap;
use std::fmt;

use linguistics::finding::Finding;
use text::Span;
use unicode_normalization::UnicodeNormalization;

use crate::hash;
use crate::sentence::sentences_around;

/// Words of the sentence on each side of the finding that belong to its identity.
const CONTEXT_WORDS: usize = 3;

/// Bytes on each side of the finding in which those words are looked for: a "word" of a megabyte must
/// not be hashed for each of ten thousand findings next to it.
const CONTEXT_BYTES: usize = 512;

/// The content-based name of a finding; equal findings in equal surroundings share it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(String);

/// The identity of a finding within a report: no two findings share it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FindingId {
    /// What was found and between which words.
    pub fingerprint: Fingerprint,
    /// 1 for the first finding with this fingerprint in reading order, 2 for the next.
    pub occurrence: usize,
}

/// A text whose findings are to be identified.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'t> {
    /// The name of the article in its identities: its id, as a rule.
    pub article: &'t str,
    /// The text that was checked.
    pub text: &'t str,
    /// Its sentences as byte spans, sorted, not overlapping.
    pub sentences: &'t [Span],
}

impl Subject<'_> {
    /// Returns the ids of all findings of the text, which come in reading order.
    pub fn identify<'f>(&self, findings: impl IntoIterator<Item = &'f Finding>) -> Vec<FindingId> {
        let mut seen: HashMap<Fingerprint, usize> = HashMap::new();
        let identify = |finding: &Finding| {
            let fingerprint = Fingerprint::new(self, finding);
            let occurrence = seen.entry(fingerprint.clone()).or_default();
            *occurrence += 1;
            FindingId {
                occurrence: *occurrence,
                fingerprint,
            }
        };
        findings.into_iter().map(identify).collect()
    }

    fn quote(&self, span: Span) -> &str {
        self.between(span.start, span.end)
    }

    /// The text from one offset to another; empty where there is none.
    fn between(&self, start: usize, end: usize) -> &str {
        self.text.get(start..end).unwrap_or_default()
    }
}

impl Fingerprint {
    fn new(subject: &Subject, finding: &Finding) -> Self {
        let (before, after) = context(subject, finding.span);
        let quote = normalised(subject.quote(finding.span));
        let (before, after) = (normalised(&before), normalised(&after));
        let fields = [&finding.rule, subject.article, &quote, &before, &after];
        Self(format!("wc1:{}", hash::hex(&hash::of_fields(fields)[..8])))
    }

    /// `wc1:` and 16 lower-case hexadecimal digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FindingId {
    /// Reads what [`Display`](fmt::Display) writes: `wc1:0123456789abcdef:1`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (fingerprint, occurrence) = text.rsplit_once(':')?;
        let hex = fingerprint.strip_prefix("wc1:")?;
        let is_hex = hex.len() == 16
            && hex
                .bytes()
                .all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        let occurrence = occurrence.parse().ok().filter(|n| *n > 0)?;
        is_hex.then(|| Self {
            fingerprint: Fingerprint(fingerprint.to_owned()),
            occurrence,
        })
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Display for FindingId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.fingerprint, self.occurrence)
    }
}

/// Text in the form in which it is compared: NFKC, lower case, straight quotes, single spaces.
#[must_use]
pub(crate) fn normalised(text: &str) -> String {
    let folded: String = text
        .nfkc()
        .flat_map(char::to_lowercase)
        .map(straight_quote)
        .collect();
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn straight_quote(c: char) -> char {
    match c {
        '‘' | '’' | '‚' | '‛' => '\'',
        '“' | '”' | '„' | '‟' => '"',
        _ => c,
    }
}

/// The words before and after a span, within its sentence.
fn context(subject: &Subject, span: Span) -> (String, String) {
    let sentence = sentences_around(subject.sentences, span);
    let text = subject.text;
    let from = text.ceil_char_boundary(sentence.start.max(span.start.saturating_sub(CONTEXT_BYTES)));
    let to = text.floor_char_boundary(sentence.end.min(span.end.saturating_add(CONTEXT_BYTES)));
    let mut before: Vec<_> = subject
        .between(from, span.start)
        .split_whitespace()
        .rev()
        .take(CONTEXT_WORDS)
        .collect();
    before.reverse();
    let after: Vec<_> = subject
        .between(span.end, to)
        .split_whitespace()
        .take(CONTEXT_WORDS)
        .collect();
    (before.join(" "), after.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::finding;
    use proptest::prelude::*;
    use sha2::{Digest, Sha256};

    /// The ids in the article `guid-1`; each sentence is one string, and every `the the` in it is a finding.
    fn ids(sentences: &[&str]) -> Vec<String> {
        let (mut text, mut spans) = (String::new(), Vec::new());
        for sentence in sentences {
            spans.push(Span::new(text.len(), text.len() + sentence.len()));
            text = text + sentence + " ";
        }
        let subject = Subject {
            article: "guid-1",
            text: &text,
            sentences: &spans,
        };
        let findings: Vec<_> = text
            .match_indices("the the")
            .map(|(at, _)| finding(at..at + 7))
            .collect();
        let ids = subject.identify(&findings);
        ids.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn has_the_documented_form() {
        let id = ids(&["Crews close the the lane."]).remove(0);
        let hex = id
            .strip_prefix("wc1:")
            .and_then(|id| id.strip_suffix(":1"))
            .expect(&id);
        assert_eq!(hex.len(), 16);
        assert!(
            hex.bytes()
                .all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
        );
    }

    /// Pins the algorithm: should this fail, the prefix must become `wc2`, or every baseline is lost.
    #[test]
    fn stays_the_same_from_version_to_version() {
        let expected = "wc1:bd68ff9c9be7f7ac:1";
        assert_eq!(ids(&["Crews close the the lane."]), [expected]);
    }

    #[test]
    fn survives_edits_elsewhere() {
        let before = ids(&["First news.", "Crews close the the northern lane."]);
        let after = ids(&[
            "Late news.",
            "More of it.",
            "Crews close the the northern lane.",
            "The end.",
        ]);
        assert_eq!(before, after);
    }

    #[test]
    fn survives_other_quotes_spaces_and_case() {
        let before = ids(&["It\u{2019}s on the the Northern  lane."]);
        assert_eq!(before, ids(&["It's on the the northern lane."]));
    }

    #[test]
    fn tells_places_within_a_sentence_apart() {
        let ids = ids(&["Close the the one lane and the the other."]);
        assert_ne!(
            ids[0].rsplit_once(':').unwrap().0,
            ids[1].rsplit_once(':').unwrap().0
        );
    }

    #[test]
    fn counts_equal_findings_in_equal_sentences() {
        let ids = ids(&["Close the the lane.", "Close the the lane."]);
        assert_eq!(ids[0].strip_suffix(":1"), ids[1].strip_suffix(":2"));
    }

    #[test]
    fn fields_do_not_run_into_each_other() {
        let id = |article, text, span| {
            let subject = Subject {
                article,
                text,
                sentences: &[],
            };
            subject.identify(&[finding(span)])
        };
        assert_ne!(id("ab", "c d", 0..1), id("a", "bc d", 0..2));
    }

    proptest! {
        /// Sentences come, go and change places; those with a fault stay what they are.
        #[test]
        fn survives_any_order_and_company(
            faulty in prop::collection::vec("[a-d]{1,3} the the [a-d]{1,3}", 1..8),
            company in prop::collection::vec("[a-d]{1,3} [a-d]{1,3}", 0..8),
            seed in any::<u64>(),
        ) {
            let before: Vec<_> = faulty.iter().map(String::as_str).collect();
            let mut after: Vec<_> = before.iter().copied().chain(company.iter().map(String::as_str)).collect();
            after.sort_by_key(|sentence| Sha256::new().chain_update(seed.to_le_bytes()).chain_update(sentence).finalize());
            let (mut before, mut after) = (ids(&before), ids(&after));
            before.sort();
            after.sort();
            prop_assert_eq!(&before, &after);
            after.dedup();
            prop_assert_eq!(before.len(), after.len(), "two findings share an identity");
        }
    }
}
