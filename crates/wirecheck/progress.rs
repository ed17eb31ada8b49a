//! What a person sees while a run is under way; nothing where nobody watches.

use std::io::{self, IsTerminal};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use fetcher::Event;
use indicatif::{ProgressBar, ProgressStyle};
use reporting::visible::Visible;

/// A progress line on standard error, if that is a terminal and no CI job.
#[derive(Debug)]
pub(crate) struct Progress {
    bar: ProgressBar,
    sources: AtomicUsize,
    lost: AtomicUsize,
}

impl Progress {
    pub(crate) fn new() -> Self {
        if !watched() {
            return Self {
                bar: ProgressBar::hidden(),
                sources: AtomicUsize::new(0),
                lost: AtomicUsize::new(0),
            };
        }
        let bar = ProgressBar::new(0);
        let style = ProgressStyle::with_template("{spinner} {pos}/{len} articles{prefix}  {wide_msg}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
        bar.enable_steady_tick(Duration::from_millis(120));
        Self {
            bar,
            sources: AtomicUsize::new(0),
            lost: AtomicUsize::new(0),
        }
    }

    pub(crate) fn show(&self, event: Event<'_>) {
        match event {
            Event::Fetching(url) => self
                .bar
                .set_message(url.host_str().unwrap_or_default().to_owned()),
            Event::Found(articles) => {
                self.sources.fetch_add(1, Ordering::Relaxed);
                self.bar.inc_length(articles as u64);
                self.count();
            }
            Event::Article(title) => {
                self.bar.inc(1);
                self.bar.set_message(Visible(title).to_string());
            }
            Event::Lost(loss) => {
                self.lost.fetch_add(1, Ordering::Relaxed);
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

    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

/// Whether a person sees standard error: it is a terminal, and no CI job has made one up.
pub(crate) fn watched() -> bool {
    io::stderr().is_terminal() && std::env::var_os("CI").is_none()
}
