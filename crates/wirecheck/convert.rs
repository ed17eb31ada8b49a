//! What the fetcher says of a source and an article, in the words of a report.

use checker::Stated;
use fetcher::Account;
use fetcher::provenance::{Claim, EvidenceKind};
use linguistics::document::Origin;
use reporting::report::{Evidence, Provenance, SourceReport};
use text::Lang;

use crate::advice;

/// What was read from a source, in the words of a report.
pub(crate) fn source_report(account: Account) -> SourceReport {
    let unlisted =
        (account.unlisted > 0).then(|| format!("{} more losses that are not listed", account.unlisted));
    let caps = account.caps.iter().map(ToString::to_string);
    let moved = account
        .moved_to
        .iter()
        .map(|url| format!("moved for good to {url}: name that address from now on"));
    let teasers = account.losses.iter().filter(|loss| loss.teaser_only);
    SourceReport {
        teasers: teasers.count(),
        kind: account
            .kind
            .as_ref()
            .map_or_else(|| "unknown".into(), ToString::to_string),
        title: account.title,
        items_seen: account.items_seen,
        unchanged: account.unchanged,
        older: account.older,
        filtered: account.filtered,
        left_out: Vec::new(),
        is_empty: account.is_empty,
        edited: account.edited,
        articles: account.articles,
        repairs: account
            .repairs
            .iter()
            .map(ToString::to_string)
            .chain(moved)
            .collect(),
        losses: account
            .losses
            .iter()
            .map(advice::explained_loss)
            .chain(unlisted)
            .chain(caps)
            .collect(),
        unlisted: account.unlisted.saturating_sub(1),
        error: account.error.as_ref().map(advice::explained),
        source: account.source,
    }
}

/// Where a text comes from, in the words of a report.
pub(crate) fn provenance(
    found: &fetcher::provenance::Provenance,
    original: Option<&fetcher::article::Original>,
) -> Provenance {
    Provenance {
        machine_translated: found.machine_translated,
        source_language: found.source_language.clone(),
        original: original
            .and_then(|original| original.url.as_ref())
            .map(ToString::to_string),
        evidence: found
            .evidence
            .iter()
            .map(|evidence| Evidence {
                claim: claim(evidence),
                quote: evidence.quote.clone(),
            })
            .collect(),
    }
}

/// What the rules may take for known of a text's origin, and why it passes for a machine translation if it does. What the
/// settings of its feed say goes before what the article says of itself.
/// `None`: nobody says anything.
pub(crate) fn origin(
    stated: Stated,
    found: &fetcher::provenance::Provenance,
) -> Option<(Origin, Option<String>)> {
    let told = found.source_language.as_deref().and_then(Lang::from_tag);
    let sign = || {
        let mut evidence = found.evidence.iter();
        evidence
            .find(|evidence| matches!(evidence.claim, Claim::MachineTranslated))
            .map_or_else(
                || "the article says so".into(),
                |evidence| place(evidence.kind).to_owned(),
            )
    };
    let is_told = found.machine_translated == Some(true);
    let origin = stated.origin(is_told, told)?;
    let because = origin
        .machine_translated
        .then(|| match stated.machine_translated {
            Some(_) => "setting of the feed".to_owned(),
            None => sign(),
        });
    Some((origin, because))
}

/// What a sign of an article's origin says, in an editor's words: "translated from Russian (header)".
fn claim(evidence: &fetcher::provenance::Evidence) -> String {
    let name =
        |tag: &str| Lang::from_tag(tag).map_or_else(|| tag.to_owned(), |language| language.name().to_owned());
    let claim = match &evidence.claim {
        Claim::MachineTranslated => "machine translation".to_owned(),
        Claim::SourceLanguage(tag) => format!("translated from {}", name(tag)),
        Claim::ProbableSourceLanguage(tag) => format!("probably translated from {}", name(tag)),
        Claim::Original(url) => format!("the original is at {url}"),
        Claim::Related => "the same text elsewhere".to_owned(),
    };
    format!("{claim} ({})", place(evidence.kind))
}

/// Where a sign of an article's origin was found.
fn place(kind: EvidenceKind) -> &'static str {
    match kind {
        EvidenceKind::TranslatorsNote => "translator’s note",
        EvidenceKind::Header => "header of the agency",
        EvidenceKind::Footer => "footer of the agency",
        EvidenceKind::Url => "address",
        EvidenceKind::Hreflang => "link between language versions",
        EvidenceKind::Canonical => "address of record",
        EvidenceKind::Generator => "name of the publishing program",
        EvidenceKind::Link => "link in the text",
        EvidenceKind::Meta => "description of the page",
        EvidenceKind::FeedSource => "source element of the feed",
        EvidenceKind::Field => "field of the line",
    }
}
