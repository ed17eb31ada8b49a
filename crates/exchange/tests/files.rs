//! Files of each format, as programs write them, and what becomes of their units.

#![allow(clippy::unwrap_used)] // a helper of a test may fail the test

use std::fs;
use std::path::Path;

use exchange::{Account, Error, Format, OBJECT, Options, Unit, Units};

fn sample(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpora/exchange");
    fs::read(folder.join(name)).unwrap()
}

fn read(file: &[u8], options: Options) -> (Vec<Unit>, Vec<Error>, Account) {
    let format = Format::detect(file).unwrap();
    let mut units = Units::new(file, format, options);
    let (mut read, mut errors) = (Vec::new(), Vec::new());
    for unit in &mut units {
        match unit {
            Ok(unit) => read.push(unit),
            Err(error) => errors.push(error),
        }
    }
    (read, errors, units.account())
}

fn units(file: &[u8]) -> Vec<Unit> {
    let (units, errors, _) = read(file, Options::default());
    assert!(errors.is_empty(), "{errors:?}");
    units
}

fn refused(file: &str) -> String {
    let (units, errors, _) = read(file.as_bytes(), Options::default());
    assert!(units.is_empty(), "{units:?}");
    errors[0].sentence()
}

fn sides(units: &[Unit]) -> Vec<(&str, &str, &str)> {
    units
        .iter()
        .map(|unit| (&*unit.id, &*unit.source.text, &*unit.target.text))
        .collect()
}

/// The line of the file in which a word of a target stands, and what the file has from there on.
fn place<'f>(file: &'f [u8], unit: &Unit, word: &str) -> (usize, usize, &'f str) {
    let at = unit.target.text.find(word).unwrap();
    let place = unit.target.map.start(&unit.target.text, at).unwrap();
    let rest = std::str::from_utf8(&file[place.offset as usize..]).unwrap();
    (
        place.line,
        place.column,
        &rest[..rest.floor_char_boundary(word.len())],
    )
}

#[test]
fn xliff_1_2() {
    let file = sample("ru.xlf");
    let (units, errors, account) = read(&file, Options::default());
    assert!(errors.is_empty(), "{errors:?}");
    let object = format!("You have {OBJECT} new messages.\nOpen %s.");
    let source = format!("Новые сообщения: {OBJECT}.\nОткройте %s.");
    assert_eq!(
        sides(&units),
        [
            ("title", "Шахтёры начали забастовку", "Miners go on strike"),
            (
                "p1",
                "В забастовке участвуют 11 тысяч человек.",
                "15,000 people are taking part in the strike."
            ),
            (
                "p2/1",
                "Компания \"Урал\" обещает ответить до конца недели.",
                "The company \"Ural\" promises to answer by the the end of the week."
            ),
            (
                "p2/2",
                "Доклад ВОЗ опубликуют в среду.",
                "The VOZ report will be published on Wednesday."
            ),
            ("p6", &source, &object),
        ]
    );
    assert_eq!(
        account,
        Account {
            seen: 8,
            untranslated: 1,
            done: 1,
            protected: 1,
            ..Account::default()
        }
    );
    assert_eq!(
        account.left_out(),
        [
            "1 unit without a translation",
            "1 unit marked as not to be translated"
        ]
    );
    assert_eq!(place(&file, &units[1], "people"), (15, 59, "people"));
    assert_eq!(
        place(&file, &units[2], "the the"),
        (21, 95, "the the"),
        "behind two entities"
    );
    assert_eq!(units[2].at.line, 18);
    assert_eq!(units[0].source_language.as_deref(), Some("ru"));
    let all = Options {
        all: true,
        ..Options::default()
    };
    let (units, _, account) = read(&file, all);
    assert_eq!((units.len(), account.done), (6, 0));
    assert_eq!(units[4].target.text, "There were 50 of them.");
}

