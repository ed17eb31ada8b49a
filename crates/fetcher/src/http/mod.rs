//! The only place with sockets: documents for addresses, within bounds and with manners.
//!
//! `wire` sends one request, `hosts` says when, `robots` whether, `tape` records and replays. Here, redirects are
//! followed and failures that may pass are tried again.

mod cookies;
mod hosts;
pub(crate) mod own;
mod robots;
mod tape;
mod wire;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use reqwest::header::HeaderMap;
use tokio::time::Instant;
use url::Url;

use self::cookies::Cookies;
use self::hosts::{Denied, Hosts};
use self::own::Own;
use self::robots::{Robots, RobotsCache};
use self::tape::{Player, Recorder};
use self::wire::{Answer, Failure, Phase, Wire};
use crate::address::AllowedHosts;
use crate::date;
use crate::error::Error;
use crate::facts;
use crate::options::{Agent, Options, Politeness, Tape, Timeouts};
use crate::seen::Validators;
use crate::source::without_credentials;

/// Redirects that are followed for one answer.
const MAX_REDIRECTS: usize = 5;

/// A document, or the word that it has not changed.
#[derive(Debug)]
pub(crate) struct Response {
    /// Where it came from after redirects.
    pub(crate) url: Url,
    /// Where it will be found from now on, if all redirects were permanent.
    pub(crate) moved_to: Option<Url>,
    /// What to show the server the next time.
    pub(crate) validators: Validators,
    /// What it was sent as; `None` when it has not changed since the validators were given.
    pub(crate) document: Option<Body>,
}

/// The body of a document.
#[derive(Debug)]
pub(crate) struct Body {
    /// The charset that the `Content-Type` names.
    pub(crate) charset: Option<String>,
    /// The bytes, decompressed.
    pub(crate) bytes: Vec<u8>,
    /// Why the body breaks off, if it does.
    pub(crate) broken: Option<String>,
}

/// What goes along with the address that is asked for.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Errand<'a> {
    /// What to show the server, so that it need not send what we have.
    pub(crate) validators: Option<&'a Validators>,
    /// Headers for the source's own host.
    pub(crate) own: Option<Own<'a>>,
    /// An address that a redirect must not lead to, because it was asked before and had no answer.
    pub(crate) shunned: Option<&'a Url>,
}

/// One request.
#[derive(Debug, Clone, Copy)]
struct Request<'a> {
    url: &'a Url,
    validators: Option<&'a Validators>,
    credentials: Option<&'a Credentials>,
    /// Further headers.
    headers: &'a HeaderMap,
}

/// Name and password from an address, for the host that they were given for.
struct Credentials {
    user: String,
    password: Option<String>,
}

impl Credentials {
    fn of(url: &Url) -> Option<Self> {
        let decode = |text: &str| {
            percent_encoding::percent_decode_str(text)
                .decode_utf8_lossy()
                .into_owned()
        };
        let user = decode(url.username());
        let password = url.password().map(decode);
        (!user.is_empty() || password.is_some()).then_some(Self { user, password })
    }
}

/// Hides the password.
impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials")
            .field("user", &self.user)
            .finish_non_exhaustive()
    }
}

/// Fetches documents as the [`Options`] say.
#[derive(Debug)]
pub(crate) struct Http {
    transport: Transport,
    hosts: Hosts,
    agent: Agent,
    robots: RobotsCache,
    allowed: Arc<AllowedHosts>,
    politeness: Politeness,
    timeouts: Timeouts,
    max_body_bytes: u64,
    max_time: Option<(Instant, Duration)>,
}

#[derive(Debug)]
enum Transport {
    Network(Wire),
    Recorded(Wire, Recorder),
    Replay(Player),
}

impl Http {
    /// # Errors
    /// When the folder of a recording cannot be used.
    pub(crate) fn new(options: &Options) -> Result<Self, Error> {
        let allowed = Arc::new(AllowedHosts::new(&options.allow_hosts));
        let agent = options.agent.clone().unwrap_or_default();
        let wire = Wire::new(
            user_agent(&agent, options.contact.as_deref()),
            options.timeouts,
            options.max_body_bytes,
            Arc::clone(&allowed),
            options.proxy.clone(),
        );
        let tape_error = |folder: &std::path::Path| {
            let path = folder.display().to_string();
            move |source| Error::Tape { path, source }
        };
        let transport = match &options.tape {
            Tape::Off => Transport::Network(wire),
            Tape::Record(folder) => {
                Transport::Recorded(wire, Recorder::new(folder).map_err(tape_error(folder))?)
            }
            Tape::Replay(folder) => Transport::Replay(Player::new(folder).map_err(tape_error(folder))?),
        };
        let mut politeness = options.politeness;
        if let Transport::Replay(_) = transport {
            // Nobody is waiting on the other side.
            (politeness.delay, politeness.backoff, politeness.max_wait) =
                <(Duration, Duration, Duration)>::default();
        }
        let max_time = options.max_time.map(|limit| (Instant::now() + limit, limit));
        Ok(Self {
            hosts: Hosts::new(
                politeness,
                options.concurrency,
                max_time.map(|(deadline, _)| deadline),
            ),
            transport,
            agent,
            robots: RobotsCache::default(),
            allowed,
            politeness,
            timeouts: options.timeouts,
            max_body_bytes: options.max_body_bytes,
            max_time,
        })
    }

