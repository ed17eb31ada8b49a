//! The numbers of the translation: [`English`].

use text::Span;

use super::{
    alike::{Date, clock_readings, is_covid, is_telephone, is_wrong_covid, is_year, relate, roman},
    literal::{Literal, number},
    quantity::{Kind, Quantity, Written},
    units::Measure,
};
use crate::{
    language::{Decimal, ENGLISH, Meaning, Unit},
    lex::Lexed,
};

/// The numbers of a stretch of English.
#[derive(Default)]
pub(crate) struct English {
    /// In the order of the text.
    pub(crate) quantities: Vec<Quantity>,
    /// Values that words stand for which are no numbers: both, midnight, quarter.
    pub(crate) loose: Vec<f64>,
    /// Numbers whose separators contradict each other, with the value of their digits.
    pub(crate) broken: Vec<(Span, f64)>,
    /// Digits with separators that make no number, with their magnitude: "1.2.8 million". They may be a version as well.
    pub(crate) unread: Vec<Span>,
    /// "covid-93".
    pub(crate) wrong_covid: Vec<Span>,
}

/// Reads the numbers of a stretch of English.
pub(crate) fn read(lexed: &Lexed) -> English {
    let mut reader = Reader {
        lexed,
        out: English::default(),
    };
    let mut i = 0;
    while i < lexed.len() {
        i = reader.step(i).max(i + 1);
    }
    reader.relate();
    reader.out
}

struct Reader<'l, 't> {
    lexed: &'l Lexed<'t>,
    out: English,
}

impl Reader<'_, '_> {
    /// Reads what begins at lexeme `i` and gives the lexeme after it.
    fn step(&mut self, i: usize) -> usize {
        if self.lexed.digits(i).is_some() {
            self.digits(i)
        } else if self.lexed.word(i).is_some() {
            self.word(i)
        } else {
            i + 1
        }
    }

    fn digits(&mut self, i: usize) -> usize {
        let lexed = self.lexed;
        if is_idiom(lexed, i) || lexed.is(i, "7") && lexed.is(i + 2, "eleven") {
            return i + 3;
        }
        if let Some(end) = self.date(i).or_else(|| self.time(i)).or_else(|| self.decade(i)) {
            return end;
        }
        self.number(i)
    }

    /// "28-08-2015", "28/08/2015": the day accuses where it cannot be the month.
    fn date(&mut self, i: usize) -> Option<usize> {
        let lexed = self.lexed;
        let date = Date::at(lexed, i)?;
        let mut year = Quantity::plain(lexed.span(date.year_at, date.year_at + 1), date.year);
        year.kind = Kind::Year;
        let days = date
            .parts
            .into_iter()
            .zip(date.both)
            .filter(|(_, value)| *value > 12.);
        let mut quantities: Vec<Quantity> = days
            .map(|(at, value)| Quantity::plain(lexed.span(at, at + 1), value))
            .collect();
        quantities.push(year);
        quantities.sort_by_key(|q| q.span);
        self.out.quantities.append(&mut quantities);
        self.out.loose.extend(date.both);
        Some(date.end)
    }

    /// "5 p.m.", "5:30 pm", "17:30", "5 o'clock".
    fn time(&mut self, i: usize) -> Option<usize> {
        let lexed = self.lexed;
        let digits = lexed.digits(i).filter(|d| d.len() <= 2)?;
        let mut hour: u32 = digits.parse().ok()?;
        let mut minute = 0;
        let mut end = i + 1;
        let colon = lexed.is(end, ":");
        if (colon || lexed.is(end, "."))
            && let Some(digits) = lexed.digits(end + 1).filter(|d| d.len() == 2)
        {
            minute = digits.parse().ok()?;
            end += 2;
        }
        if lexed.is(end, ":") && minute < 60 && lexed.digits(end + 1).is_some_and(|d| d.len() == 2) {
            end += 2; // seconds
        }
        let half = half_of_day(lexed, end);
        let clock = lexed.word(lexed.skip_space(end)) == Some("o");
        if hour > 24 || minute > 59 || half.is_none() && !clock && (!colon || end == i + 1) {
            return None;
        }
        let mut others = clock_readings(hour, minute);
        let literal = lexed.span(i, end);
        if let Some((pm, after)) = half {
            hour = hour % 12 + if pm { 12 } else { 0 };
            end = after;
        }
        if minute == 0 {
            others.push(f64::from(hour));
        }
        let mut time = Quantity::plain(lexed.span(i, end), f64::from(hour * 100 + minute));
        time.kind = Kind::Time;
        time.number = literal;
        time.others = others;
        self.out.quantities.push(time);
        Some(end)
    }

