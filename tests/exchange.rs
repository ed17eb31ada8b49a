//! XLIFF, TMX and PO as a user checks them.

#![allow(clippy::unwrap_used)] // a helper of a test may fail the test

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use support::{check, corpora, wirecheck, wirecheck_in};

fn sample(name: &str) -> PathBuf {
    corpora().join("exchange").join(name)
}

/// Rule, unit, line, column, end of the column, and words of each finding.
fn findings(report: &Value) -> Vec<(String, String, u64, u64, u64, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let found = report["findings"].as_array().unwrap().iter();
    found
        .map(|finding| {
            let unit = &finding["unit"];
            let [line, column, end] = ["line", "column", "end_column"].map(|key| unit[key].as_u64().unwrap());
            (
                text(&finding["rule"]),
                text(&unit["id"]),
                line,
                column,
                end,
                text(&finding["quote"]),
            )
        })
        .collect()
}

/// What the file has where a finding is.
fn words(file: &Path, line: u64, column: u64, end: u64) -> String {
    let text = fs::read_to_string(file).unwrap();
    let line = text.lines().nth(usize::try_from(line).unwrap() - 1).unwrap();
    let [column, end] = [column, end].map(|column| usize::try_from(column).unwrap() - 1);
    line.chars().skip(column).take(end - column).collect()
}

#[test]
fn each_unit_is_compared_with_its_own_original() {
    for (name, expected) in [
        (
            "ru.xlf",
            vec![
                ("original-number", "p1", 15, "15,000"),
                ("duplicated-word", "p2/1", 21, "the "),
                ("original-acronym", "p2/2", 21, "VOZ"),
            ],
        ),
        (
            "de.xlf",
            vec![
                ("original-scale", "u1/s1", 14, "million"),
                ("original-date", "u1/s2", 21, "July"),
            ],
        ),
        ("zh.tmx", vec![("original-scale", "100", 9, "41.76 million")]),
        (
            "ru.po",
            vec![
                ("duplicated-word", "Скопирован %d файл из %s [1]", 17, "the "),
                ("original-number", "strike", 24, "15,000"),
            ],
        ),
    ] {
        let run = check([sample(name)]).expect_code(1);
        let report = run.json();
        let found = findings(&report);
        let told: Vec<_> = found
            .iter()
            .map(|(rule, unit, line, .., quote)| (&**rule, &**unit, *line, &**quote))
            .collect();
        assert_eq!(told.len(), expected.len(), "{name}: {told:?}");
        for (told, (rule, unit, line, part)) in told.iter().zip(expected) {
            assert_eq!((told.0, told.1, told.2), (rule, unit, line), "{name}");
            assert!(told.3.contains(part), "{name}: {told:?}");
        }
        for (_, _, line, column, end, quote) in &found {
            assert_eq!(&words(&sample(name), *line, *column, *end), quote, "{name}");
        }
        assert_eq!(report["articles"].as_array().unwrap().len(), 1);
    }
}

#[test]
fn the_original_stands_beside_and_what_was_left_out_is_told() {
    let run = wirecheck([
        "check".as_ref(),
        sample("ru.xlf").as_os_str(),
        "--format".as_ref(),
        "full".as_ref(),
    ])
    .expect_code(1);
    for line in [
        "original: В забастовке участвуют [11 тысяч] человек. (11 тысяч = 11,000)",
        "where: unit p1, line 15",
        "original: Компания \"Урал\" обещает ответить до конца недели.",
        "(XLIFF 1.2): 8 items, 1 article checked",
        "left out: 1 unit without a translation",
        "left out: 1 unit marked as not to be translated",
        "left out: 1 unit approved or final (--all-units checks them)",
        "Compared with its Russian original (unit by unit), 6 of 6 sentences aligned",
    ] {
        assert!(run.stdout.contains(line), "{line}: {}", run.stdout);
    }
    let sarif = wirecheck_in(
        &corpora().join("exchange"),
        [
            "check",
            "po.po",
            "ru.po",
            "--format",
            "sarif",
            "--config",
            "/dev/null",
        ],
        None,
    );
    let sarif = sarif.expect_code(3).json();
    let place = &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    assert!(
        place["artifactLocation"]["uri"]
            .as_str()
            .unwrap()
            .ends_with("corpora/exchange/ru.po"),
        "{place}"
    );
    assert_eq!(place["region"]["startLine"], 17);
}

#[test]
fn units_that_are_done_are_checked_on_demand() {
    let all = [sample("ru.xlf").into_os_string(), "--all-units".into()];
    let report = check(all).expect_code(1).json();
    assert!(
        findings(&report)
            .iter()
            .any(|found| found.1 == "p4" && found.5 == "50")
    );
}

