//! One request, one answer: the reqwest client, its resolver, and the bounds of size and time.

use std::error::Error as StdError;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use futures_util::future::BoxFuture;
use futures_util::{StreamExt as _, TryStreamExt as _};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{
    ACCEPT, ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH, HeaderMap, IF_MODIFIED_SINCE, IF_NONE_MATCH,
};
use reqwest::{Client, ClientBuilder};
use serde::{Deserialize, Serialize};
use tokio::io::AsyncReadExt as _;
use tokio_util::io::StreamReader;

use super::Request;
use crate::address::{AllowedHosts, is_public};
use crate::coding;
use crate::error::Error;
use crate::options::{Proxy, Timeouts};

/// Header lines that a server may send.
const MAX_HEADERS: usize = 128;

/// A body that grows to this many times its compressed size, and to a megabyte, is a bomb. Repetitive
/// feeds reach a hundred; gzip's limit is about a thousand.
const MAX_RATIO: u64 = 500;

/// Below this many bytes no body is a bomb.
const RATIO_FROM: u64 = 1024 * 1024;

/// What a server answered, whatever the status.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Answer {
    /// The HTTP status code.
    pub(super) status: u16,
    /// Header names in lower case, and values, in the order received.
    pub(super) headers: Vec<(String, String)>,
    /// The body, decompressed.
    pub(super) body: Vec<u8>,
    /// Why the body breaks off, if it does.
    pub(super) broken: Option<String>,
}

impl Answer {
    /// The first header of this name, given in lower case.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Failure {
    /// The host has no public address and is not allowed.
    NotPublic(IpAddr),
    /// A time limit was over.
    Timeout(Phase),
    /// The body is larger than the limit.
    TooLarge,
    /// The body is out of all proportion to what was sent.
    Bomb,
    /// The host cannot be reached: no such name, nobody listening.
    Unreachable(String),
    /// Anything else that goes wrong on the way.
    Network(String),
    /// No client could be made.
    Client(String),
}

/// What was waited for when a time limit was over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Phase {
    /// The connection.
    Connection,
    /// The headers.
    Headers,
    /// The next piece of the body.
    Body,
    /// The end of the answer.
    Whole,
}

/// The client. It is made at the first request: a run over files needs none, and loading certificates
/// takes time.
#[derive(Debug)]
pub(super) struct Wire {
    user_agent: String,
    timeouts: Timeouts,
    max_body_bytes: u64,
    allowed: Arc<AllowedHosts>,
    proxy: Option<Proxy>,
    lookup: Lookup,
    connection: OnceLock<Result<Connection, String>>,
}

#[derive(Debug)]
struct Connection {
    client: Client,
    /// The machine has no certificates to judge a server by; only http works.
    no_certificates: bool,
}

impl Wire {
    pub(super) fn new(
        user_agent: String,
        timeouts: Timeouts,
        max_body_bytes: u64,
        allowed: Arc<AllowedHosts>,
        proxy: Option<Proxy>,
    ) -> Self {
        Self {
            user_agent,
            timeouts,
            max_body_bytes,
            allowed,
            proxy,
            lookup: ask_the_system,
            connection: OnceLock::new(),
        }
    }

    /// Asks a server for a document, without following redirects.
    pub(super) async fn ask(&self, request: &Request<'_>) -> Result<Answer, Failure> {
        let exchange = async { self.receive(self.send(request).await?).await };
        let answer = tokio::time::timeout(self.timeouts.total, exchange).await;
        answer
            .unwrap_or(Err(Failure::Timeout(Phase::Whole)))
            .map_err(|failure| self.told_of_proxy(failure))
    }

    /// A proxy that is out of order makes every host look so.
    fn told_of_proxy(&self, failure: Failure) -> Failure {
        let through = |why: String| format!("{why} (asked through the proxy)");
        match failure {
            Failure::Unreachable(why) if self.proxy.is_some() => Failure::Unreachable(through(why)),
            Failure::Network(why) if self.proxy.is_some() => Failure::Network(through(why)),
            failure => failure,
        }
    }

    async fn send(&self, asked: &Request<'_>) -> Result<reqwest::Response, Failure> {
        let connection = self.connection.get_or_init(|| self.connect()).as_ref();
        let connection = connection.map_err(|why| Failure::Client(why.clone()))?;
        if connection.no_certificates && asked.url.scheme() == "https" {
            let why = "this machine has no CA certificates, so no https server can be trusted";
            return Err(Failure::Client(why.to_owned()));
        }
        let mut request = connection.client.get(asked.url.clone());
        if let Some(credentials) = asked.credentials {
            request = request.basic_auth(&credentials.user, credentials.password.as_ref());
        }
        if let Some(validators) = asked.validators {
            for (name, value) in [
                (IF_NONE_MATCH, &validators.etag),
                (IF_MODIFIED_SINCE, &validators.last_modified),
            ] {
                if let Some(value) = value {
                    request = request.header(name, value);
                }
            }
        }
        let request = request.headers(asked.headers.clone());
        let limit = self.timeouts.connect + self.timeouts.idle;
        let response = tokio::time::timeout(limit, request.send()).await;
        response
            .map_err(|_| Failure::Timeout(Phase::Headers))?
            .map_err(|error| failure(&error))
    }

