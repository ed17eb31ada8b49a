//! The formats of a report by name: [`Format`].

use std::fmt;
use std::io;
use std::str::FromStr;

use crate::report::Report;
use crate::{atom, github, gitlab, html, json, jsonl, junit, markdown, rdjson, sarif};

/// A format that a report can be written in, other than for a [terminal](crate::terminal).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// One self-contained page for an editor.
    Html,
    /// One versioned document.
    Json,
    /// The same, line by line.
    Jsonl,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// `JUnit` XML, for CI systems.
    Junit,
    /// Workflow commands that GitHub shows as annotations.
    Github,
    /// GitLab's code quality report.
    Gitlab,
    /// Reviewdog's diagnostics.
    Rdjson,
    /// Markdown, for a step summary.
    Markdown,
    /// An Atom feed of the articles that need a look.
    Atom,
}

impl Format {
    /// All formats.
    pub const ALL: [Self; 10] = [
        Self::Html,
        Self::Json,
        Self::Jsonl,
        Self::Sarif,
        Self::Junit,
        Self::Github,
        Self::Gitlab,
        Self::Rdjson,
        Self::Markdown,
        Self::Atom,
    ];

    /// The name on the command line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Json => "json",
            Self::Jsonl => "jsonl",
            Self::Sarif => "sarif",
            Self::Junit => "junit",
            Self::Github => "github",
            Self::Gitlab => "gitlab",
            Self::Rdjson => "rdjson",
            Self::Markdown => "markdown",
            Self::Atom => "atom",
        }
    }

    /// Writes a report in this format.
    pub fn write(self, report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
        match self {
            Self::Html => html::write(report, out),
            Self::Json => json::write(report, out),
            Self::Jsonl => jsonl::write(report, out),
            Self::Sarif => sarif::write(report, out),
            Self::Junit => junit::write(report, out),
            Self::Github => github::write(report, out),
            Self::Gitlab => gitlab::write(report, out),
            Self::Rdjson => rdjson::write(report, out),
            Self::Markdown => markdown::write(report, out),
            Self::Atom => atom::write(report, out),
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Format {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let names = Self::ALL.map(Self::as_str).join(", ");
        let format = Self::ALL.into_iter().find(|format| format.as_str() == name);
        format.ok_or_else(|| format!("`{name}` is no format; use one of {names}"))
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
        for format in Format::ALL {
            assert_eq!(format.to_string().parse(), Ok(format));
        }
        assert!("pdf".parse::<Format>().unwrap_err().contains("html, json"));
    }

    #[test]
    fn equal_reports_give_equal_bytes() {
        for format in Format::ALL {
            assert_eq!(written(format, &report()), written(format, &report()), "{format}");
        }
    }

    #[test]
    fn every_format_can_say_that_there_is_nothing() {
        for format in Format::ALL {
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
        for format in Format::ALL {
            let error = format.write(&report(), &mut Full).unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::StorageFull, "{format}");
        }
    }
}
