//! Every rule that a configuration can name, and the groups they belong to: [`Catalogue`].

use std::collections::BTreeMap;

use linguistics::finding::Category;
use linguistics::packs::Pack;
use linguistics::rule::Rule;
use linguistics::rules;

use crate::beside;
use crate::hint::did_you_mean;
use crate::level::Levels;

/// Every rule that a configuration knows, by name, with the groups that it belongs to.
#[derive(Debug, Clone)]
pub struct Catalogue {
    rules: BTreeMap<String, Vec<String>>,
}

/// A name that is that of no rule and no group.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no rule or group `{name}` (`wirecheck rules` lists the rules){hint}")]
pub struct UnknownRule {
    /// The name.
    pub name: String,
    hint: String,
}

/// The group of a category: the first word of its MQM dimension, in small letters.
fn group(category: Category) -> String {
    let dimension = category.dimension();
    dimension
        .split(' ')
        .next()
        .unwrap_or(dimension)
        .to_ascii_lowercase()
}

/// Every rule of ours, by name: those that read a translation alone, and those that read it beside its original.
#[must_use]
pub fn own_rules() -> Vec<Rule> {
    let alone = rules::ALL.iter().map(|rule| Rule::from(*rule));
    let mut own: Vec<Rule> = alone.chain(beside::RULES.iter().map(Rule::from)).collect();
    own.sort_by(|a, b| a.name.cmp(&b.name));
    own
}

impl Catalogue {
    /// Our own rules and those of some packs.
    pub fn of<'p>(packs: impl IntoIterator<Item = &'p Pack>) -> Self {
        let own = own_rules().into_iter().map(|rule| {
            let groups = vec![group(rule.category)];
            (rule.name, groups)
        });
        let mut rules: BTreeMap<_, _> = own.collect();
        for pack in packs {
            let of_pack = pack.rules().iter().map(|rule| {
                let groups = vec![group(rule.category), pack.name().to_owned()];
                (rule.name.clone(), groups)
            });
            rules.extend(of_pack);
        }
        Self { rules }
    }

    /// The rules of that name: one, or those of a group.
    ///
    /// # Errors
    /// When no rule and no group has the name.
    pub fn named(&self, name: &str) -> Result<Vec<&str>, UnknownRule> {
        if let Some((rule, _)) = self.rules.get_key_value(rules::present_name(name)) {
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
            return Err(UnknownRule {
                name: name.to_owned(),
                hint: did_you_mean(name, self.rules.keys().chain(groups).map(String::as_str)),
            });
        }
        Ok(members)
    }

    /// Whether rules belong to a group of that name.
    #[must_use]
    pub fn has_group(&self, name: &str) -> bool {
        self.rules.values().flatten().any(|group| group == name)
    }

    /// The key of `levels` that decides on a rule: its own, else a group's.
    #[must_use]
    pub fn deciding_key<'l>(&self, rule: &str, levels: &'l Levels) -> Option<&'l str> {
        let own = levels
            .keys()
            .find(|key| rules::present_name(key) == rule)
            .map(String::as_str);
        let groups = self.rules.get(rule).into_iter().flatten();
        own.or_else(|| {
            // Of two groups, the later in the order of names has the last word, as where levels are applied.
            groups
                .filter_map(|group| levels.get_key_value(group))
                .map(|(key, _)| key.as_str())
                .max()
        })
    }

    /// The names of all rules, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.rules.keys().map(String::as_str)
    }
}
