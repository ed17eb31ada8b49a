//! Writes the sample report to standard output:
//! `cargo run -p reporting --example sample_report -- FORMAT [history | hostile | ARTICLES FINDINGS]`, where the format is
//! `full`, `concise`, `quiet` or one of those of [`Format`], `history` adds earlier runs, and the numbers ask for a large report.
//! `apply FILE` applies decisions that the HTML report exported. With `pages` for a format, writes the HTML report into `target/pages` as the command line does.

#[path = "sample/hostile.rs"]
mod hostile;
#[path = "sample/large.rs"]
mod large;
mod sample;

use std::error::Error;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use reporting::baseline::Baseline;
use reporting::decisions::{self, Decisions};
use reporting::format::Format;
use reporting::html;
use reporting::report::Report;
use reporting::terminal::{self, Colour, Detail, Options};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let report = report(&arguments)?;
    let out = &mut io::stdout().lock();
    if let [word, file] = arguments.as_slice()
        && word == "apply"
    {
        return apply(&report, Path::new(file), out);
    }
    match arguments.first().map_or("full", String::as_str) {
        "full" => terminal::write(&report, options(Detail::Full), out)?,
        "concise" => terminal::write(&report, options(Detail::Concise), out)?,
        "quiet" => terminal::write(&report, options(Detail::Quiet), out)?,
        "pages" => write_pages(&report, Path::new("target/pages"))?,
        format => format.parse::<Format>()?.write(&report, out)?,
    }
    Ok(())
}

fn apply(report: &Report, file: &Path, out: &mut dyn Write) -> Result<(), Box<dyn Error>> {
    let decisions = Decisions::parse(&fs::read_to_string(file)?, file)?;
    let applied = decisions::apply(report, &decisions);
    for article in &applied.corrected {
        write!(out, "{}", article.diff)?;
    }
    let mut baseline = Baseline::default();
    baseline.add(applied.ignored);
    write!(out, "{baseline}")?;
    if let Some(rejected) = applied.rejected.first() {
        return Err(format!("{}: {}", rejected.id, rejected.why).into());
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
        [_, articles, findings] => Ok(large::large(articles.parse()?, findings.parse()?)),
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
