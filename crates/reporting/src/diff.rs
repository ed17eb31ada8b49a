//! The sentence around a finding, as it stands and as it would read: [`excerpt`].

use linguistics::finding::{Edit, Finding};
use similar::utils::diff_unicode_words;
use similar::{Algorithm, ChangeTag, DiffTag, TextDiff};
use text::Span;

use crate::report::ArticleReport;
use crate::sentence::sentences_around;
use crate::visible::Visible;

/// Words of the sentence shown on each side of a change.
const CONTEXT_WORDS: usize = 14;

/// Words that are shown rather than counted: "4 words left out" takes as much room as they do.
const SPARED_WORDS: usize = 6;

/// Bytes of context shown at most: a script without spaces, or a hostile text, has words of any length.
const CONTEXT_BYTES: usize = 400;

/// Words shown of a marked or changed passage before its middle is left out.
const PASSAGE_WORDS: usize = 90;

/// Bytes shown of such a passage, for the same reason as [`CONTEXT_BYTES`].
const PASSAGE_BYTES: usize = 2400;

/// Bytes of a sentence, old and new together, that are still compared word by word. Above it the
/// finding's own edits are shown as they are: the comparison takes quadratic time at worst, and hostile
/// text with ten thousand findings would see to it that it does.
const COMPARED_BYTES: usize = 4_096;

/// The same for a paragraph that a publisher changed, of which there are fewer.
const REVISED_BYTES: usize = 16_384;

/// Lines, old and new together, of which a revision is still taken apart.
const REVISED_LINES: usize = 2_000;

/// Words counted at most when words are left out.
const COUNTED_WORDS: usize = 999;

/// Bytes of a neighbouring word that a change of marks takes in.
const NEIGHBOUR_BYTES: usize = 48;

/// Unchanged words between two changes that may be shown as changed with them.
const JOINED_WORDS: usize = 2;

/// The share of words that must survive for old and new to be read in one line.
const READABLE_SHARE: f64 = 0.4;

/// The sentence (or sentences) around a finding, with the fault marked or the correction worked in.
#[derive(Debug, Clone, PartialEq)]
pub struct Excerpt {
    /// The pieces in reading order.
    pub pieces: Vec<Piece>,
    /// How the pieces are best shown.
    pub layout: Layout,
}

/// A piece of an [`Excerpt`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Text that stays.
    Same(String),
    /// Text that is faulty, where no correction is suggested.
    Fault(String),
    /// Text that goes.
    Removed(String),
    /// Text that comes in its place, or is new.
    Added(String),
    /// Words left out, whole or in part; 999 stands for that many or more.
    Gap(usize),
}

/// How an [`Excerpt`] is best shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// No correction: the fault is marked.
    Marked,
    /// Old and new words can be read in one line.
    Inline,
    /// Too little survives: old above new.
    Blocks,
}

/// The sentences that contain a finding and its edits, with all of its edits applied.
#[must_use]
pub fn excerpt(article: &ArticleReport, finding: &Finding) -> Excerpt {
    let core = finding.extent();
    let window = sentences_around(&article.sentences, core);
    let lead = article.quote(Span::new(window.start, core.start)).trim_start();
    let tail = article.quote(Span::new(core.end, window.end)).trim_end();
    let shown_from = core.start - (lead.len() - start_of_last_words(lead));
    let shown_to = core.end + end_of_first_words(tail);

    let mut pieces = Vec::new();
    push_gap(&mut pieces, &lead[..start_of_last_words(lead)]);
    let layout = if finding.edits.is_empty() {
        mark(article, finding, Span::new(shown_from, shown_to), &mut pieces)
    } else {
        compare(article, finding, Span::new(shown_from, shown_to), &mut pieces)
    };
    push_gap(&mut pieces, &tail[end_of_first_words(tail)..]);
    Excerpt { pieces, layout }
}

