//! A number in digits, with the separators of its language: [`Literal`].

use crate::{
    language::Decimal,
    lex::{Class, Lexed},
};

/// A number in digits: lexemes `first` to the one before `end`, digits and separators in turn.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Literal {
    pub(crate) first: usize,
    pub(crate) end: usize,
}

/// The values that digits with separators can have, the likeliest first.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Readings {
    pub(crate) values: Vec<f64>,
    /// The value of the digits when the separators contradict each other in English ("4.176,000").
    pub(crate) mended: Option<f64>,
}

impl Literal {
    /// The literal that begins with the digits at `first`.
    pub(crate) fn at(lexed: &Lexed, first: usize) -> Self {
        let mut end = first + 1;
        let mut spaced = true;
        while let Some(digits) = lexed.digits(end + 1) {
            let separator = lexed.plain(end);
            let grouped = digits.len() == 3 && lexed.plain(first).len() <= 3 && spaced;
            match separator {
                "." | "," => spaced = false,
                " " | "'" if grouped && lexed.written(end).chars().count() == 1 => {}
                _ => break,
            }
            end += 2;
        }
        Self { first, end }
    }

    /// The runs of digits.
    pub(crate) fn groups<'l>(&self, lexed: &'l Lexed) -> impl Iterator<Item = &'l str> + use<'l> {
        (self.first..self.end).step_by(2).map(|i| lexed.plain(i))
    }

    /// The first group, for what is told by its length and value: hours, days, years.
    pub(crate) fn only_group<'l>(&self, lexed: &'l Lexed) -> Option<&'l str> {
        (self.end == self.first + 1).then(|| lexed.plain(self.first))
    }

    /// Whether it is parted by spaces, which may part two numbers as well.
    pub(crate) fn is_spaced(&self, lexed: &Lexed) -> bool {
        self.end > self.first + 1 && lexed.class(self.first + 1) == Some(Class::Space)
    }

    /// What it can be worth where `decimal` stands before fractions.
    pub(crate) fn readings(&self, lexed: &Lexed, decimal: Decimal) -> Readings {
        let groups: Vec<&str> = self.groups(lexed).collect();
        let marks: String = (self.first + 1..self.end)
            .step_by(2)
            .map(|i| lexed.plain(i).chars().next().unwrap_or(' '))
            .collect();
        read(&groups, &marks, decimal)
    }
}

fn read(groups: &[&str], marks: &str, decimal: Decimal) -> Readings {
    let whole = || number(&groups.concat(), "");
    let Some(last) = marks.chars().last() else {
        return values([whole()]);
    };
    let (body, fraction) = groups.split_at(groups.len() - 1);
    let parted = || number(&body.concat(), fraction[0]);
    let first_marks = &marks[..marks.len() - last.len_utf8()];
    let uniform = |marks: &str| marks.chars().all(|m| marks.starts_with(m));
    let grouped = |groups: &[&str]| groups[0].len() <= 3 && groups[1..].iter().all(|g| g.len() == 3);

    if uniform(marks) {
        let thousands = grouped(groups) && !(groups[0] == "0" && groups.len() == 2);
        let indian = last == ',' && groups[groups.len() - 1].len() == 3 && is_indian(groups);
        return match (thousands || indian, groups.len() == 2, last) {
            (true, _, ' ' | '\'') => values([whole()]),
            (true, true, '.') if decimal == Decimal::Comma && groups[1] == "000" => values([whole()]),
            (true, true, '.') if decimal == Decimal::Comma => values([whole(), parted()]),
            (true, true, '.') => values([parted(), whole()]),
            (true, true, _) if decimal == Decimal::Comma => values([parted(), whole()]),
            (true, ..) => values([whole()]),
            (false, true, '.') => values([parted()]),
            (false, true, ',') => Readings {
                values: vec![parted()],
                mended: ((groups[1].len() > 3) != (groups[0].len() > 3)
                    && groups[1].len() >= 3
                    && !is_day_and_year(groups))
                .then(whole),
            },
            _ => Readings::default(),
        };
    }
    if uniform(first_marks) && !first_marks.contains(last) && grouped(body) {
        let first = first_marks.chars().next();
        // 4.176,000 is no fraction in English: both marks stand before three digits, in the wrong order.
        let broken = decimal == Decimal::Point && first == Some('.') && last == ',' && fraction[0].len() == 3;
        return if broken {
            Readings {
                values: vec![parted()],
                mended: Some(whole()),
            }
        } else {
            values([parted()])
        };
    }
    Readings::default()
}

fn is_indian(groups: &[&str]) -> bool {
    groups.len() > 2 && groups[0].len() <= 2 && groups[1..groups.len() - 1].iter().all(|g| g.len() == 2)
}

/// "March 4,2021" has lost a space and is no number.
fn is_day_and_year(groups: &[&str]) -> bool {
    number(groups[0], "") <= 31.
        && groups[1].len() == 4
        && (groups[1].starts_with('1') || groups[1].starts_with('2'))
}

fn values<const N: usize>(values: [f64; N]) -> Readings {
    Readings {
        values: values.to_vec(),
        mended: None,
    }
}

/// The value of digits before and after the point.
pub(crate) fn number(whole: &str, fraction: &str) -> f64 {
    format!("{whole}.{fraction}0").parse().unwrap_or(f64::MAX)
}

#[cfg(test)]
mod tests {
    use text::Span;

    use super::*;

    fn read(text: &str, decimal: Decimal) -> Readings {
        let lexed = Lexed::new(text, Span::new(0, text.len()));
        Literal::at(&lexed, 0).readings(&lexed, decimal)
    }

    #[test]
    fn reads_separators_as_its_language_does() {
        for (text, decimal, expected) in [
            ("1,234", Decimal::Point, vec![1234.]),
            ("1,234", Decimal::Comma, vec![1.234, 1234.]),
            ("1.234", Decimal::Comma, vec![1234., 1.234]),
            ("3.000", Decimal::Comma, vec![3000.]),
            ("1.234", Decimal::Point, vec![1.234, 1234.]),
            ("1.234.567", Decimal::Comma, vec![1_234_567.]),
            ("1.234,5", Decimal::Comma, vec![1234.5]),
            ("1,234.5", Decimal::Point, vec![1234.5]),
            ("12 500", Decimal::Comma, vec![12_500.]),
            ("12\u{a0}500,25", Decimal::Comma, vec![12_500.25]),
            ("1,00,000", Decimal::Point, vec![100_000.]),
            ("0.125", Decimal::Comma, vec![0.125]),
            ("2020 300", Decimal::Comma, vec![2020.]),
        ] {
            assert_eq!(read(text, decimal).values, expected, "{text}");
        }
    }

    #[test]
    fn knows_separators_that_contradict_each_other() {
        for (text, mended) in [
            ("4.176,000", Some(4_176_000.)),
            ("64,4537", Some(644_537.)),
            ("4178,027", Some(4_178_027.)),
            ("73,1204", Some(731_204.)),
            ("4,2021", None),
            ("2019,2020", None),
            ("4,176.000", None),
            ("3,5", None),
        ] {
            assert_eq!(read(text, Decimal::Point).mended, mended, "{text}");
        }
    }
}
