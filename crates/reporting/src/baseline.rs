//! Findings that an editor knows and does not want to hear of again: [`Baseline`].
//!
//! A baseline is a TOML file that people read, review and merge: one table a finding, sorted, with the
//! reason. It remembers what was said about a sentence, never where it stood. A finding is found again
//! by its id; else, when the words around it were edited, by rule, article and quote; else, when the
//! publisher gave the article a new id, by rule, address and quote. Each entry answers for one finding,
//! so a second one of the same kind is news. A [`Scope`] answers for any number: a site's own phrases.
//!
//! An entry may say that its finding is no exception but corrected, and waits for the publisher to take that over. When
//! the finding is gone, such an entry has done its work; and it answers for no other finding, lest a second fault of the
//! same kind be taken for the one that was corrected.
//!
//! Earlier versions called a local file by the last part of its path, which does not tell `27/article.txt` from
//! `28/article.txt`. An entry of theirs answers for a finding only if no other finding of the run could be meant:
//! the same words, between the same words, in files of that name. [`Baseline::update`] renews it.

mod entry;
mod file;
mod watch;

use std::collections::{HashMap, HashSet};
use std::path::Path;

use jiff::civil::Date;
use wildmatch::WildMatch;

pub use self::entry::{Entry, Expiry, Scope};
use self::file::File;
pub use self::watch::Watch;
use crate::error::{Error, VERSION};
use crate::fingerprint::{FindingId, normalised};
use crate::report::{ArticleReport, Gone, Report, Reported, Suppression};

/// Known findings, and phrases that are known wherever they stand.
///
/// It is written over the file that it was read from, so that comments and the order of entries stay.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Baseline {
    /// One for each known finding.
    pub entries: Vec<Entry>,
    /// One for each known phrase. People write them, no program does.
    pub scopes: Vec<Scope>,
    /// The text of the file that it was read from; empty for a new one.
    text: String,
}

/// What came of comparing a baseline with a report.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Comparison {
    /// Entries whose article was checked by their rule, and whose finding is gone.
    pub stale: Vec<Entry>,
    /// Corrected entries whose article was checked by their rule, and whose finding is gone: the publisher has taken the
    /// correction over.
    pub done: Vec<Entry>,
    /// Entries of which this run can tell nothing: their article was not checked, since an old one has left the feed, or
    /// their rule did not run.
    pub unseen: Vec<Entry>,
    /// Entries whose finding is still there and whose time is over.
    pub expired: Vec<Entry>,
    /// Scopes whose time is over.
    pub expired_scopes: Vec<Scope>,
    /// Findings that were found again though their words or their article's id had changed.
    pub moved: usize,
    /// Entries that call a local file by the last part of its path, as earlier versions did, and were found again: they
    /// should be renewed.
    pub outdated: Vec<Entry>,
}

/// Which entries [`Baseline::prune`] removes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prune {
    /// Those that are stale, done or expired.
    Stale,
    /// Also those whose article was not checked, or not by their rule.
    Unseen,
}

impl Baseline {
    /// Reads a baseline; `path` names it in errors.
    pub fn parse(text: &str, path: &Path) -> Result<Self, Error> {
        let file: File = toml::from_str(text).map_err(|source| Error::Form {
            path: path.into(),
            source,
        })?;
        if file.version != VERSION {
            return Err(Error::Version {
                path: path.into(),
                version: file.version,
            });
        }
        Ok(Self {
            entries: file
                .finding
                .into_iter()
                .enumerate()
                .map(|(table, record)| record.read(table, path))
                .collect::<Result<_, _>>()?,
            scopes: file
                .scope
                .into_iter()
                .map(|record| record.read(path))
                .collect::<Result<_, _>>()?,
            text: text.to_owned(),
        })
    }

    /// Takes in all findings of a report, for one reason.
    #[must_use]
    pub fn create(report: &Report, reason: &str, by: Option<&str>) -> Self {
        let mut baseline = Self::default();
        baseline.update(report, Some((reason, by)));
        baseline
    }

