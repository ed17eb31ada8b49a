//! No edit without proof: a correction that makes the text worse is taken away, its finding stays.
//!
//! Every block with edits is corrected and read again by all rules, whichever of them were asked for. If they say nothing
//! new, the edits are proven. Otherwise each edit is tried alone, with the sentences round it. An edit that only takes
//! words away must take an exact copy away, so that the text reads alike whichever of the two goes.

use std::borrow::Cow;
use std::cell::LazyCell;
use std::ops::Range;

use rustc_hash::FxHashMap;
use text::{BlockKind, Span};

use crate::document::{Block, Document};
use crate::finding::{self, Category, Edit, Finding};
use crate::rule::BuiltIn;
use crate::rules;

/// A rule and the place of which it says something.
pub(crate) type Said = (Cow<'static, str>, Span);

/// Edits that are tried alone in one document. An article with more of them that fail together is not mended word by word,
/// and a stranger's text must not take the square of its length.
const MOST_TRIED_ALONE: usize = 500;

/// Bytes of text on either side with which an edit is tried.
const REACH: usize = 300;

/// Takes away the edits that are not proven; `said` is what the rules said of the document before findings were settled.
pub(crate) fn withdraw_unproven(doc: &Document, mut said: Vec<Said>, findings: &mut [Finding]) {
    for finding in findings
        .iter_mut()
        .filter(|finding| !loses_only_copies(doc, finding))
    {
        finding.edits.clear();
    }
    if findings.iter().all(|finding| finding.edits.is_empty()) {
        return;
    }
    said.sort_by_key(|(_, span)| span.start);
    let mut left = MOST_TRIED_ALONE;
    for block in doc.blocks() {
        let ours = starting_in(findings, block.span, |finding| finding.span.start);
        let mut ours: Vec<&mut Finding> = findings[ours]
            .iter_mut()
            .filter(|finding| is_provable(finding, block))
            .collect();
        if ours.is_empty() || are_proven(doc, block, &said, &ours) {
            continue;
        }
        for finding in &mut ours {
            if left == 0 || !is_proven_alone(doc, block, finding) {
                finding.edits.clear();
            }
            left = left.saturating_sub(1);
        }
    }
}

/// Whether the edits lie within the block and mend its text. A line of boilerplate goes as a whole.
fn is_provable(finding: &Finding, block: &Block) -> bool {
    let inside = |span: Span| block.span.start <= span.start && span.end <= block.span.end;
    !finding.edits.is_empty()
        && finding.category != Category::Boilerplate
        && finding.edits.iter().all(|edit| inside(edit.span))
}

/// The items that start in `span`, of `items` sorted by their start.
fn starting_in<T>(items: &[T], span: Span, start: impl Fn(&T) -> usize) -> Range<usize> {
    items.partition_point(|item| start(item) < span.start)
        ..items.partition_point(|item| start(item) < span.end)
}

/// Whether all edits of a block together leave nothing to say that was not said before.
fn are_proven(doc: &Document, block: &Block, said: &[Said], findings: &[&mut Finding]) -> bool {
    let edits = findings.iter().flat_map(|finding| &finding.edits);
    let corrected = corrected(doc, block.span, edits);
    let mut before = Counts::default();
    for (rule, span) in &said[starting_in(said, block.span, |(_, span)| span.start)] {
        before.add(rule, doc.str(*span));
    }
    says_nothing_new(doc, block.kind, &corrected, |rule| before.of(rule.name))
}

/// The same for one edit and the text round it.
fn is_proven_alone(doc: &Document, block: &Block, finding: &Finding) -> bool {
    let window = window(doc, block, finding);
    let before = LazyCell::new(|| alone(doc, block.kind, doc.str(window)));
    // Hardly any rule speaks, and what the others said before does not matter.
    says_nothing_new(doc, block.kind, &corrected(doc, window, &finding.edits), |rule| {
        let mut quotes = Quotes::default();
        for said in rule.findings(&before) {
            quotes.add(before.str(said.span));
        }
        quotes
    })
}

/// The sentences that the edits touch and the one behind them, cut where they are longer than `REACH`.
fn window(doc: &Document, block: &Block, finding: &Finding) -> Span {
    let all = finding.edits.iter().map(|edit| edit.span).chain([finding.span]);
    let (start, end) = all.fold((usize::MAX, 0), |(start, end), span| {
        (start.min(span.start), end.max(span.end))
    });
    let sentences = doc.sentences_of(block);
    let first = sentences.partition_point(|sentence| sentence.span().end <= start);
    let behind = sentences.partition_point(|sentence| sentence.span().start < end);
    let from = sentences
        .get(first)
        .map_or(block.span.start, |sentence| sentence.span().start);
    let to = sentences
        .get(behind)
        .map_or(block.span.end, |sentence| sentence.span().end);
    let text = doc.text();
    let space = |c: char| c.is_whitespace();
    let far = text.floor_char_boundary(start.saturating_sub(REACH));
    let from = if from < far {
        text[far..start].find(space).map_or(start, |at| far + at)
    } else {
        from.min(start)
    };
    let far = text.ceil_char_boundary((end + REACH).min(text.len()));
    let to = if to > far {
        text[end..far].rfind(space).map_or(end, |at| end + at)
    } else {
        to.max(end)
    };
    Span::new(from, to)
}

/// The text at `span` after edits that lie in it.
fn corrected<'e>(doc: &Document, span: Span, edits: impl IntoIterator<Item = &'e Edit>) -> String {
    let moved = |edit: &Edit| Edit {
        span: Span::new(edit.span.start - span.start, edit.span.end - span.start),
        replacement: edit.replacement.clone(),
    };
    let edits: Vec<Edit> = edits.into_iter().map(moved).collect();
    finding::corrected(doc.str(span), &edits)
}

