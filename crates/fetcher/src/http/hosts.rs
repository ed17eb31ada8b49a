//! Manners: one request at a time for each host, with a pause between two, and longer pauses for those in trouble.

use std::collections::HashMap;
use std::hash::{BuildHasher as _, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore, SemaphorePermit};
use tokio::time::{Instant, sleep_until};
use url::Url;

use crate::options::Politeness;

/// A host that could not be reached so many times in a row is left alone for the rest of the run.
const GIVE_UP_AFTER: u32 = 3;

/// All hosts of a run.
#[derive(Debug)]
pub(super) struct Hosts {
    politeness: Politeness,
    deadline: Option<Instant>,
    /// One permit for each host that may be asked at the same time.
    in_parallel: Semaphore,
    known: Mutex<HashMap<String, Arc<Host>>>,
    /// Makes the pauses of two runs differ, so that they do not meet at every host again.
    random: RandomState,
    pauses: AtomicU64,
}

#[derive(Debug)]
struct Host {
    /// The permit of the host's only connection.
    connection: Arc<Semaphore>,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    /// Not to be asked before.
    free_at: Instant,
    /// Times in a row that it could not be reached.
    unreachable: u32,
    /// The pause that its robots.txt asks for.
    crawl_delay: Duration,
}

/// Permission for one request. The host may be asked again when it is dropped and the pause is over.
#[derive(Debug)]
pub(super) struct Turn<'a> {
    host: Arc<Host>,
    _connection: OwnedSemaphorePermit,
    _parallel: SemaphorePermit<'a>,
}

/// Why there is no turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Denied {
    /// The host could not be reached before.
    GivenUp(u32),
    /// The run's time is over, or would be before the turn comes.
    OutOfTime,
}

impl Hosts {
    pub(super) fn new(politeness: Politeness, in_parallel: usize, deadline: Option<Instant>) -> Self {
        Self {
            politeness,
            deadline,
            in_parallel: Semaphore::new(in_parallel.max(1)),
            known: Mutex::default(),
            random: RandomState::new(),
            pauses: AtomicU64::new(0),
        }
    }

    /// Waits until the host may be asked. A host that makes us wait takes no place from the others.
    pub(super) async fn turn(&self, url: &Url) -> Result<Turn<'_>, Denied> {
        let host = self.host(url);
        let connection = Arc::clone(&host.connection)
            .acquire_owned()
            .await
            .expect("semaphores are never closed");
        let free_at = {
            let state = host.state();
            if state.unreachable >= GIVE_UP_AFTER {
                return Err(Denied::GivenUp(state.unreachable));
            }
            state.free_at
        };
        if self
            .deadline
            .is_some_and(|deadline| free_at.max(Instant::now()) >= deadline)
        {
            return Err(Denied::OutOfTime);
        }
        sleep_until(free_at).await;
        let parallel = self
            .in_parallel
            .acquire()
            .await
            .expect("semaphores are never closed");
        Ok(Turn {
            host,
            _connection: connection,
            _parallel: parallel,
        })
    }

    /// The pause before the next request, somewhere around the one that was asked for.
    pub(super) fn pause(&self, turn: &Turn) -> Duration {
        let wanted = self
            .politeness
            .delay
            .max(turn.host.state().crawl_delay.min(self.politeness.max_wait));
        let random = self.random.hash_one(self.pauses.fetch_add(1, Ordering::Relaxed)) % 512;
        // From three quarters to five quarters.
        wanted * (768 + u32::try_from(random).expect("a remainder of 512 fits")) / 1024
    }

    /// Notes the pause that a host's robots.txt asks for.
    pub(super) fn set_crawl_delay(&self, url: &Url, delay: Duration) {
        self.host(url).state().crawl_delay = delay;
    }

    fn host(&self, url: &Url) -> Arc<Host> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(
            known
                .entry(authority(url))
                .or_insert_with(|| Arc::new(Host::new())),
        )
    }
}

impl Host {
    fn new() -> Self {
        let state = State {
            free_at: Instant::now(),
            unreachable: 0,
            crawl_delay: Duration::ZERO,
        };
        Self {
            connection: Arc::new(Semaphore::new(1)),
            state: Mutex::new(state),
        }
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Turn<'_> {
    /// Ends the turn; the host is left alone for so long.
    pub(super) fn end(self, reached: bool, pause: Duration) {
        let mut state = self.host.state();
        state.free_at = Instant::now() + pause;
        state.unreachable = if reached { 0 } else { state.unreachable + 1 };
    }
}

/// Host and port, which is what a connection is made to.
fn authority(url: &Url) -> String {
    format!(
        "{}:{}",
        url.host_str().unwrap_or_default(),
        url.port_or_known_default().unwrap_or_default()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hosts(delay: Duration, deadline: Option<Instant>) -> Hosts {
        Hosts::new(
            Politeness {
                delay,
                ..Politeness::default()
            },
            8,
            deadline,
        )
    }

    #[tokio::test(start_paused = true)]
    async fn pauses_between_two_requests_to_a_host_only() {
        let hosts = hosts(Duration::from_secs(4), None);
        let [one, other] = ["http://a.example/1", "http://b.example/"].map(|url| Url::parse(url).unwrap());
        let start = Instant::now();
        let turn = hosts.turn(&one).await.unwrap();
        let pause = hosts.pause(&turn);
        turn.end(true, pause);
        hosts.turn(&other).await.unwrap().end(true, Duration::ZERO);
        assert_eq!(start.elapsed(), Duration::ZERO);
        hosts.turn(&one).await.unwrap().end(true, Duration::ZERO);
        let waited = start.elapsed();
        assert!(
            waited >= Duration::from_secs(3) && waited <= Duration::from_millis(5001),
            "{waited:?}"
        );
    }

    #[tokio::test(start_paused = true)]
    async fn gives_a_dead_host_up_and_remembers_a_late_success() {
        let hosts = hosts(Duration::ZERO, None);
        let url = Url::parse("http://a.example/").unwrap();
        for reached in [false, false, true, false, false, false] {
            hosts.turn(&url).await.unwrap().end(reached, Duration::ZERO);
        }
        assert_eq!(hosts.turn(&url).await.unwrap_err(), Denied::GivenUp(3));
    }

    #[tokio::test(start_paused = true)]
    async fn does_not_wait_beyond_the_deadline() {
        let hosts = hosts(Duration::ZERO, Some(Instant::now() + Duration::from_secs(10)));
        let url = Url::parse("http://a.example/").unwrap();
        hosts.turn(&url).await.unwrap().end(true, Duration::from_secs(11));
        assert_eq!(hosts.turn(&url).await.unwrap_err(), Denied::OutOfTime);
    }
}
