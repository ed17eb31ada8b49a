//! Measures the checks of pairs of segments.
//!
//! `segments minimal FILE`: minimal pairs. How many of the planted faults are found, and how many of the clean sides are flagged.
//! `segments rows FILE`: translations. What is found per 1,000 words, by language and kind of translation.
//! `segments misses FILE`: replaced numbers that are not called certain.
//! `segments names FILE`: changed names that are missed, and names of clean sides that are flagged.
//! `segments list FILE KIND`: every finding of a kind (`certain`, or a [`MismatchKind`]) with both sides.
//! `segments speed FILE`: bytes of both sides a second.
//! `segments compared FILE`: what `compare` finds in each pair, taken as two whole texts: number of the line, certainty, kind,
//! place and message. `segments links FILE`: the links of their sentences as well, with confidence and likeness.
//!
//! A line of FILE (`.gz` or plain) is a JSON object with `lang_pair` ("ru-en"), `src`, `text`, and of minimal pairs `clean` and
//! `pert`.
#![allow(clippy::print_stdout, reason = "an example shows what it measured")]

use std::{
    collections::{BTreeMap, HashSet},
    fs::File,
    io::{BufRead, BufReader, Read},
    path::Path,
    time::Instant,
};

use bilingual::{Acronyms, Certainty, Mismatch, MismatchKind, Side, Words, check_segment, compare};
use serde_json::Value;
use text::{Lang, Text};

fn main() -> std::io::Result<()> {
    let args: Vec<String> = std::env::args().collect();
    let rows = read(&args[2])?;
    match args[1].as_str() {
        "minimal" => minimal(&rows),
        "rows" => per_words(&rows),
        "list" => list(&rows, &args[3..]),
        "misses" => misses(&rows),
        "names" => lost_names(&rows),
        "speed" => speed(&rows),
        "compared" => compared(&rows, false),
        "links" => compared(&rows, true),
        other => println!("{other} is no measurement"),
    }
    Ok(())
}

struct Row {
    tag: String,
    lang: Option<Lang>,
    system: String,
    kind: String,
    fault: String,
    original: String,
    english: String,
    clean: String,
}

fn read(path: &str) -> std::io::Result<Vec<Row>> {
    let file = File::open(path)?;
    let input: Box<dyn Read> = if Path::new(path).extension().is_some_and(|e| e == "gz") {
        Box::new(flate2::read::MultiGzDecoder::new(file))
    } else {
        Box::new(file)
    };
    BufReader::new(input)
        .lines()
        .map(|line| Ok(row(&serde_json::from_str(&line?)?)))
        .collect()
}

fn row(json: &Value) -> Row {
    let field = |name: &str| json[name].as_str().unwrap_or_default().to_owned();
    let tag = tag(field("lang_pair").trim_end_matches("-en"));
    Row {
        lang: Lang::from_tag(&tag),
        tag,
        system: field("system"),
        kind: field("kind"),
        fault: field("pert"),
        original: field("src"),
        english: field("text"),
        clean: field("clean"),
    }
}

fn tag(name: &str) -> String {
    match name {
        "chinese_simple" => "zh",
        "japanese" => "ja",
        "german" => "de",
        "french" => "fr",
        "spanish" => "es",
        "italian" => "it",
        "polish" => "pl",
        "czech" => "cs",
        "russian" => "ru",
        "hindi" => "hi",
        other => other,
    }
    .to_owned()
}

impl Row {
    fn check(&self, english: &str) -> Vec<Mismatch> {
        let terms = Acronyms::default();
        check_segment(
            Side::whole(&self.original, self.lang),
            Side::whole(english, Some(Lang::ENGLISH)),
            &terms,
        )
    }
}

fn is_number(m: &Mismatch) -> bool {
    use MismatchKind::{Date, Number, NumberHint, Scale};
    matches!(m.kind, Number | NumberHint | Scale | Date)
}

/// Whether it is a name that stands on the one side, on the other, or another one on each.
fn is_name(m: &Mismatch, added: bool, lost: bool) -> bool {
    m.kind == MismatchKind::Name && m.translation.is_empty() != added && m.original.is_some() == lost
}

fn is_certain(m: &Mismatch) -> bool {
    m.certainty == Certainty::Certain
}