    /// "1990s", "1990's", "90s".
    fn decade(&mut self, i: usize) -> Option<usize> {
        let lexed = self.lexed;
        let digits = lexed
            .digits(i)
            .filter(|d| d.ends_with('0') && matches!(d.len(), 2 | 4))?;
        let end = if lexed.is(i + 1, "'") { i + 2 } else { i + 1 };
        if lexed.word(end) != Some("s") {
            return None;
        }
        let number: f64 = digits.parse().ok()?;
        let mut decade = Quantity::plain(lexed.span(i, end + 1), number);
        decade.kind = Kind::Decade;
        decade.others = vec![if number < 100. {
            1900. + number
        } else {
            number % 100.
        }];
        self.out.loose.push((number / 100.).floor() + 1.); // the 1850s are the fifties of the 19th century
        self.out.quantities.push(decade);
        Some(end + 1)
    }

    fn number(&mut self, i: usize) -> usize {
        let lexed = self.lexed;
        let literal = Literal::at(lexed, i);
        if let Some(end) = self.no_number(&literal) {
            return end;
        }
        let readings = literal.readings(lexed, Decimal::Point);
        if let Some(mended) = readings.mended {
            self.out.broken.push((lexed.span(i, literal.end), mended));
        }
        let Some((&first, rest)) = readings.values.split_first() else {
            let (_, end) = scale_after(lexed, i, literal.end);
            self.out.unread.push(lexed.span(i, end));
            self.labels(literal);
            return literal.end;
        };
        let (part, end) = fraction_after(lexed, literal.end);
        let (scale, end) = scale_after(lexed, i, end);
        let mut q = Quantity::plain(lexed.span(i, end), (first + part) * scale);
        q.scale = scale;
        q.others = rest.iter().map(|v| v * scale).chain(readings.mended).collect();
        self.other_readings(&mut q, &literal, end);
        let after = self.kind(&mut q, &literal, end);
        q.span = lexed.span(i, after);
        self.push(q, after);
        after
    }

    /// Passes over digits that count nothing, and gives the lexeme after them.
    fn no_number(&mut self, literal: &Literal) -> Option<usize> {
        let lexed = self.lexed;
        let groups = literal.groups(lexed);
        if is_telephone(lexed, literal.end) {
            self.out.loose.extend(groups.map(|g| number(g, "")));
            return Some(literal.end);
        }
        // "31⁄2" has lost the space of "3 1⁄2": any of its digits may be the number.
        lexed.is(literal.end, "⁄").then(|| {
            self.out
                .loose
                .extend(groups.flat_map(str::bytes).map(|digit| f64::from(digit - b'0')));
            literal.end + 2
        })
    }

    /// What digits can be worth beside what they say: half of "2. 3 million", "50K", two ages, a time of day.
    fn other_readings(&mut self, q: &mut Quantity, literal: &Literal, end: usize) {
        let lexed = self.lexed;
        let i = literal.first;
        let groups: Vec<&str> = literal.groups(lexed).collect();
        if i >= 3
            && lexed.is(i - 1, " ")
            && lexed.is(i - 2, ".")
            && let Some(whole) = lexed.digits(i - 3)
        {
            let joined = number(whole, &groups.concat()) * q.scale;
            q.others.push(joined);
            self.out.loose.push(joined);
        }
        if literal.is_spaced(lexed) {
            q.others.extend(groups.iter().map(|g| number(g, "")));
        }
        if q.scale <= 1. {
            let glued = [("k", 1e3), ("m", 1e6), ("b", 1e9)]
                .into_iter()
                .find(|(letter, _)| lexed.word(end) == Some(letter));
            q.others.extend(glued.map(|(_, scale)| q.value * scale));
        }
        if let [one, other] = groups[..] {
            if other.len() < 3 && lexed.is(i + 1, ",") {
                self.out.loose.extend([number(one, ""), number(other, "")]);
            }
            if one.len() <= 2 && other.len() == 2 {
                q.others.push(number(one, "") * 100. + number(other, ""));
            }
        }
    }

