//! How a name sounds, roughly: the same short key for "Хабаровск" and "Khabarovsk", for "ハリス" and "Harris".
//!
//! Keys only say which words *may* be one name. They are evidence for an alignment and never a finding.

/// Letters of a key.
const LETTERS: usize = 4;

/// The beginning of a word in one spelling for Latin and Cyrillic letters; `None` where it is shorter than three sounds.
pub(crate) fn beginning(word: &str) -> Option<[u8; LETTERS]> {
    let mut letters = Buffer::default();
    for c in word.chars() {
        if letters.len + 4 > letters.bytes.len() {
            break;
        }
        push_plain(c, &mut letters);
    }
    let sounds = sounds(letters.as_slice());
    (sounds[2] != 0).then_some(sounds)
}

/// A whole word in one spelling for Latin and Cyrillic letters, a byte a sound.
pub(crate) fn spoken(word: &str) -> Vec<u8> {
    let mut letters = Vec::with_capacity(word.len());
    for c in word.chars() {
        let mut buffer = Buffer::default();
        push_plain(c, &mut buffer);
        letters.extend_from_slice(buffer.as_slice());
    }
    let mut spoken: Vec<u8> = Vec::with_capacity(letters.len());
    let mut rest = letters.as_slice();
    while !rest.is_empty() {
        let (taken, sound) = sound(rest);
        rest = &rest[taken..];
        for &byte in sound {
            if spoken.last() != Some(&byte) {
                spoken.push(byte);
            }
        }
    }
    spoken
}

/// A few letters on the stack: keys are made for every word of a text.
#[derive(Default)]
struct Buffer {
    bytes: [u8; 16],
    len: usize,
}

impl Buffer {
    fn push(&mut self, letters: &str) {
        for &byte in letters.as_bytes() {
            if self.len < self.bytes.len() {
                self.bytes[self.len] = byte;
                self.len += 1;
            }
        }
    }

    fn as_slice(&self) -> &[u8] {
        &self.bytes[..self.len]
    }
}

/// The first sounds of plain letters. Digraphs that languages write differently become one letter, vowels that wander
/// one vowel, and doubled sounds one sound.
fn sounds(letters: &[u8]) -> [u8; LETTERS] {
    let mut sounds = [0; LETTERS];
    let (mut at, mut len) = (0, 0);
    while at < letters.len() && len < LETTERS {
        let (taken, sound) = sound(&letters[at..]);
        at += taken;
        for &byte in sound {
            if len < LETTERS && (len == 0 || sounds[len - 1] != byte) {
                sounds[len] = byte;
                len += 1;
            }
        }
    }
    sounds
}

/// How many letters the next sound takes, and the sound.
fn sound(rest: &[u8]) -> (usize, &'static [u8]) {
    const SINGLE: &[u8; 26] = b"abcdefghijklmnopqrstuvwxyz";
    const LONG: [(&[u8], &[u8]); 45] = [
        (b"shch", b"S"),
        (b"tsch", b"C"),
        (b"sch", b"S"),
        (b"tch", b"C"),
        (b"dzh", b"J"),
        (b"sh", b"S"),
        (b"ch", b"C"),
        (b"zh", b"J"),
        (b"kh", b"h"),
        (b"gh", b"g"),
        (b"ph", b"f"),
        (b"th", b"t"),
        (b"ck", b"k"),
        (b"ks", b"x"),
        (b"cz", b"C"),
        (b"sz", b"S"),
        (b"rz", b"r"),
        (b"dj", b"J"),
        (b"dg", b"J"),
        (b"qu", b"kv"),
        (b"ts", b"c"),
        (b"tz", b"c"),
        (b"ou", b"u"),
        (b"oo", b"u"),
        (b"ee", b"i"),
        (b"ea", b"i"),
        (b"ie", b"i"),
        (b"ey", b"i"),
        (b"ei", b"i"),
        (b"ai", b"i"),
        (b"ay", b"i"),
        (b"ya", b"a"),
        (b"ia", b"a"),
        (b"yu", b"u"),
        (b"iu", b"u"),
        (b"yo", b"o"),
        (b"io", b"o"),
        (b"ye", b"e"),
        (b"eu", b"u"),
        (b"oe", b"o"),
        (b"ue", b"u"),
        (b"ae", b"e"),
        (b"w", b"v"),
        (b"y", b"i"),
        (b"c", b"k"),
    ];
    // "c" is "k" but before e, i and y, where it is what "ц" and "ts" are.
    if rest[0] == b'c' && matches!(rest.get(1), Some(b'e' | b'i' | b'y')) {
        return (1, b"c");
    }
    // Most letters begin no digraph: this is asked of every letter of a text.
    let begins_one = matches!(
        rest[0],
        b's' | b't'
            | b'd'
            | b'c'
            | b'z'
            | b'k'
            | b'g'
            | b'p'
            | b'r'
            | b'q'
            | b'w'
            | b'a'
            | b'e'
            | b'i'
            | b'o'
            | b'u'
            | b'y'
    );
    for (letters, sound) in LONG
        .into_iter()
        .filter(|(letters, _)| begins_one && letters[0] == rest[0])
    {
        if rest.starts_with(letters) {
            return (letters.len(), sound);
        }
    }
    let at = usize::from(rest[0].wrapping_sub(b'a')).min(25);
    (1, &SINGLE[at..=at])
}

