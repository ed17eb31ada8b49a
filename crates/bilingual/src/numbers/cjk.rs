//! Numbers in Chinese characters, with or without digits: 417.6万, 三千五百, 百分之二十, 令和3年.

use super::{
    alike::{clock_readings, relate},
    literal::{Literal, number},
    original::Original,
    quantity::{Kind, Quantity, Written},
};
use crate::{
    language::{Decimal, Language},
    lex::{Class, Lexed},
};

/// Reads the numbers of a stretch of Chinese or Japanese.
pub(super) fn read(lexed: &Lexed, small: &str, language: &Language) -> Original {
    let mut out = Original::default();
    let mut i = 0;
    while i < lexed.len() {
        out.support.extend(level(lexed, i));
        if let Some(end) = labels(lexed, i, &mut out).or_else(|| year_and_month(lexed, i, &mut out)) {
            i = end;
        } else if let Some(end) = era(lexed, i, &mut out)
            .or_else(|| fraction(lexed, i, &mut out))
            .or_else(|| time(lexed, i, &mut out))
        {
            i = end;
        } else if let Some(numeral) = Numeral::at(lexed, i) {
            i = numeral.end;
            take(lexed, &numeral, &mut out);
        } else {
            i += 1;
        }
    }
    out.take(language.forms.phrases(small));
    relate(&mut out.quantities, lexed);
    out
}

/// Digits with separators that make no number, as those of a telephone: each for itself.
fn labels(lexed: &Lexed, i: usize, out: &mut Original) -> Option<usize> {
    lexed.digits(i)?;
    let literal = Literal::at(lexed, i);
    if !literal.readings(lexed, Decimal::Point).values.is_empty() {
        return None;
    }
    out.support.extend(literal.groups(lexed).map(|g| number(g, "")));
    Some(literal.end)
}

/// 2005.09: a year and its month.
fn year_and_month(lexed: &Lexed, i: usize, out: &mut Original) -> Option<usize> {
    let year = lexed.digits(i).filter(|d| d.len() == 4 && lexed.is(i + 1, "."))?;
    let month = lexed.digits(i + 2).filter(|d| d.len() == 2)?;
    let (year, month) = (number(year, ""), number(month, ""));
    if !(1900. ..2100.).contains(&year) || !(1. ..=12.).contains(&month) {
        return None;
    }
    out.support.extend([year, month]);
    out.months.push(month);
    Some(i + 3)
}

/// Ⅲ级: a Roman numeral in one character.
fn level(lexed: &Lexed, i: usize) -> Option<f64> {
    let c = lexed
        .written(i)
        .chars()
        .next()
        .filter(|c| ('Ⅰ'..='Ⅻ').contains(c))?;
    Some(f64::from(c as u32 - 'Ⅰ' as u32 + 1))
}

/// A number of digits and characters.
struct Numeral {
    first: usize,
    end: usize,
    value: f64,
    others: Vec<f64>,
    /// It has digits in it.
    digits: bool,
    /// The largest of its 万 and 億; 1 without.
    scale: f64,
}

impl Numeral {
    fn at(lexed: &Lexed, first: usize) -> Option<Self> {
        let mut sum = Sum::default();
        let mut i = first;
        let mut row = String::new();
        while i < lexed.len() {
            if lexed.class(i) == Some(Class::Digits) && !sum.has && row.is_empty() {
                let literal = Literal::at(lexed, i);
                let values = literal.readings(lexed, Decimal::Point).values;
                sum.current = values
                    .first()
                    .copied()
                    .unwrap_or_else(|| number(lexed.plain(i), ""));
                sum.others.extend(values.iter().skip(1));
                sum.has = true;
                sum.digits = true;
                i = if values.is_empty() { i + 1 } else { literal.end };
                continue;
            }
            let Some(c) = lexed.plain(i).chars().next() else {
                break;
            };
            if let Some(digit) = numeral(c) {
                // 十三五 is a thirteenth and a five.
                if sum.has && (sum.digits && row.is_empty() || sum.section > 0.) {
                    break;
                }
                row.extend(char::from_digit(digit, 10));
                sum.current = number(&row, "");
                sum.has = true;
            } else if let Some(unit) = unit(c).filter(|_| !is_kilo(lexed, i)) {
                if let [one, next] = row.as_bytes()
                    && one + 1 == *next
                {
                    // 五六百 is five or six hundred.
                    sum.current = f64::from(one - b'0');
                    sum.others.push(sum.current + 1.);
                    if unit < 10_000. {
                        sum.others.iter_mut().for_each(|other| *other *= unit);
                    }
                }
                sum.multiply(unit);
                row.clear();
            } else if !(sum.has && next_is_magnitude(lexed, i) && (is_more(c) || sum.digits && c == ' ')) {
                break;
            }
            i += 1;
        }
        (sum.any || sum.has).then(|| sum.numeral(first, i))
    }
}

