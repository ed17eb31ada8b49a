//! The cost of a text grows with its length and no faster, whatever stands in it: 10 times the text may cost 12 times
//! the time. A feed is a stranger's text, and one megabyte of brackets must not stop a run.
//!
//! What counts is the time that this thread was on a processor, at its least of a few attempts, for the short text and for the long
//! one: other work on the machine adds to an attempt now and then, and takes nothing from any. What grows with the square is as
//! slow at its least.

use std::time::Duration;

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

/// What the longer run may take in addition: caches that are too small for it, and clocks that jump.
const SLACK: Duration = Duration::from_millis(50);

/// How often a cost that seems to grow too fast is measured.
const ATTEMPTS: usize = 6;

/// The time that this thread was on a processor.
#[cfg(unix)]
fn now() -> Duration {
    use rustix::time::{ClockId, clock_gettime};
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::try_from(time).expect("a thread has not run for less than no time")
}

/// The time since the test began: elsewhere there is no other clock.
#[cfg(not(unix))]
fn now() -> Duration {
    use std::sync::LazyLock;
    use std::time::Instant;
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    START.elapsed()
}

/// What some work costs, and what it gives.
fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = now();
    let done = work();
    (done, now().saturating_sub(start))
}

fn grows_faster_than_text(short: Duration, long: Duration) -> bool {
    long > short * 12 + SLACK
}

/// Pieces of which a text is made by repetition: one shape of hostile or merely odd text each.
const PIECES: [&str; 47] = [
    // Brackets and quotation marks, alone and with little between them.
    "(",
    "((A) ",
    "( a ",
    "( a",
    "[",
    "“",
    "”",
    "'",
    "a'",
    "\"",
    "\"a",
    "« ",
    "«",
    "«a ",
    // Marks that end clauses and sentences.
    ",",
    ".",
    ". ",
    "! (",
    "! “",
    "?)",
    "…",
    "。",
    ".a",
    "1.",
    "1,",
    "1.A,",
    // One word, one letter, capitals.
    "a",
    "a ",
    "A ",
    "word ",
    "the the ",
    "Ab Cd ",
    "Abcd ",
    "ABC (ABC) ",
    "Sergei Sergey ",
    "a/b / ",
    "a b, ",
    "and a ",
    "a b c d, ",
    // Numbers, other scripts, codes, blocks.
    "1 ",
    "1,5 1.",
    "в ",
    "中",
    "\u{301}",
    "a\u{301}'",
    "<unk>&quot;@@",
    "a\n\n",
];

/// Texts in which something stands before the repetition that makes all of it matter.
const OPENINGS: [(&str, &str); 6] = [
    ("A.", "("),
    ("A.", "”"),
    ("A. ", "\t "),
    ("Щ.", "« "),
    ("A.", "1"),
    ("www.", "a."),
];

/// The time for the document, and for each rule by its name.
fn costs(opening: &str, piece: &str, length: usize) -> Vec<(&'static str, Duration)> {
    let text = format!("{opening}{}", piece.repeat(length / piece.len()));
    let (doc, cost) = timed(|| Document::new(&text));
    let mut costs = vec![("the document", cost)];
    for rule in rules::ALL {
        let (findings, cost) = timed(|| check(&doc, &[rule]));
        costs.push((rule.name, cost));
        assert!(
            findings.iter().all(|finding| finding.span.end <= text.len()),
            "{piece:?}"
        );
    }
    // Asked whatever the language: `judge` would leave most of these texts alone.
    let (rates, cost) = timed(|| likelihood::rates(&doc));
    costs.push(("the likelihood", cost));
    assert!(
        rates.is_none_or(|rates| rates.values.iter().all(|rate| rate.is_finite())),
        "{piece:?}"
    );
    costs
}

/// What grows faster than the text.
fn grows_faster(opening: &str, piece: &str) -> Vec<String> {
    let measured = || {
        let short = costs(opening, piece, LONG / 10);
        let long = costs(opening, piece, LONG);
        let pairs = short.into_iter().zip(long);
        pairs
            .map(|((name, short), (_, long))| (name, short, long))
            .collect::<Vec<_>>()
    };
    let mut least = measured();
    let mut attempts = 1;
    let is_slow = |(_, short, long): &&(_, Duration, Duration)| grows_faster_than_text(*short, *long);
    while attempts < ATTEMPTS && least.iter().any(|cost| is_slow(&cost)) {
        for (least, (_, short, long)) in least.iter_mut().zip(measured()) {
            *least = (least.0, least.1.min(short), least.2.min(long));
        }
        attempts += 1;
    }
    let slow = least.iter().filter(is_slow);
    slow.map(|(name, short, long)| {
        format!("{name}, {opening:?} and {piece:?} repeated: {short:?}, then {long:?}")
    })
    .collect()
}