    /// Renews the id, quote and address of entries whose finding has moved, and removes those that are
    /// [done](Comparison::done). New findings are taken in only when there is a reason for it (and perhaps a name).
    pub fn update(&mut self, report: &Report, adopt: Option<(&str, Option<&str>)>) {
        let done = self.compare(report).done;
        self.entries.retain(|entry| !done.contains(entry));
        let candidates = candidates(report);
        let matches = self.matches(&candidates);
        for (entry, found) in self.entries.iter_mut().zip(&matches) {
            if let Some(found) = found {
                entry.renew(&candidates[found.candidate]);
            }
        }
        let Some((reason, by)) = adopt else { return };
        let known: HashSet<_> = matches.iter().flatten().map(|found| found.candidate).collect();
        let new = candidates
            .iter()
            .enumerate()
            .filter(|(n, candidate)| candidate.reported.is_open() && !known.contains(n));
        self.entries
            .extend(new.map(|(_, candidate)| Entry::new(candidate, reason, by)));
    }

    /// Adds entries, in place of those with the same id.
    pub fn add(&mut self, entries: impl IntoIterator<Item = Entry>) {
        for mut entry in entries {
            match self.entries.iter_mut().find(|old| old.id == entry.id) {
                Some(old) => {
                    entry.table = old.table;
                    *old = entry;
                }
                None => self.entries.push(entry),
            }
        }
    }

    /// Removes entries that no longer answer for a finding, and returns them.
    pub fn prune(&mut self, report: &Report, which: Prune) -> Vec<Entry> {
        let comparison = self.compare(report);
        let mut removed = [comparison.stale, comparison.done, comparison.expired].concat();
        if which == Prune::Unseen {
            removed.extend(comparison.unseen);
        }
        self.entries.retain(|entry| !removed.contains(entry));
        removed
    }

    /// Compares the baseline with a report and changes neither.
    #[must_use]
    pub fn compare(&self, report: &Report) -> Comparison {
        self.judge(report).comparison
    }

    /// The findings of a report that are corrected and wait for the publisher.
    #[must_use]
    pub fn corrected(&self, report: &Report) -> HashSet<FindingId> {
        self.judge(report).corrected
    }

    /// Lets the findings pass that the baseline knows ([`Status::Ignored`](crate::report::Status::Ignored) and
    /// [`Status::Corrected`](crate::report::Status::Corrected)), and tells each article which are
    /// [gone](ArticleReport::gone). [`Run::date`](crate::report::Run::date) decides what has expired.
    pub fn apply(&self, report: &mut Report) -> Comparison {
        let mut judgement = self.judge(report);
        for article in report.articles.iter_mut() {
            article.gone.clear();
            for reported in &mut article.findings {
                let Some(suppression) = judgement.suppressions.remove(&reported.id) else {
                    continue;
                };
                if judgement.corrected.contains(&reported.id) {
                    reported.mark_corrected(suppression);
                } else {
                    reported.ignore(suppression);
                }
            }
        }
        for (article, gone) in judgement.gone {
            report.articles[article].gone.push(gone);
        }
        judgement.comparison
    }

    fn judge(&self, report: &Report) -> Judgement {
        let candidates = candidates(report);
        let asked = Asked::new(report);
        let today = report.run.date;
        let mut judgement = Judgement::default();
        for (entry, found) in self.entries.iter().zip(self.matches(&candidates)) {
            match found {
                Some(found) => judgement.keep(entry, &found, &candidates, today),
                None => judgement.miss(entry, &asked),
            }
        }
        self.judge_scopes(&candidates, today, &mut judgement);
        judgement
    }

    fn judge_scopes(&self, candidates: &[Candidate], today: Date, judgement: &mut Judgement) {
        for scope in &self.scopes {
            if scope.has_expired(today) {
                judgement.comparison.expired_scopes.push(scope.clone());
                continue;
            }
            for candidate in candidates.iter().filter(|candidate| scope.covers(candidate)) {
                judgement
                    .suppressions
                    .entry(candidate.reported.id.clone())
                    .or_insert_with(|| scope.suppression());
            }
        }
    }

    /// For each entry the finding it answers for. No two entries answer for one finding.
    fn matches(&self, candidates: &[Candidate]) -> Vec<Option<Found>> {
        let mut free: Vec<bool> = vec![true; candidates.len()];
        let mut matches: Vec<Option<Found>> = self.entries.iter().map(|_| None).collect();
        for by in [By::Id, By::Article, By::Address] {
            let mut waiting = waiting(candidates, &free, by);
            for (entry, found) in self
                .entries
                .iter()
                .zip(&mut matches)
                .filter(|(_, found)| found.is_none())
            {
                let next = entry.key(by).and_then(|key| waiting.get_mut(&key)?.pop());
                let Some(candidate) = next else { continue };
                free[candidate] = false;
                *found = Some(Found { candidate, by });
            }
        }
        self.match_former(candidates, &free, &mut matches);
        matches
    }

