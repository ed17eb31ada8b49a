//! Work on every core, with the results in order: [`in_order`].

use std::ops::ControlFlow;
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// So many tasks a thread are under way or done before their turn: enough that no thread waits for a slow one, and few
/// enough that memory stays flat.
const AHEAD: usize = 4;

/// The stack of a thread, as large as that of the main thread.
const STACK: usize = 8 * 1024 * 1024;

/// Takes tasks from who makes them.
pub(crate) struct Queue<T, R> {
    tasks: SyncSender<(T, SyncSender<R>)>,
    /// Where the results will come, in the order of the tasks.
    places: SyncSender<Receiver<R>>,
}

impl<T, R> Queue<T, R> {
    /// Adds a task, as soon as there is room; `false` when nobody wants more.
    pub(crate) fn push(&self, task: T) -> bool {
        let (result, place) = mpsc::sync_channel(1);
        self.places.send(place).is_ok() && self.tasks.send((task, result)).is_ok()
    }
}

/// Does `work` on every task that `feed` makes, on so many threads, and gives the results to `then` in the order of the
/// tasks, until it breaks. `feed` has a thread of its own; `then` runs on the caller's.
///
/// # Panics
/// When `feed` or `work` does.
pub(crate) fn in_order<T: Send, R: Send>(
    jobs: usize,
    feed: impl FnOnce(&Queue<T, R>) + Send,
    work: impl Fn(T) -> R + Sync,
    mut then: impl FnMut(R) -> ControlFlow<()>,
) {
    let jobs = jobs.max(1);
    let (places, in_order) = mpsc::sync_channel(AHEAD * jobs);
    let (tasks, todo) = mpsc::sync_channel(AHEAD * jobs);
    let todo = Mutex::new(todo);
    thread::scope(|scope| {
        let spawn = |name: &str| thread::Builder::new().name(name.to_owned()).stack_size(STACK);
        let queue = Queue { tasks, places };
        spawn("reading")
            .spawn_scoped(scope, move || feed(&queue))
            .expect("the system gives a thread");
        for _ in 0..jobs {
            spawn("checking")
                .spawn_scoped(scope, || while do_next(&todo, &work) {})
                .expect("the system gives a thread");
        }
        // Whoever broke off no longer has a result.
        for place in in_order {
            let Ok(result) = place.recv() else { break };
            if then(result).is_break() {
                break;
            }
        }
    });
}

/// Does the next task; `false` when there is none and never will be.
fn do_next<T, R>(todo: &Mutex<Receiver<(T, SyncSender<R>)>>, work: impl Fn(T) -> R) -> bool {
    let next = todo.lock().unwrap_or_else(PoisonError::into_inner).recv();
    let Ok((task, place)) = next else { return false };
    let result = work(task);
    // Nobody wants it when the run breaks off.
    let _ = place.send(result);
    true
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use super::*;

    /// Feeds the numbers up to a thousand, and counts how many were fed.
    fn numbers(fed: &AtomicUsize) -> impl FnOnce(&Queue<usize, usize>) + Send {
        move |queue| {
            for n in 0..1000 {
                if !queue.push(n) {
                    return;
                }
                fed.fetch_add(1, Ordering::Relaxed);
            }
        }
    }

    #[test]
    fn results_come_in_order_whatever_the_number_of_threads() {
        for jobs in [0, 1, 2, 7] {
            let mut got = Vec::new();
            // The longer ones are those that come first.
            let work = |n: usize| {
                thread::sleep(Duration::from_micros(1000_u64.saturating_sub(n as u64) / 20));
                n * 2
            };
            in_order(jobs, numbers(&AtomicUsize::new(0)), work, |n| {
                got.push(n);
                ControlFlow::Continue(())
            });
            assert_eq!(got, (0..1000).map(|n| n * 2).collect::<Vec<_>>(), "{jobs}");
        }
    }

    #[test]
    fn who_feeds_waits_for_who_takes() {
        let fed = AtomicUsize::new(0);
        let mut taken = 0;
        in_order(
            2,
            numbers(&fed),
            |n| n,
            |_| {
                taken += 1;
                let ahead = fed.load(Ordering::Relaxed).saturating_sub(taken);
                assert!(ahead <= 2 * AHEAD * 2 + 4, "{ahead}");
                ControlFlow::Continue(())
            },
        );
        assert_eq!(taken, 1000);
    }

    #[test]
    fn a_run_that_breaks_off_ends() {
        let fed = AtomicUsize::new(0);
        let mut taken = 0;
        in_order(
            3,
            numbers(&fed),
            |n| n,
            |_| {
                taken += 1;
                if taken == 10 {
                    ControlFlow::Break(())
                } else {
                    ControlFlow::Continue(())
                }
            },
        );
        assert_eq!(taken, 10);
        assert!(fed.load(Ordering::Relaxed) < 100);
    }
}