    async fn receive(&self, response: reqwest::Response) -> Result<Answer, Failure> {
        let mut answer = Answer {
            status: response.status().as_u16(),
            headers: headers(response.headers()),
            ..Answer::default()
        };
        if answer
            .header(CONTENT_LENGTH.as_str())
            .and_then(|length| length.parse().ok())
            > Some(self.max_body_bytes)
        {
            return Err(Failure::TooLarge);
        }
        let received = Arc::new(AtomicU64::new(0));
        let count = Arc::clone(&received);
        let pieces = response.bytes_stream().inspect_ok(move |piece| {
            count.fetch_add(piece.len() as u64, Ordering::Relaxed);
        });
        let raw = StreamReader::new(pieces.map_err(io::Error::other).boxed());
        let coding = answer.header(CONTENT_ENCODING.as_str()).unwrap_or_default();
        let mut body = match coding::plain(Box::new(raw), coding).await {
            Ok(body) => body,
            Err(error) => return breaks_off(answer, &error),
        };
        let mut piece = vec![0; 16 * 1024];
        loop {
            match body.read(&mut piece).await {
                Ok(0) => {
                    answer.body.shrink_to_fit();
                    return Ok(answer);
                }
                Ok(length) => answer.body.extend_from_slice(&piece[..length]),
                Err(error) => return breaks_off(answer, &error),
            }
            self.weigh(answer.body.len() as u64, received.load(Ordering::Relaxed))?;
        }
    }

    fn weigh(&self, decoded: u64, received: u64) -> Result<(), Failure> {
        if decoded > self.max_body_bytes {
            return Err(Failure::TooLarge);
        }
        if decoded > RATIO_FROM && decoded / received.max(1) > MAX_RATIO {
            return Err(Failure::Bomb);
        }
        Ok(())
    }

    fn connect(&self) -> Result<Connection, String> {
        // Fails only when the program has chosen a provider itself, which is then as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        if let Ok(client) = self.builder()?.build() {
            return Ok(Connection {
                client,
                no_certificates: false,
            });
        }
        // Most likely there are no certificates, as in a bare container; http can do without.
        let client = self
            .builder()?
            .tls_certs_only([])
            .build()
            .map_err(|error| innermost(&error))?;
        Ok(Connection {
            client,
            no_certificates: true,
        })
    }

    fn builder(&self) -> Result<ClientBuilder, String> {
        let mut accepted = HeaderMap::new();
        let types = "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, \
                     text/html;q=0.9, */*;q=0.5";
        accepted.insert(ACCEPT, types.parse().expect("a constant without odd characters"));
        accepted.insert(
            ACCEPT_ENCODING,
            "gzip, br, zstd"
                .parse()
                .expect("a constant without odd characters"),
        );
        let builder = Client::builder()
            .user_agent(&self.user_agent)
            .default_headers(accepted)
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            // A proxy resolves names itself, behind the back of the address filter: only one that is asked for is used.
            .no_proxy()
            .dns_resolver(FilteringResolver {
                allowed: Arc::clone(&self.allowed),
                lookup: self.lookup,
                asks_proxy: self.proxy.is_some(),
            })
            .connect_timeout(self.timeouts.connect)
            .read_timeout(self.timeouts.idle)
            .pool_max_idle_per_host(1)
            .pool_idle_timeout(Duration::from_secs(30))
            .http1_max_headers(MAX_HEADERS);
        match &self.proxy {
            Some(proxy) => {
                let proxy =
                    reqwest::Proxy::all(proxy.url().as_str()).map_err(|_| Error::BadProxy.to_string())?;
                Ok(builder.proxy(proxy))
            }
            None => Ok(builder),
        }
    }
}

fn headers(received: &HeaderMap) -> Vec<(String, String)> {
    let text = |value: &[u8]| String::from_utf8_lossy(value).into_owned();
    received
        .iter()
        .map(|(name, value)| (name.as_str().to_owned(), text(value.as_bytes())))
        .collect()
}

/// What came before the break is kept, for a feed's first items are as good as ever.
fn breaks_off(mut answer: Answer, error: &io::Error) -> Result<Answer, Failure> {
    let failure = match error
        .get_ref()
        .and_then(|inner| inner.downcast_ref::<reqwest::Error>())
    {
        Some(error) => failure(error),
        None => Failure::Network(error.to_string()),
    };
    if answer.body.is_empty() {
        return Err(failure);
    }
    answer.broken = Some(match failure {
        Failure::Network(why) | Failure::Unreachable(why) => why,
        _ => "the server fell silent".to_owned(),
    });
    Ok(answer)
}