/// Planted faults: the part of their name that tells them, what they and those found are counted as, and what finds them.
const FAULTS: [(&str, &str, &str, MismatchKind); 4] = [
    ("_id9_", "id9", "id9-any", MismatchKind::Name),
    ("_id25_", "id25", "id25-any", MismatchKind::Name),
    ("_id8_", "id8", "id8-any", MismatchKind::Negation),
    ("_id19_", "id19", "id19-any", MismatchKind::Question),
];

/// What a clean side is flagged for.
fn signs(clean: &[Mismatch]) -> Vec<(&'static str, bool)> {
    let any = |sign: &dyn Fn(&Mismatch) -> bool| clean.iter().any(sign);
    let others = [MismatchKind::Name, MismatchKind::Negation, MismatchKind::Question];
    vec![
        ("clean", true),
        ("clean-certain", any(&is_certain)),
        (
            "clean-any-number",
            any(&|m| is_number(m) && !m.translation.is_empty()),
        ),
        (
            "clean-missing",
            any(&|m| is_number(m) && m.translation.is_empty()),
        ),
        ("clean-question", any(&|m| m.kind == MismatchKind::Question)),
        ("clean-negation", any(&|m| m.kind == MismatchKind::Negation)),
        ("clean-name-added", any(&|m| is_name(m, true, false))),
        ("clean-name-lost", any(&|m| is_name(m, false, true))),
        ("clean-name-both", any(&|m| is_name(m, true, true))),
        (
            "clean-other",
            any(&|m| !is_number(m) && !others.contains(&m.kind)),
        ),
    ]
}

type Counts = BTreeMap<String, BTreeMap<&'static str, usize>>;

fn minimal(rows: &[Row]) {
    let mut seen = HashSet::new();
    let mut counts = Counts::new();
    let mut add = |row: &Row, what: &'static str, yes: bool| {
        for key in [row.tag.clone(), "all".to_owned()] {
            *counts.entry(key).or_default().entry(what).or_default() += usize::from(yes);
        }
    };
    for row in rows {
        let clean = row.check(&row.clean);
        if seen.insert((row.tag.clone(), row.clean.clone())) {
            for (what, yes) in signs(&clean) {
                add(row, what, yes);
            }
        }
        let new = |faulty: &[Mismatch], keep: &dyn Fn(&Mismatch) -> bool| {
            faulty
                .iter()
                .any(|m| keep(m) && !clean.iter().any(|c| c.kind == m.kind && c.message == m.message))
        };
        match row.fault.as_str() {
            "critical_id10_numbers_replaced" => {
                let faulty = row.check(&row.english);
                add(row, "id10", true);
                add(
                    row,
                    "id10-any",
                    new(&faulty, &|m| is_number(m) && !m.translation.is_empty()),
                );
                add(
                    row,
                    "id10-certain",
                    new(&faulty, &|m| is_number(m) && is_certain(m)),
                );
            }
            fault => {
                if let Some((whole, any, kind)) = FAULTS
                    .iter()
                    .find(|f| fault.contains(f.0))
                    .map(|f| (f.1, f.2, f.3))
                {
                    let faulty = row.check(&row.english);
                    add(row, whole, true);
                    add(row, any, new(&faulty, &|m| m.kind == kind));
                }
            }
        }
    }
    for (lang, counts) in &counts {
        println!("{lang:4} {counts:?}");
    }
    let of = |langs: &[&str], what: &str| {
        langs
            .iter()
            .filter_map(|l| counts.get(*l)?.get(what))
            .sum::<usize>() as f64
    };
    for langs in [&["all"][..], &["ru", "de", "fr", "es", "it", "pl", "cs"]] {
        println!(
            "{langs:?}: any {:.1} %, certain {:.1} %",
            100. * of(langs, "id10-any") / of(langs, "id10"),
            100. * of(langs, "id10-certain") / of(langs, "id10")
        );
    }
}

fn lost_names(rows: &[Row]) {
    for row in rows
        .iter()
        .filter(|row| row.fault.contains("id9_") || row.fault.contains("id25_"))
    {
        let clean = row.check(&row.clean);
        let of_name = |m: &&Mismatch| m.kind == MismatchKind::Name;
        let faulty = row.check(&row.english);
        let new = faulty
            .iter()
            .filter(of_name)
            .any(|m| !clean.iter().any(|c| c.message == m.message));
        let alarm = clean.iter().find(of_name).map(|m| m.message.as_str());
        if !new || alarm.is_some() {
            println!(
                "[{} {} {alarm:?}]\n  {}\n  {}\n  {}",
                row.tag, row.fault, row.original, row.clean, row.english
            );
        }
    }
}

