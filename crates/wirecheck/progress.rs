//! What a person sees while a run is under way; nothing where nobody watches.

use std::io::{self, IsTerminal};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use fetcher::{Event, Meter};
use indicatif::{ProgressBar, ProgressStyle};
use reporting::visible::Visible;

/// Where nobody watches, the progress of a long run is told so often.
const TELL: Duration = Duration::from_mins(1);

/// A progress line on standard error, if that is a terminal and no CI job; of JSON Lines, otherwise a line a minute.
#[derive(Debug)]
pub(crate) struct Progress {
    bar: ProgressBar,
    watched: bool,
    sources: AtomicUsize,
    lost: AtomicUsize,
    lines: Mutex<Option<LinesProgress>>,
}

/// How far JSON Lines have been read.
#[derive(Debug)]
struct LinesProgress {
    source: String,
    meter: Meter,
    begun: Instant,
    told: Instant,
}

impl Progress {
    pub(crate) fn new() -> Self {
        let watched = watched();
        let bar = if watched {
            let bar = ProgressBar::new(0);
            bar.set_style(style(ARTICLES));
            bar.enable_steady_tick(Duration::from_millis(120));
            bar
        } else {
            ProgressBar::hidden()
        };
        Self {
            bar,
            watched,
            sources: AtomicUsize::new(0),
            lost: AtomicUsize::new(0),
            lines: Mutex::new(None),
        }
    }

    pub(crate) fn show(&self, event: Event<'_>) {
        let reads_lines = self.lines().is_some();
        match event {
            Event::Found(_) => {
                self.sources.fetch_add(1, Ordering::Relaxed);
            }
            Event::Lost(_) => {
                self.lost.fetch_add(1, Ordering::Relaxed);
            }
            Event::Fetching(_) | Event::Article(_) => {}
        }
        if reads_lines {
            return;
        }
        match event {
            Event::Fetching(url) => self
                .bar
                .set_message(url.host_str().unwrap_or_default().to_owned()),
            Event::Found(articles) => {
                self.bar.inc_length(articles as u64);
                self.count();
            }
            Event::Article(title) => {
                self.bar.inc(1);
                self.bar.set_message(Visible(title).to_string());
            }
            Event::Lost(loss) => {
                self.count();
                self.bar.set_message(format!("lost {}", Visible(&loss.what)));
            }
        }
    }

    /// Says how many sources were read and how many things were lost so far.
    fn count(&self) {
        let (sources, lost) = (
            self.sources.load(Ordering::Relaxed),
            self.lost.load(Ordering::Relaxed),
        );
        let lost = if lost == 0 {
            String::new()
        } else {
            format!(", {lost} lost")
        };
        self.bar.set_prefix(format!(" from {sources} sources{lost}"));
    }

    /// JSON Lines begin: from here to their end, nothing else is shown.
    pub(crate) fn begin_lines(&self, source: &str, meter: Meter) {
        self.bar.set_style(style(match meter.size {
            Some(_) => BYTES,
            None => BYTES_OF_UNKNOWN,
        }));
        self.bar.set_length(meter.size.unwrap_or_default());
        self.bar.set_position(0);
        self.bar.reset_elapsed();
        self.bar.reset_eta();
        self.bar.set_prefix(Visible(source).to_string());
        *self.lines() = Some(LinesProgress {
            source: source.to_owned(),
            meter,
            begun: Instant::now(),
            told: Instant::now(),
        });
    }

    /// Some more lines were checked; so many articles and findings are there by now.
    pub(crate) fn lines_checked(&self, articles: usize, findings: usize) {
        let mut lines = self.lines();
        let Some(lines) = lines.as_mut() else { return };
        if self.watched {
            self.bar.set_position(lines.meter.read());
            self.bar.set_message(found(articles, findings));
        } else if lines.told.elapsed() >= TELL {
            lines.told = Instant::now();
            anstream::eprintln!(
                "{}",
                lines.told(lines.begun.elapsed(), &found(articles, findings))
            );
        }
    }

    pub(crate) fn end_lines(&self) {
        *self.lines() = None;
        self.bar.set_style(style(ARTICLES));
        self.bar.set_message("");
        self.count();
    }

    fn lines(&self) -> MutexGuard<'_, Option<LinesProgress>> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

impl LinesProgress {
    /// "archive.jsonl: 210 MB of 1000 MB, 21.0 MB/s, about 38 s left; 101,234 articles, 1,234 findings".
    fn told(&self, elapsed: Duration, found: &str) -> String {
        let megabytes = |bytes: u64| bytes as f64 / 1e6;
        let read = self.meter.read();
        let rate = read as f64 / elapsed.as_secs_f64().max(0.001);
        let size = self.meter.size.map(|size| {
            let left = size.saturating_sub(read) as f64 / rate.max(1.0);
            (
                format!(" of {:.0}", megabytes(size)),
                format!(", about {left:.0} s left"),
            )
        });
        let (of, left) = size.unwrap_or_default();
        format!(
            "{}: {:.0}{of} MB read, {:.1} MB/s{left}; {found}",
            Visible(&self.source),
            megabytes(read),
            rate / 1e6,
        )
    }
}

fn found(articles: usize, findings: usize) -> String {
    format!("{articles} articles, {findings} findings")
}

const ARTICLES: &str = "{spinner} {pos}/{len} articles{prefix}  {wide_msg}";
const BYTES: &str = "{prefix} {wide_bar} {bytes}/{total_bytes} {bytes_per_sec} {eta} left  {msg}";
const BYTES_OF_UNKNOWN: &str = "{spinner} {prefix} {bytes} {bytes_per_sec}  {wide_msg}";

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_spinner())
}

/// Whether a person sees standard error: it is a terminal, and no CI job has made one up.
pub(crate) fn watched() -> bool {
    io::stderr().is_terminal() && std::env::var_os("CI").is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minute_of_an_archive_is_one_line() {
        let now = Instant::now();
        let lines = LinesProgress {
            source: "a\u{1b}.jsonl".into(),
            meter: Meter::read_of(200_000_000, Some(1_000_000_000)),
            begun: now,
            told: now,
        };
        let line = lines.told(Duration::from_secs(10), &found(9, 3));
        assert_eq!(
            line,
            "a␛.jsonl: 200 of 1000 MB read, 20.0 MB/s, about 40 s left; 9 articles, 3 findings"
        );
    }
}
