//! What is left over of the numbers of two sides, and what that means: [`check`].

use text::Span;

use super::{
    cjk,
    english::{self, English},
    letters,
    notation::{self, explained},
    original::Original,
    quantity::{Kind, Quantity, Written},
    value,
};
use crate::{
    Certainty, Mismatch, MismatchKind, Side,
    language::{Language, Unit, Writing},
    lex::Lexed,
};

/// Compares the numbers of two sides; `small` is the original in small letters.
pub(crate) fn check(
    original: Side,
    small: &str,
    translation: Side,
    language: Option<&Language>,
) -> Vec<Mismatch> {
    let lexed = Lexed::new(original.text, original.span);
    let source = match language {
        Some(language) if !matches!(language.writing, Writing::Letters(_)) => {
            cjk::read(&lexed, small, language)
        }
        _ => letters::read(&lexed, small, language),
    };
    let english = english::read(&Lexed::new(translation.text, translation.span));
    let comparison = Comparison {
        original,
        small,
        translation,
        language,
        values: source.values(),
        rendered: rendered(&english),
        short_years: sorted(
            source
                .quantities
                .iter()
                .filter(|q| q.span.len() == 2)
                .map(|q| q.value),
        ),
        source: &source,
        english: &english,
    };
    let mut found = comparison.broken();
    found.extend(comparison.numbers(&found));
    found.extend(comparison.months());
    found
}

struct Comparison<'a> {
    original: Side<'a>,
    /// The original in small letters.
    small: &'a str,
    translation: Side<'a>,
    language: Option<&'a Language>,
    source: &'a Original,
    english: &'a English,
    /// All values of the original, sorted.
    values: Vec<f64>,
    /// All values of the English, sorted.
    rendered: Vec<f64>,
    /// Numbers of two digits of the original, sorted: they may be years.
    short_years: Vec<f64>,
}

/// A number of the English and one of the original that have no other counterpart.
struct Pair<'a> {
    english: &'a Quantity,
    original: &'a Quantity,
}

/// More contradictions than these in one pair of sentences are not looked for in the original.
const MOST_BROKEN: usize = 16;

impl<'a> Comparison<'a> {
    /// Numbers of the English whose separators contradict each other, unless the original writes the same.
    fn broken(&self) -> Vec<Mismatch> {
        let mut found = Vec::new();
        for &(span, mended) in self.english.broken.iter().take(MOST_BROKEN) {
            let written = &self.translation.text[span];
            let source = self.source.quantities.iter().find(|q| q.can_be(mended));
            // "in 2021,300 people" has lost a space only.
            let year = written.find(',') == Some(4) && source.is_none();
            if year || self.original.text[self.original.span].contains(written) {
                continue;
            }
            found.push(Mismatch {
                power: None,
                kind: MismatchKind::Number,
                certainty: Certainty::Certain,
                translation: span,
                original: source.map(|q| q.span),
                message: format!("The separators of {written} contradict each other."),
                note: source.map(|q| explained(self.original.text, q.span, q.value, q.kind)),
                replacement: source.map(|_| notation::with_commas(mended)),
            });
        }
        found
    }

    fn numbers(&self, broken: &[Mismatch]) -> Vec<Mismatch> {
        let mut explained = Vec::new();
        let loses_year = self
            .source
            .quantities
            .iter()
            .any(|q| q.kind == Kind::Year && !self.is_rendered(q));
        let mut added: Vec<&Quantity> = Vec::new();
        for (i, q) in self.english.quantities.iter().enumerate() {
            let of_date = q.kind == Kind::Year && !loses_year && self.is_year_of_date(i);
            if of_date || !self.is_added(q) || broken.iter().any(|m| m.translation.overlaps(q.span)) {
                continue;
            }
            match self.explanation(q) {
                Some(value) => explained.push(value),
                None => added.push(q),
            }
        }
        let explained = sorted(explained.into_iter());
        let mut missing: Vec<&Quantity> = self
            .source
            .quantities
            .iter()
            .filter(|q| accuses(q) && !self.is_rendered(q) && !q.readings().any(|v| contains(&explained, v)))
            .collect();
        let sole = added.len() == 1 && missing.len() == 1;
        let pairs = self.pairs(&mut added, &mut missing);
        let mut found: Vec<Mismatch> = pairs.iter().map(|pair| self.substitution(pair, sole)).collect();
        if let Some(pair) = self.spelled_pair(&added) {
            found.push(self.substitution(&pair, pairs.is_empty()));
            added.clear();
        }
        found.extend(
            added
                .into_iter()
                .filter(|q| self.may_hint(q))
                .map(|q| self.only_in_english(q)),
        );
        found.extend(
            missing
                .into_iter()
                .filter(|q| self.may_miss(q))
                .map(|q| self.only_in_original(q)),
        );
        found
    }

