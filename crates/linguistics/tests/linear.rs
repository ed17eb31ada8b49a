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
const SLACK: Duration = Duration::from_millis(100);

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
    let start = Instant::now();
    let doc = Document::new(&text);
    let mut costs = vec![("the document", start.elapsed())];
    for rule in rules::ALL {
        let start = Instant::now();
        let findings = check(&doc, &[rule]);
        costs.push((rule.name, start.elapsed()));
        assert!(
            findings.iter().all(|finding| finding.span.end <= text.len()),
            "{piece:?}"
        );
    }
    // Asked whatever the language: `judge` would leave most of these texts alone.
    let start = Instant::now();
    let rates = likelihood::rates(&doc);
    costs.push(("the likelihood", start.elapsed()));
    assert!(
        rates.is_none_or(|rates| rates.values.iter().all(|rate| rate.is_finite())),
        "{piece:?}"
    );
    costs
}

/// What grows faster than the text; empty as soon as one of three attempts says so, for the machine may be busy.
fn grows_faster(opening: &str, piece: &str) -> Vec<String> {
    let mut slow = Vec::new();
    for _ in 0..3 {
        let short = costs(opening, piece, LONG / 10);
        let long = costs(opening, piece, LONG);
        let pairs = short.into_iter().zip(long);
        slow = pairs
            .filter(|((_, short), (_, long))| *long > *short * 12 + SLACK)
            .map(|((name, short), (_, long))| {
                format!("{name}, {opening:?} and {piece:?} repeated: {short:?}, then {long:?}")
            })
            .collect();
        if slow.is_empty() {
            break;
        }
    }
    slow
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

/// Asserts that `text` of ten times the length costs at most twelve times as much, in one of three attempts.
fn assert_linear(text: impl Fn(usize) -> String) {
    let cost = |length: usize| {
        let text = text(length);
        let start = Instant::now();
        let _ = check(&Document::new(&text), rules::ALL);
        start.elapsed()
    };
    let mut attempts = (0..3).map(|_| (cost(LONG / 10), cost(LONG)));
    assert!(
        attempts.any(|(short, long)| long <= short * 12 + SLACK),
        "ten times the text takes more than 12 times as long"
    );
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