/// Finds our own refusal, a time-out or the cause within the client's error.
fn failure(error: &reqwest::Error) -> Failure {
    let mut cause: Option<&(dyn StdError + 'static)> = Some(error);
    while let Some(inner) = cause {
        if let Some(NotPublic(address)) = inner.downcast_ref() {
            return Failure::NotPublic(*address);
        }
        cause = inner.source();
    }
    match (error.is_timeout(), error.is_connect()) {
        (true, true) => Failure::Timeout(Phase::Connection),
        (true, false) => Failure::Timeout(Phase::Body),
        (false, true) => Failure::Unreachable(innermost(error)),
        (false, false) => Failure::Network(innermost(error)),
    }
}

/// The innermost cause: the client's own text repeats the URL and says little ("error sending request").
fn innermost(error: &dyn StdError) -> String {
    let mut cause = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}

/// Resolves names and lets only public addresses through. The client connects to exactly the addresses
/// that it gets from here, so a name that changes its address between check and use gains nothing.
struct FilteringResolver {
    allowed: Arc<AllowedHosts>,
    lookup: Lookup,
    /// The only name that is looked up here is the proxy's, which may well be in one's own network.
    asks_proxy: bool,
}

/// Finds the addresses of a name. A test may have its own, which tells lies.
type Lookup = fn(String) -> BoxFuture<'static, io::Result<Vec<SocketAddr>>>;

fn ask_the_system(name: String) -> BoxFuture<'static, io::Result<Vec<SocketAddr>>> {
    Box::pin(async move { Ok(tokio::net::lookup_host((name, 0)).await?.collect()) })
}

/// None of a host's addresses is public.
#[derive(Debug, thiserror::Error)]
#[error("{0} is not a public address")]
struct NotPublic(IpAddr);

impl Resolve for FilteringResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let allowed = self.asks_proxy || self.allowed.contains(name.as_str());
        let found = (self.lookup)(name.as_str().to_owned());
        Box::pin(async move { Ok(Box::new(public(found.await?, allowed)?.into_iter()) as Addrs) })
    }
}

/// The public ones of a host's addresses, or all of them for an allowed host.
fn public(found: Vec<SocketAddr>, allowed: bool) -> Result<Vec<SocketAddr>, NotPublic> {
    let (public, other): (Vec<_>, Vec<_>) = found
        .into_iter()
        .partition(|address| allowed || is_public(address.ip()));
    match (public.is_empty(), other.first()) {
        (true, Some(refused)) => Err(NotPublic(refused.ip())),
        _ => Ok(public),
    }
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::*;

    fn addresses(list: &[&str]) -> Vec<SocketAddr> {
        list.iter()
            .map(|address| SocketAddr::new(address.parse().unwrap(), 0))
            .collect()
    }

    /// Says loopback the first time, which the test allows, and something else ever after.
    fn rebinding(_name: String) -> BoxFuture<'static, io::Result<Vec<SocketAddr>>> {
        static CALLS: AtomicU64 = AtomicU64::new(0);
        let address = if CALLS.fetch_add(1, Ordering::SeqCst) == 0 {
            "127.0.0.1"
        } else {
            "10.0.0.1"
        };
        Box::pin(async move { Ok(addresses(&[address])) })
    }

    #[tokio::test]
    async fn a_name_is_looked_up_once_and_what_was_checked_is_connected_to() {
        let server = wiremock::MockServer::start().await;
        let url = Url::parse(&format!("http://rebinding.example:{}/", server.address().port())).unwrap();
        let wire = |hosts: &[String]| Wire {
            lookup: rebinding,
            ..Wire::new(
                String::from("test"),
                Timeouts::default(),
                1000,
                Arc::new(AllowedHosts::new(hosts)),
                None,
            )
        };
        let request = Request {
            url: &url,
            validators: None,
            headers: &HeaderMap::new(),
            credentials: None,
        };
        let allowed = wire(&["rebinding.example".to_owned()]);
        assert_eq!(
            allowed.ask(&request).await.unwrap().status,
            404,
            "the only look-up said loopback"
        );
        let strict = wire(&[]);
        assert_eq!(
            strict.ask(&request).await,
            Err(Failure::NotPublic("10.0.0.1".parse().unwrap()))
        );
        assert_eq!(server.received_requests().await.unwrap().len(), 1);
    }

    #[test]
    fn a_name_gets_no_private_address_through() {
        let mixed = addresses(&["127.0.0.1", "1.1.1.1", "::1"]);
        assert_eq!(public(mixed.clone(), false).unwrap(), addresses(&["1.1.1.1"]));
        assert_eq!(public(mixed.clone(), true).unwrap(), mixed);
        assert!(public(addresses(&["10.0.0.1"]), false).is_err());
    }
}