    /// Whether an English number has nothing in the original that it could stand for.
    fn is_added(&self, q: &Quantity) -> bool {
        let small_word = q.written == Written::Words && q.value <= 1.;
        let unread = self.language.is_none() && q.written != Written::Digits;
        !(q.kind == Kind::Month || q.written == Written::Loosely || small_word || unread || self.supports(q))
    }

    /// A translator may add the year to a date, and a dateline has one.
    fn is_year_of_date(&self, i: usize) -> bool {
        let quantities = &self.english.quantities;
        let near = |at: usize| {
            quantities[at + 1]
                .span
                .start
                .saturating_sub(quantities[at].span.end)
                <= 6
        };
        let month = |at: usize| quantities[at].kind == Kind::Month;
        i > 0 && near(i - 1) && (month(i - 1) || i > 1 && month(i - 2) && near(i - 2))
    }

    fn supports(&self, q: &Quantity) -> bool {
        let has = |v: f64| contains(&self.values, v);
        if q.readings().any(has) {
            return true;
        }
        if self.language.is_none() && q.scale > 1. && q.readings().any(|v| has(v / q.scale)) {
            return true;
        }
        let excused = self
            .source
            .excuses
            .iter()
            .any(|e| q.can_be(e.value) && (e.unit == q.unit || counts_so(q, e.unit)));
        if excused {
            return true;
        }
        let (hours, minutes) = ((q.value / 100.).floor(), q.value % 100.);
        match q.kind {
            Kind::Time if minutes <= 0. => [hours, hours % 12., hours + 12.].into_iter().any(has),
            Kind::Time => (has(hours) || has(hours % 12.)) && has(minutes),
            Kind::Decade => q.readings().any(|v| has(v % 100.)),
            // The children of "(3,5)" are three and five.
            Kind::Plain if q.value.fract() > 0. => {
                let written = &self.translation.text[q.number];
                let parts = written.split_once(',').map(|(a, b)| (a.parse(), b.parse()));
                matches!(parts, Some((Ok(a), Ok(b))) if has(a) && has(b))
            }
            Kind::Year => contains(&self.short_years, q.value % 100.),
            _ => false,
        }
    }

    /// Whether the English has something that may stand for a number of the original.
    fn is_rendered(&self, q: &Quantity) -> bool {
        let has = |v: f64| contains(&self.rendered, v);
        if q.readings().any(has) {
            return true;
        }
        if self.language.is_none() {
            let ten = |v: f64| (1..=12).any(|n| has(v * 10f64.powi(n)));
            return q.readings().any(ten);
        }
        let (hours, minutes) = ((q.value / 100.).floor(), q.value % 100.);
        match q.kind {
            Kind::Time if minutes <= 0. => has(hours) || has(hours % 12.),
            Kind::Time => has(hours) && has(minutes),
            Kind::Decade => q.readings().any(|v| has(v % 100.)),
            // "12.30" is a time, or a date.
            Kind::Plain if q.value < 100. => {
                let whole = q.value.floor();
                let part = ((q.value - whole) * 100.).round();
                part > 0. && has(whole) && has(part)
            }
            _ => false,
        }
    }

