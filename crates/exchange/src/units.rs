//! One unit after the other: [`Units`].

use std::fmt;
use std::io::{BufRead, BufReader, Read};

use encoding_rs::UTF_8;
use encoding_rs_io::DecodeReaderBytesBuilder;

use crate::counted::Counted;
use crate::error::Error;
use crate::format::{Format, HEAD_BYTES, encoding};
use crate::po::Po;
use crate::tmx::Tmx;
use crate::unit::{Account, Options, ReadUnits, Unit};
use crate::xliff1::Xliff1;
use crate::xliff2::Xliff2;
use crate::xml::Xml;

type Input<'r> = Counted<Box<dyn BufRead + 'r>>;

/// The units of a file, in its order. After an error that [is final](Error::is_final) there are no more; after others there
/// may be.
pub struct Units<'r> {
    reader: Box<dyn ReadUnits + 'r>,
    is_over: bool,
}

/// A file that cannot be read at all.
struct Broken(Option<Error>);

impl ReadUnits for Broken {
    fn next_unit(&mut self) -> Result<Option<Unit>, Error> {
        self.0.take().map_or(Ok(None), Err)
    }

    fn account(&self) -> Account {
        Account::default()
    }
}

impl<'r> Units<'r> {
    /// Reads a file whose format is [known](Format::detect). Its encoding is that of its byte order mark, the one that it
    /// declares, or UTF-8.
    pub fn new(file: impl Read + 'r, format: Format, options: Options) -> Self {
        let reader: Box<dyn ReadUnits + 'r> = match input(file) {
            Ok(input) => match format {
                Format::Xliff1 => Box::new(Xliff1::new(Xml::new(input), options)),
                Format::Xliff2 => Box::new(Xliff2::new(Xml::new(input), options)),
                Format::Tmx => Box::new(Tmx::new(Xml::new(input), options)),
                Format::Po => Box::new(Po::new(input, options)),
            },
            Err(error) => Box::new(Broken(Some(Error::Unreadable(error)))),
        };
        Self {
            reader,
            is_over: false,
        }
    }

    /// What was read so far, and what was left out of it.
    #[must_use]
    pub fn account(&self) -> Account {
        self.reader.account()
    }
}

/// A file as UTF-8.
fn input<'r>(file: impl Read + 'r) -> std::io::Result<Input<'r>> {
    let mut file = BufReader::with_capacity(HEAD_BYTES, file);
    let encoding = encoding(file.fill_buf()?);
    let file: Box<dyn BufRead + 'r> = if encoding == UTF_8 {
        Box::new(file)
    } else {
        let decoder = DecodeReaderBytesBuilder::new()
            .encoding(Some(encoding))
            .build(file);
        Box::new(BufReader::with_capacity(HEAD_BYTES, decoder))
    };
    Ok(Counted::new(file))
}

impl Iterator for Units<'_> {
    type Item = Result<Unit, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        let next = self.reader.next_unit();
        self.is_over = match &next {
            Ok(unit) => unit.is_none(),
            Err(error) => error.is_final(),
        };
        next.transpose()
    }
}

impl fmt::Debug for Units<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Units")
            .field("account", &self.account())
            .field("is_over", &self.is_over)
            .finish_non_exhaustive()
    }
}