    /// Fetches a document that is made for programs, such as a feed.
    ///
    /// # Errors
    /// Anything but a document, or its being unchanged, within all the bounds.
    pub(crate) async fn get(&self, url: &Url, errand: &Errand<'_>) -> Result<Response, Error> {
        self.follow(url, errand, false).await
    }

    /// Fetches a page that is made for people, if its site's robots.txt lets us.
    ///
    /// # Errors
    /// As [`Http::get`], and when robots.txt objects.
    pub(crate) async fn get_page(&self, url: &Url, errand: &Errand<'_>) -> Result<Response, Error> {
        self.follow(url, errand, self.politeness.respect_robots).await
    }

    async fn follow(&self, asked: &Url, errand: &Errand<'_>, robots: bool) -> Result<Response, Error> {
        // From here on, no address has a password in it; where one belongs, it is sent along.
        let credentials = Credentials::of(asked);
        let asked = without_credentials(asked);
        let mut url = asked.clone();
        let mut cookies = Cookies::default();
        let mut all_permanent = true;
        for _ in 0..=MAX_REDIRECTS {
            let named = |error: Error| error.beyond_redirect(&asked, &url);
            let request = Request {
                headers: &own::for_request(errand.own, &url, cookies.header(&url).as_deref()),
                url: &url,
                validators: errand.validators,
                credentials: credentials.as_ref().filter(|_| url.origin() == asked.origin()),
            };
            let answer = self.ask_if_allowed(&request, robots).await.map_err(named)?;
            cookies.keep(&url, &answer);
            let target = redirect_target(&url, &answer).map_err(named)?;
            let Some(target) = target.or_else(|| refresh_target(&url, &answer)) else {
                let moved_to = Some(url.clone()).filter(|url| all_permanent && *url != asked);
                return response(url.clone(), moved_to, answer).map_err(named);
            };
            if errand.shunned == Some(&target) {
                let why = format!("still redirects to {target}");
                return Err(Error::Redirect { url: asked, why });
            }
            all_permanent &= matches!(answer.status, 301 | 308);
            url = target;
        }
        Err(Error::Redirect {
            url: asked,
            why: format!("more than {MAX_REDIRECTS} redirects"),
        })
    }

    async fn ask_if_allowed(&self, request: &Request<'_>, robots: bool) -> Result<Answer, Error> {
        self.check(request.url)?;
        if robots {
            self.ask_robots(request.url).await?;
        }
        self.ask(request).await
    }

