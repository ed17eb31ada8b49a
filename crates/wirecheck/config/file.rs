//! `wirecheck.toml` as it is written: where it is found, and what may stand in it.
//!
//! The doc comments of the keys are what `wirecheck config schema` and `docs/configuration.md` say of them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use checker::{Level, Term, Words, from_toml};
use linguistics::finding::Severity;
use serde::{Deserialize, Serialize};
use url::Url;

use crate::args::{CheckArgs, FailOn, FieldArgs};
use crate::since::Since;

/// Names under which the configuration is looked for.
pub(crate) const NAMES: [&str; 2] = ["wirecheck.toml", ".wirecheck.toml"];

/// wirecheck.toml: which feeds are checked, how they are fetched, and what is made of the findings.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(title = "wirecheck.toml"))]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(crate) struct File {
    /// The lowest severity that makes a run exit with 1.
    #[cfg_attr(test, schemars(schema_with = "super::schema::fail_on"))]
    pub(super) fail_on: Option<FailOn>,
    /// The score of all articles together below which a run exits with 1.
    #[cfg_attr(test, schemars(range(min = 0, max = 100)))]
    pub(super) min_score: Option<f64>,
    /// How much may be lost before a run exits with 3: articles that could only be read as teasers, lines that cannot be
    /// read, items beyond a limit. A source that cannot be read always makes it 3.
    pub(super) max_losses: Option<usize>,
    /// Whether a run exits with 0 whatever it finds. What could not be checked still makes it 3.
    pub(super) exit_zero: Option<bool>,
    /// Check only articles that were published or changed in the last `90m`, `24h` or `7d`, or since a day (`2026-11-20`)
    /// or a moment (`2026-11-20T06:00:00Z`). An article without a date is checked.
    #[cfg_attr(test, schemars(schema_with = "super::schema::since"))]
    pub(super) since: Option<Since>,
    /// Whether findings that an article had when it was last checked are left out of account: they are listed as ignored.
    pub(super) new_only: Option<bool>,
    /// Where the HTML report will be published: an absolute `http` or `https` address. The SARIF report links each finding
    /// to its place there.
    #[cfg_attr(test, schemars(regex(pattern = r"^https?://[^#]+$")))]
    pub(super) report_url: Option<String>,
    /// Known findings, which do not count; `wirecheck baseline create` makes the file.
    pub(super) baseline: Option<PathBuf>,
    /// What is remembered between runs about feeds on the network.
    pub(super) state: Option<PathBuf>,
    /// Rule packs: files with rules of your own; see `docs/packs.md`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) packs: Vec<PathBuf>,
    /// Words of your own.
    #[serde(skip_serializing_if = "Words::is_empty")]
    pub(super) words: Words,
    /// Words and phrases that you do not write, or write otherwise.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) terms: Vec<Term>,
    /// Reports to write at every run, besides those of `--output`: the format and the file.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(test, schemars(schema_with = "super::schema::outputs"))]
    pub(super) output: BTreeMap<String, PathBuf>,
    /// What you make of a rule, or of a group of rules: `accuracy`, `terminology`, `fluency`, `style`, `locale`, `design`,
    /// or the name of a rule pack. What is said of a rule goes before what is said of its group.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(test, schemars(schema_with = "super::schema::levels"))]
    pub(super) rules: BTreeMap<String, Level>,
    /// Which field of a JSON line holds what, where it has another name than ours. A dot leads into an object:
    /// `article.body` is the field `body` of the field `article`.
    #[serde(skip_serializing_if = "Fields::is_empty")]
    pub(super) fields: Fields,
    /// How to fetch.
    pub(super) fetch: Fetch,
    /// The texts that articles were translated from, and what they are compared with.
    pub(super) originals: Originals,
    /// The feeds that `wirecheck check` checks when it is given no source.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) feeds: Vec<Feed>,
}

