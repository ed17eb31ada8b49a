//! A file of units as an article, and where its text stands in it: [`UnitFile`].

use linguistics::finding::Edit;
use text::{FilePosition, SourceMap, Span};

/// The file whose units are an article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UnitFile {
    /// Its path from the root of the project, with `/` between the parts.
    pub path: String,
    /// The units that are in the article's text, in its order.
    pub units: Vec<UnitPlace>,
    /// How many units were checked that are not in the text, because nothing was found in them and there are many.
    pub unshown: usize,
}

/// A unit, such as a `trans-unit` of XLIFF or an entry of PO.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UnitPlace {
    /// Its translation, in bytes of the article's text.
    pub span: Span,
    /// What the file calls it. It need not be unique.
    pub id: String,
    /// Where its element or entry begins in the file.
    pub at: FilePosition,
    /// Where the bytes of its translation stand in the file; empty where nothing was found in it.
    pub map: SourceMap,
}

/// A finding's place in a file of units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnitRegion<'f> {
    /// The unit.
    pub unit: &'f UnitPlace,
    /// Where the words start in the file.
    pub start: FilePosition,
    /// Where they end; exclusive.
    pub end: FilePosition,
}

impl UnitFile {
    /// The unit in which a span of the article starts.
    #[must_use]
    pub fn unit(&self, span: Span) -> Option<&UnitPlace> {
        let index = self.units.partition_point(|unit| unit.span.start <= span.start);
        self.units.get(index.checked_sub(1)?)
    }

    /// Where a span of the article, whose text is `text`, stands in the file.
    #[must_use]
    pub fn region(&self, text: &str, span: Span) -> Option<UnitRegion<'_>> {
        let unit = self.unit(span)?;
        let words = unit.span.get(text)?;
        let within = |at: usize| at.clamp(unit.span.start, unit.span.end) - unit.span.start;
        Some(UnitRegion {
            unit,
            start: unit.map.start(words, within(span.start)).unwrap_or(unit.at),
            end: unit.map.end(words, within(span.end)).unwrap_or(unit.at),
        })
    }

    /// Whether an edit of the article may be made in the file as it is: its words stand there in one piece, and the new ones
    /// hold nothing that the format would take for more than a word.
    #[must_use]
    pub fn takes(&self, edit: &Edit) -> bool {
        let is_plain = !edit.replacement.contains(['<', '>', '&', '"', '\\', '\n']);
        let unit = self.unit(edit.span).filter(|unit| unit.span.covers(edit.span));
        is_plain
            && unit.is_some_and(|unit| {
                let start = edit.span.start - unit.span.start;
                unit.map.is_verbatim(Span::new(start, start + edit.span.len()))
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `a &amp; b` on line 7 of a file, behind another unit.
    fn file() -> (UnitFile, &'static str) {
        let at = |bytes: &str| {
            FilePosition {
                offset: 90,
                line: 7,
                column: 11,
                byte_column: 11,
            }
            .after(bytes.as_bytes())
        };
        let mut map = SourceMap::default();
        map.push(0, at(""), at("a "), true);
        map.push(2, at("a "), at("a &amp;"), false);
        map.push(3, at("a &amp;"), at("a &amp; b"), true);
        let unit = |id: &str, span, map| UnitPlace {
            id: id.into(),
            span,
            map,
            ..UnitPlace::default()
        };
        let units = vec![
            unit("1", Span::new(0, 3), SourceMap::default()),
            unit("2", Span::new(5, 10), map),
        ];
        let file = UnitFile {
            path: "a.xlf".into(),
            units,
            unshown: 0,
        };
        (file, "one\n\na & b")
    }

    #[test]
    fn words_are_found_in_their_unit_and_file() {
        let (file, text) = file();
        let region = file.region(text, Span::new(9, 10)).unwrap();
        assert_eq!((region.unit.id.as_str(), region.start.line), ("2", 7));
        assert_eq!((region.start.column, region.end.column), (19, 20));
        assert_eq!(
            file.region(text, Span::new(0, 3)).unwrap().start,
            FilePosition::START
        );
    }

    #[test]
    fn an_edit_is_made_only_where_the_file_has_the_same_words() {
        let (file, _) = file();
        let takes = |span: Span, new: &str| {
            file.takes(&Edit {
                span,
                replacement: new.into(),
            })
        };
        assert!(takes(Span::new(5, 6), "the"));
        assert!(!takes(Span::new(5, 6), "A&B") && !takes(Span::new(5, 8), "the"));
    }
}
