//! Errors of the fetcher as a user reads them. The library does not know which switches this program has; here they are
//! named.

use fetcher::account::Loss;

/// Returns an error and what caused it in one line, with what the user can do about it.
pub(crate) fn explained(error: &fetcher::Error) -> String {
    let mut line = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        line = format!("{line}: {error}");
        cause = error.source();
    }
    line + advice(error)
}

/// Returns what is missing and why, with what the user can do about it.
pub(crate) fn explained_loss(loss: &Loss) -> String {
    loss.to_string() + loss.cause.as_deref().map_or("", advice)
}

/// What the user can do, to end the sentence of the error with; empty where nobody here can do anything.
fn advice(error: &fetcher::Error) -> &'static str {
    match error.behind_redirects() {
        fetcher::Error::ForbiddenAddress { .. } => "; add the host to allow-hosts if it is yours",
        fetcher::Error::RobotsUnreadable { cause, .. } => advice(cause),
        fetcher::Error::Resting { .. } => " (--all asks now)",
        fetcher::Error::Gone { .. } => "; --all asks again",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use fetcher::Error;
    use url::Url;

    fn url() -> Url {
        Url::parse("https://intranet.example/news").unwrap()
    }

    fn forbidden() -> Error {
        Error::ForbiddenAddress {
            url: url(),
            address: [10, 0, 0, 1].into(),
        }
    }

    #[test]
    fn names_the_switch_that_helps() {
        assert_eq!(
            explained(&forbidden()),
            "https://intranet.example/news: 10.0.0.1 is not a public address; add the host to allow-hosts if it is yours"
        );
        let since = jiff::Timestamp::UNIX_EPOCH;
        let gone = Error::Gone { url: url(), since };
        assert_eq!(
            explained(&gone),
            "https://intranet.example/news: the server said on 1970-01-01T00:00:00Z that it is gone for good (410); --all \
             asks again"
        );
        let resting = Error::Resting {
            url: url(),
            failures: 2,
            until: since,
        };
        assert!(explained(&resting).ends_with("before 1970-01-01T00:00:00Z (--all asks now)"));
    }

    #[test]
    fn a_lost_page_comes_with_advice_too() {
        let why = Error::RobotsUnreadable {
            url: url(),
            cause: Arc::new(forbidden()),
        };
        let loss = Loss {
            what: "full text of \"News\"".into(),
            url: None,
            why: why.to_string(),
            cause: Some(Arc::new(why)),
            teaser_only: true,
        };
        assert!(
            explained_loss(&loss)
                .ends_with("is not a public address); add the host to allow-hosts if it is yours")
        );
        let incurable = Loss {
            cause: Some(Arc::new(Error::Robots { url: url() })),
            ..loss
        };
        assert_eq!(explained_loss(&incurable), incurable.to_string());
    }

    #[test]
    fn tells_the_causes() {
        let error = Error::Unreadable {
            path: "a.txt".into(),
            source: std::io::Error::other("no such luck"),
        };
        assert_eq!(explained(&error), "a.txt: cannot be read: no such luck");
    }
}
