//! The figures of articles, without the articles: [`Totals`].

use serde::{Deserialize, Serialize};

use crate::report::{ArticleReport, Novelty, Tally};

/// What is known of articles when they are gone: sums and counts, of which a verdict is made.
///
/// Serializes, so that a run that is taken up again knows what it had come to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// Articles checked.
    pub articles: usize,
    /// Words checked.
    pub words: usize,
    /// Penalty points of the findings that count: see [`ArticleReport::score`].
    pub penalty: u64,
    /// Findings that count, by severity.
    pub tally: Tally,
    /// Of these, those that the last run did not have.
    pub new: usize,
    /// Articles by the severity of the gravest finding that counts.
    pub concerned: Tally,
    /// For each severity, the title of the first article whose gravest finding has it.
    titles: [Option<String>; 4],
    /// Findings that are ignored.
    pub ignored: usize,
    /// Articles with such.
    pub with_ignored: usize,
    /// Findings that are corrected and wait for the publisher.
    pub corrected: usize,
    /// Articles in a language without rules.
    pub not_english: usize,
    /// Articles that were compared with their original.
    pub compared: usize,
    /// Articles without a finding that counts.
    pub clean: usize,
}

impl Totals {
    /// Takes in the figures of an article.
    pub fn add(&mut self, article: &ArticleReport) {
        let tally = article.tally();
        let ignored = article.ignored().count();
        self.articles += 1;
        self.words += article.words;
        self.penalty += article.penalty();
        self.tally = self.tally.plus(tally);
        let is_new = |reported: &&super::Reported| reported.novelty() == Novelty::New;
        self.new += article.open().filter(is_new).count();
        match tally.iter().next() {
            Some((gravest, _)) => {
                self.concerned = self.concerned.plus([gravest].into_iter().collect());
                self.titles[gravest as usize].get_or_insert_with(|| article.title.clone());
            }
            None => self.clean += 1,
        }
        self.ignored += ignored;
        self.with_ignored += usize::from(ignored > 0);
        self.corrected += article.corrected().count();
        self.not_english += usize::from(article.language_note.is_some());
        self.compared += usize::from(article.comparison.is_some());
    }

    /// The score of the articles together, from 0 to 100: see [`ArticleReport::score`].
    #[must_use]
    pub fn score(&self) -> f64 {
        match (self.penalty, self.words) {
            (0, _) => 100.0,
            (_, 0) => 0.0,
            (penalty, words) => (100.0 * (1.0 - penalty as f64 / words as f64)).max(0.0),
        }
    }

    /// The title of the article with the first of the gravest findings.
    #[must_use]
    pub fn gravest_title(&self) -> Option<&str> {
        self.titles.iter().rev().find_map(Option::as_deref)
    }
}

impl<'a> FromIterator<&'a ArticleReport> for Totals {
    fn from_iter<I: IntoIterator<Item = &'a ArticleReport>>(articles: I) -> Self {
        let mut totals = Self::default();
        articles.into_iter().for_each(|article| totals.add(article));
        totals
    }
}
