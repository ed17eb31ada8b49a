//! PO, the catalogues of gettext (<https://www.gnu.org/software/gettext/manual/html_node/PO-Files.html>).

use std::collections::VecDeque;
use std::io::BufRead;

use text::FilePosition;

use crate::counted::Counted;
use crate::error::Error;
use crate::inline::MOST_BYTES;
use crate::passage::{Builder, Passage};
use crate::unit::{Account, Options, ReadUnits, Unit, is_english};
use crate::xml::unreadable;

/// Characters of an original that make up the id of an entry.
const ID_CHARS: usize = 60;

/// Plural forms of an entry, at most; no language has more than six.
const MOST_FORMS: usize = 16;

/// Reads the entries.
#[derive(Debug)]
pub(crate) struct Po<R: BufRead> {
    input: Counted<R>,
    line: Vec<u8>,
    options: Options,
    account: Account,
    entry: Entry,
    /// What the header says of the languages, once it was read.
    header: Option<Header>,
    ready: VecDeque<Unit>,
    is_over: bool,
}

#[derive(Debug)]
struct Header {
    source_language: Option<String>,
}

/// An entry that is being read.
#[derive(Debug, Default)]
struct Entry {
    at: FilePosition,
    /// Whether anything of it but comments was read.
    is_begun: bool,
    is_fuzzy: bool,
    is_obsolete: bool,
    context: Option<Builder>,
    id: Option<Builder>,
    plural: Option<Builder>,
    forms: Vec<Builder>,
    /// Which of its strings a line in quotes goes on with.
    last: Option<Keyword>,
    bytes: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Keyword {
    Context,
    Id,
    Plural,
    /// The translation, or the plural form of that number.
    Form(usize),
}

impl Entry {
    /// Whether its translation has begun, so that what comes next belongs to another entry.
    fn has_forms(&self) -> bool {
        !self.forms.is_empty()
    }

    fn string(&mut self, keyword: Keyword) -> Option<&mut Builder> {
        let new = || Builder::new(true);
        Some(match keyword {
            Keyword::Context => self.context.get_or_insert_with(new),
            Keyword::Id => self.id.get_or_insert_with(new),
            Keyword::Plural => self.plural.get_or_insert_with(new),
            Keyword::Form(number) if number < MOST_FORMS => {
                if self.forms.len() <= number {
                    self.forms.resize_with(number + 1, new);
                }
                &mut self.forms[number]
            }
            Keyword::Form(_) => return None,
        })
    }
}

impl<R: BufRead> Po<R> {
    pub(crate) fn new(input: Counted<R>, options: Options) -> Self {
        Self {
            input,
            line: Vec::new(),
            options,
            account: Account::default(),
            entry: Entry::default(),
            header: None,
            ready: VecDeque::new(),
            is_over: false,
        }
    }

    fn read_line(&mut self) -> Result<(), Error> {
        let at = self.input.at();
        self.line.clear();
        self.input.begin();
        let count = self
            .input
            .read_until(b'\n', &mut self.line)
            .map_err(|error| unreadable(error, at.line))?;
        if count == 0 {
            self.is_over = true;
            return self.finish_entry();
        }
        let damaged = |why: &str| Error::damaged(at.line, why);
        let line = std::mem::take(&mut self.line);
        let whole = std::str::from_utf8(&line).map_err(|_| damaged("it is not valid UTF-8"))?;
        let line_text = if at.offset == 0 {
            whole.trim_start_matches('\u{FEFF}')
        } else {
            whole
        };
        let result = self.take_line(
            line_text,
            at.after(&whole.as_bytes()[..whole.len() - line_text.len()]),
        );
        self.line = line;
        result
    }

