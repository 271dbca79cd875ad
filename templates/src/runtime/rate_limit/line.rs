//! A line of waiters: first come, first served.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::sync::Mutex;
use std::task::{Context, Poll, Waker};

use super::super::transport::lock::lock;

/// A queue for something that one can have at a time. A waiter that leaves, also before its turn, makes way for
/// those behind, and can come back to where he was. Needs no runtime.
#[derive(Debug, Default)]
pub(crate) struct Line {
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
pub(crate) struct Place<'l> {
    line: &'l Line,
    number: u64,
}

impl Line {
    /// Returns the last place.
    pub(crate) fn join(&self) -> Place<'_> {
        let mut queue = lock(&self.queue);
        let number = queue.next;
        queue.next += 1;
        queue.waiting.push_back(Waiter { number, waker: None });
        Place { line: self, number }
    }

    /// Returns the place of this number, which was left: before all that came later, also before one whose turn it
    /// is, which waits once more.
    pub(crate) fn rejoin(&self, number: u64) -> Place<'_> {
        let displaced = {
            let mut queue = lock(&self.queue);
            let position = queue.position(number);
            let displaced = queue.waiting.front_mut().filter(|_| position == 0).and_then(|first| first.waker.take());
            queue.waiting.insert(position, Waiter { number, waker: None });
            displaced
        };
        // Outside of the lock: whom it wakes may poll at once.
        if let Some(displaced) = displaced {
            displaced.wake();
        }
        Place { line: self, number }
    }
}

impl Queue {
    fn position(&self, number: u64) -> usize {
        self.waiting.partition_point(|waiter| waiter.number < number)
    }
}

impl Place<'_> {
    /// Returns its number, to come back to it.
    pub(crate) fn number(&self) -> u64 {
        self.number
    }

    /// Returns how many are before it.
    pub(crate) fn ahead(&self) -> usize {
        lock(&self.line.queue).position(self.number)
    }

    /// Waits until it is the first place. Then it is, until it is dropped or another one is rejoined.
    pub(crate) async fn turn(&self) {
        poll_fn(|cx| if self.is_first(cx) { Poll::Ready(()) } else { Poll::Pending }).await;
    }

    /// Returns whether it is the first place; who asks is woken when that changes.
    pub(crate) fn is_first(&self, cx: &mut Context<'_>) -> bool {
        let mut queue = lock(&self.line.queue);
        let position = queue.position(self.number);
        if let Some(waiter) = queue.waiting.get_mut(position) {
            waiter.waker = Some(cx.waker().clone());
        }
        position == 0
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let waker = {
            let mut queue = lock(&self.line.queue);
            let position = queue.position(self.number);
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