    /// The value of the original that an English number rounds or converts.
    fn explanation(&self, q: &Quantity) -> Option<f64> {
        let around = |v: f64| {
            let from = self.values.partition_point(|x| *x < v * 0.965);
            self.values[from..]
                .iter()
                .take(64)
                .copied()
                .take_while(move |x| *x <= v * 1.035)
        };
        let rounded = |v: f64| around(v).find(|x| value::is_rounded(v, *x));
        if !matches!(q.kind, Kind::Year | Kind::Label)
            && let Some(value) = q.readings().find_map(rounded)
        {
            return Some(value);
        }
        if let Some(next) = self.next_day(q) {
            return Some(next);
        }
        let measure = q
            .measure
            .filter(|m| q.kind == Kind::Plain && !m.is_named_in(self.small))?;
        let eastern = self
            .language
            .is_some_and(|l| !matches!(l.writing, Writing::Letters(_)));
        let near = |v: f64| {
            let from = self.values.partition_point(|x| *x < v * 0.97);
            self.values.get(from).copied().filter(|x| *x <= v * 1.03)
        };
        q.readings()
            .flat_map(|v| measure.before(v, eastern, self.small))
            .find_map(near)
    }

    /// "In der Nacht zum 4. Oktober" is the night of the third: the day that the original names for the one before it.
    fn next_day(&self, q: &Quantity) -> Option<f64> {
        const NIGHT_BEFORE: [&str; 7] = [
            "nacht zum ",
            "nacht auf den ",
            "ночь на ",
            "ніч на ",
            "nocy na ",
            "noc na ",
            "noci na ",
        ];
        let is_day = matches!(q.kind, Kind::Plain | Kind::Ordinal) && (1. ..=31.).contains(&q.value);
        let names_night = || NIGHT_BEFORE.iter().any(|words| self.small.contains(words));
        let next = if q.value < 28. || contains(&self.values, q.value + 1.) {
            q.value + 1.
        } else {
            1.
        };
        (is_day && q.scale <= 1. && contains(&self.values, next) && names_night()).then_some(next)
    }

