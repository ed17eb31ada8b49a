//! `wirecheck.toml` and the command line, and what both together make.

mod acronyms;
mod file;
mod packs;
#[cfg(test)]
mod schema;
mod secret;
mod show;

use std::borrow::Cow;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use checker::{Checker, Rules, Stated};
use fetcher::{
    Agent, ItemFilter, ItemPatterns, OriginalPattern, OwnHeaders, PageSelectors, Proxy, Source,
    SourceOptions, Tape,
};
use linguistics::finding::Severity;
use reporting::formats::jsonl::Lines;
use text::Lang;
use toml::{Table, Value};

use crate::args::{CheckArgs, FailOn, Format, Output};
use crate::{clock, file_id, model};
use file::{Feed, Fetch, Fields, File, Items, Rewriting};

pub(crate) use file::{Found, NAMES};
pub(crate) use packs::Packs;
pub(crate) use show::show;

/// The file that `wirecheck init` writes: every key with its default.
pub(crate) const TEMPLATE: &str = include_str!("template.toml");

/// What `wirecheck config schema` prints: a JSON Schema (draft 2020-12) of wirecheck.toml.
pub(crate) const SCHEMA: &str = include_str!("schemas/wirecheck.schema.json");

/// Everything that a run needs to know, from the file and the command line together.
#[derive(Debug)]
pub(crate) struct Config {
    /// What the report calls the run.
    pub(crate) title: String,
    /// What to check, each with its rules.
    pub(crate) targets: Vec<Target>,
    /// The originals that the command line names.
    pub(crate) named_originals: NamedOriginals,
    /// What to read of files of units.
    pub(crate) units: exchange::Options,
    /// The copy of the only source, a file of units, with notes.
    pub(crate) annotate: Option<PathBuf>,
    /// How to fetch.
    pub(crate) fetch: fetcher::Options,
    /// The file in which is remembered what runs saw and found; `None`: every run is the first.
    pub(crate) state: Option<PathBuf>,
    /// Reports to write.
    pub(crate) outputs: Vec<Output>,
    /// The lowest severity that makes the run fail.
    pub(crate) fail_on: Option<Severity>,
    /// The score below which the run fails.
    pub(crate) min_score: Option<f64>,
    /// The address at which the HTML report will be found.
    pub(crate) report_url: Option<String>,
    /// The file of known findings.
    pub(crate) baseline: PathBuf,
    /// Losses that do not make the run incomplete.
    pub(crate) max_losses: usize,
    /// Whether a run that fails by its findings exits with 0 all the same.
    pub(crate) exit_zero: bool,
    /// Whether only findings count that an article did not have when it was last checked.
    pub(crate) new_only: bool,
    /// The folder that the ids of local files are relative to.
    pub(crate) root: PathBuf,
    /// How many threads check.
    pub(crate) jobs: usize,
    /// What `jsonl` leaves out.
    pub(crate) lines: Lines,
    /// The file in which is noted how far the run has come.
    pub(crate) checkpoint: Option<PathBuf>,
    /// A hash of all that decides what is checked and written, to tell whether a run is the one that was broken off.
    pub(crate) asked: u64,
}

/// The originals that the command line names.
#[derive(Debug)]
pub(crate) enum NamedOriginals {
    /// None.
    None,
    /// The file that the only article was translated from.
    File(PathBuf),
    /// A folder with the originals of files, by the same names.
    Folder(PathBuf),
}

/// A source and the checker for its articles.
#[derive(Debug, Clone)]
pub(crate) struct Target {
    pub(crate) source: Source,
    pub(crate) options: SourceOptions,
    pub(crate) checker: Checker,
    /// What the settings say of the origin of its articles.
    pub(crate) stated: Stated,
}

/// What is said of a run, by whom: each layer goes before those above it.
#[derive(Debug)]
struct Layers {
    defaults: File,
    found: Found,
    command_line: File,
}

impl Layers {
    fn read(args: &CheckArgs, here: &Path) -> Result<Self> {
        let mut found = Found::read(args.config.as_deref(), here)?;
        let command_line = File::of_command_line(args, &found.file);
        if !args.packs.is_empty() {
            found.file.packs.clone_from(&command_line.packs);
        }
        Ok(Self {
            defaults: File::defaults(&found.base),
            found,
            command_line,
        })
    }