    /// Tells what a number counts, and gives the lexeme after its ending or sign.
    fn kind(&self, q: &mut Quantity, literal: &Literal, end: usize) -> usize {
        let lexed = self.lexed;
        if let Some("st" | "nd" | "rd" | "th") = lexed.word(end) {
            q.kind = Kind::Ordinal;
            return end + 1;
        }
        if let Some(sign) = percent_after(lexed, end) {
            q.kind = Kind::Percent;
            return sign;
        }
        if q.scale <= 1. && is_year(literal, lexed) {
            q.kind = Kind::Year;
        } else if q.scale <= 1. && (self.is_label(literal) || is_code(literal, lexed)) {
            q.kind = Kind::Label;
        }
        end
    }

    /// Digits with separators that make no number: each for itself.
    fn labels(&mut self, literal: Literal) {
        for i in (literal.first..literal.end).step_by(2) {
            if let Some(number) = self.lexed.digits(i).and_then(|d| d.parse().ok()) {
                let mut q = Quantity::plain(self.lexed.span(i, i + 1), number);
                q.kind = Kind::Label;
                self.out.quantities.push(q);
            }
        }
    }

    /// Whether digits are part of a name: A320, Covid-19, 5G. Units may be glued to their number.
    fn is_label(&self, literal: &Literal) -> bool {
        const UNITS: [&str; 33] = [
            "m", "km", "kg", "g", "cm", "mm", "mph", "kmh", "h", "s", "c", "f", "gb", "mb", "tb", "mw", "gw",
            "kw", "hz", "ghz", "mhz", "x", "ft", "in", "lb", "lbs", "k", "sq", "ha", "l", "ml", "min", "hrs",
        ];
        let lexed = self.lexed;
        let glued_after = lexed.word(literal.end).is_some_and(|w| !UNITS.contains(&w));
        let before = match literal.first.checked_sub(1) {
            Some(b) if lexed.is(b, "-") => b.checked_sub(1),
            other => other,
        };
        glued_after
            || before.is_some_and(|b| lexed.word(b).is_some_and(|w| w.chars().all(char::is_alphabetic)))
    }

    fn word(&mut self, i: usize) -> usize {
        let lexed = self.lexed;
        let word = lexed.plain(i);
        if is_covid(lexed, i) {
            return i + 3;
        }
        if is_wrong_covid(lexed, i) {
            self.out.wrong_covid.push(lexed.span(i, i + 3));
            return i + 3;
        }
        if let Some(end) = self.words(i) {
            return end;
        }
        for meaning in ENGLISH.meanings(word) {
            match meaning {
                Meaning::Month(number) => self.month(i, *number),
                Meaning::Excuses(values) => self.out.loose.extend(values.iter().map(|e| e.value)),
                Meaning::Ordinal(number) => self.spelled(i, i + 1, *number, Kind::Ordinal, *number < 4.),
                Meaning::Decade(number) => self.spelled(i, i + 1, *number, Kind::Decade, false),
                Meaning::Vague(number) => self.spelled(i, i + 1, *number, Kind::Plain, true),
                _ => {}
            }
        }
        self.roman(i);
        i + 1
    }

    /// "twenty-five", "a hundred and two", "half a million", "two and a half million".
    fn words(&mut self, i: usize) -> Option<usize> {
        let lexed = self.lexed;
        let mut grammar = Grammar::default();
        let mut at = i;
        match lexed.plain(i) {
            "half" if lexed.word(i + 2) == Some("a") && scale_of(lexed, i + 4).is_some() => {
                grammar.current = 0.5;
                at = i + 4;
            }
            "a" | "an" if scale_of(lexed, i + 2).is_some_and(|s| s > 1.) => {
                grammar.current = 1.;
                at = i + 2;
            }
            _ => {}
        }
        let mut end = None;
        while let Some(word) = lexed.word(at) {
            let and = word == "and" && end.is_some() && grammar.allows_and();
            let half = and && lexed.word(at + 2) == Some("a") && lexed.word(at + 4) == Some("half");
            if half {
                grammar.current += 0.5;
                end = Some(at + 5);
                at = lexed.skip_gap(at + 5);
                continue;
            }
            if and && grammar.is_large() && lexed.word(at + 2).is_some_and(is_small_number) {
                at += 2;
                continue;
            }
            if !grammar.take(word) {
                break;
            }
            end = Some(at + 1);
            if grammar.ordinal {
                break;
            }
            at = lexed.skip_gap(at + 1);
        }
        let end = end?;
        let value = grammar.value();
        let bare_scale = grammar.bare;
        let kind = if grammar.ordinal {
            Kind::Ordinal
        } else {
            Kind::Plain
        };
        let small_ordinal = kind == Kind::Ordinal && value < 4.;
        if small_ordinal {
            return None;
        }
        self.spelled(i, end, value, kind, bare_scale);
        if value <= 2. {
            self.out
                .loose
                .extend(ENGLISH.meanings(lexed.plain(i)).iter().flat_map(|m| match m {
                    Meaning::Excuses(values) => values.iter().map(|e| e.value).collect(),
                    _ => Vec::new(),
                }));
        }
        Some(end)
    }

