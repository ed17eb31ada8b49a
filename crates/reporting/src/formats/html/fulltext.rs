//! The whole text of an article with its faults and corrections in place: one run of pieces that reads
//! as published, as marked or as corrected, depending on which of them are shown.

use checker::CheckedBlock;
use linguistics::finding::{Edit, Severity};
use text::BlockKind;
use text::Span;

use crate::report::ArticleReport;

/// A paragraph of the article.
pub(super) struct Part {
    /// The kind of its block, as a class name.
    pub(super) kind: &'static str,
    pub(super) boilerplate: bool,
    pub(super) pieces: Vec<TextPiece>,
}

/// A piece of a [`Part`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum TextPiece {
    /// A finding starts here: its number and anchor.
    Number(usize, String, Severity),
    /// Text without a fault.
    Plain(String),
    /// Faulty text that no correction touches.
    Fault(String, Severity),
    /// Text that a correction takes away, and the anchor of its finding.
    Removed(String, String),
    /// Text that a correction brings, and the anchor of its finding.
    Added(String, String),
}

/// A finding: its number on the page, its anchor, and what it says about the text.
pub(super) struct Fault {
    pub(super) number: usize,
    pub(super) anchor: String,
    pub(super) severity: Severity,
    pub(super) span: Span,
    pub(super) edits: Vec<Edit>,
}

/// The parts of an article. `faults` come gravest first: where corrections overlap, the first one is
/// shown and the other finding is only marked; so is one whose correction crosses parts.
pub(super) fn parts(article: &ArticleReport, mut faults: Vec<Fault>) -> Vec<Part> {
    let whole = CheckedBlock {
        span: Span::new(0, article.text.len()),
        kind: BlockKind::Paragraph,
        boilerplate: false,
    };
    let blocks = if article.blocks.is_empty() {
        std::slice::from_ref(&whole)
    } else {
        &article.blocks
    };
    let chosen = chosen_edits(&faults, blocks);
    faults.sort_by_key(|fault| (fault.span.start, fault.number));
    let part = |(n, block): (usize, &CheckedBlock)| Part {
        kind: block.kind.as_str(),
        boilerplate: block.boilerplate,
        pieces: pieces(article, block.span, &faults, of_block(&chosen, n)),
    };
    blocks.iter().enumerate().map(part).collect()
}

/// An edit, the anchor of its finding and the number of the block that it lies in.
struct Chosen {
    edit: Edit,
    anchor: String,
    block: usize,
}

/// The edits of as many findings as fit beside each other, all or none of each finding, in text order.
fn chosen_edits(faults: &[Fault], blocks: &[CheckedBlock]) -> Vec<Chosen> {
    let mut chosen: Vec<Chosen> = Vec::new();
    for fault in faults {
        if !fault.edits.iter().all(|edit| is_free(&chosen, edit.span)) {
            continue;
        }
        let edits = fault.edits.iter().map(|edit| {
            let block = block_of(blocks, edit.span)?;
            Some(Chosen {
                edit: edit.clone(),
                anchor: fault.anchor.clone(),
                block,
            })
        });
        for edit in edits.collect::<Option<Vec<_>>>().unwrap_or_default() {
            chosen.insert(first_from(&chosen, edit.edit.span.start), edit);
        }
    }
    chosen
}

/// The block that a span lies in.
fn block_of(blocks: &[CheckedBlock], span: Span) -> Option<usize> {
    let number = blocks.partition_point(|block| block.span.end < span.end);
    blocks
        .get(number)
        .filter(|block| block.span.start <= span.start)
        .map(|_| number)
}

fn of_block(chosen: &[Chosen], block: usize) -> &[Chosen] {
    let start = chosen.partition_point(|chosen| chosen.block < block);
    let end = chosen.partition_point(|chosen| chosen.block <= block);
    &chosen[start..end]
}

/// Whether a span neither overlaps nor touches what is chosen: two corrections side by side might
/// otherwise change places.
fn is_free(chosen: &[Chosen], span: Span) -> bool {
    let next = first_from(chosen, span.start);
    let clear_before = next == 0 || chosen[next - 1].edit.span.end < span.start;
    clear_before
        && chosen
            .get(next)
            .is_none_or(|next| span.end < next.edit.span.start)
}

/// The first edit that starts at or after an offset.
fn first_from(chosen: &[Chosen], start: usize) -> usize {
    chosen.partition_point(|other| other.edit.span.start < start)
}

/// The pieces of one part; `faults` (of the article) and `edits` (of the part) are in text order.
fn pieces(article: &ArticleReport, part: Span, faults: &[Fault], edits: &[Chosen]) -> Vec<TextPiece> {
    let faults: Vec<_> = faults
        .iter()
        .filter(|fault| fault.span.start < part.end && fault.span.end > part.start)
        .collect();

    let mut pieces = Vec::new();
    let mut coming = faults.iter().peekable();
    let mut open: Vec<&Fault> = Vec::new();
    push_added(edits, part.start, &mut pieces);
    for stretch in stretches(part, &faults, edits) {
        while let Some(fault) = coming.next_if(|fault| fault.span.start <= stretch.start) {
            if fault.span.start >= part.start {
                pieces.push(TextPiece::Number(
                    fault.number,
                    fault.anchor.clone(),
                    fault.severity,
                ));
            }
            open.push(fault);
        }
        open.retain(|fault| fault.span.end > stretch.start);
        let text = article.quote(stretch).to_owned();
        let removed = edits
            .iter()
            .find(|chosen| chosen.edit.span.contains(stretch.start));
        pieces.push(match (removed, open.iter().map(|fault| fault.severity).max()) {
            (Some(chosen), _) => TextPiece::Removed(text, chosen.anchor.clone()),
            (None, Some(severity)) => TextPiece::Fault(text, severity),
            (None, None) => TextPiece::Plain(text),
        });
        push_added(edits, stretch.end, &mut pieces);
    }
    pieces
}

