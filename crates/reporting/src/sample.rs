//! A report on news of our own invention, for looking at and for the tests of this crate.

pub mod hostile;
pub mod large;

use checker::CheckedBlock;
use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use linguistics::finding::{Category, Edit, Finding, Related, Severity};
use linguistics::rule::{Example, Languages, Point, Rule};
use text::{BlockKind, FilePosition, SourceMap, Span};

use crate::report::{ArticleReport, Evidence, PastRun, Provenance, Report, Run, SourceReport, Status, Tally};
use crate::unit_file::{UnitFile, UnitPlace};

/// Four articles of one feed (one of them in need of repair) and a feed that could not be read.
#[must_use]
pub fn report() -> Report {
    Report {
        run: Run {
            version: "0.1.0".into(),
            date: date(2026, 11, 24),
            title: "World desk".into(),
            fail_on: Some(Severity::Major),
            min_score: Some(98.5),
            max_losses: 0,
            report_url: None,
        },
        sources: sources(),
        articles: vec![museum(), commission(), grain_terminal(), bridge()].into(),
        rules: rules(),
        ..Report::default()
    }
}

/// The same after some runs: two findings are new, and the publisher has edited the worst article.
#[must_use]
pub fn report_with_history() -> Report {
    let mut report = report();
    let scores = [98.9, 99.1, 98.6, 98.8, 99.3, 98.2, 96.0, 97.4, 93.0, 88.1];
    let days = date(2026, 11, 14).series(1.day());
    let past = |(n, (day, score)): (usize, (Date, &f64))| PastRun {
        date: day,
        score: *score,
        articles: 4,
        tally: Tally::from_counts([1, 2, n / 3, n / 7]),
    };
    report.history = days.zip(&scores).enumerate().map(past).collect();
    let findings = report
        .articles
        .iter_mut()
        .flat_map(|article| &mut article.findings);
    findings
        .skip(2)
        .for_each(|reported| reported.status = Status::Known);
    report.articles[1].before_edit = Some(Box::new(before_edit(&report.articles[1])));
    report
}

/// A report on a file of units with a finding in each of two: `the the`, which may be corrected in the file, and the same
/// with markup between the words.
#[must_use]
pub fn unit_report() -> Report {
    let text = "Close the the lane.\n\nOpen the the lane.";
    let unit = |id: &str, span: Span, line: usize, cut: usize| {
        let at = FilePosition {
            offset: 100 * line as u64,
            line,
            column: 19,
            byte_column: 19,
        };
        let behind_tag = at
            .after(&text.as_bytes()[span.start..span.start + cut])
            .after(b"<g>");
        let rest = &text.as_bytes()[span.start + cut..span.end];
        let mut map = SourceMap::default();
        map.push(0, at, behind_tag, true);
        map.push(cut, behind_tag, behind_tag.after(rest), true);
        UnitPlace {
            span,
            id: id.into(),
            at: FilePosition { line: line - 1, ..at },
            map,
        }
    };
    let fixed = |span: Span| {
        let mut finding = finding(span);
        finding.fix("the");
        finding
    };
    let article = ArticleReport {
        id: "texts/desk.xlf".into(),
        source: "desk.xlf".into(),
        title: "desk.xlf".into(),
        text: text.into(),
        words: 8,
        sentences: vec![Span::new(0, 19), Span::new(21, 39)],
        file: Some(UnitFile {
            path: "texts/desk.xlf".into(),
            units: vec![
                unit("p1", Span::new(0, 19), 7, 14),
                unit("p2/1", Span::new(21, 39), 12, 9),
            ],
            unshown: 3,
        }),
        ..ArticleReport::default()
    };
    let findings = vec![fixed(Span::new(6, 13)), fixed(Span::new(26, 33))];
    Report {
        sources: vec![SourceReport {
            source: "desk.xlf".into(),
            kind: "XLIFF 1.2".into(),
            items_seen: 7,
            articles: 1,
            left_out: vec!["2 units without a translation".into()],
            ..SourceReport::default()
        }],
        articles: vec![article.with_findings(findings)].into(),
        ..report()
    }
}

/// The article as it was before it lost a fault.
fn before_edit(article: &ArticleReport) -> ArticleReport {
    let mut findings: Vec<_> = article.open().map(|reported| reported.finding.clone()).collect();
    findings.push(Finding {
        message: "“ten  countries” has two spaces".into(),
        ..finding(0..3)
    });
    let before = ArticleReport {
        text: article.text.replace("nine countries", "ten  countries"),
        ..article.clone()
    };
    before.with_findings(findings)
}

/// A finding of the rule `duplicated-word` without edits.
#[must_use]
pub fn finding(span: impl Into<Span>) -> Finding {
    Finding {
        rule: "duplicated-word".into(),
        category: Category::Grammar,
        severity: Severity::Major,
        span: span.into(),
        message: "“the the” is doubled".into(),
        reason: None,
        edits: Vec::new(),
        confidence: 0.9,
        related: Vec::new(),
        beside: None,
    }
}

