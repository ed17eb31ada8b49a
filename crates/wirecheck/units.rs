//! Files of units, XLIFF, TMX and PO: each unit is checked beside its own original while the file is read, and all of them
//! are one article of the report.

use std::fs::File;
use std::io::{self, BufRead, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use checker::{Alongside, Checked, Checker, Original, Stated};
use exchange::{Format, HEAD_BYTES, Notes, Passage, Unit, Units};
use fetcher::Source;
use linguistics::document::{Document, Origin};
use linguistics::finding::{Beside, Category, Finding};
use reporting::report::{ArticleReport, Report, Reported, SourceReport};
use reporting::unit_file::{UnitFile, UnitPlace};
use text::{Lang, SourceMap, Span, Text};

use crate::config::{Config, NamedOriginals, Target};
use crate::file_id::file_id;
use crate::whole_file::WholeFile;

/// Bytes of text up to which a report shows units without a finding. A memory has millions of units, and nobody reads those
/// in which nothing was found.
const MOST_SHOWN: usize = 256 * 1024;

/// Bytes of a whole original that stands beside a finding which is not about one of its sentences.
const MOST_BESIDE: usize = 600;

/// Originals by which the language is told where nobody says it: so many bytes, or all of a file that has fewer.
const ENOUGH_TO_TELL: usize = 4 * 1024;

/// The format of a source that is a file of units.
pub(crate) fn format(source: &Source) -> Option<Format> {
    match source {
        Source::Path(path) => {
            // To look into a pipe would take from it what is to be read.
            let is_file = path.metadata().is_ok_and(|metadata| metadata.is_file());
            let mut head = Vec::new();
            let file = File::open(path).ok().filter(|_| is_file)?;
            file.take(HEAD_BYTES as u64).read_to_end(&mut head).ok()?;
            Format::detect(&head)
        }
        // What is looked at stays in the buffer that all readers of standard input share.
        Source::Stdin => Format::detect(io::stdin().lock().fill_buf().ok()?),
        Source::Url(_) => None,
    }
}

/// Checks a file of units.
///
/// # Errors
/// If it is named together with an option that is not for such files. What is wrong with the file itself is in its account.
pub(crate) fn check(
    target: &Target,
    format: Format,
    config: &Config,
) -> Result<(SourceReport, Option<ArticleReport>)> {
    if matches!(config.named_originals, NamedOriginals::File(_)) {
        bail!(
            "--original is for one article, and {} is a file of units with originals of their own",
            target.source
        );
    }
    let mut source = SourceReport {
        source: target.source.to_string(),
        kind: format.to_string(),
        ..SourceReport::default()
    };
    let input: Box<dyn Read> = match &target.source {
        Source::Path(path) => match File::open(path) {
            Ok(file) => Box::new(file),
            Err(error) => {
                source.error = Some(format!("{}: cannot be read: {error}", source.source));
                return Ok((source, None));
            }
        },
        Source::Stdin => Box::new(io::stdin().lock()),
        Source::Url(url) => bail!("{url}: a file of units is read from a file"),
    };
    let mut options = config.units.clone();
    options.source_language = options
        .source_language
        .or_else(|| target.stated.language.map(|language| language.tag().to_owned()));
    let mut units = Units::new(input, format, options);
    let mut article = Article::new(target);
    let mut problems = Vec::new();
    for unit in &mut units {
        match unit {
            Ok(unit) => article.take(unit),
            Err(error) => problems.push(with_advice(&error)),
        }
    }
    article.check_waiting();
    if article.foreign > 0 {
        problems.push(format!(
            "line {}: {} not in English and could not be checked",
            article.first_foreign,
            one_or(article.foreign, "a translation is", "translations are")
        ));
    }
    let account = units.account();
    source.items_seen = account.seen;
    source.left_out = account.left_out();
    if account.done > 0 {
        source.left_out.push(format!(
            "{} approved or final (--all-units checks them)",
            one_or(account.done, "1 unit", "units")
        ));
    }
    if article.checked == 0 {
        let nothing = || (source.left_out.is_empty()).then(|| "holds no unit to check".to_owned());
        let why = problems.into_iter().reduce(|all, next| format!("{all}; {next}"));
        source.error = why
            .or_else(nothing)
            .map(|why| format!("{}: {why}", source.source));
        return Ok((source, None));
    }
    source.articles = 1;
    source.losses = problems;
    let report = article.finish(target, &config.root);
    Ok((source, Some(report)))
}

/// "a unit is", "3 units are".
fn one_or(count: usize, one: &str, several: &str) -> String {
    if count == 1 {
        one.to_owned()
    } else {
        format!("{count} {several}")
    }
}

fn with_advice(error: &exchange::Error) -> String {
    let advice = match error {
        exchange::Error::NoSourceLanguage { .. } => "; --source-lang names it",
        error if error.is_final() => "; the units before it were checked",
        _ => "",
    };
    format!("{}{advice}", error.sentence())
}

/// The original of a unit, as a report shows it.
struct Shown<'u> {
    text: &'u str,
    /// The same as it was compared.
    masked: &'u str,
    language: Option<Lang>,
}

