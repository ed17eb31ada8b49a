use std::sync::LazyLock;

use encoding_rs::WINDOWS_1252;
use regex::Regex;

use text::Span;

use crate::document::{Block, Document};
use crate::finding::{Category, Severity};
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "garbled-encoding",
    summary: "characters that were read in the wrong encoding, “â€œ”, “Ã©”, “�”",
    category: Category::Markup,
    severity: Severity::Major,
    languages: Languages::Any,
    point: Point::AnyText,
    explain: "Bytes of UTF-8 were read as Windows-1252, so that each character beyond ASCII became two or three others, or \
              they could not be read at all and became “�”. What can be read back is offered; a “�” is lost.",
    examples: &[
        Example::Flags {
            text: "The minister said it was [[â€œ]]a good day for the caf[[Ã©]].",
            fixed: None,
        },
        Example::Flags {
            text: "The caf[[Ã©]] opened at 20[[Â°]]C.",
            fixed: Some("The café opened at 20°C."),
        },
        Example::Flags {
            text: "The mayor[[â€™]]s son says it is late.",
            fixed: Some("The mayor’s son says it is late."),
        },
        Example::Flags {
            text: "The caf[[�]] opened on Monday.",
            fixed: None,
        },
        Example::Flags {
            text: "They[[¿]]ve said that it[[¿]]s late.",
            fixed: Some("They’ve said that it’s late."),
        },
        Example::Passes("The café in São Paulo opened at 20 °C, and the Ñandú ran."),
        Example::Passes("SÃO PAULO and MAÑANA are in capitals; “¿Qué?” is Spanish."),
        Example::Passes("El barco llegó tarde, ¿verdad?"),
        Example::Passes("The château, the naïve “Â” and the letter Ã of old."),
        Example::Passes("The price is £5 – or €6 — and the ™ is theirs."),
    ],
    check,
};

/// A lead byte of UTF-8 and its continuation bytes as Windows-1252 shows them, or a "¿" inside a contraction.
static GARBLED: LazyLock<Regex> = LazyLock::new(|| {
    const CONTINUATION: &str = "\u{80}-\u{BF}€‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œŸžŽ";
    Regex::new(&format!(
        "(?:[ÂÃ][{CONTINUATION}])+|(?:â[{CONTINUATION}]{{2}})+|(?:[ÐÑ][{CONTINUATION}]){{2,}}|\u{FFFD}+|(?P<mark>\\p{{L}}¿(?:s|t|re|ve|ll|d|m)\\b)"
    ))
    .expect("a constant pattern, compiled by every test")
});

fn check(doc: &Document, findings: &mut Findings) {
    for block in doc.prose().filter(|block| !block.is_ascii()) {
        let text = doc.str(block.span);
        if !may_be_garbled(text) {
            continue;
        }
        // Of bytes that were no text at all, the first says enough.
        let mut lost = false;
        for found in GARBLED.captures_iter(text) {
            let whole = found.get(0).expect("group 0 is the match");
            if whole.as_str().starts_with('\u{FFFD}') {
                if lost {
                    continue;
                }
                lost = true;
            }
            match found.name("mark") {
                Some(mark) => report_apostrophe(block, findings, Span::from(mark.range()), text),
                None => report(block, findings, Span::from(whole.range()), text),
            }
        }
    }
}

/// Whether one of the characters stands there with which everything that is garbled begins, or a "¿". The bytes with which
/// they begin come first: a look at all of them costs next to nothing, and curly quotation marks have none of them.
fn may_be_garbled(text: &str) -> bool {
    let leads = |byte: u8| matches!(byte, 0xC2 | 0xC3 | 0xEF);
    text.bytes().fold(false, |found, byte| found | leads(byte))
        && text.contains(['Â', 'Ã', 'â', 'Ð', 'Ñ', '\u{FFFD}', '¿'])
}

fn report_apostrophe(block: &Block, findings: &mut Findings, mark: text::Span, text: &str) {
    let at = mark.start + text[mark].find('¿').expect("the pattern has the mark");
    let start = block.span.start + at;
    findings
        .report(
            &RULE,
            start..start + '¿'.len_utf8(),
            "“¿” stands where an apostrophe was".to_owned(),
        )
        .confidence(0.95)
        .fix("’");
}

fn report(block: &Block, findings: &mut Findings, span: text::Span, text: &str) {
    let garbled = &text[span];
    let lost = garbled.starts_with('\u{FFFD}');
    let right = read_back(garbled);
    if !lost && right.is_none() {
        return;
    }
    let span = Span::new(block.span.start + span.start, block.span.start + span.end);
    let finding = findings
        .report(&RULE, span, format!("“{garbled}” was read in the wrong encoding"))
        .confidence(0.96);
    // An opening mark whose closing one is lost would stand alone.
    if let Some(right) = right.filter(|right| !right.contains(['“', '”'])) {
        finding.fix(right);
    }
}

/// What the characters were before they were read as Windows-1252.
fn read_back(garbled: &str) -> Option<String> {
    let (bytes, _, unmappable) = WINDOWS_1252.encode(garbled);
    let text = std::str::from_utf8(&bytes).ok()?;
    (!unmappable && text != garbled && !text.chars().any(char::is_control)).then(|| text.to_owned())
}
