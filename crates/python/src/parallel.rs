//! Many articles, on as many threads as are asked for, while Python runs on: [`map`].

use std::sync::Mutex;
use std::thread;

use pyo3::prelude::*;

/// Articles a thread takes on before Python is asked whether somebody pressed Ctrl-C.
const ROUND: usize = 64;

/// The answer to each of the `items`, in their order. Python's lock is not held meanwhile.
///
/// # Errors
/// When Python has a signal to raise.
pub(crate) fn map<I: Send, O: Send>(
    py: Python<'_>,
    jobs: usize,
    items: impl IntoIterator<Item = I>,
    answer: impl Fn(I) -> O + Sync,
) -> PyResult<Vec<O>> {
    let (mut items, mut answers) = (items.into_iter(), Vec::new());
    loop {
        let round: Vec<I> = items.by_ref().take(ROUND * jobs).collect();
        if round.is_empty() {
            return Ok(answers);
        }
        answers.extend(py.detach(|| answer_all(jobs, round, &answer)));
        py.check_signals()?;
    }
}

fn answer_all<I: Send, O: Send>(jobs: usize, items: Vec<I>, answer: &(impl Fn(I) -> O + Sync)) -> Vec<O> {
    if jobs == 1 || items.len() < 2 {
        return items.into_iter().map(answer).collect();
    }
    let mut answers: Vec<Option<O>> = items.iter().map(|_| None).collect();
    let open = Mutex::new(items.into_iter().zip(&mut answers));
    thread::scope(|scope| {
        for _ in 0..jobs {
            scope.spawn(|| {
                loop {
                    // No thread panics while it holds the lock.
                    let next = open.lock().ok().and_then(|mut open| open.next());
                    let Some((item, slot)) = next else { break };
                    *slot = Some(answer(item));
                }
            });
        }
    });
    drop(open);
    answers.into_iter().flatten().collect()
}
