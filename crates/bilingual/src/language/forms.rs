//! The words of a language that have to do with numbers: [`Forms`].

use std::collections::HashMap;

/// What a word means to numbers.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Meaning {
    /// A number.
    Number(f64),
    /// A number that means another one too: a round of sixteen is an eighth.
    Numbers(Vec<f64>),
    /// A place in an order.
    Ordinal(f64),
    /// A magnitude.
    Scale(f64),
    /// Magnitudes without a number: hundreds, millions.
    Vague(f64),
    /// The thirties.
    Decade(f64),
    /// A month, 1 to 12.
    Month(f64),
    /// It has a number in it that the English may spell out.
    Excuses(Vec<Excuse>),
    /// Hundredths.
    Percent,
    /// Makes the number before it a time of day, or hours.
    Hour,
    /// Minutes.
    Minute,
    /// A day, week, month or year.
    Unit(Unit),
    /// Stands between parts of one number.
    Join,
}

impl Meaning {
    /// Whether it is a part of a number.
    pub(crate) fn is_number(&self) -> bool {
        matches!(self, Self::Number(_) | Self::Numbers(_) | Self::Scale(_))
    }
}

/// A value that a word allows on the other side.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Excuse {
    /// The value.
    pub(crate) value: f64,
    /// The unit that it must count there; any, where there is none.
    pub(crate) unit: Option<Unit>,
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

/// The words of a language that have to do with numbers.
pub(crate) struct Forms {
    exact: HashMap<&'static str, Vec<Meaning>>,
    stems: HashMap<&'static str, Vec<Meaning>>,
    /// Forms of several words, or of languages without spaces: they are looked for anywhere.
    phrases: Vec<(&'static str, Vec<Meaning>)>,
    longest: usize,
    /// One bit for the first two bytes of every form: most words of a text have other ones, and need no search.
    heads: Vec<u64>,
}

impl Forms {
    /// Reads `numbers.tsv` of a language.
    pub(crate) fn read(list: &'static str) -> Self {
        let mut forms = Self {
            exact: HashMap::new(),
            stems: HashMap::new(),
            phrases: Vec::new(),
            longest: 0,
            heads: vec![0; 1024],
        };
        for row in text::list::entries(list) {
            let mut columns = row.split('\t');
            let (Some(form), Some(what)) = (columns.next(), columns.next()) else {
                continue;
            };
            let Some(meaning) = meaning(what, columns.next().unwrap_or_default()) else {
                continue;
            };
            forms.add(form, meaning);
        }
        forms
    }

    fn add(&mut self, form: &'static str, meaning: Meaning) {
        if form.contains(' ') || form.chars().any(|c| ('\u{3000}'..'\u{A000}').contains(&c)) {
            self.phrases.push((form, vec![meaning]));
            return;
        }
        let map = match form.strip_suffix('*') {
            Some(_) => &mut self.stems,
            None => &mut self.exact,
        };
        let form = form.trim_end_matches('*');
        self.longest = self.longest.max(form.len());
        let head = head(form);
        self.heads[head / 64] |= 1 << (head % 64);
        map.entry(form).or_default().push(meaning);
    }

    /// What a word in small letters means.
    pub(crate) fn meanings(&self, word: &str) -> &[Meaning] {
        if !self.may_have(word) {
            return &[];
        }
        self.exact
            .get(word)
            .or_else(|| self.stem(word).map(|(_, m)| m))
            .map_or(&[], Vec::as_slice)
    }

    /// Whether a form can begin as a word does.
    fn may_have(&self, word: &str) -> bool {
        let head = head(word);
        self.heads[head / 64] >> (head % 64) & 1 == 1
    }

    /// The longest stem that a word begins with: its length in bytes, and what it means.
    pub(crate) fn stem(&self, word: &str) -> Option<(usize, &Vec<Meaning>)> {
        let mut end = self.longest.min(word.len());
        while end > 0 {
            if word.is_char_boundary(end)
                && let Some(meanings) = self.stems.get(&word[..end])
            {
                return Some((end, meanings));
            }
            end -= 1;
        }
        None
    }

