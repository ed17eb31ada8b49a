//! [`Checker`]: rules, packs and levels put together once.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use bilingual::SentenceVectors;
use linguistics::check::check_among;
use linguistics::document::{Document, Origin};
use linguistics::finding::{Finding, Severity};
use linguistics::likelihood::{self, Judgement};
use linguistics::packs::Pack;
use linguistics::rule::{BuiltIn, Rule};
use linguistics::rules;
use text::{Span, Text};

use crate::beside::{self, BesideRule, Comparer, Original, Terms};
use crate::catalogue::{Catalogue, UnknownRule};
use crate::checked::Checked;
use crate::level::{Level, Levels};

/// Checks texts. Cheap to clone; clones share everything.
#[derive(Debug, Clone)]
pub struct Checker {
    rules: Arc<Rules>,
    terms: Arc<Terms>,
    model: Option<Arc<dyn SentenceVectors>>,
    scorer: Option<Arc<dyn SentenceScorer>>,
}

/// Gives every sentence of a text a number, such as how odd it reads or how well it renders the original.
pub trait SentenceScorer: fmt::Debug + Send + Sync {
    /// One score for each of `sentences`, in their order; higher is worse.
    fn score(&self, text: &Text, original: Option<&Text>, sentences: &[Span]) -> Vec<f32>;
}

/// The rules that run, with the severities that the user gave them.
#[derive(Debug, Clone)]
pub struct Rules {
    /// Our own, sorted by name.
    own: Vec<&'static BuiltIn>,
    /// Those of ours that read a translation beside its original.
    beside: Vec<&'static BesideRule>,
    /// The user's, switched on and off.
    packs: Vec<Pack>,
    severities: BTreeMap<String, Severity>,
}