#[test]
fn xliff_2() {
    let file = sample("de.xlf");
    let (units, errors, account) = read(&file, Options::default());
    assert!(errors.is_empty(), "{errors:?}");
    assert_eq!(
        sides(&units),
        [
            (
                "u1/s1",
                "Die Stadt zahlt 3,2 Milliarden Euro.",
                "The city pays 3.2 million euros."
            ),
            (
                "u1/s2",
                "Der Rat tagt am 14. Juni.\nDie Sitzung ist öffentlich.",
                "The council meets on 14 July.\nThe meeting is open to the public."
            ),
            ("u3", "Das ist Acme Zwölf.", "This is Acme Zwölf."),
        ]
    );
    assert_eq!(
        account,
        Account {
            seen: 6,
            untranslated: 1,
            done: 1,
            protected: 1,
            ..Account::default()
        }
    );
    let masked = units[2].target.masked();
    assert!(
        masked.starts_with("This is ") && masked.ends_with('.') && !masked.contains("Acme"),
        "{masked}"
    );
    assert_eq!(place(&file, &units[1], "July"), (21, 41, "July"));
}

#[test]
fn tmx() {
    let file = sample("zh.tmx");
    let (units, errors, account) = read(&file, Options::default());
    assert!(errors.is_empty(), "{errors:?}");
    assert_eq!(
        sides(&units),
        [
            (
                "100",
                "去年有417.6万人来访。",
                "Last year, 41.76 million people visited."
            ),
            ("2", "会议在周三举行。", "The meeting was held on Wednesday."),
        ]
    );
    assert_eq!((account.seen, account.untranslated), (3, 1));
    let german = Options {
        source_language: Some("de".into()),
        ..Options::default()
    };
    let (units, _, account) = read(&file, german);
    assert_eq!(units[0].source.text, "Im Vorjahr kamen 4,176 Millionen.");
    assert_eq!((units.len(), account.untranslated, account.unpaired), (1, 1, 1));
    let finnish = Options {
        source_language: Some("fi".into()),
        ..Options::default()
    };
    let (_, errors, _) = read(&file, finnish);
    assert_eq!(
        errors[0].sentence(),
        "it holds no pair of Finnish (fi) and English; its languages are de-DE, en-US, zh-CN"
    );
}

#[test]
fn po() {
    let file = sample("ru.po");
    let (units, errors, account) = read(&file, Options::default());
    assert!(errors.is_empty(), "{errors:?}");
    assert_eq!(
        sides(&units),
        [
            ("Показать ещё", "Показать ещё", "Show more"),
            (
                "Скопирован %d файл из %s [0]",
                "Скопирован %d файл из %s",
                "Copied %d file from %s"
            ),
            (
                "Скопирован %d файл из %s [1]",
                "Скопировано файлов: %d из %s",
                "Copied %d files from the the %s"
            ),
            (
                "strike",
                "В забастовке участвовали 11 тысяч человек.\nДоклад опубликуют в среду.",
                "Some 15,000 people took part in the strike.\nThe report will be published on Wednesday."
            ),
        ]
    );
    assert_eq!(
        account,
        Account {
            seen: 7,
            untranslated: 1,
            fuzzy: 1,
            obsolete: 1,
            ..Account::default()
        }
    );
    assert_eq!(units[2].target.masks.len(), 2);
    assert_eq!(place(&file, &units[3], "Wednesday"), (25, 34, "Wednesday"));
    assert_eq!(units[3].at.line, 19);
}

#[test]
fn other_directions_are_refused_in_one_sentence() {
    for (file, sentence) in [
        (
            "<xliff version='1.2'>\n<file source-language='en' target-language='de-AT'><body/></file></xliff>",
            "line 2: it is a translation from English (en) into German (de-AT), and only translations into English are checked",
        ),
        (
            "<xliff version='2.0' srcLang='ru'><file id='f'/></xliff>",
            "line 1: it does not say that its translations are in English, and only those are checked",
        ),
        (
            "<tmx version='1.4'><header srclang='en'/><body><tu><tuv xml:lang='en'><seg>A</seg></tuv>\
             <tuv xml:lang='fr'><seg>B</seg></tuv></tu></body></tmx>",
            "line 1: it is a translation from English (en) into French (fr), and only translations into English are checked",
        ),
        (
            "<tmx version='1.4'><header srclang='*all*'/><body><tu><tuv xml:lang='en'><seg>A</seg></tuv></tu></body></tmx>",
            "line 1: it does not say which language is that of the originals (srclang)",
        ),
        (
            "msgid \"\"\nmsgstr \"Language: de\\n\"\n\nmsgid \"A\"\nmsgstr \"B\"\n",
            "line 1: it is a translation from English (en) into German (de), and only translations into English are checked",
        ),
        (
            "msgid \"A\"\nmsgstr \"B\"\n",
            "line 1: it does not say that its translations are in English, and only those are checked",
        ),
    ] {
        assert_eq!(refused(file), sentence, "{file}");
    }
}

