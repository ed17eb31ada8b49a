//! A number of a text with what it counts: [`Quantity`].

use text::Span;

use super::{units::Measure, value};
use crate::language::Unit;

/// A number, time or month of a text.
#[derive(Debug, Clone)]
pub(crate) struct Quantity {
    /// All of it, with its percent sign or "p.m.".
    pub(crate) span: Span,
    /// The number and its magnitude only.
    pub(crate) number: Span,
    /// The likeliest value. Of a time of day: hours × 100 + minutes. Of a month: 1 to 12.
    pub(crate) value: f64,
    /// What else it can be worth.
    pub(crate) others: Vec<f64>,
    /// What it counts.
    pub(crate) kind: Kind,
    /// What its magnitude word multiplies it with; 1 without one.
    pub(crate) scale: f64,
    /// How it is written.
    pub(crate) written: Written,
    /// What stands behind it, as far as it matters.
    pub(crate) unit: Option<Unit>,
    /// How to convert the unit behind it from the units of other countries.
    pub(crate) measure: Option<&'static Measure>,
    /// It is the day of a date.
    pub(crate) is_day: bool,
}

/// What a number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Anything: people, money, metres.
    Plain,
    /// Hundredths.
    Percent,
    /// A year in four digits.
    Year,
    /// A place in an order, also a century.
    Ordinal,
    /// A time of day.
    Time,
    /// The nineties.
    Decade,
    /// Part of a name: A320, Covid-19.
    Label,
    /// A month by name.
    Month,
}

/// How a number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Written {
    /// In digits.
    Digits,
    /// In words.
    Words,
    /// As a word that may mean something else: first, second, hundreds, May.
    Loosely,
}

impl Quantity {
    /// A plain number in digits.
    pub(crate) fn plain(span: Span, value: f64) -> Self {
        Self {
            span,
            number: span,
            value,
            others: Vec::new(),
            kind: Kind::Plain,
            scale: 1.,
            written: Written::Digits,
            unit: None,
            measure: None,
            is_day: false,
        }
    }

    /// All it can be worth, the likeliest first.
    pub(crate) fn readings(&self) -> impl Iterator<Item = f64> {
        std::iter::once(self.value).chain(self.others.iter().copied())
    }

    /// Whether it can be worth `value`.
    pub(crate) fn can_be(&self, value: f64) -> bool {
        self.readings().any(|reading| value::same(reading, value))
    }
}
