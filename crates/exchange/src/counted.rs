//! A reader that knows where in the file it is, and that reads no more than it may at a time: [`Counted`].

use std::io::{self, BufRead, Read};

use text::FilePosition;

/// Bytes of one piece of markup or text. A reader keeps one of them in memory at a time.
pub(crate) const MOST_BYTES: usize = 4 * 1024 * 1024;

/// What [`Counted`] says of a piece that is larger than it may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a piece of it is larger than {} MiB", MOST_BYTES / 1024 / 1024)]
pub(crate) struct TooMuch;

/// A reader that counts lines and columns.
#[derive(Debug)]
pub(crate) struct Counted<R> {
    inner: R,
    at: FilePosition,
    /// Bytes that may still be read for the piece that is being read.
    left: usize,
}

impl<R: BufRead> Counted<R> {
    pub(crate) fn new(inner: R) -> Self {
        Self {
            inner,
            at: FilePosition::START,
            left: MOST_BYTES,
        }
    }

    /// The place behind everything that was read.
    pub(crate) fn at(&self) -> FilePosition {
        self.at
    }

    /// Begins a new piece.
    pub(crate) fn begin(&mut self) {
        self.left = MOST_BYTES;
    }
}

impl<R: BufRead> Read for Counted<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let available = self.fill_buf()?;
        let count = available.len().min(out.len());
        out[..count].copy_from_slice(&available[..count]);
        self.consume(count);
        Ok(count)
    }
}

impl<R: BufRead> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.left == 0 {
            return Err(io::Error::new(io::ErrorKind::InvalidData, TooMuch));
        }
        self.inner.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        // What is consumed was filled before, so that this reads nothing and cannot fail.
        if let Ok(buffered) = self.inner.fill_buf() {
            let consumed = &buffered[..count.min(buffered.len())];
            self.at = self.at.after(consumed);
        }
        self.left = self.left.saturating_sub(count);
        self.inner.consume(count);
    }
}
