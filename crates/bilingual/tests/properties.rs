//! What holds for any text.

use std::time::Instant;

use bilingual::{Acronyms, Certainty, MismatchKind, Side, check_segment, languages};
use proptest::prelude::*;
use text::Lang;

/// Sentences of every language around a number of five digits.
const SENTENCES: [(&str, &str, &str); 10] = [
    ("ru", "В городе живут ", " человек, сообщает мэр."),
    ("uk", "У місті живуть ", " людей, каже мер."),
    ("de", "In der Stadt leben ", " Menschen, sagt sie."),
    ("cs", "Ve městě žije ", " obyvatel, uvedl úřad."),
    ("pl", "W mieście mieszka ", " osób, podał urząd."),
    ("fr", "La ville compte ", " habitants, dit le maire."),
    ("es", "La ciudad tiene ", " habitantes, dice ella."),
    ("it", "La città conta ", " abitanti, dice il sindaco."),
    ("zh", "该市有", "人。"),
    ("ja", "市には", "人がいる。"),
];

fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[0-9]{1,7}",
        "[.,:/'–~-]",
        Just(" ".to_owned()),
        prop::sample::select(vec![
            "тыс.",
            "млн",
            "двадцать",
            "пять",
            "июля",
            "Uhr",
            "Mio.",
            "vierundzwanzig",
            "万",
            "億",
            "三",
            "十",
            "百",
            "千",
            "年",
            "月",
            "半",
            "％",
            "½",
            "⁄",
            "XIV",
            "XVe",
            "МИД",
            "МИБ",
            "IIB",
            "US",
            "half a",
            "million",
            "and a half",
            "twenty",
            "five",
            "p.m.",
            "percent",
            "May",
            "June 5",
            "1990s",
            "COVID-19",
            "24/7",
            "miles",
            "°",
            "?",
            "か",
            "令和",
            "割",
            "１２",
            "٣",
            "\u{a0}",
            "ё",
            "п’ять",
            "e\u{301}",
            "\u{200b}",
            "𠀀",
            "\n",
        ])
        .prop_map(str::to_owned),
        "\\PC{0,3}",
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

fn tags() -> impl Strategy<Value = Option<Lang>> {
    let tags: Vec<&str> = languages().into_iter().chain(["fi", "ar"]).collect();
    prop::sample::select(tags).prop_map(Lang::from_tag)
}

proptest! {
    #[test]
    fn any_text_is_read_and_every_place_is_one(original in pieces(), english in pieces(), lang in tags()) {
        let found = check_segment(Side::whole(&original, lang), Side::whole(&english, None), &Acronyms::default());
        for m in found {
            prop_assert!(m.translation.get(&english).is_some());
            prop_assert!(m.original.is_none_or(|span| span.get(&original).is_some()));
            prop_assert!(!m.message.is_empty());
        }
    }

    #[test]
    fn a_text_beside_itself_has_no_finding(text in pieces(), lang in tags()) {
        let found = check_segment(Side::whole(&text, lang), Side::whole(&text, None), &Acronyms::default());
        prop_assert_eq!(found, vec![]);
    }

    #[test]
    fn digits_beside_themselves_have_no_finding(numbers in prop::collection::vec(0u32..2_000_000, 0..8), lang in tags()) {
        let list = |mark: &str| numbers.iter().map(u32::to_string).collect::<Vec<_>>().join(mark);
        let (original, english) = (list("; ") + ".", list("; "));
        let found = check_segment(Side::whole(&original, lang), Side::whole(&english, None), &Acronyms::default());
        prop_assert_eq!(found, vec![]);
    }

    #[test]
    fn a_swapped_number_is_the_only_finding(
        (at, right, wrong) in (0..SENTENCES.len(), 10_000u32..100_000, 10_000u32..100_000)
            .prop_filter("rounded, or far apart", |(_, a, b)| {
                let (small, large) = (f64::from(*a.min(b)), f64::from(*a.max(b)));
                small < large * 0.95 && small * 3. > large
            })
    ) {
        let (tag, before, after) = SENTENCES[at];
        let original = format!("{before}{right}{after}");
        let english = |number: u32| format!("The city has {number} inhabitants, they say.");
        let check = |english: &str| check_segment(Side::whole(&original, Lang::from_tag(tag)), Side::whole(english, None), &Acronyms::default());
        prop_assert_eq!(check(&english(right)), vec![]);
        let faulty = english(wrong);
        let found = check(&faulty);
        prop_assert_eq!(found.len(), 1);
        prop_assert_eq!(found[0].certainty, Certainty::Certain);
        prop_assert!(matches!(found[0].kind, MismatchKind::Number | MismatchKind::Scale));
        prop_assert_eq!(&faulty[found[0].translation], wrong.to_string());
        prop_assert_eq!(&original[found[0].original.unwrap()], right.to_string());
        let shown = found[0].replacement.as_deref().map(|r| r.replace(',', ""));
        prop_assert_eq!(shown, Some(right.to_string()));
    }
}

#[test]
fn takes_time_in_proportion_to_the_text() {
    let text = |lines: u32, from: u32| {
        let line = |i: u32| {
            let (number, thousands, year) = (i * 7 + from, i * 3, i % 90);
            format!("{number}; {i},{thousands} МИД EUFA 3{thousands} июля 19{year:02} dass es nicht so, ")
        };
        (0..lines).map(line).collect::<Vec<_>>().concat()
    };
    let seconds = |lines: u32| {
        let (original, english) = (text(lines, 1), text(lines, 5).replace("июля", "June 3 miles"));
        let start = Instant::now();
        for tag in ["ru", "de", "zh"] {
            let _ = check_segment(
                Side::whole(&original, Lang::from_tag(tag)),
                Side::whole(&english, None),
                &Acronyms::default(),
            );
        }
        start.elapsed().as_secs_f64()
    };
    // Other programs only ever make a measurement longer: the best of several rounds is what the work takes.
    let (mut small, mut large) = (f64::MAX, f64::MAX);
    for _ in 0..12 {
        small = small.min(seconds(400));
        large = large.min(seconds(4000));
        if large <= small * 12. {
            return;
        }
    }
    panic!("ten times the text took {:.1} times as long", large / small);
}
