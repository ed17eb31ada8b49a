//! The formats of a report: [`Format`].
//!
//! A new format is a file in `formats/`, its `mod` line and its line in the table below. The terminal's are chosen by
//! [options](terminal::Options) and are not among them.

mod atom;
pub mod github;
mod gitlab;
pub mod html;
pub mod json;
pub mod jsonl;
mod junit;
mod markdown;
mod rdjson;
mod sarif;
pub mod stream;
pub mod terminal;

use std::fmt;
use std::io;
use std::str::FromStr;

use crate::report::Report;

macro_rules! formats {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $write:path;)*) => {
        /// A format that a report can be written in, other than for a [terminal].
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Format {
            $($(#[$doc])* $variant,)*
        }

        impl Format {
            /// All formats.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The name on the command line.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            /// Writes a report in this format.
            pub fn write(self, report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
                match self {
                    $(Self::$variant => $write(report, out),)*
                }
            }
        }
    };
}

formats! {
    /// One self-contained page for an editor.
    Html = "html", html::write;
    /// One versioned document.
    Json = "json", json::write;
    /// The same, line by line.
    Jsonl = "jsonl", jsonl::write;
    /// SARIF 2.1.0, for code scanning.
    Sarif = "sarif", sarif::write;
    /// `JUnit` XML, for CI systems.
    Junit = "junit", junit::write;
    /// Workflow commands that GitHub shows as annotations.
    Github = "github", github::write;
    /// GitLab's code quality report.
    Gitlab = "gitlab", gitlab::write;
    /// Reviewdog's diagnostics.
    Rdjson = "rdjson", rdjson::write;
    /// Markdown, for a step summary.
    Markdown = "markdown", markdown::write;
    /// An Atom feed of the articles that need a look.
    Atom = "atom", atom::write;
}

impl Format {
    /// Writes a report into files: one of this name, and beside it those that a large HTML report has for its articles,
    /// see [`html::write_pages`]. Returns how many were written.
    pub fn write_files(self, report: &Report, name: &str, create: &mut html::Create) -> io::Result<usize> {
        if self == Self::Html {
            return html::write_pages(report, name, create);
        }
        self.write(report, &mut create(name)?)?;
        Ok(1)
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A word that names no format.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no format; use one of {names}", names = names())]
pub struct UnknownFormat(pub String);

fn names() -> String {
    let names: Vec<_> = Format::ALL.iter().map(|format| format.as_str()).collect();
    names.join(", ")
}

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(name: &str) -> Result<Self, UnknownFormat> {
        let mut formats = Self::ALL.iter().copied();
        formats
            .find(|format| format.as_str() == name)
            .ok_or_else(|| UnknownFormat(name.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::report;

    fn written(format: Format, report: &Report) -> Vec<u8> {
        let mut bytes = Vec::new();
        format.write(report, &mut bytes).unwrap();
        bytes
    }

    #[test]
    fn names_lead_back_to_formats() {
        for &format in Format::ALL {
            assert_eq!(format.to_string().parse(), Ok(format));
        }
        assert!(
            "pdf"
                .parse::<Format>()
                .unwrap_err()
                .to_string()
                .contains("html, json")
        );
    }

    #[test]
    fn equal_reports_give_equal_bytes() {
        for &format in Format::ALL {
            assert_eq!(written(format, &report()), written(format, &report()), "{format}");
        }
    }

    #[test]
    fn every_format_can_say_that_there_is_nothing() {
        for &format in Format::ALL {
            let bytes = written(format, &Report::default());
            assert!(!bytes.is_empty() || format == Format::Github, "{format}");
        }
    }

    #[test]
    fn a_full_disk_is_an_error_and_no_panic() {
        struct Full;
        impl io::Write for Full {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::ErrorKind::StorageFull.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        for &format in Format::ALL {
            let error = format.write(&report(), &mut Full).unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::StorageFull, "{format}");
        }
    }
}
