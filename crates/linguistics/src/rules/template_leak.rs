use std::cell::LazyCell;
use std::sync::LazyLock;

use regex::Regex;

use text::Span;

use crate::document::{Block, Document};
use crate::finding::{Category, Severity};
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

use super::code::is_about_code;

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "template-leak",
    summary: "markup of a wiki or forum, or a placeholder, left in the text",
    category: Category::Markup,
    severity: Severity::Major,
    languages: Languages::Any,
    point: Point::AnyText,
    explain: "The text was taken from a wiki, a forum or a program before its codes were turned into what they stand for: \
              “[[Tay|the Tay]]”, “[b]”, “{{name}}”, “%s”. Engines also put spaces into codes (“& quot;”, “< i >”), so that \
              no program knows them any more.",
    examples: &[
        Example::Flags {
            text: "Set it in [[[b]]]the settings[[[/b]]] of the port.",
            fixed: Some("Set it in the settings of the port."),
        },
        Example::Flags {
            text: "Dear [[{{name}}]], the ferry leaves at noon.",
            fixed: None,
        },
        Example::Flags {
            text: "Downloading [[%d]] of [[%s]] files took an hour, [[{0}]] said.",
            fixed: None,
        },
        Example::Flags {
            text: "The order said [[& gt;]] and [[< i >]] twice, then [[[ad_1]]].",
            fixed: None,
        },
        Example::Flags {
            text: "The river [['''Tay''']] is long. [[thumb|left|]] It floods.",
            fixed: None,
        },
        Example::Passes("He [sic] paid 5 % down, and 100%s of nothing; a < b & c > d."),
        Example::Passes("The set {1, 2} and the set {a} are small; see [1], [a] and [b]."),
        Example::Passes(
            "Run clone [url] with [size] set; [[your time]](https://example.org/time) is there; see pages/[[...slug]].tsx.",
        ),
        Example::Passes("Q & A; R & D; Tom & Jerry; salt & pepper."),
        Example::Passes("Rates rose 5%, discounts of 10%d are odd, and %20 is a space in an address."),
        Example::Passes("The '90s, the ''so-called'' reform, and rock 'n' roll."),
        Example::Passes("Choose a|b or left|right in the form; it is <20 km, and i < n > 3."),
        Example::Passes(
            "If %d occurs in the order, it is replaced by the day; “%s” is the second, and %s - the year.",
        ),
        Example::Passes("The signs [[:<:]] and [[:>:]] stand for the ends of a word."),
        Example::Passes("Call open_mill() with %s and {0}, and \\d for figures."),
    ],
    check,
};

static LEAK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x)
        \[\[ [\p{L}\d:] [^\[\]\n]{0,200} \]\]
      | \{\{ [^{}\n]{1,200} \}\}
      | (?P<empty> \[/(?:b|i|u|url|img|quote|center|color|size)\] | \[(?:url|img|quote|color|size)(?:=[^\]\n]{0,200})?\] | \[b\] )
      | \[ad_\d+\]
      | ''' [^'\n]{1,100} '''
      | \b (?:thumb|frame) \| (?:left|right|center|upright|\d{2,4}px) \|?
      | & \x20 (?:amp|quot|gt|lt|nbsp|apos|\#\d{2,5}) ;
      | < \x20? / \x20? (?:b|i|u|em|strong|p|br|span|div|a) \x20 > | < \x20 (?:b|i|u|em|strong|p|br|span|div|a) \x20 /? \x20? >
      | (?P<format> %(?:\d\$)?[sd] | %\([a-z_]{1,30}\)[sd] )
      | \{ \d \}
        ",
    )
    .expect("a constant pattern, compiled by every test")
});

fn check(doc: &Document, findings: &mut Findings) {
    let code = LazyCell::new(|| is_about_code(doc));
    for block in doc.prose().filter(|block| block.has_mark(b"[{%&<|'")) {
        let text = doc.str(block.span);
        if !has_beginning(doc, block) {
            continue;
        }
        for found in LEAK.captures_iter(text) {
            let whole = found.get(0).expect("group 0 is the match");
            let leak = whole.as_str();
            let placeholder = found.name("format").is_some();
            if placeholder
                && (!stands_alone(text, Span::from(whole.range()))
                    || is_talked_about(text, Span::from(whole.range())))
                || (placeholder || leak.starts_with('{')) && *code
                || leak.starts_with("[[:") && leak.ends_with(":]]")
                || is_label(text, leak)
                || is_link(text, whole.end())
            {
                continue;
            }
            let span = Span::new(block.span.start + whole.start(), block.span.start + whole.end());
            let finding = findings
                .report(
                    &RULE,
                    span,
                    format!("“{leak}” is a code or placeholder that readers should not see"),
                )
                .confidence(0.95);
            if found.name("empty").is_some() {
                finding.fix("");
            }
        }
    }
}

/// Whether a mark stands there with what follows it in a code. What is no ASCII may be a figure.
fn has_beginning(doc: &Document, block: &Block) -> bool {
    let text = doc.text().as_bytes();
    let mut marks = doc.tokens_of(block).iter().filter(|token| token.is_mark());
    marks.any(|mark| match text[mark.start()..] {
        [b'[', next, ..] => b"[/abciqsu".contains(&next),
        [b'{', next, ..] => next == b'{' || next.is_ascii_digit() || !next.is_ascii(),
        [b'%', next, ..] => b"sd(".contains(&next) || next.is_ascii_digit() || !next.is_ascii(),
        [b'<', next, ..] => b" /".contains(&next),
        [b'&', next, ..] => next == b' ',
        [b'\'', next, ..] => next == b'\'',
        [b'|', ..] => true,
        _ => false,
    })
}

/// Whether a placeholder is a word of its own: "%s files", not "100%s" or "%20".
fn stands_alone(text: &str, span: text::Span) -> bool {
    let before = text[..span.start].chars().next_back();
    let after = text[span.end..].chars().next();
    before.is_none_or(|c| c.is_whitespace() || matches!(c, '"' | '“' | '(' | '\''))
        && after.is_none_or(|c| !c.is_alphanumeric() && c != '_' && c != '%')
}

/// "If %d occurs", "“%s”", "%s - the year": the placeholder is what the sentence is about.
fn is_talked_about(text: &str, span: Span) -> bool {
    const VERBS: [&str; 9] = ["-", "–", "—", "is", "are", "occurs", "means", "stands", "will"];
    let quoted = text[..span.start].ends_with(['"', '“', '\'', '‘'])
        && text[span.end..].starts_with(['"', '”', '\'', '’']);
    let next = text[span.end..].split_whitespace().next();
    quoted || text[span.end..].starts_with(' ') && next.is_some_and(|next| VERBS.contains(&next))
}

/// Whether "[b]" is the mark of a note and "[url]" a word of a manual: nothing closes it.
fn is_label(text: &str, leak: &str) -> bool {
    let Some(name) = leak
        .strip_prefix('[')
        .and_then(|leak| leak.split([']', '=']).next())
    else {
        return false;
    };
    matches!(name, "b" | "url" | "img" | "quote" | "color" | "size") && !text.contains(&format!("[/{name}]"))
}

/// Whether an address follows in brackets, so that the code is a link of Markdown: "[[here]](https://…)".
fn is_link(text: &str, end: usize) -> bool {
    text[end..].starts_with("](") || text[end..].starts_with('(')
}
