//! The sentences that a span touches.

use text::Span;

/// From the start of the sentence in which a span begins to the end of the one in which it ends; the span itself where
/// there is no sentence. `sentences` are sorted and do not overlap; all offsets are bytes of the same text.
pub(crate) fn sentences_around(sentences: &[Span], span: Span) -> Span {
    let first = sentences.partition_point(|sentence| sentence.end <= span.start);
    let after = sentences.partition_point(|sentence| sentence.start < span.end);
    let start = sentences
        .get(first)
        .map_or(span.start, |sentence| sentence.start.min(span.start));
    let end = sentences[..after]
        .last()
        .map_or(span.end, |sentence| sentence.end.max(span.end));
    Span::new(start, end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widens_a_span_to_all_sentences_it_touches() {
        let sentences =
            [(0, 9), (11, 16), (18, 22), (23, 27), (29, 35)].map(|(start, end)| Span::new(start, end));
        assert_eq!(sentences_around(&sentences, Span::new(24, 25)), 23..27);
        assert_eq!(sentences_around(&sentences, Span::new(20, 25)), 18..27);
        assert_eq!(sentences_around(&[], Span::new(3, 4)), 3..4);
    }
}
