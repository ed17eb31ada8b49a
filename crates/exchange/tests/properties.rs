//! Whatever the bytes: no panic, places that go forward, time in proportion to the size, memory that does not grow.

#![allow(clippy::unwrap_used)] // a helper of a test may fail the test

use std::cell::Cell;
use std::fs;
use std::io::{self, Cursor, Read};
use std::path::Path;
use std::time::{Duration, Instant};

use exchange::{Format, Notes, Options, Passage, Unit, Units, annotate};
use proptest::prelude::*;

const FORMATS: [Format; 4] = [Format::Xliff1, Format::Xliff2, Format::Tmx, Format::Po];

fn samples() -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpora/exchange");
    let names = ["ru.xlf", "de.xlf", "zh.tmx", "ru.po"];
    names
        .iter()
        .map(|name| fs::read(folder.join(name)).unwrap())
        .collect()
}

/// Every character of a passage has a place in the file, and what the file has verbatim is the same there.
fn assert_places(file: &[u8], passage: &Passage) {
    let mut last = 0;
    for (at, c) in passage.text.char_indices() {
        let start = passage.map.start(&passage.text, at).unwrap();
        let end = passage.map.end(&passage.text, at + c.len_utf8()).unwrap();
        assert!(start.offset >= last && start.offset <= end.offset && end.offset <= file.len() as u64);
        last = start.offset;
        if passage.map.is_verbatim((at..at + c.len_utf8()).into()) {
            let range = usize::try_from(start.offset).unwrap()..usize::try_from(end.offset).unwrap();
            assert_eq!(
                &file[range],
                c.encode_utf8(&mut [0; 4]).as_bytes(),
                "{:?}",
                passage.text
            );
        }
    }
    if let Some(start) = passage.map.start(&passage.text, passage.text.len() / 2) {
        let before = &file[..usize::try_from(start.offset).unwrap()];
        let lines = before.split(|byte| *byte == b'\n').count() - 1;
        assert_eq!(start.line, lines + 1);
    }
    let mut end = 0;
    for mask in &passage.masks {
        assert!(mask.start >= end && !mask.is_empty() && mask.get(&passage.text).is_some());
        end = mask.end;
    }
    assert_eq!(passage.masked().len(), passage.text.len());
}

fn assert_read(file: &[u8]) {
    for format in FORMATS {
        let mut units = Units::new(file, format, Options::default());
        for unit in (&mut units).flatten() {
            assert_places(file, &unit.source);
            assert_places(file, &unit.target);
        }
        let account = units.account();
        let left_out = account.untranslated + account.done + account.fuzzy + account.obsolete;
        assert!(left_out + account.protected + account.unpaired <= account.seen);
        let _ = annotate(&mut Cursor::new(file), format, &Notes::new(), &mut io::sink());
    }
    let _ = Format::detect(file);
}

proptest! {
    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        assert_read(&bytes);
    }

    #[test]
    fn any_damage_is_survived(
        sample in 0..4_usize, at in any::<prop::sample::Index>(), until in any::<prop::sample::Index>(),
        new in prop::collection::vec(prop_oneof![any::<u8>(), Just(b'<'), Just(b'>'), Just(b'&'), Just(b'"')], 0..4),
    ) {
        let mut file = samples().swap_remove(sample);
        let (at, until) = (at.index(file.len()), until.index(file.len()));
        let end = if until > at + 40 { at } else { until.max(at) };
        file.splice(at..end, new);
        // Places are counted in bytes of the file as UTF-8, and a file that is not ends there.
        assert_read(&file);
    }

    #[test]
    fn annotating_again_changes_nothing(
        sample in 0..2_usize, at in any::<prop::sample::Index>(), length in 0..60_usize,
        new in prop_oneof![
            Just(""), Just("<note from='wirecheck'>a</note>"), Just("<notes/>"), Just(" "), Just("<!-- a -->"),
            Just("<notes><note category='wirecheck'>a</note></notes>"), Just("<target>The end.</target>"),
        ],
    ) {
        let mut file = String::from_utf8(samples().swap_remove(sample)).unwrap();
        let at = file.floor_char_boundary(at.index(file.len()));
        let end = if new.is_empty() { file.floor_char_boundary(at + length).max(at) } else { at };
        file.replace_range(at..end, new);
        let format = FORMATS[sample];
        let copy = |file: &[u8], note: Option<&str>| {
            let mut notes = Notes::new();
            for unit in Units::new(file, format, Options::default()).flatten() {
                let note = note.map(str::to_owned);
                notes.entry(unit.at.offset).or_default().extend(note);
            }
            let mut copy = Vec::new();
            annotate(&mut Cursor::new(file), format, &notes, &mut copy).ok()?;
            Some(copy)
        };
        if let (Some(clean), Some(once)) = (copy(file.as_bytes(), None), copy(file.as_bytes(), Some("a < b"))) {
            let twice = copy(&once, Some("a < b"));
            prop_assert_eq!(twice.as_ref(), Some(&once));
            prop_assert_eq!(copy(&once, None), Some(clean));
        }
    }

    #[test]
    fn any_words_come_out_as_they_went_in(
        words in "[a-zжé<>&\"' %{}\n]{0,40}", preserve in any::<bool>(),
    ) {
        let escaped = words.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
        let space = if preserve { " xml:space='preserve'" } else { "" };
        let file = format!(
            "<xliff version='1.2'><file source-language='ru' target-language='en'><body><trans-unit id='1'{space}>\
             <source>Да</source><target>{escaped}</target></trans-unit></body></file></xliff>"
        );
        let units: Vec<Unit> = Units::new(file.as_bytes(), Format::Xliff1, Options::default()).flatten().collect();
        let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let is_markup = ["<a", "<b", "<i", "<p", "<q", "<s", "<u", "</", "&"].iter().any(|mark| words.contains(mark));
        if words.trim().is_empty() {
            prop_assert!(units.is_empty());
        } else if !is_markup {
            prop_assert_eq!(squeezed(&units[0].target.text), squeezed(&words));
            if preserve {
                prop_assert_eq!(&units[0].target.text, words.trim());
            }
        }
        assert_read(file.as_bytes());
    }
}

