use text::Span;

use crate::boilerplate::Boilerplate;
use crate::document::Document;
use crate::finding::{Category, Severity};
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

use super::phrase::shortened;

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "boilerplate",
    summary: "text of the site and not of the article",
    category: Category::Boilerplate,
    severity: Severity::Info,
    languages: Languages::Any,
    point: Point::AnyText,
    explain: "A line that the publishing system put round the article: a sponsor line, an empty header field, a \
              translator's note, the name of the distributor. It is reported once, kept out of every other check, and \
              used as evidence that the article is a translation and from which language.",
    examples: &[
        Example::Flags {
            text: "[[Post sponsored by]]\n\nThe bridge reopened on Monday.",
            fixed: Some("The bridge reopened on Monday."),
        },
        Example::Flags {
            text: "[[MIL OSI Translation. Region: Moldova –]]\n\nThe bridge reopened.",
            fixed: None,
        },
        Example::Flags {
            text: "The bridge reopened.\n\n[[EDITOR’S NOTE: This article is a translation. Please excuse mistakes.]]",
            fixed: None,
        },
        Example::Flags {
            text: "The bridge reopened.\n\n[[Translated by an online service from Russian.]]",
            fixed: None,
        },
        Example::Flags {
            text: "The bridge reopened.\n\n[[MIL OSI Moldova News]]",
            fixed: Some("The bridge reopened."),
        },
        Example::Flags {
            text: "[[Original title: The old bridge]]\n\nThe bridge reopened.\n\n[[Responsible editor: Li Ming]]",
            fixed: Some("The bridge reopened."),
        },
        Example::Passes("Please enter your comment in the book at the door.\n\nEditor: a person who edits."),
        Example::Passes("The original title was kept.\n\nThe responsible editor: he said that it is late."),
        Example::Passes("This article is about translation and its history."),
        Example::Passes("The regatta was sponsored by a bank.\n\nThe list of regions includes:"),
        Example::Passes("Machine translation has made newsrooms faster, editors say."),
    ],
    check,
};

fn check(doc: &Document, findings: &mut Findings) {
    let mut taken = 0;
    for block in doc.blocks() {
        let Some(kind) = block.boilerplate else { continue };
        let finding = findings
            .report(&RULE, block.span, message(kind, doc.str(block.span)))
            .confidence(0.95);
        // Readers have a right to know that they read a translation; whether to say so here is the editor's decision.
        if kind != Boilerplate::TranslatorsNote {
            // The line before, if it goes as well, takes the line breaks with it.
            let paragraph = paragraph(doc, block.span);
            finding.edit(paragraph.start.max(taken)..paragraph.end, "");
            taken = paragraph.end;
        }
    }
}

/// The block with the line breaks behind it, or before it where it is the last.
fn paragraph(doc: &Document, span: Span) -> Span {
    let behind = &doc.text()[span.end..];
    let breaks = behind.len() - behind.trim_start().len();
    if breaks < behind.len() {
        return Span::new(span.start, span.end + breaks);
    }
    Span::new(doc.text()[..span.start].trim_end().len(), span.end)
}

fn message(kind: Boilerplate, text: &str) -> String {
    let quote = shortened(text);
    let what = match kind {
        Boilerplate::TranslatorsNote => "a note on the translation",
        Boilerplate::Sponsor => "a sponsor line",
        Boilerplate::EmptyField => "a header field with nothing behind it",
        Boilerplate::Service => "the name of the distributing service",
        Boilerplate::PageFurniture => "a credit or form of the site",
    };
    format!("“{quote}” is {what}, not part of the article")
}