#[test]
fn other_directions_are_refused_and_damage_costs_only_the_rest() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    let whole = fs::read_to_string(sample("ru.xlf")).unwrap();
    write(
        "from.po",
        "msgid \"\"\nmsgstr \"Language: de\\n\"\n\nmsgid \"A\"\nmsgstr \"B\"\n",
    );
    write("cut.xlf", &whole[..whole.find("<trans-unit id=\"p3\"").unwrap()]);
    write("empty.xlf", "<xliff version='1.2'/>");
    let unit = |text: &str| {
        format!(
            "<tu><tuv xml:lang='de'><seg>{text}</seg></tuv><tuv xml:lang='en'><seg>{text}</seg></tuv></tu>"
        )
    };
    let german = unit("Der Rat der Stadt hat gestern beschlossen, die alte Brücke zu erneuern.");
    let all = format!(
        "<tmx version='1.4'><header srclang='*all*'/><body>{}{german}</body></tmx>",
        unit("Total: 14")
    );
    write("all.tmx", &all);
    write("german.tmx", &all.replace("*all*", "de"));
    let run = |args: &[&str]| {
        let args = ["check", "--format", "concise"].iter().chain(args);
        wirecheck_in(folder.path(), args, None)
    };
    for (args, code, told) in [
        (
            &["from.po"][..],
            3,
            "from.po: line 1: it is a translation from English (en) into German (de), and only translations into English \
             are checked",
        ),
        (
            &["cut.xlf"],
            3,
            "cut.xlf: line 23: the file ends inside of <group>; the units before it were checked",
        ),
        (&["cut.xlf", "--max-losses", "1"], 1, "cut.xlf: line 23: "),
        (&["empty.xlf"], 3, "empty.xlf: holds no unit to check"),
        (
            &["all.tmx"],
            3,
            "all.tmx: line 1: it does not say which language is that of the originals (srclang); --source-lang names it",
        ),
        (
            &["all.tmx", "--source-lang", "de"],
            3,
            "line 1: a translation is not in English and could not be checked",
        ),
        (
            &["german.tmx"],
            3,
            "line 1: a translation is not in English and could not be checked",
        ),
        (
            &["from.po", "--source-lang", "en"],
            2,
            "the originals are in another language than English",
        ),
        (
            &["cut.xlf", "--original", "from.po"],
            2,
            "cut.xlf is a file of units with originals of their own",
        ),
    ] {
        let run = run(args).expect_code(code);
        assert!(run.stderr.contains(told), "{args:?}: {}", run.stderr);
    }
    let cut = run(&["cut.xlf"]);
    assert!(
        cut.stdout.contains("unit p1, line 15: major [original-number]"),
        "{}",
        cut.stdout
    );
}

#[test]
fn a_file_of_which_nothing_is_left_to_check_is_no_failure() {
    let folder = tempfile::tempdir().unwrap();
    let file = "<xliff version='2.0' srcLang='de' trgLang='en'><file id='f'><unit id='u'><segment><source>Ja.</source>\
                </segment></unit></file></xliff>";
    fs::write(folder.path().join("a.xlf"), file).unwrap();
    let run = wirecheck_in(folder.path(), ["check", "a.xlf"], None).expect_code(0);
    assert!(
        run.stdout.contains("Nothing new: 1 unit without a translation"),
        "{}",
        run.stdout
    );
}

#[test]
fn the_language_of_originals_is_told_where_nobody_says_it() {
    let folder = tempfile::tempdir().unwrap();
    let file = fs::read_to_string(sample("ru.po")).unwrap();
    fs::write(
        folder.path().join("a.po"),
        file.replace("\"X-Source-Language: ru\\n\"\n", ""),
    )
    .unwrap();
    let args = ["check", "a.po", "--format", "json", "--fail-on", "never"];
    let report = wirecheck_in(folder.path(), args, None).expect_code(0).json();
    assert_eq!(findings(&report).len(), 2);
    assert_eq!(report["articles"][0]["comparison"]["language"], "ru");
}

#[test]
fn standard_input_and_folders_may_hold_units() {
    let folder = tempfile::tempdir().unwrap();
    let file = fs::read(sample("de.xlf")).unwrap();
    let run = wirecheck_in(folder.path(), ["check", "-", "--format", "json"], Some(&file)).expect_code(1);
    assert_eq!(findings(&run.json()).len(), 2);
    fs::write(folder.path().join("a.xlf"), &file).unwrap();
    fs::write(folder.path().join("b.txt"), "The bridge was closed on Monday.").unwrap();
    let run = wirecheck_in(folder.path(), ["check", ".", "--format", "json"], None).expect_code(1);
    assert_eq!(run.json()["articles"].as_array().unwrap().len(), 2);
}