fn sources() -> Vec<SourceReport> {
    let feed = SourceReport {
        source: "feed.xml".into(),
        kind: "RSS 2.0".into(),
        title: Some("World desk".into()),
        items_seen: 5,
        articles: 4,
        unchanged: 0,
        older: 0,
        filtered: 0,
        left_out: Vec::new(),
        is_empty: false,
        edited: 0,
        repairs: vec!["a bare & in a title was read as &amp;".into()],
        losses: vec!["item 5 has neither text nor a link".into()],
        unlisted: 0,
        teasers: 0,
        error: None,
    };
    let unread = SourceReport {
        source: "https://ports.example/feed".into(),
        error: Some("connection refused".into()),
        ..Default::default()
    };
    vec![feed, unread]
}

fn rules() -> Vec<Rule> {
    let rule = |name: &str, summary: &str, category, severity, explain: &str| Rule {
        name: name.into(),
        summary: summary.into(),
        category,
        severity,
        languages: Languages::Any,
        point: Point::AnyText,
        explain: explain.into(),
        examples: vec![Example::Passes("The lock opens at noon.".into())],
    };
    vec![
        rule(
            "acronym-mismatch",
            "Acronyms that do not fit the words they stand for",
            Category::WrongTerm,
            Severity::Major,
            "Machine translation renders the words of a name but copies its acronym.",
        ),
        rule(
            "boilerplate",
            "Text of the site within the article",
            Category::Boilerplate,
            Severity::Info,
            "Sponsor lines and empty headers are swept along when the text is collected.",
        ),
        rule(
            "calque-phrase",
            "Phrases carried over word for word",
            Category::Unidiomatic,
            Severity::Minor,
            "A set phrase of the source language was translated word by word.",
        ),
        rule(
            "duplicated-word",
            "A word that stands twice",
            Category::Grammar,
            Severity::Major,
            "A small word is repeated where two segments of the translation meet.",
        ),
        rule(
            "stray-punctuation-sequence",
            "Marks that cannot stand side by side",
            Category::Punctuation,
            Severity::Major,
            "Each part of a long sentence is translated alone and keeps the mark it ended with.",
        ),
        rule(
            "untranslated-residue",
            "Words left in another language",
            Category::Untranslated,
            Severity::Critical,
            "The translation gave up on a word and left it in the script of the source.",
        ),
    ]
}

/// The article that needs an editor.
fn commission() -> ArticleReport {
    let mut article = written(&[
        (BlockKind::Paragraph, true, &["Region: Kazakhstan –"]),
        (
            BlockKind::Paragraph,
            false,
            &[
                "The river commission met in Atyrau on Tuesday.",
                "Masters of forty ships passed the new locks without delay. , pilots reported good visibility and \
                 calm water along the whole way from the delta to the upper harbour.",
            ],
        ),
        (
            BlockKind::Paragraph,
            false,
            &[
                "Delegates of nine countries, among them the three that share the delta, heard the yearly report \
                 on International Water Safety (IWB) and on the dredging works of the spring.",
                "The commission works in the framework of an agreement that was signed five years ago.",
            ],
        ),
        (BlockKind::Heading, false, &["What comes next"]),
        (
            BlockKind::Paragraph,
            false,
            &[
                "The members agreed on the continuation of the further development of the rules for pilots.",
                "A paper on IWB is due in the autumn.",
                "The the northern lock closes for repairs in May.",
            ],
        ),
        (
            BlockKind::Quote,
            false,
            &["“We have seen the плотина and it holds,” the head of the port said."],
        ),
        (
            BlockKind::Paragraph,
            true,
            &["Note: this text was translated by a machine from Russian."],
        ),
    ]);
    article.id = "tag:ports.example,2026:commission".into();
    article.title = "River commission opens first session".into();
    article.url = Some("https://ports.example/news/commission?lang=en".into());
    article.published = Some("2026-11-24T06:10:00Z".parse().expect("it is a moment"));
    article.provenance = Provenance {
        machine_translated: Some(true),
        source_language: Some("Russian".into()),
        original: Some("https://ports.example/news/commission?lang=ru".into()),
        evidence: vec![Evidence {
            claim: "translator’s note".into(),
            quote: "this text was translated by a machine from Russian".into(),
        }],
    };
    let findings = commission_findings(&article);
    article.with_findings(findings)
}