    fn check(&self, url: &Url) -> Result<(), Error> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(Error::Scheme { url: url.to_string() });
        }
        match self.allowed.forbidden_literal(url) {
            Some(address) => Err(Error::ForbiddenAddress {
                url: url.clone(),
                address,
            }),
            None => Ok(()),
        }
    }

    async fn ask_robots(&self, url: &Url) -> Result<(), Error> {
        let cell = self.robots.cell(url);
        let robots = cell.get_or_try_init(|| self.robots(url)).await?;
        robots.permit(url)
    }

    /// Asks for the robots.txt of a site. That there was no time to ask says nothing about the site.
    async fn robots(&self, url: &Url) -> Result<Robots, Error> {
        let address = robots::address(url);
        // Boxed, because following redirects may itself ask for a robots.txt; not for this one, though.
        let answer = Box::pin(self.follow(&address, &Errand::default(), false)).await;
        if let Err(Error::OutOfTime { limit, .. }) = answer.as_ref().map_err(Error::behind_redirects) {
            return Err(Error::OutOfTime {
                url: url.clone(),
                limit: *limit,
            });
        }
        let answer = answer.map(|response| response.document.map_or_else(Vec::new, |body| body.bytes));
        let robots = Robots::of(answer, &self.agent.name);
        if let Some(delay) = robots.delay() {
            self.hosts.set_crawl_delay(url, delay);
        }
        Ok(robots)
    }

    /// Sends a request when the host's turn has come, and again after a failure that may pass.
    async fn ask(&self, request: &Request<'_>) -> Result<Answer, Error> {
        let url = request.url;
        let mut attempt = 0;
        loop {
            let turn = self
                .hosts
                .turn(url)
                .await
                .map_err(|denied| self.denied(url, denied))?;
            let outcome = self.exchange(request).await?;
            let again = self.pause_before_retry(&outcome, attempt);
            let reached = !matches!(
                outcome,
                Err(Failure::Unreachable(_) | Failure::Timeout(Phase::Connection))
            );
            let pause = again.unwrap_or_default().max(self.hosts.pause(&turn));
            turn.end(reached, pause);
            if again.is_none() {
                return outcome.map_err(|failure| self.error(url, failure));
            }
            attempt += 1;
        }
    }

    async fn exchange(&self, request: &Request<'_>) -> Result<Result<Answer, Failure>, Error> {
        let url = request.url;
        let outcome = match &self.transport {
            Transport::Replay(player) => return Ok(player.play(url)),
            Transport::Network(wire) | Transport::Recorded(wire, _) => wire.ask(request),
        };
        let outcome = match self.max_time {
            // An answer that is on its way when time is up is not waited for.
            Some((deadline, _)) => tokio::time::timeout_at(deadline, outcome)
                .await
                .map_err(|_| self.denied(url, Denied::OutOfTime))?,
            None => outcome.await,
        };
        if let Transport::Recorded(_, recorder) = &self.transport {
            let kept = recorder.keep(url, &outcome);
            kept.map_err(|source| Error::Tape {
                path: url.to_string(),
                source,
            })?;
        }
        Ok(outcome)
    }

    /// How long to wait before the request is made again; `None` if it should not be.
    fn pause_before_retry(&self, outcome: &Result<Answer, Failure>, attempt: u32) -> Option<Duration> {
        if attempt >= self.politeness.retries {
            return None;
        }
        let backoff = self
            .politeness
            .backoff
            .saturating_mul(1 << attempt.min(16))
            .min(self.politeness.max_wait);
        match outcome {
            Ok(answer) if matches!(answer.status, 408 | 429 | 500 | 502..=504) => {
                let asked = answer.header("retry-after").and_then(retry_after);
                asked.map_or(Some(backoff), |asked| {
                    (asked <= self.politeness.max_wait).then_some(asked)
                })
            }
            Ok(answer) => answer.broken.as_ref().map(|_| backoff),
            Err(Failure::Network(_) | Failure::Unreachable(_)) => Some(backoff),
            Err(_) => None,
        }
    }

    fn denied(&self, url: &Url, denied: Denied) -> Error {
        let url = url.clone();
        match denied {
            Denied::GivenUp(times) => Error::GivenUp { url, times },
            Denied::OutOfTime => Error::OutOfTime {
                url,
                limit: self.max_time.map_or(Duration::ZERO, |(_, limit)| limit),
            },
        }
    }

    fn error(&self, url: &Url, failure: Failure) -> Error {
        let url = url.clone();
        match failure {
            Failure::NotPublic(address) => Error::ForbiddenAddress { url, address },
            Failure::Timeout(phase) => {
                let Timeouts { connect, idle, total } = self.timeouts;
                let (phase, limit) = match phase {
                    Phase::Connection => ("connection", connect),
                    Phase::Headers => ("headers", connect + idle),
                    Phase::Body => ("next piece of the answer", idle),
                    Phase::Whole => ("end of the answer", total),
                };
                Error::Timeout { url, phase, limit }
            }
            Failure::TooLarge => Error::TooLarge {
                place: url.to_string(),
                limit: self.max_body_bytes,
            },
            Failure::Bomb => Error::Bomb { url },
            Failure::Unreachable(why) | Failure::Network(why) => Error::Network { url, why },
            Failure::Client(why) => Error::Client { why },
        }
    }
}

fn response(url: Url, moved_to: Option<Url>, answer: Answer) -> Result<Response, Error> {
    let header = |name| answer.header(name).map(str::to_owned);
    let validators = Validators {
        etag: header("etag"),
        last_modified: header("last-modified"),
    };
    if answer.status == 304 {
        return Ok(Response {
            url,
            moved_to,
            validators,
            document: None,
        });
    }
    if !(200..300).contains(&answer.status) {
        let retry_after = answer.header("retry-after").and_then(retry_after);
        return Err(Error::Status {
            url,
            status: answer.status,
            retry_after,
        });
    }
    let charset = answer.header("content-type").and_then(charset);
    let body = Body {
        charset,
        bytes: answer.body,
        broken: answer.broken,
    };
    Ok(Response {
        url,
        moved_to,
        validators,
        document: Some(body),
    })
}

