//! The numbers of an original in a language whose words are parted.

use super::{
    alike::{Date, clock_readings, is_covid, is_telephone, is_year, relate, roman},
    literal::{Literal, number},
    original::Original,
    quantity::{Kind, Quantity, Written},
    value,
};
use crate::{
    language::{Decimal, Language, Meaning, Unit},
    lex::Lexed,
};

/// Reads the numbers of a stretch of an original; `small` is that stretch in small letters.
pub(crate) fn read(lexed: &Lexed, small: &str, language: Option<&Language>) -> Original {
    let mut reader = Reader {
        lexed,
        language,
        out: Original::default(),
        run: Vec::new(),
        run_at: (0, 0),
        run_goes_on: false,
    };
    let mut i = 0;
    while i < lexed.len() {
        i = reader.step(i).max(i + 1);
    }
    reader.end_run();
    if let Some(language) = language {
        reader.out.take(language.forms.phrases(small));
    }
    relate(&mut reader.out.quantities, lexed);
    reader.out
}

struct Reader<'l, 't> {
    lexed: &'l Lexed<'t>,
    language: Option<&'l Language>,
    out: Original,
    /// Number words that stand beside each other.
    run: Vec<f64>,
    /// The lexemes of the run.
    run_at: (usize, usize),
    /// The run has a word in it that goes on after its number: heptathlon, quadrangle.
    run_goes_on: bool,
}

impl Reader<'_, '_> {
    fn step(&mut self, i: usize) -> usize {
        if self.lexed.digits(i).is_some() {
            self.end_run();
            return self.digits(i);
        }
        if is_covid(self.lexed, i) {
            self.end_run();
            return i + 3;
        }
        if self.lexed.word(i).is_some() {
            self.word(i);
        }
        i + 1
    }

    fn meanings(&self, i: usize) -> &[Meaning] {
        match (self.language, self.lexed.word(i)) {
            (Some(language), Some(word)) => language.forms.meanings(word),
            _ => &[],
        }
    }

    /// The unit of time that the word at `i` is.
    fn unit(&self, i: usize) -> Option<Unit> {
        self.meanings(i).iter().find_map(|meaning| match meaning {
            Meaning::Unit(unit) => Some(*unit),
            Meaning::Hour => Some(Unit::Hour),
            Meaning::Minute => Some(Unit::Minute),
            _ => None,
        })
    }

    fn means(&self, i: usize, meaning: &Meaning) -> bool {
        self.meanings(i).contains(meaning)
    }

    fn digits(&mut self, i: usize) -> usize {
        let lexed = self.lexed;
        if let Some(end) = self.fraction(i).or_else(|| self.date(i)).or_else(|| self.time(i)) {
            return end;
        }
        let literal = Literal::at(lexed, i);
        let decimal = self.language.map_or(Decimal::Comma, Language::decimal);
        let values = literal.readings(lexed, decimal).values;
        self.parts(&literal, &values);
        if is_telephone(lexed, literal.end) {
            self.out
                .support
                .extend(literal.groups(lexed).map(|g| number(g, "")));
            return literal.end;
        }
        let Some((&first, rest)) = values.split_first() else {
            for at in (i..literal.end).step_by(2) {
                let mut q = Quantity::plain(lexed.span(at, at + 1), number(lexed.plain(at), ""));
                q.kind = Kind::Label;
                self.out.quantities.push(q);
            }
            return literal.end;
        };
        let (scale, end) = self.scale_after(literal.end);
        let mut q = Quantity::plain(lexed.span(i, end), first * scale);
        q.scale = scale;
        q.others = rest.iter().map(|v| v * scale).collect();
        self.kind(&mut q, &literal, first, end);
        q.is_day = first <= 31. && first.fract() == 0. && self.is_before_month(end);
        self.out.quantities.push(q);
        end
    }

    /// "25 апреля", "25. Juni", "25 de junio".
    fn is_before_month(&self, end: usize) -> bool {
        let mut next = self
            .lexed
            .skip_space(if self.lexed.is(end, ".") { end + 1 } else { end });
        if self.lexed.is(next, "de") {
            next = self.lexed.skip_space(next + 1);
        }
        self.meanings(next).iter().any(|m| matches!(m, Meaning::Month(_)))
    }

