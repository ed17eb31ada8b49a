//! The text of one side of a unit, and where it comes from: [`Passage`].

use text::{FilePosition, SourceMap, Span};

use crate::{html, placeholders};

/// What stands for a piece of code that has no words: U+FFFC, the object replacement character.
pub const OBJECT: char = '\u{FFFC}';

/// The text of one side of a unit: without inline markup, with entities decoded, without white space at its ends.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Passage {
    /// The text. Where code stood that may stand for words, there is an [`OBJECT`].
    pub text: String,
    /// Where each byte of it stands in the file.
    pub map: SourceMap,
    /// What is no language: placeholders, objects and what is marked as not to be translated; in order, without overlap.
    pub masks: Vec<Span>,
}

impl Passage {
    /// The text with marks that mean nothing in the place of what is no language: as long in bytes as the text, so that a
    /// span of the one is a span of the other.
    #[must_use]
    pub fn masked(&self) -> String {
        let mut masked = String::with_capacity(self.text.len());
        let mut at = 0;
        for mask in &self.masks {
            masked.push_str(&self.text[at..mask.start]);
            push_mask(&mut masked, mask.len());
            at = mask.end;
        }
        masked.push_str(&self.text[at..]);
        masked
    }

    /// Whether a span touches what is no language.
    #[must_use]
    pub fn is_masked(&self, span: Span) -> bool {
        let first = self.masks.partition_point(|mask| mask.end <= span.start);
        self.masks.get(first).is_some_and(|mask| mask.overlaps(span))
    }

    /// The same with each of these stretches, in order and without overlap, replaced by a string.
    pub(crate) fn replacing(&self, cuts: &[(Span, String)]) -> Self {
        let mut new = Self::default();
        let mut kept = Vec::with_capacity(cuts.len() + 1); // stretches of the old text, and where they are now
        let mut at = 0;
        for (cut, replacement) in cuts {
            kept.extend(new.take(self, Span::new(at, cut.start)));
            at = cut.end;
            let is_nothing = replacement.is_empty() || new.text.is_empty() && replacement.trim().is_empty();
            let place = self
                .map
                .start(&self.text, cut.start)
                .zip(self.map.end(&self.text, cut.end));
            if let Some((from, to)) = place.filter(|_| !is_nothing) {
                new.map.push(new.text.len(), from, to, false);
                new.text.push_str(replacement);
            }
        }
        kept.extend(new.take(self, Span::new(at, self.text.len())));
        new.text.truncate(new.text.trim_end().len());
        let moved = |at: usize| {
            let index = kept.partition_point(|(stretch, _)| stretch.end < at);
            kept.get(index)
                .map_or(new.text.len(), |(stretch, now)| {
                    now + at.saturating_sub(stretch.start)
                })
                .min(new.text.len())
        };
        let masks = self.masks.iter();
        new.masks = masks
            .map(|mask| Span::new(moved(mask.start), moved(mask.end)))
            .filter(|mask| !mask.is_empty())
            .collect();
        new
    }

    /// Adds a stretch of another passage, without white space at the beginning of all. Returns what was added of it, and
    /// where it is.
    fn take(&mut self, other: &Self, mut stretch: Span) -> Option<(Span, usize)> {
        if self.text.is_empty() {
            stretch.start = stretch.end - other.text[stretch].trim_start().len();
        }
        let at = self.text.len();
        self.map.push_stretch(at, &other.map, &other.text, stretch);
        self.text.push_str(&other.text[stretch]);
        (!stretch.is_empty()).then_some((stretch, at))
    }
}

/// Adds marks that belong to no word and no script, so many bytes in all.
fn push_mask(text: &mut String, mut bytes: usize) {
    while bytes > 0 {
        let mark = match bytes {
            1 => '~',
            2 | 4 => '\u{A7}',
            _ => OBJECT,
        };
        text.push(mark);
        bytes -= mark.len_utf8();
    }
}

/// Puts a passage together while its file is read.
#[derive(Debug, Default)]
pub(crate) struct Builder {
    text: String,
    map: SourceMap,
    masks: Vec<Span>,
    /// Whether white space is kept as it is.
    keeps_space: bool,
    /// Code that may stand for a word, until it is known what follows it.
    code: Option<(FilePosition, FilePosition)>,
    /// Where what is not to be translated began.
    protected: Vec<usize>,
}

impl Builder {
    pub(crate) fn new(keeps_space: bool) -> Self {
        Self {
            keeps_space,
            ..Self::default()
        }
    }

    /// Adds what the file has from `from` on.
    pub(crate) fn verbatim(&mut self, words: &str, mut from: FilePosition) {
        let mut rest = words;
        while !rest.is_empty() {
            let is_blank = rest.starts_with(['\n', '\r', ' ', '\t']);
            let end = rest
                .find(|c| matches!(c, '\n' | '\r' | ' ' | '\t') != is_blank)
                .unwrap_or(rest.len());
            let (run, behind) = rest.split_at(end);
            let to = from.after(run.as_bytes());
            if is_blank {
                self.blank(run, from, to);
            } else {
                self.add(run, from, to, true);
            }
            (rest, from) = (behind, to);
        }
    }