/// Why rules cannot be put together as asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SetupError {
    /// Levels name a rule that does not exist.
    #[error("in [rules]")]
    Levels(#[source] UnknownRule),
    /// A selection names a rule that does not exist.
    #[error("in --rules")]
    Selection(#[source] UnknownRule),
    /// Everything is switched off.
    #[error("no rule is left to run")]
    NoRule,
}

impl Default for Checker {
    /// Every rule of ours with its own severity.
    fn default() -> Self {
        Self::new(Rules::default())
    }
}

impl Checker {
    /// A checker with these rules and without a scorer.
    #[must_use]
    pub fn new(rules: Rules) -> Self {
        Self {
            rules: Arc::new(rules),
            terms: Arc::default(),
            model: None,
            scorer: None,
        }
    }

    /// The same checker with a table of acronyms beside ours.
    #[must_use]
    pub fn with_terms(self, terms: Terms) -> Self {
        Self {
            terms: Arc::new(terms),
            ..self
        }
    }

    /// The same checker with a scorer, which fills in [`CheckedSentence::score`](crate::CheckedSentence::score).
    #[must_use]
    pub fn with_scorer(self, scorer: Arc<dyn SentenceScorer>) -> Self {
        Self {
            scorer: Some(scorer),
            ..self
        }
    }

    /// The same checker with a model to ask what sentences mean, where a text is compared with its original and words leave
    /// a doubt.
    #[must_use]
    pub fn with_model(self, model: Arc<dyn SentenceVectors>) -> Self {
        Self {
            model: Some(model),
            ..self
        }
    }

    /// The rules that it runs.
    #[must_use]
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// Checks a text. `original` is the text that it was translated from, where that is known.
    #[must_use]
    pub fn check(&self, text: &Text, original: Option<&Original<'_>>) -> Checked {
        self.check_known(text, None, original)
    }

    /// Checks a text of which somebody says where it comes from: on a machine translation, rules speak that would be too
    /// loud elsewhere. Where nobody says anything, `origin` is `None`, and a style that at most one text in fifty by people
    /// has ([`likelihood::GATE`]) makes it pass for one.
    ///
    /// An English text is compared with its `original`, if that is in another language that is stated or can be told.
    #[must_use]
    pub fn check_known(
        &self,
        text: &Text,
        origin: Option<Origin>,
        original: Option<&Original<'_>>,
    ) -> Checked {
        let document = Document::of(text);
        let style = likelihood::judge(&document);
        let by_style = origin.is_none() && passes(&style);
        let by_style = by_style.then(|| Origin::machine_translation(None));
        let document = document.with_origin(origin.or(by_style).unwrap_or_default());
        let compared = original
            .filter(|_| !self.rules.beside.is_empty())
            .and_then(|original| {
                Comparer::compare(text, &document, original, &self.terms, self.model.as_deref())
            });
        let rendered = compared.as_ref().map(Comparer::rendered);
        let document = document.with_rendered(rendered.unwrap_or_default());
        let findings = self.rules.check(&document, compared.as_ref());
        let mut checked = Checked::new(&document, style, findings);
        checked.comparison = compared.map(|compared| compared.alongside());
        checked.by_style = by_style.is_some();
        if let Some(scorer) = &self.scorer {
            let spans: Vec<Span> = checked.sentences.iter().map(|sentence| sentence.span).collect();
            let scores = scorer.score(text, original.map(|original| original.text), &spans);
            for (sentence, score) in checked.sentences.iter_mut().zip(scores) {
                sentence.score = Some(score);
            }
        }
        checked
    }
}

fn passes(style: &Judgement) -> bool {
    matches!(style, Judgement::Judged(likelihood) if likelihood.probability >= likelihood::GATE)
}

impl Default for Rules {
    /// Every rule of ours with its own severity.
    fn default() -> Self {
        Self {
            own: rules::ALL.to_vec(),
            beside: beside::RULES.iter().collect(),
            packs: Vec::new(),
            severities: BTreeMap::new(),
        }
    }
}

impl Rules {
    /// Our rules and those of `packs`, as `levels` has them; of several levels, the last has the last word. `selection`
    /// holds names of rules or groups: the only ones to run, or with a `-` before them the ones that do not.
    ///
    /// # Errors
    /// When levels or selection name something that `catalogue` does not know, or leave no rule to run.
    pub fn new(
        catalogue: &Catalogue,
        mut packs: Vec<Pack>,
        levels: &[&Levels],
        selection: &[String],
    ) -> Result<Self, SetupError> {
        let mut switches = Switches {
            on: catalogue.names().collect(),
            severities: BTreeMap::new(),
        };
        for levels in levels {
            switches.set(catalogue, levels).map_err(SetupError::Levels)?;
        }
        switches
            .select(catalogue, selection)
            .map_err(SetupError::Selection)?;
        for pack in &mut packs {
            pack.switch(|rule| switches.on.contains(rule));
        }
        let own = rules::ALL.iter().copied();
        let beside = beside::RULES.iter();
        let severities = switches.severities.iter();
        let rules = Self {
            own: own.filter(|rule| switches.on.contains(rule.name)).collect(),
            beside: beside.filter(|rule| switches.on.contains(rule.name)).collect(),
            severities: severities
                .map(|(rule, severity)| ((*rule).to_owned(), *severity))
                .collect(),
            packs,
        };
        if rules.active().next().is_none() {
            return Err(SetupError::NoRule);
        }
        Ok(rules)
    }

    /// Every rule that runs: ours by name, those that read the original too, then those of packs, each once.
    pub fn active(&self) -> impl Iterator<Item = Rule> {
        let own = self.own.iter().map(|rule| Rule::from(*rule));
        let beside = self.beside.iter().map(|rule| Rule::from(*rule));
        own.chain(beside)
            .chain(self.packs.iter().flat_map(Pack::active_rules).cloned())
    }

    /// What becomes of a rule: off, or the severity of its findings; `None` for one that is not known.
    #[must_use]
    pub fn level(&self, rule: &str) -> Option<Level> {
        let own =
            rules::find(rule).map(|own| (self.own.iter().any(|other| other.name == rule), own.severity));
        let beside = || {
            let rule = beside::find(rule)?;
            Some((
                self.beside.iter().any(|other| other.name == rule.name),
                rule.severity,
            ))
        };
        let of_pack = || {
            self.packs.iter().find_map(|pack| {
                let rule = pack.rules().iter().find(|of_pack| of_pack.name == rule)?;
                Some((pack.is_on(&rule.name), rule.severity))
            })
        };
        let (on, severity) = own.or_else(beside).or_else(of_pack)?;
        Some(if on {
            Level::As(self.severities.get(rule).copied().unwrap_or(severity))
        } else {
            Level::Off
        })
    }

    /// The level of every rule of a catalogue that is known here.
    pub fn levels<'c>(&self, catalogue: &'c Catalogue) -> impl Iterator<Item = (&'c str, Level)> {
        catalogue
            .names()
            .filter_map(|rule| Some((rule, self.level(rule)?)))
    }

    /// What the rules find in a document, with the severities that the user wants, and what its original tells of it.
    fn check(&self, document: &Document, compared: Option<&Comparer>) -> Vec<Finding> {
        let others = compared.map_or_else(Vec::new, |compared| compared.at_words(&self.beside));
        let mut findings = check_among(document, &self.own, &self.packs, others);
        if let Some(compared) = compared {
            compared.add_placeless(document, &self.beside, &mut findings);
        }
        for finding in &mut findings {
            if let Some(severity) = self.severities.get(&*finding.rule) {
                finding.severity = *severity;
            }
        }
        findings
    }
}