    /// "1/8 финала" is the round of sixteen: a fraction only excuses.
    fn fraction(&mut self, i: usize) -> Option<usize> {
        let lexed = self.lexed;
        let below = lexed
            .digits(i + 2)
            .filter(|d| lexed.is(i, "1") && lexed.is(i + 1, "/") && d.len() <= 2)?;
        let below = number(below, "");
        self.out.support.extend([1., below, 2. * below, 1. / below]);
        Some(i + 3)
    }

    /// Parts of a number that may be two: "в 2,5 раза", "12 500".
    fn parts(&mut self, literal: &Literal, values: &[f64]) {
        let one_reading = values.len() == 1 && values[0].fract() == 0.;
        if literal.only_group(self.lexed).is_some() || one_reading && !literal.is_spaced(self.lexed) {
            return;
        }
        let parts = literal.groups(self.lexed).map(|g| number(g, ""));
        self.out.support.extend(parts);
    }

    fn kind(&mut self, q: &mut Quantity, literal: &Literal, first: f64, end: usize) {
        let lexed = self.lexed;
        if lexed.is(end, "½") {
            q.others.push(first + 0.5);
        }
        if q.scale > 1. {
            self.out.support.push(first);
        }
        let next = lexed.skip_gap(end);
        if lexed.is(lexed.skip_space(end), "%")
            || self.means(next, &Meaning::Percent)
            || matches!(
                (lexed.plain(next), lexed.plain(next + 2)),
                ("pour" | "por" | "per", "cent" | "ciento" | "cento")
            )
        {
            q.kind = Kind::Percent;
        } else if q.scale <= 1. && is_year(literal, lexed) {
            q.kind = Kind::Year;
        } else if self.is_decade(literal, end) {
            q.kind = Kind::Decade;
            q.others.push(1900. + first);
        } else if q.scale <= 1. && self.is_label(literal) {
            q.kind = Kind::Label;
        }
        let after = lexed.skip_space(if lexed.is(end, ".") { end + 1 } else { end }); // "23. hodiny"
        if self.means(after, &Meaning::Hour) || self.means(next, &Meaning::Hour) {
            Self::hour(q, first);
        } else if literal.first.checked_sub(1).is_some_and(|b| lexed.is(b, "'")) && first < 100. {
            q.others.extend([1900. + first, 2000. + first]);
        }
        if let Some((hour, minute)) = self.point_time(literal) {
            self.out.support.extend(clock_readings(hour, minute));
        }
    }

    /// Digits before an hour word are a time of day as well.
    fn hour(q: &mut Quantity, first: f64) {
        q.unit = Some(Unit::Hour);
        for hour in 0..=24u32 {
            if value::same(f64::from(hour), first) || hour == 0 && first <= 0. {
                q.others.extend(clock_readings(hour, 0));
                q.others.push(f64::from((hour + 12) % 24));
            }
        }
    }

    /// "14.30" is a time in many languages.
    fn point_time(&self, literal: &Literal) -> Option<(u32, u32)> {
        let groups: Vec<&str> = literal.groups(self.lexed).collect();
        match groups[..] {
            [hour, minute] if hour.len() <= 2 && minute.len() == 2 => clock(hour, minute),
            _ => None,
        }
    }

    /// "90-е", "80er", "90. let".
    fn is_decade(&self, literal: &Literal, end: usize) -> bool {
        let lexed = self.lexed;
        literal
            .only_group(lexed)
            .is_some_and(|d| d.len() == 2 && d.ends_with('0'))
            && matches!(
                lexed.word(if lexed.is(end, "-") { end + 1 } else { end }),
                Some("е" | "х" | "ых" | "ые" | "ми" | "м" | "er" | "ern" | "tých" | "ті" | "тих" | "ta")
            )
    }

    /// Digits behind a letter: Ту-154, A320.
    fn is_label(&self, literal: &Literal) -> bool {
        let lexed = self.lexed;
        let before = match literal.first.checked_sub(1) {
            Some(b) if lexed.is(b, "-") => b.checked_sub(1),
            other => other,
        };
        before.is_some_and(|b| lexed.word(b).is_some())
    }