/// What a publisher changed: an excerpt for each paragraph that was edited, added or removed.
///
/// Paragraphs are compared line by line; those that stand in each other's place word by word. A text of
/// very many lines that has changed is shown as one change.
#[must_use]
pub fn revision(old: &str, new: &str) -> Vec<Excerpt> {
    if old.lines().count() + new.lines().count() > REVISED_LINES {
        return revised_paragraph(old, new).into_iter().collect();
    }
    let lines = TextDiff::from_lines(old, new);
    let line = |lines: &[&str], n: usize| lines[n].trim_end().to_owned();
    let (old_lines, new_lines): (Vec<_>, Vec<_>) = (
        lines.iter_old_slices().collect(),
        lines.iter_new_slices().collect(),
    );
    let mut excerpts = Vec::new();
    for op in lines.ops().iter().filter(|op| op.tag() != DiffTag::Equal) {
        let (mut old_range, mut new_range) = (op.old_range(), op.new_range());
        while !old_range.is_empty() || !new_range.is_empty() {
            let old = old_range.next().map(|n| line(&old_lines, n)).unwrap_or_default();
            let new = new_range.next().map(|n| line(&new_lines, n)).unwrap_or_default();
            excerpts.extend(revised_paragraph(&old, &new));
        }
    }
    excerpts
}

/// The text with the edits applied. Edits that do not fit (outside the text, off a character boundary,
/// before the end of the one before) are left out.
#[must_use]
pub fn corrected(text: &str, edits: &[Edit]) -> String {
    corrected_part(text, Span::new(0, text.len()), edits)
}

impl Excerpt {
    /// The pieces of the text as published.
    pub fn published(&self) -> impl Iterator<Item = &Piece> {
        self.pieces
            .iter()
            .filter(|piece| !matches!(piece, Piece::Added(_)))
    }

    /// Whether the correction leaves no text where the finding stands.
    pub(crate) fn suggests_nothing(&self) -> bool {
        let is_text = |piece: &Piece| match piece {
            Piece::Same(text) | Piece::Fault(text) | Piece::Added(text) => !text.trim().is_empty(),
            Piece::Removed(_) => false,
            Piece::Gap(_) => true,
        };
        !self.pieces.iter().any(is_text)
    }

    /// The same with its text made [visible](Visible).
    pub(crate) fn visible(self) -> Self {
        let show = |piece| match piece {
            Piece::Same(text) => Piece::Same(Visible(&text).to_string()),
            Piece::Fault(text) => Piece::Fault(Visible(&text).to_string()),
            Piece::Removed(text) => Piece::Removed(Visible(&text).to_string()),
            Piece::Added(text) => Piece::Added(Visible(&text).to_string()),
            Piece::Gap(words) => Piece::Gap(words),
        };
        Self {
            pieces: self.pieces.into_iter().map(show).collect(),
            ..self
        }
    }

    /// The pieces of the text as suggested.
    pub fn suggested(&self) -> impl Iterator<Item = &Piece> {
        self.pieces
            .iter()
            .filter(|piece| !matches!(piece, Piece::Removed(_)))
    }
}

/// Pieces in one string, marked as `git diff --word-diff` marks them.
pub(crate) fn plain(pieces: &[Piece]) -> String {
    let show = |piece: &Piece| match piece {
        Piece::Same(text) | Piece::Fault(text) => text.clone(),
        Piece::Removed(text) => format!("[-{text}-]"),
        Piece::Added(text) => format!("{{+{text}+}}"),
        Piece::Gap(_) => " … ".into(),
    };
    pieces.iter().map(show).collect::<String>().trim().to_owned()
}

fn revised_paragraph(old: &str, new: &str) -> Option<Excerpt> {
    if old == new {
        return None;
    }
    let segments = if old.len() + new.len() <= REVISED_BYTES {
        readable(segments_by_words(old, new), old, new)
    } else {
        vec![Segment {
            old: Span::new(0, old.len()),
            new: Span::new(0, new.len()),
            changed: true,
        }]
    };
    let mut pieces = Vec::new();
    let layout = push_segments(&mut pieces, &segments, old, new);
    Some(Excerpt { pieces, layout })
}

