//! Runs rules over a document and settles what they say of the same place.

use std::collections::BTreeMap;

use crate::document::Document;
use crate::finding::{Category, Finding, Related};
use crate::packs::Pack;
use crate::proof::{self, Said};
use crate::rule::{BuiltIn, Findings};

/// Runs the rules that can judge the document's language; the findings come sorted by place.
///
/// Where two findings overlap (boilerplate aside, which is a whole block), the graver one stays, then the surer, then
/// the longer; the other becomes one of its [related](Finding::related) places. An edit that would make the text worse is
/// taken away, and its finding stays. Same text, same rules: same findings in the same order, whatever the order of `rules`.
#[must_use]
pub fn check(doc: &Document, rules: &[&'static BuiltIn]) -> Vec<Finding> {
    check_with(doc, rules, &[])
}

/// The same with users' own rules beside them, and without what a pack allows.
#[must_use]
pub fn check_with(doc: &Document, rules: &[&'static BuiltIn], packs: &[Pack]) -> Vec<Finding> {
    check_among(doc, rules, packs, Vec::new())
}

/// The same among `others`: what was found by other means, such as a comparison with the original, and is settled and proven
/// like the rest.
#[must_use]
pub fn check_among(
    doc: &Document,
    rules: &[&'static BuiltIn],
    packs: &[Pack],
    others: Vec<Finding>,
) -> Vec<Finding> {
    let mut findings = Findings::default();
    for rule in rules {
        if rule.judges(doc) {
            (rule.check)(doc, &mut findings);
        }
    }
    for pack in packs {
        pack.check(doc, &mut findings);
    }
    let mut findings = findings.into_vec();
    findings.extend(others);
    let said = said(&findings);
    let allowed = |finding: &Finding| packs.iter().any(|pack| pack.allows(doc, finding));
    let mut findings = settle(findings.into_iter().filter(|finding| !allowed(finding)).collect());
    proof::withdraw_unproven(doc, said, &mut findings);
    findings
}

/// Who said something, and of what; nothing where there is no edit to prove.
fn said(findings: &[Finding]) -> Vec<Said> {
    if findings.iter().all(|finding| finding.edits.is_empty()) {
        return Vec::new();
    }
    findings
        .iter()
        .map(|finding| (finding.rule.clone(), finding.span))
        .collect()
}

/// Keeps the best of the findings that overlap and sorts what is left by place.
pub(crate) fn settle(mut findings: Vec<Finding>) -> Vec<Finding> {
    // Unstable, for a stable sort takes half of the list again; equal are only findings that one rule has of one place.
    findings.sort_unstable_by(|a, b| {
        (b.severity.cmp(&a.severity))
            .then(b.confidence.total_cmp(&a.confidence))
            .then(b.span.len().cmp(&a.span.len()))
            .then(a.span.start.cmp(&b.span.start))
            .then(a.rule.cmp(&b.rule))
    });
    // The findings stay where they are, for a long article has many: kept are their numbers, by where they start.
    let mut kept = BTreeMap::<usize, usize>::new();
    let mut stays = vec![true; findings.len()];
    for at in 0..findings.len() {
        // A line of boilerplate is reported as a whole; what else is said of a word in it is another matter.
        if findings[at].category == Category::Boilerplate {
            continue;
        }
        let Some(winner) = overlapping(&kept, &findings, at) else {
            kept.insert(findings[at].extent().start, at);
            continue;
        };
        stays[at] = false;
        if findings[winner].rule != findings[at].rule {
            let note = format!("{}: {}", findings[at].rule, findings[at].message);
            let span = findings[at].span;
            findings[winner].related.push(Related { span, note });
        }
    }
    let mut stays = stays.into_iter();
    findings.retain(|_| stays.next().expect("one for each finding"));
    findings.sort_unstable_by(|a, b| {
        (a.span.start, a.span.end, &a.rule).cmp(&(b.span.start, b.span.end, &b.rule))
    });
    findings
}

/// The number of a kept finding that shares bytes with the one at `at`. The kept ones do not overlap, so only the nearest
/// one before its end can.
fn overlapping(kept: &BTreeMap<usize, usize>, findings: &[Finding], at: usize) -> Option<usize> {
    let wanted = findings[at].extent();
    let (_, other) = kept.range(..wanted.end).next_back()?;
    (findings[*other].extent().end > wanted.start).then_some(*other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules;

    #[test]
    fn the_graver_finding_wins_and_keeps_the_other() {
        let doc = Document::new("Grain , , oil and coal were shipped.");
        let findings = check(&doc, rules::ALL);
        assert_eq!(findings.len(), 1, "{findings:#?}");
        assert_eq!(findings[0].rule, "doubled-punctuation");
        assert!(
            findings[0]
                .related
                .iter()
                .any(|related| related.note.starts_with("space-before-punctuation"))
        );
    }

    #[test]
    fn the_order_of_rules_does_not_matter() {
        let doc = Document::new("The the talks on “ security ” were held , the the end. , and / or not.");
        let mut reversed = rules::ALL.to_vec();
        reversed.reverse();
        assert_eq!(check(&doc, rules::ALL), check(&doc, &reversed));
    }
}