/// Which rules of a catalogue are on, while levels and selections are applied to them.
struct Switches<'c> {
    on: BTreeSet<&'c str>,
    severities: BTreeMap<&'c str, Severity>,
}

impl<'c> Switches<'c> {
    /// Groups first, so that a rule can be told apart from its group.
    fn set(&mut self, catalogue: &'c Catalogue, levels: &Levels) -> Result<(), UnknownRule> {
        let (groups, single): (Vec<_>, Vec<_>) =
            levels.iter().partition(|(name, _)| catalogue.has_group(name));
        for (name, level) in groups.into_iter().chain(single) {
            for rule in catalogue.named(name)? {
                self.switch(rule, *level);
            }
        }
        Ok(())
    }

    fn switch(&mut self, rule: &'c str, level: Level) {
        self.severities.remove(rule);
        match level {
            Level::Off => {
                self.on.remove(rule);
                return;
            }
            Level::On => {}
            Level::As(severity) => {
                self.severities.insert(rule, severity);
            }
        }
        self.on.insert(rule);
    }

    fn select(&mut self, catalogue: &'c Catalogue, selection: &[String]) -> Result<(), UnknownRule> {
        let names = selection.iter().map(|name| name.trim());
        let (mut wanted, mut unwanted) = (BTreeSet::new(), BTreeSet::new());
        for name in names.filter(|name| !name.is_empty()) {
            match name.strip_prefix('-') {
                Some(name) => unwanted.extend(catalogue.named(name)?),
                None => wanted.extend(catalogue.named(name)?),
            }
        }
        if !wanted.is_empty() {
            self.on = wanted;
        }
        self.on.retain(|rule| !unwanted.contains(rule));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn levels<const N: usize>(levels: [(&str, Level); N]) -> Levels {
        levels.map(|(name, level)| (name.to_owned(), level)).into()
    }

    fn house() -> Pack {
        Pack::parse("name = \"house\"\n[[rule]]\nname = \"use\"\nphrase = \"{utilise}\"\n[[rule]]\nname = \"banned\"\nphrase = \"stakeholders\"")
            .unwrap()
    }

    fn set(levels: &[&Levels], selection: &[&str]) -> Result<Rules, SetupError> {
        let selection: Vec<String> = selection.iter().map(|&name| name.to_owned()).collect();
        let packs = vec![house()];
        Rules::new(&Catalogue::of(&packs), packs, levels, &selection)
    }

    fn own(rules: &Rules) -> Vec<&str> {
        rules.own.iter().map(|rule| rule.name).collect()
    }

    fn of_packs(rules: &Rules) -> Vec<&str> {
        let active = rules.packs.iter().flat_map(Pack::active_rules);
        active.map(|rule| rule.name.as_str()).collect()
    }

    fn with_causes(error: &dyn std::error::Error) -> String {
        let causes = std::iter::successors(error.source(), |cause| cause.source());
        causes.fold(error.to_string(), |text, cause| format!("{text}: {cause}"))
    }

    #[test]
    fn rules_are_selected_and_weighed() {
        let file = levels([
            ("boilerplate", Level::Off),
            ("spaced-slash", Level::As(Severity::Info)),
        ]);
        let all = set(&[&file], &[]).unwrap();
        assert_eq!(all.own.len(), rules::ALL.len() - 1);
        assert_eq!(all.level("boilerplate"), Some(Level::Off));
        assert_eq!(all.level("spaced-slash"), Some(Level::As(Severity::Info)));
        let feed = levels([("boilerplate", Level::On)]);
        assert_eq!(set(&[&file, &feed], &[]).unwrap().own.len(), rules::ALL.len());
        let one = set(&[&file], &["spaced-slash"]).unwrap();
        assert_eq!((own(&one), of_packs(&one)), (vec!["spaced-slash"], vec![]));
        let but_one = set(&[], &["-spaced-slash"]).unwrap();
        assert_eq!(but_one.own.len(), rules::ALL.len() - 1);
        assert_eq!(of_packs(&but_one), ["house/use", "house/banned"]);
    }

    #[test]
    fn rules_of_packs_are_told_as_ours_are() {
        let file = levels([
            ("house/use", Level::As(Severity::Major)),
            ("house/banned", Level::Off),
        ]);
        let told = set(&[&file], &[]).unwrap();
        assert_eq!(of_packs(&told), ["house/use"]);
        assert_eq!(told.level("house/use"), Some(Level::As(Severity::Major)));
        assert_eq!(told.level("house/banned"), Some(Level::Off));
        let only = set(&[], &["house", "-house/use"]).unwrap();
        assert_eq!((own(&only), of_packs(&only)), (vec![], vec!["house/banned"]));
        assert_eq!(of_packs(&set(&[], &["-house"]).unwrap()), [""; 0]);
    }

    #[test]
    fn groups_are_switched_whole_and_rules_go_before_them() {
        let is_style = |rule: &&&BuiltIn| rule.category.dimension() == "Style";
        let styled = rules::ALL.iter().filter(is_style).count();
        assert!(styled > 1, "the test is about a group");
        let off = set(&[], &["-style"]).unwrap();
        assert_eq!(off.own.len(), rules::ALL.len() - styled);
        let file = levels([
            ("recall-opener", Level::As(Severity::Major)),
            ("style", Level::Off),
            ("locale", Level::As(Severity::Info)),
        ]);
        let told = set(&[&file], &[]).unwrap();
        assert_eq!(told.own.len(), rules::ALL.len() - styled + 1);
        assert_eq!(told.level("recall-opener"), Some(Level::As(Severity::Major)));
        assert_eq!(told.level("dotted-date"), Some(Level::As(Severity::Info)));
        let feed = levels([("style", Level::On)]);
        let with_feed = set(&[&file, &feed], &[]).unwrap();
        let of_the_rule = rules::find("recall-opener").unwrap().severity;
        assert_eq!(
            with_feed.level("recall-opener"),
            Some(Level::As(of_the_rule)),
            "a feed has the last word"
        );
        let catalogue = Catalogue::of(&[]);
        assert_eq!(
            catalogue.deciding_key("recall-opener", &file),
            Some("recall-opener")
        );
        assert_eq!(catalogue.deciding_key("calque-phrase", &file), Some("style"));
        assert_eq!(catalogue.deciding_key("boilerplate", &file), None);
    }

    #[test]
    fn unknown_names_get_a_suggestion() {
        for (name, meant) in [
            ("calque-phrse", "calque-phrase"),
            ("stile", "style"),
            ("house/usse", "house/use"),
        ] {
            let hint = format!("did you mean `{meant}`?");
            let error = with_causes(&set(&[&levels([(name, Level::Off)])], &[]).unwrap_err());
            assert!(error.contains(&hint), "{error}");
            let error = with_causes(&set(&[], &[name]).unwrap_err());
            assert!(error.contains(&hint), "{error}");
        }
        let none = set(
            &[],
            &[
                "-accuracy",
                "-terminology",
                "-fluency",
                "-style",
                "-locale",
                "-design",
            ],
        );
        assert_eq!(none.unwrap_err(), SetupError::NoRule);
    }

    #[test]
    fn a_checker_can_be_shared_between_threads() {
        fn shared<T: Send + Sync>(_: &T) {}
        let checker = Checker::default();
        shared(&checker);
        let text = Text::plain("The the vote was open.\n\nIt closed.");
        let here = checker.check(&text, None);
        let there = std::thread::scope(|scope| scope.spawn(|| checker.check(&text, None)).join().unwrap());
        assert_eq!(here, there);
        assert_eq!(here.findings.len(), 1);
        assert_eq!(here.sentences.len(), 2);
    }

    #[derive(Debug)]
    struct Lengths;

    impl SentenceScorer for Lengths {
        fn score(&self, _: &Text, original: Option<&Text>, sentences: &[Span]) -> Vec<f32> {
            let factor = if original.is_some() { 2 } else { 1 };
            sentences
                .iter()
                .map(|span| (span.len() * factor) as f32)
                .collect()
        }
    }

    #[test]
    fn a_scorer_sees_every_sentence_and_the_original() {
        let checker = Checker::default().with_scorer(Arc::new(Lengths));
        let text = Text::plain("One word. Two.");
        let scores = |original: Option<&Original>| -> Vec<_> {
            let answer = checker.check(&text, original);
            answer.sentences.iter().map(|sentence| sentence.score).collect()
        };
        assert_eq!(scores(None), [Some(9.0), Some(4.0)]);
        let original = Original {
            text: &text,
            language: None,
        };
        assert_eq!(scores(Some(&original)), [Some(18.0), Some(8.0)]);
    }

    #[test]
    fn what_is_said_of_a_text_serialises() {
        let checked = Checker::default().check(&Text::plain("The the vote was open."), None);
        let json = serde_json::to_value(&checked).unwrap();
        assert_eq!(json["words"], 5);
        assert_eq!(json["findings"][0]["rule"], "duplicated-word");
        assert_eq!(json["findings"][0]["span"]["end"], 7);
    }

    #[test]
    fn style_makes_a_text_pass_for_a_translation_only_where_nobody_says_what_it_is() {
        let sentence = "At the same time, according to the head of the ministry of the republic, the implementation of the \
                        decision of the government for the development of the region is carried out in accordance with the \
                        plan for the first half of the year. ";
        let text = Text::plain(sentence.repeat(12));
        let by_style = |origin| Checker::default().check_known(&text, origin, None).by_style;
        assert!(by_style(None));
        assert!(
            !by_style(Some(Origin::default())),
            "somebody says that it is none"
        );
        assert!(
            !by_style(Some(Origin::machine_translation(None))),
            "somebody says that it is one"
        );
        let short = Text::plain("The bridge was closed on Monday.");
        assert!(!Checker::default().check(&short, None).by_style);
    }
}
