//! The map of an article: its blocks in a row, and above them a numbered marker for each finding.

use checker::CheckedBlock;
use linguistics::finding::Severity;
use text::BlockKind;
use text::Span;

use crate::place::Places;
use crate::report::ArticleReport;

/// Width of the map in its own units; it scales with the page.
const WIDTH: f64 = 960.0;

/// The least width of a block: narrower ones could not be seen.
const MIN_BLOCK: f64 = 6.0;

/// Space between blocks, as long as there are not too many.
const GAP: f64 = 5.0;

/// Edge of a marker and the space it keeps from the next.
const MARKER: f64 = 24.0;
const MARKER_SPACE: f64 = 27.0;

/// Markers drawn at most; more would say nothing that "everywhere" does not.
const MAX_MARKERS: usize = 120;

/// Width that a block needs to carry its label.
const LABELLED: f64 = 26.0;

/// What the template draws; all lengths in units of the map.
#[derive(Default)]
pub(super) struct Map {
    pub(super) blocks: Vec<MapBlock>,
    /// In reading order.
    pub(super) markers: Vec<Marker>,
    /// Findings without a marker.
    pub(super) left_out: usize,
    pub(super) width: String,
    pub(super) height: String,
    pub(super) bar_y: String,
    pub(super) label_y: String,
}

pub(super) struct MapBlock {
    pub(super) x: String,
    pub(super) width: String,
    pub(super) middle: String,
    /// `¶2`; empty where there is no room.
    pub(super) label: String,
    pub(super) boilerplate: bool,
}

pub(super) struct Marker {
    pub(super) number: usize,
    pub(super) anchor: String,
    pub(super) severity: Severity,
    /// The outline of its shape, in a square of the edge of a marker.
    pub(super) outline: &'static str,
    pub(super) left: String,
    pub(super) top: String,
    pub(super) middle: String,
    pub(super) text_y: String,
    /// Where its finding starts on the bar, and where the line up from there ends.
    pub(super) foot: String,
    pub(super) bottom: String,
}

/// A finding to be marked: its number on the page, its anchor, its severity and where it stands.
pub(super) struct Marked {
    pub(super) number: usize,
    pub(super) anchor: String,
    pub(super) severity: Severity,
    pub(super) span: Span,
}

/// Draws the map; `findings` come gravest first.
pub(super) fn draw(article: &ArticleReport, places: &Places, findings: Vec<Marked>) -> Map {
    let stretches = stretches(article);
    if stretches.is_empty() {
        return Map::default();
    }
    let left_out = findings.len().saturating_sub(MAX_MARKERS);
    let mut findings: Vec<_> = findings.into_iter().take(MAX_MARKERS).collect();
    findings.sort_by_key(|finding| (finding.span.start, finding.number));
    let feet: Vec<f64> = findings
        .iter()
        .map(|finding| foot(&stretches, finding.span.start))
        .collect();
    let rows = rows(&feet);
    let bar = (rows.iter().max().map_or(0, |row| row + 1)) as f64 * MARKER_SPACE + 2.0;
    let markers = findings.iter().zip(feet).zip(&rows);
    Map {
        blocks: stretches
            .iter()
            .map(|stretch| map_block(stretch, article, places))
            .collect(),
        markers: markers
            .map(|((finding, foot), row)| marker(finding, foot, *row, bar))
            .collect(),
        left_out,
        width: units(WIDTH),
        height: units(bar + 26.0),
        bar_y: units(bar),
        label_y: units(bar + 22.0),
    }
}

/// The short name of a block: `¶2`.
pub(super) fn label(block: &CheckedBlock, number: usize) -> String {
    match (block.boilerplate, block.kind) {
        (true, _) => String::new(),
        (_, BlockKind::Heading) => format!("H{number}"),
        (_, BlockKind::Paragraph) => format!("¶{number}"),
        (_, BlockKind::ListItem) => format!("•{number}"),
        (_, BlockKind::Quote) => format!("❝{number}"),
        (_, BlockKind::Caption) => format!("▣{number}"),
    }
}

/// A block and the stretch of the bar that stands for it.
struct Stretch {
    block: usize,
    span: Span,
    x: f64,
    width: f64,
}

fn stretches(article: &ArticleReport) -> Vec<Stretch> {
    let blocks = &article.blocks;
    let gap = GAP.min(WIDTH / (4.0 * blocks.len().max(1) as f64));
    let least = MIN_BLOCK.min(WIDTH / (2.0 * blocks.len().max(1) as f64));
    let bytes: usize = blocks.iter().map(|block| block.span.len()).sum();
    let to_share = WIDTH - (gap + least) * blocks.len() as f64 + gap;
    let mut x = 0.0;
    let mut stretches = Vec::new();
    for (index, block) in blocks.iter().enumerate() {
        let width = least + to_share * block.span.len() as f64 / bytes.max(1) as f64;
        stretches.push(Stretch {
            block: index,
            span: block.span,
            x,
            width,
        });
        x += width + gap;
    }
    stretches
}

