//! What must hold for the findings of any text; the tests of properties and the fuzz target for rules ask it.

use linguistics::finding::{self, Category, Edit, Finding};
use text::Span;

/// Findings in order and in range, each with a message and with edits that can be applied.
pub(crate) fn assert_sound(text: &str, findings: &[Finding]) {
    for finding in findings {
        assert!(
            finding.span.start < finding.span.end,
            "{finding:?} points at nothing"
        );
        assert!(is_valid(text, finding.span), "{finding:?}");
        assert!((0.0..=1.0).contains(&finding.confidence), "{finding:?}");
        assert!(
            !finding.message.is_empty() && !finding.message.ends_with('.'),
            "{finding:?}"
        );
        assert!(
            finding.edits.iter().all(|edit| is_valid(text, edit.span)),
            "{finding:?}"
        );
        assert!(
            finding.edits.is_sorted_by(|a, b| a.span.end <= b.span.start),
            "{finding:?} has overlapping edits"
        );
        assert!(
            finding.related.iter().all(|related| is_valid(text, related.span)),
            "{finding:?}"
        );
    }
    assert!(
        findings.is_sorted_by_key(|finding| (finding.span.start, finding.span.end)),
        "out of order"
    );
    let prose: Vec<_> = findings
        .iter()
        .filter(|finding| finding.category != Category::Boilerplate)
        .collect();
    assert!(
        prose.is_sorted_by(|a, b| a.span.end <= b.span.start),
        "{findings:#?} overlap"
    );
}

/// The text after every edit, from the last to the first.
pub(crate) fn corrected(text: &str, findings: &[Finding]) -> String {
    let mut edits: Vec<&Edit> = findings.iter().flat_map(|finding| &finding.edits).collect();
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    assert!(
        edits.is_sorted_by(|a, b| a.span.end <= b.span.start),
        "edits of different findings overlap: {edits:?}"
    );
    finding::corrected(text, edits)
}

fn is_valid(text: &str, span: Span) -> bool {
    span.start <= span.end && span.get(text).is_some()
}