/// How to fetch, and how much.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct Fetch {
    /// Whom a server's operator can write to; sent with every request.
    pub(super) contact: Option<String>,
    /// Hosts asked at the same time; each has one connection.
    #[cfg_attr(test, schemars(range(min = 1)))]
    pub(super) concurrency: Option<usize>,
    /// Seconds for one answer.
    #[cfg_attr(test, schemars(range(min = 1, max = 86_400)))]
    pub(super) timeout: Option<u64>,
    /// Seconds after which nothing more is fetched.
    pub(super) max_time: Option<u64>,
    /// Articles of the whole run. Files and standard input have a limit only where it is set.
    #[cfg_attr(test, schemars(range(min = 1)))]
    pub(super) max_articles: Option<usize>,
    /// Megabytes of one document, decompressed; of JSON Lines on this machine, of one line.
    #[cfg_attr(test, schemars(range(min = 1)))]
    pub(super) max_body_mb: Option<u64>,
    /// Whether to fetch an item's page: `auto` is when the feed has a teaser only.
    pub(super) full_text: Option<FullText>,
    /// Milliseconds between two requests to a host, give or take a quarter.
    pub(super) delay_ms: Option<u64>,
    /// Whether robots.txt decides which article pages are fetched; `false` only for a site of your own.
    pub(super) respect_robots: Option<bool>,
    /// Hosts that may be asked although their address is not public.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) allow_hosts: Vec<String>,
    /// The http or https proxy that asks all hosts. It looks up their names, so whether one leads into a private network is
    /// for the proxy to watch. `${NAME}` stands for a variable of the environment, as in `"${HTTPS_PROXY}"`; by itself no
    /// such variable is obeyed.
    pub(super) proxy: Option<String>,
}

/// The texts that articles were translated from.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct Originals {
    /// Whether to fetch the originals that articles name, and to check the articles beside them. Originals that are at hand
    /// (`source_text`, `--original`, `--original-dir`) are always read.
    pub(super) check: Option<bool>,
    /// The model that tells what sentences mean, see docs/originals.md; it is asked where words leave a doubt.
    pub(super) model: Option<PathBuf>,
    /// What English says for acronyms of the originals, beside what wirecheck knows: by language (BCP 47), then by acronym.
    /// A form in capitals is an acronym, the first the usual one; any other form is a name, whose beginning may stand for it.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(test, schemars(schema_with = "super::schema::acronyms"))]
    pub(super) acronyms: BTreeMap<String, BTreeMap<String, Forms>>,
}

/// What English says for an acronym: one form or several.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged, expecting = "a text or a list of texts")]
pub(super) enum Forms {
    One(String),
    Several(Vec<String>),
}

impl Forms {
    pub(super) fn all(&self) -> &[String] {
        match self {
            Self::One(form) => std::slice::from_ref(form),
            Self::Several(forms) => forms,
        }
    }
}

/// What fits a regular expression in an address, and what is put in its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Rewriting {
    /// A regular expression for a part of the address: `"/en/"`.
    pub(super) pattern: String,
    /// What stands there in the address of the original: `"/ru/"`. `$1` is the first group of the pattern.
    pub(super) replacement: String,
}

/// When to fetch the page of a feed's item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(rename_all = "lowercase")]
pub(super) enum FullText {
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

/// A feed, and what holds for it alone.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Feed {
    /// A URL, or a path relative to this file.
    pub(super) source: String,
    /// What reports call it.
    pub(super) name: Option<String>,
    /// Whether to fetch an item's page, for this feed.
    pub(super) full_text: Option<FullText>,
    /// Whether this feed is a machine translation. `true`: rules speak that would be too loud on English by people.
    /// `false`: they do not, whatever the articles say of themselves. Without it, an article's own note decides.
    pub(super) machine_translated: Option<bool>,
    /// The language that this feed is translated from, BCP 47: `"ru"`. Phrases of that language are told with more
    /// certainty.
    #[cfg_attr(test, schemars(regex(pattern = "^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")))]
    pub(super) source_language: Option<String>,
    /// Where this feed's items or pages name the original: a regular expression whose first group is the address.
    pub(super) original: Option<String>,
    /// Where the originals of this feed lie, by the addresses of its articles, if nothing names them.
    pub(super) original_address: Option<Rewriting>,
    /// Headers for this feed's own host, name and value. `${NAME}` stands for a variable of the environment. They go to the
    /// feed and to its pages on the same host, never to another, and their values are shown nowhere.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) headers: BTreeMap<String, String>,
    /// Cookies for this feed's own host, name and value, as `headers`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) cookies: BTreeMap<String, String>,
    /// The `User-Agent` for this feed's own host, as `headers`. In a robots.txt we stay `wirecheck`.
    pub(super) user_agent: Option<String>,
    /// CSS selectors: what fits one of them is the whole article of a page of this feed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) keep: Vec<String>,
    /// CSS selectors: what fits one of them is removed from a page of this feed before the article is looked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) remove: Vec<String>,
    /// Take only items of the feed that fit one of these regular expressions; the others are counted, and are no loss.
    #[serde(default, skip_serializing_if = "Items::is_empty")]
    pub(super) include: Items,
    /// Leave out items of the feed that fit one of these regular expressions; they are counted, and are no loss.
    #[serde(default, skip_serializing_if = "Items::is_empty")]
    pub(super) exclude: Items,
    /// Which field of a line holds what, where this source is JSON Lines; goes before what is said of all.
    #[serde(default, skip_serializing_if = "Fields::is_empty")]
    pub(super) fields: Fields,
    /// Rule packs for this feed, besides those for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) packs: Vec<PathBuf>,
    /// Words of this feed, besides those of all.
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    pub(super) words: Words,
    /// Terms of this feed, besides those of all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) terms: Vec<Term>,
    /// What you make of a rule or a group in this feed; goes before what is said of all feeds.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(test, schemars(schema_with = "super::schema::levels"))]
    pub(super) rules: BTreeMap<String, Level>,
}