/// Where on the bar a byte of the text stands.
fn foot(stretches: &[Stretch], byte: usize) -> f64 {
    let after = stretches.partition_point(|stretch| stretch.span.start <= byte);
    let Some(stretch) = after.checked_sub(1).and_then(|index| stretches.get(index)) else {
        return 0.0;
    };
    let share = (byte - stretch.span.start) as f64 / stretch.span.len().max(1) as f64;
    stretch.x + stretch.width * share.min(1.0)
}

/// For each marker (they come from left to right) the lowest row in which it touches no other.
fn rows(feet: &[f64]) -> Vec<usize> {
    let mut ends: Vec<f64> = Vec::new();
    let place = |foot: &f64| {
        let row = ends
            .iter()
            .position(|end| *end <= centre(*foot))
            .unwrap_or(ends.len());
        if row == ends.len() {
            ends.push(0.0);
        }
        ends[row] = centre(*foot) + MARKER_SPACE;
        row
    };
    feet.iter().map(place).collect()
}

/// The middle of a marker: above its foot, but within the map.
fn centre(foot: f64) -> f64 {
    foot.clamp(MARKER / 2.0, WIDTH - MARKER / 2.0)
}

fn map_block(stretch: &Stretch, article: &ArticleReport, places: &Places) -> MapBlock {
    let block = &article.blocks[stretch.block];
    let label = if stretch.width < LABELLED {
        String::new()
    } else {
        label(block, places.number(stretch.block))
    };
    MapBlock {
        x: units(stretch.x),
        width: units(stretch.width),
        middle: units(stretch.x + stretch.width / 2.0),
        label,
        boilerplate: block.boilerplate,
    }
}

fn marker(finding: &Marked, foot: f64, row: usize, bar: f64) -> Marker {
    let top = bar - 2.0 - (row + 1) as f64 * MARKER_SPACE + (MARKER_SPACE - MARKER);
    // The weight of a triangle sits low, and so must the number in it.
    let baseline = if finding.severity == Severity::Major {
        19.5
    } else {
        16.0
    };
    Marker {
        number: finding.number,
        anchor: finding.anchor.clone(),
        severity: finding.severity,
        outline: outline(finding.severity),
        left: units(centre(foot) - MARKER / 2.0),
        top: units(top),
        middle: units(centre(foot)),
        text_y: units(top + baseline),
        foot: units(foot),
        bottom: units(top + MARKER),
    }
}

/// The shapes that the style sheet gives the severities, as SVG paths: an octagon, a triangle, a diamond, a circle.
/// Drawn here and not by `<use>`, for which a browser copies the symbol each time.
fn outline(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "M7.2 0h9.6L24 7.2v9.6L16.8 24H7.2L0 16.8V7.2z",
        Severity::Major => "M12 0l12 23H0z",
        Severity::Minor => "M12 0l12 12-12 12L0 12z",
        Severity::Info => "M12 1a11 11 0 1 1 0 22a11 11 0 1 1 0-22z",
    }
}

/// One decimal is finer than a pixel; more would only fatten the file.
fn units(length: f64) -> String {
    format!("{length:.1}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_that_would_touch_go_up_a_row() {
        assert_eq!(rows(&[0.0, 10.0, 12.0, 100.0]), [0, 1, 2, 0]);
        assert_eq!(rows(&[950.0, 960.0]), [0, 1]);
    }

    #[test]
    fn the_bar_is_filled_by_the_blocks() {
        let article = crate::sample::report().articles[1].clone();
        let stretches = stretches(&article);
        let last = stretches.last().unwrap();
        assert!(
            (last.x + last.width - WIDTH).abs() < 0.01,
            "{} + {}",
            last.x,
            last.width
        );
        assert!(
            stretches
                .windows(2)
                .all(|pair| pair[0].x + pair[0].width < pair[1].x)
        );
    }

    #[test]
    fn feet_stand_in_their_blocks() {
        let article = crate::sample::report().articles[1].clone();
        let stretches = stretches(&article);
        for stretch in &stretches {
            let foot = foot(&stretches, stretch.span.end - 1);
            assert!(stretch.x <= foot && foot <= stretch.x + stretch.width);
        }
        assert!(foot(&stretches, usize::MAX).is_finite());
        assert!(foot(&[], 3).abs() < f64::EPSILON);
    }
}
