//! A baseline for articles that come one after the other: [`Watch`].

use std::collections::{HashMap, HashSet};

use crate::baseline::{Baseline, Comparison, Entry};
use crate::report::{ArticleReport, Report};

/// Applies a baseline to articles that no report will hold, each in its turn, as [`Baseline::apply`] does to a whole report.
///
/// One difference: an entry whose article has a new id is matched by its address in the first article that fits, even if
/// one with its id should follow.
#[derive(Debug)]
pub struct Watch {
    baseline: Baseline,
    /// The entries by the name and by the address of their article.
    by_article: HashMap<String, Vec<usize>>,
    /// Entries that answer for a finding.
    matched: HashSet<usize>,
    /// Entries whose article was there and whose finding was not.
    missed: HashSet<usize>,
    comparison: Comparison,
    /// The run and its rules, for the article whose turn it is.
    report: Report,
}

impl Watch {
    /// Begins with a report that tells of the run and its rules.
    #[must_use]
    pub fn new(baseline: Baseline, report: &Report) -> Self {
        let mut by_article: HashMap<String, Vec<usize>> = HashMap::new();
        for (n, entry) in baseline.entries.iter().enumerate() {
            by_article.entry(entry.article.clone()).or_default().push(n);
            if let Some(url) = entry.url.as_ref().filter(|url| **url != entry.article) {
                by_article.entry(url.clone()).or_default().push(n);
            }
        }
        Self {
            baseline,
            by_article,
            matched: HashSet::new(),
            missed: HashSet::new(),
            comparison: Comparison::default(),
            report: Report {
                run: report.run.clone(),
                rules: report.rules.clone(),
                ..Report::default()
            },
        }
    }

    /// Lets the findings of an article pass that the baseline knows, and tells it which are gone.
    pub fn apply(&mut self, article: &mut ArticleReport) {
        let places = [Some(article.name()), article.url.as_deref()];
        let mut about: Vec<usize> = places
            .into_iter()
            .flatten()
            .filter_map(|place| self.by_article.get(place))
            .flatten()
            .copied()
            .filter(|n| !self.matched.contains(n))
            .collect();
        about.sort_unstable();
        about.dedup();
        let has_scopes = !self.baseline.scopes.is_empty() && !article.findings.is_empty();
        if about.is_empty() && !has_scopes {
            return;
        }
        let part = Baseline {
            entries: about.iter().map(|n| self.baseline.entries[*n].clone()).collect(),
            scopes: self.baseline.scopes.clone(),
            text: String::new(),
        };
        self.report.articles = vec![std::mem::take(article)].into();
        let found = part.apply(&mut self.report);
        *article = std::mem::take(&mut self.report.articles[0]);
        self.comparison.moved += found.moved;
        self.comparison.expired.extend(found.expired);
        self.comparison.outdated.extend(found.outdated);
        for n in about {
            let entry = &self.baseline.entries[n];
            if found.stale.contains(entry) || found.done.contains(entry) {
                self.missed.insert(n);
            } else if !found.unseen.contains(entry) {
                self.matched.insert(n);
            }
        }
    }

    /// Applies what is left of the baseline to the articles that a report holds, and tells what came of all of it.
    pub fn finish(self, report: &mut Report) -> Comparison {
        let is_left = |(n, _): &(usize, &Entry)| !self.matched.contains(n);
        let left = self.baseline.entries.iter().enumerate().filter(is_left);
        let rest = Baseline {
            entries: left.map(|(_, entry)| entry.clone()).collect(),
            ..self.baseline.clone()
        };
        let mut comparison = rest.apply(report);
        let missed: Vec<_> = self.missed.iter().map(|n| &self.baseline.entries[*n]).collect();
        let (missed, unseen): (Vec<_>, _) = comparison
            .unseen
            .into_iter()
            .partition(|entry| missed.contains(&entry));
        let (done, stale): (Vec<_>, Vec<_>) = missed.into_iter().partition(|entry| entry.corrected);
        comparison.unseen = unseen;
        comparison.done.extend(done);
        comparison.stale.extend(stale);
        comparison.moved += self.comparison.moved;
        comparison.expired.extend(self.comparison.expired);
        comparison.outdated.extend(self.comparison.outdated);
        comparison
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::report;

    #[test]
    fn articles_in_turn_come_to_what_a_whole_report_comes_to() {
        let all = Baseline::create(&report(), "known", None);
        let mut gone = all.entries[0].clone();
        gone.quote = "a fault of long ago".into();
        gone.id = crate::fingerprint::FindingId::parse("wc1:0123456789abcdef:1").unwrap();
        let mut elsewhere = gone.clone();
        elsewhere.article = "an article of long ago".into();
        elsewhere.url = None;
        for kept in [0, 1, all.entries.len()] {
            let mut baseline = all.clone();
            baseline.entries.truncate(kept);
            baseline.entries.extend([gone.clone(), elsewhere.clone()]);
            let mut whole = report();
            let expected = baseline.apply(&mut whole);
            let mut in_turn = report();
            let mut watch = Watch::new(baseline, &in_turn);
            for article in in_turn.articles.iter_mut().take(2) {
                watch.apply(article);
            }
            let settled: Vec<_> = in_turn.articles[..2].to_vec();
            let mut rest = report();
            rest.articles = in_turn.articles[2..].to_vec().into();
            let comparison = watch.finish(&mut rest);
            assert_eq!(comparison.stale, expected.stale, "{kept}");
            assert_eq!(comparison.unseen, expected.unseen, "{kept}");
            let open = |articles: &[ArticleReport]| -> Vec<_> {
                articles
                    .iter()
                    .map(|article| (article.open().count(), article.gone.len()))
                    .collect()
            };
            assert_eq!(
                [open(&settled), open(&rest.articles)].concat(),
                open(&whole.articles),
                "{kept}"
            );
        }
    }
}