/// A file that is made while it is read.
struct Endless<'c> {
    head: Cursor<Vec<u8>>,
    unit: Vec<u8>,
    at: usize,
    left: usize,
    tail: Cursor<Vec<u8>>,
    read: &'c Cell<usize>,
}

impl Read for Endless<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.head.read(out)?;
        if count > 0 {
            return Ok(count);
        }
        if self.left == 0 {
            return self.tail.read(out);
        }
        let count = out.len().min(self.unit.len() - self.at);
        out[..count].copy_from_slice(&self.unit[self.at..self.at + count]);
        self.at += count;
        if self.at == self.unit.len() {
            (self.at, self.left) = (0, self.left - 1);
        }
        self.read.set(self.read.get() + count);
        Ok(count)
    }
}

/// Parts of a file of each format: its head, a unit, its tail.
fn parts(format: Format) -> [&'static str; 3] {
    match format {
        Format::Xliff1 => [
            "<xliff version='1.2'><file source-language='ru' target-language='en'><body>",
            "<trans-unit id='1'><source>Суд &amp; <g id='1'>дело</g>.</source>\n<target>The court &amp; <g id='1'>case</g> \
             with %s.</target></trans-unit>\n",
            "</body></file></xliff>",
        ],
        Format::Xliff2 => [
            "<xliff version='2.0' srcLang='ru' trgLang='en'><file id='f'>",
            "<unit id='1'><segment><source>Суд &amp; <pc id='1'>дело</pc>.</source>\n<target>The court &amp; \
             <pc id='1'>case</pc>.</target></segment></unit>\n",
            "</file></xliff>",
        ],
        Format::Tmx => [
            "<tmx version='1.4'><header srclang='ru'/><body>",
            "<tu><tuv xml:lang='ru'><seg>Суд &amp; дело.</seg></tuv>\n<tuv xml:lang='en'><seg>The court &amp; \
             case.</seg></tuv></tu>\n",
            "</body></tmx>",
        ],
        Format::Po => [
            "msgid \"\"\nmsgstr \"Language: en\\n\"\n\n",
            "#: a.c:1\nmsgid \"Суд \\\"и\\\" дело %s.\"\nmsgstr \"The court \\\"and\\\" case %s.\"\n\n",
            "",
        ],
    }
}

#[test]
fn units_come_while_the_file_is_read() {
    for format in FORMATS {
        let [head, unit, tail] = parts(format);
        let read = Cell::new(0);
        let count = 1024 * 1024 / unit.len();
        let file = Endless {
            head: Cursor::new(head.as_bytes().to_vec()),
            unit: unit.as_bytes().to_vec(),
            at: 0,
            left: count,
            tail: Cursor::new(tail.as_bytes().to_vec()),
            read: &read,
        };
        let mut seen = 0;
        for unit_read in Units::new(file, format, Options::default()) {
            let unit_read = unit_read.unwrap();
            seen += 1;
            let ahead = read.get().saturating_sub(seen * unit.len());
            assert!(
                ahead <= 3 * exchange::HEAD_BYTES,
                "{format}: {ahead} bytes ahead of unit {seen}"
            );
            assert!(unit_read.target.text.starts_with("The court"));
        }
        assert_eq!(seen, count, "{format}");
    }
}

#[test]
fn twice_the_size_takes_twice_the_time() {
    let many = |parts: [&str; 3], count: usize| format!("{}{}{}", parts[0], parts[1].repeat(count), parts[2]);
    let open = "<xliff version='1.2'><file source-language='ru' target-language='en'><body><trans-unit id='1'>\
                <source>Да</source><target>";
    let close = "</target></trans-unit></body></file></xliff>";
    let mut files: Vec<(Format, [&str; 3])> =
        FORMATS.iter().map(|format| (*format, parts(*format))).collect();
    // One unit with much of the same in it.
    for inside in [
        "&amp;",
        "<x id='1'/>",
        "<x id='1'/> ",
        "a<x id='1'/>\n",
        "&lt;b&gt;",
        "&lt;br/&gt;\n",
        "&lt;!--",
        "%s ",
        "{",
        "{{a}} ",
        "%(a",
        "&amp;amp;",
        "<mrk mtype='seg' mid='1'>a</mrk>",
        "<mrk mtype='protected'>a %s</mrk>",
        "<ph id='1'><sub>a</sub></ph>",
        "$",
        "\r\n",
    ] {
        files.push((Format::Xliff1, [open, inside, close]));
    }
    for (format, parts) in files {
        let time = |count: usize| {
            let file = many(parts, count);
            let best = (0..5).map(|_| {
                let start = Instant::now();
                assert!(
                    Units::new(file.as_bytes(), format, Options::default())
                        .flatten()
                        .count()
                        <= count
                );
                start.elapsed()
            });
            best.min().unwrap()
        };
        let count = 200_000 / parts[1].len();
        let (small, large) = (time(count / 8), time(count));
        // Eight times the size: at most 24 times the time, where square cost would be 64; less than 60 ms say nothing.
        let is_linear = large < small * 24 || large < Duration::from_millis(60);
        assert!(is_linear, "{format} {}: {small:?} and {large:?}", parts[1]);
    }
}
