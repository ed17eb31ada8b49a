use std::sync::LazyLock;

use regex::Regex;

use crate::document::Document;
use crate::finding::{Category, Severity};
use crate::rule::{Example, Findings, Languages, Rule};

pub(super) static RULE: Rule = Rule {
    name: "markup-leak",
    summary: "codes of a web page or of a translation engine in the text",
    category: Category::Markup,
    severity: Severity::Major,
    languages: Languages::Any,
    explain: "Codes that readers should never see: an HTML entity or tag that was escaped twice, the “<unk>”, “@@” and \
              “▁” of a translation engine's vocabulary, a short code of a publishing system.",
    examples: &[
        Example::Flags {
            text: "The firm [[&quot;]]Delta[[&quot;]] won the tender.",
            fixed: Some("The firm \"Delta\" won the tender."),
        },
        Example::Flags {
            text: "Salt[[&nbsp;]]and grain were shipped.",
            fixed: Some("Salt and grain were shipped."),
        },
        Example::Flags {
            text: "The [[<unk>]] district was closed.",
            fixed: None,
        },
        Example::Flags {
            text: "Repairs to the [[trans@@ former]] took a week.",
            fixed: Some("Repairs to the transformer took a week."),
        },
        Example::Flags {
            text: "The port[[<br/>]] reopened.",
            fixed: Some("The port reopened."),
        },
        Example::Flags {
            text: "It was signed in May.[[[/caption]]]",
            fixed: Some("It was signed in May."),
        },
        Example::Flags {
            text: "The caf[[&eacute;]] in S[[&atilde;]]o Luis opened at 20[[&deg;]]C.",
            fixed: Some("The café in São Luis opened at 20°C."),
        },
        Example::Passes("The Q&As; and the R&Ds; of the firm, and a&b; in code."),
        Example::Passes("AT&T and R&D; profits rose < 5% & costs > 3%."),
        Example::Passes("Write to press@ministry.example or @ministry."),
        Example::Passes("He said [sic] that a <20 km limit applied; see [1]."),
    ],
    check,
};

static LEAK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x)
        (?P<entity> &(?:amp;)*(?P<name>quot|nbsp|amp|lt|gt|apos|laquo|raquo|ldquo|rdquo|lsquo|rsquo|mdash|ndash|hellip|shy|\#0?39|\#160|\#8217|\#\d{2,5}|\#x[0-9a-fA-F]{2,5}) (?:;|\b) )
      | (?P<letter> &(?:amp;)*(?P<letter_name>[A-Za-z]{2,8}\d{0,2}); )
      | (?P<bpe> \p{L}+@@\x20\p{L}+ )
      | (?P<unknown> <unk> | <UNK> | ⁇ | ▁\p{L}* | <(?:s|/s|pad|eos)> )
      | (?P<tag> </?(?:p|br|b|i|u|em|strong|span|div|a|h[1-6]|li|ul|ol|td|tr|img|font|blockquote|figure)(?:\s[^<>]{0,200})?\s*/?> )
      | (?P<shortcode> \[/?(?:caption|embed|gallery|vc_\w+|et_pb_\w+|video|audio|su_\w+)(?:\s[^\[\]]{0,200})?\] )
        ",
    )
    .expect("a constant pattern, compiled by every test")
});

fn check(doc: &Document, findings: &mut Findings) {
    for block in doc.prose() {
        let text = doc.str(block.span.clone());
        if !block.has_mark(b"&<@[") && (block.is_ascii() || !text.contains(['▁', '⁇'])) {
            continue;
        }
        for found in LEAK.captures_iter(text) {
            let whole = found.get(0).expect("group 0 is the match");
            let span = block.span.start + whole.start()..block.span.start + whole.end();
            let leak = whole.as_str();
            let letter = found.name("letter_name").map(|name| letter(name.as_str()));
            // "R&Ds;" only looks like one.
            if letter == Some(None) {
                continue;
            }
            let finding = findings
                .report(
                    &RULE,
                    span,
                    format!("“{leak}” is a code that readers should not see"),
                )
                .confidence(0.97);
            let fixed = match letter {
                Some(letter) => letter,
                None => decoded(leak, found.name("name").map(|name| name.as_str())),
            };
            if let Some(fixed) = fixed {
                finding.fix(fixed);
            }
        }
    }
}

/// What the code stands for; `None` where something was lost with it.
fn decoded(leak: &str, entity: Option<&str>) -> Option<String> {
    if let Some(name) = entity {
        return Some(match name {
            "quot" | "ldquo" | "rdquo" | "laquo" | "raquo" => "\"".into(),
            "nbsp" | "#160" => " ".into(),
            "amp" => "&".into(),
            "lt" => "<".into(),
            "gt" => ">".into(),
            "apos" | "lsquo" | "rsquo" | "#39" | "#039" | "#8217" => "'".into(),
            "mdash" => "—".into(),
            "ndash" => "–".into(),
            "hellip" => "…".into(),
            "shy" => String::new(),
            number => return character(number.strip_prefix('#')?),
        });
    }
    if leak.contains("@@") {
        return Some(leak.replace("@@ ", ""));
    }
    (leak.starts_with('<') && !leak.to_ascii_lowercase().contains("unk") && !leak.starts_with("<img")
        || leak.starts_with('['))
    .then(String::new)
}

/// What a named entity of HTML stands for: `eacute`, `deg`.
fn letter(name: &str) -> Option<String> {
    let entity = format!("&{name};");
    let text = html_escape::decode_html_entities(&entity);
    (text != entity.as_str()).then(|| text.into_owned())
}

fn character(number: &str) -> Option<String> {
    let code = match number.strip_prefix('x') {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => number.parse(),
    };
    char::from_u32(code.ok()?)
        .filter(|c| !c.is_control())
        .map(String::from)
}