    /// What holds in the end.
    fn effective(&self) -> Result<File> {
        let mut effective = Table::try_from(&self.defaults)?;
        overlay(&mut effective, Table::try_from(&self.found.file)?);
        overlay(&mut effective, Table::try_from(&self.command_line)?);
        Ok(effective.try_into()?)
    }
}

/// Puts what `above` says over what `below` says: tables key by key, anything else as a whole.
fn overlay(below: &mut Table, above: Table) {
    for (key, value) in above {
        match (below.get_mut(&key), value) {
            (Some(Value::Table(below)), Value::Table(above)) => overlay(below, above),
            (_, value) => {
                below.insert(key, value);
            }
        }
    }
}

impl Config {
    /// Reads the configuration for `wirecheck check`. `here` is the working directory.
    pub(crate) fn load(args: &CheckArgs, here: &Path) -> Result<Self> {
        let layers = Layers::read(args, here)?;
        let root = file_id::root(layers.found.path.as_deref(), here);
        Self::of(&layers, args, root).with_context(|| layers.found.name())
    }

    fn of(layers: &Layers, args: &CheckArgs, root: PathBuf) -> Result<Self> {
        let file = layers.effective()?;
        let asked = asked(&file, args)?;
        let targets = targets(layers, &file, args)?;
        let mut fetch = fetch_options(&file.fetch, args)?;
        fetch.originals = file.originals.check.unwrap_or(fetch.originals);
        fetch.limit_local = layers
            .found
            .file
            .fetch
            .max_articles
            .or(args.max_articles)
            .is_some();
        let outputs = outputs(&layers.found.file, args)?;
        if args.checkpoint.is_some() {
            refuse_unfit_for_checkpoint(&outputs, args)?;
        }
        let on_network = targets
            .iter()
            .any(|target| matches!(target.source, Source::Url(_)));
        // A recording is of a whole run, so that it can be replayed by anybody.
        let remembers = on_network && !args.no_state && fetch.tape == Tape::Off;
        fetch.since = file.since.as_ref().map(|since| since.moment(clock::now()));
        Ok(Self {
            title: title(&file.feeds),
            targets,
            named_originals: match (&args.original, &args.original_dir) {
                (Some(path), _) => NamedOriginals::File(path.clone()),
                (None, Some(folder)) => NamedOriginals::Folder(folder.clone()),
                (None, None) => NamedOriginals::None,
            },
            units: exchange::Options {
                all: args.all_units,
                source_language: args.source_lang.clone(),
            },
            annotate: args.annotate.clone(),
            fetch,
            state: file.state.filter(|_| remembers),
            outputs,
            fail_on: file.fail_on.and_then(|FailOn(severity)| severity),
            min_score: file.min_score,
            report_url: file.report_url,
            baseline: file.baseline.unwrap_or_default(),
            max_losses: file.max_losses.unwrap_or_default(),
            exit_zero: file.exit_zero.unwrap_or_default(),
            new_only: file.new_only.unwrap_or_default(),
            root,
            jobs: args.jobs.map_or_else(cores, NonZero::get),
            lines: Lines {
                only_findings: args.only_findings,
                no_text: args.no_text,
            },
            checkpoint: args.checkpoint.clone(),
            asked,
        })
    }
}

/// The cores that this process may use.
fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, NonZero::get)
}

/// A hash of what was asked for, the same for the same program only.
fn asked(file: &File, args: &CheckArgs) -> Result<u64> {
    let mut hasher = DefaultHasher::new();
    env!("CARGO_PKG_VERSION").hash(&mut hasher);
    Table::try_from(file)?.to_string().hash(&mut hasher);
    (&args.rules, args.only_findings, args.no_text).hash(&mut hasher);
    Ok(hasher.finish())
}

/// A run can be taken up again where each article stands on lines of its own in the reports.
fn refuse_unfit_for_checkpoint(outputs: &[Output], args: &CheckArgs) -> Result<()> {
    let fit = |format| {
        matches!(
            format,
            Format::Concise | Format::Other(reporting::formats::Format::Jsonl)
        )
    };
    if outputs.is_empty() {
        bail!("--checkpoint needs a report in a file that can be continued: --output jsonl=FILE");
    }
    if let Some(output) = outputs.iter().find(|output| !fit(output.format)) {
        bail!(
            "--checkpoint: {} must see all articles, of which an interrupted run has lost some; write jsonl or concise",
            output.format
        );
    }
    if args.format.is_some() {
        bail!(
            "--checkpoint: what was printed cannot be taken back; write to a file with --output, and print the verdict only"
        );
    }
    Ok(())
}