#[derive(Default)]
struct Sum {
    total: f64,
    section: f64,
    current: f64,
    has: bool,
    any: bool,
    digits: bool,
    scale: f64,
    others: Vec<f64>,
}

impl Sum {
    fn multiply(&mut self, unit: f64) {
        self.any = true;
        if unit < 10_000. {
            self.section += if self.has { self.current } else { 1. } * unit;
        } else {
            let head = self.section + if self.has { self.current } else { 0. };
            self.total += if head <= 0. { 1. } else { head } * unit;
            self.section = 0.;
            self.scale = self.scale.max(unit);
            for other in &mut self.others {
                *other *= unit;
            }
        }
        self.current = 0.;
        self.has = false;
    }

    fn numeral(self, first: usize, end: usize) -> Numeral {
        let tail = if self.has { self.current } else { 0. };
        Numeral {
            first,
            end,
            value: self.total + self.section + tail,
            others: self.others,
            digits: self.digits,
            scale: self.scale.max(1.),
        }
    }
}

fn take(lexed: &Lexed, numeral: &Numeral, out: &mut Original) {
    let Numeral {
        first,
        end,
        value,
        digits,
        ..
    } = *numeral;
    let mut q = Quantity::plain(lexed.span(first, end), value);
    if let (Some(hour), Some(minute)) = (
        lexed.digits(first),
        lexed.digits(first + 2).filter(|_| end == first + 3),
    ) && let (Ok(hour @ 0..=24), Ok(minute @ 0..=59)) = (hour.parse(), minute.parse())
    {
        out.support.extend(clock_readings(hour, minute)); // ３・４８ in a programme
    }
    q.scale = numeral.scale;
    q.others.clone_from(&numeral.others);
    // 五六百 is anything between the two.
    if !digits {
        out.ranges
            .extend(numeral.others.iter().map(|other| (value, *other)));
    }
    let after = lexed.skip_space(end);
    let next = lexed.plain(after);
    let after_next = lexed.plain(after + 1);
    match next {
        "年" if digits && (1000. ..2200.).contains(&value) => q.kind = Kind::Year,
        "年" if digits && lexed.plain(first).len() == 2 && end == first + 1 => {
            q.kind = Kind::Year;
            q.others.extend([1800. + value, 1900. + value, 2000. + value]);
            if let Some(from) = first_of_years(lexed, first) {
                out.support.extend([1900. + from, 2000. + from]);
            }
        }
        "日" | "号" | "號" if value <= 31. && value.fract() == 0. => q.is_day = true,
        "月" if (1. ..=12.).contains(&value) && !matches!(after_next, "間" | "间") => {
            out.months.push(value);
            q.kind = Kind::Month;
            out.support.push(value);
        }
        "%" => q.kind = Kind::Percent,
        _ if glued(lexed, first, end) => q.kind = Kind::Label,
        _ => {}
    }
    if is_half(lexed, end) {
        out.support.push(value + 0.5);
    }
    let characters = end - first;
    if matches!(next, "成" | "割") {
        out.support.push(value * 10.); // tenths
    }
    if next == "月" && characters == 2 && !digits && !lexed.is(first, "十") && !lexed.is(first + 1, "十") {
        // 一二月 is January and February.
        out.months.extend(
            (first..end)
                .filter_map(|i| lexed.plain(i).chars().next().and_then(self::numeral))
                .map(f64::from),
        );
        return;
    }
    if !digits {
        // Every single character of a number may be one: 七八百, 三四.
        out.support.push(value);
        for i in first..end {
            let single = lexed.plain(i).chars().next();
            out.support.extend(single.and_then(self::numeral).map(f64::from));
        }
        q.written = if characters >= 3 && next != "分" {
            Written::Words
        } else {
            Written::Loosely
        };
    } else if let Some(sum) = lexed.digits(first).map(|d| number(d, "")) {
        out.support.push(sum);
    }
    if digits || characters > 1 || q.kind == Kind::Month {
        out.quantities.push(q);
    } else {
        out.support.push(value);
    }
}