    /// Matches the entries that call a local file by its former id.
    fn match_former(&self, candidates: &[Candidate], free: &[bool], matches: &mut [Option<Found>]) {
        let waiting = || {
            self.entries
                .iter()
                .zip(matches.iter())
                .filter(|(_, found)| found.is_none())
        };
        let names: HashSet<&str> = waiting().map(|(entry, _)| entry.article.as_str()).collect();
        let former = former_ids(candidates, free, &names);
        for (entry, found) in self
            .entries
            .iter()
            .zip(matches)
            .filter(|(_, found)| found.is_none())
        {
            // Where several findings could be meant, none is: a fault that is let pass by mistake is never seen again.
            if let Some([candidate]) = former.get(&entry.id).map(Vec::as_slice) {
                *found = Some(Found {
                    candidate: *candidate,
                    by: By::FormerId,
                });
            }
        }
    }
}

/// The result of comparing a baseline with a report.
#[derive(Default)]
struct Judgement {
    comparison: Comparison,
    /// The findings to be let pass.
    suppressions: HashMap<FindingId, Suppression>,
    /// Those of them that are corrected.
    corrected: HashSet<FindingId>,
    /// The entries whose finding has disappeared, each with the index of its article.
    gone: Vec<(usize, Gone)>,
}

impl Judgement {
    fn keep(&mut self, entry: &Entry, found: &Found, candidates: &[Candidate], today: Date) {
        self.comparison.moved += usize::from(found.by != By::Id);
        if found.by == By::FormerId {
            self.comparison.outdated.push(entry.clone());
        }
        if entry.has_expired(today) {
            self.comparison.expired.push(entry.clone());
        } else {
            let id = candidates[found.candidate].reported.id.clone();
            if entry.corrected {
                self.corrected.insert(id.clone());
            }
            self.suppressions.insert(id, entry.suppression());
        }
    }

    fn miss(&mut self, entry: &Entry, asked: &Asked) {
        let Some(article) = asked.article(entry) else {
            self.comparison.unseen.push(entry.clone());
            return;
        };
        let missed = if entry.corrected {
            &mut self.comparison.done
        } else {
            &mut self.comparison.stale
        };
        missed.push(entry.clone());
        self.gone.push((article, entry.gone()));
    }
}

/// The rules and articles of a run, for looking up whether an entry could have been found.
struct Asked<'r> {
    rules: HashSet<&'r str>,
    /// The index of the first article of each name, and of each address.
    names: HashMap<&'r str, usize>,
    addresses: HashMap<&'r str, usize>,
}

impl<'r> Asked<'r> {
    fn new(report: &'r Report) -> Self {
        let mut asked = Self {
            rules: report.rules.iter().map(|rule| rule.name.as_str()).collect(),
            names: HashMap::new(),
            addresses: HashMap::new(),
        };
        for (n, article) in report.articles.iter().enumerate() {
            asked.names.entry(article.name()).or_insert(n);
            if let Some(url) = &article.url {
                asked.addresses.entry(url).or_insert(n);
            }
        }
        asked
    }

    /// The index of the article that an entry is about, if its rule has run over it: a finding that is not there is gone.
    fn article(&self, entry: &Entry) -> Option<usize> {
        if !self.rules.contains(entry.rule.as_str()) {
            return None;
        }
        let by_name = self.names.get(entry.article.as_str());
        let by_address = entry.url.as_deref().and_then(|url| self.addresses.get(url));
        by_name.into_iter().chain(by_address).copied().min()
    }
}

impl std::fmt::Display for Baseline {
    /// Writes the file. New entries are sorted in, so that two people's additions merge.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&file::write(&self.entries, &self.text))
    }
}

impl Entry {
    fn new(candidate: &Candidate, reason: &str, by: Option<&str>) -> Self {
        Self {
            id: candidate.reported.id.clone(),
            rule: candidate.reported.finding.rule.to_string(),
            article: candidate.article.name().to_owned(),
            url: candidate.article.url.clone(),
            quote: candidate.quote().to_owned(),
            reason: reason.to_owned(),
            by: by.map(str::to_owned),
            expires: None,
            corrected: false,
            replacement: None,
            table: None,
        }
    }

