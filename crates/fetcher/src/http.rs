//! The only place with sockets.
//!
//! Everything that keeps a stranger's server in its bounds is here: schemes, redirects, addresses, sizes, times,
//! and one connection a host.

use std::collections::HashMap;
use std::error::Error as StdError;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use futures_util::StreamExt as _;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{CONTENT_TYPE, HeaderMap, LOCATION};
use reqwest::{Client, ClientBuilder, StatusCode};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, SemaphorePermit};
use url::Url;

use crate::address::{AllowedHosts, is_public};
use crate::error::Error;
use crate::options::{Options, Timeouts};

/// Redirects that are followed for one answer.
const MAX_REDIRECTS: usize = 5;

/// Header lines that a server may send.
const MAX_HEADERS: usize = 128;

/// A successful answer.
#[derive(Debug)]
pub(crate) struct Response {
    /// Where it came from after redirects.
    pub(crate) url: Url,
    /// The charset that the `Content-Type` names.
    pub(crate) charset: Option<String>,
    /// The body, decompressed.
    pub(crate) body: Vec<u8>,
}

/// An HTTP client that keeps within the bounds of its [`Options`].
#[derive(Debug)]
pub(crate) struct Http {
    user_agent: String,
    timeouts: Timeouts,
    max_body_bytes: u64,
    allowed: Arc<AllowedHosts>,
    /// Made at the first request: a run over files needs none, and loading certificates takes time.
    client: OnceLock<Result<Connection, String>>,
    /// One permit for each host that may be asked at the same time.
    hosts_in_parallel: Semaphore,
    /// One permit for each host's only connection.
    hosts: Mutex<HashMap<String, Arc<Semaphore>>>,
}

#[derive(Debug)]
struct Connection {
    client: Client,
    /// The machine has no certificates to judge a server by; only http works.
    no_certificates: bool,
}

impl Http {
    pub(crate) fn new(options: &Options) -> Self {
        Self {
            user_agent: user_agent(options.contact.as_deref()),
            timeouts: options.timeouts,
            max_body_bytes: options.max_body_bytes,
            allowed: Arc::new(AllowedHosts::new(&options.allow_hosts)),
            client: OnceLock::new(),
            hosts_in_parallel: Semaphore::new(options.concurrency.max(1)),
            hosts: Mutex::default(),
        }
    }

    /// Fetches a document.
    ///
    /// # Errors
    /// Anything but a success within all the bounds.
    pub(crate) async fn get(&self, url: &Url) -> Result<Response, Error> {
        let limit = self.timeouts.total;
        let timeout = || Error::Timeout {
            url: url.clone(),
            phase: "whole answer",
            limit,
        };
        tokio::time::timeout(limit, self.follow(url))
            .await
            .unwrap_or_else(|_| Err(timeout()))
    }

    async fn follow(&self, asked: &Url) -> Result<Response, Error> {
        let mut url = asked.clone();
        for _ in 0..=MAX_REDIRECTS {
            self.check(&url)?;
            let _turn = self.turn(&url).await;
            let response = self.send(&url).await?;
            match redirect_target(&url, &response)? {
                Some(target) => url = target,
                None => return self.receive(asked, url, response).await,
            }
        }
        Err(Error::Redirect {
            url: asked.clone(),
            why: format!("more than {MAX_REDIRECTS} redirects"),
        })
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

    /// Waits until the host has no other request of ours, then until there are few enough hosts.
    async fn turn(&self, url: &Url) -> (OwnedSemaphorePermit, SemaphorePermit<'_>) {
        let host = url.host_str().unwrap_or_default().to_owned();
        let gate = {
            let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(hosts.entry(host).or_insert_with(|| Arc::new(Semaphore::new(1))))
        };
        let host = gate
            .acquire_owned()
            .await
            .expect("the semaphores are never closed");
        let parallel = self
            .hosts_in_parallel
            .acquire()
            .await
            .expect("the semaphores are never closed");
        (host, parallel)
    }

    async fn send(&self, url: &Url) -> Result<reqwest::Response, Error> {
        let connection = self.client.get_or_init(|| self.connect()).as_ref();
        let connection = connection.map_err(|why| Error::Client { why: why.clone() })?;
        if connection.no_certificates && url.scheme() == "https" {
            let why = "this machine has no CA certificates, so no https server can be trusted".to_owned();
            return Err(Error::Client { why });
        }
        let request = connection.client.get(url.clone()).send();
        let limit = self.timeouts.connect + self.timeouts.idle;
        let timeout = || Error::Timeout {
            url: url.clone(),
            phase: "first byte",
            limit,
        };
        let response = tokio::time::timeout(limit, request)
            .await
            .map_err(|_| timeout())?;
        response.map_err(|error| self.network_error(url, error))
    }

    async fn receive(&self, asked: &Url, url: Url, response: reqwest::Response) -> Result<Response, Error> {
        let status = response.status();
        if !status.is_success() {
            return Err(Error::Status {
                url: asked.clone(),
                status: status.as_u16(),
            });
        }
        let charset = charset(response.headers());
        let mut body = Vec::new();
        let mut pieces = response.bytes_stream();
        while let Some(piece) = pieces.next().await {
            let piece = piece.map_err(|error| self.network_error(asked, error))?;
            if body.len() as u64 + piece.len() as u64 > self.max_body_bytes {
                return Err(Error::TooLarge {
                    place: asked.to_string(),
                    limit: self.max_body_bytes,
                });
            }
            body.extend_from_slice(&piece);
        }
        Ok(Response { url, charset, body })
    }

    fn connect(&self) -> Result<Connection, String> {
        // Fails only when the program has chosen a provider itself, which is then as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        if let Ok(client) = self.builder().build() {
            return Ok(Connection {
                client,
                no_certificates: false,
            });
        }
        // Most likely there are no certificates, as in a bare container; http can do without.
        let client = self
            .builder()
            .tls_certs_only([])
            .build()
            .map_err(|error| describe(&error))?;
        Ok(Connection {
            client,
            no_certificates: true,
        })
    }