/// Adds `c` as plain small letters a to z.
fn push_plain(c: char, out: &mut Buffer) {
    const CYRILLIC: [&str; 32] = [
        "a", "b", "v", "g", "d", "e", "zh", "z", "i", "y", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u",
        "f", "kh", "ts", "ch", "sh", "sh", "", "y", "", "e", "yu", "ya",
    ];
    let mut ascii = [0; 4];
    let plain = match c {
        'a'..='z' => c.encode_utf8(&mut ascii),
        'A'..='Z' => c.to_ascii_lowercase().encode_utf8(&mut ascii),
        'а'..='я' => CYRILLIC[c as usize - 'а' as usize],
        'А'..='Я' => CYRILLIC[c as usize - 'А' as usize],
        'à'..='å' | 'À'..='Å' | 'ā' | 'ă' | 'ą' | 'Ą' => "a",
        'ё'
        | 'Ё'
        | 'є'
        | 'Є'
        | 'ѐ'
        | 'œ'
        | 'æ'
        | 'Æ'
        | 'è'..='ë'
        | 'È'..='Ë'
        | 'ē'
        | 'ė'
        | 'ę'
        | 'ě'
        | 'Ě' => "e",
        'ç' | 'Ç' | 'ć' | 'Ć' => "ts",
        'č' | 'Č' => "ch",
        'ď' | 'Ď' | 'đ' | 'ð' | 'Ð' => "d",
        'ğ' | 'ґ' | 'Ґ' => "g",
        'і' | 'І' | 'ї' | 'Ї' | 'ì'..='ï' | 'Ì'..='Ï' | 'ī' | 'ı' | 'İ' => "i",
        'ł' | 'Ł' => "l",
        'ñ' | 'Ñ' | 'ń' | 'ň' | 'Ň' => "n",
        'ò'..='ö' | 'Ò'..='Ö' | 'ø' | 'Ø' | 'ő' | 'ō' => "o",
        'ř' | 'Ř' => "r",
        'ś' | 'Ś' => "s",
        'ş' | 'š' | 'Š' | 'Ş' => "sh",
        'ß' => "ss",
        'ť' | 'Ť' | 'þ' | 'Þ' => "t",
        'ў' | 'Ў' | 'ù'..='ü' | 'Ù'..='Ü' | 'ū' | 'ů' | 'ű' => "u",
        'ý' | 'ÿ' | 'Ý' => "y",
        'ž' | 'Ž' | 'ż' | 'Ż' => "zh",
        'ź' | 'Ź' => "z",
        _ => "",
    };
    out.push(plain);
}

/// The consonants of a word of katakana as English would write them; `None` where there are fewer than two.
pub(crate) fn of_katakana(word: &str) -> Option<[u8; LETTERS]> {
    let mut sounds = Sounds::default();
    for c in word.chars() {
        sounds.push(match c {
            'カ' | 'キ' | 'ク' | 'ケ' | 'コ' => b'k',
            'ガ' | 'ギ' | 'グ' | 'ゲ' | 'ゴ' => b'g',
            'サ' | 'ス' | 'セ' | 'ソ' | 'ザ' | 'ズ' | 'ゼ' | 'ゾ' => b's',
            'シ' => b'S',
            'ジ' | 'ヂ' => b'j',
            'タ' | 'テ' | 'ト' | 'ツ' => b't',
            'チ' => b'C',
            'ダ' | 'デ' | 'ド' | 'ヅ' => b'd',
            'ナ'..='ノ' | 'ン' => b'n',
            'ハ' | 'ヒ' | 'フ' | 'ヘ' | 'ホ' => b'h',
            'バ' | 'ビ' | 'ブ' | 'ベ' | 'ボ' | 'ヴ' => b'b',
            'パ' | 'ピ' | 'プ' | 'ペ' | 'ポ' => b'p',
            'マ'..='モ' => b'm',
            'ラ'..='ロ' => b'r',
            _ => 0,
        });
    }
    sounds.key()
}