    fn renew(&mut self, candidate: &Candidate) {
        let Self {
            id,
            article,
            url,
            quote,
            ..
        } = self;
        *id = candidate.reported.id.clone();
        candidate.article.name().clone_into(article);
        url.clone_from(&candidate.article.url);
        candidate.quote().clone_into(quote);
    }

    fn gone(&self) -> Gone {
        Gone {
            id: self.id.clone(),
            rule: self.rule.clone(),
            quote: self.quote.clone(),
            suppression: self.suppression(),
        }
    }

    fn key(&self, by: By) -> Option<Key> {
        Some(match by {
            By::Id | By::FormerId => Key::Id(self.id.clone()),
            _ if self.corrected => return None,
            By::Article => Key::words(&self.rule, &self.article, &self.quote),
            By::Address => Key::words(&self.rule, self.url.as_ref()?, &self.quote),
        })
    }
}

impl Scope {
    fn covers(&self, candidate: &Candidate) -> bool {
        let like =
            |pattern: &String| WildMatch::new(&normalised(pattern)).matches(&normalised(candidate.quote()));
        self.rule == candidate.reported.finding.rule
            && self
                .source
                .as_ref()
                .is_none_or(|source| *source == candidate.article.source)
            && self.quote.as_ref().is_none_or(like)
    }
}

/// A finding of the report that an entry may answer for.
struct Candidate<'r> {
    article: &'r ArticleReport,
    reported: &'r Reported,
}

/// By what a finding is found again, the surest first.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    /// Its identity.
    Id,
    /// Rule, article and quote: the words around it were edited.
    Article,
    /// Rule, address and quote: the publisher gave the article a new id.
    Address,
    /// The identity that it would have had in an earlier version.
    FormerId,
}

/// What an entry and a finding must have in common.
#[derive(PartialEq, Eq, Hash)]
enum Key {
    Id(FindingId),
    /// Rule, article or address, and the normalised quote.
    Words(String, String, String),
}

impl Key {
    fn words(rule: &str, article: &str, quote: &str) -> Self {
        Self::Words(rule.to_owned(), article.to_owned(), normalised(quote))
    }
}

/// The finding that an entry answers for.
struct Found {
    candidate: usize,
    by: By,
}

impl Candidate<'_> {
    fn quote(&self) -> &str {
        self.article.quote(self.reported.finding.span)
    }

    fn key(&self, by: By) -> Option<Key> {
        let rule = &self.reported.finding.rule;
        Some(match by {
            By::Id => Key::Id(self.reported.id.clone()),
            By::Article => Key::words(rule, self.article.name(), self.quote()),
            By::Address => Key::words(rule, self.article.url.as_ref()?, self.quote()),
            By::FormerId => return None,
        })
    }
}

fn candidates(report: &Report) -> Vec<Candidate<'_>> {
    let candidates = report.articles.iter().flat_map(|article| {
        let findings = article.findings.iter();
        findings.map(move |reported| Candidate { article, reported })
    });
    candidates.collect()
}

/// Returns the free candidates by the ids that earlier versions gave them, of the articles that had one of the names.
/// Only these are hashed: most runs have no outdated entry.
fn former_ids(
    candidates: &[Candidate],
    free: &[bool],
    names: &HashSet<&str>,
) -> HashMap<FindingId, Vec<usize>> {
    let mut ids: HashMap<FindingId, Vec<usize>> = HashMap::new();
    let mut first = 0;
    for group in candidates.chunk_by(|a, b| std::ptr::eq(a.article, b.article)) {
        let article = group[0].article;
        for name in former_names(article)
            .iter()
            .filter(|name| names.contains(name.as_str()))
        {
            let former = (first..).zip(article.ids_under(name));
            for (n, id) in former.filter(|(n, _)| free[*n]) {
                ids.entry(id).or_default().push(n);
            }
        }
        first += group.len();
    }
    ids
}

/// Returns the names that earlier versions could give an article: its former id, or `<former id> (<source>)` for the
/// second article of that id in a run.
fn former_names(article: &ArticleReport) -> Vec<String> {
    let former = article.former_id.iter();
    former
        .flat_map(|id| [id.clone(), format!("{id} ({})", article.source)])
        .collect()
}

