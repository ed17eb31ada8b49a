//! Offsets as other programs count them: [`CodePoints`].

/// Turns byte offsets of one text into code-point offsets, without a walk from the start each time.
pub struct CodePoints<'t> {
    text: &'t str,
    /// Code points before every [`STRIDE`]th byte (or the character boundary below it).
    marks: Vec<usize>,
}

/// Bytes between two marks: short enough to walk, long enough for the marks to weigh nothing.
const STRIDE: usize = 256;

impl<'t> CodePoints<'t> {
    /// Walks the text once.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        let mut marks = vec![0];
        let (mut at, mut count) = (0, 0);
        for mark in (STRIDE..=text.len()).step_by(STRIDE) {
            let next = text.floor_char_boundary(mark);
            count += text[at..next].chars().count();
            at = next;
            marks.push(count);
        }
        Self { text, marks }
    }

    /// Code points before a byte offset; the offset is brought into the text and onto a boundary.
    #[must_use]
    pub fn before(&self, offset: usize) -> usize {
        let offset = self.text.floor_char_boundary(offset);
        let mark = offset / STRIDE;
        self.marks[mark]
            + self.text[self.text.floor_char_boundary(mark * STRIDE)..offset]
                .chars()
                .count()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn counts_code_points_as_a_plain_walk_does(text in "[a-zж漢😀]{0,900}") {
            let points = CodePoints::new(&text);
            for (count, (offset, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(points.before(offset), count);
            }
            prop_assert_eq!(points.before(text.len() + 1), text.chars().count());
        }
    }
}