    fn scale_after(&self, i: usize) -> (f64, usize) {
        let (mut factor, mut end) = (1., i);
        loop {
            let mut next = self.lexed.skip_gap(end);
            if factor > 1. && self.lexed.is(next, ".") {
                next = self.lexed.skip_gap(next + 1);
            }
            let scale = self.meanings(next).iter().find_map(|m| match m {
                Meaning::Scale(scale) => Some(*scale),
                _ => None,
            });
            // A second magnitude follows directly only in "mil millones" and "тыс. млн".
            match scale {
                Some(scale) if factor <= 1. || value::same(factor, 1e3) && scale > 1e3 => {
                    factor *= scale;
                    end = next + 1;
                }
                _ => return (factor, end),
            }
        }
    }

    /// "12.5.", "12.05.2020", "12. 5. 2020", "12/05/2020".
    fn date(&mut self, i: usize) -> Option<usize> {
        let lexed = self.lexed;
        if let Some(date) = Date::at(lexed, i) {
            self.out.months.extend(date.months());
            self.out.support.extend(date.values());
            return Some(date.end);
        }
        let day = lexed.digits(i).filter(|d| d.len() <= 2)?;
        if !lexed.is(i + 1, ".") {
            return None;
        }
        let m = lexed.skip_space(i + 2);
        let month = lexed.digits(m).filter(|d| d.len() <= 2)?;
        let (day, month) = (day.parse::<u32>().ok()?, month.parse::<u32>().ok()?);
        if !(1..=31).contains(&day) || !(1..=12).contains(&month) || !lexed.is(m + 1, ".") {
            return None;
        }
        self.out.support.extend([f64::from(day), f64::from(month)]);
        self.out.months.push(f64::from(month));
        let y = lexed.skip_space(m + 2);
        let Some(year) = lexed.digits(y).filter(|d| matches!(d.len(), 2 | 4)) else {
            return Some(m + 2);
        };
        let year = number(year, "");
        self.out
            .support
            .extend([year, 1900. + year % 100., 2000. + year % 100.]);
        Some(y + 1)
    }

    /// "17:30", "14.30 Uhr", "14h30", "17 часов 47 минут".
    fn time(&mut self, i: usize) -> Option<usize> {
        let lexed = self.lexed;
        let hours = lexed.digits(i).filter(|d| d.len() <= 2)?;
        let pair = |at: usize| Some((at, clock(hours, lexed.digits(at).filter(|d| d.len() == 2)?)?));
        let (at, (hour, minute)) = if lexed.is(i + 1, ":")
            || lexed.is(i + 1, ".") && self.means(lexed.skip_space(i + 3), &Meaning::Hour)
        {
            pair(i + 2)?
        } else {
            self.spelled_time(i, hours)?
        };
        let mut end = at + 1;
        if lexed.is(end, ":") && lexed.digits(end + 1).is_some_and(|d| d.len() == 2) {
            end += 2;
        }
        let mut q = Quantity::plain(lexed.span(i, end), f64::from(hour * 100 + minute));
        q.kind = Kind::Time;
        q.others = clock_readings(hour, minute);
        self.out.quantities.push(q);
        self.out.support.extend([f64::from(hour), f64::from(minute)]);
        Some(end)
    }

    fn spelled_time(&self, i: usize, hours: &str) -> Option<(usize, (u32, u32))> {
        let lexed = self.lexed;
        let unit = lexed.skip_space(i + 1);
        if !self.means(unit, &Meaning::Hour) {
            return None;
        }
        let mut at = lexed.skip_space(if lexed.is(unit + 1, ".") {
            unit + 2
        } else {
            unit + 1
        });
        if self.means(at, &Meaning::Join) {
            at = lexed.skip_space(at + 1);
        }
        let minutes = lexed.digits(at).filter(|d| d.len() <= 2)?;
        let named = self.means(lexed.skip_space(at + 1), &Meaning::Minute);
        let short = matches!(lexed.plain(unit), "h" | "uhr") && minutes.len() == 2;
        (named || short).then_some((at, clock(hours, minutes)?))
    }

