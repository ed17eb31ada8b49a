//! JSON Lines of any length, a piece at a time: [`Lines`].

use std::borrow::Cow;
use std::io::{self, Read};

use serde::{Deserialize, Serialize};

use crate::account::{Account, CapHit, Loss, MAX_LISTED, Repair, SourceKind};
use crate::article::Article;
use crate::error::Error;
use crate::fields::Fields;
use crate::json_lines;
use crate::local::{Input, Meter};

/// So many bytes are read at a time.
const BLOCK: usize = 128 * 1024;

/// A local source that is JSON Lines, read from its beginning to its end. Of its lines no more is held than what was read
/// at a time, and one line.
#[derive(Debug)]
pub struct Lines {
    input: Input,
    /// What was read and not handed out.
    buffer: Vec<u8>,
    /// What was handed out.
    done: Position,
    /// The checksum of that.
    sum: flate2::Crc,
    /// Where a piece must end, in bytes.
    mark: Option<u64>,
    /// The longest line that is read.
    limit: u64,
    is_over: bool,
}

/// Whole lines that stand one after the other.
#[derive(Debug)]
pub struct Piece {
    /// The lines with their line feeds; empty instead of one that is too long.
    bytes: Vec<u8>,
    /// The number of the first one, from 1.
    first: usize,
    /// What of the source lies before the end of the piece.
    pub end: Position,
    /// The limit that its only line is beyond.
    too_long: Option<u64>,
}

/// How far JSON Lines were read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Position {
    /// Lines before it.
    pub lines: usize,
    /// Bytes before it, after decompression.
    pub bytes: u64,
    /// The CRC-32 of these bytes.
    pub sum: u32,
}

/// One line that is not blank.
#[derive(Debug)]
pub struct Line {
    /// Its number, from 1.
    pub number: usize,
    /// Its article, or why there is none.
    pub article: Result<Box<Article>, String>,
    /// Whether it has a date that nobody can read.
    pub unreadable_date: bool,
    /// Byte sequences that are no UTF-8.
    pub bad_bytes: usize,
}

impl Lines {
    pub(crate) fn new(input: Input, limit: u64) -> Self {
        Self {
            input,
            buffer: Vec::new(),
            done: Position::default(),
            sum: flate2::Crc::new(),
            mark: None,
            limit,
            is_over: false,
        }
    }

    /// How much was read.
    #[must_use]
    pub fn meter(&self) -> Meter {
        self.input.meter.clone()
    }

    /// Lets a piece end after so many bytes, where one ended in an earlier run.
    pub fn set_mark(&mut self, bytes: u64) {
        self.mark = Some(bytes);
    }

    /// The next lines: all that came with one read, so that a slow pipe makes nobody wait. `None` at the end.
    ///
    /// # Errors
    /// When the source cannot be read on. What was whole before was handed out.
    pub fn next_piece(&mut self) -> io::Result<Option<Piece>> {
        let mut searched = 0;
        while !self.is_over {
            if let Some(at) = self.buffer[searched..].iter().rposition(|byte| *byte == b'\n') {
                let end = self.end_at_mark(searched + at + 1);
                let rest = self.buffer.split_off(end);
                let bytes = std::mem::replace(&mut self.buffer, rest);
                return Ok(Some(self.piece(bytes, None)));
            }
            searched = self.buffer.len();
            if searched as u64 > self.limit {
                return self.skip_line().map(Some);
            }
            if self.fill()? == 0 {
                self.is_over = true;
                let bytes = std::mem::take(&mut self.buffer);
                return Ok((!bytes.is_empty()).then(|| self.piece(bytes, None)));
            }
        }
        Ok(None)
    }

    /// The end of a piece, or the mark where that lies before it.
    fn end_at_mark(&self, end: usize) -> usize {
        let to_mark = self.mark.and_then(|mark| mark.checked_sub(self.done.bytes));
        let to_mark = to_mark.and_then(|bytes| usize::try_from(bytes).ok());
        to_mark
            .filter(|to_mark| (1..end).contains(to_mark))
            .unwrap_or(end)
    }

    fn fill(&mut self) -> io::Result<usize> {
        let length = self.buffer.len();
        self.buffer.resize(length + BLOCK, 0);
        let read = loop {
            match self.input.read(&mut self.buffer[length..]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => break read,
            }
        };
        self.buffer
            .truncate(length + read.as_ref().copied().unwrap_or_default());
        read
    }

    /// Passes over the line that has begun and is too long.
    fn skip_line(&mut self) -> io::Result<Piece> {
        loop {
            let end = self.buffer.iter().position(|byte| *byte == b'\n');
            let rest = self
                .buffer
                .split_off(end.map_or(self.buffer.len(), |end| end + 1));
            let passed = std::mem::replace(&mut self.buffer, rest);
            self.done.bytes += passed.len() as u64;
            self.sum.update(&passed);
            if end.is_some() || self.fill()? == 0 {
                return Ok(self.piece(Vec::new(), Some(self.limit)));
            }
        }
    }