/// Names of fields of a JSON line.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct Fields {
    /// The id; `id` if left out.
    pub(super) id: Option<String>,
    /// The headline; `title` if left out.
    pub(super) title: Option<String>,
    /// The text; `text` if left out.
    pub(super) text: Option<String>,
    /// The address; `url` if left out.
    pub(super) url: Option<String>,
    /// The date of publication; `published` if left out.
    pub(super) published: Option<String>,
    /// The language of the text; `lang` if left out.
    pub(super) language: Option<String>,
    /// The text that it was translated from; `source_text` if left out.
    pub(super) original: Option<String>,
    /// The address of the original; `source_url` if left out.
    pub(super) original_url: Option<String>,
    /// The language of the original; `source_lang` if left out.
    pub(super) original_language: Option<String>,
    /// Whether a machine translated it, `true` or `false`; `machine_translated` if left out.
    pub(super) machine_translated: Option<String>,
}

impl Fields {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Enters the names that are set.
    pub(super) fn enter(&self, fields: &mut fetcher::Fields) {
        for (ours, name) in [
            ("id", &self.id),
            ("title", &self.title),
            ("text", &self.text),
            ("url", &self.url),
            ("published", &self.published),
            ("lang", &self.language),
            ("source_text", &self.original),
            ("source_url", &self.original_url),
            ("source_lang", &self.original_language),
            ("machine_translated", &self.machine_translated),
        ] {
            fields.set(ours, name.as_deref());
        }
    }
}

impl From<&FieldArgs> for Fields {
    fn from(args: &FieldArgs) -> Self {
        Self {
            id: args.id_field.clone(),
            title: args.title_field.clone(),
            text: args.text_field.clone(),
            url: args.url_field.clone(),
            published: args.published_field.clone(),
            language: args.language_field.clone(),
            original: args.original_field.clone(),
            original_language: args.original_language_field.clone(),
            ..Self::default()
        }
    }
}

/// Items of a feed, by regular expressions that may fit anywhere: `(?i)` at the start lets capitals be small.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct Items {
    /// For the title.
    pub(super) title: Option<String>,
    /// For a category (Atom: label or term; JSON Feed: tag); one that fits is enough.
    pub(super) category: Option<String>,
    /// For the address of the page.
    pub(super) address: Option<String>,
}

impl Items {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl File {
    /// What holds where neither file nor command line say anything. Paths are relative to `base`.
    pub(super) fn defaults(base: &Path) -> Self {
        let options = fetcher::Options::default();
        Self {
            fail_on: Some(FailOn(Some(Severity::Major))),
            max_losses: Some(0),
            exit_zero: Some(false),
            new_only: Some(false),
            baseline: Some("wirecheck-baseline.toml".into()),
            state: Some(".wirecheck/state.db".into()),
            fetch: Fetch {
                concurrency: Some(options.concurrency),
                timeout: Some(options.timeouts.total.as_secs()),
                max_articles: Some(options.max_articles),
                max_body_mb: Some(options.max_body_bytes / MEGABYTE),
                full_text: Some(FullText::Auto),
                delay_ms: u64::try_from(options.politeness.delay.as_millis()).ok(),
                respect_robots: Some(options.politeness.respect_robots),
                ..Fetch::default()
            },
            originals: Originals {
                check: Some(options.originals),
                ..Originals::default()
            },
            ..Self::default()
        }
        .below(base)
    }