    fn word(&mut self, i: usize) {
        let Some(language) = self.language else { return };
        let lexed = self.lexed;
        let word = lexed.plain(i);
        self.roman(i);
        let mut found = false;
        let mut joins = false;
        let mut half = false;
        for meaning in language.forms.meanings(word) {
            match meaning {
                Meaning::Number(_) | Meaning::Numbers(_) | Meaning::Scale(_) => found = true,
                Meaning::Join => joins = true,
                Meaning::Month(month) => {
                    let mut q = Quantity::plain(lexed.span(i, i + 1), *month);
                    q.kind = Kind::Month;
                    q.written = Written::Words;
                    self.out.quantities.push(q);
                }
                Meaning::Excuses(all) => {
                    self.out.excuse(all);
                    half |= all.iter().any(|e| value::same(e.value, 0.5));
                }
                _ => {}
            }
        }
        let before = self.run.len();
        if found || matches!(language.tag, "de" | "cs" | "it") {
            found |= self.compound(word, language, found);
        }
        if language.tag == "de" && !found {
            self.out.support.extend(german_place(word));
        }
        if half && !found {
            self.run.push(0.5);
            found = true;
        }
        if !found && !joins {
            self.end_run();
        } else if self.run.len() > before {
            self.run_at = (if before == 0 { i } else { self.run_at.0 }, i + 1);
        }
    }

    /// "XVI век", `XIVe siècle`: not asked for, since they may be letters as well.
    fn roman(&mut self, i: usize) {
        const ENDINGS: [&str; 10] = ["", "e", "er", "ère", "ème", "eme", "è", "а", "й", "го"];
        let written = self.lexed.written(i);
        let capitals = written.find(char::is_lowercase).unwrap_or(written.len());
        if !ENDINGS.contains(&&written[capitals..]) {
            return;
        }
        let Some(number) = roman(&written[..capitals]) else {
            return;
        };
        self.out.support.push(number);
        if number >= 3. && written.chars().count() > 1 {
            let mut q = Quantity::plain(self.lexed.span(i, i + 1), number);
            q.kind = Kind::Ordinal;
            q.written = Written::Words;
            self.out.spelled.push(q);
        }
    }

    /// The numbers that a word is made of: "vierundzwanzig", "двадцатипяти", "zweihundertfünfzig". A word that begins like a
    /// number without being known as one has to hold two of them.
    fn compound(&mut self, word: &str, language: &Language, known: bool) -> bool {
        let mut rest = word;
        let mut parts = Vec::new();
        while !rest.is_empty() {
            let part = language.forms.part(rest).filter(|(length, meanings)| {
                (*length == rest.len() || *length >= 3) && meanings.iter().any(Meaning::is_number)
            });
            if let Some((length, meanings)) = part {
                parts.push(meanings);
                rest = &rest[length..];
                continue;
            }
            let linked = LINKS
                .iter()
                .find_map(|link| rest.strip_prefix(link))
                .filter(|_| !parts.is_empty());
            let Some(after) = linked else { break };
            rest = after;
        }
        if parts.is_empty() || !known && parts.len() < 2 {
            return false;
        }
        self.run_goes_on |= parts.len() < 2 && rest.chars().count() > 3;
        for meaning in parts.into_iter().flatten() {
            match meaning {
                Meaning::Number(n) | Meaning::Scale(n) => self.run.push(*n),
                Meaning::Numbers(all) => self.out.support.extend(all),
                _ => {}
            }
        }
        true
    }

    /// Closes a run of number words: the number they make, each for itself, and neighbours together.
    fn end_run(&mut self) {
        if self.run.is_empty() {
            return;
        }
        let (mut total, mut current) = (0., 0.);
        for &n in &self.run {
            if n >= 1000. {
                total += if current <= 0. { 1. } else { current } * n;
                current = 0.;
            } else if value::same(n, 100.) && current > 0. && current < 10. {
                current *= 100.;
            } else if value::same(n, 10.) && current > 1. && current < 10. {
                current *= n; // два десятка
            } else if n >= 12. && value::same(current, 0.5) {
                current *= n; // half a dozen
            } else if value::same(n, 20.) && value::same(current, 4.) {
                current = 80.; // quatre-vingt
            } else {
                current += n;
            }
        }
        // "Both years" are two years as well: of so small a number only its unit tells that it is asked for.
        let unit = self.unit(self.lexed.skip_gap(self.run_at.1));
        let least = if unit.is_some() { 2. } else { 3. };
        if total + current >= least && !self.run_goes_on {
            let mut q = Quantity::plain(self.lexed.span(self.run_at.0, self.run_at.1), total + current);
            q.unit = unit;
            q.others.clone_from(&self.run);
            q.written = Written::Words;
            self.out.spelled.push(q);
        }
        let support = &mut self.out.support;
        support.push(total + current);
        for pair in self.run.windows(2) {
            support.extend([pair[0] + pair[1], pair[0] * pair[1]]);
        }
        support.append(&mut self.run);
        self.run_goes_on = false;
    }
}

