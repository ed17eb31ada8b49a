//! Text of strangers, shown so that it cannot act: [`Visible`].

use std::fmt::{self, Write};

/// Displays text with every character spelled out that would otherwise do something unseen.
///
/// Control characters (among them the escape that starts a terminal sequence) become their control
/// pictures; characters that turn the writing direction, that are invisible, or that break lines where
/// no line ends become their code point in white square brackets. Line feed and tab stay: the formats
/// decide what they mean. Joiners stay too, because Persian, Indic scripts and emoji need them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Visible<'t>(pub &'t str);

impl fmt::Display for Visible<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut plain_from = 0;
        for (at, c) in self.0.char_indices().filter(|(_, c)| !is_harmless(*c)) {
            f.write_str(&self.0[plain_from..at])?;
            spell_out(c, f)?;
            plain_from = at + c.len_utf8();
        }
        f.write_str(&self.0[plain_from..])
    }
}

fn is_harmless(c: char) -> bool {
    match c {
        '\n' | '\t' => true,
        // Soft hyphen and zero-width space; marks and overrides of direction; line and paragraph
        // separators; invisible operators; byte order mark; annotations; language tags, in which whole
        // sentences can stand unseen; two that XML forbids.
        '\u{ad}'
        | '\u{200b}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{fffe}'
        | '\u{ffff}'
        | '\u{e0000}'..='\u{e007f}' => false,
        _ => !c.is_control(),
    }
}

fn spell_out(c: char, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match c {
        '\0'..='\u{1f}' => f.write_char(char::from_u32(0x2400 + c as u32).unwrap_or('\u{fffd}')),
        '\u{7f}' => f.write_char('\u{2421}'),
        _ => write!(f, "⟦U+{:04X}⟧", c as u32),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn spells_out_terminal_escapes_and_direction_changes() {
        assert_eq!(Visible("a\u{1b}[31mb\r\u{7f}").to_string(), "a␛[31mb␍␡");
        assert_eq!(Visible("x\u{202e}y\u{9b}2J").to_string(), "x⟦U+202E⟧y⟦U+009B⟧2J");
    }

    #[test]
    fn keeps_letters_joiners_and_line_ends() {
        let text = "Ärger, می‌خواهم, 👩‍🚀\n\tend";
        assert_eq!(Visible(text).to_string(), text);
    }

    proptest! {
        #[test]
        fn nothing_that_acts_is_left(text in any::<String>()) {
            let shown = Visible(&text).to_string();
            prop_assert!(shown.chars().all(is_harmless));
        }
    }
}