    fn spelled(&mut self, i: usize, end: usize, number: f64, kind: Kind, loosely: bool) {
        let mut q = Quantity::plain(self.lexed.span(i, end), number);
        q.kind = kind;
        q.written = if loosely { Written::Loosely } else { Written::Words };
        if kind == Kind::Decade {
            q.others = vec![1900. + number];
        }
        let mut after = end;
        if let Some(sign) = percent_after(self.lexed, end) {
            q.kind = Kind::Percent;
            after = sign;
            q.span = self.lexed.span(i, after);
        }
        self.push(q, after);
    }

    fn push(&mut self, mut q: Quantity, after: usize) {
        q.unit = if q.kind == Kind::Percent {
            Some(Unit::Percent)
        } else {
            unit_after(self.lexed, after)
        };
        q.measure = Measure::at(self.lexed, after);
        match self.lexed.word(self.lexed.skip_gap(after)) {
            Some("other" | "others" | "more") => q.others.push(q.value + 1.), // "he and three others" are four
            Some("decades") => q.others.push(q.value * 10.),
            Some("centuries") => q.others.push(q.value * 100.),
            _ => {}
        }
        self.out.quantities.push(q);
    }

    /// May and March are words too; they are months beside a day, a year, or "in".
    fn month(&mut self, i: usize, number: f64) {
        let lexed = self.lexed;
        let written = lexed.written(i);
        if !written.starts_with(|c: char| c.is_ascii_uppercase()) {
            return;
        }
        let doubtful = written.len() < 5 && !matches!(lexed.plain(i), "june" | "july")
            || matches!(lexed.plain(i), "march" | "august");
        let next = lexed.skip_space(if lexed.is(i + 1, ".") { i + 2 } else { i + 1 });
        let beside_number = lexed.digits(next).is_some()
            || i >= 2
                && (lexed.digits(i - 2).is_some()
                    || matches!(
                        lexed.plain(i - 2),
                        "in" | "last" | "mid" | "early" | "late" | "of" | "st" | "nd" | "rd" | "th"
                    ));
        let mut q = Quantity::plain(lexed.span(i, i + 1), number);
        q.kind = Kind::Month;
        q.written = if doubtful && !beside_number {
            Written::Loosely
        } else {
            Written::Words
        };
        self.out.quantities.push(q);
    }

    /// "XVI century", "Olympics XXIV".
    fn roman(&mut self, i: usize) {
        if let Some(number) = roman(self.lexed.written(i))
            && self
                .lexed
                .word(self.lexed.skip_gap(i + 1))
                .is_some_and(|w| w.starts_with("centur"))
        {
            let mut q = Quantity::plain(self.lexed.span(i, i + 1), number);
            q.kind = Kind::Ordinal;
            self.out.quantities.push(q);
        } else if let Some(number) = roman(self.lexed.written(i)) {
            self.out.loose.push(number);
        }
    }

    /// "3 to 5 million": the magnitude may count for both.
    fn relate(&mut self) {
        relate(&mut self.out.quantities, self.lexed);
    }
}

/// The grammar of English number words.
#[derive(Default)]
struct Grammar {
    total: f64,
    current: f64,
    started: bool,
    ordinal: bool,
    /// It is a magnitude without a number.
    bare: bool,
}

impl Grammar {
    fn take(&mut self, word: &str) -> bool {
        let taken = ENGLISH.meanings(word).iter().any(|meaning| match *meaning {
            Meaning::Number(n) => self.add(n),
            Meaning::Ordinal(n) if self.started && n < 100. => {
                self.ordinal = self.add(n);
                self.ordinal
            }
            Meaning::Scale(scale) if word.len() > 4 => self.multiply(scale),
            _ => false,
        });
        self.started |= taken;
        taken
    }

