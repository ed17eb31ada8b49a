//! Which rules run and how severe their findings are: our own rules, those of rule packs, and groups of both.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, anyhow, bail};
use linguistics::finding::{Category, Severity};
use linguistics::packs::{Pack, PackRule};
use linguistics::rule::Rule;
use linguistics::rules;
use serde::{Deserialize, Serialize};

use super::did_you_mean;
use super::file::Found;
use super::packs::Packs;

/// What a user makes of a rule or a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    Off,
    On,
    As(Severity),
}

impl Level {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::On => "on",
            Self::As(severity) => severity.as_str(),
        }
    }
}

impl Serialize for Level {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Level {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match String::deserialize(deserializer)?.as_str() {
            "off" => Ok(Self::Off),
            "on" => Ok(Self::On),
            word => word
                .parse()
                .map(Self::As)
                .map_err(|error| serde::de::Error::custom(format!("{error}, or on or off"))),
        }
    }
}

/// Levels by the name of a rule or group.
pub(super) type Levels = BTreeMap<String, Level>;

/// The group of a category: the first word of its MQM dimension, in small letters.
fn group(category: Category) -> String {
    let dimension = category.dimension();
    dimension
        .split(' ')
        .next()
        .unwrap_or(dimension)
        .to_ascii_lowercase()
}

/// Every rule that a configuration knows, by name, with the groups that it belongs to.
#[derive(Debug)]
pub(super) struct Catalogue {
    rules: BTreeMap<String, Vec<String>>,
}

impl Catalogue {
    pub(super) fn of<'p>(packs: impl IntoIterator<Item = &'p Pack>) -> Self {
        let own = rules::ALL
            .iter()
            .map(|rule| (rule.name.to_owned(), vec![group(rule.category)]));
        let mut rules: BTreeMap<_, _> = own.collect();
        for pack in packs {
            let groups = vec![group(PackRule::CATEGORY), pack.name().to_owned()];
            rules.extend(
                pack.rules()
                    .iter()
                    .map(|rule| (rule.name().to_owned(), groups.clone())),
            );
        }
        Self { rules }
    }

    /// The rules of that name: one, or those of a group.
    fn named(&self, name: &str) -> Result<Vec<&str>> {
        if let Some((rule, _)) = self.rules.get_key_value(name) {
            return Ok(vec![rule]);
        }
        let members: Vec<&str> = self
            .rules
            .iter()
            .filter(|(_, groups)| groups.iter().any(|group| group == name))
            .map(|(rule, _)| rule.as_str())
            .collect();
        if members.is_empty() {
            let groups = self.rules.values().flatten();
            let hint = did_you_mean(name, self.rules.keys().chain(groups).map(String::as_str));
            bail!("there is no rule or group `{name}` (`wirecheck rules` lists the rules){hint}");
        }
        Ok(members)
    }

    /// Whether rules belong to a group of that name.
    pub(super) fn has_group(&self, name: &str) -> bool {
        self.rules.values().flatten().any(|group| group == name)
    }

    /// The key of `levels` that decides on a rule: its own, else a group's.
    pub(super) fn deciding_key<'l>(&self, rule: &str, levels: &'l Levels) -> Option<&'l str> {
        let own = levels.get_key_value(rule).map(|(key, _)| key.as_str());
        let groups = self.rules.get(rule).into_iter().flatten();
        own.or_else(|| {
            // Of two groups, the later in the order of names has the last word, as in `switch`.
            groups
                .filter_map(|group| levels.get_key_value(group))
                .map(|(key, _)| key.as_str())
                .max()
        })
    }

    /// The names of all rules, sorted.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.rules.keys().map(String::as_str)
    }
}

/// The rules that run, with the severities that the user gave them.
#[derive(Debug, Clone)]
pub(crate) struct RuleSet {
    /// Our own, sorted by name.
    pub(crate) rules: Vec<&'static Rule>,
    /// The user's own, switched on and off.
    pub(crate) packs: Arc<[Pack]>,
    severities: BTreeMap<String, Severity>,
}