    fn take_line(&mut self, line: &str, mut at: FilePosition) -> Result<(), Error> {
        let mut words = line.trim();
        at = at.after(&line.as_bytes()[..line.len() - line.trim_start().len()]);
        if words.is_empty() {
            return self.finish_entry();
        }
        let mut is_obsolete = false;
        if let Some(obsolete) = words.strip_prefix("#~") {
            if obsolete.starts_with('|') {
                return Ok(());
            }
            is_obsolete = true;
            at = at.after(&words.as_bytes()[..words.len() - obsolete.trim_start().len()]);
            words = obsolete.trim_start();
            if words.is_empty() {
                return Ok(());
            }
        } else if let Some(comment) = words.strip_prefix('#') {
            if self.entry.has_forms() {
                self.finish_entry()?;
            }
            if let Some(flags) = comment.strip_prefix([',', '=']) {
                self.entry.is_fuzzy |= flags.split(',').any(|flag| flag.trim() == "fuzzy");
            }
            return Ok(());
        }
        let (keyword, quoted) = self.keyword(words, at.line)?;
        // The next entry may follow without a blank line.
        if matches!(keyword, Keyword::Context | Keyword::Id)
            && !words.starts_with('"')
            && self.entry.has_forms()
        {
            self.finish_entry()?;
        }
        if !self.entry.is_begun {
            self.entry.at = at;
            self.entry.is_begun = true;
        }
        self.entry.is_obsolete |= is_obsolete;
        self.entry.last = Some(keyword);
        self.entry.bytes += quoted.len();
        if self.entry.bytes > MOST_BYTES {
            let why = format!("an entry is larger than {} MiB", MOST_BYTES / 1024 / 1024);
            return Err(Error::damaged(at.line, why));
        }
        let place = at.after(&words.as_bytes()[..words.len() - quoted.len()]);
        let Some(string) = self.entry.string(keyword) else {
            return Err(Error::damaged(at.line, "an entry has too many plural forms"));
        };
        unquote(quoted, place, string)
    }

    /// The string that a line belongs to, and the quoted part of the line.
    fn keyword<'l>(&self, words: &'l str, line: usize) -> Result<(Keyword, &'l str), Error> {
        let damaged = |why: String| Error::damaged(line, why);
        if words.starts_with('"') {
            let last = self
                .entry
                .last
                .ok_or_else(|| damaged("a string stands before any keyword".into()))?;
            return Ok((last, words));
        }
        let end = words
            .find(|c: char| c.is_whitespace() || c == '"' || c == '[')
            .unwrap_or(words.len());
        let (name, mut rest) = words.split_at(end);
        let keyword = match name {
            "msgctxt" => Keyword::Context,
            "msgid" => Keyword::Id,
            "msgid_plural" => Keyword::Plural,
            "msgstr" => {
                let mut number = 0;
                if let Some((inside, behind)) = rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
                    number = inside
                        .trim()
                        .parse()
                        .map_err(|_| damaged("the number of a plural form is none".into()))?;
                    rest = behind;
                }
                Keyword::Form(number)
            }
            _ => {
                let shown: String = name.chars().take(ID_CHARS).collect();
                return Err(damaged(format!("“{shown}” is no keyword of a PO file")));
            }
        };
        Ok((keyword, rest.trim_start()))
    }

    fn finish_entry(&mut self) -> Result<(), Error> {
        if !self.entry.is_begun {
            // A comment that is followed by a blank line belongs to no entry.
            self.entry = Entry::default();
            return Ok(());
        }
        let entry = std::mem::take(&mut self.entry);
        let line = entry.at.line;
        let Some(id) = entry.id.map(Builder::finish) else {
            return Err(Error::damaged(line, "an entry has no msgid"));
        };
        let context = entry.context.map(|context| context.finish().text);
        if id.text.is_empty() && context.is_none() && self.header.is_none() && !entry.is_obsolete {
            let header = entry.forms.into_iter().next().unwrap_or_default().finish();
            self.header = Some(self.direction(&header.text, line)?);
            return Ok(());
        }
        if self.header.is_none() {
            return Err(Error::NoTargetLanguage { line });
        }
        let plural = entry.plural.map(Builder::finish);
        let forms: Vec<Passage> = entry.forms.into_iter().map(Builder::finish).collect();
        let count = forms.len().max(1);
        self.account.seen += count;
        if entry.is_obsolete {
            self.account.obsolete += count;
            return Ok(());
        }
        if entry.is_fuzzy {
            self.account.fuzzy += count;
            return Ok(());
        }
        self.account.untranslated += usize::from(forms.is_empty());
        let name = name(context, &id.text);
        let only_form = forms.len() == 1;
        for (number, target) in forms.into_iter().enumerate() {
            if target.text.is_empty() {
                self.account.untranslated += 1;
                continue;
            }
            let source = plural.as_ref().filter(|_| number > 0 || only_form).unwrap_or(&id);
            self.ready.push_back(Unit {
                id: if plural.is_some() {
                    format!("{name} [{number}]")
                } else {
                    name.clone()
                },
                at: entry.at,
                source: source.clone(),
                target,
                source_language: self
                    .header
                    .as_ref()
                    .and_then(|header| header.source_language.clone()),
                is_machine_translated: false,
            });
        }
        Ok(())
    }

    /// What the header says of the languages.
    fn direction(&self, header: &str, line: usize) -> Result<Header, Error> {
        let field = |name: &str| {
            let mut fields = header.lines().filter_map(|line| line.split_once(':'));
            let (_, value) = fields.find(|(key, _)| key.trim().eq_ignore_ascii_case(name))?;
            Some(value.trim().to_owned()).filter(|value| !value.is_empty())
        };
        let source_language = self
            .options
            .source_language
            .clone()
            .or_else(|| field("X-Source-Language"));
        let Some(target) = field("Language") else {
            return Err(Error::NoTargetLanguage { line });
        };
        let from_english = source_language.as_deref().is_some_and(is_english);
        if !is_english(&target) || from_english {
            return Err(Error::Direction {
                line,
                // The originals of a catalogue are in English unless it says otherwise.
                source_language: source_language.unwrap_or_else(|| "en".to_owned()),
                target_language: target,
            });
        }
        Ok(Header { source_language })
    }
}