    fn add(&mut self, n: f64) -> bool {
        let tail = self.current % 100.;
        let fits = !self.started && self.current <= 0.
            || tail <= 0.
            || n < 10. && n > 0. && tail >= 20. && tail % 10. <= 0.;
        // "two five" is two numbers, "two hundred five" is one.
        if !fits || self.bare {
            return false;
        }
        self.current += n;
        true
    }

    fn multiply(&mut self, scale: f64) -> bool {
        if self.current <= 0. {
            self.bare = !self.started;
            self.current = scale;
            return self.bare;
        }
        if self.bare {
            return false;
        }
        if scale <= 100. {
            self.current *= scale;
        } else {
            self.total += self.current * scale;
            self.current = 0.;
        }
        true
    }

    fn allows_and(&self) -> bool {
        self.started && !self.bare
    }

    fn is_large(&self) -> bool {
        self.total + self.current >= 100.
    }

    fn value(&self) -> f64 {
        self.total + self.current
    }
}

fn is_small_number(word: &str) -> bool {
    ENGLISH
        .meanings(word)
        .iter()
        .any(|m| matches!(m, Meaning::Number(_)))
}

fn scale_of(lexed: &Lexed, i: usize) -> Option<f64> {
    let word = lexed.word(i)?;
    let scale = ENGLISH.meanings(word).iter().find_map(|m| match m {
        Meaning::Scale(scale) => Some(*scale),
        _ => None,
    });
    scale.or_else(|| misspelt_scale(word))
}

/// "billon", "milllion": a magnitude with a letter too few or too many counts as it. Another letter makes another word (bullion).
fn misspelt_scale(word: &str) -> Option<f64> {
    let without = |long: &str, short: &str| {
        long.len() == short.len() + 1
            && (0..long.len()).any(|at| long[..at] == short[..at] && long[at + 1..] == short[at..])
    };
    if !word.is_ascii() {
        return None;
    }
    [("million", 1e6), ("billion", 1e9), ("trillion", 1e12)]
        .into_iter()
        .find(|(right, _)| without(right, word) || without(word, right) && !word.ends_with('s'))
        .map(|(_, scale)| scale)
}

/// Digits that count nothing, as those of a telephone: many of them behind a zero.
fn is_code(literal: &Literal, lexed: &Lexed) -> bool {
    literal
        .only_group(lexed)
        .is_some_and(|d| d.len() >= 5 && d.starts_with('0'))
}

/// The magnitude after digits that begin at `first` and end before `i`: its factor, and the lexeme after it.
fn scale_after(lexed: &Lexed, first: usize, i: usize) -> (f64, usize) {
    let money = first
        .checked_sub(1)
        .is_some_and(|b| matches!(lexed.plain(b), "$" | "€" | "£" | "¥"));
    let glued = match lexed.word(i) {
        Some("bn") => Some(1e9),
        Some("mn" | "mln") => Some(1e6),
        Some("tn") => Some(1e12),
        Some("m") if money => Some(1e6),
        Some("b") if money => Some(1e9),
        Some("k") if money => Some(1e3),
        _ => None,
    };
    let (mut factor, mut end) = match glued {
        Some(factor) => (factor, i + 1),
        None => (1., i),
    };
    loop {
        let next = lexed.skip_gap(end);
        match scale_of(lexed, next) {
            // "2 million 300 thousand" is read as two numbers, "2 thousand million" as one.
            Some(scale) if factor <= 1. || scale > 1e3 && factor <= 1e6 => {
                factor *= scale;
                end = next + 1;
            }
            _ => return (factor, end),
        }
    }
}

/// "1/2" or "½" after a whole number: its value, and the lexeme after it.
fn fraction_after(lexed: &Lexed, i: usize) -> (f64, usize) {
    let at = lexed.skip_space(i);
    let below = (at > i && lexed.is(at, "1") && lexed.is(at + 1, "/")).then(|| lexed.plain(at + 2));
    match (lexed.plain(at), below) {
        ("½", _) => (0.5, at + 1),
        ("¼", _) => (0.25, at + 1),
        ("¾", _) => (0.75, at + 1),
        (_, Some("2")) => (0.5, at + 3),
        (_, Some("4")) => (0.25, at + 3),
        _ => (0., i),
    }
}

