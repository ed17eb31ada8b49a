//! `wirecheck rules` and `wirecheck explain`: what the rule literals say, for people.

use std::io::{self, Write};

use anstyle::{AnsiColor, Effects, Style};
use linguistics::finding::Severity;
use linguistics::rule::{Example, Languages, Rule};

const BOLD: Style = Style::new().effects(Effects::BOLD);
const DIM: Style = Style::new().effects(Effects::DIMMED);
const FAULT: Style = AnsiColor::Red
    .on_default()
    .effects(Effects::BOLD.insert(Effects::UNDERLINE));
const RIGHT: Style = AnsiColor::Green.on_default();

/// Columns of running text.
const WIDTH: usize = 92;

/// One line a rule, ours first: id, severity, what it finds.
pub(crate) fn list(rules: &[Rule], out: &mut dyn Write) -> io::Result<()> {
    let width = rules.iter().map(|rule| rule.name.len()).max().unwrap_or_default();
    for rule in rules {
        let style = severity_style(rule.severity);
        writeln!(
            out,
            "{BOLD}{:width$}{BOLD:#}  {style}{:8}{style:#}  {}",
            rule.name, rule.severity, rule.summary
        )?;
    }
    writeln!(
        out,
        "\n{DIM}{} rules; `wirecheck explain RULE` tells more of one.{DIM:#}",
        rules.len()
    )
}

fn languages(languages: Languages) -> String {
    match languages {
        Languages::Any => "text in any language".to_owned(),
        Languages::Only(language) => format!("{} text", language.name()),
    }
}

/// What a rule finds, why it occurs, and its examples.
pub(crate) fn explain(rule: &Rule, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{BOLD}{}{BOLD:#}: {}", rule.name, rule.summary)?;
    writeln!(
        out,
        "{DIM}{}, {}, {}{DIM:#}\n",
        rule.severity,
        rule.category.label(),
        languages(rule.languages)
    )?;
    writeln!(out, "{}", textwrap::fill(&rule.explain, WIDTH))?;
    let (flags, passes): (Vec<_>, Vec<_>) = rule
        .examples
        .iter()
        .partition(|example| matches!(example, Example::Flags { .. }));
    examples("It flags", &flags, out)?;
    examples("It lets pass", &passes, out)
}

/// Examples of one kind; a user's own rule may have none.
fn examples(heading: &str, examples: &[&Example], out: &mut dyn Write) -> io::Result<()> {
    if !examples.is_empty() {
        writeln!(out, "\n{BOLD}{heading}{BOLD:#}")?;
    }
    for example in examples {
        match example {
            Example::Flags { text, fixed } => flagged(text, fixed.as_deref(), out)?,
            Example::Passes(text) => writeln!(out, "{}", paragraph("  ✓ ", text))?,
        }
    }
    Ok(())
}

fn flagged(text: &str, fixed: Option<&str>, out: &mut dyn Write) -> io::Result<()> {
    let marked = paragraph("  ✗ ", text)
        .replace("[[[", &format!("{FAULT}["))
        .replace("]]]", &format!("]{FAULT:#}"))
        .replace("[[", &FAULT.to_string())
        .replace("]]", &format!("{FAULT:#}"));
    writeln!(out, "{marked}")?;
    match fixed {
        Some(fixed) => writeln!(out, "{RIGHT}{}{RIGHT:#}", paragraph("  → ", fixed)),
        None => writeln!(out, "{DIM}    no suggestion: an editor decides{DIM:#}"),
    }
}

fn paragraph(mark: &str, text: &str) -> String {
    let options = textwrap::Options::new(WIDTH)
        .initial_indent(mark)
        .subsequent_indent("    ");
    textwrap::fill(&text.replace("\n\n", " ¶ "), options)
}

fn severity_style(severity: Severity) -> Style {
    let color = match severity {
        Severity::Critical | Severity::Major => AnsiColor::Red,
        Severity::Minor => AnsiColor::Yellow,
        Severity::Info => AnsiColor::Blue,
    };
    color.on_default()
}