/// How often each rule said something of each piece of text.
#[derive(Default)]
struct Counts<'r>(FxHashMap<&'r str, Quotes>);

impl<'r> Counts<'r> {
    fn add(&mut self, rule: &'r str, quote: &str) {
        self.0.entry(rule).or_default().add(quote);
    }

    /// What a rule said; that is asked once.
    fn of(&mut self, rule: &str) -> Quotes {
        self.0.remove(rule).unwrap_or_default()
    }
}

/// How often something was said of each piece of text, in whatever case.
#[derive(Default)]
struct Quotes(FxHashMap<String, usize>);

impl Quotes {
    fn add(&mut self, quote: &str) {
        *self.0.entry(quote.to_lowercase()).or_default() += 1;
    }

    /// Counts one down; false where there was none.
    fn take(&mut self, quote: &str) -> bool {
        self.0.get_mut(&quote.to_lowercase()).is_some_and(|count| {
            let had = *count > 0;
            *count = count.saturating_sub(1);
            had
        })
    }
}

/// Whether no rule says more of a block of text in the document's language than `before`, which is asked once for each rule that
/// says anything.
fn says_nothing_new(
    doc: &Document,
    kind: BlockKind,
    text: &str,
    mut before: impl FnMut(&'static BuiltIn) -> Quotes,
) -> bool {
    let alone = alone(doc, kind, text);
    rules::ALL.iter().filter(|rule| rule.judges(doc)).all(|rule| {
        let said = rule.findings(&alone);
        if said.is_empty() {
            return true;
        }
        let mut before = before(rule);
        said.iter().all(|finding| before.take(alone.str(finding.span)))
    })
}

/// A text as the only block of a document of the same origin.
fn alone<'t>(doc: &Document, kind: BlockKind, text: &'t str) -> Document<'t> {
    let span = Span::new(0, text.len());
    Document::with_blocks(text, &[text::Block { kind, span }]).with_origin(doc.origin())
}

/// Whether the edits of a finding about something said twice take nothing but exact copies away.
fn loses_only_copies(doc: &Document, finding: &Finding) -> bool {
    finding.category != Category::Addition
        || finding.edits.iter().all(|edit| {
            !edit.replacement.is_empty()
                || edit.span.start > finding.span.start
                    && is_copies_of(doc.str(finding.span.start..edit.span.start), doc.str(edit.span))
        })
}

/// Whether `text` is `first` again and again, so that it does not matter which goes. The first letter may have another
/// case, as at the start of a sentence.
fn is_copies_of(first: &str, text: &str) -> bool {
    let joint = |c: char| c.is_whitespace() || c == ',';
    let mut rest = text.trim_start_matches(joint);
    while !rest.is_empty() {
        let Some(copy) = rest.get(..first.len()).filter(|copy| is_alike(first, copy)) else {
            return false;
        };
        rest = rest[copy.len()..].trim_start_matches(joint);
    }
    true
}

fn is_alike(first: &str, copy: &str) -> bool {
    let (mut a, mut b) = (first.chars(), copy.chars());
    let initials = a.next().zip(b.next());
    initials.is_some_and(|(a, b)| a.to_lowercase().eq(b.to_lowercase())) && a.as_str() == b.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::check;

    fn edits(text: &str) -> Vec<(String, usize)> {
        check(&Document::new(text), rules::ALL)
            .into_iter()
            .map(|finding| (finding.rule.into_owned(), finding.edits.len()))
            .collect()
    }

    #[test]
    fn keeps_what_mends_the_sentence() {
        for text in [
            "Crews will close the the northern lane.",
            "Grain , oil and coal were shipped , and salt .",
            "The firm &quot;Delta&quot; won the tender.",
            "He called an meeting in May, which is a important step.",
        ] {
            let found = edits(text);
            assert!(!found.is_empty(), "{text}");
            assert!(found.iter().all(|(_, edits)| *edits > 0), "{text}: {found:?}");
        }
    }

    #[test]
    fn withdraws_what_breaks_it() {
        // With the code decoded, a space would stand before the comma.
        assert_eq!(
            edits("Salt&nbsp;, oil and coal were shipped."),
            [("markup-leak".to_owned(), 0)]
        );
    }

    #[test]
    fn only_copies_go() {
        for (first, rest) in [("The", " the"), ("GMT)", " GMT)"), ("of it", ", of it, of it")] {
            assert!(is_copies_of(first, rest), "{first}{rest}");
        }
        for (first, rest) in [
            ("Old Mill", " old mill"),
            ("the", " then"),
            ("é", " e"),
            ("of it", " of it is"),
        ] {
            assert!(!is_copies_of(first, rest), "{first}{rest}");
        }
    }
}
