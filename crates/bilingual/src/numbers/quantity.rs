//! A number of a text with what it counts: [`Quantity`].

use text::Span;

use super::value;

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
    pub(crate) measure: Option<&'static super::units::Measure>,
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

/// A unit that a word of the original may have had in it: twelve months for a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    /// 60 minutes.
    Hour,
    /// 60 seconds.
    Minute,
    /// 24 hours.
    Day,
    /// 7 days.
    Week,
    /// A twelfth of a year.
    Month,
    /// 12 months.
    Year,
    /// A hundredth.
    Percent,
}

impl Unit {
    /// The unit by its name in the data.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "hour" => Self::Hour,
            "minute" => Self::Minute,
            "day" => Self::Day,
            "week" => Self::Week,
            "month" => Self::Month,
            "year" => Self::Year,
            "percent" => Self::Percent,
            _ => return None,
        })
    }
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
