//! `wirecheck.toml`: where it is found, what stands in it, and what the command line makes of it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, anyhow, bail};
use fetcher::{OriginalPattern, Source, SourceOptions, Tape};
use linguistics::finding::Severity;
use linguistics::rule::Rule;
use linguistics::rules;
use serde::Deserialize;

use crate::args::{CheckArgs, FailOn, Format, Output};

/// The file that `wirecheck init` writes: every key with its default.
pub(crate) const TEMPLATE: &str = include_str!("template.toml");

/// Names under which the configuration is looked for.
pub(crate) const NAMES: [&str; 2] = ["wirecheck.toml", ".wirecheck.toml"];

/// The file as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct File {
    fail_on: Option<FailOn>,
    min_score: Option<f64>,
    exit_zero: bool,
    state: Option<PathBuf>,
    baseline: Option<PathBuf>,
    output: BTreeMap<String, PathBuf>,
    rules: BTreeMap<String, Level>,
    fetch: Fetch,
    feeds: Vec<Feed>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct Fetch {
    contact: Option<String>,
    concurrency: Option<usize>,
    timeout: Option<u64>,
    max_time: Option<u64>,
    max_articles: Option<usize>,
    max_body_mb: Option<u64>,
    full_text: Option<FullText>,
    originals: Option<bool>,
    delay_ms: Option<u64>,
    respect_robots: Option<bool>,
    allow_hosts: Vec<String>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum FullText {
    Auto,
    Never,
    Always,
}

impl From<FullText> for fetcher::FullText {
    fn from(wanted: FullText) -> Self {
        match wanted {
            FullText::Auto => Self::Auto,
            FullText::Never => Self::Never,
            FullText::Always => Self::Always,
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Feed {
    source: String,
    name: Option<String>,
    full_text: Option<FullText>,
    original: Option<String>,
    #[serde(default)]
    rules: BTreeMap<String, Level>,
}

impl Feed {
    /// What holds for this feed only.
    fn options(&self) -> Result<SourceOptions> {
        let original = self.original.as_deref().map(OriginalPattern::parse).transpose()?;
        Ok(SourceOptions {
            full_text: self.full_text.map(Into::into),
            original,
        })
    }
}

/// What a user makes of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Level {
    Off,
    On,
    As(Severity),
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

/// Everything that a run needs to know, from the file and the command line together.
#[derive(Debug)]
pub(crate) struct Config {
    /// What the report calls the run.
    pub(crate) title: String,
    /// What to check, each with its rules.
    pub(crate) targets: Vec<Target>,
    /// How to fetch.
    pub(crate) fetch: fetcher::Options,
    /// Reports to write.
    pub(crate) outputs: Vec<Output>,
    /// The lowest severity that makes the run fail.
    pub(crate) fail_on: Option<Severity>,
    /// The score below which the run fails.
    pub(crate) min_score: Option<f64>,
    /// The file of known findings.
    pub(crate) baseline: PathBuf,
    /// Whether a run that fails by its findings exits with 0 all the same.
    pub(crate) exit_zero: bool,
}

/// A source and the rules it is checked by.
#[derive(Debug, Clone)]
pub(crate) struct Target {
    pub(crate) source: Source,
    pub(crate) options: SourceOptions,
    pub(crate) rules: RuleSet,
}

/// The rules that run, with the severities that the user gave them.
#[derive(Debug, Clone)]
pub(crate) struct RuleSet {
    pub(crate) rules: Vec<&'static Rule>,
    severities: BTreeMap<&'static str, Severity>,
}

impl RuleSet {
    /// The severity that the user gave a rule.
    pub(crate) fn severity(&self, rule: &str) -> Option<Severity> {
        self.severities.get(rule).copied()
    }

    /// The rules of a configuration, named or found upwards from `here`; `selection` is the command line's `--rules`.
    pub(crate) fn load(config: Option<&Path>, selection: &[String], here: &Path) -> Result<Self> {
        let path = config.map(|path| here.join(path)).or_else(|| discover(here));
        let file = path.as_deref().map(read).transpose()?.unwrap_or_default();
        Self::new(&[&file.rules], selection)
    }

    /// All rules as `levels` has them; later maps win. `selection` is the command line's `--rules`.
    fn new(levels: &[&BTreeMap<String, Level>], selection: &[String]) -> Result<Self> {
        let mut set = Self {
            rules: rules::ALL.to_vec(),
            severities: BTreeMap::new(),
        };
        for (name, level) in levels.iter().copied().flatten() {
            let rule = find_rule(name).context("in [rules]")?;
            set.rules.retain(|other| other.name != rule.name);
            set.severities.remove(rule.name);
            match level {
                Level::Off => continue,
                Level::On => {}
                Level::As(severity) => {
                    set.severities.insert(rule.name, *severity);
                }
            }
            set.rules.push(rule);
        }
        set.select(selection)?;
        set.rules.sort_by_key(|rule| rule.name);
        Ok(set)
    }

    fn select(&mut self, selection: &[String]) -> Result<()> {
        let (mut wanted, mut unwanted) = (Vec::new(), Vec::new());
        for name in selection
            .iter()
            .map(|name| name.trim())
            .filter(|name| !name.is_empty())
        {
            match name.strip_prefix('-') {
                Some(name) => unwanted.push(find_rule(name).context("in --rules")?.name),
                None => wanted.push(find_rule(name).context("in --rules")?),
            }
        }
        if !wanted.is_empty() {
            self.rules = wanted;
            self.rules.dedup_by_key(|rule| rule.name);
        }
        self.rules.retain(|rule| !unwanted.contains(&rule.name));
        if self.rules.is_empty() {
            bail!("no rule is left to run");
        }
        Ok(())
    }
}

/// The rule of that name, or an error that names the one that was probably meant.
pub(crate) fn find_rule(name: &str) -> Result<&'static Rule> {
    rules::find(name).ok_or_else(|| {
        let hint = did_you_mean(name, rules::ALL.iter().map(|rule| rule.name));
        anyhow!("there is no rule `{name}`{hint}; `wirecheck rules` lists them")
    })
}

fn did_you_mean<'a>(word: &str, candidates: impl Iterator<Item = &'a str>) -> String {
    candidates
        .map(|candidate| (strsim::jaro_winkler(word, candidate), candidate))
        .filter(|(likeness, _)| *likeness > 0.75)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| format!("; did you mean `{candidate}`?"))
        .unwrap_or_default()
}

impl Config {
    /// Reads the configuration for `wirecheck check`. `here` is the working directory.
    pub(crate) fn load(args: &CheckArgs, here: &Path) -> Result<Self> {
        let (path, file) = found(args.config.as_deref(), here)?;
        let base = base(path.as_deref(), here);
        Self::merge(args, &file, base).with_context(|| {
            path.map_or_else(|| "on the command line".into(), |path| path.display().to_string())
        })
    }

    /// Paths of the command line are relative to the working directory, those of the file to `base`.
    fn merge(args: &CheckArgs, file: &File, base: &Path) -> Result<Self> {
        let outputs = merged_outputs(args, file, base)?;
        let mut fetch = fetch_options(args, &file.fetch)?;
        let (title, targets) = if args.sources.is_empty() {
            feeds(args, file, base)?
        } else {
            named_sources(args, file)?
        };
        if let Some(score) = file.min_score.filter(|score| !(0.0..=100.0).contains(score)) {
            bail!("min-score = {score}: a score lies between 0 and 100");
        }
        let FailOn(fail_on) = args
            .fail_on
            .or(file.fail_on)
            .unwrap_or(FailOn(Some(Severity::Major)));
        let on_network = targets
            .iter()
            .any(|target| matches!(target.source, Source::Url(_)));
        if on_network && !args.no_state {
            fetch.state = Some(state_path(args, file, base));
        }
        let (min_score, exit_zero) = (
            args.min_score.or(file.min_score),
            args.exit_zero || file.exit_zero,
        );
        let baseline = baseline_path(args.baseline.as_deref(), file, base);
        Ok(Self {
            title,
            targets,
            fetch,
            outputs,
            fail_on,
            min_score,
            baseline,
            exit_zero,
        })
    }
}

/// Where the memory of earlier runs is kept.
fn state_path(args: &CheckArgs, file: &File, base: &Path) -> PathBuf {
    match (&args.state, &file.state) {
        (Some(path), _) => path.clone(),
        (None, Some(path)) => base.join(path),
        (None, None) => base.join(".wirecheck/state.db"),
    }
}

/// The sources of the command line, folders opened by the pipeline.
fn named_sources(args: &CheckArgs, file: &File) -> Result<(String, Vec<Target>)> {
    let rules = RuleSet::new(&[&file.rules], &args.rules)?;
    let targets = args
        .sources
        .iter()
        .map(|source| {
            Ok(Target {
                source: Source::parse(source, Path::new(""))?,
                options: SourceOptions::default(),
                rules: rules.clone(),
            })
        })
        .collect::<Result<_>>()?;
    Ok((args.sources.join(", "), targets))
}

fn feeds(args: &CheckArgs, file: &File, base: &Path) -> Result<(String, Vec<Target>)> {
    if file.feeds.is_empty() {
        bail!(
            "nothing to check: name a SOURCE (a feed URL, a page, a file, a folder), or list [[feeds]] in \
             wirecheck.toml; `wirecheck init` writes one"
        );
    }
    let targets = file
        .feeds
        .iter()
        .map(|feed| {
            let rules = RuleSet::new(&[&file.rules, &feed.rules], &args.rules)
                .with_context(|| format!("in the feed `{}`", feed.source))?;
            Ok(Target {
                source: Source::parse(&feed.source, base)?,
                options: feed.options()?,
                rules,
            })
        })
        .collect::<Result<_>>()?;
    let names: Vec<&str> = file
        .feeds
        .iter()
        .map(|feed| feed.name.as_deref().unwrap_or(feed.source.as_str()))
        .collect();
    Ok((names.join(", "), targets))
}

/// The outputs of the command line, and those of the file in formats that the command line does not name.
fn merged_outputs(args: &CheckArgs, file: &File, base: &Path) -> Result<Vec<Output>> {
    let mut outputs = args.outputs.clone();
    for (name, path) in &file.output {
        let format: Format = name.parse().map_err(anyhow::Error::msg).context("in [output]")?;
        if !args.outputs.iter().any(|output| output.format == format) {
            outputs.push(Output {
                format,
                path: base.join(path),
            });
        }
    }
    Ok(outputs)
}

fn fetch_options(args: &CheckArgs, fetch: &Fetch) -> Result<fetcher::Options> {
    const LONGEST_SECONDS: u64 = 24 * 60 * 60;
    let mut options = fetcher::Options::default();
    options.contact.clone_from(&fetch.contact);
    options.max_time = args.max_time.or(fetch.max_time).map(Duration::from_secs);
    options.max_articles = args
        .max_articles
        .or(fetch.max_articles)
        .unwrap_or(options.max_articles);
    options.concurrency = fetch.concurrency.unwrap_or(options.concurrency);
    options.originals = fetch.originals.unwrap_or(options.originals);
    options.allow_hosts = fetch
        .allow_hosts
        .iter()
        .chain(&args.allow_host)
        .cloned()
        .collect();
    if let Some(seconds) = fetch.timeout {
        if !(1..=LONGEST_SECONDS).contains(&seconds) {
            bail!("timeout = {seconds}: seconds from 1 to {LONGEST_SECONDS}");
        }
        options.timeouts.total = Duration::from_secs(seconds);
    }
    if let Some(megabytes) = fetch.max_body_mb {
        options.max_body_bytes = megabytes.saturating_mul(1024 * 1024);
    }
    if options.concurrency == 0 || options.max_articles == 0 || options.max_body_bytes == 0 {
        bail!("concurrency, max-articles and max-body-mb must be at least 1");
    }
    if let Some(milliseconds) = fetch.delay_ms {
        options.politeness.delay = Duration::from_millis(milliseconds);
    }
    options.politeness.respect_robots = fetch.respect_robots.unwrap_or(options.politeness.respect_robots);
    options.all = args.all;
    options.tape = match (&args.record, &args.replay) {
        (Some(folder), _) => Tape::Record(folder.clone()),
        (None, Some(folder)) => Tape::Replay(folder.clone()),
        (None, None) => Tape::Off,
    };
    options.full_text = fetch.full_text.map(Into::into).unwrap_or_default();
    Ok(options)
}

/// Where the known findings are, for a command that checks nothing.
pub(crate) fn find_baseline(given: Option<&Path>, config: Option<&Path>, here: &Path) -> Result<PathBuf> {
    let (path, file) = found(config, here)?;
    Ok(baseline_path(given, &file, base(path.as_deref(), here)))
}

fn baseline_path(given: Option<&Path>, file: &File, base: &Path) -> PathBuf {
    let default = || {
        base.join(
            file.baseline
                .as_deref()
                .unwrap_or(Path::new("wirecheck-baseline.toml")),
        )
    };
    given.map_or_else(default, Path::to_owned)
}

/// The configuration that is named, or found, and what stands in it.
fn found(named: Option<&Path>, here: &Path) -> Result<(Option<PathBuf>, File)> {
    let path = named.map(Path::to_owned).or_else(|| discover(here));
    let file = path.as_deref().map(read).transpose()?.unwrap_or_default();
    Ok((path, file))
}

/// What paths in the configuration are relative to, shown as a user would write it: relative to the working directory
/// where it lies below that.
fn base<'a>(path: Option<&'a Path>, here: &'a Path) -> &'a Path {
    let folder = path.and_then(Path::parent).unwrap_or(here);
    folder.strip_prefix(here).unwrap_or(folder)
}

/// The nearest configuration upwards from `here`, not beyond the root of a repository.
fn discover(here: &Path) -> Option<PathBuf> {
    for folder in here.ancestors() {
        if let Some(path) = NAMES
            .map(|name| folder.join(name))
            .into_iter()
            .find(|path| path.is_file())
        {
            return Some(path);
        }
        if folder.join(".git").exists() {
            return None;
        }
    }
    None
}

fn read(path: &Path) -> Result<File> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    parse(&text).with_context(|| path.display().to_string())
}

