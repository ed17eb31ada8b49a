//! What is corrected and waits for the publisher, in plain words: the same in every format that people read.

use crate::report::{CORRECTED, Report};
use crate::verdict::counted;

/// A summary, and after it how many findings are corrected and wait for the publisher, if there are any.
pub(crate) fn told(summary: String, report: &Report) -> String {
    let held = report.articles.iter().map(|article| article.corrected().count());
    match held.sum::<usize>() + report.released.corrected {
        0 => summary,
        1 => format!("{summary} One finding is {CORRECTED}."),
        n => format!("{summary} {} are {CORRECTED}.", counted(n, "finding")),
    }
}
