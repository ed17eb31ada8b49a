//! Headers of one's own for one source: they go to its host and to no other.

use std::fmt;

use reqwest::header::{COOKIE, HeaderMap, HeaderName, HeaderValue};
use url::Url;

use crate::error::Error;

/// What a request says of itself, and what decides how its answer is to be read.
const OUR_OWN: [&str; 11] = [
    "accept-encoding",
    "connection",
    "content-length",
    "expect",
    "host",
    "if-modified-since",
    "if-none-match",
    "range",
    "te",
    "transfer-encoding",
    "upgrade",
];

/// Headers to send to a source's own host: credentials, cookies, another `User-Agent`. What they say is shown by nothing,
/// `Debug` included.
#[derive(Clone, Default)]
pub struct OwnHeaders(HeaderMap);

impl OwnHeaders {
    /// Adds a header, or replaces the one of this name.
    ///
    /// # Errors
    /// When it cannot be sent, or is not the user's to choose. The value is no part of the error.
    pub fn add(&mut self, name: &str, value: &str) -> Result<(), Error> {
        let bad = |why| Error::BadHeader {
            name: name.to_owned(),
            why,
        };
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| bad("it is no name of a header"))?;
        if OUR_OWN.contains(&name.as_str()) {
            return Err(bad("it is set for each request, and cannot be chosen"));
        }
        let value =
            secret(value).ok_or_else(|| bad("its value holds a line break or another control character"))?;
        self.0.insert(name, value);
        Ok(())
    }

    /// Adds a cookie to those that are there.
    ///
    /// # Errors
    /// When it cannot be sent. The value is no part of the error.
    pub fn add_cookie(&mut self, name: &str, value: &str) -> Result<(), Error> {
        let bad = |why| Error::BadHeader {
            name: format!("cookie {name}"),
            why,
        };
        if name.is_empty() || name.contains([';', ',', '=', ' ']) || value.contains(';') {
            return Err(bad(
                "a cookie has a name, and neither it nor the value holds a semicolon",
            ));
        }
        let cookies = with_cookies(self.0.get(COOKIE), &format!("{name}={value}"));
        let cookies =
            cookies.ok_or_else(|| bad("its value holds a line break or another control character"))?;
        self.0.insert(COOKIE, cookies);
        Ok(())
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Tells the names only.
impl fmt::Debug for OwnHeaders {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

/// A value that no log of the client shows.
fn secret(value: &str) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_bytes(value.as_bytes()).ok()?;
    value.set_sensitive(true);
    Some(value)
}

/// A `Cookie` header with more cookies, as one is allowed to have.
fn with_cookies(header: Option<&HeaderValue>, more: &str) -> Option<HeaderValue> {
    let own = header.map(|header| String::from_utf8_lossy(header.as_bytes()));
    match own {
        Some(own) => secret(&format!("{own}; {more}")),
        None => secret(more),
    }
}

/// Headers, and the host that they are for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Own<'a> {
    headers: &'a OwnHeaders,
    home: &'a Url,
}

impl<'a> Own<'a> {
    /// `home` is the address of the source as its user wrote it, wherever it has moved since.
    pub(crate) fn new(headers: &'a OwnHeaders, home: &'a Url) -> Self {
        Self { headers, home }
    }

    /// May this address see them? The same host and port may, and the same host if it has become https.
    fn may_go_to(&self, url: &Url) -> bool {
        let is_plain =
            |url: &Url, scheme, port| url.scheme() == scheme && url.port_or_known_default() == Some(port);
        let became_safe = is_plain(self.home, "http", 80) && is_plain(url, "https", 443);
        url.origin() == self.home.origin() || became_safe && url.host() == self.home.host()
    }
}

/// The headers of one's own of a request, with the cookies of its chain of redirects.
pub(super) fn for_request(own: Option<Own<'_>>, url: &Url, cookies: Option<&str>) -> HeaderMap {
    let own = own.filter(|own| own.may_go_to(url));
    let mut headers = own.map_or_else(HeaderMap::new, |own| own.headers.0.clone());
    let cookies = cookies.and_then(|cookies| with_cookies(headers.get(COOKIE), cookies));
    if let Some(cookies) = cookies {
        headers.insert(COOKIE, cookies);
    }
    headers
}

#[cfg(test)]
mod tests {
    use super::*;

    fn goes(home: &str, to: &str) -> bool {
        let mut headers = OwnHeaders::default();
        headers.add("X-Key", "secret").unwrap();
        let [home, to] = [home, to].map(|address| Url::parse(address).unwrap());
        !for_request(Some(Own::new(&headers, &home)), &to, None).is_empty()
    }

    #[test]
    fn go_to_the_sources_own_host_only() {
        assert!(goes(
            "https://news.example/feed",
            "https://news.example:443/2026/quay"
        ));
        assert!(goes("http://news.example/feed", "https://news.example/feed"));
        for to in [
            "http://news.example/feed",
            "https://news.example:8443/feed",
            "https://www.news.example/feed",
            "https://example/feed",
        ] {
            assert!(!goes("https://news.example/feed", to), "{to}");
        }
    }

    #[test]
    fn are_shown_by_nothing() {
        let mut headers = OwnHeaders::default();
        headers.add("Authorization", "Bearer secret").unwrap();
        headers.add_cookie("session", "secret").unwrap();
        headers.add_cookie("lang", "en").unwrap();
        let home = Url::parse("https://news.example/feed").unwrap();
        let sent = for_request(Some(Own::new(&headers, &home)), &home, Some("seen=1"));
        assert_eq!(sent[COOKIE].to_str().unwrap(), "session=secret; lang=en; seen=1");
        for shown in [format!("{headers:?}"), format!("{sent:?}")] {
            assert!(
                shown.contains("authorization") && !shown.contains("secret"),
                "{shown}"
            );
        }
        for (name, value) in [("X-Key", "secret\nX: y"), ("", "secret"), ("Host", "secret")] {
            let error = headers.add(name, value).unwrap_err().to_string();
            assert!(!error.contains("secret"), "{error}");
        }
        let error = headers.add_cookie("a", "secret; b=c").unwrap_err().to_string();
        assert!(
            error.starts_with("cookie a: ") && !error.contains("secret"),
            "{error}"
        );
    }
}