impl RuleSet {
    /// The severity that the user gave a rule.
    pub(crate) fn severity(&self, rule: &str) -> Option<Severity> {
        self.severities.get(rule).copied()
    }

    /// The rules of packs that run, each once.
    pub(crate) fn pack_rules(&self) -> impl Iterator<Item = &PackRule> {
        self.packs
            .iter()
            .flat_map(Pack::rules)
            .filter(|rule| rule.is_on())
    }

    /// What becomes of a rule: off, or the severity of its findings; `None` for one that it does not know.
    pub(super) fn level(&self, rule: &str) -> Option<Level> {
        let own =
            rules::find(rule).map(|own| (self.rules.iter().any(|other| other.name == rule), own.severity));
        let of_pack = || {
            let mut rules = self.packs.iter().flat_map(Pack::rules);
            let rule = rules.find(|of_pack| of_pack.name() == rule)?;
            Some((rule.is_on(), rule.severity()))
        };
        let (on, severity) = own.or_else(of_pack)?;
        Some(if on {
            Level::As(self.severity(rule).unwrap_or(severity))
        } else {
            Level::Off
        })
    }

    /// The level of every rule of a catalogue that the set knows.
    pub(super) fn levels<'c>(&self, catalogue: &'c Catalogue) -> impl Iterator<Item = (&'c str, Level)> {
        catalogue
            .names()
            .filter_map(|rule| Some((rule, self.level(rule)?)))
    }

    /// The rules of a configuration, named or found upwards from `here`; `selection` is the command line's `--rules`.
    pub(crate) fn load(config: Option<&Path>, selection: &[String], here: &Path) -> Result<Self> {
        let found = Found::read(config, here)?;
        Self::of(&found, selection).with_context(|| found.name())
    }

    fn of(found: &Found, selection: &[String]) -> Result<Self> {
        let packs = Packs::read(found)?;
        let (catalogue, levels) = (packs.catalogue(), [&found.file.rules]);
        Self::new(&catalogue, packs.of(found, None)?, &levels, selection)
    }

    /// All rules as `levels` has them; later maps win. `selection` is the command line's `--rules`.
    pub(super) fn new(
        catalogue: &Catalogue,
        mut packs: Vec<Pack>,
        levels: &[&Levels],
        selection: &[String],
    ) -> Result<Self> {
        let mut switches = Switches {
            on: catalogue.names().collect(),
            severities: BTreeMap::new(),
        };
        for levels in levels {
            switches.set(catalogue, levels).context("in [rules]")?;
        }
        switches.select(catalogue, selection).context("in --rules")?;
        for pack in &mut packs {
            pack.switch(|rule| switches.on.contains(rule));
        }
        let own = rules::ALL.iter().copied();
        let set = Self {
            rules: own.filter(|rule| switches.on.contains(rule.name)).collect(),
            packs: packs.into(),
            severities: switches
                .severities
                .into_iter()
                .map(|(rule, severity)| (rule.to_owned(), severity))
                .collect(),
        };
        if set.rules.is_empty() && set.pack_rules().next().is_none() {
            bail!("no rule is left to run");
        }
        Ok(set)
    }
}

/// Which rules of a catalogue are on, while levels and selections are applied to them.
struct Switches<'c> {
    on: BTreeSet<&'c str>,
    severities: BTreeMap<&'c str, Severity>,
}

