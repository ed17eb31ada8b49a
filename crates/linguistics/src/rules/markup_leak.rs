use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use text::Span;

use crate::document::{Block, Document};
use crate::finding::{Category, Severity};
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "markup-leak",
    summary: "codes of a web page or of a translation engine in the text",
    category: Category::Markup,
    severity: Severity::Major,
    languages: Languages::Any,
    point: Point::AnyText,
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
            text: "The caf[[&eacute;]], the S[[&#227;]]o Luis line and the &plan; of Pi[[&ntilde;]]era.",
            fixed: Some("The café, the São Luis line and the &plan; of Piñera."),
        },
        Example::Flags {
            text: "They[[&#191;]]ve left. The mill is [[<b>]]old[[</b>]].",
            fixed: Some("They&#191;ve left. The mill is old."),
        },
        Example::Passes("The <h2> tag marks a heading. A <ul> holds items; engines read the <h1> first."),
        Example::Passes(
            "A drawing of a ship [caption 2, the best of 9]. The clerk nods [video] and sings [audio] to the end.",
        ),
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
      | (?P<letter> &(?:amp;)*(?P<named>[A-Za-z]{2,8}[0-9]{0,2}); )
      | (?P<bpe> \p{L}+@@\x20\p{L}+ )
      | (?P<unknown> <unk> | <UNK> | ⁇ | ▁\p{L}* | <(?:s|/s|pad|eos)> )
      | (?P<tag> <(?P<close>/?)(?P<element>p|br|b|i|u|em|strong|span|div|a|h[1-6]|li|ul|ol|td|tr|img|font|blockquote|figure)(?:\s[^<>]{0,200})?\s*/?> )
      | (?P<shortcode> \[/?(?:caption|embed|gallery|vc_\w+|et_pb_\w+|video|audio|su_\w+)(?:\s[^\[\]=]{1,40}=[^\[\]]{0,200})?\] )
        ",
    )
    .expect("a constant pattern, compiled by every test")
});

fn check(doc: &Document, findings: &mut Findings) {
    for block in doc.prose() {
        let text = doc.str(block.span);
        let may_leak = block.has_mark(b"&<@[") && has_beginning(doc, block)
            || !block.is_ascii() && text.contains(['▁', '⁇']);
        if !may_leak {
            continue;
        }
        for found in LEAK.captures_iter(text) {
            let whole = found.get(0).expect("group 0 is the match");
            if is_mentioned(text, &found) {
                continue;
            }
            let span = Span::new(block.span.start + whole.start(), block.span.start + whole.end());
            let leak = whole.as_str();
            let finding = findings
                .report(
                    &RULE,
                    span,
                    format!("“{leak}” is a code that readers should not see"),
                )
                .confidence(0.97);
            let entity = found.name("name").or_else(|| found.name("named"));
            if let Some(fixed) = decoded(leak, entity.map(|name| name.as_str()))
                && !(entity.is_some() && breaks_word(text, whole.range(), &fixed))
            {
                finding.fix(fixed);
            }
        }
    }
}

/// Whether a mark stands there with what follows it in a code. The pattern, which may begin with any letters before an "@@",
/// would take its time.
fn has_beginning(doc: &Document, block: &Block) -> bool {
    let text = doc.text().as_bytes();
    let mut marks = doc.tokens_of(block).iter().filter(|token| token.is_mark());
    marks.any(|mark| match text[mark.start()..] {
        [b'&', next, ..] => next.is_ascii_alphabetic() || next == b'#',
        [b'<', next, ..] => next.is_ascii_alphabetic() || next == b'/',
        [b'[', next, ..] => b"/acegsv".contains(&next),
        [b'@', next, ..] => next == b'@',
        _ => false,
    })
}

/// Whether the author writes about the code and does not use it: "the <h1> tag" parts it from the words around it and never
/// closes it, "[video]" is an editor's remark, and no standard has a name such as "&plan;".
fn is_mentioned(text: &str, found: &Captures) -> bool {
    let whole = found.get(0).expect("group 0 is the match");
    if let Some(name) = found.name("named") {
        return letter(name.as_str()).is_none();
    }
    if let Some(element) = found.name("element") {
        let closes = !found["close"].is_empty();
        let partner = if closes { "<" } else { "</" };
        return stands_apart(text, whole.range())
            && !text.contains(&format!("{partner}{}", element.as_str()));
    }
    let remark = ["[video]", "[audio]", "[gallery]", "[embed]", "[caption]"].contains(&whole.as_str());
    remark && !near(text, whole.range()).contains(&whole.as_str().replace('[', "[/"))
}

/// The text in whose reach the other tag of a pair is looked for; in the whole of it, many tags would cost its square.
fn near(text: &str, span: Range<usize>) -> &str {
    const REACH: usize = 600;
    let from = text.floor_char_boundary(span.start.saturating_sub(REACH));
    &text[from..text.ceil_char_boundary((span.end + REACH).min(text.len()))]
}

/// Whether no word touches the span.
fn stands_apart(text: &str, span: Range<usize>) -> bool {
    let touches = |c: char| c.is_alphanumeric() || matches!(c, '.' | '?' | '!');
    !text[..span.start].ends_with(touches) && !text[span.end..].starts_with(char::is_alphanumeric)
}

/// "They&#191;ve": what stands between two letters is a letter, an apostrophe or a hyphen, whatever the code says.
fn breaks_word(text: &str, span: Range<usize>, shown: &str) -> bool {
    let between = text[..span.start].ends_with(char::is_alphabetic)
        && text[span.end..].starts_with(char::is_alphabetic);
    between
        && shown
            .chars()
            .any(|c| !c.is_alphabetic() && !"'’-–—…& \"<>".contains(c))
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
            other => {
                return match other.strip_prefix('#') {
                    Some(number) => character(number),
                    None => letter(other),
                };
            }
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
