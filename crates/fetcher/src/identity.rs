//! The same article under another address: links that differ in scheme or in marks of tracking lead to one page.

use url::Url;

/// Parameters that tell where a reader comes from, never what is shown.
const TRACKING: [&str; 40] = [
    "_ga",
    "_gl",
    "_hsenc",
    "_hsmi",
    "_openstat",
    "at_campaign",
    "at_format",
    "at_link_id",
    "at_link_origin",
    "at_link_type",
    "at_medium",
    "at_ptr_name",
    "cmpid",
    "dclid",
    "fbclid",
    "ftag",
    "gbraid",
    "gclid",
    "gclsrc",
    "igshid",
    "mc_cid",
    "mc_eid",
    "mkt_tok",
    "msclkid",
    "ns_campaign",
    "ns_fee",
    "ns_linkname",
    "ns_mchannel",
    "ns_source",
    "ocid",
    "oly_anon_id",
    "oly_enc_id",
    "srsltid",
    "traffic_source",
    "twclid",
    "wbraid",
    "wt_mc",
    "wt_zmc",
    "xtor",
    "yclid",
];

/// What the names of further such parameters begin with.
const TRACKING_FAMILIES: [&str; 4] = ["hsa_", "mtm_", "pk_", "utm_"];

/// The address without what only tells where a reader comes from. The fragment stays: in a live blog it names the entry.
pub(crate) fn without_tracking(url: &Url) -> Url {
    let mut clean = url.clone();
    let parameters = url.query().unwrap_or_default().split('&');
    let kept: Vec<_> = parameters.filter(|parameter| !is_tracking(parameter)).collect();
    let query = kept.join("&");
    clean.set_query(Some(query.as_str()).filter(|query| !query.is_empty()));
    clean.set_fragment(url.fragment().filter(|fragment| !is_tracking(fragment)));
    clean
}

/// `utm_source=rss`
fn is_tracking(parameter: &str) -> bool {
    let name = parameter
        .split('=')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let is_of_family = || TRACKING_FAMILIES.iter().any(|family| name.starts_with(family));
    TRACKING.contains(&name.as_str()) || is_of_family()
}

/// What addresses of one page have in common, whatever their scheme, tracking and final slash; `None` for a front page,
/// which is no article's.
pub(crate) fn page_key(url: &Url) -> Option<String> {
    let mut clean = without_tracking(url);
    // An address with a host has room for both, and without them they are none.
    let _ = clean.set_username("");
    let _ = clean.set_password(None);
    let is_front = clean.path() == "/" && clean.query().is_none() && clean.fragment().is_none();
    let path = clean.path().trim_end_matches('/').to_owned();
    clean.set_path(&path);
    let key = clean.as_str().split_once("://").map(|(_, rest)| rest.to_owned());
    key.filter(|_| !is_front)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(address: &str) -> Option<String> {
        page_key(&Url::parse(address).unwrap())
    }

    #[test]
    fn addresses_of_one_page_have_one_key() {
        let plain = key("https://news.example/2026/quay?id=7");
        for same in [
            "http://news.example/2026/quay?id=7",
            "https://NEWS.example:443/2026/quay/?id=7",
            "https://news.example/2026/quay?utm_source=rss&id=7&UTM_Medium=feed",
            "https://news.example/2026/quay?id=7&fbclid=abc&gclid=",
            "https://news.example/2026/quay?id=7#xtor=RSS-1",
            "https://reader:secret@news.example/2026/quay?id=7",
        ] {
            assert_eq!(key(same), plain, "{same}");
        }
        assert_eq!(plain.as_deref(), Some("news.example/2026/quay?id=7"));
    }

    #[test]
    fn addresses_of_different_pages_have_different_keys() {
        let plain = key("https://news.example/live");
        for other in [
            "https://www.news.example/live",
            "https://news.example:8443/live",
            "https://news.example/Live",
            "https://news.example/live/2",
            "https://news.example/live?page=2",
            "https://news.example/live?utmost=1",
            "https://news.example/live#entry-4",
        ] {
            assert!(key(other).is_some_and(|key| Some(key) != plain), "{other}");
        }
    }

    #[test]
    fn a_front_page_is_no_articles_address() {
        for front in ["https://news.example", "https://news.example/?utm_source=rss"] {
            assert_eq!(key(front), None, "{front}");
        }
        assert!(key("https://news.example/?p=12").is_some());
    }

    #[test]
    fn what_is_no_tracking_stays_as_it_is_written() {
        let clean = |address: &str| without_tracking(&Url::parse(address).unwrap()).to_string();
        let odd = "http://news.example/a?q=caf%C3%A9+quay&&b#top";
        assert_eq!(clean(odd), odd);
        assert_eq!(
            clean("http://news.example/a/?utm_id=1#utm_x=2"),
            "http://news.example/a/"
        );
    }
}