fn mark(article: &ArticleReport, finding: &Finding, shown: Span, pieces: &mut Vec<Piece>) -> Layout {
    push_same(pieces, article.quote(Span::new(shown.start, finding.span.start)));
    push_shortened(pieces, article.quote(finding.span), Piece::Fault);
    push_same(pieces, article.quote(Span::new(finding.span.end, shown.end)));
    Layout::Marked
}

fn compare(article: &ArticleReport, finding: &Finding, shown: Span, pieces: &mut Vec<Piece>) -> Layout {
    let old = article.quote(shown);
    let new = corrected_part(&article.text, shown, &finding.edits);
    let segments = if old.len() + new.len() <= COMPARED_BYTES {
        readable(segments_by_words(old, &new), old, &new)
    } else {
        segments_by_edits(shown, &finding.edits)
    };
    push_segments(pieces, &segments, old, &new)
}

fn push_segments(pieces: &mut Vec<Piece>, segments: &[Segment], old: &str, new: &str) -> Layout {
    for segment in segments {
        let (removed, added) = (&old[segment.old], &new[segment.new]);
        if segment.changed {
            push_shortened(pieces, removed, Piece::Removed);
            push_shortened(pieces, added, Piece::Added);
        } else {
            push_same(pieces, removed);
        }
    }
    // What only goes or only comes has nothing to be set against.
    let is_one_sided = old.trim().is_empty() || new.trim().is_empty();
    if !is_one_sided && survives(segments, old, new) < READABLE_SHARE {
        Layout::Blocks
    } else {
        Layout::Inline
    }
}

/// A part of the text with the edits in it applied; see [`corrected`].
pub(crate) fn corrected_part(text: &str, part: Span, edits: &[Edit]) -> String {
    let mut corrected = String::new();
    let mut at = part.start;
    for edit in edits.iter().filter(|edit| edit.span.end <= part.end) {
        let Some(kept) = text.get(at..edit.span.start) else {
            continue;
        };
        if !text.is_char_boundary(edit.span.end) || edit.span.end < edit.span.start {
            continue;
        }
        corrected.push_str(kept);
        corrected.push_str(&edit.replacement);
        at = edit.span.end;
    }
    corrected.push_str(text.get(at..part.end).unwrap_or_default());
    corrected
}

/// A stretch of the old text and the stretch of the new text that stands in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Segment {
    old: Span,
    new: Span,
    changed: bool,
}

impl Segment {
    /// Words on the side that has more of them.
    fn words(&self, old: &str, new: &str) -> usize {
        word_count(&old[self.old]).max(word_count(&new[self.new]))
    }

    /// Extends this segment over the one after it.
    fn merge(&mut self, next: &Segment) {
        self.old.end = next.old.end;
        self.new.end = next.new.end;
    }
}

/// Same and changed stretches in turn, by comparing word by word.
fn segments_by_words(old: &str, new: &str) -> Vec<Segment> {
    let mut segments: Vec<Segment> = Vec::new();
    let (mut old_at, mut new_at) = (0, 0);
    for (tag, part) in diff_unicode_words(Algorithm::Myers, old, new) {
        let old_end = if tag == ChangeTag::Insert {
            old_at
        } else {
            old_at + part.len()
        };
        let new_end = if tag == ChangeTag::Delete {
            new_at
        } else {
            new_at + part.len()
        };
        let segment = Segment {
            old: Span::new(old_at, old_end),
            new: Span::new(new_at, new_end),
            changed: tag != ChangeTag::Equal,
        };
        (old_at, new_at) = (old_end, new_end);
        match segments.last_mut() {
            Some(last) if last.changed == segment.changed => last.merge(&segment),
            _ => segments.push(segment),
        }
    }
    segments
}