#[test]
fn ten_times_the_text_costs_ten_times_the_time_for_every_rule() {
    costs("", "The first check loads the tables. ", 1000);
    let texts = PIECES.map(|piece| ("", piece)).into_iter().chain(OPENINGS);
    let slow: Vec<String> = texts
        .flat_map(|(opening, piece)| grows_faster(opening, piece))
        .collect();
    assert!(slow.is_empty(), "{}", slow.join("\n"));
}

/// Asserts that `text` of ten times the length costs at most twelve times as much.
fn assert_linear(text: impl Fn(usize) -> String) {
    let texts = [text(LONG / 10), text(LONG)];
    let mut least = [Duration::MAX; 2];
    for _ in 0..ATTEMPTS {
        for (least, text) in least.iter_mut().zip(&texts) {
            let (_, cost) = timed(|| check(&Document::new(text), rules::ALL));
            *least = cost.min(*least);
        }
        if !grows_faster_than_text(least[0], least[1]) {
            return;
        }
    }
    panic!("ten times the text takes more than 12 times as long: {least:?}");
}

/// The measure itself: what grows with the text passes, and what grows with its square is found out.
#[test]
fn a_square_is_told_from_a_line() {
    const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;
    let work = |steps: usize| {
        let hash = |hash: u64, step: usize| (hash ^ step as u64).wrapping_mul(FACTOR).rotate_left(23);
        timed(|| std::hint::black_box((0..steps).fold(0, hash))).1
    };
    let least = |steps: usize| (0..ATTEMPTS).map(|_| work(steps)).min().unwrap_or_default();
    assert!(!grows_faster_than_text(least(LONG), least(10 * LONG)));
    assert!(grows_faster_than_text(least(LONG), work(100 * LONG)));
}

/// Findings that overlap are settled in time as well.
#[test]
fn many_findings_cost_no_more_than_few() {
    const FAULTS: &str = "Grain , , oil , and / or the the coal ( a ) . ";
    assert_linear(|length| FAULTS.repeat(length / FAULTS.len()));
}

/// Every name has an acronym of its own, and each is wrong.
#[test]
fn many_wrong_acronyms_cost_no_more_than_few() {
    let definition = |n: usize| {
        let [a, b, c] = [0, 1, 2].map(|place| letter(n, place, b'A'));
        format!("The {a}lpha {b}eta {c}amma ({a}{b}Z) met. ")
    };
    assert_linear(|length| (0..length / 30).map(definition).collect());
}

/// One name with many spellings that sound alike, beside many mentions of one of them.
#[test]
fn many_spellings_of_a_name_cost_no_more_than_few() {
    let spelling = |n: usize| {
        let sounds: String = (0..14)
            .map(|bit| if n >> bit & 1 == 1 { "wa" } else { "va" })
            .collect();
        format!("met Ko{sounds}. It met Ko{}. ", "va".repeat(14))
    };
    assert_linear(|length| (0..length / 70).map(spelling).collect());
}

/// A sentence that begins with marks, and names behind them.
#[test]
fn names_behind_marks_cost_no_more() {
    assert_linear(|length| {
        let names = " met Sergei Ab, Serhiy Cd".repeat(length / 20);
        format!("{}{names}", "(".repeat(length))
    });
}

/// All names of the article differ, and many of them by one letter behind the same first name.
#[test]
fn many_names_cost_no_more_than_few() {
    let name = |n: usize| {
        let first = "o".repeat(n % 50 % 7);
        let letters: String = (0..4).map(|place| letter(n, place, b'a')).collect();
        format!("met Joan{first} Bo{letters}rik. ")
    };
    assert_linear(|length| (0..length / 20).map(name).collect());
}

/// The letter at a place of `n` written in base 26, from `first` on.
fn letter(n: usize, place: u32, first: u8) -> char {
    let digit = n / 26_usize.pow(place) % 26;
    char::from(first + u8::try_from(digit).expect("it is below 26"))
}
