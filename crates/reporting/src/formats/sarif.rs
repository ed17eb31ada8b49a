//! SARIF 2.1.0, for code scanning and the viewers that know it
//! (<https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>).
//!
//! Locations point into [snapshots](crate::snapshot), which the file carries with it. Identities stand
//! in `partialFingerprints`; findings that the baseline lets pass stay in the file as suppressed, and those
//! that it let pass and that are gone since are `absent`. A reader that knows neither, such as GitHub's code
//! scanning, takes both for open: leave results with `suppressions` out before you upload there.
//!
//! There is no `helpUri`, because the rules have no public page: the help itself is in the file.

use linguistics::rule::{Example, Languages, Point, Rule};
use std::collections::{BTreeMap, HashMap};
use std::io;

use linguistics::finding::{Finding, Severity};
use serde::Serialize;
use sha2::{Digest, Sha256};
use text::Span;

use crate::cited::Cited;
use crate::hash;
use crate::links::Published;
use crate::place::Places;
use crate::report::{ArticleReport, Gone, Novelty, Report, Reported};
use crate::snapshot::{Locator, Region, Snapshot};
use crate::translation;
use crate::visible::Visible;

/// Writes the log, indented, with a line feed at its end.
pub(crate) fn write(report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
    let snapshots = Snapshot::all(report);
    let cited: Vec<_> = snapshots.iter().map(Cited::of).collect();
    serde_json::to_writer_pretty(&mut *out, &Log::new(report, &snapshots, &cited))?;
    out.write_all(b"\n")
}

/// How SARIF puts a severity.
pub(crate) fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::Major => "error",
        Severity::Minor => "warning",
        Severity::Info => "note",
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Log<'r> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [RunObject<'r>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RunObject<'r> {
    tool: Tool<'r>,
    automation_details: AutomationDetails,
    column_kind: &'static str,
    invocations: [Invocation<'r>; 1],
    artifacts: Vec<Artifact<'r>>,
    results: Vec<ResultObject<'r>>,
}