/// The article that a file of units becomes.
struct Article<'t> {
    checker: &'t Checker,
    stated: Stated,
    report: ArticleReport,
    file: UnitFile,
    findings: Vec<Finding>,
    /// Units that wait until the language of the originals can be told.
    waiting: Vec<Unit>,
    /// Whether it was told, and what it is, if it can be.
    is_told: bool,
    told: Option<Lang>,
    /// How many units were checked.
    checked: usize,
    /// How many are in another language than English, and where the first is.
    foreign: usize,
    first_foreign: usize,
    /// How many were compared with their originals, and the sum of how sure it is that they are translations of them.
    compared: usize,
    confidence: f32,
}

impl<'t> Article<'t> {
    fn new(target: &'t Target) -> Self {
        Self {
            checker: &target.checker,
            stated: target.stated,
            report: ArticleReport::default(),
            file: UnitFile::default(),
            findings: Vec::new(),
            waiting: Vec::new(),
            is_told: false,
            told: None,
            checked: 0,
            foreign: 0,
            first_foreign: 0,
            compared: 0,
            confidence: 0.0,
        }
    }

    /// Checks a unit, now or once its language is known.
    fn take(&mut self, unit: Unit) {
        let declared = unit.source_language.as_deref();
        if declared.is_some() || self.is_told {
            let language = declared.map_or(self.told, Lang::from_tag);
            self.check(&unit, language);
            return;
        }
        self.waiting.push(unit);
        let bytes = self.waiting.iter().map(|unit| unit.source.text.len());
        if self.waiting.len().is_power_of_two() && bytes.sum::<usize>() >= ENOUGH_TO_TELL {
            self.check_waiting();
        }
    }

    /// Tells the language of the originals that were read, and checks their units.
    fn check_waiting(&mut self) {
        if self.waiting.is_empty() {
            return;
        }
        let sample: Vec<String> = self.waiting.iter().map(|unit| unit.source.masked()).collect();
        let language = Document::new(&sample.join("\n\n")).language();
        (self.is_told, self.told) = (true, language);
        for unit in std::mem::take(&mut self.waiting) {
            self.check(&unit, language);
        }
    }

    fn check(&mut self, unit: &Unit, language: Option<Lang>) {
        let masked = unit.source.masked();
        let original = Text::plain(masked.as_str());
        let original = Original {
            text: &original,
            language,
        };
        let is_machine = self
            .stated
            .machine_translated
            .unwrap_or(unit.is_machine_translated);
        let origin = is_machine.then(|| Origin::machine_translation(language));
        let text = Text::plain(unit.target.masked());
        let checked = self.checker.check_unit(&text, origin, &original);
        if !checked.has_words {
            return;
        }
        self.checked += 1;
        if checked.language != Some(Lang::ENGLISH) {
            self.foreign += 1;
            if self.foreign == 1 {
                self.first_foreign = place(&unit.target).unwrap_or(unit.at.line);
            }
            return;
        }
        self.report.words += checked.words;
        self.note_comparison(checked.comparison.as_ref());
        let original = Shown {
            text: &unit.source.text,
            masked: &masked,
            language: language.filter(|language| *language != Lang::ENGLISH),
        };
        self.add(unit, checked, &original);
    }

    fn note_comparison(&mut self, of_unit: Option<&Alongside>) {
        let Some(of_unit) = of_unit else { return };
        self.compared += 1;
        self.confidence += of_unit.confidence;
        let all = self.report.comparison.get_or_insert_with(|| Alongside {
            aligned_with: "unit by unit".to_owned(),
            sentences: 0,
            aligned: 0,
            ..of_unit.clone()
        });
        all.sentences += of_unit.sentences;
        all.aligned += of_unit.aligned;
        all.confidence = self.confidence / self.compared as f32;
    }

