//! Files and standard input: opened once, without their compression, and looked into.

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::read::MultiGzDecoder;

use crate::coding::{self, MAX_CODINGS, SNIFFED};
use crate::decode;
use crate::detect;
use crate::source::Source;

/// So many bytes are looked at first.
const LOOK: usize = 64 * 1024;

/// The byte order mark of UTF-8.
const BOM: &[u8] = b"\xEF\xBB\xBF";

/// A local source that has been opened. Reading gives its bytes after decompression, from the first.
pub(crate) struct Input {
    /// What was read in order to look at it.
    head: io::Cursor<Vec<u8>>,
    rest: Box<dyn Read + Send>,
    /// What went wrong behind the head.
    trouble: Option<io::Error>,
    pub(crate) meter: Meter,
}

/// How much of a source has been read, for a progress display. Clones count the same source.
#[derive(Debug, Clone, Default)]
pub struct Meter {
    read: Arc<AtomicU64>,
    /// Bytes of the file as it lies on the disk; `None` where nobody knows, as of a pipe.
    pub size: Option<u64>,
}

impl Meter {
    /// A meter that stands at so many bytes.
    #[must_use]
    pub fn read_of(read: u64, size: Option<u64>) -> Self {
        Self {
            read: Arc::new(AtomicU64::new(read)),
            size,
        }
    }

    /// Bytes read so far, before decompression.
    #[must_use]
    pub fn read(&self) -> u64 {
        self.read.load(Ordering::Relaxed)
    }
}

/// What it is by its first bytes.
pub(crate) enum Opened {
    Lines(Input),
    Other(Input),
}

impl Input {
    /// Opens a file or standard input; `None` for an address.
    pub(crate) fn open(source: &Source) -> Option<io::Result<Self>> {
        match source {
            Source::Url(_) => None,
            Source::Path(path) => Some(File::open(path).and_then(|file| {
                let metadata = file.metadata()?;
                let size = metadata.is_file().then_some(metadata.len());
                Self::plain(Box::new(file), size)
            })),
            Source::Stdin => Some(Self::plain(Box::new(io::stdin()), None)),
        }
    }

    fn plain(file: Box<dyn Read + Send>, size: Option<u64>) -> io::Result<Self> {
        let meter = Meter {
            size,
            ..Meter::default()
        };
        let mut stream: Box<dyn Read + Send> = Box::new(Metered {
            file,
            meter: meter.clone(),
        });
        for _ in 0..MAX_CODINGS {
            let mut head = Vec::new();
            stream.by_ref().take(SNIFFED as u64).read_to_end(&mut head)?;
            let coding = head.clone();
            stream = Box::new(io::Cursor::new(head).chain(stream));
            stream = if coding::is_gzip(&coding) {
                Box::new(MultiGzDecoder::new(stream))
            } else if coding::is_zstd(&coding) {
                Box::new(zstd::Decoder::new(stream)?)
            } else {
                break;
            };
        }
        Ok(Self {
            meter,
            ..Self::of(stream)
        })
    }

    /// A stream of which nothing else is known.
    pub(crate) fn of(rest: Box<dyn Read + Send>) -> Self {
        Self {
            head: io::Cursor::default(),
            rest,
            trouble: None,
            meter: Meter::default(),
        }
    }

    /// Looks at the beginning, no more of it than `limit`, and tells JSON Lines from everything else.
    ///
    /// # Errors
    /// When nothing of it can be read.
    pub(crate) fn look(mut self, limit: u64) -> io::Result<Opened> {
        let mut head = Vec::new();
        let mut is_all = false;
        let is_lines = loop {
            match begins_json_lines(&head, is_all) {
                Some(answer) => break answer,
                None if is_all || head.len() as u64 > limit => break false,
                None => is_all = self.read_more(&mut head)? == 0,
            }
        };
        let mark = if is_lines && head.starts_with(BOM) {
            BOM.len()
        } else {
            0
        };
        self.head = io::Cursor::new(head);
        self.head.set_position(mark as u64);
        Ok(if is_lines {
            Opened::Lines(self)
        } else {
            Opened::Other(self)
        })
    }

