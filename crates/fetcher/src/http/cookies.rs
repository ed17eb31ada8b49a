//! Cookies that a server sets on the way to a document: some sites answer only whoever brings them back.

use url::{Origin, Url};

use super::wire::Answer;

/// The cookies of one chain of redirects. They go back to the host that set them, and are forgotten with the chain.
#[derive(Debug, Default)]
pub(super) struct Cookies(Vec<Cookie>);

#[derive(Debug)]
struct Cookie {
    origin: Origin,
    name: String,
    value: String,
}

impl Cookies {
    /// Takes what an answer sets. Paths and lifetimes are not looked at: no chain lasts long enough.
    pub(super) fn keep(&mut self, url: &Url, answer: &Answer) {
        let origin = url.origin();
        for header in answer.headers.iter().filter(|(name, _)| name == "set-cookie") {
            let pair = header.1.split(';').next().and_then(|pair| pair.split_once('='));
            let Some((name, value)) = pair else { continue };
            let (name, value) = (name.trim().to_owned(), value.trim().to_owned());
            self.0
                .retain(|known| known.origin != origin || known.name != name);
            // An empty one is how a cookie is taken back.
            if !name.is_empty() && !value.is_empty() {
                let origin = origin.clone();
                self.0.push(Cookie { origin, name, value });
            }
        }
    }

    /// What to bring back to this address.
    pub(super) fn header(&self, url: &Url) -> Option<String> {
        let origin = url.origin();
        let own = self.0.iter().filter(|cookie| cookie.origin == origin);
        let pairs: Vec<_> = own
            .map(|cookie| format!("{}={}", cookie.name, cookie.value))
            .collect();
        Some(pairs.join("; ")).filter(|pairs| !pairs.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn go_back_to_the_host_that_set_them() {
        let url = |address: &str| Url::parse(address).unwrap();
        let answer = |cookies: &[&str]| Answer {
            headers: cookies
                .iter()
                .map(|cookie| ("set-cookie".to_owned(), (*cookie).to_owned()))
                .collect(),
            ..Answer::default()
        };
        let mut cookies = Cookies::default();
        let set = [
            "id = 1; Path=/; Domain=example.org",
            "lang=en; Secure",
            "nonsense",
        ];
        cookies.keep(&url("https://news.example/a"), &answer(&set));
        cookies.keep(
            &url("https://news.example/b"),
            &answer(&["id=2==", "lang=; Max-Age=0"]),
        );
        assert_eq!(
            cookies.header(&url("https://news.example/c")).as_deref(),
            Some("id=2==")
        );
        for other in [
            "http://news.example/",
            "https://example.org/",
            "https://news.example:1/",
        ] {
            assert_eq!(cookies.header(&url(other)), None, "{other}");
        }
    }
}
