//! Where two texts differ, where a publisher's tokens stand in a text, and what counts as a word.

use std::collections::HashMap;
use std::ops::Range;
use text::Span;

/// How far, in characters, a token may lie behind the end of the one before it and still be found.
const FURTHEST: usize = 40;

/// Number of words: what white space parts, if it has a letter, a digit or an underscore.
pub(super) fn words(text: &str) -> usize {
    text.split(is_space)
        .filter(|word| word.contains(is_word_character))
        .count()
}

/// Whether a finding meets a stretch of text; an empty one is a point between two characters.
pub(super) fn meets(finding: Span, stretch: Span) -> bool {
    if stretch.is_empty() {
        return finding.start <= stretch.start && stretch.start <= finding.end;
    }
    finding.overlaps(stretch)
}

/// The byte span of each token in the text, `None` where it cannot be found; white space between and inside tokens
/// does not matter.
pub(super) fn token_spans(text: &str, tokens: &[String]) -> Vec<Option<Span>> {
    let mut end_of_last = 0;
    tokens
        .iter()
        .map(|token| {
            let token: String = token.split(is_space).collect();
            let span =
                token_here(text, end_of_last, &token).or_else(|| token_near(text, end_of_last, &token))?;
            end_of_last = span.end;
            Some(span)
        })
        .collect()
}

/// The token right behind `from`.
fn token_here(text: &str, from: usize, token: &str) -> Option<Span> {
    let start = text.len() - text[from..].trim_start_matches(is_space).len();
    let mut left = token.chars().peekable();
    let mut end = start;
    for c in text[start..].chars() {
        if left.peek().is_none() || (!is_space(c) && left.next_if_eq(&c).is_none()) {
            break;
        }
        end += c.len_utf8();
    }
    (!token.is_empty() && left.peek().is_none()).then_some(Span::new(start, end))
}

/// The token a little behind `from`, past characters that belong to no token.
fn token_near(text: &str, from: usize, token: &str) -> Option<Span> {
    let start = from + text[from..].find(token)?;
    let near = text[from..start].chars().count() <= FURTHEST;
    (!token.is_empty() && near).then_some(Span::new(start, start + token.len()))
}

/// The stretches of `text` that differ from `clean`, in bytes of `text`; where something is missing, an empty one.
///
/// Words, runs of white space and single marks are compared by Ratcliff and Obershelp's method, as Python's `difflib`
/// does without its heuristic for long sequences. (The crate of that name keeps the popular elements where it should
/// leave them out, so that texts of 200 elements or more come out wrong.)
pub(super) fn changed(clean: &str, text: &str) -> Vec<Span> {
    let (old, new) = (pieces(clean), pieces(text));
    let mut starts = vec![0];
    for piece in &new {
        starts.push(starts[starts.len() - 1] + piece.len());
    }
    let mut stretches = Vec::new();
    let (mut old_at, mut new_at) = (0, 0);
    for common in common_runs(&old, &new) {
        if old_at < common.old || new_at < common.new {
            stretches.push(Span::new(starts[new_at], starts[common.new]));
        }
        (old_at, new_at) = (common.old + common.len, common.new + common.len);
    }
    stretches
}

/// A text as runs of word characters, runs of white space and single marks.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let len = if is_word_character(first) {
            rest.find(|c| !is_word_character(c)).unwrap_or(rest.len())
        } else if is_space(first) {
            rest.find(|c| !is_space(c)).unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        let (piece, behind) = rest.split_at(len);
        pieces.push(piece);
        rest = behind;
    }
    pieces
}

/// A run of pieces that both texts share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Common {
    old: usize,
    new: usize,
    len: usize,
}

/// The longest common run, then the longest ones on either side of it, and so on; last an empty one at the ends.
fn common_runs(old: &[&str], new: &[&str]) -> Vec<Common> {
    let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, piece) in new.iter().enumerate() {
        places.entry(piece).or_default().push(at);
    }
    let mut runs = vec![Common {
        old: old.len(),
        new: new.len(),
        len: 0,
    }];
    let mut open = vec![(0..old.len(), 0..new.len())];
    while let Some((in_old, in_new)) = open.pop() {
        let run = longest_run(&old[in_old.clone()], in_old.start, &places, &in_new);
        if run.len > 0 {
            open.push((in_old.start..run.old, in_new.start..run.new));
            open.push((run.old + run.len..in_old.end, run.new + run.len..in_new.end));
            runs.push(run);
        }
    }
    runs.sort_unstable();
    runs
}

/// The longest run that both ranges share; of equally long ones the first in `old`, then the first in `new`.
fn longest_run(
    old: &[&str],
    offset: usize,
    places: &HashMap<&str, Vec<usize>>,
    in_new: &Range<usize>,
) -> Common {
    let mut best = Common {
        old: offset,
        new: in_new.start,
        len: 0,
    };
    // Length of the common run that ends at the last piece of `old` and at each place in `new`.
    let mut lengths: HashMap<usize, usize> = HashMap::new();
    for (at, piece) in old.iter().enumerate() {
        let mut next = HashMap::new();
        let places = places.get(piece).map_or(&[][..], Vec::as_slice);
        for &place in places.iter().filter(|place| in_new.contains(place)) {
            let before = place.checked_sub(1).and_then(|before| lengths.get(&before));
            let len = before.copied().unwrap_or(0) + 1;
            next.insert(place, len);
            if len > best.len {
                best = Common {
                    old: offset + at + 1 - len,
                    new: place + 1 - len,
                    len,
                };
            }
        }
        lengths = next;
    }
    best
}

/// White space as Python's `str.isspace` has it: Unicode's, and the four separators of ASCII.
fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}

fn is_word_character(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown<'a>(text: &'a str, spans: &[Span]) -> Vec<&'a str> {
        spans.iter().map(|span| &text[*span]).collect()
    }

    #[test]
    fn a_change_is_found_where_it_is() {
        let changes = |clean, text| shown(text, &changed(clean, text));
        assert_eq!(changes("the old bridge", "the new bridge"), ["new"]);
        assert_eq!(changes("the bridge", "the the bridge"), ["the "]);
        assert_eq!(changes("Über alles", "Über  alles"), ["  "]);
        assert_eq!(changes("same", "same"), [""; 0]);
        assert_eq!(changed("a small town", "a town"), vec![Span { start: 2, end: 2 }]);
    }

    #[test]
    fn long_texts_are_compared_whole() {
        let clean = "one two three four five ".repeat(100);
        let text = clean.replacen("three", "drei", 1);
        assert_eq!(shown(&text, &changed(&clean, &text)), ["drei"]);
    }

    #[test]
    fn tokens_are_found_through_white_space() {
        let text = "He  said : „no way“ 2 000";
        let tokens = ["He", "said", ":", "„no", "“", "2000", "missing"].map(String::from);
        let found: Vec<_> = token_spans(text, &tokens)
            .into_iter()
            .map(|span| span.map(|span| &text[span]))
            .collect();
        assert_eq!(
            found,
            [
                Some("He"),
                Some("said"),
                Some(":"),
                Some("„no"),
                Some("“"),
                Some("2 000"),
                None
            ]
        );
    }

    #[test]
    fn a_point_is_met_by_what_touches_it() {
        assert!(meets(Span::new(2, 4), Span::new(4, 4)) && meets(Span::new(4, 6), Span::new(4, 4)));
        assert!(!meets(Span::new(2, 4), Span::new(4, 6)) && !meets(Span::new(2, 4), Span::new(5, 5)));
    }

    #[test]
    fn marks_are_no_words() {
        assert_eq!(words("The talks – 12 in all – “ended” _"), 7);
    }
}