    /// Which number of the English stands for which of the original, the likeliest first; they are taken out of both lists.
    fn pairs(&self, added: &mut Vec<&'a Quantity>, missing: &mut Vec<&'a Quantity>) -> Vec<Pair<'a>> {
        let mut scored = Vec::new();
        for (i, english) in added.iter().enumerate() {
            // Only neighbours are compared, so that a table of numbers costs no square of its length.
            let around = i * missing.len() / added.len();
            let near = around.saturating_sub(16)..(around + 16).min(missing.len());
            for j in near {
                let score = self.likelihood(english, missing[j]);
                if score > -1. {
                    scored.push((score, i, j));
                }
            }
        }
        scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
        let (mut used_added, mut used_missing) = (vec![false; added.len()], vec![false; missing.len()]);
        let mut pairs = Vec::new();
        for (_, i, j) in scored {
            if !used_added[i] && !used_missing[j] {
                used_added[i] = true;
                used_missing[j] = true;
                pairs.push(Pair {
                    english: added[i],
                    original: missing[j],
                });
            }
        }
        retain_unused(added, &used_added);
        retain_unused(missing, &used_missing);
        pairs
    }

    /// The only number in words of the English that has no counterpart, with the only one of the original.
    fn spelled_pair(&self, added: &[&'a Quantity]) -> Option<Pair<'a>> {
        let [english] = added else { return None };
        let mut lost = self.source.spelled.iter().filter(|q| !self.is_rendered(q));
        let original = lost.next().filter(|_| lost.next().is_none())?;
        let like = english.written == Written::Words || english.kind == original.kind;
        (like && english.value > 1. && self.likelihood(english, original) > 0.)
            .then_some(Pair { english, original })
    }

    /// How likely one number was put for the other; below -1 it was not.
    fn likelihood(&self, english: &Quantity, original: &Quantity) -> f64 {
        let mut score = 0.;
        let of_decade =
            english.kind == Kind::Decade && original.kind == Kind::Year && original.value % 10. <= 0.;
        let of_day = english.kind == Kind::Time && original.unit == Some(Unit::Hour);
        if english.kind == original.kind || of_decade || of_day {
            score += 3.;
        } else if english.kind == Kind::Year || original.kind == Kind::Year {
            score -= 3.;
        } else if english.kind != Kind::Time && original.kind != Kind::Time {
            score += 1.;
        }
        if english.value > 0. && original.value > 0. {
            score -= (english.value / original.value).log10().abs().min(3.) * 0.5;
            if value::power_of_ten(english.value, original.value).is_some() {
                score += 3.;
            }
        }
        let place =
            |span: Span, side: Side| (span.start - side.span.start) as f64 / side.span.len().max(1) as f64;
        score - 2. * (place(english.span, self.translation) - place(original.span, self.original)).abs()
    }

    fn substitution(&self, pair: &Pair, sole: bool) -> Mismatch {
        let Pair { english, original } = *pair;
        let power = english
            .readings()
            .find_map(|e| value::power_of_ten(e, original.value))
            .filter(|_| english.kind == original.kind && matches!(english.kind, Kind::Plain | Kind::Percent));
        let certain = self.is_certain(pair, sole);
        let written = &self.translation.text[english.span];
        let right = notation::in_english(original.value, original.kind);
        let message = match power {
            Some(power) => format!("{written} is {} {right}.", times(power)),
            None => format!("{written} stands for {right}."),
        };
        Mismatch {
            power,
            kind: if power.is_some() {
                MismatchKind::Scale
            } else {
                MismatchKind::Number
            },
            certainty: if certain {
                Certainty::Certain
            } else {
                Certainty::Look
            },
            translation: english.span,
            original: Some(original.span),
            message,
            note: Some(explained(
                self.original.text,
                original.span,
                original.value,
                original.kind,
            )),
            replacement: self.replacement(pair, power.is_some(), sole && certain),
        }
    }

    /// Whether a pair can be called a fault unread. Where not all numbers of a language can be read, it has to be the only one,
    /// in plain digits and of one size.
    fn is_certain(&self, pair: &Pair, sole: bool) -> bool {
        let Pair { english, original } = *pair;
        let kind = english.kind == original.kind;
        let digits = english.written == Written::Digits && original.written == Written::Digits;
        let plain = english.scale <= 1. && original.scale <= 1. && original.others.is_empty();
        let size = english.value >= 5.
            && original.value >= 5.
            && english.value.max(original.value) <= 3. * english.value.min(original.value);
        match self.language.map(|l| l.writing) {
            None => sole && kind && digits && plain && size && english.value.min(original.value) >= 10.,
            Some(Writing::Japanese) => original.scale >= 1e4 || sole && kind && digits && plain && size,
            Some(_) => kind || english.kind != Kind::Label && original.kind != Kind::Label,
        }
    }

    /// The number to put in, where kind and reading are beyond doubt.
    fn replacement(&self, pair: &Pair, scale: bool, sole: bool) -> Option<String> {
        let Pair { english, original } = *pair;
        if !sole
            || english.kind != original.kind
            || english.written != Written::Digits
            || !original.others.is_empty()
        {
            return None;
        }
        let tail = Span::new(english.number.end, english.span.end);
        let tail = &self.translation.text[tail];
        match english.kind {
            Kind::Year => Some(format!("{}", original.value)),
            Kind::Plain | Kind::Percent if scale || english.scale <= 1. => {
                let number = notation::in_english(original.value, Kind::Plain);
                Some(format!("{number}{tail}"))
            }
            _ => None,
        }
    }

    /// Whether a number that only the English has is worth a look.
    fn may_hint(&self, q: &Quantity) -> bool {
        q.kind != Kind::Label
            && self
                .language
                .is_none_or(|l| l.writing != Writing::Japanese || q.value > 2.)
    }

    /// Whether a number that only the original has is worth a look.
    fn may_miss(&self, q: &Quantity) -> bool {
        q.kind != Kind::Label
            && self
                .language
                .is_some_and(|l| matches!(l.writing, Writing::Letters(_)))
    }

    fn only_in_english(&self, q: &Quantity) -> Mismatch {
        Mismatch {
            power: None,
            kind: MismatchKind::NumberHint,
            certainty: Certainty::Look,
            translation: q.span,
            original: None,
            message: format!("The original has no {}.", &self.translation.text[q.span]),
            note: None,
            replacement: None,
        }
    }

    fn only_in_original(&self, q: &Quantity) -> Mismatch {
        let right = notation::in_english(q.value, q.kind);
        Mismatch {
            power: None,
            kind: MismatchKind::NumberHint,
            certainty: Certainty::Look,
            translation: Span::new(self.translation.span.end, self.translation.span.end),
            original: Some(q.span),
            message: format!("The {right} of the original is not in the English."),
            note: Some(explained(self.original.text, q.span, q.value, q.kind)),
            replacement: None,
        }
    }

    /// A month that the original does not name, while one of the original is not named in the English.
    fn months(&self) -> Vec<Mismatch> {
        let of = |quantities: &'a [Quantity]| {
            quantities
                .iter()
                .filter(|q| q.kind == Kind::Month)
                .collect::<Vec<_>>()
        };
        let (named, source) = (of(&self.english.quantities), of(&self.source.quantities));
        let in_english = sorted(named.iter().map(|q| q.value));
        let in_original = sorted(source.iter().map(|q| q.value));
        let in_dates = sorted(self.source.months.iter().copied());
        let lost: Vec<_> = source
            .iter()
            .filter(|m| !contains(&in_english, m.value))
            .collect();
        let Some(&&first) = lost.first() else {
            return Vec::new();
        };
        let added: Vec<_> = named
            .iter()
            .filter(|m| m.written != Written::Loosely)
            .filter(|m| !contains(&in_original, m.value) && !contains(&in_dates, m.value))
            .collect();
        let pair = |(i, q): (usize, &&&'a Quantity)| {
            let month = lost.get(i).map_or(first, |m| **m);
            // A number may be the month of a date in figures.
            let doubtful = contains(&self.values, q.value);
            Mismatch {
                power: None,
                kind: MismatchKind::Date,
                certainty: if doubtful {
                    Certainty::Look
                } else {
                    Certainty::Certain
                },
                translation: q.span,
                original: Some(month.span),
                message: format!(
                    "{} stands for {}.",
                    &self.translation.text[q.span],
                    notation::month(month.value)
                ),
                note: Some(explained(
                    self.original.text,
                    month.span,
                    month.value,
                    Kind::Month,
                )),
                replacement: (added.len() == 1 && lost.len() == 1)
                    .then(|| notation::month(month.value).to_owned()),
            }
        };
        added.iter().enumerate().map(pair).collect()
    }
}

