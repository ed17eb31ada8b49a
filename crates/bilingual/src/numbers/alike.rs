//! What is read alike on both sides.

use super::{
    literal::{Literal, number},
    quantity::{Kind, Quantity},
};
use crate::lex::Lexed;

/// Whether digits that end before `i` go on like a telephone number: "531-85-28".
pub(crate) fn is_telephone(lexed: &Lexed, i: usize) -> bool {
    let short = |i: usize| lexed.is(i, "-") && lexed.digits(i + 1).is_some_and(|d| d.len() == 2);
    short(i) && (short(i + 2) || i >= 2 && lexed.is(i - 2, "-"))
}

/// A date in digits with a year of four: "28-08-2015", "28/08/2015", "2015-08-28".
pub(crate) struct Date {
    /// The lexemes of the day and the month, or of the month and the day.
    pub(crate) parts: [usize; 2],
    /// What they say.
    pub(crate) both: [f64; 2],
    /// The lexeme of the year.
    pub(crate) year_at: usize,
    /// The year.
    pub(crate) year: f64,
    /// The lexeme behind it.
    pub(crate) end: usize,
}

impl Date {
    /// The date that begins with the digits at lexeme `i`.
    pub(crate) fn at(lexed: &Lexed, i: usize) -> Option<Self> {
        let mark = lexed.plain(i + 1);
        let goes_on = i.checked_sub(1).is_some_and(|before| lexed.is(before, mark)) || lexed.is(i + 5, mark);
        if !matches!(mark, "-" | "/") || !lexed.is(i + 3, mark) || goes_on {
            return None;
        }
        let is_year = |i: usize| {
            lexed
                .digits(i)
                .is_some_and(|d| d.len() == 4 && (d.starts_with("19") || d.starts_with("20")))
        };
        let (year_at, parts) = if is_year(i) {
            (i, [i + 2, i + 4])
        } else if is_year(i + 4) {
            (i + 4, [i, i + 2])
        } else {
            return None;
        };
        let part = |i: usize| Some(number(lexed.digits(i).filter(|d| d.len() <= 2)?, ""));
        let both = [part(parts[0])?, part(parts[1])?];
        let is_date =
            both[0].min(both[1]) >= 1. && both[0].min(both[1]) <= 12. && both[0].max(both[1]) <= 31.;
        is_date.then(|| Self {
            parts,
            both,
            year_at,
            year: number(lexed.plain(year_at), ""),
            end: i + 5,
        })
    }

    /// The months that it may be of: days and months change places.
    pub(crate) fn months(&self) -> impl Iterator<Item = f64> {
        self.both.into_iter().filter(|part| *part <= 12.)
    }

    /// All its numbers.
    pub(crate) fn values(&self) -> [f64; 3] {
        [self.both[0], self.both[1], self.year]
    }
}

/// Gives the first number of a range the magnitude of its second, and "22" of "2021-22" its century, as another reading.
pub(crate) fn relate(quantities: &mut [Quantity], lexed: &Lexed) {
    for at in 1..quantities.len() {
        let (before, rest) = quantities.split_at_mut(at);
        let (first, second) = (&mut before[at - 1], &mut rest[0]);
        let gap = second.span.start.saturating_sub(first.span.end);
        if first.kind == Kind::Year && second.span.len() == 2 && (1..=5).contains(&gap) {
            second
                .others
                .push(first.value - first.value % 100. + second.value);
        }
        if second.scale > 1. && first.scale <= 1. && gap <= 12 && lexed.len() > 1 {
            first.others.push(first.value * second.scale);
        }
    }
}

/// The ways to write a time of day, in hours × 100 + minutes.
pub(crate) fn clock_readings(hour: u32, minute: u32) -> Vec<f64> {
    let mut out = vec![
        f64::from(hour * 100 + minute),
        f64::from((hour + 12) % 24 * 100 + minute),
    ];
    if matches!(hour, 0 | 12 | 24) {
        out.extend([0, 1200, 2400].map(|h| f64::from(h + minute)));
    }
    out
}

/// Whether digits are a year: four of them, from 1100 to 2099.
pub(crate) fn is_year(literal: &Literal, lexed: &Lexed) -> bool {
    literal
        .only_group(lexed)
        .is_some_and(|d| d.len() == 4 && (d.starts_with("20") || d.starts_with('1') && &d[1..2] != "0"))
}

/// Whether "covid" and digits that are not its number begin at lexeme `i`: Covid-93.
pub(crate) fn is_wrong_covid(lexed: &Lexed, i: usize) -> bool {
    lexed.plain(i) == "covid"
        && lexed.is(i + 1, "-")
        && lexed
            .digits(i + 2)
            .is_some_and(|d| d.len() <= 2 && !matches!(d, "19" | "2"))
}

/// Covid-19, SARS-CoV-2: names that the other side may write without their number.
pub(crate) fn is_covid(lexed: &Lexed, i: usize) -> bool {
    let word = lexed.plain(i);
    (word.starts_with("covid") || word.starts_with("ковид") || word == "cov")
        && lexed.is(i + 1, "-")
        && matches!(lexed.plain(i + 2), "19" | "2")
}

/// The value of a Roman numeral in capital letters, Latin or the Cyrillic ones that look the same.
pub(crate) fn roman(written: &str) -> Option<f64> {
    let mut total = 0;
    let mut previous = 0;
    if written.is_empty() || written.len() > 16 {
        return None;
    }
    for c in written.chars().rev() {
        let n = match c {
            'I' | 'І' => 1,
            'V' => 5,
            'X' | 'Х' => 10,
            'L' => 50,
            _ => return None,
        };
        if n < previous {
            total -= n;
        } else {
            total += n;
            previous = n;
        }
    }
    (total > 0).then_some(f64::from(total))
}