    /// Adds a unit to the text of the article, if it is to be shown.
    fn add(&mut self, unit: &Unit, checked: Checked, original: &Shown) {
        let target = &unit.target;
        let findings = checked.findings.into_iter();
        // A unit has no lines of a site: "Category:" is one of a program.
        let is_kept = |finding: &Finding| {
            finding.category != Category::Boilerplate && !target.is_masked(finding.extent())
        };
        let findings: Vec<Finding> = findings.filter(is_kept).collect();
        let text = &mut self.report.text;
        if findings.is_empty() && text.len() + target.text.len() > MOST_SHOWN {
            self.file.unshown += 1;
            return;
        }
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        let start = text.len();
        text.push_str(&target.text);
        self.file.units.push(UnitPlace {
            span: Span::new(start, text.len()),
            id: unit.id.clone(),
            at: unit.at,
            map: if findings.is_empty() {
                SourceMap::default()
            } else {
                target.map.clone()
            },
        });
        let blocks = checked.blocks.into_iter().map(|mut block| {
            block.span = block.span.shifted(start);
            block
        });
        self.report.blocks.extend(blocks);
        let sentences = checked.sentences.iter();
        self.report
            .sentences
            .extend(sentences.map(|sentence| sentence.span.shifted(start)));
        let findings = findings.into_iter();
        self.findings
            .extend(findings.map(|finding| moved(finding, start, original)));
    }

    fn finish(mut self, target: &Target, root: &Path) -> ArticleReport {
        let (id, title) = match &target.source {
            Source::Path(path) => {
                let name = path.file_name().unwrap_or_default();
                (file_id(path, root), name.to_string_lossy().into_owned())
            }
            other => (other.to_string(), other.to_string()),
        };
        self.file.path.clone_from(&id);
        ArticleReport {
            id,
            title,
            source: target.source.to_string(),
            language: Some(Lang::ENGLISH.tag().to_owned()),
            file: Some(self.file),
            ..self.report
        }
        .with_findings(self.findings)
    }
}

/// The line on which a passage begins.
fn place(passage: &Passage) -> Option<usize> {
    passage.map.start(&passage.text, 0).map(|start| start.line)
}

/// A finding of a unit as one of the article, in which its text starts at `start`. The original stands beside it, as it is and
/// not as it was compared.
fn moved(mut finding: Finding, start: usize, original: &Shown) -> Finding {
    finding.span = finding.span.shifted(start);
    for edit in &mut finding.edits {
        edit.span = edit.span.shifted(start);
    }
    for related in &mut finding.related {
        related.span = related.span.shifted(start);
    }
    match &mut finding.beside {
        Some(beside) => {
            if let Some(at) = original.masked.find(&beside.sentence)
                && let Some(shown) = original.text.get(at..at + beside.sentence.len())
            {
                shown.clone_into(&mut beside.sentence);
            }
        }
        // What a rule of English says, too, is judged with the original at hand.
        None if original.text.len() <= MOST_BESIDE => {
            finding.beside = original.language.map(|language| {
                Box::new(Beside {
                    language,
                    sentence: original.text.to_owned(),
                    span: Span::default(),
                    note: None,
                })
            });
        }
        None => {}
    }
    finding
}

/// Writes the copy of the only source with notes, if one is asked for.
///
/// # Errors
/// If the source is none that can take notes, or the copy cannot be written.
pub(crate) fn annotate(config: &Config, report: &Report) -> Result<()> {
    let Some(out) = &config.annotate else {
        return Ok(());
    };
    let name = || format!("--annotate {}", out.display());
    let source = config.targets.first().map(|target| &target.source);
    let Some(Source::Path(path)) = source else {
        bail!("{}: only a file can be copied with notes", name());
    };
    let Some(format) = self::format(&Source::Path(path.clone())) else {
        bail!("{}: {} is no XLIFF file", name(), path.display());
    };
    write_copy(path, format, &notes(report), out).with_context(name)?;
    anstream::eprintln!("wrote {}", absolute(out).display());
    Ok(())
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

fn write_copy(path: &Path, format: Format, notes: &Notes, out: &Path) -> Result<()> {
    let mut file = File::open(path).with_context(|| path.display().to_string())?;
    let mut copy = WholeFile::create(out)?;
    exchange::annotate(&mut file, format, notes, &mut copy).with_context(|| path.display().to_string())?;
    Ok(copy.finish()?)
}

/// A note for each open finding, on its unit.
fn notes(report: &Report) -> Notes {
    let mut notes = Notes::new();
    for article in report.checked() {
        let Some(file) = &article.file else { continue };
        for reported in article.open() {
            if let Some(unit) = file.unit(reported.finding.span) {
                notes
                    .entry(unit.at.offset)
                    .or_default()
                    .push(note(article, reported));
            }
        }
    }
    notes
}

/// "major original-number: 15,000 stands for 11,000 (“15,000”; original: 11 тысяч = 11,000)".
fn note(article: &ArticleReport, reported: &Reported) -> String {
    let finding = &reported.finding;
    let quote = article.quote(finding.span);
    let original = finding.beside.as_ref().and_then(|beside| beside.note.as_ref());
    let original = original.map_or_else(String::new, |note| format!("; original: {note}"));
    format!(
        "{} {}: {} (“{quote}”{original})",
        finding.severity, finding.rule, finding.message
    )
}
