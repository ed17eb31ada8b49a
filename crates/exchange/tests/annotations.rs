//! Notes in a copy of a file: where the specification wants them, and everything else as it was.

#![allow(clippy::unwrap_used)] // a helper of a test may fail the test

use std::fs;
use std::io::Cursor;
use std::path::Path;

use exchange::{Format, Notes, Options, Units, annotate};
use quick_xml::Reader;
use quick_xml::events::Event;

fn sample(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpora/exchange");
    fs::read_to_string(folder.join(name)).unwrap()
}

fn copy(file: &str, notes: &Notes) -> String {
    let format = Format::detect(file.as_bytes()).unwrap();
    let mut copy = Vec::new();
    annotate(&mut Cursor::new(file.as_bytes()), format, notes, &mut copy).unwrap();
    String::from_utf8(copy).unwrap()
}

/// A note on each unit whose target holds a word.
fn notes_on(file: &str, word: &str, note: &str) -> Notes {
    let format = Format::detect(file.as_bytes()).unwrap();
    let mut notes = Notes::new();
    for unit in Units::new(file.as_bytes(), format, Options::default()).flatten() {
        if unit.target.text.contains(word) {
            notes.entry(unit.at.offset).or_default().push(note.to_owned());
        }
    }
    notes
}

/// The names of the elements inside of each `parent`, in order.
fn children(file: &str, parent: &str) -> Vec<Vec<String>> {
    let mut reader = Reader::from_str(file);
    reader.config_mut().expand_empty_elements = true;
    let mut open: Vec<String> = Vec::new();
    let mut found: Vec<Vec<String>> = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) => {
                let name = start.local_name().as_ref().to_owned();
                if open.last().is_some_and(|open| open == parent) {
                    found.last_mut().unwrap().push(name.clone());
                }
                if name == parent {
                    found.push(Vec::new());
                }
                open.push(name);
            }
            Event::End(_) => {
                open.pop();
            }
            Event::Eof => return found,
            _ => {}
        }
    }
}

/// Whether the elements come in the order of the specification: the place of each in `order` never falls.
fn assert_order(children: &[Vec<String>], order: &[&[&str]]) {
    for children in children {
        let places = children.iter().map(|name| {
            let place = order.iter().position(|names| names.contains(&name.as_str()));
            place.unwrap_or_else(|| panic!("{name} has no place here"))
        });
        assert!(places.is_sorted(), "{children:?}");
    }
}

/// The elements of a `trans-unit` of XLIFF 1.2 and of a `unit` of XLIFF 2.x, in order.
const TRANS_UNIT: [&[&str]; 4] = [
    &["source"],
    &["seg-source"],
    &["target"],
    &["context-group", "count-group", "prop-group", "note", "alt-trans"],
];
const UNIT: [&[&str]; 3] = [&["notes"], &["originalData"], &["segment", "ignorable"]];

#[test]
fn a_note_of_xliff_1_2_stands_behind_the_target() {
    let file = sample("ru.xlf");
    let annotated = copy(
        &file,
        &notes_on(&file, "15,000", "15,000 stands for 11,000 (11 тысяч) & <more>"),
    );
    let target = "people are taking part in the strike.</target>";
    let note = "\n          <note from=\"wirecheck\" annotates=\"target\">15,000 stands for 11,000 (11 тысяч) &amp; \
                &lt;more&gt;</note>";
    assert_eq!(annotated, file.replace(target, &format!("{target}{note}")));
    assert_order(&children(&annotated, "trans-unit"), &TRANS_UNIT);
    assert_eq!(
        children(&annotated, "trans-unit")[1],
        ["source", "target", "note", "note"]
    );
}

#[test]
fn a_note_of_xliff_2_stands_among_the_notes() {
    let file = sample("de.xlf");
    let mut notes = notes_on(&file, "million", "a");
    notes.extend(notes_on(&file, "Acme", "b"));
    let annotated = copy(&file, &notes);
    let others = "<note category=\"desk\">Front page.</note>";
    let first = "\n        <note category=\"wirecheck\" appliesTo=\"target\">a</note>";
    let third = "<unit id=\"u3\" translate=\"yes\">";
    let whole = "\n        <notes>\n          <note category=\"wirecheck\" appliesTo=\"target\">b</note>\n        </notes>";
    let expected = file
        .replace(others, &format!("{others}{first}"))
        .replace(third, &format!("{third}{whole}"));
    assert_eq!(annotated, expected);
    assert_order(&children(&annotated, "unit"), &UNIT);
    assert!(
        children(&annotated, "notes")
            .iter()
            .all(|notes| !notes.is_empty())
    );
}

#[test]
fn annotating_again_replaces_the_notes_and_annotating_without_takes_them_away() {
    for (name, word) in [("ru.xlf", "the"), ("de.xlf", "The")] {
        let file = sample(name);
        let once = copy(&file, &notes_on(&file, word, "one"));
        assert_ne!(once, file);
        let twice = copy(&once, &notes_on(&once, word, "one"));
        assert_eq!(twice, once, "{name}");
        let other = copy(&once, &notes_on(&once, word, "two"));
        assert_eq!(other, once.replace(">one<", ">two<"), "{name}");
        assert_eq!(copy(&other, &Notes::new()), file, "{name}");
    }
}

#[test]
fn prefixes_and_files_in_one_line_are_kept() {
    let file = "<x:xliff xmlns:x='urn:oasis:names:tc:xliff:document:1.2' version='1.2'><x:file source-language='ru' \
                target-language='en'><x:body><x:trans-unit id='1'><x:source>Да.</x:source><x:target>Yes.</x:target>\
                </x:trans-unit></x:body></x:file></x:xliff>";
    let annotated = copy(file, &notes_on(file, "Yes", "a"));
    let note = "</x:target><x:note from=\"wirecheck\" annotates=\"target\">a</x:note>";
    assert_eq!(annotated, file.replace("</x:target>", note));
    assert_eq!(copy(&annotated, &Notes::new()), file);
}

#[test]
fn what_cannot_be_annotated_is_refused() {
    let refused = |file: &[u8], format| {
        let mut copy = Vec::new();
        let error = annotate(&mut Cursor::new(file), format, &Notes::new(), &mut copy).unwrap_err();
        assert!(copy.is_empty());
        error.to_string()
    };
    assert_eq!(
        refused(b"<tmx/>", Format::Tmx),
        "notes are written into XLIFF, and this is TMX"
    );
    assert_eq!(
        refused(b"\xFF\xFE<\0", Format::Xliff1),
        "notes are written into files in UTF-8, and this one is in UTF-16LE"
    );
    assert_eq!(
        refused(b"<xliff version='1.2'>\n<file>", Format::Xliff1),
        "line 2: the file ends inside of <file>"
    );
}