/// Returns the User-Agent header: `name/version (+contact)`.
fn user_agent(agent: &Agent, contact: Option<&str>) -> String {
    let product = sendable(&format!("{}/{}", agent.name, agent.version));
    let contact = sendable(contact.unwrap_or_default());
    if contact.is_empty() {
        product
    } else {
        format!("{product} (+{contact})")
    }
}

/// Drops what a header cannot carry: it would make every request fail.
fn sendable(text: &str) -> String {
    text.chars().filter(|c| matches!(c, ' '..='~')).collect()
}

/// Where a redirect leads; `None` for any other answer.
fn redirect_target(url: &Url, answer: &Answer) -> Result<Option<Url>, Error> {
    let status = answer.status;
    if !matches!(status, 301 | 302 | 303 | 307 | 308) {
        return Ok(None);
    }
    let lost = |why: String| Error::Redirect {
        url: url.clone(),
        why,
    };
    let location = answer.header("location").unwrap_or_default();
    if location.is_empty() {
        return Err(lost(format!("answers {status} without saying where to")));
    }
    let target = url
        .join(location)
        .map_err(|error| lost(format!("redirects to \"{location}\": {error}")))?;
    if !matches!(target.scheme(), "http" | "https") {
        return Err(Error::Scheme {
            url: target.to_string(),
        });
    }
    if url.scheme() == "https" && target.scheme() == "http" {
        return Err(Error::Downgrade {
            from: url.clone(),
            to: target.to_string(),
        });
    }
    Ok(Some(without_credentials(&target)))
}

/// Where a page without much else sends its reader; `None` for any other answer.
fn refresh_target(url: &Url, answer: &Answer) -> Option<Url> {
    /// A page that is more than a signpost is longer.
    const LONGEST: usize = 16 * 1024;
    let is_page = answer.status == 200 && answer.body.len() <= LONGEST;
    let html = std::str::from_utf8(&answer.body).ok().filter(|_| is_page)?;
    let target = facts::of(html, Some(url)).refresh?;
    let is_safe = url.scheme() != "https" || target.scheme() == "https";
    is_safe.then(|| without_credentials(&target))
}

/// `text/html; charset="utf-8"` -> `utf-8`.
fn charset(content_type: &str) -> Option<String> {
    let lower = content_type.to_ascii_lowercase();
    let (_, rest) = lower.split_once("charset=")?;
    let label = rest.split(';').next()?.trim().trim_matches(['"', '\'']);
    Some(label.to_owned()).filter(|label| !label.is_empty())
}

/// `Retry-After` in seconds or as a date; a date gone by means now, nonsense means nothing.
fn retry_after(value: &str) -> Option<Duration> {
    if let Ok(seconds) = value.trim().parse() {
        return Some(Duration::from_secs(seconds));
    }
    let wait = date::timestamp(value)?.duration_since(Timestamp::now());
    Some(wait.try_into().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_both_forms_of_retry_after() {
        assert_eq!(retry_after(" 120 "), Some(Duration::from_mins(2)));
        assert_eq!(retry_after("Wed, 21 Oct 2015 07:28:00 GMT"), Some(Duration::ZERO));
        let soon = Timestamp::now() + Duration::from_secs(90);
        let soon = jiff::fmt::rfc2822::DateTimePrinter::new()
            .timestamp_to_rfc9110_string(&soon)
            .unwrap();
        let wait = retry_after(&soon).unwrap();
        assert!(
            wait > Duration::from_secs(80) && wait <= Duration::from_secs(90),
            "{wait:?}"
        );
        assert_eq!(retry_after("soon"), None);
        assert_eq!(retry_after("-5"), None);
    }

    #[test]
    fn never_redirects_to_less_safety() {
        let url = Url::parse("https://user:secret@a.example/x").unwrap();
        let to = |location: &str| {
            redirect_target(
                &url,
                &Answer {
                    status: 302,
                    headers: vec![("location".into(), location.into())],
                    ..Answer::default()
                },
            )
        };
        assert!(matches!(to("http://a.example/"), Err(Error::Downgrade { .. })));
        for location in [
            "file:///etc/passwd",
            "ftp://a.example/",
            "data:text/html,x",
            "javascript:1",
        ] {
            assert!(matches!(to(location), Err(Error::Scheme { .. })), "{location}");
        }
        assert!(matches!(to(""), Err(Error::Redirect { .. })));
        let elsewhere = to("https://b.example/").unwrap().unwrap();
        assert_eq!((elsewhere.username(), elsewhere.password()), ("", None));
    }
}
