//! `wirecheck rules` and `wirecheck explain`: what the rule literals say, for people.

use std::io::{self, Write};

use anstyle::{AnsiColor, Effects, Style};
use linguistics::finding::Severity;
use linguistics::rule::{Example, Languages, Rule};
use linguistics::rules;

const BOLD: Style = Style::new().effects(Effects::BOLD);
const DIM: Style = Style::new().effects(Effects::DIMMED);
const FAULT: Style = AnsiColor::Red
    .on_default()
    .effects(Effects::BOLD.insert(Effects::UNDERLINE));
const RIGHT: Style = AnsiColor::Green.on_default();

/// Columns of running text.
const WIDTH: usize = 92;

/// One line a rule: id, severity, what it finds.
pub(crate) fn list(out: &mut dyn Write) -> io::Result<()> {
    let width = rules::ALL
        .iter()
        .map(|rule| rule.name.len())
        .max()
        .unwrap_or_default();
    for rule in rules::ALL {
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
        rules::ALL.len()
    )
}

/// What a rule finds, why it occurs, and its examples.
pub(crate) fn rule(rule: &Rule, out: &mut dyn Write) -> io::Result<()> {
    let languages = match rule.languages {
        Languages::Any => "text in any language",
        Languages::English => "English text",
    };
    writeln!(out, "{BOLD}{}{BOLD:#}: {}", rule.name, rule.summary)?;
    writeln!(
        out,
        "{DIM}{}, {}, {languages}{DIM:#}\n",
        rule.severity,
        rule.category.label()
    )?;
    writeln!(out, "{}", textwrap::fill(rule.explain, WIDTH))?;
    writeln!(out, "\n{BOLD}It flags{BOLD:#}")?;
    for example in rule.examples {
        if let Example::Flags { text, fixed } = example {
            flagged(text, *fixed, out)?;
        }
    }
    writeln!(out, "\n{BOLD}It lets pass{BOLD:#}")?;
    for example in rule.examples {
        if let Example::Passes(text) = example {
            writeln!(out, "{}", paragraph("  ✓ ", text))?;
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