impl<'c> Switches<'c> {
    /// Groups first, so that a rule can be told apart from its group.
    fn set(&mut self, catalogue: &'c Catalogue, levels: &Levels) -> Result<()> {
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

    fn select(&mut self, catalogue: &'c Catalogue, selection: &[String]) -> Result<()> {
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

/// A rule that `wirecheck explain` can explain.
pub(crate) enum Explained<'p> {
    /// One of ours.
    Own(&'static Rule),
    /// One of a pack.
    Pack(&'p PackRule),
}

/// The rule of that name, or an error that names the one that was probably meant.
pub(crate) fn find_rule<'p>(name: &str, packs: &'p [Pack]) -> Result<Explained<'p>> {
    let of_packs = || packs.iter().flat_map(Pack::rules);
    if let Some(rule) = rules::find(name) {
        return Ok(Explained::Own(rule));
    }
    of_packs()
        .find(|rule| rule.name() == name)
        .map(Explained::Pack)
        .ok_or_else(|| {
            let own = rules::ALL.iter().map(|rule| rule.name);
            let hint = did_you_mean(name, own.chain(of_packs().map(PackRule::name)));
            anyhow!("there is no rule `{name}` (`wirecheck rules` lists them){hint}")
        })
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

    fn set(levels: &[&Levels], selection: &[&str]) -> Result<RuleSet> {
        let selection: Vec<String> = selection.iter().map(|&name| name.to_owned()).collect();
        let packs = vec![house()];
        RuleSet::new(&Catalogue::of(&packs), packs, levels, &selection)
    }

    fn own(set: &RuleSet) -> Vec<&str> {
        set.rules.iter().map(|rule| rule.name).collect()
    }

    fn of_packs(set: &RuleSet) -> Vec<&str> {
        set.pack_rules().map(PackRule::name).collect()
    }

    #[test]
    fn rules_are_selected_and_weighed() {
        let file = levels([
            ("boilerplate", Level::Off),
            ("spaced-slash", Level::As(Severity::Info)),
        ]);
        let all = set(&[&file], &[]).unwrap();
        assert_eq!(all.rules.len(), rules::ALL.len() - 1);
        assert_eq!(all.severity("spaced-slash"), Some(Severity::Info));
        let feed = levels([("boilerplate", Level::On)]);
        assert_eq!(set(&[&file, &feed], &[]).unwrap().rules.len(), rules::ALL.len());
        let one = set(&[&file], &["spaced-slash"]).unwrap();
        assert_eq!((own(&one), of_packs(&one)), (vec!["spaced-slash"], vec![]));
        let but_one = set(&[], &["-spaced-slash"]).unwrap();
        assert_eq!(but_one.rules.len(), rules::ALL.len() - 1);
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
        assert_eq!(told.severity("house/use"), Some(Severity::Major));
        let only = set(&[], &["house", "-house/use"]).unwrap();
        assert_eq!((own(&only), of_packs(&only)), (vec![], vec!["house/banned"]));
        assert_eq!(of_packs(&set(&[], &["-house"]).unwrap()), [""; 0]);
    }

    #[test]
    fn groups_are_switched_whole_and_rules_go_before_them() {
        let is_style = |rule: &&&Rule| rule.category.dimension() == "Style";
        let styled = rules::ALL.iter().filter(is_style).count();
        assert!(styled > 1, "the test is about a group");
        let off = set(&[], &["-style"]).unwrap();
        assert_eq!(off.rules.len(), rules::ALL.len() - styled);
        let file = levels([
            ("recall-opener", Level::As(Severity::Major)),
            ("style", Level::Off),
            ("locale", Level::As(Severity::Info)),
        ]);
        let told = set(&[&file], &[]).unwrap();
        assert_eq!(told.rules.len(), rules::ALL.len() - styled + 1);
        assert_eq!(told.severity("recall-opener"), Some(Severity::Major));
        assert_eq!(told.severity("dotted-date"), Some(Severity::Info));
        let feed = levels([("style", Level::On)]);
        assert_eq!(
            set(&[&file, &feed], &[]).unwrap().severity("recall-opener"),
            None,
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
            let error = set(&[&levels([(name, Level::Off)])], &[]).unwrap_err();
            assert!(format!("{error:#}").contains(&hint), "{error:#}");
            let error = set(&[], &[name]).unwrap_err();
            assert!(format!("{error:#}").contains(&hint), "{error:#}");
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
        assert!(none.unwrap_err().to_string().contains("no rule is left"));
    }
}
