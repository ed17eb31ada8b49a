//! A report from a feed that means harm.

use crate::report::{ArticleReport, Evidence, Report};
use checker::CheckedBlock;
use linguistics::finding::{Beside, Edit, Finding, Related};
use text::{BlockKind, Lang, Span};

use crate::sample::{finding, report};

/// A report full of text that would do something if it were let.
#[must_use]
pub fn hostile_report() -> Report {
    let attack = format!(
        "</title></style></script><script>alert(1)</script><img src=x onerror=alert(2)>\
                  \"' onmouseover=alert(3) ::error::x \u{202e}\u{1b}[31m\0 {{{{ 7 * 7 }}}} \
         [click](javascript:alert(6)) ![](https://ports.example/pixel) {}",
        "w".repeat(10_000)
    );
    let attack = attack.as_str();
    let text = format!("{attack} the the {attack}");
    let at = attack.len() + " ".len();
    let edits = vec![Edit {
        span: Span::new(at, at + 7),
        replacement: attack.into(),
    }];
    let related = vec![Related {
        span: Span::new(0, 9),
        note: attack.into(),
    }];
    let mut fault = Finding {
        edits,
        related,
        message: attack.into(),
        beside: Some(Box::new(Beside {
            language: Lang::ENGLISH,
            sentence: attack.into(),
            span: Span::new(0, attack.len()),
            note: Some(attack.into()),
        })),
        ..finding(Span::new(at, at + 7))
    };
    fault.rule = attack.to_owned().into();
    fault.reason = Some(attack.into());
    let mut report = report();
    let article = ArticleReport {
        id: attack.into(),
        source: attack.into(),
        title: attack.into(),
        url: Some("javascript:alert(4)".into()),
        language: Some(attack.into()),
        language_note: Some(attack.into()),
        blocks: vec![
            CheckedBlock {
                span: Span::new(0, 9),
                kind: BlockKind::Caption,
                boilerplate: true,
            },
            CheckedBlock {
                span: Span::new(9, text.len()),
                kind: BlockKind::Quote,
                boilerplate: false,
            },
        ],
        sentences: vec![Span::new(0, text.len())],
        text,
        ..Default::default()
    };
    let mut article = article.with_findings(vec![fault]);
    article.provenance.original = Some("data:text/html,<script>alert(5)</script>".into());
    article.provenance.evidence.push(Evidence {
        claim: attack.into(),
        quote: attack.into(),
    });
    report.articles.push(article);
    report.sources[0].losses.push(attack.into());
    report.sources[0].title = Some(attack.into());
    report.run.title = attack.into();
    report.run.version = attack.into();
    report
}