fn title(feeds: &[Feed]) -> String {
    let names: Vec<_> = feeds
        .iter()
        .map(|feed| feed.name.as_deref().map_or_else(|| shown(feed), Cow::from))
        .collect();
    names.join(", ")
}

/// What a feed is called where everybody sees it: its source as written, without a password.
fn shown(feed: &Feed) -> Cow<'_, str> {
    match Source::parse(&feed.source, Path::new("")) {
        Ok(source @ Source::Url(_)) => source.to_string().into(),
        _ => feed.source.as_str().into(),
    }
}

/// The sources of the command line, or the feeds of the file; folders are opened by the pipeline.
fn targets(layers: &Layers, file: &File, args: &CheckArgs) -> Result<Vec<Target>> {
    if file.feeds.is_empty() {
        bail!(
            "nothing to check: name a SOURCE (a feed URL, a page, a file, a folder), or list [[feeds]] in \
             wirecheck.toml; `wirecheck init` writes one"
        );
    }
    if args.original.is_some() && args.sources.len() != 1 {
        bail!("--original is for one SOURCE, the translation; name it on the command line");
    }
    if args.annotate.is_some() && args.sources.len() != 1 {
        bail!("--annotate is for one SOURCE, an XLIFF file; name it on the command line");
    }
    let packs = Packs::read(&layers.found)?;
    let catalogue = packs.catalogue();
    let terms = acronyms::terms(&layers.found)?;
    let model = model::find(file.originals.model.as_deref(), &layers.found.base);
    let checker = |feed: Option<usize>, own: &Feed| {
        let levels = [&file.rules, &own.rules];
        let packs = packs.of(&layers.found, feed)?;
        let rules = Rules::new(&catalogue, packs, &levels, &args.rules)?;
        let checker = Checker::new(rules).with_terms(terms.clone());
        anyhow::Ok(match &model {
            Some(model) => checker.with_model(Arc::clone(model)),
            None => checker,
        })
    };
    if !args.sources.is_empty() {
        // Sources of the command line have no rules of their own, so that they can share one set.
        let checker = checker(None, &Feed::default())?;
        let target = |feed| target(feed, &file.fields, Path::new(""), checker.clone());
        return file.feeds.iter().map(target).collect();
    }
    let target = |(number, feed)| {
        checker(Some(number), feed)
            .and_then(|checker| target(feed, &file.fields, &layers.found.base, checker))
            .with_context(|| format!("in the feed `{}`", shown(feed)))
    };
    file.feeds.iter().enumerate().map(target).collect()
}

fn target(feed: &Feed, all: &Fields, base: &Path, checker: Checker) -> Result<Target> {
    let source = Source::parse(&feed.source, base)?;
    let headers = headers(feed)?;
    if !matches!(source, Source::Url(_)) && !headers.is_empty() {
        bail!("headers, cookies and user-agent are for a source with an address: they go to its host");
    }
    let mut fields = fetcher::Fields::default();
    all.enter(&mut fields);
    feed.fields.enter(&mut fields);
    Ok(Target {
        source,
        options: SourceOptions {
            full_text: feed.full_text.map(Into::into),
            original: original_pattern(feed)?,
            headers,
            selectors: PageSelectors::parse(&feed.keep, &feed.remove).context("keep, remove")?,
            items: ItemFilter {
                include: patterns(&feed.include).context("include")?,
                exclude: patterns(&feed.exclude).context("exclude")?,
            },
            fields,
        },
        checker,
        stated: Stated {
            machine_translated: feed.machine_translated,
            language: feed.source_language.as_deref().map(language).transpose()?,
        },
    })
}

/// Where a feed's originals are.
fn original_pattern(feed: &Feed) -> Result<Option<OriginalPattern>> {
    let mut found = feed
        .original
        .as_deref()
        .map(OriginalPattern::parse)
        .transpose()
        .context("original")?;
    if let Some(Rewriting { pattern, replacement }) = &feed.original_address {
        let or_address = found.unwrap_or_default().or_address(pattern, replacement);
        found = Some(or_address.context("original-address")?);
    }
    Ok(found)
}