/// The same from the edits alone; offsets are relative to `shown`.
fn segments_by_edits(shown: Span, edits: &[Edit]) -> Vec<Segment> {
    let mut segments = Vec::new();
    let (mut old_at, mut new_at) = (0, 0);
    let fitting = edits
        .iter()
        .filter(|edit| shown.start <= edit.span.start && edit.span.end <= shown.end);
    for edit in fitting {
        let old = Span::new(edit.span.start - shown.start, edit.span.end - shown.start);
        let Some(kept) = old.start.checked_sub(old_at) else {
            continue;
        };
        segments.push(Segment {
            old: Span::new(old_at, old.start),
            new: Span::new(new_at, new_at + kept),
            changed: false,
        });
        let new = Span::new(new_at + kept, new_at + kept + edit.replacement.len());
        (old_at, new_at) = (old.end, new.end);
        segments.push(Segment {
            old,
            new,
            changed: true,
        });
    }
    let rest = shown.len() - old_at;
    segments.push(Segment {
        old: Span::new(old_at, shown.len()),
        new: Span::new(new_at, new_at + rest),
        changed: false,
    });
    segments
}

/// Spares the reader word confetti, and marks that change without a word around them.
fn readable(segments: Vec<Segment>, old: &str, new: &str) -> Vec<Segment> {
    let mut joined: Vec<Segment> = Vec::new();
    for mut segment in segments {
        if segment.changed {
            join_over_short_gap(&mut joined, &mut segment, old, new);
        }
        joined.push(segment);
    }
    for index in 0..joined.len() {
        if joined[index].changed && joined[index].words(old, new) == 0 {
            take_in_neighbours(&mut joined, index, old);
        }
    }
    without_empty_ones(joined)
}

/// Joins a change with the one before it over a word or two, when more than those are changed.
fn join_over_short_gap(before: &mut Vec<Segment>, segment: &mut Segment, old: &str, new: &str) {
    let [.., previous, gap] = before.as_slice() else {
        return;
    };
    let gap_words = word_count(&old[gap.old]);
    if gap_words > JOINED_WORDS || gap_words >= previous.words(old, new).max(segment.words(old, new)) {
        return;
    }
    (segment.old.start, segment.new.start) = (previous.old.start, previous.new.start);
    before.truncate(before.len() - 2);
}

/// A change of marks or spaces alone is hard to see, so it takes in the words that it touches.
fn take_in_neighbours(segments: &mut [Segment], index: usize, old: &str) {
    if let Some(left) = index.checked_sub(1) {
        let touching = touching_end(&old[segments[left].old]);
        segments[left].old.end -= touching;
        segments[left].new.end -= touching;
        segments[index].old.start -= touching;
        segments[index].new.start -= touching;
    }
    if index + 1 < segments.len() {
        let touching = touching_start(&old[segments[index + 1].old]);
        segments[index + 1].old.start += touching;
        segments[index + 1].new.start += touching;
        segments[index].old.end += touching;
        segments[index].new.end += touching;
    }
}

/// Bytes at the end of the text that no white space parts from what follows; none for endless words.
fn touching_end(text: &str) -> usize {
    let touching = text.len() - text.trim_end_matches(|c: char| !c.is_whitespace()).len();
    if touching > NEIGHBOUR_BYTES { 0 } else { touching }
}

/// Bytes at the start of the text that no white space parts from what stands before.
fn touching_start(text: &str) -> usize {
    let touching = text.len() - text.trim_start_matches(|c: char| !c.is_whitespace()).len();
    if touching > NEIGHBOUR_BYTES { 0 } else { touching }
}