/// 04～05年: the two digits before the year at `last`.
fn first_of_years(lexed: &Lexed, last: usize) -> Option<f64> {
    let mark = last
        .checked_sub(1)
        .filter(|mark| matches!(lexed.plain(*mark), "~" | "-"))?;
    let digits = lexed.digits(mark.checked_sub(1)?).filter(|d| d.len() == 2)?;
    Some(number(digits, ""))
}

/// Whether Latin letters stand beside digits: A350, 5G.
fn glued(lexed: &Lexed, first: usize, end: usize) -> bool {
    let latin = |i: usize| lexed.word(i).is_some_and(str::is_ascii);
    let before = match first.checked_sub(1) {
        Some(b) if lexed.is(b, "-") => b.checked_sub(1),
        other => other,
    };
    before.is_some_and(latin) || latin(end)
}

/// "3个半", "2時半".
fn is_half(lexed: &Lexed, end: usize) -> bool {
    (end..end + 3).any(|i| lexed.is(i, "半"))
}

/// 令和3年: a year of an emperor.
fn era(lexed: &Lexed, i: usize, out: &mut Original) -> Option<usize> {
    let before = match (lexed.plain(i), lexed.plain(i + 1)) {
        ("令", "和") => 2018.,
        ("平", "成") => 1988.,
        ("昭", "和") => 1925.,
        ("大", "正") => 1911.,
        ("明", "治") => 1867.,
        _ => return None,
    };
    let (year, end) = match Numeral::at(lexed, i + 2) {
        Some(numeral) => (numeral.value, numeral.end),
        None if lexed.is(i + 2, "元") => (1., i + 3),
        None => return None,
    };
    out.support.extend([before + year, year]);
    Some(end)
}

/// 百分之二十, 三分之一, 6割5分.
fn fraction(lexed: &Lexed, i: usize, out: &mut Original) -> Option<usize> {
    if lexed.is(i, "百") && lexed.is(i + 1, "分") && lexed.is(i + 2, "之") {
        let numeral = Numeral::at(lexed, i + 3)?;
        let mut q = Quantity::plain(lexed.span(i, numeral.end), numeral.value);
        q.kind = Kind::Percent;
        let mut end = numeral.end;
        if lexed.is(end, "点")
            && let Some(part) = Numeral::at(lexed, end + 1)
        {
            q.others
                .push(number(&format!("{}", numeral.value), &format!("{}", part.value)));
            end = part.end;
        }
        if !numeral.digits {
            q.written = Written::Words;
        }
        out.quantities.push(q);
        return Some(end);
    }
    let numeral = Numeral::at(lexed, i)?;
    if lexed.is(numeral.end, "割")
        && let Some(tenths) = Numeral::at(lexed, numeral.end + 1)
    {
        let percent = numeral.value * 10. + tenths.value;
        out.support.extend([percent, percent / 100., percent * 10.]);
        return Some(tenths.end);
    }
    None
}

/// 四点半: it is a part of other words, and only excuses.
fn spelled_time(lexed: &Lexed, i: usize, out: &mut Original) {
    let Some(hours) = Numeral::at(lexed, i).filter(|n| !n.digits && n.value <= 24.) else {
        return;
    };
    if !matches!(lexed.plain(hours.end), "点" | "點" | "時" | "时") {
        return;
    }
    let minutes = if lexed.is(hours.end + 1, "半") {
        30.
    } else {
        Numeral::at(lexed, hours.end + 1).map_or(0., |m| m.value)
    };
    let time = hours.value * 100. + minutes;
    out.support.extend([time, (time + 1200.) % 2400.]);
}