/// The place in an order that a German compound ends with: "des Tabellenvierten".
fn german_place(word: &str) -> Option<f64> {
    const PLACES: [(&str, f64); 10] = [
        ("erst", 1.),
        ("zweit", 2.),
        ("dritt", 3.),
        ("viert", 4.),
        ("fünft", 5.),
        ("sechst", 6.),
        ("siebt", 7.),
        ("acht", 8.),
        ("neunt", 9.),
        ("zehnt", 10.),
    ];
    let stem = ["en", "er", "es", "em", "e"]
        .iter()
        .find_map(|end| word.strip_suffix(end))?;
    let (head, place) = PLACES
        .iter()
        .find_map(|(place, value)| Some((stem.strip_suffix(place)?, *value)))?;
    // "teuersten" and "beobachten" end so by chance.
    let is_linked = head.ends_with("en") || head.ends_with('s');
    let by_chance = stem.len() - head.len() == 4 && !is_linked;
    (head.len() > 3 && !by_chance).then_some(place)
}

/// What links numbers inside of a word.
const LINKS: [&str; 6] = ["und", "а", "и", "a", "e", "і"];

/// Hours and minutes, if they are ones.
fn clock(hours: &str, minutes: &str) -> Option<(u32, u32)> {
    let (hour, minute) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hour <= 24 && minute < 60).then_some((hour, minute))
}

#[cfg(test)]
mod tests {
    use text::{Lang, Span};

    use super::{super::value, *};

    fn values(lang: &str, text: &str) -> Vec<f64> {
        let lexed = Lexed::new(text, Span::new(0, text.len()));
        let language = Lang::from_tag(lang).and_then(Language::of);
        read(&lexed, &text.to_lowercase(), language).values()
    }

    #[test]
    fn number_words_support_their_value() {
        for (lang, text, value) in [
            ("ru", "двадцать пять домов", 25.),
            ("ru", "двадцатипятилетний", 25.),
            ("ru", "двести тысяч", 200_000.),
            ("ru", "полтора миллиона", 1_500_000.),
            ("ru", "3,5 тыс. человек", 3500.),
            ("ru", "3 млрд руб.", 3e9),
            ("ru", "XIX век", 19.),
            ("ru", "в 17 часов 47 минут", 1747.),
            ("uk", "п'ятдесят дві людини", 52.),
            ("uk", "2,4 мільярда", 2.4e9),
            ("de", "vierundzwanzig", 24.),
            ("de", "zweihundertfünfzig", 250.),
            ("de", "1,2 Mio. Euro", 1.2e6),
            ("de", "um 14.30 Uhr", 1430.),
            ("de", "dreihunderttausend", 300_000.),
            ("cs", "pětadvacet lidí", 25.),
            ("cs", "12,5 milionu", 12.5e6),
            ("pl", "dwadzieścia trzy", 23.),
            ("pl", "3 mld zł", 3e9),
            ("fr", "quatre-vingt-dix-sept", 97.),
            ("fr", "à 14h30", 1430.),
            ("fr", "vingt et un", 21.),
            ("es", "cuarenta y dos", 42.),
            ("es", "3.000 millones", 3e9),
            ("es", "5 mil millones", 5e9),
            ("it", "venticinque", 25.),
            ("it", "ventotto", 28.),
            ("it", "duemila", 2000.),
            ("fi", "12 500", 12_500.),
        ] {
            assert!(
                values(lang, text).iter().any(|v| value::same(*v, value)),
                "{text}: {:?}",
                values(lang, text)
            );
        }
    }
}