#[test]
fn a_file_of_several_is_refused_alone() {
    let unit = "<trans-unit id='1'><source>Да.</source><target>Yes.</target></trans-unit>";
    let file = format!(
        "<xliff version='1.2'><file source-language='en' target-language='fr'><body>{unit}</body></file>\n\
         <file source-language='ru' target-language='en'><body>{unit}</body></file></xliff>"
    );
    let (units, errors, account) = read(file.as_bytes(), Options::default());
    assert_eq!((units.len(), errors.len(), account.seen), (1, 1, 1));
    assert!(!errors[0].is_final());
}

#[test]
fn damage_is_told_by_line_and_costs_only_what_comes_after_it() {
    let whole = String::from_utf8(sample("ru.xlf")).unwrap();
    let at = whole.find("</mrk></target>").unwrap();
    let cases = [
        (whole[..at].to_owned(), "line 21: the file ends inside of <mrk>"),
        (
            whole.replacen("</mrk></target>", "</target></mrk>", 1),
            "line 21: it is not well-formed XML: ",
        ),
        (
            whole.replacen("обещает", "<![CDATA[", 1),
            "line 19: it is not well-formed XML: ",
        ),
    ];
    for (damaged, told) in cases {
        let (units, errors, _) = read(damaged.as_bytes(), Options::default());
        assert_eq!(units.len(), 2, "{told}");
        let sentence = errors[0].sentence();
        assert!(sentence.starts_with(told) && errors.len() == 1, "{sentence}");
    }
    let mut latin = sample("ru.xlf");
    let at = whole.find("Компания").unwrap();
    latin[at] = 0xE9;
    let (units, errors, _) = read(&latin, Options::default());
    assert_eq!(errors[0].sentence(), "line 19: it is not valid UTF-8");
    assert_eq!(units.len(), 2);
}

#[test]
fn damage_in_po_is_told_by_line() {
    let header = "msgid \"\"\nmsgstr \"Language: en\\n\"\n\nmsgid \"Да\"\nmsgstr \"Yes\"\n\n";
    for (entry, told) in [
        (
            "msgid \"A\nmsgstr \"B\"\n",
            "line 7: a string has no closing quote",
        ),
        (
            "msgid \"A\" x\n",
            "line 7: something stands behind the closing quote",
        ),
        ("msgid A\n", "line 7: a string in quotes is missing"),
        ("msgstr \"B\"\n", "line 7: an entry has no msgid"),
        ("\"A\"\n", "line 7: a string stands before any keyword"),
        ("msgid \"A\\y\"\n", "line 7: an escape is none of a PO file"),
        (
            "msgid \"A\"\nmsgstr[99] \"B\"\n",
            "line 8: an entry has too many plural forms",
        ),
        ("<<<<<<< ours\n", "line 7: “<<<<<<<” is no keyword of a PO file"),
    ] {
        let (units, errors, _) = read(format!("{header}{entry}").as_bytes(), Options::default());
        assert_eq!(errors[0].sentence(), told);
        assert_eq!((units.len(), errors.len()), (1, 1), "{entry}");
    }
}