#[derive(Serialize)]
struct Tool<'r> {
    driver: Driver<'r>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver<'r> {
    name: &'static str,
    semantic_version: &'r str,
    rules: Vec<RuleObject>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RuleObject {
    id: String,
    name: String,
    short_description: Message,
    full_description: Message,
    help: Message,
    default_configuration: Configuration,
    properties: RuleProperties,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct RuleProperties {
    tags: Vec<&'static str>,
    mqm: String,
}

#[derive(Serialize)]
struct Message {
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    markdown: Option<String>,
}

#[derive(Serialize)]
struct AutomationDetails {
    id: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation<'r> {
    execution_successful: bool,
    tool_execution_notifications: Vec<Notification<'r>>,
}

#[derive(Serialize)]
struct Notification<'r> {
    level: &'static str,
    message: Message,
    properties: SourceProperties<'r>,
}

#[derive(Serialize)]
struct SourceProperties<'r> {
    source: &'r str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Artifact<'r> {
    location: ArtifactLocation<'r>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<Message>,
    length: usize,
    contents: Contents<'r>,
    hashes: BTreeMap<&'static str, String>,
    properties: ArticleProperties<'r>,
}

#[derive(Serialize)]
struct Contents<'r> {
    text: &'r str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArticleProperties<'r> {
    title: &'r str,
    guid: &'r str,
    source: &'r str,
    item_url: Option<&'r str>,
    published: Option<String>,
}

#[derive(Serialize)]
struct ArtifactLocation<'r> {
    uri: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    index: Option<usize>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ResultObject<'r> {
    rule_id: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    level: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rank: Option<f64>,
    message: Message,
    locations: [LocationObject<'r>; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<LocationObject<'r>>,
    partial_fingerprints: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hosted_viewer_uri: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline_state: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Fix<'r>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suppressions: Vec<SuppressionObject<'r>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    properties: Option<ResultProperties<'r>>,
}

#[derive(Serialize)]
struct ResultProperties<'r> {
    category: String,
    severity: Severity,
    confidence: f32,
    reason: Option<&'r str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LocationObject<'r> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: PhysicalLocation<'r>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    logical_locations: Vec<LogicalLocation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation<'r> {
    artifact_location: ArtifactLocation<'r>,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<RegionObject>,
    #[serde(skip_serializing_if = "Option::is_none")]
    context_region: Option<RegionObject>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LogicalLocation {
    fully_qualified_name: String,
    kind: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RegionObject {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
    char_offset: usize,
    char_length: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    snippet: Option<Message>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Fix<'r> {
    description: Message,
    artifact_changes: [ArtifactChange<'r>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactChange<'r> {
    artifact_location: ArtifactLocation<'r>,
    replacements: Vec<Replacement>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement {
    deleted_region: RegionObject,
    inserted_content: Message,
}

#[derive(Serialize)]
struct SuppressionObject<'r> {
    kind: &'static str,
    status: &'static str,
    justification: &'r str,
}

impl<'r> Log<'r> {
    fn new(report: &'r Report, snapshots: &'r [Snapshot<'r>], cited: &'r [Option<Cited<'r>>]) -> Self {
        Self {
            schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
            version: "2.1.0",
            runs: [RunObject::new(report, snapshots, cited)],
        }
    }
}

impl<'r> RunObject<'r> {
    fn new(report: &'r Report, snapshots: &'r [Snapshot<'r>], cited: &'r [Option<Cited<'r>>]) -> Self {
        let (rules, published) = (Rules::new(report), Published::of(report));
        let mut number = snapshots.len();
        let mut numbered = |cited: &'r Option<Cited<'r>>| {
            let cited = cited.as_ref()?;
            number += 1;
            Some((number - 1, cited))
        };
        let contexts: Vec<_> = snapshots
            .iter()
            .zip(cited)
            .enumerate()
            .map(|(index, (snapshot, cited))| Context {
                report,
                rules: &rules,
                article: snapshot.article,
                index,
                snapshot,
                locator: snapshot.locator(),
                places: Places::new(snapshot.article),
                cited: numbered(cited),
                published: published.as_ref(),
            })
            .collect();
        let found = contexts.iter().flat_map(Context::found);
        let results = found.chain(contexts.iter().flat_map(Context::gone)).collect();
        Self {
            tool: Tool {
                driver: Driver {
                    name: "wirecheck",
                    semantic_version: &report.run.version,
                    rules: rules.objects,
                },
            },
            automation_details: AutomationDetails {
                id: automation_id(report),
            },
            column_kind: "unicodeCodePoints",
            invocations: [Invocation::new(report)],
            artifacts: snapshots
                .iter()
                .map(Artifact::new)
                .chain(cited.iter().flatten().map(Artifact::cited))
                .collect(),
            results,
        }
    }
}

/// The rules that ran, and after them those that only findings know of.
#[derive(Default)]
struct Rules<'r> {
    objects: Vec<RuleObject>,
    /// The index of each rule in the list.
    indices: HashMap<&'r str, usize>,
}

impl<'r> Rules<'r> {
    fn new(report: &'r Report) -> Self {
        let mut rules = Self::default();
        for rule in &report.rules {
            rules.add(&rule.name, || RuleObject::new(rule));
        }
        let reported = report.articles.iter().flat_map(|article| &article.findings);
        for Reported { finding, .. } in reported {
            rules.add(&finding.rule, || RuleObject::unknown(finding));
        }
        rules
    }

    fn add(&mut self, name: &'r str, object: impl FnOnce() -> RuleObject) {
        let objects = &mut self.objects;
        self.indices.entry(name).or_insert_with(|| {
            objects.push(object());
            objects.len() - 1
        });
    }

    fn index(&self, name: &str) -> Option<usize> {
        self.indices.get(name).copied()
    }
}

impl RuleObject {
    fn new(rule: &Rule) -> Self {
        Self {
            id: rule.name.clone(),
            name: pascal_case(&rule.name),
            short_description: Message::plain(format!("{}.", rule.summary)),
            full_description: Message::plain(rule.explain.clone()),
            help: Message {
                markdown: Some(help(rule)),
                ..Message::plain(rule.explain.clone())
            },
            default_configuration: Configuration {
                level: level(rule.severity),
            },
            properties: RuleProperties {
                tags: vec![rule.category.dimension()],
                mqm: rule.category.label(),
            },
        }
    }

    fn unknown(finding: &Finding) -> Self {
        Self::new(&Rule {
            name: finding.rule.to_string(),
            summary: finding.rule.to_string(),
            category: finding.category,
            severity: finding.severity,
            languages: Languages::Any,
            point: Point::AnyText,
            explain: finding.rule.to_string(),
            examples: Vec::new(),
        })
    }
}

/// The explanation with examples, in Markdown.
fn help(rule: &Rule) -> String {
    let example = |example: &Example| match example {
        Example::Flags {
            text,
            fixed: Some(fixed),
        } => format!("\n- flagged: `{text}`; better: `{fixed}`"),
        Example::Flags { text, fixed: None } => format!("\n- flagged: `{text}`"),
        Example::Passes(text) => format!("\n- passes: `{text}`"),
    };
    let examples: Vec<_> = rule.examples.iter().map(example).collect();
    format!("{}\n{}", rule.explain, examples.concat())
}

/// `stray-punctuation` as `StrayPunctuation`.
fn pascal_case(name: &str) -> String {
    let word = |word: &str| {
        let mut chars = word.chars();
        chars
            .next()
            .map(|first| first.to_uppercase().chain(chars).collect::<String>())
            .unwrap_or_default()
    };
    name.split('-').map(word).collect()
}

/// `wirecheck/<title>/<day>`: code scanning takes the part before the last slash for the category.
fn automation_id(report: &Report) -> String {
    let title = report
        .run
        .title
        .split_whitespace()
        .collect::<Vec<_>>()
        .join("-")
        .replace('/', "-");
    let title = if title.is_empty() { "feed" } else { &title };
    format!("wirecheck/{}/{}", Visible(title), report.run.date)
}

impl<'r> Invocation<'r> {
    fn new(report: &'r Report) -> Self {
        let notes = report.sources.iter().flat_map(|source| {
            let error = source.error.iter().map(|text| ("error", text));
            let losses = source.losses.iter().map(|text| ("warning", text));
            let note = |(level, text): (&'static str, &String)| Notification {
                level,
                message: Message::plain(format!("{}: {}", Visible(&source.source), Visible(text))),
                properties: SourceProperties {
                    source: &source.source,
                },
            };
            error.chain(losses).map(note).collect::<Vec<_>>()
        });
        Self {
            execution_successful: report.checked().next().is_some() || !report.is_incomplete(),
            tool_execution_notifications: notes.collect(),
        }
    }
}

impl<'r> Artifact<'r> {
    fn new(snapshot: &'r Snapshot) -> Self {
        Self::of_text(&snapshot.path, &snapshot.text, snapshot.article)
    }

    /// The sentences of an original.
    fn cited(cited: &'r Cited) -> Self {
        let article = cited.article;
        let what = format!(
            "Sentences of the {} original that results cite",
            cited.language.name()
        );
        let of_text = Self::of_text(&cited.path, &cited.text, article);
        Self {
            description: Some(Message::plain(what)),
            properties: ArticleProperties {
                item_url: article.provenance.original.as_deref(),
                published: None,
                ..of_text.properties
            },
            ..of_text
        }
    }

    fn of_text(path: &'r str, text: &'r str, article: &'r ArticleReport) -> Self {
        let hash = hash::hex(&Sha256::digest(text));
        Self {
            location: ArtifactLocation {
                uri: path,
                index: None,
            },
            description: None,
            length: text.len(),
            contents: Contents { text },
            hashes: BTreeMap::from([("sha-256", hash)]),
            properties: ArticleProperties {
                title: &article.title,
                guid: article.name(),
                source: &article.source,
                item_url: article.url.as_deref(),
                published: article.published.map(|moment| moment.to_string()),
            },
        }
    }
}

/// What it takes to write down the results of one article.
struct Context<'r, 'c> {
    report: &'r Report,
    rules: &'c Rules<'r>,
    article: &'r ArticleReport,
    index: usize,
    snapshot: &'r Snapshot<'r>,
    locator: Locator<'r>,
    places: Places<'r>,
    /// What is cited of the original, and its number among the artifacts.
    cited: Option<(usize, &'r Cited<'r>)>,
    published: Option<&'c Published<'r>>,
}

impl<'r> Context<'r, '_> {
    /// Returns the open findings, then those that are let pass.
    fn found(&self) -> Vec<ResultObject<'r>> {
        let suppressed = self.article.suppressed().map(|(reported, _)| reported);
        let found = self.article.open().chain(suppressed);
        found.map(|reported| self.result(reported)).collect()
    }

    fn gone(&self) -> Vec<ResultObject<'r>> {
        self.article.gone.iter().map(|gone| self.absent(gone)).collect()
    }

    fn result(&self, reported: &'r Reported) -> ResultObject<'r> {
        let Reported { id, finding, .. } = reported;
        let related = finding.related.iter().enumerate();
        let related = related.map(|(n, related)| self.related(n + 1, related.span, &related.note));
        let suppression = reported.suppression();
        let suppression = suppression.map(|suppression| SuppressionObject::accepted(&suppression.reason));
        ResultObject {
            rule_id: &finding.rule,
            rule_index: self.rules.index(&finding.rule),
            level: level(finding.severity),
            rank: Some((f64::from(finding.confidence) * 1000.0).round() / 10.0),
            message: Message::plain(message(finding)),
            locations: [self.location(finding.span)],
            related_locations: related.chain(self.original(finding)).collect(),
            partial_fingerprints: BTreeMap::from([("wirecheckFinding/v1", id.to_string())]),
            hosted_viewer_uri: self.published.and_then(|page| page.address_of(reported)),
            baseline_state: self.report.novelty(reported).map(|novelty| match novelty {
                Novelty::New => "new",
                Novelty::Known => "unchanged",
            }),
            fixes: self.fix(finding).into_iter().collect(),
            suppressions: suppression.into_iter().collect(),
            properties: Some(ResultProperties {
                category: finding.category.label(),
                severity: finding.severity,
                confidence: finding.confidence,
                reason: self.report.reason(finding),
            }),
        }
    }

    /// A finding that the baseline let pass and that is gone: of its place only the article is left.
    fn absent(&self, gone: &'r Gone) -> ResultObject<'r> {
        let rule = self.report.rule(&gone.rule);
        ResultObject {
            rule_id: &gone.rule,
            rule_index: self.rules.index(&gone.rule),
            level: rule.map_or("warning", |rule| level(rule.severity)),
            rank: None,
            message: Message::plain(format!("“{}” is gone from the article", Visible(&gone.quote))),
            locations: [LocationObject {
                id: None,
                physical_location: PhysicalLocation {
                    artifact_location: self.artifact(),
                    region: None,
                    context_region: None,
                },
                logical_locations: vec![LogicalLocation {
                    fully_qualified_name: format!("{}#{}", self.article.source, self.article.name()),
                    kind: "text",
                }],
                message: None,
            }],
            related_locations: Vec::new(),
            partial_fingerprints: BTreeMap::from([("wirecheckFinding/v1", gone.id.to_string())]),
            hosted_viewer_uri: None,
            baseline_state: Some("absent"),
            fixes: Vec::new(),
            suppressions: vec![SuppressionObject::accepted(&gone.suppression.reason)],
            properties: None,
        }
    }

    fn location(&self, span: Span) -> LocationObject<'r> {
        let region = self.locator.region(span);
        let context = Message::plain(Visible(self.locator.lines(&region)).to_string());
        LocationObject {
            id: None,
            physical_location: PhysicalLocation {
                artifact_location: self.artifact(),
                region: Some(RegionObject::new(
                    &region,
                    Some(Visible(self.article.quote(span)).to_string()),
                )),
                context_region: Some(RegionObject {
                    snippet: Some(context),
                    start_column: 1,
                    ..RegionObject::whole_lines(&region, &self.locator)
                }),
            },
            logical_locations: vec![LogicalLocation {
                fully_qualified_name: self.name(span),
                kind: "text",
            }],
            message: None,
        }
    }

    fn related(&self, id: usize, span: Span, note: &str) -> LocationObject<'r> {
        let region = RegionObject::new(&self.locator.region(span), None);
        LocationObject {
            id: Some(id),
            physical_location: PhysicalLocation {
                artifact_location: self.artifact(),
                region: Some(region),
                context_region: None,
            },
            logical_locations: Vec::new(),
            message: Some(Message::plain(Visible(note).to_string())),
        }
    }

    /// What the original says there: the marked words within their sentence.
    fn original(&self, finding: &Finding) -> Option<LocationObject<'r>> {
        let beside = finding.beside.as_ref()?;
        let (index, cited) = self.cited?;
        let (marked, line) = cited.regions(beside)?;
        let words = beside
            .span
            .get(&beside.sentence)
            .filter(|words| !words.is_empty());
        let snippet = words.map(|words| Visible(words).to_string());
        let context = RegionObject::new(&line, Some(Visible(&beside.sentence).to_string()));
        let note = beside
            .note
            .as_deref()
            .map_or_else(String::new, |note| format!(": {note}"));
        Some(LocationObject {
            id: Some(finding.related.len() + 1),
            physical_location: PhysicalLocation {
                artifact_location: ArtifactLocation {
                    uri: &cited.path,
                    index: Some(index),
                },
                region: Some(RegionObject::new(&marked, snippet)),
                context_region: Some(context),
            },
            logical_locations: Vec::new(),
            message: Some(Message::plain(format!(
                "the {} original{}",
                beside.language.name(),
                Visible(&note)
            ))),
        })
    }

    /// `<source>#<article>/<block>/<sentence>`.
    fn name(&self, span: Span) -> String {
        let article = format!("{}#{}", self.article.source, self.article.name());
        match self.places.of(span) {
            Some(place) => format!(
                "{article}/{}-{}/s{}",
                place.kind.as_str(),
                place.number,
                place.sentence
            ),
            None => article,
        }
    }

    fn fix(&self, finding: &Finding) -> Option<Fix<'r>> {
        let replacement = |edit: &linguistics::finding::Edit| Replacement {
            deleted_region: RegionObject::new(&self.locator.region(edit.span), None),
            inserted_content: Message::plain(edit.replacement.clone()),
        };
        let replacements: Vec<_> = finding.edits.iter().map(replacement).collect();
        (!replacements.is_empty()).then(|| Fix {
            description: Message::plain("Suggested correction".into()),
            artifact_changes: [ArtifactChange {
                artifact_location: self.artifact(),
                replacements,
            }],
        })
    }

    fn artifact(&self) -> ArtifactLocation<'r> {
        ArtifactLocation {
            uri: &self.snapshot.path,
            index: Some(self.index),
        }
    }
}

/// The message, and a link to each related place. Brackets of the text itself must not look like links.
fn message(finding: &Finding) -> String {
    let original = finding.beside.as_ref().map_or_else(String::new, |beside| {
        format!(". Original: {}", translation::original(beside, ["“", "”"]))
    });
    let text = format!("{}{original}", Visible(&finding.message))
        .replace('[', "\\[")
        .replace(']', "\\]");
    let related = finding.related.len();
    let original = finding
        .beside
        .as_ref()
        .map(|_| format!("[original]({})", related + 1));
    let links: Vec<_> = (1..=related)
        .map(|n| format!("[see]({n})"))
        .chain(original)
        .collect();
    if links.is_empty() {
        text
    } else {
        format!("{text} ({})", links.join(", "))
    }
}

impl RegionObject {
    fn new(region: &Region, snippet: Option<String>) -> Self {
        Self {
            start_line: region.start.line,
            start_column: region.start.column,
            end_line: region.end.line,
            end_column: region.end.column,
            char_offset: region.start.offset,
            char_length: region.end.offset - region.start.offset,
            snippet: snippet.map(Message::plain),
        }
    }

    /// The region from the start of its first line to the end of its last one.
    fn whole_lines(region: &Region, locator: &Locator) -> Self {
        let lines = locator.lines(region);
        let last_line = lines.rsplit('\n').next().unwrap_or_default();
        Self {
            start_column: 1,
            end_column: last_line.chars().count() + 1,
            char_offset: region.start.offset - (region.start.column - 1),
            char_length: lines.chars().count(),
            ..Self::new(region, None)
        }
    }
}

impl<'r> SuppressionObject<'r> {
    fn accepted(justification: &'r str) -> Self {
        Self {
            kind: "external",
            status: "accepted",
            justification,
        }
    }
}

impl Message {
    fn plain(text: String) -> Self {
        Self { text, markdown: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::baseline::Baseline;
    use crate::fingerprint::FindingId;
    use crate::formats::html;
    use crate::report::{PastRun, Status};
    use crate::sample::report;
    use crate::testing::check_against_schema;
    use serde_json::{Value, json};

    fn log(report: &Report) -> Value {
        let mut bytes = Vec::new();
        write(report, &mut bytes).unwrap();
        serde_json::from_slice(&bytes).unwrap()
    }

    /// A report with an ignored finding, one that is gone, a related place, corrections and losses.
    fn full_report() -> Report {
        let mut report = report();
        let mut baseline = Baseline::create(&report, "house style", None);
        baseline.entries.truncate(1);
        let mut gone = baseline.entries[0].clone();
        gone.id = FindingId::parse("wc1:0123456789abcdef:1").unwrap();
        gone.quote = "the former header".into();
        baseline.entries.push(gone);
        baseline.apply(&mut report);
        report.run.report_url = Some("https://desk.example/report.html".into());
        report.articles[1].findings[1].status = Status::Known;
        report.history = vec![PastRun::default()];
        report
    }

    #[test]
    fn is_valid() {
        check_against_schema("sarif-schema-2.1.0.json", &log(&full_report()), |bad| {
            bad["runs"][0]["results"][0]["level"] = json!("fatal");
        });
    }

    #[test]
    fn points_at_the_words() {
        let log = log(&report());
        let run = &log["runs"][0];
        for result in run["results"].as_array().unwrap() {
            let location = &result["locations"][0]["physicalLocation"];
            let region = &location["region"];
            let number = |value: &Value| usize::try_from(value.as_u64().unwrap()).unwrap();
            let artifact = &run["artifacts"][number(&location["artifactLocation"]["index"])];
            assert_eq!(artifact["location"]["uri"], location["artifactLocation"]["uri"]);
            let text = artifact["contents"]["text"].as_str().unwrap();
            let words = text
                .chars()
                .skip(number(&region["charOffset"]))
                .take(number(&region["charLength"]));
            assert_eq!(
                words.collect::<String>(),
                region["snippet"]["text"].as_str().unwrap()
            );
            let rule = &run["tool"]["driver"]["rules"][number(&result["ruleIndex"])];
            assert_eq!(rule["id"], result["ruleId"]);
        }
    }

    #[test]
    fn keeps_identities_suppressions_and_corrections() {
        let log = log(&full_report());
        let results = log["runs"][0]["results"].as_array().unwrap();
        assert_eq!(results.len(), 10);
        let suppressed: Vec<_> = results[..9]
            .iter()
            .filter(|result| result["suppressions"].is_array())
            .collect();
        assert_eq!(suppressed.len(), 1);
        assert_eq!(suppressed[0]["suppressions"][0]["justification"], "house style");
        assert_eq!(
            results
                .iter()
                .filter(|result| result["baselineState"] == "unchanged")
                .count(),
            1
        );
        assert_eq!(results[1]["baselineState"], "new");
        let id = results[0]["partialFingerprints"]["wirecheckFinding/v1"]
            .as_str()
            .unwrap();
        assert!(FindingId::parse(id).is_some(), "{id}");
        let fixed = results
            .iter()
            .find(|result| result["ruleId"] == "acronym-mismatch")
            .unwrap();
        let replacement = &fixed["fixes"][0]["artifactChanges"][0]["replacements"][0];
        assert_eq!(replacement["insertedContent"]["text"], "(IWS)");
        assert_eq!(fixed["relatedLocations"][0]["message"]["text"], "used again here");
    }

    #[test]
    fn open_findings_lead_into_the_published_report() {
        let mut report = full_report();
        report.run.report_url = None;
        let links = |report: &Report| -> Vec<Value> {
            let results = log(report)["runs"][0]["results"].clone();
            let results = results.as_array().unwrap().iter();
            results
                .filter_map(|result| result.get("hostedViewerUri").cloned())
                .collect()
        };
        assert_eq!(links(&report), [] as [Value; 0]);
        report.run.report_url = Some("https://desk.example/report.html".into());
        let links = links(&report);
        assert_eq!(
            links.len(),
            report.tally().total(),
            "ignored and gone ones have no card"
        );
        let mut page = Vec::new();
        html::write(&report, &mut page).unwrap();
        let page = String::from_utf8(page).unwrap();
        for link in links {
            let (address, anchor) = link.as_str().unwrap().split_once('#').unwrap();
            assert_eq!(address, "https://desk.example/report.html");
            assert!(page.contains(&format!("id=\"{anchor}\"")), "{anchor}");
        }
    }

    #[test]
    fn what_is_gone_is_absent() {
        let log = log(&full_report());
        let run = &log["runs"][0];
        let absent = run["results"].as_array().unwrap().last().unwrap();
        assert_eq!(absent["baselineState"], "absent");
        assert_eq!(
            absent["message"]["text"],
            "“the former header” is gone from the article"
        );
        assert_eq!(
            absent["partialFingerprints"]["wirecheckFinding/v1"],
            "wc1:0123456789abcdef:1"
        );
        assert_eq!(absent["suppressions"][0]["justification"], "house style");
        let place = &absent["locations"][0]["physicalLocation"];
        assert!(place["region"].is_null(), "it stands nowhere");
        let first = &run["results"][0]["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"], first["artifactLocation"]);
    }

    #[test]
    fn reports_sources_that_failed() {
        let notes = &log(&report())["runs"][0]["invocations"][0]["toolExecutionNotifications"];
        assert_eq!(notes[1]["level"], "error");
        assert_eq!(
            notes[1]["message"]["text"],
            "https://ports.example/feed: connection refused"
        );
    }
}
