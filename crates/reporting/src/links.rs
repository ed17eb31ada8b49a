//! Addresses in reports: on the web, and of a finding in the HTML report.

use url::Url;

use crate::fingerprint::FindingId;
use crate::report::{Report, Reported};

/// Findings up to which a browser on a small machine opens an HTML report on one page without delay.
const MAX_CARDS: usize = 1000;

/// Returns whether the HTML report is an index and a page for each article that has findings.
pub(crate) fn is_split(report: &Report) -> bool {
    report.tally().total() > MAX_CARDS
}

/// Returns the element id of a finding in the HTML report; it is the same in every run that finds it again.
pub(crate) fn anchor(id: &FindingId) -> String {
    let (_, hex) = id.fingerprint.as_str().split_once(':').unwrap_or_default();
    format!("f{hex}-{}", id.occurrence)
}

/// The HTML report where it is published.
pub(crate) struct Published<'r> {
    address: &'r str,
    is_split: bool,
}

impl<'r> Published<'r> {
    /// Returns `None` when [`Run::report_url`](crate::report::Run::report_url) is not set.
    pub(crate) fn of(report: &'r Report) -> Option<Self> {
        let address = report.run.report_url.as_deref()?;
        Some(Self {
            address,
            is_split: is_split(report),
        })
    }

    /// Returns the address of an open finding; in a split report, that of the index. An ignored finding has no card, so
    /// it gives `None`.
    pub(crate) fn address_of(&self, reported: &Reported) -> Option<String> {
        let address = if self.is_split {
            self.address.to_owned()
        } else {
            format!("{}#{}", self.address, anchor(&reported.id))
        };
        reported.is_open().then_some(address)
    }
}

/// Returns the address in a form that is safe to follow, without user name and password; `None` for anything but `http`
/// and `https` with a host.
pub(crate) fn web_address(address: &str) -> Option<Url> {
    let mut url = Url::parse(address.trim()).ok()?;
    let is_web = matches!(url.scheme(), "http" | "https") && url.has_host();
    if !is_web || url.set_username("").is_err() || url.set_password(None).is_err() {
        return None;
    }
    Some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses_become_links() {
        for address in [
            "javascript:alert(1)",
            "data:text/html,x",
            "file:///etc/passwd",
            "ports.example",
            "http://",
            "",
        ] {
            assert_eq!(web_address(address), None, "{address}");
        }
        let url = web_address(" https://user:secret@ports.example/a\"b ").unwrap();
        assert_eq!(url.as_str(), "https://ports.example/a%22b");
    }
}
