//! Compressed bytes in, plain ones out, whatever the server says they are.

use std::io::{self, Cursor};

use async_compression::tokio::bufread::{
    BrotliDecoder, DeflateDecoder, GzipDecoder, ZlibDecoder, ZstdDecoder,
};
use tokio::io::{AsyncBufRead, AsyncRead, AsyncReadExt as _, BufReader};

/// Codings on top of each other are taken off so many times; more are an attack.
pub(crate) const MAX_CODINGS: usize = 3;

/// So many bytes tell a compressed stream from text.
pub(crate) const SNIFFED: usize = 16;

const GZIP: &[u8] = b"\x1F\x8B";
const ZSTD: &[u8] = b"\x28\xB5\x2F\xFD";

/// A stream of bytes that may be compressed.
pub(crate) type Stream<'a> = Box<dyn AsyncBufRead + Unpin + Send + 'a>;

/// Do the bytes begin like a gzip or zstd file?
pub(crate) fn is_compressed(bytes: &[u8]) -> bool {
    is_gzip(bytes) || is_zstd(bytes)
}

pub(crate) fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(GZIP)
}

pub(crate) fn is_zstd(bytes: &[u8]) -> bool {
    bytes.starts_with(ZSTD)
}

/// The stream without its compression. `declared` is the value of the header `Content-Encoding`, perhaps empty.
///
/// Servers compress without saying so, say so without compressing, compress twice, and write `utf-8` where a coding
/// should stand. So gzip and zstd are known by their first bytes; Brotli and deflate, which have none, by the header,
/// unless what comes is plainly text.
///
/// # Errors
/// When the stream fails.
pub(crate) async fn plain<'a>(stream: Stream<'a>, declared: &str) -> io::Result<Stream<'a>> {
    let mut declared: Vec<_> = declared
        .split(',')
        .map(|coding| coding.trim().to_ascii_lowercase())
        .collect();
    let mut stream = stream;
    for _ in 0..MAX_CODINGS {
        let (head, whole) = peek(stream).await?;
        let Some(coding) = next_coding(&head, &mut declared) else {
            return Ok(whole);
        };
        stream = decoder(coding, whole);
    }
    Ok(stream)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Coding {
    Gzip,
    Zstd,
    Brotli,
    Zlib,
    Deflate,
}

fn decoder(coding: Coding, stream: Stream<'_>) -> Stream<'_> {
    fn buffered<'a>(decoder: impl AsyncRead + Unpin + Send + 'a) -> Stream<'a> {
        Box::new(BufReader::new(decoder))
    }
    match coding {
        Coding::Gzip => {
            let mut decoder = GzipDecoder::new(stream);
            // A file may consist of several members, as log rotation and `cat` make them.
            decoder.multiple_members(true);
            buffered(decoder)
        }
        Coding::Zstd => buffered(ZstdDecoder::new(stream)),
        Coding::Brotli => buffered(BrotliDecoder::new(stream)),
        Coding::Zlib => buffered(ZlibDecoder::new(stream)),
        Coding::Deflate => buffered(DeflateDecoder::new(stream)),
    }
}

/// The coding to take off next, by the first bytes and by what is declared and not taken off yet; the outermost is
/// declared last.
fn next_coding(head: &[u8], declared: &mut Vec<String>) -> Option<Coding> {
    if head.starts_with(GZIP) {
        declared.pop_if(|coding| coding.ends_with("gzip"));
        return Some(Coding::Gzip);
    }
    if head.starts_with(ZSTD) {
        declared.pop_if(|coding| coding == "zstd");
        return Some(Coding::Zstd);
    }
    while let Some(coding) = declared.pop() {
        match coding.as_str() {
            _ if is_text(head) => return None,
            "br" => return Some(Coding::Brotli),
            "deflate" if is_zlib(head) => return Some(Coding::Zlib),
            "deflate" => return Some(Coding::Deflate),
            _ => {}
        }
    }
    None
}

/// The header of zlib: method 8, and a checksum.
fn is_zlib(head: &[u8]) -> bool {
    matches!(head, [method, flags, ..] if method & 0x0F == 8 && (u16::from(*method) * 256 + u16::from(*flags)) % 31 == 0)
}

/// Is this the beginning of a document? Compressed bytes are hardly ever printable for so long.
fn is_text(head: &[u8]) -> bool {
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    head.iter()
        .all(|byte| byte.is_ascii_graphic() || byte.is_ascii_whitespace())
}

/// The first bytes, and the stream with them.
async fn peek(mut stream: Stream<'_>) -> io::Result<(Vec<u8>, Stream<'_>)> {
    let mut head = vec![0; SNIFFED];
    let mut length = 0;
    while length < SNIFFED {
        match stream.read(&mut head[length..]).await? {
            0 => break,
            read => length += read,
        }
    }
    head.truncate(length);
    Ok((head.clone(), Box::new(Cursor::new(head).chain(stream))))
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};

    use super::*;

    const TEXT: &str = "<rss version='2.0'><channel><title>Quay</title></channel></rss>";

    async fn read(bytes: Vec<u8>, declared: &str) -> String {
        let mut plain = plain(Box::new(Cursor::new(bytes)), declared).await.unwrap();
        let mut text = String::new();
        plain.read_to_string(&mut text).await.unwrap();
        text
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[tokio::test]
    async fn believes_the_bytes_rather_than_the_header() {
        let packed = gzip(TEXT.as_bytes());
        for declared in ["gzip", "x-gzip", "", "none", "utf-8", "gzip, gzip", "br"] {
            assert_eq!(read(packed.clone(), declared).await, TEXT, "{declared}");
            assert_eq!(read(TEXT.into(), declared).await, TEXT, "{declared}");
        }
        let twice = gzip(&packed);
        for declared in ["gzip, gzip", "gzip", ""] {
            assert_eq!(read(twice.clone(), declared).await, TEXT, "{declared}");
        }
    }

    #[tokio::test]
    async fn reads_deflate_with_and_without_the_header_of_zlib() {
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::default());
        zlib.write_all(TEXT.as_bytes()).unwrap();
        let mut raw = DeflateEncoder::new(Vec::new(), Compression::default());
        raw.write_all(TEXT.as_bytes()).unwrap();
        assert_eq!(read(zlib.finish().unwrap(), "deflate").await, TEXT);
        assert_eq!(read(raw.finish().unwrap(), "deflate").await, TEXT);
        assert_eq!(read(TEXT.into(), "deflate").await, TEXT);
    }

    #[tokio::test]
    async fn takes_off_three_codings_and_no_more() {
        let mut packed = TEXT.as_bytes().to_vec();
        for _ in 0..4 {
            packed = gzip(&packed);
        }
        let mut left = plain(Box::new(Cursor::new(packed)), "").await.unwrap();
        let mut bytes = Vec::new();
        left.read_to_end(&mut bytes).await.unwrap();
        assert_eq!(bytes, gzip(TEXT.as_bytes()));
    }
}
