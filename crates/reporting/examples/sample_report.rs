//! Writes the sample report to standard output:
//! `cargo run -p wirecheck-reporting --example sample_report -- FORMAT [history | hostile | ARTICLES FINDINGS]`, where the
//! format is `full`, `concise`, `quiet` or one of those of [`Format`], `history` adds earlier runs, and the numbers
//! ask for a large report. `pages ARTICLES FINDINGS FOLDER` writes the HTML report as the command line does.

use std::error::Error;
use std::fs::{self, File};
use std::io::{self, BufWriter};
use std::path::Path;

use reporting::formats::Format;
use reporting::formats::html;
use reporting::formats::terminal::{self, Colour, Detail, Options};
use reporting::report::Report;
use reporting::sample::{self, hostile, large};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let report = report(&arguments)?;
    let out = &mut io::stdout().lock();
    match arguments.first().map_or("full", String::as_str) {
        "full" => terminal::write(&report, options(Detail::Full), out)?,
        "concise" => terminal::write(&report, options(Detail::Concise), out)?,
        "quiet" => terminal::write(&report, options(Detail::Quiet), out)?,
        "pages" => write_pages(
            &report,
            Path::new(arguments.last().expect("there is a first one")),
        )?,
        format => format.parse::<Format>()?.write(&report, out)?,
    }
    Ok(())
}

fn write_pages(report: &Report, folder: &Path) -> io::Result<()> {
    html::write_pages(report, "report.html", &mut |path| {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("the path starts with the folder"))?;
        Ok(Box::new(BufWriter::new(File::create(path)?)))
    })?;
    Ok(())
}

fn report(arguments: &[String]) -> Result<Report, Box<dyn Error>> {
    match arguments {
        [_, articles, findings] | [_, articles, findings, _] => {
            Ok(large::large(articles.parse()?, findings.parse()?))
        }
        [_, word] if word == "history" => Ok(sample::report_with_history()),
        [_, word] if word == "hostile" => Ok(hostile::hostile_report()),
        _ => Ok(sample::report()),
    }
}

fn options(detail: Detail) -> Options {
    Options {
        detail,
        colour: Colour::Always,
        columns: 100,
    }
}