/// 14:30, 9時15分, 8点半.
fn time(lexed: &Lexed, i: usize, out: &mut Original) -> Option<usize> {
    spelled_time(lexed, i, out);
    let hours: u32 = lexed.digits(i).filter(|d| d.len() <= 2)?.parse().ok()?;
    let mut end;
    let minutes: u32;
    if lexed.is(i + 1, ":") {
        minutes = lexed.digits(i + 2).filter(|d| d.len() == 2)?.parse().ok()?;
        end = i + 3;
    } else if matches!(lexed.plain(i + 1), "時" | "时" | "点" | "點") {
        if lexed.is(i + 2, "半") {
            minutes = 30;
            end = i + 3;
        } else if let Some(digits) = lexed.digits(i + 2).filter(|d| d.len() <= 2) {
            minutes = digits.parse().ok()?;
            end = i + 3;
        } else if lexed.is(i + 2, "間") || lexed.is(i + 2, "间") {
            return None;
        } else {
            minutes = 0;
            end = i + 2;
        }
    } else {
        return None;
    }
    if hours > 24 || minutes > 59 {
        return None;
    }
    if lexed.is(end, ":") && lexed.digits(end + 1).is_some() {
        end += 2;
    }
    let mut q = Quantity::plain(lexed.span(i, end), f64::from(hours * 100 + minutes));
    q.kind = Kind::Time;
    q.others = clock_readings(hours, minutes);
    q.others.push(f64::from(hours));
    q.others.push(f64::from((hours + 12) % 24));
    out.quantities.push(q);
    out.support.extend([f64::from(hours), f64::from(minutes)]);
    Some(end)
}

fn numeral(c: char) -> Option<u32> {
    Some(match c {
        '零' | '〇' => 0,
        '一' | '壱' => 1,
        '二' | '两' | '兩' | '弐' => 2,
        '三' | '参' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

fn unit(c: char) -> Option<f64> {
    Some(match c {
        '十' | '拾' => 10.,
        '百' => 100.,
        '千' => 1000.,
        '万' | '萬' => 1e4,
        '亿' | '億' => 1e8,
        '兆' => 1e12,
        _ => return None,
    })
}

/// 9000多万: "more than" stands inside of the number, as a space does in 417.6 万.
fn is_more(c: char) -> bool {
    matches!(c, '多' | '余' | '餘' | '数' | '几')
}

/// 千米 is a kilometre, not a thousand metres.
fn is_kilo(lexed: &Lexed, i: usize) -> bool {
    lexed.is(i, "千") && matches!(lexed.plain(i + 1), "米" | "克" | "瓦" | "卡" | "伏" | "赫")
}

fn next_is_magnitude(lexed: &Lexed, i: usize) -> bool {
    lexed.plain(i + 1).chars().next().and_then(unit).is_some()
}

#[cfg(test)]
mod tests {
    use text::{Lang, Span};

    use super::super::value;
    use super::*;

    #[test]
    fn numbers_in_characters() {
        for (lang, text, expected) in [
            ("zh", "417.6万人", 4_176_000.),
            ("zh", "三千五百人", 3500.),
            ("zh", "9000多万元", 9e7),
            ("zh", "417.6 万人", 4_176_000.),
            ("zh", "有 3 亿人", 3e8),
            ("zh", "1亿2000万", 1.2e8),
            ("zh", "百分之二十", 20.),
            ("zh", "两个半小时", 2.5),
            ("ja", "１２億円", 1.2e9),
            ("ja", "令和3年", 2021.),
            ("ja", "午後2時半", 1430.),
            ("ja", "6割5分", 65.),
            ("ja", "３・５％", 3.5),
            ("zh", "二〇一九年", 2019.),
            ("zh", "1,234.5亿", 1.2345e11),
        ] {
            let lexed = Lexed::new(text, Span::new(0, text.len()));
            let language = Language::of(Lang::from_tag(lang).unwrap()).unwrap();
            let values = read(&lexed, text, language).values();
            assert!(
                values.iter().any(|v| value::same(*v, expected)),
                "{text}: {values:?}"
            );
        }
    }
}