#[test]
fn nothing_is_expanded_and_nothing_fetched() {
    let file = "<?xml version='1.0'?><!DOCTYPE xliff [<!ENTITY a 'aaaaaaaa'><!ENTITY b '&a;&a;&a;'>\
                <!ENTITY file SYSTEM 'file:///etc/passwd'>]>\
                <xliff version='1.2'><file source-language='ru' target-language='en'><body><trans-unit id='1'>\
                <source>Да &b;.</source><target>Yes, it &file; was &eacute;t&#233; &b;.</target>\
                </trans-unit></body></file></xliff>";
    let units = units(file.as_bytes());
    assert_eq!(
        units[0].target.text,
        format!("Yes, it {OBJECT} was été {OBJECT}.")
    );
}

#[test]
fn what_is_too_deep_or_too_large_is_refused() {
    let open = "<xliff version='1.2'><file source-language='ru' target-language='en'><body>";
    let deep = format!("{open}{}", "<group>".repeat(200));
    assert_eq!(refused(&deep), "line 1: elements are nested more than 100 deep");
    let large = "a ".repeat(600_000);
    let long = format!("{open}<trans-unit id='1'><source>{large}</source></trans-unit>");
    assert_eq!(refused(&long), "line 1: a unit is larger than 1 MiB");
    let larger = "a ".repeat(3_000_000);
    let longer = format!("{open}<trans-unit id='1'><source>{larger}</source></trans-unit>");
    assert_eq!(refused(&longer), "line 1: a piece of it is larger than 4 MiB");
    // What is not read may be as long as it likes: the page that was translated often travels in the file.
    let skeleton = format!(
        "{open}<x>{larger}</x><trans-unit id='1'><source>Да.</source><target>Yes.</target></trans-unit></body></file></xliff>"
    );
    assert_eq!(units(skeleton.as_bytes()).len(), 1);
}

#[test]
fn other_encodings_are_read() {
    let file = String::from_utf8(sample("zh.tmx")).unwrap();
    let utf16: Vec<u8> = format!("\u{FEFF}{}", file.replace("UTF-8", "UTF-16"))
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(sides(&units(&utf16)), sides(&units(file.as_bytes())));
    let marked = format!("\u{FEFF}{file}");
    assert_eq!(sides(&units(marked.as_bytes())), sides(&units(file.as_bytes())));
    let place = |file: &[u8]| units(file)[0].at;
    assert_eq!(place(marked.as_bytes()).offset, place(file.as_bytes()).offset + 3);
}

#[test]
fn texts_inside_of_code_and_marked_segments_in_order_are_read() {
    let open =
        "<xliff version='1.2'><file source-language='de' target-language='en'><body><trans-unit id='1'>";
    let close = "</trans-unit></body></file></xliff>";
    let file = format!(
        "{open}<source>Bild<ph id='1'>&lt;img alt=\"<sub>Hafen</sub>\"/></ph></source>\
         <target>Picture<ph id='1'>&lt;img alt=\"<sub>harbour</sub>\"/></ph></target>{close}"
    );
    let read = units(file.as_bytes());
    assert_eq!(
        (&*read[0].source.text, &*read[0].target.text),
        ("Bild\n\nHafen", "Picture\n\nharbour")
    );
    let file = format!(
        "{open}<source>Eins. Zwei.</source><target><mrk mtype='seg' mid='1'>One.</mrk> <mrk mtype='seg' mid='2'>Two.</mrk></target>{close}"
    );
    let read = units(file.as_bytes());
    assert_eq!(read.len(), 1, "the source is not segmented");
    assert_eq!(read[0].target.text, "One.\n\nTwo.");
}

#[test]
fn html_in_a_text_is_markup_as_well() {
    let file = "<xliff version='1.2'><file source-language='de' target-language='en'><body><trans-unit id='1'>\
                <source><![CDATA[<p>Der Rat <b>tagt</b>.</p><p>Er stimmt ab.</p>]]></source>\
                <target><![CDATA[<p>The council <b>meets</b>.</p><p>It votes.</p>]]></target>\
                </trans-unit></body></file></xliff>";
    let read = units(file.as_bytes());
    assert_eq!(read[0].target.text, "The council meets.\n\nIt votes.");
    assert_eq!(place(file.as_bytes(), &read[0], "votes").2, "votes");
}
