//! What programs put into a text in the place of words: `%s`, `%1$d`, `%(name)s`, `{0}`, `{{ name }}`, `${name}`.

use text::Span;

use crate::passage::Passage;

/// The longest name in a placeholder, in bytes.
const LONGEST: usize = 100;

/// Masks the placeholders of a passage.
pub(crate) fn mask(passage: &mut Passage) {
    let text = passage.text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(step) = text[at..]
        .iter()
        .position(|byte| matches!(byte, b'%' | b'{' | b'$'))
    {
        let start = at + step;
        let length = match text[start] {
            b'%' => printf(text, start),
            b'{' => braces(&text[start..]),
            _ => text[start + 1..]
                .starts_with(b"{")
                .then(|| braces(&text[start + 1..]))
                .flatten()
                .map(|length| length + 1),
        };
        match length {
            Some(length) => {
                found.push(Span::new(start, start + length));
                at = start + length;
            }
            None => at = start + 1,
        }
    }
    found.retain(|span| !passage.is_masked(*span));
    if !found.is_empty() {
        passage.masks.extend(found);
        passage.masks.sort_unstable();
    }
}

/// The length of a directive of printf at `at`. A percentage is none: there is a digit before it, or no directive behind.
fn printf(text: &[u8], at: usize) -> Option<usize> {
    if at > 0 && text[at - 1].is_ascii_digit() {
        return None;
    }
    let directive = &text[at + 1..text.len().min(at + 1 + LONGEST)];
    let named = match directive.first()? {
        b'%' => return None,
        open @ (b'(' | b'{') => {
            let close = if *open == b'(' { b')' } else { b'}' };
            let end = directive.iter().position(|byte| *byte == close)?;
            let name = &directive[1..end];
            let is_name = !name.is_empty() && name.iter().all(|byte| is_of_name(*byte));
            if !is_name {
                return None;
            }
            if *open == b'{' {
                return Some(end + 2);
            }
            end + 1
        }
        _ => 0,
    };
    let is_flag =
        |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'$' | b'.' | b'-' | b'+' | b'#' | b'*' | b'\'');
    let flags = directive[named..].iter().take_while(|byte| is_flag(byte)).count();
    let modifiers = directive[named + flags..]
        .iter()
        .take_while(|byte| matches!(byte, b'l' | b'h' | b'z' | b'j' | b'q' | b't'))
        .count();
    let conversion = named + flags + modifiers;
    let is_conversion = matches!(
        directive.get(conversion)?,
        b'd' | b'i'
            | b'u'
            | b'f'
            | b'F'
            | b'e'
            | b'E'
            | b'g'
            | b'G'
            | b'x'
            | b'X'
            | b'o'
            | b's'
            | b'c'
            | b'p'
            | b'@'
    );
    let goes_on = directive
        .get(conversion + 1)
        .is_some_and(u8::is_ascii_alphanumeric);
    (is_conversion && !goes_on).then_some(conversion + 2)
}

/// The length of `{name}`, `{0}`, `{{ name }}` or `{n, number}` at the start.
fn braces(text: &[u8]) -> Option<usize> {
    let text = &text[..text.len().min(LONGEST)];
    let open = text.iter().take_while(|byte| **byte == b'{').count();
    let end = open + text[open..].iter().position(|byte| *byte == b'}')?;
    let close = text[end..].iter().take_while(|byte| **byte == b'}').count();
    let name = &text[open..end];
    let is_name = !name.is_empty()
        && name.iter().any(u8::is_ascii_alphanumeric)
        && name
            .iter()
            .all(|byte| is_of_name(*byte) || matches!(byte, b' ' | b',' | b'|' | b':' | b'#' | b'$'));
    (open <= 2 && close >= open && is_name).then_some(end + open)
}

fn is_of_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-' | b'[' | b']')
}

#[cfg(test)]
mod tests {
    use text::FilePosition;

    use crate::passage::Builder;

    fn masked(text: &str) -> Vec<String> {
        let mut builder = Builder::new(true);
        builder.verbatim(text, FilePosition::START);
        let passage = builder.finish();
        let masks = passage.masks.iter();
        masks.map(|mask| passage.text[*mask].to_owned()).collect()
    }

    #[test]
    fn placeholders_are_told_from_words() {
        for (text, found) in [
            (
                "Copied %d of %2$s, %ld and %.2f%%",
                vec!["%d", "%2$s", "%ld", "%.2f"],
            ),
            (
                "%(count)s files by %{name}, %@",
                vec!["%(count)s", "%{name}", "%@"],
            ),
            (
                "{0} and {{ user.name }} owe ${amount}",
                vec!["{0}", "{{ user.name }}", "${amount}"],
            ),
            ("Up 5% since May, 12%d", vec![]),
            ("A set {the first, and the second; or not}", vec![]),
            ("100 % sure, 5 %discount, $20 {", vec![]),
        ] {
            assert_eq!(masked(text), found, "{text}");
        }
    }
}
