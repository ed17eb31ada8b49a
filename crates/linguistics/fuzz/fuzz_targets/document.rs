//! Any text as a document: blocks, sentences and tokens are in order and in one another, and every word of Unicode
//! Standard Annex 29 is a token.
#![no_main]

use libfuzzer_sys::fuzz_target;
use linguistics::document::Document;
use text::Token;
use unicode_segmentation::UnicodeSegmentation;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let doc = Document::new(&text);
    let mut end = 0;
    for block in doc.blocks() {
        let span = block.span;
        assert!(span.start >= end && !span.is_empty());
        assert_eq!(doc.str(span).trim(), doc.str(span));
        let mut at = span.start;
        for sentence in doc.sentences_of(block) {
            let inside = sentence.span();
            assert!(inside.start >= at && inside.start < inside.end && inside.end <= span.end);
            let tokens = doc.tokens_in(sentence);
            assert!(
                tokens
                    .iter()
                    .all(|token| inside.start <= token.start() && token.end() <= inside.end)
            );
            at = inside.end;
        }
        let tokens = doc.tokens_of(block);
        assert!(tokens.is_sorted_by(|a, b| a.end() <= b.start()));
        let words: Vec<&str> = tokens
            .iter()
            .filter(|token| !token.is_mark())
            .map(|token| doc.word(*token))
            .collect();
        assert_eq!(words, reference(doc.str(span)));
        assert_eq!(
            doc.sentences_of(block)
                .iter()
                .map(|sentence| doc.tokens_in(sentence).len())
                .sum::<usize>(),
            tokens.len()
        );
        end = span.end;
    }
    let tokens = doc.blocks().iter().flat_map(|block| doc.tokens_of(block));
    assert_eq!(
        doc.has_words(),
        tokens.copied().any(|token: Token| !token.is_mark())
    );
});

/// The pieces with letters or digits, without the space that a combining mark may be joined to.
fn reference(text: &str) -> Vec<&str> {
    let has_word = |piece: &&str| piece.contains(|c: char| c.is_alphabetic() || c.is_numeric());
    text.split_word_bounds()
        .filter(has_word)
        .map(str::trim_start)
        .collect()
}