fn misses(rows: &[Row]) {
    for row in rows {
        let clean = row.check(&row.clean);
        let is_number_fault = row.fault.contains("id10_");
        if !is_number_fault {
            continue;
        }
        let faulty = row.check(&row.english);
        let any = faulty
            .iter()
            .any(|m| is_number(m) && !m.translation.is_empty() && !clean.contains(m));
        let certain = faulty.iter().any(|m| is_number(m) && is_certain(m));
        if !certain {
            println!(
                "[{} {}]\n  {}\n  {}\n  {}",
                row.tag,
                if any { "look" } else { "none" },
                row.original,
                row.clean,
                row.english
            );
        }
    }
}

fn per_words(rows: &[Row]) {
    let mut words: BTreeMap<String, f64> = BTreeMap::new();
    let mut found: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    for row in rows {
        let key = format!("{} {}", row.tag, row.kind);
        *words.entry(key.clone()).or_default() += row.english.split_whitespace().count() as f64;
        for m in row.check(&row.english) {
            let missing = if m.kind == MismatchKind::NumberHint && m.translation.is_empty() {
                "-missing"
            } else {
                ""
            };
            let kind = format!("{:?}-{:?}{missing}", m.certainty, m.kind);
            let kinds = found.entry(key.clone()).or_default();
            *kinds.entry(kind).or_default() += 1;
            if is_certain(&m) {
                *kinds.entry("Certain".to_owned()).or_default() += 1;
            }
        }
    }
    for (key, words) in words {
        let shares: Vec<String> = found
            .entry(key.clone())
            .or_default()
            .iter()
            .map(|(k, n)| format!("{k} {:.2}", 1000. * *n as f64 / words))
            .collect();
        println!("{key} ({words} words): {}", shares.join(", "));
    }
}

fn list(rows: &[Row], kinds: &[String]) {
    let mut seen = HashSet::new();
    for row in rows {
        for m in row.check(if row.english.is_empty() {
            &row.clean
        } else {
            &row.english
        }) {
            let kind = format!("{:?}", m.kind);
            let wanted = kinds
                .iter()
                .any(|k| *k == kind || k == "certain" && is_certain(&m));
            let chosen = kinds
                .iter()
                .skip(1)
                .all(|k| k == &row.kind || k == &row.tag || !k.contains('-') && k.len() > 2);
            if wanted && chosen && seen.insert((row.original.clone(), m.message.clone())) {
                println!(
                    "[{} {} {:?} {:?}] {} | {:?} | {:?}\n  {}\n  {}",
                    row.tag,
                    row.system,
                    m.certainty,
                    m.kind,
                    m.message,
                    m.note,
                    m.replacement,
                    row.original,
                    row.english
                );
            }
        }
    }
}

fn speed(rows: &[Row]) {
    let bytes: usize = rows.iter().map(|r| r.original.len() + r.english.len()).sum();
    let start = Instant::now();
    let found: usize = rows.iter().map(|r| r.check(&r.english).len()).sum();
    let seconds = start.elapsed().as_secs_f64();
    println!("{found} findings, {:.1} MB/s", bytes as f64 / 1e6 / seconds);
}

fn compared(rows: &[Row], with_links: bool) {
    for (at, row) in rows.iter().enumerate() {
        let Some(language) = row.lang else { continue };
        let translation = Text::plain(row.english.as_str());
        let comparison = compare(
            &Text::plain(row.original.as_str()),
            language,
            &translation,
            &Words::default(),
        );
        for link in comparison.links.iter().filter(|_| with_links) {
            println!(
                "{at}\tlink\t{:?}\t{:?}\t{:.2}\t{:.2}",
                link.original, link.translation, link.confidence, link.likeness.value
            );
        }
        for m in comparison.mismatches {
            println!(
                "{at}\t{:?}\t{:?}\t{}\t{}",
                m.certainty,
                m.kind,
                translation.string[m.translation].replace(['\n', '\t'], " "),
                m.message
            );
        }
    }
}