/// The lexeme after a percent sign or word that follows lexeme `i`.
fn percent_after(lexed: &Lexed, i: usize) -> Option<usize> {
    let at = lexed.skip_space(i);
    if lexed.is(at, "%") {
        return Some(at + 1);
    }
    let at = lexed.skip_gap(i);
    match lexed.word(at)? {
        "percent" | "pct" => Some(at + 1),
        "per" if lexed.word(at + 2) == Some("cent") => Some(at + 3),
        _ => None,
    }
}

fn unit_after(lexed: &Lexed, i: usize) -> Option<Unit> {
    Some(match lexed.word(lexed.skip_gap(i))? {
        "hour" | "hours" | "hr" | "hrs" | "h" => Unit::Hour,
        "minute" | "minutes" | "min" | "mins" => Unit::Minute,
        "day" | "days" => Unit::Day,
        "week" | "weeks" => Unit::Week,
        "month" | "months" => Unit::Month,
        "year" | "years" => Unit::Year,
        _ => return None,
    })
}

/// "a.m." or "pm" after lexeme `i`: whether it is after noon, and the lexeme after it.
fn half_of_day(lexed: &Lexed, i: usize) -> Option<(bool, usize)> {
    let at = lexed.skip_space(i);
    match lexed.word(at)? {
        "am" => Some((false, at + 1)),
        "pm" => Some((true, at + 1)),
        half @ ("a" | "p") => {
            let dot = if lexed.is(at + 1, ".") {
                at + 2
            } else {
                return None;
            };
            let m = lexed.skip_space(dot);
            (lexed.word(m) == Some("m"))
                .then(|| (half == "p", if lexed.is(m + 1, ".") { m + 2 } else { m + 1 }))
        }
        _ => None,
    }
}

/// Numbers that are words: 24/7, 9/11.
fn is_idiom(lexed: &Lexed, i: usize) -> bool {
    lexed.is(i + 1, "/") && matches!((lexed.plain(i), lexed.plain(i + 2)), ("24", "7") | ("9", "11"))
}

#[cfg(test)]
mod tests {
    use super::{super::notation, *};

    fn show(q: &Quantity) -> String {
        notation::in_english(q.value, q.kind)
    }

    fn numbers(text: &str) -> Vec<String> {
        let lexed = Lexed::new(text, Span::new(0, text.len()));
        read(&lexed)
            .quantities
            .iter()
            .map(|q| format!("{} = {}", &text[q.span], show(q)))
            .collect()
    }

    #[test]
    fn reads_numbers() {
        for (text, expected) in [
            ("15,000 people", vec!["15,000 = 15,000"]),
            ("about $4.5bn", vec!["4.5bn = 4.5 billion"]),
            ("3 thousand million", vec!["3 thousand million = 3 billion"]),
            ("twenty-five of them", vec!["twenty-five = 25"]),
            ("two hundred and three", vec!["two hundred and three = 203"]),
            ("half a million", vec!["half a million = 500,000"]),
            (
                "two and a half million",
                vec!["two and a half million = 2.5 million"],
            ),
            ("a hundred", vec!["a hundred = 100"]),
            ("twenty-first", vec!["twenty-first = 21"]),
            ("21st century", vec!["21st = 21"]),
            ("12 percent", vec!["12 percent = 12%"]),
            ("5:30 p.m. on", vec!["5:30 p.m. = 17:30"]),
            ("in the 1990s", vec!["1990s = 1990s"]),
            ("in 1999", vec!["1999 = 1999"]),
            ("June 5", vec!["June = June", "5 = 5"]),
            ("XVI century", vec!["XVI = 16"]),
            ("COVID-19, 24/7", vec![]),
            ("two five", vec!["two = 2", "five = 5"]),
            ("nineteen eighty", vec!["nineteen = 19", "eighty = 80"]),
            (
                "28-08-2015, 20:05",
                vec!["28 = 28", "2015 = 2015", "20:05 = 20:05"],
            ),
            ("2015/08/09", vec!["2015 = 2015"]),
            ("6 billon dollars", vec!["6 billon = 6 billion"]),
            ("6 bullion coins", vec!["6 = 6"]),
        ] {
            assert_eq!(numbers(text), expected, "{text}");
        }
    }
}
