//! Whether an article is about code, in which marks and names stand that are no slips of anybody. No rule, no state.

use crate::document::Document;

/// Signs of code that make an article one about code: one may be a slip.
const SIGNS: usize = 2;

/// Whether several places of the article show code and no words: `\d`, `a_name`, `call()`, `--long-option`. Reads the whole text, so
/// that a rule asks once an article, and only where it has something to say.
pub(super) fn is_about_code(doc: &Document) -> bool {
    let text = doc.text().as_bytes();
    (0..text.len())
        .filter(|at| is_sign(text, *at))
        .nth(SIGNS - 1)
        .is_some()
}

/// Whether a sign of code begins at `at`, or has its middle there.
fn is_sign(text: &[u8], at: usize) -> bool {
    let before = at.checked_sub(1).map_or(b' ', |before| text[before]);
    let behind = text.get(at + 1).copied().unwrap_or(b' ');
    match text[at] {
        b'\\' => starts_word(before) && behind.is_ascii_alphabetic(),
        b'_' => before.is_ascii_lowercase() && behind.is_ascii_lowercase() && is_plain_name(&text[..at]),
        b'(' => behind == b')' && before.is_ascii_alphanumeric(),
        b'-' => starts_word(before) && behind == b'-' && is_option(&text[at + 2..]),
        _ => false,
    }
}

fn starts_word(before: u8) -> bool {
    before.is_ascii_whitespace() || matches!(before, b'(' | b'[')
}

/// Whether the name that ends in `before` stands by itself; `@harbour_news` and `site.com/the_news` are addresses.
fn is_plain_name(before: &[u8]) -> bool {
    const LONGEST: usize = 40;
    let mut letters = before.iter().rev().take(LONGEST);
    letters
        .find(|byte| !byte.is_ascii_alphanumeric() && **byte != b'_')
        .is_none_or(|byte| starts_word(*byte))
}

/// `long-option`, `name=`: a word of small letters that goes on as no dash would.
fn is_option(rest: &[u8]) -> bool {
    const LONGEST: usize = 40;
    let letters = rest
        .iter()
        .take(LONGEST)
        .take_while(|byte| byte.is_ascii_lowercase())
        .count();
    letters > 1 && matches!(rest.get(letters), Some(b'-' | b'='))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_code_by_two_signs() {
        for (text, is_code) in [
            ("Call make_bridge() with a pier.", true),
            ("Type \\d and \\s, or use --no-ferry.", true),
            ("Set --length=3 and mill_wheel.", true),
            ("Set --length=3 for the mill.", false),
            (
                "See @harbour_news and @mill_town on site.com/the_port_of_mor.",
                false,
            ),
            ("The mill --and the ferry --is closed; the firm(s) won.", false),
        ] {
            assert_eq!(is_about_code(&Document::new(text)), is_code, "{text}");
        }
    }
}