fn commission_findings(article: &ArticleReport) -> Vec<Finding> {
    let mut findings = Vec::new();
    let definition = Related {
        span: at(article, "(IWB)"),
        note: "defined here".into(),
    };
    let use_of_it = Related {
        span: at(article, "IWB is due"),
        note: "used again here".into(),
    };
    let mut add = |rule: &str, text: &str, message: &str, replacement: Option<&str>, change: Change| {
        let finding = found(article, rule, text, message, replacement, change);
        findings.push(finding);
    };
    add(
        "boilerplate",
        "Region: Kazakhstan –",
        "“Region: Kazakhstan –” is a header of the site",
        None,
        |_| {},
    );
    add(
        "stray-punctuation-sequence",
        ". ,",
        "A full stop splits the list: “delay. ,”",
        Some(","),
        |finding| finding.confidence = 0.99,
    );
    add(
        "acronym-mismatch",
        "(IWB)",
        "“IWB” does not abbreviate “International Water Safety”",
        Some("(IWS)"),
        |finding| {
            finding.confidence = 0.97;
            finding.reason = Some("The initials are I-W-S; B stands for Russian bezopasnost, safety.".into());
        },
    );
    add(
        "calque-phrase",
        "in the framework of",
        "“in the framework of” is a calque",
        Some("under"),
        |_| {},
    );
    add(
        "calque-phrase",
        "the continuation of the further development of the rules",
        "“the continuation of the further development of” says one thing twice",
        Some("developing the rules further"),
        |finding| finding.confidence = 0.71,
    );
    add(
        "acronym-mismatch",
        "IWB is",
        "The wrong acronym “IWB” is used again",
        Some("IWS is"),
        |finding| {
            finding.reason = Some("This use takes over the wrong letter of the definition.".into());
        },
    );
    add(
        "duplicated-word",
        "The the",
        "“The the” is doubled",
        Some("The"),
        |finding| finding.confidence = 0.99,
    );
    add(
        "untranslated-residue",
        "плотина",
        "“плотина” was left in Russian",
        None,
        |finding| {
            finding.severity = Severity::Critical;
        },
    );
    findings[2].related.push(use_of_it);
    findings[5].related.push(definition);
    findings
}

type Change = fn(&mut Finding);

fn found(
    article: &ArticleReport,
    rule: &str,
    text: &str,
    message: &str,
    replacement: Option<&str>,
    change: Change,
) -> Finding {
    let info = rules()
        .into_iter()
        .find(|info| info.name == rule)
        .expect("the sample names its own rules");
    let span = at(article, text);
    let edits = replacement.map(|new| Edit {
        span,
        replacement: new.into(),
    });
    let mut finding = Finding {
        rule: rule.to_owned().into(),
        category: info.category,
        severity: info.severity,
        message: message.into(),
        edits: edits.into_iter().collect(),
        ..finding(span)
    };
    change(&mut finding);
    finding
}

fn museum() -> ArticleReport {
    let mut article = written(&[(
        BlockKind::Paragraph,
        false,
        &[
            "The museum gave the icons back to the monastery on Sunday.",
            "Hundreds of people came to see them, and the choir sang until late in the evening.",
        ],
    )]);
    article.id = "museum".into();
    article.title = "Museum returns icons to monastery".into();
    article.url = Some("https://ports.example/news/museum".into());
    article
}

fn grain_terminal() -> ArticleReport {
    let mut article = written(&[(
        BlockKind::Paragraph,
        false,
        &[
            "The grain terminal opened again after the storm.",
            "Works continue in the framework of the plan.",
        ],
    )]);
    article.id = "grain".into();
    article.title = "Grain terminal reopens after storm".into();
    let message = "“in the framework of” is a calque";
    let finding = found(
        &article,
        "calque-phrase",
        "in the framework of",
        message,
        Some("under"),
        |_| {},
    );
    article.with_findings(vec![finding])
}

fn bridge() -> ArticleReport {
    let mut article = written(&[(
        BlockKind::Paragraph,
        false,
        &["ხიდი ორშაბათს გაიხსნა.", "მოსახლეობა კმაყოფილია."],
    )]);
    article.id = "bridge".into();
    article.title = "ხიდი გაიხსნა".into();
    article.language = Some("ka".into());
    article.language_note =
        Some("No rules for Georgian yet: only marks, spacing and scripts were checked.".into());
    article
}

/// An article made of blocks: kind, whether it is boilerplate, sentences.
fn written(blocks: &[(BlockKind, bool, &[&str])]) -> ArticleReport {
    let mut article = ArticleReport {
        source: "feed.xml".into(),
        language: Some("en".into()),
        ..Default::default()
    };
    for (kind, boilerplate, sentences) in blocks {
        if !article.text.is_empty() {
            article.text.push_str("\n\n");
        }
        let start = article.text.len();
        for (n, sentence) in sentences.iter().enumerate() {
            article.text.push_str(if n == 0 { "" } else { " " });
            article
                .sentences
                .push(Span::new(article.text.len(), article.text.len() + sentence.len()));
            article.text.push_str(sentence);
        }
        article.blocks.push(CheckedBlock {
            span: Span::new(start, article.text.len()),
            kind: *kind,
            boilerplate: *boilerplate,
        });
    }
    article.words = article.text.split_whitespace().count();
    article
}

fn at(article: &ArticleReport, text: &str) -> Span {
    let start = article.text.find(text).expect("the sample quotes its own text");
    Span::new(start, start + text.len())
}