    fn piece(&mut self, bytes: Vec<u8>, too_long: Option<u64>) -> Piece {
        let first = self.done.lines + 1;
        let feeds = bytes.split(|byte| *byte == b'\n').count() - 1;
        let open = bytes.last().is_some_and(|byte| *byte != b'\n');
        self.sum.update(&bytes);
        self.done = Position {
            lines: self.done.lines + feeds + usize::from(open) + usize::from(too_long.is_some()),
            bytes: self.done.bytes + bytes.len() as u64,
            sum: self.sum.sum(),
        };
        Piece {
            bytes,
            first,
            end: self.done,
            too_long,
        }
    }
}

impl Piece {
    /// The lines that are not blank.
    pub fn lines<'p>(&'p self, fields: &'p Fields) -> impl Iterator<Item = Line> + 'p {
        let too_long = self.too_long.map(|limit| Line {
            number: self.first,
            article: Err(format!("it is longer than the limit of {limit} bytes")),
            unreadable_date: false,
            bad_bytes: 0,
        });
        let lines = self.bytes.split(|byte| *byte == b'\n').enumerate();
        let lines = lines.filter(|(_, line)| !line.trim_ascii().is_empty());
        too_long
            .into_iter()
            .chain(lines.map(move |(index, line)| Line::read(self.first + index, line, fields)))
    }

    /// How many lines are not blank.
    #[must_use]
    pub fn count(&self) -> usize {
        let lines = self.bytes.split(|byte| *byte == b'\n');
        lines.filter(|line| !line.trim_ascii().is_empty()).count() + usize::from(self.too_long.is_some())
    }
}

impl Line {
    fn read(number: usize, line: &[u8], fields: &Fields) -> Self {
        let text = String::from_utf8_lossy(line);
        let bad_bytes = match &text {
            Cow::Borrowed(_) => 0,
            Cow::Owned(_) => line
                .utf8_chunks()
                .filter(|chunk| !chunk.invalid().is_empty())
                .count(),
        };
        let read = json_lines::read(&text, fields);
        Self {
            number,
            unreadable_date: read.as_ref().is_ok_and(|read| read.unreadable_date),
            article: read.map(|read| Box::new(read.article)),
            bad_bytes,
        }
    }
}

/// Keeps the account of JSON Lines that are read a line at a time. Serializes, so that a run can be taken up again.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct LinesAccount {
    items_seen: usize,
    articles: usize,
    older: usize,
    /// Articles without a word.
    wordless: usize,
    unreadable_dates: usize,
    bad_bytes: usize,
    left_out: usize,
    /// What is lost, and why.
    losses: Vec<(String, String)>,
    unlisted: usize,
}

impl LinesAccount {
    /// Enters a line that was read, whatever became of it.
    pub fn seen(&mut self, line: &Line) {
        self.items_seen += 1;
        self.unreadable_dates += usize::from(line.unreadable_date);
        self.bad_bytes += line.bad_bytes;
    }

    /// Enters an article that is handed on.
    pub fn took(&mut self) {
        self.articles += 1;
    }

    /// Enters an article that is older than was asked for.
    pub fn older(&mut self) {
        self.older += 1;
    }

    /// Enters an article in which there is nothing to check.
    pub fn wordless(&mut self, id: &str) {
        self.wordless += 1;
        self.lose(id.to_owned(), "there is no word to check in it".to_owned());
    }

    /// Enters a line that cannot be used. The first hundred losses are listed, the others are counted.
    pub fn lost(&mut self, line: usize, why: String) {
        self.lose(format!("line {line}"), why);
    }

    /// Enters the second line with an id.
    pub fn used_before(&mut self, line: usize, id: &str) {
        self.lost(line, json_lines::used_before(id));
    }

    /// Enters something about an article that was not done.
    pub fn lose(&mut self, what: String, why: String) {
        if self.losses.len() < MAX_LISTED {
            self.losses.push((what, why));
        } else {
            self.unlisted += 1;
        }
    }

    /// Enters that the source could not be read to its end.
    pub fn broke_off(&mut self, after: usize, error: &io::Error) {
        let what = format!("everything after line {after}");
        self.losses.push((what, error.to_string()));
    }

    /// Enters lines that go beyond the limit of articles.
    pub fn beyond_limit(&mut self, lines: usize) {
        self.items_seen += lines;
        self.left_out += lines;
    }

    /// Articles handed on so far.
    #[must_use]
    pub fn articles(&self) -> usize {
        self.articles
    }

