//! A line of waiters: first come, first served.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

/// Who waits for something that one can have at a time. Who leaves, also before his turn, makes way for
/// those behind. Needs no runtime.
#[derive(Debug, Default)]
pub(super) struct Line {
    queue: Mutex<Queue>,
}

#[derive(Debug, Default)]
struct Queue {
    next: u64,
    /// In the order of their numbers; the first one's turn it is.
    waiting: VecDeque<Waiter>,
}

#[derive(Debug)]
struct Waiter {
    number: u64,
    waker: Option<Waker>,
}

/// A place in a line, until it is dropped.
#[derive(Debug)]
pub(super) struct Place<'l> {
    line: &'l Line,
    number: u64,
}

impl Line {
    /// The last place.
    pub(super) fn join(&self) -> Place<'_> {
        let mut queue = self.lock();
        let number = queue.next;
        queue.next += 1;
        queue.waiting.push_back(Waiter { number, waker: None });
        Place { line: self, number }
    }

    /// Nothing that holds the lock panics.
    fn lock(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Place<'_> {
    /// How many are before it.
    pub(super) fn ahead(&self) -> usize {
        self.line.lock().waiting.partition_point(|waiter| waiter.number < self.number)
    }

    /// Waits until it is the first place. Then it is, until it is dropped.
    pub(super) async fn turn(&self) {
        poll_fn(|cx| self.poll(cx)).await;
    }

    fn poll(&self, cx: &mut Context<'_>) -> Poll<()> {
        let mut queue = self.line.lock();
        let position = queue.waiting.partition_point(|waiter| waiter.number < self.number);
        if position == 0 {
            return Poll::Ready(());
        }
        if let Some(waiter) = queue.waiting.get_mut(position) {
            waiter.waker = Some(cx.waker().clone());
        }
        Poll::Pending
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let waker = {
            let mut queue = self.line.lock();
            let position = queue.waiting.partition_point(|waiter| waiter.number < self.number);
            queue.waiting.remove(position);
            match queue.waiting.front_mut() {
                Some(first) if position == 0 => first.waker.take(),
                _ => None,
            }
        };
        // Outside of the lock: whom it wakes may poll at once.
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}