    /// Appends what one read gives: whatever a pipe has is enough to begin with.
    fn read_more(&mut self, head: &mut Vec<u8>) -> io::Result<usize> {
        let length = head.len();
        head.resize(length + length.max(LOOK), 0);
        let read = loop {
            match self.rest.read(&mut head[length..]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => break read,
            }
        };
        head.truncate(length + read.as_ref().copied().unwrap_or_default());
        match read {
            // What came before it is read first.
            Err(error) if length > 0 => {
                self.trouble = Some(error);
                Ok(0)
            }
            read => read,
        }
    }
}

/// Whether bytes that begin so are JSON Lines; `None` when more must be seen. As [`detect`](detect::detect) tells it of a
/// whole text, as far as a beginning can tell.
fn begins_json_lines(head: &[u8], is_all: bool) -> Option<bool> {
    let head = head.strip_prefix(BOM).unwrap_or(head);
    let is_utf8 = match std::str::from_utf8(head) {
        Err(error) => error.error_len().is_none() || decode::mostly_utf8(head),
        Ok(_) => true,
    };
    let text = String::from_utf8_lossy(head);
    let text = text.trim_start();
    if text.is_empty() && !is_all {
        return None;
    }
    if !is_utf8 || !text.starts_with('{') {
        return Some(false);
    }
    detect::begins_json_lines(text, is_all)
}

impl Read for Input {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match (self.head.read(buffer)?, self.trouble.take()) {
            (0, None) => self.rest.read(buffer),
            (0, Some(error)) => Err(error),
            (read, trouble) => {
                self.trouble = trouble;
                Ok(read)
            }
        }
    }
}

impl fmt::Debug for Input {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Input")
            .field("meter", &self.meter)
            .finish_non_exhaustive()
    }
}

/// Counts what is read.
struct Metered {
    file: Box<dyn Read + Send>,
    meter: Meter,
}

impl Read for Metered {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(buffer)?;
        self.meter.read.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether it is JSON Lines, and all bytes that are then read.
    fn look(bytes: &[u8]) -> (bool, Vec<u8>) {
        let opened = Input::of(Box::new(io::Cursor::new(bytes.to_vec())))
            .look(1_000_000)
            .unwrap();
        let (is_lines, mut input) = match opened {
            Opened::Lines(input) => (true, input),
            Opened::Other(input) => (false, input),
        };
        let mut read = Vec::new();
        input.read_to_end(&mut read).unwrap();
        (is_lines, read)
    }

    #[test]
    fn tells_json_lines_by_their_beginning_and_keeps_what_it_saw() {
        let line = "{\"id\":1,\"text\":\"x\"}\n";
        let long = format!("{{\"id\":1,\"text\":\"{}\"}}\n{line}", "word ".repeat(100_000));
        for lines in [
            line,
            line.trim_end(),
            &line.repeat(9000),
            &long,
            "{bad\n{\"id\":2}\n",
            "\n \n{\"a\":1}",
        ] {
            assert_eq!(
                look(lines.as_bytes()),
                (true, lines.as_bytes().to_vec()),
                "{lines:.60}"
            );
        }
        let feed = "{\"version\":\"https://jsonfeed.org/version/1\",\n\"items\":[]}";
        for other in [
            "",
            "<rss/>",
            "A text.",
            feed,
            "{\n\"a\": 1\n}",
            "{braces} are just words",
        ] {
            assert_eq!(
                look(other.as_bytes()),
                (false, other.as_bytes().to_vec()),
                "{other}"
            );
        }
        let marked = [BOM, line.as_bytes()].concat();
        assert_eq!(look(&marked), (true, line.as_bytes().to_vec()));
    }

    #[test]
    fn other_encodings_are_for_who_reads_the_whole() {
        let (text, _, _) = encoding_rs::WINDOWS_1251.encode("{\"id\":1,\"text\":\"Переговоры начались\"}\n");
        assert!(!look(&text).0);
        let wide: Vec<u8> = "{\"id\":1}\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(!look(&wide).0);
    }

    #[test]
    fn an_error_behind_the_head_comes_after_it() {
        struct Broken(usize);
        impl Read for Broken {
            fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
                self.0 += 1;
                if self.0 > 1 {
                    return Err(io::Error::other("broken"));
                }
                buffer[..3].copy_from_slice(b"{\"a");
                Ok(3)
            }
        }
        let Opened::Other(mut input) = Input::of(Box::new(Broken(0))).look(1000).unwrap() else {
            panic!("no line is whole");
        };
        let mut read = Vec::new();
        assert!(input.read_to_end(&mut read).is_err());
        assert_eq!(read, b"{\"a");
    }
}
