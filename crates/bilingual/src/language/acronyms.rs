//! Acronyms and what English says for them: [`Acronyms`].

use std::collections::HashMap;

/// A table of acronyms of the original's language with what English says for them.
///
/// A row has four columns with tabs between them: the acronym, the English acronyms (`|` between them, `-` for none), the full
/// name, and beginnings of words that may stand for it instead (`|` between them; may be left out).
///
/// ```
/// let terms = bilingual::Acronyms::read("МИБ\tIIS\tinternational information security\tinformation");
/// assert_eq!(terms.len(), 1);
/// ```
#[derive(Debug, Clone, Default)]
pub struct Acronyms {
    rows: HashMap<String, Row>,
}

/// What English says for an acronym.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    /// English acronyms; the first is the usual one.
    pub(crate) forms: Vec<String>,
    /// The full name.
    pub(crate) name: String,
    /// Beginnings of words that may stand for it, in small letters.
    pub(crate) stems: Vec<String>,
}

impl Acronyms {
    /// Reads a table; lines that are no rows are left out.
    #[must_use]
    pub fn read(table: &str) -> Self {
        let rows = text::list::entries(table).filter_map(|line| {
            let mut columns = line.split('\t');
            let acronym = columns.next()?.trim().to_owned();
            let parts = |column: &str| {
                column
                    .split('|')
                    .map(str::trim)
                    .map(str::to_owned)
                    .collect::<Vec<_>>()
            };
            let mut forms = parts(columns.next()?);
            forms.retain(|form| !form.is_empty() && form != "-");
            let name = columns.next().unwrap_or_default().to_owned();
            let mut stems = parts(columns.next().unwrap_or_default());
            stems.retain(|stem| !stem.is_empty());
            let first = name.to_lowercase();
            stems.extend(
                first
                    .split([' ', '-'])
                    .find(|word| word.len() > 3)
                    .map(str::to_owned),
            );
            Some((acronym, Row { forms, name, stems }))
        });
        Self { rows: rows.collect() }
    }

    /// Adds an acronym: `forms` are what English says for it, acronyms in capitals, and other words by their beginnings.
    pub fn insert(&mut self, acronym: String, forms: &[String]) {
        let is_acronym = |form: &&String| !form.contains(char::is_lowercase);
        let (acronyms, names): (Vec<_>, Vec<_>) = forms.iter().cloned().partition(|form| is_acronym(&form));
        let stem = |name: &String| {
            let small = name.to_lowercase();
            let long = small
                .split([' ', '-'])
                .find(|word| word.len() > 3)
                .map(str::to_owned);
            long.unwrap_or(small)
        };
        let row = Row {
            stems: names.iter().map(stem).collect(),
            name: names.into_iter().next().unwrap_or_default(),
            forms: acronyms,
        };
        self.rows.insert(acronym, row);
    }

    /// How many acronyms it knows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether it knows none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// What is said for an acronym.
    pub(crate) fn get(&self, acronym: &str) -> Option<&Row> {
        self.rows.get(acronym)
    }
}
