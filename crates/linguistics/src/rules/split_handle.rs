use std::sync::LazyLock;

use regex::Regex;

use crate::document::Document;
use crate::finding::{Category, Severity};
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "split-handle",
    summary: "the name of an account or a tag torn apart, “@ Name _ of _ X”",
    category: Category::Spacing,
    severity: Severity::Minor,
    languages: Languages::Any,
    point: Point::AnyText,
    explain: "An engine split the name of an account or a tag into tokens and did not join them again. Readers can neither \
              follow nor search it.",
    examples: &[
        Example::Flags {
            text: "The account [[@ Harbour _ News]] wrote that it is late.",
            fixed: Some("The account @Harbour_News wrote that it is late."),
        },
        Example::Flags {
            text: "It says (at [[@ Story _ of _ Ports]]) that ships came.",
            fixed: Some("It says (at @Story_of_Ports) that ships came."),
        },
        Example::Passes("The account @Harbour_News wrote that it is late."),
        Example::Passes("She is @mill_ on one site and @mill on the other."),
        Example::Passes("Meet us @ Mill Street, or write to press @ mill dot example."),
        Example::Passes("The change is 4@@ -12,3 +12,6 @@ def _make_mill in the list."),
        Example::Passes("Fill in the form: name _ _ _ and age _ _."),
        Example::Passes("The underscore _ is a letter to programs; @ is not."),
    ],
    check,
};

/// `@ Harbour _ News`, `# mill _ day`.
static HANDLE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[@#] ?[\p{L}\p{N}]+(?: _ ?[\p{L}\p{N}]+)+")
        .expect("a constant pattern, compiled by every test")
});

fn check(doc: &Document, findings: &mut Findings) {
    for block in doc.prose().filter(|block| block.has_mark(b"@#")) {
        let text = doc.str(block.span);
        for found in HANDLE.find_iter(text) {
            // "@@ -12,3 +12,4 @@ def make_mill" is a change of a program.
            if text[..found.start()].ends_with('@') {
                continue;
            }
            let joined: String = found.as_str().split(' ').collect();
            let start = block.span.start + found.start();
            findings
                .report(
                    &RULE,
                    start..start + found.len(),
                    format!("“{}” is torn apart", found.as_str()),
                )
                .confidence(0.95)
                .fix(joined);
        }
    }
}
