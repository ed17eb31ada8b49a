//! How long it takes to write a report of 1,000 articles with 10,000 findings that knows of earlier runs, and how
//! much memory (`max alloc`): what a run writes for an editor and a CI system together, and format by format.
//! Together they shall take less than 2 s on one core and 300 MB: `cargo bench -p wirecheck-reporting --bench render`.

use std::io;
use std::sync::LazyLock;

use divan::{AllocProfiler, Bencher};
use reporting::formats::Format;
use reporting::formats::html;
use reporting::formats::terminal::{self, Colour, Detail, Options};
use reporting::report::Report;
use reporting::sample::large;

#[global_allocator]
static ALLOC: AllocProfiler = AllocProfiler::system();

static REPORT: LazyLock<Report> = LazyLock::new(|| large::large(1_000, 10));

fn main() {
    divan::main();
}

/// HTML as an index and a page an article, SARIF and JSON.
#[divan::bench(sample_count = 5)]
fn html_sarif_json_together(bencher: Bencher) {
    let report = &*REPORT;
    bencher.bench(|| {
        html::write_pages(report, "report.html", &mut |_| Ok(Box::new(io::sink())))
            .expect("a sink takes all bytes");
        for format in [Format::Sarif, Format::Json] {
            format
                .write(report, &mut io::sink())
                .expect("a sink takes all bytes");
        }
    });
}

#[divan::bench(args = Format::ALL, sample_count = 5)]
fn write(bencher: Bencher, format: Format) {
    let report = &*REPORT;
    bencher.bench(|| {
        let mut bytes = Vec::new();
        format
            .write(report, &mut bytes)
            .expect("a vector takes all bytes");
        bytes
    });
}

#[divan::bench(sample_count = 5)]
fn terminal_full(bencher: Bencher) {
    let report = &*REPORT;
    let options = Options {
        detail: Detail::Full,
        colour: Colour::Always,
        columns: 100,
    };
    bencher.bench(|| {
        let mut bytes = Vec::new();
        terminal::write(report, options, &mut bytes).expect("a vector takes all bytes");
        bytes
    });
}