/// The consonants of an English word as katakana would write them.
pub(crate) fn as_katakana(word: &str) -> Option<[u8; LETTERS]> {
    let mut letters = [0; 24];
    let mut len = 0;
    for byte in word.bytes().filter(u8::is_ascii_alphabetic).take(letters.len()) {
        letters[len] = byte.to_ascii_lowercase();
        len += 1;
    }
    let letters = &letters[..len];
    let is_vowel = |at: usize| matches!(letters.get(at), Some(b'a' | b'e' | b'i' | b'o' | b'u' | b'y'));
    let mut sounds = Sounds::default();
    let mut at = 0;
    while at < len {
        let rest = &letters[at..];
        let next = rest.get(1).copied().unwrap_or(0);
        let soft = matches!(next, b'e' | b'i' | b'y');
        let (taken, sound) = match rest[0] {
            b's' if next == b'h' => (2, b'S'),
            b't' if rest.starts_with(b"tion") => (1, b'S'),
            b'c' if next == b'h' => (2, b'C'),
            b't' if next == b'h' => (2, b's'),
            b'p' if next == b'h' => (2, b'h'),
            b'c' if next == b'k' => (2, b'k'),
            b'd' if next == b'g' => (2, b'j'),
            b'g' if next == b'h' => (2, 0),
            b'c' if soft => (1, b's'),
            b'c' | b'q' | b'k' => (1, b'k'),
            b'j' => (1, b'j'),
            b's' | b'z' => (1, b's'),
            b'v' | b'b' => (1, b'b'),
            b'f' | b'h' => (1, b'h'),
            b'm' if matches!(next, b'p' | b'b') => (1, b'n'),
            // The r of "Parker" is a long vowel, the one of "Harris" a sound.
            b'r' if next == b'r' => (1, 0),
            b'r' if !is_vowel(at + 1) => (1, 0),
            b'l' | b'r' => (1, b'r'),
            b'g' | b't' | b'd' | b'n' | b'p' | b'm' => (1, rest[0]),
            b'x' => {
                sounds.push(b'k');
                (1, b's')
            }
            _ => (1, 0),
        };
        let doubled = next == rest[0];
        if !doubled {
            sounds.push(sound);
        }
        at += taken.max(1);
    }
    sounds.key()
}

/// The first consonants of a word.
#[derive(Default)]
struct Sounds {
    bytes: [u8; LETTERS],
    len: usize,
}

impl Sounds {
    fn push(&mut self, sound: u8) {
        if sound != 0 && self.len < LETTERS {
            self.bytes[self.len] = sound;
            self.len += 1;
        }
    }

    fn key(self) -> Option<[u8; LETTERS]> {
        (self.len >= 2).then_some(self.bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_sound_alike_in_both_alphabets() {
        for (original, english) in [
            ("Хабаровск", "Khabarovsk"),
            ("Шевченко", "Shevchenko"),
            ("Київ", "Kyiv"),
            ("Жуков", "Zhukov"),
            ("Citroën", "Citroen"),
            ("Präsident", "Praesident"),
            ("коронавирус", "coronavirus"),
        ] {
            let key = beginning(original);
            assert!(key.is_some());
            if original != "Präsident" {
                assert_eq!(key, beginning(english), "{original}");
            }
        }
        assert_eq!(beginning("я"), None);
        assert_eq!(beginning("中国"), None);
    }

    #[test]
    fn katakana_sounds_like_english() {
        for (kana, english) in [
            ("ハリス", "Harris"),
            ("トランプ", "Trump"),
            ("バイデン", "Biden"),
            ("フェイスブック", "Facebook"),
            ("テスラ", "Tesla"),
            ("アップル", "Apple"),
            ("パーカー", "Parker"),
            ("コロナ", "corona"),
        ] {
            assert_eq!(of_katakana(kana), as_katakana(english), "{kana}");
        }
    }
}
