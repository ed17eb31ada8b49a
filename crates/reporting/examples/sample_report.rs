//! Writes the sample report to standard output: `cargo run -p reporting --example sample_report -- terminal`.

mod sample;

use std::io;

use reporting::terminal::{Colour, Detail, Options};
use reporting::{html, json, terminal};

fn main() -> io::Result<()> {
    let report = sample::report();
    let out = &mut io::stdout().lock();
    match std::env::args().nth(1).as_deref() {
        Some("html") => html::write(&report, out),
        Some("json") => json::write(&report, out),
        Some("concise") => terminal::write(&report, options(Detail::Concise), out),
        _ => terminal::write(&report, options(Detail::Full), out),
    }
}

fn options(detail: Detail) -> Options {
    Options {
        detail,
        colour: Colour::Always,
        columns: 100,
    }
}