    /// The longest number, whole or stem, that a part of a compound begins with. "треть" is a third, "третье" the stem that it
    /// hides.
    pub(crate) fn part(&self, word: &str) -> Option<(usize, &Vec<Meaning>)> {
        let mut end = if self.may_have(word) {
            self.longest.min(word.len())
        } else {
            0
        };
        while end > 0 {
            if word.is_char_boundary(end)
                && let Some(meanings) = [&self.exact, &self.stems]
                    .into_iter()
                    .filter_map(|forms| forms.get(&word[..end]))
                    .find(|meanings| meanings.iter().any(Meaning::is_number))
            {
                return Some((end, meanings));
            }
            end -= 1;
        }
        None
    }

    /// What phrases of a text in small letters mean.
    pub(crate) fn phrases(&self, small: &str) -> impl Iterator<Item = &Meaning> {
        self.phrases
            .iter()
            .filter(move |(form, _)| small.contains(form))
            .flat_map(|(_, meanings)| meanings)
    }

    /// The months that are named.
    #[cfg(test)]
    pub(crate) fn months(&self) -> impl Iterator<Item = String> {
        self.exact
            .values()
            .chain(self.stems.values())
            .flatten()
            .filter_map(|m| match m {
                Meaning::Month(month) => Some(month.to_string()),
                _ => None,
            })
    }
}

/// The first two bytes of a word as a number.
fn head(word: &str) -> usize {
    let byte = |at: usize| usize::from(word.as_bytes().get(at).copied().unwrap_or_default());
    byte(0) << 8 | byte(1)
}

fn meaning(what: &str, values: &str) -> Option<Meaning> {
    let numbers = || {
        values
            .split(' ')
            .filter_map(|v| v.parse().ok())
            .collect::<Vec<f64>>()
    };
    let number = || numbers().first().copied();
    Some(match what {
        "word" if values.contains(' ') => Meaning::Numbers(numbers()),
        "word" => Meaning::Number(number()?),
        "ordinal" => Meaning::Ordinal(number()?),
        "scale" => Meaning::Scale(number()?),
        "vague" => Meaning::Vague(number()?),
        "decade" => Meaning::Decade(number()?),
        "month" => Meaning::Month(number()?),
        "excuse" | "loose" => Meaning::Excuses(values.split(' ').filter_map(excuse).collect()),
        "percent" => Meaning::Percent,
        "hour" => Meaning::Hour,
        "minute" => Meaning::Minute,
        "unit" => Meaning::Unit(Unit::named(values)?),
        "join" => Meaning::Join,
        _ => return None,
    })
}

fn excuse(text: &str) -> Option<Excuse> {
    let (value, unit) = text
        .split_once(':')
        .map_or((text, None), |(value, unit)| (value, Unit::named(unit)));
    Some(Excuse {
        value: value.parse().ok()?,
        unit,
    })
}

#[cfg(test)]
mod tests {
    use text::Lang;

    use super::*;
    use crate::language::{Language, languages};

    #[test]
    fn no_form_hides_a_stem_that_is_a_number() {
        let mut hidden = 0;
        for tag in languages() {
            let forms = &Language::of(Lang::from_tag(tag).unwrap()).unwrap().forms;
            let number = |meanings: &[Meaning]| meanings.iter().any(Meaning::is_number);
            for (stem, _) in forms.stems.iter().filter(|(_, meanings)| number(meanings)) {
                for (form, _) in forms.exact.iter().filter(|(form, _)| form.starts_with(stem)) {
                    let word = format!("{form}x");
                    if number(forms.meanings(&word)) {
                        hidden += usize::from(!number(&forms.exact[form]));
                        assert!(forms.part(&word).is_some_and(|(_, m)| number(m)), "{tag}: {word}");
                    }
                }
            }
        }
        assert!(hidden > 0, "the lists have such forms");
    }
}