/// Drops segments whose words went to their neighbours, and joins changes that now touch.
fn without_empty_ones(segments: Vec<Segment>) -> Vec<Segment> {
    let mut tidy: Vec<Segment> = Vec::new();
    for segment in segments
        .into_iter()
        .filter(|s| !(s.old.is_empty() && s.new.is_empty()))
    {
        match tidy.last_mut() {
            Some(last) if last.changed == segment.changed => last.merge(&segment),
            _ => tidy.push(segment),
        }
    }
    tidy
}

/// The share of words that stand in both texts.
fn survives(segments: &[Segment], old: &str, new: &str) -> f64 {
    let same = segments.iter().filter(|segment| !segment.changed);
    let kept: usize = same.map(|segment| word_count(&old[segment.old])).sum();
    match word_count(old).max(word_count(new)) {
        0 => 1.0,
        words => kept as f64 / words as f64,
    }
}

fn word_count(text: &str) -> usize {
    text.split_whitespace()
        .filter(|word| word.contains(char::is_alphanumeric))
        .count()
}

fn push_same(pieces: &mut Vec<Piece>, text: &str) {
    let head = end_of_first_words(text);
    let tail = start_of_last_words(text);
    if head >= tail || is_spared(&text[head..tail]) {
        push(pieces, text, Piece::Same);
        return;
    }
    push(pieces, &text[..head], Piece::Same);
    push_gap(pieces, &text[head..tail]);
    push(pieces, &text[tail..], Piece::Same);
}

fn push_shortened(pieces: &mut Vec<Piece>, text: &str, piece: fn(String) -> Piece) {
    let text = text.trim_matches('\n'); // the empty line after a block that goes is not worth showing
    let head = end_of_words(text, PASSAGE_WORDS, PASSAGE_BYTES);
    let tail = start_of_last_words(text);
    if head >= tail {
        push(pieces, text, piece);
        return;
    }
    push(pieces, &text[..head], piece);
    push_gap(pieces, &text[head..tail]);
    push(pieces, &text[tail..], piece);
}

fn push(pieces: &mut Vec<Piece>, text: &str, piece: fn(String) -> Piece) {
    if !text.is_empty() {
        pieces.push(piece(text.to_owned()));
    }
}

fn push_gap(pieces: &mut Vec<Piece>, text: &str) {
    if !text.trim().is_empty() {
        pieces.push(Piece::Gap(text.split_whitespace().take(COUNTED_WORDS).count()));
    }
}

fn end_of_first_words(text: &str) -> usize {
    let end = end_of_words(text, CONTEXT_WORDS, CONTEXT_BYTES);
    if is_spared(&text[end..]) { text.len() } else { end }
}

fn end_of_words(text: &str, words: usize, bytes: usize) -> usize {
    let limit = text.floor_char_boundary(bytes);
    let mut gaps = text[..limit].match_indices(char::is_whitespace);
    gaps.nth(words).map_or(limit, |(end, _)| end)
}

fn start_of_last_words(text: &str) -> usize {
    let limit = text.ceil_char_boundary(text.len().saturating_sub(CONTEXT_BYTES));
    let mut gaps = text[limit..].rmatch_indices(char::is_whitespace);
    let start = gaps
        .nth(CONTEXT_WORDS)
        .map_or(limit, |(at, space)| limit + at + space.len());
    if is_spared(&text[..start]) { 0 } else { start }
}