fn parse(text: &str) -> Result<File> {
    toml::from_str(text).map_err(|error| {
        let message = error.to_string();
        anyhow!("{}{}", message.trim_end(), hint_for_unknown_key(error.message()))
    })
}

/// toml says "unknown field `fail-onn`, expected one of `fail-on`, `min-score`"; this picks the likeliest.
fn hint_for_unknown_key(message: &str) -> String {
    let mut words = message.split('`').skip(1).step_by(2);
    match words.next() {
        Some(unknown) if message.starts_with("unknown field") => did_you_mean(unknown, words),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_template_is_valid_and_says_the_defaults() {
        let uncommented: String = TEMPLATE
            .lines()
            .map(|line| line.strip_prefix("#: ").unwrap_or(line))
            .filter(|line| !line.starts_with('#'))
            .fold(String::new(), |text, line| text + line + "\n");
        let file = parse(&uncommented).unwrap();
        assert_eq!(file.fail_on, Some(FailOn(Some(Severity::Major))));
        let options = fetcher::Options::default();
        assert_eq!(file.fetch.concurrency, Some(options.concurrency));
        assert_eq!(file.fetch.max_articles, Some(options.max_articles));
        assert_eq!(file.fetch.max_body_mb, Some(options.max_body_bytes / 1024 / 1024));
        assert_eq!(file.fetch.timeout, Some(options.timeouts.total.as_secs()));
        RuleSet::new(&[&file.rules], &[]).unwrap();
    }

    #[test]
    fn a_misspelt_key_gets_a_suggestion() {
        let error = parse("[fetch]\nmax-artcles = 3\n").unwrap_err().to_string();
        assert!(
            error.contains("line 2") && error.contains("did you mean `max-articles`?"),
            "{error}"
        );
        let error = RuleSet::new(&[&BTreeMap::from([("calque-phrse".into(), Level::Off)])], &[]).unwrap_err();
        assert!(
            format!("{error:#}").contains("did you mean `calque-phrase`?"),
            "{error:#}"
        );
    }

    #[test]
    fn rules_are_selected_and_weighed() {
        let file = BTreeMap::from([
            ("boilerplate".into(), Level::Off),
            ("spaced-slash".into(), Level::As(Severity::Info)),
        ]);
        let all = RuleSet::new(&[&file], &[]).unwrap();
        assert_eq!(all.rules.len(), rules::ALL.len() - 1);
        assert_eq!(all.severity("spaced-slash"), Some(Severity::Info));
        let feed = BTreeMap::from([("boilerplate".into(), Level::On)]);
        assert_eq!(
            RuleSet::new(&[&file, &feed], &[]).unwrap().rules.len(),
            rules::ALL.len()
        );
        let one = RuleSet::new(&[&file], &["spaced-slash".into()]).unwrap();
        assert_eq!(
            one.rules.iter().map(|rule| rule.name).collect::<Vec<_>>(),
            ["spaced-slash"]
        );
        let but_one = RuleSet::new(&[], &["-spaced-slash".into()]).unwrap();
        assert_eq!(but_one.rules.len(), rules::ALL.len() - 1);
    }
}
