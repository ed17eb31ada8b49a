//! Digits, words and marks of a text in any script, in one notation: [`Lexed`].

use text::Span;

/// What a [`Lexeme`] is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// A run of digits of any script; plain, they are ASCII.
    Digits,
    /// A run of letters; plain, they are small, and `ё` is `е`.
    Word,
    /// One Chinese character.
    Han,
    /// A run of white space; plain, it is a space, or a line feed where there is one in it.
    Space,
    /// Any other character; plain, dashes are `-`, and full-width forms are ASCII.
    Mark,
}

/// A piece of a text.
#[derive(Debug, Clone, Copy)]
struct Lexeme {
    class: Class,
    span: Span,
    plain: Span,
}

/// A stretch of text cut into digits, words, spaces and marks; they cover it without a gap.
pub(crate) struct Lexed<'t> {
    text: &'t str,
    lexemes: Vec<Lexeme>,
    plain: String,
}

/// The digit zero of the scripts whose digits are read.
const ZEROS: [u32; 20] = [
    0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xE50, 0xED0, 0xF20,
    0x1040, 0x17E0, 0x1810, 0x1946, 0xFF10,
];

impl<'t> Lexed<'t> {
    /// Cuts the stretch `span` of `text`; spans are in bytes of the whole text.
    pub(crate) fn new(text: &'t str, span: Span) -> Self {
        let mut lexed = Self {
            text,
            lexemes: Vec::with_capacity(span.len() / 3),
            plain: String::with_capacity(span.len()),
        };
        let mut chars = text[span].char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let start = span.start + at;
            let from = lexed.plain.len();
            let class = class(c);
            lexed.push_plain(class, c);
            while let Some(&(_, next)) = chars.peek() {
                if !lexed.continues(class, from, next, || chars.clone().nth(1).map(|(_, c)| c)) {
                    break;
                }
                lexed.push_plain(class, next);
                chars.next();
            }
            let end = chars.peek().map_or(span.end, |&(at, _)| span.start + at);
            lexed.lexemes.push(Lexeme {
                class,
                span: Span::new(start, end),
                plain: Span::new(from, lexed.plain.len()),
            });
        }
        lexed
    }

    /// Whether `next` belongs to the lexeme of `class` whose plain text begins at `from`.
    fn continues(&self, class: Class, from: usize, next: char, after: impl FnOnce() -> Option<char>) -> bool {
        match class {
            Class::Digits => digit(next).is_some(),
            Class::Space => next.is_whitespace(),
            // п'ять: the apostrophe is a letter in Ukrainian, a mark in Latin script.
            Class::Word if is_apostrophe(next) => {
                is_cyrillic(self.plain[from..].chars().next()) && is_cyrillic(after())
            }
            Class::Word => self::class(next) == Class::Word,
            Class::Han | Class::Mark => false,
        }
    }

    fn push_plain(&mut self, class: Class, c: char) {
        match class {
            Class::Digits => self.plain.extend(digit(c)),
            Class::Word if c.is_ascii() => self.plain.push(c.to_ascii_lowercase()),
            Class::Word if is_apostrophe(c) => self.plain.push('\''),
            Class::Word => self
                .plain
                .extend(c.to_lowercase().map(|c| if c == 'ё' { 'е' } else { c })),
            Class::Space if c == '\n' => self.plain.push('\n'),
            Class::Space => self.plain.push(' '),
            Class::Han => self.plain.push(c),
            Class::Mark => self.plain.push(plain_mark(c)),
        }
    }

    /// Number of lexemes.
    pub(crate) fn len(&self) -> usize {
        self.lexemes.len()
    }

    /// What the lexeme at `i` is; `None` behind the last.
    pub(crate) fn class(&self, i: usize) -> Option<Class> {
        self.lexemes.get(i).map(|l| l.class)
    }

    /// The lexeme at `i` in the notation of its class; empty behind the last.
    pub(crate) fn plain(&self, i: usize) -> &str {
        self.lexemes.get(i).map_or("", |l| &self.plain[l.plain])
    }

    /// The lexeme at `i` as it is written; empty behind the last.
    pub(crate) fn written(&self, i: usize) -> &'t str {
        self.lexemes.get(i).map_or("", |l| &self.text[l.span])
    }

    /// The bytes of the whole text from lexeme `first` to the one before `end`.
    pub(crate) fn span(&self, first: usize, end: usize) -> Span {
        let start = self.lexemes[first].span.start;
        Span::new(start, self.lexemes[..end].last().map_or(start, |l| l.span.end))
    }

    /// Whether the lexeme at `i` is, plainly, `plain`.
    pub(crate) fn is(&self, i: usize, plain: &str) -> bool {
        self.plain(i) == plain
    }

    /// The word at `i`, if it is one.
    pub(crate) fn word(&self, i: usize) -> Option<&str> {
        (self.class(i) == Some(Class::Word)).then(|| self.plain(i))
    }

    /// The digits at `i`, if they are digits.
    pub(crate) fn digits(&self, i: usize) -> Option<&str> {
        (self.class(i) == Some(Class::Digits)).then(|| self.plain(i))
    }

    /// The first lexeme from `i` on that is neither white space nor a hyphen.
    pub(crate) fn skip_gap(&self, mut i: usize) -> usize {
        while self.class(i) == Some(Class::Space) || self.is(i, "-") {
            i += 1;
        }
        i
    }

    /// The first lexeme from `i` on that is not white space.
    pub(crate) fn skip_space(&self, i: usize) -> usize {
        if self.class(i) == Some(Class::Space) {
            i + 1
        } else {
            i
        }
    }
}