/// Whether a number of the original may be asked for in the English.
fn accuses(q: &Quantity) -> bool {
    q.kind != Kind::Month && q.written != Written::Loosely
}

/// Whether a number counts a unit without naming it: a time of day counts hours, a half is of anything.
fn counts_so(q: &Quantity, unit: Option<Unit>) -> bool {
    q.kind == Kind::Time && unit == Some(Unit::Hour) || value::same(q.value, 0.5)
}

/// "1,000 times", "a tenth of".
fn times(power: i32) -> String {
    match power {
        1.. => format!("{} times", notation::with_commas(10f64.powi(power))),
        _ => format!("1/{} of", notation::with_commas(10f64.powi(-power))),
    }
}

/// All values that the English has, sorted; those of months are not among them.
fn rendered(english: &English) -> Vec<f64> {
    let quantities = english.quantities.iter().filter(|q| q.kind != Kind::Month);
    sorted(
        quantities
            .flat_map(Quantity::readings)
            .chain(english.loose.iter().copied()),
    )
}

fn sorted(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.dedup();
    values
}

/// Whether sorted values have one.
fn contains(sorted: &[f64], value: f64) -> bool {
    let from = sorted.partition_point(|x| *x < value - 2e-6 * value.abs());
    sorted.get(from).is_some_and(|x| value::same(*x, value))
}

fn retain_unused(quantities: &mut Vec<&Quantity>, used: &[bool]) {
    let mut used = used.iter();
    quantities.retain(|_| !used.next().is_some_and(|used| *used));
}
