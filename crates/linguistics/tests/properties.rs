//! What holds for any text: findings in order and in range, edits that can be applied, and nothing panics.

use linguistics::check::check;
use linguistics::document::Document;
use linguistics::likelihood::{self, Judgement};
use linguistics::rules;
use proptest::prelude::*;

use sound::{assert_sound, corrected};

mod sound;

fn holds(text: &str) {
    let doc = Document::new(text);
    let findings = check(&doc, rules::ALL);
    assert_sound(text, &findings);
    assert_eq!(
        findings,
        check(&Document::new(text), rules::ALL),
        "two runs differ"
    );
    // The corrected text is a text like any other.
    let corrected = corrected(text, &findings);
    assert_sound(&corrected, &check(&Document::new(&corrected), rules::ALL));
}

/// Pieces that rules look for, so that random text meets every rule.
fn news() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just(" "),
        Just("\n\n"),
        Just("\n"),
        Just("."),
        Just(","),
        Just(";"),
        Just("…"),
        Just("..."),
        Just("“"),
        Just("”"),
        Just("\""),
        Just("("),
        Just(")"),
        Just("-"),
        Just("–"),
        Just("/"),
        Just("'s"),
        Just("the"),
        Just("The"),
        Just("a"),
        Just("an"),
        Just("and"),
        Just("of"),
        Just("Security"),
        Just("International"),
        Just("Information"),
        Just("(IIB)"),
        Just("IIB"),
        Just("86.5"),
        Just("thousand"),
        Just("said"),
        Just("Recall"),
        Just("in the framework of"),
        Just("demanded"),
        Just("format"),
        Just("утюг"),
        Just("Kиев"),
        Just("&quot;"),
        Just("<unk>"),
        Just("@@"),
        Just("中国"),
        Just("Post sponsored by"),
        Just("Gazeta"),
        Just("Ru"),
        Just("No"),
        Just("é"),
        Just("e\u{301}"),
        Just("\u{200d}"),
        Just("👩‍🚒"),
        Just("\u{a0}"),
        Just("hour"),
        Just("FBI"),
        Just("Kiev"),
        Just("Kyiv"),
        Just("Sergei"),
        Just("Sergey"),
        Just("Burhan"),
        Just("Gafoor"),
        Just("Ghafoor"),
        Just("«"),
        Just("»"),
        Just("№"),
        Just("75"),
        Just("in the year"),
        Just("2021"),
        Just("year"),
        Just("15"),
        Just("30"),
        Just("o'clock"),
        Just("13.12.2021"),
        Just("4,7"),
        Just("percent"),
        Just("color"),
        Just("colour"),
        Just("harbor"),
        Just("theatre"),
        Just("MKD"),
        Just("OON"),
        Just("National"),
        Just("Tidal"),
        Just("Agency"),
        Just("(NTA)"),
        Just("(NTP)"),
        Just(":"),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

/// The running text must be long enough to be judged, whatever stands in it.
fn is_judged_soundly(text: &str) {
    let sentence = "The council met in the old town hall and heard what the mayor had to say. ";
    let text = format!("{}\n\n{text}", sentence.repeat(likelihood::LEAST_SENTENCES));
    let judgement = likelihood::judge(&Document::new(&text));
    assert_eq!(
        judgement,
        likelihood::judge(&Document::new(&text)),
        "two runs differ"
    );
    let Judgement::Judged(judged) = judgement else {
        return;
    };
    assert!(
        0.0 <= judged.low && judged.low <= judged.probability,
        "{judged:?}"
    );
    assert!(
        judged.probability <= judged.high && judged.high <= 1.0,
        "{judged:?}"
    );
    assert!(judged.reasons.len() <= 3, "{judged:?}");
    assert!(
        judged.reasons.iter().all(|reason| reason.contains(" than in ")),
        "{judged:?}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_text(text in any::<String>()) {
        holds(&text);
    }

    #[test]
    fn any_text_is_judged_soundly(text in any::<String>()) {
        is_judged_soundly(&text);
    }

    #[test]
    fn text_made_of_what_rules_look_for(text in news()) {
        is_judged_soundly(&text);
        holds(&text);
    }

    #[test]
    fn words_and_marks(text in "([a-zA-Z]{1,6}|[.,;:!?\"'()/ …–-]| ){0,40}") {
        holds(&text);
    }
}
