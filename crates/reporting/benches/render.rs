//! How long it takes to write a report of 1,000 articles with 10,000 findings, format by format.

#[path = "../examples/sample/large.rs"]
mod large;
#[path = "../examples/sample/mod.rs"]
mod sample;

use std::sync::LazyLock;

use divan::Bencher;
use reporting::format::Format;
use reporting::report::Report;
use reporting::terminal::{self, Colour, Detail, Options};

static REPORT: LazyLock<Report> = LazyLock::new(|| large::large(1_000, 10));

fn main() {
    divan::main();
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