fn class(c: char) -> Class {
    if c.is_ascii_digit() {
        Class::Digits
    } else if c.is_ascii_alphabetic() {
        Class::Word
    } else if c.is_whitespace() {
        Class::Space
    } else if c.is_ascii() {
        Class::Mark
    } else if is_han(c) {
        Class::Han
    } else if digit(c).is_some() {
        Class::Digits
    } else if c.is_alphabetic() {
        Class::Word
    } else {
        Class::Mark
    }
}

/// The ASCII form of a digit of any script.
fn digit(c: char) -> Option<char> {
    if c.is_ascii_digit() {
        return Some(c);
    }
    if (c as u32) < ZEROS[0] {
        return None;
    }
    let zero = ZEROS
        .iter()
        .find(|&&zero| (zero..zero + 10).contains(&(c as u32)))?;
    char::from_digit(c as u32 - zero, 10)
}

/// Whether a character is a Chinese one; 〇 is a numeral of that script.
pub(crate) fn is_han(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '\u{20000}'..='\u{3FFFF}' | '〇' | '々')
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ' | '`')
}

fn is_cyrillic(c: Option<char>) -> bool {
    matches!(c, Some('\u{400}'..='\u{52F}'))
}

fn plain_mark(c: char) -> char {
    match c {
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '－' => '-',
        '’' | '‘' | 'ʼ' => '\'',
        '։' | '：' => ':',
        '・' | '･' | '·' => '.',
        '～' | '〜' => '~',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> Vec<String> {
        let lexed = Lexed::new(text, Span::new(0, text.len()));
        (0..lexed.len()).map(|i| lexed.plain(i).to_owned()).collect()
    }

    #[test]
    fn reads_digits_of_any_script() {
        assert_eq!(plain("１２．５万"), ["12", ".", "5", "万"]);
        assert_eq!(plain("१२ ٣"), ["12", " ", "3"]);
    }

    #[test]
    fn keeps_the_ukrainian_apostrophe() {
        assert_eq!(plain("П’ять Kim’s"), ["п'ять", " ", "kim", "'", "s"]);
    }

    #[test]
    fn covers_the_text() {
        let text = "a – 1 000\n万億x";
        let lexed = Lexed::new(text, Span::new(5, text.len()));
        assert_eq!(lexed.span(0, lexed.len()), 5..text.len());
    }
}