    fn builder(&self) -> ClientBuilder {
        Client::builder()
            .user_agent(&self.user_agent)
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            // A proxy would resolve names itself, behind the back of the address filter.
            .no_proxy()
            .dns_resolver(FilteringResolver {
                allowed: Arc::clone(&self.allowed),
            })
            .connect_timeout(self.timeouts.connect)
            .read_timeout(self.timeouts.idle)
            .pool_max_idle_per_host(1)
            .pool_idle_timeout(Duration::from_secs(30))
            .http1_max_headers(MAX_HEADERS)
    }

    /// Finds our own refusal, or a time-out, within the client's error.
    fn network_error(&self, url: &Url, error: reqwest::Error) -> Error {
        let mut cause: Option<&(dyn StdError + 'static)> = Some(&error);
        while let Some(inner) = cause {
            if let Some(NotPublic(address)) = inner.downcast_ref() {
                return Error::ForbiddenAddress {
                    url: url.clone(),
                    address: *address,
                };
            }
            cause = inner.source();
        }
        if error.is_timeout() {
            let (phase, limit) = if error.is_connect() {
                ("connection", self.timeouts.connect)
            } else {
                ("next piece", self.timeouts.idle)
            };
            return Error::Timeout {
                url: url.clone(),
                phase,
                limit,
            };
        }
        Error::Network {
            url: url.clone(),
            source: error,
        }
    }
}

fn user_agent(contact: Option<&str>) -> String {
    // What a header cannot carry would make every request fail.
    let contact: String = contact
        .unwrap_or_default()
        .chars()
        .filter(|c| matches!(c, ' '..='~'))
        .collect();
    let name = concat!("wirecheck/", env!("CARGO_PKG_VERSION"));
    if contact.is_empty() {
        name.to_owned()
    } else {
        format!("{name} (+{contact})")
    }
}

/// Where a redirect leads; `None` for any other answer.
fn redirect_target(url: &Url, response: &reqwest::Response) -> Result<Option<Url>, Error> {
    use StatusCode as S;
    let status = response.status();
    if !matches!(
        status,
        S::MOVED_PERMANENTLY | S::FOUND | S::SEE_OTHER | S::TEMPORARY_REDIRECT | S::PERMANENT_REDIRECT
    ) {
        return Ok(None);
    }
    let location = response
        .headers()
        .get(LOCATION)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let lost = |why: String| Error::Redirect {
        url: url.clone(),
        why,
    };
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
    Ok(Some(target))
}

/// `text/html; charset="utf-8"` -> `utf-8`.
fn charset(headers: &HeaderMap) -> Option<String> {
    let content_type = headers.get(CONTENT_TYPE)?.to_str().ok()?.to_ascii_lowercase();
    let (_, rest) = content_type.split_once("charset=")?;
    let label = rest.split(';').next()?.trim().trim_matches(['"', '\'']);
    Some(label.to_owned()).filter(|label| !label.is_empty())
}

fn describe(error: &dyn StdError) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text = format!("{text}: {inner}");
        cause = inner.source();
    }
    text
}

/// Resolves names and lets only public addresses through. The client connects to exactly the addresses
/// that it gets from here, so a name that changes its address between check and use gains nothing.
struct FilteringResolver {
    allowed: Arc<AllowedHosts>,
}

/// None of a host's addresses is public.
#[derive(Debug, thiserror::Error)]
#[error("{0} is not a public address")]
struct NotPublic(IpAddr);

impl Resolve for FilteringResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let allowed = self.allowed.contains(name.as_str());
        Box::pin(async move {
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            let (public, other): (Vec<_>, Vec<_>) = found
                .into_iter()
                .partition(|address| allowed || is_public(address.ip()));
            match (public.is_empty(), other.first()) {
                (true, Some(refused)) => Err(NotPublic(refused.ip()).into()),
                _ => Ok(Box::new(public.into_iter()) as Addrs),
            }
        })
    }
}
