//! The report in Markdown, for a step summary, a chat or a merge request.

use std::io;

use crate::diff::{Layout, Piece, excerpt};
use crate::place::Places;
use crate::report::{ArticleReport, Report, Reported};
use crate::translation;
use crate::verdict::{Verdict, found_in, grouped, score_text};
use crate::visible::Visible;
use crate::waiting::told;

/// Findings written in full; GitHub takes one mebibyte.
pub(crate) const MAX_FINDINGS: usize = 300;

/// Writes the report.
pub(crate) fn write(report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
    let verdict = Verdict::of(report);
    writeln!(
        out,
        "# {}\n\n{}\n",
        escaped(&verdict.headline),
        escaped(&told(verdict.summary, report))
    )?;
    write_scores(report, out)?;
    write_losses(report, out)?;
    let mut left = MAX_FINDINGS;
    for article in report
        .by_score()
        .into_iter()
        .filter(|article| !article.is_clean())
    {
        write_article(report, article, left, out)?;
        left = left.saturating_sub(article.open().count());
    }
    let left_out = report.tally().total().saturating_sub(MAX_FINDINGS);
    if left_out > 0 {
        writeln!(
            out,
            "{} more findings are in the other formats of this report.",
            grouped(left_out)
        )?;
    }
    Ok(())
}

fn write_scores(report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
    let articles = report.by_score();
    if articles.is_empty() {
        return Ok(());
    }
    writeln!(out, "| Score | Article | Findings |\n| ---: | --- | --- |")?;
    for article in articles {
        let open = if article.carried_over { ", still open" } else { "" };
        writeln!(
            out,
            "| {} | {} | {}{open} |",
            score_text(article.score()),
            escaped(article.headline()),
            found_in(article)
        )?;
    }
    writeln!(out)
}

fn write_losses(report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
    let mut any = false;
    for source in &report.sources {
        let error = source.error.iter().map(|error| ("could not be read", error));
        let losses = source.losses.iter().map(|loss| ("not checked", loss));
        for (what, text) in error.chain(losses) {
            writeln!(out, "- {}: {what}: {}", escaped(&source.source), escaped(text))?;
            any = true;
        }
    }
    if any { writeln!(out) } else { Ok(()) }
}

fn write_article(
    report: &Report,
    article: &ArticleReport,
    most: usize,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    if most == 0 {
        return Ok(());
    }
    writeln!(out, "## {}\n", escaped(article.headline()))?;
    let places = Places::new(article);
    for Reported { finding, .. } in article.open().take(most) {
        let excerpt = excerpt(article, finding);
        let pieces: String = excerpt.pieces.iter().map(piece).collect();
        let suggestion = if excerpt.layout == Layout::Marked {
            " *(no suggestion)*"
        } else {
            ""
        };
        let place = places.text(finding.span);
        writeln!(
            out,
            "- **{}**: {} ({}, {place})\n\n  > {}{suggestion}\n",
            finding.severity,
            escaped(&finding.message),
            escaped(&finding.rule),
            pieces.trim(),
        )?;
        if let Some(beside) = &finding.beside {
            let [before, marked, after] = translation::parts(beside);
            let note = beside
                .note
                .as_ref()
                .map_or_else(String::new, |note| format!(" ({})", escaped(note)));
            let marked = emphasised(marked, "**");
            writeln!(
                out,
                "  original: {}{marked}{}{note}\n",
                escaped(before),
                escaped(after)
            )?;
        }
        if let Some(reason) = report.reason(finding) {
            writeln!(out, "  {}\n", escaped(reason))?;
        }
    }
    Ok(())
}

fn piece(piece: &Piece) -> String {
    match piece {
        Piece::Same(text) => escaped(text),
        Piece::Fault(text) => emphasised(text, "**"),
        Piece::Removed(text) => emphasised(text, "~~"),
        Piece::Added(text) => format!(" {}", emphasised(text, "**")),
        Piece::Gap(_) => " … ".into(),
    }
}

/// Markdown wants its marks close to the words, so white space goes outside.
fn emphasised(text: &str, mark: &str) -> String {
    let core = text.trim();
    if core.is_empty() {
        return text.into();
    }
    let (before, after) = (text.len() - text.trim_start().len(), text.trim_end().len());
    format!(
        "{}{mark}{}{mark}{}",
        &text[..before],
        escaped(core),
        &text[after..]
    )
}

/// Text in one line that Markdown shows as it is: no markup, no link, nobody called by name.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for c in Visible(text).to_string().chars() {
        match c {
            '\n' | '\t' => escaped.push(' '),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '#' | '+' | '-' | '!' | '|'
            | '~' | '&' | '$' | ':' | '.' => {
                escaped.push('\\');
                escaped.push(c);
            }
            // A zero-width space keeps GitHub from taking the word for a user.
            '@' => escaped.push_str("@\u{200b}"),
            _ => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{finding, report};

    fn markdown(report: &Report) -> String {
        let mut bytes = Vec::new();
        write(report, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn shows_verdict_scores_and_corrections() {
        let text = markdown(&report());
        for part in [
            "# Five findings must be fixed in “River commission opens first session”; 1 item could not be checked in full, 1 source could not be read\n",
            "| 67.3 | River commission opens first session | 1 critical, 4 major, 2 minor, 1 info |\n",
            "- https\\://ports\\.example/feed: could not be read: connection refused\n",
            "- **major**: “IWB” does not abbreviate “International Water Safety” (acronym\\-mismatch, paragraph 2, sentence 1)",
            "International Water Safety (~~IWB~~ **IWS**) and",
        ] {
            assert!(text.contains(part), "`{part}` is missing in\n{text}");
        }
    }

    #[test]
    fn markup_of_a_feed_stays_text() {
        let mut report = report();
        report.articles[1].title = "# <b>x</b> | [a](http://x) @ada `y`\n***".into();
        let text = markdown(&report);
        assert!(
            text.contains("| \\# \\<b\\>x\\</b\\> \\| \\[a\\](http\\://x) @\u{200b}ada \\`y\\` \\*\\*\\* |"),
            "{text}"
        );
    }

    #[test]
    fn says_how_much_is_left_out() {
        let mut report = report();
        report.articles[0] = report.articles[0].clone().with_findings(vec![finding(0..3); 400]);
        assert!(markdown(&report).ends_with("109 more findings are in the other formats of this report.\n"));
    }
}