impl<R: BufRead> ReadUnits for Po<R> {
    fn next_unit(&mut self) -> Result<Option<Unit>, Error> {
        loop {
            if let Some(unit) = self.ready.pop_front() {
                return Ok(Some(unit));
            }
            if self.is_over {
                return Ok(None);
            }
            let result = self.read_line();
            if result.is_err() {
                self.is_over = true;
            }
            result?;
        }
    }

    fn account(&self) -> Account {
        self.account
    }
}

/// What reports call an entry.
fn name(context: Option<String>, id: &str) -> String {
    let name = context
        .filter(|context| !context.is_empty())
        .unwrap_or_else(|| id.to_owned());
    let line = name.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(ID_CHARS) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None => line,
    }
}

/// Adds the characters of a quoted string, which begins at `at` in the file.
fn unquote(quoted: &str, at: FilePosition, string: &mut Builder) -> Result<(), Error> {
    let damaged = |why: &str| Error::damaged(at.line, why);
    let inner = quoted
        .strip_prefix('"')
        .ok_or_else(|| damaged("a string in quotes is missing"))?;
    let mut at = at.after(b"\"");
    let mut rest = inner;
    loop {
        let end = rest
            .find(['"', '\\'])
            .ok_or_else(|| damaged("a string has no closing quote"))?;
        let (run, behind) = rest.split_at(end);
        string.verbatim(run, at);
        at = at.after(run.as_bytes());
        if let Some(behind) = behind.strip_prefix('"') {
            return if behind.trim().is_empty() {
                Ok(())
            } else {
                Err(damaged("something stands behind the closing quote"))
            };
        }
        let (length, character) = escaped(behind).ok_or_else(|| damaged("an escape is none of a PO file"))?;
        let to = at.after(&behind.as_bytes()[..length]);
        string.decoded(character.encode_utf8(&mut [0; 4]), at, to);
        at = to;
        rest = &behind[length..];
    }
}

/// The length of an escape, with its backslash, and the character.
fn escaped(text: &str) -> Option<(usize, char)> {
    let code = text[1..].chars().next()?;
    let character = match code {
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        'a' | 'b' | 'f' | 'v' => ' ',
        '"' | '\\' | '\'' | '?' => code,
        'x' => {
            let digits = text[2..]
                .bytes()
                .take(2)
                .take_while(u8::is_ascii_hexdigit)
                .count();
            let value = u32::from_str_radix(&text[2..2 + digits], 16).ok()?;
            return Some((2 + digits, char::from_u32(value)?));
        }
        '0'..='7' => {
            let digits = text[1..]
                .bytes()
                .take(3)
                .take_while(|byte| (b'0'..=b'7').contains(byte))
                .count();
            let value = u32::from_str_radix(&text[1..=digits], 8).ok()?;
            return Some((1 + digits, char::from_u32(value)?));
        }
        _ => return None,
    };
    Some((1 + code.len_utf8(), character))
}
