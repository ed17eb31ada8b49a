//! What holds of any two texts.

#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use std::time::{Duration, Instant};

use bilingual::{Certainty, Comparison, Words, compare};
use proptest::prelude::*;
use text::{Lang, Span, Text};

const TAGS: [&str; 8] = ["ru", "uk", "de", "cs", "zh", "ja", "ar", "en"];

fn language(index: usize) -> Lang {
    Lang::from_tag(TAGS[index % TAGS.len()]).unwrap()
}

fn assert_sound(comparison: &Comparison, original: &Text, translation: &Text) {
    let sound =
        |span: Span, text: &Text| assert!(span.get(&text.string).is_some(), "{span:?} of {:?}", text.string);
    for mismatch in &comparison.mismatches {
        sound(mismatch.translation, translation);
        if let Some(span) = mismatch.original {
            sound(span, original);
        }
    }
    // Every sentence of either side is in exactly one link, in order.
    let (mut at, mut at_translation) = (0, 0);
    for link in &comparison.links {
        assert_eq!(
            (link.original.start, link.translation.start),
            (at, at_translation)
        );
        (at, at_translation) = (link.original.end, link.translation.end);
        assert!((0.0..=1.0).contains(&link.confidence));
    }
    assert_eq!(
        (at, at_translation),
        (comparison.original.len(), comparison.translation.len())
    );
}

/// Texts of sentences in several scripts.
fn words() -> impl Strategy<Value = String> {
    let sentence = prop::sample::select(vec![
        "The council met on 3 June. ",
        "Суд начался в 2019 г. ",
        "会议在周三举行。",
        "「賛成だ。」と述べた。",
        "\n\n",
        "- ",
        "15 000 ",
        "Dr. Weber kam. ",
        "… ",
        "?! ",
        "ハリス",
        "二十三日",
        "'s ",
        "a",
        "Ё",
        "\u{301}",
        "٣٤ ",
        "𠀀",
        "％",
    ]);
    prop::collection::vec(sentence, 0..40).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_two_texts_can_be_compared(a in words(), b in words(), index in 0usize..8) {
        let (original, translation) = (Text::plain(a), Text::plain(b));
        let comparison = compare(&original, language(index), &translation, &Words::default());
        assert_sound(&comparison, &original, &translation);
    }

    #[test]
    fn any_characters_can_be_compared(a in any::<String>(), b in any::<String>(), index in 0usize..8) {
        let (original, translation) = (Text::plain(a), Text::plain(b));
        let comparison = compare(&original, language(index), &translation, &Words::default());
        assert_sound(&comparison, &original, &translation);
    }

    #[test]
    fn a_text_beside_itself_has_no_finding(a in words(), index in 0usize..8) {
        let original = Text::plain(a);
        let comparison = compare(&original, language(index), &original, &Words::default());
        let findings: Vec<_> = comparison.mismatches.iter().map(|m| &m.message).collect();
        prop_assert!(findings.is_empty(), "{findings:?} {:?}", comparison.links);
    }
}

#[test]
fn a_long_text_beside_itself_is_aligned_one_to_one() {
    let text = long(40);
    let comparison = compare(&text, language(0), &text, &Words::default());
    assert!(
        comparison
            .links
            .iter()
            .all(|link| link.original == link.translation && link.original.len() == 1)
    );
    assert_eq!(comparison.mismatches, []);
    assert!(comparison.confidence > 0.9);
}

#[test]
fn one_side_many_times_as_long_as_the_other_is_no_trouble() {
    for (a, b) in [(1, 900), (900, 1), (3, 700), (700, 3)] {
        let (original, translation) = (long(a), long(b));
        let comparison = compare(&original, language(0), &translation, &Words::default());
        assert_sound(&comparison, &original, &translation);
    }
}

#[test]
fn cost_is_in_proportion_to_the_texts() {
    let (short, long) = (long(300), long(3000));
    let measure = |text: &Text| {
        let start = Instant::now();
        let _ = compare(text, language(0), text, &Words::default());
        start.elapsed()
    };
    // Other programs only ever make a measurement longer: the best of several rounds is what the work takes.
    let (mut least, mut most) = (Duration::MAX, Duration::MAX);
    for _ in 0..12 {
        least = least.min(measure(&short));
        most = most.min(measure(&long));
        if most <= least * 12 {
            return;
        }
    }
    panic!("{most:?} for ten times what took {least:?}");
}

const TOWNS: [(&str, &str); 12] = [
    ("Волгограде", "Volgograd"),
    ("Пензе", "Penza"),
    ("Тамбове", "Tambov"),
    ("Самаре", "Samara"),
    ("Вологде", "Vologda"),
    ("Курске", "Kursk"),
    ("Магадане", "Magadan"),
    ("Саратове", "Saratov"),
    ("Рязани", "Ryazan"),
    ("Омске", "Omsk"),
    ("Кирове", "Kirov"),
    ("Брянске", "Bryansk"),
];

proptest! {
    #[test]
    fn numbers_that_change_places_are_found_and_nothing_else(
        (one, other, seed) in (0..TOWNS.len(), 0..TOWNS.len(), 0usize..1000)
            // Two neighbours that differ in nothing but name and number may be taken for one stretch on either side.
            .prop_filter("neighbours", |(one, other, _)| one.abs_diff(*other) > 2)
    ) {
        // Each is more than 5 % from the others and none is three times another.
        let number = |town: usize| 20_011 + (town * 7 + seed) % 12 * 2_503;
        let original: Vec<String> = TOWNS
            .iter()
            .enumerate()
            .map(|(at, (town, _))| format!("В {town} по данным мэрии живут {} пенсионеров.", number(at)))
            .collect();
        let english = |places: &dyn Fn(usize) -> usize| -> Vec<String> {
            TOWNS
                .iter()
                .enumerate()
                .map(|(at, (_, town))| format!("In {town}, {} pensioners live according to the city hall.", number(places(at))))
                .collect()
        };
        let original = Text::plain(original.join("\n\n"));
        let faithful = Text::plain(english(&|at| at).join("\n\n"));
        let found = compare(&original, language(0), &faithful, &Words::default()).mismatches;
        prop_assert_eq!(found, vec![]);
        let swapped = |at: usize| if at == one { other } else if at == other { one } else { at };
        let swapped = Text::plain(english(&swapped).join("\n\n"));
        let comparison = compare(&original, language(0), &swapped, &Words::default());
        let mut marked: Vec<&str> = comparison
            .mismatches
            .iter()
            .filter(|mismatch| mismatch.certainty == Certainty::Certain)
            .map(|mismatch| &swapped.string[mismatch.translation])
            .collect();
        marked.sort_unstable();
        let mut expected = [number(one).to_string(), number(other).to_string()];
        expected.sort_unstable();
        prop_assert_eq!(&marked, &expected);
        prop_assert_eq!(comparison.mismatches.len(), 2, "{:?}", comparison.mismatches);
    }
}

/// A text of so many sentences, no two of them alike.
fn long(sentences: usize) -> Text {
    let names = ["Vologda", "Orsk", "Penza", "Tomsk", "Bryansk", "Kazan", "Perm"];
    let things = ["bridge", "school", "museum", "station", "hospital"];
    let mut string = String::new();
    for index in 0..sentences {
        let (name, thing) = (names[index % names.len()], things[index % things.len()]);
        let sentence = format!(
            "The {thing} number {} in {name} was opened {} years ago. ",
            index * 7 + 3,
            index % 97
        );
        string += &sentence;
        if index % 4 == 3 {
            string += "\n\n";
        }
    }
    Text::plain(string)
}