    /// White space as the file has it. A run with a line feed in it is a matter of layout, unless it is to be kept.
    fn blank(&mut self, run: &str, from: FilePosition, to: FilePosition) {
        let is_layout = !self.keeps_space && run.contains('\n');
        if !is_layout && !run.contains('\r') {
            self.add(run, from, to, true);
        } else if !is_layout {
            self.add(&run.replace("\r\n", "\n").replace('\r', "\n"), from, to, false);
        } else if !self.text.ends_with(char::is_whitespace) || self.code.is_some() {
            self.add(" ", from, to, false);
        }
    }

    /// Adds text that stands for something else in the file.
    pub(crate) fn decoded(&mut self, words: &str, from: FilePosition, to: FilePosition) {
        self.add(words, from, to, false);
    }

    fn add(&mut self, words: &str, from: FilePosition, to: FilePosition, is_verbatim: bool) {
        let Some(first) = words.chars().next() else {
            return;
        };
        self.settle_code(Some(first));
        if self.text.is_empty() && words.trim().is_empty() {
            return;
        }
        self.map.push(self.text.len(), from, to, is_verbatim);
        self.text.push_str(words);
    }

    /// A piece of code without words. It is nothing where it stands at the edge of a word, as a tag does; elsewhere it
    /// may stand for one, so that an object takes its place.
    pub(crate) fn code(&mut self, from: FilePosition, to: FilePosition) {
        self.code.get_or_insert((from, to));
    }

    fn settle_code(&mut self, next: Option<char>) {
        let Some((from, to)) = self.code.take() else {
            return;
        };
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        if is_word(self.text.chars().next_back()) != is_word(next) {
            return;
        }
        let at = self.text.len();
        self.map.push(at, from, to, false);
        self.text.push(OBJECT);
        self.masks.push(Span::new(at, self.text.len()));
    }

    /// A line break.
    pub(crate) fn line_break(&mut self, from: FilePosition, to: FilePosition) {
        self.decoded("\n", from, to);
    }

    /// What follows is not to be translated.
    pub(crate) fn protect(&mut self) {
        self.protected.push(self.text.len());
    }

    /// What follows is to be translated again.
    pub(crate) fn end_protected(&mut self) {
        if let Some(start) = self.protected.pop()
            && self.protected.is_empty()
            && start < self.text.len()
        {
            while self.masks.pop_if(|mask| mask.end > start).is_some() {}
            self.masks.push(Span::new(start, self.text.len()));
        }
    }

    /// Adds a text that stands inside of this one in the file and is none of its words.
    pub(crate) fn append(&mut self, other: &Passage) {
        if other.text.is_empty() {
            return;
        }
        self.settle_code(None);
        let at = if self.text.is_empty() {
            0
        } else {
            if let Some(from) = other.map.start(&other.text, 0) {
                self.map.push(self.text.len(), from, from, false);
            }
            self.text.push_str("\n\n");
            self.text.len()
        };
        self.map.append(at, &other.map);
        self.text.push_str(&other.text);
        self.masks.extend(other.masks.iter().map(|mask| mask.shifted(at)));
    }

    /// The passage.
    pub(crate) fn finish(mut self) -> Passage {
        self.settle_code(None);
        while !self.protected.is_empty() {
            self.end_protected();
        }
        let mut passage = Passage {
            text: self.text,
            map: self.map,
            masks: self.masks,
        };
        passage.text.truncate(passage.text.trim_end().len());
        let end = passage.text.len();
        passage.masks.retain_mut(|mask| {
            mask.end = mask.end.min(end);
            mask.start < mask.end
        });
        let cuts = html::cuts(&passage.text);
        if !cuts.is_empty() {
            passage = passage.replacing(&cuts);
        }
        placeholders::mask(&mut passage);
        passage
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(offset: u64) -> FilePosition {
        FilePosition {
            offset,
            ..FilePosition::START
        }
    }

    /// `|` is a piece of code.
    fn built(marked: &str) -> String {
        let mut builder = Builder::new(false);
        let mut place = 0;
        for (n, part) in marked.split('|').enumerate() {
            if n > 0 {
                builder.code(at(place), at(place + 1));
                place += 1;
            }
            builder.verbatim(part, at(place));
            place += part.len() as u64;
        }
        builder.finish().text
    }

    #[test]
    fn code_is_an_object_only_where_it_may_stand_for_a_word() {
        for (marked, text) in [
            ("|Read| the |book|.", "Read the book."),
            ("You have | messages.", "You have \u{FFFC} messages."),
            ("Hello |, welcome to |.", "Hello \u{FFFC}, welcome to \u{FFFC}."),
            ("first|second", "first\u{FFFC}second"),
            ("||", "\u{FFFC}"),
        ] {
            assert_eq!(built(marked), text, "{marked}");
        }
    }

    #[test]
    fn layout_is_one_space_and_none_at_the_ends() {
        assert_eq!(built("\n  The vote\r\n   was open.  \n"), "The vote was open.");
        let mut builder = Builder::new(true);
        builder.verbatim("One\r\n  two", at(0));
        assert_eq!(builder.finish().text, "One\n  two");
    }

    #[test]
    fn masks_are_as_long_as_what_they_hide() {
        for text in [
            "%d a",
            "a %s",
            "{x} a",
            "%(a)s",
            "%(name)s, {{ b }}, ${cd} and %1$@",
        ] {
            let mut builder = Builder::new(false);
            builder.verbatim(text, at(0));
            let passage = builder.finish();
            let masked = passage.masked();
            assert_eq!(masked.len(), text.len(), "{masked}");
            assert!(!masked.contains(['%', '{', '}', '$']), "{masked}");
            assert!(passage.is_masked(passage.masks[0]));
        }
    }
}