    /// The account, once the source was read. `limit` is [`Options::max_articles`](crate::Options::max_articles).
    #[must_use]
    pub fn close(self, source: String, limit: usize) -> Account {
        let losses: Vec<_> = self
            .losses
            .into_iter()
            .map(|(what, why)| Loss::new(what, why))
            .collect();
        if self.articles + self.wordless + self.older + self.left_out == 0 {
            let why = losses.first().map(Loss::to_string).unwrap_or_default();
            return Account {
                error: Some(Error::Unparsable {
                    place: source.clone(),
                    kind: "JSON Lines".to_owned(),
                    why,
                }),
                ..Account::new(source)
            };
        }
        let bad_bytes = (self.bad_bytes > 0).then_some(Repair::BadBytes(self.bad_bytes));
        let dates = (self.unreadable_dates > 0).then_some(Repair::UnreadableDates(self.unreadable_dates));
        let cap = (self.left_out > 0).then_some(CapHit::Articles {
            limit,
            left_out: self.left_out,
        });
        Account {
            kind: Some(SourceKind::JsonLines),
            items_seen: self.items_seen,
            articles: self.articles,
            older: self.older,
            repairs: bad_bytes.into_iter().chain(dates).collect(),
            losses,
            unlisted: self.unlisted,
            caps: cap.into_iter().collect(),
            ..Account::new(source)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives a few bytes at a time, as a pipe does.
    struct Drops(Vec<u8>);

    impl Read for Drops {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let n = buffer.len().min(7).min(self.0.len());
            buffer[..n].copy_from_slice(&self.0[..n]);
            self.0.drain(..n);
            Ok(n)
        }
    }

    fn read(bytes: &[u8], limit: u64) -> Vec<(usize, Result<String, String>)> {
        let mut lines = Lines::new(Input::of(Box::new(Drops(bytes.to_vec()))), limit);
        let mut found = Vec::new();
        let mut end = Position::default();
        while let Some(piece) = lines.next_piece().unwrap() {
            assert!(piece.end.bytes > end.bytes && piece.end.lines > end.lines);
            assert_eq!(piece.count(), piece.lines(&Fields::default()).count());
            end = piece.end;
            let of = |line: Line| (line.number, line.article.map(|article| article.id));
            found.extend(piece.lines(&Fields::default()).map(of));
        }
        let mut sum = flate2::Crc::new();
        sum.update(bytes);
        assert_eq!((end.bytes, end.sum), (bytes.len() as u64, sum.sum()));
        found
    }

    #[test]
    fn lines_have_their_numbers_whatever_comes_at_a_time() {
        let text =
            b"{\"id\":1,\"text\":\"a\"}\r\n\n  \n{\"id\":2,\"text\":\"b\"}\nbad\n{\"id\":3,\"text\":\"c\"}";
        let found = read(text, 1000);
        let ids: Vec<_> = found
            .iter()
            .filter_map(|(n, id)| Some((*n, id.clone().ok()?)))
            .collect();
        assert_eq!(ids, [(1, "1".to_owned()), (4, "2".into()), (6, "3".into())]);
        assert_eq!(found.iter().filter(|(n, id)| *n == 5 && id.is_err()).count(), 1);
    }

    #[test]
    fn a_line_that_is_too_long_costs_one_line() {
        let long = "x".repeat(500);
        let text = format!(
            "{{\"id\":1,\"text\":\"a\"}}\n{{\"id\":2,\"text\":\"{long}\"}}\n{{\"id\":3,\"text\":\"c\"}}\n"
        );
        let found = read(text.as_bytes(), 100);
        let ids: Vec<_> = found.iter().map(|(n, id)| (*n, id.is_ok())).collect();
        assert_eq!(ids, [(1, true), (2, false), (3, true)]);
        let last = format!("{{\"id\":1,\"text\":\"a\"}}\n{long}");
        assert_eq!(read(last.as_bytes(), 100).len(), 2, "also at the end");
    }

    #[test]
    fn ten_thousand_bad_lines_are_counted() {
        let mut account = LinesAccount::default();
        for number in 1..=10_000 {
            account.lost(number, "no JSON".into());
        }
        account.took();
        let account = account.close("-".into(), 0);
        assert_eq!((account.losses.len(), account.unlisted), (100, 9900));
        assert_eq!(account.losses[99].what, "line 100");
    }

    #[test]
    fn a_piece_ends_at_the_mark() {
        let text = "{\"id\":1,\"text\":\"a\"}\n".repeat(5);
        let line = text.len() / 5;
        let mut lines = Lines::new(Input::of(Box::new(io::Cursor::new(text))), 1000);
        lines.set_mark(2 * line as u64);
        let ends: Vec<_> = std::iter::from_fn(|| lines.next_piece().unwrap())
            .map(|piece| (piece.end.lines, piece.count()))
            .collect();
        assert_eq!(ends, [(2, 2), (5, 3)]);
    }
}