/// Whether a rest of a sentence is too short to be worth leaving out.
fn is_spared(rest: &str) -> bool {
    rest.len() <= SPARED_WORDS * 10 && rest.split_whitespace().count() <= SPARED_WORDS
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::finding;
    use proptest::prelude::*;

    fn article(text: &str) -> ArticleReport {
        ArticleReport {
            text: text.into(),
            sentences: vec![Span::new(0, text.len())],
            ..Default::default()
        }
    }

    /// Shows the excerpt in one line: `[-removed-]`, `{+added+}`, `<fault>`, `…words left out…`.
    fn line(excerpt: &Excerpt) -> String {
        let show = |piece: &Piece| match piece {
            Piece::Same(text) => text.clone(),
            Piece::Fault(text) => format!("<{text}>"),
            Piece::Removed(text) => format!("[-{text}-]"),
            Piece::Added(text) => format!("{{+{text}+}}"),
            Piece::Gap(words) => format!("…{words}…"),
        };
        excerpt.pieces.iter().map(show).collect()
    }

    /// The diff after replacing `from` by `to` in `text`.
    fn diff(text: &str, from: &str, to: &str) -> Excerpt {
        let start = text.find(from).unwrap();
        let span = Span::new(start, start + from.len());
        let edits = vec![Edit {
            span,
            replacement: to.into(),
        }];
        excerpt(
            &article(text),
            &Finding {
                edits,
                ..finding(span)
            },
        )
    }

    #[test]
    fn shows_whole_words() {
        let shown = diff("issues of ensuring IIB.", "B.", "S.");
        assert_eq!(line(&shown), "issues of ensuring [-IIB-]{+IIS+}.");
        assert_eq!(shown.layout, Layout::Inline);
    }

    #[test]
    fn marks_take_in_the_words_they_touch() {
        let shown = diff(
            "the use of ICT by states. , confidence-building measures",
            ". ,",
            ",",
        );
        assert_eq!(
            line(&shown),
            "the use of ICT by [-states. ,-]{+states,+} confidence-building measures"
        );
        let shown = diff("said no .Then it went on", " .Then", ". Then");
        assert_eq!(line(&shown), "said [-no-]{+no.+} [-.Then-]{+Then+} it went on");
    }

    #[test]
    fn does_not_scatter_a_rewording() {
        let old = "as a priority the continuation of the further development of norms and rules of conduct";
        let shown = diff(
            old,
            "the continuation of the further development of",
            "further developing",
        );
        assert_eq!(
            line(&shown),
            "as a priority [-the continuation of the further development of-]{+further developing+} norms and \
             rules of conduct"
        );
    }

    #[test]
    fn keeps_far_changes_apart() {
        let text = "the IIB talks went on and the IIB paper was read";
        let edits = vec![
            Edit {
                span: Span::new(4, 7),
                replacement: "IIS".into(),
            },
            Edit {
                span: Span::new(30, 33),
                replacement: "IIS".into(),
            },
        ];
        let shown = excerpt(
            &article(text),
            &Finding {
                edits,
                ..finding(4..7)
            },
        );
        assert_eq!(
            line(&shown),
            "the [-IIB-]{+IIS+} talks went on and the [-IIB-]{+IIS+} paper was read"
        );
    }

    #[test]
    fn sets_old_above_new_when_little_survives() {
        let shown = diff(
            "It was by them made yesterday.",
            "It was by them made",
            "They made it",
        );
        assert_eq!(shown.layout, Layout::Blocks);
    }

    #[test]
    fn a_block_that_goes_is_struck_out_and_nothing_set_below_it() {
        let text = "Post sponsored by\n\nThe news.";
        let article = ArticleReport {
            text: text.into(),
            sentences: vec![Span::new(0, 17), Span::new(19, 28)],
            ..Default::default()
        };
        let edits = vec![Edit {
            span: Span::new(0, 19),
            replacement: String::new(),
        }];
        let shown = excerpt(
            &article,
            &Finding {
                edits,
                ..finding(0..17)
            },
        );
        assert_eq!(
            (line(&shown).as_str(), shown.layout),
            ("[-Post sponsored by-]", Layout::Inline)
        );
        assert!(shown.suggests_nothing());
    }

    #[test]
    fn leaves_out_and_counts_what_is_far_from_the_fault() {
        let words = |n| vec!["word"; n].join(" ");
        let text = format!("{} the the {}.", words(40), words(24));
        let at = text.find("the the").unwrap();
        let shown = excerpt(&article(&text), &finding(at..at + 7));
        assert_eq!(
            line(&shown),
            format!("…26…{} <the the> {}…10…", words(14), words(14))
        );
        assert_eq!(shown.layout, Layout::Marked);
    }

    #[test]
    fn shortens_a_passage_without_end() {
        let text = "x".repeat(100_000);
        let shown = excerpt(&article(&text), &finding(0..text.len()));
        let length: usize = line(&shown).len();
        assert!(length < 4_000, "{length} bytes are shown");
    }

    #[test]
    fn a_revision_shows_the_paragraphs_that_changed() {
        let old = "Stays.\n\nThe lock opens on Monday at noon.\n\nGoes.\n";
        let new = "Stays.\n\nThe lock opens on Tuesday at noon.\n\nStays too.\n\nCame.";
        let shown: Vec<_> = revision(old, new).iter().map(line).collect();
        assert_eq!(shown[0], "The lock opens on [-Monday-]{+Tuesday+} at noon.");
        assert_eq!(shown[1..], ["{+Stays too.+}", "[-Goes-]{+Came+}."]);
        assert_eq!(revision(old, old), []);
    }

    #[test]
    fn hostile_revisions_and_corrections_take_no_time() {
        let lines = |c: char| format!("{c}\n").repeat(200_000);
        assert_eq!(revision(&lines('a'), &lines('b')).len(), 1);
        let text = "a,".repeat(500_000);
        let edits = vec![Edit {
            span: Span::new(0, text.len()),
            replacement: "b;".repeat(500_000),
        }];
        let shown = excerpt(
            &article(&text),
            &Finding {
                edits,
                ..finding(0..3)
            },
        );
        assert!(line(&shown).len() < 10_000);
    }

    proptest! {
        #[test]
        fn a_revision_takes_any_two_texts(old in any::<String>(), new in any::<String>()) {
            prop_assert!(revision(&old, &new).iter().all(|excerpt| !excerpt.pieces.is_empty()) || old.len() != new.len());
        }

        #[test]
        fn both_readings_can_be_put_together_again(
            old in "[a-c ,.ж]{0,60}", first in 0..60_usize, length in 0..20_usize, to in "[a-c ,.ж]{0,9}",
        ) {
            let start = old.floor_char_boundary(first);
            let end = old.floor_char_boundary(start + length);
            let edits = [Edit { span: Span::new(start, end), replacement: to }];
            let new = corrected(&old, &edits);
            let by_words = readable(segments_by_words(&old, &new), &old, &new);
            for segments in [by_words, segments_by_edits(Span::new(0, old.len()), &edits)] {
                let (mut old_again, mut new_again) = (String::new(), String::new());
                for segment in &segments {
                    old_again.push_str(&old[segment.old]);
                    new_again.push_str(&new[segment.new]);
                    prop_assert!(segment.changed || old[segment.old] == new[segment.new]);
                }
                prop_assert_eq!(&old_again, &old);
                prop_assert_eq!(&new_again, &new);
            }
        }

        #[test]
        fn never_panics(text in any::<String>(), spans in prop::collection::vec((0..40_usize, 0..40_usize), 1..5)) {
            let mut spans: Vec<Span> = spans
                .into_iter()
                .map(|(a, b)| Span::new(text.floor_char_boundary(a.min(b)), text.floor_char_boundary(a.max(b))))
                .collect();
            spans.sort_by_key(|span| (span.start, span.end));
            let edits = spans.iter().map(|span| Edit { span: *span, replacement: "new".into() }).collect();
            let cut = text.floor_char_boundary(10);
            let sentences = vec![Span::new(0, cut), Span::new(cut, text.len())];
            let article = ArticleReport { text: text.clone(), sentences, ..Default::default() };
            let shown = excerpt(&article, &Finding { edits, ..finding(spans[0]) });
            prop_assert!(shown.published().count() + shown.suggested().count() > 0 || text.is_empty());
        }
    }
}