#[test]
fn placeholders_are_no_words() {
    let folder = tempfile::tempdir().unwrap();
    let pairs = [
        ("%d von %d Dateien kopiert", "Copied %d of %d files"),
        (
            "Möchten Sie „%s“ wirklich löschen?",
            "Do you really want to delete “%s”?",
        ),
        ("{0} Treffer in {1} Sekunden", "{0} results in {1} seconds"),
        ("Zuletzt geändert: %s", "Last modified: %s"),
        (
            "Du hast <b>%1$d</b> neue Nachrichten.",
            "You have <b>%1$d</b> new messages.",
        ),
        ("%s, %s und %d andere", "%s, %s and %d others"),
        ("(%s)", "(%s)"),
        ("Kategorie:", "Category:"),
        ("Suche nach „{{ query }}“ , %s", "Search for “{{ query }}”, %s"),
        ("Abbrechen", "Cancel"),
        ("&Bearbeiten", "&Edit"),
    ];
    let header = "msgid \"\"\nmsgstr \"Language: en\\nX-Source-Language: de\\n\"\n\n";
    let entries =
        pairs.map(|(original, translation)| format!("msgid \"{original}\"\nmsgstr \"{translation}\"\n\n"));
    let file = format!("{header}{}", entries.concat());
    fs::write(folder.path().join("ui.po"), file).unwrap();
    let run = wirecheck_in(folder.path(), ["check", "ui.po", "--format", "json"], None).expect_code(0);
    assert_eq!(
        run.json()["findings"].as_array().unwrap().len(),
        0,
        "{}",
        run.stdout
    );
}

#[test]
fn a_copy_with_notes_is_the_same_when_it_is_made_again() {
    let folder = tempfile::tempdir().unwrap();
    let run = |args: &[&str]| wirecheck_in(folder.path(), ["check", "-q"].iter().chain(args), None);
    for (name, note) in [
        (
            "ru.xlf",
            "<note from=\"wirecheck\" annotates=\"target\">major original-number: 15,000 stands for 11,000 (“15,000”; \
             original: 11 тысяч = 11,000)</note>",
        ),
        (
            "de.xlf",
            "<note category=\"wirecheck\" appliesTo=\"target\">major original-date: July stands for June (“July”; \
             original: Juni = June)</note>",
        ),
    ] {
        fs::copy(sample(name), folder.path().join(name)).unwrap();
        run(&[name, "--annotate", "once.xlf"]).expect_code(1);
        run(&["once.xlf", "--annotate", "twice.xlf"]).expect_code(1);
        run(&["twice.xlf", "--annotate", "twice.xlf"]).expect_code(1);
        let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
        assert!(read("once.xlf").contains(note), "{}", read("once.xlf"));
        assert_eq!(read("once.xlf"), read("twice.xlf"));
        run(&["once.xlf", "--annotate", "none.xlf", "--rules", "spaced-slash"]).expect_code(0);
        assert_eq!(
            read("none.xlf"),
            read(name),
            "without findings, the file is as it was"
        );
    }
    for (args, told) in [
        (
            vec![sample("ru.po"), "--annotate".into(), "a.po".into()],
            "notes are written into XLIFF, and this is PO",
        ),
        (
            vec![corpora().join("clean"), "--annotate".into(), "a.xlf".into()],
            "is no XLIFF file",
        ),
        (
            vec![
                sample("ru.xlf"),
                sample("de.xlf"),
                "--annotate".into(),
                "a.xlf".into(),
            ],
            "--annotate is for one SOURCE",
        ),
    ] {
        let args = [PathBuf::from("check"), "-q".into()].into_iter().chain(args);
        let run = wirecheck_in(folder.path(), args, None).expect_code(2);
        assert!(run.stderr.contains(told), "{}", run.stderr);
    }
    assert!(!folder.path().join("a.xlf").exists());
}

#[test]
fn units_without_a_finding_are_not_shown_where_there_are_many() {
    let folder = tempfile::tempdir().unwrap();
    let sentence = "The council met on Monday and agreed on a plan for the old bridge. ".repeat(12);
    let unit = |text: &str| {
        format!("<trans-unit id='1'><source>Да.</source>\n<target>{text}</target></trans-unit>\n")
    };
    let clean = unit(&sentence).repeat(400);
    let wrong = unit("Crews will close the the bridge on Monday.");
    let file = format!(
        "<xliff version='1.2'><file source-language='ru' target-language='en'><body>{clean}{wrong}</body></file></xliff>"
    );
    fs::write(folder.path().join("a.xlf"), &file).unwrap();
    // One rule, since the test is not about the others and the program it runs is not optimised.
    let args = ["check", "a.xlf", "--rules", "duplicated-word", "--format", "json"];
    let report = wirecheck_in(folder.path(), args, None).expect_code(1).json();
    let text = report["articles"][0]["text"].as_str().unwrap();
    assert!(text.len() < 300_000 && text.len() > 200_000, "{}", text.len());
    assert_eq!(findings(&report)[0].2, 802);
    let words = u64::try_from(8 + 400 * sentence.split_whitespace().count()).unwrap();
    assert_eq!(report["articles"][0]["words"], words, "all of them count");
}
