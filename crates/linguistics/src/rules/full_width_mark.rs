use crate::document::{Block, Document};
use crate::finding::{Category, Severity};
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "full-width-mark",
    summary: "a Chinese or Japanese mark, “，” or “。”, between English words",
    category: Category::Punctuation,
    severity: Severity::Minor,
    languages: Languages::ENGLISH,
    point: Point::AnyText,
    explain: "Chinese and Japanese marks are as wide as their letters. An engine that copies them leaves “，” and “。” in an \
              English sentence. Marks beside Chinese, Japanese or Korean letters are left alone.",
    examples: &[
        Example::Flags {
            text: "The ministry approved the plan[[，]]and the council signed it[[。]]",
            fixed: Some("The ministry approved the plan, and the council signed it."),
        },
        Example::Flags {
            text: "He asked[[：]] “Why now[[？]]” and left[[（]]late[[）]].",
            fixed: Some("He asked: “Why now?” and left (late)."),
        },
        Example::Passes("The sign reads 港口，关闭。 in Chinese."),
        Example::Passes("The ministry approved the plan, and the council signed it."),
        Example::Passes("The title is “海，山”, and the film is long."),
        Example::Passes("The group 東京、大阪 played."),
        Example::Passes("新しい橋は四月に開きました（Open Bridge）。"),
    ],
    check,
};

/// Each mark with the one that English has for it.
const MARKS: [(char, char); 9] = [
    ('，', ','),
    ('。', '.'),
    ('；', ';'),
    ('：', ':'),
    ('！', '!'),
    ('？', '?'),
    ('（', '('),
    ('）', ')'),
    ('、', ','),
];

/// The first bytes of [`MARKS`] in UTF-8.
const FIRST_BYTES: [u8; 2] = [0xE3, 0xEF];

fn check(doc: &Document, findings: &mut Findings) {
    for block in doc.prose().filter(|block| !block.is_ascii()) {
        check_block(doc, block, findings);
    }
}

fn check_block(doc: &Document, block: &Block, findings: &mut Findings) {
    let text = doc.str(block.span);
    if !FIRST_BYTES.iter().any(|byte| text.as_bytes().contains(byte)) {
        return;
    }
    // A paragraph of Chinese or Japanese has its own marks, whatever stands beside one of them.
    let wide = text.chars().filter(|c| is_wide(*c)).count();
    if wide * 2 > text.chars().filter(|c| c.is_alphabetic()).count() {
        return;
    }
    let mut before = None;
    let mut chars = text.char_indices().peekable();
    while let Some((at, mark)) = chars.next() {
        let english = MARKS
            .iter()
            .find(|(wide, _)| *wide == mark)
            .map(|(_, english)| *english);
        let after = chars.peek().map(|(_, after)| *after);
        if let Some(english) = english
            && !before.is_some_and(is_wide)
            && !after.is_some_and(is_wide)
            && before.is_some()
        {
            let start = block.span.start + at;
            let opens = english == '(';
            let left = if opens && before.is_some_and(char::is_alphanumeric) {
                " "
            } else {
                ""
            };
            let right = if !opens && after.is_some_and(char::is_alphanumeric) {
                " "
            } else {
                ""
            };
            findings
                .report(
                    &RULE,
                    start..start + mark.len_utf8(),
                    format!("“{mark}” is the Chinese or Japanese mark for “{english}”"),
                )
                .confidence(0.95)
                .fix(format!("{left}{english}{right}"));
        }
        before = Some(mark);
    }
}

/// Whether the character is one of Chinese, Japanese or Korean text, marks aside.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{2FFF}' | '\u{3005}'..='\u{A4CF}' | '\u{AC00}'..='\u{D7AF}' | '\u{F900}'..='\u{FAFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mark_begins_with_one_of_the_bytes() {
        for (mark, _) in MARKS {
            assert!(FIRST_BYTES.contains(&mark.to_string().as_bytes()[0]), "{mark}");
        }
    }
}