fn language(tag: &str) -> Result<Lang> {
    Lang::from_tag(tag)
        .with_context(|| format!("source-language = \"{tag}\" is no language that is known here"))
}

/// The headers of a feed, with what the environment says.
fn headers(feed: &Feed) -> Result<OwnHeaders> {
    let mut headers = OwnHeaders::default();
    for (name, value) in &feed.headers {
        let value = secret::expand(value).with_context(|| format!("headers.{name}"))?;
        headers.add(name, &value).context("headers")?;
    }
    for (name, value) in &feed.cookies {
        let value = secret::expand(value).with_context(|| format!("cookies.{name}"))?;
        headers.add_cookie(name, &value).context("cookies")?;
    }
    if let Some(agent) = &feed.user_agent {
        let agent = secret::expand(agent).context("user-agent")?;
        headers.add("User-Agent", &agent)?;
    }
    Ok(headers)
}

fn patterns(items: &Items) -> Result<Option<ItemPatterns>, fetcher::Error> {
    let [title, category, address] = [&items.title, &items.category, &items.address].map(Option::as_deref);
    ItemPatterns::parse(title, category, address)
}

/// The outputs of the command line, and those of the file in formats that the command line does not name.
fn outputs(file: &File, args: &CheckArgs) -> Result<Vec<Output>> {
    let mut outputs = args.outputs.clone();
    for (name, path) in &file.output {
        let format = name.parse().map_err(anyhow::Error::msg).context("in [output]")?;
        if !args.outputs.iter().any(|output| output.format == format) {
            let path = path.clone();
            outputs.push(Output { format, path });
        }
    }
    Ok(outputs)
}

fn fetch_options(fetch: &Fetch, args: &CheckArgs) -> Result<fetcher::Options> {
    const LONGEST_SECONDS: u64 = 24 * 60 * 60;
    let mut options = fetcher::Options {
        agent: Some(Agent {
            name: env!("CARGO_PKG_NAME").to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        }),
        ..fetcher::Options::default()
    };
    options.contact.clone_from(&fetch.contact);
    options.allow_hosts.clone_from(&fetch.allow_hosts);
    let proxy = |address: &String| anyhow::Ok(Proxy::parse(&secret::expand(address)?)?);
    options.proxy = fetch
        .proxy
        .as_ref()
        .map(proxy)
        .transpose()
        .context("fetch.proxy")?;
    options.max_time = fetch.max_time.map(Duration::from_secs);
    options.max_articles = fetch.max_articles.unwrap_or(options.max_articles);
    options.concurrency = fetch.concurrency.unwrap_or(options.concurrency);
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
    if let Some(path) = given {
        return Ok(path.to_owned());
    }
    let found = Found::read(config, here)?;
    let default = File::defaults(&found.base).baseline;
    Ok(found.file.baseline.or(default).unwrap_or_default())
}

/// The template with the lines that it comments out by one of these marks.
#[cfg(test)]
fn uncommented_template(marks: &[&str]) -> String {
    let uncommented = |line: &'static str| {
        let marked = marks.iter().find_map(|mark| line.strip_prefix(mark));
        marked.or_else(|| Some(line).filter(|line| !line.starts_with('#')))
    };
    TEMPLATE
        .lines()
        .filter_map(uncommented)
        .fold(String::new(), |text, line| text + line + "\n")
}

/// The marks of defaults and of examples in the template.
#[cfg(test)]
const MARKS: [&str; 2] = ["#: ", "#> "];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_template_is_valid_and_tells_defaults_from_examples() {
        file::parse(&uncommented_template(&MARKS)).unwrap();
        let file = file::parse(&uncommented_template(&MARKS[..1])).unwrap();
        let template = Table::try_from(&file).unwrap();
        let defaults = Table::try_from(File::defaults(Path::new(""))).unwrap();
        assert_eq!(template, defaults);
    }

    #[test]
    fn a_misspelt_key_gets_a_suggestion() {
        let error = file::parse("[fetch]\nmax-artcles = 3\n").unwrap_err().to_string();
        assert!(
            error.contains("line 2") && error.contains("did you mean `max-articles`?"),
            "{error}"
        );
    }
}