/// The free candidates of each key, the first in reading order last, ready to be popped.
fn waiting(candidates: &[Candidate], free: &[bool], by: By) -> HashMap<Key, Vec<usize>> {
    let mut waiting: HashMap<Key, Vec<usize>> = HashMap::new();
    for (n, candidate) in candidates.iter().enumerate().rev().filter(|(n, _)| free[*n]) {
        if let Some(key) = candidate.key(by) {
            waiting.entry(key).or_default().push(n);
        }
    }
    waiting
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{self, finding};
    use jiff::civil::date;
    use linguistics::rule::Rule;
    use std::error::Error as _;
    use text::Span;

    /// A report on one article; each sentence is one string, and every `the the` in it is a finding.
    fn report(sentences: &[&str]) -> Report {
        let url = Some("https://ports.example/lanes".to_owned());
        let article = ArticleReport {
            id: "lanes".into(),
            url,
            ..Default::default()
        };
        of_articles(vec![with_sentences(article, sentences)])
    }

    fn with_sentences(mut article: ArticleReport, sentences: &[&str]) -> ArticleReport {
        for sentence in sentences {
            let start = article.text.len();
            article.text.push_str(sentence);
            article.sentences.push(Span::new(start, article.text.len()));
            article.text.push(' ');
        }
        let doubled = article.text.match_indices("the the");
        let findings = doubled.map(|(at, _)| finding(at..at + 7)).collect();
        article.with_findings(findings)
    }

    fn of_articles(articles: Vec<ArticleReport>) -> Report {
        let mut report = Report {
            articles: articles.into(),
            rules: rules(&["duplicated-word"]),
            ..Default::default()
        };
        report.run.date = date(2026, 11, 24);
        report
    }

    /// Rules of these names, as having run.
    fn rules(names: &[&str]) -> Vec<Rule> {
        let like = sample::report().rules.remove(0);
        let rule_of = |&name: &&str| Rule {
            name: name.into(),
            ..like.clone()
        };
        names.iter().map(rule_of).collect()
    }

    fn parse(text: &str) -> Result<Baseline, Error> {
        Baseline::parse(text, Path::new("wirecheck-baseline.toml"))
    }

    /// What is left to report after the baseline of `before` is applied to `after`.
    fn left(before: &[&str], after: &[&str]) -> (usize, Comparison) {
        let mut after = report(after);
        let comparison = Baseline::create(&report(before), "house style", None).apply(&mut after);
        (after.open().count(), comparison)
    }

    #[test]
    fn survives_being_written_and_read() {
        let mut baseline = Baseline::create(
            &report(&["Close the the lane.", "And the the \"port\"."]),
            "so \"be\" it",
            Some("Ada"),
        );
        baseline.entries[0].expires = Some(Expiry::Day(date(2027, 2, 21)));
        let text = baseline.to_string();
        assert!(text.contains("\nexpires = 2027-02-21\n"), "{text}");
        let read = parse(&text).unwrap();
        assert_eq!(read.to_string(), text);
        let known = |baseline: &Baseline| -> Vec<_> {
            let entries = baseline.entries.iter().cloned();
            entries.map(|entry| Entry { table: None, ..entry }).collect()
        };
        let mut sorted = known(&baseline);
        sorted.sort_by(|a, b| a.id.cmp(&b.id));
        assert_eq!(known(&read), sorted);
    }

    /// A file that people have put in an order of their own and explained.
    const BY_HAND: &str = r#"# Our desk's file.

version = 1 # of the form

# The agency's header.
[[scope]]
rule = "boilerplate"
quote = "Region: *"
reason = "theirs"

# Ada knows why.
[[finding]]
id = 'wc1:0000000000000001:1'
article = "z" # the last article
rule = "duplicated-word"
quote = "the the"
reason = """so be it"""
expires = "2027-02-21"

# It will move.
[[finding]]
id = "ID" # of the lane
rule = "duplicated-word"
article = "lanes"
url = "https://ports.example/lanes"
quote = "the the"
reason = "known"

# The end.
"#;

    #[test]
    fn comments_and_order_survive_an_update() {
        let at_first = report(&["Close the the lane."]);
        let id = at_first.articles[0].findings[0].id.to_string();
        let by_hand = BY_HAND.replace("ID", &id);
        let mut baseline = parse(&by_hand).unwrap();
        assert_eq!(
            baseline.to_string(),
            by_hand,
            "nothing is changed that need not be"
        );
        let edited = report(&["Close the the northern lane.", "Open the the port."]);
        baseline.update(&edited, Some(("new", None)));
        let [moved, new] = [0, 1].map(|n| edited.articles[0].findings[n].id.to_string());
        let added = format!(
            "\n[[finding]]\nid = \"{new}\"\nrule = \"duplicated-word\"\narticle = \"lanes\"\n\
             url = \"https://ports.example/lanes\"\nquote = \"the the\"\nreason = \"new\"\n"
        );
        let updated = baseline.to_string();
        assert_eq!(updated.replacen(&added, "", 1), by_hand.replace(&id, &moved));
        assert!(updated.contains(&added), "{updated}");
        baseline.entries.retain(|entry| entry.table != Some(0));
        assert!(
            !baseline.to_string().contains("Ada knows why"),
            "a comment goes with its entry"
        );
    }

    #[test]
    fn the_order_of_additions_does_not_show() {
        let baseline = Baseline::create(
            &report(&["Close the the lane.", "Or the the other."]),
            "known",
            None,
        );
        let mut reversed = baseline.clone();
        reversed.entries.reverse();
        assert_eq!(baseline.to_string(), reversed.to_string());
    }

    #[test]
    fn known_findings_pass_and_cost_nothing() {
        let mut report = report(&["Close the the lane."]);
        report.articles[0].words = 4;
        let baseline = Baseline::create(&report, "house style", Some("Ada"));
        assert_eq!(baseline.apply(&mut report), Comparison::default());
        assert!(report.articles[0].score() >= 100.0);
        let (_, suppression) = report.articles[0].ignored().next().unwrap();
        assert_eq!(
            (suppression.reason.as_str(), suppression.by.as_deref()),
            ("house style", Some("Ada"))
        );
    }

    #[test]
    fn a_second_finding_of_the_same_kind_is_news() {
        let (left, _) = left(
            &["Close the the lane."],
            &["Close the the lane.", "Close the the lane."],
        );
        assert_eq!(left, 1);
    }

    #[test]
    fn letting_the_first_pass_does_not_rename_the_second() {
        let mut report = report(&["Close the the lane.", "Close the the lane."]);
        let second = report.articles[0].findings[1].id.clone();
        let mut baseline = Baseline::create(&report, "known", None);
        baseline.entries.truncate(1);
        baseline.apply(&mut report);
        let left: Vec<_> = report.open().map(|reported| &reported.id).collect();
        assert_eq!(left, [&second]);
    }

    #[test]
    fn finds_again_what_has_moved() {
        let (left, comparison) = left(
            &["Close the the lane."],
            &["Late news.", "Close the the northern lanes."],
        );
        assert_eq!((left, comparison.moved), (0, 1));
        let article = ArticleReport {
            id: "new-guid".into(),
            url: Some("https://ports.example/lanes".to_owned()),
            ..Default::default()
        };
        let mut renamed = of_articles(vec![with_sentences(article, &["Close the the lane."])]);
        let baseline = Baseline::create(&report(&["Close the the lane."]), "known", None);
        assert_eq!(baseline.apply(&mut renamed).moved, 1);
        assert_eq!(renamed.open().count(), 0);
    }

    #[test]
    fn update_renews_and_adopts_only_when_told() {
        let mut baseline = Baseline::create(&report(&["Close the the lane."]), "known", None);
        let edited = report(&["Close the the northern lane.", "Open the the port."]);
        baseline.update(&edited, None);
        assert_eq!(baseline.entries.len(), 1);
        assert_eq!(baseline.entries[0].id, edited.articles[0].findings[0].id);
        assert_eq!(baseline.entries[0].reason, "known");
        baseline.update(&edited, Some(("also known", None)));
        assert_eq!(baseline.entries[1].reason, "also known");
        assert_eq!(baseline.entries.len(), 2);
    }

    #[test]
    fn tells_stale_from_unseen() {
        let mut baseline = Baseline::create(&report(&["Close the the lane."]), "known", None);
        let mended = report(&["Close the lane."]);
        assert_eq!(baseline.compare(&mended).stale.len(), 1);
        let gone = Report::default();
        assert_eq!(baseline.compare(&gone).unseen.len(), 1);
        assert_eq!(baseline.prune(&gone, Prune::Stale).len(), 0);
        let by_another_rule = Report {
            rules: rules(&["misspelling"]),
            ..mended.clone()
        };
        let comparison = baseline.compare(&by_another_rule);
        assert_eq!((comparison.stale.len(), comparison.unseen.len()), (0, 1));
        assert_eq!(baseline.prune(&mended, Prune::Stale).len(), 1);
        assert_eq!(baseline.entries, []);
    }

    /// The baseline after the correction of the first finding of a report was accepted.
    fn corrected_baseline(report: &Report) -> Baseline {
        let mut baseline = Baseline::create(report, "corrected, waiting for the publisher", None);
        baseline.entries.truncate(1);
        baseline.entries[0].corrected = true;
        baseline.entries[0].replacement = Some("the".into());
        parse(&baseline.to_string()).unwrap()
    }

    #[test]
    fn a_corrected_finding_waits_until_it_is_gone() {
        let mut waits = report(&["Close the the lane."]);
        let mut baseline = corrected_baseline(&waits);
        let text = baseline.to_string();
        assert!(
            text.ends_with("corrected = true\nreplacement = \"the\"\n"),
            "{text}"
        );
        assert_eq!(baseline.apply(&mut waits), Comparison::default());
        let article = &waits.articles[0];
        assert!(article.is_clean() && article.score() >= 100.0);
        assert_eq!((article.corrected().count(), article.ignored().count()), (1, 0));

        let taken_over = report(&["Close the lane."]);
        let comparison = baseline.compare(&taken_over);
        assert_eq!((comparison.done.len(), comparison.stale.len()), (1, 0));
        assert_eq!(baseline.clone().prune(&taken_over, Prune::Stale).len(), 1);
        baseline.update(&taken_over, None);
        assert_eq!(baseline.entries, []);
    }

    #[test]
    fn a_correction_answers_for_no_other_finding_like_it() {
        let at_first = report(&["Close the the lane.", "Close the the northern port."]);
        let mut half_done = report(&["Close the lane.", "Close the the northern port."]);
        let comparison = corrected_baseline(&at_first).apply(&mut half_done);
        assert_eq!((half_done.open().count(), comparison.done.len()), (1, 1));
    }

    #[test]
    fn permissions_end() {
        let mut baseline = Baseline::create(&report(&["Close the the lane."]), "known", None);
        let left_on = |expires: &str| {
            let text = format!("{baseline}expires = {expires}\n");
            let mut report = report(&["Close the the lane."]);
            let comparison = parse(&text).unwrap().apply(&mut report);
            (report.open().count(), comparison.expired.len())
        };
        assert_eq!(left_on("2026-11-24"), (0, 0), "it holds through its last day");
        assert_eq!(left_on("2026-11-23"), (1, 1));
        assert_eq!(left_on("\"2026-11-25\""), (0, 0), "quotes do no harm");
        assert_eq!(left_on("\"next month\""), (1, 1), "what cannot be read has ended");
        assert_eq!(left_on("5"), (1, 1));
        baseline.entries.clear();
    }

    #[test]
    fn a_scope_lets_a_phrase_pass_everywhere() {
        let mut report = report(&["Close the the lane.", "And the the port."]);
        let scope = |rule: &str, quote: &str| {
            format!("version = 1\n[[scope]]\nrule = \"{rule}\"\nquote = \"{quote}\"\nreason = \"theirs\"\n")
        };
        for (rule, quote) in [("duplicated-word", "the th?x"), ("spacing", "*")] {
            parse(&scope(rule, quote)).unwrap().apply(&mut report);
            assert_eq!(report.open().count(), 2, "{rule} {quote}");
        }
        let expired = format!("{}expires = \"soon\"\n", scope("duplicated-word", "*"));
        assert_eq!(
            parse(&expired).unwrap().apply(&mut report).expired_scopes.len(),
            1
        );
        assert_eq!(report.open().count(), 2, "what cannot be read has ended");
        parse(&scope("duplicated-word", "THE *"))
            .unwrap()
            .apply(&mut report);
        assert_eq!(report.open().count(), 0);
    }

    #[test]
    fn a_scope_may_hold_for_one_source() {
        let in_source = |source: &str| {
            let mut report = report(&["Close the the lane."]);
            report.articles[0].source = "harbour.xml".into();
            let scope = format!(
                "version = 1\n[[scope]]\nrule = \"duplicated-word\"\nsource = \"{source}\"\nreason = \"theirs\"\n"
            );
            parse(&scope).unwrap().apply(&mut report);
            report.open().count()
        };
        assert_eq!((in_source("harbour.xml"), in_source("other.xml")), (0, 1));
    }

    /// A local file of this path, which an earlier version called by the last part of it.
    fn file(path: &str, sentences: &[&str]) -> ArticleReport {
        let article = ArticleReport {
            id: path.into(),
            source: path.into(),
            former_id: path.rsplit('/').next().map(str::to_owned),
            ..Default::default()
        };
        with_sentences(article, sentences)
    }

    /// The baseline that an earlier version made of a file.
    fn former_baseline(name: &str, sentences: &[&str]) -> Baseline {
        Baseline::create(&of_articles(vec![file(name, sentences)]), "known", None)
    }

    #[test]
    fn a_file_is_not_another_of_its_name() {
        let monday = of_articles(vec![file("27/article.txt", &["Close the the lane."])]);
        let mut tuesday = of_articles(vec![file("28/article.txt", &["Close the the lane."])]);
        let comparison = Baseline::create(&monday, "known", None).apply(&mut tuesday);
        assert_eq!((tuesday.open().count(), comparison.unseen.len()), (1, 1));
    }

    #[test]
    fn an_entry_of_an_earlier_version_is_honoured_and_renewed() {
        let mut baseline = former_baseline("article.txt", &["Close the the lane."]);
        let mut report = of_articles(vec![file("27/article.txt", &["Close the the lane."])]);
        assert_eq!(baseline.compare(&report).outdated, baseline.entries);
        baseline.update(&report, None);
        assert_eq!(baseline.entries[0].article, "27/article.txt");
        let comparison = baseline.apply(&mut report);
        assert_eq!((report.open().count(), comparison.outdated.len()), (0, 0));
    }

    #[test]
    fn an_entry_of_an_earlier_version_does_not_guess() {
        let baseline = former_baseline("article.txt", &["Close the the lane."]);
        let other_words = of_articles(vec![file("27/article.txt", &["Open the the port."])]);
        let two_files = of_articles(vec![
            file("27/article.txt", &["Close the the lane."]),
            file("28/article.txt", &["Close the the lane."]),
        ]);
        for mut report in [other_words, two_files] {
            let before = report.open().count();
            let comparison = baseline.apply(&mut report);
            assert_eq!((report.open().count(), comparison.outdated.len()), (before, 0));
        }
        let named_with_source = former_baseline("article.txt (28/article.txt)", &["Close the the lane."]);
        let mut report = of_articles(vec![
            file("27/article.txt", &["Close the the lane."]),
            file("28/article.txt", &["Close the the lane."]),
        ]);
        named_with_source.apply(&mut report);
        assert_eq!(
            (report.articles[0].is_clean(), report.articles[1].is_clean()),
            (false, true)
        );
    }

    #[test]
    fn comparing_changes_nothing_and_agrees_with_applying() {
        let baseline = Baseline::create(
            &report(&["Close the the lane.", "Or the the other."]),
            "known",
            None,
        );
        let mut after = report(&["Close the the lane."]);
        let comparison = baseline.compare(&after);
        assert_eq!(after.open().count(), 1);
        assert_eq!(baseline.apply(&mut after), comparison);
        assert_eq!((after.open().count(), after.articles[0].gone.len()), (0, 1));
    }

    #[test]
    fn what_an_earlier_run_had_is_not_stale() {
        let mut report = report(&["Close the the lane."]);
        let baseline = Baseline::create(&report, "house style", None);
        report.articles[0].findings[0].ignore(Suppression {
            reason: "--new-only".into(),
            by: None,
            expires: None,
        });
        assert_eq!(baseline.apply(&mut report), Comparison::default());
    }

    #[test]
    fn says_what_is_wrong_with_a_file() {
        let entry = "version = 1\n[[finding]]\nid = \"wc1:0123456789abcdef:1\"\nrule = \"r\"\narticle = \"a\"\nquote = \"q\"\n";
        let message = |text: &str| parse(text).unwrap_err().to_string();
        assert!(
            message(&format!("{entry}reason = \" \""))
                .contains("no reason is given for ignoring wc1:0123456789abcdef:1")
        );
        assert!(
            message(&format!("{entry}reason = \"r\"").replace("wc1", "wc9"))
                .contains("`wc9:0123456789abcdef:1` is no")
        );
        assert!(message("version = 2").contains("of version 2"));
        let error = parse("version = 1\nfindings = 3").unwrap_err();
        assert!(error.to_string().contains("wirecheck-baseline.toml"));
        assert!(
            error.source().unwrap().to_string().contains("findings"),
            "{error:?}"
        );
    }
}
