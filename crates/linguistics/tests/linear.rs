//! The cost of a text grows with its length and no faster, whatever stands in it: 10 times the text may cost 12 times
//! the time. A feed is a stranger's text, and one megabyte of brackets must not stop a run.

use std::time::{Duration, Instant};

use linguistics::check::check;
use linguistics::document::Document;
use linguistics::likelihood;
use linguistics::rules;

/// Bytes of the longer text; the shorter one has a tenth.
const LONG: usize = if cfg!(debug_assertions) {
    200_000
} else {
    1_000_000
};

/// What a busy machine may add to the longer run.
const SLACK: Duration = Duration::from_millis(500);

/// Pieces of which a text is made by repetition: one shape of hostile or merely odd text each.
const PIECES: [&str; 27] = [
    "(",
    "((A) ",
    "[",
    "“",
    "\"a",
    "«",
    "«a ",
    ",",
    ". ",
    "…",
    "a",
    "a ",
    "A ",
    "word ",
    "the the ",
    "Ab Cd ",
    "ABC (ABC) ",
    "Sergei Sergey ",
    "a/b / ",
    "a b, ",
    "and a ",
    "a b c d, ",
    "1,5 1.",
    "в ",
    "中",
    "<unk>&quot;@@",
    "a\n\n",
];

fn cost(piece: &str, length: usize) -> Duration {
    let text = piece.repeat(length / piece.len());
    let start = Instant::now();
    let doc = Document::new(&text);
    let findings = check(&doc, rules::ALL);
    // Asked whatever the language: `judge` would leave most of these texts alone.
    let rates = likelihood::rates(&doc);
    let cost = start.elapsed();
    assert!(
        rates.is_none_or(|rates| rates.iter().all(|rate| rate.is_finite())),
        "{piece:?}"
    );
    assert!(
        findings.iter().all(|finding| finding.span.end <= text.len()),
        "{piece:?}"
    );
    cost
}

#[test]
fn ten_times_the_text_costs_ten_times_the_time() {
    cost("The first check loads the tables. ", 1000);
    let mut slow = Vec::new();
    for piece in PIECES {
        let short = cost(piece, LONG / 10).max(cost(piece, LONG / 10));
        let long = cost(piece, LONG);
        if long > short * 12 + SLACK {
            slow.push(format!("{piece:?} repeated: {short:?}, then {long:?}"));
        }
    }
    assert!(slow.is_empty(), "{}", slow.join("\n"));
}

/// A sentence that begins with marks, and names behind them.
#[test]
fn names_behind_marks_cost_no_more() {
    let cost = |length: usize| {
        let text = format!(
            "{}{}",
            "(".repeat(length),
            " met Sergei Ab, Serhiy Cd".repeat(length / 20)
        );
        let start = Instant::now();
        let _ = check(&Document::new(&text), rules::ALL);
        start.elapsed()
    };
    let (short, long) = (cost(LONG / 10), cost(LONG));
    assert!(long <= short * 12 + SLACK, "{short:?}, then {long:?}");
}

/// All names of the article differ, and many of them by one letter behind the same first name.
#[test]
fn many_names_cost_no_more_than_few() {
    let names = |count: usize| {
        let name = |n: usize| {
            let letter =
                |shift: u32| char::from(b'a' + u8::try_from((n / 26_usize.pow(shift)) % 26).unwrap());
            let first = n % 50;
            format!(
                "met Joan{} Bo{}{}{}{}rik. ",
                "o".repeat(first % 7),
                letter(0),
                letter(1),
                letter(2),
                letter(3)
            )
        };
        (0..count).map(name).collect::<String>()
    };
    let cost = |count| {
        let text = names(count);
        let start = Instant::now();
        let _ = check(&Document::new(&text), rules::ALL);
        start.elapsed()
    };
    let (short, long) = (cost(2_000), cost(20_000));
    assert!(long <= short * 12 + SLACK, "{short:?}, then {long:?}");
}