/// The stretches of a part within which nothing starts or ends.
fn stretches(part: Span, faults: &[&Fault], edits: &[Chosen]) -> Vec<Span> {
    let faults = faults.iter().flat_map(|fault| [fault.span.start, fault.span.end]);
    let edits = edits
        .iter()
        .flat_map(|chosen| [chosen.edit.span.start, chosen.edit.span.end]);
    let mut cuts: Vec<_> = faults.chain(edits).filter(|cut| part.contains(*cut)).collect();
    cuts.extend([part.start, part.end]);
    cuts.sort_unstable();
    cuts.dedup();
    cuts.windows(2).map(|pair| Span::new(pair[0], pair[1])).collect()
}

/// What the corrections that end at an offset bring.
fn push_added(edits: &[Chosen], at: usize, pieces: &mut Vec<TextPiece>) {
    let ending = edits
        .iter()
        .filter(|chosen| chosen.edit.span.end == at && !chosen.edit.replacement.is_empty());
    pieces.extend(
        ending.map(|chosen| TextPiece::Added(chosen.edit.replacement.clone(), chosen.anchor.clone())),
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::corrected;
    use proptest::prelude::*;

    /// The part as it reads when only some kinds of pieces are shown.
    fn reading(parts: &[Part], shown: fn(&TextPiece) -> Option<&str>) -> String {
        parts
            .iter()
            .flat_map(|part| &part.pieces)
            .filter_map(shown)
            .collect()
    }

    fn as_published(piece: &TextPiece) -> Option<&str> {
        match piece {
            TextPiece::Plain(text) | TextPiece::Fault(text, _) | TextPiece::Removed(text, _) => Some(text),
            TextPiece::Number(..) | TextPiece::Added(..) => None,
        }
    }

    fn as_corrected(piece: &TextPiece) -> Option<&str> {
        match piece {
            TextPiece::Plain(text) | TextPiece::Fault(text, _) | TextPiece::Added(text, _) => Some(text),
            TextPiece::Number(..) | TextPiece::Removed(..) => None,
        }
    }

    fn fault(number: usize, span: Span, edits: &[Edit]) -> Fault {
        Fault {
            number,
            anchor: format!("f{number}"),
            severity: Severity::Major,
            span,
            edits: edits.into(),
        }
    }

    #[test]
    fn of_two_overlapping_corrections_the_graver_is_shown() {
        let article = ArticleReport {
            text: "one two three".into(),
            ..Default::default()
        };
        let (first, second) = ([edit(Span::new(4, 7), "2")], [edit(Span::new(4, 13), "rest")]);
        let parts = parts(
            &article,
            vec![
                fault(1, Span::new(4, 7), &first),
                fault(2, Span::new(4, 13), &second),
            ],
        );
        assert_eq!(reading(&parts, as_corrected), "one 2 three");
        let numbers = parts[0]
            .pieces
            .iter()
            .filter(|piece| matches!(piece, TextPiece::Number(..)));
        assert_eq!(numbers.count(), 2, "both are marked");
    }

    fn edit(span: Span, replacement: &str) -> Edit {
        Edit {
            span,
            replacement: replacement.into(),
        }
    }

    proptest! {
        #[test]
        fn reads_as_published_and_as_corrected(
            text in "[a-cж ]{0,40}",
            spans in prop::collection::vec((0..40_usize, 0..6_usize, any::<bool>()), 0..8),
            cut in 0..40_usize,
        ) {
            let boundary = |at: usize| text.floor_char_boundary(at);
            let edits: Vec<_> = spans
                .iter()
                .map(|(at, length, edits)| (boundary(*at)..boundary(at + length), *edits))
                .map(|(span, edits)| if edits { vec![edit(Span::from(span), "X")] } else { vec![edit(Span::from(span), "")] })
                .collect();
            let faults = || edits.iter().enumerate().map(|(n, e)| fault(n, e[0].span, e)).collect::<Vec<_>>();
            let block = |span| CheckedBlock { span, kind: BlockKind::Paragraph, boilerplate: false };
            let blocks = vec![block(Span::new(0, boundary(cut))), block(Span::new(boundary(cut), text.len()))];
            let chosen: Vec<_> = chosen_edits(&faults(), &blocks).into_iter().map(|chosen| chosen.edit).collect();
            let article = ArticleReport { text: text.clone(), blocks, ..Default::default() };
            let parts = parts(&article, faults());
            prop_assert_eq!(reading(&parts, as_published), text.clone());
            prop_assert_eq!(reading(&parts, as_corrected), corrected(&text, &chosen));
        }
    }
}