    /// The command line, as if it stood in a file. What it adds to, and does not replace, is taken from `file`.
    pub(super) fn of_command_line(args: &CheckArgs, file: &Self) -> Self {
        let feed = |source: &String| Feed {
            source: source.clone(),
            ..Feed::default()
        };
        let outputs = args.outputs.iter();
        Self {
            fail_on: args.fail_on,
            min_score: args.min_score,
            max_losses: args.max_losses,
            exit_zero: args.exit_zero.then_some(true),
            since: args.since.clone(),
            new_only: args.new_only.then_some(true),
            baseline: args.baseline.clone(),
            state: args.state.clone(),
            packs: added(&file.packs, &args.packs),
            output: outputs
                .map(|output| (output.format.to_string(), output.path.clone()))
                .collect(),
            fields: Fields::from(&args.fields),
            fetch: Fetch {
                max_time: args.max_time,
                max_articles: args.max_articles,
                allow_hosts: added(&file.fetch.allow_hosts, &args.allow_host),
                proxy: args.proxy.clone(),
                ..Fetch::default()
            },
            feeds: args.sources.iter().map(feed).collect(),
            ..Self::default()
        }
    }

    /// Takes the paths of the file for relative to `base`. Sources stay as written: reports name them so.
    fn below(mut self, base: &Path) -> Self {
        let paths = self.baseline.iter_mut().chain(&mut self.state);
        let packs = self
            .feeds
            .iter_mut()
            .flat_map(|feed| &mut feed.packs)
            .chain(&mut self.packs);
        let paths = paths.chain(&mut self.originals.model);
        for path in paths.chain(packs).chain(self.output.values_mut()) {
            *path = base.join(&path);
        }
        self
    }
}

const MEGABYTE: u64 = 1024 * 1024;

/// What the command line adds to a list of the file; nothing, and not the file's list, where it adds nothing.
fn added<T: Clone>(file: &[T], args: &[T]) -> Vec<T> {
    if args.is_empty() {
        return Vec::new();
    }
    [file, args].concat()
}

/// A configuration file that was read, or the lack of one.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// Where it lies, shown as paths in it are; `None` when there is none.
    pub(super) path: Option<PathBuf>,
    /// Its text, for the lines of its keys.
    pub(super) text: String,
    /// What stands in it, paths relative to the working directory.
    pub(super) file: File,
    /// What paths in it are relative to, shown as a user would write it: relative to the working directory where it lies
    /// below that.
    pub(super) base: PathBuf,
}

impl Found {
    /// Reads the configuration that is named, or the nearest one upwards from `here`, the working directory.
    pub(crate) fn read(named: Option<&Path>, here: &Path) -> Result<Self> {
        let Some(path) = named.map(Path::to_owned).or_else(|| discover(here)) else {
            return Ok(Self::default());
        };
        let folder = path.parent().unwrap_or(here);
        let base = folder.strip_prefix(here).unwrap_or(folder).to_owned();
        let text =
            std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let file = parse(&text).with_context(|| path.display().to_string())?;
        Ok(Self {
            file: file.below(&base),
            path: Some(
                path.file_name()
                    .map_or_else(|| path.clone(), |name| base.join(name)),
            ),
            text,
            base,
        })
    }

    /// What an error is blamed on.
    pub(super) fn name(&self) -> String {
        self.path
            .as_ref()
            .map_or_else(|| "on the command line".into(), |path| path.display().to_string())
    }

    /// The line of a key, counted from 1; `None` where the file does not have it.
    pub(super) fn line_of(&self, key: &[&str]) -> Option<usize> {
        checker::line_of(&self.text, key)
    }
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

/// Reads the text of a file and checks what no type can say.
pub(super) fn parse(text: &str) -> Result<File> {
    let file: File = from_toml(text)?;
    if let Some(score) = file.min_score.filter(|score| !(0.0..=100.0).contains(score)) {
        bail!("min-score = {score}: a score lies between 0 and 100");
    }
    if let Some(address) = file.report_url.as_ref().filter(|address| !is_page(address)) {
        bail!("report-url = {address:?}: an absolute http or https address without a fragment");
    }
    Ok(file)
}

/// Whether links can lead to a place on the page at that address.
fn is_page(address: &str) -> bool {
    Url::parse(address).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.fragment().is_none())
}
